"""`cchc keep`: what is at its maximum and must not be lost."""

from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.at_maximum import kept_maxima
from cchc_cli.model.choices import Basis
from cchc_cli.model.report import Report
from cchc_cli.show.reports.keep import keep_report


@command
def keep(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    top: int | None = None,
    basis: Basis = "official",
) -> Report:
    """The components at their maximum, the ones at risk first; one row a component."""
    scores = workspace.assess(basis)
    year = scores.year(year)
    unit = scores.unit(unit, year)
    kept = kept_maxima([scores.earlier(each, year) for each in scores.years if each <= year], unit)
    return keep_report(scores.names, scores.marks(year).framework, kept, unit, top)
