"""What if a page is higher than the window? It scrolls, and nothing in it is cut off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Scrolled(QScrollArea):
    """As wide as its room, and at least as high as its words need at that width.

    Qt asks a page in a scroll area how high it must be without saying how wide it is, and then
    cuts off words that wrap.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what has the keyboard stands in it
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() is QEvent.Type.LayoutRequest:
            self._measure()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        page = self.widget()
        layout = None if page is None else page.layout()
        if page is None or layout is None:
            return
        width = self.viewport().width()
        least = layout.minimumSize().height()
        if layout.hasHeightForWidth():
            least = layout.minimumHeightForWidth(width)
        if page.minimumHeight() != least:
            page.setMinimumHeight(least)
