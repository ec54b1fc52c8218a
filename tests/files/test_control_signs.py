"""Control signs in criteria.yaml: refused with their place, since no document can hold them."""

import pytest

from cchc_cli.model.letters import clean, csv_cell
from tests.conftest import MINIMAL, Run, Tiny


@pytest.mark.parametrize("sign", ["\\x01", "\\e", "\\x7f", "\\x9b", "\\r", "\\ud800", "\\uffff", "\\0"])
def test_a_control_sign_in_a_name_is_refused_with_its_place(sign: str, tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("name: Good", f'name: "G{sign}ood"'), scores="year,unit,component,score\n2022,u,1.1.1,6\n")
    outcome = run("score")
    assert (outcome.status, outcome.out) == (2, "")
    told = " ".join(outcome.err.split())
    assert "criteria.yaml:6:" in told
    assert "control sign" in told or "valid YAML" in told


def test_tabs_and_line_breaks_are_read(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("name: Good", 'name: "G\\tood\\nx"'), scores="year,unit,component,score\n2022,u,1.1.1,6\n")
    assert run("score").status == 0


@pytest.mark.parametrize("text", ['="', '=""', '="a b"', '="a" & "b"'])
def test_only_the_whole_mark_of_a_text_is_taken_off_and_in_csv_alone(text: str) -> None:
    assert csv_cell('="3.2.1"') == "3.2.1"
    assert csv_cell(text) == text
    assert clean('="3.2.1"') == '="3.2.1"'
