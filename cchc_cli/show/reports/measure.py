"""`cchc measure`: what the registers say, the points that it gives, and how far the next tiers are."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import pandas as pd

from cchc_cli.messages import N_, _, grouped, n_
from cchc_cli.model.blocks import Column, Fact, Figure, Table, ValueKind
from cchc_cli.model.measures import MEASURES, Measure
from cchc_cli.model.periods import brief_month, period_of
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.charts import Drawn, month_lines, rate_bars

CHANNELS = {"counter": N_("at the counter"), "online": N_("online"), "post": N_("by post")}
ROWS = {"month": N_("Month"), "quarter": N_("Quarter"), "procedure": N_("Procedure"), "channel": N_("Channel")}
"""What the rows are called where there are several, by what they are measured by."""
FIGURES: dict[str, ValueKind] = {"rate": "rate", "count": "count", "days": "days"}
"""The kind of the figures of a measure, by its unit."""
TIERS = ("unit", "period", "measure", "component", "tier", "spare", "fall_points")
AROUND = (*("value", "numerator", "denominator", "points"), *("tier", "spare", "fall_points", "next_tier", "distance"))
"""What sentences about tiers are made of."""
MOST = 50
"""From this tier on, in %, people count what may go wrong; below it, what goes right."""


@dataclass(frozen=True)
class Measured:
    """What was measured: the table of `with_components`, and the trend of each measure over some months."""

    table: pd.DataFrame
    unit: str | None
    year: int | None
    today: date
    by: str
    months: tuple[str, ...]
    trends: Mapping[str, list[float]]
    rows: Mapping[str, int]
    left_out: Mapping[str, int]
    procedures: Mapping[str, str] = field(default_factory=dict)
    """What procedures are called, by their codes, where that is known and they are the rows."""


def measure_report(names: Names, found: Measured) -> Report:
    """A row a measure, with what its component makes of it; below, the distances in words."""
    table = found.table
    several = len(table.drop_duplicates(["unit", "period"])) > 1
    return Report(
        command="measure",
        names=names,
        title=_("Measures from the registers"),
        subtitle=_(
            N_("{unit}, as of {day}") if found.year is None else N_("{unit}, {year}, as of {day}"),
            unit=names.unit(found.unit) if found.unit else _("all units"),
            year=found.year,
            day=found.today,
        ),
        year=found.year,
        facts=tuple(
            Fact(register_name(register), Figure(rows, "count"), _("rows read")) for register, rows in found.rows.items()
        ),
        tables=(*([_matrix(found)] if several else [_table(names, found)] if len(table) else []), *_trends(found)),
        charts=lambda: _charts(found, several),
        notes=(*left_out_notes(found.left_out), *_notes(found, several)),
        rows=table,
        extra={
            "unit": found.unit,
            "date": found.today.isoformat(),
            "registers": dict(found.rows),
            "left_out": dict(found.left_out),
            "tiers": table.loc[table["component"] != "", list(TIERS)],
            "trend": {"months": list(found.months), "values": {key: list(values) for key, values in found.trends.items()}},
        },
    )  # fmt: skip


def label(measure: str) -> str:
    """What people call a measure."""
    return _(MEASURES[measure].label)


def _matrix(found: Measured) -> Table:
    """Of one unit a row a measure, a column a month, quarter or channel; of several, or of procedures, whose names are
    long and many, a row each and a column a measure."""
    if found.unit and found.by != "procedure":
        frame, periods = _spread(found.table, ["measure"], "period")
        frame["kind"] = [FIGURES[MEASURES[each].kind] for each in frame["measure"]]
        of_periods = (
            Column(f"value {each}", _heading(found, each), "rate", of=f"next_tier {each}", kinds="kind")
            for each in periods
        )
        columns = (Column("measure", _("Measure"), say=label), *of_periods)
        return Table(frame, columns, frozen=1, name=_("Measures"))
    frame, measures = _spread(found.table, ["unit", "period"], "measure")
    kind: ValueKind = "period" if found.by == "quarter" else "text"
    first = (
        *(() if found.unit else (Column("unit", _("Unit"), "unit"),)),
        Column("period", _(ROWS.get(found.by, "Period")), kind, say=partial(_called, found)),
    )
    of_measures = (
        Column(f"value {each}", label(each), FIGURES[MEASURES[each].kind], of=f"next_tier {each}") for each in measures
    )
    return Table(frame, (*first, *of_measures), frozen=len(first), name=_("Measures"))


def _spread(table: pd.DataFrame, keys: list[str], across: str) -> tuple[pd.DataFrame, list[str]]:
    """A row for each of `keys`, values and next tiers of each of what stands across, and these."""
    once = table.drop_duplicates(["unit", "period", "measure"])
    rows = once[keys].drop_duplicates().set_index(keys, drop=False)
    figures = {
        f"{name} {each}": part.set_index(keys)[name].reindex(rows.index).to_numpy(dtype=float)
        for each, part in once.groupby(across, sort=False)
        for name in ("value", "next_tier")
    }
    return pd.DataFrame(figures).assign(**{key: rows[key].to_numpy() for key in keys}), once[across].unique().tolist()


def register_name(register: str) -> str:
    """What people call a register."""
    return {"dossiers": _("Dossiers"), "reports": _("Reports"), "targets": _("Targets")}[register]


def left_out_notes(left_out: Mapping[str, int]) -> Iterable[str]:
    """What --skip-bad left out, a sentence a register."""
    for register, count in left_out.items():
        yield n_(
            "{register}: {count} bad row is left out.",
            "{register}: {count} bad rows are left out.",
            count,
            register=register_name(register),
        )


def _called(found: Measured, period: str) -> str:
    """A period, or what stands in its place: a channel by its name, a procedure by its code and its name."""
    if found.by == "month":
        return brief_month(period)
    if period in found.procedures:
        return f"{period} {found.procedures[period]}"
    return _(CHANNELS[period]) if found.by == "channel" and period in CHANNELS else period


def _heading(found: Measured, period: str) -> str:
    months = period_of(period) if found.by in ("month", "quarter") else None
    return _called(found, period) if months is None else months.short if found.year else months.alone


def _table(names: Names, found: Measured) -> Table:
    table = found.table
    feeds = table["component"] != ""
    got = [numbers.got(*each) for each in zip(table["points"], table["most"], strict=True)]
    rows = table.assign(
        unit_of=[MEASURES[each].kind for each in table["measure"]],
        lost=table["most"] - table["points"],
        told=pd.Series(got, index=table.index, dtype=object).where(feeds & table["points"].notna(), ""),
    )
    of_points = (
        Column("component", "", "id", only="text"),
        Column("component", _("Component"), "id", only="sheet"),
        Column("told", _("Points"), only="text"),
        Column("points", _("Points"), "points", of="most", only="sheet"),
        Column("most", _("Max"), "points", only="sheet"),
        Column("lost", _("Lost"), "lost", only="sheet"),
        Column("next_tier", _("Next tier"), "value", kinds="unit_of"),
        Column("distance", _("Missing"), "value"),
    )
    shown = (
        Column("measure", _("Measure"), say=label),
        Column("value", _("Value"), "value", of="next_tier", kinds="unit_of"),
        Column("numerator", _("Counted"), "counted", fold="", of="denominator", parts=(_("Counted"), _("of all"))),
    )
    if not feeds.any():
        return Table(rows, shown)
    over = found.year if found.year and found.year < found.today.year else None
    return Table(rows, shown + of_points, after=tuple(_sentences(names, rows, over)))


def _charts(found: Measured, several: bool) -> Drawn:
    """The rates of one unit and period beside their tiers, and the last months of those with the most points at stake."""
    labels = {each.id: _(each.label).removesuffix(", %") for each in MEASURES.values() if each.kind == "rate"}
    rows = found.table
    fed = rows[rows["component"] != ""].drop_duplicates("measure")
    most = {str(measure): float(top) for measure, top in zip(fed["measure"], fed["most"], strict=True)}
    wanted = sorted(labels, key=lambda each: -most.get(each, 0.0))
    bars = () if several else rate_bars(rows, labels, str(found.year or _("now")))
    return (*bars, *month_lines(found.months, found.trends, labels, wanted))


def _trends(found: Measured) -> Iterable[Table]:
    rows = [
        {"measure": measure, "trend": values, "low": min(known), "high": max(known)}
        for measure, values in found.trends.items()
        if (known := [each for each in values if not numbers.missing(each)])
    ]
    if rows:
        columns = (
            Column("measure", _("Measure"), say=label),
            Column("trend", _("Month by month"), "trend", parts=tuple(map(brief_month, found.months))),
            Column("low", _("Lowest"), "percent", fold=""),
            Column("high", _("Highest"), "percent", fold=""),
        )
        first, last = (period_of(found.months[at]) for at in (0, -1))
        title = _("12 months, {first} to {last}", first=first, last=last)
        yield Table(pd.DataFrame(rows), columns, title=title, name=_("12 months"))


def _sentences(names: Names, rows: pd.DataFrame, over: int | None) -> Iterable[str]:
    """For each component what the next tier needs, and what may still go wrong; of a year that is `over` how it ended."""
    fed = rows[(rows["component"] != "") & rows["points"].notna()]
    lines = fed[[*AROUND]].astype(float).to_dict("records")
    for measure, component, line in zip(fed["measure"].map(MEASURES.get), fed["component"], lines, strict=True):
        if parts := [*_to_next(line, measure, over), *(() if over else _to_fall(line, measure))]:
            yield f"{names.titled(component)}: {'; '.join(parts)}."


def _to_next(line: Mapping[Hashable, float], measure: Measure, over: int | None) -> Iterable[str]:
    """What the next tier needs: more good ones; full points fewer late dossiers or working days; else how a year ended."""
    if numbers.missing(line["next_tier"]) or numbers.missing(line["distance"]):
        return
    told = {"wanted": numbers.short(line["next_tier"]), "counted": _(measure.counted), "year": over}
    if measure.kind == "rate":
        count, got, of = (grouped(int(line[each])) for each in ("distance", "numerator", "denominator"))
        text = N_("{wanted}% needs {count} more ({things}, of {all} {counted})")
        ended = N_("{year} is over with {value}% ({things}: {got} of {all}); the next tier is {wanted}%")
        told |= {"value": numbers.apart(line["value"], 2, line["next_tier"]), "things": _(measure.good)}
        yield _(ended if over else text, count=count, got=got, all=of, **told)
    else:
        text = N_("full points need {count} fewer ({counted}): {wanted} instead of {value}")
        ended = N_("{year} is over with {value} ({counted}); full points need {wanted}")
        told |= {"value": numbers.short(line["value"]), "count": numbers.short(line["distance"])}
        yield _(ended if over else text, **told)


def _to_fall(line: Mapping[Hashable, float], measure: Measure) -> Iterable[str]:
    """What the tier that is reached allows: bad ones where most must be good, fewer good ones where few must."""
    if measure.kind != "rate" or numbers.missing(line["spare"]):
        return
    text = N_("{tier}% is kept with {spare} fewer ({counted}); beyond that the points fall from {points} to {fall}")
    if line["tier"] >= MOST:
        text = N_(
            "{tier}% allows {allowed} ({things}); {counted} used: {used}, left: {spare}; beyond that the points fall from {points} to {fall}"
        )
    used, spare = int(line["denominator"] - line["numerator"]), int(line["spare"])
    told = {"used": grouped(used), "spare": grouped(spare), "allowed": grouped(used + spare)}
    told |= {"points": numbers.points(line["points"]), "fall": numbers.points(line["fall_points"])}
    yield _(text, tier=numbers.short(line["tier"]), things=_(measure.bad), counted=_(measure.counted), **told)


def _notes(found: Measured, several: bool) -> Iterable[str]:
    if found.table.empty:
        yield _("Nothing was measured: the registers have no rows of this unit and time.")
    elif several:
        yield _(
            "A dossier counts when it was received, a report when it was due. What was counted, the points and what the next tier needs: as csv or json, or for a whole year."
        )
    else:
        yield _(
            "A dossier counts when it was received, a report when it was due. Missing: how many good ones (or fewer late ones, fewer days) the next tier needs."
        )
