"""Units × areas, criteria or components: points, percent, lost points or ranks, and what each column is like."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.index.node_ranks import node_ranks
from cchc_cli.index.nodes import nodes_of
from cchc_cli.index.points import Booleans, Floats, YearPoints
from cchc_cli.index.results import signed_adjustments
from cchc_cli.index.spread import spread_of


@dataclass(frozen=True)
class Matrix:
    """What `show` asks for of all units and nodes of a level (units × nodes), NaN where nothing applies or is scored yet.

    What is scored in part counts as far as it is; what is not counts as lost. `final` are the percents of what is fully scored. `extras`
    (units × adjustments) are what adjustments do to the index (points), or take off it (lost); percent and rank have none.
    """

    ids: list[str]
    show: str
    cells: Floats
    final: Floats
    max: Floats
    of_group: Booleans
    extras: Floats

    def spread(self, rows: NDArray[np.intp]) -> pd.DataFrame:
        """What some units have that are fully scored on a node, see `spread_of`; of ranks their percents."""
        final = self.final[rows]
        values = final if self.show == "rank" else np.where(np.isnan(final), np.nan, self.cells[rows])
        return spread_of(self.ids, values, final, least_is_best=self.show == "lost")


def matrix_of(marks: YearPoints, level: str, show: str, *, over_all: bool) -> Matrix:
    """`show`: `points`, `percent`, `lost` or `rank`; ranks are those within the groups, or over all."""
    nodes = nodes_of(marks, level)
    if show == "rank":
        cells = node_ranks(marks, nodes, over_all=over_all)
    else:
        cells = {"points": nodes.points, "percent": nodes.percent, "lost": nodes.max - nodes.points}[show]
    # What is not scored yet has no points and is lost, as everywhere.
    there = (nodes.max > 0) & ((nodes.open < nodes.max) | (show == "lost"))
    signs = {"points": 1.0, "lost": -1.0}
    extras = signed_adjustments(marks) * signs[show] + 0.0 if show in signs else np.zeros((len(marks.units), 0))
    return Matrix(nodes.ids, show, np.where(there, cells, np.nan), nodes.final, nodes.max, nodes.of_group, extras)
