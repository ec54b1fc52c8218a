"""`cchc explain`: why the index and the rank changed."""

import math
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from cchc_cli.messages import N_, NN_, _, n_
from cchc_cli.model.analysis import Change, Membership, Passing, RankSplit, TableRow
from cchc_cli.model.blocks import SLOT, Column, Fact, Figure, Table
from cchc_cli.model.report import Report
from cchc_cli.show import numbers
from cchc_cli.show.columns import column, columns
from cchc_cli.show.names import Names
from cchc_cli.show.reports.composition import KINDS, with_kind
from cchc_cli.show.reports.explanation import Explanation, changes_table
from cchc_cli.show.reports.gaps import next_points_fact
from cchc_cli.show.reports.rank_sentences import membership_note, rank_in_words, ranked
from cchc_cli.show.reports.sentences import joined, of_areas, turned
from cchc_cli.show.reports.unit_result import UnitResult, unit_report

MAIN = 3
"""Components that the first sentence names, each with no less than a tenth of what the first did."""
LEAST_SHARE = 0.1
ROSE = NN_(
    "The rank rose by {count} place, from {before} to {now}", "The rank rose by {count} places, from {before} to {now}"
)
FELL = NN_(
    "The rank fell by {count} place, from {before} to {now}", "The rank fell by {count} places, from {before} to {now}"
)
PASSINGS = 10
"""Units in a table of who passed whom; json has all."""


def explain_report(found: Explanation) -> Report:
    """One sentence, the sums, and tables of components, of units that passed, and of neighbours."""
    standing = found.standing
    title = _("Why the index and the rank changed")
    return replace(
        unit_report("explain", title, (standing.names, standing.unit, found.year), found.rows),
        summary=explain_summary(found),
        facts=tuple(_facts(found)),
        tables=tuple(_tables(found)),
        notes=tuple(_notes(found)),
        extra=found.extra,
    )


def explain_summary(found: Explanation) -> str:
    """What happened to the rank and the index, and through what."""
    standing, change = found.standing, found.change
    unit = standing.names.unit(standing.unit)
    if standing.since is None:
        return _("No year before {year} has scores: there is nothing to compare with.", year=found.year)
    if change is None:
        lacking = found.year if math.isnan(standing.line["index"]) else standing.since
        return _("{unit} has no index in {year}: there is nothing to compare with.", unit=unit, year=lacking)
    if any(change.provisional):
        pairs = zip((change.since, found.year), change.provisional, strict=True)
        text = _(
            "Provisional: components of {years} are not scored yet. They count 0, so what changed there is no gain"
            " or loss yet.",
            years=joined([str(year) for year, is_open in pairs if is_open]),
        )
        part, total = (numbers.signed(each) for each in (change.unscored[1], change.published))
        if part != numbers.signed(0):
            text += " " + _("Of the index's change of {total}, {part} comes from them alone.", total=total, part=part)
        return text
    return " ".join([*_rank_sentence(standing, change), _index_sentence(standing, change)])


def _rank_sentence(standing: UnitResult, change: Change) -> list[str]:
    split = change.rank
    if split is None:
        return []
    moved, line = split.previous - split.now, standing.line
    before = standing.rank_before
    now = rank_in_words(line["rank"], line["tied"], standing.ranked if "/" in before else 0)
    text = _("The rank did not change ({now})", now=" → ".join(dict.fromkeys((before, now))))
    if moved:
        count = numbers.count_of_ranks(moved)
        text = n_(*(ROSE if moved > 0 else FELL), abs(moved), before=before, now=now, count=count)
    causes = (
        (split.others, N_("up {ranks} with its points unchanged"), N_("down {ranks} with its points unchanged")),
        (split.own, N_("up {ranks} as its points rose"), N_("down {ranks} as its points fell")),
        (split.membership, *_membership_texts(change.membership)),
    )
    parts = [_(up if ranks > 0 else down, ranks=numbers.count_of_ranks(ranks)) for ranks, up, down in causes if ranks]
    return [f"{text}: {'; '.join(parts)}." if parts else f"{text}."]


def _membership_texts(membership: Membership) -> tuple[str, str]:
    """How to say what the units did to the rank that are ranked in one of the years only: up and down."""
    if not membership.provisional:
        return N_("up {ranks} through units that came or went"), N_("down {ranks} through units that came or went")
    if membership.merged or len(membership.provisional) < len(membership.joined) + len(membership.left):
        return (
            N_("up {ranks} through units that came or went, or are provisional and so not ranked in one year"),
            N_("down {ranks} through units that came or went, or are provisional and so not ranked in one year"),
        )
    return (
        N_("up {ranks} through units that are provisional and so not ranked in one year"),
        N_("down {ranks} through units that are provisional and so not ranked in one year"),
    )


def _index_sentence(standing: UnitResult, change: Change) -> str:
    difference, lasting = change.published, (change.rows["status"] == "both") | change.rows["level"].isin(KINDS)
    if difference == 0:
        return _("The index did not change ({index}).", index=standing.number(change.now))
    has_risen = difference > 0
    causes = [(line["contribution"], _cause(standing.names, line)) for line in change.rows[lasting].to_dict("records")]
    # What a changed framework did is one cause: one component is gone for what another has brought.
    replaced = float(change.rows.loc[~lasting, "contribution"].sum())
    text = N_("components that apply in only one of the two years ({points})")
    anew = (replaced, _(text, points=numbers.signed(replaced)))
    causes = sorted([*causes, anew], key=lambda cause: cause[0], reverse=has_risen)[:MAIN]
    main = [cause for cause in causes if (cause[0] >= LEAST_SHARE * causes[0][0]) == has_risen]
    risen = N_("The index rose by {points} points, mainly through {causes}.")
    fallen = N_("The index fell by {points} points, mainly through {causes}.")
    told = "; ".join(cause for _size, cause in main)
    sentence = _(risen if has_risen else fallen, points=standing.number(abs(difference)), causes=told)
    if anew not in main and not lasting.all():
        text = N_("Components that apply in only one of the two years together brought {points}.")
        sentence += " " + _(text, points=numbers.signed(replaced))
    return sentence


def _cause(names: Names, line: TableRow) -> str:
    """What moved the index; of a penalty that is more, “down” would say the opposite."""
    points = line["contribution"]
    if line["level"] in KINDS:
        return f"{with_kind(names, line['id'], line['level'])} ({numbers.signed(points)})"
    text = N_("{component}, up {points} points") if points > 0 else N_("{component}, down {points} points")
    return _(text, component=names.titled(line["id"]), points=numbers.points(abs(points)))


def _facts(found: Explanation) -> Iterable[Fact]:
    standing, change = found.standing, found.change
    if change is not None:
        yield from _index_facts(standing, change)
    yield _rank_fact(standing, change.rank) if change is not None and change.rank is not None else standing.rank()
    if change is not None and numbers.differ(*change.maxima):
        before, now = change.maxima
        told = _("what every component counts for has changed with it")
        yield Fact(_("Maximum"), Figure(now, "value", f"{numbers.short(before)} → {SLOT}"), told)
    if (need := found.next_rating) is not None and not standing.line["provisional"]:
        # Elsewhere what is missing is said in points of the index.
        rescaled = numbers.differ(standing.line["max"], standing.settings.scale)
        text = N_("needs {points} points of components") if rescaled else N_("needs {points} points")
        needed = [_(text, points=numbers.enough(need.points))]
        needed += [of_areas(standing.names, need.areas, need.rating.each_area)] if need.areas else []
        yield Fact(_("Next rating"), standing.names.rating(need.rating.id), "; ".join(needed))
    yield from next_points_fact(standing.names, found.next_points)


def _index_facts(standing: UnitResult, change: Change) -> Iterable[Fact]:
    """The index then and now, also over what applies in both years."""

    def fact(label: str, previous: float, now: float, detail: Figure) -> Fact:
        return Fact(label, Figure(now, "index", f"{standing.number(previous)} → {SLOT}"), detail)

    yield fact(_("Index"), change.previous, change.now, Figure(change.published, "change"))
    like = change.like_for_like
    if not math.isnan(like.now):
        count = n_(
            "over {count} component that applies in both years",
            "over {count} components that apply in both years",
            like.components,
        )
        if unscored := change.unscored[0]:
            count += "; " + n_(
                "{count} of them, not scored yet, counts 0", "{count} of them, not scored yet, count 0", unscored
            )
        detail = Figure(like.now - like.previous, "change", f"{SLOT} {count}")
        yield fact(_("Like for like"), like.previous, like.now, detail)


def _rank_fact(standing: UnitResult, split: RankSplit) -> Fact:
    change = split.previous - split.now
    moved = turned(change, N_("up {ranks}"), N_("the rank stayed the same"), N_("down {ranks}"))
    parts = (
        (N_("others {ranks}"), split.others), (N_("own {ranks}"), split.own), (N_("ranked units {ranks}"), split.membership)
    )  # fmt: skip
    causes = [_(text, ranks=numbers.signed(ranks, 0)) for text, ranks in parts if ranks]
    detail = ": ".join(filter(None, (_(moved, ranks=numbers.count_of_ranks(change)), "; ".join(causes))))
    return Fact(_("Rank"), ranked(standing.line["rank"], standing.line["tied"], before=standing.ranks[0]), detail)


def _tables(found: Explanation) -> Iterable[Table]:
    change = found.change
    if change is not None:
        yield from changes_table(found, change)
        yield from _passings(found, change.overtaken_by, _("Passed us"), _("Gained most on us in"))
        yield from _passings(found, change.overtook, _("Passed by us"), _("We gained most in"))
    if len(found.neighbours):
        yield _neighbours(found)


def _passings(found: Explanation, passings: list[Passing], title: str, heading: str) -> Iterable[Table]:
    if not passings:
        return
    name = title
    if len(passings) > PASSINGS:
        title = _("{title} ({count}; the nearest {shown})", title=title, count=len(passings), shown=PASSINGS)
    titled, years = found.standing.names.titled, (("before", found.standing.since), ("now", found.year))
    rows = [
        {
            "unit": each.unit,
            "ranks": " → ".join(
                numbers.rank(rank, tied=tied)
                for rank, tied in zip((each.previous_rank, each.rank), each.ties, strict=True)
            ),
            "before": each.previous_rank,
            "now": each.rank,
            "before_shared": each.ties[0],
            "now_shared": each.ties[1],
            "gains": "; ".join(f"{titled(part)}: {numbers.signed(gain)}" for part, gain in each.gains),
        }
        for each in passings[:PASSINGS]
    ]
    shown = columns(
        "unit",
        Column("ranks", _("Rank"), "rank", only="text"),
        *(
            Column(key, _("Rank {year}", year=year), "rank", shared=f"{key}_shared", only="sheet")
            for key, year in years
        ),
        Column("gains", heading),
    )
    yield Table(pd.DataFrame(rows), shown, title=title, name=name)


def _neighbours(found: Explanation) -> Table:
    """The units above and below, with ourselves between them."""
    standing, line = found.standing, found.standing.line
    own = pd.DataFrame([{"unit": standing.unit, "rank": line["rank"], "index": line["index"]}])
    ranks = found.neighbours["rank"]
    above, below = (found.neighbours[rows] for rows in (ranks < line["rank"], ranks > line["rank"]))
    frame = pd.concat([above, own, below], ignore_index=True)
    most = line["max"] - line["points"]
    return Table(
        frame.assign(
            needed=[numbers.sufficient(each) if each > 0 else math.nan for each in frame["points"]],
            spare=[-numbers.sufficient(each) if each < 0 else math.nan for each in frame["points"]],
            own=frame["unit"] == standing.unit,
            shared=frame["unit"].map(standing.results.set_index("unit")["tied"]),
            tasks=[_needed(points, most) or "◄" for points in frame["points"].tolist()],
        ),
        columns(
            column("rank", shared="shared"),
            "unit index",
            Column("tasks", "", only="text"),
            Column("needed", _("Points needed to pass"), "points", only="sheet"),
            Column("spare", _("Points ahead"), "points", only="sheet"),
        ),
        title=_("Neighbours"),
        emphasis="own",
    )


def _needed(points: float, most: float) -> str:
    """What it takes to pass a unit, or to be passed, where at most so many points can still be got."""
    if math.isnan(points):
        return ""
    if round(points - most, numbers.EXACT) > 0:
        return _("out of reach: {points} points", points=numbers.enough(points))
    if points > 0:
        return _("{points} points to pass", points=numbers.enough(points))
    return _("{points} points ahead of it", points=numbers.room(-points))


def rank_notes(standing: UnitResult, change: Change) -> Iterable[str]:
    """What is to be known of the ranks of the two years: who was ranked, and which ranks were worked out again."""
    told = {"year": change.since}
    yield from membership_note(standing.names, change.membership, change.since)
    if change.membership.merged and (change.overtaken_by or change.overtook):
        yield _(
            "The ranks of {year} in the tables are worked out with merged units as one; those published may differ.",
            **told,
        )
    if change.rank is None and not math.isnan(standing.line["rank"]):
        yield _("The unit had no rank in {year}, so there is no change of rank to explain.", **told)


def _notes(found: Explanation) -> Iterable[str]:
    standing, change = found.standing, found.change
    yield from standing.provisional_note()
    yield from standing.place_notes()
    if change is not None:
        yield from standing.merged_note()
        yield from rank_notes(standing, change)
    maximum = standing.line["max"]
    if len(found.neighbours) and numbers.differ(maximum, standing.settings.scale):
        yield _("Points needed are points of components; at most {max} can be got.", max=numbers.short(maximum))
    group = standing.results[standing.results["group"] == standing.line["group"]]
    if len(group) == 1:
        yield _("No other unit of its group has scores in this year.")
    elif found.neighbours.empty and group["rank"].count() > 1 and not math.isnan(standing.line["rank"]):
        yield _("All units of its group have the same rank.")
