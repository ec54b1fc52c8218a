"""`cchc dossiers late`: the dossiers to act on, and whose they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.columns import LATE
from cchc_cli.model.report import Column, Fact, Figure, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.measure import left_out_notes

STATE_WORDS = {"overdue": N_("overdue"), "due_soon": N_("due soon"), "late": N_("finished late")}
STATES = tuple(STATE_WORDS)


@dataclass(frozen=True)
class Pressing:
    """Dossiers to act on as of a day, with the columns of LATE; `soon` in working days."""

    table: pd.DataFrame
    unit: str | None
    today: date
    soon: int
    left_out: Mapping[str, int]


def late_report(names: Names, found: Pressing) -> Report:
    """A row a dossier; below, how many each officer and each procedure has."""
    table = found.table
    day = numbers.day(found.today.isoformat())
    whose = names.unit(found.unit) if found.unit else _("all units")
    return Report(
        command="dossiers late",
        title=_("Dossiers to act on"),
        subtitle=_("{unit}, as of {day}", unit=whose, day=day),
        year=found.today.year,
        facts=tuple(_facts(found)),
        tables=(_dossiers(table), *_counts(names, table)) if len(table) else (),
        notes=(*left_out_notes(found.left_out), *([] if len(table) else [_("No dossier needs action.")])),
        rows=table,
        columns=LATE,
        extra={
            "unit": found.unit,
            "date": found.today.isoformat(),
            "soon": found.soon,
            "left_out": dict(found.left_out),
            "counts": {state: int((table["state"] == state).sum()) for state in STATES},
            "without_apology": int(table["apology_missing"].sum()),
        },
    )


def _facts(found: Pressing) -> Iterable[Fact]:
    states = found.table["state"]
    yield Fact(_("Overdue"), Figure(int((states == "overdue").sum()), "count"), _("open, past the day they were due"))
    soon = n_("within {count} working day", "within {count} working days", found.soon)
    yield Fact(_("Due soon"), Figure(int((states == "due_soon").sum()), "count"), soon)
    missing = int(found.table["apology_missing"].sum())
    yield Fact(_("Without apology"), Figure(missing, "count"), _("late, and the apology or the new date is missing"))


def _dossiers(table: pd.DataFrame) -> Table:
    return Table(
        table.assign(
            told=[_told(row) for row in table.to_dict("records")],
            late=table["days"].where(table["state"] != "due_soon"),
            left=table["days"].where(table["state"] == "due_soon"),
            apology=[_("missing") if each else "" for each in table["apology_missing"]],
        ),
        (
            Column("dossier", _("Dossier"), "id"),
            Column("procedure", _("Procedure"), fold="· "),
            Column("officer", _("Officer"), "owner", fold="· "),
            Column("received", _("Received"), "date", fold=""),
            Column("due", _("Due"), "date"),
            Column(
                "told",
                _("State"),
                sheet=(
                    Column("state", _("State"), say=lambda state: _(STATE_WORDS[state])),
                    Column("late", _("Working days late"), "late"),
                    Column("left", _("Working days left"), "count"),
                    Column("apology", _("Apology and new date")),
                ),
            ),
        ),
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


def _counts(names: Names, table: pd.DataFrame) -> Iterable[Table]:
    """How many dossiers each officer and each procedure has, most first; only where anything is known of them."""
    for column, title, name in (("officer", _("By officer"), names.owner), ("procedure", _("By procedure"), str)):
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
