"""A framework as a workbook that people edit: one row a node, rules in words, lists to choose from."""

from io import BytesIO

from cchc_cli.messages import _
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.criteria_sheets import SHEETS, WORDS, Cell, Column, rows_of
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.places import sheet_name
from cchc_cli.model.problems import CchcError
from cchc_cli.show.writers.editable import FIRST, MORE, Editable, Field, Line
from cchc_cli.show.writers.excel_layout import LONGEST


def criteria_book(criteria: Criteria) -> bytes:
    """The workbook. Raises CchcError for a text that no cell can hold."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        rows = rows_of(criteria)
        owners = f"{sheet_name(_(SHEETS[4].label))}!$A${FIRST + 1}:$A${FIRST + len(rows['owners']) + MORE}"
        for sheet in SHEETS:
            fields = [_field(column, owners) for column in sheet.columns]
            lines = [_line(sheet.key, row) for row in rows[sheet.key]]
            Editable(book, book.add_worksheet(_(sheet.label)), fields).fill(
                sheet.key, lines, 3 if sheet.key == "nodes" else 1
            )
    return stream.getvalue()


def _field(column: Column, owners: str) -> Field:
    words: tuple[str, ...] = tuple(_(label) for label in WORDS.get(column.key, {}).values())
    if column.key == "measure":
        words = tuple(MEASURES)
    return Field(column.key, _(column.label), column.width, words, owners if column.key == "owner" else "")


def _line(sheet: str, row: dict[str, Cell]) -> Line:
    for value in row.values():
        if isinstance(value, str) and len(value.encode("utf-16-le")) > 2 * LONGEST:
            raise CchcError(_("A text is too long for a cell: “{text}…”.", text=value[:60]))
    level = row.get("level")
    depth = int(level) if sheet == "nodes" and isinstance(level, float) else 0
    return Line(row, level=depth, indent=max(depth - 1, 0))
