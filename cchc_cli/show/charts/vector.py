"""SVG for a page: matplotlib's drawing with a title for screen readers, the page's letters and colours, and own ids."""

import re
from io import StringIO
from typing import Any
from xml.etree import ElementTree

from cchc_cli.model.report import Chart
from cchc_cli.show.charts.colours import ROLES
from cchc_cli.show.charts.draw import drawn, settings
from cchc_cli.show.texts import on_one_line

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
ROLE_OF = {colour: role for role, colour in ROLES.items()}


def vector(chart: Chart, key: str, width: float, size: float) -> str:
    """The chart as one `<svg>` element that scales with the page, never beyond `width`."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    text = StringIO()
    figure = drawn(chart, width, size)
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
