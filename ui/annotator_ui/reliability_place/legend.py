"""What do the dots, bars and dashes of the table mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator_ui.charts.interval import Axis, draw_interval
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

_ENTRIES = (("dot", "alpha"), ("hollow", "alpha of fewer than ten uses"), ("bar", "95 % interval"))


class Legend(QWidget):
    """One line under the table."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._signs = [_Sign(sort, theme) for sort, _ in _ENTRIES]
        flow = Flow(self, gap=8, between=2)
        flow.setContentsMargins(24, 5, 24, 0)
        for sign, (_, meaning) in zip(self._signs, _ENTRIES, strict=True):
            flow.addWidget(sign)
            flow.addWidget(words(f"{meaning}  ", kind="small", tone="muted"))
        flow.addWidget(words("dashes: .667 and .80", kind="small", tone="muted"))

    def set_look(self, theme: Theme) -> None:
        for sign in self._signs:
            sign.theme = theme
            sign.update()


class _Sign(QWidget):
    def __init__(self, sort: str, theme: Theme) -> None:
        super().__init__()
        self.theme, self._sort = theme, sort
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        zoom = zoom_of(self)
        return QSize(round((26 if self._sort == "bar" else 12) * zoom), round(14 * zoom))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        zoom = zoom_of(self)
        painter = QPainter(self)
        place = QRectF(self.rect())
        axis = Axis(0.0, place.left() + 2 * zoom, place.right() - 2 * zoom)
        if self._sort == "bar":
            draw_interval(painter, place, axis, self.theme, value=None, low=0, high=1, zoom=zoom)
        else:
            is_hollow = self._sort == "hollow"
            draw_interval(painter, place, axis, self.theme, value=0.5, hollow=is_hollow, zoom=zoom)
        painter.end()
