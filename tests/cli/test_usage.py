"""How the commands are called, what they refuse, and what they say then."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import HEADER, MINIMAL, ROOT, Run, Tiny
from tools.commands import Known, every_command


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["scroe"], "There is no command scroe. Did you mean cchc score?"),
        (["gaps", "--owner", "x"], "There is no option --owner. Commands that have it: plan, commit, track, task add,"),
        (["simulate", "--file", "x.yaml"], "There is no option --file. Did you mean --scenarios or --output?"),
        (["score", "--file", "x.csv"], "There is no option --file. Did you mean --output?"),
        (["score", "--formt", "csv"], "There is no option --formt. Did you mean --format?"),
        (["score", "--year", "2022"], "There is no option --year. Write it without an option: cchc score YEAR"),
        (
            ["report", "all", "--year=2022"],
            "There is no option --year. Write it without an option: cchc report all YEAR",
        ),
        (["task", "start", "T", "--on", "30/02/2023"], "--on: “30/02/2023” is not a date"),
        (["task", "done", "T", "--on", "30/02/2023"], "--on: “30/02/2023” is not a date"),
        (["task", "set", "T", "--start", "30/02/2023"], "--start: “30/02/2023” is not a date"),
        (["score", "-f", "xml"], "--format: “xml” is not allowed; allowed: table, csv, json, md."),
        (
            ["score", "-f", "xls"],
            "--format: “xls” is not allowed; allowed: table, csv, json, md. For a file of Excel, Word",
        ),
        (["score", "abc"], "YEAR: “abc” is not a year. Write four digits, such as 2022. A unit is named with --unit."),
        (["gaps", "3.3"], "YEAR: “3.3” is not a year. Write four digits, such as 2022."),
        (
            ["compare", "Đơn", "vị"],
            "YEAR: “vị” is not a year. Write four digits, such as 2022. A text with spaces stands in",
        ),
        (["gaps", "--top", "12%"], "--top: “12%” is not a whole number. Write the number alone: 12."),
        (["score", "2022", "2021"], "Too many arguments: 2021. Usage:"),
        (["score", "2022", "kq.docx"], "Too many arguments: kq.docx. To write the result into a file: -o kq.docx"),
        (["Score"], "There is no command Score. Did you mean cchc score?"),
        (
            ["import", "scores", "data", "--year", "2022"],
            "data is where cchc reads scores and tasks, not a folder of sheets.",
        ),
        (["audit", "data.docx"], "There is no file data.docx. It was looked for as"),
        (["audit", "criteria"], "There is no file criteria. Did you mean criteria.yaml?"),
        (["-C", "dat", "score"], "There is no folder dat. Did you mean data?"),
        (
            ["changes", "2021", "2022"],
            "There is no file or folder 2021. To see one year beside another: cchc explain 2022",
        ),
        (["score", "-unit", "u"], "-unit: options of several letters begin with two dashes."),
        (["gaps", "-top=3"], "-top: options of several letters begin with two dashes. Write --top=3."),
        (["ranks", "-lang", "vi"], "-lang: options of several letters begin with two dashes. Write --lang."),
        (["-lang", "vi", "score"], "-lang: options of several letters begin with two dashes. Write --lang."),
        (["-C", ".", "-workspace=x", "score"], "-workspace: options of several letters begin with two dashes."),
        (["score", "--unit"], "The option --unit needs a value."),
        (["-C"], "The option -C needs a value."),
        (["score", "--lang=vi", "--lang=en", "-C"], "The option -C needs a value."),
        (["score", "--strict=3"], "The option --strict takes no value."),
        (["compare"], "OTHER is missing."),
        (["score", "--unit", ""], "--unit: the text is blank."),
        (["-C", "", "score"], "--workspace: the text is blank."),
        (["gaps", "--only", ""], "--only: the text is blank."),
        (["compare", "1" * 5000], "There is no unit 1111"),
        (["task", "done"], "ID is missing."),
        (
            ["task", "show"],
            "There is no command show. These may be meant: cchc task log: Show who changed what in the tasks, and when."
            " cchc track: Show how far",
        ),
        (["import", "scores", "a.xlsx"], "--year is missing."),
        (["score", "--fail-under", "x"], "--fail-under: “x” is not a number."),
        (["score", "1999"], "There are no scores for 1999. Years with scores: 2021, 2022."),
        (["score", "--unit", "xa-tien-loy"], "There is no unit xa-tien-loy. Did you mean xa-tien-loi (Xã Tiến Lợi)?"),
        (["score", "2022", "--since", "2022"], "--since 2022 is not before 2022."),
        (["score", "--since", "2020"], "There are no scores for 2020. Years with scores: 2021, 2022."),
        (["gaps", "--only", "chronik"], "--only: there is no flag chronik. Did you mean chronic?"),
        (["gaps", "--low", "101"], "--low: 101 is out of range; allowed: 0–100."),
        (["ranks", "--top", "0"], "--top: 0 is out of range; allowed: 1 or more."),
        (["simulate", "--need-rank", "0"], "--need-rank: 0 is no rank of Xã Tiến Lợi. Ranks of its group: 1–18."),
        (["plan", "--target-rank", "0"], "--target-rank: 0 is no rank of Xã Tiến Lợi. Ranks of its group: 1–18."),
        (["score", "22"], "YEAR: 22 is out of range; allowed: 1900–2999. Write four digits, such as 2022."),
        (["-C", "nowhere", "score"], "There is no folder nowhere."),
        (["-C", "data", "score"], "The folder data has no criteria.yaml."),
        (["--lang", "fr", "score"], "--lang: “fr” is not allowed; allowed: vi, en."),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, sample: Path, run: Run) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert " ".join(outcome.err.split()).startswith(f"Error: {message}")


def test_the_workspace_is_found_named_or_refused(sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
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
    # What an interrupted run left is completed; what somebody changed is in the way.
    half = tmp_path / "ws" / "data" / "units.csv"
    half.unlink()
    completed = run("init", "ws")
    assert completed.status == 0
    assert "data/units.csv" in completed.out and "criteria.yaml" not in completed.out.partition("cchc")[0]
    assert {path: path.read_bytes() for path in (tmp_path / "ws").rglob("*.*")} == before
    half.unlink()
    scores = tmp_path / "ws" / "data" / "scores-2022.csv"
    scores.write_text("mine")
    refused = run("init", "ws")
    assert refused.status == 2 and "already has data/scores-2022.csv." in " ".join(refused.err.split())
    assert scores.read_text() == "mine" and not half.exists()
    (tmp_path / "file").write_text("")
    assert run("init", "file").status == 2


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_skeleton_has_no_faults(language: str, tmp_path: Path, run: Run) -> None:
    assert run("init", tmp_path / "ws", "--empty", "--lang", language).status == 0
    first, *_rest = (tmp_path / "ws" / "criteria.yaml").read_text("utf-8").splitlines()
    assert (tmp_path / "ws" / first.partition("# yaml-language-server: $schema=")[2]).is_file()
    checked = run("-C", tmp_path / "ws", "check", "--lang", language)
    assert checked.status == 0
    assert run("-C", tmp_path / "ws", "score").status == 2


def test_schema_takes_ids_as_numbers_and_refuses_unknown_keys(run: Run) -> None:
    schema = json.loads(run("schema").out)
    node = schema["$defs"]["Component"]
    assert node["additionalProperties"] is False
    assert node["properties"]["id"]["type"] == ["string", "number"]
    assert set(schema["$defs"]["Criteria"]["required"]) == {"version", "index", "areas"}


@pytest.mark.parametrize("name", ["data/scores-2020.csv", "data/units.csv"])
def test_what_is_no_file_is_not_passed_over(name: str, sample: Path, run: Run) -> None:
    (sample / name).unlink(missing_ok=True)
    (sample / name).symlink_to("nowhere")
    assert f"{name}: cannot be read (a link that leads to no file)." in run("score").err
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
    assert "the options yes and Yes are called the same but for case and spaces" in run("score").err


def test_a_default_unit_without_scores(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL + "defaults: {unit: uu}\n", scores=HEADER + "2022,u,1.1.1,6\n")
    checked = run("check")
    assert checked.status == 1
    assert "defaults › unit: the default unit uu has no scores" in " ".join(checked.out.split())


@pytest.mark.parametrize("found", ["03/03/2001", "1-Oct", "2001-10-01", "01-thg 10", "10/1"])
def test_ids_that_a_spreadsheet_made_dates(found: str, tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + f"2022,u,{found},1\n")
    assert "A spreadsheet has made a date of the id" in run("score").err


def test_reading_options_loads_no_pydantic() -> None:
    """It costs a tenth of `score`."""
    code = """
import sys
sys.argv = ["cchc", "score", "-f", "csv"]
from cchc_cli.cli.main import app
try:
    app()
except SystemExit:
    print(*(name for name in sys.modules if name.startswith("pydantic")), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, "")


@pytest.mark.parametrize("known", every_command(), ids=lambda known: " ".join(known.words))
def test_h_and_help_before_a_command_show_its_help(known: Known, run: Run) -> None:
    whole = run(*known.words, "--help")
    assert whole.status == 0
    assert run(*known.words, "-h").out == whole.out
    assert run("help", *known.words, "--lang", "en").out == whole.out
    assert "--help, -h " in whole.out


@pytest.mark.parametrize("words", [["help"], ["help", "help"], ["-h"], []])
def test_help_alone_lists_the_commands(words: list[str], run: Run) -> None:
    told = run(*words)
    assert (told.status, told.out) == (0, run("--help").out)
    assert "cchc help COMMAND" in told.out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["repot"], "Did you mean cchc report?"),
        (["report", "plann"], "Did you mean cchc report plan?"),
        (["result"], "Did you mean cchc report result?"),
        (["criteria"], "Did you mean cchc import criteria or cchc export criteria?"),
        (["zz"], "Results: score, gaps, keep, appeal, changes"),
        (["zz"], "cchc --help"),
    ],
)
def test_help_of_an_unknown_command_is_told(words: list[str], hint: str, run: Run) -> None:
    done = run("help", *words)
    assert (done.status, done.out) == (2, "")
    assert hint in done.err


def test_a_format_of_files_says_that_it_needs_one(sample: Path, run: Run) -> None:
    done = run("report", "result", "--format", "docx")
    assert (done.status, done.out) == (2, "")
    assert "Write it like -o report-result.docx" in done.err
    assert run("score", "-f", "xlsx", "-o", "a.xlsx").status == 0
    assert (sample / "a.xlsx").read_bytes()[:2] == b"PK"
    assert run("score", "-f", "xlsx", "-o", "a.docx").status == 2
    told = run("report", "result", "--all-units", "-o", "d", "-f", "xlsx")
    assert (told.status, "--suffix xlsx" in told.err, (sample / "d").exists()) == (2, True, False)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_new_workspace_speaks_the_language_in_which_it_was_asked_for(
    language: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CCHC_LANG", raising=False)
    word = {"vi": "Xếp loại", "en": "Rating"}[language]
    assert run("init", tmp_path / "ws", "--lang", language).status == 0
    assert word in run("-C", tmp_path / "ws", "score").out


def test_usage_lines_are_in_the_language_of_the_user(run: Run) -> None:
    # Typer has put what must be there in braces since 0.27 or so.
    assert re.search(r"cchc changes \[OPTIONS\] {?OLD}? {?NEW}?", run("changes", "--help", "--lang", "en").out)
    said = run("changes", "--help", "--lang", "vi").out
    assert re.search(r"Cách dùng: cchc changes \[TÙY_CHỌN\] {?CŨ}? {?MỚI}?", said)
    assert "-o TỆP" in said
    assert "ĐƠN_VỊ" in run("compare", "--lang", "vi").err


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("xep-hang", "ranks"), ("xephang", "ranks"), ("xep hang", "ranks"), ("Điểm 2022", "gaps"), ("cam-ket", "commit"),
        ("sosanh best", "compare"), ("tre", "dossiers"), ("report kết-luận", "report conclusion"), ("tien-do --date 2023-01-01", "track"),
    ],
)  # fmt: skip
def test_a_word_for_what_a_command_does_leads_to_it(asked: str, first: str, sample: Path, run: Run) -> None:
    done = run(*asked.split(), "--lang", "vi")
    assert (done.status, done.out) == (2, "")
    assert f"Các lệnh có thể dùng:\n  cchc {first}: " in done.err
    assert f"  cchc {first}: " in run(*asked.split(), "--lang", "en").err


@pytest.mark.parametrize(
    ("asked", "usage", "example"),
    [
        ("compare 2022 best", "compare [OPTIONS] OTHER [YEAR]", "compare best 2022"),
        ("score abc", "score [OPTIONS] [YEAR]", "score 2022"),
        ("ranks 2022 2021", "ranks [OPTIONS] [YEAR]", "ranks 2022"),
        ("changes a.csv", "changes [OPTIONS] OLD NEW", "changes data/scores-2022.csv new.csv"),
        ("task done", "task done [OPTIONS] ID", "task done T-2023-001"),
        ("task add --action x", "task add [OPTIONS]", 'task add --component 1.1.1 --action "…"'),
        ("import scores a.xlsx", "import scores [OPTIONS] FILE", "import scores table.xlsx --year 2022"),
        ("report all", "report all [OPTIONS] [YEAR]", "report all --output folder 2022"),
    ],
)
def test_a_wrong_or_missing_argument_is_answered_with_an_example(
    asked: str, usage: str, example: str, sample: Path, run: Run
) -> None:
    told = run(*asked.split()).err
    assert f"Usage: cchc {usage}\nExample: cchc {example}\n" in told


@pytest.mark.parametrize("known", every_command(), ids=lambda known: " ".join(known.words))
def test_every_command_has_an_example_of_itself(known: Known, sample: Path, run: Run) -> None:
    told = run(*known.words, *["2022"] * 4).err
    assert f"\nExample: cchc {' '.join(known.words)}" in told
