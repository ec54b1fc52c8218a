"""Every kind of fault in users' files: one case each, the whole message is a golden file, in both languages."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import HEADER, MINIMAL, Run, Tiny

GOOD = HEADER + "2022,u,1.1.1,5\n"


def edit(old: str, new: str) -> str:
    assert old in MINIMAL, old
    return MINIMAL.replace(old, new, 1)


A = "{id: 1.1.1, name: A, max: 6, owner: office}"
B = "{id: 1.1.2, name: B, max: 2}"

CRITERIA = {
    "empty file": "",
    "not yaml": "version: 1\nindex: {id: a\nareas: []\n",
    "tab": "version: 1\nindex:\n\tid: a\n",
    "quote never closed": 'version: 1\nindex: {name: "abc}\n',
    "single quote never closed": "version: 1\nindex: {name: 'abc}\n",
    "single quote closed by the next": edit("  name: Tiny", "  name: 'Tiny\n  level: 'commune'"),
    "quote within a quote": edit("name: Tiny", "name: 'Tiny 'new' commune'"),
    "quote within a quote in brackets": edit("name: A,", "name: 'A 'new' B',"),
    "quote closed by the next": edit("  name: Tiny", '  name: "Tiny\n  level: "commune"'),
    "key without colon above others": edit("index:\n", "index:\n  stray\n"),
    "entry below a mark of YAML": "---\n- Our index of 2022\n" + MINIMAL,
    "title above the first key": "# Criteria\nOur index of 2022\n\n" + MINIMAL,
    "entry above the first key": "- 2022\n" + MINIMAL,
    "first key without colon": edit("version: 1", "version 1"),
    "mark above the first key": "@2022\n" + MINIMAL,
    "line too far right": edit("  name: Tiny", "     name: Tiny"),
    "line between two levels": edit("  name: Tiny", " name: Tiny"),
    "line between the levels of an entry": edit("areas:\n", 'areas:\n  - id: "9"\n   name: B\n'),
    "first line too far right": edit("index:\n  ", "index:\n    "),
    "bracket over lines": edit("owners:", "groups: [a\nowners:"),
    "text behind a value": edit("name: Tiny", 'name: "Tiny" commune'),
    "texts for a list": edit(
        A,
        "\n              id: 1.1.1\n              name: A\n              max: 6\n              evidence: Report 1, list 'b'",
    ),
    "text for a rule": edit(B, "{id: 1.1.2, name: B, max: 2, rule: tiers}"),
    "text for a mapping": edit("owners:", "groups: a, b\nowners:"),
    "value that begins with a mark": edit("name: A", "name: @A"),
    "two documents": MINIMAL + "---\nversion: 1\n",
    "list at the top": "- 1\n",
    "tag": edit("name: Tiny", "name: !!python/object:os.system Tiny"),
    "merge key": edit("owners:", "owners:\n  <<: {}"),
    "unknown alias": edit("name: Tiny", "name: *tiny"),
    "duplicate key": edit("  name: Tiny", "  name: Tiny\n  name: Twice"),
    "unknown key": edit("  name: Tiny", "  name: Tiny\n  rouding: 2"),
    "unknown key of a rule": edit("options: {yes", "per: 1, options: {yes"),
    "missing key": edit("name: A, ", ""),
    "missing index": edit(MINIMAL[MINIMAL.index("index:") : MINIMAL.index("owners:")], ""),
    "version": edit("version: 1", "version: 2"),
    "text for a number": edit("max: 6", "max: six"),
    "decimal comma": edit("max: 6", 'max: "1,5"'),
    "not a number": edit("max: 6", "max: .nan"),
    "nan spelled out": edit("max: 6", "max: nan"),
    "zero max": edit("max: 6", "max: 0"),
    "negative max in a year": edit("max: 6", "max: {2020: 6, 2022: -1}"),
    "year that is none": edit("max: 6", "max: {20x: 6}"),
    "no year": edit("max: 6", "max: {}"),
    "list for a number": edit("max: 6", "max: [6]"),
    "null name": edit("name: A", "name: null"),
    "id with a space": edit("id: 1.1.2", 'id: "1.1 2"'),
    "id twice": edit("id: 1.1.2", "id: 1.1.1"),
    "id of an area again": edit("id: 1.1.2", "id: 1"),
    "no max": edit(", max: 2}", "}"),
    "rule type": edit("type: choice", "type: choose"),
    "rule without type": edit("type: choice, ", ""),
    "rule cannot reach max": edit("yes: 2", "yes: 1.5"),
    "option above max": edit("yes: 2", "yes: 2, more: 2.5"),
    "tiers out of order": edit(
        B, "{id: 1.1.2, name: B, max: 2, rule: {type: tiers, tiers: [{min: 1, points: 1}, {min: 2, points: 2}]}}"
    ),
    "tiers rise downwards": edit(
        B, "{id: 1.1.2, name: B, max: 2, rule: {type: tiers, tiers: [{min: 9, points: 1}, {min: 2, points: 2}]}}"
    ),
    "no word for true": edit(B, "{id: 1.1.2, name: B, max: 2, rule: {type: relative, to: best, lower: có}}"),
    "for no group": edit("max: 6", "max: 6, groups: []"),
    "no tiers": edit(B, "{id: 1.1.2, name: B, max: 2, rule: {type: tiers, tiers: []}}"),
    "linear without length": edit(B, "{id: 1.1.2, name: B, max: 2, rule: {type: linear, from: 5, to: 5}}"),
    "floor beyond to": edit(B, "{id: 1.1.2, name: B, max: 2, rule: {type: linear, from: 0, to: 5, floor: 6}}"),
    "deduct nothing": edit(B, "{id: 1.1.2, name: B, max: 2, rule: {type: deduct, per: 0}}"),
    "tier with two bounds": edit(
        B, "{id: 1.1.2, name: B, max: 2, rule: {type: tiers, tiers: [{min: 9, above: 8, points: 2}, {points: 1}]}}"
    ),
    "above under from": edit(
        B, "{id: 1.1.2, name: B, max: 2, rule: {type: tiers, tiers: [{min: 9, points: 2}, {above: 9, points: 1}]}}"
    ),
    "deduction without amounts": edit(B, "{id: 1.1.2, name: B, max: 2, rule: {type: deduct, most: 1}}"),
    "deduction both ways": edit(
        B, "{id: 1.1.2, name: B, max: 2, rule: {type: deduct, per: 1, items: {a: {name: A, per: 1}}}}"
    ),
    "item with a space": edit(
        B, "{id: 1.1.2, name: B, max: 2, rule: {type: deduct, items: {a b: {name: A, per: 1}, c: {name: C, per: 1}}}}"
    ),
    "relative to what": edit(B, "{id: 1.1.2, name: B, max: 2, rule: {type: relative, to: mean}}"),
    "option without points": edit("yes: 2", "yes: {name: Yes}"),
    "options of one name": edit("yes: 2, no: 0", "a: {points: 2, name: Yes}, b: {points: 0, name: yes}"),
    "rule of a bonus": MINIMAL
    + "adjustments: [{id: x, name: X, kind: bonus, max: 1, rule: {per: 1}},"
    + " {id: y, name: Y, kind: bonus, max: 1, rule: {each: 1, options: {a: 1}}}]\n",
    "unknown group": edit(B, "{id: 1.1.2, name: B, max: 2, groups: [wrad], max_by_group: {towns: 3}}").replace(
        "areas:", "groups: {ward: {name: Ward}, town: {name: Town}}\nareas:"
    ),
    "groups beside those above": edit("name: One", "name: One\n        groups: [ward]").replace(
        B, "{id: 1.1.2, name: B, max: 2, groups: [town]}"
    ),
    "groups below those that are told": edit("name: One", "name: One\n        groups: [ward]").replace(
        B,
        "{id: n, name: N, groups: [town], components: [{id: 1.1.2, name: B, max: 2, groups: [ward], max_by_group: {town: 1}}]}",
    ),
    "maximum of a group that it is not for": edit(
        B, "{id: 1.1.2, name: B, max: 2, groups: [town], max_by_group: {ward: 3}}"
    ),
    "sum for a group": edit("name: One", "name: One\n        max: 8").replace(
        B, "{id: 1.1.2, name: B, max: 2, max_by_group: {ward: 3}}"
    ),
    "sum for the others": edit("name: One", "name: One\n        max: 8").replace(
        B, "{id: 1.1.2, name: B, max: 2, groups: [ward]}"
    ),
    "maximum of a group on a criterion": edit("name: One", "name: One\n        max_by_group: {ward: 3}"),
    "nine levels": edit(
        B,
        "".join(f"{{id: n{at}, name: N, components: [" for at in range(6)) + "{id: 1.1.2, name: B, max: 2}" + "]}" * 6,
    ),
    "sum of a criterion": edit("name: One", "name: One\n        max: 9"),
    "sum of an area in one year": edit("name: First", "name: First\n    max: 10").replace(
        "max: 6", "max: {2000: 6, 2022: 5}"
    ),
    "unknown owner": edit("owner: office", "owner: ofice"),
    "leaf keys on a group": edit("name: One", "name: One\n        owner: office\n        source: self"),
    "source": edit("owner: office", "source: guess"),
    "since after until": edit(B, "{id: 1.1.2, name: B, max: 2, since: 2023, until: 2022}"),
    "never exists": edit("name: First", "name: First\n    until: 2020").replace(
        B, "{id: 1.1.2, name: B, max: 2, since: 2022}"
    ),
    "ratings out of order": edit("min: 80", "min: -1"),
    "ties": edit("  name: Tiny", "  name: Tiny\n  ties: max"),
    "rounding": edit("  name: Tiny", "  name: Tiny\n  rounding: 1.5"),
    "low": edit("  name: Tiny", "  name: Tiny\n  low: 170"),
    "gain above max": edit(A, "{id: 1.1.1, name: A, max: 6, actions: [{name: x, gain: 7}]}"),
    "negative effort": edit(A, "{id: 1.1.1, name: A, max: 6, actions: [{name: x, effort: -1}]}"),
    "due date that isn't one": edit(
        A, "{id: 1.1.1, name: A, max: 6, actions: [{name: x, due: 02-30}, {name: y, due: soon}]}"
    ),
    "requires unknown": edit(
        A, "{id: 1.1.1, name: A, max: 6, actions: [{name: x, id: one}, {name: y, requires: [two]}]}"
    ),
    "requires in a circle": edit(
        A, "{id: 1.1.1, name: A, max: 6, actions: [{name: x, id: a, requires: [b]}, {name: y, id: b, requires: [a]}]}"
    ),
    "adjustment kind": MINIMAL + "adjustments: [{id: x, name: X, kind: gift, max: 1}]\n",
    "many at once": edit("name: Tiny", "names: Tiny").replace("max: 6", "max: -6").replace("max: 2}", "max: two}"),
}

SCORES = {
    "no header known": "a;b;c\n1;2;3\n",
    "empty": "",
    "missing columns": "year,score\n2022,1\n",
    "no points column": "year,unit,component,note\n2022,u,1.1.1,x\n",
    "two columns of one meaning": "year,unit,component,score,điểm\n2022,u,1.1.1,1,1\n",
    "unknown component": HEADER + "2022,u,1.1.11,1\n",
    "a group is no component": HEADER + "2022,u,1.1,1\n",
    "a comma for the point of a group": HEADER + '2022,u,"1,1",1\n',
    "number-like id": HEADER + "2022,u,1.100,1\n",
    "blank cells": HEADER + ",u,1.1.1,1\n2022,,1.1.1,1\n2022,u,,1\n",
    "not a year": HEADER + "22,u,1.1.1,1\n2022.0,u,1.1.2,1\n",
    "not a number": HEADER + "2022,u,1.1.1,five\n",
    "out of range": HEADER + "2022,u,1.1.1,6.01\n2022,u,1.1.2,-1\n",
    "infinite": HEADER + "2022,u,1.1.1,inf\n",
    "twice": GOOD + "2022,u,1.1.1,5\n",
    "row with too many cells": GOOD + "2022,u,1.1.2,1,5\n",
    "quote never closed": HEADER + '2022,u,1.1.1,"5\n2022,u,1.1.2,1\n',
    "not utf-8": GOOD.encode() + b"2022,\xd0\xcf,1.1.2,1\n",
    "utf-16": GOOD.encode("utf-16"),
    "workbook": b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml xl/workbook.xml",
    "web page": "<html><table><tr><td>year</td></tr></table></html>",
    "option unknown": "year,unit,component,value\n2022,u,1.10,maybe\n",
}


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("case", CRITERIA)
def test_faults_in_criteria(case: str, language: str, tiny: Tiny, run: Run, snapshot: SnapshotAssertion) -> None:
    folder = tiny(CRITERIA[case], scores=GOOD)
    before = sorted(path.name for path in folder.rglob("*"))
    outcome = run("score", "--lang", language)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == snapshot
    assert sorted(path.name for path in folder.rglob("*")) == before


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("case", SCORES)
def test_faults_in_scores(case: str, language: str, tiny: Tiny, run: Run, snapshot: SnapshotAssertion) -> None:
    tiny(scores=SCORES[case])
    outcome = run("score", "--lang", language)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == snapshot


def test_component_outside_its_years(tiny: Tiny, run: Run, snapshot: SnapshotAssertion) -> None:
    tiny(edit(B, "{id: 1.1.2, name: B, max: {2021: 2}, until: 2022}"), scores=GOOD + "2020,u,1.1.2,1\n2023,u,1.1.2,1\n")
    assert run("score").err == snapshot


def test_value_for_a_numeric_rule(tiny: Tiny, run: Run, snapshot: SnapshotAssertion) -> None:
    rule = "{id: 1.1.2, name: B, max: 2, rule: {type: deduct, per: 1}}"
    tiny(edit(B, rule), scores="year,unit,component,value\n2022,u,1.1.2,98%\n2022,v,1.1.2,inf\n")
    assert run("score").err == snapshot


RULED = (
    MINIMAL.replace(A, "{id: 1.1.1, name: A, max: 6, rule: {type: tiers, tiers: [{above: 0.9, points: 6}]}}").replace(
        B,
        "{id: 1.1.2, name: B, max: 2, rule: {type: deduct, items: {late: {name: Late, per: 1}, none: {name: None, per: 2}}}}",
    )
    + "adjustments: [{id: plus, name: Plus, kind: bonus, max: 3, rule: {each: 1}}]\n"
)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_values_that_a_rule_cannot_read(language: str, tiny: Tiny, run: Run, snapshot: SnapshotAssertion) -> None:
    rows = [("1.1.1", "285/300"), ("1.1.1", "3/0"), ("1.1.2", "3"), ("1.1.2", "lat=3"), ("1.1.2", "late=1; late=2")]
    rows += [("1.1.2", "late"), ("1.1.2", "none=-1"), ("plus", "-1"), ("plus", "two"), ("1.10", "1/2")]
    rows += [("1.1.2", "NA"), ("1.10", "maybe"), ("plus", "1.125")]
    lines = "".join(f"2022,u{at},{component},{value}\n" for at, (component, value) in enumerate(rows))
    tiny(RULED, scores="year,unit,component,value\n" + lines)
    assert run("score", "--lang", language).err == snapshot


def test_duplicates_across_files(tiny: Tiny, run: Run, snapshot: SnapshotAssertion) -> None:
    tiny(**{"scores-a": GOOD, "scores-b": HEADER + "2022,u,1.10,1\n\n2022,u,1.1.1,5\n"})
    assert run("score").err == snapshot


def test_duplicates_between_files_that_are_each_in_order(tiny: Tiny, run: Run) -> None:
    tiny(**{"scores-a": GOOD + "2022,u,1.1.2,1\n", "scores-b": GOOD + "2022,u,1.10,1\n"})
    assert "data/scores-b.csv:2:8: row 2, column component (C): 1.1.1 is scored twice" in run("score").err


def test_a_block_that_stands_twice_is_one_fault_that_names_its_rows(tiny: Tiny, run: Run) -> None:
    units = [f"2022,u{at},{component},1\n" for component in ("1.1.1", "1.1.2") for at in range(30)]
    tiny(**{"scores-a": HEADER + "".join(units + units[:50]), "scores-b": HEADER + "".join(units[50:] + units[:1]) * 2})
    err = run("score").err
    assert err.count("data/scores-a.csv:") == 1, err
    assert "data/scores-a.csv:62:9: row 62, column component (C): 50 rows score the same units, years" in err
    assert "as others. These rows: 62–111; the others: 2–51. Keep one of each of these rows." in err
    assert "rows of this file, this one first, stand in data/scores-a.csv too" in err
    tiny(**{"scores-a": HEADER + "".join(units), "scores-b": HEADER + "".join(units[:5] + ["2021,u,1.1.1,1\n"] * 9)})
    err = run("score").err
    assert "as rows of data/scores-a.csv. These rows: 2–6; those there: 2–6." in err
    assert "8 rows score the same units, years and components as others. These rows: 8–15; the others: 7." in err


def test_a_file_whose_rows_stand_in_another_says_where_they_begin(tiny: Tiny, run: Run) -> None:
    tiny(**{"scores-a": GOOD, "scores-b": HEADER + "2021,u,1.1.1,1\n" + GOOD.removeprefix(HEADER) * 2})
    assert "data/scores-b.csv:3:8: row 3, column component (C): 2 of the 3 rows of this file" in run("score").err


def test_units(tiny: Tiny, run: Run, snapshot: SnapshotAssertion) -> None:
    tiny(scores=HEADER + "2022,w,1.1.1,5\n", units="unit,name,since,merged_into\nu,U,20,\nu,U,,v2\n,X,,\n")
    assert run("score").err == snapshot


def test_default_unit(tiny: Tiny, run: Run, snapshot: SnapshotAssertion) -> None:
    tiny(MINIMAL + "defaults: {unit: v}\n", scores=GOOD, units="unit,name\nu,U\n")
    assert run("score").err == snapshot


def test_twenty_are_shown_and_the_rest_counted(tiny: Tiny, run: Run) -> None:
    tiny(scores=HEADER + "".join(f"2022,u{n},1.1.1,7\n" for n in range(25)))
    lines = run("score").err.splitlines()
    assert len([line for line in lines if line.startswith("  data/scores.csv:")]) == 20
    assert lines[-1] == "  … and 5 more faults; all of them: cchc check"
    assert len(run("check", "-f", "csv").out.splitlines()) == 26
    tiny(scores="year,unit,component,self,score\n" + "".join(f"2022,u{n},1.1.1,8,7\n" for n in range(15)))
    assert run("score").err.splitlines()[-1] == "  … and 10 more faults; all of them: cchc check"


def test_faults_of_all_files_are_told_together(tiny: Tiny, run: Run) -> None:
    tiny(edit("owner: office", "owner: ofice"), scores=HEADER + "2022,w,1.1.1,9\n", units="unit,name\nu,U\nu,V\n")
    outcome = run("check", "-f", "csv")
    assert outcome.status == 1
    files = [line.split(",")[1] for line in outcome.out.splitlines()[1:]]
    # Whether w is missing from units.csv is not known where two of its rows bear one id.
    assert files == ["criteria.yaml", "data/scores.csv", "data/units.csv"]


def test_a_fault_in_criteria_is_not_told_again_for_the_scores(tiny: Tiny, run: Run) -> None:
    tiny(edit("max: 6", "max: six"), scores=GOOD)
    assert len(run("check", "-f", "csv").out.splitlines()) == 2


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)),
        "a: b\n\n" + "[" * 200_000,
        "{a: " * 200_000,
        "- " * 50_000,
        "x: " + "y" * 3_000_000,
        "&a [*a]",
    ],
    ids=["alias bomb", "open brackets", "open braces", "deep list", "large", "recursive alias"],
)
def test_bombs_are_refused(text: str, tiny: Tiny, run: Run) -> None:
    """Each of these would take minutes or all memory if it were read in full."""
    tiny(text, scores=GOOD)
    outcome = run("score")
    assert outcome.status == 2
    assert outcome.err.count("\n") == 2
    assert not text.endswith("[") or "criteria.yaml:3: line 3: nested more than" in outcome.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("owner: office", "owner: ofice", "the owner ofice is not among owners. Did you mean office"),
        ("owner: office", "owner: Phòng Lạ", "found “Phòng Lạ”"),
        ("max: 6", "max: six", "found “six”; expected a number"),
        ("owner: office", "ownr: office", "unknown key."),
    ],
)
def test_the_same_wrong_word_of_many_components_is_one_fault_with_its_lines(
    old: str, new: str, said: str, tiny: Tiny, run: Run
) -> None:
    many = "".join(f"          - {A.replace('1.1.1', f'1.1.{at}').replace(old, new)}\n" for at in range(21, 30))
    criteria = edit(f"          - {B}\n", f"          - {B}\n{many}")
    tiny(criteria, **{"scores-2022": GOOD})
    first = criteria[: criteria.index(new)].count("\n") + 1
    err = run("score").err
    assert err.count(said) == 1, err
    others = ", ".join(str(first + at) for at in (1, 2, 3))
    assert f"criteria.yaml:{first}:" in err and f"Also on lines {others} and 5 more." in err, err
