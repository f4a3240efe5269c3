"""What can be done to the passage and the codings under the pointer? The menu of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from annotator.model.code_keys import key_words
from annotator_ui.code_place.citation import citation

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator_ui.code_place.coding_loop import CodingLoop
    from annotator_ui.code_place.shown_codings import ShownCoding
    from annotator_ui.item_models.code_tree import CodeTree
    from annotator_ui.transcript_view import TranscriptView

_LONGEST_NAME = 60
_SHOWN = 32


class PassageMenu(QObject):
    """Recent codes, a code of its own words, what is to be done with codings, copies."""

    palette_asked = Signal()
    memo_asked = Signal(object)
    """The id of a coding, or None: on the passage."""
    code_made = Signal(str)
    """The name of a code to be made and applied."""
    closed = Signal()

    def __init__(
        self, loop: CodingLoop, tree: CodeTree, view: TranscriptView, window: QWidget
    ) -> None:
        super().__init__(window)
        self._loop, self._tree, self._view, self._window = loop, tree, view, window

    def open(self, where: QPoint, coding_ids: Sequence[int]) -> QMenu:
        """Show the menu for the selected passage and these codings."""
        menu = QMenu(self._window)
        self._add_codes(menu)
        menu.addSeparator()
        codings = [self._loop.codings.get(coding_id) for coding_id in coding_ids]
        here = [coding for coding in codings if coding is not None]
        for coding in here:
            inner = menu if len(here) == 1 else menu.addMenu(_plain(self._name(coding)))
            self._add_acts(inner, coding)
        if not here:
            self._add_acts_on_passage(menu)
        menu.addSeparator()
        menu.addAction("&Copy\tCtrl+C", self._view.copy)
        menu.addAction("Copy with cita&tion\tCtrl+Shift+C", self.copy_with_citation)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.aboutToHide.connect(self.closed)
        menu.popup(where)
        return menu

    def copy_with_citation(self) -> None:
        """The words with speaker, title, date and sentence number, on the clipboard."""
        transcript, span = self._loop.transcript, self._view.selection()
        if transcript is not None and span is not None:
            QGuiApplication.clipboard().setText(citation(transcript, span))

    def _add_codes(self, menu: QMenu) -> None:
        recent = [self._loop.code(code_id) for code_id in self._loop.recent]
        for code in recent:
            if code is not None:
                menu.addAction(_entry(code), partial(self._loop.toggle, code))
        if recent:
            menu.addSeparator()
        self._add_tree(menu.addMenu("C&ode with"), self._loop.apply)
        menu.addAction("&Find a code…\t/", self.palette_asked.emit)
        name = self._own_words()
        if name:
            shown = name if len(name) <= _SHOWN else name[:_SHOWN].rstrip() + "…"
            menu.addAction(f"&New code “{_plain(shown)}”", lambda: self.code_made.emit(name))

    def _add_acts(self, menu: QMenu, coding: ShownCoding) -> None:
        loop, id_ = self._loop, coding.id
        menu.addAction("&Memo…\tCtrl+M", lambda: self.memo_asked.emit(id_))
        unsure = menu.addAction("&Unsure\t?", lambda: loop.toggle_unsure(id_))
        unsure.setCheckable(True)
        unsure.setChecked(coding.unsure)
        self._add_tree(
            menu.addMenu("Change code &to"),
            lambda code: loop.change_code(id_, code),
            without=coding.code_id,
        )
        menu.addAction(f"&Remove {_plain(self._name(coding))}\tDel", lambda: loop.remove(id_))

    def _add_acts_on_passage(self, menu: QMenu) -> None:
        """Where nothing is coded: that nothing applies can be said, and a memo written."""
        menu.addAction("&Memo…\tCtrl+M", lambda: self.memo_asked.emit(None))
        span = self._view.selection()
        nothing = menu.addAction("Nothing &applies here\t0", self._loop.decide_nothing)
        nothing.setCheckable(True)
        nothing.setChecked(span is not None and bool(self._loop.decision_on(span)))

    def _add_tree(
        self, menu: QMenu, act: Callable[[Code], object], *, without: int | None = None
    ) -> None:
        """All codes, each group in a menu of its own."""
        inside: dict[int | None, QMenu] = {None: menu}
        for code in self._tree.codes():
            at = inside.get(code.parent_id, menu)
            if code.is_group:
                inside[code.id] = at.addMenu(_plain(code.name))
            else:
                at.addAction(_entry(code), partial(act, code)).setEnabled(code.id != without)

    def _own_words(self) -> str:
        """The passage on one line, as a name: in vivo."""
        transcript, span = self._loop.transcript, self._view.selection()
        if transcript is None or span is None:
            return ""
        words = " ".join(transcript.quote(span).split())
        if len(words) <= _LONGEST_NAME:
            return words.rstrip(".,;:!?")
        return words[:_LONGEST_NAME].rsplit(" ", 1)[0]

    def _name(self, coding: ShownCoding) -> str:
        code = self._loop.code(coding.code_id)
        return "?" if code is None else code.name


def _entry(code: Code) -> str:
    return _plain(code.name) + (f"\t{key_words(code.key)}" if code.key else "")


def _plain(words: str) -> str:
    """Words with no sign that a menu takes for something else."""
    return words.replace("&", "&&").replace("\t", " ")
