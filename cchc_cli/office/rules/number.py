"""Rules on a number that run with it: a formula, points for each percent; with what stands beside them."""

from dataclasses import replace
from operator import attrgetter

from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import shortened
from cchc_cli.model.rules import Deduct, Linear, Relative, Rule, Tiers
from cchc_cli.office.rules.formulas import (
    Percent,
    Share,
    compared_with,
    condition_first,
    explains,
    in_proportion_to_the_best,
    is_formula,
    linear_of,
    of_the_best,
    per_case_of,
    relative_of,
    share_of,
    stairs,
)
from cchc_cli.office.rules.lines import RuleLine, bare_points, part_of
from cchc_cli.office.rules.points import NOT_UNDERSTOOD, is_of_all
from cchc_cli.office.rules.spans import ANY, SHARES, Span, more_of, span_of
from cchc_cli.office.rules.words import patterns, said

NumberDoubt = tuple[str, str]
"""A cell, and what is not sure of it."""
PERCENT = attrgetter("percent")
PROPORTIONAL, FULL_AT, INTRODUCES, COMPARED = patterns("PROPORTIONAL FULL_AT INTRODUCES COMPARED")
(WHOLE_RATE,) = patterns("WHOLE_RATE")
JUMPS = N_("“{text}”: this formula holds up to {high} only and gives all points at {to}: no rule here can say that.")
PARTS_COUNT = N_("“{text}”: a part of a percent counts as its part of these points.")
WHOLE_STEPS = N_("“{text}”: read as whole steps of {size}%; less than one counts nothing.")
MOST_STEPS = 30
"""Steps that are written as tiers."""
BESIDE = N_("“{text}”: no rule here can say this beside the rest.")
NO_VALUE = N_("“{text}” is not in the rule: it gives no points, for whatever value.")
MORE_ASKED = N_("“{text}” asks for more than a number: no rule here can say both.")


class Unclear(Exception):
    """Lines that say no one rule: their cells, each with the reason."""

    def __init__(self, *doubts: NumberDoubt) -> None:
        super().__init__()
        self.doubts = doubts


class NumberReader:
    """The lines of one rule. Raises Unclear where a way to read them holds and they say no one rule."""

    def __init__(self, lines: list[RuleLine], maximum: float) -> None:
        self.maximum = maximum
        self.all = [each for line in lines for each in _parted(part_of(_ordered(line), maximum))]
        self.all = bare_points(self.all, maximum)
        self.lines = [line for line in self.all if self._counts(line)] or self.all
        self.given = [line for line in self.lines if line.points is not None]
        self.silent = [line for line in self.lines if line.points is None]
        self.doubts: list[NumberDoubt] = []

    def _counts(self, line: RuleLine) -> bool:
        """Whether a line is more than an explanation of others, what the first says of all, or the maximum once more."""
        says_nothing = explains(line.text) or (line is self.all[0] and said(line.text).has(INTRODUCES))
        return line.points is not None or not (says_nothing or is_of_all(line.text, self.maximum))

    def refuse(self, why: str, lines: list[RuleLine]) -> None:
        """Raise Unclear with why each of these lines is in no rule, where there are any."""
        if lines:
            raise Unclear(*((line.address, _(why, text=shortened(line.text))) for line in lines))

    def number_only(self, lines: list[RuleLine]) -> None:
        """Refuse lines that ask for more than their number, unless all ask for the same: `Từ 90% nhiệm vụ, kế hoạch`."""
        asked = [line for line in lines if more_of(line.text)]
        if len(asked) < len(lines) or len({more_of(line.text) for line in asked}) > 1 or len(lines) == 1:
            self.refuse(MORE_ASKED, asked)

    def _beside(self, line: RuleLine) -> list[RuleLine]:
        """What stands beside a line, but for the maximum once more."""
        return [each for each in self.lines if each is not line and not is_of_all(each.text, self.maximum)]

    def _gives_all(self, line: RuleLine) -> bool:
        return line.points == self.maximum

    def gives_a_part(self, line: RuleLine) -> bool:
        """Whether a line gives neither all nor nothing."""
        return line.points not in (0.0, self.maximum)

    def formula(self) -> Rule | None:
        """Points in proportion to a percentage: `(Tỷ lệ % × điểm tối đa)/100%`, perhaps only from a floor on."""
        formulas = [line for line in self.silent if is_formula(line.text)]
        if not formulas:
            return None
        if rule := self._alone(formulas[0]):
            return rule
        if compared := next((line for line in self.all if said(line.text).has(COMPARED)), None):
            return self._compared(compared, formulas)
        return self._share(formulas[0])

    def _alone(self, formula: RuleLine) -> Rule | None:
        """What one formula says by itself: so many points off for each case, or the two ends of a line."""
        if per := per_case_of(formula.text, self.maximum):
            self.refuse(BESIDE, self._beside(formula))
            return Deduct(per=per)
        ends = linear_of(formula.text, self.maximum)
        return self._between(formula, *ends) if ends else None

    def _between(self, formula: RuleLine, head: str, start: float, to: float, floor: float | None) -> Rule:
        """Points that run from `start` to `to`; beside them only what gives nothing below, or all beyond; `head`: from where."""
        self.refuse(BESIDE, [line for line in self.silent if line is not formula])
        own = span_of(head) if head else ANY
        worse, better, _at_its_end = (own or ANY).sides(rises=to > start)
        self.refuse(NOT_UNDERSTOOD, [formula] if own is None or better not in (None, to) else [])
        floors = {floor, worse, *(self._floor(line, start, to) for line in self.given)} - {start}
        return Linear(start=start, to=to, floor=_only(floors, formula.address))

    def _compared(self, line: RuleLine, formulas: list[RuleLine]) -> Rule:
        """Points that other units decide: a share of the best of them, which gets all, is a rule; the mean of all is none."""
        firsts = [of_the_best(each.text) for each in self.given if self._gives_all(each)]
        lower = relative_of([each.text for each in self.all if each.points is None], self.maximum)
        if lower is None:
            lower = in_proportion_to_the_best([each.text for each in self.lines])
        if lower is None or {*firsts} - {lower} or len(formulas) + len(firsts) < len(self.lines):
            text = _(
                "“{text}”: these points depend on other units; no rule here can say that.", text=shortened(line.text)
            )
            raise Unclear((line.address, text))
        return Relative(to="best", lower=lower)

    def _share(self, formula: RuleLine) -> Rule:
        """A share of the maximum with what stands beside it: where full points begin, and below what there are none."""
        full = {value for line in filter(self._gives_all, self.given) for value in said(line.text).numbers(FULL_AT)}
        share = share_of(formula.text, self.maximum, next(iter(full)) if len(full) == 1 else 100.0)
        if isinstance(share, str):
            raise Unclear((formula.address, share))
        self.refuse(BESIDE, [line for line in self.silent if line is not formula])
        if share.rest and self.given:
            raise _unfit(self.given[0], 0)
        return Linear(start=100, to=0) if share.rest else self._from_a_floor(share, formula)

    def _from_a_floor(self, share: Share, formula: RuleLine) -> Rule:
        """A share of which lines and the formula itself say from which value on it holds."""
        own = span_of(share.head) or span_of(formula.text) or ANY
        if compared_with(formula.text) - ({self.maximum, share.to, own.low, own.high} - {None}):
            raise Unclear((formula.address, _(NOT_UNDERSTOOD, text=shortened(formula.text))))
        own = self._percents(formula, own, share.to)
        if own.high not in (None, share.to):
            words = {"text": shortened(formula.text), "high": f"{own.high:.12g}", "to": f"{share.to:.12g}"}
            raise Unclear((formula.address, _(JUMPS, **words)))
        self.doubts += [(formula.address, _(SHARES))] if share.to <= 1 else []
        floors = {own.low} if 0 < (own.low or 0) < share.to else set()
        floors |= {self._floor(line, 0, share.to) for line in self.given}
        return Linear(start=0, to=share.to, floor=_only(floors, formula.address))

    def _floor(self, line: RuleLine, start: float, to: float) -> float | None:
        """Beyond what there are no points, as a percentage, which a fraction is read as; None where a line says no more."""
        span = self._percents(line, span_of(line.text) or ANY, to)
        if (span, line.points) == (ANY, 0.0):
            self.doubts.append((line.address, _(NO_VALUE, text=shortened(line.text))))
            return None
        self.refuse(BESIDE, [line] if span == ANY else [])
        self.number_only([line])
        worse, floor, own = span.sides(rises=to > start)
        if (worse, line.points) == (to, self.maximum):
            return None
        if (worse, line.points) != (None, 0.0) or floor is None:
            raise _unfit(line, to)
        if own and (floor - start) * (to - start) > 0:
            # The rule gives points at the floor itself, the line does not.
            raise _unfit(line, to)
        return floor

    def _percents(self, line: RuleLine, span: Span, to: float) -> Span:
        """A span of fractions as one of percentages (up `to` 100), which is told; any other one as it is."""
        if to != 100:
            return span
        if [*said(line.text).numbers(WHOLE_RATE)] == [1]:
            return Span(100, None)
        ends = {end for end in (span.low, span.high) if end is not None}
        if not _are_fractions(line, ends):
            return span
        low, high = (None if end is None else round(end * 100, 10) for end in (span.low, span.high))
        words = {"text": shortened(line.text), "percent": "–".join(f"{end * 100:.12g}" for end in sorted(ends))}
        text = _("“{text}” was read as {percent}%: values are percentages, 85 and not 0.85.", **words)
        self.doubts.append((line.address, text))
        return replace(span, low=low, high=high)

    def each_percent(self) -> Rule | None:
        """`Cứ mỗi 1% được 0,05 điểm`, `Đạt 100%: 10 điểm; cứ giảm 1% trừ 0,2 điểm`: points that run with a percentage."""
        found = [*filter(PERCENT, self.lines)]
        if len(found) != 1 or (each := found[0].percent) is None:
            return None
        line, others = found[0], self._beside(found[0])
        spans = {other: span_of(other.text) for other in filter(self._gives_all, others)}
        ends = each.ends([(span.low, span.high) for span in spans.values() if span], self.maximum)
        if ends is None or any(map(self.gives_a_part, others)):
            return None
        # What gives all without a number is where the percentage begins: `Không có hồ sơ trễ hạn`.
        floors = {self._floor(other, *ends) for other in others if spans.get(other, ANY)}
        return self._by_steps(line, each, ends, _only(floors, line.address))

    def _by_steps(self, line: RuleLine, each: Percent, ends: tuple[float, float], floor: float | None) -> Rule | None:
        """Points that run between two ends; steps of several percents are tiers, unless these are too many."""
        if each.size == 1:
            self.doubts.append((line.address, _(PARTS_COUNT, text=shortened(line.text))))
            return Linear(start=ends[0], to=ends[1], floor=floor)
        tiers = stairs(each, ends, self.maximum)
        if floor not in (None, ends[0]) or len(tiers) > MOST_STEPS:
            return None
        self.doubts.append((line.address, _(WHOLE_STEPS, text=shortened(line.text), size=f"{each.size:.12g}")))
        return Tiers(tiers=tiers)


def _are_fractions(line: RuleLine, ends: set[float]) -> bool:
    """Whether the ends of a line's span are fractions: `Có từ 1 hồ sơ trở lên: điểm = tỷ lệ x 2` counts."""
    is_count = line.points is None and ends == {1}
    return not is_count and "%" not in line.text and 0 < max(ends, default=0) <= 1


def _ordered(line: RuleLine) -> RuleLine:
    """A formula with the bound behind it as one with its bound first."""
    return line if line.points is not None else replace(line, text=condition_first(line.text))


def _parted(line: RuleLine) -> list[RuleLine]:
    """`Tính theo tỷ lệ thuận: 100% = 5 điểm` as a formula and a line that gives all."""
    text = said(line.text)
    found = PROPORTIONAL.match(text.symbols) if line.points is not None else None
    if found is None:
        return [line]
    parts = (text.between(*found.span(name)) for name in "FA")
    return [replace(line, text=each, points=points) for each, points in zip(parts, (None, line.points), strict=True)]


def _only(floors: set[float | None], address: str) -> float | None:
    """The one value below which there are no points, where any is said."""
    found = sorted(each for each in floors if each is not None)
    if len(found) < 2:
        return next(iter(found), None)
    limits = ", ".join(f"{each:.12g}" for each in found)
    raise Unclear((address, _("the formula holds from different limits on: {limits}.", limits=limits)))


def _unfit(line: RuleLine, to: float) -> Unclear:
    words = {"text": shortened(line.text), "to": f"{to:.12g}"}
    return Unclear((line.address, _("“{text}” does not fit the formula, which reaches the maximum at {to}.", **words)))
