"""A published table of results (units below one another) as claims that can be recomputed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cchc_cli.messages import _
from cchc_cli.model.claims import Claims, Placed, ShareClaim, SumClaim
from cchc_cli.model.grid import Grid
from cchc_cli.workspace.headers import plain
from cchc_cli.workspace.office.header import SEARCHED, Header, find_header, is_counter
from cchc_cli.workspace.office.marks import is_total, points_of

ROLES = (
    ("rank", re.compile(r".*(xep (hang|thu)|thu hang|vi thu)\b.*|hang|rank(ing)?")),
    ("rating", re.compile(r".*(xep loai|phan loai|phan nhom)\b.*|loai|nhom|rating|grade")),
    ("percent", re.compile(r".*(ty le|ti le|phan tram).*|%|percent")),
    ("index", re.compile(r".*\b(chi so|index)\b.*")),
    ("total", re.compile(r"(tong|cong|total)\b.*|.*\btong (so )?diem\b.*|diem tong.*")),
    ("note", re.compile(r"ghi chu|notes?|nam truoc.*|.*so voi.*|tang.*giam.*|.*nam \d{4}.*")),
)
MAX_ROW = re.compile(r"(diem |tong diem )?(toi da|chuan|thang diem)\b.*|thang diem.*|max(imum)?( points)?")
HEADING_MAX = re.compile(r"\(?\b(?:toi da|max)?:? ?(\d+(?:[.,]\d+)?) ?(?:diem|d|points)\b\)?")


@dataclass
class _Columns:
    """What each column of the table is: `parts` with their groups (a merged heading above), the others by role."""

    unit: int
    parts: list[int] = field(default_factory=list)
    sums: dict[int, list[int]] = field(default_factory=dict)
    percents: dict[int, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    headings: dict[int, list[str]] = field(default_factory=dict)

    def name(self, column: int) -> str:
        return " – ".join(self.headings.get(column, []))


def result_header(grid: Grid) -> Header | None:
    """The header of a table of units with a total, an index, a rank or a rating; None where there is none."""
    header = find_header(grid, (frozenset({"unit"}),))
    if header is None:
        return None
    header.last = max(header.first, _first_data(grid, header) - 1)
    roles = _columns(grid, header).roles
    return header if roles else None


def _first_data(grid: Grid, header: Header) -> int:
    """The first row below the beginning of a header with at least two numbers."""
    for row in range(header.first + 1, min(len(grid.rows), header.first + SEARCHED)):
        cells = grid.rows[row]
        if sum(points_of(value) is not None for value in cells) >= 2 and not is_counter(cells):
            return row
    return header.last + 1


def _columns(grid: Grid, header: Header) -> _Columns:
    unit = header.columns["unit"][0]
    found = _Columns(unit)
    for column in range(grid.width):
        texts: list[str] = []
        for row in range(header.first, header.last + 1):
            value = grid.at(row, column)
            text = " ".join(value.split()) if isinstance(value, str) else ""
            if text and text not in texts and not is_counter(grid.rows[row]):
                texts.append(text)
        found.headings[column] = texts
    for column in range(unit + 1, grid.width):
        _place(found, column)
    return found


def _place(found: _Columns, column: int) -> None:
    """Say what a column is, by the lowest heading first."""
    texts = found.headings[column]
    if not texts:
        return
    role = role_of(texts[-1]) or (
        role_of(" ".join(texts)) if len(texts) > 1 and role_of(texts[0]) in ("rank", "rating") else None
    )
    if role == "total" and len(texts) > 1:
        members = [part for part in found.parts if found.headings[part][0] == texts[0]]
        if members:
            found.sums[column] = members
            return
    if (
        role == "percent"
        and found.parts
        and (len(texts) > 1 or "index" in found.roles or found.parts[-1] == column - 1)
    ):
        previous = found.roles.get("total", -1)
        found.percents[column] = previous if previous == column - 1 else found.parts[-1]
    elif role == "percent":
        found.roles.setdefault("index", column)
    elif role in ("index", "total", "rank", "rating"):
        found.roles.setdefault(role, column)
    elif role is None and "total" not in found.roles and "index" not in found.roles:
        found.parts.append(column)


def role_of(text: str) -> str | None:
    """What a heading of a result says its column is: rank, rating, percent, index, total, note; else None."""
    folded = plain(re.sub(r"\(.*?\)", " ", text)) or plain(text)
    return next((role for role, pattern in ROLES if pattern.fullmatch(folded.strip())), None)


def result_claims(grid: Grid, header: Header) -> Claims:
    """Every figure of the table that others give, and the place of every unit."""
    columns = _columns(grid, header)
    columns.parts = [part for part in columns.parts if _numeric(grid, header, part)]
    claims = Claims(grid.file, grid.name)
    maxima = _heading_maxima(columns)
    section = ""
    for row in range(header.last + 1, len(grid.rows)):
        name = grid.rows[row][columns.unit]
        text = " ".join(str(name).split()) if name is not None else ""
        first = next((str(value) for value in grid.rows[row] if isinstance(value, str)), "")
        if is_counter(grid.rows[row]):
            continue
        if MAX_ROW.fullmatch(plain(text or first)):
            maxima |= _numbers(grid, row)
            claims.sums.extend(_row_sums(grid, columns, row, text or first))
        elif not any(column > columns.unit for column in _numbers(grid, row)):
            section = text or first or section
        elif text and not is_total(text):
            claims.sums.extend(_row_sums(grid, columns, row, text))
            claims.shares.extend(_row_shares(grid, columns, row, text, maxima))
            claims.placed.append(_place_of(grid, columns, row, text, section, maxima))
    if "total" in columns.roles and not columns.parts:
        claims.notes.append(_("No columns were found that the total could be the sum of."))
    return claims


def _numeric(grid: Grid, header: Header, column: int) -> bool:
    return any(points_of(cells[column]) is not None for cells in grid.rows[header.last + 1 :])


def _numbers(grid: Grid, row: int) -> dict[int, float]:
    found = {column: points_of(value) for column, value in enumerate(grid.rows[row])}
    return {column: value for column, value in found.items() if value is not None}


def _heading_maxima(columns: _Columns) -> dict[int, float]:
    """Maxima that stand in the headings: `Tổng điểm (100 điểm)`."""
    found = {}
    for column, texts in columns.headings.items():
        for text in texts[-1:]:
            if match := HEADING_MAX.search(plain(text)):
                found[column] = float(match[1].replace(",", "."))
    return found


def _row_sums(grid: Grid, columns: _Columns, row: int, name: str) -> list[SumClaim]:
    numbers = _numbers(grid, row)
    found = []

    def claim(column: int, choices: list[list[int]]) -> None:
        ways = [tuple(numbers[part] for part in parts if part in numbers) for parts in choices if parts]
        ways = [way for way in ways if way]
        if column in numbers and ways:
            address = grid.address(row, column)
            found.append(SumClaim(address, name, columns.name(column), numbers[column], tuple(ways)))

    for column, members in columns.sums.items():
        claim(column, [members])
    if (total := columns.roles.get("total")) is not None:
        below = {member for members in columns.sums.values() for member in members}
        top = [part for part in columns.parts if part not in below]
        claim(
            total,
            [
                sorted([*top, *columns.sums]),
                columns.parts,
                columns.parts[-2:] if len(columns.parts) > 2 else [],
            ],
        )
    return found


def _row_shares(
    grid: Grid, columns: _Columns, row: int, name: str, maxima: dict[int, float]
) -> list[ShareClaim]:
    numbers = _numbers(grid, row)
    pairs = dict(columns.percents)
    if "index" in columns.roles and "total" in columns.roles:
        pairs[columns.roles["index"]] = columns.roles["total"]
    return [
        ShareClaim(
            grid.address(row, column),
            name,
            columns.name(column),
            numbers[column],
            numbers[points],
            maxima.get(points),
        )
        for column, points in pairs.items()
        if column in numbers and points in numbers
    ]


def _place_of(
    grid: Grid, columns: _Columns, row: int, name: str, section: str, maxima: dict[int, float]
) -> Placed:
    numbers = _numbers(grid, row)
    by = columns.roles.get("index", columns.roles.get("total"))
    total = columns.roles.get("total")
    parts: tuple[float, ...] = ()
    below = {member for members in columns.sums.values() for member in members}
    leaves = [part for part in columns.parts if part not in below] + sorted(below)
    made_of = tuple(numbers[part] for part in leaves if part in numbers)
    if by is not None and by == total:
        parts = made_of
    elif total in numbers and maxima.get(total or 0):
        # The sum of the parts stands for the total only where it is the total, but for rounding.
        near = made_of and abs(sum(made_of) - numbers[total]) < 0.01
        parts = tuple(100 * each / maxima[total] for each in (made_of if near else (numbers[total],)))
    rank, rating = columns.roles.get("rank"), columns.roles.get("rating")
    return Placed(
        name=name,
        section=section,
        figure=numbers.get(by) if by is not None else None,
        figure_cell=grid.address(row, by) if by is not None else "",
        parts=parts,
        rank=int(numbers[rank]) if rank is not None and rank in numbers else None,
        rank_cell=grid.address(row, rank) if rank is not None else "",
        rating=" ".join(str(grid.at(row, rating) or "").split()) if rating is not None else "",
        rating_cell=grid.address(row, rating) if rating is not None else "",
    )
