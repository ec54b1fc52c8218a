"""`cchc trend`: years side by side."""

from collections.abc import Hashable, Iterable, Mapping

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.columns import TREND
from cchc_cli.model.criteria import Index
from cchc_cli.model.report import Column, Fact, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.phrases import merged_note
from cchc_cli.show.reports.pictures import rank_bump
from cchc_cli.show.reports.score import HEADINGS


def trend_report(
    names: Names,
    settings: Index,
    unit: str,
    level: str,
    years: pd.DataFrame,
    nodes: pd.DataFrame,
    summaries: pd.DataFrame,
    merged: dict[int, tuple[str, ...]],
    results: Mapping[int, pd.DataFrame],
) -> Report:
    """`years`, `nodes` and `summaries` are those of index.trend; `merged` has the parts of the unit by year.

    `results` are those of all units by year.
    """
    first, last = int(years["year"].iloc[0]), int(years["year"].iloc[-1])
    return Report(
        command="trend",
        title=names.index,
        subtitle=_("{unit}, {first}–{last}").format(unit=names.unit(unit), first=first, last=last),
        year=last,
        facts=tuple(_facts(names, settings, years)),
        tables=(_years(names, settings, years), *_nodes(names, level, nodes, summaries, last)),
        charts=rank_bump(names, results, unit),
        notes=tuple(_notes(names, years, nodes, merged)),
        rows=_rows(names, settings, level, years, nodes),
        columns=TREND,
        decimals=settings.rounding,
        extra={
            "unit": unit,
            "from": first,
            "years": years[
                ["year", "index", "rating", "rank", "ranked", "provisional", "merged", "changed"]
            ].to_dict("records"),
        },
    )


def _rows(
    names: Names, settings: Index, level: str, years: pd.DataFrame, nodes: pd.DataFrame
) -> pd.DataFrame:
    """The index first, then the nodes, each with a row a year."""
    whole = years.assign(level="index", id=settings.id, name=settings.name)
    parts = nodes.assign(level=level, name=[names.node_as_filed(each) for each in nodes["id"]])
    return pd.concat([whole[list(TREND)], parts[list(TREND)]], ignore_index=True)


def _facts(names: Names, settings: Index, years: pd.DataFrame) -> Iterable[Fact]:
    known = years[years["index"].notna() & ~years["provisional"]]
    if known.empty:
        return
    extremes = ((_("Best year"), known["index"].max()), (_("Worst year"), known["index"].min()))
    for label, index in extremes if len(known) > 1 else ():
        line = known[known["index"] == index].iloc[-1]
        value = numbers.index(float(line["index"]), settings.rounding)
        yield Fact(label, str(line["year"]), " ".join([value, names.rating(line["rating"])]).strip())


def _years(names: Names, settings: Index, years: pd.DataFrame) -> Table:
    index = years["index"].where(~years["provisional"])
    frame = years.assign(
        change=index.diff(),
        rating_shown=[names.rating(each) for each in years["rating"]],
        rank_shown=[
            numbers.MISSING if rank != rank else f"{int(rank)}/{ranked}"
            for rank, ranked in zip(years["rank"].tolist(), years["ranked"].tolist(), strict=True)
        ],
        mark=[", ".join(_marks(line)) for line in years.to_dict("records")],
    )
    return Table(
        frame,
        (
            Column("year", _("Year"), "rank"),
            Column("index", _("Index"), "index"),
            Column("change", "±", "change"),
            *((Column("rating_shown", _("Rating")),) if settings.ratings else ()),
            Column("rank_shown", _("Rank"), "rank"),
            *((Column("mark", ""),) if frame["mark"].any() else ()),
        ),
        sheet=(
            Column("year", _("Year"), "rank"),
            Column("index", _("Index"), "index"),
            Column("change", "±", "change"),
            *((Column("rating_shown", _("Rating")),) if settings.ratings else ()),
            Column("rank", _("Rank"), "rank"),
            Column("ranked", _("Units"), "count"),
            *((Column("mark", ""),) if frame["mark"].any() else ()),
        ),
    )


def _marks(line: Mapping[Hashable, object]) -> Iterable[str]:
    if line["provisional"]:
        yield _("provisional")
    if line["merged"]:
        yield _("mean of merged parts")
    if line["changed"]:
        yield _("framework changed")


def _nodes(
    names: Names, level: str, nodes: pd.DataFrame, summaries: pd.DataFrame, last: int
) -> Iterable[Table]:
    if summaries.empty:
        return
    changed = _changed(nodes)
    years = tuple(str(year) for year in sorted(nodes["year"].unique()))
    latest = nodes[nodes["year"] == last].set_index("id")["percent"].reindex(summaries["id"]).to_numpy()
    columns = (
        Column("id", "", "id"),
        Column("shown", HEADINGS[level]()),
        Column("percents", _("Trend, %"), "trend", parts=years),
        Column("best", _("Best"), "rank", fold=_("best") + " "),
        Column("worst", _("Worst"), "rank", fold=_("worst") + " "),
        Column("lost", _("Years lost"), "count"),
    )
    yield Table(
        summaries.assign(
            shown=[names.node(each) + (" *" if each in changed else "") for each in summaries["id"]],
            latest=latest,
        ),
        (
            *columns[:3],
            Column("latest", str(last), "percent"),
            *columns[3:],
        ),
        sheet=columns,
    )


def _changed(nodes: pd.DataFrame) -> set[str]:
    """Nodes whose maximum was not the same in all years."""
    different = nodes.groupby("id", sort=False)["full"].agg(lambda most: most.max() - most.min() > 1e-9)
    return set(different.index[different])


def _notes(
    names: Names, years: pd.DataFrame, nodes: pd.DataFrame, merged: dict[int, tuple[str, ...]]
) -> Iterable[str]:
    if len(nodes):
        yield _("Years lost: scored years in a row, up to the last one, in which points were lost.")
    if _changed(nodes):
        yield _("* The maximum was not the same in all years; percent of the maximum is what is compared.")
    if years["changed"].any():
        yield _("Framework changed: components or their maxima are not those of the year before.")
    for year, parts in merged.items():
        yield from merged_note(names, parts, year)
    if len(years) == 1:
        yield _("Only one year has scores: there is no trend yet.")
