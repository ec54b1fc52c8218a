"""Rows and adjustments make the index in every command: random worlds, computed again here in exact fractions."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.worlds import fraction, half_up, number
from tools.commands import run

YEARS = (2021, 2022)
UNITS = ("u", "v", "w")
Cells = dict[str, str]


@dataclass
class World:
    """A criteria.yaml as plain data; by year, unit and basis what stands in each cell."""

    criteria: dict[str, Any]
    cells: dict[tuple[int, str, str], Cells]
    merged: bool

    def write(self, folder: Path) -> None:
        """The world as a workspace."""
        (folder / "data").mkdir()
        (folder / "criteria.yaml").write_text(yaml.safe_dump(self.criteria, sort_keys=False))
        lines = ["year,unit,component,self,score"]
        for year, unit, basis in self.cells:
            if basis == "self":
                own, official = (self.cells[year, unit, each] for each in ("self", "score"))
                lines += [f"{year},{unit},{each},{own[each]},{official[each]}" for each in own]
        (folder / "data" / "scores.csv").write_text("\n".join(lines) + "\n")
        into = {"w": "v"} if self.merged else {}
        rows = [f"{unit},Unit {unit},{into.get(unit, '')}" for unit in UNITS]
        (folder / "data" / "units.csv").write_text("\n".join(["unit,name,merged_into", *rows]) + "\n")

    @property
    def maxima(self) -> dict[str, Fraction]:
        """Maxima by component."""
        return {leaf["id"]: fraction(leaf["max"]) for area in self.criteria["areas"] for leaf in area["criteria"]}


@dataclass
class Index:
    """What an index is made of, in exact fractions."""

    points: Fraction
    max: Fraction
    adjustments: dict[str, Fraction]
    exact: Fraction
    published: Fraction


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two areas with one or two components each; bonus and penalties with and without caps; NA and blanks."""
    leaves = [
        [{"id": f"{a}.{c}", "name": f"L {a}.{c}", "max": draw(st.integers(1, 3000)) / 100} for c in range(1, n)]
        for a, n in ((1, draw(st.integers(2, 3))), (2, draw(st.integers(2, 3))))
    ]
    caps = {name: draw(st.integers(0, 400)) / 100 for name in ("bonus_cap", "penalty_cap") if draw(st.booleans())}
    criteria = {
        "version": 1,
        "index": {
            "id": "i",
            "name": "I",
            "scale": draw(st.sampled_from([10, 100, 1000])),
            "rounding": draw(st.sampled_from([0, 1, 2, None])),
            **caps,
        },
        "defaults": {"unit": "u"},
        "adjustments": [
            {"id": identity, "name": f"A {identity}", "kind": kind, "max": 5}
            for identity, kind in (("b1", "bonus"), ("p1", "penalty"), ("p2", "penalty"))
        ],
        "areas": [{"id": str(a), "name": f"Area {a}", "criteria": below} for a, below in enumerate(leaves, 1)],
    }
    merged = draw(st.booleans())
    cells = {
        (year, unit, basis): draw(_cells([each for below in leaves for each in below]))
        for year in YEARS
        for unit in UNITS
        if not (merged and unit == "w" and year == 2022)
        for basis in ("self", "score")
    }
    for (year, unit, basis), mine in cells.items():
        for component, text in mine.items():
            if basis == "score" and text == "NA":
                cells[year, unit, "self"][component] = "NA"  # what does not apply is out on both sides
    return World(criteria, cells, merged)


@st.composite
def _cells(draw: st.DrawFn, leaves: list[dict[str, Any]]) -> Cells:
    kinds = st.sampled_from(["points"] * 6 + ["full", "blank", "NA"])
    texts = {}
    for at, leaf in enumerate(leaves):
        top = round(leaf["max"] * 100)
        kind = draw(kinds) if at else "points"  # something always applies and is scored
        points = number(draw(st.integers(0, top)))
        texts[leaf["id"]] = {"points": points, "full": number(top), "blank": "", "NA": "NA"}[kind]
    return texts | {each: draw(st.sampled_from(["", "0", "0.5", "1.25", "5"])) for each in ("b1", "p1", "p2")}


def expected(world: World, year: int, unit: str, basis: str = "score") -> Index:
    """The index by the contract, one cell at a time."""
    mine, setting = world.cells[year, unit, basis], world.criteria["index"]
    official = world.cells[year, unit, "score"]
    applies = [each for each in world.maxima if "NA" not in (mine[each], official[each])]
    points = sum((fraction(mine[each] or "0") for each in applies), Fraction(0))
    top = sum((world.maxima[each] for each in applies), Fraction(0))
    adjustments = {}
    for kind, sign, ids in (("bonus", 1, ["b1"]), ("penalty", -1, ["p1", "p2"])):
        given = {each: fraction(mine[each] or "0") for each in ids}
        total = sum(given.values())
        cap = setting.get(f"{kind}_cap")
        part = Fraction(1) if cap is None or total <= fraction(cap) else fraction(cap) / total
        adjustments |= {each: sign * value * part for each, value in given.items() if value}
    exact = setting["scale"] * points / top + sum(adjustments.values())
    return Index(points, top, adjustments, exact, half_up(exact, setting["rounding"]))


def close(found: float, want: Fraction) -> bool:
    return found == pytest.approx(float(want), abs=1e-6)


@given(worlds())
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_rows_and_adjustments_make_the_index_in_every_command(world: World) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world.write(Path(folder))

        def cchc(*args: str) -> dict[str, Any]:
            done = run("-C", folder, *args, "-f", "json")
            assert done.status == 0, done.err
            return json.loads(done.out)

        now = expected(world, 2022, "u")
        for by in ("area", "criterion", "component"):
            check_rows(cchc("score", "--by", by), now)
        own = expected(world, 2022, "u", "self")
        check_rows(cchc("score", "--basis", "self"), own)
        check_self_score(world, cchc("score"), now, own)
        check_gaps(world, cchc("gaps"), now)
        check_groups(cchc("gaps", "--by", "area"), now)
        check_explain(world, cchc("explain"), cchc("explain", "--by", "area"))
        check_compare(world, cchc("compare", "v", "--all"))
        check_trend(world, cchc("trend"))
        check_appeal(world, cchc("appeal", "--all"))
        check_document(cchc("report", "result"), now)


def parts(rows: list[dict[str, Any]], level: str = "level") -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Rows of components and of adjustments; `level` is the column that tells them apart."""
    kinds = ("bonus", "penalty")
    extras = {row.get("id", row.get("component")): row for row in rows if row[level] in kinds}
    return [row for row in rows if row[level] not in kinds], extras


def check_rows(found: dict[str, Any], want: Index) -> None:
    nodes, extras = parts(found["rows"])
    assert close(sum(row["points"] or 0 for row in nodes), want.points)
    assert close(sum(row["max"] or 0 for row in nodes), want.max)
    assert set(extras) == set(want.adjustments)
    for identity, points in want.adjustments.items():
        assert close(extras[identity]["points"], points)
        assert close(extras[identity]["lost"], -points)
    made_of = found["composition"]
    total = made_of["scale"] * made_of["points"] / made_of["max"]
    total += sum(each["points"] for each in made_of["adjustments"])
    assert close(total, want.exact)
    assert close(made_of["index"], want.published) and close(found["result"]["index"], want.published)


def check_self_score(world: World, found: dict[str, Any], now: Index, own: Index) -> None:
    texts = [world.cells[2022, "u", basis] for basis in ("self", "score")]
    both = [each for each in world.maxima if all(text[each] not in ("", "NA") for text in texts)]
    open_ones = [each for each in world.maxima if any(text[each] == "" for text in texts)]
    score = found["self_score"]
    out = [each for each in world.maxima if texts[0][each] == "NA" and texts[1][each] != "NA"]
    assert score["components"] == len(both)
    own_points = [
        fraction(texts[0][each]) for each in world.maxima if texts[0][each] not in ("", "NA") and texts[1][each] != "NA"
    ]
    assert score["given_count"] == len(own_points)
    if len(own_points) > len(both):
        assert close(score["given"], sum(own_points, Fraction(0)) + sum(own.adjustments.values()))
    if not open_ones and not out:
        assert close(score["own"], own.published) and close(score["official"], now.published)
        return
    for name, text, index in (("own", texts[0], own), ("official", texts[1], now)):
        points = sum((fraction(text[each]) for each in both), Fraction(0))
        assert close(score[name], points + sum(index.adjustments.values()))


def check_gaps(world: World, found: dict[str, Any], want: Index) -> None:
    nodes, extras = parts(found["rows"], "area")
    assert close(sum(row["lost"] for row in nodes), want.max - want.points)
    penalties = {each: -points for each, points in want.adjustments.items() if points < 0}
    assert {each: row["lost"] for each, row in extras.items()} == pytest.approx(
        {each: float(lost) for each, lost in penalties.items()}
    )
    assert close(found["lost"], want.max - want.points + sum(penalties.values()))


def check_groups(found: dict[str, Any], want: Index) -> None:
    penalty = sum(-points for points in want.adjustments.values() if points < 0)
    assert close(sum(row["lost"] for row in found["rows"]), want.max - want.points + penalty)
    assert close(sum(row["lost"] for row in found["rows"] if row["id"] == "penalty"), Fraction(penalty))


def check_explain(world: World, *reports: dict[str, Any]) -> None:
    now, before = expected(world, 2022, "u"), expected(world, 2021, "u")
    for found in reports:
        rows = found["rows"]
        assert close(sum(row["contribution"] for row in rows), now.exact - before.exact)
        nodes, extras = parts(rows)
        for prefix, want in (("prev_", before), ("", now)):
            assert close(sum(row[f"{prefix}points"] or 0 for row in nodes), want.points)
            assert close(sum(row[f"{prefix}max"] or 0 for row in nodes), want.max)
            got = sum(row[f"{prefix}points"] for row in extras.values())
            assert close(got, sum(want.adjustments.values(), Fraction(0)))
        assert close(found["index"]["previous"], before.published)
        assert close(found["index"]["now"], now.published)


def check_compare(world: World, found: dict[str, Any]) -> None:
    ours, theirs = (expected(world, 2022, unit) for unit in ("u", "v"))
    nodes, extras = parts(found["rows"], "area")
    scale = world.criteria["index"]["scale"]
    total = scale * sum(row["points"] or 0 for row in nodes) / sum(row["max"] or 0 for row in nodes)
    assert close(total + sum(row["points"] for row in extras.values()), ours.exact)
    for identity in set(ours.adjustments) | set(theirs.adjustments):
        difference = ours.adjustments.get(identity, 0) - theirs.adjustments.get(identity, 0)
        # What a cap of 0 leaves nothing of on either side has no row.
        assert close(extras[identity]["difference"] if identity in extras else 0, Fraction(difference))
    assert close(found["index"]["difference"], ours.published - theirs.published)


def check_trend(world: World, found: dict[str, Any]) -> None:
    for year in YEARS:
        want = expected(world, year, "u")
        rows = [row for row in found["rows"] if row["year"] == year]
        nodes, extras = parts([row for row in rows if row["level"] != "index"])
        (whole,) = (row for row in rows if row["level"] == "index")
        assert close(whole["points"], want.exact)
        share = whole["max"] * sum(row["points"] or 0 for row in nodes) / sum(row["max"] or 0 for row in nodes)
        assert close(share + sum(row["points"] for row in extras.values()), want.exact)


def check_appeal(world: World, found: dict[str, Any]) -> None:
    for basis in ("self", "score"):
        want = expected(world, 2022, "u", basis)
        rows = [row for row in found["rows"] if row[basis] is not None]
        assert close(sum(row[basis] for row in rows), want.points + sum(want.adjustments.values()))
    for row in found["rows"]:
        if row["cut"] is not None and row["score"] is not None:
            assert row["self"] - row["cut"] + row["won_back"] == pytest.approx(row["score"], abs=1e-6)


def check_document(found: dict[str, Any], want: Index) -> None:
    check_rows(found, want)
    assert close(found["result"]["bonus"] - found["result"]["penalty"], sum(want.adjustments.values(), Fraction(0)))


@given(worlds())
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_columns_of_points_that_people_see_add_up_to_the_index(world: World) -> None:
    """Of tables as Markdown: what is shown is rounded, so a sum may be off by half a step a row."""
    with tempfile.TemporaryDirectory() as folder:
        world.write(Path(folder))
        for command in (
            ("score",),
            ("score", "--by", "component"),
            ("explain",),
            ("compare", "v"),
            ("report", "result"),
        ):
            text = run("-C", folder, "--lang", "en", *command, "-f", "md").out
            totals = [rows for rows in tables(text) if rows[-1].get("") == "" and "Index" in rows[-1].values()]
            for rows in totals:
                for column, unit, year in columns_of(command, rows[0]):
                    want = expected(world, year, unit)
                    shown = figure(rows[-1][column])
                    assert shown == pytest.approx(float(want.published), abs=0.0051), (command, column)
                    figures = [figure(row[column]) for row in rows[:-1]]
                    assert sum(figures) == pytest.approx(shown, abs=0.005 * (len(rows) + 1)), (command, column)


def columns_of(command: tuple[str, ...], row: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """The columns of points: their heading, and the unit and the year that they are of."""
    names = {
        "Points": ("u", 2022),
        "u": ("u", 2022),
        "Theirs": ("v", 2022),
        "2021": ("u", 2021),
        "2022": ("u", 2022),
    }
    yield from ((name, *names[name]) for name in row if name in names)


def tables(text: str) -> Iterator[list[dict[str, str]]]:
    """The tables of a Markdown text, as rows by heading."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            lines.append(line)
        elif lines:
            cells = [[cell.strip() for cell in each.strip("|").split("|")] for each in lines]
            yield [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]
            lines = []


def figure(text: str) -> float:
    """12.50/15 and −3.00 as numbers; a dash is nothing."""
    text = text.split("/")[0].replace("−", "-").strip()
    return 0.0 if text in ("–", "") else float(text)
