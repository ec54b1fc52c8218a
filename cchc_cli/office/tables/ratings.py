"""Ratings: columns of levels side by side, `Tốt | Khá | Yếu`, of which a row fills one, with points or with a tick."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, product, takewhile

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.words.numbers import first_text, is_tick, is_total, not_given, points_of, text_of
from cchc_cli.office.words.vocabulary import JUDGED


def beside_others(texts: dict[int, list[str]], units: Container[int]) -> dict[int, str | None]:
    """What headings mean beside one another: `A | B | C` are levels, no `units`; `min | max` the ends of figures."""
    lowest = {at: said[-1] for at, said in texts.items() if said}
    letters = {at: text for at, text in lowest.items() if text in "ABCD" and at not in units}
    levels = letters if len(letters) > 1 and "ABCD".startswith("".join(letters.values())) else {}
    ends = {plain(text): at for at, text in lowest.items()}
    found = [ends["min"], ends["max"]] if {"min", "max"} <= ends.keys() else []
    return {**dict.fromkeys(levels, "level"), **dict.fromkeys(found, "ends")}


def ratings_of(levels: list[int], texts: dict[int, list[str]], below: list[list[Value]]) -> Iterator[list[int]]:
    """The columns of each rating: those of `levels` side by side below one heading of which a row fills one; `Đạt` alone above points."""
    for _key, run in groupby(enumerate(levels), lambda each: (each[1] - each[0], texts[each[1]][:-1])):
        columns = [at for _place, at in run]
        if _are_one([plain(texts[at][-1]) for at in columns], [[cells[at] for at in columns] for cells in below]):
            yield columns


def _are_one(levels: list[str], rows: list[list[Value]]) -> bool:
    """Whether columns below levels are one rating, by what stands in them."""
    if len(levels) == 1:
        return levels == ["dat"] and _fill_one(rows, ticked=False)
    judged = all(f"{level} ✓" in JUDGED for level in levels)
    return _fill_one(rows, ticked=judged or _are_ticked(rows))


def _are_ticked(rows: list[list[Value]]) -> bool:
    """Whether ticks alone stand there, in most rows one."""
    said = [[value for value in cells if not (value is None or not_given(value))] for cells in rows]
    return all(map(is_tick, chain(*said))) and 2 * sum(len(cells) > 1 for cells in said) < sum(map(len, said))


def _fill_one(rows: list[list[Value]], *, ticked: bool) -> bool:
    """Whether all but few rows, of sums, have points below one of several levels; `ticked`: or ticks, or nothing yet."""
    filled = [sum(points_of(value) is not None for value in cells) for cells in rows]
    said = (value for value in chain(*rows) if not (value is None or not_given(value)))
    figures = 1 in filled and None not in map(points_of, said)
    return (ticked or figures) and 2 * (len(filled) - filled.count(0)) <= 3 * filled.count(1)


def best_of(levels: list[int], below: list[list[Value]]) -> list[int]:
    """The first of levels that gives the most in every row; none where none does."""
    rows = [[points_of(cells[at]) or 0.0 for at in levels] for cells in below]
    return [at for place, at in enumerate(levels) if all(points[place] == max(points) for points in rows)][:1]


def with_ratings(grid: Grid, last: int, levels: list[int], texts: dict[int, list[str]]) -> Grid:
    """The grid with what stands below the columns of a rating in the first of them; `levels`: the others; `last`: row of the head."""
    rows = [list(cells) for cells in grid.rows]
    for cells, first in product(rows[last + 1 :], (at - 1 for at in levels if at - 1 not in levels)):
        columns = [first, *takewhile(levels.__contains__, range(first + 1, grid.width))]
        filled = [(texts[at][-1], value) for at in columns if (value := cells[at]) is not None]
        cells[first] = _reached(filled, is_sum=is_total(first_text(cells)))
    return replace(grid, rows=rows)


def _reached(filled: Sequence[tuple[str, Value]], *, is_sum: bool) -> Value:
    """The points below one level, or the level that is ticked; of several all that stands there, or the sum of a total."""
    if len(filled) > 1 and is_sum:
        return sum(points_of(value) or 0.0 for _level, value in filled)
    said = [f"{level} ✓" if is_tick(value) else f"{level}: {text_of(value)}" for level, value in filled]
    return filled[0][1] if len(filled) == 1 and not is_tick(filled[0][1]) else " – ".join(said) or None
