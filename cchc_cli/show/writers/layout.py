"""How wide each column of a table is on a screen, and which ones go under another where there is no room."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from textwrap import wrap

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Fact, Table
from cchc_cli.show.cells import texts_of
from cchc_cli.show.kinds import KINDS, Look, told

GAP = 2
COMFORT = 24
"""A text column this wide reads well; narrower ones first send others under the first text column."""
LEADING = 3 / 8
"""The part of a screen that reads well of a text which others are under."""
WORTH = 6
"""The signs that headings on two lines must save where texts have room enough, but would be broken."""
NARROWEST = 10
"""Under this a text column tells nothing: the table goes on below instead."""
LONGEST = 40
"""No name is longer: what is would push all others off the screen."""
LONGEST_WORD = 16
"""So is no word of a text, and no id, where there is no room."""
USUAL, HIGHEST, CROWDED, MOST = 2, 3, 6, 99
"""The lines that headings may have before columns go under others, where it is only for comfort, in a table that goes on
below, and at all."""
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
    cells: int = 0
    """What shows each cell on one line."""
    natural: int = 0
    """What shows each cell and the heading, as it is broken, on one line."""
    least: int = 0
    """What it needs where its heading may be broken between words; of texts what tells something still."""
    width: int = 0
    comfort: int = COMFORT
    under: list[Column] = field(default_factory=list)
    """The columns that have something below its own texts."""
    item: str = ""
    """What stands before words below its texts, where they begin the row and so would read as a line of their own."""

    def __post_init__(self) -> None:
        self.measure()

    @property
    def wraps(self) -> bool:
        """Whether its cells may be broken: between words those of texts, and names that are longer than any should be."""
        kind = KINDS[self.column.kind]
        return kind.wraps or (kind.named and self.cells > LONGEST)

    @property
    def needed(self) -> int:
        """What it needs at least, with its heading as it is broken now."""
        return self.least if self.wraps else self.natural

    @property
    def is_left(self) -> bool:
        """Whether its cells are even on the left."""
        return KINDS[self.column.kind].side == "left"

    def measure(self) -> None:
        """Find out how wide it would be."""
        self.cells = max(widths_of("\n".join(self.texts).split("\n")))
        self.natural = max(text_width(self.column.label), self.cells)
        head = _head_width(self.column.label, MOST)
        word = max(widths_of("\n".join(self.texts).split()), default=0) if self.wraps else 0
        self.least = max(head, min(self.cells, max(NARROWEST, min(word, LONGEST_WORD))) if self.wraps else self.cells)

    def at(self, lines: int) -> int:
        """What it needs with a heading of at most so many lines; of texts what reads well."""
        return min(self.natural, self.comfort) if self.wraps else max(self.cells, _head_width(self.column.label, lines))

    def take(self, other: "LaidOut", width: int) -> None:
        """The texts of another column below its own, behind that one's mark; what has some wants its part of the screen."""
        if mark := other.column.fold:
            mark = mark if is_sign(mark) else self.item + mark
            # That there are none is told by a column; below a name it would be a line that says nothing.
            none = "", "0" if other.column.kind == "count" else KINDS[other.column.kind].nothing
            pairs = zip(self.texts, ("" if text in none else text for text in other.texts), strict=True)
            self.texts = [f"{text}\n{mark}{under}" if under else text for text, under in pairs]
            self.measure()
            self.under[:0] = [other.column] if any(other.texts) else []
        if self.under:
            self.comfort = max(COMFORT, int(width * LEADING))


def lay_out(table: Table, look: Look, width: int) -> list[LaidOut]:
    """Fit `table` into `width` signs: fold columns away, then share what is left among the text columns."""
    columns = [LaidOut(column, texts_of(table, column, look)) for column in table.shown]
    columns[0].item = "- "
    _fold(columns, width)
    # Long ids are broken at their hyphens where the table would go on below else.
    for each in columns if _wide(each.least for each in columns) > width else ():
        if each.column.kind == "id" and each.cells > LONGEST_WORD:
            each.texts = ["\n".join(wrap(text, LONGEST_WORD, break_long_words=False)) for text in each.texts]
            each.measure()
    _narrow_heads(columns, width)
    _share(columns, width)
    return columns


def _fold(columns: list[LaidOut], width: int) -> None:
    """Put columns below the first text, the last ones first, as long as there is no room for them, and such a text."""
    for each in columns[::-1]:
        if each.column.fold is None:
            continue
        # A figure behind its name is worse than a heading on two lines; a text behind a sign is not.
        lines = 1 if is_sign(each.column.fold) else USUAL
        above = next((other for other in columns if other.wraps and other is not each), None)
        if above and _wide(other.at(lines) for other in columns) > width:
            columns.remove(each)
            above.take(each, width)


def is_sign(mark: str) -> bool:
    """Whether what stands before a text below another one is no word, and so has to be explained."""
    return not any(map(str.isalnum, mark))


@lru_cache(maxsize=1)
def lay_out_on_screen(table: Table, look: Look, width: int) -> list[LaidOut]:
    """`lay_out` with the brief headings of a screen; whether a table fits is asked right before it is written."""
    return lay_out(on_screen(table), look, width)


def _narrow_heads(columns: list[LaidOut], width: int) -> None:
    """Break headings that are longer than what stands below them: into two lines where texts would be broken else and that
    saves enough, three for comfort, more where there is no room."""
    heads = [each for each in columns if not each.wraps]
    lines, most = 1, max(_most_lines(each.column.label) for each in columns)
    saved = sum(each.natural - each.at(USUAL) for each in heads)
    if _wide(each.natural for each in columns) > width and saved >= WORTH:
        lines = _break(heads, USUAL)
    while lines < most and _crowded(columns, lines, width):
        lines = _break(heads, lines + 1)


def _crowded(columns: list[LaidOut], lines: int, width: int) -> bool:
    return _wide(each.at(lines) if lines < HIGHEST else each.needed for each in columns) > width


def _break(heads: list[LaidOut], lines: int) -> int:
    """Give headings so many lines, if they have as many words."""
    for each in heads:
        each.natural = each.at(lines)
    return lines


def _most_lines(label: str) -> int:
    """The lines that a heading may have: of more than four words none has a line for each."""
    words = len(label.split())
    return max(min(words, 4), -(-2 * words // 3))


@cache
def _head_width(label: str, lines: int) -> int:
    """The width at which a heading takes no more lines than these, as far as its words let it."""
    width, lines = max(map(text_width, label.split()), default=0), min(lines, _most_lines(label))
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
    """The table; one that is too wide in parts, each with its `frozen` (else its first) columns and some of the others.

    What goes under the first text takes no room in a part.
    """
    table = flat(table)
    if table.frozen:
        return _parted(table, look, width, [1] * len(table.shown))
    columns = lay_out_on_screen(table, look, width)
    if _wide(each.width for each in columns) <= width:
        return [table]
    # Ids and the first text lead.
    leading = next((at for at, column in enumerate(table.shown[:3], 1) if KINDS[column.kind].wraps), 1)
    table, there = on_screen(replace(table, frozen=leading)), {each.column: each.least for each in columns}
    return _parted(table, look, width, [there.get(column, 0) for column in table.shown])


def _parted(table: Table, look: Look, width: int, needs: list[int]) -> list[Table]:
    """A table in parts; `needs`: the letters that each column takes at least, 0 for one that takes no room."""
    table = _as_texts(table, look)
    wide = [need and max(_widest(table, each), need) + GAP for each, need in zip(table.shown, needs, strict=True)]
    first, rest = table.shown[: table.frozen], table.shown[table.frozen :]
    places = _evenly(wide[table.frozen :], width + GAP - sum(wide[: table.frozen]))
    parts = [[column for column, at in zip(rest, places, strict=True) if at == part] for part in sorted({*places})]
    if len(parts) < 2:
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


def _evenly(widths: Sequence[int], room: int) -> list[int]:
    """In which part each column stands: in as few as there must be, much the same in each."""
    places = _packed(widths, room)
    if not places or not places[-1]:
        return places
    narrower = (_packed(widths, less) for less in range(min(max(widths), room), room))
    return next((tried for tried in narrower if tried[-1] == places[-1]), places)


def _packed(widths: Sequence[int], room: int) -> list[int]:
    """In which part each column stands, where a part has so much room; one that is wider stands alone."""
    part, used, places = 0, 0, []
    for wide in widths:
        if wide and used and used + wide > room:
            part, used = part + 1, 0
        used += wide
        places.append(part)
    return places


def _as_texts(table: Table, look: Look) -> Table:
    """The table with its cells as they are shown, which is worked out once for all of its parts, and what colours tell of."""
    count, shown = len(table.frame), table.shown
    cells = {f"{at} shown": texts_of(table, column, look) for at, column in enumerate(shown)}
    frame = pd.DataFrame({key: texts[:count] for key, texts in cells.items()}, dtype=object)
    for kept in filter(None, (table.emphasis, table.states, *map(_tone, shown))):
        frame[kept] = table.frame[kept].to_numpy()
    columns = tuple(
        replace(each, key=key, kind="text" if each.kind == "task" else each.kind, shared="", assumed="", of="", kinds="", say=None,
                tone=_tone(each))
        for key, each in zip(cells, shown, strict=True)
    )  # fmt: skip
    total = None if table.total is None else {key: texts[-1] for key, texts in cells.items()}
    return replace(table, frame=frame, columns=columns, total=total)


def _tone(column: Column) -> str:
    """The column of the frame that the colours of a column tell of, if they tell anything."""
    return column.key if KINDS[column.kind].tone else ""


def _widest(table: Table, column: Column) -> int:
    head = _head_width(column.brief or column.label, CROWDED)
    natural = max(widths_of(table.frame[column.key].tolist()), default=0)
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


def widths_of(texts: Sequence[str]) -> list[int]:
    """The places that each line takes on a screen."""
    return [*map(text_width if ODD.search("\n".join(texts)) else len, texts)]


def text_width(text: str) -> int:
    """The places that a line takes on a screen."""
    if not ODD.search(text):
        return len(text)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def _wide(needs: Iterable[int]) -> int:
    return sum(need + GAP for need in needs) - GAP


def _share(columns: list[LaidOut], width: int) -> None:
    """Widths: what they need for all but text columns; those share the rest, the first one twice as much."""
    texts = [each for each in columns if each.wraps]
    rest = width - sum(each.natural for each in columns if not each.wraps) - GAP * (len(columns) - 1)
    for each in columns:
        each.width = each.natural
    weights = {id(each): 2 if each is texts[0] else 1 for each in texts}
    # The smallest needs are met first; whatever one does not need goes to the others.
    least = sum(min(each.natural, each.least) for each in texts)
    for each in sorted(texts, key=lambda text: text.natural / weights[id(text)]):
        least -= min(each.natural, each.least)
        share = min(rest * weights[id(each)] // sum(weights.values()), rest - least)
        each.width = max(min(each.natural, share), min(each.natural, each.least))
        rest -= each.width
        del weights[id(each)]
