"""Write raw values into data/scores*.csv, cell by cell: nothing else in these files changes."""

from collections.abc import Mapping
from pathlib import Path

from cchc_cli.files.csv_edit import Sheet, read_sheet
from cchc_cli.files.csv_head import CsvFault
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.score_texts import is_year, year_fault
from cchc_cli.files.scores import REQUIRED, TABLE
from cchc_cli.messages import _
from cchc_cli.model.problems import InputError, Problem
from cchc_cli.model.written_numbers import number_in, written
from cchc_cli.system.safe_write import locked, replace_text

Key = tuple[int, str, str]
"""Year, unit, component."""


def write_values(workspace: WorkspaceFolder, values: Mapping[Key, float]) -> dict[str, int]:
    """Put each value into the row of its year, unit and component, or into a new row of data/scores-YEAR.csv.

    Returns how many values each file got that it did not have. Raises InputError, and then writes nothing.
    """
    paths = dict.fromkeys(workspace.scores())
    paths |= {workspace.data / f"scores-{year}.csv": None for year, _unit, _component in values}
    # One lock for all: the rows of a year may stand in any of the files.
    with locked(workspace.data / "scores.csv"):
        sheets = {path: read_score_file(path, workspace.name(path)) for path in paths}
        left = dict(values)
        changed: dict[Path, int] = {}
        for path, sheet in sheets.items():
            rows = {key: row for key, row in keys_of(sheet).items() if key in left}
            changed[path] = _put(sheet, {row: left.pop(key) for key, row in rows.items()})
        for key, value in left.items():
            path = workspace.data / f"scores-{key[0]}.csv"
            _add(sheets[path], key, value)
            changed[path] += 1
        for path, count in changed.items():
            if count:
                replace_text(path, sheets[path].data())
    return {workspace.name(path): count for path, count in changed.items() if count}


def read_score_file(path: Path, name: str) -> Sheet:
    """The file, or an empty one where there is none. Raises InputError, also for a row that is of no year."""
    text = _("The scores have faults; nothing was written.")
    try:
        sheet = read_sheet(path, name, TABLE, (*REQUIRED, "value"))
    except CsvFault as fault:
        raise InputError(text, fault.problems, total=fault.total) from None
    years = {row: sheet.cells(row)["year"] for row in sheet.rows()}
    problems = [
        Problem(name, *sheet.place(row, "year"), "year", *year_fault(year))
        for row, year in years.items()
        if not is_year(year)
    ]
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


def _put(sheet: Sheet, values: Mapping[int, float]) -> int:
    """Write the values of rows that differ from what stands there; returns their number."""
    fresh = {row: value for row, value in values.items() if number_in(sheet.cells(row).get("value", "")) != value}
    if fresh:
        sheet.needs(["value"])
    for row, value in fresh.items():
        sheet.set(row, "value", as_written(sheet, written(value)))
    return len(fresh)


def _add(sheet: Sheet, key: Key, value: float) -> None:
    """Put a row at the end."""
    sheet.needs(["value"])
    texts = (*map(str, key), as_written(sheet, written(value)))
    sheet.add(dict(zip((*REQUIRED, "value"), texts, strict=True)))
