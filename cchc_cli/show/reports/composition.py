"""What a unit's index is made of, as rows of a table, as a line below it and for scripts."""

import re
from collections.abc import Iterable

import pandas as pd

from cchc_cli.messages import N_, _
from cchc_cli.model.analysis import Composition, TableRow
from cchc_cli.model.blocks import OfOne
from cchc_cli.model.letters import folded
from cchc_cli.show import numbers
from cchc_cli.show.names import Names, records

KINDS = {"bonus": N_("Bonus: {name}"), "penalty": N_("Penalty: {name}")}
SAID = re.compile(r"\bdiem (thuong|cong|tru|phat)\b|^(thuong|cong|tru|phat) diem\b|\b(bonus|penalty|deduction)")
"""In a name that says itself what an adjustment is, whatever the decision calls it."""
HALF_A_HUNDREDTH = 0.005
"""Points are shown in hundredths: what rounding an index adds beyond that has a row of its own."""


def adjustment_rows(names: Names, composition: Composition) -> pd.DataFrame:
    """The adjustments as rows of a table of points: level, id, name, shown, points, max, lost, note.

    Their maximum is 0: a penalty has lost its points, a bonus has won more than there were to lose.
    """
    table = composition.adjustments
    return table.assign(
        name=[names.filed("node", each) for each in table["id"]],
        shown=[adjustment_label(names, line) for line in table.to_dict("records")],
        max=0.0,
        lost=-table["points"] + 0.0,
    )


def adjustment_label(names: Names, line: TableRow) -> str:
    """Penalty: late reports; how much was given, where a cap leaves less of it."""
    told = with_kind(names, line["id"], line["level"])
    if not numbers.differ(abs(line["points"]), line["given"]):
        return told
    given = numbers.points(line["given"])
    return _("{adjustment} ({points} given, capped)", adjustment=told, points=given)


def with_kind(names: Names, identity: str, level: str) -> str:
    """The name of a component; of an adjustment its kind before it, unless the name says that itself."""
    name = names.node(identity)
    return _(KINDS[level], name=name) if level in KINDS and not SAID.search(folded(name)) else name


def called(names: Names, things: Iterable[tuple[str, str]], *compositions: Composition) -> list[str]:
    """What people call components and adjustments (id, level), and how much was given of what these indices are made of."""
    given = [line for each in compositions for line in each.adjustments.to_dict("records")]
    labels = {line["id"]: adjustment_label(names, line) for line in given}
    return [labels.get(each) or with_kind(names, each, level) for each, level in things]


def steps(composition: Composition) -> list[dict[str, object]]:
    """What else lies between the points and the index, as rows: shown, points, max, lost."""
    rows: list[dict[str, object]] = []
    scale, most, rounding = composition.scale, composition.max, composition.rounding
    if numbers.differ(most, scale):
        told = _("Counted to {scale} (× {scale}/{max})", scale=numbers.short(scale), max=numbers.short(most))
        won, more = composition.rescaling, scale - most
        rows.append({"shown": told, "points": won, "max": more, "lost": more - won})
    if abs(rounding) >= HALF_A_HUNDREDTH:
        rows.append({"shown": _("Rounding"), "points": rounding, "max": 0.0, "lost": -rounding})
    return rows


def index_line(composition: Composition, decimals: int | None) -> list[str]:
    """The index as people check it by hand: Index = 100 × 62.3 / 95 + 1 − 2 = 64.58; nothing without adjustments."""
    if not composition.is_adjusted:
        return []
    points = numbers.short(composition.points, least=numbers.POINTS)
    if numbers.differ(composition.max, composition.scale):
        scale, most = numbers.short(composition.scale), numbers.short(composition.max)
        points = f"{scale} × {points} / {most}"
    parts = [
        f" {'+' if each > 0 else numbers.MINUS} {numbers.short(abs(each), least=numbers.POINTS)}"
        for each in composition.adjustments["points"].tolist()
    ]
    total = numbers.index(composition.index, decimals)
    return [OfOne(_("Index = {sum} = {index}", sum=points + "".join(parts), index=total))]


def composition_json(composition: Composition) -> dict[str, object]:
    """For scripts: index = scale × points / max + the adjustments + rounding."""
    adjustments = records(composition.adjustments, ("level", "id", "given", "points"))
    sums = {name: getattr(composition, name) for name in ("scale", "points", "max", "rescaling")}
    return {**sums, "adjustments": adjustments, "exact": composition.exact, "index": composition.index}
