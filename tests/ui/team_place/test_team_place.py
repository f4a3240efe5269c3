"""From a plan to four packs, and from what came back to a merged project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog

import annotator
from annotator_ui.dialogs.names_dialog import NamesDialog
from annotator_ui.messages import Notice
from annotator_ui.team_place.aside_dialog import AsideDialog
from annotator_ui.team_place.coder_dialog import TeamCoderDialog
from annotator_ui.team_place.pack_dialog import PackDialog
from annotator_ui.team_place.team_acts import PackWish
from tests.ui.dropping import drop
from tests.ui.team_place.conftest import TEAM

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator_ui.main_window import MainWindow
    from annotator_ui.parts.pick_button import PickButton
    from annotator_ui.team_place.place import TeamPlace

    Wait = Callable[[TeamPlace], None]


def plan(place: TeamPlace, qtbot: QtBot, settled: Wait) -> None:
    """Type four names and an overlap of a third, as a person would."""
    qtbot.mouseClick(place.round_page.plan, Qt.MouseButton.LeftButton)
    form = place.plan_page.form
    form.coders.line.selectAll()
    qtbot.keyClicks(form.coders.line, ", ".join(TEAM))
    qtbot.keyClick(form.coders.line, Qt.Key.Key_Return)
    form.share.overlap.setValue(33)
    settled(place)


def allocated(place: TeamPlace, out: Path) -> list[Path]:
    """Four packs of the round at work, written by the library."""
    project = place._session.project
    for name in TEAM:
        project.add_coder(name)
    from annotator.model.rounds import AllocationRule

    project.allocate("main", TEAM, AllocationRule(overlap=2))
    out.mkdir()
    return [path for path, _ in project.write_packs("main", out)]


def returned(pack: Path) -> Path:
    """Code the first sentence of the first transcript, finish all, hand back."""
    with annotator.open(pack) as opened:
        for number, transcript in enumerate(opened.own_work() or ()):
            first = opened.transcript(transcript).spans("sentence")[0]
            if not number:
                opened.apply_coding(transcript, first.start, first.end, "AID")
            opened.finish(transcript)
        return opened.hand_back(pack.with_suffix("")).path


def test_four_names_and_an_overlap_give_four_packs(
    place: TeamPlace, qtbot: QtBot, settled: Wait, tmp_path: Path
) -> None:
    plan(place, qtbot, settled)
    page = place.plan_page
    assert [page.rows.words(row)[0] for row in range(page.rows.rowCount())] == list(TEAM)
    assert "2 of them are coded by 4" in page.sum.plain()  # type: ignore[attr-defined]
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PackDialog))
    dialog.wanted.disconnect()  # the system's own dialog would ask for the folder
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    place.acts.write_packs(PackWish("main"), tmp_path)
    settled(place)
    packs = sorted(path.name for path in tmp_path.glob("*.annotator-pack"))
    assert packs == [f"study main {name}.annotator-pack" for name in TEAM]
    states = {place.round_page.rows.words(row)[1] for row in range(4)}
    qtbot.waitUntil(
        lambda: {place.round_page.rows.words(row)[1] for row in range(4)} == {"pack is out"},
        timeout=3000,
    )
    assert states


def test_work_that_is_out_in_packs_is_not_offered_to_be_taken_back(
    opened: MainWindow, place: TeamPlace, qtbot: QtBot, settled: Wait, tmp_path: Path
) -> None:
    plan(place, qtbot, settled)
    place.plan_page.take(packs=False)
    assert "takes it back" in opened.status.words()
    place.acts.write_packs(PackWish("main"), tmp_path)
    settled(place)
    qtbot.waitUntil(lambda: "takes it back" not in opened.status.words(), timeout=3000)
    assert "handed out" in opened.status.words()
    opened.commands.undo.trigger()
    assert "cannot be taken back: packs of “main” are out." in opened.status.words()
    assert len(place._session.project.assignments("main")) > 0
    qtbot.mouseClick(place.round_page.plan, Qt.MouseButton.LeftButton)
    page = place.plan_page
    assert page.out.isVisible()
    assert "Packs of this round are out: ann, ben, cem, dia." in page.out.plain()  # type: ignore[attr-defined]


def test_files_dropped_on_the_window_are_looked_at_and_merged_by_one_key(
    opened: MainWindow, place: TeamPlace, qtbot: QtBot, settled: Wait, tmp_path: Path
) -> None:
    files = [returned(pack) for pack in allocated(place, tmp_path / "out")]
    broken = tmp_path / "broken.annotator-return"
    broken.write_bytes(files[0].read_bytes()[:4000])
    opened.show_code()
    opened.messages.notice(Notice("ok", "4 packs are written."))
    assert opened.code is not None
    assert drop(opened.code.view._area.viewport(), [*files, broken])
    assert not opened.notice.isVisible()
    settled(place)
    page = place.merge_page
    assert opened.place is place
    cells = [page.rows.words(row) for row in range(5)]
    assert [cell[1] for cell in cells[:4]] == list(TEAM)
    assert {cell[3] for cell in cells[:4]} == {"1"}
    assert cells[4][-1] == "refused"
    assert "Everything that was handed out is finished." in page.told()
    assert page.take.words() == "Merge 4 files"
    assert place._session.project.n_codings() == 0
    qtbot.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(place)
    assert place._session.project.n_codings() == 4
    assert place.keys == (("↓", "next coder"), ("Ctrl Shift N", "new round"))
    qtbot.waitUntil(
        lambda: {place.round_page.rows.words(row)[1] for row in range(4)} == {"accepted"},
        timeout=3000,
    )
    assert [a.text() for a in opened.commands.places if a.isVisible()][2] == "&Reliability"
    assert " merged" in opened.status.words()
    assert "takes it back" not in opened.status.words()
    link = place.round_page.take_back
    assert link.isVisible()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert place._session.project.n_codings() == 4  # asked first
    place.acts.take_merge_back()
    assert place._session.project.n_codings() == 0
    place.begin()
    assert not link.isVisible()


def test_in_a_window_at_200_percent_names_keep_their_room(
    opened: MainWindow, place: TeamPlace, settled: Wait, tmp_path: Path
) -> None:
    opened.resize(720, 450)
    files = [returned(pack) for pack in allocated(place, tmp_path / "out")]
    place._session.project.change_round("main", name="Reliability, second wave of the spring")
    place.begin()
    settled(place)
    page = place.round_page
    assert page.table.columnWidth(0) >= 90
    assert page.plan.width() >= page.plan.sizeHint().width()
    assert page.about.height() >= page.about.heightForWidth(page.about.width())
    opened.take_files(files)
    settled(place)
    look = place.merge_page
    assert look.table.columnWidth(0) >= 90
    assert look.accept.text() == look.accept.words()
    opened.resize(1400, 900)
    assert look.table.columnWidth(0) >= 90


def test_begin_persons_and_threshold_are_planned_in_the_window(
    place: TeamPlace, qtbot: QtBot, settled: Wait
) -> None:
    plan(place, qtbot, settled)
    form = place.plan_page.form
    assert not form.persons.isVisible()
    form.codable.setCurrentIndex(2)
    assert form.persons.isVisible()
    form.due.line.setText("2099-01-01")
    qtbot.keyClicks(form.begins.line, "2099-02-01")
    assert form.wrong()
    assert form.persons.property("wrong")
    assert form.due.editor.property("wrong")
    form.begins.line.selectAll()
    qtbot.keyClicks(form.begins.line, "2098-12-01")
    tick(form.persons, qtbot, "smith")
    assert form.persons.words() == "Ms. Smith"
    form.threshold.setValue(0.67)
    form.own_codings.setChecked(False)
    form.codebook.setCurrentIndex(1)
    assert not form.wrong()
    settled(place)
    qtbot.keyClick(form.persons, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    next(w for w in QApplication.topLevelWidgets() if isinstance(w, PackDialog)).close()
    project = place._session.project
    kept = project.find_round(place._shown().name).plan
    assert (kept.begins, kept.due, kept.threshold) == ("2098-12-01", "2099-01-01", 0.67)
    assert (kept.codable, kept.persons) == ("persons", ("Ms. Smith",))
    assert (kept.own_codings, kept.codebook) == (False, project.codebook().version.uuid)


def test_ctrl_enter_right_after_the_names_lets_them_join_and_asks_for_packs(
    place: TeamPlace, qtbot: QtBot, settled: Wait
) -> None:
    qtbot.keyClick(place.round_page.plan, Qt.Key.Key_Return)
    page, form = place.plan_page, place.plan_page.form
    form.coders.line.selectAll()
    qtbot.keyClicks(form.coders.line, "ann, ben")
    settled(place)
    assert "ann, ben will join the project." in page.sum.plain()  # type: ignore[attr-defined]
    project = place._session.project
    for code in project.codebook().codes:
        project.delete_code(code.id)
    qtbot.keyClick(form.coders.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PackDialog))
    assert dialog.no_codes.isVisible()
    assert len(project.assignments("main")) == 6 + 1  # 15 % of six, rounded up, to both
    room = dialog.height()
    dialog.refuse("No.")
    assert dialog.height() > room
    dialog.close()


def tick(button: PickButton, qtbot: QtBot, words: str) -> None:
    """Open the list with the keyboard, tick the one that is found by these words alone."""
    qtbot.keyClick(button, Qt.Key.Key_Return)
    opened = button.popped
    assert opened is not None
    opened._filter("")
    opened._tick_all(Qt.CheckState.Unchecked)
    opened._filter(words)
    opened._tick_all(Qt.CheckState.Checked)
    qtbot.keyClick(opened._none, Qt.Key.Key_Return)  # Enter takes what is ticked, also here


def test_transcripts_are_chosen_from_a_list_and_the_plan_keeps_which(
    place: TeamPlace, qtbot: QtBot, settled: Wait
) -> None:
    plan(place, qtbot, settled)
    share, page = place.plan_page.form.share, place.plan_page
    assert share.texts.words() == "all 6"
    tick(share.texts, qtbot, "t3.txt")
    settled(place)
    assert share.texts.words() == "1 of 6 transcripts"
    assert page.sum.plain().startswith("1 transcript for 4 coders.")  # type: ignore[attr-defined]
    share.item.setCurrentIndex(2)
    settled(place)
    assert page.sum.plain().startswith("1 paragraph for")  # type: ignore[attr-defined]
    share.item.setCurrentIndex(0)
    settled(place)
    page.take(packs=False)
    project = place._session.project
    rule = place._shown().plan.rule
    assert rule is not None
    assert rule.chosen == (project.info("D4").uuid.hex,)
    qtbot.mouseClick(place.round_page.plan, Qt.MouseButton.LeftButton)
    assert share.texts.words() == "1 of 6 transcripts"


def test_an_empty_round_has_its_heading_at_the_top_and_says_why_no_packs(
    place: TeamPlace, qtbot: QtBot
) -> None:
    page = place.round_page
    qtbot.waitUntil(lambda: page.title.isVisible() and page.height() > 400)
    assert page.title.mapTo(page, page.title.rect().topLeft()).y() < 40
    assert not place.packs.isEnabled()
    assert place.packs.toolTip() == "Nothing is handed out in this round."


def test_the_same_files_again_bring_nothing(
    place: TeamPlace, settled: Wait, tmp_path: Path
) -> None:
    file = returned(allocated(place, tmp_path / "out")[0])
    place._session.project.merge_files([file])
    place.look_at([file])
    settled(place)
    assert place.merge_page.rows.words(0)[-1] == "nothing new"
    assert not place.merge_page.take.isEnabled()


def test_a_locked_file_waits_for_its_passphrase(
    place: TeamPlace, qtbot: QtBot, settled: Wait, tmp_path: Path
) -> None:
    pack = allocated(place, tmp_path / "out")[0]
    with annotator.open(pack) as opened:
        back = opened.hand_back(tmp_path / "back", passphrase="six sour cherries").path  # noqa: S106
    place.look_at([back])
    settled(place)
    page = place.merge_page
    assert page.passphrase.isVisible()
    qtbot.keyClicks(page.passphrase.line, "six sour cherries")
    qtbot.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    settled(place)
    assert page.rows.words(0)[1] == "ann"
    assert not page.passphrase.isVisible()


def test_coders_join_and_change_their_role(place: TeamPlace, qtbot: QtBot) -> None:
    qtbot.mouseClick(place.round_page.lists.add_coder, Qt.MouseButton.LeftButton)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, TeamCoderDialog))
    qtbot.keyClicks(dialog.label.line, "ann")
    dialog.role.setCurrentIndex(2)
    dialog.color.field.setText("red-ish")
    qtbot.keyClick(dialog.label.line, Qt.Key.Key_Return)
    dialog.color.field.setText("#2D6FB4")
    qtbot.keyClicks(dialog.initials.line, "AN")
    qtbot.keyClick(dialog.label.line, Qt.Key.Key_Return)
    ann = place._session.project.find_coder("ann")
    assert (ann.role, ann.initials, ann.color) == ("adjudicator", "AN", "#2D6FB4")


def test_who_may_not_lead_is_told_why(opened: MainWindow, place: TeamPlace) -> None:
    opened.session.project.add_coder("ann")
    opened.session.use_coder("ann")
    place.begin()
    assert not place.packs.isEnabled()
    assert "cannot" in place.packs.toolTip()
    assert not place.round_page.plan.isVisible()
    assert not place._new_round.isEnabled()
    assert place.keys == (("↓", "next coder"),)
    for link in (place.round_page.lists.add_round, place.round_page.lists.add_coder):
        assert not link.isEnabled()
        assert "cannot" in link.toolTip()


def test_an_impossible_rule_is_said_at_once(place: TeamPlace, qtbot: QtBot, settled: Wait) -> None:
    plan(place, qtbot, settled)
    place.plan_page.form.share.sample.setValue(50)
    settled(place)
    assert "cannot be drawn" in place.plan_page.sum.plain()  # type: ignore[attr-defined]
    assert not place.plan_page.write.isEnabled()
    qtbot.keyClick(place.plan_page, Qt.Key.Key_Escape)
    assert place.title_buttons == (place.returns, place.packs)
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog)]


def test_a_question_is_answered_to_everybody(place: TeamPlace, qtbot: QtBot) -> None:
    project = place._session.project
    panel = place.round_page.questions
    assert not panel.isVisible()
    project.add_coder("ann")
    project.use_coder("ann")
    project.ask_question("Is helping aid?", transcript="D1", start=11, end=22)
    project.use_coder("boss")
    place.begin()
    assert panel.isVisible()
    assert "ann asks about" in panel.about.plain()  # type: ignore[attr-defined]
    qtbot.keyClicks(panel.answer, "Always.")
    qtbot.mouseClick(panel.take, Qt.MouseButton.LeftButton)
    assert [each.body for each in project.answers()] == ["Always."]
    with qtbot.waitSignal(place.passage_asked):
        qtbot.mouseClick(panel.passage, Qt.MouseButton.LeftButton)


def test_names_of_a_list_are_replaced_in_packs(
    place: TeamPlace, qtbot: QtBot, settled: Wait, tmp_path: Path
) -> None:
    allocated(place, tmp_path / "out")
    place.begin()
    qtbot.mouseClick(place.packs, Qt.MouseButton.LeftButton)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PackDialog))
    assert not dialog.disguise.isEnabled()
    qtbot.mouseClick(dialog.names, Qt.MouseButton.LeftButton)
    names = next(w for w in QApplication.topLevelWidgets() if isinstance(w, NamesDialog))
    qtbot.mouseClick(names.propose, Qt.MouseButton.LeftButton)
    assert names.names() == {"Ms. Smith": "Person 1", "Smith": "Person 1"}
    qtbot.mouseClick(names.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.disguise.text() == "Put other names into the texts (2 on the list)"
    dialog.close()
    place.acts.write_packs(PackWish("main", ["ann"], disguise=True), tmp_path)
    settled(place)
    assert b"Smith" not in (tmp_path / "study main ann.annotator-pack").read_bytes()


def test_the_wheel_scrolls_the_plan_and_changes_nothing_in_it(
    place: TeamPlace, qtbot: QtBot
) -> None:
    qtbot.mouseClick(place.round_page.plan, Qt.MouseButton.LeftButton)
    form = place.plan_page.form
    before = form.draft()
    for field in (form.purpose, form.threshold, form.share.item, form.share.overlap):
        middle = QPointF(field.rect().center())
        at = QPointF(field.mapToGlobal(field.rect().center()))
        turned = QWheelEvent(
            middle, at, QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(field, turned)
    assert form.draft() == before


def test_what_was_put_aside_is_looked_at(place: TeamPlace, qtbot: QtBot, tmp_path: Path) -> None:
    project = place._session.project
    project.add_coder("ann")
    news = tmp_path / "news.txt"
    news.write_text("Ms. Smith: We will help.\n", encoding="utf-8")
    whole = project.save_copy(tmp_path / "whole.annotator")
    with annotator.open(whole) as other:
        other.import_transcripts([news])
        pack = other.write_pack(tmp_path / "ann", "ann", ["D7"])
    with annotator.open(pack) as opened:
        opened.apply_coding("D7", 11, 24, "AID")
        back = opened.hand_back(tmp_path / "back").path
    project.merge_files([back])
    place.begin()
    page = place.round_page
    assert page.aside.words() == "1 row put aside…"
    qtbot.mouseClick(page.aside, Qt.MouseButton.LeftButton)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, AsideDialog))
    assert dialog.rows.words(0)[:2] == ("AID · We will help.", "ann")
    assert dialog.why.plain() == (  # type: ignore[attr-defined]
        "“We will help.”\nWhat it belongs to is not in this project."
    )
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    project.merge_files([whole])
    place.begin()
    assert not page.aside.isVisible()
