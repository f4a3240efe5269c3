"""Does every way to choose a passage, by key or by mouse, code in the file what it marks?"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.model.codebook import Code
from annotator.model.spans import Span
from annotator_ui.reading import Reading
from annotator_ui.transcript_view.stripes import Stripes
from tests.ui.code_place.desk import PLAIN, Desk
from tests.ui.code_place.test_passages_by_mouse import area, drag, point_of, quotes

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Presses = tuple[tuple[Qt.Key, Qt.KeyboardModifier], ...]
STEPS: tuple[tuple[Presses, str], ...] = (
    (((KEY.Key_Down, PLAIN),), "It's always a pleasure"),
    (((KEY.Key_Down, PLAIN), (KEY.Key_Up, PLAIN)), "Secretary Blinken, Tony"),
    (((KEY.Key_Right, PLAIN),), "Today and tomorrow"),
    (((KEY.Key_Right, PLAIN), (KEY.Key_Left, PLAIN)), "Secretary Blinken, Tony"),
    (((KEY.Key_PageDown, PLAIN),), "Thank you very, very much."),
    (((KEY.Key_PageDown, PLAIN), (KEY.Key_PageUp, PLAIN)), "Secretary Blinken, Tony"),
    (((KEY.Key_End, PLAIN),), "Thank you."),
    (((KEY.Key_End, PLAIN), (KEY.Key_Home, PLAIN)), "Secretary Blinken, Tony"),
    (((KEY.Key_Tab, PLAIN),), "Tony, welcome back to NATO."),
    (((KEY.Key_Backtab, SHIFT),), "Secretary Blinken, Tony"),
    (((KEY.Key_Right, CTRL),), "Blinken, Tony, welcome back to NATO."),
    (((KEY.Key_Left, CTRL),), "Secretary Blinken, Tony, welcome back to"),
)


def test_every_step_marks_what_the_next_key_codes(desk: Desk) -> None:
    for presses, words in STEPS:
        for key, held in presses:
            desk.press(key, held)
        desk.type("b")
        [quote] = quotes(desk)
        assert quote.startswith(words), presses
        desk.type("b")
        assert quotes(desk) == []
        desk.press(KEY.Key_Escape)
        desk.press(KEY.Key_Home)


def test_a_passage_is_extended_and_shrunk_before_it_is_coded(desk: Desk) -> None:
    for _ in range(3):
        desk.press(KEY.Key_Down, SHIFT)
    desk.press(KEY.Key_Up, SHIFT)
    desk.type("b")
    assert desk.stored() == [(desk.sentence(1).start, desk.sentence(3).end, "BURDEN", False)]


def test_more_is_taken_in_by_paragraphs_turns_and_words(desk: Desk) -> None:
    tries: tuple[tuple[Presses, str], ...] = (
        (((KEY.Key_Right, SHIFT),), "Transatlantic Alliance."),
        (((KEY.Key_Right, SHIFT), (KEY.Key_Right, SHIFT), (KEY.Key_Left, SHIFT)), "Alliance."),
        (((KEY.Key_PageDown, SHIFT),), "forward to the meeting."),
        (((KEY.Key_PageDown, SHIFT), (KEY.Key_PageUp, SHIFT)), "back to NATO."),
        (((KEY.Key_End, SHIFT),), "Thank you."),
        (((KEY.Key_End, SHIFT), (KEY.Key_Home, SHIFT)), "back to NATO."),
        (((KEY.Key_Left, CTRL), (KEY.Key_Left, CTRL), (KEY.Key_Right, CTRL | SHIFT)), "to NATO"),
    )
    for presses, words in tries:
        for key, held in presses:
            desk.press(key, held)
        marked = desk.place.view.selection()
        desk.type("b")
        first, last = quotes(desk)[0], quotes(desk)[-1]  # one for each speaker
        assert first.startswith("Secretary Blinken"), presses
        assert last.endswith(words), (presses, marked)
        desk.session.undo()
        assert quotes(desk) == []
        desk.press(KEY.Key_Escape)
        desk.press(KEY.Key_Home)


def test_the_next_transcript_and_back_are_one_key(desk: Desk) -> None:
    desk.press(KEY.Key_PageDown, CTRL)
    desk.type("b")
    desk.press(KEY.Key_PageUp, CTRL)
    desk.type("t")
    codings = [desk.project.codings(each).code_ids for each in (1, 2)]
    assert codings == [(desk.code("UNITY").id,), (desk.code("BURDEN").id,)]


def test_letters_are_marked_with_alt_words_by_a_double_click_more_with_shift(desk: Desk) -> None:
    port = area(desk).viewport()
    QTest.mousePress(port, LEFT, ALT, point_of(desk, "welcome", 0))
    _move(port, point_of(desk, "welcome", 3), ALT)
    QTest.mouseRelease(port, LEFT, ALT, point_of(desk, "welcome", 3))
    desk.type("b")
    assert quotes(desk) in (["wel"], ["elc"], ["el"], ["welc"])
    desk.type("b")
    QTest.mouseDClick(port, LEFT, PLAIN, point_of(desk, "pleasure", 2))
    desk.type("b")
    assert quotes(desk) == ["pleasure"]
    desk.type("b")
    QTest.mouseClick(port, LEFT, PLAIN, point_of(desk, "welcome", 2))
    QTest.mouseClick(port, LEFT, SHIFT, point_of(desk, "Today and", 2))
    desk.type("b")
    [quote] = quotes(desk)
    assert quote.startswith("Secretary Blinken")
    assert quote.endswith("Today")


def test_clicks_go_through_codings_that_overlap_and_delete_takes_the_one_meant(desk: Desk) -> None:
    drag(desk, point_of(desk, "always a pleasure", 2), point_of(desk, "always a pleasure", 11))
    desk.type("b")
    desk.place.view.select(desk.sentence(2))
    desk.type("t")
    port, at = area(desk).viewport(), point_of(desk, "pleasure", 2)
    QTest.mouseClick(port, LEFT, PLAIN, at)
    first = desk.place.loop.focused_code
    desk.bot.wait(QApplication.doubleClickInterval() + 20)
    QTest.mouseClick(port, LEFT, PLAIN, at)
    second = desk.place.loop.focused_code
    assert {first, second} == {desk.code("BURDEN").id, desk.code("UNITY").id}
    desk.press(KEY.Key_Delete)
    left = "UNITY" if second == desk.code("BURDEN").id else "BURDEN"
    assert [row[2] for row in desk.stored()] == [left]


def test_a_name_beside_the_text_is_clicked_and_has_the_menu_of_its_coding(desk: Desk) -> None:
    desk.press(KEY.Key_Down)
    desk.type("b")
    desk.press(KEY.Key_Home)
    [stripes] = desk.place.view.findChildren(Stripes)
    stripes.grab()
    at = QPoint(stripes.labels_left + 6, point_of(desk, "always a", 1).y())
    QTest.mouseClick(stripes, LEFT, PLAIN, at)
    assert desk.place.view.selection() == desk.sentence(2)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(stripes, QContextMenuEvent(reason, at, stripes.mapToGlobal(at)))
    menu = next(each for each in desk.place.findChildren(QMenu) if each.isVisible())
    remove = next(each for each in menu.actions() if "Remove" in each.text())
    remove.trigger()
    menu.close()
    assert desk.stored() == []


def test_where_two_clicks_are_wanted_one_shows_the_card_and_codes_nothing(desk: Desk) -> None:
    desk.place.set_reading(Reading(), "double")
    tree, where = desk.place.codes.tree.viewport(), desk.row_of("BURDEN")
    asked: list[Code] = []
    desk.place.passages_asked.connect(asked.append)
    desk.bot.mouseClick(tree, LEFT, pos=where)
    assert desk.stored() == []
    assert desk.place.loop.focused_code == desk.code("BURDEN").id
    desk.bot.mouseDClick(tree, LEFT, pos=where)
    assert [(row[0], row[2]) for row in desk.stored()] == [(desk.sentence(1).start, "BURDEN")]
    assert asked == []


def test_what_nobody_says_is_never_coded(desk: Desk) -> None:
    """Title, speaker and the end of the text are no passages, however they are pointed at."""
    desk.place.view.select(Span(0, 10))
    desk.type("b")
    transcript = desk.place.loop.transcript
    assert transcript is not None
    [coding] = desk.project.codings_in(transcript.info.id)
    assert transcript.codable(coding.span) == (coding.span,)
    desk.type("b")
    heading = point_of(desk, "Jens Stoltenberg", 3)
    QTest.mouseDClick(area(desk).viewport(), LEFT, PLAIN, heading)
    drag(desk, heading, point_of(desk, "Secretary Blinken", 3))
    desk.type("b")
    assert all(
        transcript.codable(each.span) == (each.span,)
        for each in desk.project.codings_in(transcript.info.id)
    )
    assert "Stoltenberg" not in "".join(quotes(desk))


def _move(port: QWidget, at: QPoint, held: Qt.KeyboardModifier) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(port.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        LEFT,
        held,
    )
    QApplication.sendEvent(port, event)
