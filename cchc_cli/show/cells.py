"""Cells of tables: what people read in them, and the figures that a spreadsheet has in their place."""

import math
from functools import partial
from typing import TYPE_CHECKING

from cchc_cli.model.blocks import Column, Table
from cchc_cli.model.blocks import Kind as KindName
from cchc_cli.show.kinds import ASSUMED, KINDS, SHARED, Bounds, Look
from cchc_cli.show.numbers import missing

if TYPE_CHECKING:
    from pandas import DataFrame


def texts_of(table: Table, column: Column, look: Look) -> list[str]:
    """The cells of a column as texts, from top to bottom, the total last."""
    values, bounds = values_of(table, column, look)
    kinds = kinds_of(table, column)
    texts = [KINDS[kind].text(value, look, bound) for kind, value, bound in zip(kinds, values, bounds, strict=True)]
    if column.blank:
        count, nothing = len(table.frame), ("", KINDS[column.kind].nothing)
        texts = [column.blank if text in nothing else text for text in texts[:count]] + texts[count:]
    for key, mark in ((column.shared, SHARED), (column.assumed, ASSUMED)):
        for at, marked in enumerate(table.frame[key] if key else ()):
            if marked and not isinstance(values[at], str):
                texts[at] = mark + texts[at]
    if column.kind == "task":
        for at, component in enumerate(table.frame[str(column.of)]):
            texts[at] = f"{component}  {texts[at]}"
    return texts


def kinds_of(table: Table, column: Column) -> list[KindName]:
    """Of what kind each value of a column is, the total last; where there is none, of that of the column."""
    rows = [column.kind] * len(table.frame)
    if column.kinds:
        there = table.frame[column.key].map(lambda value: not missing(value))
        rows = table.frame[column.kinds].where(there, column.kind).tolist()
    return rows if table.total is None else [*rows, column.kind]


def values_of(table: Table, column: Column, look: Look) -> tuple[list[object], list[Bounds]]:
    """The values of a column, the total last, and for each what it must not be taken for, as far as that are numbers."""

    def of(key: str) -> list[object]:
        total = [] if table.total is None else [table.total.get(key)]
        return [*(table.frame[key].tolist() if key in table.frame else [None] * len(table.frame)), *total]

    values, say = of(column.key), column.say
    if column.kinds and look.names is not None:
        pairs = zip(kinds_of(table, column), values, strict=True)
        values = [
            look.names.called(kind, str(value)) if value and KINDS[kind].named else value for kind, value in pairs
        ]
    elif KINDS[column.kind].named and look.names is not None:
        say = partial(look.names.called, column.kind)
    if say is not None:
        count = len(table.frame)
        values = [*map(say, values[:count]), *values[count:]]
        if column.kind == "rating_span":
            spans = zip(values, map(say, of(str(column.of))), strict=True)
            values = [" … ".join(dict.fromkeys(filter(None, map(str, span)))) for span in spans]
    if not column.of:
        return values, [()] * len(values)
    keys = (column.of,) if isinstance(column.of, str) else column.of
    bounds = zip(*(of(key) for key in keys), strict=True)
    return values, [tuple(each for each in row if isinstance(each, int | float)) for row in bounds]


def sheet_of(table: Table) -> tuple[list[Column], "DataFrame"]:
    """The columns of a table in a spreadsheet, and its frame with what they need beside it."""
    frame = table.frame
    parts = [
        part
        for column in table.columns
        for part in (KINDS[column.kind].spread(column) if column.sheet is None else column.sheet)
        if part.key in frame
    ]
    columns = []
    for column in parts:
        if column.kind != "months":
            columns.append(column)
        if column.assumed and frame[column.assumed].any():
            key = f"{column.key} assumed"
            frame = frame.assign(**{key: frame[column.assumed].map({True: column.assumed_label, False: ""})})
            columns.append(Column(key, ""))
        for at, label in enumerate(column.parts):
            key = f"{column.key} {at}"
            if label:
                frame = frame.assign(**{key: [math.nan if each is None else each[at] for each in frame[column.key]]})
                columns.append(Column(key, label, KINDS[column.kind].part))
    return columns, frame
