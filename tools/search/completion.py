"""The Tab key over damaged workspaces: what shells evaluate holds nothing of a user's file that they would run."""

import random
import re

from tools.commands import every_command
from tools.search.bench import Bench
from tools.search.case import Case, seed_files
from tools.search.commands import command_line
from tools.search.damage import damaged
from tools.search.judge import CONTROLS, FOREIGN, snapshot

SHELLS = ["bash", "zsh", "fish", "powershell"]
FILES = ["data/tasks.csv", "data/tasks.csv", "data/units.csv", "data/scores-2023.csv", "criteria.yaml"]
"""What completion looks into."""
EVIL = [
    "$(touch evil)",
    "`touch evil`",
    '"; touch evil; "',
    "'$(touch evil)'",
    "\\$(touch evil)",
    "$((1))",
    "${x}",
    "[/]",
    "a\\nb",
]
EVALUATED = re.compile(r"\$\(|\$\{|`|touch evil;")


def make(chance: random.Random) -> Case:
    """A command line that is not finished, and a file that has been damaged or planted."""
    files = seed_files()
    name = chance.choice(FILES)
    content = files[name]
    assert isinstance(content, bytes)
    if name == "data/tasks.csv" and chance.random() < 0.5:
        content = content.partition(b"\n")[2]
    if chance.random() < 0.6:
        words = re.split(rb"(?<=[,\n ])(?=[^,\n ]{3})", content)
        for at in range(1, len(words)):
            if chance.random() < 0.2:
                words[at] = chance.choice(EVIL).encode() + words[at]
        files[name] = b"".join(words)
    else:
        files[name] = damaged(chance, name, content)
    line = list(command_line(chance, chance.choice(every_command()), oddness=0.05))
    line = line[: chance.randint(0, len(line))]
    if chance.random() < 0.6:
        line = chance.choice([["task", "start"], ["score", "-u"], ["ranks"], ["compare"], ["task", "done"], ["score"]])
    incomplete = chance.choice(["", "", "T", "x", "2", "--", "$", "'"])
    return Case("completion", (*line, incomplete), files, {"shell": chance.choice(SHELLS)})


def faults(case: Case, bench: Bench) -> list[str]:
    """Ask as the shell's script asks."""
    bench.lay_out(case)
    before = snapshot(bench.folder)
    line = " ".join(["cchc", *case.command])
    environment = {
        "_CCHC_COMPLETE": f"complete_{case.how['shell']}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(case.command)),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": case.command[-1],
    }
    if any("\x00" in value or "\udcff" in value for value in environment.values()):
        return []
    done = bench.run((), environment=environment)
    out, err = done.out.decode("utf-8", "replace"), done.err.decode("utf-8", "replace")
    found = []
    if done.status not in (0, 1) or "CCHC_DEBUG" in err or FOREIGN.search(done.err):
        found.append(f"status: {done.status} {err.strip().splitlines()[-1:]}")
    if evil := EVALUATED.search(out):
        found.append(f"evaluated: {case.how['shell']} gets {out[max(0, evil.start() - 40) : evil.end() + 40]!r}")
    if CONTROLS.search(out + err):
        found.append(f"control: {case.how['shell']} gets {CONTROLS.search(out + err)[0]!r}")  # type: ignore[index]
    if snapshot(bench.folder) != before:
        found.append("changed: completion changed files")
    return found
