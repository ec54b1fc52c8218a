"""`cchc appeal`: each component from the self-score to the official points."""

from cchc_cli.commands.assessment import Assessment, assess
from cchc_cli.commands.duties import registered_points
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.appeals import stages
from cchc_cli.index.composition import compose
from cchc_cli.index.points import year_points
from cchc_cli.model.report import Report
from cchc_cli.show.reports.appeal import Appeal, appeal_report


@command
def appeal(
    workspace: Workspace, year: int | None = None, *, unit: str | None = None, everything: bool = False
) -> Report:
    """What was cut, won back and can still be argued; one row a component on which somebody disagreed, or each."""
    scores = assess(workspace, "any")
    year = scores.year(year)
    return appeal_report(stages_of(scores, year, scores.unit(unit, year), everything=everything))


def stages_of(scores: Assessment, year: int, unit: str, *, everything: bool) -> Appeal:
    """The stages of a unit's points: of components that somebody disagreed on, or of all."""
    marks = scores.marks(year)
    own = year_points(scores.framework, scores.scores, year, "self")
    table = stages(marks, own, scores.framework, scores.scores, unit)
    disputed = (table["cut"] > 0) | (table["arguable"] > 0) | table["won_back"].gt(0)
    listed = table if everything else table[disputed | table["appeal"].gt(0)]
    first = bool(table["appraised1"].notna().any())
    return Appeal(
        scores.names,
        marks.framework,
        scores.scores.notes,
        unit,
        table,
        listed,
        first,
        compose(scores.published(year), unit),
        registered_points(scores.workspace, year, unit) if (table["arguable"] > 0).any() else {},
    )
