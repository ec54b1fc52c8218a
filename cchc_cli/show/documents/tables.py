"""Tables and records that more than one document has."""

from collections.abc import Sequence

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Table
from cchc_cli.model.plans import Candidate
from cchc_cli.show.columns import column, columns
from cchc_cli.show.documents.letterhead import BLANK, SHORT
from cchc_cli.show.kinds import KINDS
from cchc_cli.show.names import Names


def said(frame: pd.DataFrame, *columns: Column) -> tuple[Column, ...]:
    """The columns without those of text that say nothing in any row, and of which nobody is to fill in anything."""

    def says(column: Column) -> bool:
        values = frame[column.key] if column.say is None else frame[column.key].map(column.say)
        return bool(values.fillna("").any())

    return tuple(
        column for column in columns if not KINDS[column.kind].wraps or column.of or column.blank or says(column)
    )


def task_table(names: Names, tasks: Sequence[Candidate], ids: Sequence[str] = (), *, gain: bool = False) -> Table:
    """What is to be done, what proves it, who does it, by when; with `gain`, the points that it is to win."""
    frame = pd.DataFrame(
        {
            "place": str(at),
            "count": at,
            "number": ids[at - 1] if ids else "",
            "component": each.component,
            # A stand-in is about the component as a whole.
            "action": f"{names.node(each.component)}: {each.action}" if each.generic else each.action,
            "product": each.product,
            "owner": each.owner,
            "due": each.due_text,
            "gain": each.gain,
            "assumed": each.assumed_gain,
        }
        for at, each in enumerate(tasks, 1)
    )
    listed = columns(
        Column("place", _("No."), "id", only="text"),
        Column("count", _("No."), "count", only="sheet"),
        ids and Column("number", _("Task"), "id", fold=_("Task") + ": "),
        "action",
        Column("product", _("Product"), blank=BLANK),
        column("owner", blank=BLANK, fold=None),
        column("due", blank=SHORT),
        gain and "gain",
    )
    return Table(frame, said(frame, *listed))
