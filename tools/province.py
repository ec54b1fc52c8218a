"""Make examples/province: 104 made-up units in three groups over two years, illustrative, from a seed.

The criteria are those of the sample; scores and self-scores are drawn: a unit has an ability that changes a little
from year to year, a component is easy or hard, and points are those that the component's rule can give.
"""

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "province"
SEED = 2025
YEARS = (2024, 2025)
GROUPS = {"xa": ("Xã số", "Commune no.", 84), "phuong": ("Phường số", "Ward no.", 17), "dac-khu": ("Đặc khu số", "Special zone no.", 3)}  # fmt: skip
"""Group → the names of its units in both languages, before their number, and how many there are."""
EASE = {"1.1.1": 2.0, "4.1": 2.0, "7.1.1": -0.15, "7.1.2": -0.45, "7.2": -0.4, "3.3.1": -0.1, "3.3.2": -0.2}
"""How much easier (or harder) a component is than others: all get 1.1.1 in full."""
NEVER_FULL = ("7.2",)
LETTERHEAD = ("Ủy ban nhân dân {name}", "UBND", "TM. Ủy ban nhân dân", "Chủ tịch")
"""What the papers of a unit bear, in place of the office's own letterhead: issuer, symbol, and who signs."""
WAITING = {"xa-17", "xa-58", "phuong-09"}
"""Units whose survey of the last year is not in yet."""
SURVEY = "8.1"
NOT_APPLICABLE = ("dac-khu", "2.3")
REASONS = (
    "Chưa có tài liệu kiểm chứng", "Chưa thực hiện", "Báo cáo chưa đúng thời hạn", "Tỷ lệ chưa đạt mức tối thiểu",
)  # fmt: skip
HEAD = """\
# A made-up province: 104 units in three groups, two years. Names, points and texts are illustrative;
# the criteria are those of the sample. Made by tools/province.py.
version: 1
index:
  id: cchc-cap-xa
  name: Chỉ số cải cách hành chính cấp xã (minh họa một tỉnh)
  name_en: Commune PAR index (illustrative province)
  level: commune
  scale: 100
  rounding: 2
  ties: min
  # Of equal indices the one with the higher percent in area 3 comes first, then in area 7.
  ties_by: ["3", "7"]
  low: 70
  ratings:
    - {id: excellent, name: Xuất sắc, name_en: Excellent, min: 90, each_area: 60}
    - {id: good, name: Tốt, name_en: Good, min: 80}
    - {id: fair, name: Khá, name_en: Fair, min: 70}
    - {id: average, name: Trung bình, name_en: Average, min: 50}
    - {id: weak, name: Yếu, name_en: Weak, min: 0}
groups:
  xa: {name: Các xã, name_en: Communes}
  phuong: {name: Các phường, name_en: Wards}
  dac-khu: {name: Các đặc khu, name_en: Special zones}
defaults:
  language: vi
document:
  superior: {name: Ủy ban nhân dân tỉnh Minh Họa, name_en: People's Committee of Minh Hoa province}
  issuer: {name: Sở Nội vụ, name_en: Department of Home Affairs}
  place: {name: Minh Họa, name_en: Minh Hoa}
  symbol: SNV
  signer:
    title: {name: Giám đốc, name_en: Director}
    name: Nguyễn Văn A
  to:
    - {name: Ủy ban nhân dân tỉnh Minh Họa, name_en: People's Committee of Minh Hoa province}
  recipients:
    - {name: "Ủy ban nhân dân các xã, phường, đặc khu", name_en: "People's Committees of communes, wards and special zones"}
"""


def leaves() -> list[dict[str, Any]]:
    """The components of the sample."""
    criteria = yaml.safe_load((ROOT / "criteria.yaml").read_text("utf-8"))
    return [
        leaf
        for area in criteria["areas"]
        for criterion in area["criteria"]
        for leaf in criterion.get("components") or [criterion]
    ]


def levels(leaf: dict[str, Any]) -> list[float]:
    """The points that the component's rule can give, ascending."""
    rule, most = leaf["rule"], leaf["max"]
    points: set[float]
    match rule["type"]:
        case "choice":
            points = {option["points"] for option in rule["options"].values()}
        case "tiers":
            points = {0, *(tier["points"] for tier in rule["tiers"])}
        case "deduct":
            points = {max(most - rule["per"] * times, 0) for times in range(int(most / rule["per"]) + 1)}
        case _:
            points = {round(most * step / 50, 2) for step in range(51)}
    return sorted(points)


def units() -> Iterator[tuple[str, str, str, str]]:
    """Id, name, English name and group of each unit."""
    for group, (name, english, count) in GROUPS.items():
        wide = len(str(count))
        for number in range(1, count + 1):
            yield f"{group}-{number:0{wide}d}", f"{name} {number:0{wide}d}", f"{english} {number}", group


def scores(chance: random.Random) -> dict[int, list[tuple[object, ...]]]:
    """Rows of data/scores-YEAR.csv by year."""
    parts = leaves()
    ease = {leaf["id"]: EASE.get(leaf["id"], chance.uniform(0.0, 0.3)) for leaf in parts}
    rows: dict[int, list[tuple[object, ...]]] = {year: [] for year in YEARS}
    for unit, _name, _english, group in units():
        ability = chance.triangular(0.35, 0.95, 0.75) + (0.04 if group == "phuong" else 0.0)
        for year in YEARS:
            rows[year] += (_row(chance, year, unit, group, leaf, ability + ease[leaf["id"]]) for leaf in parts)
            ability = min(max(ability + chance.gauss(0.02, 0.06), 0.25), 1.0)
    return rows


def _row(
    chance: random.Random, year: int, unit: str, group: str, leaf: dict[str, Any], likely: float
) -> tuple[object, ...]:
    component, possible = leaf["id"], levels(leaf)
    if component in NEVER_FULL:
        possible = possible[:-1]
    share = likely + chance.gauss(0.0, 0.16)
    score = min(possible, key=lambda points: abs(points / leaf["max"] - share))
    own = next((points for points in possible if points > score), score) if chance.random() < 0.15 else score
    note = chance.choice(REASONS) if score == 0 and chance.random() < 0.5 else ""
    if (group, component) == NOT_APPLICABLE:
        return year, unit, component, "", "NA", ""
    if year == YEARS[-1] and unit in WAITING and component == SURVEY:
        return year, unit, component, "", "", ""
    return year, unit, component, f"{own:g}", f"{score:g}", note


def main() -> None:
    """Write criteria.yaml, data/units.csv and data/scores-YEAR.csv."""
    data = FOLDER / "data"
    data.mkdir(parents=True, exist_ok=True)
    sample = (ROOT / "criteria.yaml").read_text("utf-8")
    (FOLDER / "criteria.yaml").write_text(
        HEAD + sample[sample.index("owners:\n") : sample.index("groups:\n")], encoding="utf-8", newline="\n"
    )
    header = ("unit", "name", "name_en", "group", "issuer", "symbol", "authority", "title")
    _write(data / "units.csv", header, [(*unit, *LETTERHEAD) for unit in units()])
    for year, rows in scores(random.Random(SEED)).items():
        _write(data / f"scores-{year}.csv", ("year", "unit", "component", "self", "score", "note"), rows)


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main()
