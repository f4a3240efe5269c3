"""What does a coder want to go through: what is left, what is doubtful, what has a memo?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from annotator.model.spans import Span
from annotator.model.worklist import WorkItem, Worklist
from annotator_ui.code_place.coding_loop import CodingLoop
from annotator_ui.session import Session

if TYPE_CHECKING:
    from annotator.changes import Changes

NAMES: Final[dict[Worklist | None, str]] = {
    None: "All transcripts",
    "left": "Left for me",
    "unsure": "My unsure ones",
    "memo": "With my memo",
}
NONE_LEFT: Final[dict[Worklist, str]] = {
    "left": "Nothing is left for you in this round.",
    "unsure": "You are sure about everything.",
    "memo": "No memo of yours stands on a passage.",
}


class WorkQueue(QObject):
    """One list at a time; its keys go through it, over all transcripts."""

    changed = Signal()
    """Another list, or other things on it: ask `shown`."""
    went_to = Signal(int, object)
    """A transcript, and the `Span` in it or None."""

    def __init__(self, session: Session, loop: CodingLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._loop = session, loop
        self._items: tuple[WorkItem, ...] = ()
        self._is_stale = False
        self.which: Worklist | None = None
        session.changed.connect(self._changed)
        session.coder_changed.connect(self._touch)

    def choose(self, which: Worklist | None) -> None:
        self.which = which
        self._read()
        self.changed.emit()

    def shown(self) -> dict[int, int] | None:
        """The transcripts on the list, with how many things each; None for all of them."""
        if self.which is None:
            return None
        counts: dict[int, int] = {}
        for item in self._items:
            counts[item.transcript_id] = counts.get(item.transcript_id, 0) + 1
        return counts

    def step(self, by: int) -> None:
        """To the next thing on the list (or the one before), from the start at the end."""
        if self.which is None or self.which == "left":
            self._step_undecided(by)
            return
        if self._is_stale:
            self._read()
            self.changed.emit()
        item = self._neighbour(by)
        if item is None:
            self._session.said.emit(NONE_LEFT[self.which])
        else:
            span = Span(item.start, item.end) if item.end > item.start else None
            self.went_to.emit(item.transcript_id, span)

    def refresh(self) -> None:
        """Read the list anew where something changed since."""
        if self._is_stale:
            self._read()
            self.changed.emit()

    def _step_undecided(self, by: int) -> None:
        """In this transcript; where nothing is open in it, in the next one that is left."""
        span = self._loop.next_open(by)
        if span is not None:
            self._loop.go_to(span)
        elif self.which is None:
            self._session.said.emit(self._all_decided())
        else:
            self._go_to_next_left()

    def _all_decided(self) -> str:
        level = self._loop.level
        if self._loop.finished is not None:
            return "This transcript is finished."
        return f"Every {level} of this transcript is decided. Ctrl+End finishes it."

    def _go_to_next_left(self) -> None:
        self._read()
        self.changed.emit()
        ids = [item.transcript_id for item in self._items]
        here = self._loop.open_id
        if here in ids:
            ids = [*ids[ids.index(here) + 1 :], *ids[: ids.index(here)]]
        if ids:
            self.went_to.emit(ids[0], None)
            span = self._loop.next_open(0)
            if span is not None:
                self._loop.go_to(span)
        else:
            words = self._all_decided() if here in {i.transcript_id for i in self._items} else ""
            self._session.said.emit(words or NONE_LEFT["left"])

    def _neighbour(self, by: int) -> WorkItem | None:
        """The item after (or before) the cursor; items are in list order, then by place."""
        if not self._items:
            return None
        order = {each: n for n, each in enumerate(self._transcripts())}
        span = self._loop.selection()
        here = (order.get(self._loop.open_id, -1), *((span.start, span.end) if span else (0, 0)))
        places = [(order.get(item.transcript_id, -1), item.start, item.end) for item in self._items]
        at = bisect_right(places, here) if by > 0 else bisect_left(places, here) - 1
        return self._items[at % len(self._items)]

    def _transcripts(self) -> list[int]:
        infos = self._session.attempt(self._session.project.infos) or ()
        return [info.id for info in infos]

    def _read(self) -> None:
        self._is_stale = False
        which = self.which
        if which is None or not self._session.is_open:
            self._items = ()
            return
        project = self._session.project
        self._items = self._session.attempt(lambda: project.worklist(which)) or ()

    def _changed(self, changes: Changes) -> None:
        if changes.codings_in or changes.memos or changes.transcripts or changes.rounds:
            self._touch()

    def _touch(self) -> None:
        if self.which is not None:
            self._is_stale = True
