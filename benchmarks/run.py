"""Compare whole processes of cchc with peers: one table of ratios, medians over interleaved runs.

Linux and macOS only (wait4). Imports the standard library alone: a child's peak memory counts what its
parent held when it was started.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
BIG, SMALL, DISTRICT, COUNTRY, YEAR = (
    FOLDER / "data" / name for name in ("big", "small", "district", "country", "year")
)
UNITS = 3321
OUT = FOLDER / "data"
"""Where results are written."""
WORD = OUT / "result.docx"
WORKSPACES = {
    BIG: {"units": UNITS},
    SMALL: {"units": UNITS // 10},
    DISTRICT: {"units": 51, "components": 49, "years": 2, "groups": 1},
    COUNTRY: {"units": UNITS, "years": 2, "groups": 1},
    YEAR: {"units": UNITS, "years": 1},
}
"""What to generate, by folder."""
MILLIONS, PARQUET, MILLION = (FOLDER / "data" / name for name in ("dossiers", "dossiers-parquet", "dossiers-tenth"))
REGISTERS = {MILLIONS: (10_000_000, "csv"), PARQUET: (10_000_000, "parquet"), MILLION: (1_000_000, "csv")}
"""What registers to generate, by folder."""
CCHC = (sys.executable, "-m", "cchc_cli")
MEASURE = ("measure", "--all-units", "--by", "year", "--date", "2023-01-01", "-f", "csv")
BY_HAND = (sys.executable, str(FOLDER / "dossiers.py"), "ask")
SUM = "select year, unit, sum(score) from read_csv('{file}') group by year, unit"
NOT_AS_USERS_RUN = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
"""Set in many containers. Without saved bytecode the checkout would be compiled anew in every run."""
KIB = 1 if sys.platform == "darwin" else 1024
"""ru_maxrss is in bytes on macOS, in KiB on Linux."""


@dataclass(frozen=True)
class Contest:
    """A command of ours and what it is measured against."""

    name: str
    what: str
    ours: tuple[str, ...]
    against: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class Run:
    """One process from start to end."""

    seconds: float
    peak: int
    """Largest resident memory, in bytes."""


def python(code: str) -> tuple[str, ...]:
    """The command that runs `code`."""
    return (sys.executable, "-c", code)


CONTESTS = (
    Contest(
        "help", "cchc --help ÷ import typer, rich.table",
        (*CCHC, "--help"), python("import typer, rich.table"), "1.3",
    ),
    Contest(
        "score", "cchc score 2022 ÷ import typer, rich.table, pandas, yaml",
        (*CCHC, "score", "2022"), python("import typer, rich.table, pandas, yaml"), "1.25",
    ),
    Contest(
        "big", "cchc ranks, 3.3 million rows ÷ duckdb sums the same file",
        (*CCHC, "-C", str(BIG), "ranks"),
        python(f"import duckdb; duckdb.sql({SUM.format(file=BIG / 'data' / 'scores.csv')!r}).fetchall()"),
        "1.5, 1500 MB",
    ),
    Contest(
        "growth", "cchc ranks, 3.3 million rows ÷ a tenth of the units",
        (*CCHC, "-C", str(BIG), "ranks"), (*CCHC, "-C", str(SMALL), "ranks"), "11",
    ),
    Contest(
        "explain", "cchc explain 2022 ÷ cchc score 2022",
        (*CCHC, "explain", "2022"), (*CCHC, "score", "2022"), "0.1 s more",
    ),
    Contest(
        "robust", "cchc robust, 1,000 runs of 51 units × 49 components ÷ cchc ranks",
        (*CCHC, "-C", str(DISTRICT), "robust"), (*CCHC, "-C", str(DISTRICT), "ranks"), "1 s more",
    ),
    Contest(
        "country", "cchc robust, 1,000 runs of 3,321 units × 100 components ÷ cchc ranks",
        (*CCHC, "-C", str(COUNTRY), "robust"), (*CCHC, "-C", str(COUNTRY), "ranks"), "2000 MB",
    ),
    Contest(
        "matrix", "cchc matrix --by component -f csv, 3,321 units × 100 components ÷ cchc ranks",
        (*CCHC, "-C", str(YEAR), "matrix", "--by", "component", "-f", "csv"), (*CCHC, "-C", str(YEAR), "ranks"), "1.3",
    ),
    Contest(
        "nodes", "cchc ranks --by component, the same ÷ cchc ranks",
        (*CCHC, "-C", str(YEAR), "ranks", "--by", "component"), (*CCHC, "-C", str(YEAR), "ranks"), "1.3",
    ),
    Contest(
        "node-rows", "cchc ranks --by component -f csv, 332,100 rows ÷ cchc ranks",
        (*CCHC, "-C", str(YEAR), "ranks", "--by", "component", "-f", "csv"), (*CCHC, "-C", str(YEAR), "ranks"), "1.3",
    ),
    Contest(
        "overview", "cchc overview, 3,321 units × 100 components × 2 years ÷ cchc ranks",
        (*CCHC, "-C", str(COUNTRY), "overview"), (*CCHC, "-C", str(COUNTRY), "ranks"), "2 s",
    ),
    Contest(
        "measure", "cchc measure 2022 ÷ import ibis, duckdb",
        (*CCHC, "measure", "2022"), python("import ibis, duckdb"), "1.6",
    ),
    Contest(
        "dossiers", "cchc measure, 10 million dossiers ÷ a query by hand",
        (*CCHC, "-C", str(MILLIONS), *MEASURE), (*BY_HAND, str(MILLIONS)), "1.3, 2000 MB",
    ),
    Contest(
        "dossiers-checked", "the same ÷ the query by hand with the same checks",
        (*CCHC, "-C", str(MILLIONS), *MEASURE), (*BY_HAND, str(MILLIONS), "--checks"), "1.3, 2000 MB",
    ),
    Contest(
        "parquet", "cchc measure, 10 million dossiers of parquet ÷ a query by hand",
        (*CCHC, "-C", str(PARQUET), *MEASURE), (*BY_HAND, str(PARQUET)), "1.2, 2000 MB",
    ),
    Contest(
        "parquet-checked", "the same ÷ the query by hand with the same checks",
        (*CCHC, "-C", str(PARQUET), *MEASURE), (*BY_HAND, str(PARQUET), "--checks"), "1.2, 2000 MB",
    ),
    Contest(
        "dossiers-growth", "cchc measure, 10 million dossiers ÷ 1 million",
        (*CCHC, "-C", str(MILLIONS), *MEASURE), (*CCHC, "-C", str(MILLION), *MEASURE), "10.5",
    ),
    Contest(
        "word", "cchc report result 2022 -o result.docx, with a chart ÷ the same, printed",
        (*CCHC, "report", "result", "2022", "-o", str(WORD)), (*CCHC, "report", "result", "2022"), "2.5 s",
    ),
    Contest(
        "plan", "cchc report plan 2022 -o result.docx, no chart ÷ the same, printed",
        (*CCHC, "report", "plan", "2022", "-o", str(WORD)), (*CCHC, "report", "plan", "2022"), "2.5 s",
    ),
    Contest(
        "tables", "cchc ranks -o result.docx, 3,321 units and a chart ÷ the same, printed",
        (*CCHC, "-C", str(COUNTRY), "ranks", "-o", str(WORD)), (*CCHC, "-C", str(COUNTRY), "ranks"), "1.5 s more",
    ),
    Contest(
        "excel", "cchc ranks -o ranks.xlsx, 3,321 units ÷ cchc ranks",
        (*CCHC, "-C", str(COUNTRY), "ranks", "-o", str(OUT / "ranks.xlsx")),
        (*CCHC, "-C", str(COUNTRY), "ranks"), "2 s more",
    ),
    Contest(
        "batch", "cchc report result --all-units -o papers, 104 units ÷ one unit",
        (*CCHC, "-C", str(ROOT / "examples" / "province"), "report", "result", "--all-units", "-o", str(OUT / "papers")),
        (*CCHC, "-C", str(ROOT / "examples" / "province"), "report", "result", "-u", "xa-01", "-o", str(WORD)),
        "0.35 s a unit more",
    ),
    Contest(
        "page", "cchc gaps -o gaps.html ÷ import pandas, matplotlib, jinja2",
        (*CCHC, "gaps", "-o", str(OUT / "gaps.html")),
        python("import pandas, jinja2, matplotlib.figure, matplotlib.backends.backend_svg"), "–",
    ),
)  # fmt: skip


def run(command: tuple[str, ...], *, processor: bool = False) -> Run:
    """Run `command` in the sample workspace, its output thrown away; `processor`: its seconds are those of processors.

    Raises where it fails.
    """
    environment = {
        key: value for key, value in os.environ.items() if key not in NOT_AS_USERS_RUN and not key.startswith("CCHC_")
    }
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(usage.ru_utime + usage.ru_stime if processor else seconds, usage.ru_maxrss * KIB)


def compare(contest: Contest, runs: int, *, processor: bool = False) -> tuple[str, ...]:
    """The contest's line: one run of each to warm up, then `runs` pairs, one after the other."""
    run(contest.ours)
    run(contest.against)
    both = (contest.ours, contest.against)
    pairs = [tuple(run(command, processor=processor) for command in both) for _number in range(runs)]
    ratios = [ours.seconds / against.seconds for ours, against in pairs]
    return (
        contest.what,
        f"{median(ours.seconds for ours, _against in pairs):.3f}",
        f"{median(against.seconds for _ours, against in pairs):.3f}",
        f"{median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]",
        contest.target,
        f"{max(ours.peak for ours, _against in pairs) / 1e6:.0f}",
    )


def show(lines: Iterable[tuple[str, ...]]) -> None:
    """A table in Markdown, ready for README.md."""
    header = ("what", "ours (s)", "against (s)", "ratio [min-max]", "target ≤", "peak MB")
    for line in (header, ("---", *["--:"] * 5), *lines):
        print("| " + " | ".join(line) + " |", flush=True)


def prepare(contests: Iterable[Contest]) -> None:
    """Generate the workspaces that `contests` need and that are not there yet."""
    OUT.mkdir(exist_ok=True)
    words = {word for contest in contests for word in (*contest.ours, *contest.against)}
    for folder, shape in WORKSPACES.items():
        if str(folder) in words:
            options = [text for name, value in shape.items() for text in (f"--{name}", str(value))]
            command = [sys.executable, str(FOLDER / "generate.py"), folder.name, *options]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for folder, (rows, form) in REGISTERS.items():
        if str(folder) in words:
            command = [sys.executable, str(FOLDER / "dossiers.py"), "make", str(folder), str(rows), form]
            subprocess.run(command, check=True)


def main() -> None:
    """Run the contests and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="pairs of runs for each line (7)")
    parser.add_argument("--processor", action="store_true", help="seconds of processors: for a busy machine")
    parser.add_argument("--only", choices=[contest.name for contest in CONTESTS], metavar="NAME")
    arguments = parser.parse_args()
    chosen = [contest for contest in CONTESTS if arguments.only in (None, contest.name)]
    prepare(chosen)
    show(compare(contest, arguments.runs, processor=arguments.processor) for contest in chosen)


if __name__ == "__main__":
    main()
