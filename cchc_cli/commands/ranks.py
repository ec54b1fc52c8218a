"""`cchc ranks`: the units of a group by their index."""

from cchc_cli.commands.choices import choose_group
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.movement import changed_membership
from cchc_cli.index.ranks import in_rank_order
from cchc_cli.model.choices import Basis, RankOn
from cchc_cli.model.report import Report
from cchc_cli.show.reports.ranks import ranks_report
from cchc_cli.show.reports.sentences import membership_note


@command
def ranks(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    group: str | None = None,
    top: int | None = None,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """The units of a group, best first, with changes since `since`; one row a unit."""
    scores = workspace.assess(basis, rank_on)
    year = scores.year(year)
    before = scores.since(year, since)
    own = scores.own_unit(unit)
    results = choose_group(in_rank_order(scores.ranked(year, before)), group, own)
    notes = []
    if before is not None:
        years = scores.published(year), scores.published(before), scores.seen(before, year)
        notes = membership_note(scores.names, changed_membership(*years, set(results["group"])), before)
    settings = scores.framework.criteria.index
    return ranks_report(scores.names, settings, results, year, before, own, top, notes)
