"""Rows of a chart: their labels, what is written beside bars, marks across them, and the legend below.

Rows are as high as their labels: the vertical axis counts points from the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cchc_cli.model.report import Chart
from cchc_cli.show import numbers
from cchc_cli.show.charts.colours import ROLES
from cchc_cli.show.charts.draw import LINE, Sheet, label

if TYPE_CHECKING:
    from matplotlib.artist import Artist

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


def rows_of(
    sheet: Sheet, labels: Sequence[str], top: float = 0.0, notes: Sequence[Sequence[str]] | None = None
) -> Rows:
    """Name the rows: beside the bars, or above them where there is no room; from `top` on, as high as notes need."""
    size, line = sheet.size, LINE * sheet.size
    at, centres = top, []
    for text, extra in zip(labels, notes or [[] for _label in labels], strict=True):
        lines = label(text, sheet.signs(0.9 if sheet.is_narrow else 0.4), LINES).split("\n")
        if sheet.is_narrow:
            lines_at(sheet, lines, 0, at + len(lines) * line / 2, Place(0, "left"))
            tall = (len(lines) + len(extra)) * line
            centres.append(at + tall + 0.55 * size)
            at += tall + 1.9 * size
        else:
            tall = max(len(lines) * line, len(extra) * line, 1.5 * size)
            centres.append(at + tall / 2)
            lines_at(sheet, lines, 0, centres[-1], Place(-0.6 * size, "right"))
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


def lines_at(sheet: Sheet, lines: Sequence[str], edge: float, centre: float, place: Place) -> None:
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


def beside(sheet: Sheet, centre: float, texts: Sequence[str], role: str = "ink") -> None:
    """Figures in columns to the right of a bar."""
    for at, text in enumerate(texts, 1):
        lines_at(sheet, [text], 1, centre, Place(at * 5.2 * sheet.size, "right", role))


def mark_at(chart: Chart, sheet: Sheet, rows: Rows, value: float) -> "Artist":
    """A dashed line at `value`; across the bars only where labels stand between them."""
    style: dict[str, Any] = {"color": ROLES["ink"], "lw": 1.2, "ls": (0, (4, 3)), "label": chart.mark_label}
    if not sheet.is_narrow:
        return sheet.axes.axvline(value, **style)
    upper, lower = ([centre + sign * rows.thick * 0.7 for centre in rows.centres] for sign in (-1, 1))
    return sheet.axes.vlines([value] * len(rows.centres), upper, lower, **style)


def legend(sheet: Sheet, entries: Sequence["Artist"]) -> float:
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


def apart(places: Sequence[float], gap: float) -> list[float]:
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


def percent(value: float | None) -> str:
    """71.9%, or a dash."""
    return numbers.MISSING if value is None else f"{numbers.percent(value)}%"
