"""Whatever happens to the files, `cchc` answers: 0 or 2 (1 for check), never a traceback, nothing written."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import MINIMAL, ROOT
from tools.commands import run

CRITERIA = MINIMAL + ("adjustments:\n  - {id: plus, name: P, kind: bonus, max: 3}\ndefaults: {unit: u, language: vi}\n")
SCORES = (
    "year,unit,component,value,self,score,note\n2021,u,1.1.1,,6,5,\n2021,u,1.1.2,,2,NA,\n2021,u,1.10,yes,2,,\n"
    '2022,u,1.1.1,,6,5.5,"a, b"\n2022,u,1.1.2,,2,,\n2022,u,1.10,no,2,,\n2022,u,plus,,,1.5,\n2022,v,1.1.1,,,0,\n'
)
UNITS = "unit,name,group,since,until,merged_into\nu,Đơn vị U,x,,,\nv,V,x,2021,2023,u\n"
COMMANDS = [["score"], ["gaps"], ["keep"], ["ranks"], ["check"], ["score", "-f", "json"], ["ranks", "-f", "csv"]]
SNIPPETS = [
    b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b"- ", b": ", b"{", b"}", b"[", b"]",
    b"&a", b"*a", b"!!int", b"<<", b"null", b"nan", b".inf", b"-1", b"1e999", b"999999999999", b"NA", b"2022", b"0x1F",
    "ế".encode(), "\u0302".encode(), b"%", b"#", b"|", b"\\", b"=1+1", b"~", "\ufdd0".encode(), b"1,5", b"\xc2\xa0",
]  # fmt: skip


def survives(criteria: bytes, scores: bytes, units: bytes, command: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "data").mkdir()
        files = {"criteria.yaml": criteria, "data/scores.csv": scores, "data/units.csv": units}
        for name, content in files.items():
            (root / name).write_bytes(content)
        done = run("-C", folder, *command, "--lang", "vi")
        assert done.status in ((0, 1, 2) if command[0] == "check" else (0, 2))
        if done.status == 2:
            assert done.out == ""
            # What is odd may be told before what is wrong.
            assert "Lỗi: " in [line[:5] for line in done.err.splitlines()]
        for name, content in files.items():
            assert (root / name).read_bytes() == content
        assert len(list(root.rglob("*"))) == 4


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """A file with pieces cut out, put in, doubled or moved."""
    data = bytearray(text.encode())
    for _edit in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=4), st.just(bytes(data[at:to]) * 2)))
        data[at:to] = piece
    return bytes(data)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(damaged(CRITERIA), st.sampled_from(COMMANDS))
def test_damaged_criteria(criteria: bytes, command: list[str]) -> None:
    survives(criteria, SCORES.encode(), UNITS.encode(), command)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(damaged(SCORES), st.sampled_from(COMMANDS))
def test_damaged_scores(scores: bytes, command: list[str]) -> None:
    survives(CRITERIA.encode(), scores, UNITS.encode(), command)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(damaged(UNITS), st.sampled_from(COMMANDS))
def test_damaged_units(units: bytes, command: list[str]) -> None:
    survives(CRITERIA.encode(), SCORES.encode(), units, command)


JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 3000),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(["1.1.1", "u", "choice"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "name",
                    "max",
                    "rule",
                    "type",
                    "options",
                    "tiers",
                    "min",
                    "points",
                    "since",
                    "until",
                    "2022",
                    "x",
                ]
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [here]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        found += paths(child, (*here, key))
    return found


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_criteria_of_the_wrong_shape(data: st.DataObject) -> None:
    """Parts of the file replaced by values of other types, or taken out, or keys added."""
    tree = yaml.safe_load(CRITERIA)
    for _edit in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths(tree)))
        parent = tree
        for key in path[:-1]:
            parent = parent[key]
        junk = data.draw(JUNK)
        if not path:
            tree = junk
            break
        if data.draw(st.booleans()):
            parent[path[-1]] = junk
        elif isinstance(parent, dict) and data.draw(st.booleans()):
            parent[data.draw(st.sampled_from(["components", "max", "since", "rule", "actions", "extra"]))] = junk
        else:
            del parent[path[-1]]
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
    survives(text.encode(), SCORES.encode(), UNITS.encode(), data.draw(st.sampled_from(COMMANDS)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_undamaged_files_are_good(command: list[str]) -> None:
    survives(CRITERIA.encode(), SCORES.encode(), UNITS.encode(), command)
    survives(
        (ROOT / "criteria.yaml").read_bytes(),
        (ROOT / "data/scores-2022.csv").read_bytes(),
        (ROOT / "data/units.csv").read_bytes(),
        command,
    )
