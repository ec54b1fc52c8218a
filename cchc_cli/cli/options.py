"""Every argument and option of every command once, a line each. Commands take them as annotated parameters."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cchc_cli.cli.streams import put
from cchc_cli.cli.values import EVIDENCE
from cchc_cli.messages import N_
from cchc_cli.model import choices
from cchc_cli.show.writers import FORMS, PRINTED
from cchc_cli.system import VERSION

if TYPE_CHECKING:
    Printed = str
else:
    Printed = Literal[tuple(form for form in FORMS if form in PRINTED)]


def _version(asked: bool) -> None:
    if asked:
        put(f"cchc {VERSION}")
        raise typer.Exit


def _completing(of: str) -> Callable[[typer.Context, str], list[str] | list[tuple[str, str]]]:
    """What the function of this name in files.completion finds in the workspace, for completion."""

    def offered(ctx: typer.Context, incomplete: str) -> list[str] | list[tuple[str, str]]:
        from cchc_cli.files import completion

        found: list[str] | list[tuple[str, str]] = getattr(completion, of)(
            ctx.find_root().params.get("workspace"), incomplete
        )
        return found

    return offered


years, units, nodes, tasks = map(_completing, ("years", "units", "nodes", "tasks"))
groups, groups_or_all = map(_completing, ("groups", "groups_or_all"))
components, settings, excluded = map(_completing, ("components", "settings", "excluded"))
owners, ratings, periods = map(_completing, ("owners", "ratings", "periods"))


def references(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What a unit may be compared with, for completion."""
    words = [(word, "") for word in ("best", "median", "top10%") if word.startswith(incomplete)]
    return [*words, *(each for each in units(ctx, incomplete) if isinstance(each, tuple))]


def flags(incomplete: str) -> list[str]:
    """Flags, behind those that stand there already with commas between, for completion."""
    from cchc_cli.model.columns import FLAGS

    before, comma, start = incomplete.rpartition(",")
    return [before + comma + flag for flag in FLAGS if flag.startswith(start) and flag not in before.split(",")]


def folders(incomplete: str) -> list[str]:
    """Folders, for completion."""
    from cchc_cli.files import completion

    return completion.folders(incomplete)


# fmt: off
Workspace = Annotated[str | None, typer.Option("-C", "--workspace", metavar="DIR", help=N_("The workspace: a folder with criteria.yaml and data/. May also stand after the command."), autocompletion=folders)]
Lang = Annotated[choices.Language | None, typer.Option("--lang", help=N_("Language of labels and messages. May also stand after the command."))]
Version = Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help=N_("Show the version and exit."))]
Year = Annotated[int | None, typer.Argument(metavar="YEAR", help=N_("The year of the results; the latest with scores when left out."), autocompletion=years)]
Unit = Annotated[str | None, typer.Option("--unit", "-u", metavar="ID|NAME", help=N_("The unit; defaults.unit of criteria.yaml when left out."), autocompletion=units)]
Since = Annotated[int | None, typer.Option("--since", metavar="YEAR", help=N_("The year to compare with; the latest earlier one with scores when left out."), autocompletion=years)]
Basis = Annotated[choices.Basis, typer.Option("--basis", help=N_("Which points count: the official ones or the unit's own."))]
Form = Annotated[Printed, typer.Option("--format", "-f", help=N_("How the result is written."))]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Write the result into this file instead; its suffix ({suffixes}) says how."))]
Excel = Annotated[bool, typer.Option("--excel", help=N_("With csv: as Excel with Vietnamese settings opens it (BOM, ;, decimal commas)."))]
By = Annotated[choices.Level, typer.Option("--by", help=N_("What the table has a row for; level3 and so on are levels between criteria and components, where there are any."))]
Top = Annotated[int | None, typer.Option("--top", metavar="N", help=N_("Only the first N rows."))]
Day = Annotated[str | None, typer.Option("--date", metavar="DATE", help=N_("As of this day; today when left out."))]
PaperDay = Annotated[str | None, typer.Option("--date", metavar="DATE", help=N_("As of this day; the day of --signed, else today, when left out."))]
RankOn = Annotated[choices.RankOn | None, typer.Option("--rank-on", help=N_("Rank on the published (rounded) index or on the exact one; index.rank_on when left out."))]
Folder = Annotated[str | None, typer.Argument(metavar="DIR", help=N_("Where to make the workspace; the current folder when left out."))]
Empty = Annotated[bool, typer.Option("--empty", help=N_("A skeleton to fill in instead of the sample."))]
Strict = Annotated[bool, typer.Option("--strict", help=N_("Exit with status 2 when components are not scored yet."))]
FailUnder = Annotated[float | None, typer.Option("--fail-under", metavar="INDEX", help=N_("Exit with status 1 when the index is under this."))]
GapsBy = Annotated[choices.LossesBy | None, typer.Option("--by", help=N_("Sum the lost points by this."))]
Only = Annotated[str | None, typer.Option("--only", metavar="FLAGS", help=N_("Only rows with one of these flags: below_max, dropped, rank_dropped, low, chronic; commas between."), autocompletion=flags)]
Least = Annotated[float | None, typer.Option("--min", metavar="POINTS", help=N_("Only losses of at least this many points."))]
Low = Annotated[float | None, typer.Option("--low", metavar="PERCENT", help=N_("Under this a component is low; index.low when left out."))]
Peers = Annotated[bool, typer.Option("--peers", help=N_("Add the share of the group's units that have full points."))]
AllComponents = Annotated[bool, typer.Option("--all", help=N_("List the components that nobody disagreed on as well."))]
OneGroup = Annotated[str | None, typer.Option("--group", metavar="ID|NAME", help=N_("Units of this group; the own unit's group when left out."), autocompletion=groups)]
Group = Annotated[str | None, typer.Option("--group", metavar="ID|NAME", help=N_("Units of this group; all: all groups in one ranking; the own unit's group when left out."), autocompletion=groups_or_all)]
RanksBy = Annotated[choices.Level | None, typer.Option("--by", help=N_("Rank on each area, criterion or component."))]
Show = Annotated[choices.Show, typer.Option("--show", help=N_("What the cells have."))]
On = Annotated[str | None, typer.Option("--on", metavar="ID|NAME", help=N_("Rank on this area, criterion or component."), autocompletion=nodes)]
First = Annotated[int | None, typer.Option("--from", metavar="YEAR", help=N_("The first year; the first with scores when left out."), autocompletion=years)]
Last = Annotated[int | None, typer.Option("--to", metavar="YEAR", help=N_("The last year; the latest with scores when left out."), autocompletion=years)]
Other = Annotated[str, typer.Argument(metavar="OTHER", help=N_("A unit, or best, median or top10% (any percent) of the unit's group."), autocompletion=references)]
EqualToo = Annotated[bool, typer.Option("--all", help=N_("Also components on which the points are equal."))]
Weights = Annotated[float, typer.Option("--weights", metavar="PERCENT", help=N_("How far maxima may be off, up or down."))]
Noise = Annotated[float, typer.Option("--noise", metavar="PERCENT", help=N_("Part of the scores that are a step of their rule off, up or down."))]
Runs = Annotated[int, typer.Option("--runs", metavar="N", help=N_("How often ranks are drawn."))]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help=N_("The same seed gives the same figures."))]
Published = Annotated[str, typer.Argument(metavar="FILE", help=N_("The published table: an .xlsx, .xls, .ods, .docx or .csv file."))]
AnySheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help=N_("The sheet to read; all that are visible when left out."))]
Points = Annotated[list[str] | None, typer.Option("--set", metavar="COMPONENT=POINTS", help=N_("Points to try out, of a component by its id or name: a number, max or NA. May be given several times."), autocompletion=settings)]
Scenarios = Annotated[str | None, typer.Option("--scenarios", metavar="FILE", help=N_("A YAML file of scenarios to set side by side: scenarios: {name: {component: points}}."))]
Rivals = Annotated[choices.Rivals, typer.Option("--rivals", help=N_("What the others do: stay, or change once more as since the previous year."))]
NeedRank = Annotated[int | None, typer.Option("--need-rank", metavar="RANK", help=N_("Say what this rank needs."))]
NeedRating = Annotated[str | None, typer.Option("--need-rating", metavar="ID|NAME", help=N_("Say what this rating needs."), autocompletion=ratings)]
Budget = Annotated[float | None, typer.Option("--budget", metavar="DAYS", help=N_("The most points for this many person-days."))]
Target = Annotated[float | None, typer.Option("--target", metavar="INDEX", help=N_("The least effort for at least this index."))]
TargetRating = Annotated[str | None, typer.Option("--target-rating", metavar="ID|NAME", help=N_("The least effort for this rating."), autocompletion=ratings)]
TargetRank = Annotated[int | None, typer.Option("--target-rank", metavar="RANK", help=N_("The least effort for this rank."))]
DueBy = Annotated[str | None, typer.Option("--by", metavar="MM-DD", help=N_("Only what is due by this day of the plan's year."))]
Owner = Annotated[str | None, typer.Option("--owner", metavar="ID|NAME", help=N_("Only what this owner answers for."), autocompletion=owners)]
Exclude = Annotated[list[str] | None, typer.Option("--exclude", metavar="ID|NAME", help=N_("Leave out a component or an action. May be given several times."), autocompletion=excluded)]
UsualEffort = Annotated[float | None, typer.Option("--effort", metavar="DAYS", help=N_("Person-days of actions that name none; the median of the others when left out."))]
Frontier = Annotated[bool, typer.Option("--frontier", help=N_("Effort against index: the best plan for each effort."))]
WriteTasks = Annotated[bool, typer.Option("--write", help=N_("Add the tasks to data/tasks.csv; those that are there stay as they are."))]
PlanYear = Annotated[int | None, typer.Option("--year", metavar="YEAR", help=N_("The plan's year; the latest with tasks when left out."))]
FailOnTask = Annotated[choices.TaskAlarm | None, typer.Option("--fail-on", help=N_("Exit with status 1 when a task is overdue, or due soon as well."))]
Summary = Annotated[bool, typer.Option("--summary", help=N_("One line only, fit for the subject of a mail."))]
Ics = Annotated[Path | None, typer.Option("--ics", metavar="FILE", help=N_("Also write the deadlines as a calendar file."))]
Period = Annotated[str | None, typer.Option("--period", metavar="PERIOD", help=N_("A periodic report: 2023-Q1, 2023-H1, 2023-01 or 2023."), autocompletion=periods)]
SoonDays = Annotated[int, typer.Option("--soon", metavar="DAYS", help=N_("How many days ahead a task is due soon."))]
TasksOf = Annotated[str | None, typer.Option("--owner", metavar="ID|NAME", help=N_("Only this owner's tasks."), autocompletion=owners)]
Identity = Annotated[str, typer.Argument(metavar="ID", help=N_("The task, such as T-2023-001, or what is to be done."), autocompletion=tasks)]
AnyTask = Annotated[str | None, typer.Argument(metavar="ID", help=N_("The task, such as T-2023-001; all when left out."), autocompletion=tasks)]
OnDay = Annotated[str | None, typer.Option("--on", metavar="DATE", help=N_("The day (2023-12-31 or 31/12/2023); today when left out."))]
Evidence = Annotated[str | None, typer.Option("--evidence", metavar=EVIDENCE, help=N_("What proves it: a file, from the workspace's folder, or an address."))]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]
Component = Annotated[str, typer.Option("--component", metavar="ID|NAME", help=N_("The component that it is for."), autocompletion=components)]
Action = Annotated[str, typer.Option("--action", metavar="TEXT", help=N_("What is to be done."))]
NewComponent = Annotated[str | None, typer.Option("--component", metavar="ID|NAME", help=N_("The component that it is for."), autocompletion=components)]
NewAction = Annotated[str | None, typer.Option("--action", metavar="TEXT", help=N_("What is to be done."))]
NewUnit = Annotated[str | None, typer.Option("--unit", "-u", metavar="ID|NAME", help=N_("The unit whose task it is."), autocompletion=units)]
Product = Annotated[str | None, typer.Option("--product", metavar="TEXT", help=N_("What proves that it is done."))]
TasksOwner = Annotated[str | None, typer.Option("--owner", metavar="ID|NAME", help=N_("Who answers for it."), autocompletion=owners)]
Start = Annotated[str | None, typer.Option("--start", metavar="DATE", help=N_("The day on which it begins."))]
Due = Annotated[str | None, typer.Option("--due", metavar="DATE", help=N_("The deadline."))]
Every = Annotated[choices.Every | None, typer.Option("--every", help=N_("A recurring task, and how often: month, quarter, half or year, from --due to the end of that year."))]
OneTime = Annotated[str | None, typer.Option("--period", metavar="PERIOD", help=N_("The occurrence of a recurring task: 2023-03, 2023-Q1, 2023-H1 or 2023."), autocompletion=periods)]
Effort = Annotated[float | None, typer.Option("--effort", metavar="DAYS", help=N_("Person-days."))]
Gain = Annotated[float | None, typer.Option("--gain", metavar="POINTS", help=N_("Points of the component that it wins back."))]
RegisterYear = Annotated[int | None, typer.Argument(metavar="YEAR", help=N_("The year; the latest that a register has rows of when left out."))]
MeasuresBy = Annotated[choices.Slice | None, typer.Option("--by", help=N_("A table for each of these; a year for each without YEAR."))]
AllUnits = Annotated[bool, typer.Option("--all-units", help=N_("All units of the registers, not one."))]
EveryUnit = Annotated[bool, typer.Option("--all-units", help=N_("One unit after another, in one table with a column for the unit; the units that have a result."))]
UnitsToFolder = Annotated[bool, typer.Option("--all-units", help=N_("A document each for all units, as files of the folder that -o names, with an index.html that links them."))]
PaperFolder = Annotated[str, typer.Option("--output", "-o", metavar="DIR", help=N_("The folder for the files; it is made where it is not there."))]
Suffix = Annotated[str | None, typer.Option("--suffix", metavar="SUFFIX", help=N_("With --all-units: the kind of the files, docx when left out ({suffixes}); several with commas between."))]
AllSuffix = Annotated[str, typer.Option("--suffix", metavar="SUFFIX", help=N_("The kind of the files ({suffixes}); several with commas between."))]
Old = Annotated[str, typer.Argument(metavar="OLD", help=N_("The scores before: a csv file, or a folder of such files."))]
New = Annotated[str, typer.Argument(metavar="NEW", help=N_("The scores after: a file or a folder, as OLD."))]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help=N_("Leave out rows with faults, and say how many there are."))]
Engine = Annotated[str | None, typer.Option("--engine", metavar="URL", help=N_("Where the dossiers lie: spark://HOST:7077, spark://local, trino://… or any Ibis URL."))]
Table = Annotated[str | None, typer.Option("--table", metavar="NAME", help=N_("The engine's table of dossiers; dossiers when left out."))]
WriteValues = Annotated[bool, typer.Option("--write", help=N_("Also write the values into data/scores-YEAR.csv, for the components that they feed."))]
FailOnDossier = Annotated[choices.DossierAlarm | None, typer.Option("--fail-on", help=N_("Exit with status 1 when a dossier is overdue, or late without an apology and a new date."))]
SoonWorkingDays = Annotated[int, typer.Option("--soon", metavar="DAYS", help=N_("How many working days ahead a dossier is due soon."))]
Officer = Annotated[str | None, typer.Option("--officer", metavar="ID|NAME", help=N_("Only the dossiers of this officer."), autocompletion=owners)]
Procedure = Annotated[str | None, typer.Option("--procedure", metavar="CODE", help=N_("Only the dossiers of this procedure."))]
Annex = Annotated[str, typer.Argument(metavar="FILE", help=N_("The annex: an .xlsx, .xls, .ods, .docx or .csv file."))]
PointSheet = Annotated[str, typer.Argument(metavar="FILE", help=N_("The sheet with points: an .xlsx, .xls, .ods, .docx or .csv file; or a folder with one from each unit."))]
OneSheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help=N_("The sheet to read, where there are several."))]
ImportedTo = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Where to write; in the workspace when left out."))]
YearToFill = Annotated[int, typer.Argument(metavar="YEAR", help=N_("The year of the points."))]
SheetEach = Annotated[bool, typer.Option("--all-units", help=N_("A sheet for each unit of data/units.csv; with the name of a folder in -o a file for each."))]
WrittenTo = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help=N_("The workbook (.xlsx) to write; required."))]
SheetsTo = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help=N_("The workbook (.xlsx) to write, or with --all-units a folder; required."))]
Force = Annotated[bool, typer.Option("--force", help=N_("Write over a file that is there already."))]
PutIn = Annotated[bool, typer.Option("--force", help=N_("Put the points into a file that is there already; its other rows and columns stay."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Write nothing: show what would differ, and what that makes of indices and ranks."))]
YearOfPoints = Annotated[int, typer.Option("--year", metavar="YEAR", help=N_("The year of the points; required."))]
UnitOfPoints = Annotated[str | None, typer.Option("--unit", "-u", metavar="ID|NAME", help=N_("Whose points they are; the sheet's or defaults.unit when left out."), autocompletion=units)]
Yes = Annotated[bool, typer.Option("--yes", help=N_("Ask nothing: write when everything is sure, else refuse; never guess."))]
YearOfPlan = Annotated[int | None, typer.Argument(metavar="YEAR", help=N_("The plan's year; the latest with tasks when left out."), show_default=False)]
Signed = Annotated[str | None, typer.Option("--signed", metavar="DATE", help=N_("The day that the document bears; left to be filled in by hand when left out."))]
# fmt: on
