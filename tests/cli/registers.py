"""What tests of registers share: a register of dossiers, and the rows that commands give."""

import csv
import io
from pathlib import Path

from cchc_cli.model.registers import REGISTERS

HEADER = "dossier,unit,procedure,received,due,finished,channel,supplements,apology,rescheduled,rating\n"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def measures(text: str) -> dict[str, dict[str, str]]:
    return {row["measure"]: row for row in rows(text)}


def put(sample: Path, text: str, name: str = "dossiers-2022.csv") -> Path:
    """A register of dossiers in place of all that the sample has: to read the others takes as long again."""
    for register in REGISTERS:
        for old in sample.glob(f"data/{register}*"):
            old.unlink()
    path = sample / "data" / name
    path.write_text(text, "utf-8")
    return path


def many(late: int, total: int) -> str:
    """`total` dossiers, of which `late` were late."""
    lines = [
        f"H{number},xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-{7 if number < late else 3:02d},counter,0,,,\n"
        for number in range(total)
    ]
    return HEADER + "".join(lines)
