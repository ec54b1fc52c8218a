"""Score sheets that say what was taken off, and no points: what is left of the maximum in each row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import product

from cchc_cli.messages import _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem, first_of
from cchc_cli.office.scores.line import POINTS, ScoreLine
from cchc_cli.office.scores.sheet import ScoreSheet
from cchc_cli.office.tables.heads import is_counter
from cchc_cli.office.words.numbers import added_points, first_text, is_total, points_of

OWN = re.compile(r".*\btu (tru|cham|danh gia)\b.*")
"""Headings of what a unit took off itself."""


def of_nothing(sheet: ScoreSheet) -> list[Problem]:
    """The fault of a table that says what was taken off, and neither points nor of how many."""
    columns = sheet.head.columns.get("deducted", [])
    if not columns or sheet.head.all(*POINTS, "survey", "max"):
        return []
    text = _("{columns}: what was taken off is said here, but of how many points is not.", columns=_called(sheet))
    hint = _("Add a column “Điểm tối đa”, or one with the points.")
    return [sheet.grid.problem(sheet.heading_row(), columns[0], text, hint)]


def _called(sheet: ScoreSheet) -> str:
    """The headings of what was taken off, with their cells."""
    row, columns = sheet.heading_row(), sheet.head.columns.get("deducted", [])
    return ", ".join(f"{sheet.grid.address(row, at)} “{sheet.head.texts[at][-1]}”" for at in columns)


def left_of_maxima(sheet: ScoreSheet, notes: list[str]) -> list[Problem]:
    """Put what is left of the maxima where a sheet says officially nothing but what was taken off; it is told. Faults where a row has no maximum."""
    head, columns = sheet.head, sheet.head.columns.get("deducted", [])
    if not columns or not _are_of_maxima(sheet, columns):
        return []
    notes.append(_("Read as points taken off the maximum: {columns}.", columns=_called(sheet)))
    problems = [*_leave(sheet, columns)]
    own = [at for at in columns if OWN.fullmatch(plain(head.heading(at)))]
    found = {"self": own, "score": [at for at in columns if at not in own]}
    head.columns |= {name: at for name, at in found.items() if at}
    sheet.taken_off, sheet.chosen = columns, {}
    return problems


def _are_of_maxima(sheet: ScoreSheet, columns: list[int]) -> bool:
    """Whether what was taken off is off the maximum: there are no points, or those of the unit, nowhere further below it."""
    given, own = sheet.head.all(*POINTS, "survey"), sheet.head.column("self")
    if not given or given != {own} or len(columns) > 1 or OWN.fullmatch(plain(sheet.head.heading(columns[0]))):
        return not given
    short = [(lost, off) for lost, off in _lost(sheet, own or 0, columns[0]) if lost > 0]
    return len(short) > 2 and all(lost <= off + NOISE for lost, off in short)


def _lost(sheet: ScoreSheet, own: int, deducted: int) -> Iterator[tuple[float, float]]:
    """By how much the unit's own points of a row are below its maximum, and what was taken off there."""
    for row in range(sheet.head.last + 1, len(sheet.grid.rows)):
        cells = sheet.grid.rows[row]
        most, said, off = (points_of(cells[at or 0]) for at in (sheet.max_column(row), own, deducted))
        if most is not None and said is not None and off is not None:
            yield most - said, abs(off)


def _leave(sheet: ScoreSheet, columns: list[int]) -> Iterator[Problem]:
    """Put what is left of the maximum of a row where it says what was taken off; a total may have none."""
    rows = [list(row) for row in sheet.grid.rows]
    for row, column in product(range(sheet.head.last + 1, len(rows)), columns):
        at, off = sheet.max_column(row), None if is_counter(sheet.grid.rows[row]) else added_points(rows[row][column])
        most = None if at is None else points_of(rows[row][at])
        if off is None:
            continue
        rows[row][column] = None if most is None else most - abs(off)
        if most is None and not is_total(first_text(rows[row])):
            text = _("points are taken off here, and no maximum stands in this row.")
            yield sheet.grid.problem(row, column, text, _("Write them into the row of the component."))
    sheet.grid = replace(sheet.grid, rows=rows)


def nothing_said(sheet: ScoreSheet, lines: Iterable[ScoreLine], leaves: Collection[str]) -> Iterator[str]:
    """That components of which no cell says what was taken off have no points."""
    rows = [line.row for line in lines if line.id in leaves and not sheet.has_points(line)] if sheet.taken_off else []
    if rows:
        cells = first_of([sheet.grid.address(row, sheet.taken_off[0]) for row in rows], 5)
        text = _("Nothing says what was taken off, so these have no points yet: {cells}. Write 0 where nothing was.")
        yield text.format(cells=cells)
