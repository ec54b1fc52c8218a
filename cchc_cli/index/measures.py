"""Every measure once, as an Ibis expression: the same definition runs on DuckDB, Spark, Trino, …

An expression gets the rows of a register as index/registers.py prepares them: a flag for each thing that is
counted. It gives a numerator and a denominator, or for working days a value and a denominator.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["rate", "count", "days"]
Parts = Callable[[Any], tuple[Any, Any]]


@dataclass(frozen=True)
class Measure:
    """A measure: the register that it reads, its unit, and its numerator and denominator.

    `rate` in %, `count` in rows, `days` in working days. `needs`: columns without which it says nothing.
    `nothing_owed`: what a rate is where its denominator is
    0 although the register has decided rows. `of`: what is counted where that is not the register's rows.
    """

    id: str
    register: str
    kind: Kind
    parts: Parts
    needs: tuple[str, ...] = ()
    nothing_owed: float | None = None
    of: str = ""

    @property
    def told(self) -> str:
        """Its definition: the first line of its docstring."""
        return (self.parts.__doc__ or "").partition("\n")[0]


MEASURES: dict[str, Measure] = {}


def _measure(
    register: str, kind: Kind, needs: tuple[str, ...] = (), nothing_owed: float | None = None, of: str = ""
) -> Callable[[Parts], Parts]:
    def add(parts: Parts) -> Parts:
        name = parts.__name__
        MEASURES[name] = Measure(name, register, kind, parts, needs, nothing_owed, of)
        return parts

    return add


@_measure("dossiers", "rate")
def on_time_rate(d: Any) -> tuple[Any, Any]:
    """Dossiers finished on or before the day they were due, of those finished or past due.

    Unit: %. Source: 766/QĐ-TTg (2022), group “progress”; due days as Decree 61/2018/NĐ-CP has them.
    """
    return d.on_time.sum(), d.decided.sum()


@_measure("dossiers", "count")
def late_count(d: Any) -> tuple[Any, Any]:
    """Dossiers finished after the day they were due, or open past it, beside all finished or past due.

    Unit: dossiers.
    """
    return d.late.sum(), d.decided.sum()


@_measure("dossiers", "count")
def open_overdue(d: Any) -> tuple[Any, Any]:
    """Dossiers open past the day they were due, beside all open ones.

    Unit: dossiers.
    """
    return d.overdue.sum(), d.open.sum()


@_measure("dossiers", "rate", needs=("apology", "rescheduled"), nothing_owed=100.0)
def apology_rate(d: Any) -> tuple[Any, Any]:
    """Late dossiers with a written apology and a new date, of all late ones.

    Unit: %; 100 where none is late. Source: Decree 61/2018/NĐ-CP (a late result: reason, apology, new date).
    """
    return d.apologised.sum(), d.late.sum()


@_measure("dossiers", "rate", needs=("supplements",))
def one_time_guidance_rate(d: Any) -> tuple[Any, Any]:
    """Dossiers for which more papers were asked for once at most, of all received.

    Unit: %. Source: Decree 61/2018/NĐ-CP (guidance in full, once).
    """
    return d.guided.sum(), d.count()


@_measure("dossiers", "rate")
def online_rate(d: Any) -> tuple[Any, Any]:
    """Dossiers filed online, of all received.

    Unit: %. Source: 766/QĐ-TTg (2022), group “online services”.
    """
    return d.online.sum(), d.count()


@_measure("dossiers", "rate", needs=("procedure",), of="procedure")
def online_procedure_rate(p: Any) -> tuple[Any, Any]:
    """Procedures with at least one dossier filed online, of all procedures with a dossier.

    Unit: %. Source: 766/QĐ-TTg (2022), group “online services”.
    """
    return p.online.sum(), p.procedure.count()


@_measure("dossiers", "rate")
def post_rate(d: Any) -> tuple[Any, Any]:
    """Dossiers filed or returned by post, of all received.

    Unit: %. Source: 45/2016/QĐ-TTg (public postal service for dossiers).
    """
    return d.by_post.sum(), d.count()


@_measure("dossiers", "rate", needs=("digitised",))
def digitised_rate(d: Any) -> tuple[Any, Any]:
    """Finished dossiers whose result was digitised, of all finished ones for which it is known.

    Unit: %. Source: 766/QĐ-TTg (2022), group “digitised dossiers”; Decree 107/2021/NĐ-CP.
    """
    return d.digital.sum(), d.digital.count()


@_measure("dossiers", "rate", needs=("rating",))
def satisfaction_rate(d: Any) -> tuple[Any, Any]:
    """Ratings of 4 and 5, of all ratings given.

    Unit: %. Source: 766/QĐ-TTg (2022), group “satisfaction”.
    """
    return d.satisfied.sum(), d.rated.sum()


def _days_until_done(d: Any) -> Any:
    """The middle and nine tenths of the working days, interpolated: together, so that they are sorted once."""
    return d.working_days.quantile([0.5, 0.9])


@_measure("dossiers", "days")
def median_days(d: Any) -> tuple[Any, Any]:
    """Working days after the day of receipt until the result: the middle of all finished dossiers.

    Unit: working days, interpolated between the two in the middle.
    """
    return _days_until_done(d)[0], d.working_days.count()


@_measure("dossiers", "days")
def p90_days(d: Any) -> tuple[Any, Any]:
    """Working days within which nine in ten finished dossiers were done.

    Unit: working days, interpolated.
    """
    return _days_until_done(d)[1], d.working_days.count()


@_measure("reports", "rate")
def report_on_time_rate(r: Any) -> tuple[Any, Any]:
    """Periodic reports sent on or before the day they were due, of those sent or past due.

    Unit: %. Source: Decree 09/2019/NĐ-CP (reporting duties).
    """
    return (r.on_time & r.periodic).sum(), r.periodic.sum()


@_measure("reports", "rate")
def adhoc_report_on_time_rate(r: Any) -> tuple[Any, Any]:
    """Ad hoc reports sent on or before the day they were due, of those sent or past due.

    Unit: %. Source: Decree 09/2019/NĐ-CP (reporting duties).
    """
    return (r.on_time & ~r.periodic).sum(), (~r.periodic).sum()


@_measure("reports", "rate", needs=("complete",))
def report_complete_rate(r: Any) -> tuple[Any, Any]:
    """Reports complete in content, of those sent or past due.

    Unit: %. Source: Decree 09/2019/NĐ-CP (reporting duties).
    """
    return r.whole.sum(), r.count()


@_measure("targets", "rate")
def target_completion_rate(t: Any) -> tuple[Any, Any]:
    """Targets met, of all targets of the year; one without an actual figure is not met.

    Unit: %.
    """
    return t.met.sum(), t.count()
