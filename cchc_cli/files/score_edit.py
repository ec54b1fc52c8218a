"""A file of scores, changed cell by cell: measured values and imported points are put into it, the rest stays as it is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cchc_cli.files.csv_bytes import CsvFault
from cchc_cli.files.csv_edit import Sheet, read_sheet
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.score_texts import is_year, year_fault
from cchc_cli.files.scores import REQUIRED, TABLE
from cchc_cli.messages import _
from cchc_cli.model.problems import InputError
from cchc_cli.model.written_numbers import number_in, written
from cchc_cli.system.safe_write import locked, replace_text

Key = tuple[int, str, str]
"""Year, unit, component."""


def write_values(workspace: WorkspaceFolder, values: Mapping[Key, float]) -> dict[str, int]:
    """Put each value into the row of its year, unit and component, or into a new row of data/scores-YEAR.csv.

    Returns how many values each file got that it did not have. Raises InputError, and then writes nothing.
    """
    new = {year: workspace.data / f"scores-{year}.csv" for year, _unit, _component in values}
    # One lock for all: the rows of a year may stand in any of the files.
    with locked(workspace.data / "scores.csv"):
        paths = dict.fromkeys((*workspace.scores(), *new.values()))
        sheets = {path: read_score_file(path, workspace.name(path)) for path in paths}
        left, changed = dict(values), Counter[Path]()
        for path, sheet in sheets.items():
            here = keys_of(sheet)
            changed[path] += _put_values(sheet, {here[key]: left.pop(key) for key in here.keys() & left.keys()})
        for key, value in left.items():
            _add_value(sheets[new[key[0]]], key, value)
            changed[new[key[0]]] += 1
        for path in +changed:
            replace_text(path, sheets[path].data())
    return {workspace.name(path): count for path, count in (+changed).items()}


def read_score_file(path: Path, name: str) -> Sheet:
    """The file, or an empty one where there is none. Raises InputError, also for a row that is of no year."""
    text = _("The scores have faults; nothing was written.")
    try:
        sheet = read_sheet(path, name, TABLE, (*REQUIRED, "value"))
    except CsvFault as fault:
        raise InputError(text, fault.problems, total=fault.total) from None
    years = {row: sheet.cells(row)["year"] for row in sheet.rows()}
    problems = [sheet.problem(row, "year", *year_fault(year)) for row, year in years.items() if not is_year(year)]
    if problems:
        raise InputError(text, problems)
    return sheet


def keys_of(sheet: Sheet) -> dict[Key, int]:
    """The row of each year, unit and component."""
    rows = {row: sheet.cells(row) for row in sheet.rows()}
    return {(int(cells["year"]), cells["unit"], cells["component"]): row for row, cells in rows.items()}


def as_written(sheet: Sheet, text: str) -> str:
    """A number as the file writes numbers: with a decimal comma or a point."""
    return text.replace(".", ",") if sheet.has_decimal_comma else text


def _put_values(sheet: Sheet, values: Mapping[int, float]) -> int:
    """Write the values of rows that differ from what stands there; returns their number."""
    fresh = {row: value for row, value in values.items() if number_in(sheet.cells(row).get("value", "")) != value}
    if fresh:
        sheet.needs(["value"])
    for row, value in fresh.items():
        sheet.set(row, "value", as_written(sheet, written(value)))
    return len(fresh)


def _add_value(sheet: Sheet, key: Key, value: float) -> None:
    """Put a row at the end."""
    sheet.needs(["value"])
    texts = (*map(str, key), as_written(sheet, written(value)))
    sheet.add(dict(zip((*REQUIRED, "value"), texts, strict=True)))


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
