"""The man pages: what `--help` says, in signs that roff understands."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tools import man
from tools.commands import every_command


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_man_page_has_every_command_and_option(lang: str) -> None:
    text = man.page(lang, "1.2.3").replace("\\-", "-")
    assert '"cchc 1.2.3"' in text
    for command in every_command():
        _before, _heading, section = text.partition(f'.SS "cchc {" ".join(command.words)}"\n')
        section = section.partition(".SS")[0]
        assert section, command.words
        for parameter in command.parameters:
            assert not parameter.option or parameter.option in section, (command.words, parameter.option)


@pytest.mark.skipif(not shutil.which("groff"), reason="groff, which shows man pages, is not here")
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_groff_shows_a_man_page_without_warnings(lang: str, tmp_path: Path) -> None:
    file = tmp_path / "cchc.1"
    file.write_text(man.page(lang, "1.2.3"), "utf-8")
    shown = subprocess.run(
        ["groff", "-man", "-ww", "-k", "-Tutf8", "-P-cbou", file], capture_output=True, check=True, encoding="utf-8"
    )
    assert not shown.stderr
    assert "--fail-under" in shown.stdout
    assert "[default: table]" in shown.stdout if lang == "en" else "[mặc định: table]" in shown.stdout


def test_signs_of_roff_in_a_text_stay_signs() -> None:
    assert man.plain(".x \\ -y") == "\\&.x \\e \\-y"
