"""Damage that files suffer: what bad disks, spreadsheets, scripts, merges and attackers do to them."""

import random
import re
import unicodedata
from collections.abc import Callable

from tools.search.case import Content

SNIPPETS = [
    '"', "'", ",", ";", "\t", "\n", "\r", "\r\n", "\x00", "\x0b", "\x0c", "\x1a", "\x1b[31m", "\x1b]0;x\x07", "\x7f", "\x85", "\x9b",
    "\u2028", "\u2029", "\u202e", "\u200b", "\ufeff", "\ufdd0", "\u00a0", "\u0302", "- ", ": ", "{", "}", "[", "]", "&a ", "*a", "!!int ",
    "!!python/name:os.system ", "<<: ", "? ", "| ", "> ", "%", "#", "|", "\\", "~", "null", "nan", "NaN", ".inf", "-inf", "-1", "-0.0", "1e999",
    "1e24", "9" * 40, "0x1F", "NA", "n/a", "#N/A", "#REF!", "#DIV/0!", "KAD", "2022", "2062", "0000", "9999", "10000", "²⁰²²", "③", "１２",
    "1,5", "1.5", "4.200", "1,234.5", "12 %", "1/2", "285/300", "0/0", "=1+1", "＝HYPERLINK(1)", "+1", "@x", "ế", "ð", "Tiªu chÝ", "[/]", "[red]",
    "$(touch x)", "`touch x`", "{0}", "%s", "2023-02-30", "31/12/2023", "12/31/2023", "03/01/2022 08h05", "Thứ Hai, 03/01/2022", "1990-01-01",
    "0001-01-01", "45000.5", "SA", "CH", "sep=;\n", "Tổng cộng", "true", "yes", "không", "x" * 300, "ạ" * 5000,
]  # fmt: skip
CODINGS = ["utf-16", "utf-16-le", "utf-32", "cp1258", "latin-1", "utf-7", "utf-8-sig"]

Damage = Callable[[random.Random, bytes], bytes]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _span(chance: random.Random, data: bytes, longest: int) -> tuple[int, int]:
    at = chance.randint(0, len(data))
    return at, min(len(data), at + chance.randint(0, longest))


def flipped(chance: random.Random, data: bytes) -> bytes:
    """Some bits turned."""
    out = bytearray(data)
    for _turn in range(chance.randint(1, 6) if out else 0):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut(chance: random.Random, data: bytes) -> bytes:
    """Only the beginning, only the end, or a hole."""
    at, to = sorted(chance.randint(0, len(data)) for _end in range(2))
    return chance.choice([data[:at], data[at:], data[:at] + data[to:], b""])


def pasted(chance: random.Random, data: bytes) -> bytes:
    """Something odd in between, or over something."""
    at, to = _span(chance, data, chance.choice([0, 1, 12]))
    return data[:at] + _bytes(chance.choice(SNIPPETS)) + data[to:]


def noise(chance: random.Random, data: bytes) -> bytes:
    """A few bytes of anything."""
    at, to = _span(chance, data, 8)
    return data[:at] + chance.randbytes(chance.randint(1, 8)) + data[to:]


def lines_moved(chance: random.Random, data: bytes) -> bytes:
    """A line twice, gone, elsewhere, or changed with another."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            lines.insert(other, lines[one])
        case 1:
            del lines[one]
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case _:
            lines += lines[one : one + 1] * chance.choice([1, 50, 2000])
    return b"".join(lines)


def line_ends(chance: random.Random, data: bytes) -> bytes:
    """Other line ends, everywhere or only here and there."""
    ends = chance.choice([[b"\r\n"], [b"\r"], [b"\n", b"\r\n"], [b"\n", b"\r"], [b"\r\r\n"], [b"\n\n"]])
    lines = data.split(b"\n")
    return b"".join(line + chance.choice(ends) for line in lines[:-1]) + lines[-1]


def recoded(chance: random.Random, data: bytes) -> bytes:
    """Another encoding, or another way to write accents."""
    text = data.decode("utf-8", "replace")
    form = chance.choice(["NFD", "NFKD", "coding", "half", "twice"])
    if form.startswith("NF"):
        return unicodedata.normalize("NFD" if form == "NFD" else "NFKD", text).encode()
    if form == "twice":
        return text.encode().decode("latin-1").encode()
    coding = chance.choice(CODINGS)
    if form == "half":
        at = chance.randint(0, len(text))
        return text[:at].encode() + text[at:].encode(coding, "replace")
    return text.encode(coding, "replace")


def numbers_changed(chance: random.Random, data: bytes) -> bytes:
    """One number or date becomes another, often one that nobody expects."""
    found = list(re.finditer(rb"\d+([.,:/-]\d+)*", data))
    if not found:
        return data
    at = chance.choice(found)
    return data[: at.start()] + _bytes(chance.choice(SNIPPETS)) + data[at.end() :]


def cells_changed(chance: random.Random, data: bytes) -> bytes:
    """Cells of a table swapped, emptied, doubled, quoted or filled with something odd."""
    lines = _text(data).split("\n")
    row = 0 if chance.random() < 0.3 else chance.randrange(len(lines))
    cells = lines[row].split(",")
    one, other = chance.randrange(len(cells)), chance.randrange(len(cells))
    match chance.randrange(7):
        case 0:
            cells[one], cells[other] = cells[other], cells[one]
        case 1:
            del cells[one]
        case 2:
            cells.insert(one, cells[other])
        case 3:
            cells[one] = f'"{cells[one]}"'
        case 4:
            cells[one] = ""
        case 5:
            cells[one] = chance.choice(['"{}\n{}"', ' "{}{}"', '{}"{}', "\u00a0{}{} "]).format(*(cells[one], ""))
        case _:
            cells[one] = chance.choice(SNIPPETS)
    lines[row] = ",".join(cells)
    return _bytes("\n".join(lines))


def columns_changed(chance: random.Random, data: bytes) -> bytes:
    """A column gone, doubled, elsewhere, or all of the same odd value; another separator."""
    rows = [line.split(",") for line in _text(data).split("\n")]
    width = len(rows[0])
    one, other = chance.randrange(width), chance.randrange(width)
    separator, odd = ",", chance.choice(SNIPPETS)
    what = chance.randrange(5)
    for row in rows:
        if what == 4 or len(row) <= max(one, other):
            separator = chance.choice([";", "\t", "|", ", "]) if what == 4 and row is rows[0] else separator
            continue
        if what == 0:
            del row[one]
        elif what == 1:
            row.insert(other, row[one])
        elif what == 2:
            row[one], row[other] = row[other], row[one]
        elif row is not rows[0]:
            row[one] = odd
    return _bytes("\n".join(separator.join(row) for row in rows))


def table_dressed(chance: random.Random, data: bytes) -> bytes:
    """What spreadsheets put around a table: titles, totals, comments, blank rows, a BOM in the middle."""
    lines = data.split(b"\n")
    width = lines[0].count(b",")
    row = chance.choice(
        [
            "Bảng tổng hợp" + "," * width,
            "# ghi chú",
            '"# ghi chú, dài"',
            "sep=,",
            "," * width,
            "Tổng cộng" + "," * width,
            "\ufeff",
            " " * 9,
        ]
    )
    lines.insert(chance.choice([0, 0, 1, len(lines), chance.randint(0, len(lines))]), row.encode())
    return b"\n".join(lines)


def yaml_values(chance: random.Random, data: bytes) -> bytes:
    """One value of a yaml file replaced, or a key doubled, renamed, indented otherwise."""
    lines = _text(data).split("\n")
    at = chance.randrange(len(lines))
    key, colon, _value = lines[at].partition(": ")
    match chance.randrange(6):
        case 0 | 1 if colon:
            lines[at] = f"{key}: {chance.choice(SNIPPETS)}"
        case 2:
            lines[at] = chance.choice([" ", "  ", "\t", "- "]) + lines[at]
        case 3:
            lines[at] = lines[at][chance.randint(1, 3) :]
        case 4:
            lines.insert(at, lines[at])
        case _:
            parts = re.split(r"([\w.-]+)", lines[at])
            words = range(1, len(parts), 2)
            if words:
                parts[chance.choice(words)] = chance.choice(SNIPPETS)
            lines[at] = "".join(parts)
    return _bytes("\n".join(lines))


def yaml_bombs(chance: random.Random, data: bytes) -> bytes:
    """What makes parsers work for ever: depth, aliases that multiply, long keys and numbers."""
    deep = chance.choice([50, 2000, 100_000])
    aliases = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    bomb = chance.choice(
        [
            "[" * deep, "{a: " * deep, "- " * deep, "\n".join(" " * n + "a:" for n in range(min(deep, 2000))), "a0: &a0 x\n" + aliases,
            "a: &a [*a]\n", "x: " + "9" * deep, "? " * deep, "&a " * deep, "x" * deep + ": 1", "!" * deep, "--- " * 50, "%YAML 9.9\n---\n",
            "owners: {" + ", ".join(f"o{n}: {{name: O}}" for n in range(min(deep, 20_000))) + "}\n",
        ]
    )  # fmt: skip
    at = chance.choice([0, len(data), data.find(b"\nareas") + 1, chance.randint(0, len(data))])
    return data[:at] + bomb.encode() + data[at:]


ANY: list[Damage] = [
    flipped,
    cut,
    pasted,
    pasted,
    noise,
    lines_moved,
    line_ends,
    recoded,
    numbers_changed,
    numbers_changed,
]
CSV: list[Damage] = [
    *ANY,
    cells_changed,
    cells_changed,
    cells_changed,
    cells_changed,
    columns_changed,
    columns_changed,
    table_dressed,
]
YAML: list[Damage] = [*ANY, yaml_values, yaml_values, yaml_values, yaml_values, yaml_bombs]
BINARY: list[Damage] = [flipped, flipped, cut, noise]


def damaged(chance: random.Random, name: str, content: bytes) -> Content:
    """A file after one to three accidents; now and then something that is no file at all."""
    if chance.random() < 0.02:
        return chance.choice(["folder", "fifo", "loop", b"", b"\xef\xbb\xbf", b"\n", b"\x00" * 100])
    suffix = name.rpartition(".")[2].lower()
    kinds = {"csv": CSV, "yaml": YAML}.get(suffix, BINARY)
    for _accident in range(chance.choice([1, 1, 1, 2, 3])):
        content = chance.choice(kinds)(chance, content)
    return content
