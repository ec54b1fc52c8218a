"""Rules as officials write them ("Từ 98% trở lên: 2", "Đúng thời hạn: 1; Không đúng: 0") as rules of criteria.yaml."""

import re
from dataclasses import dataclass
from operator import attrgetter

from cchc_cli.messages import N_, _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.rules import Choice, Deduct, Linear, Relative, Rule
from cchc_cli.office.formulas import (
    Share,
    compared_with,
    explains,
    is_formula,
    linear_of,
    of_others,
    per_case_of,
    relative_of,
    share_of,
)
from cchc_cli.office.rule_lines import Line, part_of
from cchc_cli.office.rule_points import (
    NOT_UNDERSTOOD,
    UNSURE,
    TakenOff,
    deduction,
    limit_of,
    no_gain,
    other_most,
    several_cases,
    taken_off,
)
from cchc_cli.office.rule_words import LONGEST, grammar, said, short
from cchc_cli.office.spans import ANY, SHARES, leaves_out_cases, span_of, tiers_of, unread

Doubt = tuple[str, str]
"""A cell, and what is not sure of it."""
Off = tuple[Line, TakenOff]
PERCENT, PER = attrgetter("percent"), attrgetter("per")
EACH_ITS_OWN = N_(
    "“{text}”: several things give points, each its own: no rule here can say that; make components of them."
)
NO_POINTS = N_("“{text}” says no points.")
ADDED = N_("“{text}” adds points to those of another line: make components of them.")
NOT_FOR_WHAT = N_("“{text}”: points stand there, but for what they are given was not understood.")
JUMPS = N_("“{text}”: this formula holds up to {high} only and gives all points at {to}: no rule here can say that.")
PARTS_COUNT = N_("“{text}”: a part of a percent counts as its part of these points.")
SAYS = ((grammar("plus amount points"), ADDED), (grammar("amount points"), NOT_FOR_WHAT))
"""Why no points of a line are those of an option, though points stand there."""


@dataclass(frozen=True)
class Reading:
    """A rule with what is not sure of it. Without a rule, `doubts` say why, and the lines stay a comment."""

    rule: Rule | None
    doubts: tuple[Doubt, ...] = ()


class Unclear(Exception):
    """Lines that say no one rule: their cells, each with the reason."""

    def __init__(self, *doubts: Doubt) -> None:
        super().__init__()
        self.doubts = doubts


def read_rule(lines: list[Line], maximum: float | None) -> Reading:
    """The rule that `lines` say. Without a maximum nothing can be checked, so no rule is read."""
    if not lines:
        return Reading(None)
    if maximum is None:
        return Reading(None, ((lines[0].address, _("the rule can't be checked without the maximum.")),))
    reader = _Reader(lines, maximum)
    try:
        rule = (
            reader.formula()
            or reader.each_percent()
            or reader.for_each()
            or reader.taken_off()
            or reader.listed(reader.lines)
        )
        reader.check(rule)
    except Unclear as unclear:
        return Reading(None, (*reader.doubts, *unclear.doubts))
    return Reading(rule, tuple(reader.doubts))


class _Reader:
    """The lines of one rule, read one way after the other. Raises Unclear where a way holds and they say no one rule."""

    def __init__(self, lines: list[Line], maximum: float) -> None:
        self.maximum = maximum
        self.all = [part_of(line, maximum) for line in lines]
        self.lines = [line for line in self.all if self._counts(line)] or self.all
        self.given = [line for line in self.lines if line.points is not None]
        self.silent = [line for line in self.lines if line.points is None]
        self.doubts: list[Doubt] = []

    def _counts(self, line: Line) -> bool:
        """Whether a line is more than an explanation of others, or the maximum once more."""
        return line.points is not None or not (explains(line.text) or limit_of(line.text) == self.maximum)

    def check(self, rule: Rule) -> None:
        """Refuse options that only together give the maximum, and what criteria.yaml does not take."""
        where = self.all[0].address
        points = list(rule.given().values()) if isinstance(rule, Choice) else []
        if points and max(points) < self.maximum - NOISE and abs(sum(points) - self.maximum) < NOISE:
            text = _(
                "its lines sum to the maximum of {max}: they are parts, not options; make components of them.",
                max=figure(self.maximum),
            )
            self.doubts.clear()
            raise Unclear((where, text))
        if faults := [(where, text) for _path, text, _hint in rule.faults(self.maximum)]:
            raise Unclear(*faults)

    def formula(self) -> Rule | None:
        """Points in proportion to a percentage: `(Tỷ lệ % × điểm tối đa)/100%`, perhaps only from a floor on."""
        formulas = [line for line in self.silent if is_formula(line.text)]
        if not formulas:
            return None
        if rule := self._alone(formulas[0]):
            self.doubts += [_left_out(line) for line in self.lines if line is not formulas[0]]
            return rule
        if compared := next((line for line in self.all if of_others(line.text)), None):
            return self._compared(compared, alone=len(formulas) == len(self.lines))
        return self._share(formulas[0])

    def _alone(self, line: Line) -> Rule | None:
        """What one formula says by itself: so many points off for each case, or the two ends of a line."""
        if per := per_case_of(line.text, self.maximum):
            return Deduct(per=per)
        ends = linear_of(line.text)
        return Linear(start=ends[0], to=ends[1], floor=ends[2]) if ends else None

    def _compared(self, line: Line, *, alone: bool) -> Rule:
        """Points that other units decide: a share of the best of them is a rule, the mean of all is none."""
        lower = relative_of([each.text for each in self.all if each.points is None], self.maximum) if alone else None
        if lower is None:
            text = _("“{text}”: these points depend on other units; no rule here can say that.", text=short(line.text))
            raise Unclear((line.address, text))
        return Relative(to="best", lower=lower)

    def _share(self, formula: Line) -> Rule:
        """A share of the maximum with what stands beside it: where full points begin, and below what there are none."""
        share = share_of(formula.text, self.maximum)
        if isinstance(share, str):
            raise Unclear((formula.address, share))
        if len(self.silent) > 1:
            text = _("the formula does not stand alone: what else is said was not understood.")
            raise Unclear((formula.address, text))
        if share.rest and self.given:
            raise _unfit(self.given[0], share)
        return Linear(start=100, to=0) if share.rest else self._from_a_floor(share, formula)

    def _from_a_floor(self, share: Share, formula: Line) -> Rule:
        """A share of which lines and the formula itself say from which value on it holds."""
        own = span_of(share.head) or span_of(formula.text) or ANY
        if compared_with(formula.text) - ({self.maximum, share.to, own.low, own.high} - {None}):
            raise Unclear((formula.address, _(NOT_UNDERSTOOD, text=short(formula.text))))
        if own.high not in (None, share.to):
            words = {"text": short(formula.text), "high": f"{own.high:.12g}", "to": f"{share.to:.12g}"}
            raise Unclear((formula.address, _(JUMPS, **words)))
        self.doubts += [(formula.address, _(SHARES))] if share.to <= 1 else []
        floors = {own.low} if 0 < (own.low or 0) < share.to else set()
        floors |= {self._floor(line, share) for line in self.given}
        return Linear(start=0, to=share.to, floor=_only(floors, formula.address))

    def _floor(self, line: Line, share: Share) -> float | None:
        """Below what there are no points, as a percentage, which a fraction is read as; None where a line says no more."""
        span = span_of(line.text) or ANY
        if (span, line.points) == (ANY, 0.0):
            self.doubts.append(_left_out(line))
            return None
        if (span.low, line.points) == (share.to, self.maximum):
            return None
        if (span.low, line.points) != (None, 0.0) or span.high is None:
            raise _unfit(line, share)
        return span.high if span.high > 1 or share.to != 100 or "%" in line.text else self._percent(line, span.high)

    def _percent(self, line: Line, fraction: float) -> float:
        """A fraction as a percentage, which is told."""
        percent = round(fraction * 100, 10)
        words = {"text": short(line.text), "percent": f"{percent:.12g}"}
        text = _("“{text}” was read as {percent}%: values are percentages, 85 and not 0.85.", **words)
        self.doubts.append((line.address, text))
        return percent

    def each_percent(self) -> Rule | None:
        """`Cứ mỗi 1% được 0,05 điểm`, `Đạt 100%: 10 điểm; cứ giảm 1% trừ 0,2 điểm`: points that run with a percentage."""
        found = [*filter(PERCENT, self.lines)]
        if len(found) != 1 or (each := found[0].percent) is None:
            return None
        line, others = found[0], self._beside(found[0])
        full = filter(self._gives_all, others)
        start, to = each.ends({(span_of(other.text) or ANY).low for other in full}, self.maximum) or (0.0, 0.0)
        if start == to or any(map(self._gives_a_part, others)):
            return None
        floors = {self._floor(other, Share(to, "")) for other in others if start < to}
        self.doubts.append((line.address, _(PARTS_COUNT, text=short(line.text))))
        return Linear(start=start, to=to, floor=_only(floors, line.address))

    def _beside(self, line: Line) -> list[Line]:
        """What stands beside a line, but for the maximum once more."""
        return [each for each in self.lines if each is not line and limit_of(each.text) != self.maximum]

    def _gives_all(self, line: Line) -> bool:
        return line.points == self.maximum

    def _gives_a_part(self, line: Line) -> bool:
        return line.points not in (0.0, self.maximum)

    def for_each(self) -> Rule | None:
        """`Mỗi mô hình được 1 điểm, tối đa 3 điểm`: points in proportion to what is counted, up to the maximum."""
        line, case = self.lines[0], self.lines[0].case
        if self._each_its_own():
            raise Unclear((line.address, _(EACH_ITS_OWN, text=short("; ".join(each.whole for each in self.lines)))))
        if len(self.lines) > 1 or case is None or not line.counted or case.points >= self.maximum:
            return None
        if fault := no_gain(line.whole) or self._other_most(line.text, case.most):
            raise Unclear((line.address, fault))
        cases = round(self.maximum / case.points, 4)
        return Linear(start=0, to=cases) if abs(cases * case.points - self.maximum) < NOISE else None

    def _other_most(self, text: str, most: float | None) -> str:
        return "" if most in (None, self.maximum) else other_most(text, most or 0, self.maximum)

    def _each_its_own(self) -> bool:
        """Whether several things give points for each of them: `Mỗi mô hình: 1 điểm; mỗi cách làm hay: 0,5 điểm`."""
        cases = [line for line in self.lines if line.counted]
        several = len(cases) > 1 and all(line in cases or limit_of(line.text) for line in self.lines)
        return several or any(several_cases(line.text) for line in self.lines)

    def taken_off(self) -> Rule | None:
        """`Mỗi nhiệm vụ quá hạn trừ 0,25 điểm`; or options of which some take off: `Không vi phạm: 2; Vi phạm: trừ 1`."""
        offs = [(line, off) for line in self.silent if (off := taken_off(line.text))]
        if not offs:
            return None
        others = [line for line in self.silent if taken_off(line.text) is None]
        if why := _unclear(offs, others):
            raise Unclear((offs[0][0].address, why))
        self.doubts += [(line.address, _(NOT_UNDERSTOOD, text=short(line.text))) for line in others]
        return self._counted(offs) if any(off.counted for _line, off in offs) else self._once(offs)

    def _counted(self, offs: list[Off]) -> Rule:
        """So many points for each case; beside it only what gives everything, or nothing, may stand."""
        taking = [off for _line, off in offs if off.takes]
        if len(taking) > len([*filter(PER, taking)]):
            amounts = ", ".join(figure(amount) for off in taking for amount in off.amounts)
            raise Unclear((offs[0][0].address, _("different amounts are taken off: {amounts}.", amounts=amounts)))
        if any(map(self._gives_a_part, self.given)):
            raise Unclear((offs[0][0].address, _("points are taken off and given in one rule.")))
        rule = deduction([off for _line, off in offs], self.maximum)
        for line in self.given:
            self._nothing(line, rule)
        return rule

    def _nothing(self, line: Line, rule: Deduct) -> None:
        """Compare a line that gives nothing: it is in the rule where so many cases take everything off."""
        if line.points:
            return
        span = span_of(line.text) or ANY
        bound = span.low if span.low is not None else span.high
        if bound is None or rule.per is None:
            self.doubts.append(_left_out(line))
        elif self.maximum - min(rule.per * bound, rule.most or self.maximum) > NOISE:
            words = {"text": short(line.text), "per": figure(rule.per)}
            self.doubts.clear()
            raise Unclear((line.address, _("“{text}” gives no points, but {per} for each case leave some.", **words)))

    def _once(self, offs: list[Off]) -> Rule:
        """Options, of which those that take off give the maximum less that."""
        first = offs[0][0]
        once = _("“{text}”: is it taken off once, or for each case?", text=short(first.text))
        of_one = True in (off.one for _line, off in offs)
        if self.maximum not in {line.points for line in self.given}:
            text = _("what is taken off once, and what gives all points, is not said.")
            raise Unclear((first.address, once if of_one else text))
        rule = self.listed([self._left(line) for line in self.lines if line.points is not None or taken_off(line.text)])
        if of_one and leaves_out_cases(rule):
            raise Unclear((first.address, once))
        return rule

    def _left(self, line: Line) -> Line:
        """A line that takes off as an option with what it leaves; any other as it is."""
        off = taken_off(line.text) if line.points is None else None
        if off is None:
            return line
        amounts = (self.maximum,) if off.whole else off.amounts
        if len(amounts) != 1 or off.caps or amounts[0] > self.maximum + NOISE:
            raise Unclear((line.address, _(NO_POINTS, text=short(line.text))))
        return Line(off.what, self.maximum - amounts[0], line.address)

    def listed(self, lines: list[Line]) -> Rule:
        """Points by what is found: tiers where all lines are spans of a number that fall, else options."""
        if faults := [(line.address, text) for line in lines if (text := _no_points(line))]:
            raise Unclear(*faults)
        if unclear := unread(lines):
            raise Unclear(*((line.address, _(NOT_UNDERSTOOD, text=short(line.text))) for line in unclear))
        tiers, doubts = tiers_of(lines)
        self.doubts += doubts
        if tiers is not None:
            return tiers
        options: dict[str, float] = {}
        for line in lines:
            if line.text[:LONGEST] in options:
                raise Unclear((line.address, _("“{text}” stands there twice.", text=short(line.text))))
            options[line.text[:LONGEST]] = line.points or 0.0
        return Choice(options={**options})


def _only(floors: set[float | None], address: str) -> float | None:
    """The one value below which there are no points, where any is said."""
    found = sorted(each for each in floors if each is not None)
    if len(found) < 2:
        return next(iter(found), None)
    limits = ", ".join(f"{each:.12g}" for each in found)
    raise Unclear((address, _("the formula holds from different limits on: {limits}.", limits=limits)))


def _left_out(line: Line) -> Doubt:
    return line.address, _("“{text}” is not in the rule.", text=short(line.text))


def _unclear(offs: list[Off], others: list[Line]) -> str:
    """Why what is taken off is no rule; blank where it may be one."""
    nothing = [] if any(off.takes for _line, off in offs) else [_(UNSURE)]
    numbers = [_no_points(line) for line in others if re.search(r"\d", line.text)]
    return next(filter(None, [*nothing, *(off.fault for _line, off in offs), *numbers]), "")


def _unfit(line: Line, share: Share) -> Unclear:
    words = {"text": short(line.text), "to": f"{share.to:.12g}"}
    return Unclear((line.address, _("“{text}” does not fit the formula, which reaches the maximum at {to}.", **words)))


def _no_points(line: Line) -> str:
    """Why a line gives no points; blank where it does."""
    if line.points is None:
        symbols = said(line.text).symbols
        says = next((text for pattern, text in SAYS if pattern.search(symbols)), NO_POINTS)
        return _(says, text=short(line.text))
    words = {"text": short(line.text), "points": figure(line.points)}
    return _("“{text}” gives {points}: a rule gives no points below zero.", **words) if line.points < 0 else ""
