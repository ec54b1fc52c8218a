"""dossiers late: what is to be acted on."""

from pathlib import Path

from tests.cli.registers import HEADER, put, rows
from tests.conftest import Run


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
