"""What happens inside the text column? It paints a page, and reports keys and gestures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from annotator_ui.item_models.code_tree import dragged_code
from annotator_ui.transcript_view.area_mouse import AreaMouse, End
from annotator_ui.transcript_view.keys import step_of, typed_by
from annotator_ui.transcript_view.paged_edit import PagedEdit
from annotator_ui.transcript_view.painting import (
    Band,
    Marks,
    Stretch,
    grip_places,
    paint_found,
    paint_grips,
    paint_preview,
    paint_term,
    paint_tints,
    paint_unit,
    paint_veil,
)
from annotator_ui.transcript_view.shown import Shown
from annotator_ui.transcript_view.stretches import Stretches
from annotator_ui.transcript_view.unit_cursor import UnitCursor

if TYPE_CHECKING:
    from annotator_ui.transcript_view.coding_index import CodingIndex, CodingRow
    from annotator_ui.transcript_view.display import Display
    from annotator_ui.transcript_view.inks import Inks
    from annotator_ui.transcript_view.measures import Measures
    from annotator_ui.transcript_view.page import Page

_GRIP_REACH = 4
"""Pixels beside the end of a coding where the pointer takes hold of it."""


class TextArea(PagedEdit):
    """The text column. Positions it reports are of the shown document."""

    stepped = Signal(object)
    """A key that moves or narrows was pressed: a function of the unit cursor."""
    typed = Signal(str)
    copy_asked = Signal()
    menu_asked = Signal(int, QPoint)
    """The letter under the pointer, or -1 where a key asked; where on the screen."""
    hovered = Signal(int, QPoint)
    """The pointer rests on a letter, or beside the words (-1); where on the screen."""
    carried_over = Signal(int)
    """A code is held over a letter; -1 when it has left the text."""
    code_dropped = Signal(int, int)
    """The id of a code, and the letter it was dropped on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._inks: Inks | None = None
        self._index: CodingIndex | None = None
        self._marks = Marks()
        self._found = Stretches()
        self._current: Stretch | None = None
        self._shown = Shown()
        self._decided = Stretches()
        self._terms: Sequence[tuple[Stretches, QColor]] = ()
        self._rows: tuple[object, list[CodingRow]] = (None, [])
        self._grips: tuple[Stretch, QColor] | None = None
        self._preview: Stretch | None = None
        self.mouse = AreaMouse(self, self)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.viewport().setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    # What it shows

    def show_display(self, display: Display | None) -> None:
        self._index, self._rows = None, (None, [])
        self._grips = self._preview = None
        self._terms, self._decided = (), Stretches()
        self.mouse.forget()
        self._marks, self._found, self._current = Marks(), Stretches(), None
        super().show_display(display)

    def set_look(self, measures: Measures, inks: Inks) -> None:
        """Other sizes or colours; lays out anew only when the sizes or the theme differ."""
        old = self._inks
        self._inks = inks
        if old is None or old.theme != inks.theme or measures != self._measures:
            self.typeset(measures, inks.theme)
        self.viewport().update()

    def set_index(self, index: CodingIndex | None) -> None:
        self._index = index
        self.codings_changed()

    def codings_changed(self, first: int | None = None, last: int | None = None) -> None:
        """Paint anew, only the lines from `first` to `last` where these are given."""
        self._rows = (None, [])
        if first is None or last is None:
            self.viewport().update()
            return
        lines = list(self.page().lines_over(first, last))
        if lines:
            top = lines[0].base - self._measures.above
            height = lines[-1].base + self._measures.pitch - top
            self.viewport().update(0, top, self.viewport().width(), height)

    def set_marks(self, unit: Stretch | None, part: Stretch | None) -> None:
        """Show where the unit cursor stands."""
        self._marks = Marks(unit, part, focused=self.hasFocus())
        self.viewport().update()

    def set_grips(self, stretch: Stretch | None, color: QColor) -> None:
        """Show ends to take hold of on one coding, or on none."""
        grips = None if stretch is None else (stretch, color)
        if grips != self._grips:
            self._grips = grips
            self.viewport().update()

    def set_preview(self, stretch: Stretch | None) -> None:
        """Show what a passage would be if the gesture ended now."""
        if stretch != self._preview:
            self._preview = stretch
            self.viewport().update()

    def tell_readers(self) -> None:
        """Put the native cursor, which screen readers follow, where the unit cursor stands.

        Qt scrolls to where that cursor is put: it goes to an end of the selection that is in
        view, and stays where it was when none is.
        """
        stretch = self._marks.part or self._marks.unit
        if stretch is None:
            return
        first, last = stretch
        if self.share_of(first) is not None:
            anchor, position = last, first
        elif self.share_of(max(first, last - 1)) is not None:
            anchor, position = first, last
        else:
            return
        cursor = QTextCursor(self.typeset_text)
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def set_found(self, found: Stretches, current: Stretch | None) -> None:
        """Frame found words."""
        self._found, self._current = found, current
        self.viewport().update()

    def set_shown(self, shown: Shown) -> None:
        """What is shown of the codings, and how."""
        self._shown = shown
        self.codings_changed()

    def set_decided(self, stretches: Stretches) -> None:
        """The units decided to hold nothing."""
        self._decided = stretches
        if self._shown.fade_coded:
            self.viewport().update()

    def set_terms(self, terms: Sequence[tuple[Stretches, QColor]]) -> None:
        """Words that stay marked, each term with its places."""
        self._terms = terms
        self.viewport().update()

    def rows(self) -> list[CodingRow]:
        """The codings on the page."""
        page = self.page()
        if self._index is None or not page.lines:
            return []
        if self._rows[0] is not page:
            self._rows = (page, self._index.shown_between(page.first, page.last))
        return self._rows[1]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._inks is None:
            return
        theme, exposed = self._inks.theme, event.rect()
        painter.fillRect(exposed, theme.panel)
        painter.setClipRect(exposed)
        page = self.page()
        band = Band(self._measures, exposed.top(), exposed.bottom())
        paint_unit(painter, page, self._marks, theme, band)
        paint_tints(painter, page, self.rows(), self._inks, band, patterns=self._shown.patterns)
        for places, color in self._terms:
            shown = places.between(page.first, page.last)
            paint_term(painter, page, shown, color, band)
        if len(self._found):
            found = self._found.between(page.first, page.last)
            paint_found(painter, page, found, current=self._current, theme=theme, band=band)
        if self._preview is not None:
            paint_preview(painter, page, self._preview, theme, band)
        painter.setPen(theme.text)
        clip = exposed.toRectF()
        for number, top in page.blocks:
            if top <= exposed.bottom():
                layout = self.typeset_text.findBlockByNumber(number).layout()
                layout.draw(painter, QPointF(0, top), [], clip)
        if self._shown.fade_coded:
            paint_veil(painter, page, self._done_on(page), theme, band)
        if self._grips is not None:
            stretch, color = self._grips
            paint_grips(painter, page, self._preview or stretch, color, band)
        painter.end()

    def _done_on(self, page: Page) -> list[Stretch]:
        """The coded and decided words on the page, each once."""
        coded = [(row.first, row.last) for row in self.rows()]
        done: list[Stretch] = []
        decided = self._decided.between(page.first, page.last)
        for first, last in sorted([*coded, *decided]):
            if done and first <= done[-1][1]:
                done[-1] = (done[-1][0], max(last, done[-1][1]))
            else:
                done.append((first, last))
        return done

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Keys of the text come here before they become shortcuts of the window.
            event.setAccepted(self._takes(event))
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's names
        if self._display is not None:
            return False  # Tab steps clauses here; F6 leaves the text
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if event.key() == Qt.Key.Key_Escape and self.mouse.break_off():
            return
        if not self._takes(event):
            event.ignore()
        elif step is not None:
            self.stepped.emit(step)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif not event.isAutoRepeat():  # a key held down must not code and uncode in turns
            self.typed.emit(typed_by(event))

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether a key means something here. Esc does only where there is a part to drop."""
        if self._display is None:
            return False
        step = step_of(event)
        if step is not None:
            return step is not UnitCursor.drop or self._marks.part is not None
        return event.matches(QKeySequence.StandardKey.Copy) or typed_by(event) != ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus()

    def _show_focus(self) -> None:
        self._marks = Marks(self._marks.unit, self._marks.part, focused=self.hasFocus())
        self.viewport().update()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._display is None:
            event.ignore()
        else:
            self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._display is not None:
            self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._display is not None:
            self.mouse.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """At the pointer, or for the key of the keyboard at the passage that is marked."""
        if self._display is None:
            event.ignore()
        elif event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_asked.emit(-1, self.viewport().mapToGlobal(self._foot_of_marks()))
        else:
            at = self.viewport().mapFromGlobal(event.globalPos()).toPointF()
            self.menu_asked.emit(self.position_at(at, snap=True), event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.hovered.emit(self._word_at(event.pos().toPointF()), event.globalPos())
            return True
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take_drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take_drag(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.carried_over.emit(-1)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        code_id = dragged_code(event.mimeData())
        if code_id is None or self._display is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self.code_dropped.emit(code_id, self.position_at(event.position(), snap=True))

    def _take_drag(self, event: QDragMoveEvent) -> None:
        """A code is welcome anywhere on the text."""
        if dragged_code(event.mimeData()) is None or self._display is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self.carried_over.emit(self.position_at(event.position(), snap=True))

    def position_at(self, at: QPointF, *, snap: bool) -> int:
        """The letter under a point, or the gap between letters where nothing snaps."""
        line = self.page().line_at(at.y(), self._measures.above)
        if line is None:
            return 0
        return line.position_under(at.x()) if snap else line.position_between(at.x())

    def grip_at(self, at: QPointF) -> End | None:
        """Which end of the coding with the grips is under a point."""
        if self._grips is None:
            return None
        reach = self._measures.px(_GRIP_REACH)
        places = grip_places(self.page(), self._grips[0], self._measures)
        for which, place in places.items():
            if place is not None and place.adjusted(-reach, 0, reach, 0).contains(at):
                return which
        return None

    def is_marked(self, at: QPointF) -> bool:
        """Whether a point lies on a narrowed or free selection, which can be dragged away."""
        return self._marks.part is not None and self._covers(self._marks.part, at)

    def _covers(self, stretch: Stretch, at: QPointF) -> bool:
        line = self.page().line_at(at.y(), self._measures.above)
        return line is not None and any(a <= at.x() <= b for a, b in line.runs(*stretch))

    def _word_at(self, at: QPointF) -> int:
        """The position of the letter that is really under a point, -1 beside the words."""
        line = self.page().line_at(at.y(), self._measures.above)
        if line is None or line.is_heading or not line.left <= at.x() <= line.right:
            return -1
        if not line.base - self._measures.above <= at.y() <= line.base + self._measures.below:
            return -1
        return line.position_under(at.x())

    def _foot_of_marks(self) -> QPoint:
        """Below the first line of what is marked, or the middle where that is out of sight."""
        stretch = self._marks.part or self._marks.unit
        lines = list(self.page().lines_over(*stretch)) if stretch else []
        if not lines or lines[0].base < 0:
            return self.viewport().rect().center()
        left = lines[0].runs(*stretch)[0][0] if stretch and lines[0].runs(*stretch) else 0.0
        return QPoint(round(left), lines[0].base + self._measures.below)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the window zooms
        else:
            super().wheelEvent(event)
