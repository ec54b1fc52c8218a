"""Mistakes in criteria.yaml, the plan and the registers, in what is named on a command line, and in what stands where."""

from datetime import datetime

from tests.mistakes import (
    CRITERIA,
    HEAD_OF_TASKS,
    IMPORT,
    MEASURE,
    PLAN,
    POINTS,
    SCORE,
    SCORES,
    TASKS,
    TEXT_AS_DATE,
    TRACK,
    UNITS,
    WORD,
    YAML,
    Mistake,
    book,
    dossier,
    framework,
    points,
    task,
    whole,
)

HEAD_OF_DOSSIERS = ("Mã hồ sơ", "Thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả kết quả", "Hình thức nộp")
WHEN_SWAPPED = (
    ("H01", "1.001", datetime(2022, 3, 1), datetime(2022, 10, 1), datetime(2022, 9, 1), "online"),
    ("H02", "1.001", "13/01/2022", "20/01/2022", "19/01/2022", "online"),
)
"""Dates with the day first, of which a spreadsheet that has the month first made dates where it could."""
HELD_AS_MONTH_FIRST = (*WHEN_SWAPPED[:1], ("H02", "1.001", "01/13/2022", "01/20/2022", "01/19/2022", "online"))

ELSEWHERE = (
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
    framework(
        "từ lạ trong thể thức văn bản",
        "owners:\n",
        "document: {signer: {title: 'Chủ tịch {ten}'}}\nowners:\n",
        *("dòng 9, document › signer › title", "{ten}", "{name}: tên đơn vị"),
    ),
    framework(
        "ngoặc kép không có gì ở giữa",
        "owners:\n",
        "document: {superior: ''}\nowners:\n",
        *("dòng 9, document › superior", "hiện là (trống)", "cần là văn bản"),
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
    task("ngày do Excel đổi", "2023-03-31", "15-Thg3", "Phần mềm bảng tính đã đổi", TEXT_AS_DATE, "chưa tính kết quả"),
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
        ("dòng 2", "6/6 dòng của tệp này, bắt đầu từ đây, cũng có trong data/scores-2022 (1).csv", "Chỉ giữ một"),
        {"data/scores-2022 (1).csv": SCORES},
    ),
    Mistake("thiếu tệp so sánh", ("Thiếu tham số CŨ, MỚI", "CŨ: "), {}, ("changes",)),
    Mistake("loại văn bản không có", ("nghiquyet", "  result: "), {}, ("report", "nghiquyet")),
    Mistake("chưa nêu loại văn bản", ("Sau cchc report", "  result: "), {}, ("report", "-o", "x.docx")),
    Mistake("quý năm", ("Quý I/2023",), {PLAN: TASKS}, (*TRACK, "--period", "2023-Q5")),
    # quotation marks of Word around what is typed or copied
    whole(
        "ngoặc cong quanh mã đơn vị", "data/units.csv", UNITS.replace("an-phu,", "“an-phu”,"), "dòng 2", "Ghi an-phu"
    ),
    # a day and a month that have changed places
    *(
        Mistake(
            f"ngày đổi một nửa, {what}",
            ("dòng 2, cột Ngày tiếp nhận (C)", "01/03/2022 hoặc 03/01/2022", f"“{left}”", "Ngày hẹn trả (D)"),
            {"data/dossiers-2022.xlsx": book(HEAD_OF_DOSSIERS, *rows)},
            MEASURE,
        )
        for what, left, rows in (
            ("ngày trước", "13/01/2022", WHEN_SWAPPED),
            ("tháng trước", "01/13/2022", HELD_AS_MONTH_FIRST),
        )
    ),
    # a table of points without points, and units that are not told apart
    Mistake(
        "bảng không có cột điểm",
        ("không có cột điểm",),
        {"bang.csv": "Mã,Tiêu chí\n1.1.1,Ban hành kế hoạch\n1.1.2,Thực hiện kế hoạch\n"},
        (*IMPORT, "bang.csv", "--year", "2022", "--unit", "an-phu"),
    ),
    Mistake(
        "hai xã cùng tên, khác huyện",
        ("bang!C1, bang!D1", "hai lần"),
        {
            "bang.csv": 'Mã,Tiêu chí,"Xã An Phú, huyện Tân Lộc","Xã An Phú, huyện Phú Lộc"\n'
            "1.1.1,Ban hành kế hoạch,5,6\n"
        },
        (*IMPORT, "bang.csv", "--year", "2022"),
    ),
    # a year where a command looks at a day, or has an option for it
    Mistake(
        "hồ sơ trễ theo năm", ("tính đến một ngày: --date 2022-12-31",), {}, ("dossiers", "late", "--year", "2022")
    ),
    Mistake("hồ sơ trễ, năm đứng một mình", ("--date 2022-12-31",), {}, ("dossiers", "late", "2022")),
    Mistake("năm đứng một mình", ("Năm được nêu bằng --year 2023",), {PLAN: TASKS}, ("track", "2023")),
    # what an option takes, without the option, or an option by another name
    Mistake("điểm tính thử đứng một mình", ("--set 1.1.1=5",), {}, ("simulate", "2022", "1.1.1=5")),
    Mistake("mã tiêu chí đứng một mình", ("Tiêu chí được nêu bằng --on 1.1",), {}, ("ranks", "2022", "1.1")),
    Mistake("mã tiêu chí thay nội dung", ("--component 1.1.1",), {}, ("task", "add", "--action", "a", "1.1.1")),
    Mistake("ngày đứng một mình", ("Ngày được nêu bằng --date 31/12/2022",), {}, ("dossiers", "late", "31/12/2022")),
    Mistake("mã đơn vị đứng một mình", ("nêu bằng --unit an-hoa",), {}, ("trend", "an-hoa")),
    Mistake("năm trước đơn vị", ("Ghi đơn vị cần so sánh trước",), {}, ("compare", "2022", "an-hoa")),
    Mistake(
        "ngày hoàn thành", ("Có phải là --on?",), {PLAN: TASKS}, ("task", "done", "T-2023-001", "--date", "1/3/2023")
    ),
    Mistake("tùy chọn tiếng Việt", ("Có phải là --unit?",), {}, (*SCORE, "--đơn-vị", "an-hoa")),
    Mistake(
        "sửa tình trạng", ("cchc task start, done",), {PLAN: TASKS}, ("task", "set", "T-2023-001", "--status", "done")
    ),
    Mistake("chưa nêu cần sửa gì", ("Có thể điều chỉnh: --component",), {PLAN: TASKS}, ("task", "set", "T-2023-001")),
    Mistake(
        "mục tiêu bằng chữ", ("“Tốt” không phải là số", "Ghi bằng chữ số"), {}, ("plan", "2022", "--target", "Tốt")
    ),
    Mistake("nhóm khi chưa chia nhóm", ("cột group của units.csv",), {}, ("ranks", "2022", "--group", "xã")),
    Mistake("đuôi tệp cũ", ("Có phải là bc.docx?",), {}, (*SCORE, "-o", "bc.doc")),
    Mistake("đuôi tệp gõ nhầm", ("Có phải là bc.xlsx?",), {}, (*SCORE, "-o", "bc.xlxs")),
    Mistake("tên tệp không có đuôi", ("bc chưa có đuôi tệp", ".docx"), {}, (*SCORE, "-o", "bc")),
    Mistake(
        "phương án quá điểm tối đa",
        ("pa.yaml:2:", "dòng 2, tăng", "0–6"),
        {"pa.yaml": "scenarios:\n  tăng: {1.1.1: 9}\n"},
        ("simulate", "2022", "--scenarios", "pa.yaml"),
    ),
    Mistake(
        "điểm tăng ghi phần trăm",
        ("dòng 2, cột gain (E)", "“50%”", "không ghi tỷ lệ phần trăm"),
        {PLAN: "id,component,action,status,gain\nT-2023-001,1.1.1,Ban hành,todo,50%\n"},
        TRACK,
    ),
    Mistake("năm sau tùy chọn", ("không kèm tùy chọn: cchc score NĂM",), {}, ("score", "--years", "2022")),
    Mistake("tên lệnh số nhiều", ("cchc score",), {}, ("scores", "2022")),
    points("chữ ở cột năm", "2022,an-phu,1.1.1", "Năm 2022,an-phu,1.1.1", "cột year (A)", "Chỉ ghi năm: 2022"),
)
