"""How does a test work at the Codebook place: by keys, clicks and what is on disk?"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.codebook import Code
from annotator.project import Project
from annotator_ui.codebook_place.import_page import ImportPage
from annotator_ui.codebook_place.place import CodebookPlace
from annotator_ui.main_window import MainWindow

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class Desk:
    """The place, the keyboard and the project."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot
        window.show_further("codebook")
        found = window.further.place("codebook")
        assert isinstance(found, CodebookPlace)
        self.place = found
        self.settle()

    @property
    def project(self) -> Project:
        return self.window.session.project

    @property
    def page(self) -> ImportPage:
        """What a file would do."""
        return self.place.import_page

    def settle(self) -> None:
        """Wait until everything that was asked beside the window is shown."""
        self.bot.waitUntil(lambda: not self.place.is_busy, timeout=10_000)
        self.bot.waitUntil(lambda: not self.window.tasks.busy, timeout=10_000)
        QApplication.processEvents()
        self.window.activateWindow()
        self.bot.waitUntil(self.window.isActiveWindow)

    def code(self, name: str) -> Code:
        return self.project.code(name)

    def look_at(self, name: str) -> None:
        self.place.show_code(self.code(name).id)
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """A key where the keyboard is."""
        QTest.keyClick(self.focus(), key, modifiers or Qt.KeyboardModifier.NoModifier)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def tree(self) -> list[str]:
        """Ids in tree order, indented by depth."""
        book = self.project.codebook()
        return ["  " * (len(book.path(code)) - 1) + code.code_id for code in book.codes]

    def focus(self) -> QWidget:
        """Where the keyboard is in the window."""
        return QApplication.focusWidget() or self.window.focusWidget() or self.place
