"""Faults of units.csv, and what `check` warns of: each with its place, in a table of workspaces."""

import csv
import io
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from cchc_cli.files.csv import head as csv_head
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.units import load_units
from cchc_cli.model.criteria import Document, Signer
from tests.conftest import HEADER, MINIMAL, NOTED, Run, Tiny

SCORED = "2022,a,1.1.1,6\n2022,a,1.1.2,1\n2022,a,1.10,2\n"
GROUPS = MINIMAL.replace("areas:", "groups:\n  x: {name: X}\n  y: {name: Y}\nareas:")
RELATIVE = MINIMAL.replace(
    "{id: 1.1.2, name: B, max: 2}", "{id: 1.1.2, name: B, max: 2, rule: {type: relative, to: best}}"
)
FAULTS = [
    (MINIMAL, "unit,name,merged_into\na,A,b\nb,B,c\nc,C,a\n", "units merge in a circle: a → b → c → a."),
    (MINIMAL, "unit,name,merged_into\na,A,z\n", "the unit z is not in units.csv."),
    (MINIMAL, "unit,name,symbol\na,A,UBND xã\n", "“UBND xã” is no symbol: no spaces, at most"),
    (MINIMAL, "unit,name,to\na,A,Kính gửi {phòng}\n", "phòng"),
    (MINIMAL, "unit,name,\n,,Ghi chú\na,A,\n", "this cell stands under no header. If this is a second row of headers"),
    (MINIMAL, "unit,name,since,until\na,A,2022,2021\n", "since 2022 is after until 2021. Check since and until."),
    (MINIMAL, "unit,name,until\na,A,20x\n", "“20x” is not a year."),
]
WARNINGS = [
    (GROUPS, "unit,name,group\na,A,x\n", HEADER + SCORED, "no unit of units.csv is of the group y."),
    (MINIMAL, "unit,name,since\na,A,2023\n", HEADER + SCORED, "a has scores in 2022, but its years in units.csv are"),
    (MINIMAL, "unit,name,until\na,A,2021\n", HEADER + SCORED, "a has scores in 2022, but its years in units.csv are"),
    (
        RELATIVE,
        "unit,name,group\na,A,x\nb,B,y\n",
        "year,unit,component,score,value\n2022,a,1.1.2,,3\n2022,b,1.1.2,,4\n2022,a,1.1.1,1,\n",
        "in 2022 only one unit of a group has a value, so that it is the best of its group.",
    ),
    (
        MINIMAL,
        "unit,name\na,A\n",
        "year,unit,component,self,score\n2022,a,1.10,1.5,0.375\n2023,a,1.10,2,0\n",
        "its rule gives 0 or 2 points, but files have: a 2022: 0.375; a 2022: 1.5.",
    ),
    (
        MINIMAL,
        "unit,name\na,A\n",
        NOTED + "2022,a,1.1.1,6,B¸o c¸o chËm h¹n\n2022,a,1.1.2,1,ThiÕu v¨n b¶n\n2022,a,1.10,2,®ñ hå s¬\n",
        "its text is in an old font (TCVN3)",
    ),
]
LETTERHEAD = "unit,name,superior,issuer,place,symbol,authority,title,signer,contact,to,recipients\n"
TOLD_WHOLE: dict[str, tuple[str, dict[str, str]]] = {
    "groups": (
        GROUPS,
        {"units": "unit,name,group\na,A,x\nb,B,y\nc,C,X\nd,D,\ne,E,z\nf,F,z\n", "scores": SCORED},
    ),
    "groups that differ in capitals and accents alone": (
        MINIMAL,
        {"units": "unit,name,group\na,A,Xã\nb,B,Xã\nc,C,xa\nd,D,Phường\n", "scores": SCORED + SCORED.replace("a", "c")},
    ),
    "years": (
        MINIMAL,
        {
            "scores-2021-2022": SCORED.replace("2022", "2023") + "2022,a,1.1.1,6\n2020,b,1.1.1,6\n",
            "scores": "".join(f"2022,c{at},1.1.1,1\n" for at in range(16)) + "2012,c1,1.1.1,2\n",
            "scores-2024": "",
        },
    ),
    "rows that are no units": (
        MINIMAL,
        {"units": "unit,name\na,A\nb,B\nNgười lập biểu,\nc,a\n3,Tổng\nTổng cộng,4\n", "scores": SCORED},
    ),
    "units that are odd": (
        MINIMAL,
        {"units": "unit,name,until\na,A,\nb,B,2021\nNgười lập biểu,,\nc,a,\n", "scores": SCORED + "2022,b,1.1.1,1\n"},
    ),
    "words for ids and no names, each of one half": (
        MINIMAL,
        {"units": "unit,name\na,A\nb,\nxã c,C\nxã d,\n", "scores": SCORED},
    ),
    "a unit twice and one that is blank": (MINIMAL, {"units": "unit,name\na,A\na,B\n,C\n", "scores": SCORED}),
    "a circle beside the unit": (
        MINIMAL,
        {"units": "unit,name,merged_into\na,A,b\nb,B,c\nc,C,b\nd,D,d\ne,E,y\nf,F,y\n", "scores": SCORED},
    ),
    "a letterhead": (
        MINIMAL,
        {"units": LETTERHEAD + f'a,A,S,I {{x}},P,{"A" * 41},Au,T,Si,Co,"x;{{y}}",r\n', "scores": SCORED},
    ),
    "a wrong encoding": (MINIMAL, {"units": "unit,name\na,XÃ£ An\n", "scores": SCORED}),
    "more units without some scores than are told": (
        MINIMAL,
        {"scores": SCORED + "".join(f"2022,{unit},1.1.1,1\n" for unit in "bcdefgh")},
    ),
    "a comment in a name": (MINIMAL.replace("name: First", "name: First #2"), {"scores": SCORED}),
    "a fault behind a line break": (MINIMAL, {"units": 'unit,name,since\na,"A\nB",20x\n', "scores": SCORED}),
    "what is to do": (MINIMAL + "# TODO Sheet!D7: look\n", {"scores": SCORED}),
}
"""Small workspaces of which `check` tells, each whole: criteria, and what stands in data/."""


def checked(run: Run, severity: str) -> list[tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(run("check", "-f", "csv").out))
    told = [(f"{row['file']}:{row['line']}", f"{row['text']} {row['hint']}".strip(), row["severity"]) for row in rows]
    return [(place, text) for place, text, found in told if found == severity]


def test_faults_of_units_stand_where_they_are(tiny: Tiny, run: Run) -> None:
    for criteria, units, text in FAULTS:
        tiny(criteria, scores=HEADER + SCORED, units=units)
        found = [place for place, told in checked(run, "error") if text in told]
        assert found[:1] == ["data/units.csv:2"], text
        outcome = run("template", "scores", "2022", "--unit", "a", "-o", "x.xlsx")
        assert (outcome.status, outcome.out, Path("x.xlsx").exists()) == (2, "", False)
        assert "The input has faults; nothing was written." in outcome.err


def test_what_is_odd_is_told_and_stops_nothing(tiny: Tiny, run: Run) -> None:
    for criteria, units, scores, text in WARNINGS:
        tiny(criteria, scores=scores, units=units)
        assert [told for _place, told in checked(run, "warning") if text in told], text
        assert run("score", "--unit", "a").status == 0


@pytest.mark.parametrize("what", [pytest.param(each, id=each) for each in TOLD_WHOLE])
def test_what_check_tells_has_its_place_words_and_remedy(
    what: str, tiny: Tiny, run: Run, snapshot: SnapshotAssertion
) -> None:
    criteria, files = TOLD_WHOLE[what]
    scale = criteria.replace("  name: Tiny", "  name: Tiny\n  scale: 10")
    tiny(scale, **{name: HEADER * name.startswith("scores") + text for name, text in files.items()})
    assert run("check", "-f", "csv").out == snapshot


def test_the_letterhead_of_a_unit_is_that_of_its_row(tiny: Tiny) -> None:
    row = 'a,A,Tỉnh,UBND xã,An Phú,UBND,TM.,CHỦ TỊCH,Trần An,Đ/c Ba,Sở Nội vụ,"Như trên; VP\nLưu: VT;"'
    units, problems = load_units(WorkspaceFolder(tiny(units=f"{LETTERHEAD}{row}\nb,B,,,,,,,,,,\n")))
    signer = Signer(authority="TM.", title="CHỦ TỊCH", name="Trần An")
    recipients = ("Như trên", "VP", "Lưu: VT")
    to = ("Sở Nội vụ",)
    expected = Document(
        superior="Tỉnh",
        issuer="UBND xã",
        place="An Phú",
        symbol="UBND",
        signer=signer,
        to=to,
        recipients=recipients,
        contact="Đ/c Ba",
    )
    assert (problems, [unit.document for unit in units or ()]) == ([], [expected, None])


TIERS = MINIMAL.replace(
    "{id: 1.1.2, name: B, max: 2}",
    "{id: 1.1.2, name: B, max: 2, rule: {type: tiers, tiers: [{min: 90, points: 2}, {min: 50, points: 1}]}}",
)


def test_tiers_that_nobody_reached_are_told_of_several_units_alone(tiny: Tiny, run: Run) -> None:
    tiny(TIERS, scores=HEADER + SCORED, units="unit,name\na,A\nb,B\n")
    assert not [told for _place, told in checked(run, "warning") if "ever reached" in told]
    tiny(TIERS, scores=HEADER + SCORED + SCORED.replace("a", "b"), units="unit,name\na,A\nb,B\n")
    told = [told for _place, told in checked(run, "warning") if "1.1.2" in told or "ever reached" in told]
    assert told == ["no unit ever reached the tier from 90 (2 points)."]
    full = SCORED.replace("1.1.2,1", "1.1.2,2")
    tiny(TIERS, scores=HEADER + full + full.replace("a", "b"), units="unit,name\na,A\nb,B\n")
    assert not [told for _place, told in checked(run, "warning") if "ever reached" in told]


def test_files_that_are_not_read_are_one_line_of_a_command(tiny: Tiny, run: Run) -> None:
    folder = tiny(scores=HEADER + SCORED)
    for name in ("score.csv", "scores.csv.txt"):
        (folder / "data" / name).write_text(HEADER)
    assert run("score", "2022").err == (
        "Warning: data: these files are not read: score.csv, scores.csv.txt. What to do with them: cchc check\n"
    )


def test_a_head_longer_than_what_is_looked_at_is_read_as_a_short_one(
    tiny: Tiny, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large file only the first mebibyte is looked at, as far as its last whole line."""
    tiny(scores="# one\n# two\n" + HEADER + SCORED)
    whole = run("score", "-f", "csv").out
    for most in (len("# one\n# two\n" + HEADER), 60):
        monkeypatch.setattr(csv_head, "HEAD", most)
        Path("data/scores.csv").touch()
        assert run("score", "-f", "csv").out == whole


def test_a_year_that_says_what_the_year_before_says_is_told(tiny: Tiny, run: Run) -> None:
    folder, head = tiny(scores=HEADER), f"{HEADER.strip()},note\n"
    (folder / "data" / "scores.csv").unlink()
    for year, remark in ((2022, "late"), (2023, "late")):
        (folder / "data" / f"scores-{year}.csv").write_text(f"{head}{year},a,1.1.1,1,{remark}\n{year},a,1.1.2,2,\n")
    told = [(place, told) for place, told in checked(run, "warning") if "all rows of" in told]
    assert [place for place, _told in told] == ["data/scores-2023.csv:2"]
    assert told[0][1].startswith("all rows of 2023 say what those of 2022 say, remarks included. Is it a copy?")
    # Without remarks, or with other points, two years may be alike.
    (folder / "data" / "scores-2023.csv").write_text(f"{head}2023,a,1.1.1,1,late\n2023,a,1.1.2,1.5,\n")
    assert not [told for _place, told in checked(run, "warning") if "all rows of" in told]


def test_what_an_editor_leaves_beside_criteria_is_told(tiny: Tiny, run: Run) -> None:
    folder = tiny(scores=HEADER + SCORED)
    (folder / "criteria.yaml.txt").write_text("version: 1")
    told = "criteria.yaml.txt: this file is not read. criteria.yaml is read in its place; if this one is a copy"
    assert run("score").err.startswith(f"Warning: {told}")
    assert "criteria.yaml.txt:" in [place for place, _told in checked(run, "warning")]
