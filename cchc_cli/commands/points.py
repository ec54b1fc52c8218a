"""`cchc score`, `gaps`, `keep`, `appeal`: what a unit got, where the points were lost, what must not be, and what can be argued."""

from dataclasses import replace

import pandas as pd

from cchc_cli.commands.assessment import assess
from cchc_cli.commands.lookups import known_flags, refuse_provisional, unmet_index
from cchc_cli.commands.unit_year import UnitYear, compared_year, unit_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.losses import (
    covering,
    group_lost,
    next_points,
    select_lost,
    self_scored_inapplicable,
    stages,
    with_registers,
)
from cchc_cli.index.nodes import node_ids
from cchc_cli.index.peers import full_counts
from cchc_cli.index.points import year_points
from cchc_cli.index.results import compare_nodes
from cchc_cli.messages import _
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.choices import Basis, Level, LossesBy, RankOn, Several
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.problems import CchcError
from cchc_cli.model.registers import REGISTERS
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import columns
from cchc_cli.show.names import Names, with_filed
from cchc_cli.show.reports.appeal import Appeal, appeal_report
from cchc_cli.show.reports.gaps import Losses, gaps_by_report, gaps_report, gaps_rows
from cchc_cli.show.reports.score import Scored, score_report
from cchc_cli.show.reports.sentences import merged_note, only_first
from cchc_cli.show.reports.unit_result import unit_report


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
    scores = assess(workspace, basis, rank_on, by=by)
    own = compared_year(scores, year, unit, since)
    if strict:
        refuse_provisional(own.marks, own.unit, own.names.unit(own.unit))
    nodes = compare_nodes(own.marks, own.earlier, own.unit, by)
    given = scores.self_score(own.unit, own.year) if basis == "official" else None
    before = set(nodes["id"]) if own.earlier is None else set(node_ids(own.earlier, by))
    new = [each for each in nodes["id"] if each not in before]
    scored = Scored(own.standing, nodes, by, own.year, given, next_points(own.marks, own.unit), new)
    report = own.with_workings(score_report(scored))
    groups = {each.group for each in scores.scores.units}
    place = own.standing.place_table(is_grouped=len(groups) > 1)
    return replace(
        report, place=place, unmet=unmet_index(own.standing.line["index"], fail_under, own.settings.rounding)
    )


MAIN_SHARE = 0.8
"""So much of all lost points the main ones make."""


@command
def gaps(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    by: LossesBy | None = None,
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
        # The part (of 1) of the group's units with full points, among those for which it is scored.
        counts = full_counts(own.marks, own.unit).items()
        shares = {each: full / scored for each, (full, scored) in counts if scored}
        everything["full_share"] = everything["component"].map(shares)
    chosen = select_lost(everything, known_flags(only, workspace.tell_once), least)
    losses = all_losses(own, everything, by or "component")
    if by:
        rows = group_lost(chosen, own.marks.framework, by)
        report = gaps_by_report(own.names, rows.head(top or len(rows)), own.unit, losses)
    else:
        rows = chosen
        report = _by_component(own, rows.head(top or len(rows)), losses)
    return own.with_workings(replace(report, notes=(*only_first(top, rows, report.rows), *report.notes)))


def all_losses(own: UnitYear, everything: pd.DataFrame, by: str = "component") -> Losses:
    """What a report on lost points (`everything`) says of them as a whole."""
    merged = merged_note(own.names, own.scores.parts(own.unit, own.since, own.year), own.since or own.year)
    main, made_of = covering(everything, MAIN_SHARE), own.composition
    return Losses(own.year, own.since, everything, main, by, made_of, own.settings.rounding, merged)


def _by_component(own: UnitYear, listed: pd.DataFrame, losses: Losses) -> Report:
    """A row a component, and what the next points of these need."""
    rows = gaps_rows(own.names, own.marks.framework, listed, own.scores.scores.notes, losses.composition)
    ids = listed.loc[listed["level"] == "component", "component"].tolist()
    return gaps_report(own.names, rows, own.unit, losses, next_points(own.marks, own.unit, ids))


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
    own = unit_year(assess(workspace, basis), year, unit)
    earlier = [each for each in own.scores.years if each < own.year]
    told = [merged_note(own.names, own.scores.parts(own.unit, each, own.year), each) for each in earlier]
    report = _report(own.names, own.framework, own.kept(), own.unit, top)
    return replace(report, notes=(*report.notes, *next(filter(None, reversed(told)), ())))


def _report(names: Names, framework: YearFramework, kept: pd.DataFrame, unit: str, top: int | None) -> Report:
    """`kept` is the table of `kept_maxima`."""
    listed = with_filed(names, framework, kept).head(top or len(kept))
    known = bool(kept["margin"].notna().any())
    table = Table(
        listed,
        columns(
            "component_id component owner max",
            Column("years", _("Years"), "count"),
            known and Column("value", _("Value"), "value"),
            known and Column("margin", _("Margin"), "value"),
        ),
    )
    total = len(framework.leaves)
    points = numbers.points(float(kept["points"].sum()))
    fact = Fact(
        _("At maximum"),
        Figure(len(kept), "count", _("{count} of {total} components", count=SLOT, total=total)),
        _("{points} points to keep", points=points),
    )
    notes = [_("Years: scored years in a row at the maximum, this one included.")] if len(kept) else []
    if known:
        notes.append(_("Margin: how far the value is on the good side of what the maximum needs; smallest first."))
    if not len(kept):
        notes.append(_("No component is at its maximum."))
    notes += only_first(top, kept, listed)
    title = _("Components to keep at their maximum")
    report = unit_report("keep", title, (names, unit, framework.year), listed)
    return replace(report, facts=(fact,), tables=(table,) if len(kept) else (), notes=tuple(notes))


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
