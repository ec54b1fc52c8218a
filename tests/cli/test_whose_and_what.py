"""What commands say where they are not told enough, or of what there is not: with the words to go on by."""

from pathlib import Path

import pytest

from tests.cli.registers import HEADER as DOSSIERS
from tests.conftest import HEADER, MINIMAL, Run, Tiny

SCORED = "2022,a,1.1.1,6\n2022,a,1.1.2,1\n2022,a,1.10,2\n"
TWO = SCORED + SCORED.replace(",a,", ",b,")
RATINGS = MINIMAL[MINIMAL.index("  ratings:") : MINIMAL.index("owners:")]
REGISTER = DOSSIERS.replace(",unit,", ",") + "H1,p,2023-03-01,2023-03-04,2023-03-03,post,0,,,\n"


def told(run: Run, line: str) -> str:
    outcome = run(*line.split())
    assert (outcome.status, outcome.out) == (2, ""), line
    return " ".join(outcome.err.split())


def test_of_several_units_one_is_to_be_named(tiny: Tiny, run: Run) -> None:
    """`defaults.unit`, else the only unit, else an error that lists them: also where only the scores name units."""
    tiny(scores=HEADER + TWO, dossiers=REGISTER)
    which = "Error: Which unit? Name one with --unit, or set defaults.unit in criteria.yaml. Units: a, b."
    every = f"{which} All units at once: --all-units"
    for line in ("score", "gaps", "plan", "measure", "template scores 2022 -o x.xlsx"):
        assert told(run, line) == f"{every}.", line
    for line in ("report result", "report all 2022 -o x"):
        assert told(run, line) == f"{every} -o DIR.", line
    for line in ("nowcast 2023 --date 2023-06-30", "simulate --set 1.10=1"):
        assert told(run, line) == which, line


@pytest.mark.parametrize(
    ("scores", "unit", "status", "text"),
    [
        ("", "xa-moi", 0, "Warning: no file names the unit xa-moi: there are neither units.csv nor scores."),
        ("", None, 2, "Which unit?"),
        (TWO, "xa-moi", 2, "There is no unit xa-moi. Known: a, b."),
        (TWO, "a", 0, ""),
    ],
)
def test_a_sheet_for_a_unit_that_no_file_names(
    scores: str, unit: str | None, status: int, text: str, tiny: Tiny, run: Run
) -> None:
    files = {"scores": HEADER + scores} if scores else {}
    tiny(**files)
    outcome = run("template", "scores", "2022", "-o", "x.xlsx", *(("--unit", unit) if unit else ()))
    assert (outcome.status, text in " ".join(outcome.err.split())) == (status, True)
    assert bool(outcome.err) == bool(text)


def test_sheets_for_all_units_that_only_the_scores_name(tiny: Tiny, run: Run) -> None:
    tiny()
    assert told(run, "template scores 2022 --all-units -o x.xlsx") == (
        "Error: --all-units needs the units of data/units.csv."
    )
    tiny(scores=HEADER + TWO)
    assert "(2 sheets)" in run("template", "scores", "2022", "--all-units", "-o", "x.xlsx").out


def test_the_only_unit_of_the_scores_is_that_of_the_registers(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + SCORED, dossiers=REGISTER)
    assert "\na,2023,on_time_rate,1,1,100," in run("measure", "-f", "csv").out
    assert run("nowcast", "2023", "--date", "2023-06-30").status == 0
    outcome = run("measure", "--write")
    assert (outcome.status, outcome.err.strip()) == (0, "No value was written: no measure feeds a component.")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("compare 2022", "2022; best, median and top10% are also possible. What to compare with comes first, then"),
        ("measure --by month --write", "--write needs the measures of whole years, not --by month."),
        ("measure --table x", "--table needs --engine."),
        ("measure 2031", "The registers have no rows of 2031. They have rows of 2022."),
        ("dossiers late --officer zz", "No dossier here is of zz. Known: chu-tich (Commune chair), dia-chinh"),
        ("track --period 2022-Q1 --year 2023", "--period 2022-Q1 is not in the plan of 2023."),
        ("task done 3.3.3", "3.3.3 is a component, not a task. Tasks of 3.3.3: T-2023-0"),
        ("task set T-2023-001 --action=", "--action: the text is blank."),
        (
            "overview --group nowhere",
            "There is no group nowhere among the units with scores. Known: cap-xa (communes).",
        ),
    ],
)
def test_what_there_is_not_is_told_with_what_there_is(line: str, message: str, sample: Path, run: Run) -> None:
    run("plan", "--write")
    assert message in told(run, line)


def test_without_ratings_none_can_be_asked_for(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace(RATINGS, ""), scores=HEADER + SCORED)
    for line, option in (
        ("plan --target-rating good", "--target-rating"),
        ("simulate --need-rating good", "--need-rating"),
    ):
        text = told(run, line)
        assert text.startswith(f"Error: {option}: there is no rating good. criteria.yaml has no ratings: write those")
    out = run("robust").out
    assert "Only one unit has a rank: there is nothing that could change places." in " ".join(out.split())
    assert "Rating" not in out


def test_two_groups_are_looked_at_one_by_one(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + TWO, units="unit,name,group\na,A,x\nb,B,y\n")
    groups = "Groups: x, y."
    assert told(run, "robust") == f"Error: Which group? Name one with --group, or a unit with --unit. {groups}"
    message = "--group all: here one group is looked at; all units in one ranking: cchc ranks --group all"
    assert told(run, "robust --group all") == f"Error: {message} {groups}"


def test_a_file_that_excel_leaves_while_another_is_open_is_named_with_the_one_that_is_meant(
    tiny: Tiny, run: Run
) -> None:
    folder = tiny(scores=HEADER + SCORED)
    (folder / "~$sheet.xlsx").write_bytes(b"")
    assert told(run, "import scores ~$sheet.xlsx --year 2022") == (
        "Error: ~$sheet.xlsx is what Excel and Word leave while a file is open, not the file itself."
        " Close the file, and name it: sheet.xlsx"
    )
    assert "Write the path without quotation marks of its own, its parts separated by /: D:/a.xlsx" in told(
        run, 'import scores "D:\\a.xlsx" --year 2022'
    )


def test_a_year_for_which_the_framework_has_nothing_has_no_sheet(tiny: Tiny, run: Run) -> None:
    tiny(
        MINIMAL.replace("name: First", "name: First\n    since: 2020"), scores=HEADER + SCORED, units="unit,name\na,A\n"
    )
    assert told(run, "template scores 2019 -o x.xlsx --unit a") == "Error: criteria.yaml has no component for 2019."
