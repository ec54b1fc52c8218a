"""measure --write: the values of components, and nothing else of the files."""

import shutil
from pathlib import Path

import pytest

from tests.cli.registers import HEADER, many, put, rows
from tests.conftest import HEADER as SCORES
from tests.conftest import MINIMAL, Run, Tiny


def _exact(row: dict[str, str]) -> str:
    """100 × numerator ÷ denominator, to the billionth."""
    return f"{round(100 * int(row['numerator']) / int(row['denominator']), 9):.12g}"


def test_write_puts_values_and_nothing_else(sample: Path, run: Run) -> None:
    path = sample / "data" / "scores-2022.csv"
    before = path.read_text("utf-8")
    score = run("score").out
    first = run("measure", "2022", "--write", "-f", "csv")
    assert first.err == "data/scores-2022.csv: 11 values written.\n"
    after = path.read_text("utf-8")
    assert run("measure", "2022", "--write", "-f", "csv").err == "The score files have these values already.\n"
    assert path.read_text("utf-8") == after
    old, new = rows(before), rows(after)
    assert [{name: row[name] for name in old[0]} for row in new] == old
    values = {row["component"]: row["value"] for row in new if row["value"]}
    assert values == {row["component"]: _exact(row) for row in rows(first.out) if row["component"]}
    assert run("score").out == score


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_write_keeps_the_form_of_the_file(bom: str, newline: str, sample: Path, run: Run) -> None:
    path = sample / "data" / "scores-2022.csv"
    head = "Năm;Đơn vị;Mã tiêu chí;Giá trị;Điểm;Ghi chú"
    lines = [head, '2022;xa-tien-loi;3.3.1;50,5;;"a;b"', "2022;xa-tien-loi;1.1.1;;1;", ""]
    path.write_text(bom + newline.join(lines), "utf-8", newline="")
    assert run("measure", "2022", "--write").status == 0
    found = path.read_bytes().decode("utf-8")
    assert found.startswith(bom + head + newline)
    assert '2022;xa-tien-loi;3.3.1;96,166666667;;"a;b"' + newline in found
    assert "2022;xa-tien-loi;1.1.1;;1;" + newline in found
    assert "2022;xa-tien-loi;7.2;0;;" + newline in found
    assert found.count("\r\n") == (found.count("\n") if newline == "\r\n" else 0)


def test_write_makes_the_years_file(sample: Path, run: Run) -> None:
    shutil.copy(sample / "data" / "scores-2021.csv", sample / "kept.csv")
    put(sample, many(1, 600).replace("2022-", "2023-"))
    outcome = run("measure", "2023", "--write")
    assert outcome.err == "data/scores-2023.csv: 6 values written.\n"
    found = rows((sample / "data" / "scores-2023.csv").read_text("utf-8"))
    assert {row["component"] for row in found} == {"3.3.1", "3.3.2", "3.2.2", "7.1.1", "7.1.2", "7.2"}
    assert (sample / "data" / "scores-2021.csv").read_bytes() == (sample / "kept.csv").read_bytes()


def test_write_keeps_odd_files_as_they_are(sample: Path, run: Run) -> None:
    """Line ends of both kinds, quotation marks everywhere, no end at the last line, a decimal point beside ;"""
    for old in sample.glob("data/scores*.csv"):
        old.unlink()
    path = sample / "data" / "scores.csv"
    path.write_bytes(
        b'"year";"unit";"component";"value";"score"\r\n'
        b'"2022";"xa-tien-loi";"3.3.1";"50.5";""\n'
        b'"2022";"xa-tien-loi";"7.2";\r\n'
        b'"2022";"xa-tien-loi";"1.1.1";"";"0.5"'
    )
    assert run("measure", "2022", "--write").status == 0
    lines = path.read_bytes().decode().splitlines(keepends=True)
    assert lines[1:3] == ['"2022";"xa-tien-loi";"3.3.1";96.166666667;""\n', '"2022";"xa-tien-loi";"7.2";0\r\n']
    assert lines[3] == '"2022";"xa-tien-loi";"1.1.1";"";"0.5"'
    assert len(lines) == 4
    assert len(rows((sample / "data" / "scores-2022.csv").read_text("utf-8"))) == 9


def test_write_spoils_no_choice_and_no_faulty_file(sample: Path, run: Run) -> None:
    criteria = sample / "criteria.yaml"
    text = criteria.read_text("utf-8")
    old = "            rule:\n              type: choice\n"
    criteria.write_text(text.replace(old, "            measure: on_time_rate\n" + old, 1), "utf-8")
    assert run("measure", "2022", "--write").status == 0
    assert run("score").status == 0
    assert "gives no points" in run("check").out
    scores = sample / "data" / "scores-2022.csv"
    scores.write_text(scores.read_text("utf-8") + "2022,xa-tien-loi,3.3.1,,3,,\n", "utf-8")
    before = scores.read_bytes()
    outcome = run("measure", "2022", "--write")
    assert (outcome.status, outcome.out) == (2, "")
    assert scores.read_bytes() == before


def test_a_rule_that_compares_does_so_with_the_best_of_the_group(tiny: Tiny, run: Run) -> None:
    """a has half of its dossiers online, b of the same group all; c is alone in its group, and compared with nobody."""
    rule = "measure: online_rate, rule: {type: relative, to: best}"
    channels = [("a", "online"), ("a", "counter"), ("b", "online"), ("c", "online")]
    dossiers = [
        f"H{at},{unit},p,2023-03-01,2023-03-04,2023-03-03,{how},0,,,\n" for at, (unit, how) in enumerate(channels)
    ]
    tiny(
        MINIMAL.replace("{id: 1.1.2, name: B, max: 2}", f"{{id: 1.1.2, name: B, max: 2, {rule}}}"),
        scores=SCORES + "2022,a,1.1.1,6\n2022,a,1.1.2,1.5\n2022,a,1.10,2\n",
        units="unit,name,group\na,A,x\nb,B,x\nc,C,y\n",
        dossiers=HEADER + "".join(dossiers),
    )
    fed = [row for row in rows(run("measure", "--all-units", "-f", "csv").out) if row["component"]]
    assert [(row["unit"], row["value"], row["points"]) for row in fed] == [
        *(("a", "50", "1"), ("b", "100", "2"), ("c", "100", "")),
    ]
    # In 2022 nobody had a value to be compared with: the last result stays.
    for day in ("2023-06-30", "2023-12-31"):
        found = {
            row["component"]: row for row in rows(run("nowcast", "2023", "-u", "a", "--date", day, "-f", "csv").out)
        }
        assert [found["1.1.2"][name] for name in ("points", "low", "high", "basis")] == [
            "1.5",
            "1.5",
            "1.5",
            "previous",
        ]
