"""What an office file really is, by what is in it and not by its name; and that it is safe to open."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError
from cchc_cli.workspace.office import limits

Kind = Literal["xlsx", "xls", "ods", "docx"]
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHUNK = 1024 * 1024
FREE = 0xFFFFFFFF
"""A sector of a compound file that holds nothing."""


def read_bytes(path: Path) -> bytes:
    """The file, if it is one and no larger than an annex ever is. Raises CchcError."""
    name = str(path)
    try:
        if path.stat().st_size > limits.FILE_BYTES:
            text = _("the file is larger than {limit} MiB.").format(limit=limits.FILE_BYTES // 1024 // 1024)
            raise limits.refused(name, text, _("Take pictures out of it, or copy the table into a new file."))
        return path.read_bytes()
    except OSError as error:
        text = _("cannot be read ({reason}).").format(reason=system_reason(error))
        raise CchcError(f"{name}: {text}") from error


def kind_of(data: bytes, file: str) -> Kind:
    """Which of the formats that are read it is. Raises CchcError for anything else, with what it is as far as known."""
    if data.startswith(ZIP):
        return _packed(data, file)
    if data.startswith(OLE):
        return _compound(data, file)
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    hint = _("Open it in Excel or LibreOffice and save it as .xlsx.")
    if not data:
        raise limits.refused(file, _("the file is empty."))
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<meta")):
        raise limits.refused(file, _("this is a web page (HTML) under the name of an office file."), hint)
    if start.startswith(b"<?xml"):
        raise limits.refused(file, _("this is an XML file, not an .xlsx."), hint)
    if start.startswith(b"%pdf"):
        raise limits.refused(file, _("this is a PDF."), _("Ask for the Word or Excel file of the annex."))
    if start.startswith(b"{\\rtf"):
        raise limits.refused(file, _("this is an RTF file."), _("Open it in Word and save it as .docx."))
    raise limits.refused(file, _("this is not an .xlsx, .xls, .ods or .docx file."), hint)


def _packed(data: bytes, file: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _bounded(archive, file)
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace")
                if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
                    "META-INF/manifest.xml"
                ):
                    raise _locked(file)
                if kind.strip() == "application/vnd.oasis.opendocument.spreadsheet":
                    return "ods"
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _damaged(file) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.bin" in names:
        raise limits.refused(file, _("this is an .xlsb file."), _("Save it as .xlsx."))
    raise limits.refused(file, _("this is a packed file (zip), but not an .xlsx, .ods or .docx."))


def _bounded(archive: zipfile.ZipFile, file: str) -> None:
    """Raise CchcError for a bomb or a damaged part: sizes first, then every part is unpacked in small pieces."""
    parts = archive.infolist()
    claimed = sum(part.file_size for part in parts)
    if claimed > limits.UNPACKED_BYTES or len(parts) > limits.PARTS:
        text = _("unpacked it would take {size} MiB; at most {limit} MiB are read.")
        raise limits.refused(
            file,
            text.format(size=claimed // 1024 // 1024, limit=limits.UNPACKED_BYTES // 1024 // 1024),
            _("Copy the table into a new file."),
        )
    if any(part.flag_bits & 1 for part in parts):
        raise _locked(file)
    for part in parts:
        # A part that is longer than it claims, or damaged, fails here: zipfile stops at the size and checks the sum.
        with archive.open(part) as stream:
            while stream.read(CHUNK):
                pass


def _compound(data: bytes, file: str) -> Kind:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            names = {"/".join(parts) for parts in compound.listdir()}
            fat, sector = compound.fat, compound.sectorsize  # type: ignore[attr-defined]
            used = max((at for at, following in enumerate(fat) if following != FREE), default=0)
            if (used + 1) * sector >= len(data):
                raise _damaged(file)
    except (OSError, ValueError, IndexError, RecursionError) as error:
        raise _damaged(file) from error
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise _locked(file)
    if names & {"Workbook", "Book"}:
        return "xls"
    if "WordDocument" in names:
        raise limits.refused(
            file, _("this is an old Word file (.doc)."), _("Open it in Word and save it as .docx.")
        )
    raise limits.refused(file, _("this is not an .xlsx, .xls, .ods or .docx file."))


def _locked(file: str) -> CchcError:
    return limits.refused(
        file, _("the file is protected with a password."), _("Save it without a password and try again.")
    )


def _damaged(file: str) -> CchcError:
    return limits.refused(
        file,
        _("the file is damaged or only a part of it has arrived."),
        _("Ask for it again, or copy it again."),
    )


locked, damaged = _locked, _damaged
