"""What a paragraph of Word shows: its number, texts in all fonts, signs, formulas, boxes that are ticked."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from cchc_cli.messages import _
from cchc_cli.read import limits
from cchc_cli.read.cell_notes import text_beside
from cchc_cli.read.old_fonts import RAISED, STRUCK, Conversions, with_places
from cchc_cli.read.word_numbers import Numbers, W, is_on, part_of, val

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RUN, TEXT = f"{W}r", f"{W}t"
TRACKED = frozenset(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
LEFT_OUT = {
    # Word keeps a text box twice: for itself, and for older programs.
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    *(W + name for name in ("del", "moveFrom", "pPr", "rPr")),
}
SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}tab": " "}
"""What stands for a sign in a text."""
BESIDE = {f"{W}{kind}Reference" for kind in ("comment", "footnote", "endnote")}
"""What stands where a text hangs that is not among the paragraphs."""
DEPTH = 20
"""Styles that are based on one another, at most."""
HEX = re.compile("[0-9A-Fa-f]{1,4}")
SEVERAL = re.compile(r"[^\w,.]")
"""What makes of a part of a fraction more than a number or a word."""


class Words:
    """The text of paragraphs as it shows, with what is to be told of it."""

    def __init__(self, document: "Document") -> None:
        self._numbers, self._fonts = Numbers(document), _Fonts(document)
        self._hidden: list[str] = []
        self._beside: list[str] = []
        self._tracked = any(next(document.element.body.iter(tag), None) is not None for tag in TRACKED)

    def stand(self, place: Callable[[], str]) -> None:
        """From now on texts are those of this cell."""
        self._fonts.conversions.place = place

    def of(self, paragraph: "Element") -> str:
        """Its automatic number first, deleted and hidden text left out, line breaks kept, old fonts read as Unicode."""
        properties = part_of(paragraph, "pPr")
        gone = part_of(properties, "rPr/del") is not None
        number = "" if gone else self._numbers.next(properties)
        return " ".join(filter(None, (number, "".join(self._shown(paragraph, paragraph)))))

    def notes(self) -> Iterator[str]:
        """What is to be told."""
        yield from self._fonts.conversions.notes()
        if self._tracked:
            yield _("The file has tracked changes; it was read as though all of them were accepted.")
        if self._hidden:
            yield with_places(_("Hidden text was not read ({count})", count=len(self._hidden)), self._hidden)
        yield from text_beside(self._beside)

    def _shown(self, element: "Element", paragraph: "Element") -> Iterator[str]:
        """What the parts of a paragraph, of a run, or of what stands between these show."""
        for part in element:
            tag = part.tag
            if tag in LEFT_OUT or (tag == RUN and self._is_unseen(part)):
                continue
            if tag == TEXT:
                yield self._fonts.text(element, paragraph, part.text or "")
            elif tag in BESIDE:
                self._beside.append(self._fonts.conversions.place())
            elif tag == f"{W}sym":
                yield self._fonts.sign(part)
            elif tag in OTHERS:
                yield OTHERS[tag](part)
            else:
                yield SIGNS.get(tag, "")
                yield from self._shown(part, paragraph)

    def _is_unseen(self, part: "Element") -> bool:
        """Whether a run is hidden or crossed out, which is noted."""
        if part_of(part, "rPr") is None:
            return False
        text = "".join(each.text or "" for each in part.iter(TEXT))
        if is_on(part, "rPr/vanish"):
            self._hidden += [self._fonts.conversions.place()] if text.strip() else []
            return True
        is_struck = is_on(part, "rPr/strike") or is_on(part, "rPr/dstrike")
        if is_struck:
            self._fonts.conversions.read(text, STRUCK)
        return is_struck


def _field(data: "Element") -> str:
    """What a field of a form shows that Word does not write as text: a box that is ticked, what is chosen of a list."""
    box, choices = part_of(data, "checkBox"), part_of(data, "ddList")
    if box is not None:
        path = "checked" if part_of(box, "checked") is not None else "default"
        return "☑" if is_on(box, path) else "☐"
    if choices is None:
        return ""
    texts = [each.get(f"{W}val", "") for each in choices.iterchildren(f"{W}listEntry")]
    chosen = limits.whole(val(choices, "result") or val(choices, "default", "0")) or 0
    return texts[chosen] if chosen < len(texts) else ""


def _formula(element: "Element") -> str:
    """A formula on one line: fractions with a stroke, parts of several words in brackets."""
    said = {
        name: _formula(part)
        for name in ("num", "den", "e", "sup", "sub")
        if (part := element.find(M + name)) is not None
    }
    if element.tag in (f"{M}t", TEXT):
        return element.text or ""
    if element.tag == f"{M}f":
        return f"{_bracketed(said.get('num', ''))}/{_bracketed(said.get('den', ''))}"
    if element.tag == f"{M}rad":
        return f"√{_bracketed(said.get('e', ''))}"
    if element.tag == f"{M}sSup":
        return f"{said.get('e', '')}^{_bracketed(said.get('sup', ''))}"
    inner = "".join(map(_formula, element))
    if element.tag == f"{M}d":
        return f"{_sign_of(element, 'dPr/begChr', '(')}{inner}{_sign_of(element, 'dPr/endChr', ')')}"
    return _sign_of(element, "naryPr/chr", "∫") + inner if element.tag == f"{M}nary" else inner


def _sign_of(element: "Element", path: str, default: str) -> str:
    found = element.find("/".join(M + name for name in path.split("/")))
    return default if found is None else found.get(f"{M}val", default)


def _bracketed(text: str) -> str:
    text = text.strip()
    is_one = text.startswith("(") and text.find(")") == len(text) - 1
    return f"({text})" if SEVERAL.search(text) and not is_one else text


OTHERS = {f"{M}oMath": _formula, f"{W}ffData": _field}
"""What shows something by its own rules."""


class _Fonts:
    """The fonts of a document's runs."""

    def __init__(self, document: "Document") -> None:
        styles = document.styles.element
        self.conversions = Conversions()
        self._styles: dict[str, tuple[str, str]] = {}
        self._default = ""
        for style in styles.iterchildren(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._styles[name] = (_font(part_of(style, "rPr")), val(style, "basedOn"))
            if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph":
                self._default = name
        self._whole = _font(part_of(styles, "docDefaults/rPrDefault/rPr"))

    def text(self, run: "Element", paragraph: "Element", text: str) -> str:
        """A text of a run, in Unicode."""
        properties = part_of(run, "rPr")
        if val(run, "rPr/vertAlign") == "superscript":
            return self.conversions.read(text, RAISED)
        font = "" if properties is None else _font(properties) or self._of_style(val(properties, "rStyle"))
        if not font:
            style = val(paragraph, "pPr/pStyle") or self._default
            font = self._of_style(style) or self._whole
        return self.conversions.read(text, font)

    def sign(self, symbol: "Element") -> str:
        """A sign that was put in from a font of signs."""
        code = int(symbol.get(f"{W}char", ""), 16) if HEX.fullmatch(symbol.get(f"{W}char", "")) else 0xFFFD
        return self.conversions.read(chr(code), symbol.get(f"{W}font", ""))

    def _of_style(self, name: str) -> str:
        for _depth in range(DEPTH):
            font, name = self._styles.get(name, ("", ""))
            if font or not name:
                return font
        return ""


def _font(properties: "Element | None") -> str:
    """The font that a run or a style says, one of Latin letters."""
    found = part_of(properties, "rFonts")
    return (found.get(f"{W}ascii") or found.get(f"{W}hAnsi") or "") if found is not None else ""
