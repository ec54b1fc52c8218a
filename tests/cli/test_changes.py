"""`cchc changes` and `import scores --dry-run`: what differs, and what that makes of indices and ranks."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cchc_cli as cchc
from cchc_cli.index.changes import changed_cells, changed_results, same_units
from cchc_cli.index.points import year_points
from cchc_cli.index.ranks import ranked_year
from tests.conftest import HEADER, MINIMAL, Run, Tiny
from tests.worlds import World, opened, worlds

UNITS = "unit,name\na,Xã An\nb,Xã Bình\nc,Xã Cát\n"
OLD = """\
year,unit,component,self,score,value,note
2022,a,1.1.1,6,6,,
2023,a,1.1.1,6,3,,chậm
2023,a,1.1.2,2,1,,
2023,a,1.10,,,yes,
2023,b,1.1.1,6,3,,
2023,b,1.1.2,2,2,,
2023,b,1.10,,,yes,
2023,c,1.1.1,6,0,,
2023,c,1.1.2,2,0,,
2023,c,1.10,,0,,
"""
NEW = OLD.replace("2022,a,1.1.1,6,6,,\n", "").replace("6,3,,chậm", "6,4.5,,").replace("2,1,,", "2,NA,,")
NEW = NEW.replace("2023,b,1.10,,,yes,", "2023,b,1.10,,,no,").replace("2023,c,1.1.1,6,0,,\n", "")
CELLS = [
    ["2023", "a", "1.1.1", "score", "3", "4.5"],
    ["2023", "a", "1.1.1", "note", "chậm", ""],
    ["2023", "a", "1.1.2", "score", "1", "NA"],
    ["2023", "b", "1.10", "value", "yes", "no"],
    ["2023", "c", "1.1.1", "self", "6", ""],
    ["2023", "c", "1.1.1", "score", "0", ""],
]


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.mark.parametrize("with_units", [True, False])
def test_cells_that_differ_by_unit_and_component(tiny: Tiny, run: Run, with_units: bool) -> None:
    tiny(scores=OLD, **({"units": UNITS} if with_units else {}))
    Path("new.csv").write_text(NEW, encoding="utf-8")
    done = run("changes", "data/scores.csv", "new.csv", "-f", "csv")
    assert (done.status, done.err) == (0, "")
    assert rows(done.out) == [["2022", "a", "1.1.1", "self", "6", ""], ["2022", "a", "1.1.1", "score", "6", ""], *CELLS]
    back = rows(run("changes", "new.csv", "data/scores.csv", "-f", "csv").out)
    assert sorted([*row[:4], row[5], row[4]] for row in back) == sorted(rows(done.out))
    assert rows(run("changes", "data", "data", "-f", "csv").out) == []
    assert "Nothing differs." in run("changes", "data/scores.csv", "data/scores.csv").out
    Path("new.csv").write_text(HEADER + "".join(f"2022,z{each},1.1.1,{each}\n" for each in range(7, 37)), "utf-8")
    # `cchc check` lists no faults of other files.
    assert run("changes", "data/scores.csv", "new.csv").err.splitlines()[-1].endswith("more faults")


def test_an_index_that_was_provisional_is_marked_where_the_unit_is_gone(tiny: Tiny, run: Run) -> None:
    """Without its last score b had 50 of 100 points at least; c, who is gone too, had all its scores."""
    full = "2023,{0},1.1.1,6\n2023,{0},1.1.2,2\n2023,{0},1.10,2\n"
    tiny(scores=HEADER + full.format("a") + "2023,b,1.1.1,5\n2023,b,1.1.2,\n2023,b,1.10,\n" + full.format("c"))
    Path("new.csv").write_text(HEADER + full.format("a"), encoding="utf-8")
    shown = run("changes", "data/scores.csv", "new.csv").out
    assert "≈50.00" in shown and " 100.00" in shown


def test_years_that_only_one_file_has_are_told(tiny: Tiny, run: Run) -> None:
    tiny(scores=OLD)
    Path("new.csv").write_text(NEW, encoding="utf-8")
    said = " ".join(run("changes", "data/scores.csv", "new.csv").out.split())
    assert "data/scores.csv alone has rows of 2022. What only one of the two has counts as put in or taken out;" in said
    # The cells of a year that one alone has are as many as it has; people need them not, programs get them.
    assert "Cells 2023" not in said and " 2022 A " not in said
    assert run("changes", "data/scores.csv", "new.csv", "-f", "csv").out.count("\n2022,a,") == 2
    assert "explain" not in said
    of_2024 = "".join(line for line in OLD.replace("2023,", "2024,").splitlines(True) if not line.startswith("2022"))
    Path("later.csv").write_text(of_2024, encoding="utf-8")
    said = " ".join(run("changes", "data/scores.csv", "later.csv").out.split())
    assert "data/scores.csv alone has rows of 2022, 2023. later.csv alone has rows of 2024." in said
    assert "cchc explain 2024 --since 2023 shows one year beside another." in said
    assert "Cells" not in said and "What it makes" not in said
    assert "alone" not in run("changes", "data/scores.csv", "data/scores.csv").out


@pytest.mark.parametrize("file", ["data/units.csv", "criteria.yaml", "annex.xlsx", "letter.docx"])
def test_what_is_no_file_of_scores_is_said_to_be_none(tiny: Tiny, run: Run, file: str) -> None:
    tiny(units=UNITS, scores=OLD)
    openpyxl.Workbook().save("annex.xlsx")
    Path("letter.docx").write_bytes(b"PK")
    for files in (("data/scores.csv", file), (file, "data/scores.csv")):
        done = run("changes", *files)
        assert (done.status, done.out) == (2, "")
        assert f"{file} can't be read as a file of scores; nothing was compared." in done.err
        is_paper = file.startswith(("annex", "letter"))
        assert (f"cchc import scores {file} --year YEAR --dry-run" in done.err) == is_paper


def test_the_effect_is_that_of_the_one_file_in_the_place_of_the_other(tiny: Tiny, run: Run) -> None:
    tiny(units=UNITS, scores=OLD)
    before = {line["unit"]: line for line in json.loads(run("ranks", "2023", "-f", "json").out)["rows"]}
    Path("new.csv").write_text(NEW, encoding="utf-8")
    effect = json.loads(run("changes", "data/scores.csv", "new.csv", "-f", "json").out)["effect"]
    shown = run("changes", "data/scores.csv", "new.csv").out
    Path("data", "scores.csv").write_text(NEW, encoding="utf-8")
    after = {line["unit"]: line for line in json.loads(run("ranks", "2023", "-f", "json").out)["rows"]}
    of_year = {line["unit"]: line for line in effect if line["year"] == 2023}
    assert set(of_year) == {"a", "b", "c"}
    for unit, line in of_year.items():
        assert (line["prev_index"], line["prev_rank"]) == (before[unit]["index"], before[unit]["rank"])
        assert (line["index"], line["rank"]) == (after[unit]["index"], after[unit]["rank"])
    assert [line["unit"] for line in effect if line["year"] == 2022] == ["a"]
    assert "Xã An" in shown
    assert "8 cells of 3 units differ. The index of 2 units changes, the rank of 3 units." in " ".join(shown.split())


def test_files_that_hold_a_part_stand_beside_what_the_workspace_has(tiny: Tiny, run: Run) -> None:
    tiny(units=UNITS, scores=OLD)
    for name, points in (("one", 3), ("two", 6)):
        Path(f"{name}.csv").write_text(f"year,unit,component,score\n2023,b,1.1.1,{points}\n")
    loaded = json.loads(run("changes", "one.csv", "two.csv", "-f", "json").out)
    assert [list(row.values()) for row in loaded["rows"]] == [[2023, "b", "1.1.1", "score", 3, 6]]
    assert next((line["unit"], line["prev_index"], line["index"]) for line in loaded["effect"]) == ("b", 70, 100)
    Path("then").mkdir()
    Path("then", "scores-2023.csv").write_text(OLD, encoding="utf-8")
    Path("data", "scores.csv").write_text(NEW, encoding="utf-8")
    assert rows(run("changes", "then", ".", "-f", "csv").out)[2:] == CELLS


def test_what_cannot_be_compared_is_told(tiny: Tiny, run: Run) -> None:
    tiny(units=UNITS, scores=OLD)
    Path("bad.csv").write_text("year,unit,component,score\n2023,x,1.1.1,3\n2023,a,1.1.1,7\n")
    Path("empty").mkdir()
    wrong = {
        ("data/scores.csv", "nowhere.csv"): "There is no file or folder nowhere.csv.",
        ("data/scores.csv", "data"): "Name two files or two folders.",
        ("data", "empty"): "There are no scores in empty.",
        ("data/scores.csv", "bad.csv"): "bad.csv:2:6: row 2, column unit (B): the unit x is not in units.csv",
    }
    for given_, told in wrong.items():
        done = run("changes", *given_)
        assert (done.status, done.out) == (2, "")
        assert told in done.err


def sheet(rows_: list[tuple[object, ...]]) -> None:
    book = openpyxl.Workbook()
    for row in rows_:
        book.active.append(row)
    book.save("sheet.xlsx")


def test_a_dry_run_of_an_import_tells_the_same_and_writes_nothing(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("owners:", "defaults: {unit: a}\nowners:", 1), units=UNITS, scores=OLD)
    sheet([("Mã", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định"), ("1.1.1", "A", 6, 4.5), ("1.1.2", "B", 2, 1)])
    line = ("import", "scores", "sheet.xlsx", "--year", "2023", "-o", "data/scores.csv", "--yes")
    before = {path: path.read_bytes() for path in Path("data").iterdir()}
    tried = run(*line, "--dry-run", "-f", "csv")
    assert tried.status == 0, tried.err
    assert {path: path.read_bytes() for path in Path("data").iterdir() if path.suffix == ".csv"} == before
    assert [row[:4] for row in rows(tried.out)] == [["2023", "a", "1.1.1", "score"]]
    assert "Nothing was written" in run(*line, "--dry-run").out
    Path("old.csv").write_bytes(before[Path("data", "scores.csv")])
    assert run(*line, "--force").status == 0
    assert rows(run("changes", "old.csv", "data/scores.csv", "-f", "csv").out) == rows(tried.out)
    # A year that is new: all of it would be added.
    tried = run("import", "scores", "sheet.xlsx", "--year", "2024", "--yes", "--dry-run", "-f", "csv")
    assert rows(tried.out) == [["2024", "a", "1.1.1", "score", "", "4.5"], ["2024", "a", "1.1.2", "score", "", "1"]]
    assert not Path("data", "scores-2024.csv").exists()
    # Points that another file has: what is written must name that file, what is only tried finds it.
    line = ("import", "scores", "sheet.xlsx", "--year", "2023", "--yes")
    assert "are in data/scores.csv already" in (refused := run(*line)).err and refused.status == 2
    assert "-o data/scores.csv --force" in refused.err
    Path("data", "scores.csv").write_bytes(before[Path("data", "scores.csv")])
    assert [row[:4] for row in rows(run(*line, "--dry-run", "-f", "csv").out)] == [["2023", "a", "1.1.1", "score"]]


def test_an_import_tells_of_columns_without_a_header_and_of_its_year_once(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("owners:", "defaults: {unit: a}\nowners:", 1), units=UNITS, scores=OLD)
    head = ("Mã", "Tiêu chí", "Điểm tối đa", "Điểm thẩm định", None, None)
    sheet(
        [head, ("1.1.1", "A", 6, 4.5, None, 3), ("1.1.2", "B", 2, 1, "xem lại", None), (None, None, None, None, "Ký")]
    )
    line = ("import", "scores", "sheet.xlsx", "--year", "2024", "--yes")
    for outcome in (run(*line, "--dry-run"), run(*line)):
        assert "Columns without a header were not read: Sheet!E3, Sheet!F2." in outcome.out
        assert sum(line.startswith("Year ") for line in outcome.out.splitlines()) == 1


def test_points_that_a_unit_gives_itself_make_no_index(tiny: Tiny, run: Run) -> None:
    tiny(MINIMAL.replace("owners:", "defaults: {unit: a}\nowners:", 1), units=UNITS, scores=OLD)
    sheet([("Mã", "Tiêu chí", "Điểm tối đa", "Tự chấm"), ("1.1.1", "A", 6, 4.5), ("1.1.2", "B", 2, 1)])
    tried = run("import", "scores", "sheet.xlsx", "--year", "2024", "--yes", "--dry-run")
    assert "No index and no rank changes." in tried.out


def test_a_dry_run_needs_no_folder_of_data_and_makes_none(tiny: Tiny, run: Run) -> None:
    folder = tiny(MINIMAL)
    for path in (folder / "data").iterdir():
        path.unlink()
    (folder / "data").rmdir()
    sheet([("Mã", "Điểm thẩm định"), ("1.1.1", 4.5)])
    line = ("import", "scores", "sheet.xlsx", "--year", "2023", "--unit", "a", "--yes")
    tried = run(*line, "--dry-run", "-f", "csv")
    assert (tried.status, rows(tried.out)) == (0, [["2023", "a", "1.1.1", "score", "", "4.5"]])
    assert not Path("data").exists()
    assert run(*line).status == 0


@st.composite
def two_worlds(draw: st.DrawFn) -> tuple[World, World]:
    """A world, and the same with some points changed, rows left out and put in."""
    world = draw(worlds())
    changed = [
        (*row[:3], draw(st.sampled_from([row[3], row[3], "", "NA"]))) for row in world.rows if draw(st.integers(0, 5))
    ]
    return world, World(world.criteria, changed, world.units, world.leaves)


@given(two_worlds())
def test_cells_and_effects_are_what_plain_python_finds(pair: tuple[World, World]) -> None:
    (framework, old), (_framework, new) = map(opened, pair)
    old, new = same_units([old, new])
    found = changed_cells(framework, old, new)
    tables = [
        {row[:3]: "NA" if row[3] == "NA" else float(row[3]) if row[3] else None for row in world.rows} for world in pair
    ]
    expected = {
        key: (tables[0].get(key), tables[1].get(key))
        for key in tables[0] | tables[1]
        if tables[0].get(key) != tables[1].get(key)
    }
    lines = found[["year", "unit", "component", "old", "new"]].itertuples(index=False)
    assert {(line.year, line.unit, line.component): (line.old, line.new) for line in lines} == expected
    for year in (2021, 2022):
        effect = changed_results(framework, old, new, year, "published").set_index("unit")
        then, now = (
            ranked_year(year_points(framework, each, year), "published").results.set_index("unit")
            for each in (old, new)
        )
        # What a unit gives itself makes no index: without official points, and with parts open, it has none.
        extras = {each["id"] for each in pair[0].criteria.get("adjustments", [])}
        given = [row for world in pair for row in world.rows if row[0] == year and row[3] not in ("", "NA")]
        scored = {row[1] for row in given if row[2] not in extras or float(row[3])}
        scored |= {unit for t in (then, now) for unit in t.index if not t.loc[unit, "provisional"]}
        for unit in {*then.index, *now.index}:
            one, other = (
                [None if unit not in t.index or t.loc[unit, key] != t.loc[unit, key] else t.loc[unit, key] for key in ("index", "rank")]
                for t in (then, now)
            )  # fmt: skip
            assert (unit in effect.index) == (one != other and unit in scored)


def test_cells_are_numbers_in_python_where_no_text_stands_among_them(tiny: Tiny) -> None:
    folder = tiny(scores=OLD)
    for name, text in {"new": OLD.replace("6,3,,chậm", "6,4.5,,chậm"), "same": OLD, "other": NEW}.items():
        Path(f"{name}.csv").write_text(text, encoding="utf-8")
    frames = {name: cchc.changes(folder, "data/scores.csv", f"{name}.csv").frame for name in ("new", "same", "other")}
    types = {name: [str(frame[column].dtype) for column in ("old", "new")] for name, frame in frames.items()}
    assert types == {"new": ["Float64"] * 2, "same": ["Float64"] * 2, "other": ["object"] * 2}
    assert frames["new"]["new"].sum() == 4.5


def test_of_a_wrong_folder_those_with_scores_are_named(tiny: Tiny, run: Run) -> None:
    tiny(scores=OLD)
    Path("photos").mkdir()
    assert "Folders with scores there: data." in run("changes", "2021", "data").err
    assert "Did you mean photos?" in run("changes", "photo", "data").err
    assert "Score files are called scores*.csv." in run("changes", "photos", "data").err


def test_a_change_of_what_is_not_whole_is_marked_as_its_indices_are(tiny: Tiny, run: Run) -> None:
    new = OLD.replace("2023,b,1.1.2,2,2,,\n", "").replace("2023,a,1.1.2,2,1,,", "2023,a,1.1.2,2,2,,")
    tiny(units=UNITS, old=OLD, new=new)
    effect = run("changes", "data/old.csv", "data/new.csv").out.partition("Cells")[0]
    marks = {line.split()[1]: line.count("≈") for line in effect.splitlines() if line.startswith("Xã")}
    assert marks == {"An": 0, "Bình": 2, "Cát": 0}  # the index as it is now, and how it changed


def test_two_workspaces_need_no_third(tiny: Tiny, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tiny(scores=OLD, units=UNITS)
    for name, scores in (("old", OLD), ("new", NEW)):
        (here / name / "data").mkdir(parents=True)
        (here / name / "criteria.yaml").write_text((here / "criteria.yaml").read_text("utf-8"), encoding="utf-8")
        (here / name / "data" / "scores.csv").write_text(scores, encoding="utf-8")
    named = run("-C", "new", "changes", "old", "new", "-f", "csv")
    assert "No workspace was named" not in named.err
    (here / "criteria.yaml").rename(here / "else.txt")
    done = run("changes", "old", "new", "-f", "csv")
    assert (done.status, done.out) == (0, named.out)
    assert done.err == "No workspace was named: criteria and units are those of new (-C names another).\n"
    with monkeypatch.context() as patch:
        patch.setenv("CCHC_WORKSPACE", "nowhere")
        assert "There is no folder nowhere" in run("changes", "old", "new").err
    (here / "old" / "criteria.yaml").unlink()
    assert "No workspace here" in run("changes", "old", "new").err
    (here / "new" / "criteria.yaml").rename(here / "old" / "criteria.yaml")
    assert "No workspace here" in run("changes", "old", "new").err


def test_a_year_that_the_framework_does_not_have_is_compared_all_the_same(tiny: Tiny, run: Run) -> None:
    """Only bonus points can be given in it; a rating that asks for a percent of each area found no area."""
    ended = MINIMAL.replace("min: 80}", "min: 80, each_area: 50}").replace("areas:\n", "%sareas:\n", 1)
    ended = ended.replace('  - id: "1"\n', '  - id: "1"\n    until: 2022\n', 1)
    tiny(
        ended % "adjustments: [{id: B, name: Bonus, kind: bonus, max: 2}]\n",
        scores=OLD.split("2023")[0] + "2023,a,B,,1,,\n",
    )
    Path("new.csv").write_text("year,unit,component,score\n2023,a,B,2\n", encoding="utf-8")
    done = run("changes", "data/scores.csv", "new.csv", "-f", "json")
    assert {each["year"] for each in json.loads(done.out)["effect"]} == {2022}, "2023 has no index"
