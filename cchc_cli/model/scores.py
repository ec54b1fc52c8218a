"""Scores and units as the arithmetic sees them, whatever file they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pandas import DataFrame

    from cchc_cli.model.criteria import Document
    from cchc_cli.model.framework import Framework

NOT_APPLICABLE = frozenset({"na", "n/a", "kad"})


@dataclass(frozen=True)
class Unit:
    """A unit that is scored and ranked among those of its `group`."""

    id: str
    name: str
    name_en: str | None = None
    group: str = ""
    since: int | None = None
    until: int | None = None
    merged_into: str | None = None
    document: Document | None = None
    """What its own documents bear, as far as units.csv says."""

    def is_there(self, year: int) -> bool:
        """Whether there is such a unit in a year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


def heirs(unit: Unit, units: Mapping[str, Unit]) -> Iterator[Unit]:
    """The unit that it merged into, the one that this merged into, and so on."""
    while unit.merged_into and (heir := units.get(unit.merged_into)) is not None:
        yield heir
        unit = heir


def heir_in(unit: Unit, units: Iterable[Unit], year: int) -> Unit | None:
    """What a unit that there is no more in a year is by then, itself or merged with others."""
    return next((each for each in heirs(unit, {each.id: each for each in units}) if each.is_there(year)), None)


def expected(
    units: Sequence[Unit], year: int, scored: Collection[str], groups: Collection[str] | None = None
) -> list[Unit]:
    """Those of some groups, else of all, that there are in a year of which some are `scored`.

    Of one that merged without a last year nobody knows it. In its last year it is none beside a unit that it merged
    into, where that one began in the year or has scores of it.
    """
    known = {unit.id: unit for unit in units}

    def counts(unit: Unit) -> bool:
        if unit.merged_into is None or unit.id in scored:
            return True
        begun = (heir for heir in heirs(unit, known) if heir.since == year or heir.id in scored)
        return unit.until is not None and (unit.until > year or next(begun, None) is None)

    return [unit for unit in units if unit.is_there(year) and (groups is None or unit.group in groups) and counts(unit)]


def parts_of(unit: str, units: Sequence[Unit], year: int) -> list[Unit]:
    """Those that merged into a unit, and that there are no more in a year."""
    known, there = {each.id: each for each in units}, expected(units, year, ())
    return [each for each in units if each not in there and unit in [heir.id for heir in heirs(each, known)]]


def unsure(units: Sequence[Unit], year: int, scored: Collection[str]) -> dict[str, list[str]]:
    """By what they merged into: units whose last year it is, and that may be scored in it by themselves or as one."""
    parts: dict[str, list[str]] = {}
    for unit in expected(units, year, scored):
        if unit.merged_into and unit.until == year and unit.id not in scored:
            parts.setdefault(unit.merged_into, []).append(unit.id)
    return parts


@dataclass(frozen=True)
class Scores:
    """Checked scores.

    `frame` has one row per (year, unit, component), in the order of the files:

    - `year`: int16
    - `unit`: position in `units`, integer
    - `component`: position in `Framework.component_ids`, integer
    - `score`, `self`: points, NaN where blank
    - `value`: raw value, NaN where blank; for a `choice` rule the position of the option
    - `excluded`, `self_excluded`: the component is not applicable (NA, KAD), officially or for the unit itself
    - `note`: position in `notes`; 0 is the blank note
    - `appraised1` (points of the first appraisal, NaN where blank), `appeal` (the unit's explanation, a
      position in `notes`): only there where a file has them
    """

    frame: DataFrame
    units: tuple[Unit, ...]
    notes: tuple[str, ...]

    def years(self, framework: Framework, basis: str = "official") -> list[int]:
        """Years in which at least one component was scored on `basis`, ascending; bonus and penalty alone are no scores."""
        points = self.frame["score" if basis == "official" else "self"]
        component = self.frame["component"] < len(framework.components)
        scored = self.frame["year"][(points.notna() | self.frame["value"].notna()) & component]
        return sorted(int(year) for year in scored.unique())

    def is_appraised(self, unit: str, year: int) -> bool:
        """Whether anybody gave the unit points in the year; else all but its own follow from values."""
        frame = self.frame[self.frame["year"] == year]
        own = frame[[self.units[code].id == unit for code in frame["unit"]]]
        return bool(own[[name for name in ("score", "appraised1") if name in own]].notna().to_numpy().any())


@dataclass(frozen=True)
class SelfScore:
    """What a unit gave itself and what it got, bonus and penalty included; on `cut` components it got less.

    `count` of the `total` components that apply to the unit have both. Where these are all, `own` and `official`
    are the index on either basis; else sums of points over them. `adjusted` is the part of their difference that
    bonus and penalty make, `changed` what the appraisal gave more points on these components. `given` are the points
    on all `given_count` components that the unit scored itself, bonus and penalty included. Unless it is `appraised`,
    the points that it got follow from values alone.
    """

    own: float
    official: float
    count: int
    total: int
    cut: int
    adjusted: float
    changed: float
    given: float
    given_count: int
    appraised: bool

    @property
    def points(self) -> float:
        """The self-score on what is compared, in points."""
        return self.given if self.count == self.given_count else self.own

    @property
    def difference(self) -> float:
        """What the appraisal gave more (or less than nothing)."""
        return round(self.official - self.own, 9)
