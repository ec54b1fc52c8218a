"""What keeps a register from being computed, in words: files that can't be read, dates in doubt, bad rows.

A cell is shown only where it can't say who a citizen is: where a separator is missing or too many, it may hold what
belongs to another column, a name, a phone, an id number.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.text import CsvFault
from cchc_cli.files.registers.files import RegisterFile, read_texts, row_faults
from cchc_cli.files.registers.reading import orders_sql, texts_table
from cchc_cli.messages import N_, _, figure, n_
from cchc_cli.model.choices import named_choices
from cchc_cli.model.criteria import Owner
from cchc_cli.model.days import WrittenDay, day_fault, doubts, order_of, parse_day
from cchc_cli.model.letters import csv_cell
from cchc_cli.model.nearest import KnownWords, nearest
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.model.registers import RATINGS, Field, Record, Register
from cchc_cli.model.written_numbers import number_fault

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ONE_DAY = N_("Correct one of the two days.")
FAULTS: dict[str, tuple[str, str, str]] = {
    "duplicate": ("", N_("the id {key} stands here again."), N_("Keep one of the rows.")),
    "unknown_unit": ("unit", N_("there is no unit {unit} in units.csv."), ""),
    "due_before_received": ("due", N_("due on {due}, before it was received on {received}."), ONE_DAY),
    "finished_before_received": (
        "finished",
        N_("finished on {finished}, before it was received on {received}."),
        ONE_DAY,
    ),
    "received_later": ("received", N_("{received} is after today."), ""),
    "finished_later": ("finished", N_("{finished} is after today."), ""),
    "sent_later": ("sent", N_("{sent} is after today."), ""),
    "supplements": ("supplements", N_("{supplements} is out of range; allowed: 0 or more."), ""),
    "rating": ("rating", N_("{rating} is out of range; allowed: 1 to 5."), ""),
    "year": ("year", N_("{year} is no year."), ""),
}
"""For each fault its column, its words with the cells that they show, and what to do about it."""
NEEDED = ("received", "due")
"""Days that each row has; of others nothing may be known yet."""
HIDDEN = "…"
"""What a message shows in place of a cell that may say who a citizen is."""
DATE = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}"
TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d{1,6})?)?(?: ?(?:[AP]M|SA|CH|Z|[+-]\d\d(?::?\d\d)?))?"
DAY = re.compile(rf"{DATE}(?:[ T,]{{1,2}}{TIME})?|{TIME},? {DATE}", re.ASCII | re.IGNORECASE)
FIGURES = re.compile(r"[\d/.:,+%' -]{1,30}(?:[eE][+-]?\d{1,3})?", re.ASCII)
CODE = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z\d]+(?:[._/-][A-Za-z\d]+)*", re.ASCII)
LONG = re.compile(r"\d{9}")
"""So many digits in a row are a phone or an id number."""


def is_figure(cell: str) -> bool:
    """Whether a cell can be nothing but a date or a number, and no phone or id number, however that is written."""
    return bool(DAY.fullmatch(cell) or (FIGURES.fullmatch(cell) and not LONG.search(re.sub(r"\D", "", cell))))


def is_code(cell: str) -> bool:
    """Whether a cell can be nothing but the code of a dossier, a unit and the like."""
    return len(cell) <= 40 and (is_figure(cell) or bool(CODE.fullmatch(cell) and not LONG.search(cell)))


def problem_of(
    register: Register, file: RegisterFile, row: int, fault: str, raw: Mapping[str, str | None], units: KnownWords
) -> Problem:
    """A fault as a message, `unreadable COLUMN` or one of those of rows; `raw` has the texts of the row's known columns.

    What is like one of the `units` is a slip and no citizen's.
    """
    cells = {field.name: csv_cell(raw.get(field.name) or "") for field in register.fields}
    in_place = all(_in_place(field, cells[field.name]) for field in register.fields)
    shown = {field.name: _shown(field, cells[field.name], in_place) for field in register.fields}
    meant = nearest(cells["unit"], units, listing=False) if fault == "unknown_unit" else ""
    if meant:
        shown["unit"] = cells["unit"]
    column, text, hint = _told(register, fault, cells, shown)
    hint = hint or meant
    return Problem(file.name, *file.place(row, column), column, text, hint, seen=file.seen(row, column))


def _told(register: Register, fault: str, cells: Mapping[str, str], shown: Mapping[str, str]) -> tuple[str, str, str]:
    """The column of a fault, what is wrong there, and what to do."""
    kind, _space, column = fault.partition(" ")
    if fault in FAULTS:
        where, text, hint = FAULTS[fault]
        return where or register.id, _(text, key=shown[register.id], **shown), hint and _(hint)
    if kind == "total":
        return register.id, *headers.total_fault()
    if kind == "share":
        # One of the two ends with a percent sign.
        percent = next(shown[name] for name in register.compared if cells[name].endswith("%"))
        text = _("{found} beside {percent}: is it a percentage or a share of 1?", found=shown[column], percent=percent)
        return column, text, _("Write both with % or both without.")
    if kind.startswith("no_"):
        return _lacking(kind.removeprefix("no_"), cells, shown)
    column = column or kind
    return column, *_unreadable(register.field(column), cells[column])


def _lacking(column: str, cells: Mapping[str, str], shown: Mapping[str, str]) -> tuple[str, str, str]:
    """The column in which nothing stands, or that from which the day can't be told; that, and what to do."""
    if column == "due" and cells.get("days"):
        text = N_("the day on which it is due can't be told from {days} working days after {received}.")
        return "days", _(text, **shown), _("Write the day itself into due.")
    return column, _("this cell is blank."), _("Fill it in, or take the row out.")


def _in_place(field: Field, cell: str) -> bool:
    """Whether a cell can belong to its column."""
    if not cell or field.kind == "text":
        return True
    if field.words:
        return any(cell.lower() in spellings for spellings in field.spellings.values())
    return is_figure(cell)


def _shown(field: Field, cell: str, in_place: bool) -> str:
    """A cell for a message."""
    sound = in_place and is_code(cell) if field.kind == "text" else not field.words and is_figure(cell)
    return cell if sound else HIDDEN


def _unreadable(field: Field, cell: str) -> tuple[str, str]:
    """What is wrong with a cell that does not hold what its column has, and how to write it."""
    if field.words:
        return _("this is not allowed; allowed: {allowed}.", allowed=named_choices(field.words, field.words)), ""
    if field.kind == "day":
        text, hint = _unreadable_day(field, cell)
        return text, hint if field.name in NEEDED or re.search(r"\d", cell) else " ".join(
            (hint, _("Leave it blank while there is none."))
        )
    text, hint = _unreadable_number(field, cell)
    return text, _("Write a number from 1 to 5.") if field.bound == RATINGS else hint


def _unreadable_number(field: Field, cell: str) -> tuple[str, str]:
    whole = field.kind == "whole"
    if field.unit and (DAY.fullmatch(cell) or not is_figure(cell)):
        # 15 ngày are days of the calendar where others are 15 ngày làm việc.
        hint = _("Write how many working days, such as 12; the day itself belongs into due.")
        return _("this is no number of working days."), hint
    if not is_figure(cell):
        hint = _("Write figures alone, such as {number}.", number="12" if whole else figure(12.5))
        return (_("this is not a whole number.") if whole else _("this is not a number.")), hint
    cell = re.sub(field.sign, "", cell)
    text, hint = number_fault(cell, bound=field.bound)
    is_broken = whole and not (hint or cell.isdecimal())
    return (_("“{found}” is not a whole number.", found=cell) if is_broken else text), hint


def _unreadable_day(field: Field, cell: str) -> tuple[str, str]:
    text, hint = day_fault(cell)
    if (day := parse_day(cell, None)) and day > field.latest:
        text = _("{found} lies after {latest}, which is next year.", found=day.year, latest=field.latest.year)
        hint = _("Correct the year.")
    return (text if is_figure(cell) else _("this is not a date.")), hint


def unreadable(files: Sequence[RegisterFile], error: Exception) -> CchcError:
    """DuckDB's error without the row that it quotes, which may say who a citizen is."""
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        return CchcError(_("There is too little memory or disk space to read the register."))
    # Text is read by our own reader before anything is told of it.
    parquet = [file for file in files if not file.is_csv]
    file = next((each for each in parquet if each.path.as_posix() in str(error)), (*parquet, *files)[0])
    return _refusal([Problem(file.name, text=_("cannot be read as a parquet file."))])


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


def take_texts(connection: "DuckDBPyConnection", files: Sequence[RegisterFile], units: KnownWords | None) -> None:
    """Make tables of the texts of csv files, for the careful way, units by their ids. Raises InputError with every fault of their rows."""
    problems: list[Problem] = []
    total = 0
    for file in files:
        if not file.is_csv or file.rows is not None:
            continue
        try:
            frame = read_texts(file, units)
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


def orders_in_doubt(
    connection: "DuckDBPyConnection", register: Register, files: list[RegisterFile], units: KnownWords | None
) -> list[Problem]:
    """Warnings of dates that were read day first without proof. Raises InputError for those that are asked about."""
    import duckdb

    found: list[Problem] = []
    connection.execute("SET preserve_insertion_order=true")
    take_texts(connection, files, units)
    for file in files:
        # What keeps the file from being read is told when it is read.
        with suppress(duckdb.Error):
            found += _orders_in(connection, register, file)
    problems = [problem for problem in found if problem.severity == "error"]
    if problems:
        raise _refusal(problems)
    return found


def _orders_in(connection: "DuckDBPyConnection", register: Register, file: RegisterFile) -> list[Problem]:
    """The dates of a file that are in doubt, with their places."""
    cells = [
        WrittenDay(column, text, row)
        for sql in orders_sql(register, file)
        for column, text, row in connection.execute(sql).fetchall()
    ]
    told = {doubt.line for doubt in doubts(cells, file.name)}
    if not told:
        return []
    told |= {cell.line for cell in cells if order_of(cell.text) == "month"}
    placed = [
        WrittenDay(cell.column, cell.text, *file.place(cell.line, cell.column), file.seen(cell.line, cell.column))
        if cell.line in told
        else WrittenDay(cell.column, cell.text)
        for cell in sorted(cells, key=lambda cell: cell.line)
    ]
    return doubts(placed, file.name)


def bad_rows_sql(register: Register, most: int | None) -> str:
    """A query for the first `most` bad rows of a register: file, row, fault, unreadable, raw."""
    limit = "" if most is None else f" LIMIT {most}"
    return (
        f"SELECT p.file, p.row, p.fault, p.unreadable, s.raw FROM {register.name}_prepared p "
        f"JOIN {register.name}_source s USING (file, row) "
        f"WHERE p.fault IS NOT NULL ORDER BY p.file, p.row{limit}"
    )


def bad_rows(
    register: Register, files: list[RegisterFile], rows: list[Record], count: int, units: KnownWords
) -> InputError:
    """What is wrong with `count` rows of a register, those of `bad_rows_sql` with their places."""
    problems = [_of_row(register, files[row["file"]], row, units, whole=len(rows) == count) for row in rows]
    error = InputError(faulty_rows(count), problems, total=count)
    error.hint = _("--skip-bad leaves such rows out and says how many.")
    return error


def _of_row(register: Register, file: RegisterFile, row: Record, units: KnownWords, *, whole: bool) -> Problem:
    """The fault of a row; `whole`: whether all bad rows are listed, so that what is told once may stand for others."""
    raw = dict(zip(file.columns, row["raw"], strict=True))
    fault = row["fault"]
    if fault == "unreadable":
        found = row["unreadable"]
        fault = found if found.startswith(("duplicate", "total", "share ")) else f"unreadable {found}"
    problem = problem_of(register, file, row["row"], fault, raw, units)
    # Cells that may not be shown could be several.
    is_word = fault == "unknown_unit" or (problem.where in raw and f"“{raw[problem.where]}”" in problem.text)
    place = file.head.row + row["row"] + 1 if file.rows else row["row"]
    return replace(problem, same=is_word and HIDDEN not in problem.text and whole, rows=(place,))


def unknown_officers(file: str, counts: Mapping[str, int], owners: Mapping[str, Owner]) -> list[Problem]:
    """Warnings of officers like an owner of criteria.yaml, each once; of all others in one, where some are owners.

    These may be persons that criteria.yaml need not know, or cells that belong to another column: they are not shown.
    """
    hints = {each: nearest(each, owners, listing=False) for each in counts if each not in owners}
    slips = {each: hint for each, hint in hints.items() if hint}
    told = [(_("“{officer}” is none of the owners", officer=each), counts[each], hint) for each, hint in slips.items()]
    others = [counts[each] for each in hints.keys() - slips.keys()]
    if others and len(hints) < len(counts):
        text = n_("{count} officer is none of the owners", "{count} officers are none of the owners", len(others))
        told.append((text, sum(others), nearest("", owners)))
    return [
        Problem(file, 0, 0, "officer", _dossiers_of(text, rows), hint, severity="warning") for text, rows, hint in told
    ]


def _dossiers_of(text: str, rows: int) -> str:
    """A sentence on officers, with how many dossiers they have."""
    return n_(
        "{text} of criteria.yaml: {count} dossier.", "{text} of criteria.yaml: {count} dossiers.", rows, text=text
    )


def faulty_rows(count: int) -> str:
    """That rows of a register are bad."""
    return n_(
        "{count} row of the register has a fault; nothing was computed.",
        "{count} rows of the register have faults; nothing was computed.",
        count,
    )


def fault_of_rows(register: Register, fault: str, column: str, count: int) -> str:
    """A fault of many rows of a table, of which no cell is shown; `column`: where rows are unreadable, the first such."""
    hidden = {field.name: HIDDEN for field in register.fields}
    where, text, hint = _told(register, f"{fault} {column}".strip(), dict.fromkeys(hidden, ""), hidden)
    rows = n_("{count} row", "{count} rows", count)
    return " ".join(filter(None, (_("column {column}, {rows}:", column=where, rows=rows), text, hint)))
