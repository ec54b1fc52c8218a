"""Cells of tables: what people read in them, and the figures that a spreadsheet has in their place."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Naming, Table, ValueKind
from cchc_cli.show.kinds import ASSUMED, KINDS, SHARED, Bounds, Look
from cchc_cli.show.numbers import missing

if TYPE_CHECKING:
    from pandas import DataFrame


def texts_of(table: Table, column: Column, look: Look) -> list[str]:
    """The cells of a column as texts, from top to bottom, the total last."""
    values, bounds = values_of(table, column, look)
    kinds = kinds_of(table, column)
    texts = [KINDS[kind].text(value, look, bound) for kind, value, bound in zip(kinds, values, bounds, strict=True)]
    count, nothing = len(table.frame), ("", KINDS[column.kind].nothing)
    rows = [column.blank if column.blank and text in nothing else text for text in texts[:count]]
    if column.kind == "task":
        rows = [f"{component}  {text}" for component, text in zip(table.frame[str(column.of)], rows, strict=True)]
    return _marked(table, column, values, rows) + texts[count:]


def _marked(table: Table, column: Column, values: list[object], rows: list[str]) -> list[str]:
    """The cells with = before figures that are shared, and ≈ before those that are assumed."""
    nothing = KINDS[column.kind].nothing
    for key, mark in ((column.shared, SHARED), (column.assumed, ASSUMED)):
        if key:
            marked = zip(table.frame[key], values, rows, strict=False)
            rows = [
                mark + text if is_so and not isinstance(value, str) and text != nothing else text
                for is_so, value, text in marked
            ]
    return rows


def kinds_of(table: Table, column: Column) -> list[ValueKind]:
    """Of what kind each value of a column is, the total last; where there is none, of that of the column."""
    rows = [column.kind] * len(table.frame)
    if column.kinds:
        there = table.frame[column.key].map(lambda value: not missing(value))
        rows = table.frame[column.kinds].where(there, column.kind).tolist()
    return rows if table.total is None else [*rows, column.kind]


def values_of(table: Table, column: Column, look: Look) -> tuple[list[object], list[Bounds]]:
    """The values of a column, the total last, and for each what it must not be taken for, as far as that are numbers."""
    values, count = _column(table, column.key), len(table.frame)
    if column.say is not None:
        values[:count] = map(column.say, values[:count])
    elif look.names is not None and (column.kinds or KINDS[column.kind].named):
        values[:count] = _called(table, column, look.names, values[:count])
    return values, _bounds(table, column, len(values))


def _bounds(table: Table, column: Column, count: int) -> list[Bounds]:
    keys = (column.of,) if isinstance(column.of, str) else column.of
    if not any(keys):
        return [()] * count
    bounds = zip(*(_column(table, key) for key in keys), strict=True)
    return [tuple(each for each in row if isinstance(each, int | float)) for row in bounds]


def _called(table: Table, column: Column, names: Naming, values: list[object]) -> list[object]:
    """What people call the values of a column; of two ratings both, where they differ."""
    kinds = kinds_of(table, column)
    called = _named(names, kinds, values)
    if column.kind != "rating_span" or not column.of:
        return called
    spans = zip(called, _named(names, kinds, table.frame[str(column.of)]), strict=True)
    return [" … ".join(dict.fromkeys(filter(None, map(str, span)))) for span in spans]


def _named(names: Naming, kinds: Iterable[ValueKind], values: Iterable[object]) -> list[object]:
    """Ids as what people call them, each after its kind; other values as they are."""
    pairs = zip(kinds, values, strict=False)
    return [
        # A blank owner has words of its own.
        names.called(kind, str(value)) if KINDS[kind].named and (value == "" or not missing(value)) else value
        for kind, value in pairs
    ]


def _column(table: Table, key: str) -> list[object]:
    """What a column of the frame has, the total last; nothing where there is no such column."""
    rows: list[object] = table.frame[key].tolist() if key in table.frame else [None] * len(table.frame)
    return rows if table.total is None else [*rows, table.total.get(key)]


def sheet_of(table: Table) -> tuple[list[Column], "DataFrame"]:
    """The columns of a table in a spreadsheet, and its frame with what they need beside it."""
    frame, columns = table.frame, []
    parts = (part for column in table.columns if column.only != "text" for part in KINDS[column.kind].spread(column))
    for column in parts:
        if column.key in frame:
            more = dict(_beside(column, frame))
            frame = frame.assign(**{added.key: values for added, values in more.items()})
            columns += [*(() if column.kind == "months" else (column,)), *more]
    return columns, frame


def _beside(column: Column, frame: "DataFrame") -> Iterator[tuple[Column, Sequence[str | float]]]:
    """The columns beside another one: which of its figures are assumed, and those that its values are made of."""
    if column.assumed and frame[column.assumed].any():
        words = [column.assumed_label if is_assumed else "" for is_assumed in frame[column.assumed]]
        yield Column(f"{column.key} assumed", _("Note on {column}", column=column.label)), words
    for at, label in enumerate(column.parts):
        if label:
            values = [math.nan if each is None else each[at] for each in frame[column.key]]
            yield Column(f"{column.key} {at}", label, KINDS[column.kind].part), values
