"""Every string of the code has its Vietnamese; the compiled catalog is the one that is read."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import messages as tool


def test_nothing_is_untranslated_and_nothing_is_left_over() -> None:
    catalog = {message.id: message.string for message in tool.read_catalog() if message.id}
    wanted = {message.id for message in tool.extracted() if message.id}
    assert wanted == set(catalog)
    for message, text in catalog.items():
        for string in (text,) if isinstance(text, str) else text:
            assert string, f"not translated: {message}"


def test_messages_within_messages_are_in_the_catalog() -> None:
    """The extractor does not look into the values of a message."""
    known = {
        each
        for message in tool.read_catalog()
        for each in ([message.id] if isinstance(message.id, str) else message.id)
    }
    for path in (ROOT / "cchc_cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "n_"):
                texts = [
                    each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
                ]
                assert known.issuperset(texts), (path.name, node.lineno, texts)


def test_translations_keep_the_fields_of_their_messages() -> None:
    for message in tool.read_catalog():
        if message.id:
            one, string = (
                (message.id[-1], message.string[0])
                if isinstance(message.id, tuple | list)
                else (message.id, message.string)
            )
            fields = [set(re.findall(r"\{(\w*)\}", text)) for text in (one, string)]
            assert fields[0] == fields[1], one


def test_one_term_stands_for_one_thing() -> None:
    """A penalty is điểm phạt, điểm trừ is what a rule takes off; values of options are named in Vietnamese."""
    for message in tool.read_catalog():
        for text in _forms(message.string) if message.id else ():
            assert not ("penalt" in str(message.id) and "điểm trừ" in text), text
            assert not re.search(r"-[\w-]* [A-Z]{4,}\b", text), text


def test_the_compiled_catalog_is_up_to_date() -> None:
    """Message by message: the header has the version of Babel that made it."""

    def messages(catalog: Catalog) -> list[tuple[object, ...]]:
        return sorted((*map(str, (*_forms(each.id), "→", *_forms(each.string))),) for each in catalog if each.id)

    with tool.PO.with_suffix(".mo").open("rb") as file:
        assert messages(read_mo(file)) == messages(tool.read_catalog()), "run: python tools/messages.py"


def _forms(text: object) -> tuple[object, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text,)


def test_no_message_is_put_together_before_it_is_translated() -> None:
    """`_(f"…")` and `_("…" + x)` would never be found in the catalog."""
    for path in (ROOT / "cchc_cli").rglob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"\b(?:_|n_|N_)\(\s*f[\"']", text), path
        assert not re.search(r"\{_\([\"']", text), path


def test_importing_the_package_changes_nothing_in_the_process(tmp_path: Path) -> None:
    probe = (
        "import locale, os, sys\n"
        "before = (dict(os.environ), locale.setlocale(locale.LC_ALL), os.getcwd())\n"
        "import cchc_cli.cli.main, cchc_cli.commands.assessment\n"
        "after = (dict(os.environ), locale.setlocale(locale.LC_ALL), os.getcwd())\n"
        "sys.exit([b == a for b, a in zip(before, after)].count(False))"
    )
    assert subprocess.run([sys.executable, "-c", probe], cwd=tmp_path).returncode == 0
