"""Does a mixed folder of about fifty files, dropped on the window, come in right after one look?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator_ui.import_review.sheet import ReviewSheet
from annotator_ui.main_window import MainWindow
from tests.core.transcripts import made_files as made
from tests.core.transcripts.test_look_alikes import SHAPES
from tests.ui.dropping import drop

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
TALKS = 16


def files() -> Iterator[tuple[str, bytes]]:
    """Every kind, every shape that we met, talks of one series, and two that cannot be read."""
    for name, data in made.every_kind().items():
        yield f"kind {name}", data
    for shape in SHAPES:
        yield shape.name, shape.words.encode()
    for number in range(TALKS):
        talk = f"Talk {number}\n2{number % 10} May 2023\n\nANNA LEE: We met {number} times.\n\n"
        yield f"talk {number}.txt", f"{talk}BEN ROY: And why?\n\nANNA LEE: To agree.\n".encode()
    yield "scan.pdf", made.pdf([[]])
    yield "empty.txt", b""


@pytest.fixture
def sheet(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> ReviewSheet:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name, data in files():
        (folder / name).write_bytes(data)
    window.resize(1440, 900)
    window.session.create(tmp_path / "study.annotator", coder="ann", name="Study")
    window.show_transcripts()
    with qtbot.waitSignal(window.acts.planned, timeout=60_000):
        assert drop(window, [folder])
    window.activateWindow()
    assert window.review is not None
    return window.review


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier)


def test_every_speaker_is_right_after_one_look_at_one_sheet(
    qtbot: QtBot, window: MainWindow, sheet: ReviewSheet
) -> None:
    assert len({one.path for one in sheet.review.plan.entries}) >= 50
    reasons = [str(one.error) for one in sheet.review.plan.in_state("refused")]
    assert len(reasons) == 2
    assert all("is empty" in reason or "pictures" in reason for reason in reasons)
    for _ in sheet.review.plan.entries:  # from question to question; what is proposed is right
        press(qtbot, Key.Key_J, CTRL)
        if sheet.accept.hasFocus():
            break
        banner = sheet.file.banners[0]
        assert banner.words()  # what is asked and what is proposed
        if QApplication.focusWidget() in banner.buttons:
            press(qtbot, Key.Key_Space, Qt.KeyboardModifier.NoModifier)
        else:
            qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
    assert sheet.review.n_to_look_at == 0
    with qtbot.waitSignal(window.acts.imported, timeout=60_000):
        press(qtbot, Key.Key_Return, CTRL)
    project = window.session.project
    turns = {
        info.source_name: [turn.label for turn in project.whole_transcript(info.id).turns]
        for info in project.transcripts()
    }
    assert {shape.name: turns.get(shape.name) for shape in SHAPES} == {
        shape.name: shape.labels for shape in SHAPES
    }
    for number in range(TALKS):
        assert turns[f"talk {number}.txt"] == ["ANNA LEE", "BEN ROY", "ANNA LEE"]
    assert turns["kind a.docx"] == ["MR. FOX", "MS. HARE", "MR. FOX"]
