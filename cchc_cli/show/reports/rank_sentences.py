"""What is said of ranks: who has none yet, who shares one and why, and which units are ranked."""

import math
from collections.abc import Iterable

import pandas as pd

from cchc_cli.messages import N_, _, grouped, n_
from cchc_cli.model.analysis import Membership, TableRow
from cchc_cli.model.blocks import SLOT, Figure, OfOne
from cchc_cli.model.criteria import Index
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.sentences import joined, listed, listed_units

NAMED_WAITING = 3
"""Units without a rank yet that a sentence names."""


def membership_note(names: Names, membership: Membership, since: int) -> list[str]:
    """That not the same units were ranked in `since`, and which."""
    parts = [*_changes(names, membership)]
    text = N_("Not the same units are ranked as in {year} ({changes}): ranks also change through that.")
    notes = [_(text, year=since, changes="; ".join(parts))] if parts else []
    pairs = [f"{names.unit(now)} ({names.unit(then)})" for now, then in membership.renamed.items()]
    text = N_("Under another id in {year}: {units}.")
    return [*notes, _(text, year=since, units=listed(pairs, "unit"))] if pairs else notes


def _changes(names: Names, membership: Membership) -> Iterable[str]:
    told = (
        (membership.joined, False, N_("ranked only now: {units}")),
        (membership.left, False, N_("ranked only then: {units}")),
        (membership.joined, True, N_("provisional then, so not ranked: {units}")),
        (membership.left, True, N_("provisional now, so not ranked yet: {units}")),
    )
    for units, is_waiting, text in told:
        if meant := [each for each in units if (each in membership.provisional) == is_waiting]:
            yield _(text, units=listed_units(names, meant))
    for heir, parts in membership.merged.items():
        text = N_("{unit} merged from {units}") if len(parts) > 1 else N_("{unit} in place of {units}")
        text = N_("{unit} took in {units}") if heir in parts else text
        yield _(text, unit=names.unit(heir), units=listed_units(names, [part for part in parts if part != heir]))


def not_ranked_yet(names: Names, results: pd.DataFrame, line: TableRow) -> list[str]:
    """That a unit's rank counts without the provisional units of its group, and what it can become through them.

    `results` are those of the group, `line` is the unit's own.
    """
    waiting = results.loc[results["provisional"].astype(bool), "unit"].tolist()
    if not waiting or math.isnan(line["rank"]):
        return []
    note = n_(
        "{count} unit is provisional and has no rank yet ({units}): ranks, and the points that a rank needs, are"
        " counted without it.",
        "{count} units are provisional and have no rank yet ({units}): ranks, and the points that a rank needs, are"
        " counted without them.",
        len(waiting),
        units=listed_units(names, waiting, NAMED_WAITING),
    )
    span = numbers.span(line["rank_best"], line["rank_worst"])
    rank = numbers.span(line["rank"], line["rank"])
    text = N_("Rank {rank} can still be any of {ranks}.")
    if line["rank_best"] == line["rank_worst"]:
        text = N_("Rank {rank} stays, whatever they get.") if span == rank else N_("Then rank {rank} becomes {ranks}.")
    return [OfOne(f"{note} {_(text, rank=rank, ranks=span)}", of_all=note)]


def ranked(rank: float, tied: bool, text: str = SLOT, before: str = "") -> Figure:
    """A rank, and that others share it, within a text; behind that of `before`, where it is another one."""
    if before and before != numbers.rank(rank, tied=tied):
        text = f"{before} → {text}"
    return Figure(rank, "shared_rank" if tied else "rank", text)


def rank_in_words(rank: float, tied: bool, count: float = 0) -> str:
    """A rank within a sentence: rank 3, shared rank 3, rank 3/18 of so many."""
    text = N_("shared rank {rank}") if tied else N_("rank {rank}")
    return _(text, rank=f"{int(rank)}/{grouped(int(count))}" if count else int(rank))


def tied_by_rounding(results: pd.DataFrame) -> list[pd.DataFrame]:
    """The units that share a rank only through rounding, a table a rank."""
    tied = results[results["tied_by_rounding"]]
    return [group for _key, group in tied.groupby(["group", "rank"], sort=False)]


def rounding_ties(names: Names, results: pd.DataFrame, most: int | None = None) -> list[str]:
    """For each tie that only rounding made: the exact figures behind it, of `most` units or of all."""
    notes = []
    text = N_("Rank {rank} is shared only through rounding; before rounding: {units}.")
    for group in tied_by_rounding(results):
        ordered = group.sort_values("exact", ascending=False)
        pairs = zip(ordered["unit"], ordered["exact"], strict=True)
        units = [f"{names.unit(unit)} {numbers.short(exact, 6)}" for unit, exact in pairs]
        told = ", ".join(units) if most is None else listed(units, "unit", most)
        notes.append(_(text, rank=int(group["rank"].iloc[0]), units=told))
    return notes


def tie_breaks(results: pd.DataFrame) -> list[pd.DataFrame]:
    """The units that have the same index, and of which `index.ties_by` has told some apart, a table an index."""
    if "rank_of_index" not in results:
        return []
    ranked = results.dropna(subset="rank_of_index")
    equal = ranked[ranked.duplicated(["group", "rank_of_index"], keep=False)]
    groups = equal.groupby(["group", "rank_of_index"], sort=False)
    return [group for _key, group in groups if group["rank"].min() < group["rank"].max()]


def broken_ties(names: Names, settings: Index, results: pd.DataFrame, unit: str | None = None) -> list[str]:
    """For each tie that `index.ties_by` breaks (of `unit`, or of all): by which areas or components, and their percents."""
    notes = []
    for group in tie_breaks(results):
        if unit is not None and unit not in group["unit"].to_numpy():
            continue
        columns = [f"tie {identity}" for identity in settings.ties_by]
        deciding = _deciding(group, columns)
        ordered = group.sort_values("rank", kind="stable")
        units = [
            f"{names.unit(str(line['unit']))} " + " / ".join(numbers.share(line[column]) for column in deciding)
            for line in ordered.to_dict("records")
        ]
        nodes = [column.removeprefix("tie ") for column in deciding]
        index = numbers.index(float(group["index"].iloc[0]), settings.rounding)
        told = ", ".join(units) if unit is None else listed(units, "unit")
        text = N_("Index {index} is shared; the order is by {nodes}: {units}.")
        notes.append(_(text, index=index, nodes=joined([*map(names.titled, nodes)]), units=told))
    return notes


def _deciding(group: pd.DataFrame, columns: list[str]) -> list[str]:
    """The first columns, as many as tell apart what has different ranks."""
    for count in range(1, len(columns)):
        if group.groupby(columns[:count], dropna=False)["rank"].nunique().max() == 1:
            return columns[:count]
    return columns


def ranks_or_spans(results: pd.DataFrame) -> list[float | str]:
    """The ranks, (3–9) for what a provisional unit can still get."""
    columns = (results[name].tolist() for name in ("rank", "rank_best", "rank_worst"))
    return [
        rank if not math.isnan(rank) or math.isnan(best) else f"({numbers.span(best, worst)})"
        for rank, best, worst in zip(*columns, strict=True)
    ]
