"""`cchc ranks`: the units of a group by their index, or by an area, a criterion or a component."""

from functools import partial

import numpy as np
import pandas as pd

from cchc_cli.commands.assessment import Assessment
from cchc_cli.commands.choices import ALL_GROUPS, choose_group, node_asked, refuse_level
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.movement import changed_membership
from cchc_cli.index.node_ranks import node_rows, stand_on_nodes
from cchc_cli.index.nodes import node_of, nodes_of
from cchc_cli.index.ranks import compare_years, in_rank_order, rank_over_all
from cchc_cli.messages import _
from cchc_cli.model.choices import Basis, Level, RankOn
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.show.reports.node_ranks import NodeRanks, node_ranks_report
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
    by: Level | None = None,
    on: str | None = None,
    top: int | None = None,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """The units of a group, best first, with changes since `since`; one row a unit. Of `group` "all" all are one ranking.

    With `by` they are ranked on every area, criterion or component, with `on` on the one of this id: a row a node and
    unit.
    """
    if by is not None and on is not None:
        raise CchcError(_("--by and --on do not go together: leave one of them out."))
    scores = workspace.assess(basis, rank_on)
    refuse_level(scores.framework, by)
    year = scores.year(year)
    before = scores.since(year, since)
    own = scores.own_unit(unit)
    results = ranked_units(scores, year, before, group, own)
    if by is not None or on is not None:
        return node_ranks_report(_on_nodes(scores, year, before, results, by, on, own, top))
    notes = []
    if before is not None:
        years = scores.published(year), scores.published(before), scores.seen(before, year)
        notes = membership_note(scores.names, changed_membership(*years, set(results["group"])), before)
    return ranks_report(scores.names, scores.framework.criteria.index, results, year, before, own, top, notes)


def ranked_units(scores: Assessment, year: int, since: int | None, group: str | None, own: str | None) -> pd.DataFrame:
    """The results of the group that was asked for in the order of its ranks; with `all`, group_rank is that of the group."""
    results = scores.ranked(year, since)
    if not is_over_all(results, group):
        return choose_group(in_rank_order(results), group, own)
    ties, rank_on = scores.framework.criteria.index.ties, scores.rank_on
    tables = [scores.published(year).results]
    if since is not None:
        tables += [scores.published(since).results, scores.seen(since, year).results]
    now, *earlier = (rank_over_all(each, ties, rank_on) for each in tables)
    compared = compare_years(now, earlier[0] if earlier else None, earlier[1] if earlier else None)
    return in_rank_order(compared, over_all=True)


def is_over_all(results: pd.DataFrame, group: str | None) -> bool:
    """Whether all groups are asked for as one; a group of this name is that group."""
    return (
        group is not None and group.casefold() == ALL_GROUPS and ALL_GROUPS not in set(results["group"].str.casefold())
    )


def _on_nodes(
    scores: Assessment,
    year: int,
    since: int | None,
    results: pd.DataFrame,
    by: Level | None,
    on: str | None,
    own: str | None,
    top: int | None,
) -> NodeRanks:
    marks = scores.marks(year)
    level = by or node_asked(scores, on or "", year)
    pick = partial(nodes_of, level=by) if by else partial(node_of, identity=on or "")
    over_all = "group_rank" in results
    earlier = (scores.marks(since), scores.earlier(since, year)) if since is not None else None
    standings = stand_on_nodes(marks, earlier, pick, over_all=over_all)
    chosen = np.array(marks.rows(results["unit"]), dtype=np.intp)
    groups = [each.group for each in marks.units]
    return NodeRanks(
        names=scores.names,
        rows=node_rows(standings, groups, chosen, over_all=over_all),
        ids=standings.nodes.ids,
        units=marks.units,
        level=level,
        on=on is not None,
        year=year,
        since=since,
        own=own,
        top=top,
        over_all=over_all,
    )
