"""Which colour does a code have, and how does its badge look with it?"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLineEdit, QWidget

from annotator.model.code_colors import CALM_COLORS
from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.parts.badge import draw_badge
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.tips import plain_tip
from annotator_ui.theme import Theme, code_shade


class ColorField(QWidget):
    """Twelve calm colours to choose from, or any other as #RRGGBB."""

    changed = Signal()

    def __init__(self, color: str, theme: Theme) -> None:
        super().__init__()
        self.field = QLineEdit(color)
        self.field.setPlaceholderText("next calm one")
        self.swatches = [ColorSwatch(each, theme) for each in CALM_COLORS]
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field)
        row.addSpacing(4)
        for swatch in self.swatches:
            swatch.clicked.connect(lambda _=False, s=swatch: self.field.setText(s.color))
            self._group.addButton(swatch)
            row.addWidget(swatch)
        row.addStretch()
        self.field.textChanged.connect(self._follow)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.field.setMaximumWidth(round(120 * zoom_of(self)))

    def color(self) -> str:
        text = self.field.text().strip()
        return f"#{text}" if len(text) == 6 and not text.startswith("#") else text.upper()

    def is_wrong(self) -> bool:
        """Whether what is typed names no colour; nothing typed is not wrong."""
        return bool(self.color()) and not QColor.isValidColorName(self.color())

    def _follow(self) -> None:
        for swatch in self.swatches:
            swatch.setChecked(swatch.color == self.color())
        self.changed.emit()


class ColorSwatch(QAbstractButton):
    """One colour; the chosen one wears a ring."""

    def __init__(self, color: str, theme: Theme) -> None:
        super().__init__()
        self.color, self._theme = color, theme
        self.setCheckable(True)
        self.setFixedSize(26, 26)
        self.setToolTip(plain_tip(color))
        self.setAccessibleName(f"Colour {color}")

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.hasFocus():
            ink = self._theme.text if self.isChecked() else self._theme.accent
            painter.setPen(QColor(ink))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, 7, 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.color))
        painter.drawRoundedRect(ring.adjusted(3, 3, -3, -3), 5, 5)
        painter.end()


class KeyBadge(QWidget):
    """The badge of the code that is being described."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._color, self._key = theme, "", ""
        self.setFixedSize(22, 22)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_code(self, color: str, key: str) -> None:
        self._color, self._key = color, key
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        shade = code_shade(self._color or NO_COLOR, self._theme)
        draw_badge(painter, QRectF(self.rect()), shade, self._key)
        painter.end()
