"""`cchc ranks`, `cchc robust`: the units of a group by their index, or by an area, a criterion or a component; and how sure
ranks are."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from cchc_cli.commands.assessment import Assessment, assess
from cchc_cli.commands.lookups import changed_units, node_asked, only_group, ranked_units
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.nodes import node_of, nodes_of
from cchc_cli.index.over_units import node_rows, stand_on_nodes
from cchc_cli.index.robust import vary
from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Robustness, Uncertainty
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.choices import Basis, Level, RankOn
from cchc_cli.model.columns import RANKS
from cchc_cli.model.criteria import Index
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.names import Names
from cchc_cli.show.reports.charts import rank_bump
from cchc_cli.show.reports.node_ranks import NodeRanks, node_ranks_report
from cchc_cli.show.reports.rank_sentences import (
    broken_ties,
    rank_in_words,
    ranks_or_spans,
    rounding_ties,
    tie_breaks,
    tied_by_rounding,
)
from cchc_cli.show.reports.sentences import held_back, held_back_rows, only_first
from cchc_cli.show.reports.unit_result import index_column, provisional_note, ranking_tables, rating_columns


@command
def ranks(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    group: str | None = None,
    by: Level | None = None,
    on: str | None = None,
    top: int | None = None,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """The units of a group, best first, with changes since `since`; one row a unit. Of `group` "all" all are one ranking.

    With `by` they are ranked on every area, criterion or component, with `on` on the one of this id: a row a node and
    unit.
    """
    if by is not None and on is not None:
        raise CchcError(_("--by and --on do not go together: leave one of them out."))
    scores = assess(workspace, basis, rank_on, by=by)
    year = scores.year(year)
    before = scores.since(year, since)
    own = scores.own_unit(unit)
    results = ranked_units(scores, year, before, group, own)
    notes = scores.without_scores(year, set(results["group"]))
    if by is not None or on is not None:
        node = (by, "") if by else node_asked(scores, on or "", year)
        report = node_ranks_report(_on_nodes(scores, (year, before), results, node, own, top))
        return replace(report, notes=(*report.notes, *notes))
    notes += changed_units(scores, year, before, results)
    return _report(scores, results, (year, before), own, top, notes)


def _on_nodes(
    scores: Assessment,
    compared: tuple[int, int | None],
    results: pd.DataFrame,
    node: tuple[Level, str],
    own: str | None,
    top: int | None,
) -> NodeRanks:
    """Ranks on all nodes of a level, or on the one that is named; of a year and what it is compared with."""
    (year, since), (level, identity) = compared, node
    marks = scores.marks(year)
    pick = partial(node_of, identity=identity) if identity else partial(nodes_of, level=level)
    over_all = "group_rank" in results
    earlier = (scores.called(since, year).marks, scores.earlier(since, year)) if since is not None else None
    standings = stand_on_nodes(marks, earlier, pick, over_all=over_all)
    chosen = np.array(marks.rows(results["unit"]), dtype=np.intp)
    if identity and not standings.nodes.of_group[chosen].any():
        raise CchcError(
            _("--on: {id} is not for the group of these units.", id=identity), hint=_("All units: --group all")
        )
    groups = [each.group for each in marks.units]
    return NodeRanks(
        names=scores.names,
        rows=node_rows(standings, groups, chosen, over_all=over_all),
        ids=standings.nodes.ids,
        units=marks.units,
        level=level,
        on=bool(identity),
        year=year,
        since=since,
        own=own,
        top=top,
        over_all=over_all,
    )


def _report(
    scores: Assessment,
    results: pd.DataFrame,
    compared: tuple[int, int | None],
    own: str | None,
    top: int | None,
    notes: Sequence[str],
) -> Report:
    """`results` have ranks and changes; groups follow one another, each in the order of its ranks.

    Where all groups are one ranking they have group_rank, the rank within the group, as well.
    """
    names, settings, (year, since) = scores.names, scores.framework.criteria.index, compared
    over_all = "group_rank" in results
    if over_all:
        results = results.assign(group="", group_of=results["group"])
    years = {year: results}
    if since is not None:
        years = {since: results.assign(rank=results["prev_rank"], tied=results["prev_tied"])} | years
    results = results.assign(name=[names.filed("unit", unit) for unit in results["unit"]])
    listed = results if top is None else results[results.groupby("group", sort=False).cumcount() < top]
    groups = list(dict.fromkeys(results["group"]))
    return Report(
        command="ranks",
        title=names.index,
        subtitle=_("Ranks, {year}", year=year),
        year=year,
        facts=tuple(_facts(results, [names.group(each) for each in groups], since)),
        tables=_tables(names, settings, listed, own),
        charts=lambda: rank_bump(names, years, own) if len(groups) == 1 else (),
        notes=(
            *_left_out(top, results, listed),
            *_place_notes(names, settings, listed),
            *provisional_note(listed),
            *notes,
        ),
        rows=listed.assign(group=listed["group_of"]) if over_all else listed,
        columns=(*RANKS, "group_rank") if over_all else (),
        extra={"since": since, "unit": own, **_extra(results)},
    )


def _extra(results: pd.DataFrame) -> dict[str, object]:
    """What scripts get of all units."""
    spans = results[results["rank"].isna() & results["rank_best"].notna()]
    return {
        "units": len(results),
        "rounding_ties": [group["unit"].tolist() for group in tied_by_rounding(results)],
        "broken_ties": [group["unit"].tolist() for group in tie_breaks(results)],
        "held_back": held_back_rows(results),
        "possible_ranks": {
            line.unit: {"best": line.rank_best, "worst": line.rank_worst} for line in spans.itertuples()
        },
    }


def _place_notes(names: Names, settings: Index, listed: pd.DataFrame) -> list[str]:
    """What rounding or a rule has made of ranks and ratings."""
    rules = (*broken_ties(names, settings, listed), *held_back(names, settings, listed))
    return [*rounding_ties(names, listed), *rules]


def _facts(results: pd.DataFrame, groups: list[str], since: int | None) -> list[Fact]:
    ranked = int(results["rank"].notna().sum())
    count = _("{ranked} ranked", ranked=SLOT)
    waiting = int(results["provisional"].sum())
    if waiting:
        count += _(", {waiting} provisional", waiting=waiting)
    facts = [Fact(_("Units"), Figure(ranked, "count", count))]
    if len(groups) == 1 and groups[0]:
        facts.append(Fact(_("Group"), groups[0]))
    if since is not None:
        facts.append(Fact(_("Compared with"), Figure(since, "year")))
    return facts


def _tables(names: Names, settings: Index, listed: pd.DataFrame, own: str | None) -> tuple[Table, ...]:
    """One table a group, over slices of one frame."""
    frame = listed.assign(
        rank=ranks_or_spans(listed),
        own=listed["unit"] == own,
        # A worst case against a final result is no change that anyone could explain.
        index_change=listed["index_change"].where(~listed["provisional"]),
    )
    figures = (index_column(listed), column("index_change"), *rating_columns(settings, listed))
    compared = bool(listed[["prev_index", "prev_rank"]].notna().any(axis=None))
    group = "group_of" if "group_rank" in frame else ""
    return tuple(ranking_tables(names, frame, figures, compared=compared, group=group))


def _left_out(top: int | None, results: pd.DataFrame, listed: pd.DataFrame) -> list[str]:
    """What --top left out, and whether it cut through a tie."""
    if len(listed) == len(results) or listed.empty:
        return []
    left = results[~results["unit"].isin(listed["unit"])]
    last = listed.groupby("group", sort=False).tail(1)
    more = left.merge(last[["group", "rank"]].dropna(), on=["group", "rank"])
    text = n_(
        "{count} more unit shares the last rank shown.", "{count} more units share the last rank shown.", len(more)
    )
    return [*only_first(top, results, listed), *([text] if len(more) else [])]


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
    doubt = Uncertainty(weights / 100, noise / 100, runs, seed)
    ranked = vary(published, chosen["group"].iloc[0], doubt, scores.rank_on)
    return _robust_report(scores, ranked, year, own, top, chosen)


def _robust_report(
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
        summary=_certainty(names, settings, found, own),
        year=year,
        facts=tuple(_doubts(found)),
        tables=(_span_table(settings, listed, own),) if len(listed) else (),
        notes=(
            *only_first(top, rows, listed),
            *_robust_notes(found, int(results["provisional"].sum())),
            *rounding_ties(names, results[results["unit"].isin(listed["unit"])]),
        ),
        rows=listed,
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


def _certainty(names: Names, settings: Index, found: Robustness, own: str | None) -> str:
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


def _doubts(found: Robustness) -> Iterable[Fact]:
    doubt = found.doubt
    yield Fact(
        _("Runs"), Figure(doubt.runs, "count"), _("run again with --seed {seed} for the same result", seed=doubt.seed)
    )
    yield Fact(_("Maxima"), Figure(100 * doubt.weights, "value", f"±{SLOT}%"))
    movable = ""
    if not math.isnan(found.movable) and numbers.differ(found.movable, 1.0):
        movable = _("{percent}% of the scores can be a step off", percent=numbers.percent(100 * found.movable))
    told = Figure(
        100 * doubt.noise,
        "value",
        _("{percent}% of scores taken as one step of their rule higher or lower", percent=SLOT),
    )
    yield Fact(_("Appraisal"), told, movable)
    if not math.isnan(found.pairs):
        told = Figure(100 * found.pairs, "percent", _("{percent}% in the same order", percent=SLOT))
        yield Fact(_("Pairs of units"), told)


def _span_table(settings: Index, listed: pd.DataFrame, own: str | None) -> Table:
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


def _robust_notes(found: Robustness, waiting: int) -> Iterable[str]:
    if found.doubt.noise and len(found.units):
        yield _("A score at its maximum can only fall: units near the top lose more in the runs than they gain.")
    if found.units.empty:
        yield _("No unit has a rank in this year.")
    elif len(found.units) == 1:
        yield _("Only one unit has a rank: there is nothing that could change places.")
    if waiting:
        yield _("Provisional units have no rank and are left out: {count}.", count=waiting)
