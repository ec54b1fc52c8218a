"""What a report is made of: text, lines of facts, tables of typed columns, and charts as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from pandas import DataFrame

ValueKind = Literal[
    "text",
    "task",
    "action",
    "id",
    "unit",
    "whose",
    "node",
    "owner",
    "owner_or_none",
    "group",
    "rating",
    "rating_span",
    "count",
    "year",
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
    "percent_change",
    "rounding",
    "rank",
    "shared_rank",
    "rank_of",
    "rank_span",
    "rank_change",
    "value",
    "cell",
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

A `trend` is a list of percents, a `bar` one of them; `lost` are points that were lost, `late` days. `got` are points of
a maximum, 1.50/2, `counted` are some of all, `rank_of` is a rank of so many, `rank_span` the first of two ranks,
`index_span` of two indices, `rating_span` of two ratings (the other is what the column is `of`). `months` are twelve
figures; `date` and `period` are as files have them (2023-03-01, 2023-Q1) and shown as an office writes them; `mark` says
whether the row is our own; a `task` is an action with the component that it is for. `unit`, `node` (an area, a criterion, a component or an
adjustment), `owner` and `rating` are ids, and shown by their names; so is `whose`, the unit of a row that has a name of
its own, a `field` (a column of a file) and the `state` of a task. A `cell` of a file is a number or a text.
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
    kind: ValueKind = "text"
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
    tone: str = ""
    """A column of the frame with the figures that its colour tells of; else its own."""
    low: float = 0.0
    """Of 100: bars under it have the colour of what is low on screens and pages."""
    say: Callable[[Any], str] | None = None
    """What people call the values: the name of a unit, of an owner."""
    assumed: str = ""
    """A boolean column of the frame: which figures are assumed (≈); a spreadsheet says `assumed_label` beside them."""
    assumed_label: str = ""
    only: Literal["", "text", "sheet"] = ""
    """Whether it is a text for people, whose figures a spreadsheet has in columns of their own, or one of these."""
    hint: str = ""
    """What a heading stands for that is an id, or a sign."""
    share: tuple[str, str] | None = None
    """The keys of points and of their maximum, of which its total is the percent."""
    made_of: tuple[str, ...] = ()
    """The keys of the figures of its row that come to it, those with - before them taken off: told where rounding hides
    that."""
    scale: tuple[float, float, float] | None = None
    """The worst value, one between good and bad, and the best: pages and spreadsheets colour the figures by them."""


class OfOne(str):
    """A note on one unit whose figures stand in a table of all units: beside that it says but `of_all`, or nothing."""

    __slots__ = ("of_all",)
    of_all: str

    def __new__(cls, text: str, of_all: str = "") -> OfOne:
        """Of one text, and what is said of all units in its place."""
        note = super().__new__(cls, text)
        note.of_all = of_all
        return note


SLOT = "\ufffc"
"""Stands for the number in the text of a figure; a sign that no text has."""


@dataclass(frozen=True)
class Figure:
    """A number of a kind and what stands around it: people read it as one text, a spreadsheet can count with it."""

    number: float
    kind: ValueKind
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


Role = Literal["", "own", "overdue", "total", "summary"]


@dataclass(frozen=True, eq=False)
class Table:
    """Rows for people; `total` is a last row, `emphasis` a boolean column of the frame, `states` one that says which rows
    are about what is `overdue`."""

    frame: DataFrame
    columns: tuple[Column, ...]
    title: str = ""
    total: dict[str, Any] | None = None
    emphasis: str | None = None
    states: str | None = None
    sums: tuple[str, ...] = ()
    """Columns that a spreadsheet adds up below, where people have their sums above the table."""
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
    filed: bool = False
    """Whether a screen leaves it to files."""

    @property
    def roles(self) -> list[Role]:
        """What the whole of each row is shown as."""
        own, states = (
            self.frame[key].tolist() if key else [""] * len(self.frame) for key in (self.emphasis, self.states)
        )
        pairs = zip(own, states, strict=True)
        return ["own" if is_own else "overdue" if state == "overdue" else "" for is_own, state in pairs]

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that every format has room for."""
        return tuple(column for column in self.columns if column.only != "sheet")


@dataclass(frozen=True)
class Text:
    """The answer in one sentence, the title of a section, a paragraph, a note."""

    text: str
    role: Literal["summary", "heading", "basis", "paragraph", "note"]


@dataclass(frozen=True)
class Facts:
    """Lines above the tables."""

    facts: tuple[Fact, ...]


ChartKind = Literal["bars", "pareto", "bump", "timeline", "lines", "ranges", "histogram", "heat"]


@dataclass(frozen=True)
class Series:
    """Numbers of a chart, one for each of its labels; None where there is none."""

    name: str
    values: tuple[float | None, ...]
    emphasis: bool = False
    span: tuple[float, float] | None = None
    """The lowest and the highest number that may still come at the last label (`bump`), where it has none."""
    shared: tuple[bool, ...] = ()
    """For each label whether others have the same number there (`bump`)."""


@dataclass(frozen=True)
class Chart:
    """A picture of a few numbers; each writer draws it, or leaves it out.

    | kind | labels | series |
    |---|---|---|
    | `bars` | what is measured | percents, then others to be seen against (optional): an earlier year's, goals |
    | `pareto` | causes, the largest first | points, and percents added up from the first on |
    | `bump` | years | a unit each: its ranks; `emphasis` is the own unit |
    | `timeline` | tasks | first and last days, as `date.toordinal()` |
    | `lines` | months | a rate each: its percents |
    | `ranges` | what is forecast | percents: lowest, highest, expected, then those of an earlier year (optional) |
    | `histogram` | ranges of figures | how many there are in each |
    | `heat` | columns | a row each, from the top: percents, coloured on either side of `mark` |

    `states` (timeline) says how each task stands: one of `done`, `doing`, `todo`, `due_soon`, `overdue`,
    `cancelled`; `notes` (timeline) is that in words, and who does it, or (ranges) what the percents are in figures. `mark` is a value to be seen against
    (a percent, a day), `mark_label` its name. `description` is what a reader gets who can't see it.
    """

    kind: ChartKind
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    states: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    mark: float | None = None
    mark_label: str = ""
