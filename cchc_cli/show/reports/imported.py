"""`cchc import`: what was read and written, what was repaired, and what a person has to look at."""

from dataclasses import dataclass, field

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.blocks import Column, Fact, Figure
from cchc_cli.model.columns import IMPORT
from cchc_cli.model.report import Report
from cchc_cli.show.names import FIELDS, Names
from cchc_cli.show.reports.findings import tables_by_kind
from cchc_cli.show.reports.sentences import listed_units

KINDS = {
    "todo": N_("Look at these"),
    "repaired": N_("Changed by a spreadsheet, repaired here"),
    "confirmed": N_("Confirmed"),
    "left_out": N_("Not imported: points are given for components"),
}


@dataclass(frozen=True)
class Finding:
    """Something about a cell: `todo` = not sure, `repaired` = put right without doubt, `left_out` = not taken."""

    kind: str
    cell: str
    component: str
    text: str


@dataclass(frozen=True)
class ImportedCriteria:
    """A framework that was read from a file: how much of what, and what is to be told of it."""

    file: str
    sheet: str
    target: str
    replaced: bool
    areas: int
    criteria: int
    components: int
    rules: int
    points: float
    totals: int
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def criteria_report(read: ImportedCriteria) -> Report:
    """What was made of an annex."""
    rows = finding_rows(read.findings)
    todo = sum(finding.kind == "todo" for finding in read.findings)
    parts = (
        n_("{count} area", "{count} areas", read.areas),
        n_("{count} criterion", "{count} criteria", read.criteria),
        n_("{count} component", "{count} components", read.components),
    )
    compared = n_("{count} total compared", "{count} totals compared", read.totals)
    facts = [
        Fact(_("Read"), ", ".join(parts), read.sheet),
        Fact(_("Points"), Figure(read.points, "value"), compared),
        Fact(_("Rules"), _("{rules} of {components}", rules=read.rules, components=read.components)),
    ]
    last = _("Nothing is doubtful. Next: cchc check")
    if todo:
        last = n_(
            "{count} TODO in the file: look at the cell, correct it, remove the comment; then cchc check.",
            "{count} TODOs in the file: look at the cells, correct them, remove the comments; then cchc check.",
            todo,
        )
    return Report(
        command="import criteria",
        title=_("Criteria imported"),
        subtitle=_("{source} → {target}", source=read.file, target=read.target),
        facts=tuple(facts),
        tables=tables_by_kind(rows, KINDS, columns()),
        notes=(*read.notes, *replaced_note(read.target, read.replaced), last),
        rows=rows,
        columns=IMPORT,
        extra={
            "file": read.file,
            "sheet": read.sheet,
            "written": read.target,
            **{key: getattr(read, key) for key in ("replaced", "areas", "criteria", "components", "rules", "points")},
            "todo": todo,
        },
    )


@dataclass(frozen=True)
class ImportedScores:
    """Points that were read from a file. `units`: how many rows each unit got."""

    file: str
    sheets: list[str]
    target: str
    replaced: bool
    year: int
    columns: list[str]
    units: dict[str, int]
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def scores_report(names: Names, read: ImportedScores) -> Report:
    """What was made of a sheet with points."""
    rows, count = finding_rows(read.findings), sum(read.units.values())
    facts = [
        Fact(_("Read"), n_("{count} row", "{count} rows", count), ", ".join(read.sheets)),
        Fact(_("Year"), Figure(read.year, "year")),
        Fact(_("Units"), Figure(len(read.units), "count"), listed_units(names, list(read.units))),
        Fact(_("Columns"), ", ".join(_(FIELDS[each]) for each in read.columns)),
    ]
    return Report(
        command="import scores",
        title=_("Scores imported"),
        subtitle=_("{source} → {target}", source=read.file, target=read.target),
        year=read.year,
        facts=tuple(facts),
        tables=tables_by_kind(rows, KINDS, columns()),
        notes=(*read.notes, _("Next: cchc check")),
        rows=rows,
        columns=IMPORT,
        extra={
            "file": read.file,
            "sheets": read.sheets,
            "written": read.target,
            "replaced": read.replaced,
            "columns": read.columns,
            "units": read.units,
        },
    )


def columns() -> tuple[Column, ...]:
    """Findings for people."""
    return Column("cell", _("Cell"), "id"), Column("component", _("Id"), "id"), Column("text", _("What"))


def finding_rows(findings: list[Finding]) -> pd.DataFrame:
    """Findings for scripts."""
    rows = [(each.kind, each.cell, each.component, each.text) for each in findings]
    return pd.DataFrame(rows, columns=list(IMPORT), dtype=object)


def replaced_note(target: str, replaced: bool) -> list[str]:
    """That an older file is gone."""
    return [_("{file} was there and has been written over.", file=target)] if replaced else []
