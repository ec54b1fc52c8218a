"""`cchc nowcast`: the index that a year is heading for, its range, and what it is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cchc_cli.messages import N_, _
from cchc_cli.model.analysis import Place
from cchc_cli.model.columns import NOWCAST
from cchc_cli.model.report import Column, Fact, Figure, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.charts import Drawn
from cchc_cli.show.reports.measure import left_out_notes
from cchc_cli.show.reports.register_charts import Span, area_spans, forecast_ranges
from cchc_cli.show.reports.sentences import ranked
from cchc_cli.show.reports.track import assumed_sentence

BASES = {"register": N_("register"), "task": N_("tasks done"), "previous": N_("last result"), "assumed": N_("assumed")}


@dataclass(frozen=True)
class Forecast:
    """What a year is heading for as of a day, from the result of `base`; the table of `nowcast`."""

    unit: str
    year: int
    base: int
    today: date
    table: pd.DataFrame
    now: Place
    low: Place
    high: Place
    before: Place | None
    decimals: int | None
    left_out: Mapping[str, int]
    scale: float = 100.0
    assumed: tuple[str, ...] = ()
    """Tasks that say no gain and are counted."""


def nowcast_report(names: Names, found: Forecast) -> Report:
    """Index, rating and rank with their ranges; below, the components that differ from the base year's points."""
    rows = found.table.assign(name=[names.node_as_filed(each) for each in found.table["component"]])
    day = numbers.day(found.today.isoformat())
    unknown = found.table[(found.table["basis"] != "previous") | (found.table["low"] != found.table["high"])]
    return Report(
        command="nowcast",
        title=_("Where the index is heading"),
        subtitle=_("{unit}, {year}, as of {day}", unit=names.unit(found.unit), year=found.year, day=day),
        year=found.year,
        facts=tuple(_facts(names, found)),
        tables=(_table(unknown),) if len(unknown) else (),
        charts=lambda: _ranges(names, found),
        notes=(*left_out_notes(found.left_out), *_notes(found), *assumed_sentence(found.assumed)),
        rows=rows,
        columns=NOWCAST,
        extra={
            "unit": found.unit,
            "since": found.base,
            "date": found.today.isoformat(),
            "now": _figures(found.now),
            "low": _figures(found.low),
            "high": _figures(found.high),
            "assumed_gain": list(found.assumed),
            "left_out": dict(found.left_out),
            "previous": None if found.before is None else _figures(found.before),
        },
        decimals=found.decimals,
    )


def _facts(names: Names, found: Forecast) -> Iterable[Fact]:
    def index(place: Place) -> str:
        return numbers.index(place.index, found.decimals)

    def range_of(low: str, high: str) -> str:
        return _("between {low} and {high}", low=low, high=high) if low != high else ""

    yield Fact(_("Index"), Figure(found.now.index, "index"), range_of(index(found.low), index(found.high)))
    ratings = [names.rating(place.rating) for place in (found.now, found.low, found.high)]
    if ratings[0]:
        yield Fact(_("Rating"), ratings[0], range_of(ratings[1], ratings[2]))
    ranks = range_of(_rank(found.high), _rank(found.low))
    held = _("if the others stay as in {year}", year=found.base)
    yield Fact(_("Rank"), ranked(found.now.rank, found.now.tied), f"{ranks}, {held}" if ranks else held)
    if found.before is not None:
        yield Fact(str(found.base), Figure(found.before.index, "index"), _("rank {rank}", rank=_rank(found.before)))


def _figures(place: Place) -> dict[str, object]:
    return {"index": place.index, "rating": place.rating, "rank": place.rank}


def _rank(place: Place) -> str:
    return numbers.rank(place.rank, tied=place.tied)


def _ranges(names: Names, found: Forecast) -> Drawn:
    """The index with its ranks, and the areas."""
    now, low, high = (numbers.index(each.index, found.decimals) for each in (found.now, found.low, found.high))
    told = _("{index}, rank {rank}", index=now, rank=_rank(found.now))
    if low != high:
        text = _("{index} ({low}–{high}), rank {rank} ({ranks})")
        ranks = "–".join(dict.fromkeys([_rank(found.high), _rank(found.low)]))
        told = text.format(index=now, low=low, high=high, rank=_rank(found.now), ranks=ranks)
    part = 100 / found.scale
    whole = Span(
        label=_("Index"),
        told=told,
        low=found.low.index * part,
        now=found.now.index * part,
        high=found.high.index * part,
        before=None if found.before is None else found.before.index * part,
    )
    if any(each.index != each.index for each in (found.now, found.low, found.high)):
        return ()
    title = _("What {year} may come to", year=found.year)
    return forecast_ranges([whole, *area_spans(names, found.table)], title, str(found.base))


def _table(rows: pd.DataFrame) -> Table:
    return Table(
        rows.assign(
            lost=rows["max"] - rows["points"],
            risk=rows["points"] - rows["low"],
        ),
        (
            Column("component", "", "id"),
            Column("component", _("Component"), "node"),
            Column("max", _("Max"), "points"),
            Column("points", _("Points"), "points"),
            Column("low", _("Low"), "points"),
            Column("high", _("High"), "points"),
            Column("lost", _("Lost"), "lost", is_extra=True),
            Column("risk", _("At risk"), "lost", is_extra=True),
            Column("basis", _("From"), fold="· ", say=lambda basis: _(BASES[basis])),
        ),
        title=_("Not as in the last result, or not sure"),
        name=_("Forecast"),
    )


def _notes(found: Forecast) -> Iterable[str]:
    yield _(
        "Low and high: the rest of the year as the worst and the best month so far, no open task done and all done. All other components keep the points of {year}; scores of {this} are not used.",
        year=found.base,
        this=found.year,
    )
