"""A report as a document: sheets of sections, each sheet with what an administrative document has around its body.

The parts and their order are those of Decree 30/2020/NĐ-CP, Annex I.
"""

from dataclasses import dataclass

from cchc_cli.model.report import Chart, Table

Part = str | Table | Chart
"""A paragraph, a table or a chart."""


@dataclass(frozen=True)
class Signature:
    """Who signs: `lines` of authority and title, and the name below the room for the signature."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Frame:
    """What stands around the body. An empty text is left out; what is to be filled in by hand is a dotted line.

    `kind` is the type of document (báo cáo, kế hoạch), `subject` what it is about.
    """

    superior: str
    issuer: str
    number: str
    dated: str
    kind: str
    subject: str
    to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the body: paragraphs, tables and charts in the order in which they are read."""

    title: str
    parts: tuple[Part, ...]
    short: str = ""
    """What the sheet of its table in a workbook is called; else the title."""


@dataclass(frozen=True)
class Sheet:
    """One document; a report of several (a commitment for each owner) starts each on a page of its own."""

    frame: Frame
    sections: tuple[Section, ...]
    name: str = ""
    """What tells it from the others where they stand one below the other: the owner."""
