"""`cchc report plan`: the plan that follows from a year's result."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Place
from cchc_cli.model.blocks import Table
from cchc_cli.model.report import Report, Section, SectionPart
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.documents.general import rating_and_rank, rating_told
from cchc_cli.show.documents.letterhead import BLANK, Letterhead, within
from cchc_cli.show.documents.tables import task_table
from cchc_cli.show.reports.plan import Planned, plan_base, plan_facts, plan_timeline
from cchc_cli.show.reports.rank_sentences import rank_in_words
from cchc_cli.show.reports.sentences import (
    assumed_gains,
    assumed_note,
    joined,
    listed,
    listed_components,
    unscored_sentence,
)
from cchc_cli.show.reports.unit_result import UnitResult


@dataclass(frozen=True)
class PlanAndResult:
    """A plan, and the result that it answers. `is_filed`: it is data/tasks.csv's; `kept`: components with full points."""

    standing: UnitResult
    planned: Planned
    kept: int
    is_filed: bool

    @property
    def answered(self) -> int:
        """For how many of the components that lost points there are tasks."""
        return len({step.candidate.component for step in self.planned.plan.steps} & self.deducted.keys())

    @property
    def deducted(self) -> dict[str, float]:
        """What was taken off."""
        return {key: points for key, points in self.planned.lost.items() if key not in self.planned.unscored}

    @property
    def waiting(self) -> dict[str, float]:
        """What is still to be scored."""
        return {key: points for key, points in self.planned.lost.items() if key in self.planned.unscored}


def plan_document(found: PlanAndResult, head: Letterhead) -> Report:
    """Purpose, tasks, what they are expected to bring, and who carries them out."""
    standing, planned = found.standing, found.planned
    subject = _(
        "Putting right what cost points and raising the {index}, {year}", index=standing.names.index, year=planned.year
    )
    told = {"before": planned.year - 1, "year": planned.year, "issuer": within(head.issuer)}
    text = N_("Following the result of {before} ({result}), {issuer} issues the plan for {year}:")
    opening = _(text, result=_result(standing), **told)
    closing = _("Whoever meets difficulties in carrying out this plan reports to {issuer} in time.", **told)
    sheet = head.sheet(
        head.frame(_("Plan"), subject, "KH", to=False),
        opening,
        Section(_("Purpose and requirements"), tuple(_purpose(found))),
        Section(_("Tasks"), tuple(_tasks(found))),
        Section(_("Expected result"), tuple(_expected(found))),
        Section(_("Carrying out"), tuple(_owners(found))),
        closing=closing,
    )
    report = plan_base(standing, planned)
    return replace(
        report,
        command="report plan",
        title=sheet.title,
        extra=report.extra | _extra(found, report.extra["totals"]),
        sheets=(sheet,),
        notes=tuple(_notes(found)),
        cards=tuple(plan_facts(standing, planned)),
        pictures=lambda: plan_timeline(standing, report.rows),
    )


def _extra(found: PlanAndResult, totals: dict[str, object]) -> dict[str, object]:
    """What the document says beside what `cchc plan` does, the totals of which it has as well."""
    planned, standing = found.planned, found.standing
    names = ("index", "index_best", "rating", "rating_best", "rank", "rank_best", "rank_worst", "provisional")
    result = {name: standing.line[name] for name in names}

    def components(lost: Mapping[str, float]) -> dict[str, object]:
        return {"components": len(lost), "points": sum(lost.values())}

    lost = {"left": planned.all_lost - planned.plan.points, "answered": found.answered}
    return {
        "totals": totals | {"tasks": len(planned.plan.steps), "owners": len(planned.owners)},
        "result": result | {"ranked": standing.ranked, "units": len(standing.results)},
        "scale": standing.settings.scale,
        "goal": planned.goal,
        "lost": components(planned.lost) | lost | {"deducted": components(found.deducted)},
        "unscored": components(found.waiting),
        "kept": found.kept,
        "filed": found.is_filed,
    }


def _result(standing: UnitResult) -> str:
    """76.08 of 100 points, rating Fair, rank 14 of 18."""
    line, scale = standing.line, numbers.short(standing.settings.scale)
    points = _("{value} of {scale} points", value=standing.number(line["index"]), scale=scale)
    # The ranks that may still come of a provisional one have brackets of their own.
    more = [_("provisional"), *rating_told(standing)] if line["provisional"] else rating_and_rank(standing)
    return ", ".join([points, *more])


def _purpose(found: PlanAndResult) -> Iterable[str]:
    parts, answered, year = [], found.answered, found.planned.year - 1
    if answered:
        text = N_("put right {answered} of the {count} components that lost {points} points in {year}")
        if answered == len(found.deducted):
            text = N_("put right all components that lost {points} points in {year} ({count})")
        lost = numbers.points(sum(found.deducted.values()))
        parts.append(_(text, answered=answered, count=len(found.deducted), points=lost, year=year))
    if kept := found.kept:
        parts.append(n_("keep {count} component at its maximum", "keep {count} components at their maximum", kept))
    if parts:
        yield _("- Purpose: {parts}.", parts=joined(parts))
    if found.waiting:
        told = unscored_sentence(found.standing.names, list(found.waiting), sum(found.waiting.values()))
        yield _("- The result of {year} is provisional: {sentence}", year=year, sentence=told)
    if found.planned.goal:
        yield _("- Goal: {goal}.", goal=found.planned.goal)
    yield _("- Requirements: every task has a product, an owner and a deadline; progress is checked and reported.")


def _tasks(found: PlanAndResult) -> Iterable[SectionPart]:
    planned, names = found.planned, found.standing.names
    steps = planned.plan.steps
    if not steps:
        yield _("There is no task in this plan.")
        return
    yield n_("The plan has {count} task:", "The plan has {count} tasks:", len(steps))
    # What data/tasks.csv does not have bears no id: another plan may give it to another task.
    ids = planned.ids if found.is_filed else ()
    yield task_table(names, [step.candidate for step in steps], ids, gain=True)


def _notes(found: PlanAndResult) -> Iterable[str]:
    """What its author has still to look at: no part of the paper."""
    planned, names = found.planned, found.standing.names
    assumed, steps = planned.where("assumed_gain"), planned.plan.steps
    if found.is_filed:
        yield from assumed_note(assumed)
        yield from _incomplete(planned)
    elif assumed:
        yield assumed_gains()
    generic = [step.candidate.component for step in steps if step.candidate.generic]
    if generic:
        yield _("The tasks on {components} are still to be put in words.", components=listed_components(names, generic))


def _incomplete(planned: Planned) -> Iterable[str]:
    """What the tasks of a file do not say, and every task is to have."""
    steps = list(zip(planned.ids, planned.plan.steps, strict=True))

    def without(key: str) -> str:
        return listed([i for i, step in steps if not getattr(step.candidate, key)], "task")

    texts = {"product": N_("no product: {tasks}"), "owner": N_("no owner: {tasks}"), "due": N_("no deadline: {tasks}")}
    if parts := [_(text, tasks=tasks) for key, text in texts.items() if (tasks := without(key))]:
        yield _("Still to be completed: {parts}.", parts="; ".join(parts))


def _expected(found: PlanAndResult) -> Iterable[str]:
    standing, planned = found.standing, found.planned
    line = standing.line
    if not planned.plan.steps or math.isnan(line["index"]):
        return
    end = planned.standings[-1]
    lost, waiting = (numbers.points(sum(points.values())) for points in (found.deducted, found.waiting))
    text = N_(
        "Once all tasks are done, {points} of {lost} lost points are won back; the index goes from {before} to {after}."
    )
    if planned.is_for_open:
        text = N_(
            "Once all tasks are done, {points} points are won of {lost} lost and {waiting} not scored yet; the index goes "
            "from {before} to {after}."
        )
    won, before, after = numbers.points(planned.plan.points), standing.number(line["index"]), standing.number(end.index)
    yield _(text, points=won, lost=lost, waiting=waiting, before=before, after=after)
    yield from _rating_and_rank(standing, end)


def _rating_and_rank(standing: UnitResult, end: Place) -> Iterable[str]:
    line = standing.line
    if end.rating:
        before, after = (standing.names.rating(each) or numbers.MISSING for each in (line["rating"], end.rating))
        text = N_("The rating stays {after}.") if before == after else N_("The rating goes from {before} to {after}.")
        yield _(text, before=before, after=after)
    if not math.isnan(line["rank"]):
        before, after = rank_in_words(line["rank"], tied=line["tied"]), rank_in_words(end.rank, tied=end.tied)
        text = N_("If the other units keep their results, the unit goes from {before} to {after}.")
        if before == after:
            text = N_("If the other units keep their results, the unit stays at {after}.")
        yield _(text, before=before, after=after)


def _owners(found: PlanAndResult) -> Iterable[SectionPart]:
    owners = found.planned.owners
    steps = list(zip(found.planned.ids, found.planned.plan.steps, strict=True))
    if owners["owner"].any():
        yield _("The tasks by owner:")
        # Effort that nobody named is an assumption, and no figure for an official paper.
        known = owners["effort"].any() and not any(step.candidate.assumed for _id, step in steps)
        yield Table(
            owners,
            columns(column("owner", blank=BLANK, fold=None), "tasks", known and "effort"),
            total={"owner": _("Total"), "tasks": int(owners["tasks"].sum()), "effort": owners["effort"].sum()},
        )
        unnamed = [i for i, step in steps if math.isnan(step.candidate.effort)]
        if known and unnamed:
            yield _("No person-days are named for {tasks}; these sums are without them.", tasks=listed(unnamed, "task"))
    yield _("- Owners carry out their tasks in full and on time, and keep what proves it.")
    yield _("- Owners report every month on what is done, what is late and why; progress is reviewed every quarter.")
