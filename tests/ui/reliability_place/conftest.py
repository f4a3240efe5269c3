"""The sample, opened in the window at its Reliability place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.sample import build_sample

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator_ui.main_window import MainWindow
    from annotator_ui.reliability_place.place import ReliabilityPlace


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, built once; every test opens a copy."""
    return build_sample(tmp_path_factory.mktemp("sample")).project_path


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[ReliabilityPlace], None]:
    """Wait until every question of the place is answered and shown."""

    def wait(place: ReliabilityPlace) -> None:
        qtbot.waitUntil(lambda: not place.is_busy, timeout=10_000)

    return wait


@pytest.fixture
def opened(window: MainWindow, built: Path, tmp_path: Path) -> MainWindow:
    """The window on a copy of the sample, at its text."""
    copy = tmp_path / "sample.annotator"
    shutil.copyfile(built, copy)
    window.resize(1440, 900)
    window.session.open(copy, coder="coder_a")
    return window


@pytest.fixture
def place(
    opened: MainWindow, settled: Callable[[ReliabilityPlace], None]
) -> Iterator[ReliabilityPlace]:
    opened.show_further("reliability")
    found = opened.further.place("reliability")
    settled(found)  # type: ignore[arg-type]
    yield found  # type: ignore[misc]
    opened.session.close()
