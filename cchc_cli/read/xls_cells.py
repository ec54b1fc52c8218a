"""What calamine does not tell of the cells of an .xls: its records are walked through, one by one.

Records and their numbers: [MS-XLS], Excel Binary File Format (.xls) Structure.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from cchc_cli.model.grid import Cell
from cchc_cli.read import limits
from cchc_cli.read.cell_notes import ERRORS, CellNotes, shows_percent
from cchc_cli.read.old_fonts import STRUCK, font_of
from cchc_cli.read.sniff import locked

START, EOF, FILEPASS, BOUNDSHEET = 0x09, 0x0A, 0x2F, 0x85
FONT, FORMAT, XF = 0x31, 0x41E, 0xE0
ROW, COLUMNS, ROW_HIDDEN, COMMENT = 0x208, 0x7D, 0x20, 0x1C
FORMULA, BOOLERR, NUMBER, LABEL, RK, SEVERAL_RK, SHARED_LABEL = 0x06, 0x205, 0x203, 0x204, 0x27E, 0xBD, 0xFD
VALUES = {FORMULA, BOOLERR, NUMBER, LABEL, RK, SEVERAL_RK, SHARED_LABEL}
PERCENT_FORMATS = {9, 10}
NO_FONT = 4
"""The number that fonts leave out."""


def xls_cells(data: bytes) -> list[CellNotes]:
    """Every sheet in the order of the file. Raises Refused for a password or a cell far out, else struct.error and such."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        stream = compound.openstream("Workbook" if compound.exists("Workbook") else "Book").read()
    formats, sheets = _Formats(), []
    for kind, record in _records(stream, 0):
        if kind == FILEPASS:
            raise locked()
        if kind == BOUNDSHEET:
            sheets.append((struct.unpack_from("<I", record)[0], formats.text(record[6:], 1)))
        formats.take(kind, record)
    if len(sheets) > limits.SHEETS:
        raise limits.too_many_sheets(len(sheets))
    return [_notes(name, _records(stream, start), formats) for start, name in sheets]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records from `start` to the end of their part."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        depth += kind & 0xFF == START
        if kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        start += 4 + size


CROSSED_OUT = 0x08
"""Of the options of a font."""


class _Formats:
    """The formats of cells, by their numbers."""

    def __init__(self) -> None:
        self._wide = True
        self._fonts: list[str] = []
        self._percents = set(PERCENT_FORMATS)
        self._cells: list[tuple[int, int]] = []

    def take(self, kind: int, record: bytes) -> None:
        """One record of the part that stands before all sheets."""
        if kind & 0xFF == START and not self._cells:
            self._wide = record[:2] == b"\x00\x06"
        elif kind == FONT:
            name = self.text(record[14:], 1)
            self._fonts.append(font_of(name, struck=bool(record[2] & CROSSED_OUT)))
        elif kind == FORMAT and shows_percent(self.text(record[2:], 2 if self._wide else 1)):
            self._percents.add(struct.unpack_from("<H", record)[0])
        elif kind == XF:
            self._cells.append(struct.unpack_from("<HH", record))

    def of(self, number: int) -> tuple[bool, str]:
        """Whether a format shows percentages, and its font where that is an old one."""
        if number >= len(self._cells):
            return False, ""
        font, shown = self._cells[number]
        font -= font > NO_FONT
        return shown in self._percents, self._fonts[font] if font < len(self._fonts) else ""

    def text(self, record: bytes, length: int) -> str:
        """A text with its length before it; from BIFF8 on a sign says whether its letters take two bytes."""
        letters, at = int.from_bytes(record[:length], "little"), length + self._wide
        if self._wide and record[length] & 1:
            return record[at : at + 2 * letters].decode("utf-16-le", "replace")
        return record[at : at + letters].decode("latin-1")


def _notes(name: str, records: Iterator[tuple[int, bytes]], formats: _Formats) -> CellNotes:
    notes = CellNotes()
    for kind, record in records:
        _hide(kind, record, notes)
        if kind == COMMENT:
            notes.beside.append(struct.unpack_from("<HH", record))
        if kind not in VALUES or len(record) < 8:
            continue
        row, column, style = struct.unpack_from("<HHH", record)
        limits.check_size(name, row + 1, column + 1)
        failed, font = _failed(kind, record), formats.of(style)[1]
        if failed is not None:
            notes.broken[row, column] = failed
        elif kind in (LABEL, SHARED_LABEL):
            notes.fonts |= {(row, column): font} if font else {}
        else:
            for at in range((len(record) - 6) // 6 if kind == SEVERAL_RK else 1):
                _note_number(notes, (row, column + at), kind, record[6 * at :], formats)
    return notes


def _hide(kind: int, record: bytes, notes: CellNotes) -> None:
    """Note a hidden row, or hidden columns."""
    if kind == ROW and record[12] & ROW_HIDDEN:
        notes.rows.append(struct.unpack_from("<H", record) * 2)
    elif kind == COLUMNS and record[8] & 1:
        notes.columns.append(struct.unpack_from("<HH", record))


def _failed(kind: int, record: bytes) -> str | None:
    """What a cell shows whose formula failed; None for all others."""
    if kind == BOOLERR:
        return ERRORS.get(record[6], "#N/A") if record[7] else None
    is_error = kind == FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2
    return ERRORS.get(record[8], "#N/A") if is_error else None


def _note_number(notes: CellNotes, cell: Cell, kind: int, record: bytes, formats: _Formats) -> None:
    """Note a number that is crossed out, or shows as a percentage; the format stands before it."""
    is_percent, font = formats.of(struct.unpack_from("<H", record, 4)[0])
    if font == STRUCK:
        notes.fonts[cell] = font
    if is_percent and kind in (RK, SEVERAL_RK):
        notes.percents[cell] = _unpacked(struct.unpack_from("<I", record, 6)[0])
    elif is_percent and kind in (NUMBER, FORMULA) and record[12:14] != b"\xff\xff":
        notes.percents[cell] = struct.unpack_from("<d", record, 6)[0]


def _unpacked(packed: int) -> float:
    """A number of 30 bits: whole or the upper half of a double, as it is or a hundred times what is meant."""
    if packed & 2:
        value = float(struct.unpack("<i", struct.pack("<I", packed))[0] >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value
