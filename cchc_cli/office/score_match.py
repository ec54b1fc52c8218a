"""Which component a row of a score sheet is about: by id, else by name, also where a spreadsheet has changed the id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from cchc_cli.messages import _, written_day
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import Problem
from cchc_cli.office.components import CLOSE, Components
from cchc_cli.office.numbers import Mark, cell_marks, day_of, leading_mark
from cchc_cli.office.row_kinds import extra_kind

SUGGESTED = 100
"""Faults for which a near name is looked for; a sheet with more is another one."""
PASSES = 100
"""How often the order of rows is gone through, at most."""

Ask = Callable[[str], bool]
"""Puts a question to a person; False where nobody is there to answer."""


@dataclass
class Line:
    """A row of a sheet before and after it is known what it is about. `found`: ids of nodes that fit.

    `has_figures`: whether its points are more than words, as those of a signature block are.
    `agrees`: its number and its name say the same node; `torn`: what its number says, where its name says another.
    `stage`: what its points are, where the row says it. `same_as`: the line whose merged cell says the component.
    `given`: the points by column, None for a tick; `worth`: the points that the row itself says; `reached`: for a
    component whose points stand in the row of the option that was reached, that row by column, with its points.
    """

    row: int
    id_column: int | None
    id_value: Value
    name_column: int | None
    name: str
    unit: str = ""
    has_points: bool = True
    has_figures: bool = True
    found: set[str] = field(default_factory=set)
    marks: list[Mark] = field(default_factory=list)
    mangled: bool = False
    refused: bool = False
    agrees: bool = False
    torn: set[str] = field(default_factory=set)
    stage: str = ""
    same_as: Line | None = None
    given: dict[int, float | None] = field(default_factory=dict)
    worth: set[float] = field(default_factory=set)
    reached: dict[int, tuple[int, float]] = field(default_factory=dict)

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


class Matcher:
    """Finds the components of lines."""

    def __init__(self, components: Components, ask: Ask) -> None:
        self.components, self.ask = components, ask
        self.order, self.leaves = components.order, components.leaves
        self.problems: list[Problem] = []
        self.repairs: list[tuple[str, str, str]] = []
        self.notes: list[str] = []
        self.confirmed: list[tuple[str, str, str]] = []

    def settle(self, grid: Grid, lines: list[Line]) -> None:
        """Find the node of every line. What can't be settled becomes a problem, where the line has points."""
        above = _Above()
        for line in lines:
            self._candidates(line, above)
        self._by_names(grid, lines)
        by_unit: dict[str, list[Line]] = {}
        for line in lines:
            by_unit.setdefault(line.unit, []).append(line)
        for rows in by_unit.values():
            _narrow(rows, self.order)
        self._options(grid, lines)
        for line in lines:
            self._conclude(grid, line)

    def _by_names(self, grid: Grid, lines: list[Line]) -> None:
        """Refuse numbers that say one node and names that say another; where a sheet has numbers of its own, names count.

        They are its own where those that contradict names stand there several times, as where each area counts anew; or
        where none is that of its row's name, and those that contradict names are of other depths.
        """
        torn = [line for line in lines if line.torn]
        by_name = [line for line in lines if line.marks and self.components.named(self._bare(line))]
        counts = Counter(line.marks[0].text for line in by_name)
        anew = all(counts[mark.text] > 1 for line in torn for mark in line.marks[:1])
        own = not any(line.agrees for line in lines) and len(by_name) > 1
        if not anew and not (own and all(line.torn.isdisjoint(self._as_deep(line)) for line in torn)):
            for line in torn:
                self._refuse(grid, line, line.torn, self.components.named(self._bare(line)))
        elif torn:
            for line in lines:
                line.found = set(self.components.named(self._bare(line)))
            text = _("the numbers are others than those of criteria.yaml: rows were read by their names.")
            self.notes.append(f"{torn[0].address(grid)}: {text}")

    def _as_deep(self, line: Line) -> set[str]:
        """The nodes whose ids have as many parts as those that the name of a line says."""
        depths = {identity.count(".") for identity in self.components.named(self._bare(line))}
        return {identity for identity in line.torn if identity.count(".") in depths}

    def _bare(self, line: Line) -> str:
        """The name of a line without a number before it."""
        return leading_mark(line.name)[1] if line.id_value is None else line.name

    def _candidates(self, line: Line, above: _Above) -> None:
        name = self._marks(line)
        texts = [mark.text for mark in line.marks] + ([line.id_value.strip()] if isinstance(line.id_value, str) else [])
        exact, names = self.components.known(texts), self.components.named(name)
        longer = self.components.known([each for mark in line.marks for each in above.longer(mark)])
        line.found = (exact & names) or ((exact | longer) & names)
        line.agrees = bool(line.found)
        if not line.found and names and exact | longer:
            line.torn = exact | longer
        elif not line.found:
            # A number that a sheet counts anew in each area is meant below the area that stands above it.
            line.found = (longer - exact if above.area else set()) or exact or set(names)
        above.remember(line.marks)

    def _marks(self, line: Line) -> str:
        """Find the numbers that a line can have, in its cell or before its name; the name without."""
        line.marks, line.mangled = cell_marks(line.id_value)
        mark, rest = leading_mark(line.name) if line.id_value is None else (None, line.name)
        if mark is None or mark.style == "bullet":
            return line.name
        line.marks = [mark]
        return rest

    def _refuse(self, grid: Grid, line: Line, ids: set[str], names: set[str]) -> None:
        line.refused = True
        text = _(
            "the number says {id}, but the name is that of {name}.",
            id=", ".join(sorted(ids)),
            name=", ".join(sorted(names)),
        )
        if line.has_points:
            self.problems.append(line.problem(grid, text, _("Correct the number or the name.")))

    def _options(self, grid: Grid, lines: list[Line]) -> None:
        """Give components without points those of the options below them: rows whose points are their own."""
        # A name that is only near that of a component may be a slip, if no row has that component.
        there = {identity for line in lines for identity in line.found}
        missing = self.leaves - there
        component: Line | None = None
        reached: dict[int, list[tuple[Line, float]]] = {}
        for line in [*lines, None]:
            if line is None or not (component and _may_be_option(line, component)):
                self._take(grid, component, reached)
                component = line if line is not None and line.id in self.leaves else None
                reached = {}
            elif line.worth and not self._near(line, missing):
                _option(line, reached)

    def _take(self, grid: Grid, component: Line | None, reached: dict[int, list[tuple[Line, float]]]) -> None:
        """Put the points of the options that were reached to their component; it may say them as well."""
        if component is None or not reached:
            return
        for at, given in reached.items():
            # Where one of them gives something, the zeros of the others fill their cells.
            options = [each for each in given if each[1]] or given
            line, points = options[0]
            own = component.given.get(at, points) if component.has_points else points
            if len(options) > 1:
                text = _("several options of {component} have points.", component=component.id)
                hint = _("Keep the points of the one that counts.")
                self.problems.append(grid.problem(options[1][0].row, at, text, hint))
            elif own != points:
                text = _(
                    "{component} has other points than its option {name}.", component=component.id, name=line.name[:60]
                )
                hint = _("Keep the points of the one that counts.")
                self.problems.append(grid.problem(line.row, at, text, hint))
            component.reached[at] = line.row, points
        if component.has_points:
            return
        component.has_points = True
        names = ", ".join(dict.fromkeys(f"“{options[0][0].name[:60]}”" for options in reached.values()))
        text = _("the points stand in the row of the option {name}.", name=names)
        self.repairs.append((component.address(grid), component.id, text))

    def _near(self, line: Line, leaves: set[str]) -> bool:
        """Whether the name of a line is near one of a component among `leaves`."""
        return max(self.components.likeness(line.name, leaves).values(), default=0.0) >= CLOSE

    def _conclude(self, grid: Grid, line: Line) -> None:
        if line.refused:
            line.found = set()
        elif len(line.found) > 1:
            if line.has_points and line.found & self.leaves:
                text = _("{found} can be {ids}; nothing in the sheet says which.")
                ids = _(" or ").join(sorted(line.found, key=lambda each: self.order[each]))
                hint = _("Set the column to Text and type the id again.")
                self.problems.append(line.problem(grid, text.format(found=shown(line), ids=ids), hint))
            line.found = set()
        elif not line.found and line.has_points:
            self._nearest(grid, line)
        elif line.found and line.mangled and shown(line) != f"“{line.id}”":
            text = _("{found} was {id} before a spreadsheet changed it.", found=shown(line), id=line.id)
            self.repairs.append((line.address(grid), line.id, text))

    def _nearest(self, grid: Grid, line: Line) -> None:
        """Ask whether the component with the nearest name is meant; without an answer it is a problem."""
        likeness = self.components.likeness(line.name, self.leaves) if len(self.problems) < SUGGESTED else {}
        best = max(likeness, key=lambda each: likeness[each], default="")
        close = bool(best) and likeness[best] >= CLOSE
        if line.id_value is None and not line.has_figures and not close:
            return
        hint = self._hint(line)
        if close:
            name, found = self.components.nodes[best].name, " ".join(line.name.split())
            question = _("{cell}: is “{found}” the component {id} {name}?")
            if self.ask(question.format(cell=line.address(grid), found=found, id=best, name=name)):
                line.found = {best}
                text = _("“{found}” was confirmed to be {name}.", found=found, name=name)
                self.confirmed.append((line.address(grid), best, text))
                return
            hint = _("Nearest: {id} {name}. Type its id or its whole name.", id=best, name=name)
        text = _("there is no component {component} in criteria.yaml.", component=shown(line))
        if extra_kind(self._bare(line)):
            text = _("criteria.yaml has no adjustment {name}.", name=shown(line))
            hint = _(
                "Write it under adjustments, with its kind (bonus or penalty) and its most points; or delete the row."
            )
        self.problems.append(line.problem(grid, text, hint))

    def _hint(self, line: Line) -> str:
        if line.mangled and (day := day_of(line.id_value)) is not None:
            hint = _("A spreadsheet has made the day {day} of an id. Set the column to Text and type the id again.")
            return hint.format(day=written_day(day))
        return nearest(line.id_value, sorted(self.leaves)) if isinstance(line.id_value, str) else ""


def _option(line: Line, reached: dict[int, list[tuple[Line, float]]]) -> None:
    """Take what a row gives, where it is what the row is worth, or nothing; or a tick beside one worth."""
    only = next(iter(line.worth)) if len(line.worth) == 1 else None
    said = {at: only if points is None else points for at, points in line.given.items()}
    given = {at: points for at, points in said.items() if points != 0 or 0 in line.worth}
    if not all(points in line.worth for points in given.values()):
        return
    for at, points in given.items():
        if points is not None:
            reached.setdefault(at, []).append((line, points))
    line.has_points = False


def _may_be_option(line: Line, component: Line) -> bool:
    """Whether a line that is no node may say how a component is scored: no number, a letter, or one that goes on with it."""
    if line.found or line.refused:
        return False
    numbers = {mark.text for mark in component.marks} | {component.id}
    return all(mark.style in ("letter", "bullet") or mark.parent in numbers for mark in line.marks) and (
        bool(line.marks) or line.id_value is None
    )


def shown(line: Line) -> str:
    """What stands in the cell, as a spreadsheet shows it."""
    value = line.id_value
    number = f"{value:.10g}" if isinstance(value, float) else str(value)
    if (day := day_of(value)) is not None:
        return f"“{day.isoformat()[:10]}”" if isinstance(value, date) else f"“{number}” ({day})"
    return f"“{value or line.name[:80]}”" if not isinstance(value, float) else f"“{number}”"


@dataclass
class _Above:
    """The numbers under which a row stands: that of an area (II), and the last one with figures (1.1, II.1.1)."""

    area: str = ""
    last: tuple[str, ...] = ()

    def longer(self, mark: Mark) -> list[str]:
        """The ids that a number can be short for."""
        if mark.style == "letter":
            return [f"{each}.{mark.text}" for each in self.last]
        return [f"{self.area}.{mark.text}"] if self.area and mark.style == "dotted" else []

    def remember(self, marks: list[Mark]) -> None:
        """A row has gone by."""
        if not marks:
            return
        mark = marks[0]
        if mark.style in ("roman", "letters"):
            self.area, self.last = mark.text, ()
        elif mark.style == "dotted":
            self.last = (mark.text, f"{self.area}.{mark.text}") if self.area else (mark.text,)


def _narrow(rows: list[Line], order: dict[str, int]) -> None:
    """Take away what another row is, and what does not stand in order between the rows around it."""
    for _pass in range(PASSES):
        sure = {line.id for line in rows if line.id}
        torn = [line for line in rows if len(line.found) > 1 and sure & line.found < line.found and sure & line.found]
        for line in torn:
            line.found -= sure
        places = [order[line.id] for line in rows if line.id]
        in_order = places == sorted(places)
        if not (in_order and _by_order(rows, order)) and not torn:
            return


def _by_order(rows: list[Line], order: dict[str, int]) -> bool:
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
