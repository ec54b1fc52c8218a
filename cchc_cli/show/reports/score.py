"""`cchc score`: a unit's result, and the same by area, criterion or component."""

from typing import Any

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.columns import SCORE
from cchc_cli.model.report import Column, Fact, Report, Table
from cchc_cli.model.scores import SelfScore
from cchc_cli.show import numbers
from cchc_cli.show.reports.pictures import node_bars
from cchc_cli.show.reports.standing import Standing, provisional_note

HEADINGS = {
    "area": lambda: _("Area"),
    "criterion": lambda: _("Criterion"),
    "component": lambda: _("Component"),
}


def score_report(
    standing: Standing, nodes: pd.DataFrame, level: str, year: int, self_score: SelfScore | None
) -> Report:
    """`nodes` has id, points, max, percent, lost, prev_percent, change, one row a node of `level`."""
    names, unit = standing.names, standing.unit
    rows = nodes.assign(
        year=year, unit=unit, level=level, name=[names.node_as_filed(identity) for identity in nodes["id"]]
    )
    points, maximum = float(nodes["points"].sum()), float(nodes["max"].sum())
    percent = 100 * points / maximum if maximum else None
    total = {
        "shown": _("Total"),
        "points": points,
        "max": maximum,
        "lost": maximum - points,
        "open": float(nodes["open"].sum()),
        "percent": percent,
        "bar": percent,
    }
    since = _("± {year} (% pts)").format(year=standing.since)
    brief = _("±% {year}").format(year=standing.since)
    before = [Column("change", since, "change", brief=brief)] if standing.since else []
    table = Table(
        nodes.assign(
            shown=[names.node(identity) for identity in nodes["id"]],
            bar=nodes["percent"],
            # A worst case against a final result is no change that anyone could explain.
            change=nodes["change"].where(nodes["open"] == 0),
        ),
        (
            Column("id", "", "id"),
            Column("shown", HEADINGS[level]()),
            Column("points", _("Points"), "points"),
            Column("max", _("Max"), "points"),
            Column("lost", _("Lost"), "lost"),
            *((Column("open", _("Not scored"), "points"),) if nodes["open"].any() else ()),
            Column("percent", "%", "percent"),
            *before,
            Column("bar", "", "bar", fold=""),
        ),
        total=total,
    )
    line = standing.line
    return Report(
        command="score",
        title=names.index,
        subtitle=_("{unit}, {year}").format(unit=names.unit(unit), year=year),
        year=year,
        facts=(*standing.facts(), *_adjustments(line), *_self_score(self_score)),
        tables=(table,),
        charts=node_bars(names, nodes, year, standing.since, standing.settings.low),
        notes=(
            *provisional_note(standing.results[standing.results["unit"] == unit]),
            *standing.merged_note(),
        ),
        rows=rows,
        columns=SCORE,
        decimals=standing.settings.rounding,
        extra={"unit": unit, "since": standing.since, "result": result_of(standing), "open": _open(nodes)},
    )


def _open(nodes: pd.DataFrame) -> dict[str, float]:
    """Points that are not scored yet, by node."""
    waiting = nodes[nodes["open"] > 0]
    return dict(zip(waiting["id"].astype(str), waiting["open"], strict=True))


def result_of(standing: Standing) -> dict[str, object]:
    """The unit's line for scripts."""
    line = standing.line
    names = (
        *("index", "index_best", "points", "max", "rating", "provisional", "rank"),
        *("prev_rank", "rank_change", "prev_index", "index_change", "bonus", "penalty"),
    )
    ranked = int(standing.results["rank"].notna().sum())
    return {name: line[name] for name in names} | {"ranked": ranked, "group": line["group"]}


def _adjustments(line: dict[str, Any]) -> list[Fact]:
    facts = []
    if line["bonus"]:
        facts.append(Fact(_("Bonus"), numbers.signed(line["bonus"])))
    if line["penalty"]:
        facts.append(Fact(_("Penalty"), numbers.signed(-line["penalty"])))
    return facts


def _self_score(score: SelfScore | None) -> list[Fact]:
    if score is None:
        return []
    value = _("{points} points").format(points=numbers.decimal(score.own, 2))
    if score.count < score.total:
        # Points on components that have no official ones (or are not applicable) can't be compared.
        value = _("{points} points on {count} of {total} components").format(
            points=numbers.decimal(score.own, 2), count=score.count, total=score.total
        )
    difference = score.official - score.own
    if abs(difference) < 1e-9:
        return [Fact(_("Self-score"), value, _("the same as the appraisal"), number=score.own)]
    text = _("appraisal {difference}, on {cut} of {count} components")
    detail = text.format(difference=numbers.signed(difference), cut=score.cut, count=score.count)
    return [Fact(_("Self-score"), value, detail, number=score.own)]
