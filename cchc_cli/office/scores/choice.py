"""Which sheets of a file have the points that are wanted: by their head, the year in their name, and their title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from cchc_cli.messages import N_, _
from cchc_cli.model.grid import Book, Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.office.scores.components import Components
from cchc_cli.office.scores.line import POINTS, SAME
from cchc_cli.office.scores.match import Ask
from cchc_cli.office.scores.sheet import WANTED, ScoreSheet, cells_above, is_filled
from cchc_cli.office.scores.stages import stage_of
from cchc_cli.office.scores.taken_off import left_of_maxima, of_nothing
from cchc_cli.office.scores.whose import YEAR, Wanted
from cchc_cli.office.scores.wide import units_in_columns, units_in_rows
from cchc_cli.office.tables.heads import TableHead, find_head, is_component_head, is_unit_head, rows_above
from cchc_cli.office.tables.ratings import with_ratings
from cchc_cli.office.tables.several import parts_of, stacked, tables_below, title_row
from cchc_cli.office.tables.sheets import Needed, find_tables
from cchc_cli.office.words.headings import A_UNIT, column_year, is_previous, used
from cchc_cli.office.words.numbers import cell_marks, is_total, points_of
from cchc_cli.office.words.units import UnitNames
from cchc_cli.office.words.vocabulary import ADDRESSED

NEEDED = Needed(
    "STT, Tiêu chí, Điểm tối đa, Tự chấm, Thẩm định",
    N_("Its header needs words such as: {words}; or ids and names of components, with the units below."),
    N_("this table has no column of points; its columns: {columns}."),
    "Tự chấm, Thẩm định, Điểm đạt được",
    ("max",),
    N_("Is it a framework? Then: cchc import criteria {file}."),
)
TITLE_YEARS = re.compile(
    r"(?<!thang \d )(?<!thang \d\d )(?<!thang … )\bnam ((?:19|20)\d\d(?:(?: ?[,;/–-] ?| va )(?:19|20)\d\d)*)(?!\d)"
)
"""The years that a title is about (năm 2024, 2025; năm 2024-2025); that of a date (ngày 15 tháng 01 năm 2024) is none."""


class SheetChoice:
    """The sheets to read, what is wrong with them, and what is to be told of the others."""

    def __init__(self, book: Book, units: UnitNames, components: Components, wanted: Wanted, ask: Ask) -> None:
        grids = tuple(part for grid in book.grids for part in tables_of(book, stacked(grid), units))
        self.book, self.wanted, self.ask = replace(book, grids=grids), wanted, ask
        self.problems: list[Problem] = []

        def read(grid: Grid) -> ScoreSheet | None:
            return self._dated(units_in_rows(grid, units, components) or down_sheet(grid, units))

        self.notes: list[str] = []
        tables, notes = find_tables(self.book, wanted.sheet, read, NEEDED)
        sheets = self._taken_off([sheet for _grid, sheet in tables])
        self.notes += notes
        self.sheets = self._of_year(sheets)
        self._titles(units)

    def _taken_off(self, sheets: list[ScoreSheet]) -> list[ScoreSheet]:
        """Without tables of penalty points beside others; those of what was taken off have what is left."""
        faults = {id(sheet): of_nothing(sheet) for sheet in sheets}
        odd = [sheet for sheet in sheets if faults[id(sheet)]]
        if len(odd) == len(sheets):
            self.problems += faults[id(odd[0])]
        elif odd:
            places = ", ".join(sheet.grid.address(sheet.head.first, 0) for sheet in odd)
            self.notes.append(_("Tables of another kind were not read: {tables}.", tables=places))
        kept = [sheet for sheet in sheets if not faults[id(sheet)]]
        for sheet in kept:
            self.problems += left_of_maxima(sheet, self.notes)
        return kept

    def _titles(self, units: UnitNames) -> None:
        """Compare titles with the year. A table without one that names a unit goes on with that of the table above it."""
        last: ScoreSheet | None = None
        taken: list[str] = []
        for sheet in self.sheets:
            sheet.above[:0] = [("", text) for text in paragraphs_above(self.book, sheet.grid, sheet.head.first)]
            if last and last.grid.name == sheet.grid.name and not _speaks(sheet.title(), units):
                sheet.above[:0] = last.above
            else:
                self._compare_title(sheet)
            if sheet.take_title_stage():
                cell = sheet.grid.address(sheet.heading_row(), sheet.fields()["self"])
                taken.append(f"{cell} “{sheet.head.heading(sheet.fields()['self'])}”")
            last = sheet
        if taken:
            text = _("Read as self-scores, of which the title speaks: {columns}.", columns=", ".join(taken))
            self.notes.append(text)

    def _dated(self, sheet: ScoreSheet | None) -> ScoreSheet | None:
        """The sheet without the columns of other years; where only those have points, that is a fault."""
        if sheet is None or sheet.wide:
            return sheet
        head, year = sheet.head, self.wanted.year
        others = {at for at in head.all(*used("dated")) if _is_other(head.texts.get(at, []), year)}
        columns = ", ".join(f"{sheet.grid.address(head.last, at)} “{head.heading(at)}”" for at in sorted(others))
        if others and head.all(*POINTS, "survey") <= others:
            text = _("no column has points of {year}: {columns}.", year=year, columns=columns)
            hint = _("Give the year of the points with --year.")
            self.problems.append(sheet.grid.problem(head.last, min(others), text, hint))
        elif others:
            sheet.leave_out(others)
            self.notes.append(_("Columns of other years were not read: {columns}.", columns=columns))
        return sheet

    def _of_year(self, sheets: list[ScoreSheet]) -> list[ScoreSheet]:
        """Without the sheets that are called after another year."""
        year = self.wanted.year
        dated = {sheet.grid.name: set(map(int, YEAR.findall(sheet.grid.name))) for sheet in sheets}
        others = [name for name, said in dated.items() if said and year not in said]
        if self.wanted.sheet is not None or not others:
            return sheets
        if len(others) == len(dated):
            years = ", ".join(map(str, sorted(set().union(*dated.values()))))
            hint = _("Years of the sheets: {years}.", years=years)
            self.problems.append(Problem(self.book.file, text=_("no sheet is for {year}.", year=year), hint=hint))
        else:
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


def tables_of(book: Book, grid: Grid, units: UnitNames) -> list[Grid]:
    """The sheet cut where a table with other columns, or with a title that names a unit or a year, begins below another one."""

    def speaks(top: int, first: int) -> bool:
        titles = [*paragraphs_above(book, grid, first), *(text for _cell, text in cells_above(grid, first, top))]
        return _speaks("\n".join(titles), units)

    head = find_head(grid, WANTED)
    # Below units × components may stand what the components are.
    is_of_components = head is not None and not any(is_unit_head(grid, row) for row in range(head.first))
    return tables_below(grid, WANTED, speaks) if is_of_components else parts_of(grid, _other_columns(grid))


def _other_columns(grid: Grid) -> Iterator[int]:
    """The rows, titles before heads, in which the units of a table too wide for a page stand again, or other tables begin."""
    heads = (row for row in range(len(grid.rows)) if is_unit_head(grid, row) or is_component_head(grid, row))
    for above, row in pairwise(heads):
        if grid.rows[above] != grid.rows[row]:
            yield title_row(grid, row, above)


def paragraphs_above(book: Book, grid: Grid, row: int) -> list[str]:
    """The paragraphs of a Word file above the table that a row is in, up to the table before."""
    table = grid.labels[row][0] if grid.labels else 0
    texts = (text for text, tables in zip(book.text, book.text_after, strict=True) if tables == table - 1)
    return [text for text in texts if not ADDRESSED.match(plain(text))]


def _is_other(headings: list[str], year: int) -> bool:
    """Whether a column is one of another year, as its headings say."""
    return (column_year(headings) or (None if is_previous(headings) else year)) != year


def _speaks(title: str, units: UnitNames) -> bool:
    """Whether a title says whose points, or of which year, stand below it."""
    return bool(units.in_text(title)) or TITLE_YEARS.search(plain(title)) is not None


def down_sheet(grid: Grid, units: UnitNames) -> ScoreSheet | None:
    """The grid as a sheet with components below one another; None where it has no head for points."""
    wide, long = units_in_columns(grid, units), find_head(grid, WANTED)
    if wide is not None and (long is None or len(set(wide.units.values())) > 1):
        return wide
    if long is None or _lists_units(grid, long):
        return None
    if "survey" in long.columns and not any(name in long.columns for name in ("score", "appraised1")):
        long.columns["score"] = long.columns.pop("survey")
    _take_whole(grid, long)
    grid = with_ratings(grid, long.last, long.columns.get("level", []), long.texts)
    sheet = ScoreSheet(grid, long, above=cells_above(grid, len(rows_above(grid, long))))
    sheet.stage_column = _stage_column(sheet)
    if "unit" not in long.columns:
        _find_unit_rows(sheet, units)
    return sheet


def _stage_column(sheet: ScoreSheet) -> int | None:
    """The column that says of each row which points the only column of these holds: `Tự chấm`, below it `Thẩm định`."""
    rows = sheet.grid.rows[sheet.head.last + 1 :]
    said = {at: {value for cells in rows if (value := cells[at]) is not None} for at in range(sheet.grid.width)}
    found = (
        at for at, values in said.items() if len(values) > 1 and all(stage_of(value) in POINTS for value in values)
    )
    return next(found, None) if len(sheet.point_columns()) == 1 else None


def _take_whole(grid: Grid, head: TableHead) -> None:
    """Of `Thẩm định | Điều tra XHH | Cộng` the last one counts, where it is the sum of the others in every row."""
    named = {at for at, texts in head.texts.items() if is_total("".join(texts[-1:]))} - head.all("max", "self")
    parts = head.all("score", "survey") - named
    if len(parts) > 1 and len(named) == 1 and _adds_up(grid.rows[head.last + 1 :], min(named), [*parts]):
        head.columns = {name: found for name, found in head.columns.items() if name != "survey"} | {"score": [*named]}


def _adds_up(rows: list[list[Value]], total: int, parts: list[int]) -> bool:
    """Whether a column is the sum of others in all rows."""
    figures = ([points_of(cells[at]) or 0.0 for at in (total, *parts)] for cells in rows)
    return all(abs(whole - sum(others)) < SAME for whole, *others in figures)


def _find_unit_rows(sheet: ScoreSheet, units: UnitNames) -> None:
    """Note rows below the head that hold a unit's name and no points, or their sum; beside such another name is a stranger."""
    grid, texts = sheet.grid, _bare_texts(sheet)
    for row in range(sheet.head.last + 1, len(grid.rows)):
        name = grid.rows[row][sheet.head.column("name") or 0]
        is_unit = isinstance(name, str) and A_UNIT.match(plain(name[:200])) is not None
        texts |= {row: str(name)} if is_unit and units.find(str(name)) else {}
    if not any(map(units.find, texts.values())):
        return
    for row, text in texts.items():
        if unit := units.find(text):
            sheet.unit_rows[row] = unit
        elif units.in_text(text).strange:
            sheet.unit_rows[row] = ""
            sheet.strangers.append((grid.address(row, 0), text))


def _bare_texts(sheet: ScoreSheet) -> dict[int, str]:
    """The texts of rows below the head that have no points, and one text alone."""
    grid, points = sheet.grid, sheet.point_columns()
    bare = (row for row in range(sheet.head.last + 1, len(grid.rows)) if not is_filled(grid.rows[row], points))
    return {row: text for row in bare if (text := _alone(grid.rows[row]))}


def _alone(cells: list[Value]) -> str:
    """The text of a row that has one, and perhaps a number before it; blank for all others, and for addresses."""
    texts = [value for value in cells if isinstance(value, str)]
    alone = 0 < len(texts) < 3 and not ADDRESSED.match(plain(texts[-1][:200])) and not is_total(texts[-1])
    return texts[-1] if alone else ""


def _lists_units(grid: Grid, head: TableHead) -> bool:
    """Whether a table has a row a unit, counted from 1, and no component: an overview of totals."""
    number, unit = head.column("number"), head.column("unit")
    if number is None or unit is None or head.all("name", "part"):
        return False
    cells = (grid.rows[row] for row in range(head.last + 1, len(grid.rows)))
    counted = [mark.text for row in cells if row[unit] is not None for mark in cell_marks(row[number])[0][:1]]
    return counted == [str(place + 1) for place in range(len(counted))]
