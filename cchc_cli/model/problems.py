"""Faults in users' files and the one exception that carries them to the terminal."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.places import place_of

LISTED = 20
"""Faults that an error lists in full; the rest are counted (`cchc check` lists them all)."""
NAMED = 3
"""Rows that are named where the same fault stands in several."""


def first_of(texts: Collection[str], most: int = LISTED) -> str:
    """The first of many, with a sign that there are more."""
    return ", ".join(list(texts)[:most]) + (", …" if len(texts) > most else "")


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is, what was found, what is allowed and what to do.

    `line` and `column` count from 1; 0 stands for "the file as a whole". `where`: the column or key, for scripts;
    `seen`: the place as people see it, `row 6, column Mã tiêu chí (C)`. Of faults that are the `same` wrong word only the
    first is told (see `together`), with their `count`; `rows`: those in which they stand, the first few.
    """

    file: str
    line: int = 0
    column: int = 0
    where: str = ""
    text: str = ""
    hint: str = field(default="", compare=False)
    severity: str = "error"
    seen: str = field(default="", compare=False)
    same: bool = field(default=False, compare=False)
    rows: tuple[int, ...] = field(default=(), compare=False)
    count: int = field(default=1, compare=False)

    @property
    def place(self) -> str:
        """`file:line:column`, which editors and terminals open with a click; of a sheet `file!Sheet!C12`."""
        return place_of(self.file, self.line, self.column)

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """All but the place for programs: where people find it, what is wrong, what to do."""
        where = self.seen or self.where
        return " ".join(filter(None, (f"{where}:" if where else "", self.text, self.advice)))

    @property
    def advice(self) -> str:
        """What to do, and in which rows as well."""
        others = self.count - 1
        if not others:
            return self.hint
        named = [str(row) for row in self.rows[1 : NAMED + 1]]
        if not named:
            also = n_("It stands in {count} more row.", "It stands in {count} more rows.", others)
        elif self.file.endswith((".yaml", ".yml")):
            also = _also_in_lines(", ".join(named), others, others - len(named))
        else:
            also = _also_in_rows(", ".join(named), others, others - len(named))
        return f"{self.hint} {also}".strip()


def _also_in_rows(shown: str, others: int, beyond: int) -> str:
    if beyond:
        return _("Also in rows {rows} and {count} more.", rows=shown, count=beyond)
    return n_("Also in row {rows}.", "Also in rows {rows}.", others, rows=shown)


def _also_in_lines(shown: str, others: int, beyond: int) -> str:
    """A text file has lines, as its place says."""
    if beyond:
        return _("Also on lines {lines} and {count} more.", lines=shown, count=beyond)
    return n_("Also on line {lines}.", "Also on lines {lines}.", others, lines=shown)


LEFT_BARE = N_("Put its rows in, or take the file away.")
"""With this hint each command that reads the file tells it, not `check` alone."""


def no_rows(file: str, hint: str = "", severity: str = "warning") -> Problem:
    """That a file has a header alone."""
    return Problem(file, text=_("this file has no rows yet."), hint=hint, severity=severity)


def together(problems: Iterable[Problem]) -> list[Problem]:
    """The same wrong word again and again in a file as one fault: the first, with the rows of all."""
    first: dict[tuple[str, ...], int] = {}
    told: list[Problem] = []
    for problem in problems:
        # Of a path in a tree its last key: the others say whose it is.
        column = problem.where.rpartition(".")[2]
        key = (problem.file, column, problem.text, problem.hint, problem.severity)
        if problem.same and key in first:
            there = told[first[key]]
            rows = (*there.rows, *problem.rows)[: NAMED + 1]
            told[first[key]] = replace(there, rows=rows, count=there.count + problem.count)
            continue
        if problem.same:
            first[key] = len(told)
        told.append(problem)
    return told


class Refused(Exception):
    """Something that can't be taken: what is wrong with it and what to do; who knows where it stands tells it."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.text, self.hint = text, hint


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


class WhichUnit(CchcError):
    """Nobody says which of several units is meant; what takes all of them says so in its help."""


class LeftOut(CchcError):
    """A unit of which a command has nothing to say: a walk over all units goes past it, and tells so.

    `unit`: how the text calls it, where it does; of several the same is said once. `is_expected`: units.csv says that
    there was no such unit then; a walk tells nobody.
    """

    def __init__(
        self, text: str, *, hint: str = "", status: int = 2, unit: str = "", is_expected: bool = False
    ) -> None:
        super().__init__(text, hint=hint, status=status)
        self.unit, self.is_expected = unit, is_expected


class InputError(CchcError):
    """Faults in the user's files. All of them are known; the first `LISTED` are shown.

    `checked`: whether `cchc check` tells the others as well, as it does of the files of a workspace.
    """

    def __init__(self, text: str, problems: list[Problem], *, total: int | None = None, checked: bool = True) -> None:
        super().__init__(text)
        self.problems = together(problems)
        self.total = len(self.problems) if total is None else total - (len(problems) - len(self.problems))
        self.args = text, self.problems  # what a copy in another process is made of
        rest = self.total - min(len(problems), LISTED)
        self.rest = n_("… and {count} more fault", "… and {count} more faults", rest)
        if checked:
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
