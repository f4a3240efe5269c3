"""Is a fault reported without a word of any transcript?"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from annotator.errors import FileProblem
from annotator_ui.messages import Messages, Notice

QUOTE = "Secretary Blinken, Tony, welcome back to NATO."


def fault() -> BaseException:
    """An exception that quotes a transcript, with another one behind it."""
    try:
        try:
            int(QUOTE)
        except ValueError as error:
            raise KeyError(QUOTE) from error
    except KeyError as error:
        return error


def test_a_fault_is_one_sentence_and_says_where_the_report_is(qtbot: QtBot, tmp_path: Path) -> None:
    messages = Messages(tmp_path)
    with qtbot.waitSignal(messages.noticed) as said:
        messages.fault(fault())
    notice: Notice = said.args[0]
    assert notice.sort == "error"
    assert "safe on disk" in notice.message
    assert str(tmp_path) in notice.hint
    assert "Blinken" not in notice.message + notice.hint + notice.detail
    assert notice.button == "Copy the report"
    assert notice.act is not None
    notice.act()
    copied = QGuiApplication.clipboard().text()
    assert "KeyError" in copied
    assert "Blinken" not in copied


def test_without_a_place_for_the_report_it_is_said_too(qtbot: QtBot, tmp_path: Path) -> None:
    taken = tmp_path / "reports"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    messages = Messages(taken)
    with qtbot.waitSignal(messages.noticed) as said:
        messages.fault(fault())
    assert "No report could be saved" in said.args[0].hint


def test_what_a_user_can_cure_keeps_its_hint(qtbot: QtBot) -> None:
    messages = Messages()
    with qtbot.waitSignal(messages.noticed) as said:
        messages.refuse(FileProblem("The disk is full.", "Make room and try again."))
    assert said.args[0] == Notice("error", "The disk is full.", "Make room and try again.")
