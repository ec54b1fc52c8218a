"""Colours of a terminal: what is late, and bars under what is low."""

import io
import re
from unittest.mock import patch

import pandas as pd
import pytest

from cchc_cli.model.blocks import Column, Table
from cchc_cli.model.report import Report
from cchc_cli.show.writers.filed import html as page
from cchc_cli.show.writers.printed import table as terminal

RED, ESCAPE = "\x1b[31m", r"\x1b\[[\d;]*m"


class Screen(io.StringIO):
    """A terminal that only remembers."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def red_lines(table: Table, width: str) -> list[str]:
    """The first words of the lines that have something red."""
    screen = Screen()
    with patch.dict("os.environ", {"COLUMNS": width}):
        terminal.write(Report("track", "Tasks", table.frame, ("task",), tables=(table,)), "", screen)
    return [re.sub(ESCAPE, "", line).split()[0] for line in screen.getvalue().splitlines() if RED in line]


@pytest.mark.parametrize("width", ["100", "24"])
def test_rows_of_what_is_overdue_are_red_also_where_a_table_goes_on_below(width: str) -> None:
    frame = pd.DataFrame(
        {
            "task": ["T-1", "T-2", "T-3"],
            "due": ["2023-03-01"] * 3,
            "more": ["2023-09-01"] * 3,
            "state": ["doing", "overdue", "done"],
        }
    )
    columns = (
        Column("task", "Task"),
        Column("due", "Deadline of the task", "date"),
        Column("more", "Another day of it", "date"),
    )
    lines = red_lines(Table(frame, columns, states="state"), width)
    assert lines == ["T-2"] * len(lines) and len(lines) == (1 if width == "100" else 2)


def test_bars_under_the_limit_are_red() -> None:
    frame = pd.DataFrame({"area": ["A", "B", "C"], "percent": [69.9, 70.0 - 1e-12, 100.0]})
    table = Table(frame, (Column("area", "Area"), Column("percent", "", "bar", low=70.0)))
    assert red_lines(table, "80") == ["A"]
    shown = io.StringIO()
    page.write(Report("score", "Score", frame, ("area",), tables=(table,)), "", shown)
    assert shown.getvalue().count('class="bar low"') == 1
    assert shown.getvalue().count('class="rail"') == 3


def test_bars_without_a_limit_are_never_red() -> None:
    frame = pd.DataFrame({"area": ["A"], "percent": [0.0]})
    assert red_lines(Table(frame, (Column("area", "Area"), Column("percent", "", "bar"))), "80") == []


def test_what_fell_and_low_bars_are_red_in_every_part_of_a_wide_table() -> None:
    frame = pd.DataFrame({"area": ["A", "B"], "change": [-1.0, 2.0], "bar": [100.0, 9.0], "text": ["x" * 20] * 2})
    columns = (
        Column("area", "Area"),
        Column("text", "A text of more than that", "id"),
        Column("change", "Rise or fall of it", "change"),
        Column("bar", "How much there is", "bar", low=70.0),
    )
    assert red_lines(Table(frame, columns), "90") == ["A", "B"]
    assert red_lines(Table(frame, columns), "34") == ["A", "B"]


def test_a_terminal_parts_the_total_and_what_stands_below_a_table_as_plain_text_does() -> None:
    frame = pd.DataFrame({"area": ["A", "B"], "points": [1.0, 2.0]})
    columns = (Column("area", "Area"), Column("points", "Points", "points"))
    table = Table(frame, columns, total={"area": "Total", "points": 3.0}, after=("Signs: none.",))
    report = Report("score", "Score", frame, ("area",), tables=(table,))
    shown, screen = io.StringIO(), Screen()
    terminal.write(report, "", shown)
    with patch.dict("os.environ", {"NO_COLOR": "1"}):
        terminal.write(report, "", screen)
    lines = [re.sub(ESCAPE, "", line).rstrip() for line in screen.getvalue().splitlines()]
    assert [line.replace("─", "-") for line in lines] == shown.getvalue().splitlines()
