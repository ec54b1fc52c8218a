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


def test_a_control_sign_that_is_left_of_a_misread_letter_is_told_as_that(tiny: Tiny, run: Run) -> None:
    """Đ is two bytes, of which no letter of Windows-1252 is the second."""
    tiny(MINIMAL.replace("name: Good", "name: Hoàn thành Đề án".encode().decode("latin-1")))
    told = " ".join(run("score").err.split())
    assert "criteria.yaml:6:" in told and "text was read in a wrong encoding: “" in told, told
    assert "control sign" not in told


def test_what_is_too_large_is_called_a_framework_only_where_it_is_one(tiny: Tiny, run: Run) -> None:
    folder = tiny(MINIMAL, scores="year,unit,component,score\n2022,a,1.1.1,6\n")
    large = MINIMAL + "# comment\n" * 2_000_000
    (folder / "what-if.yaml").write_text(large, "utf-8")
    told = run("simulate", "--scenarios", "what-if.yaml").err
    assert "what-if.yaml" in told and "60 KB" not in told, told
    (folder / "criteria.yaml").write_text(large, "utf-8")
    assert "A framework of 100 components takes about 60 KB." in run("score").err


def test_a_name_of_endless_length_is_shown_by_its_beginning(tiny: Tiny, run: Run) -> None:
    tiny(
        MINIMAL,
        scores="year,unit,component,score\n2022,a,1.1.1,6\n2022,b,1.1.1,6\n",
        units=f"unit,name\na,{'Xã ' * 9000}\nb,B\n",
    )
    for command in (("score", "-u", "zz"), ("score",), ("score", "-u", "Xã Xã Xã")):
        assert 0 < len(run(*command).err) < 2000


def test_tabs_and_line_breaks_are_read(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("name: Good", 'name: "G\\tood\\nx"'), scores="year,unit,component,score\n2022,u,1.1.1,6\n")
    assert run("score").status == 0


@pytest.mark.parametrize("text", ['="', '=""', '="a b"', '="a" & "b"'])
def test_only_the_whole_mark_of_a_text_is_taken_off_and_in_csv_alone(text: str) -> None:
    assert csv_cell('="3.2.1"') == "3.2.1"
    assert csv_cell(text) == text
    assert clean('="3.2.1"') == '="3.2.1"'
