"""Do the coefficients give the figures that books, papers and other programs print?

`published.json` is our table of facts. "units" are kinds of units (one value per coder, a dot is
missing) with how often each occurs, "table" is a cross table of two coders, "counts" says how
many coders gave which value per unit, "spans" are passages per coder. `value` is exact where it
is a fraction; `printed` is what the source prints, right `within` its rounding.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from annotator import reliability
from annotator.reliability import Continuum, Result

CASES = json.loads((Path(__file__).parent / "published.json").read_text("utf-8"))
NAMES = [case["name"] for case in CASES]

Spans = list[list[tuple[int, int, str]]]


def test_the_table_is_whole() -> None:
    assert len(CASES) == 91
    assert len(set(NAMES)) == len(NAMES)
    assert all(case["source"] for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_published(case: dict[str, Any]) -> None:
    result = computed(case)
    found = getattr(result, case.get("part", "value"))
    if case["value"] is None:
        assert found is None
        assert result.reason
        return
    exact = isinstance(case["value"], str)
    wanted = float(Fraction(case["value"])) if exact else case["value"]
    rounded = 6e-6 if case["of"] == "conger_kappa" else 1e-9
    assert found == pytest.approx(wanted, abs=1e-12 if exact else rounded)
    if "_stretched50" not in case["name"]:  # the paper's own figures are for a continuous axis
        assert found == pytest.approx(case["printed"], abs=case["within"])


def computed(case: dict[str, Any]) -> Result:
    study, how = case["study"], case.get("how", {})
    work: Callable[..., Result] = getattr(reliability, case["of"])
    if "spans" in study:
        return work(spans_of(study["spans"]), study["length"], **how)
    if "masses" in study:
        return work(*map(reliability.boundaries_of, study["masses"]), **how)
    if "boundaries" in study:
        return work(*([sign == "1" for sign in row] for row in study["boundaries"]), **how)
    if "table" in study:
        return work(reliability.ratings_from_table(study["table"]), **how)
    if "counts" in study:
        return work(reliability.ratings_from_counts(study["counts"]), **how)
    return work(units_of(study["units"]), **how)


def units_of(kinds: dict[str, int]) -> list[list[str | None]]:
    return [
        [None if value == "." else value for value in kind.split(" ")]
        for kind, times in kinds.items()
        for _ in range(times)
    ]


def spans_of(coders: list[list[str]]) -> Spans:
    return [[span_of(words) for words in coder] for coder in coders]


def span_of(words: str) -> tuple[int, int, str]:
    place, value = words.split(" ")
    start, end = place.split("-")
    return int(start), int(end), value


GWET = [
    (1, 1, None, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (None, 5, 5, 5), (None, None, 1, 1),
    (None, 3, None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("work", "value", "error"),
    [
        (reliability.gwet_ac, 0.77544, 0.14295),
        (reliability.fleiss_kappa, 0.76117, 0.15302),
        (reliability.brennan_prediger, 0.77273, 0.14472),
    ],
)
def test_gwet_with_missing_values_as_r_irrcac_prints_it(
    work: Callable[..., Result], value: float, error: float
) -> None:
    result = work(GWET, categories=[1, 2, 3, 4, 5])
    assert result.value == pytest.approx(value, abs=5e-6)
    assert result.standard_error == pytest.approx(error, abs=5e-6)


@pytest.mark.parametrize(
    ("weights", "error"),
    [("identity", 0.056743), ("linear", 0.047652), ("quadratic", 0.038670)],
)
def test_standard_errors_of_weighted_kappas_of_agresti(weights: Any, error: float) -> None:
    table = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]
    result = reliability.cohen_kappa(reliability.ratings_from_table(table), weights=weights)
    assert result.standard_error == pytest.approx(error, abs=1e-6)


@pytest.mark.parametrize(
    ("second", "binary", "older"),
    [
        ([(-5, 5)] * 5, 0.948, 0.997),
        ("half", 0.620, 0.747),
        ("two missed", 0.712, 0.682),
        ("split", 1.000, 0.584),
    ],
)
def test_how_both_alphas_of_spans_behave(second: Any, binary: float, older: float) -> None:
    """Five passages of 120 in 3,600 characters; what the second coder does is in the name."""
    own = [(at, at + 120, "x") for at in (300, 900, 1500, 2100, 2700)]
    if second == "half":
        other = [(start, end - 60, "x") for start, end, _ in own]
    elif second == "two missed":
        other = own[:3]
    elif second == "split":
        other = [(a, b, "x") for s, e, _ in own for a, b in ((s, s + 60), (s + 60, e))]
    else:
        other = [(s + a, e + b, "x") for (s, e, _), (a, b) in zip(own, second, strict=True)]
    found = reliability.binary_u_alpha([own, other], 3600, code="x").value
    assert found == pytest.approx(binary, abs=0.012)
    found = reliability.alpha_u_1995([own, other], 3600, value="x").value
    assert found == pytest.approx(older, abs=0.02)


def test_alpha_u_over_texts_is_their_mean() -> None:
    own = [(at, at + 120, "x") for at in (300, 900, 1500)]
    first = Continuum([own, own[:2]], 3600)
    second = Continuum([own, [(320, 420, "x")]], 2400)
    unread = Continuum([own], 900)
    found = reliability.mean_alpha_u_1995([first, second, unread], value="x")
    parts = [reliability.alpha_u_1995(one.coders, one.length, value="x") for one in (first, second)]
    assert found.value == pytest.approx(sum(one.value or 0 for one in parts) / 2, abs=1e-15)
    assert (found.n_units, found.n_dropped) == (6000, 900)
    assert ("mean over texts", "2 of 3") in found.settings
    nobody = reliability.mean_alpha_u_1995([first, unread], value="y")
    assert (nobody.value, nobody.reason) == (None, "never used")
