"""What an office file really is, by what is in it and not by its name; and that all of it has arrived."""

import io
import re
import zipfile
from typing import Literal

from cchc_cli.messages import N_, _
from cchc_cli.model.problems import Refused
from cchc_cli.read import limits
from cchc_cli.read.delimited import UTF_16

FileKind = Literal["xlsx", "xls", "ods", "docx", "html", "csv"]
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHUNK = 1024 * 1024
FREE = 0xFFFFFFFF
"""A sector of a compound file that holds nothing."""


PICTURE = re.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8|BM..\0\0\0\0|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(?:heic|mif1)", re.DOTALL
)
"""What photographs and scanned pages begin with."""
PACKED = (b"Rar!", b"7z\xbc\xaf")
RESAVE = N_("Open it in Excel or LibreOffice and save it as .xlsx.")
AS_WORD = N_("Open it in Word and save it as .docx.")
OPEN = "application/vnd.oasis.opendocument."
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml"
ASK = N_("Ask for the Word or Excel file of the annex.")
WEB = re.compile(rb"(?:<\?xml[^>]*>\s*<(?:!doctype\s+html|html)|<[a-z!])")
"""What web pages begin with."""
OTHERS = (
    (rb"<\?xml", N_("this is an XML file, not an .xlsx."), RESAVE),
    (rb"mime-version:", N_("this is a web page with its parts in one file (.mht)."), RESAVE),
    (rb"%pdf", N_("this is a PDF."), ASK),
    (rb"\{\\rtf", N_("this is an RTF file."), AS_WORD),
)
"""What other files begin with, what they are, and what to do."""


def kind_of(data: bytes) -> FileKind:
    """Which of the formats that are read it is. Raises Refused for anything else, with what it is as far as known."""
    if data.startswith(ZIP):
        return _packed(data)
    if data.startswith(OLE):
        return _compound(data)
    begin = data[:512].decode("utf-16", "replace").encode() if data.startswith(UTF_16) else data[:512]
    start = begin.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if WEB.match(start):
        return "html"
    _refuse_others(data, start)
    if _is_text(data):
        return "csv"
    raise Refused(_("this is not an .xlsx, .xls, .ods, .docx or .csv file."), _(RESAVE))


def _refuse_others(data: bytes, start: bytes) -> None:
    """Raise Refused for files of other known kinds, and for one of no bytes."""
    if not data:
        raise Refused(_("the file is empty."))
    if PICTURE.match(data):
        raise Refused(_("this is a picture."), _(ASK))
    if data.startswith(PACKED):
        raise _not_unpacked()
    for sign, text, hint in OTHERS:
        if re.match(sign, start):
            raise Refused(_(text), _(hint))


def office_file(data: bytes) -> str:
    """That a file which should be text is one of an office program, and of which; blank where it is none."""
    if not data.startswith((ZIP, OLE)):
        return ""
    if b"word/document.xml" in data or "WordDocument".encode("utf-16-le") in data:
        return _("this is a Word document, whatever its name says.")
    return _("this is a workbook, whatever its name says.")


def _is_text(data: bytes) -> bool:
    """Whether a file has only signs that text has."""
    return data.startswith(UTF_16) or not any(sign in data[:4096] for sign in (*range(9), *range(14, 32)))


def locked() -> Refused:
    """A file with a password."""
    return Refused(_("the file is protected with a password."), _("Save it without a password and try again."))


def _packed(data: bytes) -> FileKind:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _check_whole(archive)
        names = set(archive.namelist())
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 and _is_open_sheet(archive, names):
            return "ods"
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "word/document.xml" in names:
            if STRICT not in archive.read("word/document.xml"):
                return "docx"
            hint = _("In Word save it as the type Word Document (.docx).")
            raise Refused(_("this is a Strict Open XML document."), hint)
    if "xl/workbook.bin" in names:
        raise Refused(_("this is an .xlsb file."), _("Save it as .xlsx."))
    if "ppt/presentation.xml" in names:
        raise Refused(_("this is a presentation (.pptx)."), _(ASK))
    raise _not_unpacked()


def _is_open_sheet(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether it is a sheet of LibreOffice. Raises Refused for one with a password, and for a text."""
    kind = archive.read("mimetype").decode("ascii", "replace")
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise locked()
    if kind.startswith(f"{OPEN}text"):
        raise Refused(_("this is an OpenDocument text (.odt)."), _(AS_WORD))
    return kind.startswith(f"{OPEN}spreadsheet")


def _not_unpacked() -> Refused:
    told = _("this is a packed file (zip), but not an .xlsx, .ods or .docx.")
    return Refused(told, _("Unpack it, and name a file of what was in it."))


def _check_whole(archive: zipfile.ZipFile) -> None:
    """Raise Refused for a bomb that says so, and zipfile's errors for a damaged part or a bomb that does not."""
    parts = archive.infolist()
    claimed = sum(part.file_size for part in parts)
    if claimed > limits.UNPACKED_BYTES or len(parts) > limits.PARTS:
        text = _(
            "unpacked it would take {size} MiB; at most {limit} MiB are read.",
            size=claimed // 1024 // 1024,
            limit=limits.UNPACKED_BYTES // 1024 // 1024,
        )
        raise Refused(text, _("Copy the table into a new file."))
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    for part in parts:
        # zipfile stops at the size that the directory has, and checks the sum.
        with archive.open(part) as stream:
            while stream.read(CHUNK):
                pass


def _compound(data: bytes) -> FileKind:
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        names = {"/".join(parts) for parts in compound.listdir()}
        fat, sector = compound.fat, compound.sectorsize  # type: ignore[attr-defined]
        used = max((at for at, following in enumerate(fat) if following != FREE), default=0)
        if (used + 1) * sector >= len(data):
            raise limits.damaged()
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise locked()
    if names & {"Workbook", "Book"}:
        return "xls"
    if "WordDocument" in names:
        raise Refused(_("this is an old Word file (.doc)."), _(AS_WORD))
    raise Refused(_("this is not an .xlsx, .xls, .ods or .docx file."))
