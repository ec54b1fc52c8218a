"""Sheets that cchc made for people to edit, found again by their hidden row of keys, wherever it stands by now."""

from collections.abc import Mapping
from dataclasses import dataclass

from cchc_cli.messages import N_, _, in_all_languages
from cchc_cli.model.criteria_sheets import MARK
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import InputError, Problem

TOP = 10
"""So many rows may be inserted above the keys, and as many below."""


@dataclass(frozen=True)
class OwnSheet:
    """Where the columns of the keys are, the rows of the keys and of the headings, and those that are filled in.

    `labels` are the headings of all columns that it had, in English.
    """

    grid: Grid
    at: Mapping[str, int]
    labels: Mapping[str, str]
    keys: int
    headings: int

    @property
    def rows(self) -> range:
        """The rows below the headings."""
        return range(self.headings + 1, len(self.grid.rows))

    def notes(self) -> list[str]:
        """What stands beside the sheet's own columns and above its rows, and is not read; columns that are gone."""
        told = {
            N_("Columns that were not read: {columns}."): self._beside(),
            N_("Rows that were not read: {columns}."): self._passed_over(),
            N_("{sheet} has lost columns; what they said is left out: {columns}."): [
                _(label) for key, label in self.labels.items() if key not in self.at
            ],
        }
        return [_(text, columns=", ".join(cells), sheet=self.grid.name) for text, cells in told.items() if cells]

    def is_remark(self, row: int) -> bool:
        """Whether a row of a framework says one thing only, of nothing that has an id: somebody's note."""
        said = [key for key, column in self.at.items() if self.grid.at(row, column) is not None]
        return "level" in self.at and len(said) == 1 and said != ["id"]

    def _passed_over(self) -> list[str]:
        above = [row for row in range(self.headings) if row != self.keys and self.grid.filled(row)]
        return [self.grid.address(row, 0) for row in (*above, *filter(self.is_remark, self.rows))]

    def _beside(self) -> list[str]:
        others = [column for column in range(self.grid.width) if column not in self.at.values()]
        rows = (self.headings, *self.rows)
        filled = (each for each in others if any(self.grid.at(row, each) is not None for row in rows))
        return [self._named(self.headings, each) for each in filled]

    def _named(self, row: int, column: int) -> str:
        heading = self.grid.at(row, column)
        return self.grid.address(row, column) + (f" “{heading}”" if heading is not None else "")


def own_sheet(grid: Grid, sheet: str, labels: Mapping[str, str]) -> OwnSheet | None:
    """A grid as the sheet of a key, with the headings that its columns have in English; None where it is another."""
    beginning = f"{MARK}:{sheet}."
    for row in range(min(TOP, len(grid.rows))):
        texts = ((column, grid.at(row, column)) for column in range(grid.width))
        at = {str(text).removeprefix(beginning): column for column, text in texts if str(text).startswith(beginning)}
        if at:
            below = range(row + 1, min(row + 1 + TOP, len(grid.rows)))
            headings = next((each for each in below if _are_headings(grid, each, at, labels)), row + (not labels))
            return OwnSheet(grid, at, labels, row, headings)
    return None


def unreadable(book: Book, problems: list[Problem]) -> InputError:
    """That a workbook of ours has faults, and which."""
    return InputError(_("{file} can't be read; nothing was written.", file=book.file), problems, checked=False)


def _are_headings(grid: Grid, row: int, at: Mapping[str, int], labels: Mapping[str, str]) -> bool:
    """Whether most cells of a row say what their columns are called in some language."""
    same = [
        plain(str(grid.at(row, column))) in map(plain, in_all_languages(labels[key]))
        for key, column in at.items()
        if key in labels
    ]
    return 2 * sum(same) > len(same)
