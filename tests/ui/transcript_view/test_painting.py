"""Is the rectangle on the screen the passage that is meant? Looked at in pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from annotator.model.coding import CodingColumns
from annotator.model.spans import Span
from annotator.model.transcript import OpenTranscript
from annotator_ui.theme import code_shade, theme_named
from annotator_ui.transcript_view import CodeStyle, TranscriptView

Show = Callable[..., TranscriptView]
Coded = Callable[..., CodingColumns]
Build = Callable[..., OpenTranscript]
UKRAINE, RUSSIA = QColor("#C99700"), QColor("#B4552D")

HEBREW = "\u05d0\u05e0\u05d7\u05e0\u05d5 \u05ea\u05d5\u05de\u05db\u05d9\u05dd"
ARABIC = "\u0646\u062d\u0646 \u0646\u062f\u0639\u0645"
CHINESE = "\u6211\u4eec\u652f\u6301\u4e4c\u514b\u5170"
MIXED = [
    pytest.param("We support Ukraine.", "support", id="latin"),
    pytest.param("\U0001f600\U0001f600 We support \U0001f600 it.", "support", id="emoji before"),
    pytest.param("E\u0301crire, e\u0301crire et e\u0301crire.", "e\u0301crire et", id="combining"),
    pytest.param(f"{CHINESE}\u3002{CHINESE}", "\u652f\u6301\u4e4c", id="chinese"),
    pytest.param(f"He said {HEBREW} to us all.", HEBREW, id="hebrew whole"),
    pytest.param(f"He said {HEBREW} to us all.", "said " + HEBREW[:5], id="across into hebrew"),
    pytest.param(f"He said {HEBREW} to us all.", HEBREW[6:] + " to", id="across out of hebrew"),
    pytest.param(f"{HEBREW} NATO {HEBREW}", "NATO " + HEBREW[:5], id="hebrew paragraph"),
    pytest.param(f"{ARABIC} (NATO) {ARABIC}", ARABIC[4:] + " (NA", id="arabic paragraph"),
]


def area_of(view: TranscriptView) -> QPlainTextEdit:
    area = view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    return area


def picture(view: TranscriptView) -> QImage:
    return area_of(view).viewport().grab().toImage()


def letters(view: TranscriptView, block_number: int) -> Iterator[tuple[int, float, int]]:
    """Unit in the block, middle and base line of every visible glyph of a block's first line.

    Taken from the glyphs themselves, so that it does not share a mistake with the view.
    """
    area = area_of(view)
    block = area.document().findBlockByNumber(block_number)
    top = area.blockBoundingGeometry(block).translated(area.contentOffset()).top()
    line = block.layout().lineAt(0)
    for unit in range(line.textLength()):
        for run in line.glyphRuns(unit, 1):
            box = run.boundingRect()
            if box.width() > 2:
                yield unit, box.center().x(), round(top + line.y() + line.ascent())


def is_near(color: QColor, other: QColor) -> bool:
    apart = (
        color.red() - other.red(),
        color.green() - other.green(),
        color.blue() - other.blue(),
    )
    return all(abs(channel) <= 3 for channel in apart)


def underlined(image: QImage, x: float, base: int, color: QColor) -> bool:
    """Whether a line of that colour runs under a letter."""
    return any(is_near(image.pixelColor(round(x), base + down), color) for down in range(1, 12))


@pytest.mark.parametrize(("paragraph", "passage"), MIXED)
def test_the_letters_of_the_passage_are_underlined_and_no_others(
    show: Show, build: Build, coded: Coded, paragraph: str, passage: str
) -> None:
    transcript = build([("A", "", [paragraph, "Away."])])
    view = show(transcript)
    view.go_to(transcript.spans("sentence")[-1])
    start = transcript.text.index(passage)
    view.set_codings(coded((1, start, start + len(passage), 1)))
    image = picture(view)
    before = len(paragraph[: paragraph.index(passage)].encode("utf-16-le")) // 2
    after = before + len(passage.encode("utf-16-le")) // 2
    seen = 0
    for unit, x, base in letters(view, 1):
        seen += 1
        assert underlined(image, x, base, UKRAINE) == (before <= unit < after), unit
    assert seen >= len(passage.split()) * 2


def test_a_coding_over_several_lines_is_painted_on_each(
    show: Show, build: Build, coded: Coded
) -> None:
    transcript = build([("A", "", ["Many words " * 30])])
    view = show(transcript)
    paragraph = transcript.spans("paragraph")[0]
    view.set_codings(coded((1, paragraph.start, paragraph.end, 1)))
    image = picture(view)
    rows = [y for y in range(image.height()) if is_near(image.pixelColor(40, y), UKRAINE)]
    layout = area_of(view).document().findBlockByNumber(1).layout()
    assert len(rows) == 2 * layout.lineCount()
    assert layout.lineCount() > 3


def test_a_second_code_is_underlined_three_pixels_higher(
    show: Show, sample: OpenTranscript, coded: Coded
) -> None:
    view = show(sample)
    first = sample.spans("sentence")[0]
    view.set_codings(coded((1, first.start, first.end, 1), (2, first.start + 8, first.end, 2)))
    image = picture(view)
    x, base = next((x, base) for unit, x, base in letters(view, 1) if unit == 10)
    column = [image.pixelColor(round(x), base + down) for down in range(12)]
    low = [down for down, color in enumerate(column) if is_near(color, UKRAINE)]
    high = [down for down, color in enumerate(column) if is_near(color, RUSSIA)]
    assert len(low) == len(high) == 2
    assert low[0] - high[0] == 3


def test_an_unsure_coding_has_a_broken_line(
    show: Show, sample: OpenTranscript, coded: Coded
) -> None:
    view = show(sample)
    first = sample.spans("sentence")[0]
    view.set_codings(coded((1, first.start, first.end, 1)))
    solid = _colored(picture(view), UKRAINE)
    view.update_coding(1, unsure=True)
    assert solid * 0.4 < _colored(picture(view), UKRAINE) < solid * 0.85


def test_adding_and_removing_leaves_the_picture_as_it_was(
    show: Show, sample: OpenTranscript, coded: Coded
) -> None:
    view = show(sample)
    second = sample.spans("sentence")[1]
    view.set_codings(coded((1, second.start, second.end, 1)))
    before = view.grab().toImage()
    view.add_coding(2, second.start, second.end - 4, 2, unsure=True)
    assert view.grab().toImage() != before
    view.remove_coding(2)
    assert view.grab().toImage() == before


def test_scrolling_paints_what_a_fresh_view_paints(
    qtbot: QtBot, show: Show, build: Build, coded: Coded
) -> None:
    said = [f"Paragraph number {number} says a few words and some more." for number in range(90)]
    transcript = build([("A", "", said)])
    codings = coded(
        *(
            (n, span.start, span.end, 1 + n % 4)
            for n, span in enumerate(transcript.spans("paragraph"))
        )
    )
    view = show(transcript)
    view.set_codings(codings)
    viewport, bar = area_of(view).viewport(), area_of(view).verticalScrollBar()
    for _ in range(15):
        bar.setValue(bar.value() + 3)
        qtbot.wait(1)
    for _ in range(7):
        bar.setValue(bar.value() - 1)
        qtbot.wait(1)
    moved = viewport.grab().toImage()
    viewport.update()
    qtbot.wait(1)
    assert viewport.grab().toImage() == moved


def test_the_unit_stands_on_its_ground(show: Show, sample: OpenTranscript) -> None:
    view = show(sample)
    theme = theme_named("light")
    second = sample.spans("sentence")[3]
    view.go_to(second)
    image = picture(view)
    assert _colored(image, QColor(theme.unit)) > 1000
    view.go_to(Span(second.start, second.start + 6))
    image = picture(view)
    assert _colored(image, QColor(theme.accent_soft)) > 200
    assert _colored(image, QColor(theme.accent)) > 20


def test_found_words_are_framed(show: Show, sample: OpenTranscript) -> None:
    view = show(sample)
    accent = QColor(theme_named("light").accent)
    assert _colored(picture(view), accent) == 0
    places = [sample.text.index("attacks"), sample.text.index("Belgium")]
    view.set_found([Span(at, at + 7) for at in places], None)
    one = _colored(picture(view), accent)
    assert one > 100
    view.set_found([Span(at, at + 7) for at in places], 1)
    assert _colored(picture(view), accent) > one
    view.set_found([], None)
    assert _colored(picture(view), accent) == 0


def test_the_theme_switches_live(show: Show, sample: OpenTranscript, coded: Coded) -> None:
    view = show(sample)
    first = sample.spans("sentence")[4]
    view.set_codings(coded((1, first.start, first.end, 1)))
    dark = theme_named("dark")
    view.set_theme(dark)
    view.set_codes({1: CodeStyle("Support", code_shade("#C99700", dark))})
    image = view.grab().toImage()
    white = QColor(theme_named("light").panel)
    assert _colored(image, white) == 0
    assert _colored(image, QColor(dark.panel)) > image.width() * image.height() // 3


def test_a_decided_unit_gets_a_mark_in_the_gutter(show: Show, sample: OpenTranscript) -> None:
    view = show(sample)
    before = view.grab().toImage()
    decided = sample.spans("sentence")[4]
    view.set_decided(np.array([decided.start]), np.array([decided.end]))
    after = view.grab().toImage()
    assert before != after
    text = view.text_left() - 10
    assert before.copy(text, 0, 600, 600) == after.copy(text, 0, 600, 600)
    view.set_decided(np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert view.grab().toImage() == before


def test_the_text_is_at_most_520_wide_and_shrinks_with_the_view(
    show: Show, sample: OpenTranscript
) -> None:
    view = show(sample, width=1400)
    margin = area_of(view).document().documentMargin()
    assert area_of(view).viewport().width() - 2 * margin == 520
    view.resize(520, 600)
    assert area_of(view).viewport().width() - 2 * margin < 420
    assert view.text_left() == area_of(view).x() + margin


def test_names_beside_the_text_answer_clicks(
    show: Show, sample: OpenTranscript, coded: Coded
) -> None:
    view = show(sample)
    span = sample.spans("sentence")[3]
    view.set_codings(coded((5, span.start, span.end, 2)))
    clicked: list[int] = []
    view.coding_clicked.connect(clicked.append)
    image = view.grab().toImage()
    words = QColor(code_shade("#B4552D", theme_named("light")).text)
    at = _first(image, words, left=640)
    target = view.childAt(at)
    assert target is not None
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(view, at + QPoint(2, 3)))
    assert clicked == [5]
    assert view.selection() == span


def _first(image: QImage, color: QColor, *, left: int) -> QPoint:
    for y in range(image.height()):
        for x in range(left, image.width() - 20):
            if is_near(image.pixelColor(x, y), color):
                return QPoint(x, y)
    pytest.fail("no such colour")


def _colored(image: QImage, color: QColor) -> int:
    """How many pixels have a colour."""
    wanted = color.rgb()
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    return sum(
        flat.pixel(x, y) == wanted for y in range(flat.height()) for x in range(flat.width())
    )
