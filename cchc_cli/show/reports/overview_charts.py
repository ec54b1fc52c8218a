"""Charts of a year over all units: their indices, the areas from the lowest to the best, and all units by area."""

import numpy as np

from cchc_cli.messages import _
from cchc_cli.model.chart import Chart, Series
from cchc_cli.show import numbers
from cchc_cli.show.reports.charts import drawable
from cchc_cli.show.reports.overview_figures import Overview


def charts(found: Overview) -> tuple[Chart, ...]:
    """The indices by ranges, the areas from the lowest to the best, and all units by area."""
    return (*index_histogram(found), *area_ranges(found), *unit_field(found))


def index_histogram(found: Overview) -> tuple[Chart, ...]:
    """How many units have which index."""
    if len(found.final) < 2:
        return ()
    labels = tuple(f"{numbers.short(first)}–{numbers.short(last)}" for first, last, _count in found.bins)
    counts = tuple(float(count) for _first, _last, count in found.bins)
    told = "; ".join(f"{label}: {count:g}" for label, count in zip(labels, counts, strict=True) if count)
    text = _("How many units have an index in which range. {values}.", values=told)
    return (Chart("histogram", _("Units by index"), text, labels, (Series(_("Units"), counts),)),)


def area_ranges(found: Overview) -> tuple[Chart, ...]:
    """Each area from the lowest to the best unit, with the mean and that of the year before."""
    rows = found.of_level("area").dropna(subset="mean")
    if rows.empty or len(found.final) < 2:
        return ()
    labels = tuple(found.names.titled(each) for each in rows["id"])
    told = tuple(
        f"{numbers.percent(mean)}% ({numbers.percent(low)}–{numbers.percent(high)})"
        for mean, low, high in zip(rows["mean"], rows["min"], rows["max"], strict=True)
    )
    series = [
        Series(name, drawable(rows[key]))
        for name, key in ((_("Lowest"), "min"), (_("Best"), "max"), (_("Mean"), "mean"))
    ]
    if rows["mean_before"].notna().any():
        series.append(Series(str(found.since), drawable(rows["mean_before"])))
    values = "; ".join(f"{label}: {text}" for label, text in zip(labels, told, strict=True))
    text = _(
        "Areas from the lowest to the best unit, with the mean, in percent of the maximum. {values}.", values=values
    )
    return (Chart("ranges", _("Areas from the lowest to the best unit"), text, labels, tuple(series), notes=told),)


def unit_field(found: Overview) -> tuple[Chart, ...]:
    """All units, the best first, by area: where the columns are pale or dark, all are alike."""
    if len(found.heat) < 2:
        return ()
    every = len(found.heat) == len(found.final)
    rows = tuple(
        Series(f"{place}" if every else f"{place}–", drawable(percents))
        for place, percents in zip(_places(found), found.heat, strict=True)
    )
    low = numbers.short(found.settings.low)
    text = _(
        "Units in the order of their indices by area: blue from {low}% of the maximum on, brown under it.", low=low
    )
    if not every:
        text += " " + _("Each row is the mean of units that follow one another.")
    return (
        Chart(
            "heat",
            _("All units by area"),
            text,
            tuple(map(found.names.titled, found.areas)),
            rows,
            mark=found.settings.low,
            mark_label=f"{low}%",
        ),
    )


def _places(found: Overview) -> list[int]:
    """The place of the first unit of each row, from 1."""
    sizes = [len(part) for part in np.array_split(np.arange(len(found.final)), len(found.heat))]
    return [1 + sum(sizes[:at]) for at in range(len(sizes))]
