"""Names of sheets, and how wide their columns and how high their rows are: not every program finds that out by itself."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeAlias

from cchc_cli.messages import _
from cchc_cli.show.texts import on_one_line

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Style: TypeAlias = dict[str, Any]
"""Properties of a format, as xlsxwriter has them."""
ACROSS = 135
"""Signs that are still read well on a printed page, A4 across."""
NARROWEST = 14
"""Of a column of drawings, in signs."""
LEAST = 24
"""Of a column of text that has more to say."""
HIGH = 15.0
"""Height of a line, in points."""
LONGEST = 32_767
"""Signs that a cell can hold."""
HEADING: Style = {
    "bold": True,
    "bg_color": "#1F4E79",
    "font_color": "#FFFFFF",
    "border": 1,
    "text_wrap": True,
    "valign": "vcenter",
}
BORDER: Style = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
SCALE = "#F0A580", "#8FCFBB"
"""Colours of the worst and the best figure: apart for those too who do not tell red from green."""
BETTER, WORSE, LOSS = "#1A7F37", "#C62828", "#F4A582"


def across_a4(sheet: "Worksheet") -> None:
    """Printed on A4 across, as many pages down as it takes."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column `width` signs wide: a sign is a digit, most letters are narrower."""
    room = max(int(width * 1.12) - 1, 1)
    return sum(1 if len(line) <= room else len(wrap(line, room)) or 1 for line in text.split("\n"))


def shared(natural: Sequence[float], is_text: Sequence[bool]) -> list[float]:
    """Widths: figures get what they need, texts share the rest of the page, the shortest first."""
    widths = list(natural)
    rest = ACROSS - sum(width for width, text in zip(natural, is_text, strict=True) if not text)
    texts = sorted((at for at, text in enumerate(is_text) if text), key=lambda at: natural[at])
    for left, at in zip(range(len(texts), 0, -1), texts, strict=True):
        widths[at] = min(natural[at], max(rest / left, LEAST))
        rest -= widths[at]
    return widths


class SheetNames:
    """Names of sheets: at most 31 signs, none of []:*?/\\, no two alike in any case, none that Excel keeps for itself."""

    def __init__(self) -> None:
        self._taken = {"history"}

    def fresh(self, wanted: str) -> str:
        """A name like `wanted` that no other sheet has."""
        text = on_one_line("".join(" " if sign in "[]:*?/\\" else sign for sign in wanted)).strip("' ")
        text = text or _("Table")
        name, number = _cut(text, 31), 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{_cut(text, 30 - len(str(number)))} {number}"
        self._taken.add(name.casefold())
        return name


def _cut(text: str, signs: int) -> str:
    """The text, or its first words and an ellipsis."""
    edge = "' ,;:–-("
    # Excel counts UTF-16: a sign beyond the first plane is two.
    whole = text.encode("utf-16-le")
    if len(whole) <= 2 * signs:
        return text.strip(edge)
    start = whole[: 2 * (signs - 1)].decode("utf-16-le", "ignore")
    if " " in start and not text[len(start) :].startswith(" "):
        start = start[: start.rindex(" ")]
    return start.strip(edge) + "…"
