"""`cchc report conclusion` and `brief`: what the review of a year's result concludes, and the result on one page.

The one is the notice of the meeting (thông báo kết luận); the other is what somebody with a minute reads.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.blocks import Column, Table
from cchc_cli.model.report import Report, Section, SectionPart, Sheet
from cchc_cli.show.columns import column, columns
from cchc_cli.show.documents.general import area_sentences, compared, general
from cchc_cli.show.documents.letterhead import BLANK, Letterhead, within
from cchc_cli.show.documents.result import (
    YearResult,
    kept_parts,
    kept_sentence,
    lost_sentence,
    pareto,
    result_report,
    tasks_ahead,
    weaknesses,
    with_reasons,
)
from cchc_cli.show.reports.duties import Duties, duties_ahead, missed_duties
from cchc_cli.show.reports.explain import explain_summary
from cchc_cli.show.reports.gaps import open_column, told_apart
from cchc_cli.show.reports.sentences import NAMED, joined, overdue_on

MOST_LINES, MOST_LOSSES, WORST = 10, 5, 3
REVIEWED = {
    "dropped": N_("- Fewer points than in {year}: {components}."),
    "rank_dropped": N_("- A lower rank than in {year}: {components}."),
    "low": N_("- Under {low}% of the maximum: {components}."),
    "chronic": N_("- Points lost in {year} already: {components}."),
}
"""What a review is to look at, by the flags of `gaps`."""


def conclusion_document(result: YearResult, duties: Duties | None, head: Letterhead) -> Report:
    """What was reached, shortcomings in the appraiser's words, what to keep, what to review, tasks."""
    names, year = result.standing.names, result.year
    told = {"who": head.who_signs, "index": names.index, "year": year, "issuer": within(head.issuer)}
    subject = _("Conclusions of {who} at the meeting on the result of the {index}, {year}", **told)
    opening = _(
        "On …… ……… 20……, {issuer} met to review the result of the {index} in {year}. Having heard those who took"
        " part, {who} concludes:",
        **told,
    )
    closing = _(
        "These are the conclusions of {who}; those who are named in them carry them out and report to {issuer}.",
        who=head.who_signs,
        issuer=within(head.issuer),
    )
    sheet = head.sheet(
        replace(head.frame(_("Notice"), subject, "TB", to=False), signatures=(head.own_signature,)),
        opening,
        # In sentences: the table of the areas is that of the report.
        Section(
            _("Assessment of the results"),
            (
                *general(result.standing, result.found, result.score.self_score),
                *area_sentences(result.standing, result.score),
            ),
        ),
        Section(_("Shortcomings"), (*_shortcomings(result), *missed_duties(duties, year))),
        Section(_("What is to be kept at its maximum"), tuple(kept_parts(result)), _("To be kept")),
        Section(_("What is to be reviewed"), tuple(_reviewed(result)), _("To be reviewed")),
        Section(_("Tasks"), tuple(_tasks(result, duties))),
        closing=closing,
    )
    return result_report("report conclusion", result, sheet, duties=duties and duties.json())


def _shortcomings(result: YearResult) -> Iterable[SectionPart]:
    if not len(result.gaps):
        yield _("No points were lost: every component is at its maximum.")
        return
    yield lost_sentence(result)
    yield _by_area(result)


def _by_area(result: YearResult) -> Table:
    """What each component lost and why, below its area with what that lost."""
    names, lost = result.standing.names, with_reasons(result)
    lost = lost.assign(told=lost["note"].where(lost["note"] != "", BLANK), is_area=False)
    frames, by_area = [], dict(iter(lost.groupby("area")))
    for area in result.score.rows["id"]:
        if (part := by_area.pop(area, None)) is not None:
            sums = {"lost": part["lost"].sum(), "open": part["open"].sum()}
            line = {"component": area, "shown": names.node(area), **sums, "note": "", "told": "", "is_area": True}
            frames += [
                pd.DataFrame([line]),
                part.set_index("component", drop=False).loc[names.in_order(part["component"])],
            ]
    frames += by_area.values()  # a penalty is of no area
    return Table(
        pd.concat(frames, ignore_index=True),
        columns(
            column("component_id", label=_("Id")),
            Column("shown", _("Area and component")),
            "lost",
            open_column(lost),
            Column("told", _("Words of the appraisal"), only="text"),
            Column("note", _("Words of the appraisal"), only="sheet"),
        ),
        emphasis="is_area",
    )


def _reviewed(result: YearResult) -> Iterable[str]:
    """Which components fell, lost rank, are low or lost points before: what they lost and why is said of each above."""
    rows = told_apart(result.gaps[result.gaps["level"] == "component"])
    told = {"year": result.standing.since, "low": f"{result.standing.settings.low:g}"}
    for flag, text in REVIEWED.items():
        found = rows.loc[[flag in each.split() for each in rows["flags"]], "component"]
        if len(found):
            yield _(text, components=_called(result, found.tolist()), **told)


def _called(result: YearResult, components: list[str]) -> str:
    """Components as a chair reads them out, by what they lost: few by name, of many those that lost the most."""
    names, most = result.standing.names, len(components) if len(components) <= NAMED else WORST
    worst, others = joined([*map(names.titled, components[:most])], "; "), names.in_order(components[most:])
    text = N_("{count} components; most was lost on {worst} (the others: {others})")
    return _(text, count=len(components), worst=worst, others=", ".join(others)) if others else worst


def _tasks(result: YearResult, duties: Duties | None) -> Iterable[SectionPart]:
    yield from tasks_ahead(result)
    yield from duties_ahead(duties)
    if result.tasks:
        yield _(
            "- Owners report every month on what is done, what is late and why; progress is reviewed every quarter."
        )


def brief_document(result: YearResult, duties: Duties | None, head: Letterhead) -> Report:
    """What somebody with a minute reads; it is no document that a records office registers, and nobody signs it."""
    subject = _("Result of the {index}, {year}", index=result.standing.names.index, year=result.year)
    lines = [*_brief_lines(result, duties)]
    numbered = (f"{at}. {line}" for at, line in enumerate(lines, 1))
    charts = (*result.score.charts(), *result.ranks(), *pareto(result, MOST_LOSSES))
    body = Section("", (*numbered, *charts))
    sheet = Sheet(head.bare(_("Brief"), subject), (body,), is_single=True)
    report = result_report("report brief", result, sheet, duties=duties and duties.json(), lines=lines)
    return replace(report, cards=tuple(result.standing.facts()))


def _brief_lines(result: YearResult, duties: Duties | None) -> Iterable[str]:
    """At most ten: where the unit stands, why, and what comes next."""
    standing = [*general(result.standing, result.found, result.score.self_score)]
    areas = [*area_sentences(result.standing, result.score)]
    has_losses = len(result.gaps) and not result.standing.is_unscored
    losses = [lost_sentence(result), *weaknesses(result)] if has_losses else []
    moved = result.found.change
    parts = result.standing.merged_note()
    is_told = moved is not None and not any(moved.provisional)
    change = [" ".join([explain_summary(result.found), *parts])] if is_told else []
    # The causes of the change say how much it was.
    standing = [each for each in standing if not change or each not in (*compared(result.standing), *parts)]
    ends = [*missed_duties(duties, result.year), *kept_sentence(result)]
    ends += [" ".join(_ahead(result))] if result.tasks or result.is_filed else []
    # What comes next is never what there is no room for.
    rest = MOST_LINES - len(ends)
    yield from [*standing[:1], *areas, *losses[:1], *change, *standing[1:], *losses[1:]][:rest]
    yield from ends[:MOST_LINES]


def _ahead(result: YearResult) -> Iterable[str]:
    """How many tasks there are, and the first deadline of what is still to be done."""
    count, year = len(result.tasks) + result.done, result.year + 1
    if result.is_filed:
        yield n_("The plan for {year} has {count} task.", "The plan for {year} has {count} tasks.", count, year=year)
        if result.done:
            yield n_("{count} of them is done.", "{count} of them are done.", result.done)
    elif count:
        yield n_(
            "For what lost the most points {count} task is proposed in {year}.",
            "For what lost the most points {count} tasks are proposed in {year}.",
            count,
            year=year,
        )
    yield from overdue_on(result.standing.names, result.day, result.overdue)
    if due := result.deadlines:
        is_rest = result.done or result.overdue
        text = N_("The first deadline of the others is {day}.") if is_rest else N_("The first deadline is {day}.")
        yield _(text, day=min(due))
