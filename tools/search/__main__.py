"""Search for inputs on which `cchc` does what it must not: python -m tools.search --minutes 60 --seed 1

Each kind makes cases at random and judges them. What fails is made small and saved as a folder, which
`--replay FOLDER` tries again. The same seed makes the same cases. Linux only.

To add a kind: a module with `make(chance) -> Case` and `faults(case, bench) -> list[str]`, and a line in KINDS.
"""

import argparse
import random
import sys
import time
from collections import Counter
from math import ceil
from pathlib import Path
from types import ModuleType

from tools.search.bench import Bench, quiet_machine

quiet_machine()

from tools.search import annexes, completion, damaged, kills, office, plans, sheets, streams  # noqa: E402
from tools.search.case import Case, saved  # noqa: E402
from tools.search.reduce import kind_of, reduced  # noqa: E402

KINDS: dict[str, tuple[ModuleType, int]] = {
    "damaged": (damaged, 6),
    "streams": (streams, 1),
    "completion": (completion, 1),
    "kills": (kills, 1),
    "office": (office, 2),
    "annexes": (annexes, 1),
    "sheets": (sheets, 1),
    "plans": (plans, 2),
}
"""Name of a kind: its module, and its share of the time."""

ALIKE = 12
"""So many cases of one kind of fault are saved, each of another command."""


def search(name: str, seed: int, seconds: float, most: int, bench: Bench, failures: Path) -> int:
    """Try cases of a kind until the time or their number is used up. The number of different faults."""
    kind, _share = KINDS[name]
    seen: Counter[str] = Counter()
    end = time.monotonic() + seconds
    number = 0
    while number < most and time.monotonic() < end:
        case = kind.make(random.Random(f"{seed} {name} {number}"))
        for fault in kind.faults(case, bench):
            same = f"{case.command[0]} {kind_of(fault)}"
            seen[same] += 1
            alike = sum(other.endswith(kind_of(fault)) for other in seen)
            if seen[same] == 1 and alike <= ALIKE:
                _keep(case, fault, kind, bench, failures / f"{name}-{seed}-{number}-{len(seen)}")
        number += 1
        if number % 1000 == 0:
            print(f"{name}: {number} inputs", file=sys.stderr, flush=True)
    print(f"{name}: seed {seed}, {number} inputs, {sum(seen.values())} faults of {len(seen)} kinds", flush=True)
    return len(seen)


def _keep(case: Case, fault: str, kind: ModuleType, bench: Bench, folder: Path) -> None:
    small = reduced(case, fault, lambda smaller: kind.faults(smaller, bench))
    small.save(folder, kind.faults(small, bench))
    print(f"{folder}: cchc {' '.join(map(ascii, small.command))}\n    {fault!a}", flush=True)


def replay(folder: Path, bench: Bench) -> int:
    """Try a saved case again and say what is wrong with it."""
    case = saved(folder)
    found = KINDS[case.kind][0].faults(case, bench)
    print("\n".join(map(ascii, found)) or "nothing is wrong with it any more")
    return len(found)


def main() -> int:
    """What the command line asks for; the status is 1 where a fault was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10, metavar="N", help="for all kinds together")
    parser.add_argument("--seed", type=int, metavar="S", help="a new one when left out")
    parser.add_argument("--only", choices=sorted(KINDS), action="append", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--inputs", type=int, default=10**9, metavar="N", help="at most so many, of all kinds together")
    parser.add_argument("--failures", type=Path, default=Path("search-failures"), metavar="FOLDER")
    parser.add_argument("--replay", type=Path, metavar="FOLDER", help="try a saved case again")
    asked = parser.parse_args()
    bench = Bench()
    try:
        if asked.replay:
            return int(replay(asked.replay, bench) > 0)
        seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
        names = asked.only or list(KINDS)
        shares = sum(KINDS[name][1] for name in names)
        found = 0
        for name in names:
            share = KINDS[name][1] / shares
            most = ceil(asked.inputs * share)
            found += search(name, seed, asked.minutes * 60 * share, most, bench, asked.failures)
        return int(found > 0)
    finally:
        bench.close()


if __name__ == "__main__":
    sys.exit(main())
