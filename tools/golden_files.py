"""Files that commands write, as text that can be read and compared line by line."""

import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from html import escape
from io import BytesIO
from struct import pack
from typing import Any
from zlib import compress, crc32

from cchc_cli.model.blocks import Chart, Series

LONGEST = 8_000
"""Signs of a text file; of a longer one only the number of lines is told."""


def text_of(name: str, data: bytes) -> str:
    """What a file holds, by its suffix."""
    read: Callable[[bytes], Iterator[str]] | None = READERS.get(name.rpartition(".")[2])
    if read is not None:
        return "\n".join(read(data))
    text = data.decode("utf-8").replace("\r\n", "\n")
    return text if len(text) <= LONGEST else f"({len(text.splitlines())} lines)"


def _page(data: bytes) -> Iterator[str]:
    """HTML without its style, which stands in a file of its own."""
    text = re.sub(r"<style>.*?</style>", "<style/>", data.decode("utf-8"), flags=re.S)
    above: list[str] = []
    for line in text.splitlines():
        if line.strip():
            marks = CELL.findall(line)
            yield _folded(line, marks, above)
            above = marks


CELL = re.compile(r"<t[dh] [^>]*>")


def _folded(line: str, marks: list[str], above: list[str]) -> str:
    """A row of a table without the looks of cells that are those of the row above."""
    if len(marks) != len(above):
        return line.rstrip()
    same = iter("<td>" if mark == before else mark for mark, before in zip(marks, above, strict=True))
    return CELL.sub(lambda _mark: next(same), line).rstrip()


def drawn(chart: Chart, key: str, width: float) -> str:
    """In place of a drawing what is drawn; where lines lie is a matter of matplotlib and of fonts.

    The description is that of the picture in the Word file.
    """
    told = f"drawn {width:g} wide, ids {key}"
    if key.endswith("w"):
        told += "".join(f"\n  {line}" for line in _fields(chart) if not line.startswith("description "))
    return f"<svg>{escape(told, quote=False)}</svg>"


def _fields(value: Any) -> Iterator[str]:
    """The fields of a chart or a series that hold anything."""
    for field in fields(value):
        if (held := getattr(value, field.name)) not in (None, False, "", ()):
            yield f"{field.name} {_shown(held)}"


def _shown(value: Any) -> str:
    if isinstance(value, Series):
        return "\n  - " + ", ".join(_fields(value))
    if isinstance(value, tuple):
        return "; ".join(map(_shown, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)


@cache
def tiny_picture() -> bytes:
    """A PNG of one dot."""
    parts = b"IHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0", b"IDAT" + compress(b"\0\0"), b"IEND"
    chunks = (pack(">I", len(part) - 4) + part + pack(">I", crc32(part)) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _document(data: bytes) -> Iterator[str]:
    """Paragraphs and tables of a Word file in their order, with styles, alignments and widths."""
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    document = docx.Document(BytesIO(data))
    names = {style.style_id: style.name for style in document.styles}
    for section in document.sections:
        page = [section.orientation, section.page_width, section.page_height, section.left_margin, section.top_margin]
        yield f"[page {' '.join(map(str, page))}]"
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield _looks(block, names) + _text(block).replace("\n", " ↵ ")
        elif isinstance(block, Table):
            yield f"[table {block.style.name if block.style else ''}: {_widths(block)}]"
            above: list[str] = []
            for row in block.rows:
                looks = [_looks(cell.paragraphs[0], names) for cell in row.cells]
                same = len(looks) == len(above)
                cells = (
                    ("" if same and look == before else look) + _cell(cell)
                    for cell, look, before in zip(row.cells, looks, above if same else looks, strict=True)
                )
                yield "  " + " | ".join(cells)
                above = looks
            yield "[end of table]"


def _widths(table: Any) -> str:
    return " ".join(str(column.width and round(column.width.mm)) for column in table.columns)


def _cell(cell: Any) -> str:
    return " / ".join(map(_text, cell.paragraphs)).replace("\n", " ↵ ")


def _text(paragraph: Any) -> str:
    """Bold runs stand between asterisks, as in Markdown; a picture is what it shows."""
    text = ""
    for run in paragraph.runs:
        mark = ("**" if run.bold else "") + ("_" if run.italic else "")
        text += f"{mark}{run.text}{mark[::-1]}" if run.text.strip() else run.text
        for shape in run.element.iter("{*}docPr"):
            text += f"[picture: {shape.get('descr') or shape.get('name')}]"
    return text


def _looks(paragraph: Any, names: Mapping[str, str]) -> str:
    """Style, of `names` by ids, and alignment, where they are not the usual ones."""
    style, aligned = names[paragraph._p.style or "Normal"], paragraph.alignment
    looks = [
        *([style] if style != "Normal" else []),
        *([str(aligned).split(" ")[0].lower()] if aligned is not None else []),
    ]
    return f"<{', '.join(looks)}> " if looks else ""


def _workbook(data: bytes) -> Iterator[str]:
    """Sheets of a workbook: set-up, widths, values, and the styles with the cells that have them."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        book = openpyxl.load_workbook(BytesIO(data))
    for name, defined in book.defined_names.items():
        yield f"[name {name} = {defined.value}]"
    for sheet in book.worksheets:
        yield f"[sheet {sheet.title}: {_sheet_looks(sheet)}]"
        for row in sheet.iter_rows():
            cells = ["" if cell.value is None else _value(cell) for cell in row]
            if any(cells):
                yield f"{row[0].row}: {' | '.join(cells).rstrip(' |')}"
        yield from _styles(sheet)


def _value(cell: Any) -> str:
    """A text in quotation marks where it could be taken for a number."""
    value = cell.value
    if isinstance(value, str) and not value.startswith("="):
        return repr(value) if re.fullmatch(r"[\d.,\s]*", value) or "\n" in value else value
    return repr(value) if isinstance(value, float) else str(value)


def _sheet_looks(sheet: Any) -> str:
    columns = sorted(sheet.column_dimensions.values(), key=lambda column: column.min)
    widths = " ".join(f"{column.min}-{column.max}={column.width:g}" for column in columns)
    looks = [f"widths {widths}", f"{sheet.page_setup.orientation}"]
    for word, value in (
        ("frozen", sheet.freeze_panes),
        ("filter", sheet.auto_filter.ref),
        ("merged", " ".join(sorted(map(str, sheet.merged_cells.ranges)))),
        ("printed titles", sheet.print_title_rows),
        ("hidden", sheet.sheet_state != "visible" and sheet.sheet_state),
        ("charts", len(sheet._charts)),
        ("pictures", len(sheet._images)),
    ):
        looks += [f"{word} {value}"] if value else []
    conditions = sheet.conditional_formatting._cf_rules.items()
    looks += sorted(f"rules {ranges.sqref} {' '.join(rule.type for rule in rules)}" for ranges, rules in conditions)
    looks += [f"check {each.sqref} {each.type}" for each in sheet.data_validations.dataValidation]
    return "; ".join(looks)


def _styles(sheet: Any) -> Iterator[str]:
    """Each style with its cells, a column's neighbours as one range."""
    from openpyxl.utils import get_column_letter

    cells: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in sheet.iter_rows():
        for cell in row:
            if cell.has_style:
                cells[_style(cell)][get_column_letter(cell.column)].append(cell.row)
    for style, columns in cells.items():
        yield f"  {style}: {' '.join(_ranges(columns))}"


def _style(cell: Any) -> str:
    looks = [cell.number_format]
    for word, value in (
        ("bold", cell.font.b),
        ("italic", cell.font.i),
        ("colour", cell.font.color is not None and cell.font.color.type == "rgb" and cell.font.color.rgb),
        ("fill", cell.fill.fill_type and cell.fill.fgColor.rgb),
        ("", cell.alignment.horizontal),
        ("", cell.alignment.vertical),
        ("wrap", cell.alignment.wrap_text),
        ("indent", cell.alignment.indent),
        ("open", not cell.protection.locked),
    ):
        if value:
            looks.append(word if value is True else f"{word} {value}".strip())
    return ", ".join(looks)


def _ranges(columns: dict[str, list[int]]) -> Iterator[str]:
    for letter, rows in columns.items():
        start = before = rows[0]
        for row in [*rows[1:], -1]:
            if row != before + 1:
                yield f"{letter}{start}" if start == before else f"{letter}{start}:{before}"
                start = row
            before = row


READERS = {"html": _page, "docx": _document, "xlsx": _workbook}
