"""Reads one office file in a process of its own, with bounds that whatever it calls can't pass.

`books` starts it: the file comes on stdin, the Book or what is wrong with the file goes out on stdout.
"""

import os
import pickle
import sys
from contextlib import suppress

from cchc_cli.messages import use
from cchc_cli.model.grid import Book
from cchc_cli.read import limits
from cchc_cli.read.limits import Refused


def main(language: str) -> None:
    """Answer with a pickled Book, or a pickled Refused; a process that dies says no less: the file is not read."""
    answers = os.dup(1)
    os.dup2(2, 1)
    _bound()
    use(language)
    answer = _read(sys.stdin.buffer.read())
    with os.fdopen(answers, "wb") as stream:
        pickle.dump(answer, stream)


def _bound() -> None:
    """Memory and time of this process, where the system has such bounds (Windows has not)."""
    try:
        import resource
    except ImportError:
        return
    bounds = [
        (resource.RLIMIT_DATA, limits.MEMORY_BYTES),
        (resource.RLIMIT_AS, 2 * limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.SECONDS),
        (resource.RLIMIT_CORE, 0),
    ]
    for kind, bound in bounds:
        # A lower bound may stand already, and no system has all of these.
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (bound, bound))


def _read(data: bytes) -> Book | Refused:
    try:
        return _book(data)
    except Refused as refused:
        return refused
    except MemoryError:
        return limits.too_much_memory()
    except (KeyboardInterrupt, SystemExit):
        raise
    # A Rust panic reaches Python as a BaseException of its own kind.
    except BaseException:
        return limits.damaged()


def _book(data: bytes) -> Book:
    from cchc_cli.read.sniff import kind_of

    kind = kind_of(data)
    if kind != "docx":
        from cchc_cli.read.workbook import read_workbook

        return read_workbook(data, kind)
    from cchc_cli.read.word import read_word

    return read_word(data)
