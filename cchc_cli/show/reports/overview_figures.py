"""The figures of a year over all units, of which tables and the report on it are made, and their charts."""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.messages import N_, _
from cchc_cli.model.blocks import Chart, Series
from cchc_cli.model.criteria import Index
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.charts import drawable, in_words, range_chart

COSTLIEST, MOVED = 10, 5
"""Components that cost most, and units that moved most each way, that are listed."""


@dataclass(frozen=True)
class Overview:
    """All units of a year: `results` in the order of the ranks, `before` those of `since`; `table` and `alike` of index.overview.

    `bins` are the indices by ranges: from, to, count. `heat` are the `areas`' mean percents of units that follow one
    another, the best first. `absent` says which units have no scores. `group` is the one that was asked for, blank for all.
    """

    names: Names
    settings: Index
    year: int
    since: int | None
    results: pd.DataFrame
    before: pd.DataFrame | None
    table: pd.DataFrame
    alike: dict[str, list[str]]
    bins: list[tuple[float, float, int]]
    heat: list[NDArray[np.float64]]
    areas: list[str]
    absent: list[str]
    group: str = ""

    @cached_property
    def final(self) -> pd.DataFrame:
        """The units that have a result."""
        return self.results[self.results["rank"].notna()]

    @cached_property
    def provisional(self) -> pd.DataFrame:
        """The units that are not fully scored."""
        return self.results[self.results["provisional"].astype(bool)]

    @property
    def is_of_same_units(self) -> bool:
        """Whether the means of both years are over the same units."""
        earlier = self.before
        return earlier is None or set(earlier.loc[earlier["rank"].notna(), "unit"]) == set(self.final["unit"])

    @property
    def is_compared(self) -> bool:
        """Whether the mean has one of the year before beside it."""
        return not math.isnan(self.index["mean_change"])

    def at_the_end(self, key: str) -> list[str]:
        """The units with the highest index (`max`), or the lowest (`min`)."""
        return self.final.loc[
            self.final["index"].round(numbers.EXACT) == round(self.index[key], numbers.EXACT), "unit"
        ].tolist()

    @cached_property
    def rows(self) -> pd.DataFrame:
        """For scripts."""
        names = self.table["id"].map(partial(self.names.filed, "node"))
        return self.table.assign(name=names.mask(self.table["level"] == "index", self.names.index_as_filed))

    @property
    def index(self) -> dict[str, float]:
        """The line of the index."""
        line: dict[str, float] = self.table.to_dict("records")[0]  # type: ignore[assignment]
        return line

    def of_level(self, level: str) -> pd.DataFrame:
        """The rows of a level, for people: what was `deducted`, its percent of all that was, the percent of full points."""
        rows = self.table[self.table["level"] == level]
        deducted = rows["lost"] - rows["open"]
        share = 100 * deducted / (self.deducted or math.nan)
        return rows.assign(deducted=deducted, lost_percent=share, full_percent=100 * rows["full_share"])

    @property
    def deducted(self) -> float:
        """What was taken off all units together."""
        return self.index["lost"] - self.index["open"]

    @cached_property
    def ratings(self) -> pd.DataFrame:
        """One row a rating: rating, units, percent, before (units in `since`, NaN without one)."""
        final = _counted(self.final)
        earlier = None if self.before is None else _counted(self.before[~self.before["provisional"].astype(bool)])
        ids: list[str | None] = [*(rating.id for rating in self.settings.ratings), *([None] if final[None] else [])]
        before = [np.nan if earlier is None else earlier[each] for each in ids]
        table = pd.DataFrame({"rating": ids, "units": [final[each] for each in ids], "before": before})
        return table.assign(percent=100 * table["units"] / max(len(self.final), 1))

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row a group: group, units, mean, median, max, min of its indices, provisional."""
        results, keys = self.results, ["mean", "median", "max", "min"]
        groups = results.groupby("group", sort=False)
        table = results["index"].where(results["rank"].notna()).groupby(results["group"], sort=False).agg([*keys])
        table = table.assign(units=groups.size(), provisional=groups["provisional"].sum().astype(int))
        return table.reset_index()[["group", "units", *keys, "provisional"]]

    @cached_property
    def costliest(self) -> pd.DataFrame:
        """The components and penalties by which most was taken off all units together."""
        penalties = self.of_level("penalty").assign(mean=np.nan)  # of no maximum
        rows = pd.concat([self.of_level("component"), penalties])
        return rows[rows["deducted"] > 0].sort_values("deducted", ascending=False, kind="stable").head(COSTLIEST)

    @cached_property
    def adjustments(self) -> pd.DataFrame:
        """The bonuses and penalties that were given, with the points that they come to for all units together."""
        rows = pd.concat([self.of_level("bonus"), self.of_level("penalty")])
        return rows.assign(shown=rows["id"], total=rows["mean"] * rows["units"])

    def moved(self, *, up: bool) -> pd.DataFrame:
        """The units whose rank rose most, or fell most; of equal ones those whose index did."""
        sign = 1 if up else -1
        rows = self.final[self.final["rank_change"] * sign > 0]
        keys = rows.assign(ranks=rows["rank_change"] * sign, points=rows["index_change"].fillna(0.0) * sign)
        return keys.sort_values(["ranks", "points"], ascending=False, kind="stable").head(MOVED)


def _counted(results: pd.DataFrame) -> Counter[str | None]:
    """How many units have which rating, None for none."""
    return Counter(each if isinstance(each, str) else None for each in results["rating"])


def charts(found: Overview) -> tuple[Chart, ...]:
    """The indices by ranges, the areas from the lowest to the best, and all units by area."""
    return (*index_histogram(found), *area_ranges(found), *unit_field(found))


def index_histogram(found: Overview) -> tuple[Chart, ...]:
    """How many units have which index."""
    if len(found.final) < 2:
        return ()
    labels = tuple(f"{numbers.short(first)}–{numbers.short(last)}" for first, last, _count in found.bins)
    counts = tuple(float(count) for _first, _last, count in found.bins)
    told = {label: f"{count:g}" for label, count in zip(labels, counts, strict=True) if count}
    text = in_words(N_("How many units have an index in which range. {values}."), told, told.values())
    return (Chart("histogram", _("Units by index"), text, labels, (Series(_("Units"), counts),)),)


def area_ranges(found: Overview) -> tuple[Chart, ...]:
    """Each area from the lowest to the best unit, with the mean and that of the year before."""
    rows = found.of_level("area").dropna(subset="mean")
    if rows.empty or len(found.final) < 2:
        return ()
    told = [
        f"{numbers.percent(mean)}% ({numbers.percent(low)}–{numbers.percent(high)})"
        for mean, low, high in zip(rows["mean"], rows["min"], rows["max"], strict=True)
    ]
    return range_chart(
        rows.assign(label=[*map(found.names.titled, rows["id"])], told=told),
        _("Areas from the lowest to the best unit"),
        N_("Areas from the lowest to the best unit, with the mean, in percent of the maximum. {values}."),
        {"min": _("Lowest"), "max": _("Best"), "mean": _("Mean"), "mean_before": str(found.since)},
    )


def unit_field(found: Overview) -> tuple[Chart, ...]:
    """All units, the best first, by area: where the columns are pale or dark, all are alike."""
    if len(found.heat) < 2:
        return ()
    every = len(found.heat) == len(found.final)
    # Each row is named after the place of its first unit.
    places = [int(part[0]) + 1 for part in np.array_split(np.arange(len(found.final)), len(found.heat))]
    rows = tuple(
        Series(f"{place}" if every else f"{place}–", drawable(percents))
        for place, percents in zip(places, found.heat, strict=True)
    )
    mark = numbers.short(found.settings.low)
    text = _(
        "Units in the order of their indices by area: blue from {low}% of the maximum on, brown under it.", low=mark
    )
    if not every:
        text += " " + _("Each row is the mean of units that follow one another.")
    areas, low = tuple(map(found.names.titled, found.areas)), found.settings.low
    return (Chart("heat", _("All units by area"), text, areas, rows, mark=low, mark_label=f"{mark}%"),)
