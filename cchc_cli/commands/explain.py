"""`cchc explain`: why the index and the rank changed."""

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.lookups import refuse_level
from cchc_cli.commands.unit_year import UnitYear, compared_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.losses import next_points
from cchc_cli.index.movement import explain_change
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
    return explain_report(explanation(compared_year(scores, year, unit, since), by))


def explanation(own: UnitYear, by: Level) -> Explanation:
    """All that there is to say of a unit's change since the year before, and of what the next places need."""
    scores, now, change = own.scores, own.published, None
    if own.since is not None:
        years = now, scores.published(own.since), scores.seen(own.since, own.year)
        change = explain_change(scores.framework, years, own.unit, by, scores.rank_on)
    places = neighbours(now.results, own.unit, own.settings, scores.rank_on)
    points = next_points(now.marks, own.unit)
    return Explanation(own.standing, own.year, by, change, places, next_rating(now, own.unit), points)
