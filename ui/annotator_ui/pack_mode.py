"""How does the window serve a coder's pack: coding alone, what is left, and handing it back?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from annotator_ui.dialogs.hand_back import HandBackDialog
from annotator_ui.dialogs.pick_file import pick_target
from annotator_ui.dialogs.questions import QuestionsDialog
from annotator_ui.feed import Settling
from annotator_ui.messages import Notice
from annotator_ui.parts.buttons import Button, leave_focus

if TYPE_CHECKING:
    from annotator.errors import Progress
    from annotator.model.questions import Question
    from annotator.model.work import HandedBack
    from annotator.project import Project
    from annotator.teamwork.packs import Receipt
    from annotator_ui.main_window import MainWindow

RETURNS: Final = "Returns (*.annotator-return)"


class PackMode(QObject):
    """Lives as long as a pack is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.hand_back = Button("Hand back…")
        self.hand_back.setToolTip("Write the file that goes back to the principal investigator")
        leave_focus(self.hand_back)
        self.questions = Button("Ask…", key="Ctrl Shift A")
        self.questions.setToolTip("Questions to the principal investigator, and answers")
        leave_focus(self.questions)
        self._shortcut = QShortcut(QKeySequence("Ctrl+Shift+A"), window)
        self._wings = QWidget(window)
        self._wings.hide()
        self.title_buttons: tuple[QWidget, ...] = (self.questions, self.hand_back)
        for button in self.title_buttons:
            button.setParent(self._wings)
        self._settling = Settling(self)
        self._settling.settled.connect(self._tell)
        window.session.changed.connect(self._settling.touch)
        self.hand_back.clicked.connect(self.ask)
        self.questions.clicked.connect(self.ask_question)
        self._shortcut.activated.connect(self.ask_question)

    def end(self) -> None:
        """The pack is closed."""
        self._window.transcripts_button.setVisible(True)
        self._window.commands.transcripts.setVisible(True)
        self._settling.stop()
        self._shortcut.deleteLater()
        for button in self.title_buttons:
            button.deleteLater()
        self._wings.deleteLater()
        self.deleteLater()

    def ask(self) -> None:
        """Say what is finished and what is not, then where the file goes."""
        project = self._window.session.project
        mine = project.own_work() or tuple(info.id for info in project.infos())
        done = project.own_finished()
        dialog = HandBackDialog(
            self._window, finished=sum(each in done for each in mine), transcripts=len(mine)
        )
        dialog.wanted.connect(self._ask_where)
        dialog.open()

    def ask_question(self) -> None:
        """A question from the passage under the cursor, over all that was asked and answered."""
        project, code = self._window.session.project, self._window.code
        opened = code.view.transcript() if code is not None else None
        span = code.view.selection() if code is not None else None
        quote = opened.text[span.start : span.end] if opened is not None and span else ""
        dialog = QuestionsDialog(self._window, quote)

        def ask(body: str) -> None:
            def act() -> Question:
                if opened is None or span is None:
                    return project.ask_question(body)
                return project.ask_question(
                    body, transcript=opened.info.id, start=span.start, end=span.end
                )

            if self._window.session.attempt(act) is not None:
                self._window.messages.say("Asked: it goes along with what you hand back.")
                dialog.close()

        dialog.asked.connect(ask)
        dialog.show_all(project.questions(), project.answers())
        dialog.open()

    def take_answers(self, path: Path) -> None:
        """A file of answers was dropped on the window."""
        session = self._window.session
        count = session.attempt(lambda: session.project.take_answers(path))
        if count is not None:
            told = "One answer" if count == 1 else f"{count} answers"
            self._window.messages.notice(
                Notice(
                    "ok",
                    f"{told} came in." if count else "You have all these answers already.",
                    button="Read",
                    act=self.ask_question,
                )
            )

    def _ask_where(self, passphrase: str, tells_pace: object) -> None:
        proposal = self._window.session.project.path.with_suffix(".annotator-return")

        def chosen(path: Path) -> None:
            self.write(path, passphrase, tells_pace=bool(tells_pace))

        pick_target(self._window, "Hand back", RETURNS, proposal, chosen)

    def write(self, path: Path, passphrase: str = "", *, tells_pace: bool = False) -> None:
        """Write the return, and its receipt beside it."""
        project = self._window.session.project

        def work(progress: Progress) -> Receipt:
            del progress
            return project.hand_back(path, passphrase=passphrase, tell_pace=tells_pace)

        self._window.acts.run("Handing back", work, self._written)

    def _written(self, receipt: Receipt) -> None:
        handed, path = receipt.handed, receipt.path
        beside = path.with_name(f"{path.stem} receipt.txt")
        kept = self._window.session.attempt(lambda: receipt.save(beside))
        told = [
            f"{handed.finished} of {handed.transcripts} transcripts finished, {_held(handed)}.",
            f"Return number {handed.number}. You can go on coding and hand back again.",
        ]
        if kept is not None:
            told.append(f"The receipt is {beside.name}: keep it.")
        self._window.messages.notice(
            Notice(
                "ok",
                f"{path.name} is written. Send it to the principal investigator.",
                " ".join(told),
                button="Show in folder",
                act=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))),
            )
        )

    def _tell(self) -> None:
        if self._window.session.is_open:
            self._window.telling.again()


def _held(handed: HandedBack) -> str:
    counts = (
        (handed.codings, "coding"),
        (handed.memos, "memo"),
        (handed.questions, "question"),
    )
    return ", ".join(f"{number:,} {what}{'' if number == 1 else 's'}" for number, what in counts)


def enter(window: MainWindow, project: Project) -> PackMode | None:
    """In a pack there is nothing but coding and the codebook; None where this is none."""
    is_pack = project.kind == "pack"
    window.transcripts_button.setVisible(not is_pack)
    window.commands.transcripts.setVisible(not is_pack)
    window.commands.transcripts.setEnabled(not is_pack)
    return PackMode(window) if is_pack else None
