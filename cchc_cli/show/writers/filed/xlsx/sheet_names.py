"""Names of sheets."""

from cchc_cli.messages import _
from cchc_cli.show.texts import on_one_line


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
