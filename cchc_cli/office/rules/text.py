"""Rules as officials write them ("Từ 98% trở lên: 2", "Đúng thời hạn: 1; Không đúng: 0") as rules of criteria.yaml."""

import re
from dataclasses import dataclass
from itertools import pairwise

from cchc_cli.messages import N_, _, figure
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.letters import plain
from cchc_cli.model.rules import Choice, Deduct, Linear, Rule, Tiers
from cchc_cli.office.rules.formulas import is_tied
from cchc_cli.office.rules.lines import RuleLine
from cchc_cli.office.rules.number import MORE_ASKED, NO_VALUE, NumberDoubt, NumberReader, Unclear
from cchc_cli.office.rules.points import (
    FRACTION,
    NOT_UNDERSTOOD,
    UNSURE,
    TakenOff,
    deduction,
    each_of_all,
    is_fraction,
    limit_of,
    no_gain,
    other_most,
    several_cases,
    taken_off,
)
from cchc_cli.office.rules.spans import ANY, begin_at_one, not_understood, span_of, tiers_of, unread
from cchc_cli.office.rules.words import LONGEST, grammar, said

CASES = grammar("(?P<O>[over beyond])? (?P<A>amount) (?! percent)")
Off = tuple[RuleLine, TakenOff]
FIRST, PLACES = re.compile(r"\b(?:hang|thu|xep) (?:nhat|1)\b|\bdung dau\b"), re.compile(r"\b(?:bac|hang|vi tri)\b")
"""`Xếp hạng nhất`, and `mỗi bậc tiếp theo trừ 0,2 điểm` beside it."""
EACH_ITS_OWN = N_(
    "“{text}”: several things give points, each its own: no rule here can say that; make components of them."
)
NO_POINTS = N_("“{text}” says no points.")
ADDED = N_("“{text}” adds points to those of another line: make components of them.")
NOT_FOR_WHAT = N_("“{text}”: points stand there, but for what they are given was not understood.")
SAYS = ((grammar("plus amount points"), ADDED), (grammar("amount points"), NOT_FOR_WHAT))
"""Why no points of a line are those of an option, though points stand there."""


@dataclass(frozen=True)
class Reading:
    """A rule with what is not sure of it. Without a rule, `doubts` say why, and the lines stay a comment."""

    rule: Rule | None
    doubts: tuple[NumberDoubt, ...] = ()


def read_rule(lines: list[RuleLine], maximum: float | None) -> Reading:
    """The rule that `lines` say. Without a maximum nothing can be checked, so no rule is read."""
    if not lines:
        return Reading(None)
    if maximum is None:
        return Reading(None, ((lines[0].address, _("the rule can't be checked without the maximum.")),))
    reader = _Reader(lines, maximum)
    try:
        reader.refuse(FRACTION, [line for line in reader.all if is_fraction(line.text, maximum)])
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


class _Reader(NumberReader):
    """The lines of one rule, read one way after the other."""

    def check(self, rule: Rule) -> None:
        """Refuse options that only together give the maximum, and what criteria.yaml does not take."""
        if not isinstance(rule, Choice | Tiers):
            self.refuse(MORE_ASKED, [line for line in self.lines if line.points != 0 and is_tied(line.text)])
        where = self.all[0].address
        if faults := [(where, text) for _path, text, _hint in rule.faults(self.maximum)]:
            raise Unclear(*faults)

    def for_each(self) -> Rule | None:
        """`Mỗi mô hình được 1 điểm, tối đa 3 điểm`: points in proportion to what is counted, up to the maximum."""
        line = self._one_case("; ".join(each.whole for each in self.lines))
        if line is None or not line.counted or (case := line.case) is None or case.points >= self.maximum:
            return None
        if fault := no_gain(line.whole) or other_most(line.text, case.most, self.maximum):
            raise Unclear((line.address, fault))
        cases = round(self.maximum / case.points, 4)
        return Linear(start=0, to=cases) if abs(cases * case.points - self.maximum) < NOISE else None

    def _one_case(self, whole: str) -> RuleLine | None:
        """The only line, without of how many cases it speaks where these give all; that may stand in a line before it."""
        first = self.lines[0].address
        if self._each_its_own():
            raise Unclear((first, _(EACH_ITS_OWN, text=shortened(whole))))
        if (each := each_of_all(whole, self.maximum)) != whole:
            return RuleLine(each, None, first)
        return self.lines[0] if len(self.lines) == 1 else None

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
        if why := _unclear(offs):
            raise Unclear((offs[0][0].address, why))
        self.refuse(NOT_UNDERSTOOD, [line for line in self.silent if taken_off(line.text) is None])
        return self._counted(offs) if any(off.counted for _line, off in offs) else self._once(offs)

    def _counted(self, offs: list[Off]) -> Rule:
        """So many points for each case; beside it only what gives everything, or nothing, may stand."""
        if why := _several_amounts([off for _line, off in offs if off.takes]):
            raise Unclear((offs[0][0].address, why))
        if any(map(self.gives_a_part, self.given)):
            raise Unclear((offs[0][0].address, _("points are taken off and given in one rule.")))
        rule = deduction([off for _line, off in offs], self.maximum)
        for line in self.given:
            self._nothing(line, rule)
        return self._by_place(offs, rule)

    def _by_place(self, offs: list[Off], rule: Deduct) -> Rule:
        """The place is what is measured where the first gives all, and each below it less: `mỗi bậc tiếp theo trừ 0,2 điểm`."""
        first = [FIRST.search(plain(line.text)) is not None for line in self.given] == [True]
        if not (first and rule.per and all(PLACES.search(plain(line.text)) for line, _off in offs)):
            return rule
        if rule.most is not None:
            raise Unclear((offs[0][0].address, not_understood(offs[0][0].text)))
        return Linear(start=round(1 + self.maximum / rule.per, 4), to=1)

    def _nothing(self, line: RuleLine, rule: Deduct) -> None:
        """Compare a line that gives nothing: it is in the rule where so many cases take everything off."""
        if line.points:
            return
        span = span_of(line.text) or ANY
        bound = span.low if span.low is not None else span.high
        if bound is None or rule.per is None:
            self.doubts.append((line.address, _(NO_VALUE, text=shortened(line.text))))
        elif self.maximum - min(rule.per * bound, rule.most or self.maximum) > NOISE:
            words = {"text": shortened(line.text), "per": figure(rule.per)}
            self.doubts.clear()
            raise Unclear((line.address, _("“{text}” gives no points, but {per} for each case leave some.", **words)))

    def _once(self, offs: list[Off]) -> Rule:
        """Options, of which those that take off give the maximum less that."""
        first = offs[0][0]
        once = _("“{text}”: is it taken off once, or for each case?", text=shortened(first.text))
        of_one = True in (off.one for _line, off in offs)
        lines = self._all_left()
        if self.maximum not in {line.points for line in lines}:
            text = _("what is taken off once, and what gives all points, is not said.")
            raise Unclear((first.address, once if of_one else text))
        rule = self.listed(lines)
        if of_one and _leaves_out_cases(rule):
            raise Unclear((first.address, once))
        return rule

    def _all_left(self) -> list[RuleLine]:
        """What each line leaves; and no case leaves all, where they count from one on: `Từ 01 đến 03 hồ sơ trễ: trừ 0,5`."""
        lines = [self._left(line) for line in self.lines if line.points is not None or taken_off(line.text)]
        none = [RuleLine("0", self.maximum, lines[0].address)] if begin_at_one(lines) else []
        return none + lines

    def _left(self, line: RuleLine) -> RuleLine:
        """A line that takes off as an option with what it leaves; any other as it is."""
        off = taken_off(line.text) if line.points is None else None
        if off is None:
            return line
        amounts = (self.maximum,) if off.whole else off.amounts
        if len(amounts) != 1 or off.caps or amounts[0] > self.maximum + NOISE:
            raise Unclear((line.address, _(NO_POINTS, text=shortened(line.text))))
        return RuleLine(off.what, self.maximum - amounts[0], line.address)

    def listed(self, lines: list[RuleLine]) -> Rule:
        """Points by what is found: tiers where all lines are spans of a number that fall, else options."""
        if faults := [(line.address, text) for line in lines if (text := _no_points(line))]:
            raise Unclear(*faults)
        self._refuse_more_than_all(lines)
        if lost := unread(lines):
            raise Unclear(*((line.address, not_understood(line.text)) for line in lost))
        tiers, doubts = tiers_of(lines)
        self.number_only([line for line in lines if tiers and span_of(line.text)])
        self.doubts += doubts
        return self._options(lines) if tiers is None else tiers

    def _refuse_more_than_all(self, lines: list[RuleLine]) -> None:
        """Points that are added to those of another line, which gives all."""
        added = [line for line in lines if line.added]
        if any(self._gives_all(line) for line in lines if not line.added):
            self.refuse(ADDED, added)

    def _options(self, lines: list[RuleLine]) -> Rule:
        options: dict[str, float] = {}
        for line in lines:
            if line.text[:LONGEST] in options:
                raise Unclear((line.address, _("“{text}” stands there twice.", text=shortened(line.text))))
            options[line.text[:LONGEST]] = line.points or 0.0
        return Choice(options={**options})


def _leaves_out_cases(rule: Rule) -> bool:
    """Whether options are only two, or of one case and of more than three, or of no more, and say nothing of two."""
    lines = [*map(said, rule.given())] if isinstance(rule, Choice) else []
    spans = [(line, span) for line in lines if (span := CASES.search(line.symbols))]
    counts = sorted(line.number(span) + bool(span["O"]) for line, span in spans)
    return len(lines) < 3 or counts[-1:] == [1] or any(after - before > 1 for before, after in pairwise([0, *counts]))


def _several_amounts(taking: list[TakenOff]) -> str:
    """That things take off several amounts each; blank where each has its own."""
    amounts = ", ".join(figure(amount) for off in taking for amount in off.amounts)
    several = any(off.per is None for off in taking)
    return _("different amounts are taken off: {amounts}.", amounts=amounts) if several else ""


def _unclear(offs: list[Off]) -> str:
    """Why what is taken off is no rule; blank where it may be one."""
    nothing = [] if any(off.takes for _line, off in offs) else [_(UNSURE)]
    return next(filter(None, [*nothing, *(off.fault for _line, off in offs)]), "")


def _no_points(line: RuleLine) -> str:
    """Why a line gives no points; blank where it does."""
    if line.points is None:
        symbols = said(line.text).symbols
        says = next((text for pattern, text in SAYS if pattern.search(symbols)), NO_POINTS)
        return _(says, text=shortened(line.text))
    words = {"text": shortened(line.text), "points": figure(line.points)}
    return _("“{text}” gives {points}: a rule gives no points below zero.", **words) if line.points < 0 else ""
