"""What do tests of the pages start from: the window on a project with a debate in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator_ui.main_window import MainWindow
    from annotator_ui.transcripts_place.place import TranscriptsPlace

TALK = """Talk in the hall
28 November 2023

ANN LEE: Good evening. We begin now. There is much to do.
BEN ROY; I think so. Let us see.

ANN LEE: Thank you. We go on.

MR. FOX: Good. We agree.

MR. FOX: And that is all.

MR. FOX: Thanks.
"""


@pytest.fixture
def place(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> TranscriptsPlace:
    """The Transcripts place with one debate, shown and with the keyboard on its list."""
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    window.resize(1440, 900)
    window.session.create(tmp_path / "study.annotator", coder="ann", name="Study")
    window.session.project.import_transcripts([path])
    window.show_transcripts()
    window.activateWindow()
    assert window.transcripts is not None
    qtbot.waitUntil(window.isActiveWindow)
    window.transcripts.begin()
    return window.transcripts
