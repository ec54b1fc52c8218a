"""One value that every command builds and every format renders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from cchc_cli.model.blocks import Chart, Fact, Facts, Naming, Table, Text
from cchc_cli.model.columns import COLUMNS, TYPES
from cchc_cli.model.scenario_sheet import Workings

if TYPE_CHECKING:
    from pandas import DataFrame

    from cchc_cli.model.tasks import Task

Charts = Callable[[], tuple[Chart, ...]]
Block = Text | Facts | Table | Chart
"""What a report is made of, once it is read from top to bottom."""
SectionPart = str | Table | Chart
"""What a section of a document is made of: a paragraph, a table or a chart."""


@dataclass(frozen=True)
class Signature:
    """Who signs: `lines` of authority and title, and the name below the room for the signature."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Frame:
    """What stands around the body of a document: the parts of Decree 30/2020/NĐ-CP, Annex I, in its order.

    An empty text is left out; what is to be filled in by hand is a dotted line.

    `kind` is the type of document (báo cáo, kế hoạch), `subject` what it is about.
    """

    superior: str
    issuer: str
    number: str
    dated: str
    kind: str
    subject: str
    to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    contact: str = ""
    """Address and telephone, at the foot of the first page."""


@dataclass(frozen=True)
class Section:
    """A part of the body: paragraphs, tables and charts in the order in which they are read."""

    title: str
    parts: tuple[SectionPart, ...]
    short: str = ""
    """What the sheet of its table in a workbook is called; else the title."""
    basis: tuple[str, ...] = ()
    """What the document is based on, before the parts."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Its paragraphs, in order."""
        return tuple(part for part in self.parts if isinstance(part, str))

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, in order, named after it."""
        name = self.short or self.title
        return tuple(replace(part, name=name or part.name) for part in self.parts if isinstance(part, Table))


@dataclass(frozen=True)
class Sheet:
    """One document; a report of several (a commitment for each owner) starts each on a page of its own."""

    frame: Frame
    sections: tuple[Section, ...]
    name: str = ""
    """What tells it from the others where they stand one below the other: the owner."""
    annexes: tuple[Section, ...] = ()
    """What is attached: each begins a page behind the signatures."""
    is_single: bool = False
    """Whether it is one page: its lines are numbered, and the charts share the room that these leave."""

    @property
    def title(self) -> str:
        """The type of document and what it is about."""
        return f"{self.frame.kind}: {self.frame.subject}"


class Later(Sequence[Table]):
    """Tables for people, built when one is looked at: scripts need none."""

    def __init__(self, build: Callable[[], Iterable[Table]]) -> None:
        self._build = build

    @cached_property
    def _built(self) -> tuple[Table, ...]:
        return tuple(self._build())

    def __len__(self) -> int:
        return len(self._built)

    @overload
    def __getitem__(self, at: int) -> Table: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Table, ...]: ...
    def __getitem__(self, at: int | slice) -> Table | tuple[Table, ...]:
        return self._built[at]


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """A command's whole result.

    `summary` (the answer in one sentence), `facts`, `charts`, `tables` and `notes` are for people. `rows` (with exactly `columns`, in that order) and
    `extra` are for scripts: the same names and values whatever the language.
    """

    command: str
    title: str
    rows: DataFrame
    columns: tuple[str, ...] = ()
    """Those of the command (see COLUMNS) where no others are named."""
    common: str = ""
    """What the title says beside the unit's name, for a table of all units."""
    subtitle: str = ""
    summary: str = ""
    year: int | None = None
    facts: tuple[Fact, ...] = ()
    tables: Sequence[Table] = ()
    charts: Charts = tuple
    """Drawn where they are asked for."""
    notes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    """What nobody may miss who reads the rows alone, as no column says it: told on stderr beside csv."""
    extra: dict[str, Any] = field(default_factory=dict)
    names: Naming | None = None
    """What the ids in its tables stand for, and the decimals of an index."""
    workings: Callable[[], Workings] | None = None
    """What the unit's index is made of, for a document that computes it again."""
    sheets: tuple[Sheet, ...] = ()
    """What a document says, section by section; its figures are in `rows` and `extra` like all others."""
    cards: tuple[Fact, ...] = ()
    pictures: Charts = tuple
    """What a page shows above a document's text: its facts, and charts that paper has no room for."""
    subject: str = ""
    """One line that says how things stand, fit for the subject of a mail."""
    unmet: str | None = None
    """What was asked for and does not hold; empty where the report says so itself."""
    status: int = 1
    """That of the command line where something is `unmet`: 2 where not all could be done."""
    digest: Table | None = None
    """One row that stands for the whole in a table of all units; else the rows of the first table do."""
    place: Table | None = None
    """One row on the unit as a whole: those of all units stand above their rows."""
    endless: bool = False
    """Whether its rows, of all units, are more than anybody reads on a screen, where `place` stands for them."""
    deadlines: tuple[Task, ...] = ()
    """The tasks that a calendar of it has."""
    workspace: str | None = None
    """The folder that the result is about, where that is not the workspace's."""
    types: Mapping[str, str] = field(default_factory=dict)
    """Types of columns that no other report has; see columns.TYPES."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", self.columns or COLUMNS.get(self.command, ()))

    @property
    def frame(self) -> DataFrame:
        """The rows with the names, values and order that csv has, in types that a column always has: a copy."""
        types = {name: self.types.get(name) or TYPES.get(name, "str") for name in self.columns}
        return self.rows[list(self.columns)].astype(types).infer_objects().reset_index(drop=True)

    def __repr__(self) -> str:
        return f"<Report {self.command!r}: {len(self.rows)} rows of {', '.join(self.columns)}>"

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all sheets, for formats without what stands around a sheet."""
        return tuple(
            section if section.title else replace(section, title=sheet.name)
            for sheet in self.sheets
            for section in (*sheet.sections, *sheet.annexes)
        )
