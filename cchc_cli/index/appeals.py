"""From the self-score over the appraisals to the official points: what was cut, won back, and is still in dispute."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.marks import Floats, Marks
from cchc_cli.index.rounding import billionths, cleaned
from cchc_cli.model.framework import Framework
from cchc_cli.model.scores import Scores


def stages(marks: Marks, framework: Framework, scores: Scores, unit: str) -> pd.DataFrame:
    """One row a component that applies to `unit`, in the order of the file. Points, NaN where a stage has none.

    - `self`, `appraised1`, `score`: the unit's own points, those of the first appraisal, the official ones
    - `latest`: the official points, those of the first appraisal where there are none yet
    - `cut`, `won_back`: what each stage took off the points of the stage before it, and what it added, from the
      self-score on, over the stages that there are: self − cut + won_back = latest. NaN where there is no
      self-score, or nothing to compare it with
    - `arguable`: self − latest, where they are less: what an explanation could still bring
    - `status`: `waiting` (no points but the unit's own), `agreed`, `raised`, `cut`, `partly` (won back), `won_back`;
      blank where the unit has not scored itself
    - `stages`: the names of the stages that have points, in order
    - `appeal`, `note`: positions in the notes
    """
    row = marks.row(unit)
    assert row is not None
    own, official = marks.self_points[row], marks.points[row]
    ids = framework.component_ids

    def column(name: str, blank: float) -> Floats:
        return _column(marks, ids, scores, unit, name, blank)

    first = column("appraised1", np.nan)
    latest = np.where(np.isnan(official), first, official)
    # A stage that is missing changes nothing: the next one is compared with the one before it.
    middle = np.where(np.isnan(first), own, first)
    cut = cleaned(_above(own, middle) + _above(middle, latest))
    won_back = cleaned(_above(middle, own) + _above(latest, middle))
    table = pd.DataFrame(
        {
            "component": [leaf.id for leaf in marks.framework.leaves],
            "max": marks.max[row],
            "self": own,
            "appraised1": first,
            "score": official,
            "latest": latest,
            "cut": cut,
            "won_back": won_back,
            "arguable": _above(own, latest),
            "status": _status(own, latest, cut, won_back),
            "stages": _names({"self": own, "appraised1": first, "score": official}),
            "appeal": column("appeal", 0).astype(np.intp),
            "note": marks.notes[row],
        }
    )
    there: pd.DataFrame = table.loc[marks.applicable[row]].reset_index(drop=True)
    return there


def _column(marks: Marks, ids: tuple[str, ...], scores: Scores, unit: str, name: str, blank: float) -> Floats:
    """A column of the scores by the leaves of the year; `blank` where there is none."""
    leaves = [leaf.id for leaf in marks.framework.leaves]
    spread = np.full(len(leaves), blank)
    if name not in scores.frame:
        return spread
    code = next(number for number, each in enumerate(scores.units) if each.id == unit)
    frame = scores.frame[(scores.frame["year"] == marks.year) & (scores.frame["unit"] == code)]
    place = {identity: column for column, identity in enumerate(leaves)}
    for component, value in zip(frame["component"], frame[name], strict=True):
        if ids[component] in place:
            spread[place[ids[component]]] = value
    return spread


def _above(points: Floats, others: Floats) -> Floats:
    """How much `points` are above `others`; 0 where they are not, NaN where one is missing."""
    return cleaned(np.maximum(points - others, 0.0))


def _status(own: Floats, latest: Floats, cut: Floats, won_back: Floats) -> NDArray[np.object_]:
    with np.errstate(invalid="ignore"):
        mine, now = billionths(own), billionths(latest)
        status = np.full(len(own), "", dtype=object)
        status[np.isnan(now)] = "waiting"
        status[now < mine] = "cut"
        status[(now < mine) & (won_back > 0)] = "partly"
        status[now == mine] = "agreed"
        status[(now >= mine) & (cut > 0)] = "won_back"
        status[(now > mine) & ~(cut > 0)] = "raised"
        status[np.isnan(mine)] = ""
    return status


def _names(stages: dict[str, Floats]) -> NDArray[np.object_]:
    """For each component the stages that have points, joined by spaces."""
    there = np.array([~np.isnan(points) for points in stages.values()])
    names = np.array(list(stages))
    return np.array([" ".join(names[column]) for column in there.T], dtype=object)
