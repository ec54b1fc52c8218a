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
DAY_MONTH_YEAR = ", ".join(
    f"'%d{sign}%m{sign}%Y{time}'" for sign in ("/", "-", ".") for time in ("", " %H:%M", " %H:%M:%S")
)
SPACES = "chr(160), ' '"
"""A no-break space, and what it is read as."""


def source_sql(
    register: Register, files: list[RegisterFile], unit: str | None, today: date, *, numbered: bool = False
) -> str:
    """A SELECT over all files. `unit` is meant where a file has no column for it.

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
        f"SELECT {columns}, {text_sql(today.isoformat())}::DATE AS asof, "
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
    present = " OR ".join(f"{_quoted(columns[name][0])} IS NOT NULL" for name in register.required)
    inner = f"SELECT *, {row} AS row_number FROM {_reader(file, columns, numbered)}"
    return (
        f"SELECT {', '.join(typed)}, {unreadable} AS unreadable, {number}::INTEGER AS file, "
        f"row_number AS row, {raw} AS raw FROM ({inner}) WHERE {present}"
    )


def _raw(columns: Mapping[str, tuple[str, str]]) -> str:
    """The texts of the known columns in their order, for messages."""
    return f"[{', '.join(f'{_quoted(cell)}::VARCHAR' for cell, _kind in columns.values())}]"


def _reader(file: RegisterFile, columns: Mapping[str, tuple[str, str]], numbered: bool) -> str:
    # DuckDB takes a path for a pattern; a sign of patterns in a set of one stands for itself.
    path = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in file.path.as_posix())
    if not file.is_csv:
        names = ", ".join(_quoted(cell) for cell, _kind in columns.values())
        return f"(SELECT {names} FROM read_parquet({text_sql(path)}))"
    types = {f"c{at}": "VARCHAR" for at in range(file.width)} | dict(columns.values())
    told = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    # Rows that end early are Excel's; reading them costs the parallel scan of texts with line breaks.
    careful = ", null_padding=true, parallel=false" if numbered else ""
    names = ", ".join(cell for cell, _kind in columns.values())
    return (
        f"(SELECT {names} FROM read_csv({text_sql(path)}, delim={text_sql(file.delimiter)}, header=true, "
        f"auto_detect=false, quote='\"', escape='\"', columns={{{told}}}{careful}))"
    )


def _value(field: Field, cell: str, kind: str) -> str:
    """SQL for the value of a cell; null where it is blank or can't be read."""
    if kind.startswith("TIMESTAMP"):
        cell, kind = f"{cell}::DATE", "DATE"
    text = cell if kind == "VARCHAR" else f"{cell}::VARCHAR"
    match field.kind:
        case "text":
            return f"nullif(trim(replace({text}, {SPACES})), '')"
        case "word":
            return _word(field, text)
        case "day":
            day = cell if kind == "DATE" else _day(text)
            return f"CASE WHEN {day} BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}' THEN {day} END"
        case "whole":
            return cell if kind == "INTEGER" else _whole(text)
        case _:
            return f"{cell}::DOUBLE" if kind != "VARCHAR" else _number(text)


def _wrong(field: Field, cell: str, kind: str) -> Iterable[str]:
    """The WHEN that finds a cell that is not blank and has no value."""
    if field.kind == "text" or (kind in ("INTEGER", "DOUBLE") and field.kind != "day"):
        return []
    blank = f"trim(replace({cell}, {SPACES})) = ''" if kind == "VARCHAR" else "false"
    return [
        f"WHEN {cell} IS NOT NULL AND ({_value(field, cell, kind)}) IS NULL AND NOT {blank} THEN '{field.name}'"
    ]


def _wrong_plain(field: Field, cell: str) -> Iterable[str]:
    """The WHEN that finds a cell of a column that is read as it stands, and must not be."""
    if field.kind == "day":
        return [f"WHEN {cell} NOT BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}' THEN '{field.name}'"]
    if field.words is not None:
        words = ", ".join(f"'{word}'" for word in field.words)
        return [f"WHEN {cell} NOT IN ({words}) THEN '{field.name}'"]
    if field.kind == "text":
        return [f"WHEN starts_with({cell}, ' ') OR suffix({cell}, ' ') THEN '{field.name}'"]
    return []


def _day(text: str) -> str:
    """2022-12-31, 31/12/2022, either with a time, or Excel's number of days since 1899-12-30."""
    trimmed = f"trim(replace({text}, {SPACES}))"
    serial = f"regexp_full_match({trimmed}, '\\d{{5}}([.,]\\d+)?')"
    return (
        f"CASE WHEN {serial} THEN DATE '1899-12-30' + left({trimmed}, 5)::INTEGER "
        f"WHEN regexp_full_match({trimmed}, '\\d{{4}}-\\d{{1,2}}-\\d{{1,2}}([ T].*)?') "
        f"THEN try_cast(split_part(split_part({trimmed}, ' ', 1), 'T', 1) AS DATE) "
        f"ELSE try_strptime({trimmed}, [{DAY_MONTH_YEAR}])::DATE END"
    )


def _number(text: str) -> str:
    """A number with decimal point or decimal comma, a percent sign or not."""
    trimmed = f"rtrim(replace(trim(replace({text}, {SPACES})), ',', '.'), ' %')"
    return f"CASE WHEN regexp_full_match({trimmed}, '[+-]?\\d+(\\.\\d+)?') THEN {trimmed}::DOUBLE END"


def _whole(text: str) -> str:
    number = _number(text)
    return f"CASE WHEN ({number}) = floor({number}) THEN try_cast({number} AS INTEGER) END"


def _word(field: Field, text: str) -> str:
    """One of the field's words, however it is spelled; the words themselves are looked for first, and fast."""
    assert field.words is not None
    exact = " ".join(f"WHEN {text} = '{word}' THEN '{word}'" for word in field.words)
    plain = f"nfc_normalize(lower(trim(regexp_replace(replace({text}, {SPACES}), ' +', ' ', 'g'))))"
    spelled = " ".join(
        f"WHEN {text_sql(spelling)} THEN '{word}'"
        for word, spellings in field.words.items()
        for spelling in (word, *spellings)
    )
    return f"CASE {exact} WHEN {text} IS NULL THEN NULL ELSE CASE {plain} {spelled} END END"


def text_sql(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    """A column's name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
