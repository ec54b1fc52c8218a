"""A framework's table as a draft of criteria.yaml: rules read, sums checked, everything doubtful with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, product

from cchc_cli.messages import N_, _, figure
from cchc_cli.model.bounds import NOISE, shortened
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import InputError
from cchc_cli.model.rules import Choice, Linear, Tiers
from cchc_cli.office.frameworks.extras import Extra, take_extras
from cchc_cli.office.frameworks.groups import groups_of
from cchc_cli.office.frameworks.nodes import Doubt, Ids, Node, Outline, Total, compare_sums, same_names, slug, unscored
from cchc_cli.office.frameworks.numbering import one_area, own_criteria, settle_ids
from cchc_cli.office.frameworks.options import take_rule_of_name
from cchc_cli.office.frameworks.ratings import Ratings, take_ratings
from cchc_cli.office.frameworks.tables import NEEDED, framework_tables
from cchc_cli.office.frameworks.tree import tree_of
from cchc_cli.office.rules.lines import RuleLine, part_of
from cchc_cli.office.rules.spans import leaves_percents
from cchc_cli.office.rules.text import read_rule
from cchc_cli.office.tables.heads import rows_above, title_above
from cchc_cli.office.tables.row_kinds import Row
from cchc_cli.office.tables.rows import TableRows
from cchc_cli.office.words.headings import used
from cchc_cli.office.words.meaning import GIVEN
from cchc_cli.office.words.numbers import is_tick, not_given, points_of
from cchc_cli.office.words.vocabulary import NOTE, SURVEY, sources_of
from cchc_cli.office.words.whom import only_for_some

STEPS = N_("A percentage between two spans (80–94%, 95–100%) counts in the lower one. Such rules: {count} ({ids}).")


@dataclass
class CriteriaDraft:
    """What a table says of a framework. `doubts` are in the order of the file; `repairs` are told, and need no look."""

    file: str
    sheet: str
    title: str
    areas: list[Node]
    extras: list[Extra] = field(default_factory=list)
    caps: dict[str, float] = field(default_factory=dict)
    """The most of all `bonus` or `penalty` points together, where that is less than their sum."""
    doubts: list[Doubt] = field(default_factory=list)
    repairs: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    """All groups of units, by id with their names, where the table tells some apart."""
    ratings: dict[str, float] = field(default_factory=dict)
    """The least index of each, highest first."""
    untitled: Doubt | None = None
    """One of `doubts`: nothing above the table says how the index is called."""
    totals: int = 0
    """Totals of the sheet that were compared."""

    def nodes(self) -> list[Node]:
        """Areas and everything below, in order."""
        return [node for area in self.areas for node in area.all()]

    def leaves(self) -> list[Node]:
        """What gets points."""
        return [node for node in self.nodes() if not node.children]

    def points(self) -> float:
        """The most that all components give a unit of any group."""
        return max(sum(area.below(group) for area in self.areas) for group in self.groups or (None,))


def draft_criteria(book: Book, sheet: str | None, groups: Mapping[str, str] | None = None) -> CriteriaDraft:
    """Read the framework that stands in a file; `groups` of units that are known, by id with their names.

    Raises InputError where there is none, or cells can't be trusted.
    """
    parts, notes = framework_tables(book, sheet)
    reader, grid, rows = parts[0], parts[0].grid, [*chain(*(part.rows for part in parts))]
    ratings = take_ratings(rows, book.text, parts)
    _one_note(rows)
    outline = tree_of(rows)
    _refuse_broken(parts, outline)
    title = title_above(book, grid, reader.head)
    one_area(outline, title)
    settle_ids(outline)
    own_criteria(outline)
    sheets = ", ".join(each.grid.name for each in parts)
    draft = CriteriaDraft(book.file, sheets, title, outline.areas, notes=notes)
    _doubts_of_the_head(draft, parts)
    draft.repairs = outline.repairs
    _groups(draft, grid, reader, groups or {})
    draft.extras = take_extras(draft.areas, outline, draft.caps)
    _leaves(draft)
    _finish(draft, outline)
    if ratings and (ratings.percent or abs(draft.points() - 100) < NOISE):
        _rate(draft, ratings)
    draft.notes += [*chain(*map(_unread, parts)), *_noted(draft)]
    return draft


def _one_note(rows: list[Row]) -> None:
    """Make one row of a note and numbered ones up to the last row, where none has points: these are none of the framework."""
    last = max((at for at, row in enumerate(rows, start=1) if _gives(row)), default=0)
    begin = next((at for at in range(last, len(rows)) if NOTE.match(plain(rows[at].text))), len(rows))
    if any(row.numbered for row in rows[begin + 1 :]):
        rows[begin].name = "\n".join(row.text for row in rows[begin:])
        del rows[begin + 1 :]


def _gives(row: Row) -> bool:
    return row.total or row.points is not None or row.points_text != ""


def _rate(draft: CriteriaDraft, ratings: Ratings) -> None:
    """Take the ratings; a table that they stand in was read."""
    draft.ratings = ratings.names
    if ratings.table:
        part, rows = ratings.table
        part.below.others = [row for row in part.below.others if row not in rows]


def _refuse_broken(parts: list[TableRows], outline: Outline) -> None:
    """Raise InputError where nothing stands below a head, or cells can't be trusted."""
    reader, grid = parts[0], parts[0].grid
    if not outline.areas:
        reader.problems.append(grid.problem(reader.head.last, 0, _("there is no numbered row below this header.")))
    if problems := [problem for each in parts for problem in each.problems]:
        raise InputError(_(NEEDED.failed, file=grid.file), problems, checked=False)


def _noted(draft: CriteriaDraft) -> Iterator[str]:
    """What is to be told of rules that were read."""
    if ids := [leaf.id for leaf in draft.leaves() if isinstance(leaf.rule, Tiers) and leaves_percents(leaf.lines)]:
        yield _(STEPS, count=len(ids), ids=", ".join(ids))
    if places := ", ".join(line.address for node in draft.nodes() for line in node.remarks):
        yield _("Remarks beside rules are kept as comments of criteria.yaml: {places}.", places=places)


def _doubts_of_the_head(draft: CriteriaDraft, parts: list[TableRows]) -> None:
    """Tell of a title that is not there, and of maxima that were not read."""
    head, grid = parts[0].head, parts[0].grid
    if not draft.title:
        text = _("no title of the index stands above the table: write its name, and an id.")
        begin = min(column for columns in head.columns.values() for column in columns)
        draft.untitled = Doubt(grid.address(len(rows_above(grid, head)), begin), text)
        draft.doubts.append(draft.untitled)
    for column, cells in (each for part in parts for each in part.other_maxima().items()):
        words = {"heading": head.heading(column), "cells": ", ".join([*cells[:8], *["…"] * (len(cells) > 8)])}
        told = N_(
            "“{heading}” holds other maxima, which were not read: write those of components ({cells}) as max_by_group, with the group that units have in data/units.csv."
        )
        draft.doubts.append(Doubt(grid.address(head.last, column), _(told, **words)))


def _unread(reader: TableRows) -> Iterator[str]:
    """Tables without components, and columns with numbers that say nothing here, for people to see."""
    head = reader.head
    if others := reader.below.passed_over():
        yield others
    known = {*chain(*reader.columns.values()), *head.all(*used("apart"))} - _texts(reader)
    cells = {cell for cell in product(reader.body, range(reader.grid.width)) if cell[1] not in known}
    if columns := sorted(
        {at for row, at in cells if reader.grid.rows[row][at] is not None or (row, at) in reader.grid.broken}
    ):
        names = ", ".join(f"{reader.grid.address(head.last, at)} “{head.heading(at)}”" for at in columns)
        yield _("Columns that were not read: {columns}.", columns=names)


def _texts(reader: TableRows) -> set[int]:
    """The columns of points given in which mostly something else stands than these, or what a filled sheet has in their place."""
    columns = {at: [reader.grid.rows[row][at] for row in reader.body] for at in reader.head.all(*GIVEN)}
    for cells in columns.values():
        cells[:] = [value for value in cells if not (value is None or is_tick(value) or not_given(value))]
    return {at for at, cells in columns.items() if 2 * [*map(points_of, cells)].count(None) > len(cells)}


def _leaves(draft: CriteriaDraft) -> None:
    """Read who answers for each component, how it is assessed, its maximum and its rule; what says 0 points is left out."""
    if places := ", ".join(f"{node.id} ({node.points_at or node.address})" for node in unscored(draft.areas)):
        draft.notes.append(_("0 points stand here, so they are left out of criteria.yaml: {places}.", places=places))
    names, ids = dict[str, str](), Ids()
    for area in draft.areas:
        area.hand_down()
        surveyed = {leaf.id for node in area.all() if SURVEY.search(plain(node.name)) for leaf in node.leaves()}
        for leaf in area.leaves():
            leaf.source = _source(leaf, named="survey" if leaf.id in surveyed else "")
            leaf.owner = _owner(leaf.owner, draft.owners, names, ids)
            _maximum(leaf)
            _rule(leaf)


def _finish(draft: CriteriaDraft, outline: Outline) -> None:
    """Compare sums, and put all doubts in the order of the file."""
    above = [node for node in draft.nodes() if node.children]
    figures = [*(node.points for node in above), *(total.points for total in outline.totals)]
    draft.totals = len(figures) - figures.count(None)
    same_names(draft.areas)
    for area in draft.areas:
        compare_sums(area, [*draft.groups])
    _rules_above(above)
    draft.doubts += [Doubt(address, text, node.id) for node in draft.nodes() for address, text in node.doubts]
    draft.doubts += [Doubt(address, text) for address, text in outline.doubts]
    draft.doubts += filter(None, (_total(draft, total) for total in outline.totals))


def _rules_above(nodes: list[Node]) -> None:
    """Tell of rules where components, not the nodes above them, get points."""
    for node in nodes:
        text = "" if _sums_up(node) else shortened("; ".join(line.text for line in node.lines), 80)
        if text:
            node.doubt(node.lines[0].address, _("a rule above components: “{text}”.", text=text))


def _sums_up(node: Node) -> bool:
    """Whether each level of a node has what those below it have there together: `Tốt: 5; Khá: 3`."""
    sums: dict[str, float] = {}
    for line in (line for leaf in node.leaves() for line in leaf.lines if node.lines):
        sums[line.text] = sums.get(line.text, 0.0) + (line.points or 0.0)
    return all(line.points is not None and sums.get(line.text) == line.points for line in node.lines)


def _groups(draft: CriteriaDraft, grid: Grid, reader: TableRows, known: Mapping[str, str]) -> None:
    """Read for which groups of units nodes count, and what each gives them."""
    draft.groups, told = groups_of(draft.nodes(), reader.kinds.values(), known)
    if told:
        draft.doubts.append(Doubt(grid.address(reader.head.last, reader.columns["max"][0]), told))


def _maximum(leaf: Node) -> None:
    """The maximum of a component, where no cell says it the highest points of its rule."""
    given = max((line.points or 0.0 for line in leaf.lines), default=0.0)
    address = leaf.points_at or leaf.address
    if leaf.points is None and given > 0:
        leaf.points = given
        text = _("no maximum stands here; the highest points of its rule were taken: {points}.", points=figure(given))
        leaf.doubt(address, text)
    elif not (leaf.points and leaf.points > 0):
        leaf.points = None
        if leaf.points_at not in dict(leaf.doubts):
            shared = _("the points of {cell} are merged over this row: write max of each.", cell=leaf.shared)
            leaf.doubt(address, shared if leaf.shared else _("no maximum stands here: fill in max."))


def _rule(leaf: Node) -> None:
    if not leaf.lines and leaf.names_points():
        take_rule_of_name(leaf)
    if some := next((line for line in leaf.lines if only_for_some(line.text)), None):
        text = _(
            "“{text}” holds for some units only: make a component for each group, with groups and a rule of its own.",
            text=shortened(some.text),
        )
        leaf.doubt(some.address, text)
        return
    reading = read_rule(leaf.lines, leaf.largest())
    leaf.rule = reading.rule
    leaf.doubts += reading.doubts
    if leaf.max_by_group and not isinstance(leaf.rule, Linear):
        _no_parts(leaf)
    if isinstance(leaf.rule, Choice) and len(leaf.rule.options) == 1:
        leaf.doubt(leaf.lines[0].address, _("only one option: what gives fewer points is not said."))


def _no_parts(leaf: Node) -> None:
    """Refuse points that are parts of the maximum, where groups have others."""
    if part := next((line for line in leaf.lines if part_of(line, 1.0) != line), None):
        text = _(
            "“{text}” is a part of the maximum, and groups have others: make a component for each.",
            text=shortened(part.text),
        )
        leaf.doubt(part.address, text)
        leaf.rule = None


def _total(draft: CriteriaDraft, total: Total) -> Doubt | None:
    """A total that is not what it sums up, unless a row below it that was told explains it."""
    nodes = [area for area in total.parts or () if area in draft.areas] or draft.areas
    sums = _worth(draft, nodes)
    if total.points is None or _unknown(nodes) or min(abs(total.points - each) for each in sums) <= NOISE:
        return None
    words = {"max": figure(total.points), "sum": figure(min(sums))}
    return Doubt(total.address, _("the sheet's total is {max}, but the components sum to {sum}.", **words))


def _worth(draft: CriteriaDraft, areas: list[Node]) -> set[float]:
    """What areas come to, by their components (of each group) or as they say; all with bonus or less penalty points, or without."""
    found = {sum(area.below(group) for area in areas) for group in draft.groups or [None]}
    found |= {sum(area.stated() for area in areas)}
    bonus, penalty = (_most(draft, kind) if len(areas) == len(draft.areas) else 0.0 for kind in ("bonus", "penalty"))
    return {each + added for each in found for added in (0.0, bonus, -penalty, bonus - penalty)}


def _most(draft: CriteriaDraft, kind: str) -> float:
    """The most of all bonus or all penalty points."""
    return draft.caps.get(kind) or sum(each.max for each in draft.extras if each.kind == kind)


def _unknown(areas: list[Node]) -> bool:
    """Whether points are missing, so that nothing says what areas come to."""
    blank = any(leaf.points is None for area in areas for leaf in area.leaves())
    return blank and any(area.own() is None for area in areas)


def _source(leaf: Node, *, named: str) -> str:
    """How a component is assessed, else what names say; where its row says more than one way, or another one, that is a remark."""
    found = sources_of(leaf.source)
    if leaf.source and (len(found) != 1 or ";" in leaf.source):
        leaf.remarks.append(RuleLine(leaf.source, None, leaf.address))
    return (found or [named])[0]


def _owner(name: str, owners: dict[str, str], known: dict[str, str], ids: Ids) -> str:
    """The id of an owner, made from the name; all three grow."""
    if not name:
        return ""
    if plain(name) not in known:
        identity = known[plain(name)] = ids.take(slug(name) or "don-vi")
        owners[identity] = name
    return known[plain(name)]
