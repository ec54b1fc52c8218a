"""Random indices with random scores, and what plain Python and exact fractions make of them."""

import tempfile
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import yaml
from hypothesis import strategies as st

from cchc_cli.files.find import find
from cchc_cli.files.load import load
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.framework import Framework
from cchc_cli.model.scores import Scores, Unit

YEARS = (2021, 2022)


@dataclass
class World:
    """A criteria.yaml as plain data and scores as rows (year, unit, component, text of the score)."""

    criteria: dict[str, Any]
    rows: list[tuple[int, str, str, str]]
    units: list[tuple[str, str]]
    leaves: list[dict[str, Any]] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """The world as a workspace."""
        (folder / "data").mkdir(parents=True, exist_ok=True)
        (folder / "criteria.yaml").write_text(yaml.safe_dump(self.criteria, sort_keys=False), encoding="utf-8")
        lines = ["year,unit,component,score", *(",".join(map(str, row)) for row in self.rows)]
        (folder / "data" / "scores.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        units = ["unit,name,group,merged_into"]
        units += [f"{unit},Unit {unit},{group},{self.merged.get(unit, '')}" for unit, group in self.units]
        (folder / "data" / "units.csv").write_text("\n".join(units) + "\n", encoding="utf-8")
        return folder


def opened(world: World) -> tuple[Framework, Scores]:
    """The world as the program has it once it has read its files, made in memory."""
    framework = Framework(msgspec.convert(world.criteria, Criteria, strict=False))
    units = tuple(Unit(unit, f"Unit {unit}", group=g, merged_into=world.merged.get(unit)) for unit, g in world.units)
    places = {unit.id: place for place, unit in enumerate(units)}
    components = {component: place for place, component in enumerate(framework.component_ids)}
    texts = pd.Series([row[3] for row in world.rows], dtype=object)
    frame = pd.DataFrame(
        {
            "year": np.array([row[0] for row in world.rows], dtype=np.int16),
            "unit": np.array([places[row[1]] for row in world.rows], dtype=int),
            "component": np.array([components[row[2]] for row in world.rows], dtype=int),
            "score": pd.to_numeric(texts.replace({"NA": None, "": None})).astype(float),
            "self": np.nan,
            "value": np.nan,
            "excluded": (texts == "NA").astype(bool),
            "self_excluded": False,
            "note": 0,
        }
    )
    return framework, Scores(frame, units, ("",))


def read(world: World) -> tuple[Framework, Scores]:
    """The world as the program reads it from files."""
    with tempfile.TemporaryDirectory() as folder:
        return load(find(str(world.write(Path(folder)))))


def number(hundredths: int) -> str:
    """Hundredths as the text that a person writes."""
    return f"{Decimal(hundredths) / 100:f}"


# Worlds are drawn in few large pieces: to draw each number by itself takes longer than what is tested with them.
CRITERION, LEAF = 4, 6
"""Bytes that the shape of a criterion and a leaf are made of."""
CRITERIA = st.binary(min_size=CRITERION + 3 * LEAF, max_size=CRITERION + 3 * LEAF)
AREAS = st.lists(st.lists(CRITERIA, min_size=1, max_size=3), min_size=1, max_size=3)
ROWS = st.binary(min_size=1 + 3 * 30, max_size=1 + 3 * 30)
"""Whether a unit is scored, and three bytes for each leaf and adjustment that there may be."""
UNITS = st.lists(st.sampled_from(["a", "a", "b"]), min_size=1, max_size=6)
EXTRAS = st.lists(st.sampled_from(["bonus", "penalty"]), max_size=2, unique=True)
SETTINGS = st.fixed_dictionaries(
    {
        "scale": st.sampled_from([10, 60, 100]),
        "rounding": st.sampled_from([0, 1, 2, None]),
        "ties": st.sampled_from(["min", "dense"]),
        "rank_on": st.sampled_from(["published", "exact"]),
    },
    optional={"bonus_cap": st.just(3)},
)


@st.composite
def worlds(draw: st.DrawFn, *, blanks: bool = True) -> World:
    """One to three areas, leaf criteria and components at any depth, some only in some years, with per-year maxima."""
    leaves: list[dict[str, Any]] = []
    areas = []
    for a, pieces in enumerate(draw(AREAS), 1):
        criteria = []
        for c, piece in enumerate(pieces, 1):
            criterion, made = _criterion(f"{a}.{c}", piece)
            if not leaves:
                always = made[0]
            criteria.append(criterion)
            leaves += [leaf | {"area": str(a), "criterion": criterion["id"]} for leaf in made]
        areas.append({"id": str(a), "name": f"Area {a}", "criteria": criteria})
    if not any("since" not in leaf and "until" not in leaf for leaf in leaves):
        for leaf in (always, leaves[0]):
            leaf.pop("since", None), leaf.pop("until", None)
    adjustments = [{"id": kind, "name": kind, "kind": kind, "max": 5} for kind in draw(EXTRAS)]
    ratings = [{"id": "high", "name": "High", "min": 50}, {"id": "base", "name": "Base", "min": 0}]
    criteria_file = {
        "version": 1,
        "index": {"id": "world", "name": "World", "ratings": ratings, **draw(SETTINGS)},
        "areas": areas,
        "adjustments": adjustments,
    }
    units = [(f"u{n}", group) for n, group in enumerate(draw(UNITS))]
    rows = [row for year in YEARS for unit, _ in units for row in _rows(draw, year, unit, leaves, adjustments, blanks)]
    return World(criteria_file, rows, units, leaves)


def _criterion(identity: str, piece: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A criterion with none to three components at up to three levels below it, and its leaves."""
    (count, *levels), *leaves = piece[:CRITERION], *(piece[at : at + LEAF] for at in range(CRITERION, len(piece), LEAF))
    count %= 4
    if not count:
        leaf = _leaf(identity, leaves[0])
        return leaf, [leaf]
    made = [_leaf(f"{identity}.{n}", leaf) for n, leaf in enumerate(leaves[:count], 1)]
    return {"id": identity, "name": f"C {identity}", "components": _nested(made, levels)}, made


def _nested(made: list[dict[str, Any]], levels: list[int]) -> list[dict[str, Any]]:
    """Components with some levels between them and their criterion."""
    if not levels or (at := levels[0] % (len(made) + 1)) == len(made):
        return made
    identity = f"{made[at]['id']}-{len(levels)}"
    return [*made[:at], {"id": identity, "name": identity, "components": _nested(made[at:], levels[1:])}]


def _leaf(identity: str, piece: bytes) -> dict[str, Any]:
    """A leaf of 0.01 to 10 points, from one maximum or two, in all years or in one."""
    years = [{}, {}, {}, {"since": 2022}, {"until": 2021}][piece[0] % 5]
    before, after = (1 + _whole(piece[at : at + 2], 1000) for at in (2, 4))
    most = {2020: before / 100, 2022: after / 100} if piece[1] % 2 else before / 100
    return {"id": identity, "name": f"Leaf {identity}", "max": most, **years}


def _whole(piece: bytes, below: int) -> int:
    """A whole number under `below`."""
    return int.from_bytes(piece) % below


def _rows(
    draw: st.DrawFn, year: int, unit: str, leaves: list[dict[str, Any]], adjustments: list[dict[str, Any]], blanks: bool
) -> list[tuple[int, str, str, str]]:
    """What a unit got in a year: mostly points, else all or none of them, NA, a blank, or no row at all."""
    kinds = ["score"] * 8 + ["full", "none", "NA"] + (["blank", "absent"] if blanks else [])
    scored, *piece = draw(ROWS)
    if scored % 8 == 7:
        return []
    rows = []
    cells = zip(piece[::3], piece[1::3], piece[2::3], strict=True)
    for leaf, (kind, *points) in zip(leaves, cells, strict=False):
        chosen = kinds[kind % len(kinds)]
        if not exists(leaf, year) or chosen == "absent":
            continue
        top = round(maximum(leaf, year) * 100)
        texts = {"blank": "", "NA": "NA", "full": number(top), "none": "0"}
        rows.append(
            (year, unit, leaf["id"], texts[chosen] if chosen in texts else number(_whole(bytes(points), top + 1)))
        )
    for extra, (given, *points) in zip(adjustments, cells, strict=False):
        if given % 2:
            rows.append((year, unit, extra["id"], number(_whole(bytes(points), 501))))
    return rows


@st.composite
def merging_worlds(draw: st.DrawFn) -> World:
    """Worlds in which units merge between the two years: some into one that was there, some into a new one."""
    world = draw(worlds(blanks=False))
    group = dict(world.units)
    world.units.append(("heir", draw(st.sampled_from(["a", "b"]))))
    heirs = ["heir", *group]
    for unit in group:
        heir = draw(st.sampled_from([None, None, *heirs]))
        if heir is not None and heir != unit and heir not in world.merged:
            world.merged[unit] = heir
    for unit in list(world.merged):
        if world.merged[unit] in world.merged:
            del world.merged[unit]
    scored_once = {unit for unit in world.merged if draw(st.integers(0, 5))}
    world.rows = [row for row in world.rows if row[0] == 2021 or row[1] not in scored_once]
    extras = world.criteria["adjustments"]
    world.rows += _rows(draw, 2022, "heir", world.leaves, extras, False)
    return world


@st.composite
def grouped_worlds(draw: st.DrawFn) -> World:
    """Worlds with nodes that are for some groups only, and maxima that differ by group."""
    world = draw(worlds())
    nodes = [(area, ["a", "b"]) for area in world.criteria["areas"]]
    for node, allowed in nodes:
        if chosen := draw(st.sampled_from([None, None, None, None, ["a"], ["b"], ["a", "b"]])):
            allowed = [group for group in chosen if group in allowed] or allowed
            node["groups"] = allowed
        if "max" in node and draw(st.integers(0, 2)) == 0:
            top = st.integers(1, 1000).map(lambda n: n / 100)
            node["max_by_group"] = draw(st.dictionaries(st.sampled_from(allowed), top, min_size=1))
        nodes += [(each, allowed) for each in (*node.get("criteria", ()), *node.get("components", ()))]
    rows = []
    parts = {group: {leaf["id"]: leaf for leaf in projected(world, group).leaves} for group in "ab"}
    extras = {extra["id"] for extra in world.criteria["adjustments"]}
    groups_of = dict(world.units)
    for year, unit, component, text in world.rows:
        leaf = parts[groups_of[unit]].get(component)
        if component in extras:
            rows.append((year, unit, component, text))
        elif leaf is not None:
            top = round(maximum(leaf, year) * 100)
            rows.append(
                (year, unit, component, text if text in ("", "NA") else number(min(round(float(text) * 100), top)))
            )
    world.rows = rows
    return world


def projected(world: World, group: str) -> World:
    """The world as one group of units has it, without a word of groups in its criteria."""

    def of_group(node: dict[str, Any]) -> dict[str, Any] | None:
        if group not in node.get("groups", [group]):
            return None
        made = {key: value for key, value in node.items() if key not in ("groups", "max_by_group")}
        if group in node.get("max_by_group", ()):
            top = node["max_by_group"][group]
            # A component does not exist before the first year of its maximum, whatever a group can get.
            made["max"] = {min(node["max"]): top} if isinstance(node["max"], dict) else top
        for key in ("criteria", "components"):
            if key in node:
                made[key] = [each for each in map(of_group, node[key]) if each]
                if not made[key]:
                    return None
        return made

    areas = [each for each in map(of_group, world.criteria["areas"]) if each]
    found: dict[str, dict[str, Any]] = {}
    nodes = list(areas)
    for node in nodes:
        nodes += [*node.get("criteria", ()), *node.get("components", ())]
        found[node["id"]] = node
    leaves = [leaf | {key: found[leaf["id"]][key] for key in ("max",)} for leaf in world.leaves if leaf["id"] in found]
    units = [(unit, its) for unit, its in world.units if its == group]
    known = {leaf["id"] for leaf in leaves} | {extra["id"] for extra in world.criteria["adjustments"]}
    rows = [row for row in world.rows if (row[1], group) in units and row[2] in known]
    return World(world.criteria | {"areas": areas}, rows, units, leaves)


def exists(leaf: dict[str, Any], year: int) -> bool:
    """Whether a leaf exists in a year."""
    return leaf.get("since", 0) <= year <= leaf.get("until", 9999)


def maximum(leaf: dict[str, Any], year: int) -> float:
    """A leaf's maximum in a year."""
    top = leaf["max"]
    return top[max(start for start in top if start <= year)] if isinstance(top, dict) else top


def fraction(value: float | str) -> Fraction:
    """The decimal that a person wrote, exactly."""
    return Fraction(Decimal(str(value)))


@dataclass
class Expected:
    """A unit's result in exact fractions."""

    points: Fraction
    max: Fraction
    exact: Fraction | None
    best: Fraction | None
    provisional: bool


def expected(world: World, year: int) -> dict[str, Expected]:
    """Results by the definitions of the contract, one cell at a time."""
    found = {}
    settings = world.criteria["index"]
    for unit, _group in world.units:
        mine = {c: text for y, u, c, text in world.rows if (y, u) == (year, unit)}
        if not mine:
            continue
        points = top = waiting = Fraction(0)
        for leaf in world.leaves:
            if not exists(leaf, year) or mine.get(leaf["id"]) == "NA":
                continue
            top += fraction(maximum(leaf, year))
            if text := mine.get(leaf["id"]):
                points += fraction(text)
            else:
                waiting += fraction(maximum(leaf, year))
        extra = Fraction(0)
        for adjustment in world.criteria["adjustments"]:
            given = fraction(mine.get(adjustment["id"]) or "0")
            if adjustment["kind"] == "penalty":
                extra -= given
            else:
                extra += min(given, fraction(settings.get("bonus_cap", 1000)))
        scale = fraction(settings["scale"])
        exact = scale * points / top + extra if top else None
        best = scale * (points + waiting) / top + extra if top else None
        found[unit] = Expected(points, top, exact, best, waiting > 0)
    return found


def half_up(value: Fraction, decimals: int | None) -> Fraction:
    """Rounded half up, exactly."""
    if decimals is None:
        return value
    scaled = value * 10**decimals + Fraction(1, 2)
    return Fraction(scaled.numerator // scaled.denominator, 10**decimals)
