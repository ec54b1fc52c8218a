"""`cchc ranks`: the units of a group in the order of their ranks."""

import math
from collections.abc import Hashable, Mapping

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.columns import RANKS
from cchc_cli.model.criteria import Index
from cchc_cli.model.report import Column, Fact, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.standing import provisional_note


def ranks_report(
    names: Names,
    settings: Index,
    results: pd.DataFrame,
    year: int,
    since: int | None,
    own: str | None,
    top: int | None,
) -> Report:
    """`results` have ranks and changes; groups follow one another, each in the order of its ranks."""
    results = results.assign(name=[names.unit_as_filed(unit) for unit in results["unit"]])
    listed = results if top is None else results[results.groupby("group", sort=False).cumcount() < top]
    groups = list(dict.fromkeys(results["group"]))
    tables = tuple(
        _group(names, settings, listed[listed["group"] == group], group if len(groups) > 1 else "", own)
        for group in groups
    )
    spans = results[results["rank_best"].notna()]
    return Report(
        command="ranks",
        title=names.index,
        subtitle=_("Ranks, {year}").format(year=year),
        year=year,
        facts=tuple(_facts(results, groups, since)),
        tables=tables,
        notes=(*_ties(names, results), *provisional_note(results)),
        rows=listed,
        columns=RANKS,
        decimals=settings.rounding,
        extra={
            "since": since,
            "unit": own,
            "units": len(results),
            "rounding_ties": [group["unit"].tolist() for group in _rounding_ties(results)],
            "possible_ranks": {
                line.unit: {"best": line.rank_best, "worst": line.rank_worst} for line in spans.itertuples()
            },
        },
    )


def _facts(results: pd.DataFrame, groups: list[str], since: int | None) -> list[Fact]:
    ranked = int(results["rank"].notna().sum())
    count = _("{ranked} ranked").format(ranked=ranked)
    waiting = int(results["provisional"].sum())
    if waiting:
        count += _(", {waiting} provisional").format(waiting=waiting)
    facts = [Fact(_("Units"), count)]
    if len(groups) == 1 and groups[0]:
        facts.append(Fact(_("Group"), groups[0]))
    if since is not None:
        facts.append(Fact(_("Compared with"), str(since)))
    return facts


def _group(names: Names, settings: Index, part: pd.DataFrame, title: str, own: str | None) -> Table:
    lines = part.to_dict("records")
    frame = part.assign(
        rank_shown=[_rank(line) for line in lines],
        shown=[names.unit(unit) for unit in part["unit"]],
        index_shown=[_index(line, settings.rounding) for line in lines],
        rating_shown=[names.rating(rating) for rating in part["rating"]],
        own=part["unit"] == own,
        # A worst case against a final result is no change that anyone could explain.
        index_change=part["index_change"].where(~part["provisional"]),
        mark=["◄" if unit == own else "" for unit in part["unit"]],
    )
    compared = bool(part["prev_index"].notna().any())
    columns = [
        Column("rank_shown", _("Rank"), "rank"),
        *([Column("rank_change", "▲▼", "rank_change")] if compared else []),
        Column("shown", _("Unit")),
        Column("index_shown", _("Index"), "index"),
        *([Column("index_change", "±", "change")] if compared else []),
        *([Column("rating_shown", _("Rating"))] if settings.ratings else []),
        *([Column("mark", "")] if frame["own"].any() else []),
    ]
    return Table(frame, tuple(columns), title=title, emphasis="own")


def _rank(line: Mapping[Hashable, float]) -> str:
    if not math.isnan(line["rank"]):
        return f"{'=' if line['tied'] else ''}{int(line['rank'])}"
    if math.isnan(line["rank_best"]):
        return numbers.MISSING
    return f"({numbers.span(line['rank_best'], line['rank_worst'])})"


def _index(line: Mapping[Hashable, float], decimals: int | None) -> str:
    if math.isnan(line["index"]):
        return numbers.MISSING
    worst = numbers.index(line["index"], decimals)
    return f"{worst}–{numbers.index(line['index_best'], decimals)}" if line["provisional"] else worst


def _rounding_ties(results: pd.DataFrame) -> list[pd.DataFrame]:
    tied = results[results["tied_by_rounding"]]
    return [group for _key, group in tied.groupby(["group", "rank"], sort=False)]


def _ties(names: Names, results: pd.DataFrame) -> list[str]:
    """For each tie that only rounding made: the exact figures behind it."""
    notes = []
    for group in _rounding_ties(results):
        ordered = group.sort_values("exact", ascending=False)
        units = ", ".join(
            f"{names.unit(str(line.unit))} {numbers.decimal(float(str(line.exact)), 6)}"
            for line in ordered.itertuples()
        )
        text = _("Rank ={rank} is shared only through rounding; before rounding: {units}.")
        notes.append(text.format(rank=int(group["rank"].iloc[0]), units=units))
    return notes
