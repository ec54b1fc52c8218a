"""Rows of csv files that are not whole: each kind is told with its place, none is read in silence."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.files.csv import shape as csv_shape
from cchc_cli.files.csv.edit import read_sheet
from cchc_cli.files.csv.file import read_csv
from cchc_cli.files.csv.head import find_head
from cchc_cli.files.csv.rows import CsvTable
from cchc_cli.files.csv.shape import RowShape, survey_body, survey_of
from cchc_cli.files.csv.text import CsvFault, records_of
from cchc_cli.model.letters import clean
from tests.conftest import Run, Tiny

HEADER = "year,unit,component,self,score,note\n"
GOOD = HEADER + "2022,u,1.1.1,6,6,\n"
WIDE = "{} cells in this row, but 6 in the header."
FAULTS = {
    "decimal comma before a blank": (GOOD + "2022,u,1.1.2,,1,5,\n", "3:19", WIDE.format(7)),
    "decimal commas in every row": (HEADER + "2022,u,1.1.1,5,82,,\n", "2:20", WIDE.format(7)),
    "blank beyond the header in one row": (GOOD + "2022,u,1.1.2,1,1,,\n", "3:19", WIDE.format(7)),
    "cut off within the row": (GOOD + "2022,u", "3:6", WIDE.format(2)),
    "cut off before any points": (GOOD + "2022,u,1.1.2", "3:8", WIDE.format(3)),
    "pushed under no header": (
        HEADER.replace("\n", ",\n") + "2022,u,1.1.1,,1,5,lý do\n",
        "2:19",
        "this cell stands under no header.",
    ),
    "pushed with the points behind": (
        HEADER.replace("\n", ",\n") + GOOD[len(HEADER) : -1] + ",\n2022,u,1.1.2,1,5,6,x\n",
        "3:20",
        "this cell stands under no header. Give its column a header, or empty the cell; a decimal comma needs",
    ),
    "rows between two stray marks": (
        HEADER + '2022,u,1.1.1,6,6,"Út\n2022,u,1.1.2,2,2,\n2022,u,1.10,2,2,Ba"\n',
        "2:18",
        "a quotation mark is opened here and closed on line 4",
    ),
    "two stray marks in different columns": (
        HEADER + '2022,u,1.1.1,6,"6,x\n2022,u,1.1.2,2,2,y"\n',
        "2:16",
        "a quotation mark is opened here and closed on line 3",
    ),
    "rows between stray marks, beside marks within cells": (
        HEADER + '2022,u,1.1.1,6,6,5" x\n2022,v,1.1.1,6,6,"Út\n2022,v,1.1.2,2,2,Ba"\n',
        "3:18",
        "a quotation mark is opened here and closed on line 4",
    ),
    "rows between stray marks of a comment": (
        HEADER + '"# ghi chú,,,\n2022,u,1.1.1,6,6,x\n2022,u,1.1.2,2,2,"\n',
        "2:1",
        "a quotation mark is opened here and closed on line 4",
    ),
    "never closed": (GOOD + '2022,u,1.1.2,1,1,"x\n', "3:18", "a quotation mark is opened here and never closed."),
    "text after the mark": (
        GOOD + '2022,u,1.1.2,1,1,"Làm" nhanh\n',
        "3:23",
        "text stands here after the quotation mark that closes the cell.",
    ),
    "one sign after the mark": (
        GOOD + '2022,u,1.1.2,1,"1"5,\n',
        "3:19",
        "text stands here after the quotation mark that closes the cell.",
    ),
    "zero byte": (GOOD + "2022,u,1.1.2,1,1,a\0b\n", "3:19", "there is a zero byte (NUL) here"),
    "total": (GOOD + "Tổng cộng,,,6,6,\n", "3:1", "this row is a total or an average. Delete the total row"),
    "total in another column": (GOOD + ",,Cộng:,6,6,\n", "3:3", "this row is a total or an average."),
    "the last row, which does not end": (GOOD + "2022,u,9.9.9,1,1,", "3:8", "there is no component 9.9.9"),
    "a byte of another encoding, below a comment": (GOOD + "# c\n2022,u,1.1.2,1,1,\udce0\n", "4:18", "UTF-8"),
    "superscript digits": (GOOD + "²⁰²²,u,1.1.2,1,1,\n", "3:1", "“²⁰²²” is not a year."),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_not_whole_is_one_fault_with_its_place(case: str, tiny: Tiny, run: Run) -> None:
    text, place, told = FAULTS[case]
    tiny(scores=text.encode(errors="surrogateescape"))
    outcome = run("score")
    assert (outcome.status, outcome.out) == (2, "")
    lines = outcome.err.splitlines()
    assert len(lines) == 2, lines
    assert f"data/scores.csv:{place}: " in lines[1]
    assert told in lines[1]


ROW = "2022,u,1.1.1,6,6,x\n"
READ = {
    "comments": "# ghi chú, “a”\n" + HEADER + '# said "we, 1\n' + ROW + '"# x ""y""",,,,,\n #\n',
    "mixed line ends": HEADER.replace("\n", "\r\n") + ROW + "2022,v,1.1.1,6,6,x\r2022,w,1.1.1,6,6,x\r\n",
    "title": "KẾT QUẢ NĂM 2022,,,,,\n" + HEADER + ROW,
    "header twice, as scripts put files together": HEADER + ROW + "\ufeff" + HEADER + ROW.replace("u", "v"),
    "header twice and again, below a comment": HEADER + "\ufeff" + HEADER + "# ghi chú, 1\n" + ROW + HEADER,
    "a comment first, and the header again": HEADER + "# ghi chú, 1\n" + ROW + HEADER,
    "a column of somebody's own": HEADER.replace("\n", ",\n") + "2022,u,1.1.1,1,5,lý do,x\n",
    "rows of blanks, longer than the header": HEADER + ROW + ",,,,,,,,\n",
    "one more separator in every row": (HEADER + ROW.replace("\n", ",\n") + "2022,v,1.1.1,6,,,\n").replace(",", ";"),
    "a note with line breaks and separators": HEADER + '2022,u,1.1.1,6,6,"a, b\nc, d"\n',
    "marks within cells": HEADER + '2022,u,1.1.1,6,6,5" x\n2022,v,1.1.1,6,6,"x"\n',
    "a byte order mark before a quotation mark": HEADER + '2022,u,1.1.1,\ufeff"6",6,x\n2022,v,1.1.1,\ufeff"6,0",6,x\n',
    "odd spaces within cells": HEADER + "2022,u,1.1.1,6,6,a\u2028b\x0bc\x0cd\x85e\n",
    "a block that a spreadsheet has shortened": HEADER
    + "".join(f"2022,u{n},1.1.1,6,6,x\n" for n in range(15))
    + "".join(f"2022,v{n},1.1.1\n" for n in range(16)),
}


@pytest.mark.parametrize("case", READ)
def test_what_is_certain_is_read(case: str, tiny: Tiny, run: Run) -> None:
    folder = tiny(scores=READ[case])
    outcome = run("score", "--unit", "u0" if "block" in case else "u")
    assert (outcome.status, outcome.err) == (0, "")
    sheet = read_sheet(folder / "data" / "scores.csv", "scores.csv", TABLE, KEYS)
    rows = [sheet.cells(row) for row in sheet.rows()]
    assert all(cells["year"] == "2022" and cells["component"] == "1.1.1" for cells in rows)


KEYS = ("year", "unit", "component")
TABLE = CsvTable({name: (name,) for name in (*KEYS, "score", "note")}, KEYS)
WORDS = st.one_of(
    st.sampled_from(["", "1.10", "NA", "0,5", "#5", "# x", 'say "x"', "a;b", "a,b", "x\ny", "\t", "sep=;"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\ufdd0\r"), max_size=8),
)
TABLES = st.lists(
    st.tuples(st.just("2022"), st.sampled_from("uvw"), st.sampled_from(["1.1.1", "#N/A", "1.10"]), WORDS, WORDS),
    min_size=1,
    max_size=12,
)


def written(rows: list[tuple[str, ...]], delimiter: str, end: str, quoting: str, header: tuple[str, ...]) -> str:
    if quoting == "pandas":
        frame = pd.DataFrame(rows, columns=list(header))
        return frame.to_csv(index=False, sep=delimiter, lineterminator=end)
    text = io.StringIO()
    kind = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "words": csv.QUOTE_NONNUMERIC}[quoting]
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=kind).writerows([header, *rows])
    return text.getvalue()


@given(
    TABLES,
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["minimal", "all", "words", "pandas"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", "# của tôi\n", "sep=@\n"]),
    st.booleans(),
)
def test_tables_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, ...]],
    delimiter: str,
    end: str,
    quoting: str,
    bom: str,
    above: str,
    last_end: bool,
) -> None:
    header = tuple(TABLE.known)
    text = bom + above.replace("@", delimiter) + written(rows, delimiter, end, quoting, header)
    path = tmp_path_factory.getbasetemp() / "t.csv"
    path.write_bytes((text if last_end else text.removesuffix(end)).encode())
    want = [tuple(clean(cell) for cell in row) for row in rows]
    # As many separators as a row has, after a line break: that is asked about.
    if any(line.count(delimiter) == 4 for row in rows for cell in row for line in cell.split("\n")[1:]):
        return
    sheet = read_sheet(path, "t.csv", TABLE, header)
    assert [tuple(sheet.cells(row).values()) for row in sheet.rows()] == want
    file = read_csv(path, "t.csv", TABLE, [])
    read = [
        tuple(file.texts[column][part.numbers[part.codes[row]]] for column, part in piece.text.items())
        for piece in file.pieces
        for row in range(piece.rows)
    ]
    assert [cells for cells in read if any(cells)] == want
    assert sheet.data() == path.read_bytes()


RAW = st.sampled_from(["x", "", " x ", '"x"', '"a, b"', '"a ""b"""', '"a\nb"', "# x", "1,5"[:1], "ê", "a\u2028b"])


@given(
    st.lists(st.lists(RAW, min_size=5, max_size=5), min_size=1, max_size=6),
    st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=7, max_size=7),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", '# c, "\n']),
    st.text('aê,"\n#; ', max_size=6),
    st.data(),
)
def test_one_cell_changes_and_no_other_byte(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    ends: list[str],
    bom: str,
    comment: str,
    new: str,
    data: st.DataObject,
) -> None:
    rows = [["2022", "u", f"1.{n}", *row[3:]] for n, row in enumerate(rows)]
    number = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.integers(3, 4))

    def assembled(table: list[list[str]]) -> bytes:
        lines = [",".join(TABLE.known), *(",".join(row) for row in table)]
        return (bom + comment + "".join(map("".join, zip(lines, ends, strict=False)))).encode()

    path = tmp_path_factory.getbasetemp() / "e.csv"
    path.write_bytes(assembled(rows))
    sheet = read_sheet(path, "e.csv", TABLE, KEYS)
    where = {sheet.cells(row)["component"]: row for row in sheet.rows()}[f"1.{number}"]
    sheet.set(where, list(TABLE.known)[place], new)
    raw = '"' + new.replace('"', '""') + '"' if any(sign in new for sign in ',"\n\r') else new
    rows[number][place] = raw
    assert sheet.data() == assembled(rows)


@given(st.text('a,"\n\r1 ', max_size=60))
def test_the_survey_of_bytes_and_the_one_of_rows_agree(text: str) -> None:
    """Two ways to the same: numpy over bytes, and the grammar row by row."""
    head = find_head(b"a,b,c\n", "f.csv", {"a": ("a",)}, ("a",))
    rule = RowShape(head, 2, 2)
    body = text.encode()
    assert survey_body(body, rule).faults()[:2] == survey_of(list(records_of(text, ",", 2)), rule).faults()[:2]


def test_a_survey_in_windows_is_that_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    head = find_head(HEADER.encode(), "f.csv", TABLE.known, KEYS)
    body = "".join(f'2022,u,{n},"{n}\n{n}",{n},x\n' for n in range(200)).encode() + b"2022,u\n"
    whole = survey_body(body, RowShape(head, 3))
    monkeypatch.setattr(csv_shape, "WINDOW", 50)
    parts = survey_body(body, RowShape(head, 3))
    assert (whole.cells == parts.cells).all()
    assert [str(each) for each in parts.faults()[0]] == [
        "f.csv:402:6: row 202, column unit (B): 2 cells in this row, but 6 in the header. A row may have been cut off, or a separator is missing."
    ]


def test_faults_beyond_a_thousand_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text(HEADER + "2022\n" * 2500)
    with pytest.raises(CsvFault) as failed:
        read_csv(path, "many.csv", TABLE, [])
    assert (len(failed.value.problems), failed.value.total) == (1000, 2500)
