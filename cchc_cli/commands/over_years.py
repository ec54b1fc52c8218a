"""`cchc explain`, `cchc trend`: why the index and the rank changed, and a unit's years side by side."""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

import pandas as pd

from cchc_cli.commands.assessment import Assessment, assess
from cchc_cli.commands.unit_year import UnitYear, compared_year
from cchc_cli.commands.workspace import Workspace, command
from cchc_cli.index.composition import summarise, trend_adjustments, trend_nodes, trend_years
from cchc_cli.index.losses import next_points
from cchc_cli.index.movement import explain_change
from cchc_cli.index.neighbours import neighbours, next_rating
from cchc_cli.index.ranks import Year
from cchc_cli.messages import _
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.choices import Basis, Level, RankOn
from cchc_cli.model.columns import TREND
from cchc_cli.model.criteria import Index
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns, so_far
from cchc_cli.show.names import Names
from cchc_cli.show.reports.charts import rank_bump
from cchc_cli.show.reports.explain import explain_report
from cchc_cli.show.reports.explanation import Explanation
from cchc_cli.show.reports.rank_sentences import rounding_ties
from cchc_cli.show.reports.score import level_heading
from cchc_cli.show.reports.sentences import NAMED, joined, listed, merged_note
from cchc_cli.show.reports.unit_result import index_column, rating_columns


@command
def explain(
    workspace: Workspace,
    year: int | None = None,
    *,
    unit: str | None = None,
    since: int | None = None,
    by: Level = "component",
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """What the change of a unit's index and rank is made of; one row a component, criterion or area."""
    scores = assess(workspace, basis, rank_on, by=by)
    return explain_report(explanation(compared_year(scores, year, unit, since), by))


def explanation(own: UnitYear, by: Level) -> Explanation:
    """All that there is to say of a unit's change since the year before, and of what the next places need."""
    scores, now, change = own.scores, own.published, None
    if own.since is not None:
        years = now, scores.called(own.since, own.year), scores.seen(own.since, own.year)
        change = explain_change(scores.framework, years, own.unit, by, scores.rank_on)
    places = neighbours(now.results, own.unit, own.settings, scores.rank_on)
    points = next_points(now.marks, own.unit)
    return Explanation(own.standing, own.year, by, change, places, next_rating(now, own.unit), points)


YEARS = (
    *("year", "index", "rating", "rank", "ranked", "provisional", "merged", "changed"),
    *("points", "max", "bonus", "penalty"),
)
"""What scripts get of each year."""


@command
def trend(
    workspace: Workspace,
    *,
    unit: str | None = None,
    by: Level = "area",
    first: int | None = None,
    last: int | None = None,
    basis: Basis = "official",
    rank_on: RankOn | None = None,
) -> Report:
    """Index, rating, rank and percents of the years from `first` to `last`; one row a node and year."""
    scores = assess(workspace, basis, rank_on, by=by)
    years = scores.span(first, last)
    unit = scores.unit(unit, years[-1])
    pairs = [(scores.called(each, years[-1]), scores.seen(each, years[-1])) for each in years]
    pairs = [(published, seen) for published, seen in pairs if seen.marks.has(unit)]
    return _report(scores, pairs, unit, by)


def _report(scores: Assessment, pairs: list[tuple[Year, Year]], unit: str, level: Level) -> Report:
    """Best and worst year, the years, and percents of the nodes over them; of each year as it was and as it is seen."""
    names, settings = scores.names, scores.framework.criteria.index
    years, nodes = trend_years(pairs, unit), trend_nodes(pairs, unit, level)
    first, last = int(years["year"].iloc[0]), int(years["year"].iloc[-1])
    span = "–".join(dict.fromkeys((str(first), str(last))))
    seen_years = [seen.marks.year for _published, seen in pairs]
    merged = {seen.marks.year: seen.marks.merged[unit] for _published, seen in pairs if unit in seen.marks.merged}
    results = {published.marks.year: published.results for published, _seen in pairs}
    return Report(
        command="trend",
        title=names.index,
        subtitle=_("{unit}, {years}", unit=names.unit(unit), years=span),
        year=last,
        facts=tuple(_facts(names, years)),
        tables=(_years(settings, years), *_nodes(names, level, nodes, summarise(nodes, seen_years), span)),
        charts=lambda: rank_bump(names, results, unit),
        caveats=tuple(_waiting(names, years, nodes)),
        notes=(*_notes(names, years, nodes, merged), *_ties(names, unit, results)),
        rows=_rows(names, settings, years, trend_adjustments(pairs, unit), nodes.assign(level=level)),
        extra={
            "unit": unit,
            "from": first,
            "years": years[list(YEARS)].to_dict("records"),
            "open": nodes.loc[nodes["open"] > 0, ["id", "year", "open"]].to_dict("records"),
        },
    )


def _rows(
    names: Names, settings: Index, years: pd.DataFrame, adjustments: pd.DataFrame, nodes: pd.DataFrame
) -> pd.DataFrame:
    """The index first, then the nodes, then the adjustments, each with a row a year."""
    whole = years.assign(level="index", id=settings.id, name=settings.name, points=years["exact"], max=years["scale"])
    parts = [whole, nodes]
    if len(adjustments):
        parts.append(adjustments.assign(max=0.0, percent=math.nan, rank=math.nan))
    named = [
        each if "name" in each else each.assign(name=[names.filed("node", node) for node in each["id"]])
        for each in parts
    ]
    return pd.concat([each[list(TREND)] for each in named], ignore_index=True)


def _facts(names: Names, years: pd.DataFrame) -> Iterable[Fact]:
    known = years[years["index"].notna() & ~years["provisional"]]
    if known.empty:
        return
    best, worst = float(known["index"].max()), float(known["index"].min())
    if len(known) < 2:
        return
    if best == worst:
        told = _("no difference in {years}", years=listed([str(each) for each in known["year"]], "year"))
        yield Fact(_("Best and worst year"), told, Figure(best, "index"))
        return
    for labels, index in (((_("Best year"), _("Best years")), best), ((_("Worst year"), _("Worst years")), worst)):
        lines = known[known["index"] == index]
        detail = Figure(index, "index", f"{SLOT} {names.rating(lines['rating'].iloc[-1])}".strip())
        chosen = lines["year"].tolist()
        which = Figure(chosen[0], "year") if len(chosen) == 1 else listed([str(each) for each in chosen], "year")
        yield Fact(labels[len(lines) > 1], which, detail)


def _years(settings: Index, years: pd.DataFrame) -> Table:
    index = years["index"].where(~years["provisional"])
    frame = years.assign(
        change=index.diff(),
        penalty=-years["penalty"],
        rescaled=years["scale"] * years["points"] / years["max"].where(years["max"] > 0),
        mark=[", ".join(_marks(line)) for line in years.to_dict("records")],
    )
    # What the index is made of, where it is more than the points of its components.
    parts = [
        Column(key, label, "change")
        for key, label in (("bonus", _("Bonus")), ("penalty", _("Penalty")))
        if years[key].any()
    ]
    parts = [Column("rescaled", _("Points of components"), "points"), *parts] if parts else []
    return Table(
        frame,
        columns(
            "year",
            *parts,
            index_column(years),
            column("index_change", key="change"),
            *rating_columns(settings, years),
            Column("rank", _("Rank"), "rank_of", of="ranked", shared="tied", parts=(_("Rank"), _("Units"))),
            *((column("note", key="mark"),) if frame["mark"].any() else ()),
        ),
    )


def _marks(line: Mapping[Hashable, object]) -> Iterable[str]:
    if line["provisional"]:
        yield _("provisional")
    if line["merged"]:
        yield _("mean of merged parts")
    if line["changed"]:
        yield _("framework changed")


def _nodes(names: Names, level: str, nodes: pd.DataFrame, summaries: pd.DataFrame, span: str) -> Iterable[Table]:
    if summaries.empty:
        return
    summaries = summaries.set_index("id", drop=False).loc[names.in_order(summaries["id"])].reset_index(drop=True)
    changed = _changed(nodes)
    years = sorted(nodes["year"].unique())
    latest = so_far(nodes[nodes["year"] == years[-1]]).set_index("id").reindex(summaries["id"])
    drawn = Column(
        "percents", _("Trend {years}, %", years=span), "trend", parts=tuple(map(str, years)), brief=f"{span}, %"
    )
    yield Table(
        summaries.assign(
            shown=[names.node(each) + (" *" if each in changed else "") for each in summaries["id"]],
            percent=latest["percent"].to_numpy(),
            waiting=latest["waiting"].eq(True).to_numpy(),
            best=[_told(each) for each in summaries["best"]],
            worst=[_told(each) for each in summaries["worst"]],
        ),
        columns(
            "id",
            column("shown", label=level_heading(level)),
            drawn if len(years) > 1 else replace(drawn, only="sheet"),
            column("so_far", label=f"{years[-1]}, %", only="text"),
            Column("best", _("Best year"), "year", fold=_("Best year") + ": "),
            Column("worst", _("Worst year"), "year", fold=_("Worst year") + ": "),
            Column("lost", _("Years lost"), "count"),
        ),
    )


def _told(years: list[int]) -> int | str:
    """Years that share a place; a dash where no year differs."""
    return years[0] if len(years) == 1 else ", ".join(map(str, years)) or numbers.MISSING


def _changed(nodes: pd.DataFrame) -> set[str]:
    """Nodes whose maximum was not the same in all years."""
    different = nodes.groupby("id", sort=False)["full"].agg(lambda most: numbers.differ(most.max(), most.min()))
    return set(different.index[different.astype(bool)])


def _ties(names: Names, unit: str, results: Mapping[int, pd.DataFrame]) -> Iterable[str]:
    """For each year in which the unit shares its rank only through rounding: with whom."""
    for year, table in results.items():
        own = table.loc[table["unit"] == unit, ["group", "rank"]]
        shared = table.merge(own, on=["group", "rank"])
        for line in rounding_ties(names, shared, NAMED):
            yield f"{year}: {line}"


def _waiting(names: Names, years: pd.DataFrame, nodes: pd.DataFrame) -> Iterable[str]:
    """In which years what is not all scored yet, and how it counts."""
    waiting = nodes[nodes["open"] > 0].groupby("year")["id"].agg(list)
    for year in years.loc[years["provisional"], "year"].tolist():
        yield _(
            "{year} is provisional: what is not scored yet counts 0 in points and percents, but best, worst and years"
            " lost leave it out: {nodes}.",
            year=year,
            nodes=listed([*map(names.titled, waiting[year])], "criterion"),
        )


def _notes(
    names: Names, years: pd.DataFrame, nodes: pd.DataFrame, merged: Mapping[int, tuple[str, ...]]
) -> Iterable[str]:
    yield from _waiting(names, years, nodes)
    if len(nodes):
        yield _("Years lost: scored years in a row, up to the last one, in which points were lost.")
    if _changed(nodes):
        yield _("* The maximum was not the same in all years; percent of the maximum is what is compared.")
    if years["changed"].any():
        yield _("Framework changed: components or their maxima are not those of the year before.")
    has_rank = years.set_index("year")["rank"].notna()
    alike: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for year, parts in merged.items():
        alike.setdefault((bool(has_rank[year]), parts), []).append(str(year))
    for (is_ranked, parts), same in alike.items():
        told = joined(same)
        yield from merged_note(names, parts, told)
        if not is_ranked:
            yield _("By itself the unit has no rank of {year}.", year=told)
        elif len(parts) > 1:
            yield _("The rank of {year} is the one that the unit itself had, before the merger.", year=told)
    if len(years) == 1:
        yield _("Only one year has scores: there is no trend yet.")
