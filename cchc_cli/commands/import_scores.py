"""`cchc import scores`: read, compare with what the workspace has, write, tell."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from cchc_cli.commands.arguments import identified
from cchc_cli.commands.changes import report_changes, scores_of
from cchc_cli.commands.import_criteria import refuse_existing, refuse_suffix
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.find import ScoreFiles, asked_file, expanded
from cchc_cli.files.score_book import Asked, is_score_book, read_score_book
from cchc_cli.files.score_edit import merge_scores
from cchc_cli.files.scores import load_scores
from cchc_cli.files.units import load_units
from cchc_cli.index.changes import same_units
from cchc_cli.messages import _
from cchc_cli.model.choices import File
from cchc_cli.model.nearest import by_id
from cchc_cli.model.problems import CchcError, InputError
from cchc_cli.model.report import Report
from cchc_cli.model.scores import Scores, Unit
from cchc_cli.office.scores import ScoreDraft, draft_scores
from cchc_cli.office.units import Units
from cchc_cli.office.whose import Wanted
from cchc_cli.read.books import read_book
from cchc_cli.show.names import Names
from cchc_cli.show.reports.imported import Finding, ImportedScores, scores_report
from cchc_cli.system.safe_write import locked, replace_text
from cchc_cli.system.temporary import temporary_folder


@command
def import_scores(
    workspace: Workspace,
    file: File,
    *,
    year: int,
    unit: str | None = None,
    output: File | None = None,
    sheet: str | None = None,
    yes: bool = False,
    force: bool = False,
    dry_run: bool = False,
) -> Report:
    """Make a file of scores of a sheet; one row an id that was repaired, confirmed or left out.

    What is not sure is put to people; with `yes` it is refused. Raises CchcError before anything is written. `dry_run`
    writes nothing and tells, as `changes` does, what would differ; one row a cell.
    """
    desk = ScoreImport(workspace, file, output, force or dry_run)
    return desk.tried(year, unit, sheet, asking=not yes) if dry_run else desk.run(year, unit, sheet, asking=not yes)


class ScoreImport:
    """One import of points into a workspace."""

    def __init__(self, workspace: Workspace, file: File, output: File | None, force: bool) -> None:
        self.asker, self.workspace = workspace, workspace.folder
        self.file, self.output, self.force = str(file), output, force
        self.framework = workspace.framework

    def run(self, year: int, unit: str | None, sheet: str | None, *, asking: bool) -> Report:
        """Read and write. Raises CchcError before anything is written."""
        target = self._target(year)
        if not self.output:
            target.parent.mkdir(exist_ok=True)
        draft, replaced = self._draft(target, year, unit, sheet, asking)
        with locked(self.workspace.data / "scores.csv"):
            self._write(draft, target)
        return self._told(draft, target, replaced)

    def tried(self, year: int, unit: str | None, sheet: str | None, *, asking: bool) -> Report:
        """What would differ if it were written."""
        target = self._target(year)
        draft, _replaced = self._draft(target, year, unit, sheet, asking)
        name = self.workspace.name(target.absolute())
        data = draft.text().encode()
        if target.exists():
            data = merge_scores(target, name, draft.year, draft.rows, draft.columns()).data
        others = self._others(target)
        with temporary_folder() as folder:
            tried = folder / target.name
            tried.write_bytes(data)
            after = scores_of(self.asker, tried, *others)
        # A file that is not among the scores yet would be one of them.
        before = scores_of(self.asker, *others, *([target] if target.exists() else ()))
        before, after = same_units([before, after])
        report = report_changes(self.asker, before, after, (name, self.file))
        told = self._told(draft, target, target.exists())
        nothing = _("Nothing was written (--dry-run).")
        return replace(
            report, command="import scores", facts=(*told.facts, *report.facts), notes=(*told.notes, nothing)
        )

    def _target(self, year: int) -> Path:
        target = expanded(str(self.output)) if self.output else self.workspace.data / f"scores-{year}.csv"
        refuse_suffix(target, (".csv",))
        return target

    def _others(self, target: Path) -> list[Path]:
        """The workspace's score files but the one that is written anew."""
        return [path for path in self.workspace.scores() if path.resolve() != target.resolve()]

    def _draft(
        self, target: Path, year: int, unit: str | None, sheet: str | None, asking: bool
    ) -> tuple[ScoreDraft, bool]:
        """What the sheet says, and whether it goes into a file that is there."""
        listed, there = self._there(target)
        default = self.framework.criteria.defaults.unit
        units = Units(listed or _with(there.units, default, unit), fixed=listed is not None)
        wanted = Wanted(year, self._unit(unit, units), sheet, default)
        hint = _(
            "Name another file with -o FILE, or put the points into it with --force: its other rows and columns stay."
        )
        source = asked_file(self.file)
        replaced = refuse_existing(target, self.force, hint)
        book = read_book(source, self.file)
        if is_score_book(book):
            groups = {each.id: each.group for each in listed or ()}
            filled = read_score_book(book, Asked(self.framework, groups, year, wanted.unit))
            sheets = [grid.name for grid in book.grids if not grid.hidden]
            draft = ScoreDraft(book.file, year, filled.rows, filled.cells, sheets)
        else:
            draft = draft_scores(book, self.framework, units, wanted, self.asker.ask if asking else _no)
        draft.notes[:0] = book.notes
        self._refuse_twice(draft, there)
        return draft, replaced

    def _write(self, draft: ScoreDraft, target: Path) -> None:
        """Write a new file, or put the rows into the one that is there; then tell what became of its rows."""
        if not target.exists():
            replace_text(target, draft.text().encode())
            return
        name = self.workspace.name(target.absolute())
        merged = merge_scores(target, name, draft.year, draft.rows, draft.columns())
        replace_text(target, merged.data)
        units = list(dict.fromkeys(unit for unit, _component in draft.rows))
        told = _(
            "{file}: {replaced} rows of {units} replaced, {added} added; {kept} rows of these units that the sheet "
            "does not have and {others} other rows stay as they were, as do columns that the sheet does not have.",
            file=name,
            replaced=merged.replaced.total(),
            units=", ".join(units[:5]) + (", …" if len(units) > 5 else ""),
            added=merged.added.total(),
            kept=merged.kept.total(),
            others=merged.others,
        )
        draft.notes.append(told)

    def _there(self, target: Path) -> tuple[tuple[Unit, ...] | None, Scores]:
        """The units of units.csv (None without it), and the scores of all files but the target."""
        units, problems = load_units(self.workspace)
        files = ScoreFiles(self.workspace.root, tuple(self._others(target)), warnings=self.workspace.warnings)
        scores, findings = load_scores(files, self.framework, units)
        problems = [*problems, *findings.problems]
        if problems or scores is None:
            raise InputError(_("The input has faults; nothing was written."), problems)
        return units, scores

    def _unit(self, asked: str | None, units: Units) -> str | None:
        if asked is None:
            return None
        found = units.find(asked) or (None if units.fixed else asked)
        text = _("There is no unit {unit}.", unit=asked)
        return found or identified(asked, by_id(units.ids.values()), text, self.asker.tell_once)

    def _refuse_twice(self, draft: ScoreDraft, there: Scores) -> None:
        """Raise CchcError where the workspace has points for the same unit, year and component in another file."""
        frame = there.frame[there.frame["year"] == draft.year]
        ids = self.framework.component_ids
        known = {
            (there.units[unit].id, ids[component])
            for unit, component in zip(frame["unit"], frame["component"], strict=True)
        }
        twice = [key for key in draft.rows if key in known]
        if twice:
            text = _(
                "{count} of {all} rows are in the score files already, such as {unit} {component} in {year}.",
                count=len(twice),
                all=len(draft.rows),
                unit=twice[0][0],
                component=twice[0][1],
                year=draft.year,
            )
            told = text
            hint = _(
                "Take them out of the other file, or put the points into that one: -o FILE --force. Nothing was written."
            )
            raise CchcError(told, hint=hint)

    def _told(self, draft: ScoreDraft, target: Path, replaced: bool) -> Report:
        names = Names(self.framework, load_units(self.workspace)[0] or ())
        read = ImportedScores(
            file=draft.file,
            sheets=draft.sheets,
            target=self.workspace.name(target.absolute()),
            replaced=replaced,
            year=draft.year,
            columns=draft.columns(),
            units=dict(Counter(unit for unit, _component in draft.rows)),
            components=len(self.framework.at(draft.year).leaves),
            findings=[
                *(Finding("repaired", *each) for each in draft.repairs),
                *(Finding("confirmed", *each) for each in draft.confirmed),
                *(Finding("left_out", *each) for each in draft.left_out),
            ],
            notes=draft.notes,
        )
        return scores_report(names, read)


def _with(units: tuple[Unit, ...], *ids: str | None) -> tuple[Unit, ...]:
    """Without units.csv: the units of the scores, and those that are named elsewhere."""
    known = {unit.id for unit in units}
    return (*units, *(Unit(each, each) for each in dict.fromkeys(ids) if each and each not in known))


def _no(_question: str) -> bool:
    """What is not sure is left."""
    return False
