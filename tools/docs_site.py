"""Make the site of the documents: `python -m tools.docs_site [FOLDER]`, in Vietnamese and in English.

The pages are those of docs/. What a page's commands print, and the files that they write, are made here, by running
them one after another in a copy of the sample. The site opens from a folder, without a network.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from docs import sample_output
from tools.site_links import broken

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LANGUAGES = ("vi", "en")
SECTIONS = (
    ({"en": "Start", "vi": "Bắt đầu"}, ("guide", "excel", "framework", "cheatsheet")),
    ({"en": "Five questions", "vi": "Năm câu hỏi"}, ("result", "rank", "plan", "follow", "tell")),
    ({"en": "More", "vi": "Nội dung khác"}, ("province", "cron", "security")),
    (
        {"en": "Reference", "vi": "Tra cứu"},
        ("commands", "formats", "python", "stable", "decisions", "quality", "CHANGELOG"),
    ),
)
NAMES = {"vi": "Tiếng Việt", "en": "English"}
ENGLISH_ONLY = '!!! note ""\n    Trang này viết bằng tiếng Anh.\n\n'
LONGEST = 70
WORDS = '.normalize("NFKD").toLowerCase()'
"""What the generator's search does with each word."""

COG = re.compile(r"^<!-- \[\[\[(?:cog\n.*?^\]\]\]|end\]\]\]) -->\n", re.M | re.S)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```\n", re.M | re.S)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
TITLE = re.compile(r"^# (.*)$", re.M)
REDIRECTION = re.compile(r"\d?>|[|&;]")


def source(name: str, lang: str) -> Path | None:
    """The file of a page: in its language, else the English one; none where it is not written yet."""
    names = [f"{name}.{lang}.md", f"{name}.md"] if lang == "vi" else [f"{name}.en.md", f"{name}.md"]
    return next((path for path in (folder / each for folder in (DOCS, ROOT) for each in names) if path.exists()), None)


def pages(lang: str) -> dict[str, Path]:
    """The files of all pages of the site."""
    names = [name for _title, names in SECTIONS for name in names]
    return {name: path for name in names if (path := source(name, lang))}


def target(name: str) -> str:
    """How a page is called on the site."""
    return "index" if name == "guide" else name.lower()


def link(found: re.Match[str], page: Path, lang: str) -> str:
    """A link of a page as the site has it; what is not on the site is named, not linked."""
    text, (address, _hash, anchor) = found[2], found[3].partition("#")
    if not address or "://" in address:
        return found[0]
    place = (page.parent / address).resolve()
    for other in (lang, *LANGUAGES):
        for name, path in pages(other).items():
            if path == place:
                file = f"{target(name)}.md" if other == lang else f"../{other}/{target(name)}.html"
                return f"[{text}]({file}{'#' if anchor else ''}{anchor})"
    return f"`{text}`" if place.exists() else found[0]


def shown(command: str, folder: Path, lang: str, files: Path) -> str:
    """What a command prints, folded; a link to the file where it writes one."""
    words = shlex.split(command.replace("/srv/cchc", str(folder)))[1:]
    end = next((n for n, word in enumerate(words) if REDIRECTION.match(word)), len(words))
    written = [Path(words[n + 1]) for n, word in enumerate(words[:end]) if word in ("-o", "--ics")]
    if any(not path.suffix for path in written):  # a folder of documents for all units: long to make, nothing new
        return ""
    status, printed, told = sample_output.run(shlex.join(words[:end]), folder, lang)
    if status not in (0, 1):
        raise RuntimeError(f"{command}: exit status {status}\n{told}")
    block = f'??? example "`{command}`"\n'
    for path in written:
        files.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / path, files / path.name)
        block += f"    [{path.name}](files/{files.name}/{path.name})\n\n"
    lines = (printed or told).replace(str(folder), "/srv/cchc").strip("\n").splitlines()
    lines = lines if len(lines) <= LONGEST else [*lines[: LONGEST - 2], "…"]
    return block + "".join(f"    {line.rstrip()}".rstrip() + "\n" for line in ["```text", *lines, "```"]) + "\n"


def sample(folder: Path) -> Path:
    """A copy of the sample workspace and the examples, to run commands in."""
    shutil.copy(ROOT / "criteria.yaml", folder)
    for name in ("data", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def staged(text: str, page: Path, lang: str, files: Path) -> str:
    """The text of a page as the site has it; files that its commands write go into the folder `files`."""
    text, parts, done = COG.sub("", text), [], 0
    with tempfile.TemporaryDirectory() as made_for:
        folder = None
        for fence in FENCE.finditer(text):
            parts += [LINK.sub(partial(link, page=page, lang=lang), text[done : fence.start()]), fence[0]]
            done = fence.end()
            commands = [line for line in fence[2].splitlines() if line.startswith("cchc ")] if fence[1] == "sh" else []
            if text[done:].lstrip("\n").startswith("```text"):
                commands = commands[:-1]  # its output stands on the page
            for command in commands:
                folder = folder or sample(Path(made_for))
                parts += ["\n", shown(command, folder, lang, files)]
    parts.append(LINK.sub(partial(link, page=page, lang=lang), text[done:]))
    english = lang == "vi" and not page.name.endswith(".vi.md")
    whole = "".join(parts)
    return TITLE.sub(lambda title: f"{title[0]}\n\n{ENGLISH_ONLY}", whole, count=1) if english else whole


def settings(lang: str) -> dict[str, object]:
    """What the generator is told."""
    files = pages(lang)
    titles = {name: TITLE.findall(path.read_text("utf-8"))[0] for name, path in files.items()}
    nav = [
        {title[lang]: [{titles[name]: f"{target(name)}.md"} for name in names if name in files]}
        for title, names in SECTIONS
    ]
    extensions: dict[str, object] = {name: {} for name in ("admonition", "tables", "md_in_html", "attr_list")}
    extensions |= {f"pymdownx.{name}": {} for name in ("details", "superfences", "highlight")}
    extensions["toc"] = {"permalink": True, "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}}}
    return {
        "site_name": "cchc",
        "docs_dir": lang,
        "site_dir": f"made/{lang}",
        "nav": nav,
        "extra_css": ["site.css"],
        "extra": {
            "polyfills": ["iframe-worker.js"],
            "generator": False,
            "alternate": [{"name": NAMES[each], "link": f"../{each}/index.html", "lang": each} for each in NAMES],
        },
        "theme": {
            "language": lang,
            "font": False,
            "features": ["navigation.expand", "navigation.footer", "navigation.top", "toc.follow", "content.code.copy"],
        },
        "plugins": {"search": {}, "offline": {}},
        "markdown_extensions": extensions,
    }


def front(at: Path) -> None:
    """The door to both languages."""
    links = "".join(f'<p><a href="{lang}/index.html">{NAMES[lang]}</a></p>' for lang in LANGUAGES)
    head = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>cchc</title>'
    style = "<style>body{font:1.4rem sans-serif;margin:20vh auto;max-width:20rem}</style>"
    (at / "index.html").write_text(f"{head}{style}<h1>cchc</h1>{links}</html>\n", "utf-8")


def search_without_accents(made: Path) -> None:
    """Let the search take “diem so” for “điểm số”: its worker folds the words of pages and of questions alike."""
    folded = WORDS + r'.replace(/\p{M}/gu,"").replace(/đ/g,"d")'
    workers = list(made.glob("assets/javascripts/workers/search.*.js"))
    if [path.read_text("utf-8").count(WORDS) for path in workers] != [1]:
        raise SystemExit("the generator's search reads words in another way now: see search_without_accents")
    workers[0].write_text(workers[0].read_text("utf-8").replace(WORDS, folded), "utf-8")


def build(at: Path) -> None:
    """Make the site anew in this folder. Raises SystemExit with every link that leads nowhere or to a network."""
    shutil.rmtree(at, ignore_errors=True)
    at.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made_for:
        stage = Path(made_for)
        for lang in LANGUAGES:
            shutil.copytree(DOCS / "site", stage / lang)
            for name, path in pages(lang).items():
                files = stage / lang / "files" / target(name)
                (stage / lang / f"{target(name)}.md").write_text(
                    staged(path.read_text("utf-8"), path, lang, files), "utf-8"
                )
            config = stage / f"{lang}.yml"
            config.write_text(json.dumps(settings(lang), ensure_ascii=False), "utf-8")
            subprocess.run([sys.executable, "-m", "zensical", "build", "--strict", "-f", config], check=True)
            search_without_accents(stage / "made" / lang)
            # A page for a server that finds nothing, and a list for search machines: neither is for a folder.
            unwanted = shutil.ignore_patterns("404.html", "sitemap.xml")
            shutil.copytree(stage / "made" / lang, at / lang, ignore=unwanted)
    front(at)
    faults = broken(at)
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "site").resolve()
    build(place)
    print(f"{place / 'index.html'}: all links lead somewhere, nothing comes from a network")
