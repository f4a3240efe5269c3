"""Which coded passages of all transcripts are wanted, how is each read, how does the list leave?"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import Progress, no_progress
from annotator.kept import Kept
from annotator.model.beside import grown
from annotator.model.retrieval import (
    Choices,
    PassageAround,
    PassageKey,
    PassageShown,
    Retrieved,
    Wanted,
)
from annotator.model.spans import Span
from annotator.project.questions import Questions
from annotator.store import read_codings, read_memos, read_passages, read_people

if TYPE_CHECKING:
    import sqlalchemy as sa

    from annotator.changes import Changes
    from annotator.model.coding import Coding
    from annotator.model.transcript import OpenTranscript
    from annotator.store.connection import Store

_BEFORE, _AFTER = 80, 320
"""Code points shown before and after a passage in a list, at most."""
_NEAR = 1_200
"""Code points before and after a passage beyond which a paragraph is cut."""
_KEPT_TEXTS = 8
"""Lists go through many transcripts: those that are coded in stay in memory beside these."""


class Retrieval(Questions):
    """Passages by their codes, over all transcripts."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._listed: Kept[int, OpenTranscript] = Kept(_KEPT_TEXTS)
        self._notifier.subscribe(self._forget_listed)

    def retrieve(
        self, wanted: Wanted | None = None, *, progress: Progress = no_progress
    ) -> Retrieved:
        """The codings that fit, of all coders where none are named, in list order.

        Only what the coder at work may see is found. Safe on any thread; `progress` may raise
        `Cancelled`.
        """
        infos = self.infos()
        return self._ask(read_passages.passages, infos, wanted or Wanted(), progress=progress)

    def passage_choices(self) -> Choices:
        """By which speakers, roles, attributes and dates passages can be chosen."""
        return self._ask(read_passages.choices, self.infos())

    def passages_shown(self, coding_ids: Sequence[int]) -> tuple[PassageShown, ...]:
        """These passages as they are read; meant for a screen of them. Those gone are left out."""
        return self._ask(self._read_shown, coding_ids)

    def around_passage(self, coding_id: int) -> PassageAround:
        """The paragraphs in which a coding stands, a long one cut to what is near it."""
        return self._ask(self._read_around, self.coding(coding_id))

    def export_passages(
        self,
        coding_ids: Collection[int],
        path: str | os.PathLike[str],
        *,
        progress: Progress = no_progress,
    ) -> Path:
        """Write a list of passages as .xlsx or .csv with the columns of the segments sheet.

        A .md or .docx is for reading: the words, who said them, where and when.
        """
        from annotator.reports.passage_list import write_passages

        return self._ask(write_passages, Path(path), coding_ids, progress=progress)

    def _read_shown(
        self, connection: sa.Connection, coding_ids: Sequence[int]
    ) -> tuple[PassageShown, ...]:
        found = {each.id: each for each in read_codings.some(connection, coding_ids)}
        names = {each.id: each.coder_id for each in read_people.coders(connection)}
        return tuple(
            self._shown(connection, found[each], names) for each in coding_ids if each in found
        )

    def _shown(
        self, connection: sa.Connection, done: Coding, names: Mapping[int, str]
    ) -> PassageShown:
        from annotator.reports.rows import turn_at

        opened = self._listed.get(
            done.transcript_id, lambda: self._read_transcript(connection, done.transcript_id)
        )
        info, sentences = opened.info, opened.spans("sentence").touching(done.span)
        number = turn_at(opened.turns, done.start)
        turn = None if number is None else opened.turns[number]
        said = Span(turn.text_start, turn.end) if turn else done.span
        before, after = _around(opened.text, said, done.span)
        memos = read_memos.memos(connection, "coding", done.uuid)
        return PassageShown(
            key=PassageKey(
                done.id, info.id, done.start, done.end, done.code_id, done.coder_id, done.unsure
            ),
            doc_id=info.doc_id,
            title=info.metadata.title or info.doc_id,
            date=info.metadata.date,
            speaker=(turn.speaker or turn.label) if turn else "",
            role=turn.role if turn else "",
            sentences=(sentences[0] + 1, sentences[-1] + 1) if sentences else None,
            quote=done.quote,
            before=before,
            after=after,
            coder=names.get(done.coder_id, ""),
            memo=next((m.body for m in memos if m.coder_id == done.coder_id), ""),
            fields=done.fields,
            beside=read_passages.codes_over(connection, done),
        )

    def _read_around(self, connection: sa.Connection, done: Coding) -> PassageAround:
        opened = self._listed.get(
            done.transcript_id, lambda: self._read_transcript(connection, done.transcript_id)
        )
        whole = grown(opened.spans("paragraph"), done.span, 0).joined(done.span)
        start, end = max(whole.start, done.start - _NEAR), min(whole.end, done.end + _NEAR)
        passage = (done.start - start, done.end - start, done.code_id)
        return PassageAround(opened.text[start:end], passage)

    def _forget_listed(self, changes: Changes) -> None:
        for transcript_id in changes.transcripts:
            self._listed.forget(transcript_id)


def _around(text: str, said: Span, passage: Span) -> tuple[str, str]:
    """What the same speaker says right before and after, as far as a list shows it.

    With the white space that stands between; whole words, and "…" where more follows.
    """
    low, high = min(said.start, passage.start), max(said.end, passage.end)
    begin, end = max(low, passage.start - _BEFORE), min(high, passage.end + _AFTER)
    before, after = text[begin : passage.start], text[passage.end : end]
    if begin > low:
        before = "… " + before.partition(" ")[2]
    after = after.rpartition(" ")[0] + " …" if end < high else after.rstrip()
    return _one_line(before), _one_line(after)


def _one_line(text: str) -> str:
    """With single blanks between the words, and at an end where there was any."""
    lead, tail = (" " if text[at : at + 1 or None].isspace() else "" for at in (0, -1))
    words = " ".join(text.split())
    return f"{lead}{words}{tail}" if words else lead
