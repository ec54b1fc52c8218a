"""Charts as SVG and PNG: what is in them, and what a user's names can do to them."""

import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib import rc_context
from matplotlib.image import imread

import cchc_cli as cchc
from cchc_cli.messages import use
from cchc_cli.model.blocks import Chart, Series
from cchc_cli.show.charts import png, png_in_rows, svg
from cchc_cli.show.charts.drawing import apart

SPACE = "{http://www.w3.org/2000/svg}"
NAME = "Cải cách thủ tục hành chính và cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính"
ODD = "<script>alert('x')</script> $\\frac{1}{0}$ \x00\x1b & “=cmd” 😀"


def day(*parts: int) -> float:
    return float(date(*parts).toordinal())


def charts(first: str = NAME, second: str = "Tài chính công") -> dict[str, Chart]:
    names = (first, second)
    return {
        "bars": Chart("bars", first, first, names, (Series("2022", (71.875, None)), Series("2021", (100.0, 50.0))), mark=70, mark_label="low"),
        "pareto": Chart("pareto", first, first, names, (Series("Lost", (3.0, 1.0)), Series("Cum.", (75.0, 100.0))), mark=80, mark_label="80%"),
        "bump": Chart("bump", first, first, ("2021", "2022"), (Series(first, (11.0, 14.0), True), Series(second, (None, 3.0)))),
        "timeline": Chart(
            "timeline", first, first, names,
            (Series("Start", (day(2023, 1, 5), day(2023, 3, 1))), Series("Due", (day(2023, 2, 28), day(2023, 3, 31)))),
            states=("done", "overdue"), notes=("done", second), mark=day(2023, 3, 3), mark_label="today",
        ),
        "lines": Chart("lines", first, first, ("01/2022", "02/2022", "03/2022"), (Series(first, (91.7, None, 95.1)), Series(second, (95.0, 94.0, 95.0)))),
        "ranges": Chart(
            "ranges", first, first, names,
            (Series("Low", (73.25, 100.0)), Series("High", (77.28, 100.0)), Series("Expected", (77.01, 100.0)), Series("2021", (81.75, None))),
            notes=("77.01 (73.25–77.28)", "7/7"),
        ),
        "histogram": Chart("histogram", first, first, ("70–75", "75–80"), (Series("Units", (3.0, 1.0)),)),
        "heat": Chart("heat", first, first, ("1", "2"), (Series("1", (100.0, None)), Series("2", (12.5, 70.0))), mark=70),
    }  # fmt: skip


def texts(element: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()).strip() for each in element.iter(f"{SPACE}text")]


KINDS = ("bars", "pareto", "bump", "timeline", "lines", "ranges")


@pytest.mark.parametrize("width", [760, 350])
@pytest.mark.parametrize("kind", KINDS)
def test_text_stays_text_and_a_screen_reader_is_told(kind: str, width: float) -> None:
    root = ElementTree.fromstring(svg(charts()[kind], "c1", width))
    assert (root.tag, root.get("role")) == (f"{SPACE}svg", "img")
    assert [each.tag for each in root][:2] == [f"{SPACE}title", f"{SPACE}desc"]
    assert [each.get("id") for each in root][:2] == (root.get("aria-labelledby") or "").split()
    assert root[0].text == root[1].text == NAME
    # The long name is there, on several lines; a cut one ends in an ellipsis.
    assert "Cải cách thủ tục" in " ".join(texts(root))


def test_figures_are_written_beside_the_bars() -> None:
    use("vi")
    assert {"71,9%", "–", "2022", "2021", "low"} <= set(texts(ElementTree.fromstring(svg(charts()["bars"], "a"))))
    assert {"3,00", "75,0%", "1,00", "100,0%"} <= set(texts(ElementTree.fromstring(svg(charts()["pareto"], "a"))))
    bump = texts(ElementTree.fromstring(svg(charts("Xã Tiến Lợi")["bump"], "a")))
    assert {"11", "14  Xã Tiến Lợi", "3  Tài chính công"} <= set(bump)


def test_a_timeline_may_be_cut_between_its_tasks_alone() -> None:
    """As a paper does it: a cut below the axis and between any two tasks, however long their labels are."""
    chart = charts()["timeline"]
    tasks = [(NAME * (at % 3 + 1), at) for at in range(7)]
    many = replace(chart, labels=tuple(name for name, _at in tasks), states=("overdue",) * 7, notes=("",) * 7,
                   series=tuple(replace(each, values=(each.values[0],) * 7) for each in chart.series))  # fmt: skip
    picture, cuts = png_in_rows(many)
    inked = (imread(BytesIO(picture))[..., :3].min(axis=(1, 2)) < 1).tolist()
    assert len(cuts) == 7 and cuts == sorted(cuts)
    assert not any(inked[round(cut * len(inked)) + off] for cut in cuts for off in (-3, 0, 3)), "a cut through letters"


def test_columns_of_a_field_are_named_below_it() -> None:
    chart = Chart("heat", "All", "All", (f"1 {NAME}", "2 Tài chính công"), (Series("1", (70.0, 50.0)),), mark=70)
    for width in (760, 350):
        shown = texts(ElementTree.fromstring(svg(chart, "a", width)))
        assert {"1", "2", "2 Tài chính công"} <= set(shown)
        assert NAME.split()[-1] in " ".join(shown)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.filterwarnings("error")
def test_names_of_users_are_only_shown(kind: str) -> None:
    text = svg(charts(ODD, ODD)[kind], "c")
    root = ElementTree.fromstring(text)
    assert not [each.tag for each in root.iter() if "script" in each.tag]
    assert not {"\x00", "\x1b"} & set(text)
    assert png(charts(ODD, ODD)[kind]).startswith(b"\x89PNG")


def test_two_charts_of_a_page_share_no_id_and_every_reference_is_met() -> None:
    both = [svg(chart, f"c{at}", width) for width in (760, 350) for at, chart in enumerate(charts().values(), width)]
    ids = [identity for text in both for identity in re.findall(r'\bid="([^"]+)"', text)]
    assert len(ids) == len(set(ids))
    wanted = {
        name for text in both for name in re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', text) for name in name if name
    }
    assert wanted <= set(ids)
    assert "font-family" not in "".join(both)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_chart_gives_the_same_file(kind: str) -> None:
    assert svg(charts()[kind], "a") == svg(charts()[kind], "a")
    assert png(charts()[kind]) == png(charts()[kind])


def test_a_picture_is_as_wide_as_was_asked_for() -> None:
    width = struct.unpack(">I", png(charts()["bars"], width=12.7, dots=100)[16:20])[0]
    assert width == 500


@pytest.mark.parametrize("width", [760, 350])
def test_the_last_figures_of_lines_and_the_figures_of_ranges_are_written(width: float) -> None:
    use("vi")
    lines = " ".join(texts(ElementTree.fromstring(svg(charts("Đúng hạn", "Trực tuyến")["lines"], "a", width))))
    assert {"95,1%", "95,0%", "100%"} <= set(lines.split()) and "Trực tuyến" in lines and "01/2022" in lines
    ranges = texts(ElementTree.fromstring(svg(charts()["ranges"], "a", width)))
    assert {"77.01 (73.25–77.28)", "7/7", "Expected", "Low – High", "2021"} <= set(ranges)


def overlaps(places: list[float], gap: float) -> bool:
    return any(after - before < gap - 1e-9 for before, after in zip(places, places[1:], strict=False))


@pytest.mark.parametrize("places", [[0.0, 0.0, 0.0], [0.0, 1.0, 30.0, 31.0], [0.0, 20.0, 40.0], [5.0]])
def test_names_at_the_end_of_lines_make_room(places: list[float]) -> None:
    moved = apart(places, 10)
    assert not overlaps(moved, 10)
    assert sum(moved) == pytest.approx(sum(places))
    if not overlaps(places, 10):
        assert moved == places


@pytest.mark.parametrize("count", [1, 200])
def test_few_and_many_rows_are_drawn(count: int) -> None:
    names = tuple(f"{NAME} {number}" for number in range(count))
    series = (Series("a", (50.0,) * count), Series("b", (50.0,) * count))
    make: Callable[[str], Chart] = lambda kind: Chart(kind, "t", "d", names, series)  # type: ignore[arg-type] # noqa: E731
    for kind in ("bars", "pareto"):
        assert svg(make(kind), "a")


def test_settings_of_others_who_draw_change_nothing() -> None:
    plain = svg(charts()["lines"], "c1")
    with rc_context({"lines.linewidth": 9, "axes.facecolor": "red"}):
        assert svg(charts()["lines"], "c1") == plain
    draws = "from cchc_cli.show.charts.drawing import import_matplotlib as begin; begin()"
    done = subprocess.run([sys.executable, "-c", draws], env=os.environ | {"MPLBACKEND": "garbage"}, check=False)
    assert done.returncode == 0


def test_the_bar_of_a_task_without_a_start_is_as_long_as_its_person_days(sample: Path) -> None:
    tasks = "1,7.2,a,todo,2023-05-31,,10\n2,7.2,b,todo,2023-06-30,2023-06-01,10\n3,7.2,c,todo,2023-07-31,,\n"
    (sample / "data/tasks.csv").write_text("id,component,action,status,due,start,effort\n" + tasks, "utf-8")
    (chart,) = cchc.track(cchc.open_workspace(sample, "en"), year=2023, day="2023-03-01").charts()
    dues = (day(2023, 5, 31), day(2023, 6, 30), day(2023, 7, 31))
    assert [each.values for each in chart.series] == [(dues[0] - 10, day(2023, 6, 1), dues[2]), dues]
