"""`cchc audit`: where a published table contradicts itself, cell by cell; what was compared, and what could not be."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain

import pandas as pd

from cchc_cli.messages import N_, _, grouped, n_
from cchc_cli.model.audit_claims import Claims, ColumnRead, Disagreement, Findings, Reason, What
from cchc_cli.model.blocks import Column, Fact, Figure, Table
from cchc_cli.model.columns import AUDIT
from cchc_cli.model.criteria import Rating
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import tables_by_kind
from cchc_cli.show.reports.sentences import listed

KINDS = {
    "unread": N_("Cells that are no number"),
    "sum": N_("Sums"),
    "change": N_("Changes"),
    "mean": N_("Means, highest and lowest"),
    "percent": N_("Percentages"),
    "over_max": N_("More than the maximum"),
    "twice": N_("Units that are listed twice"),
    "rank": N_("Ranks"),
    "rating": N_("Ratings"),
    "rounding": N_("Differences that rounding explains"),
    "rank_exact": N_("Ranks by figures before rounding"),
    "rank_rounded": N_("Ranks by figures rounded further"),
    "tie": N_("Ties that only rounding made"),
}
OTHERWISE = N_("{where}: {said} stands there, the others give {expected}.")
TOLD: dict[str, str] = {
    **dict.fromkeys(("sum", "change", "mean", "rounding", "percent"), OTHERWISE),
    "unread": N_("{where}: “{said}” is not a number; what hangs on it is not checked."),
    "over_max": N_("{where}: {said} is more than the maximum of {expected}."),
    "twice": N_("{where} is listed twice: {said} stands here, {others} there."),
    "rank": N_("{where}: rank {said} stands there, the figures give {expected}."),
    "rank_exact": N_(
        "{where}: rank {said} follows only from the figures before rounding; those printed give {expected}."
    ),
    "rating": N_("{where}: “{said}” stands there, the figure gives “{expected}”."),
    "tie": N_("{said} is shared; before rounding: {others}."),
}
OUT_OF_ORDER = TOLD | {
    "rank": N_("{where}: rank {said} does not fit the order of the figures, compared with {others}."),
    "rating": N_("{where}: “{said}” does not fit the order of the figures, compared with {others}."),
}
"""Where nothing is expected in the place of what stands there."""
FAULTS = ("unread", "sum", "change", "mean", "percent", "over_max", "twice", "rank", "rating")
"""What contradicts; the other kinds are only worth knowing."""
WORDS: dict[What, str] = {
    "sums": N_("sums"),
    "changes": N_("changes"),
    "means": N_("means"),
    "percentages": N_("percentages"),
    "maxima": N_("maxima"),
    "ranks": N_("ranks"),
    "ratings": N_("ratings"),
    "ties": N_("shared figures"),
}
TIES = {
    "min": N_("Equal figures share a rank, the next one is left out: 1, 2, 2, 4."),
    "dense": N_("Equal figures share a rank, the next one follows: 1, 2, 2, 3."),
    "mean": N_("Equal figures share the mean of their places: 1, 2.5, 2.5, 4."),
}
"""How ties were taken to be ranked, for that fits best."""
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
    "percent": N_("percentage of the figures before it"),
    "rank": N_("rank"),
    "rating": N_("rating"),
    "self": N_("self-score, not compared"),
    "appraised1": N_("first appraisal, not compared"),
    "change": N_("difference of two columns"),
    "other": N_("not used"),
}
MOST = 8
"""Rows on figures that hang on a cell which is no number; more of a kind share one row."""
REASONS: dict[Reason, str] = {
    "unread": N_("hangs on a cell that is not a number: {about}"),
    "no_parts": N_("no columns were found that “{about}” could be the sum of"),
    "no_points": N_("no points were found that “{about}” could be a percentage of"),
    "holds_more": N_("“{about}” may hold bonus or penalty points, which the table does not show"),
    "not_parts": N_(
        "in most places “{about}” is not the sum of the figures taken for its parts, so they may not be its parts"
    ),
    "not_percent": N_("in most rows the points do not give “{about}”, so it may not be their percentage"),
    "no_max": N_("the table says no maximum for “{about}”, and its rows agree on none"),
    "no_figure": N_("no figure stands beside it"),
    "no_rank": N_("no rank stands there"),
    "no_exact": N_("the same figure; the table does not show what it was rounded from"),
    "one": N_("only one unit has a rank"),
    "excerpt": N_("no unit has rank 1, or many ranks before the last ones are missing: this may be an excerpt"),
    "apart": N_("“{about}” sums up several tables, whose columns differ"),
    "not_in_order": N_("in many rows these do not follow the figures, so they may be no ratings"),
    "provisional": N_("a provisional result, whose rank is in brackets: it is not ranked yet"),
    "not_rated": N_("all units have the same rating, and no bounds are known"),
}
OF: dict[What, dict[Reason, str]] = {
    "changes": {
        "no_parts": N_("no two columns were found that “{about}” could be the difference of"),
        "not_parts": N_("in most rows “{about}” is not the difference of the columns taken for it"),
    },
    "means": {
        "not_parts": N_("“{about}” does not follow from the units of its table: it may be weighted, or of other units")
    },
}
"""The reasons that read otherwise for some figures."""


@dataclass(frozen=True)
class Audited:
    """A file's tables, and where each contradicts itself. `ratings`: those of criteria.yaml, if they were compared with."""

    file: str
    tables: list[tuple[Claims, Findings]]
    ratings: tuple[Rating, ...]
    notes: list[str]

    @property
    def found(self) -> list[Disagreement]:
        """All that was found, table by table."""
        return [each for _claims, findings in self.tables for each in findings.found]

    @property
    def faults(self) -> int:
        """How many figures contradict others, or are none."""
        return sum(each.kind in FAULTS for each in self.found)

    @property
    def unread(self) -> int:
        """How many cells are no number."""
        return sum(each.kind == "unread" for each in self.found)

    def compared(self) -> dict[What, int]:
        """How many comparisons were made, by kind."""
        return {what: sum(findings.compared.get(what, 0) for _claims, findings in self.tables) for what in WORDS}


def audit_report(audited: Audited) -> Report:
    """Every disagreement with its cell, by kind; what was compared, what could not be, and how columns were read."""
    hidden = [each for claims, findings in audited.tables for each in not_checked(claims, findings)]
    unchecked = [each for _claims, findings in audited.tables for each in findings.unchecked]
    return Report(
        command="audit",
        title=_("Audit of a published table"),
        subtitle=audited.file,
        facts=tuple(_facts(audited, hidden)),
        tables=tuple(_tables(audited, hidden)),
        notes=tuple(_notes(audited)),
        rows=_rows(audited.found),
        extra={
            "file": audited.file,
            "faults": audited.faults,
            "compared": audited.compared(),
            "not_checked": [asdict(each) for each in unchecked],
            "columns": [_read(claims, findings) for claims, findings in audited.tables],
        },
    )


def _facts(audited: Audited, hidden: list[tuple[What, str, str]]) -> Iterable[Fact]:
    compared = ", ".join(f"{_(WORDS[key])} {grouped(count)}" for key, count in audited.compared().items() if count)
    sheets = ", ".join(dict.fromkeys(claims.sheet for claims, _findings in audited.tables))
    yield Fact(_("Recomputed"), compared or _("nothing"), sheets)
    yield Fact(_("Contradictions"), Figure(audited.faults - audited.unread, "count"))
    if audited.unread:
        yield Fact(_("No number"), Figure(audited.unread, "count"), _("cells that should hold one"))
    if hidden:
        words = dict.fromkeys(_(WORDS[what]) for what, _cells, _text in hidden)
        yield Fact(_("Not checked"), ", ".join(words), _("listed below, with the reason"))


def _rows(found: list[Disagreement]) -> pd.DataFrame:
    others = ("; ".join(f"{name} {value:.12g}".strip() for name, value in each.others) for each in found)
    rows = [
        (each.kind, each.cell, each.name, each.column, each.said, each.expected, told)
        for each, told in zip(found, others, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(AUDIT), dtype=object)


def _tables(audited: Audited, hidden: list[tuple[What, str, str]]) -> Iterable[Table]:
    found = pd.DataFrame(
        [(each.kind, each.cell, _told(each)) for each in audited.found], columns=["kind", "cell", "text"]
    )
    yield from tables_by_kind(found, KINDS, (Column("cell", _("Cell"), "id"), Column("text", _("What"))))
    if hidden:
        what = Column("what", "", say=lambda what: _(WORDS[what]))
        rows = pd.DataFrame(hidden, columns=["what", "cells", "text"])
        yield Table(rows, (what, Column("cells", _("Cell")), Column("text", _("Why"))), _("Not checked"))
    for claims, findings in audited.tables:
        yield reading(claims, findings, len(audited.tables) > 1)


def _read(claims: Claims, findings: Findings) -> dict[str, object]:
    read = {"sheet": claims.sheet, "at": claims.at, "read": [asdict(each) for each in claims.columns]}
    return read | {"assumed_maxima": findings.maxima, "ranked_apart": findings.apart, "ties": findings.ties}


def _told(found: Disagreement) -> str:
    others, text = [f"{name} {_figure(value)}" for name, value in found.others], N_("{unit} (rank {rank})")
    if found.ranks:
        placed = zip(others, found.ranks, strict=True)
        others = [unit if rank is None else _(text, unit=unit, rank=_figure(rank)) for unit, rank in placed]
    told = {"said": _figure(found.said), "expected": _figure(found.expected), "others": listed(others, "unit")}
    told["where"] = f"{found.name}, {found.column}" if found.column not in ("rank", "rating", "index") else found.name
    if found.kind == "rank_rounded":
        return n_(
            "{where}: rank {said} follows only when the figures are rounded to {count} decimal; those printed give {expected}.",
            "{where}: rank {said} follows only when the figures are rounded to {count} decimals; those printed give {expected}.",
            int(found.others[0][1] or 0),
            **told,
        )
    return _((OUT_OF_ORDER if found.expected is None else TOLD)[found.kind], **told)


def _figure(value: float | str | None) -> str:
    return value if isinstance(value, str) else "" if value is None else numbers.short(value, 5)


def _notes(audited: Audited) -> Iterable[str]:
    yield from audited.notes
    for claims, findings in audited.tables:
        yield from _of_table(claims, findings)
    yield from _of_ratings(audited)
    yield from _verdict(audited)


def _of_ratings(audited: Audited) -> Iterable[str]:
    """With what ratings were compared."""
    for own in dict.fromkeys(findings.bounds for _claims, findings in audited.tables if findings.bounds):
        yield _("Ratings were compared with those that the paper says itself: {bounds}.", bounds=_bounds(own))
    if not any(findings.compared.get("ratings") and not findings.bounds for _claims, findings in audited.tables):
        return
    if audited.ratings:
        yield _("Ratings were compared with those of criteria.yaml: {bounds}.", bounds=_bounds(audited.ratings))
        return
    yield _("Ratings were compared among themselves: no criteria.yaml with these ratings was found.")
    if any(each.kind == "rating" for each in audited.found):
        yield _("A rating may hang on more than the figures, as on a least percentage in each area: see the decision.")


def _bounds(ratings: Iterable[Rating]) -> str:
    return ", ".join(f"{each.name} ≥ {numbers.short(each.min)}" for each in ratings)


def _of_table(claims: Claims, findings: Findings) -> Iterable[str]:
    """What was passed over in a table, and what was assumed of it."""
    if claims.passed_over:
        yield _(
            "Not compared with the places of units, for they are no unit's: {rows}.", rows=", ".join(claims.passed_over)
        )
    text = N_("{column} was compared as a percentage of {maximum}: the table says no maximum, most rows agree on it.")
    of_mean = N_("{column} was compared as the mean of {count} columns: most rows agree on it.")
    for column, maximum in findings.maxima.items():
        yield _(text, column=column, maximum=numbers.short(maximum))
    for each in claims.columns:
        if each.mean_of:
            yield _(of_mean, column=each.heading, count=each.mean_of)
    if findings.apart:
        groups = ", ".join(name or _("without a name") for name in findings.apart)
        yield _("Ranks were compared within each group: {groups}.", groups=groups)
    yield from (_(TIES[ties]) for ties in findings.ties)
    if findings.out_of_100:
        yield _("Ratings were compared as though points were out of 100: the table says no maximum.")


def _verdict(audited: Audited) -> Iterable[str]:
    if unread := audited.unread:
        yield n_("{count} cell is no number.", "{count} cells are no number.", unread)
    if faults := audited.faults - unread:
        yield n_("{count} figure contradicts the others.", "{count} figures contradict the others.", faults)
    elif any(audited.compared().values()):
        yield _("No figure contradicts another.")
    else:
        yield _("Nothing in this table could be compared with anything.")


def not_checked(claims: Claims, findings: Findings) -> list[tuple[What, str, str]]:
    """What was not compared: the kind, the cells, and the reason; alike ones together."""
    unread: dict[What, list[tuple[str, ...]]] = {}
    for each in findings.unchecked:
        if each.reason == "unread":
            unread.setdefault(each.what, []).append(each.about)
    alike: dict[tuple[What, Reason, tuple[str, ...], Disagreement | None], list[str]] = {}
    for each in findings.unchecked:
        about, others = each.cells if each.reason == "no_exact" else each.about, unread.get(each.what, [])
        if each.reason == "unread" and len(others) > MOST:
            about = tuple(chain.from_iterable(others))
        alike.setdefault((each.what, each.reason, about, each.odd), []).extend(each.cells)
    return [
        (what, _cells(claims, [*dict.fromkeys(cells)]), _reason(what, reason, about, odd))
        for (what, reason, about, odd), cells in alike.items()
    ]


def _reason(what: What, reason: Reason, about: Sequence[str], odd: Disagreement | None) -> str:
    told = _((REASONS | OF.get(what, {}))[reason], about=listed([*dict.fromkeys(about)], "cell"))
    if odd is None:
        return told
    text = N_("the first: {cell} says {said}, they come to {sum}")
    return f"{told}; " + _(text, cell=odd.cell, said=_figure(odd.said), sum=_figure(odd.expected))


def _cells(claims: Claims, cells: Sequence[str]) -> str:
    if not cells:
        return claims.at
    if len(cells) <= 4:
        return ", ".join(cells)
    ends = {"first": cells[0], "last": cells[-1]}
    return n_("{first} to {last}, {count} cell", "{first} to {last}, {count} cells", len(cells), **ends)


def reading(claims: Claims, findings: Findings, several: bool) -> Table:
    """As what each column was read."""
    rows = [(each.column, each.heading, _role(each, findings.maxima.get(each.heading))) for each in claims.columns]
    title = N_("How the columns of the table at {cell} were read") if several else N_("How the columns were read")
    shown = (Column("column", _("Column"), "id"), Column("heading", _("Heading")), Column("role", _("Read as")))
    return Table(pd.DataFrame(rows, columns=["column", "heading", "role"]), shown, _(title, cell=claims.at))


def _role(read: ColumnRead, maximum: float | None) -> str:
    text = _(ROLES[read.role])
    if read.mean_of:
        text = _("{role}, the mean of {count} columns", role=text, count=read.mean_of)
    elif maximum is not None:
        text = _("{role}, as a percentage of {maximum}", role=text, maximum=numbers.short(maximum))
    if read.fraction:
        text = _("{role}, written as a fraction", role=text)
    about = _("previous year") if read.of == "previous" else read.of
    return f"{text}: {about}" if about and read.role != "other" else text
