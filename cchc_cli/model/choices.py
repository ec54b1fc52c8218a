"""Words that arguments of commands may be, on the command line and in Python."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from os import PathLike
from typing import Annotated, Literal

from cchc_cli.messages import language

Language = Literal["vi", "en"]
Basis = Literal["official", "self"]
"""Whose points count."""
RankOn = Literal["published", "exact"]
"""The index that ranks are made of: the rounded one or the exact one."""
Level = Literal["area", "criterion", "level3", "level4", "level5", "level6", "level7", "component"]
"""Of the tree: `component` is what gets points, on whatever level; `level3` and so on what lies between."""
Show = Literal["points", "percent", "lost", "rank"]
"""What the cells of the matrix have."""
LossesBy = Literal["area", "owner", "source"]
"""What lost points are summed by."""
Rivals = Literal["hold", "trend"]
"""What other units do meanwhile: nothing, or change once more as before."""
Slice = Literal["year", "month", "quarter", "procedure", "channel"]
"""What measures are taken of."""
Every = Literal["month", "quarter", "half", "year"]
"""How often a task recurs."""
TaskAlarm = Literal["overdue", "due-soon"]
DossierAlarm = Literal["overdue", "late-without-apology"]
Day = str | date
"""As people write days, or as Python has them; of a moment with a zone the day that it is in the workspace's."""
Blank = Literal[""]
"""Takes away what was there."""
File = str | PathLike[str]
Evidence = Annotated[str, "a file or an address, whose spaces count"]
Several = str | Sequence[str]
PointsAsked = str | Sequence[str] | Mapping[str, float | str]
"""Such as "1.1=2" or "1.1=max", one or several, or each component with its points."""

WORDS: dict[str, tuple[str, ...]] = {
    "official": ("chính thức", "thẩm định", "điểm thẩm định", "appraisal"),
    "self": ("tự chấm", "điểm tự chấm", "self-score"),
    "published": ("công bố", "đã làm tròn", "rounded"),
    "exact": ("chính xác", "chưa làm tròn", "unrounded"),
    "area": ("lĩnh vực", "areas"),
    "criterion": ("tiêu chí", "criteria"),
    "component": ("tiêu chí thành phần", "thành phần", "components"),
    **{f"level{number}": (f"cấp {number}", f"level {number}") for number in range(3, 8)},
    "points": ("điểm", "điểm đạt"),
    "percent": ("tỷ lệ", "tỷ lệ %", "phần trăm", "%", "percents"),
    "lost": ("điểm bị trừ", "bị trừ", "điểm trừ", "điểm mất", "điểm bị mất", "lost points"),
    "rank": ("hạng", "xếp hạng", "thứ hạng", "ranks"),
    "owner": (
        "bộ phận",
        "phòng",
        "phòng ban",
        "đầu mối",
        "phụ trách",
        "người phụ trách",
        "cá nhân",
        "owners",
        "department",
    ),
    "source": ("nguồn", "nguồn điểm", "sources"),
    "hold": ("giữ nguyên", "stay"),
    "trend": ("xu hướng", "theo xu hướng"),
    "year": ("năm", "hằng năm", "hàng năm", "mỗi năm", "yearly", "every year"),
    "half": ("6 tháng", "06 tháng", "sáu tháng", "nửa năm", "half year", "half-yearly"),
    "quarter": ("quý", "hằng quý", "hàng quý", "mỗi quý", "quarterly", "every quarter"),
    "month": ("tháng", "hằng tháng", "hàng tháng", "mỗi tháng", "monthly", "every month"),
    "procedure": ("thủ tục", "thủ tục hành chính", "procedures"),
    "channel": ("kênh", "hình thức nộp", "hình thức tiếp nhận", "channels"),
    "overdue": ("quá hạn", "trễ hạn"),
    "due-soon": ("sắp đến hạn", "sắp hạn", "gần đến hạn"),
    "late-without-apology": ("trễ hạn chưa xin lỗi", "chưa xin lỗi"),
    "table": ("bảng",),
}
"""What people call a choice, beside the word of scripts; accents and capitals do not count."""


def offered(allowed: Sequence[object]) -> list[str]:
    """The choices that people are told of: levels that few indices have are not among them."""
    return [word for word in map(str, allowed) if not word.startswith("level")]


def named_choices(words: Iterable[str], names: Mapping[str, tuple[str, ...]] = WORDS) -> str:
    """Choices on one line, each with what it is called in Vietnamese (the first of its `names`) where that is spoken."""
    from cchc_cli.model.nearest import called

    return ", ".join(called(word, names if language() == "vi" else {}) for word in words)


def choices_called(text: str, allowed: Sequence[object]) -> tuple[list[str], bool]:
    """Which of the allowed words a text may mean, and whether it is no more than a part of what they are called."""
    from cchc_cli.model.nearest import meant

    return meant(text, {word: WORDS.get(word, ()) for word in map(str, allowed)})
