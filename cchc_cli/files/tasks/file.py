"""data/tasks.csv: read, checked, and changed cell by cell; see csv_edit for what stays as it is."""

from collections.abc import Iterator, Mapping
from datetime import date

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.edit import EditedRows, Entries, read_table
from cchc_cli.files.csv.rows import CsvTable
from cchc_cli.files.find import WorkspaceFolder, is_there
from cchc_cli.files.scores.known import group_fault
from cchc_cli.files.tasks.values import as_cells, most_of, no_occurrence, nonsense, odd_days, too_much
from cchc_cli.messages import _, n_
from cchc_cli.model import bounds
from cchc_cli.model.choices import choices_called, named_choices
from cchc_cli.model.columns import TASKS
from cchc_cli.model.framework import Framework
from cchc_cli.model.letters import clean
from cchc_cli.model.nearest import nearest
from cchc_cli.model.periods import period_of
from cchc_cli.model.problems import NAMED, CchcError, InputError, Problem, no_rows
from cchc_cli.model.tasks import EVERY, STATUSES, Status, Task, Units, occasions, series_of
from cchc_cli.model.today import today

TABLE = CsvTable(headers.TASKS, ("id", "component", "action", "status"), ("effort", "gain"))
USUAL = tuple(column for column in TASKS if column not in ("unit", "every"))
"""The header of a new file; tasks of another unit than the workspace's own, and recurring ones, add theirs."""
ANY = Units()
DAYS = ("start", "due", "done_on")
AMOUNTS = {"effort": bounds.DAYS, "gain": bounds.POINTS}
STATUS_NAMES = {
    "todo": ("chưa thực hiện",),
    "doing": ("đang thực hiện",),
    "done": ("đã hoàn thành",),
    "cancelled": ("hủy",),
}
STATUS_WORDS: dict[str, Status] = {
    **{status: status for status in STATUSES},
    **dict.fromkeys(("", "chua thuc hien", "chua bat dau", "chua lam", "moi", "qua han"), "todo"),
    **dict.fromkeys(("dang thuc hien", "dang lam"), "doing"),
    **dict.fromkeys(("hoan thanh", "da hoan thanh", "xong", "da xong"), "done"),
    **dict.fromkeys(("huy", "da huy", "huy bo"), "cancelled"),
}


class TaskFile:
    """The tasks of a file, and the file as it stands."""

    def __init__(self, sheet: EditedRows, framework: Framework, units: Units) -> None:
        self.sheet, self.framework, self.units = sheet, framework, units
        self.by_row: dict[int, Task] = {}
        self.changes: list[tuple[str, str, str, str]] = []
        """What was written anew: task, column, old text, new text."""

    @property
    def tasks(self) -> list[Task]:
        """The tasks in the order of the file."""
        return list(self.by_row.values())

    def change(self, task: Task) -> None:
        """Write the cells in which `task` differs from the row with its id."""
        row, there = next(each for each in self.by_row.items() if each[1].id == task.id)
        new, old = self._texts(task), self._texts(there)
        for column in TASKS:
            if new[column] != old[column]:
                self.sheet.set(row, column, new[column])
                self.changes.append((task.id, column, old[column], new[column]))
        self.by_row[row] = task

    def add(self, tasks: list[Task]) -> None:
        """Put rows at the end; columns in which one says something are there from then on."""
        self.needs({column for task in tasks for column in TASKS if self._texts(task)[column]})
        for task in tasks:
            texts = self._texts(task)
            row = self.sheet.add({column: texts[column] for column in self.sheet.positions})
            self.by_row[row] = task
            self.changes += [(task.id, column, "", texts[column]) for column in TASKS if texts[column]]

    def needs(self, columns: set[str]) -> None:
        """Add columns that the header lacks, at its end."""
        self.sheet.needs(column for column in TASKS if column in columns)

    def named(self, unit: str, units: Units) -> str:
        """What the column unit says: the workspace's own unit is not written down where no task names one."""
        return "" if unit == units.own and "unit" not in self.sheet.positions else unit

    def _texts(self, task: Task) -> dict[str, str]:
        """A task's cells, numbers with a decimal comma where ; separates: such files come from Vietnamese spreadsheets."""
        texts = as_cells(task)
        if self.sheet.head.delimiter == ";":
            texts |= {column: texts[column].replace(".", ",") for column in AMOUNTS}
        return texts

    def data(self) -> bytes:
        """The whole file. Raises CchcError where it would have faults when it is read again."""
        if faults := _Checker(TaskFile(self.sheet, self.framework, self.units)).problems:
            ids = {self.sheet.record(row).line: self.sheet.cells(row)["id"] for row in self.sheet.rows()}
            told = [
                f"{ids.get(each.line, each.seen)}{'' if each.where == 'id' else f', {each.where}'}: {each.text}"
                for each in faults
            ]
            if len(told) > NAMED:
                told[NAMED:] = [n_("… and {count} more fault", "… and {count} more faults", len(told) - NAMED)]
            hints = dict.fromkeys(each.hint for each in faults if each.hint)
            text = _("With this change {file} could not be read any more; nothing was changed.", file=self.sheet.name)
            raise CchcError(text, hint="\n".join((*told, *hints)))
        return self.sheet.data()


def read_tasks(
    workspace: WorkspaceFolder, framework: Framework, units: Units = ANY, *, to_change: bool = False
) -> TaskFile:
    """The file, or an empty one where there is none. Raises InputError with every fault, and what they kept from being done."""
    refusal = _("The tasks have faults; nothing was changed.")
    if not to_change:
        refusal = _("The input has faults; nothing was computed.")
    file = TaskFile(read_table(workspace, workspace.tasks, TABLE, refusal, USUAL), framework, units)
    checker = _Checker(file)
    if checker.problems:
        raise InputError(refusal, checker.problems)
    is_bare = not (file.by_row or to_change) and is_there(workspace.tasks)
    workspace.warnings.extend([*checker.warnings, *([no_rows(file.sheet.name)] if is_bare else [])])
    return file


class _Checker(Entries):
    """Turns rows into tasks and lists what is wrong with them."""

    def __init__(self, file: TaskFile) -> None:
        super().__init__(file.sheet, file.framework.criteria.defaults.timezone)
        self.framework, self.units = file.framework, file.units
        self.seen: dict[str, int] = {}
        self.leaves = {each.id: each.name for each in self.framework.components}
        for row, cells in self.rows(self._total):
            # A row's cells; several files may stand below one another in that of evidence.
            if "evidence" in cells and len(lines := self.sheet.raw(row, "evidence").splitlines()) > 1:
                cells["evidence"] = "; ".join(filter(None, (clean(line).strip("; ") for line in lines)))
            before, task = len(self.problems), self._task(row, cells)
            if len(self.problems) == before:
                file.by_row[row] = task
        self._check_occurrences(file)
        self.warnings = [*self.settle(), *self._odd_days(file), *self._orphans(file)]

    def _total(self, cells: Mapping[str, str]) -> str:
        """The column that says that a row sums up the others."""
        if cells["id"] and cells["component"] in self.leaves:
            return ""
        return next((each for each in TABLE.required if headers.is_total(cells[each])), "")

    def _odd_days(self, file: TaskFile) -> Iterator[Problem]:
        """Warnings of days that are likely slips."""
        now = today(self.zone)
        for row, task in file.by_row.items():
            for column, text in odd_days(task, now):
                hint = "" if task.every else _("Check the year.")
                yield self.sheet.problem(row, column, text, hint, severity="warning")

    def _orphans(self, file: TaskFile) -> Iterator[Problem]:
        """Warnings of recurring tasks that are not there and whose occurrences are: at the first of these."""
        tasks = {task.id: task for task in file.tasks}
        rows: dict[str, list[int]] = {}
        for row, task in file.by_row.items():
            series, _slash, code = task.id.rpartition("/")
            period = period_of(code) if series else None
            if period is not None and period.code == code and series_of(task.id, tasks) is None:
                rows.setdefault(series, []).append(row)
        for series, of_series in rows.items():
            text = n_(
                "there is no recurring task {id}, and {count} row is called as its occurrence: it counts as a task.",
                "there is no recurring task {id}, and {count} rows are called as its occurrences: each counts as a task.",
                len(of_series),
                id=series,
            )
            hint = _("Put the row of {id} back, or give them other ids.", id=series)
            yield self.sheet.problem(of_series[0], "id", text, hint, severity="warning")

    def _check_names(self, row: int, cells: Mapping[str, str]) -> None:
        """List what a row names and there is not, and what it does not say."""
        identity = cells["id"]
        if not identity:
            self.add(row, "id", _("the id is blank."), _("Fill it in, or delete the row."))
        elif identity in self.seen:
            text = _("the id {id} stands here twice; first on line {line}.", id=identity, line=self.seen[identity])
            self.add(row, "id", text, _("Give one of the two tasks another id."))
        self.seen.setdefault(identity, self.sheet.record(row).line)
        self._check_unit(row, cells.get("unit", ""))
        component = cells["component"]
        if not component:
            self.add(row, "component", _("the component is blank."), _("Fill it in, or delete the row."))
        elif component not in self.leaves:
            text = _("there is no component {component} in criteria.yaml.", component=component)
            below = self.framework.below(component)
            text, hint = group_fault(component, below) if below else (text, nearest(component, self.leaves))
            self.add(row, "component", text, hint, same=True)
        owner, owners = cells.get("owner", ""), self.framework.criteria.owners
        if owner and owner not in owners:
            self.add(row, "owner", _("there is no owner {owner}.", owner=owner), nearest(owner, owners), same=True)
        if not cells["action"]:
            self.add(row, "action", _("the action is blank."), _("Fill it in, or delete the row."))

    def _task(self, row: int, cells: Mapping[str, str]) -> Task:
        self._check_names(row, cells)
        status = self.word(row, "status", cells["status"], STATUS_WORDS, STATUS_NAMES)
        start, due, done_on = (self.day(row, column, cells.get(column, "")) for column in DAYS)
        effort = self.number(row, "effort", cells.get("effort", ""), AMOUNTS["effort"])
        most = most_of(cells["component"], self.framework)
        gain = self.number(row, "gain", cells.get("gain", ""), AMOUNTS["gain"], most)
        task = Task(
            id=cells["id"],
            component=cells["component"],
            action=cells["action"],
            product=cells.get("product", ""),
            owner=cells.get("owner", ""),
            start=start,
            due=due,
            every=self._every(row, cells.get("every", ""), due),
            effort=effort,
            gain=gain,
            status=status or "todo",
            done_on=done_on if status else None,
            evidence=cells.get("evidence", ""),
            note=cells.get("note", ""),
            unit=cells.get("unit", ""),
        )
        for column, text in [*nonsense(task), *too_much(task, self.framework)]:
            self.add(row, column, text)
        return task

    def _every(self, row: int, text: str, due: date | None) -> str:
        """How often a task recurs; blank where it does not."""
        called, is_part = choices_called(text, tuple(EVERY)) if text else ([], False)
        if text and (is_part or not called):
            told = _("“{value}” is not allowed; allowed: {allowed}.", value=text, allowed=named_choices(EVERY))
            self.add(row, "every", told, same=True)
        elif text and due is None:
            self.add(row, "due", _("a recurring task needs its first deadline."))
        return called[0] if called and not is_part else ""

    def _check_occurrences(self, file: TaskFile) -> None:
        """List what recurring tasks, and the rows of their occurrences, say that is not theirs to say."""
        tasks = {task.id: task for task in file.tasks}
        for row, task in file.by_row.items():
            if series := series_of(task.id, tasks):
                self._check_occurrence(row, task, series)
            elif task.every:
                said = "status" if task.status in ("doing", "done") else "evidence" if task.evidence else ""
                if said:
                    code = next(iter(occasions(task)))
                    hint = f"cchc task done {task.id} --period {code}"
                    self.add(row, said, _("of a recurring task each occurrence has a row of its own for this."), hint)

    def _check_occurrence(self, row: int, task: Task, series: Task) -> None:
        code = task.id.rpartition("/")[2]
        another = _("To go on otherwise, end it with cchc task cancel {id} and add a new task.", id=series.id)
        if code not in occasions(series):
            self.add(row, "id", no_occurrence(series, code), another)
        if task.every:
            text = _("an occurrence of {id} does not recur by itself.", id=series.id)
            self.add(row, "every", text, f"cchc task set {series.id} --every {task.every}")
        whose = _("Component, effort and gain are those of that task.")
        for column in ("component", "effort", "gain"):
            if getattr(task, column) not in (None, getattr(series, column)):
                text = _("it says otherwise than {id}, the recurring task of this occurrence.", id=series.id)
                self.add(row, column, text, f"{whose} {another}")

    def _check_unit(self, row: int, unit: str) -> None:
        """List a unit that there is not, or one that must be named and is not."""
        known = self.units.known
        if unit and known is not None and unit not in known:
            self.add(row, "unit", _("there is no unit {unit}.", unit=unit), nearest(unit, known), same=True)
        elif not unit and self.units.must_be_named:
            hint = _("Name the unit in the column unit, or set defaults.unit in criteria.yaml.")
            self.add(row, "unit", _("nobody says whose task this is."), hint)
