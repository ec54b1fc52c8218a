"""`cchc nowcast`: the index that a year is heading for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import nan

import pandas as pd

from cchc_cli.commands.assessment import Assessment, assess
from cchc_cli.commands.registers import Registers
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.points import YearPoints
from cchc_cli.index.progress import SoFar, as_of, is_assumed, of_year, result_of
from cchc_cli.index.progress import nowcast as components_of
from cchc_cli.index.ranks import UnitRow
from cchc_cli.index.scenarios import Contest
from cchc_cli.messages import N_, _
from cchc_cli.model.analysis import Place
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.choices import Day, RankOn
from cchc_cli.model.criteria import Index
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.periods import days_of
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import Task
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.names import Names
from cchc_cli.show.reports.charts import Drawn, area_ranges, range_chart
from cchc_cli.show.reports.measure import left_out_notes
from cchc_cli.show.reports.rank_sentences import rank_in_words, ranked
from cchc_cli.show.reports.sentences import assumed_sentence, merged_note

BASES = {"register": N_("register"), "task": N_("tasks done"), "previous": N_("last result"), "assumed": N_("assumed")}


@command
def nowcast(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    day: Day | None = None,
    rank_on: RankOn | None = None,
    skip_bad: bool = False,
) -> Report:
    """The index, rating and rank that a year is heading for as of `day`, with a range; one row a component."""
    scores = assess(workspace, rank_on=rank_on)
    with Registers(workspace, unit, day, skip_bad=skip_bad) as registers:
        return _report(scores.names, outlook(scores, registers, year, unit), registers.left_out())


@dataclass(frozen=True)
class Forecast:
    """A unit's year so far, seen from its last result, that of `base`.

    `table` has the components with their points as expected, at the lowest and at the highest, `places` what these bring;
    `assumed` are tasks that say no gain and are counted, `merged` the units whose mean the base year's result is;
    `adjusted` the bonus and penalty of that year, and whether this one still has each.
    """

    unit: str
    year: int
    base: int
    today: date
    table: pd.DataFrame
    places: tuple[Place, Place, Place]
    base_line: UnitRow
    merged: tuple[str, ...]
    assumed: list[str]
    adjusted: dict[str, bool]
    settings: Index

    def number(self, place: Place) -> str:
        """An index as it is published."""
        return numbers.index(place.index, self.settings.rounding)

    @property
    def before(self) -> Place | None:
        """The place of the base year, where there was a rank."""
        line = self.base_line
        place = Place(float(line["index"]), line["rating"], line["rank"], tied=line["tied"])
        return place if place.rank == place.rank else None


def outlook(scores: Assessment, registers: Registers, year: int | None, unit: str | None) -> Forecast:
    """What the year asked for, else the latest that registers have rows of, may come to. Raises CchcError."""
    year, today = registers.year(None) if year is None else year, registers.today
    if date(year, 1, 1) > today:
        raise CchcError(_("{year} has not begun on {day}.", year=year, day=today))
    base = scores.since(year)
    if base is None:
        text = _("There is no result before {year} to start from.", year=year)
        raise CchcError(text, hint=_("Put one into data/scores-YEAR.csv."))
    seen = scores.base(base, year)
    unit = scores.unit(unit, base, year)
    scores.tell_apart(unit, year)
    tasks = of_year(as_of(scores.tasks(unit), today), year)
    first, last = days_of(year)
    registers.tell_uncounted(year)
    so_far, months = registers.measured("year", first, last), registers.measured("month", first, min(last, today))
    table = components_of(scores.framework, seen.marks, unit, SoFar(year, today, so_far, months, tuple(tasks)))
    contest = Contest(seen, unit, seen.results, scores.rank_on)
    results = [result_of(scores.framework, seen.marks, unit, table, each, year) for each in ("points", "low", "high")]
    now, low, high = (contest.places(result)[0] for result in results)
    return Forecast(
        unit=unit,
        year=year,
        base=base,
        today=today,
        table=table,
        places=(now, low, high),
        base_line=seen.line(unit),
        merged=seen.marks.merged.get(unit, ()),
        assumed=_assumed(tasks, set(table.loc[table["basis"] != "register", "component"])),
        adjusted=_adjusted(seen.marks, unit, scores.framework.at(year)),
        settings=scores.framework.criteria.index,
    )


def _adjusted(base: YearPoints, unit: str, now: YearFramework) -> dict[str, bool]:
    """Bonus and penalty that the unit was given in the base year, and whether the year still has them."""
    given = zip(base.framework.adjustments, base.adjustments[base.row(unit)], strict=True)
    kept = {each.id for each in now.adjustments}
    return {each.id: each.id in kept for each, points in given if points}


def _assumed(tasks: list[Task], counted: set[str]) -> list[str]:
    """Tasks that say no gain, of components for which they count."""
    return list(dict.fromkeys(each.line for each in tasks if is_assumed(each) and each.component in counted))


def _report(names: Names, found: Forecast, left_out: Mapping[str, int]) -> Report:
    """Index, rating and rank with their ranges; below, the components that differ from the base year's points."""
    rows = found.table.assign(name=[names.filed("node", each) for each in found.table["component"]])
    unknown = found.table[(found.table["basis"] != "previous") | (found.table["low"] != found.table["high"])]
    return Report(
        command="nowcast",
        title=_("Where the index is heading"),
        subtitle=_("{unit}, {year}, as of {day}", unit=names.unit(found.unit), year=found.year, day=found.today),
        year=found.year,
        summary=_nothing_yet(found),
        facts=tuple(_facts(names, found)),
        tables=(_table(unknown),) if len(unknown) else (),
        charts=lambda: _ranges(names, found),
        notes=(*left_out_notes(left_out), *_notes(names, found), *assumed_sentence(found.assumed)),
        rows=rows,
        extra={
            "unit": found.unit,
            "since": found.base,
            "date": found.today.isoformat(),
            **dict(zip(("now", "low", "high"), map(_figures, found.places), strict=True)),
            "assumed_gain": found.assumed,
            "left_out": dict(left_out),
            "previous": None if found.before is None else _figures(found.before),
        },
    )


def _nothing_yet(found: Forecast) -> str:
    """That the figures are those of the base year, where nothing has come of the year yet."""
    if found.table["basis"].isin(("register", "task")).any():
        return ""
    return _(
        "Nothing is known of {year} yet: no register has rows of it that count, and no task of it is done. The figures are those of {base}.",
        year=found.year,
        base=found.base,
    )


def _facts(names: Names, found: Forecast) -> Iterable[Fact]:
    def range_of(low: str, high: str) -> str:
        return _("between {low} and {high}", low=low, high=high) if low != high else ""

    now, low, high = found.places
    yield Fact(_("Index"), Figure(now.index, "index"), range_of(found.number(low), found.number(high)))
    if found.settings.ratings:
        ratings = [names.rating(place.rating) or numbers.MISSING for place in found.places]
        yield Fact(_("Rating"), ratings[0], range_of(ratings[1], ratings[2]))
    ranks = range_of(_rank(high), _rank(low))
    held = _("if the others stay as in {year}", year=found.base)
    yield Fact(_("Rank"), ranked(now.rank, now.tied), f"{ranks}, {held}" if ranks else held)
    told, line = _("Result of {year}", year=found.base), found.base_line
    if found.before is not None:
        rank = rank_in_words(found.before.rank, tied=found.before.tied)
        yield Fact(told, Figure(found.before.index, "index"), rank)
    elif line["provisional"] and line["max"]:
        best = numbers.index(line["index_best"], found.settings.rounding)
        share = numbers.percent(100 * (1 - line["open"] / line["max"]))
        text = _("provisional: {share}% of the maximum is scored", share=share)
        yield Fact(told, Figure(line["index"], "index", f"{SLOT} … {best}"), text)


def _figures(place: Place) -> dict[str, object]:
    return {"index": place.index, "rating": place.rating, "rank": place.rank}


def _rank(place: Place) -> str:
    return numbers.rank(place.rank, tied=place.tied)


def _ranges(names: Names, found: Forecast) -> Drawn:
    """The index with its ranks, and the areas."""
    now, low, high = found.places
    told = {"index": found.number(now), "rank": _rank(now)}
    text = _("{index}, rank {rank}", **told)
    if found.number(low) != found.number(high):
        ranks = "–".join(dict.fromkeys([_rank(high), _rank(low)]))
        low_high = {"low": found.number(low), "high": found.number(high), "ranks": ranks}
        text = _("{index} ({low}–{high}), rank {rank} ({ranks})", **told, **low_high)
    part = 100 / found.settings.scale
    before = nan if found.before is None else found.before.index
    figures = {"low": low.index, "now": now.index, "high": high.index, "before": before}
    whole = {"label": _("Index"), "told": text} | {key: index * part for key, index in figures.items()}
    if any(each.index != each.index for each in found.places):
        return ()
    return range_chart(
        pd.DataFrame([whole, *area_ranges(names, found.table)]),
        _("What {year} may come to", year=found.year),
        N_("From the lowest to the highest that is possible, in percent of the maximum. {values}."),
        {"low": _("Low"), "high": _("High"), "now": _("Expected"), "before": str(found.base)},
    )


def _table(rows: pd.DataFrame) -> Table:
    return Table(
        rows.assign(lost=rows["max"] - rows["points"], risk=rows["points"] - rows["low"]),
        columns(
            "component_id component max points",
            Column("low", _("Low"), "points"),
            Column("high", _("High"), "points"),
            column("lost", only="sheet"),
            Column("risk", _("At risk"), "lost", only="sheet"),
            Column("basis", _("From"), fold="· ", say=lambda basis: _(BASES[basis])),
        ),
        title=_("Not as in the last result, or not sure"),
        name=_("Forecast"),
    )


def _notes(names: Names, found: Forecast) -> Iterable[str]:
    yield from merged_note(names, found.merged, found.base)
    yield _(
        "Low and high: the rest of the year as the worst and the best month so far, no open task done and all done. All other components keep the points of {year}; scores of {this} are not used.",
        year=found.base,
        this=found.year,
    )
    yield from _adjusted_notes(names, found)
    if (found.table["basis"] == "assumed").any():
        yield _(
            "Assumed: nothing is known of the component and {year} has no points of it; expected is the share of all"
            " points that the unit has in that year; low is 0, high the maximum.",
            year=found.base,
        )


def _adjusted_notes(names: Names, found: Forecast) -> Iterable[str]:
    """What was taken of the bonus and penalty of the base year."""
    for is_kept, text in (
        (True, N_("Bonus and penalty points stay as they were in {year}: {names}.")),
        (False, N_("Bonus and penalty points of {year} that {this} no longer has are not counted: {names}.")),
    ):
        if ids := [each for each, kept in found.adjusted.items() if kept is is_kept]:
            yield _(text, year=found.base, this=found.year, names=", ".join(map(names.titled, ids)))
