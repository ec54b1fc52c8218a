"""`cchc import scores`: read, compare with what the workspace has, write, tell."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from cchc_cli.commands.arguments import UNITS, identified
from cchc_cli.commands.changes import report_changes, scores_of
from cchc_cli.commands.office_files import refuse_existing, refuse_suffix
from cchc_cli.commands.score_folder import read_together, score_files
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.criteria.book import is_criteria_book
from cchc_cli.files.find import asked_file, expanded
from cchc_cli.files.notices import outside
from cchc_cli.files.scores.edit import Merged, keys_of, merge_scores, read_score_file, refuse_beside_book
from cchc_cli.files.scores.filled import PointsWanted, is_score_book, read_score_book
from cchc_cli.files.scores.reading import load_scores
from cchc_cli.files.units import load_units
from cchc_cli.index.changes import same_units
from cchc_cli.messages import N_, _, n_
from cchc_cli.model.choices import File
from cchc_cli.model.grid import Book
from cchc_cli.model.letters import as_typed
from cchc_cli.model.nearest import by_id
from cchc_cli.model.problems import CchcError, InputError
from cchc_cli.model.report import Report
from cchc_cli.model.scores import Scores, Unit, expected, heir_in
from cchc_cli.office.scores.match import Ask
from cchc_cli.office.scores.reading import ScoreDraft, draft_scores
from cchc_cli.office.scores.whose import Wanted, named_by_file
from cchc_cli.office.words.units import UnitNames
from cchc_cli.read.books import read_book
from cchc_cli.show.names import Names
from cchc_cli.show.reports.imported import Finding, ImportedScores, scores_report
from cchc_cli.show.reports.sentences import listed_units, without_points
from cchc_cli.system.plain_file import is_folder, real_path
from cchc_cli.system.safe_write import locked, replace_text
from cchc_cli.system.temporary import temporary_folder

EXISTS = N_("Name another file with -o FILE, or put the points into it with --force: its other rows and columns stay.")
UnitComponents = set[tuple[str, str]]
"""Units and components."""


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
    target = expanded(str(output)) if output else workspace.folder.data / f"scores-{year}.csv"
    refuse_suffix(target, (".csv",))
    workspace.refuse_later("--year", year)
    if dry_run:
        desk = ScoreImport(workspace, str(file), year, target, asking=not yes)
        return desk.tried(unit, sheet, fixed=output is not None)
    # The workspace's own folder of data is made once the sheet is read.
    there = (output is not None or target.parent.is_dir()) and refuse_existing(target, True, "")
    # Where that file is not to be touched nothing is asked: the sheet is read for its faults.
    desk = ScoreImport(workspace, str(file), year, target, asking=not yes and (force or not there))
    return desk.run(unit, sheet, force=force)


class ScoreImport:
    """One import of the points of a year into a file of a workspace."""

    draft: ScoreDraft
    """What the sheet says, once it is read."""

    def __init__(self, workspace: Workspace, file: str, year: int, target: Path, *, asking: bool) -> None:
        self.asker, self.workspace, self.framework = workspace, workspace.folder, workspace.framework
        self.file, self.year, self.asking = file, year, asking
        self.is_folder = is_folder(expanded(file))
        self.sources, self.passed_over = (
            score_files(workspace.folder, expanded(file), file) if self.is_folder else ({file: asked_file(file)}, [])
        )
        self.target, self.name = target, workspace.folder.name(target.absolute())
        self.listed, self.problems = load_units(workspace.folder)
        self.names = Names(workspace.framework, self.listed or ())

    def run(self, unit: str | None, sheet: str | None, *, force: bool) -> Report:
        """Read and write. Raises CchcError before anything is written, for faults of the sheet before all others."""
        there = self._of_year(self._read(unit, sheet))
        if self.target.parent.is_dir():
            refuse_existing(self.target, force, _(EXISTS))
        if twice := there & self.draft.rows.keys():
            self._refuse_twice(twice, self._holding(twice))
        replaced = self.target.exists()
        self._tell_missing(there | self._in(self.target))
        with locked(self.workspace.data / "scores.csv"):
            # The rows are put into a file that is there.
            merged = self._merged() if self.target.exists() else None
            replace_text(self.target, merged.data if merged else self.draft.text().encode())
        self._tell_merged(merged)
        return self._told(replaced)

    def tried(self, unit: str | None, sheet: str | None, *, fixed: bool) -> Report:
        """What would differ if it were written: into the target, or unless that is `fixed` where its rows stand by now."""
        there = self._of_year(self._read(unit, sheet))
        if twice := there & self.draft.rows.keys():
            holding = self._holding(twice)
            if fixed or len(holding) > 1:
                self._refuse_twice(twice, holding)
            self.target, self.name = holding[0], self.workspace.name(holding[0].absolute())
        others, now = self._others(), [self.target] if self.target.exists() else []
        merged = self._merged() if now else None
        self._tell_merged(merged)
        with temporary_folder() as folder:
            anew = folder / self.target.name
            anew.write_bytes(merged.data if merged else self.draft.text().encode())
            after = scores_of(self.asker, anew, *others)
        # A file that is not among the scores yet would be one of them.
        before, after = same_units([scores_of(self.asker, *others, *now), after])
        report = report_changes(self.asker, before, after, (self.name, self.file))
        self._tell_missing(self._of_year(before))
        told = self._told(bool(now))
        notes = (*told.notes, *report.notes, _("Nothing was written (--dry-run)."))
        labels = {fact.label for fact in told.facts}
        return replace(
            report,
            command="import scores",
            year=told.year,
            facts=(*told.facts, *(fact for fact in report.facts if fact.label not in labels)),
            tables=(*told.tables, *report.tables),
            notes=notes,
            extra={**report.extra, **told.extra, "findings": told.rows.to_dict("records")},
        )

    def _others(self) -> list[Path]:
        """The workspace's score files but the one that is written, and the one that is read."""
        these = [real_path(path) for path in (self.target, *self.sources.values())]
        return [path for path in self.workspace.scores() if real_path(path) not in these]

    def _read(self, unit: str | None, sheet: str | None) -> Scores:
        """Read the sheet; the scores of all files but the target."""
        refuse_beside_book(self.workspace, self.target.absolute(), *self.sources.values())
        files = replace(self.workspace, files=tuple(self._others()))
        scores, findings = load_scores(files, self.framework, self.listed)
        problems = [*self.problems, *findings.problems]
        if problems or scores is None:
            raise InputError(_("The input has faults; nothing was written."), problems)
        self.draft = self._draft(scores.units, unit, sheet)
        return scores

    def _draft(self, scored: tuple[Unit, ...], unit: str | None, sheet: str | None) -> ScoreDraft:
        default = self.framework.criteria.defaults.unit
        units = UnitNames(self.listed or _with(scored, default, unit), fixed=self.listed is not None)
        # Of many sheets that say nothing nobody knows whose they are.
        wanted = Wanted(self.year, self._unit(unit, units), sheet, None if self.is_folder else default)
        if not self.is_folder:
            ((name, path),) = self.sources.items()
            return self._of_book(read_book(path, name), units, wanted, self.asker.ask)
        if unit is not None:
            raise CchcError(_("--unit goes with one file: in a folder each sheet says whose points it has."))

        def draft(book: Book) -> ScoreDraft:
            return self._of_book(book, units, wanted, lambda question: self.asker.ask(f"{book.file}: {question}"))

        whole = read_together(self.asker, self.sources, self.file, draft, self.year, self.names)
        whole.notes[:0] = self.passed_over
        return whole

    def _of_book(self, book: Book, units: UnitNames, wanted: Wanted, ask: Ask) -> ScoreDraft:
        """What a file says."""
        if is_criteria_book(book):
            text = _("{file} is a workbook of criteria (cchc export criteria), without points.", file=book.file)
            raise CchcError(text, hint=_("Read it with: cchc import criteria {file}", file=as_typed(book.file)))
        if is_score_book(book):
            groups = {each.id: each.group for each in self.listed or ()}
            filled = read_score_book(book, PointsWanted(self.framework, groups, self.year, wanted.unit))
            draft = ScoreDraft(book.file, self.year, filled.rows, filled.cells, filled.sheets, notes=filled.notes)
        else:
            draft = draft_scores(book, self.framework, units, wanted, ask if self.asking else _no)
        draft.notes[:0] = book.notes
        given = dict.fromkeys(unit for unit, _component in draft.rows)
        called = named_by_file(book.file, units)
        if given and called and called.known.isdisjoint(given):
            words = {"file": Path(book.file).name, "unit": listed_units(self.names, list(given))}
            draft.notes.append(_("The file is called {file}, but its points were taken as those of {unit}.", **words))
        return draft

    def _unit(self, asked: str | None, units: UnitNames) -> str | None:
        if asked is None:
            return None
        found = units.find(asked) or (None if units.fixed else asked)
        text = _("There is no unit {unit}. If it is a new one, add it to data/units.csv first.", unit=asked)
        return found or identified(asked, by_id(units.ids.values()), text, None, UNITS)

    def _of_year(self, there: Scores) -> UnitComponents:
        """The units and components that have a row in the year."""
        frame, ids = there.frame[there.frame["year"] == self.year], self.framework.component_ids
        return {
            (there.units[unit].id, ids[component])
            for unit, component in zip(frame["unit"], frame["component"], strict=True)
        }

    def _in(self, path: Path) -> UnitComponents:
        """The units and components that have a row of the year in a file, which may not be there."""
        sheet = read_score_file(path, self.workspace.name(path.absolute()))
        return {(unit, component) for year, unit, component in keys_of(sheet) if year == self.year}

    def _holding(self, keys: UnitComponents) -> list[Path]:
        """The files that have such rows."""
        return [path for path in self._others() if keys & self._in(path)]

    def _refuse_twice(self, twice: UnitComponents, files: list[Path]) -> None:
        rows = self.draft.rows
        unit, component = min(twice, key=list(rows).index)
        names = [self.workspace.name(path) for path in files]
        text = _(
            "{count} of {all} rows are in {files} already, such as {unit} {component} in {year}.",
            count=len(twice),
            all=len(rows),
            files=_(" and ").join(names),
            unit=self.names.unit(unit),
            component=component,
            year=self.year,
        )
        hint = _(
            "Take them out there, or put the points into that file: -o {file} --force. Nothing was written.",
            file=names[0],
        )
        raise CchcError(text, hint=hint)

    def _merged(self) -> Merged:
        """The target with the rows put into it."""
        return merge_scores(self.target, self.name, self.year, self.draft.rows, self.draft.columns())

    def _tell_merged(self, merged: Merged | None) -> None:
        """Note what becomes of the rows of a file that is there."""
        if merged is None:
            return
        replaced, same, added, kept = (
            each.total() for each in (merged.replaced, merged.same, merged.added, merged.kept)
        )
        whose = f" ({listed_units(self.names, list(merged.replaced))})" if replaced else ""
        done = {
            n_("{count} row replaced", "{count} rows replaced", replaced) + whose: replaced,
            n_("{count} row the same already", "{count} rows the same already", same): same,
            n_("{count} row added", "{count} rows added", added): added,
        }
        stays = {
            n_(
                "{count} row of its units that the sheet does not have",
                "{count} rows of its units that the sheet does not have",
                kept,
            ): kept,
            n_("{count} row of others", "{count} rows of others", merged.others): merged.others,
            _("the columns that the sheet does not have"): 1,
        }
        told = _("{file}: {done}. As they were: {stays}.", file=self.name, done=_there(done), stays=_there(stays))
        self.draft.notes.append(told)

    def _tell_missing(self, there: UnitComponents) -> None:
        """Note units of which components have no points yet, or in the sheet none of those who appraise."""
        rows = self.draft.rows
        known = there | rows.keys()
        appraised = {unit for (unit, _component), row in rows.items() if "score" in row}
        bare = {key for key, row in rows.items() if key[0] in appraised and not {"score", "value"} & row.keys()}
        no_points = N_("{unit}: {count} of {all} components have no points for {year} yet, such as {component}.")
        no_score = N_("{unit}: {count} of {all} components have no official points in the sheet, such as {component}.")
        self._tell_lacking(no_points, lambda key: key not in known)
        self._tell_lacking(no_score, bare.__contains__)
        self._tell_absent({unit for unit, _component in known})
        self._tell_outside()

    def _tell_absent(self, given: set[str]) -> None:
        """Note units without any points, where a table of several units leaves them out."""
        units = self.listed or ()
        there = expected(units, self.year, given, {each.group for each in units if each.id in given})
        absent = [each.id for each in there if each.id not in given]
        if absent and len(self._units) > 1:
            self.draft.notes.append(without_points(self.year, len(there), [*map(self.names.unit, absent)]))

    def _tell_outside(self) -> None:
        """Note units of the sheet that there are not in its year, and what they are by then."""
        units = self.listed or ()
        for unit in [each for each in units if each.id in self._units and not each.is_there(self.year)]:
            heir = heir_in(unit, units, self.year)
            hint = [_("It merged into {unit}: name that one.", unit=self.names.unit(heir.id))] if heir else []
            self.draft.notes.append(" ".join([outside(unit, self.year), *hint]))

    @property
    def _units(self) -> Counter[str]:
        """The units of the sheet, each with how many rows it has."""
        return Counter(unit for unit, _component in self.draft.rows)

    def _tell_lacking(self, text: str, lacks: Callable[[tuple[str, str]], bool]) -> None:
        """Note the first unit with components that apply to it and lack something, and how many others there are."""
        year, groups = self.framework.at(self.year), {unit.id: unit.group for unit in self.listed or ()}
        leaves = {unit: [leaf.id for leaf in year.of_group(groups.get(unit, "")).leaves] for unit in self._units}
        left = {unit: [leaf for leaf in known if lacks((unit, leaf))] for unit, known in leaves.items()}
        lacking = list(filter(left.get, left))
        for unit in lacking[:1]:
            name, such, every = self.names.unit(unit), left[unit][0], len(leaves[unit])
            told = _(text, unit=name, count=len(left[unit]), all=every, year=self.year, component=such)
            if more := len(lacking) - 1:
                told += " " + n_("So it is with {count} more unit.", "So it is with {count} more units.", more)
            self.draft.notes.append(told)

    def _told(self, replaced: bool) -> Report:
        draft = self.draft
        read = ImportedScores(
            file=draft.file,
            sheets=draft.sheets,
            target=self.name,
            replaced=replaced,
            year=draft.year,
            columns=draft.columns(),
            units=dict(self._units),
            files=len(self.sources),
            findings=[
                *(Finding("repaired", *each) for each in draft.repairs),
                *(Finding("confirmed", *each) for each in draft.confirmed),
                *(Finding("sum", *each) for each in draft.sums),
                *(Finding("left_out", *each) for each in draft.left_out),
            ],
            notes=draft.notes,
        )
        return scores_report(self.names, read)


def _there(counts: Mapping[str, int]) -> str:
    """The texts of which there is anything."""
    return ", ".join(text for text, count in counts.items() if count)


def _with(units: tuple[Unit, ...], *ids: str | None) -> tuple[Unit, ...]:
    """Without units.csv: the units of the scores, and those that are named elsewhere."""
    known = {unit.id for unit in units}
    return (*units, *(Unit(each, each) for each in dict.fromkeys(ids) if each and each not in known))


def _no(_question: str) -> bool:
    """What is not sure is left."""
    return False
