"""What an audit did not check and why, and as what it read each column."""

from collections.abc import Sequence

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.audit_claims import Claims, ColumnRead, Findings, Reason, Unchecked, What
from cchc_cli.model.report import Column, Table
from cchc_cli.show import numbers
from cchc_cli.show.reports.sentences import listed

ROLES = {
    "unit": N_("units"),
    "group": N_("groups that are ranked apart"),
    "part": N_("a part of the total"),
    "bonus": N_("bonus points, a part of the total"),
    "penalty": N_("points taken off the total"),
    "subtotal": N_("a total of some parts"),
    "points": N_("points"),
    "max": N_("maximum"),
    "index": N_("index"),
    "percent": N_("percentage of the points before it"),
    "rank": N_("rank"),
    "rating": N_("rating"),
    "self": N_("self-score, not compared"),
    "appraised1": N_("first appraisal, not compared"),
    "change": N_("change from the other year"),
    "other": N_("not used"),
}
MOST = 8
"""Rows on figures that hang on a cell which is no number; more of a kind share one row."""
REASONS: dict[Reason, str] = {
    "unread": N_("hangs on a cell that is not a number: {about}"),
    "no_parts": N_("no columns were found that “{about}” could be the sum of"),
    "no_points": N_("no points were found that “{about}” could be a percentage of"),
    "not_parts": N_(
        "in most places “{about}” is not the sum of the figures taken for its parts, so they may not be its parts"
    ),
    "not_percent": N_("in most rows the points do not give “{about}”, so it may not be their percentage"),
    "no_max": N_("the table says no maximum for “{about}”, and its rows agree on none"),
    "no_figure": N_("no figure stands beside it"),
    "no_rank": N_("no rank stands there"),
    "no_exact": N_("the same figure; the table does not show what it was rounded from"),
    "one": N_("only one unit has a rank"),
    "excerpt": N_("no unit has rank 1, so the table may be an excerpt"),
    "not_rated": N_("all units have the same rating, and no bounds are known"),
}


OF_CHANGES: dict[Reason, str] = {
    "no_parts": N_("no figures of two years were found that “{about}” could be the difference of"),
    "not_parts": N_("“{about}” is not the difference of the figures of two years in most rows"),
}
"""The reasons that read otherwise for a change."""


def not_checked(claims: Claims, findings: Findings) -> list[tuple[What, str, str]]:
    """What was not compared: the kind, the cells, and the reason; alike ones together."""
    unread: dict[What, list[Unchecked]] = {}
    for each in findings.unchecked:
        if each.reason == "unread":
            unread.setdefault(each.what, []).append(each)
    alike: dict[tuple[What, Reason, tuple[str, ...]], list[str]] = {}
    for each in findings.unchecked:
        about = each.cells if each.reason == "no_exact" else each.about
        others = unread.get(each.what, ())
        if each.reason == "unread" and len(others) > MOST:
            about = tuple(cell for other in others for cell in other.about)
        alike.setdefault((each.what, each.reason, about), []).extend(each.cells)
    return [
        (what, _cells(claims, cells), _reason(Unchecked(what, (), reason, about)))
        for (what, reason, about), cells in alike.items()
    ]


def _reason(each: Unchecked) -> str:
    reasons = REASONS | OF_CHANGES if each.what == "changes" else REASONS
    return _(reasons[each.reason], about=listed([*dict.fromkeys(each.about)]))


def _cells(claims: Claims, cells: Sequence[str]) -> str:
    if not cells:
        return claims.at
    if len(cells) <= 4:
        return ", ".join(cells)
    return n_(
        "{first} to {last}, {count} cell",
        "{first} to {last}, {count} cells",
        len(cells),
        first=cells[0],
        last=cells[-1],
    )


def reading(claims: Claims, findings: Findings, several: bool) -> Table:
    """As what each column was read."""
    columns = claims.columns
    frame = pd.DataFrame(
        {
            "column": [each.column for each in columns],
            "heading": [each.heading for each in columns],
            "role": [_role(each, findings.maxima.get(each.heading)) for each in columns],
        }
    )
    title = _("How the columns were read")
    if several:
        title = _("How the columns of the table at {cell} were read", cell=claims.at)
    shown = (Column("column", _("Column"), "id"), Column("heading", _("Heading")), Column("role", _("Read as")))
    return Table(frame, shown, title=title)


def _role(read: ColumnRead, maximum: float | None) -> str:
    text = _(ROLES[read.role])
    if maximum is not None:
        text = _("{role}, as a percentage of {maximum}", role=text, maximum=numbers.short(maximum))
    if read.fraction:
        text = _("{role}, written as a fraction", role=text)
    about = _("previous year") if read.of == "previous" else read.of
    return f"{text}: {about}" if about and read.role != "other" else text
