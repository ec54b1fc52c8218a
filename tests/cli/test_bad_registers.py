"""Registers with faults: each is told with file and line, nothing of a citizen is, and no row is lost."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from cchc_cli.model.today import today
from cchc_cli.show.writers import as_file
from tests.cli.registers import HEADER, measures, put, rows
from tests.conftest import Run
from tools.golden import kept_results

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
    "2: row 2, column ngày trả kết quả (G): finished on 2022-01-04, before it was received on 2022-01-05. Correct one of the two days.",
    "3: row 3, column ngày hẹn trả (F): due on 2022-01-03, before it was received on 2022-01-05. Correct one of the two days.",
    "4: row 4, column hình thức nộp (H): this is not allowed; allowed: counter, online, post.",
    "5: row 5, column đơn vị (B): there is no unit xa-tien-loii in units.csv. Did you mean xa-tien-loi (Xã Tiến Lợi)?",
    "6: row 6, column ngày tiếp nhận (E): “2022-02-30” is not a date: month 2 of 2022 has 28 days. Write it like 2023-12-31 or 31/12/2023.",
    "8: row 7, column Mã hồ sơ (A): the id 5 stands here again. Keep one of the rows.",
    "9: row 8, column đánh giá (I): 9 is out of range; allowed: 1 to 5.",
    "10: row 9, column Mã hồ sơ (A): this cell is blank. Fill it in, or take the row out.",
]


def test_the_same_wrong_cell_of_a_column_is_told_once(sample: Path, run: Run) -> None:
    row = "{0},xa-tien-loi,p,2022-03-01,{1},{2},counter,0,,,\n"
    cells = [("1-04", ""), ("1-04", ""), ("2022-03-04", "1-04"), ("1-04", "")]
    put(sample, HEADER + "".join(row.format(at, *days) for at, days in enumerate(cells)))
    told = [line for line in run("measure").err.splitlines() if "1-04" in line]
    assert [line.split(",")[0].split()[-1] for line in told] == ["2", "4"]
    assert told[0].endswith("Also in rows 3, 5.")


@pytest.mark.parametrize("column", ["supplements", "rating"])
def test_a_count_and_a_rating_are_no_percentages(column: str, sample: Path, run: Run) -> None:
    head = "dossier,unit,received,due,finished,channel,supplements,rating\n"
    counted = "1,xa-tien-loi,2022-03-01,2022-03-09,2022-03-04,counter,{supplements},{rating}\n"
    put(sample, head + counted.format(**{"supplements": "0", "rating": "4"} | {column: "5%"}))
    done = run("measure", "2022")
    assert (done.status, done.out) == (2, "")
    assert f"column {column} " in done.err
    hint = {"supplements": "Write the number alone: 5.", "rating": "Write a number from 1 to 5."}[column]
    assert f"“5%” is not a number. {hint}" in done.err


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
    assert "data/dossiers-2022.csv:3: row 3, column dossier (A): the id … stands here again." in run("measure").err
    found = measures(run("measure", "--skip-bad", "-f", "csv").out)
    assert (found["on_time_rate"]["numerator"], found["on_time_rate"]["denominator"]) == ("1", "1")


@pytest.mark.parametrize(
    "register",
    [
        BAD.replace("\n5,", f"\n{SECRET},"),
        BAD.replace("2022-12-31,online,3", f"2022-12-31,online,3,{SECRET}"),
        BAD.replace("Họ tên", f"Họ tên,{SECRET}"),
        BAD.replace(f"3,xa-tien-loi,{SECRET}", f'3,xa-tien-loi,"{SECRET}'),
    ],
    ids=["bad", "broken", "header", "mark"],
)
def test_who_the_citizens_are_is_never_told(
    register: str, sample: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In no format: what is told on stderr is the same in all of them, a result is written in each."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    texts = []
    put(sample, register)
    with kept_results() as results:
        for command in (
            "measure",
            "measure --skip-bad",
            "dossiers late",
            "dossiers late --skip-bad",
            "nowcast --skip-bad",
            "check",
        ):
            outcome = run(*command.split())
            texts += [outcome.out, outcome.err]
    forms = ("csv", "json", "md", "html")
    texts += [as_file(*result, form).decode("utf-8") for result in results for form in forms]
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
    file = look_at_csv(path, path.name, DOSSIERS, [], None)
    sql = source_sql(DOSSIERS, [file], "xa-tien-loi", (date(2022, 12, 31),) * 2)
    outside = sql.replace(sql[sql.index("columns={") : sql.index("}", sql.index("columns={"))], "")
    assert '"c0"' in outside
    assert "c2" not in outside
    assert list(read_texts(file, None)) == ["row_number", "c0", "c1", *(f"c{at}" for at in range(3, 9))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "data/dossiers-2022.csv:1: row 1: the column dossier is missing."),
        ("dossier,received,finished,channel\n", "data/dossiers-2022.csv:1: row 1: neither due nor days is there: the day on which the result is due can't be told. Its header may be: due, "),
        ("dossier,received,due,finished,channel,kênh nộp\n", "several columns mean channel: “channel”, “kênh nộp”."),
        ("dossier,received,due,finished,channel\na,2022-01-03,2022-01-04,,counter,x,y\n", ":2:34: row 2, column F: 7 cells in this row, but 5 in the header."),
        ("dossier,received,due,finished,channel\na,45000,2022-01-04x,,counter\n", ":2: row 2, column due (C): this is not a date."),
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
    assert "data/dossiers-2022.csv:2:1: line 2: this is not UTF-8 text." in outcome.err
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
    assert "data/dossiers-2022.csv:3: row 3, column dossier (A): this cell is blank." in run("measure").err
    put(sample, HEADER + good + " , , , ,\u00a0, , , , , , \n")
    assert run("measure").status == 0


def test_what_is_after_today_is_bad_and_what_is_after_the_day_is_not_yet(sample: Path, run: Run) -> None:
    good = "a,xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,\n"
    put(sample, HEADER + good + good.replace("a,", "b,").replace("2022-03-03", f"{today(None).year + 1}-12-31"))
    assert re.search(
        r"data/dossiers-2022.csv:3: row 3, column finished \(F\): \d{4}-12-31 is after today.", run("measure").err
    )
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
