"""`gaps` says which value or option gets the next points, where the rule knows it."""

from pathlib import Path

from tests.conftest import Run

CRITERIA = """version: 1
index: {id: t, name: T, ratings: [{id: a, name: A, min: 0}]}
areas:
  - id: "1"
    name: Chung
    criteria:
      - {id: "1.1", name: Đúng hạn, max: 4, rule: {type: tiers, tiers: [{min: 98, points: 4}, {above: 90, points: 1}]}}
      - {id: "1.2", name: Trực tuyến, max: 5, rule: {type: linear, from: 0, to: 80}}
      - {id: "1.3", name: Kế hoạch, max: 2, rule: {type: choice, options: {đủ: 2, thiếu: 1, không: 0}}}
      - {id: "1.4", name: Báo cáo, max: 3, rule: {type: deduct, per: 0.5}}
      - {id: "1.5", name: Khác, max: 3}
      - {id: "1.6", name: Chưa chấm, max: 3, rule: {type: linear, from: 0, to: 100}}
      - {id: "1.7", name: Văn bản, max: 2, rule: {type: deduct, items: {tre: {name: Trễ, per: 0.25}, sai: {name: Sai, per: 0.5}}}}
"""


def lines(run: Run, folder: Path, scores: str) -> list[str]:
    (folder / "criteria.yaml").write_text(CRITERIA, "utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "scores.csv").write_text("year,unit,component,value,score\n" + scores, "utf-8")
    out = run("-C", folder, "gaps", "--lang", "en").out.partition("What the next points need")[2]
    return [" ".join(line.split()) for line in out.splitlines() if line.startswith("1.")]


def test_what_the_next_points_need(tmp_path: Path, run: Run) -> None:
    scores = "2024,a,1.1,90,\n2024,a,1.2,60,\n2024,a,1.3,không,\n2024,a,1.4,2,\n2024,a,1.5,,1\n2024,a,1.6,,\n2024,a,1.7,tre=3,\n"
    assert lines(run, tmp_path, scores) == [
        "1.2 Trực tuyến 60 ≥ 80 +1.25",
        "1.1 Đúng hạn 90 > 90 +1.00",
        "1.3 Kế hoạch không thiếu +1.00",
        "1.4 Báo cáo 2 ≤ 0 +1.00",
        "1.7 Văn bản 0.75 nothing taken off +0.75",
    ]


def test_points_that_were_given_do_not_follow_from_the_value(tmp_path: Path, run: Run) -> None:
    scores = "2024,a,1.1,50,1\n2024,a,1.2,60,2.5\n2024,a,1.3,,2\n2024,a,1.4,,3\n2024,a,1.5,,3\n2024,a,1.6,,3\n"
    assert lines(run, tmp_path, scores) == [
        "1.1 Đúng hạn ≥ 98 +3.00",
        "1.2 Trực tuyến ≥ 80 +2.50",
    ]
    assert "Value" not in run("-C", tmp_path, "gaps", "--lang", "en").out  # nothing would stand in it


def test_score_and_explain_name_the_largest_of_them(tmp_path: Path, run: Run) -> None:
    scores = "2024,a,1.1,90,\n2024,a,1.2,60,\n2024,a,1.3,không,\n2024,a,1.4,2,\n2024,a,1.5,,1\n2024,a,1.6,,\n"
    lines(run, tmp_path, scores)
    for command in ("score", "explain"):
        text = " ".join(run("-C", tmp_path, command, "--lang", "en").out.split())
        assert "Next points 1.2 Trực tuyến ≥ 80 (+1.25); 1.1 Đúng hạn > 90 (+1.00); 1.3 Kế hoạch: thiếu (+1.00)" in text
