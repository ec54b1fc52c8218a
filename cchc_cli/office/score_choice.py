"""Which sheets of a file have the points that are wanted: by their head, the year in their name, and their title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.office.components import Components
from cchc_cli.office.heads import Head, find_head, is_component_head
from cchc_cli.office.score_across import across
from cchc_cli.office.score_match import Ask
from cchc_cli.office.score_sheet import FIELDS, POINTS, WANTED, ScoreSheet, down_sheet
from cchc_cli.office.sheets import find_tables, no_table_on
from cchc_cli.office.units import Units
from cchc_cli.office.vocabulary import ADDRESSED, PREVIOUS, column_year
from cchc_cli.office.whose import YEAR, Wanted

ALIKE = ("number", "name", "part", "max", *POINTS, "survey")
"""Columns by which tables below one another are the same one."""
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
        grids = tuple(part for grid in book.grids for part in tables_of(book, grid, units))
        self.book, self.wanted, self.ask = replace(book, grids=grids), wanted, ask
        self.problems: list[Problem] = []
        words = _(
            "Its header needs words such as: {words}; or ids and names of components, with the units below.",
            words=HEADINGS,
        )

        def read(grid: Grid) -> ScoreSheet | None:
            return self._dated(across(grid, units, components) or down_sheet(grid, units))

        self.notes: list[str] = []
        found = find_tables(self.book, wanted.sheet, read, words)
        self.notes += found.notes
        if found.unknown:
            self.notes.append(no_table_on(found.unknown))
        self.sheets = self._of_year([sheet for _grid, sheet in found.tables])
        self._titles(units)

    def _titles(self, units: Units) -> None:
        """Compare titles with the year. A table without one that names a unit goes on with that of the table above it."""
        last: ScoreSheet | None = None
        for sheet in self.sheets:
            sheet.above[:0] = [("", text) for text in paragraphs_above(self.book, sheet.grid, sheet.head.first)]
            if last and last.grid.name == sheet.grid.name and not _speaks(sheet.title(), units):
                sheet.above[:0] = last.above
            else:
                self._compare_title(sheet)
            if sheet.take_title_stage():
                at = sheet.fields()["self"]
                cell, heading = sheet.grid.address(sheet.heading_row(), at), sheet.head.heading(at)
                told = _(
                    "{cell} “{heading}” was read as self-scores, of which the title speaks.", cell=cell, heading=heading
                )
                self.notes.append(told)
            last = sheet

    def _dated(self, sheet: ScoreSheet | None) -> ScoreSheet | None:
        """The sheet without the columns of other years; where only those have points, that is a fault."""
        if sheet is None or sheet.wide:
            return sheet
        head, year = sheet.head, self.wanted.year
        others = {at for at in head.all(*DATED) if _is_other(head.texts.get(at, []), year)}
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
        name, years = sheet.grid.called, ", ".join(map(str, said))
        if not self.ask(
            _("{sheet}: its title says {years}. Are these the points of {year}?", sheet=name, years=years, year=year)
        ):
            text = _("the title of {sheet} says {years}, not {year}.", sheet=name, years=years, year=year)
            self.problems.append(Problem(self.book.file, text=text, hint=_("Give the year of the points with --year.")))


def tables_of(book: Book, grid: Grid, units: Units) -> list[Grid]:
    """The sheet cut where a table with other columns, or with a title that names a unit, begins below another one."""
    bounds = [0, *_begins(book, grid, units), len(grid.rows)]
    blank: list[Value] = [None] * grid.width
    return [
        replace(
            grid,
            rows=[cells if start <= row < end else blank for row, cells in enumerate(grid.rows)],
            broken={cell: shown for cell, shown in grid.broken.items() if start <= cell[0] < end},
        )
        for start, end in pairwise(bounds)
    ]


def _begins(book: Book, grid: Grid, units: Units) -> Iterator[int]:
    """The rows, titles before heads, in which such tables begin."""
    head = find_head(grid, WANTED)
    for row in range(head.last + 1, len(grid.rows)) if head else ():
        if head is None or row <= head.last or not is_component_head(grid, row):
            continue
        below = find_head(grid, WANTED, row)
        if below is None or below.first > row + 1:
            continue
        top = next((at + 1 for at in range(row - 1, head.last, -1) if not _is_title(grid.rows[at])), row)
        titles = (str(value) for cells in grid.rows[top:row] for value in cells if value is not None)
        said = [*paragraphs_above(book, grid, row), *(text for text in titles if not ADDRESSED.match(plain(text)))]
        if _speaks("\n".join(said), units) or not _alike(head, below):
            yield top
        head = below


def paragraphs_above(book: Book, grid: Grid, row: int) -> list[str]:
    """The paragraphs of a Word file above the table that a row is in, up to the table before."""
    table = grid.labels[row][0] if grid.labels else 0
    texts = (text for text, tables in zip(book.text, book.text_after, strict=True) if tables == table - 1)
    return [text for text in texts if not ADDRESSED.match(plain(text))]


def _is_other(headings: list[str], year: int) -> bool:
    """Whether a column is one of another year, as its headings say."""
    before = any(PREVIOUS.fullmatch(plain(text)) for text in headings)
    return (column_year(headings) or (None if before else year)) != year


def _is_title(cells: list[Value]) -> bool:
    """Whether a row holds a text alone, or nothing."""
    filled = [value for value in cells if value is not None]
    return len(filled) < 2 and all(isinstance(value, str) for value in filled)


def _alike(head: Head, below: Head) -> bool:
    """Whether what counts stands in the same columns."""
    return head.texts == below.texts or all(head.columns.get(name) == below.columns.get(name) for name in ALIKE)


def _speaks(title: str, units: Units) -> bool:
    """Whether a title says whose points, or of which year, stand below it."""
    return bool(units.in_text(title)) or TITLE_YEARS.search(plain(title)) is not None
