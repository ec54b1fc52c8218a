"""The head of a CSV file: how it is written, where its header stands, what its columns mean. One for every kind of file."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.text import (
    DELIMITERS,
    CsvFault,
    cells_of,
    encoding_fault,
    place_of,
    records_of,
    refuse_what_is_no_text,
)
from cchc_cli.messages import _, n_
from cchc_cli.model.letters import csv_cell, plain
from cchc_cli.model.places import in_table
from cchc_cli.model.problems import Problem
from cchc_cli.read.misread import misread

HEAD = 1024 * 1024
"""The header is looked for in this many bytes."""
ROWS = 30
"""The header is one of so many first rows."""
NEAR = 0.75
"""So alike are a column that is not known and the one that is meant."""
OFFERED = 5
"""Of the headers that a column may have, so many are offered."""
SEPARATOR = re.compile('\ufeff?"?sep=([,;\t|])"?[,;\t ]*(\r\n|\r|\n|\\Z)', re.IGNORECASE)
"""A first line with which Excel is told what separates cells."""
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
"""A cell that is no heading."""
SURROGATE = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is not UTF-8."""
HeaderNames = Mapping[str, tuple[str, ...]]
"""Known columns with their headers."""


@dataclass(frozen=True)
class CsvHead:
    """Where a file's header stands and what it says; `names` is empty where the file has no row at all.

    `names` and `places` (line and column, from 1) have one entry for each cell of the header, `columns` for each
    known column the positions that mean it. `line`: where the header begins. `begin`, `end`: its bytes, with its line
    end; `next_line`: the line on which what comes after it begins; `rows`: how many rows and comments stand up to
    there, the header with them; `row`: as which of a spreadsheet's rows the header is shown. `above`: the most filled cells of a row above the header, `sure`: whether these rows
    can be nothing but a title.
    """

    file: str
    delimiter: str = ","
    names: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    columns: Mapping[str, list[int]] = field(default_factory=dict)
    line: int = 0
    begin: int = 0
    end: int = 0
    next_line: int = 1
    rows: int = 0
    row: int = 0
    above: int = 0
    sure: bool = True
    is_sheet: bool = False
    """Whether it is the text of a sheet: places are its rows and columns."""

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.names)

    @property
    def positions(self) -> dict[str, int]:
        """Where each known column stands, from 0."""
        return {column: places[0] for column, places in self.columns.items()}

    @property
    def others(self) -> list[tuple[int, str]]:
        """Headers that nobody knows, with their positions, but for that of a column that counts the rows."""
        taken = {position for positions in self.columns.values() for position in positions}
        named = ((at, name) for at, name in enumerate(self.names) if name and at not in taken)
        return [(at, name) for at, name in named if plain(name) not in headers.COUNTERS]

    def first_rows(self, data: bytes, most: int) -> Iterator[list[str]]:
        """The cells of the rows in the first bytes of a file; one that may be cut off, where these are `most`, is none."""
        end = len(data) if len(data) < most else data.rfind(b"\n") + 1
        for record in records_of(data[self.end : end].decode("utf-8", "replace"), self.delimiter):
            if not record.is_comment:
                yield [cell for _at, cell in cells_of(record.text, self.delimiter)]

    def seen(self, row: int | None, at: int | None = None) -> str:
        """A cell as people see it; `row` counts from the first below the header, None: the header itself.

        Only headers of known columns are shown: in a register others may be somebody's row.
        """
        known = any(at in positions for positions in self.columns.values())
        header = self.names[at] if at is not None and known else ""
        return in_table(self.row + (0 if row is None else row + 1), at, header)

    def cell_problem(
        self,
        row: int,
        column: str | int | None,
        place: tuple[int, int],
        told: tuple[str, str],
        *,
        severity: str = "error",
        same: bool = False,
    ) -> Problem:
        """A fault of a row below the header, or of a cell; `same`: told once, however often the same stands in the file."""
        where = column if isinstance(column, str) else ""
        at = self.positions.get(column) if isinstance(column, str) else column
        rows = (self.row + row + 1,)
        return Problem(self.file, *place, where, *told, severity, seen=self.seen(row, at), same=same, rows=rows)

    def problem(
        self, at: int | None, text: str, hint: str = "", *, column: str = "", severity: str = "error"
    ) -> Problem:
        """A fault of the header: of its cell `at`, or of all of it."""
        place = (max(self.line, 1), 0) if at is None else self.places[at]
        seen = self.seen(None, at) if self.names else ""
        return Problem(self.file, *place, column, text, hint, severity, seen=seen)


def find_head(data: bytes, file: str, known: HeaderNames, required: tuple[str, ...]) -> CsvHead:
    """The head of a file, of which `data` are the first bytes (HEAD of them are enough).

    The header is the first row that has every `required` column, else the one that has most known columns. Raises
    CsvFault for what is no UTF-8 text; for columns that are missing see `head_faults`.
    """
    refuse_what_is_no_text(data, file)
    text = _beginning(data)
    start, line, said = int(text.startswith("\ufeff")), 1, ""
    if marked := SEPARATOR.match(text):
        start, line, said = marked.end(), 1 + bool(marked[2]), marked[1]
    rows: list[CsvHead] = []
    for delimiters in (said, DELIMITERS):
        rows = _rows(text, start, line, [CsvHead(file, mark) for mark in delimiters], known, required)
        if any(row.columns for row in rows):
            break
    if not rows:
        return CsvHead(file, end=len(text[:start].encode("utf-8", "surrogateescape")), next_line=line)
    best = _header(rows, required)
    if SURROGATE.search(text, start, best.end):
        raise CsvFault([encoding_fault(file, data)])
    begin, end = (len(text[:at].encode()) for at in (best.begin, best.end))
    sure = best.above < max(2, len(required))
    return replace(best, begin=begin, end=end, rows=best.rows + bool(said), row=best.rows, sure=sure)


def _beginning(data: bytes) -> str:
    """The first whole lines; bytes that are not UTF-8 keep their number, so that places are right."""
    head = data[:HEAD]
    if len(data) > HEAD and b"\n" in head:
        head = head[: head.rindex(b"\n") + 1]
    return head.decode("utf-8", errors="surrogateescape")


def _header(rows: list[CsvHead], required: tuple[str, ...]) -> CsvHead:
    """The first row that has every required column, else the one that has most known ones; a lone cell is a title."""
    complete = [row for row in rows if _is_complete(row, required)]
    if complete:
        return min(complete, key=lambda row: (row.line, -len(row.columns), -row.width))
    return max(rows, key=lambda row: (_likeness(row), sum(map(bool, row.names)) > 1, -row.rows, row.width))


def _rows(
    text: str, at: int, line: int, forms: list[CsvHead], known: HeaderNames, required: tuple[str, ...]
) -> list[CsvHead]:
    """The first rows as heads, by each form; none below one that has every `required` column, which is the header."""
    rows: list[CsvHead] = []
    last = math.inf
    for form in forms:
        for row in _candidates(text, at, line, form, known):
            if row.line > last:
                break
            rows.append(row)
            if _is_complete(row, required):
                last = row.line
                break
    return rows


def _is_complete(row: CsvHead, required: tuple[str, ...]) -> bool:
    return bool(required) and all(column in row.columns for column in required)


def _likeness(row: CsvHead) -> int:
    """How many known columns a row has; one is none: a title may have a word that is a header elsewhere."""
    return len(row.columns) if len(row.columns) > 1 or row.rows == 1 else 0


def _candidates(text: str, at: int, line: int, form: CsvHead, known: HeaderNames) -> Iterator[CsvHead]:
    """The first rows as heads, each as if it were the header; their bytes are places in `text`."""
    most, taken = 0, 0
    for number, record in enumerate(records_of(text[at:], form.delimiter, line), 1):
        begin, at = at, at + len(record.text) + len(record.end)
        cells = [] if record.is_comment else cells_of(record.text, form.delimiter)
        names = tuple(csv_cell(cell) for _place, cell in cells)
        if not any(names):
            continue
        yield replace(
            form,
            names=names,
            places=tuple(place_of(record, place) for place, _cell in cells),
            columns=headers.match(names, known),
            line=record.line,
            begin=begin,
            end=at,
            next_line=place_of(record, len(record.text))[0] + bool(record.end),
            rows=number,
            above=most,
        )
        most, taken = max(most, sum(map(bool, names))), taken + 1
        if taken == ROWS:
            return


def head_faults(head: CsvHead, known: HeaderNames, required: tuple[str, ...], *, shown: bool = True) -> list[Problem]:
    """Columns that stand there twice or are missing; `shown` = the header's own words may be shown."""
    if not head.names:
        hint = _("Its first row is the header: {names}.", names=", ".join(required))
        return [head.problem(None, _("the file is empty."), hint)]
    if not head.columns and any(map(FIGURE.fullmatch, head.names)):
        hint = _("Put the header above it: {names}.", names=", ".join(required))
        return [head.problem(None, _("the header is missing: this row has data."), hint)]
    problems = []
    if not head.sure:
        text = _("line {line} looks like the header, but what stands above it is no title.", line=head.line)
        problems.append(
            head.problem(
                None,
                text,
                _(
                    "Delete the rows above the header, or put # before them; if they are headings too, put all into one row."
                ),
            )
        )
    for column, positions in head.columns.items():
        if len(positions) > 1:
            cells = ", ".join(f"“{head.names[position]}”" for position in positions)
            text = _("several columns mean {column}: {cells}.", column=column, cells=cells)
            problems.append(head.problem(positions[1], text, _("Rename or remove all but one."), column=column))
    return problems + [_missing(head, known, column, shown) for column in required if column not in head.columns]


def _missing(head: CsvHead, known: HeaderNames, column: str, shown: bool) -> Problem:
    text = _("the column {column} is missing.", column=column)
    if shown:
        text = _(
            "the column {column} is missing; found: {header}.", column=column, header=_listed(head) or _("nothing")
        )
    hint = _misread_header(head, known, shown) or _meant_for(head, known, column, shown)
    return head.problem(
        None, text, hint or _("Its header may be: {names}.", names=", ".join(known[column][:OFFERED])), column=column
    )


def _listed(head: CsvHead) -> str:
    return ", ".join(filter(None, head.names))[:200]


def _misread_header(head: CsvHead, known: HeaderNames, shown: bool) -> str:
    """What to do where a header was read in a wrong encoding, or what separates its cells is not known; else blank."""
    repaired = [right for name in head.names if (right := misread(name))]
    for right in repaired:
        if shown or headers.match([right], known):
            return _("The text was read in a wrong encoding: it should say “{text}”.", text=right)
    mark = next((each for each in "|:" if each in head.names[0]), "")
    if mark and head.width == 1:
        return _("Its cells seem to be separated by {mark}: save it with , ; or tab between them.", mark=mark)
    return ""


def _meant_for(head: CsvHead, known: HeaderNames, column: str, shown: bool) -> str:
    """A header that is likely meant for a column that is missing; blank where there is none."""
    for _at, name in head.others:
        key, likeness = _meant(name, {column: known[column]})
        if key and (shown or likeness > NEAR):
            return _("Rename the column “{found}” to “{name}” if that is meant.", found=name, name=key)
    return ""


def unread(head: CsvHead, known: HeaderNames, *, shown: bool = True) -> list[Problem]:
    """A warning for each column that nobody knows and for rows above the header.

    Only a column that is likely meant for a known one, which is missing, has a hint; commands that would have used
    it tell of it as well. Without `shown` no header is quoted that is not spelled much like a known one, and those
    that are like none are only counted.
    """
    absent = {key: words for key, words in known.items() if key not in head.columns}
    told, others = list[tuple[int | None, str, str]](), 0
    if head.above:
        told.append((None, _("the header is on line {line}; what stands above it is not read.", line=head.line), ""))
    for at, name in head.others:
        key, likeness = _meant(name, absent)
        hint = _asked(key)
        if shown or likeness > NEAR:
            told.append((at, _("the column {columns} is not read.", columns=f"“{name}”"), hint))
        elif hint:
            told.append((at, _("this column is not read."), hint))
        else:
            others += 1
    if others:
        told.append((None, n_("{count} other column is not read.", "{count} other columns are not read.", others), ""))
    return [head.problem(at, text, hint, severity="warning") for at, text, hint in told]


def missing_points(head: CsvHead, known: HeaderNames, columns: tuple[str, ...]) -> Problem:
    """That none of some columns is there, one of which must be."""
    text = _("no column with points; expected value, self or score. Found: {header}.", header=_listed(head))
    wanted = {column: known[column] for column in columns}
    for _at, name in head.others:
        if key := _meant(name, wanted)[0]:
            return head.problem(None, text, f"“{name}”: {_asked(key)}")
    hint = _("The header of the official points may be: {names}.", names=", ".join(known["score"]))
    return head.problem(None, text, hint)


def _asked(key: str) -> str:
    return _("Did you mean {key}?", key=key) if key else ""


def _meant(name: str, absent: HeaderNames) -> tuple[str, float]:
    """The heading, of columns that are absent, that a header is most like, and how alike they are; blank where none is."""
    found = plain(name)
    likeness = {}
    for column, words in absent.items():
        for word in map(plain, words):
            ratio = SequenceMatcher(None, found, word).ratio()
            # “Thời hạn hoàn thành” has all words of “hạn hoàn thành”.
            likeness[column, word] = max(ratio, NEAR * (set(word.split()) <= set(found.split())))
    column, word = max(likeness, key=lambda key: likeness[key], default=("", ""))
    if not column or likeness[column, word] < NEAR:
        return "", 0
    return next(each for each in absent[column] if plain(each) == word), likeness[column, word]
