"""Damaged and hostile Word and Excel files under the commands that read them."""

import io
import random
import re
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

from tools.search.bench import Bench
from tools.search.case import Case, seed_files
from tools.search.judge import faults_of, snapshot

FIXTURES = Path(__file__).parents[2] / "tests" / "fixtures"
FILES = (
    "annex-roman.xlsx",
    "scores-across.xlsx",
    "annex-columns.xls",
    "broken.xls",
    "long.xls",
    "annex-columns.ods",
    "broken.ods",
    "annex-counted.docx",
    "annex-dotted.docx",
)
COMMANDS = (
    ("import", "criteria", "{}", "-o", "new.yaml"),
    ("import", "scores", "{}", "--year", "2023", "--yes", "-o", "new.csv"),
    ("audit", "{}"),
)
VALUES = (
    "", "0", "-1", "1", "9", "99", "²", "٣", "1e9", "0.5", "1048576", "65536", "999999999", "99999999999999999999",
    "XFD1048576", "xfd1048576", "A0", "A", "ZZZZ1", "true", "#REF!", "NaN", "inf", "e", "s", "str", "b", "d", "n",
    "inlineStr", "percentage", "rId1", "document.xml", "../../x", "styles.xml", ".VnTime", "VNI-Times", "upperRoman",
)  # fmt: skip
HOSTILE = (
    b'<c r="xfd1048576"><v>1</v></c>',
    b'<c a=">" r="XFD1048576" t="s"><v>0</v></c>',
    b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    b'<mergeCell ref="A1:XFD1048576"/>',
    b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
    b'office:value="1" table:number-columns-repeated="16384"/></table:table-row>',
    b'<text:s text:c="900000000"/>',
    b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
    b'<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>',
    b"<!-- -->",
    b"&x;",
    b"\x00",
    b"]]>",
)
DOCTYPE = b'<!DOCTYPE a [<!ENTITY x "aaaaaaaaaa"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;">]>'
PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
NUMBERS = (0, 1, 2, 255, 256, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF)


def make(chance: random.Random) -> Case:
    """One damaged file, and a command that reads it."""
    name = chance.choice(FILES)
    data = (FIXTURES / name).read_bytes()
    for _time in range(chance.choice((1, 1, 1, 2, 4))):
        data = _damaged(chance, data)
    target = chance.choice((name, name, "file.xlsx", "file"))
    command = tuple(word.format(target) for word in chance.choice(COMMANDS))
    return Case("office", command, seed_files() | {target: data})


def faults(case: Case, bench: Bench) -> list[str]:
    """Run it once. Nothing but the new file may be written, and that only with status 0."""
    bench.lay_out(case)
    before = snapshot(bench.folder)
    done = bench.run(case.command)
    after = snapshot(bench.folder)
    kept = {name: content for name, content in after.items() if not name.startswith("new.")}
    found = faults_of(case.command, done, before, kept)
    if done.status != 0 and len(kept) != len(after):
        found.append("written: a new file in spite of the status")
    return found


def _damaged(chance: random.Random, data: bytes) -> bytes:
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        # What is damaged already may be no packed file any more, in whatever way zipfile sees that.
        with suppress(Exception):
            return _part_damaged(chance, data)
    if data.startswith(b"\xd0\xcf") and chance.random() < 0.6:
        return _records_damaged(chance, data)
    return _bytes_damaged(chance, data)


def _bytes_damaged(chance: random.Random, data: bytes) -> bytes:
    """Bytes changed, cut off, left out or repeated, with no regard to what they mean."""
    if not data:
        return bytes(chance.randrange(256) for _byte in range(50))
    at = chance.randrange(len(data))
    some = chance.choice((1, 4, 64, 1024))
    match chance.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[at + some :]
        case 2:
            return data[: at + some] + data[at:]
        case 3:
            return data[:at] + bytes(chance.randrange(256) for _byte in range(some)) + data[at + some :]
    changed = bytearray(data)
    for _time in range(some):
        changed[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed)


def _records_damaged(chance: random.Random, data: bytes) -> bytes:
    """Numbers of two and four bytes in an .xls, where its records begin or anywhere behind."""
    changed = bytearray(data)
    begin = max(data.find(b"\x09\x08\x10\x00\x00\x06"), 0)
    for _time in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(begin, len(data) - 4)
        if chance.random() < 0.7:
            at = begin
            for _record in range(chance.randrange(400)):
                size = struct.unpack_from("<H", data, at + 2)[0] if at + 4 <= len(data) else 0
                if at + 8 + size > len(data):
                    break
                at += 4 + size
            at += chance.choice((0, 2, 4, 6, 8, 10))
        if at + 2 <= len(data):
            struct.pack_into("<H", changed, at, chance.choice(NUMBERS))
    return bytes(changed)


def _part_damaged(chance: random.Random, data: bytes) -> bytes:
    """One part of a packed file changed, and the file packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = [name for name in parts if name.endswith((".xml", ".rels"))]
    likely = [name for name in xml if re.search("sheet|content|document|numbering|styles|workbook|Strings", name)]
    name = chance.choice(likely if likely and chance.random() < 0.8 else xml or list(parts))
    match chance.randrange(12):
        case 0:
            del parts[name]
        case 1:
            parts[name] = parts[chance.choice(list(parts))]
        case 2:
            parts[name] = _bytes_damaged(chance, parts[name])
        case _:
            parts[name] = _xml_damaged(chance, parts[name])
    out = io.BytesIO()
    packing = chance.choice(PACKING) if chance.random() < 0.1 else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", packing) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return out.getvalue()


def _xml_damaged(chance: random.Random, xml: bytes) -> bytes:
    """What a tag or an attribute says changed, and tags put in, left out, repeated or nested."""
    attributes = list(re.finditer(rb'="([^"]*)"', xml))
    tags = list(re.finditer(rb"<[^>]*>", xml))
    texts = list(re.finditer(rb">([^<]+)<", xml))
    if not tags:
        return xml
    tag = chance.choice(tags)
    match chance.randrange(10):
        case 0 | 1 | 2 | 3 if attributes:
            found = chance.choice(attributes)
            return xml[: found.start(1)] + chance.choice(VALUES).encode() + xml[found.end(1) :]
        case 4 if texts:
            found = chance.choice(texts)
            text = chance.choice((*VALUES, "x" * 40_000, "-1e400", "&x;", "1" * 400)).encode()
            return xml[: found.start(1)] + text + xml[found.end(1) :]
        case 5:
            return xml[: tag.start()] + xml[tag.end() :]
        case 6:
            return xml[: tag.end()] + chance.choice(HOSTILE) + xml[tag.end() :]
        case 7:
            end = min(tag.start() + chance.choice((10, 200, 3000)), len(xml))
            return xml[:end] + xml[tag.start() : end] * chance.choice((1, 10, 300)) + xml[end:]
        case 8:
            return xml[: tag.start()] + tag[0] * chance.choice((2, 1000, 100_000)) + xml[tag.end() :]
    return xml.replace(b"?>", b"?>" + DOCTYPE, 1)
