"""Is nothing coded by accident, nothing lost, and what happened said in one sentence?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.model.spans import Span
from tests.ui.code_place.desk import Desk
from tests.ui.code_place.test_passages_by_mouse import area, drag, edge_of, point_of

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def hearing(desk: Desk) -> Desk:
    """A transcript with applause and a heading, which nobody says."""
    source = desk.project.path.with_name("hearing.txt")
    source.write_text(
        "FOX: We met at once. [Applause] We left.\n\n[The lights go out]\n\n"
        "We waited.\n\nHARE: Yes.\n\nFOX: No.\n\nHARE: Good bye.\n",
        "utf-8",
    )
    imported = desk.project.import_transcripts([source]).imported
    desk.settle()
    desk.place.show_transcript(imported[0].id)
    desk.settle()
    return desk


@contextmanager
def pulled_out(desk: Desk) -> Iterator[None]:
    """The file is not where it was, as when a stick is pulled out, until it is put back."""
    path = desk.project.path
    away = path.rename(path.with_name("elsewhere.annotator"))
    yield
    away.rename(path)


def nothing_happened(desk: Desk) -> None:
    assert desk.stored() == desk.shown() == []
    assert len([*desk.said, *desk.refused]) == 1  # one sentence


def test_marked_words_that_nobody_says_are_not_coded(hearing: Desk) -> None:
    desk = hearing
    transcript = desk.place.loop.transcript
    assert transcript is not None
    drag(desk, point_of(desk, "Applause", 1), point_of(desk, "Applause", 6))
    chosen = desk.place.view.selection()
    assert chosen is not None
    assert transcript.quote(chosen) == "We left."  # what comes after it is chosen, for all to see
    assert desk.stored() == []
    drag(desk, point_of(desk, "at once"), point_of(desk, "We left", 5))
    desk.type("b")
    quotes = [each.quote for each in desk.project.codings_in(desk.place.loop.open_id)]
    assert quotes == ["at once.", "We left"]  # the applause between is left out


def test_a_passage_of_blanks_alone_is_not_coded(desk: Desk) -> None:
    transcript = desk.place.loop.transcript
    assert transcript is not None
    blank = transcript.text.index(" ", desk.sentence(1).start)
    desk.place.view.select(Span(blank, blank + 1))
    desk.type("b")
    nothing_happened(desk)
    assert desk.said == ["Nothing was coded: choose a sentence or a passage first."]


def test_a_press_without_a_drag_marks_nothing(desk: Desk) -> None:
    at = edge_of(desk, "always a pleasure", 3)
    drag(desk, at, at + QPoint(1, 0))
    QTest.mouseClick(area(desk).viewport(), LEFT, pos=at)
    assert desk.place.view.selection() == desk.sentence(2)
    assert desk.stored() == []


def test_undo_of_the_repeat_code_leaves_nothing_to_repeat(desk: Desk) -> None:
    desk.type("/")
    desk.type("Energy security")
    desk.press(KEY.Key_Return, CTRL)  # makes a code and codes with it
    assert len(desk.stored()) == 1
    undone = 0
    while "Energy security" in {code.name for code in desk.project.codebook().codes}:
        desk.session.undo()
        undone += 1
    desk.said.clear()
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Space)
    desk.type(".")
    assert desk.stored() == desk.shown() == []
    assert desk.said == ["No code to repeat yet."] * 2
    for _ in range(undone):
        desk.session.redo()
    assert [row[2] for row in desk.stored()] == [desk.code("Energy security").code_id]


def test_a_key_held_down_is_as_many_keys(desk: Desk) -> None:
    desk.bot.keyClicks(desk.focused(), "bbb", delay=0)  # on, off, on
    assert [row[2] for row in desk.stored()] == ["BURDEN"]
    assert desk.shown() == desk.stored()


@pytest.mark.parametrize("opens", [KEY.Key_F, KEY.Key_M])
def test_letters_in_a_field_are_words_and_the_next_key_in_the_text_codes(
    desk: Desk, opens: Qt.Key
) -> None:
    desk.press(opens, CTRL)
    desk.type("but")
    assert desk.stored() == []
    desk.press(KEY.Key_Escape)
    desk.type("b")
    assert [row[2] for row in desk.stored()] == ["BURDEN"]


@pytest.mark.parametrize("keys", ["t", "0", "?", " "])
def test_no_act_is_shown_that_the_file_did_not_take(desk: Desk, keys: str) -> None:
    desk.type("b")
    desk.press(KEY.Key_Down)
    if keys == "?":
        desk.press(KEY.Key_Up)
    before = desk.stored()
    with pulled_out(desk):
        desk.type(keys)
        assert desk.shown() == before
        assert desk.place.loop.nothing == ()
        assert desk.count("UNITY") == 0
    assert len(desk.refused) == 1
    assert desk.stored() == before
    desk.type(keys)  # it is back
    assert desk.stored() != before or desk.place.loop.nothing
    assert desk.shown() == desk.stored()
