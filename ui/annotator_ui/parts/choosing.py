"""How does one choose from a few things at one place: a button with a menu, a list, a box?"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from annotator_ui.parts.icons import pixmap, zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.theme import ui_font

CHEVRON, SIDE, GAP, BOX, LOW = 14, 9, 8, 16, 23
_LEAST_LIST = 96
"""Pixels at 100 %: a word of what is chosen."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MenuButton(QPushButton):
    """What is chosen now, with a chevron; a click, Space, Enter or Alt ↓ opens the menu."""

    def __init__(self, name: str, *, kind: str = "choice", px: int = 12, side: int = SIDE) -> None:
        super().__init__()
        self._name, self._px, self._side = name, px, side
        self._said = ""
        self._menu = QMenu(name, self)
        self._menu.setToolTipsVisible(True)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self.say("")

    @property
    def choices(self) -> QMenu:
        """The menu, filled by its owner; `aboutToShow` is the time to."""
        return self._menu

    def say(self, chosen: str) -> None:
        self._said = chosen
        self.setAccessibleName(f"{self._name}: {chosen}" if chosen else self._name)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        return self._said

    def open_menu(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # Ctrl Enter means what the screen says
            return
        opens = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or (
            event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if opens:
            self.open_menu()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        zoom = zoom_of(self)
        metrics = QFontMetrics(ui_font(self._px * zoom))
        is_said = self.property("kind") == "said"
        gap, height = (GAP // 2, LOW) if is_said else (GAP, 28)
        around = round((2 * self._side + gap + CHEVRON + 2) * zoom)
        width = metrics.horizontalAdvance(self._said) + around
        return QSize(width, round(height * zoom))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(60 * zoom_of(self)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        zoom = zoom_of(self)
        painter = QPainter(self)
        painter.setFont(ui_font(self._px * zoom))
        ink = self.palette().color(self.foregroundRole())
        painter.setPen(ink)
        side, chevron = round(self._side * zoom), round(CHEVRON * zoom)
        room = self.rect().adjusted(side, 0, -side - chevron - round(4 * zoom), 0)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, words)
        drawn = pixmap("chevron-down", ink.name(), chevron, self.devicePixelRatioF())
        at = QPoint(self.width() - side - chevron, (self.height() - chevron) // 2)
        painter.drawPixmap(at, drawn)
        painter.end()


class ListBox(QComboBox):
    """A list that opens; what is chosen ends in … where there is no room for it."""

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), round(_LEAST_LIST * zoom_of(self))), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - 2
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class ChoiceBox(ListBox):
    """Choices that a turn of the wheel over the list does not change."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def fill(self, choices: Sequence[tuple[str, object]], chosen: object) -> None:
        """Offer these, by words and what they stand for."""
        self.clear()
        for said, meant in choices:
            self.addItem(said, meant)
        known = [meant for _, meant in choices]
        self.setCurrentIndex(known.index(chosen) if chosen in known else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Check(QCheckBox):
    """A box to tick whose words end in … where there is no room; the whole stands in its tip."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._said = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(text)

    def say(self, text: str) -> None:
        self._said = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def words(self) -> str:
        return self._said

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        less = self.fontMetrics().horizontalAdvance(self.text())
        more = self.fontMetrics().horizontalAdvance(self._said)
        return QSize(hint.width() - less + more + 4, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(round(80 * zoom_of(self)), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self.width(), 80) - round((BOX + 2 * GAP) * zoom_of(self))
        mode = Qt.TextElideMode.ElideMiddle
        shown = self.fontMetrics().elidedText(self._said, mode, room)
        if shown.replace("&", "&&") != self.text():
            self.setText(shown.replace("&", "&&"))
        self.setToolTip(plain_tip("" if shown == self._said else self._said))
