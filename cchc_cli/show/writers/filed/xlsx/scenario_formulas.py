"""Where everything is on the scenario sheet, and formulas that compute what `cchc simulate` does."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cchc_cli.messages import _
from cchc_cli.model.places import letters
from cchc_cli.model.scenario_sheet import Workings
from cchc_cli.show.texts import on_one_line

NAME, AREA, MAX, NOW = "BCDE"
"""The columns after the ids; then come the scenarios, each with its own."""
FIXED = 5
NOT_APPLICABLE = ("NA", "N/A", "KAD")
"""What takes a component out of the index, as in data/scores*.csv."""
UNKNOWN = "?"
"""What stands where a value, or points, are none."""
RESULTS = 4
"""The row of the heading above the results, counted from 1 as formulas do."""
MORE = "0.000000001"
"""So much two indices differ at least."""
BILLION = "1000000000"


@dataclass(frozen=True)
class Scenario:
    """The columns of a scenario: its points, how far they are from those of now, the values that give them, if any do."""

    title: str
    points: str
    change: str
    value: str


class Layout:
    """Where everything is: rows by what they say, and the letters of columns."""

    def __init__(self, workings: Workings) -> None:
        self.has_values = any(part.rule for part in (*workings.parts, *workings.extras))
        wanted = {"points": True, "max": True, "open": True, "bonus": workings.extras, "penalty": workings.extras}
        wanted |= {"index": True, "best": True, "lowest": workings.asks_areas, "rating": workings.ratings}
        labels = [label for label, is_there in (wanted | {"rank": workings.others, "faults": True}).items() if is_there]
        self.rows = {label: RESULTS + 1 + at for at, label in enumerate(labels)}
        self.header = RESULTS + max(len(labels), len(workings.ratings)) + 2
        self.parts = (self.header + 1, self.header + max(len(workings.parts), 1))
        self.extras = (self.parts[1] + 3, self.parts[1] + 2 + len(workings.extras)) if workings.extras else None
        wide = 2 + self.has_values
        self.scenarios = [self._scenario(name, at, FIXED + wide * at) for at, name in enumerate(workings.scenarios)]
        self.hidden = FIXED + wide * len(self.scenarios)
        """The first column out of sight: options, their points, other units, what each rating asks of every area."""
        self.others, self.each_area = letters(self.hidden + 2), letters(self.hidden + 3)

    def _scenario(self, name: str, at: int, first: int) -> Scenario:
        """The columns of the scenario at a place, from the `first` on."""
        title = on_one_line(name) or _("Scenario {number}", number=at + 1)
        value = letters(first + 2) if self.has_values else ""
        return Scenario(title, letters(first), letters(first + 1), value)


def spread(column: str, span: tuple[int, int]) -> str:
    """The cells of some rows in a column."""
    return f"${column}${span[0]}:${column}${span[1]}"


def formulas_of(layout: Layout, workings: Workings, column: str) -> dict[str, str]:
    """Formulas by label for the points of a column."""
    points, most = spread(column, layout.parts), spread(MAX, layout.parts)
    at = {label: f"{column}{row}" for label, row in layout.rows.items()}
    applies = f"(ISNUMBER({points})+(LEN({points})=0))"
    words = "+".join(f'({points}="{word}")' for word in NOT_APPLICABLE)
    faults = f"SUMPRODUCT(1-{applies}-({words}))+{_beyond(points, most)}"
    formulas = {
        "points": f"=SUM({points})",
        "max": f"=SUMPRODUCT({applies}*{most})",
        "open": f"=SUMPRODUCT((LEN({points})=0)*{most})",
        "lowest": f"=MIN({','.join(_area_percents(layout, workings, column))})",
        "rating": _rating_formula(layout, workings, at),
        "rank": _rank_formula(layout, workings, at),
    }
    extra = ""
    if layout.extras:
        given, kinds = spread(column, layout.extras), spread(AREA, layout.extras)
        for kind, cap in (("bonus", workings.bonus_cap), ("penalty", workings.penalty_cap)):
            total = f'SUMIF({kinds},"{adjustment_words()[kind]}",{given})'
            formulas[kind] = f"={total}" if cap is None else f"=MIN({total},{cap!r})"
        extra = f"+{at['bonus']}-{at['penalty']}"
        known = f"(ISNUMBER({given})+(LEN({given})=0))"
        faults += f"+SUMPRODUCT(1-{known})+{_beyond(given, spread(MAX, layout.extras))}"
    formulas["faults"] = f"={faults}{_shares(layout, column)}"
    for label, got in (("index", at["points"]), ("best", f"({at['points']}+{at['open']})")):
        exact = f"{workings.scale!r}*{got}/{at['max']}{extra}"
        formulas[label] = f'=IF(OR({at["max"]}=0,{at["faults"]}>0),"–",{half_up(exact, workings.decimals)})'
    return formulas


def adjustment_words() -> dict[str, str]:
    """What stands in place of the area of a bonus and of a penalty."""
    return {"bonus": _("Bonus"), "penalty": _("Penalty")}


def _rank_formula(layout: Layout, workings: Workings, at: Mapping[str, str]) -> str:
    """The rank among the other units as they are; none as long as something is not scored yet."""
    others = spread(layout.others, (1, len(workings.others)))
    above = f"({others}>{at['index']}+{MORE})"
    if workings.dense:
        above += f"/COUNTIF({others},{others})"
    return f'=IF(ISNUMBER({at["index"]}),IF({at["open"]}=0,1+ROUND(SUMPRODUCT(1*{above}),0),"–"),"–")'


def _rating_formula(layout: Layout, workings: Workings, at: Mapping[str, str]) -> str:
    """The rating of an index, with the percent of the lowest area where ratings ask for one."""
    span = (RESULTS + 1, RESULTS + len(workings.ratings))
    least, name, each_area = (spread(column, span) for column in ("A", NAME, layout.each_area))
    rating = f"LOOKUP({at['index']}+{MORE},{least},{name})"
    if workings.asks_areas:
        # The last rating, from below, of which both conditions hold.
        enough = f"({least}<={at['index']}+{MORE})*({each_area}<={at['lowest']}+{MORE})"
        rating = f"LOOKUP(2,1/({enough}),{name})"
    return f'=IF(ISNUMBER({at["index"]}),IFERROR({rating},"–"),"–")'


def _area_percents(layout: Layout, workings: Workings, column: str) -> Iterator[str]:
    """For each area the percent of its points; 100 where nothing applies."""
    first = layout.parts[0]
    for count in workings.areas:
        points, most = (spread(each, (first, first + count - 1)) for each in (column, MAX))
        applies = f"SUMPRODUCT((ISNUMBER({points})+(LEN({points})=0))*{most})"
        yield f"IF({applies}=0,100,ROUND(100*SUM({points})/{applies},9))"
        first += count


def _beyond(points: str, most: str) -> str:
    """How many numbers are below 0 or above their maximum."""
    return f"SUMPRODUCT(ISNUMBER({points})*((({points}<0)+({points}>{most}+{MORE}))>0))"


def _shares(layout: Layout, column: str) -> str:
    """How many points are shown as percentages, as the cells beside them say."""
    changes = [each.change for each in layout.scenarios if each.points == column]
    last = (layout.extras or layout.parts)[1]
    return "".join(f'+COUNTIF({spread(each, (layout.parts[0], last))},"{UNKNOWN}")' for each in changes)


def half_up(exact: str, decimals: int | None) -> str:
    """Rounded half up on whole billionths, as index.rounding does: 79.995 is 80.00 whatever its binary says."""
    billionths = f"ROUND(({exact})*{BILLION},0)"
    if decimals is None:
        return f"{billionths}/{BILLION}"
    step = 10 ** (9 - decimals)
    return f"INT(({billionths}+{step / 2:g})/{step})/{10**decimals}"


def _rounded(exact: float, decimals: int | None) -> float:
    """What `half_up` comes to."""
    billionths = round(exact * int(BILLION))
    if decimals is None:
        return billionths / int(BILLION)
    step: int = 10 ** (9 - decimals)
    steps: int = (billionths + step // 2) // step
    return steps / 10.0**decimals


def known_results(workings: Workings, at: int) -> dict[str, float | str]:
    """What the formulas come to as points are, 0, or in a scenario: for programs that show a file without computing it."""
    result = workings.results[at]
    sums = result.sums
    index: float | str = "–" if math.isnan(result.index) else result.index
    best = index
    if sums["open"]:
        exact = workings.scale * (sums["points"] + sums["open"]) / sums["max"]
        best = _rounded(exact + sums["bonus"] - sums["penalty"], workings.decimals)
    is_ranked = not (math.isnan(result.index) or sums["open"])
    rank: float | str = float(workings.rank(result.index)) if is_ranked else "–"
    known = {label: clean(value) for label, value in sums.items()}
    return {**known, "index": index, "best": best, "rating": result.rating or "–", "rank": rank, "faults": 0.0}


def clean(value: float) -> float:
    """`value` without float noise."""
    return float(f"{value:.12g}")
