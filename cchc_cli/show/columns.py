"""Columns that more than one table has: declared once, named by the tables."""

from dataclasses import replace

from cchc_cli.messages import N_, _
from cchc_cli.model.blocks import Column

STANDARD = {
    "unit": Column("unit", N_("Unit"), "unit"),
    "owner": Column("owner", N_("Owner"), "owner", fold="· "),
    "index": Column("index", N_("Index"), "index"),
    "rank": Column("rank", N_("Rank"), "rank", shared="tied"),
    "rank_change": Column("rank_change", "▲▼", "rank_change"),
    "task": Column("id", N_("Task"), "id"),
    "action": Column("action", N_("Action"), "task", of="component"),
    "due": Column("due", N_("Due"), "date"),
    "effort": Column("effort", N_("Person-days"), "value", brief=N_("Days")),
    "gain": Column("gain", N_("Expected gain"), "change", brief=N_("Gain"), assumed="assumed", assumed_label=N_("gain assumed")),
    "tasks": Column("tasks", N_("Tasks"), "count"),
    "done": Column("done", N_("Done"), "count"),
    "doing": Column("doing", N_("Doing"), "count", fold=N_("Doing")),
    "todo": Column("todo", N_("Not begun"), "count", fold=N_("Not begun")),
    "due_soon": Column("due_soon", N_("Due soon"), "count", fold=N_("Due soon")),
    "overdue": Column("overdue", N_("Overdue"), "late"),
    "part": Column("part", N_("Done, %"), "percent"),
}  # fmt: skip


def columns(*names: str | Column) -> tuple[Column, ...]:
    """The named columns of STANDARD in the language in use, between others that only one table has."""
    return tuple(_in_language(STANDARD[each]) if isinstance(each, str) else each for each in names)


def column(name: str, **changes: object) -> Column:
    """One of them, with what is different here."""
    return replace(columns(name)[0], **changes)  # type: ignore[arg-type]


def _in_language(column: Column) -> Column:
    fold = f"{_(column.fold)}: " if column.fold and column.fold[0].isalpha() else column.fold
    label, brief, assumed = (_(text) if text else "" for text in (column.label, column.brief, column.assumed_label))
    return replace(column, label=label, brief=brief, assumed_label=assumed, fold=fold)
