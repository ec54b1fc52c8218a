"""What is wrong with a row of a register, in words. Only known columns are ever shown."""

import re
from collections.abc import Mapping

from cchc_cli.messages import N_, _
from cchc_cli.model.problems import Problem
from cchc_cli.model.registers import Register

FAULTS: dict[str, tuple[str, str]] = {
    "duplicate": ("", N_("{key} stands here again.")),
    "unknown_unit": ("unit", N_("there is no unit {unit} in units.csv.")),
    "due_before_received": ("due", N_("due on {due}, before it was received on {received}.")),
    "finished_before_received": (
        "finished",
        N_("finished on {finished}, before it was received on {received}."),
    ),
    "received_later": ("received", N_("{received} is after today.")),
    "finished_later": ("finished", N_("{finished} is after today.")),
    "sent_later": ("sent", N_("{sent} is after today.")),
    "supplements": ("supplements", N_("{supplements} is out of range; allowed: 0 or more.")),
    "rating": ("rating", N_("{rating} is out of range; allowed: 1 to 5.")),
    "year": ("year", N_("{year} is no year.")),
}
"""For each fault its column, and its words with the cells that they show."""
KINDS = {
    "day": (
        N_("“{found}” is not a date."),
        N_("this is not a date."),
        N_("Write it like 2023-12-31 or 31/12/2023."),
    ),
    "whole": (N_("“{found}” is not a whole number."), N_("this is not a whole number."), ""),
    "number": (N_("“{found}” is not a number."), N_("this is not a number."), ""),
}
FIGURES = re.compile(r"[\d/.:,+%T -]{1,30}")
"""What may be shown of a cell that should be a day or a number: in a row with a comma too many it may hold a name."""


def problem_of(
    register: Register, file: str, line: int, fault: str, raw: Mapping[str, str | None]
) -> Problem:
    """A fault as a message; `raw` has the texts of the row's known columns."""
    cells = {field.name: (raw.get(field.name) or "").strip() for field in register.fields}
    in_place = all(
        not cells[field.name] or FIGURES.fullmatch(cells[field.name])
        for field in register.fields
        if field.kind not in ("text", "word")
    )
    if fault in FAULTS:
        column, text = FAULTS[fault]
        if column == "unit" and not in_place:
            return Problem(file, line, 0, column, _("there is no such unit in units.csv."))
        told = _(text).format(key=cells[register.id] if in_place else "–", **cells)
        return Problem(file, line, 0, column or register.id, told)
    if fault == "no_due" and cells.get("days"):
        text = _("the day on which it is due can't be told from {days} working days after {received}.")
        return Problem(file, line, 0, "days", text.format(**cells))
    if fault.startswith("no_"):
        column = fault.removeprefix("no_")
        return Problem(file, line, 0, column, _("this cell is blank."))
    return _unreadable(register, file, line, fault, cells, in_place)


def _unreadable(
    register: Register, file: str, line: int, column: str, cells: Mapping[str, str], in_place: bool
) -> Problem:
    """A cell that does not hold what its column has; what it holds is shown only where it can't be a name."""
    field, found = register.field(column), cells[column]
    if field.words is not None:
        text = _("“{value}” is not allowed; allowed: {allowed}.")
        if not in_place:
            text = _("this is not allowed; allowed: {allowed}.")
        return Problem(file, line, 0, column, text.format(value=found, allowed=", ".join(field.words)))
    shown, hidden, hint = KINDS[field.kind]
    text = _(shown).format(found=found) if FIGURES.fullmatch(found) else _(hidden)
    return Problem(file, line, 0, column, text, _(hint) if hint else "")
