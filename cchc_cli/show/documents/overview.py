"""`cchc report overview`: the report on the result of all units, with the table of ranks as its annex."""

from collections.abc import Iterator
from dataclasses import replace

from cchc_cli.messages import _, n_
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
    subject = _("Result of the {index} of all units, {year}", index=names.index, year=found.year)
    subtitle = _("All units, {year}", year=found.year)
    if found.group:
        group = names.group(found.group)
        subject = _("Result of the {index}, {group}, {year}", index=names.index, group=group, year=found.year)
        subtitle = _("{group}, {year}", group=group, year=found.year)
    sheet = head.report_on_year(
        names.index,
        found.year,
        subject,
        Section(_("General result"), tuple(_general(found)), _("Ratings")),
        Section(_("Result by area"), tuple(_areas(found)), _("By area")),
        Section(_("Components that cost all units most"), tuple(_costs(found)), _("Lost points")),
        Section(_("Changes of rank"), tuple(_moves(found)), _("Changes")),
        Section(_("What is still open"), tuple(open_lines(found))),
        annexes=(_annex(found, head),) if len(found.results) > 1 else (),
    )
    report = overview_base(found, "report overview", sheet.title, subtitle)
    return replace(report, sheets=(sheet,), cards=tuple(facts(found)), pictures=lambda: unit_field(found))


def _general(found: Overview) -> Iterator[SectionPart]:
    final, index, names = found.final, found.index, found.names
    if final.empty:
        yield n_(
            "In {year} {count} unit was scored; it has no result yet.",
            "In {year} {count} units were scored; none has a result yet.",
            len(found.results),
            year=found.year,
        )
        return
    yield n_(
        "In {year} {count} unit was scored; {ranked} of them have a result.",
        "In {year} {count} units were scored; {ranked} of them have a result.",
        len(found.results),
        year=found.year,
        count=len(found.results),
        ranked=len(final),
    )
    yield _mean(found)
    told = {key: numbers.points(index[key]) for key in ("max", "min")}
    ends = [
        listed([within(names.unit(each)) for each in final.loc[final["index"].round(numbers.EXACT) == round(index[key], numbers.EXACT), "unit"]], "unit")
        for key in ("max", "min")
    ]  # fmt: skip
    text = _("The highest index is {max} points ({best}), the lowest {min} points ({worst}).")
    yield text.format(max=told["max"], best=ends[0], min=told["min"], worst=ends[1])
    yield from rating_table(found)
    yield from group_table(found)
    yield from index_histogram(found)


def _mean(found: Overview) -> str:
    """Mean and median, and how the mean has changed."""
    sentence = _(
        "The mean index is {mean} of {scale} points, the median {median}.",
        mean=numbers.points(found.index["mean"]),
        scale=numbers.short(found.settings.scale),
        median=numbers.points(found.index["median"]),
    )
    change = found.index["mean_change"]
    if change == change:
        more = turned(
            change,
            _("Compared with {year} the mean rose by {points} points."),
            _("Compared with {year} the mean stayed the same."),
            _("Compared with {year} the mean fell by {points} points."),
        )
        sentence += " " + more.format(year=found.since, points=numbers.points(abs(change)))
        if not found.is_of_same_units:
            sentence += " " + _("Each mean is over the units that have a result in its year.")
    return sentence


def _areas(found: Overview) -> Iterator[SectionPart]:
    rows = found.of_level("area").dropna(subset="mean")
    if rows.empty:
        return
    ordered = rows.sort_values("mean", ascending=False, kind="stable")
    told = [
        _("{area} ({percent}%)", area=found.names.node(line["id"]), percent=numbers.percent(line["mean"]))
        for line in ordered.to_dict("records")
    ]
    if len(told) > 3:
        text = _("The highest mean share of points: {best}; the lowest: {worst}.")
        yield text.format(best=joined(told[:2]), worst=joined(told[:-3:-1]))
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


def _moves(found: Overview) -> Iterator[SectionPart]:
    for up, text in ((True, _("Units whose rank rose most:")), (False, _("Units whose rank fell most:"))):
        tables = list(moved_table(found, up=up))
        if tables:
            yield text
            yield from tables


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
        *((column("group", fold=None),) if over_all else ()),
        index_column(results),
        *rating_columns(found.settings, results),
        *(
            (Column("prev_rank", _("Rank {year}", year=found.since), "rank", shared="prev_tied"),)
            if found.since
            else ()
        ),
        *((Column("index_change", _("Rise or fall"), "change"),) if found.since else ()),
    )
    if over_all:
        return iter((Table(results, shown),))
    tables = group_tables(found.names, results, shown)
    return (replace(each, name=found.names.group(each.frame["group"].iloc[0])) for each in tables)
