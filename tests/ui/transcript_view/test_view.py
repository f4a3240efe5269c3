"""Do keys, clicks and drags do in the view what the coder means?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QShortcut,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.coding import CodingColumns
from annotator.model.spans import Span
from annotator.model.transcript import OpenTranscript
from annotator_ui.theme import theme_named
from annotator_ui.transcript_view import TranscriptView

Show = Callable[..., TranscriptView]
Coded = Callable[..., CodingColumns]
_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(show: Show, sample: OpenTranscript) -> TranscriptView:
    return show(sample)


def area_of(view: TranscriptView) -> QPlainTextEdit:
    area = view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    return area


def press(view: TranscriptView, *keys: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
    for key in keys:
        QTest.keyClick(area_of(view), key, held)


def words(view: TranscriptView) -> str:
    transcript, span = view.transcript(), view.selection()
    assert transcript is not None
    assert span is not None
    return transcript.quote(span)


def point_of(view: TranscriptView, phrase: str, inside: int = 0) -> QPoint:
    """Where the letter `inside` a phrase stands in the text area, as Qt's own cursor says."""
    area = area_of(view)
    at = area.document().toPlainText().index(phrase) + inside
    cursor = area.textCursor()
    cursor.setPosition(at)
    left = area.cursorRect(cursor)
    cursor.setPosition(at + 1)
    right = area.cursorRect(cursor)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def viewport(view: TranscriptView) -> QWidget:
    return area_of(view).viewport()


def drag(view: TranscriptView, start: QPoint, end: QPoint, held: Qt.KeyboardModifier) -> None:
    QTest.mousePress(viewport(view), _LEFT, held, start)
    QTest.mouseMove(viewport(view), (start + end) / 2)
    QTest.mouseMove(viewport(view), end)
    QTest.mouseRelease(viewport(view), _LEFT, held, end)


def test_it_starts_on_the_first_sentence(view: TranscriptView) -> None:
    assert view.unit_number() == (1, 11)
    assert words(view) == "Welcome back to NATO."


def test_the_title_and_the_labels_are_not_shown_as_text(view: TranscriptView) -> None:
    shown = area_of(view).document().toPlainText()
    assert "Joint statements" not in shown
    assert "NATO Secretary General Jens Stoltenberg:" not in shown
    assert shown.splitlines()[0] == "Jens Stoltenberg  NATO Secretary General"


def test_arrows_move_and_tell(view: TranscriptView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.cursor_moved):
        press(view, Qt.Key.Key_Down)
    assert view.unit_number() == (2, 11)
    press(view, Qt.Key.Key_Right)
    assert words(view) == "Today, Ministers will address many issues."
    press(view, Qt.Key.Key_PageDown)
    assert words(view) == "Thank you very, very much."
    press(view, Qt.Key.Key_End)
    assert view.unit_number() == (11, 11)
    press(view, Qt.Key.Key_Home)
    assert view.unit_number() == (1, 11)


def test_tab_steps_clauses_and_does_not_leave(view: TranscriptView) -> None:
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Tab)
    assert words(view) == "Ministers will address many issues."
    press(view, Qt.Key.Key_Escape)
    QTest.keyClick(area_of(view), Qt.Key.Key_Backtab, _SHIFT)
    assert words(view).rstrip(",") == "Today"
    assert area_of(view).hasFocus()


def test_shift_extends_and_control_steps_words(view: TranscriptView) -> None:
    press(view, Qt.Key.Key_Down, held=_SHIFT)
    assert words(view).endswith("to have you here.")
    press(view, Qt.Key.Key_Right, held=_CTRL)
    assert words(view).startswith("back to NATO. It is")


def test_plain_characters_go_out_as_code_keys(view: TranscriptView) -> None:
    typed: list[str] = []
    view.code_key.connect(typed.append)
    QTest.keyClicks(area_of(view), "bB0?/")
    assert typed == ["b", "B", "0", "?", "/"]


def test_other_alphabets_go_out_as_typed(view: TranscriptView) -> None:
    typed: list[str] = []
    view.code_key.connect(typed.append)
    event = QKeyEvent(QEvent.Type.KeyPress, 0x419, _NONE, "\u0439")
    QApplication.sendEvent(area_of(view), event)
    assert typed == ["\u0439"]


def test_control_and_alt_chords_are_not_code_keys(view: TranscriptView) -> None:
    typed: list[str] = []
    view.code_key.connect(typed.append)
    press(view, Qt.Key.Key_B, held=_CTRL)
    press(view, Qt.Key.Key_B, held=Qt.KeyboardModifier.AltModifier)
    assert typed == []


def test_space_and_full_stop_repeat(view: TranscriptView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.repeat_pressed):
        QTest.keyClicks(area_of(view), " ")
    with qtbot.waitSignal(view.repeat_next_pressed):
        QTest.keyClicks(area_of(view), ".")


def test_a_click_puts_the_cursor_on_the_sentence(view: TranscriptView) -> None:
    QTest.mouseClick(viewport(view), _LEFT, _NONE, point_of(view, "We see attacks", 4))
    assert words(view) == "We see attacks."


def test_a_click_on_the_last_letter_stays_in_its_sentence(view: TranscriptView) -> None:
    QTest.mouseClick(viewport(view), _LEFT, _NONE, point_of(view, "attacks. Fight", 7))
    assert words(view) == "We see attacks."


def test_a_drag_snaps_to_words(view: TranscriptView) -> None:
    start = point_of(view, "Western Balkans", 2)
    drag(view, start, point_of(view, "Western Balkans", 12), _NONE)
    assert words(view) == "Western Balkans"


def test_a_drag_backwards_selects_the_same(view: TranscriptView) -> None:
    start = point_of(view, "Western Balkans", 12)
    drag(view, start, point_of(view, "Western Balkans", 2), _NONE)
    assert words(view) == "Western Balkans"


def test_a_drag_with_alt_takes_letters(view: TranscriptView) -> None:
    held = Qt.KeyboardModifier.AltModifier
    start = point_of(view, "Western Balkans", 2) + QPoint(-2, 0)
    end = point_of(view, "Western Balkans", 12) + QPoint(-2, 0)
    QTest.mousePress(viewport(view), _LEFT, held, start)
    _move(view, end, held)
    QTest.mouseRelease(viewport(view), _LEFT, held, end)
    assert words(view) == "stern Balk"


def test_a_drag_over_paragraphs_covers_all_between(view: TranscriptView) -> None:
    drag(view, point_of(view, "pleasure", 1), point_of(view, "Ministers", 1), _NONE)
    assert words(view).startswith("pleasure to have")
    assert words(view).endswith("Today, Ministers")
    press(view, Qt.Key.Key_Escape)
    assert words(view).startswith("It is always")
    assert words(view).endswith("many issues.")


def test_a_drag_below_the_edge_scrolls_on(
    qtbot: QtBot, show: Show, build: Callable[..., OpenTranscript]
) -> None:
    view = show(build([("A", "", [f"Paragraph {number} here." for number in range(90)])]))
    start = point_of(view, "Paragraph 3", 2)
    QTest.mousePress(viewport(view), _LEFT, _NONE, start)
    _move(view, QPoint(80, 300), _NONE)
    assert words(view).startswith("Paragraph 3")
    _move(view, QPoint(80, 640), _NONE)
    qtbot.waitUntil(lambda: area_of(view).verticalScrollBar().value() > 5)
    QTest.mouseRelease(viewport(view), _LEFT, _NONE, QPoint(80, 640))
    rest = area_of(view).verticalScrollBar().value()
    assert "Paragraph 19 here." in words(view)
    qtbot.wait(100)
    assert area_of(view).verticalScrollBar().value() == rest


def test_escape_is_left_to_the_window_when_there_is_nothing_to_drop(view: TranscriptView) -> None:
    fired: list[bool] = []
    shortcut = QShortcut(QKeySequence("Esc"), view)
    shortcut.activated.connect(lambda: fired.append(True))
    view.activateWindow()
    view.setFocus()
    press(view, Qt.Key.Key_Tab)
    press(view, Qt.Key.Key_Right, held=_CTRL)
    press(view, Qt.Key.Key_Escape)
    assert (fired, words(view)) == ([], "Welcome back to NATO.")
    press(view, Qt.Key.Key_Escape)
    assert fired == [True]


def test_a_double_click_takes_the_word(view: TranscriptView) -> None:
    at = point_of(view, "Balkans", 3)
    QTest.mouseClick(viewport(view), _LEFT, _NONE, at)
    QTest.mouseDClick(viewport(view), _LEFT, _NONE, at)
    assert words(view) == "Balkans"


def test_a_click_with_shift_extends(view: TranscriptView) -> None:
    QTest.mouseClick(viewport(view), _LEFT, _SHIFT, point_of(view, "Ministers", 2))
    assert words(view).startswith("Welcome back")
    assert words(view).endswith("Today, Ministers")


def test_clicks_on_a_coding_cycle_through_the_overlap(
    view: TranscriptView, sample: OpenTranscript, coded: Coded
) -> None:
    start = sample.text.index("We see attacks.")
    view.set_codings(coded((7, start, start + 15, 1), (8, start, start + 40, 2)))
    clicked: list[int] = []
    view.coding_clicked.connect(clicked.append)
    for _ in range(3):
        QTest.mouseClick(viewport(view), _LEFT, _NONE, point_of(view, "We see attacks", 4))
    assert clicked == [7, 8, 7]
    QTest.mouseClick(viewport(view), _LEFT, _NONE, point_of(view, "Thank you", 1))
    assert clicked == [7, 8, 7]


def test_codings_come_and_go_at_the_cursor(
    view: TranscriptView, sample: OpenTranscript, coded: Coded
) -> None:
    first = sample.spans("sentence")[0]
    view.set_codings(coded((1, first.start, first.end, 1)))
    view.add_coding(2, first.start + 3, first.end, 2, unsure=False)
    assert view.codings_at_cursor() == (1, 2)
    view.remove_coding(1)
    assert view.codings_at_cursor() == (2,)
    view.update_coding(2, unsure=True)
    assert "Russian aggression, unsure" in view.spoken()
    press(view, Qt.Key.Key_Down)
    assert view.codings_at_cursor() == ()
    assert view.spoken().endswith("no code")


def test_copy_takes_the_stored_text(show: Show, build: Callable[..., OpenTranscript]) -> None:
    text = "One\u2028two \U0001f600 \u05d0\x0bthree."
    view = show(build([("A", "", [text])]))
    press(view, Qt.Key.Key_C, held=_CTRL)
    assert QGuiApplication.clipboard().text() == text


def test_going_somewhere_brings_it_to_a_third(
    show: Show, build: Callable[..., OpenTranscript]
) -> None:
    said = [f"Paragraph number {number} says a few words." for number in range(200)]
    view = show(build([("A", "", said)]))
    transcript = view.transcript()
    assert transcript is not None
    target = transcript.spans("sentence")[120]
    view.go_to(target)
    area, height = area_of(view), viewport(view).height()
    assert abs(area.cursorRect().top() - height / 3) < 60
    for _ in range(5):
        press(view, Qt.Key.Key_Down)
        assert abs(area.cursorRect().top() - height / 3) < 60
    assert view.unit_number()[0] == 126


def test_selecting_what_is_in_sight_does_not_scroll(view: TranscriptView) -> None:
    before = area_of(view).verticalScrollBar().value()
    transcript = view.transcript()
    assert transcript is not None
    view.select(transcript.spans("sentence")[9])
    assert area_of(view).verticalScrollBar().value() == before


def test_the_cursor_stays_in_place_when_zooming(
    show: Show, build: Callable[..., OpenTranscript]
) -> None:
    said = [f"Paragraph number {number} says a few words." for number in range(200)]
    view = show(build([("A", "", said)]))
    transcript = view.transcript()
    assert transcript is not None
    view.go_to(transcript.spans("sentence")[120])
    top = area_of(view).cursorRect().top()
    view.set_zoom(1.5)
    assert abs(area_of(view).cursorRect().top() - top) < 70
    assert view.unit_number()[0] == 121


def test_many_small_changes_of_the_size_do_not_make_the_text_drift(
    show: Show, build: Callable[..., OpenTranscript]
) -> None:
    said = [f"Paragraph number {number} says some words, and then more." for number in range(200)]
    view = show(build([("A", "", said)]))
    transcript = view.transcript()
    assert transcript is not None
    view.go_to(transcript.spans("sentence")[120])
    top = area_of(view).cursorRect().top()
    for width in [*range(785, 560, -5), *range(560, 785, 5)]:
        view.resize(width, 600)
    assert abs(area_of(view).cursorRect().top() - top) <= 40


def test_a_unit_taller_than_the_room_below_a_third_is_shown_whole(
    show: Show, build: Callable[..., OpenTranscript]
) -> None:
    said = [*(f"Before {number}." for number in range(40)), "long words " * 150, "After."]
    view = show(build([("A", "", said)]))
    transcript = view.transcript()
    assert transcript is not None
    view.go_to(transcript.spans("sentence")[40])
    assert 0 <= area_of(view).cursorRect().top() < 100


def test_the_wheel_scrolls_over_the_margins_too(
    show: Show, build: Callable[..., OpenTranscript]
) -> None:
    view = show(build([("A", "", [f"Paragraph {number}." for number in range(90)])]))
    QTest.wheelEvent(view.windowHandle(), QPointF(20, 300), QPoint(0, -120))
    assert area_of(view).verticalScrollBar().value() > 0


def test_letters_come_to_the_text_before_they_are_shortcuts(view: TranscriptView) -> None:
    fired: list[str] = []
    typed: list[str] = []
    for keys in ("B", "Down", "Ctrl+Z"):
        shortcut = QShortcut(QKeySequence(keys), view)
        shortcut.activated.connect(lambda keys=keys: fired.append(keys))
    view.activateWindow()
    view.setFocus()
    view.code_key.connect(typed.append)
    QTest.keyClicks(area_of(view), "b")
    press(view, Qt.Key.Key_Down)
    press(view, Qt.Key.Key_Z, held=_CTRL)
    assert typed == ["b"]
    assert view.unit_number() == (2, 11)
    assert fired == ["Ctrl+Z"]


def test_nothing_is_shown_without_a_transcript(show: Show, sample: OpenTranscript) -> None:
    view = show(None)
    assert view.selection() is None
    assert view.unit_number() == (0, 0)
    press(view, Qt.Key.Key_Down, Qt.Key.Key_B)
    view.go_to(Span(3, 4))
    view.set_theme(theme_named("dark"))
    view.show_transcript(sample)
    assert view.unit_number() == (1, 11)
    view.show_transcript(None)
    assert view.codings_at_cursor() == ()


def test_tab_leaves_the_view_only_when_it_is_empty(qtbot: QtBot, sample: OpenTranscript) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    view, other = TranscriptView(), QLineEdit()
    row.addWidget(view)
    row.addWidget(other)
    view.show_transcript(sample)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    view.setFocus()
    press(view, Qt.Key.Key_Tab)
    assert area_of(view).hasFocus()
    view.show_transcript(None)
    press(view, Qt.Key.Key_Tab)
    assert other.hasFocus()


def test_it_can_be_read_by_a_screen_reader(view: TranscriptView) -> None:
    assert area_of(view).accessibleName() == "Transcript text"
    press(view, Qt.Key.Key_Down)
    assert view.spoken().startswith("Sentence 2. It is always a pleasure")
    assert area_of(view).textCursor().selectedText() == words(view)


def test_a_very_long_paragraph_can_be_worked_in(
    show: Show, build: Callable[..., OpenTranscript]
) -> None:
    view = show(build([("A", "", ["We said this and that. " * 9_000])]))
    transcript = view.transcript()
    assert transcript is not None
    sentences = transcript.spans("sentence")
    view.go_to(sentences[8_000])
    assert view.unit_number()[0] == 8_001
    assert 0 <= area_of(view).cursorRect().top() <= viewport(view).height()
    press(view, Qt.Key.Key_Down)
    assert view.unit_number()[0] == 8_002


def _move(view: TranscriptView, to: QPoint, held: Qt.KeyboardModifier) -> None:
    """A mouse move with the button down and a key held, which QTest.mouseMove cannot do."""
    at = QPointF(to)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(viewport(view).mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        _LEFT,
        held,
    )
    QApplication.sendEvent(viewport(view), event)
