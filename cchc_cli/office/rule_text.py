"""Rules as officials write them ("Từ 98% trở lên: 2", "Đúng thời hạn: 1; Không đúng: 0") as rules of criteria.yaml."""

import re
from dataclasses import dataclass

from cchc_cli.messages import N_, _, figure
from cchc_cli.model.letters import plain
from cchc_cli.model.rules import Choice, Deduct, Linear, Rule, Tier, Tiers
from cchc_cli.office.rule_lines import Line, number_of
from cchc_cli.office.share_text import LINEAR, LONGEST, NUMBER, Share, explains, is_formula, of_others, share_of
from cchc_cli.office.taken_off import TakenOff, taken_off

TOLERANCE = 1e-9
UP = N_("“{text}”: above {min} means that {min} itself is not enough; the tier includes it.")


@dataclass(frozen=True)
class Reading:
    """A rule with what is not sure of it. Without a rule, `doubts` say why, and the lines stay a comment."""

    rule: Rule | None
    doubts: tuple[tuple[str, str], ...] = ()


def read_rule(lines: list[Line], maximum: float | None) -> Reading:
    """The rule that `lines` say. Without a maximum nothing can be checked, so no rule is read."""
    if not lines:
        return Reading(None)
    where = lines[0].address
    if maximum is None:
        return Reading(None, ((where, _("the rule can't be checked without the maximum.")),))
    said = [line for line in lines if line.points is not None or not explains(line.text)] or lines
    reading = _formula(said, maximum, lines) or _taken_off(said, maximum) or _listed(said)
    if reading.rule is None:
        return reading
    faults = [text for _path, text, _hint in reading.rule.faults(maximum)]
    if isinstance(reading.rule, Choice) and _are_parts(list(reading.rule.given().values()), maximum):
        text = _(
            "its lines sum to the maximum of {max}: they are parts, not options; make components of them.",
            max=figure(maximum),
        )
        return Reading(None, ((where, text),))
    if faults:
        return Reading(None, (*reading.doubts, *((where, fault) for fault in faults)))
    return reading


def _are_parts(points: list[float], maximum: float) -> bool:
    """Whether only all lines together give the maximum."""
    return max(points) < maximum - 1e-9 and abs(sum(points) - maximum) < 1e-9


def _formula(lines: list[Line], maximum: float, all_lines: list[Line]) -> Reading | None:
    """Points in proportion to a percentage: `(Tỷ lệ % × điểm tối đa)/100%`, perhaps only from a floor on."""
    formulas = [line for line in lines if line.points is None and is_formula(line.text)]
    if not formulas:
        return None
    where = formulas[0].address
    if said := LINEAR.search(plain(formulas[0].text[:LONGEST])):
        floor = number_of(said["floor"]) if said["floor"] else None
        return Reading(Linear(start=number_of(said["start"]), to=number_of(said["to"]), floor=floor))
    if compared := next((line for line in all_lines if of_others(line.text)), None):
        text = _("“{text}”: these points depend on other units; no rule here can say that.", text=_short(compared.text))
        return Reading(None, ((compared.address, text),))
    share = share_of(formulas[0].text, maximum)
    if isinstance(share, str):
        return Reading(None, ((where, share),))
    others = [line for line in lines if line not in formulas]
    if len(formulas) > 1 or any(line.points is None for line in others):
        return Reading(None, ((where, _("the formula does not stand alone: what else is said was not understood.")),))
    return _share(share, formulas[0], others, maximum)


def _share(share: Share, formula: Line, others: list[Line], maximum: float) -> Reading:
    """A share of the maximum with what stands beside it: where full points begin, and below what there are none."""
    own = span_of(share.head) or span_of(formula.text) or Span(None, None)
    floors = {own.low} if own.low is not None and 0 < own.low < share.to else set()
    unclear = _("“{text}” does not fit the formula, which reaches the maximum at {to}.")
    doubts: list[tuple[str, str]] = []
    if own.high not in (None, share.to):
        text = unclear.format(text=_short(formula.text), to=f"{share.to:.12g}")
        return Reading(None, ((formula.address, text),))
    for line in others:
        span = span_of(line.text)
        if span and line.points == maximum and span.low == share.to:
            continue
        if not span or line.points != 0 or span.low is not None or span.high is None:
            return Reading(None, ((line.address, unclear.format(text=_short(line.text), to=f"{share.to:.12g}")),))
        fraction = span.high <= 1 and share.to == 100 and "%" not in line.text
        floors.add(round(span.high * 100, 10) if fraction else span.high)
        if fraction:
            text = _(
                "“{text}” was read as {percent}%: values are percentages, 85 and not 0.85.",
                text=_short(line.text),
                percent=f"{span.high * 100:.12g}",
            )
            doubts.append((line.address, text))
    if len(floors) > 1:
        said = _("the formula holds from different limits on: {limits}.")
        limits = ", ".join(f"{each:.12g}" for each in sorted(floors))
        return Reading(None, ((formula.address, said.format(limits=limits)),))
    return Reading(Linear(start=0, to=share.to, floor=next(iter(floors), None)), tuple(doubts))


def _taken_off(lines: list[Line], maximum: float) -> Reading | None:
    """`Mỗi nhiệm vụ quá hạn trừ 0,25 điểm`; or options of which some take off: `Không vi phạm: 2; Vi phạm: trừ 1`."""
    found = [(line, taken_off(line.text)) for line in lines if line.points is None]
    offs = [(line, off) for line, off in found if off is not None]
    if not offs:
        return None
    where = offs[0][0].address
    others = [line for line, off in found if off is None]
    amounts = [amount for _line, off in offs for amount in off.amounts]
    caps = [cap for _line, off in offs for cap in off.caps]
    counted = any(off.counted for _line, off in offs)
    why = ""
    if any(off.unsure for _line, off in offs) or not amounts:
        why = _("how many points are taken off for one case is not said by one number.")
    elif any(off.several for _line, off in offs):
        why = _("points are taken off for a percentage or for several at once.")
    elif any(cap is None or cap < maximum - TOLERANCE for cap in caps):
        why = _("no more than a part of the points may be taken off: no rule here can say that.")
    elif counted and len(amounts) > 1:
        why = _("different amounts are taken off: {amounts}.", amounts=", ".join(map(figure, amounts)))
    elif any(re.search(r"\d", line.text) for line in others):
        why = _("“{text}” says no points.", text=_short(next(x.text for x in others if re.search(r"\d", x.text))))
    if why:
        return Reading(None, ((where, why),))
    doubts = tuple((line.address, _("“{text}” was not understood.", text=_short(line.text))) for line in others)
    reading = _counted(lines, amounts[0], maximum, where) if counted else _options_less(lines, offs, maximum)
    return Reading(reading.rule, (*doubts, *reading.doubts))


def _counted(lines: list[Line], per: float, maximum: float, where: str) -> Reading:
    """So many points for each case; beside it only what gives everything, or nothing, may stand."""
    given = [line for line in lines if line.points is not None]
    if per <= 0 or any(line.points not in (0.0, maximum) for line in given):
        return Reading(None, ((where, _("points are taken off and given in one rule.")),))
    doubts = []
    for line in given:
        if line.points:
            continue
        span = span_of(line.text)
        bound = None if span is None else span.low if span.low is not None else span.high
        if bound is not None and maximum - per * bound > TOLERANCE:
            text = _(
                "“{text}” gives no points, but {per} for each case leave some.", text=_short(line.text), per=figure(per)
            )
            return Reading(None, ((line.address, text),))
        if bound is None:
            doubts.append((line.address, _("“{text}” is not in the rule.", text=_short(line.text))))
    return Reading(Deduct(per=per), tuple(doubts))


def _options_less(lines: list[Line], offs: list[tuple[Line, TakenOff]], maximum: float) -> Reading:
    """Options, of which those that take off give the maximum less that."""
    if not any(line.points is not None and abs(line.points - maximum) < TOLERANCE for line in lines):
        text = _("what is taken off once, and what gives all points, is not said.")
        return Reading(None, ((offs[0][0].address, text),))
    less = {id(line): off for line, off in offs}
    for line, off in offs:
        if len(off.amounts) > 1 or off.amounts[0] > maximum + TOLERANCE:
            text = _("“{text}” says no points.", text=_short(line.text))
            return Reading(None, ((line.address, text),))
    listed = [
        Line(less[id(line)].what, maximum - less[id(line)].amounts[0], line.address) if id(line) in less else line
        for line in lines
        if line.points is not None or id(line) in less
    ]
    reading = _listed(listed)
    if len(listed) < 3 and any(off.one for _line, off in offs):
        text = _("“{text}”: is it taken off once, or for each case?", text=_short(offs[0][0].text))
        return Reading(None, (*reading.doubts, (offs[0][0].address, text)))
    return reading


def _listed(lines: list[Line]) -> Reading:
    """Points by what is found: tiers where all lines are spans of a number that fall, else options."""
    unclear = [line for line in lines if line.points is None]
    if unclear:
        text = _("“{text}” says no points.")
        return Reading(None, tuple((line.address, text.format(text=_short(line.text))) for line in unclear))
    negative = [(line, line.points) for line in lines if line.points is not None and line.points < 0]
    if negative:
        text = _("“{text}” gives {points}: a rule gives no points below zero.")
        told = [(line.address, text.format(text=_short(line.text), points=figure(points))) for line, points in negative]
        return Reading(None, tuple(told))
    spans = [span_of(line.text) for line in lines]
    if len(lines) > 1 and all(spans):
        tiers = _tiers(lines, [span for span in spans if span])
        if tiers is not None:
            return tiers
    options: dict[str, float] = {}
    for line in lines:
        key = line.text[:LONGEST]
        if key in options:
            return Reading(None, ((line.address, _("“{text}” stands there twice.", text=_short(key))),))
        options[key] = line.points or 0.0
    if len(lines) == 1 and spans[0] and spans[0].low is not None:
        return Reading(Tiers(tiers=(Tier(min=spans[0].low, points=lines[0].points or 0.0),)))
    doubts: tuple[tuple[str, str], ...] = ()
    if len(lines) > 1 and all(spans):
        text = _("the spans are written as options: they do not fall without gaps from the highest on.")
        doubts = ((lines[0].address, text),)
    return Reading(Choice(options={**options}), doubts)


@dataclass(frozen=True)
class Span:
    """From `low` up to `high`; None = open. `above`: low itself does not belong to it; `upto`: high does."""

    low: float | None
    high: float | None
    above: bool = False
    upto: bool = False


LOWER = (
    (re.compile(rf"(?:tu|dat|>=|≥|it nhat|toi thieu|at least|from)\s*(?:tu\s*)?(?P<n>{NUMBER})"), False),
    (re.compile(rf"(?P<n>{NUMBER})\s*%?\s*[^\d]{{0,25}}?(?:tro len|or more|and above|and over)"), False),
    (re.compile(rf"(?:tren|>|hon|lon hon|vuot|over|above|more than)\s*(?P<n>{NUMBER})"), True),
)
UPPER = (
    (
        re.compile(rf"(?:duoi|<|nho hon|it hon|thap hon|chua dat|khong dat|under|below|less than)\s*(?P<n>{NUMBER})"),
        False,
    ),
    (re.compile(rf"(?:den|toi|<=|≤|khong qua|toi da|up to|to)\s*(?P<n>{NUMBER})"), True),
    (re.compile(rf"(?P<n>{NUMBER})\s*%?\s*[^\d]{{0,25}}?(?:tro xuong|or less)"), True),
)
BETWEEN = re.compile(rf"(?P<a>{NUMBER})\s*%?\s*(?:-|–|—|den|to)\s*(?P<less><|duoi|under|below)?\s*(?P<b>{NUMBER})")
ONE = re.compile(rf"^\D*?(?P<n>{NUMBER})\s*(?P<percent>%|phan tram|percent)?\D*$")


def span_of(text: str) -> Span | None:
    """The numbers for which a line holds: `Từ 90% đến dưới 98%`, `≥ 5`, `100%`; None where it is no span."""
    folded = plain(text[:LONGEST])
    count = len(re.findall(NUMBER, folded))
    if count == 2 and (found := BETWEEN.search(folded)):
        return Span(number_of(found["a"]), number_of(found["b"]), "tren" in folded or ">" in folded, not found["less"])
    low = next(((match, strict) for pattern, strict in LOWER if (match := pattern.search(folded))), None)
    high = next(((match, upto) for pattern, upto in UPPER if (match := pattern.search(folded))), None)
    if count == 2 and low and high:
        return Span(number_of(low[0]["n"]), number_of(high[0]["n"]), low[1], high[1])
    if count != 1:
        return None
    if high and (not low or high[0].start() < low[0].start()):
        return Span(None, number_of(high[0]["n"]), upto=high[1])
    if low:
        return Span(number_of(low[0]["n"]), None, low[1])
    if (one := ONE.match(folded)) and (one["percent"] or folded.replace(one["n"], "").strip() == ""):
        return Span(number_of(one["n"]), number_of(one["n"]), upto=True)
    return None


def _tiers(lines: list[Line], spans: list[Span]) -> Reading | None:
    """Tiers, where the spans fall from the highest on; None where they do not."""
    ordered = sorted(
        zip(lines, spans, strict=True),
        key=lambda pair: pair[1].low if pair[1].low is not None else float("-inf"),
        reverse=True,
    )
    tiers: list[Tier] = []
    doubts: list[tuple[str, str]] = []
    below: float | None = None
    for line, span in ordered:
        points = line.points or 0.0
        exact = span.low is not None and span.low == span.high and span.low != 100 and below is None
        if exact or (tiers and (points > tiers[-1].points or span.low == tiers[-1].min)):
            return None
        if below is not None and span.high is not None and not (below - 1.01 <= span.high <= below + 1e-9):
            doubts.append((line.address, _gap(line.text, span.high, below)))
        if span.low is None:
            tiers.append(Tier(min=0, points=points))
            break
        if span.above:
            doubts.append((line.address, _(UP, text=_short(line.text), min=f"{span.low:.12g}")))
        tiers.append(Tier(min=span.low, points=points))
        below = span.low
    return Reading(Tiers(tiers=tuple(tiers)), tuple(doubts)) if tiers else None


def _gap(text: str, high: float, below: float) -> str:
    return _(
        "“{text}” ends at {high}, the tier above begins at {below}.",
        text=_short(text),
        high=f"{high:.12g}",
        below=f"{below:.12g}",
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
