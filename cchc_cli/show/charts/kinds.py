"""What each kind of chart looks like. Every function draws on a sheet and returns the height that it needs."""

from datetime import date
from typing import Any

from cchc_cli.model.report import Chart, Series
from cchc_cli.show import numbers
from cchc_cli.show.charts.colours import ROLES, STATES
from cchc_cli.show.charts.draw import LINE, Sheet, label
from cchc_cli.show.charts.rows import WORDS, Place, apart, beside, legend, lines_at, mark_at, percent, rows_of
from cchc_cli.show.texts import on_one_line


def bars(chart: Chart, sheet: Sheet) -> float:
    """Percents as bars with their figures; those of an earlier year as diamonds."""
    axes, size = sheet.axes, sheet.size
    rows = rows_of(sheet, chart.labels)
    now = chart.series[0]
    axes.barh(rows.centres, [100.0] * len(now.values), rows.thick, color=ROLES["grid"], alpha=0.45)
    entries: list[Any] = [axes.barh(rows.centres, _zeros(now), rows.thick, color=ROLES["main"], label=now.name)]
    for value, centre in zip(now.values, rows.centres, strict=True):
        beside(sheet, centre, [percent(value)])
    for earlier in chart.series[1:2]:
        points = [(x, y) for x, y in zip(earlier.values, rows.centres, strict=True) if x is not None]
        style: dict[str, Any] = {"color": ROLES["before"], "mec": ROLES["paper"], "clip_on": False}
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        entries += axes.plot(xs, ys, "D", ms=size * 0.6, label=earlier.name, **style)
    if chart.mark is not None:
        entries.append(mark_at(chart, sheet, rows, chart.mark))
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 50, 100], ["0", "50", "100%"])
    return rows.height + 2 * LINE * size + legend(sheet, entries)


def pareto(chart: Chart, sheet: Sheet) -> float:
    """Points as bars, the largest first, and what they add up to as a line, both with their figures."""
    axes, size = sheet.axes, sheet.size
    rows = rows_of(sheet, chart.labels, top=1.6 * size)
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
        entries.append(mark_at(chart, sheet, rows, chart.mark / 100 * most))
    for value, total, centre in zip(points.values, sums.values, rows.centres, strict=True):
        beside(sheet, centre, [numbers.points(value or 0.0), percent(total)])
    beside(sheet, 0.6 * size, [points.name, sums.name], "muted")
    axes.set_xlim(0, most)
    axes.set_xticks([])
    return rows.height + LINE * size + legend(sheet, entries)


def _zeros(series: Series) -> list[float]:
    """The values, with 0 where there is none."""
    return [value or 0.0 for value in series.values]


def bump(chart: Chart, sheet: Sheet) -> float:
    """Ranks over years: a line a unit, named where it ends, the own one thick with its ranks."""
    axes, size = sheet.axes, sheet.size
    known: list[float] = []
    for series in chart.series:
        known += [rank for rank in series.values if rank is not None]
        known += series.span or ()
    first, last = min(known), max(known)
    step = min(1.55 * size, 620 / max(last - first, 1))
    height = max((last - first) * step, 6 * size)
    for series in chart.series:
        own = series.emphasis
        style: dict[str, Any] = {"clip_on": False, "zorder": 3 if own else 2}
        style |= {"color": ROLES["main" if own else "rest"], "lw": 3.0 if own else 1.2}
        ranks = [float("nan") if rank is None else rank for rank in series.values]
        axes.plot(ranks, "-o", ms=size * (0.62 if own else 0.36), **style)
        _open_end(sheet, series, style)
        for at, rank in enumerate(series.values[:-1] if own else ()):
            if rank is not None:
                told = numbers.rank(rank, tied=at < len(series.shared) and series.shared[at])
                place: dict[str, Any] = {
                    "xytext": (0, size * 0.55),
                    "textcoords": "offset points",
                    "ha": "center",
                    "zorder": 4,
                    # Paper behind the figure, as the line may run through it.
                    "bbox": {"fc": ROLES["paper"], "ec": "none", "pad": 0.5, "alpha": 0.85},
                }
                axes.annotate(told, (at, rank), weight="bold", color=ROLES["main"], **place)
    _end_names(chart, sheet, first, height / max(last - first, 1))
    years = range(len(chart.labels))
    axes.set_xlim(-0.06 * len(years), len(years) - 1)
    axes.set_ylim(last + 0.5, first - 0.8)
    axes.set_xticks(years, list(chart.labels))
    axes.set_yticks([])
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    return height + 4 * LINE * size


def _open_end(sheet: Sheet, series: Series, style: dict[str, Any]) -> None:
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


def _end_names(chart: Chart, sheet: Sheet, first: float, step: float) -> None:
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


def timeline(chart: Chart, sheet: Sheet) -> float:
    """A bar a task from its first to its last day, a diamond at the deadline, its state in words."""
    axes, size = sheet.axes, sheet.size
    wide = 0.9 if sheet.is_narrow else 0.25
    notes = [label(note, sheet.signs(wide), 2).split("\n") if note else [] for note in chart.notes]
    notes = notes or [[] for _label in chart.labels]
    rows = rows_of(sheet, chart.labels, 1.6 * size, notes)
    starts, ends = (_zeros(series) for series in chart.series[:2])
    first, last = min(starts) - 2, max(ends) + 3
    roles = [STATES[state] for state in chart.states] or ["main"] * len(starts)
    said = [WORDS.get(role, role) if chart.states else "ink" for role in roles]
    colours = [ROLES[role] for role in roles]
    lengths = [end + 0.5 - start for start, end in zip(starts, ends, strict=True)]
    axes.barh(rows.centres, lengths, rows.thick * 0.6, left=starts, color=colours)
    style: dict[str, Any] = {"marker": "D", "zorder": 3, "clip_on": False}
    axes.scatter([end + 0.5 for end in ends], rows.centres, (size * 0.62) ** 2, colours, **style)
    months = _months(first, last, 4)
    axes.set_xlim(first, last)
    axes.set_xticks([day.toordinal() for day in months], [f"{day.month:02d}/{day.year}" for day in months])
    axes.tick_params(labeltop=True)
    for lines, centre, role in zip(notes, rows.centres, said, strict=True):
        if sheet.is_narrow:
            place = Place(0, "left", role)
            lines_at(sheet, lines, 0, centre - 0.55 * size - len(lines) * LINE * size / 2, place)
        else:
            lines_at(sheet, lines, 1, centre, Place(0.8 * size, "left", role))
    if not sheet.is_narrow:
        axes.grid(axis="x")
        axes.set_axisbelow(True)
    if chart.mark is not None and first <= chart.mark <= last:
        mark_at(chart, sheet, rows, chart.mark + 0.5)
        past = chart.mark > (first + last) / 2
        place = Place(-4 if past else 4, "right" if past else "left", "muted")
        lines_at(sheet, [on_one_line(chart.mark_label)], (chart.mark - first) / (last - first), 0.6 * size, place)
    return rows.height + 4 * LINE * size


def _months(first: float, last: float, most: int) -> list[date]:
    """Firsts of months from `first` to `last`, at most about `most` of them."""
    start, end = date.fromordinal(int(first)), date.fromordinal(int(last))
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    step = next((each for each in (1, 2, 3, 6, 12) if count / each <= most), 12 * (count // (12 * most) + 1))
    at = [start.year * 12 + start.month - 1 + number for number in range(count + 1)]
    days = [date(each // 12, each % 12 + 1, 1) for each in at if each % step == 0]
    return [day for day in days if first <= day.toordinal() <= last] or [start]
