"""`cchc matrix`, `cchc overview`: all units by areas, criteria or components, and the year over all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from cchc_cli.commands.assessment import Assessment, assess
from cchc_cli.commands.lookups import changed_units, is_over_all, ranked_units
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.nodes import middle, nodes_of
from cchc_cli.index.over_units import Matrix, alike, histogram, matrix_of, overview_of
from cchc_cli.messages import N_, _
from cchc_cli.model.blocks import Column, Fact, Figure, Table, ValueKind
from cchc_cli.model.choices import Basis, Level, RankOn, Show
from cchc_cli.model.columns import MATRIX
from cchc_cli.model.criteria import Index
from cchc_cli.model.report import Later, Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.names import Names
from cchc_cli.show.reports.overview import overview_report
from cchc_cli.show.reports.overview_figures import Overview, charts
from cchc_cli.show.reports.rank_sentences import broken_ties
from cchc_cli.show.reports.score import level_heading
from cchc_cli.show.reports.unit_result import provisional_note

KINDS: dict[str, ValueKind] = {"points": "points", "percent": "percent", "lost": "points", "rank": "rank"}
TITLES = {
    "points": N_("Points by unit, {year}"),
    "percent": N_("Percent of the maximum by unit, {year}"),
    "lost": N_("Lost points by unit, {year}"),
    "rank": N_("Ranks by unit, {year}"),
}
SPREAD = {
    "mean": N_("Mean"),
    "median": N_("Median"),
    "best": N_("Best"),
    "worst": N_("Lowest"),
    "full": N_("At full points, %"),
}
LOST = {"best": N_("Least lost"), "worst": N_("Most lost")}


@command
def matrix(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    group: str | None = None,
    by: Level = "area",
    show: Show = "percent",
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """The units of a group, of `group` "all" all of them, by their points, percents, lost points or ranks; one row a unit.

    After unit, name, group, index and rank a column for each area, criterion or component.
    """
    scores = assess(workspace, basis, rank_on, by=by)
    year = scores.year(year)
    own = scores.own_unit(unit)
    results = ranked_units(scores, year, None, group, own)
    over_all = "group_rank" in results
    found = matrix_of(scores.marks(year), by, show, over_all=over_all)
    found = found.of(np.array(scores.marks(year).rows(results["unit"]), dtype=np.intp))
    results = results.assign(group_of=results["group"], group="" if over_all else results["group"])
    report = _report(Shown(scores.names, scores.framework.criteria.index, found, results, by, year, own))
    return replace(report, notes=(*report.notes, *scores.without_scores(year, set(results["group_of"]))))


@dataclass(frozen=True)
class Shown:
    """The matrix of some units, in the order of `results`, which has their indices and ranks: for each group of these a table."""

    names: Names
    settings: Index
    matrix: Matrix
    results: pd.DataFrame
    level: str
    year: int
    own: str | None

    @property
    def show(self) -> str:
        """What the cells have."""
        return self.matrix.show

    @cached_property
    def groups(self) -> dict[str, Matrix]:
        """The matrix of each group."""
        # Steering by position: ids may be anything.
        places = self.results.groupby("group", sort=False).indices
        return {str(group): self.matrix.of(np.asarray(rows)) for group, rows in places.items()}

    @cached_property
    def columns(self) -> list[str]:
        """The names of the columns of nodes and adjustments; an id that another column has got a mark."""
        return [f"id:{each}" if each in MATRIX else each for each in (*self.matrix.ids, *self.matrix.given)]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """For scripts: a row a unit."""
        results = self.results
        first = pd.DataFrame(
            {
                "unit": results["unit"],
                "name": [self.names.filed("unit", unit) for unit in results["unit"]],
                "group": results["group_of"],
                "index": results["index"],
                "rank": results["rank"],
            }
        )
        cells = np.column_stack([self.matrix.cells, *self.matrix.given.values()])
        return pd.concat([first, pd.DataFrame(cells, columns=self.columns, index=results.index)], axis=1)


def _report(shown: Shown) -> Report:
    """A table a group, whose last rows say what its columns are like, and what the ids stand for."""
    names, results = shown.names, shown.results
    blank = _("–: does not apply to the unit, or is not scored yet; the last rows leave it out.")
    percents = _("The last rows are percents of the maximum, on which the ranks stand: ranks have no mean.")
    return Report(
        command="matrix",
        title=names.index,
        subtitle=_(TITLES[shown.show], year=shown.year),
        year=shown.year,
        facts=tuple(_facts(shown)),
        tables=Later(lambda: [*_tables(shown), _legend(shown)]),
        caveats=tuple(provisional_note(results)),
        notes=(
            *([blank] if np.isnan(shown.matrix.cells).any() else ()),
            *([percents] if shown.show == "rank" else ()),
            *_complete(results),
            *broken_ties(names, shown.settings, results),
            *provisional_note(results),
        ),
        rows=shown.rows,
        columns=(*MATRIX, *shown.columns),
        names=names,
        types={**dict.fromkeys(shown.columns, "Int64" if shown.show == "rank" else "float64")},
        extra={
            "unit": shown.own,
            "level": shown.level,
            "show": shown.show,
            "units": len(results),
            "provisional": results.loc[results["provisional"], "unit"].tolist(),
            "maxima": dict(zip(shown.matrix.ids, shown.matrix.largest.tolist(), strict=True)),
            "summary": [
                {"group": group, "row": row, **spread[row].to_dict()}
                for group, spread in ((group, matrix.spread) for group, matrix in shown.groups.items())
                for row in SPREAD
            ],
        },
    )


def _complete(results: pd.DataFrame) -> Iterator[str]:
    """Of which units the last rows are, where not all are fully scored."""
    text = N_(
        "The last rows are of fully scored units alone: of the index of {count} of {all} units, of each other column of"
        " those that are fully scored there."
    )
    if waiting := int(results["provisional"].sum()):
        yield _(text, count=len(results) - waiting, all=len(results))


def _facts(shown: Shown) -> Iterator[Fact]:
    yield Fact(_("Units"), Figure(len(shown.results), "count"))
    groups = list(shown.groups)
    if len(groups) == 1 and groups[0]:
        yield Fact(_("Group"), shown.names.group(groups[0]))


def _tables(shown: Shown) -> Iterator[Table]:
    results = shown.results
    index = column("index", assumed="provisional", assumed_label=_("provisional"))
    first = columns("unit", "rank", index, *(("own",) if shown.own in set(results["unit"]) else ()))
    flags = {"tied": results["tied"], "own": results["unit"] == shown.own, "provisional": results["provisional"]}
    waiting = shown.matrix.waits
    waits = {f"waits {place}": waiting[:, place] for place in np.flatnonzero(waiting.any(axis=0))}
    frame = shown.rows.assign(**flags, **waits, **_ties(shown))
    low = numbers.short(shown.settings.low)
    colours = "" if shown.show == "rank" else _("Colours: under {low}% of the maximum, and from there on.", low=low)
    several = len(shown.groups) > 1
    for group, matrix in shown.groups.items():
        rows = (results["group"] == group).to_numpy()
        yield Table(
            frame[rows],
            (*first, *_node_columns(shown, matrix)),
            title=shown.names.group(group) if several else "",
            name="" if several else _("Matrix"),
            emphasis="own",
            summary=tuple(_summary(shown, matrix, results[rows])),
            frozen=len(first),
            colours=colours,
        )


def _node_columns(shown: Shown, matrix: Matrix) -> Iterator[Column]:
    """The nodes that a group has, by its `matrix`, and the adjustments."""
    last, low = float(shown.results.groupby("group").size().max()), shown.settings.low
    for place, (key, most) in enumerate(zip(shown.columns, matrix.largest.tolist(), strict=False)):
        if not matrix.of_group[:, place].any():
            continue
        scales = {
            "points": (0.0, low / 100 * most, most),
            "percent": (0.0, low, 100.0),
            "lost": (most, (1 - low / 100) * most, 0.0),
            "rank": (last, (last + 1) / 2, 1.0),
        }
        identity = matrix.ids[place]
        yield Column(
            key,
            identity,
            KINDS[shown.show],
            hint=shown.names.node(identity),
            scale=scales[shown.show],
            shared=f"tied {place}" if shown.show == "rank" else "",
            assumed=f"waits {place}" if shown.matrix.waits[:, place].any() else "",
            assumed_label=_("provisional"),
        )
    kind: ValueKind = "change" if shown.show == "points" else "points"
    for key, extra in zip(shown.columns[len(matrix.ids) :], shown.matrix.given, strict=True):
        yield Column(key, extra, kind, hint=shown.names.node(extra))


def _ties(shown: Shown) -> dict[str, "pd.Series[bool]"]:
    """For each column of ranks which of them are shared within the group."""
    if shown.show != "rank":
        return {}
    table = pd.DataFrame(shown.matrix.cells, index=shown.results.index)
    groups = shown.results["group"]
    return {
        f"tied {place}": pd.DataFrame({"group": groups, "rank": table[place]}).duplicated(keep=False)
        & table[place].notna()
        for place in table
    }


def _summary(shown: Shown, matrix: Matrix, results: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Mean, median, best, lowest and the share at full points: of ranks of the percents behind them."""
    kind, percent = (KINDS[shown.show], "") if shown.show != "rank" else ("percent", ", %")
    index = results.loc[~results["provisional"].astype(bool), "index"].agg(["mean", "median", "max", "min"])
    spread = matrix.spread
    of_index = dict(zip(SPREAD, index.tolist(), strict=False))
    for row, label in (SPREAD | (LOST if shown.show == "lost" else {})).items():
        figures = {column: Figure(value, kind) for column, value in zip(shown.columns, spread[row], strict=False)}
        if row == "full":
            figures = {column: Figure(100 * each.number, "percent") for column, each in figures.items()}
        figures["index"] = Figure(of_index.get(row, np.nan), "index")
        known = {column: each for column, each in figures.items() if each.number == each.number}
        yield {"unit": _(label) + percent * (row != "full"), **known}


def _legend(shown: Shown) -> Table:
    """What the ids above the columns stand for."""
    ids = [*shown.matrix.ids, *shown.matrix.given]
    maxima = [*shown.matrix.largest, *[float("nan")] * len(shown.matrix.given)]
    named = columns(Column("id", _("Id"), "id"), Column("id", level_heading(shown.level), "node"), "max")
    smallest = np.where(shown.matrix.max > 0, shown.matrix.max, np.inf).min(axis=0, initial=np.inf)
    spans = zip(shown.matrix.ids, smallest, shown.matrix.largest, strict=True)
    unlike = [f"{each} ({numbers.short(least)}–{numbers.short(most)})" for each, least, most in spans if least < most]
    told = [_("Not the same maximum for all units: {components}.", components=", ".join(unlike))] if unlike else []
    frame, title = pd.DataFrame({"id": ids, "max": maxima}), _("What the ids stand for")
    return Table(frame, named, title=title, name=_("Ids"), after=tuple(told))


MOST_ROWS = 60
"""Rows of the field of all units by area; of more units that follow one another a row is the mean."""


@command
def overview(
    workspace: Workspace,
    year: int | None = None,
    *,
    since: int | None = None,
    group: str | None = None,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """All units of a year, or those of `group`: ratings, areas, what cost most; one row the index and one a node.

    Of the index in points, of areas, criteria and components in percent of the maximum.
    """
    scores = assess(workspace, basis, rank_on)
    year = scores.year(year)
    found = overviewed(scores, year, scores.since(year, since), group)
    return replace(overview_report(found), charts=lambda: charts(found))


def overviewed(scores: Assessment, year: int, since: int | None, group: str | None) -> Overview:
    """The units of `group`, or all, in one year and the year before."""
    results = ranked_units(scores, year, since, group, None)
    now = scores.published(year)
    rows = np.array(now.marks.rows(results["unit"]), dtype=np.intp)
    before = None
    if since is not None:
        earlier = scores.published(since)
        # Without a group all units of the year before count, also those of groups that are no more.
        every = group is None or is_over_all(results, group)
        before = earlier, np.flatnonzero(every | earlier.results["group"].isin(set(results["group"])).to_numpy())
    areas = nodes_of(now.marks, "area")
    ranked = results[results["rank"].notna()].sort_values("exact", ascending=False, kind="stable")
    return Overview(
        names=scores.names,
        settings=scores.framework.criteria.index,
        year=year,
        since=since,
        results=results,
        before=None if before is None else before[0].results.iloc[before[1]],
        table=overview_of(now, rows, before),
        alike=alike(now, rows),
        bins=histogram(ranked["index"].to_numpy(), scores.framework.criteria.index.scale),
        heat=[
            middle(areas.final[places], median=False)
            for places in np.array_split(now.marks.rows(ranked["unit"]), max(min(len(ranked), MOST_ROWS), 1))
            if len(places)
        ],
        areas=areas.ids,
        absent=[
            *scores.without_scores(year, set(results["group"])),
            *changed_units(scores, year, since, results, waiting=False),
        ],
        group="" if group is None or is_over_all(results, group) else str(results["group"].iloc[0]),
    )
