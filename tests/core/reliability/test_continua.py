"""Thousands of stretches as columns: the same figures as text by text."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations, pairwise
from statistics import fmean

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.model.spans import Span, SpanRow
from annotator.reliability import alpha_u_1995, free_spans, mean_alpha_u_1995, span_scores
from annotator.reliability.codable import codable_text
from annotator.reliability.continuum import Continuum, packed
from annotator.reliability.judged_text import judged_continua
from annotator.reliability.marks import Mark
from annotator.reliability.matching import span_f1_at
from annotator.reliability.presence import inside
from annotator.reliability.projection import CodedText
from annotator.reliability.resampling import Resampling
from annotator.reliability.span_table import agreement_on_spans, passages_by_coder
from annotator.reliability.unitizing import binary_u_alpha, cu_alpha, pooled_binary_u_alpha, u_alpha

CODES, CODERS = ("x", "y"), ("a", "b", "c")
WORDS = "We go on. We stay here! Why not? Because, and so. Ah. "


@st.composite
def drafts(draw: st.DrawFn) -> list[CodedText]:
    """Some texts in which each coder has left some units open, or never had them."""
    documents = []
    for number in range(draw(st.integers(1, 3))):
        edges = sorted(draw(st.sets(st.integers(0, len(WORDS)), min_size=2, max_size=9)))
        units = SpanRow([Span(*edge) for edge in pairwise(edges)])
        marks = draw(st.lists(st.builds(
            lambda who, code, at, size: Mark(who, code, at, min(at + size, len(WORDS))),
            st.sampled_from(CODERS), st.sampled_from([*CODES, "z"]),
            st.integers(0, len(WORDS) - 1), st.integers(1, 25),
        ), max_size=12))  # fmt: skip
        own = draw(st.lists(st.sampled_from(CODERS), min_size=1, unique=True).map(sorted))
        missing = [
            {who: [unit for unit in units if draw(st.booleans())] for who in own}
            if draw(st.booleans()) else {}
            for _ in range(2)
        ]  # fmt: skip
        documents.append(
            CodedText(
                f"D{number}", codable_text(WORDS, units), own, marks,
                parts=[place // 2 for place in range(len(units))],
                undecided=missing[0], outside=missing[1],
            )
        )  # fmt: skip
    return documents


def one_by_one(document: CodedText, said: np.ndarray | None) -> list[Continuum]:
    """Every stretch as an object of its own."""
    whole, text = free_spans(document), document.text
    coders = [
        [span for span in spans if span[2] in CODES]  # type: ignore[misc]
        for spans in whole.coders
    ]
    judged = np.ones((text.n_units, len(document.coders)), dtype=np.bool_)
    for place, coder in enumerate(document.coders):
        for spans in (document.undecided.get(coder, ()), document.outside.get(coder, ())):
            judged[:, place] &= ~inside(text.starts, spans)
    if said is not None:
        judged &= said[:, None]
    if judged.all():
        return [replace(whole, coders=coders)]
    bounds = [0, *np.cumsum(text.ends - text.starts).tolist()]
    cuts = [at for at in range(1, len(judged)) if (judged[at] != judged[at - 1]).any()]
    found = []
    for one, other in pairwise([0, *cuts, len(judged)]):
        first, last, there = bounds[one], bounds[other], np.flatnonzero(judged[one]).tolist()
        if not there:
            continue
        found.append(
            Continuum(
                [
                    [
                        (max(start, first) - first, min(end, last) - first, value)
                        for start, end, value in coders[place]
                        if start < last and end > first
                    ]
                    for place in there
                ],
                last - first, document.document,
                [part - first for part in whole.parts if first <= part < last],
                [whole.names[place] for place in there],
            )
        )  # fmt: skip
    return found


def without(
    texts: list[Continuum], code: str, unknown: set[tuple[Hashable, ...]]
) -> list[Continuum]:
    found = []
    for text in texts:
        kept = [
            place for place, who in enumerate(text.names)
            if (code, who, text.document) not in unknown
        ]  # fmt: skip
        found.append(
            replace(
                text, coders=[text.coders[place] for place in kept],
                names=[text.names[place] for place in kept],
            )
        )  # fmt: skip
    return found


def only(texts: list[Continuum], code: str) -> list[Continuum]:
    return [
        replace(text, coders=[[span for span in own if span[2] == code] for own in text.coders])
        for text in texts
    ]  # type: ignore[misc]


def f1_text_by_text(texts: list[Continuum], at_least: float | None) -> float | None:
    met: dict[tuple[str, str], list[int]] = {}
    for text in texts:
        for (one, mine), (two, theirs) in combinations(
            zip(map(str, text.names), text.coders, strict=True), 2
        ):
            scores = span_scores(mine, theirs, text.length, at_least=at_least)
            counts = met.setdefault((one, two), [0, 0])
            counts[0] += 2 * len(scores.pairs)
            counts[1] += scores.f1.n_values  # type: ignore[assignment]
    values = [pairs / made for pairs, made in met.values() if made]
    return fmean(values) if values else None


@given(drafts(), st.data())
def test_columns_say_what_texts_say_one_by_one(
    documents: list[CodedText], data: st.DataObject
) -> None:
    said = [
        np.array([data.draw(st.booleans()) for _ in range(one.text.n_units)], dtype=np.bool_)
        if data.draw(st.booleans()) else None
        for one in documents
    ]  # fmt: skip
    texts = [
        text for one, own in zip(documents, said, strict=True) for text in one_by_one(one, own)
    ]
    columns = judged_continua(documents, CODES, CODERS, said)
    assert columns.length.tolist() == [text.length for text in texts]
    for code in (None, *CODES):
        for joined in (False, True):
            same(columns.packed(code=code, joined=joined), packed(texts, code=code, joined=joined))
    unknown: set[tuple[Hashable, ...]] = {("x", "b", "D0"), ("y", "a", "D1"), ("x", "c", "D1")}
    plan = Resampling(resamples=20, fewest_documents=2)
    rows, pooled = agreement_on_spans(columns, CODES, unknown=unknown, resampling=plan)
    assert pooled == pooled_binary_u_alpha(texts, CODES, resampling=plan)
    for row, code in zip(rows, CODES, strict=True):
        knew = without(only(texts, code), code, unknown)
        assert row.alpha == binary_u_alpha(knew, code=code, resampling=plan)
        assert row.f1_exact.value == f1_text_by_text(knew, None)
        assert row.f1_overlap.value == f1_text_by_text(knew, 0.5)
        older = [alpha_u_1995(text.coders, text.length, value=code) for text in knew]
        values = [one.value for one in older if one.value is not None]
        assert row.alpha_u_1995.value == (fmean(values) if values else None)
        assert row.alpha_u_1995 == mean_alpha_u_1995(knew, value=code)
        assert row.passages == passages_by_coder(columns.without_who_lacked_it(code, unknown), code)
    assert u_alpha(columns, resampling=plan) == u_alpha(texts, resampling=plan)
    assert cu_alpha(columns, resampling=plan) == cu_alpha(texts, resampling=plan)


def same(columns: object, objects: object) -> None:
    """Every field, arrays and labels alike; documents by whether they are the same."""
    for name in objects.__struct_fields__:  # type: ignore[attr-defined]
        one, other = getattr(columns, name), getattr(objects, name)
        if name == "documents":
            one, other = ([list(each).index(label) for label in each] for each in (one, other))
        if name == "clashes":  # the first three are told
            one, other = (list(map(str, each))[:3] for each in (one, other))
        assert np.array_equal(one, other) if isinstance(other, np.ndarray) else one == other, name


def test_a_text_without_units_says_nothing() -> None:
    text = Continuum([[], []], 0, "D1", names=["a", "b"])
    assert mean_alpha_u_1995([text], value="x").reason == "never used"
    [found] = span_f1_at([text], (None,))
    assert found.value is None
    assert alpha_u_1995([[], []], 0, value="x").value is None
