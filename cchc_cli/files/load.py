"""The whole workspace in one go: criteria, units and scores, checked against one another."""

from dataclasses import dataclass, field
from typing import NamedTuple

from cchc_cli.files.criteria.reading import LoadedCriteria, load_criteria
from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.scores.known import Oddities
from cchc_cli.files.scores.reading import load_scores
from cchc_cli.files.units import load_units
from cchc_cli.files.yaml.tree import seen_at
from cchc_cli.messages import _, n_
from cchc_cli.model.blocks import Fact, Figure
from cchc_cli.model.criteria import Criteria, Index
from cchc_cli.model.framework import Framework
from cchc_cli.model.nearest import nearest
from cchc_cli.model.problems import InputError, Problem, together
from cchc_cli.model.scores import Scores, Unit

NO_FRAMEWORK = Framework(Criteria(version=1, index=Index(id="-", name="-"), areas=()))


@dataclass
class Loaded:
    """What could be read, and every fault. `total` also counts faults that are too many to list."""

    workspace: WorkspaceFolder
    framework: Framework | None = None
    units: tuple[Unit, ...] | None = None
    scores: Scores | None = None
    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    findings: Oddities = field(default_factory=Oddities)
    criteria: LoadedCriteria = field(default_factory=lambda: LoadedCriteria(None, []))
    units_readable: bool = True

    @property
    def known_units(self) -> tuple[Unit, ...]:
        """Those of units.csv, else those that have scores."""
        return self.units if self.units is not None else self.scores.units if self.scores is not None else ()

    def whole(self) -> "Whole":
        """What there is to compute with. Raises InputError with every fault."""
        if self.framework is None or self.scores is None or self.problems:
            raise InputError(_("The input has faults; nothing was computed."), self.problems, total=self.total)
        return Whole(self.framework, self.scores, self)

    def counts(self) -> list[Fact]:
        """What was read, for people."""
        facts = [Fact(_("Workspace"), str(self.workspace.root))]
        if self.framework is not None:
            leaves = len(self.framework.components)
            facts.append(Fact(_("Components"), Figure(leaves, "count")))
        if self.scores is not None:
            years = sorted(self.scores.frame["year"].unique())
            told = Figure(int(years[0]), "year") if len(years) == 1 else ", ".join(map(str, years))
            rows = n_("{count} row", "{count} rows", len(self.scores.frame))
            facts.append(Fact(_("Scores"), rows, told))
        return facts


class Whole(NamedTuple):
    """A workspace without faults, and what else came up when it was read."""

    framework: Framework
    scores: Scores
    loaded: Loaded


def examine(workspace: WorkspaceFolder) -> Loaded:
    """Read everything; never raises for what stands in the files."""
    loaded = Loaded(workspace)
    criteria = load_criteria(workspace)
    loaded.criteria, loaded.framework = criteria, criteria.framework
    loaded.units, unit_problems = load_units(workspace)
    loaded.units_readable = not unit_problems
    loaded.problems = [*criteria.problems, *unit_problems]
    loaded.total = len(loaded.problems)
    # Without a framework the scores are still checked for what does not depend on it.
    ids = None if loaded.framework is None or criteria.problems else frozenset(criteria.ids)
    # Where ids of units.csv are at fault, it is not known which are missing there.
    are_known = all(problem.where != "unit" for problem in unit_problems)
    units = loaded.units if are_known else None
    scores, findings = load_scores(workspace, loaded.framework or NO_FRAMEWORK, units, ids)
    loaded.findings = findings
    loaded.problems += findings.problems
    loaded.total += findings.total
    loaded.scores = scores if not loaded.problems else None
    loaded.problems.sort()
    told = together(loaded.problems)
    loaded.total -= len(loaded.problems) - len(told)
    loaded.problems = told
    default_unit = _default_unit(loaded, loaded.framework) if loaded.framework and are_known else []
    loaded.problems += default_unit
    loaded.total += len(default_unit)
    return loaded


def _default_unit(loaded: Loaded, framework: Framework) -> list[Problem]:
    unit = framework.criteria.defaults.unit
    known = {each.id: each for each in loaded.known_units}
    if unit is None or unit in known or not known:
        return []
    text = _("the default unit {unit} is not in units.csv.", unit=unit)
    if loaded.units is None:
        text = _("the default unit {unit} has no scores in any year.", unit=unit)
    name = loaded.workspace.name(loaded.workspace.criteria)
    place = loaded.criteria.mark("defaults.unit")
    tree = loaded.criteria.tree
    seen = seen_at(tree, ("defaults", "unit"), place[0]) if tree else ""
    return [Problem(name, *place, "defaults.unit", text, nearest(unit, known), seen=seen)]


def load(workspace: WorkspaceFolder) -> tuple[Framework, Scores]:
    """The checked framework and scores. Raises InputError with every fault there is."""
    framework, scores, _loaded = examine(workspace).whole()
    return framework, scores


def load_framework(workspace: WorkspaceFolder) -> Framework:
    """The checked framework alone. Raises InputError with every fault of criteria.yaml."""
    criteria = load_criteria(workspace)
    if criteria.problems or criteria.framework is None:
        raise InputError(_("The input has faults; nothing was computed."), criteria.problems)
    return criteria.framework
