"""`--all-units`: a command for one unit after another, whichever it is. Commands know nothing of it."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeVar

import pandas as pd

from cchc_cli.commands.arguments import refuse_both
from cchc_cli.commands.assessment import assess
from cchc_cli.commands.calendars import refuse_other_files, write_calendar
from cchc_cli.commands.workspace import Workspace, as_workspace
from cchc_cli.messages import _, n_
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, OfOne, Table
from cchc_cli.model.choices import File
from cchc_cli.model.problems import LISTED, CchcError, InputError, LeftOut
from cchc_cli.model.report import Report
from cchc_cli.show.kinds import KINDS
from cchc_cli.show.names import Names
from cchc_cli.show.reports.sentences import listed, listed_units
from cchc_cli.system.faults import system_faults

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Item = TypeVar("Item", bound=Hashable)
SOME = 5
"""Units that are left out of which a line on stderr says why."""
EACH = 8
"""After so many units what nobody needs any more is cleared away: the program itself never does."""
UNIT = "unit"


def all_units(
    run: Callable[Concatenate[Workspace, Arguments], Report],
    workspace: Workspace | File,
    /,
    *given: Arguments.args,
    **named: Arguments.kwargs,
) -> Report:
    """What `run`, a command for one unit, says of each unit, as one result with a column `unit` first.

    `cchc gaps 2022 --all-units` is `all_units(gaps, workspace, 2022)`. Units that the command has nothing to say of
    are left out, and told. Raises CchcError with the faults of all units, where there are any.
    """
    here = as_workspace(workspace)
    with here.speaking(), system_faults(), here.held():
        refuse_both(named.pop("unit", None), all_units=True)
        names, units = assess(here, "any").names, unit_ids(here)
        if calendar := named.pop("ics", None):
            refuse_other_files(Path(str(calendar)))

        def asked(**more: object) -> Walk[str, Report]:
            def of_unit(unit: str) -> Report:
                return run(here, *given, **{**named, **more, "unit": unit})  # type: ignore[arg-type]  # each has a unit

            found = walked(here, units, of_unit, _("Units"))
            if found.faults:
                raise _all_in_one(found, names)
            if not found.done:
                raise found.nothing()
            return found

        if named.get("write"):
            asked(write=False)  # a fault of one unit must not leave others written
        found = asked()
        tell_left_out(here, found.left_out.values())
        if calendar:
            write_calendar(Path(str(calendar)), names, {unit: each.deadlines for unit, each in found.done.items()})
        return _joined(found.done, names)


@dataclass
class Walk(Generic[Item, Result]):
    """What came of each unit, or document of one: a result, nothing to say, or a fault."""

    done: dict[Item, Result] = field(default_factory=dict)
    left_out: dict[Item, CchcError] = field(default_factory=dict)
    faults: dict[Item, CchcError] = field(default_factory=dict)

    def nothing(self) -> CchcError:
        """That no unit has a result, and why."""
        return next(iter(self.left_out.values()), CchcError(_("There is no unit.")))


def walked(here: Workspace, items: list[Item], work: Callable[[Item], Result], what: str) -> Walk[Item, Result]:
    """Do something for one item after another; one for which it can't be done stops no other."""
    found: Walk[Item, Result] = Walk()

    def percent() -> float:
        return 100 * (len(found.done) + len(found.left_out) + len(found.faults)) / len(items)

    def walk() -> None:
        for at, item in enumerate(items, 1):
            try:
                found.done[item] = work(item)
            except LeftOut as error:
                found.left_out[item] = error
            except InputError:
                raise  # faults of files are nobody's alone
            except CchcError as error:
                found.faults[item] = error
            if at % EACH == 0:
                gc.collect(1)  # what was made since; not once more all that is there for good

    here.watch(walk, percent, what)
    return found


def unit_ids(here: Workspace) -> list[str]:
    """All units, in the order of units.csv. Raises InputError where files have faults."""
    return [unit.id for unit in assess(here, "any").scores.units]


def tell_left_out(here: Workspace, left_out: Collection[CchcError]) -> None:
    """Tell of which units, or documents of units, there is nothing to say, and why."""
    left_out = [each for each in left_out if not getattr(each, "is_expected", False)]
    if not left_out:
        return
    units = [getattr(error, "unit", "") for error in left_out]
    texts = [error.text.replace(unit or SLOT, SLOT, 1) for error, unit in zip(left_out, units, strict=True)]
    whose = _whose(zip(units, texts, strict=True))
    texts = [text.replace(SLOT, listed(list(dict.fromkeys(each)), "unit", SOME), 1) for text, each in whose.items()]
    told = " ".join(texts[:SOME]) + (" …" if len(texts) > SOME else "")
    here.tell(n_("Left out {count} time: {texts}", "Left out {count} times: {texts}", len(left_out), texts=told))


def _whose(told: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Of pairs of a unit and a text, each text once with the units that it is about."""
    whose: dict[str, list[str]] = {}
    for unit, text in told:
        whose.setdefault(text, []).append(unit)
    return whose


def _all_in_one(found: Walk[str, Report], names: Names) -> CchcError:
    """The faults of units as one: as it stands where no unit has another, or a result, else a line a unit."""
    faults = found.faults
    first, *others = faults.values()
    if not found.done and all(str(each) == str(first) for each in others):
        return first
    lines = [f"{names.unit(unit)}: {error.text}" for unit, error in faults.items()]
    if len(lines) > LISTED:
        rest = len(lines) - LISTED
        lines[LISTED:] = [n_("… and {count} more unit", "… and {count} more units", rest)]
    count = len(faults)
    text = n_("{count} unit has no result; nothing is shown.", "{count} units have no result; nothing is shown.", count)
    return CchcError(text, hint="\n".join(f"  {line}" for line in lines), status=max(e.status for e in faults.values()))


def _joined(reports: Mapping[str, Report], names: Names) -> Report:
    """The reports of units, by their ids, of which there is one at least."""
    first = next(iter(reports.values()))
    if UNIT in first.columns and len(set(first.frame[UNIT])) > 1:
        raise CchcError(_("{command} is of all units as it is.", command=first.command))
    columns = dict.fromkeys(chain([UNIT], *(report.columns for report in reports.values())))
    title, table = _titled(reports)
    return Report(
        command=first.command,
        title=title or first.title,
        subtitle=_subtitle(reports, names),
        year=first.year,
        facts=tuple(_facts(reports, names)),
        # The row on each unit as a whole first.
        tables=tuple(filter(None, (_one_table({unit: (each.place,) for unit, each in reports.items()}), table))),
        caveats=tuple(_notes(reports, attrgetter("caveats"), names)),
        notes=tuple(_notes(reports, _below_tables, names)),
        rows=_below({unit: report.frame for unit, report in reports.items()}),
        columns=tuple(columns),
        extra={"units": {unit: report.extra for unit, report in reports.items()}},
        unmet=_unmet(reports, names),
        subject=_subject(reports),
        names=names,
    )


def _titled(reports: Mapping[str, Report]) -> tuple[str, Table | None]:
    """The title of all, and their table: where that alone has one, it is not said twice."""
    shown = {unit: [each.digest] if each.digest else each.tables for unit, each in reports.items()}
    table = _one_table(shown, filed=any(map(attrgetter("endless"), reports.values())))
    title = _shared(report.title for report in reports.values())
    title = title or _shared(report.common for report in reports.values())
    if table is None or title:
        return title, table
    return table.title, replace(table, title="", name=table.name or table.title)


def _shared(texts: Iterable[str]) -> str:
    """The text where it is the same of all units, else nothing."""
    found = set(texts)
    return found.pop() if len(found) == 1 else ""


def _facts(reports: Mapping[str, Report], names: Names) -> Iterable[Fact]:
    """What titles say beside the unit's name where that is not the same of all units, each with whose it is."""
    whose = _whose((unit, report.common) for unit, report in reports.items())
    if len(whose) > 1:
        for text, units in whose.items():
            told = n_("{count} unit", "{count} units", len(units), count=SLOT)
            yield Fact(text, Figure(len(units), "count", told), listed_units(names, units))


def _one_table(tables: Mapping[str, Sequence[Table | None]], *, filed: bool = False) -> Table | None:
    """The tables that most of them begin with, below one another; without totals."""
    alike = _alike({unit: [each for each in of_unit if each] for unit, of_unit in tables.items()})
    if not alike:
        return None
    first = next(iter(alike.values()))
    frame = _below({unit: table.frame for unit, table in alike.items()})
    return Table(frame, _columns(alike.values()), title=first.title, name=first.name, filed=filed)


def _alike(tables: Mapping[str, Sequence[Table]]) -> dict[str, Table]:
    """The table with which most begin, of each that has it and something in it."""
    firsts = Counter((each[0].title, each[0].name) for each in tables.values() if each)
    usual = [called for called, _count in firsts.most_common(1)]
    return {
        unit: table
        for unit, of_unit in tables.items()
        for table in reversed(of_unit)  # the first of them counts
        if (table.title, table.name) in usual and len(table.frame)
    }


def _columns(tables: Collection[Table]) -> tuple[Column, ...]:
    """The columns that any of the tables has, the unit first; a figure that is a span of some units is one of all."""
    columns: dict[tuple[str, str], Column] = {}
    order: list[tuple[str, str]] = []
    for table in tables:
        place = 0
        for column in table.columns:
            same = column.key, column.kind.removesuffix("_span")
            if same not in columns:
                order.insert(place, same)  # where it stands in its own table
            place = order.index(same) + 1
            columns[same] = _one_column(columns.get(same, column), column)
    others = [columns[same] for same in order if columns[same].key != UNIT]
    # What finds no room goes under the first text: under that of the row, where there is one.
    is_alone = not any(KINDS[column.kind].wraps for column in others)
    name = Column(UNIT, _("Unit"), "unit" if is_alone else "whose")
    return (Column(UNIT, _("Unit id"), "id", only="sheet"), name, *others)


def _one_column(first: Column, column: Column) -> Column:
    """The column of all units of which two have these: what both are called, and a span where either is one."""
    if first.label != column.label and column.common:
        return replace(column, label=column.common)
    return column if len(column.kind) > len(first.kind) else first


def _below(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Frames below one another, each with its unit."""
    filled = {unit: frame for unit, frame in frames.items() if len(frame)} or dict([next(iter(frames.items()))])
    parts = [frame.assign(**{UNIT: unit}) for unit, frame in filled.items()]
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def _subtitle(reports: Mapping[str, Report], names: Names) -> str:
    """How many units, and what all subtitles say behind the unit's name: the year, the day."""
    count = n_("{count} unit", "{count} units", len(reports))
    rest = {report.subtitle.removeprefix(f"{names.unit(unit)}, ") for unit, report in reports.items()}
    return f"{count}, {rest.pop()}" if len(rest) == 1 else count


def _subject(reports: Mapping[str, Report]) -> str:
    """What the counts in the rows that stand for the units come to, on one line."""
    lines = [report.digest for report in reports.values() if report.digest is not None]
    if not lines:
        return ""
    sums = {
        column: sum(int(line.frame[column.key].sum()) for line in lines)
        for column in lines[0].columns
        if column.kind in ("count", "late")
    }
    told = [f"{column.label}: {number}" for column, number in sums.items() if number or column.kind == "late"]
    return n_("{count} unit", "{count} units", len(reports)) + " – " + ", ".join(told)


def _below_tables(report: Report) -> tuple[str, ...]:
    """The lines below the table that is shown of a unit, and its notes."""
    shown = report.digest or next(iter(report.tables), None)
    notes = (*(report.place.after if report.place else ()), *(shown.after if shown else ()), *report.notes)
    return tuple(filter(None, (note.of_all if isinstance(note, OfOne) else note for note in notes)))


COUNTED = re.compile(r"(?<![\d.,/−-])\d{1,3} [^\W\d]")
"""A count in a note: 1 task added; no year, share or rate."""


def _notes(reports: Mapping[str, Report], notes_of: Callable[[Report], Iterable[str]], names: Names) -> Iterable[str]:
    """Each note once, with the units that it is about unless these are all; what it counts, it counts of each."""
    for note, units in _whose((unit, note) for unit, report in reports.items() for note in notes_of(report)).items():
        counts = len(units) > 1 and COUNTED.search(note)
        if len(units) < len(reports):
            yield f"{listed_units(names, units)}: {note}"
        else:
            yield _("Each unit: {note}", note=note[:1].lower() + note[1:]) if counts else note


def _unmet(reports: Mapping[str, Report], names: Names) -> str | None:
    """What does not hold, unit by unit; None where all holds."""
    failing = {unit: report.unmet for unit, report in reports.items() if report.unmet is not None}
    if not failing:
        return None
    texts = [f"{names.unit(unit)}: {text}" for unit, text in failing.items() if text]
    more = [f"… (+{len(texts) - LISTED})"] if len(texts) > LISTED else []
    told = n_("Of {all} units {count}:", "Of {all} units {count}:", len(failing), all=len(reports))
    return " ".join([told, *texts[:LISTED], *more]) if texts else ""
