"""How many of the 95 % intervals hold the true alpha? The table of the page on reliability.

Run by hand: `uv run python tests/benchmarks/coverage_of_intervals.py [PROJECTS]`; with 1,000
projects it takes some minutes. Two coders and one code; documents of 40 sentences differ in how
often the code applies and in how hard it is to see. The true value is the alpha of 20,000 of them.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from annotator.reliability import Resampling, krippendorff_alpha
from annotator.reliability.result import Interval

SENTENCES, PARTS = 40, 8
RESAMPLES = 500
PLANS = {
    "documents": Resampling(resamples=RESAMPLES),
    "units": Resampling("units", resamples=RESAMPLES),
    "kalpha": Resampling("kalpha", resamples=RESAMPLES),
}


def main(projects: int) -> None:
    true = krippendorff_alpha(study(np.random.default_rng(99), 20_000)).value
    assert true is not None
    print(f"true alpha {true:.4f}, {projects} projects, {RESAMPLES} resamples", flush=True)
    for documents in (5, 10, 30, 100):
        for name, plan in PLANS.items():
            print(
                f"{documents:4} documents  {name:10} {held(true, documents, plan, projects)}",
                flush=True,
            )


def held(true: float, documents: int, plan: Resampling, projects: int) -> str:
    """The share of intervals with the true value inside, their mean width, and how many failed."""
    found = [interval_of(seed, documents, plan) for seed in range(projects)]
    bounds = np.array(
        [(one.low, one.high) for one in found if one.low is not None and one.high is not None]
    ).reshape(-1, 2)
    low, high = bounds.T
    share = ((low <= true) & (true <= high)).mean()
    missing = projects - len(bounds)
    return f"{share:6.1%}  width {(high - low).mean():.2f}  without an interval {missing}"


def interval_of(seed: int, documents: int, plan: Resampling) -> Interval:
    """Of one simulated project; below ten documents paragraphs inside them are drawn."""
    place = np.arange(documents * SENTENCES)
    interval = krippendorff_alpha(
        study(np.random.default_rng(seed), documents), documents=place // SENTENCES,
        parts=place // (SENTENCES // PARTS), resampling=plan,
    ).interval  # fmt: skip
    assert interval is not None
    return interval


def study(chance: np.random.Generator, documents: int) -> NDArray[np.int64]:
    """Ratings 0 and 1, shape (documents * SENTENCES, 2)."""
    rate = chance.beta(2, 6, documents).repeat(SENTENCES)
    noise = chance.beta(1, 9, documents).repeat(SENTENCES)
    true = chance.random(len(rate)) < rate
    wrong = chance.random((len(rate), 2)) < noise[:, None]
    return (true[:, None] ^ wrong).astype(np.int64)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
