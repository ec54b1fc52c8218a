"""`choice`: points by the option that was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from cchc_cli.messages import _, language
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.fields import Name, Points, Shape
from cchc_cli.model.rules import words
from cchc_cli.model.rules.base import BaseRule, Places, RuleFault, next_levels, reach_faults

if TYPE_CHECKING:
    from cchc_cli.model.rules.base import Floats


class Option(Shape, frozen=True, kw_only=True):
    """An option with names of its own: its key in the rule is then a short word for it."""

    points: Points
    name: Name | None = None
    name_en: Name | None = None


Options = Annotated[
    dict[Name, Points | Option],
    Meta(min_length=1, description="{option: points} or {option: {points, name, name_en}}."),
]


class Choice(BaseRule, frozen=True, kw_only=True, tag_field="type", tag="choice"):
    """Points by the option that was found. A value is the position of the option, counted from 0."""

    options: Options

    @property
    def takes_numbers(self) -> bool:
        """An option may be called by a number; other numbers are none."""
        return False

    def given(self) -> dict[str, float]:
        """The points of each option."""
        return {key: each.points if isinstance(each, Option) else each for key, each in self.options.items()}

    def name(self, key: str) -> str:
        """How an option is called, in the language in use as far as the file has it."""
        option = self.options[key]
        if not isinstance(option, Option):
            return key
        return (option.name_en if language() == "en" else None) or option.name or key

    def raw_points(self, values: Floats, maximum: float | Floats, best: float | Floats) -> Floats:
        """The option's points."""
        points = values * 0.0
        for place, given in enumerate(self.given().values()):
            points[values == place] = given
        return points

    def faults(self, maximum: float) -> Iterator[RuleFault]:
        """Options that are called alike, and points beyond or below the maximum."""
        yield from self.same_options()
        yield from reach_faults(("options",), maximum, {("options", key): given for key, given in self.given().items()})

    def same_options(self) -> Iterator[RuleFault]:
        """Options are compared without regard to case and spaces, so they must differ in more than that."""
        known: dict[str, str] = {}
        for key in self.options:
            for word in self._words(key):
                first = known.setdefault(word, key)
                if first != key:
                    text = _(
                        "the options {first} and {second} are called the same but for case and spaces.",
                        first=first,
                        second=key,
                    )
                    yield ("options", key), text, _("Keep one of the two.")
                    break

    def _words(self, key: str) -> list[str]:
        """What an option may be called, without regard to case and spaces."""
        option = self.options[key]
        names = (key, option.name, option.name_en) if isinstance(option, Option) else (key,)
        return [" ".join(name.split()).casefold() for name in names if name]

    def needed_text(self, points: float) -> str:
        """The option with the fewest points that are at least `points`."""
        enough = {key: given for key, given in self.given().items() if given >= points - NOISE}
        return min(enough, key=lambda key: enough[key]) if enough else ""

    def steps(self, points: Floats, maximum: float) -> tuple[Floats, Floats]:
        """The options next below and next above."""
        return next_levels(list(self.given().values()), points, maximum)

    def value_in(self, text: str) -> float | None:
        """The position of the option of this key or name."""
        word = " ".join(text.split()).casefold()
        for place, key in enumerate(self.options):
            if word in self._words(key):
                return float(place)
        return None

    def value_fault(self, text: str) -> tuple[str, str]:
        """That there is no such option, and which there are."""
        told = _("“{found}” is not an option of this component.", found=shortened(text))
        options = [key if (name := self.name(key)) == key else f"{key} ({name})" for key in self.options]
        return told, _("Options: {options}.", options="; ".join(f"“{each}”" for each in options))

    def formula(self, at: Places) -> str:
        """The points beside the option; a fault where there is none such."""
        found = f"({at.options}=TRIM({at.value}))"
        return f"IF(SUMPRODUCT({found}*1)=1,SUMPRODUCT({found}*{at.points}),NA())"

    def offered(self) -> dict[str, float]:
        """The options by their names."""
        return {self.name(key): points for key, points in self.given().items()}

    def lines(self) -> list[str]:
        """`option: points`, with the option's names where it has some."""
        made = []
        for key, option in self.options.items():
            names = (option.name, option.name_en) if isinstance(option, Option) else (None, None)
            points = option.points if isinstance(option, Option) else option
            told = words.named(key, *names, always=isinstance(option, Option))
            made.append(f"{told}: {words.told_number(points)}")
        return made

    @classmethod
    def read_lines(cls, lines: list[str]) -> dict[str, object]:
        """`option: points`, or `key = name | English name: points`."""
        options: dict[str, object] = {}
        for line in lines:
            told, points = words.last_split(line, ":")
            key, names = words.read_named(told)
            if key in options or not key:
                raise words.UnreadableValue(line)
            options[key] = words.number(points) if names is None else {"points": words.number(points), **names}
        return {"options": options}

    def shown(self, value: float) -> float | str:
        """The option."""
        return value if value != value else list(self.options)[int(value)]
