"""Values on the scenario sheet: typed or chosen, they give points by the component's rule."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cchc_cli.model.places import letters
from cchc_cli.model.rules.base import Places, ScaledRule
from cchc_cli.model.scenario_sheet import Extra, Part
from cchc_cli.show.writers.excel_layout import BORDER

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

COLUMN, WIDTH, OPTIONS = 7, 16, 12
"""Where values are typed, and the first of two columns out of sight with what may be chosen and its points."""


class Values:
    """The column of values; there is none where nothing has a rule."""

    def __init__(self, book: "Workbook", sheet: "Worksheet", parts: Sequence[Part | Extra]) -> None:
        self.sheet, self._listed = sheet, 0
        self.is_needed = any(part.rule for part in parts)
        usual = {**BORDER, "bg_color": "#FFF2CC", "locked": False}
        self._style = book.add_format(usual)
        # Excel would make a day of 9/10.
        self._fraction = book.add_format({**usual, "num_format": "@", "align": "right"})
        if self.is_needed:
            sheet.set_column(COLUMN, COLUMN, WIDTH)
            sheet.set_column(OPTIONS, OPTIONS + 1, 9, None, {"hidden": True})

    def put(self, row: int, part: Part | Extra, tried: str, style: "Format") -> None:
        """A cell for a value, and in the column `tried` the points that follow once one is typed or chosen."""
        if part.rule is None:
            return
        value, most = f"{letters(COLUMN)}{row}", f"D{row}"
        options, points = self._list(part.rule.offered())
        formula = part.rule.formula(Places(value, most, options, points, part.best))
        if not formula:
            return
        if part.rule.allowed.least == 0:
            formula = f"IF(N({value})<0,NA(),{formula})"
        style_of = self._fraction if isinstance(part.rule, ScaledRule) else self._style
        self.sheet.write_blank(row - 1, COLUMN, None, style_of)
        if options:
            self.sheet.data_validation(row - 1, COLUMN, row - 1, COLUMN, {"validate": "list", "source": f"={options}"})
        known: float | str = "NA"
        if part.tried is not None:
            known = "" if math.isnan(part.tried) else float(f"{part.tried:.12g}")
        told = f'"{known}"' if isinstance(known, str) else repr(known)
        whole = f'=IF({value}="",{told},IFERROR(MAX(0,MIN({most},{formula})),"?"))'
        self.sheet.write_formula(f"{tried}{row}", whole, style, known)

    def _list(self, offered: dict[str, float]) -> tuple[str, str]:
        """Write what may be chosen; its cells and those of its points, blank where any number may be typed."""
        first = self._listed + 1
        for option, points in offered.items():
            self.sheet.write_string(self._listed, OPTIONS, option)
            self.sheet.write_number(self._listed, OPTIONS + 1, points)
            self._listed += 1
        names = (letters(OPTIONS), letters(OPTIONS + 1))
        cells = [f"${name}${first}:${name}${self._listed}" if offered else "" for name in names]
        return cells[0], cells[1]
