"""Charts by matplotlib: one function a kind. Lengths are points (1/72 inch); for a page they are its pixels."""

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cchc_cli.model.report import Chart
from cchc_cli.show.charts.colours import ROLES
from cchc_cli.show.texts import on_one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Where its fonts or settings are kept is nothing that users of cchc can do something about.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

NARROW = 36
"""Letters across, under which labels stand above their bars."""
LETTER = 0.56
"""Mean width of a letter, as part of its size."""
LINE = 1.3
"""Height of a line, as part of the size of letters."""
MOST = 1000
"""Signs of a label that are looked at."""


@dataclass(frozen=True)
class Sheet:
    """What is drawn on: its axes, its width and the size of its letters."""

    axes: "Axes"
    width: float
    size: float

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for labels beside the bars."""
        return self.width < NARROW * self.size

    def signs(self, part: float) -> int:
        """Letters that fit into a part of the width."""
        return max(int(self.width * part / (LETTER * self.size)), 8)


@contextmanager
def settings(size: float) -> Iterator[None]:
    """matplotlib's settings for the time of a drawing."""
    from matplotlib import rc_context

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
    with rc_context(chosen), warnings.catch_warnings():
        # A sign that the drawing's letters lack is in the page's; in a picture it is a box.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def drawn(chart: Chart, width: float, size: float) -> "Figure":
    """The chart on a sheet as high as it needs."""
    from matplotlib.figure import Figure

    from cchc_cli.show.charts import kinds, measured

    draw: dict[str, Callable[[Chart, Sheet], float]] = {
        "bars": kinds.bars,
        "pareto": kinds.pareto,
        "bump": kinds.bump,
        "timeline": kinds.timeline,
        "lines": measured.lines,
        "ranges": measured.ranges,
    }
    with settings(size):
        figure = Figure(figsize=(width / 72, 1), dpi=72)
        axes = figure.add_subplot()
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.tick_params(length=0)
        height = draw[chart.kind](chart, Sheet(axes, width, size))
        figure.set_size_inches(width / 72, height / 72)
        layout: Any = figure.get_layout_engine()
        layout.set(w_pad=2 / 72, h_pad=2 / 72)
    return figure


def picture(figure: "Figure", dots: int) -> bytes:
    """The figure as PNG on white."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    whole = BytesIO()
    with settings(9):
        figure.set_dpi(dots)
        figure.set_facecolor("white")
        canvas: Any = FigureCanvasAgg(figure)
        canvas.print_png(whole, metadata={"Software": None})
    return whole.getvalue()


def label(text: str, signs: int, lines: int) -> str:
    """`text` on at most `lines` lines of `signs`; what is left over is cut off with an ellipsis."""
    parts = wrap(on_one_line(text)[:MOST], signs, break_on_hyphens=False) or [""]
    if len(parts) > lines:
        last = wrap(parts[lines - 1], signs - 1, break_on_hyphens=False)[0]
        parts = [*parts[: lines - 1], f"{last}…"]
    return "\n".join(parts)
