"""Which project is open, and who in the window hears what changed in it?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal

from annotator.errors import UserError

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.project import Project

Answer = TypeVar("Answer")


class Session(QObject):
    """The open project, or none. All signals arrive on the thread of the window."""

    opened = Signal()
    """A project is open from now on; ask `project`."""
    closing = Signal()
    """The project is still open; finish what holds on to it."""
    closed = Signal()
    changed = Signal(object)
    """`annotator.changes.Changes` of one act, undo and redo included."""
    coder_changed = Signal()
    refused = Signal(object)
    """A `UserError` that some act met; `messages.Messages` shows it."""
    said = Signal(str)
    """One sentence for the status line."""

    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._leave: Callable[[], None] | None = None
        self._tried: Callable[[], object] | None = None
        self.other_names = False
        """Whether exports of this project have other names in them."""
        self._heard.connect(self._emit_changed, Qt.ConnectionType.QueuedConnection)

    @property
    def is_open(self) -> bool:
        return self._project is not None

    @property
    def project(self) -> Project:
        """The open project; asking while none is open is a bug of the caller."""
        if self._project is None:
            raise RuntimeError("no project is open")
        return self._project

    def for_export(self) -> AbstractContextManager[Project]:
        """The project as every export sees it: with other names where that was chosen."""
        project = self.project
        return project.for_others() if self.other_names else nullcontext(project)

    def open(self, path: Path, *, coder: str | None = None, read_only: bool = False) -> None:
        """Open a project instead of the one that is open; a `UserError` leaves that one open."""
        import annotator  # SQLAlchemy comes with it: after the first paint only

        self._take(annotator.open(path, coder=coder, read_only=read_only))

    def create(self, path: Path, *, coder: str, name: str = "") -> None:
        """Make a new, empty project and open it."""
        import annotator

        self._take(annotator.create(path, coder=coder, name=name))

    def close(self) -> None:
        """Close the project; without one nothing happens."""
        if self._project is None:
            return
        self.closing.emit()
        if self._leave is not None:
            self._leave()
        self._project.close()
        self._project = self._leave = self._tried = None
        self.other_names = False
        self.closed.emit()

    def use_coder(self, name: str) -> None:
        """Go on as this coder, who is added where the project does not know them."""
        self.project.use_coder(name)
        self.coder_changed.emit()

    def attempt(self, act: Callable[[], Answer]) -> Answer | None:
        """The answer of an act, or None where it was refused (and the refusal is shown)."""
        try:
            return act()
        except UserError as error:
            if error.ended_an_act:
                self._tried = act
            self.refused.emit(error)
            return None

    def try_again(self) -> None:
        """Do the act again that was refused last; another one since then has taken its place."""
        act, self._tried = self._tried, None
        if act is not None and self.is_open:
            self.attempt(act)

    def undo(self) -> None:
        """Take the last act back; where nothing can be, one sentence says so."""
        self.attempt(self.project.undo)

    def redo(self) -> None:
        self.attempt(self.project.redo)

    def _take(self, project: Project) -> None:
        self.close()
        self._project = project
        project.keep_nobody_waiting()
        self._leave = project.subscribe(self._hear)
        self.opened.emit()

    def _hear(self, changes: Changes) -> None:
        """Called by the library on the thread of the act."""
        if QThread.currentThread() is self.thread():
            self.changed.emit(changes)
            return
        if self._project is not None:
            with suppress(UserError):  # read on this thread: the window's asks for it next
                if changes.transcripts:
                    self._project.infos()
                if changes.codes:
                    self._project.codebook().by_id(0)  # sorts the codes in
        self._heard.emit(changes)

    def _emit_changed(self, changes: Changes) -> None:
        self.changed.emit(changes)
