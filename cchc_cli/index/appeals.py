"""From the self-score over the appraisals to the official points: what was cut, won back, and is still in dispute.

The columns of `stages`, points NaN where a stage has none:

- `level` (`component`, `bonus` or `penalty`), `component` (its id), `max`
- `self`, `appraised1`, `score`: the unit's own points, those of the first appraisal, the official ones; of an
  adjustment what it does to the index after the caps, a penalty's below 0, of a maximum of 0
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

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.points import Floats, YearPoints
from cchc_cli.index.rounding import billionths, cleaned
from cchc_cli.model.framework import Framework
from cchc_cli.model.scores import Scores


def stages(marks: YearPoints, own: YearPoints, framework: Framework, scores: Scores, unit: str) -> pd.DataFrame:
    """One row a component that applies to `unit`, in the order of the file, then one an adjustment that it was given.

    `own` are the points of the year on the basis of the self-score; the columns are those that the module says.
    """
    row, extras = marks.row(unit), marks.framework.adjustments
    components = marks.of_unit(unit)
    count = len(components)
    ids = [*components["component"], *(extra.id for extra in extras)]
    columns = _columns(marks, ids, framework.component_ids, scores, unit)
    adjusted = _adjusted(marks, own, unit, columns["appraised1"][count:])
    of_components = marks.self_points[row], columns["appraised1"][:count], components["points"]
    given, first, official = (np.concatenate(pair) for pair in zip(of_components, adjusted, strict=True))
    latest = np.where(np.isnan(official), first, official)
    # A stage that is missing changes nothing: the next one is compared with the one before it.
    middle = np.where(np.isnan(first), given, first)
    cut = cleaned(_above(given, middle) + _above(middle, latest))
    won_back = cleaned(_above(middle, given) + _above(latest, middle))
    table = pd.DataFrame(
        {
            "level": ["component"] * count + [each.kind for each in extras],
            "component": ids,
            "max": np.concatenate([components["max"], np.zeros(len(extras))]),
            "self": given,
            "appraised1": first,
            "score": official,
            "latest": latest,
            "cut": cut,
            "won_back": won_back,
            "arguable": _above(given, latest),
            "status": _status(given, latest, cut, won_back),
            "stages": _names({"self": given, "appraised1": first, "score": official}),
            "appeal": columns["appeal"].astype(np.intp),
            "note": np.concatenate([components["note"], marks.adjustment_notes[row]]),
        }
    )
    there = [*marks.applicable[row], *(np.nan_to_num(adjusted) != 0).any(axis=0)]
    return pd.DataFrame(table[there]).reset_index(drop=True)


def self_scored_inapplicable(marks: YearPoints, framework: Framework, scores: Scores, unit: str) -> list[str]:
    """The components that `unit` scored itself and that are not applicable (NA) to it: they have no stages."""
    components = marks.of_unit(unit)["component"].to_numpy()
    given = _columns(marks, [*components], framework.component_ids, scores, unit)["self"]
    return [*components[~np.isnan(given) & ~marks.applicable[marks.row(unit)]]]


def _adjusted(marks: YearPoints, own: YearPoints, unit: str, first: Floats) -> Floats:
    """What the adjustments of `unit` count for at each stage (stages × adjustments), the caps of each stage applied.

    What the unit, or the appraisal, does not name it gives nothing, as the index has it; a stage that has
    scored nothing at all says nothing of them.
    """
    row, own_row = marks.row(unit), own.row(unit)
    extras = marks.adjustments.copy()
    extras[row] = np.nan_to_num(first)
    counted = np.array(
        [
            own.effects[own_row],
            replace(marks, adjustments=extras).effects[row],
            marks.effects[row],
        ]
    )
    counted[0, :] = np.where(np.isnan(marks.self_points[row]).all(), np.nan, counted[0])
    counted[1, np.isnan(first)] = np.nan
    counted[2, :] = np.where(marks.scored[row].any(), counted[2], np.nan)
    return counted


def _columns(marks: YearPoints, ids: list[str], known: tuple[str, ...], scores: Scores, unit: str) -> dict[str, Floats]:
    """`self`, `appraised1` and `appeal` of the scores by `ids`; NaN, or 0, where there is none."""
    code = next(number for number, each in enumerate(scores.units) if each.id == unit)
    frame = scores.frame[(scores.frame["year"] == marks.year) & (scores.frame["unit"] == code)]
    frame = frame.set_index(frame["component"].map(lambda place: known[place]))
    blanks = {"self": np.nan, "appraised1": np.nan, "appeal": 0.0}
    return {
        name: np.array(frame[name].reindex(ids).fillna(blank), dtype=np.float64)
        if name in frame
        else np.full(len(ids), blank)
        for name, blank in blanks.items()
    }


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
