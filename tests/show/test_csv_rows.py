"""Results as csv, read again by the standard library."""

import csv
import io
import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.model.report import Report
from cchc_cli.show.writers.printed.csv import Dialect

NUMBERS = st.sampled_from([math.nan, 0.0, 0.5, 100.0, 33.25])
ROW = st.tuples(st.sampled_from(["", "xa", 'a "b", c', "1.10"]), NUMBERS, NUMBERS, st.booleans())


@given(st.lists(ROW, max_size=40))
def test_long_tables_of_few_values_are_written_cell_by_cell(rows: list[tuple[str, float, float, bool]]) -> None:
    rows = rows * (600 // max(len(rows), 1))  # so long that columns with few values are joined beforehand
    columns = ("unit", "points", "max", "provisional")
    frame = pd.DataFrame(rows, columns=columns).astype({"points": "float64", "max": "float64"})
    frame["unit"] = frame["unit"].astype("category")
    written = io.StringIO()
    Dialect(";", ",").write(Report("score", "", frame, columns), written)

    def cell(value: object) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return "" if math.isnan(value) else f"{value:g}".replace(".", ",")
        return str(value)

    told = [*csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=";")]
    wanted = [[*columns], *([cell(value) for value in row] for row in rows)]
    assert len(told) == len(wanted)
    assert not [pair for pair in zip(told, wanted, strict=True) if pair[0] != pair[1]][:1]
