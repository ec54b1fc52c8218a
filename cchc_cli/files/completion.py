"""Quick looks into a workspace, for help and shell completion: no pandas, no checks, never an error.

Little is read of each file, and of plain files only: a Tab key must not wait. What is offered is harmless to shells.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from functools import partial
from itertools import islice
from os import scandir
from pathlib import Path

from cchc_cli.files.csv import headers
from cchc_cli.files.csv.head import find_head
from cchc_cli.files.csv.text import CsvFault
from cchc_cli.files.find import WorkspaceFolder, find
from cchc_cli.messages import N_, _
from cchc_cli.model.letters import clean, csv_cell
from cchc_cli.model.problems import CchcError, Problem, first_of
from cchc_cli.system.plain_file import open_plain, read_plain

MOST_BYTES = 2 * 1024 * 1024
"""What is read of one file: some 50,000 rows of scores."""
MOST_FILES = 8
"""Score files that are looked at, the last ones: the newest years."""
ID_MARKS = "-_./"
TEXT_MARKS = " -_.,/"
LONGEST_ID, LONGEST_TEXT = 80, 100
"""What of users' texts gets to a shell. Scripts of completion hand what cchc prints to its `eval` (zsh), or put it unquoted
on the command line (bash, PowerShell): letters and digits of any script, spaces between words and a few marks alone."""
MOST_NAMES = 5000
"""What is looked at in one folder, and of criteria.yaml."""
PERIODS = ("", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4")
OPTION = re.compile(r"(?:^| )(--[a-z-]+=)\S*$")
"""An option and its value, as one word, at the end of a line."""
OFFER = re.compile(r"^((?:_arguments .*\(\()?\"?)(?=.)")
"""The beginning of a line with an offer, in the form of each shell (zsh: `_arguments '*: :(("3.1=max":"…"`)."""
YEAR = re.compile("(?:19|2[0-9])[0-9]{2}")

Offers = list[tuple[str, str]]
"""What can be completed, each with a text that explains it."""


def at_equals(environment: MutableMapping[str, str]) -> Callable[[str], str]:
    """How an offer is put so that the shell completes with it what stands behind `=`: bash takes that for a word of its
    own, others want the option before it as well."""
    if environment["_CCHC_COMPLETE"] == "complete_bash":
        known = _join_at_equals(environment)
        return lambda line: line.removeprefix(known)
    line = environment.get("_TYPER_COMPLETE_WORD_TO_COMPLETE") or environment.get("_TYPER_COMPLETE_ARGS", "")
    option = OPTION.search(line)
    return str if option is None else partial(OFFER.sub, rf"\1{option[1]}")


def _join_at_equals(environment: MutableMapping[str, str]) -> str:
    """Make whole words of those that bash parts at each `=`: typer knows what is completed by them.

    Returns what of each offer bash has already: that up to the last `=`, behind which it completes a word of its own.
    """
    now = int(environment.get("COMP_CWORD") or 0)
    parts = environment.get("COMP_WORDS", "").split("\n")[: now + 1]
    words: list[str] = []
    for at, part in enumerate(parts):
        if at > 1 and "=" in (part, parts[at - 1]):
            words[-1] += part
        else:
            words.append(part)
    if len(parts) == now + 1:
        environment.update(COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1))
    value = words[-1].partition("=")[2] if words[-1].startswith("-") else words[-1]
    return "".join(value.rpartition("=")[:2])


def years(asked: str | None, beginning: str = "") -> list[str]:
    """Years that stand in the scores, newest first."""
    found = {year for _file, (year,) in _rows(asked, "scores", "year") if YEAR.fullmatch(year)}
    return sorted((year for year in found if year.startswith(beginning)), reverse=True)


def units(asked: str | None, beginning: str = "") -> Offers:
    """Units with their names: those of units.csv, else those in the scores."""
    return _offered(_cells(_units(asked)), beginning)


def tasks(asked: str | None, beginning: str = "") -> Offers:
    """Tasks with their actions."""
    return _offered(_cells(_tasks(asked)), beginning)


def groups(asked: str | None, beginning: str = "") -> list[str]:
    """Groups of units.csv."""
    named = [cells for _path, cells in _rows(asked, "units", "group")]
    return [*dict.fromkeys(group for (group,) in named if is_harmless(group) and group.startswith(clean(beginning)))]


def groups_or_all(asked: str | None, beginning: str = "") -> list[str]:
    """Groups of units.csv, and the word for all of them."""
    return [*groups(asked, beginning), *(["all"] if "all".startswith(beginning) else [])]


def nodes(asked: str | None, beginning: str = "") -> Offers:
    """Areas, criteria and components of criteria.yaml with their names."""
    return _of(_below(_criteria(asked)), beginning)


def components(asked: str | None, beginning: str = "") -> Offers:
    """What gets points, with its name."""
    leaves = (node for node in _below(_criteria(asked)) if not any(key in node for key in BELOW))
    return _of(leaves, beginning)


def settings(asked: str | None, beginning: str = "") -> Offers:
    """Components with full points, as --set takes them; behind the sign of equality all that may stand there."""
    start, equals, points = beginning.partition("=")
    if not equals:
        return [(f"{identity}=max", name) for identity, name in components(asked, start)]
    wanted = clean(start)
    for node in _below(_criteria(asked)):
        if node.get("id") == wanted and not any(key in node for key in BELOW):
            words = [(word, node.get("name")) for word in ("max", "NA")]
            return [(f"{wanted}={word}", text) for word, text in _offered([*words, *_reached(node)], points)]
    return []


def excluded(asked: str | None, beginning: str = "") -> Offers:
    """Components and the actions that have ids."""
    actions = (action for node in _below(_criteria(asked)) for action in _mappings(node.get("actions")))
    return [*components(asked, beginning), *_of(actions, beginning)]


def owners(asked: str | None, beginning: str = "") -> Offers:
    """Owners with their names."""
    named = _mapping(_criteria(asked).get("owners"))
    return _of(({"id": key, "name": _mapping(owner).get("name")} for key, owner in named.items()), beginning)


def ratings(asked: str | None, beginning: str = "") -> Offers:
    """Ratings with their names."""
    return _of(_mappings(_mapping(_criteria(asked).get("index")).get("ratings")), beginning)


def periods(asked: str | None, beginning: str = "") -> list[str]:
    """Quarters, halves and years in which tasks are due."""
    known = {due[:4] for _path, (due,) in _rows(asked, "tasks", "due") if YEAR.fullmatch(due[:4])}
    parts = [f"{year}{part}" for year in sorted(known, reverse=True) for part in PERIODS]
    return [part for part in parts if part.startswith(beginning)]


def folders(beginning: str = "") -> list[str]:
    """Folders whose paths begin so, as far as shells take them as they are."""
    head, slash, start = beginning.rpartition("/")
    try:
        with scandir(head + slash or ".") as found:
            names = [each.name for each in islice(found, MOST_NAMES) if not each.name.startswith(".") and each.is_dir()]
    except OSError:
        return []
    return sorted(head + slash + name for name in names if name.startswith(start) and is_harmless(name))


Mapped = dict[str, object]
"""A mapping of criteria.yaml, its scalars as texts."""
BOUNDS = {"min": N_("from {bound}"), "above": N_("above {bound}")}
"""How the bounds of tiers are said."""
BELOW = ("areas", "criteria", "components")
"""Keys of criteria.yaml below which areas, criteria and components stand."""


def _of(found: Iterable[Mapped], beginning: str) -> Offers:
    """The ids and names of those that have one that begins so."""
    return _offered(((node.get("id"), node.get("name")) for node in islice(found, MOST_NAMES)), beginning)


def _offered(found: Iterable[tuple[object, object]], beginning: str) -> Offers:
    """Ids that begin so and are harmless, each once, with the text that explains it."""
    wanted, offers = clean(beginning), dict[str, str]()
    for identity, text in found:
        if isinstance(identity, str) and is_harmless(identity) and identity.startswith(wanted):
            offers.setdefault(identity, harmless(text if isinstance(text, str) else ""))
    return list(offers.items())


def _criteria(asked: str | None) -> Mapped:
    """What criteria.yaml has; nothing of one that can't be read."""
    import yaml

    try:
        text = read_plain(find(asked).criteria, MOST_BYTES).decode("utf-8-sig")
        if text.count("[") > 1000 + text.count("]") or text.count("{") > 1000 + text.count("}"):
            return {}
        return _mapping(getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text).get_single_data())
    except (CchcError, OSError, UnicodeError, yaml.YAMLError, RecursionError):
        return {}


def _mapping(part: object) -> Mapped:
    return part if isinstance(part, dict) else {}


def _mappings(part: object) -> list[Mapped]:
    """The mappings of a list."""
    return [each for each in part if isinstance(each, dict)] if isinstance(part, list) else []


def _reached(node: Mapped) -> Iterator[tuple[str, object]]:
    """The options of a component with their names, or the points of its tiers with the values that reach them."""
    rule = _mapping(node.get("rule"))
    for option, given in _mapping(rule.get("options")).items():
        yield str(option), _mapping(given).get("name", str(given))
    for tier in _mappings(rule.get("tiers")):
        yield str(tier.get("points")), " ".join(_(BOUNDS[key], bound=str(tier[key])) for key in tier if key in BOUNDS)


def _below(root: Mapped) -> Iterator[Mapped]:
    """Everything that stands below BELOW, in the order of the file."""
    for node in (node for key in BELOW for node in _mappings(root.get(key))):
        yield node
        yield from _below(node)


def left_out(workspace: WorkspaceFolder) -> list[Problem]:
    """A warning for each file with ids that are not harmless, and so are never offered."""
    asked = str(workspace.root)
    unsafe: dict[Path, dict[str, None]] = {}
    for path, cells in (*_units(asked), *_tasks(asked)):
        if cells[0] and not is_harmless(cells[0]):
            unsafe.setdefault(path, {})[cells[0]] = None
    text = N_("Tab does not complete ids with spaces or signs that shells take for their own: {ids}.")
    told = {path: _(text, ids=first_of(ids, 5)) for path, ids in unsafe.items()}
    return [Problem(workspace.name(path), text=text, severity="warning") for path, text in told.items()]


CompletionRows = Iterator[tuple[Path, tuple[str, ...]]]
"""Cells of some columns, with the file in which they stand."""


def _cells(rows: CompletionRows) -> Iterator[tuple[str, str]]:
    """An id, and what else is in its row."""
    return ((cells[0], " ".join(cells[1:])) for _path, cells in rows)


def _units(asked: str | None) -> CompletionRows:
    named = list(_rows(asked, "units", "unit", "name"))
    yield from named or _rows(asked, "scores", "unit")


def _tasks(asked: str | None) -> CompletionRows:
    return _rows(asked, "tasks", "id", "action")


KNOWN = {"units": headers.UNITS, "tasks": headers.TASKS, "scores": headers.SCORES}
"""The headers of each kind of file."""


def _rows(asked: str | None, kind: str, *columns: str) -> CompletionRows:
    """The cells of `columns` in the files of a kind; nothing of what can't be read, or has no such column."""
    try:
        workspace = find(asked)
        paths = workspace.scores()[-MOST_FILES:] if kind == "scores" else [getattr(workspace, kind)]
    except CchcError:
        return
    for path in paths:
        with suppress(OSError, CchcError, CsvFault):
            yield from ((path, cells) for cells in _cells_in(path, KNOWN[kind], columns))


def _cells_in(path: Path, known: Mapping[str, tuple[str, ...]], columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    with open_plain(path) as file:
        data = file.read(MOST_BYTES)
    head = find_head(data, path.name, known, columns)
    places = head.positions
    if not all(column in places for column in columns):
        return
    for row in head.first_rows(data, MOST_BYTES):
        cells = [*map(csv_cell, row), *[""] * (head.width - len(row))]
        yield tuple(cells[places[column]] for column in columns)


def is_harmless(identity: str) -> bool:
    """Whether an id can be completed: letters, digits and `-_./`, a letter or a digit first, so that it is no option."""
    return (
        0 < len(identity) <= LONGEST_ID
        and unicodedata.category(identity[0])[0] in "LN"
        and all(_is_letter(sign) or sign in ID_MARKS for sign in identity)
    )


def harmless(text: str) -> str:
    """A text that explains an id, with a space for every sign that is not harmless; cut where it is long."""
    kept = "".join(sign if _is_letter(sign) or sign in TEXT_MARKS else " " for sign in text)
    words = " ".join(kept.split())
    return words if len(words) <= LONGEST_TEXT else words[:LONGEST_TEXT].rstrip()


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"
