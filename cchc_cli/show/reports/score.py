"""`cchc score`: a unit's result, and the same by area, criterion or component."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from cchc_cli.messages import N_, _
from cchc_cli.model.analysis import Composition, NextPoints
from cchc_cli.model.blocks import SLOT, Chart, Column, Fact, Figure, Table
from cchc_cli.model.report import Report
from cchc_cli.model.scores import SelfScore
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns, so_far
from cchc_cli.show.reports.charts import node_bars
from cchc_cli.show.reports.composition import adjustment_rows, composition_json, index_line, steps
from cchc_cli.show.reports.gaps import next_points_fact, open_column
from cchc_cli.show.reports.sentences import MORE, held_back_rows, listed
from cchc_cli.show.reports.unit_result import UnitResult, unit_report


def level_heading(level: str) -> str:
    """What the nodes of a level are called."""
    names = {"area": _("Area"), "criterion": _("Criterion"), "component": _("Component")}
    return names.get(level) or _("Level {number}", number=level.removeprefix("level"))


@dataclass(frozen=True)
class Scored:
    """A unit's result: `nodes` has id, points, max, percent, lost, prev_percent, change, one row a node of `level`."""

    standing: UnitResult
    nodes: pd.DataFrame
    level: str
    year: int
    self_score: SelfScore | None
    next_points: Sequence[NextPoints] = ()
    new: Sequence[str] = ()
    """The nodes that the year before did not have."""

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The nodes and the adjustments, for scripts."""
        names = self.standing.names
        extras = adjustment_rows(names, self.standing.composition)
        rows = self.nodes.assign(level=self.level, name=[names.filed("node", each) for each in self.nodes["id"]])
        if len(extras):
            rows = pd.concat([rows, extras.assign(open=0.0)], ignore_index=True)
        return rows.assign(year=self.year, unit=self.standing.unit)

    @property
    def table(self) -> Table:
        """The nodes, what else lies between them and the index, and the index."""
        standing, nodes = self.standing, self.nodes
        seen = so_far(nodes)
        frame = seen.assign(
            shown=[standing.names.node(identity) for identity in nodes["id"]],
            bar=seen["percent"],
            # A worst case against a final result is no change that anyone could explain.
            change=nodes["change"].where(nodes["open"] == 0),
            lost=nodes["lost"] - nodes["open"],
        )
        since, brief = _("± {year} (% pts)", year=standing.since), _("±% {year}", year=standing.since)
        extras = adjustment_rows(standing.names, standing.composition)
        # A bonus has lost nothing.
        extras = extras.assign(max=float("nan"), open=0.0, waiting=False, lost=extras["lost"].where(extras["lost"] > 0))
        return Table(
            pd.concat([frame, extras], ignore_index=True) if len(extras) else frame,
            columns(
                "id",
                column("shown", label=level_heading(self.level)),
                column("points", of="max"),
                "max",
                column("lost", of="max"),
                open_column(nodes),
                "so_far",
                standing.since and Column("change", since, "percent_change", brief=brief),
                Column("bar", "", "bar", fold="", low=standing.settings.low),
            ),
            summary=tuple(steps(standing.composition)) if len(extras) else (),
            total=_total(standing.composition, nodes)
            | {"change": 100 * standing.line["index_change"] / standing.settings.scale},
            after=tuple(index_line(standing.composition, standing.settings.rounding)),
        )

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Index, rating, rank, adjustments, self-score, and what the next points need."""
        standing = self.standing
        given = ((_("Bonus"), standing.line["bonus"]), (_("Penalty"), -standing.line["penalty"]))
        extras = [Fact(label, Figure(points, "change")) for label, points in given if points]
        own = _self_score(self.self_score)
        return (*standing.facts(), *extras, *own, *next_points_fact(standing.names, self.next_points))

    def charts(self) -> tuple[Chart, ...]:
        """The nodes as bars."""
        standing = self.standing
        return node_bars(standing.names, self.nodes, self.year, standing.since, standing.settings.low)

    @property
    def extra(self) -> dict[str, object]:
        """The results beside the rows; `open` are the points that are not scored yet, by node."""
        waiting = self.nodes[self.nodes["open"] > 0]
        return {
            "unit": self.standing.unit,
            "since": self.standing.since,
            "result": result_of(self.standing),
            "open": dict(zip(waiting["id"].astype(str), waiting["open"], strict=True)),
            "composition": composition_json(self.standing.composition),
            "self_score": self_score_json(self.self_score),
        }


def score_report(scored: Scored) -> Report:
    """Index, rating and rank, and the points by node."""
    standing = scored.standing
    return replace(
        unit_report("score", standing.names.index, (standing.names, standing.unit, scored.year), scored.rows),
        facts=scored.facts,
        tables=(scored.table,),
        charts=scored.charts,
        caveats=tuple(standing.provisional_note()),
        notes=(*standing.provisional_note(), *_new(scored), *standing.merged_note(), *standing.place_notes()),
        extra=scored.extra,
    )


def _new(scored: Scored) -> list[str]:
    """Why nothing stands in the column of changes."""
    names = [scored.standing.names.titled(each) for each in scored.new]
    text = N_("The framework of {since} did not have: {nodes}.")
    kind = scored.level if scored.level in MORE else "criterion"
    return [_(text, since=scored.standing.since, nodes=listed(names, kind))] if names else []


def _total(composition: Composition, nodes: pd.DataFrame) -> dict[str, object]:
    """The sums of the columns; with bonus and penalty points that is the index, but what was lost is no less for a bonus."""
    points, maximum, label = composition.points, composition.max, _("Total")
    if composition.is_adjusted:
        points, maximum, label = composition.index, composition.scale, _("Index")
    percent = 100 * points / maximum if maximum else None
    bonus, waiting = composition.adjustments["points"].clip(lower=0.0).sum(), float(nodes["open"].sum())
    lost = maximum - points + float(bonus) - waiting
    sums = {"points": points, "max": maximum, "lost": lost, "open": waiting}
    return {"shown": label, **sums, "percent": percent, "bar": percent}


def self_score_json(score: SelfScore | None) -> dict[str, object] | None:
    """The self-score and the points that the appraisal gave, for scripts."""
    if score is None:
        return None
    names = "own official difference adjusted changed cut total given given_count appraised"
    return {name: getattr(score, name) for name in names.split()} | {"components": score.count}


def result_of(standing: UnitResult) -> dict[str, object]:
    """The unit's line for scripts."""
    names = "index index_best points max rating provisional rank prev_rank rank_change prev_index index_change bonus penalty"
    held = held_back_rows(standing.results[standing.results["unit"] == standing.unit])
    more = {"ranked": standing.ranked, "group": standing.line["group"], "held_back": held[0] if held else None}
    return {name: standing.line[name] for name in names.split()} | more


def _self_score(score: SelfScore | None) -> list[Fact]:
    if score is None:
        return []
    text = (
        N_("{points} points on {count} of {total} components") if score.count < score.total else N_("{points} points")
    )
    value = Figure(score.given, "points", _(text, points=SLOT, count=score.given_count, total=score.total))
    # What is said of a difference, of none, and of points on components that have no official ones to compare with.
    texts = (
        N_("not appraised yet; by the values {difference}, lower on {cut} of {count} components"),
        N_("not appraised yet; the same by the values"),
        N_("{points} of them on what has a value"),
    )
    if score.appraised:
        texts = (
            N_("appraisal {difference}, on {cut} of {count} components"),
            N_("the same as the appraisal"),
            N_("{points} of them on what is appraised"),
        )
    is_same = not any(map(numbers.differ, (score.changed, score.adjusted))) and not score.cut
    detail = _(texts[is_same], difference=numbers.signed(score.changed), cut=score.cut, count=score.count)
    if score.count != score.given_count:
        detail = f"{_(texts[2], points=numbers.points(score.own))}: {detail}"
    if numbers.differ(score.adjusted):
        detail += "; " + _("bonus and penalty {points}", points=numbers.signed(score.adjusted))
    return [Fact(_("Self-score"), value, detail)]
