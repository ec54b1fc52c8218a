"""The one finder of heads: any number of heading rows, merged or not, and what each column below them holds."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.numbers import cell_marks, figure_of
from cchc_cli.office.rule_lines import is_rule_text, says_rule
from cchc_cli.office.vocabulary import COUNTS, OF_COMPONENTS, column_year, first_fit, word_of
from cchc_cli.read.limits import whole

DEEPEST = 4
"""Rows of a head that are searched for words; those that go on with it are found by their place."""
SEARCHED = 60
"""Rows in which a head begins."""
LOOKED_AT = 200
"""Rows below a head by which a heading that may mean two things is told."""
LONGEST = 120
"""Letters of a heading."""
COUNTER = re.compile(r"\(?(\d{1,2}|[a-z])\)?(\s*=.*)?")
IN_BRACKETS = re.compile(r"\s*\((diem|%|neu co|ghi ro|(toi da )?\d+( diem)?)\)")
OF_ITSELF = ("note", "own_note", "max", "evidence", "rule")
"""Meanings that hold whatever stands above: `Thẩm định` above `Ghi chú` are no points."""
LABELS = ("number", "name", "part", "area", "unit")
"""What stands in the columns by which rows are known."""


def meaning(heading: str) -> str | None:
    """What a heading means, one of OF_COMPONENTS; None where nothing fits."""
    text = IN_BRACKETS.sub("", plain(heading[: 3 * LONGEST]))
    text = re.sub(r"\s*/\s*", "/", re.sub(r"[\s*:.;]+$", "", text))
    if not text or len(text) > LONGEST:
        return None
    text = re.sub(r"\s*\b(nam )?20\d\d\b", "", text).strip() or text
    if text == "so" and "ở" in unicodedata.normalize("NFC", heading).casefold():
        # Without accents it could be `số` as well.
        return "unit"
    bare = re.sub(r"\s*\(.*?\)", "", text)
    found = first_fit(OF_COMPONENTS, bare) if bare != text and bare else None
    # What stands in brackets says whose points or remarks: `Ghi chú (của đơn vị)`.
    return found if found not in (None, "points", "note") else first_fit(OF_COMPONENTS, text) or found


@dataclass
class Head:
    """The rows of a head, the columns of each meaning (left to right), and the headings of each column from above."""

    first: int
    last: int
    columns: dict[str, list[int]]
    texts: dict[int, list[str]] = field(default_factory=dict)

    def column(self, name: str) -> int | None:
        """The first column of a meaning."""
        return self.columns[name][0] if self.columns.get(name) else None

    def all(self, *names: str) -> set[int]:
        """Every column of these meanings."""
        return {column for name in names for column in self.columns.get(name, [])}

    def heading(self, column: int) -> str:
        """The headings of a column on a line."""
        return " – ".join(self.texts.get(column, []))


def find_head(grid: Grid, wanted: Iterable[frozenset[str]], start: int = 0) -> Head | None:
    """The head at or below `start` that has all meanings of one of `wanted`, the most telling and first one; else None."""
    choices = tuple(wanted)
    best: tuple[float, Head] | None = None
    for first in range(start, min(len(grid.rows), start + SEARCHED)):
        for last in _depths(grid, first):
            head = read_head(grid, first, last)
            if not any(choice <= head.columns.keys() for choice in choices):
                continue
            # What more rows find must be worth a row; of equal heads the first holds.
            worth = len(head.columns) - 0.4 * (last - first + 1)
            if best is None or worth > best[0] + 1e-9:
                best = worth, head
        if best is not None and first > best[1].last + 2:
            break
    return None if best is None else _whole(grid, best[1], start)


def _depths(grid: Grid, first: int) -> Iterator[int]:
    """The last rows that a head from `first` on can have."""
    for last in range(first, min(first + DEEPEST, len(grid.rows))):
        if last > first and not _is_words(grid, last):
            return
        yield last


def _is_words(grid: Grid, row: int) -> bool:
    """Whether a row may belong to a head: it has no numbers, and texts that are short."""
    cells = [value for value in grid.rows[row] if value is not None]
    merged = any((row, column) in grid.merged for column in range(grid.width))
    words = (bool(cells) or merged) and all(isinstance(value, str) and len(value) < 100 for value in cells)
    return words and (is_counter(grid.rows[row]) or not any(_is_figure(value) for value in cells))


def _is_figure(value: Value) -> bool:
    """Whether a cell holds a figure that is no year: Word has only texts."""
    figure = figure_of(value)
    return figure is not None and not 2000 <= figure < 2100


def _whole(grid: Grid, head: Head, start: int) -> Head:
    """The head with the rows that belong to it: above it those of its merged cells and of groups, below it those that go on."""
    last = head.last
    while last + 1 < len(grid.rows) and _goes_on(grid, head, last + 1):
        last += 1
    first = _first(grid, head, start)
    found = read_head(grid, first, last) if (first, last) != (head.first, head.last) else head
    if _labels(head) - found.all(*LABELS) - {-1} or "max" in head.columns.keys() - found.columns.keys():
        return Head(first, last, head.columns, found.texts)
    return found


def _goes_on(grid: Grid, head: Head, row: int) -> bool:
    """Whether a row goes on with a head: it counts the columns, names years, or has words, but none where rows are named."""
    cells = grid.rows[row]
    if is_counter(cells) or _is_years(cells):
        return True
    labels = [column for column in _labels(head) if column >= 0]
    texts = [value for value in cells if isinstance(value, str)]
    if not texts or not _is_words(grid, row) or any(map(_is_data, texts)):
        return False
    return all(cells[column] is None for column in labels) and any(cells[min(labels, default=-1) + 1 :])


def _is_data(text: str) -> bool:
    """Whether a text stands below heads: it is long, a figure, or says how points are given."""
    return len(text) > 60 or figure_of(text) is not None or is_rule_text(text)


def _labels(head: Head) -> set[int]:
    """The columns by which rows are known: numbers, and names of units, or of components in up to three columns."""
    names = head.all("name", "part", "area")
    first = min(names | head.all("unit"), default=-1)
    return head.all("number") | {first} | {column for column in names if first in names and column - first < 3}


def _is_years(cells: list[Value]) -> bool:
    figures = [value for value in cells if value is not None]
    return bool(figures) and all(isinstance(value, float) and 2000 <= value < 2100 for value in figures)


def _first(grid: Grid, head: Head, start: int) -> int:
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
    texts = [value for value in grid.rows[row] if value is not None]
    wide = any(at == row and column > label for at, column in grid.merged)
    return all(isinstance(text, str) for text in texts) and len(texts) > (0 if wide else 1)


def read_head(grid: Grid, first: int, last: int) -> Head:
    """What the columns below these rows hold."""
    found: dict[str, list[int]] = {}
    rows = [row for row in range(first, last + 1) if not is_counter(grid.rows[row])]
    texts = {column: _headings(grid, rows, column) for column in range(grid.width)}
    for column, said in texts.items():
        if name := _column_meaning(said):
            found.setdefault(name, []).append(column)
    below = grid.rows[last + 1 : last + 1 + LOOKED_AT]
    _by_cells(below, found, texts)
    if "rule" not in found:
        named = {column for columns in found.values() for column in columns}
        others = (column for column, said in texts.items() if said and column not in named)
        ruling = [column for column in others if _are_rules([cells[column] for cells in below])]
        found |= {"rule": ruling} if ruling else {}
    grounds = (cells[column] for column in found.get("grounds", []) for cells in below)
    by_grounds = any(isinstance(value, str) and is_rule_text(value) for value in grounds)
    dated = {column for column, said in texts.items() if column_year(said)}
    return Head(first, last, _settled(found, dated, ruling=by_grounds), texts)


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


def _by_cells(below: list[list[Value]], found: dict[str, list[int]], texts: dict[int, list[str]]) -> None:
    """Correct what the cells below a heading speak against: `Tiêu chí` above numbers of criteria, `Chỉ số` above
    figures, `Kết quả phúc tra` above points."""
    names, asked, units = (found.get(each, []) for each in ("name", "appeal", "unit"))

    def column(at: int) -> list[Value]:
        return [row[at] for row in below if row[at] is not None]

    cells = {at: column(at) for at in (*names, *asked, *units)}
    for at in [at for at in units if _are_figures(cells[at])]:
        # `Xã` and `Phường` below `Điểm tối đa`: whose points these are.
        units.remove(at)
        if above := meaning(" ".join(texts[at][:-1])):
            found[above] = sorted([*found.get(above, []), at])
    if not units:
        found.pop("unit", None)
    numbers = found.get("number", [])
    # Beside `Mã tiêu chí` with ids, `#` only counts rows.
    numbers.sort(key=lambda at: COUNTS.fullmatch(plain(texts[at][-1])) is not None or not _are_marks(column(at)))
    if again := [at for at in asked if _are_figures(cells[at]) and plain(texts[at][-1]).startswith("ket qua")]:
        found["appeal"] = [at for at in asked if at not in again]
        found["score"] = sorted([*found.get("score", []), *again])
    if not names:
        return
    if len(names) > 1 and "number" not in found and _are_marks(cells[names[0]]):
        found["number"] = [names.pop(0)]
    found["name"] = [at for at in names if not _are_figures(cells[at])]
    if not found["name"]:
        del found["name"]


def _are_rules(cells: list[Value]) -> bool:
    """Whether most texts of a column say how points are given, whatever its heading."""
    texts = [value for value in cells if isinstance(value, str)]
    return 2 * sum(map(says_rule, texts)) > len(texts)


def _are_marks(cells: list[Value]) -> bool:
    return len(cells) > 1 and all(cell_marks(value)[0] for value in cells)


def _are_figures(cells: list[Value]) -> bool:
    return bool(cells) and all(isinstance(value, float) for value in cells)


def _column_meaning(texts: list[str]) -> str | None:
    """What a column with these headings one below the other means: all of them, else the lowest, else the one above."""
    if not texts:
        return None
    together = meaning(" ".join(texts))
    if len(texts) == 1:
        return together
    lowest = meaning(texts[-1])
    if lowest in OF_ITSELF or (lowest == "appeal" and together == "self"):
        # Remarks below what the unit gave itself are its own: they explain no official points.
        own = lowest == "note" and any(meaning(text) == "self" for text in texts[:-1])
        return "own_note" if own else lowest
    if together in ("score", "appraised1", "self") or lowest is None:
        return together or next((found for text in reversed(texts[:-1]) if (found := meaning(text))), None)
    return together if lowest in ("points", "unit") and together else lowest


def _settled(found: dict[str, list[int]], dated: set[int], *, ruling: bool) -> dict[str, list[int]]:
    """Headings that mean one thing beside another and something else without it.

    `ruling`: the grounds hold rules; `dated`: columns whose headings say a year.
    """
    points, grounds = found.pop("points", []), found.pop("grounds", [])
    # `TC` is tự chấm beside `TĐ`, and else may be tiêu chí.
    if (own := found.pop("short_self", [])) and "short" in found:
        found["self"] = sorted([*found.get("self", []), *own])
    if short := found.pop("short", []):
        # `Điểm TĐ` is thẩm định beside the maxima (tối đa), and else may be these.
        name = "score" if "max" in found else "max"
        found[name] = sorted([*found.get(name, []), *short])
    if grounds:
        # “Căn cứ chấm điểm” lists documents, unless it alone says what there are points for.
        beside = "rule" not in found and (ruling or any(column + 1 in points for column in grounds))
        name = "rule" if beside else "evidence"
        found[name] = sorted([*found.get(name, []), *grounds])
    _settle_points(found, points, dated)
    for level, others in (("part", ("name", "area")), ("area", ("name", "part"))):
        if level in found and not any(other in found for other in others):
            found["name"] = found.pop(level)
    return found


def _settle_points(found: dict[str, list[int]], points: list[int], dated: set[int]) -> None:
    """`Điểm` is the maximum where nothing else is; beside it the points given, or those of each option right of the rule.

    Points of several years are given, each in its year.
    """
    rule, maxima = found.get("rule", []), "max" in found
    if (years := [column for column in points if column in dated]) and len(dated) > 1:
        found["score"] = sorted([*found.get("score", []), *years])
        points = [column for column in points if column not in years]
    if not maxima and (taken := points[:1] or found.pop("weight", [])[:1]):
        found["max"], points = taken, points[1:]
    if rule and rule[-1] + 1 in points:
        found["rule_points"] = [rule[-1] + 1]
    elif maxima and points and "score" not in found:
        found["score"] = points[-1:]


def rows_above(grid: Grid, head: Head) -> list[list[Value]]:
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
    for value in row:
        if value is None:
            continue
        text = f"{value:.12g}" if isinstance(value, float) else plain(str(value)[:40])
        if (match := COUNTER.fullmatch(text)) is None:
            return False
        signs.append(match[1] if signs or not text.startswith("(1)") else "(1)")
    bracketed, signs = signs[:1] == ["(1)"], ["1" if sign == "(1)" else sign for sign in signs]
    return len(signs) > (1 if bracketed else 2) and _is_count(signs)


def _is_count(signs: list[str]) -> bool:
    """Whether signs are letters from A on, then numbers in order: “I, A, 3” is an area called A."""
    numbers = [number for number in map(whole, signs) if number is not None]
    letters = [chr(97 + place) for place in range(len(signs) - len(numbers))]
    in_order = numbers == sorted({*numbers}) and [after - 1 for after in numbers[1:2]] in ([], numbers[:1])
    return in_order and signs == letters + signs[len(letters) :]


def is_unit_head(grid: Grid, row: int) -> bool:
    """Whether the head of a table of units begins in a row: a word for the units, one for results, and no figures."""
    texts = [value for value in grid.rows[row] if isinstance(value, str)]
    if len(texts) < 2 or any(isinstance(value, float) for value in grid.rows[row]):
        return False
    words = [word_of(text) for text in texts]
    return any(meaning(text) == "unit" for text in texts) and sum(w not in (None, "area", "other") for w in words) > 0


def figures_below(grid: Grid, first: int) -> set[int]:
    """Columns with at least one number from a row on, or a formula that should give one."""
    rows = grid.rows[first:]
    found = {c for c in range(grid.width) if any(figure_of(cells[c]) is not None for cells in rows)}
    return found | {column for row, column in grid.broken if row >= first}
