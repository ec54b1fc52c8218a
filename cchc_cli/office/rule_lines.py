"""The text of a rule as lines: what each is about, and the points for it."""

import re
from dataclasses import dataclass, replace

from cchc_cli.office.share_text import LONGEST, NUMBER, explains, is_formula, number
from cchc_cli.office.taken_off import Case, case_of, in_points, is_limit, takes_off, takes_off_last

VERB = r"(?:được|đạt|chấm|tính|cho|cộng)"
ENDING = re.compile(
    rf"(?P<what>.*?\S)\s*(?:(?P<colon>[=-]>|[:=→⇒])|\s[-–—]\s|,?\s*\bthì\s+{VERB}\s*(?:tối đa\s*)?:?|"
    rf"(?:,|(?<!không)(?<!chưa)(?<!có)(?<!được))\s+{VERB}\s+(?:tối đa\s*:?)?|"
    rf",?\s*(?:\bthì\s+)?\b(?:số\s+)?điểm\s+(?:đánh giá\s+|đạt(?: được)?\s+)?(?:là|bằng)\s*:?|\s+(?=[\d.,]+\s*(?:điểm|đ\b|points?)))\s*"
    rf"{VERB}?\s*(?P<points>{NUMBER})\s*(?P<unit>điểm|đ|points?|point)?\s*[.;,]?",
    re.DOTALL | re.IGNORECASE,
)
"""What a line is about, and the points for it. “Không đạt: 0” is about what is not reached: only `đạt 2 điểm` gives."""
NOTHING = re.compile(
    rf"(?P<what>.*?\S)\s*[:,]?\s+(?:thì\s+)?không\s+(?:được\s+)?(?:{VERB}|có)\s+điểm\s*[.;,]?"
    r"|(?P<said>.*?\S)\s*[:=]\s*không\s+điểm\s*[.;,]?",
    re.DOTALL | re.IGNORECASE,
)
"""`dưới 80% không chấm điểm`."""
NO_POINTS = re.compile(
    r"(\b(trừ|deduct|tối đa|tối thiểu|tổng|minus)|\bx|[:=<>≥≤+×*/-])\s*$",
    re.IGNORECASE,
)
"""Before a number, these say that it is no number of points given."""
COMPARED = re.compile(r"\b(từ|đến|dưới|trên|hơn|mỗi|quá|from|to|per|under|over)\s*$", re.IGNORECASE)
"""These too, where no colon comes between."""
INLINE = re.compile(
    r"(?:(?<=\d)|(?<=điểm)|(?<=điểm\))|(?<=đ\))|(?<=\dđ)|(?<=\d đ)|(?<=points))[.,]\s+(?=[^\W\d_]|[<>≥≤])",
    re.IGNORECASE,
)
"""Options that stand in one line, with full stops or commas between them."""
BRACKETED = re.compile(
    rf"(?P<what>.*?\S)\s*\((?P<points>{NUMBER})\s*(?:điểm|đ|points?)\)\s*[.;]?", re.DOTALL | re.IGNORECASE
)
PART_OF = re.compile(
    rf"(?P<what>.*?\S)\s*(?:[:=→⇒]\s*{VERB}?|\s{VERB})\s*(?:(?P<percent>{NUMBER})\s*%\s*(?:tổng\s+)?(?:số\s+)?điểm(?:\s+(?:tối đa|chuẩn))?"
    r"|(?P<above>\d)/(?P<below>[2-9])\s*(?:tổng\s+)?(?:số\s+)?điểm(?:\s+(?:tối đa|chuẩn))?|(?:số\s+)?điểm\s+(?:tối đa|chuẩn))\s*[.;,]?",
    re.DOTALL | re.IGNORECASE,
)
"""Points as a part of the maximum: `từ 80%: điểm tối đa`, `dưới 80%: 50% số điểm`, `1/2 số điểm`."""
PARTS = re.compile(r"\n|\./\.|;\s*(?=\S)")
BULLET = re.compile(r"^\s*(?:[-–—+•●*▪◦·✓](?!\d[\d.,]*\s*(?:điểm|đ)\b)|[a-zđ][.)])\s*")
POINTS_FIRST = re.compile(
    r"(?:(?:chấm|được|đạt|cho|tính)\s+)?(?:tối đa\s+(?=[^:=]*\b(?:nếu|khi)\s))?"
    rf"(?P<points>{NUMBER})\s*(?:điểm|đ|points?)\s*(?:[:=]|[=-]>|\s[-–—]|(?:nếu|khi)\s|(?=đối với\s))\s*(?P<what>(?:[^\W_]|[≥≤<>]).*)",
    re.DOTALL | re.IGNORECASE,
)
"""`30 điểm: hoàn thành tốt`, `tối đa 2 điểm nếu đạt 100%`."""
ALL_FIRST = re.compile(
    r"(?:(?:chấm|được|đạt|cho|tính)\s+)?(?:số\s+)?điểm\s+(?:tối đa|chuẩn)\s+(?:nếu|khi)\s+(?P<what>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
"""`Điểm tối đa nếu đạt 100%`."""
GIVEN = re.compile(rf"(?:[:→⇒]|(?<![<>≥≤])=)\s*{NUMBER}\s*(?:điểm|đ|points?)\b(?!\s*(?:trở|đến|-))", re.IGNORECASE)
"""Points within a text: what stands there are several options that were not told apart."""


@dataclass(frozen=True)
class Line:
    """A line of a rule: what is found, the points for it (None: no points stand there), and its cell."""

    text: str
    points: float | None
    address: str
    bracketed: bool = False
    """Whether the points stand in brackets behind the text, as those of a component do."""
    bullet: str = ""
    """What its row begins with."""
    own: bool = False
    """Whether the points stand in the cell for maxima of its own row."""

    @property
    def whole(self) -> str:
        """The text with its points."""
        return self.text if self.points is None else f"{self.text}: {self.points:.12g} điểm"

    @property
    def case(self) -> Case | None:
        """The points for a case, given or taken off."""
        return case_of(self.whole)

    @property
    def counted(self) -> bool:
        """Whether it gives points for each of something."""
        return (case := self.case) is not None and case.counted and not case.off

    @property
    def says_points(self) -> bool:
        """Whether it gives points or takes some off."""
        return self.points is not None or takes_off(self.text)


def split_lines(text: str, address: str) -> list[Line]:
    """The lines of a text, each with its points where it ends in any: split at line ends and semicolons."""
    lines: list[Line] = []
    for bare in _parts(text):
        found = _inline(bare, address) or [line_of(bare, address)]
        if found[0].points is None and lines and _go_together(lines[-1], bare):
            lines[-1] = Line(f"{lines[-1].text}; {bare}", None, address)
        else:
            lines += found
    return lines


def _parts(text: str) -> list[str]:
    """What a text lists. The most that all cases of its only entry give is a part of that: `Mỗi…: 1 điểm; tối đa 3 điểm`."""
    bare = (BULLET.sub("", " ".join(part.split())).strip(" ;") for part in PARTS.split(text))
    parts = list(filter(None, bare))
    case = case_of(parts[0]) if len(parts) == 2 and is_limit(parts[1]) else None
    return ["; ".join(parts)] if case and case.counted and case.most is None else parts


def _go_together(line: Line, bare: str) -> bool:
    """Whether a text goes on with a line that has no points: neither says by itself how points come about."""
    own = any(says(text) for text in (bare, line.text) for says in (is_formula, takes_off, explains, PART_OF.fullmatch))
    return line.points is None and not own


def part_of(line: Line, maximum: float) -> Line:
    """The line with its points where it says them as a part of the maximum."""
    found = PART_OF.fullmatch(line.text[:LONGEST]) if line.points is None else None
    if takes_off(line.text):
        return replace(line, text=in_points(line.text, maximum))
    if line.points is None and (all_first := ALL_FIRST.fullmatch(line.text[:LONGEST])):
        return replace(line, text=all_first["what"].strip(" :;,"), points=maximum)
    if found is None:
        return line
    share = int(found["above"] or 1) / int(found["below"] or 1)
    share = number(found["percent"]) / 100 if found["percent"] else share
    return replace(line, text=found["what"].strip(" :;,"), points=round(maximum * share, 10))


def line_of(bare: str, address: str) -> Line:
    """One line, without what marks it in a list."""
    if len(bare) > LONGEST or ((case := case_of(bare)) and case.counted and case.most is not None):
        return Line(bare, None, address)
    if (first := POINTS_FIRST.fullmatch(bare)) and not takes_off(bare) and not ENDING.fullmatch(first["what"]):
        return Line(first["what"].strip(" :;,."), number(first["points"]), address)
    if nothing := NOTHING.fullmatch(bare):
        return Line((nothing["what"] or nothing["said"]).strip(" :;,"), 0.0, address)
    bracketed = BRACKETED.fullmatch(bare)
    found = ENDING.fullmatch(bare) or bracketed
    if found is None or _is_no_gift(found):
        return Line(bare, None, address)
    what = re.sub(r"\s+thì$", "", found["what"].strip(" :;,"))
    return Line(what, number(found["points"]), address, found is bracketed)


def _is_no_gift(found: re.Match[str]) -> bool:
    """Whether the number at the end of a line is no points: `Báo cáo: 2 báo cáo`, `trừ 0,25 điểm mỗi nhiệm vụ`, `- 1`."""
    colon = found.groupdict().get("colon")
    what = found["what"]
    return (
        takes_off_last(found[0])
        or any(each.search(what) for each in (NO_POINTS, GIVEN))
        or (not colon and COMPARED.search(what) is not None)
    )


def _inline(bare: str, address: str) -> list[Line]:
    """The options of one line, where each of its parts ends in points; else nothing."""
    parts = INLINE.split(bare) if len(bare) <= LONGEST else []
    lines = [line_of(part, address) for part in parts]
    told = all(line.says_points for line in lines)
    return lines if len(lines) > 1 and told and any(line.points is not None for line in lines) else []


def is_rule_text(text: str) -> bool:
    """Whether a text says for what there are points: all of its lines end in points, or it says what is taken off."""
    lines = split_lines(text, "")
    return bool(lines) and (all(line.points is not None for line in lines) or takes_off(text))


def says_rule(text: str) -> bool:
    """Whether a line below a name begins a rule: points, what is taken off, or a formula."""
    return is_rule_text(text) or (is_formula(text) and re.search(r"[=×*/(]|\bx\b", text) is not None)
