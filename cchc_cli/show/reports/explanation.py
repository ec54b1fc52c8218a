"""What `cchc explain` has found out: the table of what moved the index, and what scripts get of it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Change, NextPoints, Passing, RatingNeed, TableRow
from cchc_cli.model.blocks import SLOT, Column, Figure, OfOne, Table
from cchc_cli.model.columns import EXPLAIN
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.reports.composition import HALF_A_HUNDREDTH, KINDS, called, composition_json, index_line
from cchc_cli.show.reports.score import level_heading
from cchc_cli.show.reports.unit_result import UnitResult

SIDES = ("prev_points", "prev_max", "points", "max")
STATUS = {"new": N_("new"), "retired": N_("retired")}
OF_CHANGE = ("index", "composition", "unchanged", "like_for_like", "overtaken_by", "overtook", "membership")


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
        line, change, need = self.standing.line, self.change, self.next_rating
        unsplit = {"previous": line["prev_rank"], "others": None, "own": None, "membership": None, "now": line["rank"]}
        areas = {"areas": need.areas} if need and need.areas else {}
        return {
            "unit": self.standing.unit,
            "since": self.standing.since,
            **(dict.fromkeys(OF_CHANGE) if change is None else _json(change)),
            "rank": asdict(change.rank) if change and change.rank else unsplit,
            "neighbours": self.neighbours.to_dict("records"),
            "next_rating": need and {"rating": need.rating.id, "points": need.points, **areas},
        }


def _changed(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which of them have other points or another maximum; the rest moved it only as the maximum of all is another."""
    sides = [rows[name].fillna(0.0) for name in SIDES]
    differ = [(now - before).abs().round(numbers.EXACT) > 0 for before, now in zip(sides[:2], sides[2:], strict=True)]
    return differ[0] | differ[1] | ((rows["status"] != "both") & (rows[["prev_max", "max"]] > 0).any(axis=1))


def _told(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which have a row of their own: bonus and penalty points always, which no maximum holds."""
    return _changed(rows) | ((rows["level"].isin(KINDS)) & (rows["points"].fillna(0.0) != 0))


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that are in an index: adjustments of no points are not."""
    return rows[rows[["max", "prev_points", "points"]].fillna(0.0).ne(0.0).any(axis=1)]


def unchanged(rows: pd.DataFrame) -> dict[str, float]:
    """How many of these rows are in an index, and their sums."""
    rest = _counted(rows)
    return {"rows": len(rest)} | {name: float(rest[name].sum()) for name in (*SIDES, "contribution")}


def _json(change: Change) -> dict[str, object]:
    """What scripts get of a change: all of OF_CHANGE."""
    rows, like = change.rows, change.like_for_like
    index = {"previous": change.previous, "now": change.now, "change": change.published}
    stood = (rows["contribution"].abs().round(numbers.EXACT) == 0) & (rows["status"] == "both")
    sums = unchanged(rows[stood])
    return {
        "index": index | {"exact_change": change.exact, "rounding": change.rounding},
        "composition": dict(zip(("previous", "now"), map(composition_json, change.made_of), strict=True)),
        "unchanged": {name: sums[name] for name in ("rows", *SIDES)},
        "like_for_like": {**asdict(like), "change": like.now - like.previous},
        "overtaken_by": [_passing_json(each) for each in change.overtaken_by],
        "overtook": [_passing_json(each) for each in change.overtook],
        "membership": {name: getattr(change.membership, name) for name in ("joined", "left", "merged")},
    }


def _passing_json(passing: Passing) -> dict[str, object]:
    return {
        "unit": passing.unit,
        "previous_rank": passing.previous_rank,
        "rank": passing.rank,
        "gained": [{"id": part, "points": gain} for part, gain in passing.gains],
    }


def changes_table(found: Explanation, change: Change) -> Iterable[Table]:
    """The components that moved the index, the largest loss first; then what did not, rounding, and the index."""
    rows = change.rows
    if not _changed(rows).any():
        return
    moved = rows[_told(rows)].sort_values("contribution", kind="stable")
    frame = moved.assign(
        shown=called(found.standing.names, zip(moved["id"], moved["level"], strict=True), *change.made_of),
        status=[_status(line, found.year, change.since) for line in moved.to_dict("records")],
    )
    total: dict[str, object] = {"shown": _("Index"), "contribution": change.published}
    for prefix, made_of in zip(("prev_", ""), change.made_of, strict=True):
        total[f"{prefix}points"] = Figure(made_of.index, "index", f"{SLOT}/{numbers.short(made_of.scale)}")
        total[f"{prefix}max"] = made_of.scale
    yield Table(
        frame,
        columns(
            "id",
            column("shown", label=level_heading(found.level)),
            frame["status"].any() and Column("status", "", fold="· "),
            _got_in(change.since, "prev_points", "prev_max", "points"),
            _got_in(found.year, "points", "max", "prev_points"),
            Column("contribution", _("± index"), "change", made_of=("points", "-prev_points")),
        ),
        title=_("What moved the index"),
        name=_("Changes"),
        total=total,
        summary=(*_unmoved(change), *_between(change)),
        after=tuple(
            OfOne(f"{year}: {line}")
            for year, made_of in zip((change.since, found.year), change.made_of, strict=True)
            for line in index_line(made_of, found.standing.settings.rounding)
        ),
    )


def _got_in(year: int, points: str, maximum: str, other: str) -> Column:
    labels = tuple(f"{label} {year}" for label in (_("Points"), _("Max")))
    return Column(points, str(year), "got", of=(maximum, other), parts=labels)


def _unmoved(change: Change) -> Iterable[dict[str, object]]:
    """What has the points that it had, as one row."""
    same = _counted(change.rows[~_told(change.rows)])
    rest = unchanged(same)
    if count := int(rest.pop("rows")):
        text = n_("{count} other, unchanged", "{count} others, unchanged", count)
        if set(same["level"]) == {"component"}:
            text = n_("{count} other component, unchanged", "{count} other components, unchanged", count)
        if numbers.differ(rest["contribution"]):
            text += ", " + _("but counted on another maximum")
        yield {"shown": text, **rest}


def _between(change: Change) -> Iterable[dict[str, object]]:
    """What lies between the points and the index of either year, and the part of the change that rounding made."""
    if any(numbers.differ(each.max, each.scale) for each in change.made_of):
        sides = [part for each in change.made_of for part in (each.rescaling, each.scale - each.max)]
        told = _("Counted to {scale}", scale=numbers.short(change.made_of[1].scale))
        yield {"shown": told, "contribution": math.nan, **dict(zip(SIDES, sides, strict=True))}
    if change.rounding:
        parts = [each.rounding if abs(each.rounding) >= HALF_A_HUNDREDTH else math.nan for each in change.made_of]
        sides = [part for each in parts for part in (each, abs(0 * each))]
        rounding = Figure(change.rounding, "rounding")
        yield {"shown": _("Rounding"), "contribution": rounding, **dict(zip(SIDES, sides, strict=True))}


def _status(line: TableRow, year: int, since: int) -> str:
    status = line["status"]
    if status in STATUS and line["in_force"]:
        return _("not applicable in {year}", year=since if status == "new" else year)
    if status in STATUS:
        return _(STATUS[status])
    return _("not scored yet") if math.isnan(line["points"]) or math.isnan(line["prev_points"]) else ""
