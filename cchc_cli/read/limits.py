"""How much of an office file is read, and the fault that says so."""

from collections.abc import Callable

from cchc_cli.messages import N_, _, grouped
from cchc_cli.model.problems import Refused

FILE_BYTES = 32 * 1024 * 1024
UNPACKED_BYTES = 96 * 1024 * 1024
"""What all parts of the file may come to; an annex of 500 rows has less than one."""
PARTS = 4_000
SHEETS = 500
ROWS = 20_000
COLUMNS = 1_000
CELLS = 1_000_000
"""The rectangles around everything that stands in the sheets, together."""
TEXT = 32_767
"""Letters of a cell, as Excel has it."""
ALL_TEXT = 32 * 1024 * 1024
"""Letters of all cells."""
MEMORY_BYTES = 640 * 1024 * 1024
"""What reading a file may take; a full sheet of CELLS takes a quarter of it."""
SECONDS = 15
"""Of the processor, where the system counts them."""
PATIENCE = 4 * SECONDS
"""Seconds to wait for the process that reads: a machine may be busy with other things."""


def too_much_memory() -> Refused:
    """A file that asks for more than any annex does, or one so damaged that the libraries that read it fail."""
    text = _("it is damaged, or reading it takes more than {limit} MiB of memory.", limit=MEMORY_BYTES // 1024 // 1024)
    return Refused(text, _copy())


def too_long() -> Refused:
    """A file that takes longer than any annex does."""
    return Refused(_("reading it takes more than {limit} seconds.", limit=SECONDS), _copy())


def too_many_sheets(count: int) -> Refused:
    """A file of more sheets than any office has."""
    return Refused(_("it has {count} sheets; at most {limit} are read.", count=count, limit=SHEETS), _copy())


def damaged() -> Refused:
    """A file that is not what its kind of file is made of."""
    return Refused(_("the file is damaged or only a part of it has arrived."), _("Ask for it again, or copy it again."))


def check_text(place: Callable[[], str], letters: int) -> None:
    """Raise Refused for a cell with more text than any cell of Excel can hold."""
    if letters > TEXT:
        text = _(
            "{address}: this cell has {letters} letters; at most {limit} are read.",
            address=place(),
            letters=grouped(letters),
            limit=grouped(TEXT),
        )
        raise Refused(text, _("Shorten it."))


def check_size(sheet: str, rows: int, columns: int, others: int = 0) -> None:
    """Raise Refused for a sheet that is too large, by itself or with the cells of `others`."""
    if rows <= ROWS and columns <= COLUMNS and rows * columns + others <= CELLS:
        return
    text = N_("the sheet {sheet} has cells down to row {rows} and out to column {columns}.")
    if not sheet:
        text = N_("its tables have cells down to row {rows} and out to column {columns}.")
    hint = _(
        "At most {rows} rows, {columns} columns and {cells} cells are read. Delete what is beyond the table.",
        rows=grouped(ROWS),
        columns=grouped(COLUMNS),
        cells=grouped(CELLS),
    )
    # These are numbers of a row and a column, not counts.
    raise Refused(_(text, sheet=sheet, rows=str(rows), columns=str(columns)), hint)


def check_all_text(letters: int) -> None:
    """Raise Refused for texts that would not fit into bounded memory, such as a long one in very many cells."""
    if letters > ALL_TEXT:
        raise Refused(_("a long text stands in very many cells."), _copy())


def check_merged(cells: int) -> None:
    """Raise Refused for merged ranges that lie over one another again and again."""
    if cells > CELLS:
        raise Refused(_("its merged cells overlap."), _copy())


def whole(text: str, digits: int = 9) -> int | None:
    """The number where `text` is made of 0 to 9 alone; None for all else, ² and ③ too. All that are longer are one."""
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return int(text) if len(text.lstrip("0")) <= digits else 10**digits


def _copy() -> str:
    return _("Copy the table into a new file.")


def refuse_entities(*_what: object) -> None:
    """Refuse a file that declares a document type: what its texts stand for is not in them."""
    raise Refused(_("it defines entities, which no office program writes."))
