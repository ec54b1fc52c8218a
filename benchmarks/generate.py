"""Make a large workspace from a fixed seed: the same arguments always give the same files.

python benchmarks/generate.py big
python benchmarks/generate.py blanks --units 332 --blank 0.05
"""

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"
SEED = 20221231
LAST_YEAR = 2022
MAXIMA = (0.5, 1.5, 1.0, 1.0)
"""Points of components, again and again: half points, as frameworks have them."""


@dataclass(frozen=True)
class Shape:
    """How large a workspace is and what its scores look like."""

    units: int = 3321
    components: int = 100
    years: int = 10
    groups: int = 34
    blank: float = 0.0
    high_cardinality: bool = False


def make(folder: Path, shape: Shape) -> None:
    """Write criteria.yaml, data/units.csv and data/scores.csv; nothing where they are there already."""
    made = folder / "shape.json"
    text = json.dumps(asdict(shape))
    if made.is_file() and made.read_text() == text:
        return
    made.unlink(missing_ok=True)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    ids = component_ids(shape.components)
    maxima = np.resize(MAXIMA, shape.components)
    (folder / "criteria.yaml").write_text(criteria(ids, maxima), encoding="utf-8")
    units(shape).to_csv(folder / "data" / "units.csv", index=False)
    scores(shape, ids, maxima).to_csv(folder / "data" / "scores.csv", index=False)
    made.write_text(text)


def component_ids(count: int) -> list[str]:
    """Ids of three levels: ten components an area, two a criterion."""
    return [f"{n // 10 + 1}.{n % 10 // 2 + 1}.{n % 2 + 1}" for n in range(count)]


def criteria(ids: list[str], maxima: NDArray[np.float64]) -> str:
    """criteria.yaml of these components."""
    lines = ["version: 1", "index:", "  id: generated", "  name: Generated index"]
    lines += ["  ratings: [{id: a, name: A, min: 80}, {id: b, name: B, min: 60}, {id: c, name: C, min: 0}]"]
    lines += ["areas:"]
    for place, (identity, maximum) in enumerate(zip(ids, maxima, strict=True)):
        area, criterion, _component = identity.split(".")
        if place % 10 == 0:
            lines += [f'  - id: "{area}"', f"    name: Area {area}", "    criteria:"]
        if place % 2 == 0:
            lines += [f'      - id: "{area}.{criterion}"', f"        name: Criterion {area}.{criterion}"]
            lines += ["        components:"]
        lines += [f'          - {{id: "{identity}", name: Component {identity}, max: {maximum:g}}}']
    return "\n".join(lines) + "\n"


def units(shape: Shape) -> pd.DataFrame:
    """units.csv: communes, spread over the provinces in which they are ranked."""
    numbers = range(1, shape.units + 1)
    return pd.DataFrame(
        {
            "unit": [f"xa-{number:05d}" for number in numbers],
            "name": [f"Xã số {number}" for number in numbers],
            "group": [f"tinh-{number % shape.groups + 1:02d}" for number in numbers],
        }
    )


def scores(shape: Shape, ids: list[str], maxima: NDArray[np.float64]) -> pd.DataFrame:
    """scores.csv: a row for each year, unit and component, in this order."""
    random = np.random.default_rng(SEED)
    rows = (shape.years, shape.units, shape.components)
    year, unit, component = (codes.ravel() for codes in np.indices(rows, dtype=np.int32))
    ability = random.beta(12, 4, rows[:2])[:, :, None]
    share = np.clip(ability + random.normal(0, 0.25, rows), 0, 1)
    points = rounded(share * maxima, high_cardinality=shape.high_cardinality)
    points[random.random(rows) < shape.blank] = np.nan
    years = [str(LAST_YEAR - shape.years + 1 + number) for number in range(shape.years)]
    return pd.DataFrame(
        {
            "year": pd.Categorical.from_codes(year, pd.Index(years)),
            "unit": pd.Categorical.from_codes(unit, pd.Index(units(shape)["unit"])),
            "component": pd.Categorical.from_codes(component, pd.Index(ids)),
            "score": points.ravel(),
        }
    )


def rounded(points: NDArray[np.float64], *, high_cardinality: bool) -> NDArray[np.float64]:
    """Points as appraisers give them: quarters, and two decimals for every tenth component (a survey)."""
    if high_cardinality:
        return np.floor(points * 1e6) / 1e6
    quarters = np.round(points * 4) / 4
    quarters[:, :, 9::10] = np.round(points[:, :, 9::10], 2)
    return quarters


def main() -> None:
    """Make one workspace below benchmarks/data/."""
    usual = Shape()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("name", help="the folder below benchmarks/data/")
    parser.add_argument("--units", type=int, default=usual.units)
    parser.add_argument("--components", type=int, default=usual.components)
    parser.add_argument("--years", type=int, default=usual.years)
    parser.add_argument("--groups", type=int, default=usual.groups, help="units are ranked within these")
    parser.add_argument("--blank", type=float, default=usual.blank, help="part of the scores left blank")
    parser.add_argument("--high-cardinality", action="store_true", help="scores with six random decimals")
    arguments = vars(parser.parse_args())
    folder = DATA / arguments.pop("name")
    make(folder, Shape(**arguments))
    print(folder)


if __name__ == "__main__":
    main()
