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

MISTAKES = (
    # ids
    points("1.10 đã thành 1.1", "an-phu,1.10", "an-phu,1.1", "dòng 4, cột component (C)", "1.1 ", "nhập lại 1.10"),
    whole(
        "mã viết bằng dấu phẩy",
        POINTS,
        "Năm;Đơn vị;Mã tiêu chí;Điểm\n2022;an-phu;1,1,1;5\n",
        *("dòng 2, cột Mã tiêu chí (C)", "1,1,1", "dấu chấm: 1.1.1"),
    ),
    points(
        "mã thành ngày, tiếng Việt", "an-phu,1.1.2", "an-phu,02-Thg1", "dòng 3, cột component", "02-Thg1", TEXT_AS_DATE
    ),
    points(
        "mã thành ngày, tiếng Anh",
        "an-phu,1.1.1",
        "an-phu,1-Jan-01",
        "dòng 2, cột component",
        "1-Jan-01",
        "nhập lại 1.1.1",
    ),
    points("tên tiêu chí thay mã", "an-phu,1.1.1", "an-phu,ban hành kế hoạch", "dòng 2, cột component", "ghi mã 1.1.1"),
    points(
        "tên gần đúng thay mã", "an-phu,1.1.1", "an-phu,Ban hành kế hoach CCHC", "dòng 2", "1.1.1 (Ban hành kế hoạch)"
    ),
    points(
        "tên đơn vị thay mã", "an-phu,", "Xã An Phú,", "dòng 2, cột unit (B)", "Xã An Phú", "ghi mã an-phu", "dòng 3, 4"
    ),
    points(
        "ngoặc cong quanh mã", "an-phu,1.1.1", "an-phu,“1.1.1”", "dòng 2", "“1.1.1”", "Ghi 1.1.1, không có dấu ngoặc"
    ),
    points(
        "chữ thừa trong mã", "an-phu,1.1.1", "an-phu,Tiêu chí 1.1.1", "dòng 2", "Tiêu chí 1.1.1", "Chỉ ghi mã: 1.1.1"
    ),
    points(
        "chữ O thay số 0",
        "an-phu,1.10",
        "an-phu,1.1O",
        "dòng 4, cột component (C)",
        "1.1O",
        "Có phải là 1.10 (Công tác tuyên truyền)?",
    ),
    points("nhóm thay cho tiêu chí", "an-hoa,1.1.1", "an-hoa,1", "dòng 5", "1 là nhóm", "1.1.1, 1.1.2, 1.10"),
    whole(
        "một mã sai 104 lần",
        POINTS,
        WRONG_UNIT,
        "dòng 2, cột unit (B)",
        "an-phuu",
        "an-phu (Xã An Phú)?",
        "3, 4, 5 và 100 dòng khác",
    ),
    points(
        "hai dòng cùng mã", "an-phu,1.1.2", "an-phu,1.1.1", "dòng 3, cột component (C)", "1.1.1", "Chỉ giữ lại một dòng"
    ),
    points("dấu cách trong mã", "an-phu,1.1.1", "an-phu,1. 1.1", "dòng 2, cột component (C)", "Chỉ ghi mã: 1.1.1"),
    points("dấu chấm sau mã", "an-phu,1.1.1", "an-phu,1.1.1.", "dòng 2", "Chỉ ghi mã: 1.1.1"),
    points("dòng người ký dưới bảng", "an-hoa,1.10,0,", "an-hoa,1.10,0,\n,,,,Người lập", "dòng 8", "hoặc xóa dòng này"),
    # numbers
    points("điểm thành ngày", "1.1.2,1.5", "1.1.2,01-Thg5", "dòng 3, cột score (D)", "01-Thg5", "1.5 hoặc 5.1"),
    points("chữ số toàn giác", "1.1.1,5", "1.1.1,５", "dòng 2, cột score (D)", "“５”", "Chỉ ghi số: 5"),
    points("đơn vị tính trong ô", "1.1.1,5", "1.1.1,5 điểm", "dòng 2, cột score (D)", "“5 điểm”", "Chỉ ghi số: 5"),
    points("điểm trên điểm tối đa", "1.1.1,5", "1.1.1,5/6", "dòng 2, cột score (D)", "“5/6”", "Chỉ ghi số: 5"),
    points("quá điểm tối đa", "1.1.1,5", "1.1.1,50", "dòng 2, cột score (D)", "50", "0–6"),
    points("công thức lỗi", "1.1.1,5", "1.1.1,#REF!", "dòng 2, cột score (D)", "#REF!", "ghi giá trị"),
    points("công thức không tìm thấy gì", "1.1.1,5", "1.1.1,#N/A", "dòng 2, cột score (D)", "#N/A", "ghi giá trị"),
    points("dấu phẩy thập phân", "1.1.2,1.5", "1.1.2,1,5", "dòng 3, cột F", "6 ô", "dấu ngoặc kép"),
    points("năm hai chữ số", "2022,an-phu,1.1.1", "22,an-phu,1.1.1", "dòng 2, cột year (A)", "“22”", "2022"),
    points("năm gõ nhầm", "2022,an-phu,1.1.1", "2202,an-phu,1.1.1", "dòng 2, cột year (A)", "2202", "sửa lại năm"),
    points(
        "năm toàn giác", "2022,an-phu,1.1.1", "２０２２,an-phu,1.1.1", "dòng 2, cột year (A)", "２０２２", "bốn chữ số"
    ),
    whole(
        "mức không có trong quy tắc",
        POINTS,
        "year,unit,component,value\n2022,an-phu,1.10,co\n",
        *("dòng 2, cột value (D)", "“co”", "“có”; “không”"),
    ),
    # the shape of a table
    whole(
        "dấu ; trong ghi chú",
        POINTS,
        "year;unit;component;score;note\n2022;an-phu;1.1.1;5,5;chậm; thiếu phụ lục\n",
        *("dòng 2, cột F", "6 ô", "dấu ngoặc kép"),
    ),
    points(
        "dấu , trong ghi chú", "an-phu,1.1.1,5,", "an-phu,1.1.1,5,chậm, thiếu", "dòng 2, cột F", "6 ô", "dấu ngoặc kép"
    ),
    points("tên cột gần đúng", "score", "diem so", "dòng 1", "diem so", "Có phải là điểm?"),
    points("tên cột khác", "unit", "Tên đơn vị", "dòng 1", "Tên đơn vị", "đổi tên cột thành “đơn vị”"),
    whole(
        "hai dòng tiêu đề",
        POINTS,
        "Năm,Đơn vị,Tiêu chí,Điểm,\n,,,Tự chấm,Thẩm định\n2022,an-phu,1.1.1,5,5\n",
        *("dòng 2, cột E", "không nằm dưới tiêu đề", "gộp hai dòng thành một"),
    ),
    whole("ngăn cách bằng |", POINTS, SCORES.replace(",", "|"), "dòng 1", "year|unit", "dấu |", "dấu chấm phẩy"),
    points("dòng tổng cộng", "an-hoa,1.10", "Tổng cộng,", "dòng 7", "dòng tổng cộng", "Xóa dòng"),
    whole("tệp rỗng", POINTS, "", "tệp rỗng", "year, unit, component"),
    whole(
        "ngắt dòng trong tiêu đề, lỗi ở dòng dưới",
        POINTS,
        'year,unit,component,"Điểm\nthẩm định"\n2022,an-phu,1.1.1,năm\n',
        *(":3:", "dòng 2, cột Điểm thẩm định (D)", "“năm”", "1,5"),
    ),
    # what a file is
    whole("xlsx đổi đuôi thành csv", POINTS, BOOK_OF_POINTS, POINTS, "bảng tính Excel", "CSV UTF-8"),
    whole(
        "trang web đổi đuôi thành csv", POINTS, "<html><table><tr><td>year</td></tr></table>", "trang web", "CSV UTF-8"
    ),
    whole(
        "html lưu thành xls",
        "data/units.xls",
        "<html><table>",
        "trang web",
        "lưu thành .xlsx",
        instead="data/units.csv",
    ),
    whole("UTF-16", POINTS, SCORES.encode("utf-16"), "UTF-16", "Save As"),
    whole(
        "bảng mã Windows",
        POINTS,
        SCORES.replace("1.5,", "1.5,Chưa lưu").encode("cp1258"),
        *("dòng 3", "không phải văn bản UTF-8", "CSV UTF-8"),
    ),
    whole("đuôi .csv.txt", f"{POINTS}.txt", SCORES, "không được đọc", "thành scores-2022.csv", instead=POINTS),
    # criteria.yaml
    whole("criteria.yml", "criteria.yml", CRITERIA, "criteria.yml", "đổi tên tệp thành criteria.yaml", instead=YAML),
    whole("criteria.yaml.txt", f"{YAML}.txt", CRITERIA, "criteria.yaml.txt", "đổi tên tệp thành", instead=YAML),
    framework("{max: 1,5}", "max: 6", "max: 1,5", "dòng 19, tiêu chí thành phần 1.1.1, max", "“1,5”", "dấu chấm: 1.5"),
    framework("max: 1,5", "        max: 2\n", "        max: 1,5\n", "tiêu chí 1.10, max", "“1,5”", "dấu chấm: 1.5"),
    framework("phím tab", "    name: Công tác chỉ", "\tname: Công tác chỉ", "dòng 14", "dấu tab", "các dấu cách"),
    framework("dấu : trong tên", "Kế hoạch cải", "Kế hoạch: cải", "dòng 17", "Kế hoạch: cải cách", "dấu ngoặc kép"),
    framework("thiếu }", "van-phong}\n", "van-phong\n", "dòng 19", "thiếu dấu phẩy hoặc }", "mở ở dòng 19"),
    framework(
        "ngoặc kép không đóng", "name: Công tác tuyên", 'name: "Công tác tuyên', "dòng 22", "không đóng", "vào cuối"
    ),
    framework(
        "thiếu dấu cách sau :", "name: Công tác tuyên", "name:Công tác tuyên", "dòng 22", "name:Công", "một dấu cách"
    ),
    framework(
        "tên mục gõ sai", "owner: van", "ower: van", "tiêu chí thành phần 1.1.1, ower", "không hợp lệ", "là owner?"
    ),
    framework(
        "đơn vị mặc định sai",
        "unit: an-phu",
        "unit: an-phú",
        "dòng 8, defaults › unit",
        "Có phải là an-phu (Xã An Phú)?",
    ),
    framework("loại quy tắc bằng tiếng Việt", "linear", "tuyến tính", "dòng 20", "linear (theo tỷ lệ)"),
    framework(
        "tên bộ phận thay mã", "owner: van-phong", "owner: Công chức Tư pháp - Hộ tịch", "1.1.1, owner", "mã tu-phap"
    ),
    framework(
        "ngoặc cong quanh mã tiêu chí", 'id: "1.1"', "id: “1.1”", "dòng 16", "“1.1”", "Ghi 1.1, không có dấu ngoặc"
    ),
    # the plan and registers
    task("ngày không có", "2023-03-31", "31/02/2023", "dòng 2, cột due (E)", "31/02/2023", "chỉ có 28 ngày"),
    task("tình trạng khác", "todo", "xong một nửa", "cột status (F)", "doing (đang thực hiện)"),
    dossier("hình thức khác", "online", "zalo", "cột Hình thức nộp (F)", "online (trực tuyến)"),
    task("tháng không có", "2023-03-31", "2023/13/01", "dòng 2, cột due (E)", "2023/13/01", "không có tháng 13"),
    task(
        "tên bộ phận trong kế hoạch", "van-phong", "Văn phòng HĐND và UBND", "dòng 2, cột owner (D)", "ghi mã van-phong"
    ),
    dossier(
        "ngày hẹn không có", "2022-01-10", "31/11/2022", "dòng 2, cột Ngày hẹn trả (D)", "31/11/2022", "chỉ có 30 ngày"
    ),
    Mistake(
        "mã thành ngày trong bảng tính",
        ("tasks.xlsx!'Bảng 1'!B2", "dòng 2, cột component (B)", "01/02/2003", "1.2.3", TEXT_AS_DATE),
        {"data/tasks.xlsx": book(HEAD_OF_TASKS, ("T-1", datetime(2003, 2, 1), "Ban hành", "todo"))},
        TRACK,
    ),
    # files that are named, or stand elsewhere
    whole("điểm để ngoài data", "scores-2022.csv", SCORES, "scores-2022.csv: chuyển vào thư mục data", instead=POINTS),
    whole("điểm để theo năm", "data/2022/scores.csv", SCORES, "data/2022/scores.csv: chuyển vào", instead=POINTS),
    Mistake("-C tệp", ("là tệp, không phải thư mục", "-C ."), {}, ("-C", YAML, "score")),
    Mistake(
        "tệp nhập không có",
        ("Không có tệp bang-diem.xlsx", "kiểm tra lại"),
        {},
        (*IMPORT, "bang-diem.xlsx", "--year", "2022"),
    ),
    Mistake(
        "tệp tạm của Excel",
        ("~$bang.xlsx", "đang mở", "ghi tên tệp: bang.xlsx"),
        {"~$bang.xlsx": b"\x08An Phu" + b" " * 150},
        (*IMPORT, "~$bang.xlsx", "--year", "2023"),
    ),
    # what stands beside another, or in the place of another
    Mistake(
        "tasks.csv và tasks.xlsx",
        ("có cả tasks.csv và tasks.xlsx", "Chỉ giữ"),
        {PLAN: TASKS, "data/tasks.xlsx": b""},
        TRACK,
    ),
    whole("docx đổi đuôi thành csv", POINTS, WORD, "văn bản Word"),
    whole("docx đổi tên thành criteria.yaml", YAML, WORD, "văn bản Word"),
    task("ngày do Excel đổi", "2023-03-31", "15-Thg3", "Excel đã đổi", TEXT_AS_DATE, "chưa tính kết quả"),
    Mistake(
        "sửa nhiệm vụ khi tệp có lỗi",
        ("chưa thay đổi gì",),
        {PLAN: TASKS.replace("todo", "x")},
        ("task", "done", "T-1"),
    ),
    Mistake("bộ phận sai", ("tu-phap (Công chức Tư pháp - Hộ tịch)",), {PLAN: TASKS}, (*TRACK, "--owner", "xyz")),
    Mistake("tiêu chí thay nhiệm vụ", ("không phải nhiệm vụ", "T-2023-001"), {PLAN: TASKS}, ("task", "done", "1.1.1")),
    Mistake(
        "bắt đầu việc đã xong",
        ("cchc task reopen T-2023-001",),
        {PLAN: TASKS.replace("todo", "done")},
        ("task", "start", "T-2023-001"),
    ),
    Mistake(
        "điểm tăng quá điểm tối đa",
        ("Lỗi: 1.1.1: điểm tăng 9",),
        {},
        ("task", "add", "--component", "1.1.1", "--action", "a", "--gain", "9"),
    ),
    Mistake(
        "bản sao của tệp điểm",
        ("scores-2022.csv: 6/6 dòng cũng có trong data/scores-2022 (1).csv", "Chỉ giữ một trong hai tệp"),
        {"data/scores-2022 (1).csv": SCORES},
    ),
    Mistake("thiếu tệp so sánh", ("Thiếu tham số CŨ, MỚI", "CŨ: "), {}, ("changes",)),
    Mistake("loại văn bản không có", ("nghiquyet", "  result: "), {}, ("report", "nghiquyet")),
    Mistake("chưa nêu loại văn bản", ("Sau cchc report", "  result: "), {}, ("report", "-o", "x.docx")),
    Mistake("quý năm", ("Quý I/2023",), {PLAN: TASKS}, (*TRACK, "--period", "2023-Q5")),
)
