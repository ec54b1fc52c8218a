"""A draft as the text of criteria.yaml: every text quoted, every doubt a `# TODO` comment with its cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import to_builtins

from cchc_cli.messages import _, language
from cchc_cli.model.capitals import in_small_letters
from cchc_cli.model.rules import Choice, Tiers
from cchc_cli.office.frameworks.draft import CriteriaDraft
from cchc_cli.office.frameworks.extras import Extra
from cchc_cli.office.frameworks.nodes import Ids, Node, slug

PAPER = re.compile(
    r"^(?:bộ|bảng|khung|danh mục)?\s*(?:các )?tiêu chí\b.*?(?=chỉ số\b)|^(?:bộ|bảng (?:chấm|tính) điểm) (?=chỉ số\b)",
    re.I,
)
"""“Bộ tiêu chí chấm điểm chỉ số …” and “Bộ chỉ số …” are papers; what is raised and ranked is the index."""


def index_name(title: str) -> str:
    """The name of the index that a title says; a title in small letters loses only what is the paper's."""
    name = PAPER.sub("", in_small_letters(title))
    return f"{name[:1].upper()}{name[1:]}" if name != title else title


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


def of_every_index(draft: CriteriaDraft) -> list[str]:
    """What is told whatever a table says: the name, where it was made of a title, and ratings."""
    read = ", ".join(f"{name} {_number(least)}" for name, least in draft.ratings.items())
    told = [
        _("Ratings were read: {ratings}; compare them with the decision.", ratings=read)
        if read
        else _("No ratings were read: write those of the decision into index.ratings of criteria.yaml, highest first.")
    ]
    if index_name(draft.title) != draft.title:
        text = _(
            "The name of the index was made of “{title}”; change it in criteria.yaml if it reads otherwise.",
            title=draft.title[:80],
        )
        told.insert(0, text)
    return told


def _index(draft: CriteriaDraft) -> Iterator[str]:
    yield "index:"
    if draft.untitled:
        yield from _todo("  ", draft.untitled.address, draft.untitled.text)
    title = index_name(draft.title)
    yield f"  id: {_quoted(slug(title.partition('(')[0]) or 'cchc')}"
    name = title or _("Name of the index")
    yield f"  name: {_quoted(name[:NAME])}"
    yield "  scale: 100"
    yield from (f"  {kind}_cap: {_number(most)}" for kind, most in draft.caps.items())
    if draft.ratings:
        yield "  ratings:"
        ids = Ids()
        rated = ({"id": ids.take(slug(name)), "name": name, "min": least} for name, least in draft.ratings.items())
        yield from (f"    - {_flow(rating, '')}" for rating in rated)
        return
    yield from _comment("  ", _("The ratings of the decision, highest first, such as:"))
    yield "  # ratings:"
    yield "  #   - {id: good, name: Tốt, min: 80}"


def _named(key: str, names: dict[str, str]) -> Iterator[str]:
    yield from [f"{key}:"] if names else ()
    yield from (f"  {_quoted(identity)}: {_flow({'name': name[:NAME]}, '')}" for identity, name in names.items())


def _extra(extra: Extra) -> str:
    keys = {"id": extra.id, "name": extra.name[:NAME], "kind": extra.kind, "max": extra.max}
    return _flow(keys if extra.rule is None else keys | {"rule": to_builtins(extra.rule)}, "")


def _node(node: Node, indent: str, below: str) -> Iterator[str]:
    yield from (todo for address, text in node.doubts for todo in _todo(indent, address, text))
    yield from (comment for line in node.remarks for comment in _comment(indent, line.text))
    yield f"{indent}- id: {_quoted(node.id)}"
    inner = indent + "  "
    points = None if node.children and node.max_by_group else node.points
    by_group = {} if node.children else node.max_by_group
    yield from _keys(inner, name=node.name[:NAME], groups=node.groups, max=points, max_by_group=by_group)
    if not node.children:
        yield from _leaf(node, inner)
        return
    yield f"{inner}{below}:"
    for child in node.children:
        yield from _node(child, inner + "  ", "components")


def _leaf(leaf: Node, indent: str) -> Iterator[str]:
    yield from _keys(indent, source=leaf.source, owner=leaf.owner)
    yield from [f"{indent}evidence:"] if leaf.evidence else ()
    yield from (f"{indent}  - {_quoted(text[:TEXT])}" for text in leaf.evidence)
    # The lines of options and tiers stand in the rule itself.
    told = [line for line in leaf.lines if line.points is None or not isinstance(leaf.rule, Choice | Tiers)]
    yield from (comment for line in told for comment in _comment(indent, line.told))
    yield from _keys(indent, rule=to_builtins(leaf.rule))


def _keys(indent: str, **values: object) -> Iterator[str]:
    """A line for each key that has a value."""
    yield from (
        f"{indent}{key}: {_flow(value, key)}" for key, value in values.items() if value not in (None, "", (), {})
    )


def _flow(value: object, key: str) -> str:
    """A value on one line; the keys below some are users' texts, and some values are words of our own."""
    if isinstance(value, dict):
        own = key in ("options", "items", "max_by_group")
        return f"{{{', '.join(f'{_quoted(k) if own else k}: {_flow(each, k)}' for k, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flow(each, key) for each in value)}]"
    if isinstance(value, str):
        return value if key in ("type", "to", "kind", "source") else _quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
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
