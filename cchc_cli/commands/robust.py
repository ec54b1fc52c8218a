"""`cchc robust`: how sure the ranks are."""

from cchc_cli.commands.choices import only_group
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.robust import vary
from cchc_cli.model.analysis import Doubt
from cchc_cli.model.choices import Basis, RankOn
from cchc_cli.model.report import Report
from cchc_cli.show.reports.robust import robust_report


@command
def robust(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    group: str | None = None,
    weights: float = 10,
    noise: float = 20,
    runs: int = 1000,
    seed: int = 1,
    top: int | None = None,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """The ranks that units have where maxima (`weights`, in %) and scores (`noise`, in %) vary; one row a unit."""
    scores = workspace.assess(basis, rank_on)
    year = scores.year(year)
    own = scores.own_unit(unit)
    published = scores.published(year)
    chosen = only_group(published.results, group, own)
    doubt = Doubt(weights / 100, noise / 100, runs, seed)
    ranked = vary(published, chosen["group"].iloc[0], doubt, scores.rank_on)
    settings = scores.framework.criteria.index
    return robust_report(scores.names, settings, ranked, doubt, year, own, top, chosen)
