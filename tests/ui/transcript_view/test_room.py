"""Have underlines, names beside the text and the words themselves room at every size?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPlainTextEdit

from annotator.model.coding import CodingColumns
from annotator.model.transcript import OpenTranscript
from annotator_ui.look import ZOOMS
from annotator_ui.reading import LEADINGS, Reading
from annotator_ui.theme import ThemeName, code_shade, contrast, theme_named
from annotator_ui.transcript_view import CodeStyle, TranscriptView
from annotator_ui.transcript_view.arrangement import arranged
from annotator_ui.transcript_view.inks import blended, tints_of
from annotator_ui.transcript_view.measures import MOST_UNDERLINES, TEXT_PX, Measures

Show = Callable[..., TranscriptView]
Coded = Callable[..., CodingColumns]
FILLS = {1: "#C99700", 2: "#B4552D", 3: "#2D6FB4", 4: "#2F7F6F"}
THEMES: list[ThemeName] = ["light", "dark", "contrast_light", "contrast_dark"]
LETTERS = 0.76
"""How far letters reach above the base line, in text sizes."""


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("leading", [leading for leading, _ in LEADINGS])
def test_underlines_lie_between_the_letters_and_the_next_line(zoom: float, leading: float) -> None:
    measures = Measures.at_zoom(zoom, Reading(leading=leading))
    gap = measures.underline_step - measures.underline
    assert measures.underlines * measures.underline_step - gap <= measures.below
    assert measures.above + measures.below + 1 == measures.pitch
    assert measures.above >= LETTERS * TEXT_PX * zoom
    if leading >= Reading().leading:
        assert measures.underlines == MOST_UNDERLINES


@pytest.mark.parametrize("zoom", [0.5, 1.0, 1.5, 3.0])
def test_four_codes_on_one_passage_leave_its_words_alone(
    show: Show, sample: OpenTranscript, coded: Coded, zoom: float
) -> None:
    view = show(sample, width=1400)
    view.set_zoom(zoom)
    first = sample.spans("sentence")[0]
    view.set_codings(coded(*((id_, first.start, first.end, id_) for id_ in FILLS)))
    area = view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    block = area.document().findBlockByNumber(1)
    line = block.layout().lineAt(0)
    top = area.blockBoundingGeometry(block).translated(area.contentOffset()).top()
    base = round(top + line.y() + line.ascent())
    x = round(line.cursorToX(1)[0])  # type: ignore[index]
    image = area.viewport().grab().toImage()
    pitch = Measures.at_zoom(zoom).pitch
    fills = [QColor(FILLS[id_]).rgb() for id_ in (3, 2, 1)]
    rows = [image.pixel(x, y) for y in range(base - pitch, base + pitch)]
    seen = [(y - pitch, color) for y, color in enumerate(rows) if color in fills]
    assert min(y for y, _ in seen) >= 0
    assert list(dict.fromkeys(color for _, color in seen)) == fills


@given(st.integers(0, 0xFFFFFF), st.sampled_from(THEMES))
def test_words_can_be_read_under_three_codings_of_any_colour(number: int, name: ThemeName) -> None:
    theme = theme_named(name)
    fill = code_shade(f"#{number:06X}", theme).fill
    for ground in (theme.panel, theme.unit, theme.accent_soft):
        shade = ground
        for tint in tints_of(fill, theme):
            shade = blended(fill, shade, tint.alphaF()).name()
        assert contrast(theme.text, shade) > theme.least_contrast - 0.1  # whole steps of a channel


@given(st.integers(300, 2500), st.sampled_from(ZOOMS), st.sampled_from((420, 520, 680, 1200)))
def test_a_key_always_has_room_beside_the_text_and_a_name_where_the_text_can_spare_it(
    width: int, zoom: float, wanted: int
) -> None:
    measures = Measures.at_zoom(zoom, Reading(width=wanted))
    places = arranged(width, 600, measures)
    line = places.text.width() - 2 * measures.bleed
    assert line <= measures.text_width
    if line > measures.px(220):
        assert places.stripes.width() >= measures.px(57)
    if line > measures.px(370) + 1:
        assert places.stripes.width() >= measures.px(145)
    assert places.stripes.left() > places.text.right()


def test_in_a_narrow_margin_the_key_stands_for_the_name(
    show: Show, sample: OpenTranscript, coded: Coded
) -> None:
    view = show(sample, width=440)
    third = sample.spans("sentence")[3]
    view.set_codings(coded((1, third.start, third.end, 2)))
    ink = QColor(code_shade(FILLS[2], theme_named("light")).text)
    spelt = _inked(_margin(view), ink)
    theme = theme_named("light")
    view.set_codes({2: CodeStyle("Russian aggression", code_shade(FILLS[2], theme), "r")})
    keyed = _inked(_margin(view), ink)
    view.resize(785, 600)
    assert 0 < keyed.width() <= 10
    assert 0 < spelt.width() <= 12
    assert _inked(_margin(view), ink).width() > 60


def _margin(view: TranscriptView) -> QImage:
    """The margin right of the brackets."""
    area = view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    left = area.geometry().right() + 30
    return view.grab(QRect(left, 0, view.width() - 20 - left, view.height())).toImage()


def _inked(image: QImage, color: QColor) -> QRect:
    """Where an image has a colour, or nearly."""
    box = QRect()
    for y in range(image.height()):
        for x in range(image.width()):
            at = image.pixelColor(x, y)
            if abs(at.red() - color.red()) + abs(at.blue() - color.blue()) < 60:
                box = box.united(QRect(x, y, 1, 1))
    return box
