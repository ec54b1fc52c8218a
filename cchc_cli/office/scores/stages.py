"""Whose points a column holds, and which of several counts: the unit's own, those of a first round, the official ones."""

from __future__ import annotations

from cchc_cli.messages import _
from cchc_cli.model.grid import Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import Problem
from cchc_cli.office.scores.line import FIELDS
from cchc_cli.office.tables.heads import figures_below
from cchc_cli.office.words.meaning import meaning
from cchc_cli.office.words.vocabulary import Lateness, councils_last, lateness, round_of

SHORT = {"short": "score", "short_self": "self", "result": "score"}
"""`TC` and `TĐ` below units, where no criteria stand."""


def stage_of(value: object) -> str:
    """Which points a heading speaks of; blank for none."""
    found = meaning(value) if isinstance(value, str) else None
    return found if found in FIELDS else SHORT.get(found or "", "")


def settle(
    grid: Grid, row: int, columns: dict[str, list[int]], headings: dict[int, str]
) -> tuple[dict[str, int], list[Problem]]:
    """Choose among `columns` (what they hold → where) the one of each kind; `row` is that of the headings' cells.

    Headings say which of several official columns is the last one, and which the first; else that is a fault.
    """
    fields: dict[str, int] = {}
    problems: list[Problem] = []
    for name, among in _ranked(columns, headings).items():
        chosen, faults = _highest(grid, row, among, headings)
        # Of several offices that prepare what is decided each may have looked at its own components.
        if name == "appraised1" and faults:
            continue
        fields[name] = chosen
        problems += faults
    return fields, problems


def _ranked(columns: dict[str, list[int]], headings: dict[int, str]) -> dict[str, dict[int, Lateness]]:
    """The columns of each kind, where there are any, with how much sooner than others they are the one."""
    first = columns.get("appraised1", [])
    ranks = {at: (0, round_of(plain(headings[at]))) for at in first}
    ranks |= {at: lateness(headings[at]) for at in columns.get("score", []) if at not in first}
    councils_last(ranks, headings)
    score = ranks if columns.get("score") else {}
    last = max(score.values(), default=(9, 9))
    earlier = {at: (-rank[0], -rank[1]) for at, rank in ranks.items() if rank < last}
    own = {at: lateness(headings[at]) for at in columns.get("self", [])}
    return {name: of for name, of in (("score", score), ("appraised1", earlier), ("self", own)) if of}


def _highest(grid: Grid, row: int, ranks: dict[int, Lateness], headings: dict[int, str]) -> tuple[int, list[Problem]]:
    """The column with the highest rank; two of them are a problem, unless only one has points."""
    top = max(ranks.values())
    filled = [at for at, rank in ranks.items() if rank == top]
    if len(filled) > 1:
        below = figures_below(grid, row + 1)
        filled = [at for at in filled if at in below] or filled[:1]
    if len(filled) == 1:
        return filled[0], []
    places = _(" and ").join(f"{grid.address(row, at)} “{headings[at]}”" for at in sorted(filled))
    text = _("{places}: nothing says which of these columns counts.", places=places)
    hint = _(
        "Write “sơ bộ” or “lần 1” into the heading of the earlier one and “chính thức” into that of the last one, "
        "or delete the column that does not count."
    )
    return filled[0], [grid.problem(row, min(filled), text, hint)]
