"""`cchc appeal`: from the self-score over the appraisals to the official points, and what can still be argued."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Composition, TableRow
from cchc_cli.model.blocks import Column, Fact, Figure, OfOne, Table
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.names import Names, with_filed
from cchc_cli.show.reports.composition import composition_json, index_line, with_kind
from cchc_cli.show.reports.sentences import listed, of_components, on_components
from cchc_cli.show.reports.unit_result import unit_report

STATUS = {
    "waiting": N_("not appraised yet"),
    "agreed": N_("agreed"),
    "raised": N_("raised"),
    "cut": N_("cut"),
    "partly": N_("partly won back"),
    "won_back": N_("won back"),
}
STEPS = ("cut", "won_back", "below", "arguable")
"""From a stage to another one; what did not change is none."""


@dataclass(frozen=True)
class Appeal:
    """What an appeal is about: `stages` of all components (see index.appeals), those that are `listed` of them."""

    names: Names
    framework: YearFramework
    notes: tuple[str, ...]
    unit: str
    stages: pd.DataFrame
    listed: pd.DataFrame
    first: bool
    """Whether there are points of a first appraisal."""
    composition: Composition
    """What the official index is made of."""
    registered: Mapping[str, float] = field(default_factory=dict)
    """The points that the unit's own registers give, by component."""
    inapplicable: Sequence[str] = ()
    """The components that the unit scored itself and that are not applicable to it."""
    appraised: bool = True
    """Whether anybody but the unit gave points; else the official ones follow from values alone."""

    @property
    def whose(self) -> tuple[Names, str, int]:
        """The names of everything, the unit and the year."""
        return self.names, self.unit, self.framework.year

    @property
    def disproved(self) -> list[str]:
        """What gets no more points from the unit's own registers than it has."""
        return self.stages["component"][self.stages["disproved"]].tolist()

    @cached_property
    def rows(self) -> pd.DataFrame:
        """What is listed, for scripts."""
        proofs = {leaf.id: "; ".join(leaf.node.evidence) for leaf in self.framework.leaves}
        return with_filed(self.names, self.framework, self.listed).assign(
            evidence=[proofs.get(each, "") for each in self.listed["component"]],
            appeal=[self.notes[position] for position in self.listed["appeal"]],
            note=[self.notes[position] for position in self.listed["note"]],
        )

    @property
    def is_component(self) -> "pd.Series[bool]":
        """Which stages are those of components, not of bonus and penalty points."""
        return self.stages["level"] == "component"

    def sum(self, stage: str) -> float | None:
        """The points of a stage; None where nobody gave any."""
        return float(self.stages[stage].sum()) if self.stages[stage].notna().any() else None

    @cached_property
    def compared(self) -> dict[str, float | int]:
        """Sums over what has a self-score and points of a later stage: self − cut + won_back = latest."""
        both = self.stages[self.stages["self"].notna() & self.stages["latest"].notna()]
        sums = {name: float(both[name].sum()) for name in ("self", "cut", "won_back", "latest")}
        components = both[both["level"] == "component"]
        counts = {"components": len(components), "by_score": int(components["score"].notna().sum())}
        return {**counts, "adjustments": len(both) - len(components), **sums}

    def split(self, stage: str) -> tuple[float, float]:
        """The points of a stage on components, and those of bonus and penalty."""
        sums = (self.stages.loc[rows, stage].sum() for rows in (self.is_component, ~self.is_component))
        on_components, adjusted = (round(float(each), numbers.EXACT) for each in sums)
        return on_components, adjusted

    def components(self, stage: str) -> int:
        """How many components have points of a stage; of a step those on which there was one."""
        points = self.stages.loc[self.is_component, stage]
        return int(((points > 0) if stage in STEPS else points.notna()).sum())

    @property
    def extra(self) -> dict[str, object]:
        """What scripts get beside the rows."""
        stages = self.stages
        return {
            "unit": self.unit,
            **{stage: self.sum(stage) for stage in ("self", "appraised1", "score")},
            **{name: float(stages[name].sum()) for name in ("cut", "won_back", "arguable")},
            "components": self.components("arguable"),
            "compared": self.compared,
            "registered": {each: self.registered[each] for each in self.rows["component"] if each in self.registered},
            "disproved": self.disproved,
            "not_official": list(stages["component"][stages["score"].isna() & self.is_component]),
            "composition": composition_json(self.composition),
        }


def appeal_report(appeal: Appeal) -> Report:
    """Self-score, appraisals, explanation and official points, component by component."""
    return replace(
        unit_report("appeal", _("From the self-score to the official points"), appeal.whose, appeal.rows),
        facts=tuple(_facts(appeal)),
        tables=(_table(appeal),) if len(appeal.rows) else (),
        notes=tuple(_notes(appeal)),
        extra=appeal.extra,
    )


def pending(appeal: Appeal) -> list[str]:
    """What is said of components without official points: compared with the first appraisal, with nothing, or NA."""
    names, stages = appeal.names, appeal.stages
    open_ones, first = stages["score"].isna() & appeal.is_component, stages["appraised1"].notna()
    by_values = _("Nobody has appraised the unit yet: the official points follow from the values in the scores.")
    return [
        *([] if appeal.appraised or stages["score"].isna().all() else [by_values]),
        *of_components(
            "{count} component has no official points yet and is compared with the first appraisal: {components}.",
            "{count} components have no official points yet and are compared with the first appraisal: {components}.",
            names,
            stages["component"][open_ones & first].tolist(),
        ),
        *of_components(
            "{count} component has not been appraised yet and is in no comparison: {components}.",
            "{count} components have not been appraised yet and are in no comparison: {components}.",
            names,
            stages["component"][open_ones & ~first].tolist(),
        ),
        *of_components(
            "{count} component with a self-score is not applicable to the unit (NA) and is left out: {components}.",
            "{count} components with a self-score are not applicable to the unit (NA) and are left out: {components}.",
            names,
            appeal.inapplicable,
        ),
    ]


def _table(appeal: Appeal) -> Table:
    rows = appeal.rows
    frame = rows.assign(
        shown=named(appeal.names, rows),
        max=rows["max"].where(rows["level"] == "component"),
        status_shown=[_status(line) for line in rows.to_dict("records")],
    )
    shown = columns(
        "component_id shown max self appraised1 score" if appeal.first else "component_id shown max self score",
        column("cut", only="sheet"),
        column("won_back", only="sheet"),
        "arguable",
        Column("status_shown", _("Status"), fold="= "),
        "owner note",
        Column("appeal", _("Explanation"), fold="« "),
        Column("evidence", _("Proof"), fold=_("Proof") + ": "),
    )
    return Table(frame, shown)


def named(names: Names, rows: pd.DataFrame) -> list[str]:
    """What rows are about."""
    return [with_kind(names, each, level) for each, level in zip(rows["component"], rows["level"], strict=True)]


def _status(line: TableRow) -> str:
    """What became of a self-score, and how: `partly won back: 5.00 − 2.00 + 1.00 = 4.00`."""
    status = line["status"]
    text = _(STATUS[status]) if status else ""
    if status in ("", "waiting"):
        return text
    if "score" not in line["stages"].split():
        text = _("{status}, not official yet", status=text)
    changes = [sign * line[key] for key, sign in (("cut", -1), ("won_back", 1)) if line[key]]
    if not changes:
        return text
    own, *steps, latest = numbers.addition(line["self"], *changes, most=line["max"] or None)
    signed = (f"{'−' if change < 0 else '+'} {step}" for change, step in zip(changes, steps, strict=True))
    return f"{text}: {' '.join([own, *signed])} = {latest}"


def _facts(appeal: Appeal) -> Iterable[Fact]:
    stages, component, together = appeal.stages, appeal.is_component, appeal.compared
    left = int((component & stages["score"].isna()).sum())

    def fact(label: str, points: float | None, stage: str, more: int = 0) -> Fact:
        (own, adjusted), where = appeal.split(stage), on_components(appeal.components(stage))
        if more:
            where = n_(
                "{components}; {count} not scored yet", "{components}; {count} not scored yet", more, components=where
            )
        if adjusted:
            has_components = own or appeal.components(stage)
            text = N_("{points} {components}, {adjusted} bonus and penalty")
            text = text if has_components else N_("{adjusted} bonus and penalty")
            where = _(text, points=numbers.points(own), components=where, adjusted=numbers.points(adjusted))
        return Fact(label, Figure(math.nan if points is None else points, "points"), where)

    yield fact(_("Self-score"), appeal.sum("self"), "self")
    if appeal.first:
        yield fact(_("First appraisal"), appeal.sum("appraised1"), "appraised1")
    yield fact(_("Official"), appeal.sum("score"), "score", left)
    yield fact(_("Cut"), together["cut"], "cut")
    if together["won_back"] or appeal.first:
        yield fact(_("Won back"), together["won_back"], "won_back")
    yield fact(_("More asked for"), float(stages["arguable"].sum()), "arguable")
    if together["components"]:
        text = N_("self-score − cut + won back = latest points, {components} with a self-score and an appraisal")
        told = [_(text, components=on_components(int(together["components"])))]
        if more := int(together["adjustments"]):
            told.append(
                n_("{count} bonus or penalty is in the sums", "{count} bonuses and penalties are in the sums", more)
            )
        own, cut, back, latest = numbers.addition(together["self"], -together["cut"], together["won_back"])
        yield Fact(_("Check"), f"{own} − {cut} + {back} = {latest}", "; ".join(told))


def _notes(appeal: Appeal) -> Iterable[str]:
    stages, is_appraised = appeal.stages, appeal.stages["latest"].notna()
    if not stages["self"].notna().any() and not appeal.inapplicable:
        yield _("The unit has not scored itself in this year: put its points into the column self.")
        return
    yield from pending(appeal)
    yield from of_components(
        "{count} component has points but no self-score and is in no comparison: {components}.",
        "{count} components have points but no self-score and are in no comparison: {components}.",
        appeal.names,
        stages["component"][stages["self"].isna() & is_appraised].tolist(),
    )
    if not is_appraised.any():
        yield _("Nothing has been appraised yet, so there is nothing to argue.")
        return
    yield from of_components(
        "{count} bonus or penalty that the unit did not score itself counts as 0 in its self-score: {components}.",
        "{count} bonuses and penalties that the unit did not score itself count as 0 in its self-score: {components}.",
        appeal.names,
        stages["component"][stages["unnamed"] & ~appeal.is_component & (stages["self"] == 0)].tolist(),
    )
    yield from index_line(appeal.composition, appeal.framework.index.rounding)
    yield from _of_arguable(appeal, stages["component"][stages["arguable"] > 0].tolist())


def _of_arguable(appeal: Appeal, argued: Sequence[str]) -> Iterable[str]:
    if not (appeal.stages["below"] > 0).any():
        yield _("Nothing is left to argue: no points are under the self-score.")
        return
    text = N_("The unit's own registers give no more points than the appraisal did on {lines}.")
    yield from _disproved_note(appeal, text, [each for each in appeal.disproved if each in argued])
    yield from left_out_note(appeal)
    yield _("More asked for: what the unit gave itself above the latest points.")
    unproven = {leaf.id for leaf in appeal.framework.leaves if not leaf.node.evidence}
    notes = of_components(
        "{count} arguable component names no evidence in the criteria: {components}.",
        "{count} arguable components name no evidence in the criteria: {components}.",
        appeal.names,
        [each for each in argued if each in unproven],
    )
    yield from map(OfOne, notes)


def left_out_note(appeal: Appeal) -> list[str]:
    """What the unit can't ask for, as its own registers disprove it and nobody has explained it."""
    text = N_("Not asked for, as the unit's own registers give no more points than the appraisal did: {lines}.")
    left = appeal.stages["disproved"] & (appeal.stages["arguable"] == 0)
    return _disproved_note(appeal, text, appeal.stages["component"][left].tolist())


def _disproved_note(appeal: Appeal, text: str, components: Sequence[str]) -> list[str]:
    """A text on components for which the unit's own registers give no more than it has, where there are any."""
    own = dict(zip(appeal.stages["component"], map(numbers.points, appeal.stages["self"]), strict=True))
    line = N_("{component} (self-score {own}, register {points})")
    told = [
        _(line, component=appeal.names.titled(each), own=own[each], points=numbers.points(appeal.registered[each]))
        for each in components
    ]
    return [_(text, lines=listed(told, "component"))] if told else []
