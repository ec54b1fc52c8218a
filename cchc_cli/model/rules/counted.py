"""`deduct` and `each`: points taken off, or given, for every case that was counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from cchc_cli.messages import _
from cchc_cli.model.bounds import VALUES, Bound, shortened
from cchc_cli.model.fields import Named, Points, Positive
from cchc_cli.model.rules.base import BaseRule, Fault, Needed
from cchc_cli.model.written_numbers import number_fault, parse_number

if TYPE_CHECKING:
    from cchc_cli.model.rules.base import Floats

ITEM_PATTERN = r"^[^\s=;]+$"
ItemId = Annotated[
    str, Meta(pattern=ITEM_PATTERN, max_length=80, description="What counts are written for: id=count; id=count.")
]
COUNTS = Bound(0, VALUES.most)


class Item(Named, frozen=True, kw_only=True):
    """One of several things that points are taken off for: `per` each, `most` in all."""

    per: Positive
    most: Points | None = None

    def taken(self, count: float) -> float:
        """The points that so many take off."""
        return self.per * count if self.most is None else min(self.per * count, self.most)


class Deduct(BaseRule, frozen=True, kw_only=True, tag_field="type", tag="deduct"):
    """max − per × value, or max − the sum over `items`, each with its count; no more than `most` is taken off.

    With items a value is the sum of what they take off.
    """

    per: Positive | None = None
    items: Annotated[dict[ItemId, Item], Meta(min_length=1)] | None = None
    most: Points | None = None

    @property
    def takes_numbers(self) -> bool:
        """The count of a single kind is a number, those of several a text."""
        return self.items is None

    @property
    def _per(self) -> float:
        return 1.0 if self.per is None else self.per

    def raw_points(self, values: Floats, maximum: float | Floats, best: float | Floats) -> Floats:
        """What is left of the maximum."""
        taken = self._per * values
        points: Floats = maximum - (taken if self.most is None else taken.clip(None, self.most))
        return points

    def faults(self, maximum: float) -> Iterator[Fault]:
        """A rule that says neither how much, or both ways."""
        if (self.per is None) == (self.items is None):
            yield (), _("a deduction has either per (points for each) or items (several, each with its own per)."), ""

    def needed(self, points: float, maximum: float, best: float = float("nan")) -> Needed | None:
        """So many cases at most; of several kinds, points taken off at most."""
        return None if self.items else Needed((maximum - points) / self._per, -1)

    def step(self, maximum: float) -> float:
        """One case; of several kinds the one that takes off least."""
        return min(each.per for each in self.items.values()) if self.items else self._per

    def value_in(self, text: str) -> float | None:
        """A count, or what `id=count; id=count` takes off; 0: nothing was found."""
        if self.items is None:
            return super().value_in(text)
        counts = self._counts(text)
        return None if isinstance(counts, tuple) else sum(self.items[key].taken(n) for key, n in counts.items())

    def value_fault(self, text: str) -> tuple[str, str]:
        """What of `id=count; id=count` can't be read."""
        counts = self._counts(text)
        return counts if self.items is not None and isinstance(counts, tuple) else super().value_fault(text)

    def _counts(self, text: str) -> dict[str, float] | tuple[str, str]:
        """The count of each item of a text; or why it has none, and what to do."""
        items, counts = self.items or {}, dict[str, float]()
        if text == "0":
            return counts
        hint = _("Write it like {example}.", example="; ".join(f"{key}=1" for key in list(items)[:2]))
        for part in re.split(r";|\n", text):
            key, equals, count = (each.strip() for each in part.partition("="))
            if not key and not equals:
                continue
            if not equals:
                return _("“{found}” is not ITEM=COUNT.", found=shortened(part.strip())), hint
            if key not in items:
                told = _("“{found}” is none of the items of this deduction.", found=shortened(key))
                return told, _("Items: {items}.", items=", ".join(f"{each} ({items[each].name})" for each in items))
            if key in counts:
                return _("{item} is counted twice.", item=key), hint
            number = parse_number(count, bound=COUNTS)
            if number is None:
                fault, more = number_fault(count, bound=COUNTS)
                return f"{key}: {fault}", more or hint
            counts[key] = number
        return counts or (_("“{found}” is not ITEM=COUNT.", found=shortened(text)), hint)


class Each(BaseRule, frozen=True, kw_only=True):
    """Points for each case that was counted, of a bonus or a penalty."""

    each: Positive
    allowed: ClassVar[Bound] = COUNTS

    def raw_points(self, values: Floats, maximum: float | Floats, best: float | Floats) -> Floats:
        """So many for each."""
        points: Floats = self.each * values
        return points

    def step(self, maximum: float) -> float:
        """One case."""
        return self.each
