"""What is done for a project beside the work in it? A check after a crash, and a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from annotator_ui.tasks import Tasks

if TYPE_CHECKING:
    from annotator.errors import Progress
    from annotator.model.findings import Finding
    from annotator.project import Project
    from annotator.teamwork.merge import Merge
    from annotator_ui.session import Session

QUIET_MS = 1500
"""The text is read first; nobody waits for a backup."""


class Care(QObject):
    """Once per opening and in the background: writes wait for neither check nor backup."""

    said = Signal(str)
    """A sentence for the status line."""
    found = Signal(object)
    """The findings of the check, where there are any."""
    copies_found = Signal(object)
    """A `Merge`: what copies beside the project hold that it does not."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = Tasks(self)
        self._soon = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._soon.timeout.connect(self._begin)
        session.opened.connect(self._soon.start)
        session.closing.connect(self.stop)

    def stop(self) -> None:
        """Before the project closes."""
        self._soon.stop()
        self._tasks.stop()

    def _begin(self) -> None:
        if not self._session.is_open or self._session.project.read_only or self._tasks.busy:
            return
        project = self._session.project
        task = self._tasks.run("Backup", lambda progress: _look_after(project, progress))
        task.done.connect(self._tell)
        task.refused.connect(lambda error: self.said.emit(f"No backup was made: {error.message}"))

    def _tell(self, done: _Done) -> None:
        if done.findings:
            self.found.emit(done.findings)
        elif done.findings is not None:
            self.said.emit("The program was not closed properly last time. All is well.")
        if done.copies is not None and not done.findings:
            self.copies_found.emit(done.copies)


class _Done(Struct, frozen=True):
    """What was found while a project was looked after."""

    findings: tuple[Finding, ...] | None
    """Of the check; None where none was due."""
    copies: Merge | None
    """Of a synchronising service, where they hold something new."""


def _look_after(project: Project, progress: Progress) -> _Done:
    """Back up what there is, check it where that is due, look for what two computers wrote."""
    findings = project.check(progress=progress) if project.unclean else None
    if not findings and project.transcripts():
        project.backup()  # a damaged file must not push good backups out
    return _Done(findings, None if findings else _new_in_copies(project, progress))


def _new_in_copies(project: Project, progress: Progress) -> Merge | None:
    copies = project.conflict_copies()
    if not copies:
        return None
    looked = project.look_at_files(copies, progress=progress)
    new = tuple(each for each in looked.files if not (each.nothing_new or each.refused))
    return replace(looked, files=new) if new else None
