"""How does a passage look in a list: its code, who said it where, its words among others?"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.codebook import Code
from annotator.model.retrieval import PassageShown
from annotator_ui.item_models.code_row import NO_COLOR
from annotator_ui.item_models.passage_rows import PassageRole, where_words
from annotator_ui.parts.badge import draw_badge
from annotator_ui.theme import Theme, code_shade, reading_font, ui_font
from annotator_ui.transcript_view.offsets import units_of

Index = QModelIndex | QPersistentModelIndex

SIDE, TOP, BADGE, GAP, LINES, PITCH, HEAD = 24, 11, 20, 14, 2, 22, 20
_QUOTE_PX: Final = 14
_BEFORE: Final = 48
"""Code points shown before a passage."""
_LONGEST: Final = 400
_TINT_LIGHT, _TINT_DARK = 0.14, 0.24
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PassageRow(QStyledItemDelegate):
    """A line of who and where, and two lines of words with the passage marked in them."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zoom = theme, 1.0

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._theme, self._zoom = theme, zoom

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(200, round((2 * TOP + HEAD + LINES * PITCH) * self._zoom))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown, code = index.data(PassageRole.SHOWN), index.data(PassageRole.CODE)
        painter.save()
        quiet = self._ground(painter, option)
        if isinstance(shown, PassageShown):
            self._paint_row(painter, QRectF(option.rect), shown, code, quiet)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> str:
        rect, theme = QRectF(option.rect), self._theme
        quiet = theme.muted
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
            painter.fillRect(
                QRectF(rect.left(), rect.top(), 3, rect.height()), QColor(theme.accent)
            )
            quiet = theme.muted2
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.hover))
        painter.fillRect(
            QRectF(rect.left() + SIDE, rect.bottom(), rect.width() - 2 * SIDE, 1),
            QColor(theme.line),
        )
        return quiet

    def _paint_row(
        self, painter: QPainter, rect: QRectF, shown: PassageShown, code: object, quiet: str
    ) -> None:
        zoom = self._zoom
        fill = code.color if isinstance(code, Code) and code.color else NO_COLOR
        shade = code_shade(fill, self._theme)
        key = (code.key or code.name[:1]) if isinstance(code, Code) else ""
        left, top = rect.left() + SIDE, rect.top() + TOP * zoom
        draw_badge(painter, QRectF(left, top + zoom, BADGE * zoom, BADGE * zoom), shade, key)
        left += (BADGE + GAP) * zoom
        width = rect.right() - SIDE - left
        self._paint_head(painter, QRectF(left, top, width, HEAD * zoom), shown, quiet)
        words, first, last = excerpt(shown)
        tint = QColor(shade.fill)
        tint.setAlphaF(_TINT_DARK if self._theme.dark else _TINT_LIGHT)
        place = QRectF(left, top + (HEAD + 2) * zoom, width, LINES * PITCH * zoom)
        self._paint_words(painter, place, words, (first, last), (tint, QColor(shade.fill)))

    def _paint_head(
        self, painter: QPainter, place: QRectF, shown: PassageShown, quiet: str
    ) -> None:
        zoom = self._zoom
        painter.setFont(ui_font(12 * zoom))
        painter.setPen(QColor(quiet))
        metrics = QFontMetricsF(painter.font())
        signs = [
            shown.coder,
            "unsure ?" if shown.key.unsure else "",
            "memo" if shown.memo else "",
        ]
        said = " · ".join(sign for sign in signs if sign)
        painter.drawText(place, _RIGHT, said)
        room = place.width() - metrics.horizontalAdvance(said) - 16 * zoom
        where = metrics.elidedText(where_words(shown), Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, _LEFT, where)

    def _paint_words(
        self,
        painter: QPainter,
        place: QRectF,
        words: str,
        passage: tuple[int, int],
        colors: tuple[QColor, QColor],
    ) -> None:
        """The passage tinted and underlined as in the text; what has no room is left out."""
        zoom = self._zoom
        first, last = (units_of(words[:at]) for at in passage)
        layout = _set(words, _QUOTE_PX * zoom, place.width(), PITCH * zoom)
        painter.setPen(QColor(self._theme.text))
        painter.setClipRect(place)
        for number in range(min(layout.lineCount(), LINES)):
            line = layout.lineAt(number)
            begin, end = max(first, line.textStart()), line.textStart() + line.textLength()
            end = min(last, end)
            if begin < end:
                a, b = _x(line.cursorToX(begin)), _x(line.cursorToX(end))
                x, top = place.left() + min(a, b), place.top() + number * PITCH * zoom
                painter.fillRect(QRectF(x, top + 1, abs(b - a), PITCH * zoom - 3), colors[0])
                foot = top + (PITCH - 3) * zoom
                painter.fillRect(QRectF(x, foot, abs(b - a), max(1.0, 2 * zoom)), colors[1])
        layout.draw(painter, QPointF(place.left(), place.top()))


def excerpt(shown: PassageShown) -> tuple[str, int, int]:
    """Some words before, the passage and what follows, on one line; where the passage stands."""
    lead = shown.before
    if len(lead) > _BEFORE:
        lead = "… " + lead[-_BEFORE:].partition(" ")[2]
    quote = " ".join(shown.quote[:_LONGEST].split())
    after = shown.after if len(shown.quote) <= _LONGEST else " …"
    return f"{lead}{quote}{after}", len(lead), len(lead) + len(quote)


def _set(words: str, px: float, width: float, pitch: float) -> QTextLayout:
    """Two lines; what has no room on them ends in "…"."""
    font = reading_font(px)
    layout, used = _lines(words, font, max(width, 40.0), pitch)
    units = words.encode("utf-16-le", "surrogatepass")
    if used * 2 < len(units):
        last = layout.lineAt(layout.lineCount() - 1).textStart()
        rest = units[2 * last :].decode("utf-16-le", "surrogatepass")
        mode = Qt.TextElideMode.ElideRight
        rest = QFontMetricsF(font).elidedText(rest, mode, max(width, 40.0) - 2)
        whole = units[: 2 * last].decode("utf-16-le", "surrogatepass") + rest
        layout, _ = _lines(whole, font, max(width, 40.0), pitch)
    return layout


def _lines(words: str, font: QFont, width: float, pitch: float) -> tuple[QTextLayout, int]:
    """The words in lines, and how many UTF-16 units found room."""
    layout, used = QTextLayout(words, font), 0
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    layout.beginLayout()
    for number in range(LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * pitch + (pitch - line.height()) / 2))
        used = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, used


def _x(found: object) -> float:
    """PySide answers with the place, or with the place and the cursor it belongs to."""
    if isinstance(found, tuple | list):
        return float(found[0])
    return float(found) if isinstance(found, int | float) else 0.0
