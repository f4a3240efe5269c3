"""Which of tree, middle and right stand beside each other? Where there is no room for three, the
right one takes turns with the tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from annotator_ui.parts.icons import zoom_of

if TYPE_CHECKING:
    from annotator_ui.parts.buttons import Button

LEFT, RIGHT = 288, 326
_FOR_THREE: Final = 1_000
"""Width at 100 % from which on three columns have room."""
_LEAST: Final = (200, 360, 260)


class Panes(QSplitter):
    """The columns of the place. `to_right` stands in the tree, `to_tree` in the right column."""

    def __init__(
        self, tree: QWidget, middle: QWidget, right: QWidget, to_right: Button, to_tree: Button
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._tree, self._right = tree, right
        self._to_right, self._to_tree = to_right, to_tree
        self._with_tree = self._with_right = True
        self._alone = False
        self._turned = False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for pane, least in zip((tree, middle, right), _LEAST, strict=True):
            pane.setMinimumWidth(least)
            self.addWidget(pane)
        self.setStretchFactor(1, 1)
        to_right.clicked.connect(lambda: self.turn_to(right))
        to_tree.clicked.connect(lambda: self.turn_to(tree))

    def show_columns(self, *, tree: bool, right: bool, alone: bool) -> None:
        """Which columns belong to what stands in the middle; with `alone` none in little room."""
        self._with_tree, self._with_right, self._alone = tree, right, alone
        self._arrange()

    def turn_to(self, pane: QWidget) -> None:
        """Where tree and right column take turns, let this one stand there."""
        self._turned = pane is self._right
        self._arrange()
        self.divide()

    def divide(self) -> None:
        """Give the columns their usual widths, as far as there is room."""
        self._arrange()
        zoom, width = zoom_of(self), max(self.width(), 900)
        left = min(round(LEFT * zoom), width // 3)
        right = min(round(RIGHT * zoom), width * 2 // 5 if self._is_tight() else width // 3)
        self.setSizes([left, width - left - right, right])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() <= 0:
            self.divide()
        else:
            self._arrange()

    def _is_tight(self) -> bool:
        return 0 < self.width() < _FOR_THREE * zoom_of(self)

    def _arrange(self) -> None:
        alone = self._alone and self._is_tight()
        takes_turns = self._is_tight() and self._with_tree and self._with_right
        self._to_right.setVisible(takes_turns)
        self._to_tree.setVisible(takes_turns)
        with_tree = self._with_tree and not (takes_turns and self._turned)
        self._tree.setVisible(with_tree and not alone)
        with_right = self._with_right and (not takes_turns or self._turned)
        self._right.setVisible(with_right and not alone)
