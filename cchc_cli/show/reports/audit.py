"""`cchc audit`: where a published table contradicts itself, cell by cell; what was compared, and what could not be."""

from dataclasses import dataclass

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.audit_claims import Claims, Disagreement, Findings, What
from cchc_cli.model.columns import AUDIT
from cchc_cli.model.criteria import Rating
from cchc_cli.model.report import Column, Fact, Figure, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.reports.audit_reading import not_checked, reading
from cchc_cli.show.reports.sentences import listed

KINDS = {
    "unread": N_("Cells that are no number"),
    "sum": N_("Sums"),
    "change": N_("Changes"),
    "percent": N_("Percentages"),
    "over_max": N_("More than the maximum"),
    "rank": N_("Ranks"),
    "rating": N_("Ratings"),
    "rounding": N_("Differences that rounding explains"),
    "rank_exact": N_("Ranks by figures before rounding"),
    "rank_rounded": N_("Ranks by figures rounded further"),
    "tie": N_("Ties that only rounding made"),
}
FAULTS = ("unread", "sum", "change", "percent", "over_max", "rank", "rating")
"""What contradicts; the other kinds are only worth knowing."""
WORDS: dict[What, str] = {
    "sums": N_("sums"),
    "changes": N_("changes"),
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
    counts = audited.compared()
    compared = ", ".join(f"{_(WORDS[key])} {count}" for key, count in counts.items() if count)
    sheets = ", ".join(dict.fromkeys(claims.sheet for claims, _findings in audited.tables))
    hidden = [each for claims, findings in audited.tables for each in not_checked(claims, findings)]
    facts = (
        Fact(_("Recomputed"), compared or _("nothing"), sheets),
        Fact(_("Contradictions"), Figure(audited.faults - audited.unread, "count")),
        *(
            (Fact(_("No number"), Figure(audited.unread, "count"), _("cells that should hold one")),)
            if audited.unread
            else ()
        ),
        *((Fact(_("Not checked"), _of_words(hidden), _("listed below, with the reason")),) if hidden else ()),
    )
    tables = _tables(audited.found)
    if hidden:
        tables.append(_unchecked(hidden))
    tables += [reading(claims, findings, len(audited.tables) > 1) for claims, findings in audited.tables]
    return Report(
        command="audit",
        title=_("Audit of a published table"),
        subtitle=audited.file,
        facts=facts,
        tables=tuple(tables),
        notes=tuple(_notes(audited)),
        rows=_rows(audited.found),
        columns=AUDIT,
        extra={
            "file": audited.file,
            "faults": audited.faults,
            "compared": counts,
            "not_checked": [
                {"what": each.what, "cells": list(each.cells), "reason": each.reason, "about": list(each.about)}
                for _claims, findings in audited.tables
                for each in findings.unchecked
            ],
            "columns": [_read(claims, findings) for claims, findings in audited.tables],
        },
    )


def _rows(found: list[Disagreement]) -> pd.DataFrame:
    rows = [
        (d.kind, d.cell, d.name, d.column, d.said, d.expected, "; ".join(_other(*each) for each in d.others))
        for d in found
    ]
    return pd.DataFrame(rows, columns=list(AUDIT), dtype=object)


def _other(name: str, value: float | None) -> str:
    return f"{name} {value:.12g}".strip()


def _of_words(hidden: list[tuple[What, str, str]]) -> str:
    return ", ".join(dict.fromkeys(_(WORDS[what]) for what, _cells, _text in hidden))


def _unchecked(hidden: list[tuple[What, str, str]]) -> Table:
    frame = pd.DataFrame(
        {
            "what": [_(WORDS[what]) for what, _cells, _text in hidden],
            "cells": [cells for _what, cells, _text in hidden],
            "text": [text for _what, _cells, text in hidden],
        }
    )
    columns = (Column("what", ""), Column("cells", _("Cell")), Column("text", _("Why")))
    return Table(frame, columns, title=_("Not checked"))


def _read(claims: Claims, findings: Findings) -> dict[str, object]:
    """How a table was read, for scripts."""
    return {
        "sheet": claims.sheet,
        "at": claims.at,
        "read": [
            {
                "column": each.column,
                "heading": each.heading,
                "role": each.role,
                "of": each.of,
                "fraction": each.fraction,
            }
            for each in claims.columns
        ],
        "assumed_maxima": findings.maxima,
        "ranked_apart": findings.apart,
        "ties": findings.ties,
    }


def _tables(found: list[Disagreement]) -> list[Table]:
    tables = []
    for kind, title in KINDS.items():
        part = [each for each in found if each.kind == kind]
        if part:
            frame = pd.DataFrame({"cell": [each.cell for each in part], "text": [_told(each) for each in part]})
            columns = (Column("cell", _("Cell"), "id"), Column("text", _("What")))
            tables.append(Table(frame, columns, title=_(title)))
    return tables


def _told(found: Disagreement) -> str:
    said, expected = _figure(found.said), _figure(found.expected)
    where = f"{found.name}, {found.column}" if found.column not in ("rank", "rating", "index") else found.name
    match found.kind:
        case "unread":
            text = N_("{where}: “{said}” is not a number; what hangs on it is not checked.")
        case "sum" | "change" | "rounding" | "percent":
            text = N_("{where}: {said} stands there, the others give {expected}.")
        case "over_max":
            text = N_("{where}: {said} is more than the maximum of {expected}.")
        case "rank" if found.expected is None:
            text = N_("{where}: rank {said} does not fit the order of the figures, compared with {others}.")
        case "rank":
            text = N_("{where}: rank {said} stands there, the figures give {expected}.")
        case "rank_exact":
            text = N_(
                "{where}: rank {said} follows only from the figures before rounding; those printed give {expected}."
            )
        case "rank_rounded":
            return n_(
                "{where}: rank {said} follows only when the figures are rounded to {count} decimal; those printed give {expected}.",
                "{where}: rank {said} follows only when the figures are rounded to {count} decimals; those printed give {expected}.",
                int(found.others[0][1] or 0),
                where=where,
                said=said,
                expected=expected,
            )
        case "rating" if found.expected is None:
            text = N_("{where}: “{said}” does not fit the order of the figures, compared with {others}.")
        case "rating":
            text = N_("{where}: “{said}” stands there, the figure gives “{expected}”.")
        case _:
            text = N_("{said} is shared; before rounding: {others}.")
    ranks = found.ranks or (None,) * len(found.others)
    others = [_placed(name, value, rank) for (name, value), rank in zip(found.others, ranks, strict=True)]
    return _(text, where=where, said=said, expected=expected, others=listed(others))


def _placed(name: str, value: float | None, rank: float | None) -> str:
    told = f"{name} {_figure(value)}"
    return told if rank is None else _("{unit} (rank {rank})", unit=told, rank=_figure(rank))


def _figure(value: float | str | None) -> str:
    return value if isinstance(value, str) else "" if value is None else numbers.short(value, 5)


def _notes(audited: Audited) -> list[str]:
    notes = list(audited.notes)
    for claims, findings in audited.tables:
        if claims.passed_over:
            notes.append(_("Not compared, for they are no unit's: {rows}.", rows=", ".join(claims.passed_over)))
        for column, maximum in findings.maxima.items():
            notes.append(
                _(
                    "{column} was compared as a percentage of {maximum}: the table says no maximum, most rows agree on it.",
                    column=column,
                    maximum=numbers.short(maximum),
                )
            )
        if findings.apart:
            groups = ", ".join(name or _("without a name") for name in findings.apart)
            notes.append(_("Ranks were compared within each group: {groups}.", groups=groups))
        notes += [_(TIES[ties]) for ties in findings.ties]
        if findings.out_of_100:
            notes.append(_("Ratings were compared as though points were out of 100: the table says no maximum."))
    rated = audited.compared()["ratings"]
    if rated and audited.ratings:
        bounds = [f"{each.name} ≥ {numbers.short(each.min)}" for each in audited.ratings]
        notes.append(_("Ratings were compared with those of criteria.yaml: {bounds}.", bounds=", ".join(bounds)))
    elif rated:
        notes.append(_("Ratings were compared among themselves: no criteria.yaml with these ratings was found."))
    return [*notes, *_verdict(audited)]


def _verdict(audited: Audited) -> list[str]:
    told = []
    if audited.unread:
        told.append(n_("{count} cell is no number.", "{count} cells are no number.", audited.unread))
    if faults := audited.faults - audited.unread:
        text = n_("{count} figure contradicts the others.", "{count} figures contradict the others.", faults)
        return [*told, text]
    if not any(audited.compared().values()):
        return [*told, _("Nothing in this table could be compared with anything.")]
    return [*told, _("No figure contradicts another.")]
