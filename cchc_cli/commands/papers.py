"""`cchc report … -o FOLDER`: a document each for many units, or all documents of one, as files of a folder; a page links them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Concatenate, ParamSpec

import pandas as pd

from cchc_cli.commands.arguments import refuse_both
from cchc_cli.commands.assessment import assess
from cchc_cli.commands.batch import tell_left_out, unit_ids, walked
from cchc_cli.commands.workspace import Workspace, as_workspace
from cchc_cli.files.find import is_there, told
from cchc_cli.messages import N_, _, n_
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.choices import File, Several
from cchc_cli.model.columns import PAPERS
from cchc_cli.model.letters import plain
from cchc_cli.model.places import legible
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.model.scores import Unit
from cchc_cli.show.names import Names
from cchc_cli.show.writers import FILED
from cchc_cli.system import WRITTEN
from cchc_cli.system.faults import system_faults
from cchc_cli.system.machine import as_pdf, needed_office
from cchc_cli.system.plain_file import is_folder, names_in, real_path, refuse_missing_folder
from cchc_cli.system.safe_write import made_folder, replace_text
from cchc_cli.system.temporary import temporary_folder

Arguments = ParamSpec("Arguments")
Makers = Mapping[str, Callable[[str], Report]]
"""By the word of its command (`result`), what makes the document of a unit."""
INDEX = "index.html"
LONGEST = 60
OTHER = re.compile("[^a-z0-9]+")
NAMELESS = "unit"
TITLES = {
    "result": N_("Result"),
    "plan": N_("Plan"),
    "progress": N_("Progress"),
    "commitments": N_("Commitments"),
    "appeal": N_("Explanation of points"),
    "conclusion": N_("Conclusions"),
    "brief": N_("Brief"),
    "index": N_("List"),
}
"""The kinds of documents, by the words of their commands."""


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
        refuse_both(named.pop("unit", None), all_units=True)
        desk = PaperDesk(here, Path(output), suffixes_of(suffix))
        kind = run.__name__.removeprefix("report_")
        makers: Makers = {kind: lambda unit: run(here, *given, **named, unit=unit)}  # type: ignore[arg-type]  # each has a unit
        return desk.write(f"report {kind}", unit_ids(here), makers)


def suffixes_of(asked: Several) -> list[str]:
    """The kinds of files that are asked for. Raises CchcError for a word that stands for none."""
    texts = [asked] if isinstance(asked, str) else asked
    found = [part.strip().removeprefix(".").lower() for text in texts for part in text.split(",")]
    for each in found:
        if each not in FILED:
            text = _("“{value}” is not allowed; allowed: {allowed}.", value=each, allowed=", ".join(FILED))
            raise CchcError(f"--suffix: {text}")
    if "pdf" in found:
        needed_office()
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Paper:
    """A document of a unit: its file, and why it was not written, where it was not."""

    unit: str
    document: str
    file: str
    fault: str = ""


class PaperDesk:
    """The folder into which documents go. Raises CchcError where nothing can be written there."""

    def __init__(self, workspace: Workspace, folder: Path, suffixes: list[str]) -> None:
        self.workspace, self.folder, self.suffixes = workspace, folder, suffixes
        self.papers: list[Paper] = []
        self.drafts = folder
        self.year: int | None = None
        refuse_place(folder, workspace)
        scores = assess(workspace, "any")
        _tasks = workspace.filed_tasks  # what is wrong with them is told before anything is written
        self.names, self.stems = scores.names, file_stems(scores.scores.units)

    def write(self, command: str, units: list[str], makers: Makers) -> Report:
        """Write what is made for each unit, and a page with links to it; what became of each file."""
        items = [(unit, kind) for unit in units for kind in makers]
        with temporary_folder() as self.drafts:
            found = walked(self.workspace, items, lambda item: self._write(*item, makers), _("Writing documents"))
            for item in items:
                self.papers += found.done.get(item, [])
                if error := found.faults.get(item):
                    self.papers += [Paper(*item, str(file), error.text) for file in self._files(*item)]
            self._make_pdfs()
        left_out = list(found.left_out.values())
        self._refuse_nothing(left_out)
        tell_left_out(self.workspace, left_out)
        self._write_index()
        return _report(self.names, command, str(self.folder), self.papers, self.year)

    def _files(self, unit: str, kind: str) -> list[Path]:
        return [self.folder / file_name(self.stems[unit], kind, suffix) for suffix in self.suffixes]

    def _write(self, unit: str, kind: str, makers: Makers) -> list[Paper]:
        """One document in all kinds of files."""
        report = makers[kind](unit)
        self.year = self.year or report.year
        return [Paper(unit, kind, str(file), self._save(report, file)) for file in self._files(unit, kind)]

    def _make_pdfs(self) -> None:
        """All PDF files of the Word files that were kept for them, in few calls of LibreOffice."""
        waiting = [paper for paper in self.papers if paper.file.endswith(".pdf") and not paper.fault]
        drafts = [self._draft(Path(paper.file)) for paper in waiting]
        if not drafts:
            return
        try:
            made = self.workspace.watch(lambda: as_pdf(drafts, self.drafts), lambda: -1.0, _("Writing documents"))
        except CchcError as error:
            faults = dict.fromkeys(waiting, error.text)
        else:
            faults = {paper: self._place(paper, data) for paper, data in zip(waiting, made, strict=True)}
        self.papers = [replace(paper, fault=faults.get(paper, paper.fault)) for paper in self.papers]

    def _place(self, paper: Paper, data: bytes) -> str:
        """Write a PDF file; why it could not be, where it could not."""
        if not data:
            return _("LibreOffice made no PDF.")
        return self._written(lambda: replace_text(Path(paper.file), data))

    def _draft(self, file: Path) -> Path:
        return self.drafts / f"{file.stem}.docx"

    def _save(self, report: Report, file: Path) -> str:
        """Write a file, of PDF what it is made of; why it could not be, where it could not."""
        place = self._draft(file) if file.suffix == ".pdf" else file
        return self._written(lambda: self.workspace.save(report, place))

    def _written(self, write: Callable[[], None]) -> str:
        """Write something; why it could not be, where it could not."""
        try:
            with made_folder(self.folder):
                write()
        except CchcError as error:
            return error.text
        except OSError as error:
            return _("Can't write {file} ({reason}).", file=self.folder, reason=system_reason(error))
        return ""

    def _refuse_nothing(self, left_out: list[CchcError]) -> None:
        """Raise CchcError where no unit has a document, and all for the same reason."""
        reasons = {paper.fault for paper in self.papers} or {error.text for error in left_out}
        if not self.papers or (len(reasons) == 1 and reasons != {""}):
            raise CchcError(next(iter(reasons), _("There is no unit.")))

    def _write_index(self) -> None:
        """The page that links what stands in the folder, of this run or another."""
        links = _linked(self.stems, names_in(self.folder), FILED)
        if not links:
            return
        page = self.folder / INDEX
        fault = self._save(_index_page(self.names, links), page)
        if fault:
            self.papers.append(Paper("", "index", str(page), fault))


def refuse_place(folder: Path, workspace: Workspace) -> None:
    """Raise CchcError where no folder can be, or where it must not be."""
    data, place = real_path(workspace.folder.data), real_path(folder)
    if data in (place, *place.parents):
        text = _("-o: {file} would be in {folder}, where cchc reads scores and tasks.")
        name = workspace.folder.name(workspace.folder.data)
        raise CchcError(text.format(file=folder, folder=name), hint=_("Choose another folder for results."))
    with told(folder):
        if is_folder(folder):
            return
    if is_there(folder):
        raise CchcError(_("-o: {file} is a file; name a folder.", file=folder))
    if folder.suffix.lower().removeprefix(".") in FILED:
        text = _("-o: {file} is called like a file, and here a folder is named.", file=folder)
        raise CchcError(text, hint=_("Name a folder; --suffix says the format: {suffixes}.", suffixes=", ".join(FILED)))
    refuse_missing_folder(folder.absolute().parent)


def _report(names: Names, command: str, folder: str, papers: Sequence[Paper], year: int | None) -> Report:
    """What became of each document; those that are not there are listed, and `unmet`."""
    rows = pd.DataFrame([vars(paper) | {"file": legible(paper.file)} for paper in papers], columns=list(PAPERS))
    lost = rows[rows["fault"] != ""]
    written, over = len(rows) - len(lost), sum(WRITTEN.get(paper.file, False) for paper in papers)
    told = n_("{count} of them was there and is written over", "{count} of them were there and are written over", over)
    table = Table(
        lost.assign(shown=[_(TITLES[each]) for each in lost["document"]]),
        (
            Column("unit", _("Unit"), "whose"),
            Column("shown", _("Document"), "id"),
            Column("fault", _("Why it was not written")),
        ),
        title=_("Not written"),
    )
    unmet = n_("{count} document was not written.", "{count} documents were not written.", len(lost))
    return Report(
        command=command,
        title=_("Documents of units"),
        year=year,
        facts=(
            Fact(_("Folder"), folder),
            Fact(_("Units"), Figure(rows.loc[rows["unit"] != "", "unit"].nunique(), "count")),
            Fact(
                _("Written"),
                Figure(written, "count", n_("{count} file", "{count} files", written, count=SLOT)),
                told if over else "",
            ),
        ),
        tables=(table,) if len(lost) else (),
        rows=rows,
        columns=PAPERS,
        unmet=unmet if len(lost) else None,
        status=2,
        names=names,
    )


def _index_page(names: Names, links: dict[str, dict[tuple[str, str], str]]) -> Report:
    """The page that links documents: for each unit, by (document, suffix), the name of a file beside the page."""
    kinds = sorted({key for files in links.values() for key in files}, key=_in_order)
    frame = pd.DataFrame(
        [{"unit": unit} | {_key(kind): files.get(kind, "") for kind in kinds} for unit, files in links.items()]
    )
    columns = (
        Column("unit", _("Unit"), "unit"),
        *(Column(_key(kind), _(TITLES[kind[0]]), "file") for kind in kinds),
    )
    subtitle = _("Documents of units")
    return Report("index", names.index, frame, (), subtitle=subtitle, tables=(Table(frame, columns),), names=names)


def _in_order(kind: tuple[str, str]) -> tuple[int, str]:
    return list(TITLES).index(kind[0]), kind[1]


def _key(kind: tuple[str, str]) -> str:
    return ".".join(kind)


def file_name(stem: str, document: str, suffix: str) -> str:
    """The name of a unit's document: xa-an-result.docx."""
    return f"{stem}-{document}.{suffix}"


def _linked(
    stems: dict[str, str], there: Iterable[str], suffixes: Iterable[str]
) -> dict[str, dict[tuple[str, str], str]]:
    """The documents of units that stand in a folder with these names: those of earlier runs too."""
    names, kinds = set(there), [(document, suffix) for document in TITLES for suffix in suffixes]
    found = {
        unit: {kind: name for kind in kinds if (name := file_name(stem, *kind)) in names}
        for unit, stem in stems.items()
    }
    return {unit: files for unit, files in found.items() if files}


def file_stems(units: Iterable[Unit]) -> dict[str, str]:
    """For each unit, by its id, how its files begin: its id and its name, or one of them where that says both.

    No two begin alike, whatever their ids and names are: the later one in the list gets a number.
    """
    stems: dict[str, str] = {}
    taken: set[str] = set()
    for unit in units:
        usual = stem = _stem(unit)
        number = 2
        while stem in taken:
            stem, number = f"{usual}-{number}", number + 1
        stems[unit.id] = stem
        taken.add(stem)
    return stems


def _stem(unit: Unit) -> str:
    identity, name = (OTHER.sub("-", plain(text)).strip("-") for text in (unit.id, unit.name))
    words = set(identity.split("-")), set(name.split("-"))
    if words[0] <= words[1] or words[1] <= words[0]:
        whole = max(identity, name, key=len)
    else:
        whole = f"{identity}-{name}".strip("-")
    return whole[:LONGEST].strip("-") or NAMELESS
