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
    """What each step makes of the table of the step before, see index/statements.py."""
    calendar = ibis.table({"day": "date", "number": "int32", "working": "boolean"}, name="calendar")
    name = register.name

    def table_like(table: ibis.Table, step: str) -> ibis.Table:
        return ibis.table(table.schema(), name=f"{name}_{step}")

    source = ibis.table(schema_of(register), name=f"{name}_source")
    made = {"prepare": expressions.PREPARE[name](source, calendar)}
    rows = table_like(made["prepare"], "prepared")
    if name == "dossiers":
        made["pressing"] = expressions.pressing(rows, calendar)
    made["slim"] = expressions.slim(rows, name)
    if "channel" in register.slices:
        made["slim-channel"] = expressions.slim(rows, name, with_channel=True)
    made["overview"] = expressions.overview(table_like(made["slim"], "slim"))
    for by in register.slices:
        slim = made.get(f"slim-{by}", made["slim"])
        made[f"count-{by}"] = expressions.counted(table_like(slim, "chosen"), by)
    made["measure"] = expressions.measured(table_like(made["count-year"], "counted"), name)
    return made


def files() -> dict[str, str]:
    """Each file and its text."""
    return {
        f"{name}-{step}.sql": f"{ibis.to_sql(table, dialect='duckdb', pretty=True)}\n"
        for name, register in REGISTERS.items()
        for step, table in statements_of(register).items()
    }


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    for path in TARGET.glob("*.sql"):
        path.unlink()
    for name, text in files().items():
        (TARGET / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
