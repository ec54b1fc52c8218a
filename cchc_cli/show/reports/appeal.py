"""`cchc appeal`: from the self-score over the appraisals to the official points, and what can still be argued."""

from dataclasses import dataclass

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.columns import APPEAL
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.report import Column, Fact, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.names import Names

STATUS = {
    "": "",
    "waiting": N_("not appraised yet"),
    "agreed": N_("agreed"),
    "raised": N_("raised"),
    "cut": N_("cut"),
    "partly": N_("partly won back"),
    "won_back": N_("won back"),
}


@dataclass(frozen=True)
class Appeal:
    """What an appeal is about: `stages` of all components (see index.appeals), those that are `listed` of them."""

    names: Names
    framework: YearFramework
    notes: tuple[str, ...]
    unit: str
    stages: pd.DataFrame
    listed: pd.DataFrame
    first: bool
    """Whether there are points of a first appraisal."""


def appeal_report(appeal: Appeal) -> Report:
    """Self-score, appraisals, explanation and official points, component by component."""
    stages, unit = appeal.stages, appeal.unit
    totals = {name: float(stages[name].sum()) for name in ("cut", "won_back", "arguable")}
    rows = _rows(appeal)
    arguable = int((stages["arguable"] > 0).sum())
    return Report(
        command="appeal",
        title=_("From the self-score to the official points"),
        subtitle=_("{unit}, {year}").format(unit=appeal.names.unit(unit), year=appeal.framework.year),
        year=appeal.framework.year,
        facts=tuple(_facts(appeal, totals)),
        tables=(_table(appeal, rows),) if len(rows) else (),
        notes=tuple(_notes(appeal, arguable)),
        rows=rows,
        columns=APPEAL,
        extra={
            "unit": unit,
            "self": _sum(stages, "self"),
            "appraised1": _sum(stages, "appraised1"),
            "score": _sum(stages, "score"),
            **totals,
            "components": arguable,
        },
    )


def _rows(appeal: Appeal) -> pd.DataFrame:
    leaves = {leaf.id: leaf for leaf in appeal.framework.leaves}
    ids = appeal.listed["component"]
    return appeal.listed.assign(
        name=[appeal.names.node_as_filed(each) for each in ids],
        area=[leaves[each].area for each in ids],
        owner=[leaves[each].node.owner or "" for each in ids],
        evidence=["; ".join(leaves[each].node.evidence) for each in ids],
        appeal=[appeal.notes[position] for position in appeal.listed["appeal"]],
        note=[appeal.notes[position] for position in appeal.listed["note"]],
    )


def _table(appeal: Appeal, rows: pd.DataFrame) -> Table:
    shown = rows.assign(
        shown=[appeal.names.node(each) for each in rows["component"]],
        owner_shown=[appeal.names.owner(each) for each in rows["owner"]],
        status_shown=[_(STATUS[each]) if each else "" for each in rows["status"]],
        proof=[_("proof: {evidence}").format(evidence=each) if each else "" for each in rows["evidence"]],
    )
    columns = (
        Column("component", "", "id"),
        Column("shown", _("Component")),
        Column("max", _("Max"), "points"),
        Column("self", _("Self"), "points"),
        *((Column("appraised1", _("1st"), "points"),) if appeal.first else ()),
        Column("score", _("Official"), "points"),
        Column("arguable", _("Arguable"), "points"),
        Column("status_shown", _("Status"), fold=""),
        Column("owner_shown", _("Owner"), fold="· "),
        Column("note", _("Note"), fold="→ "),
        Column("appeal", _("Explanation"), fold="« "),
        Column("proof", _("Proof"), fold="+ "),
    )
    return Table(shown, columns)


def _facts(appeal: Appeal, totals: dict[str, float]) -> list[Fact]:
    stages = appeal.stages
    known = stages[["self", "appraised1", "score"]].notna()
    facts = [Fact(_("Self-score"), _points(_sum(stages, "self")), _count(known["self"]))]
    if appeal.first:
        facts.append(
            Fact(_("First appraisal"), _points(_sum(stages, "appraised1")), _count(known["appraised1"]))
        )
    facts.append(Fact(_("Official"), _points(_sum(stages, "score")), _count(known["score"])))
    facts.append(Fact(_("Cut"), _points(totals["cut"]), _count(stages["cut"] > 0)))
    if appeal.first:
        facts.append(Fact(_("Won back"), _points(totals["won_back"]), _count(stages["won_back"] > 0)))
    facts.append(Fact(_("Arguable"), _points(totals["arguable"]), _count(stages["arguable"] > 0)))
    return facts


def _notes(appeal: Appeal, arguable: int) -> list[str]:
    if not appeal.stages["self"].notna().any():
        return [_("The unit has not scored itself in this year: put its points into the column self.")]
    if not arguable:
        return [_("Nothing is left to argue: no points are under the self-score.")]
    notes = [_("Arguable: what the unit gave itself above the latest points.")]
    bare = appeal.stages["component"][appeal.stages["arguable"] > 0]
    leaves = {leaf.id: leaf for leaf in appeal.framework.leaves}
    without = [each for each in bare if not leaves[each].node.evidence]
    if without:
        text = n_(
            "{count} arguable component names no evidence in criteria.yaml: {components}.",
            "{count} arguable components name no evidence in criteria.yaml: {components}.",
            len(without),
        )
        notes.append(text.format(count=len(without), components=", ".join(without)))
    return notes


def _sum(stages: pd.DataFrame, name: str) -> float | None:
    return float(stages[name].sum()) if stages[name].notna().any() else None


def _points(value: float | None) -> str:
    return numbers.MISSING if value is None else numbers.decimal(value, 2)


def _count(marked: "pd.Series[bool]") -> str:
    number = int(marked.sum())
    return n_("on {count} component", "on {count} components", number).format(count=number)
