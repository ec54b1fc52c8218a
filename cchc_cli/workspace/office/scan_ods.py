"""The sheets of an .ods, as far as calamine does not tell: merged cells, failed formulas, repeated rows and cells."""

import io
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from cchc_cli.messages import _
from cchc_cli.model.grid import Grid
from cchc_cli.workspace.office import limits
from cchc_cli.workspace.office.kinds import damaged
from cchc_cli.workspace.office.scans import Scan, covered

HUGE = 10**9


def scan_ods(data: bytes, file: str) -> dict[str, Scan]:
    """Every sheet by its name. Raises CchcError for sheets that would not fit into bounded memory."""
    reader = _Reader(file)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parser.Parse(archive.read("content.xml"), True)
    except (KeyError, expat.ExpatError) as error:
        raise damaged(file) from error
    return reader.scans


@dataclass
class _Reader:
    """Walks through content.xml and remembers only what is asked for."""

    file: str
    scans: dict[str, Scan] = field(default_factory=dict)
    scan: Scan | None = None
    row: int = 0
    column: int = 0
    row_repeat: int = 1
    cell: dict[str, str] | None = None
    words: list[str] = field(default_factory=list)
    copied: int = 0
    merged: int = 0
    cells: int = 0
    letters: int = 0

    def entity(self, *_what: object) -> None:
        raise limits.refused(self.file, _("it defines entities, which no spreadsheet program writes."))

    def start(self, name: str, keys: dict[str, str]) -> None:
        if name == "table:table":
            self.scan = self.scans.setdefault(keys.get("table:name", ""), Scan(keys.get("table:name", "")))
            self.row = 0
        elif name == "table:table-row":
            self.column, self.row_repeat = 0, _count(keys, "table:number-rows-repeated")
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.cell, self.words, self.letters = keys, [], 0
            self.cells += 1
            if self.cells > 2 * limits.CELLS:
                sheet = self.scan.name if self.scan else ""
                raise limits.too_large(self.file, sheet, self.row + 1, self.column + 1)
        elif name == "text:s":
            self._count_letters(_count(keys, "text:c"))

    def text(self, text: str) -> None:
        if self.cell is not None:
            self.words.append(text)
            self._count_letters(len(text))

    def _count_letters(self, letters: int) -> None:
        """Raise CchcError for a text that is too long, also one of spaces that are only counted in the file."""
        self.letters += letters
        name = self.scan.name if self.scan else ""
        if self.letters > limits.TEXT:
            limits.check_text(
                self.file, Grid(self.file, name, []).address(self.row, self.column), self.letters
            )

    def end(self, name: str) -> None:
        if name == "table:table" and self.scan is not None:
            self.scan.check(self.file)
            self.scan = None
        elif name == "table:table-row":
            self.row += self.row_repeat
        elif name in ("table:table-cell", "table:covered-table-cell") and self.cell is not None:
            self._cell(self.cell, "".join(self.words).strip())
            self.cell = None

    def _cell(self, keys: dict[str, str], text: str) -> None:
        scan = self.scan
        repeat = _count(keys, "table:number-columns-repeated")
        if scan is not None and (text or "office:value-type" in keys or "table:formula" in keys):
            scan.reach(self.row + self.row_repeat - 1, self.column + repeat - 1)
            scan.check(self.file)
            self.copied += len(text) * repeat * self.row_repeat
            if self.copied > limits.REPEATED_BYTES:
                raise limits.refused(
                    self.file,
                    _("a long text stands in very many cells."),
                    _("Copy the table into a new file."),
                )
            failed = keys.get("calcext:value-type") == "error" or text.startswith(("Err:", "#REF!", "#NAME?"))
            if "table:formula" in keys and (failed or "office:value-type" not in keys):
                scan.broken[self.row, self.column] = text
        rows, columns = (_count(keys, f"table:number-{each}-spanned") for each in ("rows", "columns"))
        if scan is not None and (rows > 1 or columns > 1) and text:
            first = (self.row, self.column)
            last = (first[0] + rows - 1, first[1] + columns - 1)
            found = covered(first, last, min(last[0] + 1, first[0] + 2000), min(last[1] + 1, first[1] + 200))
            self.merged += len(found)
            limits.check_merged(self.file, self.merged)
            scan.merged |= found
        self.column += repeat


def _count(keys: dict[str, str], name: str) -> int:
    text = keys.get(name, "1")
    return min(int(text), HUGE) if text.isdigit() and len(text) < 10 else 1 if not text.isdigit() else HUGE
