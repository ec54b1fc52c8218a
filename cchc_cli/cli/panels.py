"""Every command with what it does and what it takes, by its panel of the help. What it answers is in cchc_cli/commands.

What it takes are words such as `top`, `by:GapsBy` or `weights=10`: the name of a parameter, the option of `options` where
that is not called as the parameter is, and what is meant where it is left out, else that is nothing.
"""

from dataclasses import dataclass

from cchc_cli.messages import N_


@dataclass(frozen=True)
class CommandEntry:
    """A command."""

    help: str
    takes: str

    @property
    def words(self) -> list[str]:
        """What it takes; what is shown may go into a file too, unless that is what the command makes anyway."""
        words = self.takes.split()
        makes = any(word.startswith("output") for word in words)
        return words if makes or "form=table" not in words else [*words, "output", "excel"]


@dataclass(frozen=True)
class CommandGroup:
    """Commands below one word."""

    help: str
    commands: dict[str, CommandEntry]
    shown_by: str = ""
    """The command that lists what these change."""


REPORTS = {
    "result": CommandEntry(
        N_("Report on a year's result: areas, what to keep, what was lost and why, tasks."),
        "year unit every_unit:UnitsToFolder since day:PaperDay signed suffix form=table",
    ),
    "overview": CommandEntry(
        N_("Report on the result of all units: ratings, areas, what cost most, who moved; the ranks as annex."),
        "year since group signed form=table",
    ),
    "plan": CommandEntry(
        N_("The plan of data/tasks.csv, or the best one for a goal: purpose, tasks, expected result."),
        "year unit every_unit:UnitsToFolder since budget target target_rating target_rank signed suffix form=table",
    ),
    "progress": CommandEntry(
        N_("Report on a plan's progress: what is done, due soon and late, by owner."),
        "year:YearOfPlan unit every_unit:UnitsToFolder day:PaperDay period soon:SoonDays=7 signed suffix form=table",
    ),
    "commitments": CommandEntry(
        N_("A commitment sheet for each owner, on a page of its own, with room for signatures."),
        "year:YearOfPlan unit every_unit:UnitsToFolder owner:TasksOf day:PaperDay signed suffix form=table",
    ),
    "appeal": CommandEntry(
        N_("The explanation of points that were cut: self-score, appraisal, arguments, evidence."),
        "year unit every_unit:UnitsToFolder signed suffix form=table",
    ),
    "conclusion": CommandEntry(
        N_("The notice of what the review meeting concludes: reached, shortcomings, to keep, to review, tasks."),
        "year unit every_unit:UnitsToFolder since day:PaperDay signed suffix form=table",
    ),
    "brief": CommandEntry(
        N_("A year's result on one page: index, rating, rank and change, ten lines, three charts."),
        "year unit every_unit:UnitsToFolder since day:PaperDay signed suffix form=table",
    ),
    "all": CommandEntry(
        N_("All these documents of a unit, or of all units, as files of a folder."),
        "output:PaperFolder year unit all_units:UnitsToFolder since day:PaperDay signed suffix:AllSuffix=docx form=table",
    ),
}
TASKS = {
    "add": CommandEntry(
        N_("Add a task; its id is printed."),
        "component action unit product owner:TasksOwner start due every effort gain note",
    ),
    "start": CommandEntry(N_("A task has been begun."), "identity on:OnDay period:OneTime note"),
    "done": CommandEntry(N_("A task is done."), "identity on:OnDay evidence period:OneTime note"),
    "cancel": CommandEntry(N_("A task will not be done; its row stays."), "identity period:OneTime note"),
    "reopen": CommandEntry(
        N_("A task that was done or cancelled by mistake is open again."), "identity period:OneTime note"
    ),
    "set": CommandEntry(
        N_("Change what a task says: deadline, owner, product, …"),
        "identity component:NewComponent action:NewAction unit:NewUnit product owner:TasksOwner start due every effort gain"
        " evidence note",
    ),
    "log": CommandEntry(N_("Show who changed what in the tasks, and when."), "identity:AnyTask form=table"),
}
IMPORTS = {
    "criteria": CommandEntry(
        N_("Make criteria.yaml from a Word or Excel annex; TODO marks what is not sure."),
        "file:Annex output:ImportedTo sheet:OneSheet force form=table",
    ),
    "scores": CommandEntry(
        N_("Make a file of scores from a sheet with points; ids that Excel changed are repaired."),
        "file:PointSheet year:YearOfPoints unit:UnitOfPoints output:ImportedTo sheet:OneSheet yes force:PutIn dry_run"
        " form=table",
    ),
}
PANELS: dict[str, dict[str, CommandEntry | CommandGroup]] = {
    N_("Start"): {
        "init": CommandEntry(
            N_("Make a workspace: the illustrative sample, or a skeleton. Existing files are never touched."),
            "folder empty",
        ),
        "check": CommandEntry(N_("Find every fault in every file, and what looks odd."), "form=table"),
        "doctor": CommandEntry(
            N_("Show what cchc runs on and how the workspace fares, and what to send with a report."), "form=table"
        ),
        "schema": CommandEntry(N_("Print the JSON Schema of criteria.yaml, for editors."), ""),
        "import": CommandGroup(
            N_("Read criteria and points from the Word and Excel files in which they come."), IMPORTS
        ),
    },
    N_("Results"): {
        "score": CommandEntry(
            N_("Show a unit's index, rating, rank and points."),
            "year unit every_unit since by=area basis=official rank_on strict fail_under form=table",
        ),
        "gaps": CommandEntry(
            N_("List the lost points, largest first, with flags, owners and the appraiser's notes."),
            "year unit every_unit since by:GapsBy only least low peers top basis=official form=table",
        ),
        "keep": CommandEntry(
            N_("List the components at their maximum: what must not be lost, the ones at risk first."),
            "year unit every_unit top basis=official form=table",
        ),
        "appeal": CommandEntry(
            N_("Follow the points from self-score to appraisal: what was cut, won back, and can still be argued."),
            "year unit every_unit everything:AllComponents form=table",
        ),
        "changes": CommandEntry(
            N_("Show what differs between two files (or folders) of scores, and what that makes of indices and ranks."),
            "old new form=table",
        ),
    },
    N_("Ranks"): {
        "ranks": CommandEntry(
            N_(
                "Rank the units of a group by their index, or by an area, a criterion or a component, with changes and ties."
            ),
            "year unit since group by:RanksBy on top basis=official rank_on form=table",
        ),
        "matrix": CommandEntry(
            N_("Show all units by all areas, criteria or components: percents, points, lost points or ranks."),
            "year unit group by=area show=percent basis=official rank_on form=table",
        ),
        "overview": CommandEntry(
            N_("Show a year over all units: ratings, areas, what cost most, who moved, and what tells nobody apart."),
            "year since group basis=official rank_on form=table",
        ),
        "explain": CommandEntry(
            N_("Say why the index and the rank changed, who passed whom, and what the next places need."),
            "year unit every_unit since by=component basis=official rank_on form=table",
        ),
        "trend": CommandEntry(
            N_("Show a unit's years side by side: index, rating, rank, and each area as percent."),
            "unit every_unit by=area first last basis=official rank_on form=table",
        ),
        "compare": CommandEntry(
            N_("Compare a unit with another, the best, the middle or the top, component by component."),
            "other year unit every_unit everything:EqualToo basis=official rank_on form=table",
        ),
        "robust": CommandEntry(
            N_("Say how sure the ranks are: what they would be with other weights and other appraisals."),
            "year unit group:OneGroup weights=10 noise=20 runs=1000 seed=1 top basis=official rank_on form=table",
        ),
        "audit": CommandEntry(
            N_("Recompute a published table of results: sums, percentages, ranks, ratings, ties by rounding."),
            "file:Published sheet:AnySheet form=table",
        ),
    },
    N_("Plan"): {
        "plan": CommandEntry(
            N_("Choose what to do about the lost points: in which order, by whom, by when, and what it comes to."),
            "year unit every_unit since budget target target_rating target_rank last:DueBy owner exclude rivals=hold"
            " effort:UsualEffort frontier write:WriteTasks basis=official rank_on form=table",
        ),
        "simulate": CommandEntry(
            N_("Try out other points: the index, rating and rank that they bring, or the points that a goal needs."),
            "year unit since points scenarios rivals=hold need_rank need_rating basis=official rank_on form=table",
        ),
        "commit": CommandEntry(
            N_("Print the commitment sheet of each owner: tasks, products, deadlines, targets, signatures."),
            "unit every_unit year:PlanYear owner:TasksOf form=table",
        ),
        "track": CommandEntry(
            N_("Show how far the plan has come: what is done, due and late, and the index that follows."),
            "unit every_unit year:PlanYear day owner:TasksOf soon:SoonDays=7 period fail_on:FailOnTask summary ics"
            " form=table",
        ),
        "task": CommandGroup(
            N_("Add a task, and write down that it is begun, done, cancelled or changed."), TASKS, "track"
        ),
    },
    N_("Registers"): {
        "measure": CommandEntry(
            N_("Measure dossiers, reports and targets: what they come to, and how far the next tier is."),
            "year:RegisterYear unit all_units by:MeasuresBy day skip_bad engine table write:WriteValues form=table",
        ),
        "nowcast": CommandEntry(
            N_("Say which index this year is heading for, with a range, from registers, tasks and the last result."),
            "year:RegisterYear unit day rank_on skip_bad form=table",
        ),
        "dossiers": CommandGroup(
            N_("List single dossiers of the register: what is late, due, or lacks an apology."),
            {
                "late": CommandEntry(
                    N_("List the dossiers to act on: overdue, due soon, and late without an apology and a new date."),
                    "unit all_units day soon:SoonWorkingDays=3 officer procedure fail_on:FailOnDossier skip_bad form=table",
                )
            },
        ),
    },
    N_("Exchange"): {
        "report": CommandGroup(N_("Write results, plans and progress as official documents."), REPORTS),
        "export": CommandGroup(
            N_("Write the framework as a workbook to edit."),
            {
                "criteria": CommandEntry(
                    N_(
                        "Write criteria.yaml as a workbook: a row a node, rules in words. cchc import criteria reads it back."
                    ),
                    "output:WrittenTo force",
                )
            },
        ),
        "template": CommandGroup(
            N_("Write sheets of points to fill in."),
            {
                "scores": CommandEntry(
                    N_("Write the sheet of points that a unit fills in; cchc import scores reads it back."),
                    "year:YearToFill output:SheetsTo unit all_units:SheetEach force",
                )
            },
        ),
    },
}
