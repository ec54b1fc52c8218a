"""What options name, found in the workspace, and what commands ask of them and of results beyond their types."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

import pandas as pd

from cchc_cli.commands.arguments import GROUPS, UNITS, Tell, identified
from cchc_cli.commands.assessment import Assessment
from cchc_cli.commands.unit_year import UnitYear
from cchc_cli.files.scores.known import group_fault
from cchc_cli.index.movement import changed_membership
from cchc_cli.index.nodes import node_ids
from cchc_cli.index.peers import best_unit, top_units
from cchc_cli.index.points import YearPoints
from cchc_cli.index.ranks import compare_years, in_rank_order, rank_over_all
from cchc_cli.index.rounding import whole
from cchc_cli.messages import N_, _, n_
from cchc_cli.model.analysis import Reference
from cchc_cli.model.choices import Day, Level
from cchc_cli.model.columns import FLAGS
from cchc_cli.model.criteria import Rating
from cchc_cli.model.days import day_fault, parse_day
from cchc_cli.model.framework import Framework, YearFramework
from cchc_cli.model.nearest import KnownWords, by_id, called, meant, names_of
from cchc_cli.model.periods import Period, period_of
from cchc_cli.model.problems import CchcError, LeftOut, first_of
from cchc_cli.model.scores import Unit, heir_in, parts_of
from cchc_cli.show import numbers
from cchc_cli.show.reports.rank_sentences import membership_note

MONTH_DAY = re.compile(r"\d{1,2}-\d{1,2}", re.ASCII)
DAY_MONTH = re.compile(r"\d{1,2}/\d{1,2}", re.ASCII)
"""Of a deadline without its year: 06-30 as in criteria.yaml, 30/6 as people write it."""


def refuse_provisional(marks: YearPoints, unit: str, name: str) -> None:
    """Raise CchcError when components of the unit are not scored yet (--strict)."""
    table = marks.of_unit(unit)
    open_leaves = table.loc[(table["max"] > 0) & ~table["scored"], "component"].tolist()
    if open_leaves:
        text = n_(
            "{count} component of {unit} is not scored yet in {year}: {components}.",
            "{count} components of {unit} are not scored yet in {year}: {components}.",
            len(open_leaves),
            unit=name,
            year=marks.year,
            components=first_of(open_leaves),
        )
        raise CchcError(text)


def tell_gone(unit: str | None, units: Sequence[Unit] | None, year: int, tell: Tell) -> None:
    """Tell that there is no such unit in a year, and what it is by then; nothing of one that there is, or nobody knows."""
    for each in units or ():
        if each.id == unit and not each.is_there(year):
            told = _("By units.csv there is no {unit} in {year}.", unit=names_of(each)[0], year=year)
            if (heir := heir_in(each, units or (), year)) is not None:
                told += " " + _("It merged into {unit}: name that one.", unit=names_of(heir)[0])
            tell(told)


def tell_uncounted(
    unit: str | None, units: Sequence[Unit] | None, year: int, has_rows: Callable[[str], object], tell: Tell
) -> None:
    """Tell of a unit that there is not in a year, and which that are in it by then have rows of registers under their own
    ids, which are not counted."""
    known = by_id(units or ())
    tell_gone(unit, units, year, tell)
    left = [each.id for each in parts_of(unit, units or (), year) if has_rows(each.id)] if unit else []
    if unit and left:
        text = N_(
            "Rows of {parts}, which merged into {unit}, are not counted: where they are its own by now, write {id} in their column unit."
        )
        parts = first_of([called(each, known) for each in left])
        tell(_(text, parts=parts, unit=called(unit, known), id=unit))


def unmet_index(index: float, least: float | None, decimals: int | None) -> str | None:
    """What to say where the index, of so many decimals, is under what --fail-under asks for."""
    if least is None:
        return None
    if math.isnan(index):
        return _("There is no index: no component applies.")
    if whole(index) >= whole(least):
        return None
    return _("The index {index} is under {least}.", index=numbers.index(index, decimals), least=numbers.short(least))


def period_asked(asked: str, year: int | None = None) -> Period:
    """The period that --period names, of `year` where it names none. Raises CchcError."""
    period = period_of(asked, year)
    if period is None:
        raise CchcError(
            _("--period: “{found}” is not a period.", found=asked),
            hint=_("Write it like 2023-Q1 or Q1/2023, 2023-H1, 2023-01 or 2023."),
        )
    return period


def known_flags(only: Iterable[str] | None, tell: Callable[[str], object]) -> list[str]:
    """The flags of --only, by their words in results as well; raises CchcError for a word that is none."""
    from cchc_cli.show.reports.gaps import FLAG_WORDS

    known = {flag: (_(FLAG_WORDS[flag]),) for flag in FLAGS}
    flags = []
    for part in [part for part in ",".join(only or ()).split(",") if part.strip()]:
        whole = meant(part, known)[0]
        for flag in [part] if whole else part.split():
            flags.append(identified(flag, known, _("--only: there is no flag {flag}.", flag=flag), tell))
    return flags


ALL_GROUPS = "all"
"""What --group takes for all units in one ranking."""
TOP = re.compile(r"top([0-9]+(?:[.,][0-9]+)?)%?")
REFERENCES: dict[str, tuple[str, ...]] = {
    "best": ("tốt nhất", "cao nhất"),
    "median": ("trung vị", "ở giữa", "middle"),
    "top10%": (),
}
"""What may stand in the place of a unit, with what people call it."""


def node_asked(scores: Assessment, asked: str, year: int) -> tuple[Level, str]:
    """The area, criterion or component of this id or name, and its level. Raises CchcError where the year has none."""
    levels: dict[str, Level] = {
        each: level for level in get_args(Level) for each in node_ids(scores.marks(year), level)
    }
    nodes, extras = scores.framework.nodes, [each.id for each in scores.marks(year).framework.adjustments]
    told = _("--on: there is no area, criterion or component {id} in {year}.", id=asked, year=year)
    known = {each: names_of(nodes[each]) for each in (*levels, *extras)}
    identity = identified(asked, known, told, scores.workspace.tell_once)
    if identity in extras:
        told = _("--on: {id} is bonus or penalty points, on which no ranks are made.", id=identity)
        raise CchcError(told, hint=_("What each unit was given: cchc matrix --show points"))
    return levels[identity], identity


def choose_group(scores: Assessment, results: pd.DataFrame, asked: str | None, own: str | None) -> pd.DataFrame:
    """The rows of the group asked for by id or name, of the own unit's group, or of all groups."""
    if asked is not None:
        named = scores.framework.criteria.groups
        there = [group for group in dict.fromkeys(results["group"]) if group]
        known = {group: names_of(named[group]) if group in named else (group,) for group in there}
        text = _("There is no group {group} among the units with scores.", group=asked)
        if not known:
            raise CchcError(text, hint=_("No unit has a group yet: write it into the column group of units.csv."))
        asked = identified(asked, known, text, scores.workspace.tell_once, GROUPS)
    if asked is None:
        own_group = results.loc[results["unit"] == own, "group"]
        if own_group.empty:
            return results
        asked = own_group.iloc[0]
    return results[results["group"] == asked]


def only_group(scores: Assessment, results: pd.DataFrame, asked: str | None, own: str | None) -> pd.DataFrame:
    """The rows of the group asked for, of the own unit's, or of the only one; raises CchcError where there are more."""
    everything = is_over_all(results, asked)
    chosen = results if everything else choose_group(scores, results, asked, own)
    groups = {each: (scores.names.group(each),) for each in dict.fromkeys(chosen["group"])}
    if len(groups) > 1:
        text = _("Which group? Name one with --group, or a unit with --unit.")
        if everything:
            text = _("--group all: here one group is looked at; all units in one ranking: cchc ranks --group all")
        raise CchcError(text, hint=_("Groups: {groups}.", groups=", ".join(called(each, groups) for each in groups)))
    return chosen


def find_rating(scores: Assessment, asked: str, option: str) -> Rating:
    """The rating with this id or name."""
    ratings = scores.framework.criteria.index.ratings
    text = _("{option}: there is no rating {rating}.", option=option, rating=asked)
    if not ratings:
        example = "{id: good, name: Tốt, min: 80}"
        hint = _(
            "criteria.yaml has no ratings: write those of the decision under index.ratings, such as {example}.",
            example=example,
        )
        raise CchcError(text, hint=hint)
    identity = identified(asked, by_id(ratings), text, scores.workspace.tell_once)
    return next(rating for rating in ratings if rating.id == identity)


def component_asked(
    framework: Framework, asked: str, known: KnownWords, refusal: str, tell: Tell | None, option: str = ""
) -> str:
    """`identified` among components; of an area or a criterion, by its id or name, it is told what belongs to it."""
    above = {each: names_of(node) for each, node in framework.nodes.items() if framework.below(each)}
    (ids, is_part), (found, is_part_of_known) = meant(asked, above), meant(asked, known)
    if len(ids) == 1 and not is_part and (not found or is_part_of_known):
        text, hint = group_fault(ids[0], framework.below(ids[0]))
        raise CchcError(f"{option}{text}", hint=hint)
    return identified(asked, known, f"{option}{refusal}", tell, more=N_("All components: cchc score --by component"))


def settable(scores: Assessment, framework: YearFramework, name: str, option: str = "") -> str:
    """The id of the component or adjustment that is called so."""
    nodes = scores.framework.nodes
    if name in nodes:
        return name
    there = [*(leaf.id for leaf in framework.leaves), *(each.id for each in framework.adjustments)]
    text = _("there is no component {component} in this year.", component=name)
    known = {each: names_of(nodes[each]) for each in there}
    return component_asked(scores.framework, name, known, text, scores.workspace.tell_once, option)


def reference_asked(own: UnitYear, asked: str) -> Reference:
    """What the unit is compared with, by name and as units: another unit, best, median, or top10%."""
    scores = own.scores
    known = by_id(scores.scores.units)
    text = _("There is no unit {unit}; best, median and top10% are also possible.", unit=asked)
    word = "" if asked in known else asked.casefold()
    if word in map(str, scores.years):
        hint = _("What to compare with comes first, then the year: cchc compare best {year}", year=asked)
        raise CchcError(text, hint=hint)
    if top := TOP.fullmatch(word):
        return _top(own, asked, float(top[1].replace(",", ".")))
    asked = identified(asked, known | REFERENCES | known, text, scores.workspace.tell_once, UNITS)
    word = "" if asked in known else asked
    if word == "median":
        units = tuple(own.published.ranked(own.unit)["unit"])
        return Reference(_("the median of its group"), _some(units, own.year), "median")
    other = best_unit(own.published, own.unit) if word == "best" else scores.unit(asked, own.year)
    if other is None:
        raise LeftOut(_("No other unit of its group has a rank in {year}.", year=own.year))
    if other == own.unit:
        text = _("{unit} is the unit that is compared.", unit=own.names.unit(other))
        raise LeftOut(text, hint=_("Name another one to compare with."))
    return Reference(own.names.unit(other), (other,))


def _top(own: UnitYear, asked: str, percent: float) -> Reference:
    """The first percents of the group."""
    if not 0 < percent <= 100:
        raise CchcError(_("{found}: the percent must be above 0 and up to 100.", found=asked))
    units = _some(top_units(own.published, own.unit, percent), own.year)
    return Reference(_("the mean of the first {percent}% of its group", percent=numbers.short(percent)), units, "mean")


def _some(units: tuple[str, ...], year: int) -> tuple[str, ...]:
    if not units:
        raise LeftOut(_("No unit of its group has a rank in {year}.", year=year))
    return units


def day_of_year(asked: Day, year: int, zone: str | None, option: str) -> date:
    """A day of the year of a plan, written whole or as MM-DD or D/M. Raises CchcError for another one, or none."""
    text = written = str(asked)
    if MONTH_DAY.fullmatch(text):
        written = f"{year}-{text}"
    elif DAY_MONTH.fullmatch(text):
        written = f"{text}/{year}"
    day = parse_day(written, zone)
    if day is not None and day.year == year:
        return day
    told = _("{day} is not in {year}, the year of the plan.", day=day, year=year) if day else day_fault(written)[0]
    raise CchcError(f"{option}: {told}", hint=_("Write it like 30/6 or 06-30, without the year."))


def ranked_units(scores: Assessment, year: int, since: int | None, group: str | None, own: str | None) -> pd.DataFrame:
    """The results of the group that was asked for in the order of its ranks; with `all`, group_rank is that of the group."""
    results = scores.ranked(year, since)
    if not is_over_all(results, group):
        return choose_group(scores, in_rank_order(results), group, own)
    ties, rank_on = scores.framework.criteria.index.ties, scores.rank_on
    tables = [scores.published(year).results]
    if since is not None:
        tables += [scores.called(since, year).results, scores.seen(since, year).results]
    now, *earlier = (rank_over_all(each, ties, rank_on) for each in tables)
    compared = compare_years(now, earlier[0] if earlier else None, earlier[1] if earlier else None)
    return in_rank_order(compared, over_all=True)


def changed_units(
    scores: Assessment, year: int, since: int | None, results: pd.DataFrame, *, waiting: bool = True
) -> list[str]:
    """That not the same units of the groups of `results` were ranked in `since`, and which; `waiting`: also those that are now."""
    if since is None:
        return []
    years = scores.published(year), scores.called(since, year), scores.seen(since, year)
    found = changed_membership(*years, set(results["group"]))
    left = tuple(each for each in found.left if waiting or each not in found.provisional)
    return membership_note(scores.names, replace(found, left=left), since)


def is_over_all(results: pd.DataFrame, group: str | None) -> bool:
    """Whether all groups are asked for as one; a group of this name is that group."""
    return (
        group is not None and group.casefold() == ALL_GROUPS and ALL_GROUPS not in set(results["group"].str.casefold())
    )
