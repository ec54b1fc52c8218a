"""criteria.yaml: read, checked, every fault listed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.shape import read_shape
from cchc_cli.files.yaml_tree import Key, Tree, read_tree
from cchc_cli.messages import _
from cchc_cli.model.bounds import NOISE
from cchc_cli.model.criteria import UNIT_NAME, Action, Area, Component, Criteria, Criterion, Node, unknown_words
from cchc_cli.model.framework import Framework, exists_in, maximum_in
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import Problem
from cchc_cli.model.rules import Fault
from cchc_cli.model.today import zone

ANY_YEAR = 2000
"""Stands for every year where nothing in the file changes with the years."""
LEAF_KEYS = ("source", "owner", "evidence", "rule", "measure", "actions")

Path = tuple[Key, ...]


@dataclass
class LoadedCriteria:
    """What could be read of criteria.yaml. `framework` is None where too little is left to go on with."""

    framework: Framework | None
    problems: list[Problem]
    ids: set[str] = field(default_factory=set)
    """Every id that stands in the file, those in faulty parts included."""


def load_criteria(workspace: WorkspaceFolder) -> LoadedCriteria:
    """Read and check criteria.yaml."""
    name = workspace.name(workspace.criteria)
    tree, problems = read_tree(workspace.criteria, name)
    if tree is None:
        return LoadedCriteria(None, problems)
    ids = set(_ids(tree.child("areas"))) | set(_ids(tree.child("adjustments")))
    criteria, faults, dropped = read_shape(tree, name)
    problems += faults
    if criteria is None:
        return LoadedCriteria(None, problems, ids)
    checks = _Checks(criteria, tree, name, dropped)
    problems += checks.all()
    return LoadedCriteria(Framework(checks.criteria), problems, ids)


def _ids(tree: Tree | None) -> Iterator[str]:
    """Every id below `tree`, actions' ids left out."""
    open_trees = [tree] if tree else []
    while open_trees:
        value = open_trees.pop().value
        if isinstance(value, list):
            open_trees += value
        elif isinstance(value, dict):
            open_trees += [child for key, child in value.items() if key in ("criteria", "components")]
            if "id" in value and isinstance(value["id"].value, str):
                yield value["id"].value


@dataclass
class _Checks:
    """Faults of meaning: what the shape alone can't say."""

    criteria: Criteria
    tree: Tree
    name: str
    dropped: set[Path]
    problems: list[Problem] = field(default_factory=list)

    def all(self) -> list[Problem]:
        self._ratings()
        self._ties_by()
        self._timezone()
        if (letterhead := self.tree.child("document")) is not None:
            self._document(letterhead, "document")
        self._unique_ids()
        for path, node, parents in _walk(self.criteria):
            self._years(path, node)
            if isinstance(node, Criterion) and node.components:
                self._group(path, node)
            elif isinstance(node, Component):
                self._leaf(path, node, parents)
            self._sum(path, node)
        self._actions()
        for number, adjustment in enumerate(self.criteria.adjustments):
            self._years(("adjustments", number), adjustment)
            rule = adjustment.rule
            self._rule(("adjustments", number, "rule"), rule.faults() if rule else (), adjustment.id)
        return self.problems

    def _add(self, path: Path, text: str, hint: str = "", *, label: str = "") -> None:
        node = self.tree.at(path)
        self.problems.append(Problem(self.name, *node.mark, label, text, hint))

    def _ratings(self) -> None:
        ratings = self.criteria.index.ratings
        for number, (above, below) in enumerate(zip(ratings, ratings[1:], strict=False), start=1):
            if below.min >= above.min:
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
        nodes = [node.id for _path, node, _parents in _walk(self.criteria)]
        named = self.criteria.index.ties_by
        for number, identity in enumerate(named):
            path: Path = ("index", "ties_by", number)
            if identity not in nodes:
                text = _("there is no area, criterion or component {id}.", id=identity)
                self._add(path, text, nearest(identity, nodes), label="ties_by")
            elif identity in named[:number]:
                text = _("{id} stands there twice.", id=identity)
                self._add(path, text, _("Keep one of the two."), label="ties_by")

    def _timezone(self) -> None:
        name = self.criteria.defaults.timezone
        try:
            zone(name)
        except ValueError:
            text = _("there is no time zone {name}.", name=name)
            self._add(("defaults", "timezone"), text, _("Write it like Asia/Ho_Chi_Minh."))
            # What is read further, to find its faults, has days of its own.
            self.criteria = replace(self.criteria, defaults=replace(self.criteria.defaults, timezone=None))

    def _document(self, tree: Tree, key: Key) -> None:
        """List words in braces, in the texts of the letterhead, that stand for nothing."""
        if isinstance(tree.value, dict | list):
            parts = tree.value.items() if isinstance(tree.value, dict) else enumerate(tree.value)
            for below, part in parts:
                self._document(part, below)
        for word in unknown_words(tree.value) if isinstance(tree.value, str) else ():
            text, hint = (
                _("{found} stands for nothing here.", found=word),
                _("Only {name} is known: the name of the unit."),
            )
            hint = hint.format(name=UNIT_NAME)
            self.problems.append(Problem(self.name, *tree.mark, str(key), text, hint))

    def _unique_ids(self) -> None:
        nodes: list[tuple[Path, str]] = [((*path, "id"), node.id) for path, node, _parents in _walk(self.criteria)]
        extras: list[tuple[Path, str]] = [
            (("adjustments", n, "id"), extra.id) for n, extra in enumerate(self.criteria.adjustments)
        ]
        self._duplicates(iter(nodes + extras))

    def _duplicates(self, ids: Iterator[tuple[Path, str]]) -> None:
        first: dict[str, int] = {}
        for path, identity in ids:
            line = self.tree.at(path).mark[0]
            if identity in first:
                text = _("the id {id} is used twice; first on line {line}.", id=identity, line=first[identity])
                self._add(path, text, _("Every id stands once in the file."))
            first.setdefault(identity, line)

    def _years(self, path: Path, node: Any) -> None:
        if node.since and node.until and node.since > node.until:
            text = _("since {since} is after until {until}.", since=node.since, until=node.until)
            self._add((*path, "until"), text, label=node.id)

    def _group(self, path: Path, node: Criterion) -> None:
        for key in LEAF_KEYS:
            if self.tree.at(path).child(key) is not None:
                text = _("the key {key} is for what gets points; {id} has components.", key=key, id=node.id)
                self._add((*path, key), text, _("Move it to the components."))

    def _leaf(self, path: Path, node: Component, parents: tuple[Node, ...]) -> None:
        if node.max is None:
            if not self._lost(path):
                text = _("{id} gets points but has no max.", id=node.id)
                self._add((*path, "id"), text, _("Give it max: or components:."))
            return
        self._owner((*path, "owner"), node.owner, node.id)
        maxima = list(node.max.values()) if isinstance(node.max, dict) else [node.max]
        self._rule((*path, "rule"), node.rule.faults(max(maxima)) if node.rule else (), node.id)
        if not any(all(exists_in(part, year) for part in (*parents, node)) for year in self._all_years):
            text = _("{id} exists in no year: its years and those above it do not overlap.", id=node.id)
            self._add((*path, "id"), text, _("Check since and until."))

    def _rule(self, path: Path, faults: Iterable[Fault], label: str) -> None:
        # Where a part of a rule was taken out for its shape, what is left says less than its author meant.
        for below, text, hint in () if self._lost(path) else faults:
            self._add((*path, *below), text, hint, label=label)

    def _owner(self, path: Path, owner: str | None, label: str) -> None:
        if owner is None or owner in self.criteria.owners or ("owners", owner) in self.dropped:
            return
        text = _("the owner {owner} is not among owners.", owner=owner)
        self._add(path, text, nearest(owner, self.criteria.owners), label=label)

    def _sum(self, path: Path, node: Node) -> None:
        children = _children(node)
        if not children or node.max is None or self._lost(path):
            return
        for year in self._all_years:
            own = maximum_in(node, year)
            if not exists_in(node, year) or own is None:
                continue
            below = sum(
                maximum_in(leaf, year) or 0
                for child in children
                if exists_in(child, year)
                for leaf in (_children(child) or (child,))
                if exists_in(leaf, year)
            )
            if abs(own - below) > NOISE:
                text = _("max is {max}, but what is below sums to {sum}.")
                if year != ANY_YEAR:
                    text = _("max is {max}, but what is below sums to {sum} in {year}.")
                text = text.format(max=_n(own), sum=_n(below), year=year)
                self._add((*path, "max"), text, _("Correct one of them, or leave this max out."), label=node.id)
                return

    def _lost(self, path: Path) -> bool:
        """Whether a part below `path` was taken out for its shape, so that sums there mean nothing."""
        return any(gone[: len(path)] == path for gone in self.dropped)

    @cached_property
    def _all_years(self) -> list[int]:
        """One year for each stretch in which nothing in the file changes; before the first maximum there is none."""
        years: set[int] = set()
        begins = 0
        for _path, node, _parents in _walk(self.criteria):
            years |= {node.since - 1, node.since} if node.since else set()
            years |= {node.until, node.until + 1} if node.until else set()
            if isinstance(node.max, dict):
                years |= set(node.max)
                begins = min(begins or 9999, *node.max)
        return sorted(year for year in years if year >= begins) or [ANY_YEAR]

    def _actions(self) -> None:
        known: dict[str, tuple[Path, Action]] = {}
        everything = [
            ((*path, "actions", number), action, node)
            for path, node, _parents in _walk(self.criteria)
            if isinstance(node, Component)
            for number, action in enumerate(node.actions)
        ]
        self._duplicates(((*path, "id"), action.id) for path, action, _node in everything if action.id)
        known = {action.id: (path, action) for path, action, _node in everything if action.id}
        for path, action, node in everything:
            self._owner((*path, "owner"), action.owner, node.id)
            self._action(path, action, node)
            for number, needed in enumerate(action.requires):
                if needed not in known:
                    text = _("the action requires {id}, which no action has as its id.", id=needed)
                    self._add((*path, "requires", number), text, nearest(needed, known), label=node.id)
        self._cycles(known)

    def _action(self, path: Path, action: Action, node: Component) -> None:
        same = [" ".join(each.name.split()) for each in node.actions]
        if same.count(name := " ".join(action.name.split())) > 1 and node.actions[same.index(name)] is not action:
            text = _("another action of {id} has the same name; tasks could not be told apart.", id=node.id)
            self._add((*path, "name"), text, label=node.id)
        maxima = list(node.max.values()) if isinstance(node.max, dict) else [node.max or 0]
        if node.max and action.gain and action.gain > max(maxima) + NOISE:
            text = _(
                "the action gains {gain}, more than the {max} that {id} can give.",
                gain=_n(action.gain),
                max=_n(max(maxima)),
                id=node.id,
            )
            self._add((*path, "gain"), text, label=node.id)
        if action.due and not _is_day(action.due):
            text = _("{due} is not a day of every year.", due=action.due)
            self._add((*path, "due"), text, _("Write MM-DD, such as 02-28."), label=node.id)

    def _cycles(self, known: dict[str, tuple[Path, Action]]) -> None:
        """Actions that in the end require themselves: what is left when the free ones are taken away again and again."""
        waiting = {
            key: {needed for needed in action.requires if needed in known} for key, (_p, action) in known.items()
        }
        while free := {key for key, needs in waiting.items() if not needs}:
            waiting = {key: needs - free for key, needs in waiting.items() if key not in free}
        while waiting_for := {needed for needs in waiting.values() for needed in needs}:
            if len(waiting_for) == len(waiting):
                break
            waiting = {key: needs for key, needs in waiting.items() if key in waiting_for}
        for key in waiting:
            text = _("the action {id} in the end requires itself ({cycle}).", id=key, cycle=", ".join(sorted(waiting)))
            self._add((*known[key][0], "requires"), text)


def _walk(criteria: Criteria) -> Iterator[tuple[Path, Node, tuple[Node, ...]]]:
    """Every area, criterion and component with its path and its parents."""
    for a, area in enumerate(criteria.areas):
        yield ("areas", a), area, ()
        for c, criterion in enumerate(area.criteria):
            path: Path = ("areas", a, "criteria", c)
            yield path, criterion, (area,)
            for k, component in enumerate(criterion.components):
                yield (*path, "components", k), component, (area, criterion)


def _children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Area):
        return node.criteria
    return node.components if isinstance(node, Criterion) else ()


def _is_day(due: str) -> bool:
    from datetime import date

    month, _dash, day = due.partition("-")
    try:
        date(2001, int(month), int(day))
    except ValueError:
        return False
    return True


def _n(number: float) -> str:
    return f"{number:.12g}"
