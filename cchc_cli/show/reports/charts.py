"""Charts of reports: what a reader should see at a glance, and the same in words. None is made of too little."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import isnan

import pandas as pd

from cchc_cli.messages import _, n_, written_day
from cchc_cli.model.chart import Chart, Series
from cchc_cli.show import numbers
from cchc_cli.show.names import Names
from cchc_cli.show.reports.rank_sentences import rank_in_words

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
        _("{label}: {percent}", label=label, percent=numbers.share(value))
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
    labels = [names.titled(identity) for identity in nodes["id"]]
    now, before = (Series(str(year), drawable(nodes["percent"])), Series(str(since), drawable(nodes["prev_percent"])))
    return percent_bars(_("Points got, in percent of the maximum"), labels, now, before if since else None, low)


def lost_pareto(labels: Sequence[str], lost: Sequence[float], most: int = MOST_CAUSES) -> Drawn:
    """Points lost, the largest loss first; what is beyond the first `most` causes is one bar."""
    if len(labels) < 2 or not sum(lost):
        return ()
    names, points = list(labels[:most]), list(lost[:most])
    if rest := len(labels) - most if len(labels) > most + 1 else 0:
        names.append(n_("the other {count}", "the other {count}", rest))
        points.append(sum(lost[most:]))
    elif len(labels) == most + 1:
        names.append(labels[-1])
        points.append(lost[-1])
    total = sum(points)
    sums = [100 * sum(points[: at + 1]) / total for at in range(len(points))]
    told = [
        _(
            "{label}: {points}, together {percent}",
            label=name,
            points=numbers.points(value),
            percent=numbers.share(part),
        )
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
    latest = years[max(years)].set_index("unit")
    own = unit if unit in latest.index else None
    span = _span_of(years[max(years)], own)
    group = latest.index[latest["group"] == latest["group"].loc[own or latest.index[0]]]
    shown = _near(_over_years(years, "rank").loc[group], own, span)
    if len(shown) < 2 or shown.iloc[:, 0].isna().all():
        return ()
    tied = _over_years(years, "tied")
    ties = dict(zip(tied.index, tied.eq(other=True).to_numpy().tolist(), strict=True))
    series = tuple(
        Series(names.unit(str(each)), drawable(row), each == unit, span if each == own else None, tuple(ties[each]))
        for each, row in shown.iterrows()
    )
    return (_bump(tuple(years), series, span, len(group)),)


def _over_years(years: Mapping[int, pd.DataFrame], name: str) -> pd.DataFrame:
    """A column of the results: a row a unit, a column a year."""
    return pd.DataFrame({year: table.set_index("unit")[name] for year, table in years.items()})


def _bump(years: tuple[int, ...], series: tuple[Series, ...], span: tuple[float, float] | None, units: int) -> Chart:
    line = next((each for each in series if each.emphasis), series[0])
    title, told = _bump_texts(list(years), line, span)
    if len(series) < units:
        title = _("{title}: {count} of {all} units", title=title, count=len(series), all=units)
    description = _(
        "Ranks of {count} units over the years, a line each. {unit}: {ranks}.",
        count=len(series),
        unit=line.name,
        ranks="; ".join(told),
    )
    return Chart("bump", title, description, tuple(map(str, years)), series)


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
        _("{year}: {rank}", year=year, rank=numbers.MISSING if isnan(rank) else rank_in_words(rank, tied=shared))
        for year, rank, shared in zip(years, ranks, line.shared, strict=True)
    ]
    if span is None:
        return _("Ranks over the years"), told
    possible = {"year": max(years), "ranks": numbers.span(*span)}
    return _(
        "Ranks over the years ({year} is provisional: {unit} can still get rank {ranks})", unit=line.name, **possible
    ), [*told[:-1], _("{year}: provisional, rank {ranks} is possible", **possible)]


def _span_of(results: pd.DataFrame, unit: str | None) -> tuple[float, float] | None:
    """The best and the worst rank that a provisional unit can still get; None where it has a rank."""
    if unit is None or "rank_best" not in results:
        return None
    line = results[results["unit"] == unit].iloc[0]
    if not isnan(line["rank"]) or isnan(line["rank_best"]):
        return None
    return float(line["rank_best"]), float(line["rank_worst"])


def task_timeline(names: Names, tasks: pd.DataFrame, today: date | None, title: str) -> Drawn:
    """`tasks` has id, action, owner, due (ISO or empty) and effort, and may have start, state and told (that in words).

    `title` says what tasks they are: a plan's, proposed ones, ones that are being carried out. A task without a start begins its effort, in days, before its deadline.
    """
    lines = ({"start": "", "told": "", **line} for line in tasks.to_dict("records") if line["due"])
    dated = sorted(lines, key=lambda line: str(line["due"]))
    if not dated:
        return ()
    shown = dated[:MOST_TASKS]
    if len(dated) > len(shown):
        title = _("{title} (the first {count} of {all})", title=title, count=len(shown), all=len(dated))
    told = "; ".join(map(_until, shown))
    starts, ends = zip(*map(_span, shown), strict=True)
    chart = Chart(
        kind="timeline",
        title=title,
        description=_("Tasks over time: a bar each, ending at its deadline. {tasks}.", tasks=told),
        labels=tuple(f"{line['id']} {line['action']}" for line in shown),
        series=(Series(_("Start"), starts), Series(_("Due"), ends)),
        notes=tuple(str(line["told"] or names.owner(str(line["owner"]))) for line in shown),
    )
    if today is not None:
        states = tuple(str(line["state"]) for line in shown)
        chart = replace(chart, states=states, mark=float(today.toordinal()), mark_label=written_day(today))
    return (chart,)


def _until(line: Mapping[Hashable, object]) -> str:
    """A task, its deadline and its state."""
    text = _(
        "{id} {action}: until {day}", id=line["id"], action=line["action"], day=date.fromisoformat(str(line["due"]))
    )
    return f"{text}, {line['told']}" if line["told"] else text


def _span(line: Mapping[Hashable, object]) -> tuple[float, float]:
    """The first and the last day of a task."""
    due = date.fromisoformat(str(line["due"])).toordinal()
    if line["start"]:
        return float(min(date.fromisoformat(str(line["start"])).toordinal(), due)), float(due)
    effort = float(str(line["effort"]))
    return float(due - (0 if isnan(effort) else min(round(effort), 365))), float(due)


def drawable(values: Iterable[float]) -> tuple[float | None, ...]:
    """The values of a series, None where there is none."""
    return tuple(None if numbers.missing(value) else float(value) for value in values)
