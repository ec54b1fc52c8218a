"""`deduct` and `each`: points taken off, or given, for every case that was counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import VALUES, Bound, shortened
from cchc_cli.model.fields import Named, Points, Positive
from cchc_cli.model.problems import Refused
from cchc_cli.model.rules import words
from cchc_cli.model.rules.base import BaseRule, Needed, Places, RuleFault
from cchc_cli.model.rules.cells import LONGEST_FORMULA, without_digits
from cchc_cli.model.written_numbers import number_fault, parse_number

if TYPE_CHECKING:
    from cchc_cli.model.rules.base import Floats

ITEM_PATTERN = r"^[^\s=;]+$"
ItemId = Annotated[
    str, Meta(pattern=ITEM_PATTERN, max_length=80, description="What counts are written for: id=count; id=count.")
]
COUNTS = Bound(0, VALUES.most)
EACH, MOST, ALL = N_("each: {per}"), N_("at most {most}"), N_("at most {most} in all")
FOR_EACH = N_("each: {each}")


class Item(Named, frozen=True, kw_only=True):
    """One of several things that points are taken off for: `per` each, `most` in all."""

    per: Positive
    most: Points | None = None

    def taken(self, count: float) -> float:
        """The points that so many take off."""
        return self.per * count if self.most is None else min(self.per * count, self.most)

    def formula(self, key: str, text: str) -> str:
        """The points that the count after `key=` in a text takes off."""
        begin = _begin(key, text)
        count = f'MID({text},{begin}+{len(key) + 2},FIND(";",{text},{begin}+1)-{begin}-{len(key) + 2})'
        points = f"IF(ISNUMBER({begin}),{self.per!r}*VALUE({count}),0)"
        return points if self.most is None else f"MIN({points},{self.most!r})"


def _begin(key: str, text: str) -> str:
    """Where a text has `;key=`."""
    return f'FIND(";{_quoted(key)}=",{text})'


def _quoted(key: str) -> str:
    """A key within a text of a formula."""
    return key.replace('"', '""')


class Deduct(BaseRule, frozen=True, kw_only=True, tag_field="type", tag="deduct"):
    """max − per × value, or max − the sum over `items`, each with its count; no more than `most` is taken off.

    With items a value is the sum of what they take off.
    """

    per: Positive | None = None
    items: Annotated[dict[ItemId, Item], Meta(min_length=1)] | None = None
    most: Points | None = None
    phrases: ClassVar[tuple[str, ...]] = (EACH, ALL)

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

    def faults(self, maximum: float) -> Iterator[RuleFault]:
        """A rule that says neither how much, or both ways."""
        if (self.per is None) == (self.items is None):
            yield (), _("a deduction has either per (points for each) or items (several, each with its own per)."), ""

    def needed(self, points: float, maximum: float, best: float = float("nan")) -> Needed | None:
        """So many cases at most; of several kinds, points taken off at most."""
        return None if self.items else Needed((maximum - points) / self._per, -1)

    @property
    def for_all_points(self) -> str:
        """Of several kinds none may be counted; which of them one less would be, nobody can say."""
        return _("nothing taken off") if self.items else ""

    def step(self, maximum: float) -> float:
        """One case; of several kinds the one that takes off least."""
        return min(each.per for each in self.items.values()) if self.items else self._per

    def value_in(self, text: str) -> float | None:
        """A count, or what `id=count; id=count` takes off; 0: nothing was found."""
        if self.items is None:
            return super().value_in(text)
        try:
            return sum(self.items[key].taken(count) for key, count in self._counts(text).items())
        except Refused:
            return None

    def value_fault(self, text: str) -> tuple[str, str]:
        """What of `id=count; id=count` can't be read."""
        if self.items is not None:
            try:
                self._counts(text)
            except Refused as fault:
                return fault.text, fault.hint or self.written_like
        return super().value_fault(text)

    @property
    def written_like(self) -> str:
        """How counts of items are written, and what each item is; blank where there are none."""
        if not self.items:
            return ""
        example = "; ".join(f"{key}=1" for key in list(self.items)[:2])
        named = "; ".join(f"{key} = {shortened(item.name)}" for key, item in self.items.items() if item.name != key)
        if not named:
            return _("Write it like {example}.", example=example)
        return _("Write it like {example} ({items}).", example=example, items=named)

    def formula(self, at: Places) -> str:
        """What is left of the maximum; of several kinds each count is looked for in the text."""
        taken = f"{self._per!r}*{self.number_at(at.value)}"
        if self.items:
            text = f'SUBSTITUTE(";"&SUBSTITUTE({at.value}," ","")&";",";;",";")'
            parts = "+".join(item.formula(key, text) for key, item in self.items.items())
            begun = "+".join(f"ISNUMBER({_begin(key, text)})" for key in self.items)
            # As many counts as parts, each of a known item, none twice; nothing but digits in their places.
            counts, ends = (f'LEN({text})-LEN(SUBSTITUTE({text},"{sign}",""))' for sign in "=;")
            rest = reduce(lambda made, key: f'SUBSTITUTE({made},";{_quoted(key)}=","")', self.items, text)
            is_whole = f'AND({counts}={begun},{counts}={ends}-1,{without_digits(rest)}=";")'
            is_none = f'OR({at.value}=0,TRIM({at.value})="0")'
            taken = f"IF({is_none},0,IF({is_whole},{parts},NA()))"
        left = f"{at.maximum}-{taken}" if self.most is None else f"{at.maximum}-MIN({taken},{self.most!r})"
        return left if len(left) <= LONGEST_FORMULA else ""

    def lines(self) -> list[str]:
        """Points for each, of one kind or of several, and how many at most."""
        made = []
        for key, item in (self.items or {}).items():
            told = f"{words.named(key, item.name, item.name_en)}: {words.told_number(item.per)}"
            most = "" if item.most is None else "; " + _(MOST, most=words.told_number(item.most))
            made.append(told + most)
        return [*made, *super().lines()]

    @classmethod
    def read_line(cls, line: str, keys: dict[str, object]) -> None:
        """An item."""
        key, item = _read_item(line)
        items: dict[str, object] = keys.setdefault("items", {})  # type: ignore[assignment]
        if key in items:
            raise words.UnreadableValue(line)
        items[key] = item

    def _counts(self, text: str) -> dict[str, float]:
        """The count of each item of a text. Raises Refused."""
        counts: dict[str, float] = {}
        for part in re.split(r";|\n", text if text != "0" else ""):
            if part.strip():
                key, count = self._count(part)
                if key in counts:
                    raise Refused(_("{item} is counted twice.", item=key))
                counts[key] = count
        if not counts and text != "0":
            raise Refused(_("“{found}” is not ITEM=COUNT.", found=shortened(text)))
        return counts

    def _count(self, part: str) -> tuple[str, float]:
        """The item and the count of one part. Raises Refused."""
        key, equals, count = (each.strip() for each in part.partition("="))
        items = self.items or {}
        if not equals:
            raise Refused(_("“{found}” is not ITEM=COUNT.", found=shortened(part.strip())))
        if key not in items:
            told = _("“{found}” is none of the items of this deduction.", found=shortened(key))
            named = ", ".join(f"{each} ({item.name})" for each, item in items.items())
            raise Refused(told, _("Items: {items}.", items=named))
        number = parse_number(count, bound=COUNTS)
        if number is None:
            fault, more = number_fault(count, bound=COUNTS)
            raise Refused(f"{key}: {fault}", more)
        return key, number


def _read_item(line: str) -> tuple[str, dict[str, object]]:
    """`id = name: per; at most n`."""
    told, *rest = words.split(line, ";")
    names, per = words.last_split(told, ":")
    key, item = words.read_named(names)
    if item is None or len(rest) > 1:
        raise words.UnreadableValue(line)
    item["per"] = words.number(per)
    for part in rest:
        most = words.said(MOST, part)
        if most is None:
            raise words.UnreadableValue(line)
        item["most"] = words.number(most["most"])
    return key, item


class Each(BaseRule, frozen=True, kw_only=True):
    """Points for each case that was counted, of a bonus or a penalty."""

    each: Positive
    allowed: ClassVar[Bound] = COUNTS
    phrases: ClassVar[tuple[str, ...]] = (FOR_EACH,)

    def raw_points(self, values: Floats, maximum: float | Floats, best: float | Floats) -> Floats:
        """So many for each."""
        points: Floats = self.each * values
        return points

    def formula(self, at: Places) -> str:
        """So many for each."""
        return f"{self.each!r}*{self.number_at(at.value)}"

    @classmethod
    def read_lines(cls, lines: list[str]) -> dict[str, object]:
        """One line."""
        if len(lines) != 1:
            raise words.UnreadableValue("\n".join(lines))
        return super().read_lines(lines)

    def step(self, maximum: float) -> float:
        """One case."""
        return self.each
