"""`cchc gaps`: the lost points, largest first."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from cchc_cli.messages import N_, _, grouped, n_
from cchc_cli.model.analysis import Composition, NextPoints
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, OfOne, Table
from cchc_cli.model.columns import FLAGS, GAPS, GAPS_BY
from cchc_cli.model.criteria_sheets import WORDS
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.names import Names, with_filed
from cchc_cli.show.reports.charts import Drawn, lost_pareto
from cchc_cli.show.reports.composition import called, composition_json, index_line
from cchc_cli.show.reports.sentences import on_components
from cchc_cli.show.reports.unit_result import unit_report

MAIN_NEXT = 3
"""So many components are named on the line of another command that says what the next points need."""
SOURCES = WORDS["source"]
FLAG_WORDS = {
    "below_max": N_("below max"),
    "dropped": N_("dropped"),
    "rank_dropped": N_("rank fell"),
    "low": N_("low"),
    "chronic": N_("chronic"),
}


def gaps_rows(
    names: Names, framework: YearFramework, gaps: pd.DataFrame, notes: tuple[str, ...], composition: Composition
) -> pd.DataFrame:
    """Rows of `lost_points`, whose `note` is a position in `notes`, as scripts get them, and `shown` for people."""
    rows = with_filed(names, framework, gaps.assign(note=[notes[position] for position in gaps["note"]]))
    return rows.assign(shown=called(names, zip(gaps["component"], gaps["level"], strict=True), composition))


def gaps_report(
    names: Names, rows: pd.DataFrame, unit: str, losses: "Losses", next_points: Sequence[NextPoints]
) -> Report:
    """`rows` are those of `gaps_rows` that were asked for, `next_points` what the next points of these need.

    They may have a full_share: the part of the group's units that have full points.
    """
    peers = "full_share" in rows
    shown = told_apart(rows)
    table = Table(
        shown.assign(
            area=shown["area"].replace("penalty", _("Penalty")),
            cum=losses.percent_of(shown["lost"].cumsum()),
            full=100 * shown["full_share"] if peers else None,
            flags_shown=[
                _words(flags, level) if scored else _("not scored yet")
                for flags, level, scored in zip(shown["flags"], shown["level"], shown["scored"], strict=True)
            ],
        ),
        columns(
            "component_id shown",
            column("area", key="area", only="sheet"),
            "owner got",
            column("lost", of="max"),
            open_column(shown),
            "cum",
            peers and Column("full", _("Full, %"), "percent"),
            Column("flags_shown", _("Flags")),
            "note",
        ),
        sums=("lost", "open"),
    )
    more = [_next_points_table(names, next_points)] if next_points else []
    return losses.report(names, unit, rows, (*GAPS, "full_share") if peers else GAPS, [table, *more])


def told_apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `gaps_rows` as people see them: what was deducted first, and what is not scored yet as `open`, not as lost."""
    scored = rows["scored"].astype(bool)
    apart = rows.assign(lost=rows["lost"].where(scored), open=rows["lost"].where(~scored))
    return pd.concat([apart[scored], apart[~scored]])


def open_column(rows: pd.DataFrame) -> Column | None:
    """The points that nobody has scored yet, where there are any."""
    return Column("open", _("Not scored yet"), "points") if rows["open"].any() else None


def gaps_by_report(names: Names, groups: pd.DataFrame, unit: str, losses: "Losses") -> Report:
    """`groups` are lost points summed by area, owner or source (`losses.by`)."""
    by, ids = losses.by, groups["id"].fillna("")
    kind = {"area": "node"}.get(by, by)
    filed = ids if by == "source" else [names.filed(kind, each) for each in ids]
    rows = groups.assign(by=by, id=ids, name=filed)
    heading = {"area": _("Area"), "owner": _("Owner"), "source": _("Source")}[by]
    shown = rows.assign(
        id=ids.where(ids != "penalty", ""),
        shown=[_group(names, kind, each) for each in ids],
        lost=groups["lost"] - groups["open"],
    ).sort_values("lost", ascending=False, kind="stable")
    part = losses.percent_of(shown["lost"])
    table = Table(
        shown.assign(part=part, cum=part.cumsum()),
        columns(
            by == "area" and "id",
            Column("shown", heading),
            Column("components", _("Components"), "count"),
            "lost",
            open_column(groups),
            column("percent", key="part", share=None),
            "cum",
        ),
        sums=("components", "lost", "open", "part"),
    )
    return losses.report(names, unit, rows, GAPS_BY, [table])


def _group(names: Names, kind: str, identity: str) -> str:
    """What people call an area, an owner or a source of lost points."""
    if identity == "penalty":
        return _("Penalty")
    if not identity:
        return _("(none named)")
    return _(SOURCES[identity]) if kind == "source" else names.called(kind, identity)


def _next_points_table(names: Names, steps: Sequence[NextPoints]) -> Table:
    """A line a component, the largest gain first: the value or option that gets the next points."""
    now = [numbers.short(each.value) if isinstance(each.value, float) else each.value or "" for each in steps]
    ids = [each.component for each in steps]
    frame = pd.DataFrame({"component": ids, "shown": map(names.node, ids), "now": now, "needed": map(_needed, steps)})
    return Table(
        frame.assign(gain=[each.gain for each in steps]),
        columns(
            "component_id shown",
            any(now) and Column("now", _("Value")),
            Column("needed", _("Needed")),
            Column("gain", _("Gain"), "change"),
        ),
        title=_("What the next points need"),
        sums=("gain",),
    )


def next_points_fact(names: Names, steps: Sequence[NextPoints]) -> list[Fact]:
    """The few that gain most; `cchc gaps` has all."""
    told = [
        f"{names.titled(each.component)}{':' if each.option else ''} {_needed(each)} ({numbers.signed(each.gain)})"
        for each in steps[:MAIN_NEXT]
    ]
    return [Fact(_("Next points"), "; ".join(told))] if told else []


def _needed(step: NextPoints) -> str:
    """A value or an option that gets the next points."""
    return step.option or (f"{step.needed.sign} {numbers.short(step.needed.value)}" if step.needed else "")


@dataclass(frozen=True)
class Losses:
    """What all lost points of the unit come to, whatever part of them is listed."""

    year: int
    since: int | None
    everything: pd.DataFrame
    cover: int
    by: str
    composition: Composition
    decimals: int | None
    notes: list[str]

    @property
    def lost(self) -> float:
        """All points that were lost."""
        return float(self.everything["lost"].sum())

    @property
    def penalty(self) -> float:
        """Those of them that a penalty took."""
        return float(self.everything.loc[self.everything["level"] == "penalty", "lost"].sum())

    @property
    def components(self) -> int:
        """On how many components points were lost."""
        return int((self.everything["level"] != "penalty").sum())

    @cached_property
    def deducted(self) -> pd.DataFrame:
        """The rows on which points were taken off."""
        return self.everything[self.everything["scored"].astype(bool)]

    @cached_property
    def open(self) -> pd.DataFrame:
        """The components that are not scored yet; `lost` is all that they can get."""
        return self.everything[~self.everything["scored"].astype(bool)]

    @property
    def weak(self) -> pd.DataFrame:
        """The components on which points were taken off: a penalty is none."""
        return self.deducted[self.deducted["level"] == "component"]

    @property
    def covered(self) -> float:
        """How many percent of all that was deducted the largest deductions make."""
        lost = self.deducted["lost"]
        return 100 * float(lost.head(self.cover).sum() / lost.sum()) if self.cover else 0.0

    def percent_of(self, lost: "pd.Series[float]") -> "pd.Series[float]":
        """How many percent of all that was deducted these points make."""
        return 100 * lost / (self.deducted["lost"].sum() or math.nan)

    def flags(self) -> dict[str, int]:
        """How many components on which points were taken off have each weakness."""
        return {flag: int(self.weak[flag].sum()) for flag in FLAGS}

    def sums(self) -> dict[str, object]:
        """What was deducted and what is open, for scripts."""
        parts = {"deducted": self.weak, "open": self.open}
        return {key: {"components": len(rows), "points": float(rows["lost"].sum())} for key, rows in parts.items()}

    def report(
        self, names: Names, unit: str, rows: pd.DataFrame, columns: tuple[str, ...], tables: Sequence[Table]
    ) -> Report:
        """The report around tables, of which the first has the lost points."""
        told = _("Full, %: the part of the group's units that have full points on the component.")
        peers = [told] if "full_share" in columns else []
        return replace(
            unit_report("gaps", _("Lost points"), (names, unit, self.year), rows, columns),
            facts=tuple(self._facts()),
            tables=tables if len(rows) else (),
            charts=lambda: self._pareto(tables[0].frame),
            notes=(*self.notes, *peers, *index_line(self.composition, self.decimals), self._last_line(len(rows))),
            extra={
                "unit": unit,
                "since": self.since,
                "lost": self.lost,
                "components": self.components,
                "penalty": self.penalty,
                **self.sums(),
                "cover_80": self.cover,
                "composition": composition_json(self.composition),
            },
        )

    def _facts(self) -> Iterable[Fact]:
        weak, text = float(self.weak["lost"].sum()), _("{points} points", points=SLOT)
        where = on_components(len(self.weak))
        if self.penalty:
            where = n_(
                "{points} on {count} component and {penalty} by penalty",
                "{points} on {count} components and {penalty} by penalty",
                len(self.weak),
                points=numbers.points(weak),
                penalty=numbers.points(self.penalty),
            )
        yield Fact(_("Lost"), Figure(weak + self.penalty, "points", text), where)
        if len(self.open):
            waiting = Figure(float(self.open["lost"].sum()), "points", text)
            yield Fact(_("Not scored yet"), waiting, on_components(len(self.open)))
        words = ", ".join(f"{_(FLAG_WORDS[flag])} {grouped(number)}" for flag, number in self.flags().items() if number)
        if words:
            told = [_("compared with {year}", year=self.since)] if self.since else []
            told += [_("penalties aside")] if self.penalty else []
            yield Fact(_("Flags"), words, "; ".join(told))

    def _pareto(self, listed: pd.DataFrame) -> Drawn:
        """What was deducted, by what it is counted by as people know it."""
        frame = listed[listed["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
        ids = {"component": "component", "area": "id"}.get(self.by)
        labels = frame["shown"] if ids is None else (frame[ids] + " " + frame["shown"]).str.strip()
        return lost_pareto(labels.tolist(), frame["lost"].tolist())

    def _last_line(self, listed: int) -> str:
        if not self.composition.max:
            return _("No component applies to the unit in this year.")
        if self.everything.empty:
            return _("No points were lost: every component is at its maximum.")
        if not listed:
            return _("No lost component fits what was asked for.")
        if self.deducted.empty:
            return _("No points were taken off what is scored so far.")
        told = {"cover": self.cover, "all": len(self.deducted), "percent": numbers.percent(self.covered)}
        if self.penalty:
            return OfOne(_("{cover} of {all} components and penalties cover {percent}% of the lost points.", **told))
        text = n_(
            "{cover} of {all} components covers {percent}% of the lost points.",
            "{cover} of {all} components cover {percent}% of the lost points.",
            self.cover,
            **told,
        )
        return OfOne(text)


def _words(flags: str, level: str) -> str:
    # Every row here is below its maximum, so the word would say nothing beside the others; a penalty has no maximum.
    told = [flag for flag in flags.split() if flag != "below_max"]
    return ", ".join(_(FLAG_WORDS[flag]) for flag in told or (flags.split() if level == "component" else ()))
