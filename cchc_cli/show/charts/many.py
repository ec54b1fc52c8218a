"""Charts of many units: how many have which index, and all of them by area as a field of colours."""

from typing import Any

from cchc_cli.model.chart import Chart
from cchc_cli.show.charts.drawing import LINE, LINES, ROLES, Place, Sheet, label, lines_at

TALL = 13
"""Height of a histogram, in letters."""
STEPS = 5
"""Of colour on either side."""
ROW = 0.42
"""Height of a row of a field, in letters."""


def histogram(chart: Chart, sheet: Sheet) -> float:
    """A column a range, with how many there are above it."""
    axes, size = sheet.axes, sheet.size
    counts = [value or 0.0 for value in chart.series[0].values]
    axes.bar(range(len(counts)), counts, 0.92, color=ROLES["main"])
    for at, count in enumerate(counts):
        style: dict[str, Any] = {"xytext": (0, 0.25 * size), "textcoords": "offset points", "ha": "center"}
        axes.annotate(f"{count:g}" if count else "", (at, count), **style)
    room = max(int(sheet.width / size / 4), 1)
    step = -(-len(counts) // room)
    shown = range(0, len(counts), step)
    axes.set_xticks(list(shown), [chart.labels[at] for at in shown])
    axes.set_yticks([])
    axes.set_ylim(0, 1.15 * max([*counts, 1.0]))
    return (TALL + 3 * LINE) * size


def heat(chart: Chart, sheet: Sheet) -> float:
    """Rows of coloured cells; every tenth row is named, columns by their ids, whose names stand below."""
    axes, size = sheet.axes, sheet.size
    for (side, step), places in _shades(chart).items():
        columns, rows = zip(*places, strict=True)
        style: dict[str, Any] = {"color": ROLES[side], "alpha": 0.08 + 0.72 * step / STEPS, "lw": 0}
        axes.barh(rows, 0.97, 1.0, left=[column - 0.485 for column in columns], **style)
    count = len(chart.series)
    tall = max(ROW * size, 14 * size / max(count, 1))
    named = sorted({0, *range(9, count, 10), count - 1})
    axes.set_yticks(named, [chart.series[at].name for at in named])
    axes.set_xlim(-0.5, len(chart.labels) - 0.5)
    axes.set_xticks(range(len(chart.labels)), [text.split()[0] for text in chart.labels])
    axes.tick_params(labeltop=True, labelbottom=False)
    lines = [line for text in chart.labels for line in label(text, sheet.signs(0.9), LINES).split("\n")]
    below = LINE * size / tall
    lines_at(sheet, lines, 0, count + below * (len(lines) + 1) / 2, Place(0, "left", "muted"))
    axes.set_ylim(count + below * (len(lines) + 1), -0.5)
    return (count + below * (len(lines) + 1)) * tall + 3 * LINE * size


def _shades(chart: Chart) -> dict[tuple[str, int], list[tuple[int, int]]]:
    """The cells, column and row, of each shade: the role of its colour, and how far from the middle."""
    middle = 50.0 if chart.mark is None else chart.mark
    cells: dict[tuple[str, int], list[tuple[int, int]]] = {}
    known = [
        (column, row, value)
        for row, series in enumerate(chart.series)
        for column, value in enumerate(series.values)
        if value is not None
    ]
    for column, row, value in known:
        side, reach = ("main", 100 - middle) if value >= middle else ("before", middle)
        step = round(STEPS * abs(value - middle) / reach) if reach else STEPS
        cells.setdefault((side, step), []).append((column, row))
    return cells
