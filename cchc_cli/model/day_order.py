"""Whether the day or the month stands first in the dates of a file: 3/4/2023 alone does not say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cchc_cli.messages import _
from cchc_cli.model.days import ORDERED, Order, order_of, plain
from cchc_cli.model.problems import Problem


@dataclass(frozen=True)
class Cell:
    """A date as it is written, its column, and where it stands: the line, where on it, and the place as people see it."""

    column: str
    text: str
    line: int = 0
    at: int = 0
    seen: str = ""


@dataclass(frozen=True)
class Doubt:
    """A date that can be read both ways. `severity` as of a Problem: a warning says how it was read."""

    cell: Cell
    text: str
    hint: str
    severity: str = "error"


def doubts(cells: Iterable[Cell]) -> list[Doubt]:
    """The dates of a file that may have the month first.

    A program writes all dates of a file in one order, so that one with a day after the 12th settles the others. In a
    column with a date that can only have the month first nothing is settled, nor in the others where no date has the day first. Where no date settles anything,
    03/04/2023 is read as is usual here, and told; 3/4/2023 is how spreadsheets of other countries write it, and is asked about.
    """
    ordered = _by_order(cells)
    if not (ordered["day"] or ordered["month"]):
        return [*map(_alone, ordered["bare"])] or [*map(_assumed, ordered["padded"][:1])]
    months = {cell.column: cell for cell in reversed(ordered["month"])}
    # Where a date proves the month first and none the day, the file is of a program that writes it so in every column.
    foreign = None if ordered["day"] else ordered["month"][0]
    either = ordered["bare"] + ordered["padded"]
    return [_beside(cell, proof) for cell in either if (proof := months.get(cell.column, foreign))]


def _by_order(cells: Iterable[Cell]) -> dict[Order, list[Cell]]:
    """Dates by what they tell of the order of day and month."""
    ordered: dict[Order, list[Cell]] = {"day": [], "month": [], "bare": [], "padded": []}
    for cell in cells:
        if order := order_of(cell.text):
            ordered[order].append(cell)
    return ordered


def problems_of(found: Iterable[Doubt], file: str) -> list[Problem]:
    """Doubts as faults and warnings of a file."""
    return [
        Problem(file, cell.line, cell.at, cell.column, doubt.text, doubt.hint, doubt.severity, seen=cell.seen)
        for doubt in found
        for cell in (doubt.cell,)
    ]


def settled(texts: Iterable[str]) -> bool:
    """Whether some of a file's dates show that the day stands first, and none that the month does, or nothing is in doubt."""
    orders = {order_of(text) for text in texts}
    return "month" not in orders and ("day" in orders or not orders & {"bare", "padded"})


def _both(cell: Cell) -> Sequence[date]:
    first, _mark, second, year = ORDERED.findall(plain(cell.text))[0]
    return date(int(year), int(second), int(first)), date(int(year), int(first), int(second))


def _beside(cell: Cell, month_first: Cell) -> Doubt:
    first, second = _both(cell)
    text = _("“{found}” can be {first} or {second}: “{other}” in the same file has the month before the day.")
    if month_first.line:
        text = _("“{found}” can be {first} or {second}: on line {line} the month stands before the day.")
    told = text.format(
        found=plain(cell.text), first=first, second=second, other=month_first.text, line=month_first.line
    )
    return Doubt(cell, told, _how(first, second))


def _alone(cell: Cell) -> Doubt:
    first, second = _both(cell)
    text = _(
        "“{found}” can be {first} or {second}: no date of the file shows whether the day or the month stands first.",
        found=plain(cell.text),
        first=first,
        second=second,
    )
    return Doubt(cell, text, _how(first, second))


def _assumed(cell: Cell) -> Doubt:
    first, second = _both(cell)
    text = _(
        "“{found}” is read as {first}, the day first; no date of the file shows it.",
        found=plain(cell.text),
        first=first,
    )
    return Doubt(cell, text, _how(first, second), "warning")


def _how(first: date, second: date) -> str:
    return _("Write {first} or {second}.", first=first, second=second)
