"""Words that arguments of commands may be, on the command line and in Python."""

from typing import Literal

Language = Literal["vi", "en"]
Basis = Literal["official", "self"]
"""Whose points count."""
RankOn = Literal["published", "exact"]
"""The index that ranks are made of: the rounded one or the exact one."""
Level = Literal["area", "criterion", "component"]
Part = Literal["area", "owner", "source"]
"""What lost points are summed by."""
Rivals = Literal["hold", "trend"]
"""What other units do meanwhile: nothing, or change once more as before."""
Slice = Literal["year", "month", "quarter", "procedure", "channel"]
"""What measures are taken of."""
TaskAlarm = Literal["overdue", "due-soon"]
DossierAlarm = Literal["overdue", "late-without-apology"]
Form = Literal["table", "json", "csv", "md"]
"""How a result is printed."""
