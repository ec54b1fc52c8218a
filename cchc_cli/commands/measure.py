"""`cchc measure`: what the registers come to, their trend, and the values for the scores."""

from datetime import date
from math import floor, isnan

import numpy as np

from cchc_cli.commands.arguments import refuse_both
from cchc_cli.commands.registers import Asked, Registers
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.files.load import load
from cchc_cli.files.score_edit import write_values
from cchc_cli.messages import _, n_
from cchc_cli.model.choices import Day, Slice
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.problems import CchcError
from cchc_cli.model.report import Report
from cchc_cli.show.reports.measure import Measured, measure_report

MONTHS = 12
NAN = float("nan")
EVER = date(1990, 1, 1)


@command
def measure(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    all_units: bool = False,
    by: Slice | None = None,
    day: Day | None = None,
    skip_bad: bool = False,
    engine: str | None = None,
    table: str | None = None,
    write: bool = False,
) -> Report:
    """The measures of a year as of `day`, and the points that they give; one row a measure, unit and period.

    `engine` and `table` say where the dossiers lie, if not in data/; `skip_bad` leaves out rows with faults; `write`
    puts the values into data/scores-YEAR.csv.
    """
    refuse_both(unit, all_units)
    if table is not None and engine is None:
        raise CchcError(_("--table needs --engine."))
    if write and by not in (None, "year"):
        raise CchcError(_("--write needs the measures of whole years, not --by {by}.", by=by))
    with Registers(workspace, Asked(unit, all_units, day, skip_bad, engine, table)) as registers:
        report = _measured(registers, year, by)
        if write:
            _write(workspace, report)
        registers.tell_left_out()
        return report


def _measured(registers: Registers, asked: int | None, by: Slice | None) -> Report:
    """The measures of a year (by `year`, without one: of all), with the trend of a single unit."""
    year = None if by == "year" and asked is None else registers.year(asked)
    first, last = (EVER, registers.today) if year is None else (date(year, 1, 1), date(year, 12, 31))
    last = min(last, registers.today)
    table = registers.fed(by or "year", first, last)
    months = months_up_to(last)
    return measure_report(
        registers.names,
        Measured(
            table=table,
            unit=registers.unit,
            year=year,
            today=registers.today,
            by=by or "year",
            months=tuple(months),
            trends=_trends(registers, months, last) if by is None and registers.unit else {},
            rows={name: register.rows for name, register in registers.opened.items()},
            left_out=registers.left_out(),
        ),
    )


def _trends(registers: Registers, months: list[str], last: date) -> dict[str, list[float]]:
    """Each rate in `months`; NaN where nothing was counted."""
    begin = date.fromisoformat(f"{months[0]}-01")
    table = registers.measured("month", begin, last)
    rates = [each.id for each in MEASURES.values() if each.kind == "rate" and each.has_months]
    found: dict[str, list[float]] = {}
    for measure, rows in table[table["measure"].isin(rates)].groupby("measure", sort=False):
        values = dict(zip(rows["period"], rows["value"], strict=True))
        # Rounded down as all percents here are: none is shown that was not reached.
        found[str(measure)] = [_floored(values.get(month, NAN)) for month in months]
    return found


def _write(workspace: Workspace, report: Report) -> None:
    """Write the values of components into the scores of their years, and tell what was written."""
    # Files with faults are not written into: a value could land in the wrong one of two rows.
    load(workspace.folder)
    # Without a rule that takes numbers nothing reads the value, and a choice would be spoilt by it.
    rules = {each: workspace.framework.rule_of(each) for each in report.rows["component"].unique() if each}
    fed = [(rule := rules.get(each)) is not None and rule.takes_numbers for each in report.rows["component"]]
    rows = report.rows[np.array(fed, dtype=bool) & report.rows["value"].notna()]
    keys = zip(rows["period"].astype(int), rows["unit"], rows["component"], strict=True)
    values = dict(zip(keys, rows["value"].astype(float), strict=True))
    for path, count in write_values(workspace.folder, values).items():
        text = n_("{file}: {count} value written.", "{file}: {count} values written.", count, file=path)
        workspace.tell(text)
    if not values:
        workspace.tell(_("No value was written: no measure feeds a component."))


def _floored(percent: float) -> float:
    return percent if isnan(percent) else floor(10 * percent + 1e-8) / 10


def months_up_to(day: date) -> list[str]:
    """The twelve months up to that of `day`: 2022-01 and so on."""
    last = day.year * MONTHS + day.month - 1
    return [f"{at // MONTHS}-{at % MONTHS + 1:02d}" for at in range(last - MONTHS + 1, last + 1)]
