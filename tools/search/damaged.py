"""Damaged workspaces under every command: whatever stands in the files, the program answers as it promises."""

import random

from tools.commands import Known, every_command, writes
from tools.search.bench import Bench
from tools.search.case import Case, Content, seed_files
from tools.search.commands import command_line
from tools.search.damage import damaged
from tools.search.judge import faults_of, snapshot

READERS = {
    "data/dossiers-2023.csv": ("measure", "nowcast", "dossiers", "check"),
    "data/reports.csv": ("measure", "nowcast", "check"),
    "data/targets.csv": ("measure", "nowcast", "check"),
    "data/tasks.csv": ("task", "track", "plan", "commit", "report", "nowcast", "check"),
    "scenarios.yaml": ("simulate",),
    "data/calendar.csv": ("measure", "dossiers", "check"),
    "register.parquet": ("measure", "check"),
}
"""Commands, by their first word, that read a file which the others pass over."""
RENAMED = [
    "data/scores-2023.CSV",
    "data/._scores-2023.csv",
    "data/~$scores-2023.csv",
    "data/scores.csv",
    "data/dossiers/1.csv",
]
"""Names under which a copy of a file may lie beside it."""


def make(chance: random.Random) -> Case:
    """Damage one file or two, and choose a command that reads it."""
    files = seed_files()
    if chance.random() < 0.1:
        _put_parquet(chance, files)
    name = chance.choice(sorted(files))
    for each in {name, chance.choice(sorted(files))} if chance.random() < 0.1 else {name}:
        content = files[each]
        assert isinstance(content, bytes)
        files[each] = damaged(chance, each, content)
    if chance.random() < 0.03:
        files[chance.choice(RENAMED)] = files[name]
    if chance.random() < 0.02:
        del files[name]
    command = command_line(chance, _reader(chance, name))
    if command[0] == "simulate" and name == "scenarios.yaml" and "--scenarios" not in command:
        command = (*command, "--scenarios", name)
    return Case("damaged", command, files)


def _reader(chance: random.Random, name: str) -> Known:
    """Any command; mostly one that reads the file."""
    known = every_command()
    words = READERS.get(name if not name.endswith("parquet") else "register.parquet", ())
    fitting = [each for each in known if each.words[0] in words]
    return chance.choice(fitting if fitting and chance.random() < 0.9 else known)


def _put_parquet(chance: random.Random, files: dict[str, Content]) -> None:
    """A register as parquet in the place of the csv file, its columns of the types that tools write."""
    from tools.search.parquet import parquet_files

    name, content = chance.choice(parquet_files())
    files[f"data/{name}.parquet"] = content
    for csv in [each for each in files if each.startswith(f"data/{name}") and each.endswith(".csv")]:
        del files[csv]


def faults(case: Case, bench: Bench) -> list[str]:
    """Run it once; a command that wrote is followed by one that reads what it wrote."""
    bench.lay_out(case)
    before = snapshot(bench.folder)
    done = bench.run(case.command)
    after = snapshot(bench.folder)
    found = faults_of(case.command, done, before, after)
    if done.status == 0 and writes(case.command) and before.get("data/tasks.csv") != after.get("data/tasks.csv"):
        again = bench.run(("track", "-f", "csv"))
        if again.status == 2 and b"data/tasks.csv" in again.err:
            found.append(f"spoilt: data/tasks.csv can't be read any more: {again.err[:200].decode()!r}")
    return found
