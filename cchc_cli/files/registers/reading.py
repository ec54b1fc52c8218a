"""DuckDB's SQL that reads a register's files as one table `source` of typed columns.

Only known columns are named, so nothing else of a file leaves its reader. `unreadable` names the first column
of a row whose text is not what the column holds.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import permutations
from operator import attrgetter

from cchc_cli.files.csv import headers
from cchc_cli.files.registers.files import RegisterFile, parquet_sql, path_sql, quoted_sql, text_sql
from cchc_cli.model import days, written_numbers
from cchc_cli.model.bounds import Bound
from cchc_cli.model.days import FIRST, SERIAL_ZERO
from cchc_cli.model.registers import Field, Register
from cchc_cli.model.written_numbers import can_be_thousands

TYPES = {"text": "VARCHAR", "word": "VARCHAR", "day": "DATE", "whole": "INTEGER", "number": "DOUBLE"}
REPEATED = ("unit", "procedure")
"""Texts that repeat themselves from row to row: where they are taken as they stand, each is looked at once."""
NAME = attrgetter("name")
SPACE = "'[\\s\\x{00A0}\\x{200B}\\x{FEFF}]+'"
"""Spaces of every kind, tabs and line breaks, as a pattern of DuckDB's."""


def source_sql(
    register: Register, files: list[RegisterFile], unit: str | None, asof: tuple[date, date], *, numbered: bool = False
) -> str:
    """A SELECT over all files. `unit` is meant where a file has no column for it.

    `asof`: the day as of which is asked, and today, after which nothing can have happened.

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
        f"SELECT {columns}, DATE '{asof[0].isoformat()}' AS asof, DATE '{asof[1].isoformat()}' AS now, "
        f"CASE WHEN {same} THEN 'duplicate' ELSE unreadable END AS unreadable, "
        f"CASE WHEN {register.id} IS NOT NULL THEN hash({key}) END AS key, file, row{', raw' if numbered else ''} FROM ({' UNION ALL '.join(parts)})"
    )


def _file_sql(register: Register, file: RegisterFile, number: int, unit: str | None, numbered: bool) -> str:
    """The rows of one file: each cell as a text, then as what is written in it, then as a value of its column."""
    columns, plain = _as_read(file, numbered), frozenset[str]() if numbered else file.plain
    there = [field for field in register.fields if field.name in columns]
    texts = {name: quoted_sql(columns[name][0]) if name in plain else f"text_{name}" for name in map(NAME, there)}
    rows = _looked_at([field for field in there if field.name not in plain], columns, _reader(file, columns, numbered))
    wrong = _wrong(register, file, texts, numbered)
    # A row with nothing in any known column is none; spreadsheets leave such rows below a table.
    return (
        f"SELECT {_typed(register, texts, unit)}, CASE {' '.join(wrong)} END AS unreadable, {number}::INTEGER AS file, "
        f"row_number AS row, {_raw(columns if numbered else {})} AS raw "
        f"FROM ({rows}) WHERE {' OR '.join(map('{} IS NOT NULL'.format, texts.values()))}"
    )


def _as_read(file: RegisterFile, numbered: bool) -> Mapping[str, tuple[str, str]]:
    """The known columns of a file, each with its heading and type: the careful way reads csv as texts."""
    careful = numbered and file.is_csv
    return {name: (cell, "VARCHAR" if careful else kind) for name, (cell, kind) in file.columns.items()}


def _looked_at(fields: list[Field], columns: Mapping[str, tuple[str, str]], reader: str) -> str:
    """The rows of a reader with the cells of these fields as texts, as what is written in them, and as values."""
    kinds = [(field, field.name, *columns[field.name]) for field in fields]
    stages = (
        [f"{_text(quoted_sql(cell), kind)} AS text_{name}" for _field, name, cell, kind in kinds],
        [f"{_written(field, f'text_{name}', kind)} AS written_{name}" for field, name, _cell, kind in kinds],
        [f"{_value(field, f'text_{name}', f'written_{name}')} AS value_{name}" for field, name, _cell, _kind in kinds],
    )
    rows = f"SELECT * FROM {reader}"
    for stage in stages:
        rows = f"SELECT {', '.join(['*', *stage])} FROM ({rows})"
    return rows


def _typed(register: Register, texts: Mapping[str, str], unit: str | None) -> str:
    """Every column of the register: a value, or what is plain as it stands; nothing where the file has no such column."""
    typed = {each.name: f"NULL::{TYPES[each.kind]}" for each in register.fields}
    typed |= {"unit": f"{text_sql(unit)}::VARCHAR"} if unit else {}
    for field in register.fields:
        if (text := texts.get(field.name)) is not None:
            # The reader of a text file would round 2.6 to a whole number: that is read as a text.
            is_plain = text != f"text_{field.name}"
            typed[field.name] = f"try_cast({text} AS {TYPES[field.kind]})" if is_plain else f"value_{field.name}"
    return ", ".join(f"{value} AS {name}" for name, value in typed.items())


def _raw(columns: Mapping[str, tuple[str, str]]) -> str:
    """The texts of the known columns in their order, for messages."""
    texts = ", ".join(f"{quoted_sql(cell)}::VARCHAR" for cell, _kind in columns.values())
    return f"[{texts}]" if texts else "NULL::VARCHAR[]"


def _wrong(register: Register, file: RegisterFile, texts: Mapping[str, str], numbered: bool) -> Iterable[str]:
    """The WHENs that name the first column of a row that can't be read; `texts` are the cells of those that are plain."""
    for field in (each for each in register.fields if each.name in texts):
        text = texts[field.name]
        is_looked_at = text == f"text_{field.name}"
        yield from _is_total(register, field, text, beside_no_id=is_looked_at and numbered)
        if not is_looked_at:
            yield from _wrong_plain(field, text, file.columns[field.name][1])
        elif field.kind != "text":
            yield f"WHEN {text} IS NOT NULL AND value_{field.name} IS NULL THEN '{field.name}'"
    looked_at = [name for name in register.compared if texts.get(name) == f"text_{name}"]
    for pair in permutations(looked_at, 2):
        yield _is_share(*pair)


def orders_sql(register: Register, file: RegisterFile) -> Iterable[str]:
    """For each column of days that is text a query: column, each date as it begins, and the first row that has it."""
    for field in register.fields:
        if field.kind != "day" or field.name not in file.columns:
            continue
        cell, kind = file.columns[field.name]
        if not (file.is_csv or kind == "VARCHAR"):
            continue
        columns = {field.name: (cell, "VARCHAR")}
        beginning = text_sql(rf"^\s*{days.DAY_FIRST}")
        date = f"regexp_extract({quoted_sql(cell)}, {beginning})"
        rows = f"SELECT {date} AS date, row_number AS row FROM {_reader(file, columns, numbered=True)}"
        yield f"SELECT '{field.name}', date, min(row) FROM ({rows}) WHERE date <> '' GROUP BY date"


def texts_table(file: RegisterFile) -> str:
    """The name of the table of a csv file's texts; see `read_texts`."""
    return quoted_sql(f"texts of {file.path.as_posix()}")


def _reader(file: RegisterFile, columns: Mapping[str, tuple[str, str]], numbered: bool) -> str:
    """The rows of a file with their numbers: the careful way takes those that our own reader has read."""
    names = ", ".join(quoted_sql(cell) for cell, _kind in columns.values())
    if numbered and file.is_csv:
        return f"(SELECT {names}, row_number FROM {texts_table(file)})"
    number = f"{'row_number() OVER ()' if numbered else '0::BIGINT'} AS row_number"
    if not file.is_csv:
        return f"(SELECT {names}, {number} FROM {parquet_sql(file.path)})"
    types = {f"c{at}": "VARCHAR" for at in range(file.head.width)} | dict(columns.values())
    told = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    return (
        f"(SELECT {names}, {number} FROM read_csv({path_sql(file.path)}, delim={text_sql(file.head.delimiter)}, "
        f"header=true, skip={file.head.line - 1}, auto_detect=false, hive_partitioning=false, "
        f"quote='\"', escape='\"', columns={{{told}}}))"
    )


def _text(cell: str, kind: str) -> str:
    """A cell as a text, or as the day or number that it is; null where it is blank."""
    if kind.startswith("TIMESTAMP"):
        return f"{cell}::DATE"
    if kind == "DOUBLE":
        # What other programs write for a blank may be no number.
        return f"CASE WHEN NOT isnan({cell}::DOUBLE) THEN {cell}::DOUBLE END"
    return cell if kind in ("DATE", "INTEGER") else _cleaned(f"{cell}::VARCHAR")


def _written(field: Field, text: str, kind: str) -> str:
    """What is written in a text: a day or a number, whatever it is; null where it is none."""
    match field.kind:
        case "day":
            is_day = kind == "DATE" or kind.startswith("TIMESTAMP")
            return text if is_day else _day(f"lower({text}::VARCHAR)")
        case "whole" | "number":
            return f"{text}::DOUBLE" if kind in ("INTEGER", "DOUBLE") else _number(text, field)
        case _:
            return f"{text}::VARCHAR"


def _value(field: Field, text: str, written: str) -> str:
    """The value of a column; null where what is written there is none."""
    match field.kind:
        case "day":
            named = " ".join(
                f"WHEN regexp_matches(lower({text}::VARCHAR), {text_sql(days.weekday_in(name))}) THEN {at}"
                for at, name in enumerate(days.WEEKDAYS, start=1)
            )
            fits = f"CASE {named} ELSE isodow({written}) END = isodow({written})"
            # Few dates have letters; only there a day of the week is looked for.
            sound = f"(NOT regexp_matches({text}::VARCHAR, '[A-Za-z]') OR {fits})"
            return f"CASE WHEN {written} BETWEEN '{FIRST}' AND '{field.latest}' AND {sound} THEN {written} END"
        case "word":
            return _word(field.spellings, written)
        case "whole":
            whole = f"{_within(written, field.bound)} AND {written} = floor({written})"
            return f"CASE WHEN {whole} THEN try_cast({written} AS INTEGER) END"
        case "number":
            return f"CASE WHEN {_within(written, field.bound)} THEN {written} END"
        case _:
            return written


def _is_total(register: Register, field: Field, text: str, *, beside_no_id: bool) -> Iterable[str]:
    """The WHEN that finds a row that sums up the others, as headers.is_total does.

    Such a row has that for an id, or `beside_no_id` in another text.
    """
    plain = f"replace(strip_accents(lower({text}::VARCHAR)), 'đ', 'd')"
    if field.name == register.id:
        yield f"WHEN {_matches(plain, headers.SUMMARY)} THEN 'total'"
    elif beside_no_id and field.kind == "text":
        yield f"WHEN text_{register.id} IS NULL AND {_matches(plain, headers.SUMMARY)} THEN 'total'"


def _is_share(percent: str, other: str) -> str:
    """The WHEN that finds a percentage beside what may be a share of 1: 95% and 0.96."""
    signs = f"suffix(text_{percent}::VARCHAR, '%') AND NOT suffix(text_{other}::VARCHAR, '%')"
    sizes = f"abs(written_{percent}) > 1 AND abs(written_{other}) BETWEEN 1e-9 AND 1"
    return f"WHEN {signs} AND {sizes} THEN 'share {other}'"


def _wrong_plain(field: Field, cell: str, kind: str) -> Iterable[str]:
    """The WHEN that finds a cell of a column that is read as it stands, and must not be."""
    match field.kind:
        case "day":
            odd = f"{cell} NOT BETWEEN '{FIRST}' AND '{field.latest}'"
        case "word":
            odd = f"{cell} NOT IN ({', '.join(text_sql(word) for word in field.words or ())})"
        case "text" if field.name in REPEATED:
            return
        case "text":
            odd = odd_sql(cell)
        case "whole":
            odd = (
                f"NOT (regexp_full_match({cell}, '[0-9]{{1,9}}') AND {_within(f'try_cast({cell} AS INTEGER)', field.bound)})"
                if kind == "VARCHAR"
                else f"NOT {_within(cell, field.bound)}"
            )
        case _:
            odd = f"NOT {_within(cell, field.bound)}"
    yield f"WHEN {odd} THEN '{field.name}'"


def odd_sql(text: str) -> str:
    """Whether a text has spaces around it, or letters beyond ASCII, which may be composed in two ways."""
    return f"{text} < '!' OR suffix({text}, ' ') OR suffix({text}, chr(9)) OR strlen({text}) <> length({text})"


def _cleaned(text: str) -> str:
    """A text without spaces around it and with single ones in it, its letters composed; null where nothing is left."""
    return f"nullif(nfc_normalize(trim(regexp_replace({text}, {SPACE}, ' ', 'g'))), '')"


def _day(clean: str) -> str:
    """The day of a text in small letters, as model/days.py has it: the same patterns."""
    serial = f"DATE '{SERIAL_ZERO}' + left({clean}, 5)::INTEGER"
    forms = " ".join(f"WHEN {_matches(clean, form.pattern)} THEN {_day_in(clean, form)}" for form in days.FORMS)
    return f"CASE WHEN {_matches(clean, days.SERIAL)} THEN {serial} {forms} END"


def _day_in(clean: str, form: days.DayForm) -> str:
    written = "-".join(f"\\{group}" for group in form.groups)
    pattern = text_sql(f"^{form.pattern}$")
    if not form.zoned:
        return f"try_cast(regexp_replace({clean}, {pattern}, '{written}') AS DATE)"
    moment = f"regexp_replace({clean}, {pattern}, '{written} \\4')"
    offset = f"regexp_extract({clean}, {pattern}, 5)"
    # The engine's zone is that of the workspace.
    return f"try_cast({moment} || CASE WHEN {offset} < 'a' THEN {offset} ELSE '+00' END AS TIMESTAMPTZ)::DATE"


def _matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {text_sql(pattern)})"


def _number(text: str, field: Field) -> str:
    """The number of a text, as model/written_numbers.py has it, without the sign that may stand behind it here."""
    clean = f"regexp_replace({text}, {text_sql(field.sign)}, '')"
    doubt = f"WHEN {_matches(clean, written_numbers.EITHER)} THEN NULL " if can_be_thousands(field.bound) else ""
    forms = " ".join(
        f"WHEN {_matches(clean, form.pattern)} "
        f"THEN try_cast(replace(translate({clean}, {text_sql(form.marks)}, ''), ',', '.') AS DOUBLE)"
        for form in written_numbers.FORMS
    )
    return f"CASE {doubt}{forms} END"


def _within(number: str, bound: Bound) -> str:
    return f"{number} BETWEEN {bound.least:.0f} AND {bound.most:.0f}"


def _word(spellings: Mapping[str, list[str]], text: str) -> str:
    """One of a field's words, however it is spelled; the words themselves are looked for first, and fast."""
    exact = " ".join(f"WHEN {text} = '{word}' THEN '{word}'" for word in spellings)
    others = " ".join(
        f"WHEN lower({text}) IN ({', '.join(map(text_sql, written))}) THEN '{word}'"
        for word, written in spellings.items()
    )
    return f"CASE {exact} ELSE CASE {others} END END"
