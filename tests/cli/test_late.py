"""dossiers late: what is to be acted on."""

import re
from pathlib import Path

from tests.cli.registers import HEADER, put, rows
from tests.conftest import HEADER as SCORES
from tests.conftest import Run, Tiny


def test_fail_on(sample: Path, run: Run) -> None:
    put(
        sample,
        HEADER
        + "a,xa-tien-loi,p,2022-03-01,2022-03-04,,counter,0,2022-03-08,2022-03-10,\n"
        + "b,xa-tien-loi,q,2022-03-02,2022-03-11,,online,2,,,\n",
    )
    late = run("dossiers", "late", "--date", "2022-03-09", "-f", "csv", "--fail-on", "overdue")
    assert late.status == 1
    assert "1 dossier is overdue: a." in late.err
    assert [(row["dossier"], row["state"], row["days"]) for row in rows(late.out)] == [
        ("a", "overdue", "3"),
        ("b", "due_soon", "2"),
    ]
    assert run("dossiers", "late", "--date", "2022-03-09", "--fail-on", "late-without-apology").status == 0
    assert run("dossiers", "late", "--date", "2022-03-07", "--fail-on", "late-without-apology").status == 1
    assert run("dossiers", "late", "--date", "2022-03-04", "--soon", "0", "-f", "csv").out.count("due_soon") == 1
    assert "No dossier needs action." in run("dossiers", "late", "--date", "2022-03-03", "--soon", "0").out


def test_an_officer_without_pressing_dossiers_is_no_fault(sample: Path, run: Run) -> None:
    outcome = run("dossiers", "late", "--date", "2022-01-05", "--officer", "tai-chinh", "--fail-on", "overdue")
    assert outcome.status == 0
    assert run("dossiers", "late", "--officer", "tai-chin").status == 2


def test_procedures_are_called_by_their_names_where_the_register_has_them(sample: Path, run: Run) -> None:
    lines = [
        HEADER.replace("procedure,", "procedure,Tên TTHC,").rstrip(),
        "a,xa-tien-loi,1.001,Đăng ký khai sinh,2022-03-01,2022-03-04,,counter,0,,,",
        "b,xa-tien-loi,1.001,,2022-03-01,2022-03-04,,counter,0,,,",
        "c,xa-tien-loi,2.002,,2022-03-01,2022-03-04,,counter,0,,,",
    ]
    put(sample, "\n".join(lines) + "\n")
    late = ("dossiers", "late", "--date", "2022-03-09")
    shown = run(*late).out
    assert shown.count("1.001 Đăng ký khai sinh") == 3  # two dossiers, and their sum by procedure
    assert [row["procedure"] for row in rows(run(*late, "-f", "csv").out)] == ["1.001", "1.001", "2.002"]
    assert len(rows(run(*late, "-f", "csv", "--procedure", "khai sinh").out)) == 2
    by_procedure = run("measure", "2022", "--by", "procedure", "--date", "2022-03-09").out
    assert "1.001 Đăng" in by_procedure
    assert "2.002 " in by_procedure
    run(*late, "-o", "late.html")
    heads = re.findall(r'<th role="rowheader"[^>]*>(.*?)</th>', Path("late.html").read_text("utf-8"))
    assert heads[:3] == [
        "a",
        "b",
        "c",
    ]  # a card on a phone is called after its dossier, not after a code without a label


def test_rows_of_a_unit_that_is_in_another_are_not_left_out_in_silence(tiny: Tiny, run: Run) -> None:
    """The register goes on with the ids of before the merger of July: what was received under them is not counted."""
    rows_of = {"a": "2025-06-02,2025-06-10,,", "c": "2025-08-01,2025-08-08,2025-08-07,", "d": "2025-03-03,2025-03-10,,"}
    tiny(
        scores=SCORES + "".join(f"2025,{unit},1.1.1,6\n2025,{unit},1.1.2,2\n2025,{unit},1.10,2\n" for unit in "cd"),
        units="unit,name,since,until,merged_into\na,Xã A,,2025,c\nb,Xã B,,2025,c\nc,Xã C,2025,,\nd,Xã D,,,\n",
        dossiers="dossier,unit,procedure,received,due,finished,channel\n"
        + "".join(f"H{unit},{unit},p,{days}counter\n" for unit, days in rows_of.items()),
    )
    told = "Rows of a (Xã A), which merged into c (Xã C), are not counted"
    for line in ("measure 2025", "measure 2025 --by month", "dossiers late --date 2025-09-01", "report brief 2025"):
        assert told in run(*line.split(), "--unit", "c").err
        assert "not counted" not in run(*line.split(), "--unit", "d").err
