"""Do keys of one and two strokes never clash, and can those that are proposed be remembered?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.code_keys import (
    KEYS_IN_USE,
    KeyRing,
    key_words,
    proposed_keys,
    shape_problem,
    strokes_of,
)
from annotator.model.codebook import Code


def code(
    id_: int, name: str, parent: int | None = None, key: str = "", *, group: bool = False
) -> Code:
    made = SimpleNamespace(id=id_, name=name, parent_id=parent, key=key, is_group=group)
    return cast("Code", made)


@pytest.mark.parametrize(
    ("key", "taken", "clashes"),
    [
        ("u", "U", True),
        ("u", "ua", True),
        ("ua", "u", True),
        ("ua", "ub", False),
        ("ß", "s", False),
        ("у", "u", False),  # a Cyrillic letter that looks the same
        ("", "u", False),
    ],
)
def test_no_key_begins_another(key: str, taken: str, *, clashes: bool) -> None:
    ring: KeyRing[str] = KeyRing()
    ring.put(taken, "taken")
    assert (ring.in_the_way(key) is not None) is clashes
    ring.take(taken)
    assert ring.in_the_way(key) is None


@pytest.mark.parametrize("key", ["abc", "a ", "\t", "0", "?x", " "])
def test_what_is_no_key(key: str) -> None:
    assert shape_problem(key)


def test_keys_are_shown_in_capitals_apart() -> None:
    assert key_words("tu") == "T U"


def test_a_small_codebook_gets_the_letters_of_its_names() -> None:
    codes = [code(1, "Ukraine"), code(2, "Russia", key="u"), code(3, "Umbrella")]
    assert proposed_keys(codes) == {1: "k", 3: "m"}


def test_a_large_codebook_gets_two_strokes_by_group() -> None:
    groups = [code(g, name, group=True) for g, name in ((1, "Threats"), (2, "Alliance"))]
    codes = [code(10 + n, f"Code {n}", 1 + n % 2) for n in range(30)]
    keys = proposed_keys([*groups, *codes, code(99, "Alone")])
    assert {keys[each.id][0] for each in codes if each.parent_id == 1} == {"t"}
    assert {keys[each.id][0] for each in codes if each.parent_id == 2} == {"a"}
    assert keys[99] == "oa"
    assert len(set(keys.values())) == 31


_NAMES = st.text(st.sampled_from("abcuvxyzABÉÜжиß汉-0 "), max_size=5)
_KEYS = st.sampled_from(["", "", "", "a", "b", "x", "ab", "xy", "xz", "ж"])


@given(st.lists(st.tuples(_NAMES, _KEYS, st.integers(0, 4)), max_size=90))
def test_what_is_proposed_clashes_with_nothing(rows: list[tuple[str, str, int]]) -> None:
    ring: KeyRing[int] = KeyRing()
    codes = [code(-n, f"Group {n}", group=True) for n in range(1, 5)]
    for number, (name, key, parent) in enumerate(rows, 1):
        own = "" if ring.in_the_way(key) else key
        ring.put(own, number)
        codes.append(code(number, name, -parent if parent else None, own))
    keyed = {each.id for each in codes if each.key}
    for code_id, key in proposed_keys(codes).items():
        assert code_id not in keyed
        assert ring.in_the_way(key) is None
        assert not shape_problem(key)
        assert strokes_of(key)[0] not in KEYS_IN_USE
        ring.put(key, code_id)
