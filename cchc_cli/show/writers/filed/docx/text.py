"""Text on paper: how wide it is in Times New Roman."""

import re
import unicodedata
from functools import cache, lru_cache

from cchc_cli.show.texts import plain

WIDTHS = {
    False: {180: "'", 250: " ,.", 278: "/:;\\ijlt", 333: "!()-I[]`fr", 389: "Js", 444: "?acez",
            500: "#$*0123456789_bdghknopquvxy–", 556: "FPS", 611: "ELTZ", 667: "BCR",
            722: "ADGHKNOQUVXYw", 778: "&m", 833: "%", 889: "M", 944: "W", 1000: "…→"},
    True: {250: " ,.", 278: "'/\\il", 333: "!()-:;[]`fjt", 389: "Is", 444: "cerz",
           500: "#$*0123456789?J_agovxy–", 556: "Sbdhknpqu", 611: "FP", 667: "BELTZ",
           722: "ACDNRUVXYw", 778: "GHKOQ", 833: "&m", 944: "M", 1000: "%W…→"},
}  # fmt: skip
"""Thousandths of the type size, regular and bold; metrics that Times New Roman and Liberation Serif share."""
HORN = "\u031b"
HORNED = {
    False: {"o": 529, "u": 542, "O": 722, "U": 776},
    True: {"o": 554, "u": 600, "O": 778, "U": 796},
}
"""ơ and ư are wider than o and u."""
OTHER = 564
POINT = 25.4 / 72
PLACES = ("XÃ ", "PHƯỜNG ", "THỊ TRẤN", "ĐẶC KHU", "QUẬN ", "HUYỆN ", "THỊ XÃ", "THÀNH PHỐ", "TỈNH ")
"""Words before which the name of a body is best broken."""

BODIES = (
    "ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "ĐƠN VỊ", "SỞ NỘI VỤ", "BỘ NỘI VỤ", "PHÒNG NỘI VỤ",
    "VĂN HÓA", "XÃ HỘI", "HÀNH CHÍNH CÔNG", "PEOPLE'S COMMITTEE", "PEOPLE'S COUNCIL", "HOME AFFAIRS",
)  # fmt: skip
"""Terms in names of bodies: a line does not end within one, where the name is in capitals and they do not tell."""
JOINTS = ("of", "for", "and", "và", "của")
"""Words before which the name of a body may be broken though they are not capital."""


COMMAND = re.compile(r"\bcchc [a-z]|(?<!\w)--[a-z]|\bdata/\S+\.csv")
MOST_HEADING = 3
"""Words before a colon that say nothing without what follows."""


def without_commands(text: str) -> str:
    """What a note says without its sentences on how to go on at a screen; “…: cchc …” leaves what stands before it."""
    told = []
    for sentence in re.split(r"(?<=[.;]) ", re.sub(r" \(--[a-z-]+\)", "", text)):
        head, _colon, _tail = sentence.rpartition(": ")
        if not COMMAND.search(sentence):
            told.append(sentence)
        elif len(head.split()) > MOST_HEADING and not COMMAND.search(head):
            told.append(f"{head}.")
    return " ".join(told)


def clean(text: str) -> str:
    """Text that a document can hold: without control signs, and composed, as fonts have it."""
    return unicodedata.normalize("NFC", plain(text))


@cache
def _sign(sign: str, bold: bool) -> int:
    parts = unicodedata.normalize("NFD", sign)
    if HORN in parts:
        return HORNED[bold].get(parts[0], OTHER)
    base = {"đ": "d", "Đ": "D"}.get(sign, parts[0])
    if unicodedata.east_asian_width(sign) in "WF" or unicodedata.category(sign) == "So":
        return 1000
    return next((width for width, signs in WIDTHS[bold].items() if base in signs), OTHER)


@lru_cache(maxsize=1 << 14)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is, in millimetres, at `size` points."""
    return sum(_sign(sign, bold) for sign in text) * size * POINT / 1000


BREAKS = (
    "và", "của", "về", "năm", "tại", "tính đến", "theo", "quý", "tháng", "nâng cao", "thực hiện", "đánh giá", "chỉ số",
    "and", "of", "for", "in", "at", "on", "to", "as of",
)  # fmt: skip
"""Words before which a title is best broken: a line ends between two terms, not within one."""
WORST = 2
"""A break within a term is as bad as so many lines more."""


def wrapped_lines(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """How many lines of `room` millimetres a text takes, a little wider than it is: nothing runs over."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        wide = 1.02 * width(word, size, bold=bold)
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + width(" ", size)
    return lines


def broken(text: str, room: float, size: float, *, places: bool = True) -> list[str]:
    """A bold heading in as few lines as fit in `room`, of much the same length.

    With `places` it is the name of a body, in capitals, broken within none of its terms and best before the place:
    ỦY BAN NHÂN DÂN / XÃ …; else a title, broken between its terms.
    """
    words = text.split()
    shown = [word.upper() for word in words] if places else words
    if len(words) < 2 or width(" ".join(shown), size, bold=True) <= room:
        return [" ".join(shown) if places else text]
    starts = _line_starts(words, [width(f"{word} ", size, bold=True) for word in shown], room, places)
    return [" ".join(shown[start:end]) for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]


def _line_starts(words: list[str], widths: list[float], room: float, places: bool) -> list[int]:
    """The words with which the lines begin: as few lines as there can be, then those that begin with a place, then even ones."""
    costs = [_cost(words, start, places) for start in range(len(words))]
    # Of the best lines for the first words: how many, places, how uneven, and the words that begin them.
    best: list[tuple[int, int, float, list[int]]] = [(0, 0, 0.0, [])]
    for end in range(1, len(words) + 1):
        tried = []
        for start in range(end - 1, -1, -1):
            wide = sum(widths[start:end])
            if wide > room and start < end - 1:
                break
            count, named, uneven, starts = best[start]
            lines, place = costs[start]
            tried.append((count + lines, named + place, uneven + (room - wide) ** 2, [*starts, start]))
        best.append(min(tried, key=lambda each: (*each[:3], each[3][-1])))
    return best[-1][3]


def _cost(words: list[str], start: int, places: bool) -> tuple[int, int]:
    """As how many lines one counts that begins with this word, more within a term; −1 where a place begins it."""
    if start == 0:
        return 1, 0
    if places:
        named = -int(_is_place(words, start))
        return 1 + WORST * _is_within_body(words, start), named
    return 1 if _is_between_terms(words, start) else 1 + WORST, 0


def _is_place(words: list[str], start: int) -> bool:
    """Whether the name of a place begins there: xã Tiến Lợi, xã số 01, but not Xã hội."""
    name = words[start + 1 : start + 2]
    is_term = name and name[0].islower() and name[0] not in ("số", "trấn", "xã", "khu", "phố")
    return not is_term and f"{' '.join(words[start : start + 2])} ".upper().startswith(PLACES)


def _is_within_body(words: list[str], start: int) -> bool:
    """Whether the word at `start` goes on with a term, as Trung tâm Phục vụ hành chính công has two: capitals begin one, but not in a row."""
    if any(map(str.islower, words)):
        word, before = words[start], words[start - 1]
        begins = word[0].isupper() and not before[0].isupper() and before not in JOINTS
        return not (begins or word in JOINTS or before[-1] in ",-–" or _is_place(words, start))
    return _is_within_capitals(words, start)


def _is_within_capitals(words: list[str], start: int) -> bool:
    """The same of words in capitals alone, by the names of bodies that are known."""
    upper = [word.upper().replace("’", "'") for word in words]
    terms = [(term, at) for term in map(str.split, BODIES) for at in range(1, len(term))]
    return any(upper[max(start - at, 0) : start - at + len(term)] == term for term, at in terms)


def _is_between_terms(words: list[str], start: int) -> bool:
    """Whether a title may well be broken before the word at `start`."""
    following = " ".join(words[start : start + 2]).lower()
    if following.startswith(("tháng ", "năm ")) and words[max(start - 2, 0)].lower() in ("ngày", "tháng"):
        # ngày 15 tháng 3 năm 2024 is one term.
        return False
    return (
        words[start - 1][-1] in ",;:)"
        or following.startswith("(")
        or any(following == each or following.startswith(f"{each} ") for each in BREAKS)
    )
