"""How large the numbers may be that people write: one bound for each kind, wherever it is read.

They lie far beyond what an office has, and near enough that no sum, product or date computed from them overflows.
"""

from dataclasses import dataclass

from cchc_cli.messages import _, grouped


@dataclass(frozen=True)
class Bound:
    """The numbers from `least` to `most`, both included."""

    least: float
    most: float

    def holds(self, number: float) -> bool:
        """Whether a number, of whatever size, is allowed; what is not a number is not."""
        return self.least <= number <= self.most

    def instead_of(self, number: float) -> str:
        """What is allowed in the place of a number; of a most that nobody comes near it is said only beyond it."""
        if number < self.least >= 0 and self.most >= FAR:
            return _("{least} or more", least=grouped(self.least))
        return str(self)

    def __str__(self) -> str:
        sign = "–" if self.least >= 0 else " … "
        # Years are among them, which have no marks.
        return sign.join(grouped(each, 10_000) for each in (self.least, self.most))


FAR = 1e6
"""From here on a bound only keeps sums and dates from overflowing."""
NOISE = 1e-9
"""Numbers nearer to one another are the same: what lies between them is noise of sums."""
SHOWN = 60
"""Characters of a wrong value that a message shows."""


def shortened(text: str, most: int = SHOWN) -> str:
    """What was found, as a message shows it: whole, or its beginning, which is seen to go on."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


YEARS = Bound(1900, 2999)
POINTS = Bound(0, 1e6)
"""Points, maxima and the scale of the index; losses and gains."""
INDEXES = Bound(-1e6, 1e6)
"""Goals on the scale of the index, which penalties may take below 0."""
VALUES = Bound(-1e12, 1e12)
"""Raw values, and what rules and ratings compare with."""
DAYS = Bound(0, 1e6)
"""Person-days, and days ahead."""
AMOUNTS = Bound(-1e15, 1e15)
"""Figures of registers: targets are also written in đồng."""
COUNTS = Bound(0, 1e9)
"""Rows, ranks and runs."""
PERCENTS = Bound(0, 100)
OF_ARGUMENTS = {
    **dict.fromkeys(("year", "since", "first", "last"), YEARS),
    **dict.fromkeys(("least", "gain"), POINTS),
    **dict.fromkeys(("fail_under", "target"), INDEXES),
    **dict.fromkeys(("soon", "budget", "effort"), DAYS),
    # Of ranks the unit's group has so many; more is said of them there.
    **dict.fromkeys(("need_rank", "target_rank"), VALUES),
    "top": Bound(1, COUNTS.most),
    **dict.fromkeys(("low", "noise"), PERCENTS),
    "weights": Bound(0, 99),
    "runs": Bound(1, 100_000),
    "seed": COUNTS,
}
"""By the names that numbers have as arguments of commands, in Python and on the command line."""
