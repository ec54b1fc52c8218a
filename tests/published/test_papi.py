"""PAPI 2011–2016, a real index: what its authors published, reproduced from its sub-dimension scores."""

import csv
import shutil
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_cli.cli.main import app
from cchc_cli.files.find import find
from cchc_cli.files.load import load
from cchc_cli.index.points import year_points
from cchc_cli.index.results import node_results, unit_results

ROOT = Path(__file__).parents[2]
PAPI = ROOT / "examples" / "papi"
YEARS = range(2011, 2017)
DIMENSIONS = ("participation", "transparency", "accountability", "corruption", "procedures", "service")
"""Columns of published.csv, in the order of the areas "1" … "6"."""
TOLERANCE = 1e-5
"""Published figures carry six decimals in most years, and sub-dimensions seven digits."""
NOT_EVALUATED_2014 = {"bac-giang", "dong-thap"}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(year):
    """What was published for a year: unit → its row."""
    return {row["unit"]: row for row in read(PAPI / "published.csv") if int(row["year"]) == year}


def plain_sums(year):
    """Unit → the sum of its sub-dimensions, without any of cchc's own code."""
    sums = defaultdict(float)
    for row in read(PAPI / "data" / "scores.csv"):
        if int(row["year"]) == year:
            sums[row["unit"]] += float(row["score"])
    return dict(sums)


def plain_ranks(year):
    sums = plain_sums(year)
    return {unit: 1 + sum(other > own for other in sums.values()) for unit, own in sums.items()}


@pytest.fixture(scope="module")
def papi():
    """Framework and scores, read as every command reads them."""
    return load(find(str(PAPI)))


def ranks(year, workspace="examples/papi"):
    """The rows of `cchc ranks YEAR -f csv`, by unit."""
    result = CliRunner().invoke(app, ["-C", str(workspace), "ranks", str(year), "-f", "csv"])
    assert result.exit_code == 0, result.output
    return {row["unit"]: row for row in csv.DictReader(result.stdout.splitlines())}


def test_published_figures_are_complete():
    rows = read(PAPI / "published.csv")
    assert len(rows) == 376
    assert [len(published(year)) for year in YEARS] == [63, 63, 63, 61, 63, 63]


@pytest.mark.parametrize("year", YEARS)
def test_every_published_total_is_the_index(papi, year):
    results = unit_results(year_points(*papi, year))
    index = dict(zip(results["unit"], results["index"], strict=True))
    totals = {unit: float(row["total"]) for unit, row in published(year).items()}
    assert index == pytest.approx(totals, abs=TOLERANCE, rel=0)
    assert not results["provisional"].any()


@pytest.mark.parametrize("year", YEARS)
def test_every_published_dimension_is_the_points_of_its_area(papi, year):
    marks = year_points(*papi, year)
    for unit, row in published(year).items():
        areas = node_results(marks, unit, "area")
        assert areas["id"].tolist() == ["1", "2", "3", "4", "5", "6"]
        expected = [float(row[dimension]) for dimension in DIMENSIONS]
        assert areas["points"].tolist() == pytest.approx(expected, abs=TOLERANCE, rel=0), unit
        assert areas["max"].tolist() == pytest.approx([10] * 6, abs=1e-9, rel=0)


@pytest.mark.parametrize("year", YEARS)
def test_index_is_the_plain_sum_of_sub_dimensions(papi, year):
    results = unit_results(year_points(*papi, year))
    index = dict(zip(results["unit"], results["index"], strict=True))
    assert index == pytest.approx(plain_sums(year), abs=2e-9, rel=0)


def test_ranks_of_2016_through_the_command_line(monkeypatch):
    monkeypatch.chdir(ROOT)
    rows = ranks(2016)
    sums, now, before = plain_sums(2016), plain_ranks(2016), plain_ranks(2015)
    assert list(rows) == sorted(now, key=now.__getitem__)
    assert {unit: int(row["rank"]) for unit, row in rows.items()} == now
    assert {unit: int(row["prev_rank"]) for unit, row in rows.items()} == before
    assert {unit: int(row["rank_change"]) for unit, row in rows.items()} == {
        unit: before[unit] - rank for unit, rank in now.items()
    }
    assert {unit: float(row["index"]) for unit, row in rows.items()} == pytest.approx(sums, abs=2e-9, rel=0)
    assert [rows[unit]["name"] for unit in list(rows)[:3]] == ["Cần Thơ", "Hà Tĩnh", "Đà Nẵng"]


def test_provinces_that_were_not_evaluated_are_not_listed(monkeypatch):
    monkeypatch.chdir(ROOT)
    everyone = set(ranks(2013))
    assert len(everyone) == 63
    assert everyone - set(ranks(2014)) == NOT_EVALUATED_2014
    after, evaluated = ranks(2015), plain_ranks(2014)
    assert set(after) == everyone
    for unit, row in after.items():
        assert row["prev_rank"] == ("" if unit in NOT_EVALUATED_2014 else str(evaluated[unit]))
        assert (row["rank_change"] == "") == (unit in NOT_EVALUATED_2014)
        assert (row["prev_index"] == "") == (unit in NOT_EVALUATED_2014)


def test_a_component_was_replaced_in_2016(papi):
    framework, _scores = papi
    leaves = {year: [leaf.id for leaf in framework.at(year).leaves if leaf.area == "3"] for year in YEARS}
    assert leaves == {year: ["3.1", "3.2", "3.4" if year == 2016 else "3.3"] for year in YEARS}
    assert all(len(framework.at(year).leaves) == 22 for year in YEARS)


def test_a_replaced_component_can_not_be_scored_any_more(tmp_path):
    copy = shutil.copytree(PAPI, tmp_path / "papi")
    scores = copy / "data" / "scores.csv"
    text = scores.read_text(encoding="utf-8")
    assert text.count("2016,can-tho,3.4,") == 1
    scores.write_text(text.replace("2016,can-tho,3.4,", "2016,can-tho,3.3,"), encoding="utf-8")
    result = CliRunner().invoke(app, ["-C", str(copy), "ranks", "2016", "--lang", "en"])
    assert result.exit_code == 2
    assert "3.3 does not exist in this year" in result.stderr


def test_provinces_are_named_as_in_viet_nam():
    def ascii_only(name):
        letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D").replace("–", "-"))
        return "".join(letter for letter in letters if not unicodedata.combining(letter))

    rows = read(PAPI / "data" / "units.csv")
    assert len({row["unit"] for row in rows}) == len({row["name"] for row in rows}) == 63
    for row in rows:
        assert unicodedata.is_normalized("NFC", row["name"])
        if row["unit"] == "tp-hcm":
            assert (row["name"], row["name_en"]) == ("TP. Hồ Chí Minh", "Ho Chi Minh City")
            continue
        assert ascii_only(row["name"]) == row["name_en"]
        if row["unit"] != "brvt":
            assert row["unit"] == row["name_en"].lower().replace(" ", "-")


@pytest.mark.parametrize("unit", ["binh-thuan", "ha-noi", "can-tho"])
def test_the_component_that_2016_replaced_is_marked_and_the_split_is_exact(unit):
    """3.3 went and 3.4 came; the contributions sum to what the published total changed by."""
    result = CliRunner().invoke(app, ["-C", str(PAPI), "explain", "2016", "--unit", unit, "-f", "csv"])
    rows = list(csv.DictReader(result.stdout.splitlines()))
    replaced = {row["id"]: row["status"] for row in rows if row["status"] != "both"}
    assert replaced == {"3.3": "retired", "3.4": "new"}
    before, now = (float(published(year)[unit]["total"]) for year in (2015, 2016))
    assert sum(float(row["contribution"]) for row in rows) == pytest.approx(now - before, abs=2 * TOLERANCE)


def test_a_province_that_was_not_evaluated_has_nothing_to_explain():
    for unit in NOT_EVALUATED_2014:
        result = CliRunner().invoke(app, ["-C", str(PAPI), "--lang", "en", "explain", "2015", "-u", unit])
        assert result.exit_code == 0
        assert "has no index in 2014" in " ".join(result.stdout.split())
