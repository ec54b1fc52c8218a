"""What is made of a register's rows, as Ibis expressions: the same steps run on DuckDB, Spark, Trino, …

1. `prepare_*`: each row gets flags (late, online, …) as of a day, `is_known` saying whether its unit is one; `bad` says whether something is wrong with it,
   `fault` what; a flag that says nothing (no result, no rating) is null, and is not counted;
2. `counted`: the rows of a unit and a time, each with the `period` that it counts in;
3. `measured`: one row a unit and a period; for each measure `ID__n` (numerator), `ID__d` (denominator) or
   `ID__v` (value).

A dossier counts in the period in which it was received, a report in that of its deadline, a target in its year,
so that each counts once. A day's `number` is the count of working days up to and with it.
"""

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import or_

from cchc_cli.model.measures import MEASURES, Expression
from cchc_cli.model.registers import Steps

SATISFIED = 4
"""From this rating (1–5) on, a citizen is satisfied."""
YEARS = (1990, 2099)
"""Between these years something can have been planned or done."""
FEW_SUPPLEMENTS = 1
"""So often, at most, may more papers be asked for (Decree 61/2018/NĐ-CP: guidance in full, once)."""


def _cases(*pairs: tuple[Expression, Expression]) -> Expression:
    """What belongs to the first condition that holds; null where none does."""
    import ibis

    return ibis.cases(*pairs)


def _not_after(day: Expression, asof: Expression) -> Expression:
    """The day, null where it is later than `asof`: it has not come yet."""
    return (day <= asof).ifelse(day, None)


def _faults(rows: Expression, what: str, *more: tuple[Expression, str]) -> dict[str, Expression]:
    """`fault`, the first of the conditions that holds, and `bad`, whether one does: an engine tells that faster.

    First those of every register: a row that can't be read, one without the id of `what` it is, those of units.
    """
    pairs = [
        (rows.unreadable.notnull(), "unreadable"),
        (rows[what].isnull(), f"no_{what}"),
        (rows.unit.isnull(), "no_unit"),
        (~rows.is_known, "unknown_unit"),
        *more,
    ]
    return {"fault": _cases(*pairs), "bad": reduce(or_, [condition for condition, _name in pairs]).fill_null(False)}


def prepare_dossiers(source: Expression, calendar: Expression) -> Expression:
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
    faults = _faults(
        d,
        "dossier",
        (d.received.isnull(), "no_received"),
        (d.due.isnull(), "no_due"),
        (d.due < d.received, "due_before_received"),
        (d.given < d.received, "finished_before_received"),
        (d.received > d.now, "received_later"),
        (d.given > d.now, "finished_later"),
        (d.channel.isnull(), "no_channel"),
        (d.supplements < 0, "supplements"),
        (~d.rating.between(1, 5), "rating"),
    )
    return d.mutate(**faults, **_flags_of_dossiers(d))


def _flags_of_dossiers(d: Expression) -> dict[str, Expression]:
    """What is counted of dossiers, as of the day `asof`."""
    late, open_ = d.finished.fill_null(d.asof) > d.due, d.finished.isnull()
    return {
        "on_time": d.finished <= d.due,
        "late": late,
        "open": open_,
        "overdue": open_ & late,
        "decided": d.finished.notnull() | late,
        "apologised": late & d.apology.notnull() & d.rescheduled.notnull(),
        "guided": d.supplements.fill_null(0) <= FEW_SUPPLEMENTS,
        "online": d.channel == "online",
        "by_post": (d.channel == "post") | (d.returned_by == "post"),
        "digital": (d.finished.notnull()).ifelse(d.digitised == "yes", None),
        "rated": d.rating.notnull() & d.finished.notnull(),
        "satisfied": (d.rating >= SATISFIED) & d.finished.notnull(),
        "working_days": (d.last_number - d.first_number).cast("int16"),
        "day": _not_after(d.received, d.asof),
    }


def prepare_reports(source: Expression, calendar: Expression) -> Expression:  # noqa: ARG001
    """Reports; those have a day that were sent, or were due before the day `asof`."""
    r = source.mutate(sent=_not_after(source.sent, source.asof), given=source.sent)
    counts = r.sent.notnull() | (r.due < r.asof)
    return r.mutate(
        **_faults(
            r,
            "report",
            (r.kind.isnull(), "no_kind"),
            (r.due.isnull(), "no_due"),
            (r.given > r.now, "sent_later"),
        ),
        on_time=r.sent <= r.due,
        periodic=r.kind == "periodic",
        whole=r.sent.notnull() & (r.complete == "yes"),
        day=counts.ifelse(r.due, None),
    )


def prepare_targets(source: Expression, calendar: Expression) -> Expression:  # noqa: ARG001
    """Targets; a target's day is the first of its year, where that has begun on the day `asof`."""
    t = source
    up = t.direction.fill_null("up") == "up"
    return t.mutate(
        **_faults(
            t,
            "target",
            (t.year.isnull(), "no_year"),
            (~t.year.between(*YEARS), "year"),
            (t.planned.isnull(), "no_planned"),
        ),
        met=up.ifelse(t.actual >= t.planned, t.actual <= t.planned),
        day=t.year.between(YEARS[0], t.asof.year()).ifelse(
            t.year.cast("string").concat("-01-01").try_cast("date"), None
        ),
    )


PREPARE: dict[str, Callable[[Expression, Expression], Expression]] = {
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


def slim(prepared: Expression, register: str, *, with_channel: bool = False) -> Expression:
    """What measures need of a prepared register, with `bad` where a row has a fault, and the row's `key`."""
    return prepared.select(*KEPT[register], *(["channel"] if with_channel else []), "bad", "key")


def overview(rows: Expression) -> Expression:
    """One row: rows, bad ones, keys and different keys, and the first and the last day of the good ones."""
    good = ~rows.bad
    # A table of different keys is made on all processors; a count of them within the other sums is not.
    different = rows.select("key").filter(rows.key.notnull()).distinct().count()
    return rows.agg(
        rows=rows.count(),
        bad=rows.bad.sum(),
        keys=rows.key.count(),
        different=different.as_scalar(),
        first=rows.day.min(where=good),
        last=rows.day.max(where=good),
    )


def chosen(rows: Expression, unit: str | None, first: Expression, last: Expression) -> Expression:
    """The good rows of a unit (None = of all) from the day `first` to the day `last`."""
    table = rows.filter(~rows.bad, rows.day >= first, rows.day <= last)
    return table if unit is None else table.filter(table.unit == unit)


def pressing(prepared: Expression, calendar: Expression) -> Expression:
    """Dossiers to act on: open ones, and finished ones that were late and lack the apology or the new date.

    `state` is overdue, open or late; `days` are the working days late, or until it is due for open ones.
    """
    today, due, end = calendar.view(), calendar.view(), calendar.view()
    d = prepared.filter(~prepared.bad, prepared.day.notnull())
    d = d.filter(d.open | (d.late & ~d.apologised))
    d = d.left_join(today, d.asof == today.day).select(d, today_number=today.number)
    d = d.left_join(due, d.due == due.day).select(d, due_number=due.number)
    d = d.left_join(end, d.finished == end.day).select(d, end_number=end.number)
    return d.select(
        "dossier", "unit", "procedure", "officer", "received", "due", "finished",
        state=_cases((d.overdue, "overdue"), (d.open, "open"), (d.late, "late")),
        days=_cases(
            (d.overdue, d.today_number - d.due_number),
            (d.open, d.due_number - d.today_number),
            (d.late, d.end_number - d.due_number),
        ),
        apology_missing=d.late & ~d.apologised,
    )  # fmt: skip


def counted(prepared: Expression, by: str) -> Expression:
    """Prepared rows with the `period` that they count in: 2022, 202203, 20221 (see `measured.period_told`), or a text."""
    year = prepared.day.year()
    period = {
        "year": lambda: year,
        "month": lambda: year * 100 + prepared.day.month(),
        "quarter": lambda: year * 10 + prepared.day.quarter(),
    }.get(by, lambda: prepared[by].fill_null(""))()
    return prepared.mutate(period=period)


def measured(rows: Expression, register: str) -> Expression:
    """All measures of a register by unit and period; `rows` have a `period`."""
    keys = ["unit", "period"]
    table = rows.group_by(keys).agg(**_aggregates(rows, register, ""))
    if register != "dossiers":
        return table
    each = rows.group_by([*keys, "procedure"]).agg(online=rows.online.max())
    procedures = each.group_by(keys).agg(**_aggregates(each, register, "procedure"))
    return table.join(procedures, keys)


def _aggregates(rows: Expression, register: str, of: str) -> dict[str, Expression]:
    """The parts of all measures of a register that count `of`."""
    found: dict[str, Expression] = {}
    for measure in MEASURES.values():
        if (measure.register, measure.of) == (register, of):
            first, second = measure.parts(rows)
            name = "v" if measure.kind == "days" else "n"
            found |= {f"{measure.id}__{name}": first, f"{measure.id}__d": second}
    return found


def steps_of(register: str) -> Steps[Expression]:
    """The steps of a register for an engine that is asked through Ibis."""

    def totals(prepared: Expression) -> Expression:
        return overview(slim(prepared, register))

    def measures(prepared: Expression, by: str, unit: str | None, first: date, last: date) -> Expression:
        rows = slim(prepared, register, with_channel=by == "channel")
        return measured(counted(chosen(rows, unit, first, last), by), register)

    return Steps(PREPARE[register], totals, measures)
