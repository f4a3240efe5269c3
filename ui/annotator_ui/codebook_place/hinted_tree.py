"""Which codes are there, and which of them deserve a look?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.model.codebook import Code
from annotator_ui.item_models.code_row import MARGIN, CodeRow, counted
from annotator_ui.item_models.code_tree import CodeFilter, CodeRole, CodeTree
from annotator_ui.parts.icons import pixmap
from annotator_ui.theme import Theme, ui_font

Index = QModelIndex | QPersistentModelIndex

HINT: Final = int(CodeRole.TOTAL) + 20
"""The role of what is to be looked at in a code; "" where nothing is."""

_ICON, _GAP = 14, 8
_TEXTS = ("full", "use_when", "dont_use_when", "example", "counter_example", "memo")


class HintedTree(CodeTree):
    """The codes of the project with their codings of all rounds, and hints."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hints: dict[int, str] = {}

    def set_hints(self, hints: Mapping[int, str]) -> None:
        """What is to be looked at, by code; only rows that differ are told to the view."""
        old, self._hints = self._hints, dict(hints)
        for code_id in old.keys() | self._hints.keys():
            index = self.index_of(code_id)
            if index.isValid() and old.get(code_id) != self._hints.get(code_id):
                self.dataChanged.emit(index, index, [HINT])

    def show_counts(self, counts: Mapping[int, int]) -> None:
        """Codings of all rounds: one number for each code."""
        self.set_totals(counts)
        self.set_counts(counts)

    def hint(self, code_id: int) -> str:
        return self._hints.get(code_id, "")

    def tip(self, code: Code) -> str:
        return "\n".join(filter(None, (super().tip(code), self.hint(code.id))))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in {HINT, Qt.ItemDataRole.AccessibleTextRole}:
            return super().data(index, role)
        code = super().data(index, CodeRole.CODE)
        hint = self._hints.get(code.id, "") if isinstance(code, Code) else ""
        if role == HINT:
            return hint
        told = super().data(index, role)
        return f"{told}, {hint}" if hint else told


class FindingFilter(CodeFilter):
    """Finds codes by every text they have, not by their names alone."""

    def words_of(self, code: Code) -> str:
        number = "" if code.number is None else f"{code.number}"
        texts = " ".join(getattr(code, name) for name in _TEXTS)
        return f"{super().words_of(code)} {number} {texts}"


class HintedRow(CodeRow):
    """A row of the tree with the sign of a hint before its count."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._colors = theme

    def set_look(self, theme: Theme, zoom: float) -> None:
        super().set_look(theme, zoom)
        self._colors = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if not index.data(HINT):
            return
        painter.save()
        zoom = self._zoom
        painter.setFont(ui_font(12 * zoom))
        count = counted(index.data(CodeRole.COUNT) or 0, index.data(CodeRole.TOTAL) or 0)
        words = painter.fontMetrics().horizontalAdvance(count)
        side = round(_ICON * zoom)
        right = option.rect.right() + 1 - MARGIN - words - (round(_GAP * zoom) if count else 0)
        top = self.own_rect(option, index).center().y() - side / 2 + 1
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        drawn = pixmap("circle-alert", self._colors.warn_words, side, ratio)
        painter.drawPixmap(QRectF(right - side, top, side, side), drawn, QRectF(drawn.rect()))
        painter.restore()
