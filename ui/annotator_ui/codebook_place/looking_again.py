"""Which passage of the own queue is looked at, and what follows a decision?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model.spans import Span
from annotator_ui.codebook_place.recheck_page import RecheckPage, Shown

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator.model.rechecks import Choice, Recheck
    from annotator.project import Project
    from annotator_ui.session import Session


class LookingAgain(QObject):
    """Walks through the queue of the coder at work; a decision goes on to the next that waits."""

    ended = Signal()
    """Nothing waits any more."""

    def __init__(self, session: Session, page: RecheckPage, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._page = session, page
        self._queue: tuple[Recheck, ...] = ()
        self._at = 0
        page.decided.connect(self._decide)
        page.stepped.connect(self.step)

    def begin(self) -> bool:
        """Show the first passage that waits, else the first; False where there is none."""
        self.read()
        waiting = [n for n, item in enumerate(self._queue) if not item.decision]
        self._at = waiting[0] if waiting else 0
        self._show()
        return bool(self._queue)

    def read(self) -> None:
        """The queue as it is now; the passage that is looked at stays."""
        if not self._session.is_open:
            return
        before = self._page.item
        self._queue = self._session.project.recheck_queue()
        if before is not None:
            ids = [item.id for item in self._queue]
            self._at = ids.index(before.id) if before.id in ids else 0
        if self._page.isVisible():
            self._show()

    def step(self, by: int) -> None:
        """On to the next passage, decided or not."""
        if self._queue:
            self._at = (self._at + by) % len(self._queue)
            self._show()

    def _decide(self, item: Recheck, decision: Choice, given: Code | None) -> None:
        project = self._session.project
        code = None if given is None else given.id
        done = self._session.attempt(lambda: project.decide_recheck(item.id, decision, code))
        if done is None:
            return
        self._queue = project.recheck_queue()
        order = [*range(self._at + 1, len(self._queue)), *range(self._at)]
        after = next((n for n in order if not self._queue[n].decision), None)
        if after is None:
            self.ended.emit()
        else:
            self._at = after
        self._show()
        self._page.begin()

    def _show(self) -> None:
        done = sum(bool(item.decision) for item in self._queue)
        shown = _shown(self._session.project, self._queue[self._at]) if self._queue else None
        self._page.show_passage(shown, done, len(self._queue))


def _shown(project: Project, item: Recheck) -> Shown | None:
    """One passage with what stands around it."""
    book = project.codebook()
    asked = next(
        (each for each in project.redefinitions() if each.id == item.redefinition_id), None
    )
    code = None if asked is None else book.by_id(asked.code_id)
    if asked is None or code is None:
        return None
    opened = project.transcript(item.transcript_id)
    coding = None if item.coding_uuid is None else project.coding_with(item.coding_uuid)
    units = opened.spans("sentence")
    numbers = units.touching(item.span)
    around = item.span
    if numbers:
        first, last = max(numbers[0] - 1, 0), min(numbers[-1] + 1, len(units) - 1)
        around = Span(min(units[first].start, item.start), max(units[last].end, item.end))
    where = f"sentence {numbers[0] + 1}" if numbers else "a passage"
    mine = [
        each
        for each in project.codings_in(item.transcript_id, round_id=item.round_id)
        if each.coder_id == item.coder_id and each.span.overlaps(item.span)
    ]
    others = [book.by_id(each.code_id) for each in mine if each.uuid != item.coding_uuid]
    return Shown(
        item=item,
        asked=asked,
        code=code,
        has=None if coding is None else book.by_id(coding.code_id),
        given=None if item.given_id is None else book.by_id(item.given_id),
        title=opened.info.metadata.title or opened.info.doc_id,
        where=where,
        before=opened.text[around.start : item.start],
        passage=opened.text[item.start : item.end],
        after=opened.text[item.end : around.end],
        others=tuple(dict.fromkeys(each.code_id for each in others if each is not None)),
        finished=project.is_finished(item.transcript_id, item.round_id, item.coder_id),
    )
