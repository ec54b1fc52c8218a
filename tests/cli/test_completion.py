"""The Tab key: real shells with the installed scripts, and files that want to run commands in them."""

import csv
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.processes import cchc

# typer puts a backslash before $ and ` for zsh, where the shell reads twice: one that stands there already undoes it.
ATTACKS = [
    r"\$(touch PWN20)",
    r"\`touch PWN21\`",
    "$(touch PWN1)",
    "`touch PWN2`",
    '";touch PWN3;"',
    "'; touch PWN4 #",
    ")) ; touch PWN5 ; ((",
    "))';touch PWN6;'((",
    "${(e):-$(touch PWN7)}",
    "a:b$(touch PWN8)",
    "x[$(touch PWN9)]",
    '\\"\\$(touch PWN10)',
    "\\\\$(touch PWN11)",
    "''$(touch PWN12)''",
    "a\n$(touch PWN13)",
    "a\r\ntouch PWN14",
    "${|touch PWN15}",
    "<(touch PWN16)",
    "=(touch PWN17)",
    "$(touch$IFS'PWN18')",
    "a\u2028touch PWN19",
    "[/] [/b] [bold",
    "\x1b]0;title\x07\x1b[31m",
    "\u202egnp.exe",
    "~root",
    "*",
    "!!",
    "--help",
    "a;b",
    "a|b",
    "a&b",
    "%n%~",
    ":::",
    "\t",
]


@pytest.fixture
def hostile(sample: Path) -> Path:
    """The sample with texts of an attacker as ids and names of tasks and units; cchc on the PATH of `bin`."""
    with (sample / "data" / "tasks.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "component", "action", "status"))
        rows.writerow(("T-2023-001", "7.2", "Việc thường", "todo"))
        rows.writerows((f"T-2023-1{n:02}", "7.2", attack, "todo") for n, attack in enumerate(ATTACKS))
        # Two alone: what others open with a quotation mark would shut these up.
        rows.writerows((f"T-2023-2{n}", "7.2", attack, "todo") for n, attack in enumerate(ATTACKS[:2]))
        rows.writerows((attack, "7.2", "x", "todo") for attack in ATTACKS)
        rows.writerows((f"T{attack}", "7.2", "x", "todo") for attack in ATTACKS)
    with (sample / "data" / "units.csv").open("a", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerows((f"v-{n}", attack) for n, attack in enumerate(ATTACKS))
        rows.writerows((attack, "x") for attack in ATTACKS)
        rows.writerows((f"v{attack}", "x") for attack in ATTACKS)
    command = sample / "bin" / "cchc"
    command.parent.mkdir()
    command.write_text(
        '#!/bin/sh\ncase "$_CCHC_COMPLETE$1" in complete_*|--install*) '
        f'exec "{sys.executable}" -m cchc_cli "$@";; esac\necho "$@" >> "$HOME/calls"\n'
    )
    command.chmod(0o755)
    return sample


def environment(folder: Path, **more: str) -> dict[str, str]:
    path = os.pathsep.join((str(folder / "bin"), os.environ["PATH"]))
    home = {"HOME": str(folder), "ZDOTDIR": str(folder), "XDG_CONFIG_HOME": str(folder / ".config")}
    return {**os.environ, "PATH": path, **home, "TERM": "dumb", "LC_ALL": "C.UTF-8", **more}


def typed(folder: Path, shell: str, keys: str) -> str:
    """What an interactive shell shows once `keys` were typed into it; it has worked off all of them then."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe(shell, [shell, "-i"], environment(folder))
    shown, waiting = b"", True
    while select.select([terminal], [], [], 20)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # what Linux says of a terminal that nobody has open any more
            break
        shown += piece
        if not piece or b"END1 END2" in shown:
            break
        if waiting and b"READY>" in shown:  # before that the terminal would edit the line, not the shell
            os.write(terminal, (keys + "\x15echo END{1,2}\r").encode())
            waiting = False
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return shown.decode("utf-8", "replace")


PROMPTS = {
    "bash": (".bashrc", "\nPS1='READY> '\nbind 'set completion-query-items 0' 'set page-completions off'\n"),
    "zsh": (".zshrc", "\nPS1='READY> '\nLISTMAX=9999\n"),
    "fish": (".config/fish/config.fish", "function fish_prompt; echo 'READY> '; end\n"),
}


def install(hostile: Path, shell: str) -> str:
    """Completion, and a prompt that is known, in the settings of a shell whose home is `hostile`; what is said of it."""
    told = subprocess.run(
        ["cchc", "--install-completion", shell],
        env=environment(hostile, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1"),
        cwd=hostile,
        check=True,
        capture_output=True,
        text=True,
    )
    settings, prompt = hostile / PROMPTS[shell][0], PROMPTS[shell][1]
    text = settings.read_text() if settings.exists() else ""
    # What fish does behind its first prompt: it reads all man pages of the machine, for three seconds.
    (hostile / ".local" / "share" / "fish" / "generated_completions").mkdir(parents=True)
    # Root's zsh asks about folders that others could write to.
    settings.write_text(text.replace("compinit; compinit", "compinit; compinit -u") + prompt)
    return told.stdout


def test_the_shell_that_is_named_gets_completion_or_is_refused(hostile: Path) -> None:
    """Whatever shell is in use; a word that is no such shell was passed over."""
    for shell, status in (("Zsh", 0), ("ksh", 2)):
        command = ["cchc", "--install-completion", shell]
        done = subprocess.run(
            command, env=environment(hostile, CCHC_LANG="en"), cwd=hostile, capture_output=True, text=True
        )
        assert (done.returncode, "Only bash, zsh" in done.stderr) == (status, status == 2)
    assert (hostile / ".zshrc").exists() and not (hostile / ".bashrc").exists()
    shown = {shell: cchc(f"--show-completion {shell}", hostile, **environment(hostile)) for shell in ("zsh", "ksh")}
    assert b"#compdef cchc" in shown["zsh"].stdout and b"Only bash, zsh" in shown["ksh"].stderr


@pytest.mark.parametrize("shell", PROMPTS)
def test_a_tab_runs_nothing_that_stands_in_a_file(shell: str, hostile: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not there")
    install(hostile, shell)
    lists = ("task start T-2023-2", "task start T-2023-1", "task start T", "score --unit v", "compare ")
    asked = "".join(f"cchc {words}\t\t\x15" for words in lists)
    typed(hostile, shell, f"{asked}cchc task start T-2023-0\t\rcchc score --unit xa\t\r")
    calls = [line.strip() for line in (hostile / "calls").read_text().splitlines()]
    assert calls == ["task start T-2023-001", "score --unit xa-tien-loi"]
    assert [path.name for path in hostile.rglob("PWN*")] == []


def offered(folder: Path, shell: str, words: str) -> str:
    extra = {
        "_CCHC_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split())),
    }
    done = cchc("", folder, **environment(folder, **extra))
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode("utf-8")


FRAME = {"bash": "\n", "zsh": "_arguments '*: :((\"\":\n))'", "fish": "\t\n", "powershell": ":::\n"}


@pytest.mark.parametrize("shell", FRAME)
@pytest.mark.parametrize("words", ["cchc task start ", "cchc score --unit ", "cchc compare "])
def test_only_letters_digits_and_a_few_marks_are_offered(shell: str, words: str, hostile: Path) -> None:
    told = offered(hostile, shell, words)
    for line in told.splitlines():
        bare = line.strip("\t\n ")
        for sign in bare.replace("top10%", ""):
            known = unicodedata.category(sign)[0] in "LMN" or sign in " -_.,/" or sign in FRAME[shell]
            assert known, (sign, line)
    assert "T-2023-001" in told or "v-3" in told
    assert not any(line.lstrip('"').startswith("-") for line in told.splitlines())


@pytest.mark.parametrize("shell", FRAME)
def test_commands_and_options_are_offered(shell: str, hostile: Path) -> None:
    assert "simulate" in offered(hostile, shell, "cchc ")
    assert "cancel" in offered(hostile, shell, "cchc task ")
    for words in ("cchc import scores ", "cchc report ", "cchc score -f "):
        offered(hostile, shell, words)


def test_check_says_which_ids_are_not_completed(hostile: Path, run: Run) -> None:
    told = " ".join(run("check").out.split())
    assert "Tab does not complete ids with spaces or signs that shells take for their own: \\$(touch PWN20)," in told
    assert told.count("Tab does not complete") == 2


OFFERED = {
    "cchc gaps --only ": "rank_dropped",
    "cchc task add --component ": "3.3.2",
    "cchc plan --owner ": "mot-cua",
    "cchc robust --group ": "cap-xa",
    "cchc plan --target-rating ": "good",
    "cchc plan --exclude ": "3.3.2",
    "cchc track --period ": "2023-Q1",
    "cchc dossiers late --officer ": "mot-cua",
    "cchc simulate --set ": "3.3.2=max",
    "cchc -C ": "data",
}


@pytest.mark.parametrize("shell", FRAME)
def test_options_that_take_ids_are_completed(shell: str, sample: Path, hostile: Path) -> None:
    tasks = sample / "data" / "tasks.csv"
    tasks.write_text("id,component,action,due,status\nT-2023-001,7.2,x,2023-05-01,todo\n", encoding="utf-8")
    for words, wanted in OFFERED.items():
        told = offered(hostile, shell, words)
        assert wanted in told, words
        assert "$(" not in told


def test_a_shell_completes_owners_settings_and_folders(hostile: Path) -> None:
    assert install(hostile, "bash").startswith("Tab completion is installed.")
    typed(hostile, "bash", "cchc plan --owner mot\t\rcchc simulate --set 3.3.2\t\rcchc -C dat\t\r")
    calls = [line.strip() for line in (hostile / "calls").read_text().splitlines()]
    assert calls == ["plan --owner mot-cua", "simulate --set 3.3.2=max", "-C data"]


@pytest.mark.parametrize("shell", PROMPTS)
def test_a_shell_completes_behind_a_sign_of_equality(shell: str, hostile: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not there")
    tasks = hostile / "data" / "tasks.csv"
    tasks.write_text("id,component,action,due,status\nT-2023-001,7.2,x,2023-05-01,todo\n", encoding="utf-8")
    install(hostile, shell)
    lines = (
        "simulate --set 3.3.2=m\t",
        "simulate --set 3.3.2=N\t",
        "simulate --set=3.3.2\t",
        "simulate --set=3.3.2=N\t",
        "score --unit=xa-\t",
        "track --period=2023-H\t2\t",
    )
    listed = "cchc simulate --set 3.3.2=\t\t\x15cchc track --period=2023-Q\t\t\x15"
    shown = typed(hostile, shell, listed + "".join(f"cchc {line}\r" for line in lines))
    if shell == "bash":
        assert re.search(r"--set 3.3.2=[\s\x07]+1 +2 +NA +max\s", shown)
        assert re.search(r"2023-Q1 +2023-Q2 +2023-Q3 +2023-Q4", shown)
    calls = [line.strip() for line in (hostile / "calls").read_text().splitlines()]
    assert calls == [
        "simulate --set 3.3.2=max",
        "simulate --set 3.3.2=NA",
        "simulate --set=3.3.2=max",
        "simulate --set=3.3.2=NA",
        "score --unit=xa-tien-loi",
        "track --period=2023-H2",
    ]


@pytest.mark.parametrize("shell", ["fish", "zsh"])
def test_what_is_offered_is_explained_on_one_line_in_the_users_language(
    shell: str, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCHC_LANG", "vi")
    told = offered(hostile, shell, "cchc sco") + offered(hostile, shell, "cchc score --")
    assert "Xem chỉ số, xếp loại, xếp hạng và điểm của một đơn vị." in told
    assert not [line for line in told.splitlines() if "--" not in line and "score" not in line]
