"""cchc: understand and improve an administrative-reform index (CCHC / PAR index), in Python.

    import cchc_cli as cchc

    workspace = cchc.open_workspace(".", language="vi")
    cchc.ranks(workspace, 2022).frame

Every command of the command line is a function here: `cchc gaps` is `gaps`, `cchc report result` is
`report_result`. It takes a workspace and what the command takes, and gives a `Report`, whose `frame` has the
columns of csv, unrounded; those that only do something give what was done, in words. What the user can put right is
raised as `CchcError`; what people are to know beside a result is warned of as `CchcWarning`.

Left out, `year` is the latest with scores, `unit` that of defaults.unit, `day` today, `since` the year before. All of
it: docs/python.md.
"""

from importlib import import_module

from cchc_cli.system import VERSION

__version__ = VERSION
TYPE_CHECKING = False
"""As type checkers know it: importing typing takes longer than all else before Ctrl-C is heard (see __main__)."""

if TYPE_CHECKING:
    from typing import Any

    from cchc_cli.commands.batch import all_units
    from cchc_cli.commands.changes import audit, changes
    from cchc_cli.commands.compare import compare
    from cchc_cli.commands.doctor import doctor
    from cchc_cli.commands.dossiers import dossiers_late
    from cchc_cli.commands.import_scores import import_scores
    from cchc_cli.commands.nowcast import nowcast
    from cchc_cli.commands.office_files import export_criteria, import_criteria, template_scores
    from cchc_cli.commands.over_units import matrix, overview
    from cchc_cli.commands.over_years import explain, trend
    from cchc_cli.commands.papers import report_units
    from cchc_cli.commands.plan import plan
    from cchc_cli.commands.points import appeal, gaps, keep, score
    from cchc_cli.commands.ranks import ranks, robust
    from cchc_cli.commands.registers import measure
    from cchc_cli.commands.report import (
        report_all,
        report_appeal,
        report_brief,
        report_commitments,
        report_conclusion,
        report_overview,
        report_plan,
        report_progress,
        report_result,
    )
    from cchc_cli.commands.simulate import simulate
    from cchc_cli.commands.start import check, init, schema
    from cchc_cli.commands.task import (
        commit,
        task_add,
        task_cancel,
        task_done,
        task_log,
        task_reopen,
        task_set,
        task_start,
    )
    from cchc_cli.commands.track import track
    from cchc_cli.commands.workspace import CchcWarning, Workspace, open_workspace
    from cchc_cli.model.problems import CchcError, InputError
    from cchc_cli.model.report import Report

__all__ = [
    "CchcError",
    "CchcWarning",
    "InputError",
    "Report",
    "Workspace",
    "all_units",
    "appeal",
    "audit",
    "changes",
    "check",
    "commit",
    "compare",
    "doctor",
    "dossiers_late",
    "explain",
    "export_criteria",
    "gaps",
    "import_criteria",
    "import_scores",
    "init",
    "keep",
    "matrix",
    "measure",
    "nowcast",
    "open_workspace",
    "overview",
    "plan",
    "ranks",
    "report_all",
    "report_appeal",
    "report_brief",
    "report_commitments",
    "report_conclusion",
    "report_overview",
    "report_plan",
    "report_progress",
    "report_result",
    "report_units",
    "robust",
    "schema",
    "score",
    "simulate",
    "task_add",
    "task_cancel",
    "task_done",
    "task_log",
    "task_reopen",
    "task_set",
    "task_start",
    "template_scores",
    "track",
    "trend",
]

_ELSEWHERE = {
    "CchcError": "model.problems",
    "CchcWarning": "commands.workspace",
    "InputError": "model.problems",
    "Report": "model.report",
    "Workspace": "commands.workspace",
    "all_units": "commands.batch",
    "open_workspace": "commands.workspace",
    "report_units": "commands.papers",
}
"""Where names lie that are no commands."""


def __getattr__(name: str) -> "Any":
    """Names are imported when they are used first: the command line starts with as good as nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    place = _ELSEWHERE.get(name)
    if place is None:
        from cchc_cli.commands import command_named

        return command_named(name)
    return getattr(import_module(f"{__name__}.{place}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
