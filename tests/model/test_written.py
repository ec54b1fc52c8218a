"""Days and numbers as people write them: read the same in tasks, options and, by the engine, in registers."""

import unicodedata
from collections.abc import Callable
from datetime import date

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cchc_cli.files.csv import headers
from cchc_cli.files.registers import reading
from cchc_cli.model.bounds import AMOUNTS, Bound
from cchc_cli.model.days import WrittenDay, day_fault, doubts, order_of, parse_day
from cchc_cli.model.registers import DOSSIERS, Field
from cchc_cli.model.slips import day_in, how_to_write, plain_number
from cchc_cli.model.written_numbers import number_fault, parse_number, written

THIRD, SEVENTH = date(2022, 1, 3), date(2022, 3, 7)
DAYS = {
    **dict.fromkeys(
        (
            "2022-01-03", "2022-1-3", "2022/01/03", "2022.01.03", "03/01/2022", "3/1/2022", "03-01-2022", "03.01.2022",
            "3 / 1 / 2022", " 03/01/2022 ", "03/01/2022 08:05:00 SA", "03/01/2022 05:00:00 CH", "03/01/2022 5:00 PM",
            "03/01/2022 08:05 S.A.", "3/1/2022, 16:30", "3/1/2022 16h30", "08h05 03/01/2022", "8h 03/01/2022",
            "08:05 03/01/2022", "8 giờ 05 phút, ngày 03/01/2022", "lúc 8 giờ 05 phút 03/01/2022", "8 gio 05, 03/01/2022",
            "Thứ Hai, 03/01/2022", "THỨ HAI 03/01/2022", "thu hai, 3/1/2022", "Thứ 2, ngày 03/01/2022", "T2, 03/01/2022",
            "Monday, 03/01/2022", "ngày 03/01/2022", "ngày 3 tháng 1 năm 2022", "Ngày 03 tháng 01 năm 2022",
            "ngay 3 thang 1 nam 2022", "3 tháng 1, 2022", "03 Tháng 01 2022", "03 tháng 01/2022",
            "Thứ Hai, ngày 3 tháng 1 năm 2022", "16 giờ 30 ngày 03/01/2022", "8h05 sáng 03/01/2022",
            "44564", "44564.75", "44564,75", "20220103", "20220103080500", "202201030805",
            "2022-01-03T08:05:00", "2022-01-03 08:05:00.000", "2022-01-03T10:00:00Z", "2022-01-02T20:00:00+00:00",
            "2022-01-03T23:30:00+07:00", "2022-01-02T17:00:00.5Z", "2022-01-02 12:00 -0500", "03/01/2022 10:00:00 +07",
            "2022-01-02 18:00:00 UTC", "03/01/2022\u00a008:05", "24:00 03/01/2022",
        ),
        THIRD,
    ),
    "07/03/2022 2:05:07 PM": SEVENTH, "2022-03-06T17:00:00Z": SEVENTH, "2022-03-06T16:59:59Z": date(2022, 3, 6),
    "CN, 02/01/2022": date(2022, 1, 2), "1990-01-01": date(1990, 1, 1), "31/12/2099": date(2099, 12, 31),
    "29/02/2024": date(2024, 2, 29), "73050": date(2099, 12, 31), "32874": date(1990, 1, 1),
}  # fmt: skip
NO_DAYS = {
    "": "is not a date", "x": "is not a date", "2022-02-30": "is not a date", "31/02/2022": "is not a date",
    "3/25/2022": "has the month before the day", "12/31/2022 08:00": "has the month before the day",
    "3/1/22": "has a year of two digits", "03-01-22 08:05": "has a year of two digits", "3/2022": "is not a date",
    "Thứ Ba, 03/01/2022": "2022-01-03 is another day of the week", "CN 03/01/2022": "another day of the week",
    "1989-12-31": "out of range; allowed: 1990-01-01 to 2099-12-31", "01/01/2100": "out of range", "73051": "out of range",
    "223-01-01": "is not a date", "0000-01-01": "is not a date.", "9999-12-31": "out of range", "10000-01-01": "is not a date",
    "2022-03-01 99:99": "is not a date", "2022-03-10 rác": "is not a date", "25:00 03/01/2022": "is not a date",
    "²/1/2022": "is not a date", "٣/1/2022": "is not a date", "0901234567": "is not a date", "1e400": "is not a date",
    "2022-13-01": "is not a date", "infinity": "is not a date", "epoch": "is not a date", "20221301": "is not a date",
    "4456": "is not a date", "445640": "is not a date", "2022-01-03T10:00:00+25:99": "is not a date",
}  # fmt: skip
NUMBERS = {
    "0": 0, "5": 5, "+5": 5, "-5": -5, "1.5": 1.5, "1,5": 1.5, ".5": 0.5, ",5": 0.5, "5.": 5, "0.125": 0.125, "0,125": 0.125,
    "4.20": 4.2, "4.2000": 4.2, "4200": 4200, "1234.567": 1234.567, "4.200.000": 4200000, "4,200,000": 4200000,
    "1.234,5": 1234.5, "1,234.5": 1234.5, "1.234,567": 1234.567, "1.234.567,8": 1234567.8, "4 200": 4200, "4 200,5": 4200.5,
    "1 234 567": 1234567, "4'200": 4200, "4’200.5": 4200.5, "1e3": 1000, "1,5E+12": 1.5e12, "1e15": 1e15, "007": 7,
}  # fmt: skip
NO_NUMBERS = {
    "": "is not a number", "x": "is not a number", "1.2.3": "is not a number", "12.34.567": "is not a number",
    "4.200": "can be 4200 or 4.2", "4,200": "can be 4200 or 4.2", "-4.200": "can be -4200 or -4.2",
    "97.125": "can be 97125 or 97.125", "999,999": "can be 999999 or 999.999",
    "1e16": "is out of range", "1e24": "is out of range", "1e999": "is out of range", "9" * 400: "is out of range",
    "1e1000": "is not a number", "nan": "is not a number", "inf": "is not a number", "²": "is not a number", "٣": "is not a number",
    "4 20": "is not a number", "1_000": "is not a number", "0x1F": "is not a number", "--5": "is not a number", "5 %%": "is not a number",
}  # fmt: skip


NUMBER_ALONE = {
    "５": "5", "~5": "5", "5 điểm": "5", "1,5đ": "1,5", "5 đ": "5", "tối đa: 5đ": "5", "5 - đạt": "5", "5 (đạt)": "5", "5*": "5",
    "80 %": "80", "-5 điểm": "-5", "−5": "-5", "5/6": "5",
}  # fmt: skip
LETTER_AS_FIGURE = {"O.5": "0.5", "o,5": "0,5", "1,O5": "1,05", "5O": "50", "l.5": "1.5", "-I,5": "-1,5"}
NO_GUESS = (
    "12a5", "-x5", "x5", "5x", "5k", "1 O5", "5 O", "- 5", "5-", "(5)", "<5", "âm 5", "5 nghìn", "4,5 triệu", "5 rưỡi", "năm 5",
    "5²", "5½", "1.2.3", "5 6", "0x1F", ".O", "O", "-1",
)  # fmt: skip


@pytest.mark.parametrize("write", [how_to_write, plain_number])
def test_no_number_is_guessed_where_what_is_left_out_can_be_part_of_it(write: Callable[[str], str]) -> None:
    """5 was proposed for O.5, 52 for 5², 5 for −5 and for 5 nghìn."""
    assert [text for text in NO_GUESS if write(text)] == []
    for texts, hint in (
        (NUMBER_ALONE, "Write the number alone: {}."),
        (LETTER_AS_FIGURE, "If {} is meant, write that."),
    ):
        for text, number in texts.items():
            wanted = number.replace(",", ".") if write is plain_number else number
            assert write(text).endswith(hint.format(wanted)) or "/" in text, text


def test_points_of_a_maximum_may_be_a_share() -> None:
    assert [how_to_write(text) for text in ("5/6", "1/2", "2/2")] == [
        "Write the number alone: 5.", "Write 1 or 0.5.", "Write the number alone: 2."
    ]  # fmt: skip


def by_engine(field: Field, texts: list[str]) -> list[object]:
    """What the engine makes of cells of a column, as it reads a register."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    connection.execute("SET TimeZone='Asia/Ho_Chi_Minh'")
    text = f"SELECT place, {reading._text('cell', 'VARCHAR')} AS text FROM cells"
    wrote = f"SELECT *, {reading._written(field, 'text', 'VARCHAR')} AS wrote FROM ({text})"
    value = f"SELECT {reading._value(field, 'text', 'wrote')} FROM ({wrote}) ORDER BY place"
    connection.execute(
        "CREATE TABLE cells AS SELECT unnest(range(len($1))) AS place, unnest($1::VARCHAR[]) AS cell", [texts]
    )
    return [row[0] for row in connection.execute(value).fetchall()]


def cleaned(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


RECEIVED = DOSSIERS.field("received")
AMOUNT = Field("planned", kind="number")


def test_days() -> None:
    assert {text: parse_day(text, None) for text in DAYS} == DAYS
    for text, told in NO_DAYS.items():
        assert parse_day(text, None) is None, text
        assert told in " ".join(day_fault(text)), text


def test_the_engine_reads_the_same_days() -> None:
    texts = [*DAYS, *(unicodedata.normalize("NFD", text) for text in DAYS), *NO_DAYS]
    assert dict(zip(texts, by_engine(RECEIVED, texts), strict=True)) == {text: parse_day(text, None) for text in texts}


PIECES = st.sampled_from(
    [*"0123456789/-. :,h", "2022", "03", "12", "13", "31", "00", "10:30", "T", "Z", "+07:00", " SA", "CH", "thứ hai", "T3 ", "ngày ", " tháng ", " năm ", "giờ"]
)  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=9).map("".join), min_size=50, max_size=200))
@settings(max_examples=20)
def test_the_engine_reads_the_same_of_any_text(texts: list[str]) -> None:
    assert by_engine(RECEIVED, texts) == [parse_day(text, None) for text in texts]
    assert by_engine(AMOUNT, texts) == [parse_number(cleaned(text), bound=AMOUNTS) for text in texts]


def test_numbers() -> None:
    assert {text: parse_number(text, bound=AMOUNTS) for text in NUMBERS} == NUMBERS
    for text, told in NO_NUMBERS.items():
        assert parse_number(text, bound=AMOUNTS) is None, text
        assert told in number_fault(text, bound=AMOUNTS)[0], text


def test_the_engine_reads_the_same_numbers() -> None:
    texts = [*NUMBERS, *NO_NUMBERS]
    found = dict(zip(texts, by_engine(AMOUNT, texts), strict=True))
    assert found == {text: parse_number(text, bound=AMOUNTS) for text in texts}


def test_where_no_thousands_are_possible_nothing_is_in_doubt() -> None:
    assert parse_number("4.200", bound=Bound(0, 5)) == parse_number("4,200", bound=Bound(0, 999)) == 4.2
    assert by_engine(DOSSIERS.field("rating"), ["4.200"]) == [4.2]


@given(st.floats(-1e9, 1e9).map(lambda number: float(f"{number:.12g}")), st.booleans())
def test_what_is_written_is_read_again(number: float, comma: bool) -> None:
    assert parse_number(written(number).replace(".", "," if comma else ".")) == number


@given(st.integers(-999999, 999999), st.booleans())
def test_thousandths_are_written_so_that_they_are_no_thousands(thousandths: int, comma: bool) -> None:
    assert parse_number(written(thousandths / 1000).replace(".", "," if comma else ".")) == thousandths / 1000


@pytest.mark.parametrize(
    ("texts", "severity", "places"),
    [
        (["3/4/2023", "3/25/2023", "2/1/2023"], "error", [1, 3]),
        (["3/4/2023", "2/1/2023"], "error", [1, 2]),
        (["03/04/2023", "02/01/2023"], "warning", [1]),
        (["3/4/2023", "25/3/2023"], "", []),
        (["03/04/2023", "2023-04-25"], "warning", [1]),
        (["03/04/2023 08:00 SA"], "", []),
        (["03.04.2023"], "", []),
        (["4/4/2023", "2023-01-31", "44564", ""], "", []),
        (["25/3/2023", "3/4/2023", "3/25/2023"], "error", [2]),
    ],
)  # fmt: skip
def test_day_and_month_that_can_be_read_both_ways(texts: list[str], severity: str, places: list[int]) -> None:
    found = doubts((WrittenDay("due", text, at) for at, text in enumerate(texts, start=1)), "f.csv")
    assert [doubt.line for doubt in found] == places
    assert {doubt.severity for doubt in found} == ({severity} if severity else set())


def test_another_column_of_the_file_settles_the_order() -> None:
    assert doubts([WrittenDay("due", "3/4/2023", 2), WrittenDay("start", "31/3/2023", 2)], "f.csv") == []
    (doubt,) = doubts(
        [WrittenDay("due", "3/4/2023", 2), WrittenDay("due", "3/25/2023", 3), WrittenDay("start", "31/3/2023", 2)],
        "f.csv",
    )
    assert doubt.text == "“3/4/2023” can be 2023-04-03 or 2023-03-04: on line 3 the month stands before the day."
    assert doubt.hint == "Write 2023-04-03 or 2023-03-04."


SUMMARIES = (
    "Tổng", "Tổng cộng:", "TỔNG CỘNG", "Cộng", "Cộng: 3", "Tổng: 3 đơn vị", "Tổng cộng 3 đơn vị", "Tổng số: 12", "Tổng (3 đơn vị)",
    "Tổng số đơn vị: 3", "Tổng số hồ sơ: 120 hồ sơ", "Cộng (I+II)", "* Tổng cộng", "- Cộng", "Total", "Total: 3 units", "TOTAL 18",
    "Sum", "Subtotal", "Trung bình", "Bình quân: 80", "Average",
)  # fmt: skip
NO_SUMMARIES = (
    "Cộng Hòa", "tong-cot", "cong-hoa", "Tổng Cọt", "Tổng số lao động", "Tổng thu ngân sách", "Tổng hợp báo cáo", "Tổng cục Thuế",
    "Trung bình thu nhập", "total.1", "tong.1", "total-3", "cong1", "H2022-0001", "1.1", "Summer", "",
)  # fmt: skip


def test_rows_that_sum_up_others_are_the_same_for_the_engine() -> None:
    (condition,) = reading._is_total(DOSSIERS, DOSSIERS.fields[0], "cell", beside_no_id=False)
    texts = [*SUMMARIES, *NO_SUMMARIES]
    cells = "SELECT unnest(range(len($1))) AS place, unnest($1::VARCHAR[]) AS cell"
    rows = duckdb.execute(f"SELECT CASE {condition} END FROM ({cells}) ORDER BY place", [texts]).fetchall()
    assert dict(zip(texts, (row[0] == "total" for row in rows), strict=True)) == {
        **dict.fromkeys(SUMMARIES, True), **dict.fromkeys(NO_SUMMARIES, False)
    }  # fmt: skip
    assert [text for text in texts if headers.is_total(text)] == [*SUMMARIES]


@pytest.mark.parametrize("text", ["2-0.0023", "2/0/2023", "0/5/2023", "3/4/0023", "3/45/2023", "45/3/2023", "2/3/9999"])
def test_what_is_no_day_in_either_order_says_nothing_of_the_order(text: str) -> None:
    assert order_of(text) is None
    assert doubts([WrittenDay("due", text), WrittenDay("due", "2/3/2023")], "f.csv") == doubts(
        [WrittenDay("due", "2/3/2023")], "f.csv"
    )


@example("#")
@example("x/#")
@given(st.text(alphabet="#0123456789-/. thgjan²", max_size=12))
def test_any_text_is_a_day_of_a_spreadsheet_or_none(text: str) -> None:
    """A lone # ended commands with an error of our own: it stands for the Vietnamese word for a month."""
    day = day_in(text)
    assert day is None or (1 <= day[0] <= 31 and 1 <= day[1] <= 31)
    assert isinstance(how_to_write(text), str)
