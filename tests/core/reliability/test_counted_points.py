"""Counting code points in little memory gives what counting them one by one gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotator.reliability.counted_points import CountedPoints


@given(st.lists(st.booleans(), max_size=400))
def test_counts_and_places_are_those_of_counting_one_by_one(counted: list[bool]) -> None:
    points = CountedPoints.of(np.array(counted, dtype=np.bool_))
    before = [sum(counted[:place]) for place in range(len(counted) + 1)]
    assert points.before(np.arange(len(counted) + 1)).tolist() == before
    places = [place for place, yes in enumerate(counted) if yes]
    assert points.total == len(places)
    assert points.place_of(np.arange(len(places))).tolist() == places
    assert points.length == len(counted)


def test_a_long_text_takes_a_fifth_of_a_byte_for_each_code_point() -> None:
    points = CountedPoints.of(np.ones(1_000_000, dtype=np.bool_))
    assert points._words.nbytes + points._before.nbytes < 200_000
