"""What is no fault but looks odd: `cchc check` warns of it."""

import numpy as np
import pandas as pd

from cchc_cli.files import notices
from cchc_cli.files.load import Loaded
from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.framework import Framework
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import Problem
from cchc_cli.model.rules import Relative
from cchc_cli.model.scores import Scores

FEW = 5
"""Components of a year without scores that are always named."""


def oddities(loaded: Loaded) -> list[Problem]:
    """Warnings about a workspace, as far as it could be read."""
    criteria = loaded.workspace.name(loaded.workspace.criteria)
    warnings: list[Problem] = []
    if not loaded.workspace.scores():
        text = _("there is no file scores*.csv in {folder}.", folder=loaded.workspace.name(loaded.workspace.data))
        warnings.append(Problem(loaded.workspace.name(loaded.workspace.data), 0, 0, "", text, severity="warning"))
    warnings += notices.warnings(loaded)
    if loaded.framework is not None:
        warnings += _unknown_measures(loaded.framework, criteria)
    if loaded.framework is None or loaded.scores is None:
        return warnings
    warnings += notices.strangers(loaded, loaded.scores.units)
    if loaded.scores.frame.empty and loaded.workspace.scores():
        place = loaded.workspace.name(loaded.workspace.data)
        warnings.append(Problem(place, 0, 0, "", _("the score files have no rows yet."), severity="warning"))
    texts = [
        *((each, _("its values are not used: it has no rule.")) for each in sorted(loaded.findings.ruleless)),
        *_sums(loaded.framework, loaded.scores),
        *_unscored(loaded.framework, loaded.scores),
        *_unreached(loaded.framework, loaded.scores),
        *_groups(loaded.framework, loaded.scores),
        *_alone(loaded.framework, loaded.scores),
        *_outside_their_years(loaded.scores),
    ]
    return [*warnings, *(Problem(criteria, 0, 0, where, text, severity="warning") for where, text in texts)]


def _unknown_measures(framework: Framework, file: str) -> list[Problem]:
    found = []
    for leaf in framework.components:
        if leaf.measure is not None and leaf.measure not in MEASURES:
            text = _("no register has the measure {measure}.", measure=leaf.measure)
            hint = nearest(leaf.measure, MEASURES)
            found.append(Problem(file, 0, 0, f"{leaf.id} measure", text, hint, severity="warning"))
        elif leaf.measure is not None and not (leaf.rule and leaf.rule.takes_numbers):
            text = _("the measure {measure} gives no points: its rule takes no number.")
            where = f"{leaf.id} measure"
            found.append(Problem(file, 0, 0, where, text.format(measure=leaf.measure), severity="warning"))
    return found


def _all_years(scores: Scores) -> list[int]:
    return sorted(int(year) for year in scores.frame["year"].unique())


def _sums(framework: Framework, scores: Scores) -> list[tuple[str, str]]:
    scale = framework.criteria.index.scale
    found = []
    for year in _all_years(scores):
        everything = framework.at(year)
        for group in _groups_of(scores, year) if framework.groups else [""]:
            total = sum(leaf.max for leaf in everything.of_group(group).leaves)
            if abs(total - scale) <= 1e-6:
                continue
            text = (
                _("the maxima of {year} sum to {sum} for the group {group}, not to the scale of {scale}.")
                if group
                else _("the maxima of {year} sum to {sum}, not to the scale of {scale}.")
            )
            told = text.format(year=year, sum=figure(total), scale=figure(scale), group=group)
            found.append(("index.scale", told))
    return found


def _groups_of(scores: Scores, year: int) -> list[str]:
    """The groups of the units that have scores in a year."""
    codes = scores.frame.loc[scores.frame["year"] == year, "unit"].unique()
    return list(dict.fromkeys(scores.units[code].group for code in codes))


def _groups(framework: Framework, scores: Scores) -> list[tuple[str, str]]:
    """Groups of which there is no unit."""
    there = {unit.group for unit in scores.units}
    return [
        (group, _("no unit of units.csv is of the group {group}.", group=group))
        for group in framework.groups
        if group not in there
    ]


def _alone(framework: Framework, scores: Scores) -> list[tuple[str, str]]:
    """Components whose values are compared with the best of a group of which only one unit has a value."""
    frame, found = scores.frame, []
    groups = np.array([unit.group for unit in scores.units], dtype=object)
    for position, component in enumerate(framework.components):
        if not isinstance(component.rule, Relative):
            continue
        rows = frame[(frame["component"] == position).to_numpy() & frame["value"].notna().to_numpy()]
        pairs = pd.DataFrame({"year": rows["year"], "group": groups[rows["unit"].to_numpy()]})
        counts = pairs.value_counts(sort=False).reset_index()
        for year in sorted(counts.loc[counts["count"] == 1, "year"].unique()):
            text = _("in {year} only one unit of a group has a value, so that it is the best of its group.", year=year)
            found.append((component.id, text))
    return found


def _unscored(framework: Framework, scores: Scores) -> list[tuple[str, str]]:
    frame = scores.frame
    has = frame["score"].notna() | frame["value"].notna() | frame["self"].notna() | frame["excluded"]
    found = []
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
            found.append((str(year), text))
            continue
        found += [(each, _("no unit has scores for this component in {year}.", year=year)) for each in missing]
    return found


def _unreached(framework: Framework, scores: Scores) -> list[tuple[str, str]]:
    """Tiers that no value and no score ever reached."""
    frame = scores.frame
    found = []
    for position, leaf in enumerate(framework.components):
        thresholds = leaf.rule.thresholds() if leaf.rule else ()
        if not thresholds:
            continue
        rows = frame[(frame["component"] == position).to_numpy()]
        values, points = rows["value"].to_numpy(), rows["score"].to_numpy()
        if np.isnan(values).all() and np.isnan(points).all():
            continue
        reached = [needed.holds(values) for needed, _points in thresholds] + [np.zeros(len(values), dtype=bool)]
        for (needed, given), here, higher in reversed(list(zip(thresholds, reached, reached[1:], strict=False))):
            if given and not ((here & ~higher).any() or (np.abs(points - given) < NOISE).any()):
                text = (
                    _("no unit ever reached the tier above {min} ({points} points).")
                    if needed.beyond
                    else _("no unit ever reached the tier from {min} ({points} points).")
                )
                found.append((leaf.id, text.format(min=figure(needed.value), points=figure(given))))
    return found


def _outside_their_years(scores: Scores) -> list[tuple[str, str]]:
    found = []
    spans = scores.frame.groupby("unit")["year"].agg(["min", "max"])
    for code, first, last in spans.itertuples():
        unit = scores.units[code]
        if (unit.since and first < unit.since) or (unit.until and last > unit.until):
            text = _("the unit {unit} has scores outside its years in units.csv.", unit=unit.id)
            found.append((unit.id, text))
    return found
