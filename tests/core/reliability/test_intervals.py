"""Do intervals hold the point, say what they rest on, and keep silent where they know nothing?"""

from __future__ import annotations

import random

import numpy as np
import pytest

from annotator.model.spans import Span, SpanRow
from annotator.reliability import (
    CodedText,
    Mark,
    Resampling,
    agreement_by_code,
    codable_text,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    presence_of,
    units_coded,
)
from annotator.reliability.alpha import LEVELS, MeasurementLevel
from annotator.reliability.metric import disagreement_of
from annotator.reliability.resampling import Drawn, cluster_weights, clusters_of, summed_up
from annotator.reliability.study import study_of

EXAMPLE_C = [
    (1, 1, None, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (None, 5, 5, 5), (None, None, 1, 1),
    (None, 3, None, None),
]  # fmt: skip


def study(seed: int, documents: int, *, size: int = 30) -> tuple[list[list[int]], list[int]]:
    """Sentences of documents that differ in how often the code applies and how hard it is."""
    chance = random.Random(seed)
    rows, labels = [], []
    for document in range(documents):
        rate, noise = chance.betavariate(2, 6), chance.betavariate(1, 9)
        for _ in range(size):
            true = int(chance.random() < rate)
            rows.append([true ^ int(chance.random() < noise) for _ in range(2)])
            labels.append(document)
    return rows, labels


@pytest.mark.parametrize("work", [krippendorff_alpha, cohen_kappa, fleiss_kappa, gwet_ac])
def test_the_interval_by_documents(work: object) -> None:
    rows, documents = study(1, 40)
    assert callable(work)
    result = work(rows, documents=documents)
    interval = result.interval
    assert interval.low < result.value < interval.high
    assert (interval.method, interval.resampled, interval.resamples) == ("documents", 40, 1000)
    assert not interval.indicative
    assert not interval.too_narrow
    shares = dict(interval.shares)
    assert 1 >= shares[0.667] >= shares[0.80] >= 0


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    rows, documents = study(2, 20)
    first, again, other = (
        krippendorff_alpha(rows, documents=documents, resampling=Resampling(seed=seed)).interval
        for seed in (5, 5, 6)
    )
    assert first == again
    assert first is not None
    assert other is not None
    assert first.low != other.low
    assert first.too_narrow


@pytest.mark.parametrize("level", LEVELS)
def test_resampled_sums_are_the_coefficient_of_the_resampled_study(level: MeasurementLevel) -> None:
    """Drawing counting sums is the same as drawing documents and computing anew."""
    chance = np.random.default_rng(3)
    rows = chance.integers(1, 5, (60, 3)).astype(float)
    rows[chance.random(rows.shape) < 0.2] = np.nan
    documents = np.repeat(np.arange(12), 5)
    drawn = chance.integers(0, 12, 12)
    resampled = np.concatenate([rows[documents == document] for document in drawn])
    wanted = krippendorff_alpha(resampled, level=level).value
    prepared = study_of(rows, ordered=True, documents=documents)
    found = disagreement_of(prepared.ratings, level)
    weights = np.bincount(drawn, minlength=12)[None, :].astype(float)
    parts = [part(weights)[0] for part in (found.count, found.observed, found.expected)]
    assert 1 - (parts[0] - 1) * parts[1] / parts[2] == pytest.approx(wanted, abs=1e-12)


def test_few_documents_are_resampled_inside_and_marked_indicative() -> None:
    rows, documents = study(3, 4)
    parts = [place // 5 for place in range(len(rows))]
    interval = krippendorff_alpha(rows, documents=documents, parts=parts).interval
    assert interval is not None
    assert interval.method == "parts inside documents"
    assert interval.indicative
    assert interval.resampled == 24
    none = krippendorff_alpha(rows, documents=documents).interval
    assert none is not None
    assert none.low is None
    assert none.reason == "fewer than 10 transcripts: no interval by default"


def test_one_shared_unit_has_no_interval() -> None:
    rows = [[1, 2]] + [[1, None]] * 20
    interval = percent_agreement(rows, documents=range(21)).interval
    assert interval is not None
    assert (interval.low, interval.reason) == (None, "one shared unit only")


def test_perfect_agreement_has_no_interval_of_width_zero() -> None:
    rows = [[1, 1], [0, 0]] * 20
    interval = krippendorff_alpha(rows, documents=[place // 2 for place in range(40)]).interval
    assert interval is not None
    assert interval.reason == "all resamples give the same value"
    assert interval.shares == ()


def test_many_undefined_resamples_leave_no_interval_and_are_counted() -> None:
    rows = [[1, 1]] + [[0, 0]] * 38 + [[1, 0]]
    interval = krippendorff_alpha(rows, documents=[place // 2 for place in range(40)]).interval
    assert interval is not None
    assert interval.low is None
    assert interval.dropped > 50
    assert interval.reason == f"{interval.dropped} of 1000 resamples have no value"


def test_the_point_is_held_even_by_a_skewed_draw() -> None:
    draws = np.linspace(0.2, 0.4, 100)
    interval = summed_up(0.7, draws, Resampling(), Drawn("documents", 10))
    assert interval.high == 0.7


def test_kalpha_and_units_as_published() -> None:
    """Krippendorff's example: 0.615 to 0.872 by the macro, 0.41 to 1.00 by units."""
    plan = Resampling(by="kalpha", resamples=20_000)
    kalpha = krippendorff_alpha(EXAMPLE_C, resampling=plan).interval
    assert kalpha is not None
    assert kalpha.low == pytest.approx(0.615, abs=0.012)
    assert kalpha.high == pytest.approx(0.872, abs=0.012)
    assert kalpha.resampled == 60
    plan = Resampling(by="units", resamples=20_000)
    units = krippendorff_alpha(EXAMPLE_C, resampling=plan).interval
    assert units is not None
    assert units.low == pytest.approx(0.415, abs=0.02)
    assert units.high == 1


@pytest.mark.long
@pytest.mark.parametrize(("documents", "least"), [(30, 0.885), (100, 0.90)])
def test_coverage_of_the_true_value(documents: int, least: float) -> None:
    """Of 300 simulated projects, how many 95 % intervals hold the alpha of endless documents."""
    rows, _ = study(99, 20_000)
    true = krippendorff_alpha(np.array(rows)).value
    assert true is not None
    held = 0
    for seed in range(300):
        ratings, labels = study(seed, documents)
        plan = Resampling(resamples=400, seed=seed)
        interval = krippendorff_alpha(ratings, documents=labels, resampling=plan).interval
        assert interval is not None
        if interval.low is not None and interval.high is not None:
            held += interval.low <= true <= interval.high
    print(f"{documents} documents: {held / 300:.1%} of the intervals hold the true value")
    assert held / 300 >= least


@pytest.mark.parametrize("seed", range(10))
def test_neither_order_of_coders_nor_names_nor_order_of_units_matter(seed: int) -> None:
    chance = random.Random(seed)
    rows: list[list[int | None]] = [
        [chance.choice((None, 1, 2, 3)) for _ in range(4)] for _ in range(30)
    ]
    order = chance.sample(range(4), 4)
    names = {None: None, 1: "north", 2: "south", 3: "east"}
    other = [[names[row[place]] for place in order] for row in chance.sample(rows, 30)]
    for work in (krippendorff_alpha, fleiss_kappa, gwet_ac, percent_agreement):
        assert work(rows).value == pytest.approx(work(other).value, abs=1e-12)


@pytest.mark.parametrize(("both", "alone"), [(3, 20), (12, 20)])
def test_what_one_coder_alone_read_is_no_transcript_to_draw(both: int, alone: int) -> None:
    """With an overlap of three transcripts, twenty more of one coder make no interval."""
    rows, documents = study(8, both)
    single: list[list[int | None]] = [[one, None] for one, _ in study(9, alone)[0]]
    every = [*rows, *single]
    labels = [*documents, *(both + label for label in study(9, alone)[1])]
    interval = krippendorff_alpha(every, documents=labels).interval
    assert interval is not None
    if both < 10:
        assert interval.reason == "fewer than 10 transcripts: no interval by default"
        return
    assert (interval.resampled, interval.too_narrow) == (both, True)
    shared = np.array([None not in row for row in every])
    clusters = clusters_of(labels, None, Resampling(), shared=shared)
    [weights] = cluster_weights(clusters, Resampling(resamples=50))
    assert (weights[:, :both].sum(axis=1) == both).all()
    plain = krippendorff_alpha(rows, documents=documents).interval
    assert plain is not None
    assert interval.low == pytest.approx(plain.low, abs=0.05)
    assert interval.high == pytest.approx(plain.high, abs=0.05)


def test_a_code_newer_than_most_of_the_work_has_no_interval_of_its_own() -> None:
    """Judged by two in nine transcripts of forty; in thirty-one one codebook lacked it."""
    texts = []
    for number in range(40):
        text = codable_text("Aa. Bb. Cc. Dd.", SpanRow([Span(at, at + 3) for at in (0, 4, 8, 12)]))
        at = 4 * (number % 4)
        marks = [Mark(who, code, at, at + 3) for who in "ab" for code in ("old", "new")]
        marks.append(Mark("a", "old", 0, 3))
        marks += [Mark("a", "new", 4, 7)] if number % 3 else []
        lacking = number >= 9
        if lacking:
            marks = [mark for mark in marks if (mark.coder, mark.code) != ("b", "new")]
        known = {"b": ["old"]} if lacking else {}
        document = CodedText(number, text, ["a", "b"], marks, known=known)
        texts.append(units_coded(document, ["old", "new"]))
    old, new = agreement_by_code(presence_of(texts)).codes
    assert old.alpha.interval is not None
    assert new.alpha.interval is not None
    assert old.alpha.interval.low is not None
    assert not old.alpha.interval.too_narrow
    assert new.alpha.n_units == 36
    assert new.alpha.value is not None
    assert new.alpha.interval.low is None
    assert new.alpha.interval.reason == "fewer than 10 transcripts: no interval by default"
