"""Where the header of a file stands, and what its columns mean: one finder for every kind of file."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.head import CsvHead, find_head, head_faults, unread
from cchc_cli.files.csv.text import CsvFault

REQUIRED = ("id", "component", "action", "status")


def head_of(text: str | bytes, known: dict[str, tuple[str, ...]] = headers.TASKS) -> CsvHead:
    data = text if isinstance(text, bytes) else text.encode()
    required = REQUIRED if known is headers.TASKS else ("year", "unit", "component")
    return find_head(data, "f.csv", known, required)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ('"due\n(hạn)"', "due"),
        ('"Hạn\r\nhoàn thành"', "due"),
        (unicodedata.normalize("NFD", "Hạn hoàn thành"), "due"),
        ("Hạn\u00a0hoàn\u200b thành ", "due"),
        ("Hạn hoàn thành (*)", "due"),
        ("Hạn hoàn thành (dd/mm/yyyy)", "due"),
        ("hạn *", "due"),
        ("due / Hạn", "due"),
        ("Ghi chú (nếu có):", "note"),
        ("Sản phẩm [2]", "product"),
        ("Điểm (tối đa)", None),
        ("Hạn (điều chỉnh)", None),
        ("Hạn / Ghi chú", None),
        ("Người thực hiện (ngày)", "owner"),
    ],
)
def test_a_heading_as_forms_write_it(heading: str, column: str | None) -> None:
    head = head_of(f"id,component,action,status,{heading}\nT-1,1.1,A,todo,x\n")
    assert head.width == 5
    assert {name for name, place in head.positions.items() if place == 4} == ({column} if column else set())


@pytest.mark.parametrize(
    ("above", "line", "titled"),
    [
        ("", 1, False),
        ("\ufeff", 1, False),
        ("sep=,\r\n", 2, False),
        ('"sep=,",,,\n', 2, False),
        ("# ghi chú, của tôi\n", 2, False),
        ('"# Kế hoạch ""cuối""",,,\r\n', 2, False),
        ('"# hai\ndòng",,,\n', 3, False),
        ("\n,,,\n", 3, False),
        ("KẾ HOẠCH NĂM 2023,,,\n", 2, True),
        ('"UBND XÃ\nTIẾN LỢI",,"CỘNG HÒA\nXÃ HỘI"\n\nKẾ HOẠCH,,,\n', 6, True),
        ("Trạng thái,,,\n", 2, True),
    ],
)
def test_what_stands_above_the_header(above: str, line: int, titled: bool) -> None:
    header, rows = "Mã,Thành phần,Nhiệm vụ,Trạng thái\r\n", "T-1,1.1,A,todo\r\n"
    data = (above + header + rows).encode()
    head = head_of(data)
    assert (head.line, head.next_line, head.above > 0, head.sure) == (line, line + 1, titled, True)
    assert data[head.begin : head.end].decode().removeprefix("\ufeff") == header
    assert head.positions == {"id": 0, "component": 1, "action": 2, "status": 3}
    assert not head_faults(head, headers.TASKS, REQUIRED)
    assert len(unread(head, headers.TASKS)) == titled


def test_rows_above_the_header_that_are_no_title_are_asked_about() -> None:
    head = head_of("T-1,1.1,Làm,todo\nid,component,action,status\nT-2,1.1,B,todo\n")
    (problem,) = head_faults(head, headers.TASKS, REQUIRED)
    assert str(problem).startswith("f.csv:2: row 2: line 2 looks like the header, but what stands above it")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_that_is_named_and_the_one_that_is_meant(mark: str) -> None:
    row = mark.join(("năm", "đơn vị", "mã", "điểm"))
    assert head_of(f"sep={mark}\n{row}\n", headers.SCORES).delimiter == mark
    if mark != "|":
        assert head_of(f"{row}\n", headers.SCORES).delimiter == mark
        other = ";" if mark == "," else ","
        assert head_of(f"sep={other}\n{row}\n", headers.SCORES).delimiter == mark


@pytest.mark.parametrize(
    ("data", "place", "text"),
    [
        ("id,component\n".encode("utf-16"), "f.csv:1:1", "this is not UTF-8 text."),
        ("id,component\n".encode("utf-16-le"), "f.csv:1:", "this is not UTF-8 text."),
        ("id,mã tiêu chí\n".encode("cp1258", "replace"), "f.csv:1:9", "this is not UTF-8 text."),
        (b"PK\x03\x04abc", "f.csv:", "this is a workbook, whatever its name says."),
        (b"id,component\r\nT-1,a\x00b\n", "f.csv:2:6", "there is a zero byte (NUL) here"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, place: str, text: str) -> None:
    with pytest.raises(CsvFault) as failed:
        head_of(data)
    (problem,) = failed.value.problems
    assert str(problem).startswith(place)
    assert text in str(problem)


def test_a_header_in_a_wrong_encoding_is_named_as_such() -> None:
    header = "Năm,Đơn vị,Mã tiêu chí,Điểm".encode().decode("latin-1")
    head = head_of(f"{header}\n2022,a,1.1,5\n", headers.SCORES)
    hints = {problem.hint for problem in head_faults(head, headers.SCORES, ("year", "unit", "component"))}
    assert hints == {"The text was read in a wrong encoding: it should say “Năm”."}


def test_columns_that_nobody_knows_are_told_with_the_one_that_is_meant() -> None:
    head = head_of("id,component,action,status,Hạn hoàn thành xong,Của tôi,statuss,STT,Ghi chu\n")
    told = [(problem.place, problem.text, problem.hint) for problem in unread(head, headers.TASKS)]
    assert told == [
        ("f.csv:1:28", "the column “Hạn hoàn thành xong” is not read.", "Did you mean hạn hoàn thành?"),
        ("f.csv:1:48", "the column “Của tôi” is not read.", ""),
        ("f.csv:1:56", "the column “statuss” is not read.", ""),
    ]


HEADINGS = st.sampled_from([words[-1] for words in headers.TASKS.values()])


@given(
    st.lists(HEADINGS, min_size=2, max_size=9, unique=True),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", "# note; of, mine\t\n", "\n"]),
)
def test_any_header_is_found_where_it_stands(
    names: list[str], mark: str, end: str, marks: bool, bom: str, above: str
) -> None:
    header = mark.join(f'"{name}"' if marks else name for name in names)
    data = (bom + above.replace("\n", end) + header + end + "x" + end).encode()
    head = head_of(data)
    assert (head.delimiter, list(head.names), head.line) == (mark, names, 1 + bool(above))
    assert data[head.end :] == f"x{end}".encode()
