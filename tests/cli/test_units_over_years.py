"""Units that merge, go by another id, or have no scores: in ranks, explain, trend, papers, registers and tasks."""

import json

import pytest

from tests.cli.registers import rows
from tests.cli.test_ranking import full
from tests.conftest import HEADER, Run, Tiny


def test_merged_units_are_marked(tiny: Tiny, run: Run) -> None:
    tiny(
        scores=full((2021, "a", 4), (2021, "b", 2), (2021, "c", 6), (2022, "x", 5), (2022, "c", 6)),
        units="unit,name,merged_into\na,Xã A,x\nb,Xã B,x\nx,Xã X,\nc,Xã C,\n",
    )
    assert "Xã X merged from Xã A and Xã B" in " ".join(run("ranks").out.split())
    table = {row["unit"]: row for row in rows(run("ranks", "-f", "csv").out)}
    assert (table["x"]["prev_rank"], table["x"]["prev_index"], table["x"]["index_change"]) == ("", "70", "20")
    assert "mean of the merged parts" in run("score", "-u", "x").out
    trended = " ".join(run("trend", "-u", "x").out.split())
    assert "mean of merged parts" in trended
    assert "By itself the unit has no rank of 2021." in trended
    trend = rows(run("trend", "-u", "x", "-f", "csv").out)
    assert [(row["year"], row["percent"], row["rank"]) for row in trend if row["level"] == "index"] == [
        ("2021", "70", ""),
        ("2022", "90", "2"),
    ]
    gone = run("score", "-u", "a")
    assert (gone.status, gone.out) == (2, "")
    assert "It merged into x" in gone.err
    beside = " ".join(run("compare", "a", "2021", "-u", "c").out.split())
    assert "Xã A has merged into Xã X since; here it stands as it was scored by itself." in beside


@pytest.mark.parametrize(
    ("units", "rank"),
    [
        ("a,A,g,,n", "1"),
        ("a,A,g,,m\nm,M,g,,n", "1"),
        ("a,A,h,,n", ""),  # ranked among others now
        ("a,A,g,,n\nz,Z,g,2021,n", ""),  # z has no scores, but is in n
        ("z,Z,g,2020,a\na,A,g,,n", "1"),  # z was in a before
    ],
)
def test_a_unit_under_another_id_has_its_own_earlier_rank(tiny: Tiny, run: Run, units: str, rank: str) -> None:
    scores = full((2021, "a", 6), (2021, "b", 4), (2022, "n", 4), (2022, "b", 5))
    tiny(scores=scores, units=f"unit,name,group,until,merged_into\n{units}\nb,B,g,,\nn,N,g,,\n")
    for asked in ("ranks", "ranks --on 1.1.1"):
        table = {row["unit"]: row for row in rows(run(*asked.split(), "-f", "csv").out)}
        assert (table["n"]["prev_rank"], table["b"]["prev_rank"]) == (rank, "2" if "h" not in units else "1")
    shown = {command: " ".join(run(command, "-u", "n").out.split()) for command in ("score", "explain", "trend")}
    assert all("Figures of 2021 are those of A." in each and "mean of" not in each for each in shown.values())
    assert ("The rank fell by 1 place, from rank 1 to rank 2" in shown["explain"]) == bool(rank)
    assert ("By itself the unit has no rank" not in shown["trend"]) == bool(rank)
    told = " ".join(run("ranks").out.split())
    assert ("Under another id in 2021: N (A)." if rank else "N in place of A") in told and "merged from" not in told
    fell = [each["unit"] for each in json.loads(run("overview", "-f", "json").out)["fallers"]]
    assert fell == (["n"] if rank else [])


def test_ranks_that_were_worked_out_again_for_merged_units_are_called_so(tiny: Tiny, run: Run) -> None:
    earlier, later = ((2021, "a", 5), (2021, "b", 1), (2021, "c", 4)), ((2022, "x", 6), (2022, "c", 5))
    tiny(scores=full(*earlier, *later), units="unit,name,merged_into\na,Xã A,x\nb,Xã B,x\nx,Xã X,\nc,Xã C,\n")
    # By itself c was second of three in 2021; a and b as one are behind it.
    assert {row["unit"]: row["rank"] for row in rows(run("ranks", "2021", "-f", "csv").out)}["c"] == "2"
    told = "The ranks of 2021 in the tables are worked out with merged units as one; those published may differ."
    shown = " ".join(run("explain", "-u", "x").out.split())
    assert "Xã C 1 → 2" in shown and told in shown
    paper = " ".join(run("report", "result", "-u", "x").out.split())
    assert "Xã C (rank 1, now rank 2)" in paper and told in paper and "Xã X merged from Xã A and Xã B" in paper
    tiny(scores=full((2021, "x", 3), (2021, "c", 4), *later), units="unit,name\nx,Xã X\nc,Xã C\n")
    assert told not in " ".join(run("explain", "-u", "x").out.split())


def test_the_rank_before_a_merger_is_that_of_the_unit_itself(tiny: Tiny, run: Run) -> None:
    """x had 4 of 10 points and the first rank of two; with b, who had 2, it has 3 of 10 on the mean."""
    tiny(
        scores=full((2021, "x", 4), (2021, "b", 2), (2022, "x", 5), (2022, "c", 6)),
        units="unit,name,merged_into\nx,Xã X,\nb,Xã B,x\nc,Xã C,\n",
    )
    lines = rows(run("trend", "-u", "x", "-f", "csv").out)
    assert [(row["percent"], row["rank"]) for row in lines if row["level"] == "index"] == [("70", "1"), ("90", "2")]
    # 1 of 2 and 1 of 1 are no better than one another; papers say what their figures of 2021 are.
    tiny(
        scores=full((2021, "x", 4), (2021, "b", 5), (2022, "x", 5)), units="unit,name,merged_into\nx,Xã X,\nb,Xã B,x\n"
    )
    assert "up 1 on 2021 (rank 2/2)" in run("score", "-u", "x").out
    for paper in ("result", "conclusion", "brief"):
        told = " ".join(run("report", paper, "-u", "x").out.split())
        assert told.count("mean of the merged parts") == 1 and "rank 2/2" in told
    tiny(
        scores=full((2021, "x", 4), (2021, "b", 2), (2022, "x", 5), (2022, "c", 6)),
        units="unit,name,merged_into\nx,Xã X,\nb,Xã B,x\nc,Xã C,\n",
    )
    told = " ".join(run("trend", "-u", "x").out.split())
    assert "The rank of 2021 is the one that the unit itself had, before the merger." in told


@pytest.mark.parametrize("part", ["b", "us"])
def test_an_earlier_year_without_self_scores_is_no_zero(tiny: Tiny, run: Run, part: str) -> None:
    """Neither where the unit itself has none, nor where one that merged into it has none."""
    table = "year,unit,component,self,score\n"
    for year, unit, own in ((2021, "us", ""), (2021, "b", 5), (2021, "c", 5), (2022, "us", 6), (2022, "c", 6)):
        own = own if year == 2022 or unit == "c" else "" if unit == part else 5
        table += f"{year},{unit},1.1.1,{own},4\n{year},{unit},1.1.2,{own and 2},2\n{year},{unit},1.10,{own and 2},2\n"
    tiny(scores=table, units="unit,name,merged_into\nus,Xã Ta,\nb,Xã B,us\nc,Xã C,\n")
    for by in ("area", "component"):
        outcome = run("score", "-u", "us", "--basis", "self", "--by", by, "-f", "json")
        loaded = json.loads(outcome.out)
        assert (loaded["result"]["prev_index"], loaded["result"]["index_change"]) == (None, None)
        assert {row["change"] for row in loaded["rows"]} == {None}
        assert "Xã Ta has no self-score for every component in 2021" in outcome.err
    shown = run("score", "-u", "us", "--basis", "self").out
    assert "(0.00)" not in shown
    assert "merged parts" not in shown
    ranked = {row["unit"]: row for row in rows(run("ranks", "--basis", "self", "-f", "csv").out)}
    assert [ranked[unit]["index_change"] for unit in ("us", "c")] == ["", "10"]


def test_units_without_scores_are_told_by_what_counts_units(tiny: Tiny, run: Run) -> None:
    """c is there and has none; d is of another group, e had gone, f has merged."""
    units = "unit,name,group,until,merged_into\na,Xã An,x,,\nb,Xã Ba,x,,\nc,Xã Ca,x,,\nd,Phường D,p,,\ne,E,x,2021,\nf,F,x,,a\n"
    rows = [f"{unit},{component},1" for unit in "abd" for component in ("1.1.1", "1.1.2", "1.10")]
    tiny(units=units, scores=HEADER + "".join(f"2022,{row}\n" for row in rows))
    (group, everywhere) = (f"In 2022 {count} units have scores; without any: Xã Ca." for count in ("2 of 3", "3 of 4"))
    for command in (
        "score -u a",
        "ranks --group x",
        "ranks --on 1.1.1 --group x",
        "overview --group x",
        "matrix --group x",
    ):
        assert group in " ".join(run(*command.split()).out.split()), command
    assert "units have scores" not in run("score", "-u", "d").out
    for command in ("ranks", "overview", "report overview -f md", "matrix --group all"):
        assert everywhere in " ".join(run(*command.split()).out.split()), command


def test_a_unit_that_merged_is_told_where_a_later_year_is_asked_about(tiny: Tiny, run: Run) -> None:
    """Figures of its own rows are shown; it had scores of 2021, so that is not what nowcast lacks."""
    tiny(
        scores=full((2021, "a", 4), (2021, "c", 5)),
        units="unit,name,until,merged_into\na,Xã A,2021,x\nx,Xã X,,\nc,Xã C,,\n",
        dossiers="dossier,unit,procedure,received,due,finished,channel\n1,a,P,2022-01-04,2022-01-05,2022-01-05,online\n",
    )
    told = "By units.csv there is no Xã A in 2022. It merged into Xã X: name that one."
    for asked in (
        "measure 2022 -u a",
        "dossiers late -u a --date 2022-03-01",
        "task add -u a --component 1.1.1 --action Work --due 2022-06-30",
        "track -u a",
        "template scores 2022 -u a -o sheet.xlsx",
    ):
        outcome = run(*asked.split())
        assert (outcome.status, told in outcome.err) == (0, True), f"{asked}: {outcome.err}"
    assert told not in run("measure", "2022", "-u", "x").err
    refused = run("nowcast", "2022", "-u", "a")
    assert (refused.status, refused.out) == (2, "")
    assert "By units.csv there is no Xã A in 2022.\nIt merged into x (Xã X): name that one." in refused.err
    assert "has no scores" not in refused.err
