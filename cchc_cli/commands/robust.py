"""`cchc robust`: how sure the ranks are."""

import math
from collections.abc import Iterable

import pandas as pd

from cchc_cli.commands.assessment import Assessment, assess
from cchc_cli.commands.lookups import only_group
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.robust import vary
from cchc_cli.messages import N_, _
from cchc_cli.model.analysis import Doubt, Robustness
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.choices import Basis, RankOn
from cchc_cli.model.columns import ROBUST
from cchc_cli.model.criteria import Index
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import columns
from cchc_cli.show.names import Names
from cchc_cli.show.reports.rank_sentences import rank_in_words, rounding_ties


@command
def robust(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    group: str | None = None,
    weights: float = 10,
    noise: float = 20,
    runs: int = 1000,
    seed: int = 1,
    top: int | None = None,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """The ranks that units have where maxima (`weights`, in %) and scores (`noise`, in %) vary; one row a unit."""
    scores = assess(workspace, basis, rank_on)
    year = scores.year(year)
    own = scores.own_unit(unit)
    published = scores.published(year)
    chosen = only_group(scores, published.results, group, own)
    doubt = Doubt(weights / 100, noise / 100, runs, seed)
    ranked = vary(published, chosen["group"].iloc[0], doubt, scores.rank_on)
    return _report(scores, ranked, year, own, top, chosen)


def _report(
    scores: Assessment, found: Robustness, year: int, own: str | None, top: int | None, results: pd.DataFrame
) -> Report:
    """`found` are the ranked units of one group, `results` those of all its units."""
    names, settings, doubt = scores.names, scores.framework.criteria.index, found.doubt
    rows = found.units.assign(name=[names.filed("unit", each) for each in found.units["unit"]])
    listed = rows.head(top or len(rows))
    return Report(
        command="robust",
        title=_("How sure the ranks are"),
        subtitle=_("{index}, {year}", index=names.index, year=year),
        summary=_summary(names, settings, found, own),
        year=year,
        facts=tuple(_facts(found)),
        tables=(_table(settings, listed, own),) if len(listed) else (),
        notes=(
            *_notes(found, int(results["provisional"].sum())),
            *rounding_ties(names, results[results["unit"].isin(listed["unit"])]),
        ),
        rows=listed,
        columns=ROBUST,
        extra={
            "unit": own,
            "runs": doubt.runs,
            "weights": doubt.weights,
            "noise": doubt.noise,
            "seed": doubt.seed,
            "movable": found.movable,
            "pairs": found.pairs,
            "at_least": found.at_least.to_dict("index"),
        },
    )


def _summary(names: Names, settings: Index, found: Robustness, own: str | None) -> str:
    """What it means for the unit that is pointed out."""
    line = found.units[found.units["unit"] == own]
    if own is None or line.empty:
        return ""
    rank, low, high = (line[name].iloc[0] for name in ("rank", "rank_low", "rank_high"))
    shown = rank_in_words(rank, tied=bool(line["tied"].iloc[0]))
    told = [
        _(
            "{unit}: {rank}; in 90% of the runs {ranks}.",
            unit=names.unit(own),
            rank=shown,
            ranks=numbers.span(low, high),
        )
    ]
    for rating in settings.ratings:
        part = float(found.at_least[rating.id][own])
        if 0 < part < 1:
            text = N_("It reaches {rating} or better in {percent}% of the runs.")
            if rating == settings.ratings[0]:
                text = N_("It reaches {rating} in {percent}% of the runs.")
            told.append(_(text, rating=names.rating(rating.id), percent=numbers.percent(100 * part)))
    return " ".join(told)


def _facts(found: Robustness) -> Iterable[Fact]:
    doubt = found.doubt
    yield Fact(_("Runs"), Figure(doubt.runs, "count"), _("the same again from random seed {seed}", seed=doubt.seed))
    yield Fact(_("Maxima"), Figure(100 * doubt.weights, "value", f"±{SLOT}%"))
    movable = ""
    if not math.isnan(found.movable) and numbers.differ(found.movable, 1.0):
        movable = _("a step counts on {percent}% of them", percent=numbers.percent(100 * found.movable, 0))
    told = Figure(
        100 * doubt.noise,
        "value",
        _("{percent}% of scores taken as one step of their rule higher or lower", percent=SLOT),
    )
    yield Fact(_("Appraisal"), told, movable)
    if not math.isnan(found.pairs):
        told = Figure(100 * found.pairs, "percent", _("{percent}% in the same order", percent=SLOT))
        yield Fact(_("Pairs of units"), told)


def _table(settings: Index, listed: pd.DataFrame, own: str | None) -> Table:
    frame = listed.assign(kept=100 * listed["keep_rating"], own=listed["unit"] == own)
    parts = _("Best of 90% of runs"), _("Worst of 90% of runs")
    shown = columns(
        "rank",
        Column("rank_low", _("Ranks in 90% of runs"), "rank_span", of="rank_high", parts=parts),
        "unit_id unit index",
        *((Column("kept", _("Rating kept, %"), "percent"),) if settings.ratings else ()),
        *(("own",) if frame["own"].any() else ()),
    )
    return Table(frame, shown, emphasis="own")


def _notes(found: Robustness, waiting: int) -> Iterable[str]:
    if found.doubt.noise and len(found.units):
        yield _("A score at its maximum can only fall: units near the top lose more in the runs than they gain.")
    if found.units.empty:
        yield _("No unit has a rank in this year.")
    elif len(found.units) == 1:
        yield _("Only one unit has a rank: there is nothing that could change places.")
    if waiting:
        yield _("Provisional units have no rank and are left out: {count}.", count=waiting)
