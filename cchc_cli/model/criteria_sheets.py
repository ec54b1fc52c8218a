"""criteria.yaml as sheets that people edit: which there are, their columns, and what stands in their cells."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from msgspec import to_builtins

from cchc_cli.messages import N_, _
from cchc_cli.model.criteria import Component, Criteria
from cchc_cli.model.framework import walk
from cchc_cli.model.rules import words

MARK = "cchc"
"""What the hidden first row of every sheet of ours begins with: `cchc:nodes.level` and so on."""
WORDS: dict[str, dict[str, str]] = {
    "source": {
        "appraisal": N_("appraisal"),
        "self": N_("self-assessment"),
        "survey": N_("survey"),
        "register": N_("register"),
    },
    "kind": {"bonus": N_("Bonus"), "penalty": N_("Penalty")},
    "rule_type": {
        "choice": N_("choice"),
        "tiers": N_("tiers"),
        "linear": N_("linear"),
        "deduct": N_("deduction"),
        "relative": N_("beside the best"),
        "each": N_("for each case"),
    },
}
"""Cells that hold one of some words, in any language."""
NOT_ROUNDED = N_("not rounded")
LISTS = ("groups", "requires", "ties_by")
MAPS = ("max", "max_by_group")
NUMBERS = (
    *("level", "max", "min", "each_area", "since", "until", "capacity", "effort", "gain"),
    *("index.scale", "index.rounding", "index.low", "index.bonus_cap", "index.penalty_cap"),
)
"""Cells and settings that hold a number."""
CellValue = str | float | None


@dataclass(frozen=True)
class SheetColumn:
    """A column: the key of criteria.yaml, its heading and its width."""

    key: str
    label: str
    width: int = 12


@dataclass(frozen=True)
class CriteriaSheet:
    """A sheet of a framework: its key, its name, its columns."""

    key: str
    label: str
    columns: tuple[SheetColumn, ...]


NAMES = (SheetColumn("id", N_("Id"), 10), SheetColumn("name", N_("Name"), 60))
ENGLISH = SheetColumn("name_en", N_("Name in English"), 30)
YEARS = (SheetColumn("since", N_("From year"), 9), SheetColumn("until", N_("To year"), 9))
RULE = (SheetColumn("rule_type", N_("Kind of rule"), 16), SheetColumn("rule", N_("Rule, a line each"), 40))
SHEETS = (
    CriteriaSheet(
        "nodes",
        N_("Framework"),
        (
            SheetColumn("level", N_("Level"), 7),
            *NAMES,
            SheetColumn("max", N_("Max"), 12),
            *RULE,
            SheetColumn("source", N_("Source"), 14),
            SheetColumn("owner", N_("Owner"), 16),
            SheetColumn("evidence", N_("Evidence, a line each"), 40),
            SheetColumn("measure", N_("Measure"), 18),
            SheetColumn("groups", N_("Only for groups"), 16),
            SheetColumn("max_by_group", N_("Max of groups"), 18),
            *YEARS,
            ENGLISH,
        ),
    ),
    CriteriaSheet(
        "actions",
        N_("Actions"),
        (
            SheetColumn("component", N_("Component"), 12),
            SheetColumn("name", N_("Action"), 60),
            SheetColumn("product", N_("Product"), 40),
            SheetColumn("due", N_("Due (MM-DD)"), 12),
            SheetColumn("effort", N_("Person-days"), 9),
            SheetColumn("gain", N_("Gain"), 9),
            SheetColumn("owner", N_("Owner"), 16),
            SheetColumn("id", N_("Id"), 14),
            SheetColumn("requires", N_("Requires"), 18),
            ENGLISH,
        ),
    ),
    CriteriaSheet(
        "adjustments",
        N_("Bonus and penalty"),
        (*NAMES, SheetColumn("kind", N_("Kind"), 12), SheetColumn("max", N_("Max"), 9), *RULE, *YEARS, ENGLISH),
    ),
    CriteriaSheet(
        "ratings",
        N_("Ratings"),
        (
            *NAMES,
            SheetColumn("min", N_("From points"), 9),
            SheetColumn("each_area", N_("In each area, %"), 14),
            ENGLISH,
        ),
    ),
    CriteriaSheet("owners", N_("Owners"), (*NAMES, SheetColumn("capacity", N_("Days a month"), 14), ENGLISH)),
    CriteriaSheet("groups", N_("Groups"), (*NAMES, ENGLISH)),
    CriteriaSheet(
        "settings", N_("Settings"), (SheetColumn("key", N_("Key"), 32), SheetColumn("value", N_("Value"), 60))
    ),
)
SCALARS = (
    *(f"index.{key}" for key in ("id", "name", "name_en", "level", "scale", "rounding", "ties", "ties_by", "rank_on")),
    *(f"index.{key}" for key in ("low", "bonus_cap", "penalty_cap")),
    *(f"defaults.{key}" for key in ("unit", "language", "timezone")),
)
"""Settings that have a row whether or not they are said."""


def rows_of(criteria: Criteria) -> dict[str, list[dict[str, CellValue]]]:
    """The rows of each sheet: cells by the keys of their columns."""
    settings = dict.fromkeys(SCALARS, None) | dict(_settings(criteria))
    return {
        "nodes": [
            _row(_node(to_builtins(line[-1]), line[-1])) | {"level": float(len(line))} for _p, line in walk(criteria)
        ],
        "actions": list(_actions(criteria)),
        "adjustments": [
            _row(to_builtins(each) | _rule(each.rule and each.rule.rule, each.rule and each.rule.type))
            for each in criteria.adjustments
        ],
        "ratings": [_row(to_builtins(each)) for each in criteria.index.ratings],
        **{
            name: [_row({"id": key} | to_builtins(each)) for key, each in named.items()]
            for name, named in (("owners", criteria.owners), ("groups", criteria.groups))
        },
        "settings": [{"key": key, "value": value} for key, value in settings.items()],
    }


def _actions(criteria: Criteria) -> Iterator[dict[str, CellValue]]:
    for _place, line in walk(criteria):
        for action in line[-1].actions if isinstance(line[-1], Component) else ():
            yield _row(to_builtins(action)) | {"component": cell_of("component", line[-1].id)}


def _node(plain: dict[str, object], node: object) -> dict[str, object]:
    rule = node.rule if isinstance(node, Component) else None
    return plain | _rule(rule, rule.__struct_config__.tag if rule else None)


def _rule(rule: object, kind: object) -> dict[str, object]:
    lines: Callable[[], list[str]] | None = getattr(rule, "lines", None)
    return {"rule": "\n".join(lines()), "rule_type": kind} if lines else {}


def _row(plain: Mapping[str, object]) -> dict[str, CellValue]:
    """A row; what is a sheet of its own, or rows below, is left out."""
    apart = ("criteria", "components", "actions")
    return {key: cell_of(key, value) for key, value in plain.items() if key not in apart}


def cell_of(key: str, value: object) -> CellValue:
    """What stands in the cell of a key."""
    match value:
        case None:
            return None
        case int() | float():
            return float(value)
        case dict():
            pairs = (f"{words.token(str(each))}: {words.told_number(points)}" for each, points in value.items())
            return "; ".join(pairs)
        case list() | tuple():
            return ("; " if key in LISTS else "\n").join(_part(str(each), key in LISTS) for each in value)
    if key in WORDS:
        return _(WORDS[key][str(value)])
    return str(value) if key == "rule" else _part(str(value), is_token=False)


def _part(text: str, is_token: bool) -> str:
    """A text, in quotation marks where a sheet, or what stands around it, would change it."""
    if is_token:
        return words.token(text)
    is_plain = text.isprintable() and "  " not in text and text == text.strip() and not text.startswith('"') and text
    return text if is_plain else words.quoted(text)


def _settings(criteria: Criteria) -> Iterator[tuple[str, CellValue]]:
    """Everything that is no sheet of its own: `index.scale`, `document.to.1.name` and so on."""
    plain = to_builtins(criteria)
    for part in ("index", "defaults", "document"):
        for path, value in _flat(part, plain.get(part, {})):
            if path == "index.rounding" and value is None:
                yield path, _(NOT_ROUNDED)
            elif value is not None:
                yield path, cell_of(path.rpartition(".")[2], value)


def _flat(path: str, value: object) -> Iterator[tuple[str, object]]:
    if path == "index.ratings":
        return
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flat(f"{path}.{key}", each)
    elif isinstance(value, list | tuple) and path.rpartition(".")[2] not in LISTS:
        for number, each in enumerate(value, start=1):
            yield from _flat(f"{path}.{number}", each)
    else:
        yield path, value
