"""A draft as the text of criteria.yaml: every text quoted, every doubt a `# TODO` comment with its cell."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import to_builtins

from cchc_cli.messages import _, language
from cchc_cli.model.rules import BaseRule, Choice, ExtraRule, Tiers
from cchc_cli.office.extras import Extra
from cchc_cli.office.framework import CriteriaDraft
from cchc_cli.office.nodes import Node, slug
from cchc_cli.office.rule_lines import Line

NAME, TEXT = 2000, 10_000
"""The longest name and text that criteria.yaml takes."""


def criteria_text(draft: CriteriaDraft) -> str:
    """The whole file. What it says is what our own reader takes, but for a maximum that no cell says."""
    lines = [*_head(draft), "areas:"]
    for area in draft.areas:
        lines += _node(area, "  ", "criteria")
    return "\n".join(lines) + "\n"


def _head(draft: CriteriaDraft) -> Iterator[str]:
    source = f"{draft.file}, {draft.sheet}" if draft.sheet else draft.file
    yield from _comment("", _("Made by cchc import criteria from {source}.", source=source))
    if draft.doubts:
        yield from _comment("", _("Look at every line with TODO, correct it, and remove the comment."))
    for doubt in draft.doubts:
        if not doubt.node and doubt is not draft.untitled:
            yield from _todo("", doubt.address, doubt.text)
    yield "version: 1"
    yield from _index(draft)
    yield "defaults:"
    yield f"  language: {language()}"
    yield from _named("groups", draft.groups)
    yield from _named("owners", draft.owners)
    yield from ["adjustments:"] if draft.extras else ()
    for extra in draft.extras:
        yield from (line for each in extra.lines for line in _comment("  ", each))
        yield f"  - {_extra(extra)}"


def _index(draft: CriteriaDraft) -> Iterator[str]:
    yield "index:"
    if draft.untitled:
        yield from _todo("  ", draft.untitled.address, draft.untitled.text)
    yield f"  id: {_quoted(index_id(draft.title))}"
    name = draft.title or _("Name of the index")
    yield f"  name: {_quoted(name[:NAME])}"
    yield "  scale: 100"
    yield from (f"  {kind}_cap: {_number(most)}" for kind, most in draft.caps.items())
    yield from _comment("  ", _("The ratings of the decision, highest first, such as:"))
    yield "  # ratings:"
    yield "  #   - {id: good, name: Tốt, min: 80}"


def _named(key: str, names: dict[str, str]) -> Iterator[str]:
    yield from [f"{key}:"] if names else ()
    yield from (f"  {_quoted(identity)}: {{name: {_quoted(name[:NAME])}}}" for identity, name in names.items())


def index_id(title: str) -> str:
    """An id from the first words of a title."""
    words = slug(title.partition("(")[0]).split("-")
    while len("-".join(words)) > 40:
        words.pop()
    return "-".join(words) or "cchc"


def _extra(extra: Extra) -> str:
    keys = f"id: {_quoted(extra.id)}, name: {_quoted(extra.name[:NAME])}"
    rule = "" if extra.rule is None else f", rule: {_rule(extra.rule)}"
    return f"{{{keys}, kind: {extra.kind}, max: {_number(extra.max)}{rule}}}"


def _node(node: Node, indent: str, below: str) -> Iterator[str]:
    for address, text in node.doubts:
        yield from _todo(indent, address, text)
    for line in node.remarks:
        yield from _comment(indent, line.text)
    inner = indent + "  "
    yield f"{indent}- id: {_quoted(node.id)}"
    yield f"{inner}name: {_quoted(node.name[:NAME])}"
    if node.groups:
        yield f"{inner}groups: [{', '.join(map(_quoted, node.groups))}]"
    if node.points is not None and not (node.children and node.max_by_group):
        yield f"{inner}max: {_number(node.points)}"
    if node.max_by_group and not node.children:
        maxima = ", ".join(f"{_quoted(group)}: {_number(most)}" for group, most in node.max_by_group.items())
        yield f"{inner}max_by_group: {{{maxima}}}"
    if node.children:
        yield f"{inner}{below}:"
        for child in node.children:
            yield from _node(child, inner + "  ", "components")
        return
    yield from _leaf(node, inner)


def _leaf(leaf: Node, indent: str) -> Iterator[str]:
    if leaf.source:
        yield f"{indent}source: {leaf.source}"
    if leaf.owner:
        yield f"{indent}owner: {_quoted(leaf.owner)}"
    if leaf.evidence:
        yield f"{indent}evidence:"
        yield from (f"{indent}  - {_quoted(text[:TEXT])}" for text in leaf.evidence)
    # The lines of options and tiers stand in the rule itself.
    told = [line for line in leaf.lines if line.points is None or not isinstance(leaf.rule, Choice | Tiers)]
    yield from (comment for line in told for comment in _comment(indent, _line(line)))
    if leaf.rule is not None:
        yield f"{indent}rule: {_rule(leaf.rule)}"


def _line(line: Line) -> str:
    return line.text if line.points is None else f"{line.text}: {_number(line.points)}"


def _rule(rule: BaseRule | ExtraRule) -> str:
    return _flow(to_builtins(rule), "rule")


def _flow(value: object, key: str) -> str:
    """A part of a rule on one line; the keys below options and items are users' texts."""
    if isinstance(value, dict):
        own = key in ("options", "items")
        return f"{{{', '.join(f'{_quoted(k) if own else k}: {_flow(each, k)}' for k, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flow(each, key) for each in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value if key in ("type", "to") else _quoted(value)
    return _number(value) if isinstance(value, int | float) else "null"


def _todo(indent: str, address: str, text: str) -> Iterator[str]:
    yield from _comment(indent, f"TODO {address}: {text}")


def _comment(indent: str, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"{indent}# {''.join(sign if sign.isprintable() else ' ' for sign in line)}"


def _quoted(text: str) -> str:
    """A text in double quotation marks; signs that YAML does not take are written as escapes."""
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else _escape(sign) for sign in escaped)


def _escape(sign: str) -> str:
    code = ord(sign)
    return " " if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _number(value: float) -> str:
    return f"{value:.12g}"
