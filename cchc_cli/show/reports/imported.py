"""`cchc import`: what was read and written, what was repaired, and what a person has to look at."""

from dataclasses import astuple, dataclass, field, replace

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.blocks import Column, Fact, Figure
from cchc_cli.model.columns import IMPORT
from cchc_cli.model.report import Report
from cchc_cli.show.columns import FIELDS, tables_by_kind
from cchc_cli.show.names import Names
from cchc_cli.show.reports.sentences import listed, listed_units

KINDS = {
    "todo": N_("Look at these"),
    "repaired": N_("Read otherwise than it stands there"),
    "confirmed": N_("Confirmed"),
    "sum": N_("Sums that are not what their components come to"),
    "left_out": N_("Not imported: points are given for components"),
}
SHEETS = 5
"""Sheets that are named."""


@dataclass(frozen=True)
class Finding:
    """Something about a cell: `todo` = not sure, `repaired` = put right without doubt, `sum` = not what its components
    come to, `left_out` = not taken."""

    kind: str
    cell: str
    component: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What was read from a file and written into another one, and what is to be told of it."""

    file: str
    target: str
    replaced: bool
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def report(self, command: str, title: str, facts: tuple[Fact, ...], last: tuple[str, ...]) -> Report:
        """Facts, findings by kind, and the `last` notes."""
        rows = pd.DataFrame([astuple(each) for each in self.findings], columns=list(IMPORT), dtype=object)
        columns = Column("cell", _("Cell"), "id"), Column("component", _("Id"), "id"), Column("text", _("What"))
        return Report(
            command=command,
            title=title,
            subtitle=_("{source} → {target}", source=self.file, target=self.target),
            facts=facts,
            tables=tables_by_kind(_told_once(rows), KINDS, columns),
            notes=(*self.notes, *last),
            rows=rows,
        )


def _told_once(rows: pd.DataFrame) -> pd.DataFrame:
    """Findings for people: of cells of which the same is said, as on the sheet of each unit, the first and how many more."""
    same = rows.groupby(["kind", "component", "text"], sort=False)["cell"]
    more, first = same.transform("size") - 1, same.cumcount() == 0
    counted = (n_("So it is in {count} more cell.", "So it is in {count} more cells.", count) for count in more)
    texts = [f"{text} {told}" if count else text for text, told, count in zip(rows["text"], counted, more, strict=True)]
    return rows.assign(text=texts)[first]


@dataclass(frozen=True, kw_only=True)
class ImportedCriteria(Imported):
    """A framework: how much of what there is in it."""

    sheet: str
    areas: int
    criteria: int
    components: int
    rules: int
    points: float
    totals: int


def criteria_report(read: ImportedCriteria) -> Report:
    """What was made of an annex."""
    todo = sum(finding.kind == "todo" for finding in read.findings)
    parts = (
        n_("{count} area", "{count} areas", read.areas),
        n_("{count} criterion", "{count} criteria", read.criteria),
        n_("{count} component", "{count} components", read.components),
    )
    compared = n_("{count} total compared", "{count} totals compared", read.totals)
    facts = (
        Fact(_("Read"), ", ".join(parts), read.sheet),
        Fact(_("Points"), Figure(read.points, "value"), compared),
        Fact(_("Rules"), _("{rules} of {components}", rules=read.rules, components=read.components)),
    )
    last = n_(
        "{count} TODO in the file: look at the cell, correct it, remove the comment; then cchc check.",
        "{count} TODOs in the file: look at the cells, correct them, remove the comments; then cchc check.",
        todo,
    )
    replaced = [_("{file} was there and has been written over.", file=read.target)] if read.replaced else []
    extra = {"file": read.file, "sheet": read.sheet, "written": read.target}
    extra |= {key: getattr(read, key) for key in ["replaced", "areas", "criteria", "components", "rules", "points"]}
    notes = (*replaced, last if todo else _("Nothing is doubtful. Next: cchc check"))
    report = read.report("import criteria", _("Criteria imported"), facts, notes)
    return replace(report, extra=extra | {"todo": todo})


@dataclass(frozen=True, kw_only=True)
class ImportedScores(Imported):
    """Points. `units`: how many rows each unit got; `files`: how many there are, in a folder."""

    sheets: list[str]
    year: int
    columns: list[str]
    units: dict[str, int]
    files: int


def scores_report(names: Names, read: ImportedScores) -> Report:
    """What was made of a sheet with points."""
    count = sum(read.units.values())
    source = n_("{count} file", "{count} files", read.files) if read.files > 1 else listed(read.sheets, "sheet", SHEETS)
    facts = (
        Fact(_("Read"), n_("{count} row", "{count} rows", count), source),
        Fact(_("Year"), Figure(read.year, "year")),
        Fact(_("Units"), Figure(len(read.units), "count"), listed_units(names, list(read.units))),
        Fact(_("Columns"), ", ".join(_(FIELDS[each]) for each in read.columns)),
    )
    extra = {"file": read.file, "sheets": read.sheets, "written": read.target}
    extra |= {key: getattr(read, key) for key in ("replaced", "columns", "units")}
    wrong = _(
        "Sums are not imported, points of components are. See which figure is right; where it is not that of the "
        "components, correct them in the sheet and import it again with --force."
    )
    last = (*([wrong] if any(each.kind == "sum" for each in read.findings) else ()), _("Next: cchc check"))
    report = read.report("import scores", _("Scores imported"), facts, last)
    return replace(report, year=read.year, extra=extra)
