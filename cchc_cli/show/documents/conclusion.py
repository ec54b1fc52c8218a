"""`cchc report conclusion`: what the meeting that reviews a year's result concludes (thông báo kết luận)."""

from collections.abc import Iterable

import pandas as pd

from cchc_cli.messages import N_, _
from cchc_cli.model.blocks import Column, Table
from cchc_cli.model.columns import SCORE
from cchc_cli.model.report import Part, Report, Section
from cchc_cli.show.documents.frame import BLANK, Letterhead, within
from cchc_cli.show.documents.general import area_parts, general
from cchc_cli.show.documents.result import (
    Result,
    kept_parts,
    lost_sentence,
    result_json,
    tasks_ahead,
    with_reasons,
)
from cchc_cli.show.reports.duties import Duties, duties_ahead, missed_duties

REVIEWED = {
    "dropped": N_("fewer points than in {year}"),
    "rank_dropped": N_("a lower rank than in {year}"),
    "low": N_("under {low}% of the maximum"),
    "chronic": N_("points lost in {year} already"),
}
"""What a review is to look at, by the flags of `gaps`."""


def conclusion_document(result: Result, duties: Duties | None, head: Letterhead) -> Report:
    """What was reached, shortcomings in the appraiser's words, what to keep, what to review, tasks."""
    names, year = result.standing.names, result.year
    told = {"who": head.who_signs, "index": names.index, "year": year, "issuer": head.issuer}
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
        head.frame(_("Notice"), subject, "TB", to=False),
        opening,
        Section(_("Assessment of the results"), tuple(_reached(result))),
        Section(_("Shortcomings"), (*_shortcomings(result), *missed_duties(duties, year))),
        Section(_("What is to be kept at its maximum"), tuple(kept_parts(result)), _("To be kept")),
        Section(_("What is to be reviewed"), tuple(_reviewed(result)), _("To be reviewed")),
        Section(_("Tasks"), (*duties_ahead(duties), *_tasks(result))),
        closing=closing,
    )
    return Report(
        command="report conclusion",
        title=sheet.title,
        subtitle=_("{unit}, {year}", unit=names.unit(result.standing.unit), year=year),
        year=year,
        rows=result.score.rows,
        columns=SCORE,
        extra=result_json(result) | {"duties": None if duties is None else duties.json()},
        sheets=(sheet,),
        cards=result.score.facts,
    )


def _reached(result: Result) -> Iterable[str]:
    """The result and the areas, in sentences: their table is that of the report."""
    yield from general(result.standing, result.found, result.score.self_score)
    yield from (part for part in area_parts(result.standing, result.score) if isinstance(part, str))


def _shortcomings(result: Result) -> Iterable[Part]:
    if not len(result.gaps):
        yield _("No points were lost: every component is at its maximum.")
        return
    yield lost_sentence(result)
    yield _by_area(result)


def _by_area(result: Result) -> Table:
    """What each component lost and why, below its area with what that lost."""
    names = result.standing.names
    order = {area: place for place, area in enumerate(result.score.rows["id"])}
    lost = with_reasons(result)
    frames = []
    for area, part in sorted(lost.groupby("area", sort=False), key=lambda each: order.get(str(each[0]), len(order))):
        own = part.sort_values("component", kind="stable") if str(area) in order else part
        if str(area) in order:
            line = {"component": area, "shown": names.node(str(area)), "lost": part["lost"].sum(), "note": ""}
            frames.append(pd.DataFrame([line | {"told": "", "is_area": True}]))
        told = own["note"].where(own["note"] != "", BLANK)
        frames.append(own[["component", "shown", "lost", "note"]].assign(told=told, is_area=False))
    return Table(
        pd.concat(frames, ignore_index=True),
        (
            Column("component", _("Id"), "id"),
            Column("shown", _("Area and component")),
            Column("lost", _("Lost"), "lost"),
            Column("told", _("Words of the appraisal"), only="text"),
            Column("note", _("Words of the appraisal"), only="sheet"),
        ),
        emphasis="is_area",
    )


def _reviewed(result: Result) -> Iterable[Table]:
    """The components that fell, lost rank, are low or lost points before, and which of that each is."""
    rows = result.gaps[result.gaps["level"] == "component"]
    told = {"year": result.standing.since, "low": f"{result.standing.settings.low:g}"}
    words = {flag: _(text, **told) for flag, text in REVIEWED.items()}
    shown = rows.assign(
        why=["; ".join(words[each] for each in flags.split() if each in words) for flags in rows["flags"]]
    )
    shown = shown[shown["why"] != ""]
    if len(shown):
        columns = (
            Column("component", _("Id"), "id"),
            Column("component", _("Component"), "node"),
            Column("why", _("Why it is to be reviewed")),
        )
        yield Table(shown, columns)


def _tasks(result: Result) -> Iterable[Part]:
    yield from tasks_ahead(result)
    if result.tasks:
        yield _(
            "- Owners report every month on what is done, what is late and why; progress is reviewed every quarter."
        )
