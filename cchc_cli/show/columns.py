"""Columns that more than one table has: declared once, named by the tables; and tables of units, one a group."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_cli.messages import N_, _
from cchc_cli.model.blocks import Column, Table
from cchc_cli.show.names import Names

if TYPE_CHECKING:
    import pandas as pd

STANDARD = {
    "id": Column("id", "", "id"),
    "component_id": Column("component", "", "id"),
    "component": Column("component", N_("Component"), "node"),
    "shown": Column("shown", N_("Component")),
    "area": Column("id", N_("Area"), "node"),
    "unit_id": Column("unit", "", "id", only="sheet"),
    "unit": Column("unit", N_("Unit"), "unit"),
    "units": Column("units", N_("Units"), "count"),
    "group": Column("group", N_("Group"), "group", fold=""),
    "own": Column("own", "", "mark"),
    "year": Column("year", N_("Year"), "year"),
    "max": Column("max", N_("Max"), "points"),
    "points": Column("points", N_("Points"), "points"),
    "got": Column("points", N_("Points"), "got", of="max"),
    "lost": Column("lost", N_("Lost"), "lost", made_of=("max", "-points", "-open")),
    "percent": Column("percent", "%", "percent", share=("points", "max")),
    "so_far": Column("percent", "%", "percent", share=("points", "max"), assumed="waiting", assumed_label=N_("provisional")),
    "self": Column("self", N_("Self"), "points", of="max"),
    "appraised1": Column("appraised1", N_("1st"), "points", of=("max", "self")),
    "score": Column("score", N_("Official"), "points", of=("max", "self")),
    "cut": Column("cut", N_("Cut"), "points"),
    "won_back": Column("won_back", N_("Won back"), "points"),
    "arguable": Column("arguable", N_("More asked for"), "points", of="max"),
    "cum": Column("cum", N_("Cum. %"), "percent"),
    "note": Column("note", N_("Note"), fold="→ "),
    "product": Column("product", N_("Product"), fold="→ "),
    "index_change": Column("index_change", "±", "change"),
    "owner": Column("owner", N_("Owner"), "owner", fold="· "),
    "index": Column("index", N_("Index"), "index"),
    "rating": Column("rating", N_("Rating"), "rating"),
    "rank": Column("rank", N_("Rank"), "rank", shared="tied"),
    "rank_change": Column("rank_change", "▲▼", "rank_change"),
    "task": Column("id", N_("Task"), "id"),
    "action": Column("action", N_("Action"), "task", of="component"),
    "due": Column("due", N_("Due"), "date"),
    "effort": Column("effort", N_("Person-days"), "value", brief=N_("Days")),
    "gain": Column("gain", N_("Expected gain"), "change", brief=N_("To gain"), assumed="assumed", assumed_label=N_("gain assumed")),
    "tasks": Column("tasks", N_("Tasks"), "count"),
    "done": Column("done", N_("Done"), "count"),
    "doing": Column("doing", N_("Doing"), "count", fold=N_("Doing")),
    "todo": Column("todo", N_("Not begun"), "count", fold=N_("Not begun")),
    "due_soon": Column("due_soon", N_("Due soon"), "count", fold=N_("Due soon")),
    "overdue": Column("overdue", N_("Overdue"), "late"),
    "part": Column("part", N_("Done, %"), "percent"),
}  # fmt: skip


FIELDS = {
    **{
        key: STANDARD[key].label
        for key in ["unit", "component", "action", "product", "owner", "due", "effort", "gain", "note", "self", "score"]
    },
    "id": N_("Id"),
    "start": N_("Start"),
    "status": N_("State"),
    "every": N_("Recurs"),
    "done_on": N_("Done on"),
    "evidence": N_("Evidence"),
    "value": N_("Value"),
    "appraised1": N_("First appraisal"),
    "appeal": N_("Explanation"),
}
"""Columns of the files that users write."""


def columns(*chosen: object) -> tuple[Column, ...]:
    """Columns of STANDARD, by their names with spaces between, in the language in use, and others that one table has.

    What is neither is none: `has_notes and "note"`.
    """
    parts = (map(column, each.split()) if isinstance(each, str) else (each,) for each in chosen)
    return tuple(each for part in parts for each in part if isinstance(each, Column))


def group_tables(
    names: Names,
    frame: "pd.DataFrame",
    shown: Sequence[Column],
    by: "pd.Series[str] | str" = "group",
    emphasis: str | None = None,
) -> Iterator[Table]:
    """A table a group over slices of one frame, in which groups follow one another; a single one has no title."""
    slices = frame.groupby(by, sort=False).indices
    for group, rows in slices.items():
        title = names.group(str(group)) if len(slices) > 1 else ""
        yield Table(frame.iloc[rows], tuple(shown), title=title, emphasis=emphasis)


def tables_by_kind(findings: "pd.DataFrame", titles: Mapping[str, str], shown: Sequence[Column]) -> tuple[Table, ...]:
    """A table a `kind` of findings, in the order of the titles; columns in which nothing stands are left out."""
    parts = ((findings[findings["kind"] == kind], title) for kind, title in titles.items())
    return tuple(
        Table(part, tuple(each for each in shown if part[each.key].astype(bool).any()), title=_(title))
        for part, title in parts
        if len(part)
    )


def column(name: str, **changes: object) -> Column:
    """One of them, with what is different here."""
    return replace(_in_language(STANDARD[name]), **changes)  # type: ignore[arg-type]


def so_far(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Rows (points, max, open, percent) as people see them: nothing where nothing is scored yet; `waiting`: scored in part.

    What is not scored yet counts 0 in points and percent.
    """
    nothing = (rows["open"] > 0) & (rows["open"] == rows["max"])
    return rows.assign(
        waiting=(rows["open"] > 0) & ~nothing, **{name: rows[name].mask(nothing) for name in ("points", "percent")}
    )


def _in_language(column: Column) -> Column:
    fold = f"{_(column.fold)}: " if column.fold and column.fold[0].isalpha() else column.fold
    label, brief, assumed = (_(text) if text else "" for text in (column.label, column.brief, column.assumed_label))
    return replace(column, label=label, brief=brief, assumed_label=assumed, fold=fold)
