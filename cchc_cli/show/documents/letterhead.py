"""What stands around a document, from units.csv and criteria.yaml; dotted lines where they say nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from msgspec import structs

from cchc_cli.messages import N_, _, language
from cchc_cli.model.criteria import UNIT_NAME, Document, Signer
from cchc_cli.model.fields import Named
from cchc_cli.model.periods import MONTHS
from cchc_cli.model.report import Frame, Section, Sheet, Signature
from cchc_cli.show.names import shown

BLANK = "……………………"
SHORT, PLACE = "……", "…………"
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
PLACES = ("Xã", "Phường", "Thị trấn", "Thị xã", "Quận", "Huyện", "Tỉnh", "Đặc khu", "Thành phố")


BASES = ("Căn cứ", "Thực hiện", "Theo", "Xét", "Trên cơ sở", "Pursuant", "According", "In accordance", "Based on")
"""How a line says already what it is."""
AGENCIES = (
    "Ủy ban", "Uỷ ban", "UBND", "Hội đồng", "Sở", "Bộ", "Ban", "Cục", "Chi cục", "Tổng cục", "Phòng", "Văn phòng",
    "Thanh tra", "Trung tâm", "Kho bạc", "Bảo hiểm", "Viện", "Công an", "Tòa án", "People", "Department", "Ministry",
    "Office", "Board", "Bureau",
)  # fmt: skip
"""How names of bodies begin that are no places: no committee governs them."""
ARTICLED = re.compile(
    r"\b(People|Department|Ministry|Office|Board|Bureau|Division|Cent(re|er)|Council|Committee|Management|Inspectorate)\b"
)
"""How names of bodies begin that have an article in an English sentence."""


ON_BEHALF = ("TM.", "For the People")
"""How a line begins that says for which body somebody signs."""

STANDING = (
    ("TM. Ủy ban nhân dân", "For the People's Committee"),
    ("KT. Chủ tịch", "For the Chair"),
    ("Ủy ban nhân dân ", "People's Committee of "),
    ("UBND ", "People's Committee of "),
    ("Phó Chủ tịch", "Vice-Chair"),
    ("Chủ tịch", "Chair"),
    ("Phó Giám đốc", "Deputy Director"),
    ("Giám đốc", "Director"),
)
"""Texts of letterheads, the unit's name behind them or not, that are the same all over the country, for who gives them in Vietnamese alone."""


def in_english(text: str) -> str:
    """A text that is given without its English, in the language in use as far as it is a standing one."""
    if language() == "en":
        for standing, english in STANDING:
            rest = text[len(standing) :]
            if text.casefold().startswith(standing.casefold()) and rest in ("", UNIT_NAME):
                return english + rest
    return text


@dataclass(frozen=True)
class Letterhead:
    """The issuing body and the date. {name} in a text is the unit's name."""

    document: Document
    unit: str
    signed: date | None

    def _label(self, text: str | Named | None) -> str:
        """A text, or the name in the language in use, with the unit's name in it."""
        told = shown(text) if isinstance(text, Named) else in_english(text or "")
        if told.startswith(UNIT_NAME):
            told = self.unit + told.removeprefix(UNIT_NAME)
        return told.replace(UNIT_NAME, within(self.unit))

    @property
    def issuer(self) -> str:
        """The issuing body; where nobody names one the People's Committee of the unit, or the unit if it is an agency."""
        issuer = self._label(self.document.issuer)
        if issuer or self.unit.startswith(tuple(f"{each} " for each in AGENCIES)):
            return issuer or self.unit
        return _("People's Committee of {unit}", unit=within(self.unit))

    @property
    def who_issues(self) -> str:
        """The issuing body at the beginning of a sentence."""
        told = within(self.issuer)
        return told[:1].upper() + told[1:]

    def frame(self, kind: str, subject: str, abbreviation: str, *, to: bool = True) -> Frame:
        """Around a document of `kind`; reports are sent `to` somebody, plans are not."""
        document = self.document
        addressees = tuple(self._label(each) for each in document.to) if to else ()
        recipients = [self._label(each) for each in document.recipients] or [BLANK]
        if addressees and (same := _("As above")) not in recipients:
            recipients.insert(0, same)
        filed = _("Filed: records office")
        if not any(each.startswith(filed[:3]) for each in recipients):
            recipients.append(filed)
        symbol = f"{abbreviation}-{document.symbol or SHORT}"
        return Frame(
            superior=self._label(document.superior),
            issuer=self.issuer,
            number=_("No.: {number}/{symbol}", number=SHORT, symbol=symbol),
            dated=self.dated,
            kind=kind,
            subject=subject,
            to=addressees,
            recipients=tuple(recipients),
            signatures=(self.signature,),
            contact=self._label(document.contact),
        )

    def sheet(
        self, frame: Frame, opening: str, *sections: Section, closing: str, annexes: tuple[Section, ...] = ()
    ) -> Sheet:
        """A document: what it is based on and how it begins, its numbered sections, and the line that ends it."""
        first = Section("", (opening,), basis=self.basis)
        last = Section("", (closing,))
        return Sheet(frame, _numbered([first, *sections, last]), annexes=annexes)

    def report_on_year(
        self, index: str, year: int, subject: str, *sections: Section, annexes: tuple[Section, ...] = ()
    ) -> Sheet:
        """The report on a year's result, of one unit or of all."""
        told = {"issuer": self.who_issues, "index": index, "year": year}
        opening = _("{issuer} reports on the result of the {index} in {year} as follows:", **told)
        closing = _("This is the report of {issuer} on the result of {year}.", issuer=within(self.issuer), year=year)
        frame = self.frame(_("Report"), subject, "BC")
        return self.sheet(frame, opening, *sections, closing=closing, annexes=annexes)

    def bare(self, kind: str, subject: str) -> Frame:
        """Around what has no number, is sent to nobody and signed by nobody."""
        return Frame(self._label(self.document.superior), self.issuer, "", self.dated, kind, subject)

    @property
    def basis(self) -> tuple[str, ...]:
        """What a document is based on (Căn cứ …;), line by line."""
        told = [self._label(each).rstrip(" ;.,") for each in self.document.basis]
        return tuple(
            f"{text};" if text.startswith(BASES) else _("Pursuant to {text};", text=text) for text in told if text
        )

    @property
    def superior(self) -> str:
        """The body above the issuing one; a dotted line where nobody names it."""
        return self._label(self.document.superior) or BLANK

    @property
    def dated(self) -> str:
        """Place and date; the day is left to be filled in by hand where it is not known."""
        place, day = self._label(self.document.place) or PLACE, self.signed
        if day is None:
            return _("{place}, …… …… 20……", place=place)
        if language() == "en":
            return f"{place}, {day.day} {MONTHS[day.month - 1]} {day.year}"
        # Days under 10 and the months 1 and 2 have a 0 before them.
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"

    @property
    def who_signs(self) -> str:
        """Chủ tịch Ủy ban nhân dân xã …, in a sentence; the issuing body where nobody says as what its head signs."""
        return self._titled(N_("the {title} of {issuer}"), within(self.issuer)) or within(self.issuer)

    @property
    def head(self) -> str:
        """Who signs, by title and body, as short as a line of a form has it: Chủ tịch UBND xã Tiến Lợi."""
        issuer, committee = within(self.issuer).removeprefix("the "), self._committee
        brief = issuer.replace(committee, "UBND") if language() == "vi" else issuer
        if told := self._titled(N_("{title}, {issuer}"), brief):
            return told
        governed = issuer.startswith((committee, "UBND"))
        return _("Chair of {issuer}", issuer=brief) if governed else _("Head of {issuer}", issuer=issuer)

    @property
    def _committee(self) -> str:
        return _("People's Committee of {unit}", unit="").strip()

    def _titled(self, text: str, issuer: str) -> str:
        """The title of who signs and the body, which a title such as Chủ tịch UBND xã names itself; blank without one."""
        title = self._label(self.document.signer.title)
        named = any(each in title for each in ("UBND", self._committee, issuer, self.unit) if each)
        title = title.capitalize() if title.isupper() else title
        return title if named or not title else _(text, title=title, issuer=issuer)

    @property
    def signature(self) -> Signature:
        """Who signs for the issuing body."""
        signer = self.document.signer
        lines = tuple(text for text in (self._label(signer.authority), self._label(signer.title)) if text)
        return Signature(lines or (BLANK,), signer.name or BLANK)

    @property
    def own_signature(self) -> Signature:
        """Who signs what the head says, not the body: without the line that signs on its behalf (TM., Article 13 of the Decree)."""
        whole = self.signature
        return replace(
            whole, lines=tuple(each for each in whole.lines if not each.startswith(ON_BEHALF)) or whole.lines
        )


def over(own: Document | None, usual: Document) -> Document:
    """What a unit's own letterhead says, and the usual one where it says nothing.

    Who signs, and what else goes with the issuing body, is never that of another one.
    """
    if own is None:
        return usual
    if own.issuer and for_others(usual) is None:
        usual = structs.replace(usual, symbol=None, contact=None, signer=Signer())
    elif own.issuer or own.signer.authority or own.signer.title:
        usual = structs.replace(usual, signer=structs.replace(usual.signer, name=None))
    own = structs.replace(own, signer=structs.replace(usual.signer, **_said(own.signer)))
    return structs.replace(usual, **_said(own))


def _said(own: Document | Signer) -> dict[str, object]:
    """What is not blank, by its key."""
    return {key: value for key, value in structs.asdict(own).items() if value}


def for_others(usual: Document) -> Document | None:
    """What criteria.yaml says for units that are not its own; None where its texts are those of its own unit alone.

    Texts with {name} are meant for all units; who signs for one of them signs for no other.
    """
    nobody = structs.replace(usual, signer=structs.replace(usual.signer, name=None))
    return nobody if UNIT_NAME in str(structs.replace(nobody, symbol=None)) else None


def within(name: str) -> str:
    """A name within a sentence: xã Tiến Lợi, as Annex II of the Decree spells it, and the Department of Home Affairs."""
    if language() == "en" and ARTICLED.search(name):
        return f"the {name}"
    if language() == "vi" and not name.startswith("Thành phố Hồ Chí Minh"):
        place = next((each for each in PLACES if name.startswith(f"{each} ")), "")
        return place.lower() + name[len(place) :]
    return name


def _numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """I., II., … before the titles; sections without anything to say are left out."""
    numerals = iter(NUMERALS)

    def with_numeral(section: Section) -> Section:
        numeral = next(numerals)
        short = f"{numeral}. {section.short}" if section.short else ""
        return replace(section, title=f"{numeral}. {section.title}", short=short)

    return tuple(with_numeral(each) if each.title else each for each in sections if each.parts)
