"""Faults in users' files and the one exception that carries them to the terminal."""

from dataclasses import dataclass, field

LISTED = 20
"""Faults that an error lists in full; the rest are counted (`cchc check` lists them all)."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is, what was found, what is allowed and what to do.

    `line` and `column` count from 1; 0 stands for "the file as a whole".
    """

    file: str
    line: int = 0
    column: int = 0
    where: str = ""
    text: str = ""
    hint: str = field(default="", compare=False)
    severity: str = "error"

    @property
    def place(self) -> str:
        """`file:line:column`, which editors and terminals open with a click."""
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.file, *numbers])

    def __str__(self) -> str:
        where = f" {self.where}:" if self.where else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.place}:{where} {self.text}{hint}"


class CchcError(Exception):
    """Anything that the user can put right: told on stderr, ends with `status`."""

    def __init__(self, text: str, *, hint: str = "", status: int = 2) -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint
        self.status = status


class InputError(CchcError):
    """Faults in the user's files. All of them are known; the first `LISTED` are shown."""

    def __init__(self, text: str, problems: list[Problem], *, total: int | None = None) -> None:
        super().__init__(text)
        self.problems = problems
        self.total = len(problems) if total is None else total
