"""What a register says of citizens and of engines is told to nobody; odd marks and dates lose no row."""

from pathlib import Path

import pytest

from cchc_cli.show.writers import as_file
from tests.cli.registers import HEADER, measures, put, rows
from tests.conftest import Run
from tools.golden import kept_results


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
    for command in ("measure", "measure --skip-bad -f json", "check", "nowcast --skip-bad", "dossiers late"):
        with kept_results() as results:
            outcome = run(*command.split())
        assert outcome.status in (0, 1, 2)
        shown = [outcome.out, *(as_file(*result, "json").decode("utf-8") for result in results)]
        texts += "".join(shown) * (column not in ("dossier", "unit")) + outcome.err
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

    assert "2: row 2, column received (D): “3/4/2022” can be 2022-04-03 or 2022-03-04: on line 3 the month" in told(
        "3/4/2022", "3/25/2022"
    )
    assert "no date of the file shows" in told("3/4/2022", "2/1/2022")
    assert "“03/04/2022” is read as 2022-04-03, the day first" in told("03/04/2022", "02/01/2022")
    assert told("3/4/2022", "25/3/2022") == ""
    late = told(*["2022-03-04"] * 600, *["25/3/2022"] * 3, "3/25/2022", "3/4/2022")
    assert (
        "606: row 606, column received (D): “3/4/2022” can be 2022-04-03 or 2022-03-04: on line 605 the month" in late
    )
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

    assert "“3/5/2022” can be 2022-05-03 or 2022-03-05: no date" in told(("3/1/2022", "3/5/2022", "3/4/2022"))
    assert "“03/01/2022” is read as 2022-01-03, the day first" in told(("03/01/2022", "03/05/2022", "03/04/2022"))
    assert "2: row 2, column due (D): “3/10/2022” can be 2022-10-03 or 2022-03-10: on line 2 the month" in told(
        ("3/1/2022", "3/10/2022", "3/25/2022"), ("3/2/2022", "3/10/2022", "")
    )


def test_a_year_after_the_next_one_does_not_leave_its_target_out(sample: Path, run: Run) -> None:
    path = sample / "data" / "targets.csv"
    for year, status in (("2062", 2), ("2022", 0)):
        rows_of = f"CT-1,xa-tien-loi,2022,100,100\nCT-2,xa-tien-loi,{year},100,50\n"
        path.write_text("target,unit,year,planned,actual\n" + rows_of, "utf-8")
        outcome = run("measure", "2022")
        assert outcome.status == status
        assert ("data/targets.csv:3: row 3, column year (C): 2062 is out of range; allowed: 1990–" in outcome.err) == (
            status == 2
        )


def test_no_number_is_rounded_or_taken_for_another_in_silence(sample: Path, run: Run) -> None:
    """Beyond the first rows as well, where a reader of whole numbers would take 2.6 for 3 and 4.200 for 4."""
    line = "H{0},xa-tien-loi,2022-03-01,{1},,counter\n"
    for cell, message in (
        ("2.6", "“2.6” is not a whole number."),
        ("4.200", "“4.200” can be 4200 or 4.2."),
        ("9" * 400, "this is no number of working days."),
    ):
        put(
            sample,
            "dossier,unit,received,days,finished,channel\n"
            + "".join(line.format(at, cell if at == 700 else 3) for at in range(701)),
        )
        outcome = run("measure")
        assert outcome.status == 2
        assert f"data/dossiers-2022.csv:702: row 702, column days (D): {message}" in outcome.err
    path = sample / "data" / "targets.csv"
    put(sample, HEADER)
    path.write_text("target;unit;year;planned;actual\nCT-1;xa-tien-loi;2022;4.200;950\n", "utf-8")
    assert (
        "data/targets.csv:2: row 2, column planned (D): “4.200” can be 4200 or 4.2. Write 4200 or 4.2."
        in run("measure").err
    )
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
    if url.startswith("postgres://"):
        assert "The engine postgres://… " in outcome.err
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
        assert "column finished (F):" in run("measure").err, wrong


def test_an_id_is_shown_where_all_cells_of_its_row_can_belong_to_their_columns(sample: Path, run: Run) -> None:
    """Where one can't, a separator may be missing, and in the place of the id stand a citizen's name and birthday."""
    head, row = ROW.replace("{", "").replace("}", ""), ROW.format_map({**SOUND, "dossier": "Lan-1990"})
    for again, shown in (
        (row, "Lan-1990"),
        (row.replace("counter", "truc tiep"), "Lan-1990"),
        (row.replace("counter", "zalo"), "…"),
    ):
        put(sample, "\n".join((head, row, again, "")))
        assert f"the id {shown} stands here again." in run("measure").err
