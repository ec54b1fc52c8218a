"""What must hold of every run of `cchc`, whatever it was given."""

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

from tools.commands import writes
from tools.search.bench import BIGGEST, LONGEST, Outcome

FOREIGN = re.compile(
    rb"Traceback|\b\w+Warning:|Exception ignored|site-packages|\.py\b.{0,9}line \d|^\w*(Error|Exception):(?<!^Error:)|"
    rb"terminate called|core dumped|libc\+\+|Fatal Python",
    re.MULTILINE,
)
"""What a library or the interpreter would say; not the program."""
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that steer a terminal: all of C0 but tab and line feed, C1, and those that turn the direction of text."""
LONELY = re.compile(r"(?<![\w.])(nan|NaN|NaT|inf|None|<NA>)(?![\w.])")
"""Words that a table should have had a dash for."""
CITIZEN = ("079012345678", "Nguyễn Canary")
"""What stands in columns of the seed's register that must never be read."""
FIRST = ("Lỗi: ", "Error: ")
MAY_BE_ONE = (
    "--fail-on",
    "--fail-under",
    "--target",
    "--target-rating",
    "--target-rank",
    "--need-rank",
    "--need-rating",
)

Snapshot = Mapping[str, bytes | str]


def snapshot(folder: Path) -> dict[str, bytes | str]:
    """What stands in a folder: contents of files, and a word for everything else. Locks are left out."""
    found: dict[str, bytes | str] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.name.startswith(".") and path.name.endswith(".lock"):
            continue
        if path.is_symlink():
            found[name] = "link"
        elif path.is_file():
            found[name] = path.read_bytes()
        else:
            found[name] = "folder" if path.is_dir() else "special"
    return found


def faults_of(command: tuple[str, ...], done: Outcome, before: Snapshot, after: Snapshot) -> list[str]:
    """Everything that is wrong with a run; its first word is the kind of fault.

    What the program takes for a fault of its own it tells with a line that names CCHC_DEBUG.
    """
    err = done.err.decode("utf-8", "backslashreplace")
    found = _ends(command, done, err)
    found += _says(done, err, b"\n".join(value for value in before.values() if isinstance(value, bytes)), command)
    if done.status == 0:
        found += _shape(command, done.out)
    return found + _files(command, done.status, before, after)


def _ends(command: tuple[str, ...], done: Outcome, err: str) -> list[str]:
    found = []
    if done.status < 0 or done.status not in (0, 1, 2):
        slow = done.seconds >= LONGEST
        found.append(f"slow: over {LONGEST} s" if slow else f"status: {done.status}{_last_place(err)}")
    if b"CCHC_DEBUG" in done.err:
        found.append(f"status: {err.splitlines()[0]}")
    if done.megabytes > BIGGEST:
        found.append(f"memory: {done.megabytes:.0f} MB")
    conditional = command[0] in ("check", "audit") or any(word.split("=")[0] in MAY_BE_ONE for word in command)
    if done.status == 1 and not conditional:
        found.append("condition: status 1 where nothing was asked for")
    if done.status == 2 and not any(line.startswith(FIRST) for line in err.splitlines()):
        found.append(f"silent: status 2, and stderr begins with {err[:60]!r}")
    if done.status == 2 and done.out and not goes_on(command):
        found.append(f"stdout: status 2, and on stdout {done.out[:60]!r}")
    return found


def goes_on(command: tuple[str, ...]) -> bool:
    """Whether what can't be written stops nothing else: documents in a folder, which are then listed."""
    return command[0] == "report" and ("all" in command[1:2] or "--all-units" in command)


def _last_place(err: str) -> str:
    """Where a traceback ends: the last line of ours, and the exception."""
    places = re.findall(r'File ".*?(cchc_cli/\S+\.py)", line \d+, in (\S+)', err)
    lines = [line for line in err.strip().splitlines() if line.strip()]
    if not places:
        return f" {lines[-1][:80]}" if lines else ""
    return f" {places[-1][0]}:{places[-1][1]} {lines[-1].split(':')[0][:60]}"


def _says(done: Outcome, err: str, given: bytes, command: tuple[str, ...]) -> list[str]:
    found = []
    if foreign := FOREIGN.search(done.err):
        line = done.err[done.err.rfind(b"\n", 0, foreign.start()) + 1 :].split(b"\n")[0]
        if done.status in (0, 1, 2):
            found.append(f"foreign: stderr says {line[:100]!r}")
    try:
        out = done.out.decode("utf-8")
    except UnicodeDecodeError:
        return [*found, "encoding: stdout is no UTF-8"]
    for name, text in (("stdout", out), ("stderr", err)):
        if sign := CONTROLS.search(text):
            found.append(f"control: {name} has {sign[0]!r} in {text[max(0, sign.start() - 20) : sign.end() + 20]!r}")
    for word in CITIZEN:
        if word in err:
            found.append("citizen: stderr shows a cell of a column that is not read")
    asked = " ".join(command).lower().encode("utf-8", "replace") + given.lower()
    for word in set(LONELY.findall(out)):
        if word.lower().encode() not in asked:
            found.append(f"lonely: stdout has the word {word}")
    return found


def _form(command: tuple[str, ...]) -> str:
    form = "table"
    for word, following in zip(command, (*command[1:], ""), strict=True):
        if word in ("-f", "--format"):
            form = following
    return form


def _shape(command: tuple[str, ...], out: bytes) -> list[str]:
    text = out.decode("utf-8", "replace")
    if any(word in ("-o", "--output") or word.startswith("--output=") for word in command) or not text:
        return []
    match _form(command):
        case "json":
            try:
                json.loads(text, parse_constant=_refuse)
            except ValueError as error:
                return [f"json: {error}"]
        case "csv":
            separator = ";" if "--excel" in command else ","
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
            if len({len(row) for row in rows}) > 1:
                return ["csv: rows of different lengths"]
    return []


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no json")


def _files(command: tuple[str, ...], status: int, before: Snapshot, after: Snapshot) -> list[str]:
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    if not changed:
        return []
    if not writes(command):
        return [f"changed: a reading command changed {', '.join(changed)}"]
    if status == 2 and not goes_on(command):
        return [f"changed: status 2, and {', '.join(changed)} changed"]
    if strays := [name for name in changed if name.split("/")[-1].startswith(".") or name.endswith(".tmp")]:
        return [f"stray: {', '.join(strays)}"]
    return _tasks(before.get("data/tasks.csv"), after.get("data/tasks.csv"))


def _tasks(before: bytes | str | None, after: bytes | str | None) -> list[str]:
    """A task that is changed changes its own line; every other line stays."""
    if not isinstance(before, bytes):
        return []
    if not isinstance(after, bytes):
        return ["lost: data/tasks.csv is gone"]
    left = after.splitlines()
    gone = 0
    for line in before.splitlines():
        if line in left:
            left.remove(line)
        else:
            gone += 1
    # All lines where a column is added to every row, else the one row that is changed.
    same_columns = _header(before) == _header(after)
    return [f"lost: {gone} lines of data/tasks.csv"] if gone > 1 and same_columns else []


def _header(tasks: bytes) -> bytes:
    """The first line that is no comment and says more than which sign parts the cells."""
    lines = (line.lstrip(b'\xef\xbb\xbf"') for line in tasks.splitlines())
    return next((line for line in lines if line.strip(b" ,;\t") and not line.startswith((b"#", b"sep="))), b"")
