"""Which component a row of a score sheet is about: by id, else by name, also where a spreadsheet has changed the id."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from cchc_cli.messages import _
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import Problem
from cchc_cli.office.components import Components, folded
from cchc_cli.office.marks import Mark, cell_marks, day_of, leading_mark

CLOSE = 0.75
"""How alike two names are at least, of 1, to ask whether they are the same."""
LONGEST = 500
"""Letters of a name that are compared."""
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
    `stage`: what its points are, where the row says it. `same_as`: the line whose merged cell says the component.
    `given`: the points by column; `worth`: the points that the row itself says; `option_rows`: for a component whose
    points stand in the row of the option that was reached, that row by column.
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
    mangled: bool = False
    refused: bool = False
    stage: str = ""
    same_as: Line | None = None
    given: dict[int, float] = field(default_factory=dict)
    worth: set[float] = field(default_factory=set)
    option_rows: dict[int, int] = field(default_factory=dict)

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
        self.nodes, self.order, self.leaves = components.nodes, components.order, components.leaves
        self.problems: list[Problem] = []
        self.repairs: list[tuple[str, str, str]] = []
        self.confirmed: list[tuple[str, str, str]] = []

    def settle(self, grid: Grid, lines: list[Line]) -> None:
        """Find the node of every line. What can't be settled becomes a problem, where the line has points."""
        above = _Above()
        for line in lines:
            self._candidates(grid, line, above)
        for unit in dict.fromkeys(line.unit for line in lines):
            _narrow([line for line in lines if line.unit == unit], self.order)
        self._options(grid, lines)
        for line in lines:
            self._conclude(grid, line)

    def _options(self, grid: Grid, lines: list[Line]) -> None:
        """Give components without points those of the options below them: rows without a number whose points are their own."""
        component: Line | None = None
        reached: dict[int, list[Line]] = {}
        # A name that is only near that of a component may be a slip, if no row has that component.
        there = {identity for line in lines for identity in line.found}
        missing = [name for leaf, names in self._names_of_leaves().items() if leaf not in there for name in names]
        for line in [*lines, None]:
            if line is None or line.found or (line.id_value is not None and not _is_letter(line.id_value)):
                self._take_options(grid, component, reached)
                component = line if line is not None and line.id in self.leaves and not line.has_points else None
                reached = {}
            elif component is not None and line.worth and not _near(line, missing):
                fits = {at: points in line.worth for at, points in line.given.items() if points or 0.0 in line.worth}
                if all(fits.values()):
                    for at in fits:
                        reached.setdefault(at, []).append(line)
                    line.has_points = False

    def _take_options(self, grid: Grid, component: Line | None, reached: dict[int, list[Line]]) -> None:
        if component is None or not reached:
            return
        for at, options in reached.items():
            if len(options) > 1:
                text = _("several options of {component} have points.", component=component.id)
                self.problems.append(
                    grid.problem(options[1].row, at, text, _("Keep the points of the one that counts."))
                )
            component.option_rows[at] = options[0].row
        component.has_points = True
        names = ", ".join(dict.fromkeys(f"“{options[0].name[:60]}”" for options in reached.values()))
        text = _("the points stand in the row of the option {name}.", name=names)
        self.repairs.append((component.address(grid), component.id, text))

    def _candidates(self, grid: Grid, line: Line, above: _Above) -> None:
        marks, line.mangled = cell_marks(line.id_value)
        name = line.name
        if not marks and line.id_value is None:
            mark, rest = leading_mark(name)
            if mark is not None and mark.style != "bullet":
                marks, name = [mark], rest
        texts = [mark.text for mark in marks]
        if isinstance(line.id_value, str):
            texts.append(line.id_value.strip())
        exact = self.components.known(texts)
        ids = exact | self.components.known([each for mark in marks for each in above.longer(mark)])
        names = self.components.named(name)
        line.found = (exact & names) or (ids & names)
        if not line.found and ids and names:
            line.refused = True
            text = _(
                "the number says {id}, but the name is that of {name}.",
                id=", ".join(sorted(ids)),
                name=", ".join(sorted(names)),
            )
            told = text
            if line.has_points:
                self.problems.append(line.problem(grid, told, _("Correct the number or the name.")))
        elif not line.found:
            # A number that a sheet counts anew in each area is meant below the area that stands above it.
            line.found = (ids - exact if above.area else set()) or exact or set(names)
        above.remember(marks)

    def _conclude(self, grid: Grid, line: Line) -> None:
        if line.refused:
            line.found = set()
        elif len(line.found) > 1:
            if not line.has_points or not line.found & self.leaves:
                line.found = set()
                return
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
        found = folded(leading_mark(line.name)[1])
        if line.id_value is None and not line.has_figures and not self._close(found):
            return
        likeness: dict[str, float] = {}
        if len(self.problems) < SUGGESTED:
            likeness = {
                identity: max(_likeness(found[:LONGEST], name) for name in names)
                for identity, names in self._names_of_leaves().items()
            }
        best = max(likeness, key=lambda each: likeness[each], default="")
        hint = ""
        if found and best and likeness[best] >= CLOSE:
            name = self.nodes[best].name
            question = _("{cell}: is “{found}” the component {id} {name}?")
            if self.ask(question.format(cell=line.address(grid), found=line.name, id=best, name=name)):
                line.found = {best}
                text = _("“{found}” was confirmed to be {name}.", found=line.name, name=name)
                self.confirmed.append((line.address(grid), best, text))
                return
            hint = _("Nearest: {id} {name}. Type its id or its whole name.", id=best, name=name)
        elif line.mangled and (day := day_of(line.id_value)) is not None:
            hint = _("A spreadsheet has made the day {day} of an id. Set the column to Text and type the id again.")
            hint = hint.format(day=day.isoformat()[:10])
        elif isinstance(line.id_value, str):
            hint = nearest(line.id_value, sorted(self.leaves))
        text = _("there is no component {component} in criteria.yaml.", component=shown(line))
        self.problems.append(line.problem(grid, text, hint))

    def _close(self, found: str) -> bool:
        """Whether a name is near that of any component."""
        names = (name for names in self._names_of_leaves().values() for name in names)
        return any(_likeness(found[:LONGEST], name) >= CLOSE for name in names)

    def _names_of_leaves(self) -> dict[str, list[str]]:
        return {
            leaf: [folded(name) for name in (self.nodes[leaf].name, self.nodes[leaf].name_en) if name]
            for leaf in self.leaves
        }


def _near(line: Line, names: list[str]) -> bool:
    """Whether the name of a line is near one of `names`."""
    found = folded(leading_mark(line.name)[1])[:LONGEST]
    return any(_likeness(found, name) >= CLOSE for name in names)


def _is_letter(value: Value) -> bool:
    """Whether a cell for numbers holds a), b) or a bullet, as options have."""
    return isinstance(value, str) and any(mark.style in ("letter", "bullet") for mark in cell_marks(value)[0])


def _likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1; 0 for those that are far from alike, which is quickly seen."""
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
        return 0.0
    return matcher.ratio()


def shown(line: Line) -> str:
    """What stands in the cell, as a spreadsheet shows it."""
    value = line.id_value
    if (day := day_of(value)) is not None:
        return f"“{day.isoformat()[:10]}”" if isinstance(value, date) else f"“{shown_number(value)}” ({day})"
    if isinstance(value, float):
        return f"“{value:.10g}”"
    return f"“{value or line.name[:80]}”"


def shown_number(value: Value) -> str:
    """A number or a text as it stands in its cell."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


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


def _narrow(lines: Iterable[Line], order: dict[str, int]) -> None:
    """Take away what another row is, and what does not stand in order between the rows around it."""
    rows = list(lines)
    for _pass in range(PASSES):
        changed = False
        sure = {line.id for line in rows if line.id}
        for line in rows:
            if len(line.found) > 1 and line.found & sure and line.found - sure:
                line.found -= sure
                changed = True
        places = [order[line.id] for line in rows if line.id]
        if places == sorted(places):
            changed |= _by_order(rows, order)
        if not changed:
            return


def _by_order(rows: list[Line], order: dict[str, int]) -> bool:
    changed = False
    highs = [len(order)]
    for line in reversed(rows):
        highs.append(min(highs[-1], order[line.id]) if line.id else highs[-1])
    low = -1
    for line, high in zip(rows, highs[-2::-1], strict=True):
        if line.id:
            low = max(low, order[line.id])
        if len(line.found) < 2:
            continue
        kept = {each for each in line.found if low < order[each] < high}
        if kept and kept != line.found:
            line.found = kept
            changed = True
            low = max(low, order[line.id]) if line.id else low
    return changed
