"""Slips that were told cell by cell, told as another one, or not told: what was meant is said once."""

import csv
import io
from itertools import permutations

import pytest

from tests.conftest import HEADER, MINIMAL, Run, Tiny, warnings

UNITS = "unit,name\na,Xã An\nb,Xã Bình\n"
ROWS = "".join(f"{y},{u},{c},2\n" for y in (2022, 2023) for u in "ab" for c in ("1.1.1", "1.1.2", "1.10"))
KEYS = HEADER.strip().split(",")[:3]


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_two_columns_that_changed_places_are_one_fault(
    tiny: Tiny, run: Run, order: tuple[int, ...], listed: bool
) -> None:
    lines = [[*(line[at] for at in order), line[3]] for line in csv.reader(io.StringIO(ROWS))]
    scores = HEADER + "".join(",".join(line) + "\n" for line in lines)
    tiny(scores=scores, **({"units": UNITS} if listed else {}))
    done = run("score", "-u", "a")
    moved = [name for at, name in enumerate(KEYS) if order[at] != at]
    if not moved:
        assert done.status == 0
        return
    assert done.status == 2
    if len(moved) == 2:
        told = f"the columns {moved[0]} and {moved[1]} each hold what belongs in the other. Exchange the two headings."
        assert told in done.err and done.err.count("\n") == 2, done.err


def test_a_column_with_one_wrong_cell_is_not_said_to_be_another(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + ROWS.replace("2022,a,1.1.1", "a,2022,1.1.1"), units=UNITS)
    done = run("score", "-u", "a")
    assert "“a” is not a year" in done.err and "belongs in the other" not in done.err


def test_rows_with_a_cell_too_many_are_one_fault(tiny: Tiny, run: Run) -> None:
    """3,3.1 for 3.3.1 filled the screen with the same sentence."""
    tiny(scores=HEADER + ROWS.replace("1.1.1", "1,1.1"))
    err = run("score").err
    assert err.count("cells in this row") == 1 and "Also in rows 5, 8, 11." in " ".join(err.split()), err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("score", "-u", "a", "--unit", "b"), "--unit is given 2 times; the last one, “b”, counts."),
        (("score", "-ua", "--unit=b"), "--unit is given 2 times; the last one, “b”, counts."),
        (("-C", "elsewhere", "ranks", "--workspace", "."), "--workspace is given 2 times; the last one, “.”, counts."),
        (("score", "-u", "a", "-u", "a", "--lang", "en", "--lang", "en"), ""),
        (("simulate", "-u", "a", "--set", "1.1.1=3", "--set", "1.1.2=1"), ""),
    ],
)
def test_of_a_value_that_is_given_twice_it_is_said_which_one_counts(
    tiny: Tiny, run: Run, line: tuple[str, ...], told: str
) -> None:
    tiny(scores=HEADER + ROWS, units=UNITS)
    done = run(*line)
    assert (done.status, done.err.strip()) == (0, f"Warning: {told}" if told else ""), done.err


@pytest.mark.parametrize("text", ["1.1.1=4,1.1.2=1", "1.1.1=4; 1.1.2=1", "1.1.1=4 1.1.2=1"])
def test_several_points_in_one_option_are_told_to_be_set_one_by_one(tiny: Tiny, run: Run, text: str) -> None:
    tiny(scores=HEADER + ROWS, units=UNITS)
    assert "Write --set once more for each: --set 1.1.1=2 --set …" in run("simulate", "-u", "a", "--set", text).err


def test_an_id_in_words_is_told_by_the_id(tiny: Tiny, run: Run) -> None:
    """Of “Một cửa” for mot-cua all ids were listed, whose names do not say which it is."""
    owners = "owners:\n  mot-cua: {name: Bộ phận Tiếp nhận và trả kết quả}\n  van-phong: {name: Văn phòng}\n"
    criteria = MINIMAL.replace("owners:\n  office: {name: Office}\n", owners).replace("owner: office", "owner: Một cửa")
    tiny(criteria, scores=HEADER + ROWS)
    assert "Did you mean mot-cua (Bộ phận Tiếp nhận và trả kết quả)?" in run("score").err


def test_years_of_a_group_with_the_same_sum_are_told_at_once(tiny: Tiny, run: Run) -> None:
    """Three groups and three years were nine warnings, which named groups by their ids."""
    groups = "groups: {c: {name: Communes}, w: {name: Wards}}\nareas:"
    criteria = MINIMAL.replace("areas:", groups).replace("max: 6,", "max: {2022: 6, 2024: 7}, max_by_group: {w: 9},")
    scores = ROWS + ROWS.replace("2022,", "2024,").replace("2023,", "2025,")
    tiny(criteria, scores=HEADER + scores, units="unit,name,group\na,Xã An,c\nb,Phường Bình,w\n")
    told = {line.partition("the maxima of ")[2] for line in warnings(run).splitlines() if "not to the scale" in line}
    assert {line.removesuffix(" None") for line in told} == {
        "2022, 2023, 2024, 2025 sum to 13 for the group w (Wards), not to the scale of 100.",
        "2022, 2023 sum to 10 for the group c (Communes), not to the scale of 100.",
        "2024, 2025 sum to 11 for the group c (Communes), not to the scale of 100.",
    }
