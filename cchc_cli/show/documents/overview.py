"""`cchc report overview`: the report on the result of all units, with the table of ranks as its annex."""

from collections.abc import Iterator
from dataclasses import replace

from cchc_cli.messages import N_, _, n_
from cchc_cli.model.blocks import Column, Table
from cchc_cli.model.report import Report, Section, SectionPart
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns, group_tables
from cchc_cli.show.documents.letterhead import Letterhead, within
from cchc_cli.show.reports.overview import (
    adjustment_table,
    alike_lines,
    area_table,
    cost_table,
    facts,
    group_table,
    moved_table,
    open_lines,
    open_sentence,
    overview_base,
    rating_table,
)
from cchc_cli.show.reports.overview_figures import Overview, area_ranges, index_histogram, unit_field
from cchc_cli.show.reports.rank_sentences import ranks_or_spans
from cchc_cli.show.reports.sentences import joined, listed, turned
from cchc_cli.show.reports.unit_result import index_column, rating_columns


def overview_document(found: Overview, head: Letterhead) -> Report:
    """Result of all units, by area, what cost most, who moved, what is open; the ranks as annex."""
    names = found.names
    subject, subtitle = N_("Result of the {index}, all units, {year}"), N_("All units, {year}")
    if found.group:
        subject, subtitle = N_("Result of the {index}, {group}, {year}"), N_("{group}, {year}")
    told = {"index": names.index, "group": names.group(found.group), "year": found.year}
    sheet = head.report_on_year(
        names.index,
        found.year,
        _(subject, **told),
        Section(_("General result"), tuple(_general(found)), _("Ratings")),
        Section(_("Result by area"), tuple(_areas(found)), _("By area")),
        Section(_("Components that cost all units most"), tuple(_costs(found)), _("Lost points")),
        Section(_("Changes of rank"), (*_moved(found, up=True), *_moved(found, up=False)), _("Changes")),
        Section(_("What is still open"), tuple(open_lines(found))),
        annexes=(_annex(found, head),) if len(found.results) > 1 else (),
    )
    report = overview_base(found, "report overview", sheet.title, _(subtitle, **told))
    return replace(report, sheets=(sheet,), cards=tuple(facts(found)), pictures=lambda: unit_field(found))


def _general(found: Overview) -> Iterator[SectionPart]:
    units, values = len(found.results), {"year": found.year, "ranked": len(found.final)}
    if found.final.empty:
        yield n_(
            "In {year} {count} unit was scored; it has no result yet.",
            "In {year} {count} units were scored; none has a result yet.",
            units,
            **values,
        )
        return
    if len(found.final) == units:
        yield n_(
            "In {year} {count} unit was scored.",
            "In {year} {count} units were scored; all have a result.",
            units,
            **values,
        )
    else:
        yield n_(
            "In {year} {count} unit was scored; {ranked} of them have a result.",
            "In {year} {count} units were scored; {ranked} of them have a result.",
            units,
            **values,
        )
    yield _mean(found)
    most, least = (numbers.points(found.index[key]) for key in ("max", "min"))
    best, worst = (
        listed([within(found.names.unit(each)) for each in found.at_the_end(key)], "unit") for key in ("max", "min")
    )
    text = N_("The highest index is {max} points ({best}), the lowest {min} points ({worst}).")
    yield _(text, max=most, best=best, min=least, worst=worst)
    yield from rating_table(found)
    yield from group_table(found)
    yield from index_histogram(found)


def _mean(found: Overview) -> str:
    sentence = _(
        "The mean index is {mean} of {scale} points, the median {median}.",
        mean=numbers.points(found.index["mean"]),
        scale=numbers.short(found.settings.scale),
        median=numbers.points(found.index["median"]),
    )
    if found.is_compared:
        change = found.index["mean_change"]
        more = turned(
            change,
            N_("Compared with {year} the mean rose by {points} points."),
            N_("Compared with {year} the mean stayed the same."),
            N_("Compared with {year} the mean fell by {points} points."),
        )
        sentence += " " + _(more, year=found.since, points=numbers.points(abs(change)))
        if not found.is_of_same_units:
            sentence += " " + _("Each mean is over the units that have a result in its year.")
    return sentence


def _areas(found: Overview) -> Iterator[SectionPart]:
    rows = found.of_level("area").dropna(subset="mean")
    if rows.empty:
        return
    ordered = rows.sort_values("mean", ascending=False, kind="stable")
    told = [
        _("{area} ({percent}%)", area=found.names.node(area), percent=numbers.percent(mean))
        for area, mean in zip(ordered["id"], ordered["mean"], strict=True)
    ]
    if len(told) > 3:
        text = N_("The highest mean share of points: {best}; the lowest: {worst}.")
        yield _(text, best=joined(told[:2]), worst=joined(told[:-3:-1]))
    yield area_table(found)
    yield from area_ranges(found)


def _costs(found: Overview) -> Iterator[SectionPart]:
    if found.costliest.empty:
        yield _("No points were lost: every component is at its maximum.")
        return
    share = float(found.costliest["lost_percent"].sum())
    yield n_(
        "The units together lost {points} points; {count} component makes {percent}% of that.",
        "The units together lost {points} points; {count} components make {percent}% of that.",
        len(found.costliest),
        points=numbers.points(found.deducted),
        count=len(found.costliest),
        percent=numbers.percent(share),
    )
    yield from open_sentence(found)
    yield from cost_table(found)
    yield from adjustment_table(found)
    yield from alike_lines(found)


def _moved(found: Overview, *, up: bool) -> Iterator[SectionPart]:
    for table in moved_table(found, up=up):
        yield _("Units whose rank rose most:") if up else _("Units whose rank fell most:")
        yield table


def _annex(found: Overview, head: Letterhead) -> Section:
    """The ranks of all units, a table a group, as the annex of the report."""
    attached = _(
        "(Attached to report No. {number} of {issuer})",
        number=f"……/BC-{head.document.symbol or '……'}, {head.dated.partition(', ')[2]}",
        issuer=within(head.issuer),
    )
    return Section(_("Annex: ranks of all units, {year}", year=found.year), (attached, *_ranks(found)), _("Ranks"))


def _ranks(found: Overview) -> Iterator[Table]:
    over_all = "group_rank" in found.results
    results = found.results.assign(shown=ranks_or_spans(found.results))
    shown = columns(
        column("rank", key="shown", only="text"),
        column("rank", shared="", only="sheet"),
        "unit",
        over_all and column("group", fold=None),
        index_column(results),
        *rating_columns(found.settings, results),
        found.since and Column("prev_rank", _("Rank {year}", year=found.since), "rank", shared="prev_tied"),
        found.since and Column("index_change", _("Rise or fall"), "change"),
    )
    if over_all:
        return iter((Table(results, shown),))
    tables = group_tables(found.names, results, shown)
    return (replace(each, name=found.names.group(each.frame["group"].iloc[0])) for each in tables)
