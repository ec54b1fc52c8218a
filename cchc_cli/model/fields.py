"""Kinds of fields that criteria.yaml is made of, each with its bounds."""

from typing import Annotated

from msgspec import Meta, Struct

from cchc_cli.model.bounds import DAYS, POINTS, VALUES, YEARS

ID_PATTERN = r'^[^\s"“”„‟‘’«»]+$'
Id = Annotated[
    str, Meta(pattern=ID_PATTERN, max_length=80, description="Unique in the file. Text: 1.10 and 1.1 are two ids.")
]
GROUP_PATTERN = r"^\S(.*\S)?$"
GroupId = Annotated[str, Meta(pattern=GROUP_PATTERN, max_length=80, description="A group of units, as in units.csv.")]
Name = Annotated[str, Meta(min_length=1, max_length=2000)]
ShortText = Annotated[str, Meta(max_length=10_000)]
Year = Annotated[int, Meta(ge=int(YEARS.least), le=int(YEARS.most))]
Number = Annotated[float, Meta(ge=VALUES.least, le=VALUES.most)]
Points = Annotated[float, Meta(ge=POINTS.least, le=POINTS.most)]
Positive = Annotated[float, Meta(gt=POINTS.least, le=POINTS.most)]
PersonDays = Annotated[float, Meta(ge=DAYS.least, le=DAYS.most)]
Maximum = Annotated[
    Positive | Annotated[dict[Year, Positive], Meta(min_length=1)],
    Meta(description="Points, or {year: points} = from that year on."),
]
MonthDay = Annotated[
    str,
    Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", description="MM-DD of the year that the plan is for."),
]


class Shape(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Every part of criteria.yaml: fixed fields, nothing else."""


class Named(Shape, frozen=True, kw_only=True):
    """A thing with a name in the language of the file and, if wanted, in English."""

    name: Name
    name_en: Name | None = None
