"""Bring the message catalogs up to date: python tools/messages.py

Extracts the strings of the code, merges them into vi's catalog (new ones stay empty for a translator; the
tests fail until they are filled in) and compiles it. Needs babel, which the test extra installs.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from cchc_cli.cli.main import app

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cchc_cli"
PO = PACKAGE / "messages" / "vi" / "LC_MESSAGES" / "cchc.po"
KEYWORDS = {"_": None, "N_": None, **dict.fromkeys(("n_", "NN_", "of_components", "of_tasks"), (1, 2))}


def extracted() -> Catalog:
    """The strings of the code."""
    catalog = Catalog(project="cchc")
    for name, _line, message, comments, context in extract_from_dir(PACKAGE, keywords=KEYWORDS):
        catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    for text in _helps(get_command(app)):
        catalog.add(text)
    return catalog


def _helps(command: Any) -> Iterator[str]:
    """What commands do, which stands in their docstrings."""
    if command.help:
        yield command.help
    for each in getattr(command, "commands", {}).values():
        yield from _helps(each)


def read_catalog() -> Catalog:
    """vi's catalog as it stands in the repository."""
    if not PO.exists():
        return Catalog(locale="vi", project="cchc")
    with PO.open("rb") as file:
        return read_po(file, locale="vi")


def main() -> None:
    """Merge, write, compile."""
    catalog = read_catalog()
    catalog.header_comment = "# Vietnamese of cchc. Bring up to date with: python tools/messages.py"
    catalog.fuzzy = False
    catalog.project, catalog.version = "cchc", "1"
    catalog.msgid_bugs_address, catalog.last_translator, catalog.language_team = "", "", "vi"
    made = catalog.creation_date
    catalog.update(extracted(), no_fuzzy_matching=True)
    # The day on which nothing but the day changed is no news.
    catalog.creation_date = made
    catalog.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, no_location=True, omit_header=False, width=110, sort_output=True)
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    missing = [
        message.id
        for message in catalog
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]
    print(f"{len(catalog)} messages, {len(missing)} to translate")
    for message in missing:
        print(" ", message)


if __name__ == "__main__":
    main()
