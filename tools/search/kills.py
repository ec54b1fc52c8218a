"""Commands that write, killed at any moment: every file is the old one or the new one, and the next command tidies up."""

import random
import signal
import zipfile
from io import BytesIO

from tools.commands import Known, every_command
from tools.search.bench import Bench
from tools.search.case import Case, seed_files
from tools.search.commands import command_line
from tools.search.judge import Snapshot, snapshot
from tools.search.moments import Moments

ADD = ("task", "add", "--component", "1.1", "--action", "Việc sau")
"""What writes the files of tasks next."""

IMPORTS = {
    "scores": ("import", "scores", "sheet.xlsx", "--year", "2023", "--yes", "--force", "-o", "data/scores-2023.csv"),
    "criteria": ("import", "criteria", "annex.docx", "--force", "-o", "criteria.yaml"),
}


def make(chance: random.Random) -> Case:
    """A command that writes, and the moment at which it is killed, as a share of all that it does."""
    known = chance.choice([each for each in every_command() if can_write(each)])
    return Case("kills", writing_line(chance, known), seed_files(), {"share": f"{chance.random():.4f}"})


def can_write(known: Known) -> bool:
    """Whether a command has a way to write files."""
    return known.words[0] in ("task", "init") or bool(
        {"output", "write", "ics"} & {each.name for each in known.parameters}
    )


def writing_line(chance: random.Random, known: Known) -> tuple[str, ...]:
    """A command line without odd values that writes something."""
    line = command_line(chance, known, oddness=0)
    names = [each.name for each in known.parameters]
    wanted = [name for name in ("write", "ics", "output") if name in names]
    if known.words[0] == "import":
        return IMPORTS[known.words[1]]
    if not wanted:
        return line
    match chance.choice(wanted):
        case "write":
            return (*_without(line, "--output"), "--write")
        case "ics":
            return (*_without(line, "--output"), "--ics", "out.ics")
        case _:
            suffix = chance.choice(["csv", "json", "md", "html", "xlsx", "docx"])
            return (*_without(line, "--format", "--output"), "-o", f"out.{suffix}")


def _without(line: tuple[str, ...], *options: str) -> tuple[str, ...]:
    """The line without these options and their values."""
    left: list[str] = []
    skip = False
    for word in line:
        if not skip and word not in options:
            left.append(word)
        skip = word in options
    return tuple(left)


def faults(case: Case, bench: Bench) -> list[str]:
    """Run it to its end and the next one, then once more until it is killed, then the next one."""
    moments = Moments()
    following = ADD if writes_tasks(case.command) else case.command
    bench.lay_out(case)
    before = snapshot(bench.folder)
    if bench.run(case.command, prepare=moments.hook()).status != 0:
        return []
    whole = snapshot(bench.folder)
    bench.run(following)
    rightly = {*before, *whole, *snapshot(bench.folder)}
    bench.lay_out(case)
    at = 1 + int(float(case.how["share"]) * moments.count)
    bench.run(case.command, prepare=moments.hook(at, signal.SIGKILL))
    now = snapshot(bench.folder)
    found = torn(before, whole, now, is_batch="--all-units" in case.command)
    if case.command[0] == "init" and now == whole:
        return found  # rightly refused a second time
    again = bench.run(following)
    if again.status != 0:
        return [
            *found,
            f"after: the next command ends with {again.status}: {again.err[:200].decode('utf-8', 'replace')!r}",
        ]
    strays = set(snapshot(bench.folder)) - rightly
    return found + [f"stray: {', '.join(sorted(strays))} stays" for _one in [0] if strays]


def writes_tasks(command: tuple[str, ...]) -> bool:
    """Whether a command writes data/tasks.csv, from which the same command once more may find another state."""
    return (command[0] == "task" and command[1] != "log") or (command[0] == "plan" and "--write" in command)


def torn(before: Snapshot, whole: Snapshot, after: Snapshot, *, is_batch: bool = False) -> list[str]:
    """Files that are neither what they were nor what they were to be; a batch writes one unit's rows after another's."""
    found = []
    for name in {*before, *whole}:
        now = after.get(name)
        if now == before.get(name) or now == whole.get(name) or _is_whole_archive(now):
            continue
        if is_batch and _are_first_rows(now, whole.get(name)):
            continue
        found.append(f"torn: {name}" if name in after else f"lost: {name}")
    return found


def _are_first_rows(content: bytes | str | None, whole: bytes | str | None) -> bool:
    return (
        isinstance(content, bytes)
        and isinstance(whole, bytes)
        and content.endswith(b"\n")
        and whole.startswith(content)
    )


def _is_whole_archive(content: bytes | str | None) -> bool:
    """Documents and workbooks hold the time at which they were made: they can't be compared."""
    if not isinstance(content, bytes) or not content.startswith(b"PK"):
        return False
    try:
        return zipfile.ZipFile(BytesIO(content)).testzip() is None
    except zipfile.BadZipFile:
        return False
