"""`cchc report … -o FOLDER`: a document each for many units, or all documents of one, as files of a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Concatenate, ParamSpec

from cchc_cli.commands.batch import refuse_unit, tell_left_out, unit_ids, walked
from cchc_cli.commands.workspace import Workspace, as_workspace
from cchc_cli.files.find import is_there, told
from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.choices import File, Several
from cchc_cli.model.problems import CchcError, LeftOut
from cchc_cli.model.report import Report
from cchc_cli.show.file_names import file_stems
from cchc_cli.show.reports.papers import Paper, file_name, index_page, linked, papers_report
from cchc_cli.show.writers import FORMATS
from cchc_cli.system.faults import system_faults
from cchc_cli.system.plain_file import is_folder, names_in

Arguments = ParamSpec("Arguments")
Makers = Mapping[str, Callable[[str], Report]]
"""By the word of its command (`result`), what makes the document of a unit."""
INDEX = "index.html"
SUFFIXES = tuple(name for name, form in FORMATS.items() if form.filed)


def report_units(
    run: Callable[Concatenate[Workspace, Arguments], Report],
    workspace: Workspace | File,
    output: File,
    /,
    *given: Arguments.args,
    **named: Arguments.kwargs,
) -> Report:
    """A document each for all units, as files of the folder `output`; one row a file.

    `cchc report result 2022 --all-units -o out` is `report_units(report_result, workspace, "out", 2022)`. `suffix`
    names the kinds of files, docx where it is left out. What can't be written is listed, `unmet`, and stops nothing
    else. Raises CchcError before anything is written where nothing can be.
    """
    here = as_workspace(workspace)
    suffix: Several = named.pop("suffix", "docx")  # type: ignore[assignment]  # checked below
    with here.speaking(), system_faults(), here.held():
        refuse_unit(named)
        desk = PaperDesk(here, Path(output), suffixes_of(suffix))
        kind = run.__name__.removeprefix("report_")
        makers: Makers = {kind: lambda unit: run(here, *given, **named, unit=unit)}  # type: ignore[arg-type]  # each has a unit
        return desk.write(f"report {kind}", unit_ids(here), makers)


def suffixes_of(asked: Several) -> list[str]:
    """The kinds of files that are asked for. Raises CchcError for a word that stands for none."""
    texts = [asked] if isinstance(asked, str) else asked
    found = [part.strip().removeprefix(".").lower() for text in texts for part in text.split(",")]
    for each in found:
        if each not in SUFFIXES:
            text = _("“{value}” is not allowed; allowed: {allowed}.", value=each, allowed=", ".join(SUFFIXES))
            raise CchcError(f"--suffix: {text}")
    return list(dict.fromkeys(found))


class PaperDesk:
    """The folder into which documents go. Raises CchcError where nothing can be written there."""

    def __init__(self, workspace: Workspace, folder: Path, suffixes: list[str]) -> None:
        self.workspace, self.folder, self.suffixes = workspace, folder, suffixes
        self.papers: list[Paper] = []
        self.left_out: list[CchcError] = []
        self.year: int | None = None
        _make(folder, workspace)
        scores = workspace.assess("any")
        self.names, self.stems = scores.names, file_stems(scores.scores.units)

    def write(self, command: str, units: list[str], makers: Makers) -> Report:
        """Write what is made for each unit, and a page with links to it; what became of each file."""

        def write_unit(unit: str) -> None:
            for kind, make in makers.items():
                self._write(unit, kind, make)

        walked(self.workspace, units, write_unit, _("Writing documents"))
        self._refuse_nothing()
        tell_left_out(self.workspace, self.left_out)
        self._write_index()
        return papers_report(self.names, command, str(self.folder), self.papers, self.year)

    def _write(self, unit: str, kind: str, make: Callable[[str], Report]) -> None:
        """One document in all kinds of files."""
        files = {each: self.folder / file_name(self.stems[unit], kind, each) for each in self.suffixes}
        faults = dict.fromkeys(files, "")
        try:
            report = make(unit)
            self.year = self.year or report.year
            faults = {each: self._save(report, file) for each, file in files.items()}
        except LeftOut as error:
            self.left_out.append(error)
            return
        except CchcError as error:
            faults = dict.fromkeys(files, error.text)
        self.papers += [Paper(unit, kind, str(file), faults[each]) for each, file in files.items()]

    def _save(self, report: Report, file: Path) -> str:
        """Write a file; why it could not be, where it could not."""
        try:
            self.workspace.save(report, file)
        except CchcError as error:
            return error.text
        return ""

    def _refuse_nothing(self) -> None:
        """Raise CchcError where no unit has a document, and all for the same reason."""
        reasons = {paper.fault for paper in self.papers} or {error.text for error in self.left_out}
        if not self.papers or (len(reasons) == 1 and reasons != {""}):
            raise CchcError(next(iter(reasons), _("There is no unit.")))

    def _write_index(self) -> None:
        """The page that links what stands in the folder, of this run or another."""
        links = linked(self.stems, names_in(self.folder), SUFFIXES)
        if not links:
            return
        page = self.folder / INDEX
        fault = self._save(index_page(self.names, links), page)
        if fault:
            self.papers.append(Paper("", "index", str(page), fault))


def _make(folder: Path, workspace: Workspace) -> None:
    data, place = workspace.folder.data.resolve(), folder.absolute().resolve()
    if data in (place, *place.parents):
        text = _("-o: {file} would be in {folder}, where cchc reads scores and tasks.")
        name = workspace.folder.name(workspace.folder.data)
        raise CchcError(text.format(file=folder, folder=name), hint=_("Choose another folder for results."))
    with told(folder):
        if is_folder(folder):
            return
    if is_there(folder):
        raise CchcError(_("-o: {file} is a file; name a folder.", file=folder))
    if not folder.absolute().parent.is_dir():
        hint = _("Make it first, or choose another one.")
        raise CchcError(_("There is no folder {folder}.", folder=folder.absolute().parent), hint=hint)
    try:
        folder.mkdir()
    except OSError as error:
        raise CchcError(_("Can't write {file} ({reason}).", file=folder, reason=system_reason(error))) from error
