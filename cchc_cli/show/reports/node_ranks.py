"""`cchc ranks --by` and `--on`: the units by an area, a criterion or a component."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cchc_cli.messages import N_, _
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.columns import NODE_RANKS
from cchc_cli.model.report import Later, Report
from cchc_cli.model.scores import Unit
from cchc_cli.show import numbers
from cchc_cli.show.columns import columns, group_tables, so_far
from cchc_cli.show.names import Names
from cchc_cli.show.reports.score import level_heading
from cchc_cli.show.reports.sentences import NAMED, joined, listed, only_first
from cchc_cli.show.reports.unit_result import ranking_tables

FIRST = 1
"""Units that are named of those that are first."""


@dataclass(frozen=True)
class NodeRanks:
    """Units ranked on the nodes with these `ids`, which are of a `level`: see index.node_ranks.node_rows for the `rows`.

    `names` are those of everything, `on` is whether one node was asked for.
    """

    names: Names
    rows: pd.DataFrame
    ids: Sequence[str]
    units: Sequence[Unit]
    level: str
    on: bool
    year: int
    since: int | None
    own: str | None
    top: int | None
    over_all: bool

    @cached_property
    def groups(self) -> "pd.Series[str]":
        """The group in which each row is ranked; blank where all are one."""
        return _spread(["" if self.over_all else unit.group for unit in self.units], self.rows["row"])

    @cached_property
    def all(self) -> pd.DataFrame:
        """The rows with what scripts get of each."""
        units, nodes = self.rows["row"], self.rows["column"]
        return self.rows.assign(
            unit=_spread([unit.id for unit in self.units], units),
            name=_spread([unit.name for unit in self.units], units),
            group=_spread([unit.group for unit in self.units], units),
            level=_spread([self.level], units * 0),
            id=_spread(self.ids, nodes),
            node=_spread([self.names.filed("node", each) for each in self.ids], nodes),
        )

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The rows that are shown: of `top` the first units of each node and group."""
        if self.top is None:
            return self.all
        keys = [self.rows["column"], self.groups.cat.codes]
        return self.all[self.rows.groupby(keys, sort=False).cumcount() < self.top]


def _spread(texts: Sequence[str], places: "pd.Series[int]") -> "pd.Series[str]":
    """The text of each place: few texts, many rows."""
    codes, known = pd.factorize(np.array([*texts], dtype=object))
    return pd.Series(pd.Categorical.from_codes(codes[places.to_numpy()], pd.Index(known)), index=places.index)


def node_ranks_report(found: NodeRanks) -> Report:
    """Of one node a table a group; of the nodes of a level who is first and last on each, a table a group."""
    names = found.names
    title = _("Ranks by level, {year}: {level}", year=found.year, level=level_heading(found.level))
    if found.on:
        title = _("Ranks on {node}, {year}", node=names.titled(found.ids[0]), year=found.year)
    return Report(
        command="ranks",
        title=names.index,
        subtitle=title,
        year=found.year,
        facts=tuple(_facts(found)),
        tables=Later(lambda: _units(found) if found.on else _nodes(found)),
        notes=tuple(_notes(found)),
        rows=found.listed,
        columns=(*NODE_RANKS, "group_rank") if found.over_all else NODE_RANKS,
        names=names,
        extra={"since": found.since, "unit": found.own, "units": found.rows["row"].nunique(), "level": found.level},
    )


def _facts(found: NodeRanks) -> Iterator[Fact]:
    rows = found.rows
    yield Fact(_("Units"), _ranked(rows) if found.on else Figure(rows["row"].nunique(), "count"))
    groups = list(found.groups.cat.categories[found.groups.cat.codes.unique()])
    if len(groups) == 1 and groups[0]:
        yield Fact(_("Group"), found.names.group(groups[0]))
    if found.on and rows["rank"].notna().any():
        final = rows.loc[rows["rank"].notna(), "percent"].round(numbers.EXACT)
        full = int((final >= 100).sum())
        share = _("{percent}% of those ranked", percent=numbers.percent(100 * full / len(final)))
        yield Fact(_("With full points"), Figure(full, "count"), share)
        yield Fact(_("Mean"), Figure(float(final.mean()), "percent", f"{SLOT}%"))
    if found.since is not None:
        yield Fact(_("Compared with"), Figure(found.since, "year"))


def _ranked(rows: pd.DataFrame) -> Figure:
    """How many of the units on one node have a rank, and how many wait for one."""
    text = _("{ranked} ranked", ranked=SLOT)
    waiting = rows[rows["open"] > 0]
    nothing = bool((waiting["open"] == waiting["max"]).all())
    more = N_("{ranked}; {count} not scored yet") if nothing else N_("{ranked}; {count} provisional")
    text = _(more, ranked=text, count=len(waiting)) if len(waiting) else text
    return Figure(int(rows["rank"].notna().sum()), "count", text)


def _units(found: NodeRanks) -> Iterator[Table]:
    shown = found.listed
    compared = bool(shown[["prev_rank", "percent_change"]].notna().any(axis=None))
    frame = so_far(shown).assign(own=shown["unit"].astype(object) == found.own)
    figures = columns("got so_far", Column("percent_change", "±", "percent_change", hint=_("change, % points")))
    by, group = found.groups[frame.index].astype(object), "group" if found.over_all else ""
    return ranking_tables(found.names, frame, figures, compared=compared, by=by, group=group)


def _nodes(found: NodeRanks) -> Iterator[Table]:
    """Who is first and last on each node, and the own unit."""
    shown = columns(
        "id",
        Column("id", level_heading(found.level), "node"),
        Column("own_rank", _("Own rank"), "rank", shared="own_tied"),
        Column("own_percent", _("Own %"), "percent"),
        Column("first", _("First")),
        Column("best", _("Best %"), "percent"),
        Column("mean", _("Mean %"), "percent"),
        Column("worst", _("Lowest %"), "percent"),
        Column("last", _("Last"), fold=_("last: ")),
    )
    for table in group_tables(found.names, _lines(found), shown):
        has_own = table.frame["own_rank"].notna().any()
        yield table if has_own else replace(table, columns=(*shown[:2], *shown[4:]))


def _lines(found: NodeRanks) -> pd.DataFrame:
    """One row a group and node: its rows stand together in the order of the ranks, those without a rank last."""
    rows, groups = found.rows, found.groups.cat.codes.to_numpy()
    places, nodes, ranks, percents = (rows[name].to_numpy() for name in ("row", "column", "rank", "percent"))
    begins = np.flatnonzero(np.diff(groups, prepend=-1) | np.diff(nodes, prepend=-1))
    if not len(begins):
        return pd.DataFrame(columns=["group", "id", "own_rank"])
    of_line = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(rows)))
    has_rank = ~np.isnan(ranks)
    ranked = np.add.reduceat(has_rank, begins, dtype=np.intp)
    ends = begins + np.maximum(ranked, 1) - 1
    first, last = (
        np.add.reduceat(has_rank & (ranks == ranks[at][of_line]), begins, dtype=np.intp) for at in (begins, ends)
    )
    # Where all are alike nobody is last.
    last = np.where(last < ranked, last, 0)
    texts = {
        "group": found.groups.cat.categories.to_numpy()[groups[begins]],
        "id": np.array(found.ids, dtype=object)[nodes[begins]],
        "first": _named(found, places, begins, first),
        "last": _named(found, places, ends - last + 1, last),
    }
    lines = pd.DataFrame(texts, dtype=object).assign(
        own_rank=np.nan,
        own_percent=np.nan,
        own_tied=False,
        best=percents[begins],
        mean=np.add.reduceat(np.where(has_rank, percents, 0.0), begins) / np.maximum(ranked, 1),
        worst=percents[ends],
    )
    lines.loc[ranked == 0, ["best", "mean", "worst"]] = np.nan
    own = np.flatnonzero(has_rank & np.array([unit.id == found.own for unit in found.units])[places])
    lines.loc[of_line[own], ["own_rank", "own_percent", "own_tied"]] = rows.loc[
        own, ["rank", "percent", "tied"]
    ].to_numpy()
    return lines


def _named(found: NodeRanks, places: NDArray[np.intp], begins: NDArray[np.intp], counts: NDArray[np.intp]) -> list[str]:
    """For each line the first of its `counts` units, which begin there, and how many more there are."""
    most, texts = min(found.top or FIRST, NAMED), []
    and_more, called = cache(partial(listed, [SLOT], "unit")), cache(found.names.unit)
    for begin, count in zip(begins.tolist(), counts.tolist(), strict=True):
        units = [called(found.units[row].id) for row in places[begin : begin + min(count, most)].tolist()]
        texts.append(joined(units) if count <= most else and_more(more=count - most).replace(SLOT, ", ".join(units)))
    return texts


def _notes(found: NodeRanks) -> Iterator[str]:
    if not found.on:
        yield _("All ranks: with --on ID, as csv or json, or as a table of units with cchc matrix --show rank.")
    else:
        yield from only_first(found.top, found.rows, found.listed)
    if (found.rows["open"] > 0).any():
        yield _("What is not scored yet counts 0; the unit has no rank there.")
