"""What each kind of chart looks like. Every function draws on a sheet and returns the height that it needs.

Rows are as high as their labels: the vertical axis of bars and tasks counts points from the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from cchc_cli.model.report import Chart, Series
from cchc_cli.show import numbers
from cchc_cli.show.charts.colours import ROLES, STATES
from cchc_cli.show.charts.draw import LINE, Sheet, label
from cchc_cli.show.texts import on_one_line

LINES = 3
"""Lines of a label."""
WORDS = {"rest": "ink", "grid": "muted"}
"""Roles that are too pale for letters → those of the letters beside them."""


@dataclass(frozen=True)
class Rows:
    """Where the bars of a chart are: their centres from the top, their thickness, and the height of all."""

    centres: list[float]
    thick: float
    height: float


def bars(chart: Chart, sheet: Sheet) -> float:
    """Percents as bars with their figures; those of an earlier year as diamonds."""
    axes, size = sheet.axes, sheet.size
    rows = _rows(sheet, chart.labels)
    now = chart.series[0]
    axes.barh(rows.centres, [100.0] * len(now.values), rows.thick, color=ROLES["grid"], alpha=0.45)
    entries: list[Any] = [
        axes.barh(rows.centres, _zeros(now), rows.thick, color=ROLES["main"], label=now.name),
    ]
    for value, centre in zip(now.values, rows.centres, strict=True):
        _beside(sheet, centre, [_percent(value)])
    for earlier in chart.series[1:2]:
        points = [(x, y) for x, y in zip(earlier.values, rows.centres, strict=True) if x is not None]
        style: dict[str, Any] = {"color": ROLES["before"], "mec": ROLES["paper"], "clip_on": False}
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        entries += axes.plot(xs, ys, "D", ms=size * 0.5, label=earlier.name, **style)
    if chart.mark is not None:
        entries.append(_mark(chart, sheet, rows, chart.mark))
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 50, 100], ["0", "50", "100%"])
    return rows.height + 2 * LINE * size + _legend(sheet, entries)


def pareto(chart: Chart, sheet: Sheet) -> float:
    """Points as bars, the largest first, and what they add up to as a line, both with their figures."""
    axes, size = sheet.axes, sheet.size
    rows = _rows(sheet, chart.labels, top=1.6 * size)
    points, sums = chart.series[:2]
    most = max(_zeros(points), default=0.0) or 1.0
    line = [value / 100 * most for value in _zeros(sums)]
    style: dict[str, Any] = {"color": ROLES["before"], "lw": 1.4, "ms": size * 0.36, "clip_on": False}
    entries: list[Any] = [
        axes.barh(rows.centres, _zeros(points), rows.thick, color=ROLES["main"], label=points.name),
        # A line from bar to bar would run through labels that stand between them.
        *axes.plot(line, rows.centres, "o" if sheet.is_narrow else "-o", label=sums.name, **style),
    ]
    if chart.mark is not None:
        entries.append(_mark(chart, sheet, rows, chart.mark / 100 * most))
    for value, total, centre in zip(points.values, sums.values, rows.centres, strict=True):
        _beside(sheet, centre, [numbers.cell(value, "points"), _percent(total)])
    _beside(sheet, 0.6 * size, [points.name, sums.name], "muted")
    axes.set_xlim(0, most)
    axes.set_xticks([])
    return rows.height + LINE * size + _legend(sheet, entries)


def _zeros(series: Series) -> list[float]:
    """The values, with 0 where there is none."""
    return [value or 0.0 for value in series.values]


def bump(chart: Chart, sheet: Sheet) -> float:
    """Ranks over years: a line a unit, named where it ends, the own one thick with its ranks."""
    axes, size = sheet.axes, sheet.size
    known = [rank for series in chart.series for rank in series.values if rank is not None]
    first, last = min(known), max(known)
    step = min(1.55 * size, 620 / max(last - first, 1))
    height = max((last - first) * step, 6 * size)
    for series in chart.series:
        own = series.emphasis
        style: dict[str, Any] = {"clip_on": False, "zorder": 3 if own else 2}
        style |= {"color": ROLES["main" if own else "rest"], "lw": 3.0 if own else 1.2}
        ranks = [float("nan") if rank is None else rank for rank in series.values]
        axes.plot(ranks, "-o", ms=size * (0.62 if own else 0.36), **style)
        for at, rank in enumerate(series.values[:-1] if own else ()):
            if rank is not None:
                place: dict[str, Any] = {
                    "xytext": (0, size * 0.55),
                    "textcoords": "offset points",
                    "ha": "center",
                    "zorder": 4,
                    # Paper behind the figure, as the line may run through it.
                    "bbox": {"fc": ROLES["paper"], "ec": "none", "pad": 0.5, "alpha": 0.85},
                }
                axes.annotate(f"{int(rank)}", (at, rank), weight="bold", color=ROLES["main"], **place)
    _end_names(chart, sheet, first, height / max(last - first, 1))
    years = range(len(chart.labels))
    axes.set_xlim(-0.06 * len(years), len(years) - 1)
    axes.set_ylim(last + 0.5, first - 0.8)
    axes.set_xticks(years, list(chart.labels))
    axes.set_yticks([])
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    return height + 4 * LINE * size


def _end_names(chart: Chart, sheet: Sheet, first: float, step: float) -> None:
    """Rank and name of each unit beside the end of its line; names that would touch make room for one another."""
    last = len(chart.labels) - 1
    ended = [series for series in chart.series if series.values[last] is not None]
    ended.sort(key=lambda each: (each.values[last] or 0.0, not each.emphasis))
    wanted = [((series.values[last] or 0.0) - first) * step for series in ended]
    for series, place, end in zip(ended, _apart(wanted, LINE * sheet.size), wanted, strict=True):
        rank = series.values[last] or 0.0
        sheet.axes.annotate(
            f"{int(rank)}  {label(series.name, sheet.signs(0.42), 1)}",
            (last, rank),
            (sheet.size * 1.6, end - place),
            textcoords="offset points",
            va="center",
            color=ROLES["main" if series.emphasis else "ink"],
            weight="bold" if series.emphasis else "normal",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": ROLES["grid"], "lw": 0.8, "shrinkA": 1, "shrinkB": 4}
            if abs(end - place) > 1
            else None,
        )


def _apart(places: Sequence[float], gap: float) -> list[float]:
    """Ascending `places` moved as little as needed for `gap` between neighbours: runs that touch spread evenly."""
    runs: list[tuple[float, int]] = []
    for place in places:
        middle, count = place, 1
        while runs and runs[-1][0] + (runs[-1][1] - 1) * gap / 2 + gap > middle - (count - 1) * gap / 2:
            before, others = runs.pop()
            middle = (before * others + middle * count) / (others + count)
            count += others
        runs.append((middle, count))
    return [middle + (at - (count - 1) / 2) * gap for middle, count in runs for at in range(count)]


def timeline(chart: Chart, sheet: Sheet) -> float:
    """A bar a task from its first to its last day, a diamond at the deadline, its state in words."""
    axes, size = sheet.axes, sheet.size
    wide = 0.9 if sheet.is_narrow else 0.2
    notes = [label(note, sheet.signs(wide), 2).split("\n") if note else [] for note in chart.notes]
    notes = notes or [[] for _label in chart.labels]
    rows = _rows(sheet, chart.labels, 1.6 * size, notes)
    starts, ends = (_zeros(series) for series in chart.series[:2])
    first, last = min(starts) - 2, max(ends) + 3
    roles = [STATES[state] for state in chart.states] or ["main"] * len(starts)
    colours = [ROLES[role] for role in roles]
    lengths = [end + 0.5 - start for start, end in zip(starts, ends, strict=True)]
    axes.barh(rows.centres, lengths, rows.thick * 0.6, left=starts, color=colours)
    style: dict[str, Any] = {"marker": "D", "zorder": 3, "clip_on": False}
    axes.scatter([end + 0.5 for end in ends], rows.centres, (size * 0.62) ** 2, colours, **style)
    months = _months(first, last, 4)
    axes.set_xlim(first, last)
    axes.set_xticks([day.toordinal() for day in months], [f"{day.month:02d}/{day.year}" for day in months])
    axes.tick_params(labeltop=True)
    for lines, centre, role in zip(notes, rows.centres, roles, strict=True):
        if sheet.is_narrow:
            place = Place(0, "left", WORDS.get(role, role))
            _lines(sheet, lines, 0, centre - 0.55 * size - len(lines) * LINE * size / 2, place)
        else:
            _lines(sheet, lines, 1, centre, Place(0.8 * size, "left", WORDS.get(role, role)))
    if not sheet.is_narrow:
        axes.grid(axis="x")
        axes.set_axisbelow(True)
    if chart.mark is not None and first <= chart.mark <= last:
        _mark(chart, sheet, rows, chart.mark + 0.5)
        past = chart.mark > (first + last) / 2
        place = Place(-4 if past else 4, "right" if past else "left", "muted")
        _lines(
            sheet, [on_one_line(chart.mark_label)], (chart.mark - first) / (last - first), 0.6 * size, place
        )
    return rows.height + 4 * LINE * size


def _months(first: float, last: float, most: int) -> list[date]:
    """Firsts of months from `first` to `last`, at most about `most` of them."""
    start, end = date.fromordinal(int(first)), date.fromordinal(int(last))
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    step = next((each for each in (1, 2, 3, 6, 12) if count / each <= most), 12 * (count // (12 * most) + 1))
    at = [start.year * 12 + start.month - 1 + number for number in range(count + 1)]
    days = [date(each // 12, each % 12 + 1, 1) for each in at if each % 12 % min(step, 12) == 0]
    return [day for day in days if first <= day.toordinal() <= last] or [start]


def _rows(
    sheet: Sheet, labels: Sequence[str], top: float = 0.0, notes: Sequence[Sequence[str]] | None = None
) -> Rows:
    """Name the rows: beside the bars, or above them where there is no room; from `top` on, as high as notes need."""
    size, line = sheet.size, LINE * sheet.size
    at, centres = top, []
    for text, extra in zip(labels, notes or [[] for _label in labels], strict=True):
        lines = label(text, sheet.signs(0.9 if sheet.is_narrow else 0.4), LINES).split("\n")
        if sheet.is_narrow:
            _lines(sheet, lines, 0, at + len(lines) * line / 2, Place(0, "left"))
            tall = (len(lines) + len(extra)) * line
            centres.append(at + tall + 0.55 * size)
            at += tall + 1.9 * size
        else:
            tall = max(len(lines) * line, len(extra) * line, 1.5 * size)
            centres.append(at + tall / 2)
            _lines(sheet, lines, 0, centres[-1], Place(-0.6 * size, "right"))
            at += tall + 0.45 * size
    sheet.axes.set_ylim(at, 0)
    sheet.axes.set_yticks([])
    return Rows(centres, size, at)


@dataclass(frozen=True)
class Place:
    """How far from an edge of the axes a text is, on which side it is even, and the role of its colour."""

    offset: float
    side: Literal["left", "right"]
    role: str = "ink"


def _lines(sheet: Sheet, lines: Sequence[str], edge: float, centre: float, place: Place) -> None:
    """Lines around `centre`, one text each: so they stay even on their side in whatever letters a page has."""
    for at, text in enumerate(lines):
        sheet.axes.annotate(
            text,
            (edge, centre),
            (place.offset, ((len(lines) - 1) / 2 - at) * LINE * sheet.size),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha=place.side,
            va="center",
            color=ROLES[place.role],
            annotation_clip=False,
        )


def _beside(sheet: Sheet, centre: float, texts: Sequence[str], role: str = "ink") -> None:
    """Figures in columns to the right of a bar."""
    for at, text in enumerate(texts, 1):
        _lines(sheet, [text], 1, centre, Place(at * 5.2 * sheet.size, "right", role))


def _mark(chart: Chart, sheet: Sheet, rows: Rows, value: float) -> Any:
    """A dashed line at `value`; across the bars only where labels stand between them."""
    style: dict[str, Any] = {"color": ROLES["ink"], "lw": 1.2, "ls": (0, (4, 3)), "label": chart.mark_label}
    if not sheet.is_narrow:
        return sheet.axes.axvline(value, **style)
    upper, lower = ([centre + sign * rows.thick * 0.7 for centre in rows.centres] for sign in (-1, 1))
    return sheet.axes.vlines([value] * len(rows.centres), upper, lower, **style)


def _legend(sheet: Sheet, entries: Sequence[Any]) -> float:
    """What the signs stand for, under the chart; the height that it takes."""
    figure: Any = sheet.axes.figure
    across = 1 if sheet.is_narrow else 3
    figure.legend(
        handles=list(entries),
        loc="outside lower left",
        ncols=across,
        handlelength=1.4,
        columnspacing=1.6,
        borderpad=0.2,
    )
    return (LINE * sheet.size + 4) * -(-len(entries) // across)


def _percent(value: float | None) -> str:
    return numbers.MISSING if value is None else f"{numbers.decimal(value, 1)}%"
