"""Do the unitizing coefficients equal what plain enumeration of every character gives?"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import pytest

from annotator.reliability import (
    Continuum,
    binary_u_alpha,
    cu_alpha,
    krippendorff_alpha,
    ku_alpha,
    pooled_binary_u_alpha,
    u_alpha,
)
from annotator.reliability.continua import Continua
from annotator.reliability.span_table import agreement_on_spans

Spans = list[tuple[int, int, str]]
Study = list[tuple[int, list[Spans]]]
"""Texts with their length and the spans of their coders."""
Cell = tuple[str, tuple[int, ...]]
"""The value of a character and the unit it lies in; two cells of one unit are never paired."""
VALUES = ("a", "b", "c")


def random_study(chance: random.Random) -> Study:
    return [
        (length, [random_spans(chance, length) for _ in range(chance.choice((2, 2, 3, 4)))])
        for length in (chance.randrange(4, 14) for _ in range(chance.choice((1, 1, 2, 3))))
    ]


def random_spans(chance: random.Random, length: int) -> Spans:
    spans, at = [], chance.randrange(3)
    while at < length:
        end = min(length, at + chance.randrange(1, 5))
        spans.append((at, end, chance.choice(VALUES)))
        at = end + chance.choice((0, 1, 1, 3))
    return spans


def cells_of(study: Study) -> list[list[list[Cell]]]:
    """Per text and coder one cell per character."""
    return [
        [cells(spans, length, text, coder) for coder, spans in enumerate(coders)]
        for text, (length, coders) in enumerate(study)
    ]


def cells(spans: Spans, length: int, text: int, coder: int) -> list[Cell]:
    row: list[Cell] = [("", (text, coder, at)) for at in range(length)]  # a gap has no structure
    for unit, (start, end, value) in enumerate(spans):
        row[start:end] = [(value, (text, coder, -1, unit))] * (end - start)
    return row


def enumerated(study: Study, *, marked: bool) -> tuple[dict[str, Fraction], ...]:
    """l_c, l_cc and S_c, character by character; with `marked` where both coders have a value."""
    lengths: dict[str, Fraction] = {}
    agreed: dict[str, Fraction] = {}
    within: dict[str, Fraction] = {}
    for coders in cells_of(study):
        part = Fraction(1, len(coders) - 1)
        for one, two in permutations(coders, 2):
            met: dict[tuple[int, ...], int] = {}
            for (value, unit), (other, _) in zip(one, two, strict=True):
                if marked and not (value and other):
                    continue
                lengths[value] = lengths.get(value, Fraction(0)) + part
                if value == other:
                    agreed[value] = agreed.get(value, Fraction(0)) + part
                met[unit] = met.get(unit, 0) + 1
            for value, unit in set(one):
                within[value] = within.get(value, Fraction(0)) + part * met.get(unit, 0) ** 2
    return lengths, agreed, within


def expected(study: Study, *, marked: bool) -> tuple[Fraction, dict[tuple[str, str], Fraction]]:
    """Every pair of values, the pairs inside one unit taken out."""
    lengths, _, within = enumerated(study, marked=marked)
    total = sum(lengths.values(), Fraction(0))
    pairs = {
        (c, k): lengths[c] * lengths[k] - (within.get(c, 0) if c == k else 0)
        for c in lengths
        for k in lengths
    }
    everything = sum(pairs.values(), Fraction(0))
    if everything <= 0:  # the chosen reading of S* can take out more than there is
        return total, {}
    return total, {key: total * count / everything for key, count in pairs.items()}


def by_hand(study: Study, value: str | None, *, marked: bool) -> Fraction | None:
    total, chance = expected(study, marked=marked)
    lengths, agreed, _ = enumerated(study, marked=marked)
    if value is None:
        observed = total - sum(agreed.values(), Fraction(0))
        random_part = sum((n for (c, k), n in chance.items() if c != k), Fraction(0))
        return 1 - observed / random_part if random_part else None
    own = lengths.get(value, Fraction(0))
    whole = sum((n for (c, _), n in chance.items() if c == value), Fraction(0))
    others = whole - chance.get((value, value), Fraction(0))
    if whole <= 0 or not own or not others:
        return None
    return 1 - whole / own * (own - agreed.get(value, 0)) / others


def gaps_by_hand(study: Study) -> Fraction | None:
    _, chance = expected(study, marked=False)
    mixed = Fraction(0)
    for coders in cells_of(study):
        for one, two in permutations(coders, 2):
            pairs = sum(not a[0] and bool(b[0]) for a, b in zip(one, two, strict=True))
            mixed += Fraction(pairs, len(coders) - 1)
    random_part = sum((n for (c, k), n in chance.items() if not c and k), Fraction(0))
    return 1 - mixed / random_part if random_part else None


def check(study: Study) -> None:
    continua = [Continuum(coders, length) for length, coders in study]
    near(u_alpha(continua).value, by_hand(study, None, marked=False))
    near(cu_alpha(continua).value, by_hand(study, None, marked=True))
    near(binary_u_alpha(continua).value, gaps_by_hand(study))
    for value in VALUES:
        near(ku_alpha(continua, value=value).value, by_hand(study, value, marked=True))


def near(found: float | None, wanted: Fraction | None) -> None:
    assert (found is None) == (wanted is None), (found, wanted)
    if wanted is not None:
        assert found == pytest.approx(float(wanted), abs=1e-12, rel=1e-12)


@pytest.mark.parametrize("seed", range(100))
def test_equal_to_enumeration(seed: int) -> None:
    check(random_study(random.Random(seed)))


@pytest.mark.long
def test_equal_to_enumeration_on_a_thousand_studies() -> None:
    for seed in range(1000, 2000):
        check(random_study(random.Random(seed)))


@pytest.mark.parametrize("seed", range(20))
def test_units_of_length_one_make_it_nominal_alpha(seed: int) -> None:
    chance = random.Random(seed)
    length, coders = 12, 3
    ratings = [[chance.choice(("", *VALUES)) for _ in range(coders)] for _ in range(length)]
    spans = [
        [(at, at + 1, ratings[at][coder]) for at in range(length) if ratings[at][coder]]
        for coder in range(coders)
    ]
    alpha = krippendorff_alpha(ratings).value
    assert u_alpha(spans, length).value == pytest.approx(alpha, abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_neither_order_nor_names_matter(seed: int) -> None:
    chance = random.Random(seed)
    study = random_study(chance)
    texts = [Continuum(coders, length) for length, coders in study]
    names = dict(zip(VALUES, ("z", "y", "x"), strict=True))
    shuffled = [
        Continuum([renamed(spans, names) for spans in reversed(coders)], length)
        for length, coders in reversed(study)
    ]
    for work in (u_alpha, cu_alpha, binary_u_alpha):
        one, two = work(texts).value, work(shuffled).value
        assert one == (None if two is None else pytest.approx(two, abs=1e-12))
    one = ku_alpha(texts, value="a").value
    two = ku_alpha(shuffled, value="z").value
    assert one == (None if two is None else pytest.approx(two, abs=1e-12))


def renamed(spans: Sequence[tuple[int, int, str]], names: dict[str, str]) -> Spans:
    return [(start, end, names[value]) for start, end, value in reversed(spans)]


@pytest.mark.parametrize("seed", range(20))
def test_parts_and_empty_texts_change_nothing_of_the_value(seed: int) -> None:
    chance = random.Random(seed)
    study = random_study(chance)
    plain = [Continuum(coders, length) for length, coders in study]
    cut = [Continuum(coders, length, parts=range(0, length, 3)) for length, coders in study]
    alone = Continuum([random_spans(chance, 9)], 9)
    for work in (u_alpha, cu_alpha, binary_u_alpha):
        one, two = work(plain).value, work([alone, *cut])
        assert two.value == (None if one is None else pytest.approx(one, abs=1e-12))
        assert two.n_dropped == 9


def test_overlapping_codes_stand_on_a_continuum_each() -> None:
    coders = [
        [(0, 50, "support"), (30, 80, "burden")],
        [(0, 45, "support"), (35, 80, "burden")],
    ]
    assert "coder 1 in text 1: support 0-50 and burden 30-80" in u_alpha(coders, 120).reason
    found = binary_u_alpha(coders, 120, code="support").value
    assert found == pytest.approx(60827 / 66120, abs=1e-12)
    pooled = pooled_binary_u_alpha([Continuum(coders, 120)], ["support"])
    assert pooled.value == pytest.approx(found, abs=1e-12)
    both = pooled_binary_u_alpha([Continuum(coders, 120)], ["support", "burden"]).value
    burden = binary_u_alpha(coders, 120, code="burden").value
    assert both is not None
    assert burden is not None
    assert found is not None
    assert min(found, burden) <= both <= max(found, burden)


def test_coverage_says_how_much_two_coders_marked() -> None:
    coders = [[(0, 100, "x"), (150, 220, "y")], [(10, 100, "x"), (150, 200, "y")]]
    result = cu_alpha(coders, 300)
    assert result.value == 1
    assert result.coverage == pytest.approx(2 * 140 / 600)
    assert ku_alpha(coders, 300, value="y").coverage == pytest.approx(100 / 120)


def test_so_little_in_common_that_chance_has_no_pair_left() -> None:
    coders = [[(0, 4, "a")], [(0, 4, "b")], []]
    result = cu_alpha(coders, 10)
    assert result.value is None
    assert result.reason == "too little text was coded by two coders to say what chance would do"


def test_a_coder_whose_codebook_lacked_the_code_is_missing_there() -> None:
    coders = [[(0, 9, "x")], [(0, 9, "x")], []]
    texts = [Continuum(coders, 40, f"D{n}", names=["a", "b", "c"]) for n in (1, 2)]
    unknown = {("x", "c", "D1"), ("x", "c", "D2")}
    (found, other), pooled = agreement_on_spans(Continua.of(texts), ["x", "y"], unknown=unknown)
    assert (found.alpha.value, found.alpha.n_coders) == (1.0, 2)
    assert found.passages == (2, 2, 0)
    assert other.alpha.reason == "never used"
    assert pooled.reason == "never used"  # over y alone, which everybody knew
