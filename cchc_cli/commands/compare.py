"""`cchc compare`: a unit beside another, the best, the middle or the top."""

import re

from cchc_cli.commands.assessment import Assessment
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.composition import compose
from cchc_cli.index.peers import best_unit, compare_with, ranked_units, teachers, top_units
from cchc_cli.messages import _
from cchc_cli.model.analysis import Reference
from cchc_cli.model.choices import Basis, RankOn
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError, LeftOut
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.reports.compare import Compared, compare_report

TOP = re.compile(r"top([0-9]+(?:[.,][0-9]+)?)%?")


@command
def compare(
    workspace: Workspace,
    other: str,
    year: int | None = None,
    *,
    unit: str | None = None,
    everything: bool = False,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """A unit beside `other`: a unit, `best`, `median` or `top10%`; one row a component, `everything`: also equal ones."""
    scores = workspace.assess(basis, rank_on)
    year = scores.year(year)
    unit = scores.unit(unit, year)
    published = scores.published(year)
    reference = _reference(scores, other, unit, year)
    rows = compare_with(published.marks, unit, reference)
    components = rows[rows["level"] == "component"]
    lost = components["max"] - components["points"].fillna(0) > 1e-9
    return compare_report(
        scores.standing(unit, year, None),
        published.marks.framework,
        published.results,
        Compared(
            reference,
            rows,
            published.results.set_index("unit")["index"].reindex(reference.units).tolist(),
            compose(published, reference.units[0]) if reference.kind == "unit" else None,
            everything,
        ),
        teachers(published, unit, components.loc[lost, "component"].tolist()),
    )


def _reference(scores: Assessment, asked: str, unit: str, year: int) -> Reference:
    """What the unit is compared with, by name and as units: another unit, best, median, or top10%."""
    published = scores.published(year)
    known = [each.id for each in scores.scores.units]
    word = asked.casefold()
    if asked not in known and word == "best":
        best = best_unit(published, unit)
        if best is None:
            raise LeftOut(_("No other unit of its group has a rank in {year}.", year=year))
        return Reference(scores.names.unit(best), (best,))
    if asked not in known and word == "median":
        units = _some(ranked_units(published, unit), year)
        return Reference(_("the median of its group"), units, "median")
    if asked not in known and (top := TOP.fullmatch(word)):
        percent = float(top[1].replace(",", "."))
        if not 0 < percent <= 100:
            raise CchcError(_("{found}: the percent must be above 0 and up to 100.", found=asked))
        units = _some(top_units(published, unit, percent), year)
        text = _("the mean of the first {percent}% of its group", percent=numbers.short(percent))
        return Reference(text, units, "mean")
    if asked not in known:
        hint = nearest(asked, [*known, "best", "median", "top10%"])
        if asked in map(str, scores.years):
            hint = _("What to compare with comes first, then the year: cchc compare best {year}", year=asked)
        text = _("There is no unit {unit}; best, median and top10% are also possible.", unit=asked)
        raise CchcError(text, hint=hint)
    other = scores.unit(asked, year)
    if other == unit:
        raise LeftOut(_("That is the unit itself: name another one to compare with."))
    return Reference(scores.names.unit(other), (other,))


def _some(units: tuple[str, ...], year: int) -> tuple[str, ...]:
    if not units:
        raise LeftOut(_("No unit of its group has a rank in {year}.", year=year))
    return units
