"""What is asked for in a way that makes no sense is refused in words, each sentence once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from annotator import reliability as rel
from annotator.errors import UserError
from annotator.model.spans import Span, SpanRow
from annotator.reliability.choice import Choice
from annotator.reliability.ratings import against_rest, read_ratings

INTERVAL = rel.Resampling()
ROWS = [(1, 1), (2, 1), (2, 2), (1, 2)]
TEXT = rel.Continuum([[(0, 4, "A")], [(1, 5, "A")]], 10)


def coded(**more: Any) -> rel.CodedText:
    text = rel.codable_text("Yes. No.", SpanRow([Span(0, 4)]))
    return rel.CodedText("D", text, ["a"], [rel.Mark("a", "x", 0, 4)], **more)


def projected(*codes: str) -> list[rel.CodedUnits]:
    """One transcript for each code, compared by that code alone."""
    return [rel.units_coded(coded(), [code]) for code in codes]


REFUSED: list[tuple[str, Callable[[], object]]] = [
    ("The level is nominal", lambda: rel.krippendorff_alpha(ROWS, level="odd")),
    ("compares two coders", lambda: rel.scott_pi([(1, 1, 1), (2, 1, 2)])),
    ("A value stands twice", lambda: rel.cohen_kappa(ROWS, categories=[1, 2, 2])),
    ("not in the categories", lambda: rel.cohen_kappa(ROWS, categories=[1, 3])),
    ("one value per coder, None", lambda: rel.cohen_kappa([(1, 1), (1,)])),
    ("each a sequence with one value", lambda: rel.cohen_kappa([([], []), ([], [])])),
    ("one row per unit and one column", lambda: rel.cohen_kappa(np.zeros(4))),
    ("as many rows as columns", lambda: rel.ratings_from_table([[1, 2]])),
    ("Counts are given per unit", lambda: rel.ratings_from_counts([[-1, 2]])),
    ("as many categories as columns", lambda: rel.ratings_from_counts([[1, 2]], categories=[1])),
    ("one document for every unit", lambda: rel.cohen_kappa(ROWS, documents=["D1"])),
    (
        "one part for every unit",
        lambda: rel.cohen_kappa(ROWS, documents="DDDD", parts=["a"], resampling=INTERVAL),
    ),
    ("not in the code list", lambda: against_rest(read_ratings(ROWS), 9)),
    ("at least one resample", lambda: rel.Resampling(resamples=0)),
    ("Weights are identity", lambda: rel.cohen_kappa(ROWS, weights="cubic")),
    ("A matrix of weights", lambda: rel.cohen_kappa(ROWS, weights=np.eye(3))),
    ("Weights are 1 for equal", lambda: rel.cohen_kappa(ROWS, weights=np.zeros((2, 2)))),
    ("Spans need the length", lambda: rel.u_alpha([[(0, 4, "A")], [(1, 5, "A")]])),
    ("Spans are given as", lambda: rel.u_alpha([[("x",)], [(1, 5, "A")]], 10)),
    ("An array of spans", lambda: rel.u_alpha([np.zeros(3), np.zeros(3)], 10)),
    ("A span ends before it begins", lambda: rel.u_alpha([[(4, 0, "A")], [(1, 5, "A")]], 10)),
    ("Spans are resampled by", lambda: rel.u_alpha([TEXT], resampling=rel.Resampling(by="kalpha"))),
    ("at least one code", lambda: rel.pooled_binary_u_alpha([TEXT], codes=[])),
    ("as many names as coders", lambda: rel.span_f1([replace(TEXT, names=("a",))])),
    ("The least overlap", lambda: rel.span_f1([TEXT], at_least=2)),
    ("A segment holds", lambda: rel.boundaries_of([2, 0])),
    ("A window holds", lambda: rel.pk([True, False], [True, False], k=0)),
    ("Both cut the same text", lambda: rel.pk([True], [True, False])),
    ("n_t is at least 1", lambda: rel.boundary_similarity([True, False], [False, True], n_t=0)),
    ("A unit lies outside", lambda: rel.codable_text("Yes.", SpanRow([Span(0, 40)]))),
    ("There must be one part", lambda: coded(parts=[1, 2])),
    ("The rule is half", lambda: rel.units_coded(coded(), ["x"], rule="most")),
    ("projected with the same codes", lambda: rel.presence_of(projected("x", "y"))),
    ("not among those", lambda: rel.presence_of(projected("x")).ratings("y")),
    ("A table of codes is resampled", lambda: rel.agreement_by_code(
        rel.presence_of(projected("x")), resampling=rel.Resampling(by="kalpha"))),
    ("There is no level", lambda: Choice(level="word")),
    ("There is no rule", lambda: Choice(rule="most")),
    ("There is no work", lambda: Choice(work="old")),
    ("There is no unit", lambda: Choice(unit="page")),
]  # fmt: skip


@pytest.mark.parametrize(("words", "asked"), REFUSED, ids=[words for words, _ in REFUSED])
def test_it_is_refused_in_words(words: str, asked: Callable[[], object]) -> None:
    with pytest.raises(UserError, match=words):
        asked()
