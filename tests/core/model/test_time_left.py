"""Is it said in plain words, and not too early, how long work still takes?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.time_left import TimeLeft, in_words


def test_it_is_told_once_enough_is_done() -> None:
    left = TimeLeft()
    assert left.at(0, 1_000, 100.0) == ""
    assert left.at(10, 1_000, 101.0) == ""
    assert left.at(100, 1_000, 105.0) == "about 45 seconds left"
    assert left.at(1_000, 1_000, 150.0) == ""


def test_another_count_begins_anew() -> None:
    left = TimeLeft()
    left.at(0, 10, 0.0)
    assert left.at(5, 10, 50.0) == "about 50 seconds left"
    assert left.at(0, 10, 60.0) == ""
    assert left.at(1, 500, 61.0) == ""
    assert left.at(101, 500, 71.0) == "about 40 seconds left"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "a few seconds"), (5.5, "about 5 seconds"), (21, "about 25 seconds"),
        (58, "about 1 minute"), (100, "about 2 minutes"), (3_000, "about 50 minutes"),
        (7_000, "about 2 hours"),
    ],
)  # fmt: skip
def test_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.floats(0, 9)), max_size=20))
def test_any_course_of_work_is_told(course: list[tuple[int, int, float]]) -> None:
    left, now = TimeLeft(), 0.0
    for done, total, spent in course:
        now += spent
        said = left.at(done, total, now)
        assert said == "" or (said.endswith(" left") and done < total)
