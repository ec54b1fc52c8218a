"""A case made as small as it goes while it still shows the same fault."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tools.search.case import Case, Content, seed_files

TRIES = 100


def kind_of(fault: str) -> str:
    """What two faults have in common that are the same one: the text without its details."""
    head, _, rest = fault.partition(": ")
    return f"{head}: {rest}" if head in ("status", "condition") else head


def reduced(case: Case, fault: str, faults: Callable[[Case], list[str]]) -> Case:
    """The smallest case that was found in some 100 tries."""
    tries = iter(range(TRIES))

    def holds(smaller: Case) -> bool:
        if next(tries, None) is None:
            return False
        try:
            return kind_of(fault) in map(kind_of, faults(smaller))
        except Exception:
            # What is left of a workbook that was cut, say, is none: another fault, if any.
            return False

    progress = True
    while progress:
        progress = False
        for smaller in _smaller(case):
            if holds(smaller):
                case, progress = smaller, True
                break
    return case


def _smaller(case: Case) -> Iterator[Case]:
    good = seed_files()
    for name, content in case.files.items():
        if name in good and content != good[name]:
            yield replace(case, files=dict(case.files) | {name: good[name]})
    for at in range(len(case.command) - 1, 0, -1):
        for count in (2, 1):
            yield replace(case, command=case.command[:at] + case.command[at + count :])
    for name in case.files:
        if name not in good:
            yield replace(case, files={key: value for key, value in case.files.items() if key != name})
    for name, content in case.files.items():
        if content != good.get(name):
            for part in _shorter(content):
                yield replace(case, files=dict(case.files) | {name: part})


def _shorter(content: Content) -> Iterator[bytes]:
    if not isinstance(content, bytes):
        return
    lines = content.splitlines(keepends=True)
    size = len(lines) // 2
    while size:
        for at in range(0, len(lines), size):
            yield b"".join(lines[:at] + lines[at + size :])
        size //= 2
