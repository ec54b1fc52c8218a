"""What an index is called, made of the title of an annex: without the paper's own words, in small letters but for names."""

import re

from cchc_cli.model.letters import plain

PAPER = re.compile(
    r"^(?:bộ|bảng|khung|danh mục)?\s*(?:các )?tiêu chí\b.*?(?=chỉ số\b)|^bảng (?:chấm|tính) điểm (?=chỉ số\b)", re.I
)
"""“Bộ tiêu chí chấm điểm chỉ số …” is a paper; the index is what it is about."""
ABBREVIATIONS = frozenset(
    {"ubnd", "hdnd", "cntt", "dvc", "papi", "sipas", "par", "index", "pci", "ddci", "tw", "qlnn", "tp"}
)
PLACES = ("thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã", "tp", "sở", "tp.")
"""Words before the name of a place."""
NO_NAME = frozenset(
    {"cấp", "các", "của", "và", "trên", "trong", "năm", "ở", "tại", "thuộc", "về", "hằng", "theo", "là", "cho", "đối"}
)
"""No name begins with these, and it ends before them; after the first two a word such as “xã” begins none."""
PROPER = ("việt nam", "chính phủ", "ủy ban nhân dân", "hội đồng nhân dân")
LONGEST_NAME = 4
"""Words of the name of a place."""


def index_name(title: str) -> str:
    """The name of the index that a title says; a title in small letters loses only what is the paper's."""
    name = PAPER.sub("", title)
    letters = [letter for letter in name if letter.isalpha()]
    if sum(map(str.isupper, letters)) * 2 > len(letters):
        name = _in_small_letters(name)
    return f"{name[:1].upper()}{name[1:]}" if name != title else title


def _in_small_letters(text: str) -> str:
    """A text in capitals as a sentence: abbreviations, numbers of chapters, names of places and of the state keep theirs."""
    words = [word if _is_short(word) else word.lower() for word in text.split()]
    for at in range(1, len(words)):
        if _ends_in_place(words, at):
            _capitalize(words, at)
    name = " ".join(words)
    for proper in PROPER:
        name = name.replace(proper, proper.title() if proper == "việt nam" else proper.capitalize())
    return name


def _is_short(word: str) -> bool:
    """Whether a word is an abbreviation: known as one, of consonants only, or a Roman numeral."""
    letters = re.sub(r"[^a-z]", "", plain(word))
    return (
        letters in ABBREVIATIONS
        or (len(letters) > 1 and not re.search(r"[aeiouy]", letters))
        or bool(re.fullmatch(r"[ivx]{2,}", letters))
    )


def _ends_in_place(words: list[str], at: int) -> bool:
    """Whether the words before `at` end in a word for a place that has a name here."""
    before = " ".join(words[max(0, at - 2) : at])
    place = next((each for each in PLACES if before == each or before.endswith(f" {each}")), "")
    first = at - len(place.split()) - 1
    return bool(place) and not (first >= 0 and words[first].strip(",;") in ("cấp", "các"))


def _capitalize(words: list[str], at: int) -> None:
    """Give the words of a name their capitals, up to a word that no name has."""
    for place in range(at, min(len(words), at + LONGEST_NAME)):
        word = words[place]
        if word in NO_NAME or {word, " ".join(words[place : place + 2])} & {*PLACES} or not word[:1].isalpha():
            return
        words[place] = f"{word[:1].upper()}{word[1:]}"
        if word[-1] in ",;.-–":
            return
