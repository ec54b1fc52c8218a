"""`--all-units`: a command for one unit after another, whichever it is. Commands know nothing of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Concatenate, Generic, ParamSpec, TypeVar

from cchc_cli.commands.workspace import Workspace, as_workspace
from cchc_cli.messages import _, n_
from cchc_cli.model.choices import File
from cchc_cli.model.problems import LISTED, CchcError, LeftOut
from cchc_cli.model.report import Report
from cchc_cli.show.names import Names
from cchc_cli.show.reports.joined import joined
from cchc_cli.system.faults import system_faults

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
SOME = 5
"""Units that are left out of which a line on stderr says why."""
EACH = 8
"""After so many units what nobody needs any more is cleared away: the program itself never does."""


def all_units(
    run: Callable[Concatenate[Workspace, Arguments], Report],
    workspace: Workspace | File,
    /,
    *given: Arguments.args,
    **named: Arguments.kwargs,
) -> Report:
    """What `run`, a command for one unit, says of each unit, as one result with a column `unit` first.

    `cchc gaps 2022 --all-units` is `all_units(gaps, workspace, 2022)`. Units that the command has nothing to say of
    are left out, and told. Raises CchcError with the faults of all units, where there are any.
    """
    here = as_workspace(workspace)
    with here.speaking(), system_faults(), here.held():
        refuse_unit(named)
        names, units = here.assess("any").names, unit_ids(here)

        def of_unit(unit: str) -> Report:
            return run(here, *given, **named, unit=unit)  # type: ignore[arg-type]  # each of them has a unit

        found = walked(here, units, of_unit, _("Units"))
        if found.faults:
            raise _all_in_one(found.faults, names)
        if not found.done:
            raise found.nothing()
        tell_left_out(here, found.left_out.values())
        return joined(found.done, names)


@dataclass
class Walk(Generic[Result]):
    """What came of each unit: a result, nothing to say, or a fault."""

    done: dict[str, Result] = field(default_factory=dict)
    left_out: dict[str, CchcError] = field(default_factory=dict)
    faults: dict[str, CchcError] = field(default_factory=dict)

    def nothing(self) -> CchcError:
        """That no unit has a result, and why."""
        return next(iter(self.left_out.values()), CchcError(_("There is no unit.")))


def walked(here: Workspace, units: list[str], work: Callable[[str], Result], what: str) -> Walk[Result]:
    """Do something for one unit after another; a unit for which it can't be done stops no other."""
    found: Walk[Result] = Walk()

    def percent() -> float:
        return 100 * (len(found.done) + len(found.left_out) + len(found.faults)) / len(units)

    def walk() -> None:
        for at, unit in enumerate(units, 1):
            try:
                found.done[unit] = work(unit)
            except LeftOut as error:
                found.left_out[unit] = error
            except CchcError as error:
                found.faults[unit] = error
            if at % EACH == 0:
                gc.collect()

    here.watch(walk, percent, what)
    return found


def unit_ids(here: Workspace) -> list[str]:
    """All units, in the order of units.csv. Raises InputError where files have faults."""
    return [unit.id for unit in here.assess("any").scores.units]


def refuse_unit(named: dict[str, object]) -> None:
    """Raise CchcError where one unit is asked for beside all."""
    if named.get("unit") is not None:
        raise CchcError(_("--unit and --all-units can't stand together."))
    named.pop("unit", None)


def tell_left_out(here: Workspace, left_out: Collection[CchcError]) -> None:
    """Tell of which units, or documents of units, there is nothing to say, and why."""
    if not left_out:
        return
    texts = list(dict.fromkeys(error.text for error in left_out))
    told = " ".join(texts[:SOME]) + (" …" if len(texts) > SOME else "")
    here.tell(n_("Left out {count} time: {texts}", "Left out {count} times: {texts}", len(left_out), texts=told))


def _all_in_one(faults: dict[str, CchcError], names: Names) -> CchcError:
    """The faults of units as one: as it stands where all have the same, else a line a unit."""
    first, *others = faults.values()
    if all(str(each) == str(first) for each in others):
        return first
    lines = [f"{names.unit(unit)}: {error.text}" for unit, error in faults.items()]
    if len(lines) > LISTED:
        rest = len(lines) - LISTED
        lines[LISTED:] = [n_("… and {count} more unit", "… and {count} more units", rest)]
    count = len(faults)
    text = n_("{count} unit has no result; nothing is shown.", "{count} units have no result; nothing is shown.", count)
    return CchcError(text, hint="\n".join(f"  {line}" for line in lines), status=max(e.status for e in faults.values()))
