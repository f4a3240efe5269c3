"""Where do the parts of the Reliability place stand, and how high is the table?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import hairline, words
from annotator_ui.reliability_place.choices_line import ChoicesLine
from annotator_ui.reliability_place.figure_view import FigureView
from annotator_ui.reliability_place.headline import Headline
from annotator_ui.reliability_place.legend import Legend
from annotator_ui.reliability_place.methods_box import MethodsBox
from annotator_ui.reliability_place.passages_panel import PassagesPanel
from annotator_ui.reliability_place.view_head import ViewHead

if TYPE_CHECKING:
    from annotator.reliability.panel import Panel
    from annotator_ui.reliability_place.views import View
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

RIGHT = 420
_LEAST_LEFT, _LEAST_RIGHT, _LEAST_ROWS = 300, 272, 240
_ABOVE_TABLE = 6
_WAITING, _FIGURES, _NOTHING = 0, 1, 2


class ReliabilityLayout(QObject):
    """Choices over headline, table, legend and sentence; the passages at the right."""

    resized = Signal()
    """A part wants another height."""

    def __init__(self, session: Session, theme: Theme, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self.choices = ChoicesLine(session)
        self.headline = Headline()
        self.view_head = ViewHead()
        self.table = FigureView(theme)
        self.legend = Legend(theme)
        self.methods = MethodsBox()
        self.passages = PassagesPanel(theme)
        self._nothing = words(tone="muted", wrap=True)
        self._page = QScrollArea()
        self._pages = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()

    def show_figures(self, panel: Panel, sentence: str) -> None:
        """What a comparison says beside its table."""
        self._pages.setCurrentIndex(_FIGURES)
        self.passages.show()
        self.headline.show_panel(panel)
        self.methods.show_text(sentence)
        self.methods.setVisible(not self.view_head.isVisibleTo(self._place))

    def show_nothing(self, why: str) -> None:
        """One sentence in the place of the figures."""
        self._nothing.setText(why)
        self._pages.setCurrentIndex(_NOTHING)
        self.passages.hide()

    def show_view(self, view: View | None, within: float) -> None:
        """The table alone under its title, or the codes with everything around them."""
        self.view_head.show_view(view, within)
        for part in (self.headline, self.legend, self.methods):
            part.setVisible(view is None)

    def set_theme(self, theme: Theme) -> None:
        for part in (self.table, self.legend):
            part.set_look(theme)
        self.passages.set_theme(theme)

    def split_for(self, zoom: float) -> None:
        """The passages at their width, at most two fifths of the place."""
        width = max(self._place.width(), _LEAST_LEFT + _LEAST_RIGHT)
        right = min(round(RIGHT * zoom), width * 2 // 5)
        self._split.setSizes([width - right, right])

    def fit(self) -> None:
        """The table is as high as its rows where there is room; else it scrolls."""
        width = self._page.width()
        parts = (self.headline, self.view_head, self.legend, self.methods)
        others = sum(_height(part, width) for part in parts)
        wanted = self.table.wanted_height()
        least = round(_LEAST_ROWS * zoom_of(self._place))
        room = self._page.height() - others - _ABOVE_TABLE
        height = max(min(wanted, room), min(wanted, least))
        height = self.table.whole_rows(height)
        if height != self.table.minimumHeight():
            self.table.setFixedHeight(height)

    def _lay_out(self) -> None:
        self._place.setProperty("ground", "panel")
        self._place.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._page.setWidgetResizable(True)
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page.setWidget(self._inside())
        waiting = words("Comparing…", tone="muted")
        for page in (_padded(waiting), self._page, _padded(self._nothing)):
            self._pages.addWidget(page)
        left = QWidget()
        left.setMinimumWidth(_LEAST_LEFT)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.choices)
        column.addWidget(hairline())
        column.addWidget(self._pages, 1)
        self.passages.setMinimumWidth(_LEAST_RIGHT)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(self.passages)
        self._split.setStretchFactor(0, 1)
        whole = QVBoxLayout(self._place)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._split)

    def _inside(self) -> QWidget:
        inside = _Inside()
        inside.setProperty("ground", "panel")
        inside.changed.connect(self.resized)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addWidget(self.view_head)
        table = QVBoxLayout()
        table.setContentsMargins(12, _ABOVE_TABLE, 12, 0)
        table.addWidget(self.table)
        column.addLayout(table)
        column.addWidget(self.legend)
        column.addStretch(1)
        column.addWidget(self.methods)
        return inside


class _Inside(QWidget):
    """Says when one of its parts wants another height."""

    changed = Signal()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self.changed.emit()
        return done


def _height(part: QWidget, width: int) -> int:
    """What a part wants at this width."""
    layout = part.layout()
    if part.isHidden():
        return 0
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return part.sizeHint().height()


def _padded(label: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 18, 24, 24)
    column.addWidget(label)
    column.addStretch(1)
    return page
