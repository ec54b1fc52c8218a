"""Full disks, closed streams, readers that left, and Ctrl-C: every command ends as it promises and leaves files whole."""

import os
import random
import resource
import signal
from collections.abc import Callable

from tools.commands import every_command
from tools.search.bench import Bench, Outcome
from tools.search.case import Case, seed_files
from tools.search.commands import command_line
from tools.search.judge import CONTROLS, FOREIGN, snapshot
from tools.search.kills import can_write, torn, writing_line
from tools.search.moments import Moments

STATES = ["full", "closed", "left"]


def make(chance: random.Random) -> Case:
    """Any command, and one way in which its streams fail or it is interrupted."""
    known = chance.choice(every_command())
    write = can_write(known) and chance.random() < 0.5
    line = writing_line(chance, known) if write else command_line(chance, known, oddness=0.02)
    match chance.choice(["stdout", "stdout", "stderr", "both", "interrupt", "room"]):
        case "interrupt":
            how = {"interrupt": f"{chance.random():.4f}"}
        case "room":
            how = {"room": str(chance.choice([0, 1, 100, 1000, 4096, 8192]))}
        case "both":
            how = {"stdout": chance.choice(STATES), "stderr": chance.choice(STATES)}
        case stream:
            how = {stream: chance.choice(STATES)}
    return Case("streams", line, seed_files(), how)


def faults(case: Case, bench: Bench) -> list[str]:
    """Run it with streams that work, then with those that don't."""
    moments = Moments()
    bench.lay_out(case)
    before = snapshot(bench.folder)
    good = bench.run(case.command, prepare=moments.hook())
    whole = snapshot(bench.folder)
    bench.lay_out(case)
    if "interrupt" in case.how:
        at = 1 + int(float(case.how["interrupt"]) * moments.count)
        done = bench.run(case.command, prepare=moments.hook(at, signal.SIGINT))
    else:
        done = bench.run(case.command, prepare=_spoilt(case.how))
    after = snapshot(bench.folder)
    found = _status(case, good, done)
    found += torn(before, whole, after, is_batch="--all-units" in case.command)
    if strays := set(after) - set(before) - set(whole):
        found.append(f"stray: {', '.join(sorted(strays))}")
    err = done.err.decode("utf-8", "backslashreplace")
    if FOREIGN.search(done.err) or "CCHC_DEBUG" in err or CONTROLS.search(err):
        found.append(f"foreign: stderr says {err[-150:]!r}")
    return found


def _status(case: Case, good: Outcome, done: Outcome) -> list[str]:
    allowed = {good.status}
    if "interrupt" in case.how:
        allowed.add(130)
    elif any(
        case.how.get(name) in ("full", "closed") and said for name, said in (("stdout", good.out), ("stderr", good.err))
    ):
        allowed = {2}
    else:
        allowed.add(2)
    if done.status in allowed:
        return []
    last = done.err.decode("utf-8", "replace").strip().splitlines()[-1:]
    return [f"status: {done.status} where {good.status} is right with good streams {''.join(last)[:80]}"]


def _spoilt(how: dict[str, str] | object) -> Callable[[], None]:
    states = dict(how)  # type: ignore[call-overload]

    def prepare() -> None:
        for number, name in ((1, "stdout"), (2, "stderr")):
            _spoil(number, states.get(name))
        if "room" in states:
            # A disk on which there is no more room; that output goes into a file as well is part of it.
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(states["room"]),) * 2)

    return prepare


def _spoil(number: int, state: str | None) -> None:
    match state:
        case "full":
            os.dup2(os.open("/dev/full", os.O_WRONLY), number)
        case "closed":
            os.close(number)
        case "left":
            reader, writer = os.pipe()
            os.dup2(writer, number)
            os.close(reader)
            os.close(writer)
