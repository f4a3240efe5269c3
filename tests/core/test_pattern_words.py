"""Are the words that a pattern is said to need in every text that it fits?"""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.pattern_words import required_words

PIECES = st.sampled_from(
    (
        *("ab", "B", "c", "ca", "?", "*", "+", "{2}", "{0,1}", "(", "(?:", "(?!", ")", "|", "é"),
        *(
            "[",
            "]",
            "[ab]",
            "[^]a]",
            ".",
            "^",
            "$",
            r"\b",
            r"\w",
            r"\(",
            r"\x61",
            "(?i)",
            " ",
            "\\",
        ),
    )
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("burden", ("burden",)),
        (r"\bBurden.sharing\b", ("burden", "sharing")),
        ("colou?r", ("colo",)),
        ("ab+c", ("ab",)),
        ("(?:un)?known+ing", ("known", "ing")),
        ("(un|dis)certain", ("certain",)),
        ("[Aa]lliance", ("lliance",)),
        (r"zygo\.morph", ("zygo", "morph")),
        ("cat|dog", ()),
        ("(?i)cat", ()),
        (r"\x61bc", ()),
        ("ca{2,3}ts", ("ts",)),
        ("cats(", ()),
        ("[cats", ()),
        ("", ()),
    ],
)
def test_words_that_every_match_holds(pattern: str, expected: tuple[str, ...]) -> None:
    assert required_words(pattern) == expected


@given(st.lists(PIECES, max_size=7).map("".join), st.text("abcABC \u00e9()", max_size=12))
def test_a_text_without_the_words_has_no_match(pattern: str, text: str) -> None:
    try:
        compiled = regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
    except regex.error:
        return
    if not all(word in text.lower() for word in required_words(pattern)):
        assert compiled.search(text, timeout=1) is None
