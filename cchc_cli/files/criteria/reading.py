"""criteria.yaml: read, checked, every fault listed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product, takewhile
from typing import TypeVar

from msgspec.structs import replace

from cchc_cli.files.criteria.shape import Path, is_lost, read_shape
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.yaml.reader import read_tree
from cchc_cli.files.yaml.tree import Tree, seen_at
from cchc_cli.messages import N_, _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import Adjustment, Component, Criteria, Node, unknown_words, word_fault
from cchc_cli.model.framework import DEEPEST, Framework, exists_in, groups_of, maximum_for, maximum_in, walk
from cchc_cli.model.nearest import nearest
from cchc_cli.model.plans import action_faults, actions_of
from cchc_cli.model.problems import Problem
from cchc_cli.model.rules import RuleFault
from cchc_cli.model.today import zone

ANY_YEAR = 2000
"""Stands for every year where nothing in the file changes with the years."""
LEAF_KEYS = ("source", "owner", "evidence", "rule", "measure", "actions", "max_by_group")

Shaped = TypeVar("Shaped", Criteria, Node)


@dataclass
class LoadedCriteria:
    """What could be read of criteria.yaml. `framework` is None where too little is left to go on with."""

    framework: Framework | None
    problems: list[Problem]
    ids: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of every id that stands in the file, those in faulty parts included."""
    tree: Tree | None = None

    def mark(self, where: str) -> tuple[int, int]:
        """Line and column of an id, or of a key such as index.scale; 0 where it is not known."""
        if self.tree is None or not where:
            return 0, 0
        found = self.tree.at(tuple(where.split(".")))
        return self.ids.get(where.split(" ")[0]) or (found.mark if found is not self.tree else (0, 0))


def load_criteria(workspace: WorkspaceFolder) -> LoadedCriteria:
    """Read and check criteria.yaml."""
    name = workspace.name(workspace.criteria)
    tree, problems = read_tree(
        workspace.criteria, name, too_large=_("A framework of 100 components takes about 60 KB.")
    )
    if tree is None:
        return LoadedCriteria(None, problems)
    if tree.value is None:
        hint = _("Take it from a copy, or make it anew.")
        return LoadedCriteria(None, [Problem(name, text=_("the file is empty."), hint=hint)])
    workspace.warnings.extend(tree.warnings)
    loaded = checked(tree, name)
    loaded.problems[:0] = problems
    return loaded


def checked(tree: Tree, name: str) -> LoadedCriteria:
    """What a tree says, checked; `name` is how messages call its file."""
    ids = dict(each for part in ("areas", "adjustments") for each in _ids(tree.child(part)))
    criteria, problems, dropped = read_shape(tree, name)
    if criteria is None:
        return LoadedCriteria(None, problems, ids, tree)
    checks = _Checks(criteria, tree, name, dropped)
    problems += checks.all()
    return LoadedCriteria(Framework(_without(checks.criteria, checks.twice)), problems, ids, tree)


def _without(part: Shaped, ids: set[str]) -> Shaped:
    """A node without those below it that bear an id which others bear: whose maximum and rule it means nobody knows."""
    if not ids:
        return part
    keys = [key for key in ("areas", "criteria", "components") if getattr(part, key, ())]
    return replace(
        part, **{key: tuple(_without(each, ids) for each in getattr(part, key) if each.id not in ids) for key in keys}
    )


def _ids(tree: Tree | None) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every id below `tree` with its place, actions' ids left out."""
    open_trees = [tree] if tree else []
    while open_trees:
        value = open_trees.pop().value
        if isinstance(value, list):
            open_trees += value
        elif isinstance(value, dict):
            open_trees += [child for key, child in value.items() if key in ("criteria", "components")]
            if "id" in value and isinstance(value["id"].value, str):
                yield value["id"].value, value["id"].mark


@dataclass
class _Checks:
    """Faults of meaning: what the shape alone can't say."""

    criteria: Criteria
    tree: Tree
    name: str
    dropped: set[Path]
    problems: list[Problem] = field(default_factory=list)
    twice: set[str] = field(default_factory=set)
    """Ids that several nodes bear."""

    def all(self) -> list[Problem]:
        self._ratings()
        self._ties_by()
        name = self.criteria.defaults.timezone
        try:
            zone(name)
        except ValueError:
            text = _("there is no time zone {name}.", name=name)
            self._add(("defaults", "timezone"), text, _("Write it like Asia/Ho_Chi_Minh."))
            # What is read further, to find its faults, has days of its own.
            self.criteria = replace(self.criteria, defaults=replace(self.criteria.defaults, timezone=None))
        if (letterhead := self.tree.child("document")) is not None:
            self._document(letterhead, ("document",))
            self._owner(("document", "signer", "owner"), self.criteria.document.signer.owner)
        self._unique_ids()
        for at, (path, line) in enumerate(self._nodes):
            node = line[-1]
            self._years(path, node)
            self._groups(path, line)
            if isinstance(node, Component) and node.components:
                self._parent(path, line)
            elif isinstance(node, Component):
                self._leaf(path, line, node)
            self._sum(at, path, line)
        self._actions()
        for number, adjustment in enumerate(self.criteria.adjustments):
            self._years(("adjustments", number), adjustment)
            rule = adjustment.rule
            self._rule(("adjustments", number, "rule"), rule.faults() if rule else (), adjustment.id)
        return self.problems

    def _add(self, path: Path, text: str, hint: str = "", *, label: str = "", same: bool = False) -> None:
        mark = self.tree.at(path).mark
        seen = seen_at(self.tree, path, mark[0])
        problem = Problem(self.name, *mark, label, text, hint, seen=seen, same=same, rows=mark[:1])
        self.problems.append(problem)

    def _ratings(self) -> None:
        ratings = self.criteria.index.ratings
        for number, (above, below) in enumerate(zip(ratings, ratings[1:], strict=False), start=1):
            if (below.min, below.each_area or 0) >= (above.min, above.each_area or 0):
                text = _(
                    "the rating {below} starts at {min}, not under {above} at {min_above}.",
                    below=below.id,
                    min=_n(below.min),
                    above=above.id,
                    min_above=_n(above.min),
                )
                self._add(("index", "ratings", number, "min"), text, _("List ratings from the highest to the lowest."))
        self._duplicates((("index", "ratings", n, "id"), rating.id) for n, rating in enumerate(ratings))

    def _ties_by(self) -> None:
        nodes = [line[-1].id for _path, line in self._nodes]
        named = self.criteria.index.ties_by
        for number, identity in enumerate(named):
            path: Path = ("index", "ties_by", number)
            if identity not in nodes:
                text = _("there is no area, criterion or component {id}.", id=identity)
                self._add(path, text, nearest(identity, nodes), label="ties_by")
            elif identity in named[:number]:
                text = _("{id} stands there twice.", id=identity)
                self._add(path, text, _("Keep one of the two."), label="ties_by")

    def _document(self, tree: Tree, path: Path) -> None:
        """List words in braces, in the texts of the letterhead, that stand for nothing."""
        if isinstance(tree.value, dict | list):
            parts = tree.value.items() if isinstance(tree.value, dict) else enumerate(tree.value)
            for below, part in parts:
                self._document(part, (*path, below))
        for word in unknown_words(tree.value) if isinstance(tree.value, str) else ():
            self._add(path, *word_fault(word), label=str(path[-1]))

    def _unique_ids(self) -> None:
        extras = enumerate(self.criteria.adjustments)
        own = [(("adjustments", number, "id"), extra.id) for number, extra in extras]
        self._duplicates([*(((*path, "id"), line[-1].id) for path, line in self._nodes), *own])

    def _duplicates(self, ids: Iterable[tuple[Path, str]]) -> None:
        first: dict[str, int] = {}
        for path, identity in ids:
            line = self.tree.at(path).mark[0]
            if identity in first:
                text = _("the id {id} is used twice; first on line {line}.", id=identity, line=first[identity])
                self._add(path, text, _("Every id stands once in the file."))
                self.twice.add(identity)
            first.setdefault(identity, line)

    def _years(self, path: Path, node: Node | Adjustment) -> None:
        if node.since and node.until and node.since > node.until:
            text = _("since {since} is after until {until}.", since=node.since, until=node.until)
            self._add((*path, "until"), text, label=node.id)

    @cached_property
    def _nodes(self) -> list[tuple[Path, tuple[Node, ...]]]:
        """Every node that is told of, with its path and what it belongs to."""
        return [(path, line) for path, line in walk(self.criteria) if len(line) <= DEEPEST]

    def _groups(self, path: Path, line: tuple[Node, ...]) -> None:
        """Groups that the file does not name, and nodes that are for none."""
        node, above, own = line[-1], groups_of(line[:-1]), groups_of(line)
        by_group = [((*path, "max_by_group", group), group) for group in getattr(node, "max_by_group", None) or {}]
        self._known_groups([*(((*path, "groups", at), group) for at, group in enumerate(node.groups)), *by_group])
        # Where there are none above, that is told of what stands there.
        if node.groups and above and not above & set(node.groups):
            text = _("{id} is for none of the groups of what it belongs to.", id=node.id)
            self._add((*path, "groups"), text, _("Groups above it: {groups}.", groups=", ".join(sorted(above))))
        for place, group in by_group:
            if own and group not in own:
                text = _("{id} is not for the group {group}, so that has no maximum.", id=node.id, group=group)
                self._add(place, text, _("Check groups and max_by_group."))

    def _known_groups(self, named: list[tuple[Path, str]]) -> None:
        """Groups that are not among those of the file, where it names any."""
        known = self.criteria.groups
        for place, group in named if known else ():
            if group not in known and ("groups", group) not in self.dropped:
                text = _("the group {group} is not among groups.", group=group)
                self._add(place, text, nearest(group, known), label="groups", same=True)

    def _parent(self, path: Path, line: tuple[Node, ...]) -> None:
        node = line[-1]
        if len(line) == DEEPEST:
            text = _("{id} stands on level {level}, the last one: it can't have components.", id=node.id, level=DEEPEST)
            self._add((*path, "components"), text, _("Put them on a higher level."))
        for key in LEAF_KEYS:
            if self.tree.at(path).child(key) is not None:
                text = _("the key {key} is for what gets points; {id} has components.", key=key, id=node.id)
                self._add((*path, key), text, _("Move it to the components."))

    def _leaf(self, path: Path, line: tuple[Node, ...], node: Component) -> None:
        if node.max is None:
            if not is_lost(path, self.dropped):
                text = _("{id} gets points but has no max.", id=node.id)
                self._add((*path, "id"), text, _("Give it max: or components:."))
            return
        self._owner((*path, "owner"), node.owner)
        maxima = node.all_maxima
        self._rule((*path, "rule"), node.rule.faults(max(maxima)) if node.rule else (), node.id)
        if not any(all(exists_in(part, year) for part in line) for year in self._all_years):
            text = _("{id} exists in no year: its years and those above it do not overlap.", id=node.id)
            self._add((*path, "id"), text, _("Check since and until."))

    def _rule(self, path: Path, faults: Iterable[RuleFault], label: str) -> None:
        for below, text, hint in () if is_lost(path, self.dropped) else faults:
            self._add((*path, *below), text, hint, label=label)

    def _owner(self, path: Path, owner: str | None) -> None:
        if owner is None or owner in self.criteria.owners or ("owners", owner) in self.dropped:
            return
        if not self.criteria.owners and any(len(path) == 1 for path in self.dropped):
            return  # the list may be what stands below a key that is told of: owner: for owners:
        text = _("the owner {owner} is not among owners.", owner=owner)
        self._add(path, text, nearest(owner, self.criteria.owners), label="owner", same=True)

    def _sum(self, at: int, path: Path, line: tuple[Node, ...]) -> None:
        node = line[-1]
        if not node.children or node.max is None or is_lost(path, self.dropped):
            return
        below = [each for _place, each in takewhile(lambda each: each[0][: len(path)] == path, self._nodes[at + 1 :])]
        groups = self._groups_below(line, below)
        for year, group, own, total in self._sums(line, below, groups):
            # What is for named groups alone is nothing to the others.
            if abs(own - total) > NOISE and (total or group or len(groups) == 1):
                texts = {
                    (False, False): N_("max is {max}, but what is below sums to {sum}."),
                    (True, False): N_("max is {max}, but what is below sums to {sum} in {year}."),
                    (False, True): N_("max is {max}, but what is below sums to {sum} for the group {group}."),
                    (True, True): N_("max is {max}, but what is below sums to {sum} in {year} for the group {group}."),
                }
                text, hint = (
                    _(texts[year != ANY_YEAR, bool(group)], max=_n(own), sum=_n(total), year=str(year), group=group),
                    _("Correct one of them, or leave this max out."),
                )
                self._add((*path, "max"), text, hint, label=node.id)
                return

    def _sums(
        self, line: tuple[Node, ...], below: list[tuple[Node, ...]], groups: list[str]
    ) -> Iterator[tuple[int, str, float, float]]:
        """For each year and group the node's own maximum and the sum of those below it."""
        leaves = [each for each in below if not each[-1].children]
        years = [year for year in self._all_years if all(exists_in(part, year) for part in line)]
        for year, group in product(years, groups):
            own = maximum_in(line[-1], year)
            if own is not None:
                yield year, group, own, sum(maximum_for(leaf, year, group) or 0 for leaf in leaves)

    def _groups_below(self, line: tuple[Node, ...], below: list[tuple[Node, ...]]) -> list[str]:
        """The groups whose sums can differ: those named below, and one of the others (blank: of those nobody names)."""
        own, named = groups_of(line), {group: None for each in below for group in each[-1].named_groups}
        everything = list(own if own is not None else self.criteria.groups)
        others = [group for group in everything if group not in named][:1] if everything else [""]
        return [*(group for group in named if own is None or group in own), *others]

    @cached_property
    def _all_years(self) -> list[int]:
        """One year for each stretch in which nothing in the file changes; before the first maximum there is none."""
        years: set[int] = set()
        begins = 0
        for _path, line in self._nodes:
            node = line[-1]
            years |= {node.since - 1, node.since} if node.since else set()
            years |= {node.until, node.until + 1} if node.until else set()
            if isinstance(node.max, dict):
                years |= set(node.max)
                begins = min(begins or 9999, *node.max)
        return sorted(year for year in years if year >= begins) or [ANY_YEAR]

    def _actions(self) -> None:
        everything = actions_of(self._nodes)
        self._duplicates(((*path, "id"), action.id) for path, action, _node in everything if action.id)
        for path, action, _node in everything:
            self._owner((*path, "owner"), action.owner)
        for path, text, hint, label in action_faults(everything):
            self._add(path, text, hint, label=label)


def _n(number: float) -> str:
    return f"{number:.12g}"
