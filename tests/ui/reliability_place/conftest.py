"""The sample at its Reliability place: one that stands for looking, and a window for changing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.sample import build_sample
from tests.undecided import leave_undecided

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from annotator_ui.main_window import MainWindow
    from annotator_ui.reliability_place.place import ReliabilityPlace


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with coders who are not done, built once; every test opens a copy."""
    path = build_sample(tmp_path_factory.mktemp("sample")).project_path
    leave_undecided(path)
    return path


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[ReliabilityPlace], None]:
    """Wait until every question of the place is answered and shown."""

    def wait(place: ReliabilityPlace) -> None:
        qtbot.waitUntil(lambda: not place.is_busy, timeout=10_000)

    return wait


@pytest.fixture(scope="package")
def standing(
    qapp: QApplication, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ReliabilityPlace]:
    """A place in a window of its own, for all tests that only look."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QMainWindow

    from annotator_ui.actions import Actions
    from annotator_ui.look import Look
    from annotator_ui.messages import Messages
    from annotator_ui.place import Surroundings
    from annotator_ui.preferences import Preferences
    from annotator_ui.project_acts import ProjectActs
    from annotator_ui.reliability_place.place import ReliabilityPlace
    from annotator_ui.session import Session
    from annotator_ui.tasks import Tasks

    folder = tmp_path_factory.mktemp("standing")
    copy = folder / "sample.annotator"
    shutil.copyfile(built, copy)
    window = QMainWindow()
    preferences = Preferences(folder / "settings.ini")
    look, session, messages = Look(qapp, preferences), Session(), Messages(folder / "reports")
    acts = ProjectActs(window, session, Tasks(window), messages, preferences)
    session.open(copy, coder="coder_a")
    place = ReliabilityPlace(
        Surroundings(session, Actions(window), look, messages, preferences, acts)
    )
    window.setCentralWidget(place)
    for button in place.title_buttons:
        button.setParent(place)
    look.put_on()
    window.resize(1376, 800)
    window.show()
    place.begin()
    yield place
    session.close()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    look.take_off()
    qapp.setProperty("zoom", None)


@pytest.fixture
def place(
    standing: ReliabilityPlace, settled: Callable[[ReliabilityPlace], None]
) -> ReliabilityPlace:
    """The standing place as it opens: the first choice, the codes, nothing else shown."""
    from annotator.reliability.choice import Choice

    settled(standing)
    standing.more.more, standing.more.order = False, "alpha"
    standing.show_view(None)
    standing.choose(Choice())
    settled(standing)
    standing.table.choose(1, 1)  # a cell stays chosen, so the last test may have left another
    settled(standing)
    standing.activateWindow()
    standing.begin()
    return standing


@pytest.fixture
def opened(window: MainWindow, built: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The whole window on a copy of the sample, at its text."""
    copy = tmp_path / "sample.annotator"
    shutil.copyfile(built, copy)
    window.resize(1440, 900)
    window.session.open(copy, coder="coder_a")
    yield window
    window.session.close()


@pytest.fixture
def own(opened: MainWindow, settled: Callable[[ReliabilityPlace], None]) -> ReliabilityPlace:
    """The place of that window."""
    opened.show_further("reliability")
    found = opened.further.place("reliability")
    settled(found)  # type: ignore[arg-type]
    return found  # type: ignore[return-value]
