"""Kinds of values: how each looks as a text, on which side and in which colour, and as a figure of a spreadsheet."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from cchc_cli.messages import N_, _, grouped, language, written_day
from cchc_cli.model.blocks import SLOT, Column, Figure, Naming, ValueKind
from cchc_cli.model.periods import period_of
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import FIELDS
from cchc_cli.show.names import EVERY, STATES

Bounds = tuple[float, ...]
PLUS_MINUS = '+{0};"−"{0};{0}'
"""The number format of a change, from that of its size."""
SHARED, ASSUMED, OWN = "=", "≈", "◄"
"""Before ranks that others share, before figures that nobody named, and beside the own unit."""


@dataclass(frozen=True)
class Signs:
    """What bars and trends are drawn with; without `levels` a trend is written in figures."""

    full: str = ""
    empty: str = ""
    levels: str = ""
    between: str = " "
    """What stands between the figures of a trend."""


@dataclass(frozen=True)
class Look:
    """How values are shown to whoever reads: the decimals of an index, what things are called, and the signs there are."""

    decimals: int | None = 2
    names: Naming | None = None
    signs: Signs = Signs()


def look_of(report: Report, signs: Signs = Signs()) -> Look:
    """How the values of a report are shown."""
    return Look(2 if report.names is None else report.names.decimals, report.names, signs)


@dataclass(frozen=True)
class Kind:
    """A kind of values: how each looks in every format."""

    figure: Callable[..., str] | None = None
    """A number, what it is not to be taken for, and how it is shown → text; else `decimals` and more."""
    named: bool = False
    """Whether its values are ids of what it is called after: units, nodes, owners, ratings."""
    of_text: bool = False
    """Whether its values are texts that `figure` writes; another kind's texts are passed through."""
    of_nan: bool = False
    """Whether `figure` writes numbers that are not known too."""
    decimals: int = 0
    """As few as are shown."""
    edges: Bounds = ()
    """What a figure is not to be taken for where it does not reach it."""
    excel: str | Callable[[int | None], str] = "{0}"
    """How Excel shows it: a number format, that of its decimals in the place of {0}, or one for those of an index."""
    side: Literal["left", "right"] = "right"
    paper: Literal["left", "right", "center"] = "right"
    """Where its cells are even, and where on paper."""
    wraps: bool = False
    """Whether its cells may be broken between words."""
    nothing: str = numbers.MISSING
    """What stands for no value."""
    tone: Literal["", "loss", "change", "part"] = ""
    """What a colour may tell: the redder the larger, green or red beside its sign, how much of a bar is filled."""
    summed: bool = False
    """Whether its total is its sum."""
    style: str = "figure"
    """Its class on a page."""
    colour: str = ""
    """Its colour on a terminal."""
    part: ValueKind = "text"
    """The kind of the columns that a spreadsheet has for the parts of its values."""
    sign: Callable[[object], tuple[str, str] | None] | None = None
    """The sign that stands for a value, and what it means, to be translated."""
    spread: Callable[[Column], tuple[Column, ...]] = lambda column: (column,)
    """The columns of a spreadsheet, where a figure stays a figure that can be sorted and summed."""

    def text(self, value: object, look: Look, bounds: Bounds = ()) -> str:
        """A value as people read it; what is a text already is passed through."""
        if isinstance(value, Figure):
            return told(value, look)
        if numbers.missing(value) and not (self.of_nan and isinstance(value, float)):
            return self.nothing
        if self.figure is not None:
            return value if isinstance(value, str) and not self.of_text else self.figure(value, bounds, look)
        if isinstance(value, int | float):
            return numbers.decimal(value, self.decimals + self.more(value, bounds))
        return str(value)

    def more(self, value: float, bounds: Bounds) -> int:
        """The decimals that a figure needs beside those of its kind, not to be taken for what it does not reach."""
        if not self.edges:
            return 0
        return numbers.places(value, self.decimals, *self.edges, *bounds) - self.decimals

    def rounded(self, value: float, look: Look, bounds: Bounds = ()) -> Decimal:
        """A figure with the decimals that are shown of it."""
        least = numbers.index_decimals(look.decimals) if self is INDEX else self.decimals
        return numbers.rounded(value, least + self.more(value, bounds))

    def number_format(self, decimals: int | None, more: int = 0) -> str:
        """How Excel shows a figure, with `more` decimals; the decimal sign is that of the reader's Excel."""
        if not isinstance(self.excel, str):
            return self.excel(decimals)
        places = self.decimals + more
        return self.excel.format(f"0.{'0' * places}" if places else "0")


def _got(value: float, bounds: Bounds, _look: Look) -> str:
    """1.50/2; the points alone where there is no maximum."""
    most, *others = bounds or (0.0,)
    if not most:
        return numbers.points(value)
    return numbers.MISSING if math.isnan(most) else numbers.got(value, most, *others)


def _pair(first: ValueKind, second: ValueKind) -> Callable[[Column], tuple[Column, ...]]:
    """The two figures of a text in a column each, of these kinds, called as `parts` says."""

    def spread(column: Column) -> tuple[Column, ...]:
        other = column.of if isinstance(column.of, str) else column.of[0]
        labels = column.parts or (column.label, _("Max"))
        one = replace(column, kind=first, label=labels[0], of=other, parts=())
        return one, Column(other, labels[1], second)

    return spread


def _index_span(value: float, bounds: Bounds, look: Look) -> str:
    """70.00–75.00, or one of them where both are the same."""
    texts = [numbers.index(each, look.decimals) for each in (value, *bounds) if not math.isnan(each)]
    return "–".join(dict.fromkeys(texts))


def _counted(value: float, bounds: Bounds, _look: Look) -> str:
    """1164/1200; what is known of it."""
    return "/".join(grouped(each) for each in (value, *bounds) if not math.isnan(each))


def _filed(read: Callable[[str], str]) -> Callable[..., str]:
    """How a text of a file is shown that `read` takes; what it refuses stands for itself."""

    def shown(text: str, *_how: object) -> str:
        try:
            return read(text)
        except ValueError:
            return text

    return shown


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{written_day(moment.date())} {moment:%H:%M}"


def _period(text: str) -> str:
    """A year, a quarter, a month; what is none stands for itself."""
    period = period_of(text)
    return text if period is None else period.alone


def _move(value: object) -> tuple[str, str] | None:
    change = value if isinstance(value, int | float) else math.nan
    up, same, down = ("▲", N_("rank up")), ("=", N_("same rank")), ("▼", N_("rank down"))
    return up if change > 0 else down if change < 0 else same if change == 0 else None


def _task(column: Column) -> tuple[Column, ...]:
    """Component and action in a column each."""
    return Column(str(column.of), _("Component"), "id"), replace(column, kind="action", of="")


POINTS = Kind(decimals=2, edges=(0.0,), summed=True)
CHANGE = Kind(
    lambda value, *_how: numbers.signed(value), decimals=2, edges=(0.0,), excel=PLUS_MINUS, tone="change", summed=True
)
INDEX = Kind(
    lambda value, _bounds, look: numbers.index(value, look.decimals),
    excel=lambda decimals: "0.00##" if decimals is None else f"0.{'0' * decimals}".rstrip("."),
)
TEXT = Kind(lambda value, *_how: str(value), excel="@", side="left", paper="left", style="text", nothing="", wraps=True)
COUNT = Kind(lambda value, *_how: grouped(int(value)), excel="0")
KINDS: dict[str, Kind] = {
    "text": TEXT,
    "task": replace(TEXT, named=True, spread=_task),
    "mark": replace(
        TEXT,
        figure=lambda value, *_how: OWN if value else "",
        sign=lambda value: (OWN, N_("the unit in question")) if value else None,
        spread=lambda _column: (),
    ),
    "months": replace(
        TEXT,
        figure=lambda value, *_how: "; ".join(
            _("month {month}: {days}", month=month, days=numbers.short(days))
            for month, days in enumerate(value, 1)
            if days
        ),
        part="value",
    ),
    **dict.fromkeys(("unit", "group", "node", "owner", "owner_or_none", "rating", "action"), replace(TEXT, named=True)),
    "rating_span": replace(TEXT, named=True, spread=_pair("rating", "rating")),
    "whose": replace(TEXT, named=True, wraps=False),
    "id": replace(TEXT, paper="center", style="id", colour="cyan", wraps=False),
    "trend": replace(
        TEXT,
        figure=lambda value, _bounds, look: numbers.trend(value, look.signs.levels, look.signs.between),
        colour="green",
        wraps=False,
        part="percent",
    ),
    "date": Kind(
        _filed(lambda text: written_day(date.fromisoformat(text[:10]))),
        of_text=True,
        excel=lambda _decimals: "dd/mm/yyyy" if language() == "vi" else "yyyy-mm-dd",
        side="left",
        paper="center",
        style="date",
    ),
    "moment": replace(TEXT, figure=_filed(_moment), of_text=True, wraps=False),
    "period": replace(TEXT, figure=_filed(_period), of_text=True, wraps=False),
    "field": replace(TEXT, figure=lambda value, *_how: _(FIELDS.get(value, value)), of_text=True),
    "state": replace(TEXT, figure=lambda value, *_how: _(STATES.get(value, value)), of_text=True),
    "every": replace(TEXT, figure=lambda value, *_how: _(EVERY.get(value, value)), of_text=True),
    "points": POINTS,
    "lost": replace(POINTS, tone="loss"),
    "got": replace(POINTS, figure=_got, of_nan=True, nothing="", spread=_pair("points", "points")),
    "index_span": replace(INDEX, figure=_index_span, spread=_pair("index", "index")),
    "index": INDEX,
    "percent": Kind(decimals=1, edges=(0.0, 100.0)),
    "change": CHANGE,
    "percent_change": replace(CHANGE, figure=lambda value, *_how: numbers.signed(value, 1), decimals=1, summed=False),
    "rounding": replace(CHANGE, figure=lambda value, *_how: numbers.signed(value, 4), decimals=4),
    "rank": replace(COUNT, sign=lambda rank: (str(rank), N_("rank still possible")) if str(rank)[:1] == "(" else None),
    "rank_of": replace(
        COUNT,
        figure=lambda value, bounds, _look: f"{grouped(int(value))}/{grouped(int(bounds[0]))}",
        spread=_pair("rank", "count"),
    ),
    "rank_span": replace(
        COUNT, figure=lambda value, bounds, _look: numbers.span(value, bounds[0]), spread=_pair("rank", "rank")
    ),
    "shared_rank": replace(COUNT, figure=lambda value, *_how: numbers.rank(value, tied=True), excel='"="0'),
    "rank_change": Kind(
        lambda move, *_how: numbers.rank_change(move), excel='"▲"0;"▼"0;"="', tone="change", sign=_move
    ),
    "count": COUNT,
    "year": replace(COUNT, figure=lambda value, *_how: f"{value:.0f}"),
    "counted": replace(TEXT, figure=_counted, of_nan=True, spread=_pair("count", "count")),
    "late": replace(COUNT, tone="loss"),
    "value": Kind(
        lambda value, bounds, _look: numbers.short(value, numbers.places(value, numbers.SHORT, *bounds)),
        excel="General",
    ),
    "cell": replace(TEXT, figure=lambda value, *_how: numbers.short(value), excel="General", nothing=numbers.MISSING),
    "rate": Kind(decimals=2, edges=(0.0, 100.0), excel='{0}"%"'),
    "days": Kind(decimals=1),
    "file": replace(
        TEXT, figure=lambda value, *_how: value.rpartition(".")[2], of_text=True, style="file", wraps=False
    ),
    "bar": Kind(
        lambda value, _bounds, look: numbers.bar(value, look.signs.full, look.signs.empty),
        excel="General",
        side="left",
        paper="left",
        tone="part",
        style="bar",
        colour="green",
        nothing="",
    ),
}
"""By name: the kinds of columns, and those that only some rows of one are."""


def told(value: str | Figure, look: Look) -> str:
    """A text, or a figure with what stands around it."""
    if isinstance(value, str):
        return value
    return value.text.replace(SLOT, KINDS[value.kind].text(value.number, look), 1)


def format_of(figure: Figure, look: Look) -> str:
    """The number format with which Excel shows a figure and what stands around it."""
    kind = KINDS[figure.kind]
    before, _slot, after = (part and '"{}"'.format(part.replace('"', "”")) for part in figure.text.partition(SLOT))
    form = kind.number_format(look.decimals, kind.more(figure.number, ()))
    return ";".join(f"{before}{part}{after}" for part in form.split(";"))
