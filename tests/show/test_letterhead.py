"""Whose name stands above a document and below it: units.csv, then criteria.yaml, then the unit's own committee."""

import json
from pathlib import Path

import pytest
from docx import Document as WordDocument
from msgspec import convert

import cchc_cli as cchc
from cchc_cli.messages import use
from cchc_cli.model.criteria import Document
from cchc_cli.show.documents.letterhead import Letterhead, within
from tests.cli.test_all_units import SCORES
from tests.conftest import MINIMAL, ROOT, Run, Tiny

OWN = """\
defaults: {unit: a}
document:
  superior: UBND tỉnh
  issuer: UBND xã An
  signer: {title: Chủ tịch, name: Trần A}
  recipients: [Đảng ủy]
owners:"""
SHARED = OWN.replace("UBND xã An", "UBND {name}").replace("[Đảng ủy]", '["Đảng ủy {name}", "{name}"]')
UNITS = "unit,name,issuer,nơi nhận,chức vụ,người ký,phone\n"
UNITS += (
    'a,Xã An,,,,,\nb,Xã Bình,"Văn phòng {name}","HĐND {name};Lưu: VT",Chánh Văn phòng,Lê B,ĐT: 024\nc,Xã Cát,,,,,\n'
)


def frame_of(unit: str, language: str = "vi") -> tuple[str, str, tuple[str, ...], tuple[str, ...], str, str]:
    (sheet,) = cchc.report_result(cchc.open_workspace(".", language), 2023, unit=unit).sheets
    frame = sheet.frame
    (signature,) = frame.signatures
    return frame.superior, frame.issuer, frame.recipients, signature.lines, signature.name, frame.contact


def test_columns_stand_over_criteria_and_names_are_filled_in(tiny: Tiny, recwarn: pytest.WarningsRecorder) -> None:
    tiny(MINIMAL.replace("owners:", SHARED, 1), units=UNITS, scores=SCORES)
    filed = "Lưu: VT"
    assert frame_of("a") == ("UBND tỉnh", "UBND xã An", ("Đảng ủy xã An", "Xã An", filed), ("Chủ tịch",), "Trần A", "")
    signed = ("Chánh Văn phòng",)
    assert frame_of("b") == ("UBND tỉnh", "Văn phòng xã Bình", ("HĐND xã Bình", filed), signed, "Lê B", "ĐT: 024")
    # Who signs for the workspace's own unit signs for no other.
    blank = "……………………"
    assert frame_of("c")[1:5] == ("UBND xã Cát", ("Đảng ủy xã Cát", "Xã Cát", filed), ("Chủ tịch",), blank)
    assert not recwarn.list


def test_who_signs_goes_with_the_issuing_body(tiny: Tiny) -> None:
    office = (
        OWN.replace("defaults: {unit: a}\n", "")
        .replace("UBND xã An", "Sở Nội vụ")
        .replace("title:", "authority: TL. Tỉnh, title:")
    )
    units = "unit,name,issuer,title\na,Xã An,UBND {name},\nb,Xã Bình,,Chánh Văn phòng\nc,Xã Cát,,\n"
    tiny(MINIMAL.replace("owners:", office, 1), units=units, scores=SCORES)
    blank = "……………………"
    assert frame_of("a")[:2] == ("UBND tỉnh", "UBND xã An")
    assert frame_of("a")[3:5] == ((blank,), blank)
    assert frame_of("b")[3:5] == (("TL. Tỉnh", "Chánh Văn phòng"), blank)
    assert frame_of("c")[1:5:2] == ("Sở Nội vụ", ("TL. Tỉnh", "Chủ tịch"))
    assert frame_of("c")[4] == "Trần A"


def test_a_letterhead_of_one_unit_is_none_of_another(tiny: Tiny) -> None:
    tiny(MINIMAL.replace("owners:", OWN, 1), units=UNITS, scores=SCORES)
    with pytest.warns(cchc.CchcWarning, match="của Xã An; với đơn vị khác"):
        superior, issuer, _recipients, lines, name, _contact = frame_of("c")
    assert (superior, issuer, lines[0][:3], name[:3]) == ("", "Ủy ban nhân dân xã Cát", "………", "………")
    assert frame_of("b")[1] == "Văn phòng xã Bình"


def test_who_issues_a_paper_on_all_units_is_left_to_be_filled_in_where_nobody_says_it(tiny: Tiny) -> None:
    for owners in ("owners:", SHARED):
        tiny(MINIMAL.replace("owners:", owners, 1), units=UNITS, scores=SCORES)
        (sheet,) = cchc.report_overview(cchc.open_workspace(".", "vi"), 2023).sheets
        assert sheet.frame.issuer == "……………………"


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("Xã Tiến Lợi", "Ủy ban nhân dân xã Tiến Lợi"),
        ("Đặc khu Phú Quốc", "Ủy ban nhân dân đặc khu Phú Quốc"),
        ("Cần Thơ", "Ủy ban nhân dân Cần Thơ"),
        ("UBND xã An", "UBND xã An"),
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("Ban Quản lý khu kinh tế", "Ban Quản lý khu kinh tế"),
    ],
)
def test_without_either_it_is_the_committee_of_a_place_and_an_agency_itself(name: str, issuer: str) -> None:
    from cchc_cli.messages import speaking

    with speaking("vi"):
        assert Letterhead(Document(), name, None).issuer == issuer


def test_the_word_file_has_the_committee_above_and_the_telephone_below(tiny: Tiny, run: Run) -> None:
    tiny(units=UNITS, scores=SCORES)
    run("--lang", "vi", "report", "result", "-u", "c", "-o", "c.docx")
    head = WordDocument("c.docx").tables[0].cell(0, 0).text.split("\n")
    assert " ".join(head).strip() == "ỦY BAN NHÂN DÂN XÃ CÁT"
    run("--lang", "vi", "report", "result", "-u", "b", "-o", "b.docx")
    assert WordDocument("b.docx").sections[0].first_page_footer.paragraphs[0].text == "ĐT: 024"
    assert WordDocument("c.docx").sections[0].first_page_footer.paragraphs[0].text == ""


def test_several_addressees_stand_one_below_the_other(tiny: Tiny, run: Run) -> None:
    criteria = MINIMAL.replace("owners:", OWN.replace("  superior", "  to: [UBND tỉnh, Sở Nội vụ]\n  superior"), 1)
    tiny(criteria, units=UNITS, scores=SCORES)
    assert run("--lang", "vi", "report", "result", "-o", "a.docx").status == 0
    lines = [each.text for each in WordDocument("a.docx").paragraphs]
    at = lines.index("Kính gửi:")
    assert lines[at + 1 : at + 3] == ["- UBND tỉnh;", "- Sở Nội vụ."]


def test_words_in_braces_that_stand_for_nothing_are_told_with_their_places(tiny: Tiny, run: Run) -> None:
    units = UNITS.replace("{name};Lưu", "{ten};Lưu").replace("Xã Cát,,", "Xã Cát,{Name} {x},")
    tiny(MINIMAL.replace("owners:", SHARED.replace("UBND tỉnh", '"UBND {tỉnh}"'), 1), units=units, scores=SCORES)
    found = json.loads(run("check", "-f", "json").out)["rows"]
    assert [(row["file"], row["line"], row["where"], row["text"].split()[0]) for row in found if "stands for" in row["text"]] == [
        ("criteria.yaml", 10, "superior", "{tỉnh}"),
        ("data/units.csv", 3, "recipients", "{ten}"),
        ("data/units.csv", 4, "issuer", "{Name}"),
        ("data/units.csv", 4, "issuer", "{x}"),
    ]  # fmt: skip
    tiny(units="unit,name,ký hiệu\na,Xã An,UBND XA\n", scores="year,unit,component,score\n2023,a,1.1.1,3\n")
    assert "data/units.csv:2:9: row 2, column ký hiệu (C): “UBND XA” is no symbol" in run("score").err
    assert Path("criteria.yaml").exists()


@pytest.mark.parametrize(
    ("document", "unit", "head"),
    [
        ({}, "Xã An", "Chủ tịch UBND xã An"),
        ({"issuer": "Ủy ban nhân dân xã An", "signer": {"title": "CHỦ TỊCH"}}, "Xã An", "Chủ tịch UBND xã An"),
        ({"issuer": "UBND xã An", "signer": {"title": "Phó Chủ tịch"}}, "Xã An", "Phó Chủ tịch UBND xã An"),
        ({"signer": {"title": "Chủ tịch UBND xã"}}, "Xã An", "Chủ tịch UBND xã"),
        ({"signer": {"title": "Giám đốc"}}, "Sở Nội vụ", "Giám đốc Sở Nội vụ"),
        ({}, "Sở Nội vụ", "Thủ trưởng Sở Nội vụ"),
    ],
)
def test_who_signs_is_named_by_title_and_body(document: dict[str, object], unit: str, head: str) -> None:
    use("vi")
    letterhead = Letterhead(convert(document, Document), unit, None)
    assert letterhead.head == head
    # Papers name the body as their letterhead does, and never twice.
    whole = head.replace("UBND", "Ủy ban nhân dân") if str(document.get("issuer")).startswith("Ủy") else head
    assert letterhead.who_signs == (whole if "signer" in document else letterhead.issuer)


def test_an_english_paper_of_another_unit_has_an_english_letterhead(run: Run) -> None:
    """units.csv says Ủy ban nhân dân {name}, TM. Ủy ban nhân dân, Chủ tịch: texts that are the same all over the country."""
    for command in ("conclusion", "plan"):
        told = run("-C", ROOT / "examples" / "province", "report", command, "--unit", "xa-07", "--lang", "en").out
        assert "People's Committee of Commune no. 7" in told
        assert "Ủy ban" not in told and "Chủ tịch" not in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Department of Finance", "the Department of Finance"),
        ("Provincial Inspectorate", "the Provincial Inspectorate"),
        ("Training Center 2", "the Training Center 2"),
        ("Xã An Bình", "Xã An Bình"),
        ("Officetown", "Officetown"),
    ],
)
def test_an_agency_has_its_article_wherever_the_word_stands(name: str, told: str) -> None:
    use("en")
    assert within(name) == told
