"""Why a unit stands where it stands: the change of its index and rank taken apart, and its neighbours."""

import numpy as np

from cchc_cli.index.composition import compose
from cchc_cli.index.movement import biggest_gains, changed_membership, in_both, passers, split_rank
from cchc_cli.index.ranks import Year
from cchc_cli.index.split import like_for_like, split_index
from cchc_cli.model.analysis import Change, Passing
from cchc_cli.model.framework import Framework


def explain_change(
    framework: Framework, now: Year, published: Year, seen: Year, unit: str, level: str, rank_on: str
) -> Change | None:
    """The change of `unit` on an earlier year; None where it has no index in one of the two.

    `published` is the earlier year as it was, `seen` the same with units that have merged since then as one.
    """
    if not seen.marks.has(unit):
        return None
    here, there = now.line(unit), seen.line(unit)
    if np.isnan(here["exact"]) or np.isnan(there["exact"]):
        return None
    overtaken_by, overtook = _passings(now, seen, unit, rank_on)
    return Change(
        since=seen.marks.year,
        rows=split_index(framework, now.marks, seen.marks, unit, level),
        provisional=(bool(there["provisional"]), bool(here["provisional"])),
        maxima=(float(there["max"]), float(here["max"])),
        previous=float(there["index"]),
        now=float(here["index"]),
        exact=float(here["exact"] - there["exact"]),
        made_of=(compose(seen, unit), compose(now, unit)),
        like_for_like=like_for_like(now.marks, seen.marks, unit),
        rank=split_rank(now, published, seen, unit, framework.criteria.index.ties, rank_on),
        membership=changed_membership(now, published, seen, {str(here["group"])}),
        overtaken_by=overtaken_by,
        overtook=overtook,
    )


def _passings(now: Year, seen: Year, unit: str, rank_on: str) -> tuple[list[Passing], list[Passing]]:
    """Units that passed `unit`, and units that it passed."""
    both = in_both(now, seen, unit, rank_on)
    if unit not in both["unit"].to_numpy():
        return [], []
    tables = [year.results.set_index("unit") for year in (seen, now)]
    ranks, tied = ([table[name].to_dict() for table in tables] for name in ("rank", "tied"))
    by = tables[1]["index" if rank_on == "published" else "exact"]
    distance = (by - by[unit]).abs()

    def told(others: list[str], of_others: bool) -> list[Passing]:
        nearest = sorted(others, key=lambda each: float(distance[each]))
        gains = biggest_gains(now, seen, unit, nearest, of_others=of_others)
        pairs = zip(nearest, gains, strict=True)
        return [
            Passing(
                each, float(ranks[0][each]), float(ranks[1][each]), (bool(tied[0][each]), bool(tied[1][each])), most
            )
            for each, most in pairs
        ]

    ahead, behind = passers(both, unit)
    return told(ahead, True), told(behind, False)
