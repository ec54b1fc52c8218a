"""`cchc score`: a unit's index, rating, rank and points."""

from dataclasses import replace

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.lookups import refuse_level, refuse_provisional, unmet_index
from cchc_cli.commands.unit_year import compared_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.losses import next_points
from cchc_cli.index.results import compare_nodes
from cchc_cli.model.choices import Basis, Level, RankOn
from cchc_cli.model.report import Report
from cchc_cli.show.reports.score import Scored, score_report


@command
def score(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    by: Level = "area",
    basis: Basis = "official",
    rank_on: RankOn | None = None,
    strict: bool = False,
    fail_under: float | None = None,
) -> Report:
    """A unit's index and its points by area, criterion or component, in points and percent; one row a node.

    `strict` raises CchcError where components are not scored yet; an index below `fail_under` is `unmet`.
    """
    scores = assess(workspace, basis, rank_on)
    refuse_level(scores.framework, by)
    own = compared_year(scores, year, unit, since)
    if strict:
        refuse_provisional(own.marks, own.unit, own.names.unit(own.unit))
    nodes = compare_nodes(own.marks, own.earlier, own.unit, by)
    given = scores.self_score(own.unit, own.year) if basis == "official" else None
    report = own.with_workings(
        score_report(Scored(own.standing, nodes, by, own.year, given, next_points(own.marks, own.unit)))
    )
    groups = {each.group for each in scores.scores.units}
    place = own.standing.place_table(is_grouped=len(groups) > 1)
    return replace(
        report, place=place, unmet=unmet_index(own.standing.line["index"], fail_under, own.settings.rounding)
    )
