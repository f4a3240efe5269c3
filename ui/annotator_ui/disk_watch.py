"""Is what the screen shows on disk? And what is said, and offered, while it cannot get there?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from annotator.errors import FileProblem, ProjectProblem, UserError
from annotator_ui.messages import Messages, Notice

if TYPE_CHECKING:
    from annotator_ui.session import Session


class DiskWatch(QObject):
    """Hears what acts were refused: small things go to the status line, the disk to the banner.

    A refused act has changed nothing, neither on disk nor on the screen, so it can be tried again
    as it was; the first act that goes through ends the trouble.
    """

    troubled = Signal()
    """Nothing can be written at the moment."""
    mended = Signal()
    """Acts go through again."""

    def __init__(self, session: Session, messages: Messages, save_copy: QAction) -> None:
        super().__init__(session)
        self._session = session
        self._messages = messages
        self._save_copy = save_copy
        self.in_trouble = False
        session.refused.connect(self._refused)
        session.changed.connect(self._went_through)
        session.closed.connect(self._forget)

    def _refused(self, error: UserError) -> None:
        if not isinstance(error, (FileProblem, ProjectProblem)) or self._reads_only():
            self._messages.object_to(error)
            return
        self.in_trouble = True
        self._messages.notice(
            Notice(
                "error",
                error.message,
                f"{error.hint} What you did last is not in the project; try again when this is "
                "mended, or go on in a copy.".strip(),
                error.detail,
                button="Try again",
                act=self._session.try_again,
                other="Save a copy…",
                other_act=self._save_copy.trigger,
            )
        )
        self.troubled.emit()

    def _reads_only(self) -> bool:
        return self._session.is_open and self._session.project.read_only

    def _went_through(self) -> None:
        if self.in_trouble:
            self.in_trouble = False
            self.mended.emit()

    def _forget(self) -> None:
        self.in_trouble = False
