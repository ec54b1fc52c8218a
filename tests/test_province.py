"""examples/province is what tools/province.py makes."""

from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tools import province


def test_the_example_is_what_its_tool_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = province.FOLDER
    monkeypatch.setattr(province, "FOLDER", tmp_path)
    province.main()
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*") if path.is_file())
    assert len(made) == 4
    for path in made:
        assert (tmp_path / path).read_bytes() == (kept / path).read_bytes(), path


def test_a_note_of_all_units_names_its_unit_once(run: Run) -> None:
    shown = run("-C", ROOT / "examples" / "province", "score", "--all-units", "-f", "md", "--lang", "en").out
    notes = [line.split(": Enough points for Excellent") for line in shown.splitlines() if "for Excellent, but" in line]
    assert [note[0] for note in notes] == ["Commune no. 51 and Commune no. 63", "Ward no. 13"]
    assert not [rest for _unit, rest in notes if " no. " in rest]
