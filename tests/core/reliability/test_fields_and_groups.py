"""Do fields, groups of exclusive codes and free spans agree as the single coefficients say?"""

from __future__ import annotations

from typing import Any

import pytest

from annotator.model.spans import Span, SpanRow
from annotator.reliability import (
    CodedText,
    Mark,
    binary_u_alpha,
    codable_text,
    free_spans,
    krippendorff_alpha,
    presence_of,
    span_f1,
    units_coded,
)
from annotator.reliability.continua import Continua
from annotator.reliability.exclusive import family_agreement, group_agreement
from annotator.reliability.field_values import SaidValues, field_agreement
from annotator.reliability.presence import Presence
from annotator.reliability.span_table import agreement_on_spans

TEXT = "One two. Three four. Five six. Seven eight. Nine ten. Eleven."
STARTS = [0, 9, 21, 31, 44, 54]
UNITS = SpanRow([Span(0, 8), Span(9, 20), Span(21, 30), Span(31, 43), Span(44, 53), Span(54, 61)])


def coded(*marks: tuple[str, str, int], coders: str = "ab", **more: Any) -> CodedText:
    """Marks on whole sentences: coder, code, number of the sentence from 0."""
    found = [Mark(who, code, UNITS[at].start, UNITS[at].end) for who, code, at in marks]
    return CodedText("D1", codable_text(TEXT, UNITS), list(coders), found, **more)


def presence(*marks: tuple[str, str, int], coders: str = "ab") -> Presence:
    return presence_of([units_coded(coded(*marks, coders=coders), ["x", "y", "z"])])


def both(code: str, *sentences: int) -> list[tuple[str, str, int]]:
    return [(who, code, at) for at in sentences for who in "ab"]


def test_a_field_is_compared_where_both_gave_the_code() -> None:
    study = presence(*both("x", 0, 1, 2), ("a", "x", 3))
    said = {(0, 0): ["1"], (0, 1): ["1"], (1, 0): ["2"], (1, 1): ["3"], (2, 0): ["1"],
            (2, 1): ["1"], (3, 0): ["2"]}  # fmt: skip
    found = field_agreement(
        study, "x", SaidValues(said), level="ordinal", categories=["1", "2", "3"]
    )
    alone = krippendorff_alpha(
        [["1", "1"], ["2", "3"], ["1", "1"]], level="ordinal", categories=["1", "2", "3"]
    )
    assert found.alpha.value == pytest.approx(alone.value)
    assert (found.n_coded, found.n_both, found.n_compared) == (4, 3, 3)
    assert found.alpha.coverage == pytest.approx(3 / 4)
    assert found.differing == (1,)
    assert found.percent.value == pytest.approx(2 / 3)


def test_the_level_of_measurement_is_that_of_the_field() -> None:
    study = presence(*both("x", 0, 1, 2, 3))
    said = {(at, who): [str(value)] for at, pair in enumerate([(1, 1), (2, 2), (9, 8), (1, 2)])
            for who, value in enumerate(pair)}  # fmt: skip
    figures = {
        level: field_agreement(study, "x", SaidValues(said), level=level).alpha.value
        for level in ("nominal", "interval", "ratio")
    }
    assert figures["nominal"] == pytest.approx(
        krippendorff_alpha([[1, 1], [2, 2], [9, 8], [1, 2]]).value
    )
    assert figures["interval"] == pytest.approx(
        krippendorff_alpha([[1, 1], [2, 2], [9, 8], [1, 2]], level="interval").value
    )
    assert len(set(figures.values())) == 3


def test_two_values_of_one_coder_are_flagged_and_not_averaged() -> None:
    study = presence(*both("x", 0, 1, 2))
    said = {(0, 0): ["1", "3"], (0, 1): ["2"], (1, 0): ["1"], (1, 1): ["1"], (2, 0): ["3", "3"],
            (2, 1): ["3"]}  # fmt: skip
    found = field_agreement(study, "x", SaidValues(said), level="interval")
    assert found.conflicts == ((0, 0),)
    assert found.n_compared == 2
    assert found.alpha.value == 1


def test_nothing_said_twice_is_a_reason() -> None:
    study = presence(*both("x", 0), ("a", "x", 1))
    found = field_agreement(study, "x", SaidValues({(0, 0): ["1"]}), level="nominal")
    assert found.alpha.value is None
    assert found.alpha.reason.startswith("no unit in which two coders gave this code")
    assert found.alpha.coverage == 0
    never = field_agreement(study, "y", SaidValues({}), level="nominal")
    assert (never.alpha.value, never.alpha.coverage) == (None, None)


def test_a_group_is_one_variable_with_and_without_none() -> None:
    study = presence(*both("x", 0), *both("y", 1), ("a", "x", 2), ("b", "y", 2), ("a", "z", 3))
    found = group_agreement(study, ["x", "y"])
    rows = [["x", "x"], ["y", "y"], ["x", "y"], ["n", "n"], ["n", "n"], ["n", "n"]]
    assert found.with_none.value == pytest.approx(krippendorff_alpha(rows).value)
    assert found.without_none.value == pytest.approx(krippendorff_alpha(rows[:3]).value)
    assert found.without_none.coverage == 1
    assert found.several == ()


def test_who_gives_several_of_a_group_is_listed_and_missing() -> None:
    study = presence(*both("x", 0, 1), *both("y", 2), ("a", "y", 0))
    found = group_agreement(study, ["x", "y"])
    assert found.several == ((0, 0),)
    rows: list[list[str | None]] = [[None, "x"], ["x", "x"], ["y", "y"], *([["n", "n"]] * 3)]
    assert found.with_none.value == pytest.approx(krippendorff_alpha(rows).value)


def test_spans_of_a_group_get_the_whole_family() -> None:
    text = free_spans(
        coded(*both("x", 0), *both("y", 1), ("a", "x", 2), ("b", "y", 2), ("a", "z", 4))
    )
    found = family_agreement(Continua.of([text]), ["x", "y"])
    assert found.cu.coverage == pytest.approx(28 / 56)  # of the text, both marked so much
    assert found.binary.value == 1  # z is not of the group
    assert found.u.value is not None
    assert found.cu.value is not None
    assert found.cu.value < 1
    assert [one.coefficient for one in found.by_code] == ["ku_alpha", "ku_alpha"]


def test_spans_of_a_group_that_overlap_are_refused_by_name() -> None:
    text = free_spans(coded(("a", "x", 0), ("a", "y", 0), *both("x", 2)))
    found = family_agreement(Continua.of([text]), ["x", "y"])
    assert found.u.value is None
    assert "overlap" in found.u.reason
    assert "x 0-8 and y 0-8" in found.u.reason


def test_the_table_of_spans_is_the_single_coefficients() -> None:
    texts = [free_spans(coded(*both("x", 0, 2), ("a", "x", 3), ("b", "y", 4)))]
    rows, pooled = agreement_on_spans(Continua.of(texts), ["x", "y", "z"])
    x, y, z = rows
    assert x.alpha.value == pytest.approx(binary_u_alpha(texts, code="x").value)
    assert x.passages == (3, 2)
    assert x.f1_exact.value == pytest.approx(0.8)
    assert (
        x.f1_exact.value
        == span_f1(
            [[(0, 8, "x"), (19, 28, "x"), (28, 40, "x")], [(0, 8, "x"), (19, 28, "x")]], 60
        ).value
    )
    assert (y.passages, y.f1_exact.value) == ((0, 1), 0)
    assert (z.alpha.value, z.alpha.reason) == (None, "never used")
    assert z.f1_exact.reason == "nobody coded anything"
    assert pooled.value is not None
