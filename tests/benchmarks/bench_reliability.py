"""How long do coefficients and their intervals take on studies far larger than any real one?

Run by hand: `uv run python tests/benchmarks/bench_reliability.py [PART...]`; a part is panel,
codes, nominal, spans or memory.
"""

from __future__ import annotations

import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from annotator.model.spans import Span, SpanRow
from annotator.reliability import (
    RULES,
    CodedText,
    Mark,
    Presence,
    agreement_by_code,
    binary_u_alpha,
    codable_text,
    krippendorff_alpha,
    presence_of,
    units_coded,
)
from annotator.reliability.alpha import LEVELS
from annotator.reliability.choice import Choice
from annotator.reliability.making_panels import panel_of
from annotator.reliability.panel import CodeName, Compared, Panel
from annotator.reliability.plain_figures import alternative_of

# The package is GPL and not installed here: 2 coders, 50 values, 100,000 units took it 46 s and
# 5.8 GB, and 1,000,000 units no longer fit into memory.
KRIPPENDORFF_PER_UNIT = 46 / 100_000
THREE = ("krippendorff_alpha", "percent_agreement", "gwet_ac1")


T = TypeVar("T")


def main(wanted: Sequence[str]) -> None:
    parts: dict[str, Callable[[], None]] = {
        "panel": panel, "codes": codes, "nominal": nominal, "spans": spans,
        "memory": memory,
    }  # fmt: skip
    for name in wanted or parts:
        parts[name]()


def panel() -> None:
    """100 transcripts, 40 codes, 3 coders: everything, and after one coder's change."""
    chance = np.random.default_rng(1)
    names = [f"C{number}" for number in range(40)]
    texts = [transcript(number, names, chance) for number in range(100)]
    everything, projected = timed(lambda: [units_coded(text, names) for text in texts])
    report("panel: project 100 transcripts", everything, 0.1)

    def after_a_change() -> object:
        again = [units_coded(texts[0], names), *projected[1:]]
        return agreement_by_code(presence_of(again))

    report("panel: one transcript changed, table of 40 codes", timed(after_a_change)[0], 0.1)
    views = {rule: [units_coded(text, names, rule=rule) for text in texts] for rule in RULES}

    def shown() -> Panel:
        presences = {}
        for rule, view in views.items():
            presences[rule] = presence_of([units_coded(texts[0], names, rule=rule), *view[1:]])
        zeros = np.zeros(len(names), dtype=np.int64)
        return panel_of(
            Compared(
                Choice(), presences.pop("half"),
                tuple(alternative_of(rule, presence) for rule, presence in presences.items()),
                boundary=np.zeros((0, 2), dtype=np.int64), uncounted=zeros,
                names=[CodeName(number, name, name) for number, name in enumerate(names)],
                coders="abc", transcripts=[f"D{number}" for number in range(100)], n_codings=0,
                drafts=False, codebook_version="", corpus=100,
            )
        )  # fmt: skip

    began = time.process_time()
    took, _ = timed(shown)
    more = f"processor time {(time.process_time() - began) / 3:.3f} s"
    report("panel: one transcript changed, all that the place shows", took, 0.1, more)


def codes() -> None:
    """50 codes, 10 coders, 1,000,000 sentences in 1,000 documents, 1,000 resamples.

    Run it with OPENBLAS_NUM_THREADS=1, as the figure is for one core.
    """
    for prevalence in (0.01, 0.05):
        presence = large_presence(prevalence)
        plain, _ = timed(partial(prototype, presence))
        ours, table = timed(partial(agreement_by_code, presence, intervals=THREE))
        name = f"codes: 50 x 10 x 1,000,000, {prevalence:.0%} coded ({len(presence.code):,} marks)"
        report(name, ours, 3 * plain, f"plain NumPy {plain:.2f} s")
        alpha = table.codes[0].alpha
        assert alpha.value is not None
        assert alpha.interval is not None


def nominal() -> None:
    """2 coders, 1,000,000 units, 50 values."""
    chance = np.random.default_rng(2)
    first = chance.integers(0, 50, 1_000_000)
    second = np.where(chance.random(1_000_000) < 0.7, first, chance.integers(0, 50, 1_000_000))
    ratings = np.stack([first, second], axis=1)
    took, _ = timed(lambda: krippendorff_alpha(ratings))
    times = KRIPPENDORFF_PER_UNIT * 1_000_000 / took
    report("nominal: alpha, 2 x 1,000,000, 50 values", took, 0.46, f"{times:,.0f} x krippendorff")
    documents = np.repeat(np.arange(1000), 1000)
    took, _ = timed(lambda: krippendorff_alpha(ratings, documents=documents))
    report("nominal: the same with 1,000 document resamples", took, None)
    ten = np.stack([first, *[second] * 9], axis=1).astype(float)
    ten[chance.random(ten.shape) < 0.2] = np.nan
    took, _ = timed(lambda: krippendorff_alpha(ten), times=1)
    report("nominal: alpha, 10 coders, a fifth missing", took, None)


def spans() -> None:
    """Ten coders, up to 1,000,000 passages each."""
    for count in (10_000, 100_000, 1_000_000):
        coders = [passages(count, seed) for seed in range(10)]
        took, _ = timed(partial(binary_u_alpha, coders, count * 40), times=1)
        more = f"{took / count / 10 * 1e9:.0f} ns a passage"
        report(f"spans: |u|-alpha, 10 coders x {count:,}", took, count * 4e-6, more)


def memory() -> None:
    """What is taken beyond the data, at two sizes and with few and many values.

    It should double with the size and stay where it is with the number of values.
    """
    chance = np.random.default_rng(4)
    for level in LEVELS:
        for units, values in ((250_000, 50), (500_000, 50), (500_000, 5_000)):
            ratings = chance.integers(0, values, (units, 2))
            work = partial(krippendorff_alpha, ratings, level=level)
            told(f"memory: {level} alpha, 2 x {units:,}, {values:,} values", work, ratings.nbytes)
    for units in (250_000, 500_000):
        presence = large_presence(0.02, units=units, codes=20)
        size = presence.judged.nbytes + 3 * presence.code.nbytes
        work = partial(agreement_by_code, presence, intervals=THREE)
        told(f"memory: table of 20 codes, 10 x {units:,}, 1,000 resamples", work, size)
    for count in (100_000, 200_000):
        coders = [passages(count, seed) for seed in range(10)]
        work = partial(binary_u_alpha, coders, count * 40)
        told(f"memory: |u|-alpha, 10 coders x {count:,}", work, sum(one.nbytes for one in coders))


def told(name: str, work: Callable[[], object], size: int) -> None:
    """The most that was held at a time beyond the data, and the most this process ever held."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    ever = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = peak / size
    print(f"{name:66} {peak / 1e6:8.1f} MB  {times:5.1f} x the data   peak RSS {ever:,.0f} MB")


def transcript(number: int, names: Sequence[str], chance: np.random.Generator) -> CodedText:
    """About 100 sentences; each coder codes a third of them."""
    sentence = "We will continue to support Ukraine for as long as it takes, together. "
    count = 100
    size = len(sentence)
    units = SpanRow(Span(at * size, at * size + size - 1) for at in range(count))
    marks = [
        Mark(coder, names[int(chance.zipf(1.5)) % len(names)], at * size, at * size + size - 1)
        for coder in ("a", "b", "c")
        for at in np.flatnonzero(chance.random(count) < 0.4).tolist()
    ]
    parts = [at // 8 for at in range(count)]
    return CodedText(f"D{number}", codable_text(sentence * count, units), "abc", marks, parts)


def large_presence(prevalence: float, *, units: int = 1_000_000, codes: int = 50) -> Presence:
    """Marks of coders who mostly agree, drawn code by code."""
    chance = np.random.default_rng(3)
    documents = 1000
    wanted = int(units * prevalence)
    code, unit, coder = [], [], []
    for one in range(codes):
        true = chance.choice(units, wanted, replace=False)
        for who in range(10):
            found = np.unique(np.where(chance.random(wanted) < 0.8, true, (true + 1) % units))
            unit.append(found)
            code.append(np.full(len(found), one, dtype=np.int16))
            coder.append(np.full(len(found), who, dtype=np.int8))
    judged = np.ones((units, 10), dtype=np.bool_)
    document = np.repeat(np.arange(documents), units // documents)
    return Presence(
        tuple(range(codes)), tuple(range(10)), tuple(range(documents)),
        document=document, part=document, has_parts=False, weight=np.ones(units),
        judged=judged, finishing=np.zeros_like(judged),
        code=np.concatenate(code).astype(np.int64), unit=np.concatenate(unit).astype(np.int64),
        coder=np.concatenate(coder).astype(np.int64),
        unknown=frozenset(), uncounted=0, left_out=0,
    )  # fmt: skip


def prototype(presence: Presence) -> NDArray[np.float64]:
    """The least that must be done: counts, one histogram per document, one matrix product."""
    chance = np.random.default_rng(1)
    m = 10
    s = np.arange(m + 1)
    columns = np.stack([s, m - s, 2 * s * (m - s) / (m - 1), s * (s - 1), s > 0], axis=1)
    sums = []
    for code in range(50):
        units, _ = presence.marks_of(code)
        ones = np.bincount(units, minlength=presence.n_units)
        table = np.bincount(presence.document * (m + 1) + ones, minlength=1000 * (m + 1))
        sums.append(table.reshape(1000, m + 1) @ columns)
    drawn = chance.multinomial(1000, np.full(1000, 1 / 1000), size=1000).astype(float)
    found = (drawn @ np.concatenate(sums, axis=1)).reshape(1000, 50, -1)
    ones, zeros, apart = found[..., 0], found[..., 1], found[..., 2]
    alpha = 1 - (ones + zeros - 1) * apart / (2 * ones * zeros)
    return np.asarray(np.quantile(alpha, [0.025, 0.975], axis=0))


def passages(count: int, seed: int) -> NDArray[np.int64]:
    """One passage in every 40 characters, its edges a little off from coder to coder."""
    chance = np.random.default_rng(seed)
    starts = np.arange(count) * 40 + chance.integers(0, 8, count)
    return np.stack([starts, starts + chance.integers(10, 30, count)], axis=1)


def timed(work: Callable[[], T], times: int = 3) -> tuple[float, T]:
    """The best of some runs, in seconds, and what came out."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - began)
    return best, result


def report(name: str, took: float, budget: float | None, more: str = "") -> None:
    bound = f"budget {budget:.3f} s" if budget else ""
    print(f"{name:66} {took:8.3f} s  {bound:18} {more}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
