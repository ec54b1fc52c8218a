"""The site of the documents, as far as it needs no generator: its pages, their output, and links that lead nowhere."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.docs_site import LANGUAGES, pages, search_without_accents, staged
from tools.site_links import broken

PAGE = """# A page

<!-- [[[cog
import cog
]]] -->
```text
made before
```
<!-- [[[end]]] -->

See [columns](formats.md#registers), [Tiếng Việt](result.vi.md), [an example](../examples/appeal/README.md).

```sh
cchc keep -o keep.csv
cchc -C /srv/cchc score > score.txt
```
"""


def test_every_document_is_a_page_of_the_site() -> None:
    here = {path for lang in LANGUAGES for path in pages(lang).values()}
    assert set(ROOT.glob("docs/*.md")) <= here


def test_a_page_shows_what_its_commands_print_and_write(tmp_path: Path) -> None:
    page = ROOT / "docs" / "not-there.en.md"
    files = tmp_path / "files"
    text = staged(PAGE, page, "en", files)
    assert "[[[" not in text
    assert "made before" in text
    assert "[columns](formats.md#registers), [Tiếng Việt](../vi/result.html), `an example`" in text
    assert "    [keep.csv](files/files/keep.csv)" in text
    assert (files / "keep.csv").read_text("utf-8-sig").startswith("component,name")
    score = text.index('??? example "`cchc -C /srv/cchc score > score.txt`"')
    assert "76.08 / 100" in text[score:]


def test_the_search_finds_words_without_their_accents(tmp_path: Path) -> None:
    worker = tmp_path / "assets/javascripts/workers/search.1.min.js"
    worker.parent.mkdir(parents=True)
    worker.write_text('function P(t){return t.normalize("NFKD").toLowerCase()}', "utf-8")
    search_without_accents(tmp_path)
    if (node := shutil.which("node")) is not None:
        line = f"{worker.read_text('utf-8')};console.log(P('Điểm bị trừ'))"
        assert subprocess.run([node, "-e", line], capture_output=True).stdout == b"diem bi tru\n"
    worker.write_text("function P(t){return t.toLowerCase()}", "utf-8")
    with pytest.raises(SystemExit):
        search_without_accents(tmp_path)


def test_links_that_lead_nowhere_and_a_network_are_named(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text(
        '<h1 id="điểm">1</h1><a href="two.html#bậc">ok</a><a href="https://example.vn">ok</a><a href="#%C4%91i%E1%BB%83m">ok</a>'
        '<a href="three.html"></a><a href="two.html#no"></a><script src="https://example.vn/x.js"></script>',
        "utf-8",
    )
    (tmp_path / "two.html").write_text('<h2 id="bậc">2</h2>', "utf-8")
    assert [line.split(": ")[1] for line in broken(tmp_path)] == [
        "three.html",
        "two.html#no",
        "https://example.vn/x.js",
    ]
