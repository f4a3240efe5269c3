"""Does the menu of what is shown hide and fade on the screen only, and never in the file?"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget

from annotator_ui.transcript_view import Shown
from tests.ui.code_place.desk import Desk

KEY = Qt.Key


def choose(desk: Desk, words: str) -> None:
    menu = desk.place.show_menu.open()
    inner = [action for each in menu.findChildren(QMenu) for action in each.actions()]
    found: QAction = next(
        each for each in [*menu.actions(), *inner] if each.text().replace("&", "") == words
    )
    found.trigger()
    menu.close()
    desk.settle()
    desk.place.activateWindow()
    desk.place.focus_text()
    desk.settle()


def coded(desk: Desk) -> None:
    """Burden sharing on the first sentence, Unity, unsure, on the second."""
    desk.type("b")
    desk.press(KEY.Key_Down)
    desk.type("t?")


def tint_at(desk: Desk, sentence: int) -> QColor:
    """The colour of the ground under the first words of a sentence that is not the cursor's."""
    area = desk.place.view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    cursor = area.textCursor()
    transcript = desk.place.loop.transcript
    assert transcript is not None
    words = transcript.quote(desk.sentence(sentence))[:12]
    cursor.setPosition(area.document().toPlainText().index(words) + 1)
    box = area.cursorRect(cursor)
    return area.viewport().grab().toImage().pixelColor(QPoint(box.left() + 2, box.top() + 4))


def test_only_the_code_of_the_moment_is_shown(desk: Desk) -> None:
    coded(desk)
    before = desk.stored()
    desk.press(KEY.Key_Down)
    bare = tint_at(desk, 10)
    assert tint_at(desk, 1) != bare
    desk.place.loop.focus_code(desk.code("UNITY").id)
    choose(desk, f"Only {desk.code('UNITY').name}")
    assert tint_at(desk, 1) == bare
    assert tint_at(desk, 2) != bare
    assert desk.place.show_menu.button.words() == f"Only {desk.code('UNITY').name}"
    assert desk.stored() == before
    choose(desk, "All codings")
    assert tint_at(desk, 1) != bare
    assert desk.place.show_menu.button.words() == "Show"


def test_only_unsure_ones_are_shown_and_what_is_hidden_is_not_clicked(desk: Desk) -> None:
    coded(desk)
    desk.press(KEY.Key_Down)
    choose(desk, "Only unsure ones")
    assert tint_at(desk, 1) == tint_at(desk, 10) != tint_at(desk, 2)
    assert desk.place.view.codings_over(desk.sentence(1)) == []
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_Up)
    assert len(desk.place.view.codings_at_cursor()) == 1  # the card still tells of it


def test_only_the_codes_of_a_group_are_shown(desk: Desk) -> None:
    coded(desk)
    desk.press(KEY.Key_Down)
    choose(desk, "Diplomatic register")
    assert tint_at(desk, 1) == tint_at(desk, 2) == tint_at(desk, 10)
    assert desk.place.show_menu.button.words() == "Only 2 codes"


def test_only_the_codes_that_were_ticked_are_shown(desk: Desk) -> None:
    coded(desk)
    desk.press(KEY.Key_Down)
    bare = tint_at(desk, 10)
    for ticked in (["UNITY", "CHINA"], []):
        desk.place.show_menu.pick_codes()
        picking = desk.place.show_menu.picking
        assert picking is not None
        for row in range(picking.list.count()):
            item = picking.list.item(row)
            wanted = item.text() in {desk.code(code_id).name for code_id in ticked}
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
        desk.bot.keyClick(picking, KEY.Key_Return)
        desk.settle()
        assert (tint_at(desk, 1) == bare) == bool(ticked)
        assert tint_at(desk, 2) != bare
        assert desk.place.show_menu.button.words() == ("Only 2 codes" if ticked else "Show")


def test_a_code_that_is_gone_is_no_longer_what_is_shown(desk: Desk) -> None:
    coded(desk)
    choose(desk, f"Only {desk.code('UNITY').name}")
    desk.project.delete_code(desk.code("UNITY").id)
    desk.settle()
    assert desk.place.show_menu.shown == Shown()
    assert desk.place.show_menu.button.words() == "Show"


def test_what_is_done_steps_back_and_patterns_stand_beside_colours(desk: Desk) -> None:
    coded(desk)
    desk.press(KEY.Key_Down)
    plain = tint_at(desk, 1)
    choose(desk, "Let what is left to do stand out")
    assert tint_at(desk, 1) != plain
    choose(desk, "Let what is left to do stand out")
    area = desk.place.view.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    without = area.viewport().grab().toImage()
    choose(desk, "Patterns beside colours")
    assert area.viewport().grab().toImage() != without
    choose(desk, "Patterns beside colours")
    assert area.viewport().grab().toImage() == without


def test_a_coding_made_while_others_are_hidden_is_stored(desk: Desk) -> None:
    coded(desk)
    choose(desk, "Only unsure ones")
    desk.press(KEY.Key_Down)
    desk.type("b")
    assert len(desk.stored()) == 3
    assert desk.shown() == sorted(desk.stored(), key=lambda row: (row[0], -row[1], row[2]))


def test_every_control_of_the_place_has_a_name(desk: Desk) -> None:
    desk.place.open_find()
    desk.place.open_search()
    desk.place.open_palette()
    controls: list[QWidget] = [
        *desk.place.findChildren(QPushButton),
        *desk.place.findChildren(QLineEdit),
        *desk.place.findChildren(QPlainTextEdit),
    ]
    nameless = [
        type(each).__name__
        for each in controls
        if each.isVisible() and not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert len(controls) > 10
    assert nameless == []
