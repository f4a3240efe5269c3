"""Do the parts of a place lie side by side in the smallest window, as at 200 % on a laptop?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from annotator_resources import resource
from annotator_ui.main_window import MainWindow
from annotator_ui.team_place.place import TeamPlace

HORIZONTAL = Qt.Orientation.Horizontal
NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


@pytest.fixture
def narrow(window: MainWindow, tmp_path: Path) -> MainWindow:
    """As small as it may be, on a project of two coders."""
    window.session.create(tmp_path / "study.annotator", coder="ann")
    project = window.session.project
    project.import_transcripts([resource("sample") / "nato_2023-11-28.txt"])
    project.import_codebook(resource("sample") / "codebook.csv")
    project.import_codings(resource("sample") / "codings.csv")
    window.resize(window.minimumSize())
    return window


def over_each_other(place: QWidget) -> Iterator[str]:
    """Parts that lie over the one before or beyond the edge, and pages wider than their room."""
    for split in place.findChildren(QSplitter):
        if not split.isVisible() or split.orientation() is not HORIZONTAL:
            continue
        end = 0
        for part in (split.widget(n) for n in range(split.count())):
            if part.isVisible():
                if part.x() < end or part.x() + part.width() > split.width():
                    yield f"{type(part).__name__} at {part.x()}, {part.width()} wide"
                end = part.x() + part.width()
    for area in place.findChildren(QScrollArea):
        page = area.widget()
        if area.isVisible() and page is not None and area.horizontalScrollBarPolicy() is NEVER:
            room = area.viewport().width()
            if page.width() > room:
                yield f"{type(area).__name__}: {page.width()} in {room}"


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_7])
def test_parts_lie_side_by_side(qtbot: QtBot, narrow: MainWindow, key: Qt.Key) -> None:
    qtbot.keyClick(narrow, key, Qt.KeyboardModifier.ControlModifier)
    place = narrow.place
    qtbot.waitUntil(lambda: not getattr(place, "is_busy", False), timeout=10_000)
    qtbot.waitUntil(lambda: list(over_each_other(place)) == [])


def test_the_plan_of_a_round_fits_too(qtbot: QtBot, narrow: MainWindow) -> None:
    qtbot.keyClick(narrow, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    place = narrow.place
    assert isinstance(place, TeamPlace)
    place.round_page.plan.click()
    qtbot.waitUntil(place.plan_page.isVisible)
    qtbot.waitUntil(lambda: list(over_each_other(place)) == [])


def test_nothing_lies_over_the_words_to_find(qtbot: QtBot, narrow: MainWindow) -> None:
    qtbot.keyClick(narrow, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert narrow.code is not None
    qtbot.keyClick(narrow.code.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = narrow.code.panels.find
    qtbot.waitUntil(bar.isVisible)

    def crossing() -> list[str]:
        around_focus = Qt.WidgetAttribute.WA_TransparentForMouseEvents
        every = bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        inside = [
            each for each in every if each.isVisible() and not each.testAttribute(around_focus)
        ]
        return [
            f"{type(one).__name__} and {type(other).__name__}"
            for number, one in enumerate(inside)
            for other in inside[:number]
            if one.geometry().intersects(other.geometry())
        ] + [type(one).__name__ for one in inside if one.geometry().right() >= bar.width()]

    qtbot.waitUntil(lambda: crossing() == [])
    narrow.resize(1440, 860)
    qtbot.waitUntil(
        lambda: crossing() == [] and bar.field.y() + bar.field.height() > bar.height() // 2
    )
    assert bar.field.width() > 160  # on one line the field takes what the others leave


def test_the_keys_of_the_palette_are_shortened_not_cut(qtbot: QtBot, narrow: MainWindow) -> None:
    qtbot.keyClick(narrow, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert narrow.code is not None
    narrow.code.view.setFocus()
    qtbot.waitUntil(narrow.code.view.hasFocus)
    qtbot.keyClick(narrow.code.view, Qt.Key.Key_F7)
    card = narrow.code.palette_card
    qtbot.waitUntil(card.isVisible)
    for label in card.findChildren(QLabel):
        if label.isVisible():
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), (
                label.text()
            )


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_7])
def test_whatever_tab_reaches_has_a_name(qtbot: QtBot, narrow: MainWindow, key: Qt.Key) -> None:
    qtbot.keyClick(narrow, key, Qt.KeyboardModifier.ControlModifier)
    place = narrow.place
    qtbot.waitUntil(lambda: not getattr(place, "is_busy", False), timeout=10_000)
    nameless = [
        type(each).__name__
        for each in place.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not each.accessibleName()
        and not (isinstance(each, QAbstractButton) and each.text())
    ]
    assert nameless == []
