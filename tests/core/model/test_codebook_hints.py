"""Is what is missing, twice or slipped in a codebook noticed, and nothing else?"""

from __future__ import annotations

from uuid import UUID

import pytest

from annotator.model.codebook import Code, Codebook, CodebookVersion
from annotator.model.codebook_hints import Hint, hints


def code(number: int, name: str, **parts: object) -> Code:
    told: dict[str, object] = {
        "parent_id": None,
        "is_group": False,
        "position": number,
        "number": None,
        "key": "",
        "color": "",
        "brief": f"about {name}",
        "full": "",
        "use_when": "",
        "dont_use_when": "",
        "example": f"so to say {name}",
        "counter_example": "",
        "memo": "",
    }
    told |= parts
    return Code(number, UUID(int=number), str(told.pop("code_id", f"C{number}")), name, **told)  # type: ignore[arg-type]


def found(*codes: Code, uses: dict[int, int] | None = None) -> list[Hint]:
    version = CodebookVersion(1, UUID(int=0), "1.0", "", "")
    return list(hints(Codebook(codes, version), uses=uses))


def told(*codes: Code) -> list[tuple[str, tuple[int, ...]]]:
    return [(hint.words, hint.code_ids) for hint in found(*codes)]


def test_a_whole_codebook_needs_nothing() -> None:
    assert told(code(1, "Support for Ukraine"), code(2, "Burden sharing")) == []


def test_gaps() -> None:
    assert told(
        code(1, "One", brief="", example=""),
        code(2, "Another", example=""),
        code(3, "Groups", is_group=True, brief=""),
    ) == [
        ("One code without definition", (1,)),
        ("Two codes without example", (1, 2)),
        ("One group without a code", (3,)),
    ]


def test_doubles() -> None:
    same = {"brief": "The same.", "example": "this"}
    assert told(
        code(1, "First thing", key="k", **same), code(2, "Other thing", key="K", **same)
    ) == [
        ("Key K twice", (1, 2)),
        ("Two codes with one definition", (1, 2)),
        ("Two codes with one example", (1, 2)),
    ]


def test_names_that_differ_by_a_slip_and_names_that_are_opposites() -> None:
    words = [
        "Support for Ukraine", "Suport for Ukraine", "Military: positive", "Military: negative",
        "Tax increase", "Tax decrease", "Free market", "Free-Market", "Version 1.1", "Version 1.2",
        "EU", "UN", "Education expansion", "Education limitation",
    ]  # fmt: skip
    pairs = [
        {words[number - 1] for number in hint.code_ids}
        for hint in found(*(code(n, name) for n, name in enumerate(words, 1)))
        if hint.kind == "near_names"
    ]
    assert pairs == [{"Free market", "Free-Market"}, {"Support for Ukraine", "Suport for Ukraine"}]


def test_slips_of_the_pen() -> None:
    kinds = [
        hint.detail
        for hint in found(
            code(1, "Burden", code_id="BURDEN", full="It is is so.", dont_use_when="use UNITY"),
            code(2, "Other", dont_use_when="(use BURDEN", use_when="that that is"),
        )
    ]
    assert kinds == [
        "BURDEN says: use UNITY",
        "BURDEN: \u201cis is\u201d",
        "C2: \u201c(\u201d is never closed",
    ]


def test_what_was_never_used_is_told_where_uses_may_be_told() -> None:
    codes = code(1, "Support for Ukraine"), code(2, "Burden sharing")
    assert found(*codes, uses={}) == []
    assert [hint.words for hint in found(*codes, uses={1: 3})] == ["One code never used"]


def test_a_thousand_names_are_compared_in_no_time() -> None:
    codes = [code(n, f"{chr(65 + n % 26)}{chr(97 + n // 26)} is topic {n}") for n in range(1200)]
    assert [hint for hint in found(*codes) if hint.kind == "near_names"] == []


@pytest.mark.parametrize(
    ("example", "is_open"),
    [("„Wir senken“", False), ("„Tniemy”", False), ("“We cut”", False), ("“We cut", True)],
)
def test_quotations_are_closed_as_each_language_closes_them(example: str, is_open: bool) -> None:
    kinds = {hint.kind for hint in found(code(1, "Taxes", example=example))}
    assert ("open_bracket" in kinds) is is_open
