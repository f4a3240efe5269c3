"""Does every passage find its words in the corrected text, and is what a change touches told?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.spans import Span
from annotator.model.text_map import Change, TextMap, changes_between

OLD = "Good morning to all. We will suport Ukraine. Costs are shared by us.\n\nThank you.\n"


def mapped(old: str, new: str, words: str) -> tuple[str | None, bool]:
    """What became of some words, and whether they count as touched."""
    where = TextMap(changes_between(old, new))
    span = Span(old.index(words), old.index(words) + len(words))
    found = where.span(span)
    return None if found is None else new[found.start : found.end], where.touched(span)


@pytest.mark.parametrize(
    ("replaced", "by", "words", "became", "touched"),
    [
        ("suport", "support", "We will suport Ukraine.", "We will support Ukraine.", True),
        ("suport", "support", "Costs are shared", "Costs are shared", False),
        ("suport", "support", "suport", "support", True),
        ("suport", "support", "Ukraine.", "Ukraine.", False),
        ("will suport", "support", "We will", "We support", True),
        ("to all", "", "Good morning to all.", "Good morning .", True),
        ("We will suport Ukraine. ", "", "We will suport Ukraine.", None, True),
        (
            "We will suport Ukraine. ",
            "",
            "Costs are shared by us.",
            "Costs are shared by us.",
            False,
        ),
        ("Costs", "The costs", "Costs are", "The costs are", True),
        ("all. ", "all. Welcome. ", "We will", "We will", False),
        ("all. ", "all. Welcome. ", "to all.", "to all.", False),
        ("will", "will always", "We will suport", "We will always suport", True),
        ("\n\n", "\n\nOne more thing.\n\n", "Thank you.", "Thank you.", False),
        ("Good", "Good", "Good morning", "Good morning", False),
    ],
)
def test_words(replaced: str, by: str, words: str, became: str | None, touched: bool) -> None:
    new = OLD.replace(replaced, by)
    assert mapped(OLD, new, words) == (became, touched)


def test_whole_words_change() -> None:
    (change,) = changes_between("we recieve it", "we receive it")
    assert change == Change(3, 10, 3, 10)


def test_a_sentence_written_anew_is_one_change() -> None:
    old = "We go on. They have been asked to pay a share of all costs. Thanks."
    new = "We go on. Each member agreed it would pay what was owed by it. Thanks."
    changes = changes_between(old, new)
    assert len(changes) <= 3
    assert mapped(old, new, "Thanks.") == ("Thanks.", False)


TEXTS = st.lists(
    st.sampled_from(["We ", "go ", "on. ", "Good. ", "\n", "\n\n", "über ", "😀 ", "a", " "]),
    max_size=40,
).map("".join)


@given(TEXTS, TEXTS)
def test_the_changes_make_the_new_text_out_of_the_old_one(old: str, new: str) -> None:
    changes = changes_between(old, new)
    made, at = "", 0
    for change in changes:
        assert at <= change.start <= change.end
        made += old[at : change.start]
        assert change.new_start == len(made)
        made += new[change.new_start : change.new_end]
        at = change.end
    assert made + old[at:] == new
    assert bool(changes) == (old != new)


@given(TEXTS, TEXTS, st.data())
def test_what_is_not_touched_says_the_same(old: str, new: str, data: st.DataObject) -> None:
    where = TextMap(changes_between(old, new))
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    if start == end:
        return
    span = Span(start, end)
    found = where.span(span)
    if not where.touched(span):
        assert found is not None
        assert new[found.start : found.end] == old[start:end]
    if found is not None:
        assert 0 <= found.start < found.end <= len(new)


@given(TEXTS, TEXTS, st.lists(st.integers(0, 200), min_size=2, max_size=12))
def test_order_is_kept(old: str, new: str, places: list[int]) -> None:
    where = TextMap(changes_between(old, new))
    cuts = sorted({min(each, len(old)) for each in places})
    starts, ends = [where.start(at) for at in cuts], [where.end(at) for at in cuts]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    inside = [any(each.start < at < each.end for each in where.changes) for at in cuts]
    assert all(
        end <= start for end, start, cut in zip(ends, starts, inside, strict=True) if not cut
    )


def test_a_long_text_is_compared_soon() -> None:
    lines = [
        f"Line {number} says that the point is {number * 7 % 13}.\n\n" for number in range(20_000)
    ]
    old = "".join(lines)
    lines[10_000] = "Another line.\n\n"
    lines[100] = "And one more.\n\n"
    changes = changes_between(old, "".join(lines))
    assert 2 <= len(changes) <= 8
    assert sum(change.end - change.start for change in changes) < 100
