"""What the system asks to be opened is opened, together where it was asked for together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot

from annotator_ui.main_window import MainWindow
from annotator_ui.wanted_files import Application
from tests.ui.test_pack_mode import pack_of


@pytest.fixture
def app(qapp: object) -> Application:
    assert isinstance(qapp, Application)
    return qapp


def ask(path: Path) -> None:
    """As macOS does for each file that somebody opens in the Finder."""
    application = QCoreApplication.instance()
    assert application is not None
    assert QCoreApplication.sendEvent(application, QFileOpenEvent(str(path)))


def test_files_that_came_before_the_window_wait_for_it(app: Application, qtbot: QtBot) -> None:
    taken: list[Sequence[Path]] = []
    ask(Path("early.annotator"))
    app.hand_to(taken.append)
    assert taken == [[Path("early.annotator")]]
    ask(Path("one.annotator-return"))
    ask(Path("two.annotator-return"))
    qtbot.waitUntil(lambda: len(taken) == 2)
    assert taken[1] == [Path("one.annotator-return"), Path("two.annotator-return")]
    app.hand_to(None)


def test_a_pack_that_is_asked_for_opens_in_the_window(
    app: Application, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    pack = pack_of(tmp_path)
    app.hand_to(window.take_files)
    ask(pack)
    qtbot.waitUntil(lambda: window.session.is_open, timeout=5000)
    app.hand_to(None)
    assert window.pack is not None
    assert window.session.project.path == pack
