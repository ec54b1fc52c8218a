"""Tables of many layouts with figures that are right: nothing is accused. One figure changed: it is found."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from cchc_cli.index.audit import audit
from cchc_cli.model.audit_claims import Findings
from cchc_cli.model.grid import Book, Grid
from cchc_cli.office.results.claims import audit_tables
from tests.office.results import INDICES, MAXIMA, POINTS, RANKS, RATINGS, UNITS

AREAS = (
    "Công tác chỉ đạo, điều hành",
    "Cải cách thể chế",
    "Cải cách thủ tục hành chính",
    "Cải cách tổ chức bộ máy",
    "Cải cách chế độ công vụ",
    "Cải cách tài chính công",
    "Xây dựng Chính quyền điện tử",
    "Khảo sát hài lòng",
)
WORTH_KNOWING = ("tie", "rounding", "rank_exact")


@dataclass
class Made:
    """A table, and where its total, index and rank stand; `sums`: whether the areas are there as well."""

    rows: list[list[Any]]
    first: int
    columns: dict[str, int] = field(default_factory=dict)
    sums: bool = False


def made(chance: random.Random) -> Made:
    """A table of a random layout whose figures are right, computed with decimals."""

    def there(odds: float) -> bool:
        return chance.random() < odds

    areas = chance.sample(AREAS, chance.choice([0, 2, 4, 8]))
    maxima = [Decimal(chance.choice(["5", "10", "12.5", "15"])) for _ in areas]
    top = sum(maxima) if areas else Decimal(chance.choice([100, 90, 80]))
    decimals = chance.choice([1, 2, 3])

    def drawn(maximum: Decimal) -> Decimal:
        return Decimal(str(round(chance.uniform(0.4, 1) * float(maximum), decimals)))

    parts = [[drawn(each) for each in maxima] for _unit in range(chance.randint(3, 20))]
    totals = [sum(each) if areas else drawn(Decimal(top)) for each in parts]
    indices = [(100 * t / top).quantize(Decimal("0.01"), ROUND_HALF_UP) for t in totals]
    with_index, with_points = there(0.7), there(0.8)
    with_points |= not with_index
    figures = indices if with_index else totals
    columns: list[tuple[str, str, list[Any]]] = [
        ("", "STT", list(range(1, len(parts) + 1))),
        ("", chance.choice(UNITS), [f"Xã {n}" for n in range(len(parts))]),
    ]
    if there(0.3):
        columns.append(("", "Điểm tự chấm", [float(t) + 0.1 for t in totals]))
    columns += [("", name, [row[at] for row in parts]) for at, name in enumerate(areas)]
    if with_points:
        columns.append(("points", chance.choice(POINTS), list(totals)))
    if there(0.5):
        columns.append(("", chance.choice(MAXIMA), [top] * len(parts)))
    if with_index:
        columns.append(("index", chance.choice(INDICES), list(indices)))
    if there(0.5):
        percents = indices if with_index else [100 * t / top for t in totals]
        columns.append(("", chance.choice(RATINGS), ["Tốt" if each >= 70 else "Khá" for each in percents]))
    if there(0.9):
        places = [1 + sum(other > each for other in figures) for each in figures]
        columns.append(("rank", chance.choice(RANKS), places))
    as_text = there(0.3)

    def cell(value: Any) -> Any:
        if isinstance(value, str):
            return value
        return f"{float(value):g}".replace(".", ",") if as_text else float(value)

    width = len(columns)
    rows = [["KẾT QUẢ NĂM 2022", *[None] * (width - 1)], [head for _key, head, _values in columns]]
    rows += [[cell(values[at]) for _key, _head, values in columns] for at in range(len(parts))]
    named = {key: at for at, (key, _head, _values) in enumerate(columns) if key}
    return Made(rows, 2, named, bool(areas))


def audited(table: Made, change: Callable[[list[list[Any]]], None] = lambda rows: None) -> Findings:
    rows = [list(row) for row in table.rows]
    change(rows)
    claims, _notes = audit_tables(Book("f", (Grid("f", "S", rows),)), None)
    return audit(claims[0])


@pytest.mark.parametrize("seed", range(60))
def test_right_figures_are_not_accused_and_a_wrong_one_is_found(seed: int) -> None:
    chance = random.Random(seed)
    table = made(chance)
    head = table.rows[1]
    assert [each for each in audited(table).found if each.kind not in WORTH_KNOWING] == [], head
    row = chance.randrange(table.first, len(table.rows))

    def more(column: int, by: float) -> Callable[[list[list[Any]]], None]:
        def change(rows: list[list[Any]]) -> None:
            rows[row][column] = float(str(rows[row][column]).replace(",", ".")) + by

        return change

    for key, column in table.columns.items():
        kinds = {each.kind for each in audited(table, more(column, 1.5 if key != "rank" else 1)).found}
        if key == "rank":
            assert kinds & {"rank", "rank_exact"}, head
        elif key == "points" and table.sums:
            assert "sum" in kinds, head
        elif key == "index" and ("points" in table.columns or table.sums):
            assert "percent" in kinds, head
