"""Lists and half-sentences that more than one report uses."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from cchc_cli.messages import N_, NN_, _, n_
from cchc_cli.model.analysis import HeldBack
from cchc_cli.model.blocks import OfOne
from cchc_cli.model.criteria import Index
from cchc_cli.model.tasks import Task
from cchc_cli.show import numbers
from cchc_cli.show.names import EVERY, Names, records

NAMED = 5
"""Units or components that a sentence names; the rest are counted."""
NAMED_TASKS = 10
"""Tasks that a sentence names; the tables have all."""
NAMED_LATE = 3
"""Tasks that a sentence names with their owners."""


def without_points(year: int, units: int, absent: list[str]) -> str:
    """That some of so many units have no scores in a year."""
    text = N_("In {year} {scored} of {count} units have scores; without any: {units}.")
    return _(text, scored=units - len(absent), count=units, year=str(year), units=listed(absent, "unit"))


def plan_name(names: Names, year: int) -> str:
    """What a year's plan is called in every paper: as its own title says."""
    return _(
        "the plan for putting right what cost points and raising the {index}, {year}", index=names.index, year=year
    )


def only_first(top: int | None, rows: pd.DataFrame, shown: pd.DataFrame) -> list[str]:
    """That of `rows` those of --top alone are shown; nothing where all are."""
    if top is None or len(rows) == len(shown):
        return []
    return [n_("Only the first row is shown (--top).", "Only the first {count} rows are shown (--top).", top)]


def turned(change: float, up: str, same: str, down: str) -> str:
    """What is said of a change, by its sign."""
    return up if change > 0 else down if change < 0 else same


MORE = {
    "unit": NN_("{count} more unit", "{count} more units"),
    "component": NN_("{count} more component", "{count} more components"),
    "criterion": NN_("{count} more criterion", "{count} more criteria"),
    "area": NN_("{count} more area", "{count} more areas"),
    "task": NN_("{count} more task", "{count} more tasks"),
    "year": NN_("{count} more year", "{count} more years"),
    "cell": NN_("{count} more cell", "{count} more cells"),
    "file": NN_("{count} more file", "{count} more files"),
    "sheet": NN_("{count} more sheet", "{count} more sheets"),
}
"""What the rest of a list is counted in."""


def listed(texts: Sequence[str], kind: str, most: int = NAMED, more: int = 0, between: str = ", ") -> str:
    """a, b and c; the first `most`, and how many more of their kind, `more` that are not among the texts included."""
    more = max(more, 0) + max(len(texts) - most, 0)
    return joined([*texts[:most], *([n_(*MORE[kind], more)] if more else [])], between)


def joined(texts: Sequence[str], between: str = ", ") -> str:
    """a, b and c: all of them."""
    if len(texts) < 2:
        return "".join(texts)
    return _("{first} and {last}", first=between.join(texts[:-1]), last=texts[-1])


def listed_units(names: Names, units: Sequence[str], most: int = NAMED) -> str:
    """`listed` for units, by their ids."""
    return listed([*map(names.unit, units[:most])], "unit", most, len(units) - most)


def listed_components(names: Names, components: Sequence[str], most: int = NAMED) -> str:
    """`listed` for components, by their ids: each with its name."""
    return listed([*map(names.titled, components[:most])], "component", most, len(components) - most)


def on_components(count: int) -> str:
    """Where points were got or lost."""
    return n_("on {count} component", "on {count} components", count)


def of_components(one: str, many: str, names: Names, components: Sequence[str]) -> list[str]:
    """What is said of so many components, each with its name; nothing where there are none."""
    told = listed_components(names, components)
    return [n_(one, many, len(components), components=told)] if components else []


def of_tasks(
    one: str, many: str, tasks: Sequence[str], most: int = NAMED, between: str = ", ", **told: object
) -> list[str]:
    """What is said of so many tasks; nothing where there are none."""
    return [n_(one, many, len(tasks), tasks=listed(tasks, "task", most, 0, between), **told)] if tasks else []


def overdue_on(names: Names, day: date, tasks: Sequence[Task]) -> list[str]:
    """That so many tasks of a plan are overdue: some of them as a meeting calls them, by action and owner."""
    called = [(names.called("action", each.action), each.owner) for each in tasks]
    told = [f"{action} ({names.owner(owner)})" if owner else action for action, owner in called]
    return of_tasks(
        "As of {day} {count} task of the plan is overdue: {tasks}.",
        "As of {day} {count} tasks of the plan are overdue: {tasks}.",
        told,
        NAMED_LATE,
        "; ",
        day=day,
    )


def unowned(tasks: Sequence[str]) -> list[str]:
    """That nobody commits to some tasks."""
    return of_tasks(
        "{tasks} has no owner and is on no sheet: cchc task set {id} --owner ID",
        "{tasks} have no owner and are on no sheet: cchc task set {id} --owner ID",
        tasks,
        NAMED_TASKS,
        id="".join(tasks[:1]),
    )


def unscored_sentence(names: Names, components: Sequence[str], points: float) -> str:
    """What counts 0 only as long as nobody has scored it."""
    return n_(
        "{count} component worth {points} points is not scored yet and counts 0 until it is: {components}.",
        "{count} components worth {points} points are not scored yet and count 0 until they are: {components}.",
        len(components),
        points=numbers.points(points),
        components=listed_components(names, components),
    )


def merged_note(names: Names, parts: Sequence[str], year: int | str) -> list[str]:
    """What the figures of an earlier year mean for a unit that has come from a merger of `parts`, if it has."""
    text = N_(
        "Figures of {year} are the mean of the merged parts, weighted by the points that each could get: {units}."
    )
    text = N_("Figures of {year} are those of {units}.") if len(parts) == 1 else text
    return [_(text, year=year, units=listed_units(names, parts))] if parts else []


def held_back(names: Names, settings: Index, results: pd.DataFrame) -> list[str]:
    """For each rating the units that have the points for it, but not its percent in each area; one alone needs no name."""
    if "held_back" not in results:
        return []
    notes = []
    for rating in settings.ratings:
        units = results[(results["held_back"] == rating.id) & ~results["provisional"].astype(bool)]
        if units.empty:
            continue
        text = N_("{percent}% in {area}") if len(results) == 1 else N_("{unit} ({percent}% in {area})")
        lines = zip(units["unit"], units["lowest"], units["lowest_area"], strict=True)
        told = [
            _(text, unit=names.unit(unit), percent=numbers.percent(lowest), area=names.titled(area))
            for unit, lowest, area in lines
        ]
        text, least = N_("Enough points for {rating}, but not {least}% in each area: {units}."), rating.each_area or 0.0
        notes.append(_(text, rating=names.rating(rating.id), least=numbers.short(least), units=", ".join(told)))
    return notes


def held_back_rows(results: pd.DataFrame) -> list[dict[str, object]]:
    """Units with the points for a rating, and the area that keeps them from it."""
    if "held_back" not in results:
        return []
    names = {"unit": "unit", "held_back": "rating", "lowest_area": "area", "lowest": "percent"}
    return records(results.loc[results["held_back"].notna(), [*names]].rename(columns=names))


def held_back_from(names: Names, held: HeldBack | None, what: str) -> list[str]:
    """That in a scenario or a plan (`what`) the points for a rating are there, but not its percent in each area."""
    if held is None:
        return []
    told = {"rating": names.rating(held.rating), "least": numbers.short(held.least)}
    told |= {"what": what, "percent": numbers.percent(held.percent), "area": names.titled(held.area)}
    text = N_("{what}: enough points for {rating}, but {percent}% in {area}; at least {least}% in each area is needed.")
    return [_(text, **told)]


def of_areas(names: Names, areas: Mapping[str, float], least: float | None) -> str:
    """How many of the points that a rating needs are needed in which areas."""
    needed = {names.titled(area): numbers.enough(points) for area, points in areas.items()}
    parts = joined([_("{points} in {area}", points=points, area=area) for area, points in needed.items()])
    return _("of these {parts} (at least {least}% in each area)", parts=parts, least=numbers.short(least or 0.0))


def assumed_note(tasks: Sequence[str]) -> list[str]:
    """What is assumed of tasks that say no gain; plans of several units number theirs alike."""
    told = of_tasks(
        "≈ gain: {tasks} says none; everything that its component lost is assumed.",
        "≈ gain: {tasks} say none; everything that their components lost is assumed.",
        sorted(tasks),
    )
    return [OfOne(each, of_all=assumed_gains()) for each in told]


def assumed_gains() -> str:
    """`assumed_note` where tasks are not named."""
    return _("≈ gain: nothing says how much these tasks gain; everything that was lost is assumed.")


def assumed_sentence(tasks: Sequence[str]) -> list[str]:
    """`assumed_note` where no gains are shown."""
    return of_tasks(
        "{count} of the tasks names no gain ({tasks}); everything that its component lost is assumed.",
        "{count} of the tasks name no gain ({tasks}); everything that their components lost is assumed.",
        tasks,
        NAMED_TASKS,
    )


def recurring(action: str, every: str, following: date | None = None) -> str:
    """A task, how often it recurs, and when it is due next."""
    due = "; " + _("next: {day}", day=following) if following else ""
    return f"{action} ({_(EVERY[every])}{due})" if every else action


def earlier_note(tasks: Sequence[str]) -> list[str]:
    """That tasks of earlier plans are listed too, without their points."""
    return of_tasks(
        "{tasks} of an earlier plan is still open and is listed as well; its points are not counted here.",
        "{tasks} of earlier plans are still open and are listed as well; their points are not counted here.",
        tasks,
    )
