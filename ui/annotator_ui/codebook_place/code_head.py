"""Which code is looked at, and how is it shown?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from annotator_ui.dialogs.color_field import KeyBadge
from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.parts.buttons import Segments
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import Elided

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator_ui.theme import Theme

VIEWS: Final = ("Form", "Table", "As coders see it")
_NARROW: Final = 480


class CodeHead(QWidget):
    """The badge and the name of the code, and the three views of it."""

    chosen = Signal(int)
    """The number of a view."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._badge = KeyBadge(theme)
        self._name = Elided(kind="title")
        self.views = Segments(VIEWS, "How the code is shown")
        self.views.chosen.connect(self.chosen)
        self.views.choose(0)
        named = QHBoxLayout()
        named.setSpacing(12)
        named.addWidget(self._badge)
        named.addWidget(self._name, 1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(24, 12, 24, 12)
        self._parts.setSpacing(12)
        self._parts.addLayout(named, 1)
        self._parts.addWidget(self.views, 0, Qt.AlignmentFlag.AlignLeft)

    def show_code(self, code: Code) -> None:
        self._badge.setVisible(not code.is_group)
        self._badge.show_code(code.color or NO_COLOR, code.key)
        self._name.say(code.name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the views stand under the name, so that it can be read."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW * zoom_of(self)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._parts.direction() != way:
            self._parts.setDirection(way)

    def set_theme(self, theme: Theme) -> None:
        self._badge.set_theme(theme)
