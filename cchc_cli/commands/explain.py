"""`cchc explain`: why the index and the rank changed."""

from cchc_cli.commands.assessment import Assessment, assess
from cchc_cli.commands.choices import refuse_level
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.explain import explain_change
from cchc_cli.index.losses import next_points
from cchc_cli.index.neighbours import neighbours, next_rating
from cchc_cli.model.choices import Basis, Level, RankOn
from cchc_cli.model.report import Report
from cchc_cli.show.reports.explain import explain_report
from cchc_cli.show.reports.explanation import Explanation


@command
def explain(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    by: Level = "component",
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """What the change of a unit's index and rank is made of; one row a component, criterion or area."""
    scores = assess(workspace, basis, rank_on)
    refuse_level(scores.framework, by)
    year = scores.year(year)
    return explain_report(explanation(scores, year, scores.unit(unit, year), scores.since(year, since), by))


def explanation(scores: Assessment, year: int, unit: str, since: int | None, by: Level) -> Explanation:
    """All that there is to say of a unit's change since `since`, and of what the next places need."""
    now, settings, change = scores.published(year), scores.framework.criteria.index, None
    if since is not None:
        years = now, scores.published(since), scores.seen(since, year)
        change = explain_change(scores.framework, *years, unit, by, scores.rank_on)
    return Explanation(
        scores.standing(unit, year, since),
        year,
        by,
        change,
        neighbours(now.results, unit, settings, scores.rank_on),
        next_rating(now, unit),
        next_points(now.marks, unit),
    )
