"""`cchc overview`: the year over all units."""

from dataclasses import replace

import numpy as np

from cchc_cli.commands.assessment import Assessment, assess
from cchc_cli.commands.ranks import is_over_all, ranked_units
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.nodes import middle, nodes_of
from cchc_cli.index.overview import alike, histogram, overview_of
from cchc_cli.model.choices import Basis, RankOn
from cchc_cli.model.report import Report
from cchc_cli.show.reports.overview import overview_report
from cchc_cli.show.reports.overview_figures import Overview, charts

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
        chosen = earlier.results["group"].isin(set(results["group"])).to_numpy()
        before = earlier, np.flatnonzero(chosen)
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
        group="" if group is None or is_over_all(results, group) else str(results["group"].iloc[0]),
    )
