"""Are the shipped fonts and icons usable, and is everything the window asks for there?"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from annotator_resources import resource

ROOT = Path(__file__).parents[2]
FONTS = sorted(resource("fonts").glob("*.ttf"))
ICONS = sorted(resource("icons").glob("*.svg"))
ASKED_FOR = re.compile(r"""\b(?:icon|pixmap)\(\s*"([a-z0-9-]+)\"""")


@pytest.mark.usefixtures("qapp")
def test_the_fonts_come_up_under_their_names_and_weights() -> None:
    from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

    for path in FONTS:
        assert QFontDatabase.addApplicationFont(str(path)) >= 0
    for family, weights in {"Inter": (400, 500, 600), "Charis SIL": (400, 700)}.items():
        for weight in weights:
            font = QFont(family)
            font.setWeight(QFont.Weight(weight))
            assert (QFontInfo(font).family(), QFontInfo(font).weight()) == (family, weight)
        font = QFont(family, italic=True)
        assert QFontInfo(font).italic()


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_a_drawing_that_takes_a_colour(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert path.stem == "annotator" or 'stroke="currentColor"' in text


def test_every_icon_the_window_asks_for_is_there() -> None:
    asked = {
        name
        for path in (ROOT / "ui").rglob("*.py")
        for name in ASKED_FOR.findall(path.read_text(encoding="utf-8"))
    }
    assert asked <= {path.stem for path in ICONS}


@pytest.mark.parametrize("name", ["annotator", "inter", "charis-sil", "lucide"])
def test_what_others_made_comes_with_its_licence(name: str) -> None:
    text = resource("licenses", f"{name}.txt").read_text(encoding="utf-8")
    assert "Copyright" in text
    assert "ermission" in text
