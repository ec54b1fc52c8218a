"""What a command says of several units, as one result: tables below one another, with a column for the unit."""

from collections.abc import Iterable, Mapping

import pandas as pd

from cchc_cli.messages import _, n_
from cchc_cli.model.problems import LISTED
from cchc_cli.model.report import Column, Report, Table
from cchc_cli.show.kinds import KINDS
from cchc_cli.show.names import Names
from cchc_cli.show.reports.sentences import listed

UNIT = "unit"


def joined(reports: Mapping[str, Report], names: Names) -> Report:
    """The reports of units, by their ids, of which there is one at least."""
    first = next(iter(reports.values()))
    columns = dict.fromkeys(column for report in reports.values() for column in report.columns)
    table, titles = _one_table(reports), {report.title for report in reports.values()}
    return Report(
        command=first.command,
        title=first.title if len(titles) == 1 or table is None else table.title,
        subtitle=_subtitle(reports, names),
        year=first.year,
        tables=() if table is None else (table,),
        notes=tuple(_notes(reports, names)),
        rows=_below({unit: report.frame for unit, report in reports.items()}),
        columns=(UNIT, *(column for column in columns if column != UNIT)),
        extra={"units": {unit: report.extra for unit, report in reports.items()}},
        unmet=_unmet(reports, names),
        subject=_subject(reports),
        names=names,
    )


def _one_table(reports: Mapping[str, Report]) -> Table | None:
    """The first tables, or what stands for the whole of each report, below one another; without their totals."""
    found = {unit: report.digest or next(iter(report.tables), None) for unit, report in reports.items()}
    tables = {unit: table for unit, table in found.items() if table is not None and len(table.frame)}
    if not tables:
        return None
    columns = {(column.key, column.label): column for table in tables.values() for column in table.columns}
    others = [column for column in columns.values() if column.key != UNIT]
    # What finds no room goes under the first text: under that of the row, where there is one.
    is_alone = not any(KINDS[column.kind].wraps for column in others)
    name = Column(UNIT, _("Unit"), "unit" if is_alone else "whose")
    shown = (Column(UNIT, _("Unit id"), "id", is_extra=True), name, *others)
    first = next(iter(tables.values()))
    frame = _below({unit: table.frame for unit, table in tables.items()})
    return Table(frame, shown, title=first.title, name=first.name)


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
    counts = [column for column in lines[0].columns if column.kind in ("count", "late")]
    told = [f"{column.label}: {sum(int(line.frame[column.key].sum()) for line in lines)}" for column in counts]
    return n_("{count} unit", "{count} units", len(reports)) + " – " + ", ".join(told)


def _notes(reports: Mapping[str, Report], names: Names) -> Iterable[str]:
    """Each note once, with the units that it is about unless these are all."""
    whose: dict[str, list[str]] = {}
    for unit, report in reports.items():
        after = report.tables[0].after if report.tables and report.digest is None else ()
        for note in (*after, *report.notes):
            whose.setdefault(note, []).append(unit)
    for note, units in whose.items():
        yield note if len(units) == len(reports) else f"{listed([names.unit(each) for each in units])}: {note}"


def _unmet(reports: Mapping[str, Report], names: Names) -> str | None:
    """What does not hold, unit by unit; None where all holds."""
    failing = {unit: report.unmet for unit, report in reports.items() if report.unmet is not None}
    if not failing:
        return None
    texts = [f"{names.unit(unit)}: {text}" for unit, text in failing.items() if text]
    more = [f"… (+{len(texts) - LISTED})"] if len(texts) > LISTED else []
    told = n_("Of {all} units {count}:", "Of {all} units {count}:", len(failing), all=len(reports))
    return " ".join([told, *texts[:LISTED], *more]) if texts else ""
