"""Are versions frozen and compared, and does a changed definition lead through its queue?"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator_ui.codebook_place.version_dialog import VersionDialog
from tests.ui.codebook_place.desk import CTRL, KEY, Desk


def freeze(desk: Desk, name: str, note: str = "") -> None:
    desk.click(desk.place.freeze_button)
    dialog = desk.place.findChildren(VersionDialog)[-1]
    dialog.name.line.setText(name)
    dialog.note.line.setText(note)
    desk.bot.keyClick(dialog.note.line, KEY.Key_Return)
    desk.settle()


def redefine(desk: Desk, code: str, text: str) -> None:
    desk.look_at(code)
    field = desk.place.form.texts["dont_use_when"]
    field.setFocus()
    field.setPlainText(text)
    desk.press(KEY.Key_Tab)
    desk.settle()


def test_a_version_is_frozen_and_the_next_change_begins_another(desk: Desk) -> None:
    freeze(desk, "1.0", "for the pilot")
    version = desk.project.codebook().version
    assert (version.name, version.note) == ("1.0", "for the pilot")
    assert desk.place.about == "codebook 1.0 · the next change begins 1.1"
    redefine(desk, "UNITY", "The sentence weighs contributions (use BURDEN). A defence measure.")
    assert desk.project.codebook().version.name == "1.1"
    assert desk.place.form.fields["dont_use_when"]._hint.whole() == "changed in 1.1"
    assert "removed: " in desk.place.side.versions.text.accessibleName()


def test_a_changed_definition_asks_and_its_passages_wait(desk: Desk) -> None:
    freeze(desk, "1.0")
    redefine(desk, "UNITY", "Nothing else.")
    meaning = desk.place.side.meaning
    assert meaning.isVisible()
    assert meaning.asked is not None
    desk.click(meaning.buttons["narrower"])
    desk.settle()
    assert not meaning.isVisible()
    assert "none of them yours" in desk.place.side.queue._done.text()
    desk.window.session.use_coder("coder_a")
    desk.settle()
    assert desk.place.side.queue.title() == "3 passages to look at again"


def test_all_that_changed_of_a_definition_is_shown_with_the_question(desk: Desk) -> None:
    freeze(desk, "1.0")
    redefine(desk, "UNITY", "Nothing else.")
    brief = desk.place.form.texts["brief"]
    brief.setFocus()
    brief.selectAll()
    desk.type("Allies stand together.")
    desk.press(KEY.Key_Tab)
    desk.settle()
    meaning = desk.place.side.meaning
    assert "“Transatlantic unity and relevance”" in meaning._title.text()
    spoken = meaning._text.accessibleName()
    assert "Brief definition: " in spoken
    assert "Don’t use when: " in spoken
    desk.click(meaning.buttons["wider"])
    assert desk.focus() is meaning.search.line
    desk.click(meaning.back_button)
    assert desk.focus() is meaning.buttons["wider"]
    desk.click(meaning.buttons["narrower"])
    desk.settle()
    desk.window.session.use_coder("coder_a")
    desk.settle()
    desk.place.look_again()
    assert "Brief definition: " in desk.place.recheck.change.accessibleName()
    assert "Don’t use when: " in desk.place.recheck.change.accessibleName()


def test_a_double_click_answers_one_question(desk: Desk) -> None:
    redefine(desk, "UNITY", "Nothing else.")
    redefine(desk, "PRAISE", "Mere greetings.")
    button = desk.place.side.meaning.buttons["wording"]
    desk.click(button)
    desk.settle()
    assert button.isVisible()  # the next question stands there
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at, there = QPointF(button.rect().center()), button.mapToGlobal(button.rect().center())
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        held = left if kind == QEvent.Type.MouseButtonDblClick else Qt.MouseButton.NoButton
        QApplication.sendEvent(button, QMouseEvent(kind, at, QPointF(there), left, held, none))
    desk.settle()
    said = sorted(each.meaning for each in desk.project.redefinitions())
    assert said == ["", "wording"]


def test_a_passage_that_does_not_have_the_code_is_left_without_it(desk: Desk) -> None:
    redefine(desk, "UNITY", "Nothing else.")
    meaning = desk.place.side.meaning
    desk.click(meaning.buttons["wider"])
    for check in meaning.neighbours():
        check.setChecked(False)
    meaning.sample.setValue(1)
    desk.click(meaning.put_button)
    desk.settle()
    desk.window.session.use_coder("coder_b")
    desk.settle()
    desk.place.look_again()
    page = desk.place.recheck
    assert page.keep_button.words() == "Leave without"
    assert not page.remove_button.isVisible()
    assert [key for key, _ in desk.place.keys] == ["K", "A", "↓"]
    desk.press(KEY.Key_C)  # there is nothing to change
    assert page.item is not None
    assert not page.item.decision
    desk.press(KEY.Key_K)
    assert "Decided: stays without UNITY" in page._decision.text()


def test_wider_asks_where_to_look(desk: Desk) -> None:
    redefine(desk, "UNITY", "The sentence weighs contributions (use BURDEN).")
    meaning = desk.place.side.meaning
    desk.click(meaning.buttons["wider"])
    # DETER was named before the change
    said = [check.words() for check in meaning.neighbours()]
    assert said == ["Passages with BURDEN", "Passages with DETER"]
    meaning.search.line.setFocus()
    desk.type("together")
    meaning.sample.setValue(1)
    desk.click(meaning.put_button)
    desk.settle()
    desk.window.session.use_coder("coder_b")
    desk.settle()
    why = {item.why for item in desk.project.recheck_queue()}
    assert "neighbour" in why
    assert "sample" in why


def test_the_queue_is_walked_by_keys_alone(desk: Desk) -> None:
    freeze(desk, "1.0")
    redefine(desk, "UNITY", "Nothing else.")
    desk.place.side.meaning.say("narrower")
    desk.settle()
    desk.window.session.use_coder("coder_a")
    desk.settle()
    desk.place.tree.begin()
    desk.press(KEY.Key_J, CTRL)
    page = desk.place.recheck
    assert page.isVisible()
    assert desk.focus() is page
    first = page.item
    desk.press(KEY.Key_K)
    assert page.item is not None
    assert first is not None
    assert page.item.id != first.id
    assert desk.project.recheck_queue(waiting=False)[0].decision == "keep"
    desk.press(KEY.Key_C)
    assert desk.focus() is page.finder
    desk.type("burden")
    desk.press(KEY.Key_Return)
    changed = [item for item in desk.project.recheck_queue() if item.decision == "change"]
    assert [item.given_id for item in changed] == [desk.code("BURDEN").id]
    desk.press(KEY.Key_R)
    assert not desk.project.recheck_queue(waiting=True)
    counts = desk.project.code_counts(coder_id=desk.project.coder.id, round_id=None)
    assert counts[desk.code("UNITY").id] == 1
    desk.press(KEY.Key_Down)
    desk.window.session.undo()
    desk.settle()
    assert len(desk.project.recheck_queue(waiting=True)) == 1
    desk.press(KEY.Key_Escape)
    assert desk.place.form.isVisible()
    assert desk.place.side.queue.title() == "1 passage to look at again"


def test_esc_leaves_the_choice_of_a_code_before_the_queue(desk: Desk) -> None:
    redefine(desk, "UNITY", "Nothing else.")
    desk.place.side.meaning.say("narrower")
    desk.settle()
    desk.window.session.use_coder("coder_b")
    desk.settle()
    desk.place.look_again()
    desk.press(KEY.Key_C)
    desk.press(KEY.Key_Escape)
    assert desk.focus() is desk.place.recheck
    assert desk.place.recheck.isVisible()


def test_any_two_versions_are_compared(desk: Desk) -> None:
    desk.place.show_changes()
    assert not desk.place.changes.isVisible()  # nothing was frozen yet
    freeze(desk, "1.0")
    redefine(desk, "UNITY", "Nothing <b>else</b>.")
    freeze(desk, "1.1", "five codes changed")
    desk.click(desk.place.side.versions.all_button)
    page = desk.place.changes
    assert page.isVisible()
    assert [change.code_id for change in page.changes()] == ["UNITY"]
    assert "Nothing <b>else</b>." in page.text.toPlainText()
    page.before.setCurrentIndex(1)
    page.before.activated.emit(1)
    assert "say the same" in page.text.toPlainText()
    desk.click(page.back_button)
    assert desk.place.form.isVisible()


def test_a_version_is_described_anew(desk: Desk) -> None:
    freeze(desk, "1.0")
    version = desk.project.versions()[0]
    dialog = desk.place.acts.describe_version(version)
    dialog.note.line.setText("pilot")
    desk.bot.keyClick(dialog.note.line, KEY.Key_Return)
    assert desk.project.versions()[0].note == "pilot"


def test_everything_is_painted_in_dark_and_larger(desk: Desk) -> None:
    desk.window.look.choose_theme("dark")
    desk.window.look.zoom_by(4)
    for view in desk.place.head.views.buttons():
        desk.click(view)
        QApplication.processEvents()
        assert not desk.place.grab().isNull()
