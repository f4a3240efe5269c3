"""What is shown where there is nothing yet, and does the list of transcripts tell the truth?"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from annotator.model.transcript import Metadata
from annotator_ui.code_place.place import CodePlace
from annotator_ui.code_place.progress_feed import ProgressFeed
from annotator_ui.dialogs.code_dialog import CodeDialog
from annotator_ui.item_models.transcript_list import Decided, TranscriptList
from annotator_ui.parts.buttons import IconButton
from annotator_ui.session import Session
from annotator_ui.theme import theme_named
from tests.ui.code_place.desk import Desk

LEFT = Qt.MouseButton.LeftButton


def test_an_empty_project_offers_what_ends_it(qtbot: QtBot, empty_session: Session) -> None:
    place = CodePlace(empty_session, theme_named("light"))
    qtbot.addWidget(place)
    place.show()
    with qtbot.waitSignal(place.import_asked):
        qtbot.mouseClick(place.panels.import_button, LEFT)
    with qtbot.waitSignal(place.codebook_asked):
        qtbot.mouseClick(place.panels.codebook_button, LEFT)
    qtbot.mouseClick(place.panels.code_button, LEFT)
    form = place.findChild(CodeDialog)
    assert form is not None
    qtbot.keyClicks(form.fields.name, "First code")
    form.accept()
    assert not place.panels.code_button.isVisible()
    assert [code.name for code in place.code_tree.codes()] == ["First code"]


def test_what_is_imported_appears_by_itself(
    qtbot: QtBot, empty_session: Session, tmp_path: Path
) -> None:
    place = CodePlace(empty_session, theme_named("dark"))
    qtbot.addWidget(place)
    place.show()
    file = tmp_path / "a.txt"
    file.write_text("Ana Lima: Good morning. We begin.\n", "utf-8")
    empty_session.project.import_transcripts([file])
    assert place.loop.transcript is not None
    assert place.view.selection() is not None
    assert not place.panels.import_button.isVisible()
    empty_session.undo()
    assert place.loop.transcript is None
    assert place.panels.import_button.isVisible()


def test_progress_of_other_transcripts_is_found_out_meanwhile(desk: Desk) -> None:
    second = desk.place.transcript_list.transcripts()[1]
    desk.place.show_transcript(second.id)
    desk.place.focus_text()
    desk.type("b")
    desk.place.transcript_list.forget_progress()
    desk.session.use_coder("ana")
    first = desk.place.transcript_list.transcripts()[0]
    known = desk.place.transcript_list
    desk.bot.waitUntil(lambda: known.progress(first.id) == Decided(0, 33))
    assert known.progress(second.id) == Decided(1, second.n_sentences)


def test_progress_of_a_long_transcript_is_found_out_beside_the_window(desk: Desk) -> None:
    span = desk.sentence(1)
    desk.project.apply_coding(1, span.start, span.end, "UNITY")
    listed = TranscriptList()
    listed.set_transcripts(desk.project.infos())
    feed = ProgressFeed(desk.session, listed, longest=10)
    feed.ask([1, 2], open_id=None)
    desk.bot.waitUntil(lambda: listed.progress(2) is not None)
    assert listed.progress(1) == Decided(1, 33)
    feed.ask([1], open_id=None)
    desk.session.close()  # while it is being read
    listed.deleteLater()


def test_progress_words() -> None:
    assert Decided(0, 33).words() == "not started"
    assert Decided(1, 1000).words() == "1 %"
    assert Decided(999, 1000).words() == "99 %"
    assert Decided(33, 33).words() == "100 %"
    assert Decided(0, 0).words() == "not started"


def test_a_new_title_is_shown_and_the_cursor_stays(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Down)
    before = desk.place.view.selection()
    opened = desk.place.loop.transcript
    assert opened is not None
    desk.project.change_transcript(opened.info.id, Metadata(title="Renamed", date="2023-11"))
    assert desk.place.transcript_list.index(0).data() == "Renamed"
    assert desk.place.view.selection() == before


def test_removing_the_open_transcript_shows_the_next(desk: Desk) -> None:
    first, second = desk.place.transcript_list.transcripts()
    desk.project.remove_transcript(first.id)
    assert desk.place.loop.transcript is not None
    assert desk.place.loop.transcript.info.id == second.id
    desk.session.undo()
    assert len(desk.place.transcript_list.transcripts()) == 2


def test_dark_light_and_zoom_change_while_open(desk: Desk) -> None:
    desk.type("b")
    light = desk.place.grab().toImage()
    desk.place.set_theme(theme_named("dark"))
    dark = desk.place.grab().toImage()
    assert light != dark
    desk.place.set_zoom(2.0)
    desk.place.set_zoom(1.0)
    desk.place.set_theme(theme_named("light"))
    assert len(desk.stored()) == 1


def test_the_width_of_a_panel_is_remembered(desk: Desk) -> None:
    handle = desk.place.panels.across.handle(1)
    middle = handle.rect().center()
    desk.bot.mousePress(handle, LEFT, pos=middle)
    desk.bot.mouseMove(handle, pos=middle + QPoint(40, 0))
    desk.bot.mouseRelease(handle, LEFT, pos=middle + QPoint(40, 0))
    left = desk.place.panels.across.sizes()[0]
    assert left > 300
    again = CodePlace(desk.session, theme_named("light"))
    desk.bot.addWidget(again)
    again.resize(desk.place.size())
    again.show()
    assert again.panels.across.sizes()[0] == left


def test_in_a_narrow_window_the_side_panels_take_turns(desk: Desk) -> None:
    desk.place.resize(640, 500)
    desk.settle()
    assert desk.place.codes.isVisible()
    assert not desk.place.inspector.isVisible()
    desk.press(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert desk.place.inspector.isVisible()
    assert not desk.place.codes.isVisible()
    desk.type("memo in a narrow window")
    desk.press(Qt.Key.Key_Escape)
    assert desk.place.codes.isVisible()
    desk.place.resize(1376, 836)
    desk.settle()
    assert desk.place.codes.isVisible()
    assert desk.place.inspector.isVisible()


def test_where_there_is_hardly_room_side_panels_come_only_while_asked_for(desk: Desk) -> None:
    title, inspector, codes = desk.place.panels.title, desk.place.inspector, desk.place.codes
    desk.place.resize(500, 500)
    desk.settle()
    assert not codes.isVisible()
    assert not inspector.isVisible()
    button = next(each for each in title.findChildren(IconButton) if "memo" in each.toolTip())
    desk.bot.mouseClick(button, LEFT)
    assert inspector.isVisible()
    desk.bot.mouseClick(button, LEFT)
    assert not inspector.isVisible()
    desk.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert codes.isVisible()
    desk.press(Qt.Key.Key_F6)
    assert not codes.isVisible()
    assert desk.place.view.focusProxy() is desk.focused()


def test_side_panels_give_way_before_the_text_does(desk: Desk) -> None:
    left, _, right = desk.place.panels.across.sizes()
    desk.place.resize(1060, 836)
    desk.settle()
    less_left, text, less_right = desk.place.panels.across.sizes()
    assert less_left < left
    assert less_right < right
    assert text >= 560
    desk.place.resize(1376, 836)
    desk.settle()
    assert desk.place.panels.across.sizes()[0] == left
    assert desk.place.panels.across.sizes()[2] == right


def test_the_list_of_transcripts_is_as_high_as_its_rows_at_every_zoom(desk: Desk) -> None:
    view = desk.place.transcripts.view
    for zoom in (1.0, 0.5, 2.0, 1.0):
        desk.place.set_zoom(zoom)
        desk.settle()
        assert abs(view.height() - 2 * view.row_height()) <= 2, zoom


def test_the_card_of_a_unit_tells_seen_from_decided(desk: Desk) -> None:
    desk.settle()
    assert desk.place.inspector.says_of_codings() == "None yet."
    desk.type("0")
    desk.settle()
    assert desk.place.inspector.says_of_codings() == "Decided: nothing applies."
    desk.type("b")
    desk.settle()
    assert desk.place.inspector.says_of_codings() == ""
