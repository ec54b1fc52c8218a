"""`cchc ranks`: the units of a group in the order of their ranks."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from cchc_cli.messages import _, n_
from cchc_cli.model.columns import RANKS
from cchc_cli.model.criteria import Index
from cchc_cli.model.report import SLOT, Column, Fact, Figure, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.charts import rank_bump
from cchc_cli.show.reports.sentences import broken_ties, held_back, rounding_ties, tie_breaks, tied_by_rounding
from cchc_cli.show.reports.unit_result import provisional_note, rating_column


def ranks_report(
    names: Names,
    settings: Index,
    results: pd.DataFrame,
    year: int,
    since: int | None,
    own: str | None,
    top: int | None,
    notes: Sequence[str] = (),
) -> Report:
    """`results` have ranks and changes; groups follow one another, each in the order of its ranks.

    Where all groups are one ranking they have group_rank, the rank within the group, as well.
    """
    over_all = "group_rank" in results
    if over_all:
        results = results.assign(group="", group_of=results["group"])
    years = {year: results}
    if since is not None:
        years = {since: results.assign(rank=results["prev_rank"], tied=results["prev_tied"])} | years
    results = results.assign(name=[names.unit_as_filed(unit) for unit in results["unit"]])
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
        notes=(*_cut(listed, results), *_place_notes(names, settings, listed), *provisional_note(listed), *notes),
        rows=listed.assign(group=listed["group_of"]) if over_all else listed,
        columns=(*RANKS, "group_rank") if over_all else RANKS,
        extra={"since": since, "unit": own, **_extra(results)},
    )


def _extra(results: pd.DataFrame) -> dict[str, object]:
    """What scripts get of all units."""
    spans = results[results["rank_best"].notna()]
    return {
        "units": len(results),
        "rounding_ties": [group["unit"].tolist() for group in tied_by_rounding(results)],
        "broken_ties": [group["unit"].tolist() for group in tie_breaks(results)],
        "held_back": _held_back(results),
        "possible_ranks": {
            line.unit: {"best": line.rank_best, "worst": line.rank_worst} for line in spans.itertuples()
        },
    }


def _place_notes(names: Names, settings: Index, listed: pd.DataFrame) -> list[str]:
    """What rounding or a rule has made of ranks and ratings."""
    rules = (*broken_ties(names, settings, listed), *held_back(names, settings, listed))
    return [*rounding_ties(names, listed), *rules]


def _held_back(results: pd.DataFrame) -> list[dict[str, object]]:
    """Units with the points for a rating, and the area that keeps them from it."""
    if "held_back" not in results:
        return []
    lines = results[results["held_back"].notna()].to_dict("records")
    names = {"unit": "unit", "rating": "held_back", "area": "lowest_area", "percent": "lowest"}
    return [{key: line[name] for key, name in names.items()} for line in lines]


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
        facts.append(Fact(_("Compared with"), Figure(since, "count")))
    return facts


def _tables(names: Names, settings: Index, listed: pd.DataFrame, own: str | None) -> tuple[Table, ...]:
    """One table a group, over slices of one frame."""
    frame = listed.assign(
        rank_shown=_ranks(listed),
        own=listed["unit"] == own,
        # A worst case against a final result is no change that anyone could explain.
        index_change=listed["index_change"].where(~listed["provisional"]),
    )
    index = Column("index", _("Index"), "index")
    if listed["provisional"].any():
        index = replace(index, kind="index_span", of="index_best", parts=(_("Index"), _("Index at best")))
    compared = bool(listed[["prev_index", "prev_rank"]].notna().any(axis=None))
    columns = [
        Column("rank_shown", _("Rank"), "rank", shared="tied"),
        *([Column("rank_change", "▲▼", "rank_change")] if compared else []),
        Column("unit", "", "id", is_extra=True),
        Column("unit", _("Unit"), "unit"),
        index,
        *([Column("index_change", "±", "change")] if compared else []),
        *rating_column(settings),
        *(group_columns() if "group_rank" in frame else ()),
        *([Column("own", "", "mark")] if frame["own"].any() else []),
    ]
    slices = frame.groupby("group", sort=False).indices
    return tuple(
        Table(
            frame.iloc[rows], tuple(columns), title=names.group(str(group)) if len(slices) > 1 else "", emphasis="own"
        )
        for group, rows in slices.items()
    )


def group_columns() -> tuple[Column, ...]:
    """A unit's group, and its rank there, beside the rank over all groups."""
    return (
        Column("group_of", _("Group"), "group", fold=""),
        Column("group_rank", _("Rank in the group"), "rank", shared="group_tied", brief=_("in it")),
    )


def _ranks(listed: pd.DataFrame) -> list[float | str]:
    """The ranks, (3–9) for what a provisional unit can still get."""
    columns = (listed[name].tolist() for name in ("rank", "rank_best", "rank_worst"))
    return [
        rank if not math.isnan(rank) or math.isnan(best) else f"({numbers.span(best, worst)})"
        for rank, best, worst in zip(*columns, strict=True)
    ]


def _cut(listed: pd.DataFrame, results: pd.DataFrame) -> list[str]:
    """A note where --top cut through a tie."""
    if len(listed) == len(results) or listed.empty:
        return []
    left = results[~results["unit"].isin(listed["unit"])]
    last = listed.groupby("group", sort=False).tail(1)
    more = left.merge(last[["group", "rank"]].dropna(), on=["group", "rank"])
    text = n_(
        "{count} more unit shares the last rank shown.", "{count} more units share the last rank shown.", len(more)
    )
    return [text] if len(more) else []
