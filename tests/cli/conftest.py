"""The sample with a plan that is carried out."""

from pathlib import Path

import pytest

from tests.conftest import Run, after


@pytest.fixture
def planned(sample: Path, run: Run) -> Path:
    """The sample with the plan for 85, two tasks done, one of them with its evidence, one begun."""
    (sample / "so.pdf").write_text("proof", "utf-8")
    return after(
        sample,
        run,
        "plan --target 85 --write",
        "task done T-2023-001 --on 2023-03-10 --evidence so.pdf",
        "task done T-2023-002 --on 05/03/2023 --evidence missing.pdf",
        "task start T-2023-003 --on 2023-03-01",
    )


@pytest.fixture
def overdue(sample: Path, run: Run) -> Path:
    """The sample with a plan, one task done, one begun, some overdue."""
    return after(
        sample,
        run,
        "plan --target-rating excellent --write",
        "task done T-2023-001 --on 2023-03-10 --evidence not-there.pdf",
        "task start T-2023-005 --on 2023-03-01",
        "task cancel T-2023-015",
    )
