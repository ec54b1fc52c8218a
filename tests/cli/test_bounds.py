"""Numbers far beyond what any office has: refused where they are read, with their place."""

from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from cchc_cli.cli.main import app
from cchc_cli.cli.values import declared
from cchc_cli.model.bounds import OF_ARGUMENTS
from tests.conftest import MINIMAL, Run, Tiny

LINEAR = MINIMAL.replace(
    "{id: 1.1.1, name: A, max: 6", "{id: 1.1.1, name: A, max: 6, rule: {type: linear, from: 0, to: 100}"
)


def commands(group: Any, above: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    found = []
    for name, command in group.commands.items():
        here = (*above, name)
        found += commands(command, here) if isinstance(command, TyperGroup) else [(here, command)]
    return found


NUMERIC = [
    (path, param)
    for path, command in commands(get_command(app))
    for param in command.params
    if declared(param, command) in (int, float)
]


def test_every_number_among_the_options_has_a_bound() -> None:
    assert len(NUMERIC) > 30
    assert {param.name for _path, param in NUMERIC} == set(OF_ARGUMENTS)


@pytest.mark.parametrize("text", ["9" * 400, "-" + "9" * 400])
def test_options_of_four_hundred_digits_are_refused(text: str, sample: Path, run: Run) -> None:
    for path, param in NUMERIC:
        options = [name for name in param.opts if name.startswith("--")]
        given = [f"{options[0]}={text}"] if options else ["--", *(["best"] if path == ("compare",) else []), text]
        outcome = run(*path, *given)
        assert (outcome.status, outcome.out) == (2, ""), path
        assert "allowed: " in outcome.err, (path, outcome.err)
        assert len(outcome.err) < 300


@pytest.mark.parametrize(
    "arguments",
    [
        ["score", "--fail-under", "1e300"],
        ["score", "--fail-under", "nan"],
        ["gaps", "--min", "1e300"],
        ["plan", "--target", "1e30"],
        ["plan", "--effort", "1e30"],
        ["plan", "--budget", "inf"],
        ["task", "add", "--component", "7.2", "--action", "x", "--effort", "1e30"],
        ["trend", "--to", "0"],
        ["trend", "--from", "10000"],
    ],
)
def test_options_beyond_their_bound_are_refused(arguments: list[str], sample: Path, run: Run) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    word = arguments[-1]
    told = f"“{word}” is not a number." if word in ("nan", "inf") else f"{word} is out of range; allowed: "
    assert told in outcome.err


@pytest.mark.parametrize("value", ["1e25", "-1e300", "1e999", "9" * 400, "1000000000001"])
@pytest.mark.parametrize("command", ["keep", "check"])
def test_raw_values_beyond_their_bound_are_faults(command: str, value: str, tiny: Tiny, run: Run) -> None:
    tiny(LINEAR, scores=f"year,unit,component,score,value\n2022,u,1.1.1,,{value}\n2022,u,1.1.2,2,\n")
    outcome = run(command)
    assert outcome.status == (1 if command == "check" else 2)
    told = " ".join((outcome.out + outcome.err).split())
    assert "data/scores.csv:2:15" in told
    assert "out of range; allowed: -1,000,000,000,000 … 1,000,000,000,000." in told


def test_a_raw_value_at_its_bound_is_read(tiny: Tiny, run: Run) -> None:
    tiny(LINEAR, scores="year,unit,component,score,value\n2022,u,1.1.1,,1e12\n2022,u,1.1.2,2,\n2022,u,1.10,2,\n")
    assert run("score", "-f", "csv").status == 0


def test_efforts_and_gains_of_tasks_have_bounds(tiny: Tiny, run: Run) -> None:
    header = "id,component,action,status,due,effort\n"
    tiny(
        scores="year,unit,component,score\n2022,u,1.1.1,6\n",
        tasks=f"{header}T-2023-001,1.1.1,a,todo,2023-05-01,1e30\nT-2023-002,1.1.1,b,todo,2023-05-01,{'9' * 400}\n",
    )
    outcome = run("track")
    assert outcome.status == 2
    told = " ".join(outcome.err.split())
    assert "data/tasks.csv:2:36: row 2, column effort (F): 1e30 is out of range; allowed: 0–1,000,000." in told
    assert "data/tasks.csv:3:36: row 3, column effort (F): " in told
    assert len(told) < 500


def test_thresholds_of_rules_have_bounds(tiny: Tiny, run: Run) -> None:
    tiny(LINEAR.replace("to: 100", "to: 1e13"), scores="year,unit,component,score\n2022,u,1.1.1,6\n")
    outcome = run("check")
    assert outcome.status == 1
    assert "≤ 1000000000000" in outcome.out
