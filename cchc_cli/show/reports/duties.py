"""Results on time and apologies for late ones: what is required, what a register says, what follows."""

from collections.abc import Iterable
from dataclasses import dataclass

from cchc_cli.messages import _, n_
from cchc_cli.show import numbers

ON_TIME = 98.0
"""Percent of dossiers that are to be on time at least: what reviews of communes ask for, year after year."""


@dataclass(frozen=True)
class Duties:
    """Of a year's dossiers those finished or past due, those on time, and the late ones with an apology and a new date.

    None: the register does not say which late ones had an apology.
    """

    decided: int
    on_time: int
    apologised: int | None

    @property
    def late(self) -> int:
        """Finished late, or open past due."""
        return self.decided - self.on_time

    @property
    def percent(self) -> float:
        """On time, in percent."""
        return 100 * self.on_time / self.decided

    @property
    def unapologised(self) -> int:
        """Late ones without an apology and a new date, as far as anything says so."""
        return 0 if self.apologised is None else self.late - self.apologised

    def json(self) -> dict[str, object]:
        """The same for scripts."""
        return {
            "decided": self.decided, "on_time": self.on_time, "late": self.late, "percent": self.percent,
            "required": ON_TIME, "without_apology": None if self.apologised is None else self.unapologised,
        }  # fmt: skip


def missed_duties(duties: Duties | None, year: int) -> Iterable[str]:
    """The duties that were missed, in figures."""
    if duties is None:
        return
    told = {"year": year, "late": duties.late, "decided": duties.decided, "required": numbers.short(ON_TIME)}
    if duties.percent < ON_TIME:
        yield _(
            "In {year} {late} of {decided} dossiers were late: {percent}% were on time, under the {required}% that is required.",
            percent=numbers.apart(duties.percent, 1, 0.0, ON_TIME, 100.0),
            **told,
        )
    if duties.unapologised:
        yield n_(
            "{count} of {late} late dossiers has no written apology with the reason and a new date.",
            "{count} of {late} late dossiers have no written apology with the reason and a new date.",
            duties.unapologised,
            late=duties.late,
        )


def duties_ahead(duties: Duties | None) -> Iterable[str]:
    """What is asked for where duties were missed."""
    is_missed = duties is not None and duties.percent < ON_TIME
    if is_missed:
        yield _(
            "- At least {required}% of dossiers are finished on time; those that are nearly due are gone through every day.",
            required=numbers.short(ON_TIME),
        )
    if is_missed or (duties is not None and duties.unapologised):
        yield _(
            "- For each late dossier the reason is given in writing, with an apology and a new date for the result."
        )
