"""Whether the rows of a CSV file are whole: cells a row, quotation marks, rows that a stray mark has swallowed.

Readers pass over all this in silence: a row that was cut off has blanks, two stray marks make one cell of the rows
between them. Files of millions of rows are surveyed with numpy; only what looks odd is then looked at as text.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from cchc_cli.files.csv.head import CsvHead
from cchc_cli.files.csv.text import LINE_END, Record, cells_of, place_of, records_of
from cchc_cli.messages import N_, _, n_
from cchc_cli.model.problems import Problem
from cchc_cli.read.misread import BOM

LISTED = 1_000
"""Faults of a file that are spelled out; more are only counted."""
WINDOW = 4 * 1024 * 1024
BLOCK = 16
"""Excel ends all rows of a block of so many at the last cell that is filled in any of them."""
MARK, LF, CR = b'"\n\r'
COMMENT = re.compile(rb'(?:\A|(?<=[\r\n]))(?:[ \t]|\xc2\xa0)*"?[ \t]*#')
LINE_MARK = re.compile(rb"(?:\A|(?<=[\r\n]))" + BOM)
CLOSED = re.compile('"[^"]*+(?:""[^"]*+)*+"')
HALVES = re.compile(r"(?:^|,)[ ]*[+-]?[0-9]+,[0-9]+[ ]*(?:,|$)")
"""What a decimal comma without quotation marks looks like: two whole numbers side by side."""
HALF = re.compile("[+-]?[0-9]+")
DECIMAL = re.compile("[+-]?[0-9]+[.,][0-9]+")
AMOUNT = re.compile("(?:[+-]?[0-9]+(?:[.,][0-9]+)?|na|n/a|kad)?", re.IGNORECASE)
MANY = 100_000
"""So many rows are looked at for how a file writes its decimals."""


@dataclass(frozen=True)
class RowShape:
    """What a row must have: `least` cells, and `some` unless a spreadsheet left them out of all rows around it.

    `numbers`: where columns stand that may have decimals.
    """

    head: CsvHead
    least: int
    some: int = 0
    numbers: frozenset[int] = frozenset()


@dataclass
class Survey:
    """Rows after the header: how many `cells` each has (0: none, or a comment), and whether its marks are `odd`."""

    rule: RowShape
    cells: NDArray[np.int32]
    odd: NDArray[np.bool_]
    record: Callable[[int], Record]

    def faults(self) -> tuple[list[Problem], int, list[int]]:
        """What is wrong with the rows, how many faults that are, and rows of which blank cells have to be cut off."""
        long, cut = self._long()
        least = max(self.rule.least, self.rule.some)
        problems: list[Problem] = []
        total = 0
        for row in np.flatnonzero(self.odd | long | self._short()):
            found = record_faults(self.record(int(row)), self.rule.head, int(row), least) if total < LISTED else []
            total += len(found) or total >= LISTED
            problems += found
        return problems, total, cut

    def _long(self) -> tuple[NDArray[np.bool_], list[int]]:
        """Rows with cells beyond the header, and those of them that are whole all the same.

        A row of blanks says nothing. Blanks beyond the header are a spreadsheet's or a program's only where every row
        has as many, and no row may have been pushed to the right by a decimal comma.
        """
        width, mark = self.rule.head.width, self.rule.head.delimiter
        long = self.cells > width
        texts = {int(row): self.record(int(row)).text for row in np.flatnonzero(long)}
        cells = {row: _stripped(text, mark) for row, text in texts.items()}
        blank = [row for row in cells if not any(cells[row])]
        self.cells[blank] = 0
        # What stands beyond the header may have been pushed there by a decimal comma.
        is_pushed = mark == "," and any(map(HALVES.search, texts.values()))
        is_beyond = any(any(row[width:]) for row in cells.values())
        kept = list(cells) if self._is_even() and not (is_pushed or is_beyond) else blank
        long[kept] = False
        return long, kept

    def _is_even(self) -> bool:
        """Whether all rows have as many cells, more than the header."""
        filled = self.cells[self.cells > 0]
        return not len(filled) or bool(filled.min() == filled.max() > self.rule.head.width)

    def _short(self) -> NDArray[np.bool_]:
        """Rows that end too early."""
        filled, head = self.cells > 0, self.rule.head
        short = filled & (self.cells < self.rule.least)
        few = filled & ~short & (self.cells < self.rule.some)
        if few.any():
            blocks = (np.arange(len(self.cells)) + head.rows) // BLOCK
            widest = np.zeros(blocks[-1] + 1, dtype=np.int32)
            np.maximum.at(widest, blocks, self.cells)
            widest[(head.rows - 1) // BLOCK] = head.width
            short |= few & (self.cells < widest[blocks])
        return short


def without_comments(data: bytes, head: CsvHead) -> tuple[bytes, int]:
    """The file, and from which byte on its rows stand in it: comments and rows that repeat the header are blank lines.

    Byte order marks at the beginning of a row, as scripts leave them that put files together, are gone.
    """
    start, header = head.end, data[head.begin : head.end].strip(b"\r\n")
    if not data.isascii() and data.find(BOM, start) >= 0:
        data, start = LINE_MARK.sub(b"", data[start:]), 0
    if header and data.find(header, start) >= 0:
        again = re.compile(rb"(?:\A|(?<=[\r\n]))" + re.escape(header) + rb"(?=[\r\n]|\Z)")
        data, start = again.sub(b"", data[start:]), 0
    if data.find(b"#", start) < 0:
        return data, start
    body = data[start:]
    if not COMMENT.search(body):
        return data, start
    text = body.decode("utf-8", "surrogateescape")
    rows = (
        record.end if record.is_comment and not _mark_faults(record, head, 0) else record.text + record.end
        for record in records_of(text, head.delimiter)
    )
    return "".join(rows).encode("utf-8", "surrogateescape"), 0


def survey_of(records: Sequence[Record], rule: RowShape) -> Survey:
    """A survey of rows one by one: for small files, and where marks stand within cells that do not begin with one."""
    mark = rule.head.delimiter
    counts = [
        len(cells_of(record.text, mark)) if record.text.strip() and not record.is_comment else 0 for record in records
    ]
    odd = ['"' in record.text and bool(_mark_faults(record, rule.head, 0)) for record in records]
    return Survey(rule, np.array(counts, dtype=np.int32), np.array(odd, dtype=np.bool_), records.__getitem__)


def survey_body(body: bytes, rule: RowShape) -> Survey:
    """A survey of what comes after the header, without comments."""
    head = rule.head
    lines = _lines(body, ord(head.delimiter))
    if lines is None:
        text = body.decode("utf-8", "surrogateescape")
        return survey_of(list(records_of(text, head.delimiter, head.next_line)), rule)
    begins, marks, outer, inner = lines
    first = np.flatnonzero(~inner)
    cells = np.add.reduceat(outer, first).astype(np.int32) + 1 if len(first) else outer
    odd = np.zeros(len(first), dtype=np.bool_)
    odd[np.searchsorted(first, np.flatnonzero(inner & (marks == head.width - 1))) - 1] = True
    ends = np.append(begins[first[1:]], len(body)) if len(first) else begins

    def record(row: int) -> Record:
        text = body[int(begins[first[row]]) : int(ends[row])].decode("utf-8", "surrogateescape")
        line = head.next_line + int(first[row])
        return next(records_of(text, head.delimiter, line), Record(line, "", ""))

    for row in np.flatnonzero(cells == 1):
        if not body[int(begins[first[row]]) : int(ends[row])].strip():
            cells[row] = 0
    return Survey(rule, cells, odd, record)


def _lines(
    body: bytes, delimiter: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]] | None:
    """For each line where it begins, its separators, those of them outside quotation marks, and whether it begins inside.

    None where a mark is neither at the beginning nor at the end of a cell, nor doubled, or is never closed.
    """
    view = np.frombuffer(body, dtype=np.uint8)
    parts, start, is_open = [], 0, 0
    while start < len(body):
        end = body.find(b"\n", start + WINDOW) + 1 or len(body)
        piece = view[start:end]
        mark = piece == MARK
        state = np.add.accumulate(mark, dtype=np.uint8) + np.uint8(is_open) & np.uint8(1)
        if not _regular(view, start + np.flatnonzero(mark), state[mark], delimiter):
            return None
        after = np.append(piece[1:], np.uint8(LF))
        breaks = np.flatnonzero((piece == LF) | ((piece == CR) & (after != LF)))
        begins = np.concatenate(([0], breaks[breaks < len(piece) - 1] + 1))
        found = piece == delimiter
        marks = np.add.reduceat(found, begins, dtype=np.int32)
        outer = np.add.reduceat(found & (state == 0), begins, dtype=np.int32)
        inner = np.concatenate(([is_open], state[begins[1:] - 1])) == 1
        parts.append((begins + start, marks, outer, inner))
        start, is_open = end, int(state[-1])
    if is_open:
        return None
    if not parts:
        nothing = np.array([], dtype=np.int32)
        return nothing.astype(np.int64), nothing, nothing, nothing.astype(np.bool_)
    begins, marks, outer, inner = (np.concatenate(each) for each in zip(*parts, strict=True))
    return begins, marks, outer, inner


def _regular(view: NDArray[np.uint8], marks: NDArray[np.intp], state: NDArray[np.uint8], delimiter: int) -> bool:
    """Whether marks open and close cells, or are doubled; `state` is 1 after a mark that opens."""
    edges = np.zeros(256, dtype=np.bool_)
    edges[[MARK, LF, CR, delimiter]] = True
    opening, closing = marks[state == 1], marks[state == 0]
    before, behind = opening[opening > 0] - 1, closing[closing < len(view) - 1] + 1
    return bool(edges[view[before]].all() and edges[view[behind]].all())


def record_faults(record: Record, head: CsvHead, row: int, least: int) -> list[Problem]:
    """What is wrong with a row (from 0 below the header), all cells of which are looked at."""
    if found := _mark_faults(record, head, row):
        return found
    cells = [] if record.is_comment else cells_of(record.text, head.delimiter)
    if not any(cell.strip() for _at, cell in cells) or least <= len(cells) <= head.width:
        return []
    at = min(head.width, len(cells) - 1)
    told = _miscounted(record, head, len(cells))
    return [head.cell_problem(row, at, place_of(record, cells[at][0]), told, same=True)]


def _miscounted(record: Record, head: CsvHead, count: int) -> tuple[str, str]:
    """That a row has so many cells, which the header has not; and what to do."""
    text = n_(
        "{count} cell in this row, but {width} in the header.",
        "{count} cells in this row, but {width} in the header.",
        count,
        width=head.width,
    )
    hint = _("A row may have been cut off, or a separator is missing.")
    other = next((mark for mark in ",;\t" if count == 1 and len(cells_of(record.text, mark)) == head.width), "")
    if other:
        text = _(
            "{mark} separates the cells of this row, but {other} those of the header.",
            mark=_mark(other),
            other=_mark(head.delimiter),
        )
        hint = _("Use one separator in the whole file.")
    elif count > head.width and head.delimiter == ",":
        hint = _('A decimal comma or a comma in a text needs quotation marks: "1,5".')
    elif count > head.width:
        hint = _(
            "Put a text that has a {mark} in it in quotation marks; if there are cells to the right of the table, delete them.",
            mark=_mark(head.delimiter),
        )
    return text, hint


def _mark(delimiter: str) -> str:
    """What people call a separator."""
    return _("tab") if delimiter == "\t" else delimiter


def _mark_faults(record: Record, head: CsvHead, row: int) -> list[Problem]:
    """Quotation marks that are never closed, that close within a cell, or that hold whole rows."""
    lines = LINE_END.split(record.text)
    if any(line.count(head.delimiter) == head.width - 1 for line in lines[1:]):
        return [_swallowed(record, head, row, lines)]
    if record.is_comment:
        return []
    starts = [at for at, _cell in cells_of(record.text, head.delimiter)]
    for cell, (at, following) in enumerate(zip(starts, [*starts[1:], len(record.text) + 1], strict=True)):
        begin = at + record.text.startswith("\ufeff", at)
        if not record.text.startswith('"', begin):
            continue
        closed = CLOSED.match(record.text, begin)
        if closed is None:
            text = _("a quotation mark is opened here and never closed.")
            hint = _("Delete the mark, or put one at the end of the cell as well.")
            return [head.cell_problem(row, cell, place_of(record, begin), (text, hint))]
        if record.text[closed.end() : following - 1].strip():
            text = _("text stands here after the quotation mark that closes the cell.")
            hint = _("Put the whole cell in quotation marks, and write each mark in it twice.")
            return [head.cell_problem(row, cell, place_of(record, closed.end()), (text, hint))]
    return []


def row_in_doubt(
    rule: RowShape, at: int, filled: list[int], text: Callable[[int], str], rows: Iterable[int]
) -> int | None:
    """Of `rows`, of which those `filled` have a cell under no header, the one that keeps it from being somebody's own column:
    a second one of headers, or one of which a decimal comma without quotation marks may have pushed cells there.
    """
    cells = _stripped(text(filled[0]), rule.head.delimiter)
    is_header = filled[0] == next(iter(rows)) and not cells[min(rule.head.positions.values(), default=0)]
    return filled[0] if is_header else _pushed(rule, at, filled, text, rows)


def _pushed(rule: RowShape, at: int, filled: list[int], text: Callable[[int], str], rows: Iterable[int]) -> int | None:
    """The first row that may have been pushed to the right by a decimal comma, in a file that writes no decimals otherwise."""
    if rule.head.delimiter != "," or rule.head.is_sheet or any(rule.head.names[at:]):
        return None
    row = next((row for row in filled[:LISTED] if _is_pushed(_stripped(text(row), ","), rule.numbers)), None)
    looked_at = (_stripped(text(each), ",") for each in islice(rows, MANY))
    return row if row is not None and not any(_has_decimals(cells, rule.numbers) for cells in looked_at) else None


def _has_decimals(cells: list[str], numbers: frozenset[int]) -> bool:
    """Whether a row has a number with a mark before its decimals."""
    return any(DECIMAL.fullmatch(cells[at]) for at in numbers if at < len(cells))


def _stripped(text: str, mark: str) -> list[str]:
    return [cell.strip() for _at, cell in cells_of(text, mark)]


def _is_pushed(cells: list[str], numbers: frozenset[int]) -> bool:
    """Whether two cells can be one number with a decimal comma, what stands behind it one cell too far to the right."""
    return any(
        HALF.fullmatch(cells[at])
        and cells[at + 1].isdecimal()
        and all(AMOUNT.fullmatch(cells[other + 1]) for other in numbers if other > at)
        for at in numbers
    )


def _swallowed(record: Record, head: CsvHead, row: int, lines: list[str]) -> Problem:
    cells = cells_of(record.text, head.delimiter)
    begin = max(at for at, _cell in cells if at <= len(lines[0]))
    text = N_("a quotation mark is opened here and closed on line {line}: what looks like rows stands between.")
    told = _(text, line=record.line + len(lines) - 1)
    hint = _("Delete the stray marks; a cell with such lines has to be written on one line.")
    return head.cell_problem(row, None, place_of(record, begin), (told, hint))
