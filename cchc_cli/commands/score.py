"""`cchc score`: a unit's index, rating, rank and points."""

from dataclasses import replace

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.choices import refuse_level, refuse_provisional, unmet_index
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
    year = scores.year(year)
    before = scores.since(year, since)
    unit = scores.unit(unit, year)
    marks = scores.marks(year)
    if strict:
        refuse_provisional(marks, unit, scores.names.unit(unit))
    standing = scores.standing(unit, year, before)
    nodes = compare_nodes(marks, scores.earlier(before, year) if before else None, unit, by)
    own = scores.self_score(unit, year) if basis == "official" else None
    scored = Scored(standing, nodes, by, year, own, next_points(marks, unit))
    report = scores.with_workings(score_report(scored), unit, year)
    return replace(report, unmet=unmet_index(standing.line["index"], fail_under, standing.settings.rounding))
