"""What a unit gave itself beside what it got: only what somebody appraised is told as an appraisal."""

import json

import pytest

from tests.conftest import Run, Tiny

RULED = """version: 1
index: {id: t, name: T}
areas:
  - id: "1"
    name: One
    criteria:
      - {id: "1.1", name: A, max: 50, rule: {type: linear, from: 0, to: 100}}
      - {id: "1.2", name: B, max: 50, rule: {type: linear, from: 0, to: 100}}
"""


@pytest.mark.parametrize(
    ("rows", "own", "appraised", "screen", "paper"),
    [
        ("1.1,50,25,\n1.2,60,30,", (55, 2), False, "not appraised yet; the same by the values", "have the same points"),
        ("1.1,50,27,\n1.2,60,30,", (57, 2), False, "by the values −2.00, lower on 1 of 2", "have 2.00 points less"),
        # What has a value alone is no part of what the unit gave itself.
        (
            "1.1,50,25,\n1.2,60,,",
            (25, 1),
            False,
            "not appraised yet; the same by the values",
            "on 1 of 2 components is 25",
        ),
        ("1.1,50,25,25\n1.2,60,30,", (55, 2), True, "the same as the appraisal", "the same as the appraisal"),
    ],
)
def test_only_what_was_appraised_is_an_appraisal(
    tiny: Tiny, run: Run, rows: str, own: tuple[int, int], appraised: bool, screen: str, paper: str
) -> None:
    lines = "".join(f"2024,u,{row}\n" for row in rows.splitlines())
    tiny(RULED, scores="year,unit,component,value,self,score\n" + lines)
    found = json.loads(run("score", "-f", "json").out)["self_score"]
    assert (found["given"], found["given_count"]) == own
    assert found["appraised"] is appraised
    for command, text in (("score", screen), ("report result", paper)):
        told = " ".join(run(*command.split(), "--lang", "en").out.split())
        assert text in told and ("appraisal" in told) is appraised
    explained = json.loads(run("appeal", "-f", "json").out)
    assert explained["self"] == found["given"]
    told = " ".join(run("appeal", "--lang", "en").out.split())
    assert ("Nobody has appraised the unit yet" in told) is not appraised
