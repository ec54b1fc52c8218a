"""What stands around a document, from `document` in criteria.yaml; dotted lines where it says nothing."""

from dataclasses import dataclass, replace
from datetime import date

from cchc_cli.messages import _, language
from cchc_cli.model.criteria import Document
from cchc_cli.model.fields import Named
from cchc_cli.model.report import Frame, Section, Signature
from cchc_cli.show.names import shown

BLANK = "……………………"
SHORT, PLACE = "……", "…………"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
PLACES = ("Xã", "Phường", "Thị trấn", "Thị xã", "Quận", "Huyện", "Tỉnh", "Đặc khu", "Thành phố")


@dataclass(frozen=True)
class Letterhead:
    """The issuing body and the date, the same for all documents of a workspace."""

    document: Document
    unit: str
    signed: date | None

    @property
    def issuer(self) -> str:
        """The issuing body; the unit itself where criteria.yaml names none."""
        return label(self.document.issuer) or self.unit

    def frame(self, kind: str, subject: str, abbreviation: str, *, to: bool = True) -> Frame:
        """Around a document of `kind`; reports are sent `to` somebody, plans are not."""
        document = self.document
        addressees = tuple(label(each) for each in document.to) if to else ()
        recipients = [label(each) for each in document.recipients] or [BLANK]
        if addressees and (same := _("As above")) not in recipients:
            recipients.insert(0, same)
        filed = _("Filed: records office")
        if not any(each.startswith(filed[:3]) for each in recipients):
            recipients.append(filed)
        symbol = f"{abbreviation}-{document.symbol or SHORT}"
        return Frame(
            superior=label(document.superior),
            issuer=self.issuer,
            number=_("No.: {number}/{symbol}", number=SHORT, symbol=symbol),
            dated=self.dated,
            kind=kind,
            subject=subject,
            to=addressees,
            recipients=tuple(recipients),
            signatures=(self.signature,),
        )

    @property
    def dated(self) -> str:
        """Place and date; the day is left to be filled in by hand where it is not known."""
        place, day = label(self.document.place) or PLACE, self.signed
        if day is None:
            return _("{place}, …… …… 20……", place=place)
        if language() == "en":
            return f"{place}, {day.day} {MONTHS[day.month - 1]} {day.year}"
        # Days under 10 and the months 1 and 2 have a 0 before them.
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"

    @property
    def signature(self) -> Signature:
        """Who signs for the issuing body."""
        signer = self.document.signer
        lines = tuple(text for text in (label(signer.authority), label(signer.title)) if text)
        return Signature(lines or (BLANK,), signer.name or BLANK)


def label(text: str | Named | None) -> str:
    """A text, or the name in the language in use."""
    return shown(text) if isinstance(text, Named) else text or ""


def within(name: str) -> str:
    """A unit's name within a sentence: xã Tiến Lợi, as Annex II of the Decree spells it."""
    if language() == "vi" and not name.startswith("Thành phố Hồ Chí Minh"):
        place = next((each for each in PLACES if name.startswith(f"{each} ")), "")
        return place.lower() + name[len(place) :]
    return name


def numbered(sections: list[Section]) -> tuple[Section, ...]:
    """I., II., … before the titles; sections without anything to say are left out."""
    told = [section for section in sections if section.parts]
    return tuple(
        replace(
            section,
            title=f"{numeral}. {section.title}" if section.title else "",
            short=f"{numeral}. {section.short}" if section.short else "",
        )
        for numeral, section in zip(_numerals(told), told, strict=True)
    )


def _numerals(sections: list[Section]) -> list[str]:
    waiting = iter(NUMERALS)
    return [next(waiting) if section.title else "" for section in sections]
