"""The scores of a workspace on one basis: years, units, points, results and ranks as they are asked for."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from cchc_cli.commands.arguments import unit_called, unit_meant
from cchc_cli.commands.workspace import Workspace
from cchc_cli.files.notices import misplaced_scores, of_year, unasked, unread_together
from cchc_cli.index.candidates import losses_of, required_elsewhere
from cchc_cli.index.composition import compose, self_score
from cchc_cli.index.points import YearPoints, renamed, seen_from, year_points
from cchc_cli.index.ranks import Year, compare_years, ranked_year
from cchc_cli.messages import N_, _
from cchc_cli.model.choices import Basis, Level, RankOn, named_choices
from cchc_cli.model.framework import levels_of
from cchc_cli.model.nearest import LISTED, by_id, called
from cchc_cli.model.problems import CchcError, LeftOut, Problem, first_of
from cchc_cli.model.scores import SelfScore, expected, heirs, unsure
from cchc_cli.model.tasks import lines_of, occurrences
from cchc_cli.show.names import Names
from cchc_cli.show.numbers import short
from cchc_cli.show.reports.sentences import listed, listed_units, without_points
from cchc_cli.show.reports.unit_result import UnitResult

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import pandas as pd

    from cchc_cli.model.framework import YearFramework
    from cchc_cli.model.tasks import Task, Units


class Assessment:
    """Everything is computed when it is asked for, and once. On `any` basis years with either count, points officially."""

    def __init__(self, workspace: Workspace, basis: Basis | Literal["any"], rank_on: RankOn | None) -> None:
        self.workspace, self.basis = workspace, basis
        self.framework, self.scores, self._loaded = workspace.whole
        self.names = Names(self.framework, self.scores.units)
        self.rank_on = rank_on or self.framework.criteria.index.rank_on
        self._counted = "official" if basis == "any" else basis
        self.marks, self.earlier = cache(self._marks), cache(self._earlier)
        self.published, self.seen, self._own = cache(self._published), cache(self._seen), cache(self._self_scored)
        self.ranked, self.called = cache(self._ranked), cache(self._called)

    @cached_property
    def years(self) -> list[int]:
        """Years with scores on the basis that was asked for, `any` of the two."""
        bases = ("official", "self") if self.basis == "any" else (self.basis,)
        return sorted({year for basis in bases for year in self.scores.years(self.framework, basis)})

    def year(self, asked: int | None) -> int:
        """The year asked for, or the latest with scores. Raises CchcError where it has none."""
        if asked is None:
            # What may be newer than the year that is shown because nobody named one.
            self._warn(unasked(self._loaded, max(self.years, default=None), self._counted))
        else:
            self._warn(unread_together(self.workspace.folder))
        self._warn(of_year(self._loaded, self.years[-1] if asked is None and self.years else asked or 0))
        if not self.years:
            raise self._no_scores()
        return self.years[-1] if asked is None else self._with_scores(asked)

    def _no_scores(self) -> CchcError:
        """That no year has scores, and how to get some or to see those of the other basis."""
        folder = self.workspace.folder.name(self.workspace.folder.data)
        hint = misplaced_scores(self.workspace.folder)
        if len(self.scores.frame):
            column = "self" if self.basis == "self" else "score"
            hint = hint or _("Every component is blank or NA in the files: fill in the column {column}.", column=column)
        hint = hint or _(
            "Read a table: cchc import scores; make one to fill in: cchc template scores; or write data/scores-YEAR.csv."
        )
        told = self._on_other_basis(None)
        text = N_("There are no scores in {folder}.")
        if told:
            official = N_("There are no official scores in {folder}.")
            text = N_("There are no self-scores in {folder}.") if self.basis == "self" else official
        return CchcError(_(text, folder=folder), hint=told or hint)

    def _with_scores(self, year: int) -> int:
        """The year. Raises CchcError where it has no scores."""
        if year in self.years:
            return year
        told, text = self._on_other_basis(year), N_("There are no scores for {year}.")
        if told:
            official = N_("There are no official scores for {year}.")
            text = N_("There are no self-scores for {year}.") if self.basis == "self" else official
        raise CchcError(_(text, year=year), hint=told or self._known_years())

    def _on_other_basis(self, year: int | None) -> str:
        """How to see the points of a year, else of the latest one, that are there on the other basis; blank without any."""
        other, text = "self", N_("There are self-scores alone; to see them: cchc score {year} --basis self")
        if self.basis == "self":
            other, text = "official", N_("There are official scores alone; to see them: cchc score {year}")
        years = [] if self.basis == "any" else self.scores.years(self.framework, other)
        return _(text, year=year or max(years)) if years and year in (None, *years) else ""

    def _warn(self, notices: list[Problem]) -> None:
        for notice in notices:
            self.workspace.warn(str(notice))

    def _known_years(self) -> str:
        return _("Years with scores: {years}.", years=", ".join(map(str, self.years)))

    def since(self, year: int, asked: int | None = None) -> int | None:
        """The year to compare with: the one asked for, or the latest earlier one with scores; None without one."""
        if asked is None:
            return max((each for each in self.years if each < year), default=None)
        if self._with_scores(asked) >= year:
            text = _("--since {since} is not before {year}.", since=asked, year=year)
            raise CchcError(text, hint=self._known_years())
        return asked

    def span(self, first: int | None, last: int | None) -> list[int]:
        """Years with scores from `first` to `last`. Raises CchcError where there are none."""
        if first is not None and last is not None and first > last:
            raise CchcError(_("--from {first} is after --to {last}.", first=first, last=last))
        end = self.year(None) if last is None or not self.years else last
        start = self.years[0] if first is None else first
        years = [year for year in self.years if start <= year <= end]
        if not years:
            raise CchcError(
                _("No year from {first} to {last} has scores.", first=start, last=end), hint=self._known_years()
            )
        return years

    def unit(self, asked: str | None, year: int, later: int | None = None) -> str:
        """The unit asked for, the default one, or the only one; it has scores in `year`, as seen from a `later` one."""
        unit = unit_meant(asked, self.framework.criteria.defaults.unit, self._units, self.workspace.tell_once)
        marks = self.marks(year) if later is None else self.base(year, later).marks
        if marks.has(unit):
            return unit
        name = self.names.unit(unit)
        text = _("{unit} has no scores in {year}.", unit=name, year=year)
        if later is not None and self.marks(year).has(unit):
            text = _("By units.csv there is no {unit} in {year}.", unit=name, year=later)
        is_there = next(each.is_there(year) for each in self.scores.units if each.id == unit)
        hint = self._instead_of(unit, [each.id for each in marks.units])
        raise LeftOut(text, hint=hint, unit=name, is_expected=not is_there)

    def _instead_of(self, unit: str, there: list[str]) -> str:
        """Which of the units that are `there` to name: the one that it merged into, its parts, or any."""
        units = {each.id: each for each in self.scores.units}
        if (heir := next((each.id for each in heirs(units[unit], units) if each.id in there), None)) is not None:
            return _("It merged into {unit}: name that one.", unit=called(heir, self._units))
        if parts := [each for each in there if units[each].merged_into == unit]:
            return _("It was formed by {units}: name one of them.", units=listed_units(self.names, parts))
        return _("Units with scores: {units}.", units=first_of(there, LISTED))

    def tasks(self, unit: str) -> list[Task]:
        """The tasks of a unit in data/tasks.csv as they fall due, in the order of the file."""
        return self._of_unit(occurrences(self.workspace.filed_tasks), unit)

    def task_lines(self, unit: str) -> list[Task]:
        """The tasks of a unit's plans, in the order of the file; a recurring one is one."""
        return self._of_unit(lines_of(self.workspace.filed_tasks), unit)

    def _of_unit(self, tasks: list[Task], unit: str) -> list[Task]:
        return [task for task in tasks if self.task_units.of(task) in (unit, None)]

    @cached_property
    def task_units(self) -> Units:
        """Whose tasks there can be."""
        return self.workspace.task_units(each.id for each in self.scores.units)

    def own_unit(self, asked: str | None) -> str | None:
        """The unit to point out, if one is named; it need not have scores."""
        own = self.framework.criteria.defaults.unit
        return unit_called(asked, self._units, self.workspace.tell_once) if asked else own

    @cached_property
    def _units(self) -> dict[str, tuple[str, ...]]:
        """All units with their names."""
        return by_id(self.scores.units)

    def _marks(self, year: int) -> YearPoints:
        """The year's points on the basis that was asked for."""
        return year_points(self.framework, self.scores, year, self._counted)

    def framework_at(self, year: int, unit: str) -> YearFramework:
        """What holds for `unit` in a year, with scores or not yet."""
        group = next((each.group for each in self.scores.units if each.id == unit), "")
        return self.framework.at(year).of_group(group)

    def without_scores(self, year: int, groups: Collection[str]) -> list[str]:
        """Which units of some groups have no scores in a year, in words; nothing where all have."""
        there = {each.id for each in self.marks(year).units}
        units = expected(self.scores.units, year, there, groups)
        absent = [each.id for each in units if each.id not in there]
        return [without_points(year, len(units), [*map(self.names.unit, absent)])] if absent else []

    def _earlier(self, since: int, year: int) -> YearPoints:
        """The points of `since` as the units of `year` see them: those that have merged since then as one."""
        return seen_from(self.marks(year).units, self.marks(since), self.scores.units)

    def _published(self, year: int) -> Year:
        """Results and ranks of all units of a year."""
        return ranked_year(self.marks(year), self.rank_on)

    def _called(self, since: int, year: int) -> Year:
        """`published`, but each unit that is in `year` what it alone was in `since` under the id that it has in `year`."""
        frame, units = self.scores.frame, self.scores.units
        scored = {units[place].id for place in frame.loc[frame["year"] <= since, "unit"].unique()}
        marks = renamed(self.marks(year).units, self.marks(since), units, scored)
        return self.published(since) if marks is self.marks(since) else ranked_year(marks, self.rank_on)

    def _seen(self, since: int, year: int) -> Year:
        """Results and ranks of `since` with units that have merged since then as one."""
        marks = self.earlier(since, year)
        return ranked_year(marks, self.rank_on) if marks.merged else self.published(since)

    def base(self, since: int, year: int) -> Year:
        """Results and ranks of `since` as the units see them that there are in `year`, with scores of it or not yet."""
        there = self.marks(year).units
        there += tuple(expected(self.scores.units, year, [each.id for each in there]))
        marks = seen_from(there, self.marks(since), self.scores.units)
        return ranked_year(marks, self.rank_on) if marks.merged else self.published(since)

    def _self_scored(self, year: int) -> Year:
        """Results of all units of a year by what they gave themselves."""
        return ranked_year(year_points(self.framework, self.scores, year, "self"), self.rank_on)

    def parts(self, unit: str, since: int | None, year: int) -> tuple[str, ...]:
        """The units of `since` that have merged into `unit`, itself among them; none where no figure is made of theirs."""
        if since is None or unit not in self.earlier(since, year).merged:
            return ()
        earlier = self.earlier(since, year)
        return earlier.merged[unit] if earlier.scored[earlier.row(unit)].any() else ()

    def tell_apart(self, unit: str, year: int) -> None:
        """Tell that parts of a merged unit, itself one or what they are in, are by themselves in a year without scores."""
        text = N_(
            "Merged into {heir}, but units of their own in {year} as until in units.csv says: {parts}. Their earlier points are not in those of {heir}. If {year} is scored for all together, write {before} in until."
        )
        for heir, parts in unsure(self.scores.units, year, [each.id for each in self.marks(year).units]).items():
            if unit in (heir, *parts):
                units = listed_units(self.names, parts)
                self.workspace.tell_once(_(text, heir=self.names.unit(heir), parts=units, year=year, before=year - 1))

    def tell_merged(self, unit: str, year: int) -> None:
        """Tell that a plan for the year after is of what one part of a merged unit lost, or of one that is in another."""
        self.tell_apart(unit, year + 1)
        name = {"unit": self.names.unit(unit), "year": year, "next": year + 1}
        for heir, parts in self.base(year, year + 1).marks.merged.items():
            if unit not in parts:
                continue
            text = N_("{unit} merged into {heir} after {year}: what is planned for {next} is done by {heir}.")
            if unit == heir:
                text = N_(
                    "Merged into {unit} after {year}: {others}. The plan is for what {unit} itself lost in {year}; what they lost is not in it. track and commit start from the mean of all parts."
                )
            others = listed_units(self.names, [part for part in parts if part != heir])
            self.workspace.tell_once(_(text, heir=self.names.unit(heir), others=others, **name))

    def tell_changed(self, unit: str, year: int) -> None:
        """Tell which components of a year's result the framework of the next one does not have, and which it has anew."""
        before, after = ({leaf.id: leaf for leaf in self.framework_at(each, unit).leaves} for each in (year, year + 1))
        text = N_("{component} ({points} points)")
        new = [
            _(text, component=self.names.titled(leaf.id), points=short(leaf.max))
            for leaf in after.values()
            if leaf.id not in before
        ]
        gone = [self.names.titled(each) for each in losses_of(self.marks(year), unit) if each not in after]
        for text, told in (
            (N_("Nothing is planned for what the framework of {year} does not have: {components}."), gone),
            (N_("In the framework only from {year} on, so there is no result to plan from: {components}."), new),
            (
                N_("Actions require what the framework of {year} does not have; it is not planned: {components}."),
                required_elsewhere(after.values()),
            ),
        ):
            if told:
                self.workspace.tell_once(_(text, year=year + 1, components=listed(told, "component")))

    def tell_winless(self, unit: str, year: int, tasks: Iterable[Task]) -> None:
        """Tell which tasks of a year's plan are for what its framework does not have."""
        there = {leaf.id for leaf in self.framework_at(year, unit).leaves}
        gone = {
            each.line: each.component for each in tasks if each.status != "cancelled" and each.component not in there
        }
        if gone:
            text = N_("Not in the framework of {year}, so these tasks win nothing: {tasks}.")
            tasks_of = [f"{line} ({self.names.titled(component)})" for line, component in gone.items()]
            self.workspace.tell_once(_(text, year=year, tasks=listed(tasks_of, "task")))

    def _tell_unscored(self, unit: str, since: int, year: int) -> None:
        """Tell that an earlier year has nothing, or not all, to compare with on the basis that was asked for."""
        seen, now = self.seen(since, year), self.published(year).line(unit)
        if not seen.marks.has(unit) or not seen.line(unit)["provisional"] or now["provisional"] or not now["max"]:
            return
        text = (
            N_("{unit} has no self-score for every component in {year}: its index is not compared with that year's.")
            if self.basis == "self"
            else N_("{unit} is not fully scored in {year}: its index is not compared with that year's.")
        )
        self.workspace.warn(_(text, unit=self.names.unit(unit), year=since))

    def _ranked(self, year: int, since: int | None) -> pd.DataFrame:
        """Results and ranks of all units in `year`, compared with `since`."""
        then = None if since is None else self.called(since, year).results
        seen = None if since is None else self.seen(since, year).results
        return compare_years(self.published(year).results, then, seen)

    def standing(self, unit: str, year: int, since: int | None) -> UnitResult:
        """Where `unit` stands among all units."""
        settings, merged = self.framework.criteria.index, self.parts(unit, since, year)
        if since is not None:
            self._tell_unscored(unit, since, year)
        results = self.ranked(year, since)
        group = results.loc[results["unit"] == unit, "group"].iloc[0]
        made_of = compose(self.published(year), unit)
        absent = self.without_scores(year, [group])
        return UnitResult(
            settings, self.names, results[results["group"] == group], unit, since, made_of, merged, absent
        )

    def self_score(self, unit: str, year: int) -> SelfScore | None:
        """What `unit` gave itself against what it got officially; None without a self-score."""
        appraised = self.scores.is_appraised(unit, year)
        return self_score(self.published(year), self._own(year), unit, appraised=appraised)


def assess(
    workspace: Workspace,
    basis: Basis | Literal["any"] = "official",
    rank_on: RankOn | None = None,
    by: Level | None = None,
) -> Assessment:
    """The scores on a basis, with results and ranks as they are asked for; `any`: years with either count.

    Raises CchcError for a level (--by) that the framework has no nodes on but its components.
    """
    assessment = workspace.kept(Assessment, basis, rank_on)
    workspace.names = assessment.names
    known = levels_of(assessment.framework.depth)
    if by is not None and by not in known:
        number = by.removeprefix("level")
        told = _("--by: nothing lies on level {level} between the criteria and the components.", level=number)
        raise CchcError(told, hint=_("Allowed: {levels}.", levels=named_choices(known)))
    return assessment
