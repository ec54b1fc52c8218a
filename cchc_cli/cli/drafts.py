"""What `report` works out: the results, plans and tasks that a document tells of."""

import typer

from cchc_cli.cli.letterheads import letterhead
from cchc_cli.cli.plans import Aim, Planner
from cchc_cli.cli.session import Session
from cchc_cli.index.candidates import unscored
from cchc_cli.index.explain import explain_change
from cchc_cli.index.kept import kept_maxima
from cchc_cli.index.lost import covering, deducted, lost_points
from cchc_cli.index.neighbours import neighbours, next_rating
from cchc_cli.index.results import compare_nodes
from cchc_cli.model.report import Report
from cchc_cli.show.documents.frame import Letterhead
from cchc_cli.show.documents.plan import PlanAndResult, plan_document
from cchc_cli.show.documents.result import Result, result_document
from cchc_cli.show.reports.explain import explain_report
from cchc_cli.show.reports.explain_data import Explanation
from cchc_cli.show.reports.gaps import GapsContext, gaps_report
from cchc_cli.show.reports.keep import keep_report
from cchc_cli.show.reports.pictures import rank_bump
from cchc_cli.show.reports.score import score_report

MAIN_SHARE = 0.8


class Drafts:
    """Documents of a workspace, each a Report."""

    def __init__(self, ctx: typer.Context, signed: str | None) -> None:
        self.session, self.signed = Session(ctx), signed

    def _head(self, unit: str) -> Letterhead:
        return letterhead(self.session, unit, self.signed)

    def result(self, year: int | None, unit: str | None, since: int | None) -> Report:
        """The report on a year's result."""
        year = self.session.year(year)
        before = self.session.since(year, since)
        unit = self.session.unit(unit, year)
        report = result_document(self._result(year, unit, before), self._head(unit))
        return self.session.with_workings(report, unit, year)

    def plan(self, year: int | None, unit: str | None, since: int | None, aim: Aim) -> Report:
        """The plan in data/tasks.csv; where it has none, or a goal is named, the best one for that."""
        year = self.session.year(year)
        before = self.session.since(year, since)
        unit = self.session.unit(unit, year)
        planner = Planner(self.session, unit, year, before, "hold", None)
        filed = None if aim.is_named else planner.filed()
        marks = self.session.marks(year)
        found = PlanAndResult(
            standing=planner.standing,
            planned=filed or planner.planned(aim, write=False),
            lost=planner.lost,
            unscored=unscored(marks, unit),
            kept=len(kept_maxima([marks], unit)),
            is_filed=filed is not None,
        )
        return plan_document(found, self._head(unit))

    def _result(self, year: int, unit: str, since: int | None) -> Result:
        session, marks = self.session, self.session.marks(year)
        settings, framework = session.framework.criteria.index, marks.framework
        standing, own = session.standing(unit, year, since), session.self_score(unit, year)
        earlier = session.earlier(since, year) if since else None
        found = self._explanation(year, unit, since)
        lost = lost_points(marks, earlier, unit, settings.low)
        cover = covering(lost, MAIN_SHARE)
        taken = deducted(lost)
        main = covering(taken, MAIN_SHARE)
        causes = set(taken["component"].head(main))
        kept = kept_maxima([session.earlier(each, year) for each in session.years if each <= year], unit)
        planner = Planner(session, unit, year, since, "hold", None)
        filed = planner.filed()
        proposed = [each for each in planner.kept if each.component in causes]
        context = GapsContext(
            year, since, lost, cover, "component", standing.composition, settings.rounding, []
        )
        return Result(
            standing=standing,
            year=year,
            score=score_report(standing, compare_nodes(marks, earlier, unit, "area"), "area", year, own),
            keep=keep_report(session.names, framework, kept, unit, None),
            gaps=gaps_report(session.names, framework, lost, session.scores.notes, unit, context),
            explain=explain_report(found),
            found=found,
            self_score=own,
            components=int(marks.applicable[marks.row(unit)].sum()),
            cover=cover,
            deducted=taken,
            main=main,
            tasks=[step.candidate for step in filed.plan.steps] if filed else proposed,
            ids=filed.ids if filed else [],
            ranks=rank_bump(
                session.names,
                {each: session.published(each).results for each in session.years if each <= year},
                unit,
            ),
        )

    def _explanation(self, year: int, unit: str, since: int | None) -> Explanation:
        session, now = self.session, self.session.published(year)
        settings, change = session.framework.criteria.index, None
        if since is not None:
            years = now, session.published(since), session.seen(since, year)
            change = explain_change(session.framework, *years, unit, "component", session.rank_on)
        return Explanation(
            session.standing(unit, year, since),
            year,
            "component",
            change,
            neighbours(now.results, unit, settings, session.rank_on),
            next_rating(now.line(unit), settings),
        )
