"""What the register of dossiers says of a year's duties: results on time, apologies for late ones."""

from datetime import date
from importlib.util import find_spec

import pandas as pd

from cchc_cli.commands.registers import Asked, Registers, measures_with
from cchc_cli.commands.workspace import Workspace
from cchc_cli.files.registers.local import LocalRegister
from cchc_cli.index.measured import values_of
from cchc_cli.messages import _
from cchc_cli.model.problems import InputError
from cchc_cli.show.reports.duties import Duties

REGISTER = "dossiers"


def duties_of(workspace: Workspace, year: int, unit: str) -> Duties | None:
    """How a unit kept its duties; None, and told, where no register says anything of it. Raises CchcError for bad rows."""
    counts = _counts(workspace, year)
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


def _counts(workspace: Workspace, year: int) -> pd.DataFrame:
    """What is counted of the dossiers of all units, once for all papers of a command."""
    if year not in workspace.counted:
        workspace.counted[year] = _counted(workspace, year)
    return workspace.counted[year]


def _counted(workspace: Workspace, year: int) -> pd.DataFrame:
    nothing = values_of([], REGISTER, "year", frozenset())
    if not workspace.folder.register(REGISTER):
        return nothing
    if find_spec("duckdb") is None:
        told = _("the registers were not read: DuckDB is not installed ({command}).")
        workspace.warn(told.format(command="pip install 'cchc-cli[dossiers]'"))
        return nothing
    # Rows that name no unit are the workspace's own.
    own = workspace.task_units([each.id for each in workspace.scores.units]).own
    with Registers(workspace, Asked(unit=own, all_units=own is None)) as registers:
        try:
            register = registers.open(REGISTER)
        except InputError as error:
            error.hint = _("Put these rows right; all faults: cchc check")  # no row of a paper's figures is left out
            raise
        first, last = date(year, 1, 1), min(date(year, 12, 31), registers.today)
        if not isinstance(register, LocalRegister) or first > last:
            return nothing
        known = measures_with(register.columns, REGISTER)
        return values_of(register.measure("year", None, first, last), REGISTER, "year", known)
