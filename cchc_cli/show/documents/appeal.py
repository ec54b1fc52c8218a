"""`cchc report appeal`: the explanation of the points that the unit asks to have looked at again (giải trình)."""

from collections.abc import Iterable, Iterator

import pandas as pd

from cchc_cli.messages import _, n_
from cchc_cli.model.columns import APPEAL
from cchc_cli.model.document import Part, Section, Sheet
from cchc_cli.model.report import Column, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.documents.frame import Letterhead, numbered
from cchc_cli.show.documents.tables import said
from cchc_cli.show.names import Names
from cchc_cli.show.reports.appeal import Appeal, appeal_report

DOTS = " ".join(["……"] * 20)
"""About two lines to write on, which may be broken anywhere."""


def appeal_document(appeal: Appeal, head: Letterhead) -> Report:
    """Sums, then what is argued component by component; what nobody has written yet is a dotted line."""
    base = appeal_report(appeal)
    names, year = appeal.names, appeal.framework.year
    told = {"index": names.index, "year": year, "issuer": head.issuer}
    kind = _("Report")
    subject = _("Explanation of the self-score for the {index}, {year}").format(**told)
    opening = _("{issuer} explains its self-score for the {index} in {year} as follows:").format(**told)
    closing = _("{issuer} asks for the points above to be looked at again.").format(issuer=head.issuer)
    argued = base.rows[base.rows["arguable"] > 0]
    sections = [
        Section("", (opening,)),
        Section(_("Self-score and appraisal"), tuple(_sums(appeal, base))),
        Section(_("Points to be looked at again"), tuple(_table(names, argued))),
        Section(_("Explanation"), tuple(_explained(names, argued))),
        Section("", (closing,) if len(argued) else (_nothing(base),)),
    ]
    return Report(
        command="report appeal",
        title=f"{kind}: {subject}",
        subtitle=base.subtitle,
        year=year,
        rows=base.rows,
        columns=APPEAL,
        extra={
            **base.extra,
            "self_components": int(appeal.stages["self"].notna().sum()),
            "argued": _totals(argued),
        },
        sheets=(Sheet(head.frame(kind, subject, "BC"), numbered(sections)),),
    )


def _totals(argued: pd.DataFrame) -> dict[str, float | None]:
    """Sums over what is argued; None for a stage that some of it has not been through."""
    names = ("max", "self", "appraised1", "score", "arguable")
    return {name: float(argued[name].sum()) if argued[name].notna().all() else None for name in names}


def _nothing(base: Report) -> str:
    if base.extra["self"] is None:
        return _("The unit has not scored itself in this year, so there is nothing to explain.")
    return _("No component has fewer points than the unit gave itself, so nothing is left to explain.")


def _sums(appeal: Appeal, base: Report) -> Iterator[str]:
    extra = base.extra
    if extra["self"] is None:
        return
    count = int(appeal.stages["self"].notna().sum())
    text = _("The self-score is {points} points on {count} components.")
    yield text.format(points=numbers.decimal(extra["self"], 2), count=count)
    parts = [
        (extra["appraised1"], _("the first appraisal gave {points} points")),
        (extra["score"], _("the official points are {points}")),
    ]
    given = [text.format(points=numbers.decimal(value, 2)) for value, text in parts if value is not None]
    if given:
        yield _("So far: {parts}.").format(parts="; ".join(given))
    if extra["won_back"]:
        text = _("Explanations have won back {points} points.")
        yield text.format(points=numbers.decimal(extra["won_back"], 2))
    if extra["components"]:
        text = n_(
            "On {count} component {points} points less were given than the unit gave itself.",
            "On {count} components {points} points less were given than the unit gave itself.",
            extra["components"],
        )
        yield text.format(count=extra["components"], points=numbers.decimal(extra["arguable"], 2))


def _table(names: Names, argued: pd.DataFrame) -> Iterator[Table]:
    if not len(argued):
        return
    frame = argued.assign(
        shown=[names.node(each) for each in argued["component"]],
        owner_shown=[names.owner(each) for each in argued["owner"]],
    )
    first = (Column("appraised1", _("1st"), "points"),) if frame["appraised1"].notna().any() else ()
    yield Table(
        frame,
        said(
            frame,
            Column("component", _("Id"), "id"),
            Column("shown", _("Component")),
            Column("max", _("Max"), "points"),
            Column("self", _("Self-score"), "points"),
            *first,
            Column("score", _("Appraised"), "points"),
            Column("arguable", _("Difference"), "points"),
            Column("owner_shown", _("Owner")),
        ),
        total={"shown": _("Total"), **_totals(argued)},
    )


def _explained(names: Names, argued: pd.DataFrame) -> Iterable[Part]:
    """For each component: points, the appraiser's reason, what the unit argues, and what proves it."""
    for line in argued.to_dict("records"):
        latest = line["appraised1"] if numbers.missing(line["score"]) else line["score"]
        text = _("{component}. {name}: self-score {own} of {max}, appraised {given}.")
        yield text.format(
            component=line["component"],
            name=names.node(line["component"]),
            own=numbers.cell(line["self"], "points"),
            max=numbers.short(line["max"]),
            given=numbers.cell(latest, "points"),
        )
        if line["note"]:
            yield _("- Reason of the appraisal: {text}").format(text=line["note"])
        yield _("- Explanation of the unit: {text}").format(text=line["appeal"] or DOTS)
        yield _("- Evidence: {text}").format(text=line["evidence"] or DOTS)
