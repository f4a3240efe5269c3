"""Does the installed PySide6 keep its references to None and True?"""

from __future__ import annotations

import sys

import pytest

pytestmark = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None and True are immortal since Python 3.12"
)

EMITS, UPDATES, SLACK = 2_000, 200, 50


@pytest.mark.usefixtures("qapp")
def test_signals_and_updates_lose_no_references() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one per call, until the process aborts."""
    from PySide6.QtCore import QObject, Signal
    from PySide6.QtWidgets import QApplication, QWidget

    class Emitter(QObject):
        said = Signal(int)

    emitter, widget = Emitter(), QWidget()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(EMITS):
        emitter.said.emit(number)
    for _ in range(UPDATES):
        widget.update()
        QApplication.processEvents()
    after = sys.getrefcount(None), sys.getrefcount(True)
    widget.deleteLater()
    assert abs(after[0] - before[0]) <= SLACK
    assert abs(after[1] - before[1]) <= SLACK
