"""Which sheets of a file have the points that are wanted: by their head, the year in their name, and their title."""

from __future__ import annotations

import re

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.office.components import Components
from cchc_cli.office.score_across import across
from cchc_cli.office.score_match import Ask
from cchc_cli.office.score_sheet import FIELDS, POINTS, ScoreSheet, down_sheet
from cchc_cli.office.sheets import find_tables, no_table_on
from cchc_cli.office.units import Units
from cchc_cli.office.vocabulary import column_year
from cchc_cli.office.whose import YEAR, Wanted

HEADINGS = "STT, Tiêu chí, Điểm tối đa, Tự chấm, Thẩm định"
DATED = (*FIELDS, "max", "survey")
"""Columns of which each year may have its own."""
TITLE_YEARS = re.compile(
    r"(?<!thang \d )(?<!thang \d\d )(?<!thang … )\bnam ((?:19|20)\d\d(?:(?: ?[,;/–-] ?| va )(?:19|20)\d\d)*)(?!\d)"
)
"""A year, or several: năm 2024, 2025; năm 2024-2025; năm 2024 và 2025."""
"""The year that a title is about; that of a date (ngày 15 tháng 01 năm 2024) is not."""


class Choice:
    """The sheets to read, what is wrong with them, and what is to be told of the others."""

    def __init__(self, book: Book, units: Units, components: Components, wanted: Wanted, ask: Ask) -> None:
        self.book, self.wanted, self.ask = book, wanted, ask
        self.problems: list[Problem] = []
        words = _(
            "Its header needs words such as: {words}; or ids and names of components, with the units below.",
            words=HEADINGS,
        )

        def read(grid: Grid) -> ScoreSheet | None:
            return self._dated(self._titled(across(grid, units, components) or down_sheet(grid, units)))

        self.notes: list[str] = []
        found = find_tables(book, wanted.sheet, read, words)
        self.notes += found.notes
        if found.unknown:
            self.notes.append(no_table_on(found.unknown))
        self.sheets = self._of_year([sheet for _grid, sheet in found.tables])
        for sheet in self.sheets:
            self._compare_title(sheet)

    def _titled(self, sheet: ScoreSheet | None) -> ScoreSheet | None:
        """A table of a Word file with the paragraphs above the first one."""
        if sheet is not None and sheet.grid.labels:
            first = zip(self.book.text, self.book.text_after, strict=True)
            sheet.above[:0] = [("", text) for text, tables in first if not tables]
        return sheet

    def _dated(self, sheet: ScoreSheet | None) -> ScoreSheet | None:
        """The sheet without the columns of other years; where only those have points, that is a fault."""
        if sheet is None or sheet.wide:
            return sheet
        head, year = sheet.head, self.wanted.year
        others = {at for at in head.all(*DATED) if column_year(head.texts.get(at, [])) not in (None, year)}
        places = [f"{sheet.grid.address(head.last, at)} “{head.heading(at)}”" for at in sorted(others)]
        if others and head.all(*POINTS, "survey") <= others:
            text = _("no column has points of {year}: {columns}.", year=year, columns=", ".join(places))
            hint = _("Give the year of the points with --year.")
            self.problems.append(sheet.grid.problem(head.last, min(others), text, hint))
        elif others:
            head.columns = {name: [at for at in found if at not in others] for name, found in head.columns.items()}
            sheet.passed |= others
            self.notes.append(_("Columns of other years were not read: {columns}.", columns=", ".join(places)))
        return sheet

    def _of_year(self, sheets: list[ScoreSheet]) -> list[ScoreSheet]:
        """Without the sheets that are called after another year."""
        year, names = self.wanted.year, [sheet.grid.name for sheet in sheets]
        dated = {name: set(map(int, YEAR.findall(name))) for name in names}
        years = set().union(*dated.values())
        if self.wanted.sheet is not None or not years:
            return sheets
        if year not in years and all(dated.values()):
            hint = _("Years of the sheets: {years}.", years=", ".join(map(str, sorted(years))))
            self.problems.append(Problem(self.book.file, text=_("no sheet is for {year}.", year=year), hint=hint))
            return []
        if others := [name for name, said in dated.items() if year not in (said or {year})]:
            self.notes.append(_("Sheets of other years were not read: {sheets}.", sheets=", ".join(others)))
        return [sheet for sheet in sheets if sheet.grid.name not in others]

    def _compare_title(self, sheet: ScoreSheet) -> None:
        """Ask where a title speaks of another year only; without an answer it is a fault."""
        year, parts = self.wanted.year, TITLE_YEARS.findall(plain(sheet.title()))
        said = sorted({int(each) for part in parts for each in YEAR.findall(part)})
        if not said or year in said or sheet.head.column("year") is not None:
            return
        name, years = sheet.grid.name, ", ".join(map(str, said))
        if not self.ask(
            _("{sheet}: its title says {years}. Are these the points of {year}?", sheet=name, years=years, year=year)
        ):
            text = _("the title of {sheet} says {years}, not {year}.", sheet=name, years=years, year=year)
            self.problems.append(Problem(self.book.file, text=text, hint=_("Give the year of the points with --year.")))
