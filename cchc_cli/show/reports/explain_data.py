"""What `cchc explain` has found out, and what scripts get of it."""

from dataclasses import asdict, dataclass

import pandas as pd

from cchc_cli.model.analysis import Change, Passing, RatingNeed
from cchc_cli.model.columns import EXPLAIN
from cchc_cli.show import numbers
from cchc_cli.show.reports.composition import composition_json
from cchc_cli.show.reports.unit_result import UnitResult


@dataclass(frozen=True)
class Explanation:
    """What `explain` has found out; `change` is None where there is nothing to compare with.

    `neighbours` and `next_rating` are those of index.neighbours.
    """

    standing: UnitResult
    year: int
    level: str
    change: Change | None
    neighbours: pd.DataFrame
    next_rating: RatingNeed | None


def explain_extra(found: Explanation) -> dict[str, object]:
    """The results beside the rows."""
    return {
        "unit": found.standing.unit,
        "since": found.standing.since,
        **_json(found.change),
        "rank": _rank_json(found),
        "neighbours": found.neighbours.to_dict("records"),
        "next_rating": _rating_json(found),
    }


SIDES = ("prev_points", "prev_max", "points", "max")


def is_moved(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows of the split did something to the index, or were not there in both years."""
    return (rows["contribution"].abs().round(numbers.EXACT) > 0) | (rows["status"] != "both")


def unchanged(change: Change) -> dict[str, float]:
    """How many rows did nothing to the index, and their sums; adjustments of no points do not count."""
    rest = change.rows[~is_moved(change.rows)]
    rest = rest[(rest["max"] > 0) | (rest["points"] != 0)]
    return {"rows": len(rest)} | {name: float(rest[name].sum()) for name in SIDES}


def explain_rows(found: Explanation) -> pd.DataFrame:
    """The split of the index; no rows where there is nothing to compare with."""
    change = found.change
    if change is None:
        return pd.DataFrame(columns=list(EXPLAIN))
    name = [found.standing.names.node_as_filed(each) for each in change.rows["id"]]
    return change.rows.assign(year=found.year, since=change.since, name=name)


def _json(change: Change | None) -> dict[str, object]:
    if change is None:
        names = (*("index", "composition", "unchanged", "like_for_like"), *("overtaken_by", "overtook", "membership"))
        return dict.fromkeys(names)
    like = change.like_for_like
    return {
        "index": {
            "previous": change.previous,
            "now": change.now,
            "change": change.published,
            "exact_change": change.exact,
            "rounding": change.rounding,
        },
        "composition": {"previous": composition_json(change.made_of[0]), "now": composition_json(change.made_of[1])},
        "unchanged": unchanged(change),
        "like_for_like": {**asdict(like), "change": like.now - like.previous},
        "overtaken_by": [_passing_json(each) for each in change.overtaken_by],
        "overtook": [_passing_json(each) for each in change.overtook],
        "membership": asdict(change.membership),
    }


def _passing_json(passing: Passing) -> dict[str, object]:
    return {
        "unit": passing.unit,
        "previous_rank": passing.previous_rank,
        "rank": passing.rank,
        "gained": [{"id": part, "points": gain} for part, gain in passing.gains],
    }


def _rank_json(found: Explanation) -> dict[str, object]:
    split = found.change.rank if found.change else None
    if split is None:
        line = found.standing.line
        return {"previous": line["prev_rank"], "others": None, "own": None, "membership": None, "now": line["rank"]}
    return asdict(split)


def _rating_json(found: Explanation) -> dict[str, object] | None:
    if found.next_rating is None:
        return None
    need = found.next_rating
    return {"rating": need.rating.id, "points": need.points} | ({"areas": need.areas} if need.areas else {})
