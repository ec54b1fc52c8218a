"""Rules that turn a raw value into points: one class each, which knows its points, its faults and its words."""

from collections.abc import Iterator
from typing import Literal

from cchc_cli.messages import _
from cchc_cli.model.fields import Positive, Shape
from cchc_cli.model.rules.base import BaseRule, Needed, RuleFault
from cchc_cli.model.rules.choice import Choice, Option, Options
from cchc_cli.model.rules.counted import Deduct, Each, Item
from cchc_cli.model.rules.numeric import Linear, Relative, Tier, Tiers

Rule = Choice | Tiers | Linear | Deduct | Relative
"""Those of components."""


class ExtraRule(Shape, frozen=True, kw_only=True):
    """How a value becomes points of a bonus or a penalty: by option, or so many for each case that was counted."""

    type: Literal["choice", "each"] | None = None
    options: Options | None = None
    each: Positive | None = None

    @property
    def rule(self) -> Choice | Each | None:
        """What it is; None where it says neither, or both."""
        if self.options is not None and self.each is None and self.type in ("choice", None):
            return Choice(options=self.options)
        if self.each is not None and self.options is None and self.type in ("each", None):
            return Each(each=self.each)
        return None

    def faults(self) -> Iterator[RuleFault]:
        """That it says neither, or both; options that are called alike."""
        rule = self.rule
        if rule is None:
            text = _("the rule of a bonus or penalty has either options (of a choice) or each (points for each).")
            yield (), text, ""
        elif isinstance(rule, Choice):
            yield from rule.same_options()


__all__ = [
    "BaseRule",
    "Choice",
    "Deduct",
    "Each",
    "ExtraRule",
    "Item",
    "Linear",
    "Needed",
    "Option",
    "Relative",
    "Rule",
    "RuleFault",
    "Tier",
    "Tiers",
]
