"""Vietnamese and English. The code's strings are the English ones; vi/LC_MESSAGES holds the others.

`_("… {x}", x=…)` translates when it is called, so a command decides the language before it writes anything.
`N_("…")` only marks a string for the catalog, for text that is declared before the language is known.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("vi", "en")
FOLDER = Path(__file__).parent
COUNTS = {
    "count", "all", "total", "done", "due", "cut", "full", "kept", "late", "decided", "waiting", "ranked", "rank", "rules",
    "components", "cover", "answered", "added", "replaced", "rows", "units", "tasks", "files",
}  # fmt: skip
"""Values of messages that say how many: they bear marks between thousands, which years and line numbers never do."""

_language = "en"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def use(language: str) -> None:
    """Speak `language` from now on, in the whole process."""
    global _language
    _language = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` meanwhile, in this thread alone."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The language in use, `vi` or `en`."""
    return _spoken.get() or _language


@cache
def _catalog(language: str) -> "NullTranslations":
    from gettext import NullTranslations, translation

    return NullTranslations() if language == "en" else translation("cchc", FOLDER, [language])


def _(message: str, /, **values: object) -> str:
    spoken = language()
    text = message if spoken == "en" else _catalog(spoken).gettext(message)
    return _filled(text, values) if values else text


def n_(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of a message that `count` calls for, with {count}, if it is no other value, and all others filled in."""
    spoken = language()
    text = (one if count == 1 else many) if spoken == "en" else _catalog(spoken).ngettext(one, many, count)
    return _filled(text, {"count": count, **values})


def _filled(text: str, values: dict[str, object]) -> str:
    """A text with its values; a list that ends in an ellipsis needs no full stop."""
    for name, value in values.items():
        if isinstance(value, str) and value.endswith(", …"):
            text = text.replace(f"{{{name}}}.", f"{{{name}}}")
    return text.format(**_spelt(values))


def _spelt(values: dict[str, object]) -> dict[str, object]:
    """Days and counts as the language writes them, others as they are."""
    for name, value in values.items():
        if isinstance(value, date):
            values[name] = written_day(value)
        elif name in COUNTS and isinstance(value, int):
            values[name] = grouped(value)
    return values


def written_day(day: date) -> str:
    """A day as the language writes it: 01/3/2023, 15/02/2023 (Decree 30/2020/NĐ-CP: days under 10 and the months 1
    and 2 have a 0 before them), or 2023-03-01."""
    if language() == "en":
        return day.isoformat()[:10]
    return f"{day.day:02d}/{written_month(day)}"


def written_month(day: date) -> str:
    """Month and year in figures: 01/2023, 3/2023; or 2023-03."""
    if language() == "en":
        return day.isoformat()[:7]
    return f"{'0' if day.month < 3 else ''}{day.month}/{day.year}"


def figure(value: float) -> str:
    """A number as the language writes it: 20.5, or 20,5."""
    text = plain_figure(value)
    return text.replace(".", ",") if language() == "vi" else text


def plain_figure(value: float) -> str:
    """A number as files have it: with a point, up to 12 digits and never as 1e+13."""
    text = f"{value:.12g}"
    if "e" in text:
        from decimal import Decimal

        text = f"{Decimal(text):f}"
    return text


def grouped(value: float, least: float = 1_000) -> str:
    """A whole number as the language writes it, with marks between its thousands from `least` on: 1,200, or 1.200."""
    text = f"{value:,.0f}" if abs(value) >= least else plain_figure(value)
    return text.translate(str.maketrans(",.", ".,")) if language() == "vi" else text


def N_(message: str) -> str:  # noqa: N802
    """Mark `message` for the catalog; translate it where it is shown."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark a message that counts for the catalog: `n_(*…, count)` where it is shown."""
    return one, many


def in_all_languages(message: str) -> list[str]:
    """A message as every language has it."""
    return [message if each == "en" else _catalog(each).gettext(message) for each in LANGUAGES]


def chosen(named: str | None, of_workspace: Callable[[], str | None]) -> str:
    """The language that is named, else $CCHC_LANG, else the workspace's, else the system's, else English."""
    words = (named, from_variable())
    known = next((word for word in words if word in LANGUAGES), None)
    return known or of_workspace() or from_locale() or "en"


def from_variable() -> str:
    """What $CCHC_LANG says; `set CCHC_LANG=vi && cchc` of Windows leaves a blank at its end."""
    return os.environ.get("CCHC_LANG", "").strip().casefold()


def from_locale(environment: Mapping[str, str] = os.environ) -> str | None:
    """The language that the system's settings ask for, if it is one that we speak."""
    names = [environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    asked = next((name for name in names if name), "")
    if not asked and os.name == "nt":
        from locale import getlocale

        asked = getlocale()[0] or ""
    code = asked.lower().replace("vietnamese", "vi")[:2]
    return code if code in LANGUAGES else None
