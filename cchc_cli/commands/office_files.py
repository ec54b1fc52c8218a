"""`cchc import criteria`, `export criteria`, `template scores`: the framework from Word and Excel files, and into them."""

from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from cchc_cli.commands.arguments import refuse_both, unit_meant
from cchc_cli.commands.lookups import tell_gone
from cchc_cli.commands.papers import file_stems, refuse_place
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.create import is_untouched
from cchc_cli.files.criteria.book import is_criteria_book, read_criteria_book, yaml_text
from cchc_cli.files.find import CRITERIA, WorkspaceFolder, asked_file, expanded, is_there
from cchc_cli.files.load import load_framework
from cchc_cli.files.units import listed_units, load_units
from cchc_cli.messages import _, n_
from cchc_cli.model.choices import File
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.framework import Framework, walk
from cchc_cli.model.grid import Book
from cchc_cli.model.letters import as_typed
from cchc_cli.model.nearest import by_id
from cchc_cli.model.problems import CchcError, first_of
from cchc_cli.model.report import Report
from cchc_cli.model.scores import Unit
from cchc_cli.office.frameworks.draft import CriteriaDraft, draft_criteria
from cchc_cli.office.frameworks.text import criteria_text, of_every_index
from cchc_cli.read.books import read_book
from cchc_cli.show.names import Names
from cchc_cli.show.reports.imported import Finding, ImportedCriteria, criteria_report
from cchc_cli.show.writers.editable import criteria_book
from cchc_cli.show.writers.score_book import score_book
from cchc_cli.system.plain_file import refuse_missing_folder
from cchc_cli.system.safe_write import made_folder, replace_text

YAML = (".yaml", ".yml")


@command
def import_criteria(
    workspace: Workspace, file: File, *, output: File | None = None, sheet: str | None = None, force: bool = False
) -> Report:
    """Make criteria.yaml of an annex, in place of an untouched skeleton too; one row a TODO or a repair. Raises CchcError before anything is written."""
    folder = expanded(workspace.asked or ".")
    target = expanded(str(output)) if output else folder / CRITERIA
    refuse_suffix(target, YAML)
    hint = _("Name another file with -o FILE, or write over it with --force.")
    force = force or is_untouched(target)
    book = read_book(asked_file(str(file)), str(file))
    # Faults of the sheet are told first: no --force heals them.
    if is_criteria_book(book):
        criteria, notes = read_criteria_book(book)
        read = _read_back(book, criteria, notes, target, refuse_existing(target, force, hint))
        text = yaml_text(criteria)
    else:
        here = WorkspaceFolder(target.parent)
        known = {unit.group: unit.group for unit in load_units(here)[0] or () if unit.group}
        with suppress(CchcError):
            known |= {each: group.name for each, group in load_framework(here).criteria.groups.items()}
        draft = draft_criteria(book, sheet, known)
        draft.notes[:0] = book.notes
        read, text = _told(draft, target, refuse_existing(target, force, hint)), criteria_text(draft)
    replace_text(target, text.encode())
    return replace(criteria_report(read), workspace=str(target.parent.absolute()))


def _read_back(book: Book, criteria: Criteria, notes: list[str], target: Path, replaced: bool) -> ImportedCriteria:
    """The framework of a workbook of our own."""
    framework = Framework(criteria)
    return ImportedCriteria(
        file=book.file,
        sheet="",
        target=str(target),
        replaced=replaced,
        areas=len(criteria.areas),
        criteria=sum(len(area.criteria) for area in criteria.areas),
        components=len(framework.components),
        rules=sum(each.rule is not None for each in framework.components),
        points=max(_points(framework, group) for group in framework.groups or ("",)),
        totals=0,
        notes=[
            *book.notes,
            *notes,
            *_displaced(criteria),
            _("Comments of a criteria.yaml do not go through a workbook."),
        ],
    )


def _displaced(criteria: Criteria) -> list[str]:
    """That a few ids stand below another one than that with which they begin: the row between them is gone."""
    pairs = [(line[-2].id, line[-1].id) for _place, line in walk(criteria) if len(line) > 1]
    odd = [f"{child} ({above})" for above, child in pairs if not child.startswith(f"{above}.")]
    text = _("Ids that stand below another (in brackets) than that with which they begin; is a row gone? {ids}")
    return [text.format(ids=first_of(odd))] if 0 < 3 * len(odd) <= len(pairs) else []


def _points(framework: Framework, group: str) -> float:
    """What units of a group can get at most."""
    found = 0.0
    for each in framework.components:
        groups = framework.groups_of(each.id)
        if groups is None or group in groups:
            most = max(each.max.values()) if isinstance(each.max, dict) else each.max or 0.0
            found += (each.max_by_group or {}).get(group, most)
    return found


def refuse_suffix(target: Path, allowed: tuple[str, ...]) -> None:
    """Raise CchcError for a name that promises another kind of file than is written."""
    if target.suffix.lower() not in allowed:
        suffixes = _(" or ").join(allowed)
        text = _("{file}: this command writes {suffixes} only.", file=target, suffixes=suffixes)
        hint = _("Name a file that ends in {suffixes}. Nothing was written.", suffixes=suffixes)
        raise CchcError(text, hint=hint)


def refuse_existing(target: Path, force: bool, hint: str) -> bool:
    """Whether a file will be written over. Raises CchcError where it is there and that was not asked for."""
    there = is_there(target)
    if there and not force:
        text = _("{file} is there already; nothing was written.", file=target)
        raise CchcError(text, hint=hint)
    refuse_missing_folder(target.absolute().parent)
    return there


def _told(draft: CriteriaDraft, target: Path, replaced: bool) -> ImportedCriteria:
    leaves = draft.leaves()
    return ImportedCriteria(
        file=draft.file,
        sheet=draft.sheet,
        target=str(target),
        replaced=replaced,
        areas=len(draft.areas),
        criteria=sum(max(len(area.children), 1) for area in draft.areas),
        components=len(leaves),
        rules=sum(leaf.rule is not None for leaf in leaves),
        points=draft.points(),
        totals=draft.totals,
        findings=[
            *(Finding("todo", doubt.address, doubt.node, doubt.text) for doubt in draft.doubts),
            *(Finding("repaired", address, "", text) for address, text in draft.repairs),
        ],
        notes=[*draft.notes, *of_every_index(draft)],
    )


WORKBOOK = (".xlsx",)


@command
def export_criteria(workspace: Workspace, *, output: File, force: bool = False) -> str:
    """criteria.yaml as a workbook that `import_criteria` reads back; what was written, in words."""
    target = expanded(str(output))
    refuse_suffix(target, WORKBOOK)
    refuse_existing(target, force, _("Name another file with -o FILE, or write over it with --force."))
    replace_text(target, criteria_book(workspace.framework.criteria))
    return _(
        "Written: {file}. Edit it, then: cchc import criteria {file} -o criteria.yaml --force", file=as_typed(target)
    )


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
    """The sheet of points of a year for a unit, or with `all_units` one a unit; what was written, in words.

    `output` is a workbook, or with `all_units` a folder, in which each unit gets a file of its own.
    """
    workspace.refuse_later(_("YEAR"), year)
    target = expanded(str(output))
    in_folder = all_units and target.suffix.lower() not in WORKBOOK
    if in_folder:
        refuse_place(target, workspace)
    else:
        refuse_suffix(target, WORKBOOK)
        refuse_existing(target, force, _("Name another file with -o FILE, or write over it with --force."))
    units = _units(workspace, year, unit, all_units=all_units)
    framework = workspace.framework.at(year)
    if not framework.leaves:
        raise CchcError(_("criteria.yaml has no component for {year}.", year=year))
    files = _file_each(target, units, year, force=force) if in_folder else {target: units}
    with made_folder(target) if in_folder else nullcontext():
        for file, of in files.items():
            frameworks = {each.id: framework.of_group(each.group) for each in of}
            replace_text(file, score_book(Names(workspace.framework, of), frameworks))
    sheets = n_("{count} sheet", "{count} sheets", len(units))
    return _(
        "Written: {file} ({sheets}). Filled in, it is read by: cchc import scores {file} --year {year}",
        file=as_typed(target),
        sheets=n_("{count} file", "{count} files", len(files)) if in_folder else sheets,
        year=year,
    )


def _file_each(folder: Path, units: list[Unit], year: int, *, force: bool) -> dict[Path, list[Unit]]:
    """A file in a folder for each unit. Raises CchcError where one is there that is not to be written over."""
    stems = file_stems(units)
    files = {folder / f"{stems[each.id]}-{year}.xlsx": [each] for each in units}
    there = [] if force else [file.name for file in files if is_there(file)]
    if there:
        text = _("{folder} has these already; nothing was written: {files}.", folder=folder, files=first_of(there, 5))
        hint = _("Name another folder, or write over them with --force: what is filled in there is lost.")
        raise CchcError(text, hint=hint)
    return files


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
    found = {each.id: each for each in units}.get(unit, Unit(unit, unit))
    tell_gone(unit, units, year, workspace.warn)
    return [found]
