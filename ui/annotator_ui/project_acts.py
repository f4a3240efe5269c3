"""What happens when a person opens, makes, fills, copies or exports a project?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

import annotator
from annotator.errors import Damaged, Progress, UserError
from annotator_ui.dialogs.coder import CoderDialog
from annotator_ui.dialogs.lock_copy import LockCopyDialog
from annotator_ui.dialogs.new_project import ENDING, NewProjectDialog
from annotator_ui.dialogs.passphrase import PassphraseDialog
from annotator_ui.dialogs.pick_file import (
    CODEBOOKS,
    CODEBOOKS_OUT,
    PASSAGES,
    PROJECTS,
    PROJECTS_AND_PACKS,
    TABLES,
    TABLES_IN,
    TABLES_OUT,
    TRANSCRIPTS,
    WORKBOOKS,
    documents,
    pick_file,
    pick_files,
    pick_target,
)
from annotator_ui.messages import Messages, Notice
from annotator_ui.start_place.place import dropped_paths

if TYPE_CHECKING:
    from annotator.exchange.codebooks.plans import CodebookPlan
    from annotator.exchange.import_plan import ImportPlan
    from annotator.exchange.import_report import ImportReport
    from annotator.model.corrections import CorrectionReport
    from annotator.model.people import Coder
    from annotator.reliability.choice import Choice
    from annotator.sample import SampleReport
    from annotator_ui.preferences import Preferences
    from annotator_ui.session import Session
    from annotator_ui.tasks import Task, Tasks

Result = TypeVar("Result")

NO_FILE = "There is no file in this folder."
SAMPLE_FOLDER = "Annotator sample"


class ProjectActs(QObject):
    """Joins dialogs, session and long work; shows nothing itself but dialogs."""

    planned = Signal(object)
    """The `ImportPlan` of files that were read and are not in the project yet."""
    codebook_planned = Signal(object)
    """The `CodebookPlan` of a file that was read; nothing of it is in the project yet."""
    imported = Signal(object)
    """The `ImportReport` of an import that ended."""
    repair_wanted = Signal(object)
    """The path of a project that is damaged."""
    backups_wanted = Signal(object)
    """The same: to go back to one of its backups."""

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

    # opening

    def open_sample(self) -> None:
        """Build the sample in the user's documents and open it."""
        self.run("Building the sample", _build_sample, self._open_built)

    def ask_new(self, files: Sequence[Path] = ()) -> None:
        """Ask for name, place and coder of a new project, then bring `files` into it."""
        name = files[0].parent.name if len(files) > 1 else files[0].stem if files else ""
        dialog = NewProjectDialog(self._window, name=name, coder=self._preferences.last_coder)
        dialog.wanted.connect(partial(self._make, dialog, tuple(files)))
        dialog.open()

    def ask_open(self) -> None:
        pick_file(self._window, "Open a project", PROJECTS_AND_PACKS, self.open)

    def look_for(self, missing: Path) -> None:
        """Ask where a project has gone that is no longer at its place."""

        def found(path: Path) -> None:
            self._preferences.forget_project(missing)
            self.open(path)

        pick_file(self._window, f"Where is {missing.name}?", PROJECTS, found)

    def open(self, path: Path) -> None:
        """Open a project and, where this user has not said so yet, ask who is coding."""
        if self._session.is_open and self._session.project.path.resolve() == path.resolve():
            return
        if annotator.is_locked(path):
            self.ask_passphrase(path)
            return
        coder = self._preferences.coder_of(path)
        try:
            self._session.open(path, coder=coder or None)
        except UserError as error:
            self._refuse_to_open(path, error)
            return
        self._remember()
        is_asked = not coder or self._preferences.asks_who_codes(path)
        if is_asked and self._session.project.kind == "project":
            self.ask_coder()

    def ask_passphrase(self, path: Path) -> None:
        """A pack that came locked is unlocked into a file beside it, and that is opened."""
        dialog = PassphraseDialog(self._window, path.name)

        def unlock(phrase: str) -> None:
            try:
                opened = annotator.unlock(path, phrase)
            except UserError as error:
                dialog.refuse(str(error))
                return
            dialog.close()
            self.open(opened)

        dialog.wanted.connect(unlock)
        dialog.open()

    def open_for_reading(self, path: Path) -> None:
        """Open a project that somebody else is writing in, or that lies where nobody can write."""
        if self._try(partial(self._session.open, path, read_only=True)):
            self._remember()

    def close(self) -> None:
        self._tasks.stop()
        self._session.close()

    def ask_coder(self) -> None:
        """Ask who is coding; without an answer the coder stays who it was."""
        project = self._session.project
        dialog = CoderDialog(
            self._window,
            [coder.coder_id for coder in _who_code(project.coders())],
            now=project.coder.coder_id,
            proposal=self._preferences.coder_of(project.path) or self._preferences.last_coder,
            always=self._preferences.asks_who_codes(project.path),
        )
        dialog.wanted.connect(self._use_coder)
        dialog.accepted.connect(
            lambda: self._preferences.ask_who_codes(project.path, always=dialog.always.isChecked())
        )
        dialog.open()

    # filling

    def ask_import(self) -> None:
        pick_files(self._window, "Import transcripts", TRANSCRIPTS, self.import_files)

    def import_files(self, paths: Sequence[Path]) -> None:
        """Read files and folders of files, to be looked at; without a project one is made first."""
        if not self._session.is_open:
            files = dropped_paths(paths)
            if files:
                self.ask_new(files)
            else:
                self._messages.say(NO_FILE)
            return
        project, chosen = self._session.project, tuple(paths)

        def work(progress: Progress) -> ImportPlan:
            from annotator_ui.import_review import visit  # noqa: F401 - read beside the window

            return project.plan_import(chosen, progress=progress)

        self.run("Reading the files", work, self._plan)

    def read_columns(
        self,
        plan: ImportPlan,
        entry_id: int,
        columns: Sequence[tuple[str, str]],
        then: Callable[[ImportPlan], object],
    ) -> None:
        """Read one table of a plan again, its columns for what somebody says."""
        project = self._session.project

        def work(progress: Progress) -> ImportPlan:
            return project.plan_columns(plan, entry_id, columns, progress=progress)

        self.run("Reading the table again", work, then)

    def carry_out(self, plan: ImportPlan) -> None:
        """Bring in what a plan says, as one act."""
        project = self._session.project

        def work(progress: Progress) -> ImportReport:
            return project.carry_out(plan, progress=progress)

        self.run("Importing transcripts", work, self.imported.emit)

    def ask_save_refused(self, plan: ImportPlan) -> None:
        """Ask where the list of refused files goes and write it."""
        from annotator.exchange.carrying_out import refused_in
        from annotator.exchange.import_report import ImportReport

        self.ask_save_report(ImportReport((), refused_in(plan)), "refused files")

    def ask_save_report(self, report: ImportReport, what: str = "import report") -> None:
        """Ask where a report goes and write it."""
        from annotator.exchange.import_report import save_report

        def chosen(path: Path) -> None:
            if self._session.attempt(lambda: save_report(report, path)) is not None:
                self._tell_written(path, ("The list is written.", ""))

        proposal = self._session.project.path.with_name(f"{what}.csv")
        pick_target(self._window, f"Save the {what}", TABLES, proposal, chosen)

    def correct_text(
        self,
        transcript_id: int,
        text: str,
        note: str,
        then: Callable[[CorrectionReport], object],
    ) -> None:
        """Correct a text beside the window, for codings may be many."""
        project = self._session.project

        def work(progress: Progress) -> CorrectionReport:
            return project.correct_text(transcript_id, text, note=note, progress=progress)

        self.run("Correcting the text", work, then)

    # persons

    def ask_import_persons(self) -> None:
        """Ask for a table of persons and take it in."""

        def chosen(path: Path) -> None:
            done = self._session.attempt(lambda: self._session.project.import_persons(path))
            if done is not None:
                words = f"{done.added} persons came in, {done.changed} changed, {done.same} same."
                notes = "; ".join(done.notes)
                self._messages.notice(Notice("warn" if notes else "ok", words, notes))

        pick_file(self._window, "Import persons", TABLES_IN, chosen)

    def ask_export_persons(self) -> None:
        """Ask where the register goes and write it."""
        project, session = self._session.project, self._session

        def chosen(path: Path) -> None:
            def work(_progress: Progress) -> tuple[str, str]:
                with session.for_export() as given:
                    given.export_persons(path)
                return "The persons are written.", ""

            self.run("Writing the persons", work, partial(self._tell_written, path))

        proposal = project.path.with_name("persons.xlsx")
        pick_target(self._window, "Export persons", TABLES_OUT, proposal, chosen)

    def _plan(self, plan: ImportPlan) -> None:
        """One file about which nothing is asked comes in at once; else a person has a look.

        Of a table somebody should see what its columns became.
        """
        if not plan.entries:
            self._messages.say(NO_FILE)
        elif len(plan) == 1 and plan.entries[0].state == "ready" and not plan.entries[0].columns:
            # what was running is still being ended
            QTimer.singleShot(0, self, lambda: self.carry_out(plan))
        else:
            self.planned.emit(plan)

    def ask_import_codebook(self) -> None:
        """Ask for a file with a codebook and read it; what it would do is shown first."""
        pick_file(self._window, "Import a codebook", CODEBOOKS, self.look_at_codebook)

    def look_at_codebook(self, path: Path) -> None:
        """Read a codebook beside the window; nothing is written."""
        project = self._session.project

        def work(progress: Progress) -> CodebookPlan:
            del progress  # a file is read in one go
            return project.plan_codebook(path)

        self.run(f"Reading {path.name}", work, self.codebook_planned.emit)

    # handing over

    def ask_export(self, *, hide_coders: bool = False) -> None:
        """Ask where the workbook goes and write it; coders perhaps as coder_1, coder_2."""
        session = self._session
        proposal = session.project.path.with_suffix(".xlsx")

        def chosen(path: Path) -> None:
            def work(progress: Progress) -> tuple[str, str]:
                with session.for_export() as given:
                    report = given.export_workbook(path, hide_coders=hide_coders, progress=progress)
                passages = report.rows.get("segments", 0)
                notes = " ".join(report.notes)
                return f"The workbook is written: {passages} passages.", notes

            self.run("Writing the workbook", work, partial(self._tell_written, path))

        pick_target(self._window, "Export the workbook", WORKBOOKS, proposal, chosen)

    def export_agreement(
        self, path: Path, choice: Choice | None, *, as_folder: bool = False
    ) -> None:
        """Write the agreement of coders: a table as the ending says, or a folder of everything."""
        session = self._session

        def work(progress: Progress) -> tuple[str, str]:
            with session.for_export() as given:
                if not as_folder:
                    given.export_reliability(path, choice)
                    return "The table is written.", f"It is {path.name}."
                report = given.export_reliability_folder(path, choice, progress=progress)
            count = f"{len(report.files)} files are written."
            return count, " ".join(("README.txt says what they are.", *report.notes))

        self.run("Writing agreement", work, partial(self._tell_written, path))

    def ask_export_codebook(self) -> None:
        project = self._session.project
        proposal = project.path.with_name(f"{project.path.stem} codebook.xlsx")

        def chosen(path: Path) -> None:
            self.export_codebook(path)

        pick_target(self._window, "Export the codebook", CODEBOOKS_OUT, proposal, chosen)

    def export_codebook(self, path: Path, *, blank: bool = False) -> None:
        """Write the codebook, or an empty form for training."""
        session = self._session

        def work(_progress: Progress) -> tuple[str, str]:
            with session.for_export() as given:
                given.export_codebook(path, blank=blank)
            return "The codebook is written.", ""

        self.run("Writing the codebook", work, partial(self._tell_written, path))

    def ask_export_passages(self, coding_ids: Sequence[int]) -> None:
        """Ask where a list of coded passages goes and write it in its order."""
        project, session = self._session.project, self._session
        proposal = project.path.with_name(f"{project.path.stem} passages.xlsx")

        def chosen(path: Path) -> None:
            def work(progress: Progress) -> tuple[str, str]:
                with session.for_export() as given:
                    given.export_passages(coding_ids, path, progress=progress)
                count = len(coding_ids)
                words = "1 passage is" if count == 1 else f"{count:,} passages are"
                return f"{words} written.", ""

            self.run("Writing the passages", work, partial(self._tell_written, path))

        pick_target(self._window, "Export these passages", PASSAGES, proposal, chosen)

    def ask_locked_copy(self) -> None:
        """A copy that only its passphrase opens, then where to."""
        dialog = LockCopyDialog(self._window)
        dialog.wanted.connect(self.ask_copy)
        dialog.open()

    def ask_copy(self, passphrase: str = "") -> None:
        project = self._session.project
        kind = "locked copy" if passphrase else "copy"
        proposal = project.path.with_name(f"{project.path.stem} {kind}{ENDING}")

        def chosen(path: Path) -> None:
            def work(_progress: Progress) -> tuple[str, str]:
                project.save_copy(path, passphrase=passphrase)
                return f"The {kind} is written.", f"You go on in {project.path.name}."

            self.run("Writing the copy", work, partial(self._tell_written, path))

        pick_target(self._window, "Save a copy", PROJECTS, proposal, chosen)

    def show_in_folder(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    # inside

    def _make(
        self, dialog: NewProjectDialog, files: tuple[Path, ...], path: Path, name: str, coder: str
    ) -> None:
        try:
            self._session.create(path, coder=coder, name=name)
        except UserError as error:
            dialog.refuse(str(error))
            return
        dialog.done(NewProjectDialog.DialogCode.Accepted)
        self._preferences.remember_coder(path, coder)
        self._preferences.last_coder = coder
        self._remember()
        if files:
            self.import_files(files)

    def _refuse_to_open(self, path: Path, error: UserError) -> None:
        """Say why, and offer what helps: a repair and backups, or reading."""
        if isinstance(error, Damaged):
            self._offer_to_mend(path, error)
            return
        offer = _can_be_read(path)
        self._messages.notice(
            Notice(
                "error",
                error.message,
                error.hint,
                error.detail,
                button="Open for reading only" if offer else "",
                act=partial(self.open_for_reading, path) if offer else None,
            )
        )

    def _offer_to_mend(self, path: Path, error: UserError) -> None:
        backups = annotator.backups_beside(path)
        self._messages.notice(
            Notice(
                "error",
                error.message,
                error.hint,
                error.detail,
                button="Backups…" if backups else "",
                act=partial(self.backups_wanted.emit, path) if backups else None,
                other="Repair into a new file",
                other_act=partial(self.repair_wanted.emit, path),
            )
        )

    def _open_built(self, report: SampleReport) -> None:
        self.open(report.project_path)

    def _use_coder(self, name: str) -> None:
        if not self._try(partial(self._session.use_coder, name)):
            return
        self._preferences.remember_coder(self._session.project.path, name)
        self._preferences.last_coder = name

    def _remember(self) -> None:
        project = self._session.project
        self._preferences.remember_project(project.path, project.name)
        for warning in project.warnings:
            self._messages.notice(Notice("warn", warning))

    def _tell_written(self, path: Path, said: tuple[str, str]) -> None:
        sentence, more = said
        self._messages.notice(
            Notice(
                "ok",
                sentence,
                f"{path}\n{more}".strip(),
                button="Show in folder",
                act=partial(self.show_in_folder, path),
            )
        )

    def _try(self, act: Callable[[], object]) -> bool:
        """Whether the act went through; a refusal is shown."""
        try:
            act()
        except UserError as error:
            self._messages.refuse(error)
            return False
        return True

    def run(
        self, title: str, work: Callable[[Progress], Result], then: Callable[[Result], object]
    ) -> None:
        """Do long work beside the window, with progress and Cancel, then say what came of it."""
        if self._tasks.busy:
            self._messages.say("One long piece of work at a time: the last one still runs.")
            return
        task: Task = self._tasks.run(title, work)
        task.done.connect(then)
        task.refused.connect(self._messages.refuse)
        task.failed.connect(self._messages.fault)
        task.cancelled.connect(lambda: self._messages.say("Cancelled. Nothing was changed."))


def _can_be_read(path: Path) -> bool:
    try:
        annotator.open(path, read_only=True).close()
    except UserError:
        return False
    return True


def _build_sample(progress: Progress) -> SampleReport:
    from annotator.sample import build_sample

    return build_sample(documents() / SAMPLE_FOLDER, progress=progress)


def _who_code(coders: Sequence[Coder]) -> list[Coder]:
    """Those who code, or everybody where nobody does yet."""
    return [coder for coder in coders if coder.role == "coder"] or list(coders)
