"""Registers: the files in which the facts stand that points come from. Their columns, and the words in them.

Only these columns are ever read; whatever else a file holds (citizens' names, phones, id numbers) stays there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from cchc_cli.model.bounds import AMOUNTS, Bound
from cchc_cli.model.days import LAST
from cchc_cli.model.letters import plain

Fetched = TypeVar("Fetched")
Record: TypeAlias = dict[str, Any]
"""A row of a query: for each column a value of the column's type."""
FieldKind = Literal["text", "day", "whole", "number", "word"]

BEFORE = ("", "qua", *(f"{how}{via}" for how in ("nộp", "nhận", "trả", "tiếp nhận") for via in ("", " qua")))
"""What stands before the words for a channel: trực tuyến, nộp trực tuyến, tiếp nhận qua bưu chính."""


def _channel(*words: str) -> tuple[str, ...]:
    return tuple(f"{before} {word}".strip() for word in words for before in BEFORE)


CHANNELS: Mapping[str, tuple[str, ...]] = {
    "counter": _channel(
        *("trực tiếp", "tại quầy", "một cửa"),
        *(
            f"{at}{office}"
            for at in ("", "tại ", "trực tiếp tại ")
            for office in (
                "bộ phận một cửa",
                "bộ phận tiếp nhận và trả kết quả",
                "trung tâm phục vụ hành chính công",
                "trung tâm hành chính công",
            )
        ),
    ),
    "online": _channel(
        *("trực tuyến", "mạng", "bản điện tử", "dịch vụ công trực tuyến", "dvctt"),
        *("toàn trình", "trực tuyến toàn trình", "trực tuyến (toàn trình)", "dvctt toàn trình"),
        *("một phần", "trực tuyến một phần", "trực tuyến (một phần)", "dvctt một phần"),
        *("cổng dịch vụ công", "cổng dịch vụ công quốc gia", "cổng dvc", "cổng dvcqg"),
        *("trực tuyến qua cổng dịch vụ công", "trực tuyến qua cổng dịch vụ công quốc gia"),
    ),
    "post": _channel(
        *("bưu chính", "bưu chính công ích", "dịch vụ bưu chính", "dịch vụ bưu chính công ích"),
        *("bưu điện", "đường bưu điện", "đường bưu chính", "bcci", "dịch vụ bcci"),
    ),
}
YES_NO: Mapping[str, tuple[str, ...]] = {
    "yes": ("có", "đủ", "đầy đủ", "đủ nội dung", "đầy đủ nội dung", "đạt", "x", "1", "true", "y"),
    "no": (
        *("không", "chưa", "thiếu", "thiếu nội dung", "không đủ", "chưa đủ", "không đầy đủ", "chưa đầy đủ"),
        *("không đạt", "chưa đạt", "0", "false", "n"),
    ),
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "periodic": (
        *("định kỳ", "báo cáo định kỳ"),
        *(f"{every}{span}" for every in ("định kỳ ", "hằng ", "hàng ", "") for span in ("tuần", "tháng", "quý", "năm")),
        *("định kỳ 6 tháng", "6 tháng"),
    ),
    "adhoc": ("đột xuất", "báo cáo đột xuất", "chuyên đề", "báo cáo chuyên đề", "theo yêu cầu"),
}
DIRECTIONS: Mapping[str, tuple[str, ...]] = {
    "up": ("tăng", "cao hơn", "càng cao càng tốt", "tối thiểu"),
    "down": ("giảm", "thấp hơn", "càng thấp càng tốt", "tối đa"),
}

PERIODS = ("year", "month", "quarter")
WHOLE = Bound(-1e9, 1e9)
"""What an engine's whole numbers hold."""
RATINGS = Bound(-999, 999)
"""So narrow that 4.500 can't be thousands; which ratings there are is checked with the row."""


@dataclass(frozen=True)
class Field:
    """A column of a register, and its headers besides its name.

    `words` are the values of a `word`, each with what else is written for it, in small letters. `bound` is that of numbers, `latest` that of days.
    `unit`: what numbers may be counted in, as a pattern.
    """

    name: str
    headers: tuple[str, ...] = ()
    kind: FieldKind = "text"
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bound: Bound = AMOUNTS
    latest: date = LAST
    unit: str = ""

    @property
    def spellings(self) -> dict[str, list[str]]:
        """Each of its words, and all that is written for it in small letters, with accents and without."""
        return {word: [*dict.fromkeys((word, *others, *map(plain, others)))] for word, others in self.words.items()}

    @property
    def sign(self) -> str:
        """What may stand behind a number, as a pattern: an amount may be a percentage, a count or a rating is none."""
        return f"(?i) ?{self.unit}$" if self.unit else " ?%$" if self.bound == AMOUNTS else ""


@dataclass(frozen=True)
class Register:
    """A register: its columns, which of them a file must have, and those that together tell its rows apart.

    `either`: columns of which one must be there. `compared`: columns of numbers that are compared with one another, and
    so have to be written in one unit. `slices`:
    what its measures can be counted by.
    """

    name: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    required: tuple[str, ...]
    compared: tuple[str, ...] = ()
    slices: tuple[str, ...] = PERIODS
    either: tuple[str, ...] = ()

    @property
    def known(self) -> dict[str, tuple[str, ...]]:
        """The headers of each column."""
        return {field.name: (field.name, *field.headers) for field in self.fields}

    @property
    def id(self) -> str:
        """The column with the ids that people use."""
        return self.fields[0].name

    def field(self, name: str) -> Field:
        """The column of that name."""
        return next(each for each in self.fields if each.name == name)

    def up_to(self, latest: int) -> "Register":
        """The same register with no year and no day after `latest`: 2062 for 2026 would leave its row out of every year asked for."""
        bound, last = Bound(1990, latest), min(date(latest, 12, 31), LAST)
        fields = (
            replace(each, bound=bound if each.name == "year" else each.bound, latest=last) for each in self.fields
        )
        return replace(self, fields=tuple(fields))


FILED = (
    *("hình thức nộp", "hình thức nộp hồ sơ", "hình thức tiếp nhận", "hình thức tiếp nhận hồ sơ"),
    *("phương thức nộp", "phương thức nộp hồ sơ", "phương thức tiếp nhận", "phương thức tiếp nhận hồ sơ"),
    *("kênh nộp", "kênh nộp hồ sơ", "kênh tiếp nhận", "kênh tiếp nhận hồ sơ"),
    *("cách thức nộp", "cách thức nộp hồ sơ", "cách thức tiếp nhận"),
)
RETURNED = (
    *("hình thức trả", "hình thức trả kết quả", "hình thức nhận kết quả", "kênh trả", "kênh trả kết quả"),
    *("phương thức trả", "phương thức trả kết quả", "phương thức nhận kết quả"),
    *("cách thức trả kết quả", "cách thức nhận kết quả"),
)
DAYS = tuple(
    f"{days}{by}"
    for days in ("số ngày giải quyết", "thời hạn giải quyết", "số ngày làm việc")
    for by in ("", " theo quy định")
)
APOLOGY = (
    *("xin lỗi", "văn bản xin lỗi", "thư xin lỗi", "phiếu xin lỗi", "ngày xin lỗi", "ngày phiếu xin lỗi"),
    *("ngày văn bản xin lỗi", "ngày thư xin lỗi", "ngày gửi văn bản xin lỗi", "ngày gửi thư xin lỗi"),
)
FINISHED = (
    *("ngày trả kết quả", "ngày có kết quả", "ngày trả", "ngày kết thúc", "trả kết quả"),
    *("ngày kết thúc xử lý", "ngày giải quyết xong", "ngày xử lý xong", "ngày hoàn thành", "ngày hoàn thành xử lý"),
    *("ngày trả kết quả thực tế", "ngày trả thực tế"),
)
"""Of the day on which a result was there and that on which it was fetched a file may have one: which counts is asked about."""
DOSSIERS = Register(
    "dossiers",
    ("dossier",),
    (
        Field("dossier", ("mã hồ sơ", "số hồ sơ", "hồ sơ", "mã số hồ sơ", "số biên nhận", "mã biên nhận")),
        Field("unit", ("đơn vị", "mã đơn vị")),
        Field("procedure", ("mã thủ tục", "thủ tục", "mã tthc", "thủ tục hành chính", "mã số thủ tục")),
        Field("procedure_name", ("tên thủ tục", "tên tthc", "tên thủ tục hành chính")),
        Field(
            "officer",
            tuple(
                f"{who} {does}"
                for who in ("cán bộ", "người", "công chức", "chuyên viên")
                for does in ("thụ lý", "xử lý", "giải quyết")
            ),
        ),
        Field(
            "received",
            (
                *("ngày tiếp nhận", "ngày nhận", "tiếp nhận", "nhận hồ sơ"),
                *("ngày nhận hồ sơ", "ngày tiếp nhận hồ sơ", "tiếp nhận hồ sơ"),
            ),
            "day",
        ),
        Field(
            "due",
            (
                *("ngày hẹn trả", "hẹn trả", "ngày hẹn trả kết quả", "hẹn trả kết quả", "ngày hẹn"),
                *("hạn trả", "hạn trả kết quả", "hạn xử lý", "hạn giải quyết", "ngày đến hạn", "ngày phải trả kết quả"),
            ),
            "day",
        ),
        Field("days", DAYS, "whole", bound=WHOLE, unit="ngày làm việc"),
        Field("finished", FINISHED, "day"),
        Field("channel", FILED, "word", CHANNELS),
        Field("returned_by", RETURNED, "word", CHANNELS),
        Field("supplements", ("số lần bổ sung", "lần bổ sung", "số lần yêu cầu bổ sung"), "whole", bound=WHOLE),
        Field("apology", APOLOGY, "day"),
        Field("rescheduled", ("ngày hẹn lại", "hẹn lại", "ngày hẹn trả lại", "ngày hẹn trả mới"), "day"),
        Field("rating", ("đánh giá", "điểm đánh giá", "mức độ hài lòng"), "number", bound=RATINGS),
        Field("digitised", ("số hóa", "số hóa kết quả"), "word", YES_NO),
    ),
    ("dossier", "received", "finished", "channel"),
    slices=(*PERIODS, "procedure", "channel"),
    either=("due", "days"),
)
REPORTS = Register(
    "reports",
    ("unit", "report", "due"),
    (
        Field("report", ("mã báo cáo", "báo cáo", "tên báo cáo", "nội dung báo cáo")),
        Field("unit", ("đơn vị", "mã đơn vị")),
        Field("kind", ("loại", "loại báo cáo"), "word", KINDS),
        Field("due", ("thời hạn", "hạn gửi", "hạn báo cáo", "thời hạn gửi", "thời hạn báo cáo", "hạn nộp"), "day"),
        Field("sent", ("ngày gửi", "ngày gửi báo cáo", "ngày gửi thực tế", "ngày báo cáo", "ngày nộp"), "day"),
        Field("complete", ("đầy đủ", "đầy đủ nội dung", "nội dung đầy đủ", "đủ nội dung"), "word", YES_NO),
    ),
    ("report", "kind", "due", "sent"),
)
TARGETS = Register(
    "targets",
    ("unit", "target", "year"),
    (
        Field("target", ("mã chỉ tiêu", "chỉ tiêu")),
        Field("unit", ("đơn vị", "mã đơn vị")),
        Field("year", ("năm",), "whole", bound=WHOLE),
        Field(
            "planned",
            ("kế hoạch", "chỉ tiêu giao", "kế hoạch năm", "kế hoạch giao", "chỉ tiêu kế hoạch", "số giao"),
            "number",
        ),
        Field("actual", ("thực hiện", "kết quả", "kết quả thực hiện", "thực hiện năm", "kết quả đạt được"), "number"),
        Field("direction", ("chiều", "chiều đánh giá"), "word", DIRECTIONS),
        Field("name", ("tên", "tên chỉ tiêu")),
    ),
    ("target", "year", "planned", "actual"),
    ("planned", "actual"),
    ("year",),
)
REGISTERS = {register.name: register for register in (DOSSIERS, REPORTS, TARGETS)}


@dataclass(frozen=True)
class Steps(Generic[Fetched]):
    """How an engine comes from a register's rows to its measures.

    `prepare` gives rows their flags, of the source and the calendar; `overview` counts prepared ones; `measure` gives
    the measures of prepared rows by a slice, of a unit (None = of all) between two days.
    """

    prepare: Callable[[Fetched, Fetched], Fetched]
    overview: Callable[[Fetched], Fetched]
    measure: Callable[[Fetched, str, str | None, date, date], Fetched]
