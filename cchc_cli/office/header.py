"""The header of a table, found by its words: one row or several, merged cells, Vietnamese or English."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cchc_cli.model.grid import Grid, Value
from cchc_cli.model.letters import plain
from cchc_cli.office.read.limits import whole
from cchc_cli.office.rule_text import is_rule_text

DEEPEST = 4
"""Rows of a header."""
SEARCHED = 60
"""Rows in which a header begins."""

WORDS: tuple[tuple[str, str], ...] = (
    ("number", r"(so )?(stt|tt)|so thu tu|ma( so)?( (tieu chi|tctp|tc))?|ky hieu|no\.?|#|id|code|component"),
    ("year", r"nam|year"),
    (
        "appraised1",
        r".*tham dinh.*(lan|dot|vong) ?(1|i|mot|thu nhat|dau)\b.*|appraised1|(diem )?(lan|vong) (1|i)|so bo"
        r"|(?!.*\btu (cham|danh gia)\b).*\b(diem|tham dinh|cham)\b.*\bso bo\b.*",
    ),
    (
        "score",
        r".*tham dinh.*(lan|dot|vong) ?(\d|ii+|hai|thu hai|ba|thu ba|cuoi)\b.*|score|(diem )?(lan|vong) (\d|ii+)"
        # Points after the explanation: those that are asked for (đề nghị, kiến nghị) are not given yet.
        r"|(?!.*\b(tu (cham|danh gia)|(de|kien) nghi)\b)"
        r"(so )?(diem|ket qua (tham dinh|cham)|tham dinh)\b.*\b(giai trinh|phuc tra|dieu chinh|phuc khao)\b.*",
    ),
    ("self", r".*\btu (cham|danh gia|tinh)\b.*|self(.score)?"),
    ("appeal", r"(?!(so )?diem\b).*(giai trinh|kien nghi|phuc tra).*|appeal"),
    ("evidence", r".*(kiem chung|minh chung).*|evidence"),
    ("owner", r".*(phu trach|chu tri|tham muu|chiu trach nhiem|dau moi|theo doi|trach nhiem thuc hien).*|owner"),
    ("source", r"(hinh thuc|phuong thuc|nguon).*(danh gia|cham|so lieu)?|source"),
    (
        "score",
        r".*\btham dinh\b.*|.*diem (duoc )?(chinh thuc|cong nhan|phe duyet|dat( duoc)?|cham|cuoi cung)\b.*|ket qua cham.*"
        r"|dat duoc|(diem )?(ket qua )?(chinh thuc|cuoi cung)|ket qua (duoc )?(cong nhan|phe duyet)"
        r"|(diem )?(do )?(ubnd |uy ban nhan dan )?(cap )?"
        r"(huyen|quan|thi xa|thanh pho|tp|tinh|so noi vu|phong noi vu|hoi dong|to (cong tac|cham)|tren)( \w+){0,4} cham( diem)?",
    ),
    ("grounds", r"can cu (de )?(tinh|cham|danh gia|xac dinh)( diem)?"),
    (
        "rule",
        r".*(cach|phuong phap|huong dan|quy dinh|tieu chuan|can cu|thang) (tinh|cham)( diem)?.*|muc do (danh gia|dat).*|rule",
    ),
    ("max", r".*(toi da|thang diem|diem chuan|diem quy dinh|so diem)\b.*|max(imum)?( points)?"),
    ("value", r"(gia tri|ket qua thuc hien|so lieu|ty le dat duoc|thuc hien)( \(?%\)?)?|value"),
    ("note", r".*(ghi chu|ly do|nguyen nhan|nhan xet).*|notes?"),
    (
        "unit",
        r"(ten )?(cac )?(ubnd )?(cac )?(don vi|xa|phuong|thi tran|co quan|dia phuong|so, nganh|huyen|quan|thi xa|tinh"
        r"|bo|co quan ngang bo|tinh[,/ ]+(thanh pho|tp)|so[,/ ]+(ban|nganh)|cac so|ubnd)"
        r"([,/–-]? ?(va )?(don vi|xa|phuong|thi tran|dia phuong|ban|nganh|huyen|quan|thi xa|thanh pho|tinh|co quan( ngang bo)?))*"
        r"( (hanh chinh|duoc danh gia|cap (tinh|huyen|xa)|truc thuoc.*))?|units?",
    ),
    ("area", r"(ten )?linh vuc( danh gia)?|area"),
    ("part", r"(ten )?tieu chi thanh phan|thanh phan"),
    ("name", r".*(tieu chi|linh vuc|noi dung|chi tieu|danh muc).*|name|ten|criteria|criterion"),
    ("points", r"diem( so)?|points|tong( so)? diem|muc (cham )?diem|diem (cham|thanh phan|cho)"),
)
"""What a heading may mean; the first that fits holds. Plain letters: no accents, lower case."""
PATTERNS = tuple((meaning, re.compile(pattern)) for meaning, pattern in WORDS)
NUMBERED = re.compile(r"\(?(\d{1,2}|[a-z])\)?(\s*=.*)?")


def meaning(heading: str) -> str | None:
    """What a heading means, one of WORDS; None where nothing fits."""
    text = re.sub(r"[\s*:.;]+$", "", re.sub(r"\s*\((diem|%|neu co|ghi ro|toi da \d+ diem)\)", "", plain(heading)))
    text = re.sub(r"\s*/\s*", "/", text)
    if not text or len(text) > 120:
        return None
    if text == "so" and "ở" in unicodedata.normalize("NFC", heading).casefold():
        # Without accents it could be `số` as well.
        return "unit"
    return next((name for name, pattern in PATTERNS if pattern.fullmatch(text)), None)


@dataclass
class Header:
    """A header: its last row, the columns of each meaning (left to right), and the headings as they stand."""

    first: int
    last: int
    columns: dict[str, list[int]]
    headings: dict[int, str] = field(default_factory=dict)

    def column(self, name: str) -> int | None:
        """The first column of a meaning."""
        return self.columns[name][0] if self.columns.get(name) else None


def find_header(grid: Grid, wanted: Iterable[frozenset[str]], start: int = 0) -> Header | None:
    """The header at or below `start` that has all meanings of one of `wanted`, the most telling and first one; else None."""
    choices = tuple(wanted)
    best: tuple[float, Header] | None = None
    for first in range(start, min(len(grid.rows), start + SEARCHED)):
        for depth in range(1, DEEPEST + 1):
            last = first + depth - 1
            if last >= len(grid.rows) or (depth > 1 and not _goes_on(grid, last)):
                break
            header = _read(grid, first, last)
            if not any(choice <= header.columns.keys() for choice in choices):
                continue
            # What more rows find must be worth a row; of equal headers the first holds.
            worth = len(header.columns) - 0.4 * depth
            if best is None or worth > best[0] + 1e-9:
                best = worth, header
        if best is not None and first > best[1].last + 2:
            break
    if best is None:
        return None
    header = best[1]
    while header.last + 1 < len(grid.rows) and is_counter(grid.rows[header.last + 1]):
        header.last += 1
    return header


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether a row may belong to a header: it has no numbers, and texts that are short."""
    cells = [value for value in grid.rows[row] if value is not None]
    merged = any((row, column) in grid.merged for column in range(grid.width))
    return (bool(cells) or merged) and all(isinstance(value, str) and len(value) < 100 for value in cells)


def _read(grid: Grid, first: int, last: int) -> Header:
    found: dict[str, list[int]] = {}
    headings = {}
    for column in range(grid.width):
        texts: list[str] = []
        for row in range(first, last + 1):
            value = grid.at(row, column)
            text = " ".join(value.split()) if isinstance(value, str) else ""
            if text and text not in texts:
                texts.append(text)
        name = _column_meaning(texts)
        headings[column] = " – ".join(texts)
        if name:
            found.setdefault(name, []).append(column)
    cells = (row[column] for column in found.get("grounds", []) for row in grid.rows[last + 1 :])
    ruling = any(isinstance(value, str) and is_rule_text(value) for value in cells)
    return Header(first, last, _settled(found, ruling=ruling), headings)


def _column_meaning(texts: list[str]) -> str | None:
    """What a column with these headings one below the other means: all of them, else the lowest, else the one above."""
    if not texts:
        return None
    whole = meaning(" ".join(texts))
    if len(texts) == 1:
        return whole
    lowest = meaning(texts[-1])
    if whole in ("score", "appraised1") or lowest is None:
        return whole or next((found for text in reversed(texts[:-1]) if (found := meaning(text))), None)
    return whole if lowest == "points" and whole else lowest


def _settled(found: dict[str, list[int]], *, ruling: bool) -> dict[str, list[int]]:
    """Headings that mean one thing beside another and something else without it. `ruling`: the grounds hold rules."""
    points = found.pop("points", [])
    grounds = found.pop("grounds", [])
    if grounds:
        # “Căn cứ chấm điểm” lists documents, unless it alone says what there are points for.
        beside = "rule" not in found and (ruling or any(column + 1 in points for column in grounds))
        name = "rule" if beside else "evidence"
        found[name] = sorted([*found.get(name, []), *grounds])
    rule = found.get("rule", [])
    if "max" in found and rule and any(column == rule[-1] + 1 for column in points):
        found["rule_points"] = [rule[-1] + 1]
    elif points and "max" not in found:
        found["max"] = points[:1]
    elif points and "score" not in found:
        found["score"] = points[-1:]
    if "part" in found and "name" not in found and "area" not in found:
        found["name"] = found.pop("part")
    if "area" in found and "name" not in found and "part" not in found:
        found["name"] = found.pop("area")
    return found


def rows_above(grid: Grid, header: Header) -> list[list[Value]]:
    """The rows above a header; those that belong to it are left out: merged with it, or headings themselves."""
    first = header.first
    while first > 0:
        merged = any(grid.merged.get((first, column), (first, 0))[0] < first for column in range(grid.width))
        headings = [value for value in grid.rows[first - 1] if isinstance(value, str) and meaning(value)]
        if not merged and len(headings) < 2:
            break
        first -= 1
    return grid.rows[:first]


def is_counter(row: list[Value]) -> bool:
    """Whether a row only counts the columns: (1), (2), 3 = 1 + 2, or A, B, 1, 2."""
    cells = [value for value in row if value is not None]
    if len(cells) < 3:
        return False
    texts = [f"{value:.12g}" if isinstance(value, float) else plain(str(value)) for value in cells]
    signs = [match[1] for text in texts if (match := NUMBERED.fullmatch(text))]
    if len(signs) < len(cells):
        return False
    numbers = [number for sign in signs if (number := whole(sign)) is not None]
    letters = [sign for sign in signs if whole(sign) is None]
    # Letters come first and begin with A: “I, A, 3” is an area called A.
    return (
        signs == letters + [sign for sign in signs if whole(sign) is not None]
        and letters == [chr(97 + place) for place in range(len(letters))]
        and len(set(signs)) == len(signs)
        and numbers == sorted(numbers)
        and (len(numbers) < 2 or numbers[1] == numbers[0] + 1)
    )


def headings_of(header: Header, meanings: Mapping[str, str]) -> str:
    """Which column was taken for what, for people: `Điểm tối đa (D)`."""
    return ", ".join(f"{header.headings[column]}" for name in meanings for column in header.columns.get(name, [])[:1])
