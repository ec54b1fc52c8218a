"""The tables of a file that can be audited: results of units, below or beside one another, or points of components."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, pairwise

from cchc_cli.messages import N_, _
from cchc_cli.model.audit_claims import Bounds, Claims, ColumnRead
from cchc_cli.model.criteria import Rating
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import InputError, Problem
from cchc_cli.office.frameworks.ratings import stated_ratings
from cchc_cli.office.results.component_claims import NAMES, component_claims, figure_columns
from cchc_cli.office.results.unit_claims import unit_claims
from cchc_cli.office.results.unit_columns import Columns, UnitTable
from cchc_cli.office.results.unit_names import with_units_named
from cchc_cli.office.results.unit_roles import columns_of
from cchc_cli.office.tables.heads import find_head, is_component_head, is_unit_head, meanings, searched
from cchc_cli.office.tables.others import RowsBelow, strange_heads, told_unread
from cchc_cli.office.tables.several import parts_of, stacked, tables_below, title_row
from cchc_cli.office.tables.sheets import Needed, find_tables, of_maxima
from cchc_cli.office.words.headings import A_UNIT
from cchc_cli.office.words.numbers import cell_marks, first_text
from cchc_cli.office.words.vocabulary import WEIGHT_ROW

NEEDED = Needed("STT, Đơn vị, Tổng điểm, Chỉ số, Xếp hạng", failed=N_("{file} can't be read."))
COMPONENTS = tuple(
    frozenset({name, points}) for name in ("name", "part") for points in ("max", "self", "score", "appraised1", "ends")
)


def audit_tables(book: Book, sheet: str | None) -> tuple[list[Claims], list[str]]:
    """The claims of every table that is visible or named, and what is to be told. Raises InputError without any."""
    notes = list[str]()

    def read(grid: Grid) -> tuple[list[Claims], list[Problem]] | None:
        told = [] if grid.hidden and sheet is None else notes
        found = _of_sheet(stacked(with_units_named(of_maxima(grid, told), told)), told)
        return found and ([*map(partial(_with_bounds, grid), found[0])], found[1])

    tables, told = find_tables(book, sheet, read, NEEDED)
    problems = [problem for _grid, (_claims, faults) in tables for problem in faults]
    if problems:
        raise InputError(_(NEEDED.failed, file=book.file), problems, checked=False)
    return [claims for _grid, (read, _faults) in tables for claims in read], [*told, *notes]


def _with_bounds(grid: Grid, claims: Claims) -> Claims:
    """The claims of a table of ratings with those that its sheet says."""
    if not any(unit.rating for unit in claims.placed) or (said := stated_ratings(grid)) is None:
        return claims
    ratings = tuple(Rating(id=name, name=name, min=least) for name, least in said.names.items())
    return replace(claims, bounds=Bounds(ratings, said.percent))


def _of_sheet(grid: Grid, notes: list[str]) -> tuple[list[Claims], list[Problem]] | None:
    """What the tables of a sheet claim, those of units and those of components, each by itself."""
    read = [found for part in parts_of(grid, _changes_kind(grid)) if (found := _of_a_kind(part, notes))]
    claims, faults = chain(*(claims for claims, _faults in read)), chain(*(faults for _claims, faults in read))
    return ([*claims], [*faults]) if read else None


def _changes_kind(grid: Grid) -> Iterator[int]:
    """The rows, titles before heads, from which on a table of units stands below one of components, or this below that."""
    heads = ((row, _kind_of_head(grid, row)) for row in range(len(grid.rows)))
    for (above, before), (row, kind) in pairwise(each for each in heads if each[1]):
        if kind != before:
            yield title_row(grid, row, above)


def _kind_of_head(grid: Grid, row: int) -> str:
    """Of what a row is the head, `units` or `components`; blank where it is none."""
    if is_unit_head(grid, row):
        return "units"
    if not is_component_head(grid, row):
        return ""
    texts = zip(grid.rows[row], meanings(grid, row), strict=True)
    means = [name for text, name in texts if isinstance(text, str)]
    return "components" if "name" in means[:2] and "max" in means and "unit" not in means else ""


def _of_a_kind(grid: Grid, notes: list[str]) -> tuple[list[Claims], list[Problem]] | None:
    """What tables of one kind claim; cells without a value that can be trusted, where they count."""
    others = strange_heads(grid)
    if tables := unit_tables(grid, others):
        read = chain.from_iterable(each.head.rows for each in tables)
        notes += filter(None, [told_unread(grid, sorted({*others}.difference(read)))])
        return _of_units(grid, tables)
    return _of_components_or_across(grid, notes)


def _of_components_or_across(grid: Grid, notes: list[str]) -> tuple[list[Claims], list[Problem]] | None:
    """What tables of components claim, or one of units that is turned round."""
    row = None if grid.across else _row_of_units(grid)
    turned = None if row is None else _turned(grid, row)
    wanted = COMPONENTS if row is None or turned else (*COMPONENTS, frozenset({"name"}))
    if not (turned and _weighs(turned)) and (found := _of_components(grid, wanted, notes)):
        return found
    return _of_a_kind(turned, notes) if turned else None


def _of_units(grid: Grid, tables: list[UnitTable]) -> tuple[list[Claims], list[Problem]]:
    """What tables of units claim."""
    areas = ((each.head.last, each.last, {*each.columns.used(), each.columns.unit}) for each in tables)
    problems = _broken(grid, areas)
    read = [unit_claims(grid, table, alone=len(tables) == 1) for table in tables if not problems]
    return [*map(_by_kind, _joined(read))], problems


def _row_of_units(grid: Grid) -> int | None:
    """The head of a table with a column a unit, named there or right below, and a row a part; None where it is none."""
    heads = (row for row in searched(grid) if "name" in meanings(grid, row))
    return next((row for row in heads if _names_units(grid, row) or _names_units(grid, row + 1)), None)


def _names_units(grid: Grid, row: int) -> bool:
    texts = chain.from_iterable(grid.rows[row : row + 1])
    return sum(isinstance(text, str) and A_UNIT.match(plain(text)) is not None for text in texts) > 1


def _turned(grid: Grid, row: int) -> Grid | None:
    """A table with units in one row of its head, and rows all of one level, turned round; else None."""
    named, turned = meanings(grid, row).index("name"), grid.turned()
    turned.rows[named][row] = "Đơn vị"
    return turned if _names_units(grid, row) and len(_levels(grid, row, named)) < 2 else None


def _weighs(grid: Grid) -> bool:
    """Whether a row has the weights of what stands below it, as percentages."""
    weights = (cells for cells in grid.rows if WEIGHT_ROW.fullmatch(plain(first_text(cells)[:200])))
    return any("%" in str(value) for cells in weights for value in cells)


def _levels(grid: Grid, head: int, named: int) -> set[tuple[int, ...]]:
    """The kinds of numbers below a head, left of the names."""
    values = chain.from_iterable(cells[:named] for cells in grid.rows[head + 1 :])
    return {mark.kind for value in values for mark in cell_marks(value)[0][:1]}


def _of_components(
    grid: Grid, wanted: tuple[frozenset[str], ...], notes: list[str]
) -> tuple[list[Claims], list[Problem]] | None:
    """What tables of components below one another claim."""
    below = [(part, head) for part in tables_below(grid, wanted) if (head := find_head(part, wanted))]
    problems: list[Problem] = []
    for part, head in below:
        points, percents = figure_columns(part, head)
        counting = {*points, *percents, *head.all(*NAMES)}
        problems += _broken(part, [(head.last, len(part.rows), counting)])
    claims = [component_claims(part, head, alone=len(below) == 1) for part, head in below if not problems]
    unread = (RowsBelow(part, head, head.columns.get("number", [])).passed_over() for part, head in below)
    notes += filter(None, unread)
    return (claims, problems) if below else None


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


def _by_kind(claims: Claims) -> Claims:
    """A table without sections: `Xã` and `Phường` may be ranked each among themselves, as their names say."""
    if not any(unit.section for unit in claims.placed):
        kinds = ((unit, A_UNIT.match(plain(unit.name))) for unit in claims.placed)
        claims.placed[:] = [
            replace(unit, kind=" ".join(unit.name.split()[: len(kind[0].split()) - 1]).capitalize() if kind else "")
            for unit, kind in kinds
        ]
    return claims


def _add(above: Claims, claims: Claims) -> None:
    section = above.placed[-1].section if above.placed else ""
    above.placed.extend(replace(unit, section=unit.section or section) for unit in claims.placed)
    for name in ("sums", "summaries", "shares", "caps", "unread", "passed_over"):
        getattr(above, name).extend(getattr(claims, name))
    above.unchecked.extend(each for each in claims.unchecked if each.cells)


def _read_as(claims: Claims) -> list[ColumnRead]:
    """The columns of a table without their letters: tables beside one another have others."""
    return [replace(each, column="") for each in claims.columns]


def unit_tables(grid: Grid, others: Sequence[int]) -> list[UnitTable]:
    """The tables of units with points, an index, a rank or a rating, one below the other; `others`: where other tables begin."""
    found: list[UnitTable] = []
    heads = [row for row in range(len(grid.rows)) if is_unit_head(grid, row)]
    ends = sorted([*heads, *others, len(grid.rows)])
    start, head_from = 0, partial(find_head, grid, (frozenset({"unit"}),))
    # Titles and other tables may stand above one.
    while head := next(filter(None, map(head_from, [start, *heads[bisect(heads, start) :]])), None):
        last = ends[bisect(ends, head.last)] - 1
        # With all of its rows a head may have no such column: `Xã` above the names of communes.
        columns = columns_of(grid, head, last) if head.all("unit") else Columns(-1)
        if any(each.role in ("points", "index", "rank", "rating") for each in columns.all):
            found.append(UnitTable(head, last, columns))
        start = max(last, head.last) + 1
    return found
