"""Score sheets and published tables of random points, read again: python -m tools.search.sheets N SEED

Points are made at random, written down as a score sheet of a unit or as a published table of units (.docx, .xlsx) in
a random style of headings, numbers and layouts, and read by what `import scores` and `audit` read. Points must come
back as they were, or be refused; a published table must show its slips, each in its cell, and nothing else.
"""

import json
import random
import sys
from collections import Counter
from dataclasses import replace
from typing import Any

from cchc_cli.index.audit import audit
from cchc_cli.model.criteria import Area, Component, Criteria, Index, Rating
from cchc_cli.model.framework import Framework
from cchc_cli.model.grid import Book
from cchc_cli.model.problems import CchcError
from cchc_cli.model.scores import Unit
from cchc_cli.office.results.claims import audit_tables
from cchc_cli.office.scores.reading import draft_scores
from cchc_cli.office.scores.whose import Wanted
from cchc_cli.office.words.units import UnitNames
from cchc_cli.read.books import plain_cell
from tools.search import annex_words as words
from tools.search.annex_tables import docx, xlsx
from tools.search.bench import Bench
from tools.search.case import Case

YEAR = 2024
UNITS = (Unit("xa-m", "Xã Mỹ An"), Unit("p-n", "Phường Nam Cường"), Unit("dk", "Đặc khu Lý Sơn"))
SELF = ("Điểm tự chấm", "Tự đánh giá", "Xã tự chấm", "Đơn vị tự đánh giá")
GIVEN = (
    "Điểm thẩm định",
    "SNV chấm",
    "Điểm duyệt",
    "Hội đồng thẩm định",
    "Điểm đạt được",
    "Cụm chấm",
    "Điểm cấp tỉnh chấm",
)
NOTES = ("Ghi chú", "Lý do trừ điểm", "Nhận xét của thẩm định")
BLANKS = ("", "", "-", "KAD", "Không áp dụng", "K/AD", "NA")
NOT = frozenset(("KAD", "Không áp dụng", "K/AD", "NA"))
SCORE_FLAWS = ("above", "word", "stranger", "swapped", "twice", "year")
UNIT_HEADS = ("Đơn vị", "Xã, phường, đặc khu", "Tên đơn vị", "Sở - ban - ngành", "Địa phương", "Phòng, ban")
AREA_HEADS = (
    "Chỉ đạo điều hành",
    "Thể chế",
    "Thủ tục hành chính",
    "Bộ máy",
    "Công vụ",
    "Tài chính công",
    "Chuyển đổi số",
)
TOTAL_HEADS = ("Tổng điểm", "Tổng cộng", "Tổng điểm đạt được", "TỔNG SỐ ĐIỂM", "Tổng")
INDEX_HEADS = ("Chỉ số CCHC", "Chỉ số (%)", "Par Index", "Tỷ lệ %", "Chỉ số cải cách hành chính năm 2024")
RANK_HEADS = ("Xếp hạng", "Thứ hạng", "Hạng", "Xếp thứ", "Vị thứ")
RATING_HEADS = ("Xếp loại", "Phân loại", "Mức xếp loại")
RATINGS = ((90.0, "Xuất sắc"), (80.0, "Tốt"), (65.0, "Khá"), (0.0, "Trung bình"))
TABLE_FLAWS = ("sum", "index", "rank", "rating")
IN_WORDS = ("Nhất", "Nhì", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")


def make(chance: random.Random) -> Case:
    """A score sheet, or a published table."""
    return _published(chance) if chance.random() < 0.5 else _score_sheet(chance)


def framework_of(areas: list[list[list[Any]]]) -> Framework:
    """The framework that sheets are about: areas of [name, [[id, name, maximum], …]]."""
    made = tuple(
        Area(id=str(at), name=name, criteria=tuple(Component(id=i, name=n, max=top) for i, n, top in rows))
        for at, (name, rows) in enumerate(areas, start=1)
    )
    return Framework(Criteria(version=1, index=Index(id="t", name="T"), areas=made))


def _score_sheet(chance: random.Random) -> Case:
    """Points of a unit: those that must come back are in `wanted`, by id and column."""
    pick, names = chance.choice, chance.sample(words.NAMES, len(words.NAMES))
    areas: list[Any] = []
    for at in range(1, pick((1, 2, 3)) + 1):
        rows = [[f"{at}.{n}", names.pop(), pick((1, 1.5, 2, 3, 5))] for n in range(1, pick((2, 3, 4)) + 1)]
        areas.append([names.pop(), rows])
    wanted: dict[str, dict[str, str]] = {}
    for identity, _name, top in (row for _area, rows in areas for row in rows):
        given = pick(BLANKS) if chance.random() < 0.2 else round(top * pick((0, 0.25, 0.5, 1)), 3)
        wanted[identity] = {"score": given, "self": top if chance.random() < 0.8 else round(top / 2, 3)}
    flaw = pick(SCORE_FLAWS) if chance.random() < 0.3 else ""
    rows, asked = _score_rows(chance, areas, wanted, flaw)
    unit = pick(UNITS)
    titled = pick(
        (f"Đơn vị: UBND {unit.name}", f"PHIẾU CHẤM ĐIỂM CỦA {unit.name.upper()}", f"{unit.name} năm 2024", "")
    )
    tables = [(["PHIẾU CHẤM ĐIỂM", *([titled] if titled else [])], rows)]
    kind = pick(("docx", "xlsx"))
    how = {"what": "scores", "flaw": flaw, "areas": json.dumps(areas), "wanted": json.dumps(asked)}
    how |= {"unit": unit.id, "titled": "yes" if titled else ""}
    name = f"sheet.{kind}"
    return Case("sheets", ("import", "scores", name), {name: docx(tables) if kind == "docx" else xlsx(tables)}, how)


def _score_rows(
    chance: random.Random, areas: list[Any], wanted: dict[str, dict[str, Any]], flaw: str
) -> tuple[list[list[Any]], dict[str, dict[str, str]]]:
    """The rows of a score sheet, and what they must be read as."""
    pick = chance.choice
    own, style = chance.random() < 0.6, pick(("ids", "ids", "anew"))
    years = flaw == "" and chance.random() < 0.2
    given = [f"{pick(('Điểm', 'Điểm thẩm định'))} năm {year}" for year in (2023, 2024)] if years else [pick(GIVEN)]
    if flaw == "year":
        given = ["Điểm thẩm định năm 2022"]
    note = pick(NOTES) if chance.random() < 0.5 else ""
    head = [pick(words.NUMBER_HEADS), pick(words.NAME_HEADS), pick(words.MAX_HEADS)]
    head += [pick(SELF)] * own + given + ([note] if note else [])
    rows: list[list[Any]] = [head]
    asked: dict[str, dict[str, str]] = {}
    flawed = areas[0][1][0][0]
    if flaw in ("twice", "swapped", "stranger"):
        wanted[flawed]["score"] = areas[0][1][0][2]
    for at, (area, below) in enumerate(areas, start=1):
        rows.append([str(at) if style == "ids" else "I" * at, area, sum(top for _i, _n, top in below)])
        for place, (identity, name, top) in enumerate(below, start=1):
            points = wanted[identity]["score"]
            here = flaw if identity == flawed else ""
            shown = {"above": top + 1, "word": "đạt khá"}.get(here, points)
            cells = [wanted[identity]["self"]] * own + ([pick((0, top))] if years else []) + [shown]
            number = identity if style == "ids" else str(place)
            called = {"stranger": "Một việc khác hẳn", "swapped": areas[-1][1][-1][1]}.get(here, name)
            rows.append(
                [f"9.{place}" if here == "stranger" else number, called, top, *cells, *(["xem xét"] if note else [])]
            )
            if here == "twice":
                rows.append([*rows[-1]])
            text = "NA" if points in NOT else "" if isinstance(points, str) else f"{points:.12g}"
            if text and flaw != "year":
                asked[identity] = {"score": text}
            if own:
                asked.setdefault(identity, {})["self"] = f"{wanted[identity]['self']:.12g}"
    if chance.random() < 0.5:
        rows.append(["", pick(("TỔNG CỘNG", "Tổng điểm", "Cộng")), sum(r[2] for _a, b in areas for r in b)])
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows], asked


def _published(chance: random.Random) -> Case:
    """A table of units; `faults` are the units of which a figure is a slip, with its column."""
    pick = chance.choice
    count, areas = chance.randrange(4, 11), chance.sample(AREA_HEADS, pick((0, 2, 3, 4)))
    top = 100
    units = [f"{pick(('Xã', 'Phường'))} {name}" for name in chance.sample(words.NAMES, count)]
    parts = [[round(chance.uniform(0.5, 1) * top / max(len(areas), 1), 2) for _area in areas] for _unit in units]
    totals = [round(sum(each), 2) if areas else round(chance.uniform(40, 99), 2) for each in parts]
    ranks = [1 + sum(other > total for other in totals) for total in totals]
    ratings = [next(name for low, name in RATINGS if total >= low) for total in totals]
    flaw = pick(TABLE_FLAWS) if chance.random() < 0.5 else ""
    at = chance.randrange(count)
    shown = {"sum": [*totals], "rank": [*ranks], "rating": [*ratings]}
    if flaw == "sum" and areas:
        shown["sum"][at] = round(totals[at] + pick((1, -2, 0.7)), 2)
    elif flaw == "rank":
        shown["rank"][at] = ranks[at] + pick((2, -2)) if ranks[at] > 2 else ranks[at] + 3
    elif flaw == "rating" and len({*ratings}) > 1:
        shown["rating"][at] = pick([name for name in {*ratings} if name != ratings[at]])
    else:
        flaw = ""
    rated, ranked, order = (
        chance.random() < 0.5 or flaw == "rating",
        pick(("number", "number", "words")),
        [*range(count)],
    )
    if chance.random() < 0.6:
        order.sort(key=lambda each: -totals[each])
    head = [pick(("STT", "TT")), pick(UNIT_HEADS), *areas, pick(TOTAL_HEADS), pick(RANK_HEADS)]
    rows: list[list[Any]] = [[*head, *([pick(RATING_HEADS)] if rated else [])]]
    for place, each in enumerate(order, start=1):
        rank = shown["rank"][each]
        written = IN_WORDS[rank - 1] if ranked == "words" and 0 < rank <= len(IN_WORDS) else rank
        line = [place, units[each], *parts[each], shown["sum"][each], written]
        rows.append([*line, *([shown["rating"][each]] if rated else [])])
    kind = pick(("docx", "xlsx"))
    tables = [([pick(("KẾT QUẢ XẾP HẠNG NĂM 2024", "BẢNG TỔNG HỢP KẾT QUẢ", "CHỈ SỐ CCHC NĂM 2024"))], rows)]
    name = f"table.{kind}"
    how = {"what": "audit", "flaw": flaw, "row": order.index(at) + (2 if kind == "docx" else 3)}
    how["of"] = flaw and rows[0][{"sum": 2 + len(areas), "rank": 3 + len(areas), "rating": 4 + len(areas)}[flaw]]
    return Case("sheets", ("audit", name), {name: docx(tables) if kind == "docx" else xlsx(tables)}, how)


def book_of(case: Case) -> Book:
    """The file of a case as it is read, without a process of its own."""
    from cchc_cli.read.child import read_workbook
    from cchc_cli.read.word import read_word

    if not case.files:
        raise CchcError("a case that is made smaller may have no file left")
    name, data = next(iter(case.files.items()))
    content = data if isinstance(data, bytes) else b""
    book = read_word(content) if name.endswith("docx") else read_workbook(content, "xlsx")
    cells = [[[plain_cell(cell) for cell in row] for row in grid.rows] for grid in book.grids]
    grids = tuple(replace(grid, file=name, rows=rows) for grid, rows in zip(book.grids, cells, strict=True))
    return Book(name, grids, book.text, book.text_after)


def judged(case: Case) -> tuple[str, list[str]]:
    """right, told or wrong, and what is wrong without being told."""
    try:
        return _judged_scores(case) if case.how["what"] == "scores" else _judged_table(case)
    except CchcError as error:
        return "told", [] if str(error) else ["an error without a word"]


def _judged_scores(case: Case) -> tuple[str, list[str]]:
    framework, units = framework_of(json.loads(case.how["areas"])), UnitNames(UNITS, fixed=True)
    unit = case.how["unit"]
    wanted = Wanted(YEAR, None if case.how["titled"] else unit, None, None)
    draft = draft_scores(book_of(case), framework, units, wanted, lambda _question: False)
    asked = {(unit, identity): fields for identity, fields in json.loads(case.how["wanted"]).items()}
    read = {key: {name: row[name] for name in ("score", "self") if name in row} for key, row in draft.rows.items()}
    wrong = [f"{key}: {read.get(key)}, not {asked.get(key)}" for key in asked | read if read.get(key) != asked.get(key)]
    told = draft.left_out or any("other years" in note for note in draft.notes)
    if case.how["flaw"] and not told:
        wrong.append(f"the flaw {case.how['flaw']} is not told")
    return ("wrong" if wrong else "right"), wrong


def _judged_table(case: Case) -> tuple[str, list[str]]:
    tables, _notes = audit_tables(book_of(case), None)
    ratings = tuple(Rating(id=f"r{place}", name=name, min=low) for place, (low, name) in enumerate(RATINGS))
    found = [each for claims in tables for each in audit(claims, ratings).found]
    flaw, row = case.how["flaw"], str(case.how["row"])
    place = f"row {row}," if "row" in "".join(each.cell for each in found[:1]) else row
    here = [each for each in found if (place in each.cell if "," in place else each.cell.endswith(row))]
    others = [f"accused without a reason: {each}" for each in found if each not in here]
    if flaw and not here:
        others.append(f"a wrong {flaw} in row {row} is not found")
    if not flaw and here:
        others += [f"accused without a reason: {each}" for each in here]
    return ("wrong" if others else "right"), others


def faults(case: Case, _bench: Bench) -> list[str]:
    """What is wrong without being told."""
    return judged(case)[1]


def main() -> int:
    """Try so many sheets; tell of those that are silently wrong."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found: Counter[tuple[str, str]] = Counter()
    for number in range(count):
        case = make(random.Random(f"{seed} sheets {number}"))
        verdict, silent = judged(case)
        found[case.how["what"], verdict] += 1
        for text in silent[:2] if found[case.how["what"], "wrong"] <= 12 else ():
            print(f"{number}: {text}", flush=True)
    for what in ("scores", "audit"):
        figures = " / ".join(str(found[what, verdict]) for verdict in ("right", "told", "wrong"))
        print(f"seed {seed}, {what}: right / told / silently wrong = {figures}")
    return int(any(verdict == "wrong" for _what, verdict in found))


if __name__ == "__main__":
    sys.exit(main())
