"""The three ways to begin, each with a small picture of what comes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator_ui.parts.icons import pixmap, zoom_of
from annotator_ui.parts.words import cap, words
from annotator_ui.theme import Theme, reading_font, ui_font

BLUE, GOLD = "#2D6FB4", "#C99700"
_RESHAPING = {
    QEvent.Type.Resize,
    QEvent.Type.LayoutRequest,
    QEvent.Type.FontChange,
    QEvent.Type.StyleChange,
}


class Choice(QPushButton):
    """A card: picture, title with its key, two lines. Enter or a click takes it."""

    stepped = Signal(int)
    """An arrow was pressed: 1 to the right, -1 to the left."""

    def __init__(self, title: str, key: str, about: str, picture: Picture) -> None:
        super().__init__()
        self.setProperty("part", "choice")
        self.setProperty("halo", "none")
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.picture = picture
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.addWidget(words(title, kind="card"))
        head.addStretch(1)
        head.addWidget(cap(key))
        below = words(about, tone="muted2", wrap=True)
        below.setProperty("kind", "about")
        below.setContentsMargins(8, 0, 8, 0)
        below.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._heights: dict[int, int] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(13, 13, 13, 16)
        self._column.setSpacing(0)
        self._column.addWidget(picture)
        self._column.addSpacing(15)
        self._column.addLayout(head)
        self._column.addSpacing(6)
        self._column.addWidget(below, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the next card; a button alone would go to whatever Tab goes to."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def set_small(self, *, small: bool) -> None:
        """Without its picture, for a narrow window."""
        self.picture.setVisible(not small)

    def sizeHint(self) -> QSize:
        """Asked many times while the window finds its size, and every time words are broken."""
        width = max(self.width(), 240)
        if width not in self._heights:
            words_high = self._column.totalHeightForWidth(width)
            self._heights[width] = max(words_high, round(246 * zoom_of(self)))
        return QSize(width, self._heights[width])

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() in _RESHAPING:
            self._heights.clear()
            self.updateGeometry()
        return super().event(event)


class Picture(QWidget):
    """A painted hint at a screen; says nothing that the words below do not say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, round(116 * zoom_of(self)))

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.bg))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        zoom = zoom_of(self)
        painter.scale(zoom, zoom)
        self.draw(painter, self.width() / zoom)
        painter.end()

    def draw(self, painter: QPainter, width: float) -> None:
        """Paint in pixels of 100 %, 116 high."""


class CodedText(Picture):
    """Three lines of a transcript with two codes on them."""

    def draw(self, painter: QPainter, width: float) -> None:
        painter.setFont(reading_font(14))
        metrics = painter.fontMetrics()
        left = max((width - 268) / 2, 8)
        tint = 0.22 if self.theme.dark else 0.12
        lines = (
            ("The European Allies and", ""),
            ("Canada provide", " almost 50%"),
            ("", "of the military support."),
        )
        wide = 0.0
        for row, (first, second) in enumerate(lines):
            top, x = 17 + row * 27, left
            for part, color in ((first, BLUE), (second, GOLD)):
                if not part:
                    continue
                lead = metrics.horizontalAdvance(" ") if part.startswith(" ") else 0
                length = metrics.horizontalAdvance(part.strip())
                x += lead
                self._tinted(painter, QRectF(x, top, length, 25), part.strip(), BLUE, tint)
                if color == GOLD:
                    _fill(painter, QRectF(x, top, length, 20), GOLD, tint)
                    _fill(painter, QRectF(x, top + 20, length, 2), GOLD, 1)
                x += length
            wide = max(wide, x)
        self._bracket(painter, wide + 8, 20, 74, BLUE)
        self._bracket(painter, wide + 18, 47, 47, GOLD)
        painter.setFont(ui_font(11))
        painter.setPen(QColor(self.theme.text))
        words = Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(wide + 30, 20, 62, 30), words, "Burden sharing")
        painter.drawText(QRectF(wide + 30, 61, 66, 30), words, "Support for Ukraine")

    def _tinted(self, painter: QPainter, place: QRectF, text: str, color: str, tint: float) -> None:
        _fill(painter, place, color, tint)
        _fill(painter, QRectF(place.left(), place.bottom() - 1, place.width(), 2), color, 1)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(place.adjusted(0, 1, 8, -3), Qt.AlignmentFlag.AlignVCenter, text)

    def _bracket(self, painter: QPainter, x: float, top: float, height: float, color: str) -> None:
        for place in ((x, top, 2, height), (x, top, 5, 2), (x, top + height - 2, 5, 2)):
            _fill(painter, QRectF(*place), color, 1)


class EmptyProject(Picture):
    """Three dashed slots that wait to be filled."""

    def draw(self, painter: QPainter, width: float) -> None:
        left = (width - 176) / 2
        painter.setFont(ui_font(12))
        slots = (("file-text", "Transcripts"), ("book-open", "Codebook"), ("users", "Coders"))
        for row, (drawing, name) in enumerate(slots):
            place = QRectF(left, 10.5 + row * 34, 176, 27)
            pen = QPen(QColor(self.theme.mark), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(QColor(self.theme.panel))
            painter.drawRoundedRect(place, 6, 6)
            _icon(painter, self, drawing, place.left() + 12, place.top() + 6)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(place.adjusted(36, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)


class ProjectFile(Picture):
    """A project as a file."""

    def draw(self, painter: QPainter, width: float) -> None:
        left = (width - 236) / 2
        painter.setFont(ui_font(12))
        files = ("press-points.annotator", "debates.annotator")
        for row, name in enumerate(files):
            place = QRectF(left, 18.5 + row * 43, 236, 35)
            painter.setPen(QColor(self.theme.line))
            painter.setBrush(QColor(self.theme.panel))
            painter.drawRoundedRect(place, 6, 6)
            _icon(painter, self, "file", place.left() + 12, place.top() + 9)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(QColor(self.theme.text))
            painter.drawText(place.adjusted(38, 0, 0, 0), middle, name)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(
                place.adjusted(0, 0, -12, 0), middle | Qt.AlignmentFlag.AlignRight, "project"
            )


def _fill(painter: QPainter, place: QRectF, color: str, opacity: float) -> None:
    ink = QColor(color)
    ink.setAlphaF(opacity)
    painter.fillRect(place, ink)


def _icon(painter: QPainter, picture: Picture, drawing: str, x: float, y: float) -> None:
    ratio = picture.devicePixelRatioF() * zoom_of(picture)
    painter.drawPixmap(round(x), round(y), pixmap(drawing, picture.theme.muted, 16, ratio))
