"""How does a Lucide drawing become an icon in the colour of the words beside it?"""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from annotator_resources import resource

ZOOM: Final = "zoom"


def icon(name: str, color: str, px: int = 16) -> QIcon:
    """An icon for an action or a button, sharp at 100 % and 200 %."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, color, px, ratio))
    return made


@cache
def pixmap(name: str, color: str, px: int = 16, ratio: float = 1.0, stroke: float = 2.0) -> QPixmap:
    """A drawing of `px` device-independent pixels for a screen of that pixel ratio."""
    side = round(px * ratio)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(_tinted(name, color, stroke)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _tinted(name: str, color: str, stroke: float) -> bytes:
    drawing = _drawing(name).replace("currentColor", color)
    return drawing.replace('stroke-width="2"', f'stroke-width="{stroke:g}"').encode()


@cache
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


class Icon(QWidget):
    """A drawing that takes the colour the style sheet gives words at its place."""

    def __init__(
        self,
        name: str,
        px: int = 16,
        *,
        tone: str = "",
        stroke: float = 2.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._px = px
        self._stroke = stroke
        if tone:
            self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        grown = round(self._px * zoom_of(self))
        return QSize(grown, grown)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange}:
            self.update()
        elif event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        color = self.palette().color(self.foregroundRole()).name()
        drawn = pixmap(self._name, color, self.width(), self.devicePixelRatioF(), self._stroke)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, drawn)
        painter.end()


def zoom_of(_widget: QWidget) -> float:
    """The zoom a widget is shown at; `look.Look` keeps it beside the style sheet, for all alike."""
    app = QApplication.instance()
    zoom = app.property(ZOOM) if app is not None else None
    return zoom if isinstance(zoom, float) else 1.0
