"""Mistakes of people who know Excel and no programming: what they did, and what a message has to tell them.

Each case has the files that it changes (None: not there), the command, and what must be read: the place as a person
sees it, what was found, and what to do.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import xlsxwriter

CRITERIA = """\
version: 1
index:
  id: cchc-xa
  name: Chỉ số cải cách hành chính cấp xã
  ratings:
    - {id: tot, name: Tốt, min: 80}
    - {id: kha, name: Khá, min: 0}
defaults: {unit: an-phu, language: vi}
owners:
  van-phong: {name: Văn phòng HĐND và UBND}
  tu-phap: {name: Công chức Tư pháp - Hộ tịch}
areas:
  - id: "1"
    name: Công tác chỉ đạo, điều hành
    criteria:
      - id: "1.1"
        name: Kế hoạch cải cách hành chính
        components:
          - {id: 1.1.1, name: Ban hành kế hoạch, max: 6, owner: van-phong}
          - {id: 1.1.2, name: Thực hiện kế hoạch, max: 2, rule: {type: linear, from: 0, to: 100}}
      - id: 1.10
        name: Công tác tuyên truyền
        max: 2
        rule: {type: choice, options: {có: 2, không: 0}}
"""
SCORES = """\
year,unit,component,score,note
2022,an-phu,1.1.1,5,
2022,an-phu,1.1.2,1.5,
2022,an-phu,1.10,2,
2022,an-hoa,1.1.1,6,
2022,an-hoa,1.1.2,2,
2022,an-hoa,1.10,0,
"""
UNITS = "unit,name\nan-phu,Xã An Phú\nan-hoa,Xã An Hòa\n"
TASKS = "id,component,action,owner,due,status\nT-2023-001,1.1.1,Ban hành kế hoạch,van-phong,2023-03-31,todo\n"
DOSSIERS = """\
Mã hồ sơ,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày trả kết quả,Hình thức nộp
H01,1.001,2022-01-03,2022-01-10,2022-01-09,online
"""
YAML, POINTS, PLAN, REGISTER = "criteria.yaml", "data/scores-2022.csv", "data/tasks.csv", "data/dossiers-2022.csv"
FILES: dict[str, str] = {YAML: CRITERIA, "data/units.csv": UNITS, POINTS: SCORES}
SCORE, TRACK, MEASURE = ("score", "2022"), ("track", "--year", "2023"), ("measure", "2022")
IMPORT = ("import", "scores")


@dataclass(frozen=True)
class Mistake:
    """What was done wrong, and the words that a message about it must have."""

    what: str
    told: Sequence[str]
    files: dict[str, str | bytes | None] = field(default_factory=dict)
    command: Sequence[str] = SCORE


PERCENT = Decimal("0.005")
"""What a cell holds that shows 0.5%."""


def book(*rows: Sequence[object]) -> bytes:
    """A workbook with these rows; a Decimal is a percentage."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet, forms = made.add_worksheet("Bảng 1"), {datetime: "dd/mm/yyyy", Decimal: "0.0%"}
        formats = {kind: made.add_format({"num_format": form}) for kind, form in forms.items()}
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell, formats.get(type(cell)))
    return out.getvalue()


def points(what: str, old: str, new: str, *told: str) -> Mistake:
    """A slip in the scores."""
    return _changed(what, POINTS, SCORES, old, new, told, SCORE)


def framework(what: str, old: str, new: str, *told: str) -> Mistake:
    """A slip in criteria.yaml."""
    return _changed(what, YAML, CRITERIA, old, new, told, SCORE)


def task(what: str, old: str, new: str, *told: str) -> Mistake:
    """A slip in the plan."""
    return _changed(what, PLAN, TASKS, old, new, told, TRACK)


def dossier(what: str, old: str, new: str, *told: str) -> Mistake:
    """A slip in the register of dossiers."""
    return _changed(what, REGISTER, DOSSIERS, old, new, told, MEASURE)


def _changed(
    what: str, file: str, text: str, old: str, new: str, told: Sequence[str], command: Sequence[str]
) -> Mistake:
    assert old in text, old
    return Mistake(what, told, {file: text.replace(old, new)}, command)


def whole(what: str, file: str, data: str | bytes, *told: str, instead: str = "") -> Mistake:
    """A file that is another one than it should be, in the place of one of another name."""
    return Mistake(what, told, {**({instead: None} if instead else {}), file: data})


WRONG_UNIT = "year,unit,component,score\n" + "".join(f"{year},an-phuu,1.1.1,1\n" for year in range(1920, 2024))
BOOK_OF_POINTS = book(("year", "unit", "component", "score"), (2022, "an-phu", "1.1.1", 5))
HEAD_OF_TASKS = ("id", "component", "action", "status")
WORD = b"PK\x03\x04\x14\x00 word/document.xml"
TEXT_AS_DATE = "định dạng cột là Text"
