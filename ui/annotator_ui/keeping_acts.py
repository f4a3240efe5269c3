"""What happens when a person checks, restores, repairs or deletes a project?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from annotator.errors import Progress, UserError
from annotator_ui.dialogs.backups import BackupsDialog
from annotator_ui.dialogs.delete_project import DeleteProjectDialog
from annotator_ui.dialogs.findings import FindingsDialog
from annotator_ui.messages import Messages, Notice

if TYPE_CHECKING:
    from annotator.model.backups import Backup, Preview
    from annotator.model.findings import Finding
    from annotator.model.repaired import Repaired
    from annotator.teamwork.merge import Merge
    from annotator_ui.preferences import Preferences
    from annotator_ui.session import Session
    from annotator_ui.tasks import Tasks

Result = TypeVar("Result")


class KeepingActs(QObject):
    """Joins dialogs, long work and the library's ways to keep a project safe."""

    opening_wanted = Signal(object)
    """The path of a project to open."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._tasks = tasks
        self._messages = messages
        self._preferences = preferences

    # the check

    def check(self) -> None:
        """Look through the whole project and tell what was found."""
        project = self._session.project

        def work(progress: Progress) -> tuple[Finding, ...]:
            return project.check(progress=progress)

        self._run("Checking the project", work, self._tell_check)

    def _tell_check(self, findings: tuple[Finding, ...]) -> None:
        if findings:
            self.show_findings(findings)
        else:
            self._messages.notice(
                Notice(
                    "ok",
                    "All is well.",
                    "File, texts, passages and history are as they must be.",
                )
            )

    def tell_findings(self, findings: Sequence[Finding]) -> None:
        """What the check after a crash found, in the banner; all of it is one button away."""
        first, more = findings[0], len(findings) - 1
        count = f" And {more} more." if more else ""
        self._messages.notice(
            Notice(
                "error",
                first.message,
                first.hint + count,
                button="What can be done…",
                act=partial(self.show_findings, tuple(findings)),
            )
        )

    def show_findings(self, findings: Sequence[Finding]) -> None:
        path = self._session.project.path
        dialog = FindingsDialog(self._window, path.name, findings)
        dialog.repair_wanted.connect(partial(self.repair, path))
        dialog.backups_wanted.connect(self.ask_restore)
        dialog.open()

    # repair

    def repair(self, path: Path) -> None:
        """Save what can be saved of a damaged project beside it; that stays as it is."""

        def work(progress: Progress) -> Repaired:
            import annotator

            return annotator.repair(path, _free(path), progress=progress)

        self._run("Repairing", work, self._tell_repaired)

    def _tell_repaired(self, done: Repaired) -> None:
        saved = ", ".join(f"{number} {what}" for what, number in done.saved.items())
        lines = [f"{done.path.name} holds {saved}."]
        if done.backup is not None:
            came = ", ".join(f"{number} {what}" for what, number in done.from_backup.items())
            lines.append(f"Of these came from a backup: {came}.")
        lines += done.lost[:6]
        self._messages.notice(
            Notice(
                "warn" if done.lost or done.findings else "ok",
                "What can be saved is in a new file. The damaged one is as it was.",
                "\n".join(lines),
                button="Open it",
                act=partial(self.opening_wanted.emit, done.path),
            )
        )

    # backups

    def ask_restore(self, damaged: Path | None = None) -> None:
        """Show the backups and what each would change; go back to the one that is chosen.

        Of the open project, or of one that is so `damaged` that it cannot be opened.
        """
        import annotator

        path = damaged or self._session.project.path
        dialog = BackupsDialog(self._window, ())
        dialog.restore_wanted.connect(partial(self._restore, path))
        dialog.folder_wanted.connect(partial(self._show_folder, dialog))
        if damaged is None:
            dialog.look_wanted.connect(partial(self._look, dialog))
            dialog.backup_wanted.connect(partial(self._back_up, dialog))
            dialog.show_backups(self._session.project.backups())
        else:
            dialog.compare_nothing()
            dialog.show_backups(annotator.backups_beside(path))
        dialog.open()

    def _look(self, dialog: BackupsDialog, backup: Backup) -> None:
        project = self._session.project

        def work(_progress: Progress) -> Preview:
            return project.preview_of(backup)

        if self._tasks.busy:  # of the row before; the last one that was chosen counts
            QTimer.singleShot(50, dialog, lambda: self._look_again(dialog, backup))
            return
        task = self._tasks.run("Comparing with the backup", work)
        task.done.connect(dialog.show_preview)
        task.refused.connect(lambda error: dialog.show_trouble(str(error)))
        task.failed.connect(self._messages.fault)

    def _look_again(self, dialog: BackupsDialog, backup: Backup) -> None:
        if dialog.chosen() == backup:
            self._look(dialog, backup)

    def _back_up(self, dialog: BackupsDialog) -> None:
        project = self._session.project
        self._run(
            "Backup",
            lambda _progress: project.backup(),
            lambda _path: dialog.show_backups(project.backups()),
        )

    def _show_folder(self, dialog: BackupsDialog) -> None:
        backup = dialog.chosen()
        if backup is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(backup.path.parent)))

    def _restore(self, path: Path, backup: Backup) -> None:
        """The project is closed for it, and opened again as it was then."""
        self._tasks.stop()
        self._session.close()

        def work(_progress: Progress) -> Path:
            import annotator

            return annotator.restore(path, backup.path)

        def again(kept: Path) -> None:
            self.opening_wanted.emit(path)
            self._messages.notice(
                Notice(
                    "ok",
                    f"The project is as it was on {backup.when:%Y-%m-%d at %H:%M}.",
                    f"What stood here until now is the backup {kept.name}.",
                )
            )

        QTimer.singleShot(0, self, lambda: self._run("Going back", work, again))

    # deleting

    def ask_delete(self) -> None:
        """Say what would go, ask for the name, and remove the project with its backups."""
        import annotator

        project = self._session.project
        path, name = project.path, project.name
        self._tasks.stop()
        try:
            found = annotator.what_goes_with(path)
        except UserError as error:
            self._messages.refuse(error)
            return
        dialog = DeleteProjectDialog(self._window, name, found)
        dialog.wanted.connect(partial(self._delete, path, name))
        dialog.open()

    def _delete(self, path: Path, name: str) -> None:
        import annotator
        from annotator.model.deleted import MAY_REMAIN

        self._tasks.stop()
        self._session.close()
        try:
            done = annotator.delete(path)
        except UserError as error:
            self._messages.refuse(error)
            return
        self._preferences.forget_project(path)
        kept = "".join(f"\nNot removed: {file}" for file in done.kept)
        self._messages.notice(
            Notice(
                "warn" if done.kept else "ok",
                f"“{name}” is gone: {len(done.files)} files, {done.backups} of them backups.",
                "\n".join(("What may still be somewhere:", *MAY_REMAIN)) + kept,
            )
        )

    # two had written

    def offer_merge(self, copies: Merge) -> None:
        """Copies that a synchronising service made, with work that is not in the project."""
        paths = [each.path for each in copies.files]
        names = ", ".join(path.name for path in paths)
        said = [
            f"{work.coder}: {work.new} new, {work.changed} changed, {work.removed} removed"
            for each in copies.files
            for work in each.work
        ]
        self._messages.notice(
            Notice(
                "warn",
                f"Two computers have written to this project; beside it lies {names}.",
                "It holds what is not here. "
                + ("Codings of " + "; ".join(said) + ". " if said else "")
                + "Merging takes it in as one act that can be taken back; the copy stays.",
                button="Merge it",
                act=partial(self._merge, paths),
            )
        )

    def _merge(self, paths: list[Path]) -> None:
        project = self._session.project

        def work(progress: Progress) -> Merge:
            return project.merge_files(paths, progress=progress)

        def tell(done: Merge) -> None:
            names = ", ".join(each.path.name for each in done.files)
            self._messages.notice(
                Notice("ok", f"{names} is merged.", "The copy can be put away now.")
            )

        self._run("Merging", work, tell)

    def _run(
        self, title: str, work: Callable[[Progress], Result], then: Callable[[Result], object]
    ) -> None:
        if self._tasks.busy:
            self._messages.say("One long piece of work at a time: the last one still runs.")
            return
        task = self._tasks.run(title, work)
        # what was running is still being ended when it tells that it is done
        task.done.connect(lambda found: QTimer.singleShot(0, self, lambda: then(found)))
        task.refused.connect(self._messages.refuse)
        task.failed.connect(self._messages.fault)
        task.cancelled.connect(lambda: self._messages.say("Cancelled. Nothing was changed."))


def _free(path: Path) -> Path:
    """A name for what is saved that nobody has."""
    plain = f"{path.stem} repaired"
    names = (f"{plain}{'' if number == 1 else f' ({number})'}" for number in range(1, 1000))
    return next(
        place for name in names if not (place := path.with_name(f"{name}.annotator")).exists()
    )
