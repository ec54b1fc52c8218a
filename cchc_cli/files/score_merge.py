"""Put imported points into a file of scores: rows of other units, and columns that were not imported, stay as they are."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cchc_cli.files.csv_edit import Sheet
from cchc_cli.files.score_values import as_written, keys_of, read_score_file
from cchc_cli.files.scores import REQUIRED, TABLE
from cchc_cli.model.written_numbers import number_in

Rows = Mapping[tuple[str, str], Mapping[str, str]]
"""(unit, component) → column → text."""


@dataclass
class Merged:
    """The file's new contents. By unit: rows that were `replaced`, `added`, and `kept` because nothing was imported for
    them; `others`: rows of other units and years."""

    data: bytes
    replaced: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    others: int = 0


def merge_scores(path: Path, name: str, year: int, rows: Rows, columns: list[str]) -> Merged:
    """Put the `columns` of `rows` into the file `path`. Raises InputError where that is no file of scores."""
    sheet = read_score_file(path, name)
    places = keys_of(sheet)
    sheet.needs(columns)
    merged = Merged(b"")
    units = {unit for unit, _component in rows}
    for found, unit, component in places:
        if found != year or unit not in units:
            merged.others += 1
        elif (unit, component) not in rows:
            merged.kept[unit] += 1
    for (unit, component), row in rows.items():
        at = places.get((year, unit, component))
        if at is None:
            texts = dict(zip(REQUIRED, (str(year), unit, component), strict=True))
            sheet.add(texts | {each: _text(sheet, each, text) for each, text in row.items()})
            merged.added[unit] += 1
            continue
        for column in columns:
            _put(sheet, at, column, row.get(column, ""))
        merged.replaced[unit] += 1
    merged.data = sheet.data()
    return merged


def _put(sheet: Sheet, row: int, column: str, text: str) -> None:
    """Write a cell, unless it says the same already."""
    there = sheet.cells(row)[column]
    same = number_in(there) is not None and number_in(there) == number_in(text)
    if there != text and not (column in TABLE.numbers and same):
        sheet.set(row, column, _text(sheet, column, text))


def _text(sheet: Sheet, column: str, text: str) -> str:
    is_number = column in TABLE.numbers and number_in(text) is not None
    return as_written(sheet, text) if is_number else text
