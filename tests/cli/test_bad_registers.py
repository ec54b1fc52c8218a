"""Registers with faults: each is told with file and line, nothing of a citizen is, and no row is lost."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from cchc_cli.model.today import today
from tests.cli.registers import HEADER, measures, put, rows
from tests.conftest import Run

SECRET = "Nguyễn Thị Bí Mật"


BAD = (
    "Mã hồ sơ,đơn vị,Họ tên,procedure,ngày tiếp nhận,ngày hẹn trả,ngày trả kết quả,hình thức nộp,đánh giá\n"
    f"1,xa-tien-loi,{SECRET},p1,2022-01-05,2022-01-10,2022-01-04,counter,5\n"
    f"2,xa-tien-loi,{SECRET},p1,2022-01-05,2022-01-03,2022-01-09,counter,\n"
    f"3,xa-tien-loi,{SECRET},p1,2022-01-05,2022-01-10,2022-01-09,fax,\n"
    f"4,xa-tien-loii,{SECRET},p1,2022-01-05,2022-01-10,2022-01-09,counter,\n"
    '5,xa-tien-loi,"Nguyễn Thị\nBí Mật",p1,2022-02-30,2022-01-10,2022-01-09,counter,7\n'
    f"5,xa-tien-loi,{SECRET},p1,2022-01-05,2022-01-10,2022-01-09,counter,4\n"
    f"6,xa-tien-loi,{SECRET},p1,2022-01-05,2022-01-10,2022-01-09,counter,9\n"
    f",xa-tien-loi,{SECRET},p1,2022-01-05,2022-01-10,2022-01-09,online,\n"
    f"7,xa-tien-loi,{SECRET},p1,31/12/2022,2023-01-10,2022-12-31,online,3\n"
    ",,,,,,,,\n"
)
FAULTS = [
    "2: finished: finished on 2022-01-04, before it was received on 2022-01-05.",
    "3: due: due on 2022-01-03, before it was received on 2022-01-05.",
    "4: channel: this is not allowed; allowed: counter, online, post.",
    "5: unit: there is no unit … in units.csv.",
    "6: received: “2022-02-30” is not a date. Write it like 2023-12-31 or 31/12/2023.",
    "8: dossier: the id 5 stands here again.",
    "9: rating: 9 is out of range; allowed: 1 to 5.",
    "10: dossier: this cell is blank.",
]


def test_bad_rows_are_listed_with_their_lines_and_nothing_is_computed(sample: Path, run: Run) -> None:
    put(sample, BAD)
    for command in ("measure", "dossiers late", "nowcast"):
        outcome = run(*command.split())
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.splitlines()[1:-1] == [f"  data/dossiers-2022.csv:{fault}" for fault in FAULTS]
        assert outcome.err.startswith("Error: 8 rows of the register have faults; nothing was computed.")
    checked = run("check", "-f", "csv")
    assert checked.status == 1
    assert [row["line"] for row in rows(checked.out) if row["severity"] == "error"] == [
        fault.partition(":")[0] for fault in FAULTS
    ]


def test_skip_bad_computes_the_rest_and_says_how_many_it_left_out(sample: Path, run: Run) -> None:
    put(sample, BAD)
    outcome = run("measure", "--skip-bad", "-f", "csv")
    assert (outcome.status, outcome.err) == (0, "Dossiers: 8 bad rows are left out.\n")
    assert measures(outcome.out)["on_time_rate"]["denominator"] == "1"
    assert json.loads(run("measure", "--skip-bad", "-f", "json").out)["left_out"] == {"dossiers": 8}
    assert "Dossiers: 8 bad rows are left out." in run("measure", "--skip-bad").out


def test_many_bad_rows_are_counted_and_twenty_listed(sample: Path, run: Run) -> None:
    lines = [f"{number},xa-tien-loi,p,2022-01-05,2022-01-04,,counter,0,,,\n" for number in range(50)]
    put(sample, HEADER + "".join(lines))
    outcome = run("measure")
    assert outcome.status == 2
    assert outcome.err.count("due on 2022-01-04") == 20
    assert "50 rows of the register have faults" in outcome.err


def test_of_two_rows_with_one_id_the_first_stays(sample: Path, run: Run) -> None:
    line = "a,xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-{:02d},counter,0,,,\n"
    put(sample, HEADER + line.format(3) + line.format(9))
    assert "data/dossiers-2022.csv:3: dossier: the id … stands here again." in run("measure").err
    found = measures(run("measure", "--skip-bad", "-f", "csv").out)
    assert (found["on_time_rate"]["numerator"], found["on_time_rate"]["denominator"]) == ("1", "1")


@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_who_the_citizens_are_is_never_told(
    form: str, sample: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    texts = []
    broken = BAD.replace("2022-12-31,online,3", f"2022-12-31,online,3,{SECRET}")
    for register in (
        BAD,
        broken,
        BAD.replace("Họ tên", f"Họ tên,{SECRET}"),
        BAD.replace(f"3,xa-tien-loi,{SECRET}", f'3,xa-tien-loi,"{SECRET}'),
    ):
        put(sample, register)
        for command in (
            "measure",
            "measure --skip-bad",
            "dossiers late",
            "dossiers late --skip-bad",
            "nowcast --skip-bad",
        ):
            outcome = run(*command.split(), "-f", form)
            texts += [outcome.out, outcome.err]
        texts.append(run("check").out)
    run("measure", "--skip-bad", "--write")
    written = [path.read_text("utf-8") for path in sample.rglob("scores*.csv")]
    assert not [text for text in (*texts, *written) if "Bí Mật" in text or "Nguyễn" in text]
    assert not list((tmp_path / "tmp").iterdir())


def test_only_the_known_columns_are_read(sample: Path) -> None:
    """What DuckDB is asked for names no other column of the file."""
    from datetime import date

    from cchc_cli.files.registers.files import look_at_csv, read_texts
    from cchc_cli.files.registers.reading import source_sql
    from cchc_cli.model.registers import DOSSIERS

    path = put(sample, BAD)
    file = look_at_csv(path, path.name, DOSSIERS, [], one_unit=True)
    sql = source_sql(DOSSIERS, [file], "xa-tien-loi", (date(2022, 12, 31),) * 2)
    outside = sql.replace(sql[sql.index("columns={") : sql.index("}", sql.index("columns={"))], "")
    assert '"c0"' in outside
    assert "c2" not in outside
    assert list(read_texts(file)) == ["row_number", "c0", "c1", *(f"c{at}" for at in range(3, 9))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "data/dossiers-2022.csv:1: dossier: the column dossier is missing."),
        ("dossier,received,finished,channel\n", "neither due nor days is there"),
        ("dossier,received,due,finished,channel,kênh nộp\n", "several columns mean channel: “channel”, “kênh nộp”."),
        ("dossier,received,due,finished,channel\na,2022-01-03,2022-01-04,,counter,x,y\n", ":2:34: 7 cells in this row, but 5 in the header."),
        ("dossier,received,due,finished,channel\na,45000,2022-01-04x,,counter\n", ":2: due: this is not a date."),
    ],
)  # fmt: skip
def test_files_that_are_no_register(text: str, message: str, sample: Path, run: Run) -> None:
    put(sample, text)
    outcome = run("measure")
    assert outcome.status == 2
    assert message in outcome.err
    assert outcome.out == ""


def test_files_in_other_encodings(sample: Path, run: Run) -> None:
    path = put(sample, "")
    path.write_bytes("dossier,received,due,finished,channel\né,2022-01-03,2022-01-04,,counter\n".encode("latin-1"))
    outcome = run("measure")
    assert outcome.status == 2
    assert "data/dossiers-2022.csv:2:1: this is not UTF-8 text." in outcome.err
    path.write_bytes("dossier,received\n".encode("utf-16"))
    assert "data/dossiers-2022.csv:1:1: this is not UTF-8 text." in run("measure").err
    put(sample, "", "dossiers.parquet")
    assert "data/dossiers.parquet: cannot be read as a parquet file." in run("measure").err


def test_a_parquet_file_whose_rows_are_damaged(sample: Path, run: Run) -> None:
    """Its end, which names the columns, is whole: also where only a later question meets the damage."""
    import duckdb

    source, path = sample / "data/dossiers-2022.csv", sample / "data/dossiers.parquet"
    rows = f"SELECT * FROM read_csv('{source}', all_varchar=true)"
    duckdb.sql(f"COPY ({rows}) TO '{path}' (FORMAT parquet, COMPRESSION uncompressed)")
    whole = path.read_bytes()
    source.unlink()
    places = duckdb.sql(
        f"SELECT path_in_schema, data_page_offset, total_compressed_size FROM parquet_metadata('{path}')"
    )
    for column, offset, size in places.fetchall():
        path.write_bytes(whole[:offset] + bytes([0xFF]) * (size // 2) + whole[offset + size // 2 :])
        for command in (["measure"], ["dossiers", "late", "--date", "2022-06-01"], ["measure", "--by", "channel"]):
            outcome = run(*command, "-f", "csv")
            if outcome.status != 0:
                told = "data/dossiers.parquet: cannot be read as a parquet file."
                assert (outcome.status, outcome.out, told in outcome.err) == (2, "", True), (column, outcome.err)
    assert outcome.status in (0, 2)


def test_a_spreadsheets_file_reads_the_same(sample: Path, run: Run) -> None:
    plain = HEADER + (
        "a,xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-09,counter,0,2022-03-08,2022-03-10,5\n"
        "b,xa-tien-loi,p,2022-03-02,2022-03-07,,online,2,,,\n"
    )
    put(sample, plain)
    expected = run("measure", "-f", "csv").out
    odd = (
        "\ufeffMã hồ sơ;Đơn vị;Ghi chú;Mã TTHC;Ngày\ntiếp nhận;Ngày hẹn trả;Ngày trả kết quả;Hình thức nộp;Số lần bổ sung;"
        "Ngày xin lỗi;Ngày hẹn lại;Đánh giá;;\n"
        "a; xa-tien-loi\u00a0;x;p;01/03/2022;04/03/2022 14:05;44629;Trực tiếp;0;08/03/2022;10/03/2022;5,0;;\n"
        f"b;xa-tien-loi;;p;2022-03-02 08:00:00;07/03/2022;;{unicodedata.normalize('NFD', 'TRỰC TUYẾN')};2;;;;;\n"
        ";;;;;;;;;;;;;\n"
    ).replace("Ngày\ntiếp nhận", '"Ngày\ntiếp nhận"')
    put(sample, odd.replace("\n", "\r\n"), "dossiers tháng 3 [mới] 'x'.csv")
    assert run("measure", "-f", "csv").out == expected


@pytest.mark.parametrize("where", ["last", "middle"])
def test_an_open_quotation_mark_loses_no_rows(where: str, sample: Path, run: Run) -> None:
    head = HEADER.strip() + ",name\n" if where == "last" else "name," + HEADER
    row = "{0},xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,"
    lines = []
    for number in range(50):
        name = '"Lan' if number == 5 else "Lan"
        lines.append(f"{row.format(number)},{name}\n" if where == "last" else f"{name},{row.format(number)}\n")
    put(sample, head + "".join(lines))
    for command in ("measure", "measure --skip-bad"):
        outcome = run(*command.split())
        assert (outcome.status, outcome.out) == (2, "")
        assert "a quotation mark is opened here and never closed." in outcome.err
        assert "data/dossiers-2022.csv:7:" in outcome.err
    put(sample, head.replace("name", "size") + "".join(lines).replace('"Lan', '5"').replace("Lan", "5"))
    assert run("measure").status == 0


def test_odd_texts_beyond_the_first_rows_are_the_same_texts(sample: Path, run: Run) -> None:
    row = "{0},xa-tien-loi,{1},2022-03-01,2022-03-04,2022-03-03,{2},0,,,\n"
    names = ["Đất đai", unicodedata.normalize("NFD", "Đất đai"), "Đất\u00a0đai", " Đất  đai\t"]
    lines = [row.format(number, names[0], "counter") for number in range(700)]
    lines += [row.format(700 + at, name, "online") for at, name in enumerate(names)]
    put(sample, HEADER + "".join(lines))
    found = measures(run("measure", "-f", "csv").out)["online_procedure_rate"]
    assert (found["numerator"], found["denominator"]) == ("1", "1")
    again = row.format(unicodedata.normalize("NFD", "hồ1"), "p", "post") + row.format("hồ1", "p", "post")
    put(sample, HEADER + again)
    assert "stands here again" in run("measure").err


def test_half_filled_rows_are_bad_and_blank_ones_are_none(sample: Path, run: Run) -> None:
    good = "a,xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,\n"
    put(sample, HEADER + good + ",xa-tien-loi,1.1,,2022-03-10,,,,,,\n")
    assert "data/dossiers-2022.csv:3: dossier: this cell is blank." in run("measure").err
    put(sample, HEADER + good + " , , , ,\u00a0, , , , , , \n")
    assert run("measure").status == 0


def test_what_is_after_today_is_bad_and_what_is_after_the_day_is_not_yet(sample: Path, run: Run) -> None:
    good = "a,xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,\n"
    put(sample, HEADER + good + good.replace("a,", "b,").replace("2022-03-03", f"{today(None).year + 1}-12-31"))
    assert re.search(r"data/dossiers-2022.csv:3: finished: \d{4}-12-31 is after today.", run("measure").err)
    put(sample, HEADER + good + "c,xa-tien-loi,p,2022-06-01,2022-05-04,,zzz,0,,,\n")
    assert run("measure", "--date", "2022-04-01").status == 2


@pytest.mark.parametrize("day", ["1995-01-01", "0001-01-01", "9999-12-31", "2022-13-01"])
def test_days_that_no_calendar_has(day: str, sample: Path, run: Run) -> None:
    for command in ("measure", "dossiers late", "nowcast"):
        outcome = run(*command.split(), "--date", day)
        assert outcome.status == 2
        assert "--date" in outcome.err


def test_odd_targets_and_huge_cells(sample: Path, run: Run) -> None:
    (sample / "data" / "targets.csv").write_text(
        "target,unit,year,planned,actual\nx,xa-tien-loi,0,1,1\ny,xa-tien-loi,22,1,1\nz,xa-tien-loi,2022,1,1\n", "utf-8"
    )
    outcome = run("measure")
    assert outcome.err.count("is out of range; allowed: 1990–") == 2
    (sample / "data" / "targets.csv").unlink()
    put(sample, HEADER.strip() + ",name\n" + f"a,xa-tien-loi,p,2022-03-01,2022-03-04,,counter,0,,,,{'x' * 200_000}\n")
    assert run("measure").status == 0


def test_a_comma_too_many_tells_no_name(sample: Path, run: Run) -> None:
    put(
        sample,
        "dossier,unit,procedure,name,received,due,finished,channel,a,b\n"
        "1,xa-tien-loi,p,Trần, Thị Lan 0912345678,2022-03-01,2022-03-04,2022-03-03,counter,\n",
    )
    for command in ("measure", "check"):
        outcome = run(command)
        assert outcome.status in (1, 2)
        assert "Lan" not in outcome.out + outcome.err
        assert "0912" not in outcome.out + outcome.err


ROW = "{dossier},{unit},{received},{due},{finished},{channel},{supplements},{rating},{digitised}"
SOUND = {
    "dossier": "H1", "unit": "xa-tien-loi", "received": "2022-03-01", "due": "2022-03-04", "finished": "2022-03-03",
    "channel": "counter", "supplements": "0", "rating": "5", "digitised": "yes",
}  # fmt: skip
PRIVATE = (
    "Trần Văn Kín", "Kinhh", "kinhh", "Tran-Van-Kin", "0901234567", "0901 234 567", "0901.234.567", "090-123-4567", "+84 901 234 567",
    "079012345678", "079.012.345.678", "901234567", "1e9 0901234567", "0901234567/2022", "kin@thu.vn", "2022-03-01 0901234567",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("column", list(SOUND))
def test_no_cell_that_may_say_who_a_citizen_is_is_shown(column: str, kind: str, sample: Path, run: Run) -> None:
    """Whatever column a name or a number has slipped into, no message of any command has it."""
    lines = [ROW.format_map({**SOUND, "dossier": f"A{at}", column: cell}) for at, cell in enumerate(PRIVATE)]
    lines += [
        ROW.format_map({**SOUND, "dossier": f"B{at}", column: cell, "channel": cell, "due": "2022-02-01"})
        for at, cell in enumerate(PRIVATE)
    ]
    lines *= 2
    path = put(sample, ROW.replace("{", "").replace("}", "") + "\n" + "\n".join(lines) + "\n")
    if kind == "parquet":
        import duckdb

        duckdb.sql(
            f"COPY (FROM read_csv('{path}', all_varchar=true)) TO '{path.with_suffix('.parquet')}' (FORMAT parquet)"
        )
        path.unlink()
    texts = ""
    for command in (
        "measure",
        "measure --skip-bad -f json",
        "check",
        "check -f json",
        "nowcast --skip-bad",
        "dossiers late",
    ):
        outcome = run(*command.split())
        assert outcome.status in (0, 1, 2)
        texts += outcome.out * (column not in ("dossier", "unit")) + outcome.err
    assert not [cell for cell in PRIVATE if cell in texts]
    assert "kin@" not in texts


def test_stray_marks_swallow_no_rows(sample: Path, run: Run) -> None:
    line = "{0},xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,,{1}\n"
    names = ["A", '"Út', "C", 'Ba"', "E"]
    put(sample, HEADER.strip() + ",name\n" + "".join(line.format(f"H{at}", name) for at, name in enumerate(names)))
    for command in ("measure", "measure --skip-bad", "check"):
        outcome = run(*command.split())
        text = " ".join((outcome.out + outcome.err).split())
        assert outcome.status in (1, 2)
        assert "a quotation mark is opened here and closed on line 5" in text
        assert "Út" not in text
    put(sample, HEADER.strip() + ",name\n" + line.format("H1", '"Nguyễn\nVăn A"') + line.format("H2", '"B, C"'))
    assert measures(run("measure", "-f", "csv").out)["on_time_rate"]["denominator"] == "2"


@pytest.mark.parametrize("where", [2, 3, 7])
def test_rows_that_a_spreadsheet_and_a_script_have_written_are_read(where: int, sample: Path, run: Run) -> None:
    line = "H{0},xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,"
    lines = [HEADER.strip(), *(line.format(at) for at in range(9))]
    for first, second in (("\r\n", "\n"), ("\n", "\r\n")):
        text = first.join(lines[:where]) + first + second.join(lines[where:]) + second
        put(sample, "").write_bytes(text.encode())
        for command in ("measure", "measure --skip-bad"):
            found = measures(run(*command.split(), "-f", "csv").out)["on_time_rate"]
            assert (found["numerator"], found["denominator"]) == ("9", "9")
        (sample / "data" / "dossiers-2022.csv").write_bytes((text + line.format(10) + ",,x,y\n").encode())
        outcome = run("measure", "--skip-bad")
        assert (outcome.status, outcome.out) == (2, "")
        assert "data/dossiers-2022.csv:11:" in outcome.err


def test_month_first_dates_are_asked_about(sample: Path, run: Run) -> None:
    line = "H{0},xa-tien-loi,p,{1},2022-12-30,,counter,0,,,\n"

    def told(*days: str) -> str:
        put(sample, HEADER + "".join(line.format(at, day) for at, day in enumerate(days)))
        outcome = run("measure", "--skip-bad", "--date", "2022-12-31")
        assert outcome.status == (2 if "Error" in outcome.err else 0)
        return " ".join(outcome.err.split())

    assert "2: received: “3/4/2022” can be 2022-04-03 or 2022-03-04: on line 3 the month" in told(
        "3/4/2022", "3/25/2022"
    )
    assert "no date of the file shows" in told("3/4/2022", "2/1/2022")
    assert "“03/04/2022” is read as 2022-04-03, the day first" in told("03/04/2022", "02/01/2022")
    assert told("3/4/2022", "25/3/2022") == ""
    late = told(*["2022-03-04"] * 600, *["25/3/2022"] * 3, "3/25/2022", "3/4/2022")
    assert "606: received: “3/4/2022” can be 2022-04-03 or 2022-03-04: on line 605 the month" in late
    far = told(*["01/01/2022"] * 600, "25/03/2022")
    assert far == ""


def test_month_first_dates_are_asked_about_where_columns_of_days_are_missing(sample: Path, run: Run) -> None:
    """A file need not have every column of days, and a date with the month first speaks for the others of its file."""
    header = "dossier,unit,received,due,finished,channel\n"
    line = "H{0},xa-tien-loi,{1},{2},{3},counter\n"

    def told(*rows: tuple[str, str, str]) -> str:
        put(sample, header + "".join(line.format(at, *days) for at, days in enumerate(rows)))
        outcome = run("measure", "--skip-bad", "--date", "2022-12-31")
        assert outcome.status == (2 if "Error" in outcome.err else 0)
        return " ".join(outcome.err.split())

    assert "2: due: “3/5/2022” can be 2022-05-03 or 2022-03-05: no date" in told(("3/1/2022", "3/5/2022", "3/4/2022"))
    assert "“03/01/2022” is read as 2022-01-03, the day first" in told(("03/01/2022", "03/05/2022", "03/04/2022"))
    assert "2: due: “3/10/2022” can be 2022-10-03 or 2022-03-10: on line 2 the month" in told(
        ("3/1/2022", "3/10/2022", "3/25/2022"), ("3/2/2022", "3/10/2022", "")
    )


def test_a_year_after_the_next_one_does_not_leave_its_target_out(sample: Path, run: Run) -> None:
    path = sample / "data" / "targets.csv"
    for year, status in (("2062", 2), ("2022", 0)):
        rows_of = f"CT-1,xa-tien-loi,2022,100,100\nCT-2,xa-tien-loi,{year},100,50\n"
        path.write_text("target,unit,year,planned,actual\n" + rows_of, "utf-8")
        outcome = run("measure", "2022")
        assert outcome.status == status
        assert ("data/targets.csv:3: year: 2062 is out of range; allowed: 1990–" in outcome.err) == (status == 2)


def test_no_number_is_rounded_or_taken_for_another_in_silence(sample: Path, run: Run) -> None:
    """Beyond the first rows as well, where a reader of whole numbers would take 2.6 for 3 and 4.200 for 4."""
    line = "H{0},xa-tien-loi,2022-03-01,{1},,counter\n"
    for cell, message in (
        ("2.6", "“2.6” is not a whole number."),
        ("4.200", "“4.200” can be 4200 or 4.2."),
        ("9" * 400, "this is not"),
    ):
        put(
            sample,
            "dossier,unit,received,days,finished,channel\n"
            + "".join(line.format(at, cell if at == 700 else 3) for at in range(701)),
        )
        outcome = run("measure")
        assert outcome.status == 2
        assert f"data/dossiers-2022.csv:702: days: {message}" in outcome.err
    path = sample / "data" / "targets.csv"
    path.write_text("target;unit;year;planned;actual\nCT-1;xa-tien-loi;2022;4.200;950\n", "utf-8")
    put(sample, HEADER)
    assert "data/targets.csv:2: planned: “4.200” can be 4200 or 4.2. Write 4200 or 4.2." in run("measure").err
    path.write_text("target;unit;year;planned;actual\nCT-1;xa-tien-loi;2022;4.200.000;4 100 000,5\n", "utf-8")
    assert measures(run("measure", "2022", "-f", "csv").out)["target_completion_rate"]["value"] == "0"


@pytest.mark.parametrize(
    "url",
    [
        "trino:/user:S3CRET@host", "postgres://u@h/db?password=S3CRET", "snowflake://u@acc/db?token=S3CRET",
        "duckdb:///x?access_token=S3CRET", "trino://user:p/S3CRET@host:1/c", "mysql://u:S3CRET@h/db", "S3CRET.ddb", "nosuch://S3CRET",
        "duckdb://md:db?motherduck_token=S3CRET", "sqlite:///new.db?key=S3CRET", "S3CRET://h",
    ],
)  # fmt: skip
def test_nothing_secret_of_an_engines_address_is_told_and_no_file_is_made(url: str, sample: Path, run: Run) -> None:
    outcome = run("measure", "--engine", url)
    assert (outcome.status, outcome.out) == (2, "")
    assert "S3CRET" not in outcome.err.replace("S3CRET://…", "")
    assert not [path for path in sample.iterdir() if path.suffix in (".ddb", ".db") or path.name == "x"]


def test_what_an_engine_can_not_compute_is_told_without_its_values(sample: Path, run: Run) -> None:
    import duckdb

    with duckdb.connect(sample / "e.ddb") as house:
        house.execute(
            "CREATE TABLE a AS SELECT 'H1' dossier, 'xa-tien-loi' unit, true received, 'x' due, 'y' finished, 'online' channel"
        )
        house.execute(
            "CREATE TABLE b AS SELECT 'H1' dossier, 'xa-tien-loi' unit, DATE '2022-01-03' received, DATE '2022-01-05' due, "
            "DATE '2022-01-04' finished, 'online' channel, 79012345678901 supplements"
        )
    for table in "ab":
        outcome = run("measure", "--engine", f"duckdb://{sample / 'e.ddb'}", "--table", table)
        assert (outcome.status, outcome.out) == (2, "")
        assert "79012345678901" not in outcome.err
    assert run("measure", "--engine", f"duckdb://{sample / 'new.ddb'}").status == 2
    assert not (sample / "new.ddb").exists()


def test_check_lists_all_bad_rows(sample: Path, run: Run) -> None:
    lines = [f"{number},xa-tien-loi,p,2022-01-05,2022-01-04,,counter,0,,,\n" for number in range(50)]
    put(sample, HEADER + "".join(lines))
    assert len([row for row in rows(run("check", "-f", "csv").out) if row["severity"] == "error"]) == 50


def test_forms_of_dates(sample: Path, run: Run) -> None:
    forms = [
        "2022-03-07", "2022/03/07", "2022-03-07T08:00:00", "2022-03-07 08:00:00.000", "07/03/2022", "7/3/2022",
        "07.03.2022", "07-03-2022", "07/03/2022 14:05", "07/03/2022 2:05:07 PM", "14:05 07/03/2022", "44627", "44627.5",
    ]  # fmt: skip
    line = "{0},xa-tien-loi,p,2022-03-01,2022-03-04,{1},counter,0,,,\n"
    put(sample, HEADER + "".join(line.format(at, form) for at, form in enumerate(forms)))
    found = measures(run("measure", "-f", "csv").out)
    assert (found["late_count"]["value"], found["median_days"]["value"]) == (str(len(forms)), "4")
    for wrong in ("2022-03-10 rác", "2022-03-01 99:99", "31/02/2022", "3/2022", "12/31/2022"):
        put(sample, HEADER + line.format("a", wrong))
        assert "finished:" in run("measure").err, wrong
