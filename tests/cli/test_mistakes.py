"""Mistakes, each with a message by which a person finds the place, sees what is wrong and knows what to do."""

import re
from pathlib import Path

import pytest

from cchc_cli.messages import use
from tests.conftest import Run
from tests.mistakes import CRITERIA, FILES, UNITS, YAML, Mistake
from tests.mistakes_elsewhere import ELSEWHERE
from tests.mistakes_in_points import IN_POINTS
from tests.slips import SLIPS

BROKEN = (
    *(
        "a:\n\tb: 1\n",
        "a: b: c\n",
        "a:\n   b: 1\n  c: 2\n",
        "a: {b: 1\nc: 2\n",
        "a: [1, 2\nb: 1\n",
        "a: %x\n",
        "a: `x\n",
    ),
    *('a: "x\nb: 1\n', 'a: "C:\\data"\n', "a:\n  name:x\n  c: 1\n", "a:\n  - b: 1\n  -c: 1\n", "a: - b\n", "a: *x y\n"),
    *(
        "a: * x\n",
        "a: & x\n",
        "a: !<x y\n",
        "a: |x\n  b\n",
        "? [a\n",
        'a: "x" y\n',
        "a: , b\n",
        "a: b}\n}\n",
        "a: \x01\n",
    ),
    *(
        "a: 'x\n\n---\nb'",
        "%YAML 3.0\n---\na: 1",
        "%FOO\n",
        "a: &x &y 1",
        "a: !!str !!int 1",
        "a\nb\nc: 1\n",
        "- a\nb: 1\n",
    ),
)
"""Texts that are no YAML, each in another way."""
ENGLISH = re.compile(r"\b(?:while|found|expected|could|did|not|allowed|unexpected|mapping|values?|the)\b")


def write(folder: Path, files: dict[str, str | bytes | None]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())


def stand(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock"}


# Not ids=: pytest escapes them anew each time a process collects, and mutmut does so twice.
@pytest.mark.parametrize("mistake", [pytest.param(each, id=each.what) for each in (*IN_POINTS, *ELSEWHERE, *SLIPS)])
def test_a_mistake_is_told_so_that_a_person_can_act(
    mistake: Mistake, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {**FILES, **mistake.files})
    before = stand(tmp_path)
    monkeypatch.setenv("CCHC_LANG", "vi")
    use("vi")
    outcome = run(*mistake.command)
    assert (outcome.status, outcome.out) == (2, "")
    for told in mistake.told:
        assert told in outcome.err
    assert stand(tmp_path) == before


@pytest.mark.parametrize("text", BROKEN)
def test_what_the_parser_of_yaml_says_in_english_is_never_told(
    text: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {YAML: text})
    monkeypatch.setenv("CCHC_LANG", "vi")
    use("vi")
    outcome = run("-C", tmp_path, "score")
    assert outcome.status == 2
    assert not ENGLISH.search(outcome.err.split(": ", 2)[-1])


def test_the_framework_of_the_mistakes_is_sound(tmp_path: Path, run: Run) -> None:
    write(tmp_path, {**FILES, YAML: CRITERIA})
    assert run("-C", tmp_path, "score", "2022").status == 0


def test_a_framework_that_is_no_yaml_still_says_its_language(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CCHC_LANG", raising=False)
    write(tmp_path, {**FILES, YAML: CRITERIA.replace("Kế hoạch cải", "Kế hoạch: cải")})
    assert run("-C", tmp_path, "score", "2022").err.startswith("Lỗi: ")


def test_quotation_marks_of_word_are_no_part_of_what_is_typed(tmp_path: Path, run: Run) -> None:
    write(tmp_path, FILES)
    asked = [run("-C", tmp_path, "score", "2022", "--unit", unit) for unit in ("an-phu", "“an-phu”", "“Xã An Phú”")]
    asked += [run("-C", tmp_path, "score", year, "--unit", "an-phu") for year in ("“2022”", "'2022'", "«2022»")]
    assert {(each.status, each.out) for each in asked} == {(0, asked[0].out)}
    settings = ("1.1.1=0", "“1.1.1=0”", "«1.1.1=0»", "1.1.1=“0”", "“1.1.1”=0")
    asked = [run("-C", tmp_path, "simulate", "2022", "-u", "an-phu", "--set", each) for each in settings]
    assert {(each.status, each.out) for each in asked} == {(0, asked[0].out)}


def test_a_misspelt_workspace_is_told_in_the_language_of_where_one_stands(
    sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CCHC_LANG", raising=False)
    monkeypatch.chdir(sample)
    assert run("-C", "nowhere", "score").err.startswith("Lỗi: Không có thư mục nowhere.")


def test_a_fault_of_the_framework_makes_no_other_ones(tmp_path: Path, run: Run) -> None:
    tasks = "id,component,action,gain,status\nT-2023-001,1.1.1,Ban hành,2,todo\n"
    write(
        tmp_path,
        {**FILES, YAML: CRITERIA.replace("max: 6", "max: sáu").replace("1.10", "1.11"), "data/tasks.csv": tasks},
    )
    outcome = run("-C", tmp_path, "check", "--format", "csv")
    assert {line.split(",")[1] for line in outcome.out.splitlines()[1:]} == {str(tmp_path / YAML)}


def test_an_id_that_is_there_twice_and_a_list_under_another_key_are_one_fault_each(tmp_path: Path, run: Run) -> None:
    tasks = "id,component,action,owner,status\nT-2023-001,1.1.2,Ban hành,van-phong,todo\n"
    for old, new, told in (("id: 1.1.2", "id: 1.1.1", "1.1.1"), ("owners:", "owner:", "owners")):
        write(tmp_path, {**FILES, YAML: CRITERIA.replace(old, new, 1), "data/tasks.csv": tasks})
        outcome = run("-C", tmp_path, "check", "--format", "csv")
        (fault,) = [line for line in outcome.out.splitlines() if line.startswith("error")]
        assert outcome.status == 1 and told in fault


def test_what_is_read_as_something_else_than_its_author_meant_is_told(tmp_path: Path, run: Run) -> None:
    """A name that a comment cuts, a name that two units bear; a comment behind a space, and units of other years, are none."""
    for file, old, new, place, told in (
        (YAML, "name: Công tác tuyên truyền", "name: Công tác #2 tuyên truyền", "22,15", "#2 tuyên truyền"),
        (YAML, "name: Công tác tuyên truyền", "name: Công tác tuyên truyền # rà soát lại", "", ""),
        (YAML, "name: Công tác tuyên truyền", "name: “Công tác tuyên truyền”", "22,15", "“Công tác tuyên truyền”"),
        ("data/units.csv", "Xã An Hòa", "“Xã An Hòa”", "3,8", "“Xã An Hòa”"),
        ("data/units.csv", "Xã An Hòa", "xã An Phú", "3,8", "an-phu"),
        ("data/units.csv", UNITS, "unit,name,since,until\nan-phu,Xã An Phú,,\nan-hoa,Xã An Phú,,2020\nan-cu,Xã An Cư,,\n", "3,8", "an-phu"),
        ("data/units.csv", UNITS, "unit,name,since,until\nan-phu,Xã An Phú,2021,\nan-cu,Xã An Phú,,2020\nan-hoa,Xã An Hòa,,\n", "", ""),
    ):  # fmt: skip
        write(tmp_path, {**FILES, file: FILES[file].replace(old, new)})
        outcome = run("-C", tmp_path, "check", "--format", "csv", "--lang", "vi")
        found = [line for line in outcome.out.splitlines() if re.search("#2|trùng với tên|ngoặc", line)]
        assert bool(found) == bool(told), outcome.out
        assert all(told in line and f",{place}," in line for line in found)
