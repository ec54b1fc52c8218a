"""One value that every command builds and every format renders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

from cchc_cli.model.chart import Chart
from cchc_cli.model.columns import TYPES
from cchc_cli.model.scenario_sheet import Workings

if TYPE_CHECKING:
    from pandas import DataFrame

Kind = Literal[
    "text",
    "task",
    "id",
    "unit",
    "whose",
    "node",
    "owner",
    "owner_or_none",
    "group",
    "rating",
    "count",
    "counted",
    "mark",
    "months",
    "points",
    "lost",
    "got",
    "index",
    "index_span",
    "percent",
    "change",
    "rounding",
    "rank",
    "shared_rank",
    "rank_of",
    "rank_span",
    "rank_change",
    "value",
    "bar",
    "late",
    "trend",
    "date",
    "moment",
    "period",
    "field",
    "state",
    "every",
    "rate",
    "days",
    "file",
]
"""What a column holds: `show.kinds` has what follows from it in all formats.

A `trend` is a list of percents, a `bar` one of them; `lost` are points that were lost, `late` days. `got` are points
of a maximum, 1.50/2, `counted` are some of all, `rank_of` is a rank of so many, `rank_span` the first of two ranks, `index_span` of two indices (the
other is what the column is `of`); `months` are twelve figures, `date` and `period` are as files have them (2023-03-01, 2023-Q1) and shown as an office
writes them, `mark` says whether the row is our own; a `task` is an
action with the component that it is for. `unit`, `node` (an area, a criterion, a component or an adjustment), `owner`
and `rating` are ids, and shown by their names; so is `whose`, the unit of a row that has a name of its own, a `field` (a column of a file) and
the `state` of a task.
"""


class Naming(Protocol):
    """What the things are called that ids stand for, and how an index is published."""

    @property
    def decimals(self) -> int | None:
        """The decimals of an index; None where it is not rounded."""

    def called(self, kind: str, identity: str) -> str:
        """The name of a `unit`, `node`, `owner` or `rating`; a text without a name stands for itself."""


@dataclass(frozen=True)
class Column:
    """A column that people see: `key` in the frame, `label` above it."""

    key: str
    label: str
    kind: Kind = "text"
    fold: str | None = None
    """Where there is no room for the column, its text goes under the first text column, behind this mark; with an
    empty mark the column just goes. The last columns go first."""
    parts: tuple[str, ...] = ()
    """What the values of a `trend` belong to, such as years or months, or what the two figures of `got`, `counted`,
    `rank_of` and the spans are called: a spreadsheet has a column for each; what has no name is left out."""
    common: str = ""
    """The heading where rows of several units stand below it, if `label` holds what is of one of them, such as its name."""
    brief: str = ""
    """The heading on a screen of text, where every sign counts; else `label`."""
    of: str | tuple[str, ...] = ""
    """The keys of what a value is not to be taken for where it does not reach it: its maximum, its goal.

    Of `got` the maximum, and other points beside it; of a `task` its component.
    """
    shared: str = ""
    """A boolean column of the frame: which of the ranks are shared with other units, and so are marked (=3)."""
    kinds: str = ""
    """A column of the frame that says, row by row, of what kind the values are."""
    blank: str = ""
    """What people see in a blank cell, such as a dotted line to be filled in by hand."""
    alarm: str = ""
    """A column of the frame with days late: where there are any, screens and pages show the cell in the colour of what is
    bad."""
    tone: str = ""
    """A column of the frame with the figures that its colour tells of; else its own."""
    low: float = 0.0
    """Of 100: bars under it have the colour of what is low on screens and pages."""
    say: Callable[[Any], str] | None = None
    """What people call the values: the name of a unit, of an owner."""
    assumed: str = ""
    """A boolean column of the frame: which figures are assumed (≈); a spreadsheet says `assumed_label` beside them."""
    assumed_label: str = ""
    sheet: tuple[Column, ...] | None = None
    """What a spreadsheet has in its place: the figures of which it is made, or nothing; else what its kind says."""
    is_extra: bool = False
    """Whether only a spreadsheet has room for it."""
    hint: str = ""
    """What a heading stands for that is an id, or a sign."""
    scale: tuple[float, float, float] | None = None
    """The worst value, one between good and bad, and the best: pages and spreadsheets colour the figures by them."""


SLOT = "\ufffc"
"""Stands for the number in the text of a figure; a sign that no text has."""


@dataclass(frozen=True)
class Figure:
    """A number of a kind and what stands around it: people read it as one text, a spreadsheet can count with it."""

    number: float
    kind: Kind
    text: str = SLOT
    """The whole text, with SLOT in the place of the number."""


@dataclass(frozen=True)
class Fact:
    """A line above the tables: `Rank   14/18   down 3 on 2021`."""

    label: str
    value: str | Figure
    detail: str | Figure = ""
    bar: float | None = None
    """A percent that is drawn before the detail."""


@dataclass(frozen=True, eq=False)
class Table:
    """Rows for people; `total` is a last row, `emphasis` a boolean column of the frame."""

    frame: DataFrame
    columns: tuple[Column, ...]
    title: str = ""
    total: dict[str, Any] | None = None
    emphasis: str | None = None
    name: str = ""
    """What its sheet of a workbook is called, where the title says too much for the 31 signs that there are."""
    after: tuple[str, ...] = ()
    """Lines below the table."""
    summary: tuple[dict[str, Any], ...] = ()
    """Rows below the others, about all of them or between them and the total: means, what rounding makes; a
    spreadsheet does not sort them."""
    frozen: int = 0
    """The first columns, which stay in sight where others are moved past them, and are repeated where a table is too
    wide and goes on below; 0: the table is never that wide."""

    colours: str = ""
    """What the colours of its figures mean, where they are shown: on pages and in spreadsheets."""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that every format has room for."""
        return tuple(column for column in self.columns if not column.is_extra)


@dataclass(frozen=True)
class Text:
    """The answer in one sentence, the title of a section, a paragraph, a note."""

    text: str
    role: Literal["summary", "heading", "basis", "paragraph", "note"]


@dataclass(frozen=True)
class Facts:
    """Lines above the tables."""

    facts: tuple[Fact, ...]


Charts = Callable[[], tuple[Chart, ...]]
Block = Text | Facts | Table | Chart
"""What a report is made of, once it is read from top to bottom."""
Part = str | Table | Chart
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
    parts: tuple[Part, ...]
    short: str = ""
    """What the sheet of its table in a workbook is called; else the title."""
    basis: tuple[str, ...] = ()
    """What the document is based on, before the parts."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, in order."""
        return tuple(part for part in self.parts if isinstance(part, Table))


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
    columns: tuple[str, ...]
    subtitle: str = ""
    summary: str = ""
    year: int | None = None
    facts: tuple[Fact, ...] = ()
    tables: Sequence[Table] = ()
    charts: Charts = tuple
    """Drawn where they are asked for."""
    notes: tuple[str, ...] = ()
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
    workspace: str | None = None
    """The folder that the result is about, where that is not the workspace's."""
    types: Mapping[str, str] = field(default_factory=dict)
    """Types of columns that no other report has; see columns.TYPES."""

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
