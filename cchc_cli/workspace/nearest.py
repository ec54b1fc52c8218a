"""The id that was likely meant."""

from collections.abc import Collection
from difflib import get_close_matches

from cchc_cli.messages import _

LISTED = 10


def nearest(found: str, known: Collection[str]) -> str:
    """A hint: the known id nearest to `found`, else what is known."""
    if close := get_close_matches(found, known, n=1, cutoff=0.6):
        return _("Did you mean {key}?").format(key=close[0])
    listed = ", ".join(list(known)[:LISTED]) + (", …" if len(known) > LISTED else "")
    return _("Known: {keys}.").format(keys=listed) if known else ""
