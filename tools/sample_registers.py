"""Make the sample's registers of 2022: illustrative, from a seed, yielding the points that the sample's scores have.

Writes data/dossiers-2022.csv, data/reports.csv and data/targets.csv. Working days are those of the package.
"""

import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path

from cchc_cli.files.registers.working_days import calendar_of

DATA = Path(__file__).parents[1] / "data"
UNIT = "xa-tien-loi"
SEED = 2022
DOSSIERS = 1200
LATE = 46
"""3.8% late: on time between 95% and 98%."""
APOLOGISED = 28
"""Of the late ones: under 80%."""
ONLINE = 228
"""19%: between 15% and 30%."""
TWICE = 78
"""6.5% asked for papers twice or more: between 90% and 98% guided once."""
RATED, SATISFIED = 300, 234
"""78% satisfied, the survey's 4.68 of 6 points."""
PROCEDURES = {
    # code: (share of dossiers, working days, may be filed online)
    "2.000815": (300, 1, True),
    "2.000884": (220, 1, True),
    "1.001193": (120, 1, True),
    "1.000894": (70, 2, True),
    "1.004873": (90, 3, True),
    "1.004884": (60, 2, False),
    "1.000656": (50, 1, True),
    "1.001699": (60, 15, False),
    "1.001653": (50, 8, False),
    "2.000794": (40, 3, False),
    "1.003554": (40, 15, False),
    "1.008901": (40, 10, False),
    "2.001255": (30, 3, True),
    "1.010833": (30, 12, False),
}
OFFICERS = {
    "1.001699": "van-hoa",
    "1.001653": "van-hoa",
    "1.003554": "dia-chinh",
    "1.008901": "dia-chinh",
    "1.010833": "van-hoa",
}
HEAD = (
    "dossier", "unit", "procedure", "officer", "received", "due", "finished", "channel", "returned_by",
    "supplements", "apology", "rescheduled", "rating",
)  # fmt: skip
TARGETS = (
    ("Thu ngân sách nhà nước trên địa bàn (triệu đồng)", 4200, 4385, "up"),
    ("Thu nhập bình quân đầu người (triệu đồng)", 58, 58.6, "up"),
    ("Tỷ lệ hộ nghèo (%)", 2.1, 1.9, "down"),
    ("Tỷ lệ hộ cận nghèo (%)", 3.0, 2.8, "down"),
    ("Tỷ lệ bao phủ bảo hiểm y tế (%)", 93, 93.4, "up"),
    ("Tỷ lệ trẻ em suy dinh dưỡng (%)", 9.5, 9.2, "down"),
    ("Tỷ lệ lao động qua đào tạo (%)", 68, 68.5, "up"),
    ("Số lao động được tạo việc làm mới", 150, 162, "up"),
    ("Tỷ lệ hộ dùng nước sạch (%)", 92, 92.3, "up"),
    ("Tỷ lệ rác thải được thu gom (%)", 90, 91, "up"),
    ("Sản lượng lương thực (tấn)", 6100, 6240, "up"),
    ("Giá trị sản phẩm trên 1 ha đất canh tác (triệu đồng)", 125, 118, "up"),
    ("Tỷ lệ gia đình văn hóa (%)", 88, 89.2, "up"),
    ("Số vụ tai nạn giao thông", 4, 4, "down"),
    ("Tỷ lệ người dân có tài khoản định danh điện tử (%)", 60, 61.5, "up"),
)
"""14 of 15 are met: between 90% and 100%."""


def working_days() -> list[date]:
    """The working days of 2021 to 2023."""
    return [day for day, _number, works in calendar_of({}, date(2023, 1, 1)) if works and 2021 <= day.year <= 2023]


def dossiers(chance: random.Random) -> list[list[str]]:
    """The register of dossiers, in the order of receipt."""
    days = working_days()
    place = {day: at for at, day in enumerate(days)}
    received = sorted(
        chance.choice([d for d in days if d.year == 2022 and d < date(2022, 12, 10)]) for _ in range(DOSSIERS)
    )
    codes = [code for code, (count, _days, _online) in PROCEDURES.items() for _ in range(count)]
    chance.shuffle(codes)
    late = set(chance.sample([at for at in range(DOSSIERS) if PROCEDURES[codes[at]][1] > 1], LATE))
    sorry = set(chance.sample(sorted(late), APOLOGISED))
    online = set(chance.sample([at for at in range(DOSSIERS) if PROCEDURES[codes[at]][2]], ONLINE))
    twice = set(chance.sample(range(DOSSIERS), TWICE))
    rated = chance.sample(range(DOSSIERS), RATED)
    ratings = dict(
        zip(
            rated,
            [4 + chance.randrange(2) for _ in range(SATISFIED)]
            + [1 + chance.randrange(3) for _ in range(RATED - SATISFIED)],
            strict=True,
        )
    )
    rows = []
    for at, (begin, code) in enumerate(zip(received, codes, strict=True)):
        allowed = PROCEDURES[code][1]
        start = place[begin]
        due = days[start + allowed]
        taken = allowed + chance.randrange(1, 6) if at in late else chance.randrange(allowed + 1)
        finished = days[start + taken]
        told = due + timedelta(days=chance.randrange(1, 3)) if at in sorry else None
        again = finished + timedelta(days=1) if at in sorry else None
        rows.append(
            [
                f"H2022-{at + 1:04d}", UNIT, code, OFFICERS.get(code, "tu-phap"),
                begin.isoformat(), due.isoformat(), finished.isoformat(),
                "online" if at in online else "counter", "counter",
                str(2 + chance.randrange(2) if at in twice else int(chance.random() < 0.15)),
                told.isoformat() if told else "", again.isoformat() if again else "",
                str(ratings.get(at, "")),
            ]
        )  # fmt: skip
    return rows


def reports(chance: random.Random) -> list[list[str]]:
    """16 periodic reports, 3 of them late; 10 ad hoc ones, 2 late; 4 of all incomplete: each between 75% and 100%."""
    periods = [("thang", date(2022, month, 20)) for month in range(1, 13)]
    periods += [("quy", date(2022, month, 25)) for month in (3, 6, 9, 12)]
    late = {("thang", 2), ("thang", 7), ("quy", 9)}
    rows = []
    for name, due in sorted(periods, key=lambda each: each[1]):
        gap = 3 if (name, due.month) in late else -chance.randrange(0, 4)
        sent = due + timedelta(days=gap)
        rows.append([f"BC-{name}-{due.month:02d}", UNIT, "periodic", due.isoformat(), sent.isoformat(), "yes"])
    for number in range(1, 11):
        due = date(2022, number + 1, 10 + number)
        sent = due + timedelta(days=2 if number in (4, 9) else -1)
        rows.append([f"BC-dx-{number:02d}", UNIT, "adhoc", due.isoformat(), sent.isoformat(), "yes"])
    for at in (1, 8, 17, 23):
        rows[at][-1] = "no"
    return rows


def write(name: str, head: tuple[str, ...], rows: list[list[str]]) -> None:
    """Write one register."""
    path = DATA / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
    sys.stdout.write(f"{path}: {len(rows)}\n")


def main() -> None:
    """Write all three."""
    chance = random.Random(SEED)
    write("dossiers-2022.csv", HEAD, dossiers(chance))
    write("reports.csv", ("report", "unit", "kind", "due", "sent", "complete"), reports(chance))
    head = ("target", "unit", "year", "planned", "actual", "direction", "name")
    write(
        "targets.csv",
        head,
        [[f"CT-{at:02d}", UNIT, "2022", f"{planned:g}", f"{actual:g}", way, name] for at, (name, planned, actual, way) in enumerate(TARGETS, 1)],
    )  # fmt: skip


if __name__ == "__main__":
    main()
