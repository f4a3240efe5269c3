"""How well do coders agree, on which code not, and where? The Reliability place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent

from annotator.changes import Changes
from annotator.changes import Place as Passage
from annotator_ui.feed import Feed, Settling
from annotator_ui.parts.icons import zoom_of
from annotator_ui.place import Place, Surroundings
from annotator_ui.reliability_place.code_figures import Order, code_figures
from annotator_ui.reliability_place.export_menu import ExportMenu
from annotator_ui.reliability_place.figure_view import focus_figures
from annotator_ui.reliability_place.layout import ReliabilityLayout
from annotator_ui.reliability_place.more_menu import MoreMenu
from annotator_ui.reliability_place.passages_feed import PassagesFeed

if TYPE_CHECKING:
    from annotator.errors import Progress, UserError
    from annotator.project import Project
    from annotator.reliability.choice import Choice, Unit
    from annotator.reliability.panel import Panel
    from annotator.reports.passages import PassageRow
    from annotator_ui.reliability_place.views import View

OTHER_UNITS: tuple[Unit, ...] = (
    "sentence", "paragraph", "turn", "transcript", "character", "free span",
)  # fmt: skip
"""Beside the chosen one, where every figure is wanted."""


class ReliabilityPlace(Place):
    """Codes worst first at the left, the passages behind the chosen figure at the right."""

    compared = Signal()
    """The figures of the newest choice are shown."""
    keys: Sequence[tuple[str, str]] = (
        ("↓", "next code"), ("→", "next figure"), ("Enter", "passages"), ("Ctrl C", "sentence"),
    )  # fmt: skip

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around, self._session = around, around.session
        self._choice: Choice | None = None
        self._panel: Panel | None = None
        self._others: dict[Unit, Panel] = {}
        self._view: View | None = None
        self._within = 0.1
        self._is_stale = True
        self._feed = Feed(around.session, self)
        self._settling = Settling(self)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self.panels = ReliabilityLayout(around.session, around.look.theme, self)
        self.choices, self.headline = self.panels.choices, self.panels.headline
        self.table, self.legend = self.panels.table, self.panels.legend
        self.methods, self.passages = self.panels.methods, self.panels.passages
        self.view_head = self.panels.view_head
        self.behind = PassagesFeed(around.session, self._feed, self.passages)
        self.more = MoreMenu(self)
        self.export = ExportMenu(around, self)
        self.title_buttons = (self.more.button, self.export.button)
        self._wire()

    @property
    def is_busy(self) -> bool:
        """Whether something was asked that is not shown yet."""
        return self._feed.is_busy

    @property
    def panel(self) -> Panel | None:
        """The comparison that is shown."""
        return self._panel

    # the place is shown, and what it shows changes

    def begin(self) -> None:
        focus_figures(self.table)
        if self._is_stale:
            self.compare()
        self.where.emit(self.behind.where())

    def set_theme(self, theme: object) -> None:
        del theme
        self.panels.set_theme(self._around.look.theme)

    def set_zoom(self, factor: float) -> None:
        self.panels.split_for(factor)
        self.table.set_look(self._around.look.theme)
        self._fitting.start()

    def compare(self) -> None:
        """Ask for the figures of the choice as the project is now."""
        from annotator.reliability.choice import Choice

        if not self._session.is_open:
            return
        choice = self._choice or Choice()
        self._choice = choice
        self._is_stale = False

        def ask(project: Project, progress: Progress) -> _Answer:
            del progress
            return _ask_panel(project, choice)

        self._feed.ask("panel", ask, self._show_answer)

    def choose(self, choice: Choice) -> None:
        self._choice = choice
        self.compare()

    def order_by(self, order: Order) -> None:
        self.more.order = order
        self._show_table()

    def show_view(self, view: View | None) -> None:
        """Another look at the same study; None for the codes."""
        self._view = self.more.view = view
        self.panels.show_view(view, self._within)
        self.keys = _KEYS_OF_VIEW if view is not None else type(self).keys
        self.keys_changed.emit()
        self._show_table()

    def _changed(self, changes: Changes) -> None:
        if changes.codings_in or changes.codes or changes.transcripts or changes.rounds:
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
        if not isinstance(answer, _Answer):
            return
        panel = answer.panel
        self._panel, self._others = panel, {}
        self.more.panel = panel
        self.export.choice = self._choice
        if self._choice is not None:
            self.choices.show_choice(self._choice, panel)
        self.behind.set_panel(panel)
        if len(panel.coders) < 2 or not panel.n_units:
            self.panels.show_nothing(" ".join(panel.notes))
        else:
            self.panels.show_figures(panel, answer.text)
            self._show_table()
        self.where.emit(self.behind.where())
        self.compared.emit()

    # the table

    def _show_table(self) -> None:
        panel, view = self._panel, self._view
        if panel is None:
            return
        if view is None:
            self._show_codes(panel)
            return
        why = view.lacks(panel)
        if why:
            self.view_head.say(why)
            self.table.clear()
            return
        if view.ask is None:
            self._show_figures_of(view, None)
            return
        self.view_head.say("Working it out…")
        self.table.clear()
        self._ask_view(view)

    def _show_codes(self, panel: Panel) -> None:
        self._feed.forget("view")
        figures = code_figures(
            panel, order=self.more.order, more=self.more.more, others=self._others
        )
        self.table.show_figures(figures)
        self._fitting.start()
        if self.more.more and not self._others:
            self._ask_other_units(panel)

    def _ask_view(self, view: View) -> None:
        from annotator_ui.reliability_place.views import Asking

        choice, within, work_out = self._choice, self._within, view.ask
        if choice is None or work_out is None:
            return

        def ask(project: Project, progress: Progress) -> object:
            return work_out(project, Asking(choice, within, progress))

        self._feed.ask("view", ask, lambda answer: self._show_figures_of(view, answer))

    def _show_figures_of(self, view: View, answer: object) -> None:
        if self._panel is not None and view is self._view:
            self.view_head.say(view.lead)
            self.table.show_figures(view.show(self._panel, answer))
            self._fitting.start()

    def _ask_other_units(self, panel: Panel) -> None:
        """Alpha by the other units stands beside every other figure."""
        units = [unit for unit in OTHER_UNITS if unit != panel.choice.unit]
        bare = replace(panel.choice, resamples=1)  # their intervals are not shown

        def ask(project: Project, progress: Progress) -> dict[Unit, Panel]:
            found: dict[Unit, Panel] = {}
            for number, unit in enumerate(units):
                progress(number, len(units), f"By {unit}")
                found[unit] = project.compared(replace(bare, unit=unit))
            return found

        self._feed.ask("view", ask, self._take_others)

    def _take_others(self, answer: object) -> None:
        if isinstance(answer, dict) and self._view is None:
            self._others = answer
            self._show_table()

    def _press_head(self, column: int) -> None:
        """A click on a heading puts the codes in the order that it names."""
        orders: dict[int, Order] = {0: "codebook", 1: "alpha", 3: "disagreements"}
        if self._view is None and column in orders:
            self.order_by(orders[column])

    def _want_more(self, wanted: bool) -> None:
        self.more.more = wanted
        self.show_view(None)

    def _want_indicative(self, wanted: bool) -> None:
        if self._choice is not None:
            self.choose(replace(self._choice, indicative=wanted))

    def _want_parents(self, wanted: bool) -> None:
        if self._choice is not None:
            level = "parent" if wanted else "code"
            self.choose(replace(self._choice, level=level, codes=None))

    def _choose_within(self, within: float) -> None:
        self._within = within
        self.show_view(self._view)

    def _refused(self, error: UserError) -> None:
        self.panels.show_nothing(f"{error.message} {error.hint}".strip())
        self.behind.set_panel(None)

    def _go_to(self, row: PassageRow) -> None:
        self.passage_asked.emit(Passage(row.transcript_id, row.start, row.end))

    # keys and size

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.methods.copy()
            return
        if event.key() == Qt.Key.Key_Escape and self._view is not None:
            self.show_view(None)
            focus_figures(self.table)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() <= 0:
            self.panels.split_for(zoom_of(self))
        self._fitting.start()

    def _wire(self) -> None:
        self._fitting.timeout.connect(self.panels.fit)
        self.panels.resized.connect(self._fitting.start)
        self.choices.chosen.connect(self.choose)
        self.table.chosen.connect(self.behind.choose)
        self.table.head_pressed.connect(self._press_head)
        self.table.entered_behind.connect(self.passages.begin)
        self.behind.told.connect(self.where)
        self.passages.wanted.connect(self._go_to)
        self.passages.left.connect(lambda: focus_figures(self.table))
        self.view_head.back.connect(lambda: self.show_view(None))
        self.view_head.within_chosen.connect(self._choose_within)
        self.more.viewed.connect(self.show_view)
        self.more.ordered.connect(self.order_by)
        self.more.more_wanted.connect(self._want_more)
        self.more.indicative_wanted.connect(self._want_indicative)
        self.more.parents_wanted.connect(self._want_parents)
        self.methods.copied.connect(
            lambda: self._around.messages.say("The sentence is copied; it can be pasted.")
        )
        self._feed.refused.connect(self._refused)
        self._settling.settled.connect(self._settled)
        self._session.changed.connect(self._changed)
        self._session.coder_changed.connect(self._touch)


_KEYS_OF_VIEW = (("↓", "next row"), ("Enter", "passages"), ("Esc", "all codes"))


class _Answer(Struct, frozen=True):
    panel: Panel
    text: str


def _ask_panel(project: Project, choice: Choice) -> _Answer:
    """The figures, and the sentence that tells them."""
    from annotator.reports.methods_text import methods_text

    panel = project.compared(choice)
    return _Answer(panel, methods_text(panel))
