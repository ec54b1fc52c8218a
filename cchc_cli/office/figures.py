"""Figures in a published table: numbers, percentages, ranks and changes, as people type them."""

import re

from cchc_cli.model.grid import Value
from cchc_cli.model.letters import plain
from cchc_cli.office.marks import MOST
from cchc_cli.office.vocabulary import BLANK, NOT_APPLICABLE, NOT_HANDED_IN, NOT_RANKED

NUMBER = re.compile(r"([+-]?\d{1,9}(?:[.,]\d+)?) ?(?:%|diem|d|points?|bac)?\.?")
RANK = re.compile(
    r"(?:(?:xep |dong )?(?:hang|thu)|t|=)*[ .=]*(\d{1,4}(?:[.,]5)?)\.? ?(?:=|/ ?\d+|\((?:=|dong hang)\))?"
)
RAISED = re.compile(r"(?:tang|↑|▲|\+) ?(.+)")
LOWERED = re.compile(r"(?:giam|↓|▼|-) ?(.+)")


def _folded(value: str) -> str:
    """Without accents and footnote marks, a minus as a minus."""
    return re.sub(r"\s*(?:\*+|\(\d\))$", "", plain(value).replace("\u2212", "-").replace("–", "-")).strip()


def figure_of(value: Value) -> float | None:
    """A number, or a text such as `85,13`, `85.13 %`, `2 điểm`, `85,13*`; None where it is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return value if abs(value) <= MOST else None
    if not isinstance(value, str) or not (found := NUMBER.fullmatch(_folded(value))):
        return None
    number = float(found[1].replace(",", "."))
    return number if abs(number) <= MOST else None


def rank_of(value: Value) -> float | None:
    """A rank: a number, or a text such as `=5`, `5=`, `thứ 5`, `5/18`; None where it is none."""
    if not isinstance(value, str):
        return figure_of(value)
    found = RANK.fullmatch(_folded(value))
    return float(found[1].replace(",", ".")) if found else None


def change_of(value: Value) -> float | None:
    """A change: a number, or a text such as `tăng 3 bậc`, `↓2`, `+0,5`; None where it is none."""
    if not isinstance(value, str) or (found := figure_of(value)) is not None:
        return figure_of(value) if not isinstance(value, str) else found
    text = _folded(value)
    for pattern, sign in ((RAISED, 1.0), (LOWERED, -1.0)):
        if (match := pattern.fullmatch(text)) and (size := figure_of(match[1])) is not None:
            return sign * size
    return None


def not_applicable(value: Value) -> bool:
    """Whether a cell says that there is nothing to assess: NA, KAD, không áp dụng."""
    return isinstance(value, str) and NOT_APPLICABLE.fullmatch(_folded(value)) is not None


def not_given(value: Value) -> bool:
    """Whether a cell says that no figure is there: not applicable, not handed in, or only a dash."""
    if not isinstance(value, str):
        return False
    folded = _folded(value)
    return folded in BLANK or any(each.fullmatch(folded) for each in (NOT_APPLICABLE, NOT_RANKED, NOT_HANDED_IN))


def text_of(value: Value) -> str:
    """What stands in a cell, on one line."""
    return f"{value:.12g}" if isinstance(value, float) else " ".join(str(value).split()) if value is not None else ""
