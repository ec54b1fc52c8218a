"""`cchc dossiers late`: the dossiers to act on; and what the registers say of a year's results: duties on dossiers, and the points
that they give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec

import pandas as pd

from cchc_cli.commands.arguments import identified
from cchc_cli.commands.lookups import tell_uncounted
from cchc_cli.commands.registers import Registers
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.registers.local import LocalRegister
from cchc_cli.messages import N_, _, n_
from cchc_cli.model.blocks import Column, Fact, Figure, Table
from cchc_cli.model.choices import Day, DossierAlarm
from cchc_cli.model.columns import LATE
from cchc_cli.model.nearest import names_of
from cchc_cli.model.problems import CchcError, InputError, first_of
from cchc_cli.model.registers import REGISTERS
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.reports.duties import Duties
from cchc_cli.show.reports.measure import left_out_notes

STATE_WORDS = {"overdue": N_("overdue"), "due_soon": N_("due soon"), "late": N_("finished late")}
STATES = tuple(STATE_WORDS)
"""What presses first."""


@command
def dossiers_late(
    workspace: Workspace,
    *,
    unit: str | None = None,
    all_units: bool = False,
    day: Day | None = None,
    soon: int = 3,
    officer: str | None = None,
    procedure: str | None = None,
    fail_on: DossierAlarm | None = None,
    skip_bad: bool = False,
) -> Report:
    """The dossiers that are overdue, due within `soon` working days, or late without an apology; one row a dossier.

    Those of the kind that `fail_on` names are `unmet`.
    """
    with Registers(workspace, unit, day, all_units=all_units, skip_bad=skip_bad) as registers:
        late = late_dossiers(registers, soon, officer, procedure)
        return replace(_report(late), unmet=late.unmet(fail_on))


@dataclass(frozen=True)
class LateDossiers:
    """The dossiers of a unit, an officer and a procedure that are to be acted on: one row each, the columns of LATE."""

    table: pd.DataFrame
    registers: Registers
    soon: int
    knows_apologies: bool
    """Whether the register says which late dossiers had an apology and a new date."""

    def unmet(self, fail_on: DossierAlarm | None) -> str | None:
        """What to say where there are dossiers of the kind that was asked for. Raises CchcError."""
        if fail_on is None:
            return None
        if fail_on == "late-without-apology" and not self.knows_apologies:
            text = _("--fail-on {kind}: the register has no columns apology and rescheduled.", kind=fail_on)
            raise CchcError(text)
        bad = self.table["state"] == "overdue" if fail_on == "overdue" else self.table["apology_missing"].astype(bool)
        ids = self.table.loc[bad, "dossier"].tolist()
        if not ids:
            return None
        count, listed = len(ids), first_of(ids)
        if fail_on == "overdue":
            return n_("{count} dossier is overdue: {ids}.", "{count} dossiers are overdue: {ids}.", count, ids=listed)
        return n_(
            "{count} dossier is late without an apology and a new date: {ids}.",
            "{count} dossiers are late without an apology and a new date: {ids}.",
            count,
            ids=listed,
        )


def late_dossiers(registers: Registers, soon: int, officer: str | None, procedure: str | None) -> LateDossiers:
    """Those of the registers' unit. Raises CchcError where there is no register, or none of an officer or a procedure."""
    register = registers.local("dossiers")
    if register is None:
        folder = registers.workspace.name(registers.workspace.data)
        text = _("There is no register of dossiers in {folder}.", folder=folder)
        raise CchcError(text, hint=_("Put it there: dossiers*.csv, dossiers*.xlsx or dossiers*.parquet."))
    knows_apologies = register.columns.issuperset(("apology", "rescheduled"))
    found = _pressing(registers, register, soon, knows_apologies=knows_apologies)
    for column, asked in (("officer", officer), ("procedure", procedure)):
        if asked is not None:
            text = _("No dossier here is of {name}.", name=asked)
            asked = identified(asked, _known(registers, register, column), text, registers.asker.tell_once)
            found = found[found[column] == asked].reset_index(drop=True)
    return LateDossiers(found, registers, soon, knows_apologies)


def _pressing(registers: Registers, register: LocalRegister, soon: int, *, knows_apologies: bool) -> pd.DataFrame:
    """One row a dossier of a unit, or of all, what presses first."""
    unit = registers.unit
    found = pd.DataFrame(register.records(register.statement("pressing")), columns=list(LATE))
    tell_uncounted(
        unit, registers.units, registers.today.year, {*found["unit"]}.__contains__, registers.asker.tell_once
    )
    if unit is not None:
        found = found[found["unit"] == unit]
    if not knows_apologies:
        # Where nobody writes apologies down, none can be said to be missing.
        found = found[found["state"] != "late"].assign(apology_missing=False)
    found = found[(found["state"] != "open") | (found["days"] <= soon)]
    found = found.assign(state=found["state"].replace("open", "due_soon"))
    for column in ("received", "due", "finished"):
        found[column] = ["" if pd.isna(day) else day.isoformat() for day in found[column]]
    for column in ("procedure", "officer"):
        found[column] = found[column].fillna("")
    order = {state: place for place, state in enumerate(STATES)}
    press = -found["days"].where(found["state"] != "due_soon", -found["days"])
    ranked = found.assign(place=found["state"].map(order), press=press)
    ranked = ranked.sort_values(["place", "press", "due", "dossier"], kind="stable", ignore_index=True)
    return ranked[list(LATE)]


def _known(registers: Registers, register: LocalRegister, column: str) -> dict[str, tuple[str, ...]]:
    """The officers or procedures of the register; owners may have no dossier yet."""
    if column not in register.columns:
        return {}
    rows = register.records(f"SELECT DISTINCT {column} AS name FROM dossiers_prepared WHERE {column} IS NOT NULL")
    owners = registers.framework.criteria.owners if column == "officer" else {}
    procedures = registers.procedures if column == "procedure" else {}
    there = sorted({*(row["name"] for row in rows), *owners})
    return {each: names_of(owners[each]) if each in owners else (procedures.get(each, each),) for each in there}


def _report(late: LateDossiers) -> Report:
    """A row a dossier; below, how many each officer and each procedure has."""
    table, registers = late.table, late.registers
    names, unit, left_out = registers.names, registers.unit, registers.left_out()
    whose = names.unit(unit) if unit else _("all units")
    return Report(
        command="dossiers late",
        names=names,
        title=_("Dossiers to act on"),
        subtitle=_("{unit}, as of {day}", unit=whose, day=registers.today),
        year=registers.today.year,
        facts=tuple(_facts(table, late.soon)),
        tables=(_dossiers(late), *_counts(late)) if len(table) else (),
        notes=(*left_out_notes(left_out), *([] if len(table) else [_("No dossier needs action.")])),
        rows=table,
        extra={
            "unit": unit,
            "date": registers.today.isoformat(),
            "soon": late.soon,
            "left_out": dict(left_out),
            "counts": {state: int((table["state"] == state).sum()) for state in STATES},
            "without_apology": int(table["apology_missing"].sum()),
        },
    )


def _facts(table: pd.DataFrame, days: int) -> Iterable[Fact]:
    states = table["state"]
    yield Fact(_("Overdue"), Figure(int((states == "overdue").sum()), "count"), _("open, past the day they were due"))
    soon = n_("within {count} working day", "within {count} working days", days)
    yield Fact(_("Due soon"), Figure(int((states == "due_soon").sum()), "count"), soon)
    missing = int(table["apology_missing"].sum())
    yield Fact(_("Without apology"), Figure(missing, "count"), _("late, and the apology or the new date is missing"))


def _dossiers(late: LateDossiers) -> Table:
    table = late.table
    return Table(
        table.assign(
            told=[_told(row) for row in table.to_dict("records")],
            procedure_shown=table["procedure"].map(late.registers.procedure_told),
            late=table["days"].where(table["state"] != "due_soon"),
            left=table["days"].where(table["state"] == "due_soon"),
            apology=[_("missing") if each else "" for each in table["apology_missing"]],
        ),
        (
            Column("dossier", _("Dossier"), "id"),
            Column("procedure_shown", _("Procedure"), fold="· "),
            Column("officer", _("Officer"), "owner", fold="· "),
            Column("received", _("Received"), "date", fold=""),
            Column("due", _("Due"), "date"),
            Column("told", _("State"), only="text"),
            Column("state", _("State"), say=lambda state: _(STATE_WORDS[state]), only="sheet"),
            Column("late", _("Working days late"), "late", only="sheet"),
            Column("left", _("Working days left"), "count", only="sheet"),
            Column("apology", _("Apology and new date"), only="sheet"),
        ),
        states="state",
        name=_("Dossiers"),
    )


def _told(row: Mapping[object, object]) -> str:
    """overdue by 3 working days; no apology and new date."""
    days = 0 if numbers.missing(row["days"]) else int(float(str(row["days"])))
    texts = {
        "overdue": n_("overdue by {count} working day", "overdue by {count} working days", days),
        "due_soon": n_("due in {count} working day", "due in {count} working days", days),
        "late": n_("finished {count} working day late", "finished {count} working days late", days),
    }
    text = texts[str(row["state"])]
    if row["state"] == "late" and days == 0:
        text = _("finished late, before the next working day")
    if row["state"] == "due_soon" and days == 0:
        text = _("due today")
    return text + "; " + _("no apology and new date") if row["apology_missing"] else text


def _counts(late: LateDossiers) -> Iterable[Table]:
    """How many dossiers each officer and each procedure has, most first; only where anything is known of them."""
    table = late.table
    parts = (
        ("officer", _("By officer"), late.registers.names.owner),
        ("procedure", _("By procedure"), late.registers.procedure_told),
    )
    for column, title, name in parts:
        if not (table[column] != "").any():
            continue
        rows = [
            {
                "shown": name(str(key)) if key else _("(none named)"),
                "all": len(part),
                **{state: int((part["state"] == state).sum()) for state in STATES},
                "missing": int(part["apology_missing"].sum()),
            }
            for key, part in table.groupby(column)
        ]
        counts = pd.DataFrame(rows).sort_values("all", ascending=False, kind="stable")
        yield Table(
            counts,
            (
                Column("shown", _("Officer") if column == "officer" else _("Procedure")),
                Column("overdue", _("Overdue"), "count"),
                Column("due_soon", _("Due soon"), "count"),
                Column("late", _("Finished late"), "count"),
                Column("missing", _("Without apology"), "count"),
            ),
            title=title,
        )


DOSSIERS = "dossiers"


def duties_of(workspace: Workspace, year: int, unit: str) -> Duties | None:
    """How a unit kept its duties; None, and told, where no register says anything of it. Raises CchcError for bad rows."""
    counts = _counted_once(workspace, year, (DOSSIERS,))
    tell_uncounted(unit, workspace.scores.units, year, {*counts["unit"]}.__contains__, workspace.tell_once)
    rows = {str(row["measure"]): row for row in counts[counts["unit"] == unit].to_dict("records")}
    decided = int(rows["on_time_rate"]["denominator"]) if "on_time_rate" in rows else 0
    if not decided:
        workspace.tell_once(
            _(
                "Where no register has dossiers of {year}, nothing is said of results on time and of apologies.",
                year=year,
            )
        )
        return None
    apology = rows.get("apology_rate")
    on_time = int(rows["on_time_rate"]["numerator"])
    return Duties(decided, on_time, None if apology is None else int(apology["numerator"]))


def registered_points(workspace: Workspace, year: int, unit: str) -> dict[str, float]:
    """The points that the registers give a unit, by the components that they feed; none, and told, where one has faults."""
    try:
        counts = _counted_once(workspace, year, tuple(REGISTERS))
    except InputError as error:
        told = _(
            "The registers have faults ({count}), so the self-score was not compared with them.", count=error.total
        )
        workspace.tell_once(f"{told} {error.hint}")
        return {}
    rows = counts[(counts["unit"] == unit) & counts["points"].notna()]
    return dict(zip(rows["component"], rows["points"].astype(float), strict=True))


def _counted_once(workspace: Workspace, year: int, names: tuple[str, ...]) -> pd.DataFrame:
    """What is counted of some registers for all units, once for all papers of a command; see `Registers.fed`."""
    if (year, names) not in workspace.counted:
        workspace.counted[year, names] = _counted(workspace, year, names)
    return workspace.counted[year, names]


def _counted(workspace: Workspace, year: int, names: tuple[str, ...]) -> pd.DataFrame:
    there = [name for name in names if workspace.folder.register(name)]
    if there and find_spec("duckdb") is None:
        told = _("the registers were not read: DuckDB is not installed ({command}).")
        workspace.warn(told.format(command="pip install 'cchc-cli[dossiers]'"))
        there = []
    # Rows that name no unit are the workspace's own.
    own = workspace.task_units([each.id for each in workspace.scores.units]).own
    with Registers(workspace, own, all_units=own is None) as registers:
        try:
            return registers.fed_by(there, year)
        except InputError as error:
            error.hint = _("Put these rows right; all faults: cchc check")  # no row of a paper's figures is left out
            raise
