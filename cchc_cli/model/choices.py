"""Words that arguments of commands may be, on the command line and in Python."""

from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from typing import Annotated, Literal

Language = Literal["vi", "en"]
Basis = Literal["official", "self"]
"""Whose points count."""
RankOn = Literal["published", "exact"]
"""The index that ranks are made of: the rounded one or the exact one."""
Level = Literal["area", "criterion", "level3", "level4", "level5", "level6", "level7", "component"]
"""Of the tree: `component` is what gets points, on whatever level; `level3` and so on what lies between."""
Show = Literal["points", "percent", "lost", "rank"]
"""What the cells of the matrix have."""
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
FileForm = Literal["docx", "pdf", "xlsx", "html"]
"""How it is written into a file only."""
Day = str | date
"""As people write days, or as Python has them; of a moment with a zone the day that it is in the workspace's."""
Blank = Literal[""]
"""Takes away what was there."""
File = str | PathLike[str]
Evidence = Annotated[str, "a file or an address, whose spaces count"]
Several = str | Sequence[str]
Points = str | Sequence[str] | Mapping[str, float | str]
"""Such as "1.1=2" or "1.1=max", one or several, or each component with its points."""
