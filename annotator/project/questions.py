"""What does an open project hold? Every question about it, each from one consistent state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from uuid import UUID

import sqlalchemy as sa
from msgspec.structs import replace

from annotator.changes import Changes, Notifier
from annotator.errors import NotFound, Progress, no_progress
from annotator.kept import Kept
from annotator.model.codable_turns import Scope
from annotator.model.codebook import Code, Codebook, CodeDraft
from annotator.model.lens import Lens
from annotator.model.rights import Right, may
from annotator.model.transcript import OpenTranscript, TranscriptInfo
from annotator.operations.codebook import problems
from annotator.operations.coding import Setting
from annotator.search import (
    Hit,
    Query,
    Searched,
    has_odd_letters,
    keyword_in_context,
    said,
    sieve,
)
from annotator.store import (
    about,
    lens,
    read_assignments,
    read_codebook,
    read_codings,
    read_decisions,
    read_memos,
    read_people,
    read_transcripts,
)

if TYPE_CHECKING:
    from annotator.history import History
    from annotator.model.coding import (
        Coding,
        CodingColumns,
        Decision,
        DecisionColumns,
        Memo,
        MemoOn,
    )
    from annotator.model.findings import Finding
    from annotator.model.people import Coder, Round
    from annotator.model.spans import Span
    from annotator.reports.prepared import Prepared
    from annotator.store.connection import Store
    from annotator.store.steps import Step

Answer = TypeVar("Answer")

RoundChoice = int | Literal["current"] | None
"""A round by its id, the one at work, or (None) all of them."""

_KEPT_SCOPES = 100

_KEPT_TEXTS = 4
"""How many transcripts stay in memory with their text; texts never change, so none gets stale."""


class Questions:
    """Everything that can be asked of an open project, as the coder at work sees it."""

    coder: Coder
    _history: History

    def __init__(self, store: Store) -> None:
        self._store = store
        self._notifier = Notifier()
        self._texts: Kept[int, OpenTranscript] = Kept(_KEPT_TEXTS)
        self._limited: Kept[tuple[int, Scope], OpenTranscript] = Kept(_KEPT_TEXTS)
        self._listed_infos: Kept[None, tuple[TranscriptInfo, ...]] = Kept(1)
        self._codebooks: Kept[None, Codebook] = Kept(1)
        self._people: Kept[None, tuple[Coder, ...]] = Kept(1)
        self._rounds: Kept[None, Round] = Kept(1)
        self._lenses: Kept[int, Lens] = Kept(1)
        self._scopes: Kept[tuple[int, int, int], Scope] = Kept(_KEPT_SCOPES)
        self._prepared: Prepared | None = None
        me = self._ask(about.about)
        self.kind: Literal["project", "pack", "return"] = me.kind
        self.name: str = me.name
        self.uuid: UUID = me.uuid
        self._notifier.subscribe(self._forget)

    @property
    def path(self) -> Path:
        return self._store.path

    @property
    def read_only(self) -> bool:
        return self._store.read_only

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know about where this project lies."""
        return tuple(self._store.warnings)

    @property
    def unclean(self) -> bool:
        """Whether the program was not closed properly the last time; `check` is due then."""
        return self._store.unclean

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Be told of every change, on the thread that made it; call the result to stop."""
        return self._notifier.subscribe(listener)

    def transcripts(
        self, *, coder_id: int | None = None, round_id: RoundChoice = "current"
    ) -> tuple[TranscriptInfo, ...]:
        """All transcripts in list order, with the codings of one coder (None: of all) counted."""
        counts = self._ask(
            read_codings.count_by_text, coder_id=coder_id, round_id=self._in_round(round_id)
        )
        return tuple(
            replace(info, n_codings=counts[info.text_version_id])
            if info.text_version_id in counts
            else info
            for info in self.infos()
        )

    def infos(self) -> tuple[TranscriptInfo, ...]:
        """All transcripts in list order, their codings not counted: what hardly ever changes."""
        if self.read_only:  # another window may be writing
            return self._ask(read_transcripts.bare_infos)
        return self._listed_infos.get(None, lambda: self._ask(read_transcripts.bare_infos))

    def transcript(self, transcript: int | str) -> OpenTranscript:
        """One transcript with its text; the text is checked against its hash when it is read.

        Its codings are not counted: `info` does that. Its units are those that the coder at work
        may code in the round at work.
        """
        whole = self.whole_transcript(transcript)
        transcript_id = whole.info.id
        scope = self._scope(transcript_id)
        if scope.is_everything:
            return whole
        return self._limited.get((transcript_id, scope), lambda: scope.limited(whole))

    def whole_transcript(self, transcript: int | str) -> OpenTranscript:
        """The same with all of its units, whatever may be coded in the round at work."""
        transcript_id = self._transcript_id(transcript)
        return self._texts.get(
            transcript_id, lambda: self._ask(self._read_transcript, transcript_id)
        )

    def search(
        self,
        query: Query,
        *,
        progress: Progress = no_progress,
        found: Callable[[Sequence[Hit]], None] | None = None,
        most: int | None = None,
    ) -> tuple[Hit, ...]:
        """Every hit in what is said, in list order; `found` hears each transcript's at once.

        It hears first of transcripts that hold the words as they are typed, then of those where
        they stand with other letters. With `most` the search ends after so many. Safe on any
        thread; `progress` may raise `Cancelled`.
        """
        infos, hits = self.infos(), list[Hit]()
        with self._reading() as connection:
            for number, (info, body) in enumerate(_likely_first(connection, infos, query)):
                progress(min(number, len(infos)), len(infos), "Searching")
                spans = Searched(body).find(query)
                if spans:
                    spans = said(spans, read_transcripts.header_of(connection, info))
                room = None if most is None else most - len(hits)
                new = [keyword_in_context(info, body, span) for span in spans[:room]]
                hits += new
                if new and found is not None:
                    found(new)
                if len(hits) == most:
                    break
        progress(len(infos), len(infos), "Searching")
        place = {info.id: number for number, info in enumerate(infos)}
        hits.sort(key=lambda hit: (place[hit.info.id], hit.span))
        return tuple(hits)

    def codebook(self) -> Codebook:
        """All codes in tree order, with the version that codings are made under now."""
        if self.read_only:  # another window may be writing
            return self._ask(read_codebook.codebook)
        return self._codebooks.get(None, lambda: self._ask(read_codebook.codebook))

    def coders(self) -> tuple[Coder, ...]:
        if self.read_only:  # another window may be writing
            return self._ask(read_people.coders)
        return self._people.get(None, lambda: self._ask(read_people.coders))

    def rounds(self) -> tuple[Round, ...]:
        return self._ask(read_people.rounds)

    def current_round(self) -> Round:
        """The round that codings are made in now."""
        if self.read_only:
            return self._ask(read_people.current_round)
        return self._rounds.get(None, lambda: self._ask(read_people.current_round))

    def codings(
        self,
        transcript_id: int,
        *,
        coder_id: int | None = None,
        round_id: RoundChoice = "current",
    ) -> CodingColumns:
        """The codings of one transcript as columns, of one coder or (None) of all."""
        return self._ask(
            read_codings.columns,
            transcript_id,
            coder_id=coder_id,
            round_id=self._in_round(round_id),
        )

    def codings_in(
        self, transcript_id: int, *, round_id: RoundChoice = "current"
    ) -> tuple[Coding, ...]:
        """The codings of one transcript, of all coders, whole."""
        chosen = self._in_round(round_id)
        return self._ask(
            lambda c: tuple(read_codings.in_transcript(c, transcript_id, round_id=chosen))
        )

    def coding(self, coding_id: int) -> Coding:
        found = self._ask(read_codings.one, coding_id)
        if found is None:
            raise NotFound("This coding is no longer there.", "It may have been removed.")
        return found

    def some_codings(self, coding_ids: Collection[int]) -> tuple[Coding, ...]:
        """Those of these codings that are still there; meant for a few hundred at most."""
        return self._ask(read_codings.some, coding_ids)

    def code_counts(
        self,
        *,
        coder_id: int | None = None,
        transcript_id: int | None = None,
        round_id: RoundChoice = "current",
    ) -> dict[int, int]:
        """How many codings each code has; codes without any are absent."""
        return self._ask(
            read_codebook.code_counts,
            coder_id=coder_id,
            transcript_id=transcript_id,
            round_id=self._in_round(round_id),
        )

    def code_counts_by_coder(
        self, *, transcript_id: int | None = None
    ) -> dict[int, dict[int, int]]:
        """The same in the round at work for each coder whose codings may be seen, by coder id."""
        return self._ask(
            read_codebook.code_counts_by_coder,
            round_id=self.current_round().id,
            transcript_id=transcript_id,
        )

    def sees_others(self) -> bool:
        """Whether the coder at work may see now what others coded in the round at work."""
        return self.current_round().id not in self._lens().blind_rounds

    def n_codings(self) -> int:
        """How many codings the project holds: of all coders, in all rounds."""
        return self._ask(read_codings.count)

    def coding_with(self, uuid: UUID) -> Coding | None:
        """The coding of that identity, or None where it is gone."""
        return self._ask(read_codings.of_uuid, uuid)

    def memos(self, on: MemoOn | None = None, on_uuid: UUID | None = None) -> tuple[Memo, ...]:
        """Memos on one thing, or all of them."""
        return self._ask(read_memos.memos, on, on_uuid)

    def last_uses(
        self, code_id: int, *, limit: int = 3, round_id: RoundChoice = "current"
    ) -> tuple[Coding, ...]:
        """The current coder's latest codings with a code."""
        return self._ask(
            read_codings.of_code,
            code_id,
            coder_id=self.coder.id,
            round_id=self._in_round(round_id),
            limit=limit,
        )

    def decisions(
        self, transcript_id: int, *, round_id: RoundChoice = "current"
    ) -> tuple[Decision, ...]:
        """Where the current coder decided that nothing applies."""
        return self._ask(
            read_decisions.decisions,
            transcript_id,
            coder_id=self.coder.id,
            round_id=self._in_round(round_id),
        )

    def decided(self, transcript_id: int, *, within: Span | None = None) -> DecisionColumns:
        """The same in the round at work as columns; `within` leaves out what is elsewhere."""
        return self._ask(
            read_decisions.columns,
            transcript_id,
            coder_id=self.coder.id,
            round_id=self.current_round().id,
            within=within,
        )

    def next_undo(self) -> str:
        """The label of the act that undo takes back, "" where there is none."""
        return self._history.next_undo(self.coder.id)

    def undo_is_long(self) -> bool:
        """Whether taking that act back needs a moment: it touched some thousand rows."""
        return self._history.undo_is_long(self.coder.id)

    def redo_is_long(self) -> bool:
        """The same of what redo would do again."""
        return self._history.redo_is_long(self.coder.id)

    def undo_stops(self) -> bool:
        """Whether it stays: a merge (see `undo_merge`), or work that is out in packs by now."""
        return self._history.undo_stops(self.coder.id)

    def next_redo(self) -> str:
        return self._history.next_redo(self.coder.id)

    def steps(self) -> list[Step]:
        """The audit trail: every act, undo and redo, oldest first.

        Whoever codes in a blind round is not told what others did.
        """
        steps = self._history.steps()
        if self._lens().blind_rounds:
            return [step for step in steps if step.coder_id in {None, self.coder.id}]
        return steps

    def blind_rounds(self) -> tuple[Round, ...]:
        """The rounds of which the coder at work sees their own part alone for now."""
        closed = self._lens().blind_rounds
        return tuple(each for each in self.rounds() if each.id in closed)

    def code_problems(self, draft: CodeDraft, *, own_id: int | None = None) -> dict[str, str]:
        """What stands against a draft, by field; for telling at typing time."""
        return problems(self.codebook(), draft, own_id=own_id)

    def setting(self) -> Setting:
        """Under what circumstances the current coder works now."""
        return Setting(
            coder=self.coder,
            round_id=self.current_round().id,
            codebook_version_id=self.codebook().version.id,
        )

    def check(self, *, progress: Progress = no_progress) -> tuple[Finding, ...]:
        """Everything that is not as it must be: file, references, texts, passages."""
        from annotator.store import integrity

        return integrity.findings(self._store, progress=progress)

    def check_transcript(self, transcript_id: int) -> tuple[Finding, ...]:
        """Whether every passage of one transcript stands on the words it was made on."""
        from annotator.store import integrity

        return self._ask(lambda c: tuple(integrity.transcript_findings(c, transcript_id)))

    # naming things

    def code(self, code: int | str) -> Code:
        """The code with this local id, short label or name; `NotFound` where none or several."""
        book = self.codebook()
        if isinstance(code, int):
            found = book.by_id(code)
            if found is None:
                raise NotFound("This code is no longer in the codebook.", "")
            return found
        wanted = code.casefold()
        by_label = [item for item in book.codes if item.code_id.casefold() == wanted]
        return _the_one(
            by_label or [item for item in book.codes if item.name.casefold() == wanted],
            f"code called “{code}”",
        )

    def info(self, transcript: int | str) -> TranscriptInfo:
        """The list entry of one transcript."""
        if isinstance(transcript, int):
            round_id = self.current_round().id
            found = self._ask(
                read_transcripts.transcript_infos, transcript_id=transcript, round_id=round_id
            )
            if not found:
                raise NotFound("This transcript is no longer in the project.", "")
            return found[0]
        wanted = transcript.casefold()
        infos = self.infos()
        by_label = [info for info in infos if info.doc_id.casefold() == wanted]
        by_title = [
            info
            for info in infos
            if wanted in {info.metadata.title.casefold(), info.source_name.casefold()}
        ]
        return self.info(_the_one(by_label or by_title, f"transcript called “{transcript}”").id)

    def find_coder(self, name: str) -> Coder:
        """The coder with this short label or name; `NotFound` where there is none."""
        wanted = name.casefold()
        for coder in self.coders():
            if wanted in {coder.coder_id.casefold(), coder.name.casefold()}:
                return coder
        raise NotFound(
            f"There is no coder called “{name}” in this project.",
            "Look at the list with `annotator info`.",
        )

    # inside

    def _in_round(self, choice: RoundChoice) -> int | None:
        return self.current_round().id if choice == "current" else choice

    def _ask(self, question: Callable[..., Answer], *args: Any, **keywords: Any) -> Answer:
        with self._reading() as connection:
            return question(connection, *args, **keywords)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        """One state of the project as the coder at work may see it."""
        seen = self._lens()
        with self._store.reading() as connection:
            lens.put_on(connection, seen)
            yield connection

    def _lens(self, *, hide_names: bool = False) -> Lens:
        """What the coder at work may see now; with other names where that is asked for."""
        if getattr(self, "coder", None) is None:  # the project is being opened
            return Lens()
        me = self.coder
        seen = self._read_lens() if self.read_only else self._lenses.get(me.id, self._read_lens)
        if not hide_names:
            return seen
        with self._store.reading() as connection:
            return replace(seen, names=lens.hidden_names(connection))

    def _read_lens(self) -> Lens:
        with self._store.reading() as connection:
            may_see = may(self.coder.role, "others")
            return lens.lens_of(connection, self.coder, may_see_others=may_see)

    def _may(self, right: Right) -> bool:
        """Whether the coder at work may do this; where nobody has the right, everybody has."""
        if may(self.coder.role, right):
            return True
        return not any(may(each.role, right) for each in self.coders())

    def _scope(self, transcript_id: int) -> Scope:
        """What of a transcript may be coded by the coder at work in the round at work."""
        in_round = self.current_round()
        key = (transcript_id, in_round.id, self.coder.id)

        def read() -> Scope:
            given = self._ask(read_assignments.assignments, in_round.id, coder_id=self.coder.id)
            mine = [each for each in given if each.transcript_id == transcript_id]
            stretches = tuple((each.start, each.end) for each in mine if not each.is_whole)
            plan = in_round.plan
            return Scope(plan.codable, plan.persons, stretches)

        return read() if self.read_only else self._scopes.get(key, read)

    def _read_transcript(self, connection: sa.Connection, transcript_id: int) -> OpenTranscript:
        infos = read_transcripts.bare_infos(connection, transcript_id=transcript_id)
        if not infos:
            raise NotFound("This transcript is no longer in the project.", "")
        return read_transcripts.open_transcript(connection, infos[0])

    def _forget(self, changes: Changes) -> None:
        if changes.transcripts:
            self._listed_infos.forget(None)
        for transcript_id in changes.transcripts:
            self._texts.forget(transcript_id)
            self._limited.forget_all()
        if changes.codes or changes.versions:
            self._codebooks.forget(None)
        if changes.coders:
            self._people.forget(None)
        if changes.rounds:
            self._rounds.forget(None)
            self._scopes.forget_all()
        if changes.rounds or changes.coders or changes.transcripts:
            self._lenses.forget_all()
        elif changes.codings_in:
            self._lenses.forget_where(lambda seen: not seen.is_everything)

    def _transcript_id(self, transcript: int | str) -> int:
        return transcript if isinstance(transcript, int) else self.info(transcript).id


def _likely_first(
    connection: sa.Connection, infos: Sequence[TranscriptInfo], query: Query
) -> Iterator[tuple[TranscriptInfo, str]]:
    """The texts that may hold a hit: first those that do by the look of it, then the others."""
    words = sieve(query)
    if words is None:
        yield from read_transcripts.bodies(connection, infos)
        return
    seen: set[int] = set()
    for info, body in read_transcripts.bodies(connection, infos, words.words):
        seen.add(info.id)
        yield info, body
    rest = [info for info in infos if info.id not in seen]
    for info, body in read_transcripts.bodies(connection, rest):
        if not words.is_sure or has_odd_letters(body):
            yield info, body


Named = TypeVar("Named", Code, TranscriptInfo)


def _the_one(found: Sequence[Named], what: str) -> Named:
    if not found:
        raise NotFound(f"There is no {what}.", "Look at the list with `annotator info`.")
    if len(found) > 1:
        raise NotFound(f"There is more than one {what}.", "Use its short id.")
    return found[0]
