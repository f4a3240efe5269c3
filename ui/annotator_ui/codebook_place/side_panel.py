"""Which versions are there, what does a change mean, what waits, and what deserves a look?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator_ui.codebook_place.hints_block import HintsBlock
from annotator_ui.codebook_place.meaning_block import MeaningBlock
from annotator_ui.codebook_place.numbers import NO_NUMBERS, Numbers
from annotator_ui.codebook_place.queue_block import QueueBlock
from annotator_ui.codebook_place.versions_block import VersionsBlock
from annotator_ui.parts.buttons import Button
from annotator_ui.parts.words import hairline, words

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator.model.rechecks import Redefinition
    from annotator.model.versions import CodeChange
    from annotator.project import Project
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme

LOCKED = (
    "The codebook is set by the principal investigator. You can search it and write a comment on "
    "each code; comments go back with your work."
)


class SidePanel(QScrollArea):
    """The right of the place: it asks the project what to show."""

    asks = Signal(bool)
    """Whether a changed definition waits for an answer."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._numbers = NO_NUMBERS
        self.versions = VersionsBlock(theme)
        self.meaning = MeaningBlock(theme)
        self.queue = QueueBlock()
        self.hints = HintsBlock()
        self.tree_button = Button("Back to the codes", kind="link")
        self.tree_button.hide()
        self._locked = words(kind="small", tone="muted", wrap=True)
        self._lines = {part: hairline() for part in ("meaning", "queue", "hints")}
        self._lay_out()

    @property
    def project(self) -> Project:
        return self._session.project

    def set_theme(self, theme: Theme) -> None:
        self.versions.set_theme(theme)
        self.meaning.set_theme(theme)

    def show_rights(self, *, may: bool) -> None:
        """Who may not change the codebook is told so, and is spared its hints."""
        self._locked.setText("" if may else LOCKED)
        self._locked.setVisible(not may)
        self.hints.setVisible(may)
        self._lines["hints"].setVisible(may)

    def show_numbers(self, numbers: Numbers, code: Code | None) -> None:
        """Counts, hints and queues as they were read."""
        self._numbers = numbers
        book = self.project.codebook()
        labels = {each.code_id: each for each in book.codes}
        linked = any(each.example_at is not None for each in book.codes)
        quoted = any(each.example for each in book.codes)
        names = {each.id: label for label, each in labels.items()}
        may_link = quoted and not linked and bool(numbers.counts)
        self.hints.show_hints(numbers.hints, names, may_link=may_link)
        self.show_versions()
        self.ask_meaning(code)
        self._show_queue()

    def show_versions(self) -> None:
        may = self.project.may_change_codebook
        versions = self.project.versions()
        self.versions.show_versions(versions, self._numbers.by_version, may_change=may)

    def show_change(self, code: Code | None) -> CodeChange | None:
        """What of a code differs between the two newest versions; it is told what that is."""
        versions = self.project.versions()
        if len(versions) < 2 or code is None or not versions[-2].frozen_at:
            self.versions.show_change("", "", None)
            return None
        before, after = versions[-2:]
        found = self.project.version_differences(before.id, after.id)
        change = next((each for each in found if each.uuid == code.uuid), None)
        self.versions.show_change(before.name, after.name, change)
        return change

    def ask_meaning(self, code: Code | None) -> None:
        """The question about the code that is looked at, else about any other that waits."""
        waiting = [each for each in self.project.redefinitions() if not each.meaning]
        shown = bool(waiting) and self.project.may_change_codebook
        self._lines["meaning"].setVisible(shown)
        self.asks.emit(shown)
        if not shown:
            self.meaning.ask(None)
            return
        own = next((each for each in waiting if code and each.code_id == code.id), None)
        asked: Redefinition = own or waiting[0]
        about = self.project.codebook().by_id(asked.code_id)
        neighbours = self.project.neighbours(asked.code_id)
        self.meaning.ask(asked, about, self._numbers.of(asked.code_id), neighbours)

    def first_stop(self) -> QWidget:
        """The first control that the keyboard can go to."""
        stops = (
            each
            for each in self.findChildren(QWidget)
            if each.isVisible()
            and each.isEnabled()
            and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        )
        return next(stops, self)

    def _show_queue(self) -> None:
        progress, names = self._numbers.progress, self._numbers.coders
        me = self.project.coder.id
        own = [each for each in progress if each.coder_id == me]
        others: dict[int, tuple[int, int]] = {}
        for each in progress:
            if each.coder_id != me:
                done, total = others.get(each.coder_id, (0, 0))
                others[each.coder_id] = (done + each.done, total + each.total)
        asked = {each.id: each.code_id for each in self.project.redefinitions()}
        book = self.project.codebook()
        waiting = [each for each in own if each.done < each.total] or own
        codes = [book.by_id(asked.get(each.redefinition_id, 0)) for each in waiting]
        self.queue.show_queue(
            (sum(each.done for each in own), sum(each.total for each in own)),
            list(dict.fromkeys(code.code_id for code in codes if code is not None)),
            [(names.get(who, ""), done, total) for who, (done, total) in others.items()],
        )
        self._lines["queue"].setVisible(not self.queue.isHidden())

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(18, 12, 18, 18)
        column.setSpacing(14)
        column.addWidget(self.tree_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._locked)
        column.addWidget(self.versions)
        for name, block in (
            ("meaning", self.meaning),
            ("queue", self.queue),
            ("hints", self.hints),
        ):
            column.addWidget(self._lines[name])
            column.addWidget(block)
            self._lines[name].setVisible(name == "hints")
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
