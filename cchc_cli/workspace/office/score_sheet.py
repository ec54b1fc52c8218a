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
    """A sheet with its header. In a wide table `units` and `stages` say whose points a column holds, and which."""

    grid: Grid
    header: Header
    units: dict[int, str] = field(default_factory=dict)
    stages: dict[int, str] = field(default_factory=dict)

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

    def by_unit(self) -> dict[str, dict[str, int]]:
        """In a wide table the columns of each unit by what they hold, the first of each kind."""
        found: dict[str, dict[str, int]] = {}
        for column, unit in self.units.items():
            found.setdefault(unit, {}).setdefault(self.stages[column], column)
        return found

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
    for row in range(max(header.first - 2, 0), min(header.last + 3, len(grid.rows))):
        found = {
            column: unit
            for column in range(grid.width)
            if isinstance(value := grid.at(row, column), str) and (unit := units.find(value)) is not None
        }
        if len(set(found.values())) > len(set(best.values())):
            best, last = found, row
    if not best:
        return None
    header.last = max(last, header.last)
    below = header.last + 1
    if below < len(grid.rows) and any(_stage(grid.at(below, column)) for column in best):
        header.last = below
    return ScoreSheet(grid, header, best, _stages(grid, header, last, sorted(best)))


def _stages(grid: Grid, header: Header, units: int, columns: list[int]) -> dict[int, str]:
    """What each unit's column holds: the lowest heading that says it, else one above the units further left, else
    the official points."""
    found: dict[int, str] = {}
    spanning = "score"
    for column in columns:
        for row in range(header.last, max(header.first - 3, -1), -1):
            if stage := _stage(grid.at(row, column)):
                found[column] = stage
                spanning = stage if row < units else spanning
                break
        found.setdefault(column, spanning)
    return found


def _stage(value: object) -> str:
    found = meaning(value) if isinstance(value, str) else None
    return found if found in FIELDS else ""
