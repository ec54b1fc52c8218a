"""Workspaces in Python: they are as their files are, do not mix, and tell their warnings where they were asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import cchc_cli as cchc
from tools.commands import add_files


@pytest.fixture
def workspace(sample: Path) -> cchc.Workspace:
    add_files(sample)
    return cchc.open_workspace(sample, "en")


def test_a_workspace_is_as_its_files_are_now(workspace: cchc.Workspace) -> None:
    before = cchc.score(workspace).frame["points"].sum()
    assert cchc.score(workspace).frame["points"].sum() == before
    path = workspace.folder.root / "data" / "scores-2022.csv"
    text = path.read_text("utf-8")
    old = next(line for line in text.splitlines() if line.startswith("2022,xa-tien-loi,3.3.1,"))
    cells = old.split(",")
    cells[text.splitlines()[0].split(",").index("score")] = "6"
    path.write_text(text.replace(old, ",".join(cells)), encoding="utf-8")
    assert cchc.score(workspace).frame["points"].sum() == pytest.approx(before + 3)


def test_what_a_command_writes_is_there_for_the_next(workspace: cchc.Workspace) -> None:
    added = cchc.task_add(workspace, component="3.3.1", action="x", due=date(2023, 5, 1), gain=1)
    assert added.startswith("T-2023-004 added")
    assert "T-2023-004" in set(cchc.track(workspace, day="2023-03-01").frame["id"])
    cchc.task_set(workspace, "T-2023-004", due="")
    assert cchc.commit(workspace).frame.set_index("id").loc["T-2023-004", "due"] == ""


def test_warnings_are_given_at_the_line_that_asked(workspace: cchc.Workspace) -> None:
    path = workspace.folder.root / "data" / "tasks.csv"
    path.write_text(path.read_text("utf-8") + "T-2032-001,3.3.1,y,,,2032-05-01,1,0.5,todo,\n", encoding="utf-8")
    for _again in range(2):
        with pytest.warns(cchc.CchcWarning, match="T-2032-001|2032") as caught:
            cchc.track(workspace, day="2023-03-01", year=2023)
        assert {each.filename for each in caught} == {__file__}
    path.write_text(
        path.read_text("utf-8").replace("2032-05", "2023-05").replace("T-2032", "T-2023-9"), encoding="utf-8"
    )
    cchc.track(workspace, day="2023-03-01", year=2023)


def test_a_folder_stands_for_its_workspace(sample: Path) -> None:
    pd.testing.assert_frame_equal(cchc.score(sample).frame, cchc.score(str(sample)).frame)
    assert "criteria.yaml" in cchc.init(sample / "new", empty=True)
    assert cchc.open_workspace(sample / "new").folder.root == sample / "new"


def test_workspaces_do_not_mix(workspace: cchc.Workspace, tmp_path: Path) -> None:
    cchc.init(tmp_path / "other")
    other = cchc.open_workspace(tmp_path / "other", "vi")
    path = tmp_path / "other" / "data" / "scores-2022.csv"
    path.write_text("\n".join(line for line in path.read_text("utf-8").splitlines() if "don-vi-0" not in line) + "\n")
    sizes = [len(cchc.ranks(each, 2022).frame) for each in (workspace, other, workspace, other)]
    assert sizes == [18, 10, 18, 10]


def test_threads_speak_each_their_language(sample: Path) -> None:
    def labels(language: Any) -> set[str]:
        tables = [cchc.ranks(cchc.open_workspace(sample, language), 2022).tables[0] for _n in range(5)]
        return {column.label for table in tables for column in table.columns}

    with ThreadPoolExecutor(4) as workers:
        found = list(workers.map(labels, ["vi", "en"] * 4))
    assert ["Đơn vị" in each for each in found] == ["Unit" not in each for each in found] == [True, False] * 4
