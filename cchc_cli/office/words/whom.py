"""For which units a component counts, as annexes say it: `(chỉ áp dụng đối với phường)`, `không áp dụng cho đặc khu`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cchc_cli.model.grid import Value
from cchc_cli.model.letters import plain

KIND = (
    r"(?:thi xa|thi tran|dac khu|thanh pho|xa|phuong|quan|huyen|tinh|co quan(?: chuyen mon)?|don vi|dia phuong"
    r"|communes?|wards?)"
)
KINDS = rf"{KIND}(?:(?: ?[,/;-] ?| va | hoac | )(?:cac )?{KIND})*"
OF = r"(?:doi voi|cho|voi|tai|for|to)(?: (?:rieng|cac|nhung|ubnd|khoi|nhom))*"
VERB = r"(?:ap dung|danh gia|cham(?: diem)?|tinh(?: diem)?|danh|appl(?:ies|y)|only)"
WHOM = re.compile(
    rf"(?:\b(?:chi(?: {VERB})?|(?P<not>khong) {VERB})(?: rieng)? {OF}|^(?:chi )?ap dung {OF}"
    rf"|\((?P<but>tru |khong )?(?:(?:chi|rieng|{VERB}) )*{OF}) (?P<kinds>{KINDS})\b(?P<more>[^).;:\n]*)"
    rf"|\((?P<besides>tru )?(?:cac )?(?P<alone>{KINDS})\)\s*(?:$|[:;.])"
)
"""`(chỉ áp dụng đối với phường)`, `(trừ các xã)`; `more`: what else is said of them, as `xã có biên giới`."""
_POINTS = r"(?P<{}>\d+(?:[.,]\d+)?) ?(?:điểm|đ)?"
MAXIMUM = re.compile(
    rf"(?P<whose>[^\d]+?) ?[:=-]? ?{_POINTS.format('points')}|{_POINTS.format('before')} ?[(:-]? ?(?P<behind>[^\d)]+)\)?",
    re.IGNORECASE,
)
"""`Xã: 3`, `5 điểm đối với phường`."""
GENERAL = ("co quan", "don vi", "dia phuong")
"""Any unit may be called so: in a line of a rule these words begin a condition like others."""
LINE = re.compile(rf"(?:rieng |chi )*(?:doi voi|voi|tai|rieng)(?: (?:rieng|cac|nhung|ubnd))* (?P<kinds>{KINDS})\b")
"""How a line of a rule begins that holds for some units: `Đối với phường: 2 điểm`."""


@dataclass(frozen=True)
class Whom:
    """The kinds of units that a text names, one with all that it says more of them. `others`: for all but these."""

    kinds: frozenset[str]
    others: bool

    def groups(self, known: Mapping[str, str]) -> tuple[str, ...]:
        """The ids of the groups, of those that are known (id: name); none where it can't be said."""
        found = [_groups_of(kind, known) for kind in self.kinds]
        if set(map(len, found)) - {1}:
            return ()
        named = {group for (group,) in found}
        return tuple(each for each in known if (each in named) != self.others)


NAMES = {
    **{"xa": "Xã", "phuong": "Phường", "dac khu": "Đặc khu", "thi tran": "Thị trấn", "thi xa": "Thị xã"},
    **{"thanh pho": "Thành phố", "quan": "Quận", "huyen": "Huyện", "tinh": "Tỉnh"},
}
"""Kinds of units that headings of maxima tell apart, with their names."""


BEGINS = re.compile(
    rf"(?:(?:cac|ubnd|cap) )*(?:{KIND}|ubnd|khoi|cum|nhom|loai|vung|khu vuc|dia ban|mien nui|dong bang|trung du|hai dao|bien gioi"
    r"|ven bien|do thi|nong thon)\b"
)
"""How headings of maxima begin to say whose they are: `Điểm tối đa đối với xã miền núi`."""
NO_GROUP = re.compile(r".*\b(?:cham|tham dinh|danh gia|khao sat|tieu chi|tieu chuan|chi tieu|noi dung|linh vuc)\b.*")
"""Who gives points, and for what, is no group."""
PLAIN_KINDS = re.compile(rf"(?:(?:cac|ubnd|cap) )*{KINDS}")


def groups_of_headings(headings: Mapping[int, str]) -> dict[int, frozenset[str]]:
    """Whose maxima stand below headings, where each says it of others: kinds of units, else a group as it is called."""
    names = {column: _group_in(heading) for column, heading in headings.items()}
    kinds = {name: _kinds(name) if PLAIN_KINDS.fullmatch(plain(name)) else {name} for name in names.values()}
    found = {column: frozenset(kinds[name]) for column, name in names.items()}
    apart = {plain(each) for groups in found.values() for each in groups}
    is_apart = sum(map(len, found.values())) == len(apart) > 1 and not apart & {"", *GENERAL}
    return found if is_apart and len(found) > 1 else {}


def _group_in(heading: str) -> str:
    """Whose maxima a heading speaks of, from the first word for it on; blank where it has none."""
    words = re.sub(r"[()\[\]:–]|\b[Nn]ăm 20\d\d", " ", heading).split()
    rests = [" ".join(words[at:]) for at in range(len(words))]
    found = next((rest for rest in rests if BEGINS.match(plain(rest)) or rest.casefold().startswith("sở")), "")
    return "" if NO_GROUP.fullmatch(plain(found)) else found[:1].upper() + found[1:]


def maxima_in(text: str) -> dict[frozenset[str], Value]:
    """The maxima of several kinds of units in one cell, `Xã: 3; phường: 5`; nothing where it says them otherwise."""
    parts = [" ".join(part.split()) for part in re.split(r"[;\n/]|,(?!\d)|\bvà\b", text[:200]) if part.strip()]
    found = [*filter(None, map(MAXIMUM.fullmatch, parts))]
    groups = groups_of_headings({at: each["whose"] or each["behind"] for at, each in enumerate(found)})
    points = [each["points"] or each["before"] for each in found]
    return {groups[at]: points[at] for at in groups} if len(groups) == len(parts) else {}


def groups_named(kinds: Iterable[str]) -> dict[str, str]:
    """Groups of these kinds, by id with their names, where a workspace knows none."""
    return {"-".join(re.findall(r"\w+", plain(kind))): NAMES.get(kind, kind) for kind in kinds}


def whom(text: str) -> Whom | None:
    """For whom a name or a remark says that it counts; None where it says nothing of this."""
    found = WHOM.search(plain(text[:1000]))
    if found is None:
        return None
    others = any(found[key] for key in ("not", "but", "besides"))
    named, more = found["kinds"] or found["alone"], (found["more"] or "").strip()
    return Whom(frozenset((f"{named} {more}",)) if more else _kinds(named), others)


def only_for_some(text: str) -> bool:
    """Whether a line of a rule holds for some units only."""
    said, line = whom(text), LINE.match(plain(text[:1000]))
    kinds = said.kinds if said else _kinds(line["kinds"]) if line else frozenset()
    return any(not kind.startswith(GENERAL) for kind in kinds)


def _groups_of(kind: str, known: Mapping[str, str]) -> list[str]:
    """The ids of the groups that say by id or name that they are of this kind, or are called so."""
    if kind in NAMES:
        return [each for each, name in known.items() if kind in _kinds(f"{each} {name}")]
    return [each for each, name in known.items() if _bare(kind) in (_bare(each), _bare(name))]


def _bare(group: str) -> str:
    """What a group is called besides the kind of its units: `xa-mien-nui` and `Miền núi` are the same."""
    return re.sub(rf"^(?:(?:cac|ubnd|cap|{KIND}) )+(?=\S)", "", plain(group).replace("-", " "))


def _kinds(text: str) -> frozenset[str]:
    return frozenset(re.findall(rf"\b{KIND}\b", plain(text).replace("-", " ")))
