"""What calamine does not tell of the cells of an .xlsx or an .ods: one walk through the XML of its sheets. Merged cells,
failed formulas, percentages, old fonts."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable
from functools import cached_property
from itertools import product
from xml.etree import ElementTree

from cchc_cli.model.grid import Cell
from cchc_cli.read import limits
from cchc_cli.read.cell_notes import CellNotes, Runs, shows_percent, walk
from cchc_cli.read.limits import whole
from cchc_cli.read.old_fonts import RAISED, STRUCK, font_of

HUGE = 10**9
SIGNS = {"text:p": "\n", "text:line-break": "\n", "text:s": " ", "text:tab": " "}
"""What stands for a sign in a text of an .ods."""
RAISED_BY = re.compile(r"super|0*[1-9]\d*%")
CELLS = ("table:table-cell", "table:covered-table-cell")


def ods_cells(data: bytes) -> dict[str, CellNotes]:
    """Every sheet by its name. Raises CchcError, KeyError, ValueError and expat's errors."""
    reader = _Reader()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        walk(archive.read("content.xml"), reader.start, reader.text, reader.end)
    return reader.sheets


class _Reader:
    """Walks through content.xml and remembers only what is asked for."""

    def __init__(self) -> None:
        self.sheets: dict[str, CellNotes] = {}
        self.sheet = ""
        self.row = self.column = self.columns = 0
        self.row_repeat = 1
        self.style = ""
        self.fonts: dict[str, str] = {}
        self.cell: dict[str, str] | None = None
        self.runs: Runs = []
        self.spans: list[str] = []
        self.is_beside = False

    def start(self, name: str, keys: dict[str, str]) -> None:
        if name in CELLS:
            self.cell, self.runs, self.spans = keys, [], []
        elif self.cell is not None:
            self._in_cell(name, keys)
        elif name == "table:table-row":
            self.column, self.row_repeat = 0, _count(keys, "table:number-rows-repeated")
            self._hide(keys, self.sheets[self.sheet].rows, self.row, self.row_repeat)
        elif name == "table:table-column":
            repeat = _count(keys, "table:number-columns-repeated")
            self._hide(keys, self.sheets[self.sheet].columns, self.columns, repeat)
            self.columns += repeat
        elif name == "table:table":
            self.sheet = keys.get("table:name", "")
            self.sheets[self.sheet] = CellNotes()
            if len(self.sheets) > limits.SHEETS:
                raise limits.too_many_sheets(len(self.sheets))
            self.row = self.columns = 0
        elif name == "style:style":
            self.style = keys.get("style:name", "")
        elif name == "style:text-properties":
            self._style(keys)

    def _in_cell(self, name: str, keys: dict[str, str]) -> None:
        """A part of a text, a sign, or a remark beside the cell, whose text is none of it."""
        if name == "text:span":
            self.spans.append(self.fonts.get(keys.get("text:style-name", ""), ""))
        elif name == "office:annotation":
            self.is_beside = True
        elif name in SIGNS and (name != "text:p" or self.runs):
            self.text(SIGNS[name] * _count(keys, "text:c"))

    def _style(self, keys: dict[str, str]) -> None:
        font = keys.get("style:font-name") or keys.get("fo:font-family", "").strip("'\"")
        struck = keys.get("style:text-line-through-style", "none") != "none"
        raised = RAISED_BY.match(keys.get("style:text-position", "")) is not None
        if found := font_of(font, struck=struck, raised=raised):
            self.fonts[self.style] = found

    def _hide(self, keys: dict[str, str], blocks: list[tuple[int, int]], first: int, repeat: int) -> None:
        if keys.get("table:visibility", "visible") != "visible":
            blocks.append((first, first + repeat - 1))

    def text(self, text: str) -> None:
        if self.cell is not None and not self.is_beside:
            self.runs.append((text, next(filter(None, reversed(self.spans)), "")))

    def end(self, name: str) -> None:
        if name in CELLS and self.cell is not None:
            self._cell(self.cell, "".join(text for text, _font in self.runs).strip())
            self.cell = None
        elif name == "text:span" and self.spans:
            self.spans.pop()
        elif name == "office:annotation":
            self.is_beside = False
        elif name == "table:table-row":
            self.row += self.row_repeat

    def _cell(self, keys: dict[str, str], text: str) -> None:
        notes, kind = self.sheets[self.sheet], keys.get("office:value-type")
        repeat = _count(keys, "table:number-columns-repeated")
        here = (self.row, self.column)
        if text or kind is not None or "table:formula" in keys:
            limits.check_size(self.sheet, self.row + self.row_repeat, self.column + repeat)
            if "table:formula" in keys and (kind is None or _has_failed(keys, text)):
                notes.broken[here] = text
            else:
                self._note(
                    keys, product(range(self.row, self.row + self.row_repeat), range(self.column, self.column + repeat))
                )
        rows, columns = _count(keys, "table:number-rows-spanned"), _count(keys, "table:number-columns-spanned")
        if (rows > 1 or columns > 1) and text:
            notes.spans.append((here, (self.row + rows - 1, self.column + columns - 1)))
        self.column += repeat

    def _note(self, keys: dict[str, str], cells: Iterable[Cell]) -> None:
        """A percentage, or a text in an old font, in a cell that may stand there several times."""
        notes, font = self.sheets[self.sheet], self.fonts.get(keys.get("table:style-name", ""), "")
        if font == STRUCK:
            notes.fonts |= dict.fromkeys(cells, font)
        elif keys.get("office:value-type") == "percentage":
            notes.percents |= dict.fromkeys(cells, float(keys["office:value"]))
        elif keys.get("office:value-type") == "string" and self._is_drawn_in_parts:
            runs = [(text, of_part or font) for text, of_part in self.runs]
            notes.runs |= dict.fromkeys(cells, runs)
        elif font and font != RAISED:
            notes.fonts |= dict.fromkeys(cells, font)

    @property
    def _is_drawn_in_parts(self) -> bool:
        return any(font or text == "\n" for text, font in self.runs)


def _has_failed(keys: dict[str, str], text: str) -> bool:
    """Whether a formula shows an error."""
    return keys.get("calcext:value-type") == "error" or text.startswith(("Err:", "#REF!", "#NAME?"))


def _count(keys: dict[str, str], name: str) -> int:
    """How often a cell or a row stands there; as far as it matters."""
    number = whole(keys.get(name, "1"))
    return 1 if number is None else min(number, HUGE)


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
        return self._notes[part]

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
