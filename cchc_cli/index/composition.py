"""What a unit's index is made of: the one place from which every table takes its adjustments and its total."""

import numpy as np
import pandas as pd

from cchc_cli.index.points import YearPoints
from cchc_cli.index.ranks import Year
from cchc_cli.index.rounding import billionths
from cchc_cli.model.analysis import Composition
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.scores import SelfScore


def compose(year: Year, unit: str) -> Composition:
    """The parts of the index of `unit` and what they come to."""
    line = year.line(unit)
    points, maximum, exact, index = (float(line[name]) for name in ("points", "max", "exact", "index"))
    return Composition(
        scale=year.marks.framework.index.scale,
        points=points,
        max=maximum,
        exact=exact,
        index=index,
        adjustments=adjustments_of(year.marks, unit),
    )


def highest_index(framework: YearFramework) -> tuple[float, float]:
    """The highest index that a unit can have, and how much of it are bonus points: the scale and all bonus, capped."""
    settings = framework.index
    bonus = sum(each.max for each in framework.adjustments if each.kind == "bonus")
    bonus = bonus if settings.bonus_cap is None else min(bonus, settings.bonus_cap)
    return settings.scale + bonus, bonus


def adjustments_of(marks: YearPoints, unit: str, *, everything: bool = False) -> pd.DataFrame:
    """One row an adjustment that `unit` was given, or with `everything` each of the year: level, id, given, points, note.

    `points` are what the adjustment does to the index, after the caps: a penalty's are below 0.
    """
    row = marks.row(unit)
    extras = marks.framework.adjustments
    table = pd.DataFrame(
        {
            "level": pd.Series([each.kind for each in extras], dtype=object),
            "id": pd.Series([each.id for each in extras], dtype=object),
            "given": marks.adjustments[row],
            "points": marks.effects[row],
            "note": marks.adjustment_notes[row],
        }
    )
    there = np.ones(len(table), dtype=bool) if everything else table["given"] != 0
    return pd.DataFrame(table[there]).reset_index(drop=True)


def self_score(official: Year, own: Year, unit: str, *, appraised: bool) -> SelfScore | None:
    """What `unit` gave itself (results on the basis of the self-score) against what it got; None without a self-score."""
    marks, mine = official.marks, own.marks
    row, mine_row = marks.row(unit), mine.row(unit)
    # On the basis of the self-score a blank takes the rule on the value: the unit did not give itself that.
    scored = mine.scored[mine_row] & ~np.isnan(marks.self_points[row])
    both = marks.scored[row] & scored
    if not both.any():
        return None
    given, got = mine.points[mine_row][both], marks.points[row][both]
    extras = mine.effects[mine_row].sum(), marks.effects[row].sum()
    applies = marks.applicable[row] | mine.applicable[mine_row]
    sums = float(given.sum() + extras[0]), float(got.sum() + extras[1])
    if both.sum() == applies.sum():
        sums = float(own.line(unit)["index"]), float(official.line(unit)["index"])
    cut = int((billionths(got) < billionths(given)).sum())
    # Where all of it is compared it is that sum, or that index, too.
    all_given = sums[0] if both.sum() == scored.sum() else float(mine.points[mine_row][scored].sum() + extras[0])
    counts = int(both.sum()), int(applies.sum()), cut
    return SelfScore(*sums, *counts, float(extras[1] - extras[0]), all_given, int(scored.sum()), appraised)
