"""How well do coders agree, on which code not, and where? The Reliability place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.changes import Changes
from annotator.changes import Place as Passage
from annotator.errors import UserError
from annotator_ui.feed import Feed, Settling
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import MenuButton
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import hairline, words
from annotator_ui.places import Place, Surroundings
from annotator_ui.reliability_place.choices_line import ChoicesLine
from annotator_ui.reliability_place.code_figures import Order, code_figures
from annotator_ui.reliability_place.figure_view import FigureView, focus_figures
from annotator_ui.reliability_place.figures import Cell, Source
from annotator_ui.reliability_place.headline import Headline
from annotator_ui.reliability_place.legend import Legend
from annotator_ui.reliability_place.methods_box import MethodsBox
from annotator_ui.reliability_place.passages_panel import PAGE, PassagesPanel

if TYPE_CHECKING:
    from annotator.project import Project
    from annotator.reliability.choice import Choice
    from annotator.reliability.panel import Panel, PanelRow
    from annotator.reports.passages import PassageRow, Passages, Which

RIGHT = 420
_LEAST_LEFT, _LEAST_RIGHT, _LEAST_ROWS = 360, 300, 240
_ABOVE_TABLE = 6


class ReliabilityPlace(Place):
    """Codes worst first at the left, the passages behind the chosen figure at the right."""

    compared = Signal()
    """The figures of the newest choice are shown."""
    keys = (("↓", "next code"), ("→", "next figure"), ("Enter", "passages"), ("Ctrl C", "sentence"))

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around, self._session = around, around.session
        self._choice: Choice | None = None
        self._panel: Panel | None = None
        self._order: Order = "alpha"
        self._more = False
        self._source: Source | None = None
        self._which: Which = "disagreed"
        self._is_stale = True
        self._feed = Feed(around.session, self)
        self._settling = Settling(self)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit_now)
        self.choices = ChoicesLine(around.session)
        self.headline = Headline()
        self.table = FigureView(around.look.theme)
        self.legend = Legend(around.look.theme)
        self.methods = MethodsBox()
        self.passages = PassagesPanel(around.look.theme)
        self._waiting = words("Comparing…", tone="muted")
        self._nothing = words(tone="muted", wrap=True)
        self.more_button = MenuButton("More views")
        self.more_button.say("More views")
        self.export_button = Button("Export…", kind="primary")
        self.title_buttons = (self.more_button, self.export_button)
        self._lay_out()
        self._wire()

    @property
    def is_busy(self) -> bool:
        """Whether something was asked that is not shown yet."""
        return self._feed.is_busy

    # the place is shown, and what it shows changes

    def begin(self) -> None:
        focus_figures(self.table)
        if self._is_stale:
            self.compare()
        self._tell_where()

    def set_theme(self, theme: object) -> None:
        del theme
        look = self._around.look
        for part in (self.table, self.legend):
            part.set_look(look.theme)
        self.passages.set_theme(look.theme)

    def set_zoom(self, factor: float) -> None:
        self._split_for(factor)
        self.table.set_look(self._around.look.theme)
        self._fit()

    def compare(self) -> None:
        """Ask for the figures of the choice as the project is now."""
        from annotator.reliability.choice import Choice

        if not self._session.is_open:
            return
        choice = self._choice or Choice()
        self._choice = choice
        self._is_stale = False
        self._feed.ask("panel", lambda project: _ask_panel(project, choice), self._show_answer)

    def choose(self, choice: Choice) -> None:
        self._choice = choice
        self.compare()

    def _press_head(self, column: int) -> None:
        """A click on a heading puts the codes in the order that it names."""
        orders: dict[int, Order] = {0: "codebook", 1: "alpha", 3: "disagreements"}
        if column in orders:
            self.order_by(orders[column])

    def order_by(self, order: Order) -> None:
        self._order = order
        self._show_table()

    def _changed(self, changes: Changes) -> None:
        if changes.codings_in or changes.codes or changes.transcripts or changes.codings:
            self._touch()

    def _touch(self) -> None:
        """What is shown is no longer true; read anew now, or when the place is shown again."""
        self._is_stale = True
        if self.isVisible():
            self._settling.touch()

    def _settled(self) -> None:
        if self._is_stale and self.isVisible():
            self.compare()

    def _show_answer(self, answer: object) -> None:
        if isinstance(answer, _Answer):
            self._show_panel(answer.panel, answer.text)

    def _show_panel(self, panel: Panel, text: str) -> None:
        self._panel = panel
        if self._choice is not None:
            self.choices.show_choice(self._choice, panel)
        some = len(panel.coders) >= 2 and panel.n_units > 0
        self._pages.setCurrentIndex(1 if some else 2)
        self.methods.show_text(text if some else "")
        if not some:
            self._nothing.setText(" ".join(panel.notes))
            self.passages.show_title(None, "", "")
            self.passages.show_counts(None, ())
            self.passages.show_meaning(None, "")
            return
        self.headline.show_panel(panel)
        self._source = None
        self._show_table()
        self._tell_where()
        self.compared.emit()

    def _show_table(self) -> None:
        if self._panel is not None:
            self.table.show_figures(code_figures(self._panel, order=self._order, more=self._more))
            self._fit()

    def _refused(self, error: UserError) -> None:
        self._pages.setCurrentIndex(2)
        self._nothing.setText(f"{error.message} {error.hint}".strip())
        self.methods.show_text("")
        self.passages.show_title(None, "", "")
        self.passages.show_counts(None, ())

    # passages

    def _choose_cell(self, cell: Cell) -> None:
        if cell.source is None or cell.source == self._source:
            return
        self._source = cell.source
        which = cell.source.behind.which
        self._which = "all" if which == "coded" else which
        self._show_passages()

    def _choose_which(self, which: Which) -> None:
        self._which = which
        self._show_passages()

    def _show_passages(self) -> None:
        """The right panel for the chosen figure: its name at once, its passages when they come."""
        panel, source = self._panel, self._source
        if panel is None or source is None:
            return
        row = panel.row(source.behind.code or "")
        self.passages.show_title(row.code if row else None, "", "")
        if row is not None:
            counts = (row.disagreements, _agreed(row, panel), panel.n_units)
            self.passages.show_counts(self._which, counts)
            self._show_meaning(row)
        self._ask_passages(0)
        self._tell_where()

    def _ask_passages(self, first: int) -> None:
        from annotator.reports.passages import Behind

        panel, source = self._panel, self._source
        if panel is None or source is None:
            return
        behind = Behind(source.behind.code, self._which)
        choice = source.choice or panel.choice
        self._feed.ask(
            "passages",
            lambda project: project.passages(choice, behind, first=first, most=PAGE),
            lambda answer: self._take_passages(answer, first),
        )

    def _take_passages(self, answer: object, first: int) -> None:
        found: Passages = answer  # type: ignore[assignment]
        if self._panel is not None:
            self.passages.show_passages(found, self._panel, first=first)

    def _show_meaning(self, row: PanelRow) -> None:
        book = self._session.attempt(self._session.project.codebook)
        code = None
        if book is not None:
            code = next((each for each in book.codes if each.id == row.code.id), None)
        self.passages.show_meaning(code, self._panel.codebook_version if self._panel else "")

    def _go_to(self, row: PassageRow) -> None:
        self.passage_asked.emit(Passage(row.transcript_id, row.start, row.end))

    def _enter_passages(self) -> None:
        self.passages.begin()

    # words for the frame of the window

    def _tell_where(self) -> None:
        panel, source = self._panel, self._source
        row = panel.row(source.behind.code or "") if panel and source else None
        if panel is not None and row is not None:
            units = f"{row.disagreements:,.0f} of {panel.n_units:,.0f}"
            self.where.emit(f"{row.code.name} · {units} {_plural(panel)} disagree")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.methods.copy()
            return
        super().keyPressEvent(event)

    # putting together

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() <= 0:
            self._split_for(zoom_of(self))
        self._fit()

    def _split_for(self, zoom: float) -> None:
        """The passages at their width, at most two fifths of the place."""
        width = max(self.width(), _LEAST_LEFT + _LEAST_RIGHT)
        right = min(round(RIGHT * zoom), width * 2 // 5)
        self._split.setSizes([width - right, right])

    def _fit(self) -> None:
        """Once everything else has found its height."""
        self._fitting.start()

    def _fit_now(self) -> None:
        """The table is as high as its rows where there is room; else it scrolls."""
        zoom = zoom_of(self)
        width = self._page.width()
        others = sum(_height(part, width) for part in (self.headline, self.legend, self.methods))
        wanted, least = self.table.wanted_height(), round(_LEAST_ROWS * zoom)
        room = self._page.height() - others - _ABOVE_TABLE
        height = max(min(wanted, room), min(wanted, least))
        height = self.table.whole_rows(height)
        if height != self.table.minimumHeight():
            self.table.setFixedHeight(height)

    def _wire(self) -> None:
        self.choices.chosen.connect(self.choose)
        self.table.head_pressed.connect(self._press_head)
        self.table.chosen.connect(self._choose_cell)
        self.table.entered_behind.connect(self._enter_passages)
        self.passages.which_chosen.connect(self._choose_which)
        self.passages.more_asked.connect(self._ask_passages)
        self.passages.wanted.connect(self._go_to)
        self.passages.left.connect(lambda: focus_figures(self.table))
        self.methods.copied.connect(
            lambda: self._around.messages.say("The sentence is copied; it can be pasted.")
        )
        self._feed.refused.connect(self._refused)
        self._settling.settled.connect(self._settled)
        self._session.changed.connect(self._changed)
        self._session.coder_changed.connect(self._touch)

    def _lay_out(self) -> None:
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._page = QScrollArea()
        self._page.setWidgetResizable(True)
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page.setWidget(self._inside())
        self._pages = QStackedWidget()
        for page in (_padded(self._waiting), self._page, _padded(self._nothing)):
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
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.passages)
        split.setStretchFactor(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _inside(self) -> QWidget:
        inside = _Inside()
        inside.setProperty("ground", "panel")
        inside.changed.connect(self._fit)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.headline)
        table = QVBoxLayout()
        table.setContentsMargins(12, _ABOVE_TABLE, 12, 0)
        table.addWidget(self.table)
        column.addLayout(table)
        column.addWidget(self.legend)
        column.addStretch(1)
        column.addWidget(self.methods)
        return inside


@dataclass(frozen=True, slots=True)
class _Answer:
    panel: Panel
    text: str


def _ask_panel(project: Project, choice: Choice) -> _Answer:
    """The figures, and the sentence that tells them."""
    from annotator.reports.methods_text import methods_text

    panel = project.compared(choice)
    return _Answer(panel, methods_text(panel))


def _agreed(row: PanelRow, panel: Panel) -> float:
    """Units that all who judged them gave the code."""
    del panel
    return max(row.coded - row.disagreements, 0)


def _plural(panel: Panel) -> str:
    from annotator.reliability.panel_words import PLURAL

    return PLURAL[panel.choice.unit]


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
