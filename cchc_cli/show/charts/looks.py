"""What each kind of chart looks like. Every function draws on a sheet and returns the height that it needs."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from cchc_cli.model.blocks import Chart, Series
from cchc_cli.show import numbers
from cchc_cli.show.charts.drawing import (
    LINE,
    ROLES,
    STATES,
    WORDS,
    BarRows,
    Canvas,
    Spot,
    Style,
    apart,
    beside,
    label,
    legend,
    lines_at,
    mark_at,
    rows_below,
    rows_of,
)
from cchc_cli.show.texts import on_one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

LOOKS = (("main", "-", "o"), ("before", "--", "D"), ("good", "-.", "s"), ("wait", ":", "^"))
"""Of each line: colour, dashes and signs, so that nobody needs the colour to tell them apart."""
YEAR = 5
"""Letters that a year takes, with what parts it from the next."""
LEAST_LINES, NAME = 12, 1.7
"""A chart of ranks is at least so many names high; the height of one, in letters."""
TALL = 15
"""Height of the lines' room, in letters."""


def bars(chart: Chart, sheet: Canvas) -> float:
    """Percents as bars with their figures; those of an earlier year as diamonds."""
    axes, size = sheet.axes, sheet.size
    rows = rows_of(sheet, chart.labels)
    now = chart.series[0]
    axes.barh(rows.centres, [100.0] * len(now.values), rows.thick, color=ROLES["grid"], alpha=0.45)
    entries: list[Any] = [axes.barh(rows.centres, _zeros(now), rows.thick, color=ROLES["main"], label=now.name)]
    for value, centre in zip(now.values, rows.centres, strict=True):
        beside(sheet, centre, [numbers.share(value)])
    for earlier in chart.series[1:2]:
        entries += _points(sheet, rows, earlier, ("before", "D"), ms=size * 0.6)
    if chart.mark is not None:
        entries.append(mark_at(chart, sheet, rows, chart.mark))
    _percents(axes)
    return rows.height + 2 * LINE * size + legend(sheet, entries)


def _points(sheet: Canvas, rows: BarRows, series: Series, look: tuple[str, str], **style: float) -> "list[Line2D]":
    """A sign for each value in its row, in the colour of a role."""
    points = [(x, y) for x, y in zip(series.values, rows.centres, strict=True) if x is not None]
    role, sign = look
    colours: Style = {"color": ROLES[role], "mec": ROLES["paper"], "clip_on": False, **style}
    return sheet.axes.plot([x for x, _y in points], [y for _x, y in points], sign, label=series.name, **colours)


def _percents(axes: "Axes") -> None:
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 50, 100], ["0", "50", "100%"])


def _broken(sheet: Canvas, notes: Sequence[str], part: float) -> list[list[str]]:
    """Words about each row on one or two lines, in a part of the width where it is wide."""
    signs = sheet.signs(0.9 if sheet.is_narrow else part)
    return [label(note, signs, 2).split("\n") if note else [] for note in notes]


def _notes(sheet: Canvas, rows: BarRows, notes: Sequence[Sequence[str]], roles: Sequence[str]) -> None:
    """Words about each row: to the right of it, or below its label where there is no room."""
    for lines, centre, role in zip(notes, rows.centres, roles, strict=True):
        if sheet.is_narrow:
            above = centre - 0.55 * sheet.size - len(lines) * LINE * sheet.size / 2
            lines_at(sheet, lines, 0, above, Spot(0, "left", role))
        else:
            lines_at(sheet, lines, 1, centre, Spot(0.8 * sheet.size, "left", role))


def pareto(chart: Chart, sheet: Canvas) -> float:
    """Points as bars, the largest first, and what they add up to as a line, both with their figures."""
    axes, size = sheet.axes, sheet.size
    rows = rows_of(sheet, chart.labels, top=1.6 * size)
    points, sums = chart.series[:2]
    most = max(_zeros(points), default=0.0) or 1.0
    line = [value / 100 * most for value in _zeros(sums)]
    style: Style = {"color": ROLES["before"], "lw": 1.4, "ms": size * 0.36, "clip_on": False}
    entries: list[Any] = [
        axes.barh(rows.centres, _zeros(points), rows.thick, color=ROLES["main"], label=points.name),
        # A line from bar to bar would run through labels that stand between them.
        *axes.plot(line, rows.centres, "o" if sheet.is_narrow else "-o", label=sums.name, **style),
    ]
    if chart.mark is not None:
        entries.append(mark_at(chart, sheet, rows, chart.mark / 100 * most))
    for value, total, centre in zip(points.values, sums.values, rows.centres, strict=True):
        beside(sheet, centre, [numbers.points(value or 0.0), numbers.share(total)])
    beside(sheet, 0.6 * size, [points.name, sums.name], "muted")
    axes.set_xlim(0, most)
    axes.set_xticks([])
    return rows.height + LINE * size + legend(sheet, entries)


def _zeros(series: Series) -> list[float]:
    return [value or 0.0 for value in series.values]


def bump(chart: Chart, sheet: Canvas) -> float:
    """Ranks over years: a line a unit, named where it ends, the own one thick with its ranks."""
    axes, size = sheet.axes, sheet.size
    known: list[float] = [
        rank for series in chart.series for rank in (*series.values, *(series.span or ())) if rank is not None
    ]
    first, last = min(known), max(known)
    # As high as the names at its end need, however far apart the ranks were before.
    step = min(1.55 * size, max(len(chart.series), LEAST_LINES) * NAME * size / max(last - first, 1))
    height = max((last - first) * step, 6 * size)
    for series in chart.series:
        _rank_line(sheet, series)
    _end_names(chart, sheet, first, height / max(last - first, 1))
    years = range(len(chart.labels))
    axes.set_xlim(-0.06 * len(years), len(years) - 1)
    axes.set_ylim(last + 0.5, first - 0.8)
    # Years that would run into one another are left out, the last one never.
    every = -(-len(years) * YEAR // sheet.signs(0.6))
    axes.set_xticks(years, [name if (len(years) - 1 - at) % every == 0 else "" for at, name in enumerate(chart.labels)])
    axes.set_yticks([])
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    return height + 4 * LINE * size


def _rank_line(sheet: Canvas, series: Series) -> None:
    """A unit's ranks; the own one's are written beside all but the last."""
    size = sheet.size
    role, thick, sign, above = ("main", 3.0, 0.62, 3) if series.emphasis else ("rest", 1.2, 0.36, 2)
    style: Style = {"clip_on": False, "zorder": above, "color": ROLES[role], "lw": thick}
    ranks = [float("nan") if rank is None else rank for rank in series.values]
    sheet.axes.plot(ranks, "-o", ms=size * sign, **style)
    _open_end(sheet, series, style)
    place: Style = {
        "xytext": (0, size * 0.55),
        "textcoords": "offset points",
        "ha": "center",
        "zorder": 4,
        # Paper behind the figure, as the line may run through it.
        "bbox": {"fc": ROLES["paper"], "ec": "none", "pad": 0.5, "alpha": 0.85},
    }
    for at, rank in enumerate(series.values[:-1] if series.emphasis else ()):
        if rank is not None:
            told = numbers.rank(rank, tied=at < len(series.shared) and series.shared[at])
            sheet.axes.annotate(told, (at, rank), weight="bold", color=ROLES["main"], **place)


def _open_end(sheet: Canvas, series: Series, style: Style) -> None:
    """The ranks that may still come, as a bar at the last year; dashes lead to its ends from the last rank known."""
    if series.span is None:
        return
    last = len(series.values) - 1
    sheet.axes.plot([last, last], series.span, **style | {"lw": 7.0, "alpha": 0.45})
    before = [(at, rank) for at, rank in enumerate(series.values) if rank is not None]
    for end in series.span if before else ():
        at, rank = before[-1]
        sheet.axes.plot([at, last], [rank, end], **style | {"lw": 1.4, "ls": "--"})


def _end(series: Series) -> float | None:
    """Where a line ends: its last rank, the middle of those that may still come."""
    return sum(series.span) / 2 if series.span else series.values[-1]


def _end_names(chart: Chart, sheet: Canvas, first: float, step: float) -> None:
    """Rank and name of each unit beside the end of its line; names that would touch make room for one another."""
    last = len(chart.labels) - 1
    ended = [(end, series) for series in chart.series if (end := _end(series)) is not None]
    ended.sort(key=lambda each: (each[0], not each[1].emphasis))
    wanted = [(rank - first) * step for rank, _series in ended]
    for (rank, series), place, end in zip(ended, apart(wanted, LINE * sheet.size), wanted, strict=True):
        shared = bool(series.shared and series.shared[-1])
        told = numbers.span(*series.span) if series.span else numbers.rank(rank, tied=shared)
        sheet.axes.annotate(
            f"{told}  {label(series.name, sheet.signs(0.42), 1)}",
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


def timeline(chart: Chart, sheet: Canvas) -> float:
    """A bar a task from its first to its last day, a diamond at the deadline, its state in words."""
    starts, ends = map(_zeros, chart.series[:2])
    first, last = min(starts) - 2, max(ends) + 3
    states = [STATES[state] for state in chart.states]
    words = [WORDS.get(role, role) for role in states or ["ink"] * len(starts)]
    if sheet.is_narrow:
        notes = _broken(sheet, chart.notes, 0.25)
        rows = rows_of(sheet, chart.labels, 1.6 * sheet.size, notes)
        _notes(sheet, rows, notes, words)
    else:
        rows = rows_below(sheet, chart.labels, [*zip(chart.notes or [""] * len(words), words, strict=True)])
    colours = [ROLES[role] for role in states or ["main"] * len(starts)]
    # The last day is whole.
    lengths = [end + 0.5 - start for start, end in zip(starts, ends, strict=True)]
    sheet.axes.barh(rows.centres, lengths, rows.thick * 0.6, left=starts, color=colours)
    style: Style = {"marker": "D", "zorder": 3, "clip_on": False}
    sheet.axes.scatter([end + 0.5 for end in ends], rows.centres, (sheet.size * 0.62) ** 2, colours, **style)
    _days(chart, sheet, rows, first, last)
    return rows.height + 4 * LINE * sheet.size


def _days(chart: Chart, sheet: Canvas, rows: BarRows, first: float, last: float) -> None:
    """An axis of days that names firsts of months; the mark is named on the side that has more room."""
    named = _firsts(date.fromordinal(int(first)), date.fromordinal(int(last)), 4)
    sheet.axes.set_xlim(first, last)
    sheet.axes.set_xticks([day.toordinal() for day in named], [f"{day.month:02d}/{day.year}" for day in named])
    sheet.axes.tick_params(labeltop=True, labelbottom=False)
    if chart.mark is not None and first <= chart.mark <= last:
        mark_at(chart, sheet, rows, chart.mark + 0.5, between=True)
        at = (chart.mark - first) / (last - first)
        place = Spot(-4, "right", "muted") if at > 0.5 else Spot(4, "left", "muted")
        lines_at(sheet, [on_one_line(chart.mark_label)], at, 0.6 * sheet.size, place)


def _firsts(start: date, end: date, most: int) -> list[date]:
    """Firsts of months from `start` to `end`, at most about `most` of them."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    step = next((each for each in (1, 2, 3, 6, 12) if count / each <= most), 12 * (count // (12 * most) + 1))
    at = [start.year * 12 + start.month - 1 + number for number in range(count + 1)]
    days = [date(each // 12, each % 12 + 1, 1) for each in at if each % step == 0]
    return [day for day in days if start <= day <= end] or [start]


def lines(chart: Chart, sheet: Canvas) -> float:
    """A line a rate over the months, from 0 to 100; each named with its last figure where it ends, or in the legend."""
    axes, size = sheet.axes, sheet.size
    count, height = len(chart.labels), TALL * size
    entries: list[Any] = []
    for series, (role, dashes, sign) in zip(chart.series, LOOKS, strict=False):
        values = [float("nan") if value is None else value for value in series.values]
        style: Style = {"ls": dashes, "marker": sign, "ms": size * 0.42, "lw": 2.0, "clip_on": False}
        told = f"{series.name}: {numbers.share(_last(series))}"
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
    _line_names(chart, sheet, height / 100)
    return height + 3 * LINE * size


def _last(series: Series) -> float | None:
    return next((value for value in reversed(series.values) if value is not None), None)


def _line_names(chart: Chart, sheet: Canvas, step: float) -> None:
    """Names and last figures to the right of the lines; those that would touch make room for one another."""
    drawn = [
        (last, label(f"{numbers.share(last)}  {series.name}", sheet.signs(0.32), 3).split("\n"), role)
        for series, (role, *_look) in zip(chart.series, LOOKS, strict=False)
        if (last := _last(series)) is not None
    ]
    drawn.sort(key=lambda each: -each[0])
    tall = max((len(lines) for _end, lines, _role in drawn), default=1) * LINE * sheet.size
    places = apart([(100 - end) * step for end, _lines, _role in drawn], tall + 0.3 * sheet.size)
    # Nothing begins above the room of the lines, nothing ends below it.
    over = max(places[-1] + tall / 2 - 100 * step, 0.0) if places else 0.0
    for place, (_end, text, role) in zip(places, drawn, strict=True):
        lines_at(sheet, text, 1, 100 - (place - over) / step, Spot(1.2 * sheet.size, "left", role))


def ranges(chart: Chart, sheet: Canvas) -> float:
    """From the lowest to the highest as a band, what is expected as a dot in it; the figures beside it."""
    axes, size = sheet.axes, sheet.size
    notes = _broken(sheet, chart.notes, 0.26)
    rows = rows_of(sheet, chart.labels, 0.4 * size, notes)
    low, high, now = chart.series[:3]
    axes.barh(rows.centres, [100.0] * len(rows.centres), rows.thick, color=ROLES["grid"], alpha=0.45)
    style: Style = {"color": ROLES["rest"], "label": f"{low.name} – {high.name}"}
    starts = _zeros(low)
    wide = [end - start for start, end in zip(starts, _zeros(high), strict=True)]
    entries: list[Any] = [axes.barh(rows.centres, wide, rows.thick, left=starts, **style)]
    for series, role, sign in ((now, "main", "o"), *((each, "before", "D") for each in chart.series[3:4])):
        entries += _points(sheet, rows, series, (role, sign), ms=size * 0.7, zorder=3)
    _notes(sheet, rows, notes, ["muted" if sheet.is_narrow else "ink"] * len(notes))
    _percents(axes)
    return rows.height + 2 * LINE * size + legend(sheet, entries)
