"""How places in files are called: file:line:column, and cells of a sheet as spreadsheets call them."""

import re

SHEET = re.compile(r"\.(?:xlsx|xlsm|xls|ods)!", re.IGNORECASE)
"""In the name of a file: what comes behind it is one of its sheets."""


def letters(column: int) -> str:
    """The name of a column (from 0), as spreadsheets call it: A, B, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet_name(name: str) -> str:
    """A sheet as the address of a cell has it: in quotation marks where they are needed."""
    return name if name.replace("_", "").isalnum() else "'" + name.replace("'", "''") + "'"


def place_of(file: str, line: int, column: int) -> str:
    """`file:line:column`, which editors and terminals open with a click; of a sheet `file!Sheet!C12`. 0: not known."""
    if SHEET.search(file) and line and column:
        return f"{file}!{letters(column - 1)}{line}"
    return ":".join([file, *(str(number) for number in (line, column) if number)])
