"""What a CSV file is made of: comments, rows, cells and their places. Without pandas: completion reads files too.

A row ends with CR LF, LF or CR, and with nothing else. A cell in quotation marks may hold separators and line
breaks; two marks in it stand for one. A mark within a cell that does not begin with one is a letter as any other.

A **comment** is a line whose first cell begins with `#`. Quotation marks in it open nothing. It is no comment where
that cell is an error of a spreadsheet (`#N/A`), is `#` alone with other cells filled (a column of numbers), or stands in
quotation marks with other cells filled (a text that happens to begin so).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

BOM = b"\xef\xbb\xbf"
DELIMITERS = (",", ";", "\t")
LINE_END = re.compile(r"\r\n|\r|\n")
_ERRORS = r"(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|#+)"
_QUOTED = re.compile('\ufeff?"([^"]*+(?:""[^"]*+)*+)"')


class Record(NamedTuple):
    """A row or a comment as it stands, and the line on which it begins."""

    line: int
    text: str
    end: str
    is_comment: bool = False


class _Grammar(NamedTuple):
    cell: re.Pattern[str]
    row: re.Pattern[str]
    comment: re.Pattern[str]


@cache
def _grammar(delimiter: str) -> _Grammar:
    delimiter = re.escape(delimiter)
    cell = rf'(?:\ufeff?"[^"]*+(?:""[^"]*+)*+"[^{delimiter}\r\n]*|[^{delimiter}\r\n]*)'
    space = "[ \u00a0\ufeff]*" if delimiter == "\\\t" else "[ \t\u00a0\ufeff]*"
    over = rf"(?={space}(?:[{delimiter}\r\n]|\Z))"
    blank = rf'(?:[{delimiter} \t\u00a0]|"")*+(?=[\r\n]|\Z)'
    bare = rf"#(?!{_ERRORS}{over})(?!{space}{delimiter}(?!{blank}))[^\r\n]*"
    marked = rf'"[ \t\u00a0]*#(?!{_ERRORS}[ \t]*")[^"]*+(?:""[^"]*+)*+"{blank}'
    return _Grammar(
        re.compile(cell),
        re.compile(rf"({cell}(?:{delimiter}{cell})*)(\r\n|\r|\n|\Z)"),
        re.compile(rf"{space}(?:{bare}|{marked})"),
    )


def records_of(text: str, delimiter: str, line: int = 1) -> Iterator[Record]:
    """Every row and every comment of a text that begins on `line`."""
    grammar, at = _grammar(delimiter), 0
    while at < len(text):
        if comment := grammar.comment.match(text, at):
            end = LINE_END.match(text, comment.end())
            record = Record(line, comment[0], end[0] if end else "", True)
        else:
            row = grammar.row.match(text, at)
            assert row  # every text matches: a cell may be empty
            record = Record(line, row[1], row[2])
        yield record
        line += bool(record.end) + len(LINE_END.findall(record.text))
        at += len(record.text) + len(record.end)


def cells_of(record: str, delimiter: str) -> list[tuple[int, str]]:
    """Where each cell of a row begins, and its text."""
    cells = []
    at = 0
    pattern = _grammar(delimiter).cell
    while True:
        found = pattern.match(record, at)
        assert found
        text = found[0]
        if quoted := _QUOTED.match(text):
            text = quoted[1].replace('""', '"') + text[quoted.end() :]
        cells.append((at, text))
        at = found.end() + 1
        if found.end() >= len(record) or record[found.end()] != delimiter:
            return cells


def place_of(record: Record, at: int) -> tuple[int, int]:
    """Line and column, from 1, of a sign of a row."""
    breaks = list(LINE_END.finditer(record.text, 0, at))
    return record.line + len(breaks), at - (breaks[-1].end() if breaks else 0) + 1


def quoted(text: str, delimiter: str, *, first: bool = False) -> str:
    """A cell's text as it is written: in quotation marks where it needs them, as a first cell that begins with # does."""
    if (first and text.lstrip().startswith("#")) or any(sign in text for sign in (delimiter, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def decoded(data: bytes) -> str:
    """The text, without a byte order mark; what is not UTF-8 shows as �."""
    return data.decode("utf-8-sig", errors="replace")


def place_in(data: bytes, at: int) -> tuple[int, int]:
    """Line and column, from 1, of a byte of a file."""
    before = data[:at].removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    begin = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[begin:].decode("utf-8", "replace")) + 1
