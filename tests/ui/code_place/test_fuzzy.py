"""Does the palette put the likeliest code first?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pytest

from annotator.model.codebook import Code
from annotator_ui.code_place.fuzzy import ranked


@dataclass
class _Code:
    name: str
    code_id: str
    key: str = ""
    brief: str = ""
    full: str = ""
    use_when: str = ""
    example: str = ""
    is_group: bool = False


CODES = cast(
    "list[Code]",
    [
        _Code("Support for Ukraine", "UKR", "u"),
        _Code("Burden sharing", "BURDEN", "b", "Who gives how much"),
        _Code("Deterrence and collective defence", "DETER", "d"),
        _Code("Élargissement", "ENLARGE", "e"),
        _Code("Policy", "G", is_group=True),
    ],
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("b", "BURDEN"),  # its key
        ("ukr", "UKR"),  # its id
        ("sharing", "BURDEN"),  # a word in its name
        ("bs", "BURDEN"),  # the beginnings of its words
        ("elarg", "ENLARGE"),  # accents do not count
        ("how much", "BURDEN"),  # its definition
        ("coll def", "DETER"),
    ],
)
def test_what_was_typed_finds_the_code(typed: str, first: str) -> None:
    assert ranked(typed, CODES)[0].code_id == first


def test_nothing_typed_shows_all_codes_but_no_groups() -> None:
    assert [code.code_id for code in ranked(" ", CODES)] == ["UKR", "BURDEN", "DETER", "ENLARGE"]


def test_what_fits_nothing_finds_nothing() -> None:
    assert ranked("zzz", CODES) == []
