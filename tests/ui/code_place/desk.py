"""A coder at work in a real place on a real project file: keys, clicks, and what is stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.errors import UserError
from annotator.model.codebook import Code
from annotator.model.spans import Span
from annotator.project import Project
from annotator_ui.code_place.place import CodePlace
from annotator_ui.code_place.status import StatusInfo
from annotator_ui.session import Session
from annotator_ui.theme import load_fonts, theme_named

PLAIN = Qt.KeyboardModifier.NoModifier

Row = tuple[int, int, str, bool]


@dataclass
class Desk:
    """A coder at work: what they press and click, and what the project file then holds."""

    bot: QtBot
    session: Session
    place: CodePlace
    said: list[str] = field(default_factory=list)
    refused: list[UserError] = field(default_factory=list)
    status: list[StatusInfo] = field(default_factory=list)

    @property
    def project(self) -> Project:
        return self.session.project

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        self.bot.keyClick(self.focused(), key, modifier)

    def type(self, text: str) -> None:
        self.bot.keyClicks(self.focused(), text)

    def send(self, text: str, scan_code: int) -> None:
        """A key press as another keyboard layout makes it."""
        event = QKeyEvent(QKeyEvent.Type.KeyPress, 0, PLAIN, scan_code, 0, 0, text)
        QApplication.sendEvent(self.focused(), event)

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def code(self, code_id: str) -> Code:
        return self.project.code(code_id)

    def row_of(self, code_id: str) -> QPoint:
        tree = self.place.codes.tree
        model = tree.model()
        assert isinstance(model, QSortFilterProxyModel)
        wanted = self.place.code_tree.index_of(self.code(code_id).id)
        return tree.visualRect(model.mapFromSource(wanted)).center()

    def click_code(self, code_id: str) -> None:
        viewport = self.place.codes.tree.viewport()
        self.bot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=self.row_of(code_id))

    def sentence(self, number: int) -> Span:
        """The n-th sentence of the open transcript, from 1."""
        transcript = self.place.loop.transcript
        assert transcript is not None
        return transcript.spans("sentence")[number - 1]

    def stored(self) -> list[Row]:
        """The coder's codings as the file holds them: start, end, code, unsure."""
        transcript = self.place.loop.transcript
        assert transcript is not None
        found = self.project.codings(transcript.info.id, coder_id=self.project.coder.id)
        names = {code.id: code.code_id for code in self.project.codebook().codes}
        codes = [names[id_] for id_ in found.code_ids]
        return list(zip(found.starts, found.ends, codes, found.unsure, strict=True))

    def shown(self) -> list[Row]:
        """The codings as the place believes them to be."""
        names = {code.id: code.code_id for code in self.project.codebook().codes}
        rows = [
            (each.start, each.end, names[each.code_id], each.unsure)
            for each in self.place.loop.codings
        ]
        return sorted(rows, key=lambda row: (row[0], -row[1], row[2]))

    def count(self, code_id: str) -> int:
        """The number the tree shows beside a code."""
        return self.place.code_tree.count(self.code(code_id).id)

    def settle(self) -> None:
        """Let what waits for the event loop happen."""
        QApplication.processEvents()


def sit_down(qtbot: QtBot, session: Session) -> Desk:
    load_fonts()
    place = CodePlace(session, theme_named("light"))
    qtbot.addWidget(place)
    desk = Desk(qtbot, session, place)
    session.said.connect(desk.said.append)
    session.refused.connect(desk.refused.append)
    place.status.connect(desk.status.append)
    place.resize(1376, 836)
    place.show()
    qtbot.waitExposed(place)
    place.activateWindow()
    place.focus_text()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    desk.settle()
    return desk
