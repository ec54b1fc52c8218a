"""Whose points a sheet holds: the unit that its name or title names, else the one that was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from cchc_cli.messages import _
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import Problem
from cchc_cli.office.score_sheet import ScoreSheet
from cchc_cli.office.units import Named, Units


@dataclass(frozen=True)
class Wanted:
    """What is to be imported."""

    year: int
    unit: str | None
    sheet: str | None
    default_unit: str | None


@dataclass
class Whose:
    """Finds the unit of every sheet. `others`: sheets that are another unit's than was asked for, and the cell and name
    that say so; `taken`: the sheets by the units whose points they were."""

    file: str
    units: Units
    wanted: Wanted
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    others: list[tuple[str, str, str]] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)

    def of(self, sheet: ScoreSheet) -> str | None:
        """The unit of a sheet; None where it is another one, or not known, which is a problem then."""
        called = self.units.in_sheet_name(sheet.grid.name)
        titled, cell, told = self._titled(sheet)
        if not self._trusted(sheet, called, titled, cell, told):
            return None
        known = called.known & titled.known or called.known | titled.known
        if called.known and titled.known and called.known.isdisjoint(titled.known):
            text = _("the sheet is called {sheet}, but its title says {title}: whose points are these?")
            text = text.format(sheet=sheet.grid.name, title=told)
            self._fault(cell, text, _("Correct the one or the other."))
            return None
        asked = known & {self.wanted.unit or ""} or known
        if known and self.wanted.unit is not None and asked != {self.wanted.unit}:
            self.others.append((sheet.grid.name, cell if titled.known else "", ", ".join(sorted(known))))
            return None
        if len(asked) > 1:
            text = _("the title of {sheet} names several units: {units}.")
            text = text.format(sheet=sheet.grid.name, units=", ".join(sorted(asked)))
            self._fault(cell, text, _("Name the unit with --unit, or call the sheet after it."))
            return None
        return self._named(sheet, next(iter(asked))) if asked else self._assumed(sheet)

    def _titled(self, sheet: ScoreSheet) -> tuple[Named, str, str]:
        """The units that texts above the table name, the first cell that names any, and what stands there."""
        titled, cell, told = Named(), "", ""
        for place, text in sheet.above:
            found = self.units.in_text(text)
            titled.add(found)
            if not told and (found.known or found.strange):
                cell, told = place, (found.strange or [" ".join(text.split())])[0]
        return titled, cell, told

    def _trusted(self, sheet: ScoreSheet, called: Named, titled: Named, cell: str, told: str) -> bool:
        """Whether nothing speaks of a unit that is not known. A name that may be anything is overruled by --unit."""
        name, asked = sheet.grid.name, self.wanted.unit
        sure = called.known & titled.known or ({asked} & (called.known | titled.known))
        if titled.strange and not sure:
            return self._strange(name, cell, told)
        if not called.strange or titled.known:
            return True
        if self.units.fixed and self.units.plainly(name):
            return self._strange(name, "", name)
        if asked is not None:
            text = _("The sheet is called {sheet}, which is no unit that is known here.", sheet=name)
            self.notes.append(text)
            return True
        text = _("no unit is called like the sheet {sheet}; it may be one that is not known here.")
        if self.units.fixed:
            text = _("no unit of units.csv is called like the sheet {sheet}; it may be one that is missing there.")
        hint = nearest(name, [unit.name for unit in self.units.ids.values()], listing=False)
        say = _("If you know whose points these are, say so with --unit.")
        self._fault("", text.format(sheet=name), f"{hint} {say}".strip())
        return False

    def _strange(self, sheet: str, cell: str, found: str) -> bool:
        """A unit that is not known: its points are nobody else's."""
        if not self.units.fixed and self.wanted.unit is not None:
            return True
        if self.wanted.unit is not None:
            self.others.append((sheet, cell, found))
            return False
        text = _("the sheet {sheet} names {found}, which is not in units.csv.")
        if sheet == found:
            text = _("the sheet {sheet} is called after a unit that is not in units.csv.")
        if not self.units.fixed:
            text = _("the sheet {sheet} names {found}, of which there are no scores yet.")
        hint = nearest(found, [unit.name for unit in self.units.ids.values()], listing=False)
        say = _("Correct the name, or add the unit to units.csv; its points are never taken as another unit's.")
        if not self.units.fixed:
            say = _("Name the unit with --unit.")
        self._fault(cell, text.format(sheet=sheet, found=found), f"{hint} {say}".strip())
        return False

    def _named(self, sheet: ScoreSheet, unit: str) -> str:
        self.taken.setdefault(unit, sheet.grid.name)
        return unit

    def _assumed(self, sheet: ScoreSheet) -> str | None:
        """The unit of a sheet that names none: --unit, the default unit, or the only one; it is told which."""
        name = sheet.grid.name
        unit, why = self.wanted.unit, "--unit"
        if unit is None:
            unit, why = self.wanted.default_unit, "defaults.unit"
        if unit is None and len(self.units.ids) == 1:
            unit, why = self.units.names[0], _("the only unit")
        if unit is None:
            text = _("nothing in the sheet {sheet} says whose points these are.", sheet=name)
            self._fault("", text, _("Name the unit with --unit, or call the sheet after it."))
        elif unit in self.taken:
            text = _("the sheets {first} and {second} would both be the points of {unit}.")
            text = text.format(first=self.taken[unit], second=name, unit=unit)
            self._fault("", text, _("Name the one to read: --sheet NAME"))
            return None
        else:
            self.taken[unit] = name
            text = _(
                "The sheet {sheet} names no unit: its points were taken as those of {unit} ({why}).",
                sheet=name,
                unit=unit,
                why=why,
            )
            self.notes.append(text)
        return unit

    def conclude(self) -> None:
        """Once all sheets are read: sheets of other units are a remark where the one that was asked for was there."""
        if not self.others:
            return
        if self.taken:
            sheets = ", ".join(name for name, _cell, _found in self.others)
            self.notes.append(_("Sheets of other units were not read: {sheets}.", sheets=sheets))
            return
        for sheet, cell, found in self.others:
            text = _("the sheet {sheet} names {found}, not {unit}.")
            hint = _("Leave --unit out to import each sheet for its own unit, or correct the name.")
            self._fault(cell, text.format(sheet=sheet, found=found, unit=self.wanted.unit), hint)

    def _fault(self, cell: str, text: str, hint: str) -> None:
        self.problems.append(Problem(self.file, 0, 0, cell, text, hint))
