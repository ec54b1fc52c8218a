"""Write raw values into data/scores*.csv, cell by cell: nothing else in these files changes."""

import csv
import io
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import InputError, Problem
from cchc_cli.workspace import headers
from cchc_cli.workspace.csv_file import BOM, DELIMITERS, clean, number
from cchc_cli.workspace.csv_text import bad_line, cells_of, encoding_fault, records_of
from cchc_cli.workspace.find import Workspace
from cchc_cli.workspace.safe_write import locked, replace_text

Key = tuple[int, str, str]
"""Year, unit, component."""
REQUIRED = ("year", "unit", "component")


def write_values(workspace: Workspace, values: Mapping[Key, float]) -> dict[str, int]:
    """Put each value into the row of its year, unit and component, or into a new row of data/scores-YEAR.csv.

    Returns how many values each file got that it did not have. Raises InputError, and then writes nothing.
    """
    paths = dict.fromkeys(workspace.scores())
    paths |= {workspace.data / f"scores-{year}.csv": None for year, _unit, _component in values}
    with ExitStack() as locks:
        for path in paths:
            locks.enter_context(locked(path))
        sheets = {path: _read(path, workspace.name(path)) for path in paths}
        left = dict(values)
        changed: dict[Path, int] = {}
        for path, sheet in sheets.items():
            known = {key: left.pop(key) for key in sheet.keys() if key in left}  # noqa: SIM118
            changed[path] = sheet.put(known)
        for key, value in left.items():
            path = workspace.data / f"scores-{key[0]}.csv"
            sheets[path].add(key, value)
            changed[path] += 1
        for path, count in changed.items():
            if count:
                replace_text(path, sheets[path].data())
    return {workspace.name(path): count for path, count in changed.items() if count}


@dataclass
class _Sheet:
    """A file of scores as its rows' texts; the first row that is not blank is the header."""

    rows: list[str]
    positions: dict[str, int]
    width: int
    delimiter: str = ","
    newline: str = "\n"
    bom: bool = False
    header: int = 0

    def keys(self) -> dict[Key, int]:
        """Where each year, unit and component stands."""
        found: dict[Key, int] = {}
        for at in range(self.header + 1, len(self.rows)):
            cells = self._cells(at)
            texts = [
                clean(cells[self.positions[name]]) if self.positions[name] < len(cells) else ""
                for name in REQUIRED
            ]
            if texts[0].isdigit():
                found[int(texts[0]), texts[1], texts[2]] = at
        return found

    def put(self, values: Mapping[Key, float]) -> int:
        """Write the values that differ from what stands there; returns their number."""
        places = self.keys()
        fresh = {places[key]: value for key, value in values.items() if self._value(places[key]) != value}
        if fresh:
            self._needs_column()
        for at, value in fresh.items():
            cells = self._padded(at)
            cells[self.positions["value"]] = self._text(value)
            self.rows[at] = self._line(cells)
        return len(fresh)

    def add(self, key: Key, value: float) -> None:
        """Put a row at the end."""
        self._needs_column()
        cells = [""] * self.width
        for name, text in zip((*REQUIRED, "value"), (*map(str, key), self._text(value)), strict=True):
            cells[self.positions[name]] = text
        while self.rows and not self.rows[-1].strip():
            self.rows.pop()
        self.rows.append(self._line(cells))

    def data(self) -> bytes:
        """The whole file."""
        return (BOM if self.bom else b"") + "".join(row + self.newline for row in self.rows).encode()

    def _value(self, at: int) -> float | None:
        cells, place = self._cells(at), self.positions.get("value")
        if place is None or place >= len(cells):
            return None
        found = number(clean(cells[place]))
        return None if found is None else found

    def _needs_column(self) -> None:
        """Add the column `value` at the end of the header where it is missing."""
        if "value" in self.positions:
            return
        for at in range(self.header, len(self.rows)):
            if self.rows[at].strip():
                self.rows[at] = self._line([*self._padded(at), "value" if at == self.header else ""])
        self.positions["value"] = self.width
        self.width += 1

    def _cells(self, at: int) -> list[str]:
        return [cell for _place, cell in cells_of(self.rows[at], self.delimiter)]

    def _padded(self, at: int) -> list[str]:
        cells = self._cells(at)
        return cells + [""] * (self.width - len(cells))

    def _text(self, value: float) -> str:
        text = f"{value:.12g}"
        return text.replace(".", ",") if self.delimiter == ";" else text

    def _line(self, cells: list[str]) -> str:
        line = io.StringIO()
        csv.writer(line, delimiter=self.delimiter, lineterminator="\r\n").writerow(cells)
        return line.getvalue().removesuffix("\r\n")


def _read(path: Path, name: str) -> _Sheet:
    """The file, or an empty one where there is none."""
    columns = (*REQUIRED, "value")
    if not path.exists():
        return _Sheet([",".join(columns)], {column: at for at, column in enumerate(columns)}, len(columns))
    try:
        data = path.read_bytes()
    except OSError as error:
        text = _("cannot be read ({reason}).").format(reason=system_reason(error))
        raise InputError(_faults(), [Problem(name, 0, 0, "", text)]) from error
    if line := bad_line(data):
        raise InputError(_faults(), [encoding_fault(name, line)])
    text = data.decode("utf-8-sig")
    head = next((line for line in text.splitlines() if line.strip()), "")
    choices = [(mark, [clean(cell) for _at, cell in cells_of(head, mark)]) for mark in DELIMITERS]
    delimiter, names = max(choices, key=lambda each: len(headers.match(each[1], headers.SCORES)))
    found = headers.match(names, headers.SCORES)
    for column in REQUIRED:
        if column not in found:
            told = _("the column {column} is missing.").format(column=column)
            raise InputError(_faults(), [Problem(name, 1, 0, column, told)])
    rows = [record for _line, record in records_of(text, delimiter)]
    header = next(at for at, row in enumerate(rows) if row.strip())
    newline = "\r\n" if b"\r\n" in data else "\n"
    positions = {column: places[0] for column, places in found.items()}
    return _Sheet(rows, positions, len(names), delimiter, newline, data.startswith(BOM), header)


def _faults() -> str:
    return _("The scores have faults; nothing was written.")
