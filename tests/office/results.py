"""Published tables in memory: what their columns are called, what is read of them and found in them."""

from pathlib import Path
from typing import Any

from cchc_cli.index.audit import audit
from cchc_cli.model.audit_claims import Claims, Findings
from cchc_cli.model.grid import Book, Cell, Grid, Value
from cchc_cli.office.results.claims import audit_tables
from cchc_cli.read.books import plain_cell, read_book

Rows = list[list[Any]]

POINTS = (
    "Tổng điểm",
    "Tổng số điểm",
    "Tổng cộng",
    "Tổng",
    "Cộng",
    "Điểm",
    "Điểm số",
    "Điểm đạt được",
    "Điểm đạt",
    "Tổng điểm đạt được",
    "Điểm thẩm định",
    "Điểm đánh giá",
    "Điểm chấm",
    "Điểm CCHC",
    "Điểm công nhận",
    "Điểm sau thẩm định",
    "Kết quả",
    "Kết quả chấm điểm",
    "Kết quả thẩm định",
    "Tổng hợp điểm",
)
INDICES = (
    "Chỉ số",
    "Chỉ số CCHC",
    "Chỉ số CCHC (%)",
    "Chỉ số cải cách hành chính",
    "PAR INDEX",
    "PAR INDEX 2022",
    "Par-Index (%)",
    "Tỷ lệ (%)",
    "Tỉ lệ %",
    "Tỷ lệ đạt được so với điểm tối đa",
    "Phần trăm",
    "%",
    "Giá trị chỉ số",
)
RANKS = (
    "Xếp hạng",
    "Thứ hạng",
    "Hạng",
    "Xếp thứ",
    "Vị thứ",
    "Xếp vị thứ",
    "Vị trí xếp hạng",
    "Xếp hạng năm 2022",
    "Rank",
)
RATINGS = ("Xếp loại", "Phân loại", "Xếp nhóm", "Mức xếp loại", "Mức độ hoàn thành", "Nhóm", "Đánh giá, xếp loại")
MAXIMA = ("Điểm tối đa", "Thang điểm", "Điểm chuẩn", "Tổng điểm tối đa", "Max")
UNITS = (
    "Đơn vị",
    "Tên đơn vị",
    "Cơ quan, đơn vị",
    "Bộ, cơ quan ngang bộ",
    "Tỉnh, thành phố",
    "Tỉnh/Thành phố",
    "Sở, ban, ngành",
    "UBND cấp xã",
    "UBND các xã, phường, thị trấn",
    "Huyện, thị xã, thành phố",
    "Xã/Phường",
    "Tên xã, phường",
    "Địa phương",
    "Tỉnh/TP",
    "Sở",
    "Các sở",
    "Unit",
)


def cell_of(address: str) -> Cell:
    """Row and column of such as B12."""
    return int(address[1:]) - 1, ord(address[0]) - ord("A")


def merged_of(areas: tuple[str, ...] | list[str]) -> dict[Cell, Cell]:
    """For every cell of merged areas such as A1:C1 but the first: the first."""
    found: dict[Cell, Cell] = {}
    for first, last in (map(cell_of, area.split(":")) for area in areas):
        cells = ((row, at) for row in range(first[0], last[0] + 1) for at in range(first[1], last[1] + 1))
        found |= {cell: first for cell in cells if cell != first}
    return found


def value_of(value: Any) -> Value:
    """A cell as a workbook gives it back."""
    return plain_cell(float(value) if isinstance(value, int) and not isinstance(value, bool) else value or None)


def grid_of(rows: Rows, merged: tuple[str, ...] = (), sheet: str = "KQ") -> Grid:
    """A sheet in memory."""
    width = max(map(len, rows))
    cells = [[*map(value_of, row), *[None] * (width - len(row))] for row in rows]
    return Grid("a.xlsx", sheet, cells, merged_of(merged))


def found_in(book: Book) -> tuple[list[Claims], list[Findings]]:
    """The tables of a file, and what contradicts itself in each."""
    claims, _notes = audit_tables(book, None)
    return claims, [audit(each) for each in claims]


def read(rows: Rows, merged: tuple[str, ...] = (), sheet: str = "KQ") -> tuple[list[Claims], list[Findings]]:
    """What a sheet claims, and what contradicts itself in it."""
    return found_in(Book("a.xlsx", (grid_of(rows, merged, sheet),)))


def of(file: Path) -> tuple[list[Claims], list[Findings]]:
    """The same of a file on disk."""
    return found_in(read_book(file, file.name))


def roles(claims: Claims) -> dict[str, str]:
    """As what each column was read."""
    return {each.column: each.role for each in claims.columns}


def faults(findings: Findings) -> list[tuple[str, str]]:
    """Kind and cell of what was found."""
    return [(each.kind, each.cell.rpartition("!")[2]) for each in findings.found]
