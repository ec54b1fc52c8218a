"""A framework's table as a draft of criteria.yaml: rules read, sums checked, everything doubtful with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cchc_cli.messages import _, figure
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.problems import InputError
from cchc_cli.model.rules import Choice
from cchc_cli.office.criteria_rows import Rows
from cchc_cli.office.drafts import Doubt, Draft, Outline, slug
from cchc_cli.office.extras import Extra, take_extras
from cchc_cli.office.header import Header, rows_above
from cchc_cli.office.marks import Mark
from cchc_cli.office.numbering import settle_ids
from cchc_cli.office.outline import outline_of
from cchc_cli.office.rule_text import read_rule
from cchc_cli.office.sheets import Pick, pick_grids

WANTED = (frozenset({"name", "max"}), frozenset({"part", "max"}))
HEADINGS = "STT, Lĩnh vực/tiêu chí/tiêu chí thành phần, Điểm tối đa"
TOLERANCE = 1e-9
NO_TITLE = re.compile(r"[(\[]|can cu|kem theo|ban hanh kem|theo |thuc hien |dieu \d|xet |ghi chu|\d+\. |.*[:;]$")
"""Lines that speak of an index without naming it: a decision's preamble, remarks in brackets."""
SOURCES = (
    ("survey", ("dieu tra", "khao sat", "xa hoi hoc")),
    ("register", ("phan mem", "he thong", "du lieu")),
    ("self", ("tu cham", "tu danh gia")),
    ("appraisal", ("tham dinh",)),
)


@dataclass
class CriteriaDraft:
    """What a table says of a framework. `doubts` are in the order of the file; `repairs` are told, and need no look."""

    file: str
    sheet: str
    title: str
    areas: list[Draft]
    extras: list[Extra] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    repairs: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    untitled: Doubt | None = None
    """One of `doubts`: nothing above the table says how the index is called."""
    totals: int = 0
    """Totals of the sheet that were compared."""

    def leaves(self) -> list[Draft]:
        """What gets points."""
        return [leaf for area in self.areas for leaf in area.leaves()]


def draft_criteria(book: Book, sheet: str | None) -> CriteriaDraft:
    """Read the framework that stands in a file. Raises InputError where there is none, or cells can't be trusted."""
    picked = pick_grids(book, sheet, WANTED, HEADINGS)
    pick = picked.only(_counted)
    grid, header = pick.grid, pick.header
    outline, problems = outline_of(Rows(grid, header))
    if not problems and not outline.areas:
        problems = [grid.problem(header.last, 0, _("there is no numbered row below this header."))]
    if problems:
        raise InputError(_("{file} can't be read; nothing was written.", file=book.file), problems)
    title = _title(book, grid, header)
    _one_area(outline, title)
    settle_ids(outline)
    _own_criteria(outline)
    draft = CriteriaDraft(book.file, grid.name, title, outline.areas, notes=picked.notes)
    if not title:
        text = _("no title of the index stands above the table: write its name, and an id.")
        draft.untitled = Doubt(grid.address(len(rows_above(grid, header)), _begin(header)), text)
        draft.doubts.append(draft.untitled)
    draft.repairs = outline.repairs
    draft.extras = take_extras(draft.areas, outline)
    _finish(draft, outline)
    return draft


def _counted(pick: Pick) -> int:
    """How many numbered rows a table has."""
    rows = list(Rows(pick.grid, pick.header).read())
    return sum(any(mark.style != "bullet" for mark in row.marks) or row.level is not None for row in rows)


def _title(book: Book, grid: Grid, header: Header) -> str:
    """The line above the table that names the index, the nearest one; blank where there is none."""
    table = grid.labels[header.first][0] if grid.labels else 1
    texts = [text for text, tables in zip(book.text, book.text_after, strict=True) if tables < table]
    texts += [value for row in rows_above(grid, header) for value in row if isinstance(value, str)]
    lines = [" ".join(line.split()) for text in texts for line in text.split("\n")]
    for word in ("chi so", "bo tieu chi", "bang tieu chi", "tieu chi", "index", "criteria"):
        for line in reversed(lines):
            if word in plain(line) and len(line) < 300 and not NO_TITLE.match(plain(line)):
                return line
    return ""


def _begin(header: Header) -> int:
    """The first column of a header."""
    return min(column for columns in header.columns.values() for column in columns)


def _one_area(outline: Outline, title: str) -> None:
    """A table of one level only becomes criteria of one area."""
    if all(not area.children for area in outline.areas):
        children = outline.areas
        mark = Mark("roman", "I") if all(child.mark.text != "I" for child in children) else Mark("letters", "A")
        area = Draft(mark, title or _("All criteria"), 0, children[0].address, children=children)
        area.doubt(area.address, _("the table has one level only; its rows were put into one area."))
        for child in children:
            child.level = 1
        outline.areas = [area]


def _own_criteria(outline: Outline) -> None:
    """An area without criteria gets points itself: it becomes a criterion of its own."""
    taken = {node.id for area in outline.areas for node in area.all()}
    for area in outline.areas:
        if area.children:
            continue
        identity = next(new for n in range(1, 10_000) if (new := f"{area.id}.{n}") not in taken)
        taken.add(identity)
        area.children = [replace(area, level=1, id=identity, children=[], doubts=[])]
        area.lines = []
        text = _("the area has no criteria: it was made a criterion of its own, {id}.", id=identity)
        area.doubt(area.address, text)


def _finish(draft: CriteriaDraft, outline: Outline) -> None:
    names: dict[str, str] = {}
    groups = [node for area in draft.areas for node in area.all() if node.children]
    draft.totals = sum(total.points is not None for total in outline.totals) + sum(
        node.points is not None for node in groups
    )
    for area in draft.areas:
        for leaf in area.leaves():
            leaf.source = _source(leaf.source, (area.name, leaf.name))
            leaf.owner = _owner(leaf.owner, draft.owners, names)
            _rule(leaf)
        _sums(area)
        for node in area.all():
            if node.children and node.lines:
                lines = "; ".join(line.text for line in node.lines)[:80]
                node.doubt(node.lines[0].address, _("a rule above components: “{text}”.", text=lines))
            draft.doubts += [Doubt(address, text, node.id) for address, text in node.doubts]
    draft.doubts += [Doubt(address, text) for address, text in outline.doubts]
    draft.doubts += _totals(draft, outline)


def _rule(leaf: Draft) -> None:
    given = [line.points for line in leaf.lines if line.points is not None]
    if leaf.points is None and given and max(given) > 0:
        leaf.points = max(given)
        text = _(
            "no maximum stands here; the highest points of its rule were taken: {points}.", points=figure(leaf.points)
        )
        leaf.doubt(leaf.points_at or leaf.address, text)
    elif leaf.points is None or leaf.points <= 0:
        leaf.points = None
        leaf.doubt(leaf.points_at or leaf.address, _("no maximum stands here: fill in max."))
    if not leaf.lines and re.search(r"\d\s*(?:điểm|đ)\b", leaf.name):
        leaf.doubt(leaf.address, _("the name seems to hold a rule."))
    reading = read_rule(leaf.lines, leaf.points)
    leaf.rule = reading.rule
    leaf.doubts += reading.doubts
    if isinstance(leaf.rule, Choice) and len(leaf.rule.options) == 1:
        text = _("only one option: what gives fewer points is not said.")
        leaf.doubt(leaf.lines[0].address, text)


def _sums(node: Draft) -> None:
    """Compare what a row says of itself with what stands below it; where they differ, the row's own is not written."""
    for child in node.children:
        _sums(child)
    if not node.children:
        return
    below = sum(leaf.points or 0 for leaf in node.leaves())
    complete = all(leaf.points is not None for leaf in node.leaves())
    if node.points is not None and (not complete or abs(node.points - below) > TOLERANCE):
        text = _(
            "{max} points stand here, but what is below sums to {sum}.", max=figure(node.points), sum=figure(below)
        )
        if blank := [leaf.id for leaf in node.leaves() if leaf.points is None]:
            text = _(
                "{max} points stand here; what is below sums to {sum} without {ids}, where no maximum stands.",
                max=figure(node.points),
                sum=figure(below),
                ids=", ".join(blank),
            )
        node.doubt(node.points_at, text)
        node.points = None


def _totals(draft: CriteriaDraft, outline: Outline) -> Iterator[Doubt]:
    everything = sum(leaf.points or 0 for leaf in draft.leaves())
    extra = sum(each.max for each in draft.extras if each.kind == "bonus")
    for total in outline.totals:
        if total.points is None:
            continue
        if total.parts is not None and all(area in draft.areas for area in total.parts):
            sums = {sum(leaf.points or 0 for area in total.parts for leaf in area.leaves())}
        else:
            sums = {everything, everything + extra}
        if not any(abs(total.points - each) <= TOLERANCE for each in sums):
            text = _(
                "the sheet's total is {max}, but the components sum to {sum}.",
                max=figure(total.points),
                sum=figure(min(sums)),
            )
            yield Doubt(total.address, text)


def _source(text: str, names: tuple[str, str]) -> str:
    said = plain(text)
    for source, words in SOURCES:
        if any(word in said for word in words):
            return source
    return "survey" if any("xa hoi hoc" in plain(name) for name in names) else ""


def _owner(name: str, owners: dict[str, str], known: dict[str, str]) -> str:
    """The id of an owner, made from the name; `owners` and `known` grow."""
    if not name:
        return ""
    if plain(name) not in known:
        identity = base = slug(name) or "don-vi"
        number = 2
        while identity in owners:
            identity, number = f"{base}-{number}", number + 1
        owners[identity] = name
        known[plain(name)] = identity
    return known[plain(name)]
