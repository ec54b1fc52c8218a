"""`cchc matrix`: all units by all areas, criteria or components."""

import numpy as np
import pandas as pd

from cchc_cli.commands.assessment import Assessment, assess
from cchc_cli.commands.choices import refuse_level
from cchc_cli.commands.ranks import ranked_units
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.node_ranks import matrix_of
from cchc_cli.model.choices import Basis, Level, RankOn, Show
from cchc_cli.model.report import Report
from cchc_cli.show.reports.matrix import Shown, matrix_report


@command
def matrix(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    group: str | None = None,
    by: Level = "area",
    show: Show = "percent",
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """The units of a group, of `group` "all" all of them, by their points, percents, lost points or ranks; one row a unit.

    After unit, name, group, index and rank a column for each area, criterion or component.
    """
    scores = assess(workspace, basis, rank_on)
    refuse_level(scores.framework, by)
    year = scores.year(year)
    own = scores.own_unit(unit)
    results = ranked_units(scores, year, None, group, own)
    return matrix_report(_shown(scores, year, results, (by, show), own))


def _shown(scores: Assessment, year: int, results: pd.DataFrame, asked: tuple[Level, Show], own: str | None) -> Shown:
    """What `asked`, a level and what the cells have, comes to for the units of `results`."""
    marks, over_all = scores.marks(year), "group_rank" in results
    found = matrix_of(marks, *asked, over_all=over_all)
    rows = np.array(marks.rows(results["unit"]), dtype=np.intp)
    group_of = np.array([""] * len(results) if over_all else results["group"].tolist(), dtype=object)
    parts = {group: rows[group_of == group] for group in dict.fromkeys(group_of.tolist())}
    given = np.flatnonzero((found.extras[rows] != 0).any(axis=0))
    extras = [marks.framework.adjustments[at].id for at in given]
    return Shown(
        names=scores.names,
        settings=scores.framework.criteria.index,
        ids=found.ids,
        maxima={group: found.max[those].max(axis=0, initial=0.0).tolist() for group, those in parts.items()},
        there={group: found.of_group[those].any(axis=0).tolist() for group, those in parts.items()},
        cells=found.cells[rows],
        extras=pd.DataFrame(found.extras[rows][:, given], columns=extras, index=results.index),
        spreads={group: found.spread(those) for group, those in parts.items()},
        results=results.assign(group_of=results["group"], group=group_of),
        level=asked[0],
        show=asked[1],
        year=year,
        own=own,
    )
