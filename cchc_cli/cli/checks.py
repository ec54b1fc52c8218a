"""What a command asks of its options and results beyond their types."""

import math
import re
from typing import TYPE_CHECKING

import pandas as pd

from cchc_cli.index.marks import Marks
from cchc_cli.index.peers import best_unit, ranked_units, top_units
from cchc_cli.index.rounding import whole
from cchc_cli.messages import _, n_
from cchc_cli.model.analysis import Reference
from cchc_cli.model.columns import FLAGS
from cchc_cli.model.problems import LISTED, CchcError
from cchc_cli.show import numbers
from cchc_cli.workspace.nearest import nearest

if TYPE_CHECKING:
    from cchc_cli.cli.session import Session

TOP = re.compile(r"top([0-9]+(?:[.,][0-9]+)?)%?")


def refuse_provisional(marks: Marks, unit: str, name: str) -> None:
    """Raise CchcError when components of the unit are not scored yet (--strict)."""
    row = marks.row(unit)
    assert row is not None
    open_leaves = [
        leaf.id
        for leaf, applies, scored in zip(
            marks.framework.leaves, marks.applicable[row], marks.scored[row], strict=True
        )
        if applies and not scored
    ]
    if open_leaves:
        listed = ", ".join(open_leaves[:LISTED]) + (", …" if len(open_leaves) > LISTED else "")
        text = n_(
            "{count} component of {unit} is not scored yet in {year}: {components}.",
            "{count} components of {unit} are not scored yet in {year}: {components}.",
            len(open_leaves),
        )
        raise CchcError(text.format(count=len(open_leaves), unit=name, year=marks.year, components=listed))


def require_index(index: float, least: float | None) -> None:
    """End with status 1 when the index is under what --fail-under asks for."""
    if least is not None and math.isnan(index):
        raise CchcError(_("There is no index: no component applies."), status=1)
    if least is not None and whole(index) < whole(least):
        text = _("The index {index} is under {least}.")
        raise CchcError(text.format(index=numbers.short(index), least=numbers.short(least)), status=1)


def known_flags(only: str | None) -> list[str]:
    """The flags of --only; raises CchcError for a word that is none."""
    if only is None:
        return []
    flags = [word for word in only.replace(",", " ").split() if word]
    for flag in flags:
        if flag not in FLAGS:
            hint = nearest(flag, FLAGS)
            raise CchcError(_("--only: there is no flag {flag}.").format(flag=flag), hint=hint)
    return flags


def choose_group(results: pd.DataFrame, asked: str | None, own: str | None) -> pd.DataFrame:
    """The rows of the group asked for, of the own unit's group, or of all groups."""
    known = list(dict.fromkeys(results["group"]))
    if asked is not None:
        asked = next((group for group in known if group.casefold() == asked.casefold()), asked)
    if asked is not None and asked not in known:
        text = _("There is no group {group} among the units with scores.")
        raise CchcError(text.format(group=asked), hint=nearest(asked, [group for group in known if group]))
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
        raise CchcError(text, hint=_("Groups: {groups}.").format(groups=", ".join(map(str, groups))))
    return chosen


def choose_reference(session: "Session", asked: str, unit: str, year: int) -> Reference:
    """What the unit is compared with, by name and as units: another unit, best, median, or top10%."""
    published = session.published(year)
    known = [each.id for each in session.scores.units]
    word = asked.casefold()
    if asked not in known and word == "best":
        best = best_unit(published, unit)
        if best is None:
            raise CchcError(_("No other unit of its group has a rank in {year}.").format(year=year))
        return Reference(session.names.unit(best), (best,))
    if asked not in known and word == "median":
        units = _some(ranked_units(published, unit), year)
        return Reference(_("the median of its group"), units, "median")
    if asked not in known and (top := TOP.fullmatch(word)):
        percent = float(top[1].replace(",", "."))
        if not 0 < percent <= 100:
            raise CchcError(_("{found}: the percent must be above 0 and up to 100.").format(found=asked))
        units = _some(top_units(published, unit, percent), year)
        text = _("the mean of the first {percent}% of its group")
        return Reference(text.format(percent=numbers.short(percent)), units, "mean")
    if asked not in known:
        hint = nearest(asked, [*known, "best", "median", "top10%"])
        if asked.isdecimal() and int(asked) in session.years:
            hint = _("What to compare with comes first, then the year: cchc compare best {year}").format(
                year=asked
            )
        text = _("There is no unit {unit}; best, median and top10% are also possible.")
        raise CchcError(text.format(unit=asked), hint=hint)
    other = session.unit(asked, year)
    if other == unit:
        raise CchcError(_("That is the unit itself: name another one to compare with."))
    return Reference(session.names.unit(other), (other,))


def _some(units: tuple[str, ...], year: int) -> tuple[str, ...]:
    if not units:
        raise CchcError(_("No unit of its group has a rank in {year}.").format(year=year))
    return units
