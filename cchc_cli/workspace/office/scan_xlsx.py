"""The sheets of an .xlsx, as far as calamine does not tell: its XML is searched, not built up in memory."""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

from cchc_cli.messages import _
from cchc_cli.workspace.office import limits
from cchc_cli.workspace.office.kinds import damaged
from cchc_cli.workspace.office.scans import Scan

TOKEN = re.compile(rb"<(?:\w{1,40}:)?(row|c)\b([^>]*+)>")
CLOSED = re.compile(rb"</(?:\w{1,40}:)?c>")
PLACE = re.compile(rb"\br=[\"']([A-Z]{1,4})?(\d{1,9})[\"']")
KIND = re.compile(rb"\bt=[\"'](\w+)[\"']")
FORMULA = re.compile(rb"<(?:\w{1,40}:)?f\b")
VALUE = re.compile(rb"<(?:\w{1,40}:)?v\b[^>/]*+>([^<]*+)<")
SHARED = re.compile(rb"</(?:\w{1,40}:)?si>")
DOCTYPE = b"<!DOCTYPE"
"""No spreadsheet program writes one; entities that it defines would be left out without a word."""


def scan_xlsx(data: bytes, file: str) -> dict[str, Scan]:
    """Every sheet by its name. Raises CchcError for sheets that would not fit into bounded memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name.lower(): name for name in archive.namelist()}
        longest = 0
        if shared := parts.get("xl/sharedstrings.xml"):
            longest = _longest(_read(archive, shared, file))
        scans = {}
        for name, part in _sheets(archive, file).items():
            real = parts.get(part.lower())
            scans[name] = _scan(name, _read(archive, real, file), longest, file) if real else Scan(name)
    return scans


def _read(archive: zipfile.ZipFile, part: str, file: str) -> bytes:
    """A part of the file. Raises CchcError where it defines entities."""
    xml = archive.read(part)
    if DOCTYPE in xml[:4096]:
        raise limits.refused(file, _("it defines entities, which no spreadsheet program writes."))
    return xml


def _longest(xml: bytes) -> int:
    """The bytes of the longest shared text, with its tags."""
    longest, start = 0, 0
    for closed in SHARED.finditer(xml):
        longest, start = max(longest, closed.start() - start), closed.end()
    return max(longest, len(xml) - start)


def _sheets(archive: zipfile.ZipFile, file: str) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    targets = {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        for link in _tree(archive, "xl/_rels/workbook.xml.rels", file)
    }
    found = {}
    for sheet in _tree(archive, "xl/workbook.xml", file).iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            relation = next((text for key, text in sheet.items() if key.rpartition("}")[2] == "id"), "")
            found[sheet.get("name", "")] = targets.get(relation, "")
    return found


def _tree(archive: zipfile.ZipFile, part: str, file: str) -> ElementTree.Element:
    try:
        if archive.getinfo(part).file_size > limits.PART_BYTES:
            raise limits.refused(file, _("its list of sheets is larger than any real one."))
        return ElementTree.fromstring(archive.read(part))
    except (KeyError, ElementTree.ParseError) as error:
        raise damaged(file) from error


def _scan(name: str, xml: bytes, longest: int, file: str) -> Scan:
    scan = Scan(name)
    if xml.count(b"<c") > 3 * limits.CELLS:
        raise limits.refused(
            file,
            _("the sheet {sheet} has millions of cells.").format(sheet=name),
            _("Copy the table into a new file."),
        )
    row, column, shared = -1, -1, 0
    end = 0
    for found in TOKEN.finditer(xml):
        if found.start() < end:
            continue
        kind_of, keys = found.groups()
        place = PLACE.search(keys)
        if kind_of == b"row":
            row, column = int(place[2]) - 1 if place else row + 1, -1
            continue
        column += 1
        if place and place[1]:
            row, column = int(place[2]) - 1, _column(place[1])
        if keys.endswith(b"/"):
            continue
        closed = CLOSED.search(xml, found.end())
        if closed is None:
            raise damaged(file)
        body, end = xml[found.end() : closed.start()], closed.end()
        if not body:
            continue
        scan.reach(row, column)
        kind = KIND.search(keys)
        shared += kind is not None and kind[1] == b"s"
        value = VALUE.search(body)
        if kind is not None and kind[1] == b"e":
            scan.broken[row, column] = value[1].decode("utf-8", "replace") if value else "#N/A"
        elif (not value or not value[1]) and (kind is None or kind[1] != b"str") and FORMULA.search(body):
            scan.broken[row, column] = ""
    scan.check(file)
    if longest * shared > limits.REPEATED_BYTES:
        raise limits.refused(
            file, _("a long text stands in very many cells."), _("Copy the table into a new file.")
        )
    return scan


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
