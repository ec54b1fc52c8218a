"""`cchc measure`, and what all commands on registers work with: the files (or a warehouse's table) opened, units, days."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from functools import cached_property, partial
from importlib.util import find_spec

import numpy as np
import pandas as pd

from cchc_cli.commands.arguments import refuse_both, unit_meant
from cchc_cli.commands.lookups import tell_uncounted
from cchc_cli.commands.workspace import Watch, Workspace, command
from cchc_cli.files.load import Loaded, load
from cchc_cli.files.registers.faults import unknown_officers
from cchc_cli.files.registers.local import Database, LocalRegister, Question, database, open_register
from cchc_cli.files.registers.warehouse import WarehouseRegister
from cchc_cli.files.registers.working_days import FIRST, LAST, calendar_of, swapped_days
from cchc_cli.files.scores.edit import write_values
from cchc_cli.files.units import listed_units, of_gone_units
from cchc_cli.index.measured import statement, values_of, with_components
from cchc_cli.messages import _, n_
from cchc_cli.model.choices import Day, Slice
from cchc_cli.model.criteria import Defaults, Owner
from cchc_cli.model.measures import MEASURES
from cchc_cli.model.nearest import by_id
from cchc_cli.model.periods import days_of
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.model.registers import REGISTERS
from cchc_cli.model.report import Report
from cchc_cli.model.today import VIET_NAM, today
from cchc_cli.show.names import Names
from cchc_cli.show.reports.measure import Measured, left_out_notes, measure_report

MONTHS = 12
EVER = date(1990, 1, 1)
Opened = dict[str, LocalRegister | WarehouseRegister]
"""Registers by their names."""


class Registers:
    """The workspace's registers as of a day, opened one by one as they are asked for; a context manager."""

    def __init__(
        self,
        workspace: Workspace,
        unit: str | None,
        day: Day | None = None,
        *,
        all_units: bool = False,
        skip_bad: bool = False,
        engine: str | None = None,
        table: str | None = None,
    ) -> None:
        self.asker, self.workspace = workspace, workspace.folder
        self.framework = workspace.framework
        self.units = units = listed_units(self.workspace, _("The input has faults; nothing was computed."))
        self.skip_bad, self.engine, self.table = skip_bad, engine, table
        self.zone = workspace.zone or VIET_NAM
        self.today = workspace.today if day is None else _within(workspace.day("--date", day))
        self.unit = None if all_units else self._unit(unit)
        self.names = Names(self.framework, units or ())
        self._stack = ExitStack()
        self._opened: Opened = {}

    def __enter__(self) -> "Registers":
        return self

    def __exit__(self, kind: object, *_error: object) -> None:
        """Tell what --skip-bad left out, where nothing went wrong."""
        for text in left_out_notes(self.left_out()) if kind is None else ():
            self.asker.tell(text)
        self._stack.close()

    def _unit(self, asked: str | None) -> str | None:
        """The unit asked for, the default one, or the only one; None where nobody says which units there are."""
        own, units = self.framework.criteria.defaults.unit, self.units
        if units is None and not (asked or own) and self.workspace.scores():
            units = self.asker.scores.units
        return unit_meant(asked, own, by_id(units or ()), self.asker.tell_once)

    @cached_property
    def question(self) -> Question:
        """What each register is read for."""
        return Question(
            today=self.today,
            zone=self.zone,
            units=None if self.units is None else by_id(self.units),
            unit=self.unit,
            calendar=tuple(calendar_of(swapped_days(self.workspace, self.zone), self.today)),
            skip_bad=self.skip_bad,
            watch=self.asker.watch,
        )

    @cached_property
    def opened(self) -> Opened:
        """The registers that there are, by their names. Raises CchcError where there is none."""
        for name in REGISTERS:
            self.open(name)
        if not self._opened:
            folder = self.workspace.name(self.workspace.data)
            text = _("There is no register in {folder}.", folder=folder)
            hint = _("Put one there: dossiers*.csv, reports*.csv or targets*.csv (or .xlsx, .parquet).")
            raise CchcError(text, hint=hint)
        return self._opened

    def open(self, name: str) -> LocalRegister | WarehouseRegister | None:
        """One register, read and checked; None where there is none."""
        if name not in self._opened and self.engine is not None and name == "dossiers":
            from cchc_cli.files.registers.warehouse import open_warehouse
            from cchc_cli.index.expressions import steps_of

            self._opened[name] = self._stack.enter_context(
                open_warehouse(self.engine, self.table, REGISTERS[name], steps_of(name), self.question)
            )
        return self._opened[name] if name in self._opened else self.local(name)

    def local(self, name: str) -> LocalRegister | None:
        """One register of the workspace's files, read and checked; None where there is none."""
        if not self.workspace.register(name):
            return None
        how, database = partial(statement, name), self._database
        self._opened[name] = register = open_register(self.workspace, REGISTERS[name], how, self.question, database)
        return register

    @cached_property
    def _database(self) -> Database:
        return self._stack.enter_context(database(self.question))

    @property
    def years(self) -> list[int]:
        """The years that have begun, from the first to the last of which a register has rows; none without any."""
        spans = [register.days for register in self.opened.values()]
        days = [day for span in spans for day in span if day is not None]
        return list(range(min(days).year, min(max(days), self.today).year + 1)) if days else []

    def year(self, asked: int | None) -> int:
        """The year asked for, or the latest that a register has rows of. Raises CchcError where it has none."""
        years = self.years
        if not years:
            raise CchcError(_("The registers have no rows up to {day}.", day=self.today))
        if asked is not None and asked not in years:
            text = _("The registers have no rows of {year}.", year=asked)
            known = "–".join(dict.fromkeys(map(str, (years[0], years[-1]))))
            raise CchcError(text, hint=_("They have rows of {years}.", years=known))
        return years[-1] if asked is None else asked

    def measured(self, by: str, first: date, last: date) -> pd.DataFrame:
        """All measures between two days: unit, period, measure, numerator, denominator, value."""
        return self._measured(self.opened, by, first, last, self.unit)

    def _measured(self, opened: Opened, by: str, first: date, last: date, unit: str | None) -> pd.DataFrame:
        tables = []
        for name, register in opened.items():
            if by in REGISTERS[name].slices:
                known = measures_with(register.columns, name)
                tables.append(values_of(register.measure(by, unit, first, last), name, by, known))
        table = pd.concat(tables, ignore_index=True) if tables else values_of([], "", by, frozenset())
        if len(tables) > 1 and len(table.drop_duplicates(["unit", "period"])) > 1:
            table = table.sort_values(["unit", "period"], kind="stable", ignore_index=True)
        return table

    @property
    def _groups(self) -> dict[str, str]:
        return {unit.id: unit.group for unit in self.units or ()}

    def tell_uncounted(self, year: int | None) -> None:
        """Tell whose rows of a year are not counted, see `lookups.tell_uncounted`."""
        if year is not None:
            has_rows = partial(self._measured, self.opened, "year", *days_of(year))
            tell_uncounted(self.unit, self.units, year, lambda each: len(has_rows(each)), self.asker.tell_once)

    def fed(self, by: str, first: date, last: date) -> pd.DataFrame:
        """All measures with the components that they feed; see `with_components`."""
        return with_components(self.measured(by, first, last), self.framework, by, self._groups)

    def fed_by(self, names: Iterable[str], year: int) -> pd.DataFrame:
        """What some registers that are there come to in a year for all units, with the components that they feed."""
        first, last = days_of(year)
        opened = {name: register for name in names if first <= self.today and (register := self.open(name)) is not None}
        return with_components(self._measured(opened, "year", first, last, None), self.framework, "year", self._groups)

    @cached_property
    def procedures(self) -> dict[str, str]:
        """What procedures are called, by their codes, as far as the register of dossiers on this machine says it."""
        register = self._opened.get("dossiers")
        if not isinstance(register, LocalRegister) or not register.columns.issuperset(("procedure", "procedure_name")):
            return {}
        rows = register.records(
            "SELECT procedure, min(procedure_name) AS name FROM dossiers_prepared"
            " WHERE procedure IS NOT NULL AND procedure_name IS NOT NULL GROUP BY procedure"
        )
        return {row["procedure"]: row["name"] for row in rows}

    def procedure_told(self, code: str) -> str:
        """A procedure by its code and its name, where that is known."""
        return f"{code} {self.procedures.get(code, '')}".rstrip()

    def left_out(self) -> dict[str, int]:
        """How many bad rows --skip-bad left out, by register."""
        return {name: register.left_out for name, register in self._opened.items() if register.left_out}


def measures_with(columns: frozenset[str], register: str) -> frozenset[str]:
    """The measures of a register for which it has the columns."""
    measures = (measure for measure in MEASURES.values() if measure.register == register)
    return frozenset(measure.id for measure in measures if columns.issuperset(measure.needs))


def _within(day: date) -> date:
    """A day between those for which working days are known. Raises CchcError."""
    if not FIRST <= day <= LAST:
        text = _("--date: {day} is not between {first} and {last}.", day=day, first=FIRST, last=LAST)
        raise CchcError(text)
    return day


def register_faults(loaded: Loaded, watch: Watch) -> tuple[list[Problem], int]:
    """The faults of all registers of a workspace, the first of each listed, and how many there are.

    Without DuckDB nothing is checked, and a warning says so.
    """
    workspace = loaded.workspace
    if not any(map(workspace.register, REGISTERS)) or loaded.framework is None or not loaded.units_readable:
        return [], 0
    if find_spec("duckdb") is None:
        text = _("the registers were not checked: DuckDB is not installed.")
        hint = _("Install it: {command}", command="pip install 'cchc-cli[dossiers]'")
        return [Problem(workspace.name(workspace.data), text=text, hint=hint, severity="warning")], 0
    try:
        criteria = loaded.framework.criteria
        faults = _faults_in(loaded, _checking(loaded, criteria.defaults, watch), criteria.owners)
    except InputError as error:  # of the calendar
        faults = [error]
    return [problem for error in faults for problem in error.problems], sum(error.total for error in faults)


def _faults_in(loaded: Loaded, question: Question, owners: Mapping[str, Owner]) -> list[InputError]:
    faults, workspace = [], loaded.workspace
    with database(question) as engine:
        for name in filter(workspace.register, REGISTERS):
            try:
                opened = open_register(workspace, REGISTERS[name], partial(statement, name), question, engine)
                workspace.warnings.extend(unknown_officers(opened.file, opened.officers, owners))
                workspace.warnings.extend(of_gone_units(opened.file, loaded.units or (), opened.counts))
            except InputError as error:
                faults.append(error)
    return faults


def _checking(loaded: Loaded, defaults: Defaults, watch: Watch) -> Question:
    """What registers are read for where all their faults are wanted."""
    zone = defaults.timezone or VIET_NAM
    day, known = today(zone), None if loaded.units is None else by_id(loaded.units)
    calendar = tuple(calendar_of(swapped_days(loaded.workspace, zone), day))
    return Question(day, known, defaults.unit, calendar, zone=zone, listed=None, watch=watch)


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
    with Registers(
        workspace, unit, day, all_units=all_units, skip_bad=skip_bad, engine=engine, table=table
    ) as registers:
        report = _measured(registers, year, by)
        if write:
            _write(workspace, report)
        return report


def _measured(registers: Registers, asked: int | None, by: Slice | None) -> Report:
    """The measures of a year (by `year`, without one: of all), with the trend of a single unit."""
    year = None if by == "year" and asked is None else registers.year(asked)
    # To the end of the year: of what is not over, only reports that were sent early have happened.
    first, last = days_of(year) if year is not None else (EVER, days_of(registers.today.year)[1])
    table = registers.fed(by or "year", first, last)
    registers.tell_uncounted(year)
    months = months_up_to(min(last, registers.today))
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
            procedures=registers.procedures if by == "procedure" else {},
        ),
    )


def _trends(registers: Registers, months: list[str], last: date) -> dict[str, list[float]]:
    """Each rate in `months`; NaN where nothing was counted."""
    table = registers.measured("month", date.fromisoformat(f"{months[0]}-01"), last)
    # Rounded down as all percents here are: none is shown that was not reached.
    table = table.assign(value=np.floor(10 * table["value"].astype(float) + 1e-8) / 10)
    shown = table.pivot_table("value", "measure", "period", dropna=False).reindex(columns=months)
    rates = [each.id for each in MEASURES.values() if each.kind == "rate" and each.has_months]
    rows: dict[str, list[float]] = dict(zip(shown.index, shown.to_numpy().tolist(), strict=True))
    return {each: rows[each] for each in rates if each in rows}


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
    written = write_values(workspace.folder, values)
    for path, count in written.items():
        workspace.tell(n_("{file}: {count} value written.", "{file}: {count} values written.", count, file=path))
    if not written:
        none = _("No value was written: no measure feeds a component.")
        workspace.tell(_("The score files have these values already.") if values else none)


def months_up_to(day: date) -> list[str]:
    """The twelve months up to that of `day`: 2022-01 and so on."""
    last = day.year * MONTHS + day.month - 1
    return [f"{at // MONTHS}-{at % MONTHS + 1:02d}" for at in range(last - MONTHS + 1, last + 1)]
