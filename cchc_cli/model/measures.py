"""Every measure once: what it is called, its unit, which way is better, and its expression.

An expression gets the rows of a register as index/expressions.py prepares them: a flag for each thing that is counted.
It gives a numerator and a denominator, or for working days a value and a denominator. The same definition runs on
DuckDB, Spark, Trino, …
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from cchc_cli.messages import N_

MeasureKind = Literal["rate", "count", "days"]
Expression: TypeAlias = Any
"""Rows or a value of Ibis, whose types don't know the columns of a table."""
Parts = Callable[[Expression], tuple[Expression, Expression]]


@dataclass(frozen=True)
class Measure:
    """A measure: the register that it reads, what it is called, and its numerator and denominator.

    `kind` is its unit: `rate` in %, of which more is better; `count` in rows and `days` in working days, of which fewer
    are. `counted` is what a rate is a part of, and what a count or days are in. `good` and `bad` are what a rate
    counts, and the rest. `needs`: columns without which it says nothing. `nothing_owed`: what a rate is where its
    denominator is 0 although the register has decided rows. `of`: what is counted where that is not the register's
    rows.
    """

    id: str
    register: str
    kind: MeasureKind
    parts: Parts
    label: str
    counted: str
    good: str = ""
    bad: str = ""
    needs: tuple[str, ...] = ()
    nothing_owed: float | None = None
    of: str = ""

    @property
    def has_months(self) -> bool:
        """Whether it can be followed month by month: a target has a year and nothing finer."""
        return self.register != "targets"

    @property
    def adds_up(self) -> bool:
        """Whether what its months count comes to what the year counts."""
        return self.kind != "days" and self.has_months and not self.of


MEASURES: dict[str, Measure] = {}


def _measure(
    register: str, kind: MeasureKind, label: str, counted: str, good: str = "", bad: str = "", **more: Expression
) -> Callable[[Parts], Parts]:
    """Enter a function as the measure of its name."""

    def enter(parts: Parts) -> Parts:
        name = parts.__name__
        MEASURES[name] = Measure(name, register, kind, parts, label, counted, good, bad, **more)
        return parts

    return enter


@_measure(
    "dossiers", "rate", N_("Dossiers finished on time, %"), N_("dossiers"), N_("dossiers on time"), N_("late dossiers")
)
def on_time_rate(d: Expression) -> tuple[Expression, Expression]:
    """Dossiers finished on or before the day they were due, of those finished or past due.

    Unit: %. Source: 766/QĐ-TTg (2022), group “progress”; due days as Decree 61/2018/NĐ-CP has them.
    """
    return d.on_time.sum(), d.decided.sum()


@_measure("dossiers", "count", N_("Dossiers late"), N_("dossiers"))
def late_count(d: Expression) -> tuple[Expression, Expression]:
    """Dossiers finished after the day they were due, or open past it; beside it all finished or past due.

    Unit: dossiers.
    """
    return d.late.sum(), d.decided.sum()


@_measure("dossiers", "count", N_("Dossiers open and overdue"), N_("dossiers"))
def open_overdue(d: Expression) -> tuple[Expression, Expression]:
    """Dossiers open past the day they were due; beside it all open ones.

    Unit: dossiers.
    """
    return d.overdue.sum(), d.open.sum()


@_measure(
    "dossiers",
    "rate",
    N_("Late dossiers with apology and new date, %"),
    N_("late dossiers"),
    N_("late dossiers with an apology and a new date"),
    N_("late dossiers without an apology and a new date"),
    needs=("apology", "rescheduled"),
    nothing_owed=100.0,
)
def apology_rate(d: Expression) -> tuple[Expression, Expression]:
    """Late dossiers (finished late or open past due) with a written apology and a new date, of all late ones.

    Unit: %; 100 where none is late. Source: Decree 61/2018/NĐ-CP (a late result: reason, apology, new date).
    """
    return d.apologised.sum(), d.late.sum()


@_measure(
    "dossiers",
    "rate",
    N_("Dossiers guided in full once, %"),
    N_("dossiers"),
    N_("dossiers with full guidance given once"),
    N_("dossiers asked for papers more than once"),
    needs=("supplements",),
)
def one_time_guidance_rate(d: Expression) -> tuple[Expression, Expression]:
    """Dossiers for which more papers were asked for once at most, of all received.

    Unit: %. Source: Decree 61/2018/NĐ-CP (guidance in full, once).
    """
    return d.guided.sum(), d.count()


@_measure(
    "dossiers",
    "rate",
    N_("Dossiers filed online, %"),
    N_("dossiers"),
    N_("dossiers filed online"),
    N_("dossiers not filed online"),
)
def online_rate(d: Expression) -> tuple[Expression, Expression]:
    """Dossiers filed online, of all received.

    Unit: %. Source: 766/QĐ-TTg (2022), group “online services”.
    """
    return d.online.sum(), d.count()


@_measure(
    "dossiers",
    "rate",
    N_("Procedures with dossiers online, %"),
    N_("procedures"),
    N_("procedures with dossiers filed online"),
    N_("procedures without dossiers filed online"),
    needs=("procedure",),
    of="procedure",
)
def online_procedure_rate(p: Expression) -> tuple[Expression, Expression]:
    """Procedures with at least one dossier filed online, of all procedures with a dossier.

    Unit: %. Source: 766/QĐ-TTg (2022), group “online services”.
    """
    return (p.online & p.procedure.notnull()).sum(), p.procedure.count()


@_measure(
    "dossiers",
    "rate",
    N_("Dossiers filed or returned by post, %"),
    N_("dossiers"),
    N_("dossiers by post"),
    N_("dossiers not by post"),
)
def post_rate(d: Expression) -> tuple[Expression, Expression]:
    """Dossiers filed or returned by post, of all received.

    Unit: %. Source: 45/2016/QĐ-TTg (public postal service for dossiers).
    """
    return d.by_post.sum(), d.count()


@_measure(
    "dossiers",
    "rate",
    N_("Results digitised, %"),
    N_("results"),
    N_("results digitised"),
    N_("results not digitised"),
    needs=("digitised",),
)
def digitised_rate(d: Expression) -> tuple[Expression, Expression]:
    """Finished dossiers whose result was digitised, of all finished ones for which it is known.

    Unit: %. Source: 766/QĐ-TTg (2022), group “digitised dossiers”; Decree 107/2021/NĐ-CP.
    """
    return d.digital.sum(), d.digital.count()


@_measure(
    "dossiers",
    "rate",
    N_("Ratings of 4 and 5, %"),
    N_("ratings given"),
    N_("ratings of 4 or 5"),
    N_("ratings under 4"),
    needs=("rating",),
)
def satisfaction_rate(d: Expression) -> tuple[Expression, Expression]:
    """Ratings of 4 and 5, of all ratings of finished dossiers.

    Unit: %. Source: 766/QĐ-TTg (2022), group “satisfaction”.
    """
    return d.satisfied.sum(), d.rated.sum()


def _days_until_done(d: Expression) -> Expression:
    """The middle and nine tenths of the working days, interpolated: together, so that they are sorted once."""
    return d.working_days.quantile([0.5, 0.9])


@_measure("dossiers", "days", N_("Working days to result, median"), N_("working days"))
def median_days(d: Expression) -> tuple[Expression, Expression]:
    """Working days after the day of receipt until the result: the middle of all finished dossiers.

    Unit: working days, interpolated between the two in the middle.
    """
    return _days_until_done(d)[0], d.working_days.count()


@_measure("dossiers", "days", N_("Working days to result, nine in ten"), N_("working days"))
def p90_days(d: Expression) -> tuple[Expression, Expression]:
    """Working days within which nine in ten finished dossiers were done.

    Unit: working days, interpolated.
    """
    return _days_until_done(d)[1], d.working_days.count()


@_measure(
    "reports",
    "rate",
    N_("Periodic reports sent on time, %"),
    N_("periodic reports"),
    N_("periodic reports on time"),
    N_("late periodic reports"),
)
def report_on_time_rate(r: Expression) -> tuple[Expression, Expression]:
    """Periodic reports sent on or before the day they were due, of those sent or past due.

    Unit: %. Source: Decree 09/2019/NĐ-CP (reporting duties).
    """
    return (r.on_time & r.periodic).sum(), r.periodic.sum()


@_measure(
    "reports",
    "rate",
    N_("Ad hoc reports sent on time, %"),
    N_("ad hoc reports"),
    N_("ad hoc reports on time"),
    N_("late ad hoc reports"),
)
def adhoc_report_on_time_rate(r: Expression) -> tuple[Expression, Expression]:
    """Ad hoc reports sent on or before the day they were due, of those sent or past due.

    Unit: %. Source: Decree 09/2019/NĐ-CP (reporting duties).
    """
    return (r.on_time & ~r.periodic).sum(), (~r.periodic).sum()


@_measure(
    "reports",
    "rate",
    N_("Reports complete, %"),
    N_("reports"),
    N_("complete reports"),
    N_("incomplete reports"),
    needs=("complete",),
)
def report_complete_rate(r: Expression) -> tuple[Expression, Expression]:
    """Reports sent and complete in content, of those sent or past due.

    Unit: %. Source: Decree 09/2019/NĐ-CP (reporting duties).
    """
    return r.whole.sum(), r.count()


@_measure("targets", "rate", N_("Targets met, %"), N_("targets"), N_("targets met"), N_("targets not met"))
def target_completion_rate(t: Expression) -> tuple[Expression, Expression]:
    """Targets met, of all targets of the year; one without an actual figure is not met.

    Unit: %.
    """
    return t.met.sum(), t.count()
