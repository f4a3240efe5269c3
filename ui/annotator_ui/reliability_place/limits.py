"""To what is a comparison limited: some days, some speakers, some roles?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from annotator_ui.parts.buttons import Button
from annotator_ui.parts.date_range import DateRange
from annotator_ui.parts.pick_list import Pick, PickList
from annotator_ui.parts.said import SaidButton

if TYPE_CHECKING:
    from annotator.model.retrieval import Choices
    from annotator.reliability.choice import Choice
    from annotator_ui.session import Session

Named = Literal["speakers", "roles"]


class Limits(QObject):
    """Each limit is a word of the line where there is one; a link at its end adds another."""

    changed = Signal(object)
    """Another `Choice`."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._choice: Choice | None = None
        self.days = SaidButton("Days")
        self.speakers = SaidButton("Said by")
        self.roles = SaidButton("Roles")
        self.more = Button("+ limit", kind="link")
        self.more.setToolTip("Some days, speakers or roles only")
        self._popped: QWidget | None = None
        """What was opened last; held here while it is there."""
        self.days.picks(lambda: self._ask_days(self.days))
        self.speakers.picks(lambda: self._pick("speakers", self.speakers))
        self.roles.picks(lambda: self._pick("roles", self.roles))
        self.more.clicked.connect(self.open_more)

    def __iter__(self) -> Iterator[QWidget]:
        """In the order in which they stand in the line."""
        return iter((self.days, self.speakers, self.roles, self.more))

    def show_choice(self, choice: Choice) -> None:
        self._choice = choice
        self.days.say(_day_words(choice.since, choice.until))
        self.speakers.say(f"said by {_some(choice.speakers or ())}")
        self.roles.say(f"role {_some(choice.roles or ())}")
        self.days.setVisible(bool(choice.since or choice.until))
        self.speakers.setVisible(choice.speakers is not None)
        self.roles.setVisible(choice.roles is not None)

    def open_more(self) -> QMenu:
        """What else can be left out; what the project does not tell apart is not offered."""
        known = self._known()
        menu = QMenu(self.more)
        days = menu.addAction("Some &days only…", lambda: self._ask_days(self.more))
        days.setEnabled(any(known.dates))
        speakers = menu.addAction("Some &speakers only…", lambda: self._pick("speakers", self.more))
        speakers.setEnabled(len(known.speakers) > 1)
        roles = menu.addAction("Some &roles only…", lambda: self._pick("roles", self.more))
        roles.setEnabled(len(known.roles) > 1)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))
        return menu

    def _ask_days(self, under: QWidget) -> None:
        choice = self._choice
        if choice is None:
            return
        opened = DateRange(choice.since, choice.until, self._known().dates)
        opened.taken.connect(lambda since, until: self._change(since=since, until=until))
        opened.open_under(under)
        self._popped = opened

    def _pick(self, what: Named, under: QWidget) -> None:
        if self._choice is None:
            return
        chosen: tuple[str, ...] = getattr(self._choice, what) or ()
        names: Sequence[str] = getattr(self._known(), what)
        opened = PickList(what.capitalize(), least=0, note="None ticked: all of them.")
        opened.taken.connect(lambda taken: self._change(**{what: tuple(taken) or None}))
        opened.open_under(under, [Pick(name, name, name in chosen) for name in names])
        self._popped = opened

    @property
    def popped(self) -> QWidget | None:
        return self._popped

    def _known(self) -> Choices:
        from annotator.model.retrieval import Choices

        ask: Callable[[], Choices] = self._session.project.passage_choices
        return self._session.attempt(ask) or Choices()

    def _change(self, **parts: object) -> None:
        if self._choice is not None:
            self.changed.emit(replace(self._choice, **parts))


def _day_words(since: str, until: str) -> str:
    if since and until:
        return f"of {since}" if since == until else f"of {since} to {until}"
    return f"since {since}" if since else f"until {until}"


def _some(names: Sequence[str]) -> str:
    return " or ".join(names) if len(names) <= 2 else f"{names[0]} and {len(names) - 1} more"
