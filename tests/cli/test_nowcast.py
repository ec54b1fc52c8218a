"""nowcast: the index that a year is heading for."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.registers import rows
from tests.conftest import HEADER, MINIMAL, Run, Tiny


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
    found = {row["component"]: row for row in rows(run("nowcast", "2023", "--date", "2023-05-01", "-f", "csv").out)}
    assert (found["1.1.2"]["points"], found["1.1.2"]["high"], found["1.1.2"]["basis"]) == ("0.75", "1", "task")
    assert found["1.1.3"]["basis"] == "previous"
    early = {row["component"]: row for row in rows(run("nowcast", "2023", "--date", "2023-02-01", "-f", "csv").out)}
    assert (early["1.1.2"]["points"], early["1.1.2"]["high"]) == ("0.5", "1")


@pytest.mark.parametrize(
    ("heir", "until", "since"), [("b", "", ""), ("c", "", ""), ("b", "2024", ""), ("c", "2025", "2025")]
)
def test_a_unit_that_took_others_in_starts_from_all_its_parts(
    heir: str, until: str, since: str, tiny: Tiny, run: Run
) -> None:
    """Before the year has any scores; c is new, a part's last year is its first one. The mean of 10 and 5, among the
    others with those that merged as one.
    """
    scores = [("a", 6, 2, 2), ("b", 3, 0, 2), ("d", 6, 1, 2)]
    tiny(
        scores=HEADER
        + "".join(f"2024,{u},1.1.1,{x}\n2024,{u},1.1.2,{y}\n2024,{u},1.10,{z}\n" for u, x, y, z in scores),
        units="unit,name,merged_into,until,since\n"
        + "".join(
            f"{u},{u},{heir},{until},\n" if u in {*"ab"} - {heir} else f"{u},{u},,,{since * (u == 'c')}\n"
            for u in "abcd"
        ),
        reports="report,unit,kind,due,sent\nr,d,periodic,2025-03-01,2025-03-01\n",
        tasks=f"id,unit,component,action,owner,due,gain,status\nT-2025-001,{heir},1.1.1,x,office,2025-06-30,1,todo\n",
    )
    told = json.loads(run("nowcast", "2025", "--date", "2025-06-30", "-u", heir, "-f", "json").out)
    assert (told["now"]["index"], told["now"]["rank"], told["previous"]["rank"]) == (75, 2, 2)
    assert "the mean of the merged parts" in " ".join(
        run("nowcast", "2025", "--date", "2025-06-30", "-u", heir).out.split()
    )
    assert "name that one" in run("nowcast", "2025", "--date", "2025-06-30", "-u", "a").err
    assert heir == "b" or "formed by a and b: name one of them" in run("plan", "2024", "-u", "c").err
    tracked = json.loads(run("track", "--date", "2025-03-31", "-u", heir, "-f", "json").out)
    assert (tracked["outlook"]["index"], tracked["outlook"]["index_if_all_done"]) == (75, 85)
    assert rows(run("commit", "-u", heir, "-f", "csv").out)[0]["target"] == "5.5/6"
    for line in (["track"], ["report", "progress"], ["commit"], ["report", "commitments"]):
        assert "the mean of the merged parts" in " ".join(run(*line, "-u", heir).out.split())
    with (Path("data") / "tasks.csv").open("a") as file:
        file.write("T-2025-002,a,1.1.1,y,office,2025-06-30,1,todo\n")
    for line in (["track"], ["report", "commitments"], ["track", "--year", "2025"]):
        assert f"Rows of a, which merged into {heir}, are not counted" in run(*line, "-u", heir).err
    told, signed = run("commit", "-u", heir, "-f", "md").out, run("report", "commitments", "-u", heir).out
    assert told.index("mean of the merged parts") < told.index("signature")
    assert (
        signed.rindex("To answer for the result") < signed.index("mean of the merged")
        and "mean of" not in run("report", "commitments", "-u", heir).err
    )
    for line in (["plan"], ["report", "plan"]):
        assert f"a merged into {heir} after 2024" in run(*line, "2024", "-u", "a").err
        assert ("Merged into b after 2024: a." in run(*line, "2024", "-u", "b").err) == (heir == "b")


def test_a_part_is_by_itself_in_its_last_year_until_what_it_is_in_has_scores_of_it(tiny: Tiny, run: Run) -> None:
    """Where nothing says whether that year is scored for both together, the question is put; once scored, the parts are one."""
    scores = HEADER + "".join(
        f"2024,{u},1.1.1,{x}\n2024,{u},1.1.2,2\n2024,{u},1.10,2\n" for u, x in zip("abd", (6, 3, 6), strict=True)
    )
    units = "unit,name,merged_into,until\na,a,b,2025\nb,b,,\nd,d,,\n"
    reports = "report,unit,kind,due,sent\nr,d,periodic,2025-03-01,2025-03-01\n"
    tasks = "id,unit,component,action,owner,due,gain,status\nT-2025-001,b,1.1.1,x,office,2025-06-30,1,todo\n"
    tiny(scores=scores, units=units, reports=reports, tasks=tasks)
    asked = "Merged into b, but units of their own in 2025 as until in units.csv says: a."
    forecast = ["nowcast", "2025", "--date", "2025-06-30", "-f", "json"]
    for line in (["nowcast", "2025", "--date", "2025-06-30"], ["track"], ["commit"], ["plan", "2024"]):
        assert asked in run(*line, "-u", "b").err
    assert asked in run(*forecast, "-u", "a").err and asked not in run(*forecast, "-u", "d").err
    assert json.loads(run(*forecast, "-u", "b").out)["now"]["index"] == 70
    now = "".join(f"2025,{u},1.1.1,6\n2025,{u},1.1.2,2\n2025,{u},1.10,2\n" for u in "bd")
    tiny(scores=scores + now, units=units, reports=reports, tasks=tasks)
    told = run(*forecast, "-u", "b")
    ranked = {row["unit"]: row["prev_index"] for row in rows(run("ranks", "2025", "-f", "csv").out)}
    assert (json.loads(told.out)["now"]["index"], ranked["b"]) == (85, "85")
    assert asked not in told.err and "without any" not in run("ranks", "2025").out + run("check").out


def test_working_days_can_still_become_what_they_were(tiny: Tiny, run: Run) -> None:
    """Four months with dossiers are no bound of a median: the points of the year before are."""
    dossiers = "".join(
        f"H{month},a,p,2025-0{month}-03,2025-0{month}-20,2025-0{month}-10,counter\n" for month in (2, 3, 4, 6)
    )
    tiny(
        MINIMAL.replace(
            "{id: 1.1.1, name: A, max: 6,",
            "{id: 1.1.1, name: A, max: 6, measure: median_days, rule: {type: linear, from: 10, to: 0},",
        ),
        scores=HEADER + "2024,a,1.1.1,1\n2024,a,1.1.2,2\n2024,a,1.10,2\n",
        dossiers="dossier,unit,procedure,received,due,finished,channel\n" + dossiers,
    )
    first, *_ = rows(run("nowcast", "2025", "--date", "2025-07-31", "-f", "csv").out)
    assert (first["basis"], first["low"], first["high"]) == ("register", "1", first["points"])


def test_a_count_goes_on_as_in_its_worst_month(tiny: Tiny, run: Run) -> None:
    """Seven dossiers are late up to 30 June, two of them in May: 184 days at 24 a year are 12.1 more."""
    late = (1, 2, 3, 4, 5, 5, 6)
    dossiers = "".join(
        f"H{at},a,p,2025-0{month}-03,2025-0{month}-04,2025-0{month}-10,counter\n" for at, month in enumerate(late)
    )
    tiny(
        MINIMAL.replace(
            "{id: 1.1.1, name: A, max: 6,",
            "{id: 1.1.1, name: A, max: 6, measure: late_count, rule: {type: linear, from: 20, to: 0},",
        ),
        scores=HEADER + "2024,a,1.1.1,1\n2024,a,1.1.2,2\n2024,a,1.10,2\n",
        dossiers="dossier,unit,procedure,received,due,finished,channel\n" + dossiers,
    )
    first, *_ = rows(run("nowcast", "2025", "--date", "2025-06-30", "-f", "csv").out)
    worst = 7 + Fraction(2 * 12 * 184, 365)
    assert (first["basis"], first["points"], first["high"]) == ("register", "3.9", "3.9")
    assert float(first["low"]) == pytest.approx(float(6 * (20 - worst) / 20), abs=1e-9)


def test_what_is_new_this_year_gets_the_share_of_its_points_that_the_last_index_was(tiny: Tiny, run: Run) -> None:
    """6 of 8 points of 2024 on the component that is new in 2025, which has 4."""
    tiny(
        MINIMAL.replace("{id: 1.1.2, name: B, max: 2", "{id: 1.1.2, name: B, max: 4, since: 2025"),
        scores=HEADER + "2024,a,1.1.1,4\n2024,a,1.10,2\n",
        dossiers="dossier,unit,procedure,received,due,finished,channel\nH1,a,p,2025-03-03,2025-03-20,2025-03-10,post\n",
    )
    found = {row["component"]: row for row in rows(run("nowcast", "2025", "--date", "2025-07-31", "-f", "csv").out)}
    assert (found["1.1.2"]["basis"], found["1.1.2"]["points"], found["1.1.2"]["high"]) == ("assumed", "3", "4")


def test_nowcast_needs_a_result_to_start_from(sample: Path, run: Run) -> None:
    outcome = run("nowcast", "2021")
    assert outcome.status == 2
    assert "There is no result before 2021" in outcome.err
    assert run("nowcast", "2023", "--date", "2022-12-31").status == 2


def test_a_year_of_which_nothing_is_known_yet_is_said_to_be_the_last_one(sample: Path, run: Run) -> None:
    shown = " ".join(run("nowcast", "2023").out.split())
    assert "Nothing is known of 2023 yet" in shown
    assert "The figures are those of 2022" in shown
    assert "Nothing is known" not in run("nowcast", "2022").out


@pytest.mark.parametrize(("least", "told"), [("77", "Ok between – and Ok"), ("77.4", "– between – and Ok")])
def test_an_index_below_all_ratings_has_none(least: str, told: str, sample: Path, run: Run) -> None:
    """Expected are 77.13, 73.48 at worst and 77.42 at best."""
    framework = (sample / "criteria.yaml").read_text("utf-8")
    above, rest = framework.split("  ratings:\n")
    below = "".join(line for line in rest.splitlines(keepends=True) if not line.startswith("    - {id: "))
    (sample / "criteria.yaml").write_text(
        f"{above}  ratings:\n    - {{id: ok, name: Ok, min: {least}}}\n{below}", "utf-8"
    )
    assert f" Rating {told} Rank " in " ".join(run("nowcast", "2022", "--date", "2022-07-31").out.split())


def test_bonus_and_penalty_of_the_last_result_are_told_as_kept_or_left_out(tiny: Tiny, run: Run) -> None:
    """A bonus of 1 that goes on is in the 61 of 2025, one of 2 that ended with 2024 is not."""
    extras = "adjustments: [{id: T1, name: More, kind: bonus, max: 5}, {id: T2, name: Old, kind: bonus, max: 5, until: 2024}]\n"
    tiny(
        MINIMAL + extras,
        scores=HEADER + "2024,a,1.1.1,4\n2024,a,1.1.2,1\n2024,a,1.10,1\n2024,a,T1,1\n2024,a,T2,2\n",
        dossiers="dossier,unit,procedure,received,due,finished,channel\nH1,a,p,2025-03-03,2025-03-20,2025-03-10,post\n",
    )
    told = " ".join(run("nowcast", "2025", "--date", "2025-07-31").out.split())
    assert "stay as they were in 2024: T1 More." in told and "2025 no longer has are not counted: T2 Old." in told
    found = json.loads(run("nowcast", "2025", "--date", "2025-07-31", "-f", "json").out)
    assert (found["now"]["index"], found["previous"]["index"]) == (61, 63)
