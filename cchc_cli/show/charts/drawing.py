"""What charts are drawn with: a sheet, its rows and their labels, texts beside bars, marks, the legend below; and the charts of many units.

Lengths are points (1/72 inch); for a page they are its pixels. Rows are as high as their labels: the vertical axis
counts points from the top.
"""

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from cchc_cli.model.blocks import Chart
from cchc_cli.show.texts import on_one_line

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes


# Where its fonts or settings are kept is nothing that users of cchc can do something about.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

Style: TypeAlias = dict[str, Any]
"""What matplotlib is told of how something looks; its functions name each of these themselves."""
ROLES = {
    "paper": "#ffffff",
    "ink": "#1f2328",
    "muted": "#59636e",
    "grid": "#d1d9e0",
    "main": "#1f5fa8",
    "rest": "#8c98a5",
    "before": "#b35900",
    "good": "#1a7f37",
    "bad": "#c62828",
    "wait": "#9a6700",
}
"""Role → colour on white. All but `paper` and `grid` have a contrast of 4.5 to 1 there, `rest` and `wait` of 3 to 1 at least (WCAG 2.2)."""

STATES = {"done": "good", "doing": "main", "todo": "rest", "due_soon": "wait", "overdue": "bad", "cancelled": "grid"}
"""How a task stands → the role of its colour; the word is always there too."""
NARROW, CLOSE = 36, 46
"""Letters across, under which labels stand above their bars, and under which room is short for labels beside them."""
LETTER = 0.56
"""Mean width of a letter, as part of its size."""
LINE, ABOVE = 1.3, 1.15
"""Height of a line, as part of the size of letters."""
MOST = 1000
"""Signs of a label that are looked at."""
LINES = 3
"""Lines of a label."""
WORDS = {"rest": "ink", "grid": "muted"}
"""Roles that are too pale for letters → those of the letters beside them."""


@dataclass(frozen=True)
class Canvas:
    """What is drawn on: its axes, its width and the size of its letters."""

    axes: "Axes"
    width: float
    size: float

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for labels beside the bars."""
        return self.width < NARROW * self.size

    @property
    def is_close(self) -> bool:
        """Whether labels beside the bars need most of the width, and rows stand closer."""
        return self.width < CLOSE * self.size

    @property
    def labelled(self) -> float:
        """The part of the width that labels may take."""
        return 0.9 if self.is_narrow else 0.64 if self.is_close else 0.46

    @property
    def row(self) -> float:
        """Height of a row with one line beside it, in letters."""
        return 1.3 if self.is_close else 1.5

    def signs(self, part: float) -> int:
        """Letters that fit into a part of the width."""
        return max(int(self.width * part / (LETTER * self.size)), 8)


def import_matplotlib() -> None:
    """Import it whatever MPLBACKEND says: it refuses words that it does not know, and nothing here has a window."""
    named = os.environ.pop("MPLBACKEND", None)
    try:
        import matplotlib  # noqa: F401
    finally:
        if named is not None:
            os.environ["MPLBACKEND"] = named


@contextmanager
def settings(size: float) -> Iterator[None]:
    """matplotlib's settings for the time of a drawing."""
    from matplotlib import rc_context, rcdefaults, rcParams

    chosen: dict[Any, Any] = {
        "font.size": size,
        "font.family": "sans-serif",
        "svg.fonttype": "none",
        "svg.hashsalt": "cchc",
        "text.parse_math": False,
        "text.color": ROLES["ink"],
        "axes.labelcolor": ROLES["muted"],
        "axes.edgecolor": ROLES["grid"],
        "axes.titlesize": size,
        "xtick.color": ROLES["muted"],
        "ytick.color": ROLES["ink"],
        "xtick.labelsize": size,
        "ytick.labelsize": size,
        "legend.fontsize": size,
        "legend.frameon": False,
        "legend.labelcolor": ROLES["ink"],
        "grid.color": ROLES["grid"],
        "grid.linewidth": 0.8,
        "figure.constrained_layout.use": True,
    }
    with rc_context(), warnings.catch_warnings():
        # Whoever draws with matplotlib otherwise may have settings of their own (matplotlibrc).
        rcdefaults()
        rcParams.update(chosen)
        # A sign that the drawing's letters lack is in the page's; in a picture it is a box.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def label(text: str, signs: int, lines: int) -> str:
    """`text` on at most `lines` lines of `signs`; what is left over is cut off with an ellipsis."""
    parts = wrap(on_one_line(text)[:MOST], signs, break_on_hyphens=False) or [""]
    if len(parts) > lines:
        last = wrap(parts[lines - 1], signs - 1, break_on_hyphens=False)[0]
        parts = [*parts[: lines - 1], f"{last}…"]
    return "\n".join(parts)


@dataclass(frozen=True)
class BarRows:
    """Where the bars of a chart are: their centres from the top, their thickness, and the height of all."""

    centres: list[float]
    thick: float
    height: float


def rows_of(
    sheet: Canvas, labels: Sequence[str], top: float = 0.0, notes: Sequence[Sequence[str]] | None = None
) -> BarRows:
    """Name the rows: beside the bars, or above them where there is no room; from `top` on, as high as notes need."""
    size, line = sheet.size, LINE * sheet.size
    at, centres = top, []
    for text, extra in zip(labels, notes or [[] for _label in labels], strict=True):
        lines = label(text, sheet.signs(sheet.labelled), LINES).split("\n")
        if sheet.is_narrow:
            lines_at(sheet, lines, 0, at + len(lines) * line / 2, Spot(0, "left"))
            tall = (len(lines) + len(extra)) * line
            centres.append(at + tall + 0.55 * size)
            at += tall + 1.9 * size
        else:
            tall = max(len(lines) * line, len(extra) * line, sheet.row * size)
            centres.append(at + tall / 2)
            lines_at(sheet, lines, 0, centres[-1], Spot(-0.6 * size, "right"))
            at += tall + (sheet.row - 1.05) * size
    sheet.axes.set_ylim(at, 0)
    sheet.axes.set_yticks([])
    return BarRows(centres, size, at)


def rows_below(sheet: Canvas, labels: Sequence[str], notes: Sequence[tuple[str, str]]) -> BarRows:
    """Name the rows above each bar, which so has the whole width; notes and their roles are on the right, down to the last line."""
    size, line = sheet.size, LINE * sheet.size
    at, centres, starts = 1.6 * size, [], []
    for text, (note, role) in zip(labels, notes, strict=True):
        lines = label(text, sheet.signs(0.66), LINES).split("\n")
        told = label(note, sheet.signs(0.32), LINES).split("\n")
        tall = max(len(lines), len(told)) * line
        starts.append(at)
        lines_at(sheet, lines, 0, at + tall - len(lines) * line / 2, Spot(0, "left"))
        lines_at(sheet, told, 1, at + tall - len(told) * line / 2, Spot(0, "right", role))
        centres.append(at + tall - line / 2 + ABOVE * size)
        at += tall + 1.25 * size
    sheet.axes.set_ylim(at, 0)
    sheet.axes.set_yticks([])
    # Where a picture may be cut, for who takes it apart.
    sheet.axes.set_yticks(starts, minor=True)
    return BarRows(centres, size, at)


@dataclass(frozen=True)
class Spot:
    """How far from an edge of the axes a text is, on which side it is even, and the role of its colour."""

    offset: float
    side: Literal["left", "right"]
    role: str = "ink"


def lines_at(sheet: Canvas, lines: Sequence[str], edge: float, centre: float, place: Spot) -> None:
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


def beside(sheet: Canvas, centre: float, texts: Sequence[str], role: str = "ink") -> None:
    """Figures in columns to the right of a bar."""
    for at, text in enumerate(texts, 1):
        lines_at(sheet, [text], 1, centre, Spot(at * 5.2 * sheet.size, "right", role))


def mark_at(chart: Chart, sheet: Canvas, rows: BarRows, value: float, *, between: bool = False) -> "Artist":
    """A dashed line at `value`; across the bars only where labels stand `between` them."""
    style: Style = {"color": ROLES["ink"], "lw": 1.2, "ls": (0, (4, 3)), "label": chart.mark_label}
    if not sheet.is_narrow and not between:
        return sheet.axes.axvline(value, **style)
    upper, lower = ([centre + sign * rows.thick * 0.6 for centre in rows.centres] for sign in (-1, 1))
    return sheet.axes.vlines([value] * len(rows.centres), upper, lower, **style)


def legend(sheet: Canvas, entries: Sequence["Artist"]) -> float:
    """What the signs stand for, under the chart; the height that it takes."""
    figure: Any = sheet.axes.figure
    across, style = 1 if sheet.is_narrow else 3, {"handlelength": 1.4, "columnspacing": 1.6, "borderpad": 0.2}
    figure.legend(handles=list(entries), loc="outside lower left", ncols=across, **style)
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


TALL = 13
"""Height of a histogram, in letters."""
STEPS = 5
"""Of colour on either side."""
ROW = 0.42
"""Height of a row of a field, in letters."""


def histogram(chart: Chart, sheet: Canvas) -> float:
    """A column a range, with how many there are above it."""
    axes, size = sheet.axes, sheet.size
    counts = [value or 0.0 for value in chart.series[0].values]
    axes.bar(range(len(counts)), counts, 0.92, color=ROLES["main"])
    for at, count in enumerate(counts):
        style: Style = {"xytext": (0, 0.25 * size), "textcoords": "offset points", "ha": "center"}
        axes.annotate(f"{count:g}" if count else "", (at, count), **style)
    room = max(int(sheet.width / size / 4), 1)
    step = -(-len(counts) // room)
    shown = range(0, len(counts), step)
    axes.set_xticks(list(shown), [chart.labels[at] for at in shown])
    axes.set_yticks([])
    axes.set_ylim(0, 1.15 * max([*counts, 1.0]))
    return (TALL + 3 * LINE) * size


def heat(chart: Chart, sheet: Canvas) -> float:
    """Rows of coloured cells; every tenth row is named, columns by their ids, whose names stand below."""
    axes, size = sheet.axes, sheet.size
    for (side, step), places in _shades(chart).items():
        columns, rows = zip(*places, strict=True)
        style: Style = {"color": ROLES[side], "alpha": 0.08 + 0.72 * step / STEPS, "lw": 0}
        axes.barh(rows, 0.97, 1.0, left=[column - 0.485 for column in columns], **style)
    count = len(chart.series)
    tall = max(ROW * size, 14 * size / max(count, 1))
    named = sorted({0, *range(9, count, 10), count - 1})
    axes.set_yticks(named, [chart.series[at].name for at in named])
    axes.set_xlim(-0.5, len(chart.labels) - 0.5)
    axes.set_xticks(range(len(chart.labels)), [text.split()[0] for text in chart.labels])
    axes.tick_params(labeltop=True, labelbottom=False)
    # Beside each other where there is room: on paper the map stays on the page of the charts before it.
    across = 1 if sheet.is_narrow else 2
    names = [label(text, sheet.signs(0.9 / across), LINES).split("\n") for text in chart.labels]
    each = -(-len(names) // across)
    blocks = [[*chain(*names[at : at + each])] for at in range(0, len(names), each)]
    below = LINE * size / tall
    for at, lines in enumerate(blocks):
        lines_at(sheet, lines, at / across, count + below * (len(lines) + 1) / 2, Spot(0, "left", "muted"))
    high = count + below * (max(map(len, blocks)) + 1)
    axes.set_ylim(high, -0.5)
    return high * tall + 3 * LINE * size


def _shades(chart: Chart) -> dict[tuple[str, int], list[tuple[int, int]]]:
    """The cells, column and row, of each shade: the role of its colour, and how far from the middle."""
    middle = 50.0 if chart.mark is None else chart.mark
    cells: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for row, series in enumerate(chart.series):
        for column, value in enumerate(series.values):
            if value is not None:
                side, reach = ("main", 100 - middle) if value >= middle else ("before", middle)
                step = round(STEPS * abs(value - middle) / reach) if reach else STEPS
                cells.setdefault((side, step), []).append((column, row))
    return cells
