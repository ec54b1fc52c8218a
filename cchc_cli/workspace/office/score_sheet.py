"""A sheet with points: which columns hold what, for which unit, and its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cchc_cli.model.grid import Grid
from cchc_cli.model.scores import Unit
from cchc_cli.workspace.headers import plain
from cchc_cli.workspace.office.header import Header, find_header, meaning
from cchc_cli.workspace.office.marks import is_total
from cchc_cli.workspace.office.score_match import Line

FIELDS = ("value", "self", "appraised1", "score", "appeal", "note")
POINTS = ("value", "self", "appraised1", "score")
WANTED = tuple(frozenset({what, points}) for what in ("number", "name", "part") for points in POINTS)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
TITLE_YEAR = re.compile(r"(?<!thang \d )(?<!thang \d\d )(?<!thang … )\bnam ((?:19|20)\d\d)(?!\d)")
"""The year that a title is about; that of a date (ngày 15 tháng 01 năm 2024) is not."""


class Units:
    """The units that may be meant, by id and by name. Without units.csv any name is a unit."""

    def __init__(self, units: tuple[Unit, ...], *, fixed: bool) -> None:
        self.fixed = fixed
        self.ids = {unit.id: unit for unit in units}
        self._known: dict[str, set[str]] = {}
        for unit in units:
            for name in (unit.id, unit.name, unit.name_en or ""):
                if name:
                    self._known.setdefault(plain(name), set()).add(unit.id)

    def find(self, text: str) -> str | None:
        """The unit that a text names whole; None where it is none, or two share the name."""
        found = self._known.get(plain(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def within(self, text: str) -> str | None:
        """The only unit whose name stands somewhere in a text; of names within names the longest counts."""
        folded = f" {plain(text)} "
        hits = [
            (name, ids)
            for name, ids in self._known.items()
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)
        ]
        longest = [
            ids for name, ids in hits if not any(name != other and name in other for other, _ids in hits)
        ]
        ids = {each for found in longest for each in found}
        return next(iter(ids)) if len(ids) == 1 else None

    @property
    def names(self) -> list[str]:
        """All ids."""
        return list(self.ids)


@dataclass
class ScoreSheet:
    """A sheet with its header. `units`: in a wide table the column of each unit; `stage` is what these columns hold."""

    grid: Grid
    header: Header
    units: dict[int, str] = field(default_factory=dict)
    stage: str = "score"

    @property
    def wide(self) -> bool:
        """Whether every unit has a column."""
        return bool(self.units)

    def title(self) -> str:
        """What stands above the header."""
        rows = self.grid.rows[: self.header.first]
        return " ".join(str(value) for row in rows for value in row if isinstance(value, str))

    def fields(self) -> dict[str, int]:
        """The columns with what is imported."""
        return {name: self.header.columns[name][0] for name in FIELDS if self.header.columns.get(name)}

    def read_columns(self) -> list[int]:
        """Every column whose cells count."""
        names = ("number", "name", "part", "unit", "year", "max", *FIELDS)
        return sorted(
            {*(self.header.columns[n][0] for n in names if self.header.columns.get(n)), *self.units}
        )

    def lines(self) -> list[Line]:
        """The rows that may be about a component, totals and repeated headers left out."""
        number, name = self.header.column("number"), self.header.column("part")
        name = self.header.column("name") if name is None else name
        points = list(self.units) or [column for f, column in self.fields().items() if f in POINTS]
        found = []
        for row in range(self.header.last + 1, len(self.grid.rows)):
            value = self.grid.rows[row][number] if number is not None else None
            text = self._name(row, name)
            filled = any(self.grid.rows[row][column] is not None for column in points)
            if (value is None and not text) or is_total(text) or (isinstance(value, str) and is_total(value)):
                continue
            if isinstance(value, str) and meaning(value) == "number":
                continue
            if value is None and not filled:
                continue
            found.append(Line(row, number, value, name, text, has_points=filled))
        return found

    def _name(self, row: int, column: int | None) -> str:
        value = self.grid.rows[row][column] if column is not None else None
        return " ".join(str(value).split("\n")[0].split()) if isinstance(value, str) else ""


def score_sheet(grid: Grid, units: Units) -> ScoreSheet | None:
    """The grid as a sheet with points; None where it has no header for them."""
    wide = _wide(grid, units)
    long = find_header(grid, WANTED)
    if wide is not None and (long is None or len(wide.units) > 1):
        return wide
    return ScoreSheet(grid, long) if long is not None else None


def _wide(grid: Grid, units: Units) -> ScoreSheet | None:
    """A table of components × units: a header with the names of units beside one for the components."""
    header = find_header(grid, (frozenset({"number"}), frozenset({"name"})))
    if header is None:
        return None
    best: dict[int, str] = {}
    last = header.last
    for row in range(header.first, min(header.last + 3, len(grid.rows))):
        found: dict[int, str] = {}
        for column in range(grid.width):
            value = grid.at(row, column)
            unit = units.find(value) if isinstance(value, str) else None
            if unit is not None and unit not in found.values():
                found[column] = unit
        if len(found) > len(best):
            best, last = found, max(row, header.last)
    if not best:
        return None
    header.last = last
    headings = " ".join(header.headings.get(column, "") for column in best)
    above = [meaning(part) for part in re.split(r" – ", headings)]
    stage = next((each for each in above if each in ("self", "appraised1", "value")), "score")
    return ScoreSheet(grid, header, best, stage)
