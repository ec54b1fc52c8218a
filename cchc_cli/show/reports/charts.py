"""Charts of reports: what a reader should see at a glance, and the same in words. None is made of too little."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, timedelta
from math import isnan

import pandas as pd

from cchc_cli.messages import _, n_
from cchc_cli.model.report import Chart, Series
from cchc_cli.show import numbers
from cchc_cli.show.names import Names

Drawn = tuple[Chart, ...]
MOST_BARS = 40
MOST_CAUSES = 15
MOST_TASKS = 30
NEAR = 7
"""Ranks above and below the own one that are drawn where a group is large."""
ALL = 20
"""Units up to which all are drawn."""


def percent_bars(title: str, labels: Sequence[str], now: Series, before: Series | None, low: float) -> Drawn:
    """Percents as bars against `low`, with those of an earlier year where there are any."""
    if not 2 <= len(labels) <= MOST_BARS:
        return ()
    told = [
        _("{label}: {percent}", label=label, percent=_percent(value))
        for label, value in zip(labels, now.values, strict=True)
    ]
    earlier = (before,) if before is not None and any(value is not None for value in before.values) else ()
    return (
        Chart(
            kind="bars",
            title=title,
            description=_(
                "Bars of {what}, in percent of the maximum. {values}.", what=now.name, values="; ".join(told)
            ),
            labels=tuple(labels),
            series=(now, *earlier),
            mark=low,
            mark_label=_("low: under {percent}", percent=f"{numbers.short(low)}%"),
        ),
    )


def node_bars(names: Names, nodes: pd.DataFrame, year: int, since: int | None, low: float) -> Drawn:
    """`nodes` has id, percent and prev_percent."""
    labels = [f"{identity} {names.node(identity)}" for identity in nodes["id"]]
    now, before = (Series(str(year), _values(nodes["percent"])), Series(str(since), _values(nodes["prev_percent"])))
    return percent_bars(_("Points got, in percent of the maximum"), labels, now, before if since else None, low)


def lost_pareto(labels: Sequence[str], lost: Sequence[float]) -> Drawn:
    """Points lost, the largest loss first; what is beyond the first causes is one bar."""
    if len(labels) < 2 or not sum(lost):
        return ()
    names, points = list(labels[:MOST_CAUSES]), list(lost[:MOST_CAUSES])
    if rest := len(labels) - MOST_CAUSES if len(labels) > MOST_CAUSES + 1 else 0:
        names.append(n_("the other {count}", "the other {count}", rest))
        points.append(sum(lost[MOST_CAUSES:]))
    elif len(labels) == MOST_CAUSES + 1:
        names.append(labels[-1])
        points.append(lost[-1])
    total = sum(points)
    sums = [100 * sum(points[: at + 1]) / total for at in range(len(points))]
    told = [
        _("{label}: {points}, together {percent}", label=name, points=numbers.points(value), percent=_percent(part))
        for name, value, part in zip(names, points, sums, strict=True)
    ]
    text = _(
        "Lost points, the largest first, and the part of all lost points that they add up to. {values}.",
        values="; ".join(told),
    )
    return (
        Chart(
            kind="pareto",
            title=_("Where the points were lost"),
            description=text,
            labels=tuple(names),
            series=(Series(_("Lost"), tuple(points)), Series(_("Cum. %"), tuple(sums))),
            mark=80.0,
            mark_label=_("80% of the lost points"),
        ),
    )


def rank_bump(names: Names, years: Mapping[int, pd.DataFrame], unit: str | None) -> Drawn:
    """Ranks over `years` (results of all units, with unit, group, rank and tied) in the group of `unit`."""
    if len(years) < 2 or years[max(years)].empty:
        return ()
    ranks = pd.DataFrame({year: table.set_index("unit")["rank"] for year, table in years.items()})
    tied = pd.DataFrame({year: table.set_index("unit")["tied"] for year, table in years.items()})
    groups = years[max(years)].set_index("unit")["group"]
    own = unit if unit in groups.index else None
    span = None if own is None else _span_of(years[max(years)], own)
    shown = _near(ranks.loc[groups.index[groups == (groups.iloc[0] if own is None else groups[own])]], own, span)
    if len(shown) < 2 or not shown.iloc[:, 0].notna().any():
        return ()
    series = tuple(
        Series(
            names.unit(str(identity)),
            _values(shown.loc[identity]),
            identity == unit,
            span if identity == own else None,
            tuple(each is True for each in tied.loc[identity].astype(object)),
        )
        for identity in shown.index
    )
    line = next((each for each in series if each.emphasis), series[0])
    title, told = _bump_texts(list(years), line, span)
    description = _(
        "Ranks of {count} units over the years, a line each. {unit}: {ranks}.",
        count=len(series),
        unit=line.name,
        ranks="; ".join(told),
    )
    return (Chart("bump", title, description, tuple(str(year) for year in years), series),)


def _near(ranks: pd.DataFrame, own: str | None, span: tuple[float, float] | None) -> pd.DataFrame:
    """All units of a small group, of a large one those near the own one, or the first; in the order of the last ranks."""
    places = ranks.iloc[:, -1].copy()
    if own is not None and span is not None:
        places[own] = sum(span) / 2
    centre = float("nan") if own is None else float(places[own])
    if len(ranks) <= ALL:
        chosen = places.notna()
    else:
        chosen = places <= ALL if isnan(centre) else (places - centre).abs() <= NEAR
    return ranks.loc[places[chosen].sort_values(kind="stable").index].head(2 * ALL)


def _bump_texts(years: list[int], line: Series, span: tuple[float, float] | None) -> tuple[str, list[str]]:
    """The title, and a unit's rank in each year; what it can still get in the last one where that is provisional."""
    ranks = (float("nan") if value is None else value for value in line.values)
    told = [
        _("{year}: rank {rank}", year=year, rank=numbers.rank(rank, tied=shared))
        for year, rank, shared in zip(years, ranks, line.shared, strict=True)
    ]
    if span is None:
        return _("Ranks over the years"), told
    possible = {"year": max(years), "ranks": numbers.span(*span)}
    return _(
        "Ranks over the years ({year} is provisional: {unit} can still get rank {ranks})", unit=line.name, **possible
    ), [*told[:-1], _("{year}: provisional, rank {ranks} is possible", **possible)]


def _span_of(results: pd.DataFrame, unit: str) -> tuple[float, float] | None:
    """The best and the worst rank that a provisional unit can still get; None where it has a rank."""
    if "rank_best" not in results:
        return None
    line = results[results["unit"] == unit].iloc[0]
    if not isnan(line["rank"]) or isnan(line["rank_best"]):
        return None
    return float(line["rank_best"]), float(line["rank_worst"])


def task_timeline(names: Names, tasks: pd.DataFrame, today: date | None, title: str) -> Drawn:
    """`tasks` has id, action, owner, due and start (ISO or empty), effort, state, told (the state in words).

    `title` says what tasks they are: a plan's, proposed ones, ones that are being carried out. A task without a start begins its effort, in days, before its deadline.
    """
    dated = [line for line in tasks.to_dict("records") if line["due"]]
    if not dated:
        return ()
    dated.sort(key=lambda line: str(line["due"]))
    shown = dated[:MOST_TASKS]
    spans = [_span(line) for line in shown]
    told = [
        _("{id} {action}: until {day}", id=line["id"], action=line["action"], day=numbers.day(str(line["due"])))
        + (f", {line['told']}" if line["told"] else "")
        for line in shown
    ]
    if len(dated) > len(shown):
        title = _("{title} (the first {count} of {all})", title=title, count=len(shown), all=len(dated))
    return (
        Chart(
            kind="timeline",
            title=title,
            description=_("Tasks over time: a bar each, ending at its deadline. {tasks}.", tasks="; ".join(told)),
            labels=tuple(f"{line['id']} {line['action']}" for line in shown),
            series=(
                Series(_("Start"), tuple(float(first.toordinal()) for first, _last in spans)),
                Series(_("Due"), tuple(float(last.toordinal()) for _first, last in spans)),
            ),
            states=() if today is None else tuple(str(line["state"]) for line in shown),
            notes=tuple(str(line["told"] or names.owner(str(line["owner"]))) for line in shown),
            mark=None if today is None else float(today.toordinal()),
            mark_label="" if today is None else numbers.day(today.isoformat()),
        ),
    )


def _span(line: Mapping[Hashable, object]) -> tuple[date, date]:
    due = date.fromisoformat(str(line["due"]))
    if line["start"]:
        return min(date.fromisoformat(str(line["start"])), due), due
    effort = float(str(line["effort"]))
    return due - timedelta(days=0 if isnan(effort) else min(round(effort), 365)), due


def _values(column: "pd.Series[float]") -> tuple[float | None, ...]:
    return tuple(None if isnan(value) else float(value) for value in column)


def _percent(value: float | None) -> str:
    return numbers.MISSING if value is None else f"{numbers.percent(value)}%"
