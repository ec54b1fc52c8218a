"""`cchc overview`: the year over all units, in tables and charts that the report on it has as well."""

from collections.abc import Iterator
from dataclasses import replace

from cchc_cli.messages import N_, _
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.columns import OVERVIEW
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.names import records
from cchc_cli.show.reports.overview_figures import Overview
from cchc_cli.show.reports.rank_sentences import broken_ties, rounding_ties
from cchc_cli.show.reports.sentences import held_back, listed, listed_components, listed_units

NAMED = 12
"""Provisional units, and components that tell nobody apart, that a line names."""


def overview_report(found: Overview) -> Report:
    """Index, ratings, groups, areas, what cost most, who moved, and who is not fully scored yet."""
    text = N_("Overview of {group}, {year}") if found.group else N_("Overview of all units, {year}")
    subtitle = _(text, group=found.names.group(found.group), year=found.year)
    report = overview_base(found, "overview", found.names.index, subtitle)
    notes = (*alike_lines(found), *basis_lines(found), *open_lines(found))
    return replace(report, facts=tuple(facts(found)), tables=tuple(_tables(found)), notes=notes)


def overview_base(found: Overview, command: str, title: str, subtitle: str) -> Report:
    """What the command and the document begin with."""
    moves = ("unit", "group", "prev_rank", "rank", "rank_change", "index", "index_change")
    costs = found.costliest.rename(columns={"open": "unscored"})
    extra = {
        "since": found.since,
        "units": len(found.results),
        "unscored": found.index["open"],
        "ranked": len(found.final),
        "ratings": records(found.ratings),
        "groups": records(found.groups),
        "costliest": records(costs, ("id", "lost", "unscored", "lost_share", "full_share", "mean")),
        "alike": found.alike,
        "climbers": records(found.moved(up=True), moves),
        "fallers": records(found.moved(up=False), moves),
        "provisional": records(found.provisional, ("unit", "group", "index", "index_best", "rank_best", "rank_worst")),
    }
    report = Report(command, title, found.rows, OVERVIEW, subtitle=subtitle, year=found.year)
    return replace(report, names=found.names, extra=extra)


def facts(found: Overview) -> Iterator[Fact]:
    """Units, mean, median, and the ends."""
    if found.group:
        yield Fact(_("Group"), found.names.group(found.group))
    count = _("{ranked} ranked", ranked=SLOT)
    if waiting := len(found.provisional):
        count += _(", {waiting} provisional", waiting=waiting)
    yield Fact(_("Units"), Figure(len(found.final), "count", count))
    index = found.index
    if not found.final.empty:
        own = N_("{change} on {year}, each over its own units")
        text = N_("{change} on {year}") if found.is_of_same_units else own
        change = _(text, change=numbers.signed(index["mean_change"]), year=found.since) if found.is_compared else ""
        yield Fact(_("Mean"), Figure(index["mean"], "points"), change)
        yield Fact(_("Median"), Figure(index["median"], "points"))
        for label, key in ((_("Best"), "max"), (_("Lowest"), "min")):
            yield Fact(label, Figure(index[key], "index"), listed_units(found.names, found.at_the_end(key)))
    if found.since is not None:
        yield Fact(_("Compared with"), Figure(found.since, "year"))


def _tables(found: Overview) -> Iterator[Table]:
    yield from rating_table(found, _("Units by rating"))
    yield from group_table(found, _("Groups"))
    yield area_table(found, _("Areas"))
    yield from cost_table(found, _("What cost all units most"))
    yield from adjustment_table(found, _("Bonus and penalty"))
    for up, title in ((True, _("Rose most")), (False, _("Fell most"))):
        yield from moved_table(found, title, up=up)


def rating_table(found: Overview, title: str = "") -> Iterator[Table]:
    """How many units have which rating, now and in the year before."""
    if not found.settings.ratings:
        return
    year, table = found.since, found.ratings
    frame = table.assign(
        rating=[_("(none)") if each is None else each for each in table["rating"]],
        percent_before=100 * table["before"] / max(table["before"].sum(), 1),
    )
    shown = columns(
        "rating units percent",
        year and Column("before", str(year), "count"),
        year and Column("percent_before", f"% {year}", "percent"),
    )
    total = {"rating": _("Total"), "units": int(table["units"].sum()), "percent": 100.0 if len(found.final) else None}
    yield Table(frame, shown, title, total | {"before": int(table["before"].sum()), "percent_before": 100.0})


def group_table(found: Overview, title: str = "") -> Iterator[Table]:
    """The groups side by side."""
    if len(found.groups) < 2:
        return
    shown = columns(
        column("group", fold=None),
        "units",
        found.groups["provisional"].any() and Column("provisional", _("Provisional"), "count"),
        *(Column(key, label, "points") for key, label in _spread_labels()),
    )
    yield Table(found.groups, shown, title=title)


def _spread_labels() -> tuple[tuple[str, str], ...]:
    return ("mean", _("Mean")), ("median", _("Median")), ("max", _("Best")), ("min", _("Lowest"))


def area_table(found: Overview, title: str = "") -> Table:
    """The areas in percent of their maximum, with the change on the year before."""
    rows = found.of_level("area")
    on, hint = _("± {year} (% pts)", year=found.since), _("change, % points")
    shown = columns(
        "id area",
        *(Column(key, f"{label} %", "percent", brief=label) for key, label in _spread_labels()),
        rows["mean_change"].notna().any() and Column("mean_change", on, "percent_change", brief="±", hint=hint),
        Column("full_percent", _("Full %"), "percent"),
        Column("lost_percent", _("Of all lost, %"), "percent", brief=_("Lost %"), fold=""),
        rows["open"].any() and Column("open", _("Not scored"), "points", fold=""),
    )
    return Table(rows, shown, title)


def cost_table(found: Overview, title: str = "") -> Iterator[Table]:
    """The components that cost most."""
    rows = found.costliest
    if rows.empty:
        return
    yield Table(
        rows,
        columns(
            "id",
            column("component", key="id"),
            column("lost", key="deducted"),
            rows["open"].any() and Column("open", _("Not scored"), "points"),
            Column("lost_percent", _("Of all lost, %"), "percent", brief="%"),
            Column("mean", _("Mean %"), "percent"),
            Column("full_percent", _("Full %"), "percent"),
        ),
        title=title,
    )


def adjustment_table(found: Overview, title: str = "") -> Iterator[Table]:
    """The bonuses and penalties, to how many units they were given, and what they do to the indices."""
    rows = found.adjustments
    if len(rows):
        shown = columns(
            "id",
            Column("shown", _("Bonus and penalty"), "node"),
            "units",
            Column("mean", _("Mean"), "change"),
            Column("total", _("In all"), "change"),
        )
        yield Table(rows, shown, title=title, total={"shown": _("Total"), "total": float(rows["total"].sum())})


def moved_table(found: Overview, title: str = "", *, up: bool) -> Iterator[Table]:
    """The units that rose or fell most."""
    rows = found.moved(up=up)
    if rows.empty:
        return
    shown = columns(
        "unit group" if len(found.groups) > 1 else "unit",
        Column("prev_rank", _("Rank {year}", year=found.since), "rank", shared="prev_tied"),
        column("rank", label=_("Rank {year}", year=found.year)),
        "rank_change",
        column("index_change", label=_("± index")),
    )
    yield Table(rows, shown, title=title)


def alike_lines(found: Overview) -> Iterator[str]:
    """Components that everybody or nobody gets."""
    texts = {
        "all": _("All units have full points, which tells none apart: {components}."),
        "none": _("No unit has any points: {components}."),
        "never_full": _("No unit has full points: {components}."),
    }
    for key, text in texts.items():
        if ids := found.alike[key]:
            yield text.format(components=listed_components(found.names, ids, NAMED))


def basis_lines(found: Overview) -> Iterator[str]:
    """Of which units the figures are, where not all are fully scored, and what of the lost points is not scored yet."""
    if not found.provisional.empty:
        if not found.final.empty:
            yield _("Index, ratings and ranks are of the {count} units that are fully scored.", count=len(found.final))
        yield _(
            "Areas, criteria and components are of the units that are fully scored on each, points lost of all units."
        )
        yield from open_sentence(found)


def open_sentence(found: Overview) -> Iterator[str]:
    """How much nobody has scored yet."""
    if found.index["open"]:
        areas = found.of_level("area").set_index("id")["open"]
        named = [
            f"{found.names.titled(str(area))} {numbers.points(points)}" for area, points in areas[areas > 0].items()
        ]
        told = _("{points} points of all units are not scored yet, and not among those that were lost ({areas}).")
        yield told.format(points=numbers.points(found.index["open"]), areas="; ".join(named))


def open_lines(found: Overview) -> Iterator[str]:
    """The units that are not fully scored, with the ranks that they can still get; what rules made of ranks and ratings."""
    units = [
        _("{unit} (rank {ranks} is possible)", unit=found.names.unit(line["unit"]), ranks=numbers.span(line["rank_best"], line["rank_worst"]))
        for line in found.provisional.to_dict("records")
    ]  # fmt: skip
    if units:
        text = N_("Provisional, and so without index and rank here: {units}.")
        moved = N_(
            "Provisional, and so without index and rank here: {units}; ranks of others also change through that."
        )
        yield _(text if found.since is None else moved, units=listed(units, "unit", NAMED))
    yield from found.absent
    yield from rounding_ties(found.names, found.final)
    yield from broken_ties(found.names, found.settings, found.final)
    yield from held_back(found.names, found.settings, found.final)
