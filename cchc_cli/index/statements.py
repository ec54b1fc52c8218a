"""The SQL of registers for DuckDB, made ahead of time from the expressions by tools/compile_measures.py."""

from functools import cache
from importlib.resources import files


@cache
def statement(register: str, step: str) -> str:
    """A register's SQL for a step: the file sql/REGISTER-STEP.sql.

    - `prepare`: REGISTER_prepared from REGISTER_source and calendar
    - `slim` and `slim-channel`: what measures need of REGISTER_prepared
    - `overview`: of REGISTER_slim
    - `count-year` and so on: REGISTER_counted, rows with their period, from REGISTER_chosen
    - `measure`: the measures of REGISTER_counted
    - `pressing` (dossiers alone): those to act on, from REGISTER_prepared and calendar
    """
    return files("cchc_cli.index").joinpath("sql", f"{register}-{step}.sql").read_text("utf-8")
