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


@st.composite
def worlds(draw: st.DrawFn, *, blanks: bool = True) -> World:
    """One to three areas, leaf criteria and components at any depth, some only in some years, with per-year maxima."""
    leaves: list[dict[str, Any]] = []
    first: dict[str, Any] = {}
    areas = []
    for a in range(draw(st.integers(1, 3))):
        criteria = []
        for c in range(draw(st.integers(1, 3))):
            identity = f"{a + 1}.{c + 1}"
            count = draw(st.integers(0, 3))
            made = [draw(_leaf(f"{identity}.{k + 1}" if count else identity)) for k in range(max(count, 1))]
            leaves += [leaf | {"area": str(a + 1), "criterion": identity} for leaf in made]
            below = {"components": draw(_nested(made, 3))}
            criteria.append({"id": identity, "name": f"C {identity}", **below} if count else made[0])
            first = first or made[0]
        areas.append({"id": str(a + 1), "name": f"Area {a + 1}", "criteria": criteria})
    if not any("since" not in leaf and "until" not in leaf for leaf in leaves):
        for leaf in (first, leaves[0]):
            leaf.pop("since", None), leaf.pop("until", None)
    adjustments = draw(
        st.lists(st.sampled_from(["bonus", "penalty"]), max_size=2, unique=True).map(
            lambda kinds: [{"id": kind, "name": kind, "kind": kind, "max": 5} for kind in kinds]
        )
    )
    criteria_file = {
        "version": 1,
        "index": {
            "id": "world",
            "name": "World",
            "scale": draw(st.sampled_from([10, 60, 100])),
            "rounding": draw(st.sampled_from([0, 1, 2, None])),
            "ties": draw(st.sampled_from(["min", "dense"])),
            "rank_on": draw(st.sampled_from(["published", "exact"])),
            "ratings": [{"id": "high", "name": "High", "min": 50}, {"id": "base", "name": "Base", "min": 0}],
            **({"bonus_cap": 3} if draw(st.booleans()) else {}),
        },
        "areas": areas,
        "adjustments": adjustments,
    }
    units = [(f"u{n}", draw(st.sampled_from(["a", "a", "b"]))) for n in range(draw(st.integers(1, 6)))]
    rows = [
        row for year in YEARS for unit, _group in units for row in draw(_rows(year, unit, leaves, adjustments, blanks))
    ]
    return World(criteria_file, rows, units, leaves)


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
    world.rows += draw(_rows(2022, "heir", world.leaves, extras, False))
    return world


@st.composite
def _nested(draw: st.DrawFn, made: list[dict[str, Any]], levels: int) -> list[dict[str, Any]]:
    """Components with some levels between them and their criterion."""
    at = draw(st.integers(0, len(made)))
    if not levels or at == len(made):
        return made
    identity = f"{made[at]['id']}-{levels}"
    return [*made[:at], {"id": identity, "name": identity, "components": draw(_nested(made[at:], levels - 1))}]


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


@st.composite
def _leaf(draw: st.DrawFn, identity: str) -> dict[str, Any]:
    hundredths = st.integers(1, 1000).map(lambda n: n / 100)
    maximum = draw(st.one_of(hundredths, st.tuples(hundredths, hundredths).map(lambda m: {2020: m[0], 2022: m[1]})))
    years = draw(st.sampled_from([{}, {}, {}, {"since": 2022}, {"until": 2021}]))
    return {"id": identity, "name": f"Leaf {identity}", "max": maximum, **years}


@st.composite
def _rows(
    draw: st.DrawFn, year: int, unit: str, leaves: list[dict[str, Any]], adjustments: list[dict[str, Any]], blanks: bool
) -> list[tuple[int, str, str, str]]:
    if draw(st.integers(0, 7)) == 0:
        return []  # the unit is not scored at all in this year
    rows = []
    for leaf in leaves:
        if not exists(leaf, year):
            continue
        top = round(maximum(leaf, year) * 100)
        kinds = ["score"] * 8 + ["full", "NA"] + (["blank", "absent"] if blanks else [])
        kind = draw(st.sampled_from(kinds))
        if kind == "absent":
            continue
        score = {"blank": "", "NA": "NA", "full": number(top)}.get(kind) if kind != "score" else None
        rows.append((year, unit, leaf["id"], number(draw(st.integers(0, top))) if score is None else score))
    for extra in adjustments:
        if draw(st.booleans()):
            rows.append((year, unit, extra["id"], number(draw(st.integers(0, 500)))))
    return rows


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
