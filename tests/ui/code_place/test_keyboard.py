"""Does a key find its code on every layout, and never a wrong one?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from annotator.model.codebook import Code
from annotator_ui.code_place.keyboard import KeyPress, code_for


def _codes(keys: str) -> list[Code]:
    return [cast("Code", SimpleNamespace(key=key, is_group=False)) for key in keys]


@pytest.mark.parametrize("text", ["b", "B"])
def test_the_character_decides_without_regard_to_case(text: str) -> None:
    found = code_for(KeyPress(text), _codes("ab"))
    assert found is not None
    assert found.key == "b"


@pytest.mark.parametrize(
    ("text", "scan", "platform", "virtual"),
    [("и", 56, "linux", 0), ("и", 48, "win32", 0), ("и", 1, "darwin", 11)],
)
def test_a_cyrillic_board_codes_by_place(text: str, scan: int, platform: str, virtual: int) -> None:
    press = KeyPress(text, scan, virtual)
    found = code_for(press, _codes("xb"), platform)
    assert found is not None
    assert found.key == "b"


def test_a_cyrillic_key_of_a_code_goes_before_the_place() -> None:
    found = code_for(KeyPress("и", 56), _codes("bи"), "linux")
    assert found is not None
    assert found.key == "и"


def test_the_key_from_qt_stands_in_where_no_place_is_known() -> None:
    found = code_for(KeyPress("и", 0, 0, ord("B")), _codes("b"), "linux")
    assert found is not None
    assert found.key == "b"


@pytest.mark.parametrize("text", ["z", "é", "1", "/", "", " "])
def test_another_latin_layout_never_codes_by_place(text: str) -> None:
    # the place of y on a US board makes z on a German one
    assert code_for(KeyPress(text, 29, 0, ord("Y")), _codes("y"), "linux") is None
