"""Deadlines as a calendar file (RFC 5545), of one unit or of all: an all-day event a task, with an alarm some days before."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_cli.files.find import is_there
from cchc_cli.messages import _, n_
from cchc_cli.model.problems import CchcError
from cchc_cli.model.tasks import Task
from cchc_cli.model.today import now
from cchc_cli.show.names import Names
from cchc_cli.show.texts import plain
from cchc_cli.system.plain_file import open_plain, refuse_missing_folder
from cchc_cli.system.safe_write import replace_text

if TYPE_CHECKING:
    from icalendar import Event

ALARM = 5
"""Days before the deadline."""
FIRST = date(2020, 1, 1)
"""From here the days are counted that make an event newer than the one before."""


def write_calendar(path: Path, names: Names, tasks: Mapping[str, Sequence[Task]]) -> None:
    """Write the deadlines of the tasks of units as an iCalendar file. Raises CchcError where it can't be."""
    refuse_other_files(path)
    replace_text(path, calendar_of(names, tasks, now()))


def refuse_other_files(path: Path) -> None:
    """Raise CchcError where a calendar can't be written: by another name, over what is none, or into no folder."""
    if not is_there(path) and path.suffix.casefold() != ".ics":
        text = _("--ics: {file} is not called as a calendar file is.", file=path)
        raise CchcError(text, hint=_("Name a file that ends in .ics, such as plan.ics."))
    if is_there(path) and not _is_calendar(path):
        text = _("--ics: {file} is there and is no calendar; it is left as it is.", file=path)
        raise CchcError(text, hint=_("Name a new file, such as plan.ics."))
    refuse_missing_folder(path.absolute().parent)


def _is_calendar(path: Path) -> bool:
    """Whether a plain file holds a calendar, and so may be written anew."""
    try:
        with open_plain(path) as file:
            return file.read(15) == b"BEGIN:VCALENDAR"
    except OSError:
        return False


def calendar_of(names: Names, tasks: Mapping[str, Sequence[Task]], now: datetime) -> bytes:
    """The tasks of units that have a deadline; of several units each event names its own. A task keeps its UID, so importing again changes events and doubles none.

    What is done or cancelled is cancelled in the calendar, without an alarm. A calendar takes the event with the
    higher SEQUENCE: it grows from day to day, and by a step when a task is closed.
    Events, not to-dos: Google Calendar and Outlook import only these.
    """
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", "-//cchc//improvement plan//EN")
    calendar.add("version", "2.0")
    count, first = len(tasks), names.unit(next(iter(tasks)))
    many = n_("Improvement plans of {count} unit", "Improvement plans of {count} units", count)
    # Given as text: what is no property of RFC 5545 is one (3.8.8.2), which icalendar 7 leaves unescaped.
    calendar.add("x-wr-calname", vText(many if count > 1 else _("Improvement plan of {unit}", unit=first)))
    for unit, of_unit in tasks.items():
        whose = f"{names.unit(unit)}: " if count > 1 else ""
        for task in of_unit:
            if task.due is not None:
                calendar.add_component(_event(names, task, task.due, (unit, whose), now))
    # RFC 5545 has no place for control signs in any text.
    for component in calendar.walk():
        for name, value in component.items():
            if isinstance(value, vText):
                component[name] = vText(plain(value))
    data: bytes = calendar.to_ical()
    return data


def _event(names: Names, task: Task, due: date, of_unit: tuple[str, str], now: datetime) -> "Event":
    from icalendar import Event

    event, (unit, whose), action = Event(), of_unit, names.called("action", task.action)
    event.add("uid", f"{task.id}.{unit}@cchc")
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("sequence", 2 * (now.date() - FIRST).days + (not task.is_open))
    event.add("status", "CONFIRMED" if task.is_open else "CANCELLED")
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", whose + _("Due: {action} ({id})", action=action, id=task.id))
    lines = [
        names.titled(task.component),
        _("Owner: {owner}", owner=names.owner(task.owner)) if task.owner else "",
        _("Product: {product}", product=task.product) if task.product else "",
    ]
    event.add("description", "\n".join(line for line in lines if line))
    event.add("transp", "TRANSPARENT")
    if task.is_open:
        from icalendar import Alarm

        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        text = n_("{action} is due in {count} day", "{action} is due in {count} days", ALARM, action=action)
        alarm.add("description", text)
        alarm.add("trigger", timedelta(days=-ALARM))
        event.add_component(alarm)
    return event
