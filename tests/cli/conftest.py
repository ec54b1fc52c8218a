"""The sample with a plan that is carried out, and a small province."""

from pathlib import Path

import pytest

from tests.conftest import NOTED, Run, Tiny, after

UNITS = "unit,name,group\na,Xã An,\nb,Xã Bình,\nc,Xã Cát,\n"
SCORES = NOTED + "".join(
    f"{year},{unit},{component},{points},\n"
    for year in (2022, 2023)
    for unit, ten in (("a", 2), ("b", 0), ("c", 1))
    for component, points in (("1.1.1", 3), ("1.1.2", 2), ("1.10", ten))
)
TASKS = """\
id,unit,component,action,owner,due,gain,status
T-2024-001,a,1.1.1,Do it,office,2024-05-01,1,todo
T-2024-002,b,1.1.1,Do it,office,2024-05-01,2,done
T-2024-003,b,1.10,Do more,office,2024-02-01,2,todo
"""


def names_in(folder: str) -> set[str]:
    return {path.name for path in Path(folder).iterdir()}


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


@pytest.fixture
def province(tiny: Tiny) -> Path:
    """Three units, of which two have tasks, and no default unit."""
    return tiny(units=UNITS, scores=SCORES, tasks=TASKS)
