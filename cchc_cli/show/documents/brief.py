"""`cchc report brief`: a year's result on one page: figures, ten lines, three charts."""

from collections.abc import Iterable, Iterator
from datetime import date

from cchc_cli.messages import _, n_
from cchc_cli.model.chart import Chart
from cchc_cli.model.columns import SCORE
from cchc_cli.model.report import Report, Section, Sheet
from cchc_cli.show.documents.frame import Letterhead
from cchc_cli.show.documents.general import area_parts, compared, general
from cchc_cli.show.documents.result import (
    Result,
    kept_sentence,
    lost_sentence,
    pareto,
    result_json,
    weaknesses,
)
from cchc_cli.show.reports.duties import Duties, missed_duties
from cchc_cli.show.reports.explain import explain_summary

MOST_LINES, MOST_LOSSES = 10, 5


def brief_document(result: Result, duties: Duties | None, head: Letterhead) -> Report:
    """What somebody with a minute reads; it is no document that a records office registers, and nobody signs it."""
    names, year = result.standing.names, result.year
    kind = _("Brief")
    subject = _("Result of the {index}, {year}", index=names.index, year=year)
    lines = tuple(_lines(result, duties))
    return Report(
        command="report brief",
        title=f"{kind}: {subject}",
        subtitle=_("{unit}, {year}", unit=names.unit(result.standing.unit), year=year),
        year=year,
        rows=result.score.rows,
        columns=SCORE,
        extra=result_json(result) | {"duties": None if duties is None else duties.json(), "lines": list(lines)},
        sheets=(Sheet(head.bare(kind, subject), (Section("", (*lines, *_charts(result))),), is_single=True),),
        cards=tuple(result.standing.facts()),
    )


def _charts(result: Result) -> Iterator[Chart]:
    """The areas, the ranks over the years, where the points were lost: as far as there is anything to draw."""
    yield from result.score.charts()
    yield from result.ranks()
    yield from pareto(result, MOST_LOSSES)


def _lines(result: Result, duties: Duties | None) -> Iterable[str]:
    """At most ten: where the unit stands, why, and what comes next."""
    standing = [*general(result.standing, result.found, result.score.self_score)]
    areas = [part for part in area_parts(result.standing, result.score) if isinstance(part, str)]
    has_losses = len(result.gaps) and not result.standing.is_unscored
    losses = [lost_sentence(result), *weaknesses(result)] if has_losses else []
    moved = result.found.change
    change = [explain_summary(result.found)] if moved is not None and not any(moved.provisional) else []
    # The causes of the change say how much it was.
    standing = [each for each in standing if not change or each not in compared(result.standing)]
    ends = [*missed_duties(duties, result.year), *kept_sentence(result)]
    ends += [" ".join(_ahead(result))] if result.tasks else []
    # What comes next is never what there is no room for.
    rest = MOST_LINES - len(ends)
    yield from [*standing[:1], *areas, *losses[:1], *change, *standing[1:], *losses[1:]][:rest]
    yield from ends[:MOST_LINES]


def _ahead(result: Result) -> Iterable[str]:
    """How many tasks there are, and the first deadline."""
    count, year = len(result.tasks), result.year + 1
    if result.ids:
        yield n_("The plan for {year} has {count} task.", "The plan for {year} has {count} tasks.", count, year=year)
    elif count:
        yield n_(
            "For what lost the most points {count} task is proposed in {year}.",
            "For what lost the most points {count} tasks are proposed in {year}.",
            count,
            year=year,
        )
    due = sorted(each.due_text for each in result.tasks if each.due_text)
    if due:
        yield _("The first deadline is {day}.", day=date.fromisoformat(due[0]))
