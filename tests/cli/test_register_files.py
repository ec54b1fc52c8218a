"""Registers as spreadsheets, scripts and people leave them: read as scores and tasks are, or told with their place."""

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.cli.registers import HEADER, measures, put, rows
from tests.conftest import Run

ROW = "H{0},xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-{1},counter,0,,,\n"
ROWS = [ROW.format(at, f"{day:02d}") for at, day in enumerate((3, 9, 4, 2))]
WRONG = "X,xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,fax,0,,,\n"
REQUIRED = "dossier,received,due,finished,channel"


def read(sample: Path, run: Run, text: str | bytes, name: str = "dossiers-2022.csv") -> tuple[str, str]:
    """Dossiers on time, and of how many; everything that is told on stderr."""
    put(sample, "", name).write_bytes(text if isinstance(text, bytes) else text.encode())
    outcome = run("measure", "2022", "-f", "csv")
    assert outcome.status == 0, outcome.err
    rate = measures(outcome.out)["on_time_rate"]
    return f"{rate['numerator']}/{rate['denominator']}", outcome.err


ABOVE = [
    "\ufeff", "sep=,\r\n", '\ufeff"sep=,",,,\n', "# ghi chú, của tôi\n", '"# Sổ ""theo dõi""",,,\r\n', ' # "mở\n', "\n,,,\n",
    "SỔ THEO DÕI NĂM 2022,,,\n", "\ufeffSỔ THEO DÕI,,,\n\n", '"UBND XÃ\nTIẾN LỢI",,"CỘNG HÒA\nXÃ HỘI"\n\nSỔ THEO DÕI,,,\n',
]  # fmt: skip


@pytest.mark.parametrize("above", ABOVE)
def test_what_stands_above_the_header_of_a_register(above: str, sample: Path, run: Run) -> None:
    lines = above.count("\n") + 1
    assert read(sample, run, above + HEADER + "".join(ROWS)) == ("3/4", "")
    told = rows(run("check", "-f", "csv").out)
    titled = [row for row in told if "what stands above it is not read" in row["text"]]
    assert len(titled) == (above.isupper() or "UBND" in above)
    put(sample, above + HEADER + "".join(ROWS) + WRONG)
    for command in (("measure",), ("dossiers", "late")):
        outcome = run(*command)
        assert (outcome.status, outcome.out) == (2, "")
        told = rf"data/dossiers-2022.csv:{lines + 5}: row \d+, column channel \(G\): this is not allowed"
        assert re.search(told, outcome.err)


@pytest.mark.parametrize(
    "between",
    [
        "# ghi chú\n", '# ghi chú, "mở, một, hai\n', '"# hai\ndòng",,\n', "\ufeff", HEADER, "\ufeff" + HEADER, "\n\n",
        ",,,,,,,,,,\n", '" # của ""tôi"""\n',
    ],
)  # fmt: skip
def test_what_stands_between_the_rows_of_a_register(between: str, sample: Path, run: Run) -> None:
    for end in ("\n", "\r\n", "\r"):
        text = HEADER + "".join(ROWS[:2]) + between + "".join(ROWS[2:])
        assert read(sample, run, text.replace("\n", end)) == ("3/4", "")
        put(sample, "").write_bytes((text + WRONG).replace("\n", end).encode())
        line = 6 + between.count("\n")
        told = rf"data/dossiers-2022.csv:{line}: row \d+, column channel \(G\): this is not allowed"
        assert re.search(told, run("measure").err)


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("received", '"received\n(ngày tiếp nhận)"'),
        ("received", "Ngày tiếp nhận (dd/mm/yyyy) *"),
        ("finished", unicodedata.normalize("NFD", "Ngày trả kết quả")),
        ("channel", "Hình thức nộp [2]"),
        ("rating", "Đánh giá (nếu có):"),
    ],
)
def test_headings_of_a_register_as_forms_write_them(plain: str, written: str, sample: Path, run: Run) -> None:
    assert read(sample, run, HEADER.replace(plain, written) + "".join(ROWS)) == ("3/4", "")
    put(sample, HEADER.replace(plain, written) + "".join(ROWS) + WRONG)
    told = rf"csv:{6 + written.count(chr(10))}: row 6, column .* \(G\): this is not allowed"
    assert re.search(told, run("measure").err)


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_register_all_cells_of_which_stand_in_marks(bom: str, sample: Path, run: Run) -> None:
    for end in ("\n", "\r\n"):
        for above in ("", "SỔ THEO DÕI\n", '"SỔ THEO DÕI"\n'):
            lines = "".join([HEADER, *ROWS]).split()
            text = "".join('"' + line.replace(",", '","') + '"\n' for line in lines)
            assert read(sample, run, (bom + above + text).replace("\n", end)) == ("3/4", "")


def test_names_of_register_files(sample: Path, run: Run) -> None:
    for stray in ("._dossiers-2022.csv", "~$dossiers-2022.csv", ".dossiers.csv"):
        (sample / "data" / stray).write_bytes(b"\0\1")
    assert read(sample, run, HEADER + "".join(ROWS), "Dossiers-2022.CSV") == ("3/4", "")


@pytest.mark.parametrize(
    ("data", "place", "text"),
    [
        ((HEADER + "".join(ROWS) * 99).encode() + b"H5,xa\0", "398:6", "there is a zero byte (NUL) here"),
        ((HEADER + "".join(ROWS)).encode("utf-16"), "1:1", "this is not UTF-8 text."),
        ((HEADER + "".join(ROWS)).encode("utf-16-le"), "1:1", "this is not UTF-8 text."),
        (HEADER.encode() + "é".encode("cp1252"), "2:1", "this is not UTF-8 text."),
        (b"PK\x03\x04abc", "", "this is a workbook, whatever"),
        (HEADER.encode() + b"H1,xa\n" + "hồ,é".encode() + b"\xff\n", "3:5", "this is not UTF-8 text."),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, place: str, text: str, sample: Path, run: Run) -> None:
    put(sample, "").write_bytes(data)
    outcome = run("measure")
    assert (outcome.status, outcome.out) == (2, "")
    assert f"data/dossiers-2022.csv:{place}" in outcome.err
    assert text in outcome.err


def test_a_link_to_a_share_that_is_not_there_is_told(sample: Path, run: Run) -> None:
    """Its measures were left out without a word, since other registers were there."""
    (sample / "data/dossiers").symlink_to(sample / "nowhere")
    failed = run("measure", "2022")
    assert failed.status == 2
    assert "data/dossiers: cannot be read (a link that leads to no file)." in failed.err


SHORT = "report,unit,kind,due,sent\nR1,xa-tien-loi,periodic,2022-03-15,2022-03-10\n{}"
"""Reports whose last column, which is required, may be blank: not sent yet."""


def test_a_row_that_is_cut_off_before_a_required_column_is_no_blank(sample: Path, run: Run) -> None:
    """A row cut off in copying was a report that was never sent; a blank that the file has is one."""
    put(sample, SHORT.format("R2,xa-tien-loi,periodic,2022-03-15,\n"), "reports.csv")
    assert measures(run("measure", "2022", "-f", "csv").out)["report_on_time_rate"]["denominator"] == "2"
    put(sample, SHORT.format("R2,xa-tien-loi,periodic,2022-03-15\n"), "reports.csv")
    failed = run("measure", "2022", "-f", "csv")
    assert (failed.status, failed.out) == (2, "")
    assert "reports.csv:3:25: row 3, column due (D): 4 cells in this row, but 5 in the header." in failed.err


def test_columns_that_are_not_read_are_told_and_nothing_of_a_citizen_is(sample: Path, run: Run) -> None:
    """Of a register the header itself may be somebody's row."""
    near = "Đoàn Thị Lan xin lỗi"
    header = f"{REQUIRED},Nguyễn Thị Lan,0901234567,digitized,{near}\n"
    row = "H1,2022-03-01,2022-03-04,2022-03-09,counter,x,y,yes,2022-03-08\n"
    _rate, told = read(sample, run, header + row)
    lines = [line for line in told.splitlines() if line.startswith("Warning")]
    assert lines == [
        "Warning: data/dossiers-2022.csv:1:65: row 1, column H: the column “digitized” is not read. Did you mean digitised?",
        "Warning: data/dossiers-2022.csv:1:75: row 1, column I: this column is not read. Did you mean xin lỗi?",
    ]
    checked = [row["text"] for row in rows(run("check", "-f", "csv").out) if "dossiers" in row["file"]]
    assert "2 other columns are not read." in checked
    assert len([text for text in checked if "is not read" in text]) == 2
    for command in ("nowcast", "dossiers late", "check"):
        outcome = run(*command.split())
        assert not [each for each in ("Lan", "0901", near) if each in outcome.out + outcome.err]
        assert command == "check" or "digitized" in outcome.err
    put(sample, f"Nguyễn Thị Lan,0901234567,{row}")
    assert "Lan" not in run("measure").err


def test_columns_of_parquet_that_are_not_read_are_told(sample: Path, run: Run) -> None:
    import duckdb

    put(sample, "").unlink()
    for name, columns in (("a", "2 digitized, 'x' \"Nguyễn Thị Lan\""), ("b", "5.0::FLOAT rating")):
        duckdb.sql(
            f"COPY (SELECT '{name}' dossier, DATE '2022-03-01' received, '2022-03-04' due, DATE '2022-03-03' finished, "
            f"'counter' channel, {columns}) TO '{sample}/data/dossiers-{name}.parquet' (FORMAT parquet)"
        )
    outcome = run("measure", "2022", "-f", "csv")
    assert "data/dossiers-a.parquet" in outcome.err
    assert "Did you mean digitised?" in outcome.err
    assert "Lan" not in outcome.err + run("check").out
    found = measures(outcome.out)
    assert found["on_time_rate"]["denominator"] == "2"
    assert found["satisfaction_rate"]["denominator"] == "1"


def test_a_total_row_is_told_as_one(sample: Path, run: Run) -> None:
    put(sample, HEADER + "".join(ROWS) + "Tổng cộng,,,,,,4,,,,\n")
    assert (
        "data/dossiers-2022.csv:6: row 6, column dossier (A): this row is a total or an average." in run("measure").err
    )
    put(sample, HEADER)
    path = sample / "data" / "targets.csv"
    for word in ("TỔNG CỘNG", "Tổng điểm:", "total"):
        path.write_text(
            f"target,unit,year,planned,actual\nCT-1,xa-tien-loi,2022,4,5\n{word},xa-tien-loi,2022,4,5\n", "utf-8"
        )
        assert "data/targets.csv:3: row 3, column target (A): this row is a total or an average." in run("measure").err


def test_a_total_row_without_an_id_is_told_as_one(sample: Path, run: Run) -> None:
    (sample / "data/targets.csv").write_text(
        "target,unit,year,planned,actual,name\nCT-1,xa-tien-loi,2022,4,5,Tổng thu\n,,,8,9,Tổng: 2 chỉ tiêu\n", "utf-8"
    )
    assert "data/targets.csv:3: row 3, column target (A): this row is a total or an average." in run("measure").err


def test_a_total_row_of_the_calendar_is_told_as_one(sample: Path, run: Run) -> None:
    (sample / "data/calendar.csv").write_text("date,working\n2022-05-07,yes\nTổng: 1 ngày,\n", "utf-8")
    assert "data/calendar.csv:3:1: row 3, column date (A): this row is a total or an average." in run("measure").err


def test_text_in_a_wrong_encoding_is_told_and_not_shown(sample: Path, run: Run) -> None:
    wrong = "Nguyễn Văn Lãnh".encode().decode("cp1252", "replace")
    _rate, told = read(sample, run, HEADER.replace("rating", "name") + ROWS[0].strip() + wrong + "\n")
    assert "data/dossiers-2022.csv:2:" in told
    assert "text was read in a wrong encoding" in told
    assert "Nguy" not in told
    header = HEADER.replace("channel", "Hình thức nộp".encode().decode("latin-1"))
    put(sample, header + ROWS[0])
    outcome = run("measure")
    assert outcome.status == 2
    assert "it should say “Hình thức nộp”" in outcome.err


def test_a_column_without_a_header_is_told_and_not_read(sample: Path, run: Run) -> None:
    put(sample, HEADER.strip() + ",\n" + ROWS[0].strip() + ",\n" + ROWS[1].strip() + ",0901234567\n")
    assert run("measure").status == 0
    outcome = run("check")
    told = " ".join(outcome.out.split())
    assert "data/dossiers-2022.csv:1:93 row 1, column L: this column has no header, so it is not read." in told
    assert "0901" not in outcome.out + outcome.err


def test_too_little_memory_is_said_whatever_words_the_engine_has(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cchc_cli.files.registers.local.MEMORY", "2MB")
    monkeypatch.setattr("duckdb.OutOfMemoryException.__str__", lambda _error: "no room left", raising=False)
    outcome = run("measure", "2022")
    assert (outcome.status, outcome.out) == (2, "")
    assert "too little memory or disk space" in outcome.err


@pytest.mark.parametrize("units", [True, False])
def test_a_plain_register_is_read_at_once(units: bool, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the engine refuses is read text by text: that says the same, and takes many times as long."""
    if not units:
        (sample / "data" / "units.csv").unlink()
    monkeypatch.delattr("cchc_cli.files.registers.local._read_carefully")
    assert run("measure", "2022").status == 0


@pytest.mark.parametrize(
    ("package", "line", "told"),
    [
        ("duckdb", "measure", "Registers need DuckDB, which is not installed."),
        ("ibis", "measure --engine duckdb://x", "An engine needs Ibis, which is not installed."),
    ],
)
def test_a_package_that_is_not_there_is_named_with_how_to_install_it(
    package: str, line: str, told: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sample
    monkeypatch.setitem(sys.modules, package, None)
    refused = run(*line.split())
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == f"Error: {told}\nInstall it: pip install 'cchc-cli[dossiers]'\n"


def test_a_table_of_targets_with_a_title_and_years_in_its_headings(sample: Path, run: Run) -> None:
    """What is missing is told of its header, not of its title, with the headings that are near enough to be quoted."""
    head = "TT,Chỉ tiêu,Đơn vị tính,Kế hoạch năm 2022,Thực hiện năm 2022,Năm\n"
    rows = "1,Thu ngân sách,Triệu đồng,1500,1600,2022\n2,Hộ nghèo,%,3.5,3.2,2022\n"
    put(sample, f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU,,,,,\n{head}{rows}", "targets.csv")
    outcome = run("measure", "2022")
    assert outcome.status == 2
    for column, heading in (("planned", "Kế hoạch"), ("actual", "Thực hiện")):
        told = f"data/targets.csv:2: row 2: the column {column} is missing. Rename the column “{heading} năm 2022” to"
        assert f"{told} “{heading.lower()} năm” if that is meant." in outcome.err
    put(sample, f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU,,,,,\n{head.replace(' 2022', '')}{rows}", "targets.csv")
    assert measures(run("measure", "2022", "-f", "csv").out)["target_completion_rate"]["denominator"] == "2"


def test_units_of_registers_may_be_named_by_the_office_that_took_the_dossier(sample: Path, run: Run) -> None:
    """Exports of portals have no ids: they were faults, or, below a heading of offices, all rows those of one's own commune."""
    head = "Mã hồ sơ,Cơ quan tiếp nhận,Ngày tiếp nhận,Ngày hẹn trả,Ngày trả kết quả,Hình thức nộp\n"
    offices = ["UBND xã Tiến Lợi", "Bộ phận Một cửa Xã Tiến Lợi", "ĐƠN VỊ 14", "don-vi-15", "Xa Tien Loi"]
    lines = [f"H{at},{office},03/01/2022,20/01/2022,1{at}/01/2022,Trực tuyến\n" for at, office in enumerate(offices, 3)]
    for heading in ("Cơ quan tiếp nhận", "Đơn vị", "unit"):
        put(sample, (head + "".join(lines)).replace("Cơ quan tiếp nhận", heading))
        every = rows(run("measure", "2022", "--by", "year", "--all-units", "-f", "csv").out)
        counts = {row["unit"]: row["denominator"] for row in every if row["measure"] == "on_time_rate"}
        assert counts == {"xa-tien-loi": "3", "don-vi-14": "1", "don-vi-15": "1"}
        told = "the column “Cơ quan tiếp nhận” was read as the unit." in run("check", "-f", "csv").out
        assert told == heading.startswith("Cơ quan")
    both = [line.replace(",", ",don-vi-15,", 1) for line in lines]
    put(sample, head.replace(",", ",Đơn vị,", 1) + "".join(both))
    every = rows(run("measure", "2022", "--by", "year", "--all-units", "-f", "csv").out)
    assert {row["unit"]: row["denominator"] for row in every if row["measure"] == "on_time_rate"} == {"don-vi-15": "5"}
    for other in ("UBND xã Phú Hội", "Xã Tiền Lợi", "Xã Tiến Lợi và Đơn vị 14", "Xã Tiến Lợi Đông 2"):
        put(sample, head + "".join(lines).replace("UBND xã Tiến Lợi", other))
        outcome = run("measure", "2022")
        assert (
            outcome.status,
            "data/dossiers-2022.csv:2: row 2, column Cơ quan tiếp nhận (B): there is no unit" in outcome.err,
        ) == (2, True), other


def test_a_result_that_was_there_before_it_was_fetched_is_asked_about(sample: Path, run: Run) -> None:
    """Counted by the day on which it was fetched, what was ready in time would be late."""
    head = "Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Ngày trả KQ,Hình thức nộp\n"
    row = "H1,xa-tien-loi,2022-03-01,2022-03-08,2022-03-07,2022-03-20,Trực tuyến (toàn trình)\n"
    put(sample, head + row)
    told = run("measure", "2022").err
    assert "several columns mean finished: “Ngày kết thúc xử lý”, “Ngày trả KQ”. Rename or remove all but one." in told
    put(sample, (head + row).replace("Ngày trả KQ", "Ngày nhận kết quả"))
    assert measures(run("measure", "2022", "-f", "csv").out)["on_time_rate"]["value"] == "100"
