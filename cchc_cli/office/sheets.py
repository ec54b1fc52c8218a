"""Which table of a file is meant: the one whose header is found; hidden sheets only where they are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cchc_cli.messages import _
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import CchcError, InputError, Problem
from cchc_cli.office.header import Header, find_header


@dataclass(frozen=True)
class Pick:
    """A table and its header."""

    grid: Grid
    header: Header


@dataclass
class Picked:
    """The tables that have a header, and what is to be told of the others."""

    file: str
    picks: list[Pick]
    notes: list[str] = field(default_factory=list)

    def only(self, worth: Callable[[Pick], int]) -> Pick:
        """The one table that is meant: the only one that is worth anything. Raises CchcError where there are several."""
        worthy = [pick for pick in self.picks if worth(pick)] or self.picks
        if len(worthy) > 1:
            names = ", ".join(pick.grid.name for pick in worthy)
            text = _("{file}: several sheets have such a table: {sheets}.", file=self.file, sheets=names)
            raise CchcError(text, hint=_("Name the one to read: --sheet NAME"))
        return worthy[0]


def pick_grids(book: Book, sheet: str | None, wanted: tuple[frozenset[str], ...], example: str) -> Picked:
    """Every visible table with a header, or the sheet that is named. Raises CchcError where there is none."""
    grids = list(book.grids)
    if sheet is not None:
        names = [grid.name for grid in grids]
        grids = [grid for grid in grids if grid.name.strip().casefold() == sheet.strip().casefold()]
        if not grids:
            text = _("{file} has no sheet {sheet}.", file=book.file, sheet=sheet)
            raise CchcError(text, hint=nearest(sheet, names))
    found = [(grid, find_header(grid, wanted)) for grid in grids]
    visible = [Pick(grid, header) for grid, header in found if header and (sheet is not None or not grid.hidden)]
    hidden = [grid.name for grid, header in found if header and grid.hidden and sheet is None]
    if visible:
        notes = [_("Hidden sheets were not read: {sheets}.", sheets=", ".join(hidden))] if hidden else []
        return Picked(book.file, visible, notes)
    if hidden:
        text = _("only hidden sheets have such a table: {sheets}.", sheets=", ".join(hidden))
        hint = _("Show the sheet in Excel, or name it: --sheet NAME")
    else:
        text = _("no table with a header that is known was found.")
        hint = _("Its header needs words such as: {words}.", words=example)
        if not any(grid.rows for grid in grids):
            text = _("there is no table in it.")
    problems = [Problem(book.file, text=text, hint=hint)]
    raise InputError(_("{file} can't be read; nothing was written.", file=book.file), problems)
