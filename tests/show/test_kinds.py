"""One list of columns gives the cells of every format: what is one text on a screen is figures in a spreadsheet."""

from typing import Any

import pandas as pd
import pytest

from cchc_cli.messages import use
from cchc_cli.model.blocks import SLOT, Column, Figure, Table
from cchc_cli.show.cells import sheet_of, texts_of
from cchc_cli.show.kinds import KINDS, Look, Signs, format_of, told

NAN = float("nan")


@pytest.fixture(autouse=True)
def english() -> None:
    use("en")


def test_points_of_a_maximum_are_one_text_and_two_figures() -> None:
    frame = pd.DataFrame({"p": [1.5, 39.996, NAN, -1.0, 2.0], "m": [2.0, 40.0, 30.0, 0.0, NAN]})
    table = Table(frame, (Column("p", "Points", "got", of="m"),), total={"p": None})
    assert texts_of(table, table.columns[0], Look()) == ["1.50/2", "39.996/40", "–/30", "−1.00", "–", ""]
    columns, _frame = sheet_of(table)
    assert [(each.key, each.label, each.kind) for each in columns] == [
        ("p", "Points", "points"),
        ("m", "Max", "points"),
    ]


def test_what_is_assumed_is_marked_on_a_screen_and_said_in_a_sheet_if_it_is() -> None:
    gain = Column("gain", "Gain", "change", assumed="guess", assumed_label="gain assumed")
    frame = pd.DataFrame({"gain": [1.0, 2.0], "guess": [False, True]})
    assert texts_of(Table(frame, (gain,)), gain, Look()) == ["+1.00", "≈+2.00"]
    columns, sheet = sheet_of(Table(frame, (gain,)))
    assert [sheet[each.key].tolist() for each in columns] == [[1.0, 2.0], ["", "gain assumed"]]
    assert len(sheet_of(Table(frame.assign(guess=False), (gain,)))[0]) == 1


def test_a_task_names_its_component_and_a_sheet_has_both_apart() -> None:
    column = Column("action", "Action", "task", of="component")
    table = Table(pd.DataFrame({"component": ["1.10"], "action": ["Do it"]}), (column,))
    assert texts_of(table, column, Look()) == ["1.10  Do it"]
    assert [(each.key, each.kind) for each in sheet_of(table)[0]] == [("component", "id"), ("action", "action")]


def test_names_are_said_in_rows_and_not_in_the_total() -> None:
    column = Column("unit", "Unit", say=str.upper)
    assert texts_of(Table(pd.DataFrame({"unit": ["a"]}), (column,), total={"unit": "Total"}), column, Look()) == [
        "A",
        "Total",
    ]


def test_a_sheet_has_what_a_column_says_and_what_only_it_has_room_for() -> None:
    columns = (
        Column("task", "Task"),
        Column("told", "State", only="text"),
        Column("days", "Days", "late", only="sheet"),
    )
    table = Table(pd.DataFrame({"task": ["T-1"], "told": ["3 days late"], "days": [3]}), columns)
    assert [each.key for each in sheet_of(table)[0]] == ["task", "days"]
    assert [each.key for each in table.shown] == ["task", "told"]


@pytest.mark.parametrize(
    ("kind", "value", "shown", "excel"),
    [
        ("points", 1.5, "1.50", "0.00"),
        ("index", 76.08, "76.08", "0.00"),
        ("percent", 99.96, "99.96", "0.0"),
        ("change", -1.5, "−1.50", '+0.00;"−"0.00;0.00'),
        ("percent_change", -14.0625, "−14.1", '+0.0;"−"0.0;0.0'),
        ("rank_change", 2, "▲2", '"▲"0;"▼"0;"="'),
        ("shared_rank", 3.0, "=3", '"="0'),
        ("late", 4, "4", "0"),
        ("value", 97.5, "97.5", "General"),
        ("rate", 97.5, "97.50", '0.00"%"'),
        ("date", "2023-12-31", "2023-12-31", "yyyy-mm-dd"),
        ("index", "(3–9)", "(3–9)", "0.00"),
        ("trend", [10.0, None, 100.0], "10 – 100", "@"),
    ],
)
def test_a_kind_says_how_a_value_is_shown(kind: str, value: object, shown: str, excel: str) -> None:
    assert KINDS[kind].text(value, Look()) == shown
    assert KINDS[kind].number_format(2) == excel


def test_bars_are_drawn_only_with_signs() -> None:
    signed = Look(signs=Signs("#", "."))
    assert [KINDS["bar"].text(50, look) for look in (signed, Look())] == ["#####.....", ""]
    assert KINDS["bar"].text(None, signed) == ""


@pytest.mark.parametrize(
    ("kind", "shown", "spread"),
    [
        ("rank_of", ["=3/18", "–"], [("Rank", "rank"), ("Units", "count")]),
        ("rank_span", ["=3–18", "–"], [("Rank", "rank"), ("Units", "rank")]),
        ("counted", ["=3/18", "18"], [("Rank", "count"), ("Units", "count")]),
        ("index_span", ["=3.00–18.00", "–"], [("Rank", "index"), ("Units", "index")]),
    ],
)
def test_two_figures_of_a_text_are_a_column_each(kind: Any, shown: list[str], spread: list[tuple[str, str]]) -> None:
    column = Column("a", "Rank", kind, of="b", shared="tied", parts=("Rank", "Units"))
    table = Table(pd.DataFrame({"a": [3.0, NAN], "b": [18.0, 18.0], "tied": [True, False]}), (column,))
    assert texts_of(table, column, Look()) == shown
    assert [(each.label, each.kind) for each in sheet_of(table)[0]] == spread


def test_months_are_a_column_each_where_anything_is_due() -> None:
    column = Column("days", "Days", "months", parts=("", "February", "March"))
    table = Table(pd.DataFrame({"days": [[None, 2.0, None], [None, None, 3.5]]}), (column,))
    assert texts_of(table, column, Look()) == ["month 2: 2", "month 3: 3.5"]
    columns, frame = sheet_of(table)
    assert [(each.label, each.kind) for each in columns] == [("February", "value"), ("March", "value")]
    assert frame[columns[0].key].fillna(0).tolist() == [2.0, 0.0]


def test_our_own_row_is_marked_where_no_figure_is_said() -> None:
    column = Column("own", "", "mark")
    table = Table(pd.DataFrame({"own": [True, False]}), (column,))
    assert (texts_of(table, column, Look()), sheet_of(table)[0]) == (["◄", ""], [])


class Called:
    def called(self, kind: str, identity: str) -> str:
        return f"the {kind} {identity}"


def test_ids_are_shown_by_their_names_and_not_in_the_total() -> None:
    frame = pd.DataFrame({"unit": ["a"], "owner": ["b"]})
    table = Table(frame, (Column("unit", "Unit", "unit"), Column("owner", "Owner", "owner")), total={"unit": "Total"})
    shown = [texts_of(table, column, Look(names=Called())) for column in table.columns]
    assert shown == [["the unit a", "Total"], ["the owner b", ""]]
    assert texts_of(table, table.columns[0], Look()) == ["a", "Total"]


@pytest.mark.parametrize(
    ("lang", "figure", "text", "form"),
    [
        ("vi", Figure(76.08, "index", f"{SLOT} / 100"), "76,08 / 100", '0.00" / 100"'),
        ("vi", Figure(11, "shared_rank", f"{SLOT}/18"), "=11/18", '"="0"/18"'),
        ("en", Figure(14, "rank", f"{SLOT}/18"), "14/18", '0"/18"'),
        ("vi", Figure(76.08, "index", f"81,75 → {SLOT}"), "81,75 → 76,08", '"81,75 → "0.00'),
        ("vi", Figure(3.92, "points", f"cần {SLOT} điểm (chỉ số 80,00)"), "cần 3,92 điểm (chỉ số 80,00)",
         '"cần "0.00" điểm (chỉ số 80,00)"'),
        ("en", Figure(5, "count", f'{SLOT} "a" b'), '5 "a" b', '0" ”a” b"'),
        ("vi", Figure(-5.67, "change"), "−5,67", '+0.00;"−"0.00;0.00'),
        ("en", Figure(-5.67, "change", f"by {SLOT}"), "by −5.67", '"by "+0.00;"by ""−"0.00;"by "0.00'),
        ("en", Figure(0.004, "points"), "0.004", "0.000"),
        ("en", Figure(7, "percent", f"{SLOT}%"), "7.0%", '0.0"%"'),
        ("en", Figure(NAN, "points"), "–", "0.00"),
    ],
)  # fmt: skip
def test_a_figure_is_a_number_that_shows_its_text(lang: str, figure: Figure, text: str, form: str) -> None:
    use(lang)
    assert (told(figure, Look()), format_of(figure, Look())) == (text, form)


@pytest.mark.parametrize(
    ("language", "days", "periods"),
    [
        (
            "vi",
            ["01/3/2023", "15/02/2023", "09/11/2023", "sớm", ""],
            ["Quý IV năm 2023", "Tháng 01/2022", "Tháng 3/2022", "6 tháng cuối năm 2023", "2023", "tại quầy", ""],
        ),
        (
            "en",
            ["2023-03-01", "2023-02-15", "2023-11-09", "sớm", ""],
            ["Q4 2023", "January 2022", "March 2022", "The second half of 2023", "2023", "tại quầy", ""],
        ),
    ],
)
def test_days_and_periods_of_files_are_shown_as_people_write_them(
    language: str, days: list[str], periods: list[str]
) -> None:
    use(language)
    filed = {
        "date": ["2023-03-01", "2023-02-15T08:00", "2023-11-09", "sớm", ""],
        "period": ["2023-Q4", "2022-01", "2022-03", "2023-H2", "2023", "tại quầy", ""],
    }
    wanted = {"date": [*days[:-1], "–"], "period": periods}
    for kind in ("date", "period"):
        assert [KINDS[kind].text(each, Look()) for each in filed[kind]] == wanted[kind]
