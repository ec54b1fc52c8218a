"""How wide each column of a table is on a screen, and which ones go under another where there is no room."""

from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len

from cchc_cli.model.report import Column, Table
from cchc_cli.show import numbers

GAP = 2
COMFORT = 24
"""A text column this wide reads well; narrower ones first send others under the first text column."""


@dataclass
class LaidOut:
    """A table that fits: its columns with their widths, its rows with what was folded in."""

    columns: list[Column]
    widths: list[int]
    records: list[dict[str, Any]]


def lay_out(table: Table, decimals: int | None, width: int) -> LaidOut:
    """Fit `table` into `width` signs: fold columns away, then share what is left among the text columns."""
    records = table.records()
    columns = list(table.columns)
    natural = {column.key: _natural(column, records, decimals) for column in columns}
    while _comfortable(columns, natural) > width:
        fold = next((column for column in reversed(columns) if column.fold is not None), None)
        if fold is None:
            break
        columns.remove(fold)
        main = next(column for column in columns if column.kind == "text")
        records = [_folded(record, main, fold) for record in records]
    natural = {column.key: _natural(column, records, decimals) for column in columns}
    rows = records if table.total is None else records[:-1]
    return LaidOut(columns, _shared(columns, natural, width), rows)


def _natural(column: Column, records: list[dict[str, Any]], decimals: int | None) -> int:
    """The width that a column needs to show every cell on one line."""
    if column.kind == "bar":
        return numbers.BAR
    cells = [numbers.cell(record.get(column.key), column.kind, decimals) for record in records]
    return max(cell_len(line) for text in [column.label, *cells] for line in text.split("\n"))


def _comfortable(columns: list[Column], natural: dict[str, int]) -> int:
    needs = [min(natural[c.key], COMFORT) if c.kind == "text" else natural[c.key] for c in columns]
    return sum(needs) + GAP * (len(columns) - 1)


def _folded(record: dict[str, Any], main: Column, fold: Column) -> dict[str, Any]:
    text = "" if fold.kind == "bar" else numbers.cell(record.get(fold.key), fold.kind)
    return record | {main.key: f"{record[main.key]}\n{fold.fold}{text}"} if text else record


def _shared(columns: list[Column], natural: dict[str, int], width: int) -> list[int]:
    """Widths: what they need for all but text columns; those share the rest, the needier the more."""
    texts = [column.key for column in columns if column.kind == "text"]
    rest = width - sum(natural[c.key] for c in columns if c.key not in texts) - GAP * (len(columns) - 1)
    widths = dict(natural)
    weights = {key: 2 if key == texts[0] else 1 for key in texts}
    # The smallest needs are met first; whatever one does not need goes to the others.
    for key in sorted(texts, key=lambda each: natural[each] / weights[each]):
        share = rest * weights[key] // sum(weights[each] for each in weights)
        widths[key] = max(min(natural[key], share), 6)
        rest -= widths[key]
        del weights[key]
    return [widths[column.key] for column in columns]
