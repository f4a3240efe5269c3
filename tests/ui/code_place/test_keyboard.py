"""Does a key find its code on every layout, and never a wrong one?"""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import cast

import pytest

from annotator.model.codebook import Code
from annotator_ui.code_place.keyboard import KeyPress, KeyTable, Waiting


def _codes(keys: Iterable[str]) -> list[Code]:
    return [cast("Code", SimpleNamespace(key=key, is_group=False)) for key in keys]


@pytest.mark.parametrize("text", ["b", "B"])
def test_the_character_decides_without_regard_to_case(text: str) -> None:
    found = KeyTable(_codes("ab")).press(KeyPress(text))
    assert getattr(found, "key", "") == "b"


@pytest.mark.parametrize(
    ("text", "scan", "platform", "virtual"),
    [("и", 56, "linux", 0), ("и", 48, "win32", 0), ("и", 1, "darwin", 11)],
)
def test_a_cyrillic_board_codes_by_place(text: str, scan: int, platform: str, virtual: int) -> None:
    press = KeyPress(text, scan, virtual)
    found = KeyTable(_codes("xb")).press(press, platform=platform)
    assert getattr(found, "key", "") == "b"


def test_a_cyrillic_key_of_a_code_goes_before_the_place() -> None:
    found = KeyTable(_codes("bи")).press(KeyPress("и", 56), platform="linux")
    assert getattr(found, "key", "") == "и"


def test_the_key_from_qt_stands_in_where_no_place_is_known() -> None:
    found = KeyTable(_codes("b")).press(KeyPress("и", 0, 0, ord("B")), platform="linux")
    assert getattr(found, "key", "") == "b"


@pytest.mark.parametrize("text", ["z", "é", "1", "/", "", " "])
def test_another_latin_layout_never_codes_by_place(text: str) -> None:
    # the place of y on a US board makes z on a German one
    press = KeyPress(text, 29, 0, ord("Y"))
    assert KeyTable(_codes("y")).press(press, platform="linux") is None


@pytest.mark.parametrize(("first", "second"), [("t", "u"), ("T", "U"), ("е", "г")])
def test_two_strokes_one_after_the_other(first: str, second: str) -> None:
    table = KeyTable(_codes(["tu", "tr", "x"]))
    places = {"е": 28, "г": 30}  # Cyrillic letters where a US board has t and u
    begun = table.press(KeyPress(first, places.get(first, 0)), platform="linux")
    assert isinstance(begun, Waiting)
    assert (begun.begun, [stroke for stroke, _ in begun.nexts]) == ("t", ["u", "r"])
    found = table.press(KeyPress(second, places.get(second, 0)), begun, platform="linux")
    assert getattr(found, "key", "") == "tu"
    assert table.press(KeyPress("x"), begun) is None
