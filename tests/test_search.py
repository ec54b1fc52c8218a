"""A short run of the search (`make search`), always the same inputs; what breaks is made small and named."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="the search needs Linux")
def test_a_short_search_finds_nothing(tmp_path: Path) -> None:
    kinds = [word for kind in ("damaged", "streams", "kills", "completion") for word in ("--only", kind)]
    command = [sys.executable, "-m", "tools.search", *kinds, "--minutes", "60", "--inputs", "16", "--seed", "1"]
    done = subprocess.run([*command, "--failures", tmp_path / "found"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 faults of 0 kinds" in done.stdout
