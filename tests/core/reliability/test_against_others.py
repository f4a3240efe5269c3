"""Do scikit-learn, statsmodels and NLTK compute the same on studies nobody has worked out by hand?

They are not needed for anything else and skipped where they are not installed:
`uv run --with scikit-learn --with statsmodels --with nltk pytest --long` and this file.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from annotator import reliability

pytestmark = pytest.mark.long
STUDIES = range(50)


def ratings(seed: int, coders: int = 2, *, gaps: bool = False) -> list[list[int | None]]:
    """Units that differ in how hard they are; values 1 to 4, each of them used."""
    chance = random.Random(seed)
    rows: list[list[int | None]] = [[value] * coders for value in (1, 2, 3, 4)]
    for _ in range(chance.randint(5, 60)):
        true, noise = chance.choice((1, 1, 1, 2, 3, 4)), chance.random()
        row: list[int | None] = [
            chance.randint(1, 4) if chance.random() < noise else true for _ in range(coders)
        ]
        if gaps and chance.random() < 0.3:
            row[chance.randrange(coders)] = None
        rows.append(row)
    return rows


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_cohens_kappa_of_scikit_learn(weights: Any) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    for seed in STUDIES:
        rows = ratings(seed)
        named = None if weights == "identity" else weights
        theirs = metrics.cohen_kappa_score(*zip(*rows, strict=True), weights=named)
        ours = reliability.cohen_kappa(rows, weights=weights).value
        assert ours == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_kappa_and_its_standard_error_of_statsmodels(weights: Any) -> None:
    others = pytest.importorskip("statsmodels.stats.inter_rater")
    for seed in STUDIES:
        rows = ratings(seed)
        table = [[rows.count([a, b]) for b in (1, 2, 3, 4)] for a in (1, 2, 3, 4)]
        named = None if weights == "identity" else weights
        theirs = others.cohens_kappa(table, wt=named)
        ours = reliability.cohen_kappa(rows, weights=weights)
        assert ours.value == pytest.approx(theirs.kappa, abs=1e-12)
        assert ours.standard_error == pytest.approx(theirs.std_kappa, abs=1e-12)


@pytest.mark.parametrize("coders", [2, 3, 7])
def test_fleiss_kappa_of_statsmodels(coders: int) -> None:
    others = pytest.importorskip("statsmodels.stats.inter_rater")
    for seed in STUDIES:
        rows = ratings(seed, coders)
        counts = [[row.count(value) for value in (1, 2, 3, 4)] for row in rows]
        ours = reliability.fleiss_kappa(rows).value
        assert ours == pytest.approx(others.fleiss_kappa(counts), abs=1e-12)
        free = reliability.brennan_prediger(rows, categories=[1, 2, 3, 4]).value
        assert free == pytest.approx(others.fleiss_kappa(counts, "randolph"), abs=1e-12)


def test_alpha_and_pi_of_nltk() -> None:
    pytest.importorskip("nltk.metrics.agreement")
    from nltk.metrics.agreement import AnnotationTask  # type: ignore[import-not-found,unused-ignore]
    from nltk.metrics.distance import interval_distance  # type: ignore[import-not-found,unused-ignore]

    for seed in STUDIES:
        rows = ratings(seed, 4, gaps=True)
        said = [
            (coder, unit, value)
            for unit, row in enumerate(rows)
            for coder, value in enumerate(row)
            if value is not None
        ]
        ours = reliability.krippendorff_alpha(rows).value
        assert ours == pytest.approx(AnnotationTask(said).alpha(), abs=1e-12)
        theirs = AnnotationTask(said, distance=interval_distance).alpha()
        ours = reliability.krippendorff_alpha(rows, level="interval").value
        assert ours == pytest.approx(theirs, abs=1e-12)
        pairs = ratings(seed)
        said = [(coder, unit, row[coder]) for unit, row in enumerate(pairs) for coder in (0, 1)]
        ours = reliability.scott_pi(pairs).value
        assert ours == pytest.approx(AnnotationTask(said).pi(), abs=1e-12)
