"""`cchc track`: how far the plan has come, and the periodic report."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table, ValueKind
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import columns
from cchc_cli.show.kinds import ASSUMED
from cchc_cli.show.names import STATES, Names
from cchc_cli.show.reports.charts import Drawn, task_timeline
from cchc_cli.show.reports.sentences import (
    assumed_note,
    assumed_sentence,
    earlier_note,
    listed,
    merged_note,
    unscored_sentence,
)

LISTED = ("overdue", "due_soon", "doing", "todo", "done", "cancelled")
"""The order in which tasks are shown: what presses first."""
OUTLOOK = {
    "index": "index",
    "points_secured": "points",
    "index_if_nothing_more": "index_now",
    "points_planned": "all_points",
    "index_if_all_done": "index_then",
}
"""What scripts call the figures of an outlook."""
COUNTED = ("done", "doing", "todo", "due_soon")


@dataclass(frozen=True)
class Outlook:
    """Points that done tasks have won and that all would win, and the indices that follow from `year`'s result.

    `waiting` are the points of components that are not scored yet in it: they count 0, up to `index_best` in full.
    """

    year: int
    index: float
    points: float
    index_now: float
    all_points: float
    index_then: float
    index_best: float
    waiting: dict[str, float]


@dataclass(frozen=True)
class Tracked:
    """Tasks with their states, and what they add up to."""

    names: Names
    unit: str
    year: int
    today: date
    soon: int
    table: pd.DataFrame
    by_owner: pd.DataFrame
    by_area: pd.DataFrame
    outlook: Outlook | None
    decimals: int | None
    earlier: tuple[str, ...] = ()
    """Open tasks of earlier plans, that are in the tables too."""
    owner: str | None = None
    """The one owner whose tasks these are; the outlook is that of all."""
    assumed: tuple[str, ...] = ()
    """Tasks that say no gain and still count, in the tables or in the outlook."""
    left_open: tuple[tuple[int, int], ...] = ()
    """Years of earlier plans whose open tasks are not in the tables, each with how many."""
    cut: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Components whose tasks add up to more points than were lost there, with both figures."""
    merged: tuple[str, ...] = ()
    """The units whose mean the outlook starts from."""

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many tasks are in each state."""
        counts = self.table["state"].value_counts()
        return {state: int(counts.get(state, 0)) for state in STATES}

    @property
    def total(self) -> int:
        """All tasks but cancelled ones."""
        return len(self.table) - self.counts["cancelled"]

    @property
    def percent(self) -> float | None:
        """How much of them is done."""
        return 100 * self.counts["done"] / self.total if self.total else None

    @property
    def unproven(self) -> list[str]:
        """Tasks that are done without the evidence being there."""
        return self.table.loc[[there is False for there in self.table["evidence_ok"]], "id"].tolist()

    def without(self, *, named: bool) -> list[str]:
        """Of these the tasks whose evidence is `named` and not found, or for which none is named."""
        rows = self.table[self.table["id"].isin(self.unproven)]
        return rows.loc[(rows["missing"] != "") == named, "id"].tolist()

    @cached_property
    def near(self) -> pd.DataFrame:
        """The tasks that are listed: of the occurrences that are not begun and not due yet the next of each."""
        waiting = self.table[(self.table["state"] == "todo") & (self.table["series"] != "")]
        return self.table.drop(
            waiting.index[waiting.sort_values("due", kind="stable").duplicated("series").sort_index()]
        )

    def of(self, *states: str) -> pd.DataFrame:
        """The tasks in these states that are listed, the earliest deadline first."""
        chosen = self.near[self.near["state"].isin(states)]
        return chosen.sort_values("due", kind="stable")

    def number(self, index: float) -> str:
        """An index as it is published."""
        return numbers.index(index, self.decimals)


def track_report(found: Tracked) -> Report:
    """Counts, the tasks that press first, then by owner and by area."""
    ordered = found.near.assign(place=found.near["state"].map(LISTED.index))
    ordered = ordered.sort_values(["place", "due"], kind="stable")
    return replace(
        track_base(found),
        facts=tuple(track_facts(found)),
        tables=(
            *([task_rows(ordered, "", after=later_note(found))] if len(ordered) else []),
            *([_counts("owner_or_none", found.by_owner, _("By owner"), _("Owner"))] if len(found.by_owner) else []),
            *([_counts("node", found.by_area, _("By area"), _("Area"))] if len(found.by_area) else []),
        ),
        charts=lambda: track_timeline(found),
        notes=tuple(_notes(found)),
        digest=_digest(found),
    )


def track_base(found: Tracked) -> Report:
    """What the command, the periodic report and the document on a plan's progress begin with."""
    told = {"unit": found.names.unit(found.unit), "year": found.year, "day": found.today}
    return Report(
        command="track",
        title=_("Progress of the plan"),
        subtitle=_("{unit}, plan for {year}, as of {day}", **told),
        year=found.year - 1,
        rows=found.table,
        extra=_extra(found),
    )


def _digest(found: Tracked) -> Table:
    index, waits = (found.outlook.index_now, bool(found.outlook.waiting)) if found.outlook else (math.nan, False)
    line = found.counts | {"tasks": found.total, "part": found.percent or 0.0, "index_now": index, "waits": waits}
    told, unsure = _("Index expected"), _("provisional")
    expected = Column("index_now", told, "index", fold="", assumed="waits", assumed_label=unsure)
    shown = columns("tasks", *COUNTED, "overdue", "part", expected)
    return Table(pd.DataFrame([line]), shown, after=(*assumed_sentence(found.assumed), *cut_note(found)))


def _extra(found: Tracked) -> dict[str, object]:
    outlook, provisional = found.outlook, None
    if outlook is not None and outlook.waiting:
        parts = {"components": len(outlook.waiting), "points": sum(outlook.waiting.values())}
        provisional = {"index_best": outlook.index_best, **parts}
    return {
        "unit": found.unit,
        "plan_year": found.year,
        "date": found.today.isoformat(),
        "counts": found.counts,
        "earlier_plans": list(found.earlier),
        "assumed_gain": list(found.assumed),
        "evidence_missing": found.unproven,
        "provisional": provisional,
        "outlook": outlook and {key: getattr(outlook, name) for key, name in OUTLOOK.items()},
    }


def track_facts(found: Tracked) -> Iterable[Fact]:
    """What is done, late, due soon and without evidence, and the index that follows."""
    counts, percent = found.counts, found.percent or 0.0
    value = Figure(counts["done"], "count", _("{done} of {total} done", done=SLOT, total=found.total))
    yield Fact(_("Tasks"), value, Figure(percent, "percent", f"{SLOT}%"), percent)
    if counts["overdue"]:
        longest = int(found.of("overdue")["days_late"].max())
        days = n_("up to {count} day late", "up to {count} days late", longest)
        yield Fact(_("Overdue"), Figure(counts["overdue"], "count"), days)
    if counts["due_soon"]:
        text = n_("within {count} day", "within {count} days", found.soon)
        yield Fact(_("Due soon"), Figure(counts["due_soon"], "count"), text)
    if bare := len(found.without(named=False)):
        yield Fact(_("Without evidence"), Figure(bare, "count"), _("done, but nothing is named that proves it"))
    if lost := len(found.without(named=True)):
        yield Fact(_("Evidence not found"), Figure(lost, "count"), _("done, but a file that proves it was not found"))
    if (outlook := found.outlook) is not None:
        text = _("{points} of {planned} planned", points=SLOT, planned=numbers.points(outlook.all_points))
        told = _("by the tasks of all owners") if found.owner is not None else ""
        yield Fact(_("Points secured"), Figure(outlook.points, "points", text), told)
        mark = ASSUMED if outlook.waiting else ""
        told = _("if nothing more is done; {index} if all is", index=mark + found.number(outlook.index_then))
        yield Fact(_("Index expected"), Figure(outlook.index_now, "index", f"{mark}{SLOT}"), told)


def task_rows(rows: pd.DataFrame, title: str, name: str = "", after: tuple[str, ...] = ()) -> Table:
    """Tasks with their states, a row each, and what is assumed of their gains (≈)."""
    assumed = rows["series"].where(rows["series"] != "", rows["id"])[rows["assumed"]]
    return Table(
        rows.assign(state_shown=[_told(line) for line in rows.to_dict("records")]),
        columns(
            "task action owner due",
            Column("state_shown", _("State")),
            Column("days_late", _("Days late"), "late", only="sheet"),
            "gain",
        ),
        title=title,
        name=name,
        states="state",
        after=(*after, *assumed_note(list(dict.fromkeys(assumed)))),
    )


def track_timeline(found: Tracked) -> Drawn:
    """The tasks over time."""
    told = [_told(line) for line in found.table.to_dict("records")]
    return task_timeline(found.names, found.table.assign(told=told), found.today, _("Progress of the tasks"))


def _told(line: dict[object, object]) -> str:
    text = _(STATES[str(line["state"])])
    days = int(str(line["days_late"]))
    if days:
        text += ", " + n_("{count} day late", "{count} days late", days)
    if line["evidence_ok"] is False:
        text += ", " + _(N_("evidence not found") if line["missing"] else N_("no evidence"))
    return text


def _counts(kind: ValueKind, table: pd.DataFrame, title: str, heading: str) -> Table:
    return Table(
        table.assign(bar=table["part"]),
        columns(
            Column("id", heading, kind),
            "tasks done doing due_soon overdue part",
            Column("bar", "", "bar", fold=""),
        ),
        title=title,
    )


def later_note(found: Tracked) -> tuple[str, ...]:
    """That not all occurrences are listed, for below the table that lists the next of each task."""
    text = n_(
        "{count} later occurrence of recurring tasks is counted and not listed.",
        "{count} later occurrences of recurring tasks are counted and not listed.",
        later := len(found.table) - len(found.near),
    )
    return (text,) if later else ()


def _notes(found: Tracked) -> Iterable[str]:
    if found.table.empty and found.owner:
        yield _("{owner} has no task in this plan.", owner=found.names.owner(found.owner))
    elif found.table.empty:
        yield _("No task is in this plan.")
    yield from earlier_note(found.earlier)
    for year, count in found.left_open:
        yield n_(
            "{count} task of the plan of {year} is still open; it is not counted here: cchc track --year {year}",
            "{count} tasks of the plan of {year} are still open; they are not counted here: cchc track --year {year}",
            count,
            year=year,
        )
    yield from notes_below(found, found.table)
    if found.outlook is None:
        yield _("{year} has no result for the unit, so no index is expected.", year=found.year - 1)


def notes_below(found: Tracked, *tables: pd.DataFrame) -> Iterable[str]:
    """What is assumed, cut, missing or not sure yet of a plan, these tables of which are shown."""
    # The tables tell of the gains that are assumed of their own tasks.
    there = {task for table in tables for column in ("id", "series") for task in table[column]}
    yield from assumed_sentence([task for task in found.assumed if task not in there])
    yield from cut_note(found)
    rows = found.table[found.table["missing"] != ""]
    if files := [f"{task} ({lost})" for task, lost in zip(rows["id"], rows["missing"], strict=True)]:
        yield _("Evidence that is named and not found: {files}.", files=listed(files, "task"))
    yield from base_notes(found)


def cut_note(found: Tracked) -> Iterable[str]:
    """Why gains add up to more than what is planned: no component wins more than it lost."""
    if found.cut and found.outlook is not None:
        text = N_("{component} ({lost} instead of {promised})")
        named = [
            _(text, component=found.names.titled(each), lost=numbers.points(lost), promised=numbers.points(promised))
            for each, (promised, lost) in found.cut.items()
        ]
        text = N_("Gains on one component are counted up to what was lost there: {components}.")
        yield _(text, components=", ".join(named))


def base_notes(found: Tracked) -> Iterable[str]:
    """That the result which the expected indices build on is that of merged units, or is not whole, if it is so."""
    yield from merged_note(found.names, found.merged, found.year - 1)
    if (outlook := found.outlook) is not None and outlook.waiting:
        low, high = found.number(outlook.index), found.number(outlook.index_best)
        sentence = unscored_sentence(found.names, list(outlook.waiting), sum(outlook.waiting.values()))
        text = _("The result of {year} is provisional: {low} to {high} points.", year=outlook.year, low=low, high=high)
        yield f"{text} {sentence}"


def summary_line(found: Tracked) -> str:
    """One line, fit for the subject of a mail."""
    counts, old = found.counts, int(found.of("overdue")["id"].isin(found.earlier).sum())
    late = _("{count} overdue", count=counts["overdue"])
    late += " " + _("({count} of earlier plans)", count=old) if old else ""
    parts = [_("{done}/{total} done", done=counts["done"], total=found.total), late]
    if counts["due_soon"]:
        parts.append(_("{count} due soon", count=counts["due_soon"]))
    if found.outlook is not None:
        mark = ASSUMED if found.outlook.waiting else ""
        parts.append(_("index {index}", index=mark + found.number(found.outlook.index_now)))
    return _("{unit}, plan {year}: {parts}", unit=found.names.unit(found.unit), year=found.year, parts=", ".join(parts))
