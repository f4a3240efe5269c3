"""What was this file read as, what is asked about it, and how is that changed?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.import_review.banner import Banner
from annotator_ui.import_review.label_row import NARROW
from annotator_ui.import_review.metadata_fields import MetadataFields
from annotator_ui.import_review.refused_bar import RefusedBar
from annotator_ui.import_review.table_columns import ColumnsLine
from annotator_ui.import_review.who_speaks import WhoSpeaks
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.choosing import Check, MenuButton
from annotator_ui.parts.flow import Flow
from annotator_ui.parts.icons import zoom_of
from annotator_ui.parts.words import Elided, hairline

if TYPE_CHECKING:
    from annotator_ui.import_review.shown_file import ShownFile
    from annotator_ui.theme import Theme

SIDE = 22
_REMEMBER = "Remember these labels for the next files from this source"
_REMEMBER_COLUMNS = (
    "Remember labels for the next files from this source, and columns for such tables"
)
_MOST_BANNERS = 4
_COLUMNS_AT = 2
"""Behind the banners and the room below them."""


class FilePanel(QFrame):
    """The middle of the sheet. It tells what was decided; what that changes is shown to it."""

    encoding_chosen = Signal(str)
    answered = Signal(str, str)
    """What was asked, and the key of the answer."""
    pages_chosen = Signal(str, bool)
    """A proposal about the pages of a PDF, and whether it is taken."""
    columns_asked = Signal()
    """Somebody wants to say what the columns of the table are for."""
    text_asked = Signal()
    """In a narrow window: show the text instead, or the form again."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "panel")
        self._shown: ShownFile | None = None
        self._name = Elided(kind="title")
        self._facts = Elided(kind="small", tone="muted")
        self._counts = Elided(kind="small", tone="muted")
        self.encoding = MenuButton("Encoding", kind="quiet")
        self.encoding.choices.aboutToShow.connect(self._fill_encodings)
        self.text_button = Button("Text as it will stand", drawing="panel-right")
        self.text_button.clicked.connect(self.text_asked)
        self.banners: list[Banner] = []
        self.area = QScrollArea(self)
        self._form = QWidget()
        self._form.setProperty("ground", "panel")
        self.area.setWidget(self._form)
        self.fields = MetadataFields(self._form)
        self.speakers = WhoSpeaks(theme, self._form)
        self.edges, self.hyphens = Check(), Check()
        self.edges.clicked.connect(
            lambda: self.pages_chosen.emit("page edges", self.edges.isChecked())
        )
        self.hyphens.clicked.connect(
            lambda: self.pages_chosen.emit("hyphens", self.hyphens.isChecked())
        )
        self.same = Check()
        self.same.setChecked(True)
        self.remember = Check(_REMEMBER)
        self.remember.setChecked(True)
        self.columns: ColumnsLine | None = None
        self.refused = RefusedBar()
        self._lay_out()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def show_file(self, file: ShownFile) -> None:
        """Show a file, or the same one anew after a decision."""
        anew = self._shown is None or self._shown.key != file.key
        self._shown = file
        self._name.say(file.name)
        self._facts.say(file.facts)
        self._counts.say(file.counts)
        self.encoding.setVisible(bool(file.encoding))
        self.encoding.say(file.encoding)
        said = file.said[:_MOST_BANNERS]
        while len(self.banners) < max(1, len(said)):
            self._add_banner()
        for number, banner in enumerate(self.banners):
            banner.show_said(said[number][1] if number < len(said) else None)
        has_text = file.survey is not None
        for part in (self.fields, self.speakers, self.remember):
            part.setVisible(has_text)
        self._show_pages(file)
        self._show_columns(file)
        if file.survey is not None:
            self.fields.show_fields(file.survey.fields)
            self.speakers.show_survey(file.survey, asked=file.asked, anew=anew)
        if anew:
            self.area.verticalScrollBar().setValue(0)

    def _add_banner(self) -> None:
        banner = Banner()
        banner.answered.connect(partial(self._answer, len(self.banners)))
        self.banners.append(banner)
        self._above.addWidget(banner)

    def _show_pages(self, file: ShownFile) -> None:
        """What was taken out of the pages of a PDF, to be put back where that was wrong."""
        pages = file.survey.pages if file.survey is not None else ()
        for check, what, words in (
            (self.edges, "page edges", "Page headers, footers and numbers are left out"),
            (self.hyphens, "hyphens", "Words that a line end divides are joined"),
        ):
            one = next((each for each in pages if each.what == what), None)
            check.setVisible(one is not None)
            if one is not None:
                check.say(words + (f": {'; '.join(one.words)}" if one.words else ""))
                check.setChecked(one.accepted)

    def _show_columns(self, file: ShownFile) -> None:
        """Of a table: what its columns became. Most files are none, so it is made when needed."""
        there = bool(file.columns) and file.survey is not None
        if there and self.columns is None:
            self.columns = ColumnsLine()
            self.columns.asked.connect(self.columns_asked)
            self._form_column.insertWidget(_COLUMNS_AT, self.columns)
        if self.columns is not None:
            self.columns.setVisible(there)
            self.remember.say(_REMEMBER_COLUMNS if there else _REMEMBER)
            self.columns.show_columns(file.columns)

    def focus_columns(self) -> bool:
        """Put the keyboard where columns are changed; whether that is there."""
        if self.columns is None or self.columns.isHidden():
            return False
        self.columns.change.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def focus_question(self) -> bool:
        """Put the keyboard on the first thing that is asked; whether there is one."""
        if self._shown is None:
            return False
        for (_, said), banner in zip(self._shown.said, self.banners, strict=False):
            if said.sort == "warn" and said.answers and not said.chosen and banner.focus():
                return True
        return any(self.speakers.focus_label(label) for label in self._shown.asked)

    def focus_first(self) -> None:
        """Put the keyboard on what is asked, else on the first decision, else on the title."""
        if self.focus_question() or self._shown is None or self._shown.survey is None:
            return
        labels = self._shown.survey.labels
        if not (labels and self.speakers.focus_label(labels[0].label)):
            self.fields.fields["title"].line.setFocus(Qt.FocusReason.TabFocusReason)

    def say_same(self, words: str) -> None:
        """What the box about the other files says; without such files it is away."""
        self.same.setVisible(bool(words))
        self.same.say(words)

    def set_theme(self, theme: Theme) -> None:
        self.speakers.set_theme(theme)
        self._arrange()

    def offer_text(self, *, offered: bool) -> None:
        self.text_button.setVisible(offered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() - 2 * SIDE < NARROW * zoom_of(self)
        self.fields.arrange(narrow=narrow)

    def _answer(self, number: int, key: str) -> None:
        if self._shown is None or number >= len(self._shown.said):
            return
        asked = self._shown.said[number][0]
        if asked.startswith("encoding:") and key == "other":
            self.encoding.open_menu()
        elif key == "columns":
            self.columns_asked.emit()
        else:
            self.answered.emit(asked, key)

    def _fill_encodings(self) -> None:
        menu = self.encoding.choices
        menu.clear()
        for codec, name in self._shown.encodings if self._shown is not None else ():
            action = menu.addAction(name)
            action.triggered.connect(lambda *_, codec=codec: self.encoding_chosen.emit(codec))

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """What has the keyboard is in sight, with what belongs to it."""
        if new is not None and self._form.isAncestorOf(new):
            corner = new.mapTo(self._form, QPoint(0, 0))
            bottom = corner.y() + new.height()
            self.area.ensureVisible(0, corner.y(), 0, round(60 * zoom_of(self)))
            self.area.ensureVisible(0, bottom, 0, round(60 * zoom_of(self)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The form is as wide as the panel: it scrolls down, never across."""
        if watched is self.area.viewport() and event.type() == QEvent.Type.Resize:
            self._form.setMaximumWidth(self.area.viewport().width())
        return False

    def _lay_out(self) -> None:
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().installEventFilter(self)
        form = self._form_column = QVBoxLayout(self._form)
        form.setContentsMargins(SIDE, 14, SIDE, 24)
        form.setSpacing(0)
        self._above = QVBoxLayout()
        self._above.setSpacing(6)
        form.addLayout(self._above)
        form.addSpacing(14)
        form.addWidget(self.fields)  # above it, in a table, what the columns became
        form.addSpacing(10)
        form.addWidget(self.edges)
        form.addWidget(self.hyphens)
        form.addSpacing(14)
        form.addWidget(self.speakers)
        form.addSpacing(10)
        form.addWidget(self.same)
        form.addWidget(self.remember)
        form.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(hairline())
        column.addWidget(self.area, 1)
        column.addWidget(self.refused)

    def _head(self) -> QHBoxLayout:
        below = Flow(gap=10, between=2)
        for part in (self._facts, self.encoding, self._counts):
            below.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self._name)
        left.addLayout(below)
        head = QHBoxLayout()
        head.setContentsMargins(SIDE, 12, SIDE, 10)
        head.addLayout(left, 1)
        head.addWidget(self.text_button, alignment=Qt.AlignmentFlag.AlignTop)
        self.text_button.hide()
        return head
