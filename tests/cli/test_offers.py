"""What is offered to complete a word, asked of the module itself; test_completion.py presses Tab in real shells."""

import os
import unicodedata
from pathlib import Path

import pytest

from cchc_cli.files import completion
from tests.conftest import Run


def test_ids_and_names_of_the_sample_are_all_completed(sample: Path, run: Run) -> None:
    assert "Tab does not complete" not in run("check").out


def test_a_tab_waits_for_nothing_and_reads_little(sample: Path) -> None:
    from cchc_cli.files import completion, find

    (sample / "data" / "units.csv").unlink()
    os.mkfifo(sample / "data" / "units.csv")
    os.mkfifo(sample / "data" / "tasks.csv")
    (sample / "data" / "scores-2099.csv").symlink_to("/dev/zero")
    assert completion.tasks(str(sample)) == []
    assert "xa-tien-loi" in dict(completion.units(str(sample)))
    assert completion.years(str(sample)) == ["2022", "2021"]
    with (sample / "data" / "scores-2030.csv").open("w") as file:
        file.write("year,unit,component,score\n" + "2030,u,1.1.1,1\n" * 200_000)
        file.truncate(20 * 2**30)  # twenty GiB of nothing
    assert completion.years(str(sample)) == ["2030", "2022", "2021"]
    (sample / "criteria.yaml").unlink()
    os.mkfifo(sample / "criteria.yaml")
    assert find.default_language(str(sample)) is None
    assert completion.units(str(sample)) == []


def test_ids_typed_in_decomposed_letters_are_completed(sample: Path) -> None:
    with (sample / "data" / "units.csv").open("a", encoding="utf-8") as file:
        file.write("xã-đèo,Xã Đèo\n")
    typed_by_mac = unicodedata.normalize("NFD", "xã-đ")
    assert completion.units(str(sample), typed_by_mac) == [("xã-đèo", "Xã Đèo")]


def test_flags_and_folders_go_on_behind_what_is_there(sample: Path) -> None:
    from cchc_cli.cli import options

    assert options.flags("low,dr") == ["low,dropped"]
    assert "low,low" not in options.flags("low,")
    assert [completion.groups(str(sample)), completion.groups_or_all(str(sample))] == [["cap-xa"], ["cap-xa", "all"]]
    (sample / "data" / "2022").mkdir()
    (sample / "data" / "$(touch evil)").mkdir()
    assert completion.folders("data/") == ["data/2022"]
    assert completion.folders("nowhere/") == []
    assert "1" in dict(completion.nodes(str(sample)))
    assert "1" not in dict(completion.components(str(sample)))
    assert ("good", "Tốt") in completion.ratings(str(sample))
    offered = [identity for identity, _name in completion.excluded(str(sample))]
    assert len(offered) == len(set(offered))
    assert "1" not in offered
    assert set(dict(completion.components(str(sample)))) <= set(offered)


def test_what_is_offered_of_a_workspace_elsewhere_is_explained(
    sample: Path, tmp_path_factory: pytest.TempPathFactory, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = str(sample.absolute())
    (sample / "data" / "tasks.csv").write_text("id,component,action\nT-1,1.1,Việc một\nT 2,1.1,x\nT-3,1.1\n", "utf-8")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    Path("one/two/three").mkdir(parents=True)
    assert completion.folders("one/two/t") == ["one/two/three"]
    assert completion.tasks(at) == [("T-1", "Việc một"), ("T-3", "")]
    assert completion.years(at) == ["2022", "2021"]
    assert completion.owners(at, "mot") == [("mot-cua", "Bộ phận Tiếp nhận và trả kết quả")]
    assert [identity for identity, _name in completion.components(at, "3.3")] == ["3.3.1", "3.3.2", "3.3.3"]
    assert completion.settings(at, "1.5=m") == [("1.5=max", dict(completion.components(at))["1.5"])]
    assert "shells take for their own: T 2." in run("-C", at, "check", "-f", "csv").out


def test_behind_the_sign_of_equality_stand_options_and_the_points_of_tiers(sample: Path) -> None:
    at = str(sample)
    assert [word for word, _text in completion.settings(at, "1.5=")] == [
        f"1.5={word}" for word in ("max", "NA", "two", "one", "none")
    ]
    assert ("1.5=two", "Từ hai sáng kiến trở lên") in completion.settings(at, "1.5=t")
    assert ("3.3.1=5", "from 98") in completion.settings(at, "3.3.1=")
    assert completion.settings(at, "3.3=") == completion.settings(at, "9=") == []


@pytest.mark.parametrize(
    ("shell", "environment", "offer", "put"),
    [
        ("bash", {"COMP_WORDS": "cchc\nsimulate\n--set\n1.5\n=\ntw\nlast", "COMP_CWORD": "5"}, "1.5=two", "two"),
        ("bash", {"COMP_WORDS": "cchc\nscore\n--lang\n=\nv", "COMP_CWORD": "4"}, "vi", "vi"),
        ("bash", {"COMP_WORDS": "cchc\nsimulate\n--set\n=\n1.5\n=\ntw", "COMP_CWORD": "6"}, "1.5=two", "two"),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "cchc score --lang=v"}, '"vi":"Việt"', '"--lang=vi":"Việt"'),
        ("fish", {"_TYPER_COMPLETE_ARGS": "cchc score --lang=v"}, "vi", "--lang=vi"),
        ("fish", {"_TYPER_COMPLETE_ARGS": "cchc score --lang v"}, "vi", "vi"),
        (
            "powershell",
            {"_TYPER_COMPLETE_ARGS": "cchc score", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "--lang=v"},
            "vi:::x",
            "--lang=vi:::x",
        ),
    ],
)
def test_an_offer_goes_on_behind_the_sign_of_equality(
    shell: str, environment: dict[str, str], offer: str, put: str
) -> None:
    asked = {"_CCHC_COMPLETE": f"complete_{shell}", **environment}
    assert completion.at_equals(asked)(offer) == put


def test_what_bash_parts_at_the_sign_of_equality_is_one_word_for_typer() -> None:
    asked = {
        "_CCHC_COMPLETE": "complete_bash",
        "COMP_WORDS": "cchc\nsimulate\n--set\n1.5\n=\ntw\nlast",
        "COMP_CWORD": "5",
    }
    completion.at_equals(asked)
    assert (asked["COMP_WORDS"].split("\n"), asked["COMP_CWORD"]) == (["cchc", "simulate", "--set", "1.5=tw"], "3")


def test_periods_are_those_of_the_years_in_which_tasks_are_due(sample: Path) -> None:
    (sample / "data" / "tasks.csv").write_text(
        "id,component,action,due\nT-1,1.1,a,2023-05-01\nT-2,1.1,b,2024-01-01\nT-3,1.1,c,soon\n"
    )
    parts = ["", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4"]
    assert completion.periods(str(sample)) == [f"{year}{part}" for year in (2024, 2023) for part in parts]
    assert completion.periods(str(sample), "2023-Q") == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
