"""Does the window hear of every change on its own thread, and does a refusal change nothing?"""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.changes import Changes
from annotator.errors import ProjectProblem, Refused, UserError
from annotator.model.codebook import CodeDraft
from annotator_ui.session import Session


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Session:
    assert qapp
    made = Session()
    made.create(tmp_path / "study.annotator", coder="ann")
    return made


class Ears(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, bool]] = []

    def hear(self, changes: Changes) -> None:
        self.heard.append((changes.label, QThread.currentThread() is self.thread()))


def test_an_act_of_a_worker_thread_is_heard_on_the_window_thread(
    qtbot: QtBot, session: Session
) -> None:
    ears = Ears()
    session.changed.connect(ears.hear)
    draft = CodeDraft("UKR", "Support for Ukraine")
    worker = threading.Thread(target=session.project.add_code, args=(draft,))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(ears.heard) == 1)
    assert ears.heard[0][1]
    session.close()


def test_an_act_of_the_window_is_heard_at_once(session: Session) -> None:
    ears = Ears()
    session.changed.connect(ears.hear)
    session.project.add_code(CodeDraft("UKR", "Support for Ukraine"))
    session.undo()
    assert len(ears.heard) == 2
    session.close()


def test_what_cannot_be_undone_is_said_and_nothing_raises(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.refused) as refusal:
        session.redo()
    assert isinstance(refusal.args[0], Refused)
    session.close()


def test_attempt_gives_the_answer_or_none(session: Session) -> None:
    def refuse() -> int:
        raise UserError("No.")

    assert session.attempt(lambda: 3) == 3
    assert session.attempt(refuse) is None
    session.close()


def test_a_project_that_cannot_be_opened_leaves_the_open_one(
    session: Session, tmp_path: Path
) -> None:
    other = tmp_path / "other.annotator"
    other.write_bytes(b"not a project at all, but long enough to look like one" * 20)
    with pytest.raises(ProjectProblem):
        session.open(other)
    assert session.is_open
    assert session.project.name == "study"
    session.close()


def test_opening_another_project_closes_the_first(session: Session, tmp_path: Path) -> None:
    said: list[str] = []
    session.closing.connect(lambda: said.append("closing"))
    session.closed.connect(lambda: said.append("closed"))
    session.opened.connect(lambda: said.append("opened"))
    session.create(tmp_path / "second.annotator", coder="bob", name="Second")
    assert said == ["closing", "closed", "opened"]
    assert session.project.name == "Second"
    session.close()
    assert not session.is_open
    with pytest.raises(RuntimeError):
        _ = session.project


def test_going_on_as_another_coder_is_told(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.coder_changed):
        session.use_coder("bea")
    assert session.project.coder.coder_id == "bea"
    session.close()
