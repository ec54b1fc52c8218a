"""What is wrong with a row of a register, in words. Only known columns are ever shown."""

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
    "supplements": ("supplements", N_("{supplements} is out of range; allowed: 0 or more.")),
    "rating": ("rating", N_("{rating} is out of range; allowed: 1 to 5.")),
}
"""For each fault its column, and its words with the cells that they show."""
KINDS = {
    "day": (N_("“{found}” is not a date."), N_("Write it like 2023-12-31 or 31/12/2023.")),
    "whole": (N_("“{found}” is not a whole number."), ""),
    "number": (N_("“{found}” is not a number."), ""),
}


def problem_of(
    register: Register, file: str, line: int, fault: str, raw: Mapping[str, str | None]
) -> Problem:
    """A fault as a message; `raw` has the texts of the row's known columns."""
    cells = {field.name: (raw.get(field.name) or "").strip() for field in register.fields}
    if fault in FAULTS:
        column, text = FAULTS[fault]
        told = _(text).format(key=cells[register.id], **cells)
        return Problem(file, line, 0, column or register.id, told)
    if fault.startswith("no_"):
        column = fault.removeprefix("no_")
        return Problem(file, line, 0, column, _("this cell is blank."))
    field = register.field(fault)
    found = cells[fault]
    if field.words is not None:
        text = _("“{value}” is not allowed; allowed: {allowed}.")
        return Problem(file, line, 0, fault, text.format(value=found, allowed=", ".join(field.words)))
    text, hint = KINDS[field.kind]
    return Problem(file, line, 0, fault, _(text).format(found=found), _(hint) if hint else "")
