"""Points from spreadsheets as rows of data/scores*.csv: every cell checked, every fault listed, nothing guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.framework import Framework
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.problems import InputError, Problem, first_of
from cchc_cli.office.scores.choice import SheetChoice
from cchc_cli.office.scores.components import Components
from cchc_cli.office.scores.line import FIELDS, POINTS, SAME, Cells, ScoreLine
from cchc_cli.office.scores.match import Ask, Matcher
from cchc_cli.office.scores.sheet import ScoreSheet
from cchc_cli.office.scores.taken_off import nothing_said
from cchc_cli.office.scores.whose import Wanted, Whose, year_in
from cchc_cli.office.words.numbers import first_text, points_of
from cchc_cli.office.words.units import UnitNames


@dataclass
class ScoreDraft:
    """Rows of scores: (unit, component) → column → text, in the order of the file, with the cell of each row."""

    file: str
    year: int
    rows: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)
    repairs: list[tuple[str, str, str]] = field(default_factory=list)
    confirmed: list[tuple[str, str, str]] = field(default_factory=list)
    sums: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def columns(self) -> list[str]:
        """The columns that hold anything."""
        return [name for name in FIELDS if any(name in row for row in self.rows.values())]

    def text(self) -> str:
        """The csv."""
        columns = self.columns()
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["year", "unit", "component", *columns])
        for (unit, component), row in self.rows.items():
            writer.writerow([self.year, unit, component, *(row.get(name, "") for name in columns)])
        return out.getvalue()


def draft_scores(book: Book, framework: Framework, units: UnitNames, wanted: Wanted, ask: Ask) -> ScoreDraft:
    """Read the points of a year. Raises InputError with every fault; then nothing is to be written."""
    reader = _Reader(framework, units, wanted, ask, ScoreDraft(book.file, wanted.year))
    choice = SheetChoice(book, units, reader.components, wanted, ask)
    for sheet in choice.sheets:
        reader.read(sheet)
    reader.problems[:0] = choice.problems
    reader.conclude()
    reader.draft.notes += choice.notes
    if reader.problems:
        raise InputError(
            _("{file} can't be read; nothing was written.", file=book.file), reader.problems, checked=False
        )
    return reader.draft


class _Reader:
    """Reads sheet after sheet into one draft."""

    def __init__(self, framework: Framework, units: UnitNames, wanted: Wanted, ask: Ask, draft: ScoreDraft) -> None:
        self.framework, self.units, self.wanted, self.ask = framework, units, wanted, ask
        self.draft = draft
        self.components = Components(framework, wanted.year)
        self.twice: list[Problem] = []
        self.problems: list[Problem] = []
        self.whose = Whose(draft.file, units, wanted, self.problems)
        self.year = year = framework.at(wanted.year)
        self.maxima = {leaf.id: leaf.max for leaf in year.leaves} | {each.id: each.max for each in year.adjustments}
        self.by_group: dict[str, dict[str, float]] = {}
        self.extras = {each.id for each in year.adjustments}
        self.penalties = {each.id for each in year.adjustments if each.kind == "penalty"}
        rules = {each: framework.rule_of(each) for each in self.maxima}
        self.cells = Cells(self.maxima, rules, self.extras, self.penalties, self.problems)
        self.cells.left_out = draft.left_out

    def read(self, sheet: ScoreSheet) -> None:
        """Take in the rows of a sheet."""
        lines = self.whose.lines(sheet, self._of_year(sheet))
        if lines is None:
            return
        grid = sheet.grid
        self.problems += [grid.broken_problem(*cell) for cell in sheet.broken()]
        self._settle(grid, lines)
        self.draft.sheets += [grid.name] if grid.name not in self.draft.sheets else []
        self._columns(sheet, [line.row for line in lines])
        leaves = self.components.leaves
        self.draft.notes += nothing_said(sheet, lines, leaves)
        # Sums are compared once all components are there.
        for line in sorted(lines, key=lambda line: line.id not in leaves):
            if line.id and sheet.has_points(line):
                (self._row if line.id in leaves else self._group)(sheet, line)
        self._totals(sheet, lines)
        self.draft.left_out += [(cell, "", told) for cell, told in sheet.nameless]

    def _settle(self, grid: Grid, lines: list[ScoreLine]) -> None:
        """Find what the lines are about."""
        matcher = Matcher(self.components, self.ask)
        matcher.settle(grid, [line for line in lines if line.same_as is None])
        for line in lines:
            line.found = line.same_as.found if line.same_as else line.found
        self.problems += matcher.problems
        self.draft.repairs += matcher.repairs
        self.draft.notes += matcher.notes
        self.draft.confirmed += matcher.confirmed

    def _columns(self, sheet: ScoreSheet, rows: list[int]) -> None:
        """Refuse columns of which it is not clear which one counts; tell of those that hold numbers and are not read."""
        if not sheet.wide:
            self.problems += sheet.settled()[1]
            self.draft.notes += sheet.assumed()
        named, nameless = sheet.unread(rows)
        for text, cells in (
            (_("The unit's own remarks were not read: {columns}."), sheet.own_notes()),
            (_("Columns with numbers that were not read: {columns}."), [f"{cell} “{text}”" for cell, text in named]),
            (_("Columns without a header were not read: {cells}."), nameless),
        ):
            self.draft.notes += [text.format(columns=", ".join(cells), cells=", ".join(cells))] if cells else []

    def conclude(self) -> None:
        """Tell of sheets and rows that were not read; where nothing was read that is a fault."""
        if self.twice:
            first, more = self.twice[0], len(self.twice) - 1
            told = " " + _("So are {count} more rows.", count=more) if more else ""
            self.problems.append(replace(first, text=first.text + told))
        for text, cells in (
            (_("Words were read as points: {cells}."), self.cells.judged),
            (_("Signs without a figure were read as not scored yet: {cells}."), self.cells.unsaid),
        ):
            self.draft.notes += [text.format(cells=first_of(cells, 10))] if cells else []
        self.whose.conclude()
        self.draft.notes += dict.fromkeys(self.whose.notes)
        if not self.problems and not self.draft.rows:
            self.problems.append(Problem(self.draft.file, 0, 0, "", *self._nothing()))

    def _nothing(self) -> tuple[str, str]:
        """Why there is nothing to import, and what to do."""
        year, unit, seen = self.wanted.year, self.wanted.unit, self.whose.seen
        for cell, _id, text in (*self.draft.sums, *self.draft.left_out)[:1]:
            return f"{cell}: {text}", _("Points are given for components; no row of one has any.")
        if seen and unit not in (None, *seen):
            words = {"unit": unit, "year": year, "units": first_of(seen, 10)}
            return _("no row has points of {unit} for {year}; the file has those of {units}.", **words), ""
        return _("no row has points for {year}.", year=year), ""

    def _of_year(self, sheet: ScoreSheet) -> list[ScoreLine]:
        """The lines of a sheet without those of other years."""
        lines, year = sheet.lines(), sheet.head.column("year")
        self.draft.notes += [sheet.others] if sheet.others else []
        if year is None:
            return lines
        here = [line for line in lines if year_in(sheet.grid.at(line.row, year)) == self.wanted.year]
        if left := len(lines) - len(here):
            words = {"count": left, "sheet": sheet.grid.noun}
            self.draft.notes.append(_("{count} rows of other years in {sheet} were not read.", **words))
        return here

    def _row(self, sheet: ScoreSheet, line: ScoreLine) -> None:
        grid, component = sheet.grid, line.id
        if component not in self.maxima:
            text = _("{component} does not exist in {year}.", component=component, year=self.wanted.year)
            hint = _("Check the year, or since and until in criteria.yaml.")
            self.problems.append(line.problem(grid, text, hint))
            return
        self._maximum(sheet, line)
        for unit, fields in self._fields(sheet, line).items():
            self._add(sheet, line, unit, fields)

    def _fields(self, sheet: ScoreSheet, line: ScoreLine) -> dict[str, dict[str, int]]:
        """The columns with the points of a line, by unit and by what they hold."""
        if not sheet.wide:
            fields = sheet.fields()
            staged = {line.stage if name in POINTS else name: at for name, at in fields.items()}
            return {line.unit: staged if line.stage else fields}
        return {
            unit: {line.stage or stage: columns[0] for stage, columns in stages.items()}
            for unit, stages in sheet.by_unit().items()
            if self.wanted.includes(unit)
        }

    def _group(self, sheet: ScoreSheet, line: ScoreLine) -> None:
        """Points on an area or a criterion are not imported: they are the sum of its components, or it is told."""
        below = self.framework.below(line.id)
        self._compare(sheet, line, self.components.nodes[line.id].name, lambda _unit: [below])

    def _compare(
        self, sheet: ScoreSheet, line: ScoreLine, name: str, choices: Callable[[str], list[list[str]]]
    ) -> None:
        """Tell points of a line that are the sum of none of the lists of components that a unit has there."""
        odd = list[tuple[str, int, float, float]]()
        for unit, column, what, said in self._said(sheet, line):
            ways = sheet.with_survey(line.row, what, said)
            near = [self._nearest(unit, choices(unit), what, way) for way in ways]
            if near[0] is not None and None not in near:
                odd.append((unit, column, said, near[0]))
        if not odd:
            return
        (unit, column, said, total), *more = odd
        words = {"found": figure(said), "unit": self.units.name(unit), "name": name, "sum": figure(total)}
        told = _("{found} points of {unit} stand on {name}, but its components here sum to {sum}.", **words)
        if more:
            cells = (f"{sheet.grid.address(line.row, at)} ({figure(a)} ≠ {figure(b)})" for _unit, at, a, b in more)
            told += " " + _("Neither do these agree: {cells}.", cells=first_of([*cells], 5))
        self.draft.sums.append((sheet.grid.address(line.row, column), line.id, told))

    def _said(self, sheet: ScoreSheet, line: ScoreLine) -> Iterator[tuple[str, int, str, float]]:
        """The points in a line that are no measured values: unit, column, what they are, points."""
        for unit, fields in self._fields(sheet, line).items():
            for name in (name for name in POINTS[1:] if name in fields):
                if (said := points_of(sheet.grid.rows[line.row][fields[name]])) is not None:
                    yield unit, fields[name], name, said

    def _totals(self, sheet: ScoreSheet, lines: list[ScoreLine]) -> None:
        """Points in rows of totals that are not the sum of all above, or of what stands below another total, are told."""
        here, rows = [line for line in lines if line.id in self.maxima], sorted(sheet.totals)
        one = len({line.unit for line in here}) == 1 and sheet.head.column("year") is None
        if not (rows and one) or here[-1].row > rows[-1]:
            return
        # Totals above their parts say nothing of what stands above them.
        for at in range(len(rows)) if here[0].row < rows[0] else [len(rows) - 1]:
            self._total(sheet, here, rows[at], [-1, *rows[:at]])

    def _total(self, sheet: ScoreSheet, here: list[ScoreLine], row: int, starts: list[int]) -> None:
        """Tell points of a row that are the sum of none of the lines from a start on, nor of all that the unit has."""
        parts = [[*dict.fromkeys(line.id for line in here if start < line.row < row)] for start in starts]
        name, unit, stage = first_text(sheet.grid.rows[row]), here[0].unit, sheet.stage(row)
        total = ScoreLine(row, None, None, None, name, unit, stage=stage)
        self._compare(
            sheet, total, total.name, lambda unit: [*parts, [each for owner, each in self.draft.rows if owner == unit]]
        )

    def _nearest(self, unit: str, choices: list[list[str]], name: str, said: float) -> float | None:
        """What components and adjustments come to, what is nearest to `said`; None where that is it, or without these."""
        wholes = [self._wholes(unit, ids, name) for ids in choices if ids]
        if any(abs(each - said) <= SAME for whole in wholes for each in whole):
            return None
        return min((each for each, _bare in wholes), key=lambda each: abs(each - said))

    def _wholes(self, unit: str, ids: list[str], name: str) -> tuple[float, float]:
        """What components come to: with bonus points and less penalty points, and without these."""
        rows = ((each, self.draft.rows.get((unit, each), {}).get(name, "")) for each in ids)
        given = {each: float(text) for each, text in rows if text not in ("", "NA")}
        whole = sum(-points if each in self.penalties else points for each, points in given.items())
        return whole, sum(points for each, points in given.items() if each not in self.extras)

    def _maximum(self, sheet: ScoreSheet, line: ScoreLine) -> None:
        known = self._maxima_of(line.unit)[line.id]  # 0: for other groups, whose maximum may stand there
        column = sheet.max_column(line.row, known)
        said = points_of(sheet.grid.rows[line.row][column]) if column is not None else None
        if said is not None and line.id in self.penalties:
            said = abs(said)
        if column is not None and said is not None and known and abs(said - known) > NOISE:
            words = {"found": figure(said), "component": line.id, "max": figure(known)}
            text = _("the maximum here is {found}, but {component} has {max} in criteria.yaml.", **words)
            hint = _("Is it the sheet of another year, or another framework?")
            self.problems.append(sheet.grid.problem(line.row, column, text, hint))

    def _maxima_of(self, unit: str) -> dict[str, float]:
        """What each component can give a unit; 0 where it is for other groups. Of several units in columns: what it says."""
        if not (unit and self.framework.groups):
            return self.maxima
        group = self.units.ids[unit].group if unit in self.units.ids else ""
        if group not in self.by_group:
            self.by_group[group] = dict(self.year.maxima(group))
        return self.by_group[group]

    def _survey(self, sheet: ScoreSheet, line: ScoreLine, row: dict[str, str]) -> None:
        """Survey points in a column of their own count where the official column is blank."""
        column = sheet.survey()
        text = "" if column is None else self.cells.text(sheet.grid, line, "score", column)
        if column is None or not text:
            return
        if row.setdefault("score", text) != text:
            places = _(" and ").join((line.address(sheet.grid), sheet.grid.address(line.row, column)))
            told = _("{places}: nothing says which of these columns counts.", places=places)
            self.problems.append(sheet.grid.problem(line.row, column, told, _("Keep one of them.")))

    def _refuse_for_others(self, sheet: ScoreSheet, line: ScoreLine, unit: str, row: dict[str, str]) -> None:
        """Points of a component that is not for the unit's group; that it does not apply may stand there."""
        if any(row.get(name, "NA") != "NA" for name in POINTS):
            text = _("{component} is not for the group of {unit}.", component=line.id, unit=unit)
            self.problems.append(line.problem(sheet.grid, text, _("Check the unit, and groups in criteria.yaml.")))

    def _add(self, sheet: ScoreSheet, line: ScoreLine, unit: str, fields: dict[str, int]) -> None:
        self.cells.maxima = self._maxima_of(unit)
        texts = {name: self.cells.text(sheet.grid, line, name, column) for name, column in fields.items()}
        row = dict(filter(all, texts.items()))
        self._survey(sheet, line, row)
        if not any(name in row for name in POINTS):
            return
        if not self.cells.maxima[line.id]:
            self._refuse_for_others(sheet, line, unit, row)
            return
        key, here = (unit, line.id), line.address(sheet.grid)
        there = self.draft.rows.get(key)
        if there is not None and not there.keys() & row.keys():
            there |= row
            return
        if there is not None:
            place = self.draft.cells[key]
            text = _("{id} is scored twice for this unit and year; first at {place}.", id=line.id, place=place)
            hint, first = _("Keep one of the rows."), place.rpartition("!")[0].strip("'")
            if first != here.rpartition("!")[0].strip("'"):
                hint = _("If one sheet is a copy, name the one that counts: --sheet “{sheet}”.", sheet=first)
            self.twice.append(line.problem(sheet.grid, text, hint))
            return
        self.draft.rows[key], self.draft.cells[key] = row, here
