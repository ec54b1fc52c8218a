"""What a CSV file is made of: bytes that are UTF-8 text, comments, rows, cells and
their places. Without pandas: completion reads files too.

A row ends with CR LF, LF or CR, and with nothing else. A cell in quotation marks may hold separators and line
breaks; two marks in it stand for one. A mark within a cell that does not begin with one is a letter as any other.

A **comment** is a line whose first cell begins with `#`. Quotation marks in it open nothing. It is no comment where
that cell is an error of a spreadsheet (`#N/A`), is `#` alone with other cells filled (a column of numbers), or stands in
quotation marks with other cells filled (a text that happens to begin so).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import Problem
from cchc_cli.read.delimited import save_as_utf8
from cchc_cli.read.misread import BOM, place_in
from cchc_cli.read.sniff import office_file

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
            row = _matched(grammar.row, text, at)
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
        found = _matched(pattern, record, at)
        text = found[0]
        if quoted := _QUOTED.match(text):
            text = quoted[1].replace('""', '"') + text[quoted.end() :]
        cells.append((at, text))
        at = found.end() + 1
        if found.end() >= len(record) or record[found.end()] != delimiter:
            return cells


def _matched(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    found = pattern.match(text, at)
    assert found  # every text matches: a cell may be empty
    return found


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


class CsvFault(Exception):
    """A file that can't be read as a table at all. `total` also counts faults that are too many to list."""

    def __init__(self, problems: list[Problem], total: int | None = None) -> None:
        super().__init__()
        self.problems = problems
        self.total = len(problems) if total is None else total


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Raise CsvFault in place of what the system has against reading a file."""
    try:
        yield
    except OSError as error:
        text = _("cannot be read ({reason}).", reason=system_reason(error))
        raise CsvFault([Problem(name, text=text)]) from error


def refuse_what_is_no_text(data: bytes, file: str) -> None:
    """Raise CsvFault for workbooks, UTF-16 and zero bytes among the first."""
    hint = _("Open it in a spreadsheet and save it as CSV UTF-8.")
    if text := office_file(data):
        raise CsvFault([Problem(file, text=text, hint=hint)])
    if data[:512].lstrip(BOM + b" \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"%pdf")):
        text = _("this is a web page, an XML or a PDF file that was renamed: its contents are not csv.")
        raise CsvFault([Problem(file, text=text, hint=hint)])
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = _("It is UTF-16 (“Unicode Text” in Excel).")
        raise CsvFault([Problem(file, 1, 1, "", _("this is not UTF-8 text."), f"{hint} {save_as_utf8()}")])
    # Text of 16 bits; zeros at the end alone are what a damaged disk leaves.
    begin = data[:1000].rstrip(b"\0")
    if begin.count(0) > len(begin) // 5:
        raise CsvFault([encoding_fault(file, data)])
    refuse_zero_bytes(data, file)


def refuse_zero_bytes(data: bytes, file: str) -> None:
    """Raise CsvFault where a byte is zero: such a file is damaged, and readers end a cell or a file there."""
    at = data.find(0)
    if at >= 0:
        text = _("there is a zero byte (NUL) here: the file is damaged.")
        raise CsvFault([Problem(file, *place_in(data, at), "", text, _("Save it anew from its source."))])


def encoding_fault(file: str, data: bytes) -> Problem:
    """What is wrong with bytes that are not UTF-8: at the first of them, else at the beginning."""
    line, column = 1, 1
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line, column = place_in(data, error.start)
    hint = " ".join((_("It may be in an older encoding (ANSI, TCVN3, VNI)."), save_as_utf8()))
    return Problem(file, line, column, "", _("this is not UTF-8 text."), hint, seen=_("line {line}", line=line))
