"""`cchc changes`, `cchc audit`: what differs between two files of scores, and what contradicts itself in a published table."""

import os
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.find import (
    BOOKS,
    LISTED,
    asked_file,
    expanded,
    find,
    is_there,
    is_workspace,
    path_hint,
    scores_in,
    told,
)
from cchc_cli.files.scores.reading import load_scores
from cchc_cli.files.units import load_units
from cchc_cli.index.audit import audit as recomputed
from cchc_cli.index.audit_ratings import knows
from cchc_cli.index.changes import changed_cells, changed_results, put_over, same_units
from cchc_cli.messages import _, n_
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.choices import File
from cchc_cli.model.criteria import Rating
from cchc_cli.model.letters import as_typed
from cchc_cli.model.problems import CchcError, InputError
from cchc_cli.model.report import Report
from cchc_cli.model.scores import Scores
from cchc_cli.read.books import read_book
from cchc_cli.show.columns import FIELDS, column, columns
from cchc_cli.show.names import Names, records
from cchc_cli.show.reports.audit import Audited, audit_report
from cchc_cli.show.reports.unit_result import provisional_note
from cchc_cli.system.plain_file import is_file, is_folder, names_in

TEXTS = ("csv", "tsv", "txt", "")
"""How names of text files with scores end; of other kinds of files only workbooks have tables."""
MOVES = ("prev_index", "index", "index_change", "prev_rank", "rank", "rank_change", "prev_rating", "rating")
"""What scripts get of a unit whose result changes."""


@command
def changes(workspace: Workspace, old: File, new: File) -> Report:
    """The cells that differ between two score files, or folders of them; one row a cell.

    The effect on index and rank is that of the one file in the place of the other, beside what the workspace has; of
    two folders that of all their files. Criteria and units are the workspace's; where none is named or near, and both
    folders are workspaces, those of NEW.
    """
    paths = [expanded(str(each)) for each in (old, new)]
    if _kind_of(paths[0]) != _kind_of(paths[1]):
        raise CchcError(_("Name two files or two folders."))
    _choose_workspace(workspace, paths)
    before, after = same_units([scores_at(workspace, path) for path in paths])
    years = [set(map(int, scores.frame["year"].unique())) for scores in (before, after)]
    alone = _years_of_one(years, (str(old), str(new)))
    if _kind_of(paths[0]) == "file":
        # One file is not all that the workspace has.
        base, before, after = same_units([workspace.scores, before, after])
        before, after = put_over(base, before, after), put_over(base, after, before)
    report = report_changes(workspace, before, after, (str(old), str(new)), years[0] ^ years[1])
    if not years[0] & years[1]:
        return replace(report, summary=alone, tables=())
    return replace(report, summary=" ".join(filter(None, (alone, report.summary))))


def _choose_workspace(workspace: Workspace, paths: list[Path]) -> None:
    """Where no workspace was named or is near, that of NEW is taken if both folders are workspaces, which is told."""
    if workspace.asked is not None or os.environ.get("CCHC_WORKSPACE"):
        return
    try:
        _near = workspace.folder
    except CchcError:
        if not all(map(is_workspace, paths)):
            raise
        workspace.folder = find(str(paths[1]))
        text = _(
            "No workspace was named: criteria and units are those of {folder} (-C names another).", folder=paths[1]
        )
        workspace.tell_once(text)


def _years_of_one(years: list[set[int]], files: tuple[str, str]) -> str:
    """Which years only one of the two has; blank where both have the same."""
    alone = [sorted(own - other) for own, other in (years, years[::-1])]
    text = _("{file} alone has rows of {years}.")
    told = [
        text.format(file=file, years=", ".join(map(str, own))) for file, own in zip(files, alone, strict=True) if own
    ]
    if told:
        told.append(
            _(
                "What only one of the two has counts as put in or taken out; the cells of these years are in csv and json."
            )
        )
    if all(alone) and not years[0] & years[1]:
        since, year = sorted((max(alone[0]), max(alone[1])))
        told.append(_("cchc explain {year} --since {since} shows one year beside another.", year=year, since=since))
    return " ".join(told)


def _kind_of(path: Path) -> str:
    with told(path):
        if is_folder(path):
            return "folder"
        if is_file(path):
            return "file"
    if is_there(path):
        raise CchcError(_("{file} is not a file, or a link that leads to none.", file=path))
    hint = _with_scores(path) if not path.suffix else path_hint(str(path))
    if re.fullmatch(r"(?:19|20)\d\d", path.name):
        year, text = int(path.name), _("To see one year beside another: cchc explain {year} --since {since}")
        hint = "\n".join((text.format(year=year + 1, since=year), hint))
    raise CchcError(_("There is no file or folder {file}.", file=path), hint=hint)


def _with_scores(path: Path) -> str:
    """A hint at a folder that is meant, or at those with scores that stand beside it."""
    with suppress(CchcError, OSError):
        beside = [path.parent / name for name in names_in(path.parent)]
        there = [each.name for each in beside if is_folder(each) and _score_files(each)]
        if there and not get_close_matches(path.name, [each.name for each in beside]):
            return _("Folders with scores there: {names}.", names=", ".join(there[:LISTED]))
    return path_hint(str(path))


def _score_files(folder: Path) -> list[Path]:
    return scores_in(folder / "data" if is_folder(folder / "data") else folder)


def scores_at(workspace: Workspace, path: Path) -> Scores:
    """The scores of a file or a folder. Raises InputError with every fault of theirs."""
    if _kind_of(path) == "file":
        if path.suffix.casefold().removeprefix(".") not in (*TEXTS, *BOOKS):
            text, hint = _no_scores(path)
            raise CchcError(text, hint=hint)
        return scores_of(workspace, path)
    files = _score_files(path)
    if not files:
        raise CchcError(
            _("There are no scores in {folder}.", folder=path), hint=_("Score files are called scores*.csv.")
        )
    return scores_of(workspace, *files)


def scores_of(workspace: Workspace, *files: Path) -> Scores:
    """The scores of files together, as if the workspace had these alone. Raises InputError with every fault of theirs."""
    folder = replace(workspace.folder, files=files)
    units, problems = load_units(folder)
    scores, findings = load_scores(folder, workspace.framework, units)
    if scores is None or problems:
        text, found = _("The input has faults; nothing was computed."), [*problems, *findings.problems]
        ours = files == tuple(workspace.folder.scores())
        error = InputError(text, found, total=findings.total + len(problems), checked=ours)
        if len(files) == 1 and not findings.rows and not problems:
            error.text, error.hint = _no_scores(files[0])
        raise error
    return scores


def _no_scores(path: Path) -> tuple[str, str]:
    """That a file holds no scores at all, and what to do."""
    end, hint = path.suffix.casefold().removeprefix("."), _("Score files are called scores*.csv.")
    if end in (*BOOKS, "docx"):
        hint = _("What an annex would change: cchc import scores {file} --year YEAR --dry-run", file=as_typed(path))
    return _("{file} can't be read as a file of scores; nothing was compared.", file=path), hint


def report_changes(
    workspace: Workspace, before: Scores, after: Scores, told_as: tuple[str, str], alone: Collection[int] = ()
) -> Report:
    """What differs, and what that makes of indices and ranks; people see no cells of years that one has `alone`."""
    framework = workspace.framework
    cells = changed_cells(framework, before, after)
    years = sorted({int(year) for year in cells["year"]})
    rank_on = framework.criteria.index.rank_on
    effects = [changed_results(framework, before, after, year, rank_on).assign(year=year) for year in years]
    effect = pd.concat(effects, ignore_index=True) if effects else pd.DataFrame()
    return Report(
        command="changes",
        title=_("Changes of scores"),
        subtitle=" → ".join(told_as),
        summary=_summary(cells, effect),
        names=Names(framework, after.units),
        facts=tuple(_facts(cells, years)),
        tables=tuple(_tables(cells[~cells["year"].isin(alone)], effect, len(years) > 1)),
        notes=tuple(_provisional(effect)),
        rows=cells,
        extra={"effect": records(effect, ("year", "unit", *MOVES)) if len(effect) else []},
        types={name: _type_of(cells[name]) for name in ("old", "new")},
    )


def _provisional(effect: pd.DataFrame) -> list[str]:
    """What the marked indices mean, where one is no result in one of the two."""
    if effect.empty:
        return []
    return provisional_note(effect.assign(provisional=effect["provisional"] | effect["prev_provisional"]))


def _type_of(cells: Iterable[object]) -> str:
    """Numbers where no note, option or NA stands among them."""
    return "object" if any(isinstance(cell, str) for cell in cells) else "Float64"


def _summary(cells: pd.DataFrame, effect: pd.DataFrame) -> str:
    if cells.empty:
        return _("Nothing differs.")
    units = n_("{count} unit", "{count} units", cells["unit"].nunique())
    text = n_("{count} cell of {units} differs.", "{count} cells of {units} differ.", len(cells), units=units)
    if effect.empty:
        return text + " " + _("No index and no rank changes.")
    moved, changed = (_differing(effect, name) for name in ("rank", "index"))
    more = n_("The index of {count} unit changes", "The index of {count} units changes", changed)
    return f"{text} {more}, " + n_("the rank of {count} unit.", "the rank of {count} units.", moved)


def _differing(effect: pd.DataFrame, name: str) -> int:
    """How many units have another rank or index than before, or one at all in one of the two."""
    now, then = effect[name], effect[f"prev_{name}"]
    return int(effect.loc[(now != then) & (now.notna() | then.notna()), "unit"].nunique())


def _facts(cells: pd.DataFrame, years: list[int]) -> Iterable[Fact]:
    if years:
        yield Fact(_("Year"), ", ".join(map(str, years)))
    for field, count in cells["column"].value_counts(sort=False).items():
        told = n_("{count} cell", "{count} cells", int(count), count=SLOT)
        yield Fact(_(FIELDS[str(field)]), Figure(int(count), "count", told))


def _tables(cells: pd.DataFrame, effect: pd.DataFrame, with_year: bool) -> Iterable[Table]:
    year, told = ("year",) if with_year else (), _("provisional")
    if len(effect):
        yield Table(
            effect.assign(uncertain=effect["provisional"] | effect["prev_provisional"]),
            columns(
                *year,
                "unit",
                Column("prev_index", _("Index before"), "index", assumed="prev_provisional", assumed_label=told),
                column("index", assumed="provisional", assumed_label=told),
                column("index_change", assumed="uncertain", assumed_label=told),
                Column("prev_rank", _("Rank before"), "rank", shared="prev_tied"),
                "rank rank_change",
                Column("rating", _("Rating"), "rating", fold="· "),
            ),
            title=_("What it makes of index and rank"),
            name=_("Effect"),
        )
    if len(cells):
        yield Table(
            cells,
            columns(
                *year,
                column("unit", kind="whose"),
                "component_id component",
                Column("column", _("Column"), "field"),
                Column("old", _("Before"), "cell"),
                Column("new", _("Now"), "cell"),
            ),
            title=_("Cells"),
            name=_("Cells"),
        )


@command
def audit(workspace: Workspace, file: File, *, sheet: str | None = None) -> Report:
    """Every figure of a published table that contradicts the others; one row a finding. Faults are `unmet`."""
    # What changes, which `import scores` shows as well, asks nothing of published tables.
    from cchc_cli.office.results.claims import audit_tables

    ratings, name = _ratings(workspace), str(file)
    book = read_book(asked_file(name), name, _("{file} can't be read.", file=name))
    claims, notes = audit_tables(book, sheet)
    tables = [(each, recomputed(each, ratings)) for each in claims]
    rated = [unit.rating for each in claims for unit in each.placed if unit.rating]
    audited = Audited(name, tables, ratings if knows(ratings, rated) else (), [*book.notes, *notes])
    unmet = "" if audited.faults else None
    return replace(audit_report(audited), workspace=str(Path(file).parent), unmet=unmet)


def _ratings(workspace: Workspace) -> tuple[Rating, ...]:
    """The ratings of the workspace, where there is one; a table can be audited without."""
    try:
        _folder = workspace.folder
    except CchcError:
        if workspace.asked or os.environ.get("CCHC_WORKSPACE"):
            raise
        return ()
    return workspace.framework.criteria.index.ratings
