"""The documents: their commands run, their output is what `cchc` prints now, their links lead somewhere."""

import doctest
import re
import shlex
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.main import get_command

from cchc_cli.cli.app import Root
from cchc_cli.cli.main import app
from cchc_cli.files.csv import headers
from cchc_cli.model.columns import COLUMNS, TASKS
from cchc_cli.model.registers import REGISTERS
from tests.conftest import ROOT, Run
from tools.commands import WRITERS, every_command

DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
}
# X.vi.md says in Vietnamese what X.en.md, or X.md, says in English.
TRANSLATED = [
    (next(one for one in (name.replace(".vi.md", ".en.md"), name.replace(".vi.md", ".md")) if one in DOCUMENTS), name)
    for name in DOCUMENTS
    if name.endswith(".vi.md")
]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
GENERATED = re.compile(r"^<!-- \[\[\[cog\n(.*?)^\]\]\] -->\n(.*?)^<!-- \[\[\[end\]\]\] -->$", re.M | re.S)
HEADING = re.compile(r"^(#+) (.*)$", re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)")
SCHEDULE = re.compile(r"^(?:[\d*/,-]+ ){5}(?=cchc )")
REDIRECTION = re.compile(r"\d?>|[|&;]")


def blocks(text: str, *kinds: str) -> list[str]:
    """The fenced blocks of these kinds."""
    return [block for kind, block in FENCE.findall(text) if kind in kinds]


def commands(text: str) -> list[list[str]]:
    """The arguments of every `cchc` in shell blocks and cron lines, redirections left out."""
    lines = "".join(blocks(text, "sh", "crontab")).splitlines()
    parts = [part.strip() for line in lines for part in re.split(r"&&|\|\|", SCHEDULE.sub("", line))]
    found = []
    for part in parts:
        words = shlex.split(part) if part.startswith("cchc ") else []
        end = next((n for n, word in enumerate(words) if REDIRECTION.match(word)), len(words))
        found += [words[1:end]] if words else []
    return found


def slugs(text: str) -> set[str]:
    """What `#…` in a link may name: headings as GitHub makes them anchors."""
    titles = [title for _level, title in HEADING.findall(FENCE.sub("", text))]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_a_readme_starts_with_the_two_commands_that_set_it_up(name: str) -> None:
    first = FENCE.findall(DOCUMENTS[name])[:2]
    assert first == [("sh", "pip install . && cchc score 2022\n"), ("sh", "pip install '.[test]' && pytest\n")]


@pytest.mark.parametrize("name", [name for name, text in DOCUMENTS.items() if "[[[cog" in text])
def test_generated_parts_are_what_cchc_prints_now(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", list(sys.path))
    parts = GENERATED.findall(DOCUMENTS[name])
    assert len(parts) == DOCUMENTS[name].count("[[[cog")
    for code, shown in parts:
        written: list[str] = []
        monkeypatch.setitem(sys.modules, "cog", SimpleNamespace(out=written.append))
        exec(code, {})
        assert "".join(written) == shown, "make docs brings it up to date"


@pytest.mark.parametrize("command", [command for command in COLUMNS if "--" not in command])
def test_the_columns_in_the_documents_are_those_of_csv(command: str) -> None:
    """What the golden net saw on stdout, not what the code says of itself."""
    net = (ROOT / "tests" / "golden" / "sample" / f"{command.replace(' ', '-')}.txt").read_text("utf-8")
    headers = re.findall(r"^===== ([^\n]*) · csv vi\n+([^\n]+)", net, re.MULTILINE)
    header = min(headers, key=lambda each: len(each[0]))[1]
    assert header.split(",")[: len(COLUMNS[command])] == list(COLUMNS[command])  # options may add one at the end


def test_the_columns_of_tasks_are_in_the_documents() -> None:
    assert ", ".join(TASKS) + "\n" in DOCUMENTS["docs/formats.md"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_all_output_in_the_documents_is_generated(name: str) -> None:
    assert not blocks(GENERATED.sub("", DOCUMENTS[name]), "text")


def _thin_out(data: Path, text: str) -> None:
    """Keep a few units where a document is about batches, and those that it names: a paper for each of twenty takes long."""
    if "--all-units" not in text or "--need-rank" in text:
        return
    named = {"xa-tien-loi", "don-vi-05", *re.findall(r"don-vi-\d+", text)}
    for path in (data / "units.csv", *data.glob("scores*.csv")):
        header, *lines = path.read_text("utf-8").splitlines()
        at = header.split(",").index("unit")
        path.write_text("\n".join([header, *(line for line in lines if line.split(",")[at] in named), ""]), "utf-8")


RAN: set[tuple[tuple[str, ...], str]] = set()
"""Lines that have run, after those that wrote into the same sample: other documents show them as well."""


@pytest.mark.parametrize(
    "name", {str(commands(text)): name for name, text in DOCUMENTS.items() if commands(text)}.values()
)
def test_commands_in_the_documents_run(name: str, sample: Path, run: Run) -> None:
    if "examples/framework" in DOCUMENTS[name]:
        shutil.copytree(ROOT / "examples" / "framework", sample / "examples" / "framework")
    _thin_out(sample / "data", DOCUMENTS[name])
    written: tuple[str, ...] = ()
    for arguments in commands(DOCUMENTS[name]):
        line = shlex.join(arguments).removeprefix("-C /srv/cchc ").replace("/srv/cchc/", "")
        if (written, line) in RAN:
            continue
        outcome = run(*(argument.replace("/srv/cchc", str(sample)) for argument in arguments))
        assert outcome.status in (0, 1), (arguments, outcome.err)
        if any(word in WRITERS or word == "--write" for word in arguments):
            written += (line,)
        else:
            RAN.add((written, line))


def test_cron_lines_are_among_the_commands_that_run() -> None:
    assert ["-C", "/srv/cchc", "score", "--format", "json", "--fail-under", "80"] in commands(DOCUMENTS["README.md"])


@pytest.mark.parametrize("name", [name for name, text in DOCUMENTS.items() if "```pycon" in text])
def test_python_in_the_documents_comes_to_what_they_show(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    session = "\n".join(blocks(DOCUMENTS[name], "pycon"))
    test = doctest.DocTestParser().get_doctest(session, {}, name, name, 0)
    said: list[str] = []
    assert len(test.examples) > 10
    doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert not said, "".join(said)


def test_the_names_that_options_have_in_python_are_in_the_table() -> None:
    rows = re.findall(r"^\| (.*--.*) \| (.*) \|$", DOCUMENTS["docs/python.md"], re.M)
    pairs = [(re.findall(r"--(\w+)", left), re.findall(r"`(\w+)`", right)) for left, right in rows]
    table = {pair for options, names in pairs for pair in zip(options, names, strict=True)}
    other = {
        (parameter.option.removeprefix("--").replace("-", "_"), parameter.name)
        for known in every_command()
        for parameter in known.parameters
        if parameter.option and parameter.name not in ("form", "every_unit")
    }
    assert {(option, name) for option, name in other if option != name} == table


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_names_a_command_that_does_not_exist(name: str) -> None:
    group = get_command(app)
    assert isinstance(group, Root)
    known = {*group.commands, "help"}
    assert set(re.findall(r"`cchc ([a-z]+)", DOCUMENTS[name])) <= known


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    for link in LINK.findall(FENCE.sub("", DOCUMENTS[name])):
        if "://" in link:
            continue
        file, _hash, anchor = link.partition("#")
        target = (ROOT / name).parent.joinpath(file).resolve() if file else ROOT / name
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in slugs(target.read_text("utf-8")), link


@pytest.mark.parametrize(("english", "vietnamese"), TRANSLATED)
def test_translations_have_the_same_headings_and_commands(english: str, vietnamese: str) -> None:
    one, other = DOCUMENTS[english], DOCUMENTS[vietnamese]
    levels = [
        [level for level, _title in HEADING.findall(FENCE.sub("", GENERATED.sub("", text)))] for text in (one, other)
    ]
    assert levels[0] == levels[1]
    assert blocks(one, "sh", "crontab", "csv") == blocks(other, "sh", "crontab", "csv")


def test_formats_has_every_header_that_is_read() -> None:
    text = DOCUMENTS["docs/formats.md"].lower()
    aliases = [
        alias
        for known in (
            headers.SCORES,
            headers.UNITS,
            headers.TASKS,
            *(register.known for register in REGISTERS.values()),
        )
        for names in known.values()
        for alias in names
    ]
    assert [alias for alias in aliases if alias not in text] == []


def test_the_newest_section_of_the_changelog_is_of_this_version(run: Run) -> None:
    newest = re.findall(r"^## \[(.*)\] - \d{4}-\d\d-\d\d$", DOCUMENTS["CHANGELOG.md"], re.M)[0]
    assert run("--version").out == f"cchc {newest}\n"


def test_every_decision_has_a_number_of_its_own() -> None:
    lines = [line for line in DOCUMENTS["docs/decisions.md"].splitlines() if re.match(r"- |\| (?!for )", line)]
    numbers = [number for line in lines for number in re.findall(r"^(?:- |\| )([A-Z]\d+)\b", line)]
    assert len(numbers) == len(lines)
    assert len(set(numbers)) == len(numbers)
