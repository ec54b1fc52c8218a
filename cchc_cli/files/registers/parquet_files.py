"""A register's parquet files: their columns and types, as far as the first rows tell."""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_cli.files import headers
from cchc_cli.files.csv_bytes import CsvFault, readable
from cchc_cli.files.csv_head import Head
from cchc_cli.files.registers.files import SAMPLE, RegisterFile, look_at_head, looks_plain
from cchc_cli.files.registers.reading import parquet_sql
from cchc_cli.messages import _
from cchc_cli.model.day_order import settled
from cchc_cli.model.letters import clean
from cchc_cli.model.problems import Problem
from cchc_cli.model.registers import Register
from cchc_cli.system.plain_file import open_plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def look_at_parquet(
    path: Path, name: str, register: Register, connection: "DuckDBPyConnection", *, one_unit: bool
) -> tuple[RegisterFile, list[Problem]]:
    """What the columns of a parquet file hold, and warnings of those that are not read. Raises CsvFault."""
    import duckdb

    with readable(name):
        open_plain(path).close()
    pattern = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path.as_posix())
    try:
        found = connection.execute(f"DESCRIBE SELECT * FROM {parquet_sql(pattern)}").fetchall()
        header = [str(row[0]) for row in found]
        names = tuple(map(clean, header))
        matched = headers.match(names, headers.OF_REGISTERS[register.name])
        head = Head(name, names=names, places=((0, 0),) * len(names), columns=matched)
        warnings = look_at_head(head, register, one_unit=one_unit)
        columns = {column: (header[at], _parquet_type(str(found[at][1]))) for column, at in head.positions.items()}
        cells = ", ".join(_sampled(cell, kind) for cell, kind in columns.values())
        # The end of a file, which names its columns, may be whole where its rows are not.
        rows = connection.execute(f"SELECT {cells} FROM {parquet_sql(pattern)} LIMIT {SAMPLE}").fetchall()
    except duckdb.Error:
        text = _("cannot be read as a parquet file.")
        raise CsvFault([Problem(name, 0, 0, "", text)]) from None
    plain = {
        column
        for at, (column, (_cell, kind)) in enumerate(columns.items())
        if looks_plain(register.field(column), kind, [row[at] for row in rows])
    }
    texts = [
        str(row[at])
        for at, (column, (_cell, kind)) in enumerate(columns.items())
        for row in rows
        if register.field(column).kind == "day" and kind == "VARCHAR" and row[at] is not None
    ]
    file = RegisterFile(path, head, columns, frozenset(plain), is_csv=False, in_doubt=not settled(texts))
    return file, warnings


def _sampled(cell: str, kind: str) -> str:
    """SQL for a column of the first rows; times as text, since DuckDB makes those with a zone only with a library beside it."""
    name = '"' + cell.replace('"', '""') + '"'
    return f"{name}::VARCHAR" if kind.startswith("TIMESTAMP") else name


def _parquet_type(kind: str) -> str:
    """What a parquet column is read as."""
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return kind
    if "INT" in kind:
        return "INTEGER"
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        return "DOUBLE"
    return kind if kind == "VARCHAR" else "TEXT"
