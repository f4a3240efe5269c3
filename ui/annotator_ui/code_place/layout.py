"""Where do the panels of the Code place stand, and how are they resized?"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator_ui.code_place import panel_sizes
from annotator_ui.code_place.empty_state import EmptyState
from annotator_ui.code_place.find_bar import FindBar
from annotator_ui.code_place.finish_bar import FinishBar
from annotator_ui.code_place.title_block import TitleBlock
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.words import hairline

if TYPE_CHECKING:
    from annotator_ui.code_place.codes_panel import CodesPanel
    from annotator_ui.code_place.inspector import Inspector
    from annotator_ui.code_place.search_panel import SearchPanel
    from annotator_ui.code_place.transcripts_panel import TranscriptsPanel
    from annotator_ui.transcript_view import TranscriptView

LEFT, RIGHT = 276, 336
_LEAST_LEFT, _LEAST_CENTRE, _LEAST_RIGHT = 220, 460, 270
_GOOD_CENTRE, _HARDLY = 620, 340
"""Pixels at 100 %: a good line of text with the names of codes; less than can be read in."""
Side = Literal["left", "right"]
_LEFT_FIRST: Side = "left"


class CodeLayout(QObject):
    """Three panels side by side, the left one cut in two; every border can be dragged."""

    def __init__(
        self,
        transcripts: TranscriptsPanel,
        codes: CodesPanel,
        view: TranscriptView,
        inspector: Inspector,
        place: QWidget,
    ) -> None:
        super().__init__(place)
        self._inspector, self._list = inspector, transcripts
        self._zoom, self._is_narrow, self._is_tiny, self._side = 1.0, False, False, _LEFT_FIRST
        self._is_resting = True
        self._good_centre: float = _GOOD_CENTRE
        # the panels get their height after the place has got its own
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.fit_transcripts)
        self._width = LEFT + RIGHT + _LEAST_CENTRE
        self._sides: list[float] = [*(panel_sizes.remembered("sides", 2) or (LEFT, RIGHT))]
        self.title, self.find = TitleBlock(), FindBar()
        self.finish = FinishBar()
        self.import_button = Button("Import…", kind="primary")
        self.codebook_button = Button("Import a codebook…")
        self.code_button = Button("New code…")
        self._text = QStackedWidget()
        self._codes = QStackedWidget()
        self._fill(codes, view)
        self.left = _splitter(Qt.Orientation.Vertical, transcripts, self._codes)
        self.across = _splitter(Qt.Orientation.Horizontal, self.left, self._text, inspector)
        self._settle()
        self.title.side_asked.connect(self._turn)
        column = QVBoxLayout(place)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.across)
        for panel in (transcripts, self._codes, self._text, inspector):
            _ground(panel)

    def fit(self, width: int, zoom: float) -> None:
        """Both side panels where there is room for them, else the one that was asked for last.

        Where there is hardly room for the text, a side panel comes only while it is asked for.
        """
        self._width, self._zoom = width, zoom
        self._is_narrow = width < (_LEAST_LEFT + _LEAST_CENTRE + _LEAST_RIGHT) * zoom
        self._is_tiny = width < (_LEAST_LEFT + _HARDLY) * zoom
        self._set_least()
        self.title.offer_sides(offered=self._is_narrow)
        self._show_sides()
        self._later.start()

    def reveal(self, side: Side) -> None:
        """Show a side panel, instead of the other one where there is no room for both."""
        self._side, self._is_resting = side, False
        self._show_sides()

    def rest(self) -> None:
        """Back to the text, beside the codes; without them where there is no room."""
        self._side, self._is_resting = _LEFT_FIRST, True
        self._show_sides()

    def _turn(self, side: Side) -> None:
        """The button of a side panel: where none has to be there, it puts away what it brought."""
        if self._is_tiny and not self._is_resting and side == self._side:
            self.rest()
        else:
            self.reveal(side)

    def _show_sides(self) -> None:
        away = self._is_tiny and self._is_resting
        self.left.setVisible(not away and (not self._is_narrow or self._side == "left"))
        self._inspector.setVisible(not away and (not self._is_narrow or self._side == "right"))
        left, right = self._side_widths()
        self.across.setSizes([left, max(1, self._width - left - right), right])

    def _side_widths(self) -> tuple[int, int]:
        """As wide as they were left; the cards, then the codes give way to a good line of text."""
        left, right = self._sides
        beside = self._width / self._zoom - self._good_centre
        if self._is_narrow:  # one of them is there at a time
            left, right = min(left, max(_LEAST_LEFT, beside)), min(right, max(_LEAST_RIGHT, beside))
        else:
            right = min(right, max(_LEAST_RIGHT, beside - left))
            left = min(left, max(_LEAST_LEFT, beside - right))
        return round(left * self._zoom), round(right * self._zoom)

    def show_text(self, *, there: bool) -> None:
        self._text.setCurrentIndex(0 if there else 1)

    def show_search(self) -> None:
        """The search through all transcripts under the text, two fifths of the height."""
        if not self.search.isVisible():
            height = max(self.reading.height(), 300)
            self.search.show()
            self.reading.setSizes([height * 3 // 5, height * 2 // 5])

    @cached_property
    def search(self) -> SearchPanel:
        """The panel of the search, made when somebody asks for it."""
        from annotator_ui.code_place.search_panel import SearchPanel

        panel = SearchPanel()
        self.reading.addWidget(panel)
        self.reading.setStretchFactor(1, 2)
        panel.hide()
        return panel

    def show_codes(self, *, there: bool) -> None:
        self._codes.setCurrentIndex(0 if there else 1)

    @property
    def is_tiny(self) -> bool:
        """Whether a side panel leaves hardly any room for the text."""
        return self._is_tiny

    @property
    def centre(self) -> QWidget:
        return self._text

    def fit_transcripts(self) -> None:
        """Give the list the height of its rows, at most two fifths; not where a person did."""
        kept = panel_sizes.remembered("transcripts", 1)
        height = max(self.left.height(), 300)
        most = height * 2 // 5
        top = round(kept[0] * self._zoom) if kept else self._list.wanted_height(most)
        self.left.setSizes([top, max(1, height - top)])

    def _fill(self, codes: CodesPanel, view: TranscriptView) -> None:
        text = QWidget()
        column = QVBoxLayout(text)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.title, hairline(), self.finish, self.find):
            column.addWidget(part)
        self.reading = _splitter(Qt.Orientation.Vertical, view)
        self.reading.setStretchFactor(0, 3)
        column.addWidget(self.reading, 1)
        self._text.addWidget(text)
        self._text.addWidget(EmptyState("No transcript yet.", self.import_button))
        self._codes.addWidget(codes)
        self._codes.addWidget(
            EmptyState(
                "No codes yet. Import a codebook or make the first code.",
                self.codebook_button,
                self.code_button,
            )
        )

    def _settle(self) -> None:
        self._set_least()
        for index, stretch in enumerate((0, 1, 0)):
            self.across.setStretchFactor(index, stretch)
        self.left.setStretchFactor(0, 0)
        self.left.setStretchFactor(1, 1)
        self.across.splitterMoved.connect(self._note_widths)
        self.left.splitterMoved.connect(
            lambda: panel_sizes.remember("transcripts", [self.left.sizes()[0] / self._zoom])
        )

    def _note_widths(self) -> None:
        """After a drag; a panel that is out of sight keeps the width it had."""
        left, centre, right = (length / self._zoom for length in self.across.sizes())
        self._good_centre = min(_GOOD_CENTRE, centre)  # a person may want the text narrower
        self._sides = [left or self._sides[0], right or self._sides[1]]
        panel_sizes.remember("sides", self._sides)

    def _set_least(self) -> None:
        centre = 0 if self._is_tiny else _HARDLY if self._is_narrow else _LEAST_CENTRE
        least = ((self.left, _LEAST_LEFT), (self._text, centre), (self._inspector, _LEAST_RIGHT))
        for panel, width in least:
            panel.setMinimumWidth(round(width * self._zoom))


def _splitter(way: Qt.Orientation, *panels: QWidget) -> QSplitter:
    splitter = QSplitter(way)
    splitter.setHandleWidth(1)  # a hairline; Qt lets it be grabbed a little beside it
    splitter.setChildrenCollapsible(False)
    for panel in panels:
        splitter.addWidget(panel)
    return splitter


def _ground(panel: QWidget) -> None:
    panel.setProperty("ground", "panel")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
