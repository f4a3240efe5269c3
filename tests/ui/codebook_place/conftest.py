"""The sample, opened in the window at its Codebook place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.sample import build_sample

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator_ui.main_window import MainWindow
    from tests.ui.codebook_place.desk import Desk


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, built once; every test opens a copy."""
    return build_sample(tmp_path_factory.mktemp("sample")).project_path


@pytest.fixture
def desk(window: MainWindow, built: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """The place with the principal investigator before it."""
    from tests.ui.codebook_place.desk import Desk

    copy = tmp_path / "sample.annotator"
    shutil.copyfile(built, copy)
    window.resize(1440, 900)
    window.session.open(copy, coder="pi")
    yield Desk(window, qtbot)
    window.session.close()
