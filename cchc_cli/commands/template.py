"""`cchc template`: sheets that units fill in."""

from cchc_cli.commands.arguments import refuse_both, unit_meant
from cchc_cli.commands.export import WORKBOOK
from cchc_cli.commands.import_criteria import refuse_existing, refuse_suffix
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.find import expanded
from cchc_cli.files.units import listed_units
from cchc_cli.messages import _, n_
from cchc_cli.model.choices import File
from cchc_cli.model.nearest import by_id
from cchc_cli.model.problems import CchcError
from cchc_cli.model.scores import Unit
from cchc_cli.show.names import Names
from cchc_cli.show.writers.editable import score_book
from cchc_cli.system.safe_write import replace_text


@command
def template_scores(
    workspace: Workspace,
    year: int,
    *,
    output: File,
    unit: str | None = None,
    all_units: bool = False,
    force: bool = False,
) -> str:
    """The sheet of points of a year for a unit, or with `all_units` one a unit; what was written, in words."""
    target = expanded(str(output))
    refuse_suffix(target, WORKBOOK)
    refuse_existing(target, force, _("Name another file with -o FILE, or write over it with --force."))
    units = _units(workspace, year, unit, all_units=all_units)
    framework = workspace.framework.at(year)
    if not framework.leaves:
        raise CchcError(_("criteria.yaml has no component for {year}.", year=year))
    frameworks = {each.id: framework.of_group(each.group) for each in units}
    replace_text(target, score_book(Names(workspace.framework, units), frameworks))
    return _(
        "Written: {file} ({sheets}). Filled in, it is read by: cchc import scores {file} --year {year}",
        file=target,
        sheets=n_("{count} sheet", "{count} sheets", len(units)),
        year=year,
    )


def _known(workspace: Workspace) -> tuple[Unit, ...]:
    """The units of units.csv, without it those of the scores."""
    units = listed_units(workspace.folder, _("The input has faults; nothing was written."))
    if units is None and workspace.folder.scores():
        return tuple(workspace.scores.units)
    return units or ()


def _units(workspace: Workspace, year: int, asked: str | None, *, all_units: bool) -> list[Unit]:
    """The units that get a sheet. Raises CchcError where nobody says which."""
    refuse_both(asked, all_units)
    units = _known(workspace)
    there = [each for each in units if each.is_there(year)]
    if all_units:
        if not there:
            raise CchcError(_("--all-units needs the units of data/units.csv."))
        return there
    own = workspace.framework.criteria.defaults.unit
    unit = unit_meant(asked, own, by_id(units if asked or own else there), workspace.tell_once)
    if not units and unit != own:
        workspace.warn(
            _("no file names the unit {unit}: there are neither units.csv nor scores. Is it written right?", unit=unit)
        )
    return [{each.id: each for each in units}.get(unit, Unit(unit, unit))]
