"""Where an id is asked for, a name does as well: alone it means the same, shared by several it is asked about."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cchc_cli as cchc
from cchc_cli.model.nearest import meant, nearest
from tests.conftest import HEADER, MINIMAL, Run, Tiny
from tools.commands import add_files

SAME = [
    ("score -u xa-tien-loi", "-u", "XÃ TIẾN LỢI"),
    ("ranks -u xa-tien-loi", "-u", "xa tien loi"),
    ("ranks --on 3.3.2", "--on", "cung cấp thông tin"),
    ("matrix --group cap-xa", "--group", "CAP-XA"),
    ("robust --runs 20 --group cap-xa", "--group", "Cap-Xa"),
    ("gaps --only rank_dropped", "--only", "Rank fell"),
    ("simulate --set 3.3.2=max", "--set", "=max"),
    ("simulate --need-rating good", "--need-rating", "tốt"),
    ("plan --target-rating good --budget 60", "--target-rating", "TOT"),
    ("plan --budget 20 --owner mot-cua", "--owner", "Bộ phận"),
    ("plan --budget 20 --exclude 3.3.2", "--exclude", ""),
    ("compare don-vi-02", "don-vi-02", "đơn vị 02"),
    ("track --owner mot-cua --date 2023-03-01", "--owner", "bo phan"),
    ("commit --owner mot-cua", "--owner", "BO PHAN"),
    ("report commitments --owner mot-cua", "--owner", "bo phan"),
    ("measure 2022 -u xa-tien-loi", "-u", "Xã Tiến Lợi"),
    ("dossiers late -u xa-tien-loi --date 2022-09-30", "-u", "Tiến Lợi"),
    ("template scores 2023 -u xa-tien-loi -o a.xlsx --force", "-u", "tien loi"),
    ("task set T-2023-001 --component 3.3.2 --note x", "--component", ""),
    ("task set T-2023-001 --owner van-phong --unit don-vi-02", "--unit", "don vi 02"),
    ("gaps --by owner", "--by", "phòng"),
    ("score --by criterion", "--by", "TIÊU CHÍ"),
    ("matrix --show lost", "--show", "điểm mất"),
    ("matrix --show lost", "--show", "Bị trừ"),
    ("matrix --show lost", "--show", "điểm bị trừ"),
    ("matrix --show percent", "--show", "Tỷ lệ %"),
    ("measure 2022 --by quarter", "--by", "quý"),
    ("task set T-2023-001 --note x", "T-2023-001", 'Rà soát "hồ sơ"'),
]


def component_name(folder: Path, identity: str) -> str:
    import yaml

    areas = yaml.safe_load((folder / "criteria.yaml").read_text("utf-8"))["areas"]
    parts = [part for area in areas for criterion in area["criteria"] for part in criterion.get("components", ())]
    return next(part["name"] for part in parts if str(part["id"]) == identity)


@pytest.mark.parametrize(("line", "option", "name"), SAME, ids=[line for line, *_rest in SAME])
def test_a_name_means_what_its_id_means(line: str, option: str, name: str, sample: Path, run: Run) -> None:
    add_files(sample)
    words = line.split()
    at = words.index(option)
    value = at if not option.startswith("-") else at + 1
    if option == "--on" or name in ("", "=max"):
        name = component_name(sample, "3.3.2") + (name if name == "=max" else "")
    tasks = (sample / "data" / "tasks.csv").read_bytes()
    by_id = run(*words)
    written = (sample / "data" / "tasks.csv").read_bytes()
    (sample / "data" / "tasks.csv").write_bytes(tasks)
    by_name = run(*words[:value], name, *words[value + 1 :])
    assert by_id.status == 0, by_id.err
    assert (by_name.status, by_name.out) == (0, by_id.out)
    assert (sample / "data" / "tasks.csv").read_bytes() == written


def test_part_of_a_name_is_told_and_a_whole_name_is_not(sample: Path, run: Run) -> None:
    assert "is taken for" not in run("score", "-u", "xa tien loi").err
    for command in ("score", "measure"):
        assert "“tiến lợi” is taken for xa-tien-loi (Xã Tiến Lợi)." in run(command, "-u", "tiến lợi").err


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("task done", "sơ"),
        ("task set T-2023-001 --component", "xin lỗi"),
        ("task set T-2023-001 --owner", "bộ phận tiếp"),
        ("task set T-2023-001 --unit", "tiến lợi"),
    ],
)
def test_what_is_written_needs_a_whole_name(line: str, part: str, sample: Path, run: Run) -> None:
    """A part that fits one today may fit another tomorrow: what fits is listed, and nothing is written."""
    add_files(sample)
    before = (sample / "data" / "tasks.csv").read_bytes()
    done = run(*line.split(), part)
    assert (done.status, done.out) == (2, "")
    assert f"“{part}” is only a part of a name: " in done.err and "nothing was changed" in done.err
    assert (sample / "data" / "tasks.csv").read_bytes() == before


@pytest.mark.parametrize("line", ["simulate --set apology=max", "ranks --on apology"])
def test_english_messages_have_english_names(line: str, sample: Path, run: Run) -> None:
    add_files(sample)
    told = run("--lang", "en", *line.split()).err
    assert "“apology” is taken for 3.3.2 (Apology and new date" in " ".join(told.split())
    asked = " ".join(run("--lang", "en", "plan", "--exclude", "apology").err.split())
    assert "may mean 2 of them: 3.3.2/1 (Issue a form of apology" in asked and "3.3.2 (Apology and new date" in asked


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ("score --by xyz", "area (lĩnh vực), criterion (tiêu chí), component (tiêu chí thành phần)."),
        ("score --by level4", "area (lĩnh vực), criterion (tiêu chí), component (tiêu chí thành phần)."),
        ("matrix --show xyz", "points (điểm), percent (tỷ lệ), lost (điểm bị trừ), rank (hạng)."),
        ("score -f xyz", "table (bảng), csv, json, md."),
    ],
)
def test_refusals_have_the_words_that_people_may_use(line: str, allowed: str, sample: Path, run: Run) -> None:
    told = run("--lang", "vi", *line.split())
    assert told.status == 2
    assert f": {allowed}" in " ".join(told.err.split())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ranks --on|Hồ sơ đúng hạn", "“Hồ sơ đúng hạn” is taken for 3.3.1 ("),
        ("ranks --on|kế hoạch kiểm soát", "“kế hoạch kiểm soát” is taken for 3.5.1 ("),
        ("plan --budget 5 --owner|công chức hộ tịch", "“công chức hộ tịch” is taken for tu-phap ("),
        ("score -u|xã lợi", "“xã lợi” is taken for xa-tien-loi ("),
        ("ranks --on|báo cáo hạn", "“báo cáo hạn” may mean 3 of them: 1.2.1 ("),
        ("ranks --on|hạn đúng hồ sơ", "there is no area, criterion or component hạn đúng hồ sơ"),
        ("task add --action x --component|hồ sơ đúng hạn", "“hồ sơ đúng hạn” is only a part of a name: 3.3.1 ("),
    ],
)
def test_words_of_a_name_in_their_order_find_it(line: str, said: str, sample: Path, run: Run) -> None:
    words, name = line.split("|")
    assert said in " ".join(run("--lang", "en", *words.split(), name).err.split())


def test_more_units_than_are_listed_are_told_with_what_lists_them(tiny: Tiny, run: Run) -> None:
    units = [f"u{at:02}" for at in range(1, 13)]
    named = "unit,name\n" + "".join(f"{unit},{unit}\n" for unit in units)
    tiny(MINIMAL, **{"scores-2022": HEADER + "".join(f"2022,{unit},1.1.1,1\n" for unit in units), "units": named})
    assert "u10, …\nAll 12: cchc ranks --group all\n" in run("score").err
    for asked in (("score", "-u", "xyz"), ("task", "add", "--component", "1.1.1", "--action", "x")):
        assert "u10, …\nAll 12: cchc ranks --group all\n" in run(*asked).err
    ranked = run("ranks", "--group", "all").out
    assert all(unit in ranked for unit in units)


def test_a_name_of_several_is_asked_about(sample: Path, run: Run) -> None:
    done = run("score", "-u", "Đơn vị")
    assert (done.status, done.out) == (2, "")
    assert "“Đơn vị” may mean 17 units: don-vi-02 (Đơn vị 02), don-vi-03" in done.err
    with (sample / "data" / "units.csv").open("a", encoding="utf-8") as file:
        file.write("xa-tien-loi-2,XÃ TIẾN  LỢI,cap-xa\n")
    done = run("task", "add", "--component", "1.1.1", "--action", "x", "-u", "Xã Tiến Lợi")
    assert done.status == 2
    assert "xa-tien-loi (Xã Tiến Lợi), xa-tien-loi-2 (XÃ TIẾN LỢI)" in " ".join(done.err.split())
    assert not (sample / "data" / "tasks.csv").exists()


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("score", "-u", "Đơn vi 22"), "Did you mean"),
        (("score", "-u", "don-vi-2"), "Did you mean don-vi-02 (Đơn vị 02)?"),
        (("plan", "--budget", "5", "--owner", "công chức vân phồng thôngs kê"), "van-phong (Công chức Văn phòng"),
        (("ranks", "--on", "9.9"), "Known: 1 ("),
        (("task", "add", "--component", "1.1.1x", "--action", "x"), "Did you mean 1.1.1 (Plan issued on time)?"),
    ],
)
def test_what_is_nothing_has_the_nearest_as_a_hint(words: tuple[str, ...], hint: str, sample: Path, run: Run) -> None:
    done = run(*words)
    assert (done.status, done.out) == (2, "")
    assert hint in " ".join(done.err.split())


def test_names_do_in_python_too(sample: Path) -> None:
    workspace = cchc.open_workspace(sample, "en")
    by_id = cchc.plan(workspace, budget=20, unit="xa-tien-loi", exclude=["3.3.2"]).frame
    by_name = cchc.plan(workspace, budget=20, unit="xã tiến lợi", exclude=[component_name(sample, "3.3.2")]).frame
    assert by_name.equals(by_id)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        cchc.simulate(workspace, points={component_name(sample, "3.3.2")[:-3]: "max"})
    assert [each.category for each in told] == [cchc.CchcWarning]


def stands_in_order(asked: str, text: str, spelled: Callable[[str], str]) -> bool:
    """Whether the words of a text are among those of another, each behind the one before it."""
    rest = spelled(text.replace("-", " ")).split()
    for word in (words := spelled(asked.replace("-", " ")).split()):
        if word not in rest:
            return False
        rest = rest[rest.index(word) + 1 :]
    return len(words) > 1


NAMES = st.text("ab1 -đĐé", min_size=1, max_size=6)


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=2), min_size=1, max_size=6), NAMES)
def test_an_id_is_itself_and_what_is_meant_is_called_so(known: dict[str, list[str]], asked: str) -> None:
    for identity in known:
        assert meant(identity, known) == ([identity], False)
    ids, is_part = meant(asked, known)
    flat = str.maketrans("đĐé-", "dde ")

    def spelled(text: str) -> str:
        return " ".join(text.translate(flat).lower().split())

    for identity in ids:
        in_a_name = is_part and spelled(identity) != spelled(asked)
        texts = [spelled(text) for text in ((*known[identity],) if in_a_name else (identity, *known[identity]))]
        assert any(spelled(asked) in text or stands_in_order(asked, text, spelled) for text in texts)
        assert is_part or spelled(asked) in texts


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("xã tân", ["a", "b"]),
        ("tân a", ["a"]),
        ("nh", []),
        ("khu 1", []),
        ("khu 10", ["c"]),
        ("xã bình", ["b"]),
        ("bình xã", []),
        ("xã bì", []),
        ("10", []),
        ("an", ["a"]),
        ("1.1", []),
    ],
)
def test_parts_begin_with_a_word_and_numbers_are_whole(asked: str, ids: list[str]) -> None:
    known = {"a": ["Xã Tân An"], "b": ["Xã Tân Bình"], "c": ["Khu 10 (1.1)"]}
    assert meant(asked, known)[0] == ids


def test_a_number_begun_is_asked_about_and_never_taken_for_the_one_that_goes_on(sample: Path, run: Run) -> None:
    done = run("--lang", "vi", "score", "--unit", "don vi 0")
    assert (done.status, done.out) == (2, "")
    assert "“don vi 0” khớp với 8 đơn vị: don-vi-02 (Đơn vị 02), " in " ".join(done.err.split())
    known = {"a": ["Khu 10"], "b": ["Khu 12"], "c": ["Khu 1"]}
    assert meant("khu 1", known) == (["c"], False)
    assert meant("khu 1", {"a": ["Khu 10"], "b": ["Khu 12"]})[0] == ["a", "b"]


def test_a_short_word_of_a_name_finds_its_group(sample: Path, run: Run) -> None:
    done = run("--lang", "vi", "ranks", "--group", "xã")
    assert done.status == 0
    assert "cap-xa (" in done.err
    assert done.out == run("--lang", "vi", "ranks", "--group", "cap-xa").out


def test_a_list_that_goes_on_ends_with_three_points(run: Run) -> None:
    told = run("score", "--unit", "zzz").err
    assert ", …" in told
    assert "…." not in told


def test_zeros_before_a_number_do_not_make_another_name(tiny: Tiny, run: Run) -> None:
    units = "".join(f"xa-{number:02},Xã số {number:02},x\n" for number in (1, 5, 41, 75))
    tiny(
        units="unit,name,group\n" + units,
        scores="year,unit,component,score\n2022,xa-05,1.1.1,6\n2022,xa-75,1.1.1,6\n",
    )
    assert "Xã số 05, 2022" in run("score", "--unit", "xã số 5").out
    assert "Did you mean xa-01 (Xã số 01)?" in run("score", "--unit", "xa-1").err


def test_a_hyphen_of_an_id_may_be_a_space_where_no_other_is_called_so() -> None:
    assert meant("Một cửa", {"mot-cua": ["Bộ phận Tiếp nhận"], "tu-phap": []}) == (["mot-cua"], False)
    units = {"hoa-binh": ["Xã Hòa Bình"], "dv-06": ["Phường Hòa Bình"], "dv-07": ["Xã Tân An"]}
    assert meant("hoa-binh", units) == (["hoa-binh"], False)
    assert meant("Hòa Bình", units)[0] == ["hoa-binh", "dv-06"]
    assert meant("Xã Hòa Bình", units) == (["hoa-binh"], False)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("T-2023-011", "Did you mean T-2023-001?"),
        ("T-2023-012", "Did you mean T-2023-001 or T-2023-002?"),
        ("T-2023-009", "Known: T-2023-001, T-2023-002, T-2023-003, T-2023-004, T-2023-005."),
    ],
)
def test_of_ids_that_are_equally_near_none_is_meant_sooner(asked: str, told: str) -> None:
    assert nearest(asked, [f"T-2023-00{number}" for number in range(1, 6)]) == told


@pytest.mark.parametrize("asked", ["1.01.1", "01.1.1", "1.1.01", "1,01,1"])
def test_zeros_within_an_id_are_a_slip_of_the_id_without_them(asked: str) -> None:
    assert nearest(asked, ["1.2.1", "1.1.1", "1.0.1", "11.1.1", "1.10.1"]) == "Did you mean 1.1.1?"
    assert "1.10" not in nearest("1.1", ["1.2", "1.3"])
