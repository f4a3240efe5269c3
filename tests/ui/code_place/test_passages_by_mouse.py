"""Is a passage what the mouse marked, and do menu, drag and grips change what is in the file?"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QHelpEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QToolTip, QWidget

from annotator.model.spans import Span
from annotator_ui.transcript_view.dragging import passage_data
from tests.ui.code_place.desk import Desk

LEFT = Qt.MouseButton.LeftButton
PLAIN, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def area(desk: Desk) -> QPlainTextEdit:
    found = desk.place.view.focusProxy()
    assert isinstance(found, QPlainTextEdit)
    return found


def edge_of(desk: Desk, words: str, inside: int = 0) -> QPoint:
    """Where the letter `inside` the first such words begins, as Qt's own cursor says."""
    cursor = area(desk).textCursor()
    cursor.setPosition(area(desk).document().toPlainText().index(words) + inside)
    box = area(desk).cursorRect(cursor)
    return QPoint(box.left() + 1, box.center().y())


def point_of(desk: Desk, words: str, inside: int = 1) -> QPoint:
    """In the midst of a letter."""
    left, right = edge_of(desk, words, inside), edge_of(desk, words, inside + 1)
    return QPoint((left.x() + right.x()) // 2, left.y())


def drag(desk: Desk, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = PLAIN) -> None:
    port = area(desk).viewport()
    QTest.mousePress(port, LEFT, held, start)
    QTest.mouseMove(port, (start + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, LEFT, held, end)


def quotes(desk: Desk) -> list[str]:
    transcript = desk.place.loop.transcript
    assert transcript is not None
    stored = desk.project.codings_in(transcript.info.id)
    assert all(each.quote == transcript.text[each.start : each.end] for each in stored)
    assert sorted(desk.shown()) == sorted(desk.stored())
    return [each.quote for each in stored]


def span_of(desk: Desk, words: str) -> Span:
    transcript = desk.place.loop.transcript
    assert transcript is not None
    start = transcript.text.index(words, 200)
    return Span(start, start + len(words))


def second_transcript(desk: Desk) -> None:
    """One in which two speakers take turns."""
    source = desk.project.path.with_name("talk.txt")
    source.write_text(
        "Ana Lima: Good morning. We begin now.\n\nBen Ode: Thank you.\n\n"
        "Ana Lima: So be it.\n\nBen Ode: Good bye.\n",
        "utf-8",
    )
    imported = desk.project.import_transcripts([source]).imported
    desk.settle()
    desk.place.show_transcript(imported[0].id)
    desk.settle()


def open_menu(desk: Desk, at: QPoint | None) -> QMenu:
    """The menu at a point of the text, or as the key of the keyboard asks for it."""
    port = area(desk).viewport()
    reason = QContextMenuEvent.Reason.Keyboard if at is None else QContextMenuEvent.Reason.Mouse
    point = at or QPoint(5, 5)
    event = QContextMenuEvent(reason, point, port.mapToGlobal(point))
    QApplication.sendEvent(port, event)
    menus = [menu for menu in desk.place.findChildren(QMenu) if menu.isVisible()]
    assert menus
    return menus[-1]


def entry(menu: QMenu, words: str) -> QAction:
    inner = [each for one in menu.findChildren(QMenu) for each in one.actions()]
    every = [*menu.actions(), *inner]
    return next(a for a in every if a.text().replace("&", "").split("\t")[0].startswith(words))


def choose(desk: Desk, menu: QMenu, words: str) -> None:
    action = entry(menu, words)
    assert action.isEnabled()
    action.trigger()
    menu.close()
    desk.settle()


def test_marked_words_snap_and_are_coded(desk: Desk) -> None:
    drag(desk, point_of(desk, "always a pleasure", 2), point_of(desk, "always a pleasure", 11))
    desk.type("b")
    assert quotes(desk) == ["always a pleasure"]


def test_marked_over_two_speakers_each_gets_a_passage_and_undo_takes_both(desk: Desk) -> None:
    second_transcript(desk)
    drag(desk, point_of(desk, "We begin"), point_of(desk, "Thank you", 6))
    desk.type("b")
    assert quotes(desk) == ["We begin now.", "Thank you"]
    assert desk.count("BURDEN") == 2
    desk.type("b")
    assert quotes(desk) == []
    desk.session.undo()
    assert quotes(desk) == ["We begin now.", "Thank you"]
    desk.session.undo()
    assert quotes(desk) == []


def test_extended_by_keys_over_a_speaker_the_label_is_left_out(desk: Desk) -> None:
    second_transcript(desk)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down, SHIFT)
    desk.type("t")
    assert quotes(desk) == ["We begin now.", "Thank you."]


def test_a_grip_drags_the_end_of_a_coding_by_words(desk: Desk) -> None:
    desk.place.view.select(span_of(desk, "always a pleasure"))
    desk.type("b?")
    drag(desk, edge_of(desk, "pleasure", 8), point_of(desk, "to have you", 5))
    assert quotes(desk) == ["always a pleasure to have"]
    assert desk.place.view.selection() == span_of(desk, "always a pleasure to have")
    assert desk.stored()[0][3]
    drag(desk, edge_of(desk, "always a pleasure"), point_of(desk, "pleasure", 3))
    assert quotes(desk) == ["pleasure to have"]
    desk.session.undo()
    desk.session.undo()
    assert quotes(desk) == ["always a pleasure"]


def test_a_grip_with_alt_takes_letters(desk: Desk) -> None:
    desk.place.view.select(span_of(desk, "always a pleasure"))
    desk.type("b")
    start, end = edge_of(desk, "always a", 0), edge_of(desk, "always a", 2)
    port = area(desk).viewport()
    QTest.mousePress(port, LEFT, ALT, start)
    _move(port, end, ALT)
    QTest.mouseRelease(port, LEFT, ALT, end)
    assert quotes(desk) == ["ways a pleasure"]


def test_a_grip_stops_at_the_speaker(desk: Desk) -> None:
    second_transcript(desk)
    desk.press(Qt.Key.Key_Down)
    desk.type("b")
    drag(desk, edge_of(desk, "now.", 3) + QPoint(5, 0), point_of(desk, "Thank you", 6))
    assert quotes(desk) == ["We begin now."]
    drag(desk, edge_of(desk, "We begin"), point_of(desk, "morning", 2))
    assert quotes(desk) == ["morning. We begin now."]


def test_esc_leaves_a_dragged_end_where_it_was(desk: Desk) -> None:
    desk.place.view.select(span_of(desk, "always a pleasure"))
    desk.type("b")
    port, start = area(desk).viewport(), edge_of(desk, "pleasure", 8)
    QTest.mousePress(port, LEFT, PLAIN, start)
    QTest.mouseMove(port, point_of(desk, "to have you", 5))
    desk.press(Qt.Key.Key_Escape)
    QTest.mouseRelease(port, LEFT, PLAIN, start)
    assert quotes(desk) == ["always a pleasure"]


def test_an_end_dragged_onto_an_equal_coding_is_refused(desk: Desk) -> None:
    desk.place.view.select(span_of(desk, "always a"))
    desk.type("b")
    desk.place.view.select(span_of(desk, "always a pleasure"))
    desk.type("b")
    drag(desk, edge_of(desk, "pleasure", 8), point_of(desk, "always a", 7))
    assert sorted(quotes(desk)) == ["always a", "always a pleasure"]
    assert "already" in desk.refused[-1].message


@pytest.mark.parametrize(
    ("key", "held", "words"),
    [
        (Qt.Key.Key_Right, ALT, "always a pleasure to"),
        (Qt.Key.Key_Left, ALT, "always a"),
        (Qt.Key.Key_Left, ALT | SHIFT, "It's always a pleasure"),
        (Qt.Key.Key_Right, ALT | SHIFT, "a pleasure"),
    ],
)
def test_alt_and_arrows_move_the_ends_by_words(
    desk: Desk, key: Qt.Key, held: Qt.KeyboardModifier, words: str
) -> None:
    desk.place.view.select(span_of(desk, "always a pleasure"))
    desk.type("b")
    desk.press(key, held)
    assert [" ".join(each.split()) for each in quotes(desk)] == [words]


def test_without_a_coding_alt_and_arrows_say_so(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Right, ALT)
    assert "No coding here" in desk.said[-1]


def test_the_menu_offers_the_codes_used_last(desk: Desk) -> None:
    desk.type("bt")
    menu = open_menu(desk, point_of(desk, "Today and tomorrow"))
    first = [action.text().split("\t")[0] for action in menu.actions()[:2]]
    assert first == [desk.code("UNITY").name, desk.code("BURDEN").name]
    choose(desk, menu, "Burden sharing")
    assert [row[:3] for row in desk.stored()][-1] == (*_ends(desk.sentence(3)), "BURDEN")


def test_the_menu_codes_with_any_code(desk: Desk) -> None:
    choose(desk, open_menu(desk, None), "China")
    assert [row[:3] for row in desk.stored()] == [(*_ends(desk.sentence(1)), "CHINA")]


def test_the_words_themselves_become_a_code(desk: Desk) -> None:
    drag(desk, point_of(desk, "always a pleasure", 2), point_of(desk, "always a pleasure", 11))
    choose(desk, open_menu(desk, point_of(desk, "pleasure")), "New code")
    assert desk.code("always a pleasure")
    assert quotes(desk) == ["always a pleasure"]


def test_the_menu_of_a_coding_changes_doubts_and_removes_it(desk: Desk) -> None:
    desk.type("b")
    at = point_of(desk, "welcome back")
    choose(desk, open_menu(desk, at), "Unsure")
    assert desk.stored()[0][2:] == ("BURDEN", True)
    menu = open_menu(desk, at)
    inner = next(m for m in menu.findChildren(QMenu) if "Change code" in m.title().replace("&", ""))
    choose(desk, inner, "China")
    assert desk.stored()[0][2:] == ("CHINA", True)
    assert (desk.count("BURDEN"), desk.count("CHINA")) == (0, 1)
    choose(desk, open_menu(desk, at), "Remove China")
    assert quotes(desk) == []
    for _ in range(3):
        desk.session.undo()
    assert desk.stored()[0][2:] == ("BURDEN", False)


def test_the_menu_says_that_nothing_applies_and_takes_it_back(desk: Desk) -> None:
    at = point_of(desk, "Today and tomorrow")
    menu = open_menu(desk, at)
    assert not entry(menu, "Nothing applies here").isChecked()
    choose(desk, menu, "Nothing applies here")
    [decided] = desk.project.decisions(1)
    assert (decided.kind, Span(decided.start, decided.end)) == ("nothing", desk.sentence(3))
    menu = open_menu(desk, at)
    assert entry(menu, "Nothing applies here").isChecked()
    choose(desk, menu, "Nothing applies here")
    assert desk.project.decisions(1) == ()


def test_the_menu_leads_to_the_memo_of_the_passage(desk: Desk) -> None:
    choose(desk, open_menu(desk, point_of(desk, "Today and tomorrow")), "Memo")
    desk.place.activateWindow()
    desk.settle()
    desk.type("odd")
    desk.press(Qt.Key.Key_Escape)
    [memo] = desk.project.memos()
    third = desk.sentence(3)
    assert (memo.on, memo.start, memo.end) == ("passage", third.start, third.end)


def test_the_menu_of_overlapping_codings_names_each(desk: Desk) -> None:
    desk.type("bt")
    menu = open_menu(desk, point_of(desk, "welcome back"))
    inner = next(m for m in menu.findChildren(QMenu) if m.title() == desk.code("UNITY").name)
    choose(desk, inner, "Remove")
    assert [row[2] for row in desk.stored()] == ["BURDEN"]
    menu.close()


def test_a_right_click_inside_the_selection_keeps_it(desk: Desk) -> None:
    drag(desk, point_of(desk, "always a pleasure", 2), point_of(desk, "always a pleasure", 11))
    before = desk.place.view.selection()
    open_menu(desk, point_of(desk, "pleasure")).close()
    assert desk.place.view.selection() == before
    open_menu(desk, point_of(desk, "Today and tomorrow")).close()
    assert desk.place.view.selection() == desk.sentence(3)


def test_a_copy_with_citation_says_where_it_stands(desk: Desk) -> None:
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == (
        "“Secretary Blinken, Tony, welcome back to NATO.” "
        "(Jens Stoltenberg, Joint statements, 28 November 2023, sentence 1)"
    )


def test_a_passage_dropped_on_a_code_is_coded(desk: Desk) -> None:
    span = span_of(desk, "always a pleasure")
    tree = desk.place.codes.tree.viewport()
    drop(tree, desk.row_of("BURDEN"), passage_data(span, "always a pleasure"))
    assert quotes(desk) == ["always a pleasure"]
    assert QApplication.focusWidget() is area(desk)


def test_a_passage_dropped_on_a_group_or_beside_codes_nothing(desk: Desk) -> None:
    span = span_of(desk, "always a pleasure")
    tree = desk.place.codes.tree.viewport()
    group = next(code for code in desk.project.codebook().codes if code.is_group)
    for at in (desk.row_of(group.code_id), QPoint(40, tree.height() - 3)):
        assert not drop(tree, at, passage_data(span, "always a pleasure"))
    assert quotes(desk) == []
    assert desk.project.codebook().codes[0].code_id == group.code_id


def test_a_code_dropped_on_the_text_codes_the_sentence_there(desk: Desk) -> None:
    data = desk.place.code_tree.mimeData([desk.place.code_tree.index_of(desk.code("BURDEN").id)])
    drop(area(desk).viewport(), point_of(desk, "Today and tomorrow"), data)
    assert [row[:3] for row in desk.stored()] == [(*_ends(desk.sentence(3)), "BURDEN")]


def test_a_code_dropped_on_the_selection_codes_the_selection(desk: Desk) -> None:
    drag(desk, point_of(desk, "always a pleasure", 2), point_of(desk, "always a pleasure", 11))
    data = desk.place.code_tree.mimeData([desk.place.code_tree.index_of(desk.code("BURDEN").id)])
    drop(area(desk).viewport(), point_of(desk, "pleasure"), data)
    assert quotes(desk) == ["always a pleasure"]


def test_other_things_dropped_on_the_text_change_nothing(desk: Desk) -> None:
    data = QMimeData()
    data.setText("BURDEN")
    assert not drop(area(desk).viewport(), point_of(desk, "pleasure"), data)
    assert quotes(desk) == []


def test_a_card_opens_over_coded_words_and_nowhere_else(desk: Desk) -> None:
    desk.type("b?")
    coding = next(iter(desk.place.loop.codings))
    uuid = desk.project.coding(coding.id).uuid
    desk.project.write_memo("coding", uuid, "<why> & when?")
    hover(desk, point_of(desk, "welcome back"))
    shown = QToolTip.text()
    assert "Burden sharing" in shown
    assert "unsure" in shown
    assert "ana" in shown
    assert "&lt;why&gt; &amp; when?" in shown
    hover(desk, point_of(desk, "Today and tomorrow"))
    desk.bot.waitUntil(lambda: not QToolTip.isVisible())


def hover(desk: Desk, at: QPoint) -> None:
    port = area(desk).viewport()
    QApplication.sendEvent(port, QHelpEvent(QEvent.Type.ToolTip, at, port.mapToGlobal(at)))


def drop(target: QWidget, at: QPoint, data: QMimeData) -> bool:
    """Carry something in at a corner and let it go, as Qt does; whether it was taken.

    Qt tells of moves only where coming in was welcome, wherever that was.
    """
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    entered = QDragEnterEvent(QPoint(2, 2), actions, data, LEFT, PLAIN)
    QApplication.sendEvent(target, entered)
    dropped = QDropEvent(QPointF(at), actions, data, LEFT, PLAIN)
    dropped.ignore()
    if entered.isAccepted():
        moved = QDragMoveEvent(at, actions, data, LEFT, PLAIN)
        QApplication.sendEvent(target, moved)
        if moved.isAccepted():
            QApplication.sendEvent(target, dropped)
    QApplication.processEvents()
    return dropped.isAccepted()


def _move(port: QWidget, at: QPoint, held: Qt.KeyboardModifier) -> None:
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), port.mapToGlobal(QPointF(at)),
        Qt.MouseButton.NoButton, LEFT, held,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
