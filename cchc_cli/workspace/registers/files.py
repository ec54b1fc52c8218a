"""A register's files: their headers, and what stands in their columns as far as the first rows tell."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.day_order import settled
from cchc_cli.model.problems import Problem
from cchc_cli.model.registers import Field, Register
from cchc_cli.model.written_numbers import can_be_thousands
from cchc_cli.workspace import headers
from cchc_cli.workspace.csv_head import encoding_fault, find_head
from cchc_cli.workspace.csv_shape import Rule, survey_body, without_comments
from cchc_cli.workspace.csv_text import DELIMITERS, clean
from cchc_cli.workspace.plain_file import open_plain

HEAD = 256 * 1024
"""The header is looked for in this many bytes, and the first rows are looked at."""
SAMPLE = 500
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE = re.compile(r"\d{1,9}", re.ASCII)
DECIMAL = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
PLAIN = {"day": (ISO_DAY, "DATE"), "whole": (WHOLE, "VARCHAR"), "number": (DECIMAL, "DOUBLE")}
"""What the cells of a text file must look like to be read as their type at once, without a look at each text."""
TYPED = {"day": ("DATE",), "whole": ("INTEGER",), "number": ("DOUBLE", "INTEGER")}
"""The types of a typed file's columns that are those of the register."""


@dataclass(frozen=True)
class RegisterFile:
    """One file: `columns` says where each known column stands (csv: position, parquet: name) and its type there."""

    path: Path
    name: str
    columns: dict[str, tuple[str, str]]
    plain: frozenset[str] = frozenset()
    delimiter: str = ""
    width: int = 0
    in_doubt: bool = False
    """Whether the first dates leave open which of day and month stands first."""
    mixed_ends: bool = False

    @property
    def is_csv(self) -> bool:
        """Whether the file is text; else it is parquet."""
        return bool(self.delimiter)

    def is_plain(self, column: str) -> bool:
        """Whether the first cells of a column are written just as they are meant."""
        return column in self.plain


class RegisterFault(Exception):
    """A file that can't be read as a register at all."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def look_at_csv(path: Path, name: str, register: Register, *, one_unit: bool) -> RegisterFile:
    """The header and the types of a csv file. Raises RegisterFault."""
    try:
        with open_plain(path) as file:
            head = file.read(HEAD)
    except OSError as error:
        text = _("cannot be read ({reason}).").format(reason=system_reason(error))
        raise RegisterFault([Problem(name, 0, 0, "", text)]) from error
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:1000]:
        raise RegisterFault([encoding_fault(name, 1)])
    text = head.decode("utf-8-sig", errors="replace")
    # A head that ends within a row would make its last cells look odd.
    whole = text if len(head) < HEAD else text[: text.rfind("\n") + 1]
    delimiter, header = _header(whole, register)
    if "\ufffd" in "".join(header):
        raise RegisterFault([encoding_fault(name, 1)])
    positions = positions_of(header, name, register, one_unit=one_unit)
    sample = list(islice(_rows(whole, delimiter), 1, SAMPLE))
    columns, plain = {}, set()
    for column, at in positions.items():
        cells = [row[at] for row in sample if at < len(row)]
        field = register.field(column)
        is_plain = all(_is_plain(field, cell) for cell in cells if cell)
        plain |= {column} if is_plain else set()
        columns[column] = (f"c{at}", PLAIN[field.kind][1] if is_plain and field.kind in PLAIN else "VARCHAR")
    texts = [
        row[at]
        for column, at in positions.items()
        if register.field(column).kind == "day"
        for row in sample
        if at < len(row)
    ]
    return RegisterFile(
        path,
        name,
        columns,
        frozenset(plain),
        delimiter,
        len(header),
        not settled(texts),
        _has_mixed_ends(path),
    )


csv.field_size_limit(2**31 - 1)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _header(text: str, register: Register) -> tuple[str, list[str]]:
    """The delimiter and the header's cells: the delimiter that yields the most known columns."""
    known = headers.OF_REGISTERS[register.name]
    choices = []
    for delimiter in DELIMITERS:
        header = [clean(cell) for cell in next(_rows(text, delimiter), [])]
        choices.append((len(headers.match(header, known)), len(header), delimiter, header))
    _known, _width, delimiter, header = max(choices, key=lambda choice: choice[:2])
    return delimiter, header


def positions_of(header: list[str], name: str, register: Register, *, one_unit: bool) -> dict[str, int]:
    """Where the known columns stand. Raises RegisterFault for those that are missing or stand twice.

    `one_unit`: a file without a column for the unit is that of the unit that is asked about.
    """
    known = headers.OF_REGISTERS[register.name]
    found = headers.match(header, known)
    problems = []
    for column, places in found.items():
        if len(places) > 1:
            cells = ", ".join(f"“{header[place]}”" for place in places)
            text = _("several columns mean {column}: {cells}.").format(column=column, cells=cells)
            problems.append(Problem(name, 1, 0, column, text, _("Rename or remove all but one.")))
    for column in (*register.required, *(() if one_unit else ("unit",))):
        if column not in found:
            # Of a register even the header may say who the citizens are, so it is not shown.
            text = _("the column {column} is missing.").format(column=column)
            hint = _("Its header may be: {names}.").format(names=", ".join(known[column]))
            problems.append(Problem(name, 1, 0, column, text, hint))
    if register.name == "dossiers" and "due" not in found and "days" not in found:
        text = _("neither due nor days is there: the day on which the result is due can't be told.")
        hint = _("Its header may be: {names}.").format(names=", ".join((*known["due"], *known["days"])))
        problems.append(Problem(name, 1, 0, "due", text, hint))
    if problems:
        raise RegisterFault(problems)
    return {column: places[0] for column, places in found.items()}


def _is_plain(field: Field, cell: str) -> bool:
    """Whether a cell is written just as it is meant."""
    if field.words is not None:
        return cell in field.words
    if field.kind in PLAIN:
        # Where thousands are possible, each text is looked at.
        in_doubt = field.kind == "number" and can_be_thousands(field.bound)
        return not in_doubt and bool(PLAIN[field.kind][0].fullmatch(cell))
    return cell.isascii() and cell == clean(cell)


def looks_plain(field: Field, kind: str, cells: list[object]) -> bool:
    """Whether a column of a typed file holds what the register has, as it is meant."""
    if field.kind in TYPED:
        return kind in TYPED[field.kind]
    return all(isinstance(cell, str) and _is_plain(field, cell) for cell in cells if cell is not None)


def row_faults(file: RegisterFile, register: Register) -> list[Problem]:
    """Quotation marks that swallow rows, and rows that are too long, of a file that has marks or both kinds of line ends.

    A reader takes what stands between two stray marks for one cell, and so loses rows without a word.
    """
    with open_plain(file.path) as source:
        if not file.mixed_ends and not _has(source.fileno(), b'"'):
            return []
        data = source.read()
    head = find_head(data, file.name, headers.OF_REGISTERS[register.name], register.required)
    body, start = without_comments(data, head)
    problems, _total, _cut = survey_body(body[start:], Rule(head, 1)).faults()
    return problems


def _has(handle: int, sign: bytes) -> bool:
    with mmap(handle, 0, access=ACCESS_READ) as text:
        return text.find(sign) >= 0


def _has_mixed_ends(path: Path) -> bool:
    """Whether lines end in more than one way: a spreadsheet wrote some of them, a script the others."""
    with open_plain(path) as source:
        if not _has(source.fileno(), b"\r"):
            return False
        data = source.read()
    pairs = data.count(b"\r\n")
    return pairs not in (0, data.count(b"\n")) or data.count(b"\r") not in (pairs, 0)


def line_of(file: RegisterFile, rows: list[int]) -> dict[int, int]:
    """For rows of a csv file (from 1, the header not counted) the lines on which they begin; streams the file.

    A row of a parquet file is its own place.
    """
    if not file.is_csv:
        return {row: row for row in rows}
    found: dict[int, int] = {}
    wanted = set(rows)
    with file.path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.reader(lines, delimiter=file.delimiter)
        before, number = 0, 0
        for cells in reader:
            if cells and number in wanted:
                found[number] = before + 1
                if len(found) == len(wanted):
                    break
            before = reader.line_num
            number += 1 if cells else 0
    return found
