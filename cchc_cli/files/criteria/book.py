"""A framework that `cchc export criteria` wrote as a workbook, read back: every fault with its cell."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import filterfalse

import yaml
from msgspec import to_builtins

from cchc_cli.files.criteria.reading import LoadedCriteria, checked
from cchc_cli.files.own_sheets import own_sheet, unreadable
from cchc_cli.files.yaml.tree import Tree, tree_of
from cchc_cli.messages import N_, _, in_all_languages
from cchc_cli.model.bounds import shortened
from cchc_cli.model.criteria import Criteria
from cchc_cli.model.criteria_sheets import LISTS, MAPS, NOT_ROUNDED, NUMBERS, SHEETS, WORDS, CriteriaSheet
from cchc_cli.model.framework import DEEPEST
from cchc_cli.model.grid import Book, Grid
from cchc_cli.model.letters import plain
from cchc_cli.model.places import in_table
from cchc_cli.model.problems import Problem
from cchc_cli.model.rules import BaseRule, Choice, Deduct, Each, Linear, Relative, Tiers, words
from cchc_cli.model.written_numbers import number_in, reads_both_ways

SHEET = 1_000_000
"""So many rows no sheet has: the line of a mark says the sheet as well."""
RULES: dict[str, tuple[type[BaseRule], ...]] = {
    **{str(kind.__struct_config__.tag): (kind,) for kind in (Choice, Tiers, Linear, Deduct, Relative)},
    "each": (Each,),
}
CellAt = tuple[int, int]


LABELS = {sheet.key: {column.key: column.label for column in sheet.columns} for sheet in SHEETS}


def is_criteria_book(book: Book) -> bool:
    """Whether a workbook is one of ours."""
    return any(map(_is_own, book.grids))


def read_criteria_book(book: Book) -> tuple[Criteria, list[str]]:
    """The framework of a workbook, and what was not read. Raises InputError with every fault."""
    reader = _Reader(book)
    loaded = reader.loaded()
    problems = sorted([*reader.problems, *map(reader.placed, loaded.problems)])
    if problems or loaded.framework is None:
        raise unreadable(book, problems)
    return loaded.framework.criteria, reader.notes


def _is_own(grid: Grid) -> bool:
    return any(own_sheet(grid, key, labels) for key, labels in LABELS.items())


def yaml_text(criteria: Criteria) -> str:
    """A framework as the text of criteria.yaml."""
    plain = _whole(to_builtins(criteria))
    text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120)
    return text


def _whole(value: object) -> object:
    """Whole numbers without a decimal point; ids stand first."""
    if isinstance(value, dict):
        first = {"id": value["id"]} if "id" in value else {}
        return {key: _whole(each) for key, each in (first | value).items()}
    if isinstance(value, list | tuple):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value == int(value) and abs(value) < 1e15 else value


@dataclass
class _Reader:
    """Makes the tree that criteria.yaml would be; marks say the cells."""

    book: Book
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def loaded(self) -> LoadedCriteria:
        """The framework, checked as criteria.yaml is."""
        parts: dict[str, Tree] = {"version": Tree("1", (1, 1))}
        rows = {sheet.key: self._rows(sheet) for sheet in SHEETS}
        self._tell_others()
        settings = self._settings(rows["settings"])
        ratings = [self._struct(row) for row in rows["ratings"]]
        index = settings.setdefault("index", Tree({}, (1, 1)))
        if ratings and isinstance(index.value, dict):
            index.value["ratings"] = Tree(ratings, ratings[0].mark)
        parts |= settings
        for key in ("groups", "owners"):
            made = self._mapping(rows[key])
            if made.value:
                parts[key] = made
        extras = [self._extra(row) for row in rows["adjustments"]]
        if extras:
            parts["adjustments"] = Tree(extras, extras[0].mark)
        parts["areas"] = self._areas(rows["nodes"], rows["actions"])
        return checked(Tree(dict(parts), (1, 1)), self.book.file)

    def placed(self, problem: Problem) -> Problem:
        """A fault of the tree as one of a cell."""
        number, row = divmod(problem.line, SHEET)
        where = "" if "[" in problem.where else problem.where
        name = f"{self.book.file}!{self.book.grids[number].name}"
        node = problem.seen.partition(", ")[2]
        seen = ", ".join(filter(None, (in_table(row, problem.column - 1), node)))
        told = (problem.text, problem.hint)
        return Problem(name, row, problem.column, where, *told, seen=seen, same=problem.same, rows=(row,))

    def _fault(self, mark: CellAt, text: str, hint: str = "") -> None:
        self.problems.append(self.placed(Problem(self.book.file, *mark, "", text, hint)))

    def _rows(self, sheet: CriteriaSheet) -> list[dict[str, Tree]]:
        """The rows of a sheet that say anything: cells by their keys."""
        found = []
        owns = [own_sheet(grid, sheet.key, LABELS[sheet.key]) for grid in self.book.grids]
        if not any(owns):
            self._tell_gone(sheet)
        for number, own in enumerate(owns):
            if own is None:
                continue
            self.notes += own.notes()
            for row in filterfalse(own.is_remark, own.rows):
                cells = {key: self._cell(own.grid, number, row, column, key) for key, column in own.at.items()}
                made = {key: cell for key, cell in cells.items() if cell is not None}
                if made:
                    found.append(made)
        return found

    def _tell_others(self) -> None:
        """Tell of sheets of somebody's own."""
        if others := ", ".join(grid.name for grid in self.book.grids if grid.rows and not _is_own(grid)):
            self.notes.append(_("Sheets that were not read: {sheets}.", sheets=others))

    def _tell_gone(self, sheet: CriteriaSheet) -> None:
        """Tell of a sheet that is not there. Raises InputError for one without which there is no framework."""
        name = _(sheet.label)
        if sheet.key not in ("nodes", "settings"):
            text = N_("The sheet {sheet} is gone, or its hidden first row; what it said is left out.")
            self.notes.append(_(text, sheet=name))
            return
        text = _("the sheet {sheet} is gone, or its hidden first row.", sheet=name)
        hint = _("Take it from a new export (cchc export criteria); save the workbook whole, as .xlsx or .ods.")
        raise unreadable(self.book, [Problem(self.book.file, text=text, hint=hint)])

    def _cell(self, grid: Grid, number: int, row: int, column: int, key: str) -> Tree | None:
        value, mark = grid.at(row, column), (number * SHEET + row + 1, column + 1)
        if (row, column) in grid.broken:
            self._fault(mark, _("this cell has no value that can be trusted."), _("Type the value."))
            return None
        if value is None:
            return None
        if isinstance(value, date):
            if key != "due":
                self._fault(
                    mark, _("a spreadsheet has made a date of this cell."), _("Set the cell to Text and type it again.")
                )
                return None
            return Tree(value.strftime("%m-%d"), mark)
        if isinstance(value, bool | float | int):
            return Tree(words.plain_number(float(value)), mark)
        try:
            return self._text(value.strip(), mark, key)
        except words.UnreadableValue as error:
            self._not_understood(mark, str(error))
            return None

    def _text(self, text: str, mark: CellAt, key: str) -> Tree:
        if key in WORDS:
            return Tree(_called(WORDS[key]).get(plain(text), text), mark)
        if key in MAPS and ":" in text:
            pairs = [words.last_split(part, ":") for part in words.split(text, ";\n")]
            return Tree({words.untoken(each): Tree(words.number(points), mark) for each, points in pairs}, mark)
        if key == "evidence":
            return _list_of(words.lines_of(text), mark)
        if key in LISTS:
            return _list_of(words.split(text, ";\n"), mark)
        return Tree(text if key == "rule" else _number(text, key) or words.untoken(text), mark)

    def _values(self, row: dict[str, Tree], *apart: str) -> dict[str, Tree]:
        return {key: cell for key, cell in row.items() if key not in apart}

    def _struct(self, row: dict[str, Tree], *apart: str) -> Tree:
        return _at_row(self._values(row, *apart), row)

    def _mapping(self, rows: list[dict[str, Tree]]) -> Tree:
        made: dict[str, Tree] = {}
        for row in rows:
            key = row.get("id")
            if key is None or not isinstance(key.value, str):
                self._fault(next(iter(row.values())).mark, _("the key {key} is missing.", key="id"))
            elif key.value in made:
                self._fault(key.mark, _("the id {id} is used twice.", id=key.value), _("Keep one of the two."))
            else:
                made[key.value] = self._struct(row, "id")
        return Tree(made, (1, 1))

    def _rule(self, made: dict[str, Tree], *unnamed: type[BaseRule]) -> None:
        """Put the rule that two cells say in the place of these; of those `unnamed` no kind needs to be said."""
        name, text = _said(made, "rule_type") or "", _said(made, "rule") or ""
        kind, said = made.pop("rule_type", None), made.pop("rule", None)
        cell = said or kind
        if cell is None:
            return
        tried = ({"": unnamed} | RULES).get(name, ())
        if not tried:
            self._refuse_kind(kind or cell, name)
            return
        try:
            keys = _first_read(tried, list(words.lines_of(text)))
        except words.UnreadableValue as error:
            self._not_understood(cell.mark, str(error))
        else:
            made["rule"] = tree_of(({"type": name} if name else {}) | keys, cell.mark)

    def _refuse_kind(self, cell: Tree, name: str) -> None:
        """Tell of a kind of rule that there is not, or that nobody has named."""
        text = _("say of which kind the rule is.")
        if name:
            allowed = _("one of {options}", options=", ".join(_(label) for label in WORDS["rule_type"].values()))
            text = _("found {found}; expected {allowed}.", found=f"“{name}”", allowed=allowed)
        self._fault(cell.mark, text)

    def _not_understood(self, mark: CellAt, found: str) -> None:
        hint = _("Write it as the export does: see another row.")
        self._fault(mark, _("“{found}” is not understood here.", found=shortened(found)), hint)

    def _extra(self, row: dict[str, Tree]) -> Tree:
        values = self._values(row)
        self._rule(values, Each, Choice)
        return _at_row(values, row)

    def _settings(self, rows: list[dict[str, Tree]]) -> dict[str, Tree]:
        """`index.scale` and so on as a tree; numbered parts are lists."""
        root: dict[str, Tree] = {}
        for row in rows:
            key, cell = _said(row, "key"), row.get("value")
            if key is None or cell is None:
                continue
            *above, last = key.split(".")
            here, mark = root, row["key"].mark
            for part in above:
                below = here.setdefault(part, Tree({}, mark)).value
                # What stands below a value has no place.
                here = below if isinstance(below, dict) else {}
            here[last] = replace(_setting(key, cell), key_mark=mark)
        return {key: _listed(tree) for key, tree in root.items()}

    def _areas(self, rows: list[dict[str, Tree]], actions: list[dict[str, Tree]]) -> Tree:
        """Nodes below one another as their levels say, actions at their components."""
        areas: list[Tree] = []
        open_nodes: list[dict[str, Tree]] = []
        by_id: dict[object, dict[str, Tree]] = {}
        for row in rows:
            values = self._values(row, "level")
            self._rule(values)
            made = _at_row(values, row)
            level = self._level(row, made, len(open_nodes))
            del open_nodes[level - 1 :]
            key = "criteria" if level == 2 else "components"
            (areas if level == 1 else _list_in(open_nodes[-1], key, made.mark)).append(made)
            open_nodes.append(values)
            by_id.setdefault(_said(row, "id"), values)
        for row in actions:
            component = _said(row, "component")
            if component is None or component not in by_id:
                text = _("there is no component {component} in the framework.", component=component or "")
                self._fault(row.get("component", next(iter(row.values()))).mark, text)
                continue
            made = self._struct(row, "component")
            _list_in(by_id[component], "actions", made.mark).append(made)
        return Tree(areas, areas[0].mark if areas else (1, 1))

    def _level(self, row: dict[str, Tree], made: Tree, depth: int) -> int:
        """The level of a row; one below the row above at most."""
        cell = row.get("level")
        text = cell.value if cell else None
        if not isinstance(text, str) or not text.isdecimal() or not 1 <= int(text) <= min(depth + 1, DEEPEST + 1):
            told = _("the level is a whole number, at most one below that of the row above ({most}).", most=depth + 1)
            self._fault(cell.mark if cell else made.mark, told)
            return max(depth, 1)
        return int(text)


def _first_read(kinds: Sequence[type[BaseRule]], lines: list[str]) -> dict[str, object]:
    """The keys of the first kind of rule that lines can be read as. Raises Unreadable."""
    for kind in kinds[:-1]:
        with suppress(words.UnreadableValue):
            return kind.read_lines(lines)
    return kinds[-1].read_lines(lines)


def _called(labels: Mapping[str, str]) -> dict[str, str]:
    """Ids by what they are called in any language, in small letters without accents."""
    return {plain(word): key for key, label in labels.items() for word in (key, *in_all_languages(label))}


def _at_row(values: dict[str, Tree], row: dict[str, Tree]) -> Tree:
    """What a row says, at the place of its first cell."""
    return Tree(values, next(iter(row.values())).mark)


def _said(row: dict[str, Tree], key: str) -> str | None:
    """The text of a cell of a row."""
    value = row[key].value if key in row else None
    return value if isinstance(value, str) else None


def _list_in(node: dict[str, Tree], key: str, mark: CellAt) -> list[Tree]:
    """The list below a key, made where there is none."""
    found = node.setdefault(key, Tree([], mark)).value
    assert isinstance(found, list)
    return found


def _list_of(texts: Iterable[str], mark: CellAt) -> Tree:
    return Tree([Tree(words.untoken(text), mark) for text in texts], mark)


def _setting(key: str, cell: Tree) -> Tree:
    """The value of a setting: a list, or what is not rounded."""
    if key == "index.ties_by" and isinstance(cell.value, str):
        return _list_of(words.split(cell.value, ";\n"), cell.mark)
    if key == "index.rounding" and cell.value in in_all_languages(NOT_ROUNDED):
        return Tree(None, cell.mark)
    return Tree(_number(str(cell.value), key) or cell.value, cell.mark)


def _number(text: str, key: str) -> str:
    """A number as YAML has it, of one that was typed as text; blank for others."""
    known = None if key not in NUMBERS or reads_both_ways(text) else number_in(text)
    return "" if known is None else words.plain_number(known)


def _listed(tree: Tree) -> Tree:
    """Parts that are called 1, 2, 3 as a list."""
    if not isinstance(tree.value, dict):
        return tree
    below = {key: _listed(each) for key, each in tree.value.items()}
    if below and all(key.isdecimal() for key in below):
        return Tree([below[key] for key in sorted(below, key=int)], tree.mark)
    return Tree(below, tree.mark)
