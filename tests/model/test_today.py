"""Today is Viet Nam's day on every machine, and a time with a zone falls on Viet Nam's day."""

import re
import zipfile
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cchc_cli.model import today as clock
from tests.cli.registers import measures
from tests.conftest import MINIMAL, ROOT, Run, Tiny

NIGHT = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
"""01:30 on the 26th in Viet Nam."""
TASKS = "id,component,action,due,status\nT-2026-001,1.1.1,A,2026-11-25,todo\n"


@pytest.fixture
def at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)


def test_no_other_place_reads_the_clock() -> None:
    pattern = re.compile(r"\b(date|datetime)\.(today|now|utcnow)\(|\btime\.(time|localtime)\(")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "cchc_cli").rglob("*.py")
        if pattern.search(path.read_text("utf-8"))
    }
    assert found == {"cchc_cli/model/today.py"}


def test_viet_nams_fixed_offset_is_that_of_the_database_of_zones() -> None:
    for year in range(1990, 2100):
        noon = datetime(year, 6, 1, 12, tzinfo=UTC)
        assert noon.astimezone(clock.zone()).replace(tzinfo=None) == noon.astimezone(ZoneInfo(clock.VIET_NAM)).replace(
            tzinfo=None
        )


def test_today_is_viet_nams_day(at_night: None) -> None:
    assert clock.today(None) == date(2026, 11, 26)
    assert clock.today("America/New_York") == date(2026, 11, 25)


def test_a_task_is_overdue_by_viet_nams_day(at_night: None, tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("owners:", "defaults: {unit: a}\nowners:")
    scores = "year,unit,component,score\n2025,a,1.1.1,3\n2025,a,1.1.2,1\n2025,a,1.10,1\n"
    tiny(criteria, scores=scores, tasks=TASKS)
    assert run("track", "--fail-on", "overdue").status == 1
    assert run("task", "done", "T-2026-001").out == "T-2026-001 done on 2026-11-26.\n"
    tiny(criteria.replace("unit: a", "unit: a, timezone: Europe/London"), scores=scores, tasks=TASKS)
    assert run("track", "--fail-on", "overdue").status == 0


def test_a_zone_that_does_not_exist_is_a_fault_with_its_place(tiny: Tiny, run: Run) -> None:
    for name in ("Asia/Saigonn", "Asia", "localtime", "../x", "/etc/passwd"):
        tiny(MINIMAL.replace("owners:", f"defaults: {{timezone: {name}}}\nowners:"))
        outcome = run("check", "-f", "csv")
        assert outcome.status == 1
        assert f"criteria.yaml,8,22,,there is no time zone {name}.," in outcome.out


@pytest.mark.parametrize(("zone", "day"), [("Asia/Ho_Chi_Minh", "2026-12-02"), ("Europe/London", "2026-12-01")])
def test_times_with_a_zone_of_tasks_and_options_count_on_the_workspaces_day(
    zone: str, day: str, at_night: None, tiny: Tiny, run: Run
) -> None:
    criteria = MINIMAL.replace("owners:", f"defaults: {{unit: a, timezone: {zone}}}\nowners:")
    moment = "2026-12-01T20:00:00Z"
    root = tiny(
        criteria,
        scores="year,unit,component,score\n2025,a,1.1.1,3\n2025,a,1.1.2,1\n2025,a,1.10,1\n",
        tasks=f"id,component,action,due,status\nT-2026-001,1.1.1,A,{moment},todo\n",
    )
    assert f",{day},todo," in run("track", "-f", "csv").out
    assert run("task", "set", "T-2026-001", "--due", "2026-12-05T20:00:00Z").status == 0
    assert f"2026-12-{5 + (zone[0] == 'A'):02d}" in (root / "data/tasks.csv").read_text("utf-8")


def test_a_zone_that_the_engine_does_not_know_is_told(sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sample / "criteria.yaml"
    text = path.read_text("utf-8").replace("defaults:\n", "defaults:\n  timezone: New/Zone\n", 1)
    path.write_text(text, "utf-8")
    import_module("pandas")  # which asks for the class when it is loaded
    monkeypatch.setattr("zoneinfo.ZoneInfo", lambda _name: UTC)
    for command in ("measure", "check"):
        outcome = run(*command.split())
        assert outcome.status == 2
        assert "DuckDB, which reads the registers, does not know the time zone New/Zone." in outcome.err


@pytest.mark.parametrize("machine", ["UTC", "Asia/Ho_Chi_Minh", "America/New_York"])
def test_times_with_a_zone_count_on_viet_nams_day(
    machine: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Received at 20:00 UTC on 31 December is received on 1 January in Viet Nam; a time without a zone stays as it is."""
    import duckdb

    monkeypatch.setenv("TZ", machine)
    for old in sample.glob("data/dossiers*"):
        old.unlink()
    duckdb.sql(
        "COPY (SELECT 'a' AS dossier, 'xa-tien-loi' AS unit, TIMESTAMPTZ '2021-12-31 20:00:00+00' AS received, "
        "TIMESTAMP '2022-01-05 23:59:59' AS due, TIMESTAMPTZ '2022-01-05 16:59:00+00' AS finished, 'counter' AS channel) "
        f"TO '{sample / 'data' / 'dossiers.parquet'}' (FORMAT parquet)"
    )
    found = measures(run("measure", "2022", "-f", "csv").out)["on_time_rate"]
    assert (found["numerator"], found["denominator"]) == ("1", "1")
    assert run("dossiers", "late", "--date", "2022-01-06", "-f", "csv").status == 0


def test_a_folders_name_says_nothing_of_the_rows(sample: Path, run: Run, tmp_path: Path) -> None:
    import duckdb

    (path,) = sample.glob("data/dossiers*.csv")
    expected = run("measure", "2022", "-f", "csv").out
    # `c8` is what the column is called while a csv file is read.
    folder = tmp_path / "c8=online" / "channel=online"
    folder.mkdir(parents=True)
    (sample / "criteria.yaml").rename(folder / "criteria.yaml")
    (sample / "data").rename(folder / "data")
    source = folder / "data" / path.name
    assert run("-C", folder, "measure", "2022", "-f", "csv").out == expected
    duckdb.sql(
        f"COPY (FROM read_csv('{source}', all_varchar=true, hive_partitioning=false)) TO '{folder}/data/dossiers.parquet' (FORMAT parquet)"
    )
    source.unlink()
    assert run("-C", folder, "measure", "2022", "-f", "csv").out == expected


@pytest.mark.parametrize(("zone", "late"), [("Asia/Ho_Chi_Minh", "1"), ("Europe/London", "0")])
def test_a_day_of_the_calendar_is_that_of_the_workspaces_zone(zone: str, late: str, sample: Path, run: Run) -> None:
    """20:00 in London on Monday 9 May is Tuesday the 10th in Viet Nam: which of them is no working day decides."""
    path = sample / "criteria.yaml"
    path.write_text(path.read_text("utf-8").replace("defaults:\n", f"defaults:\n  timezone: {zone}\n", 1), "utf-8")
    for old in sample.glob("data/dossiers*"):
        old.unlink()
    # One working day after Friday the 6th: Monday the 9th, or Tuesday the 10th where Monday is off.
    (sample / "data/dossiers.csv").write_text(
        "dossier,unit,received,days,finished,channel\nA,xa-tien-loi,2022-05-06,1,2022-05-10,counter\n", "utf-8"
    )
    (sample / "data/calendar.csv").write_text("date,working\n2022-05-09T20:00:00Z,no\n", "utf-8")
    found = measures(run("measure", "2022", "-f", "csv").out)["on_time_rate"]
    assert found["numerator"] == str(1 - int(late))


@pytest.mark.parametrize(("zone", "day"), [("Asia/Ho_Chi_Minh", "02"), ("Europe/London", "01")])
def test_options_with_a_day_take_that_of_the_workspaces_zone(zone: str, day: str, sample: Path, run: Run) -> None:
    path = sample / "criteria.yaml"
    path.write_text(path.read_text("utf-8").replace("defaults:\n", f"defaults:\n  timezone: {zone}\n", 1), "utf-8")
    run("report", "result", "--signed", "2022-12-01T20:00:00Z", "--lang", "vi", "-o", "../paper.docx")
    with zipfile.ZipFile(sample.parent / "paper.docx") as word:
        paper = re.sub("<[^>]*>", "", word.read("word/document.xml").decode())
    assert f"ngày {day} tháng 12 năm 2022" in paper
    # What is due on the 15th is left out where that moment is on the 14th.
    both = [run("plan", "--by", f"2023-12-{at}T20:00:00Z", "-f", "csv") for at in (14, 13)]
    assert (len(both[0].out) > len(both[1].out)) == (zone == "Asia/Ho_Chi_Minh")


@pytest.mark.parametrize("typed", ["06-05", "5/6", "05/6/2023", "2023-06-05", "ngày 5 tháng 6 năm 2023"])
def test_the_last_day_of_a_plan_is_written_as_days_are(typed: str, sample: Path, run: Run) -> None:
    assert run("plan", "--by", typed, "-f", "csv").out == run("plan", "--by", "06-05", "-f", "csv").out


def test_a_last_day_that_is_none(sample: Path, run: Run) -> None:
    assert "--by: 2022-06-05 is not in 2023, the year of the plan." in run("plan", "--by", "2022-06-05").err
    assert "--by: “6/30/2023” has the month before the day." in run("plan", "--by", "6/30/2023").err
    assert "--by: “31/6/2023” is not a date: month 6 of 2023 has 30 days." in run("plan", "--by", "31/6").err
