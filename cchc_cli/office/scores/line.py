"""A row of a score sheet, before and after it is known what it is about; its cells as texts of data/scores*.csv."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.grid import Grid, Percent, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.model.rules import BaseRule, Choice
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.model.slips import how_to_write
from cchc_cli.model.written_numbers import number_in, written
from cchc_cli.office.words.headings import used, usual
from cchc_cli.office.words.numbers import (
    Mark,
    day_of,
    is_blank,
    is_tick,
    is_total,
    leading_mark,
    not_applicable,
    points_of,
    text_of,
)
from cchc_cli.office.words.vocabulary import JUDGED, LESS_POINTS, NOT_YET, NOTHING, ON_POINTS, PLACEHOLDER, RESULT

FIELDS = used("field")
POINTS = used("points")
SAME = 0.005 + NOISE
"""How far a sum that is shown with two decimals may be from what it sums."""


@dataclass
class ScoreLine:
    """A row of a sheet before and after it is known what it is about. `found`: ids of nodes that fit.

    `agrees`: its number and its name say the same node; `torn`: what its number says, where its name says another;
    `stray`: its number is that of no node, its name is.
    `stage`: what its points are, where the row says it. `same_as`: the line whose merged cell says the component.
    `given`: the points by column, None for a tick; `says_worth`: reads the points that the row itself says; `reached`: for a
    component whose points stand in the row of the option that was reached, that row by column, with its points.
    """

    row: int
    id_column: int | None
    id_value: Value
    name_column: int | None
    name: str
    unit: str = ""
    has_points: bool = True
    found: set[str] = field(default_factory=set)
    marks: list[Mark] = field(default_factory=list)
    mangled: bool = False
    refused: bool = False
    agrees: bool = False
    stray: bool = False
    torn: set[str] = field(default_factory=set)
    stage: str = ""
    same_as: ScoreLine | None = None
    given: dict[int, float | None] = field(default_factory=dict)
    says_worth: Callable[[], set[float]] = set
    reached: dict[int, tuple[int, float]] = field(default_factory=dict)

    @cached_property
    def worth(self) -> set[float]:
        """The points that the row itself says; few rows are asked."""
        return self.says_worth()

    def with_stage(self, row: int, stage: str) -> ScoreLine:
        """A row below it with other points of the same component."""
        self.has_points = True
        return ScoreLine(row, None, None, None, "", stage=stage, same_as=self)

    def has_points_of(self, parts: Collection[ScoreLine]) -> bool:
        """Whether its points are those of its parts together."""
        sums = {at: sum(each.given.get(at) or 0.0 for each in parts) for at in self.given}
        return all(abs((points or 0.0) - sums[at]) < SAME for at, points in self.given.items())

    def is_worth(self, parts: Collection[ScoreLine]) -> bool:
        """Whether its maximum is that of its parts together, where all of them have one."""
        maxima = [max(each.worth) for each in parts if each.worth]
        return not self.worth or len(maxima) < len(parts) or any(abs(each - sum(maxima)) < SAME for each in self.worth)

    def take_id_of_name(self, known: Collection[str]) -> None:
        """Let a number that only counts rows give way to a known id before the name, or in its place."""
        mark, rest = leading_mark(self.name)
        said = mark.text if mark else self.name
        if said in known and "." in said and text_of(self.id_value).isdigit():
            self.id_column, self.id_value, self.name = self.name_column, said, rest if mark else ""

    @property
    def bare(self) -> str:
        """Its name without a number before it."""
        return leading_mark(self.name)[1] if self.id_value is None else self.name

    @property
    def texts(self) -> list[str]:
        """What an id that the row says can be."""
        whole = [self.id_value.strip()] if isinstance(self.id_value, str) else []
        return [mark.text for mark in self.marks] + whole

    @property
    def kinds(self) -> list[tuple[int, ...]]:
        """What its numbers are."""
        return [mark.kind for mark in self.marks]

    @property
    def has_id(self) -> bool:
        """Whether what stands in its cell for ids may be one: below a table who signs it stands there."""
        value = self.id_value
        return value is not None and (bool(self.marks) or not isinstance(value, str) or " " not in value.strip())

    @property
    def id(self) -> str:
        """The one node that fits; blank where there is none, or several."""
        return next(iter(self.found)) if len(self.found) == 1 else ""

    def address(self, grid: Grid) -> str:
        """The cell that says what the row is about."""
        return grid.address(self.row, self._column())

    def problem(self, grid: Grid, text: str, hint: str = "") -> Problem:
        """A fault of that cell."""
        return grid.problem(self.row, self._column(), text, hint)

    def _column(self) -> int:
        columns = (self.id_column if self.id_value is not None else None, self.name_column, self.id_column)
        return next((column for column in columns if column is not None), 0)


def is_given(value: Value) -> bool:
    """Whether a cell holds points, or a tick for them, or what stands for none: NA."""
    if isinstance(value, str):
        figure = any(sign.isdigit() for sign in value)
        return figure or value.endswith(" ✓") or is_tick(value) or says_none(value)
    return value is not None


def says_none(value: Value) -> bool:
    """Whether a cell says that there is nothing to assess, as score files or as offices write it."""
    return isinstance(value, str) and (value.strip().casefold() in NOT_APPLICABLE or not_applicable(value))


def shown(line: ScoreLine) -> str:
    """What stands in the cell, as a spreadsheet shows it."""
    value = line.id_value
    number = f"{value:.10g}" if isinstance(value, float) else str(value)
    if (day := day_of(value)) is not None:
        return f"“{day.isoformat()[:10]}”" if isinstance(value, date) else f"“{number}” ({day})"
    return f"“{value or shortened(line.name, 80)}”" if not isinstance(value, float) else f"“{number}”"


@dataclass
class Cells:
    """Reads cells by the maxima and rules of a year. Faults gather in `problems`, cells with `Đạt` in `judged`."""

    maxima: dict[str, float]
    rules: dict[str, BaseRule | None]
    extras: set[str]
    penalties: set[str]
    problems: list[Problem] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str, str]] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    """Cells of points that hold a sign alone."""

    def text(self, grid: Grid, line: ScoreLine, name: str, column: int) -> str:
        """The text for the csv. What can't be there becomes a problem."""
        row, said = line.reached.get(column, (line.row, None))
        value = said if said is not None else self._own(grid, row, column)
        text = text_of(value)
        if name not in POINTS:
            return "" if is_blank(text) else text
        if is_blank(text) or text.casefold() == "x":
            self.unsaid += [] if PLACEHOLDER.fullmatch(text) else [f"{grid.address(row, column)} “{text}”"]
            return ""
        if (words := self._in_words(line, value)) is not None:
            return words
        return self._value(grid, line, column, value) if name == "value" else self._points(grid, line, column, value)

    def _own(self, grid: Grid, row: int, column: int) -> Value:
        """What a cell says of its row: words of a cell that is merged over several hold for all, points for nobody knows which."""
        first = grid.merged.get((row, column), (row, column))
        value = grid.at(row, column)
        is_said = first == (row, column) or says_none(value)
        if is_said or (first[1] == column and points_of(value) is None):
            return value
        if points_of(value) is not None:
            text = _("this cell is merged with {first}: nothing says whose the points there are.")
            hint = _("Split the merged cell, and write the points of each.")
            self.problems.append(grid.problem(row, column, text.format(first=grid.address(*first)), hint))
        return None

    def _in_words(self, line: ScoreLine, value: Value) -> str | None:
        """What words say in the place of points: not yet, none were added or taken off, not applicable."""
        text = text_of(value)
        if NOT_YET.fullmatch(plain(text[:100])):
            return ""
        if line.id in self.extras and NOTHING.fullmatch(plain(text[:100])):
            return "0"
        return "NA" if says_none(value) else None

    def _points(self, grid: Grid, line: ScoreLine, column: int, value: Value) -> str:
        top, value = self.maxima[line.id], str(value) if isinstance(value, Percent) else value
        points = _of_maximum(value, top) if points_of(value) is None else points_of(value)
        if points is None and (points := self._judged(line, text_of(value)[:100])) is not None:
            self.judged.append(
                f"{grid.address(line.row, column)} “{text_of(value).removesuffix(' ✓')}”: {figure(points)}"
            )
        if points is None:
            text = _("“{found}” is not a number.", found=shortened(text_of(value)))
            self.problems.append(grid.problem(line.row, column, text, _how_to_write(value)))
            return ""
        points = abs(points) if line.id in self.penalties else points
        if top and not -NOISE <= points <= top + NOISE:
            text = _("{found} is out of range; {component} allows {allowed}.")
            text = text.format(found=figure(points), component=line.id, allowed=f"0–{figure(top)}")
            self.problems.append(grid.problem(line.row, column, text, self._no_points(line.id, points)))
        return f"{points + 0.0:.12g}"

    def _judged(self, line: ScoreLine, text: str) -> float | None:
        """The points of an option in words, or ticked, and of `Đạt` and `Không đạt` where options give all or nothing, or ticks say it."""
        rule, top, level = self.rules.get(line.id), self.maxima[line.id], text.removesuffix(" ✓")
        levels = [*rule.given().values()] if isinstance(rule, Choice) else []
        if isinstance(rule, Choice):
            called = {usual(plain(name)): name for name in rule.offered()}
            for said in (level, called.get(usual(plain(level)), "")):
                if (place := rule.value_in(said)) is not None:
                    return levels[int(place)]
        passed = JUDGED.get(plain(text), JUDGED.get(f"{plain(text)} ✓") if {*levels} == {top, 0.0} else None)
        return None if passed is None else top * passed

    def _no_points(self, component: str, number: float) -> str:
        """What to do about points that can't be: measured values stand in a column of their own."""
        rule = self.rules.get(component)
        if rule is None or not rule.takes_numbers or not rule.allowed.holds(number):
            return ""
        return _("Points are read here. Measured values need a column whose header is “Giá trị”.")

    def _value(self, grid: Grid, line: ScoreLine, column: int, value: Value) -> str:
        """A raw value as score files take it: an option's text or a number; a share of 1 for a percentage is not believed."""
        rule, text = self.rules.get(line.id), text_of(value)
        if rule is None:
            return text
        bare = text.removesuffix("%").strip()
        if not rule.takes_numbers or number_in(bare) is None:
            # An option, counts of several items, a fraction: what stands there is the value.
            return text if rule.value_in(text) is not None else self._words(grid, line, column, rule.value_fault(text))
        number = value if type(value) is float else rule.value_in(text) or rule.value_in(bare)
        if number is None or not rule.allowed.holds(number):
            self.problems.append(grid.problem(line.row, column, *rule.value_fault(bare)))
            return ""
        if bare == text:
            self._compare_share(grid, line, column, number)
        return written(number)

    def _words(self, grid: Grid, line: ScoreLine, column: int, fault: tuple[str, str]) -> str:
        """Tell what is no value: a description where the points stand beside it, which is left out, else a fault."""
        if any(points is not None for at, points in line.given.items() if at != column):
            told = _("the result is not what the rule measures; its points were read.")
            self.left_out.append((grid.address(line.row, column), line.id, told))
        else:
            self.problems.append(grid.problem(line.row, column, *fault))
        return ""

    def _compare_share(self, grid: Grid, line: ScoreLine, column: int, number: float) -> None:
        """Refuse a number of at most 1 where percentages are meant, or no tier is so low."""
        rule = self.rules[line.id]
        thresholds = rule.thresholds() if rule else []
        is_percentage = rule is not None and rule.percentages_to is not None
        if 0 < number <= 1 and (
            is_percentage or any(each.better > 0 and each.value > 1 for each, _points in thresholds[:1])
        ):
            told = _("{found} is small for a percentage: is it a share of 1?", found=figure(number))
            hint = _("Write percentages as numbers such as 98.")
            self.problems.append(grid.problem(line.row, column, told, hint))


def _of_maximum(value: Value, maximum: float) -> float | None:
    """The points in `1,5/2`, where 2 is the maximum, and in `1 (trừ 1 điểm)`; those taken off in `(0,5)`."""
    text = plain(value.strip()) if isinstance(value, str) else ""
    if text.startswith("(") and text.endswith(")"):
        taken = points_of(text[1:-1])
        return None if taken is None else -taken
    first, stroke, whole = text.partition("/")
    over_all = points_of(first) if stroke and points_of(whole) == maximum else None
    return over_all if stroke else _remarked(text, maximum)


def _remarked(text: str, maximum: float) -> float | None:
    """The points before a remark in brackets that leaves them as they are, or says what they are short of the maximum."""
    first, _bracket, remark = text.removesuffix(")").partition("(")
    points, less = points_of(first), LESS_POINTS.fullmatch(remark)
    off = points_of(less[1]) if less else None
    is_left = points is not None and off is not None and abs(points + off - maximum) < NOISE
    return points if is_left or ON_POINTS.fullmatch(remark.strip()) else None


def is_result(text: str) -> bool:
    """Whether a heading is that of what is made of points."""
    return is_total(text) or RESULT.fullmatch(" ".join(plain(re.sub(r"\(.*?\)", " ", text)).split())) is not None


def narrow(rows: list[ScoreLine], order: dict[str, int]) -> None:
    """Take away what another row is, and what does not stand in order between the rows around it."""
    for _pass in range(100):
        changed = _taken_away(rows)
        places = [order[line.id] for line in rows if line.id]
        if not (places == sorted(places) and _by_order(rows, order)) and not changed:
            return


def _taken_away(rows: list[ScoreLine]) -> bool:
    """Take from rows what another row is; whether there was any."""
    sure = {line.id for line in rows if line.id}
    torn = [line for line in rows if line.found & sure and line.found - sure]
    for line in torn:
        line.found -= sure
    return bool(torn)


def _by_order(rows: list[ScoreLine], order: dict[str, int]) -> bool:
    """Keep of several nodes those that stand between the nodes of the rows above and below."""
    changed = False
    highs = [len(order)]
    for line in reversed(rows):
        highs.append(min(highs[-1], order[line.id]) if line.id else highs[-1])
    low = -1
    for line, high in zip(rows, highs[-2::-1], strict=True):
        between = {each for each in line.found if low < order[each] < high} if len(line.found) > 1 else set()
        if between and between != line.found:
            line.found, changed = between, True
        low = max(low, order[line.id]) if line.id else low
    return changed


def _how_to_write(value: Value) -> str:
    """What to do about a cell of points without a number."""
    if isinstance(value, date):
        return how_to_write(text_of(value))
    if text_of(value).endswith("%"):
        return _("Write the points that were given, not their share of the maximum.")
    return _("Write points such as 1.5 or 1,5; NA where not applicable; nothing where not scored yet.")
