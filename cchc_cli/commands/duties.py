"""What the registers say of a year's results: duties on dossiers, and the points that they give."""

from importlib.util import find_spec

import pandas as pd

from cchc_cli.commands.registers import Asked, Registers
from cchc_cli.commands.workspace import Workspace
from cchc_cli.messages import _
from cchc_cli.model.problems import InputError
from cchc_cli.model.registers import REGISTERS
from cchc_cli.show.reports.duties import Duties

DOSSIERS = "dossiers"


def duties_of(workspace: Workspace, year: int, unit: str) -> Duties | None:
    """How a unit kept its duties; None, and told, where no register says anything of it. Raises CchcError for bad rows."""
    counts = _counts(workspace, year, (DOSSIERS,))
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
        counts = _counts(workspace, year, tuple(REGISTERS))
    except InputError as error:
        told = _(
            "The registers have faults ({count}), so the self-score was not compared with them.", count=error.total
        )
        workspace.tell_once(f"{told} {error.hint}")
        return {}
    rows = counts[(counts["unit"] == unit) & counts["points"].notna()]
    return dict(zip(rows["component"], rows["points"].astype(float), strict=True))


def _counts(workspace: Workspace, year: int, names: tuple[str, ...]) -> pd.DataFrame:
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
    with Registers(workspace, Asked(unit=own, all_units=own is None)) as registers:
        try:
            return registers.fed_by(there, year)
        except InputError as error:
            error.hint = _("Put these rows right; all faults: cchc check")  # no row of a paper's figures is left out
            raise
