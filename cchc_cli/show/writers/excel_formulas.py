"""Where the cells of the scenario sheet are, the formulas in them, and what those come to."""

import math

from cchc_cli.messages import _
from cchc_cli.model.scenario_sheet import Workings

NOT_APPLICABLE = ("NA", "N/A", "KAD")
"""What takes a component out of the index, as in data/scores*.csv."""
NOW, TRIED = "E", "F"
BILLION = "1000000000"


class Places:
    """Rows of the sheet, counted from 1 as formulas do."""

    def __init__(self, workings: Workings) -> None:
        self.results = 4
        self.extras = bool(workings.extras)
        labels = ["points", "max", "open", *(["bonus", "penalty"] if self.extras else []), "index", "best"]
        labels += [*(["rating"] if workings.ratings else []), "faults"]
        self.rows = {label: self.results + 1 + at for at, label in enumerate(labels)}
        self.header = self.results + len(labels) + 2
        self.first = self.header + 1
        self.last = self.header + max(len(workings.parts), 1)
        self.first_extra = self.last + 3
        self.last_extra = self.first_extra + max(len(workings.extras), 1) - 1

    def parts(self, column: str) -> str:
        """The cells of the components in a column."""
        return f"${column}${self.first}:${column}${self.last}"

    def extras_of(self, column: str) -> str:
        """The cells of bonuses and penalties in a column."""
        return f"${column}${self.first_extra}:${column}${self.last_extra}"


def formulas_of(places: Places, workings: Workings, column: str) -> dict[str, str]:
    """Formulas by label for the points of a column."""
    points, most = places.parts(column), places.parts("D")
    at = {label: f"{column}{row}" for label, row in places.rows.items()}
    applies = f"(ISNUMBER({points})+ISBLANK({points}))"
    words = "+".join(f'({points}="{word}")' for word in NOT_APPLICABLE)
    faults = f"SUMPRODUCT(1-{applies}-({words}))+{_beyond(points, most)}"
    formulas = {
        "points": f"=SUM({points})",
        "max": f"=SUMPRODUCT({applies}*{most})",
        "open": f"=SUMPRODUCT(ISBLANK({points})*{most})",
        "bonus": "=0",
        "penalty": "=0",
    }
    extra = ""
    if places.extras:
        given, kinds = places.extras_of(column), places.extras_of("C")
        for kind, word, cap in (
            ("bonus", _("Bonus"), workings.bonus_cap),
            ("penalty", _("Penalty"), workings.penalty_cap),
        ):
            total = f'SUMIF({kinds},"{word}",{given})'
            formulas[kind] = f"={total}" if cap is None else f"=MIN({total},{cap!r})"
        extra = f"+{at['bonus']}-{at['penalty']}"
        known = f"(ISNUMBER({given})+ISBLANK({given}))"
        faults += f"+SUMPRODUCT(1-{known})+{_beyond(given, places.extras_of('D'))}"
    formulas["faults"] = f"={faults}"
    for label, got in (("index", at["points"]), ("best", f"({at['points']}+{at['open']})")):
        exact = f"{workings.scale!r}*{got}/{at['max']}{extra}"
        formulas[label] = f'=IF(OR({at["max"]}=0,{at["faults"]}>0),"–",{_half_up(exact, workings.decimals)})'
    if workings.ratings:
        first = places.results + 1
        rows = [f"${column}${first}:${column}${first + len(workings.ratings) - 1}" for column in ("I", "J")]
        found = f'IFERROR(LOOKUP({at["index"]}+0.000000001,{rows[0]},{rows[1]}),"–")'
        formulas["rating"] = f'=IF(ISNUMBER({at["index"]}),{found},"–")'
    return formulas


def _beyond(points: str, most: str) -> str:
    """How many numbers are below 0 or above their maximum."""
    return f"SUMPRODUCT(ISNUMBER({points})*((({points}<0)+({points}>{most}+0.000000001))>0))"


def _half_up(exact: str, decimals: int | None) -> str:
    """Rounded half up on whole billionths, as index.rounding does: 79.995 is 80.00 whatever its binary says."""
    billionths = f"ROUND(({exact})*{BILLION},0)"
    if decimals is None:
        return f"{billionths}/{BILLION}"
    step = 10 ** (9 - decimals)
    return f"INT(({billionths}+{step / 2:g})/{step})/{10**decimals}"


def _rounded(exact: float, decimals: int | None) -> float:
    """What `_half_up` comes to."""
    billionths = round(exact * int(BILLION))
    if decimals is None:
        return billionths / int(BILLION)
    step: int = 10 ** (9 - decimals)
    steps: int = (billionths + step // 2) // step
    return steps / 10.0**decimals


def known_results(workings: Workings, which: str) -> dict[str, float | str]:
    """What the formulas come to, for programs that show a file without computing it."""
    pairs = [(part.points if which == "now" else part.tried, part.max) for part in workings.parts]
    result = workings.now if which == "now" else workings.then
    points = sum(got for got, _most in pairs if got is not None and not math.isnan(got))
    opened = sum(most for got, most in pairs if got is not None and math.isnan(got))
    most = sum(most for got, most in pairs if got is not None)
    known: dict[str, float | str] = {"points": clean(points), "max": clean(most), "open": clean(opened)}
    sums = {"bonus": 0.0, "penalty": 0.0}
    for extra in workings.extras:
        sums[extra.kind] += extra.points if which == "now" else extra.tried
    for kind, cap in (("bonus", workings.bonus_cap), ("penalty", workings.penalty_cap)):
        known[kind] = clean(sums[kind] if cap is None else min(sums[kind], cap))
    index: float | str = "–" if math.isnan(result.index) else result.index
    adjusted = float(known["bonus"]) - float(known["penalty"])
    best = _rounded(workings.scale * (points + opened) / most + adjusted, workings.decimals) if opened else index
    known |= {"index": index, "best": best, "rating": result.rating or "–", "faults": 0.0}
    return known


def clean(value: float) -> float:
    """`value` without float noise."""
    return float(f"{value:.12g}")
