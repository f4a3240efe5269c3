"""A study of six small transcripts, open at its Team place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import annotator
from annotator.model.codebook import CodeDraft

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator_ui.main_window import MainWindow
    from annotator_ui.team_place.place import TeamPlace

TEAM = ("ann", "ben", "cem", "dia")


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six transcripts and one code; every test opens a copy."""
    folder = tmp_path_factory.mktemp("study")
    files = []
    for number in range(6):
        file = folder / f"t{number}.txt"
        file.write_text(f"Ms. Smith: Sentence {number}. We will help. No.\n", encoding="utf-8")
        files.append(file)
    with annotator.create(folder / "study.annotator", coder="boss") as project:
        project.import_transcripts(files)
        project.add_code(CodeDraft("AID", "Aid", key="a"))
        return project.path


@pytest.fixture
def opened(window: MainWindow, study: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The whole window on a copy of the study, as the principal investigator."""
    copy = tmp_path / "study.annotator"
    copy.write_bytes(study.read_bytes())
    window.resize(1440, 900)
    window.session.open(copy, coder="boss")
    yield window
    window.session.close()


@pytest.fixture
def place(opened: MainWindow) -> TeamPlace:
    opened.show_further("team")
    return opened.further.place("team")  # type: ignore[return-value]


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[TeamPlace], None]:
    """Wait until everything that was asked is shown, and no long work runs."""

    def wait(place: TeamPlace) -> None:
        window = place.window()
        qtbot.waitUntil(
            lambda: not place.is_busy and not window.tasks.busy,  # type: ignore[attr-defined]
            timeout=10_000,
        )

    return wait
