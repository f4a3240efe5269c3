"""What is answered where there is little, nothing or nonsense: a value, or None with the reason?"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import reliability
from annotator.errors import UserError
from annotator.model.spans import Span, SpanRow
from annotator.reliability import (
    CodedText,
    Continuum,
    Interval,
    Mark,
    Resampling,
    Result,
    agreement_by_code,
    binary_u_alpha,
    codable_text,
    krippendorff_alpha,
    percent_agreement,
    presence_of,
    span_f1,
    u_alpha,
    units_coded,
)
from annotator.reliability.alpha import LEVELS
from annotator.reliability.continua import Continua
from annotator.reliability.span_table import passages_by_coder

TEXT = "One two. Three four. Five six. Seven eight. "
UNITS = SpanRow([Span(0, 8), Span(9, 20), Span(21, 30), Span(31, 43)])
PAIRWISE: list[Callable[..., Result]] = [
    reliability.cohen_kappa, reliability.scott_pi,
]  # fmt: skip
ANY_NUMBER: list[Callable[..., Result]] = [
    reliability.krippendorff_alpha, reliability.fleiss_kappa, reliability.conger_kappa,
    reliability.brennan_prediger, reliability.gwet_ac, reliability.percent_agreement,
    reliability.all_agree, reliability.holsti, reliability.light_kappa,
    reliability.positive_agreement, reliability.negative_agreement,
]  # fmt: skip


def coded(*marks: tuple[str, str, int, int], coders: str = "ab", **more: Any) -> CodedText:
    text = codable_text(TEXT, UNITS)
    return CodedText("D1", text, list(coders), [Mark(*mark) for mark in marks], **more)


def table(*texts: CodedText) -> reliability.AgreementTable:
    return agreement_by_code(presence_of([units_coded(text, ["x", "y"]) for text in texts]))


def assert_sound(result: Result) -> None:
    """No not-a-number, no infinity, a reason exactly where there is no value."""
    for name in ("value", "observed", "expected", "standard_error", "coverage"):
        found = getattr(result, name)
        assert found is None or math.isfinite(found), name
    assert (result.value is None) == bool(result.reason)
    if result.interval is not None:
        assert_sound_interval(result.interval, result.value)


def assert_sound_interval(interval: Interval, value: float | None) -> None:
    assert (interval.low is None) == bool(interval.reason)
    if interval.low is not None and interval.high is not None:
        assert value is not None
        assert interval.low <= value <= interval.high
        assert all(0 <= share <= 1 for _, share in interval.shares)


@pytest.mark.parametrize("work", ANY_NUMBER + PAIRWISE)
def test_one_coder_has_no_coefficient(work: Callable[..., Result]) -> None:
    result = work([["x"], ["y"]])
    assert result.value is None
    assert result.reason == "needs two coders who both finished the same text"


def test_no_variation_is_undefined_and_percent_still_says_all() -> None:
    assert krippendorff_alpha([[1, 1]] * 5).reason.startswith("no variation")
    assert reliability.cohen_kappa([[1, 1]] * 5).value is None
    assert reliability.fleiss_kappa([[1, 1]] * 5).value is None
    result = percent_agreement([[1, 1]] * 5)
    assert (result.value, result.n_units) == (1.0, 5)


def test_a_code_never_used_is_listed_and_in_no_average() -> None:
    found = table(coded(("a", "x", 0, 8), ("b", "x", 0, 8)))
    never = found.codes[1]
    assert (never.alpha.value, never.alpha.reason) == (None, "never used")
    assert never.uses == (0, 0)
    assert never.percent.value == 1
    assert found.headline.n_codes == 1


def test_a_code_used_by_one_coder_only_has_its_value_and_a_warning() -> None:
    row = table(coded(("a", "x", 0, 8), ("a", "x", 9, 20))).codes[0]
    assert row.alpha.value == pytest.approx(-1 / 6)
    assert row.uses == (2, 0)
    assert "used by one coder only" in row.warnings
    assert "fewer than ten uses" in row.warnings
    assert "too few units" in row.warnings


def test_a_code_used_everywhere_says_so() -> None:
    row = table(coded(("a", "x", 0, 43), ("b", "x", 0, 43))).codes[0]
    assert row.alpha.reason == "used by every coder everywhere"


def test_units_judged_by_one_are_dropped_and_counted() -> None:
    result = krippendorff_alpha([[1, 2], [1, None], [2, 2], [None, None]])
    assert (result.n_units, result.n_dropped) == (2, 2)


def test_not_assigned_and_unfinished_are_missing_and_their_codings_are_counted() -> None:
    both = coded(("a", "x", 0, 8), ("b", "x", 0, 8))
    draft = CodedText("D2", both.text, ["a"], [Mark("b", "x", 0, 8), Mark("consensus", "x", 0, 8)])
    presence = presence_of([units_coded(text, ["x"]) for text in (both, draft)])
    row = agreement_by_code(presence).codes[0]
    assert (row.alpha.n_units, row.alpha.n_dropped) == (4, 4)
    assert presence.left_out == 2


def test_uses_are_of_what_two_judged() -> None:
    """Ten uses in texts that one coder alone read say nothing about agreement."""
    both = coded(("a", "x", 0, 8), ("b", "x", 0, 8))
    alone = [
        CodedText(f"D{n}", both.text, ["a"], [Mark("a", "x", 0, 43), Mark("a", "y", 0, 43)])
        for n in (2, 3, 4)
    ]
    row, never = table(both, *alone).codes
    assert (row.uses, row.coded) == ((1, 1), 1)
    assert "fewer than ten uses" in row.warnings
    assert (never.uses, never.alpha.reason) == ((0, 0), "never used where two coders judged")
    texts = Continua.of([reliability.free_spans(text) for text in (both, *alone)])
    assert passages_by_coder(texts, "x") == (1, 1)


def test_finished_and_coded_nothing_is_data() -> None:
    row = table(coded(("a", "x", 0, 8), coders="ab")).codes[0]
    assert row.alpha.n_units == 4
    alone = table(coded(("a", "x", 0, 8), coders="a")).codes[0]
    assert alone.alpha.reason == "needs two coders who both finished the same text"


def test_a_code_the_codebook_did_not_have_is_missing() -> None:
    found = table(coded(("a", "x", 0, 8), ("a", "y", 0, 8), known={"b": {"y"}}))
    assert found.codes[0].alpha.value is None
    assert found.codes[0].alpha.reason == "no unit was judged by two coders"
    assert found.codes[1].alpha.n_units == 4


def test_a_span_without_length_is_left_out_and_counted() -> None:
    result = binary_u_alpha([[(3, 3, "x"), (5, 9, "x")], [(5, 9, "x")]], 20)
    assert result.value == 1
    assert result.warnings == ("1 empty spans left out",)


def test_spaces_at_the_edges_do_not_count() -> None:
    text = coded(("a", "x", 0, 9), ("b", "x", 0, 8))
    one, two = reliability.free_spans(text).coders
    assert list(one) == list(two)


def test_a_coders_own_overlaps_are_merged() -> None:
    twice = coded(("a", "x", 0, 6), ("a", "x", 3, 8), ("b", "x", 0, 8))
    assert table(twice).codes[0].uses == (1, 1)
    found = span_f1([[(0, 6, "x"), (3, 8, "x")], [(0, 8, "x")]], 20)
    assert found.value == 1


def test_misuse_is_said_in_words() -> None:
    for wrong in (
        lambda: krippendorff_alpha([[1, 2], [1]]),
        lambda: krippendorff_alpha([["good", "bad"]], level="interval"),
        lambda: krippendorff_alpha([[1, 2]], categories=[1]),
        lambda: reliability.cohen_kappa([[1, 2, 3]]),
        lambda: u_alpha([[(0, 30, "x")], []], 20),
        lambda: u_alpha([[(9, 3, "x")], []], 20),
        lambda: table(coded(("a", "x", 0, 99))),
        lambda: krippendorff_alpha([[1, 2]], resampling=Resampling()),
        lambda: reliability.span_f1([[], []], 9, at_least=0),
    ):
        with pytest.raises(UserError):
            wrong()


def test_very_large_and_very_small_numbers_stay_numbers() -> None:
    rows = [[1e308, -1e308], [1e-320, 0.0], [5.0, 5.0], [-1.0, 1.0]]
    for level in LEVELS[1:]:
        assert_sound(krippendorff_alpha(rows, level=level))


VALUE = st.sampled_from([None, 1, 2, 3, 0])
RATINGS = st.integers(0, 4).flatmap(
    lambda coders: st.lists(st.lists(VALUE, min_size=coders, max_size=coders), max_size=12)
)


@given(RATINGS)
def test_data_never_make_an_exception_or_a_nonsense_number(rows: list[list[int | None]]) -> None:
    plan = Resampling(by="units", resamples=20)
    for work in ANY_NUMBER:
        assert_sound(work(rows))
    for level in LEVELS:
        assert_sound(krippendorff_alpha(rows, level=level, resampling=plan))
        assert_sound(
            krippendorff_alpha(rows, level=level, resampling=Resampling("kalpha", resamples=20))
        )
    for name in ("linear", "quadratic"):
        for weighted in (reliability.fleiss_kappa, reliability.gwet_ac, reliability.conger_kappa):
            assert_sound(weighted(rows, weights=name, documents=range(len(rows))))
    for pair in PAIRWISE:
        if not rows or len(rows[0]) <= 2:
            assert_sound(pair(rows))


SPAN = st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from("xy")).map(
    lambda span: (min(span[:2]), max(span[:2]), span[2])
)


@given(st.lists(st.lists(st.lists(SPAN, max_size=4), max_size=3), max_size=3))
def test_spans_never_make_an_exception_or_a_nonsense_number(
    texts: list[list[list[tuple[int, int, str]]]],
) -> None:
    continua = [Continuum(coders, 20, parts=(0, 10)) for coders in texts]
    plan = Resampling(resamples=20)
    for work in (u_alpha, binary_u_alpha, reliability.cu_alpha):
        assert_sound(work(continua, resampling=plan))
    assert_sound(binary_u_alpha(continua, code="x", resampling=plan))
    assert_sound(reliability.ku_alpha(continua, value="x", resampling=plan))
    for at_least in (None, 0.1, 0.5, 0.9):
        assert_sound(span_f1(continua, at_least=at_least))
    assert_sound(reliability.segment_agreement(continua, n_codes=2))
    for coders in texts:
        assert_sound(reliability.alpha_u_1995(coders, 20, value="x"))


def test_every_field_of_a_result_is_there() -> None:
    """A result is what windows, sheets and scripts read; nothing may vanish by accident."""
    names = set(Result.__struct_fields__)
    assert {"value", "reason", "n_units", "n_dropped", "n_coders", "interval"} <= names


def test_arrays_and_sequences_mean_the_same() -> None:
    rows: list[list[int | None]] = [[1, 2, None], [1, 1, 1], [3, 3, 2], [2, None, 2]]
    array = np.array([[math.nan if value is None else value for value in row] for row in rows])
    for level in LEVELS:
        one = krippendorff_alpha(rows, level=level).value
        assert one == pytest.approx(krippendorff_alpha(array, level=level).value, abs=1e-12)
