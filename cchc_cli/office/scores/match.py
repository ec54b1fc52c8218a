"""Which component a row of a score sheet is about: by id, else by name, also where a spreadsheet has changed the id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, takewhile

from cchc_cli.messages import _, written_day
from cchc_cli.model.bounds import shortened
from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import Problem, first_of
from cchc_cli.office.scores.components import CLOSE, Components
from cchc_cli.office.scores.line import ScoreLine, narrow, shown
from cchc_cli.office.tables.row_kinds import extra_kind
from cchc_cli.office.words.numbers import Mark, cell_marks, day_of, leading_mark, text_of
from cchc_cli.office.words.vocabulary import NO_COMPONENT

SHOWN = 3
"""Rows with other names that are told."""
SUGGESTED = 100
"""Faults for which a near name is looked for; a sheet with more is another one."""

Ask = Callable[[str], bool]
"""Puts a question to a person; False where nobody is there to answer."""

Reached = dict[int, list[tuple[ScoreLine, float]]]
"""The options of a component that have points, with these, by column."""


class Matcher:
    """Finds the components of lines."""

    def __init__(self, components: Components, ask: Ask) -> None:
        self.components, self.ask = components, ask
        self.order, self.leaves = components.order, components.leaves
        self.problems: list[Problem] = []
        self.repairs: list[tuple[str, str, str]] = []
        self.notes: list[str] = []
        self.confirmed: list[tuple[str, str, str]] = []
        self.numbered = False

    def settle(self, grid: Grid, lines: list[ScoreLine]) -> None:
        """Find the node of every line. What can't be settled becomes a problem, where the line has points."""
        above, self.numbered = _Above(), any(line.id_value is not None for line in lines)
        for line in lines:
            line.take_id_of_name(self.leaves)
            self._candidates(line, above)
        self._by_names(grid, lines, [line for line in lines if line.torn])
        by_unit: dict[str, list[ScoreLine]] = {}
        for line in lines:
            by_unit.setdefault(line.unit, []).append(line)
        for rows in by_unit.values():
            narrow(rows, self.order)
            self._take_only_parts(grid, rows)
        self._options(grid, lines)
        self._leave_out(grid, lines)
        for at, line in enumerate(lines):
            if line.found or not self._sums_up(line, lines[at + 1 :]):
                self._conclude(grid, line)
        self._tell_strays(grid, lines)
        self._tell_unlike(grid, lines)

    def _take_only_parts(self, grid: Grid, rows: list[ScoreLine]) -> None:
        """Read an area or a criterion as the only component that it has, where no row of a unit is about that one."""
        there = Counter(chain.from_iterable(line.found for line in rows))
        for line in filter(lambda line: line.has_points, rows):
            meant = {self.components.only_parts.get(each, each) for each in line.found}
            part = next(iter(meant), "")
            if len(meant) == 1 and meant != line.found and there[part] == (part in line.found):
                line.found, there[part] = meant, 1
                words = {"found": shown(line), "id": part}
                text = _("{found} has no other component: its points are those of {id}.", **words)
                self.repairs.append((line.address(grid), part, text))

    def _by_names(self, grid: Grid, lines: list[ScoreLine], torn: list[ScoreLine]) -> None:
        """Refuse numbers that say one node and names that say another; where a sheet has numbers of its own, names count.

        They are its own where those that contradict names stand there several times, as where each area counts anew; where
        they count the rows, and few are those of names; or where none is that of its row's name, and some stand there again or
        those that contradict names are of other depths.
        """
        if torn and self._are_own(lines, torn):
            for line in lines:
                line.found, line.stray = set(self.components.named(line.bare)), False
            text = _("the numbers are others than those of criteria.yaml: rows were read by their names.")
            self.notes.append(f"{torn[0].address(grid)}: {text}")
            # Where another row has this name too, names don't say which row is meant.
            rows = Counter((line.unit, line.id) for line in lines)
            torn = [line for line in torn if line.id and rows[line.unit, line.id] > 1]
        for line in torn:
            self._refuse(grid, line)

    def _tell_strays(self, grid: Grid, lines: list[ScoreLine]) -> None:
        """Tell of ids that do not exist, where rows were taken by their names; not where a sheet numbers rows its own way."""
        strays = [line for line in lines if line.stray and line.has_points and line.id in self.leaves]
        if len(strays) < sum(line.agrees for line in lines):
            for line in strays:
                text = _("there is no {found}: it was read as {id}, by its name.", found=_number(line), id=line.id)
                self.repairs.append((line.address(grid), line.id, text))

    def _tell_unlike(self, grid: Grid, lines: list[ScoreLine]) -> None:
        """Tell of rows whose name has next to nothing of that of the component that their number says: another framework?"""
        unlike = [
            f"{line.address(grid)} “{shortened(line.name)}” ({line.id} {self.components.nodes[line.id].name})"
            for line in lines
            if line.id in self.leaves and line.has_points and not line.agrees
            if self.components.is_unlike(line.id, line.bare)
        ]
        if unlike:
            text = _(
                "Rows read by their numbers, though their names are others in criteria.yaml: {rows}. Is this sheet one of this framework?"
            )
            self.notes.append(text.format(rows=first_of(unlike, SHOWN)))

    def _are_own(self, lines: list[ScoreLine], torn: list[ScoreLine]) -> bool:
        """Whether the numbers of a sheet are no ids."""
        named = filter(lambda line: bool(line.marks and self.components.named(line.bare)), lines)
        counts, agreed = Counter(line.texts[0] for line in named), sum(line.agrees for line in lines)
        if all(counts[line.texts[0]] > 1 for line in torn):
            return True
        in_turn = [*counts] == [*map(str, range(1, len(counts) + 1))]
        if agreed:
            return in_turn and 2 * agreed < len(torn)
        again = counts.total() > len(counts)
        return counts.total() > 1 and any((in_turn, again, not any(map(self._is_as_deep, torn))))

    def _is_as_deep(self, line: ScoreLine) -> bool:
        """Whether the number of a line has as many parts as the id of what its name says."""
        named = self.components.named(line.bare)
        return not {each.count(".") for each in named}.isdisjoint(each.count(".") for each in line.torn)

    def _candidates(self, line: ScoreLine, above: _Above) -> None:
        name = self._marks(line)
        names, exact = self.components.named(name), self.components.known(line.texts)
        longer = self.components.known(chain.from_iterable(map(above.longer, line.marks)))
        numbered = exact | longer
        line.found = exact & names or numbered & names
        line.agrees = bool(line.found)
        if names:
            line.torn = set() if line.found else numbered
            line.stray = not numbered and _has_number(line)
        if not line.found and not line.torn:
            # A number that a sheet counts anew in each area is meant below the area that stands above it.
            line.found = (longer - exact if above.area else set()) or exact or set(names)
        above.remember(line.marks)

    def _marks(self, line: ScoreLine) -> str:
        """Find the numbers that a line can have, in its cell or before its name; the name without, which may stand in that cell."""
        line.marks, line.mangled = cell_marks(line.id_value)
        mark, rest = leading_mark(line.name) if line.id_value is None else (None, line.name)
        if mark is None or mark.style == "bullet":
            return line.name or text_of(line.id_value) * (not line.marks)
        # Beside a column of numbers, `1. Ban hành đầy đủ` below 1.1 only counts its parts or options.
        line.marks = [] if self.numbered and mark.text.isdigit() else [mark]
        return rest

    def _refuse(self, grid: Grid, line: ScoreLine) -> None:
        line.refused, line.found = True, set()
        if line.has_points:
            ids, names = (", ".join(sorted(each)) for each in (line.torn, self.components.named(line.bare)))
            text = _("the number says {id}, but the name is that of {name}.", id=ids, name=names)
            self.problems.append(line.problem(grid, text, _("Correct the number or the name.")))

    def _options(self, grid: Grid, lines: list[ScoreLine]) -> None:
        """Give components without points those of the options below them: rows whose points are their own."""
        # A name that is only near that of a component may be a slip, if no row has that component.
        there = {identity for line in lines for identity in line.found}
        missing = self.leaves - there
        component, reached = None, Reached()
        for line in lines:
            if component and _may_be_option(line, component):
                if line.worth and max(self.components.likeness(line.name, missing).values(), default=0.0) < CLOSE:
                    _option(line, reached)
                continue
            self._take(grid, component, reached)
            component, reached = line if line.id in self.leaves else None, Reached()
        self._take(grid, component, reached)

    def _take(self, grid: Grid, component: ScoreLine | None, reached: Reached) -> None:
        """Put the points of the options that were reached to their component; it may say them as well."""
        if component is None or not reached:
            return
        # Where one of them gives something, the zeros of the others fill their cells.
        counting = {at: [each for each in given if each[1]] or given for at, given in reached.items()}
        for at, options in counting.items():
            component.reached[at] = options[0][0].row, options[0][1]
            self._compare_options(grid, component, at, options)
        if not component.has_points:
            component.has_points = True
            names = ", ".join(dict.fromkeys(f"“{shortened(options[0][0].name)}”" for options in counting.values()))
            text = _("the points stand in the row of the option {name}.", name=names)
            self.repairs.append((component.address(grid), component.id, text))

    def _compare_options(
        self, grid: Grid, component: ScoreLine, at: int, options: list[tuple[ScoreLine, float]]
    ) -> None:
        """Refuse several options with points in a column, and a component that says others than its option."""
        (line, points), *more = options
        if more:
            line, text = more[0][0], _("several options of {component} have points.", component=component.id)
        elif component.has_points and component.given.get(at, points) != points:
            words = {"component": component.id, "name": shortened(line.name)}
            text = _("{component} has other points than its option {name}.", **words)
        else:
            return
        self.problems.append(grid.problem(line.row, at, text, _("Keep the points of the one that counts.")))

    def _conclude(self, grid: Grid, line: ScoreLine) -> None:
        """Repair, ask about, or refuse what is not sure of a line."""
        if line.refused:
            line.found = set()
        elif len(line.found) > 1:
            self._refuse_several(grid, line)
        elif not line.found:
            self._nearest(grid, line)
        elif line.mangled and not line.stray and shown(line) != f"“{line.id}”":
            text = _("{found} was {id} before a spreadsheet changed it.", found=shown(line), id=line.id)
            self.repairs.append((line.address(grid), line.id, text))

    def _leave_out(self, grid: Grid, lines: list[ScoreLine]) -> None:
        """Pass over rows that are no nodes, can get 0 points at most, and have no more."""
        unscored = [line for line in lines if line.has_points and not line.found and _gives_nothing(line)]
        for line in unscored:
            line.has_points = False
        if rows := first_of([line.address(grid) for line in unscored], SHOWN):
            text = _("Rows whose maximum is 0, which criteria.yaml does not have, were left out: {rows}.", rows=rows)
            self.notes.append(text)

    def _sums_up(self, line: ScoreLine, below: Iterable[ScoreLine]) -> bool:
        """Whether a row that is no node has the points of those below it: a level that criteria.yaml does not have."""
        parts = takewhile(lambda each: each.unit == line.unit and each.kinds != line.kinds, below)
        leaves = [each for each in parts if each.id in self.leaves]
        return len(leaves) > 1 and line.has_points_of(leaves) and line.is_worth(leaves)

    def _refuse_several(self, grid: Grid, line: ScoreLine) -> None:
        ids, line.found = sorted(line.found, key=lambda each: self.order[each]), set()
        if not line.has_points or self.leaves.isdisjoint(ids):
            return
        text = _("{found} can be {ids}; nothing in the sheet says which.", found=shown(line), ids=_(" or ").join(ids))
        hint = _("Write its whole id, such as {id}, or its name as criteria.yaml has it.", id=ids[0])
        if line.mangled:
            hint = _("Set the column to Text and type the id again.")
        self.problems.append(line.problem(grid, text, hint))

    def _nearest(self, grid: Grid, line: ScoreLine) -> None:
        """Ask whether the component with the nearest name is meant; without an answer it is a problem."""
        best = self._closest(line) if line.has_points else ""
        known = line.given or line.has_id or best
        if not (line.has_points and known) or NO_COMPONENT.fullmatch(plain(line.name)):
            return
        if not best or not self._confirmed(grid, line, best):
            self.problems.append(line.problem(grid, *self._unknown(line, best)))

    def _closest(self, line: ScoreLine) -> str:
        """The component with the nearest name; blank where none is near, or enough of them were suggested."""
        likeness = self.components.likeness(line.name, self.leaves) if len(self.problems) < SUGGESTED else {}
        best = max(likeness, key=lambda each: likeness[each], default="")
        return best if best and likeness[best] >= CLOSE else ""

    def _unknown(self, line: ScoreLine, best: str) -> tuple[str, str]:
        """That criteria.yaml has nothing of what a row says, and what to do; `best`: the component that may be meant."""
        if extra_kind(line.bare):
            name = f"“{shortened(line.name, 80)}”" if line.name else shown(line)
            return _("criteria.yaml has no adjustment {name}.", name=name), _(
                "Write it under adjustments, with its kind (bonus or penalty) and its most points; or delete the row."
            )
        text = _("there is no component {component} in criteria.yaml.", component=shown(line))
        if not best:
            return text, self._hint(line)
        name = self.components.nodes[best].name
        return text, _("Nearest: {id} {name}. Type its id or its whole name.", id=best, name=name)

    def _confirmed(self, grid: Grid, line: ScoreLine, best: str) -> bool:
        """Whether a person says that the component with the nearest name is meant; then it is."""
        name, found, cell = self.components.nodes[best].name, " ".join(line.name.split()), line.address(grid)
        words = {"cell": cell, "found": found, "id": best, "name": name}
        if not self.ask(_("{cell}: is “{found}” the component {id} {name}?", **words)):
            return False
        line.found = {best}
        self.confirmed.append((cell, best, _("“{found}” was confirmed to be {name}.", **words)))
        return True

    def _hint(self, line: ScoreLine) -> str:
        if line.mangled and (day := day_of(line.id_value)) is not None:
            text = _("A spreadsheet has made the day {day} of an id. Set the column to Text and type the id again.")
            return text.format(day=written_day(day))
        return nearest(line.id_value, sorted(self.leaves)) if isinstance(line.id_value, str) else ""


def _has_number(line: ScoreLine) -> bool:
    """Whether a row has what may be an id: a letter that counts its rows is none."""
    return any(mark.style not in ("letter", "bullet") for mark in line.marks) or (line.has_id and not line.marks)


def _number(line: ScoreLine) -> str:
    """The number of a row as it stands there, in a cell of its own or before the name."""
    return shown(line) if line.id_value is not None else f"“{line.marks[0].text}”"


def _option(line: ScoreLine, reached: Reached) -> None:
    """Take what a row gives, where it is what the row is worth, or nothing; or a tick beside one worth."""
    only = next(iter(line.worth)) if len(line.worth) == 1 else None
    said = {at: only if points is None else points for at, points in line.given.items()}
    given = {at: points for at, points in said.items() if points != 0 or 0 in line.worth}
    if line.worth.issuperset(given.values()):
        for at, points in given.items():
            reached.setdefault(at, []).append((line, points or 0.0))
        line.has_points = False


def _gives_nothing(line: ScoreLine) -> bool:
    """Whether a row can get 0 points at most, and has no more."""
    return not line.refused and line.worth == {0} and not any(line.given.values())


def _may_be_option(line: ScoreLine, component: ScoreLine) -> bool:
    """Whether a line that is no node may say how a component is scored: no number, a letter, or one that goes on with it."""
    if line.found or line.refused:
        return False
    numbers = {mark.text for mark in component.marks} | {component.id}
    below = all(mark.style in ("letter", "bullet") or mark.parent in numbers for mark in line.marks)
    return below and (bool(line.marks) or line.id_value is None)


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
