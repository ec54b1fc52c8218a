"""Measured values and imported points put into a file of scores cell by cell, of which the rest stays as it is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cchc_cli.files.csv.edit import EditedRows, read_sheet
from cchc_cli.files.csv.sheet import is_book
from cchc_cli.files.csv.text import CsvFault
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.scores.known import is_year, year_fault
from cchc_cli.files.scores.reading import REQUIRED, TABLE
from cchc_cli.messages import _
from cchc_cli.model.problems import CchcError, InputError
from cchc_cli.model.written_numbers import number_in, written
from cchc_cli.system.plain_file import real_path
from cchc_cli.system.safe_write import locked, replace_text

RowKey = tuple[int, str, str]
"""Year, unit, component."""


def write_values(workspace: WorkspaceFolder, values: Mapping[RowKey, float]) -> dict[str, int]:
    """Put each value into the row of its year, unit and component, or into a new row of data/scores-YEAR.csv.

    Returns how many values each file got that it did not have. Raises InputError, and then writes nothing.
    """
    new = {year: workspace.data / f"scores-{year}.csv" for year, _unit, _component in values}
    # One lock for all: the rows of a year may stand in any of the files.
    with locked(workspace.data / "scores.csv"):
        for path in new.values():
            refuse_beside_book(workspace, path)
        paths = dict.fromkeys((*workspace.scores(), *new.values()))
        sheets = {path: read_score_file(path, workspace.name(path)) for path in paths}
        left = {key: {"value": written(value)} for key, value in values.items()}
        changed = Counter({path: _fill(sheet, left) for path, sheet in sheets.items()})
        for key, texts in left.items():
            _add(sheets[new[key[0]]], key, texts)
            changed[new[key[0]]] += 1
        for path in +changed:
            replace_text(path, sheets[path].data())
    return {workspace.name(path): count for path, count in (+changed).items()}


def refuse_beside_book(workspace: WorkspaceFolder, path: Path, *sources: Path) -> None:
    """Raise CchcError where a new file would keep a workbook of its name from being read, unless it is made of that."""
    for book in workspace.scores() if not path.exists() else ():
        is_its = book.parent == path.parent and book.stem.casefold() == path.stem.casefold()
        if is_its and is_book(book) and real_path(book) not in map(real_path, sources):
            names = {"file": workspace.name(path), "book": workspace.name(book)}
            text = _("{file} would stand in the place of {book}, which would not be read any more.", **names)
            raise CchcError(text, hint=_("Save its sheet as CSV UTF-8 beside it, and delete the workbook."))


def _fill(sheet: EditedRows, left: dict[RowKey, dict[str, str]]) -> int:
    """Put into a file what it has rows for, which is taken out of `left`; how many of them it said otherwise."""
    rows = keys_of(sheet)
    return sum(_put(sheet, rows[key], left.pop(key)) for key in [*left] if key in rows)


def read_score_file(path: Path, name: str) -> EditedRows:
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


def keys_of(sheet: EditedRows) -> dict[RowKey, int]:
    """The row of each year, unit and component."""
    rows = {row: sheet.cells(row) for row in sheet.rows()}
    return {(int(cells["year"]), cells["unit"], cells["component"]): row for row, cells in rows.items()}


def _put(sheet: EditedRows, row: int, texts: Mapping[str, str]) -> bool:
    """Write the cells of a row that say something else than they do by now; whether any does."""
    there = sheet.cells(row)
    fresh = [column for column, text in texts.items() if not _is_same(column, there.get(column, ""), text)]
    sheet.needs(fresh)
    for column in fresh:
        sheet.set(row, column, _text(sheet, column, texts[column]))
    return bool(fresh)


def _add(sheet: EditedRows, key: RowKey, texts: Mapping[str, str]) -> None:
    """Put a row at the end."""
    sheet.needs(texts)
    identity = dict(zip(REQUIRED, map(str, key), strict=True))
    sheet.add(identity | {column: _text(sheet, column, text) for column, text in texts.items()})


def _is_same(column: str, there: str, text: str) -> bool:
    """Whether a cell says a text already, numbers in whatever way."""
    is_number = column in TABLE.numbers and number_in(text) is not None
    return there == text or (is_number and number_in(there) == number_in(text))


def _text(sheet: EditedRows, column: str, text: str) -> str:
    """A text as the file writes it: numbers with a decimal comma or a point."""
    is_number = column in TABLE.numbers and number_in(text) is not None
    return text.replace(".", ",") if is_number and sheet.has_decimal_comma else text


RowsByKey = Mapping[tuple[str, str], Mapping[str, str]]
"""(unit, component) → column → text."""


@dataclass
class Merged:
    """The file's new contents. By unit: rows that were `replaced`, that said the `same`, were `added`, and `kept` because
    nothing was imported for them; `others`: rows of other units and years."""

    data: bytes
    replaced: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    others: int = 0


def merge_scores(path: Path, name: str, year: int, rows: RowsByKey, columns: list[str]) -> Merged:
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
            _add(sheet, (year, unit, component), row)
            merged.added[unit] += 1
            continue
        changed = _put(sheet, at, {column: row.get(column, "") for column in columns})
        (merged.replaced if changed else merged.same)[unit] += 1
    merged.data = sheet.data()
    return merged
