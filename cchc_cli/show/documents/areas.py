"""What each area got: the second section of the report on a year's result."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from cchc_cli.messages import _, n_
from cchc_cli.model.report import Chart, Column, Part, Table
from cchc_cli.show import numbers
from cchc_cli.show.reports.charts import node_bars
from cchc_cli.show.reports.score import Scored
from cchc_cli.show.reports.sentences import listed
from cchc_cli.show.reports.unit_result import UnitResult


def area_parts(standing: UnitResult, score: Scored) -> Iterable[Part]:
    """Areas with full points, the lowest ones, and all in a table and a chart; `score` is that of areas.

    What is not scored yet counts neither as lost nor in a percent.
    """
    names, rows = standing.names, appraised(areas_of(score.rows))
    if not len(rows):
        return
    full = full_areas(rows)
    if len(full):
        yield n_(
            "{full} of {count} areas has full points: {areas}.",
            "{full} of {count} areas have full points: {areas}.",
            len(full),
            full=len(full),
            count=int((rows["max"] > 0).sum()),
            areas=listed([names.node(each) for each in full["id"]], len(full)),
        )
    yield from _lowest(standing, rows)
    yield _table(standing, score)
    yield from _bars(standing, score, rows)


def areas_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of areas, without bonus and penalty points."""
    return pd.DataFrame(rows[rows["level"] == "area"])


def full_areas(rows: pd.DataFrame) -> pd.DataFrame:
    """The areas that lost nothing and have nothing left to be scored; one to which nothing applies is none of them."""
    whole = (rows["points"] - rows["max"]).round(numbers.EXACT) == 0
    return pd.DataFrame(rows[whole & (rows["max"] > 0)])


def appraised(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by area with `lost` and `percent` of what is scored alone; no percent where nothing is."""
    scored = (rows["max"] - rows["open"]).where(lambda each: each.round(numbers.EXACT) > 0)
    percent = rows["percent"].where(rows["open"] <= 0, 100 * rows["points"] / scored)
    return rows.assign(lost=rows["lost"] - rows["open"], percent=percent)


def scored_areas(rows: pd.DataFrame) -> dict[str, object]:
    """The same for scripts, and what it comes to."""
    columns = ["id", "lost", "percent"]
    return {"scored": appraised(rows)[columns].to_dict("records"), "total": _total(rows)}


def _total(rows: pd.DataFrame) -> dict[str, float | None]:
    points, maximum, waiting = (float(rows[key].sum()) for key in ("points", "max", "open"))
    scored = maximum - waiting
    percent = 100 * points / scored if numbers.differ(scored) else None
    return {"points": points, "max": maximum, "lost": scored - points, "open": waiting, "percent": percent}


def _lowest(standing: UnitResult, rows: pd.DataFrame) -> Iterable[str]:
    weak = rows[rows["lost"].round(numbers.EXACT) > 0].sort_values("percent", kind="stable").head(3)
    if not len(weak):
        return
    told = []
    for line in weak.to_dict("records"):
        text = _("{area} ({percent}%)") if line["open"] <= 0 else _("{area} ({percent}% of what is scored)")
        percent = numbers.percent(line["percent"])
        told.append(text.format(area=standing.names.node(line["id"]), percent=percent))
    yield _("The lowest shares of points: {areas}.", areas=listed(told))


def _table(standing: UnitResult, score: Scored) -> Table:
    table = score.table
    keys = ("id", "shown", "max", "points", "lost", "open", "percent", "change")
    columns = {column.key: column for column in table.columns}
    if "open" in columns:
        columns["percent"] = replace(columns["percent"], label=_("% of scored"))
    total = _total(areas_of(score.rows))
    if standing.composition.is_adjusted:
        # The sum of the column is the index then; what is open is neither got nor lost.
        waiting = total["open"] or 0.0
        total = {"lost": (table.total or {})["lost"] - waiting}
        if waiting:
            total["percent"] = None
    return Table(
        appraised(table.frame),
        tuple(replace(columns[key], label=_label(columns[key]), fold=None) for key in keys if key in columns),
        total={**(table.total or {}), **total},
        after=table.after,
    )


def _bars(standing: UnitResult, score: Scored, rows: pd.DataFrame) -> Iterable[Chart]:
    if not rows["open"].any():
        yield from score.charts()
        return
    title = _("Points got, in percent of what is scored")
    for chart in node_bars(standing.names, rows, score.year, standing.since, standing.settings.low):
        yield replace(chart, title=title)


def _label(column: Column) -> str:
    """± 2021 and (% pts) on a line each, where there is little room."""
    label = column.label or _("Id")
    return label if column.kind != "change" else label.replace(" ", "\u00a0").replace("\u00a0(", " (")
