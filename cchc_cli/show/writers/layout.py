"""How wide each column of a table is on a screen, and which ones go under another where there is no room."""

import re
import unicodedata
from dataclasses import dataclass, replace

from cchc_cli.model.report import Column, Fact, Table
from cchc_cli.show import numbers

GAP = 2
COMFORT = 24
"""A text column this wide reads well; narrower ones first send others under the first text column."""
NARROWEST = 6
LEFT = ("text", "id", "bar", "trend", "date")
ODD = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u1100-\u115f\u1ab0-\u1aff\u1dc0-\u1dff\u2e80-\uffff\U00010000-\U0010ffff]"
)
"""Signs that may take two places on a screen, or none."""


@dataclass(frozen=True)
class Signs:
    """What bars and trends are drawn with; without `levels` a trend is written in figures."""

    full: str
    empty: str
    levels: str = ""


@dataclass
class LaidOut:
    """A table that fits. `texts` has, for each column, its cells from top to bottom, the total last."""

    columns: list[Column]
    widths: list[int]
    texts: list[list[str]]


def lay_out(table: Table, decimals: int | None, width: int, signs: Signs) -> LaidOut:
    """Fit `table` into `width` signs: fold columns away, then share what is left among the text columns."""
    columns = list(table.columns)
    texts = {column.key: _texts(table, column, decimals, signs) for column in columns}
    natural = {column.key: _natural(column, texts[column.key]) for column in columns}
    while _comfortable(columns, natural) > width:
        fold = next((column for column in reversed(columns) if column.fold is not None), None)
        if fold is None:
            break
        columns.remove(fold)
        main = next(column for column in columns if column.kind == "text")
        if fold.fold:
            pairs = zip(texts[main.key], texts[fold.key], strict=True)
            texts[main.key] = [f"{text}\n{fold.fold}{under}" if under else text for text, under in pairs]
            natural[main.key] = _natural(main, texts[main.key])
    return LaidOut(columns, _shared(columns, natural, width), [texts[column.key] for column in columns])


def on_screen(table: Table) -> Table:
    """The table with the brief headings of its columns."""
    columns = tuple(replace(each, label=each.brief or each.label) for each in table.columns)
    return replace(table, columns=columns)


def detail_of(fact: Fact, signs: Signs) -> str:
    """The detail of a fact, its bar before it."""
    return fact.detail if fact.bar is None else f"{numbers.bar(fact.bar, signs.full, signs.empty)} {fact.detail}"


def text_width(text: str) -> int:
    """The places that a line takes on a screen."""
    if not ODD.search(text):
        return len(text)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def _texts(table: Table, column: Column, decimals: int | None, signs: Signs) -> list[str]:
    values, _bounds = numbers.column_values(table, column)
    if column.kind == "bar":
        return [
            "" if numbers.missing(value) else numbers.bar(float(value), signs.full, signs.empty) for value in values
        ]
    if column.kind == "trend":
        return ["" if value is None else numbers.trend(value, signs.levels) for value in values]
    return numbers.column_cells(table, column, decimals)


def _natural(column: Column, texts: list[str]) -> int:
    """The width that a column needs to show every cell on one line."""
    lines = (line for text in texts for line in text.split("\n")) if any("\n" in t for t in texts) else texts
    return max(text_width(column.label), max(map(text_width, lines), default=0))


def _comfortable(columns: list[Column], natural: dict[str, int]) -> int:
    needs = [min(natural[c.key], COMFORT) if c.kind == "text" else natural[c.key] for c in columns]
    return sum(needs) + GAP * (len(columns) - 1)


def _shared(columns: list[Column], natural: dict[str, int], width: int) -> list[int]:
    """Widths: what they need for all but text columns; those share the rest, the first one twice as much."""
    texts = [column.key for column in columns if column.kind == "text"]
    rest = width - sum(natural[c.key] for c in columns if c.key not in texts) - GAP * (len(columns) - 1)
    widths = dict(natural)
    weights = {key: 2 if key == texts[0] else 1 for key in texts}
    # The smallest needs are met first; whatever one does not need goes to the others.
    for key in sorted(texts, key=lambda each: natural[each] / weights[each]):
        share = rest * weights[key] // sum(weights.values())
        widths[key] = max(min(natural[key], share), NARROWEST)
        rest -= widths[key]
        del weights[key]
    return [widths[column.key] for column in columns]
