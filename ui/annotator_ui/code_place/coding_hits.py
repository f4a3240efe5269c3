"""How do hits become codings: one at once, all of them beside the window, and back again?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from annotator.model.spans import Span
from annotator_ui.item_models.hit_table import CODED
from annotator_ui.tasks import Task

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.errors import Progress, UserError
    from annotator.project import Project
    from annotator.search import Hit
    from annotator_ui.session import Session

_MOST_LOOKED_AT: Final = 50
"""Transcripts in which it is looked up whether hits are still coded."""


class Wanted(NamedTuple):
    """What hits are coded with."""

    code_id: int
    level: str
    words: str


class CodingHits(QObject):
    """Every act is one step of undo; what became of a hit is what the project says."""

    settled = Signal(object)
    """A mapping of `Hit` to what became of it: "coded", or "" for undecided again."""
    all_coded = Signal(object)
    """The hits that one act was about."""
    progressed = Signal(int, int)
    """So many of so many are coded."""
    ended = Signal()
    """Nothing is coded beside the window any more, however that ended."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._made: dict[Hit, tuple[int, Span]] = {}
        self._is_acting = False
        session.changed.connect(self._changed)

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def forget(self) -> None:
        """Other words are looked for now."""
        self._made.clear()

    def code(self, hit: Hit, wanted: Wanted) -> bool:
        """Code one hit; False where it was refused, which is said elsewhere."""
        project = self._session.project
        self._is_acting = True
        made = self._session.attempt(lambda: _apply(project, [hit], wanted))
        self._is_acting = False
        if made is None:
            return False
        self._take(made, wanted)
        return True

    def code_all(self, hits: Sequence[Hit], wanted: Wanted) -> None:
        """Code them beside the window, as one act."""
        project = self._session.project
        task = self._task = Task("Coding what was found", self)
        task.progressed.connect(lambda done, total, _label: self.progressed.emit(done, total))
        task.done.connect(partial(self._done, task, hits, wanted))
        task.refused.connect(partial(self._refused, task))
        task.failed.connect(partial(self._failed, task))
        task.cancelled.connect(partial(self._ended, task))
        task.ended.connect(task.deleteLater)
        task.start(lambda progress: _apply(project, hits, wanted, progress))

    def cancel(self) -> None:
        """Leave everything uncoded that is being coded."""
        if self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """The same, and wait for it: the project is closing."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            task.wait()

    def _done(self, task: Task, hits: Sequence[Hit], wanted: Wanted, made: _Made) -> None:
        if task is self._task:
            self._take(made, wanted)
            self._ended(task)
            self.all_coded.emit(hits)

    def _take(self, made: _Made, wanted: Wanted) -> None:
        self._made |= {hit: (wanted.code_id, span) for hit, span in made.passages}
        if not made.n_new:
            self._session.said.emit("These passages have this code already, or carry no codes.")

    def _refused(self, task: Task, error: UserError) -> None:
        self._ended(task)
        self._session.refused.emit(error)

    def _failed(self, task: Task, error: BaseException) -> None:
        self._ended(task)
        raise error

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self.ended.emit()

    def _changed(self, changes: Changes) -> None:
        """Codings may have been taken back or done again: what became of the hits is others."""
        if self._is_acting or not (changes.undone or changes.redone):
            return
        touched = [hit for hit in self._made if hit.info.id in changes.codings_in]
        if not touched:
            return
        ids = {hit.info.id for hit in touched}
        if len(ids) > _MOST_LOOKED_AT:
            state = CODED if changes.redone else ""
            self.settled.emit(dict.fromkeys(touched, state))
            return
        standing = self._standing(ids)
        self.settled.emit({hit: CODED if self._stands(hit, standing) else "" for hit in touched})

    def _standing(self, transcript_ids: Iterable[int]) -> dict[tuple[int, int], list[Span]]:
        """Own codings by transcript and code."""
        project = self._session.project
        found: dict[tuple[int, int], list[Span]] = {}
        for each in transcript_ids:
            columns = self._session.attempt(
                lambda each=each: project.codings(each, coder_id=project.coder.id)  # type: ignore[misc]
            )
            if columns is not None:
                for start, end, code in zip(
                    columns.starts, columns.ends, columns.code_ids, strict=True
                ):
                    found.setdefault((each, code), []).append(Span(start, end))
        return found

    def _stands(self, hit: Hit, standing: dict[tuple[int, int], list[Span]]) -> bool:
        """Speaker labels part a passage: some of it is enough."""
        code_id, passage = self._made[hit]
        spans = standing.get((hit.info.id, code_id), ())
        return any(passage.start <= span.start and span.end <= passage.end for span in spans)


class _Made(NamedTuple):
    passages: list[tuple[Hit, Span]]
    n_new: int


def _apply(
    project: Project, hits: Sequence[Hit], wanted: Wanted, progress: Progress | None = None
) -> _Made:
    """One act for all of them; transcript by transcript, so that each is read once."""
    from annotator.errors import no_progress
    from annotator.search import around

    passages: list[tuple[Hit, Span]] = []
    for hit in sorted(hits, key=lambda hit: (hit.info.id, hit.span)):
        if progress is not None:
            progress(0, len(hits), "Reading")
        found = around(project.transcript(hit.info.id), hit.span, wanted.level)
        passages.append((hit, found))
    count = project.apply_to_found(
        ((hit.info.id, span.start, span.end) for hit, span in passages),
        wanted.code_id,
        words=wanted.words,
        progress=progress or no_progress,
    )
    return _Made(passages, count)
