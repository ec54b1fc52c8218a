"""The name of an index, made of the title of its annex."""

import pytest

from cchc_cli.office.frameworks.text import index_name

NAMES = [
    (
        "BỘ TIÊU CHÍ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CẤP XÃ TỈNH SÔNG HẬU",
        "Chỉ số cải cách hành chính cấp xã tỉnh Sông Hậu",
    ),
    ("BẢNG TIÊU CHÍ, THANG ĐIỂM CHỈ SỐ CCHC CẤP XÃ", "Chỉ số CCHC cấp xã"),
    ("CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (PAR INDEX) CẤP HUYỆN", "Chỉ số cải cách hành chính (PAR INDEX) cấp huyện"),
    (
        "CHỈ SỐ CỦA UBND CÁC XÃ, PHƯỜNG THÀNH PHỐ SAO MAI NĂM 2025",
        "Chỉ số của UBND các xã, phường thành phố Sao Mai năm 2025",
    ),
    ("Bộ tiêu chí xác định Chỉ số cải cách hành chính cấp xã", "Chỉ số cải cách hành chính cấp xã"),
    ("BỘ CHỈ SỐ CẤP XÃ (điểm minh họa)", "Chỉ số cấp xã (điểm minh họa)"),
    ("Bộ chỉ số cải cách hành chính cấp xã", "Chỉ số cải cách hành chính cấp xã"),
    ("", ""),
]


@pytest.mark.parametrize(("title", "name"), NAMES)
def test_a_name_is_what_the_paper_is_about_in_small_letters(title: str, name: str) -> None:
    assert index_name(title) == name
