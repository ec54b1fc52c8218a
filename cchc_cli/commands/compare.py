"""`cchc compare`: a unit beside another, the best, the middle or the top."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, median

import pandas as pd

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.lookups import reference_asked
from cchc_cli.commands.unit_year import unit_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.composition import compose
from cchc_cli.index.peers import compare_with, full_counts, only_theirs, teachers
from cchc_cli.index.rounding import cleaned
from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Composition, Reference
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, OfOne, Table
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.choices import Basis, RankOn
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import columns
from cchc_cli.show.names import with_filed
from cchc_cli.show.reports.composition import HALF_A_HUNDREDTH, index_line, with_kind
from cchc_cli.show.reports.rank_sentences import rank_in_words
from cchc_cli.show.reports.unit_result import UnitResult, provisional_note

Teachers = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True)
class Compared:
    """What a unit is compared with: `rows` are those of `compare_with`, `made_of` the index of a single other unit.

    `results` are those of all units; `everything`: also rows without a difference.
    """

    other: Reference
    rows: pd.DataFrame
    results: pd.DataFrame
    made_of: Composition | None
    everything: bool
    theirs: list[str]
    """The components that only a single other unit has."""
    full: dict[str, tuple[int, int]]
    """Of each component how many units of the group have full points, of how many."""
    merged: list[str]
    """That one of the two has merged into another unit since."""

    @property
    def index(self) -> float:
        """The index of the unit, or the mean or median of those of the units."""
        return self._of_units("index")

    @property
    def index_best(self) -> float:
        """The same in the best case: only a single unit can be provisional."""
        return self._of_units("index_best")

    def _of_units(self, column: str) -> float:
        known = self.results.set_index("unit")[column].reindex(self.other.units).dropna().tolist()
        if not known:
            return math.nan
        return median(known) if self.other.kind == "median" else fmean(known)

    @property
    def sum(self) -> float:
        """The sum of the differences that there are."""
        return float((self.rows["points"] - self.rows["other_points"]).sum())


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
    own = unit_year(assess(workspace, basis, rank_on), year, unit)
    published, unit = own.published, own.unit
    reference = reference_asked(own, other)
    rows = compare_with(published.marks, unit, reference)
    lost = (rows["level"] == "component") & (rows["max"] - rows["points"] > NOISE)
    two = (unit, *reference.units) if reference.kind == "unit" else ()
    pair, names = (each for each in own.scores.scores.units if each.id in two), own.names
    text = N_("{unit} has merged into {heir} since; here it stands as it was scored by itself.")
    return _report(
        own.standing,
        published.marks.framework,
        Compared(
            reference,
            rows,
            published.results,
            compose(published, reference.units[0]) if reference.kind == "unit" else None,
            everything,
            only_theirs(published.marks, unit, two[1:]),
            full_counts(published.marks, unit),
            [_(text, unit=names.unit(each.id), heir=names.unit(each.merged_into)) for each in pair if each.merged_into],
        ),
        teachers(published, unit, rows.loc[lost, "component"].tolist()),
    )


def _report(standing: UnitResult, framework: YearFramework, compared: Compared, teachers: Teachers) -> Report:
    """`teachers` are those of index.peers."""
    names, other, results = standing.names, compared.other, compared.results
    # Adjustments are few, and without them the rows do not make the index.
    differs = (compared.rows["difference"].fillna(0) != 0) | (compared.rows["level"] != "component")
    listed = compared.rows if compared.everything else compared.rows[differs]
    rows = with_filed(names, framework, listed)
    return Report(
        command="compare",
        title=_("{unit} beside {other}", unit=names.unit(standing.unit), other=other.label),
        common=_("Compared with {other}", other=other.label),
        subtitle=_("{index}, {year}", index=names.index, year=framework.year),
        year=framework.year,
        facts=tuple(_facts(standing, compared)),
        tables=(*_differences(standing, compared, rows), *_teachers(standing, compared, teachers)),
        notes=(
            *compared.merged,
            *_notes(standing, compared, rows),
            *standing.place_notes(),
            *provisional_note(results[results["unit"].isin([standing.unit, *other.units])]),
        ),
        rows=rows,
        extra={
            "unit": standing.unit,
            "other": other.units,
            "index": {
                "own": standing.composition.index,
                "own_best": float(standing.line["index_best"]),
                "other": compared.index,
                "other_best": compared.index_best,
                "difference": standing.composition.index - compared.index,
                "sum": compared.sum,
            },
            "learn_from": {
                component: [{"unit": unit, "percent": percent} for unit, percent in best]
                for component, best in teachers.items()
            },
        },
    )


def _facts(standing: UnitResult, compared: Compared) -> Iterable[Fact]:
    other, results = compared.other, compared.results
    yield _result(standing, results, standing.unit)
    count = len(other.units)
    if other.kind == "unit":
        yield _result(standing, results, other.units[0])
    else:
        text = {"mean": N_("mean of the index of {units}"), "median": N_("median of the index of {units}")}[other.kind]
        units = n_("{count} unit", "{count} units", count)
        yield Fact(other.label[:1].upper() + other.label[1:], Figure(compared.index, "index"), _(text, units=units))
    # A provisional index may still rise.
    own, best = standing.composition.index, float(standing.line["index_best"])
    low, high = cleaned([own - compared.index_best, best - compared.index]).tolist()
    if not math.isnan(low):
        span = SLOT if low == high else f"{SLOT} … {numbers.signed(high)}"
        yield Fact(_("Difference of the index"), Figure(low, "change", span))
    both = compared.rows[compared.rows["difference"].notna() & (compared.rows["level"] == "component")]
    if both.empty:
        return
    ahead, behind = ((sign * both["difference"] > 0).sum() for sign in (1, -1))
    level = len(both) - ahead - behind
    text = _(
        "components: ahead on {ahead}, behind on {behind}, level on {level}", ahead=ahead, behind=behind, level=level
    )
    if added := compared.rows.loc[compared.rows["level"] != "component", "difference"].sum():
        text += "; " + _("of it bonus and penalty points: {points}", points=numbers.signed(added))
    yield Fact(_("Sum of the differences"), Figure(compared.sum, "change"), text)


def _result(standing: UnitResult, results: pd.DataFrame, unit: str) -> Fact:
    line = results[results["unit"] == unit].to_dict("records")[0]
    rank = "" if line["rank"] != line["rank"] else rank_in_words(line["rank"], tied=line["tied"])
    span, share = standing.span_of(line)
    return Fact(standing.names.unit(unit), Figure(line["index"], "index", span), share or rank)


def _differences(standing: UnitResult, compared: Compared, rows: pd.DataFrame) -> Iterable[Table]:
    if rows.empty:
        return
    names = standing.names
    is_component = rows["level"] == "component"
    ordered = pd.concat([rows[is_component].sort_values("difference", kind="stable"), rows[~is_component]])
    frame = ordered.assign(
        shown=[
            with_kind(names, each, level) for each, level in zip(ordered["component"], ordered["level"], strict=True)
        ],
        max=ordered["max"].where(ordered["level"] == "component"),
    )
    total, theirs = None, compared.made_of
    after: list[str] = []
    if theirs is not None and not math.isnan(theirs.index + standing.composition.index):
        total, after = _total(standing.composition, theirs), _sums(standing, compared.other, theirs)
        more = list(_between(standing.composition, theirs, compared.rows, rows))
        if more:
            frame = pd.concat([frame, pd.DataFrame(more).assign(component="")], ignore_index=True)
    yield Table(
        frame,
        columns(
            "component_id shown max",
            Column("points", names.unit(standing.unit), "points", common=_("Points"), of=("max", "other_points")),
            Column(
                "other_points",
                _("Compared unit") if compared.other.kind == "unit" else _("Reference"),
                "points",
                of=("max", "points"),
            ),
            Column("difference", _("Difference"), "change", made_of=("points", "-other_points")),
        ),
        title=_("All components") if compared.everything else _("Where the points differ"),
        total=total,
        after=tuple(after),
    )


def _total(own: Composition, other: Composition) -> dict[str, object]:
    """The sums of the columns: both indices and their difference."""
    return {
        "shown": _("Index"),
        "max": own.scale,
        "points": own.index,
        "other_points": other.index,
        "difference": own.index - other.index,
    }


def _sums(standing: UnitResult, other: Reference, theirs: Composition) -> list[str]:
    """How either index is checked by hand, where there are bonus or penalty points."""
    pairs = ((standing.names.unit(standing.unit), standing.composition), (other.label, theirs))
    lines = [(label, line) for label, made_of in pairs for line in index_line(made_of, standing.settings.rounding)]
    return [OfOne(f"{label}: {line}") for label, line in lines]


def _between(
    own: Composition, other: Composition, everything: pd.DataFrame, rows: pd.DataFrame
) -> Iterable[dict[str, object]]:
    """What is not listed, and what lies between the points and the index of either unit, as rows."""
    (known, _alone), (listed, alone) = (_sums_of(each) for each in (everything, rows))
    all_points = pd.Series({"max": own.max, "points": own.points, "other_points": other.points})
    lines = [
        (_("Other components"), *(known - listed)),
        (_("Points of one side alone"), *(all_points - known - alone)),
    ]
    if any(numbers.differ(each.max, each.scale) for each in (own, other)):
        text = _("Counted to {scale}", scale=numbers.short(own.scale))
        lines.append((text, own.scale - own.max, own.rescaling, other.rescaling))
    if max(abs(own.rounding), abs(other.rounding)) >= HALF_A_HUNDREDTH:
        lines.append((_("Rounding"), math.nan, own.rounding, other.rounding))
    for shown, most, ours, theirs in lines:
        if any(map(numbers.differ, (ours, theirs, most))):
            yield {"shown": shown, "max": most, "points": ours, "other_points": theirs, "difference": ours - theirs}


def _sums_of(rows: pd.DataFrame) -> list["pd.Series[float]"]:
    """The sums of the components that both sides have points for, and of the others."""
    components, both = rows["level"] == "component", rows["difference"].notna()
    return [rows.loc[components & has, ["max", "points", "other_points"]].sum() for has in (both, ~both)]


def _teachers(standing: UnitResult, compared: Compared, teachers: Teachers) -> Iterable[Table]:
    everything = compared.rows
    lost = (everything["max"] - everything["points"].fillna(0)).set_axis(everything["component"])
    found = sorted((each for each in teachers if teachers[each]), key=lambda each: -lost[each])
    if not found:
        return
    yield Table(
        pd.DataFrame(
            {
                "component": found,
                "lost": [lost[each] for each in found],
                "units": [_whom(standing, teachers[each], *compared.full[each]) for each in found],
            }
        ),
        columns("component_id component lost", Column("units", _("Whom to learn from"))),
        title=_("Who does best on what we lose"),
        name=_("Best units"),
    )


def _whom(standing: UnitResult, best: list[tuple[str, float]], full: int, scored: int) -> str:
    """The units that did best; of more than that, which are all at the maximum, how many."""
    if full > len(best):
        return n_(
            "{count} of {all} units is at the maximum", "{count} of {all} units are at the maximum", full, all=scored
        )
    return ", ".join(f"{standing.names.unit(unit)} ({numbers.share(percent)})" for unit, percent in best)


def _notes(standing: UnitResult, compared: Compared, rows: pd.DataFrame) -> Iterable[str]:
    everything = compared.rows
    if everything["difference"].isna().all():
        yield _("There is nothing to compare: no component is scored on both sides.")
    elif rows.empty:
        yield _("The points are the same on every component that both have.")
    unknown = [*everything.loc[everything["difference"].isna(), "component"], *compared.theirs]
    if unknown:
        yield _("Not compared, because one side has no points there: {components}.", components=", ".join(unknown))
    scored = rows[rows["difference"].notna() & (rows["level"] == "component")]
    unlike = scored[[numbers.differ(*pair) for pair in zip(scored["max"], scored["other_max"], strict=True)]]
    if len(unlike):
        pairs = zip(unlike["component"], unlike["other_max"], strict=True)
        told = ", ".join(f"{each} ({numbers.short(most)})" for each, most in pairs)
        yield _(
            "The compared side has another maximum on {components}: points differ there also through that.",
            components=told,
        )
    difference = standing.composition.index - compared.index
    if (
        len(rows)
        and numbers.differ(compared.sum, difference)
        and numbers.signed(compared.sum) != numbers.signed(difference)
    ):
        yield _apart(compared)


def _apart(compared: Compared) -> str:
    """Why the differences do not sum to that of the index."""
    if compared.other.kind == "median":
        return _(
            "The differences do not sum to that of the index: each is to the median of its own component, and no"
            " unit need have all of these."
        )
    if compared.other.kind == "mean":
        return _(
            "The differences do not sum to that of the index: each is to the mean of the units that have points on"
            " the component, and the index is counted to the scale."
        )
    return _(
        "The differences do not sum to that of the index, which also counts what only one side has, and is counted"
        " to the scale and rounded."
    )
