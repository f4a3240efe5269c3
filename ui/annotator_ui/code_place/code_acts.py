"""How is the codebook changed without leaving the text: new, edit, move, delete?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from annotator.errors import Progress, no_progress
from annotator.model.codebook import Code, CodeDraft

if TYPE_CHECKING:
    from annotator_ui.dialogs.code_dialog import CodeDialog
    from annotator_ui.dialogs.merge_codes import MergeDialog
    from annotator_ui.item_models.code_tree import CodeTree
    from annotator_ui.session import Session
    from annotator_ui.theme import Theme


Beside = Callable[[str, Callable[[Progress], int], Callable[[int], object]], None]
"""Does what may take a while beside the window: its title, the work, and what comes after it."""


class CodeActs(QObject):
    """The context menu of a code and what its entries do."""

    apply_asked = Signal(object)
    """A `Code`."""
    passages_asked = Signal(object)
    """A `Code` whose passages are wanted."""
    memo_asked = Signal(object)
    """A `Code` to write a memo on."""
    ended = Signal()
    """A form or question was closed: back to the text."""

    def __init__(self, session: Session, tree: CodeTree, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._tree, self._theme, self._window = session, tree, theme, window
        self.beside: Beside = self._at_once

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def menu(self, code: Code | None, where: QPoint) -> QMenu:
        """Open the menu of a code, or of the empty part of the tree."""
        menu = QMenu(self._window)
        if code is not None and not code.is_group:
            menu.addAction("Apply", lambda: self.apply_asked.emit(code))
            menu.addAction("Passages\tCtrl+R", lambda: self.passages_asked.emit(code))
        is_locked = self.is_locked()
        if code is not None and is_locked:
            menu.addAction("Comment…", lambda: self.memo_asked.emit(code))
        elif code is not None:
            menu.addAction("Edit…\tF2", lambda: self.edit(code))
            menu.addAction("Memo…", lambda: self.memo_asked.emit(code))
            menu.addSeparator()
        if not is_locked:
            self._add_changes(menu, code)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)
        return menu

    def is_locked(self) -> bool:
        """Whether the codebook is not to be changed here: in a pack, or by a coder's role."""
        return bool(self._session.project.why_not("codebook"))

    def may_change(self) -> bool:
        """The same the other way round; where it may not, one sentence says why."""
        why = self._session.project.why_not("codebook")
        if why:
            self._session.said.emit(why)
        return not why

    def edit_or_comment(self, code: Code) -> None:
        """The form of a code; where it may not be changed, a comment on it, which travels."""
        if self.is_locked():
            self.memo_asked.emit(code)
        else:
            self.edit(code)

    def _add_changes(self, menu: QMenu, code: Code | None) -> None:
        menu.addAction("New code…", lambda: self.new(beside=code))
        menu.addAction("New group…", lambda: self.new(beside=code, is_group=True))
        bare = any(not each.key and not each.is_group for each in self._tree.codes())
        menu.addAction("Give keys to codes without", self.give_keys).setEnabled(bare)
        if code is not None:
            self._add_moves(menu, code)
            menu.addSeparator()
            if not code.is_group:
                menu.addAction("Merge into another code…", lambda: self.ask_merge(code))
            menu.addAction("Delete…", lambda: self.ask_delete(code))

    def edit(self, code: Code) -> CodeDialog:
        from annotator_ui.dialogs.code_dialog import CodeDialog, draft_of

        book = self._session.project.codebook()
        draft = draft_of(code, book)
        dialog = CodeDialog(
            book,
            draft,
            problems=partial(self._session.project.code_problems, own_id=code.id),
            save=lambda new: self._session.project.change_code(code.id, new),
            theme=self._theme,
            parent=self._window,
        )
        return self._open(dialog)

    def new(
        self, *, beside: Code | None = None, is_group: bool = False, name: str = ""
    ) -> CodeDialog:
        """A form for a new code in the group of another one, or in that group itself."""
        from annotator_ui.dialogs.code_dialog import CodeDialog

        book = self._session.project.codebook()
        group = beside
        if beside is not None and not beside.is_group:
            group = None if beside.parent_id is None else book.by_id(beside.parent_id)
        draft = CodeDraft("", name, parent=group.code_id if group else "", is_group=is_group)
        dialog = CodeDialog(
            book,
            draft,
            problems=self._session.project.code_problems,
            save=self._session.project.add_code,
            theme=self._theme,
            parent=self._window,
        )
        return self._open(dialog)

    def make(self, name: str) -> Code | None:
        """Make a code from nothing but its name."""
        return self._session.attempt(lambda: self._session.project.add_code(CodeDraft("", name)))

    def give_keys(self) -> None:
        """Give a key to every code that has none."""
        self._session.attempt(self._session.project.give_keys)

    def move(self, code: Code, *, parent_id: int | None, position: int) -> None:
        self._session.attempt(
            lambda: self._session.project.move_code(code.id, parent_id=parent_id, position=position)
        )

    def move_by_id(self, code_id: int, parent_id: int | None, position: int) -> None:
        """After a drag in the tree."""
        code = self._tree.code(code_id)
        if code is not None:
            self.move(code, parent_id=parent_id, position=position)

    def ask_merge_by_id(self, code_id: int, into: int) -> None:
        """After a code was dropped on another one: the same question, that one proposed."""
        code = next((c for c in self._session.project.codebook().codes if c.id == code_id), None)
        if code is not None and self.may_change():
            dialog = self.ask_merge(code)
            dialog.target.setCurrentIndex(dialog.target.findData(into))

    def ask_merge(self, code: Code) -> MergeDialog:
        """Ask into which code this one goes, saying how many codings that touches."""
        from annotator_ui.dialogs.merge_codes import MergeDialog

        project = self._session.project
        dialog = MergeDialog(
            self._window,
            code,
            project.codebook().codes,
            partial(project.merge_preview, code.id),
        )
        dialog.wanted.connect(lambda into: self._merge(code, into))
        dialog.finished.connect(self.ended)
        dialog.open()
        return dialog

    def ask_delete(self, code: Code) -> QMessageBox:
        """Say how many codings go, then delete; the act can be undone."""
        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(f"Delete {code.name}")
        box.setText(f"Delete “{code.name}”?")
        box.setInformativeText(self._what_goes(code))
        delete = box.addButton("Delete", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.accepted.connect(lambda: self._delete(code))
        box.setDefaultButton(delete)
        box.finished.connect(box.deleteLater)
        box.finished.connect(self.ended)
        box.open()
        return box

    def _merge(self, code: Code, into: int) -> None:
        project = self._session.project

        def work(progress: Progress) -> int:
            return project.merge_codes(code.id, into, progress=progress)

        self.beside(f"Merging “{code.name}”", work, lambda _moved: None)

    def _delete(self, code: Code) -> None:
        project = self._session.project

        def work(progress: Progress) -> int:
            del progress  # one act after a backup
            return project.delete_code(code.id)

        self.beside(f"Deleting “{code.name}”", work, lambda _gone: None)

    def _at_once(
        self, title: str, work: Callable[[Progress], int], then: Callable[[int], object]
    ) -> None:
        """On the thread of the window, as long as no window lends its tasks."""
        del title
        done = self._session.attempt(lambda: work(no_progress))
        if done is not None:
            then(done)

    def _what_goes(self, code: Code) -> str:
        counts = self._session.project.code_counts(round_id=None)
        branch = self._branch(code)
        codings = sum(counts.get(each.id, 0) for each in branch)
        inside = len(branch) - 1
        with_codes = f"{_count(inside, 'code')} in it and " if inside else ""
        if not codings:
            what = f"{with_codes}no codings" if inside else "No codings"
            return f"{what} go with it. Ctrl+Z brings it back."
        verb = "goes" if codings == 1 and not inside else "go"
        return f"{with_codes}{_count(codings, 'coding')} {verb} with it. Ctrl+Z brings all back."

    def _branch(self, code: Code) -> list[Code]:
        branch = [code]
        for each in branch:
            branch += [other for other in self._tree.codes() if other.parent_id == each.id]
        return branch

    def _add_moves(self, menu: QMenu, code: Code) -> None:
        siblings = self._tree.siblings(code)
        at = siblings.index(code.id)
        menu.addSeparator()
        for name, to in (("Move up", at - 1), ("Move down", at + 1)):
            act = partial(self.move, code, parent_id=code.parent_id, position=to)
            menu.addAction(name, act).setEnabled(0 <= to < len(siblings))
        within = {each.id for each in self._branch(code)}
        groups = [each for each in self._tree.codes() if each.is_group and each.id not in within]
        inner = menu.addMenu("Move to group")
        for parent_id, name in ((None, "No group"), *((each.id, each.name) for each in groups)):
            last = sum(1 for each in self._tree.codes() if each.parent_id == parent_id)
            act = partial(self.move, code, parent_id=parent_id, position=last)
            inner.addAction(name, act).setEnabled(parent_id != code.parent_id)

    def _open(self, dialog: CodeDialog) -> CodeDialog:
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.ended)
        dialog.open()
        dialog.focus_name()
        return dialog


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
