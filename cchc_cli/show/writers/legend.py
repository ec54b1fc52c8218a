"""The legend: one line that says what the signs of tables mean, of those that stand there and that no heading explains."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Fact, Figure, Table
from cchc_cli.show import numbers
from cchc_cli.show.cells import sheet_of
from cchc_cli.show.kinds import ASSUMED, KINDS, OWN, SHARED, Look
from cchc_cli.show.writers.layout import is_sign, lay_out_on_screen, on_screen

LegendRows = Iterator[tuple[str, str]]
"""A sign, and what it means."""
Folds = tuple[Look, int] | None

SHARED_RANK = re.compile(rf"(?<!\S){SHARED}\d+(?:[.,]\d{{3}})*")
"""Within a text: 12 → =11."""


def legend(tables: Iterable[Table], facts: Sequence[Fact], texts: Sequence[str]) -> list[str]:
    """The line for tables and facts as a spreadsheet shows them; signs that one of `texts` begins with are explained there."""
    signs = [*_of_facts(facts)]
    for table in tables:
        # Beside a figure a spreadsheet says that it is assumed.
        columns, frame = sheet_of(table)
        shown = tuple(replace(each, assumed="", only="") for each in columns)
        signs += _signs(replace(table, frame=frame, columns=shown))
    return _line(_meanings(signs), texts)


def signed(tables: Iterable[Table], texts: Sequence[str], folds: Folds = None) -> list[Table]:
    """The tables with the line below each, of what none before it has explained.

    `folds` says how, and how wide, where columns may go under others.
    """
    said: dict[str, str] = {}
    told = []
    for table in tables:
        signs = (
            [*_signs(on_screen(table)), *_drawn(table, folds[0]), *_folded(table, *folds)]
            if folds
            else [*_signs(table)]
        )
        new = {meaning: sign for meaning, sign in _meanings(signs).items() if meaning not in said}
        said |= new
        told.append(replace(table, after=(*_line(new, (*texts, *table.after)), *table.after)))
    return told


def legend_of_facts(facts: Sequence[Fact], tables: Iterable[Table], texts: Sequence[str]) -> list[str]:
    """The line for signs that stand in facts and in no table."""
    signs = _meanings(_of_facts(facts))
    said = _meanings(sign for table in tables if signs for sign in _signs(table))
    return _line({meaning: sign for meaning, sign in signs.items() if meaning not in said}, texts)


def colours_of(tables: Iterable[Table]) -> list[str]:
    """What the colours of tables mean."""
    return [*dict.fromkeys(table.colours for table in tables if table.colours)]


def _meanings(signs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The first sign of each meaning."""
    meanings: dict[str, str] = {}
    for sign, meaning in signs:
        meanings.setdefault(meaning, sign)
    return meanings


def _line(meanings: Mapping[str, str], texts: Sequence[str]) -> list[str]:
    said = {text.split(maxsplit=1)[0] for text in texts if text.strip()}
    signs = [f"{sign} {meaning}" for meaning, sign in meanings.items() if sign not in said]
    return [_("Signs: {signs}.", signs="; ".join(signs))] if signs else []


def _of_facts(facts: Sequence[Fact]) -> LegendRows:
    for fact in facts:
        for figure in (fact.value, fact.detail):
            if isinstance(figure, Figure) and figure.kind == "shared_rank":
                yield numbers.rank(figure.number, tied=True), _("shared rank")
            elif shared := SHARED_RANK.search(figure.text if isinstance(figure, Figure) else figure):
                yield shared[0], _("shared rank")


def _signs(table: Table) -> LegendRows:
    for column in table.shown:
        values = table.frame[column.key].tolist()
        if column.label == "±" and column.hint:
            yield column.label, column.hint
        yield from _shared_ranks(table, column, values)
        if OWN in values:
            yield OWN, _("the unit in question")
        if of_value := KINDS[column.kind].sign:
            yield from ((sign, _(meaning)) for sign, meaning in filter(None, map(of_value, values)))
        if column.assumed and table.frame[column.assumed].any():
            yield ASSUMED, column.assumed_label


def _shared_ranks(table: Table, column: Column, values: Sequence[object]) -> LegendRows:
    """The first rank that is marked as shared, as a figure or within a text."""
    if column.kind != "rank" and not column.shared:
        return
    flags = table.frame[column.shared] if column.shared else [False] * len(values)
    for value, is_shared in zip(values, flags, strict=False):
        text = value if isinstance(value, str) and column.kind == "rank" else ""
        if is_shared and not isinstance(value, str):
            text = KINDS["shared_rank"].text(value, Look())
        if found := SHARED_RANK.search(text):
            yield found[0], _("shared rank")
            return


def _drawn(table: Table, look: Look) -> LegendRows:
    if (levels := look.signs.levels) and any(column.kind == "trend" for column in table.shown):
        yield f"{levels[0]}…{levels[-1]}", _("from 0 to 100%")


def _folded(table: Table, look: Look, width: int) -> LegendRows:
    """The marks of columns that go under another one, of those that are no words."""
    marks = {
        each.key: (each.fold.strip(), each.label)
        for each in table.shown
        if each.label and each.fold and is_sign(each.fold)
    }
    if marks:
        under = (column.key for each in lay_out_on_screen(table, look, width) for column in each.under)
        yield from (marks[key] for key in under if key in marks)
