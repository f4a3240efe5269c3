"""What do the tests of the Code place stand on? A real project, a real place, real keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import annotator
from annotator_resources import resource
from annotator_ui.session import Session
from tests.ui.code_place.desk import Desk, sit_down


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sample transcript, a second one, and the sample codebook."""
    path = tmp_path_factory.mktemp("template") / "study.annotator"
    second = path.with_name("second.txt")
    second.write_text("Ana Lima: Good morning. We begin now.\n\nBen Ode: Thank you.\n", "utf-8")
    with annotator.create(path, coder="ana") as project:
        source = resource("sample")
        project.import_transcripts([source / "nato_2023-11-28.txt", second])
        project.import_codebook(source / "codebook.csv")
    return path


@pytest.fixture
def empty_session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """A project without transcripts and without codes."""
    del qtbot
    session = Session()
    session.create(tmp_path / "empty.annotator", coder="ana")
    yield session
    session.close()


@pytest.fixture
def session(qtbot: QtBot, template: Path, tmp_path: Path) -> Iterator[Session]:
    del qtbot
    path = tmp_path / "study.annotator"
    shutil.copy(template, path)
    session = Session()
    session.open(path, coder="ana")
    yield session
    session.close()


@pytest.fixture
def desk(qtbot: QtBot, session: Session) -> Desk:
    """The place, shown, with the focus in the text of the sample."""
    return sit_down(qtbot, session)
