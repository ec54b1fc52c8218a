"""Registers on this machine: DuckDB reads the files, checks each row and computes; memory is bounded.

All statements but the reading itself are made from the measures' expressions; see index/expressions.py.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from cchc_cli.files.csv.sheet import is_book
from cchc_cli.files.csv.text import CsvFault
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.registers.faults import (
    bad_rows,
    bad_rows_sql,
    orders_in_doubt,
    refuse_odd_rows,
    take_texts,
    unreadable,
)
from cchc_cli.files.registers.files import RegisterFile, look_at_book, look_at_csv, look_at_parquet, text_sql
from cchc_cli.files.registers.reading import REPEATED, odd_sql, source_sql
from cchc_cli.files.scores.known import few_rows, is_few
from cchc_cli.messages import N_, _
from cchc_cli.model.nearest import KnownWords
from cchc_cli.model.problems import LISTED, CchcError, InputError, Problem
from cchc_cli.model.registers import Record, Register
from cchc_cli.model.today import VIET_NAM, today
from cchc_cli.system.temporary import temporary_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1GB"
"""What DuckDB may use; beyond it, it goes on on disk."""


READ = 1_000
"""So many bad rows are looked at, to tell of the same wrong id once; more are counted."""
APART = 2
"""A year that lies so many years from all others may be a slip."""


Statements = Callable[[str], str]
"""A register's SQL for each step, see index/statements.py."""

Done = TypeVar("Done")


@dataclass
class LocalRegister:
    """A register that was read and checked."""

    register: Register
    connection: "DuckDBPyConnection"
    statement: Statements
    columns: frozenset[str]
    rows: int = 0
    left_out: int = 0
    days: tuple[date | None, date | None] = (None, None)
    watch: Callable[[Callable[[], Any], Callable[[], float]], Any] = lambda work, _percent: work()
    kept: str = "VIEW"
    has_channel: bool = False
    files: tuple[RegisterFile, ...] = ()
    """What it was read from; parquet is read again for each question."""

    @property
    def name(self) -> str:
        """The register's name, with which the names of its tables begin."""
        return self.register.name

    @property
    def file(self) -> str:
        """Where it stands, for messages: several files are one register, whose name is their place."""
        return self.files[0].name if len(self.files) == 1 else f"{self.name}*"

    @property
    def officers(self) -> dict[str, int]:
        """How many dossiers each officer has, most first."""
        if "officer" not in self.columns:
            return {}
        sql = f"SELECT officer, count(*) AS rows FROM {self.name}_prepared WHERE officer IS NOT NULL GROUP BY ALL ORDER BY 2 DESC, 1"
        return {row["officer"]: row["rows"] for row in self.records(sql)}

    @property
    def counts(self) -> dict[tuple[str, int], int]:
        """How many sound rows each unit has in each year."""
        sql = f"SELECT unit, year(day) AS year, count(*) AS rows FROM {self.name}_slim WHERE day IS NOT NULL AND NOT bad GROUP BY ALL"
        return {(row["unit"], row["year"]): row["rows"] for row in self.records(sql)}

    def measure(self, by: str, unit: str | None, first: date, last: date) -> list[Record]:
        """All measures of a unit (None = of all) between two days: one row a unit and a period."""
        wanted = [f"day BETWEEN '{first.isoformat()}' AND '{last.isoformat()}'"]
        wanted += [f"unit = {text_sql(unit)}"] if unit else []
        # Where no row is bad, nothing needs to be known of faults.
        wanted += ["NOT bad"] if self.left_out else []
        if by == "channel" and not self.has_channel:
            self.keep(with_channel=True)
        chosen = f"SELECT * FROM {self.name}_slim WHERE {' AND '.join(wanted)}"
        counted = self.statement(f"count-{by}")
        steps = _step(f"{self.name}_chosen", chosen), _step(f"{self.name}_counted", counted)
        return self.records(f"WITH {', '.join(steps)} {self.statement('measure')}")

    def keep(self, *, with_channel: bool = False) -> None:
        """Make `slim`, what measures need of the prepared rows."""
        sql = self.statement("slim-channel" if with_channel else "slim")
        self.execute(f"CREATE OR REPLACE TEMP {self.kept} {self.name}_slim AS {sql}")
        self.has_channel = with_channel

    def execute(self, sql: str) -> None:
        """Run a statement; somebody may watch."""
        self._ask(lambda: self.connection.execute(sql))

    def records(self, sql: str) -> list[Record]:
        """The rows of a query."""
        rows = self._ask(lambda: self.connection.execute(sql).fetchall())
        names = [each[0] for each in self.connection.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _ask(self, work: Callable[[], Done]) -> Done:
        import duckdb

        try:
            found: Done = self.watch(work, lambda: float(self.connection.query_progress()))
            return found
        except duckdb.Error as error:
            if not self.files:
                raise
            raise unreadable(self.files, error) from None


@dataclass(frozen=True)
class Question:
    """What a register is read for: the day as of which, the units there are with their names (None = any), the one meant."""

    today: date
    units: KnownWords | None
    unit: str | None
    calendar: Iterable[tuple[date, int, bool]]
    skip_bad: bool = False
    listed: int | None = LISTED
    """How many bad rows are listed; None = all."""
    watch: Callable[[Callable[[], Any], Callable[[], float]], Any] = lambda work, _percent: work()
    """Runs work that may take long, and may ask how much of it is done, in percent."""
    zone: str = VIET_NAM
    """The time zone whose day counts."""


class Database(NamedTuple):
    """DuckDB in memory, with the calendar and the units, and a folder for what it needs beside."""

    folder: Path
    connection: "DuckDBPyConnection"


@contextmanager
def database(question: Question) -> Iterator[Database]:
    """An engine for a question, which leaves no files behind."""
    with temporary_folder() as folder, _connect(folder, question.zone) as connection:
        days, numbers, working = (list(column) for column in zip(*question.calendar, strict=True))
        # The days follow one another, so that the first is enough.
        connection.execute(
            "CREATE TEMP TABLE calendar AS SELECT $1::DATE + place::INTEGER AS day, number, working FROM "
            "(SELECT unnest(range(len($2))) AS place, unnest($2::INTEGER[]) AS number, unnest($3::BOOLEAN[]) AS working)",
            [days[0], numbers, working],
        )
        units = list(question.units or ())
        connection.execute("CREATE TEMP TABLE units AS SELECT unnest($1::VARCHAR[]) AS unit", [units])
        yield Database(folder, connection)


def open_register(
    workspace: WorkspaceFolder, register: Register, statement: Statements, question: Question, engine: Database
) -> LocalRegister:
    """Read and check all files of a register, of which there is at least one.

    Raises InputError for files that can't be read, and for bad rows unless they are to be skipped.
    """
    register = register.up_to(today(question.zone).year + 1)
    if question.unit is None:
        register = replace(register, required=(*register.required, "unit"))
    files = _files(workspace, register, engine, question.units)
    columns = frozenset[str]().union(*(file.columns for file in files))
    opened = LocalRegister(register, engine.connection, statement, columns, watch=question.watch)
    refuse_odd_rows(files)
    in_doubt = [file for file in files if file.in_doubt]
    workspace.warnings.extend(orders_in_doubt(engine.connection, register, in_doubt, question.units))
    if any(file.is_odd for file in files) or not _read(opened, files, question, numbered=False):
        _read_carefully(opened, files, question)
    opened.files = tuple(files)
    workspace.warnings.extend(odd for file in files for odd in file.odd)
    workspace.warnings.extend(_years_apart(opened))
    return opened


def _read_carefully(opened: LocalRegister, files: list[RegisterFile], question: Question) -> None:
    """Read texts that the engine may not be given. Raises InputError for bad rows, unless they are to be skipped."""
    take_texts(opened.connection, files, question.units)
    if not _read(opened, files, question, numbered=True):
        orders_in_doubt(opened.connection, opened.register, files, question.units)
    if opened.left_out and not question.skip_bad:
        rows = opened.records(bad_rows_sql(opened.register, question.listed and READ))
        raise bad_rows(opened.register, files, rows, opened.left_out, question.units or {})


def _years_apart(opened: LocalRegister) -> list[Problem]:
    """Warnings of years that lie apart from all others and have few rows: 2006 for 2026."""
    span = [day.year for day in opened.days if day]
    if max(span, default=0) - min(span, default=0) < APART:
        return []
    counts = Counter[int]()
    for (_unit, year), rows in opened.counts.items():
        counts[year] += rows
    usual = max(counts, key=lambda year: counts[year])
    texts = [few_rows(year, counts[year], usual, counts[usual]) for year in sorted(counts) if _is_slip(year, counts)]
    return [Problem(opened.file, text=text, hint=_("Check the year."), severity="warning") for text in texts]


def _is_slip(year: int, counts: Mapping[int, int]) -> bool:
    """Whether a year lies apart from all others and has few rows."""
    is_far = all(abs(year - other) >= APART for other in counts if other != year)
    return is_far and is_few(counts[year], max(counts.values()))


def _connect(folder: Path, zone: str) -> "DuckDBPyConnection":
    try:
        import duckdb
    except ImportError:
        text = _("Registers need DuckDB, which is not installed.")
        hint = _("Install it: {command}", command="pip install 'cchc-cli[dossiers]'")
        raise CchcError(text, hint=hint) from None
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(folder),
        "autoinstall_known_extensions": "false",
        "preserve_insertion_order": "false",
        # The calendar is the small side of each join; of a text file DuckDB can't know how long it is.
        "disabled_optimizers": "build_side_probe_side",
    }
    connection = duckdb.connect(config=settings)
    try:
        # A time with a zone becomes a day in the zone of the workspace, never in that of the machine.
        connection.execute(f"SET TimeZone={text_sql(zone)}")
    except duckdb.Error:
        connection.close()
        text = N_("defaults.timezone: DuckDB, which reads the registers, does not know the time zone {name}.")
        hint = _("Name another one of the same time, or install a newer DuckDB.")
        raise CchcError(_(text, name=zone), hint=hint) from None
    for setting in ("enable_progress_bar=true", "enable_progress_bar_print=false"):
        connection.execute(f"SET {setting}")
    return connection


def _files(
    workspace: WorkspaceFolder, register: Register, engine: Database, units: KnownWords | None
) -> list[RegisterFile]:
    """What the files of a register hold. Raises InputError with every file that is none."""
    files, problems = [], []
    for path in workspace.register(register.name):
        name = workspace.name(path)
        try:
            if any("\ud800" <= sign <= "\udfff" for sign in str(path)):
                # DuckDB takes no path with bytes that are no text.
                text = _("the name of this file, or of a folder above it, is not UTF-8 text.")
                raise CsvFault([Problem(name, text=text, hint=_("Rename it."))])
            asked = (path, name, register, workspace.warnings)
            if path.suffix.lower() == ".parquet":
                files.append(look_at_parquet(*asked, engine.connection))
            else:
                files.append(
                    look_at_book(*asked, units, engine.folder) if is_book(path) else look_at_csv(*asked, units)
                )
        except CsvFault as fault:
            problems += fault.problems
    if problems:
        raise InputError(_("The input has faults; nothing was computed."), problems)
    return files


def _read(opened: LocalRegister, files: list[RegisterFile], question: Question, *, numbered: bool) -> bool:
    """Make `slim`, and count. Returns False where the fast way met a text or a row that the careful way must see."""
    import duckdb

    try:
        source = _source(opened, files, question, numbered=numbered)
        opened.execute(f"CREATE TEMP VIEW {opened.name}_prepared AS {source} {opened.statement('prepare')}")
        opened.keep()
        (found,) = opened.records(opened.statement("overview"))
        odd = not numbered and _has_odd_texts(opened, files, question)
    except duckdb.Error as error:
        if numbered:
            raise unreadable(files, error) from None
        _forget(opened)
        return False
    opened.rows, opened.days = int(found["rows"]), (found["first"], found["last"])
    opened.left_out = int(found["bad"] or 0)
    clean = not (opened.left_out or odd) and found["keys"] == found["different"]
    if not clean and not numbered:
        _forget(opened)
    return clean


def _source(opened: LocalRegister, files: list[RegisterFile], question: Question, *, numbered: bool) -> str:
    """`source`, the rows of all files with whether their units are known: a table, or what goes before a statement."""
    # A text file is read once; parquet is so fast that it is read again for each question.
    opened.kept = "TABLE" if any(file.is_csv for file in files) else "VIEW"
    days = question.today, today(question.zone)
    sql = source_sql(opened.register, files, question.unit, days, numbered=numbered)
    # Rows are numbered as they stand in the file only where their order is kept.
    opened.connection.execute(f"SET preserve_insertion_order={'true' if numbered else 'false'}")
    # Row by row, only the careful way looks for unknown units; the fast way asks which units there are at all.
    known = "unit IN (SELECT unit FROM units)" if numbered and question.units is not None else "true"
    rows = f"SELECT *, {known} AS is_known FROM ({sql})"
    if not numbered:
        return f"WITH {_step(f'{opened.name}_source', rows)}"
    opened.execute(f"CREATE TEMP TABLE {opened.name}_source AS {rows}")
    return ""


def _step(name: str, sql: str) -> str:
    """What a statement begins with that reads a step before it: a view would be a statement more, and bound twice."""
    return f"{name} AS NOT MATERIALIZED ({sql})"


def _has_odd_texts(opened: LocalRegister, files: list[RegisterFile], question: Question) -> bool:
    """Whether a text that repeats itself from row to row (a unit, a procedure) is unknown, or not plain."""
    plain = [column for column in REPEATED if any(column in file.plain for file in files)]
    conditions = {column: odd_sql(column) for column in plain}
    if question.units is not None:
        conditions["unit"] = "unit NOT IN (SELECT unit FROM units)"
    sql = (
        f"SELECT 1 FROM (SELECT DISTINCT {column} FROM {opened.name}_slim) WHERE {odd} LIMIT 1"
        for column, odd in conditions.items()
    )
    return any(opened.records(each) for each in sql)


def _forget(opened: LocalRegister) -> None:
    """Drop what was made of a register."""
    for kind, name in ((opened.kept, "slim"), ("VIEW", "prepared")):
        opened.connection.execute(f"DROP {kind} IF EXISTS {opened.name}_{name}")
