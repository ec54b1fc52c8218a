"""What moved the index, as a table whose columns add up to the index of either year and to its change."""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Change, Composition
from cchc_cli.model.report import Column, Table
from cchc_cli.show import numbers
from cchc_cli.show.reports.composition import HALF_A_HUNDREDTH, adjustment_label, index_line
from cchc_cli.show.reports.explain_data import SIDES, Explanation, is_moved, unchanged
from cchc_cli.show.reports.score import HEADINGS

STATUS = {"new": N_("new"), "retired": N_("retired")}


def changes_table(found: Explanation, change: Change) -> Iterable[Table]:
    """The components that moved the index, the largest loss first; then what did not, rounding, and the index."""
    rows = change.rows
    moved = rows[is_moved(rows)].sort_values("contribution", kind="stable")
    if moved.empty:
        return
    frame = _lines(found, change, moved)
    marked = (Column("status", "", fold="· "),) if frame["status"].any() else ()
    before, now = change.made_of
    yield Table(
        frame,
        (
            Column("id", "", "id"),
            Column("shown", HEADINGS[found.level]()),
            *marked,
            _got_in("before", change.since, SIDES[:2]),
            _got_in("now", found.year, SIDES[2:]),
            Column("contribution", _("± index"), "change"),
        ),
        title=_("What moved the index"),
        name=_("Changes"),
        total={
            "shown": _("Index"),
            "before": f"{found.standing.number(before.index)}/{numbers.short(before.scale)}",
            "now": f"{found.standing.number(now.index)}/{numbers.short(now.scale)}",
            "contribution": change.published,
            **dict(zip(SIDES, (before.index, before.scale, now.index, now.scale), strict=True)),
        },
        after=tuple(
            f"{year}: {line}"
            for year, made_of in ((change.since, before), (found.year, now))
            for line in index_line(made_of, found.standing.settings.rounding)
        ),
    )


def _got_in(key: str, year: int, parts: Sequence[str]) -> Column:
    """Points of a maximum in a year; a sheet has both."""
    labels = zip(parts, (_("Points"), _("Max")), strict=True)
    return Column(
        key, str(year), "points", sheet=tuple(Column(part, f"{label} {year}", "points") for part, label in labels)
    )


def _lines(found: Explanation, change: Change, moved: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table: those of `moved`, and what else it takes for the columns to add up."""
    names = found.standing.names
    labels = {
        line["id"]: adjustment_label(names, line)
        for made_of in change.made_of
        for line in made_of.adjustments.to_dict("records")
    }
    frame = moved.assign(
        shown=[labels.get(each) or names.node(each) for each in moved["id"]],
        status=[_status(line) for line in moved.to_dict("records")],
    )
    rest = unchanged(change)
    count = int(rest["rows"])
    lines: list[dict[str, object]] = []
    if count:
        text = n_("{count} other, unchanged", "{count} others, unchanged", count)
        lines.append({"shown": text, "contribution": 0.0, **rest})
    lines += _between(change)
    columns = ["id", "shown", "status", "contribution", *SIDES]
    if lines:
        frame = pd.concat([frame[columns], pd.DataFrame(lines, columns=columns)], ignore_index=True)
    frame = frame.fillna({"id": "", "status": ""})
    return frame.assign(
        before=_got(frame["prev_points"], frame["prev_max"], frame["points"]),
        now=_got(frame["points"], frame["max"], frame["prev_points"]),
    )


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
        yield {"shown": _("Rounding"), "contribution": numbers.signed(change.rounding, 4), **sides}


def _rescaled(made_of: Composition) -> tuple[float, float]:
    return made_of.rescaling, made_of.scale - made_of.max


def _status(line: Mapping[Hashable, Any]) -> str:
    if line["status"] in STATUS:
        return _(STATUS[line["status"]])
    return _("not scored yet") if math.isnan(line["points"]) or math.isnan(line["prev_points"]) else ""


def _got(points: "pd.Series[float]", maximum: "pd.Series[float]", other: "pd.Series[float]") -> list[str]:
    """1.50/2 for points of a maximum, beside those of the other year; a dash where it does not apply."""
    return [
        numbers.MISSING if math.isnan(most) else numbers.got(got, most, beside) if most else numbers.points(got)
        for got, most, beside in zip(points.tolist(), maximum.tolist(), other.tolist(), strict=True)
    ]
