"""The sheets of an .xls, as far as calamine does not tell: its records are walked through, one by one.

Records and their numbers: [MS-XLS], Excel Binary File Format (.xls) Structure.
"""

import io
import struct
from collections.abc import Iterator

import olefile

from cchc_cli.messages import _
from cchc_cli.workspace.office import limits
from cchc_cli.workspace.office.kinds import damaged, locked
from cchc_cli.workspace.office.scans import Scan

EOF, FORMULA, FILEPASS, BOUNDSHEET, BOOLERR = 0x0A, 0x06, 0x2F, 0x85, 0x205
SHARED, CONTINUE, END_OF_SHARED, LABEL = 0xFC, 0x3C, 0xFF, 0xFD
CELLS = {FORMULA, BOOLERR, 0x203, 0x204, 0x27E, 0xBD, 0xFD}
"""Formulas, errors, numbers, labels, and several numbers in a row."""
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def scan_xls(data: bytes, names: list[str], file: str) -> dict[str, Scan]:
    """Every sheet of `names`, in the order of the file. Raises CchcError for a file with a password."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            part = "Workbook" if compound.exists("Workbook") else "Book"
            stream = compound.openstream(part).read()
        starts, strings = [], list[bytes]()
        for kind, record in _records(stream, 0):
            if kind == FILEPASS:
                raise locked(file)
            if kind == BOUNDSHEET:
                starts.append(struct.unpack_from("<I", record)[0])
            if kind == SHARED or (kind == CONTINUE and strings):
                strings.append(record)
            elif strings and kind == END_OF_SHARED:
                break
        longest = _longest(strings) if strings else 0
        scans = {}
        for name, start in zip(names, starts, strict=False):
            scans[name] = _scan(name, stream, start)
            scans[name].check(file)
            shared = sum(kind == LABEL for kind, _record in _records(stream, start))
            if 2 * longest * shared > limits.REPEATED_BYTES:
                hint = _("Copy the table into a new file.")
                raise limits.refused(file, _("a long text stands in very many cells."), hint)
    except (OSError, struct.error, ValueError, IndexError) as error:
        raise damaged(file) from error
    return scans


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records from `start` to the end of their part."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        depth += kind & 0xFF == 0x09
        if kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        start += 4 + size


def _longest(strings: list[bytes]) -> int:
    """The letters of the longest shared text. A text may run over into the next record, which says its width again."""
    found, at, part = 0, 8, 0
    while part < len(strings):
        record = strings[part]
        if at + 3 > len(record):
            part, at = part + 1, max(at - len(record), 0)
            continue
        letters, flags = int.from_bytes(record[at : at + 2], "little"), record[at + 2]
        found, at = max(found, letters), at + 3
        runs = int.from_bytes(record[at : at + 2], "little") if flags & 8 else 0
        at += 2 if flags & 8 else 0
        extra = int.from_bytes(record[at : at + 4], "little") if flags & 4 else 0
        at += 4 if flags & 4 else 0
        wide = 2 if flags & 1 else 1
        while letters:
            here = min(letters, max(len(strings[part]) - at, 0) // wide)
            letters, at = letters - here, at + here * wide
            if letters:
                part += 1
                if part >= len(strings):
                    return found
                wide, at = (2 if strings[part][0] & 1 else 1), 1
        at += 4 * runs + extra
    return found


def _scan(name: str, stream: bytes, start: int) -> Scan:
    scan = Scan(name)
    for kind, record in _records(stream, start):
        if kind not in CELLS or len(record) < 8:
            continue
        row, column = struct.unpack_from("<HH", record)
        scan.reach(row, column)
        if kind == BOOLERR and record[7]:
            scan.broken[row, column] = ERRORS.get(record[6], "#N/A")
        elif kind == FORMULA and len(record) >= 14 and record[12:14] == b"\xff\xff" and record[6] == 2:
            scan.broken[row, column] = ERRORS.get(record[8], "#N/A")
    return scan
