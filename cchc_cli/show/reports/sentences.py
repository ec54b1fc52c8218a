"""Lists and half-sentences that more than one report uses."""

from collections.abc import Sequence

import pandas as pd

from cchc_cli.messages import _, n_
from cchc_cli.model.analysis import Membership, Passing
from cchc_cli.model.report import SLOT, Figure
from cchc_cli.show import numbers
from cchc_cli.show.names import Names

NAMED = 5
"""Units or components that a sentence names; the rest are counted."""


def listed(texts: Sequence[str], most: int = NAMED) -> str:
    """a, b and c; the first `most`, and how many more there are."""
    if len(texts) > most:
        rest = len(texts) - most
        more = n_("{count} more", "{count} more", rest)
        texts = [*texts[:most], more]
    if len(texts) < 2:
        return "".join(texts)
    return _("{first} and {last}", first=", ".join(texts[:-1]), last=texts[-1])


def unscored_sentence(components: Sequence[str], points: float) -> str:
    """What is not scored yet, and so is not among what was lost."""
    return n_(
        "{count} component worth {points} points is not scored yet and is not counted as lost: {components}.",
        "{count} components worth {points} points are not scored yet and are not counted as lost: {components}.",
        len(components),
        points=numbers.points(points),
        components=listed(components),
    )


def merged_note(names: Names, parts: Sequence[str], year: int) -> list[str]:
    """What the figures of an earlier year mean for a unit that has come from a merger of `parts`, if it has."""
    if not parts:
        return []
    text = _("Figures of {year} are the mean of the merged parts, weighted by the points that each could get: {units}.")
    return [text.format(year=year, units=listed([names.unit(part) for part in parts]))]


def membership_note(names: Names, membership: Membership, since: int) -> list[str]:
    """That not the same units were ranked in `since`, and which."""

    def told(units: Sequence[str]) -> str:
        return listed([names.unit(unit) for unit in units])

    parts = []
    if membership.joined:
        parts.append(_("ranked only now: {units}", units=told(membership.joined)))
    if membership.left:
        parts.append(_("ranked only then: {units}", units=told(membership.left)))
    for heir, merged in membership.merged.items():
        text = _("{unit} took in {units}") if heir in merged else _("{unit} merged from {units}")
        others = [part for part in merged if part != heir]
        parts.append(text.format(unit=names.unit(heir), units=told(others)))
    if not parts:
        return []
    text = _(
        "Not the same units as in {year} ({changes}): ranks also change through that.",
        year=since,
        changes="; ".join(parts),
    )
    return [text]


def ranked(rank: float, tied: bool, text: str = SLOT) -> Figure:
    """A rank, and that others share it, within a text."""
    return Figure(rank, "shared_rank" if tied else "rank", text)


def ranks_of(passing: Passing) -> tuple[str, str]:
    """The rank of a unit that passed another, before and now."""
    ranks = passing.previous_rank, passing.rank
    before, now = (numbers.rank(rank, tied=tied) for rank, tied in zip(ranks, passing.ties, strict=True))
    return before, now


def tied_by_rounding(results: pd.DataFrame) -> list[pd.DataFrame]:
    """The units that share a rank only through rounding, a table a rank."""
    tied = results[results["tied_by_rounding"]]
    return [group for _key, group in tied.groupby(["group", "rank"], sort=False)]


def rounding_ties(names: Names, results: pd.DataFrame, most: int | None = None) -> list[str]:
    """For each tie that only rounding made: the exact figures behind it, of `most` units or of all."""
    notes = []
    for group in tied_by_rounding(results):
        ordered = group.sort_values("exact", ascending=False)
        units = [
            f"{names.unit(str(line.unit))} {numbers.short(float(str(line.exact)), 6)}" for line in ordered.itertuples()
        ]
        text = _("Rank ={rank} is shared only through rounding; before rounding: {units}.")
        told = ", ".join(units) if most is None else listed(units, most)
        notes.append(text.format(rank=int(group["rank"].iloc[0]), units=told))
    return notes
