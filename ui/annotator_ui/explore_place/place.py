"""Which passages of all transcripts carry a code, read one under the other? The Explore place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.changes import Changes
from annotator.changes import Place as Passage
from annotator.model.retrieval import PassageKey, PassageShown, Retrieved, Wanted
from annotator_ui.explore_place.passage_view import PassageView
from annotator_ui.explore_place.reading_pane import ReadingPane
from annotator_ui.explore_place.wanted_line import WantedLine
from annotator_ui.item_models.passage_row import PassageRow
from annotator_ui.item_models.passage_rows import PassageRows, where_words
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.said import SaidButton
from annotator_ui.parts.words import hairline, words
from annotator_ui.place import PassagesPlace, Surroundings
from annotator_ui.tasks import Task
from annotator_ui.theme import Theme

if TYPE_CHECKING:
    from annotator.errors import Progress, UserError
    from annotator.model.codebook import Code

RIGHT: Final = 400
_LEAST_LEFT, _LEAST_RIGHT = 300, 272
_SETTLE_MS: Final = 150
ORDERS: Final = ("transcript", "date", "code", "coder")
_LIST, _NOTHING = 0, 1


class ExplorePlace(PassagesPlace):
    """A sentence that says what is wanted, the passages, and the chosen one in its paragraph."""

    keys = (("↓", "next passage"), ("Enter", "go there"), ("Ctrl C", "copy"))

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around, self._session = around, around.session
        self._task: Task | None = None
        self._found = Retrieved()
        self._order = ORDERS[0]
        self._is_stale = True
        theme = around.look.theme
        self.line = WantedLine(around.session)
        self.rows = PassageRows(self._read, self)
        self._row = PassageRow(theme, self)
        self.view = PassageView(self.rows, self._row)
        self.pane = ReadingPane(theme)
        self.count = words(kind="strong")
        self.order = SaidButton("Order")
        self._nothing = words(tone="muted", wrap=True)
        self._pages = QStackedWidget()
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self.export_button = Button("Export…", kind="primary")
        self.title_buttons = (self.export_button,)
        project = self._session.project
        self.line.show_wanted(Wanted(round_id=project.current_round().id))
        self._say_order()
        self._lay_out()
        self._wire()

    @property
    def is_busy(self) -> bool:
        """Whether something was asked that is not shown yet."""
        return self._task is not None

    def begin(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._is_stale:
            self.look()
        self._tell_where()

    def show_code(self, code_id: int) -> None:
        """All passages of a code in the round at work."""
        at_work = self._session.project.current_round().id
        self.line.show_wanted(Wanted(codes=frozenset({code_id}), round_id=at_work))
        self.look()

    def look(self) -> None:
        """Ask for the passages as the project is now; a question that runs is given up."""
        self._give_up()
        if not self._session.is_open:
            return
        self._is_stale = False
        project, wanted = self._session.project, self.line.wanted
        task = self._task = Task("Looking for passages", self)
        task.done.connect(partial(self._take, task))
        task.refused.connect(partial(self._refused, task))
        task.failed.connect(partial(self._failed, task))
        task.slow.connect(lambda: self.count.setText("Looking…"))
        task.ended.connect(task.deleteLater)

        def work(progress: Progress) -> Retrieved:
            return project.retrieve(wanted, progress=progress)

        task.start(work)

    def set_theme(self, theme: object) -> None:
        if isinstance(theme, Theme):
            self._row.set_look(theme, zoom_of(self))
            self.pane.set_theme(theme)
            self.view.viewport().update()

    def set_zoom(self, factor: float) -> None:
        self._row.set_look(self._around.look.theme, factor)
        self.view.doItemsLayout()
        self._split_for(factor)

    # what was found

    def _take(self, task: Task, found: Retrieved) -> None:
        if task is not self._task:
            return
        self._task = None
        self._found = found
        self._show()

    def _show(self) -> None:
        before = self.rows.key(self.view.currentIndex().row())
        codes = self._session.project.codebook().codes
        self.rows.show_keys(self._ordered(codes), codes)
        self._pages.setCurrentIndex(_LIST if len(self._found) else _NOTHING)
        self._nothing.setText(self._why_none())
        self.count.setText(_count_words(self._found))
        self.export_button.setEnabled(len(self._found) > 0)
        row = self.rows.row_of(before.coding_id) if before is not None else 0
        self.view.choose(max(0, row))
        if not len(self._found):
            self._choose(-1)

    def _ordered(self, codes: Sequence[Code]) -> Sequence[PassageKey]:
        """As they come, by transcripts, or by something before that."""
        keys = self._found.keys
        match self._order:
            case "date":
                infos = self._session.project.infos()
                dates = {info.id: info.metadata.date or "9999" for info in infos}
                return sorted(keys, key=lambda key: dates.get(key.transcript_id, "9999"))
            case "code":
                place = {code.id: number for number, code in enumerate(codes)}
                return sorted(keys, key=lambda key: place.get(key.code_id, -1))
            case "coder":
                return sorted(keys, key=lambda key: key.coder_id)
            case _:
                return keys

    def _why_none(self) -> str:
        if not self._session.project.n_codings():
            return "Nothing is coded yet. What you code in the Code place is listed here."
        return "No passage fits all of this. Take a word of the sentence above back."

    def _read(self, coding_ids: Sequence[int]) -> Sequence[PassageShown]:
        if not self._session.is_open:
            return ()
        project = self._session.project
        return self._session.attempt(lambda: project.passages_shown(coding_ids)) or ()

    def _choose(self, row: int) -> None:
        shown = self.rows.shown(row)
        if shown is None:
            self.pane.show_passage(None, None, {})
            return
        project = self._session.project
        around = self._session.attempt(lambda: project.around_passage(shown.key.coding_id))
        codes = {code.id: code for code in project.codebook().codes}
        self.pane.show_passage(shown, around, codes)
        self._tell_where()

    # what is done with it

    def _go(self, row: int) -> None:
        key = self.rows.key(row)
        if key is not None:
            self.passage_asked.emit(Passage(key.transcript_id, key.start, key.end))

    def _copy(self, row: int) -> None:
        """The words, who said them, where and when, on the clipboard."""
        shown = self.rows.shown(row)
        if shown is not None:
            quote = " ".join(shown.quote.split())
            QGuiApplication.clipboard().setText(f"“{quote}” ({where_words(shown)})")
            self._around.messages.say("The passage is copied with where it stands.")

    def ask_export(self) -> None:
        """Ask where the list goes and write it, in the order shown."""
        self._around.acts.ask_export_passages([key.coding_id for key in self.rows.listed()])

    def _order_by(self, order: str) -> None:
        self._order = order
        self._say_order()
        self._show()

    def _say_order(self) -> None:
        self.order.say(f"by {self._order}")

    def _fill_orders(self) -> None:
        menu = self.order.choices
        menu.clear()
        for order in ORDERS:
            action = menu.addAction(f"By {order}", partial(self._order_by, order))
            action.setCheckable(True)
            action.setChecked(order == self._order)

    # the project changes

    def _changed(self, changes: Changes) -> None:
        if changes.transcripts:
            self.line.forget()
        if changes.codes:
            self.line.codes_changed()
        if changes.codings_in or changes.codes or changes.transcripts or changes.memos:
            self._touch()

    def _touch(self) -> None:
        """What is listed is no longer true; asked anew now, or when the place is shown again."""
        self._is_stale = True
        if self.isVisible():
            self._settle.start()

    def _settled(self) -> None:
        if self._is_stale and self.isVisible() and self._session.is_open:
            self.look()

    def _refused(self, task: Task, error: UserError) -> None:
        if task is self._task:
            self._task = None
            self._around.messages.refuse(error)

    def _failed(self, task: Task, error: BaseException) -> None:
        if task is self._task:
            self._task = None
        raise error

    def _give_up(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.wait()

    def _tell_where(self) -> None:
        row, count = self.view.currentIndex().row(), len(self.rows.listed())
        self.where.emit(f"Passage {row + 1:,} of {count:,}" if count else "")

    # putting together

    def _wire(self) -> None:
        self.line.changed.connect(lambda _wanted: self.look())
        self.view.chosen.connect(self._choose)
        self.view.entered.connect(self._go)
        self.view.copied.connect(self._copy)
        self.pane.asked_to_go.connect(lambda: self._go(self.view.currentIndex().row()))
        self.pane.asked_to_copy.connect(lambda: self._copy(self.view.currentIndex().row()))
        self.export_button.clicked.connect(self.ask_export)
        self.order.choices.aboutToShow.connect(self._fill_orders)
        self._settle.timeout.connect(self._settled)
        self._session.changed.connect(self._changed)
        self._session.coder_changed.connect(self._touch)
        self._session.closing.connect(self._give_up)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() <= 0:
            self._split_for(zoom_of(self))

    def _split_for(self, zoom: float) -> None:
        width = max(self.width(), _LEAST_LEFT + _LEAST_RIGHT)
        right = min(round(RIGHT * zoom), width * 2 // 5)
        self._split.setSizes([width - right, right])

    def _lay_out(self) -> None:
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QHBoxLayout()
        head.setContentsMargins(24, 12, 24, 8)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.order)
        listed = QWidget()
        inside = QVBoxLayout(listed)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self.view, 1)
        self._pages.addWidget(listed)
        self._pages.addWidget(_padded(self._nothing))
        left = QWidget()
        left.setMinimumWidth(_LEAST_LEFT)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(hairline())
        column.addWidget(self._pages, 1)
        self.pane.setMinimumWidth(_LEAST_RIGHT)
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def _count_words(found: Retrieved) -> str:
    if found.is_cut:
        return f"The first {len(found):,} passages; there are more"
    passages = "1 passage" if len(found) == 1 else f"{len(found):,} passages"
    count = found.n_transcripts
    return f"{passages} in {'1 transcript' if count == 1 else f'{count:,} transcripts'}"


def _padded(label: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 18, 24, 24)
    column.addWidget(label)
    column.addStretch(1)
    return page
