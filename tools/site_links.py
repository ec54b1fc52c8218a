"""Links of a folder of pages that lead nowhere, and what its pages would fetch from a network."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a browser fetches by itself, by tag and attribute; a link is followed only by whoever clicks on it.
FETCHED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}


class Page(HTMLParser):
    """The ids of a page, its links, and what it fetches."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep ids and links."""
        for name, value in attrs:
            if value and (name == "id" or (tag == "a" and name == "name")):
                self.ids.add(value)
            if value and name in ("href", "src"):
                self.links.append((value, (tag, name) in FETCHED))


def broken(folder: Path) -> list[str]:
    """A line for each link within the folder that leads nowhere, and for each address that a page fetches."""
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))}
    faults = []
    for path, page in pages.items():
        for link, fetched in page.links:
            parts = urlsplit(link)
            place = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if parts.scheme or parts.netloc:
                wrong = "is fetched from a network" if fetched and parts.scheme != "data" else ""
            elif not place.is_file() or not place.is_relative_to(folder):
                wrong = "there is no such file"
            else:
                missing = parts.fragment and place in pages and unquote(parts.fragment) not in pages[place].ids
                wrong = "there is no such place on that page" if missing else ""
            if wrong:
                faults.append(f"{path.relative_to(folder)}: {link}: {wrong}")
    return faults
