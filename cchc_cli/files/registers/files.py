"""A register's files: their headers, and what stands in their columns as far as the first rows tell."""

import re
from dataclasses import dataclass, replace
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_cli.files import headers
from cchc_cli.files.csv_bytes import CsvFault, misread_places, readable, refuse_zero_bytes
from cchc_cli.files.csv_file import CsvFile, read_rows
from cchc_cli.files.csv_head import HEAD, Head, find_head, head_faults, unread
from cchc_cli.files.csv_shape import COMMENT, Rule, survey_body
from cchc_cli.files.csv_text import BOM, cells_of, records_of
from cchc_cli.files.sheet_as_csv import read_sheet_text
from cchc_cli.messages import _
from cchc_cli.model.day_order import settled
from cchc_cli.model.letters import clean
from cchc_cli.model.problems import Problem
from cchc_cli.model.registers import Field, Register
from cchc_cli.model.written_numbers import can_be_thousands
from cchc_cli.system.plain_file import TABLE, open_plain, read_plain

if TYPE_CHECKING:
    import pandas as pd

SAMPLE = 500
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE = re.compile(r"\d{1,9}", re.ASCII)
DECIMAL = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
PLAIN = {"day": (ISO_DAY, "DATE"), "whole": (WHOLE, "VARCHAR"), "number": (DECIMAL, "DOUBLE")}
"""What the cells of a text file must look like to be read as their type at once, without a look at each text."""
TYPED = {"day": ("DATE",), "whole": ("INTEGER",), "number": ("DOUBLE", "INTEGER")}
"""The types of a typed file's columns that are those of the register."""


@dataclass
class RegisterFile:
    """One file: `columns` says where each known column stands (csv: position, parquet: name) and its type there."""

    path: Path
    head: Head
    columns: dict[str, tuple[str, str]]
    plain: frozenset[str] = frozenset()
    is_csv: bool = True
    """Whether the file is text; else it is parquet."""
    in_doubt: bool = False
    """Whether the first dates leave open which of day and month stands first."""
    is_odd: bool = False
    """Whether the engine would take what is no row for one: comments, line ends of both kinds."""
    numbers: frozenset[int] = frozenset()
    """Where columns stand that may have decimals."""
    rows: CsvFile | None = None
    """The texts of a csv file, once the careful way has read them."""

    @property
    def name(self) -> str:
        """How the file is called in messages."""
        return self.head.file

    def columns_as_text(self) -> dict[str, tuple[str, str]]:
        """The same columns, every cell read as a text."""
        return {column: (cell, "VARCHAR") for column, (cell, _kind) in self.columns.items()}

    def is_plain(self, column: str) -> bool:
        """Whether the first cells of a column are written just as they are meant."""
        return column in self.plain

    def line(self, row: int) -> int:
        """The line on which a row begins, as the careful way numbers them; a row of parquet is its own place."""
        return self.rows.place(row)[0] if self.rows else row

    def seen(self, row: int, column: str) -> str:
        """A cell of a text file as people see it; a row of parquet is its own place."""
        return self.head.seen(row, self.head.positions.get(column)) if self.rows else ""


def look_at_csv(path: Path, name: str, register: Register, warnings: list[Problem], *, one_unit: bool) -> RegisterFile:
    """The header and the types of a csv file; adds to `warnings` what is odd. Raises CsvFault."""
    with readable(name), open_plain(path) as file:
        data = file.read(HEAD)
    head = find_head(data, name, headers.OF_REGISTERS[register.name], required_of(register, one_unit=one_unit))
    told = look_at_head(head, register, one_unit=one_unit)
    warnings += [*told, *misread_places(data, name, shown=False)]
    columns, plain, days = _types(head, register, _first_rows(data, head))
    # The engine passes over lines, not over rows, nor over quotation marks, and knows nothing of cells under no header.
    is_odd = head.rows != head.next_line - 1 or b'"' in data[: head.begin] or "" in head.names
    numbers = frozenset(at for column, at in head.positions.items() if register.field(column).kind == "number")
    return RegisterFile(path, head, columns, plain, in_doubt=not settled(days), is_odd=is_odd, numbers=numbers)


def _types(
    head: Head, register: Register, sample: list[list[str]]
) -> tuple[dict[str, tuple[str, str]], frozenset[str], list[str]]:
    """Where each column stands and its type, columns that are written just as they are meant, and the dates of the first rows."""
    columns, plain, days = dict[str, tuple[str, str]](), set[str](), list[str]()
    for column, at in head.positions.items():
        field, cells = register.field(column), [row[at] for row in sample if at < len(row)]
        kind = "VARCHAR"
        if all(_is_plain(field, cell) for cell in cells if cell):
            plain.add(column)
            kind = PLAIN[field.kind][1] if field.kind in PLAIN else kind
        columns[column] = (f"c{at}", kind)
        days += cells if field.kind == "day" else []
    return columns, frozenset(plain), days


def _first_rows(data: bytes, head: Head) -> list[list[str]]:
    """The cells of the rows below a head; one that the end of `data` cuts off would look odd."""
    end = len(data) if len(data) < HEAD else data.rfind(b"\n") + 1
    records = records_of(data[head.end : end].decode("utf-8", "replace"), head.delimiter)
    rows = islice((each.text for each in records if not each.is_comment), SAMPLE)
    return [[cell for _at, cell in cells_of(row, head.delimiter)] for row in rows]


def look_at_book(
    path: Path, name: str, register: Register, warnings: list[Problem], folder: Path, *, one_unit: bool
) -> RegisterFile:
    """The same of a workbook, whose sheet becomes a csv file in `folder`: the engine reads no other."""
    known, required = headers.OF_REGISTERS[register.name], required_of(register, one_unit=one_unit)
    book = read_sheet_text(path, name, known, required, warnings)
    copy = folder / f"{len(list(folder.iterdir()))}.csv"
    copy.write_bytes(book.data)
    found = look_at_csv(copy, book.head.file, register, warnings, one_unit=one_unit)
    return replace(found, head=replace(found.head, is_sheet=True))


def required_of(register: Register, *, one_unit: bool) -> tuple[str, ...]:
    """The columns that a file must have. `one_unit`: one without the unit is that of the unit that is asked about."""
    return (*register.required, *(() if one_unit else ("unit",)))


def look_at_head(head: Head, register: Register, *, one_unit: bool) -> list[Problem]:
    """Warnings of columns that are not read. Raises CsvFault for those that are missing or stand twice.

    Of a register even the header may say who the citizens are, so only what is like a known column is shown of it.
    """
    known = headers.OF_REGISTERS[register.name]
    problems = head_faults(head, known, required_of(register, one_unit=one_unit), shown=False)
    if register.name == "dossiers" and "due" not in head.columns and "days" not in head.columns:
        text = _("neither due nor days is there: the day on which the result is due can't be told.")
        hint = _("Its header may be: {names}.", names=", ".join((*known["due"], *known["days"])))
        problems.append(Problem(head.file, max(head.line, 1), 0, "due", text, hint))
    if problems:
        raise CsvFault(problems)
    return unread(head, known, shown=False)


def _is_plain(field: Field, cell: str) -> bool:
    """Whether a cell is written just as it is meant."""
    if field.words:
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


def row_faults(file: RegisterFile) -> list[Problem]:
    """Quotation marks that swallow rows, and rows that are too long, of a file that has marks; tells what is odd.

    A reader takes what stands between two stray marks for one cell, and so loses rows without a word.
    """
    head = file.head
    with open_plain(file.path) as source, mmap(source.fileno(), 0, access=ACCESS_READ) as text:
        header = text[head.begin : head.end].strip(b"\r\n")
        is_damaged = text.find(b"\0") >= 0
        found = {sign: text.find(sign, head.end) >= 0 for sign in (b'"', b"#", BOM, header)}
        # The engine takes the end of the first line, a title's or a header's, for that of all.
        found[b"\r"] = text.find(b"\r") >= 0
        if not (is_damaged or any(found.values())):
            return []
        data = text[:]
    if is_damaged:
        refuse_zero_bytes(data, file.name)
    comments = found[b"#"] and COMMENT.search(data, head.end)
    if found[BOM] or found[header] or comments or _has_mixed_ends(data):
        file.is_odd = True
    if file.is_odd or not found[b'"']:
        return []
    problems, _total, _cut = survey_body(data[head.end :], Rule(head, 1)).faults()
    return problems


def _has_mixed_ends(data: bytes) -> bool:
    """Whether lines end otherwise than with LF alone, or all with CR LF."""
    pairs = data.count(b"\r\n")
    return data.count(b"\r") != pairs or pairs not in (0, data.count(b"\n"))


def read_texts(file: RegisterFile) -> "pd.DataFrame":
    """The texts of a csv file's known columns, row by row with its number. Raises CsvFault."""
    import numpy as np
    import pandas as pd

    with readable(file.name):
        data = read_plain(file.path, TABLE)
    file.rows = rows = read_rows(file.path, data, Rule(file.head, 1, numbers=file.numbers))
    frame = pd.DataFrame({"row_number": np.arange(rows.rows)})
    for column, (cell, _kind) in file.columns.items():
        texts = np.array([*rows.texts[column], None], dtype=object)[:-1]
        parts = [piece.text[column].lookup(texts) for piece in rows.pieces]
        frame[cell] = pd.Series(np.concatenate(parts) if parts else [], dtype=object)
    return frame
