"""What keeps a register from being computed, in words: files that can't be read, dates in doubt, bad rows."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cchc_cli.messages import _, n_
from cchc_cli.model.day_order import Cell, doubts, problems_of
from cchc_cli.model.days import order_of
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.model.registers import Register
from cchc_cli.workspace.csv_head import encoding_fault
from cchc_cli.workspace.registers.faults import problem_of
from cchc_cli.workspace.registers.files import RegisterFile, line_of, row_faults
from cchc_cli.workspace.registers.reading import orders_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cchc_cli.workspace.registers.local import LocalRegister

LINE = re.compile(r"CSV Error on Line: (\d+)")


def unreadable(files: Sequence[RegisterFile], error: Exception) -> CchcError:
    """DuckDB's error without the row that it quotes, which may say who a citizen is."""
    told = str(error)
    file = next((each for each in files if str(each.path.as_posix()) in told), files[0])
    found = LINE.search(told)
    line = int(found[1]) if found else 0
    if "utf-8" in told or "unicode" in told:
        problem = encoding_fault(file.name, line)
    elif "unterminated quote" in told:
        problem = Problem(file.name, line, 0, "", _("a quotation mark is opened here and never closed."))
    elif "Expected Number of Columns" in told:
        problem = Problem(file.name, line, 0, "", _("this row has more cells than the header."))
    elif "Out of Memory" in told or "memory" in told.lower():
        return CchcError(_("There is too little memory or disk space to read the register."))
    elif not file.is_csv:
        problem = Problem(file.name, 0, 0, "", _("cannot be read as a parquet file."))
    else:
        problem = Problem(file.name, line, 0, "", _("this row can't be read."))
    return InputError(_("The input has faults; nothing was computed."), [problem])


def refuse_odd_rows(files: list[RegisterFile], register: Register) -> None:
    """Raise InputError for rows that a reader would lose or cut off in silence."""
    problems = [problem for file in files if file.is_csv for problem in row_faults(file, register)]
    if problems:
        raise InputError(_("The input has faults; nothing was computed."), problems)


def orders_in_doubt(
    connection: "DuckDBPyConnection", register: Register, files: list[RegisterFile]
) -> list[Problem]:
    """Warnings of dates that were read day first without proof. Raises InputError for those that are asked about."""
    import duckdb

    found: list[Problem] = []
    connection.execute("SET preserve_insertion_order=true")
    for file in files:
        cells: list[Cell] = []
        try:
            for sql in orders_sql(register, file):
                cells += [Cell(column, text, row) for column, text, row in connection.execute(sql).fetchall()]
        except duckdb.Error:
            # What keeps the file from being read is told when it is read.
            continue
        in_doubt = doubts(cells)
        lines = line_of(
            file,
            [doubt.cell.line for doubt in in_doubt]
            + [cell.line for cell in cells if order_of(cell.text) == "month"],
        )
        placed = [
            Cell(cell.column, cell.text, lines.get(cell.line, 0))
            for cell in sorted(cells, key=lambda cell: cell.line)
        ]
        found += problems_of(doubts(placed), file.name) if in_doubt else []
    problems = [problem for problem in found if problem.severity == "error"]
    if problems:
        raise InputError(_("The input has faults; nothing was computed."), problems)
    return found


def bad_rows(opened: "LocalRegister", files: list[RegisterFile], most: int | None) -> InputError:
    """The first bad rows with their places."""
    limit = "" if most is None else f" LIMIT {most}"
    rows = opened.records(
        f"SELECT p.file, p.row, p.fault, p.unreadable, s.raw FROM {opened.name}_prepared p JOIN {opened.name}_source s USING (file, row) "
        f"WHERE p.fault IS NOT NULL ORDER BY p.file, p.row{limit}"
    )
    problems = []
    for at, file in enumerate(files):
        here = [row for row in rows if row["file"] == at]
        lines = line_of(file, [row["row"] for row in here])
        for row in here:
            raw = dict(zip(file.columns, row["raw"], strict=True))
            fault = row["fault"]
            if fault == "unreadable":
                fault = (
                    row["unreadable"]
                    if row["unreadable"] == "duplicate"
                    else f"unreadable {row['unreadable']}"
                )
            problems.append(problem_of(opened.register, file.name, lines.get(row["row"], 0), fault, raw))
    text = n_(
        "{count} row of the register has a fault; nothing was computed.",
        "{count} rows of the register have faults; nothing was computed.",
        opened.left_out,
    )
    hint = _("--skip-bad leaves such rows out and says how many.")
    error = InputError(text.format(count=opened.left_out), problems, total=opened.left_out)
    error.hint = hint
    return error
