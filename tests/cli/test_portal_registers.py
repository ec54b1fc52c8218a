"""Registers as portals export them: other headings, other words, moments in place of days."""

from pathlib import Path

import pytest

from tests.cli.registers import HEADER, measures, put, rows
from tests.conftest import Run

WAYS = {
    "counter": ("Trực tiếp", "Tiếp nhận trực tiếp", "Tại Bộ phận Tiếp nhận và Trả kết quả",
                "Nộp trực tiếp tại Trung tâm Phục vụ hành chính công"),
    "online": ("Qua Cổng DVC", "Nộp trực tuyến qua Cổng Dịch vụ công Quốc gia", "tiếp nhận trực tuyến toàn trình",
               "Qua mạng", "Nộp qua dịch vụ công trực tuyến"),
    "post": ("Qua BCCI", "Tiếp nhận qua dịch vụ BCCI", "Nộp qua dịch vụ bưu chính công ích", "Qua đường bưu điện"),
}  # fmt: skip


def test_channels_as_portals_write_them(sample: Path, run: Run) -> None:
    lines = [
        f"H{number},xa-tien-loi,p,2022-03-01,2022-03-04,2022-03-03,{way},0,,,\n"
        for number, way in enumerate(each for ways in WAYS.values() for each in ways)
    ]
    put(sample, HEADER + "".join(lines))
    found = rows(run("measure", "--by", "channel", "-f", "csv").out)
    counted = {row["period"]: row["denominator"] for row in found if row["measure"] == "on_time_rate"}
    assert counted == {channel: f"{len(ways)}" for channel, ways in WAYS.items()}


@pytest.mark.parametrize(
    ("header", "days"),
    [
        ("Mã HS,Mã TTHC,Thời gian tiếp nhận,Thời gian hẹn trả,Thời điểm kết thúc,Kênh nộp hồ sơ,Hình thức trả KQ", ""),
        ("Số biên nhận,Mã số thủ tục,Thời điểm nhận HS,Hạn xử lý,Ngày hoàn thành,Cách thức nộp,Kênh trả kết quả", ""),
        ("Mã hồ sơ,Thủ tục,Ngày tiếp nhận,Số ngày giải quyết theo quy định,Ngày trả KQ,Kênh tiếp nhận,Kênh trả", "3"),
        ("Mã hồ sơ,Thủ tục,Ngày tiếp nhận,Thời hạn giải quyết,Ngày trả KQ,Kênh tiếp nhận,Kênh trả", "3 ngày làm việc"),
        ("Mã hồ sơ,Thủ tục,Ngày tiếp nhận,Số ngày giải quyết,Ngày trả KQ,Kênh tiếp nhận,Kênh trả", "3 Ngày làm việc"),
    ],
)
def test_registers_as_portals_head_them(header: str, days: str, sample: Path, run: Run) -> None:
    lines = [
        f"H{number},p,2022-03-01 08:00,{days or '2022-03-04 17:00'},2022-03-0{finished} 09:00,Trực tuyến,Trực tiếp\n"
        for number, finished in enumerate((3, 4, 7))
    ]
    put(sample, f"{header}\n{''.join(lines)}")
    outcome = run("measure", "--unit", "xa-tien-loi", "-f", "csv")
    assert outcome.status == 0, outcome.err
    found = measures(outcome.out)
    assert [found[name]["numerator"] for name in ("on_time_rate", "online_rate", "post_rate")] == ["2", "3", "0"]


@pytest.mark.parametrize("days", ["15 ngày", "24 giờ", "25/03/2022", "Nguyễn Thị Bông"])
def test_what_is_no_number_of_working_days_is_asked_about(days: str, sample: Path, run: Run) -> None:
    head = "Mã hồ sơ,Ngày tiếp nhận,Thời hạn giải quyết,Ngày trả KQ,Kênh tiếp nhận"
    put(sample, f"{head}\nH1,2022-03-01,3 ngày làm việc,2022-03-04,Trực tuyến\nH2,2022-03-01,{days},,Trực tuyến\n")
    said = run("measure", "--unit", "xa-tien-loi")
    assert said.status == 2
    assert "such as 12" in said.err
    assert "due" in said.err
    assert "Bông" not in said.err


def test_a_deadline_and_a_day_are_not_taken_for_one_another(sample: Path, run: Run) -> None:
    put(sample, "Mã báo cáo,Loại,Thời gian gửi,Ngày gửi\nB1,định kỳ,2022-03-01,2022-03-02\n", "reports-2022.csv")
    assert "column due" in run("measure").err


def test_reports_and_targets_as_offices_write_them(sample: Path, run: Run) -> None:
    text = """\
Nội dung báo cáo,Loại báo cáo,Thời hạn gửi,Ngày gửi thực tế,Đủ nội dung
B1,Báo cáo định kỳ,2022-03-15,2022-03-14,Đầy đủ nội dung
B2,Định kỳ quý,2022-04-05,2022-04-06,Thiếu nội dung
B3,6 tháng,2022-06-15,2022-06-15,Đạt
B4,Theo yêu cầu,2022-07-01,,Chưa đạt
"""
    put(sample, text, "reports-2022.csv")
    (sample / "data/targets-2022.csv").write_text(
        "Chỉ tiêu,Năm,Số giao,Kết quả thực hiện,Chiều\nC1,2022,95,96,Càng cao càng tốt\nC2,2022,5,6,Tối đa\n", "utf-8"
    )
    found = measures(run("measure", "2022", "--unit", "xa-tien-loi", "-f", "csv").out)
    shares = {name: (row["numerator"], row["denominator"]) for name, row in found.items()}
    assert shares["report_on_time_rate"] == ("2", "3"), "B4 is ad hoc"
    assert shares["report_complete_rate"] == ("2", "4")
    assert shares["target_completion_rate"] == ("1", "2")


def test_of_an_id_and_a_name_the_id_is_read(sample: Path, run: Run) -> None:
    text = "Mã báo cáo,Tên báo cáo,Mã đơn vị,Đơn vị,Loại,Hạn gửi,Ngày gửi\n"
    text += "B1,Báo cáo quý,xa-tien-loi,Xã Tiến Lợi,định kỳ,2022-03-15,2022-03-14\n"
    put(sample, text, "reports-2022.csv")
    outcome = run("measure", "2022", "--unit", "xa-tien-loi", "-f", "csv")
    assert measures(outcome.out)["report_on_time_rate"]["denominator"] == "1", outcome.err
    assert "2 other columns are not read" in " ".join(run("check").out.split())


def test_when_a_result_was_promised_is_not_when_it_was_there(sample: Path, run: Run) -> None:
    put(
        sample,
        "Mã HS,Ngày tiếp nhận,Số ngày giải quyết,Thời gian trả kết quả,Kênh nộp\nH1,2022-03-01,3,2022-03-04,Qua mạng\n",
    )
    assert "finished" in run("measure").err
