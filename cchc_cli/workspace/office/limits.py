"""How much of an office file is read, and the fault that says so."""

from cchc_cli.messages import _
from cchc_cli.model.problems import CchcError, InputError, Problem

FILE_BYTES = 32 * 1024 * 1024
UNPACKED_BYTES = 96 * 1024 * 1024
"""What all parts of the file may come to; an annex of 500 rows has less than one."""
PART_BYTES = 2 * 1024 * 1024
"""What a part that only names sheets may come to."""
PARTS = 4_000
ROWS = 20_000
COLUMNS = 1_000
TAGS = 3_000_000
"""Tags in the body of a Word file; an annex of 500 rows has some 100,000."""
CELLS = 1_000_000
"""The rectangle around everything that stands in a sheet."""
TEXT = 32_767
"""Letters of a cell, as Excel has it."""
REPEATED_BYTES = 256 * 1024 * 1024
"""The longest text times the cells that show a shared text: a short file can repeat a long text a million times."""


def refused(file: str, text: str, hint: str = "") -> CchcError:
    """A file that can't be read; nothing is written because of it."""
    return InputError(
        _("{file} can't be read; nothing was written.").format(file=file),
        [Problem(file, text=text, hint=hint)],
    )


def too_large(file: str, sheet: str, rows: int, columns: int) -> CchcError:
    """A sheet with cells too far out."""
    text = _("the sheet {sheet} has cells down to row {rows} and out to column {columns}.")
    if not sheet:
        text = _("its tables have cells down to row {rows} and out to column {columns}.")
    hint = _("Read are {rows} rows, {columns} columns and {cells} cells. Delete what is beyond the table.")
    return refused(
        file,
        text.format(sheet=sheet, rows=rows, columns=columns),
        hint.format(rows=ROWS, columns=COLUMNS, cells=CELLS),
    )


def check_text(file: str, address: str, letters: int) -> None:
    """Raise CchcError for a cell with more text than any cell of Excel can hold."""
    if letters > TEXT:
        text = _("{address}: this cell has {letters} letters; at most {limit} are read.")
        raise refused(file, text.format(address=address, letters=letters, limit=TEXT), _("Shorten it."))


def check_merged(file: str, cells: int) -> None:
    """Raise CchcError for merged ranges that lie over one another again and again."""
    if cells > CELLS:
        raise refused(file, _("its merged cells overlap."), _("Copy the table into a new file."))


def check_size(file: str, sheet: str, rows: int, columns: int) -> None:
    """Raise CchcError for a sheet whose cells would not fit into bounded memory."""
    if rows > ROWS or columns > COLUMNS or rows * columns > CELLS:
        raise too_large(file, sheet, rows, columns)
