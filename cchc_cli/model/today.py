"""What day it is: Viet Nam's, or that of `defaults.timezone`, wherever the machine stands and whatever its clock is set to."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

VIET_NAM = "Asia/Ho_Chi_Minh"
FIXED = timezone(timedelta(hours=7), VIET_NAM)
"""Viet Nam has had one offset since 1975, so that its time needs no table of time zones (Windows has none)."""


def zone(name: str | None = None) -> tzinfo:
    """A time zone by its name in the IANA database, Viet Nam's without one. Raises ValueError for a name that has none."""
    if name in (None, VIET_NAM):
        return FIXED
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if name == "localtime":
        # Linux has such a file: the zone of the machine, which another machine or engine does not know.
        raise ValueError(name)
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


def now() -> datetime:
    """The moment, with its zone; the only place where the clock is read."""
    return datetime.now(UTC)


def today(name: str | None) -> date:
    """The day that it is in a time zone (`defaults.timezone`), Viet Nam's where none is named."""
    return now().astimezone(zone(name)).date()
