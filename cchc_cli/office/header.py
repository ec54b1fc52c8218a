"""The header of a table, found by its words: one row or several, merged cells, Vietnamese or English."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.marks import cell_marks
from cchc_cli.office.rule_lines import is_rule_text
from cchc_cli.office.vocabulary import OF_COMPONENTS, first_fit
from cchc_cli.read.limits import whole

DEEPEST = 4
"""Rows of a header."""
SEARCHED = 60
"""Rows in which a header begins."""

NUMBERED = re.compile(r"\(?(\d{1,2}|[a-z])\)?(\s*=.*)?")


def meaning(heading: str) -> str | None:
    """What a heading means, one of OF_COMPONENTS; None where nothing fits."""
    text = re.sub(r"[\s*:.;]+$", "", re.sub(r"\s*\((diem|%|neu co|ghi ro|(toi da )?\d+( diem)?)\)", "", plain(heading)))
    text = re.sub(r"\s*/\s*", "/", text)
    if not text or len(text) > 120:
        return None
    if text == "so" and "ở" in unicodedata.normalize("NFC", heading).casefold():
        # Without accents it could be `số` as well.
        return "unit"
    return first_fit(OF_COMPONENTS, text)


@dataclass
class Header:
    """A header: its last row, the columns of each meaning (left to right), and the headings as they stand."""

    first: int
    last: int
    columns: dict[str, list[int]]
    headings: dict[int, str] = field(default_factory=dict)

    def column(self, name: str) -> int | None:
        """The first column of a meaning."""
        return self.columns[name][0] if self.columns.get(name) else None


def find_header(grid: Grid, wanted: Iterable[frozenset[str]], start: int = 0) -> Header | None:
    """The header at or below `start` that has all meanings of one of `wanted`, the most telling and first one; else None."""
    choices = tuple(wanted)
    best: tuple[float, Header] | None = None
    for first in range(start, min(len(grid.rows), start + SEARCHED)):
        for depth in range(1, DEEPEST + 1):
            last = first + depth - 1
            if last >= len(grid.rows) or (depth > 1 and not _goes_on(grid, last)):
                break
            header = _read(grid, first, last)
            if not any(choice <= header.columns.keys() for choice in choices):
                continue
            # What more rows find must be worth a row; of equal headers the first holds.
            worth = len(header.columns) - 0.4 * depth
            if best is None or worth > best[0] + 1e-9:
                best = worth, header
        if best is not None and first > best[1].last + 2:
            break
    if best is None:
        return None
    header = best[1]
    while header.last + 1 < len(grid.rows) and is_counter(grid.rows[header.last + 1]):
        header.last += 1
    return header


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether a row may belong to a header: it has no numbers, and texts that are short."""
    cells = [value for value in grid.rows[row] if value is not None]
    merged = any((row, column) in grid.merged for column in range(grid.width))
    return (bool(cells) or merged) and all(isinstance(value, str) and len(value) < 100 for value in cells)


def _read(grid: Grid, first: int, last: int) -> Header:
    found: dict[str, list[int]] = {}
    headings = {}
    for column in range(grid.width):
        texts: list[str] = []
        for row in range(first, last + 1):
            value = grid.at(row, column)
            text = " ".join(value.split()) if isinstance(value, str) else ""
            if text and text not in texts:
                texts.append(text)
        name = _column_meaning(texts)
        headings[column] = " – ".join(texts)
        if name:
            found.setdefault(name, []).append(column)
    _by_cells(grid, last, found)
    cells = (row[column] for column in found.get("grounds", []) for row in grid.rows[last + 1 :])
    ruling = any(isinstance(value, str) and is_rule_text(value) for value in cells)
    return Header(first, last, _settled(found, ruling=ruling), headings)


def _by_cells(grid: Grid, last: int, found: dict[str, list[int]]) -> None:
    """Correct what the cells below a heading speak against: `Tiêu chí` above numbers of criteria, `Chỉ số` above figures."""
    names = found.get("name", [])
    cells = {at: [row[at] for row in grid.rows[last + 1 :] if row[at] is not None] for at in names}
    figures = [at for at in names if cells[at] and all(isinstance(value, float) for value in cells[at])]
    marked = [at for at in names if len(cells[at]) > 1 and all(cell_marks(value)[0] for value in cells[at])]
    if len(names) > 1 and marked[:1] == names[:1] and "number" not in found:
        found["number"] = [names.pop(0)]
    elif figures:
        found["name"] = [at for at in names if at not in figures]
        if not found["name"]:
            del found["name"]


def _column_meaning(texts: list[str]) -> str | None:
    """What a column with these headings one below the other means: all of them, else the lowest, else the one above."""
    if not texts:
        return None
    whole = meaning(" ".join(texts))
    if len(texts) == 1:
        return whole
    lowest = meaning(texts[-1])
    if whole in ("score", "appraised1") or lowest is None:
        return whole or next((found for text in reversed(texts[:-1]) if (found := meaning(text))), None)
    return whole if lowest == "points" and whole else lowest


def _settled(found: dict[str, list[int]], *, ruling: bool) -> dict[str, list[int]]:
    """Headings that mean one thing beside another and something else without it. `ruling`: the grounds hold rules."""
    points = found.pop("points", [])
    grounds = found.pop("grounds", [])
    if grounds:
        # “Căn cứ chấm điểm” lists documents, unless it alone says what there are points for.
        beside = "rule" not in found and (ruling or any(column + 1 in points for column in grounds))
        name = "rule" if beside else "evidence"
        found[name] = sorted([*found.get(name, []), *grounds])
    rule = found.get("rule", [])
    if "max" in found and rule and any(column == rule[-1] + 1 for column in points):
        found["rule_points"] = [rule[-1] + 1]
    elif found.get("weight") and "max" not in found and not points:
        found["max"] = found.pop("weight")[:1]
    elif points and "max" not in found:
        found["max"] = points[:1]
    elif points and "score" not in found:
        found["score"] = points[-1:]
    if "part" in found and "name" not in found and "area" not in found:
        found["name"] = found.pop("part")
    if "area" in found and "name" not in found and "part" not in found:
        found["name"] = found.pop("area")
    return found


def rows_above(grid: Grid, header: Header) -> list[list[Value]]:
    """The rows above a header; those that belong to it are left out: merged with it, or headings themselves."""
    first = header.first
    while first > 0:
        merged = any(grid.merged.get((first, column), (first, 0))[0] < first for column in range(grid.width))
        headings = [value for value in grid.rows[first - 1] if isinstance(value, str) and meaning(value)]
        if not merged and len(headings) < 2:
            break
        first -= 1
    return grid.rows[:first]


def is_counter(row: list[Value]) -> bool:
    """Whether a row only counts the columns: (1), (2), 3 = 1 + 2, or A, B, 1, 2."""
    cells = [value for value in row if value is not None]
    if len(cells) < 3:
        return False
    texts = [f"{value:.12g}" if isinstance(value, float) else plain(str(value)) for value in cells]
    signs = [match[1] for text in texts if (match := NUMBERED.fullmatch(text))]
    if len(signs) < len(cells):
        return False
    numbers = [number for sign in signs if (number := whole(sign)) is not None]
    letters = [sign for sign in signs if whole(sign) is None]
    # Letters come first and begin with A: “I, A, 3” is an area called A.
    return (
        signs == letters + [sign for sign in signs if whole(sign) is not None]
        and letters == [chr(97 + place) for place in range(len(letters))]
        and len(set(signs)) == len(signs)
        and numbers == sorted(numbers)
        and (len(numbers) < 2 or numbers[1] == numbers[0] + 1)
    )


def headings_of(header: Header, meanings: Mapping[str, str]) -> str:
    """Which column was taken for what, for people: `Điểm tối đa (D)`."""
    return ", ".join(f"{header.headings[column]}" for name in meanings for column in header.columns.get(name, [])[:1])
