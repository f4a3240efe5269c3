"""Which codes were used last, one click away?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.parts.badge import draw_badge
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.parts.words import words
from annotator_ui.theme import Theme, code_shade

if TYPE_CHECKING:
    from annotator.model.codebook import Code

_MOST = 6
_SIDE, _RING = 20, 2


class RecentCodes(QWidget):
    """A row of badges, the last used first. It has its place from the start: nothing moves."""

    chosen = Signal(object)
    """The `Code` to apply."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: tuple[Code, ...] = ()
        self._badges = [_Badge(theme) for _ in range(_MOST)]
        self._none = words("none yet", kind="hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 14, 4)
        row.setSpacing(4)
        row.addWidget(words("Recent", kind="hint"))
        row.addSpacing(4)
        for badge in self._badges:
            keeping = badge.sizePolicy()
            keeping.setRetainSizeWhenHidden(badge is self._badges[-1])
            badge.setSizePolicy(keeping)
            badge.hide()
            badge.clicked.connect(lambda _=False, b=badge: self.chosen.emit(b.code))
            row.addWidget(badge)
        row.addWidget(self._none)
        row.addStretch()

    def show_codes(self, codes: Sequence[Code]) -> None:
        if self._shown == tuple(codes[:_MOST]):
            return
        self._shown = tuple(codes[:_MOST])
        for number, badge in enumerate(self._badges):
            badge.show_code(self._shown[number] if number < len(self._shown) else None)
        self._none.setVisible(not self._shown)

    def codes(self) -> tuple[Code, ...]:
        return self._shown

    def set_theme(self, theme: Theme) -> None:
        for badge in self._badges:
            badge.set_theme(theme)


class _Badge(QAbstractButton):
    """A code's badge to click; the keyboard has the code's own key for it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.code: Code | None = None
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_code(self, code: Code | None) -> None:
        self.code = code
        self.setVisible(code is not None)
        if code is not None:
            self.setToolTip(plain_tip(f"Apply {code.name}"))
            self.setAccessibleName(f"Apply {code.name}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Also while no code is shown: the row keeps its height."""
        side = round((_SIDE + 2 * _RING) * zoom_of(self))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self.code is None:
            return
        painter = QPainter(self)
        shade = code_shade(self.code.color or NO_COLOR, self._theme)
        inset = _RING * zoom_of(self)
        # without a key the first letter stands in: colour is never the only sign
        letter = self.code.key or self.code.name[:1]
        place = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        draw_badge(painter, place, shade, letter)
        if self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().highlight().color(), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()
