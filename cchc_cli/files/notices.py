"""What would go unnoticed: files in data/ that are not read, years that stand apart, and newer years than the one shown."""

import re
from collections.abc import Iterator, Mapping, Sequence, Sized
from contextlib import suppress
from datetime import MAXYEAR
from difflib import get_close_matches
from pathlib import Path

from cchc_cli.files.find import WorkspaceFolder
from cchc_cli.files.load import Loaded
from cchc_cli.files.scores.known import YearRows, copied_years, few_rows, import_hint, is_few, years_in
from cchc_cli.messages import N_, _, figure, n_
from cchc_cli.model.framework import Framework
from cchc_cli.model.letters import folded
from cchc_cli.model.nearest import called, names_of, nearest
from cchc_cli.model.places import legible
from cchc_cli.model.problems import CchcError, Problem, first_of, no_rows
from cchc_cli.model.registers import REGISTERS
from cchc_cli.model.scores import Unit
from cchc_cli.system.plain_file import names_in

STEMS = ("scores", "units", "tasks", "calendar", *REGISTERS)
WORKBOOKS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}
TABLES = WORKBOOKS | {".csv", ".tsv", ".parquet"}
INSTEAD = N_("{name} is read in its place; if this one is a copy, move it out of the folder.")
SHOWN = 5
"""Files that one line names."""
USUAL_LEAD = 1
"""By so many years registers are ahead of the last result while a year goes on."""


def warnings(loaded: Loaded) -> list[Problem]:
    """All that `check` tells."""
    years = loaded.scores.years(loaded.framework) if loaded.scores is not None and loaded.framework is not None else ()
    latest = max(years, default=None)
    return [
        *(_unread(loaded.workspace, path) for path in loaded.workspace.twins + unread_files(loaded.workspace)),
        *(problem for _year, problem in _apart(loaded.findings.years)),
        *_without_rows(loaded.findings.years),
        *(copied_years(loaded.scores.frame, loaded.findings.years) if loaded.scores is not None else ()),
        *_shares(loaded),
        *_todos(loaded),
        *(_without_points(loaded, latest) if latest is not None else ()),
    ]


def unasked(loaded: Loaded, year: int | None, basis: str) -> list[Problem]:
    """What is told where nobody named a year and `year` is shown: what may be newer, or wrong, about it."""
    unread = unread_files(loaded.workspace)
    newer = [path for path in unread if _may_be_newer(path, year)]
    found = [_unread(loaded.workspace, path) for path in loaded.workspace.twins + newer]
    found += unread_together(loaded.workspace, [path for path in unread if path not in newer])
    found += _without_rows(loaded.findings.years, (year or 0) + 1)
    if year is None:
        return found
    apart = [problem for other, problem in _apart(loaded.findings.years) if other >= year]
    return [*found, *apart, *_without_points(loaded, year, basis), *_registers(loaded.workspace, year)]


def misplaced_scores(workspace: WorkspaceFolder) -> str:
    """A hint: a score file that stands beside data/ or in a folder of it; blank where there is none."""
    with suppress(CchcError):
        beside = (workspace.root / name for name in names_in(workspace.root))
        for path in (*beside, *unread_files(workspace)):
            if path.name.startswith("scores") and path.suffix == ".csv":
                return _moved(workspace, path)
    return ""


def _moved(workspace: WorkspaceFolder, path: Path) -> str:
    file, folder = workspace.name(path), workspace.name(workspace.data)
    return _("There is {file}: move it into {folder}.", file=file, folder=folder)


def unread_together(workspace: WorkspaceFolder, paths: list[Path] | None = None) -> list[Problem]:
    """One line on files in data/ that are not read, `paths` or all: none is passed over in silence."""
    paths = unread_files(workspace) if paths is None else paths
    if len(paths) < 2:
        return [_unread(workspace, path) for path in paths]
    shown = first_of([legible(path.relative_to(workspace.data).as_posix()) for path in paths], SHOWN)
    text = _("these files are not read: {names}.", names=shown)
    folder = workspace.name(workspace.data)
    return [Problem(folder, text=text, hint=_("What to do with them: cchc check"), severity="warning")]


def of_year(loaded: Loaded, year: int) -> list[Problem]:
    """What is told of a year that is shown, whoever chose it: rows of another year in the files that are called after it,
    values that may be shares of 1, and units whose group the criteria do not know.
    """
    files = loaded.findings.years
    apart = [problem for other, problem in _apart(files) if other == year or year in years_in(problem.file)]
    apart += _without_rows(files, year, year)
    names = {file.name for file in files if year in file.counts}
    shares = [problem for problem in _shares(loaded) if problem.file in names]
    return [*apart, *shares, *_strangers_in(loaded, year), *outside_their_years(loaded, year)]


def outside_their_years(loaded: Loaded, year: int) -> list[Problem]:
    """Units with scores of a year in which units.csv does not have them, by the first of their rows."""
    scores = loaded.scores
    gone = [] if scores is None else [code for code, unit in enumerate(scores.units) if not unit.is_there(year)]
    if scores is None or not gone:
        return []
    rows = scores.frame.loc[(scores.frame["year"] == year) & scores.frame["unit"].isin(gone), "unit"].drop_duplicates()
    hint = _("Check the year, or since and until in units.csv.")
    return [
        Problem(
            *loaded.findings.place(row, "unit"), "unit", outside(scores.units[code], year), hint, severity="warning"
        )
        for row, code in zip(rows.index.tolist(), rows.tolist(), strict=True)
    ]


def outside(unit: Unit, year: int) -> str:
    """That a unit has scores of a year in which it is not there."""
    return _(
        "{unit} has scores in {year}, but its years in units.csv are {first}–{last}.",
        unit=called(unit.id, {unit.id: names_of(unit)}),
        year=year,
        first=unit.since or "…",
        last=unit.until or "…",
    )


def _strangers_in(loaded: Loaded, year: int) -> list[Problem]:
    """Those of `strangers` that have rows of a year."""
    scores = loaded.scores
    if scores is None or not strangers(loaded, scores.units):
        return []
    there = scores.frame.loc[scores.frame["year"] == year, "unit"].unique()
    return strangers(loaded, [scores.units[code] for code in there])


def strangers(loaded: Loaded, units: Sequence[Unit]) -> list[Problem]:
    """Units whose group is likely a slip: not named in criteria.yaml, blank where others have one, or spelled unlike another.

    Where criteria.yaml does not name all groups at its top, a group that it does not mention is one like the others,
    unless it differs from another in capitals, accents, spaces and signs alone.
    """
    framework = loaded.framework
    if framework is None:
        return []
    of_group = dict[str, list[str]]()
    for unit in units:
        of_group.setdefault(unit.group, []).append(called(unit.id, {unit.id: names_of(unit)}))
    file, is_apart = loaded.workspace.name(loaded.workspace.units), bool(framework.told_apart)
    return [
        Problem(
            *(file, 0, 0, "group", _stranger(group, first_of(of_group[group], SHOWN), told_apart=is_apart)),
            hint,
            severity="warning",
        )
        for group, hint in _slips(framework, of_group).items()
    ]


def _slips(framework: Framework, of_group: Mapping[str, Sized]) -> dict[str, str]:
    """The groups that are likely slips, each with what to do."""
    known, told_apart = framework.criteria.groups, framework.told_apart
    named = [*filter(None, of_group)]
    if known:
        hints = {group: nearest(group, known) for group in named if group not in known}
    else:
        hints = _spelled_unlike(told_apart, sorted(named, key=lambda group: -len(of_group[group])))
    if "" in of_group and (told_apart or (known and named)):
        hints[""] = _("Name its group in the column group of units.csv.")
    return hints


def _spelled_unlike(told_apart: Sequence[str], groups: Sequence[str]) -> dict[str, str]:
    """Groups that differ from one of criteria.yaml, or from an earlier one, in capitals, accents, spaces and signs alone."""
    first = {folded(group): group for group in reversed([*told_apart, *groups])}
    usual = {group: first[folded(group)] for group in groups if group not in told_apart}
    return {group: _("Did you mean {key}?", key=other) for group, other in usual.items() if other != group}


def _stranger(group: str, units: str, *, told_apart: bool) -> str:
    """What becomes of units of a group, or of none: where components differ by group, and where ranks alone do."""
    texts = {
        (True, True): N_(
            "units of the group {group}, not known to criteria.yaml, to which only what is for all groups applies: {units}."
        ),
        (True, False): N_("units without a group, to which only what is for all groups applies: {units}."),
        (False, True): N_("units of the group {group}, which are ranked by themselves: {units}."),
        (False, False): N_("units without a group, which are ranked by themselves: {units}."),
    }
    return _(texts[told_apart, bool(group)], group=group, units=units)


def unread_files(workspace: WorkspaceFolder) -> list[Path]:
    """Files in data/, and in folders there, that look like tables and are none of those that are read."""
    others = (workspace.units, workspace.tasks, workspace.task_log, workspace.calendar)
    read = {*workspace.scores(), *_register_files(workspace), *others}
    return [path for path in _tables_in(workspace.data) if path not in read]


def _tables_in(folder: Path) -> Iterator[Path]:
    for path in (folder / name for name in names_in(folder)):
        if _is_table(path.name):
            yield path
        elif not path.name.startswith(".") and path.is_dir() and not path.is_symlink():
            with suppress(CchcError):  # of what nobody may look into nothing is known
                yield from _tables_in(path)


def _register_files(workspace: WorkspaceFolder) -> list[Path]:
    """Those of all registers; one that can't be looked at is told by the commands that read it."""
    found = []
    for name in REGISTERS:
        with suppress(CchcError):
            found += workspace.register(name)
    return found


def _is_table(name: str) -> bool:
    """Whether a file's name promises a table; `~$` and `._` are what Excel and macOS leave beside one."""
    plain = name.casefold()
    if plain.startswith((".", "~$")):
        return False
    known = plain.startswith(STEMS) and plain.endswith(".txt")
    return Path(plain).suffix in TABLES or known or ".csv." in plain


def _is_like_scores(path: Path) -> bool:
    word = re.split(r"[^a-z]", path.name.casefold(), maxsplit=1)[0]
    return path.name.casefold().startswith("score") or bool(get_close_matches(word, ["scores"], cutoff=0.7))


def _may_be_newer(path: Path, year: int | None) -> bool:
    years = years_in(path.name)
    if years:
        return year is None or years[-1] > year
    return _is_like_scores(path)


def _unread(workspace: WorkspaceFolder, path: Path) -> Problem:
    name, right = path.name.casefold(), path.name[: path.name.casefold().find(".csv") + 4]
    if path.parent == workspace.root:
        hint = _(INSTEAD, name=workspace.criteria.name)
    elif Path(name).suffix in WORKBOOKS and not name.startswith(STEMS[1:]):
        hint = import_hint(workspace.name(path))
    elif path.parent != workspace.data and _is_like_scores(path):
        hint = _moved(workspace, path)
    elif _is_like_scores(path):
        hint = _("Score files are called scores*.csv.")
        if ".csv." in name:
            hint = _(INSTEAD if right in names_in(path.parent) else N_("Rename it to {name}."), name=right)
    else:
        hint = _(
            "cchc reads scores*, units, tasks and calendar as csv or .xlsx, and {registers} as csv, parquet or .xlsx.",
            registers=", ".join(f"{each}*" for each in REGISTERS),
        )
    return Problem(workspace.name(path), text=_("this file is not read."), hint=hint, severity="warning")


def _apart(files: list[YearRows]) -> list[tuple[int, Problem]]:
    """Years that a file's name contradicts, or that only a handful of its rows have."""
    found = []
    for file in files:
        named = years_in(file.name)
        most = max(file.counts.values(), default=0)
        usual = max(file.counts, key=lambda year: file.counts[year], default=0)
        for year, count in sorted(file.counts.items()):
            if named and not named[0] <= year <= named[-1]:
                text = n_(
                    "{count} row of this file is of {year}, which its name does not say.",
                    "{count} rows of this file are of {year}, which its name does not say.",
                    count,
                    year=year,
                )
            elif not named and is_few(count, most):
                text = few_rows(year, count, usual, most)
            else:
                continue
            line, at = file.place(year)
            told = text, _("Check the year."), "warning", _("line {line}", line=line)
            found.append((year, Problem(file.name, line, at, "year", *told)))
    return found


def _without_rows(files: list[YearRows], first: int = 0, last: int = MAXYEAR) -> list[Problem]:
    """Score files with a header alone that are called after these years, or after none: then they may be of any later one."""
    return [
        no_rows(file.name)
        for file in files
        if not file.counts and first <= max(years_in(file.name), default=MAXYEAR) <= last
    ]


def _shares(loaded: Loaded) -> list[Problem]:
    """Values such as 0.95 where 95 may be meant."""
    found = []
    for (file, component), share in loaded.findings.shares.items():
        text = n_(
            "{value} is small for a percentage: the rule of {component} runs to {most}.",
            "{value} is small for a percentage: the rule of {component} runs to {most} ({count} such values).",
            share.count,
            value=figure(share.value),
            component=component,
            most=figure(share.most),
        )
        hint = _("If {value} is meant, write that.", value=f"{share.value * 100:.12g}")
        found.append(Problem(file, share.line, share.column, "value", text, hint, severity="warning"))
    return found


def _todos(loaded: Loaded) -> list[Problem]:
    """Comments that say what is still to do in criteria.yaml, such as `import criteria` leaves: one line for all."""
    criteria, tree = loaded.workspace.criteria, loaded.criteria.tree
    lines = tree.todos if tree is not None else ()
    if not lines:
        return []
    text = n_(
        "{count} TODO comment is left: what it is about was not sure.",
        "{count} TODO comments are left, in the lines {lines}: what they are about was not sure.",
        len(lines),
        lines=first_of(list(map(str, lines)), SHOWN),
    )
    hint = _("Look at it, correct it, and remove the comment.")
    return [Problem(loaded.workspace.name(criteria), lines[0], text=text, hint=hint, severity="warning")]


def _without_points(loaded: Loaded, year: int, basis: str = "official") -> list[Problem]:
    """Years after `year` with rows, but no points on a basis."""
    found = []
    for file in loaded.findings.years:
        newer = [other for other in file.counts if other > year]
        if not newer:
            continue
        text = (
            N_("its rows of {newer} have no official points yet: {year} is the latest year that has.")
            if basis == "official"
            else N_("its rows of {newer} have no self-scores yet: {year} is the latest year that has.")
        )
        unread = loaded.findings.unread.get(file.name)
        hint = _("Columns that are not read: {columns}.", columns=", ".join(unread)) if unread else ""
        told = _(text, newer=", ".join(map(str, newer)), year=str(year))
        found.append(Problem(file.name, file.place(newer[0])[0], text=told, hint=hint, severity="warning"))
    return found


def _registers(workspace: WorkspaceFolder, year: int) -> list[Problem]:
    """Registers that are ahead of the scores by more than the year that is going on."""
    text = N_("this register is of {newer}; {year} is the latest year with scores.")
    latest = {path: max(years_in(path.name), default=year) for path in _register_files(workspace)}
    told = {
        path: _(text, newer=str(newer), year=str(year)) for path, newer in latest.items() if newer > year + USUAL_LEAD
    }
    return [Problem(workspace.name(path), text=text, severity="warning") for path, text in told.items()]
