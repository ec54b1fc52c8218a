"""`cchc init`, `schema`, `check`: a new workspace, what its criteria.yaml may say, and every fault and oddity of its files."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from cchc_cli.commands.registers import register_faults
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files import notices
from cchc_cli.files.completion import left_out
from cchc_cli.files.create import create, schema_text
from cchc_cli.files.load import Loaded, examine
from cchc_cli.files.tasks.file import read_tasks
from cchc_cli.files.units import of_gone_units
from cchc_cli.messages import N_, _, figure, language, n_
from cchc_cli.model.blocks import Column, Fact
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.choices import File
from cchc_cli.model.columns import CHECK
from cchc_cli.model.framework import Framework
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.nearest import called, names_of, nearest
from cchc_cli.model.problems import InputError, Problem, first_of
from cchc_cli.model.report import Report
from cchc_cli.model.rules import Choice, Relative
from cchc_cli.model.scores import Scores, Unit, expected
from cchc_cli.model.tasks import lines_of, units_of
from cchc_cli.model.today import today
from cchc_cli.show.columns import tables_by_kind
from cchc_cli.show.reports.composition import HALF_A_HUNDREDTH
from cchc_cli.show.reports.sentences import without_points


@command
def init(workspace: Workspace, folder: File | None = None, *, empty: bool = False) -> str:
    """Make a workspace, the sample or an empty one; what was made and what to do next, in words."""
    folder = str(folder or workspace.asked or ".")
    made = create(Path(folder), empty=empty, speaks=language())
    where = "" if folder == "." else f' -C "{folder}"' if " " in folder else f" -C {folder}"
    if empty:
        following = [
            _("  1. fill in criteria.yaml and data/ (the comments say how)"),
            _("  2. cchc{where} check", where=where),
            _("  3. cchc{where} score", where=where),
        ]
    else:
        following = [
            _("  cchc{where} score       the result of 2022 (the figures are illustrative)", where=where),
            _("  cchc{where} gaps        where the points were lost", where=where),
            _("  cchc{where} ranks       all units", where=where),
            _("  Then put in your own criteria and scores; cchc check finds what is wrong."),
        ]
    files = (f"  {path}" for path in made)
    return "\n".join((_("Made in {folder}:", folder=folder), *files, _("Next:"), *following))


@command
def schema(_workspace: Workspace) -> str:
    """The JSON Schema of criteria.yaml."""
    return schema_text()


NAMED = ("component", "owner")
"""Columns of tasks that name what criteria.yaml lists."""
TITLES = {"error": N_("Faults"), "warning": N_("Warnings")}


@command
def check(workspace: Workspace) -> Report:
    """Faults and oddities with their places; one row each. Faults are `unmet`."""
    folder = workspace.folder
    loaded = examine(folder)
    tasks = [] if loaded.framework is None else _of_tasks(loaded, loaded.framework)
    registers, more = register_faults(loaded, workspace.watch)
    faults = loaded.total + len(tasks) + more
    odd = [*dict.fromkeys(folder.warnings), *oddities(loaded), *left_out(folder)]
    folder.warnings.clear()  # they are listed
    problems = [*loaded.problems, *tasks, *registers, *odd]
    return replace(_report(problems, faults, loaded.counts()), unmet="" if faults else None)


def _of_tasks(loaded: Loaded, framework: Framework) -> list[Problem]:
    """The faults of the tasks; what is odd about them goes to the warnings of the folder."""
    folder = loaded.workspace
    units = units_of([unit.id for unit in loaded.known_units] or None, framework.criteria.defaults.unit)
    try:
        tasks = lines_of(read_tasks(folder, framework, units).tasks)
    except InputError as error:
        # What faults of criteria.yaml leave out of its lists is not missing there.
        return [each for each in error.problems if not (loaded.criteria.problems and each.where in NAMED)]
    rows = Counter((units.of(task) or "", task.year) for task in tasks if task.is_open)
    folder.warnings.extend(of_gone_units(folder.name(folder.tasks), loaded.known_units, rows))
    return []


def _report(problems: list[Problem], total: int, facts: list[Fact]) -> Report:
    """`total` counts the faults, those that are too many to list included."""
    listed = sorted(problems, key=lambda problem: (problem.severity, problem))
    rows = pd.DataFrame(
        [(p.severity, p.file, p.line or None, p.column or None, p.where, p.text, p.advice) for p in listed],
        columns=list(CHECK),
        dtype=object,
    )
    found = pd.DataFrame([(p.severity, p.place, p.sentence) for p in listed], columns=["kind", "place", "text"])
    return Report(
        command="check",
        title=_("Check of the workspace"),
        facts=tuple(facts),
        tables=tables_by_kind(found, TITLES, (Column("place", _("Place")), Column("text", _("What to look at")))),
        notes=(_verdict(total, sum(problem.severity == "error" for problem in problems)),),
        rows=rows,
        extra={"faults": total, "warnings": sum(problem.severity == "warning" for problem in problems)},
    )


def _verdict(total: int, listed: int) -> str:
    if not total:
        return _("No faults.")
    more = _(" ({count} more are not listed)", count=total - listed) if total > listed else ""
    return n_("{count} fault", "{count} faults", total) + more + "."


FEW = 5
"""Components of a year without scores that are always named."""
UNREACHED = {
    "≥": N_("no unit ever reached the tier from {min} ({points} points)."),
    ">": N_("no unit ever reached the tier above {min} ({points} points)."),
    "≤": N_("no unit ever came down to {min} ({points} points)."),
    "<": N_("no unit ever came below {min} ({points} points)."),
}
"""Tiers, by how a value compares with where they begin."""
Told = Iterator[tuple[str, str, str]]
"""Of what, what is odd, and what to do."""


def oddities(loaded: Loaded) -> list[Problem]:
    """Warnings about a workspace, as far as it could be read."""
    criteria, place = loaded.workspace.name(loaded.workspace.criteria), loaded.criteria.mark
    told = (Problem(criteria, *place(of), of, text, hint, "warning") for of, text, hint in _of_criteria(loaded))
    return [*notices.warnings(loaded), *_of_scores(loaded), *told]


def _of_scores(loaded: Loaded) -> Iterator[Problem]:
    """What looks odd about the score files and their units."""
    folder, framework, scores = loaded.workspace, loaded.framework, loaded.scores
    data = partial(Problem, folder.name(folder.data), severity="warning")
    if not folder.scores():
        yield data(text=_("there is no file scores*.csv in {folder}.", folder=folder.name(folder.data)))
    if framework is not None and scores is not None:
        yield from notices.strangers(loaded, scores.units)
        yield from _behind(loaded, framework, scores)
        for year in _all_years(scores):
            yield from notices.outside_their_years(loaded, year)


def _of_criteria(loaded: Loaded) -> Told:
    """What looks odd about parts of criteria.yaml."""
    framework, scores = loaded.framework, loaded.scores
    if framework is None:
        return
    yield from _unknown_measures(framework)
    if scores is not None:
        for each in sorted(loaded.findings.ruleless):
            yield each, _("its values are not used: it has no rule."), ""
        for look in (_sums, _unscored, _absent, _ungiven, _unreached, _groups, _alone):
            yield from look(framework, scores)


def _unknown_measures(framework: Framework) -> Told:
    for leaf in framework.components:
        if leaf.measure is not None and leaf.measure not in MEASURES:
            text = _("no register has the measure {measure}.", measure=leaf.measure)
            yield f"{leaf.id} measure", text, nearest(leaf.measure, MEASURES)
        elif leaf.measure is not None and not (leaf.rule and leaf.rule.takes_numbers):
            text = _("the measure {measure} gives no points: its rule takes no number.", measure=leaf.measure)
            yield f"{leaf.id} measure", text, ""


def _behind(loaded: Loaded, framework: Framework, scores: Scores) -> Iterator[Problem]:
    """The workspace's own unit, where none is named every unit, without an official score that others have; a unit without any."""
    found = [each for year in _all_years(scores) for each in _without_score(framework, scores, year)]
    for number, (year, code, missing, has_any) in enumerate(found[: FEW + 1]):
        text = (
            N_("{unit} has no official score in {year} for {components}, which other units have.")
            if has_any
            else N_("{unit} has rows of {year} without any official score, which other units have.")
        )
        shown = first_of([framework.component_ids[at] for at in missing], FEW)
        told = _(text, unit=_told(scores.units[code]), year=str(year), components=shown)
        if number == FEW:
            told = n_("… and {count} more unit", "… and {count} more units", len(found) - FEW)
        yield Problem(*_place_of(loaded, scores, year, code, missing[0]), "score", told, severity="warning")


def _without_score(framework: Framework, scores: Scores, year: int) -> Iterator[tuple[int, int, list[int], bool]]:
    """The year and the units that are told of in it, with their components that have no score, and whether any has one."""
    own, frame = framework.criteria.defaults.unit, scores.frame[scores.frame["year"] == year]
    scored = frame["score"].notna() | frame["value"].notna() | frame["excluded"]
    there = frame[scored].groupby("unit")["component"].agg(frozenset)
    common = frozenset().union(*there)
    for code in map(int, np.unique(frame["unit"])):
        has, unit = there.get(code, frozenset()), scores.units[code]
        leaves = {leaf.id for leaf in framework.at(year).of_group(unit.group).leaves}
        missing = [at for at in sorted(common - has) if framework.component_ids[at] in leaves]
        if missing and (not has or own in (None, unit.id)):
            yield year, code, missing, bool(has)


def _told(unit: Unit) -> str:
    """A unit by its id, which files have, and its name."""
    return called(unit.id, {unit.id: names_of(unit)})


def _place_of(loaded: Loaded, scores: Scores, year: int, unit: int, component: int) -> tuple[str, int, int]:
    """Where a score should stand: its row, else the first row of the unit's year."""
    frame = scores.frame
    here = (frame["year"] == year) & (frame["unit"] == unit)
    row = here & (frame["component"] == component)
    return loaded.findings.place(int(np.flatnonzero(row if row.any() else here)[0]))


def _all_years(scores: Scores) -> list[int]:
    return sorted(int(year) for year in scores.frame["year"].unique())


def _sums(framework: Framework, scores: Scores) -> Told:
    scale, named = framework.criteria.index.scale, framework.criteria.groups
    years: dict[tuple[str, float], list[str]] = {}
    for year in _all_years(scores) or [today(framework.criteria.defaults.timezone).year]:
        everything = framework.at(year)
        for group in _groups_of(scores, year) if framework.groups else [""]:
            total = sum(leaf.max for leaf in everything.of_group(group).leaves)
            if abs(total - scale) > 1e-6:
                years.setdefault((group, round(total, 6)), []).append(str(year))
    for (group, total), those in years.items():
        of_group = N_("the maxima of {year} sum to {sum} for the group {group}, not to the scale of {scale}.")
        text = of_group if group else N_("the maxima of {year} sum to {sum}, not to the scale of {scale}.")
        told = called(group, {group: names_of(named[group])}) if group in named else group
        yield "index.scale", _(text, year=", ".join(those), sum=figure(total), scale=figure(scale), group=told), ""


def _groups_of(scores: Scores, year: int) -> list[str]:
    """The groups of the units that have scores in a year; of all of them where there are none at all."""
    codes = scores.frame.loc[scores.frame["year"] == year, "unit"].unique()
    units = scores.units if scores.frame.empty else [scores.units[code] for code in codes]
    return list(dict.fromkeys(unit.group for unit in units))


def _groups(framework: Framework, scores: Scores) -> Told:
    """Groups of which there is no unit."""
    there = {unit.group for unit in scores.units}
    for group in framework.groups:
        if group not in there:
            yield group, _("no unit of units.csv is of the group {group}.", group=group), ""


def _alone(framework: Framework, scores: Scores) -> Told:
    """Components whose values are compared with the best of a group of which only one unit has a value."""
    frame = scores.frame
    groups = np.array([unit.group for unit in scores.units], dtype=object)
    for position, component in enumerate(framework.components):
        if not isinstance(component.rule, Relative):
            continue
        rows = frame[(frame["component"] == position).to_numpy() & frame["value"].notna().to_numpy()]
        pairs = pd.DataFrame({"year": rows["year"], "group": groups[rows["unit"].to_numpy()]})
        counts = pairs.value_counts(sort=False).reset_index()
        for year in sorted(counts.loc[counts["count"] == 1, "year"].unique()):
            text = _("in {year} only one unit of a group has a value, so that it is the best of its group.", year=year)
            yield component.id, text, ""


def _unscored(framework: Framework, scores: Scores) -> Told:
    frame = scores.frame
    has = frame["score"].notna() | frame["value"].notna() | frame["self"].notna() | frame["excluded"]
    for year in _all_years(scores):
        there = set(frame.loc[has & (frame["year"] == year), "component"])
        ids, groups = framework.component_ids, _groups_of(scores, year)
        leaves = [leaf for leaf in framework.at(year).leaves if any(map(leaf.maximum, groups))]
        missing = [leaf.id for leaf in leaves if ids.index(leaf.id) not in there]
        if len(missing) > max(len(leaves) // 2, FEW):
            # A year that has just begun, or a slip in the year, is one thing to tell and not fifty.
            text = _(
                "no unit has scores for {count} of {all} components in {year}.",
                count=len(missing),
                all=len(leaves),
                year=year,
            )
            yield str(year), text, ""
            continue
        for each in missing:
            yield each, _("no unit has scores for this component in {year}.", year=year), ""


def _absent(_framework: Framework, scores: Scores) -> Told:
    """Units without a row in the latest year, in which others of their group have some."""
    for year in _all_years(scores)[-1:]:
        there = {scores.units[code].id for code in set(scores.frame.loc[scores.frame["year"] == year, "unit"])}
        units = expected(scores.units, year, there, _groups_of(scores, year))
        if absent := [_told(each) for each in units if each.id not in there]:
            text = without_points(year, len(units), absent)
            yield str(year), text, _("Put in their scores, or write until in units.csv for units that are gone.")


def _ungiven(framework: Framework, scores: Scores) -> Told:
    """Points of components, official or the unit's own, that none of their options gives; 0 is what nothing gets."""
    rules = {at: leaf.rule for at, leaf in enumerate(framework.components) if isinstance(leaf.rule, Choice)}
    given = {at: [0.0, *rule.given().values(), *framework.components[at].all_maxima] for at, rule in rules.items()}
    if not given:
        return
    table = np.full((len(framework.component_ids), max(map(len, given.values()))), np.nan)
    for at, options in given.items():
        table[at] = [*options, *[0.0] * (table.shape[1] - len(options))]
    rows = scores.frame.melt(["component", "year", "unit"], ["score", "self"], value_name="points")
    # Files may have points rounded to two decimals; with what is not known, as of other components, nothing is far apart.
    far = np.abs(rows[["points"]].to_numpy() - table[rows["component"]]) > HALF_A_HUNDREDTH + NOISE
    odd = rows.drop(columns="variable")[far.all(axis=1)].drop_duplicates()
    for at, rule in rules.items():
        rows, options = odd[odd["component"] == at], sorted({*rule.given().values()})
        told = [
            f"{_told(scores.units[unit])} {year}: {figure(points)}"
            for unit, year, points in zip(rows["unit"], rows["year"], rows["points"], strict=True)
        ]
        if told:
            units = "; ".join(told[:FEW]) + (", …" if len(told) > FEW else "")
            points = _(" or ").join(map(figure, options))
            text = _("its rule gives {options} points, but files have: {units}.", options=points, units=units)
            yield framework.component_ids[at], text, _("Put the points right, or add an option that gives them.")


def _unreached(framework: Framework, scores: Scores) -> Told:
    """Tiers that no value and no score ever reached or passed; one unit alone shows nothing of them."""
    frame = scores.frame
    if frame["unit"].nunique() < 2:
        return
    for position, leaf in enumerate(framework.components):
        thresholds = leaf.rule.thresholds() if leaf.rule else ()
        if not thresholds:
            continue
        rows = frame[(frame["component"] == position).to_numpy()]
        values, points = rows["value"].to_numpy(), rows["score"].to_numpy()
        if np.isnan([values, points]).all():
            continue
        for needed, given in thresholds:
            if not (needed.holds(values) | (points > given - NOISE)).any():
                yield leaf.id, _(UNREACHED[needed.sign], min=figure(needed.value), points=figure(given)), ""
