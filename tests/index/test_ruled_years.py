"""A year scored by raw values alone: files in, points out, against exact fractions."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from cchc_cli.files.find import find
from cchc_cli.files.load import load
from cchc_cli.index.points import year_points

CRITERIA = {
    "version": 1,
    "index": {"id": "ruled", "name": "Ruled"},
    "adjustments": [
        {"id": "plus", "name": "Plus", "kind": "bonus", "max": 2, "rule": {"each": 0.5}},
        {
            "id": "minus",
            "name": "Minus",
            "kind": "penalty",
            "max": 1,
            "rule": {"type": "choice", "options": {"late": 3, "ok": 0}},
        },
    ],
    "areas": [
        {
            "id": "1",
            "name": "One",
            "criteria": [
                {
                    "id": "share",
                    "name": "Share",
                    "max": 4,
                    "rule": {
                        "type": "tiers",
                        "tiers": [{"above": 95, "points": 4}, {"min": 95, "points": 3}, {"above": 50, "points": 1}],
                    },
                },
                {"id": "line", "name": "Line", "max": 6, "rule": {"type": "linear", "from": 0, "to": 100}},
                {"id": "best", "name": "Best", "max": 3, "rule": {"type": "relative", "to": "best"}},
                {
                    "id": "least",
                    "name": "Least",
                    "max": 3,
                    "rule": {"type": "relative", "to": "best", "lower": "true"},
                },
                {
                    "id": "items",
                    "name": "Items",
                    "max": 5,
                    "rule": {
                        "type": "deduct",
                        "most": 4,
                        "items": {"a": {"name": "A", "per": 0.5, "most": 1}, "b": {"name": "B", "per": 2}},
                    },
                },
            ],
        }
    ],
}
UNITS = {"u": "ward", "v": "ward", "w": "town", "x": "town"}
ROWS = {
    "u": {"share": "285/300", "line": "1/3", "best": "3/4", "least": "5", "items": "a=3; b=1", "plus": "3"},
    "v": {"share": "96", "line": "2/3", "best": "60", "least": "0", "items": "0", "plus": "9", "minus": "late"},
    "w": {"share": "50", "line": "", "best": "10", "least": "2", "items": "b=9", "minus": "OK"},
    "x": {"share": "50.5", "line": "100", "best": "NA", "least": "4", "items": "a=1"},
}
F = Fraction
WANTED = {
    "u": {"share": 3, "line": 2, "best": 3, "least": 0, "items": 2, "plus": F(3, 2), "minus": 0},
    "v": {"share": 4, "line": 4, "best": F(12, 5), "least": 3, "items": 5, "plus": 2, "minus": 1},
    "w": {"share": 0, "line": None, "best": 3, "least": 3, "items": 1, "plus": 0, "minus": 0},
    "x": {"share": 1, "line": 6, "best": None, "least": F(3, 2), "items": F(9, 2), "plus": 0, "minus": 0},
}


@pytest.mark.parametrize("basis", ["official", "self"])
def test_points_of_raw_values(basis: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "criteria.yaml").write_text(yaml.safe_dump(CRITERIA, sort_keys=False), "utf-8")
    units = "".join(f"{unit},{unit},{group}\n" for unit, group in UNITS.items())
    (tmp_path / "data/units.csv").write_text(f"unit,name,group\n{units}", "utf-8")
    lines = ["year,unit,component,score,value"]
    for unit, values in ROWS.items():
        for component, value in values.items():
            # Values of the unit to which it does not apply are nobody's best.
            score, value = ("NA", "99") if value == "NA" else ("", value)
            lines.append(f'2022,{unit},{component},{score},"{value}"')
    (tmp_path / "data/scores.csv").write_text("\n".join(lines) + "\n", "utf-8")
    marks = year_points(*load(find(str(tmp_path))), 2022, basis)
    leaves = [leaf.id for leaf in marks.framework.leaves]
    extras = [extra.id for extra in marks.framework.adjustments]
    for row, unit in enumerate(marks.units):
        got = dict(zip(leaves, marks.points[row], strict=True)) | dict(zip(extras, marks.adjustments[row], strict=True))
        for component, want in WANTED[unit.id].items():
            expected = float("nan") if want is None else float(want)
            assert got[component] == pytest.approx(expected, abs=1e-12, nan_ok=True), (unit.id, component)
