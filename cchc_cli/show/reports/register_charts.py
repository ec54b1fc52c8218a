"""Charts of registers: rates beside the tiers that they are to reach, months, and what a year may come to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.chart import Chart, Series
from cchc_cli.model.periods import brief_month
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.charts import Drawn, drawable

MOST_LINES = 4


def rate_bars(rows: pd.DataFrame, labels: Mapping[str, str], name: str) -> Drawn:
    """Rates that feed components as bars, with the next tier of each; `rows` are those of one unit and period.

    `labels` has what people call each rate, `name` is what the bars are of: a year.
    """
    fed = rows[rows["measure"].isin(list(labels)) & (rows["component"] != "") & rows["value"].notna()]
    if len(fed) < 2:
        return ()
    told = [
        _("{label}: {value}", label=label, value=_rate(value))
        if numbers.missing(tier)
        else _("{label}: {value}, next tier {tier}", label=label, value=_rate(value, tier), tier=_rate(tier))
        for label, value, tier in zip(_named(fed, labels), fed["value"], fed["next_tier"], strict=True)
    ]
    text = _(
        "Bars of the rates that components hang on, with a sign where the next tier begins. {values}.",
        values="; ".join(told),
    )
    return (
        Chart(
            kind="bars",
            title=_("Rates and the next tiers"),
            description=text,
            labels=tuple(_named(fed, labels)),
            series=(Series(name, drawable(fed["value"])), Series(_("Next tier"), drawable(fed["next_tier"]))),
        ),
    )


def _named(rows: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    return [
        f"{component} {labels[measure]}" for component, measure in zip(rows["component"], rows["measure"], strict=True)
    ]


def month_lines(
    months: Sequence[str], trends: Mapping[str, Sequence[float]], labels: Mapping[str, str], wanted: Sequence[str]
) -> Drawn:
    """The `wanted` rates month by month, the first few of them that have figures."""
    known = [each for each in wanted if pd.Series(trends.get(each, ()), dtype=float).count() > 1][:MOST_LINES]
    if not known:
        return ()
    told = [
        f"{labels[each]}: "
        + ", ".join(f"{brief_month(month)} {_rate(value)}" for month, value in zip(months, trends[each], strict=True))
        for each in known
    ]
    return (
        Chart(
            kind="lines",
            title=_("Month by month"),
            description=_(
                "Lines over {count} months, in percent. {values}.", count=len(months), values="; ".join(told)
            ),
            labels=tuple(map(brief_month, months)),
            series=tuple(Series(labels[each], drawable(trends[each])) for each in known),
        ),
    )


@dataclass(frozen=True)
class Span:
    """What something is expected to come to and the range that is possible, in percent; `told` is that in figures."""

    label: str
    told: str
    low: float
    now: float
    high: float
    before: float | None = None


def forecast_ranges(spans: Sequence[Span], title: str, before: str) -> Drawn:
    """The index, then the areas; `before` names the last result."""
    if not spans:
        return ()
    parts = ((_("Low"), "low"), (_("High"), "high"), (_("Expected"), "now"), (before, "before"))
    series = [Series(name, tuple(getattr(each, key) for each in spans)) for name, key in parts]
    values = "; ".join(f"{each.label}: {each.told}" for each in spans)
    return (
        Chart(
            kind="ranges",
            title=title,
            description=_(
                "From the lowest to the highest that is possible, in percent of the maximum. {values}.", values=values
            ),
            labels=tuple(each.label for each in spans),
            series=tuple(series if any(value is not None for value in series[-1].values) else series[:-1]),
            notes=tuple(each.told for each in spans),
        ),
    )


def area_spans(names: Names, table: pd.DataFrame) -> list[Span]:
    """A span an area of the table of `nowcast`, in its order."""
    sums = table.groupby("area", sort=False)[["max", "points", "low", "high"]].sum()
    return [
        Span(
            label=names.titled(str(area)),
            told=_told(now, low, high, most),
            low=100 * low / most,
            now=100 * now / most,
            high=100 * high / most,
        )
        for area, most, now, low, high in sums.itertuples()
        if most > 0
    ]


def _told(now: float, low: float, high: float, most: float) -> str:
    """18.20/26 (16.00–18.20); the range where there is one."""
    shown = f"{numbers.points(now)}/{numbers.short(most)}"
    if not numbers.differ(high, low):
        return shown
    return f"{shown} ({numbers.points(low)}–{numbers.points(high)})"


def _rate(value: float, tier: float = math.nan) -> str:
    """A rate that is not shown as the tier that it does not reach."""
    if numbers.missing(value):
        return numbers.MISSING
    return f"{numbers.short(value, numbers.places(value, 2, tier, 0.0, 100.0))}%"
