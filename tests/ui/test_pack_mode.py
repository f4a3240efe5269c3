"""A pack opens as a window for coding alone, and goes back with a receipt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import annotator
from annotator.model.codebook import CodeDraft
from annotator.model.rounds import RoundPlan
from annotator_ui.dialogs.hand_back import HandBackDialog
from annotator_ui.dialogs.passphrase import PassphraseDialog
from annotator_ui.dialogs.questions import QuestionsDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator_ui.main_window import MainWindow

LOCK = "six sour cherries"


def pack_of(folder: Path, passphrase: str = "") -> Path:
    files = []
    for number in range(3):
        file = folder / f"t{number}.txt"
        file.write_text(f"Ms. Smith: Sentence {number}. We will help.\n", encoding="utf-8")
        files.append(file)
    with annotator.create(folder / "study.annotator", coder="boss") as project:
        project.import_transcripts(files)
        project.add_code(CodeDraft("AID", "Aid", key="a"))
        project.add_coder("ann")
        project.change_round("main", plan=RoundPlan(due="2099-12-24"))
        project.assign("main", {"ann": ["D3", "D1"]})
        return project.write_pack(folder / "ann", "ann", passphrase=passphrase)


@pytest.fixture
def packed(window: MainWindow, tmp_path: Path) -> MainWindow:
    window.take_files([pack_of(tmp_path)])
    return window


def test_a_pack_shows_coding_and_the_codebook_alone(packed: MainWindow) -> None:
    assert packed.session.project.kind == "pack"
    assert packed.place is packed.code
    assert not packed.transcripts_button.isVisible()
    shown = [action.text() for action in packed.commands.places if action.isVisible()]
    assert shown == ["Code&book"]
    assert packed.title_bar._about.whole() == "main · 0 of 2 finished · due 24 Dec 2099"
    assert packed.code is not None
    shown_first = packed.code.view.transcript()
    assert shown_first is not None
    assert "Sentence 2" in shown_first.text


def test_a_locked_codebook_is_commented_on_and_not_changed(
    packed: MainWindow, qtbot: QtBot
) -> None:
    place = packed.code
    assert place is not None
    code = packed.session.project.codebook().codes[0]
    place.loop.focus_code(code.id)
    card, edit = place.inspector.card, place.inspector.card._edit
    qtbot.waitUntil(lambda: card.code is not None and card.code.id == code.id)
    assert edit.words() == "Comment…"
    assert "goes back with your work" in edit.toolTip()
    menu = place.acts.menu(code, place.rect().center())
    assert [each.text() for each in menu.actions()] == ["Apply", "Passages\tCtrl+R", "Comment…"]
    menu.close()
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    place.rename()
    place._new_code()
    assert not [w for w in QApplication.topLevelWidgets() if w.isModal() and w.isVisible()]
    assert place.memos.isVisible()
    qtbot.keyClicks(place.memos.memo, "Is this too narrow?")
    qtbot.keyClick(place.memos.memo, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    place.memos.close()
    assert [each.body for each in packed.session.project.memos("code", code.uuid)] == [
        "Is this too narrow?"
    ]


def test_nobody_is_asked_who_they_are_in_a_pack(packed: MainWindow) -> None:
    assert packed.session.project.coder.coder_id == "ann"
    dialogs = [w for w in QApplication.topLevelWidgets() if w.isModal() and w.isVisible()]
    assert dialogs == []


def test_what_is_finished_is_counted_as_one_goes(packed: MainWindow, qtbot: QtBot) -> None:
    packed.session.project.finish("D3")
    qtbot.waitUntil(lambda: "1 of 2 finished" in packed.title_bar._about.whole(), timeout=3000)


def test_handing_back_writes_a_return_and_a_receipt(
    packed: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    packed.session.project.finish("D3")
    assert packed.pack is not None
    qtbot.mouseClick(packed.pack.hand_back, Qt.MouseButton.LeftButton)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, HandBackDialog))
    dialog.close()
    packed.pack.write(tmp_path / "ann.annotator-return")
    qtbot.waitUntil(lambda: not packed.tasks.busy, timeout=5000)
    assert (tmp_path / "ann.annotator-return").exists()
    receipt = (tmp_path / "ann receipt.txt").read_text("utf-8")
    assert "Transcripts finished: 1 of 2" in receipt
    with annotator.open(tmp_path / "study.annotator") as project:
        assert project.look_at_files([tmp_path / "ann.annotator-return"]).files[0].coder == "ann"


def test_a_project_after_a_pack_has_all_its_places(packed: MainWindow, tmp_path: Path) -> None:
    packed.session.open(tmp_path / "study.annotator", coder="boss")
    assert packed.pack is None
    assert packed.transcripts_button.isVisible()


def test_a_locked_pack_asks_for_its_passphrase(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.take_files([pack_of(tmp_path, LOCK)])
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PassphraseDialog))
    qtbot.keyClicks(dialog.passphrase.line, "six sour apples")
    qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
    assert not window.session.is_open
    assert "not the passphrase" in dialog.refusal.plain()  # type: ignore[attr-defined]
    dialog.passphrase.line.clear()
    qtbot.keyClicks(dialog.passphrase.line, LOCK)
    qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
    assert window.session.project.path.name == "ann (unlocked).annotator-pack"


def test_a_return_without_its_project_is_not_imported(window: MainWindow, tmp_path: Path) -> None:
    with annotator.open(pack_of(tmp_path)) as pack:
        back = pack.hand_back(tmp_path / "back").path
    window.take_files([back])
    window.show_start_unless_open()
    assert window.notice.isVisible()
    assert "what a coder handed back. Open the project" in window.notice.words()


def test_a_question_is_asked_by_key_and_its_answer_dropped_on_the_window(
    packed: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert packed.pack is not None
    packed.pack.ask_question()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QuestionsDialog))
    qtbot.keyClicks(dialog.question, "Is helping aid?")
    qtbot.keyClick(dialog.question, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    asked = packed.session.project.questions()[0].question
    assert (asked.body, asked.quote) == ("Is helping aid?", "Sentence 2.")
    back = packed.session.project.hand_back(tmp_path / "back").path
    with annotator.open(tmp_path / "study.annotator") as project:
        project.merge_files([back])
        project.answer_question(project.questions()[0].question.id, "Always.")
        project.write_answers(tmp_path / "news")
    packed.take_files([tmp_path / "news.annotator-answers"])
    packed.pack.ask_question()
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    again = next(w for w in shown if isinstance(w, QuestionsDialog))
    assert again.entries() == ["Is helping aid?", "Always."]
    again.close()
