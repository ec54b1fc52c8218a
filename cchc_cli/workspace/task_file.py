"""data/tasks.csv: read, checked, and changed cell by cell.

The file is the user's: comments (lines that begin with #), the order of rows and columns, columns that we do
not know, the separator and the line ends all stay as they are. Only cells that change are written anew.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model import bounds
from cchc_cli.model.columns import TASKS
from cchc_cli.model.framework import Framework
from cchc_cli.model.problems import InputError, Problem
from cchc_cli.model.tasks import STATUSES, Status, Task
from cchc_cli.workspace import headers
from cchc_cli.workspace.csv_file import BOM, DELIMITERS, clean, number
from cchc_cli.workspace.csv_lines import bad_line, cells_of, encoding_fault, records_of
from cchc_cli.workspace.find import is_there
from cchc_cli.workspace.nearest import nearest
from cchc_cli.workspace.plain_file import LIST, read_plain
from cchc_cli.workspace.task_values import as_cells, nonsense, parse_day, too_much

REQUIRED = ("id", "component", "action", "status")
DAYS = ("start", "due", "done_on")
AMOUNTS = {"effort": bounds.DAYS, "gain": bounds.POINTS}
_LINE_END = re.compile(r"\r\n|\r|\n")
STATUS_WORDS: dict[str, Status] = {
    **{status: status for status in STATUSES},
    **dict.fromkeys(("", "chua thuc hien", "chua bat dau", "chua lam", "moi", "qua han"), "todo"),
    **dict.fromkeys(("dang thuc hien", "dang lam"), "doing"),
    **dict.fromkeys(("hoan thanh", "da hoan thanh", "xong", "da xong"), "done"),
    **dict.fromkeys(("huy", "da huy", "huy bo"), "cancelled"),
}


@dataclass
class Row:
    """A line of the file: text as it stands, and the task that it holds, if any."""

    line: int
    text: str
    task: Task | None = None


class TaskFile:
    """The file's rows in their order."""

    def __init__(self, path: Path, name: str, text: str, *, bom: bool, newline: str) -> None:
        self.path, self.name, self.bom, self.newline = path, name, bom, newline
        self.rows: list[Row] = []
        self.delimiter = ","
        self.positions: dict[str, int] = {column: at for at, column in enumerate(TASKS)}
        self.width = len(TASKS)
        self._read(text)

    @property
    def tasks(self) -> list[Task]:
        """The tasks in the order of the file."""
        return [row.task for row in self.rows if row.task is not None]

    def _read(self, text: str) -> None:
        head = next((line for line in text.splitlines() if line.strip() and not _is_comment(line)), None)
        if head is None:
            header = Row(0, ",".join(TASKS))
            self.rows = [Row(n, line) for n, line in enumerate(text.splitlines(), 1)] + [header]
            return
        known = [(mark, [clean(cell) for _at, cell in cells_of(head, mark)]) for mark in DELIMITERS]
        self.delimiter, names = max(known, key=lambda each: len(headers.match(each[1], headers.TASKS)))
        line = next(number for number, text_line in enumerate(text.splitlines(), 1) if text_line == head)
        self.positions = self._positions(names, line)
        self.width = len(names)
        self.rows = [Row(line, record) for line, record in _records(text, self.delimiter)]

    def _positions(self, names: list[str], line: int) -> dict[str, int]:
        found = headers.match(names, headers.TASKS)
        problems = [
            Problem(self.name, line, 0, column, _("several columns mean {column}: {cells}.").format(
                column=column, cells=", ".join(f"“{names[place]}”" for place in places)))
            for column, places in found.items() if len(places) > 1
        ]  # fmt: skip
        for column in REQUIRED:
            if column not in found:
                text = _("the column {column} is missing; found: {header}.").format(
                    column=column, header=", ".join(name for name in names if name)[:200] or _("nothing")
                )
                problems.append(Problem(self.name, line, 0, column, text))
        if problems:
            raise InputError(_("The tasks have faults; nothing was changed."), problems)
        return {column: places[0] for column, places in found.items()}

    def cells(self, row: Row) -> list[tuple[int, str]]:
        """Where each cell of a row begins, and its text."""
        return cells_of(row.text, self.delimiter)

    def change(self, task: Task) -> None:
        """Write the cells in which `task` differs from the row with its id."""
        row = next(row for row in self.rows if row.task is not None and row.task.id == task.id)
        assert row.task is not None
        new, old = self._texts(task), self._texts(row.task)
        texts = self._padded(row)
        for column in TASKS:
            if new[column] != old[column]:
                texts[self.positions[column]] = new[column]
        row.text, row.task = self._line(texts), task

    def add(self, tasks: list[Task]) -> None:
        """Put rows at the end."""
        for task in tasks:
            texts, new = [""] * self.width, self._texts(task)
            for column, position in self.positions.items():
                texts[position] = new[column]
            self.rows.append(Row(0, self._line(texts), task))

    def needs(self, columns: set[str]) -> None:
        """Add columns that the header lacks, at its end."""
        missing = [column for column in TASKS if column in columns and column not in self.positions]
        if not missing:
            return
        header = next(row for row in self.rows if row.text.strip() and not _is_comment(row.text))
        for row in self.rows:
            if row is header or row.task is not None:
                texts = self._padded(row)
                row.text = self._line([*texts, *(missing if row is header else [""] * len(missing))])
        self.positions |= {column: self.width + at for at, column in enumerate(missing)}
        self.width += len(missing)

    def _padded(self, row: Row) -> list[str]:
        """The texts of a row's cells, blanks for those that are left out at its end."""
        texts = [cell for _at, cell in self.cells(row)]
        return texts + [""] * (self.width - len(texts))

    def _texts(self, task: Task) -> dict[str, str]:
        """A task's cells, numbers with a decimal comma where ; separates: such files come from Vietnamese spreadsheets."""
        texts = as_cells(task)
        if self.delimiter == ";":
            texts |= {column: texts[column].replace(".", ",") for column in AMOUNTS}
        return texts

    def _line(self, texts: list[str]) -> str:
        line = io.StringIO()
        # Without quotation marks a first cell that begins with # would make the row a comment.
        quoting: Literal[0, 1] = csv.QUOTE_ALL if _is_comment(texts[0]) else csv.QUOTE_MINIMAL
        # The writer puts line breaks into quotation marks only where they could end a line.
        csv.writer(line, delimiter=self.delimiter, lineterminator="\r\n", quoting=quoting).writerow(texts)
        return line.getvalue().removesuffix("\r\n")

    def data(self) -> bytes:
        """The whole file."""
        text = "".join(row.text + self.newline for row in self.rows)
        return (BOM if self.bom else b"") + text.encode()


def read_tasks(path: Path, name: str, framework: Framework) -> TaskFile:
    """The file, or an empty one where there is none. Raises InputError with every fault."""
    try:
        data = read_plain(path, LIST) if is_there(path) else b""
    except OSError as error:
        text = _("cannot be read ({reason}).").format(reason=system_reason(error))
        raise InputError(_faults(), [Problem(name, 0, 0, "", text)]) from error
    if line := bad_line(data):
        raise InputError(_faults(), [encoding_fault(name, line)])
    newline = "\r\n" if b"\r\n" in data else "\n"
    file = TaskFile(path, name, data.decode("utf-8-sig"), bom=data.startswith(BOM), newline=newline)
    problems = _Checker(file, framework).problems
    if problems:
        raise InputError(_faults(), problems)
    return file


def task_faults(path: Path, name: str, framework: Framework) -> list[Problem]:
    """Every fault of the file; none where there is no file."""
    try:
        read_tasks(path, name, framework)
    except InputError as error:
        return error.problems
    return []


def _records(text: str, delimiter: str) -> Iterator[tuple[int, str]]:
    """Every row and every comment, with the line on which it begins; a quotation mark in a comment opens nothing."""
    line, at = 1, 0
    while at < len(text):
        end = _LINE_END.search(text, at)
        record = text[at : end.start() if end else len(text)]
        if not _is_comment(record):
            _first, record = next(records_of(text[at:], delimiter))
        yield line, record
        at += len(record)
        line += len(_LINE_END.findall(record)) + 1
        if end := _LINE_END.match(text, at):
            at = end.end()


def _faults() -> str:
    return _("The tasks have faults; nothing was changed.")


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


class _Checker:
    """Turns rows into tasks and lists what is wrong with them."""

    def __init__(self, file: TaskFile, framework: Framework) -> None:
        self.file, self.framework = file, framework
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = {}
        begun = False
        for row in file.rows:
            if not row.text.strip() or _is_comment(row.text):
                continue
            if begun:
                self._row(row)
            begun = True

    def _add(self, row: Row, column: str, text: str, hint: str = "") -> None:
        cells = self.file.cells(row)
        at = self.file.positions.get(column, 0)
        place = cells[at][0] + 1 if at < len(cells) else 0
        self.problems.append(Problem(self.file.name, row.line, place, column, text, hint))

    def _row(self, row: Row) -> None:
        raw = [cell for _at, cell in self.file.cells(row)]
        texts = [clean(cell) for cell in raw]
        if not any(texts):
            return
        width = self.file.width
        # Excel leaves out separators at the end of some rows; a row without what every task has is cut off.
        least = 1 + max(self.file.positions[column] for column in REQUIRED)
        if len(texts) < least or any(texts[width:]):
            text = _("{found} cells in this row, but {width} in the header.").format(
                found=len(texts), width=width
            )
            self._add(row, "", text, _("A row may have been cut off, or a separator is missing."))
            return
        texts += [""] * (width - len(texts))
        cells = {column: texts[at] for column, at in self.file.positions.items()}
        if (at := self.file.positions.get("evidence", len(raw))) < len(raw):
            # Several files may stand below one another in the cell.
            lines = (clean(line).strip("; ") for line in raw[at].splitlines())
            cells["evidence"] = "; ".join(line for line in lines if line)
        before = len(self.problems)
        task = self._task(row, cells)
        if len(self.problems) == before:
            row.task = task

    def _task(self, row: Row, cells: Mapping[str, str]) -> Task:
        identity = cells["id"]
        if not identity:
            self._add(row, "id", _("the id is blank."))
        elif identity in self.seen:
            text = _("the id {id} stands here twice; first on line {line}.")
            self._add(row, "id", text.format(id=identity, line=self.seen[identity]))
        self.seen.setdefault(identity, row.line)
        component = cells["component"]
        leaves = [leaf.id for _area, _criterion, leaf in self.framework.lineage()]
        if component not in leaves:
            text = _("there is no component {component} in criteria.yaml.").format(component=component)
            self._add(row, "component", text, nearest(component, leaves))
        owner, owners = cells.get("owner", ""), self.framework.criteria.owners
        if owner and owner not in owners:
            self._add(
                row, "owner", _("there is no owner {owner}.").format(owner=owner), nearest(owner, owners)
            )
        if not cells["action"]:
            self._add(row, "action", _("the action is blank."))
        status = STATUS_WORDS.get(headers.plain(cells["status"]))
        if status is None:
            text = _("“{value}” is not allowed; allowed: {allowed}.")
            self._add(row, "status", text.format(value=cells["status"], allowed=", ".join(STATUSES)))
        start, due, done_on = (self._day(row, column, cells.get(column, "")) for column in DAYS)
        effort, gain = (self._amount(row, column, cells.get(column, "")) for column in AMOUNTS)
        task = Task(
            id=identity,
            component=component,
            action=cells["action"],
            product=cells.get("product", ""),
            owner=owner,
            start=start,
            due=due,
            effort=effort,
            gain=gain,
            status=status or "todo",
            done_on=done_on,
            evidence=cells.get("evidence", ""),
            note=cells.get("note", ""),
        )
        for column, text in [*nonsense(task), *too_much(task, self.framework)]:
            self._add(row, column, text)
        return task

    def _day(self, row: Row, column: str, text: str) -> date | None:
        day = parse_day(text)
        if text and day is None:
            told = _("“{found}” is not a date.").format(found=text)
            self._add(row, column, told, _("Write it like 2023-12-31 or 31/12/2023."))
        return day

    def _amount(self, row: Row, column: str, text: str) -> float | None:
        amount = number(text) if text else None
        if text and amount is None:
            self._add(row, column, _("“{found}” is not a number.").format(found=text))
        elif amount is not None and not AMOUNTS[column].holds(amount):
            told = _("{value} is out of range; allowed: {span}.")
            self._add(row, column, told.format(value=bounds.shortened(text), span=AMOUNTS[column]))
        return amount
