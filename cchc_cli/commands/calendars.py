"""Deadlines as a calendar file, of one unit or of all."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from cchc_cli.files.find import is_there
from cchc_cli.messages import _
from cchc_cli.model.problems import CchcError
from cchc_cli.model.tasks import Task
from cchc_cli.model.today import now
from cchc_cli.show.names import Names
from cchc_cli.system.plain_file import open_plain
from cchc_cli.system.safe_write import replace_text


def write_calendar(path: Path, names: Names, tasks: Mapping[str, Sequence[Task]]) -> None:
    """Write the deadlines of the tasks of units as an iCalendar file. Raises CchcError where it can't be."""
    from cchc_cli.show.calendar_file import calendar_of

    refuse_other_files(path)
    replace_text(path, calendar_of(names, tasks, now()))


def refuse_other_files(path: Path) -> None:
    """Raise CchcError where a calendar can't be written: over what is none, or into no folder."""
    if is_there(path) and not _is_calendar(path):
        text = _("--ics: {file} is there and is no calendar; it is left as it is.", file=path)
        raise CchcError(text, hint=_("Name a new file, such as plan.ics."))
    if not path.absolute().parent.is_dir():
        raise CchcError(_("There is no folder {folder}.", folder=path.absolute().parent))


def _is_calendar(path: Path) -> bool:
    """Whether a plain file holds a calendar, and so may be written anew."""
    try:
        with open_plain(path) as file:
            return file.read(15) == b"BEGIN:VCALENDAR"
    except OSError:
        return False
