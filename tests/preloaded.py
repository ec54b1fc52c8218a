"""What the server of `tests.processes` has done before it forks."""

import os
import tempfile
from pathlib import Path

import cchc_cli
from tools.warm import warm

os.environ.pop("CCHC_WORKSPACE", None)
with tempfile.TemporaryDirectory() as folder:
    cchc_cli.init(folder)
    warm(Path(folder))
