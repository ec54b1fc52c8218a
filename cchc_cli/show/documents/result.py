"""`cchc report result`: the report on a year's result."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Passing
from cchc_cli.model.blocks import Chart, Column, Table
from cchc_cli.model.columns import EXPLAIN, GAPS, KEEP, SCORE
from cchc_cli.model.plans import Candidate
from cchc_cli.model.report import Charts, Report, Section, SectionPart, Sheet
from cchc_cli.model.tasks import Task
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.documents.general import area_parts, areas_of, full_areas, general, missing
from cchc_cli.show.documents.letterhead import BLANK, Letterhead, within
from cchc_cli.show.documents.tables import said, task_table
from cchc_cli.show.names import Names, records
from cchc_cli.show.reports.charts import MOST_CAUSES, lost_pareto, task_timeline
from cchc_cli.show.reports.composition import index_line
from cchc_cli.show.reports.explain import explain_summary, rank_notes
from cchc_cli.show.reports.explanation import Explanation, changes_table
from cchc_cli.show.reports.gaps import Losses, open_column, told_apart
from cchc_cli.show.reports.rank_sentences import rank_in_words
from cchc_cli.show.reports.score import Scored, self_score_json
from cchc_cli.show.reports.sentences import listed, overdue_on, unscored_sentence
from cchc_cli.show.reports.unit_result import UnitResult, unit_report


@dataclass(frozen=True)
class YearResult:
    """A year's result by area, and what `keep`, `gaps` and `explain` know of it.

    `kept` and `gaps` are the rows of these commands, `losses` what all lost points come to. `tasks` are the open ones
    of the plan that is filed for the year after, by their `ids`, beside `done` others, some of them `overdue` on `day`;
    without one what can be done about the losses that make four fifths of all. `ranks` is the chart of the ranks over the years.
    """

    score: Scored
    kept: pd.DataFrame
    gaps: pd.DataFrame
    losses: Losses
    found: Explanation
    components: int
    tasks: list[Candidate]
    ids: list[str]
    done: int
    day: date
    overdue: list[Task]
    ranks: Charts

    @property
    def standing(self) -> UnitResult:
        """Where the unit is."""
        return self.score.standing

    @property
    def year(self) -> int:
        """The year that is reported on."""
        return self.score.year

    @property
    def is_filed(self) -> bool:
        """Whether there is a plan for the year after."""
        return bool(self.ids or self.done)

    @property
    def deadlines(self) -> list[date]:
        """Of the tasks, those that are still to come."""
        return [each.due for each in self.tasks if each.due and not (self.is_filed and each.due < self.day)]


def result_document(result: YearResult, head: Letterhead) -> Report:
    """Result, areas, what to keep, what was lost and why, the change of rank, and what comes next."""
    names = result.standing.names
    sheet = head.report_on_year(
        names.index,
        result.year,
        _("Result of the {index}, {year}", index=names.index, year=result.year),
        Section(_("General result"), tuple(general(result.standing, result.found, result.score.self_score))),
        Section(_("Result by area"), tuple(area_parts(result.standing, result.score)), _("By area")),
        Section(_("What has full points and must be kept"), tuple(kept_parts(result)), _("To be kept")),
        Section(_("What lost points, and why"), tuple(_lost(result)), _("Lost points")),
        Section(_("Why the index and the rank changed"), tuple(_change(result)), _("Changes")),
        Section(_("Tasks ahead"), tuple(_ahead(result))),
    )
    report = result_report("report result", result, sheet)
    return replace(report, pictures=lambda: (*pareto(result), *result.ranks(), *_timeline(result)))


def result_report(command: str, result: YearResult, sheet: Sheet, **more: object) -> Report:
    """A document on a year's result, with `more` for scripts."""
    whose = result.standing.names, result.standing.unit, result.year
    report = unit_report(command, sheet.title, whose, result.score.rows, SCORE)
    return replace(report, extra=_json(result) | more, sheets=(sheet,), cards=result.score.facts)


def _timeline(result: YearResult) -> tuple[Chart, ...]:
    """The tasks ahead over time, by the components that they are for: proposals, whatever becomes of them."""
    tasks = [
        {"id": identity, "action": each.action, "owner": each.owner, "due": each.due_text, "effort": each.effort}
        for identity, each in zip(result.ids or [each.component for each in result.tasks], result.tasks, strict=True)
    ]
    title = _("Timeline of the plan") if result.ids else _("Timeline of the proposed tasks")
    return task_timeline(result.standing.names, pd.DataFrame(tasks), None, title) if tasks else ()


def _json(result: YearResult) -> dict[str, object]:
    areas = areas_of(result.score.rows)
    kept = result.kept
    return {
        **result.score.extra,
        "scored_percent": result.standing.scored_percent,
        "missing": missing(result.standing, result.found),
        "scale": result.standing.settings.scale,
        "low": result.standing.settings.low,
        "components": result.components,
        "self_score": self_score_json(result.score.self_score),
        "areas": {"count": int((areas["max"] > 0).sum()), "full": len(full_areas(areas))},
        "kept": {"components": len(kept), "points": kept["points"].sum(), "rows": records(kept, KEEP)},
        "lost": {
            "components": result.losses.components,
            "points": result.losses.lost,
            "penalty": result.losses.penalty,
            **result.losses.sums(),
            "flags": result.losses.flags(),
            "main": {"components": result.losses.cover, "percent": result.losses.covered},
            "rows": records(result.gaps, GAPS),
        },
        "unscored": result.losses.sums()["open"],
        "explain": {**result.found.extra, "rows": records(result.found.rows, EXPLAIN)},
        "tasks": [
            {"id": identity, "component": each.component, "action": each.action,
             "product": each.product or None, "owner": each.owner or None, "due": each.due_text or None}
            for identity, each in zip(result.ids or [""] * len(result.tasks), result.tasks, strict=True)
        ],
        "done": result.done,
        "overdue": [each.id for each in result.overdue],
        "filed": result.is_filed,
    }  # fmt: skip


def pareto(result: YearResult, most: int = MOST_CAUSES) -> tuple[Chart, ...]:
    """Where the points were lost, `most` causes apart."""
    deducted = result.losses.deducted
    labels = [result.standing.names.titled(each) for each in deducted["component"]]
    return lost_pareto(labels, deducted["lost"].tolist(), most)


def kept_sentence(result: YearResult) -> Iterable[str]:
    """How many components have full points, if any."""
    rows = result.kept
    if kept := len(rows):
        yield n_(
            "{kept} of {count} components has full points, {points} points in all; they are to be kept.",
            "{kept} of {count} components have full points, {points} points in all; they are to be kept.",
            kept,
            kept=kept,
            count=result.components,
            points=numbers.points(float(rows["points"].sum())),
        )


def kept_parts(result: YearResult) -> Iterable[SectionPart]:
    """How many components have full points, and which of each area."""
    rows, names = result.kept, result.standing.names
    yield from kept_sentence(result)
    if not len(rows):
        yield _("No component has full points.")
        return
    by_area = rows.groupby("area", sort=False)
    order = {area: place for place, area in enumerate(result.score.rows["id"])}
    told = [
        {"shown": names.node(str(area)), "count": len(part), "points": float(part["points"].sum()),
         "components": "; ".join(map(names.titled, names.in_order(part["component"]))), "order": order[area]}
        for area, part in by_area
    ]  # fmt: skip
    yield Table(
        pd.DataFrame(told).sort_values("order"),
        columns(
            Column("shown", _("Area")),
            Column("components", _("Components with full points")),
            Column("count", _("Number"), "count"),
            "points",
        ),
    )


def _lost(result: YearResult) -> Iterable[SectionPart]:
    if not len(result.gaps):
        yield _("No points were lost: every component is at its maximum.")
        return
    yield lost_sentence(result)
    yield from weaknesses(result)
    yield _lost_table(result)


def lost_sentence(result: YearResult) -> str:
    """How many points were taken off, how few components make most of it, and what is not scored yet."""
    losses, waiting = result.losses, result.losses.open
    if losses.deducted.empty:
        sentence = n_(
            "{count} component worth {points} points is not scored yet.",
            "{count} components worth {points} points are not scored yet.",
            len(waiting),
            points=numbers.points(float(waiting["lost"].sum())),
        )
        return sentence if result.standing.is_unscored else sentence + " " + _("No points were lost on the others.")
    sentence = n_(
        "{count} component lost {points} points.",
        "{count} components lost {points} points in all.",
        len(losses.weak),
        points=numbers.points(float(losses.weak["lost"].sum())),
    )
    if losses.penalty:
        text, points = N_("With {penalty} points of penalty {points} points were lost."), losses.deducted["lost"].sum()
        sentence += " " + _(text, penalty=numbers.points(losses.penalty), points=numbers.points(float(points)))
    if losses.cover < len(losses.deducted):
        sentence += " " + _largest(losses)
    if len(waiting):
        names, points = result.standing.names, float(waiting["lost"].sum())
        sentence += " " + unscored_sentence(names, waiting["component"].tolist(), points)
    return sentence


def _largest(losses: Losses) -> str:
    """How few components, and penalties, make most of what was lost."""
    percent = numbers.percent(losses.covered)
    penalties = int((losses.deducted["level"].head(losses.cover) == "penalty").sum())
    if penalties:
        return n_(
            "The largest, a penalty, makes {percent}% of all lost points.",
            "The {count} largest, with {penalties} by penalty, make {percent}% of all lost points.",
            losses.cover,
            penalties=penalties,
            percent=percent,
        )
    return n_(
        "The largest makes {percent}% of all lost points.",
        "The {count} largest make {percent}% of all lost points.",
        losses.cover,
        percent=percent,
    )


def with_reasons(result: YearResult) -> pd.DataFrame:
    """The rows of `gaps`, what is open apart; the reason of what is not scored yet is that it is not."""
    rows = told_apart(result.gaps)
    return rows.assign(note=rows["note"].where(rows["scored"].astype(bool), _("not scored yet")))


def _lost_table(result: YearResult) -> Table:
    frame = with_reasons(result)
    listed = columns(
        column("component_id", label=_("Id")),
        "shown got",
        column("lost", of="max"),
        open_column(frame),
        Column("note", _("Reason"), blank=BLANK),
        column("owner", fold=None),
    )
    return Table(
        frame,
        said(frame, *listed),
        total={"shown": _("Total"), "lost": float(frame["lost"].sum()), "open": float(frame["open"].sum())},
        after=tuple(index_line(result.standing.composition, result.standing.settings.rounding)),
    )


def weaknesses(result: YearResult) -> Iterable[str]:
    """How many components have each weakness that a review asks for."""
    counts, told = result.losses.flags(), {"year": result.standing.since}
    low = numbers.short(result.standing.settings.low)
    texts = {
        "dropped": _("{count} fell compared with {year}", count=counts["dropped"], **told),
        "rank_dropped": _("{count} fell in rank", count=counts["rank_dropped"]),
        "low": n_(
            "{count} is under {low}% of its points", "{count} are under {low}% of their points", counts["low"], low=low
        ),
        "chronic": _("{count} lost points in {year} as well", count=counts["chronic"], **told),
    }
    if parts := [text for flag, text in texts.items() if counts[flag]]:
        yield _("Of the components that lost points, {parts}.", parts="; ".join(parts))


def _change(result: YearResult) -> Iterable[SectionPart]:
    if result.found.change is None:
        return
    yield explain_summary(result.found)
    yield from rank_notes(result.standing, result.found.change)
    names = result.standing.names
    for passings, text in (
        (result.found.change.overtaken_by, N_("Units that passed: {units}.")),
        (result.found.change.overtook, N_("Units that were passed: {units}.")),
    ):
        if passings:
            yield _(text, units=listed([_passing(names, each) for each in passings], "unit"))
    labels = {"id": _("Id"), "contribution": _("Rise or fall"), "status": _("Note")}
    for moved in changes_table(result.found, result.found.change):
        shown = [replace(each, label=labels.get(each.key, each.label)) for each in moved.columns]
        yield replace(moved, columns=tuple(sorted(shown, key=lambda each: each.key == "status")), title="", name="")


def _passing(names: Names, passing: Passing) -> str:
    before, now = map(rank_in_words, (passing.previous_rank, passing.rank), passing.ties)
    return _("{unit} ({before}, now {now})", unit=within(names.unit(passing.unit)), before=before, now=now)


def _ahead(result: YearResult) -> Iterable[SectionPart]:
    yield from tasks_ahead(result)
    if result.tasks:
        yield _(
            "- Review progress every quarter, report on tasks that are late with their reasons, and correct the plan."
        )


def tasks_ahead(result: YearResult) -> Iterable[SectionPart]:
    """What is left of the plan or is proposed, then what is to be kept: before signatures lines flow better than rows."""
    if result.is_filed and not result.tasks:
        yield _("- All tasks of the plan for {year} are done: keep what they won.", year=result.year + 1)
    elif result.tasks:
        text = N_("- Put right what lost the most points, by these tasks in {year}:")
        if result.done:
            text = N_("- Carry out what is left of the plan for {year} (tasks done: {done}):")
        elif result.ids:
            text = N_("- Carry out the plan for {year}, which has these tasks:")
        yield from (f"- {each}" for each in overdue_on(result.standing.names, result.day, result.overdue))
        yield _(text, year=result.year + 1, done=result.done)
        yield task_table(result.standing.names, result.tasks, result.ids)
    if len(result.kept):
        yield _("- Keep the components that have full points; whoever answers for them reviews them in every period.")
