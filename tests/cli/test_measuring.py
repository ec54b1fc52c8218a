"""measure as users meet it, and the golden texts of all commands on registers."""

import json
from pathlib import Path

import pytest

from cchc_cli.model.columns import LATE, MEASURE, NOWCAST
from cchc_cli.model.measures import MEASURES
from tests.cli.registers import HEADER, many, measures, put, rows
from tests.conftest import Run


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
        "3.3.1 Dossiers finished on time (%): 100% needs 7 more (dossiers on time, of 600 dossiers); 98% allows 12 (late dossiers); dossiers "
        "used: 7, left: 5; beyond that the points fall from 5.00 to 3.00."
        in " ".join(run("measure", "2022", "--date", "2022-12-31").out.split())
    )


def test_thousands_are_marked_before_what_is_counted(sample: Path, run: Run) -> None:
    told = " ".join(run("--lang", "vi", "measure", "2022", "--date", "2022-12-31").out.split())
    assert "(tổng số 1.200 hồ sơ)" in told
    assert "(tổng số 14 thủ tục)" in told


def test_every_figure_says_what_it_counts(sample: Path, run: Run) -> None:
    told = " ".join(run("--lang", "vi", "measure", "2022", "--date", "2022-12-31").out.split())
    assert "cần thêm 66 lượt đánh giá mức 4 hoặc 5 (tổng số 300 lượt đánh giá)" in told
    assert "60 hồ sơ trễ hạn: hiện có 46 hồ sơ, còn được thêm 14 hồ sơ;" in told


def test_of_a_year_that_is_over_nothing_more_is_asked_for(sample: Path, run: Run) -> None:
    """Late dossiers that are finished can't be on time any more."""
    told = " ".join(run("--lang", "vi", "measure", "2022", "--date", "2023-01-01").out.split())
    assert "năm 2022 đã kết thúc, đạt 96,17% (1.154/1.200 hồ sơ đúng hạn); mức kế tiếp là 98%." in told
    assert "cần thêm" not in told and "còn được thêm" not in told


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


def test_a_report_that_is_sent_early_counts_and_begins_no_year(sample: Path, run: Run) -> None:
    """The first of next year's was sent in December: `measure` showed an empty next year, `nowcast` refused it."""
    days = ["2022-12-20,2022-12-24", "2022-12-31,2022-12-28", "2023-01-05,2022-12-29"]
    lines = [f"R{number},xa-tien-loi,periodic,{each},yes\n" for number, each in enumerate(days)]
    put(sample, "report,unit,kind,due,sent,complete\n" + "".join(lines), "reports.csv")
    found = measures(run("measure", "--date", "2022-12-30", "-f", "csv").out)["report_on_time_rate"]
    assert (found["period"], found["numerator"], found["denominator"]) == ("2022", "1", "2")
    assert '"year": 2022' in run("nowcast", "--date", "2022-12-30", "-f", "json").out


def test_nothing_late_needs_no_apology_and_nothing_decided_has_no_rate(sample: Path, run: Run) -> None:
    put(sample, HEADER + "a,xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,counter,0,,,\n")
    assert measures(run("measure", "2022", "-f", "csv").out)["apology_rate"]["value"] == "100"
    put(sample, HEADER + "a,xa-tien-loi,p,2022-03-01,2022-03-04,,counter,0,,,\n")
    found = measures(run("measure", "2022", "--date", "2022-03-02", "-f", "csv").out)
    assert (found["apology_rate"]["value"], found["on_time_rate"]["value"]) == ("", "")


def test_a_measure_whose_column_is_missing_is_not_there(sample: Path, run: Run) -> None:
    put(sample, "dossier,received,due,finished,channel\na,2022-03-01,2022-03-04,2022-03-03,counter\n")
    found = measures(run("measure", "2022", "-f", "csv").out)
    missing = {"apology_rate", "one_time_guidance_rate", "satisfaction_rate", "digitised_rate", "online_procedure_rate"}
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
    assert (
        "data/calendar.csv:2:12: row 2, column working (B): “perhaps” is not allowed; allowed: yes, no." in outcome.err
    )


def test_ids_of_targets_and_reports_are_used_again_each_year(sample: Path, run: Run) -> None:
    for name, old, new in (("targets.csv", ",2022,", ",2023,"), ("reports.csv", "2022-", "2023-")):
        path = sample / "data" / name
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([*lines, *(line.replace(old, new) for line in lines[1:])]) + "\n", "utf-8")
    found = rows(run("measure", "--by", "year", "-f", "csv").out)
    assert [row["value"] for row in found if row["measure"] == "target_completion_rate"] == ["93.333333333"] * 2
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
    assert "data/dossiers-2022.csv:1: row 1: the column unit is missing." in outcome.err


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


def test_procedures_are_one_matrix(sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row a procedure, with the values of csv."""
    monkeypatch.setenv("COLUMNS", "600")
    lines = run("measure", "2022", "--by", "procedure", "--lang", "en").out.splitlines()
    [head] = [at for at, line in enumerate(lines) if line.startswith("Procedure")]
    table = [line.rsplit(maxsplit=1) for line in lines[head + 2 : lines.index("", head)]]
    assert len(table) == 14
    found = rows(run("measure", "2022", "--by", "procedure", "-f", "csv").out)
    last = [float(row["value"]) for row in found if row["measure"] == found[-1]["measure"]]
    assert [float(row[-1]) for row in table] == pytest.approx(last, abs=0.06)


@pytest.mark.parametrize(("width", "parts"), [(60, 3), (80, 2), (100, 2), (120, 1)])
def test_months_are_columns_beside_the_same_measures_at_every_width(
    width: int, parts: int, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fourteen measures as columns were headings of six lines; where a year does not fit it goes on in halves."""
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("measure", "2022", "--by", "month", "--lang", "vi").out.splitlines()
    heads = [line.split()[4:] for line in lines if line.startswith("Chỉ tiêu đo lường")]
    assert [month for head in heads for month in head] == [f"T{month}" for month in range(1, 13)]
    assert len(heads) == parts and len({*map(len, heads)}) == 1
    assert max(map(len, lines)) <= width
    first = [line.split()[-len(heads[0]) :] for line in lines if line.startswith("Hồ sơ trễ hạn   ")]
    late = [row["value"] for row in rows(run("measure", "2022", "--by", "month", "-f", "csv").out)
            if row["measure"] == "late_count"]  # fmt: skip
    assert [figure for row in first for figure in row] == late


def test_a_misspelt_measure_is_told_by_check(sample: Path, run: Run) -> None:
    path = sample / "criteria.yaml"
    path.write_text(path.read_text("utf-8").replace("measure: on_time_rate", "measure: on_time_rat"), "utf-8")
    assert "no register has the measure on_time_rat." in " ".join(run("check").out.split())


def test_without_registers_it_says_what_to_do(sample: Path, run: Run) -> None:
    for name in ("dossiers-2022.csv", "reports.csv", "targets.csv"):
        (sample / "data" / name).unlink()
    outcome = run("measure")
    assert outcome.status == 2
    assert "dossiers*.csv, reports*.csv or targets*.csv" in outcome.err


def test_without_duckdb_it_says_what_to_install(sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util
    import sys

    monkeypatch.setitem(sys.modules, "duckdb", None)
    outcome = run("measure")
    assert outcome.status == 2
    assert "pip install 'cchc-cli[dossiers]'" in outcome.err
    monkeypatch.setattr(
        "cchc_cli.commands.registers.find_spec", lambda name: importlib.util.find_spec("no_such_module")
    )
    checked = run("check")
    assert checked.status == 0
    assert "the registers were not checked" in " ".join(checked.out.split())


def test_points_fall_to_what_one_more_late_dossier_really_brings(sample: Path, run: Run) -> None:
    put(sample, many(0, 10))
    told = json.loads(run("measure", "2022", "-f", "json").out)
    (tier,) = [each for each in told["tiers"] if each["measure"] == "on_time_rate"]
    put(sample, many(1, 10))
    points = measures(run("measure", "2022", "-f", "csv").out)["on_time_rate"]["points"]
    assert (tier["spare"], f"{tier['fall_points']:g}") == (0, points) == (0, "1")
