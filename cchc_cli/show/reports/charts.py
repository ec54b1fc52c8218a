"""Charts of reports: what a reader should see at a glance, and the same in words. None is made of too little."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from math import isnan, nan

import pandas as pd

from cchc_cli.messages import N_, _, n_, written_day
from cchc_cli.model.blocks import Chart, Series
from cchc_cli.model.periods import brief_month
from cchc_cli.show import numbers
from cchc_cli.show.columns import so_far
from cchc_cli.show.names import Names
from cchc_cli.show.reports.rank_sentences import rank_in_words

Drawn = tuple[Chart, ...]
MOST_BARS = 40
MOST_CAUSES = 15
MOST_TASKS = 30
MOST_LINES = 4
NEAR = 7
"""Ranks above and below the own one that are drawn where a group is large."""
ALL = 20
"""Units up to which all are drawn."""


def in_words(text: str, labels: Iterable[str], values: Iterable[str], **more: object) -> str:
    """The description of a chart: a text whose `{values}` are what stands at each label."""
    told = (_("{label}: {value}", label=label, value=value) for label, value in zip(labels, values, strict=True))
    return _(text, values="; ".join(told), **more)


def drawable(values: Iterable[float]) -> tuple[float | None, ...]:
    """The values of a series, None where there is none."""
    return tuple(None if numbers.missing(value) else float(value) for value in values)


def node_bars(names: Names, nodes: pd.DataFrame, year: int, since: int | None, low: float) -> Drawn:
    """The points got as bars against `low`, with those of `since` where there are any.

    `nodes` has id, points, max, open, percent and prev_percent; labels say which are provisional.
    """
    if not 2 <= len(nodes) <= MOST_BARS:
        return ()
    labels = tuple(
        _("{node} (provisional)", node=names.titled(identity)) if is_open else names.titled(identity)
        for identity, is_open in zip(nodes["id"], nodes["open"] > 0, strict=True)
    )
    now, before = (
        Series(str(year), drawable(so_far(nodes)["percent"])),
        Series(str(since), drawable(nodes["prev_percent"])),
    )
    has_before = bool(since) and any(value is not None for value in before.values)
    text, title = N_("Bars of {what}, in percent of the maximum. {values}."), _("Points got, in percent of the maximum")
    told = in_words(text, labels, map(numbers.share, now.values), what=now.name)
    mark = _("low: under {percent}", percent=f"{numbers.short(low)}%")
    series = (now, before) if has_before else (now,)
    return (Chart("bars", title, told, labels, series, mark=low, mark_label=mark),)


def lost_pareto(labels: Sequence[str], lost: Sequence[float], most: int = MOST_CAUSES) -> Drawn:
    """Points lost, the largest loss first; what is beyond the first `most` causes is one bar."""
    if len(labels) < 2 or not sum(lost):
        return ()
    # One that is left over has a bar of its own instead of one for the rest.
    apart = len(labels) if len(labels) <= most + 1 else most
    names, points = [*labels[:apart]], [*lost[:apart]]
    if rest := len(labels) - apart:
        names.append(n_("the other {count}", "the other {count}", rest))
        points.append(sum(lost[apart:]))
    sums = [100 * each / sum(points) for each in accumulate(points)]
    told = [
        _("{points}, together {percent}", points=numbers.points(value), percent=numbers.share(part))
        for value, part in zip(points, sums, strict=True)
    ]
    text = N_("Lost points, the largest first, and the part of all lost points that they add up to. {values}.")
    title, words, mark = _("Where the points were lost"), in_words(text, names, told), _("80% of the lost points")
    series = Series(_("Lost"), tuple(points)), Series(_("Cum. %"), tuple(sums))
    return (Chart("pareto", title, words, tuple(names), series, mark=80.0, mark_label=mark),)


def rank_bump(names: Names, years: Mapping[int, pd.DataFrame], unit: str | None) -> Drawn:
    """Ranks over `years` (results of all units, with unit, group, rank and tied) in the group of `unit`."""
    if len(years) < 2 or years[max(years)].empty:
        return ()
    latest = years[max(years)].set_index("unit")
    own = unit if unit in latest.index else None
    span = _span_of(latest, own)
    group = latest.index[latest["group"] == latest["group"].loc[own or latest.index[0]]]
    shown, tied = _near(_over_years(years, "rank").loc[group], own, span), _over_years(years, "tied")
    if len(shown) < 2 or shown.iloc[:, 0].isna().all():
        return ()
    ties = dict(zip(tied.index, tied.eq(other=True).to_numpy().tolist(), strict=True))
    series = tuple(
        Series(names.unit(str(each)), drawable(row), each == unit, span if each == own else None, tuple(ties[each]))
        for each, row in shown.iterrows()
    )
    placed = latest.loc[group, "rank"].notna() | (group == own)
    return (_bump(tuple(years), series, span, int(placed.sum())),)


def _over_years(years: Mapping[int, pd.DataFrame], name: str) -> pd.DataFrame:
    """A column of the results: a row a unit, a column a year."""
    return pd.DataFrame({year: table.set_index("unit")[name] for year, table in years.items()})


def _span_of(latest: pd.DataFrame, unit: str | None) -> tuple[float, float] | None:
    """The best and the worst rank that a provisional unit can still get; None where it has a rank."""
    if unit is None or "rank_best" not in latest:
        return None
    line = latest.loc[[unit], ["rank", "rank_best", "rank_worst"]].astype(float)
    rank, best, worst = line.to_numpy().tolist()[0]
    return None if not isnan(rank) or isnan(best) else (best, worst)


def _near(ranks: pd.DataFrame, own: str | None, span: tuple[float, float] | None) -> pd.DataFrame:
    """All units of a small group, of a large one those near the own one, or the first; in the order of the last ranks."""
    places = ranks.iloc[:, -1].copy()
    if own is not None and span is not None:
        places[own] = sum(span) / 2
    centre = nan if own is None else float(places[own])
    if len(ranks) <= ALL:
        chosen = places.notna()
    else:
        chosen = places <= ALL if isnan(centre) else (places - centre).abs() <= NEAR
    return ranks.loc[places[chosen].sort_values(kind="stable").index].head(2 * ALL)


def _bump(years: tuple[int, ...], series: tuple[Series, ...], span: tuple[float, float] | None, units: int) -> Chart:
    """The chart; its words tell of the own unit, and what that can still get in the last year where it is provisional."""
    line = next((each for each in series if each.emphasis), series[0])
    told = [
        _("{year}: {rank}", year=year, rank=numbers.MISSING if rank is None else rank_in_words(rank, tied=shared))
        for year, rank, shared in zip(years, line.values, line.shared, strict=True)
    ]
    title = _("Ranks over the years")
    if span is not None:
        possible = {"year": max(years), "ranks": numbers.span(*span)}
        text = N_("Ranks over the years ({year} is provisional: {unit} can still get rank {ranks})")
        title = _(text, unit=line.name, **possible)
        told[-1] = _("{year}: provisional, rank {ranks} is possible", **possible)
    if len(series) < units:
        title = _("{title}: {count} of {all} units", title=title, count=len(series), all=units)
    text = N_("Ranks of {count} units over the years, a line each. {unit}: {ranks}.")
    description = _(text, count=len(series), unit=line.name, ranks="; ".join(told))
    return Chart("bump", title, description, tuple(map(str, years)), series)


def task_timeline(names: Names, tasks: pd.DataFrame, today: date | None, title: str) -> Drawn:
    """`tasks` has id, action, owner, due (ISO or empty) and effort, and may have start, state and told (that in words).

    `title` says what tasks they are: a plan's, proposed ones, ones that are being carried out. A task without a start begins its effort, in days, before its deadline.
    """
    lines = (
        {"start": "", "told": "", **line, "action": names.called("action", line["action"])}
        for line in tasks.to_dict("records")
        if line["due"]
    )
    dated = sorted(lines, key=lambda line: str(line["due"]))
    if not dated:
        return ()
    shown = dated[:MOST_TASKS]
    if len(dated) > len(shown):
        title = _("{title} (the first {count} of {all})", title=title, count=len(shown), all=len(dated))
    told = _("Tasks over time: a bar each, ending at its deadline. {tasks}.", tasks="; ".join(map(_until, shown)))
    labels = tuple(f"{line['id']} {line['action']}" for line in shown)
    starts, ends = zip(*map(_span, shown), strict=True)
    notes = tuple(str(line["told"] or names.owner(str(line["owner"]))) for line in shown)
    chart = Chart("timeline", title, told, labels, (Series(_("Start"), starts), Series(_("Due"), ends)), notes=notes)
    if today is not None:
        states = tuple(str(line["state"]) for line in shown)
        chart = replace(chart, states=states, mark=float(today.toordinal()), mark_label=written_day(today))
    return (chart,)


def _until(line: Mapping[Hashable, object]) -> str:
    day, text = date.fromisoformat(str(line["due"])), N_("{id} {action}: until {day}")
    told = _(text, id=line["id"], action=line["action"], day=day)
    return f"{told}, {line['told']}" if line["told"] else told


def _span(line: Mapping[Hashable, object]) -> tuple[float, float]:
    due = date.fromisoformat(str(line["due"])).toordinal()
    if line["start"]:
        return float(min(date.fromisoformat(str(line["start"])).toordinal(), due)), float(due)
    effort = float(str(line["effort"]))
    return float(due - (0 if isnan(effort) else min(round(effort), 365))), float(due)


def rate_bars(rows: pd.DataFrame, labels: Mapping[str, str], name: str) -> Drawn:
    """Rates that feed components as bars, with the next tier of each; `rows` are those of one unit and period.

    `labels` has what people call each rate, `name` is what the bars are of: a year.
    """
    fed = rows[rows["measure"].isin(list(labels)) & (rows["component"] != "") & rows["value"].notna()]
    if len(fed) < 2:
        return ()
    named = tuple(f"{each} {labels[of]}" for each, of in zip(fed["component"], fed["measure"], strict=True))
    told = [
        _rate(value)
        if numbers.missing(tier)
        else _("{value}, next tier {tier}", value=_rate(value, tier), tier=_rate(tier))
        for value, tier in zip(fed["value"], fed["next_tier"], strict=True)
    ]
    text = N_("Bars of the rates that components hang on, with a sign where the next tier begins. {values}.")
    series = Series(name, drawable(fed["value"])), Series(_("Next tier"), drawable(fed["next_tier"]))
    return (Chart("bars", _("Rates and the next tiers"), in_words(text, named, told), named, series),)


def month_lines(
    months: Sequence[str], trends: Mapping[str, Sequence[float]], labels: Mapping[str, str], wanted: Sequence[str]
) -> Drawn:
    """The `wanted` rates month by month, the first few of them that have figures."""
    known = [each for each in wanted if pd.Series(trends.get(each, ()), dtype=float).count() > 1][:MOST_LINES]
    if not known:
        return ()
    named, across = [labels[each] for each in known], tuple(map(brief_month, months))
    told = [
        ", ".join(f"{month} {_rate(value)}" for month, value in zip(across, trends[each], strict=True))
        for each in known
    ]
    text = in_words(N_("Lines over {count} months, in percent. {values}."), named, told, count=len(months))
    series = tuple(Series(labels[each], drawable(trends[each])) for each in known)
    return (Chart("lines", _("Month by month"), text, across, series),)


def _rate(value: float, tier: float = nan) -> str:
    """A rate that is not shown as the tier that it does not reach."""
    if numbers.missing(value):
        return numbers.MISSING
    return f"{numbers.short(value, numbers.places(value, 2, tier, 0.0, 100.0))}%"


def range_chart(rows: pd.DataFrame, title: str, text: str, series: Mapping[str, str]) -> Drawn:
    """From the lowest to the highest, a row each: its label, its figures as they are `told`, and its percents.

    `series` are the columns with these, by their names: lowest, highest, the one between, an earlier one, which may be
    known of no row.
    """
    drawn = [Series(name, drawable(rows[key])) for key, name in series.items()]
    if not any(value is not None for value in drawn[-1].values):
        drawn.pop()
    labels, told = tuple(rows["label"]), tuple(rows["told"])
    return (Chart("ranges", title, in_words(text, labels, told), labels, tuple(drawn), notes=told),)


def area_ranges(names: Names, table: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of `range_chart` for the areas of the table of `nowcast`, in its order."""
    sums = table.groupby("area", sort=False)[["max", "points", "low", "high"]].sum()
    return [
        {"label": names.titled(str(area)), "told": _told(now, low, high, most)}
        | {"low": 100 * low / most, "now": 100 * now / most, "high": 100 * high / most}
        for area, most, now, low, high in sums.itertuples()
        if most > 0
    ]


def _told(now: float, low: float, high: float, most: float) -> str:
    """18.20/26 (16.00–18.20); the range where there is one."""
    shown = f"{numbers.points(now)}/{numbers.short(most)}"
    if not numbers.differ(high, low):
        return shown
    return f"{shown} ({numbers.points(low)}–{numbers.points(high)})"
