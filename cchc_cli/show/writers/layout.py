"""How wide each column of a table is on a screen, and which ones go under another where there is no room."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from textwrap import wrap

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.report import Column, Fact, Table
from cchc_cli.show.cells import texts_of
from cchc_cli.show.kinds import KINDS, Look, told

GAP = 2
COMFORT = 24
"""A text column this wide reads well; narrower ones first send others under the first text column."""
NARROWEST = 10
"""Under this a text column tells nothing: the table goes on below instead."""
HIGHEST = 3
"""The lines that a heading may have where it is only for comfort."""
HANGING = 24
"""The longest value of a fact that has its detail in a column of its own."""
ODD = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u1100-\u115f\u1ab0-\u1aff\u1dc0-\u1dff\u2e80-\uffff\U00010000-\U0010ffff]"
)
"""Signs that may take two places on a screen, or none."""


@dataclass
class LaidOut:
    """A column that fits: its cells from top to bottom, the total last, and the width that shows each on one line."""

    column: Column
    texts: list[str]
    natural: int = 0
    """What shows each cell and the heading on one line."""
    least: int = 0
    """What it needs where its heading may be broken between words; of texts what tells something still."""
    width: int = 0

    def __post_init__(self) -> None:
        self.measure()

    @property
    def wraps(self) -> bool:
        """Whether its cells may be broken between words."""
        return KINDS[self.column.kind].wraps

    @property
    def is_left(self) -> bool:
        """Whether its cells are even on the left."""
        return KINDS[self.column.kind].side == "left"

    def measure(self) -> None:
        """Find out how wide it would be."""
        lines = self.texts
        if any("\n" in text for text in lines):
            lines = [line for text in lines for line in text.split("\n")]
        head, cells = text_width(self.column.label), max(map(text_width, lines), default=0)
        self.natural = max(head, cells)
        word = max(map(text_width, self.column.label.split()), default=0)
        self.least = max(word, min(cells, NARROWEST) if self.wraps else cells)

    def take(self, other: "LaidOut") -> None:
        """The texts of another column below its own, behind that one's mark."""
        if mark := other.column.fold:
            pairs = zip(self.texts, other.texts, strict=True)
            self.texts = [f"{text}\n{mark}{under}" if under else text for text, under in pairs]
            self.measure()


def lay_out(table: Table, look: Look, width: int) -> list[LaidOut]:
    """Fit `table` into `width` signs: fold columns away, then share what is left among the text columns."""
    columns = [LaidOut(column, texts_of(table, column, look)) for column in table.shown]
    while _comfortable(columns) > width:
        fold = next((each for each in reversed(columns) if each.column.fold is not None), None)
        if fold is None:
            break
        columns.remove(fold)
        next(each for each in columns if each.wraps).take(fold)
    _narrow_heads(columns, width)
    _share(columns, width)
    return columns


@lru_cache(maxsize=1)
def lay_out_on_screen(table: Table, look: Look, width: int) -> list[LaidOut]:
    """`lay_out` with the brief headings of a screen; whether a table fits is asked right before it is written."""
    return lay_out(on_screen(table), look, width)


def _narrow_heads(columns: list[LaidOut], width: int) -> None:
    """Break headings that are longer than what stands below them: three lines for comfort, more where there is no room."""
    lines, most = 1, max(len(each.column.label.split()) for each in columns)
    while lines < most and (_comfortable(columns) if lines < HIGHEST else _narrowest(columns)) > width:
        lines += 1
        for each in columns:
            if not each.wraps:
                cells = max(map(text_width, each.texts), default=0)
                each.natural = max(cells, _head_width(each.column.label, lines))


def _head_width(label: str, lines: int) -> int:
    """The width at which a heading takes no more lines than these, as far as its words let it."""
    width = max(map(text_width, label.split()), default=0)
    while len(wrap(label, max(width, 1), break_on_hyphens=False)) > lines:
        width += 1
    return width


def flat(table: Table) -> Table:
    """The table with the rows of its summary below the others."""
    if not table.summary:
        return table
    frame = table.frame
    flags = [str(name) for name in frame if frame[name].dtype == bool]
    rows = pd.DataFrame(table.summary, columns=frame.columns).astype(object).fillna("")
    whole = pd.concat([frame.astype(object), rows], ignore_index=True)
    for name in flags:
        whole[name] = [*frame[name], *[False] * len(rows)]
    return replace(table, frame=whole, summary=())


def parts_of(table: Table, look: Look, width: int) -> list[Table]:
    """The table; one that is too wide in parts, each with its `frozen` (else its first) columns and some of the others."""
    table = flat(table)
    if not table.frozen:
        if _fits(table, look, width):
            return [table]
        table = on_screen(replace(table, frozen=_leading(table)))
    table = _as_texts(table, look)
    first, rest = table.shown[: table.frozen], table.shown[table.frozen :]
    taken = sum(_widest(table, column) + GAP for column in first)
    parts: list[list[Column]] = [[]]
    used = taken
    for column in rest:
        wide = _widest(table, column) + GAP
        if parts[-1] and used + wide > width + GAP:
            parts, used = [*parts, []], taken
        parts[-1].append(column)
        used += wide
    if len(parts) == 1:
        return [table]
    return [
        replace(
            table,
            columns=(*first, *part),
            title=_("{title} ({number} of {count})", title=table.title, number=at, count=len(parts)).strip(),
            after=table.after if at == len(parts) else (),
        )
        for at, part in enumerate(parts, 1)
    ]


def _fits(table: Table, look: Look, width: int) -> bool:
    """Whether all columns have the room that they need at least."""
    columns = lay_out_on_screen(table, look, width)
    return sum(each.width for each in columns) + GAP * (len(columns) - 1) <= width


def _leading(table: Table) -> int:
    """The first columns: ids, and the first text."""
    kinds = [KINDS[column.kind] for column in table.shown]
    texts = [at for at, kind in enumerate(kinds[:3]) if kind.wraps]
    return texts[0] + 1 if texts else 1


def _as_texts(table: Table, look: Look) -> Table:
    """The table with its cells as they are shown, which is worked out once for all of its parts."""
    count = len(table.frame)
    cells = [texts_of(table, column, look) for column in table.shown]
    texts = pd.DataFrame({str(at): column[:count] for at, column in enumerate(cells)}, dtype=object)
    for kept in filter(None, (table.emphasis, *(column.alarm for column in table.shown))):
        texts[kept] = table.frame[kept].to_numpy()
    tones = {str(at): f"{at} tone" for at, column in enumerate(table.shown) if KINDS[column.kind].tone}
    for at, key in tones.items():
        texts[key] = table.frame[table.shown[int(at)].key].to_numpy()
    total = None if table.total is None else {str(at): column[-1] for at, column in enumerate(cells)}
    plain = [replace(each, kind="text") if each.kind == "task" else each for each in table.shown]
    columns = (
        replace(each, key=str(at), shared="", assumed="", of="", say=None, tone=tones.get(str(at), ""))
        for at, each in enumerate(plain)
    )
    return replace(table, frame=texts, columns=tuple(columns), total=total)


def _widest(table: Table, column: Column) -> int:
    head = _head_width(column.brief or column.label, HIGHEST)
    natural = max(map(text_width, table.frame[column.key]), default=0)
    return max(head, min(natural, COMFORT) if KINDS[column.kind].wraps else natural)


def on_screen(table: Table) -> Table:
    """The table with the brief headings of its columns."""
    columns = tuple(replace(each, label=each.brief or each.label) for each in table.columns)
    return replace(table, columns=columns)


def lines_of(facts: tuple[Fact, ...], look: Look) -> list[tuple[str, str, str]]:
    """Label, value and detail of facts, their bars before that."""
    return [
        (
            fact.label,
            told(fact.value, look),
            ("" if fact.bar is None else KINDS["bar"].text(fact.bar, look) + " ") + told(fact.detail, look),
        )
        for fact in facts
    ]


def text_width(text: str) -> int:
    """The places that a line takes on a screen."""
    if not ODD.search(text):
        return len(text)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def _comfortable(columns: list[LaidOut]) -> int:
    needs = [min(each.natural, COMFORT) if each.wraps else each.natural for each in columns]
    return sum(needs) + GAP * (len(columns) - 1)


def _narrowest(columns: list[LaidOut]) -> int:
    """What all columns need at least with the headings as they are broken now."""
    return sum(each.least if each.wraps else each.natural for each in columns) + GAP * (len(columns) - 1)


def _share(columns: list[LaidOut], width: int) -> None:
    """Widths: what they need for all but text columns; those share the rest, the first one twice as much."""
    texts = [each for each in columns if each.wraps]
    rest = width - sum(each.natural for each in columns if not each.wraps) - GAP * (len(columns) - 1)
    for each in columns:
        each.width = each.natural
    weights = {id(each): 2 if each is texts[0] else 1 for each in texts}
    # The smallest needs are met first; whatever one does not need goes to the others.
    for each in sorted(texts, key=lambda text: text.natural / weights[id(text)]):
        share = rest * weights[id(each)] // sum(weights.values())
        each.width = max(min(each.natural, share), min(each.natural, each.least))
        rest -= each.width
        del weights[id(each)]
