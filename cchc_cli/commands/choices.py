"""What a command asks of its options and results beyond their types."""

import math
from collections.abc import Iterable
from typing import get_args

import pandas as pd

from cchc_cli.commands.assessment import Assessment
from cchc_cli.index.nodes import node_ids
from cchc_cli.index.points import YearPoints
from cchc_cli.index.rounding import whole
from cchc_cli.messages import _, n_
from cchc_cli.model.choices import Level
from cchc_cli.model.columns import FLAGS
from cchc_cli.model.framework import Framework
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import LISTED, CchcError
from cchc_cli.show import numbers


def refuse_provisional(marks: YearPoints, unit: str, name: str) -> None:
    """Raise CchcError when components of the unit are not scored yet (--strict)."""
    row = marks.row(unit)
    open_leaves = [
        leaf.id
        for leaf, applies, scored in zip(marks.framework.leaves, marks.applicable[row], marks.scored[row], strict=True)
        if applies and not scored
    ]
    if open_leaves:
        listed = ", ".join(open_leaves[:LISTED]) + (", …" if len(open_leaves) > LISTED else "")
        text = n_(
            "{count} component of {unit} is not scored yet in {year}: {components}.",
            "{count} components of {unit} are not scored yet in {year}: {components}.",
            len(open_leaves),
            unit=name,
            year=marks.year,
            components=listed,
        )
        raise CchcError(text)


def unmet_index(index: float, least: float | None) -> str | None:
    """What to say where the index is under what --fail-under asks for."""
    if least is None:
        return None
    if math.isnan(index):
        return _("There is no index: no component applies.")
    if whole(index) >= whole(least):
        return None
    return _("The index {index} is under {least}.", index=numbers.short(index), least=numbers.short(least))


def known_flags(only: Iterable[str] | None) -> list[str]:
    """The flags of --only; raises CchcError for a word that is none."""
    if only is None:
        return []
    flags = [word for word in " ".join(only).replace(",", " ").split() if word]
    for flag in flags:
        if flag not in FLAGS:
            hint = nearest(flag, FLAGS)
            raise CchcError(_("--only: there is no flag {flag}.", flag=flag), hint=hint)
    return flags


ALL_GROUPS = "all"
"""What --group takes for all units in one ranking."""


def refuse_level(framework: Framework, level: Level | None) -> None:
    """Raise CchcError for a level (--by) that the framework has no nodes on but its components."""
    number = level.removeprefix("level") if level else ""
    if number.isdigit() and int(number) >= framework.depth:
        told = _("--by: nothing lies on level {level} between the criteria and the components.", level=number)
        between = [f"level{each}" for each in range(3, framework.depth)]
        raise CchcError(
            told, hint=_("Allowed: {levels}.", levels=", ".join(["area", "criterion", *between, "component"]))
        )


def node_asked(scores: Assessment, identity: str, year: int) -> Level:
    """The level of the area, criterion or component of this id. Raises CchcError where the year has none."""
    levels: dict[str, Level] = {
        each: level for level in get_args(Level) for each in node_ids(scores.marks(year), level)
    }
    if identity not in levels:
        told = _("--on: there is no area, criterion or component {id} in {year}.", id=identity, year=year)
        raise CchcError(told, hint=nearest(identity, levels))
    return levels[identity]


def choose_group(results: pd.DataFrame, asked: str | None, own: str | None) -> pd.DataFrame:
    """The rows of the group asked for, of the own unit's group, or of all groups."""
    known = list(dict.fromkeys(results["group"]))
    if asked is not None:
        asked = next((group for group in known if group.casefold() == asked.casefold()), asked)
    if asked is not None and asked not in known:
        raise CchcError(
            _("There is no group {group} among the units with scores.", group=asked),
            hint=nearest(asked, [*(group for group in known if group), ALL_GROUPS]),
        )
    if asked is None:
        own_group = results.loc[results["unit"] == own, "group"]
        if own_group.empty:
            return results
        asked = own_group.iloc[0]
    return results[results["group"] == asked]


def only_group(results: pd.DataFrame, asked: str | None, own: str | None) -> pd.DataFrame:
    """The rows of the group asked for, of the own unit's, or of the only one; raises CchcError where there are more."""
    chosen = choose_group(results, asked, own)
    groups = list(dict.fromkeys(chosen["group"]))
    if len(groups) > 1:
        text = _("Which group? Name one with --group, or a unit with --unit.")
        raise CchcError(text, hint=_("Groups: {groups}.", groups=", ".join(map(str, groups))))
    return chosen
