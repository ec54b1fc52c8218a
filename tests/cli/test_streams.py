"""Pipes, screens, closed streams and shells around the commands."""

import csv
import io
import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cchc_cli import init
from tests.conftest import HEADER, MINIMAL, Run, Tiny
from tests.processes import CLOSED, FULL, LEFT, cchc


def piped(*arguments: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    env = {**os.environ, "CCHC_LANG": "vi", **environment}
    return subprocess.run([sys.executable, "-m", "cchc_cli", *arguments], cwd=folder, env=env, capture_output=True)


def shell(command: str, *, folder: Path, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    env = {**os.environ, "CCHC_LANG": "en", **environment}
    line = f'"{sys.executable}" -m cchc_cli {command}'
    return subprocess.run(["bash", "-c", line], cwd=folder, env=env, capture_output=True)


def test_piped_output_is_plain_utf8(sample: Path) -> None:
    for environment in ({"NO_COLOR": "1"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}):
        done = piped("score", folder=sample, **environment)
        assert (done.returncode, done.stderr) == (0, b"")
        text = done.stdout.decode("utf-8")
        assert "\x1b" not in text
        assert "Xếp loại" in text
        assert not set("─│█░") & set(text)


def test_a_terminal_parts_no_words_of_an_error(sample: Path) -> None:
    pty, fcntl, termios = map(pytest.importorskip, ("pty", "fcntl", "termios"))
    terminal, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    words = [sys.executable, "-m", "cchc_cli", "score", "--unit", "zzz"]
    env = {**os.environ, "CCHC_LANG": "en"}
    done = subprocess.run(words, cwd=sample, env=env, stdout=subprocess.PIPE, stderr=other)
    os.close(other)
    lines = os.read(terminal, 65536).decode("utf-8").splitlines()
    os.close(terminal)
    assert done.returncode == 2
    assert len(lines) > 4
    assert max(map(len, lines)) <= 60
    told = piped("score", "--unit", "zzz", folder=sample, CCHC_LANG="en").stderr.decode("utf-8")
    assert told.count("\n") == 3
    assert " ".join(lines).split() == told.split()


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
    asked = {"_CCHC_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    assert set(cchc("", sample, **asked).stdout.decode().split()) == wanted


@pytest.mark.parametrize("columns", ["0", "1", "-5", "x"])
def test_a_screen_of_no_width_is_taken_as_not_known(
    columns: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert "76.08 / 100" in run("score").out


def test_a_closed_stream_ends_with_2_where_something_was_to_be_written_there(sample: Path) -> None:
    lost = b"Error: The result could not be written (the stream is closed).\n"
    for line in ("score", "score -f json", "check", "score --fail-under 99", "ranks --help", "--version"):
        done = cchc(f"{line} --lang en", sample, stdout=CLOSED)
        assert (done.returncode, done.stderr) == (2, lost), line
    for line, status in (("score", 0), ("score --fail-under 99", 2), ("score -o x.csv", 2)):
        assert cchc(line, sample, stderr=CLOSED).returncode == status, line
    assert cchc("score -o x.csv", sample, stdout=CLOSED).returncode == 0
    assert shell("score >&- 2>&-", folder=sample).returncode == 2


def test_names_cannot_steer_the_terminal_or_the_markdown(tiny: Tiny, run: Run) -> None:
    note = "\x1b[31mRed [bold]x[/] | \u202e# *y* \a\x9b2J"
    tiny(scores=HEADER[:-1] + f",note\n2022,u,1.1.1,3,{note}\n")
    for form in ("table", "md", "csv", "json"):
        text = run("gaps", "-f", form).out
        assert not {"\x1b", "\a", "\u202e", "\x9b"} & set(text)
        assert "[bold]x[/]" in text.replace("\\", "")
        assert ("␛[31mRed" in text.replace("\\", "")) != (form == "json")
    assert json.loads(run("gaps", "-f", "json").out)["rows"][0]["note"].startswith("\x1b[31mRed")


def test_messages_cannot_steer_the_terminal_or_look_like_others(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + '2022,"u\x1b]0;x\x07\nError: none",1.1.1,9\n')
    for arguments in (["score"], ["score", "--unit", "\x1b[2J"], ["score", "-f", "\x9bx"], ["\x1b[31m"]):
        outcome = run(*arguments)
        assert outcome.status == 2
        assert not {"\x1b", "\a", "\x9b"} & set(outcome.err)
        assert outcome.err.count("\nError") == 0


def test_no_row_of_a_csv_file_can_be_torn_into_a_formula(tiny: Tiny, run: Run) -> None:
    names = ["X\\n=HYPERLINK(1)", "＝HYPERLINK(1)", "\\n=1", "\\u2028=1", "-1", "＠x"]
    criteria = MINIMAL.replace("name: Ten", f'name: "{names[0]}"').replace("name: A", f'name: "{names[1]}"')
    for odd in names:
        tiny(criteria.replace("name: B", f'name: "{odd}"'), scores=HEADER + "2022,u,1.1.1,3\n")
        text = run("gaps", "-f", "csv").out
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@＝＋－＠\n"))]
        assert len(text.split("\r")) == 1


ADD = "task add --component 1.1.1 --action x"
NOT_WRITTEN = b"Error: The result could not be written (the disk is full)."
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")


@needs_full
def test_a_full_disk_behind_a_stream_ends_with_2_and_a_message(sample: Path) -> None:
    """As a timer sees it: 1 would mean that a task is overdue."""
    assert cchc(f"{ADD} --due 2023-01-05", sample).returncode == 0
    commands = ["--version", "--help", "schema", "init x", "score", "check -f json", "plan --help"]
    commands += ["track --summary --fail-on overdue", "track --ics x.ics", "task done T-2023-001 --on 2023-02-01"]
    ended = [cchc(f"{command} --lang en", sample, stdout=FULL) for command in commands]
    for command, done in zip(commands, ended, strict=True):
        assert (done.returncode, NOT_WRITTEN in done.stderr.splitlines()) == (2, True), (command, done.stderr)
    assert done.stderr.splitlines()[1:] == [
        f"These files were written all the same: {sample}/data/tasks.csv, {sample}/data/tasks.log.csv.".encode(),
        b"T-2023-001 done on 2023-02-01.",
    ]
    for command in ("score -u zz", "--nonsense", "check -C nowhere", "score -o x.json"):
        done = cchc(command, sample, stderr=FULL)
        assert (done.returncode, done.stdout) == (2, b""), command
    started = shell("score > /dev/full", folder=sample)
    assert (started.returncode, started.stderr.splitlines()) == (2, [NOT_WRITTEN])


def test_a_reader_that_leaves_early_changes_no_status(sample: Path) -> None:
    cchc(f"{ADD} --due 2023-01-05", sample)
    statuses = {"--help": 0, "schema": 0, "gaps -f json": 0, "task done T-2023-001 --on 2023-02-01": 0}
    for command, status in {"track --fail-on overdue --date 2023-03-01": 1, **statuses}.items():
        assert cchc(command, sample, stdout=LEFT).returncode == status, command
    assert b",done," in (sample / "data" / "tasks.csv").read_bytes()


NOISE = """
import ctypes, logging, os, sys, warnings

class Noisy:
    def find_spec(self, name, path=None, target=None):
        if name in ("pandas", "rich", "duckdb", "highspy"):
            print("noise"), print("noise", file=sys.stderr)
            os.write(1, b"noise"), os.write(2, b"noise")
            os.system("echo noise; echo noise >&2")
            warnings.warn("noise", RuntimeWarning), logging.warning("noise")
            if os.name != "nt":
                ctypes.CDLL(None).puts(b"noise")

sys.meta_path.insert(0, Noisy())
"""


@pytest.mark.parametrize("command", ["plan --budget 20 -f json", "measure 2022 -f json", "score -f json"])
def test_what_libraries_print_goes_nowhere(command: str, sample: Path) -> None:
    """Descriptors, Python's streams, C's buffer that is written when the process ends, child processes."""
    (sample / "sitecustomize.py").write_text(NOISE, encoding="utf-8")
    done = piped(*command.split(), folder=sample, PYTHONPATH=str(sample))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["rows"]
    loud = piped(*command.split(), folder=sample, PYTHONPATH=str(sample), CCHC_DEBUG="1")
    assert loud.stdout == done.stdout
    assert b"noise" in loud.stderr


def test_nothing_is_printed_into_a_file_where_stdout_is_closed(sample: Path) -> None:
    (sample / "sitecustomize.py").write_text(NOISE, encoding="utf-8")
    done = shell("measure 2022 --write >&- 2>&- <&-", folder=sample, PYTHONPATH=str(sample))
    assert done.returncode == 2
    assert not [path for path in sample.rglob("*.csv") if b"noise" in path.read_bytes()]


def test_a_fault_of_our_own_says_so_and_shows_no_data(sample: Path) -> None:
    broken = "import sys\nsys.modules['cchc_cli.show.reports.score'] = None\n"
    (sample / "sitecustomize.py").write_text(broken, encoding="utf-8")
    done = piped("score", "--lang", "en", folder=sample, PYTHONPATH=str(sample))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"Error: This is a fault of cchc itself, not of your files: ModuleNotFoundError")
    assert b"Traceback" not in done.stderr
    loud = piped("score", folder=sample, PYTHONPATH=str(sample), CCHC_DEBUG="1")
    assert (loud.returncode, b"Traceback" in loud.stderr) == (2, True)


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs a folder in which nobody can write")
def test_a_chart_leaves_nothing_where_there_is_no_home(sample: Path) -> None:
    """As cron has it for a user of the system."""
    temporary = sample / "temporary"
    temporary.mkdir()
    done = piped("score", "-o", "x.html", folder=sample, HOME="/proc/nowhere", TMPDIR=str(temporary))
    assert (done.returncode, done.stdout) == (0, b"")
    assert not list(temporary.iterdir())


BUSY = """
import hashlib, pathlib, sys

class Busy:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            pathlib.Path("begun").touch()
            hashlib.pbkdf2_hmac("sha256", b"", b"", 2_000_000_000)  # half an hour in C

sys.meta_path.insert(0, Busy())
"""


@pytest.mark.skipif(os.name == "nt", reason="sends signals as Linux and macOS have them")
@pytest.mark.parametrize("busy", ["typing", "cchc_cli.messages.reasons", "typer", "pandas", "duckdb"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once_and_leaves_nothing(busy: str, number: signal.Signals, sample: Path) -> None:
    """Within imports (the second is of what tidies), DuckDB and C code too, which hear of no exception in Python."""
    (sample / "sitecustomize.py").write_text(BUSY.format(name=busy), encoding="utf-8")
    temporary = sample / "temporary"
    temporary.mkdir()
    env = {**os.environ, "PYTHONPATH": str(sample), "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "cchc_cli", "measure"]
    process = subprocess.Popen(
        command,
        cwd=sample,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # tests may run where Ctrl-C is ignored
    )
    while not (sample / "begun").exists() and process.poll() is None:
        time.sleep(0.01)
    assert bool(list(temporary.iterdir())) == (busy == "duckdb")
    process.send_signal(number)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (128 + number, b"", b"")
    assert not list(temporary.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="bounds the size of files as Linux and macOS do")
def test_a_new_workspace_has_no_half_files_where_there_is_no_more_room(tmp_path: Path) -> None:
    def bound() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))

    command = [sys.executable, "-m", "cchc_cli", "init", "new"]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ, capture_output=True, preexec_fn=bound, check=False)
    assert done.returncode == 2 and done.stdout == b""
    init(tmp_path / "whole")
    whole = {path.relative_to(tmp_path / "whole"): path.read_bytes() for path in tmp_path.rglob("whole/**/*.*")}
    left = {path.relative_to(tmp_path / "new"): path.read_bytes() for path in tmp_path.rglob("new/**/*.*")}
    assert left.items() <= whole.items()
    assert len(left) < len(whole)
