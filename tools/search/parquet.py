"""The seed's registers as parquet, with the types that other tools give to the columns."""

import tempfile
from functools import cache
from pathlib import Path

from tools.search.case import SEED

READ = "SELECT * FROM read_csv('{csv}', all_varchar=true)"
VARIANTS = {
    "texts": "*",
    "dates": "* REPLACE (TRY_CAST({day} AS DATE) AS {day})",
    "times": "* REPLACE (TRY_CAST({day} AS TIMESTAMP) AS {day})",
    "zones": "* REPLACE (TRY_CAST({day} AS TIMESTAMPTZ) AS {day})",
    "numbers": "* REPLACE (date_diff('day', DATE '1899-12-30', TRY_CAST({day} AS DATE)) AS {day})",
    "far": "* REPLACE (DATE '9999-12-31' AS {day})",
    "bytes": "* REPLACE ({day}::BLOB AS {day})",
    "lists": "* REPLACE ([{day}] AS {day})",
    "infinite": "* REPLACE ('infinity'::TIMESTAMP AS {day})",
    "doubles": "* REPLACE ('nan'::DOUBLE AS {day})",
    "nested": "* REPLACE ({{'a': {day}}} AS {day})",
    "huge": "* REPLACE (170141183460469231731687303715884105727::HUGEINT AS {day})",
}
COLUMNS = {"dossiers": ("dossiers-2023.csv", ("received", "due", "rating", "unit", "dossier")), "reports": ("reports.csv", ("due", "sent")), "targets": ("targets.csv", ("year", "planned", "actual"))}  # fmt: skip


@cache
def parquet_files() -> list[tuple[str, bytes]]:
    """Names of registers and contents of files."""
    import duckdb

    found = []
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        target = Path(folder) / "out.parquet"
        for register, (file, columns) in COLUMNS.items():
            source = READ.format(csv=SEED / "data" / file)
            for column in columns:
                for select in VARIANTS.values():
                    query = f"WITH source AS ({source}) SELECT {select.format(day=column)} FROM source"
                    connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet)")
                    found.append((register, target.read_bytes()))
    return found
