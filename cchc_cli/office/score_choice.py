"""Which sheets of a file have the points that are wanted: by their header, the year in their name, and their title."""

from __future__ import annotations

from dataclasses import dataclass, field

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.office.components import Components
from cchc_cli.office.score_match import Ask
from cchc_cli.office.score_sheet import TITLE_YEAR, YEAR, ScoreSheet, down_sheet
from cchc_cli.office.score_units import Units
from cchc_cli.office.transposed import across

HEADINGS = "STT, Tiêu chí, Điểm tối đa, Tự chấm, Thẩm định"


@dataclass(frozen=True)
class Wanted:
    """What is to be imported."""

    year: int
    unit: str | None
    sheet: str | None
    default_unit: str | None


@dataclass
class Choice:
    """The sheets to read, what is wrong with them, and what is to be told of the others."""

    book: Book
    units: Units
    components: Components
    wanted: Wanted
    ask: Ask
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def sheets(self) -> list[ScoreSheet]:
        """The sheets to read: those with a header, of this year where their names are years."""
        grids = self._named()
        found = [sheet for grid in grids if (sheet := self._sheet(grid)) is not None]
        hidden = [s.grid.name for s in found if s.grid.hidden and self.wanted.sheet is None]
        found = [sheet for sheet in found if sheet.grid.name not in hidden]
        if not found:
            text, hint = _("no table with a header that is known was found."), ""
            if hidden:
                text = _("only hidden sheets have such a table: {sheets}.", sheets=", ".join(hidden))
                hint = _("Show the sheet in Excel, or name it: --sheet NAME")
            words = _(
                "Its header needs words such as: {words}; or ids and names of components, with the units below.",
                words=HEADINGS,
            )
            hint = hint or words
            problems = [Problem(self.book.file, text=text, hint=hint)]
            raise InputError(_("{file} can't be read; nothing was written.", file=self.book.file), problems)
        if hidden:
            self.notes.append(_("Hidden sheets were not read: {sheets}.", sheets=", ".join(hidden)))
        return self._of_year(found)

    def _sheet(self, grid: Grid) -> ScoreSheet | None:
        """The grid with its header; None where it has none for points."""
        sheet = across(grid, self.units, self.components) or down_sheet(grid, self.units)
        if sheet is not None and grid.labels:
            first = zip(self.book.text, self.book.text_after, strict=True)
            sheet.above[:0] = [("", text) for text, tables in first if not tables]
        return sheet

    def _named(self) -> list[Grid]:
        asked = self.wanted.sheet
        if asked is None:
            return list(self.book.grids)
        grids = [grid for grid in self.book.grids if grid.name.strip().casefold() == asked.strip().casefold()]
        if not grids:
            text = _("{file} has no sheet {sheet}.", file=self.book.file, sheet=asked)
            raise CchcError(text, hint=nearest(asked, [grid.name for grid in self.book.grids]))
        return grids

    def _of_year(self, sheets: list[ScoreSheet]) -> list[ScoreSheet]:
        """Leave out sheets that are called after another year; refuse those whose title speaks of another year only."""
        year = self.wanted.year
        dated = {sheet.grid.name: [int(each) for each in YEAR.findall(sheet.grid.name)] for sheet in sheets}
        years = sorted({each for found in dated.values() for each in found})
        if self.wanted.sheet is None and years:
            if year not in years and all(dated.values()):
                text = _("no sheet is for {year}.", year=year)
                hint = _("Years of the sheets: {years}.", years=", ".join(map(str, years)))
                self.problems.append(Problem(self.book.file, text=text, hint=hint))
                return []
            others = [name for name, found in dated.items() if found and year not in found]
            sheets = [sheet for sheet in sheets if sheet.grid.name not in others]
            if others:
                text = _("Sheets of other years were not read: {sheets}.", sheets=", ".join(others))
                self.notes.append(text)
        for sheet in sheets:
            said = sorted({int(each) for each in TITLE_YEAR.findall(plain(sheet.title()))})
            if said and year not in said and sheet.header.column("year") is None:
                question = _("{sheet}: its title says {years}. Are these the points of {year}?")
                told = ", ".join(map(str, said))
                if not self.ask(question.format(sheet=sheet.grid.name, years=told, year=year)):
                    text = _("the title of {sheet} says {years}, not {year}.")
                    text = text.format(sheet=sheet.grid.name, years=told, year=year)
                    hint = _("Give the year of the points with --year.")
                    self.problems.append(Problem(self.book.file, text=text, hint=hint))
        return sheets
