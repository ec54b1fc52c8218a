"""examples/province is what tools/province.py makes."""

from pathlib import Path

import pytest

from tools import province


def test_the_example_is_what_its_tool_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = province.FOLDER
    monkeypatch.setattr(province, "FOLDER", tmp_path)
    province.main()
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*") if path.is_file())
    assert len(made) == 4
    for path in made:
        assert (tmp_path / path).read_bytes() == (kept / path).read_bytes(), path
