"""Can a mixed folder be looked at, decided and brought in, by keyboard alone?"""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.errors import Progress
from annotator_ui.import_review.sheet import ReviewSheet
from annotator_ui.import_review.told_fields import ToldFields
from annotator_ui.item_models.arriving_files import FileLine, FileRole
from annotator_ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(qtbot: QtBot, *keys: Qt.Key, ctrl: bool = False) -> None:
    """Press keys wherever the keyboard is."""
    for key in keys:
        qtbot.keyClick(focused(), key, CTRL if ctrl else Qt.KeyboardModifier.NoModifier)


def line(sheet: ReviewSheet, name: str) -> FileLine:
    """The row of a file."""
    model = sheet.files.model
    rows = [model.index(row).data(FileRole.FILE) for row in range(model.rowCount())]
    [found] = [each for each in rows if isinstance(each, FileLine) and each.name == name]
    return found


def go_to(sheet: ReviewSheet, name: str) -> None:
    sheet.files.choose(line(sheet, name).key)
    sheet.begin()


def write(qtbot: QtBot, field: QWidget, text: str) -> None:
    """Write over what stands in a field, and leave it."""
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Key.Key_Tab)


def speakers(sheet: ReviewSheet) -> list[str]:
    """The names that head the turns of the text at the right."""
    shown = sheet.text.shown
    assert shown is not None
    return list(dict.fromkeys(turn.speaker for turn in shown.turns if turn.speaker))


def titles(window: MainWindow) -> list[str]:
    return [info.metadata.title for info in window.session.project.transcripts()]


def carry_out(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.acts.imported, timeout=20_000):
        press(qtbot, Key.Key_Return, ctrl=True)


def test_files_stand_in_three_groups_with_what_is_asked_about_them(sheet: ReviewSheet) -> None:
    groups = {name: line(sheet, name).group for name in ("debate.txt", "empty.txt", "clear.txt")}
    assert groups == {"debate.txt": "look", "empty.txt": "refused", "clear.txt": "ready"}
    assert line(sheet, "two days.txt").below == "3 April 2023 or 4 March 2023?"
    assert line(sheet, "empty.txt").below == "Is empty"
    assert sheet.accept.words() == "Import 5 transcripts"
    assert sheet.file.refused.words().startswith("2 of 8 files are refused and stay outside.")


def test_chips_show_a_part_of_the_files(qtbot: QtBot, sheet: ReviewSheet) -> None:
    buttons = sheet.files.chips.buttons()
    assert [button.text() for button in buttons] == ["All 8", "To look at 5", "Refused 2"]
    qtbot.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    assert sheet.files.model.rowCount() == 3  # the heading and two files
    assert sheet.file.banners[0].words()
    assert sheet.text.toPlainText() == ""


def test_the_whole_sheet_by_keyboard_alone(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet
) -> None:
    assert sheet.files.view.hasFocus()
    asked = []
    for _ in sheet.review.plan.entries:  # Ctrl J goes from question to question
        press(qtbot, Key.Key_J, ctrl=True)
        if sheet.accept.hasFocus():
            break
        asked.append(sheet.review.plan.entry(sheet.key).name)
        press(qtbot, Key.Key_Space if focused() in sheet.file.banners[0].buttons else Key.Key_S)
    assert asked == ["answers.txt", "debate.txt", "guess.txt", "twin of clear.txt", "two days.txt"]
    carry_out(qtbot, window)
    assert window.review is None
    assert window.place is window.transcripts
    infos = window.session.project.transcripts()
    assert len(infos) == 5
    [date] = [info.metadata.date for info in infos if info.source_name == "two days.txt"]
    assert date == "2023-04-03"


def test_a_letter_on_the_list_decides_the_label_in_question(
    qtbot: QtBot, sheet: ReviewSheet
) -> None:
    go_to(sheet, "debate.txt")
    assert "SNITH" in line(sheet, "debate.txt").below
    press(qtbot, Key.Key_N)
    assert line(sheet, "debate.txt").mark == "settled"
    assert line(sheet, "debate.txt").group == "look"  # it stays where it was
    assert "Snith" not in " ".join(speakers(sheet)).title()


def test_a_label_is_renamed_and_the_text_follows(qtbot: QtBot, sheet: ReviewSheet) -> None:
    go_to(sheet, "clear.txt")
    row = sheet.file.speakers.row("JOURNALIST")
    assert row is not None
    write(qtbot, row.person, "Anna Lee")
    assert row.role.hasFocus()
    write(qtbot, row.role, "reporter")
    assert "Anna Lee" in speakers(sheet)
    assert "Anna Lee   reporter" in sheet.text.toPlainText()


def test_a_label_is_joined_with_another(qtbot: QtBot, sheet: ReviewSheet) -> None:
    go_to(sheet, "debate.txt")
    assert sheet.file.speakers.focus_label("MR. KENNEDY")
    press(qtbot, Key.Key_J)
    [menu] = [each for each in sheet.findChildren(QMenu) if each.isVisible()]
    [wanted] = [action for action in menu.actions() if action.text() == "MR. SMITH"]
    for _ in menu.actions():
        if menu.activeAction() is not wanted:
            qtbot.keyClick(menu, Key.Key_Down)
    qtbot.keyClick(menu, Key.Key_Return)
    assert not any("Kennedy" in name.title() for name in speakers(sheet))


def test_the_menu_of_a_decision_takes_the_same_letters(qtbot: QtBot, sheet: ReviewSheet) -> None:
    go_to(sheet, "clear.txt")
    assert sheet.file.speakers.focus_label("JOURNALIST")
    press(qtbot, Key.Key_Return)
    [menu] = [each for each in sheet.findChildren(QMenu) if each.isVisible()]
    qtbot.keyClick(menu, Key.Key_N)
    qtbot.waitUntil(lambda: "JOURNALIST" not in " ".join(speakers(sheet)).upper())


def test_one_decision_counts_for_every_file_that_has_the_label(
    qtbot: QtBot, sheet: ReviewSheet
) -> None:
    def elsewhere() -> bool:
        twin = sheet.review.plan.entry(line(sheet, "twin of clear.txt").key)
        return "JOURNALIST" in twin.decisions.choices

    go_to(sheet, "clear.txt")
    assert sheet.file.speakers.focus_label("JOURNALIST")
    assert sheet.file.same.words().endswith("the same way in the other file that has it")
    press(qtbot, Key.Key_N)
    assert elsewhere()
    go_to(sheet, "twin of clear.txt")
    row = sheet.file.speakers.row("JOURNALIST")
    assert row is not None
    assert row.decision.words() == "Not a speaker"
    go_to(sheet, "clear.txt")
    press(qtbot, Key.Key_Z, ctrl=True)
    assert not elsewhere()
    sheet.file.same.click()
    assert sheet.file.speakers.focus_label("JOURNALIST")
    press(qtbot, Key.Key_N)
    assert not elsewhere()


def test_another_encoding_reads_the_file_anew(qtbot: QtBot, sheet: ReviewSheet) -> None:
    go_to(sheet, "guess.txt")
    assert sheet.file.encoding.words().endswith("a guess")
    sheet.file.encoding.open_menu()
    menu = sheet.file.encoding.choices
    [koi8] = [action for action in menu.actions() if "KOI8-R" in action.text()]
    menu.setActiveAction(koi8)
    qtbot.keyClick(menu, Key.Key_Return)
    assert sheet.file.encoding.words() == "Cyrillic (KOI8-R), certain"
    assert "Заява" not in sheet.text.toPlainText()
    [utf8] = [action for action in menu.actions() if action.text() == "UTF-8"]
    with qtbot.waitSignal(sheet.review.refused):  # it is not written in UTF-8: all stays
        utf8.trigger()
    assert sheet.file.encoding.words() == "Cyrillic (KOI8-R), certain"


def test_an_ambiguous_date_is_asked_and_may_be_changed(qtbot: QtBot, sheet: ReviewSheet) -> None:
    go_to(sheet, "two days.txt")
    banner, date = sheet.file.banners[0], sheet.file.fields.fields["date"]
    assert date.text() == "2023"
    assert [each.accessibleName() for each in banner.buttons] == ["3 Apr 2023", "4 Mar 2023"]
    qtbot.mouseClick(banner.buttons[1], Qt.MouseButton.LeftButton)
    assert date.text() == "4 Mar 2023"
    assert line(sheet, "two days.txt").mark == "settled"
    qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
    assert date.text() == "3 Apr 2023"


def test_a_date_by_hand_is_read_as_people_write_dates(qtbot: QtBot, sheet: ReviewSheet) -> None:
    go_to(sheet, "clear.txt")
    field = sheet.file.fields.fields["date"]
    for said, stands in (("1 December 2023", "1 Dec 2023"), ("2023-12", "Dec 2023")):
        write(qtbot, field.line, said)
        assert field.text() == stands
    write(qtbot, field.line, "03/04/2023")
    assert field.line.property("wrong") is True
    assert sheet.review.plan.entry(sheet.key).decisions.fields["date"] == "2023-12"


def test_answers_without_a_label_get_a_name_or_stay_with_the_questions(
    qtbot: QtBot, sheet: ReviewSheet
) -> None:
    go_to(sheet, "answers.txt")
    answers = sheet.file.speakers.answers
    assert answers.person.text() == "Josep Borrell"
    write(qtbot, answers.person, "J. Borrell")
    assert "J. Borrell" in speakers(sheet)
    assert line(sheet, "answers.txt").mark == "settled"
    answers.told.click()
    assert "J. Borrell" not in speakers(sheet)


def test_a_twin_is_skipped_unless_it_shall_be_kept(qtbot: QtBot, sheet: ReviewSheet) -> None:
    go_to(sheet, "twin of clear.txt")
    banner = sheet.file.banners[0]
    skip, _, keep = banner.buttons
    qtbot.mouseClick(skip, Qt.MouseButton.LeftButton)
    assert line(sheet, "twin of clear.txt").mark == "left out"
    assert sheet.accept.words() == "Import 5 transcripts"
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    assert sheet.accept.words() == "Import 6 transcripts"


def test_a_refused_file_says_why(sheet: ReviewSheet) -> None:
    go_to(sheet, "broken.pdf")
    assert "broken.pdf" in sheet.file.banners[0].words()
    assert sheet.file.fields.isHidden()
    assert not sheet.file.encoding.isVisible()


def test_leaving_writes_nothing(qtbot: QtBot, window: MainWindow, sheet: ReviewSheet) -> None:
    go_to(sheet, "debate.txt")
    press(qtbot, Key.Key_N, Key.Key_Escape)
    assert window.review is None
    assert window.place is window.transcripts
    assert titles(window) == []
    assert window.session.project.next_undo() == ""
    assert "On disk" in window.status.words()


def test_an_import_is_one_act_that_can_be_taken_back(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet
) -> None:
    assert sheet.isVisible()
    carry_out(qtbot, window)
    assert len(titles(window)) == 5
    assert window.transcripts is not None
    assert window.transcripts.list.report.words().startswith("5 transcripts came in")
    press(qtbot, Key.Key_Z, ctrl=True)
    assert titles(window) == []
    assert "Taken back" in window.status.words()


def test_escape_stops_what_is_under_way_and_the_sheet_goes_on(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet
) -> None:
    going = threading.Event()

    def until_cancelled(progress: Progress) -> None:
        while not going.wait(0.001):
            progress(0, 5, "debate.txt")

    window.acts.run("Importing transcripts", until_cancelled, going.set)
    assert not sheet.accept.isEnabled()
    assert not sheet.file.isEnabled()
    with qtbot.waitSignal(window.tasks.idle):
        press(qtbot, Key.Key_Escape)
    assert window.review is sheet
    assert sheet.accept.isEnabled()
    assert sheet.file.isEnabled()
    assert "Cancelled" in window.status.words()
    carry_out(qtbot, window)
    assert len(titles(window)) == 5


def test_the_sheet_waits_while_another_place_is_looked_at(
    window: MainWindow, sheet: ReviewSheet
) -> None:
    window.show_code()
    assert window.place is window.code
    assert "On disk" in window.status.words()
    window.show_transcripts()
    assert window.place is sheet
    assert "Nothing written yet" in window.status.words()


def test_one_file_without_a_question_comes_in_at_once(
    qtbot: QtBot, window: MainWindow, folder: Path, tmp_path: Path
) -> None:
    window.session.create(tmp_path / "other.annotator", coder="ann")
    with qtbot.waitSignal(window.acts.imported, timeout=20_000):
        window.take_files([folder / "clear.txt"])
    assert window.review is None
    assert titles(window) == ["Press point"]


def test_in_a_narrow_window_the_text_takes_the_place_of_the_form(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet
) -> None:
    assert sheet.text.isVisible()
    window.resize(900, 700)
    qtbot.waitUntil(lambda: not sheet.text.isVisible())
    qtbot.mouseClick(sheet.file.text_button, Qt.MouseButton.LeftButton)
    assert sheet.text.isVisible()
    assert not sheet.file.isVisible()
    qtbot.mouseClick(sheet.back, Qt.MouseButton.LeftButton)
    assert sheet.file.isVisible()


def test_everything_that_takes_the_keyboard_has_a_name(sheet: ReviewSheet) -> None:
    for name in ("debate.txt", "answers.txt", "two days.txt"):
        go_to(sheet, name)
        unnamed = [
            widget
            for widget in sheet.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisibleTo(sheet)
            and not widget.accessibleName()
            and not widget.property("text")
        ]
        assert unnamed == []


def told_fields(sheet: ReviewSheet) -> ToldFields:
    sheet.files.details.click()
    [dialog] = sheet.findChildren(ToldFields)
    return dialog


def test_titles_come_from_the_names_of_the_files_as_one_decision(
    qtbot: QtBot, sheet: ReviewSheet
) -> None:
    go_to(sheet, "two days.txt")
    dialog = told_fields(sheet)
    qtbot.keyClicks(dialog.pattern.line, "{place")
    qtbot.waitUntil(lambda: dialog.pattern.line.property("wrong") is True)
    dialog.pattern.line.clear()
    qtbot.keyClicks(dialog.pattern.line, "{place} {kind}")
    qtbot.waitUntil(lambda: dialog.fits.text().startswith("2 of 6"))
    read = [" place: " in line.whole() for line in dialog.lines]
    assert read == [True, True, False, False, False]  # those that fit come first
    qtbot.keyClick(dialog.pattern.line, Key.Key_Return)
    plan = sheet.review.plan
    told = {one.name: dict(one.decisions.fields) for one in plan.entries if one.survey}
    assert told["two days.txt"] == {"place": "two", "kind": "days"}
    assert told["clear.txt"] == {}
    sheet.undo()
    assert not any(one.decisions.fields for one in sheet.review.plan.entries)


def test_a_table_about_the_files_fills_their_fields(
    qtbot: QtBot, sheet: ReviewSheet, tmp_path: Path
) -> None:
    table, other = tmp_path / "about.csv", tmp_path / "other.csv"
    table.write_text("file,title,date\nclear.txt,From the table,2024-01-31\n", encoding="utf-8")
    other.write_text("file,title\nnone.txt,Nothing\n", encoding="utf-8")
    go_to(sheet, "clear.txt")
    dialog = told_fields(sheet)
    dialog.use_table(other)
    assert dialog.isVisible()
    assert dialog.refusal.text()
    with qtbot.waitSignal(dialog.done_with):
        dialog.use_table(table)
    assert sheet.file.fields.fields["title"].text() == "From the table"
    assert sheet.file.fields.fields["date"].text() == "31 Jan 2024"


def test_dates_of_a_table_are_asked_and_read_in_one_order(
    qtbot: QtBot, sheet: ReviewSheet, tmp_path: Path
) -> None:
    table = tmp_path / "about.csv"
    table.write_text("file,date\nclear.txt,05/06/2023\ndebate.txt,07/08/2023\n", encoding="utf-8")
    dialog = told_fields(sheet)
    with qtbot.waitSignal(dialog.done_with):
        dialog.use_table(table)
    assert line(sheet, "clear.txt").mark == "look"
    go_to(sheet, "clear.txt")
    assert "the other date" in sheet.file.same.words()
    first, second = sheet.file.banners[0].buttons
    assert (first.words(), second.words()) == ("5 Jun 2023", "6 May 2023")
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert sheet.file.fields.fields["date"].text() == "6 May 2023"
    go_to(sheet, "debate.txt")
    assert sheet.file.fields.fields["date"].text() == "8 Jul 2023"
    sheet.undo()
    assert line(sheet, "clear.txt").mark == "look"


def test_files_whose_text_is_there_are_decided_together(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet, folder: Path
) -> None:
    carry_out(qtbot, window)
    with qtbot.waitSignal(window.acts.planned, timeout=20_000):
        window.take_files([folder])
    again = window.review
    assert again is not None
    go_to(again, "clear.txt")
    assert "the 5 other files whose text is there already" in again.file.same.words()
    assert again.accept.words() == "Import 0 transcripts"
    keep = again.file.banners[0].buttons[2]
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    assert again.accept.words() == "Import 6 transcripts"
    again.undo()
    assert again.accept.words() == "Import 0 transcripts"
    assert sheet is not again


def test_every_field_of_the_metadata_can_be_written(qtbot: QtBot, sheet: ReviewSheet) -> None:
    go_to(sheet, "clear.txt")
    fields = sheet.file.fields.fields
    assert fields["language"].text() == "en"
    for name, words in (("place", "Brussels"), ("source", "nato.int"), ("kind", "doorstep")):
        write(qtbot, fields[name].line, words)
    write(qtbot, fields["language"].line, "fr")
    entry = next(one for one in sheet.review.plan.entries if one.name == "clear.txt")
    assert entry.survey is not None
    metadata = entry.survey.metadata
    assert (metadata.place, metadata.source, metadata.kind, metadata.language) == (
        "Brussels",
        "nato.int",
        "doorstep",
        "fr",
    )


def test_the_question_about_the_encoding_leads_to_the_others(
    qtbot: QtBot, sheet: ReviewSheet
) -> None:
    go_to(sheet, "guess.txt")
    banner = sheet.file.banners[0]
    assert "Cyrillic (Windows-1251), which is a guess" in banner.words()
    qtbot.mouseClick(banner.buttons[1], Qt.MouseButton.LeftButton)
    menu = sheet.file.encoding.choices
    qtbot.waitUntil(menu.isVisible)
    names = [action.text() for action in menu.actions()]
    menu.close()
    assert "Ukrainian (KOI8-U)" in names
