"""What docs/security.md promises and no other test holds: nothing connects, and what stands in files stays text."""

import socket
from pathlib import Path

import pytest

from tests.conftest import Run


def test_whatever_connects_fails_its_test() -> None:
    """The fixture of all tests does what it is for, so the whole suite shows that no command connects."""
    with pytest.raises(pytest.fail.Exception, match="a connection was asked for"):
        socket.create_connection(("192.0.2.1", 80))


def test_ids_like_paths_write_nowhere_else(sample: Path, run: Run) -> None:
    for name in ("units.csv", "scores-2021.csv", "scores-2022.csv"):
        file = sample / "data" / name
        file.write_text(file.read_text("utf-8-sig").replace("don-vi-05", "../../evil"), "utf-8")
    before = _elsewhere(sample)
    assert run("report", "result", "--all-units", "-o", "papers").status == 0
    assert _elsewhere(sample) == before
    assert len(list((sample / "papers").glob("*.docx"))) == 18


def _elsewhere(sample: Path) -> set[Path]:
    """What lies outside of the folder of papers; the suite keeps its drawings beside the sample where one process runs it."""
    own = {sample / "papers", sample.parent / "drawings"}
    return {path for path in sample.parent.rglob("*") if own.isdisjoint((path, *path.parents))}


def test_control_signs_of_files_do_not_reach_the_terminal(sample: Path, run: Run) -> None:
    units = sample / "data" / "units.csv"
    units.write_text(units.read_text("utf-8-sig").replace("Đơn vị 05", "Đơn\x1b[31m vị\x1b]0;x\x07 05"), "utf-8")
    scores = sample / "data" / "scores-2022.csv"
    scores.write_text(scores.read_text("utf-8-sig").replace("Báo cáo", "\x1b[2JBáo cáo"), "utf-8")
    for command in (["ranks"], ["gaps"], ["check"], ["ranks", "--format", "md"]):
        outcome = run(*command)
        assert outcome.out
        assert not {"\x1b", "\x07"} & set(outcome.out + outcome.err), command
