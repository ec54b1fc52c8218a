"""JSON for scripts: the same rows as csv, with the report's other results around them."""

import json
import math
from typing import TextIO

import pandas as pd

from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.texts import STEERING

SCHEMA = 1


def write(report: Report, workspace: str, stream: TextIO) -> None:
    """One object; `rows` have the csv columns, missing values are null."""
    columns = list(report.columns)
    records = zip(*(report.rows[column].tolist() for column in columns), strict=True)
    result = {
        "schema": SCHEMA,
        "command": report.command,
        "workspace": workspace,
        "year": report.year,
        **report.extra,
        "rows": [dict(zip(columns, record, strict=True)) for record in records],
    }
    text = json.dumps(_plain(result), ensure_ascii=False, indent=2, allow_nan=False)
    stream.write(STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def _plain(value: object) -> object:
    """Plain JSON values of anything, a table's rows among it."""
    if isinstance(value, pd.DataFrame):
        value = value.to_dict("records")
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return _single(value.item() if hasattr(value, "item") else value)


def _single(value: object) -> object:
    """What is missing, a blank text too, null; float noise gone, whole numbers without a point."""
    if value is pd.NA or (isinstance(value, str) and not value):
        return None
    if isinstance(value, float):
        if math.isnan(value):
            return None
        value = float(numbers.for_scripts(value))
        return int(value) if value.is_integer() else value
    return value
