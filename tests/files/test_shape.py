"""The shape of criteria.yaml is walked beside its types; msgspec itself says whether a tree has it."""

import copy
import random
from pathlib import Path

import msgspec
import pytest

from cchc_cli.files.criteria.shape import read_shape
from cchc_cli.files.yaml.reader import read_tree
from cchc_cli.files.yaml.tree import Tree
from cchc_cli.model.criteria import Criteria
from tests.conftest import MINIMAL, Run, Tiny

SAMPLE = Path(__file__).parents[2] / "tests" / "fixtures" / "kinds" / "criteria.yaml"
VALUES = ("", "x", "a b", "-1", "1.5", "1,5", "1e999", "null", "2022", "9" * 30, "06-31", None, "é" * 90, "tiers")


def parts(tree: Tree) -> list[Tree]:
    """A tree and all that is below it."""
    value = tree.value
    below = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [tree, *(part for each in below for part in parts(each))]


def spoil(tree: Tree, chance: random.Random) -> None:
    """Give a part another value, take one of its own away, or call one otherwise."""
    part, kind = chance.choice(parts(tree)), chance.random()
    if kind < 0.5 or not part.value or not isinstance(part.value, dict):
        part.value = chance.choice([*VALUES, {}, [], [Tree("x", (9, 9))]])  # type: ignore[arg-type]
    else:
        key = chance.choice(list(part.value))
        gone = part.value.pop(key)
        if kind < 0.7:
            part.value["nam"] = gone


@pytest.mark.parametrize("seed", range(8))
def test_there_are_faults_where_msgspec_finds_one_and_what_is_left_has_none(seed: int) -> None:
    whole, _problems = read_tree(SAMPLE, "criteria.yaml")
    assert whole is not None
    chance = random.Random(seed)
    for _time in range(12):
        tree = copy.deepcopy(whole)
        for _part in range(chance.randint(0, 3)):
            spoil(tree, chance)
        try:
            expected = msgspec.convert(tree.plain(), Criteria, strict=False)
        except msgspec.ValidationError:
            expected = None
        criteria, problems, dropped = read_shape(tree, "criteria.yaml")
        assert bool(problems) == (expected is None)
        if expected is not None:
            assert (criteria, dropped) == (expected, set())


def test_entries_are_counted_as_they_stand_whatever_is_taken_out_before_them(tmp_path: Path) -> None:
    path = tmp_path / "criteria.yaml"
    rule = "rule: {type: tiers, tiers: [{min: x, points: 6}, {min: 50, points: y}, {min: 0, points: z}]}"
    path.write_text(MINIMAL.replace("owner: office}", f"owner: office, {rule}}}", 1), "utf-8")
    tree, _problems = read_tree(path, "criteria.yaml")
    assert tree is not None
    problems = read_shape(tree, "criteria.yaml")[1]
    assert [problem.seen.rpartition("tiers ")[2] for problem in problems] == ["1 › min", "2 › points", "3 › points"]
    assert [problem.where.rpartition("tiers")[2] for problem in problems] == ["[0].min", "[1].points", "[2].points"]


def test_the_entry_after_one_that_is_taken_out_is_checked_whole(tiny: Tiny, run: Run) -> None:
    """It stands in the other's place then, and its rule was taken for one that had lost a part."""
    rules = "rule: {type: tiers, tiers: [{min: 90, points: 7}, {min: 0, points: 0}]}"
    second = "- {id: 1.1.2, name: B, max: 2"
    tiny(
        MINIMAL.replace(
            second, "- {name: Z, max: 2, rule: {type: tiers, tiers: many}}\n          " + second + ", " + rules
        )
    )
    told = run("check").out
    assert "many" in told
    assert "7 points are more than the maximum of 2" in " ".join(told.split())


def test_nothing_is_advised_for_an_id_in_which_nothing_stands(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("- {id: 1.1.2,", "- {id: '',"))
    told = run("check").out
    assert "expected an id" in told
    assert "Write ," not in told
