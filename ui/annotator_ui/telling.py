"""What do title bar and status line say of the project, the last act and the place?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator_ui.item_models.dates import short_date
from annotator_ui.parts.words import cap_words

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.project import Project
    from annotator_ui.actions import Actions
    from annotator_ui.code_place.status import StatusInfo
    from annotator_ui.messages import Notice
    from annotator_ui.parts.notice import NoticeBar
    from annotator_ui.place import Place
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
        self._title_bar.say(project.name, about or round_words(project))
        self.act(project.next_undo(), undone=False)

    def again(self) -> None:
        """The same with who codes now."""
        self.project(self._about)

    def on_disk(self) -> None:
        project = self._session.project
        self._status.show_project(project.coder.coder_id, read_only=project.read_only)

    def change(self, changes: Changes) -> None:
        """What was done; what is only kept on record, such as a pack, is no act to take back."""
        is_kept = bool(changes.rounds) and not changes.undone
        label = self._session.project.next_undo() if is_kept else changes.label
        self.act(label, undone=changes.undone)

    def act(self, label: str, *, undone: bool) -> None:
        if not label:
            self._status.show_act("", "", "")
        elif undone:
            key = cap_words(self._commands.redo.shortcut())
            self._status.show_act(f"Taken back: {label}", key, "does it again")
        elif self._session.project.undo_stops():
            self._status.show_act(label, "", "")
        else:
            key = cap_words(self._commands.undo.shortcut())
            self._status.show_act(label, key, "takes it back")

    def do_by_cap(self, cap: str) -> None:
        """The key beside the last act was clicked."""
        for command in (self._commands.undo, self._commands.redo):
            if cap_words(command.shortcut()) == cap:
                command.trigger()

    def notice(self, bar: NoticeBar, notice: Notice) -> None:
        """What the banner says."""
        bar.show_notice(
            notice.sort,
            notice.message,
            notice.hint,
            button=notice.button,
            act=notice.act,
            other=notice.other,
            other_act=notice.other_act,
        )

    def place(self, place: Place) -> None:
        """A place is shown; it says itself where in it one is."""
        project = self._session.project
        self._about = place.about
        self._title_bar.say(project.name, place.about or round_words(project))
        self._status.show_unit("")
        self._status.show_keys(place.keys)

    def code(self, info: StatusInfo | None) -> None:
        """What the Code place says about its unit and keys."""
        if info is not None:
            self._status.show_unit(info.unit)
            self._status.show_keys(info.keys)


def round_words(project: Project) -> str:
    """The round at work; in a pack also how much of it is finished, and until when it is due."""
    at_work = project.current_round()
    if project.kind != "pack":
        return at_work.name
    mine = project.own_work() or tuple(info.id for info in project.infos())
    done = project.own_finished()
    told = [at_work.name, f"{sum(each in done for each in mine)} of {len(mine)} finished"]
    if at_work.plan.due:
        told.append(f"due {short_date(at_work.plan.due)}")
    return " · ".join(told)


def first_to_code(project: Project) -> int | None:
    """The transcript that a project opens on: in a pack the first that is not finished."""
    left = project.worklist("left") if project.kind == "pack" else ()
    if left:
        return left[0].transcript_id
    infos = project.infos()
    return infos[0].id if infos else None
