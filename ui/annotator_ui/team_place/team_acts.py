"""What happens when packs are written, files are looked at and merged, a plan is saved?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from annotator_ui.dialogs.pick_file import pick_files, pick_folder, pick_target
from annotator_ui.messages import Notice
from annotator_ui.team_place.in_words import what_was_merged

if TYPE_CHECKING:
    from annotator.errors import Progress
    from annotator.model.work import PackOut
    from annotator.teamwork.merge import Merge
    from annotator_ui.place import Surroundings

RETURNS: Final = (
    "What coders handed back (*.annotator-return);;"
    "Packs and copies of the project too (*.annotator-return *.annotator-pack *.annotator);;"
    "All files (*)"
)
ANSWERS: Final = "Answers (*.annotator-answers)"
PLANS: Final = "Markdown (*.md);;For programs (*.json)"


class PackWish(Struct, frozen=True):
    """Which packs are wanted, and how they travel."""

    round: str
    coders: Sequence[str] | None = None
    """None: everybody who was given work."""
    passphrase: str = ""
    disguise: bool = False


class TeamActs(QObject):
    """Joins dialogs, the project and long work."""

    looked = Signal(object)
    """The `Merge` that the files would be."""
    merged = Signal(object)
    files_chosen = Signal(object)

    def __init__(self, around: Surroundings, place: QWidget) -> None:
        super().__init__(place)
        self._around, self._place = around, place

    def ask_packs(self, wish: PackWish) -> None:
        """Ask for a folder and write a pack for everybody who was given work."""
        start = self._around.session.project.path.parent

        def chosen(folder: Path) -> None:
            self.write_packs(wish, folder)

        pick_folder(self._place, "Write the packs to", start, chosen)

    def write_packs(self, wish: PackWish, folder: Path) -> None:
        project = self._around.session.project

        def work(progress: Progress) -> tuple[tuple[Path, PackOut], ...]:
            return project.write_packs(
                wish.round,
                folder,
                coders=wish.coders,
                passphrase=wish.passphrase,
                disguise=wish.disguise,
                progress=progress,
            )

        self._around.acts.run("Writing packs", work, lambda found: self._tell_packs(folder, found))

    def ask_files(self) -> None:
        dialog = pick_files(self._place, "Take in files", RETURNS, self.files_chosen.emit)
        dialog.setDirectory(str(self._around.session.project.path.parent))

    def look(self, paths: Sequence[Path], passphrases: Sequence[str]) -> None:
        """Say what merging the files would do."""
        project = self._around.session.project

        def work(progress: Progress) -> Merge:
            return project.look_at_files(paths, passphrases=passphrases, progress=progress)

        self._around.acts.run("Looking at the files", work, self.looked.emit)

    def merge(self, paths: Sequence[Path], passphrases: Sequence[str], *, accept: bool) -> None:
        project = self._around.session.project

        def work(progress: Progress) -> Merge:
            return project.merge_files(
                paths, passphrases=passphrases, accept=accept, progress=progress
            )

        self._around.acts.run("Merging", work, self._tell_merge)

    def ask_plan_file(self, round_name: str) -> None:
        """Ask where the frozen plan goes and write it."""
        session = self._around.session

        def write(path: Path) -> Path:
            with session.for_export() as given:
                return given.export_plan(round_name, path)

        def chosen(path: Path) -> None:
            if session.attempt(lambda: write(path)) is not None:
                self._around.messages.say(f"The plan is written to {path.name}.")

        proposal = session.project.path.with_name(f"{round_name} plan.md")
        pick_target(self._place, "Save the plan", PLANS, proposal, chosen)

    def ask_answers_file(self) -> None:
        """Ask where the answers go and write them, for coders who have their packs already."""
        session = self._around.session

        def chosen(path: Path) -> None:
            count = session.attempt(lambda: session.project.write_answers(path))
            if count is not None:
                told = "One answer is" if count == 1 else f"{count} answers are"
                self._around.messages.say(f"{told} written. Send the file to your coders.")

        proposal = session.project.path.with_suffix(".annotator-answers")
        pick_target(self._place, "Write answers", ANSWERS, proposal, chosen)

    def ask_to_take_merge_back(self) -> None:
        """Say which merge it is before it is taken back."""
        label = self._around.session.project.last_merge()
        self._around.messages.notice(
            Notice(
                "warn",
                f"Take the last merge back? {label}.",
                "What it brought goes, and what it changed is as before.",
                button="Take it back",
                act=lambda: QTimer.singleShot(0, self, self.take_merge_back),
            )
        )

    def take_merge_back(self) -> None:
        """Everything is as it was before the last merge, or one sentence says why not."""
        session = self._around.session
        if session.attempt(session.project.undo_merge) is not None:
            self._around.messages.say("The merge is taken back: the project is as it was before.")

    def _tell_packs(self, folder: Path, found: Sequence[tuple[Path, PackOut]]) -> None:
        count = "One pack is" if len(found) == 1 else f"{len(found)} packs are"
        names = ", ".join(path.name for path, _ in found)
        self._around.messages.notice(
            Notice(
                "ok",
                f"{count} written. Send each coder theirs; they open it with a double-click.",
                f"{folder}\n{names}",
                button="Show in folder",
                act=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
            )
        )

    def _tell_merge(self, done: Merge) -> None:
        self.merged.emit(done)
        self._around.messages.notice(
            Notice(
                "ok",
                what_was_merged(done),
                "A backup was made before.",
                button="Take it back",
                act=lambda: QTimer.singleShot(0, self, self.take_merge_back),
            )
        )
