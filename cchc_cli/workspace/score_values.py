"""Write raw values into data/scores*.csv, cell by cell: nothing else in these files changes."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import InputError, Problem
from cchc_cli.workspace import headers
from cchc_cli.workspace.csv_file import BOM, DELIMITERS, clean, number
from cchc_cli.workspace.csv_lines import bad_line, cells_of, encoding_fault, records_of
from cchc_cli.workspace.find import Workspace, is_there
from cchc_cli.workspace.plain_file import TABLE, read_plain
from cchc_cli.workspace.safe_write import locked, replace_text

Key = tuple[int, str, str]
"""Year, unit, component."""
REQUIRED = ("year", "unit", "component")
NUMBERS = ("value", "self", "score")


def write_values(workspace: Workspace, values: Mapping[Key, float]) -> dict[str, int]:
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
class ScoreFile:
    """A file of scores as its rows' texts, each with its own line end; `header` is the first that is not blank."""

    rows: list[str]
    ends: list[str]
    positions: dict[str, int]
    width: int
    delimiter: str = ","
    newline: str = "\n"
    bom: bool = False
    header: int = 0
    comma: bool = False

    def keys(self) -> dict[Key, int]:
        """Where each year, unit and component stands."""
        found: dict[Key, int] = {}
        for at in range(self.header + 1, len(self.rows)):
            cells = [clean(cell) for _place, cell in cells_of(self.rows[at], self.delimiter)]
            cells += [""] * (self.width - len(cells))
            year, unit, component = (cells[self.positions[name]] for name in REQUIRED)
            if year.isascii() and year.isdigit():
                found[int(year), unit, component] = at
        return found

    def put(self, values: Mapping[Key, float]) -> int:
        """Write the values that differ from what stands there; returns their number."""
        places = self.keys()
        fresh = {places[key]: value for key, value in values.items() if self._value(places[key]) != value}
        if fresh:
            self.needs_column("value")
        for at, value in fresh.items():
            self.set_cell(at, "value", self._text(value))
        return len(fresh)

    def add(self, key: Key, value: float) -> None:
        """Put a row at the end."""
        self.needs_column("value")
        texts = zip((*REQUIRED, "value"), (*map(str, key), self._text(value)), strict=True)
        self.add_row(dict(texts))

    def add_row(self, texts: Mapping[str, str]) -> None:
        """Put a row with these texts at the end."""
        cells = [""] * self.width
        for name, text in texts.items():
            cells[self.positions[name]] = self._quoted(text)
        if self.ends and not self.ends[-1]:
            self.ends[-1] = self.newline
        self.rows.append(self.delimiter.join(cells))
        self.ends.append(self.newline)

    def set_cell(self, at: int, column: str, text: str) -> None:
        """Put a text in place of a row's cell."""
        self._set(at, self.positions[column], self._quoted(text))

    def data(self) -> bytes:
        """The whole file."""
        lines = (row + end for row, end in zip(self.rows, self.ends, strict=True))
        return (BOM if self.bom else b"") + "".join(lines).encode()

    def _value(self, at: int) -> float | None:
        cells, place = cells_of(self.rows[at], self.delimiter), self.positions.get("value")
        return None if place is None or place >= len(cells) else number(clean(cells[place][1]))

    def needs_column(self, column: str) -> None:
        """Add a column at the end of the header where it is missing."""
        if column in self.positions:
            return
        for at in range(self.header, len(self.rows)):
            if self.rows[at].strip():
                self._set(at, self.width, column if at == self.header else "")
        self.positions[column] = self.width
        self.width += 1

    def _set(self, at: int, place: int, text: str) -> None:
        """Put a text in place of a cell; the row's other cells stay as they are written."""
        row = self.rows[at]
        starts = [start for start, _cell in cells_of(row, self.delimiter)]
        if place >= len(starts):
            self.rows[at] = row + self.delimiter * (place - len(starts) + 1) + text
            return
        end = starts[place + 1] - 1 if place + 1 < len(starts) else len(row)
        self.rows[at] = row[: starts[place]] + text + row[end:]

    def _text(self, value: float) -> str:
        text = f"{value:.12g}"
        return text.replace(".", ",") if self.comma else text

    def _quoted(self, text: str) -> str:
        """A cell's text, in quotation marks where it needs them."""
        line = io.StringIO()
        csv.writer(line, delimiter=self.delimiter, lineterminator="").writerow([text])
        return line.getvalue()


def read_score_file(path: Path, name: str) -> ScoreFile:
    """The file, or an empty one where there is none."""
    columns = (*REQUIRED, "value")
    if not is_there(path):
        positions = {column: at for at, column in enumerate(columns)}
        return ScoreFile([",".join(columns)], ["\n"], positions, len(columns))
    try:
        data = read_plain(path, TABLE)
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
    rows, ends = _lines(text, delimiter)
    header = next(at for at, row in enumerate(rows) if row.strip())
    newline = "\r\n" if b"\r\n" in data else "\n"
    positions = {column: places[0] for column, places in found.items()}
    comma = _decimal_comma(rows[header + 1 :], delimiter, positions)
    return ScoreFile(
        rows, ends, positions, len(names), delimiter, newline, data.startswith(BOM), header, comma
    )


def _lines(text: str, delimiter: str) -> tuple[list[str], list[str]]:
    """Every row, and what ends its line; the last may have no end."""
    rows, ends, at = [], [], 0
    for _line, record in records_of(text, delimiter):
        at += len(record)
        end = "\r\n" if text.startswith("\r\n", at) else text[at : at + 1]
        rows.append(record)
        ends.append(end)
        at += len(end)
    return rows, ends


def _decimal_comma(rows: list[str], delimiter: str, positions: Mapping[str, int]) -> bool:
    """Whether the file writes numbers with a comma; where it has none yet, whether its separator says so."""
    places = [positions[name] for name in NUMBERS if name in positions]
    for row in rows:
        cells = [cell for _at, cell in cells_of(row, delimiter)]
        for text in (cells[place] for place in places if place < len(cells)):
            if number(clean(text)) is not None and ("," in text or "." in text):
                return "," in text
    return delimiter == ";"


def _faults() -> str:
    return _("The scores have faults; nothing was written.")
