"""`cchc appeal`: each component from the self-score to the official points."""

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.unit_year import UnitYear, unit_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.notices import REGISTERS
from cchc_cli.index.losses import self_scored_inapplicable, stages, with_registers
from cchc_cli.index.points import year_points
from cchc_cli.model.report import Report
from cchc_cli.show.reports.appeal import Appeal, appeal_report


@command
def appeal(
    workspace: Workspace, year: int | None = None, *, unit: str | None = None, everything: bool = False
) -> Report:
    """What was cut, won back and can still be argued; one row a component on which somebody disagreed, or each."""
    return appeal_report(stages_of(unit_year(assess(workspace, "any"), year, unit), everything=everything))


def stages_of(own: UnitYear, *, everything: bool) -> Appeal:
    """The stages of a unit's points: of components that somebody disagreed on, or of all."""
    framework, scores = own.scores.framework, own.scores.scores
    given = year_points(framework, scores, own.year, "self")
    table = stages(own.marks, given, framework, scores, own.unit)
    registered = _registered(own) if (table["below"] > 0).any() else {}
    table = with_registers(table, registered)
    disputed = (table["cut"] > 0) | (table["won_back"] > 0)
    listed = table if everything else table[disputed | table["appeal"].gt(0)]
    first = bool(table["appraised1"].notna().any())
    left_out = self_scored_inapplicable(own.marks, framework, scores, own.unit)
    year, notes, made_of = own.marks.framework, scores.notes, own.composition
    appraised = scores.is_appraised(own.unit, own.year)
    return Appeal(own.names, year, notes, own.unit, table, listed, first, made_of, registered, left_out, appraised)


def _registered(own: UnitYear) -> dict[str, float]:
    """The points that the registers give the unit; only where there is one are they imported, which takes long."""
    workspace = own.scores.workspace
    if not any(map(workspace.folder.register, REGISTERS)):
        return {}
    from cchc_cli.commands.dossiers import registered_points

    return registered_points(workspace, own.year, own.unit)
