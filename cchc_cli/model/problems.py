"""Faults in users' files and the one exception that carries them to the terminal."""

from dataclasses import dataclass, field

from cchc_cli.messages import n_
from cchc_cli.model.places import place_of

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
        """`file:line:column`, which editors and terminals open with a click; of a sheet `file!Sheet!C12`."""
        return place_of(self.file, self.line, self.column)

    def __str__(self) -> str:
        where = f" {self.where}:" if self.where else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.place}:{where} {self.text}{hint}"


class CchcError(Exception):
    """Anything that the user can put right: what is wrong in one sentence, and what to do, if more is known.

    On the command line it is told on stderr and ends with `status`. `argument` is that of a command which can't be what
    was given: the text begins with it.
    """

    def __init__(self, text: str, *, hint: str = "", status: int = 2, argument: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.argument = argument
        self.hint = hint
        self.status = status

    @property
    def details(self) -> list[str]:
        """The lines that follow the text."""
        return self.hint.splitlines()

    def __str__(self) -> str:
        return "\n".join((self.text, *self.details))


class LeftOut(CchcError):
    """A unit of which a command has nothing to say: a walk over all units goes past it, and tells so."""


class InputError(CchcError):
    """Faults in the user's files. All of them are known; the first `LISTED` are shown."""

    def __init__(self, text: str, problems: list[Problem], *, total: int | None = None) -> None:
        super().__init__(text)
        self.problems = problems
        self.total = len(problems) if total is None else total
        self.args = text, problems  # what a copy in another process is made of
        rest = self.total - min(len(problems), LISTED)
        self.rest = n_(
            "… and {count} more fault; all of them: cchc check",
            "… and {count} more faults; all of them: cchc check",
            rest,
        )

    @property
    def details(self) -> list[str]:
        """The faults that are listed, and how many more there are."""
        more = [self.rest] if self.total > len(self.problems[:LISTED]) else []
        return [f"  {line}" for line in (*self.problems[:LISTED], *more)] + super().details
