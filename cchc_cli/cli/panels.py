"""Every command with what it does and what it takes, by its panel of the help. What it answers is in cchc_cli/commands.

A name stands for what `options` says of it; with a pair the second is meant where it is left out, else that is nothing.
"""

from dataclasses import dataclass
from typing import Any

from cchc_cli.cli import options
from cchc_cli.messages import N_
from cchc_cli.show.writers import USUAL

Takes = dict[str, Any]
"""The parameters of a command in their order: an option, or an option and what is meant where it is left out."""


@dataclass(frozen=True)
class Made:
    """A command."""

    help: str
    takes: Takes


@dataclass(frozen=True)
class Group:
    """Commands below one word."""

    help: str
    commands: dict[str, Made]


FORM: Takes = {"form": (options.Format, USUAL)}
BASIS: Takes = {"basis": (options.Basis, "official")}
RANKED: Takes = BASIS | {"rank_on": options.RankOn} | FORM
YEAR: Takes = {"year": options.Year}
UNIT: Takes = {"unit": options.Unit}
SINCE: Takes = {"since": options.Since}
EVERY_UNIT: Takes = {"every_unit": options.EveryUnit}
GROUP: Takes = {"group": options.GroupOrAll}
BY_AREA: Takes = {"by": (options.By, "area")}
TOP: Takes = {"top": options.Top}
DAY: Takes = {"day": options.Day}
GOALS: Takes = {
    "budget": options.Budget,
    "target": options.Target,
    "target_rating": options.TargetRating,
    "target_rank": options.TargetRank,
}
RIVALS: Takes = {"rivals": (options.Rivals, "hold")}
SKIP_BAD: Takes = {"skip_bad": options.SkipBad}
TASK: Takes = {"identity": options.TaskId}
PERIOD: Takes = {"period": options.OneTime}
NOTE: Takes = {"note": options.Note}
TASK_VALUES: Takes = {
    "product": options.TaskProduct,
    "owner": options.TaskOwner,
    "start": options.TaskStart,
    "due": options.TaskDue,
    "every": options.TaskEvery,
    "effort": options.TaskEffort,
    "gain": options.TaskGain,
}
TO_FOLDER: Takes = {"every_unit": options.UnitsToFolder}
PAPER: Takes = {"signed": options.Signed, "suffix": options.Suffix} | FORM
OF_YEAR: Takes = YEAR | UNIT | TO_FOLDER
OF_PLAN: Takes = {"year": options.YearOfPlan} | UNIT | TO_FOLDER
SOON: Takes = {"soon": (options.SoonDays, 7)}
REPORT_PERIOD: Takes = {"period": options.Period}
OWNER: Takes = {"owner": options.TasksOf}
FORCE: Takes = {"force": options.Force}

REPORTS = {
    "result": Made(
        N_("Report on a year's result: areas, what to keep, what was lost and why, tasks."), OF_YEAR | SINCE | PAPER
    ),
    "overview": Made(
        N_("Report on the result of all units: ratings, areas, what cost most, who moved; the ranks as annex."),
        YEAR | SINCE | GROUP | {"signed": options.Signed} | FORM,
    ),
    "plan": Made(
        N_("The plan of data/tasks.csv, or the best one for a goal: purpose, tasks, expected result."),
        OF_YEAR | SINCE | GOALS | PAPER,
    ),
    "progress": Made(
        N_("Report on a plan's progress: what is done, due soon and late, by owner."),
        OF_PLAN | DAY | REPORT_PERIOD | SOON | PAPER,
    ),
    "commitments": Made(
        N_("A commitment sheet for each owner, on a page of its own, with room for signatures."),
        OF_PLAN | OWNER | PAPER,
    ),
    "appeal": Made(
        N_("The explanation of points that were cut: self-score, appraisal, arguments, evidence."), OF_YEAR | PAPER
    ),
    "conclusion": Made(
        N_("The notice of what the review meeting concludes: reached, shortcomings, to keep, to review, tasks."),
        OF_YEAR | SINCE | PAPER,
    ),
    "brief": Made(
        N_("A year's result on one page: index, rating, rank and change, ten lines, three charts."),
        OF_YEAR | SINCE | PAPER,
    ),
    "all": Made(
        N_("All these documents of a unit, or of all units, as files of a folder."),
        {"output": options.Folder}
        | YEAR
        | UNIT
        | {"all_units": options.UnitsToFolder}
        | SINCE
        | DAY
        | {"signed": options.Signed, "suffix": (options.AllSuffix, "docx")}
        | FORM,
    ),
}
TASKS = {
    "add": Made(
        N_("Add a task; its id is printed."),
        {"component": options.ComponentOf, "action": options.ActionOf} | UNIT | TASK_VALUES | NOTE,
    ),
    "start": Made(N_("A task has been begun."), TASK | {"on": options.OnDay} | PERIOD | NOTE),
    "done": Made(N_("A task is done."), TASK | {"on": options.OnDay, "evidence": options.Evidence} | PERIOD | NOTE),
    "cancel": Made(N_("A task will not be done; its row stays."), TASK | PERIOD | NOTE),
    "reopen": Made(N_("A task that was done or cancelled by mistake is open again."), TASK | PERIOD | NOTE),
    "set": Made(
        N_("Change what a task says: deadline, owner, product, …"),
        TASK
        | {"component": options.NewComponent, "action": options.NewAction, "unit": options.NewUnit}
        | TASK_VALUES
        | {"evidence": options.Evidence}
        | NOTE,
    ),
    "log": Made(N_("Show who changed what in the tasks, and when."), {"identity": options.AnyTask} | FORM),
}
IMPORTS = {
    "criteria": Made(
        N_("Make criteria.yaml from a Word or Excel annex; TODO marks what is not sure."),
        {"file": options.Annex, "output": options.ImportedTo, "sheet": options.OneSheet} | FORCE | FORM,
    ),
    "scores": Made(
        N_("Make a file of scores from a sheet with points; ids that Excel changed are repaired."),
        {
            "file": options.PointSheet,
            "year": options.YearOfPoints,
            "unit": options.UnitOfPoints,
            "output": options.ImportedTo,
            "sheet": options.OneSheet,
            "yes": options.Yes,
            "force": options.PutIn,
            "dry_run": options.DryRun,
        }
        | FORM,
    ),
}
PANELS: dict[str, dict[str, Made | Group]] = {
    N_("Start"): {
        "init": Made(
            N_("Make a workspace: the illustrative sample, or a skeleton. Existing files are never touched."),
            {"folder": options.NewFolder, "empty": options.Empty},
        ),
        "check": Made(N_("Find every fault in every file, and what looks odd."), FORM),
        "doctor": Made(N_("Show what cchc runs on and how the workspace fares, and what to send with a report."), FORM),
        "schema": Made(N_("Print the JSON Schema of criteria.yaml, for editors."), {}),
        "import": Group(N_("Read criteria and points from the Word and Excel files in which they come."), IMPORTS),
    },
    N_("Results"): {
        "score": Made(
            N_("Show a unit's index, rating, rank and points."),
            YEAR
            | UNIT
            | EVERY_UNIT
            | SINCE
            | BY_AREA
            | BASIS
            | {"rank_on": options.RankOn, "strict": options.Strict, "fail_under": options.FailUnder}
            | FORM,
        ),
        "gaps": Made(
            N_("List the lost points, largest first, with flags, owners and the appraiser's notes."),
            YEAR
            | UNIT
            | EVERY_UNIT
            | SINCE
            | {"by": options.GapsBy, "only": options.Flags, "least": options.LeastLoss, "low": options.Low}
            | {"peers": options.Peers}
            | TOP
            | BASIS
            | FORM,
        ),
        "keep": Made(
            N_("List the components at their maximum: what must not be lost, the ones at risk first."),
            YEAR | UNIT | EVERY_UNIT | TOP | BASIS | FORM,
        ),
        "appeal": Made(
            N_("Follow the points from self-score to appraisal: what was cut, won back, and can still be argued."),
            YEAR | UNIT | EVERY_UNIT | {"everything": options.AllComponents} | FORM,
        ),
        "changes": Made(
            N_("Show what differs between two files (or folders) of scores, and what that makes of indices and ranks."),
            {"old": options.OldScores, "new": options.NewScores} | FORM,
        ),
    },
    N_("Ranks"): {
        "ranks": Made(
            N_(
                "Rank the units of a group by their index, or by an area, a criterion or a component, with changes and ties."
            ),
            YEAR | UNIT | SINCE | GROUP | {"by": options.RanksBy, "on": options.OnNode} | TOP | RANKED,
        ),
        "matrix": Made(
            N_("Show all units by all areas, criteria or components: percents, points, lost points or ranks."),
            YEAR | UNIT | GROUP | BY_AREA | {"show": (options.ShowCells, "percent")} | RANKED,
        ),
        "overview": Made(
            N_("Show a year over all units: ratings, areas, what cost most, who moved, and what tells nobody apart."),
            YEAR | SINCE | GROUP | RANKED,
        ),
        "explain": Made(
            N_("Say why the index and the rank changed, who passed whom, and what the next places need."),
            YEAR | UNIT | EVERY_UNIT | SINCE | {"by": (options.By, "component")} | RANKED,
        ),
        "trend": Made(
            N_("Show a unit's years side by side: index, rating, rank, and each area as percent."),
            UNIT | EVERY_UNIT | BY_AREA | {"first": options.FirstYear, "last": options.LastYear} | RANKED,
        ),
        "compare": Made(
            N_("Compare a unit with another, the best, the middle or the top, component by component."),
            {"other": options.Other} | YEAR | UNIT | EVERY_UNIT | {"everything": options.EqualToo} | RANKED,
        ),
        "robust": Made(
            N_("Say how sure the ranks are: what they would be with other weights and other appraisals."),
            YEAR
            | UNIT
            | {"group": options.Group, "weights": (options.Weights, 10), "noise": (options.Noise, 20)}
            | {"runs": (options.Runs, 1000), "seed": (options.Seed, 1)}
            | TOP
            | RANKED,
        ),
        "audit": Made(
            N_("Recompute a published table of results: sums, percentages, ranks, ratings, ties by rounding."),
            {"file": options.Published, "sheet": options.AnySheet} | FORM,
        ),
    },
    N_("Plan"): {
        "plan": Made(
            N_("Choose what to do about the lost points: in which order, by whom, by when, and what it comes to."),
            YEAR
            | UNIT
            | EVERY_UNIT
            | SINCE
            | GOALS
            | {"last": options.DueBy, "owner": options.Owner, "exclude": options.Exclude}
            | RIVALS
            | {"effort": options.UnknownEffort, "frontier": options.Frontier, "write": options.WriteTasks}
            | RANKED,
        ),
        "simulate": Made(
            N_("Try out other points: the index, rating and rank that they bring, or the points that a goal needs."),
            YEAR
            | UNIT
            | SINCE
            | {"points": options.TriedPoints, "scenarios": options.Scenarios}
            | RIVALS
            | {"need_rank": options.NeedRank, "need_rating": options.NeedRating}
            | RANKED,
        ),
        "commit": Made(
            N_("Print the commitment sheet of each owner: tasks, products, deadlines, targets, signatures."),
            UNIT | EVERY_UNIT | {"year": options.PlanYear} | OWNER | FORM,
        ),
        "track": Made(
            N_("Show how far the plan has come: what is done, due and late, and the index that follows."),
            UNIT
            | EVERY_UNIT
            | {"year": options.PlanYear}
            | DAY
            | OWNER
            | SOON
            | REPORT_PERIOD
            | {"fail_on": options.FailOnTask, "summary": options.Summary, "ics": options.Ics}
            | FORM,
        ),
        "task": Group(N_("Add a task, and write down that it is begun, done, cancelled or changed."), TASKS),
    },
    N_("Registers"): {
        "measure": Made(
            N_("Measure dossiers, reports and targets: what they come to, and how far the next tier is."),
            {"year": options.RegisterYear}
            | UNIT
            | {"all_units": options.AllUnits, "by": options.MeasuresBy}
            | DAY
            | SKIP_BAD
            | {"engine": options.Engine, "table": options.EngineTable, "write": options.WriteValues}
            | FORM,
        ),
        "nowcast": Made(
            N_("Say which index this year is heading for, with a range, from registers, tasks and the last result."),
            {"year": options.RegisterYear} | UNIT | DAY | {"rank_on": options.RankOn} | SKIP_BAD | FORM,
        ),
        "dossiers": Group(
            N_("List single dossiers of the register: what is late, due, or lacks an apology."),
            {
                "late": Made(
                    N_("List the dossiers to act on: overdue, due soon, and late without an apology and a new date."),
                    UNIT
                    | {"all_units": options.AllUnits}
                    | DAY
                    | {"soon": (options.SoonWorkingDays, 3), "officer": options.Officer}
                    | {"procedure": options.Procedure, "fail_on": options.FailOnDossier}
                    | SKIP_BAD
                    | FORM,
                )
            },
        ),
    },
    N_("Exchange"): {
        "report": Group(N_("Write results, plans and progress as official documents."), REPORTS),
        "export": Group(
            N_("Write the framework as a workbook to edit."),
            {
                "criteria": Made(
                    N_(
                        "Write criteria.yaml as a workbook: a row a node, rules in words. cchc import criteria reads it back."
                    ),
                    {"output": options.WrittenTo} | FORCE,
                )
            },
        ),
        "template": Group(
            N_("Write sheets of points to fill in."),
            {
                "scores": Made(
                    N_("Write the sheet of points that a unit fills in; cchc import scores reads it back."),
                    {"year": options.YearToFill, "output": options.WrittenTo}
                    | UNIT
                    | {"all_units": options.SheetEach}
                    | FORCE,
                )
            },
        ),
    },
}
