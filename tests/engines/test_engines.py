"""The same figures from DuckDB, from Spark, and from plain pandas.

Spark needs Java and its own environment; .ci/run makes one for this file alone.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.registers.local import LocalRegister, Question, database, open_register
from cchc_cli.files.registers.working_days import calendar_of
from cchc_cli.index.expressions import steps_of
from cchc_cli.index.measured import statement, values_of
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.problems import CchcError
from cchc_cli.model.registers import DOSSIERS
from tests.conftest import Run
from tests.engines.making import FIRST, LAST, TODAY, by_plain_pandas, dossiers, write_csv

CALENDAR = tuple(calendar_of({}, TODAY))
KNOWN = frozenset(measure.id for measure in MEASURES.values() if measure.register == "dossiers")
Figures = dict[tuple[str, str], dict[str, float]]


def question(skip_bad: bool = False) -> Question:
    return Question(TODAY, None, None, CALENDAR, skip_bad)


def figures(records: list[dict[str, Any]], by: str = "year") -> Figures:
    table = values_of(records, "dossiers", by, KNOWN)
    found: Figures = {}
    for row in table.itertuples(index=False):
        found.setdefault((row.unit, row.period), {})[row.measure] = row.value
    return found


def from_duckdb(folder: Path, by: str = "year") -> Figures:
    with database(question()) as engine:
        register: LocalRegister = open_register(
            WorkspaceFolder(folder), DOSSIERS, partial(statement, "dossiers"), question(), engine
        )
        assert register.left_out == 0
        return figures(register.measure(by, None, FIRST, LAST), by)


def assert_same(found: Figures, expected: Figures) -> None:
    assert found.keys() == expected.keys()
    for key, values in expected.items():
        assert found[key].keys() == values.keys()
        assert found[key] == pytest.approx(values, abs=1e-9, nan_ok=True), key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.mark.parametrize("form", ["plain", "odd", "parquet", "several"])
def test_duckdb_and_plain_pandas_agree(folder: Path, form: str) -> None:
    rows = dossiers(6000)
    data = folder / "data"
    if form == "parquet":
        import duckdb

        write_csv(rows, folder / "rows.csv")
        duckdb.sql(f"copy (from read_csv('{folder / 'rows.csv'}')) to '{data / 'dossiers.parquet'}'")
    elif form == "several":
        (data / "dossiers").mkdir()
        write_csv(rows[:2000], data / "dossiers-2021.csv", odd=True)
        write_csv(rows[2000:4500], data / "dossiers" / "a [1].csv")
        write_csv(rows[4500:], data / "dossiers" / "b.csv")
    else:
        write_csv(rows, data / "dossiers.csv", odd=form == "odd")
    expected = by_plain_pandas(rows, list(CALENDAR))
    assert len(expected) == 80
    assert_same(from_duckdb(folder), expected)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="Spark is tested in an environment of its own")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_spark_and_duckdb_agree_on_200_000_rows(folder: Path, spark: Any) -> None:
    from cchc_cli.files.registers.warehouse import open_warehouse

    rows = dossiers(200_000)
    write_csv(rows, folder / "data" / "dossiers.csv")
    spark.read.csv(str(folder / "data" / "dossiers.csv"), header=True).createOrReplaceTempView("dossiers")
    with open_warehouse("spark://local[2]", "dossiers", DOSSIERS, steps_of("dossiers"), question()) as register:
        assert register.left_out == 0
        by_year = figures(register.measure("year", None, FIRST, LAST))
        by_month = figures(register.measure("month", None, FIRST, LAST), "month")
        of_one = figures(register.measure("channel", "xa-07", FIRST, LAST), "channel")
    assert_same(by_year, from_duckdb(folder))
    assert_same(by_month, from_duckdb(folder, "month"))
    assert_same(by_year, by_plain_pandas(rows, list(CALENDAR)))
    assert {unit for unit, _channel in of_one} == {"xa-07"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Ibis calls DuckDB by an old name
def test_another_engine_agrees_too(folder: Path) -> None:
    pytest.importorskip("pyarrow", reason="Ibis needs it for this engine")
    import duckdb

    from cchc_cli.files.registers.warehouse import open_warehouse

    rows = dossiers(5000)
    write_csv(rows, folder / "data" / "dossiers.csv")
    with duckdb.connect(str(folder / "house.db")) as house:
        house.execute(f"create table ho_so as from read_csv('{folder / 'data' / 'dossiers.csv'}')")
    with open_warehouse(
        f"duckdb://{folder / 'house.db'}", "ho_so", DOSSIERS, steps_of("dossiers"), question()
    ) as register:
        assert_same(figures(register.measure("year", None, FIRST, LAST)), by_plain_pandas(rows, list(CALENDAR)))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Ibis calls DuckDB by an old name
def test_a_command_finds_in_a_table_of_an_engine_what_it_finds_in_a_file(sample: Path, run: Run) -> None:
    pytest.importorskip("pyarrow", reason="Ibis needs it for this engine")
    import duckdb

    line = ("measure", "2022", "-f", "csv")
    from_files = run(*line).out
    with duckdb.connect("house.db") as house:
        house.execute("create schema office; create table office.ho_so as from read_csv('data/dossiers-2022.csv')")
    Path("data/dossiers-2022.csv").unlink()
    for table in ("office.ho_so", "house.office.ho_so"):
        assert run(*line, "--engine", "duckdb://house.db", "--table", table).out == from_files


def test_the_statements_are_those_of_the_expressions() -> None:
    ibis = pytest.importorskip("ibis")
    assert ibis
    import runpy

    made = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "compile_measures.py"))
    if tuple(map(int, ibis.__version__.split(".")[:1])) != (12,):
        pytest.skip("another Ibis may word the same statements otherwise")
    assert {path.name: path.read_text(encoding="utf-8") for path in made["TARGET"].iterdir()} == made["files"]()


def test_pandas_is_what_it_says() -> None:
    """The independent computation sees what it must: a dossier by hand."""
    rows = dossiers(1).assign(
        received="2022-03-01", due="2022-03-04", finished="2022-03-07", apology="2022-03-05", rescheduled="2022-03-08",
        supplements=2, channel="online", rating="4",
    )  # fmt: skip
    (found,) = by_plain_pandas(rows, list(CALENDAR)).values()
    assert found["on_time_rate"] == 0
    assert found["apology_rate"] == 100
    assert found["median_days"] == 4
    assert pd.isna(found["digitised_rate"]) or found["digitised_rate"] in (0, 100)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Ibis calls DuckDB by an old name
def test_rows_that_repeat_an_id_are_left_out_of_a_table_only_when_asked(folder: Path) -> None:
    """Whatever their order there, those that are due last."""
    pytest.importorskip("pyarrow", reason="Ibis needs it for this engine")
    import duckdb

    from cchc_cli.files.registers.warehouse import open_warehouse

    rows = dossiers(400)
    write_csv(rows, folder / "data" / "dossiers.csv")
    with duckdb.connect(str(folder / "house.db")) as house:
        house.execute(f"create table filed as from read_csv('{folder / 'data' / 'dossiers.csv'}')")
        house.execute(
            "create table dossiers as select * replace (due + 30 as due) from filed where due > received limit 7"
        )
        house.execute("insert into dossiers from filed")
    where = (f"duckdb://{folder / 'house.db'}", None, DOSSIERS, steps_of("dossiers"))
    with pytest.raises(CchcError, match="7 rows repeat the id of another"):
        open_warehouse(*where, question())
    with open_warehouse(*where, question(skip_bad=True)) as register:
        assert (register.rows, register.left_out) == (407, 7)
        assert_same(figures(register.measure("year", None, FIRST, LAST)), by_plain_pandas(rows, list(CALENDAR)))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Ibis calls DuckDB by an old name
def test_a_table_of_one_unit_and_bad_rows_of_a_table(folder: Path) -> None:
    """Without a column of units the rows are those of the unit that is asked for; faults are told by kind, the most first."""
    pytest.importorskip("pyarrow", reason="Ibis needs it for this engine")
    import duckdb

    from cchc_cli.files.registers.warehouse import open_warehouse

    rows = dossiers(400)
    write_csv(rows.assign(unit="xa-07"), folder / "data" / "dossiers.csv")
    with duckdb.connect(str(folder / "house.db")) as house:
        house.execute(
            f"create table dossiers as select * exclude (unit) from read_csv('{folder / 'data' / 'dossiers.csv'}')"
        )
        house.execute("create table bad as select * replace ('fax' as channel) from dossiers where rowid < 3")
        house.execute("insert into bad select * replace (received + 900 as received) from dossiers where rowid = 3")
        house.execute("insert into bad select * replace (' ' as dossier) from dossiers where rowid in (4, 5)")
    engine = f"duckdb://{folder / 'house.db'}"
    of_one = replace(question(), unit="xa-07", units=frozenset({"xa-07"}))
    with open_warehouse(engine, None, DOSSIERS, steps_of("dossiers"), of_one) as register:
        expected = by_plain_pandas(rows.assign(unit="xa-07"), list(CALENDAR))
        assert_same(figures(register.measure("year", "xa-07", FIRST, LAST)), expected)
    with pytest.raises(CchcError) as refused:
        open_warehouse(engine, "bad", DOSSIERS, steps_of("dossiers"), of_one)
    assert str(refused.value).splitlines() == [
        "6 rows of the register have faults; nothing was computed.",
        "  column channel, 3 rows: this is not allowed; allowed: counter, online, post.",
        "  column dossier, 2 rows: this cell is blank. Fill it in, or take the row out.",
        "  column due, 1 row: due on …, before it was received on …. Correct one of the two days.",
        "--skip-bad leaves such rows out and says how many.",
    ]


def test_a_register_larger_than_memory_is_measured(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    write_csv(dossiers(6000), folder / "rows.csv")
    rows = f"read_csv('{folder / 'rows.csv'}', all_varchar = true)"
    many = f"select r.* replace (dossier || '-' || again as dossier) from {rows} r, range(200) times(again)"
    duckdb.sql(f"copy ({many}) to '{folder / 'data' / 'dossiers.csv'}'")
    at_ease = from_duckdb(folder)
    monkeypatch.setattr("cchc_cli.files.registers.local.MEMORY", "100MB")
    with database(question()) as engine:
        register = open_register(WorkspaceFolder(folder), DOSSIERS, partial(statement, "dossiers"), question(), engine)
        assert register.rows == 1_200_000
        found = figures(register.measure("year", None, FIRST, LAST))
        (on_disk,) = engine.connection.sql("select sum(size) from duckdb_temporary_files()").fetchall()[0]
    assert on_disk > 0
    assert_same(found, at_ease)
