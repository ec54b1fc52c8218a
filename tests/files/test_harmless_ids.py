"""Which ids a Tab key may offer to a shell: a table of them."""

import pytest

from cchc_cli.files.completion import LONGEST_ID, LONGEST_TEXT, harmless, is_harmless

HARMLESS = ("1.1", "xã-An", "T-2023-001", "a_b/c", "đ", "x" * LONGEST_ID)
OTHERS = ("", "-a", "_a", ".a", "/a", "a b", "a$b", "a;b", "3%", "a=b", "x" * (LONGEST_ID + 1))


@pytest.mark.parametrize(("identity", "offered"), [(each, each in HARMLESS) for each in (*HARMLESS, *OTHERS)])
def test_ids_without_signs_of_shells_are_offered(identity: str, offered: bool) -> None:
    assert is_harmless(identity) is offered


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Xã An, 1.5_a/b-c", "Xã An, 1.5_a/b-c"),
        ("a $(b) `c`", "a b c"),
        ("x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        ("x" * (LONGEST_TEXT - 1) + " y", "x" * (LONGEST_TEXT - 1)),
    ],
)
def test_texts_keep_words_and_no_signs_of_shells(text: str, shown: str) -> None:
    assert harmless(text) == shown
