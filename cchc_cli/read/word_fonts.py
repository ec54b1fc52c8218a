"""Old fonts of Word: a run's own, else that of its style, of its paragraph's style, or of the whole document."""

from typing import Any

from cchc_cli.read.old_fonts import Conversions

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEPTH = 20
"""Styles that are based on one another, at most."""


class Fonts:
    """The fonts of a document's runs."""

    def __init__(self, document: Any) -> None:
        styles = document.styles.element
        self.conversions = Conversions()
        self._styles: dict[str, tuple[str, str]] = {}
        self._default = ""
        for style in styles.iterchildren(f"{W}style"):
            name, based = style.get(f"{W}styleId", ""), style.find(f"{W}basedOn")
            self._styles[name] = (_font(style), based.get(f"{W}val", "") if based is not None else "")
            if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph":
                self._default = name
        defaults = styles.find(f"{W}docDefaults/{W}rPrDefault")
        self._whole = _font(defaults) if defaults is not None else ""

    def text(self, run: Any, paragraph: Any, text: str) -> str:
        """A text of a run, in Unicode."""
        font = _font(run) or self._of_style(_value(run, f"{W}rPr/{W}rStyle"))
        if not font:
            style = _value(paragraph, f"{W}pPr/{W}pStyle") or self._default
            font = self._of_style(style) or self._whole
        return self.conversions.read(text, font)

    def _of_style(self, name: str) -> str:
        for _depth in range(DEPTH):
            font, name = self._styles.get(name, ("", ""))
            if font or not name:
                return font
        return ""


def _font(element: Any) -> str:
    found = element.find(f"{W}rPr/{W}rFonts")
    return (found.get(f"{W}ascii") or found.get(f"{W}hAnsi") or "") if found is not None else ""


def _value(element: Any, path: str) -> str:
    found = element.find(path)
    return found.get(f"{W}val", "") if found is not None else ""
