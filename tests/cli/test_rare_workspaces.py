"""What stands in workspaces seldom: units that merged twice, many units with one fault, files of another year."""

import getpass
from pathlib import Path

import openpyxl
import pytest

from tests.cli.registers import HEADER as DOSSIERS
from tests.cli.registers import rows
from tests.conftest import HEADER, MINIMAL, Run, Tiny

SCORED = "2022,a,1.1.1,5\n2022,a,1.1.2,1\n2022,a,1.10,1\n"
TASKS = "id,component,action,status,due,owner,evidence\n"
TIERS = "{id: 1.1.2, name: B, max: 2, owner: office, rule: {type: tiers, tiers: [{above: 90, points: 2}, {min: 50, points: 1}]}}"
TIERED = MINIMAL.replace("{id: 1.1.2, name: B, max: 2}", TIERS)


def told(run: Run, *words: str) -> str:
    outcome = run(*words)
    assert (outcome.status, outcome.out) == (2, ""), words
    return " ".join(outcome.err.split())


def test_a_unit_that_is_gone_names_the_one_in_which_it_went_on(tiny: Tiny, run: Run) -> None:
    units = "unit,name,merged_into\na,A,b\nb,B,c\nc,C,\n"
    tiny(scores=HEADER + "2021,a,1.1.1,6\n" + SCORED.replace(",a,", ",c,"), units=units)
    assert told(run, "score", "2022", "-u", "a") == "Error: A has no scores in 2022. It merged into c: name that one."


def test_where_nothing_applies_a_penalty_is_lost_by_nobody(tiny: Tiny, run: Run) -> None:
    """Of a unit without an index no command tells of points that are added to it or taken off."""
    nothing = "".join(f"2022,b,{each},NA\n" for each in ("1.1.1", "1.1.2", "1.10")) + "2022,b,late,2\n"
    tiny(
        MINIMAL + "adjustments: [{id: late, name: Late, kind: penalty, max: 3}]\n",
        scores=HEADER + SCORED + nothing,
    )
    for line in (
        "score -u b --by component",
        "gaps -u b",
        "trend -u b",
        "compare a -u b",
        "matrix --show lost",
        "overview",
    ):
        assert "late" not in run(*line.split(), "-f", "csv").out, line


def test_a_penalty_after_a_year_in_which_nothing_applied_is_compared_with_nothing(tiny: Tiny, run: Run) -> None:
    """In 2021 the unit had no index, and so no penalty: the same one in 2022 was told as a new fall."""
    nothing = "".join(f"2021,b,{each},NA\n" for each in ("1.1.1", "1.1.2", "1.10"))
    scored = "2021,a,1.1.1,6\n2022,a,1.1.1,6\n2022,b,1.1.1,6\n2022,b,1.1.2,2\n2022,b,1.10,2\n"
    penalty = "".join(f"{year},b,late,2\n" for year in (2021, 2022))
    tiny(
        MINIMAL + "adjustments: [{id: late, name: Late, kind: penalty, max: 3}]\n",
        scores=HEADER + nothing + scored + penalty,
    )
    (line,) = rows(run("gaps", "2022", "-u", "b", "-f", "csv").out)
    assert (line["component"], line["flags"]) == ("late", "below_max")


def test_a_component_that_stands_high_has_its_change_on_levels_that_are_new(tiny: Tiny, run: Run) -> None:
    """In 2021 nothing lies as deep as level3: what stands there for itself was there all the same."""
    deeper = MINIMAL.replace(
        "{id: 1.1.2, name: B, max: 2}",
        "{id: 1.1.2, name: B, since: 2022, components: [{id: 1.1.2.1, name: B, max: 2}]}",
    )
    assert deeper != MINIMAL
    before = "2021,a,1.1.1,3\n2021,a,1.10,1\n"
    tiny(deeper, scores=HEADER + before + SCORED.replace("1.1.2", "1.1.2.1"))
    changes = {(row["level"], row["id"]): row["mean_change"] for row in rows(run("overview", "-f", "csv").out)}
    assert changes["level3", "1.1.1"] == changes["component", "1.1.1"] == "33.333333333"


def test_the_year_before_counts_groups_that_are_no_more(tiny: Tiny, run: Run) -> None:
    """Districts went in 2025: their units are in the mean of the year before, unless a group was asked for."""
    then = SCORED.replace("2022", "2021") + "2021,d,1.1.1,1\n2021,d,1.1.2,0\n2021,d,1.10,0\n"
    tiny(scores=HEADER + then + SCORED, units="unit,name,group\na,A,ward\nd,D,district\n")
    for group, change in (((), "30"), (("--group", "all"), "30"), (("--group", "ward"), "0")):
        assert rows(run("overview", *group, "-f", "csv").out)[0]["mean_change"] == change, group


def test_an_action_has_an_english_name_for_those_who_read_it(tiny: Tiny, run: Run) -> None:
    """Before and after it has become a task; files, csv and json keep the name."""
    action = "{name: Tập huấn nghiệp vụ, name_en: Train the desk, due: 03-31, effort: 2, gain: 1, owner: office}"
    tiny(MINIMAL.replace("max: 2}", f"max: 2, actions: [{action}]}}", 1), scores=HEADER + SCORED)
    for line in ("plan", "plan --write", "track --date 2023-04-01", "commit", "report plan", "report result"):
        assert "Train the desk" in run(*line.split(), "--lang", "en").out, line
        assert "Tập huấn" in run(*line.split(), "--lang", "vi").out, line
    for line in ("plan -f csv", "plan -f json", "track -f csv", "report result -f json"):
        assert "Train" not in run(*line.split(), "--lang", "en").out, line
    assert "Train" not in Path("data/tasks.csv").read_text("utf-8")
    for said in ("Train the desk", "Tập huấn nghiệp vụ"):
        assert "1.1.2" not in run("plan", "--exclude", said, "-f", "csv").out
    assert "(Train the desk)" in run("plan", "--exclude", "Nothing", "--lang", "en").err
    tasks = Path("data/tasks.csv")
    for said in ("train the desk", "Tập huấn nghiệp vụ"):
        for line in ("task done", "task reopen", "task log"):
            assert run(*line.split(), said).status == 0, (line, said)
    assert "Did you mean T-2023-001 (Train the desk)?" in run("task", "done", "train the dusk", "--lang", "en").err
    tasks.write_text(as_english := tasks.read_text("utf-8").replace("Tập huấn nghiệp vụ", "Train the desk"), "utf-8")
    again = ("task", "add", "--component", "1.1.2", "--due", "2023-03-31", "--action")
    assert "T-2023-004 says the same as T-2023-001" in run(*again, "Tập huấn nghiệp vụ").err
    tasks.write_text(as_english, "utf-8")
    assert run("plan", "--write").status == 0
    assert tasks.read_text("utf-8") == as_english
    assert run("export", "criteria", "-o", "criteria.xlsx", "--lang", "en").status == 0
    assert "Train the desk" in {
        cell.value for row in openpyxl.load_workbook("criteria.xlsx")["Actions"] for cell in row
    }


def test_actions_of_one_name_with_several_english_ones_keep_it(tiny: Tiny, run: Run) -> None:
    """Tasks are known by their words alone: the English name of another component's action would be shown for them."""
    action, criteria = "{end}, actions: [{{name: Tập huấn, name_en: {name}, effort: 2, gain: 1}}]}}", MINIMAL
    for end, name in (("owner: office", "Train the desk"), ("max: 2", "Train all officers")):
        criteria = criteria.replace(f"{end}}}", action.format(end=end, name=name), 1)
    tiny(criteria, scores=HEADER + SCORED)
    told = run("plan", "--lang", "en").out
    assert (told.count("Tập huấn"), "Train" in told) == (2, False)
    tiny(criteria.replace("Train all officers", "Train the desk"), scores=HEADER + SCORED)
    assert run("plan", "--lang", "en").out.count("Train the desk") == 2


def test_a_rating_may_begin_where_a_stricter_one_does(tiny: Tiny, run: Run) -> None:
    """What reaches the index alone has the second one, which asks for less in each area."""
    both = MINIMAL.replace("min: 80}", "min: 80, each_area: 95}\n    - {id: fair, name: Fair, min: 80%s}")
    tiny(both % "", scores=HEADER + SCORED.replace("1.1.1,5", "1.1.1,6").replace("1.1.2,1", "1.1.2,2"))
    assert run("ranks", "-f", "json").status == 0
    tiny(both % ", each_area: 95")
    assert "the rating fair starts at 80, not under good at 80" in told(run, "ranks")


def test_of_many_units_with_a_fault_some_are_listed_and_all_are_counted(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + "".join(f"2022,u{at:02d},1.1.1,1\n" for at in range(30)))
    outcome = run("score", "--all-units", "--strict")
    assert outcome.status == 2
    first, *lines = outcome.err.splitlines()
    assert first == "Error: 30 units have no result; nothing is shown."
    listed = [line for line in lines if "are not scored yet" in line]
    assert lines[-1].strip() == f"… and {30 - len(listed)} more units"


def test_what_is_left_of_a_list_of_warnings_stands_below_it(tiny: Tiny, run: Run) -> None:
    waiting = "".join(f"2022,u{at},1.1.1,1,\n" for at in range(9))
    tiny(scores="year,unit,component,self,score\n2022,z,1.1.1,1,1\n" + waiting)
    found = [row["text"] for row in rows(run("check", "-f", "csv").out)]
    told = [text for text in found if "without any official score" in text or "more unit" in text]
    assert told[-1] == f"… and {9 - len(told) + 1} more units"


def test_the_only_ranked_unit_of_a_group_shares_its_rank_with_nobody(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + SCORED + "2022,b,1.1.1,5\n", units="unit,name\na,A\nb,B\n")
    assert "have the same rank" not in run("explain", "-u", "a").out
    tiny(scores=HEADER + SCORED + SCORED.replace(",a,", ",b,"), units="unit,name\na,A\nb,B\n")
    assert "All units of its group have the same rank." in run("explain", "-u", "a").out


def test_what_a_commitment_asks_for_is_the_next_tier_in_words(tiny: Tiny, run: Run) -> None:
    tasks = TASKS + "T-2023-001,1.1.2,X,todo,2023-05-01,office,\n"
    tiny(TIERED, scores=HEADER + SCORED, tasks=tasks)
    assert "more than 90" in run("commit").out
    tiny(TIERED, scores=HEADER + SCORED.replace("2022", "2021"), tasks=tasks)
    assert "more than 90" in run("commit").out


def test_who_commits_to_a_part_of_the_points_does_not_sign_for_being_late(tiny: Tiny, run: Run) -> None:
    options = "rule: {type: choice, options: {in time: 2, late: 1, none: 0}}"
    tasks = "id,component,action,status,due,owner,gain\nT-2023-001,1.1.2,Issue,todo,2023-05-01,office,1\n"
    scores = HEADER + "2022,a,1.1.1,1\n2022,a,1.1.2,0\n2022,a,1.10,2\n"
    tiny(MINIMAL.replace("name: B, max: 2", f"name: B, max: 2, {options}"), scores=scores, tasks=tasks)
    assert "“late” or better" in run("commit", "-f", "md").out
    assert rows(run("commit", "-f", "csv").out)[0]["target"] == "late"


def test_how_many_units_are_the_first_part_of_a_group(tiny: Tiny, run: Run) -> None:
    """Rounded up, of the units that have a rank; those that share the last one's rank are with them."""
    tiny(
        scores=HEADER
        + "".join(f"2022,u{at},1.1.1,{min(at, 4)}\n2022,u{at},1.1.2,1\n2022,u{at},1.10,1\n" for at in range(6))
    )
    for percent, count in (("16", 2), ("34", 3), ("50,2", 4), ("83,4", 6), ("100", 6)):
        assert f"mean of the index of {count} units" in run("compare", f"top{percent}%", "-u", "u0").out, percent


def test_an_address_is_believed_as_evidence(tiny: Tiny, run: Run) -> None:
    done = [("https://example.vn/1", "true"), ("https://", "false"), ("x.pdf", "false")]
    lines = [f"T-2023-{at:03d},1.1.2,X{at},done,2023-05-01,office,{name}\n" for at, (name, _ok) in enumerate(done, 1)]
    tiny(TIERED, scores=HEADER + SCORED, tasks=TASKS + "".join(lines))
    found = rows(run("track", "-f", "csv", "--date", "2023-06-01").out)
    assert [row["evidence_ok"] for row in found] == [ok for _name, ok in done]


def test_who_changed_a_task_is_left_blank_where_the_system_does_not_know(
    tiny: Tiny, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny(TIERED, scores=HEADER + SCORED, tasks=TASKS + "T-2023-001,1.1.2,X,todo,2023-05-01,office,\n")

    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", nobody)
    monkeypatch.setattr("cchc_cli.files.tasks.log.getuser", nobody)
    assert run("task", "start", "T-2023-001").status == 0
    log = rows((folder / "data" / "tasks.log.csv").read_text("utf-8"))
    assert [(row["user"], row["task"], row["new"]) for row in log if row["column"] == "status"] == [
        ("", "T-2023-001", "doing")
    ]


def test_a_day_is_worked_or_not(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=HEADER + SCORED,
        dossiers=DOSSIERS + "H1,a,p,2023-03-01,2023-03-04,2023-03-03,post,0,,,\n",
        calendar="date,working\n2023-03-02,có\n2023-03-02,không\nTổng,\n2023-03-05,maybe\n",
    )
    found = told(run, "measure", "-u", "a")
    for place, text in (
        ("3", "2023-03-02 is here as worked and as not worked."),
        ("4", ""),
        ("5", "“maybe” is not allowed;"),
    ):
        assert f"data/calendar.csv:{place}:" in found
        assert text in found


def test_scenarios_say_which_points_they_try(tiny: Tiny, run: Run) -> None:
    folder = tiny(scores=HEADER + SCORED)
    for text in ("{x: 5}", "{x: {1.1.1: }}", "{x: {1.1.1: 7}}", "{}"):
        (folder / "s.yaml").write_text(f"scenarios: {text}\n", "utf-8")
        assert told(run, "simulate", "--scenarios", "s.yaml").startswith(
            "Error: The scenarios have faults; nothing was computed. s.yaml:1:"
        ), text


FILLED = [
    ({"A5": "2021"}, "this sheet is for 2021, not for 2022."),
    ({"B5": "z"}, "the unit z is not in units.csv."),
    ({"D5": "9.9"}, "9.9 does not exist in 2022."),
    ({"D5": "1.1.2"}, "1.1.2 is scored twice for this unit and year; first at A!D5."),
    ({"I5": 7}, "7"),
    ({"I5": "six"}, "six"),
    ({"G7": "maybe"}, "maybe"),
]


def test_a_filled_sheet_that_does_not_fit_is_told_cell_by_cell(tiny: Tiny, run: Run) -> None:
    tiny(units="unit,name\na,A\n")
    assert run("template", "scores", "2022", "-u", "a", "-o", "sound.xlsx").status == 0
    for cells, text in FILLED:
        book = openpyxl.load_workbook("sound.xlsx")
        for cell, value in {"I5": 1, "I6": 1, "I7": 1, **cells}.items():
            book.worksheets[0][cell] = value
        book.save("t.xlsx")
        found = told(run, "import", "scores", "t.xlsx", "--year", "2022")
        assert text in found, cells
        assert f"t.xlsx: A!{'D6' if 'twice' in text else next(iter(cells))}: " in found
    assert not list(Path("data").glob("scores*"))


def test_a_folder_that_cannot_take_the_sample_is_named(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x").mkdir()
    Path("x/data").write_text("")
    assert told(run, "init", "x").startswith("Error: Can't write x/data (")


def test_the_language_of_a_broken_criteria_yaml_is_still_known(
    tiny: Tiny, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CCHC_LANG")
    for language, word in (("vi", "Lỗi"), ("en", "Error")):
        tiny(MINIMAL.replace("owners:", f"owners: [\ndefaults:\n  language: {language}\nowner:", 1))
        assert run("score").err.startswith(word)


def test_rows_that_a_reader_knows_are_those_that_are_written(tiny: Tiny, run: Run) -> None:
    """--force puts rows in; those that are there are replaced in their place, and the rest stays to the byte."""
    folder = tiny(units="unit,name\na,A\nb,B\n", **{"scores-2022": HEADER + "2022,a,1.1.1,5\n# kept\n2022,b,1.1.1,2\n"})
    run("template", "scores", "2022", "-u", "a", "-o", "t.xlsx")
    book = openpyxl.load_workbook("t.xlsx")
    for cell, value in {"I5": 6, "I6": 1, "I7": "NA"}.items():
        book.worksheets[0][cell] = value
    book.save("t.xlsx")
    assert run("import", "scores", "t.xlsx", "--year", "2022", "--force").status == 0
    text = (folder / "data" / "scores-2022.csv").read_text("utf-8")
    assert [line.split(",")[:4] for line in text.splitlines() if not line.startswith("#")][1:] == [
        ["2022", "a", "1.1.1", "6"], ["2022", "b", "1.1.1", "2"], ["2022", "a", "1.1.2", "1"], ["2022", "a", "1.10", "NA"],
    ]  # fmt: skip
    assert "# kept\n" in text
    (folder / "data" / "scores-2022.csv").write_text(HEADER + '2022,a,1.1.1,"5\n', "utf-8")
    assert "a quotation mark is opened here and never closed." in told(
        run, "import", "scores", "t.xlsx", "--year", "2022", "--force"
    )


def test_what_is_compared_with_the_best_is_asked_for_as_it_was_in_the_year_before(tiny: Tiny, run: Run) -> None:
    """Half of what b has; nothing is known of a component that is new in the year of the plan."""
    compared = "rule: {type: relative, to: best}"
    nodes = f"{{id: 1.1.2, name: B, max: 2, {compared}}}\n          - {{id: 1.1.3, name: N, max: 2, since: 2023, {compared}}}"
    units = (("a", 30), ("b", 60))
    tiny(
        MINIMAL.replace("{id: 1.1.2, name: B, max: 2}", nodes),
        scores="year,unit,component,score,value\n"
        + "".join(f"2022,{unit},1.1.1,6,\n2022,{unit},1.1.2,,{value}\n2022,{unit},1.10,2,\n" for unit, value in units),
        units="unit,name\na,A\nb,B\n",
        tasks="id,unit,component,action,status,due,owner\n"
        "T-2023-001,a,1.1.2,X,todo,2023-05-01,office\nT-2023-002,a,1.1.3,Y,todo,2023-05-02,\n",
    )
    targets = {row["id"]: row["target"] for row in rows(run("commit", "-u", "a", "-f", "csv").out)}
    assert targets == {"T-2023-001": "≥ 60", "T-2023-002": "2/2"}
    for owner, tells in (((), True), (("--owner", "office"), False)):
        out = run("commit", "-u", "a", *owner).out
        assert "B: at least 60" in out
        assert ("T-2023-002 has no owner" in out) == tells, owner


def test_a_rank_that_even_every_point_does_not_bring_is_out_of_reach(tiny: Tiny, run: Run) -> None:
    extras = "adjustments:\n  - {id: late, name: Late, kind: penalty, max: 5}\n"
    points = "2022,{unit},1.1.1,{most}\n2022,{unit},1.1.2,2\n2022,{unit},1.10,2\n"
    a, b = (points.format(unit=unit, most=most) for unit, most in (("a", 5), ("b", 6)))
    tiny(MINIMAL + extras, scores=HEADER + a + "2022,a,late,5\n" + b, units="unit,name\na,A\nb,B\n")
    for rank, index in (("1", ""), ("2", "85")):
        (row,) = rows(run("simulate", "--need-rank", rank, "-u", "a", "-f", "csv").out)
        assert row["index"] == index, rank
    # What an adjustment does to the index has a maximum of 0, so that columns add up.
    found = {row["component"]: row for row in rows(run("compare", "b", "-u", "a", "-f", "csv").out)}
    assert [found["late"][name] for name in ("max", "points", "other_points", "difference")] == ["0", "-5", "0", "-5"]


def test_a_day_before_turns_back_what_was_begun_and_done_since(tiny: Tiny, run: Run) -> None:
    head = TASKS.replace("due,", "due,start,done_on,")
    lines = [
        "T-2023-001,1.1.2,X,done,2023-05-01,2023-03-01,2023-06-01,office,\n",
        "T-2023-002,1.1.1,Y,done,2023-05-01,,2023-06-01,office,\n",
    ]
    tiny(TIERED, scores=HEADER + SCORED, tasks=head + "".join(lines))
    for day, states in (
        ("2023-02-01", ["todo", "todo"]),
        ("2023-04-01", ["doing", "todo"]),
        ("2023-06-01", ["done", "done"]),
    ):
        found = {row["id"]: row["status"] for row in rows(run("track", "-f", "csv", "--date", day).out)}
        assert [found["T-2023-001"], found["T-2023-002"]] == states, day
