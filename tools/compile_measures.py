"""Compile the measures for DuckDB, ahead of time, into cchc_cli/index/sql/.

`cchc measure` then needs no Ibis on one machine, whose import takes longer than all the rest of the command.
A test fails when a file is not what this makes of the expressions.
"""

import sys
from pathlib import Path

import ibis

from cchc_cli.index import expressions
from cchc_cli.model.registers import REGISTERS, Register

TARGET = Path(__file__).parents[1] / "cchc_cli" / "index" / "sql"
TYPES = {"text": "string", "word": "string", "day": "date", "whole": "int32", "number": "float64"}


def schema_of(register: Register) -> dict[str, str]:
    """The columns of a register's `source` and their types."""
    fields = {field.name: TYPES[field.kind] for field in register.fields}
    return fields | {
        "asof": "date",
        "now": "date",
        "unreadable": "string",
        "is_known": "boolean",
        "key": "uint64",
        "file": "int32",
        "row": "int64",
    }


def statements_of(register: Register) -> dict[str, ibis.Table]:
    """What each step makes of the table of the step before, see index/measured.statement, which has those of one line."""
    calendar = ibis.table({"day": "date", "number": "int32", "working": "boolean"}, name="calendar")
    name = register.name

    def table_like(table: ibis.Table, step: str) -> ibis.Table:
        return ibis.table(table.schema(), name=f"{name}_{step}")

    source = ibis.table(schema_of(register), name=f"{name}_source")
    made = {"prepare": expressions.PREPARE[name](source, calendar)}
    rows = table_like(made["prepare"], "prepared")
    if name == "dossiers":
        made["pressing"] = expressions.pressing(rows, calendar)
    chosen = table_like(expressions.slim(rows, name), "chosen")
    made["measure"] = expressions.measured(table_like(expressions.counted(chosen, "year"), "counted"), name)
    return {f"{name}-{step}": table for step, table in made.items()}


def files() -> dict[str, str]:
    """Each file and its text."""
    tables = {name: table for register in REGISTERS.values() for name, table in statements_of(register).items()}
    # Of any register: the columns that all of them have there.
    slim = ibis.table({"day": "date", "bad": "boolean", "key": "uint64"}, name="register_slim")
    tables["register-overview"] = expressions.overview(slim)
    return {f"{name}.sql": f"{ibis.to_sql(table, dialect='duckdb', pretty=True)}\n" for name, table in tables.items()}


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    for path in TARGET.glob("*.sql"):
        path.unlink()
    for name, text in files().items():
        (TARGET / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
