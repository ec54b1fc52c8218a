"""Which of several columns with official points is the last one, and which the first: their headings say it, or nothing does."""

from __future__ import annotations

from dataclasses import dataclass, field

from cchc_cli.messages import _
from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.office.numbers import points_of
from cchc_cli.office.vocabulary import AFTER, BEFORE, COUNCIL, FINAL, OFFICE, ROUND, ROUNDS

Rank = tuple[int, int]


@dataclass
class Stages:
    """The columns to read, by what they hold. `problems`: columns of which it can't be told which one is meant."""

    fields: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def settle(grid: Grid, row: int, columns: dict[str, list[int]], headings: dict[int, str]) -> Stages:
    """Choose among `columns` (what they hold → where) the one of each kind; `row` is that of the headings' cells."""
    found = Stages()
    official = [*columns.get("appraised1", []), *columns.get("score", [])]
    first = set(columns.get("appraised1", []))
    ranks = {at: (0, _round(plain(headings[at]))) if at in first else _rank(headings[at]) for at in official}
    _councils(ranks, headings)
    if columns.get("score"):
        last = _highest(grid, row, ranks, headings, found)
        found.fields["score"] = last
        ranks = {at: rank for at, rank in ranks.items() if rank < ranks[last]}
    if ranks:
        found.fields["appraised1"] = _highest(
            grid, row, {at: (-rank[0], -rank[1]) for at, rank in ranks.items()}, headings, found
        )
    if own := columns.get("self"):
        found.fields["self"] = _highest(grid, row, {at: _rank(headings[at]) for at in own}, headings, found)
    return found


def _highest(grid: Grid, row: int, ranks: dict[int, Rank], headings: dict[int, str], found: Stages) -> int:
    """The column with the highest rank; two of them are a problem, unless only one has points."""
    top = max(ranks.values())
    tied = [at for at, rank in ranks.items() if rank == top]
    filled = [at for at in tied if has_points(grid, row + 1, at)] or tied[:1]
    if len(filled) > 1:
        places = _(" and ").join(f"{grid.address(row, at)} “{headings[at]}”" for at in sorted(filled))
        text = _("{places}: nothing says which of these columns counts.", places=places)
        hint = _(
            "Write “sơ bộ” or “lần 1” into the heading of the earlier one and “chính thức” into that of the last one, "
            "or delete the column that does not count."
        )
        found.problems.append(grid.problem(row, min(filled), text, hint))
    return filled[0]


def has_points(grid: Grid, first: int, column: int) -> bool:
    """Whether a column holds numbers from a row on."""
    return any(points_of(cells[column]) is not None for cells in grid.rows[first:])


def _rank(heading: str) -> Rank:
    """How late in the appraisal a heading stands: preliminary, rounds, after the explanation, final."""
    text = plain(heading)
    number = _round(text)
    if BEFORE.search(text):
        return 0, number
    if FINAL.search(text):
        return 3, number
    if AFTER.search(text):
        return 2, number
    return (0, 1) if number == 1 else (1, number)


def _round(text: str) -> int:
    match = ROUND.search(text)
    return 0 if match is None else ROUNDS.get(match[1]) or int(match[1])


def _councils(ranks: dict[int, Rank], headings: dict[int, str]) -> None:
    """A council decides after the office that prepares it; beside anything else its place is not known."""
    plains = {at: plain(headings[at]) for at in ranks}
    if any(OFFICE.search(text) for text in plains.values()):
        for at, text in plains.items():
            if ranks[at] == (1, 0) and COUNCIL.search(text) and not OFFICE.search(text):
                ranks[at] = (1, 50)
