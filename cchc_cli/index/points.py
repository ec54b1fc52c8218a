"""One year's points as a table of units × components, on which everything else is computed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.rounding import cleaned
from cchc_cli.model.framework import Framework, YearFramework
from cchc_cli.model.rules import BaseRule, Relative
from cchc_cli.model.scores import Scores, Unit, heirs

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True)
class YearPoints:
    """Points of a year. Rows are `units` (those with rows in the scores), columns the year's leaves.

    - `points`: NaN where not scored yet or not applicable
    - `max`: maximum of each leaf for each unit; 0 where the component is not applicable (NA) to the unit
    - `values`: raw values, NaN where unknown
    - `best`: the best value of the unit's group, for rules that compare with it; NaN elsewhere
    - `notes`: position in `Scores.notes`
    - `adjustments`: one column an adjustment, as given, before the caps; 0 where none was given
    - `adjustment_notes`: their notes, positions in `Scores.notes`
    - `merged`: units whose row is the mean of parts that have become one (see `seen_from`), with their parts
    """

    framework: YearFramework
    units: tuple[Unit, ...]
    points: Floats
    max: Floats
    values: Floats
    best: Floats
    notes: NDArray[np.int32]
    self_points: Floats
    adjustments: Floats
    adjustment_notes: NDArray[np.int32]
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year of the points."""
        return self.framework.year

    def maxima(self, group: str) -> Floats:
        """Maximum of each leaf for units of a group (leaves,); 0 where it is not for them."""
        return np.array([leaf.maximum(group) for leaf in self.framework.leaves])

    def group_of(self, unit: str) -> str:
        """The group of a unit that has scores in the year."""
        return self.units[self.row(unit)].group

    def in_group(self, unit: str) -> Booleans:
        """Which units are of the group of `unit`."""
        group = self.group_of(unit)
        return np.array([each.group == group for each in self.units])

    def framework_of(self, unit: str) -> YearFramework:
        """The year's framework as it is for a unit that has scores in the year."""
        return self.framework.of_group(self.group_of(unit))

    @cached_property
    def applicable(self) -> Booleans:
        """Where the component counts for the unit (units × leaves)."""
        return self.max > 0

    @cached_property
    def scored(self) -> Booleans:
        """Where there are points (units × leaves)."""
        return ~np.isnan(self.points) & self.applicable

    @cached_property
    def got(self) -> Floats:
        """Points with 0 where there are none yet (units × leaves): the worst case."""
        return np.where(self.scored, self.points, 0.0)

    @property
    def given(self) -> Floats:
        """`adjustments`, 0 for units to which nothing applies: they have no index that anything could be added to."""
        return np.where(self.applicable.any(axis=1, keepdims=True), self.adjustments, 0.0)

    @cached_property
    def counted(self) -> Floats:
        """What each adjustment counts for (units × adjustments): all of a kind are cut alike where their sum passes its cap."""
        settings, counted = self.framework.index, self.given
        for kind, cap in (("bonus", settings.bonus_cap), ("penalty", settings.penalty_cap)):
            columns = [each.kind == kind for each in self.framework.adjustments]
            total = counted[:, columns].sum(axis=1)
            if cap is not None and (total > cap).any():
                counted[:, columns] *= np.where(total > cap, cap / np.where(total > cap, total, 1.0), 1.0)[:, None]
        return counted

    @cached_property
    def effects(self) -> Floats:
        """What each adjustment does to the index (units × adjustments): a penalty less than nothing."""
        signs = np.array([1.0 if each.kind == "bonus" else -1.0 for each in self.framework.adjustments])
        effects: Floats = self.counted * signs + 0.0
        return effects

    def of_unit(self, unit: str) -> pd.DataFrame:
        """One row a leaf: component, area, points (NaN where there are none yet, or it does not apply), max, lost, note, scored.

        `lost` is max − points: what is not scored yet is lost.
        """
        row, leaves = self.row(unit), self.framework.leaves
        return pd.DataFrame(
            {
                "component": pd.Series([leaf.id for leaf in leaves], dtype=object),
                "area": pd.Series([leaf.area for leaf in leaves], dtype=object),
                "points": self.points[row],
                "max": self.max[row],
                "lost": cleaned(self.max[row] - self.got[row]),
                "note": self.notes[row],
                "scored": self.scored[row],
            }
        )

    def has(self, unit: str) -> bool:
        """Whether the unit has scores in the year."""
        return any(each.id == unit for each in self.units)

    def column(self, component: str) -> int | None:
        """The column of a component; None of one that the year does not have."""
        return next((at for at, leaf in enumerate(self.framework.leaves) if leaf.id == component), None)

    def row(self, unit: str) -> int:
        """The row of a unit that has scores in the year."""
        return next(row for row, each in enumerate(self.units) if each.id == unit)

    def rows(self, units: Iterable[str]) -> list[int]:
        """The rows of `units`, all of which have scores in the year."""
        place = {unit.id: row for row, unit in enumerate(self.units)}
        return [place[unit] for unit in units]


def year_points(framework: Framework, scores: Scores, year: int, basis: str = "official") -> YearPoints:
    """The points of `year` on a basis: `official` (score, else the rule on value) or `self` (the self-score)."""
    here = framework.at(year)
    parts = [identity for identity, _maximum in here.maxima()]
    cells, nothing = _Cells(framework, scores, year, parts), np.float64(np.nan)
    excluded = cells.table("excluded", np.bool_(False))
    if basis == "self":
        excluded |= cells.table("self_excluded", np.bool_(False))
    maxima, values = _maxima_of(here, cells.units), cells.table("value", nothing)
    maxima[excluded] = 0.0
    values[excluded] = np.nan
    own, notes = cells.table("self", nothing), cells.table("note", np.int32(0))
    rules = [framework.rule_of(identity) for identity in parts]
    best = _best_values(rules, cells.units, values)
    points = _with_rules(rules, maxima, own if basis == "self" else cells.table("score", nothing), values, best)
    points[excluded] = np.nan
    leaves = len(here.leaves)
    return YearPoints(
        framework=here,
        units=cells.units,
        points=points[:, :leaves],
        max=maxima[:, :leaves],
        best=best[:, :leaves],
        values=values[:, :leaves],
        notes=notes[:, :leaves],
        self_points=np.where(excluded, np.nan, own)[:, :leaves],
        adjustments=np.nan_to_num(points[:, leaves:]),
        adjustment_notes=notes[:, leaves:],
    )


class _Cells:
    """The scores of a year, column by column as tables of units × `parts`; `units` are those with rows."""

    def __init__(self, framework: Framework, scores: Scores, year: int, parts: Sequence[str]) -> None:
        self._frame = scores.frame
        self._rows = np.flatnonzero(self._column("year", slice(None)) == year)
        order = {identity: place for place, identity in enumerate(framework.component_ids)}
        column_of = np.full(len(order) + 1, -1)
        column_of[[order[identity] for identity in parts]] = range(len(parts))
        units = self._column("unit", self._rows)
        codes = np.flatnonzero(np.bincount(units, minlength=1))
        row_of = np.zeros(len(scores.units), dtype=np.intp)
        row_of[codes] = range(len(codes))
        self.units = tuple(scores.units[code] for code in codes)
        self._shape = len(codes), len(parts)
        self._places = row_of[units], column_of[self._column("component", self._rows)]

    def _column(self, name: str, rows: NDArray[np.intp] | slice) -> NDArray[np.intp]:
        return np.asarray(self._frame[name].to_numpy()[rows])

    def table(self, name: str, blank: Scalar) -> NDArray[Scalar]:
        """A column; `blank`, which also says of what type it is, where there is no row."""
        table = np.full(self._shape, blank)
        table[self._places] = self._column(name, self._rows)
        return table


def _maxima_of(framework: YearFramework, units: Sequence[Unit]) -> Floats:
    """Maximum of each leaf and adjustment for each unit's group (units × parts)."""
    by_group = {group: framework.maxima(group) for group in dict.fromkeys(unit.group for unit in units)}
    tables = {group: np.array([most for _identity, most in parts]) for group, parts in by_group.items()}
    return np.array([tables[unit.group] for unit in units]).reshape(len(units), len(framework.maxima()))


def _with_rules(
    rules: Sequence[BaseRule | None], maxima: Floats, given: Floats, values: Floats, best: Floats
) -> Floats:
    """`given` points; where they are blank, the rule on the raw value (all units × parts, maxima alike)."""
    points = given.copy()
    for column, rule in enumerate(rules):
        blank = np.isnan(given[:, column]) & ~np.isnan(values[:, column])
        if rule is not None and blank.any():
            points[blank, column] = rule.points(values[blank, column], maxima[blank, column], best[blank, column])
    return points


def _best_values(rules: Sequence[BaseRule | None], units: Sequence[Unit], values: Floats) -> Floats:
    """For each unit and part with a rule that compares: the best value of the unit's group; NaN elsewhere."""
    best = np.full(values.shape, np.nan)
    groups = np.array([unit.group for unit in units], dtype=object)
    for column, rule in enumerate(rules):
        if not isinstance(rule, Relative):
            continue
        for group in dict.fromkeys(groups):
            rows = groups == group
            if not np.isnan(values[rows, column]).all():
                best[rows, column] = rule.best(values[rows, column])
    return best


def seen_from(now: Collection[Unit], before: YearPoints, units: Iterable[Unit]) -> YearPoints:
    """`before` with units that have merged since then as one row under the id that they have among those of `now`.

    The row is the mean of its parts: points, maxima and adjustments such that its index is the mean of the
    parts' indices, weighted by the points that each could get. A part that goes on under its own id
    takes in those that merged into it. Units that are gone without an heir stay.
    """
    parts = _parts(now, before, units)
    if not parts:
        return before
    weights = np.zeros((len(parts), len(before.units)))
    for line, rows in enumerate(parts.values()):
        weights[line, rows] = 1 / len(rows)
    merged = _Merged(before, weights, kept=np.flatnonzero(~weights.any(axis=0)))
    maxima = weights @ before.max
    blank, no_notes = np.full(maxima.shape, np.nan), np.zeros(maxima.shape, dtype=np.int32)
    extras = merged.adjustments()
    under = {unit.id: unit for unit in now}
    names = [unit.id for unit in before.units]
    return replace(
        before,
        units=(*(before.units[row] for row in merged.kept), *(under[heir] for heir in parts)),
        points=merged.below(before.points, np.where(maxima > 0, merged.means(before.points), np.nan)),
        max=merged.below(before.max, maxima),
        values=merged.below(before.values, blank),
        best=merged.below(before.best, blank),
        notes=merged.below(before.notes, no_notes),
        self_points=merged.below(before.self_points, np.where(maxima > 0, merged.means(before.self_points), np.nan)),
        adjustments=merged.below(before.adjustments, extras),
        adjustment_notes=merged.below(before.adjustment_notes, np.zeros(extras.shape, dtype=np.int32)),
        merged={heir: tuple(names[row] for row in rows) for heir, rows in parts.items()},
    )


@dataclass(frozen=True)
class _Merged:
    """The units of a year, of which some became one: `weights` (merged × units), and the rows that are `kept`."""

    before: YearPoints
    weights: Floats
    kept: NDArray[np.intp]

    def means(self, table: Floats) -> Floats:
        """Means of the parts; NaN where a part that counts has none."""
        mean: Floats = self.weights @ np.nan_to_num(table)
        missing = self.weights @ (np.isnan(table) & self.before.applicable)
        return np.where(missing > 0, np.nan, mean)

    def adjustments(self) -> Floats:
        """Adjustments as the parts counted them, weighted by the points that each could get."""
        shares = self.weights * self.before.max.sum(axis=1)
        totals = shares.sum(axis=1, keepdims=True)
        weights = np.divide(shares, totals, out=np.zeros_like(shares), where=totals > 0)
        return np.asarray(weights @ self.before.counted)

    def below(self, table: NDArray[Scalar], rows: NDArray[Scalar]) -> NDArray[Scalar]:
        """The rows that are kept, those of the merged units below."""
        return np.concatenate([table[self.kept], rows])


def renamed(now: Collection[Unit], before: YearPoints, units: Collection[Unit], scored: Collection[str]) -> YearPoints:
    """`before` with each unit that goes on alone under another id, in the same group, called as it is among `now`.

    `scored` are the units with scores up to then: what was there beside it is no other name of it.
    """
    under, called = {each.id: each for each in now}, [*before.units]
    lines = _lines(units, before.year)
    for heir, rows in _parts(now, before, units).items():
        part = before.units[rows[0]]
        if heir not in scored and part.group == under[heir].group and _is_alone(part.id, lines.get(heir, [])):
            called[rows[0]] = under[heir]
    return before if called == [*before.units] else replace(before, units=tuple(called))


def _lines(units: Collection[Unit], year: int) -> dict[str, list[set[str]]]:
    """What became each unit, of what there was in a year: the ids that each had until then."""
    known = {each.id: each for each in units}
    lines: dict[str, list[set[str]]] = {}
    for unit in (each for each in units if each.is_there(year)):
        line = [unit.id]
        for later in heirs(unit, known):
            lines.setdefault(later.id, []).append({*line})
            line.append(later.id)
    return lines


def _is_alone(part: str, lines: list[set[str]]) -> bool:
    """Whether all of these `_lines` are of `part` or go through it."""
    own = {part}.union(*(line for line in lines if part in line))
    return all(map(own.intersection, lines))


def _parts(now: Collection[Unit], before: YearPoints, units: Iterable[Unit]) -> dict[str, list[int]]:
    """For each unit of `now` that took others in since `before`: the rows of its parts, its own first."""
    known, there = {unit.id: unit for unit in units}, {unit.id for unit in now}
    rows = {unit.id: row for row, unit in enumerate(before.units)}
    parts: dict[str, list[int]] = {}
    for part in before.units:
        # Who is still there is in nobody.
        heir = None if part.id in there else next((each.id for each in heirs(part, known) if each.id in there), None)
        if heir is not None:
            parts.setdefault(heir, [rows[heir]] if heir in rows else []).append(rows[part.id])
    return parts
