"""The commands as a user sees them: golden output of the sample in both languages and three widths."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from cchc_cli.model.columns import GAPS, KEEP, RANKS, SCORE
from tests.conftest import MINIMAL, Run

Tiny = Callable[..., Path]
HEADER = "year,unit,component,score\n"

GOLDEN = {
    "score": ["score", "2022"],
    "score by criterion": ["score", "2022", "--by", "criterion", "--unit", "don-vi-02"],
    "score on self": ["score", "--basis", "self"],
    "score markdown": ["score", "-f", "md"],
    "gaps": ["gaps"],
    "gaps chosen": ["gaps", "--only", "dropped", "--min", "0.5", "--top", "3"],
    "gaps by area": ["gaps", "--by", "area"],
    "gaps by owner": ["gaps", "--by", "owner"],
    "gaps by source": ["gaps", "--by", "source"],
    "keep": ["keep", "--top", "6"],
    "ranks": ["ranks"],
    "ranks since": ["ranks", "2022", "--top", "3", "--since", "2021", "-f", "csv"],
    "check": ["check"],
    "help": ["--help"],
    "help of a command": ["score", "--help"],
}


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("case", GOLDEN)
def test_golden(
    case: str,
    language: str,
    sample: Path,
    run: Run,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if case == "check":  # shows the folder, whose name is long here
        monkeypatch.setenv("COLUMNS", "200")
    outcome = run(*GOLDEN[case], "--lang", language)
    assert (outcome.status, outcome.err) == (0, "")
    text = outcome.out.replace(str(sample), "WORKSPACE")
    assert re.sub(r"-+$", "---", text, flags=re.MULTILINE) == snapshot


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("command", ["score", "gaps", "keep", "ranks", "check"])
def test_no_line_is_wider_than_the_screen_and_nothing_is_cut(
    command: str, width: int, language: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = run(command, "--lang", language).out
    assert max(len(line) for line in text.splitlines()) <= max(width, len(str(sample)) + 30)
    assert "…" not in text
    if command == "gaps" and width >= 80:
        assert [
            line.split()[0] for line in text.splitlines() if line[:1].isdigit() and "." in line.split()[0]
        ][:2] == [
            "3.3.1",
            "7.1.2",
        ]


def test_sample_figures(sample: Path, run: Run) -> None:
    """What the sample is known to give: 76.08, fair, 14th of 18, down 3 from 11th with 81.75."""
    result = json.loads(run("score", "2022", "-f", "json").out)["result"]
    assert (result["index"], result["rating"], result["rank"], result["ranked"]) == (76.08, "fair", 14, 18)
    assert (result["prev_index"], result["prev_rank"], result["rank_change"]) == (81.75, 11, -3)
    text = run("score", "2022", "--lang", "vi").out
    assert "76,08 / 100" in text
    assert "Khá" in text
    assert "14/18" in text
    assert "81,75" in text


@pytest.mark.parametrize(
    ("command", "columns"), [("score", SCORE), ("gaps", GAPS), ("keep", KEEP), ("ranks", RANKS)]
)
def test_csv_and_json_have_the_same_rows_in_every_language(
    command: str, columns: tuple[str, ...], sample: Path, run: Run
) -> None:
    english, vietnamese = (run(command, "-f", "csv", "--lang", language).out for language in ("en", "vi"))
    assert english == vietnamese
    rows = list(csv.DictReader(io.StringIO(english)))
    assert tuple(rows[0]) == columns
    loaded = json.loads(run(command, "-f", "json").out)
    assert loaded["schema"] == 1
    assert loaded["command"] == command
    assert loaded["year"] == 2022
    assert [list(row) for row in loaded["rows"]] == [list(columns)] * len(rows)
    for text, row in zip(rows, loaded["rows"], strict=True):
        for column, value in row.items():
            if isinstance(value, bool):
                assert text[column] == str(value).lower()
            elif isinstance(value, int | float):
                assert float(text[column]) == value
            else:
                assert text[column] == (value or "")


def test_shares_and_lost_points_add_up(sample: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("gaps", "-f", "csv").out)))
    assert sum(float(row["lost"]) for row in rows) == pytest.approx(100 - 76.08, abs=1e-9)
    assert float(rows[-1]["cum_share"]) == pytest.approx(1)
    by_owner = list(csv.DictReader(io.StringIO(run("gaps", "--by", "owner", "-f", "csv").out)))
    assert sum(float(row["lost"]) for row in by_owner) == pytest.approx(100 - 76.08, abs=1e-9)


def test_a_component_on_which_all_are_last_stays_listed(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=HEADER
        + "2022,u,1.1.1,6\n2022,u,1.1.2,0\n2022,u,1.10,2\n2022,v,1.1.1,6\n2022,v,1.1.2,2\n2022,v,1.10,2\n"
    )
    rows = list(csv.DictReader(io.StringIO(run("gaps", "--unit", "u", "-f", "csv").out)))
    assert [(row["component"], row["lost"]) for row in rows] == [("1.1.2", "2")]


def test_a_blank_does_not_beat_a_low_score(tiny: Tiny, run: Run) -> None:
    """u has 0 of 2 on a component, v nothing yet, w not applicable: only w's maximum is rescaled."""
    tiny(
        scores=HEADER
        + "".join(f"2022,{unit},1.1.1,3\n2022,{unit},1.10,1\n" for unit in "uvw")
        + "2022,u,1.1.2,0\n2022,v,1.1.2,\n2022,w,1.1.2,NA\n"
    )
    rows = {row["unit"]: row for row in csv.DictReader(io.StringIO(run("ranks", "-f", "csv").out))}
    assert [(rows[u]["index"], rows[u]["index_best"], rows[u]["max"]) for u in "uvw"] == [
        ("40", "40", "10"),
        ("40", "60", "10"),
        ("50", "50", "8"),
    ]
    assert [rows[u]["provisional"] for u in "uvw"] == ["false", "true", "false"]
    assert [rows[u]["rank"] for u in "uvw"] == ["2", "", "1"]
    loaded = json.loads(run("ranks", "-f", "json").out)
    assert loaded["possible_ranks"] == {"v": {"best": 1, "worst": 2}}
    text = run("ranks").out
    assert "(1–2)" in text
    assert "40.00–60.00" in text


def test_ties_and_the_note_where_only_rounding_made_them(tiny: Tiny, run: Run) -> None:
    tiny(
        MINIMAL.replace("name: Tiny", "name: Tiny\n  rounding: 0"),
        scores=HEADER
        + "".join(
            f"2022,{u},1.1.1,{a}\n2022,{u},1.1.2,{b}\n2022,{u},1.10,2\n"
            for u, a, b in [
                ("a", "6", "2"),
                ("b", "0.1", "0.2"),
                ("c", "0.3", "0"),
                ("d", "0.31", "0"),
                ("e", "0", "0"),
            ]
        ),
    )
    rows = {row["unit"]: row["rank"] for row in csv.DictReader(io.StringIO(run("ranks", "-f", "csv").out))}
    assert rows == {"a": "1", "b": "2", "c": "2", "d": "2", "e": "5"}
    text = run("ranks").out
    assert "=2" in text
    assert "Rank =2 is shared only through rounding; before rounding: d 23.1, b" in text
    exact = {
        r["unit"]: r["rank"]
        for r in csv.DictReader(io.StringIO(run("ranks", "--rank-on", "exact", "-f", "csv").out))
    }
    assert exact == {"a": "1", "d": "2", "b": "3", "c": "3", "e": "5"}


def test_dense_ties(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("name: Tiny", "name: Tiny\n  ties: dense")
    tiny(
        criteria,
        scores=HEADER
        + "".join(
            f"2022,u{n},{c},{s}\n"
            for n, top in enumerate([2, 1, 1, 0])
            for c, s in [("1.1.1", top), ("1.1.2", top), ("1.10", top)]
        ),
    )
    assert [line.split(",")[0] for line in run("ranks", "-f", "csv").out.splitlines()[1:]] == [
        "1",
        "2",
        "2",
        "3",
    ]


def test_units_that_come_and_go(tiny: Tiny, run: Run) -> None:
    full = "{y},{u},1.1.1,{a}\n{y},{u},1.1.2,2\n{y},{u},1.10,2\n"
    rows = [(2021, "a", 3), (2021, "gone", 6), (2022, "a", 4), (2022, "new", 5)]
    tiny(scores=HEADER + "".join(full.format(y=y, u=u, a=a) for y, u, a in rows))
    table = {row["unit"]: row for row in csv.DictReader(io.StringIO(run("ranks", "-f", "csv").out))}
    assert set(table) == {"a", "new"}
    assert (table["a"]["prev_rank"], table["a"]["rank_change"]) == ("2", "0")
    assert (table["new"]["prev_rank"], table["new"]["rank_change"]) == ("", "")


def test_groups_are_ranked_apart(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=HEADER
        + "".join(f"2022,{u},1.1.1,{n}\n2022,{u},1.1.2,0\n2022,{u},1.10,0\n" for n, u in enumerate("abcd")),
        units="unit,name,group\na,A,x\nb,B,y\nc,C,x\nd,D,y\n",
    )
    lines = [line.split(",")[:2] for line in run("ranks", "-f", "csv").out.splitlines()[1:]]
    assert lines == [["1", "c"], ["2", "a"], ["1", "d"], ["2", "b"]]
    assert len(run("ranks", "--group", "y", "-f", "csv").out.splitlines()) == 3
    assert len(run("ranks", "--unit", "a", "-f", "csv").out.splitlines()) == 3
    assert run("ranks", "--group", "z").status == 2


def test_bonus_and_penalty_are_capped_and_rounded_half_up(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("name: Tiny", "name: Tiny\n  bonus_cap: 2.005").replace(
        "max: 2}", "max: 2.00}"
    )
    criteria += "adjustments:\n  - {id: plus, name: P, kind: bonus, max: 3}\n  - {id: minus, name: M, kind: penalty, max: 3}\n"
    tiny(
        criteria,
        scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.1.2,1\n2022,u,1.10,1\n2022,u,plus,2.5\n2022,u,minus,1\n",
    )
    result = json.loads(run("score", "-f", "json").out)["result"]
    assert (result["index"], result["bonus"], result["penalty"]) == (51.01, 2.005, 1)


def test_conditions_decide_the_status(sample: Path, run: Run) -> None:
    assert run("score", "--fail-under", "76.08").status == 0
    failed = run("score", "--fail-under", "80")
    assert failed.status == 1
    assert "76.08" in failed.out
    assert failed.err == "Error: The index 76.08 is under 80.\n"
    path = sample / "data" / "scores-2022.csv"
    path.write_text(path.read_text("utf-8").replace("xa-tien-loi,7.2,0,0", "xa-tien-loi,7.2,0,"), "utf-8")
    assert run("score").status == 0
    strict = run("score", "--strict")
    assert (strict.status, strict.out) == (2, "")
    assert "7.2" in strict.err


def test_provisional_score_shows_both_ends(sample: Path, run: Run) -> None:
    path = sample / "data" / "scores-2022.csv"
    path.write_text(path.read_text("utf-8").replace("xa-tien-loi,7.2,0,0", "xa-tien-loi,7.2,0,"), "utf-8")
    out = " ".join(run("score").out.split())
    assert "76.08 … 78.08" in out
    assert "98.0% of the maximum is scored" in out
    assert "can still get 11–14 of 18" in out
    assert "not scored yet" in run("gaps").out


def test_keep_puts_what_is_at_risk_first(tiny: Tiny, run: Run) -> None:
    rule = "rule: {type: tiers, tiers: [{min: 98, points: %s}]}"
    criteria = MINIMAL.replace("max: 6, owner: office}", f"max: 6, {rule % 6}}}").replace(
        "max: 2}", f"max: 2, {rule % 2}}}"
    )
    rows = "2021,u,1.1.1,99,\n2021,u,1.1.2,97,\n2021,u,1.10,,2\n2022,u,1.1.1,100,\n2022,u,1.1.2,98.5,\n2022,u,1.10,,2\n"
    tiny(criteria, scores="year,unit,component,value,score\n" + rows)
    table = list(csv.DictReader(io.StringIO(run("keep", "-f", "csv").out)))
    assert [(r["component"], r["years"], r["value"], r["margin"]) for r in table] == [
        ("1.1.2", "1", "98.5", "0.5"),
        ("1.1.1", "2", "100", "2"),
        ("1.10", "2", "", ""),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["scroe"], "There is no command scroe. Did you mean score?"),
        (["score", "--formt", "csv"], "There is no option --formt. Did you mean --format?"),
        (["score", "-f", "xml"], "--format: “xml” is not allowed; allowed: table, json, csv, md."),
        (["score", "abc"], "YEAR: “abc” is not a whole number."),
        (["score", "2022", "2021"], "Too many arguments: 2021."),
        (["score", "--unit"], "The option --unit needs a value."),
        (["score", "--fail-under", "x"], "--fail-under: “x” is not a number."),
        (["score", "1999"], "There are no scores for 1999. Years with scores: 2021, 2022."),
        (["score", "--unit", "xa-tien-loy"], "There is no unit xa-tien-loy. Did you mean xa-tien-loi?"),
        (["score", "2022", "--since", "2022"], "--since 2022 is not before 2022."),
        (["score", "--since", "2020"], "There are no scores for 2020. Years with scores: 2021, 2022."),
        (["gaps", "--only", "chronik"], "--only: there is no flag chronik. Did you mean chronic?"),
        (["gaps", "--low", "101"], "--low: 101 is out of range; allowed: 0–100."),
        (["ranks", "--top", "0"], "--top: 0 is out of range; allowed: 1–…."),
        (["-C", "nowhere", "score"], "There is no folder nowhere."),
        (["-C", "data", "score"], "The folder data has no criteria.yaml."),
        (["--lang", "fr", "score"], "--lang: “fr” is not allowed; allowed: vi, en."),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, sample: Path, run: Run) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert " ".join(outcome.err.split()).startswith(f"Error: {message}")


def test_the_workspace_is_found_named_or_refused(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    want = run("score", "-f", "csv").out
    monkeypatch.chdir(sample / "data")
    assert run("score", "-f", "csv").out == want
    monkeypatch.chdir("/")
    assert run("score").status == 2
    assert "cchc init" in run("score").err
    assert run("-C", sample, "score", "-f", "csv").out == want
    assert run("score", "-f", "csv", f"--workspace={sample}").out == want
    monkeypatch.setenv("CCHC_WORKSPACE", str(sample))
    assert run("score", "-f", "csv").out == want


def test_the_language_is_chosen_in_order(sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_LANG", "en")
    assert "Rating" in run("score").out
    assert "Xếp loại" in run("score", "--lang", "vi").out
    monkeypatch.delenv("CCHC_LANG")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "Xếp loại" in run("score").out  # the workspace's default
    assert "Cách dùng" in run("--help").out
    criteria = sample / "criteria.yaml"
    criteria.write_text(criteria.read_text("utf-8").replace("  language: vi\n", ""), "utf-8")
    assert "Rating" in run("score").out
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert "Xếp loại" in run("score").out
    monkeypatch.setenv("LC_ALL", "C")
    assert "Rating" in run("score").out


def test_init_never_touches_what_is_there(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "ws").status == 0
    assert run("-C", "ws", "score", "2022").status == 0
    assert run("-C", "ws", "check").status == 0
    before = {path: path.read_bytes() for path in (tmp_path / "ws").rglob("*.*")}
    again = run("init", "ws")
    assert again.status == 2
    assert "Nothing was written" in again.err
    assert {path: path.read_bytes() for path in (tmp_path / "ws").rglob("*.*")} == before
    (tmp_path / "other" / "data").mkdir(parents=True)
    (tmp_path / "other" / "data" / "units.csv").write_text("mine")
    assert run("init", "other").status == 2
    assert not (tmp_path / "other" / "criteria.yaml").exists()
    (tmp_path / "file").write_text("")
    assert run("init", "file").status == 2


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_skeleton_has_no_faults(language: str, tmp_path: Path, run: Run) -> None:
    assert run("init", tmp_path / "ws", "--empty", "--lang", language).status == 0
    checked = run("-C", tmp_path / "ws", "check", "--lang", language)
    assert checked.status == 0
    assert run("-C", tmp_path / "ws", "score").status == 2


def test_schema_takes_ids_as_numbers_and_refuses_unknown_keys(run: Run) -> None:
    schema = json.loads(run("schema").out)
    node = schema["$defs"]["Component"]
    assert node["additionalProperties"] is False
    assert node["properties"]["id"]["type"] == ["string", "number"]
    assert set(schema["$defs"]["Criteria"]["required"]) == {"version", "index", "areas"}


def piped(*arguments: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    env = {**os.environ, "CCHC_LANG": "vi", **environment}
    return subprocess.run(
        [sys.executable, "-m", "cchc_cli", *arguments], cwd=folder, env=env, capture_output=True
    )


def test_piped_output_is_plain_utf8(sample: Path) -> None:
    for environment in ({"NO_COLOR": "1"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}):
        done = piped("score", folder=sample, **environment)
        assert (done.returncode, done.stderr) == (0, b"")
        text = done.stdout.decode("utf-8")
        assert "\x1b" not in text
        assert "Xếp loại" in text
        assert not set("─│█░") & set(text)


def test_a_reader_that_leaves_early_is_no_fault(sample: Path) -> None:
    command = f'"{sys.executable}" -m cchc_cli gaps -f json | head -c 10; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], cwd=sample, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_and_completion_import_nothing_heavy(sample: Path) -> None:
    probe = (
        "import sys, cchc_cli.cli.main as m, contextlib\n"
        "with contextlib.suppress(SystemExit): m.app([sys.argv[1]] if len(sys.argv) > 1 else [])\n"
        "print(sorted({'pandas', 'numpy', 'rich', 'msgspec'} & {name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe, "--help"], cwd=sample, capture_output=True, text=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("cchc score 20", {"2021", "2022"}), ("cchc score --unit xa", {"xa-tien-loi"}), ("cchc ra", {"ranks"})],
)
def test_years_units_and_commands_complete(words: str, wanted: set[str], sample: Path) -> None:
    count = len(words.split()) - 1
    env = {**os.environ, "_CCHC_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count)}
    done = subprocess.run(
        [sys.executable, "-m", "cchc_cli"], cwd=sample, env=env, capture_output=True, text=True
    )
    assert set(done.stdout.split()) == wanted


@pytest.mark.parametrize("columns", ["0", "1", "-5", "x"])
def test_a_screen_of_no_width_is_taken_as_not_known(
    columns: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert "76.08 / 100" in run("score").out


def test_closed_streams_are_no_fault(sample: Path) -> None:
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        command = f'"{sys.executable}" -m cchc_cli score --lang en {closed}'
        done = subprocess.run(["bash", "-c", command], cwd=sample, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b""), closed


def test_a_year_in_which_no_component_exists(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("name: First", "name: First\n    until: 2021")
    criteria += "adjustments: [{id: plus, name: P, kind: bonus, max: 3}]\n"
    tiny(criteria, scores=HEADER + "2021,u,1.1.1,6\n2022,u,plus,2\n")
    for command in ("score", "gaps", "keep", "ranks"):
        assert run(command).status == 0
    assert "No component applies" in run("gaps").out
    failed = run("score", "--fail-under", "1")
    assert (failed.status, failed.err) == (1, "Error: There is no index: no component applies.\n")


@pytest.mark.parametrize("name", ["data/scores-2020.csv", "data/units.csv"])
def test_what_is_no_file_is_not_passed_over(name: str, sample: Path, run: Run) -> None:
    (sample / name).unlink(missing_ok=True)
    (sample / name).symlink_to("nowhere")
    assert f"{name}: is not a file" in run("score").err
    (sample / name).unlink()
    (sample / name).mkdir()
    assert run("score").status == 2


def test_criteria_that_is_no_file(tmp_path: Path, run: Run) -> None:
    (tmp_path / "criteria.yaml").mkdir()
    outcome = run("-C", tmp_path, "score")
    assert outcome.status == 2
    assert "is not a file" in outcome.err


def test_options_that_differ_only_in_case(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("{yes: 2, no: 0}", "{yes: 2, Yes: 1}"), scores=HEADER + "2022,u,1.1.1,6\n")
    assert "the options yes and Yes differ only in case or spaces" in run("score").err


def test_a_default_unit_without_scores(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL + "defaults: {unit: uu}\n", scores=HEADER + "2022,u,1.1.1,6\n")
    checked = run("check")
    assert checked.status == 1
    assert "defaults.unit: the default unit uu has no scores" in " ".join(checked.out.split())


def test_top_says_where_it_cuts_through_a_tie(tiny: Tiny, run: Run) -> None:
    rows = "".join(f"2022,{u},{c},{s}\n" for u in "ab" for c, s in [("1.1.1", 3), ("1.1.2", 1), ("1.10", 1)])
    tiny(scores=HEADER + rows)
    assert "1 more unit shares the last rank shown." in run("ranks", "--top", "1").out


@pytest.mark.parametrize("found", ["03/03/2001", "1-Oct", "2001-10-01", "01-thg 10", "10/1"])
def test_ids_that_a_spreadsheet_made_dates(found: str, tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + f"2022,u,{found},1\n")
    assert "A spreadsheet has made a date of the id" in run("score").err


def test_empty_cells_beyond_the_header_are_passed_over(tiny: Tiny, run: Run) -> None:
    tiny(scores="year;unit;component;score\n2022;u;1.1.1;1,5;;;\n2022;u;1.1.2;;;\n2022;u;1.10;2;;;\n")
    rows = list(csv.DictReader(io.StringIO(run("score", "--by", "component", "-f", "csv").out)))
    assert [row["points"] for row in rows] == ["1.5", "0", "2"]


def test_a_component_that_is_not_scored_has_no_points(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + "2022,u,1.1.1,3\n2022,u,1.1.2,\n2022,u,1.10,2\n")
    rows = list(csv.DictReader(io.StringIO(run("gaps", "-f", "csv").out)))
    assert [(row["component"], row["points"], row["lost"], row["flags"]) for row in rows] == [
        ("1.1.1", "3", "3", "below_max low"),
        ("1.1.2", "", "2", "below_max"),
    ]
    assert "5.00 points" in run("gaps").out
    assert "2.00 of them not scored yet" in " ".join(run("gaps").out.split())


def test_names_cannot_steer_the_terminal_or_the_markdown(tiny: Tiny, run: Run) -> None:
    name = '"\\e[31mRed [bold]x[/] | \\u202e# *y* \\a"'
    tiny(MINIMAL.replace("name: A", f"name: {name}"), scores=HEADER + "2022,u,1.1.1,3\n")
    for form in ("table", "md"):
        text = run("gaps", "-f", form).out
        assert not {"\x1b", "\a"} & set(text)
        assert "[bold]x[/]" in text.replace("\\", "")


def test_margins_where_less_is_better(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("max: 6, owner: office}", "max: 6, rule: {type: linear, from: 10, to: 4}}")
    criteria = criteria.replace("max: 2}", "max: 2, rule: {type: deduct, per: 1}}")
    tiny(criteria, scores="year,unit,component,value\n2022,u,1.1.1,1.5\n2022,u,1.1.2,0\n2022,u,1.10,yes\n")
    table = list(csv.DictReader(io.StringIO(run("keep", "-f", "csv").out)))
    assert [(row["component"], row["value"], row["margin"]) for row in table] == [
        ("1.1.2", "0", "0"),
        ("1.1.1", "1.5", "2.5"),
        ("1.10", "yes", ""),
    ]
