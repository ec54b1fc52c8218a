"""The shape of criteria.yaml, as strict structures. `cchc schema` is made from them."""

import re
from typing import Annotated, Literal

from msgspec import Meta, field

from cchc_cli.messages import _
from cchc_cli.model.fields import (
    ID_PATTERN,
    GroupId,
    Id,
    Maximum,
    MonthDay,
    Name,
    Named,
    Number,
    PersonDays,
    Points,
    Positive,
    Shape,
    ShortText,
    Year,
)
from cchc_cli.model.rules import ExtraRule, Rule


class Rating(Named, frozen=True, kw_only=True):
    """A grade (xếp loại): reached from `min` index points on, with at least `each_area` percent in every area."""

    id: Id
    min: Number
    each_area: Annotated[float, Meta(gt=0, le=100)] | None = None


class Index(Named, frozen=True, kw_only=True):
    """The index as a whole and how it is rounded, ranked and graded."""

    id: Id
    level: Name | None = None
    scale: Positive = 100
    rounding: Annotated[int, Meta(ge=0, le=9)] | None = 2
    ties: Literal["min", "dense"] = "min"
    ties_by: tuple[Id, ...] = ()
    """Areas, criteria or components whose percent, in turn, breaks equal indices."""
    rank_on: Literal["published", "exact"] = "published"
    low: Annotated[float, Meta(ge=0, le=100)] = 70
    ratings: tuple[Rating, ...] = ()
    bonus_cap: Points | None = None
    penalty_cap: Points | None = None


class Defaults(Shape, frozen=True, kw_only=True):
    """What is meant when an option is left out."""

    unit: Name | None = None
    language: Literal["vi", "en"] | None = None
    timezone: Name | None = None
    """Whose day "today" is, by the name of the IANA database; Viet Nam's when left out."""


class Owner(Named, frozen=True, kw_only=True):
    """Who answers for components; `capacity` in person-days a month."""

    capacity: PersonDays | None = None


class Adjustment(Named, frozen=True, kw_only=True):
    """Bonus or penalty points beside the components (2741/QĐ-UBND Hưng Yên, 2020, has both)."""

    id: Id
    kind: Literal["bonus", "penalty"]
    max: Positive
    rule: ExtraRule | None = None
    since: Year | None = None
    until: Year | None = None


class Action(Named, frozen=True, kw_only=True):
    """Something that wins points back, with what proves it, when, and at what effort (person-days)."""

    product: ShortText | None = None
    due: MonthDay | None = None
    effort: PersonDays | None = None
    gain: Positive | None = None
    owner: Id | None = None
    requires: tuple[Id, ...] = ()
    id: Id | None = None

    @property
    def words(self) -> str:
        """Its name as a task has it: in one line."""
        return " ".join(self.name.split())


class Node(Named, frozen=True, kw_only=True):
    """An area, criterion or component: exists from `since` to `until`, both years included."""

    id: Id
    since: Year | None = None
    until: Year | None = None
    groups: Annotated[tuple[GroupId, ...], Meta(min_length=1)] = ()
    """Only for units of these groups; blank: for all."""
    max: Maximum | None = None

    @property
    def children(self) -> tuple["Component", ...]:
        """What stands right below it."""
        return ()

    @property
    def named_groups(self) -> tuple[str, ...]:
        """The groups of which it says anything."""
        return self.groups


class Component(Node, frozen=True, kw_only=True):
    """What gets points, or has components that do.

    `max_by_group` is what some groups can get in place of `max`.
    """

    max_by_group: Annotated[dict[GroupId, Positive], Meta(min_length=1)] | None = None

    source: Literal["appraisal", "self", "survey", "register"] | None = None
    owner: Id | None = None
    evidence: tuple[ShortText, ...] = ()
    rule: Rule | None = None
    measure: Id | None = None
    actions: tuple[Action, ...] = ()
    components: tuple["Component", ...] = ()

    @property
    def children(self) -> tuple["Component", ...]:
        """Its components."""
        return self.components

    @property
    def named_groups(self) -> tuple[str, ...]:
        """The groups of which it says anything."""
        return (*self.groups, *(self.max_by_group or ()))

    @property
    def all_maxima(self) -> list[float]:
        """What it can give, in all years and to all groups; 0 where it says no maximum."""
        maxima = list(self.max.values()) if isinstance(self.max, dict) else [self.max or 0.0]
        return [*maxima, *(self.max_by_group or {}).values()]


class Area(Node, frozen=True, kw_only=True):
    """A field of reform (lĩnh vực)."""

    criteria: Annotated[tuple[Component, ...], Meta(min_length=1)]

    @property
    def children(self) -> tuple[Component, ...]:
        """Its criteria."""
        return self.criteria


Symbol = Annotated[str, Meta(pattern=ID_PATTERN, max_length=40, description="The issuer's part: UBND in BC-UBND.")]
Label = Annotated[Name | Named, Meta(description="A text, or {name, name_en}.")]


class Signer(Shape, frozen=True, kw_only=True):
    """Who signs: for whom (TM. Ủy ban nhân dân), as what (Chủ tịch), and the full name.

    `owner` is the same person among the owners of tasks, who commits to the body above and not to himself.
    """

    authority: Label | None = None
    title: Label | None = None
    name: Name | None = None
    owner: Id | None = None


class Document(Shape, frozen=True, kw_only=True):
    """What `cchc report` puts around a document (Decree 30/2020/NĐ-CP, Annex I); what is left out is filled in by hand.

    `superior` is the body above the `issuer`, `symbol` the issuer's part of the document's symbol (UBND in
    BC-UBND), `to` whom reports are sent to (Kính gửi), `recipients` who gets copies (Nơi nhận), `basis` what documents are based on (Căn cứ …), `contact` the line with
    address and telephone at the foot of the first page. {name} in a text stands for the name of the unit.
    """

    superior: Label | None = None
    issuer: Label | None = None
    place: Label | None = None
    symbol: Symbol | None = None
    signer: Signer = Signer()
    to: tuple[Label, ...] = ()
    recipients: tuple[Label, ...] = ()
    basis: tuple[Label, ...] = ()
    contact: Label | None = None


UNIT_NAME = "{name}"
"""What stands in texts of a letterhead for the name of the unit whose document it is."""
_BRACED = re.compile(r"\{[^{}]*\}")


def unknown_words(text: str) -> list[str]:
    """What in a text of a letterhead is in braces and stands for nothing."""
    return [found for found in _BRACED.findall(text) if found != UNIT_NAME]


def word_fault(word: str) -> tuple[str, str]:
    """That such a word stands for nothing, and what does."""
    return _("{found} stands for nothing here.", found=word), _(
        "Only {name} is known: the name of the unit.", name=UNIT_NAME
    )


class Criteria(Shape, frozen=True, kw_only=True):
    """The whole of criteria.yaml."""

    version: Annotated[int, Meta(ge=1, le=1)]
    index: Index
    areas: Annotated[tuple[Area, ...], Meta(min_length=1)]
    defaults: Defaults = Defaults()
    document: Document = Document()
    groups: dict[GroupId, Named] = field(default_factory=dict)
    owners: dict[Id, Owner] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
