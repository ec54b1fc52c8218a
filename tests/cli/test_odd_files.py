"""What commands and `check` say of files that are read otherwise than they are likely meant."""

import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import MINIMAL, Run, Tiny

SCORES = "year,unit,component,score\n2022,a,1.1.1,6\n2022,a,1.1.2,2\n2022,a,1.10,2\n"
UNITS = "unit,name,group\na,Xã A,xa\n"
TASKS = "id,component,action,status,due\nT-2023-001,1.1.1,Làm,todo,2023-02-01\n"
OWN = MINIMAL + "defaults: {unit: a}\n"


def warned(run: Run, *command: str) -> list[str]:
    return [line for line in run(*command).err.splitlines() if line.startswith("Warning: ")]


def test_headings_on_two_lines_count(tiny: Tiny, run: Run) -> None:
    units = 'unit,name,"group\n(nhóm)"\na,Xã A,xa\nb,Xã B,phuong\n'
    tasks = TASKS.replace("due\n", '"Hạn hoàn\r\nthành"\n')
    tiny(OWN, scores=SCORES + SCORES[26:].replace(",a,", ",b,"), units=units, tasks=tasks)
    assert "phuong" in run("ranks", "--all-groups").out + run("ranks", "-f", "csv", "--group", "phuong").out
    late = run("track", "--date", "2023-04-01", "--fail-on", "overdue")
    assert (late.status, "59 days late" in late.out) == (1, True)


def test_columns_that_are_likely_meant_are_told_by_commands(tiny: Tiny, run: Run) -> None:
    tasks = TASKS.replace("due\n", "Hạn hoàn thành xong\n")
    scores = "year,unit,component,score,Của tôi\n2022,a,1.1.1,6,x\n2022,a,1.1.2,2,\n2022,a,1.10,2,\n"
    tiny(OWN, scores=scores, units=UNITS.replace("group", "grup"), tasks=tasks)
    assert warned(run, "track", "--date", "2023-04-01", "--fail-on", "overdue") == [
        "Warning: data/units.csv:1:11: row 1, column C: the column “grup” is not read. Did you mean group?",
        "Warning: data/tasks.csv:1:28: row 1, column E: the column “Hạn hoàn thành xong” is not read. Did you mean hạn hoàn thành?",
    ]
    told = run("check", "-f", "csv")
    assert told.status == 0
    assert sorted(",".join(line.split(",")[:4]) for line in told.out.splitlines() if ",data/" in line) == [
        "warning,data/scores.csv,1,27",
        "warning,data/tasks.csv,1,28",
        "warning,data/units.csv,1,11",
    ]
    assert not told.err


def test_text_in_a_wrong_encoding_is_told_once(tiny: Tiny, run: Run) -> None:
    tiny(OWN, scores=SCORES, units=UNITS.encode().decode("cp1252"))
    told = (
        "data/units.csv:2:3: text was read in a wrong encoding: “XÃ£” should say “Xã”. "
        "Save the file anew as CSV UTF-8 from where it is right."
    )
    assert warned(run, "ranks") == [f"Warning: {told}"]
    assert warned(run, "report", "result", "-f", "md")[:1] == [f"Warning: {told}"]
    assert "should say “Xã”" in run("check", "-f", "csv").out


def test_sound_text_is_not_called_misread(tiny: Tiny, run: Run) -> None:
    tiny(OWN, scores=SCORES, units="unit,name\na,“UBND XÃ” – XÃ\u00a0A Ã… é«\n")
    assert not warned(run, "ranks")


def test_names_in_capitals_are_read_and_helpers_of_other_programs_are_not(tiny: Tiny, run: Run) -> None:
    folder = tiny(OWN, tasks=TASKS)
    data = folder / "data"
    (data / "SCORES-2022.CSV").write_text(SCORES, "utf-8")
    (data / "Units.csv").write_text(UNITS, "utf-8")
    (data / "tasks.csv").rename(data / "Tasks.CSV")
    for other in ("._scores.csv", "~$scores-2022.csv", ".scores.csv"):
        (data / other).write_bytes(b"\x00\x05\x16\x07")
    assert "Xã A" in run("score").out
    assert run("task", "cancel", "T-2023-001").status == 0
    assert "cancelled" in (data / "Tasks.CSV").read_text("utf-8")
    assert sorted(path.name for path in data.iterdir() if path.suffix and path.name != "tasks.log.csv") == sorted(
        ["SCORES-2022.CSV", "Units.csv", "Tasks.CSV", "._scores.csv", "~$scores-2022.csv", ".scores.csv"]
        + [path.name for path in data.glob(".*.lock")]
    )
    (data / "units.csv").write_text(UNITS, "utf-8")
    both = run("score")
    assert (both.status, "several files of one name: Units.csv, units.csv" in both.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TASKS + "Tổng cộng,,,,\n", "data/tasks.csv:3:1: row 3, column id (A): this row is a total or an average."),
        (
            TASKS + "T-2023-002,1.1.2,Làm, rồi,todo,2023-02-01\n",
            "data/tasks.csv:3:32: row 3, column F: 6 cells in this row",
        ),
        (TASKS + 'T-2023-002,1.1.2,"Làm,todo,\nT-2023-003,1.1.2,x"', "data/tasks.csv:3:18: "),
    ],
)
def test_rows_of_tasks_that_are_not_whole(text: str, told: str, tiny: Tiny, run: Run) -> None:
    folder = tiny(OWN, scores=SCORES, tasks=text)
    for command in (("track",), ("task", "cancel", "T-2023-001")):
        outcome = run(*command)
        assert (outcome.status, outcome.out) == (2, "")
        assert [told in line for line in outcome.err.splitlines()].count(True) == 1
    assert (folder / "data" / "tasks.csv").read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Tổng cộng,,", "1: row 3, column unit (A)"),
        ("Tổng: 3 đơn vị,,", "1: row 3, column unit (A)"),
        ("Total (1),Total,", "1: row 3, column unit (A)"),
        (",Cộng: 1 đơn vị,", "2: row 3, column name (B)"),
        ("18,Tổng số đơn vị: 18,", "4: row 3, column name (B)"),
        ("Trung bình,,", "1: row 3, column unit (A)"),
    ],
)
def test_a_total_of_units_is_none_of_them(row: str, column: str, tiny: Tiny, run: Run) -> None:
    tiny(OWN, scores=SCORES, units=UNITS + row + "\n")
    assert f"data/units.csv:3:{column}: this row is a total or an average." in run("ranks").err


@pytest.mark.parametrize("row", ["Người lập biểu,", "Người lập biểu,Nguyễn Văn A"])
def test_a_line_below_the_units_may_be_none(row: str, tiny: Tiny, run: Run) -> None:
    scores = "year,unit,component,score\n2022,a,1.1.1,6\n"
    tiny(units=f"unit,name\na,Xã A\nb,Xã B\nc,Xã C\n{row}\n", scores=scores)
    assert (
        "data/units.csv:5:1: row 5, column unit (A): “Người lập biểu” is written unlike the other units"
        in run("ranks").err
    )
    tiny(units="unit,name\nXã A,\nXã B,\nc,\n", scores=scores.replace(",a,", ",Xã A,"))
    assert run("ranks").err == ""


def test_communes_may_be_called_as_totals_begin(tiny: Tiny, run: Run) -> None:
    names = ("cong-hoa,Cộng Hòa,", "trung-binh,Trung Bình,", "tong-cot,Tổng Cọt,", "Cộng Hiền,,")
    tiny(OWN, scores=SCORES, units=UNITS + "".join(f"{each}\n" for each in names))
    assert run("ranks").status == 0


def test_a_total_of_scores_is_no_unit_where_there_is_no_list_of_units(tiny: Tiny, run: Run) -> None:
    tiny(OWN, scores=SCORES + "2022,Tổng: 2 đơn vị,1.1.1,6\n")
    outcome = run("ranks")
    assert (outcome.status, outcome.out) == (2, "")
    assert "column unit (B): this row is a total or an average." in outcome.err


@pytest.mark.parametrize(
    ("before", "command", "after"),
    [
        (
            "# ghi chú\u2028tiếp\nid,component,action,status\nT-2023-001,1.1.1,a,todo\r\nT-2023-002,1.1.2,b,todo\n",
            ("cancel", "T-2023-002"),
            ("2,b,todo", "2,b,cancelled"),
        ),
        ("id,component,action,status\rT-2023-001,1.1.1,a,todo\r", ("cancel", "T-2023-001"), ("todo", "cancelled")),
        (
            "lookup,id,component,action,status\nok,T-2023-001,1.1.1,a,todo\n#N/A,T-2023-002,1.1.2,b,todo\n",
            ("cancel", "T-2023-002"),
            ("2,b,todo", "2,b,cancelled"),
        ),
        (
            'sep=;\r\nid;component;"action";status\r\n"T-2023-001";1.1.1;"a ""b""; c";todo;\r\n'.replace(
                "todo;", "todo"
            ),
            ("cancel", "T-2023-001"),
            ("todo", "cancelled"),
        ),
        (
            "start\taction\tcomponent\tstatus\tid\n\ta\t1.1.1\ttodo\tT-2023-001\n",
            ("set", "T-2023-001", "--action", "# 5 việc"),
            ("\ta\t", "\t# 5 việc\t"),
        ),
    ],
)
def test_only_the_cell_changes(
    before: str, command: tuple[str, ...], after: tuple[str, str], tiny: Tiny, run: Run
) -> None:
    folder = tiny(OWN, scores=SCORES)
    path = folder / "data" / "tasks.csv"
    path.write_bytes(before.encode())
    outcome = run("task", *command)
    assert outcome.status == 0, outcome.err
    assert path.read_bytes().decode() == before.replace(*after)
    assert run("task", "set", "T-2023-001", "--note", "x").status == 0


def test_ids_with_digits_that_are_none(tiny: Tiny, run: Run) -> None:
    tiny(OWN, scores=SCORES, tasks=TASKS.replace("T-2023-001", "T-²⁰²³-001"))
    assert run("track", "--date", "2023-01-01").status == 0
    assert run("compare", "²⁰²²").status == 2


def test_every_workspace_below_a_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    for count, name in enumerate("gfedcba", 1):
        (tmp_path / name).mkdir()
        (tmp_path / name / "criteria.yaml").write_text(MINIMAL, encoding="utf-8")
        done = run("score")
        last = done.err.split("-C")[-1].replace("\n", "").replace(" ", "")
        there = [str(tmp_path / each) for each in sorted("gfedcba"[:count])]
        more = {6: ",…and1morefolder", 7: ",…and2morefolders"}.get(count, "")
        assert (done.status, last) == (2, ("" if count == 1 else ":") + ",".join(there[:5]) + more)


@pytest.mark.parametrize(
    ("file", "names", "told"),
    [
        ("criteria.yaml", "Xã A", "“Káº¿” should say “Kế”. Save the file anew as UTF-8 from where it is right."),
        ("data/units.csv", "XĂ£ A", "“XĂ£” should say “Xã”. Save the file anew as CSV UTF-8"),
        ("data/units.csv", "X\ufffd A", "a letter was lost here, and perhaps elsewhere: \ufffd stands"),
    ],
)
def test_text_that_programs_have_spoilt_is_told_in_every_file(
    tiny: Tiny, run: Run, file: str, names: str, told: str
) -> None:
    spoilt = OWN.replace("{name: Office}", "{name: Káº¿ hoáº¡ch}") if file == "criteria.yaml" else OWN
    tiny(spoilt, scores=SCORES, units=f"unit,name\na,{names}\n")
    for words in (("check",), ("ranks",)):
        outcome = run(*words, "--lang", "en")
        assert file in outcome.err + outcome.out
        assert told in " ".join((outcome.err + outcome.out).split())


def test_letters_as_wide_as_a_chinese_sign_are_read(tiny: Tiny, run: Run) -> None:
    tiny(OWN, scores=SCORES, units="ｕｎｉｔ,ｎａｍｅ\na,Xã A\n")
    assert "Xã A" in run("ranks").out


def test_a_file_that_ends_in_zeros_is_damaged_and_in_no_old_encoding(tiny: Tiny, run: Run) -> None:
    folder = tiny(OWN, scores=SCORES)
    (folder / "data" / "units.csv").write_bytes(b"unit,name\na,A\n" + bytes(400))
    assert "a zero byte (NUL)" in " ".join(run("ranks", "--lang", "en").err.split())


def test_data_that_is_a_link_to_nothing_is_told(tiny: Tiny, run: Run) -> None:
    folder = tiny(OWN)
    shutil.rmtree(folder / "data", ignore_errors=True)
    (folder / "data").symlink_to(folder / "share")
    outcome = run("score", "--lang", "en")
    assert (outcome.status, "cannot be read" in outcome.err) == (2, True)


def test_a_copy_beside_its_original_is_not_to_be_renamed_over_it(tiny: Tiny, run: Run) -> None:
    folder = tiny(OWN, scores=SCORES)
    (folder / "data" / "scores.csv.bak").write_text(SCORES, "utf-8")
    told = " ".join(run("check", "--lang", "en").out.split())
    assert "scores.csv is read in its place" in told
    assert "Rename" not in told


def test_a_pipe_is_there_and_no_file(tiny: Tiny, run: Run) -> None:
    folder = tiny(OWN, scores=SCORES)
    os.mkfifo(folder / "a.csv")
    outcome = run("changes", "a.csv", "data/scores.csv", "--lang", "en")
    assert (outcome.status, "a.csv is not a file" in outcome.err) == (2, True)


def test_spoilt_text_of_a_workbook_is_told_by_its_cell(tiny: Tiny, run: Run) -> None:
    folder = tiny(OWN, scores=SCORES)
    tables = {
        "units": [["unit", "name"], ["a", "Xã, A"], ["b", "XĂ£ B"]],
        "dossiers": [
            ["dossier", "received", "due", "finished", "channel", "xyz"],
            ["Há»“ sÆ¡", "2022-01-03", "2022-01-05", "2022-01-05", "counter", "x"],
        ],
    }
    for name, rows in tables.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(folder / "data" / f"{name}.xlsx")
    told = run("check", "-f", "csv").out
    assert "data/units.xlsx!Sheet,3,2,,text was read in a wrong encoding" in told
    assert "Save the workbook anew from where it is right." in told
    assert 'data/dossiers.xlsx!Sheet,2,1,,"text was read in a wrong encoding' in told
