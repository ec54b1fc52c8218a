"""`cchc trend`: a unit's years side by side."""

from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.trend import summarise, trend_adjustments, trend_nodes, trend_years
from cchc_cli.model.choices import Basis, Level, RankOn
from cchc_cli.model.report import Report
from cchc_cli.show.reports.trend import Trended, trend_report


@command
def trend(
    workspace: Workspace,
    *,
    unit: str | None = None,
    by: Level = "area",
    first: int | None = None,
    last: int | None = None,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """Index, rating, rank and percents of the years from `first` to `last`; one row a node and year."""
    scores = workspace.assess(basis, rank_on)
    years = scores.span(first, last)
    unit = scores.unit(unit, years[-1])
    pairs = [(scores.published(each), scores.seen(each, years[-1])) for each in years]
    pairs = [(published, seen) for published, seen in pairs if seen.marks.has(unit)]
    nodes = trend_nodes(pairs, unit, by)
    found = Trended(
        scores.names,
        scores.framework.criteria.index,
        unit,
        by,
        trend_years(pairs, unit),
        trend_adjustments(pairs, unit),
        nodes,
        summarise(nodes, [seen.marks.year for _published, seen in pairs]),
        {seen.marks.year: seen.marks.merged[unit] for _published, seen in pairs if unit in seen.marks.merged},
        {published.marks.year: published.results for published, _seen in pairs},
    )
    return trend_report(found)
