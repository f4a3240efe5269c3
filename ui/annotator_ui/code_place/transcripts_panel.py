"""Which transcripts can be chosen, and how far is the coder in each?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from annotator.model.transcript import TranscriptInfo
from annotator_ui.code_place.work_queue import NAMES, NONE_LEFT
from annotator_ui.item_models.transcript_list import TranscriptList, TranscriptRole
from annotator_ui.item_models.transcript_row import TranscriptRow
from annotator_ui.parts.choosing import MenuButton
from annotator_ui.parts.words import words

if TYPE_CHECKING:
    from annotator.model.worklist import Worklist
    from annotator_ui.theme import Theme

_LEAST_ROWS = 1


class TranscriptsPanel(QWidget):
    """The list of transcripts at the top left."""

    chosen = Signal(int)
    """Transcript id: a person wants to see it."""
    list_chosen = Signal(object)
    """A `Worklist`, or None for all transcripts."""

    def __init__(self, transcripts: TranscriptList, theme: Theme) -> None:
        super().__init__()
        self._model = transcripts
        self._row = TranscriptRow(theme, self)
        self._count = words(kind="section")
        self.which = MenuButton("Which transcripts", kind="said", px=11, side=2)
        self._none = words(tone="muted", wrap=True)
        self.view = _View(self._row)
        self.view.setModel(transcripts)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        transcripts.modelReset.connect(self._tell_count)
        transcripts.dataChanged.connect(self._tell_count)
        self._lay_out()
        self.show_list(None)
        self._tell_count()

    def show_list(self, which: Worklist | None) -> None:
        """Say which list is shown; nothing is emitted."""
        self.which.say(NAMES[which])
        self.which.choices.clear()
        for each, name in NAMES.items():
            action = self.which.choices.addAction(name)
            action.setCheckable(True)
            action.setChecked(each == which)
            action.triggered.connect(lambda *_checked, each=each: self.list_chosen.emit(each))
        self._none.setText(NONE_LEFT[which] if which else "")

    def show_chosen(self, transcript_id: int) -> None:
        """Mark the open transcript; nothing is emitted."""
        index = self._model.index_of(transcript_id)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(index, flag)

    def wanted_height(self, most: int) -> int:
        """With all rows in sight, or so many whole ones as there is room for."""
        self.view.updateGeometry()  # the layout keeps the hint of a list that had no rows yet
        wanted, row = self.sizeHint().height(), self.view.row_height()
        over = max(0, wanted - most)
        return max(wanted - -(-over // row) * row, wanted - self.view.sizeHint().height() + row)

    def set_look(self, theme: Theme, zoom: float) -> None:
        self._row.set_look(theme, zoom)
        self.view.doItemsLayout()
        self.view.viewport().update()

    def _choose(self, index: QModelIndex) -> None:
        info = index.data(TranscriptRole.INFO)
        if isinstance(info, TranscriptInfo):
            self.chosen.emit(info.id)

    def _tell_count(self) -> None:
        number = self._model.n_transcripts
        self._count.setText(f"{self._model.n_finished:,} of {number:,} finished" if number else "")
        self._none.setVisible(bool(number) and not self._model.rowCount())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 14, 6)
        head.addWidget(self.which)
        head.addStretch()
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._none.setContentsMargins(14, 2, 14, 10)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addWidget(self.view)


class _View(QListView):
    def __init__(self, row: TranscriptRow) -> None:
        super().__init__()
        self.setItemDelegate(row)
        self.setAccessibleName("Transcripts")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """All rows are equally high: Qt would lay out every one of them anew for a single word."""
        del first, last, roles
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """As high as its rows: a short list leaves the room to the codes."""
        rows = max(_LEAST_ROWS, self.model().rowCount() if self.model() else 0)
        return QSize(super().sizeHint().width(), self.row_height() * rows)

    def minimumSizeHint(self) -> QSize:
        """One row, however small rows are."""
        return QSize(60, self.row_height())

    def row_height(self) -> int:
        index = self.model().index(0, 0) if self.model() else QModelIndex()
        return self.sizeHintForIndex(index).height() if index.isValid() else 58
