"""Charts of what registers say: rates month by month, and what a year may still come to."""

from typing import Any

from cchc_cli.model.report import Chart, Series
from cchc_cli.show.charts.colours import ROLES
from cchc_cli.show.charts.draw import LINE, Sheet, label
from cchc_cli.show.charts.rows import Place, apart, legend, lines_at, percent, rows_of

LOOKS = (("main", "-", "o"), ("before", "--", "D"), ("good", "-.", "s"), ("wait", ":", "^"))
"""Of each line: colour, dashes and signs, so that nobody needs the colour to tell them apart."""
TALL = 15
"""Height of the lines' room, in letters."""


def lines(chart: Chart, sheet: Sheet) -> float:
    """A line a rate over the months, from 0 to 100; each named with its last figure where it ends, or in the legend."""
    axes, size = sheet.axes, sheet.size
    count, height = len(chart.labels), TALL * size
    entries: list[Any] = []
    for series, (role, dashes, sign) in zip(chart.series, LOOKS, strict=False):
        values = [float("nan") if value is None else value for value in series.values]
        style: dict[str, Any] = {"ls": dashes, "marker": sign, "ms": size * 0.42, "lw": 2.0, "clip_on": False}
        told = f"{series.name}: {percent(_last(series))}"
        shown = label(told, sheet.signs(0.85), 2) if sheet.is_narrow else told
        entries += axes.plot(values, color=ROLES[role], label=shown, **style)
    step = max(-(-count * 5 * size // int(sheet.width * (0.9 if sheet.is_narrow else 0.6))), 1)
    shown_at = range(0, count, int(step))
    axes.set_xlim(-0.3, count - 0.7)
    axes.set_xticks(list(shown_at), [chart.labels[at] for at in shown_at])
    axes.set_ylim(0, 100)
    axes.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100%"])
    axes.tick_params(axis="x", pad=0.7 * size)
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    if sheet.is_narrow:
        return height + 3 * LINE * size + legend(sheet, entries)
    _end_names(chart, sheet, height / 100)
    return height + 3 * LINE * size


def _last(series: Series) -> float | None:
    return next((value for value in reversed(series.values) if value is not None), None)


def _end_names(chart: Chart, sheet: Sheet, step: float) -> None:
    """Names and last figures to the right of the lines; those that would touch make room for one another."""
    drawn = [
        (last, series.name, look)
        for series, look in zip(chart.series, LOOKS, strict=False)
        if (last := _last(series)) is not None
    ]
    drawn.sort(key=lambda each: -each[0])
    texts = [label(f"{percent(last)}  {name}", sheet.signs(0.32), 3).split("\n") for last, name, _look in drawn]
    tall = max((len(each) for each in texts), default=1) * LINE * sheet.size
    places = apart([(100 - last) * step for last, _name, _look in drawn], tall + 0.3 * sheet.size)
    # Nothing begins above the room of the lines, nothing ends below it.
    over = max(places[-1] + tall / 2 - 100 * step, 0.0) if places else 0.0
    for text, place, (_last_one, _name, look) in zip(texts, places, drawn, strict=True):
        lines_at(sheet, text, 1, 100 - (place - over) / step, Place(1.2 * sheet.size, "left", look[0]))


def ranges(chart: Chart, sheet: Sheet) -> float:
    """From the lowest to the highest as a band, what is expected as a dot in it; the figures beside it."""
    axes, size = sheet.axes, sheet.size
    wide = 0.9 if sheet.is_narrow else 0.26
    notes = [label(note, sheet.signs(wide), 2).split("\n") for note in chart.notes]
    rows = rows_of(sheet, chart.labels, 0.4 * size, notes)
    low, high, now = chart.series[:3]
    axes.barh(rows.centres, [100.0] * len(rows.centres), rows.thick, color=ROLES["grid"], alpha=0.45)
    spans = [(low_one or 0.0, (high_one or 0.0)) for low_one, high_one in zip(low.values, high.values, strict=True)]
    entries: list[Any] = [
        axes.barh(
            rows.centres,
            [last - first for first, last in spans],
            rows.thick,
            left=[first for first, _last_one in spans],
            color=ROLES["rest"],
            label=f"{low.name} – {high.name}",
        )
    ]
    for series, role, sign in ((now, "main", "o"), *((each, "before", "D") for each in chart.series[3:4])):
        points = [(x, y) for x, y in zip(series.values, rows.centres, strict=True) if x is not None]
        style: dict[str, Any] = {"color": ROLES[role], "mec": ROLES["paper"], "clip_on": False, "zorder": 3}
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        entries += axes.plot(xs, ys, sign, ms=size * 0.7, label=series.name, **style)
    for text, centre in zip(notes, rows.centres, strict=True):
        if sheet.is_narrow:
            lines_at(sheet, text, 0, centre - 0.55 * size - len(text) * LINE * size / 2, Place(0, "left", "muted"))
        else:
            lines_at(sheet, text, 1, centre, Place(0.8 * size, "left"))
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 50, 100], ["0", "50", "100%"])
    return rows.height + 2 * LINE * size + legend(sheet, entries)
