"""What do title bar and status line say of the project, the last act and the place?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator_ui.parts.words import cap_words

if TYPE_CHECKING:
    from annotator_ui.actions import Actions
    from annotator_ui.code_place.status import StatusInfo
    from annotator_ui.places import Place
    from annotator_ui.session import Session
    from annotator_ui.shell.status_line import StatusLine
    from annotator_ui.shell.title_bar import TitleBar


class Telling:
    """Puts words on the frame of the window; asks the open project for them."""

    def __init__(
        self, session: Session, commands: Actions, title_bar: TitleBar, status: StatusLine
    ) -> None:
        self._session = session
        self._commands = commands
        self._title_bar = title_bar
        self._status = status
        self._about = ""

    def project(self, about: str = "") -> None:
        """Whose project it is, who codes and what they did last; without `about` the round."""
        project = self._session.project
        self._about = about
        self.on_disk()
        self._title_bar.say(project.name, about or project.current_round().name)
        self.act(project.next_undo(), undone=False)

    def again(self) -> None:
        """The same with who codes now."""
        self.project(self._about)

    def on_disk(self) -> None:
        project = self._session.project
        self._status.show_project(project.coder.coder_id, read_only=project.read_only)

    def act(self, label: str, *, undone: bool) -> None:
        if not label:
            self._status.show_act("", "", "")
        elif undone:
            key = cap_words(self._commands.redo.shortcut())
            self._status.show_act(f"Taken back: {label}", key, "does it again")
        else:
            key = cap_words(self._commands.undo.shortcut())
            self._status.show_act(label, key, "takes it back")

    def place(self, place: Place) -> None:
        """A place is shown; it says itself where in it one is."""
        project = self._session.project
        self._about = place.about
        self._title_bar.say(project.name, place.about or project.current_round().name)
        self._status.show_unit("")
        self._status.show_keys(place.keys)

    def code(self, info: StatusInfo | None) -> None:
        """What the Code place says about its unit and keys."""
        if info is not None:
            self._status.show_unit(info.unit)
            self._status.show_keys(info.keys)
