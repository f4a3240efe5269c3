"""How does one get from place to place?"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout, QWidget

from annotator_ui.parts.buttons import leave_focus
from annotator_ui.parts.icons import Icon, zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import restyle, words

STROKE = 1.8
_MENU, _PLACE = 34, 50
"""Heights of the buttons at full size, as the style sheet has them."""


class Rail(QFrame):
    """The dark rail at the left: the menu, the places, and the settings at its foot."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.menu = RailButton("menu", "", "Menu")
        self.menu.setProperty("kind", "menu")
        self.settings = RailButton("settings", "Settings", "Settings")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 1, 0, 8)
        self._column.setSpacing(4)
        self._column.addWidget(self.menu, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._places = QVBoxLayout()
        self._places.setSpacing(4)
        self._column.addLayout(self._places)
        self._column.addStretch(1)
        self._column.addWidget(self.settings, alignment=Qt.AlignmentFlag.AlignHCenter)

    def add_place(self, drawing: str, action: QAction) -> RailButton:
        """A place of the work; its button follows the action's being on or off."""
        name = action.text().replace("&", "")
        button = RailButton(drawing, name, f"{name} ({action.shortcut().toString()})")
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.clicked.connect(action.trigger)
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        self._places.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is too low for all names, the drawings stand alone; a tip has them."""
        super().resizeEvent(event)
        buttons = [each for each in self.findChildren(RailButton) if not each.isHidden()]
        spaces = self._column.spacing() * (len(buttons) + 1) + 9
        wanted = (_MENU + _PLACE * (len(buttons) - 1)) * zoom_of(self) + spaces
        tight = self.height() < wanted
        if tight != bool(self.property("tight")):
            self.setProperty("tight", tight)
            for button in self.findChildren(RailButton):
                button.show_name(there=not tight)
                restyle(button)


class RailButton(QPushButton):
    """A drawing over its name."""

    def __init__(self, drawing: str, name: str, tip: str) -> None:
        super().__init__()
        self.setAccessibleName(name or tip)
        self.setToolTip(plain_tip(tip))
        self.setProperty("halo", "none")
        leave_focus(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 7, 0, 5)
        column.setSpacing(3)
        icon = Icon(drawing, 20, stroke=STROKE)
        column.addWidget(icon, alignment=Qt.AlignmentFlag.AlignCenter)
        self._parts: list[QWidget] = [icon]
        self.toggled.connect(self._mark)
        if not name:
            column.setContentsMargins(0, 0, 0, 0)
            return
        label = words(name, kind="rail")
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(label, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._parts.append(label)

    def show_name(self, *, there: bool) -> None:
        for part in self._parts[1:]:
            part.setVisible(there)

    def _mark(self, chosen: bool) -> None:
        """A style sheet cannot colour what stands in a checked button: it looks at a property."""
        for part in self._parts:
            part.setProperty("chosen", chosen)
            restyle(part)

    def pop_up(self, menu: QMenu) -> None:
        """Open a menu beside the button, never over it."""
        below = self.mapToGlobal(QPoint(self.width() + 4, 0))
        screen = self.screen().availableGeometry()
        height = menu.sizeHint().height()
        if below.y() + height > screen.bottom():
            below.setY(screen.bottom() - height)
        menu.popup(below)
