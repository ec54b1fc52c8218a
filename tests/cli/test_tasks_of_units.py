"""data/tasks.csv with a column for the unit: plans, steps, progress and papers of any unit."""

import csv
from pathlib import Path

import pytest

import cchc_cli as cchc
from tests.cli.test_all_units import SCORES, UNITS
from tests.conftest import MINIMAL, Run, Tiny

OWN = MINIMAL.replace("owners:", "defaults: {unit: a}\nowners:", 1)
PLAIN = "id,component,action,status\nT-2024-001,1.1.1,Do it,todo\n"


def rows() -> list[dict[str, str]]:
    with Path("data", "tasks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_without_the_column_has_the_tasks_of_the_workspaces_own_unit(tiny: Tiny, run: Run) -> None:
    tiny(OWN, units=UNITS, scores=SCORES, tasks=PLAIN)
    assert "T-2024-001" in run("track", "-f", "csv").out
    assert "There are no tasks of Xã Bình" in run("track", "-u", "b").err
    assert run("task", "add", "--component", "1.1.2", "--action", "x", "-u", "a").status == 0
    assert "unit" not in rows()[1]
    before = Path("data", "tasks.csv").read_text()
    assert run("plan", "-u", "b", "--write").status == 0
    assert Path("data", "tasks.csv").read_text().startswith(before.splitlines()[0])
    assert [(row["id"], row["unit"]) for row in rows()] == [
        ("T-2024-001", ""), ("T-2024-002", ""), ("T-2024-003", "b"), ("T-2024-004", "b")
    ]  # fmt: skip
    assert run("track", "-f", "csv").out.count("T-2024") == 2
    assert run("track", "-u", "b", "-f", "csv").out.count("T-2024") == 2
    # The own unit is named from now on, as all are.
    assert run("task", "add", "--component", "1.1.2", "--action", "y", "-u", "a").status == 0
    assert rows()[-1]["unit"] == "a"
    assert run("task", "set", "T-2024-005", "-u", "c").status == 0
    assert rows()[-1]["unit"] == "c"
    assert "of Xã Bình" in run("report", "progress", "-u", "b", "-f", "md").out
    assert "T-2024-003" in run("report", "commitments", "-u", "b", "-f", "csv").out
    assert run("track", "-u", "b", "--ics", "b.ics").status == 0
    calendar = Path("b.ics").read_text("utf-8")
    assert "T-2024-003.b@cchc" in calendar or "VEVENT" not in calendar


def test_plans_of_all_units_are_written_down_and_none_twice(tiny: Tiny, run: Run) -> None:
    tiny(units=UNITS, scores=SCORES)
    assert run("plan", "--all-units", "--write").status == 0
    first = rows()
    assert sorted({row["unit"] for row in first}) == ["a", "b", "c"]
    assert len({row["id"] for row in first}) == len(first) == 5
    assert run("plan", "--all-units", "--write").status == 0
    assert rows() == first
    assert run("track", "-u", "c", "-f", "csv").out.count("T-2024") == 2


def test_a_fault_of_one_unit_leaves_no_other_written(tiny: Tiny, run: Run) -> None:
    actions = MINIMAL.replace("max: 6, owner: office}", "max: 6, owner: office, actions: [{id: x, name: X, gain: 1}]}")
    tiny(actions, units=UNITS, scores=SCORES.replace("2023,a,1.1.1,3,", "2023,a,1.1.1,6,"))
    # Who lost nothing on the component has no such action, which is no fault.
    assert run("plan", "--all-units", "--exclude", "x").status == 0
    written: list[str] = []

    def failing(_workspace: cchc.Workspace, *, unit: str, write: bool) -> cchc.Report:
        if unit == "c":
            raise cchc.CchcError("c can't")
        written.extend([unit] * write)
        return cchc.score(_workspace, unit=unit)

    with pytest.raises(cchc.CchcError, match="1 unit has no result"):
        cchc.all_units(failing, cchc.open_workspace("."), write=True)  # type: ignore[call-arg]
    assert not written


def test_whose_a_task_is_is_never_guessed(tiny: Tiny, run: Run) -> None:
    tiny(units=UNITS, scores=SCORES, tasks=PLAIN)
    for command in ("track -u a", "plan -u a", "track --all-units", "task done T-2024-001", "check"):
        done = run(*command.split())
        assert done.status == (1 if command == "check" else 2)
        assert "data/tasks.csv:2" in done.out + done.err
        assert "nobody says whose task this is" in " ".join((done.out + done.err).split())
    Path("data", "tasks.csv").write_text("id,đơn vị,component,action,status\nT-2024-001,bb,1.1.1,Do it,todo\n")
    failed = run("track", "-u", "a")
    assert "data/tasks.csv:2:12: row 2, column đơn vị (B): there is no unit bb." in failed.err
    Path("data", "tasks.csv").unlink()
    assert "Which unit?" in run("task", "add", "--component", "1.1.1", "--action", "x").err
    assert "There is no unit d." in run("task", "add", "--component", "1.1.1", "--action", "x", "-u", "d").err
    assert not Path("data", "tasks.csv").exists()


@pytest.mark.parametrize("own", ["", "defaults: {unit: u}\n"])
def test_a_workspace_of_one_unit_needs_no_column(tiny: Tiny, run: Run, own: str) -> None:
    tiny(
        MINIMAL.replace("owners:", f"{own}owners:", 1),
        scores="year,unit,component,score\n2023,u,1.1.1,3\n",
        tasks=PLAIN,
    )
    assert run("task", "start", "T-2024-001", "--on", "2024-01-02").status == 0
    assert "T-2024-001" in run("track", "-f", "csv").out


@pytest.mark.parametrize("written", ["quý 2", "Quy II", "q2", "quý II/2024"])
def test_a_period_without_a_year_is_of_the_plans(tiny: Tiny, run: Run, written: str) -> None:
    tiny(OWN, units=UNITS, scores=SCORES, tasks=PLAIN)
    for line in (["track"], ["report", "progress"], ["track", "--all-units"]):
        asked, code = (run(*line, "--period", each, "-f", "csv") for each in (written, "2024-Q2"))
        assert (asked.status, asked.out) == (0, code.out)
    refused = run("track", "--period", "9 tháng đầu năm", "--lang", "vi")
    assert refused.status == 2
    assert "6 tháng đầu năm 2023" in " ".join(refused.err.split())
