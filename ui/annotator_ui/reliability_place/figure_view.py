"""How does a table of figures look and answer to keys: hairlines, badges, bars, a chosen cell?"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator_ui.charts.interval import Axis, draw_interval, draw_marks, draw_scale, draw_words
from annotator_ui.parts.badge import draw_badge
from annotator_ui.parts.icons import zoom_of
from annotator_ui.reliability_place.column_widths import column_widths
from annotator_ui.reliability_place.figures import Cell, FigureModel, FigureRole, Figures, Head
from annotator_ui.theme import Theme, code_shade, number_font, ui_font

Index = QModelIndex | QPersistentModelIndex

ROW: Final = 35
TITLE: Final = 31
HEAD: Final = 44
PAD, BAR, BADGE, GAP = 10, 3, 20, 11
NO_COLOR: Final = "#7A8590"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FigureView(QTableView):
    """A table whose every figure can be chosen; what lies behind it is told."""

    chosen = Signal(object)
    """The `Cell` that is chosen now."""
    head_pressed = Signal(int)
    """A heading was clicked: the number of its column."""
    entered_behind = Signal()
    """Enter on a cell: to the passages behind it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.figure_model = FigureModel()
        self.theme = theme
        self.hovered = -1
        self.setModel(self.figure_model)
        self.setItemDelegate(_Field(self))
        self._head = _Head(self)
        self.setHorizontalHeader(self._head)
        self._head.setHighlightSections(False)
        self._head.setSectionsClickable(True)
        self._head.sectionClicked.connect(self.head_pressed)
        self._head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.entered.connect(self._hover)
        self.selectionModel().currentChanged.connect(self._chose)

    @property
    def figures(self) -> Figures:
        return self.figure_model.figures

    def show_figures(self, figures: Figures) -> None:
        """Show a table; the cell that was chosen stays chosen where the table still has it."""
        before = self._chosen_place() if figures.name == self.figures.name else None
        self.figure_model.show(figures)
        self.setAccessibleName(figures.name)
        self.clearSpans()
        for row, line in enumerate(figures.lines):
            if line.title and len(figures.heads) > 1:
                self.setSpan(row, 0, 1, len(figures.heads))
        self._fit()
        self._choose_again(before)

    def clear(self) -> None:
        """Nothing is shown for now."""
        self.figure_model.show(Figures(""))

    def set_look(self, theme: Theme) -> None:
        """Take colours and sizes anew."""
        self.theme = theme
        self._fit()
        self.viewport().update()
        self._head.viewport().update()

    def wanted_height(self) -> int:
        """What shows all rows without scrolling."""
        rows = sum(self.rowHeight(row) for row in range(self.figure_model.rowCount()))
        return rows + self._edges()

    def whole_rows(self, height: int) -> int:
        """The largest height, up to this one, at which the last row in sight is whole."""
        fits = self._edges()
        for row in range(self.figure_model.rowCount()):
            if fits + self.rowHeight(row) > height:
                break
            fits += self.rowHeight(row)
        return fits

    def _edges(self) -> int:
        """The heading, and the bar to scroll sideways where there is one."""
        heads = self.figures.heads
        width = sum(self.columnWidth(column) for column in range(len(heads)))
        bar = self.horizontalScrollBar().sizeHint().height()
        return self._head.height() + 2 + (bar if width > self.viewport().width() else 0)

    def choose(self, row: int, column: int) -> None:
        self.setCurrentIndex(self.figure_model.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered_behind.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def leaveEvent(self, event: object) -> None:
        del event
        self._hover(QModelIndex())

    def _hover(self, index: Index) -> None:
        row = index.row() if self.figure_model.cell(index) is not None else -1
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def _chose(self, index: QModelIndex, before: QModelIndex) -> None:
        del before
        self.viewport().update()
        cell = self.figure_model.cell(index)
        if cell is not None:
            self.chosen.emit(cell)

    def _chosen_place(self) -> tuple[str, str] | None:
        """Row and column by their words: after a change they may stand elsewhere."""
        index = self.currentIndex()
        if self.figure_model.cell(index) is None:
            return None
        figures = self.figures
        return figures.lines[index.row()].cells[0].words, figures.heads[index.column()].words

    def _choose_again(self, before: tuple[str, str] | None) -> None:
        figures = self.figures
        rows = [row for row, line in enumerate(figures.lines) if line.cells]
        if not rows:
            return
        row, column = rows[0], self._first_column(rows[0])
        if before is not None:
            same = [n for n in rows if figures.lines[n].cells[0].words == before[0]]
            heads = [n for n, head in enumerate(figures.heads) if head.words == before[1]]
            row = same[0] if same else row
            column = heads[0] if heads else column
        self.choose(row, column)
        if row == rows[0]:
            self.scrollToTop()

    def _first_column(self, row: int) -> int:
        """The first figure of a row that leads somewhere."""
        cells = self.figures.lines[row].cells
        told = [n for n, cell in enumerate(cells) if n and cell.words and cell.source is not None]
        return told[0] if told else min(1, len(cells) - 1)

    def _fit(self) -> None:
        zoom = zoom_of(self)
        for row, line in enumerate(self.figures.lines):
            self.setRowHeight(row, round((TITLE if line.title else ROW) * zoom))
        self._head.setFixedHeight(round(HEAD * zoom))
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Names before bars; what does not fit scrolls."""
        heads = self.figures.heads
        free = [column for column, head in enumerate(heads) if not head.width]
        widths = column_widths(
            heads, self.viewport().width(), longest=self._longest(free), zoom=zoom_of(self)
        )
        for column, width in enumerate(widths):
            # the table before may have hidden its bars here
            self.setColumnHidden(column, heads[column].is_bar and not width)
            self.setColumnWidth(column, width)

    def _longest(self, columns: list[int]) -> int:
        """Pixels that the longest words of these columns take."""
        zoom = zoom_of(self)
        metrics = QFontMetricsF(ui_font(13 * zoom))
        found = [
            metrics.horizontalAdvance(cell.words)
            + (2 * PAD + (BADGE + GAP if cell.code is not None else 0)) * zoom
            for line in self.figures.lines
            for column, cell in enumerate(line.cells)
            if column in columns
        ]
        return round(max(found, default=0.0)) + 1


class _Field(QStyledItemDelegate):
    def __init__(self, view: FigureView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(40, round(ROW * zoom_of(self._view)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = QRectF(option.rect)
        painter.save()
        cell = index.data(FigureRole.CELL)
        if isinstance(cell, Cell):
            self._paint_cell(painter, place, index, cell)
        else:
            self._paint_title(painter, place, str(index.data(FigureRole.TITLE) or ""))
        painter.restore()

    def _paint_title(self, painter: QPainter, place: QRectF, words: str) -> None:
        theme, zoom = self._view.theme, zoom_of(self._view)
        painter.fillRect(_foot(place), QColor(theme.line))
        painter.setFont(ui_font(11 * zoom, 600))
        painter.setPen(QColor(theme.muted))
        room = place.adjusted(PAD * zoom, 0, 0, -7 * zoom)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)

    def _paint_cell(self, painter: QPainter, place: QRectF, index: Index, cell: Cell) -> None:
        view = self._view
        theme = view.theme
        current = view.currentIndex()
        in_row = current.isValid() and current.row() == index.row()
        ground = theme.accent_soft if in_row else theme.panel
        if not in_row and view.hovered == index.row():
            ground = theme.hover
        painter.fillRect(place, QColor(ground))
        if cell.shade is not None:
            _paint_shade(painter, place, cell.shade, theme)
        painter.fillRect(_foot(place), QColor(theme.line))
        if in_row and index.column() == 0:
            painter.fillRect(
                QRectF(place.left(), place.top(), BAR, place.height() - 1), QColor(theme.accent)
            )
        muted = theme.muted2 if in_row else theme.muted
        ink = muted if cell.tone == "muted" else theme.text
        if cell.bar is not None:
            self._paint_bar(painter, place, cell, muted=muted, ground=ground)
            if in_row and current.column() == index.column():
                _paint_frame(painter, place, theme)
        elif cell.code is not None:
            self._paint_code(painter, place, cell)
        else:
            head = view.figures.heads[index.column()]
            chosen = in_row and current.column() == index.column() and index.column() > 0
            self._paint_words(painter, place, cell, head=head, ink=ink, chosen=chosen)

    def _paint_bar(
        self, painter: QPainter, place: QRectF, cell: Cell, *, muted: str, ground: str
    ) -> None:
        bar, theme, zoom = cell.bar, self._view.theme, zoom_of(self._view)
        if bar is None:
            return
        axis = Axis.across(place, self._view.figures.floor, zoom)
        if bar.words:
            draw_words(painter, place, axis, bar.words, ink=muted, value=bar.value, zoom=zoom)
        draw_marks(painter, place, axis, theme)
        draw_interval(
            painter, place.adjusted(0, 0, 0, -1), axis, theme,
            value=bar.value, low=bar.low, high=bar.high, hollow=bar.hollow,
            zoom=zoom, ground=ground,
        )  # fmt: skip

    def _paint_code(self, painter: QPainter, place: QRectF, cell: Cell) -> None:
        theme, zoom, code = self._view.theme, zoom_of(self._view), cell.code
        if code is None:
            return
        side = BADGE * zoom
        left = place.left() + (PAD + 2) * zoom
        badge = QRectF(left, place.center().y() - side / 2, side, side)
        draw_badge(painter, badge, code_shade(code.color or NO_COLOR, theme), code.key)
        painter.setFont(ui_font(13 * zoom))
        painter.setPen(QColor(theme.text))
        room = place.adjusted(badge.right() - place.left() + GAP * zoom, 0, -4 * zoom, 0)
        painter.drawText(room, _LEFT, _fitting(painter, cell.words, room.width()))

    def _paint_words(
        self, painter: QPainter, place: QRectF, cell: Cell, *, head: Head, ink: str, chosen: bool
    ) -> None:
        theme, zoom = self._view.theme, zoom_of(self._view)
        small = cell.tone == "muted"
        weight = 600 if chosen else 400
        painter.setFont(number_font((12 if small else 13) * zoom, weight))
        room = place.adjusted(PAD * zoom, 0, -PAD * zoom, -1)
        words = _fitting(painter, cell.words, room.width())
        if chosen and words:
            _paint_edge(painter, place, words, theme=theme, right=head.right, zoom=zoom)
        painter.setPen(QColor(ink))
        painter.drawText(room, _RIGHT if head.right else _LEFT, words)


class _Head(QHeaderView):
    """Column names at the foot of their cells, and the scale of the bars."""

    def __init__(self, view: FigureView) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._view = view

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme, zoom = self._view.theme, zoom_of(self._view)
        head, place = self._view.figures.heads[section], QRectF(rect)
        painter.save()
        painter.fillRect(place, QColor(theme.panel))
        painter.fillRect(_foot(place), QColor(theme.line))
        room = place.adjusted(PAD * zoom, 0, -PAD * zoom, -8 * zoom)
        if head.is_bar:
            axis = Axis.across(place, self._view.figures.floor, zoom)
            draw_scale(painter, room, axis, theme, zoom)
            room = room.adjusted(0, 0, 0, -16 * zoom)
        painter.setFont(ui_font(11 * zoom, 600))
        painter.setPen(QColor(theme.muted))
        side = Qt.AlignmentFlag.AlignRight if head.right else Qt.AlignmentFlag.AlignLeft
        words = "\n".join(_fitting(painter, line, room.width()) for line in head.words.split("\n"))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignBottom, words)
        painter.restore()


def _foot(place: QRectF) -> QRectF:
    return QRectF(place.left(), place.bottom() - 1, place.width(), 1)


def _paint_shade(painter: QPainter, place: QRectF, shade: float, theme: Theme) -> None:
    ink = QColor(theme.interval)
    ink.setAlphaF(max(0.0, min(shade, 1.0)))
    painter.fillRect(place.adjusted(1, 1, -1, -2), ink)


def _paint_edge(
    painter: QPainter, place: QRectF, words: str, *, theme: Theme, right: bool, zoom: float
) -> None:
    """The edge around the figure that is chosen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = min(painter.fontMetrics().horizontalAdvance(words) + 14 * zoom, place.width() - 4)
    height = 24 * zoom
    left = place.right() - (PAD - 7) * zoom - width if right else place.left() + (PAD - 7) * zoom
    edge = QRectF(round(left), round(place.center().y() - height / 2), round(width), round(height))
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.setBrush(QColor(theme.panel))
    painter.drawRoundedRect(edge.translated(0.5, -0.5), 4, 4)


def _paint_frame(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """The edge around a bar that is chosen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.adjusted(2.5, 5.5, -2.5, -6.5), 4, 4)


def _fitting(painter: QPainter, words: str, width: float) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(width))


def focus_figures(view: QWidget) -> None:
    """Put the keyboard on a table of figures."""
    view.setFocus(Qt.FocusReason.OtherFocusReason)
