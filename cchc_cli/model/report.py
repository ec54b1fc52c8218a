"""One value that every command builds and every format renders."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from cchc_cli.model.scenario_sheet import Workings

if TYPE_CHECKING:
    from pandas import DataFrame

    from cchc_cli.model.document import Section, Sheet

Kind = Literal[
    "text",
    "id",
    "count",
    "points",
    "lost",
    "index",
    "percent",
    "change",
    "rank",
    "rank_change",
    "value",
    "bar",
    "late",
    "trend",
    "date",
]
"""What a column holds; it decides number style, alignment and colour, once for all formats.

A `trend` is a list of percents, a `bar` one of them; `lost` are points that were lost, `late` days.
"""


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
    """What the values of a `trend` belong to, such as years; a spreadsheet has a column for each."""
    brief: str = ""
    """The heading on a screen of text, where every sign counts; else `label`."""
    of: str | tuple[str, ...] = ""
    """The keys of what a value is not to be taken for where it does not reach it: its maximum, its goal."""
    shared: str = ""
    """A boolean column of the frame: which of the ranks are shared with other units, and so are marked (=3)."""
    measured: str | None = None
    """A column of the frame that says, row by row, what is measured: `rate` (in %), `points`, `days` or `count`."""


@dataclass(frozen=True)
class Fact:
    """A line above the tables: `Rank   14/18   down 3 on 2021`."""

    label: str
    value: str
    detail: str = ""
    bar: float | None = None
    """A percent that is drawn before the detail."""
    number: float | None = None
    """The figure within `value`, where that is more than the figure: a spreadsheet can count with it."""


@dataclass(frozen=True)
class Table:
    """Rows for people. Shown columns only; `total` is a last row, `emphasis` a boolean column of the frame."""

    frame: DataFrame
    columns: tuple[Column, ...]
    title: str = ""
    total: dict[str, Any] | None = None
    emphasis: str | None = None
    sheet: tuple[Column, ...] = ()
    """The columns of a spreadsheet, where figures stay figures that can be sorted and summed; else `columns`."""
    name: str = ""
    """What its sheet of a workbook is called, where the title says too much for the 31 signs that there are."""
    after: tuple[str, ...] = ()
    """Lines below the table."""

    def records(self) -> list[dict[str, Any]]:
        """The rows, and the total as a last one."""
        rows = [{str(key): value for key, value in row.items()} for row in self.frame.to_dict("records")]
        return rows if self.total is None else [*rows, self.total]


ChartKind = Literal["bars", "pareto", "bump", "timeline", "lines", "ranges"]


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


@dataclass(frozen=True)
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
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    decimals: int | None = 2
    workings: Workings | None = None
    """What the unit's index is made of, for a document that computes it again."""
    sheets: tuple[Sheet, ...] = ()
    """What a document says, section by section; its figures are in `rows` and `extra` like all others."""
    cards: tuple[Fact, ...] = ()
    pictures: tuple[Chart, ...] = ()
    """What a page shows above a document's text: its facts, and charts that paper has no room for."""
    subject: str = ""
    """One line that says how things stand, fit for the subject of a mail."""
    unmet: str | None = None
    """What was asked for and does not hold (status 1); empty where the report says so itself."""
    workspace: str | None = None
    """The folder that the result is about, where that is not the workspace's."""

    @property
    def frame(self) -> DataFrame:
        """The rows with the names, values and order that csv has: a copy."""
        return self.rows[list(self.columns)].copy()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all sheets, for formats without what stands around a sheet."""
        return tuple(
            section if section.title else replace(section, title=sheet.name)
            for sheet in self.sheets
            for section in sheet.sections
        )
