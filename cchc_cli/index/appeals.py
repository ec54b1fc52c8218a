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
    - `cut`: self − the first appraisal (the official points where there is no first one), where less was given
    - `won_back`: official points − the first appraisal, where more was given, no more than what was cut
    - `arguable`: self − the latest points, where they are less: what an explanation could still bring
    - `status`: `waiting` (no points but the unit's own), `agreed`, `raised`, `cut`, `partly` (won back), `won_back`;
      blank where the unit has not scored itself
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
    before = np.where(np.isnan(first), official, first)
    cut = _above(own, before)
    table = pd.DataFrame(
        {
            "component": [leaf.id for leaf in marks.framework.leaves],
            "max": marks.max[row],
            "self": own,
            "appraised1": first,
            "score": official,
            "cut": cut,
            "won_back": np.minimum(_above(official, first), cut),
            "arguable": _above(own, latest),
            "status": _status(own, first, latest, cut),
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


def _status(own: Floats, first: Floats, latest: Floats, cut: Floats) -> NDArray[np.object_]:
    with np.errstate(invalid="ignore"):
        mine, now, then = billionths(own), billionths(latest), billionths(first)
        status = np.full(len(own), "", dtype=object)
        status[np.isnan(now)] = "waiting"
        status[now < mine] = "cut"
        status[(now < mine) & (now > then)] = "partly"
        status[now == mine] = "agreed"
        status[(now >= mine) & (cut > 0)] = "won_back"
        status[(now > mine) & ~(cut > 0)] = "raised"
        status[np.isnan(mine)] = ""
    return status
