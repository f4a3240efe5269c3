"""Are applause, time marks and headings seen, stepped back, and never coded?"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from annotator.model.transcript import Metadata, OpenTranscript, TranscriptInfo
from annotator.transcripts import read_text
from annotator_ui.theme import theme_named
from annotator_ui.transcript_view import TranscriptView

TEXT = (
    "FOX: We met 😀 (laughter) at once. [Applause] We left.\n\n[The lights go out]\n\n"
    "We waited.\n\nHARE: Yes.\n\nTHE ECONOMY\n\nFOX: No.\n\nHARE: Good bye.\n"
)


@pytest.fixture
def transcript() -> OpenTranscript:
    read = read_text(TEXT)
    info = TranscriptInfo(
        1, UUID(int=1), "D1", Metadata(), 1, "", len(read.text), (), len(read.turns), 0, 0, 0,
        "", "",
    )  # fmt: skip
    return OpenTranscript(info, read.text, read.turns, read.units, read.header, read.source)


@pytest.fixture
def view(show: Callable[..., TranscriptView], transcript: OpenTranscript) -> TranscriptView:
    return show(transcript)


def area(view: TranscriptView) -> QPlainTextEdit:
    found = view.focusProxy()
    assert isinstance(found, QPlainTextEdit)
    return found


def color_at(view: TranscriptView, words: str) -> QColor | None:
    """In which colour words are set, where it is another than that of the text."""
    document = area(view).document()
    text = document.toPlainText()
    at = text.index(words) + text[: text.index(words)].count("😀")  # Qt counts it twice
    block = document.findBlock(at)
    inside = at - block.position()
    for each in block.layout().formats():
        if each.start <= inside < each.start + each.length:
            return each.format.foreground().color()
    return None


def test_they_stand_in_their_place(view: TranscriptView) -> None:
    shown = area(view).document().toPlainText().splitlines()
    assert shown == [
        "FOX",
        "We met 😀 (laughter) at once. [Applause] We left.",
        "[The lights go out]",
        "We waited.",
        "HARE",
        "Yes.",
        "THE ECONOMY",
        "FOX",
        "No.",
        "HARE",
        "Good bye.",
    ]


@pytest.mark.parametrize("words", ["(laughter)", "[Applause]", "[The lights", "THE ECONOMY"])
def test_they_step_back(view: TranscriptView, words: str) -> None:
    muted = QColor(theme_named("light").muted)
    assert color_at(view, words) == muted
    assert color_at(view, "We waited") is None
    assert color_at(view, "at once") is None


def test_the_cursor_steps_over_them(view: TranscriptView, transcript: OpenTranscript) -> None:
    said = []
    for _ in range(7):
        span = view.selection()
        assert span is not None
        said.append(transcript.quote(span))
        QTest.keyClick(area(view), Qt.Key.Key_Down)
    assert said == [
        "We met 😀 (laughter) at once.", "We left.", "We waited.", "Yes.", "No.", "Good bye.",
        "Good bye.",
    ]  # fmt: skip


def test_a_click_on_one_goes_to_the_words_after_it(
    view: TranscriptView, transcript: OpenTranscript
) -> None:
    cursor = area(view).textCursor()
    cursor.setPosition(area(view).document().toPlainText().index("[The lights") + 4)
    at = area(view).cursorRect(cursor).center() + QPoint(1, 0)
    QTest.mouseClick(area(view).viewport(), Qt.MouseButton.LeftButton, pos=at)
    span = view.selection()
    assert span is not None
    assert transcript.quote(span) == "We waited."


def test_a_transcript_without_any_is_shown_as_ever(
    show: Callable[..., TranscriptView], transcript: OpenTranscript
) -> None:
    bare = show(replace(transcript, header=()))
    assert "THE ECONOMY" not in area(bare).document().toPlainText()
