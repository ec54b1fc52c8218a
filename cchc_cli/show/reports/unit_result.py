"""Sentences about a unit's index, rating and rank that more than one report says."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from cchc_cli.messages import N_, _, grouped
from cchc_cli.model.analysis import Composition, Place, TableRow
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.criteria import Index
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns, group_tables
from cchc_cli.show.names import Names, records
from cchc_cli.show.reports.rank_sentences import (
    broken_ties,
    not_ranked_yet,
    rank_in_words,
    ranked,
    ranks_or_spans,
    rounding_ties,
)
from cchc_cli.show.reports.sentences import NAMED, held_back, merged_note, turned


@dataclass(frozen=True)
class UnitResult:
    """A unit's line in the ranking: `results` of its group with ranks, compared with `since`.

    `composition` is what its index is made of, `merged` are the units that made up the unit in `since`, where it has come from a merger.
    """

    settings: Index
    names: Names
    results: pd.DataFrame
    unit: str
    since: int | None
    composition: Composition
    merged: tuple[str, ...] = ()
    absent: Sequence[str] = ()
    """Which units of the group have no scores, in words."""

    @cached_property
    def line(self) -> TableRow:
        """The unit's own row."""
        return records(self._own)[0]

    @property
    def _own(self) -> pd.DataFrame:
        return self.results[self.results["unit"] == self.unit]

    @property
    def is_unscored(self) -> bool:
        """Whether nothing that applies to the unit is scored yet."""
        return bool(self.line["provisional"]) and not numbers.differ(self.line["open"], self.line["max"])

    @property
    def scored_percent(self) -> float | None:
        """How much of the points that can be got is scored; None where there are none."""
        return 100 * (1 - float(self.line["open"]) / float(self.line["max"])) if self.line["max"] else None

    @property
    def ranked(self) -> int:
        """How many units have a rank."""
        return int(self.results["rank"].notna().sum())

    def provisional_note(self) -> list[str]:
        """What the unit's index means while it is provisional."""
        return provisional_note(self._own)

    def merged_note(self) -> list[str]:
        """What the figures of the earlier year mean where the unit has come from a merger."""
        return merged_note(self.names, self.merged, self.since) if self.since else []

    def place_notes(self) -> list[str]:
        """What rounding, a rule or units without a rank yet have made of the unit's rank and rating, where they did."""
        results = self.results
        return [
            *rounding_ties(self.names, results[results["rank"] == self.line["rank"]], NAMED),
            *broken_ties(self.names, self.settings, results, self.unit),
            *held_back(self.names, self.settings, self._own),
            *not_ranked_yet(self.names, results, self.line),
            *self.absent,
        ]

    def number(self, value: float) -> str:
        """An index as it is published."""
        return numbers.index(value, self.settings.rounding)

    def no_index(self, year: int) -> str:
        """That nothing applies to the unit."""
        text = N_("In {year} no component applies to {unit}, so there is no index.")
        return _(text, year=year, unit=self.names.unit(self.unit))

    def facts(self) -> list[Fact]:
        """Index, rating and rank, each with what it takes to do better."""
        return [self._index(), *self._rating(), self.rank()]

    def _index(self) -> Fact:
        line = self.line
        if math.isnan(line["index"]):
            return Fact(_("Index"), numbers.MISSING, _("no component applies"))
        if line["provisional"]:
            span, share = self.span_of(line)
            return Fact(_("Index"), Figure(line["index"], "index", span), share)
        value = Figure(line["index"], "index", f"{SLOT} / {numbers.short(self.settings.scale)}")
        if math.isnan(line["index_change"]):
            return Fact(_("Index"), value)
        change, before = line["index_change"], self.number(line["prev_index"])
        up, down = N_("up {points} on {year} ({before})"), N_("down {points} on {year} ({before})")
        text = turned(change, up, N_("the same as in {year} ({before})"), down)
        return Fact(_("Index"), value, _(text, points=self.number(abs(change)), year=self.since, before=before))

    def span_of(self, line: TableRow) -> tuple[str, str]:
        """The text of an index, from the worst case to the best of a provisional one, and that it is provisional."""
        if not line["provisional"]:
            return SLOT, ""
        share = numbers.percent(100 * (1 - line["open"] / line["max"]))
        span = f"{SLOT} … {self.number(line['index_best'])}"
        return span, _("provisional: {share}% of the maximum is scored", share=share)

    def _rating(self) -> list[Fact]:
        if not self.settings.ratings:
            return []
        line = self.line
        above = [rating for rating in self.settings.ratings if round(rating.min, 9) > round(line["index"], 9)]
        detail = ""
        if isinstance(line.get("held_back"), str):
            told = {"rating": self.names.rating(line["held_back"]), "area": self.names.titled(line["lowest_area"])}
            text = N_("enough points for {rating}, but only {percent}% in {area}")
            detail = _(text, percent=numbers.percent(line["lowest"]), **told)
        elif above:
            least = above[-1].min
            points, at_best = self.short_of(least - line["index"]), self.short_of(least - line["index_best"])
            text = N_("{points} points short of {rating}")
            if line["provisional"]:
                text = N_("{least} to {points} points short of {rating}")
                if round(line["index_best"], 9) >= round(least, 9):
                    text = N_("at most {points} points short of {rating}")
            detail = _(text, least=at_best, points=points, rating=self.names.rating(above[-1].id))
        names = [self.names.rating(each) or numbers.MISSING for each in self.ratings]
        return [Fact(_("Rating"), " … ".join(dict.fromkeys(names)), detail)]

    @property
    def ratings(self) -> list[str]:
        """The rating, blank for none; of a provisional result the worst and the best that may still come of it."""
        ratings = [self.line["rating"], *([self.line["rating_best"]] if self.line["provisional"] else [])]
        return ["" if numbers.missing(each) else str(each) for each in ratings]

    def short_of(self, points: float) -> str:
        """A difference of indices; a rating's minimum may have more decimals than a published index."""
        decimals = self.settings.rounding
        exact = decimals is None or not numbers.differ(round(points, decimals), points)
        return self.number(points) if exact else numbers.short(points)

    @property
    def place(self) -> Place:
        """Where the unit is."""
        line = self.line
        return Place(line["index"], line["rating"], line["rank"], tied=line["tied"])

    def place_table(self, *, is_grouped: bool) -> Table:
        """Group, rank, index and rating, one row."""
        own = self._own
        frame = own.assign(rank=ranks_or_spans(own), index_change=own["index_change"].where(~own["provisional"]))
        shown = columns(
            is_grouped and "group",
            "rank",
            index_column(own),
            self.since and column("index_change", label=f"± {self.since}"),
            *rating_columns(self.settings, own),
        )
        return Table(frame, shown, name=_("Ranks"))

    @property
    def ranks(self) -> tuple[str, str]:
        """The published ranks of the year compared with, and of this one."""
        line = self.line
        return numbers.rank(line["prev_rank"], tied=line["prev_tied"]), numbers.rank(line["rank"], tied=line["tied"])

    @property
    def rank_before(self) -> str:
        """The rank of the year compared with, in words; with how many had one where it is among others than this year."""
        line = self.line
        count = line["prev_ranked"] if line["prev_ranked"] != self.ranked else 0
        return rank_in_words(line["prev_rank"], line["prev_tied"], count)

    def rank(self) -> Fact:
        """The rank, its change and the next one."""
        line = self.line
        if math.isnan(line["rank"]):
            if math.isnan(line["rank_best"]):
                return Fact(_("Rank"), numbers.MISSING)
            span = numbers.span(line["rank_best"], line["rank_worst"])
            told = _("can still get {ranks} of {count}", ranks=span, count=len(self.results))
            return Fact(_("Rank"), _("none yet"), told)
        told = "; ".join([*self._rank_change(), *self._next_rank()])
        return Fact(_("Rank"), ranked(line["rank"], line["tied"], f"{SLOT}/{grouped(self.ranked)}"), told)

    def _rank_change(self) -> list[str]:
        change = self.line["rank_change"]
        if math.isnan(change):
            return []
        up, down = N_("up {count} on {year} ({before})"), N_("down {count} on {year} ({before})")
        text = turned(change, up, N_("the same rank as in {year} ({before})"), down)
        return [_(text, count=numbers.count_of_ranks(change), year=self.since, before=self.rank_before)]

    def _next_rank(self) -> list[str]:
        target = self.next_above
        if target is None:
            return []
        by = "exact" if self.settings.rank_on == "exact" else "index"
        text = N_("{points} points behind {unit} ({rank})")
        if target.get("rank_of_index", 0) == self.line.get("rank_of_index"):
            text = N_("the same index as {unit} ({rank})")
        gap, unit = self.gap(target[by] - self.line[by]), self.names.unit(target["unit"])
        return [_(text, points=gap, unit=unit, rank=self.rank_of(target["rank"]))]

    @cached_property
    def next_above(self) -> TableRow | None:
        """The unit next above; where units share its rank the last of them, so that every text names the same."""
        above = self.results[self.results["rank"] < self.line["rank"]]
        if above.empty:
            return None
        return records(above.sort_values("rank", kind="stable"))[-1]

    def gap(self, points: float) -> str:
        """How far another unit is ahead, as exact as it counts for the ranks."""
        return numbers.index(points, None if self.settings.rank_on == "exact" else self.settings.rounding)

    def sharing(self, rank: float) -> int:
        """How many units have a rank."""
        return int((self.results["rank"] == rank).sum())

    def rank_of(self, rank: float) -> str:
        """A unit's rank in words: that others share it, where they do."""
        count = self.sharing(rank)
        text = N_("one of the {count} units that share rank {rank}") if count > 1 else N_("rank {rank}")
        return _(text, count=count, rank=int(rank))


def unit_report(
    command: str, title: str, whose: tuple[Names, str, int], rows: pd.DataFrame, columns: tuple[str, ...] = ()
) -> Report:
    """What a report on a unit's year begins with; `whose` are the names of everything, the unit and the year."""
    names, unit, year = whose
    subtitle = _("{unit}, {year}", unit=names.unit(unit), year=year)
    return Report(command, title, rows, columns, subtitle=subtitle, year=year, extra={"unit": unit})


def ranking_tables(
    names: Names,
    frame: pd.DataFrame,
    figures: Sequence[Column],
    *,
    compared: bool,
    by: "pd.Series[str] | str" = "group",
    group: str = "",
) -> Iterator[Table]:
    """Units by their ranks, a table for each of those `by` which they are ranked: rank, unit and `figures`.

    Changes stand there where ranks are `compared` with earlier ones; where all are one ranking, beside it their `group`,
    which stands in that column, and the rank in it. `own` marks the unit in question.
    """
    in_group = Column("group_rank", _("Rank in the group"), "rank", shared="group_tied", brief=_("Group rank"))
    shown = columns(
        "rank",
        compared and "rank_change",
        "unit_id unit",
        *(each for each in figures if compared or not each.kind.endswith("change")),
        *((column("group", key=group), in_group) if group else ()),
        frame["own"].any() and "own",
    )
    return group_tables(names, frame, shown, by, "own")


def rating_column(settings: Index, key: str = "rating", fold: str | None = None) -> tuple[Column, ...]:
    """The ratings, where the index has any."""
    return (Column(key, _("Rating"), "rating", fold=fold),) if settings.ratings else ()


def rating_columns(settings: Index, results: pd.DataFrame) -> tuple[Column, ...]:
    """The ratings of `results`, where the index has any; of provisional ones from the worst case to the best."""
    columns = rating_column(settings)
    if not results["provisional"].any():
        return columns
    parts = (_("Rating"), _("Rating at best"))
    return tuple(replace(each, kind="rating_span", of="rating_best", parts=parts) for each in columns)


def index_column(results: pd.DataFrame) -> Column:
    """The indices of `results`; of provisional ones from the worst case to the best."""
    if not results["provisional"].any():
        return column("index")
    return column("index", kind="index_span", of="index_best", parts=(_("Index"), _("Index at best")))


def provisional_note(results: pd.DataFrame) -> list[str]:
    """What a provisional index means, where there is one."""
    text = N_(
        "Provisional: some components are not scored yet. The index counts them as 0 (worst case) up to in full"
        " (best case); the unit is ranked once all are scored."
    )
    return [_(text)] if results["provisional"].any() else []
