"""What a row of a table of components is: a component, a total, bonus or penalty points, or a line of a rule."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice, pairwise, takewhile
from typing import Literal

from cchc_cli.model.bounds import NOISE
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.rules.lines import RuleLine, is_rule_text, listed_points, with_points
from cchc_cli.office.rules.spans import is_span
from cchc_cli.office.words.numbers import ROMAN, Mark, is_total, leading_mark, points_of
from cchc_cli.office.words.vocabulary import BONUS, NAMED, OF_ITS_OWN, ONLY_TOTAL, PENALTY
from cchc_cli.read.word_numbers import roman

RowKind = Literal["component", "total", "bonus", "penalty", "line"]
MOST_POINTS = re.compile(
    r"[\s:(-]*(?:(?:tối đa|không quá|max)(?: là)?)?[\s:]*[+-]?\d+(?:[.,]\d+)?\s*(?:điểm|đ)?\)?\s*$", re.IGNORECASE
)
WHOLE_NUMBER = re.compile(r"\d{1,3}")
IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass
class Row:
    """A row: the marks that its number can have been, its name, and the other cells. `level` where columns say it.

    `kind`: a node of the tree, what sums up others, points beside the components, or a line that says how the
    component above it is scored.
    """

    row: int
    address: str
    marks: list[Mark] = field(default_factory=list)
    mangled: bool = False
    unread: str = ""
    """What stands in its cell for numbers, where it is neither a number nor a name."""
    name: str = ""
    level: int | None = None
    points: float | None = None
    points_at: str = ""
    points_text: str = ""
    shared: str = ""
    """The cell whose points are merged over this row."""
    maxima: dict[frozenset[str], Value] = field(default_factory=dict)
    """The cells of maxima that hold for some kinds of units each."""
    rule: str = ""
    rule_at: str = ""
    evidence: str = ""
    owner: str = ""
    source: str = ""
    remarks: list[RuleLine] = field(default_factory=list)
    whom: RuleLine | None = None
    """The units that it counts for, where a column says it."""
    kind: RowKind = "line"

    @property
    def numbered(self) -> bool:
        """Whether it has a number, not only a bullet."""
        return any(mark.style != "bullet" for mark in self.marks)

    @property
    def text(self) -> str:
        """Its name and its rule, which may be its points alone."""
        is_given = points_of(self.rule) is not None and not is_rule_text(self.name)
        return (": " if is_given else "\n").join(filter(None, (self.name, self.rule)))

    @property
    def total(self) -> bool:
        """Whether it sums up others; with a number only where its name says nothing else."""
        return is_total(self.name) and (not self.numbered or ONLY_TOTAL.fullmatch(plain(self.name)) is not None)


def are_groups(rows: Sequence[Sequence[Value]], names: Sequence[int]) -> bool:
    """Whether the left of two columns of names has those of groups: each beside the first of several in the right one."""
    left, right = ({at for at, cells in enumerate(rows) if cells[column] is not None} for column in names)
    return 0 < 2 * len(left) <= len(right) and left <= right


def are_numbered(names: Sequence[Value]) -> bool:
    """Whether names mostly begin with a number of their own: `1.1. Có quy hoạch`."""
    marks = [leading_mark(name)[0] if isinstance(name, str) else None for name in names]
    return len(marks) > 1 and 2 * sum(mark is not None and mark.style == "dotted" for mark in marks) > len(marks)


def tell_apart(rows: list[Row]) -> None:
    """Say of each row what it is. Only after the last component is a longer name that is called bonus points no option."""
    _sections_in_capitals(rows)
    _areas_by_sums(rows)
    _levels_without_numbers(rows)
    _numbers_in_names(rows)
    last = -1
    for at, row in enumerate(rows):
        row.kind = _kind(row)
        last = at if row.kind == "component" else last
    for at, row in enumerate(rows):
        if row.kind == "line" and not row.numbered:
            _extra(row, after_all=at > last)


def _numbers_in_names(rows: list[Row]) -> None:
    """Rows with points whose number stands in their name, `1. Ban hành đầy đủ`, above lettered options: below the last number."""
    above = ""
    for row, following in pairwise(rows):
        if row.numbered:
            above = above if row.marks[0].style == "letter" else row.marks[0].text
            continue
        mark, rest = leading_mark(row.name)
        lettered = bool(following.marks) and following.marks[0].style == "letter"
        if above and lettered and mark is not None and mark.text.isdigit() and row.points is not None:
            row.marks, row.name = [Mark("dotted", f"{above}.{mark.text}")], rest


def _kind(row: Row) -> RowKind:
    if row.total:
        return "total"
    if row.numbered:
        return "component" if row.name or row.points is not None else "line"
    return "component" if row.level is not None and not is_extra(row.name) else "line"


def _extra(row: Row, *, after_all: bool) -> None:
    """Bonus or penalty points in a row without a number, with their most points."""
    kind, named = extra_kind(row.name), is_extra(row.name)
    if not kind or not (named or (after_all and row.points is not None)):
        return
    row.kind = kind
    said = points_of(named["points"]) if named and named["points"] else None
    row.points = said if row.points is None else row.points
    row.name = plain_name(row.name if said is None else MOST_POINTS.sub("", plain_name(row.name)))


def is_extra(name: str) -> re.Match[str] | None:
    """Whether a name says that it is bonus or penalty points, and no more than that; with their most points."""
    return NAMED.fullmatch(plain(name[:200])) if extra_kind(name) else None


def extra_kind(name: str) -> Literal["bonus", "penalty", ""]:
    """`bonus` or `penalty` where a row is called so; blank for all others."""
    said = plain(name[:200]).removeprefix("tong ").removeprefix("cac ")
    if (total := ONLY_TOTAL.fullmatch(said)) and total["parts"]:
        return ""
    # Without accents “điểm cộng” is “điểm công (khai)”.
    if BONUS.match(said) and not re.search(r"điểm\s+công", name[:200], re.IGNORECASE):
        return "bonus"
    return "penalty" if PENALTY.match(said) else ""


def is_mixed(name: str) -> bool:
    """Whether a row is called both: `Điểm thưởng, điểm trừ`."""
    said = plain(name[:200])
    return extra_kind(name) != "" and all(re.search(rf"\b(?:{word})\b", said) for word in ("cong|thuong", "tru|phat"))


def _sections_in_capitals(rows: list[Row]) -> None:
    """Rows in capitals without a number, above numbers of two parts (2.1) that no row 2 has: they are the areas."""
    marks = [row.marks[0] for row in rows if row.marks]
    if not {mark.style for mark in marks} & {"roman", "letters", "mixed"}:
        _number_capitals(rows, {mark.text: mark.word for mark in reversed(marks) if "." not in mark.text})


def _number_capitals(rows: list[Row], single: dict[str, int]) -> None:
    """Number rows in capitals as the areas of the numbers below them; `single`: numbers of one part, with their words."""
    word, last = next(filter(None, reversed(single.values())), 0), ""
    # The area in the number of the next row that has any, for each row.
    ahead = accumulate(reversed(rows), lambda last, row: _area(row) or last, initial="")
    for row, first in zip(rows, [*ahead][-2::-1], strict=True):
        if not row.marks and _in_capitals(row) and first not in ("", last, *single):
            row.marks = [Mark("dotted", first, word)]
            single[first] = word
        last = _area(row) or last


def _in_capitals(row: Row) -> bool:
    return row.name.isupper() and len(row.name) > 5 and not row.total


def _area(row: Row) -> str:
    """The area in the number of a row: 2 of 2.1; blank without one."""
    mark = row.marks[0] if row.marks else None
    return mark.text.partition(".")[0] if mark and mark.style == "dotted" else ""


def _areas_by_sums(rows: list[Row]) -> None:
    """Rows without a number are areas where those below them, which are counted on (1, 2, 3), sum to them."""
    named = [*filter(lambda row: row.numbered or _may_be_component(row), rows)]
    marks = [row.marks[0].text for row in named if row.marks]
    heads = _heads_by_sums(named) if all(map(WHOLE_NUMBER.fullmatch, marks)) else []
    if len(heads) + len(marks) == len(named) and not any(row.marks for row in heads):
        for place, row in enumerate(heads, start=1):
            row.marks = [Mark("roman", roman(place))]


def _levels_without_numbers(rows: list[Row]) -> None:
    """Rows of a table without any number: capitals are areas, else rows that those after them sum to; or nothing is.

    Rows of one level alone are all that there is, where the total says so.
    """
    if any(row.numbered or row.level is not None for row in rows):
        return
    named = [*filter(_may_be_component, rows)]
    heads = _heads_in_capitals(named) or _heads_by_sums(named) or _all_by_total(named, rows) if len(named) > 2 else []
    tops = set(map(id, heads))
    for row in named if heads else ():
        row.level = 0 if id(row) in tops else 1


def _may_be_component(row: Row) -> bool:
    """Whether a row without a number has points as a component has."""
    if row.points is None or row.marks:
        return False
    return not (row.total or extra_kind(row.name) or is_span(row.name))


def _heads_in_capitals(rows: list[Row]) -> list[Row]:
    """The rows in capitals, if the first is one and not all are."""
    upper = [row for row in rows if row.name.isupper()]
    return upper if upper[:1] == rows[:1] and len(upper) < len(rows) else []


def _all_by_total(named: list[Row], rows: list[Row]) -> list[Row]:
    """All rows, where a total sums them up."""
    totals = [row.points for row in rows if row.total]
    return named if totals and abs(sum(row.points or 0.0 for row in named) - (totals[0] or 0.0)) < NOISE else []


def _heads_by_sums(rows: list[Row]) -> list[Row]:
    """The rows that the points of those below them, up to the next such row, sum to; none where some row is left."""
    heads: list[Row] = []
    left = 0.0
    for row in rows:
        points = row.points or 0.0
        if abs(left) < NOISE:
            heads.append(row)
            left = points
        elif points > left + NOISE:
            return []
        else:
            left -= points
    return heads if abs(left) < NOISE and len(heads) < len(rows) - 1 else []


def sections_above(grid: Grid, heads: list[int], firsts: Collection[str]) -> dict[int, tuple[Mark, str]]:
    """The rows above heads, of which there are several, that name areas: all of them, or none.

    They have numbers of one kind; or none, and then the first numbers below the heads (`firsts`) are one.
    """
    above = [alone_above(grid, head) for head in heads]
    found = [(row, *leading_mark(text)) for row, text in above]
    if (
        len(heads) < 2
        or "" in (text for _row, text in above)
        or not _alike((mark for _row, mark, _name in found), firsts)
    ):
        return {}
    return {row: (mark or _counted(place, firsts), name) for place, (row, mark, name) in enumerate(found)}


def _alike(marks: Iterable[Mark | None], firsts: Collection[str]) -> bool:
    """Whether numbers are of one kind; without any, whether what stands below begins with one number."""
    kinds = {mark.kind if mark else () for mark in marks}
    return len(kinds) == 1 and (kinds != {()} or (len(firsts) < 2 and "" not in firsts))


def _counted(place: int, firsts: Collection[str]) -> Mark:
    """The number of a section without one: A, B above roman numbers, else I, II."""
    if re.fullmatch(ROMAN, next(iter(firsts), "")):
        return Mark("letters", chr(65 + place % 26))
    return Mark("roman", roman(place + 1))


def titles_above(grid: Grid, heads: list[int]) -> list[tuple[int, str]]:
    """The rows above heads that begin a framework of its own: `Phụ lục II`, `BỘ TIÊU CHÍ áp dụng đối với cấp xã`."""
    found: list[tuple[int, str]] = []
    for head in heads:
        alone = takewhile(lambda each: len(each[1]) == 1, _filled_above(grid, head))
        titles = ((row, str(cells[0])) for row, cells in alone if OF_ITS_OWN.match(plain(str(cells[0])[:200])))
        found += islice(titles, 1)
    return found


def alone_above(grid: Grid, head: int) -> tuple[int, str]:
    """The row above a head that holds one text, which may name an area; blank where it has none such."""
    row, cells = next(_filled_above(grid, head), (-1, []))
    text = cells[0] if len(cells) == 1 and isinstance(cells[0], str) else ""
    return row, "" if is_total(text) or is_rule_text(IN_BRACKETS.sub("", text)) else text


def _filled_above(grid: Grid, head: int) -> Iterator[tuple[int, Sequence[Value]]]:
    """The rows above a head that hold anything, the nearest first."""
    for row in range(head - 1, -1, -1):
        if cells := grid.filled(row):
            yield row, cells


def plain_name(text: str) -> str:
    """A name on one line, without bullets and what ends it."""
    return re.sub(r"[\s:;.,]+$", "", " ".join(text.split()))


def take_options(made: Row) -> None:
    """Take the maximum and the points of options off a cell that has all, a line each, the worst nothing.

    As many lines stand in the rule; or in the name, the first of which is that of all.
    """
    points = listed_points(made.points_text)
    known = [each for each in points if each is not None]
    lines = [*filter(str.strip, (made.rule or made.name).split("\n"))]
    if points != sorted(known, reverse=True) or not len(lines) == len(known) > 1:
        return
    first = int(not made.rule)
    if not known[0] == known[first] > known[-1] == 0:
        return
    given = "\n".join(f"{each:.10g}" for each in known[first:])
    made.points, made.points_text = known[0], ""
    made.name, made.rule = (
        (with_points(made.name, given, after=1), "") if first else (made.name, with_points(made.rule, given))
    )
