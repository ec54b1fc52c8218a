"""`cchc report appeal`: the explanation of the points that the unit asks to have looked at again (giải trình)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import TableRow
from cchc_cli.model.blocks import Table
from cchc_cli.model.columns import APPEAL
from cchc_cli.model.report import Report, Section
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.documents.letterhead import Letterhead, within
from cchc_cli.show.documents.tables import said
from cchc_cli.show.reports.appeal import Appeal, left_out_note, named, pending
from cchc_cli.show.reports.composition import index_line
from cchc_cli.show.reports.sentences import joined, on_components, turned
from cchc_cli.show.reports.unit_result import unit_report

DOTS = " ".join(["……"] * 20)
"""About two lines to write on, which may be broken anywhere."""


def appeal_document(appeal: Appeal, head: Letterhead) -> Report:
    """Sums, then what is argued component by component; what nobody has written yet is a dotted line."""
    names, year = appeal.names, appeal.framework.year
    told = {"index": names.index, "year": year}
    frame = head.frame(_("Report"), _("Explanation of the self-score for the {index}, {year}", **told), "BC")
    opening = _(
        "{issuer} explains its self-score for the {index} in {year} as follows:", issuer=head.who_issues, **told
    )
    addressees = joined([within(each) for each in frame.to]) if frame.to else _("the appraiser")
    text = _(
        "{issuer} asks {addressees} to look at the points above again.", issuer=head.who_issues, addressees=addressees
    )
    argued = appeal.rows[appeal.rows["arguable"] > 0]
    argued = argued.assign(shown=named(names, argued))
    told_of_each = (_argument(appeal, line, has_first=_has_first(argued)) for line in argued.to_dict("records"))
    sheet = head.sheet(
        frame,
        opening,
        Section(_("Self-score and appraisal"), tuple(_sums(appeal))),
        Section(_("Points to be looked at again"), (*_table(argued), *left_out_note(appeal))),
        Section(_("Explanation"), tuple(chain.from_iterable(told_of_each))),
        closing=text if len(argued) else _nothing(appeal),
    )
    return replace(
        unit_report("report appeal", sheet.title, appeal.whose, appeal.rows, APPEAL),
        extra={**appeal.extra, "self_components": appeal.components("self"), "argued": totals(argued)},
        sheets=(sheet,),
    )


def totals(argued: pd.DataFrame) -> dict[str, float | None]:
    """Sums over what is argued, self − cut + won_back = latest; None for a stage that some of it has not been through."""
    names = ("max", "self", "appraised1", "score", "latest", "cut", "won_back", "arguable")
    return {name: float(argued[name].sum()) if argued[name].notna().all() else None for name in names}


def _nothing(appeal: Appeal) -> str:
    if appeal.sum("self") is None:
        return _("The unit has not scored itself in this year, so there is nothing to explain.")
    if appeal.disproved:
        return _("Nothing else has fewer points than the unit gave itself, so nothing is left to explain.")
    if not appeal.compared["components"]:
        return _("Nothing has been appraised yet, so there is nothing to explain.")
    return _("No component has fewer points than the unit gave itself, so nothing is left to explain.")


def _sums(appeal: Appeal) -> Iterator[str]:
    own, together = appeal.sum("self"), appeal.compared
    if own is None:
        return
    where = on_components(appeal.components("self"))
    yield _("The self-score is {points} points {components}.", points=numbers.points(own), components=where)
    stages = {
        "appraised1": N_("the first appraisal gave {points} points"),
        "score": N_("the official points are {points}"),
    }
    given = [
        f"{_(text, points=numbers.points(points))} ({on_components(appeal.components(stage))})"
        for stage, text in stages.items()
        if (points := appeal.sum(stage)) is not None
    ]
    if given:
        yield _("So far: {parts}.", parts="; ".join(given))
    yield from pending(appeal)
    if together["components"]:
        yield n_(
            "On the {count} component with a self-score and an appraisal: {parts}.",
            "On the {count} components with a self-score and an appraisal: {parts}.",
            int(together["components"]),
            parts="; ".join(_steps(appeal)),
        )
    yield from _asked_for(appeal)
    if not appeal.is_component.all():
        yield _("Bonus and penalty points are part of these sums.")
        yield from (f"{line}." for line in index_line(appeal.composition, appeal.framework.index.rounding))


def _asked_for(appeal: Appeal) -> Iterator[str]:
    """How much less was given than the unit gave itself, on components and beside them."""
    on_components, adjusted = appeal.split("below")
    if count := appeal.components("below"):
        yield n_(
            "On {count} component {points} points less were given than the unit gave itself.",
            "On {count} components {points} points less were given than the unit gave itself.",
            count,
            points=numbers.points(on_components),
        )
    if adjusted:
        text = N_("Of bonus and penalty the unit asks for {points} points more than it was given.")
        yield _(text, points=numbers.points(adjusted))


def _steps(appeal: Appeal) -> Iterator[str]:
    """From the self-score to the latest points on what has both, in words; a step that changed nothing is left out."""
    sums = {key: float(str(value)) for key, value in appeal.compared.items()}
    yield _("self-score {points} points", points=numbers.points(sums["self"]))
    cut = turned(
        -sums["cut"], N_("the appraisal gave {points} points more"), "", N_("the appraisal took {points} points off")
    )
    back = turned(sums["won_back"], N_("{points} points were won back"), "", N_("{points} points more were taken off"))
    for text, points in ((cut, sums["cut"]), (back, sums["won_back"])):
        if text and numbers.differ(points):
            yield _(text, points=numbers.points(abs(points)))
    has_all = sums["by_score"] == sums["components"]
    latest = N_("official points {points}") if has_all else N_("latest points {points}")
    yield _(latest, points=numbers.points(sums["latest"]))


def _table(argued: pd.DataFrame) -> Iterator[Table]:
    if not len(argued):
        return
    frame, has_first = argued.assign(max=argued["max"].where(argued["level"] == "component")), _has_first(argued)
    listed = columns(
        column("component_id", label=_("Id")),
        "shown max",
        column("self", label=_("Self-score")),
        has_first and "appraised1",
        "score",
        # Without a first appraisal the difference is what was cut; with these owners stand in the explanation.
        "cut won_back arguable" if has_first else "arguable",
        not has_first and column("owner", fold=None),
    )
    yield Table(frame, said(frame, *listed), total={"shown": _("Total"), **totals(argued)})


def _has_first(argued: pd.DataFrame) -> bool:
    """Whether any of it has points of a first appraisal."""
    return bool(argued["appraised1"].notna().any())


def _argument(appeal: Appeal, line: TableRow, *, has_first: bool) -> Iterable[str]:
    """Points of a component, the appraiser's reason, what the unit argues, and what proves it."""
    told = {"component": line["component"], "name": line["shown"], "given": _given(line)}
    told |= {"own": numbers.points(line["self"], line["max"] or None), "max": numbers.short(line["max"])}
    text = N_("{component}. {name}: self-score {own}, {given}.")
    if line["level"] == "component":
        text = N_("{component}. {name}: self-score {own} of {max}, {given}.")
    yield _(text, **told)
    if line["owner"] and has_first:
        yield _("- Owner: {text}", text=appeal.names.owner(line["owner"]))
    if line["note"]:
        yield _("- Reason of the appraisal: {text}", text=line["note"])
    yield _("- Explanation of the unit: {text}", text=line["appeal"] or DOTS)
    yield _("- Evidence: {text}", text=line["evidence"] or DOTS)
    if line["component"] in appeal.registered and line["component"] not in appeal.disproved:
        points = numbers.points(appeal.registered[line["component"]])
        yield _("- Points by the unit's own register: {points}", points=points)


def _given(line: TableRow) -> str:
    """The points of each stage after the self-score, and what is still argued; that there are no official ones yet."""
    latest, argued, own = numbers.addition(line["latest"], line["arguable"], most=line["max"] or None)
    first, score = (
        None if numbers.missing(line[name]) else numbers.points(line[name], line["max"] or None, line["self"])
        for name in ("appraised1", "score")
    )
    first, score = (latest, None) if score is None else (first, latest)
    told = {"first": first, "score": score, "argued": argued, "own": own}
    if score is None:
        return _("first appraisal {first}, no official points yet, {own} points asked for ({argued} more)", **told)
    if first is None:
        return _("official {score}, {own} points asked for ({argued} more)", **told)
    return _("first appraisal {first}, official {score}, {own} points asked for ({argued} more)", **told)
