"""A folder of sheets with points, as units send theirs back: each is read as it would be alone, and all are one import."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cchc_cli.commands.workspace import Workspace
from cchc_cli.files.find import WorkspaceFolder, names_seen
from cchc_cli.messages import N_, _, figure, n_
from cchc_cli.model.grid import Book
from cchc_cli.model.problems import LISTED, CchcError, InputError, Problem, first_of
from cchc_cli.model.written_numbers import number_in
from cchc_cli.office.scores.reading import ScoreDraft
from cchc_cli.read.books import read_book
from cchc_cli.show.columns import FIELDS
from cchc_cli.show.names import Names
from cchc_cli.show.reports.sentences import listed
from cchc_cli.system.plain_file import is_file, real_path

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".docx", ".csv", ".tsv", ".html", ".htm")
"""What points come in; a scan or a letter is told and not read."""
SOME = 3
"""Files that a note names."""
Faults = dict[str, list[Problem]]
"""What is wrong with files, by what messages call them; of a sound one nothing."""


def score_files(workspace: WorkspaceFolder, folder: Path, named: str) -> tuple[dict[str, Path], list[str]]:
    """The files of a folder that points may come in, by what messages call them, and notes on all others.

    Raises CchcError where there is none, and for the folder in which the scores of the workspace stand.
    """
    if real_path(folder) == real_path(workspace.data):
        text = _("{folder} is where cchc reads scores and tasks, not a folder of sheets.", folder=named)
        raise CchcError(text, hint=_("Put the sheets into a folder of their own."))
    names, suffixes = names_seen(folder), ", ".join(SUFFIXES)
    files = {name: folder / name for name in names if _may_have_points(folder / name)}
    if not files:
        text = _(
            "{folder} is a folder without any file in which points come ({suffixes}).", folder=named, suffixes=suffixes
        )
        raise CchcError(text, hint=_("Folders within it are not looked at."))
    left = [name for name in names if name not in files]
    text = N_("Not read, as points come in {suffixes}: {names}.")
    notes = [_(text, suffixes=suffixes, names=first_of(left))] if left else []
    return {str(Path(named) / name): path for name, path in files.items()}, notes


def _may_have_points(path: Path) -> bool:
    return path.suffix.casefold() in SUFFIXES and is_file(path)


def read_together(
    workspace: Workspace,
    files: Mapping[str, Path],
    named: str,
    draft: Callable[[Book], ScoreDraft],
    year: int,
    names: Names,
) -> ScoreDraft:
    """What all files say, each by `draft`. Raises InputError with what is wrong in any of them, or between two."""
    faults: Faults = {}
    books: list[Book] = []
    drafts: list[ScoreDraft] = []

    def read() -> None:
        for name, path in files.items():
            with _gathered(faults, name):
                books.append(read_book(path, name))

    workspace.watch(read, lambda: 100 * (len(books) + len(faults)) / len(files), _("Reading files"))
    for book in books:
        with _gathered(faults, book.file):
            drafts.append(draft(book))
    whole = _Whole(ScoreDraft(named, year), names)
    for each in drafts:
        whole.take(each)
    if faults := faults or whole.faults():
        raise _refused(faults, len(files), named)
    return whole.told()


@contextmanager
def _gathered(faults: Faults, name: str) -> Iterator[None]:
    """Keep what turns out to be wrong with a file."""
    try:
        yield
    except InputError as error:
        faults[name] = error.problems
    except CchcError as error:
        faults[name] = [Problem(name, text=error.text.removeprefix(f"{name}: "), hint=error.hint)]


def _refused(faults: Faults, files: int, named: str) -> InputError:
    """The faults of all files as one, of each of many the first few."""
    text = _("{count} of {all} files in {folder} can't be read; nothing was written.")
    each = max(LISTED // len(faults), 1)
    first = [problem for found in faults.values() for problem in found[:each]]
    told = text.format(folder=named, count=len(faults), all=files)
    error = InputError(told, first, total=sum(map(len, faults.values())), checked=False)
    error.hint = _("Correct these files, or take them out of the folder; then import it again.")
    return error


class _Whole:
    """Puts together what files say. What two say alike counts once; notes of both stay; other points are a contradiction."""

    def __init__(self, draft: ScoreDraft, names: Names) -> None:
        self.draft, self.names = draft, names
        self.taken: dict[tuple[str, str, str], tuple[str, str]] = {}
        """By unit, component and column the file and the cell from which it was taken."""
        self.alike: Counter[tuple[str, str]] = Counter()
        self.apart: dict[tuple[str, str], list[Problem]] = {}
        """By two files the points that both say alike, and those that they contradict each other in."""
        self.notes: dict[str, list[str]] = {}

    def take(self, draft: ScoreDraft) -> None:
        """Take in what a file says."""
        whole, name = self.draft, Path(draft.file).name
        for key, row in draft.rows.items():
            for column in row:
                self._put(draft, key, column)
            whole.cells.setdefault(key, f"{name}!{draft.cells[key]}")
        whole.sheets += [f"{name}!{sheet}" if sheet else name for sheet in draft.sheets or [""]]
        for kind in ("repairs", "confirmed", "sums", "left_out"):
            found = getattr(draft, kind)
            getattr(whole, kind).extend((f"{name}!{cell}", component, text) for cell, component, text in found)
        for note in draft.notes:
            self.notes.setdefault(note, []).append(name)

    def _put(self, draft: ScoreDraft, key: tuple[str, str], column: str) -> None:
        """Put a text into the row of a unit and a component."""
        row, text, place = self.draft.rows.setdefault(key, {}), draft.rows[key][column], (*key, column)
        file, cell = self.taken.setdefault(place, (draft.file, draft.cells[key]))
        known = row.setdefault(column, text)
        if file == draft.file:
            return
        if known == text:
            self.alike[file, draft.file] += column != "note"
        elif column == "note":
            row[column] = f"{known}; {text}"
        else:
            told = _(
                "{component} of {unit}: here {here}, in {place} {there} ({column}).",
                component=key[1],
                unit=self.names.unit(key[0]),
                here=_shown(text),
                there=_shown(known),
                place=f"{Path(file).name}!{cell}",
                column=_(FIELDS[column]),
            )
            hint = _("Leave only the file that counts in the folder.")
            fault = Problem(draft.file, where=draft.cells[key], text=told, hint=hint)
            self.apart.setdefault((file, draft.file), []).append(fault)

    def faults(self) -> Faults:
        """The first contradiction of each two files, and how many more there are."""
        found: Faults = {}
        for (_one, other), problems in self.apart.items():
            more = len(problems) - 1
            told = " " + n_("So it is with {count} more figure.", "So it is with {count} more figures.", more)
            first = problems[0]
            found.setdefault(other, []).append(replace(first, text=first.text + told) if more else first)
        return found

    def told(self) -> ScoreDraft:
        """All together, with the notes of all files, each once."""
        for note, files in self.notes.items():
            self.draft.notes.append(f"{listed(files, 'file', SOME)}: {note}")
        for (one, other), count in self.alike.items():
            text = n_(
                "{count} figure stands in {other} as in {one}: it counts once.",
                "{count} figures stand in {other} as in {one}: they count once.",
                count,
                one=Path(one).name,
                other=Path(other).name,
            )
            self.draft.notes.append(text)
        return self.draft


def _shown(text: str) -> str:
    """What stands in a cell of scores, as people write figures."""
    number = number_in(text)
    return text if number is None else figure(number)
