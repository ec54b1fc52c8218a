"""`cchc compare`: component by component beside another unit, the best, the middle or the top."""

from collections.abc import Iterable

import pandas as pd

from cchc_cli.messages import _, n_
from cchc_cli.model.analysis import Reference
from cchc_cli.model.columns import COMPARE
from cchc_cli.model.framework import YearFramework
from cchc_cli.model.report import Column, Fact, Report, Table
from cchc_cli.show import numbers
from cchc_cli.show.reports.standing import Standing, provisional_note

Teachers = dict[str, list[tuple[str, float]]]


def compare_report(
    standing: Standing,
    framework: YearFramework,
    results: pd.DataFrame,
    other: Reference,
    compared: pd.DataFrame,
    everything: bool,
    teachers: Teachers,
) -> Report:
    """`results` are those of all units, `compared` the rows of `compare_with`; `everything`: also those without a difference.

    `teachers` are those of index.peers.
    """
    names = standing.names
    listed = compared if everything else compared[compared["difference"].fillna(0) != 0]
    areas = {leaf.id: leaf.area for leaf in framework.leaves}
    rows = listed.assign(
        name=[names.node_as_filed(each) for each in listed["component"]],
        area=[areas[each] for each in listed["component"]],
    )
    return Report(
        command="compare",
        title=_("{unit} beside {other}").format(unit=names.unit(standing.unit), other=other.label),
        subtitle=str(framework.year),
        year=framework.year,
        facts=tuple(_facts(standing, results, other, compared)),
        tables=(*_differences(standing, rows, everything), *_teachers(standing, compared, teachers)),
        notes=(
            *_notes(compared, rows),
            *provisional_note(results[results["unit"].isin([standing.unit, *other.units])]),
        ),
        rows=rows,
        columns=COMPARE,
        decimals=standing.settings.rounding,
        extra={
            "unit": standing.unit,
            "other": other.units,
            "learn_from": {
                component: [{"unit": unit, "percent": percent} for unit, percent in best]
                for component, best in teachers.items()
            },
        },
    )


def _facts(
    standing: Standing, results: pd.DataFrame, other: Reference, everything: pd.DataFrame
) -> Iterable[Fact]:
    yield _result(standing, results, standing.names.unit(standing.unit), standing.unit)
    count = len(other.units)
    if other.kind == "unit":
        yield _result(standing, results, other.label, other.units[0])
    else:
        told = n_("{count} unit", "{count} units", count).format(count=count)
        yield Fact(other.label, told, number=count)
    both = everything[everything["difference"].notna()]
    ahead, behind = ((sign * both["difference"] > 0).sum() for sign in (1, -1))
    level = len(both) - ahead - behind
    text = _("components: ahead on {ahead}, behind on {behind}, level on {level}")
    yield Fact(
        _("Sum over components"),
        numbers.signed(float(both["difference"].sum())),
        text.format(ahead=ahead, behind=behind, level=level),
    )


def _result(standing: Standing, results: pd.DataFrame, label: str, unit: str) -> Fact:
    line = results[results["unit"] == unit].iloc[0]
    rank = "" if line["rank"] != line["rank"] else _("rank {rank}").format(rank=int(line["rank"]))
    return Fact(label, standing.number(line["index"]), rank)


def _differences(standing: Standing, rows: pd.DataFrame, everything: bool) -> Iterable[Table]:
    if rows.empty:
        return
    ordered = rows.sort_values("difference", kind="stable")
    yield Table(
        ordered.assign(shown=[standing.names.node(each) for each in ordered["component"]]),
        (
            Column("component", "", "id"),
            Column("shown", _("Component")),
            Column("max", _("Max"), "points"),
            Column("points", _("Ours"), "points"),
            Column("other_points", _("Theirs"), "points"),
            Column("difference", "±", "change"),
        ),
        title=_("All components") if everything else _("Where the points differ"),
    )


def _teachers(standing: Standing, everything: pd.DataFrame, teachers: Teachers) -> Iterable[Table]:
    names = standing.names
    lost = everything.assign(lost=everything["max"] - everything["points"].fillna(0)).set_index("component")[
        "lost"
    ]
    found = sorted((each for each in teachers if teachers[each]), key=lambda each: -lost[each])
    if not found:
        return
    yield Table(
        pd.DataFrame(
            {
                "component": found,
                "shown": [names.node(each) for each in found],
                "lost": [lost[each] for each in found],
                "units": [
                    ", ".join(
                        f"{names.unit(unit)} ({numbers.short(percent, 0)}%)"
                        for unit, percent in teachers[each]
                    )
                    for each in found
                ],
            }
        ),
        (
            Column("component", "", "id"),
            Column("shown", _("Component")),
            Column("lost", _("Lost"), "lost"),
            Column("units", _("Whom to learn from")),
        ),
        title=_("Who does best on what we lose"),
        name=_("Best units"),
    )


def _notes(everything: pd.DataFrame, rows: pd.DataFrame) -> Iterable[str]:
    if everything["difference"].isna().all():
        yield _("There is nothing to compare: no component is scored on both sides.")
    elif rows.empty:
        yield _("The points are the same on every component that both have.")
    unknown = everything.loc[everything["difference"].isna(), "component"].tolist()
    if unknown:
        text = _("Not compared, because one side has no points there: {components}.")
        yield text.format(components=", ".join(unknown))
