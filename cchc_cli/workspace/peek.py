"""Quick looks into a workspace, for help and shell completion: no pandas, no checks, never an error."""

import csv
from collections.abc import Iterator
from pathlib import Path

from cchc_cli.model.problems import CchcError
from cchc_cli.workspace import headers
from cchc_cli.workspace.find import Workspace, find

MAX_LINES = 50_000
"""Rows of a score file that completion looks at."""


def default_language(asked: str | None) -> str | None:
    """`defaults.language` of the workspace, as far as there is one that can be read."""
    import yaml

    depth, path = 0, ["", ""]
    try:
        text = find(asked).criteria.read_text("utf-8-sig")[:2_000_000]
        if text.count("[") > 1000 + text.count("]") or text.count("{") > 1000 + text.count("}"):
            return None
        is_key = True
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth, is_key = depth + 1, True
            elif isinstance(event, yaml.CollectionEndEvent):
                depth, is_key = depth - 1, True
                if depth == 1 and path[0] == "defaults":
                    return None
            elif isinstance(event, yaml.ScalarEvent) and depth in (1, 2):
                if is_key:
                    path[depth - 1] = event.value
                elif depth == 2 and path == ["defaults", "language"]:
                    return event.value if event.value in ("vi", "en") else None
                is_key = not is_key
    except (CchcError, OSError, UnicodeError, yaml.YAMLError):
        return None
    return None


def years(asked: str | None) -> list[str]:
    """Years that stand in the scores, newest first."""
    return sorted({year for year in _cells(asked, "year") if year.isascii() and year.isdigit()}, reverse=True)


def units(asked: str | None) -> list[tuple[str, str]]:
    """Units with their names: those of units.csv, else those in the scores."""
    try:
        path = find(asked).units
        if path.is_file():
            return [(row[0], row[1]) for row in _rows(path, headers.UNITS, ("unit", "name"))]
    except (CchcError, OSError, UnicodeError, csv.Error):
        return []
    return [(unit, "") for unit in dict.fromkeys(_cells(asked, "unit"))]


def tasks(asked: str | None) -> list[tuple[str, str]]:
    """Tasks with their actions."""
    try:
        path = find(asked).tasks
        rows = _rows(path, headers.TASKS, ("id", "action")) if path.is_file() else ()
        return [(row[0], row[1]) for row in rows]
    except (CchcError, OSError, UnicodeError, csv.Error):
        return []


def _cells(asked: str | None, column: str) -> list[str]:
    try:
        workspace: Workspace = find(asked)
        return [cells[0] for path in workspace.scores() for cells in _rows(path, headers.SCORES, (column,))]
    except (CchcError, OSError, UnicodeError, csv.Error):
        return []


def _rows(
    path: Path, known: dict[str, tuple[str, ...]], columns: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        delimiter = max(",;\t", key=first.count)
        places = headers.match(next(csv.reader([first], delimiter=delimiter), []), known)
        if any(column not in places for column in columns):
            return
        for number, row in enumerate(csv.reader(file, delimiter=delimiter)):
            if number >= MAX_LINES:
                return
            if len(row) > max(places[column][0] for column in columns):
                yield tuple(row[places[column][0]].strip() for column in columns)
