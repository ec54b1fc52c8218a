"""What every rule can do: points of raw values, its faults, how a value is written, and what the next points need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cchc_cli.messages import _
from cchc_cli.model.bounds import NOISE, VALUES, Bound, shortened
from cchc_cli.model.fields import Shape
from cchc_cli.model.rules import cells, words
from cchc_cli.model.written_numbers import number_fault, number_in, parse_number, reads_both_ways, written

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RuleFault = tuple[tuple[str | int, ...], str, str]
"""Where it is below the rule, what is wrong, and what to do."""
COUNT = r"[1-9]\d{0,2}(?:[ .,]\d{3})+|\d{1,9}"
FRACTION = re.compile(rf"({COUNT}) ?/ ?({COUNT})", re.ASCII)
"""Counts such as 285/300; marks of thousands are the only ones that counts have."""


@dataclass(frozen=True)
class Needed:
    """A value that just earns some points, and the better direction: +1 up, -1 down.

    With `beyond` the value itself does not do: it must be passed.
    """

    value: float
    better: int
    beyond: bool = False

    def holds(self, values: Floats) -> NDArray[np.bool_]:
        """Which values earn the points."""
        lead = self.better * (values - self.value)
        is_enough: NDArray[np.bool_] = lead > NOISE if self.beyond else lead >= -NOISE
        return is_enough

    @property
    def sign(self) -> str:
        """How a value compares with it that earns the points."""
        return {(1, False): "≥", (1, True): ">", (-1, False): "≤", (-1, True): "<"}[self.better, self.beyond]


@dataclass(frozen=True)
class Places:
    """Cells of a spreadsheet: the value and the maximum; what may be chosen and its points; the best of the others."""

    value: str
    maximum: str
    options: str = ""
    points: str = ""
    best: float = float("nan")


class BaseRule(Shape, frozen=True, kw_only=True):
    """A rule of a component, or of a bonus or penalty. What it gives is clipped to 0 … maximum."""

    allowed: ClassVar[Bound] = VALUES
    """How large a value may be."""
    phrases: ClassVar[tuple[str, ...]] = ()
    """The rule in words, a line each; their places are called as its fields."""

    @property
    def compares(self) -> bool:
        """Whether its points hang on the values of other units."""
        return False

    @property
    def takes_numbers(self) -> bool:
        """Whether any number within `allowed` is a value; else only what `value_in` makes of a text is."""
        return True

    def points(self, values: Floats, maximum: float | Floats, best: float | Floats = float("nan")) -> Floats:
        """Points of raw values, NaN where the value is NaN.

        `best` are the best values of the groups that the values are compared in, for rules that compare.
        """
        import numpy as np

        with np.errstate(invalid="ignore", divide="ignore"):
            points = self.raw_points(values, maximum, best)
            clipped = np.clip(points, 0, maximum)
        return np.where(np.isnan(values), np.nan, clipped)

    def raw_points(self, values: Floats, maximum: float | Floats, best: float | Floats) -> Floats:
        """`points` before they are clipped."""
        raise NotImplementedError

    def faults(self, maximum: float) -> Iterator[RuleFault]:
        """What is wrong with the rule of a component, whose largest maximum is given."""
        yield from ()

    def needed(self, points: float, maximum: float, best: float = float("nan")) -> Needed | None:
        """The value that just earns `points` of `maximum`; None where there is none such, or that is no number."""
        return None

    def needed_text(self, points: float) -> str:
        """The value that just earns `points`, where that is a text; blank elsewhere."""
        return ""

    @property
    def for_all_points(self) -> str:
        """What full points need, in words, where neither a value nor an option says it; blank elsewhere."""
        return ""

    def thresholds(self) -> tuple[tuple[Needed, float], ...]:
        """The values at which points jump, the worst first, with the points from there on; none where they run."""
        return ()

    def steps(self, points: Floats, maximum: float) -> tuple[Floats, Floats]:
        """One step of the rule down and up from `points`: two arrays within 0 … maximum."""
        import numpy as np

        step = self.step(maximum)
        return np.clip(points - step, 0, maximum), np.clip(points + step, 0, maximum)

    def step(self, maximum: float) -> float:
        """What one unit of the value is worth."""
        raise NotImplementedError

    @property
    def bounds(self) -> tuple[float, ...]:
        """The values that the rule names."""
        return ()

    @property
    def percentages_to(self) -> float | None:
        """How far the values run, where they are percentages: up to 100, at least half of that; None elsewhere."""
        return None

    def value_in(self, text: str) -> float | None:
        """The value that a text is, as scores keep it; None where it is none (`value_fault` says why)."""
        return parse_number(text, bound=self.allowed, most=self.percentages_to)

    @property
    def written_like(self) -> str:
        """How a value that is more than one number or word is written; blank for others."""
        return ""

    def value_fault(self, text: str) -> tuple[str, str]:
        """Why a text is no value, and how to write it."""
        told, hint = number_fault(text, bound=self.allowed, most=self.percentages_to)
        bare = text.removesuffix("%").strip()
        if bare != text and number_in(bare) is not None:
            hint = _("Write the number alone: {number}.", number=bare)
        return told, hint

    def shown(self, value: float) -> float | str:
        """A value as scripts get it."""
        return value

    def number_at(self, cell: str) -> str:
        """The number that a cell shows, as a formula that reads texts as `value_in` does; a fault where it is none."""
        return self._number_at(cell, f"TRIM({cell})", "NA()")

    def _number_at(self, cell: str, text: str, percentages: str) -> str:
        typed = cells.number_in(text, signed=min(self.bounds, default=0) < 0, doubted=self.percentages_to is None)
        number = cells.shown_at(cell, percentages)
        number = number if self.allowed.least < 0 else f"IF({cell}<0,NA(),{number})"
        return f"IF(ISNUMBER({cell}),{number},{typed})"

    def formula(self, at: Places) -> str:
        """Its points as a spreadsheet computes them, before they are cut to 0 … maximum; blank where it can't."""
        return ""

    def offered(self) -> dict[str, float]:
        """The only values that there are, in the language in use, with their points; none where any number is one."""
        return {}

    def lines(self) -> list[str]:
        """The rule in words, a line each, that `read_lines` reads: the phrases of which the rule says all."""
        told = []
        for text in self.phrases:
            numbers = {place: getattr(self, place) for place in words.places_of(text)}
            if None not in numbers.values():
                told.append(_(text, **{place: words.told_number(number) for place, number in numbers.items()}))
        return told

    @classmethod
    def read_lines(cls, lines: list[str]) -> dict[str, object]:
        """The keys of a rule of this type in criteria.yaml, numbers as texts. Raises Unreadable."""
        keys: dict[str, object] = {}
        names = dict(zip(cls.__struct_fields__, cls.__struct_encode_fields__, strict=True))
        for line in lines:
            numbers = next(filter(None, (words.said(text, line) for text in cls.phrases)), None)
            if numbers is None:
                cls.read_line(line, keys)
            else:
                keys |= {names[place]: words.number(number) for place, number in numbers.items()}
        return keys

    @classmethod
    def read_line(cls, line: str, keys: dict[str, object]) -> None:  # noqa: ARG003
        """Enter what a line says that is none of the phrases. Raises Unreadable."""
        raise words.UnreadableValue(line)

    def name(self, text: str) -> str:
        """A value that is a text, in words for people."""
        return text


class ScaledRule(BaseRule, frozen=True, kw_only=True):
    """A rule whose value may be a fraction of counts: 285/300 is 95 percent."""

    def number_at(self, cell: str) -> str:
        """A percentage as it is shown, or of shares the share that it is; a fraction of counts as a percentage."""
        bare = f'TRIM(SUBSTITUTE({cell}&" ","% "," "))'
        if self._has_shares:
            return f'{self._number_at(cell, bare, "1")}/IF(ISNUMBER(FIND("%",{cell})),100,1)'
        return f'IF(ISNUMBER(FIND("/",{cell})),{cells.fraction_in(cell)},{self._number_at(cell, bare, "100")})'

    @property
    def percentages_to(self) -> float | None:
        """A rule that tells values of at most 1 apart is not one of percentages."""
        top = max(self.bounds, default=0.0)
        return top if 50 <= top <= 100 and not any(0 < each <= 1 for each in self.bounds) else None

    @property
    def _has_shares(self) -> bool:
        """Whether the values that the rule names are of 1, not of 100."""
        return bool(self.bounds) and max(map(abs, self.bounds)) <= 1

    def value_in(self, text: str) -> float | None:
        """A number, with a percent sign or without (97% is 0.97 of shares), or the percentage that a fraction of counts is."""
        share = percentage_in(text)
        if share is None:
            number = super().value_in(text.removesuffix("%").rstrip())
            return number / 100 if number is not None and self._has_shares and text.endswith("%") else number
        return None if self._has_shares or isinstance(share, tuple) else share

    def value_fault(self, text: str) -> tuple[str, str]:
        """As for numbers; a fraction is a percentage, and may be none where the rule names shares of 1."""
        share = percentage_in(text)
        if isinstance(share, tuple):
            return share
        if share is not None:
            told = _("“{found}” is {percent} percent, and the rule runs to {most}.")
            told = told.format(found=shortened(text), percent=written(round(share, 6)), most=written(max(self.bounds)))
            return told, _("Write the share instead: {number}.", number=written(round(share / 100, 8)))
        told, hint = super().value_fault(text)
        return told, hint or (_("A fraction is of whole counts, such as 285/300.") if "/" in text else "")


def percentage_in(text: str) -> float | tuple[str, str] | None:
    """The percentage that a fraction of counts is, or why it is none and what to do; None for another text."""
    parts = FRACTION.fullmatch(text)
    if parts is None:
        return None
    digits = [re.sub(r"\D", "", part) for part in parts.groups()]
    above, below = map(int, digits)
    if not below:
        return _("“{found}” is a fraction of nothing.", found=shortened(text)), _("Write how many of how many.")
    marks = set(re.sub(r"\d", "", "".join(parts.groups())))
    one_in_doubt = reads_both_ways(parts[1]) != reads_both_ways(parts[2])
    if len(marks) > 1 or (one_in_doubt and above > below):
        told = _("“{found}” can be read in two ways.", found=shortened(text))
        return told, _("Write counts without marks: {example}.", example="/".join(digits))
    return 100 * above / below


def next_levels(levels: list[float], points: Floats, maximum: float) -> tuple[Floats, Floats]:
    """The levels next below and next above each of `points`; the points themselves where there is none."""
    import numpy as np

    known = np.unique(np.minimum(levels, maximum))
    below = np.searchsorted(known, points - NOISE, side="left") - 1
    above = np.searchsorted(known, points + NOISE, side="right")
    down = np.where(below >= 0, known[np.maximum(below, 0)], points)
    up = np.where(above < len(known), known[np.minimum(above, len(known) - 1)], points)
    return down, up


def reach_faults(
    path: tuple[str, ...], maximum: float, points: dict[tuple[str | int, ...], float]
) -> Iterator[RuleFault]:
    """That points of a rule are more than the maximum, and that the most are less."""
    for place, value in points.items():
        if value > maximum + NOISE:
            text = _(
                "{points} points are more than the maximum of {max}.", points=f"{value:.12g}", max=f"{maximum:.12g}"
            )
            yield place, text, _("Lower the points or raise max.")
    if max(points.values()) < maximum - NOISE:
        text = _(
            "the rule gives at most {points} points and can't reach the maximum of {max}.",
            points=f"{max(points.values()):.12g}",
            max=f"{maximum:.12g}",
        )
        yield path, text, _("Raise the highest points or lower max.")
