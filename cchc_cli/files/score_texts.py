"""What the texts of a score file stand for: years, units, components, notes, totals; each different one is looked at once."""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cchc_cli.files import headers
from cchc_cli.files.csv_file import CsvFile
from cchc_cli.files.score_known import Known
from cchc_cli.messages import _, figure
from cchc_cli.model.bounds import shortened
from cchc_cli.model.today import today

YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def years_in(file: str) -> list[int]:
    """The years that a file is called after, the last one last."""
    return sorted(int(year) for year in YEAR.findall(Path(file).name))


def import_hint(file: str) -> str:
    """How the points of a workbook become a file of scores."""
    years = years_in(file)
    if file.casefold().endswith(".xlsb"):
        # The one kind of workbook that is not read.
        return " ".join((_("Save it as .xlsx."), import_hint(f"{file[:-1]}x")))
    shown = f'"{file}"' if " " in file else file
    return _("Import it: cchc import scores {file} --year {year}", file=shown, year=str(years[-1]) if years else "YEAR")


class ScoreTexts:
    """For each different text of a file what it stands for; `maxima` by year and component."""

    def __init__(self, file: CsvFile, known: Known) -> None:
        self.known = known
        texts = file.texts
        self.latest = today(known.framework.criteria.defaults.timezone).year + 1
        self.years = np.array(list(map(self._year, texts["year"])), dtype=np.int16)
        if not known.fixed_units:
            for text in texts["unit"][1:]:
                known.units.setdefault(text, len(known.units))
        self.units = np.array([known.units.get(text, -1) for text in texts["unit"]], dtype=np.int32)
        small = np.int16 if len(known.components) < np.iinfo(np.int16).max else np.int32
        codes = list(map(known.component, texts["component"]))
        self.components: NDArray[np.integer] = np.array(codes, dtype=small)
        self.notes, self.appeals = self._notes(texts.get("note", [""])), self._notes(texts.get("appeal", []))
        columns = ("year", "unit", "component")
        marks = {column: np.array(list(map(headers.is_total, texts[column]))) for column in columns}
        self.totals = {column: total for column, total in marks.items() if total.any()}
        groups = list(map(known.group_of, texts["unit"]))
        places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
        self.groups = np.array([places[group] for group in groups], dtype=np.int32)
        self.first, self.maxima = self._maxima(places)

    def _notes(self, texts: list[str]) -> NDArray[np.int32]:
        """The positions of notes among all notes, which grow."""
        notes = self.known.notes
        return np.array([notes.setdefault(text, len(notes)) for text in texts], dtype=np.int32)

    def _maxima(self, groups: Mapping[str, int]) -> tuple[int, NDArray[np.float64]]:
        """The first year, and a row of maxima a group and year; the last column is for components that are not known."""
        years = sorted({int(year) for year in self.years if year}) or [0]
        table = np.full((len(groups), years[-1] - years[0] + 1, len(self.known.framework.component_ids) + 1), np.nan)
        for group, place in groups.items():
            for year in filter(None, years):
                table[place, year - years[0], :-1] = self.known.maxima(year, group)
        return years[0], table

    def _year(self, text: str) -> int:
        """The year that a text is; 0 where it is none, or none that can have been scored."""
        return int(text) if is_year(text) and int(text) <= self.latest else 0


def is_year(text: str) -> bool:
    """Whether a text is four digits from 1900 on."""
    return len(text) == 4 and text.isascii() and text.isdecimal() and text >= "1900"


def year_fault(text: str) -> tuple[str, str]:
    """What is wrong with a text that is no year, and what to do."""
    if not text:
        return _("the year is blank."), _("Fill it in, or delete the row.")
    return _("“{found}” is not a year.", found=text), _("Write four digits, such as 2022.")


def points_fault(found: str, component: str, most: float) -> str:
    """That points are out of range, of which at most so many are allowed; NaN: nobody knows how many."""
    allowed = "≥ 0" if np.isnan(most) else f"0–{figure(most)}"
    return _(
        "{found} is out of range; {component} allows {allowed}.",
        found=shortened(found),
        component=component,
        allowed=allowed,
    )


def group_fault(found: str, below: list[str]) -> tuple[str, str]:
    """That an area or a criterion stands where a component should, and which belong to it."""
    text = _("{component} is not a component but a group of them.", component=found)
    return text, _("Its components: {components}.", components=", ".join(below[:10]))
