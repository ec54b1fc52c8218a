"""What is written down as an annex and read again is the same framework."""

from pathlib import Path

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.load import load_framework
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.rules import Choice, Rule, Tier, Tiers
from tests.conftest import ROOT, Run
from tests.office.annex import annex_rows, write_sheet


def bare(rule: Rule | None) -> Rule | None:
    """A rule without a last tier that gives nothing, and options without names of their own, as annexes have them."""
    if isinstance(rule, Tiers) and rule.tiers[-1] == Tier(min=0, points=0):
        return Tiers(tiers=rule.tiers[:-1])
    return Choice(options=dict(rule.given())) if isinstance(rule, Choice) else rule


def tree(criteria: Criteria, *, upper: bool) -> list[object]:
    """Ids, names, maxima and rules, area by area. Annexes write areas in capitals."""
    return [
        (
            area.id,
            area.name.upper() if upper else area.name,
            [
                (
                    criterion.id,
                    criterion.name,
                    [(leaf.id, leaf.name, leaf.max, bare(leaf.rule)) for leaf in criterion.components or (criterion,)],
                )
                for criterion in area.criteria
            ],
        )
        for area in criteria.areas
    ]


def test_the_sample_as_a_sheet_is_read_again_as_the_sample(tmp_path: Path, run: Run) -> None:
    original = load_framework(WorkspaceFolder(ROOT))
    sheet = write_sheet(tmp_path / "annex.xlsx", annex_rows(original))
    outcome = run("-C", tmp_path, "import", "criteria", sheet)
    assert (outcome.status, outcome.err) == (0, "")
    again = load_framework(WorkspaceFolder(tmp_path))
    assert tree(again.criteria, upper=False) == tree(original.criteria, upper=True)
    assert "TODO" not in (tmp_path / "criteria.yaml").read_text("utf-8")
    assert run("-C", tmp_path, "check").status == 0
