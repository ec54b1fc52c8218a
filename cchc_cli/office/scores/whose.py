"""Whose points a sheet holds: the unit that a row, a column, its name or title names, else the one that was asked for."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from cchc_cli.messages import N_, _
from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import folded
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import Problem, first_of
from cchc_cli.office.scores.line import ScoreLine
from cchc_cli.office.scores.sheet import ScoreSheet
from cchc_cli.office.words.numbers import text_of
from cchc_cli.office.words.units import NamedUnit, UnitNames, lie_apart

INITIALS = re.compile(r"(?<!\w)[A-ZĐ]{2,}(?!\w)")
LONGEST_SHORT, MOST_MEANT = 40, 3
"""Letters of a name that is cut short, and how many units it may be said to mean."""
ADD = N_("Correct the name, or add the unit to data/units.csv; its points are never taken as another unit's.")
LIST = N_("Name the unit with --unit; of several units, list all in data/units.csv, with the columns unit and name.")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def year_in(value: Value) -> int | None:
    """The year that a cell says."""
    found = YEAR.search(text_of(value))
    return int(found[1]) if found else None


@dataclass(frozen=True)
class Wanted:
    """What is to be imported."""

    year: int
    unit: str | None
    sheet: str | None
    default_unit: str | None

    def includes(self, unit: str) -> bool:
        """Whether points of a unit are wanted."""
        return self.unit in (None, unit)


def named_by_file(file: str, units: UnitNames) -> NamedUnit:
    """The units that the name of a file names, and what it plainly calls one that is not listed; a.xlsx and 1.xlsx are no names."""
    name = Path(file).stem.replace("_", " ")
    found = units.in_sheet_name(name) if sum(map(str.isalpha, name)) > 2 else NamedUnit()
    return NamedUnit(found.known, units.in_text(name).strange if units.fixed and not found.known else [])


@dataclass
class Whose:
    """Finds the unit of every sheet, and of rows and columns that name theirs.

    `others`: sheets that are another unit's than was asked for, and the cell and name that say so; `unheard`: units without
    scores where there is no units.csv, and the first cell that names each; `taken`: the sheets by the units whose points
    they were; `seen`: the units that rows and columns name.
    """

    file: str
    units: UnitNames
    wanted: Wanted
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    others: list[tuple[Grid, str, str]] = field(default_factory=list)
    unheard: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def lines(self, sheet: ScoreSheet, lines: list[ScoreLine]) -> list[ScoreLine] | None:
        """The lines with their units, those of other units left out; None where no unit is known."""
        if sheet.wide:
            self._wide(sheet)
            return lines
        if not self._name_lines(sheet, lines):
            return None
        if sheet.head.column("unit") is None and not sheet.unit_rows:
            return lines
        self.seen += dict.fromkeys(line.unit for line in lines if line.unit)
        self._strangers(sheet)
        return [line for line in lines if line.unit and self.wanted.includes(line.unit)]

    def _name_lines(self, sheet: ScoreSheet, lines: list[ScoreLine]) -> bool:
        """Put the units to lines, by a column, rows or the sheet; whether that one is known where it is needed."""
        column = sheet.head.column("unit")
        if column is None:
            return self._by_rows(sheet, lines)
        self._by_column(sheet, lines, column)
        return True

    def _by_column(self, sheet: ScoreSheet, lines: list[ScoreLine], column: int) -> None:
        """Put the units to lines that a column names; blank cells go on with the one above where each is named once."""
        texts = [str(sheet.grid.at(line.row, column) or "").strip() for line in lines]
        named = [text for text in texts if text]
        goes_on = 0 < len(named) == len({*named}) < len(lines)
        above = ""
        for line, text in zip(lines, texts, strict=True):
            above = text or (above if goes_on else "")
            self._name(sheet, line, column, above)
        if goes_on:
            cell = sheet.grid.address(lines[texts.index("")].row, column)
            self.notes.append(_("{cell}: rows without a unit were read as those of the unit above them.", cell=cell))

    def _by_rows(self, sheet: ScoreSheet, lines: list[ScoreLine]) -> bool:
        """Put the units to lines that rows above them name, else the sheet; whether that one is known where it is needed."""
        rows = sorted(sheet.unit_rows)
        above = not rows or any(line.row < rows[0] and line.has_points for line in lines)
        unit = self.of(sheet) if above else ""
        if unit:
            self.units.take_title(unit, (text for _cell, text in sheet.above))
        units = [unit or "", *(sheet.unit_rows[row] for row in rows)]
        for line in lines:
            line.unit = units[bisect(rows, line.row)]
        return unit is not None

    def _name(self, sheet: ScoreSheet, line: ScoreLine, column: int, text: str) -> None:
        """Put the unit to a line that names it in a column."""
        line.unit = self.units.find(text) or ("" if self.units.fixed else text)
        if not line.unit and line.has_points:
            sheet.strangers.append((sheet.grid.address(line.row, column), text))

    def _wide(self, sheet: ScoreSheet) -> None:
        """Leave out columns of other years; tell of units that are not known, and of those that stand there twice."""
        row = sheet.head.last
        for column, year in sheet.years.items():
            if year_in(year) != self.wanted.year:
                del sheet.units[column]
        self._strangers(sheet)
        self.seen += sheet.by_unit()
        for unit in filter(self.wanted.includes, sheet.by_unit()):
            for columns in sheet.by_unit()[unit].values():
                if len(columns) > 1:
                    places = ", ".join(sheet.grid.address(row, each) for each in columns)
                    text = _("the points of {unit} stand there twice: {places}.", unit=unit, places=places)
                    self.problems.append(sheet.grid.problem(row, columns[1], text, _("Keep one of them.")))

    def _strangers(self, sheet: ScoreSheet) -> None:
        """Units that are not known are faults; where one unit was asked for, the others do not matter."""
        if self.wanted.unit is not None and sheet.strangers:
            names = ", ".join(dict.fromkeys(text or cell for cell, text in sheet.strangers))
            self.notes.append(_("Not read, because units.csv does not have them: {units}.", units=names))
            return
        for place, (cell, name) in enumerate(dict(sheet.strangers).items()):
            text = _("the unit {unit} is not in units.csv.", unit=name)
            hint = self._nearest(name, _(ADD), listing=not (place or self.seen))
            if self.units.is_shared(name):
                text, hint = (
                    _("{found} is the name of several units.", found=name),
                    _("Write the word for its kind, or its id."),
                )
            elif not name:
                text, hint = _("there are points, but no unit stands here."), _("Write whose points these are.")
            self._fault(cell, text, hint)

    def of(self, sheet: ScoreSheet) -> str | None:
        """The unit of a sheet; None where it is another one, or not known, which is a problem then."""
        name, called = sheet.grid.called, self.units.in_sheet_name(sheet.grid.name)
        titled, cell, told = self._titled(sheet)
        if not self._trusted(sheet.grid, called, titled, (cell, told)):
            return None
        asked = self._meant(called.known, titled.known)
        units = ", ".join(sorted(asked))
        if called.known and titled.known and called.known.isdisjoint(titled.known):
            words = {"sheet": name, "title": told}
            text = _("the sheet is called {sheet}, but its title says {title}: whose points are these?", **words)
            self._fault(cell, text, _("Correct the one or the other."))
        elif asked and self.wanted.unit not in (None, *asked):
            self.others.append((sheet.grid, cell if titled.known else "", units))
        elif len(asked) > 1:
            text = _("the title of {sheet} names several units: {units}.", sheet=name, units=units)
            self._fault(cell, text, _("Name the unit with --unit, or write it above the table."))
        elif not asked:
            return self._assumed(sheet.grid)
        else:
            self.taken.setdefault(units, name)
            return units
        return None

    def _meant(self, called: set[str], titled: set[str]) -> set[str]:
        """The units that a sheet may be of: those that its name and its title share, else all; of these the one that was asked for."""
        known = called & titled or called | titled
        return known & {self.wanted.unit or ""} or known

    def _titled(self, sheet: ScoreSheet) -> tuple[NamedUnit, str, str]:
        """The units that texts above the table name, the first cell that names any, and what stands there."""
        titled, cell, told = NamedUnit(), "", ""
        for place, text in sheet.above:
            found = self.units.in_text(text)
            titled.add(found)
            if not told and (found.known or found.strange):
                cell, told = place, (found.strange or [" ".join(text.split())])[0]
        return titled, cell, told

    def _trusted(self, grid: Grid, called: NamedUnit, titled: NamedUnit, told: tuple[str, str]) -> bool:
        """Whether nothing speaks of a unit that is not known. A name that may be anything is overruled by --unit.

        `told`: the cell of a title that names a unit, and what stands there.
        """
        asked, name = self.wanted.unit, grid.name
        sure = called.known & titled.known or ({asked} & (called.known | titled.known))
        if titled.strange and not sure:
            return self._strange(grid, *told)
        if not called.strange or titled.known:
            return True
        if self.units.fixed and self.units.plainly(name):
            return self._strange(grid, "", name)
        if asked is not None:
            self.notes.append(_("The sheet is called {sheet}, which is no unit that is known here.", sheet=name))
            return True
        text = _("no unit is called like the sheet {sheet}; it may be one that is not known here.", sheet=name)
        if self.units.fixed:
            text = _(
                "no unit of units.csv is called like the sheet {sheet}; it may be one that is missing there.",
                sheet=name,
            )
        self._fault("", text, self._nearest(name, _("If you know whose points these are, say so with --unit.")))
        return False

    def _strange(self, grid: Grid, cell: str, found: str) -> bool:
        """A unit that is not known: its points are nobody else's."""
        if not self.units.fixed:
            self.unheard.setdefault(found, cell)
        elif self.wanted.unit is not None:
            self.others.append((grid, cell, found))
        else:
            text = _("{sheet} names {found}, which is not in units.csv.", sheet=grid.noun, found=found)
            if grid.name == found:
                text = _("the sheet {sheet} is called after a unit that is not in units.csv.", sheet=found)
            self._fault(cell, text, self._nearest(found, _(ADD)))
        return not self.units.fixed and self.wanted.unit is not None

    def _nearest(self, found: str, say: str, *, listing: bool = False) -> str:
        """Which units are meant by a name, else, if to be listed, which there are; and what to do."""
        names = [unit.name for unit in self.units.ids.values()]
        short = _(" or ").join(_cut_short(found, names)[:MOST_MEANT])
        hint = _("Did you mean {key}?", key=short) if short else nearest(found, names, listing=listing)
        return f"{hint} {say}".strip()

    def _assumed(self, grid: Grid) -> str | None:
        """The unit of a sheet that names none: --unit, that of the file's name, the default or the only one; it is told which."""
        called = named_by_file(self.file, self.units)
        if called.strange and self.wanted.unit is None:
            text = _(
                "{sheet} names {found}, which is not in units.csv.", sheet=Path(self.file).name, found=called.strange[0]
            )
            self._fault("", text, self._nearest(called.strange[0], _(ADD)))
            return None
        unit, why = self._choice(called.known)
        if unit is None:
            text = _("nothing in {sheet} says whose points these are.", sheet=grid.noun)
            hint = _("Write the unit above the table or in the name of the file; for one file --unit names it, too.")
            self._fault("", text, hint)
            return None
        if self.units.fixed and unit not in self.units.ids:
            text = _("the unit {unit} is not in units.csv.", unit=f"{unit} ({why})")
            self._fault("", text, self._nearest(unit, _(ADD)))
            return None
        self.taken[unit] = grid.called
        words = {"sheet": grid.noun, "unit": self.units.name(unit), "why": why}
        self.notes.append(_("No unit is named in {sheet}: its points were taken as those of {unit} ({why}).", **words))
        return unit

    def _choice(self, called: set[str]) -> tuple[str | None, str]:
        """The unit that is assumed, and why; of several after which a file is `called` it is none."""
        only = {*self.units.ids} if len(self.units.ids) == 1 else set()
        choices = (
            ({self.wanted.unit}, "--unit"),
            (called, _("the name of the file")),
            ({self.wanted.default_unit}, "defaults.unit"),
            (only, _("the only unit")),
        )
        units, why = next((each for each in choices if each[0] - {None}), ({None}, ""))
        return (next(iter(units)) if len(units) == 1 else None), why

    def conclude(self) -> None:
        """Once all sheets are read: sheets of other units are a remark where the one that was asked for was there."""
        for found, unit in self.units.otherwise.items():
            if unit in (*self.seen, *self.taken):
                self.notes.append(_("“{found}” was taken for {unit}.", found=found, unit=self.units.name(unit)))
        self._compare_places()
        self._conclude_unheard()
        if self.taken and self.others:
            sheets = ", ".join(grid.called for grid, _cell, _found in self.others)
            self.notes.append(_("Sheets of other units were not read: {sheets}.", sheets=sheets))
            return
        for grid, cell, found in self.others:
            text = _("{sheet} names {found}, not {unit}.", sheet=grid.noun, found=found, unit=self.wanted.unit)
            self._fault(cell, text, _("Leave --unit out to import each sheet for its own unit, or correct the name."))

    def _conclude_unheard(self) -> None:
        """A unit without scores may be the one that was asked for, by another name: it is told; several can't be."""
        asked = self.wanted.unit or ""
        unheard = {found: cell for found, cell in self.unheard.items() if folded(found) != folded(asked)}
        names = first_of([f"{cell} “{found}”" for found, cell in unheard.items()])
        if asked and len(unheard) == 1:
            words = {"names": names, "unit": self.units.name(asked)}
            self.notes.append(_("{names} has no scores yet: these were taken as those of {unit} (--unit).", **words))
        elif unheard:
            self._fault(
                "", _("there are no scores yet of {names}.", names=names), self._nearest(next(iter(unheard)), _(LIST))
            )

    def _compare_places(self) -> None:
        """One name with two places (`Xã Tân Lập, huyện Vũ Thư` and `…, huyện Hưng Hà`) is that of two units."""
        placed = {found: unit for found, unit in self.units.placed.items() if unit in (*self.seen, *self.taken)}
        for (one, unit), (other, another) in combinations((self.units.titled | placed).items(), 2):
            if unit == another and lie_apart(one, other):
                text = _("“{one}” and “{other}” have one name and lie in two places.", one=one, other=other)
                hint = _("In units.csv only {unit} has that name: leave the other one out.", unit=self.units.name(unit))
                self._fault("", text, hint)
        if placed:
            quoted = first_of([f"“{found}”" for found in placed])
            self.notes.append(
                _("Where units lie was not compared, as units.csv does not say it: {units}.", units=quoted)
            )

    def _fault(self, cell: str, text: str, hint: str) -> None:
        self.problems.append(Problem(self.file, 0, 0, cell, text, hint))


def _cut_short(text: str, names: Iterable[str]) -> list[str]:
    """The names that a text with initials may stand for: `Sở NV`, `VP UBND`, `P. TC-KH`."""
    if not INITIALS.search(text) or len(text) > LONGEST_SHORT:
        return []
    words = (f"(?:{word}|{'[^ ]* '.join(word)}[^ ]*)" for word in _words(text))
    spelled = re.compile(f"(?:[^ ]+ )?{' '.join(words)}")
    return [name for name in names if spelled.fullmatch(" ".join(_words(name)))]


def _words(name: str) -> list[str]:
    """The words of a name that have a letter in its initials."""
    return [word for word in folded(name).split() if word != "va"]
