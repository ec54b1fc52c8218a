"""Tables as plain text, for pipes and files: no colour, no boxes, no spaces at line ends.

rich takes half a millisecond a row; here a list of all communes of the country takes no time.
"""

from collections.abc import Iterator
from itertools import zip_longest
from textwrap import wrap

from cchc_cli.model.report import Facts, Report, Table, Text
from cchc_cli.show.kinds import Look, Signs, look_of
from cchc_cli.show.writers.blocks import blocks
from cchc_cli.show.writers.layout import GAP, lay_out, lines_of, on_screen, text_width

SIGNS = Signs("#", ".")


def plain_text(report: Report, width: int) -> str:
    """The report as lines of at most `width` signs."""
    parts = [[report.title, *([report.subtitle] if report.subtitle else [])]]
    notes: list[str] = []
    look = look_of(report, SIGNS)
    for block in blocks(report):
        match block:
            case Facts(facts):
                parts.append(list(_facts(lines_of(facts, look), width)))
            case Table():
                parts += _with_lines(block, look, width)
            case Text(text, "note"):
                notes += _wrapped(text, width)
            case Text(text):
                parts.append(_wrapped(text, width))
    parts += [notes] if notes else []
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _with_lines(table: Table, look: Look, width: int) -> Iterator[list[str]]:
    """The table under its title, and the lines below it."""
    yield [*([table.title] if table.title else []), *_table(table, look, width)]
    if table.after:
        yield [line for text in table.after for line in _wrapped(text, width)]


def _facts(facts: list[tuple[str, str, str]], width: int) -> Iterator[str]:
    columns = [list(texts) for texts in zip(*facts, strict=True)]
    widths = [max(map(text_width, texts)) for texts in columns]
    rest = width - widths[0] - 2 * GAP
    small, large = sorted((1, 2), key=lambda column: widths[column])
    widths[small] = min(widths[small], rest // 2)
    widths[large] = min(widths[large], rest - widths[small])
    yield from _rows(columns, widths, [True, True, True])


def _table(table: Table, look: Look, width: int) -> Iterator[str]:
    columns = lay_out(on_screen(table), look, width)
    widths, left = [each.width for each in columns], [each.is_left for each in columns]
    rule = "-" * min(sum(widths) + GAP * (len(left) - 1), width)
    yield from _rows([[each.column.label] for each in columns], widths, left)
    yield rule
    count = len(table.frame)
    yield from _rows([each.texts[:count] for each in columns], widths, left)
    if table.total is not None:
        yield rule
        yield from _rows([each.texts[count:] for each in columns], widths, left)


def _rows(columns: list[list[str]], widths: list[int], left: list[bool]) -> Iterator[str]:
    """Lines of a table from its columns."""
    gap = " " * GAP
    if all(_fits(texts, width) for texts, width in zip(columns, widths, strict=True)):
        padded = [_padded(*each) for each in zip(columns, widths, left, strict=True)]
        yield from (gap.join(row).rstrip() for row in zip(*padded, strict=True))
        return
    for row in zip(*columns, strict=True):
        cells = [_wrapped(text, width) for text, width in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            pads = [_padded([text], wide, on_left)[0] for text, wide, on_left in zip(line, widths, left, strict=True)]
            yield gap.join(pads).rstrip()


def _fits(texts: list[str], width: int) -> bool:
    return all(text_width(text) <= width and "\n" not in text for text in texts)


def _padded(texts: list[str], width: int, left: bool) -> list[str]:
    # len + width − text_width: signs that take two places, or none, are counted as they show.
    if left:
        return [text.ljust(len(text) + width - text_width(text)) for text in texts]
    return [text.rjust(len(text) + width - text_width(text)) for text in texts]


def _wrapped(text: str, width: int) -> list[str]:
    return [part for line in text.split("\n") for part in wrap(line, max(width, 1), break_on_hyphens=False) or [""]]
