"""Does search find what a reader would call the same words?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.search import find, fold

LETTERS = st.text(alphabet="aAeéÉßſяЙйשָׁ\u0301 \n😀ﬁİı", max_size=30)


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("Straße und STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("Café, cafe\u0301, CAFE", "café", ["Café", "cafe\u0301", "CAFE"]),
        ("Україна, УКРАЇНА", "україна", ["Україна", "УКРАЇНА"]),
        ("burden\nsharing", "burden sharing", ["burden\nsharing"]),
        ("50% (of it)", "% (o", ["% (o"]),
        ("שָׁלוֹם", "שלום", ["שָׁלוֹם"]),
        ("a😀b", "😀B", ["😀b"]),
        ("Fuß", "s", ["ß"]),
        ("anything", "  ", []),
    ],
)
def test_hits(text: str, words: str, hits: list[str]) -> None:
    assert [text[span.start : span.end] for span in find(text, words)] == hits


@given(LETTERS, LETTERS)
def test_every_hit_folds_to_the_words(text: str, words: str) -> None:
    wanted = [fold(piece) for piece in words.split() if fold(piece)]
    last = 0
    for span in find(text, words):
        assert last <= span.start < span.end <= len(text)
        last = span.end
        assert "".join(wanted) in "".join(fold(text[span.start : span.end]).split())


@given(LETTERS, LETTERS, LETTERS)
def test_what_is_there_is_found(before: str, words: str, after: str) -> None:
    if fold(words).split():
        assert find(f"{before} {words} {after}", words)
