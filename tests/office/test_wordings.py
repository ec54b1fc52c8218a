"""Small annexes in wordings of several provinces: what stands in the draft is what was judged by hand."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from cchc_cli.model.rules import BaseRule, Choice, Deduct, ExtraRule, Linear, Relative, Tiers
from cchc_cli.office.frameworks.draft import CriteriaDraft, draft_criteria
from cchc_cli.office.frameworks.nodes import Node
from cchc_cli.office.rules.lines import split_lines
from cchc_cli.office.rules.text import read_rule
from tests.office.test_kinds import book

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("wordings.yaml").read_text("utf-8"))


def rule_words(rule: BaseRule | ExtraRule | None) -> str:
    """A rule on a line: options, tiers, from → to, so many off."""
    match rule:
        case Choice():
            return "; ".join(f"{option}: {points:g}" for option, points in rule.given().items())
        case Tiers(tiers=tiers):
            return "; ".join(f"{tier.told}: {tier.points:g}" for tier in tiers)
        case Linear(start=start, to=to, floor=floor):
            return f"{start:g} → {to:g}" + ("" if floor is None else f", not under {floor:g}")
        case Relative(lower=lower):
            return "share of the least" if lower else "share of the best"
        case Deduct(items=None, per=per, most=most):
            return f"−{per:g} each" + ("" if most is None else f", at most {most:g}")
        case Deduct(items=items):
            return "; ".join(f"{item.name} −{item.per:g}" for item in (items or {}).values())
        case ExtraRule(each=each) if each is not None:
            return f"{each:g} each"
    return "" if rule is None else "other"


def node_lines(node: Node, indent: str = "") -> list[str]:
    maxima = "".join(f" {group}={points}" for group, points in (node.max_by_group or {}).items())
    said = f"{indent}{node.id} {node.name}: {'?' if node.points is None else f'{node.points:g}'}{maxima}"
    groups = f" [{' '.join(node.groups)}]" if node.groups else ""
    own = said + groups + (f" | {rule_words(node.rule)}" if node.rule else "")
    return [own, *(line for child in node.children for line in node_lines(child, indent + "  "))]


def draft_lines(draft: CriteriaDraft) -> list[str]:
    found = [line for area in draft.areas for line in node_lines(area)]
    for extra in draft.extras:
        rule = f" | {rule_words(extra.rule)}" if extra.rule else ""
        found.append(f"{extra.kind} {extra.id} {extra.name}: {extra.max:g}{rule}")
    found += [f"{kind} at most {most:g}" for kind, most in draft.caps.items()]
    return [
        *found,
        *(f"! {doubt.address[2:]} {doubt.text}" for doubt in draft.doubts),
        *(f"n {n}" for n in draft.notes),
    ]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES if "rows" in case])
def test_annexes_in_other_wordings(case: dict[str, Any]) -> None:
    draft = draft_criteria(book([["BỘ TIÊU CHÍ"], *case["rows"]]), None, case.get("groups"))
    assert draft_lines(draft) == case["gives"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["rule"][:60]) for case in CASES if "rule" in case])
def test_rules_in_other_wordings(case: dict[str, Any]) -> None:
    reading = read_rule(split_lines(case["rule"], "D4"), case["max"])
    assert (rule_words(reading.rule), [text for _cell, text in reading.doubts]) == (case["gives"], case.get("told", []))
