"""DuckDB's SQL that reads a register's files as one table `source` of typed columns.

Only known columns are named, so nothing else of a file leaves its reader. `unreadable` names the first column
of a row whose text is not what the column holds.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from cchc_cli.model.registers import Field, Register
from cchc_cli.workspace.registers.files import RegisterFile

TYPES = {"text": "VARCHAR", "word": "VARCHAR", "day": "DATE", "whole": "INTEGER", "number": "DOUBLE"}
FIRST_DAY, LAST_DAY = "1990-01-01", "2099-12-31"
REPEATED = ("unit", "procedure")
"""Texts that repeat themselves from row to row: where they are taken as they stand, each is looked at once."""
SPACE = "'[\\s\\x{00A0}\\x{200B}\\x{FEFF}]+'"
"""Spaces of every kind, tabs and line breaks, as a pattern of DuckDB's."""
CLOCK = "[0-2]?\\d:[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?(?: ?[AaPp][Mm]|Z)?"
YEAR_FIRST = f"(\\d{{4}})[-/](\\d{{1,2}})[-/](\\d{{1,2}})(?:[ T]{CLOCK})?"
DAY_FIRST = f"(?:{CLOCK} )?(\\d{{1,2}})[-/.](\\d{{1,2}})[-/.](\\d{{4}})(?:,? {CLOCK})?"
SERIAL = "\\d{5}([.,]\\d+)?"


def source_sql(
    register: Register,
    files: list[RegisterFile],
    unit: str | None,
    days: tuple[date, date],
    *,
    numbered: bool = False,
) -> str:
    """A SELECT over all files. `unit` is meant where a file has no column for it.

    `days`: the day as of which is asked, and today, after which nothing can have happened.

    `numbered`: each row with its number in its file, and every cell read as text first, so that no text can stop
    the reading; slower. Else columns of csv files that look plain are taken as they stand, and a row in which one
    is not plain counts as unreadable.
    """
    parts = [_file_sql(register, file, at, unit, numbered) for at, file in enumerate(files)]
    key = ", ".join(register.key)
    same = "false"
    if numbered:
        same = f"row_number() OVER (PARTITION BY {key} ORDER BY file, row) > 1 AND {register.id} IS NOT NULL"
    columns = ", ".join(field.name for field in register.fields)
    return (
        f"SELECT {columns}, DATE '{days[0].isoformat()}' AS asof, DATE '{days[1].isoformat()}' AS now, "
        f"CASE WHEN {same} THEN 'duplicate' ELSE unreadable END AS unreadable, "
        f"CASE WHEN {register.id} IS NOT NULL THEN hash({key}) END AS key, file, row{', raw' if numbered else ''} FROM ({' UNION ALL '.join(parts)})"
    )


def _file_sql(register: Register, file: RegisterFile, number: int, unit: str | None, numbered: bool) -> str:
    """The rows of one file."""
    columns = dict(file.columns)
    if numbered and file.is_csv:
        columns = {column: (cell, "VARCHAR") for column, (cell, _kind) in columns.items()}
    typed: list[str] = []
    wrong: list[str] = []
    for field in register.fields:
        if field.name not in columns:
            value = text_sql(unit) if field.name == "unit" and unit else "NULL"
            typed.append(f"{value}::{TYPES[field.kind]} AS {field.name}")
            continue
        cell, kind = columns[field.name]
        if not numbered and file.is_plain(field.name):
            cell = _quoted(cell)
            typed.append(f"{cell}::{TYPES[field.kind]} AS {field.name}")
            wrong += _wrong_plain(field, cell)
            continue
        typed.append(f"{_value(field, _quoted(cell), kind)} AS {field.name}")
        wrong += _wrong(field, _quoted(cell), kind)
    unreadable = f"CASE {' '.join(wrong)} END" if wrong else "NULL::VARCHAR"
    raw = _raw(columns) if numbered else "NULL::VARCHAR[]"
    row = "row_number() OVER ()" if numbered else "0::BIGINT"
    # A row with nothing in any known column is none; spreadsheets leave such rows below a table.
    texts = (
        _cleaned(f"{_quoted(cell)}::VARCHAR") if numbered else _quoted(cell)
        for cell, _kind in columns.values()
    )
    present = " OR ".join(f"{text} IS NOT NULL" for text in texts)
    inner = f"SELECT *, {row} AS row_number FROM {_reader(file, columns, numbered)}"
    return (
        f"SELECT {', '.join(typed)}, {unreadable} AS unreadable, {number}::INTEGER AS file, "
        f"row_number AS row, {raw} AS raw FROM ({inner}) WHERE {present}"
    )


def parquet_sql(path: str) -> str:
    """The reader of a parquet file; a folder called `channel=online` above it says nothing of what stands in it."""
    return f"read_parquet({text_sql(path)}, hive_partitioning=false)"


def _raw(columns: Mapping[str, tuple[str, str]]) -> str:
    """The texts of the known columns in their order, for messages."""
    return f"[{', '.join(f'{_quoted(cell)}::VARCHAR' for cell, _kind in columns.values())}]"


def _reader(file: RegisterFile, columns: Mapping[str, tuple[str, str]], numbered: bool) -> str:
    # DuckDB takes a path for a pattern; a sign of patterns in a set of one stands for itself.
    path = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in file.path.as_posix())
    if not file.is_csv:
        names = ", ".join(_quoted(cell) for cell, _kind in columns.values())
        return f"(SELECT {names} FROM {parquet_sql(path)})"
    types = {f"c{at}": "VARCHAR" for at in range(file.width)} | dict(columns.values())
    told = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    # Rows that end early are Excel's; reading them costs the parallel scan of texts with line breaks.
    careful = ", null_padding=true, parallel=false" if numbered else ""
    names = ", ".join(cell for cell, _kind in columns.values())
    return (
        f"(SELECT {names} FROM read_csv({text_sql(path)}, delim={text_sql(file.delimiter)}, header=true, "
        f"auto_detect=false, hive_partitioning=false, quote='\"', escape='\"', columns={{{told}}}{careful}))"
    )


def _value(field: Field, cell: str, kind: str) -> str:
    """SQL for the value of a cell; null where it is blank or can't be read."""
    if kind.startswith("TIMESTAMP"):
        cell, kind = f"{cell}::DATE", "DATE"
    text = cell if kind == "VARCHAR" else f"{cell}::VARCHAR"
    match field.kind:
        case "text":
            return _cleaned(text)
        case "word":
            return _word(field, text)
        case "day":
            day = cell if kind == "DATE" else _day(text)
            return f"CASE WHEN {day} BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}' THEN {day} END"
        case "whole":
            return cell if kind == "INTEGER" else _whole(text)
        case _:
            # What other programs write for a blank may be no number.
            return (
                f"CASE WHEN NOT isnan({cell}::DOUBLE) THEN {cell}::DOUBLE END"
                if kind != "VARCHAR"
                else _number(text)
            )


def _wrong(field: Field, cell: str, kind: str) -> Iterable[str]:
    """The WHEN that finds a cell that is not blank and has no value."""
    if field.kind == "text" or (kind in ("INTEGER", "DOUBLE") and field.kind != "day"):
        return []
    there = _cleaned(cell) if kind == "VARCHAR" else cell
    return [f"WHEN {there} IS NOT NULL AND ({_value(field, cell, kind)}) IS NULL THEN '{field.name}'"]


def _wrong_plain(field: Field, cell: str) -> Iterable[str]:
    """The WHEN that finds a cell of a column that is read as it stands, and must not be."""
    if field.kind == "day":
        return [f"WHEN {cell} NOT BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}' THEN '{field.name}'"]
    if field.words is not None:
        words = ", ".join(f"'{word}'" for word in field.words)
        return [f"WHEN {cell} NOT IN ({words}) THEN '{field.name}'"]
    if field.kind == "text":
        return [] if field.name in REPEATED else [f"WHEN {odd_sql(cell)} THEN '{field.name}'"]
    return []


def odd_sql(text: str) -> str:
    """Whether a text has spaces around it, or letters beyond ASCII, which may be composed in two ways."""
    return (
        f"{text} < '!' OR suffix({text}, ' ') OR suffix({text}, chr(9)) OR strlen({text}) <> length({text})"
    )


def _cleaned(text: str) -> str:
    """A text without spaces around it and with single ones in it, its letters composed; null where nothing is left."""
    return f"nullif(nfc_normalize(trim(regexp_replace({text}, {SPACE}, ' ', 'g'))), '')"


def _day(text: str) -> str:
    """2022-12-31, 31/12/2022, either with a time, or Excel's number of days since 1899-12-30."""
    clean = _cleaned(text)
    return (
        f"CASE WHEN regexp_full_match({clean}, '{SERIAL}') THEN DATE '1899-12-30' + left({clean}, 5)::INTEGER "
        f"WHEN regexp_full_match({clean}, '{YEAR_FIRST}') "
        f"THEN try_cast(regexp_replace({clean}, '^{YEAR_FIRST}$', '\\1-\\2-\\3') AS DATE) "
        f"WHEN regexp_full_match({clean}, '{DAY_FIRST}') THEN try_cast(regexp_extract({clean}, '^{DAY_FIRST}$', 3) "
        f"|| '-' || regexp_extract({clean}, '^{DAY_FIRST}$', 2) || '-' || regexp_extract({clean}, '^{DAY_FIRST}$', 1) "
        f"AS DATE) END"
    )


def _number(text: str) -> str:
    """A number with decimal point or decimal comma, a percent sign or not."""
    clean = f"rtrim(replace({_cleaned(text)}, ',', '.'), ' %')"
    return f"CASE WHEN regexp_full_match({clean}, '[+-]?\\d+(\\.\\d+)?') THEN {clean}::DOUBLE END"


def _whole(text: str) -> str:
    number = _number(text)
    return f"CASE WHEN ({number}) = floor({number}) THEN try_cast({number} AS INTEGER) END"


def _word(field: Field, text: str) -> str:
    """One of the field's words, however it is spelled; the words themselves are looked for first, and fast."""
    assert field.words is not None
    exact = " ".join(f"WHEN {text} = '{word}' THEN '{word}'" for word in field.words)
    plain = f"lower({_cleaned(text)})"
    spelled = " ".join(
        f"WHEN {text_sql(spelling)} THEN '{word}'"
        for word, spellings in field.words.items()
        for spelling in (word, *spellings)
    )
    return f"CASE {exact} ELSE CASE {plain} {spelled} END END"


def text_sql(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    """A column's name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
