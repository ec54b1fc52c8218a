"""data/units.csv: the units that are ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import MAXYEAR

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.edit import EditedRows, Entries, read_table
from cchc_cli.files.csv.rows import CsvTable
from cchc_cli.files.find import WorkspaceFolder, is_there
from cchc_cli.files.scores.known import is_year, year_fault
from cchc_cli.messages import _, n_
from cchc_cli.model.criteria import Document, Signer, unknown_words, word_fault
from cchc_cli.model.letters import clean
from cchc_cli.model.nearest import called, names_of, nearest
from cchc_cli.model.problems import NAMED, InputError, Problem, first_of, no_rows
from cchc_cli.model.scores import Unit, heir_in
from cchc_cli.model.slips import quoted_name, unquoted

TABLE = CsvTable(headers.UNITS, ("unit", "name"))
TEXTS = ("superior", "issuer", "place", "symbol", "authority", "title", "signer", "contact")
LISTS = ("to", "recipients")
"""Columns of the letterhead, as `document` of criteria.yaml has it."""
LONGEST_SYMBOL = 40


def load_units(workspace: WorkspaceFolder) -> tuple[tuple[Unit, ...] | None, list[Problem]]:
    """The units in the order of the file; None where there is no units.csv."""
    if not is_there(workspace.units):
        return None, []
    try:
        entries = Entries(read_table(workspace, workspace.units, TABLE, ""))
    except InputError as error:
        return None, error.problems
    units: dict[str, Unit] = {}
    rows = list(entries.rows(_total))
    if not (rows or entries.problems):
        hint = _("List the units, or delete the file: then units are those that have scores.")
        return None, [replace(no_rows(entries.sheet.name, hint, "error"), where="unit")]
    for row, cells in rows:
        _add(units, cells, row, entries)
    if not entries.problems:
        workspace.warnings.extend([*_unlike_units(entries.sheet, rows), *_odd_names(entries.sheet, rows, units)])
    for row, cells in rows if "merged_into" in entries.sheet.positions else ():
        _check_merger(units, cells, row, entries)
    return tuple(units.values()), entries.problems


def listed_units(workspace: WorkspaceFolder, refusal: str) -> tuple[Unit, ...] | None:
    """The units as `load_units` has them. Raises InputError with `refusal` where the file has faults."""
    units, problems = load_units(workspace)
    if problems:
        raise InputError(refusal, problems)
    return units


def of_gone_units(file: str, units: Sequence[Unit], rows: Mapping[tuple[str, int], int]) -> list[Problem]:
    """A warning of rows whose units there were no more in their years; `rows`: how many there are of a unit and a year."""
    there = {unit.id: unit for unit in units}
    late = sorted((year, unit) for unit, year in rows if unit in there and year > (there[unit].until or MAXYEAR))
    if not late:
        return []
    gone = {unit: year for year, unit in late}
    text = n_(
        "{count} row of {years} is of a unit that was gone by then: {units}.",
        "{count} rows of {years} are of units that were gone by then: {units}.",
        sum(rows[unit, year] for year, unit in late),
        years="–".join(dict.fromkeys((str(late[0][0]), str(late[-1][0])))),
        units=first_of([_with_heir(there[unit], units, year) for unit, year in gone.items()], NAMED),
    )
    hint = _("Write the id of the unit that it merged into, or check until in units.csv.")
    return [Problem(file, where="unit", text=text, hint=hint, severity="warning")]


def _with_heir(unit: Unit, units: Sequence[Unit], year: int) -> str:
    """A unit that is gone in a year, with what it is by then."""
    pair = unit, heir_in(unit, units, year)
    return " → ".join(called(each.id, {each.id: names_of(each)}) for each in pair if each is not None)


def _unlike_units(file: EditedRows, rows: list[tuple[int, dict[str, str]]]) -> list[Problem]:
    """Warnings of rows with words for an id, where most ids have no spaces, or without a name, where most have one.

    “Người lập biểu” below the units signs the table, and is none of them.
    """
    most = len(rows) / 2
    are_named = sum(bool(cells["name"]) for _row, cells in rows) > most
    are_ids = sum(" " not in cells["unit"] for _row, cells in rows) > most
    return [
        file.problem(
            row,
            "unit",
            _("“{found}” is written unlike the other units: is it one?", found=cells["unit"]),
            _("Delete the row if it is none; else give it a name, and an id without spaces."),
            severity="warning",
        )
        for row, cells in rows
        if " " in cells["unit"] and (are_ids or (are_named and not cells["name"]))
    ]


def _odd_names(file: EditedRows, rows: list[tuple[int, dict[str, str]]], units: Mapping[str, Unit]) -> list[Problem]:
    """Warnings of names in quotation marks, and of those that two units of the same years bear.

    Nobody can tell the two apart in what is shown.
    """
    first: dict[str, list[Unit]] = {}
    found = []
    for row, cells in rows:
        unit = units[cells["unit"]]
        if unquoted(unit.name):
            found.append(file.problem(row, "name", *quoted_name(unit.name), severity="warning"))
        same = first.setdefault(unit.name.casefold(), [])
        other = next((each for each in same if _are_at_once(each, unit)), None)
        if other is not None:
            text = _("the name “{name}” is that of the unit {other} as well.", name=unit.name, other=other.id)
            hint = _("Correct it; if both are called so, add what tells them apart, such as the former district.")
            found.append(file.problem(row, "name", text, hint, severity="warning"))
        same.append(unit)
    return found


def _are_at_once(one: Unit, other: Unit) -> bool:
    return (one.since or 0) <= (other.until or 9999) and (other.since or 0) <= (one.until or 9999)


def _total(cells: Mapping[str, str]) -> str:
    """The column that says that a row sums up the others; blank where none does. A commune may be called Trung Bình."""
    unit, name = cells["unit"], cells["name"]
    if headers.is_total(unit):
        return "unit" if not name or name.isdecimal() or headers.is_total(name) else ""
    return "name" if headers.is_total(name) and (not unit or unit.isdecimal()) else ""


def _add(units: dict[str, Unit], cells: Mapping[str, str], row: int, entries: Entries) -> None:
    identity = cells["unit"]
    if not identity:
        entries.add(row, "unit", _("the unit is blank."), _("Fill it in, or delete the row."))
        return
    if bare := unquoted(identity):
        told = _("“{found}” is no id: it has quotation marks.", found=identity)
        entries.add(row, "unit", told, _("Write {id}, in plain digits and without quotation marks.", id=bare))
    if identity in units:
        entries.add(row, "unit", _("the unit {unit} stands here twice.", unit=identity), _("Keep one of the rows."))
    units.setdefault(
        identity,
        Unit(
            identity,
            cells["name"] or identity,
            cells.get("name_en") or None,
            cells.get("group", ""),
            *_years(cells, row, entries),
            cells.get("merged_into") or None,
            _document(cells, row, entries),
        ),
    )


def _years(cells: Mapping[str, str], row: int, entries: Entries) -> tuple[int | None, int | None]:
    """The first and the last year of a unit, as far as the row has them."""
    years = {}
    for column in ("since", "until"):
        text = cells.get(column, "")
        if text and not is_year(text):
            entries.add(row, column, *year_fault(text))
        years[column] = int(text) if is_year(text) else None
    if (years["since"] or 0) > (years["until"] or 9999):
        text = _("since {since} is after until {until}.", since=years["since"], until=years["until"])
        entries.add(row, "until", text, _("Check since and until."))
    return years["since"], years["until"]


def _document(cells: Mapping[str, str], row: int, entries: Entries) -> Document | None:
    """What the documents of a unit bear; None where the row says nothing of it."""
    found = {column: cells[column] for column in (*TEXTS, *LISTS) if cells.get(column)}
    if not found:
        return None
    for column, text in found.items():
        for word in unknown_words(text):
            entries.add(row, column, *word_fault(word))
    if len(found.get("symbol", "").split()) > 1 or len(found.get("symbol", "")) > LONGEST_SYMBOL:
        told = _("“{found}” is no symbol: no spaces, at most {most} signs.", found=found["symbol"], most=LONGEST_SYMBOL)
        entries.add(row, "symbol", told, _("Such as UBND."))
    lists = {column: _lines(entries.sheet.raw(row, column)) for column in LISTS if column in found}
    return Document(
        superior=found.get("superior"),
        issuer=found.get("issuer"),
        place=found.get("place"),
        symbol=found.get("symbol"),
        contact=found.get("contact"),
        signer=Signer(authority=found.get("authority"), title=found.get("title"), name=found.get("signer")),
        to=lists.get("to", ()),
        recipients=lists.get("recipients", ()),
    )


def _lines(text: str) -> tuple[str, ...]:
    """What stands below one another in a cell, or with ; between."""
    parts = (clean(part) for line in text.splitlines() for part in line.split(";"))
    return tuple(part for part in parts if part)


def _check_merger(units: dict[str, Unit], cells: Mapping[str, str], row: int, entries: Entries) -> None:
    heir = cells.get("merged_into", "")
    if heir and heir not in units:
        text = _("the unit {unit} is not in units.csv.", unit=heir)
        entries.add(row, "merged_into", text, nearest(heir, units), same=True)
    if path := _circle(units, cells["unit"]):
        text = _("units merge in a circle: {units}.", units=" → ".join(path))
        hint = _("The last unit of a merger has nothing in this column.")
        entries.add(row, "merged_into", text, hint)


def _circle(units: dict[str, Unit], start: str) -> list[str]:
    """The units that a merger of `start` leads through, where it leads back to `start`; else nothing."""
    path = [start]
    while path[-1] in units and (heir := units[path[-1]].merged_into):
        path.append(heir)
        if heir == start:
            return path
        if heir in path[:-1]:
            break
    return []
