"""`-o FILE`: what is written, what is said, what is refused, and that nothing is lost."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cchc_cli as cchc
from cchc_cli.cli.main import app
from cchc_cli.show import writers
from cchc_cli.show.writers import FORMS, PRINTED
from tests.conftest import MINIMAL, NOTED, Run, Tiny


@pytest.mark.parametrize("suffix", ["csv", "json", "md"])
def test_a_text_file_holds_what_stdout_would(suffix: str, sample: Path, run: Run) -> None:
    printed = run("gaps", "-f", suffix)
    written = run("gaps", "-o", f"out.{suffix}")
    assert (written.status, written.out, written.err) == (0, "", f"Written: out.{suffix}\n")
    assert run("gaps", "-o", f"out.{suffix}").err == f"Written over: out.{suffix}\n"
    assert Path(f"out.{suffix}").read_bytes() == printed.out.encode()


def test_the_suffix_may_be_written_in_capitals_and_names_may_be_odd(sample: Path, run: Run) -> None:
    for name in ("KẾT QUẢ năm 2022.CSV", "a.b.json", "-x.md", "it's; $(x).csv"):
        assert run("score", f"--output={name}").status == 0
        assert Path(name).stat().st_size > 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("out.txt", "-o: the suffix of out.txt stands for no format."),
        ("out", "-o: out has no suffix, and so no format."),
        (".csv", "-o: .csv has no suffix, and so no format."),
        ("", "-o: the name of a file is missing."),
        ("data", "-o: data is a folder; name a file in it."),
        ("folder.csv", "-o: folder.csv is a folder; name a file in it."),
        ("no/out.csv", "There is no folder"),
        ("criteria.yaml/out.csv", "criteria.yaml is a file, not a folder."),
        ("data/scores-2022.csv", "-o: data/scores-2022.csv would be in data, where cchc reads scores and tasks."),
        ("data/new.csv", "-o: data/new.csv would be in data"),
        ("link.csv", "-o: link.csv would be in data"),
        ("link.md", "-o: link.md leads to criteria.yaml, which cchc reads."),
        ("x" * 300 + ".csv", "Can't write xxx"),
    ],
)
def test_what_can_not_be_written_is_refused_before_anything_is_done(
    name: str, message: str, sample: Path, run: Run
) -> None:
    Path("folder.csv").mkdir()
    Path("link.csv").symlink_to("data/units.csv")
    Path("link.md").symlink_to("criteria.yaml")
    before = {path: path.read_bytes() for path in sample.rglob("*") if path.is_file()}
    outcome = run("plan", "--write", "--budget", "10", "-o", name)
    assert (outcome.status, outcome.out) == (2, "")
    told = " ".join(outcome.err.split())
    assert told.startswith("Error: ")
    assert message in told
    assert {path: path.read_bytes() for path in sample.rglob("*") if path.is_file()} == before


def test_allowed_suffixes_are_named(sample: Path, run: Run) -> None:
    assert (
        "Allowed: a file that ends in .csv, .docx, .html, .json, .md, .pdf, .xlsx." in run("score", "-o", "x.doc").err
    )


def test_format_and_file_must_agree(sample: Path, run: Run) -> None:
    assert run("score", "-f", "csv", "-o", "x.csv").status == 0
    for form in ("json", "table"):
        outcome = run("score", "-f", form, "-o", "y.csv")
        assert (outcome.status, Path("y.csv").exists()) == (2, False)
        assert f"--format {form} and -o y.csv do not go together" in outcome.err
    run("plan", "--write", "--budget", "5")
    assert "leave out -o" in run("track", "--summary", "-o", "x.csv").err
    assert "leave out --format" in run("track", "--summary", "-f", "json").err


def test_a_file_that_is_there_gets_the_new_contents_and_keeps_its_mode(sample: Path, run: Run) -> None:
    Path("out.csv").write_text("x" * 100_000)
    Path("out.csv").chmod(0o640)
    for _time in range(2):
        assert run("score", "-o", "out.csv").status == 0
    assert Path("out.csv").stat().st_mode & 0o777 == 0o640
    assert len(Path("out.csv").read_text("utf-8").splitlines()) == 9
    assert not list(sample.glob(".out*"))


def test_conditions_are_still_told_after_writing(sample: Path, run: Run) -> None:
    outcome = run("score", "--fail-under", "80", "-o", "out.json")
    assert outcome.status == 1
    assert "is under 80" in outcome.err
    assert json.loads(Path("out.json").read_text("utf-8"))["result"]["index"] == 76.08
    assert run("check", "-o", "check.csv").status == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who is refused")
def test_a_folder_without_permission_is_told(sample: Path, run: Run) -> None:
    (sample / "shut").mkdir(mode=0o555)
    assert "nothing can be written in the folder" in run("score", "-o", "shut/x.csv").err


def test_every_command_with_a_format_has_it_once(run: Run) -> None:
    from typer.main import get_command

    group = get_command(app)
    commands = dict(group.commands)  # type: ignore[attr-defined]
    assert "score" in commands
    for command in commands.values():
        names = [param.name for param in command.params]
        assert names.count("output") == ("form" in names)
    assert run("score", "--help").out.count("--output, -o FILE") == 1


def test_formats_that_are_printed_are_those_of_the_option(run: Run) -> None:
    printed = ", ".join(form for form in FORMS if form in PRINTED)
    assert f"allowed: {printed}." in run("score", "-f", "x").err


def test_a_format_is_found_by_its_module(
    sample: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module in one of the folders is all that a format takes: what is printed, files, and help know it."""
    for folder in ("printed", "filed"):
        there = {path.stem for path in (writers.HERE / folder).iterdir() if path.name[0] not in "._"}
        assert there == set(writers._modules(folder)) <= set(FORMS)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "tabs.py").write_text(
        "def write(report, workspace, stream):\n    report.frame.to_csv(stream, sep='\\t', index=False)\n"
    )
    monkeypatch.setitem(writers.MODULES, "tsv", "tabs")
    report = cchc.score(sample)
    assert writers.as_file(report, "", "tsv").decode().splitlines()[0].split("\t") == list(report.columns)


def test_no_text_of_a_csv_becomes_a_formula(tiny: Tiny, run: Run) -> None:
    notes = ["=cmd|' /C calc'!A0", "+1", "-1 điểm", "@SUM(A1)", "\t=1", "chỉ 1 + 1 = 2"]
    names = ["One", "Two", "Three", "Four", "Five", "Six"]
    leaves = "".join(f"      - {{id: '1.{at}', name: '{name}', max: 2}}\n" for at, name in enumerate(names))
    criteria = MINIMAL[: MINIMAL.index("areas:")] + f"areas:\n  - id: '1'\n    name: '=1+1'\n    criteria:\n{leaves}"
    rows = "".join(f'2022,u,1.{at},{at / 10},"{note}"\n' for at, note in enumerate(notes))
    tiny(criteria, scores=NOTED + rows)
    found = list(csv.DictReader(run("gaps", "-f", "csv").out.splitlines()))
    wanted = ["'=cmd|' /C calc'!A0", "'+1", "'-1 điểm", "'@SUM(A1)", "'=1", "chỉ 1 + 1 = 2"]
    assert [row["note"] for row in found] == wanted
    assert all(float(row["lost"]) > 0 for row in found)
    area = next(csv.DictReader(run("score", "-f", "csv").out.splitlines()))
    assert (area["name"], area["percent"]) == ("'=1+1", "12.5")


def test_negative_numbers_stay_numbers(sample: Path, run: Run) -> None:
    rows = list(csv.DictReader(run("score", "-f", "csv").out.splitlines()))
    assert float(rows[0]["change"]) == -14.0625


HEAVY = {"matplotlib", "xlsxwriter", "jinja2", "docx", "PIL"}


@pytest.mark.parametrize("arguments", [["--help"], ["score"], ["score", "-o", "x.csv"]])
def test_nothing_of_it_is_imported_where_it_is_not_asked_for(arguments: list[str], sample: Path) -> None:
    probe = (
        "import sys, contextlib, cchc_cli.cli.main as m\n"
        "with contextlib.suppress(SystemExit): m.app(sys.argv[1:])\n"
        f"print(sorted({HEAVY!r} & {{name.split('.')[0] for name in sys.modules}}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe, *arguments], cwd=sample, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_csv_for_excel_says_the_same_and_is_read_again(tiny: Tiny, run: Run) -> None:
    """BOM, ; and decimal commas on stdout and in a file alike; ids stay ids, also where cchc reads them back."""
    tiny(scores=NOTED + '2022,u,1.1.1,1.5,"a; b"\n2022,u,1.1.2,0.25,=1\n2022,u,1.10,1,\n')
    plain = run("gaps", "-f", "csv").out
    printed = run("gaps", "-f", "csv", "--excel", "--lang", "vi").out
    assert run("gaps", "-o", "out.CSV", "--excel").status == 0
    assert Path("out.CSV").read_bytes() == printed.encode() == b"\xef\xbb\xbf" + printed[1:].encode()
    rows = list(csv.DictReader(io.StringIO(printed[1:]), delimiter=";"))
    assert [row["component"] for row in rows] == ['="1.1.1"', '="1.1.2"', '="1.10"']
    assert [row["lost"] for row in rows] == ["4,5", "1,75", "1"]
    for row, same in zip(rows, csv.DictReader(io.StringIO(plain)), strict=True):
        as_plain = {name: cell.removeprefix('="').removesuffix('"') for name, cell in row.items()}
        figures = ("points", "max", "lost", "share", "cum_share")
        assert {name: cell.replace(",", ".") if name in figures else cell for name, cell in as_plain.items()} == same
    # As somebody puts points into what they got, and hands it back as scores.
    text = printed.replace("component;", "Mã tiêu chí;").replace(";points;", ";Điểm;")
    head, *lines = text.splitlines()
    Path("data/scores.csv").write_text(
        "\n".join([f"{head};year;unit", *(f"{line};2022;u" for line in lines)]) + "\n", encoding="utf-8"
    )
    assert run("gaps", "-f", "csv").out.splitlines()[1].startswith("1.1.1,A,1,office,1.5,6,4.5")


@pytest.mark.parametrize("line", ["score --excel", "score -o x.xlsx --excel", "score -f json --excel"])
def test_excel_goes_with_csv_alone(line: str, sample: Path, run: Run) -> None:
    done = run(*line.split())
    assert (done.status, done.out, "--excel goes with csv" in done.err) == (2, "", True)
