"""Which acts give passages codes, memos and decisions?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from annotator.changes import Place
from annotator.errors import Progress, Refused, no_progress
from annotator.model.spans import Span
from annotator.operations import coding as coding_acts
from annotator.operations import field_values, finishing
from annotator.operations import memos as memo_acts
from annotator.operations.coding import Batch, NewCoding, Replaced
from annotator.operations.memos import MemoTarget
from annotator.project.rules import Ruled, by_id
from annotator.work import Throttled

if TYPE_CHECKING:
    from annotator.model.codebook import Code
    from annotator.model.coding import Coding, MemoOn
    from annotator.model.transcript import Level, OpenTranscript


class CodingActs(Ruled):
    """Codings, memos and decisions of the coder at work."""

    def apply_coding(
        self,
        transcript: int | str,
        start: int,
        end: int,
        code: int | str,
        *,
        unsure: bool = False,
        memo: str = "",
        fields: Mapping[int | str, str] | None = None,
    ) -> Coding:
        """Give a passage a code, as the current coder in the current round.

        `fields` says more in the fields of the code, by id or name. `Refused` where a strict rule
        of the codebook stands against it; `rule_answers` says so beforehand.
        """
        given, span = self.code(code), _span(start, end)
        opened = self._to_code(transcript)
        self._must_keep_rules(opened, span, given)
        values = by_id(fields, self.codebook().fields_of(given)) if fields else {}
        new = NewCoding(given, span, unsure, memo, values=values)
        return coding_acts.apply_coding(self._history, self.setting(), opened, new)

    def apply_to_passage(
        self, transcript: int | str, start: int, end: int, code: int | str
    ) -> tuple[Coding, ...]:
        """Give what is said between two places a code, as one act.

        Where speaker labels or stage directions stand between, each part becomes a coding. A
        person field that asks for it gets whoever speaks.
        """
        opened, given = self._to_code(transcript), self.code(code)
        news = [
            NewCoding(given, part, values=self.proposed_values(transcript, part.start, given.id))
            for part in opened.codable(_span(start, end))
        ]
        for new in news:
            self._must_keep_rules(opened, new.span, given)
        return coding_acts.apply_to_passages(self._history, self.setting(), opened, news)

    def apply_to_found(
        self,
        passages: Iterable[tuple[int, int, int]],
        code: int | str,
        *,
        words: str,
        progress: Progress = no_progress,
    ) -> int:
        """Code passages that a search for `words` proposed, as one act; how many were new.

        A passage is (transcript id, start, end). Each coding says what found it. Safe on any
        thread; `progress` may raise `Cancelled`, which leaves everything as it was.
        """
        given = self.code(code)
        spans: dict[int, list[Span]] = {}
        for transcript_id, start, end in passages:
            spans.setdefault(transcript_id, []).append(_span(start, end))
        batches = (
            Batch(opened, _proposed(given, opened, found, words.strip()))
            for opened, found in ((self._to_code(each), spans[each]) for each in spans)
        )
        label = f"{given.name} on what “{words.strip()}” found"
        return coding_acts.apply_codings(
            self._history, self.setting(), label, batches, progress=Throttled(progress)
        )

    def change_passage(self, coding_id: int, start: int, end: int) -> Coding:
        """Let a coding begin and end elsewhere; `Refused` where an equal one stands there."""
        done, code, opened = self._own_coding(coding_id)
        span = _span(start, end)
        self._must_keep_rules(opened, span, code, instead_of=(coding_id,))
        return coding_acts.change_passage(
            self._history, self.setting(), opened, code, done, span=span
        )

    def change_code_of(self, coding_id: int, code: int | str) -> Coding:
        """Give a coding another code; `Refused` where an equal one stands there."""
        done, old, opened = self._own_coding(coding_id)
        codes = Replaced(old, self.code(code))
        self._must_keep_rules(opened, done.span, codes.new, instead_of=(coding_id,))
        return coding_acts.change_code_of(self._history, self.setting(), opened, done, codes)

    def set_fields(self, coding_id: int, values: Mapping[int | str, str]) -> Coding:
        """Say something in fields of an own coding, by id or name of the field; "" takes it back.

        One act. `Refused` where a field does not take what is said.
        """
        done, code, _ = self._own_coding(coding_id)
        fields = self.codebook().fields_of(code)
        return field_values.set_values(
            self._history, self.coder, done, by_id(values, fields), fields
        )

    def remove_coding(self, coding_id: int) -> None:
        """Take a code from a passage; memos on that coding go with it."""
        done, code, opened = self._own_coding(coding_id)
        coding_acts.remove_coding(self._history, self.coder, opened, code, done)

    def remove_codings(self, coding_ids: Sequence[int]) -> None:
        """Take one code from several passages of one transcript, as one act."""
        owned = sorted(
            (self._own_coding(each) for each in coding_ids), key=lambda found: found[0].start
        )
        if not owned:
            return
        _, code, opened = owned[0]
        if any(each[1] != code or each[2] != opened for each in owned):
            raise Refused("These codings are not of one code in one transcript.", "")
        done = [each[0] for each in owned]
        coding_acts.remove_codings(self._history, self.coder, opened, code, done)

    def set_unsure(self, coding_id: int, *, unsure: bool) -> None:
        done, code, opened = self._own_coding(coding_id)
        coding_acts.set_unsure(self._history, self.coder, opened, code, done, unsure=unsure)

    def write_memo(
        self,
        on: MemoOn,
        on_uuid: UUID,
        body: str,
        *,
        start: int | None = None,
        end: int | None = None,
    ) -> None:
        """Write the current coder's memo on a thing; an empty body removes it.

        For a passage `on_uuid` is the transcript's and `start` and `end` are given.
        """
        span = None if start is None or end is None else _span(start, end)
        target = MemoTarget(on, on_uuid, span)
        self._must_have("code")
        place = self._place_of(target) if body.strip() else None
        memo_acts.write_memo(self._history, self.coder, target, body, place=place)

    def decide_nothing(
        self, transcript: int | str, start: int, end: int, *, level: Level = "sentence"
    ) -> None:
        """Record that the current coder looked at these units and no code applies."""
        opened, span = self._to_code(transcript), _span(start, end)
        coding_acts.decide_nothing(self._history, self.setting(), opened, span, level)

    def withdraw_decision(self, transcript: int | str, start: int, end: int) -> None:
        """Take back the current coder's decisions that touch a passage."""
        opened = self._to_code(transcript)
        coding_acts.withdraw_decision(self._history, self.setting(), opened, _span(start, end))

    def finish(self, transcript: int | str) -> int:
        """Mark a transcript as done in the round at work; how many units that decided.

        Units without code or decision count as "nothing applies" by finishing; where the round
        asks for a decision on every unit, `Refused` says how many are left.
        """
        opened, plan = self._to_code(transcript, finished=True), self.current_round().plan
        return finishing.finish(
            self._history,
            self.setting(),
            opened,
            level=plan.unit,
            explicit=plan.decide == "every unit",
        )

    def reopen(self, transcript: int | str) -> None:
        """Go on with a finished transcript; what finishing decided is undecided again."""
        self._must_have("code")
        finishing.reopen(self._history, self.setting(), self.transcript(transcript))

    def import_codings(
        self, path: str | os.PathLike[str], *, progress: Progress = no_progress
    ) -> int:
        """Apply a table of codings as one act after a backup; returns how many were new.

        Coders and rounds the table names come in with the same act; the round at work stays
        what it is. Every row must name a transcript and a code
        of this project, and quote the words that stand at its offsets; else nothing is applied.
        """
        self._must_have("people")
        from annotator.exchange.codings_table import read_codings as read_table
        from annotator.exchange.table_of_codings import sorted_out

        table = Path(path)
        watched = Throttled(progress)
        found = sorted_out(
            read_table(table),
            table.name,
            transcript=self.transcript,
            code=self.code,
            progress=watched,
        )
        self._backup_before_bulk()
        batches = [
            Batch(self.transcript(transcript_id), news, coder, in_round)
            for (transcript_id, coder, in_round), news in found.items()
        ]
        label = f"Codings from {table.name} applied"
        return coding_acts.apply_codings(
            self._history, self.setting(), label, batches, progress=watched
        )

    def _own_coding(self, coding_id: int) -> tuple[Coding, Code, OpenTranscript]:
        done = self.coding(coding_id)
        if done.coder_id != self.coder.id:
            raise Refused("This coding belongs to another coder.", "Only they can change it.")
        opened = self._to_code(done.transcript_id, round_id=done.round_id)
        return done, self.code(done.code_id), opened

    def _to_code(
        self, transcript: int | str, *, round_id: int | None = None, finished: bool = False
    ) -> OpenTranscript:
        """A transcript to be coded by the coder at work; `Refused` where that is over.

        With `finished` one that is finished, and not accepted yet, will do.
        """
        self._must_have("code")
        opened = self.transcript(transcript)
        setting = self.setting()
        if round_id is not None:
            setting = replace(setting, round_id=round_id)
        check = finishing.must_not_be_sealed if finished else finishing.must_not_be_finished
        self._ask(check, setting, opened)
        return opened

    def _place_of(self, target: MemoTarget) -> Place | None:
        """Where a passage stands, checked against its text."""
        if target.on != "passage" or target.span is None:
            return None
        info = next((each for each in self.infos() if each.uuid == target.uuid), None)
        if info is None:
            return None  # the act says so
        if target.span.end > info.length or not target.span:
            raise Refused(
                f"There is no passage from {target.span.start} to {target.span.end} in "
                f"“{info.metadata.title or info.doc_id}”.",
                f"It has {info.length} characters, counted from 0.",
            )
        return Place(info.id, target.span.start, target.span.end)


def _proposed(
    code: Code, opened: OpenTranscript, spans: Sequence[Span], words: str
) -> list[NewCoding]:
    parts = (part for span in spans for part in opened.codable(span))
    return [NewCoding(code, part, found_by=words) for part in parts]


def _span(start: int, end: int) -> Span:
    if not 0 <= start <= end:
        raise Refused(f"{start} to {end} is not a passage.", "A passage starts before it ends.")
    return Span(start, end)
