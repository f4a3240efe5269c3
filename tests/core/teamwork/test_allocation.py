"""Work is handed out completely, evenly, repeatably, and so that nobody can tell the overlap."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.model.rounds import AllocationRule as Rule
from annotator.teamwork.allocation import Work, allocate

COUNTS = st.integers(0, 30)
WORKS = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from(["", "2022", "2023"])), max_size=30
).map(lambda found: [Work(f"t{n:02}", length, year) for n, (length, year) in enumerate(found)])
CODERS = st.integers(2, 6).map(lambda n: [f"coder_{chr(97 + i)}" for i in range(n)])


def works(count: int, length: int = 10) -> list[Work]:
    return [Work(f"t{n:03}", length) for n in range(count)]


@given(
    WORKS, CODERS, st.sampled_from(["all", "split", "pairs"]), st.integers(0, 9), st.floats(0, 1)
)
def test_every_transcript_has_the_coders_that_the_rule_says(
    transcripts: list[Work], coders: list[str], scheme: str, seed: int, share: float
) -> None:
    rule = Rule(scheme, seed, overlap_share=share)  # type: ignore[arg-type]
    found = allocate(transcripts, coders, rule)
    per_rest = {"all": len(coders), "split": 1, "pairs": 2}[scheme]
    for work in transcripts:
        wanted = len(coders) if work.key in found.overlap else per_rest
        assert len(found.coders_of(work.key)) == wanted
    lengths = {work.key: work.length for work in transcripts}
    for coder in coders:
        assert len(set(found.work[coder])) == len(found.work[coder])
        assert found.load[coder] == sum(lengths[key] for key in found.work[coder])


@given(WORKS, CODERS, st.integers(0, 9), st.data())
def test_the_same_seed_gives_the_same_in_whatever_order_things_are_named(
    transcripts: list[Work], coders: list[str], seed: int, data: st.DataObject
) -> None:
    rule = Rule("split", seed, overlap_share=0.2)
    again = allocate(
        data.draw(st.permutations(transcripts)), data.draw(st.permutations(coders)), rule
    )
    first = allocate(transcripts, coders, rule)
    assert dict(first.work) == dict(again.work)
    assert first.overlap == again.overlap


@given(WORKS, CODERS, st.integers(0, 9))
def test_split_loads_differ_by_no_more_than_the_longest_transcript(
    transcripts: list[Work], coders: list[str], seed: int
) -> None:
    found = allocate(transcripts, coders, Rule("split", seed))
    longest = max((work.length for work in transcripts), default=0)
    assert max(found.load.values()) - min(found.load.values()) <= longest


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 40), st.integers(0, 9))
def test_the_overlap_takes_of_each_stratum_its_share(
    early: int, late: int, wanted: int, seed: int
) -> None:
    size = min(wanted, early + late)
    transcripts = [Work(f"e{n}", 1, "early") for n in range(early)]
    transcripts += [Work(f"l{n}", 1, "late") for n in range(late)]
    found = allocate(transcripts, ["a", "b"], Rule("split", seed, overlap=size))
    taken = Counter(key[0] for key in found.overlap)
    assert len(found.overlap) == size
    assert abs(taken["e"] - size * early / (early + late)) < 1


def test_pairs_rotate_evenly() -> None:
    coders = ["a", "b", "c", "d"]
    found = allocate(works(18), coders, Rule("pairs", 3))
    pairs = Counter(tuple(sorted(found.coders_of(work.key))) for work in works(18))
    assert pairs == dict.fromkeys(combinations(coders, 2), 3)


def test_four_assistants_forty_transcripts_fifteen_percent_overlap() -> None:
    found = allocate(works(40), ["a", "b", "c", "d"], Rule("split", 1, overlap_share=0.15))
    assert len(found.overlap) == 6
    assert sorted(len(keys) for keys in found.work.values()) == [14, 14, 15, 15]


def test_the_place_in_the_list_does_not_tell_the_overlap() -> None:
    """Over many seeds a shared transcript stands on average in the middle of the list."""
    places = []
    for seed in range(200):
        found = allocate(works(20), ["a", "b"], Rule("split", seed, overlap=4))
        keys = found.work["a"]
        places += [keys.index(key) / (len(keys) - 1) for key in found.overlap]
    assert 0.45 < sum(places) / len(places) < 0.55


def test_different_seeds_choose_differently_and_every_transcript_can_be_chosen() -> None:
    chosen: Counter[str] = Counter()
    for seed in range(200):
        chosen.update(allocate(works(10), ["a", "b"], Rule("split", seed, overlap=2)).overlap)
    assert len(chosen) == 10
    assert max(chosen.values()) < 3 * min(chosen.values())


def test_an_overlap_may_be_coded_by_some_of_the_coders() -> None:
    rule = Rule("split", 1, overlap=6, overlap_coders=3)
    found = allocate(works(30), ["a", "b", "c", "d"], rule)
    assert {len(found.coders_of(key)) for key in found.overlap} == {3}
    assert max(found.load.values()) - min(found.load.values()) <= 10


@pytest.mark.parametrize(
    ("coders", "rule"),
    [
        ([], Rule("split", 1)),
        (["a"], Rule("pairs", 1)),
        (["a"], Rule("split", 1, overlap=1)),
        (["a", "b"], Rule("split", 1, overlap=6)),
        (["a", "b"], Rule("split", 1, overlap_share=1.5)),
        (["a", "b"], Rule("split", 1, overlap=1, overlap_coders=3)),
    ],
)
def test_what_cannot_be_followed_is_refused(coders: list[str], rule: Rule) -> None:
    with pytest.raises(Refused):
        allocate(works(5), coders, rule)
