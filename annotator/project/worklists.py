"""How far is the coder at work, and what is on their lists?"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from annotator.model.worklist import WorkItem, Worklist
from annotator.project.questions import Questions
from annotator.store import read_assignments, read_decisions, read_worklists

if TYPE_CHECKING:
    from annotator.model.coding import Finished
    from annotator.model.spans import Span
    from annotator.model.transcript import TranscriptInfo


class Worklists(Questions):
    """The state of each transcript for the coder at work, in the round at work."""

    def own_finished(self) -> dict[int, Finished]:
        """What the coder at work has finished in the round at work, by transcript."""
        marks = self._ask(
            read_decisions.finished_by,
            coder_id=self.coder.id,
            round_id=self.current_round().id,
        )
        current = {info.text_version_id for info in self.infos()} if marks else set()
        return {mark.transcript_id: mark for mark in marks if mark.text_version_id in current}

    def own_mark(self, text_version_id: int) -> Finished | None:
        """Whether the coder at work has finished one text in the round at work."""
        return self._ask(
            read_decisions.finished_mark,
            text_version_id,
            coder_id=self.coder.id,
            round_id=self.current_round().id,
        )

    def own_work(self) -> tuple[int, ...] | None:
        """The transcripts handed out to the coder at work in this round, in the order to be coded.

        None where nothing was handed out in it: then everything may be coded.
        """
        at_work = self.current_round().id
        given = self._ask(read_assignments.assignments, at_work)
        if not given:
            return None
        mine = (each for each in given if each.coder_id == self.coder.id)
        return tuple(dict.fromkeys(each.transcript_id for each in mine))

    def worklist(
        self, which: Worklist, *, within: Collection[int] | None = None
    ) -> tuple[WorkItem, ...]:
        """Where to go next, in list order; for what is left, a transcript as a whole.

        What is left are the transcripts that are not finished, of those handed out to the coder.
        With `within` only these transcripts are looked at. Safe on any thread.
        """
        infos = self.infos()
        if within is not None:
            infos = tuple(info for info in infos if info.id in within)
        if which == "left":
            return tuple(WorkItem(each, 0, 0) for each in self._left(infos))
        at_work = {"coder_id": self.coder.id, "round_id": self.current_round().id}
        read = read_worklists.unsure if which == "unsure" else read_worklists.noted
        versions = {info.text_version_id: info.id for info in infos}
        found = self._ask(read, versions, **at_work)
        place = {info.id: number for number, info in enumerate(infos)}
        there = [item for item in found if item.transcript_id in place]
        return tuple(sorted(there, key=lambda item: (place[item.transcript_id], item)))

    def undecided(self, transcript: int | str) -> tuple[Span, ...]:
        """The units of a transcript without code and without decision, as the round counts them."""
        from annotator.operations.finishing import undecided

        opened = self.transcript(transcript)
        level = self.current_round().plan.unit
        return tuple(self._ask(undecided, self.setting(), opened, level))

    def _left(self, infos: tuple[TranscriptInfo, ...]) -> list[int]:
        done, mine = self.own_finished(), self.own_work()
        there = [info.id for info in infos]
        wanted = there if mine is None else [each for each in mine if each in set(there)]
        return [each for each in wanted if each not in done]
