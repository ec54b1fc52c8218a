"""`cchc report`: results, plans and progress as official documents, made of what the commands work out."""

from collections.abc import Callable, Container
from datetime import date
from pathlib import Path

from cchc_cli.commands.arguments import refuse_both
from cchc_cli.commands.assessment import assess
from cchc_cli.commands.batch import unit_ids
from cchc_cli.commands.dossiers import duties_of
from cchc_cli.commands.letterheads import letterhead, letterhead_of_all
from cchc_cli.commands.over_units import overviewed
from cchc_cli.commands.over_years import explanation
from cchc_cli.commands.papers import Makers, PaperDesk, suffixes_of
from cchc_cli.commands.plan import Aim, Planner
from cchc_cli.commands.points import all_losses, stages_of
from cchc_cli.commands.task import commitments
from cchc_cli.commands.track import Tracker, day_asked
from cchc_cli.commands.unit_year import UnitYear, compared_year, unit_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.at_maximum import kept_maxima
from cchc_cli.index.progress import as_of, of_year, states_of
from cchc_cli.index.results import compare_nodes
from cchc_cli.model.choices import Day, File, Several
from cchc_cli.model.plans import Candidate
from cchc_cli.model.report import Report
from cchc_cli.model.tasks import Task
from cchc_cli.show.documents.appeal import appeal_document
from cchc_cli.show.documents.letterhead import Letterhead
from cchc_cli.show.documents.overview import overview_document
from cchc_cli.show.documents.plan import PlanAndResult, plan_document
from cchc_cli.show.documents.result import YearResult, result_document
from cchc_cli.show.documents.review import brief_document, conclusion_document
from cchc_cli.show.documents.tasks import commitments_document, progress_document
from cchc_cli.show.names import with_filed
from cchc_cli.show.reports.charts import rank_bump
from cchc_cli.show.reports.duties import Duties
from cchc_cli.show.reports.gaps import gaps_rows
from cchc_cli.show.reports.score import Scored


@command
def report_result(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    day: Day | None = None,
    signed: Day | None = None,
) -> Report:
    """The report on a year's result, and on the tasks that follow as of `day`; `signed` is the day that it bears."""
    own = compared_year(assess(workspace), year, unit, since)
    return own.with_workings(result_document(_result(own, day, signed), letterhead(own.scores, own.unit, signed)))


@command
def report_plan(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    budget: float | None = None,
    target: float | None = None,
    target_rating: str | None = None,
    target_rank: int | None = None,
    signed: Day | None = None,
) -> Report:
    """The plan of data/tasks.csv; where it has none, or a goal is named, the best one for that."""
    own = compared_year(assess(workspace), year, unit, since)
    planner = Planner(own)
    aim = Aim(budget, target, target_rating, target_rank)
    filed = None if aim.asked else planner.filed()
    planned = PlanAndResult(
        standing=planner.standing,
        planned=filed or planner.planned(aim, write=False),
        kept=len(kept_maxima([own.marks], own.unit)),
        is_filed=filed is not None,
    )
    return plan_document(planned, letterhead(own.scores, own.unit, signed))


@command
def report_progress(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    day: Day | None = None,
    period: str | None = None,
    soon: int = 7,
    signed: Day | None = None,
) -> Report:
    """The report on a plan's progress as of `day`, or on a `period` of it."""
    tracker = Tracker(workspace, unit, year, day, signed, soon=soon, period=period, is_paper=True)
    head = letterhead(tracker.scores, tracker.unit, signed)
    return progress_document(tracker.tracked, tracker.of_period(), head)


@command
def report_commitments(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    owner: str | None = None,
    day: Day | None = None,
    signed: Day | None = None,
) -> Report:
    """A commitment sheet for each owner, of what is open on `day`; tasks that are on none are told."""
    tracker = Tracker(workspace, unit, year, day, signed, owner=owner)
    head, found = letterhead(tracker.scores, tracker.unit, signed), commitments(tracker)
    for note in found.beside:  # no paper in Word has notes
        workspace.tell_once(f"{found.names.unit(found.unit)}: {note}")
    return commitments_document(found, head)


@command
def report_appeal(
    workspace: Workspace, year: int | None = None, *, unit: str | None = None, signed: Day | None = None
) -> Report:
    """The explanation of points that were cut."""
    own = unit_year(assess(workspace, "any"), year, unit)
    return appeal_document(stages_of(own, everything=False), letterhead(own.scores, own.unit, signed))


@command
def report_conclusion(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    day: Day | None = None,
    signed: Day | None = None,
) -> Report:
    """The notice of what the meeting on a year's result concludes; it also says which duties on dossiers were missed."""
    return _reviewed(compared_year(assess(workspace), year, unit, since), day, signed, conclusion_document)


@command
def report_brief(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    day: Day | None = None,
    signed: Day | None = None,
) -> Report:
    """A year's result on one page: figures, ten lines, three charts."""
    return _reviewed(compared_year(assess(workspace), year, unit, since), day, signed, brief_document)


def _reviewed(
    own: UnitYear,
    day: Day | None,
    signed: Day | None,
    document: Callable[[YearResult, Duties | None, Letterhead], Report],
) -> Report:
    """A document on a year's result and on what the register of dossiers says of that year."""
    duties = duties_of(own.scores.workspace, own.year, own.unit)
    return document(_result(own, day, signed), duties, letterhead(own.scores, own.unit, signed))


@command
def report_all(
    workspace: Workspace,
    year: int | None = None,
    *,
    output: File,
    unit: str | None = None,
    all_units: bool = False,
    since: int | None = None,
    day: Day | None = None,
    signed: Day | None = None,
    suffix: Several = "docx",
) -> Report:
    """All documents of a unit, or of each unit, as files of the folder `output`; one row a file.

    Progress and commitments are of the plan that follows the results of `year`; without tasks there are none.
    `day` is that of all that speak of tasks. `suffix` names the kinds of files.
    """
    refuse_both(unit, all_units)
    suffixes, scores = suffixes_of(suffix), assess(workspace)
    units = unit_ids(workspace) if all_units else [scores.unit(unit, scores.year(year))]
    plan = None if year is None else year + 1
    makers: Makers = {
        "result": lambda each: report_result(workspace, year, unit=each, since=since, day=day, signed=signed),
        "plan": lambda each: report_plan(workspace, year, unit=each, since=since, signed=signed),
        "progress": lambda each: report_progress(workspace, plan, unit=each, day=day, signed=signed),
        "commitments": lambda each: report_commitments(workspace, plan, unit=each, day=day, signed=signed),
        "appeal": lambda each: report_appeal(workspace, year, unit=each, signed=signed),
        "conclusion": lambda each: report_conclusion(workspace, year, unit=each, since=since, day=day, signed=signed),
        "brief": lambda each: report_brief(workspace, year, unit=each, since=since, day=day, signed=signed),
    }
    with workspace.held():
        return PaperDesk(workspace, Path(output), suffixes).write("report all", units, makers)


@command
def report_overview(
    workspace: Workspace,
    year: int | None = None,
    *,
    since: int | None = None,
    group: str | None = None,
    signed: Day | None = None,
) -> Report:
    """The report on the result of all units, or of those of `group`, with the table of ranks as its annex."""
    scores = assess(workspace)
    year = scores.year(year)
    found = overviewed(scores, year, scores.since(year, since), group)
    return overview_document(found, letterhead_of_all(scores, signed))


def _ahead(own: UnitYear, causes: Container[str], tasks: list[Task]) -> tuple[list[Candidate], list[str], int]:
    """The open ones of the filed plan's `tasks` with their ids, and how many are done; else what is proposed for `causes`."""
    planner = Planner(own)
    filed = planner.filed()
    if filed is None:
        return [each for each in planner.kept if each.component in causes], [], 0
    left = {task.line for task in tasks if task.is_open}
    done = {task.line for task in tasks if task.status == "done"} - left
    planned = zip(filed.ids, filed.plan.steps, strict=True)
    ahead = {identity: step.candidate for identity, step in planned if identity in left}
    return list(ahead.values()), list(ahead), len(done.intersection(filed.ids))


def _overdue(tasks: list[Task], day: date) -> list[Task]:
    """Those that `track` has as overdue, the longest first."""
    late = [task for task, state in zip(tasks, states_of(tasks, day, 0), strict=True) if state == "overdue"]
    return sorted(late, key=lambda task: (task.due or date.max, task.id))


def _result(own: UnitYear, day: Day | None, signed: Day | None) -> YearResult:
    scores, marks, names = own.scores, own.marks, own.names
    # Unless somebody asks: nobody wants to know how late the tasks of a plan whose year is over are by now.
    last = date(own.year + 1, 12, 31) if day is None else date.max
    as_of_day = min(day_asked(scores.workspace, day, signed), last)
    lost = own.lost()
    losses = all_losses(own, lost)
    tasks = as_of(of_year(scores.tasks(own.unit), own.year + 1), as_of_day)
    ahead, ids, done = _ahead(own, set(losses.deducted["component"].head(losses.cover)), tasks)
    nodes, given = compare_nodes(marks, own.earlier, own.unit, "area"), scores.self_score(own.unit, own.year)
    years = [each for each in scores.years if each <= own.year]
    return YearResult(
        score=Scored(own.standing, nodes, "area", own.year, given),
        kept=with_filed(names, marks.framework, own.kept()),
        gaps=gaps_rows(names, marks.framework, lost, scores.scores.notes, losses.composition),
        losses=losses,
        found=explanation(own, "component"),
        components=int(marks.applicable[marks.row(own.unit)].sum()),
        tasks=ahead,
        ids=ids,
        done=done,
        day=as_of_day,
        overdue=_overdue(tasks, as_of_day) if ids else [],
        ranks=lambda: rank_bump(names, {each: scores.called(each, own.year).results for each in years}, own.unit),
    )
