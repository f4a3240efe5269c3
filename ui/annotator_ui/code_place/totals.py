"""How many codings does each code have in the whole project? Counted beside the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator_ui.tasks import Task

if TYPE_CHECKING:
    from annotator.errors import Progress, UserError
    from annotator_ui.item_models.code_tree import CodeTree
    from annotator_ui.session import Session

_SOON_MS = 60
"""The text is shown first: counting a large project is not what anybody waits for."""
_AGAIN_MS = 1000


class Totals(QObject):
    """By coder, of those whose codings may be seen: who codes blind sees nobody else's counts.

    Single acts are counted as they happen. What was counted while something else was coded is
    not true any more, and is counted again when the keys rest.
    """

    def __init__(self, session: Session, tree: CodeTree, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._tree = session, tree
        self._task: Task | None = None
        self._is_stale = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._count)
        session.closing.connect(self.stop)

    def soon(self) -> None:
        """Something changed that is not counted as it happens."""
        self._is_stale = True
        self._timer.start(_SOON_MS)

    def changed(self) -> None:
        """A single act was counted in the tree already."""
        if self._task is not None:
            self._is_stale = True

    def stop(self) -> None:
        """Nobody wants to know any more; waits for the thread that counts."""
        self._timer.stop()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.wait()

    def _count(self) -> None:
        if not self._session.is_open or self._task is not None:
            return
        project, self._is_stale = self._session.project, False
        task = self._task = Task("Counting", self)
        task.done.connect(partial(self._take, task))
        task.refused.connect(partial(self._refused, task))
        task.failed.connect(partial(self._failed, task))
        task.ended.connect(task.deleteLater)

        def work(_progress: Progress) -> object:
            return project.code_counts_by_coder()

        task.start(work)

    def _take(self, task: Task, counts: object) -> None:
        if task is not self._task:
            return
        self._task = None
        if self._is_stale:
            self._timer.start(_AGAIN_MS)
        elif isinstance(counts, dict):
            me = self._session.project.coder.id
            self._tree.set_totals(counts.get(me, {}))
            self._tree.set_others_counts(in_project=counts)

    def _refused(self, task: Task, error: UserError) -> None:
        """The next act says what is wrong with the project."""
        del error
        if task is self._task:
            self._task = None

    def _failed(self, task: Task, error: BaseException) -> None:
        if task is self._task:
            self._task = None
        raise error
