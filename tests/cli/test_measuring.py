"""measure, dossiers late and nowcast as users meet them."""

import csv
import io
import json
import shutil
import unicodedata
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from cchc_cli.index.measures import MEASURES
from cchc_cli.model.columns import LATE, MEASURE, NOWCAST
from tests.conftest import Run

SECRET = "Nguyễn Thị Bí Mật"
HEADER = "dossier,unit,procedure,received,due,finished,channel,supplements,apology,rescheduled,rating\n"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def measures(text: str) -> dict[str, dict[str, str]]:
    return {row["measure"]: row for row in rows(text)}


def put(sample: Path, text: str, name: str = "dossiers-2022.csv") -> Path:
    """A register of dossiers in place of the sample's."""
    for old in sample.glob("data/dossiers*"):
        old.unlink()
    path = sample / "data" / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    "command",
    [
        "measure 2022 --date 2023-01-15",
        "measure 2022 --by channel --date 2023-01-15 -f md",
        "measure 2022 -f csv",
        "dossiers late --date 2022-08-17",
        "dossiers late --date 2022-08-17 --procedure 1.001653 -f csv",
        "nowcast 2022 --date 2022-08-31",
        "nowcast 2022 --date 2022-08-31 -f md",
        "nowcast 2023 --date 2023-01-15",
    ],
)
def test_golden(command: str, language: str, sample: Path, run: Run, snapshot: SnapshotAssertion) -> None:
    outcome = run(*command.split(), "--lang", language)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == snapshot


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_nothing_is_wider_than_the_screen(
    width: int, language: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for command in ("measure", "dossiers late --date 2022-08-17", "nowcast 2022 --date 2022-08-31"):
        assert max(map(len, run(*command.split(), "--lang", language).out.splitlines())) <= width, command


@pytest.mark.parametrize(
    ("command", "columns"),
    [
        ("measure", MEASURE),
        ("measure --by procedure", MEASURE),
        ("dossiers late --date 2022-08-17", LATE),
        ("nowcast 2022 --date 2022-08-31", NOWCAST),
    ],
)
def test_csv_and_json_have_the_same_rows_in_every_language(
    command: str, columns: tuple[str, ...], sample: Path, run: Run
) -> None:
    words = command.split()
    english, vietnamese = (run(*words, "-f", "csv", "--lang", language).out for language in ("en", "vi"))
    assert english == vietnamese
    found = rows(english)
    assert tuple(found[0]) == columns
    told = json.loads(run(*words, "-f", "json").out, parse_constant=pytest.fail)
    assert [tuple(row) for row in told["rows"]] == [columns] * len(found)


def test_the_sample_registers_give_the_points_of_the_sample_scores(sample: Path, run: Run) -> None:
    """What stands in the scores of 2022 is what the tiers of the registers give."""
    scored = {
        row["component"]: float(row["score"])
        for row in rows((sample / "data" / "scores-2022.csv").read_text("utf-8"))
        if row["unit"] == "xa-tien-loi"
    }
    found = [row for row in rows(run("measure", "2022", "-f", "csv").out) if row["component"]]
    assert len(found) == 11
    assert {row["component"]: float(row["points"]) for row in found} == {
        row["component"]: scored[row["component"]] for row in found
    }


def test_the_sample_registers_by_hand(sample: Path, run: Run) -> None:
    dossiers = rows((sample / "data" / "dossiers-2022.csv").read_text("utf-8"))
    late = [row for row in dossiers if row["finished"] > row["due"]]
    sorry = [row for row in late if row["apology"] and row["rescheduled"]]
    found = measures(run("measure", "2022", "-f", "csv").out)
    assert found["on_time_rate"]["numerator"] == str(len(dossiers) - len(late))
    assert found["on_time_rate"]["denominator"] == str(len(dossiers)) == "1200"
    assert found["apology_rate"]["numerator"] == str(len(sorry))
    assert found["apology_rate"]["denominator"] == str(len(late))
    assert set(found) == set(MEASURES) - {"digitised_rate"}


def many(late: int, total: int) -> str:
    """`total` dossiers, of which `late` were late."""
    lines = [
        f"H{number},xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-{7 if number < late else 3:02d},counter,0,,,\n"
        for number in range(total)
    ]
    return HEADER + "".join(lines)


@pytest.mark.parametrize(
    ("late", "points", "next_tier", "distance", "spare", "fall"),
    [
        (0, "6", "", "", 0, 5),
        (1, "5", "100", "1", 11, 3),
        (12, "5", "100", "12", 0, 3),  # exactly 98% of 600
        (13, "3", "98", "1", 17, 1),
        (30, "3", "98", "18", 0, 1),  # exactly 95%
        (31, "1", "95", "1", 29, 0),
        (61, "0", "90", "1", None, None),
    ],
)
def test_the_distance_to_the_next_tiers_is_counted_in_dossiers(
    late: int, points: str, next_tier: str, distance: str, spare: int, fall: int, sample: Path, run: Run
) -> None:
    """Of 600: 98% allows 12 late ones, 95% 30, 90% 60."""
    put(sample, many(late, 600))
    found = measures(run("measure", "2022", "-f", "csv").out)["on_time_rate"]
    assert (found["points"], found["next_tier"], found["distance"]) == (points, next_tier, distance)
    told = json.loads(run("measure", "2022", "-f", "json").out)
    (tier,) = [each for each in told["tiers"] if each["measure"] == "on_time_rate"]
    assert (tier["spare"], tier["fall_points"]) == (spare, fall)


def test_the_sentence_of_the_98_percent(sample: Path, run: Run) -> None:
    put(sample, many(7, 600))
    assert (
        "3.3.1: 100% needs 7 more (dossiers on time, of 600 counted); 98% allows 12 (late dossiers): 7 used, 5 "
        "left; beyond that the points fall from 5 to 3." in " ".join(run("measure", "2022").out.split())
    )


def test_as_of_a_day_nothing_later_has_happened(sample: Path, run: Run) -> None:
    put(
        sample,
        HEADER
        + "a,xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-09,counter,0,2022-03-08,2022-03-10,5\n"
        + "b,xa-tien-loi,p,2022-03-02,2022-03-07,2022-03-03,online,2,,,\n"
        + "c,xa-tien-loi,p,2022-03-08,2022-03-11,2022-03-09,post,0,,,\n",
    )

    def at(day: str) -> dict[str, dict[str, str]]:
        return measures(run("measure", "2022", "--date", day, "-f", "csv").out)

    on_due = at("2022-03-04")
    assert (on_due["on_time_rate"]["numerator"], on_due["on_time_rate"]["denominator"]) == ("1", "1")
    assert on_due["open_overdue"]["value"] == "0"
    after = at("2022-03-07")
    assert (after["late_count"]["value"], after["open_overdue"]["value"]) == ("1", "1")
    assert after["apology_rate"]["value"] == "0"
    assert after["satisfaction_rate"]["value"] == ""
    end = at("2022-12-31")
    assert (end["apology_rate"]["value"], end["open_overdue"]["value"]) == ("100", "0")
    assert end["satisfaction_rate"]["value"] == "100"
    assert end["one_time_guidance_rate"]["value"] == "66.666666667"
    assert run("measure", "2022", "--date", "2021-12-31").status == 2


def test_nothing_late_needs_no_apology_and_nothing_decided_has_no_rate(sample: Path, run: Run) -> None:
    put(sample, HEADER + "a,xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,\n")
    assert measures(run("measure", "2022", "-f", "csv").out)["apology_rate"]["value"] == "100"
    put(sample, HEADER + "a,xa-tien-loi,p,2022-03-01,2022-03-04,,counter,0,,,\n")
    found = measures(run("measure", "2022", "--date", "2022-03-02", "-f", "csv").out)
    assert (found["apology_rate"]["value"], found["on_time_rate"]["value"]) == ("", "")


def test_a_measure_whose_column_is_missing_is_not_there(sample: Path, run: Run) -> None:
    put(sample, "dossier,received,due,finished,channel\na,2022-03-01,2022-03-04,2022-03-03,counter\n")
    found = measures(run("measure", "2022", "-f", "csv").out)
    missing = {
        "apology_rate",
        "one_time_guidance_rate",
        "satisfaction_rate",
        "digitised_rate",
        "online_procedure_rate",
    }
    assert missing.isdisjoint(found)
    assert found["on_time_rate"]["unit"] == "xa-tien-loi"


def test_days_become_due_over_holidays_and_swapped_days(sample: Path, run: Run) -> None:
    """Tết 2022 was off from 31 January to 4 February; 5 February was a Saturday."""
    put(
        sample,
        "dossier,received,days,finished,channel\n"
        "a,2022-01-28,1,2022-02-07,counter\n"
        "b,2022-01-28,1,2022-02-08,counter\n"
        "c,2022-01-28,0,2022-01-28,counter\n",
    )
    found = measures(run("measure", "2022", "-f", "csv").out)
    assert (found["late_count"]["value"], found["median_days"]["value"]) == ("1", "1")
    (sample / "data" / "calendar.csv").write_text("ngày;làm việc\n05/02/2022;có\n", "utf-8")
    found = measures(run("measure", "2022", "-f", "csv").out)
    assert (found["late_count"]["value"], found["median_days"]["value"]) == ("2", "2")
    (sample / "data" / "calendar.csv").write_text("date,working\n2022-02-05,perhaps\n", "utf-8")
    outcome = run("measure", "2022")
    assert outcome.status == 2
    assert "data/calendar.csv:2:12: working: “perhaps” is not allowed; allowed: yes, no." in outcome.err


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
    "4: channel: “fax” is not allowed; allowed: counter, online, post.",
    "5: unit: there is no unit xa-tien-loii in units.csv.",
    "6: received: “2022-02-30” is not a date. Write it like 2023-12-31 or 31/12/2023.",
    "8: dossier: 5 stands here again.",
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
    assert "data/dossiers-2022.csv:3: dossier: a stands here again." in run("measure").err
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

    from cchc_cli.model.registers import DOSSIERS
    from cchc_cli.workspace.registers.files import look_at_csv
    from cchc_cli.workspace.registers.reading import source_sql

    path = put(sample, BAD)
    file = look_at_csv(path, path.name, DOSSIERS, one_unit=True)
    for numbered in (False, True):
        sql = source_sql(DOSSIERS, [file], "xa-tien-loi", (date(2022, 12, 31),) * 2, numbered=numbered)
        outside = sql.replace(sql[sql.index("columns={") : sql.index("}", sql.index("columns={"))], "")
        assert '"c0"' in outside or " c0" in outside
        assert "c2" not in outside


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "data/dossiers-2022.csv:1: dossier: the column dossier is missing."),
        ("dossier,received,finished,channel\n", "neither due nor days is there"),
        ("dossier,received,due,finished,channel,kênh nộp\n", "several columns mean channel: “channel”, “kênh nộp”."),
        ("dossier,received,due,finished,channel\na,2022-01-03,2022-01-04,,counter,x,y\n", ":2: this row has more cells"),
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
    path.write_bytes(
        "dossier,received,due,finished,channel\né,2022-01-03,2022-01-04,,counter\n".encode("latin-1")
    )
    outcome = run("measure")
    assert outcome.status == 2
    assert "data/dossiers-2022.csv:2: this is not UTF-8 text." in outcome.err
    path.write_bytes("dossier,received\n".encode("utf-16"))
    assert "data/dossiers-2022.csv:1: this is not UTF-8 text." in run("measure").err
    put(sample, "", "dossiers.parquet")
    assert "data/dossiers.parquet: cannot be read as a parquet file." in run("measure").err


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


def test_write_puts_values_and_nothing_else(sample: Path, run: Run) -> None:
    path = sample / "data" / "scores-2022.csv"
    before = path.read_text("utf-8")
    score = run("score").out
    first = run("measure", "2022", "--write", "-f", "csv")
    assert first.err == "data/scores-2022.csv: 11 values written.\n"
    after = path.read_text("utf-8")
    assert run("measure", "2022", "--write", "-f", "csv").err == ""
    assert path.read_text("utf-8") == after
    old, new = rows(before), rows(after)
    assert [{name: row[name] for name in old[0]} for row in new] == old
    values = {row["component"]: row["value"] for row in new if row["value"]}
    assert values == {row["component"]: _exact(row) for row in rows(first.out) if row["component"]}
    assert run("score").out == score


def _exact(row: dict[str, str]) -> str:
    """100 × numerator ÷ denominator, to the billionth."""
    return f"{round(100 * int(row['numerator']) / int(row['denominator']), 9):.12g}"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_write_keeps_the_form_of_the_file(bom: str, newline: str, sample: Path, run: Run) -> None:
    path = sample / "data" / "scores-2022.csv"
    head = "Năm;Đơn vị;Mã tiêu chí;Giá trị;Điểm;Ghi chú"
    lines = [head, '2022;xa-tien-loi;3.3.1;50,5;;"a;b"', "2022;xa-tien-loi;1.1.1;;1;", ""]
    path.write_text(bom + newline.join(lines), "utf-8", newline="")
    assert run("measure", "2022", "--write").status == 0
    found = path.read_bytes().decode("utf-8")
    assert found.startswith(bom + head + newline)
    assert '2022;xa-tien-loi;3.3.1;96,166666667;;"a;b"' + newline in found
    assert "2022;xa-tien-loi;1.1.1;;1;" + newline in found
    assert "2022;xa-tien-loi;7.2;0;;" + newline in found
    assert found.count("\r\n") == (found.count("\n") if newline == "\r\n" else 0)


def test_write_makes_the_years_file(sample: Path, run: Run) -> None:
    shutil.copy(sample / "data" / "scores-2021.csv", sample / "kept.csv")
    put(sample, many(1, 600).replace("2022-", "2023-"))
    outcome = run("measure", "2023", "--write")
    assert outcome.err == "data/scores-2023.csv: 6 values written.\n"
    found = rows((sample / "data" / "scores-2023.csv").read_text("utf-8"))
    assert {row["component"] for row in found} == {"3.3.1", "3.3.2", "3.2.2", "7.1.1", "7.1.2", "7.2"}
    assert (sample / "data" / "scores-2021.csv").read_bytes() == (sample / "kept.csv").read_bytes()


def test_ids_of_targets_and_reports_are_used_again_each_year(sample: Path, run: Run) -> None:
    for name, old, new in (("targets.csv", ",2022,", ",2023,"), ("reports.csv", "2022-", "2023-")):
        path = sample / "data" / name
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([*lines, *(line.replace(old, new) for line in lines[1:])]) + "\n", "utf-8")
    found = rows(run("measure", "--by", "year", "-f", "csv").out)
    assert [row["value"] for row in found if row["measure"] == "target_completion_rate"] == [
        "93.333333333"
    ] * 2
    path.write_text(path.read_text("utf-8") + lines[1] + "\n", "utf-8")
    assert "stands here again." in run("measure").err


def test_without_columns_for_apologies_none_is_missing(sample: Path, run: Run) -> None:
    put(sample, "dossier,received,due,finished,channel\na,2022-03-01,2022-03-04,2022-03-09,counter\n")
    assert "No dossier needs action." in run("dossiers", "late").out
    outcome = run("dossiers", "late", "--fail-on", "late-without-apology")
    assert outcome.status == 2
    assert "the register has no columns apology and rescheduled" in outcome.err


def test_all_units_need_a_column_for_the_unit(sample: Path, run: Run) -> None:
    put(sample, "dossier,received,due,finished,channel\na,2022-03-01,2022-03-04,2022-03-09,counter\n")
    outcome = run("measure", "--all-units")
    assert outcome.status == 2
    assert "data/dossiers-2022.csv:1: unit: the column unit is missing." in outcome.err


def test_fail_on(sample: Path, run: Run) -> None:
    put(
        sample,
        HEADER
        + "a,xa-tien-loi,p,2022-03-01,2022-03-04,,counter,0,2022-03-08,2022-03-10,\n"
        + "b,xa-tien-loi,q,2022-03-02,2022-03-11,,online,2,,,\n",
    )
    late = run("dossiers", "late", "--date", "2022-03-09", "-f", "csv", "--fail-on", "overdue")
    assert late.status == 1
    assert "1 dossier is overdue: a." in late.err
    assert [(row["dossier"], row["state"], row["days"]) for row in rows(late.out)] == [
        ("a", "overdue", "3"),
        ("b", "due_soon", "2"),
    ]
    assert run("dossiers", "late", "--date", "2022-03-09", "--fail-on", "late-without-apology").status == 0
    assert run("dossiers", "late", "--date", "2022-03-07", "--fail-on", "late-without-apology").status == 1
    assert (
        run("dossiers", "late", "--date", "2022-03-04", "--soon", "0", "-f", "csv").out.count("due_soon") == 1
    )
    assert "No dossier needs action." in run("dossiers", "late", "--date", "2022-03-03", "--soon", "0").out


def test_all_units_and_units_alone(sample: Path, run: Run) -> None:
    put(
        sample,
        HEADER
        + "a,don-vi-02,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,\n"
        + "b,don-vi-03,p,2021-03-01,2021-03-04,2021-03-09,counter,0,,,\n",
    )
    every = rows(run("measure", "--all-units", "--by", "year", "-f", "csv").out)
    assert [(row["unit"], row["period"]) for row in every if row["measure"] == "on_time_rate"] == [
        ("don-vi-02", "2022"),
        ("don-vi-03", "2021"),
    ]
    alone = measures(run("measure", "2022", "--unit", "don-vi-02", "-f", "csv").out)
    assert alone["on_time_rate"]["value"] == "100"
    assert run("measure", "--unit", "don-vi-2").status == 2
    assert run("measure", "--all-units", "--unit", "don-vi-02").status == 2


def test_periods(sample: Path, run: Run) -> None:
    for by, expected in (
        ("month", "2022-01"),
        ("quarter", "2022-Q1"),
        ("channel", "counter"),
        ("procedure", "1.000656"),
    ):
        found = rows(run("measure", "2022", "--by", by, "-f", "csv").out)
        assert found[0]["period"] == expected
        total = sum(int(row["denominator"]) for row in found if row["measure"] == "online_rate")
        assert total == 1200
    assert not [
        row
        for row in rows(run("measure", "--by", "month", "-f", "csv").out)
        if row["measure"] == "target_completion_rate"
    ]


def test_a_misspelt_measure_is_told_by_check(sample: Path, run: Run) -> None:
    path = sample / "criteria.yaml"
    path.write_text(path.read_text("utf-8").replace("measure: on_time_rate", "measure: on_time_rat"), "utf-8")
    assert "no register has the measure on_time_rat." in " ".join(run("check").out.split())


def test_nowcast_is_the_registers_and_last_years_points(sample: Path, run: Run) -> None:
    """At the end of the year: 2022's registers on 2021's other points, added up here by hand."""
    found = rows(run("nowcast", "2022", "--date", "2022-12-31", "-f", "csv").out)
    before = {
        row["component"]: float(row["score"])
        for row in rows((sample / "data" / "scores-2021.csv").read_text("utf-8"))
        if row["unit"] == "xa-tien-loi"
    }
    fed = {
        row["component"]: float(row["points"])
        for row in rows(run("measure", "2022", "-f", "csv").out)
        if row["component"]
    }
    assert {row["component"]: float(row["points"]) for row in found} == before | fed
    assert all(row["low"] == row["points"] == row["high"] for row in found)
    told = json.loads(run("nowcast", "2022", "--date", "2022-12-31", "-f", "json").out)
    assert told["now"]["index"] == pytest.approx(sum((before | fed).values()), abs=1e-9)


def test_nowcast_counts_done_tasks_and_open_ones_as_possible(sample: Path, run: Run) -> None:
    (sample / "data" / "tasks.csv").write_text(
        "id,component,action,due,gain,status,done_on\n"
        "T-2023-001,1.1.2,x,2023-03-31,0.25,done,2023-03-01\n"
        "T-2023-002,1.1.2,y,2023-06-30,5,todo,\n"
        "T-2022-001,1.1.3,z,2022-06-30,0.5,done,2022-06-01\n".replace(",5,", ",0.5,"),
        "utf-8",
    )
    found = {
        row["component"]: row for row in rows(run("nowcast", "2023", "--date", "2023-05-01", "-f", "csv").out)
    }
    assert (found["1.1.2"]["points"], found["1.1.2"]["high"], found["1.1.2"]["basis"]) == (
        "0.75",
        "1",
        "task",
    )
    assert found["1.1.3"]["basis"] == "previous"
    early = {
        row["component"]: row for row in rows(run("nowcast", "2023", "--date", "2023-02-01", "-f", "csv").out)
    }
    assert (early["1.1.2"]["points"], early["1.1.2"]["high"]) == ("0.5", "1")


def test_nowcast_needs_a_result_to_start_from(sample: Path, run: Run) -> None:
    outcome = run("nowcast", "2021")
    assert outcome.status == 2
    assert "There is no result before 2021" in outcome.err
    assert run("nowcast", "2023", "--date", "2022-12-31").status == 2


def test_without_registers_it_says_what_to_do(sample: Path, run: Run) -> None:
    for name in ("dossiers-2022.csv", "reports.csv", "targets.csv"):
        (sample / "data" / name).unlink()
    outcome = run("measure")
    assert outcome.status == 2
    assert "dossiers*.csv, reports*.csv or targets*.csv" in outcome.err


def test_without_duckdb_it_says_what_to_install(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util
    import sys

    monkeypatch.setitem(sys.modules, "duckdb", None)
    outcome = run("measure")
    assert outcome.status == 2
    assert "pip install 'cchc-cli[dossiers]'" in outcome.err
    monkeypatch.setattr(
        "cchc_cli.cli.registers.find_spec", lambda name: importlib.util.find_spec("no_such_module")
    )
    checked = run("check")
    assert checked.status == 0
    assert "the registers were not checked" in " ".join(checked.out.split())


def test_write_keeps_odd_files_as_they_are(sample: Path, run: Run) -> None:
    """Line ends of both kinds, quotation marks everywhere, no end at the last line, a decimal point beside ;"""
    for old in sample.glob("data/scores*.csv"):
        old.unlink()
    path = sample / "data" / "scores.csv"
    path.write_bytes(
        b'"year";"unit";"component";"value";"score"\r\n'
        b'"2022";"xa-tien-loi";"3.3.1";"50.5";""\n'
        b'"2022";"xa-tien-loi";"7.2"\r\n'
        b'"2022";"xa-tien-loi";"1.1.1";"";"0.5"'
    )
    assert run("measure", "2022", "--write").status == 0
    lines = path.read_bytes().decode().splitlines(keepends=True)
    assert lines[1:3] == [
        '"2022";"xa-tien-loi";"3.3.1";96.166666667;""\n',
        '"2022";"xa-tien-loi";"7.2";0\r\n',
    ]
    assert lines[3] == '"2022";"xa-tien-loi";"1.1.1";"";"0.5"'
    assert len(lines) == 4
    assert len(rows((sample / "data" / "scores-2022.csv").read_text("utf-8"))) == 9


def test_write_spoils_no_choice_and_no_faulty_file(sample: Path, run: Run) -> None:
    criteria = sample / "criteria.yaml"
    text = criteria.read_text("utf-8")
    old = "rule: {type: choice, options: {timely: 1, late: 0.5, none: 0}}\n"
    criteria.write_text(text.replace(old, old + "            measure: on_time_rate\n", 1), "utf-8")
    assert run("measure", "2022", "--write").status == 0
    assert run("score").status == 0
    assert "gives no points" in run("check").out
    scores = sample / "data" / "scores-2022.csv"
    scores.write_text(scores.read_text("utf-8") + "2022,xa-tien-loi,3.3.1,,3,,\n", "utf-8")
    before = scores.read_bytes()
    outcome = run("measure", "2022", "--write")
    assert (outcome.status, outcome.out) == (2, "")
    assert scores.read_bytes() == before


@pytest.mark.parametrize("where", ["last", "middle"])
def test_an_open_quotation_mark_loses_no_rows(where: str, sample: Path, run: Run) -> None:
    head = HEADER.strip() + ",name\n" if where == "last" else "name," + HEADER
    row = "{0},xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,"
    lines = []
    for number in range(50):
        name = '"Lan' if number == 5 else "Lan"
        lines.append(
            f"{row.format(number)},{name}\n" if where == "last" else f"{name},{row.format(number)}\n"
        )
    put(sample, head + "".join(lines))
    for command in ("measure", "measure --skip-bad"):
        outcome = run(*command.split())
        assert (outcome.status, outcome.out) == (2, "")
        assert "data/dossiers-2022.csv:7: a quotation mark is opened here and never closed." in outcome.err
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
    put(sample, HEADER + good + good.replace("a,", "b,").replace("2022-03-03", "2092-03-03"))
    assert "data/dossiers-2022.csv:3: finished: 2092-03-03 is after today." in run("measure").err
    put(sample, HEADER + good + "c,xa-tien-loi,p,2022-06-01,2022-05-04,,zzz,0,,,\n")
    assert run("measure", "--date", "2022-04-01").status == 2


def test_points_fall_to_what_one_more_late_dossier_really_brings(sample: Path, run: Run) -> None:
    put(sample, many(0, 10))
    told = json.loads(run("measure", "2022", "-f", "json").out)
    (tier,) = [each for each in told["tiers"] if each["measure"] == "on_time_rate"]
    put(sample, many(1, 10))
    points = measures(run("measure", "2022", "-f", "csv").out)["on_time_rate"]["points"]
    assert (tier["spare"], f"{tier['fall_points']:g}") == (0, points) == (0, "1")


@pytest.mark.parametrize("day", ["1995-01-01", "0001-01-01", "9999-12-31", "2022-13-01"])
def test_days_that_no_calendar_has(day: str, sample: Path, run: Run) -> None:
    for command in ("measure", "dossiers late", "nowcast"):
        outcome = run(*command.split(), "--date", day)
        assert outcome.status == 2
        assert "--date" in outcome.err


def test_odd_targets_and_huge_cells(sample: Path, run: Run) -> None:
    (sample / "data" / "targets.csv").write_text(
        "target,unit,year,planned,actual\nx,xa-tien-loi,0,1,1\ny,xa-tien-loi,22,1,1\nz,xa-tien-loi,2022,1,1\n",
        "utf-8",
    )
    outcome = run("measure")
    assert outcome.err.count("is no year.") == 2
    (sample / "data" / "targets.csv").unlink()
    put(
        sample,
        HEADER.strip() + ",name\n" + f"a,xa-tien-loi,p,2022-03-01,2022-03-04,,counter,0,,,,{'x' * 200_000}\n",
    )
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


def test_an_officer_without_pressing_dossiers_is_no_fault(sample: Path, run: Run) -> None:
    outcome = run(
        "dossiers", "late", "--date", "2022-01-05", "--officer", "tai-chinh", "--fail-on", "overdue"
    )
    assert outcome.status == 0
    assert run("dossiers", "late", "--officer", "tai-chin").status == 2


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
