"""What would a file do to each code, which of that is wanted, and what was read otherwise?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator.exchange.codebooks.plans import CodebookPlan, PlannedChange
from annotator.exchange.codebooks.row_notes import RowNote
from annotator.model.text_changes import word_changes
from annotator.model.versions import FIELD_WORDS, PartChange
from annotator_ui.codebook_place.changed_text import changed_html
from annotator_ui.parts.buttons import Button, Segments
from annotator_ui.parts.icons import pixmap, zoom_of
from annotator_ui.parts.row_model import RowModel
from annotator_ui.parts.rows import Columns, RowView, focus_first
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator_ui.theme import Theme

_ALL, _NOTES = "all", "notes"
_PARTS: Final = (
    (_ALL, "All"), ("added", "New"), ("changed", "Changed"), ("moved", "Moved"),
    ("removed", "Missing"), (_NOTES, "Notes"),
)  # fmt: skip
_KINDS: Final = {"added": "new", "changed": "changed", "moved": "moved", "removed": "remove"}
_BOX: Final = 16
_MARK: Final = 0
_CHANGES: Final = Columns(
    ("", "Code", "Id", "What", "Where"),
    title=1,
    secondary=frozenset({2, 4}),
    widths={"": 44, "Id": 130, "What": 190},
    least={"Where": 520, "Id": 420},
)
_NOTED: Final = Columns(
    ("Row", "Column", "What"), title=2, secondary=frozenset({1}), widths={"Row": 80, "Column": 160}
)


class ChangesBlock(QWidget):
    """The changes with a box each, the chosen one in full, and what was read otherwise."""

    decided = Signal(object, bool)
    """Ids of changes, and whether they are wanted."""
    taken = Signal()
    """Enter: take in what is wanted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._plan: CodebookPlan | None = None
        self._shown = _ALL
        self.parts = Segments([said for _, said in _PARTS], "Which changes are shown")
        self.parts.setProperty("part", "filters")
        self.parts.choose(0)
        self.model = _ChangesModel()
        self.view = _ChangesView(self.model, theme)
        self.notes_model = _NotesModel(_NOTED)
        self.notes = RowView(self.notes_model, _NOTED, theme, "What was read otherwise")
        self.detail = QTextBrowser()
        self.detail.setAccessibleName("The chosen change")
        self.detail.setOpenLinks(False)
        self.detail.setFrameShape(QFrame.Shape.NoFrame)
        self.all_button = Button("All", kind="link")
        self.none_button = Button("None", kind="link")
        self._take_words = words("Take in:", kind="small", tone="muted")
        self._none_words = words(kind="small", tone="muted", wrap=True)
        self.parts.chosen.connect(self._show_part)
        self.view.toggled.connect(self._toggle)
        self.view.taken.connect(self.taken)
        self.all_button.clicked.connect(lambda: self._decide_shown(wanted=True))
        self.none_button.clicked.connect(lambda: self._decide_shown(wanted=False))
        self.view.selectionModel().currentRowChanged.connect(self._show_detail)
        self._lay_out()

    def show_plan(self, plan: CodebookPlan) -> None:
        """Show what would happen; the chosen change stays chosen where it is still there."""
        self._plan = plan
        counts = Counter[str](each.kind for each in plan.changes)
        counts |= Counter({_ALL: len(plan.changes), _NOTES: len(plan.notes)})
        for at, (name, said) in enumerate(_PARTS):
            self.parts.say(at, f"{said} {counts[name]:,}")
        self._fill()

    def begin(self) -> None:
        focus_first(self.view)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.view.set_look(theme)
        self.notes.set_look(theme)
        self._show_detail()

    def show_part(self, name: str) -> None:
        """Show the changes of one kind, all of them, or the notes."""
        at = [each for each, _ in _PARTS].index(name)
        self.parts.choose(at)
        self._show_part(at)

    def _show_part(self, at: int) -> None:
        self._shown = _PARTS[at][0]
        self._fill()

    def _fill(self) -> None:
        plan = self._plan
        if plan is None:
            return
        before = self.model.at(self.view.currentIndex().row())
        shown = [each for each in plan.changes if self._shown in {_ALL, each.kind}]
        self.model.show_changes(shown, plan.declined)
        self.notes_model.set_rows(plan.notes)
        ids = [each.id for each in shown]
        if shown:
            self.view.choose(ids.index(before.id) if before and before.id in ids else 0)
        self._stack.setCurrentIndex(
            1 if self._shown == _NOTES and plan.notes else 0 if shown else 2
        )
        self._none_words.setText(self._nothing(plan))
        for part in (self._take_words, self.all_button, self.none_button):
            part.setVisible(bool(shown) and self._shown != _NOTES)
        self._show_detail()

    def _nothing(self, plan: CodebookPlan) -> str:
        if plan.problem is not None:
            return f"{plan.problem.message} {plan.problem.hint}"
        if self._shown == _NOTES:
            return "Everything was read as it stands in the file."
        if not plan.changes:
            return "The file says what the codebook says already."
        return "There is nothing of this kind."

    def _toggle(self, changes: Sequence[PlannedChange]) -> None:
        if self._plan is not None and changes:
            wanted = any(each.id in self._plan.declined for each in changes)
            self.decided.emit([each.id for each in changes], wanted)

    def _decide_shown(self, *, wanted: bool) -> None:
        self.decided.emit([each.id for each in self.model.rows], wanted)

    def _show_detail(self) -> None:
        change = self.model.at(self.view.currentIndex().row())
        theme, px = self._theme, 13 * zoom_of(self)
        shown = "" if change is None else _told(change, theme)
        style = f"font-size:{px}px; color:{theme.text}"
        self.detail.setHtml(f'<div style="{style}">{shown}</div>')

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(24, 8, 24, 4)
        above.setSpacing(8)
        above.addWidget(self.parts)
        above.addStretch(1)
        above.addWidget(self._take_words)
        above.addWidget(self.all_button)
        above.addWidget(self.none_button)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        self.detail.document().setDocumentMargin(16)
        split.addWidget(self.view)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        empty = QWidget()
        inside = QVBoxLayout(empty)
        inside.setContentsMargins(24, 12, 24, 12)
        inside.addWidget(self._none_words)
        inside.addStretch(1)
        self._stack = QStackedWidget()
        for page in (split, self.notes, empty):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._stack, 1)


class _ChangesModel(RowModel[PlannedChange]):
    def __init__(self) -> None:
        super().__init__(_CHANGES)
        self._declined: frozenset[int] = frozenset()

    def show_changes(self, changes: Sequence[PlannedChange], declined: frozenset[int]) -> None:
        """The same rows only change their boxes, so that the list stays where it is."""
        self._declined = declined
        if tuple(changes) == self.rows:
            last = self.index(len(self.rows) - 1, len(_CHANGES.names) - 1)
            if self.rows:
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.set_rows(changes)

    def cells(self, row: PlannedChange) -> Sequence[str]:
        mark = "not taken in" if row.id in self._declined else "taken in"
        return (mark, row.name, row.code_id, _what(row), " \u203a ".join(row.path) or "top")

    def is_wanted(self, row: int) -> bool:
        change = self.at(row)
        return change is not None and change.id not in self._declined


class _NotesModel(RowModel[RowNote]):
    def cells(self, row: RowNote) -> Sequence[str]:
        number = str(row.row) if row.row else ""
        return (number, row.column, row.what[:1].upper() + row.what[1:])

    def tip(self, row: RowNote, column: int) -> str | None:
        return row.what if column == 2 else None


class _ChangesView(RowView):
    toggled = Signal(object)
    """The chosen changes: their boxes shall be ticked or emptied."""
    taken = Signal()

    def __init__(self, model: _ChangesModel, theme: Theme) -> None:
        super().__init__(model, _CHANGES, theme, "What the file would do", several=True)
        self._changes = model
        self._marks = _Mark(model, theme, self)
        self.setItemDelegateForColumn(_MARK, self._marks)

    def set_look(self, theme: Theme) -> None:
        if hasattr(self, "_marks"):
            self._marks.theme = theme
        super().set_look(theme)

    def chosen(self) -> list[PlannedChange]:
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return [change for row in rows if (change := self._changes.at(row)) is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit(self.chosen())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        change = self._changes.at(index.row())
        if index.column() == _MARK and change is not None:
            self.toggled.emit([change])


class _Mark(QStyledItemDelegate):
    """A box, ticked where the change is wanted."""

    def __init__(self, model: _ChangesModel, theme: Theme, view: RowView) -> None:
        super().__init__(view)
        self._model, self.theme, self._view = model, theme, view

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, zoom = self.theme, zoom_of(self._view)
        chosen = self._view.selectionModel().isRowSelected(index.row(), QModelIndex())
        place: QRect = option.rect
        painter.save()
        if chosen:
            painter.fillRect(place, QColor(theme.accent_soft))
            painter.fillRect(place.left(), place.top(), 3, place.height(), QColor(theme.accent))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, QColor(theme.line))
        side = round(_BOX * zoom)
        left, top = place.left() + round(18 * zoom), place.center().y() - side // 2
        box = QRect(left, top, side, side)
        wanted = self._model.is_wanted(index.row())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent if wanted else theme.mark)))
        painter.setBrush(QColor(theme.accent if wanted else theme.panel))
        painter.drawRoundedRect(box, 4 * zoom, 4 * zoom)
        if wanted:
            ratio = self._view.devicePixelRatioF()
            tick = pixmap("check", theme.on_accent, round(12 * zoom), ratio)
            painter.drawPixmap(left + round(2 * zoom), top + round(2 * zoom), tick)
        painter.restore()


def _what(change: PlannedChange) -> str:
    kind = _KINDS[change.kind]
    if change.kind == "removed":
        return f"{kind}, with {_codings(change)}" if change.codings else kind
    if change.kind == "added":
        return f"{kind} group" if change.is_group else kind
    if change.kind == "moved":
        return kind
    return ", ".join(FIELD_WORDS[part.part].lower() for part in change.parts)


def _told(change: PlannedChange, theme: Theme) -> str:
    """The change in full: each part before and after."""
    about = (
        "" if change.code_id == change.name else change.code_id,
        f"row {change.row}" if change.row else "",
        _codings(change) if change.codings else "",
    )
    said = " \u00b7 ".join(escape(each) for each in about if each)
    head = (
        f'<p style="margin:0 0 6px 0"><span style="font-weight:600">{escape(change.name)}</span> '
        f'<span style="color:{theme.muted}">{said}</span></p>'
    )
    if change.kind == "removed":
        return f"{head}<p>{_removal(change)}</p>"
    if change.kind == "added" and not change.parts:
        return f"{head}<p>It says nothing but its name.</p>"
    told = [_part(part, theme) for part in change.parts if part.part != "position"]
    if change.moves and not told:
        head += "<p>It stands elsewhere among the codes of its group.</p>"
    return head + "".join(told)


def _part(part: PartChange, theme: Theme) -> str:
    """What a part is called, and its words with what went and what came."""
    label = escape(FIELD_WORDS[part.part])
    if part.before:
        said = changed_html(word_changes(part.before, part.after), theme)
    else:
        said = escape(part.after).replace("\n", "<br>")
    if part.part == "color" and part.after:
        said = f'<span style="color:{escape(part.after)}">\u25a0</span> {said}'
    return (
        f'<p style="margin:8px 0 2px 0; color:{theme.muted}">{label}</p>'
        f'<p style="margin:0; line-height:145%">{said}</p>'
    )


def _codings(change: PlannedChange) -> str:
    return "1 coding" if change.codings == 1 else f"{change.codings:,} codings"


def _removal(change: PlannedChange) -> str:
    if change.codings:
        return (
            f"The file does not have it. Tick it to remove it, and its {_codings(change)} with it."
        )
    return "The file does not have it. It stays unless you tick it."
