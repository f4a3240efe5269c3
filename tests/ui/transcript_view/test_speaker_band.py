"""Does the speaker's name stay in sight inside a long turn, and never hide the unit?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from annotator.model.transcript import OpenTranscript
from annotator_ui.transcript_view import TranscriptView
from annotator_ui.transcript_view.speaker_band import SpeakerBand

Show = Callable[..., TranscriptView]
Build = Callable[..., OpenTranscript]
LONG = ["A sentence that fills a line or so. And one more sentence." for _ in range(40)]


@pytest.fixture
def view(show: Show, build: Build) -> TranscriptView:
    return show(build([("Ana 😀 Lima", "Chair", LONG), ("Ben Ode", "", LONG)]))


def band(view: TranscriptView) -> SpeakerBand:
    return view.findChildren(SpeakerBand)[0]


def scroll(view: TranscriptView, value: int) -> None:
    area = view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    area.verticalScrollBar().setValue(value)


def test_at_the_heading_itself_nothing_is_said_twice(view: TranscriptView) -> None:
    assert not band(view).isVisible()


def test_inside_a_turn_the_speaker_is_named(view: TranscriptView) -> None:
    scroll(view, 5)
    assert (band(view).isVisible(), band(view).speaker()) == (True, "Ana 😀 Lima")
    area = view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    scroll(view, area.verticalScrollBar().maximum())
    assert band(view).speaker() == "Ben Ode"


def test_a_press_goes_to_the_heading(view: TranscriptView) -> None:
    scroll(view, 20)
    QTest.mouseClick(band(view), Qt.MouseButton.LeftButton, pos=QPoint(80, 8))
    assert not band(view).isVisible()


def test_the_unit_is_never_under_the_name(view: TranscriptView) -> None:
    for key in [Qt.Key.Key_Down] * 30 + [Qt.Key.Key_Up] * 20 + [Qt.Key.Key_PageDown]:
        area = view.focusProxy()
        assert area is not None
        QTest.keyClick(area, key)
        assert view.cursor_is_in_sight()


def test_the_next_heading_pushes_the_name_away(view: TranscriptView) -> None:
    seen = set()
    for value in range(30, 60):
        scroll(view, value)
        if band(view).isVisible():
            seen.add((band(view).speaker(), band(view).y()))
    assert {speaker for speaker, _ in seen} == {"Ana 😀 Lima", "Ben Ode"}


def test_a_text_without_speakers_has_no_name(show: Show, build: Build) -> None:
    view = show(build([("", "", LONG)]))
    scroll(view, 12)
    assert not band(view).isVisible()
