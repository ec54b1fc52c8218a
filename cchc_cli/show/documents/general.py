"""What index, rating and rank a unit got, and what each area: the first sections of the report on a year's result."""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from cchc_cli.messages import N_, NN_, _, n_
from cchc_cli.model.blocks import Table
from cchc_cli.model.report import SectionPart
from cchc_cli.model.scores import SelfScore
from cchc_cli.show import numbers
from cchc_cli.show.documents.letterhead import within
from cchc_cli.show.reports.explanation import Explanation
from cchc_cli.show.reports.score import Scored
from cchc_cli.show.reports.sentences import joined, of_areas, turned
from cchc_cli.show.reports.unit_result import UnitResult

REFRAMED = {
    "new": NN_("{count} component is new", "{count} components are new"),
    "retired": NN_("{count} component is gone", "{count} components are gone"),
    "other": NN_("{count} component has another maximum", "{count} components have another maximum"),
}
"""What became of components since the year before."""


def general(standing: UnitResult, found: Explanation, own: SelfScore | None) -> Iterable[str]:
    """Index, rating and rank of `found.year`, how they changed, what the appraisal took off, and what comes next."""
    line, scale = standing.line, numbers.short(standing.settings.scale)
    unit = within(standing.names.unit(standing.unit))
    told = {"year": found.year, "index": standing.names.index, "unit": unit, "scale": scale}
    if math.isnan(line["index"]):
        yield _("In {year} no component applies to {unit}, so there is no index.", **told)
        return
    more = "".join(f", {part}" for part in rating_and_rank(standing))
    if standing.is_unscored:
        yield _("In {year} nothing of the {index} of {unit} is scored yet.", **told)
    elif line["provisional"]:
        text = N_(
            "In {year} the {index} of {unit} is provisional: {low} to {high} of {scale} points{more}; {share}% of the"
            " points that can be got are scored."
        )
        low, high = standing.number(line["index"]), standing.number(line["index_best"])
        yield _(text, low=low, high=high, share=numbers.percent(standing.scored_percent or 0.0), more=more, **told)
    else:
        text = N_("In {year} {unit} got {value} of {scale} points in the {index}{more}.")
        yield _(text, value=standing.number(line["index"]), more=more, **told)
        yield from compared(standing)
    yield from _reframed(standing, found)
    yield from standing.merged_note()
    yield from standing.place_notes()
    yield from _adjusted(standing, found.year)
    yield from _appraised(own)
    if not line["provisional"]:
        yield from _next(standing, found)


def _adjusted(standing: UnitResult, year: int) -> Iterable[str]:
    texts = {"bonus": N_("{points} points of bonus"), "penalty": N_("{points} points of penalty")}
    parts = [_(text, points=numbers.points(points)) for key, text in texts.items() if (points := standing.line[key])]
    if parts:
        yield _("The index of {year} includes {parts}.", year=year, parts=joined(parts))


def rating_told(standing: UnitResult) -> list[str]:
    """Rating Fair; of a provisional result the worst and the best that may still come of it. Nothing without ratings."""
    names = dict.fromkeys(standing.names.rating(each) for each in standing.ratings if each)
    return [_("rating {rating}", rating=" – ".join(names))] if names else []


def rating_and_rank(standing: UnitResult) -> list[str]:
    """Rating Fair, rank 14 of 18; of a provisional result what may still come of it."""
    line, told = standing.line, rating_told(standing)
    if not math.isnan(line["rank"]):
        text = N_("rank {rank} of {count}, shared with others") if line["tied"] else N_("rank {rank} of {count}")
        return [*told, _(text, rank=int(line["rank"]), count=standing.ranked)]
    if math.isnan(line["rank_best"]):
        return told
    span, text = (
        numbers.span(line["rank_best"], line["rank_worst"]),
        N_("not ranked yet (rank {ranks} of {count} is possible)"),
    )
    return [*told, _(text, ranks=span, count=len(standing.results))]


def compared(standing: UnitResult) -> Iterable[str]:
    """How index and rank changed."""
    line = standing.line
    if math.isnan(line["index_change"]):
        return
    text = turned(
        line["index_change"],
        N_("the index rose by {points} points"),
        N_("the index stayed the same"),
        N_("the index fell by {points} points"),
    )
    changes = [_(text, points=standing.number(abs(line["index_change"])))]
    before = _("{index} points", index=standing.number(line["prev_index"]))
    if not math.isnan(line["rank_change"]):
        changes.append(_climbed(int(line["rank_change"])))
        before = _("{index} points, {rank}", index=standing.number(line["prev_index"]), rank=standing.rank_before)
    text = N_("Compared with {year} ({before}): {changes}.")
    yield _(text, year=standing.since, before=before, changes=", ".join(changes))


def _reframed(standing: UnitResult, found: Explanation) -> Iterable[str]:
    """What the framework has anew, no more or with another maximum: figures of two years side by side don't say it."""
    if found.change is None:
        return
    rows = found.change.rows[found.change.rows["level"] == "component"]
    kinds = rows["status"].where(~rows["in_force"], "")
    kinds[(rows["prev_max"] - rows["max"]).abs().round(numbers.EXACT) > 0] = "other"
    parts = []
    for kind, texts in REFRAMED.items():
        if count := int((kinds == kind).sum()):
            whole = (kinds == kind).groupby(rows["area"], sort=False).all()
            areas = joined([standing.names.node(area) for area in whole.index[whole]])
            parts.append(n_(*texts, count) + (_(" (all of {areas})", areas=areas) if areas and kind != "other" else ""))
    if parts:
        text = N_("The framework of {year} is not that of {since}: {parts}.")
        yield _(text, year=found.year, since=found.change.since, parts="; ".join(parts))


def _climbed(change: int) -> str:
    count = numbers.count_of_ranks(change)
    return turned(
        change,
        n_("the rank rose by {count} place", "the rank rose by {count} places", abs(change), count=count),
        _("the rank stayed the same"),
        n_("the rank fell by {count} place", "the rank fell by {count} places", abs(change), count=count),
    )


def _appraised(own: SelfScore | None) -> Iterable[str]:
    """What the unit gave itself beside what it got, on the components that have both."""
    if own is None:
        return
    difference = own.changed
    told = {
        "points": numbers.points(own.points), "difference": numbers.points(abs(difference)),
        "cut": own.cut, "count": own.count, "total": own.total,
    }  # fmt: skip
    yield " ".join(_(text, **told) for text in _appraisal(own) if text)
    if numbers.differ(own.adjusted):
        yield _("Bonus and penalty points were changed by {points} points.", points=numbers.signed(own.adjusted))


def _appraisal(own: SelfScore) -> tuple[str, str]:
    """The sentences for it: of part of the components on how many, and what the appraisal gave."""
    if not own.appraised:
        base = N_("The self-score on {count} of {total} components is {points} points. Nobody has appraised it yet;")
        given = turned(
            own.changed,
            N_("by their values these components have {difference} points more."),
            N_("by their values these components have the same points."),
            N_("by their values these components have {difference} points less."),
        )
    elif own.count < own.total:
        # The sum says nothing without its base: an explanation of the self-score may tell of more components.
        base = N_(
            "On the {count} of {total} components with a self-score and an appraisal the self-score was {points} points;"
        )
        given = turned(
            own.changed,
            N_("the appraisal gave {difference} points more on them; it is lower on {cut} of them."),
            N_("the appraisal gave the same on them."),
            N_("the appraisal gave {difference} points less on them; it is lower on {cut} of them."),
        )
    else:
        base, given = "", turned(
            own.changed,
            N_("The self-score was {points} points; the appraisal gave {difference} points more; it is lower on {cut} of {count} components."),
            N_("The self-score was {points} points, on components the same as the appraisal.")
            if numbers.differ(own.adjusted)
            else N_("The self-score was {points} points, the same as the appraisal."),
            N_("The self-score was {points} points; the appraisal gave {difference} points less; it is lower on {cut} of {count} components."),
        )  # fmt: skip
    return base, given


def missing(standing: UnitResult, found: Explanation) -> dict[str, dict[str, Any] | None]:
    """The points that suffice for the next rating and to pass the next unit above; None where so many can't be won."""
    line = standing.line
    known: dict[str, dict[str, Any] | None] = {"rating": None, "pass": None}
    if line["provisional"] or math.isnan(line["index"]):
        return known
    most = line["max"] - line["points"] + 10.0**-numbers.EXACT
    need = found.next_rating
    if need is not None and need.points <= most:
        areas = {"areas": need.areas} if need.areas else {}
        known["rating"] = {"rating": need.rating.id, "points": numbers.sufficient(need.points)} | areas
    above = found.neighbours[(found.neighbours["rank"] < line["rank"]) & (found.neighbours["points"] <= most)]
    if len(above):
        nearest, target = above.to_dict("records")[-1], standing.next_above
        is_target = target is not None and target["rank"] == nearest["rank"]
        known["pass"] = {
            "unit": target["unit"] if target and is_target else nearest["unit"],
            "rank": nearest["rank"],
            "gap": nearest["gap"],
            "sharing": standing.sharing(nearest["rank"]),
            "points": numbers.sufficient(nearest["points"]),
        }
    return known


def _next(standing: UnitResult, found: Explanation) -> Iterable[str]:
    """The points that the next rating and the next rank need, as far as so many can be won at all."""
    known = missing(standing, found)
    # What is missing in points of the index and what closes it are not the same then.
    is_rescaled = numbers.differ(standing.line["max"], standing.settings.scale)
    if goal := known["rating"]:
        text = N_("{points} points are missing for the rating {rating}.")
        need, gap = found.next_rating, 0.0
        if is_rescaled:
            text = N_("{points} points of components are missing for the rating {rating}.")
            gap = need.rating.min - standing.line["index"] if need else 0.0
        if round(gap, numbers.EXACT) > 0:
            text = N_("The index is {gap} points short of {rating}; {points} points of components are needed for it.")
        told = {"points": numbers.points(goal["points"]), "rating": standing.names.rating(goal["rating"])}
        yield _(text, gap=standing.short_of(gap), **told)
        if need is not None and need.areas:
            areas = of_areas(standing.names, need.areas, need.rating.each_area)
            yield _("The rating also depends on each area: {areas}.", areas=areas)
    if goal := known["pass"]:
        text = N_(
            "The next above is {unit} ({rank}), {gap} points ahead; {points} points or more are needed to pass it."
        )
        if is_rescaled:
            text = N_(
                "The next above is {unit} ({rank}), {gap} points of the index ahead; {points} points of components or more are needed to pass it."
            )
        if not numbers.differ(goal["gap"]):
            text = N_("The next above is {unit} ({rank}), with the same index; with {points} points more it is passed.")
        unit, rank = within(standing.names.unit(goal["unit"])), standing.rank_of(goal["rank"])
        yield _(text, unit=unit, rank=rank, gap=standing.gap(goal["gap"]), points=numbers.points(goal["points"]))


def area_parts(standing: UnitResult, score: Scored) -> Iterable[SectionPart]:
    """The areas in sentences, all of them in a table and a chart; `score` is that of areas."""
    yield from area_sentences(standing, score)
    if len(areas_of(score.rows)):
        yield _table(score)
        yield from score.charts()


def area_sentences(standing: UnitResult, score: Scored) -> Iterable[str]:
    """Areas with full points, and the lowest ones."""
    rows = areas_of(score.rows)
    full = full_areas(rows)
    if len(full):
        yield n_(
            "{full} of {count} areas has full points: {areas}.",
            "{full} of {count} areas have full points: {areas}.",
            len(full),
            full=len(full),
            count=int((rows["max"] > 0).sum()),
            areas=joined([standing.names.node(each) for each in full["id"]]),
        )
    yield from _lowest(standing, rows)


def areas_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of areas, without bonus and penalty points."""
    return pd.DataFrame(rows[rows["level"] == "area"])


def full_areas(rows: pd.DataFrame) -> pd.DataFrame:
    """The areas that lost nothing and have nothing left to be scored; one to which nothing applies is none of them."""
    whole = (rows["points"] - rows["max"]).round(numbers.EXACT) == 0
    return pd.DataFrame(rows[whole & (rows["max"] > 0)])


def _lowest(standing: UnitResult, rows: pd.DataFrame) -> Iterable[str]:
    """The lowest areas, at most half of those that are all scored; the others are told apart."""
    is_open, name = rows["open"].round(numbers.EXACT) > 0, standing.names.node
    final = rows[~is_open & (rows["max"] > 0)]
    weak = final[final["lost"].round(numbers.EXACT) > 0].sort_values("percent", kind="stable")
    told = [
        _("{area} ({percent}%)", area=name(line["id"]), percent=numbers.percent(line["percent"]))
        for line in weak.head(min(3, len(final) // 2)).to_dict("records")
    ]
    if told:
        yield _("The lowest shares of points: {areas}.", areas=joined(told))
    waiting = [
        _("{area} ({points} points not scored)", area=name(line["id"]), points=numbers.got(line["open"], line["max"]))
        for line in rows[is_open].to_dict("records")
    ]
    if waiting and not standing.is_unscored:
        yield _("Areas with provisional results: {areas}.", areas=joined(waiting))


def _table(score: Scored) -> Table:
    """The maximum before the points, and ± 2021 and (% pts) on a line each, where there is little room."""
    table, keys = score.table, ("id", "shown", "max", "points", "lost", "open", "percent", "change")
    change = _("± {year} (% pts)", year=score.standing.since).replace(" ", "\u00a0").replace("\u00a0(", " (")
    labels, columns = {"id": _("Id"), "change": change}, {each.key: each for each in table.columns}
    shown = (columns[key] for key in keys if key in columns)
    return replace(
        table, columns=tuple(replace(each, label=labels.get(each.key, each.label), fold=None) for each in shown)
    )
