"""Documents of units that were written into a folder: what was and what was not, and the page that links them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.columns import PAPERS
from cchc_cli.model.report import Column, Fact, Report, Table
from cchc_cli.show.names import Names

TITLES = {
    "result": N_("Result"),
    "plan": N_("Plan"),
    "progress": N_("Progress"),
    "commitments": N_("Commitments"),
    "appeal": N_("Explanation of points"),
    "index": N_("List"),
}
"""The kinds of documents, by the words of their commands."""


@dataclass(frozen=True)
class Paper:
    """A document of a unit: its file, and why it was not written, where it was not."""

    unit: str
    document: str
    file: str
    fault: str = ""


def papers_report(names: Names, command: str, folder: str, papers: Sequence[Paper], year: int | None) -> Report:
    """What became of each document; those that are not there are listed, and `unmet`."""
    rows = pd.DataFrame([vars(paper) for paper in papers], columns=list(PAPERS))
    lost = rows[rows["fault"] != ""]
    written = len(rows) - len(lost)
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
            Fact(_("Units"), str(rows["unit"].nunique())),
            Fact(_("Written"), n_("{count} file", "{count} files", written)),
        ),
        tables=(table,) if len(lost) else (),
        rows=rows,
        columns=PAPERS,
        unmet=unmet if len(lost) else None,
        status=2,
        names=names,
    )


def index_page(names: Names, links: dict[str, dict[tuple[str, str], str]]) -> Report:
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


def linked(
    stems: dict[str, str], there: Iterable[str], suffixes: Iterable[str]
) -> dict[str, dict[tuple[str, str], str]]:
    """The documents of units that stand in a folder with these names: those of earlier runs too."""
    names, kinds = set(there), [(document, suffix) for document in TITLES for suffix in suffixes]
    found = {
        unit: {kind: name for kind in kinds if (name := file_name(stem, *kind)) in names}
        for unit, stem in stems.items()
    }
    return {unit: files for unit, files in found.items() if files}
