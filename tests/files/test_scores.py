"""Files as Excel, macOS and people save them: all read the same."""

import unicodedata
from pathlib import Path

import pytest

from cchc_cli.files.csv import pieces as csv_pieces
from cchc_cli.files.find import find
from cchc_cli.files.load import load
from cchc_cli.files.scores.edit import write_values
from cchc_cli.index.points import year_points
from tests.conftest import MINIMAL, Run, Tiny

PLAIN = "year,unit,component,self,score,note\n2022,Xã Ô,1.1.1,6,1.5,lý do\n2022,Xã Ô,1.1.2,2,NA,\n2022,Xã Ô,1.10,2,,\n"
VIETNAMESE = PLAIN.replace(
    "year,unit,component,self,score,note", "Năm,Đơn vị,Mã tiêu chí,Điểm tự chấm,Điểm thẩm định,Ghi chú"
)


def semicolons(text: str) -> str:
    return text.replace(",", ";").replace(".5", ",5")


VARIANTS = {
    "plain": PLAIN,
    "bom": "\ufeff" + PLAIN,
    "windows lines": PLAIN.replace("\n", "\r\n"),
    "old mac lines": PLAIN.replace("\n", "\r"),
    "no last line break": PLAIN.rstrip("\n"),
    "vietnamese excel": "\ufeff" + semicolons(VIETNAMESE).replace("\n", "\r\n"),
    "tabs": PLAIN.replace(",", "\t"),
    "headers without accents": PLAIN.replace(
        "year,unit,component,self,score,note", "NAM, don vi ,Ma,tu cham,DIEM,Ly do"
    ),
    "decomposed": unicodedata.normalize("NFD", VIETNAMESE),
    "quoted": "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in PLAIN.splitlines()),
    "quoted decimal comma": PLAIN.replace("1.5", '"1,5"'),
    "spaces": PLAIN.replace("1.1.1", " 1.1.1\u00a0").replace("Xã Ô", "Xã\u00a0Ô ").replace("1.5", " 1.5 "),
    "kad": PLAIN.replace("NA", "kad"),
    "n/a": PLAIN.replace("NA", "N/A"),
    "blank lines": PLAIN.replace("\n2022", "\n\n  \n2022"),
    "rows of empty cells": PLAIN + ",,,,,\n ,,,,,\n",
    "trailing cells left out": PLAIN.replace("1.10,2,,", "1.10,2"),
    "empty columns": "\n".join(line + ",," for line in PLAIN.splitlines()),
    "unknown column": "\n".join(line + ",x" for line in PLAIN.splitlines()),
    "other order": "\n".join(",".join(line.split(",")[::-1]) for line in PLAIN.splitlines()),
    "exponent": PLAIN.replace("1.5", "15e-1"),
    "plus": PLAIN.replace("1.5", "+1.50"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_variants_read_the_same(variant: str, tiny: Tiny) -> None:
    tiny(scores=VARIANTS[variant])
    framework, scores = load(find())
    marks = year_points(framework, scores, 2022)
    assert [unit.id for unit in marks.units] == ["Xã Ô"]
    assert marks.got.tolist() == [[1.5, 0, 0]]
    assert marks.scored.tolist() == [[True, False, False]]
    assert marks.applicable.tolist() == [[True, False, True]]
    assert [scores.notes[note] for note in marks.notes[0]] == ["lý do", "", ""]
    own = year_points(framework, scores, 2022, "self")
    assert own.got.tolist() == [[6, 0, 2]]


def test_ids_are_text(tiny: Tiny) -> None:
    """1.10 is not 1.1, in YAML and in CSV, quoted or not; 007 keeps its zeros."""
    criteria = MINIMAL.replace('"1.1"', "1.1").replace("id: 1.1.1,", "id: 007,")
    tiny(criteria, scores="year,unit,component,score\n2022,1.50,1.10,2\n2022,1.50,007,6\n2022,1.5,007,1\n")
    framework, scores = load(find())
    assert framework.component_ids == ("007", "1.1.2", "1.10")
    assert [unit.id for unit in scores.units] == ["1.5", "1.50"]


def test_a_blank_score_takes_the_rule_on_the_value(tiny: Tiny) -> None:
    tiny(
        scores="year,unit,component,value,score\n2022,u,1.10,YES,\n2022,v,1.10,yes,0.5\n2022,w,1.10,no,\n2022,x,1.1.1,9,\n"
    )
    framework, scores = load(find())
    marks = year_points(framework, scores, 2022)
    assert marks.got[:, 2].tolist() == [2, 0.5, 0, 0]
    assert marks.scored[:, 2].tolist() == [True, True, True, False]
    # A value without a rule gives no points: x stays without any.
    assert not marks.scored[3].any()


def test_pieces_of_a_file_are_one_table(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file in one piece and in hundreds, with faults placed on the right lines."""
    rows = [f"2022,u{n % 97},{['1.1.1', '1.1.2', '1.10'][n // 97 % 3]},{n % 3 * 0.5}" for n in range(97 * 3)]
    rows[200] = "2022,u200,1.1.1,NA"
    text = "year,unit,component,score\n" + "\n".join(rows) + "\n"
    tiny(scores=text)
    _framework, whole = load(find())
    monkeypatch.setattr(csv_pieces, "PIECE", 64)
    _framework, pieces = load(find())
    assert whole.units == pieces.units
    assert whole.frame.equals(pieces.frame)


def test_faults_in_pieces_are_on_the_right_lines(tiny: Tiny, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr(csv_pieces, "PIECE", 64)
    rows = [f"2022,u{n},1.1.1,1" for n in range(50)]
    rows[33] = "2022,u33,1.1.1,x"
    rows[40] = "2022,u40,9.9.9,1"
    tiny(scores="year,unit,component,score\n" + "\n".join(rows))
    places = [line.split(": ")[0].strip() for line in run("score").err.splitlines()[1:]]
    assert places == ["data/scores.csv:35:16", "data/scores.csv:42:10"]


def test_places_after_cells_with_line_breaks(tiny: Tiny, run: Run) -> None:
    tiny(scores='year,unit,component,score,note\n2022,u,1.1.1,1,"two\nlines; ""quoted"""\n2022,u,1.1.2,9,"a,b"\n')
    assert "data/scores.csv:4:14: row 3, column score (D): 9 is out of range" in run("score").err


def test_all_files_are_one_table(tiny: Tiny, run: Run) -> None:
    tiny(
        **{
            "scores-2021": "year,unit,component,score\n2021,u,1.1.1,1\n",
            "scores-2022": "Năm;Đơn vị;Mã;Điểm\n2022;u;1.1.1;2,5\n",
            "other": "not scores",
        }
    )
    framework, scores = load(find())
    assert scores.years(framework) == [2021, 2022]
    assert year_points(framework, scores, 2022).got.sum() == 2.5


@pytest.mark.parametrize("year", ["²⁰²²", "٢٠٢٢", "20222", "abc", ""])
def test_a_file_with_a_row_of_no_year_is_left_as_it_is(year: str, tmp_path: Path) -> None:
    from cchc_cli.files.scores.edit import merge_scores
    from cchc_cli.model.problems import InputError

    file = tmp_path / "x.csv"
    file.write_text(f"year,unit,component,score\n2022,a,1.1,1\n{year},a,1.2,1\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        merge_scores(file, "x.csv", 2022, {("a", "1.1"): {"score": "2"}}, ["score"])
    assert [problem.place for problem in refused.value.problems] == ["x.csv:3:1"]


def test_a_value_that_stands_in_the_file_already_is_not_written_anew(tiny: Tiny) -> None:
    """As many digits as a file bears are the same value, whatever was left of it behind them."""
    folder = tiny(scores="year;unit;component;value\n2022;u;1.1.1;0,333333333333\n")
    before = (folder / "data" / "scores.csv").read_bytes()
    values = {(2022, "u", "1.1.1"): 1 / 3, (2022, "u", "1.1.2"): 2.5}
    assert write_values(find(), values) == {"data/scores-2022.csv": 1}
    assert write_values(find(), values) == {}
    assert (folder / "data" / "scores.csv").read_bytes() == before
