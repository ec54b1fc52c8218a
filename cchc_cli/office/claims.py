"""The tables of a file that can be audited: results of units, or points of components."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cchc_cli.messages import _
from cchc_cli.model.audit_claims import Claims, ColumnRead
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.problems import InputError, Problem
from cchc_cli.office.component_claims import NAMES, component_claims, figure_columns
from cchc_cli.office.heads import find_head
from cchc_cli.office.sheets import find_tables, no_table_on
from cchc_cli.office.unit_claims import unit_claims
from cchc_cli.office.unit_tables import apart, unit_tables

HEADINGS = "STT, Đơn vị, Tổng điểm, Chỉ số, Xếp hạng"
COMPONENTS = tuple(
    frozenset({name, points}) for name in ("name", "part") for points in ("max", "self", "score", "appraised1")
)


def audit_tables(book: Book, sheet: str | None) -> tuple[list[Claims], list[str]]:
    """The claims of every table that is visible or named, and what is to be told. Raises InputError without any."""
    failed = _("{file} can't be read.", file=book.file)
    words = _("Its header needs words such as: {words}.", words=HEADINGS)
    found = find_tables(book, sheet, _of_sheet, words, failed)
    problems = [problem for _grid, (_claims, faults) in found.tables for problem in faults]
    if problems:
        raise InputError(failed, problems)
    notes = list(found.notes)
    if found.unknown:
        notes.append(no_table_on(found.unknown))
    return [claims for _grid, (read, _faults) in found.tables for claims in read], notes


def _of_sheet(grid: Grid) -> tuple[list[Claims], list[Problem]] | None:
    """What the tables of a sheet claim; cells without a value that can be trusted, where they count."""
    tables = [(part, table) for part in apart(grid) for table in unit_tables(part)]
    if tables:
        areas = ((t.head.last, t.last, {*t.columns.used(), t.columns.unit}) for _part, t in tables)
        problems = _broken(grid, areas)
        return ([] if problems else _joined([unit_claims(part, table) for part, table in tables])), problems
    head = find_head(grid, COMPONENTS)
    if head is None:
        return None
    points, percents = figure_columns(grid, head)
    problems = _broken(grid, [(head.last, len(grid.rows), {*points, *percents, *head.all(*NAMES)})])
    return ([] if problems else [component_claims(grid, head)]), problems


def _broken(grid: Grid, areas: Iterable[tuple[int, int, set[int]]]) -> list[Problem]:
    """The cells without a value that can be trusted, in rows below a head, down to a last one, and in some columns."""
    bad = {cell for first, last, used in areas for cell in grid.broken if first < cell[0] <= last and cell[1] in used}
    return [grid.broken_problem(*cell) for cell in sorted(bad)]


def _joined(tables: list[Claims]) -> list[Claims]:
    """Tables as they are meant: one that has the columns of the one above or beside it, and no first place, goes on with it."""
    found: list[Claims] = []
    for claims in tables:
        goes_on = claims.placed and not any(unit.rank == 1 for unit in claims.placed)
        if goes_on and found and _read_as(found[-1]) == _read_as(claims):
            _add(found[-1], claims)
        else:
            found.append(claims)
    return found


def _add(above: Claims, claims: Claims) -> None:
    section = above.placed[-1].section if above.placed else ""
    above.placed.extend(replace(unit, section=unit.section or section) for unit in claims.placed)
    for name in ("sums", "shares", "caps", "unread", "passed_over"):
        getattr(above, name).extend(getattr(claims, name))
    above.unchecked.extend(each for each in claims.unchecked if each.cells)


def _read_as(claims: Claims) -> list[ColumnRead]:
    """The columns of a table without their letters: tables beside one another have others."""
    return [replace(each, column="") for each in claims.columns]
