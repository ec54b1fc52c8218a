"""What `cchc explain` has found out: the table of what moved the index, and what scripts get of it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Change, Composition, Line, NextPoints, Passing, RatingNeed
from cchc_cli.model.blocks import SLOT, Column, Figure, Table
from cchc_cli.model.columns import EXPLAIN
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.reports.composition import HALF_A_HUNDREDTH, adjustment_label, composition_json, index_line
from cchc_cli.show.reports.score import level_heading
from cchc_cli.show.reports.unit_result import UnitResult

SIDES = ("prev_points", "prev_max", "points", "max")
STATUS = {"new": N_("new"), "retired": N_("retired")}


@dataclass(frozen=True)
class Explanation:
    """What `explain` has found out; `change` is None where there is nothing to compare with.

    `neighbours` and `next_rating` are those of index.neighbours, `next_points` those of index.losses.
    """

    standing: UnitResult
    year: int
    level: str
    change: Change | None
    neighbours: pd.DataFrame
    next_rating: RatingNeed | None
    next_points: Sequence[NextPoints] = ()

    @property
    def rows(self) -> pd.DataFrame:
        """The split of the index; no rows where there is nothing to compare with."""
        if self.change is None:
            return pd.DataFrame(columns=list(EXPLAIN))
        name = [self.standing.names.filed("node", each) for each in self.change.rows["id"]]
        return self.change.rows.assign(year=self.year, since=self.change.since, name=name)

    @property
    def extra(self) -> dict[str, object]:
        """The results beside the rows."""
        return {
            "unit": self.standing.unit,
            "since": self.standing.since,
            **_json(self.change),
            "rank": _rank_json(self),
            "neighbours": self.neighbours.to_dict("records"),
            "next_rating": _rating_json(self),
        }


def _moved_index(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows of the split did something to the index, or were not there in both years."""
    return (rows["contribution"].abs().round(numbers.EXACT) > 0) | (rows["status"] != "both")


def _changed(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which of them have other points or another maximum; the rest moved it only as the maximum of all is another."""
    sides = [rows[name].fillna(0.0) for name in SIDES]
    differ = [(now - before).abs().round(numbers.EXACT) > 0 for before, now in zip(sides[:2], sides[2:], strict=True)]
    return differ[0] | differ[1] | (rows["status"] != "both")


def unchanged(rows: pd.DataFrame) -> dict[str, float]:
    """How many these rows are, and their sums; adjustments of no points do not count."""
    rest = rows[(rows["max"] > 0) | (rows["points"] != 0)]
    return {"rows": len(rest)} | {name: float(rest[name].sum()) for name in (*SIDES, "contribution")}


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
        "composition": dict(zip(("previous", "now"), map(composition_json, change.made_of), strict=True)),
        "unchanged": _unchanged_json(change),
        "like_for_like": {**asdict(like), "change": like.now - like.previous},
        "overtaken_by": [_passing_json(each) for each in change.overtaken_by],
        "overtook": [_passing_json(each) for each in change.overtook],
        "membership": {name: getattr(change.membership, name) for name in ("joined", "left", "merged")},
    }


def _unchanged_json(change: Change) -> dict[str, float]:
    sums = unchanged(change.rows[~_moved_index(change.rows)])
    return {name: sums[name] for name in ("rows", *SIDES)}


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


def changes_table(found: Explanation, change: Change) -> Iterable[Table]:
    """The components that moved the index, the largest loss first; then what did not, rounding, and the index."""
    rows = change.rows
    moved = rows[_changed(rows)].sort_values("contribution", kind="stable")
    if moved.empty:
        return
    frame = _lines(found, change, moved)
    summary = (*_unmoved(found, change), *_between(change))
    marked = (Column("status", "", fold="· "),) if frame["status"].any() else ()
    before, now = change.made_of
    yield Table(
        frame,
        columns(
            "id",
            column("shown", label=level_heading(found.level)),
            *marked,
            _got_in(change.since, "prev_points", "prev_max", "points"),
            _got_in(found.year, "points", "max", "prev_points"),
            Column("contribution", _("± index"), "change", made_of=("points", "-prev_points")),
        ),
        title=_("What moved the index"),
        name=_("Changes"),
        total={
            "shown": _("Index"),
            "prev_points": Figure(before.index, "index", f"{SLOT}/{numbers.short(before.scale)}"),
            "prev_max": before.scale,
            "points": Figure(now.index, "index", f"{SLOT}/{numbers.short(now.scale)}"),
            "max": now.scale,
            "contribution": change.published,
        },
        summary=summary,
        after=tuple(
            f"{year}: {line}"
            for year, made_of in ((change.since, before), (found.year, now))
            for line in index_line(made_of, found.standing.settings.rounding)
        ),
    )


def _got_in(year: int, points: str, maximum: str, other: str) -> Column:
    """Points of a maximum in a year."""
    labels = tuple(f"{label} {year}" for label in (_("Points"), _("Max")))
    return Column(points, str(year), "got", of=(maximum, other), parts=labels)


def _lines(found: Explanation, change: Change, moved: pd.DataFrame) -> pd.DataFrame:
    """`moved` with names, and what is to be known of each row."""
    labels = {
        line["id"]: adjustment_label(found.standing.names, line)
        for made_of in change.made_of
        for line in made_of.adjustments.to_dict("records")
    }
    return moved.assign(
        shown=[labels.get(each) or found.standing.names.node(each) for each in moved["id"]],
        status=[_status(line, found.year, change.since) for line in moved.to_dict("records")],
    )


def _unmoved(found: Explanation, change: Change) -> Iterable[dict[str, object]]:
    """What has the points that it had, as one row."""
    rest = unchanged(change.rows[~_changed(change.rows)])
    if count := int(rest.pop("rows")):
        text = n_("{count} other, unchanged", "{count} others, unchanged", count)
        if found.level == "component":
            text = n_("{count} other component, unchanged", "{count} other components, unchanged", count)
        if numbers.differ(rest["contribution"]):
            text += ", " + _("but counted on another maximum")
        yield {"shown": text, **rest}


def _between(change: Change) -> Iterable[dict[str, object]]:
    """What lies between the points and the index of either year, and the part of the change that rounding made."""
    before, now = change.made_of
    if any(numbers.differ(each.max, each.scale) for each in change.made_of):
        yield {
            "shown": _("Counted to {scale}", scale=numbers.short(now.scale)),
            "contribution": math.nan,
            **dict(zip(SIDES, (*_rescaled(before), *_rescaled(now)), strict=True)),
        }
    if change.rounding:
        sides = {
            f"{prefix}{name}": value if abs(made_of.rounding) >= HALF_A_HUNDREDTH else math.nan
            for prefix, made_of in (("prev_", before), ("", now))
            for name, value in (("points", made_of.rounding), ("max", 0.0))
        }
        yield {"shown": _("Rounding"), "contribution": Figure(change.rounding, "rounding"), **sides}


def _rescaled(made_of: Composition) -> tuple[float, float]:
    return made_of.rescaling, made_of.scale - made_of.max


def _status(line: Line, year: int, since: int) -> str:
    status = line["status"]
    if status in STATUS and line["in_force"]:
        return _("not applicable in {year}", year=since if status == "new" else year)
    if status in STATUS:
        return _(STATUS[status])
    return _("not scored yet") if math.isnan(line["points"]) or math.isnan(line["prev_points"]) else ""
