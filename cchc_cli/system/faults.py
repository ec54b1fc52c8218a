"""What the system refuses is told as any other fault that users can put right."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError


@contextmanager
def system_faults() -> Iterator[None]:
    """CchcError in place of OSError and MemoryError, wherever they come from meanwhile."""
    try:
        yield
    except MemoryError as error:
        raise CchcError(_("There is too little memory for this.")) from error
    except OSError as error:
        reason = system_reason(error)
        text = _("The system refused something ({reason}).", reason=reason)
        if error.filename is not None:
            file = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
            text = _("Can't read or write {file} ({reason}).", file=file, reason=reason)
        raise CchcError(text) from error
