"""What a role may not do is off in the window, and its tip says why."""

from __future__ import annotations

from pathlib import Path

import pytest

import annotator
from annotator_ui.main_window import MainWindow
from annotator_ui.parts.buttons import action_button
from annotator_ui.preferences import Preferences


@pytest.fixture
def study(tmp_path: Path, press_point: Path, preferences: Preferences) -> Path:
    path = tmp_path / "study.annotator"
    with annotator.create(path, coder="ann", name="Press points") as project:
        project.import_transcripts([press_point])
    preferences.remember_coder(path, "ann")
    return path


def test_a_coder_is_not_offered_what_only_the_investigator_may_do(
    window: MainWindow, study: Path
) -> None:
    commands = window.commands
    button = action_button(commands.import_files)
    assert button.isEnabled()  # without a project it makes one
    window.take_files([study])
    assert button.isEnabled()
    assert commands.import_codebook.isEnabled()
    window.session.use_coder("bea")
    assert not button.isEnabled()
    assert button.toolTip().startswith("As a coder you cannot change the transcripts. Ask ann")
    assert not commands.import_codebook.isEnabled()
    window.session.use_coder("ann")
    assert button.isEnabled()
    assert button.toolTip() == commands.import_files.statusTip()
    button.deleteLater()
