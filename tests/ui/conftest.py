"""What does a test of the window start from: a window of its own, settings of its own?

Qt is imported inside the fixtures: pytest reads this file also where Qt does not load.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator_resources import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from annotator_ui.look import Look
    from annotator_ui.main_window import MainWindow
    from annotator_ui.preferences import Preferences


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    from annotator_ui.preferences import Preferences

    return Preferences(tmp_path / "settings.ini")


@pytest.fixture
def look(qapp: QApplication, preferences: Preferences) -> Iterator[Look]:
    from PySide6.QtGui import QPalette

    from annotator_ui.look import Look

    font = qapp.font()
    look = Look(qapp, preferences)
    yield look
    look.take_off()
    qapp.setFont(font)
    qapp.setPalette(QPalette())
    qapp.setProperty("zoom", None)


@pytest.fixture
def window(
    qtbot: QtBot, look: Look, preferences: Preferences, tmp_path: Path
) -> Iterator[MainWindow]:
    """The whole window, shown and painted, with no project open."""
    from annotator_ui.main_window import MainWindow
    from annotator_ui.messages import Messages

    made = MainWindow(look, preferences, Messages(tmp_path / "reports"))
    with qtbot.waitSignal(made.painted):
        made.show()
    made.activateWindow()
    made.start.begin()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def press_point() -> Path:
    """The shipped transcript file."""
    return resource("sample", "nato_2023-11-28.txt")
