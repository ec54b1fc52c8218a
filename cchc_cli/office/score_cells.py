"""The cells of a sheet with points as texts of data/scores*.csv: what can't be there is told with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import VALUES, shortened
from cchc_cli.model.criteria import Choice, Rule, Tiers
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.problems import Problem
from cchc_cli.model.rule_checks import percentages_to, value_fault
from cchc_cli.model.scores import NOT_APPLICABLE
from cchc_cli.model.written_numbers import parse_number, written
from cchc_cli.office.figures import figure_of, not_applicable
from cchc_cli.office.marks import points_of
from cchc_cli.office.score_match import Line
from cchc_cli.office.score_sheet import POINTS
from cchc_cli.office.vocabulary import BLANK


@dataclass
class Cells:
    """Reads cells by the maxima and rules of a year. Faults gather in `problems`."""

    maxima: dict[str, float]
    rules: dict[str, Rule | None]
    penalties: set[str]
    problems: list[Problem] = field(default_factory=list)

    def text(self, grid: Grid, line: Line, name: str, column: int) -> str:
        """The text for the csv. What can't be there becomes a problem."""
        value = grid.rows[line.option_rows.get(column, line.row)][column]
        if name not in POINTS:
            return " ".join(plain_text(value).split())
        text = plain_text(value).strip()
        if text.casefold() in ("–", "—", "x", *BLANK):
            return ""
        if text.casefold() in NOT_APPLICABLE or not_applicable(value):
            return "NA"
        return self._value(grid, line, column, value) if name == "value" else self._points(grid, line, column, value)

    def _points(self, grid: Grid, line: Line, column: int, value: Value) -> str:
        taken = figure_of(value) if line.id in self.penalties else None
        points = points_of(value) if taken is None else abs(taken)
        top = self.maxima[line.id]
        if points is None:
            text = _("“{found}” is not a number.", found=plain_text(value)[:60])
            hint = _("Write points such as 1.5 or 1,5; NA where not applicable; nothing where not scored yet.")
            self.problems.append(grid.problem(line.row, column, text, hint))
            return ""
        if not -1e-9 <= points <= top + 1e-9:
            text = _("{found} is out of range; {component} allows {allowed}.")
            text = text.format(found=figure(points), component=line.id, allowed=f"0–{figure(top)}")
            self.problems.append(grid.problem(line.row, column, text))
        return f"{points + 0.0:.12g}"

    def _value(self, grid: Grid, line: Line, column: int, value: Value) -> str:
        """A raw value as score files take it: an option's text or a number; a share of 1 for a percentage is not believed."""
        rule, text = self.rules.get(line.id), " ".join(plain_text(value).split())
        if rule is None:
            return text
        if isinstance(rule, Choice):
            known = {" ".join(option.split()).casefold(): option for option in rule.options}
            if text.casefold() not in known:
                told = _("“{found}” is not an option of this component.", found=shortened(text))
                hint = _("Options: {options}.", options=", ".join(rule.options))
                self.problems.append(grid.problem(line.row, column, told, hint))
            return text
        bare = text.removesuffix("%").strip()
        number = value if isinstance(value, float) else parse_number(bare, most=percentages_to(rule))
        if number is None or not VALUES.holds(number):
            self.problems.append(grid.problem(line.row, column, *value_fault(bare, rule)))
            return ""
        if bare == text and 0 < number <= 1 and _begins_above_1(rule):
            told = _("{found} is small for a percentage: is it a share of 1?", found=figure(number))
            hint = _("Write percentages as numbers such as 98.")
            self.problems.append(grid.problem(line.row, column, told, hint))
        return written(number)


def _begins_above_1(rule: Rule) -> bool:
    """Whether values of at most 1 are likely shares: where percentages are meant, or no tier is so low."""
    return percentages_to(rule) is not None or (isinstance(rule, Tiers) and rule.tiers[-1].min > 1)


def plain_text(value: Value) -> str:
    """A cell as a text: days as ISO dates."""
    if isinstance(value, float):
        return f"{value:.12g}"
    return value.isoformat()[:10] if isinstance(value, date) else "" if value is None else str(value)
