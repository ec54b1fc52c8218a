"""From counts to figures: the value of each measure, the points that its component gives, and the next tier."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.expressions import KEPT
from cchc_cli.index.rounding import billionths, cleaned
from cchc_cli.model.framework import Framework, Leaf
from cchc_cli.model.measures import MEASURES, Measure, MeasureKind
from cchc_cli.model.registers import PERIODS, Record
from cchc_cli.model.rules import BaseRule, Needed, Relative

Floats = NDArray[np.float64]
LADDER = ("most", "points", "next_tier", "distance", "tier", "spare", "fall_points")
COLUMNS = ("unit", "period", "measure", "numerator", "denominator", "value", "component", *LADDER)


def values_of(records: list[Record], register: str, by: str, known: frozenset[str]) -> pd.DataFrame:
    """One row a unit, period and measure: unit, period, measure, numerator, denominator, value.

    `records` are the rows of `expressions.measured`. Only measures of `known` are there: those whose columns the
    register has. A rate without a denominator has no value.
    """
    order = [measure for measure in MEASURES.values() if measure.register == register and measure.id in known]
    records = sorted(records, key=lambda record: (record["unit"], record["period"]))
    figures = [_figures(records, measure) for measure in order]

    def spread(texts: list[str], times: int) -> NDArray[np.object_]:
        return np.repeat(np.array(texts, dtype=object), times)

    def woven(part: int) -> Floats:
        """A part of all measures, record by record."""
        return np.array([each[part] for each in figures]).T.ravel()

    return pd.DataFrame(
        {
            "unit": spread([record["unit"] for record in records], len(order)),
            "period": spread([period_told(record["period"], by) for record in records], len(order)),
            "measure": np.tile(np.array([measure.id for measure in order], dtype=object), len(records)),
            "numerator": woven(0),
            "denominator": woven(1),
            "value": woven(2),
        }
    )


def period_told(period: int | str, by: str) -> str:
    """A period as people write it: 2022, 2022-03, 2022-Q1; whole numbers are what millions of rows group by fast."""
    if by == "month":
        return f"{int(period) // 100}-{int(period) % 100:02d}"
    return f"{int(period) // 10}-Q{int(period) % 10}" if by == "quarter" else str(period)


def _figures(records: list[Record], measure: Measure) -> tuple[Floats, Floats, Floats]:
    """Numerators, denominators and values of a measure."""

    def column(name: str) -> Floats:
        found = [record.get(f"{measure.id}__{name}") for record in records]
        return np.array([np.nan if each is None else float(each) for each in found])

    below = column("d")
    if measure.kind == "days":
        return np.full(len(records), np.nan), below, cleaned(column("v"))
    above = np.nan_to_num(column("n"))
    if measure.kind == "count":
        return above, below, above
    with np.errstate(invalid="ignore", divide="ignore"):
        value = cleaned(100 * above / below)
    value[below == 0] = np.nan
    if measure.nothing_owed is not None:
        base = np.array([float(record["on_time_rate__d"] or 0) for record in records])
        value[(below == 0) & (base > 0)] = measure.nothing_owed
    return above, below, value


def with_components(values: pd.DataFrame, framework: Framework, by: str, groups: Mapping[str, str]) -> pd.DataFrame:
    """`values` with the component that each measure feeds, its points, and how far the next tiers are.

    A measure that feeds several components has a row for each; one that feeds none has blanks. `distance` and
    `spare` are in rows of the register (working days for a measure of days): so many more good ones reach
    `next_tier`; so many fewer still keep `tier`, and one beyond that brings `fall_points`. `most` is the maximum of the
    component; those that are not for a unit's group (`groups`) are not fed for it. A rule that compares units gives
    points where several of a group are there.
    """
    measures, rows_of_year = values["measure"].to_numpy(), _rows_by_year(values, by)
    rows, components, ladders = [], [], []
    fed = np.zeros(len(values), dtype=np.bool_)
    for year, here in rows_of_year.items():
        for measure, leaves in feeding(framework, year).items():
            of_measure = here[measures[here] == measure]
            for leaf in leaves if len(of_measure) else ():
                maxima = np.array(
                    [leaf.maximum(groups.get(unit, "")) for unit in values["unit"].to_numpy()[of_measure]]
                )
                at = of_measure[maxima > 0]
                rows.append(at)
                components += [leaf.id] * len(at)
                ladders.append(_ladder(values.iloc[at], leaf, maxima[maxima > 0], groups))
                fed[at] = True
    others = np.flatnonzero(~fed)
    rows.append(others)
    components += [""] * len(others)
    ladders.append({name: np.full(len(others), np.nan) for name in LADDER})
    places = np.concatenate(rows)
    order = np.argsort(places, kind="stable")
    table = values.iloc[places[order]].reset_index(drop=True)
    table["component"] = np.array(components, dtype=object)[order]
    for name in LADDER:
        table[name] = np.concatenate([each[name] for each in ladders])[order]
    return table


def _rows_by_year(values: pd.DataFrame, by: str) -> dict[int, NDArray[np.intp]]:
    """The rows of each year; none where a period is no time."""
    if by not in PERIODS:
        return {}
    years = np.array([int(period[:4]) for period in values["period"]], dtype=np.int64)
    return {int(year): np.flatnonzero(years == year) for year in np.unique(years)}


def feeding(framework: Framework, year: int) -> dict[str, list[Leaf]]:
    """For each measure the components of a year that it feeds."""
    found: dict[str, list[Leaf]] = {}
    for leaf in framework.at(year).leaves:
        if leaf.node.measure in MEASURES:
            found.setdefault(str(leaf.node.measure), []).append(leaf)
    return found


def _ladder(rows: pd.DataFrame, leaf: Leaf, maxima: Floats, groups: Mapping[str, str]) -> Mapping[str, Floats]:
    """The ladder of a measure's rows; blank where the component's rule has no scale."""
    if leaf.rule is None or not leaf.rule.takes_numbers or not len(rows):
        return {name: np.full(len(rows), np.nan) for name in LADDER} | {"most": maxima}
    kind = MEASURES[str(leaf.node.measure)].kind
    above, below, value = (rows[name].to_numpy(dtype=np.float64) for name in ("numerator", "denominator", "value"))
    best = _best(leaf.rule, rows, groups)
    return {"most": maxima} | ladder_of(leaf.rule, maxima, kind, (above, below, value), best)


def _best(rule: BaseRule, rows: pd.DataFrame, groups: Mapping[str, str]) -> Floats:
    """For rules that compare: the best value of a row's group and period, where several units have one; else NaN."""
    best = np.full(len(rows), np.nan)
    if isinstance(rule, Relative):
        keys = [rows["period"].to_numpy(), np.array([groups.get(unit, "") for unit in rows["unit"]], dtype=object)]
        for places in rows.reset_index(drop=True).groupby(keys, sort=False).indices.values():
            values = rows["value"].to_numpy(dtype=np.float64)[places]
            if (~np.isnan(values)).sum() > 1:
                best[places] = rule.best(values)
    return best


def ladder_of(
    rule: BaseRule, maxima: Floats, kind: MeasureKind, counts: tuple[Floats, Floats, Floats], best: Floats
) -> dict[str, Floats]:
    """Points, next tier, distance, tier, spare and the points below it, for arrays of (numerators, denominators, values)."""
    above, below, value = counts
    points = cleaned(rule.points(value, maxima, best))
    thresholds = [needed for needed, _points in rule.thresholds()]
    # Whole billionths, one more where a value itself does not reach its tier.
    better = thresholds[0].better if thresholds else 1
    begins = np.array([better * float(billionths(each.value)) + each.beyond for each in thresholds])
    passed = np.searchsorted(begins, better * billionths(value), side="right")
    full = rule.needed(float(maxima.max()), float(maxima.max()))
    steps = thresholds or [*filter(None, [full])]
    is_next = ~np.isnan(value) & (billionths(points) < billionths(maxima)) & (passed < len(steps))
    is_in = ~np.isnan(value) & (passed > 0)
    columns = {name: np.full(len(value), np.nan) for name in LADDER if name not in ("most", "points")}
    for at, step in enumerate(steps):
        towards = _rows_between(kind, step, above, below, value)
        for there, name, amount in (
            (is_next & (passed == at), "next_tier", "distance"),
            (is_in & (passed == at + 1), "tier", "spare"),
        ):
            columns[name][there] = step.value
            columns[amount][there] = (towards if amount == "distance" else -towards)[there]
        fallen = rule.points(_one_worse(kind, below, step), maxima, best)
        columns["fall_points"] = np.where(is_in & (passed == at + 1), cleaned(fallen), columns["fall_points"])
    return {"points": points} | columns


def _one_worse(kind: MeasureKind, below: Floats, tier: Needed) -> Floats:
    """The value just worse than a tier: for a rate that of one good row fewer, or bad row more, than the tier needs."""
    if kind != "rate":
        return np.full(len(below), tier.value if tier.beyond else tier.value - 1e-6 * tier.better)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(100 * (_rows_for(tier, below) - tier.better) / below)


def _rows_for(tier: Needed, below: Floats) -> Floats:
    """The fewest good rows of `below` with which a rate is enough, where more are better; else the most."""
    needed = cleaned(tier.value * below / 100)
    if tier.better > 0:
        return np.asarray(np.floor(needed) + 1 if tier.beyond else np.ceil(needed))
    return np.asarray(np.ceil(needed) - 1 if tier.beyond else np.floor(needed))


def _rows_between(kind: MeasureKind, tier: Needed, above: Floats, below: Floats, value: Floats) -> Floats:
    """How many rows (days) better `value` must be to be enough for a tier; less than 0 where it is better than that."""
    if kind == "days":
        return cleaned(tier.better * (tier.value - value))
    whole = _rows_for(tier, below if kind == "rate" else np.full(len(below), 100.0))
    return cleaned(tier.better * (whole - above))


PERIOD = {"year": "year(day)", "month": "year(day) * 100 + month(day)", "quarter": "year(day) * 10 + quarter(day)"}
"""In SQL, what rows are counted in; see `expressions.counted`. All else is a text of the register."""


@cache
def statement(register: str, step: str) -> str:
    """A register's SQL for a step: what is the same but for a word is written here, the rest is compiled into sql/.

    - `prepare`: REGISTER_prepared from REGISTER_source and calendar
    - `slim` and `slim-channel`: what measures need of REGISTER_prepared
    - `overview`: of REGISTER_slim
    - `count-year` and so on: rows of REGISTER_chosen with their period
    - `measure`: the measures of REGISTER_counted
    - `pressing` (dossiers alone): those to act on, from REGISTER_prepared and calendar
    """
    name, _dash, of = step.partition("-")
    if name == "count":
        period = PERIOD.get(of, f"coalesce({of}, '')")
        return f"SELECT *, {period} AS period FROM {register}_chosen"
    if name == "slim":
        columns = (*KEPT[register], *filter(None, [of]), "bad", "key")
        return f"SELECT {', '.join(columns)} FROM {register}_prepared"
    whole = name == "overview"
    text = files("cchc_cli.index").joinpath("sql", f"{'register' if whole else register}-{name}.sql").read_text("utf-8")
    return text.replace("register_slim", f"{register}_slim") if whole else text
