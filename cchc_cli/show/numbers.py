"""How numbers look to people: decimals, decimal comma in Vietnamese, signs, ranks."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from cchc_cli.messages import language
from cchc_cli.model.report import Kind

MISSING = "–"
MINUS = "−"
BAR = 10
DECIMALS: dict[str, int] = {"points": 2, "lost": 2, "percent": 1, "change": 2}


def missing(value: object) -> bool:
    """Whether there is nothing to show."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def decimal(value: float, decimals: int, rounding: str = ROUND_HALF_UP) -> str:
    """`value` with `decimals`, rounded half up on the decimal figure (2.675 is 2.68), localised; – for none."""
    if math.isnan(value):
        return MISSING
    step = Decimal(1).scaleb(-decimals)
    # Nine decimals first: sums of points carry float noise, such as 79.99499999999999.
    text = f"{Decimal(repr(round(float(value), 9))).quantize(step, rounding):f}"
    text = text.replace("-", "") if Decimal(text) == 0 else text.replace("-", MINUS)
    return text.replace(".", ",") if language() == "vi" else text


def sufficient(points: float) -> float:
    """Points that suffice: rounded up to what is shown of points."""
    step = Decimal(1).scaleb(-DECIMALS["points"])
    return float(Decimal(repr(round(float(points), 9))).quantize(step, ROUND_CEILING))


def enough(points: float) -> str:
    """Points that suffice: rounded up."""
    return decimal(points, DECIMALS["points"], ROUND_CEILING)


def room(points: float) -> str:
    """Points that can be spared: rounded down."""
    return decimal(points, DECIMALS["points"], ROUND_FLOOR)


def short(value: float, most: int = 4) -> str:
    """`value` with the decimals that it needs, at most `most`."""
    return decimal(value, most).rstrip("0").rstrip(",.") if most else decimal(value, 0)


def signed(value: float, decimals: int = 2) -> str:
    """`value` with + or −; none for zero."""
    text = decimal(value, decimals)
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def index(value: float, decimals: int | None) -> str:
    """An index with the decimals of the framework; up to four where it is not rounded."""
    return decimal(value, 4 if decimals is None else decimals)


def rank(value: float, *, tied: bool) -> str:
    """A rank, =3 where units share it."""
    return MISSING if math.isnan(value) else f"{'=' if tied else ''}{int(value)}"


def rank_change(value: float) -> str:
    """▲2 for two ranks up, ▼3 for three down, = for none."""
    if value == 0:
        return "="
    return f"{'▲' if value > 0 else '▼'}{abs(int(value))}"


def span(first: float, last: float) -> str:
    """Whole numbers from `first` to `last`: 3–9, or 3."""
    return f"{int(first)}" if first == last else f"{int(first)}–{int(last)}"


def day(iso: str) -> str:
    """A date as people write it: 31/12/2023 in Vietnamese, 2023-12-31 in English."""
    return "/".join(reversed(iso[:10].split("-"))) if language() == "vi" else iso[:10]


def bar(percent: float, full: str, empty: str) -> str:
    """`percent` of 100 as a bar of ten signs; only a full 100 fills it."""
    filled = min(int(percent * BAR / 100 + 1e-9), BAR)
    return full * filled + empty * (BAR - filled)


def trend(percents: list[float], levels: str) -> str:
    """Percents of 100 as signs of growing height, lowest first in `levels`; without them as whole numbers."""
    if not levels:
        return " ".join(MISSING if missing(each) else decimal(each, 0) for each in percents)
    last = len(levels) - 1
    return "".join(
        " " if missing(each) else levels[min(int(each * last / 100 + 0.5), last)] for each in percents
    )


def cells(values: list[Any], kind: Kind, decimals: int | None = 2) -> list[str]:
    """The values of a column of `kind` as texts."""
    return [cell(value, kind, decimals) for value in values]


def cell(value: object, kind: Kind, decimals: int | None = 2) -> str:
    """A value of a column of `kind` as text. Text is passed through; bars are drawn by the writer."""
    if missing(value):
        return MISSING if kind not in ("text", "id") else ""
    if isinstance(value, list):
        return trend(value, "")
    if kind == "date":
        return day(str(value))
    if isinstance(value, str) or kind in ("text", "id"):
        return str(value)
    assert isinstance(value, int | float)
    match kind:
        case "index":
            return index(value, decimals)
        case "change":
            return signed(value, DECIMALS["change"])
        case "rank_change":
            return rank_change(value)
        case "rank" | "count" | "late":
            return str(int(value))
        case "value":
            return short(value)
        case _:
            return decimal(value, DECIMALS[kind])
