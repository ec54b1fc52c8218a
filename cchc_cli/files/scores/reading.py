"""data/scores*, csv files and workbooks: all are one table; every fault of every file is listed."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.file import CsvFile, read_csv
from cchc_cli.files.csv.head import missing_points
from cchc_cli.files.csv.rows import CsvTable
from cchc_cli.files.csv.sheet import is_book
from cchc_cli.files.csv.text import CsvFault
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.scores.known import KnownIds, Oddities, PieceRows, YearRows, import_hint, swapped
from cchc_cli.files.scores.rows import BLANK, MAX_LISTED, NO_NOTE, read_rows
from cchc_cli.messages import N_, _
from cchc_cli.model.framework import Framework
from cchc_cli.model.nearest import lost_zero
from cchc_cli.model.places import place_of
from cchc_cli.model.problems import NAMED, Problem, first_of, together
from cchc_cli.model.scores import Scores, Unit
from cchc_cli.system.plain_file import TABLE as LARGEST

POINTS = ("value", "self", "score")
REQUIRED = ("year", "unit", "component")
TABLE = CsvTable(headers.SCORES, REQUIRED, (*POINTS, "appraised1"), ("value",), POINTS, LARGEST)
LARGE = replace(TABLE, thousands=TABLE.numbers)
"""The same where components have maxima of thousands."""
STAGES = {"appraised1": BLANK, "appeal": NO_NOTE}
"""Columns that are there only where a file has them, and what they are where it has not."""

_Row = tuple[CsvFile, int]
"""A row by its place in its file."""


def load_scores(
    workspace: WorkspaceFolder,
    framework: Framework,
    units: tuple[Unit, ...] | None,
    ids: frozenset[str] | None = frozenset(),
) -> tuple[Scores | None, Oddities]:
    """Read all score files; the scores are None where they have faults.

    `units` None = whatever units the scores name. `ids` are never called unknown; None = no id is.
    """
    findings = Oddities()
    known = KnownIds(framework, units, ids)
    parts = [part for path in workspace.scores() for part in _read(workspace, path, known, findings)]
    findings.rows = [(len(part), part.file, part.start, part.kept) for part in parts]
    _find_duplicates(parts, findings, known)
    return (None if findings.problems else _scores(parts, known, units)), findings


def _read(workspace: WorkspaceFolder, path: Path, known: KnownIds, findings: Oddities) -> list[PieceRows]:
    """One file's rows, in pieces; none where it is no table of scores."""
    name = workspace.name(path)
    try:
        file = read_csv(path, name, LARGE if known.has_thousands else TABLE, workspace.warnings)
    except CsvFault as fault:
        findings.add(*(_of_sheets(fault, name) if is_book(path) else (fault.problems, fault.total)))
        return []
    if not any(column in file.positions for column in POINTS):
        findings.add([missing_points(file.head, headers.SCORES, POINTS)])
        return []
    if file.unknown:
        findings.unread[file.name] = file.unknown
    if pair := swapped(file.texts, known):
        places = [file.positions[column] for column in pair]
        one, other = (file.head.names[at] for at in places)
        text = _("the columns {one} and {other} each hold what belongs in the other.", one=one, other=other)
        findings.add([file.head.problem(places[0], text, _("Exchange the two headings."), column=pair[0])])
        return []
    rows = read_rows(file, known, findings)
    findings.years.append(_years(file.name, rows))
    return rows


def _of_sheets(fault: CsvFault, name: str) -> tuple[list[Problem], int]:
    """The faults of a workbook, and how many there are, with the way that goes with sheets of every other kind."""
    hint = import_hint(name)
    if Path(name).name.casefold().startswith("scores"):
        hint = " ".join((_("To leave it there unread, give it another name."), hint))
    if any(each.where in REQUIRED and not each.column for each in fault.problems):
        text = _("no sheet is a table with the columns {columns}.", columns=", ".join(REQUIRED))
        return [Problem(name, text=text, hint=hint)], 1
    *others, last = together(fault.problems)
    left = fault.total - len(fault.problems) + len(others) + 1
    return [*others, replace(last, hint=f"{last.hint} {hint}".strip())], left


def _years(name: str, parts: list[PieceRows]) -> YearRows:
    counts: dict[int, int] = {}
    first: dict[int, tuple[CsvFile, int]] = {}
    for part in parts:
        years = part.columns["year"]
        rows = np.bincount(years)
        for year in np.flatnonzero(rows[1:]) + 1:
            counts[int(year)] = counts.get(int(year), 0) + int(rows[year])
            if int(year) not in first:
                first[int(year)] = part.file, part.position(int(np.argmax(years == year)))

    def place(year: int) -> tuple[int, int]:
        # To find it the file is read again, so it is done only where it is told.
        file, row = first[year]
        return file.place(row, "year")

    return YearRows(name, counts, place)


def _scores(parts: list[PieceRows], known: KnownIds, units: tuple[Unit, ...] | None) -> Scores:
    """All rows as one table, with their units: those of units.csv, else those that the scores name, by their ids."""
    columns = {name: _joined(parts, name) for name in _names(parts)} if parts else _nothing()
    if units is None:
        order = {unit: number for number, unit in enumerate(sorted(known.units))}
        renumbered = np.array([order[unit] for unit in known.units], dtype=np.int32)
        columns["unit"] = renumbered[columns["unit"]]
        units = tuple(Unit(unit, unit) for unit in order)
    return Scores(pd.DataFrame(columns, copy=False), units, tuple(known.notes))


def _names(parts: list[PieceRows]) -> list[str]:
    """The columns of all parts; those of STAGES only where any part has them."""
    return list(dict.fromkeys(name for part in parts for name in part.columns))


def _joined(parts: list[PieceRows], name: str) -> NDArray[np.generic]:
    """A column over all parts; one that is the same everywhere takes no room."""
    columns = [part.columns[name] if name in part.columns else STAGES[name] for part in parts]
    if not any(column.ndim for column in columns):
        return np.broadcast_to(columns[0], sum(map(len, parts)))
    if len(columns) == 1:
        return columns[0]
    return np.concatenate([np.broadcast_to(each, len(part)) for each, part in zip(columns, parts, strict=True)])


def _nothing() -> dict[str, NDArray[np.generic]]:
    whole = {name: np.array([], dtype=np.int32) for name in ("unit", "component", "note")}
    points = {name: np.array([], dtype=np.float64) for name in ("score", "self", "value")}
    flags = {name: np.array([], dtype=np.bool_) for name in ("excluded", "self_excluded")}
    return {"year": np.array([], dtype=np.int16), **whole, **points, **flags}


def _find_duplicates(parts: list[PieceRows], findings: Oddities, known: KnownIds) -> None:
    """Each (year, unit, component) may stand once in all files."""
    if _all_in_order(parts):
        return
    keys = np.concatenate([part.keys() for part in parts])
    repeated = pd.Series(keys).duplicated().to_numpy() & (keys >= 0)
    if not repeated.any():
        return
    keys[_refuse_copies(parts, keys, findings)] = -1
    again = (keys >= 0) & np.isin(keys, keys[repeated])
    first: dict[int, _Row] = {}
    twice: dict[tuple[str, str], list[tuple[_Row, _Row]]] = {}
    start = 0
    for part in parts:
        here = keys[start : start + len(part)]
        for row in np.flatnonzero(again[start : start + len(here)]):
            at = part.file, part.position(int(row))
            before = first.setdefault(int(here[row]), at)
            if before is not at:
                twice.setdefault((part.file.name, before[0].name), []).append((at, before))
        start += len(here)
    for pairs in twice.values():
        findings.add([_many_twice(pairs, known)] if len(pairs) > NAMED else [_twice(*pair, known) for pair in pairs])


def _twice(row: _Row, before: _Row, known: KnownIds) -> Problem:
    """That a row scores what another scores."""
    file, position = row
    identity, (line, column) = file.raw(position, "component").strip(), before[0].place(before[1], "component")
    place = place_of(before[0].name, line, column * before[0].head.is_sheet)
    text = _("{id} is scored twice for this unit and year; first at {place}.", id=identity, place=place)
    hint = " ".join(filter(None, (_("Keep one of the rows."), lost_zero(identity, known.components))))
    return file.problem(position, "component", text, hint)


def _many_twice(pairs: list[tuple[_Row, _Row]], known: KnownIds) -> Problem:
    """That many rows score what others do, as a block does that was pasted twice: one fault, which names them all."""
    (file, position), (other, _first) = pairs[0]
    text = N_(
        "{count} rows score the same units, years and components as others. These rows: {rows}; the others: {others}."
    )
    if other.name != file.name:
        text = N_(
            "{count} rows score the same units, years and components as rows of {other}. These rows: {rows}; those there: {others}."
        )
    rows, others = ({file.head.row + at + 1 for file, at in each} for each in zip(*pairs, strict=True))
    told = _(text, count=len(pairs), rows=_runs(rows), others=_runs(others), other=other.name)
    ids = {file.raw(at, "component").strip() for (file, at), _before in pairs[:MAX_LISTED]}
    lost = sorted({lost_zero(identity, known.components) for identity in ids} - {""})
    return file.problem(position, "component", told, " ".join((_("Keep one of each of these rows."), *lost[:NAMED])))


def _runs(rows: set[int]) -> str:
    """Rows as 2–51, 60."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return first_of([str(begin) if begin == end else f"{begin}–{end}" for begin, end in runs])


def _refuse_copies(parts: list[PieceRows], keys: NDArray[np.int64], findings: Oddities) -> NDArray[np.bool_]:
    """Which rows are those of a file most of whose rows stand in one file before it: that is one fault, not hundreds."""
    names = list(dict.fromkeys(part.file.name for part in parts))
    files = np.repeat([names.index(part.file.name) for part in parts], [len(part) for part in parts])
    _each, first, whose = np.unique(keys, return_index=True, return_inverse=True)
    before = files[first][whose]
    copied = np.zeros(len(keys), dtype=np.bool_)
    for number in range(len(names)):
        here = files == number
        again = here & (before != number) & (keys >= 0)
        others = np.bincount(before[again], minlength=len(names))
        if (twice := int(others.max())) * 2 <= (rows := int(here.sum())):
            continue
        text = N_(
            "{count} of the {rows} rows of this file, this one first, stand in {other} too: both hold the scores of the same units and years."
        )
        told = _(text, count=twice, rows=rows, other=names[int(others.argmax())])
        part, row = _row_of(parts, int(np.flatnonzero(again & (before == others.argmax()))[0]))
        findings.add(
            [part.file.problem(part.position(row), "component", told, _("Keep one of the two files in data/."))]
        )
        copied |= here
    return copied


def _row_of(parts: list[PieceRows], row: int) -> tuple[PieceRows, int]:
    """The part in which a row of all parts stands, and its row there."""
    begin = np.cumsum([0, *map(len, parts)])
    at = int(np.searchsorted(begin, row, side="right")) - 1
    return parts[at], row - int(begin[at])


def _all_in_order(parts: list[PieceRows]) -> bool:
    """Whether keys rise through all parts: then none can stand twice, and nothing needs to be remembered."""
    ends = [part.ends for part in parts if len(part)]
    return all(ends) and all(before[1] < after[0] for before, after in pairwise(ends) if before and after)
