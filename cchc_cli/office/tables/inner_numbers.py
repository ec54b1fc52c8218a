"""Rows whose name is that of a criterion with one of its parts beside it, which has a number of its own: `Quy hoạch | 1.1. Có quy hoạch`."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_cli.model.grid import Value
from cchc_cli.office.rules.lines import says_rule
from cchc_cli.office.tables.row_kinds import Row
from cchc_cli.office.words.numbers import Mark, is_total, leading_mark


def are_numbered(names: Sequence[Value]) -> bool:
    """Whether names mostly begin with a number of their own: `1.1. Có quy hoạch`."""
    marks = [leading_mark(name)[0] if isinstance(name, str) else None for name in names]
    return len(marks) > 1 and 2 * sum(mark is not None and mark.style == "dotted" for mark in marks) > len(marks)


class InnerNumbers:
    """The numbers of parts, whose levels they say together with those of the criteria."""

    def __init__(self) -> None:
        self.outer = ""
        self.before: str | None = ""
        """What the numbers of its parts are to have before them; None where no part says it yet."""

    def go_on(self, made: Row, *, is_part: bool) -> None:
        """Let numbers of parts that begin anew (1, 2 below 3) go on with the one that they stand below."""
        made.level, mark = None, next(iter(made.marks), None)
        if mark is None or mark.style != "dotted":
            return
        if not is_part:
            self.outer, self.before = mark.text, None
        elif self.before is None:
            self.before = "" if mark.text.startswith(f"{self.outer}.") else f"{self.outer}."
        if is_part:
            made.marks = [Mark("dotted", f"{self.before}{mark.text}")]


def take_rule(made: Row) -> None:
    """Take the rule off a name that ends in one."""
    first, *lines = made.name.split("\n")
    begins = next((at for at, line in enumerate(lines) if says_rule(line)), len(lines))
    made.rule = "\n".join(filter(None, [*lines[begins:], made.rule]))
    made.name = "\n".join([first, *lines[:begins]])
    if made.numbered or is_total(made.name):
        made.name = " ".join(made.name.split())
