"""A published table of components (one unit's result, or a framework) as claims that can be recomputed."""

from __future__ import annotations

from cchc_cli.model.claims import Claims, ShareClaim, SumClaim
from cchc_cli.model.grid import Grid
from cchc_cli.workspace.office.criteria_rows import Rows
from cchc_cli.workspace.office.drafts import Draft
from cchc_cli.workspace.office.header import Header
from cchc_cli.workspace.office.marks import points_of
from cchc_cli.workspace.office.outline import outline_of
from cchc_cli.workspace.office.result_table import role_of

SKIPPED = (
    "number",
    "name",
    "part",
    "area",
    "year",
    "value",
    "rule",
    "note",
    "appeal",
    "evidence",
    "owner",
    "source",
)


def criteria_claims(grid: Grid, header: Header) -> Claims:
    """The sums of areas, criteria and the whole in every column of points, percentages, and points above their maximum."""
    outline, _broken = outline_of(Rows(grid, header))
    columns, percents = _columns(grid, header)
    claims = Claims(grid.file, grid.name)
    top = header.column("max")

    def value(row: int, column: int) -> float | None:
        return points_of(grid.rows[row][column])

    def summed(node: Draft, column: int) -> list[float]:
        """The figures just below a node; of a part without one, those below it."""
        found: list[float] = []
        for child in node.children:
            own = value(child.row, column)
            found += [own] if own is not None else summed(child, column)
        return found

    whole = Draft(outline.areas[0].mark, "", -1, "", children=outline.areas) if outline.areas else None
    for column in columns:
        heading = header.headings.get(column, "")
        for node in (each for area in outline.areas for each in area.all()):
            said, below = value(node.row, column), summed(node, column)
            if said is not None and below:
                name = f"{node.mark.text} {node.name}"
                claims.sums.append(
                    SumClaim(grid.address(node.row, column), name, heading, said, (tuple(below),))
                )
            elif said is not None and not node.children and top is not None and column != top:
                cell = grid.address(node.row, column)
                maximum = value(node.row, top)
                claims.caps.append(
                    ShareClaim(cell, f"{node.mark.text} {node.name}", heading, said, said, maximum)
                )
        for total in outline.totals:
            said = value(total.row, column)
            below = summed(total.area or whole, column) if whole else []
            if said is not None and below:
                cell = grid.address(total.row, column)
                claims.sums.append(SumClaim(cell, grid_text(grid, total.row), heading, said, (tuple(below),)))
    for column, points in percents.items():
        for node in (each for area in outline.areas for each in area.all()):
            said, got = value(node.row, column), value(node.row, points)
            maximum = value(node.row, top) if top is not None else None
            if said is not None and got is not None and maximum:
                name, heading = f"{node.mark.text} {node.name}", header.headings.get(column, "")
                claims.shares.append(
                    ShareClaim(grid.address(node.row, column), name, heading, said, got, maximum)
                )
    return claims


def _columns(grid: Grid, header: Header) -> tuple[list[int], dict[int, int]]:
    """The columns of points, and of percentages with the points that each is of."""
    skipped = {column for name in SKIPPED for column in header.columns.get(name, [])}
    columns: list[int] = []
    percents: dict[int, int] = {}
    for column in range(grid.width):
        figures = [points_of(cells[column]) for cells in grid.rows[header.last + 1 :]]
        if column in skipped or not any(figure is not None for figure in figures):
            continue
        role = role_of(header.headings.get(column, "").rpartition(" – ")[2])
        if role in ("percent", "index") and columns:
            percents[column] = columns[-1]
        elif role not in ("rank", "rating", "note"):
            columns.append(column)
    return columns, percents


def grid_text(grid: Grid, row: int) -> str:
    """The first text of a row."""
    return next((" ".join(value.split()) for value in grid.rows[row] if isinstance(value, str)), "")
