"""Charts as pictures: `svg` for pages, `png` for documents; matplotlib draws, and is imported when one is asked for.

For a page the drawing gets a title for screen readers, the page's letters and colours, and ids of its own.
"""

import re
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from cchc_cli.model.blocks import Chart
from cchc_cli.show.charts import drawing, looks
from cchc_cli.show.charts.drawing import ROLES, Canvas, import_matplotlib, settings
from cchc_cli.show.texts import on_one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
ROLE_OF = {colour: role for role, colour in ROLES.items()}
DRAW: dict[str, Callable[[Chart, Canvas], float]] = {
    "bars": looks.bars,
    "pareto": looks.pareto,
    "bump": looks.bump,
    "timeline": looks.timeline,
    "lines": looks.lines,
    "ranges": looks.ranges,
    "histogram": drawing.histogram,
    "heat": drawing.heat,
}


def png(chart: Chart, width: float = 16, size: float = 9, dots: int = 200) -> bytes:
    """The chart as a PNG picture on white: `width` in cm, letters of `size` in points, `dots` an inch."""
    return png_in_rows(chart, width, size, dots)[0]


def png_in_rows(chart: Chart, width: float = 16, size: float = 9, dots: int = 200) -> tuple[bytes, list[float]]:
    """The picture, and where it may be cut above each row of a timeline, as parts of its height from the top."""
    whole = BytesIO()
    figure = drawn(chart, width / 2.54 * 72, size)
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with settings(size):
        figure.set_dpi(dots)
        figure.set_facecolor("white")
        canvas: Any = FigureCanvasAgg(figure)
        canvas.print_png(whole, metadata={"Software": None})
    (axes, *_others) = figure.axes
    ends = [axes.transData.transform((0, end))[1] for end in axes.get_yticks(minor=True)]
    return whole.getvalue(), [1 - float(end) / figure.bbox.height for end in ends]


def drawn(chart: Chart, width: float, size: float) -> "Figure":
    """The chart on a sheet as high as it needs."""
    import_matplotlib()
    from matplotlib.figure import Figure

    with settings(size):
        figure = Figure(figsize=(width / 72, 1), dpi=72)
        axes = figure.add_subplot()
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.tick_params(length=0, which="both")
        height = DRAW[chart.kind](chart, Canvas(axes, width, size))
        figure.set_size_inches(width / 72, height / 72)
        layout: Any = figure.get_layout_engine()
        layout.set(w_pad=2 / 72, h_pad=2 / 72)
    return figure


def svg(chart: Chart, key: str, width: float = 760, size: float = 13) -> str:
    """The chart as one `<svg>` element that scales with the page, never beyond `width`; it and `size` are in pixels.

    `key` makes its ids differ from those of other charts of the page. Text stays text in the page's own
    letters; colours are the page's (see `drawing.ROLES`). A chart less than 36 letters wide puts labels above
    their bars, as a phone needs it.
    """
    text = StringIO()
    figure = drawn(chart, width, size)
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    with settings(size):
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(text, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(text.getvalue())
    _make_own(root, key)
    root.attrib.pop("height", None)
    root.attrib.pop("width", None)
    root.set("style", f"max-width:{width:g}px")
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-title {key}-desc")
    for element in [each for each in root if each.tag == f"{{{SVG}}}metadata"]:
        root.remove(element)
    for place, (tag, words) in enumerate((("title", chart.title), ("desc", chart.description))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{key}-{tag}"})
        element.text = on_one_line(words)
        root.insert(place, element)
    return ElementTree.tostring(root, encoding="unicode")


def _make_own(root: ElementTree.Element, key: str) -> None:
    """Ids that begin with `key`, the page's letters, and colours that it can change; comments are gone by parsing."""
    used = set(re.findall(r"url\(#([^)]+)\)", ElementTree.tostring(root, encoding="unicode")))
    used |= {element.get(LINK, "").removeprefix("#") for element in root.iter() if LINK in element.attrib}
    for element in root.iter():
        identity = element.attrib.pop("id", None)
        if identity in used:
            element.set("id", f"{key}-{identity}")
        if LINK in element.attrib:
            element.set("href", f"#{key}-{element.attrib.pop(LINK).removeprefix('#')}")
        if "clip-path" in element.attrib:
            element.set("clip-path", element.attrib["clip-path"].replace("url(#", f"url(#{key}-"))
        if "style" in element.attrib:
            element.set("style", _style(element.attrib["style"]))


def _style(style: str) -> str:
    style = re.sub(r"font-family:[^;]*;?|font: *(?=\d)", lambda found: "" if "family" in found[0] else found[0], style)
    # "font: 13px 'DejaVu Sans', …": only the size is kept, the family is the page's.
    style = re.sub(r"font: (?:([a-z0-9]+) )??([\d.]+px)[^;]*", _font, style)
    return re.sub(r"#[0-9a-f]{6}", _colour, style).strip()


def _font(found: "re.Match[str]") -> str:
    weight = f"font-weight: {found[1]}; " if found[1] else ""
    return f"{weight}font-size: {found[2]}"


def _colour(found: "re.Match[str]") -> str:
    role = ROLE_OF.get(found[0])
    return f"var(--{role},{found[0]})" if role else found[0]
