"""Compile the measures for DuckDB, ahead of time, into cchc_cli/index/measures_duckdb.py.

`cchc measure` then needs no Ibis on one machine, whose import takes longer than all the rest of the command.
A test fails when the file is not what this makes of the expressions.
"""

import sys
from pathlib import Path

import ibis

from cchc_cli.index import registers
from cchc_cli.model.registers import REGISTERS, Register

TARGET = Path(__file__).parents[1] / "cchc_cli" / "index" / "measures_duckdb.py"
TYPES = {"text": "string", "word": "string", "day": "date", "whole": "int32", "number": "float64"}
HEAD = '''"""The measures as DuckDB's SQL. Made by tools/compile_measures.py from index/registers.py: don't edit."""

# fmt: off
'''


def schema_of(register: Register) -> dict[str, str]:
    """The columns of a register's `source` and their types."""
    fields = {field.name: TYPES[field.kind] for field in register.fields}
    return fields | {
        "asof": "date",
        "now": "date",
        "unreadable": "string",
        "key": "uint64",
        "file": "int32",
        "row": "int64",
    }


def statements() -> dict[str, dict[str, dict[str, str]]]:
    """For each step and register its statements, by what they depend on."""
    calendar = ibis.table({"day": "date", "number": "int32", "working": "boolean"}, name="calendar")
    units = ibis.table({"unit": "string"}, name="units")
    found: dict[str, dict[str, dict[str, str]]] = {
        "PREPARE": {},
        "SLIM": {},
        "OVERVIEW": {},
        "MEASURE": {},
        "PRESSING": {},
    }
    for name, each in REGISTERS.items():
        source = ibis.table(schema_of(each), name=f"{name}_source")
        prepare = registers.PREPARE[name]
        prepared = prepare(source, calendar, units)
        found["PREPARE"][name] = {"any unit": _sql(prepare(source, calendar)), "known units": _sql(prepared)}
        rows = ibis.table(prepared.schema(), name=f"{name}_prepared")
        if name == "dossiers":
            found["PRESSING"][name] = {"": _sql(registers.pressing(rows, calendar))}
        groups = registers.GROUPS if name == "dossiers" else registers.PERIODS
        slim = {by: registers.slim(rows, name, by) for by in groups}
        found["SLIM"][name] = {by: _sql(table) for by, table in slim.items()}
        found["OVERVIEW"][name] = {"": _sql(registers.overview(ibis.table(slim["year"].schema(), name=f"{name}_slim")))}
        chosen = {by: ibis.table(table.schema(), name=f"{name}_chosen") for by, table in slim.items()}
        found["MEASURE"][name] = {
            by: _sql(registers.measured(registers.counted(chosen[by], by), name)) for by in groups
        }
    return found


def _sql(table: ibis.Table) -> str:
    return str(ibis.to_sql(table, dialect="duckdb", pretty=True))


def module() -> str:
    """The text of the module."""
    parts = [HEAD]
    for step, parts_of in statements().items():
        parts.append(f"{step}: dict[str, dict[str, str]] = {{\n")
        for name, variants in parts_of.items():
            parts.append(f'    "{name}": {{\n')
            parts += [f'        "{variant}": """\n{sql}\n""",\n' for variant, sql in variants.items()]
            parts.append("    },\n")
        parts.append("}\n")
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(module(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
