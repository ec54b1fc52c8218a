"""The text of a CSV file: rows and cells with their places. Only for headers and for messages about faults."""

import re
from collections.abc import Iterator

from cchc_cli.messages import _
from cchc_cli.model.problems import Problem


def encoding_fault(name: str, line: int) -> Problem:
    """What is wrong with a file that is not UTF-8."""
    hint = _("In Excel choose “CSV UTF-8 (Comma delimited)” when saving.")
    return Problem(name, line, 0, "", _("this is not UTF-8 text."), hint)


def bad_line(data: bytes) -> int:
    """The first line that is not UTF-8; 0 where all are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 0


def decoded(data: bytes) -> str:
    """The text, without a byte order mark; what is not UTF-8 shows as �."""
    return data.decode("utf-8-sig", errors="replace")


def structure_faults(data: bytes, delimiter: str, width: int, name: str) -> list[Problem]:
    """Every row with more cells than the header, and a quotation mark that is never closed."""
    problems = []
    for line, record in records_of(decoded(data), delimiter):
        fields = cells_of(record, delimiter)
        column = fields[min(width, len(fields) - 1)][0] + 1
        if any(cell.strip() for _at, cell in fields[width:]):
            text = _("{found} cells in this row, but {width} in the header.").format(
                found=len(fields), width=width
            )
            hint = ""
            if delimiter == ",":
                hint = _('A decimal comma or a comma in a text needs quotation marks: "1,5".')
            problems.append(Problem(name, line, column, "", text, hint))
        if any(cell.startswith('"') and not _QUOTED.match(cell) for _at, cell in fields):
            text = _("a quotation mark is opened here and never closed.")
            problems.append(Problem(name, line, column, "", text))
    return problems


_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def _field_pattern(delimiter: str) -> str:
    return rf'(?:"(?:[^"]|"")*"[^{delimiter}\r\n]*|[^{delimiter}\r\n]*)'


def records_of(text: str, delimiter: str) -> Iterator[tuple[int, str]]:
    """Every row with the line on which it begins, the header first. Only for messages about faults."""
    cell = _field_pattern(delimiter)
    pattern = re.compile(rf"({cell}(?:{delimiter}{cell})*)(\r\n|\r|\n|\Z)")
    line, at = 1, 0
    while at < len(text):
        found = pattern.match(text, at)
        assert found  # every text matches: a cell may be empty
        yield line, found[1]
        line += len(_LINE_BREAK.findall(found[0]))
        at = found.end()


def cells_of(record: str, delimiter: str) -> list[tuple[int, str]]:
    """Where each cell of a row begins, and its text."""
    cells = []
    at = 0
    pattern = re.compile(_field_pattern(delimiter))
    while True:
        found = pattern.match(record, at)
        assert found
        text = found[0]
        if quoted := _QUOTED.match(text):
            text = quoted[0][1:-1].replace('""', '"') + text[quoted.end() :]
        cells.append((at, text))
        at = found.end() + 1
        if found.end() >= len(record) or record[found.end()] != delimiter:
            return cells
