"""What a published table of results says, in a form that can be recomputed; every figure with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from cchc_cli.model.criteria import Rating

Role = Literal[
    "unit",
    "group",
    "part",
    "bonus",
    "penalty",
    "subtotal",
    "points",
    "max",
    "index",
    "percent",
    "rank",
    "rating",
    "self",
    "appraised1",
    "change",
    "other",
]
"""What a column holds. `part`: points of an area, or of a stage that the total adds up; `other`: not used."""


@dataclass(frozen=True)
class ColumnRead:
    """What a column was read as. `of`: the area or the year (`previous` without one) that it is about, else blank."""

    column: str
    heading: str
    role: Role
    of: str = ""
    fraction: bool = False
    """Whether percentages stand there as fractions: 0.85."""
    mean_of: int = 0
    """Of how many columns it is the mean; 0 where it is none."""


@dataclass(frozen=True)
class SumClaim:
    """A figure that is the sum of others. `alternatives`: what it may be the sum of; claims of one `column` share the choice.

    `kind` is `change` for a figure that is the difference of two. `sure`: the headings say that these are its
    parts; otherwise that holds only where most rows of the column agree, or of all columns of a `block`. All sums of
    a sure column that are right show the parts of the others of its block.
    """

    cell: str
    name: str
    column: str
    said: float
    alternatives: tuple[tuple[float, ...], ...]
    kind: Literal["sum", "change", "mean"] = "sum"
    sure: bool = True
    block: str = ""
    leaves: tuple[float, ...] = ()
    """The same sum without subtotals, where there are some: what fits it hangs on a subtotal that is wrong."""
    unseen: float | None = None
    """What rounding can have taken off parts that were weighted or shared out; None where they stand there as they are."""
    shown: int | None = None
    """The decimals of the figures of which a mean is one."""

    @property
    def what(self) -> What:
        """What comparing it counts as."""
        return OF_KIND[self.kind]


Statistic = Literal["mean", "highest", "lowest"]


@dataclass(frozen=True)
class SummaryClaim:
    """A figure of a row that sums units up. `ways`: the figures, by their cells, of those units that it may be of;
    all claims of a row share the choice. `sure`: nothing speaks for other units than those of the table. `rate`: its
    heading says a rate of counts, of which the mean may be weighted."""

    cell: str
    name: str
    column: str
    said: float
    statistic: Statistic
    ways: tuple[dict[str, float], ...]
    sure: bool
    rate: bool


@dataclass(frozen=True)
class ShareClaim:
    """A figure that is points as a part of a maximum (None: not said in the table), on a `scale` of 100 or 1.

    `holds_more`: bonus and penalty points, which the table does not show, may be in it.
    """

    cell: str
    name: str
    column: str
    said: float
    points: float
    max: float | None
    points_cell: str = ""
    scale: float = 100.0
    holds_more: bool = False


@dataclass(frozen=True)
class Placed:
    """A unit's place in a table: `figure` is what it is ranked by as published, None where none can be read.

    `figure_cell`, `rank_cell` and `rating_cell` are blank where the table has no such column. `ranking` tells
    the rankings of a table apart (its own, that of last year, of an area), `section` (a heading or a cell says so) or
    else `kind` (names do: Xã, Phường) the units that may be ranked among themselves. `percent` is the figure on a scale of 100, None where that is not known. `unread`,
    `rank_unread`: what stands in the cell of the figure, of the rank, is not a number. `out`: the table says that
    the unit is not ranked; `provisional`: not yet; `left_out`: rows were left out above it (`…`).
    """

    name: str
    section: str
    figure: float | None
    figure_cell: str
    rank: float | None = None
    rank_cell: str = ""
    rating: str = ""
    rating_cell: str = ""
    ranking: str = ""
    percent: float | None = None
    unread: bool = False
    rank_unread: bool = False
    out: bool = False
    provisional: bool = False
    left_out: bool = False
    kind: str = ""

    @property
    def among(self) -> str:
        """The units that it may be ranked among."""
        return self.section or self.kind

    @property
    def is_known(self) -> bool:
        """Whether its figure can be read."""
        return self.figure is not None

    @property
    def is_ranked(self) -> bool:
        """Whether it has a rank that can be read."""
        return self.rank is not None

    @property
    def is_placed(self) -> bool:
        """Whether it stands in a ranking: with a figure or a rank, and not left out."""
        return not self.out and (self.is_ranked or self.is_known)

    @property
    def height(self) -> float:
        """Its figure; 0 for one that is not known, which callers leave out."""
        return self.figure or 0.0


FindingKind = Literal[
    "unread",
    "sum",
    "change",
    "mean",
    "percent",
    "rounding",
    "rank",
    "rank_exact",
    "rank_rounded",
    "rating",
    "over_max",
    "twice",
    "tie",
]


@dataclass(frozen=True)
class Disagreement:
    """A cell whose figure is not what the others give. `said` and `expected` are numbers, or texts.

    `unread`: not a number. `rounding`: rounding of the parts can explain it. `rank_exact`: right only on the
    figure before it was rounded; `rank_rounded`: right only on figures rounded further than those that are
    printed (`expected` by those printed). `twice`: a unit that has other figures elsewhere (`others`). `tie`: units that share a figure only through rounding (`others`).
    """

    cell: str
    name: str
    kind: FindingKind
    column: str
    said: float | str | None
    expected: float | str | None
    others: tuple[tuple[str, float | None], ...] = ()
    """Other units, with the figure that counts for them."""
    ranks: tuple[float | None, ...] = ()
    """The ranks of `others`, for a tie."""


What = Literal["sums", "changes", "means", "percentages", "maxima", "ranks", "ratings", "ties"]
OF_KIND: dict[str, What] = {"sum": "sums", "change": "changes", "mean": "means"}
Reason = Literal[
    "unread",
    "no_parts",
    "no_points",
    "holds_more",
    "not_parts",
    "no_max",
    "not_percent",
    "no_figure",
    "no_rank",
    "no_exact",
    "one",
    "excerpt",
    "not_rated",
    "not_in_order",
    "provisional",
    "apart",
]


@dataclass(frozen=True)
class Unchecked:
    """Figures that could not be compared with anything, and why. `about`: the cells or names that stand in the way.

    `odd`: of figures that would nearly all be wrong the first one, with what it would come to.

    `unread`: it hangs on a cell that is not a number. `no_parts`, `no_points`: nothing that it could be the sum, or a
    percentage, of. `holds_more`: points that the table does not show may be in it.
    `not_parts`: what stands before it does not add up to it in most rows. `no_max`: the table says no maximum,
    and its rows agree on none. `no_figure`: nothing that a rank or rating could follow from. `no_rank`: a figure
    without rank. `no_exact`: shared figures of which the table does not show what they were rounded from.
    `one`: a single unit has a rank. `excerpt`: nobody is first. `not_rated`: all units have one rating, which is no
    other's. `not_in_order`: ratings that do not follow the figures. `provisional`: a rank to come, in brackets.
    """

    what: What
    cells: tuple[str, ...]
    reason: Reason
    about: tuple[str, ...] = ()
    odd: Disagreement | None = None


@dataclass(frozen=True)
class Bounds:
    """The ratings that a paper says itself, highest first; `percent`: of percentages, not of the figures as they stand."""

    ratings: tuple[Rating, ...]
    percent: bool


@dataclass(frozen=True)
class Claims:
    """Everything in a table that can be recomputed, what its columns were read as, and what could not be made out."""

    file: str
    sheet: str
    sums: list[SumClaim] = field(default_factory=list)
    summaries: list[SummaryClaim] = field(default_factory=list)
    shares: list[ShareClaim] = field(default_factory=list)
    caps: list[ShareClaim] = field(default_factory=list)
    """Points that may not pass their maximum."""
    placed: list[Placed] = field(default_factory=list)
    unread: list[Disagreement] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)
    columns: list[ColumnRead] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    """Rows with figures that are no unit's: averages, totals."""
    at: str = ""
    """The cell with which the header begins, to tell tables of a sheet apart."""
    bounds: Bounds | None = None


@dataclass
class Findings:
    """What recomputing a table has found. `compared`: how many comparisons were really made, by kind.

    `maxima`: for columns of percentages whose maximum the table does not say, the one that most rows agree on.
    `exact`: figures before rounding by their cell, where the table lets one recompute them.
    """

    found: list[Disagreement] = field(default_factory=list)
    compared: dict[What, int] = field(default_factory=dict)
    unchecked: list[Unchecked] = field(default_factory=list)
    maxima: dict[str, float] = field(default_factory=dict)
    exact: dict[str, float] = field(default_factory=dict)
    rounded: set[str] = field(default_factory=set)
    """Those of them whose parts have decimals: they may have been rounded themselves."""
    right: dict[str, float] = field(default_factory=dict)
    """What should stand in cells that are wrong, or hang on such a cell; what fits it is not accused as well."""
    hidden: set[str] = field(default_factory=set)
    """The ranks of equal figures that decimals which are not printed can explain."""
    out_of_100: bool = False
    """Whether ratings were compared as though points, of which no maximum is said, were out of 100."""
    bounds: tuple[Rating, ...] = ()
    """The paper's own, where ratings were compared with these."""
    apart: list[str] = field(default_factory=list)
    """Sections that were ranked each on its own."""
    ties: list[str] = field(default_factory=list)
    """How equal figures were ranked, where there were any: min, dense, mean (1,2,2,4; 1,2,2,3; 1,2½,2½,4)."""

    def count(self, what: What, number: int = 1) -> None:
        """Note comparisons that were made."""
        self.compared[what] = self.compared.get(what, 0) + number
