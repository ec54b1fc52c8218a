"""Mutation testing with mutmut: python -m tools.mutants index/ranks index/points (or whole folders: index)

With `--tests tests/index/test_order.py …` only these tests are asked, which takes a fraction of the time.

Copies the code into a temporary folder, breaks these modules there in one place at a time, and runs the tests that
reach the place. What no test notices is printed as a difference. A mutant costs half a second to some seconds of the
processor; properties try few examples and shrink none (the profile `mutants` of tests/conftest.py).
"""

import argparse
import ast
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = {
    "index": (
        *("tests/index", "tests/published", "tests/model", "tests/engines", "tests/test_composition.py"),
        *("tests/cli/test_changes.py", "tests/cli/test_ranking_corners.py", "tests/office/test_papers.py"),
        *(f"tests/cli/test_{name}.py" for name in ("next_points", "nowcast", "one_plan", "open_points", "planning")),
        *(f"tests/cli/test_{name}.py" for name in ("planning_corners", "recurring_tasks", "tasks_of_units")),
    ),
    "files": (
        *("tests/files", "tests/system", "tests/model", "tests/engines", "tests/office/test_scores.py"),
        *(f"tests/cli/test_{name}.py" for name in ("bad_registers", "completion", "measured_values", "mistakes")),
        *(f"tests/cli/test_{name}.py" for name in ("names_for_ids", "notices", "notices_of_registers_and_tasks")),
        *(
            f"tests/cli/test_{name}.py"
            for name in ("odd_files", "offers", "planning", "province", "ranking", "rare_workspaces")
        ),
        *(f"tests/cli/test_{name}.py" for name in ("recurring_tasks", "register_files", "register_secrets")),
        *(f"tests/cli/test_{name}.py" for name in ("task_log", "tasks_of_units", "typed_numbers", "what_is_no_file")),
        *("tests/index/test_groups.py", "tests/test_mutations.py"),
    ),
    "commands": (
        *("tests/cli", "tests/test_api.py", "tests/model/test_today.py", "tests/index/test_appeals.py"),
        *(f"tests/office/test_{name}.py" for name in ("across", "criteria_files", "score_cells", "scores", "whose")),
        *("tests/files/test_score_book.py", "tests/show/test_letterhead.py", "tests/show/test_page.py"),
        "tests/show/test_scenario.py",
    ),
    "model": ("tests/model", "tests/index"),
    "office": ("tests/office",),
}
"""The tests that ask a folder, from which mutmut takes those that reach the function at hand."""
SURVIVED = ("survived", "no tests")
UNTRIED = "not checked"
NONE = "no.such.mutant"
"""Asked for, it makes all mutants and tries none: mutmut then ends with an error."""
MUTMUT = """
from mutmut.__main__ import cli
from mutmut.workers.isolation import ForkRunner
ForkRunner.run_clean_tests = lambda *_runner, **_tests: 0
cli()
"""
"""The tests have just passed where it was looked which of them reach what: they are not run once more without mutants."""
SETTINGS = """
[tool.mutmut]
source_paths = ["cchc_cli/"]
only_mutate = {modules}
also_copy = ["tools", "data", "docs", "examples", "criteria.yaml", "README.md", "README.vi.md", "hatch_build.py"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-n", "0", "--hypothesis-profile=mutants", "--snapshot-warn-unused"]
pytest_add_cli_args_test_selection = {tests}
do_not_mutate_patterns = ['_\\(', 'N_\\(']
timeout_multiplier = 5.0
timeout_constant = 20.0
track_dependencies = false
"""
"""Words that people read are pinned by the golden net, not by these tests."""


def copy(folder: Path) -> None:
    """What git knows or would add, as it stands now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in listed.stdout.decode().split("\0"):
        source, place = ROOT / name, folder / name
        # What is the same stays as old as it is: of newer files all mutants are made anew.
        if source.is_file() and not (place.is_file() and place.read_bytes() == source.read_bytes()):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.read_bytes())


def modules_of(words: list[str]) -> list[str]:
    """Paths of the modules that are asked for: `index/ranks`, or all of a folder."""
    found = []
    for word in words:
        place = ROOT / "cchc_cli" / word
        paths = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
        found += [path.relative_to(ROOT).as_posix() for path in paths if path.name != "__init__.py"]
    if missing := [path for path in found if not (ROOT / path).exists()]:
        sys.exit(f"there is no {', '.join(missing)}")
    return found


def difference(folder: Path, mutant: str) -> Iterator[str]:
    """The lines in which a mutant differs from the code."""
    module, _dot, name = mutant.rpartition(".")
    text = (folder / "mutants" / (module.replace(".", "/") + ".py")).read_text("utf-8")
    bodies = {node.name: node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
    before = bodies[re.sub(r"__mutmut_\d+$", "__mutmut_orig", name)]
    lines = [ast.unparse(node).splitlines()[1:] for node in (before, bodies[name])]
    return (line for line in ndiff(*lines) if line[:1] in "+-")


def mutated(folder: Path, *mutants: str, check: bool = True) -> dict[str, str]:
    """What became of each mutant once these, or all, have been tried."""
    mutmut = [sys.executable, "-c", MUTMUT]
    run = [*mutmut, "run", "--max-children", "1", *mutants]
    subprocess.run(run, cwd=folder, env=os.environ | {"PYTHONPATH": ""}, stdout=sys.stderr, check=check)
    asked = [*mutmut, "results", "--all", "true"]
    told = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True)
    return dict(line.strip().split(": ") for line in told.stdout.splitlines() if ": " in line)


def main() -> None:
    """Run and tell: each survivor, then the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("words", nargs="+", metavar="MODULE", help="such as index/ranks")
    parser.add_argument("--folder", type=Path, help="kept, and gone on with when the code is the same")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn from all modules; all when left out")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="draws the same ones again")
    parser.add_argument("--mutants", nargs="+", default=[], help="these alone, such as survivors, by their names")
    parser.add_argument("--tests", nargs="+", help="files of tests; those of the modules' folders when left out")
    asked = parser.parse_args()
    modules = modules_of(asked.words)
    tests = asked.tests or sorted({path for module in modules for path in TESTS[module.split("/")[1]]})
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        copy(folder)
        with (folder / "pyproject.toml").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(modules=modules, tests=tests))
        chosen = asked.mutants
        if asked.sample and not chosen:
            print(f"--sample {asked.sample} --seed {asked.seed}", flush=True)
            every = sorted(mutated(folder, NONE, check=False))
            chosen = random.Random(asked.seed).sample(every, min(asked.sample, len(every)))
        results = {each: result for each, result in mutated(folder, *chosen).items() if result != UNTRIED}
        for mutant, result in results.items():
            if result in SURVIVED:
                print(f"{mutant} ({result})", *difference(folder, mutant), sep="\n    ")
    counts = Counter((mutant.split(".x")[0], result in SURVIVED) for mutant, result in results.items())
    for module in sorted({module for module, _alive in counts}):
        alive, killed = counts[module, True], counts[module, False]
        print(f"{module}: {alive} of {alive + killed} mutants survived ({alive / (alive + killed):.1%})")


if __name__ == "__main__":
    main()
