"""What is made of a register's rows, as Ibis expressions: the same steps run on DuckDB, Spark, Trino, …

1. `prepare_*`: each row gets flags (late, online, …) as of a day; `bad` says whether something is wrong with it,
   `fault` what; a flag that says nothing (no result, no rating) is null, and is not counted;
2. `counted`: the rows of a unit and a time, each with the `period` that it counts in;
3. `measured`: one row a unit and a period; for each measure `ID__n` (numerator), `ID__d` (denominator) or
   `ID__v` (value).

A dossier counts in the period in which it was received, a report in that of its deadline, a target in its year,
so that each counts once. A day's `number` is the count of working days up to and with it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from cchc_cli.index.measures import MEASURES

if TYPE_CHECKING:
    from ibis.expr.types import Table

PERIODS = ("year", "month", "quarter")
GROUPS = (*PERIODS, "procedure", "channel")
"""What measures are counted by; a procedure and a channel only dossiers have."""

SATISFIED = 4
"""From this rating (1–5) on, a citizen is satisfied."""
YEARS = (1990, 2099)
"""Between these years something can have been planned or done."""
FEW_SUPPLEMENTS = 1
"""So often, at most, may more papers be asked for (Decree 61/2018/NĐ-CP: guidance in full, once)."""


def _cases(*pairs: tuple[Any, Any]) -> Any:
    """What belongs to the first condition that holds; null where none does."""
    import ibis

    return ibis.cases(*pairs)


def _not_after(day: Any, asof: Any) -> Any:
    """The day, null where it is later than `asof`: it has not come yet."""
    return (day <= asof).ifelse(day, None)


def _faults(*pairs: tuple[Any, str]) -> dict[str, Any]:
    """`fault`, the first of the conditions that holds, and `bad`, whether one does: an engine tells that faster."""
    return {"fault": _cases(*pairs), "bad": reduce(or_, [condition for condition, _name in pairs]).fill_null(False)}


def _with_unit_faults(table: Any, units: Any) -> Any:
    """Conditions on the unit; `units` is a table of those that exist, or None where any may."""
    known = [(~table.unit.isin(units.unit), "unknown_unit")] if units is not None else []
    return [(table.unit.isnull(), "no_unit"), *known]


def prepare_dossiers(source: Any, calendar: Any, units: Any = None) -> Table:
    """Dossiers as of the day `asof` (a column of `source`): what came later has not happened yet."""
    d = source
    begin, end, promised = calendar.view(), calendar.view(), calendar.filter(calendar.working).view()
    d = d.left_join(begin, d.received == begin.day).select(d, first_number=begin.number)
    d = d.left_join(promised, d.first_number + d.days == promised.number).select(d, promised_day=promised.day)
    d = d.mutate(
        # Received on a day off and due within 0 working days, it is due on that day.
        due=d.due.fill_null((d.promised_day < d.received).ifelse(d.received, d.promised_day)),
        finished=_not_after(d.finished, d.asof),
        apology=_not_after(d.apology, d.asof),
        given=d.finished,
    )
    d = d.left_join(end, d.finished == end.day).select(d, last_number=end.number)
    late = d.finished.fill_null(d.asof) > d.due
    open_ = d.finished.isnull()
    return d.mutate(
        **_faults(
            (d.unreadable.notnull(), "unreadable"),
            (d.dossier.isnull(), "no_dossier"),
            *_with_unit_faults(d, units),
            (d.received.isnull(), "no_received"),
            (d.due.isnull(), "no_due"),
            (d.due < d.received, "due_before_received"),
            (d.given < d.received, "finished_before_received"),
            (d.received > d.now, "received_later"),
            (d.given > d.now, "finished_later"),
            (d.channel.isnull(), "no_channel"),
            (d.supplements < 0, "supplements"),
            (~d.rating.between(1, 5), "rating"),
        ),
        on_time=d.finished <= d.due,
        late=late,
        open=open_,
        overdue=open_ & late,
        decided=d.finished.notnull() | late,
        apologised=late & d.apology.notnull() & d.rescheduled.notnull(),
        guided=d.supplements.fill_null(0) <= FEW_SUPPLEMENTS,
        online=d.channel == "online",
        by_post=(d.channel == "post") | (d.returned_by == "post"),
        digital=(d.finished.notnull()).ifelse(d.digitised == "yes", None),
        rated=d.rating.notnull() & d.finished.notnull(),
        satisfied=(d.rating >= SATISFIED) & d.finished.notnull(),
        working_days=(d.last_number - d.first_number).cast("int16"),
        day=_not_after(d.received, d.asof),
    )


def prepare_reports(source: Any, calendar: Any, units: Any = None) -> Table:  # noqa: ARG001
    """Reports; those have a day that were sent, or were due before the day `asof`."""
    r = source.mutate(sent=_not_after(source.sent, source.asof), given=source.sent)
    counts = r.sent.notnull() | (r.due < r.asof)
    return r.mutate(
        **_faults(
            (r.unreadable.notnull(), "unreadable"),
            (r.report.isnull(), "no_report"),
            *_with_unit_faults(r, units),
            (r.kind.isnull(), "no_kind"),
            (r.due.isnull(), "no_due"),
            (r.given > r.now, "sent_later"),
        ),
        on_time=r.sent <= r.due,
        periodic=r.kind == "periodic",
        whole=r.sent.notnull() & (r.complete == "yes"),
        day=counts.ifelse(r.due, None),
    )


def prepare_targets(source: Any, calendar: Any, units: Any = None) -> Table:  # noqa: ARG001
    """Targets; a target's day is the first of its year, where that has begun on the day `asof`."""
    t = source
    up = t.direction.fill_null("up") == "up"
    return t.mutate(
        **_faults(
            (t.unreadable.notnull(), "unreadable"),
            (t.target.isnull(), "no_target"),
            *_with_unit_faults(t, units),
            (t.year.isnull(), "no_year"),
            (~t.year.between(*YEARS), "year"),
            (t.planned.isnull(), "no_planned"),
        ),
        met=up.ifelse(t.actual >= t.planned, t.actual <= t.planned),
        day=t.year.between(YEARS[0], t.asof.year()).ifelse(
            t.year.cast("string").concat("-01-01").try_cast("date"), None
        ),
    )


PREPARE: dict[str, Callable[..., Table]] = {
    "dossiers": prepare_dossiers,
    "reports": prepare_reports,
    "targets": prepare_targets,
}
KEPT = {
    "dossiers": (
        "unit", "procedure", "day", "on_time", "late", "open", "overdue", "decided", "apologised",
        "guided", "online", "by_post", "digital", "rated", "satisfied", "working_days",
    ),
    "reports": ("unit", "day", "on_time", "periodic", "whole"),
    "targets": ("unit", "day", "met"),
}  # fmt: skip
"""The columns of a prepared register that measures need."""


def slim(prepared: Any, register: str, by: str = "year") -> Table:
    """What measures by `by` need of a prepared register, with `bad` where a row has a fault, and the row's `key`."""
    kept = [*KEPT[register], *([by] if by == "channel" else [])]
    table: Table = prepared.select(*kept, "bad", "key")
    return table


def overview(rows: Any) -> Table:
    """One row: rows, bad ones, keys and different keys, and the first and the last day of the good ones."""
    good = ~rows.bad
    # A table of different keys is made on all processors; a count of them within the other sums is not.
    different = rows.select("key").filter(rows.key.notnull()).distinct().count()
    table: Table = rows.agg(
        rows=rows.count(),
        bad=rows.bad.sum(),
        keys=rows.key.count(),
        different=different.as_scalar(),
        first=rows.day.min(where=good),
        last=rows.day.max(where=good),
    )
    return table


def chosen(rows: Any, unit: str | None, first: Any, last: Any) -> Table:
    """The good rows of a unit (None = of all) from the day `first` to the day `last`."""
    table: Table = rows.filter(~rows.bad, rows.day >= first, rows.day <= last)
    return table if unit is None else table.filter(table.unit == unit)


def pressing(prepared: Any, calendar: Any) -> Table:
    """Dossiers to act on: open ones, and finished ones that were late and lack the apology or the new date.

    `state` is overdue, open or late; `days` are the working days late, or until it is due for open ones.
    """
    today, due, end = calendar.view(), calendar.view(), calendar.view()
    d = prepared.filter(~prepared.bad, prepared.day.notnull())
    d = d.filter(d.open | (d.late & ~d.apologised))
    d = d.left_join(today, d.asof == today.day).select(d, today_number=today.number)
    d = d.left_join(due, d.due == due.day).select(d, due_number=due.number)
    d = d.left_join(end, d.finished == end.day).select(d, end_number=end.number)
    table: Table = d.select(
        "dossier", "unit", "procedure", "officer", "received", "due", "finished",
        state=_cases((d.overdue, "overdue"), (d.open, "open"), (d.late, "late")),
        days=_cases(
            (d.overdue, d.today_number - d.due_number),
            (d.open, d.due_number - d.today_number),
            (d.late, d.end_number - d.due_number),
        ),
        apology_missing=d.late & ~d.apologised,
    )  # fmt: skip
    return table


def counted(prepared: Any, by: str) -> Table:
    """Prepared rows with the `period` that they count in: 2022, 202203, 20221 (see `period_told`), or a text."""
    year = prepared.day.year()
    period = {
        "year": lambda: year,
        "month": lambda: year * 100 + prepared.day.month(),
        "quarter": lambda: year * 10 + prepared.day.quarter(),
    }.get(by, lambda: prepared[by].fill_null(""))()
    table: Table = prepared.mutate(period=period)
    return table


def period_told(period: int | str, by: str) -> str:
    """A period as people write it: 2022, 2022-03, 2022-Q1; whole numbers are what millions of rows group by fast."""
    if by == "month":
        return f"{int(period) // 100}-{int(period) % 100:02d}"
    return f"{int(period) // 10}-Q{int(period) % 10}" if by == "quarter" else str(period)


def measured(rows: Any, register: str) -> Table:
    """All measures of a register by unit and period; `rows` have a `period`."""
    keys = ["unit", "period"]
    table: Table = rows.group_by(keys).agg(**_aggregates(rows, register, ""))
    if register != "dossiers":
        return table
    each = rows.group_by([*keys, "procedure"]).agg(online=rows.online.max())
    procedures = each.group_by(keys).agg(**_aggregates(each, register, "procedure"))
    return table.join(procedures, keys)


def _aggregates(rows: Any, register: str, of: str) -> dict[str, Any]:
    """The parts of all measures of a register that count `of`."""
    found: dict[str, Any] = {}
    for measure in MEASURES.values():
        if (measure.register, measure.of) == (register, of):
            first, second = measure.parts(rows)
            name = "v" if measure.kind == "days" else "n"
            found |= {f"{measure.id}__{name}": first, f"{measure.id}__d": second}
    return found
