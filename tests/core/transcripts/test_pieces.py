"""Can a unit be narrowed by clauses and words so that the selection looks right?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.spans import Span
from annotator.transcripts import clauses, words


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("We go to Gaza, the Balkans, and also home.", "We go to Gaza|the Balkans|and also home."),
        ("I like it because people need it.", "I like it|because people need it."),
        ("We support them as it goes on.", "We support them|as it goes on."),
        ("We came; we saw: it was good.", "We came|we saw|it was good."),
        ("We came — all of us – and won there.", "We came|all of us|and won there."),
        ("This is it -- our last - and best hope.", "This is it|our last|and best hope."),
        ("Today and tomorrow, we meet.", "Today and tomorrow|we meet."),
        (
            "It cost 1,000 at 16:04, in old-time bars.",
            "It cost 1,000 at 16:04|in old-time bars.",
        ),
        ("“We won,” he said.", "“We won|he said."),
        ("Wir kommen, weil wir das wollen.", "Wir kommen|weil wir das wollen."),
        ("我們同意，他說，好。", "我們同意|他說|好。"),
        (", leading and trailing —", ", leading and trailing —"),
        ("  Thank you.  ", "Thank you."),
        ("...", "..."),
    ],
)
def test_pieces(text: str, pieces: str) -> None:
    found = clauses(text, Span(0, len(text)))
    assert [text[span.start : span.end] for span in found] == pieces.split("|")


def test_a_narrowed_selection_neither_begins_nor_ends_with_a_comma() -> None:
    text = "Today, we discussed Gaza, and we will meet again, in Brussels, next year."
    for piece in clauses(text, Span(0, len(text)))[:-1]:
        assert text[piece.start].isalnum()
        assert text[piece.end - 1].isalnum()


def test_only_the_unit_is_cut() -> None:
    text = "Before, this. We came, and we saw it. After, that."
    assert clauses(text, Span(14, 38)) == [Span(14, 21), Span(23, 37)]


def test_nothing_in_white_space() -> None:
    assert clauses("   ", Span(0, 3)) == []
    assert words(" — ! ", Span(0, 5)) == []


def test_words() -> None:
    text = "We're at the U.S. base, 16:04, café-bar 😀 主席."
    assert [text[s.start : s.end] for s in words(text, Span(0, len(text)))] == [
        "We're", "at", "the", "U.S", "base", "16:04", "café-bar", "主席",
    ]  # fmt: skip


TEXTS = st.lists(
    st.sampled_from(
        ["and", "that", ", ", "; ", " — ", ":", " ", "We", "é", "😀", "“", ".", "\n", "，"]
    )
).map("".join) | st.text(max_size=80)


@given(TEXTS, st.data())
def test_pieces_lie_in_order_and_leave_out_only_space_and_marks(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    unit = Span(start, data.draw(st.integers(start, len(text))))
    inner = text[unit.start : unit.end]
    found = clauses(text, unit)
    if not inner.strip():
        assert found == []
        return
    assert found[0].start == unit.start + len(inner) - len(inner.lstrip())
    assert found[-1].end == unit.start + len(inner.rstrip())
    for before, after in pairwise(found):
        assert before.start < before.end < after.start + 1
        assert not any(c.isalnum() for c in text[before.end : after.start])


@given(TEXTS)
def test_words_hold_every_letter_and_digit(text: str) -> None:
    found = words(text, Span(0, len(text)))
    kept = {i for span in found for i in range(span.start, span.end)}
    assert all(i in kept for i, c in enumerate(text) if c.isalnum())
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("piece", [", ", "and ", "— ", "a, ", "a", "“"])
def test_a_very_long_unit_is_cut(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    found = clauses(text, Span(0, len(text)))
    assert found[0].start == 0
    assert found[-1].end == len(text.rstrip())
