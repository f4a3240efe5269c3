"""Is agreement in parts right: by speaker, over time; and does the sample suffice?"""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from annotator.errors import UserError
from annotator.reliability.by_code import agreement_by_code
from annotator.reliability.drift import drift_of
from annotator.reliability.presence import Presence
from annotator.reliability.sample_size import sample_sizes
from annotator.reliability.slices import slices_of


def made(
    documents: int, *, size: int = 30, seed: int = 1, noise: float = 0.1, rate: float = 0.2,
    coders: int = 2, worse: int | None = None,
) -> Presence:  # fmt: skip
    """Two codes; in documents from `worse` on the last coder guesses."""
    chance = np.random.default_rng(seed)
    units = documents * size
    document = np.repeat(np.arange(documents), size)
    marks: list[tuple[int, int, int]] = []
    for code in range(2):
        rates = chance.beta(2, 2 / rate - 2, documents)[document]
        true = chance.random(units) < rates
        for coder in range(coders):
            flips = chance.random(units) < noise
            if worse is not None and coder == coders - 1:
                flips |= (document >= worse) & (chance.random(units) < 0.5)
            marks += [(code, unit, coder) for unit in np.flatnonzero(true ^ flips).tolist()]
    code, unit, coder = np.array(marks, dtype=np.int64).T
    judged = np.ones((units, coders), dtype=np.bool_)
    return Presence(
        ("x", "y"), tuple("abcdef"[:coders]), tuple(range(documents)), document=document,
        part=np.arange(units) // 5, has_parts=True, weight=np.ones(units), judged=judged,
        finishing=np.zeros_like(judged), code=code, unit=unit, coder=coder,
        unknown=frozenset(), uncounted=0, left_out=0,
    )  # fmt: skip


def only(presence: Presence, units: np.ndarray) -> Presence:  # type: ignore[type-arg]
    """The study of some units alone."""
    place = np.full(presence.n_units, -1)
    place[units] = np.arange(len(units))
    kept = place[presence.unit] >= 0
    return replace(
        presence, document=presence.document[units], part=presence.part[units],
        weight=presence.weight[units], judged=presence.judged[units],
        finishing=presence.finishing[units], code=presence.code[kept],
        unit=place[presence.unit[kept]], coder=presence.coder[kept],
    )  # fmt: skip


def test_a_part_is_a_study_of_its_own() -> None:
    presence = made(6, coders=3)
    speaker = ["Anna" if unit % 3 else "Ben" for unit in range(presence.n_units)]
    for found in slices_of(presence, speaker):
        units = np.array([n for n, name in enumerate(speaker) if name == found.name])
        alone = agreement_by_code(only(presence, units), intervals=())
        assert found.alphas == pytest.approx([row.alpha.value for row in alone.codes])
        assert found.pooled_alpha == pytest.approx(alone.pooled.alpha.value)
        assert found.percent == pytest.approx(alone.pooled.percent.value)
        assert found.same_code_sets == pytest.approx(alone.headline.same_code_sets)
        assert found.median_alpha == pytest.approx(alone.headline.median_alpha)
        assert found.disagreements == alone.pooled.disagreements
        assert (found.n_units, found.n_documents) == (len(units), 6)


def test_units_in_no_part_are_left_out_and_one_part_is_the_whole() -> None:
    presence = made(4)
    [whole] = slices_of(presence, ["all"] * presence.n_units)
    assert whole.pooled_alpha == pytest.approx(agreement_by_code(presence).pooled.alpha.value)
    [half] = slices_of(presence, ["all", None] * (presence.n_units // 2))
    assert half.n_units == presence.n_units / 2
    with pytest.raises(UserError):
        slices_of(presence, ["all"])


def test_a_part_that_one_coder_judged_has_no_figures() -> None:
    presence = made(3)
    judged = presence.judged.copy()
    judged[presence.document == 2, 1] = False
    kept = ~((presence.document[presence.unit] == 2) & (presence.coder == 1))
    alone = replace(
        presence, judged=judged, code=presence.code[kept], unit=presence.unit[kept],
        coder=presence.coder[kept],
    )  # fmt: skip
    last = slices_of(alone, presence.document.tolist())[2]
    assert (last.n_units, last.n_documents, last.pooled_alpha) == (0, 0, None)
    assert (last.median_alpha, last.percent, last.same_code_sets) == (None, None, None)


def test_who_drifts_away_is_seen_in_the_blocks() -> None:
    presence = made(12, coders=3, worse=6)
    blocks = drift_of(presence, list(range(12)), blocks=4)
    assert [block.documents for block in blocks] == [(0, 1, 2), (3, 4, 5), (6, 7, 8), (9, 10, 11)]
    early, late = blocks[0], blocks[-1]
    assert early.agreement.pooled_alpha is not None
    assert late.agreement.pooled_alpha is not None
    assert late.agreement.pooled_alpha < early.agreement.pooled_alpha - 0.1
    a, b, c = late.by_coder
    assert a is not None
    assert b is not None
    assert c is not None
    assert c < min(a, b)


def test_the_order_of_the_work_decides_and_what_nobody_shared_is_no_block() -> None:
    presence = made(6)
    back = drift_of(presence, list(range(5, -1, -1)), blocks=3)
    assert [block.documents for block in back] == [(5, 4), (3, 2), (1, 0)]
    assert drift_of(presence, []) == ()
    nobody = replace(presence, judged=np.zeros_like(presence.judged))
    assert drift_of(nobody, range(6)) == ()
    assert len(drift_of(presence, range(6))) == 6  # never more blocks than transcripts


def test_enough_is_what_the_simulation_of_that_size_says() -> None:
    """A study as large as the answer has intervals about as wide as was wanted."""
    found = sample_sizes(made(40, size=40), within=0.1)[0]
    assert found.reason == ""
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.high
    assert not found.at_least
    reaches = []
    for seed in range(12):
        again = sample_sizes(made((found.low + found.high) // 2, size=40, seed=seed + 10))[0]
        assert again.reach is not None
        reaches.append(again.reach)
    assert np.median(reaches) == pytest.approx(0.1, abs=0.035)


def test_a_rarer_code_and_a_nearer_look_take_more() -> None:
    common = sample_sizes(made(20, rate=0.3))[0]
    rare = sample_sizes(made(20, rate=0.02, noise=0.01))[0]
    near = sample_sizes(made(20, rate=0.3), within=0.05)[0]
    assert common.low is not None
    assert near.low is not None
    assert common.high is not None
    assert near.low > common.high
    assert rare.prevalence < common.prevalence
    assert rare.low is None or rare.low > common.low


def test_the_same_seed_gives_the_same_range() -> None:
    study = made(10)
    assert sample_sizes(study, seed=3) == sample_sizes(study, seed=3)


def test_few_transcripts_can_only_say_at_least() -> None:
    found = sample_sizes(made(2))[0]
    assert found.at_least
    assert found.low is not None
    assert found.documents == 2


def test_what_was_never_used_has_no_range() -> None:
    study = made(8)
    kept = study.code == 0
    bare = replace(study, code=study.code[kept], unit=study.unit[kept], coder=study.coder[kept])
    never = sample_sizes(bare)[1]
    assert (never.low, never.reason, never.alpha) == (None, "never used", None)
    with pytest.raises(UserError):
        sample_sizes(study, within=0)


@pytest.mark.parametrize("coders", [2, 4])
def test_where_units_stand_alone_there_is_no_clustering(coders: int) -> None:
    """Whatever the number of coders: units are dealt out to transcripts as they come."""
    found: list[float | None] = []
    for seed in range(4):
        study = made(40, size=40, seed=seed, coders=coders)
        dealt = np.random.default_rng(seed).permutation(study.document)
        found += [one.clustering for one in sample_sizes(replace(study, document=dealt))]
    assert 0.75 < np.mean([one for one in found if one is not None]) < 1.3
