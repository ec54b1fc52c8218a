"""The cells of a sheet with points as texts of data/scores*.csv: what can't be there is told with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.model.rules import BaseRule
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.model.written_numbers import number_in, written
from cchc_cli.office.numbers import not_applicable, points_of, text_of
from cchc_cli.office.score_line import Line
from cchc_cli.office.score_sheet import POINTS
from cchc_cli.office.vocabulary import BLANK, NOT_YET

NOTHING = frozenset(("–", "—", "x", *BLANK))


@dataclass
class Cells:
    """Reads cells by the maxima and rules of a year. Faults gather in `problems`."""

    maxima: dict[str, float]
    rules: dict[str, BaseRule | None]
    penalties: set[str]
    problems: list[Problem] = field(default_factory=list)

    def text(self, grid: Grid, line: Line, name: str, column: int) -> str:
        """The text for the csv. What can't be there becomes a problem."""
        row, said = line.reached.get(column, (line.row, None))
        value = grid.rows[row][column] if said is None else said
        if name not in POINTS:
            return text_of(value)
        text = text_of(value)
        if text.casefold() in NOTHING or NOT_YET.fullmatch(plain(text[:100])):
            return ""
        if text.casefold() in NOT_APPLICABLE or not_applicable(value):
            return "NA"
        return self._value(grid, line, column, value) if name == "value" else self._points(grid, line, column, value)

    def _points(self, grid: Grid, line: Line, column: int, value: Value) -> str:
        top = self.maxima[line.id]
        points = _of_maximum(value, top) if points_of(value) is None else points_of(value)
        if points is None:
            text = _("“{found}” is not a number.", found=text_of(value)[:60])
            hint = _("Write points such as 1.5 or 1,5; NA where not applicable; nothing where not scored yet.")
            self.problems.append(grid.problem(line.row, column, text, hint))
            return ""
        points = abs(points) if line.id in self.penalties else points
        if top and not -NOISE <= points <= top + NOISE:
            text = _("{found} is out of range; {component} allows {allowed}.")
            text = text.format(found=figure(points), component=line.id, allowed=f"0–{figure(top)}")
            self.problems.append(grid.problem(line.row, column, text))
        return f"{points + 0.0:.12g}"

    def _value(self, grid: Grid, line: Line, column: int, value: Value) -> str:
        """A raw value as score files take it: an option's text or a number; a share of 1 for a percentage is not believed."""
        rule, text = self.rules.get(line.id), text_of(value)
        if rule is None:
            return text
        bare = text.removesuffix("%").strip()
        if not rule.takes_numbers or (not isinstance(value, float) and number_in(bare) is None):
            # An option, counts of several items, a fraction: what stands there is the value.
            if rule.value_in(text) is None:
                self.problems.append(grid.problem(line.row, column, *rule.value_fault(text)))
            return text
        number = value if isinstance(value, float) else rule.value_in(bare)
        if number is None or not rule.allowed.holds(number):
            self.problems.append(grid.problem(line.row, column, *rule.value_fault(bare)))
            return ""
        if bare == text:
            self._compare_share(grid, line, column, number)
        return written(number)

    def _compare_share(self, grid: Grid, line: Line, column: int, number: float) -> None:
        """Refuse a number of at most 1 where percentages are meant, or no tier is so low."""
        rule = self.rules[line.id]
        thresholds = rule.thresholds() if rule else []
        is_percentage = rule is not None and rule.percentages_to is not None
        if 0 < number <= 1 and (is_percentage or (thresholds and thresholds[0][0].value > 1)):
            told = _("{found} is small for a percentage: is it a share of 1?", found=figure(number))
            hint = _("Write percentages as numbers such as 98.")
            self.problems.append(grid.problem(line.row, column, told, hint))


def _of_maximum(value: Value, maximum: float) -> float | None:
    """The points in `1,5/2`, where 2 is the maximum; those taken off in `(0,5)`."""
    text = value.strip() if isinstance(value, str) else ""
    if text.startswith("(") and text.endswith(")"):
        taken = points_of(text[1:-1])
        return None if taken is None else -taken
    points, stroke, whole = text.partition("/")
    return points_of(points) if stroke and points_of(whole) == maximum else None
