"""What keeps a register from being computed, in words: files that can't be read, dates in doubt, bad rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cchc_cli.files.csv_head import CsvFault
from cchc_cli.files.registers.faults import problem_of
from cchc_cli.files.registers.files import RegisterFile, read_texts, row_faults
from cchc_cli.files.registers.reading import orders_sql, texts_table
from cchc_cli.messages import _, n_
from cchc_cli.model.day_order import Cell, doubts, problems_of
from cchc_cli.model.days import order_of
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.model.registers import Record, Register

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def unreadable(files: Sequence[RegisterFile], error: Exception) -> CchcError:
    """DuckDB's error without the row that it quotes, which may say who a citizen is."""
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        return CchcError(_("There is too little memory or disk space to read the register."))
    # Text is read by our own reader before anything is told of it.
    parquet = [file for file in files if not file.is_csv]
    file = next((each for each in parquet if each.path.as_posix() in str(error)), (*parquet, *files)[0])
    return _refusal([Problem(file.name, 0, 0, "", _("cannot be read as a parquet file."))])


def refuse_odd_rows(files: list[RegisterFile]) -> None:
    """Raise InputError for rows that a reader would lose or cut off in silence."""
    problems: list[Problem] = []
    for file in files:
        try:
            problems += row_faults(file) if file.is_csv else []
        except CsvFault as fault:
            problems += fault.problems
    if problems:
        raise _refusal(problems)


def take_texts(connection: "DuckDBPyConnection", files: Sequence[RegisterFile]) -> None:
    """Make tables of the texts of csv files, for the careful way. Raises InputError with every fault of their rows."""
    problems: list[Problem] = []
    total = 0
    for file in files:
        if not file.is_csv or file.rows is not None:
            continue
        try:
            frame = read_texts(file)
        except CsvFault as fault:
            problems += fault.problems
            total += fault.total
            continue
        connection.register("read", frame)
        connection.execute(f"CREATE TEMP TABLE {texts_table(file)} AS FROM read")
        connection.unregister("read")
    if problems:
        raise _refusal(problems, total)


def _refusal(problems: list[Problem], total: int | None = None) -> InputError:
    return InputError(_("The input has faults; nothing was computed."), problems, total=total)


def orders_in_doubt(connection: "DuckDBPyConnection", register: Register, files: list[RegisterFile]) -> list[Problem]:
    """Warnings of dates that were read day first without proof. Raises InputError for those that are asked about."""
    import duckdb

    found: list[Problem] = []
    connection.execute("SET preserve_insertion_order=true")
    take_texts(connection, files)
    for file in files:
        cells: list[Cell] = []
        try:
            for sql in orders_sql(register, file):
                cells += [Cell(column, text, row) for column, text, row in connection.execute(sql).fetchall()]
        except duckdb.Error:
            # What keeps the file from being read is told when it is read.
            continue
        in_doubt = doubts(cells)
        told = {doubt.cell.line for doubt in in_doubt}
        told |= {cell.line for cell in cells if order_of(cell.text) == "month"}
        placed = [
            Cell(cell.column, cell.text, file.line(cell.line) if cell.line in told else 0)
            for cell in sorted(cells, key=lambda cell: cell.line)
        ]
        found += problems_of(doubts(placed), file.name) if in_doubt else []
    problems = [problem for problem in found if problem.severity == "error"]
    if problems:
        raise _refusal(problems)
    return found


def bad_rows_sql(register: Register, most: int | None) -> str:
    """A query for the first `most` bad rows of a register: file, row, fault, unreadable, raw."""
    limit = "" if most is None else f" LIMIT {most}"
    return (
        f"SELECT p.file, p.row, p.fault, p.unreadable, s.raw FROM {register.name}_prepared p "
        f"JOIN {register.name}_source s USING (file, row) "
        f"WHERE p.fault IS NOT NULL ORDER BY p.file, p.row{limit}"
    )


def bad_rows(register: Register, files: list[RegisterFile], rows: list[Record], count: int) -> InputError:
    """What is wrong with `count` rows of a register, those of `bad_rows_sql` with their places."""
    problems = []
    for at, file in enumerate(files):
        here = [row for row in rows if row["file"] == at]
        for row in here:
            raw = dict(zip(file.columns, row["raw"], strict=True))
            fault = row["fault"]
            if fault == "unreadable":
                found = row["unreadable"]
                fault = found if found.startswith(("duplicate", "total", "share ")) else f"unreadable {found}"
            problems.append(problem_of(register, file.name, file.line(row["row"]), fault, raw))
    text = n_(
        "{count} row of the register has a fault; nothing was computed.",
        "{count} rows of the register have faults; nothing was computed.",
        count,
    )
    hint = _("--skip-bad leaves such rows out and says how many.")
    error = InputError(text, problems, total=count)
    error.hint = hint
    return error
