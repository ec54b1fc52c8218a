"""What only one side has, or nobody can win or lose, is not mixed with what is the same on both."""

from tests.conftest import HEADER, MINIMAL, Run, Tiny

CRITERIA = MINIMAL.replace(
    "areas:",
    "adjustments: [{id: plus, name: Extra, kind: bonus, max: 3}]\ngroups: {c: {name: C}, d: {name: D}}\nareas:",
).replace("{id: 1.1.2, name: B, max: 2}", "{id: 1.1.2, name: B, max: 2, groups: [c]}")
UNITS = "unit,name,group\nu,U,c\nv,V,d\nw,W,c\n"


def points(unit: str, *rows: tuple[str, object]) -> str:
    return "".join(f"{year},{unit},{component},{score}\n" for year in (2022, 2023) for component, score in rows)


def test_compare_tells_what_is_equal_from_what_one_side_has(tiny: Tiny, run: Run) -> None:
    """“Other components 2 2 7 −5” hid a component that is not for one of the two."""
    scores = points("u", ("1.1.1", 3), ("1.1.2", 1), ("1.10", 2)) + points("v", ("1.1.1", 6), ("1.10", 2))
    tiny(criteria=CRITERIA, units=UNITS, scores=HEADER + scores)
    for unit, other, alone in (
        ("u", "v", ["2.00", "1.00", "0.00", "+1.00"]),
        ("v", "u", ["0.00", "0.00", "1.00", "−1.00"]),
    ):
        out = run("compare", other, "-u", unit).out
        rows = {" ".join(line.split()[:-4]): line.split()[-4:] for line in out.splitlines()}
        assert rows["Other components"] == ["2.00", "2.00", "2.00", "0.00"], out
        assert rows["Points of one side alone"] == alone, out
        assert "one side has no points there: 1.1.2." in " ".join(out.split())


def test_bonus_points_that_stay_are_no_part_of_what_has_a_maximum(tiny: Tiny, run: Run) -> None:
    """“2 others, unchanged 3.50/2” counted them among components: more points than can be had."""
    scores = points("u", ("1.1.2", 1), ("1.10", 2), ("plus", 1.5)) + "2022,u,1.1.1,3\n2023,u,1.1.1,4\n"
    tiny(criteria=CRITERIA, units=UNITS, scores=HEADER + scores)
    out = run("explain", "-u", "u").out
    told = " ".join(out.split())
    assert "Bonus: Extra 1.50 1.50 0.00" in told and "2 other components, unchanged 3.00/4 3.00/4" in told, out
    tiny(criteria=CRITERIA, units=UNITS, scores=HEADER + scores.replace("2023,u,1.1.1,4", "2023,u,1.1.1,3"))
    assert "What moved the index" not in run("explain", "-u", "u").out
