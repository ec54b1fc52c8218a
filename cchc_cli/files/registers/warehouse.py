"""A register where it lies: a table of a warehouse (Spark, Trino, …), asked through Ibis; only sums come back."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

from cchc_cli.files.csv import headers
from cchc_cli.files.registers.faults import fault_of_rows, faulty_rows
from cchc_cli.files.registers.local import Question
from cchc_cli.messages import N_, _, n_
from cchc_cli.model.measures import Expression
from cchc_cli.model.nearest import KnownWords
from cchc_cli.model.problems import CchcError
from cchc_cli.model.registers import Field, Record, Register, Steps
from cchc_cli.model.today import today
from cchc_cli.system.plain_file import is_file

TYPES = {"text": "string", "word": "string", "day": "date", "whole": "int32", "number": "float64"}


@dataclass
class WarehouseRegister:
    """A table of a warehouse as a register; see LocalRegister, which answers the same questions."""

    register: Register
    connection: Expression
    steps: Steps[Expression]
    table: Expression
    columns: frozenset[str]
    rows: int = 0
    left_out: int = 0
    days: tuple[date | None, date | None] = (None, None)

    def __enter__(self) -> "WarehouseRegister":
        return self

    def __exit__(self, *_error: object) -> None:
        disconnect = getattr(self.connection, "disconnect", None)
        if disconnect is not None:
            disconnect()

    def measure(self, by: str, unit: str | None, first: date, last: date) -> list[Record]:
        """All measures of a unit (None = of all) between two days: one row a unit and a period."""
        try:
            return _records(self.connection, self.steps.measure(self.table, by, unit, first, last))
        except CchcError:
            raise
        except Exception as error:
            raise _failed(error) from None


def open_warehouse(
    url: str, table: str | None, register: Register, steps: Steps[Expression], question: Question
) -> WarehouseRegister:
    """Connect, find the columns and check all rows. Raises CchcError."""
    try:
        import ibis
    except ImportError:
        text = _("An engine needs Ibis, which is not installed.")
        hint = _("Install it: {command}", command="pip install 'cchc-cli[dossiers]'")
        raise CchcError(text, hint=hint) from None
    connection = _connected(ibis, url)
    try:
        *where, name = (table or register.name).split(".")
        database = tuple(where) if len(where) > 1 else "".join(where) or None
        found = connection.table(name, database=database)
    except Exception as error:
        text = _(
            "The engine has no table {table} ({reason}).", table=table or register.name, reason=type(error).__name__
        )
        raise CchcError(text, hint=_("Name it with --table.")) from None
    try:
        return _opened(ibis, connection, found, register, steps, question)
    except CchcError:
        raise
    except Exception as error:
        raise _failed(error) from None


def _failed(error: Exception) -> CchcError:
    """What an engine could not do. Its own words are not shown: they quote values of rows, and addresses with passwords."""
    text = _("The engine could not compute this ({reason}).", reason=type(error).__name__)
    return CchcError(text, hint=_("Look at the types and the words of the table's columns: cchc measure --help"))


def _opened(
    ibis: ModuleType,
    connection: Expression,
    found: Expression,
    register: Register,
    steps: Steps[Expression],
    question: Question,
) -> WarehouseRegister:
    source, columns = _source(ibis, found, register, question)
    calendar = ibis.memtable(
        [{"day": day, "number": number, "working": works} for day, number, works in question.calendar],
        schema={"day": "date", "number": "int32", "working": "boolean"},
    )
    opened = WarehouseRegister(register, connection, steps, steps.prepare(source, calendar), columns)
    repeated = _look_over(opened)
    if repeated and question.skip_bad:
        # The rows with all but one of each key called unreadable; a table has no order, so the least one is kept.
        order = [source[field.name] for field in register.fields]
        place = ibis.row_number().over(group_by=source.key, order_by=order)
        again = (place > 0) & source.key.notnull()
        opened.table = steps.prepare(source.mutate(unreadable=again.ifelse(register.id, source.unreadable)), calendar)
        _look_over(opened)
    else:
        _refuse_faults(opened, repeated, question)
    return opened


def _look_over(opened: WarehouseRegister) -> int:
    """Count the rows and the bad ones; returns how many repeat the key of another."""
    (totals,) = _records(opened.connection, opened.steps.overview(opened.table))
    opened.rows = int(totals["rows"])
    opened.left_out = int(totals["bad"] or 0)
    opened.days = (totals["first"], totals["last"])
    return int(totals["keys"]) - int(totals["different"])


def _connected(ibis: ModuleType, url: str) -> Expression:
    """The engine behind a URL; Spark's own way of naming masters (local, spark://host:port) is understood."""
    kind, mark, _rest = url.partition("://")
    if not mark:
        text = _("--engine: this is no address of an engine.")
        raise CchcError(text, hint=_("Write it like trino://HOST:8080/CATALOG or spark://local."))
    try:
        if url.startswith(("spark://", "pyspark://")):
            return _spark(ibis, url)
        if kind == "duckdb":
            return ibis.duckdb.connect(_file_of(url), read_only=True)
        if kind == "sqlite":
            _file_of(url)
        return ibis.connect(url)
    except CchcError:
        raise
    except ImportError as error:
        text = _(
            "The engine {url} needs a package that is not installed ({reason}).",
            url=_named(url),
            reason=error.name or type(error).__name__,
        )
        raise CchcError(text) from None
    except Exception as error:
        # A driver's own words repeat the address, with the password or the token in it, in whatever form.
        text = _("The engine {url} can't be reached ({reason}).", url=_named(url), reason=type(error).__name__)
        raise CchcError(text, hint=_("Look at its address, its port and how you are known there.")) from None


def _file_of(url: str) -> Path:
    """The file of an engine that is one. It must be there: a mistyped name is not made. Raises CchcError."""
    path = Path(unquote(url.partition("://")[2].partition("?")[0]))
    if not is_file(path):
        raise CchcError(_("The file that --engine names is not there."))
    return path


def _spark(ibis: ModuleType, url: str) -> Expression:
    """A Spark session on the master of the URL: spark://host:7077, or spark://local[2] on this machine."""
    from pyspark.sql import SparkSession

    master = url.partition("://")[2]
    where = master if master.startswith("local") else f"spark://{master}"
    session = SparkSession.builder.master(where or "local[*]").appName("cchc").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)


def _named(url: str) -> str:
    """An engine for messages: its kind alone. What follows may be a password, a token or a key, in whatever form."""
    kind = url.partition("://")[0]
    return f"{kind}://…" if re.fullmatch("[A-Za-z][A-Za-z0-9+.-]{0,30}", kind) else "…"


def _source(
    ibis: ModuleType, table: Expression, register: Register, question: Question
) -> tuple[Expression, frozenset[str]]:
    """The table with the register's columns, typed; those that it lacks are null."""
    columns = _columns(table, register)
    typed = {each.name: _field(ibis, table, each, columns.get(each.name), question.unit) for each in register.fields}
    unreadable = [
        (table[columns[field.name]].notnull() & typed[field.name].isnull(), field.name)
        for field in register.fields
        if field.name in columns and field.kind != "text"
    ]
    (key,) = register.key
    source = table.select(
        **typed,
        asof=ibis.date(question.today.isoformat()),
        now=ibis.date(today(question.zone).isoformat()),
        unreadable=ibis.cases(*unreadable) if unreadable else ibis.null("string"),
        is_known=_is_known(ibis, typed["unit"], question.units),
        key=typed[key],
    )
    return source, frozenset(columns)


def _columns(table: Expression, register: Register) -> dict[str, str]:
    """The names of the table's known columns. Raises CchcError where one is missing that must be there."""
    found = headers.match(list(table.columns), register.known)
    missing = [name for name in register.required if name not in found]
    missing += [] if not register.either or found.keys() & {*register.either} else register.either[:1]
    if missing:
        raise CchcError(_("The table lacks the columns {columns}.", columns=", ".join(missing)))
    return {name: table.columns[places[0]] for name, places in found.items()}


def _field(ibis: ModuleType, table: Expression, field: Field, column: str | None, unit: str | None) -> Expression:
    """A column of the register; without one in the table the unit that is meant, or null."""
    if column is not None:
        return _typed(ibis, table[column], field)
    return ibis.literal(unit if field.name == "unit" else None, type=TYPES[field.kind])


def _is_known(ibis: ModuleType, unit: Expression, units: KnownWords | None) -> Expression:
    """Whether a unit is there; any may be where `units` is None."""
    if units is None:
        return ibis.literal(True)
    known = ibis.memtable([{"unit": each} for each in units], schema={"unit": "string"})
    return unit.isin(known.unit)


def _typed(ibis: ModuleType, column: Expression, field: Field) -> Expression:
    """A column as what the register has; null where it can't be."""
    if field.words:
        small = column.cast("string").strip().lower()
        return ibis.cases(*((small.isin(spellings), word) for word, spellings in field.spellings.items()))
    if field.kind == "text":
        return column.cast("string").strip().nullif("")
    wanted = TYPES[field.kind]
    return column.try_cast(wanted) if column.type().is_string() else column.cast(wanted)


def _records(connection: Expression, expression: Expression) -> list[Record]:
    """The rows of an expression. Spark gives them without pandas, whose newest version it may not know."""
    if connection.name == "pyspark":
        # Small tables are registered. Ibis has no public method that does only this: those that run an expression give
        # back pandas or Arrow, made by Spark.
        connection._run_pre_execute_hooks(expression)
        found = connection.raw_sql(str(connection.compile(expression)))
        return [row.asDict() for row in found.collect()]
    try:
        return list(connection.to_pyarrow(expression).to_pylist())
    except ImportError as error:
        text = N_("The engine {url} needs a package that is not installed ({reason}).")
        hint = _("Install it: {command}", command=f"pip install 'ibis-framework[{connection.name}]'")
        raise CchcError(_(text, url=connection.name, reason=str(error)), hint=hint) from None


def _refuse_faults(opened: WarehouseRegister, repeated: int, question: Question) -> None:
    """Raise CchcError for bad rows and for repeated ones, unless they are to be skipped."""
    hint = _("--skip-bad leaves such rows out and says how many.")
    if opened.left_out and not question.skip_bad:
        faulty = opened.table.filter(opened.table.fault.notnull())
        kinds = faulty.group_by("fault", "unreadable").agg(rows=faulty.count())
        counts = sorted(_records(opened.connection, kinds), key=lambda each: -each["rows"])
        told = [
            fault_of_rows(opened.register, each["fault"], each["unreadable"] or "", each["rows"]) for each in counts
        ]
        raise CchcError("\n  ".join([faulty_rows(opened.left_out), *told]), hint=hint)
    if repeated:
        text = n_("{count} row repeats the id of another.", "{count} rows repeat the id of another.", repeated)
        raise CchcError(text, hint=hint)
