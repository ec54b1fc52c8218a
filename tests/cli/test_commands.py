"""The commands on the sample: four widths, known figures, the same rows for scripts."""

import csv
import io
import json
from pathlib import Path

import pytest

from cchc_cli.model.columns import COMPARE, EXPLAIN, GAPS, KEEP, RANKS, ROBUST, SCORE, SIMULATE, TREND
from tests.conftest import Run


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize(
    "command",
    [
        *("score", "gaps", "gaps --peers", "keep", "ranks", "explain", "trend", "compare best", "robust"),
        "simulate --set 3.3.2=2 --set 7.1.2=max --need-rank 3",
        "check",
    ],
)
def test_no_line_is_wider_than_the_screen_and_nothing_is_cut(
    command: str, width: int, language: str, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = run(*command.split(), "--lang", language).out
    assert max(len(line) for line in text.splitlines()) <= max(width, len(str(sample)) + 30)
    assert "…" not in text
    monkeypatch.setenv("COLUMNS", "999")
    whole = {*run(*command.split(), "--lang", language).out.split()} if width == 60 else set()
    words = [word for word in {*text.split()} - whole if len(word) > 7 and word[0].isalpha()]
    assert not [cut for cut in words if any(each.startswith(cut) for each in whole)]
    if command == "gaps" and width >= 80:
        assert [line.split()[0] for line in text.splitlines() if line[:1].isdigit() and "." in line.split()[0]][:2] == [
            "3.3.1",
            "7.1.2",
        ]


def test_sample_figures(sample: Path, run: Run) -> None:
    """What the sample is known to give: 76.08, fair, 14th of 18, down 3 from 11th with 81.75."""
    result = json.loads(run("score", "2022", "-f", "json").out)["result"]
    assert (result["index"], result["rating"], result["rank"], result["ranked"]) == (76.08, "fair", 14, 18)
    assert (result["prev_index"], result["prev_rank"], result["rank_change"]) == (81.75, 11, -3)
    text = run("score", "2022", "--lang", "vi").out
    assert "76,08 / 100" in text
    assert "Khá" in text
    assert "14/18" in text
    assert "81,75" in text


@pytest.mark.parametrize(
    ("command", "columns"),
    [
        ("score", SCORE),
        ("gaps", GAPS),
        ("gaps --peers", (*GAPS, "full_share")),
        ("keep", KEEP),
        ("ranks", RANKS),
        ("explain", EXPLAIN),
        ("trend", TREND),
        ("compare top10%", COMPARE),
        ("simulate --set 3.3.2=2 --need-rank 5", SIMULATE),
        ("robust --runs 50", ROBUST),
    ],
)
def test_csv_and_json_have_the_same_rows_in_every_language(
    command: str, columns: tuple[str, ...], sample: Path, run: Run
) -> None:
    words = command.split()
    english, vietnamese = (run(*words, "-f", "csv", "--lang", language).out for language in ("en", "vi"))
    assert english == vietnamese
    rows = list(csv.DictReader(io.StringIO(english)))
    assert tuple(rows[0]) == columns
    loaded = json.loads(run(*words, "-f", "json").out)
    assert loaded["schema"] == 1
    assert loaded["command"] == words[0]
    assert loaded["year"] == 2022
    assert [list(row) for row in loaded["rows"]] == [list(columns)] * len(rows)
    for text, row in zip(rows, loaded["rows"], strict=True):
        for column, value in row.items():
            if isinstance(value, bool):
                assert text[column] == str(value).lower()
            elif isinstance(value, int | float):
                assert float(text[column]) == value
            else:
                assert text[column] == (value or "")


def test_shares_and_lost_points_add_up(sample: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("gaps", "-f", "csv").out)))
    assert sum(float(row["lost"]) for row in rows) == pytest.approx(100 - 76.08, abs=1e-9)
    assert float(rows[-1]["cum_share"]) == pytest.approx(1)
    by_owner = list(csv.DictReader(io.StringIO(run("gaps", "--by", "owner", "-f", "csv").out)))
    assert sum(float(row["lost"]) for row in by_owner) == pytest.approx(100 - 76.08, abs=1e-9)
