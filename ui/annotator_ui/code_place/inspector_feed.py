"""What does the inspector say about the passage under the cursor?"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from annotator.errors import UserError
from annotator_ui.code_place.inspector import CodingHere, Inspector
from annotator_ui.code_place.memo_entries import signature
from annotator_ui.code_place.memo_field import MemoTarget

if TYPE_CHECKING:
    from annotator.model.coding import Coding, Memo
    from annotator.model.spans import Span
    from annotator.model.transcript import OpenTranscript, Turn
    from annotator_ui.code_place.coding_loop import CodingLoop
    from annotator_ui.code_place.cursor import Cursor
    from annotator_ui.code_place.shown_codings import ShownCoding
    from annotator_ui.session import Session

_USES = 3


class InspectorFeed(QObject):
    """Asks the project and tells the inspector, once however often the cursor moved."""

    def __init__(
        self, session: Session, loop: CodingLoop, cursor: Cursor, inspector: Inspector
    ) -> None:
        super().__init__(inspector)
        self._session, self._loop, self._cursor = session, loop, cursor
        self._inspector = inspector
        self._memos: dict[int, tuple[UUID, Memo | None]] = {}
        self._values: dict[int, dict[str, str]] = {}
        self._passage_memos: dict[tuple[int | None, int | None], Memo] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        inspector.card.pinned.connect(self.refresh_soon)
        inspector.fields.names = self._names

    def refresh_soon(self) -> None:
        self._soon.start(0)

    def flush(self) -> None:
        """Be up to date now, before somebody writes into what is shown."""
        if self._soon.isActive():
            self.refresh()

    def forget(self) -> None:
        """Memos may have changed, or belong to another transcript or coder."""
        self._memos.clear()
        self._values.clear()
        self._passage_memos = None

    def refresh(self) -> None:
        self._soon.stop()
        if not self._session.is_open:
            return
        try:
            self._show_passage()
            self._show_fields()
            self._show_memo()
            self._show_code()
        except UserError:  # what is shown has just gone; its `Changes` are on the way
            self.forget()

    def _show_passage(self) -> None:
        transcript, span = self._loop.transcript, self._cursor.selection()
        if transcript is None or span is None:
            self._inspector.show_nothing()
            return
        shown = [self._here(coding, span) for coding in self._codings_here()]
        codings = tuple(each for each in shown if each is not None)
        self._inspector.show_passage(
            unit_heading(transcript, span),
            transcript.quote(span),
            codings,
            others=self._cursor.others_at_cursor(),
            empty=self._loop.decision_on(span) or "None yet.",
        )

    def _codings_here(self) -> list[ShownCoding]:
        here = (self._loop.codings.get(id_) for id_ in self._cursor.codings_at_cursor())
        return [coding for coding in here if coding is not None]

    def _here(self, coding: ShownCoding, span: Span) -> CodingHere | None:
        code, transcript = self._loop.code(coding.code_id), self._loop.transcript
        if code is None or transcript is None:
            return None
        return CodingHere(
            id=coding.id,
            code=code,
            unsure=coding.unsure,
            has_memo=self._memo_on(coding.id)[1] is not None,
            focused=coding.id == self._loop.focused_coding,
            quote=transcript.quote(coding.span) if coding.span != span else "",
            where=unit_heading(transcript, coding.span).lower() if coding.span != span else "",
        )

    def _show_memo(self) -> None:
        transcript, span = self._loop.transcript, self._cursor.selection()
        coding = self._loop.codings.get(self._loop.focused_coding)
        if coding is not None:
            uuid, memo = self._memo_on(coding.id)
            code = self._loop.code(coding.code_id)
            title = f"Memo on {code.name}" if code is not None else "Memo"
            self._tell_memo(title, MemoTarget("coding", uuid), memo)
        elif transcript is not None and span is not None:
            target = MemoTarget("passage", transcript.info.uuid, span.start, span.end)
            memo = self._memos_on_passages(transcript).get((span.start, span.end))
            self._tell_memo("Memo on this passage", target, memo)
        else:
            self._tell_memo("Memo", None, None)

    def _tell_memo(self, title: str, target: MemoTarget | None, memo: Memo | None) -> None:
        """The words, and who wrote them when."""
        self._inspector.memo.lock(locked=self._session.project.read_only)
        signed = "" if memo is None else signature(self._session.project.coder, memo)
        self._inspector.show_memo(title, target, "" if memo is None else memo.body, signed)

    def _show_fields(self) -> None:
        """Those of the coding that the keys speak about."""
        coding = self._loop.codings.get(self._loop.focused_coding)
        code = None if coding is None else self._loop.code(coding.code_id)
        if coding is None or code is None:
            self._inspector.fields.show_fields(0, (), {})
            return
        fields = self._session.project.codebook().fields_of(code)
        values = self._values_of(coding.id) if fields else {}
        self._inspector.fields.show_fields(coding.id, fields, values)

    def _show_code(self) -> None:
        card = self._inspector.card
        pinned = self._loop.code(card.code.id) if card.is_pinned and card.code else None
        if card.is_pinned and pinned is None:  # its code is gone
            card.pin(pinned=False)
        code = pinned or self._loop.code(self._loop.focused_code)
        uses: tuple[Coding, ...] = ()
        if code is not None and not code.is_group:
            found = self._session.project.last_uses(code.id, limit=_USES + 1)
            uses = tuple(use for use in found if not self._is_here(use))[:_USES]
        card.may_edit(why_not=self._session.project.why_not("codebook"))
        card.show_code(code, uses)

    def _is_here(self, use: Coding) -> bool:
        """The passage under the cursor is no example of itself."""
        span, transcript = self._cursor.selection(), self._loop.transcript
        is_open = transcript is not None and use.transcript_id == transcript.info.id
        return is_open and span is not None and use.span.overlaps(span)

    def _memo_on(self, coding_id: int) -> tuple[UUID, Memo | None]:
        if coding_id not in self._memos:
            uuid = self._session.project.coding(coding_id).uuid
            own = [m for m in self._session.project.memos("coding", uuid) if self._is_own(m)]
            self._memos[coding_id] = (uuid, own[-1] if own else None)
        return self._memos[coding_id]

    def _values_of(self, coding_id: int) -> dict[str, str]:
        """What was said in the fields of a coding, by their names."""
        if coding_id not in self._values:
            self._values[coding_id] = dict(self._session.project.coding(coding_id).fields)
        return self._values[coding_id]

    def _names(self) -> tuple[str, ...]:
        """Who can be named in a person field: the speakers here first."""
        transcript = self._loop.transcript
        here = [] if transcript is None else [turn.speaker for turn in transcript.turns]
        known = self._session.attempt(self._session.project.person_names) or ()
        return tuple(dict.fromkeys(name for name in (*here, *known) if name))

    def _memos_on_passages(
        self, transcript: OpenTranscript
    ) -> dict[tuple[int | None, int | None], Memo]:
        if self._passage_memos is None:
            found = self._session.project.memos("passage", transcript.info.uuid)
            self._passage_memos = {(m.start, m.end): m for m in found if self._is_own(m)}
        return self._passage_memos

    def _is_own(self, memo: Memo) -> bool:
        """Who codes blind sees nobody else's notes."""
        return memo.coder_id == self._session.project.coder.id


def unit_heading(transcript: OpenTranscript, span: Span) -> str:
    """Name a passage by its units: "Sentence 11", "Sentences 11 to 13", "Part of sentence 11"."""
    sentences = transcript.spans("sentence")
    numbers = sentences.touching(span)
    if not numbers:
        return "Passage"
    first, last = numbers[0], numbers[-1]
    if first != last:
        return f"Sentences {first + 1} to {last + 1}"
    whole = transcript.quote(sentences[first]).strip()
    is_part = transcript.quote(span).strip() != whole
    return f"Part of sentence {first + 1}" if is_part else f"Sentence {first + 1}"


def turn_at(transcript: OpenTranscript, position: int) -> Turn | None:
    """Who speaks at a code point."""
    number = bisect_right(transcript.turns, position, key=lambda turn: turn.start) - 1
    return transcript.turns[number] if number >= 0 else None
