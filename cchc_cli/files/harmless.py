"""Texts of users' files that shells are given when Tab completes: signs that no shell can take for anything else.

The scripts of completion hand what cchc prints to the shell's `eval` (zsh), or put it unquoted on the command line
(bash, PowerShell). So only letters and digits of any script, spaces between words and a few marks ever get there.
"""

import unicodedata

ID_MARKS = "-_./"
TEXT_MARKS = " -_.,/"
LONGEST_ID, LONGEST_TEXT = 80, 100


def is_harmless(identity: str) -> bool:
    """Whether an id can be completed: letters, digits and `-_./`, a letter or a digit first, so that it is no option."""
    return (
        0 < len(identity) <= LONGEST_ID
        and unicodedata.category(identity[0])[0] in "LN"
        and all(_is_letter(sign) or sign in ID_MARKS for sign in identity)
    )


def harmless(text: str) -> str:
    """A text that explains an id, with a space for every sign that is not harmless; cut where it is long."""
    kept = "".join(sign if _is_letter(sign) or sign in TEXT_MARKS else " " for sign in text)
    words = " ".join(kept.split())
    return words if len(words) <= LONGEST_TEXT else words[:LONGEST_TEXT].rstrip()


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"
