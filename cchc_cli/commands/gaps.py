"""`cchc gaps`: where the points were lost."""

import pandas as pd

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.lookups import known_flags
from cchc_cli.commands.unit_year import UnitYear, compared_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.losses import covering, group_lost, next_points, select_lost
from cchc_cli.index.peers import full_counts
from cchc_cli.messages import _
from cchc_cli.model.choices import Basis, Part, Several
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.show.reports.gaps import GapsContext, gaps_by_report, gaps_report, gaps_rows, next_points_table
from cchc_cli.show.reports.sentences import merged_note

MAIN_SHARE = 0.8
"""So much of all lost points the main ones make."""


@command
def gaps(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    by: Part | None = None,
    only: Several | None = None,
    least: float | None = None,
    low: float | None = None,
    peers: bool = False,
    top: int | None = None,
    basis: Basis = "official",
) -> Report:
    """The lost points of a unit, largest first; one row a component, or with `by` one an area, owner or source.

    `only`: flags, of which a row has one; `least`: points that are lost at least; `low`: the percent under which a
    component is low.
    """
    if peers and by:
        raise CchcError(_("--peers is about single components: leave out --by."))
    own = compared_year(assess(workspace, basis), year, unit, since)
    everything = own.lost(low)
    if peers:
        everything["full_share"] = everything["component"].map(_full_shares(own))
    chosen = select_lost(everything, known_flags(only, workspace.tell_once), least)
    context = gaps_context(own, everything, by or "component")
    if by:
        groups = group_lost(chosen, own.marks.framework, by)
        report = gaps_by_report(own.names, groups.head(top or len(groups)), own.unit, context)
    else:
        report = _by_component(own, chosen.head(top or len(chosen)), context)
    return own.with_workings(report)


def gaps_context(own: UnitYear, everything: pd.DataFrame, by: str = "component") -> GapsContext:
    """What a report on lost points (`everything`) says of them as a whole."""
    merged = merged_note(own.names, own.scores.parts(own.unit, own.since, own.year), own.since or own.year)
    main, made_of = covering(everything, MAIN_SHARE), own.composition
    return GapsContext(own.year, own.since, everything, main, by, made_of, own.settings.rounding, merged)


def _full_shares(own: UnitYear) -> dict[str, float]:
    """For each component the part (of 1) of the group's units with full points, among those for which it is scored."""
    counts = full_counts(own.marks, own.unit)
    return {each: full / scored for each, (full, scored) in counts.items() if scored}


def _by_component(own: UnitYear, listed: pd.DataFrame, context: GapsContext) -> Report:
    """A row a component, and what the next points of these need."""
    rows = gaps_rows(own.names, own.marks.framework, listed, own.scores.scores.notes, context.composition)
    ids = listed.loc[listed["level"] == "component", "component"].tolist()
    if steps := next_points(own.marks, own.unit, ids):
        context.next_points.append(next_points_table(own.names, steps))
    return gaps_report(own.names, rows, own.unit, context)
