"""How does a row of the code tree look: badge with the key, name that wraps, count?"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.codebook import Code
from annotator_ui.item_models.code_tree import CodeRole
from annotator_ui.item_models.wrapped_text import draw_lines, wrapped_lines
from annotator_ui.parts.badge import draw_badge
from annotator_ui.theme import Theme, code_shade, ui_font

Index = QModelIndex | QPersistentModelIndex

MARGIN = 14
BADGE = 20
GAP = 11
INDENT = 14
_LINE = 18
_ROW = 28
_COUNT = 44
_HEADING = 36
NO_COLOR = "#7A8590"


_Known = tuple[Code | None, int, int]
"""The code of a row, its depth, and what its height has beyond that of its lines, at 100 %."""


class CodeRow(QStyledItemDelegate):
    """Paints groups as quiet headings and codes as badge, name and count."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watches = False
        self._theme = theme
        self._zoom = 1.0
        self._lines: dict[tuple[str, int, bool], tuple[str, ...]] = {}
        self._known: dict[tuple[int, int], _Known] = {}

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._theme = theme
        if zoom != self._zoom:
            self._zoom = zoom
            self._lines.clear()

    def watch(self, model: QAbstractItemModel) -> None:
        """Keep what rows are until this model, the one that the view shows, changes.

        A tree of 1,000 codes is laid out several times before it is seen first.
        """
        for signal in (
            model.modelAboutToBeReset, model.modelReset, model.layoutChanged, model.rowsInserted,
            model.rowsRemoved, model.rowsMoved, model.dataChanged,
        ):  # fmt: skip
            signal.connect(self._forget_rows)
        self._watches = True

    def _forget_rows(self, *_what: object) -> None:
        self._known.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = _row_width(option)
        key = (index.internalId(), index.row())
        known = self._known.get(key) if self._watches else None
        if known is None:
            known = self._known[key] = _known(index)
        code, depth, extra = known
        if code is None:
            return QSize(width, round(_ROW * self._zoom))
        lines = self._name_lines(code, depth, width)
        height = (_ROW + extra + (len(lines) - 1) * _LINE) * self._zoom
        return QSize(width, round(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        code = index.data(CodeRole.CODE)
        if not isinstance(code, Code):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if _follows_group(index, code):
            option = self._paint_no_group(painter, option)
        selected = paint_ground(painter, option, self._theme)
        if code.is_group:
            self._paint_group(painter, option, index, code)
        else:
            self._paint_code(painter, option, index, code, muted=self._muted(selected=selected))
        painter.restore()

    def _paint_group(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, code: Code
    ) -> None:
        depth = index.data(CodeRole.DEPTH)
        left = self._left(option.rect, _steps(code, depth))
        lines = self._name_lines(code, depth, option.rect.width())
        height = _LINE * self._zoom
        top = option.rect.bottom() + 1 - len(lines) * height - 4 * self._zoom
        painter.setFont(ui_font(11 * self._zoom, 600))
        painter.setPen(QColor(self._theme.muted))
        area = QRectF(left, top, option.rect.right() - left, len(lines) * height)
        draw_lines(painter, lines, area=area, line_height=height)
        if not _is_open(option, index):
            count = f"{_held(index)} hidden"
            self._right_words(painter, option.rect, area.center().y(), count)

    def _paint_no_group(
        self, painter: QPainter, option: QStyleOptionViewItem
    ) -> QStyleOptionViewItem:
        """Say that the group above has ended; returns what is left for the code itself."""
        height = round(_HEADING * self._zoom)
        painter.setFont(ui_font(11 * self._zoom, 600))
        painter.setPen(QColor(self._theme.muted))
        left = self._left(option.rect, 0)
        line = _LINE * self._zoom  # as far from the rows around it as the name of a group
        top = option.rect.top() + height - line - 4 * self._zoom
        area = QRectF(left, top, option.rect.right() - left, line)
        painter.drawText(area, _MIDDLE_LEFT, "No group")
        rest = QStyleOptionViewItem(option)
        rest.rect = option.rect.adjusted(0, height, 0, 0)
        return rest

    def _paint_code(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        code: Code,
        *,
        muted: str,
    ) -> None:
        zoom, depth = self._zoom, index.data(CodeRole.DEPTH)
        left = self._left(option.rect, _steps(code, depth))
        lines = self._name_lines(code, depth, option.rect.width())
        middle = option.rect.center().y() + 0.5
        badge = QRectF(left, middle - BADGE * zoom / 2, BADGE * zoom, BADGE * zoom)
        shade = code_shade(code.color or NO_COLOR, self._theme)
        draw_badge(painter, badge, shade, code.key)
        painter.setFont(self._font(code))
        painter.setPen(QColor(self._theme.text))
        height = _LINE * zoom
        words = badge.right() + GAP * zoom
        area = QRectF(words, middle - len(lines) * height / 2, 10, 10)
        draw_lines(painter, lines, area=area, line_height=height)
        words_ = counted(index.data(CodeRole.COUNT) or 0, index.data(CodeRole.TOTAL) or 0)
        if words_:
            painter.setPen(QColor(muted))
            self._right_words(painter, option.rect, middle, words_)

    def own_rect(self, option: QStyleOptionViewItem, index: Index) -> QRect:
        """Where the row itself stands, below what says that the group above has ended."""
        code = index.data(CodeRole.CODE)
        if isinstance(code, Code) and _follows_group(index, code):
            return option.rect.adjusted(0, round(_HEADING * self._zoom), 0, 0)
        return option.rect

    def _right_words(self, painter: QPainter, rect: QRect, middle: float, words: str) -> None:
        painter.setFont(ui_font(12 * self._zoom))
        metrics = QFontMetricsF(painter.font())
        right = rect.right() + 1 - MARGIN
        x = right - metrics.horizontalAdvance(words)
        painter.drawText(QRectF(x, middle - 10, right - x + 1, 20), _MIDDLE_RIGHT, words)

    def _name_lines(self, code: Code, depth: int, width: int) -> tuple[str, ...]:
        room = width - 2 * MARGIN - (_COUNT + INDENT * _steps(code, depth)) * self._zoom
        if not code.is_group:
            room -= (BADGE + GAP) * self._zoom
        key = (code.name, round(room), code.is_group)
        if key not in self._lines:
            self._lines[key] = wrapped_lines(code.name, self._font(code), room)
        return self._lines[key]

    def _font(self, code: Code) -> QFont:
        return ui_font(11 * self._zoom, 600) if code.is_group else ui_font(13 * self._zoom)

    def _left(self, rect: QRect, steps: int) -> float:
        return rect.left() + MARGIN + INDENT * steps * self._zoom

    def _muted(self, *, selected: bool) -> str:
        return self._theme.muted2 if selected else self._theme.muted


def _steps(code: Code, depth: int) -> int:
    """How far a row is moved in: codes stand flush with the heading of their group."""
    return depth if code.is_group else max(0, depth - 1)


def _known(index: Index) -> _Known:
    code = index.data(CodeRole.CODE)
    if not isinstance(code, Code):
        return None, 0, 0
    extra = 8 if code.is_group else _HEADING if _follows_group(index, code) else 0
    return code, index.data(CodeRole.DEPTH), extra


def counted(here: int, in_project: int) -> str:
    """Say "3", or "3 / 12" where other transcripts have more; nothing for a code never used."""
    if not in_project and not here:
        return ""
    return f"{here:,}" if in_project <= here else f"{here:,} / {in_project:,}"


_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> bool:
    """The ground of a row: chosen with its bar while the list has the focus, else quieter."""
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    view = option.widget
    active = isinstance(view, QAbstractItemView) and (view.hasFocus() or view.property("active"))
    rect = QRectF(option.rect)
    if chosen and active:
        painter.fillRect(rect, QColor(theme.accent_soft))
        painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), QColor(theme.accent))
    elif chosen or option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(theme.hover))
    return chosen


def _row_width(option: QStyleOptionViewItem) -> int:
    """The whole width of the list: Qt asks for sizes before rows have a place."""
    view = option.widget
    return view.viewport().width() if isinstance(view, QAbstractItemView) else 264


def _is_open(option: QStyleOptionViewItem, index: Index) -> bool:
    view = option.widget
    is_expanded = getattr(view, "isExpanded", None)
    return is_expanded is None or bool(is_expanded(index))


def _follows_group(index: Index, code: Code) -> bool:
    """Whether a code that is in no group stands right below a group, as if it were in it."""
    if code.is_group or index.parent().isValid() or not index.row():
        return False
    above = index.model().index(index.row() - 1, 0).data(CodeRole.CODE)
    return isinstance(above, Code) and above.is_group


def _held(index: Index) -> int:
    model = index.model()
    return int(model.rowCount(index))
