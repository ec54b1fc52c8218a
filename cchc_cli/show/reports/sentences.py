"""Lists and half-sentences that more than one report uses."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import HeldBack, Membership, Passing
from cchc_cli.model.blocks import SLOT, Figure
from cchc_cli.model.criteria import Index
from cchc_cli.show import numbers
from cchc_cli.show.names import EVERY, Names

NAMED = 5
"""Units or components that a sentence names; the rest are counted."""
NAMED_WAITING = 3
"""Units without a rank yet that a sentence names."""
NAMED_TASKS = 10
"""Tasks that a sentence names; the tables have all."""


def plan_name(names: Names, year: int) -> str:
    """What a year's plan is called in every paper: as its own title says."""
    return _(
        "the plan for putting right what cost points and raising the {index}, {year}", index=names.index, year=year
    )


def turned(change: float, up: str, same: str, down: str) -> str:
    """What is said of a change, by its sign."""
    return up if change > 0 else down if change < 0 else same


def listed(texts: Sequence[str], most: int = NAMED, more: int = 0, kind: str = "") -> str:
    """a, b and c; the first `most`, and how many more of their kind, `more` that are not among the texts included."""
    more = max(more, 0) + max(len(texts) - most, 0)
    told = [*texts[:most], _others(kind, more)] if more else texts
    if len(told) < 2:
        return "".join(told)
    return _("{first} and {last}", first=", ".join(told[:-1]), last=told[-1])


def _others(kind: str, count: int) -> str:
    match kind:
        case "unit":
            return n_("{count} more unit", "{count} more units", count)
        case "component":
            return n_("{count} more component", "{count} more components", count)
        case "task":
            return n_("{count} more task", "{count} more tasks", count)
    return n_("{count} more", "{count} more", count)


def listed_units(names: Names, units: Sequence[str], most: int = NAMED, more: int = 0) -> str:
    """`listed` for units, by their ids; `more` of them are left out already."""
    return listed([*map(names.unit, units[:most])], most, max(len(units) - most, 0) + more, "unit")


def listed_components(names: Names, components: Sequence[str], most: int = NAMED) -> str:
    """`listed` for components, by their ids: each with its name."""
    return listed([*map(names.titled, components[:most])], most, len(components) - most, "component")


def unscored_sentence(names: Names, components: Sequence[str], points: float) -> str:
    """What of the lost points is lost only as long as nobody has scored it."""
    return n_(
        "{count} component worth {points} points is not scored yet and counts as lost until it is: {components}.",
        "{count} components worth {points} points are not scored yet and count as lost until they are: {components}.",
        len(components),
        points=numbers.points(points),
        components=listed_components(names, components),
    )


def merged_note(names: Names, parts: Sequence[str], year: int) -> list[str]:
    """What the figures of an earlier year mean for a unit that has come from a merger of `parts`, if it has."""
    if not parts:
        return []
    return [
        _(
            "Figures of {year} are the mean of the merged parts, weighted by the points that each could get: {units}.",
            year=year,
            units=listed_units(names, parts),
        )
    ]


def membership_note(names: Names, membership: Membership, since: int) -> list[str]:
    """That not the same units were ranked in `since`, and which."""

    waiting = set(membership.provisional)
    told = (
        (set(membership.joined) - waiting, membership.joined, N_("ranked only now: {units}")),
        (set(membership.left) - waiting, membership.left, N_("ranked only then: {units}")),
        (waiting, membership.joined, N_("not all scored then, so not ranked: {units}")),
        (waiting, membership.left, N_("not all scored now, so not ranked yet: {units}")),
    )
    listed_ones = ((text, [each for each in units if each in meant]) for meant, units, text in told)
    parts = [_(text, units=listed_units(names, units)) for text, units in listed_ones if units]
    for heir, merged in membership.merged.items():
        text = N_("{unit} took in {units}") if heir in merged else N_("{unit} merged from {units}")
        parts.append(
            _(text, unit=names.unit(heir), units=listed_units(names, [part for part in merged if part != heir]))
        )
    if not parts:
        return []
    text = _(
        "Not the same units are ranked as in {year} ({changes}): ranks also change through that.",
        year=since,
        changes="; ".join(parts),
    )
    return [text]


def not_ranked_yet(names: Names, results: pd.DataFrame, line: Mapping[str, Any]) -> list[str]:
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
    return [f"{note} {_(text, rank=rank, ranks=span)}"]


def ranked(rank: float, tied: bool, text: str = SLOT, before: str = "") -> Figure:
    """A rank, and that others share it, within a text; behind that of `before`, where it is another one."""
    if before and before != numbers.rank(rank, tied=tied):
        text = f"{before} → {text}"
    return Figure(rank, "shared_rank" if tied else "rank", text)


def rank_in_words(rank: float, *, tied: bool) -> str:
    """A rank within a sentence: rank 3, shared rank 3."""
    return _(N_("shared rank {rank}") if tied else N_("rank {rank}"), rank=int(rank))


def ranks_of(passing: Passing) -> tuple[str, str]:
    """The rank of a unit that passed another, before and now."""
    ranks = passing.previous_rank, passing.rank
    before, now = (numbers.rank(rank, tied=tied) for rank, tied in zip(ranks, passing.ties, strict=True))
    return before, now


def ranks_in_words(passing: Passing) -> tuple[str, str]:
    """The rank of a unit that passed another, before and now, within a sentence."""
    before, now = passing.ties
    return rank_in_words(passing.previous_rank, tied=before), rank_in_words(passing.rank, tied=now)


def tied_by_rounding(results: pd.DataFrame) -> list[pd.DataFrame]:
    """The units that share a rank only through rounding, a table a rank."""
    tied = results[results["tied_by_rounding"]]
    return [group for _key, group in tied.groupby(["group", "rank"], sort=False)]


def rounding_ties(names: Names, results: pd.DataFrame, most: int | None = None) -> list[str]:
    """For each tie that only rounding made: the exact figures behind it, of `most` units or of all."""
    notes = []
    for group in tied_by_rounding(results):
        ordered = group.sort_values("exact", ascending=False)
        units = [
            f"{names.unit(str(line.unit))} {numbers.short(float(str(line.exact)), 6)}" for line in ordered.itertuples()
        ]
        told = ", ".join(units) if most is None else listed(units, most, kind="unit")
        notes.append(
            _(
                "Rank {rank} is shared only through rounding; before rounding: {units}.",
                rank=int(group["rank"].iloc[0]),
                units=told,
            )
        )
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
        told = units if unit is None else [listed(units, kind="unit")]
        notes.append(
            _(
                "Index {index} is shared; the order is by {nodes}: {units}.",
                index=index,
                nodes=listed([names.titled(each) for each in nodes]),
                units=", ".join(told),
            )
        )
    return notes


def _deciding(group: pd.DataFrame, columns: list[str]) -> list[str]:
    """The first columns, as many as tell apart what has different ranks."""
    for count in range(1, len(columns)):
        if group.groupby(columns[:count], dropna=False)["rank"].nunique().max() == 1:
            return columns[:count]
    return columns


def held_back(names: Names, settings: Index, results: pd.DataFrame) -> list[str]:
    """For each rating the units that have the points for it, but not its percent in each area."""
    if "held_back" not in results:
        return []
    notes = []
    for rating in settings.ratings:
        units = results[(results["held_back"] == rating.id) & ~results["provisional"].astype(bool)]
        if units.empty:
            continue
        told = [
            _("{unit} ({percent}% in {area})", unit=names.unit(line["unit"]), percent=numbers.percent(line["lowest"]),
              area=names.titled(line['lowest_area']))
            for line in units.to_dict("records")
        ]  # fmt: skip
        least = numbers.short(rating.each_area or 0.0)
        notes.append(
            _(
                "Enough points for {rating}, but not {least}% in each area: {units}.",
                rating=names.rating(rating.id),
                least=least,
                units=", ".join(told),
            )
        )
    return notes


def held_back_rows(results: pd.DataFrame) -> list[dict[str, object]]:
    """Units with the points for a rating, and the area that keeps them from it."""
    if "held_back" not in results:
        return []
    lines = results[results["held_back"].notna()].to_dict("records")
    names = {"unit": "unit", "rating": "held_back", "area": "lowest_area", "percent": "lowest"}
    return [{key: line[name] for key, name in names.items()} for line in lines]


def held_back_from(names: Names, held: HeldBack | None, what: str) -> list[str]:
    """That in a scenario or a plan (`what`) the points for a rating are there, but not its percent in each area."""
    if held is None:
        return []
    told = {"rating": names.rating(held.rating), "least": numbers.short(held.least)}
    told |= {"percent": numbers.percent(held.percent), "area": names.titled(held.area)}
    return [
        _(
            "{what}: enough points for {rating}, but {percent}% in {area}; at least {least}% in each area is needed.",
            what=what,
            **told,
        )
    ]


def of_areas(names: Names, areas: Mapping[str, float], least: float | None) -> str:
    """How many of the points that a rating needs are needed in which areas."""
    parts = [
        _("{points} in {area}", points=numbers.enough(points), area=names.titled(area))
        for area, points in areas.items()
    ]
    return _(
        "of these {parts} (at least {least}% in each area)", parts=listed(parts), least=numbers.short(least or 0.0)
    )


def assumed_note(tasks: Sequence[str]) -> list[str]:
    """What is assumed of tasks that say no gain."""
    text = n_(
        "≈ gain: {tasks} says none; everything that its component lost is assumed.",
        "≈ gain: {tasks} say none; everything that their components lost is assumed.",
        len(tasks),
        tasks=listed(sorted(tasks), kind="task"),
    )
    return [text] if tasks else []


def assumed_sentence(tasks: Sequence[str]) -> list[str]:
    """`assumed_note` where no gains are shown."""
    text = n_(
        "{count} of the tasks says no gain ({tasks}); everything that its component lost is assumed.",
        "{count} of the tasks say no gain ({tasks}); everything that their components lost is assumed.",
        len(tasks),
        tasks=listed(list(tasks), NAMED_TASKS, kind="task"),
    )
    return [text] if tasks else []


def recurring(action: str, every: str, following: date | None = None) -> str:
    """A task, how often it recurs, and when it is due next."""
    if not every:
        return action
    due = "; " + _("next: {day}", day=following) if following else ""
    return f"{action} ({_(EVERY[every])}{due})"


def no_task_note(names: Names, owner: str | None) -> str:
    """That the plan has no task, or none of the owner who was asked for."""
    return _("{owner} has no task in this plan.", owner=names.owner(owner)) if owner else _("No task is in this plan.")


def no_open_task_note(names: Names, owner: str | None) -> str:
    """That the plan has no open task, or none of the owner who was asked for."""
    if owner:
        return _("{owner} has no open task in this plan.", owner=names.owner(owner))
    return _("No open task is in this plan.")


def earlier_note(tasks: Sequence[str]) -> list[str]:
    """That tasks of earlier plans are listed too, without their points."""
    text = n_(
        "{tasks} of an earlier plan is still open and is listed as well; its points are not counted here.",
        "{tasks} of earlier plans are still open and are listed as well; their points are not counted here.",
        len(tasks),
        tasks=listed(list(tasks), kind="task"),
    )
    return [text] if tasks else []


def ranks_or_spans(results: pd.DataFrame) -> list[float | str]:
    """The ranks, (3–9) for what a provisional unit can still get."""
    columns = (results[name].tolist() for name in ("rank", "rank_best", "rank_worst"))
    return [
        rank if not math.isnan(rank) or math.isnan(best) else f"({numbers.span(best, worst)})"
        for rank, best, worst in zip(*columns, strict=True)
    ]
