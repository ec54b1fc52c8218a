"""The legend: signs that stand in a table are explained once, those that don't are not."""

import io

import pandas as pd
import pytest

from cchc_cli.messages import use
from cchc_cli.model.blocks import Column, Fact, Figure, Table
from cchc_cli.model.report import Report, Section
from cchc_cli.show.kinds import Look, Signs
from cchc_cli.show.writers.blocks import section_blocks
from cchc_cli.show.writers.filed import html as page
from cchc_cli.show.writers.legend import Folds, legend, legend_of_facts, signed
from cchc_cli.show.writers.printed import md as markdown
from cchc_cli.show.writers.printed import table as terminal

RANKS = (
    Column("rank", "Rank", "rank", shared="tied"),
    Column("move", "▲▼", "rank_change"),
    Column("change", "±", "change", hint="change, % points"),
    Column("index", "Index", "index", assumed="waiting", assumed_label="provisional"),
    Column("own", "", "mark"),
)


def ranks(*rows: tuple[object, ...]) -> Table:
    frame = pd.DataFrame(rows, columns=["rank", "tied", "move", "change", "index", "waiting", "own"])
    return Table(frame, RANKS)


ALL = ranks(
    (1.0, False, 2.0, 1.0, 90.0, False, False),
    (3.0, True, -1.0, 0.0, 80.0, False, True),
    (3.0, True, 0.0, 0.0, 80.0, False, False),
    ("(4–6)", False, float("nan"), 0.0, 70.0, True, False),
)


def meanings(lines: list[str]) -> dict[str, str]:
    """What the line says, by sign."""
    if not lines:
        return {}
    [line] = lines
    return dict(part.split(" ", 1) for part in line.removeprefix("Signs: ").rstrip(".").split("; "))


def below(*tables: Table, texts: tuple[str, ...] = (), folds: Folds = None) -> list[str]:
    """What stands below the tables."""
    return [line for table in signed(tables, texts, folds) for line in table.after]


def test_every_sign_that_stands_there_is_explained() -> None:
    assert meanings(below(ALL)) == {
        "=3": "shared rank",
        "(4–6)": "rank still possible",
        "▲": "rank up",
        "▼": "rank down",
        "=": "same rank",
        "±": "change, % points",
        "≈": "provisional",
        "◄": "the unit in question",
    }


def test_signs_that_do_not_stand_there_are_not_explained() -> None:
    plain = ranks((1.0, False, float("nan"), 1.0, 90.0, False, False), (2.0, False, 3.0, 1.0, 90.0, False, False))
    assert set(meanings(below(plain))) == {"▲", "±"}
    assert below(Table(plain.frame, RANKS[:1])) == []


def test_a_heading_that_says_it_is_not_explained() -> None:
    """A screen has the brief heading, a page and a paper the whole one."""
    table = Table(ALL.frame, (Column("change", "± 2021 (% pts)", "change", brief="±", hint="change, % points"),))
    assert below(table) == []
    assert meanings(below(table, folds=(Look(), 80))) == {"±": "change, % points"}


def test_a_sign_that_a_note_begins_with_is_not_explained_twice() -> None:
    assert "≈" not in meanings(below(ALL, texts=("≈ index: Xã An is provisional.",)))


def test_a_sign_is_explained_once_below_the_first_table_that_has_it() -> None:
    facts = [Fact("Rank", Figure(11, "shared_rank"))]
    first, second = signed([ALL, ALL], ())
    assert len(first.after) == 1 and second.after == ()
    assert legend_of_facts(facts, [ALL], ()) == []
    assert meanings(legend_of_facts(facts, [Table(ALL.frame, RANKS[1:])], ())) == {"=11": "shared rank"}
    assert meanings(legend_of_facts([Fact("Rank", Figure(4, "rank", "=11 → \ufffc"))], [], ())) == {
        "=11": "shared rank"
    }
    assert meanings(legend_of_facts([Fact("Rank", "4", "between =3 and 5")], [], ())) == {"=3": "shared rank"}


def test_signs_within_texts() -> None:
    frame = pd.DataFrame({"ranks": ["14 → 9", "12 → =11"], "needs": ["", "◄"], "note": ["x =3 y", ""]})
    columns = (Column("ranks", "Rank", "rank"), Column("needs", ""), Column("note", "Note"))
    assert meanings(below(Table(frame, columns))) == {"=11": "shared rank", "◄": "the unit in question"}


def test_a_spreadsheet_has_other_signs() -> None:
    """It says beside a figure that it is assumed, and has no mark of the own unit."""
    assert set(meanings(legend([ALL], (), ()))) == {"=3", "(4–6)", "▲", "▼", "=", "±"}


@pytest.mark.parametrize(("width", "signs"), [(40, {"→": "Note"}), (200, {})])
def test_marks_of_columns_that_went_under_another_one(width: int, signs: dict[str, str]) -> None:
    frame = pd.DataFrame({"what": ["Plan made in time for all of us"], "note": ["Nobody has looked at it so far"]})
    table = Table(frame, (Column("what", "Component"), Column("note", "Note", fold="→ ")))
    assert meanings(below(table, folds=(Look(), width))) == signs
    report = Report("gaps", "", frame, ("what",), tables=(table,))
    assert ("→ Note" in terminal.plain_text(report, width)) is bool(signs)
    assert ("\n→ " in terminal.plain_text(report, width)) is bool(signs)


def test_screens_pages_and_sections_have_the_line() -> None:
    use("en")
    report = Report("ranks", "Ranks", ALL.frame, ("rank",), tables=(ALL,))
    for writer in (terminal, page, markdown):
        stream = io.StringIO()
        writer.write(report, "", stream)
        assert stream.getvalue().count("shared rank") == 1
    *_others, table = section_blocks(Section("Ranks", (ALL,)), Look(), 80)
    assert isinstance(table, Table) and meanings([table.after[0]])["=3"] == "shared rank"


def test_what_a_trend_is_drawn_with_is_explained_where_it_is_drawn() -> None:
    """Figures explain themselves; whether ▁ is 0 or the lowest of the row nobody knows."""
    table = Table(
        pd.DataFrame({"area": ["A"], "way": [[50.0, 100.0]]}),
        (Column("area", "Area"), Column("way", "2021–2022, %", "trend")),
    )
    drawn, written = (signed([table], (), (Look(signs=Signs(levels=levels)), 80))[0].after for levels in ("▁▄█", ""))
    assert drawn == ("Signs: ▁…█ from 0 to 100%.",) and written == ()
