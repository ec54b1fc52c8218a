"""Command lines made at random of the commands and options that `cchc` has."""

import random
from collections.abc import Sequence
from typing import Literal, get_args, get_origin

from tools.commands import Known, Parameter

IDS = [
    "xa-a", "xa-b", "p-e", "1.1", "1.10", "3.1", "I", "CONG", "TRU", "vp", "mc", "tot", "xa", "T-2024-002", "x-1", "3.1/1",
]  # fmt: skip
ODD = [
    "", " ", "-", "--", "0", "-1", "²", "③", "9" * 30, "1" * 5000, "1e400", "nan", "inf", "0x10", "é", "e\u0301", "[/]", "[red]",
    "\x1b[31mred", "\u202eabc", "a\nb", "a\rb", "\u2028", "=1+1", "＝HYPERLINK(1)", "$(id)", "`id`", "%s%n", "{0}", "../..",
    "/", "/dev/null", "a" * 300, "x/" * 200, "\udcff", "năm", "xã-a", "\ufeff", "\x00".join(["a", ""]).strip("\x00"),
]  # fmt: skip
DATES = ["2024-03-01", "31/12/2023", "2023-12-31", "2024-02-29", "01/02/2024"]
ODD_DATES = [
    "0000-01-01",
    "9999-12-31",
    "10000-01-01",
    "2023-02-30",
    "31/31/2023",
    "1.1.1",
    "2024",
    "30/2",
    "²⁰²²-01-01",
]
VALUES: dict[str, Sequence[str]] = {
    "unit": ["xa-a", "xa-b", "p-e", "xa-d"],
    "year": ["2023", "2022", "2021"],
    "since": ["2022", "2021"],
    "first": ["2021"],
    "last": ["2023", *DATES],
    "day": DATES,
    "on": DATES,
    "start": DATES,
    "due": DATES,
    "period": ["2024-03", "2024-Q1", "Q1", "03/2024", "2024"],
    "owner": ["vp", "mc"],
    "group": ["xa", "phuong"],
    "only": ["low", "dropped", "chronic", "rank_dropped", "low,chronic"],
    "other": ["xa-b", "best", "median", "top10%", "xa-c"],
    "points": ["1.1=3", "1.10=max", "4=NA", "CONG=1", "3.1=4,5"],
    "scenarios": ["scenarios.yaml"],
    "target_rating": ["tot", "kha"],
    "need_rating": ["tot"],
    "exclude": ["kh", "1.1", "T-2024-002"],
    "component": ["1.1", "3.1", "4"],
    "identity": ["T-2024-002", "T-2024-003", "T-2024-001", "x-1"],
    "evidence": ["criteria.yaml", "criteria.yaml; data/units.csv", "https://example.vn/y"],
    "file": ["sheet.xlsx", "annex.docx"],
    "sheet": ["Sheet1", "2023"],
    "ics": ["out.ics"],
    "engine": ["duckdb:///register.duckdb"],
    "table": ["dossiers"],
    "signed": DATES,
    "folder": ["new"],
    "officer": ["mc"],
    "procedure": ["1.001"],
    "runs": ["20", "200"],
    "seed": ["1"],
    "action": ["Rà soát lại"],
    "product": ["Báo cáo"],
    "note": ["đã gửi"],
    "output": [f"out.{suffix}" for suffix in ("csv", "json", "md", "html", "xlsx", "docx", "yaml")],
}  # fmt: skip
"""Values that make sense, by the name of the parameter; one that is not here gets any id, number or odd text."""


def command_line(chance: random.Random, known: Known, oddness: float = 0.08) -> tuple[str, ...]:
    """A command with some of its options; a value is odd as often as `oddness` says."""
    line = list(known.words)
    for parameter in known.parameters:
        if not parameter.required and chance.random() > _how_often(parameter):
            continue
        if parameter.flag:
            line.append(str(parameter.option))
            continue
        value = _value(chance, parameter, oddness)
        if parameter.option is None:
            line.append(value)
        elif value.startswith("-"):
            line.append(f"{parameter.option}={value}")
        else:
            line += [parameter.option, value]
    if chance.random() < 0.3:
        line += ["--lang", chance.choice(["en", "vi"])]
    return tuple(line)


def _how_often(parameter: Parameter) -> float:
    return {"form": 0.6, "by": 0.3, "write": 0.3, "yes": 0.7, "force": 0.5}.get(parameter.name, 0.12)


def _value(chance: random.Random, parameter: Parameter, oddness: float) -> str:
    if chance.random() < oddness:
        return chance.choice([*ODD, *ODD_DATES, *IDS, str(chance.randint(-5, 3000))])
    if get_origin(parameter.kind) is Literal:
        return str(chance.choice(get_args(parameter.kind)))
    if parameter.name in VALUES:
        return chance.choice(VALUES[parameter.name])
    if parameter.kind is int:
        return str(chance.choice([1, 2, 3, 10, 100]))
    if parameter.kind is float:
        return chance.choice(["1", "0.5", "3,25", "70", "100", "0"])
    return chance.choice(IDS)
