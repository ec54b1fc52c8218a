"""Kill `cchc plan --write` and `cchc task done` at random moments, and look whether data/tasks.csv is whole.

python benchmarks/kills.py --kills 1000

After each kill the file is read: every row that was there before is there, with the same text or, for the one
task that was being changed, the old text or the new; new rows only at the end. Linux and macOS only (SIGKILL).
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CCHC = (sys.executable, "-m", "cchc_cli")
ROOT = Path(__file__).parents[1]
LONGEST = 0.9
"""Seconds after which a command is killed at the latest; about a fifth have ended by then."""


def start(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """A command in the workspace, its output thrown away."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [*CCHC, *arguments], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def rows_of(path: Path) -> dict[str, str]:
    """The rows by id; raises where one is torn."""
    text = path.read_text("utf-8") if path.exists() else "id\n"
    if not text.endswith("\n"):
        raise AssertionError("the last row is torn")
    lines = text.splitlines()[1:]
    for line in lines:
        if not line.startswith("T-") or line.count(",") < 12:
            raise AssertionError(f"a torn row: {line}")
    return {line.split(",")[0]: line for line in lines}


def compare(before: dict[str, str], after: dict[str, str], changing: str | None) -> None:
    """Raise where a row got lost or changed that should not have."""
    if list(after)[: len(before)] != list(before):
        raise AssertionError(f"rows were lost: {set(before) - set(after)}")
    for identity, line in before.items():
        if identity != changing and after[identity] != line:
            raise AssertionError(f"{identity} was changed")


def main() -> None:
    """Kill and look, as often as was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    killed = ended = added = done = restarts = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tasks = folder / "data" / "tasks.csv"
        start(folder, "init", ".").wait()
        while killed < arguments.kills:
            before = rows_of(tasks)
            open_ids = [identity for identity, line in before.items() if ",todo," in line]
            if len(before) > 20 and not open_ids:
                tasks.unlink()
                restarts += 1
                continue
            changing = chance.choice(open_ids) if open_ids and chance.random() < 0.5 else None
            command = (
                ["task", "done", changing]
                if changing
                else ["plan", "--budget", str(chance.randint(1, 120)), "--write"]
            )
            process = start(folder, *command)
            time.sleep(chance.random() * LONGEST)
            ended += process.poll() is not None
            killed += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
            after = rows_of(tasks)
            compare(before, after, changing)
            added += len(after) - len(before)
            done += bool(changing and after[changing] != before[changing])
    print(
        f"{killed} kills, {ended} ended before; {added} rows added, {done} tasks done, {restarts} new starts: no row lost, none torn"
    )


if __name__ == "__main__":
    main()
