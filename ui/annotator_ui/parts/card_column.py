"""How do many cards stand one under the other, each as high as its words at this width?"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class CardColumn(QWidget):
    """For a scroll area. Places its cards itself: Qt's layouts lose the heights of words that wrap
    where cards come and go while they are in sight.
    """

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[QWidget] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.arrange)

    def add(self, card: QWidget) -> None:
        card.setParent(self)
        card.installEventFilter(self)
        self._cards.append(card)
        card.show()
        self._soon.start()

    def clear(self) -> None:
        """Take all cards away."""
        cards, self._cards = self._cards, []
        for card in cards:
            card.removeEventFilter(self)
            card.hide()
            card.deleteLater()
        self.arrange()

    def arrange(self) -> None:
        """Put every card in its place."""
        self._soon.stop()
        top = 0
        for card in self._cards:
            if card.isHidden():
                continue
            height = _height(card, self.width())
            card.setGeometry(0, top, self.width(), height)
            top += height
        self.setMinimumHeight(top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A card that wants another height is heard."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._soon.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()


def _height(card: QWidget, width: int) -> int:
    layout = card.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return max(card.sizeHint().height(), card.minimumHeight())
