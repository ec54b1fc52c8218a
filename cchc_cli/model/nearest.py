"""The id that was likely meant."""

from collections.abc import Collection
from difflib import SequenceMatcher, get_close_matches

from cchc_cli.messages import _

LISTED = 10


def nearest(found: str, known: Collection[str], *, listing: bool = True) -> str:
    """A hint: the known id nearest to `found`, else what is known, if that is to be listed."""
    close = get_close_matches(found, known, n=5, cutoff=0.6)
    if close:
        likeness = {key: SequenceMatcher(None, found, key).ratio() for key in close}
        # Of several that are equally near, the one that stands first: 05 before 15.
        best = next(key for key in known if likeness.get(key) == max(likeness.values()))
        return _("Did you mean {key}?", key=best)
    listed = ", ".join(list(known)[:LISTED]) + (", …" if len(known) > LISTED else "")
    return _("Known: {keys}.", keys=listed) if known and listing else ""
