"""What is no fault but looks odd: `cchc check` warns of it."""

import numpy as np

from cchc_cli.files import notices
from cchc_cli.files.load import Loaded
from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.framework import Framework
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import Problem
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
    if loaded.scores.frame.empty and loaded.workspace.scores():
        place = loaded.workspace.name(loaded.workspace.data)
        warnings.append(Problem(place, 0, 0, "", _("the score files have no rows yet."), severity="warning"))
    texts = [
        *((each, _("its values are not used: it has no rule.")) for each in sorted(loaded.findings.ruleless)),
        *_sums(loaded.framework, loaded.scores),
        *_unscored(loaded.framework, loaded.scores),
        *_unreached(loaded.framework, loaded.scores),
        *_outside_their_years(loaded.scores),
    ]
    return [*warnings, *(Problem(criteria, 0, 0, where, text, severity="warning") for where, text in texts)]


def _unknown_measures(framework: Framework, file: str) -> list[Problem]:
    found = []
    for _area, _criterion, leaf in framework.lineage():
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
        total = sum(leaf.max for leaf in framework.at(year).leaves)
        if abs(total - scale) > 1e-6:
            text = _(
                "the maxima of {year} sum to {sum}, not to the scale of {scale}.",
                year=year,
                sum=figure(total),
                scale=figure(scale),
            )
            found.append(("index.scale", text))
    return found


def _unscored(framework: Framework, scores: Scores) -> list[tuple[str, str]]:
    frame = scores.frame
    has = frame["score"].notna() | frame["value"].notna() | frame["self"].notna() | frame["excluded"]
    found = []
    for year in _all_years(scores):
        there = set(frame.loc[has & (frame["year"] == year), "component"])
        ids, leaves = framework.component_ids, framework.at(year).leaves
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
    for position, (_area, _criterion, leaf) in enumerate(framework.lineage()):
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
