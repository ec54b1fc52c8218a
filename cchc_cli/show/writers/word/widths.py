"""How wide the columns of a table are on paper, so that its rows take as few lines as they can."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cchc_cli.show.writers.word.text import width

SIZE = 12
PADDING = 1.5
"""Millimetres left and right of a cell's text."""
NARROW_LABEL, LONG_WORD = 19, 40
"""A label up to this wide stays on one line; a word from this width on may be broken (mm)."""
STEP = 4
"""Millimetres that go from one column to another while that saves lines."""
TRIED = 40
"""Rows that widths are tried on."""


@dataclass(frozen=True)
class Column:
    """A column on paper: its cells from top to bottom."""

    label: str
    texts: list[str]
    align: str
    wraps: bool


def column_widths(columns: Sequence[Column], room: float) -> list[float]:
    """Millimetres for each column, `room` together: what cells need; the rest is shared among texts that wrap."""
    natural = [_widest(column, whole=True) for column in columns]
    least = [_widest(column, whole=False) for column in columns]
    wrapping = [at for at, column in enumerate(columns) if column.wraps]
    widths = [least[at] if at in wrapping else max(least[at], natural[at]) for at in range(len(columns))]
    if sum(widths) > room:
        return [each * room / sum(widths) for each in widths]
    wanting = {at: natural[at] - widths[at] for at in wrapping if natural[at] > widths[at]}
    part = min((room - sum(widths)) / (sum(wanting.values()) or 1), 1)
    widths = [each + part * wanting.get(at, 0.0) for at, each in enumerate(widths)]
    if part < 1:
        widths = _fewest_lines(columns, widths, least, list(wanting))
    spare = (room - sum(widths)) / len(wrapping or columns)
    return [each + (spare if at in wrapping or not wrapping else 0) for at, each in enumerate(widths)]


def lines_of(text: str, room: float) -> int:
    """How many lines a text takes in a column of `room` millimetres, its padding included."""
    inner = room - 2 * PADDING
    if len(text) < inner / 4.5 and "\n" not in text:  # no sign is wider than that
        return 1
    return sum(_wrapped(line, inner) for line in text.split("\n"))


def _wrapped(line: str, inner: float) -> int:
    lines, used = 1, 0.0
    for word in line.split():
        wide = _word(word)
        if used and used + wide > inner:
            lines, used = lines + 1, 0.0
        if wide > inner:
            lines += int(wide / max(inner, 1.0))
        used += wide + _word(" ")
    return lines


@cache
def _word(word: str) -> float:
    return width(word, SIZE)


def _fewest_lines(columns: Sequence[Column], widths: list[float], least: list[float], moving: list[int]) -> list[float]:
    """Shift width between the `moving` columns as long as the rows then take fewer lines."""
    counts = {at: _lines(columns[at], widths[at]) for at in range(len(columns))}
    for giving, taking in _pairs(moving):
        while widths[giving] - STEP >= least[giving]:
            tried = counts | {
                giving: _lines(columns[giving], widths[giving] - STEP),
                taking: _lines(columns[taking], widths[taking] + STEP),
            }
            if _height(tried) >= _height(counts):
                break
            counts = tried
            widths[giving] -= STEP
            widths[taking] += STEP
    return widths


def _pairs(moving: list[int]) -> Iterator[tuple[int, int]]:
    """Every pair, both ways, twice: a shift between two columns may make room for another."""
    pairs = [(giving, taking) for giving in moving for taking in moving if giving != taking]
    yield from pairs * 2


def _lines(column: Column, wide: float) -> list[int]:
    return [lines_of(text, wide) for text in column.texts[:TRIED]]


def _height(counts: dict[int, list[int]]) -> tuple[int, int]:
    """Lines of all rows; where these are equal, of all cells."""
    return sum(max(row) for row in zip(*counts.values(), strict=True)), sum(map(sum, counts.values()))


def _widest(column: Column, *, whole: bool) -> float:
    """The widest line, or the widest word. A label may be wrapped between words."""
    parts = str.splitlines if whole else str.split
    # A no-break space keeps its words together.
    label = max((width(word, SIZE, bold=True) for word in column.label.split(" ")), default=0.0)
    one_line = width(column.label, SIZE, bold=True)
    if one_line <= NARROW_LABEL or (whole and column.wraps):
        label = one_line
    # The same few texts stand in many rows of a long table.
    cells = max((width(part, SIZE) for text in set(column.texts) for part in parts(text)), default=0.0)
    return max(label, cells if whole else min(cells, LONG_WORD)) + 2 * PADDING + 0.8
