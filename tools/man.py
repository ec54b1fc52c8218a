"""The man pages of cchc, from the command reference: `python -m tools.man [FOLDER]`.

It needs nothing but Python, so that a wheel makes its man pages while it is built (hatch_build.py).
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECTION = re.compile(r"^## (cchc[^\n]*)\n\n```text\n(.*?)^```$", re.M | re.S)
ITEM = re.compile(r"^ {2}(\S.*?)(?: {2,}(\S.*))?$")
STATUS = re.compile(r"^\| (\d+(?:, \d+)*) \| (.*?) \|$", re.M)
WORDS = {
    "en": ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "EXIT STATUS", "FILES", "ENVIRONMENT"),
    "vi": ("TÊN", "CÚ PHÁP", "MÔ TẢ", "CÁC LỆNH", "MÃ THOÁT", "TỆP", "BIẾN MÔI TRƯỜNG"),
}
REST = {
    "en": (
        {
            "criteria.yaml": "The index: areas, criteria, components, rules.",
            "data/": "Scores, units, tasks, registers.",
        },
        {
            "CCHC_WORKSPACE": "The workspace, where \\-C is left out.",
            "CCHC_LANG": "vi or en, where \\-\\-lang is left out.",
            "COLUMNS, NO_COLOR": "Width and colours of tables.",
        },
    ),
    "vi": (
        {
            "criteria.yaml": "Bộ tiêu chí: lĩnh vực, tiêu chí, tiêu chí thành phần, cách tính điểm.",
            "data/": "Điểm, đơn vị, nhiệm vụ, sổ theo dõi.",
        },
        {
            "CCHC_WORKSPACE": "Thư mục làm việc, khi không ghi \\-C.",
            "CCHC_LANG": "vi hoặc en, khi không ghi \\-\\-lang.",
            "COLUMNS, NO_COLOR": "Chiều rộng và màu của bảng.",
        },
    ),
}


def plain(text: str) -> str:
    """A text as roff shows it, whatever signs it has."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def entry(term: str, text: str) -> list[str]:
    """A term and what it means."""
    return [".TP", f"\\fB{plain(term)}\\fR", text or "\\&"]


def parts(help_text: str) -> Iterator[tuple[str, list[str]]]:
    """The usage, the paragraphs (each with an empty title) and the lists of what `--help` prints."""
    for number, block in enumerate(re.split(r"\n\n+", help_text.strip("\n"))):
        lines = block.splitlines()
        if number == 0:
            yield "usage", [" ".join(line.strip() for line in lines).split(": ", 1)[1]]
        elif lines[0].startswith(" "):
            yield "", [" ".join(line.strip() for line in lines)]
        else:
            yield lines[0].rstrip(":"), lines[1:]


def entries(lines: list[str]) -> Iterator[str]:
    """The options or commands of a list, each with its text."""
    items: list[list[str]] = []
    for line in lines:
        item = ITEM.match(line)
        if item:
            items.append([item[1], item[2] or ""])
        else:
            items[-1][1] += f" {line.strip()}"
    for term, text in items:
        yield from entry(term, plain(text.strip()))


def page(lang: str, version: str) -> str:
    """The page in roff."""
    suffix = ".vi.md" if lang == "vi" else ".md"
    name, synopsis, description, commands, status, files, environment = WORDS[lang]
    sections = SECTION.findall((ROOT / "docs" / f"commands{suffix}").read_text("utf-8"))
    first = list(parts(sections[0][1]))
    about = [text for title, (text, *_rest) in first if not title]
    lines = ['.\\" -*- coding: utf-8 -*-', f'.TH CCHC 1 "" "cchc {version}"', ".ad l", ".nh"]
    lines += [f".SH {name}", f"cchc \\- {plain(about[0].rstrip('.'))}"]
    lines += [f".SH {synopsis}", f"\\fB{plain(first[0][1][0])}\\fR", f".SH {description}"]
    lines += [line for text in about for line in (".PP", plain(text))][1:]
    for title, items in first[1:]:
        if title:
            lines += [f'.SS "{plain(title)}"', *entries(items)]
    lines.append(f'.SH "{commands}"')
    for heading, help_text in sections[1:]:
        lines.append(f'.SS "{plain(heading)}"')
        for title, texts in parts(help_text):
            if title == "usage":
                lines.append(f"\\fB{plain(texts[0])}\\fR")
            elif title:
                lines += [".PP", f"\\fI{plain(title)}\\fR", *entries(texts)]
            else:
                lines += [".PP", plain(texts[0])]
    lines.append(f'.SH "{status}"')
    for number, text in STATUS.findall((ROOT / f"README{suffix}").read_text("utf-8")):
        lines += entry(number, plain(text))
    for title, terms in zip((files, environment), REST[lang], strict=True):
        lines.append(f'.SH "{title}"')
        lines += [line for term, text in terms.items() for line in entry(term, text)]
    return "\n".join(lines) + "\n"


def write(folder: Path, version: str) -> dict[Path, str]:
    """Write the pages; where each belongs below the prefix of an installation."""
    places = {}
    for lang, place in (("en", "share/man/man1/cchc.1"), ("vi", "share/man/vi/man1/cchc.1")):
        file = folder / f"cchc.{lang}.1"
        file.write_text(page(lang, version), "utf-8")
        places[file] = place
    return places


if __name__ == "__main__":
    found = re.search(r'^version = "(.*)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    for written in write(Path(sys.argv[1] if len(sys.argv) > 1 else "."), found[1] if found else ""):
        print(written)
