"""`cchc gaps`: the lost points, largest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from cchc_cli.messages import N_, _, grouped, n_
from cchc_cli.model.analysis import Composition, NextPoints
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.columns import FLAGS, GAPS, GAPS_BY
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.names import Names, with_filed
from cchc_cli.show.reports.charts import lost_pareto
from cchc_cli.show.reports.composition import adjustment_label, composition_json, index_line
from cchc_cli.show.reports.unit_result import unit_report

NEXT, MAIN_NEXT = 5, 3
"""So many lines say what the next points need, and so many components a line of another command."""
FLAG_WORDS = {
    "below_max": N_("below max"),
    "dropped": N_("dropped"),
    "rank_dropped": N_("rank fell"),
    "low": N_("low"),
    "chronic": N_("chronic"),
}
SOURCES = {
    "appraisal": N_("appraisal"),
    "self": N_("self-assessment"),
    "survey": N_("survey"),
    "register": N_("register"),
}


def gaps_rows(
    names: Names, framework: YearFramework, gaps: pd.DataFrame, notes: tuple[str, ...], composition: Composition
) -> pd.DataFrame:
    """Rows of `lost_points`, whose `note` is a position in `notes`, as scripts get them, and `shown` for people."""
    labels = {line["id"]: adjustment_label(names, line) for line in composition.adjustments.to_dict("records")}
    rows = with_filed(names, framework, gaps.assign(note=[notes[position] for position in gaps["note"]]))
    return rows.assign(shown=[labels.get(each) or names.node(each) for each in gaps["component"]])


def gaps_report(names: Names, rows: pd.DataFrame, unit: str, context: "GapsContext") -> Report:
    """`rows` are those of `gaps_rows` that were asked for.

    They may have a full_share: the part of the group's units that have full points.
    """
    peers = "full_share" in rows

    table = Table(
        rows.assign(
            area=rows["area"].replace("penalty", _("Penalty")),
            cum=rows["cum_share"] * 100,
            full=100 * rows["full_share"] if peers else None,
            flags_shown=[
                _words(flags) if scored else _("not scored yet")
                for flags, scored in zip(rows["flags"], rows["scored"], strict=True)
            ],
        ),
        columns(
            "component_id shown",
            column("area", key="area", only="sheet"),
            "owner got",
            column("lost", of="max"),
            "cum",
            *((Column("full", _("Full, %"), "percent"),) if peers else ()),
            Column("flags_shown", _("Flags")),
            "note",
        ),
    )
    return context.report(names, unit, rows, (*GAPS, "full_share") if peers else GAPS, table)


def gaps_by_report(names: Names, groups: pd.DataFrame, unit: str, context: "GapsContext") -> Report:
    """`groups` are lost points summed by area, owner or source (`context.by`)."""
    by = context.by
    ids = groups["id"].fillna("")
    kind = {"area": "node"}.get(by, by)
    filed = ids if by == "source" else [names.filed(kind, each) for each in ids]
    rows = groups.assign(by=by, id=ids, name=filed)
    heading = {"area": _("Area"), "owner": _("Owner"), "source": _("Source")}[by]
    table = Table(
        rows.assign(
            id=ids.where(ids != "penalty", ""),
            shown=[_group(names, kind, each) for each in ids],
            part=groups["share"] * 100,
            cum=groups["cum_share"] * 100,
        ),
        columns(
            *(("id",) if by == "area" else ()),
            Column("shown", heading),
            Column("components", _("Components"), "count"),
            "lost",
            column("percent", key="part"),
            "cum",
        ),
    )
    return context.report(names, unit, rows, GAPS_BY, table)


def _group(names: Names, kind: str, identity: str) -> str:
    """What people call an area, an owner or a source of lost points."""
    if identity == "penalty":
        return _("Penalty")
    if not identity:
        return _("(none named)")
    return _(SOURCES[identity]) if kind == "source" else names.called(kind, identity)


def next_points_table(names: Names, steps: Sequence[NextPoints]) -> Table:
    """A line a component, of the few that gain most: the value or option that gets the next points."""
    lines = [
        {"component": each.component, "shown": names.node(each.component), "now": _now(each)}
        | {"needed": _needed(each), "gain": each.gain}
        for each in steps[:NEXT]
    ]
    return Table(
        pd.DataFrame(lines),
        columns(
            "component_id shown",
            *((Column("now", _("Value")),) if any(line["now"] for line in lines) else ()),
            Column("needed", _("Needed")),
            Column("gain", _("Gain"), "change"),
        ),
        title=_("What the next points need"),
    )


def next_points_fact(steps: Sequence[NextPoints]) -> list[Fact]:
    """The few that gain most on a line, by their ids: `cchc gaps` has all with their names."""
    told = [f"{each.component} {_needed(each)} ({numbers.signed(each.gain)})" for each in steps[:MAIN_NEXT]]
    return [Fact(_("Next points"), "; ".join(told))] if told else []


def _needed(step: NextPoints) -> str:
    """A value or an option that gets the next points."""
    return step.option or (f"{step.needed.sign} {numbers.short(step.needed.value)}" if step.needed else "")


def _now(step: NextPoints) -> str:
    return numbers.short(step.value) if isinstance(step.value, float) else step.value or ""


@dataclass(frozen=True)
class GapsContext:
    """What all lost points of the unit come to, whatever part of them is listed."""

    year: int
    since: int | None
    everything: pd.DataFrame
    cover: int
    by: str
    composition: Composition
    decimals: int | None
    notes: list[str]
    next_points: list[Table] = field(default_factory=list)
    """What the next points of single components need, where anything is known of them."""

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

    def report(self, names: Names, unit: str, rows: pd.DataFrame, columns: tuple[str, ...], table: Table) -> Report:
        """The report around a table of lost points."""
        return replace(
            unit_report("gaps", _("Lost points"), (names, unit, self.year), rows, columns),
            facts=tuple(self._facts()),
            tables=(table, *self.next_points) if len(rows) else (),
            charts=lambda: lost_pareto(self._labels(table), rows["lost"].tolist()),
            notes=(
                *self.notes,
                *self._peers(columns),
                *index_line(self.composition, self.decimals),
                self._last_line(len(rows)),
            ),
            extra={
                "unit": unit,
                "since": self.since,
                "lost": self.lost,
                "components": self.components,
                "penalty": self.penalty,
                "cover_80": self.cover,
                "composition": composition_json(self.composition),
            },
        )

    def _facts(self) -> Iterable[Fact]:
        where = n_("on {count} component", "on {count} components", self.components)
        waiting = float(self.everything.loc[~self.everything["scored"], "lost"].sum())
        if waiting:
            where += "; " + _("{points} of them not scored yet", points=numbers.points(waiting))
        if (self.everything["level"] == "penalty").any():
            where += "; " + _("{points} of them by penalty", points=numbers.points(self.penalty))
        yield Fact(_("Lost"), Figure(self.lost, "points", _("{points} points", points=SLOT)), where)
        counts = {flag: int(self.everything[flag].sum()) for flag in FLAGS}
        words = ", ".join(f"{_(FLAG_WORDS[flag])} {grouped(number)}" for flag, number in counts.items() if number)
        if words:
            yield Fact(_("Flags"), words, _("compared with {year}", year=self.since) if self.since else "")

    def _labels(self, table: Table) -> list[str]:
        """What the lost points are counted by, as people know it."""
        frame = table.frame
        ids = {"component": "component", "area": "id"}.get(self.by)
        return (frame["shown"] if ids is None else (frame[ids] + " " + frame["shown"]).str.strip()).tolist()

    def _peers(self, columns: tuple[str, ...]) -> list[str]:
        if "full_share" not in columns:
            return []
        return [_("Full, %: the part of the group's units that have full points on the component.")]

    def _last_line(self, listed: int) -> str:
        if not self.composition.max:
            return _("No component applies to the unit in this year.")
        if self.everything.empty:
            return _("No points were lost: every component is at its maximum.")
        if not listed:
            return _("No lost component fits what was asked for.")
        text = n_(
            "{cover} of {all} components covers 80% of the lost points.",
            "{cover} of {all} components cover 80% of the lost points.",
            self.cover,
            cover=self.cover,
            all=len(self.everything),
        )
        if (self.everything["level"] == "penalty").any():
            text = _(
                "{cover} of {count} components and penalties cover 80% of the lost points.",
                cover=self.cover,
                count=len(self.everything),
            )
        return text


def _words(flags: str) -> str:
    # Every row here is below its maximum, so the word would say nothing beside the others.
    told = [flag for flag in flags.split() if flag != "below_max"]
    return ", ".join(_(FLAG_WORDS[flag]) for flag in told or flags.split())
