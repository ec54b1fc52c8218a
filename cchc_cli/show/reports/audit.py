"""`cchc audit`: where a published table contradicts itself, cell by cell."""

from dataclasses import dataclass

import pandas as pd

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.claims import Claims, Disagreement
from cchc_cli.model.columns import AUDIT
from cchc_cli.model.report import Column, Fact, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.reports.phrases import listed

KINDS = {
    "sum": N_("Sums"),
    "percent": N_("Percentages"),
    "over_max": N_("More than the maximum"),
    "rank": N_("Ranks"),
    "rating": N_("Ratings"),
    "rounding": N_("Differences that rounding explains"),
    "rank_exact": N_("Ranks on digits that the table does not show"),
    "tie": N_("Ties that only rounding made"),
}
FAULTS = ("sum", "percent", "over_max", "rank", "rating")
"""What contradicts; the other kinds are only worth knowing."""


@dataclass(frozen=True)
class Audited:
    """A file's tables, and where each contradicts itself. `rated`: whether ratings were compared with criteria.yaml."""

    file: str
    tables: list[tuple[Claims, list[Disagreement]]]
    rated: bool
    notes: list[str]

    @property
    def faults(self) -> int:
        """How many figures contradict others."""
        return sum(each.kind in FAULTS for _claims, found in self.tables for each in found)


def audit_report(audited: Audited) -> Report:
    """Every disagreement with its cell, by kind; what was compared."""
    found = [each for _claims, several in audited.tables for each in several]
    rows = pd.DataFrame(
        [
            (
                d.kind,
                d.cell,
                d.name,
                d.column,
                d.said,
                d.expected,
                "; ".join(f"{name} {value:.12g}" for name, value in d.others),
            )
            for d in found
        ],
        columns=list(AUDIT),
        dtype=object,
    )
    claims = [each for each, _found in audited.tables]
    ranked = sum(unit.rank is not None for each in claims for unit in each.placed)
    rated = sum(bool(unit.rating) for each in claims for unit in each.placed)
    counts = {
        "sums": sum(len(each.sums) for each in claims),
        "percentages": sum(len(each.shares) for each in claims),
        "ranks": ranked,
        "ratings": rated,
    }
    words = {
        "sums": _("sums"),
        "percentages": _("percentages"),
        "ranks": _("ranks"),
        "ratings": _("ratings"),
    }
    compared = ", ".join(f"{words[key]} {count}" for key, count in counts.items() if count)
    facts = (
        Fact(_("Recomputed"), compared or _("nothing"), ", ".join(each.sheet for each in claims)),
        Fact(_("Contradictions"), str(audited.faults)),
    )
    return Report(
        command="audit",
        title=_("Audit of a published table"),
        subtitle=audited.file,
        facts=facts,
        tables=tuple(_tables(found)),
        notes=tuple(_notes(audited, claims, rated)),
        rows=rows,
        columns=AUDIT,
        extra={"file": audited.file, "faults": audited.faults, "compared": counts},
    )


def _tables(found: list[Disagreement]) -> list[Table]:
    tables = []
    for kind, title in KINDS.items():
        part = [each for each in found if each.kind == kind]
        if part:
            frame = pd.DataFrame(
                {"cell": [each.cell for each in part], "text": [_told(each) for each in part]}
            )
            columns = (Column("cell", _("Cell"), "id"), Column("text", _("What")))
            tables.append(Table(frame, columns, title=_(title)))
    return tables


def _told(found: Disagreement) -> str:
    said, expected = _figure(found.said), _figure(found.expected)
    where = f"{found.name}, {found.column}" if found.column not in ("rank", "rating", "index") else found.name
    match found.kind:
        case "sum" | "rounding" | "percent":
            text = _("{where}: {said} stands there, the others give {expected}.")
        case "over_max":
            text = _("{where}: {said} is more than the maximum of {expected}.")
        case "rank":
            text = _("{where}: rank {said} stands there, the figures give {expected}.")
        case "rank_exact":
            text = _(
                "{where}: rank {said} is right only on digits that are not shown; on those shown it is {expected}."
            )
        case "rating" if found.expected is None:
            text = _("{where}: “{said}” does not fit the order of the figures, compared with {others}.")
        case "rating":
            text = _("{where}: “{said}” stands there, the figure gives “{expected}”.")
        case _:
            text = _("{said} is shared; before rounding: {others}.")
    return text.format(
        where=where,
        said=said,
        expected=expected,
        others=listed([f"{name} {_figure(value)}" for name, value in found.others]),
    )


def _figure(value: float | str | None) -> str:
    return value if isinstance(value, str) else "" if value is None else numbers.short(value, 5)


def _notes(audited: Audited, claims: list[Claims], rated: int) -> list[str]:
    notes = [*audited.notes, *(note for each in claims for note in each.notes)]
    if rated and not audited.rated:
        notes.append(
            _("Ratings were compared among themselves: no criteria.yaml with these ratings was found.")
        )
    faults = audited.faults
    if not faults:
        return [*notes, _("No figure contradicts another.")]
    text = n_("{count} figure contradicts the others.", "{count} figures contradict the others.", faults)
    return [*notes, text.format(count=faults)]
