"""Every command of `cchc` and its options, taken from the program itself, and a line that tries each of them."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
import typer.main
from typer.core import TyperArgument, TyperGroup

from cchc_cli.cli.main import app

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"


@dataclass(frozen=True)
class Parameter:
    """An argument or an option."""

    name: str
    option: str | None
    kind: Any
    flag: bool
    required: bool


@dataclass(frozen=True)
class Known:
    """A command: its words and its parameters."""

    words: tuple[str, ...]
    parameters: tuple[Parameter, ...] = field(default=())

    @property
    def reports(self) -> bool:
        """Whether it has --format."""
        return any(parameter.name == "form" for parameter in self.parameters)


@cache
def every_command() -> tuple[Known, ...]:
    """All commands that `cchc` has, in their order."""
    return tuple(_walk(program(), ()))


@cache
def program() -> Any:
    """`cchc` itself; to build it takes longer than many a command."""
    return typer.main.get_command(app)


@dataclass
class Outcome:
    """What a run of `cchc` left behind."""

    status: int
    out: str
    err: str


def run(*args: object) -> Outcome:
    """Run `cchc` in this process, without stdin; a traceback comes out as it is. Ends of lines are \\n."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="", write_through=True) for _ in range(2))
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        stack.enter_context(patch("sys.stdin", StringIO()))
        try:
            program().main([str(arg) for arg in args], "cchc")
            status: object = 0
        except SystemExit as leaving:
            status = leaving.code
    said = [stream.buffer.getvalue().decode("utf-8").replace("\r\n", "\n") for stream in (out, err)]
    return Outcome(status if isinstance(status, int) else 0, *said)


def _walk(command: Any, words: tuple[str, ...]) -> list[Known]:
    if isinstance(command, TyperGroup):
        return [known for name, below in command.commands.items() for known in _walk(below, (*words, name))]
    return [Known(words, tuple(map(_parameter, command.params)))]


def _parameter(param: Any) -> Parameter:
    option = None if isinstance(param, TyperArgument) else max(param.opts, key=len)
    kind = getattr(getattr(param, "type_descriptor", None), "annotation", str)
    return Parameter(param.name, option, kind, bool(getattr(param, "is_flag", False)), param.required)


WRITERS = {"task", "init", "import", "export", "template"}
"""First words of commands that write into the workspace, or where they are told to."""


def writes(command: Sequence[str]) -> bool:
    """Whether a command may change files."""
    return command[0] in WRITERS or any(
        word.split("=")[0] in ("--write", "-o", "--output", "--ics") for word in command
    )


LINES: dict[str, tuple[str, ...]] = {
    "init": ("init new",),
    "check": ("check",),
    "doctor": ("doctor",),
    "schema": ("schema",),
    "score": (
        "score --by component",
        "score",
        "score --by criterion --unit {other}",
        "score --basis self",
        "score --all-units",
    ),
    "gaps": (
        "gaps --peers",
        "gaps --only dropped --min 0.5 --top 3",
        "gaps --by area",
        "gaps --by owner",
        "gaps --by source",
        "gaps --top 2 --all-units",
    ),
    "changes": ("changes then.csv now.csv",),
    "keep": ("keep", "keep --top 6", "keep --top 1 --all-units"),
    "appeal": ("appeal",),
    "ranks": (
        "ranks",
        "ranks --top 3 --since {first}",
        "ranks --by area",
        "ranks --on {component}",
        "ranks --group all",
    ),
    "overview": ("overview", "overview {first}"),
    "matrix": ("matrix", "matrix --by component --show points", "matrix --show rank --group all"),
    "explain": ("explain", "explain --by area", "explain {first}", "explain --by area --all-units"),
    "trend": ("trend --by component", "trend", "trend --by criterion"),
    "compare": ("compare best", "compare median", "compare {other}"),
    "robust": ("robust --runs 20",),
    "audit": ("audit published.xlsx",),
    "plan": (
        "plan --budget 20",
        "plan --target 85 --owner {owner}",
        "plan --budget 5",
        "plan --frontier",
        "plan --budget 2 --all-units",
        "plan --write --target-rating {rating}",
    ),
    "simulate": (
        "simulate --set {component}=max --need-rank 1",
        "simulate --rivals trend --need-rating {rating}",
        "simulate --scenarios scenarios.yaml",
    ),
    "commit": ("commit", "commit --owner {owner}", "commit --all-units"),
    "track": (
        "track --date {day} --ics plan.ics",
        "track --date {day}",
        "track --date {day} --summary",
        "track --period {quarter}",
        "track --date {day} --all-units",
    ),
    "measure": ("measure {measured}", "measure {measured} --by channel --date {measured}-10-15"),
    "nowcast": ("nowcast {measured} --date {measured}-09-30", "nowcast {next} --date {next}-01-15"),
    "task add": (
        "task add --component {component} --action x --gain 0.1",
        "task add --component {component} --action x --due {next}-01-31 --every month",
    ),
    "task start": ("task start {task} --on {next}-01-02",),
    "task done": ("task done {task} --on {next}-01-02",),
    "task cancel": ("task cancel {task}",),
    "task reopen": ("task reopen {done}",),
    "task set": ("task set {task} --note x",),
    "task log": ("task log", "task log {task}"),
    "dossiers late": (
        "dossiers late --date {measured}-09-30",
        "dossiers late --date {measured}-08-17 --procedure {procedure}",
    ),
    "import criteria": ("import criteria annex.xlsx -o new.yaml --force",),
    "import scores": (
        "import scores sheet.xlsx --year {next} --unit {unit} -o new.csv --yes --force",
        "import scores sheet.xlsx --year {next} --unit {unit} --sheet Sheet --yes --dry-run",
    ),
    "export criteria": ("export criteria -o framework.xlsx --force",),
    "template scores": (
        "template scores {next} --unit {unit} -o points.xlsx --force",
        "template scores {next} --all-units -o points.xlsx --force",
    ),
    "report overview": ("report overview",),
    "report result": ("report result",),
    "report plan": ("report plan",),
    "report progress": ("report progress --date {day}", "report progress --period {quarter}"),
    "report commitments": ("report commitments", "report commitments --all-units -o papers --suffix csv"),
    "report appeal": ("report appeal",),
    "report conclusion": ("report conclusion",),
    "report brief": ("report brief",),
    "report all": ("report all -o papers --suffix csv --date {day}",),
}
"""For each command its lines. Words in braces are a workspace's own, as those of SAMPLE.

The first line of each does on the sample what it is asked for, with status 0.
"""
SAMPLE = {
    "unit": "xa-tien-loi",
    "other": "don-vi-02",
    "component": "3.3.2",
    "owner": "van-phong",
    "rating": "good",
    "first": "2021",
    "measured": "2022",
    "next": "2023",
    "day": "2023-03-01",
    "quarter": "2023-Q1",
    "task": "T-2023-001",
    "done": "T-2023-003",
    "procedure": "1.001653",
}
"""The words of the sample workspace with the files of `add_files`."""
TASKS = """\
id,component,action,product,owner,due,effort,gain,status,done_on
T-2023-001,3.3.2,Rà soát "hồ sơ",Báo cáo,mot-cua,2023-01-15,2,0.5,todo,
T-2023-002,1.1.1,Ban hành kế hoạch,Kế hoạch,van-phong,2023-12-20,1,0.5,doing,
T-2023-003,7.1.2,Thôi,Không,,,,,done,2023-02-01
"""


def lines_of(command: str, words: Mapping[str, str] = SAMPLE) -> list[list[str]]:
    """The command lines of `command`, as lists of words, for a workspace with its own words."""
    return [line.format(**words).split() for line in LINES[command]]


def add_files(folder: Path, tasks: str = TASKS, ids: Sequence[str] = ("1.1.1", "1.1.2")) -> None:
    """Put the files that LINES name into a workspace: tasks, scores to compare, office files of imports and audits."""
    if tasks:
        (folder / "data" / "tasks.csv").write_text(tasks, encoding="utf-8")
    first = sorted((folder / "data").glob("scores*.csv"))[-1].read_text("utf-8").splitlines(keepends=True)
    for name, rows in (("then", first[:4]), ("now", first[:3])):
        (folder / f"{name}.csv").write_text("".join(rows), encoding="utf-8")
    (folder / "annex.xlsx").write_bytes((FIXTURES / "annex-roman.xlsx").read_bytes())
    sheets = {
        "sheet": [("Mã", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định"), (ids[0], "A", 1, 0.5), (ids[1], "B", 1, 1)],
        "published": [("TT", "Đơn vị", "Chỉ số", "Xếp hạng"), (1, "Xã A", 90.5, 1), (2, "Xã B", 80.25, 2)],
    }
    for name, rows in sheets.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(folder / f"{name}.xlsx")
