"""What calamine does not tell of the cells of an .xlsx: one walk through the XML of its sheets. Failed formulas, percentages, old fonts,
comments, text boxes."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property
from xml.etree import ElementTree

from cchc_cli.model.grid import Cell
from cchc_cli.read import limits
from cchc_cli.read.cell_notes import CellNotes, Runs, shows_percent, walk
from cchc_cli.read.old_fonts import RAISED, STRUCK, font_of

PERCENT_FORMATS = {"9", "10"}
"""The formats 0% and 0.00%, which have no text in the file."""


class XlsxCells:
    """The parts of an .xlsx that say how cells show. Raises CchcError, KeyError, ValueError and expat's errors."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._parts = {name.lower(): name for name in self._archive.namelist()}
        self._notes: dict[str, CellNotes] = {}
        links = {link.get("Id", ""): link.get("Target", "") for link in self._tree("xl/_rels/workbook.xml.rels")}
        self._sheets = {
            sheet.get("name", ""): posixpath.normpath(posixpath.join("/xl", links.get(keys.get("id", ""), "")))
            for sheet in self._tree("xl/workbook.xml").iter()
            if _local(sheet.tag) == "sheet"
            for keys in [{_local(key): text for key, text in sheet.items()}]
        }

    def notes(self, sheet: str) -> CellNotes:
        """Of a sheet; several names may share one part."""
        part = self._sheets[sheet].lstrip("/").lower()
        if part not in self._parts:
            return CellNotes()
        if part not in self._notes:
            reader = _Sheet(sheet, self._formats, self._texts)
            walk(self._archive.read(self._parts[part]), reader.start, reader.text, reader.end)
            self._notes[part] = reader.notes
            reader.notes.beside = sorted(self._beside(part))
        return self._notes[part]

    def _beside(self, part: str) -> Iterator[Cell]:
        """Where the comments and the text boxes of a sheet hang."""
        links = posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")
        for link in self._tree(links) if links in self._parts else ():
            to = posixpath.join("/", posixpath.dirname(part), link.get("Target", ""))
            target, kind = posixpath.normpath(to).lstrip("/").lower(), posixpath.basename(link.get("Type", ""))
            if target in self._parts and kind in ("comments", "drawing"):
                yield from _commented(self._tree(target)) if kind == "comments" else _boxed(self._tree(target))

    def _tree(self, part: str) -> ElementTree.Element:
        return _tree(self._archive.read(self._parts[part]))

    @cached_property
    def _formats(self) -> list[tuple[bool, str]]:
        """Of every format of cells: whether it shows percentages, and its font where that is an old one."""
        if "xl/styles.xml" not in self._parts:
            return []
        styles = {_local(group.tag): group for group in self._tree("xl/styles.xml")}
        fonts = [_font(font) for font in styles.get("fonts", ())]
        percents = PERCENT_FORMATS | {
            each.get("numFmtId", "") for each in styles.get("numFmts", ()) if shows_percent(each.get("formatCode", ""))
        }
        return [
            (each.get("numFmtId", "0") in percents, _at(fonts, each.get("fontId", "0")))
            for each in styles.get("cellXfs", ())
        ]

    @cached_property
    def _texts(self) -> dict[str, Runs]:
        """Shared texts with parts in an old font, by their number."""
        part = self._parts.get("xl/sharedstrings.xml")
        if part is None:
            return {}
        xml = self._archive.read(part)
        walk(xml)
        if not any(key in xml for key in (b"rFont", b"strike", b"vertAlign")):
            return {}
        texts = {str(number): _runs(text) for number, text in enumerate(_tree(xml))}
        return {number: runs for number, runs in texts.items() if any(font for _text, font in runs)}


def _commented(comments: ElementTree.Element) -> Iterator[Cell]:
    """The cells with comments."""
    yield from (_place(each.get("ref", "")) for each in comments.iter() if _local(each.tag) == "comment")


def _boxed(drawing: ElementTree.Element) -> Iterator[Cell]:
    """The cells at the upper left corners of text boxes that hold a text."""
    for anchor in drawing:
        corner = next((each for each in anchor if _local(each.tag) == "from"), ())
        place = {_local(each.tag): int(each.text or 0) for each in corner}
        if any(_local(each.tag) == "t" and (each.text or "").strip() for each in anchor.iter()):
            yield place.get("row", 0), place.get("col", 0)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _at(fonts: list[str], number: str) -> str:
    return fonts[int(number)] if int(number) < len(fonts) else ""


def _font(properties: ElementTree.Element, *, of_part: bool = False) -> str:
    """The font of a cell, or of a part of a text, where it changes what is read, else ``."""
    said = {_local(each.tag): each.get("val") for each in properties}
    struck = (said.get("strike") or "1") if "strike" in said else "0"
    raised = of_part and said.get("vertAlign") == "superscript"
    return font_of(said.get("name") or said.get("rFont") or "", struck=struck not in ("0", "false"), raised=raised)


def _runs(text: ElementTree.Element) -> Runs:
    """The parts of a text, each with its font where that is an old one."""
    return [
        (
            "".join(each.text or "" for each in (run, *run) if _local(each.tag) == "t"),
            next((_font(each, of_part=True) for each in run if _local(each.tag) == "rPr"), ""),
        )
        for run in text
    ]


def _tree(xml: bytes) -> ElementTree.Element:
    walk(xml)
    return ElementTree.fromstring(xml)


class _Sheet:
    """Walks through the cells of a sheet."""

    def __init__(self, name: str, formats: list[tuple[bool, str]], texts: dict[str, Runs]) -> None:
        self.name, self.formats, self.shared = name, formats, texts
        self.notes = CellNotes()
        self.row = self.column = -1
        self.cell: dict[str, str] = {}
        self.words: list[str] = []
        self.runs: Runs = []
        self.font = ""
        self.in_value = self.has_formula = self.has_content = False

    def start(self, tag: str, keys: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._begin(keys)
        elif name == "row":
            self.row, self.column = int(keys.get("r", self.row + 2)) - 1, -1
            self._hide(keys, self.notes.rows, self.row, self.row)
        elif name == "col":
            self._hide(keys, self.notes.columns, int(keys["min"]) - 1, int(keys["max"]) - 1)
        elif name in ("r", "rFont", "strike", "vertAlign"):
            self._draw(name, keys.get("val", ""))
        self.has_content |= name in ("v", "f", "is")
        self.has_formula |= name == "f"
        if name in ("v", "t"):
            self.in_value = True
            self.words = self.words if name == "v" else []

    def _draw(self, name: str, value: str) -> None:
        """A part of a text begins, or how it is drawn."""
        if name == "r":
            self.font = ""
        elif self.font not in (STRUCK, RAISED):
            struck, raised = name == "strike" and value not in ("0", "false"), value == "superscript"
            self.font = font_of(value if name == "rFont" else self.font, struck=struck, raised=raised)

    def _hide(self, keys: dict[str, str], blocks: list[tuple[int, int]], first: int, last: int) -> None:
        if keys.get("hidden") in ("1", "true"):
            blocks.append((first, last))

    def _begin(self, keys: dict[str, str]) -> None:
        """A cell, which may say its place; else it is right of the one before."""
        self.column += 1
        if place := keys.get("r"):
            self.row, self.column = _place(place)
        self.cell, self.words, self.runs, self.font = keys, [], [], ""
        self.in_value = self.has_formula = self.has_content = False

    def text(self, text: str) -> None:
        if self.in_value:
            self.words.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self.in_value = False
        elif name == "t":
            self.in_value = False
            self.runs.append(("".join(self.words), self.font))
        elif name == "c" and self.has_content:
            limits.check_size(self.name, self.row + 1, self.column + 1)
            self._note(self.cell.get("t", "n"), "".join(self.words))

    def _note(self, kind: str, value: str) -> None:
        here, (percent, font) = (self.row, self.column), self._format()
        if (broken := self._broken(kind, value)) is not None:
            self.notes.broken[here] = broken
        elif font == STRUCK:
            self.notes.fonts[here] = font
        elif kind == "n":
            self.notes.percents |= {here: float(value)} if percent and value else {}
        elif runs := self._runs(kind, value):
            self.notes.runs[here] = runs
        elif font:
            self.notes.fonts[here] = font

    def _broken(self, kind: str, value: str) -> str | None:
        """What a cell without a value that can be trusted shows; blank where it has never been computed."""
        if kind == "e":
            return value or "#N/A"
        return "" if self.has_formula and not value and kind != "str" else None

    def _format(self) -> tuple[bool, str]:
        """Whether the cell shows a percentage, and its old font."""
        style = int(self.cell.get("s", "0"))
        return self.formats[style] if style < len(self.formats) else (False, "")

    def _runs(self, kind: str, value: str) -> Runs:
        """The parts of a text of which some are in an old font."""
        own = self.runs if any(font for _text, font in self.runs) else []
        return self.shared.get(value.strip(), own) if kind == "s" else own


def _place(reference: str) -> tuple[int, int]:
    letters = reference.strip().rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(reference.strip()[len(letters) :]) - 1, column - 1
