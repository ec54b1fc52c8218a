"""New workspaces: the illustrative sample, or a skeleton with comments."""

import errno
import json
import os
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from functools import cache
from inspect import cleandoc
from pathlib import Path

from cchc_cli.files.find import is_there, is_workspace, told
from cchc_cli.messages import _, language
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError
from cchc_cli.system.plain_file import MIB, is_folder, read_plain
from cchc_cli.system.safe_write import made_folder, replace_text

PACKAGE = Path(__file__).parent
SCHEMA_FILE = "criteria.schema.json"
MODELINE = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"


def create(folder: Path, *, empty: bool, speaks: str = "vi") -> list[str]:
    """Write a workspace into `folder`, the sample with this as its language; the names of what was written.

    What an interrupted run left is completed. Raises CchcError when anything else is in the way.
    """
    _refuse_file(folder)
    files = {SCHEMA_FILE: schema_text(), **(_skeleton(language()) if empty else _sample(speaks))}
    there = [name for name in files if is_there(folder / name)]
    missing = {name: text for name, text in files.items() if name not in there}
    in_the_way = [name for name in there if not (missing and _is(folder / name, files[name]))]
    _write_new(folder, missing, in_the_way)
    return list(missing)


def _refuse_file(folder: Path) -> None:
    with told(folder):
        if is_there(folder) and not is_folder(folder):
            text = _("{folder} is not a folder; nothing was written.", folder=folder)
            raise CchcError(text, hint=_("Name another folder: cchc init DIR"))
    place = folder.absolute()
    if place.name == "data" and is_workspace(place.parent):
        text = _("{folder} holds the data of a workspace; nothing was written.", folder=folder)
        raise CchcError(text, hint=_("Name another folder: cchc init DIR"))


def _write_new(folder: Path, files: Mapping[str, str], in_the_way: list[str]) -> None:
    if in_the_way:
        text = _(
            "Nothing was written: {folder} already has {files}.", folder=folder.absolute(), files=", ".join(in_the_way)
        )
        raise CchcError(text, hint=_("Name another folder: cchc init DIR"))
    try:
        with ExitStack() as undo:
            for name, text in files.items():
                path = folder / name
                undo.enter_context(made_folder(path.parent))
                if is_there(path):  # it came into being meanwhile
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
                replace_text(path, text.encode())
                undo.callback(path.unlink)
            undo.pop_all()
    except OSError as error:
        text = _("Can't write {file} ({reason}).", file=error.filename or folder, reason=system_reason(error))
        raise CchcError(text) from error


def _is(path: Path, text: str) -> bool:
    """Whether this file says just that."""
    with suppress(OSError):
        return read_plain(path, MIB) == text.encode()
    return False


def is_untouched(criteria: Path) -> bool:
    """Whether this file is, to the byte, the criteria.yaml of a new empty workspace, of whichever language."""
    return any(_is(criteria, _skeleton(each.name)["criteria.yaml"]) for each in (PACKAGE / "skeleton").iterdir())


def sample_folder() -> Path:
    """The sample workspace: in the installed package, or at the root of a checkout."""
    installed = PACKAGE / "sample"
    return installed if installed.is_dir() else PACKAGE.parent.parent


def _sample(speaks: str) -> dict[str, str]:
    root = sample_folder()
    criteria = (root / "criteria.yaml").read_text("utf-8").replace("  language: vi\n", f"  language: {speaks}\n")
    files = {"criteria.yaml": MODELINE + criteria}
    for path in sorted((root / "data").rglob("*.csv")):
        files[path.relative_to(root).as_posix()] = path.read_text("utf-8")
    return files


def _skeleton(speaks: str) -> dict[str, str]:
    folder = PACKAGE / "skeleton" / speaks
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.*"))}
    return {name: MODELINE + text if name == "criteria.yaml" else text for name, text in files.items()}


@cache
def schema_text() -> str:
    """The JSON Schema of criteria.yaml."""
    import msgspec

    from cchc_cli.model.criteria import Criteria

    schema = msgspec.json.schema(Criteria)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "cchc criteria.yaml"}
    return json.dumps(_told(head | schema), ensure_ascii=False, indent=2) + "\n"


def _told(schema: object) -> object:
    """As editors show it and as files are read: descriptions without the indents of code, ids that may look like numbers.

    What msgspec takes from docstrings hangs on its version (indents are gone since 0.23). Without quotes an id may
    look like a number; cchc reads the characters that stand there.
    """
    if isinstance(schema, list):
        return [_told(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    from cchc_cli.model.fields import GROUP_PATTERN, ID_PATTERN
    from cchc_cli.model.rules.counted import ITEM_PATTERN

    parts = {key: _told(part) for key, part in schema.items()}
    if isinstance(description := schema.get("description"), str):
        parts["description"] = cleandoc(description)
    if schema.get("pattern") in (ID_PATTERN, ITEM_PATTERN, GROUP_PATTERN):
        parts["type"] = ["string", "number"]
    return parts
