"""How are the blocks of a transcript set? Lines on a fixed pitch, space, turn headings.

Everything happens when a block is first asked for, so that a long transcript costs what is shown
of it. Qt lays the lines of a block out one under the other from 0; here they are moved onto base
lines at a fixed distance, so that no odd letter in another font makes a line jump.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextDocumentLayout

from annotator_ui.transcript_view.display import HEADING, NOTE, PARAGRAPH, Display
from annotator_ui.transcript_view.measures import Measures

if TYPE_CHECKING:
    from annotator_ui.theme import Theme


class Typesetter(QPlainTextDocumentLayout):
    """The layout of the shown document."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._shown = document
        self._display: Display | None = None
        self._measures = Measures.at_zoom(1.0)
        self._name, self._role = QTextCharFormat(), QTextCharFormat()
        self._dim = QTextCharFormat()
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        document.setDefaultTextOption(option)

    def set_display(self, display: Display | None) -> None:
        """Say what the blocks of the document are; to be called before its text is set."""
        self._display = display

    def set_look(self, measures: Measures, theme: Theme) -> None:
        """Set everything anew in other sizes or colours."""
        self._measures = measures
        self._name, self._role = QTextCharFormat(), QTextCharFormat()
        self._name.setFont(measures.speaker_font())
        self._name.setForeground(QColor(theme.text))
        self._role.setFont(measures.role_font())
        self._role.setForeground(QColor(theme.muted))
        self._dim = QTextCharFormat()
        self._dim.setForeground(QColor(theme.muted))
        self._shown.setDefaultFont(measures.reading_font())
        self._shown.markContentsDirty(0, self._shown.characterCount())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        if not block.isValid():
            return super().blockBoundingRect(block)
        layout = block.layout()
        if not layout.lineCount() or layout.lineAt(0).y() == 0.0:
            self._set_block(block, layout)
        measures = self._measures
        last = layout.lineAt(layout.lineCount() - 1)
        foot = last.y() + last.ascent() + measures.below + 1 + measures.half_space
        if self._kind(block) == HEADING:
            foot -= measures.px(5)
        return QRectF(0.0, 0.0, measures.text_width + 2 * measures.bleed, round(foot))

    def _kind(self, block: QTextBlock) -> int:
        number = block.blockNumber()
        kinds = self._display.kinds if self._display else b""
        return kinds[number] if number < len(kinds) else 0

    def _set_block(self, block: QTextBlock, layout: QTextLayout) -> None:
        measures = self._measures
        base = measures.half_space + measures.above
        kind = self._kind(block)
        formats = self._formats(block, kind)
        if formats:
            layout.clearLayout()
            layout.setFormats(formats)
        if kind == HEADING and block.blockNumber():
            base += measures.turn_space
        super().blockBoundingRect(block)  # lays the lines out where that was not done yet
        pitch = measures.pitch
        from_right = self._runs_from_right(block)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            shift = max(0.0, line.width() - line.naturalTextWidth()) if from_right else 0.0
            line.setPosition(QPointF(line.x() + shift, base - line.ascent()))
            tall = line.height() - pitch
            base += pitch if tall <= 2 else pitch + ceil(tall)

    def _runs_from_right(self, block: QTextBlock) -> bool:
        """Whether a paragraph is written from right to left: then it stands at the right."""
        if self._display is None or not self._display.right_to_left:
            return False
        is_paragraph = self._kind(block) == PARAGRAPH
        return is_paragraph and block.textDirection() == Qt.LayoutDirection.RightToLeft

    def _formats(self, block: QTextBlock, kind: int) -> list[QTextLayout.FormatRange]:
        if kind == HEADING:
            return self._heading_formats(block)
        if kind == NOTE:
            return [_stretch(0, block.length() - 1, self._role)]
        return self._dimmed_formats(block)

    def _dimmed_formats(self, block: QTextBlock) -> list[QTextLayout.FormatRange]:
        """Words inside a paragraph that carry no codes step back."""
        if self._display is None or not len(self._display.dimmed[0]):
            return []
        starts, ends = self._display.dimmed
        start, end = block.position(), block.position() + block.length() - 1
        inside = range(
            int(np.searchsorted(ends, start, side="right")),
            int(np.searchsorted(starts, end, side="left")),
        )
        return [
            _stretch(int(starts[n]) - start, int(ends[n] - starts[n]), self._dim) for n in inside
        ]

    def _heading_formats(self, block: QTextBlock) -> list[QTextLayout.FormatRange]:
        names = self._display.name_units if self._display else {}
        name_units = names.get(block.blockNumber(), 0)
        return [
            _stretch(0, name_units, self._name),
            _stretch(name_units, block.length() - 1 - name_units, self._role),
        ]


def _stretch(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made
