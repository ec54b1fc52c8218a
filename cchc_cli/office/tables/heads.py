"""The one finder of heads: any number of heading rows, merged or not, and what each column below them holds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.rules.lines import is_rule_text
from cchc_cli.office.tables.head_columns import HeadColumns
from cchc_cli.office.words.headings import used, word_of
from cchc_cli.office.words.meaning import meaning
from cchc_cli.office.words.numbers import figure_of
from cchc_cli.office.words.vocabulary import NO_TITLE, TITLE_WORDS
from cchc_cli.read.limits import whole

DEEPEST = 4
"""Rows of a head that are searched for words; those that go on with it are found by their place."""
SEARCHED = 60
"""Rows in which a head begins."""
LOOKED_AT = 200
"""Rows below a head by which a heading that may mean two things is told."""
COUNTER = re.compile(r"\(?(\d{1,2}|[a-z])\)?(\s*=.*)?")
OF_PART = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d]")
"""A component's number and name in one heading."""
NUMBERED = re.compile(r"\d{1,2}(\.\d{1,2})*")
"""A number of an area or a component."""
LABELS = used("label")
ANNEX = re.compile(
    r"(?:phụ\s+lục(?:\s+số)?|(?:biểu|mẫu)(?:\s+mẫu)?(?:\s+số)?(?=\s+[\dIVXL]))"
    r"(?:\s+(?:[IVXL]+|\d+[a-zđ]?|[A-HĐ])(?:/[\w-]+)?(?=[\s.:)–—-]))?\s*[.:)–—-]*\s+(?=\S)",
    re.IGNORECASE,
)
"""The number of an annex before its title."""


@dataclass
class TableHead:
    """The rows of a head, the columns of each meaning (left to right), and the headings of each column from above."""

    first: int
    last: int
    columns: dict[str, list[int]]
    texts: dict[int, list[str]] = field(default_factory=dict)

    @property
    def rows(self) -> range:
        """Its rows."""
        return range(self.first, self.last + 1)

    def column(self, name: str) -> int | None:
        """The first column of a meaning."""
        return self.columns[name][0] if self.columns.get(name) else None

    def all(self, *names: str) -> set[int]:
        """Every column of these meanings."""
        return {column for name in names for column in self.columns.get(name, [])}

    def heading(self, column: int) -> str:
        """The headings of a column on a line."""
        return " – ".join(self.texts.get(column, []))


def find_head(grid: Grid, wanted: Iterable[frozenset[str]], start: int = 0) -> TableHead | None:
    """The head at or below `start` that has all meanings of one of `wanted`, the most telling and first one; else None."""
    choices = tuple(wanted)
    best: tuple[float, TableHead] | None = None
    for first in searched(grid, start):
        if best is not None and _is_below(grid, best[1], first):
            break
        for last in _depths(grid, first):
            head = read_head(grid, first, last)
            if not any(choice <= head.columns.keys() for choice in choices):
                continue
            # What more rows find must be worth a row; of equal heads the first holds.
            worth = len(head.columns) - 0.4 * (last - first + 1)
            if best is None or worth > best[0] + 1e-9:
                best = worth, head
    return None if best is None else _whole(grid, best[1], start)


def _is_below(grid: Grid, head: TableHead, row: int) -> bool:
    """Whether a head that begins in a row is that of the next table, however few rows this one has."""
    return row > head.last + 2 or any(map(_is_figure, grid.filled(row)))


def searched(grid: Grid, start: int = 0) -> range:
    """The rows in which a head can begin: the first ones in which anything stands; blank ones above are those of other tables."""
    rows = range(start, len(grid.rows))
    first = next((row for row in rows if grid.filled(row)), len(grid.rows))
    return rows[first - start : first - start + SEARCHED]


def _depths(grid: Grid, first: int) -> Iterator[int]:
    """The last rows that a head from `first` on can have; a text alone where rows are numbered names those below it."""
    for last in range(first, min(first + DEEPEST, len(grid.rows))):
        if last > first and (not _is_words(grid, last) or _names_a_section(grid, last)):
            return
        yield last


def _names_a_section(grid: Grid, row: int) -> bool:
    """Whether a row has a text in its first column alone, and figures follow within some rows: `I. Các sở, ban, ngành`."""
    cells = grid.rows[row]
    alone = isinstance(cells[0], str) and len(grid.filled(row)) == 1 and (row, 0) not in grid.merged
    return alone and any(map(_is_figure, chain(*grid.rows[row + 1 : row + 3])))


def _is_words(grid: Grid, row: int) -> bool:
    """Whether a row may belong to a head: it has no numbers, and texts that are short."""
    cells = grid.filled(row)
    if not all(isinstance(value, str) and len(value) < 100 for value in cells):
        return False
    if not cells and not any((row, column) in grid.merged for column in range(grid.width)):
        return False
    return is_counter(grid.rows[row]) or not any(map(_is_figure, cells))


def _is_figure(value: Value) -> bool:
    """Whether a cell holds a figure that is no year: Word has only texts."""
    figure = figure_of(value)
    return figure is not None and not 2000 <= figure < 2100


def _whole(grid: Grid, head: TableHead, start: int) -> TableHead:
    """The head with the rows that belong to it: above it those of its merged cells and of groups, below it those that go on."""
    last = head.last
    while last + 1 < len(grid.rows) and _goes_on(grid, head, last + 1):
        last += 1
    first = _first(grid, head, start)
    found = read_head(grid, first, last) if (first, last) != (head.first, head.last) else head
    if _labels(head) - found.all(*LABELS) - {-1} or "max" in head.columns.keys() - found.columns.keys():
        return TableHead(first, last, head.columns, found.texts)
    return found


def _goes_on(grid: Grid, head: TableHead, row: int) -> bool:
    """Whether a row goes on with a head: it counts the columns, names years, or has words, but none where rows are named."""
    cells = grid.rows[row]
    if is_counter(cells) or _is_years(cells):
        return True
    labels = _labels(head) - {-1}
    named = {cells[column] for column in labels} <= {None} and any(cells[min(labels, default=-1) + 1 :])
    return named and _has_headings(grid, head, row)


def _has_headings(grid: Grid, head: TableHead, row: int) -> bool:
    """Whether a row has short texts alone, which are no data."""
    texts = [value for value in grid.rows[row] if isinstance(value, str)]
    # Where names of the head are merged into the row, `Cải cách TTHC (20 điểm)` is a heading there, no rule.
    reach = any(grid.merged.get((row, column), (row, 0))[0] <= head.last for column in _labels(head) - {-1})
    is_data = any(len(text) > 60 or figure_of(text) is not None or is_rule_text(text) for text in texts)
    return bool(texts) and _is_words(grid, row) and (reach or not is_data)


def _labels(head: TableHead) -> set[int]:
    """The columns by which rows are known: numbers, and names of units, or of components in up to three columns."""
    names = head.all("name", "part", "area")
    first = min(names | head.all("unit"), default=-1)
    return head.all("number") | {first} | {column for column in names if first in names and column - first < 3}


def _is_years(cells: list[Value]) -> bool:
    figures = [value for value in cells if value is not None]
    return bool(figures) and all(isinstance(value, float) and 2000 <= value < 2100 for value in figures)


def _first(grid: Grid, head: TableHead, start: int) -> int:
    """The row in which the cells of a head begin, or the one above it that only has headings of groups."""
    label = min(head.all("unit") or head.all("name", "part", "number") or {0})
    tops = (grid.merged.get((head.first, column), (head.first, 0))[0] for column in range(grid.width))
    first = max(min(tops, default=head.first), start)
    above = first - 1
    if above < start or grid.at(above, label) is not None or grid.rows[above][0] is not None:
        return first
    return above if _are_groups(grid, above, label) else first


def _are_groups(grid: Grid, row: int, label: int) -> bool:
    """Whether a row has headings of groups: words, several of them or one that is merged right of the names."""
    texts = grid.filled(row)
    wide = any(at == row and column > label for at, column in grid.merged)
    return all(isinstance(text, str) for text in texts) and len(texts) > (0 if wide else 1)


def read_head(grid: Grid, first: int, last: int) -> TableHead:
    """What the columns below these rows hold."""
    rows = [row for row in range(first, last + 1) if not is_counter(grid.rows[row])]
    texts = {column: _headings(grid, rows, column) for column in range(grid.width)}
    units = {column for row, column in grid.units if row in rows}
    below = grid.rows[last + 1 : last + 1 + LOOKED_AT]
    return TableHead(first, last, _naming(HeadColumns(texts, below, units).settled(), below), texts)


def _naming(columns: dict[str, list[int]], below: list[list[Value]]) -> dict[str, list[int]]:
    """The columns without those of units below which all is blank: a letterhead left of a table names none."""
    named = [at for at in columns.pop("unit", []) if not below or any(row[at] is not None for row in below)]
    return columns | ({"unit": named} if named else {})


def _headings(grid: Grid, rows: list[int], column: int) -> list[str]:
    """The headings of a column from above; a year may stand there as a number."""
    found: list[str] = []
    for place, row in enumerate(rows):
        value = grid.at(row, _spread(grid, rows[: place + 2], place, column))
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if isinstance(value, float) and 2000 <= value < 2100:
            text = f"{value:.0f}"
        if text and text not in found:
            found.append(text)
    return found


def _spread(grid: Grid, rows: list[int], place: int, column: int) -> int:
    """Where the heading of a column stands in a row: left of it, if that is above several columns and not merged."""
    if place + 1 == len(rows) or any(grid.at(row, column) is not None for row in rows[: place + 1]):
        return column
    row, below = rows[place], rows[place + 1]
    for at in range(column, -1, -1):
        # What has no heading below it in this head is no heading of a group.
        if not isinstance(grid.at(below, at), str) or (row, at) in grid.merged:
            return column
        if (found := grid.at(row, at)) is not None:
            # What begins above the numbers of rows is a title of everything, no heading of a group.
            group = isinstance(found, str) and meaning(str(grid.at(below, at))) != "number"
            return at if group else column
    return column


def rows_above(grid: Grid, head: TableHead) -> list[list[Value]]:
    """The rows above a head; those that belong to it are left out: merged with it, or headings themselves."""
    first = head.first
    while first > 0:
        merged = any(grid.merged.get((first, column), (first, 0))[0] < first for column in range(grid.width))
        said = [value for value in grid.rows[first - 1] if isinstance(value, str) and meaning(value)]
        if not merged and len(said) < 2:
            break
        first -= 1
    return grid.rows[:first]


def is_counter(row: list[Value]) -> bool:
    """Whether a row only counts the columns: (1), (2), 3 = 1 + 2, or A, B, 1, 2."""
    signs: list[str] = []
    bracketed = False
    for value in (value for value in row if value is not None):
        text = f"{value:.12g}" if isinstance(value, float) else plain(str(value)[:40])
        if (match := COUNTER.fullmatch(text)) is None:
            return False
        bracketed = bracketed or (not signs and text.startswith("(1)"))
        signs.append(match[1])
    return len(signs) > (1 if bracketed else 2) and _is_count(signs, from_first=row[:1] != [None])


def _is_count(signs: list[str], *, from_first: bool) -> bool:
    """Whether signs are letters from A on, then numbers in order: “I, A, 3” is an area called A; letters right of a blank cell are levels."""
    numbers = [number for number in map(whole, signs) if number is not None]
    letters = [chr(97 + place) for place in range(len(signs) - len(numbers))]
    in_order = numbers == sorted({*numbers}) and [after - 1 for after in numbers[1:2]] in ([], numbers[:1])
    return in_order and signs == letters + signs[len(letters) :] and (from_first or bool(numbers))


def is_component_head(grid: Grid, row: int) -> bool:
    """Whether a row says by three words or more what the columns of a table of components hold, and has no figures."""
    cells = grid.rows[row]
    texts = {value for value in cells if isinstance(value, str)}
    if len(texts) < 3 or any(figure_of(value) is not None for value in cells):
        return False
    return len({text for text, name in zip(cells, meanings(grid, row), strict=True) if name}) >= 3


def meanings(grid: Grid, row: int) -> list[str | None]:
    """What each text of a row means as a heading; None for all others."""
    known = {column for at, column in grid.units if at == row}
    texts = (meaning(value) if isinstance(value, str) else None for value in grid.rows[row])
    return ["unit" if at in known else name for at, name in enumerate(texts)]


def is_unit_head(grid: Grid, row: int) -> bool:
    """Whether the head of a table of units begins in a row: a word for the units, one for results, and no figures of units."""
    cells, means = grid.rows[row], meanings(grid, row)
    texts = [value for value in cells if isinstance(value, str)]
    unit = means.index("unit") if "unit" in means and len(texts) > 1 else None
    numbers = _numbers([*filter(_is_figure, cells)])
    if unit is None or numbers is None or any(map(_is_figure, cells[:unit])):
        return False
    return _are_of_parts(numbers, texts) or any(word_of(text) not in (None, "area", "other") for text in texts)


def _numbers(figures: Sequence[Value]) -> list[tuple[int, ...]] | None:
    """The numbers of areas or components, `1.6` after `1.5.2`, as headings may have them; None where one is no such number."""
    texts = [f"{value:g}" if isinstance(value, float) else str(value) for value in figures]
    numbers = [tuple(map(int, text.split("."))) for text in texts if NUMBERED.fullmatch(text)]
    return numbers if len(numbers) == len(texts) and numbers == sorted({*numbers}) else None


def _are_of_parts(numbers: list[tuple[int, ...]], texts: Iterable[str]) -> bool:
    """Whether numbers of parts make a head: with names behind them, or alone; there they may be counts of a kind of units,
    where they neither begin with 1 nor have a point.
    """
    if sum(OF_PART.match(text) is not None for text in texts) > 1:
        return True
    return len(numbers) > 1 and (numbers[0] == (1,) or len(numbers[0]) > 1)


def figures_below(grid: Grid, first: int) -> set[int]:
    """Columns with at least one number from a row on, or a formula that should give one."""
    rows = grid.rows[first:]
    found = {c for c in range(grid.width) if any(figure_of(cells[c]) is not None for cells in rows)}
    return found | {column for row, column in grid.broken if row >= first}


def title_above(book: Book, grid: Grid, head: TableHead) -> str:
    """The line above the table that names the index, the nearest one; blank where there is none."""
    said = {line: plain(line) for line in reversed(_lines_above(book, grid, head))}
    named = {line: folded for line, folded in said.items() if not NO_TITLE.match(folded)}
    found = next((line for word in TITLE_WORDS for line, folded in named.items() if word in folded), "")
    return ANNEX.sub("", found) or found


def _lines_above(book: Book, grid: Grid, head: TableHead) -> list[str]:
    """The lines above a table, in the text of a Word file and in rows."""
    table = grid.labels[head.first][0] if grid.labels else 1
    texts = [text for text, tables in zip(book.text, book.text_after, strict=True) if tables < table]
    texts += [value for row in rows_above(grid, head) for value in row if isinstance(value, str)]
    return [" ".join(line.split()) for line in "\n".join(texts).split("\n") if len(line) < 300]
