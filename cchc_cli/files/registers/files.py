"""A register's files, csv, sheet or parquet: their headers, and what stands in their columns as far as the first rows tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.file import CsvFile, read_rows
from cchc_cli.files.csv.head import HEAD, CsvHead, find_head, head_faults, unread
from cchc_cli.files.csv.rows import spoilt
from cchc_cli.files.csv.shape import COMMENT, RowShape, survey_body
from cchc_cli.files.csv.sheet import read_sheet_text
from cchc_cli.files.csv.text import CsvFault, readable, refuse_zero_bytes
from cchc_cli.files.registers.agencies import units_named, with_agency
from cchc_cli.messages import _
from cchc_cli.model.days import settled
from cchc_cli.model.letters import clean
from cchc_cli.model.nearest import KnownWords
from cchc_cli.model.problems import LEFT_BARE, Problem, no_rows
from cchc_cli.model.registers import Field, Register
from cchc_cli.model.written_numbers import can_be_thousands
from cchc_cli.read.misread import BOM
from cchc_cli.system.plain_file import TABLE, open_plain, read_plain

if TYPE_CHECKING:
    import pandas as pd
    from duckdb import DuckDBPyConnection

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
    """One file: `columns` says where each known column stands (csv: position, parquet: name) and its type there.

    `plain`: columns whose first cells are written just as they are meant.
    """

    path: Path
    head: CsvHead
    columns: dict[str, tuple[str, str]]
    plain: frozenset[str] = frozenset()
    is_csv: bool = True
    """Whether the file is text; else it is parquet."""
    in_doubt: bool = False
    """Whether the first dates leave open which of day and month stands first."""
    is_odd: bool = False
    """Whether the engine would take what is no row for one: comments, line ends of both kinds."""
    some: int = 0
    """So many cells a row has, unless a spreadsheet left them out of all rows around it."""
    numbers: frozenset[int] = frozenset()
    """Where columns stand that may have decimals."""
    rows: CsvFile | None = None
    """The texts of a csv file, once the careful way has read them."""

    @property
    def name(self) -> str:
        """How the file is called in messages."""
        return self.head.file

    @property
    def odd(self) -> list[Problem]:
        """Warnings of columns that have no header, once the careful way has seen them."""
        return self.rows.odd if self.rows else []

    def place(self, row: int, column: str) -> tuple[int, int]:
        """Line and column of a cell, as the careful way numbers them; of text that on which its row begins, of parquet the row."""
        if self.rows and self.head.is_sheet:
            return self.rows.place(row, column)
        return self.rows.place(row)[0] if self.rows else row, 0

    def seen(self, row: int, column: str) -> str:
        """A cell of a text file as people see it; a row of parquet is its own place."""
        return self.head.seen(row, self.head.positions.get(column)) if self.rows else ""


def look_at_csv(
    path: Path,
    name: str,
    register: Register,
    warnings: list[Problem],
    units: KnownWords | None,
    head: CsvHead | None = None,
) -> RegisterFile:
    """The header and the types of a csv file, or of a sheet's text by its `head`; adds to `warnings` what is odd.

    Raises CsvFault.
    """
    with readable(name), open_plain(path) as file:
        data = file.read(HEAD)
    head = with_agency(head or find_head(data, name, register.known, register.required), units, warnings)
    warnings += [*look_at_head(head, register), *spoilt(data, head, shown=False)]
    sample = list(islice(head.first_rows(data, HEAD), SAMPLE))
    warnings += [] if sample else [no_rows(name, _(LEFT_BARE))]
    columns, plain, days = _types(head, register, sample)
    # The engine passes over lines, not over rows, nor over quotation marks, and knows nothing of cells under no header.
    is_odd = head.rows != head.next_line - 1 or b'"' in data[: head.begin] or "" in head.names
    numbers = frozenset(at for column, at in head.positions.items() if register.field(column).kind == "number")
    some = 1 + max(head.positions[column] for column in register.required)
    return RegisterFile(
        path, head, columns, plain, in_doubt=not settled(days), is_odd=is_odd, some=some, numbers=numbers
    )


def _types(
    head: CsvHead, register: Register, sample: list[list[str]]
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


def look_at_book(
    path: Path, name: str, register: Register, warnings: list[Problem], units: KnownWords | None, folder: Path
) -> RegisterFile:
    """The same of a workbook, whose sheet becomes a csv file in `folder`: the engine reads no other."""
    data, head = read_sheet_text(path, name, register.known, register.required, warnings)
    copy = folder / f"{len(list(folder.iterdir()))}.csv"
    copy.write_bytes(data)
    return look_at_csv(copy, head.file, register, warnings, units, head)


def look_at_parquet(
    path: Path, name: str, register: Register, warnings: list[Problem], connection: "DuckDBPyConnection"
) -> RegisterFile:
    """The same of a parquet file, as far as the first rows tell."""
    import duckdb

    with readable(name):
        open_plain(path).close()
    rows = f"SELECT * FROM {parquet_sql(path)}"
    try:
        header = connection.execute(f"DESCRIBE {rows}").fetchall()
        names = tuple(clean(str(row[0])) for row in header)
        head = CsvHead(name, names=names, places=((0, 0),) * len(names), columns=headers.match(names, register.known))
        warnings += look_at_head(head, register)
        columns = {
            column: (str(header[at][0]), _parquet_type(str(header[at][1]))) for column, at in head.positions.items()
        }
        # As text, since DuckDB makes times with a zone only with a library beside it.
        cells = ", ".join(f"{quoted_sql(cell)}::VARCHAR" for cell, _kind in columns.values())
        # The end of a file, which names its columns, may be whole where its rows are not.
        sample = connection.execute(f"SELECT {cells} FROM ({rows}) LIMIT {SAMPLE}").fetchall()
    except duckdb.Error:
        raise CsvFault([Problem(name, text=_("cannot be read as a parquet file."))]) from None
    warnings += [] if sample else [no_rows(name, _(LEFT_BARE))]
    plain, days = _plain_in(register, columns, sample)
    return RegisterFile(path, head, columns, frozenset(plain), is_csv=False, in_doubt=not settled(days))


def _plain_in(
    register: Register, columns: dict[str, tuple[str, str]], sample: Sequence[tuple[str, ...]]
) -> tuple[set[str], list[str]]:
    """Columns of a parquet file that are written just as they are meant, and the dates of the first rows."""
    plain, days = set[str](), list[str]()
    for at, (column, (_cell, kind)) in enumerate(columns.items()):
        field, there = register.field(column), [row[at] for row in sample if row[at] is not None]
        if _looks_plain(field, kind, there):
            plain.add(column)
        days += map(str, there) if (field.kind, kind) == ("day", "VARCHAR") else []
    return plain, days


def _parquet_type(kind: str) -> str:
    """What a parquet column is read as."""
    if kind in ("DATE", "VARCHAR") or kind.startswith("TIMESTAMP"):
        return kind
    if "INT" in kind:
        return "INTEGER"
    return "DOUBLE" if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL") else "TEXT"


def look_at_head(head: CsvHead, register: Register) -> list[Problem]:
    """Warnings of columns that are not read. Raises CsvFault for those that are missing or stand twice.

    Of a register even the header may say who the citizens are, so only what is like a known column is shown of it.
    """
    problems = head_faults(head, register.known, register.required, shown=False)
    if register.either and not head.columns.keys() & {*register.either}:
        text = _("neither due nor days is there: the day on which the result is due can't be told.")
        names = ", ".join(name for column in register.either for name in register.known[column])
        hint = _("Its header may be: {names}.", names=names)
        problems.append(head.problem(None, text, hint, column=register.either[0]))
    if problems:
        raise CsvFault(problems)
    return unread(head, register.known, shown=False)


def text_sql(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted_sql(name: str) -> str:
    """A column's name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def path_sql(path: Path) -> str:
    """A path for DuckDB, which takes it for a pattern: a sign of patterns in a set of one stands for itself."""
    return text_sql("".join(f"[{sign}]" if sign in "*?[" else sign for sign in path.as_posix()))


def parquet_sql(path: Path) -> str:
    """The reader of a parquet file; a folder called `channel=online` above it says nothing of what stands in it."""
    return f"read_parquet({path_sql(path)}, hive_partitioning=false)"


def _is_plain(field: Field, cell: str) -> bool:
    """Whether a cell is written just as it is meant."""
    if field.words:
        return cell in field.words
    if field.kind in PLAIN:
        # Where thousands are possible, each text is looked at.
        in_doubt = field.kind == "number" and can_be_thousands(field.bound)
        return not in_doubt and bool(PLAIN[field.kind][0].fullmatch(cell))
    return cell.isascii() and cell == clean(cell)


def _looks_plain(field: Field, kind: str, cells: list[str]) -> bool:
    """Whether a column of a typed file holds what the register has, as it is meant."""
    if field.kind in TYPED:
        return kind in TYPED[field.kind]
    return kind == "VARCHAR" and all(_is_plain(field, cell) for cell in cells)


def row_faults(file: RegisterFile) -> list[Problem]:
    """Quotation marks that swallow rows, and rows that are too long, of a file that has marks; tells what is odd.

    A reader takes what stands between two stray marks for one cell, and so loses rows without a word.
    """
    head = file.head
    with open_plain(file.path) as source, mmap(source.fileno(), 0, access=ACCESS_READ) as text:
        header = text[head.begin : head.end].strip(b"\r\n")
        # The engine takes the end of the first line, a title's or a header's, for that of all.
        begins = {b"\0": 0, b"\r": 0, **dict.fromkeys((b'"', b"#", BOM, header), head.end)}
        found = {sign for sign, begin in begins.items() if text.find(sign, begin) >= 0}
        if not found:
            return []
        data = text[:]
    refuse_zero_bytes(data, file.name)
    has_comments = b"#" in found and bool(COMMENT.search(data, head.end))
    file.is_odd = file.is_odd or bool(found & {BOM, header}) or has_comments or _has_mixed_ends(data)
    if file.is_odd or b'"' not in found:
        return []
    problems, _total, _cut = survey_body(data[head.end :], RowShape(head, 1, file.some)).faults()
    return problems


def _has_mixed_ends(data: bytes) -> bool:
    """Whether lines end otherwise than with LF alone, or all with CR LF."""
    pairs = data.count(b"\r\n")
    return data.count(b"\r") != pairs or pairs not in (0, data.count(b"\n"))


def read_texts(file: RegisterFile, units: KnownWords | None) -> "pd.DataFrame":
    """The texts of a csv file's known columns, row by row with its number, and units by their ids. Raises CsvFault."""
    import numpy as np
    import pandas as pd

    with readable(file.name):
        data = read_plain(file.path, TABLE)
    file.rows = rows = read_rows(file.path, data, RowShape(file.head, 1, file.some, file.numbers))
    frame = pd.DataFrame({"row_number": np.arange(rows.rows)})
    for column, (cell, _kind) in file.columns.items():
        ids = units_named(rows.texts[column], units) if units and column == "unit" else {}
        texts = np.array([*(ids.get(text, text) for text in rows.texts[column]), None], dtype=object)[:-1]
        parts = [piece.text[column].lookup(texts) for piece in rows.pieces]
        frame[cell] = pd.Series(np.concatenate(parts) if parts else [], dtype=object)
    return frame
