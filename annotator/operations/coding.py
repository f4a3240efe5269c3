"""Acts on passages: give and remove codes, mark doubt, write memos, decide that nothing fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from annotator.changes import Place
from annotator.errors import NotFound, Refused
from annotator.history import Act, History
from annotator.model.codebook import Code
from annotator.model.coding import Coding, Memo, MemoOn
from annotator.model.people import Coder
from annotator.model.spans import Span
from annotator.model.transcript import Level, OpenTranscript
from annotator.store import read_codings
from annotator.store.schema import coding, decision, memo


@dataclass(frozen=True, slots=True)
class Setting:
    """Under what circumstances a coder works now."""

    coder: Coder
    round_id: int
    codebook_version_id: int


@dataclass(frozen=True, slots=True)
class NewCoding:
    """A coding to be made: `span` in code points of the transcript it is applied to."""

    code: Code
    span: Span
    unsure: bool = False
    memo: str = ""
    created_at: str = ""
    """UTC, ISO; empty for now."""
    found_by: str = ""
    """The words of the search that proposed the passage."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """The code a coding has, and the one it is to have."""

    old: Code
    new: Code


@dataclass(frozen=True, slots=True)
class MemoTarget:
    """What a memo is about; `span` only for a passage of the transcript that `uuid` names."""

    on: MemoOn
    uuid: UUID
    span: Span | None = None


def apply_coding(
    history: History, setting: Setting, transcript: OpenTranscript, new: NewCoding
) -> Coding:
    """Give a passage a code; the coding that already says so is returned as it is."""
    passage = _passage(transcript, new.span)
    label = f"{new.code.name} on {unit_words(transcript, passage)}"
    with history.act(setting.coder.id, label) as act:
        act.place = Place(transcript.info.id, passage.start, passage.end)
        coding_id = _apply(act, setting, transcript, new, passage)
        made = read_codings.one(act.connection, coding_id)
    if made is None:
        raise LookupError("a coding vanished while it was made")
    return made


def apply_codings(
    history: History,
    label: str,
    batches: Iterable[tuple[Setting, OpenTranscript, Sequence[NewCoding]]],
    *,
    acting: Coder,
) -> int:
    """Apply many codings, of several coders and transcripts, as one act; how many were new."""
    with history.act(acting.id, label) as act:
        for setting, transcript, news in batches:
            for new in news:
                _apply(act, setting, transcript, new, _passage(transcript, new.span))
        return sum(1 for image in act.images if image.table == "coding" and image.before is None)


def apply_to_passages(
    history: History, setting: Setting, transcript: OpenTranscript, news: Sequence[NewCoding]
) -> tuple[Coding, ...]:
    """Give one code to several passages of a transcript as one act, with one sentence for it."""
    passages = [_passage(transcript, new.span) for new in news]
    if not passages:
        raise Refused(_NOTHING_SAID, "Choose words that somebody says.")
    whole = Span(passages[0].start, passages[-1].end)
    label = f"{news[0].code.name} on {unit_words(transcript, whole)}"
    if len(passages) > 1:
        label += f", as {len(passages)} passages"
    with history.act(setting.coder.id, label) as act:
        act.place = Place(transcript.info.id, whole.start, whole.end)
        ids = [
            _apply(act, setting, transcript, new, passage)
            for new, passage in zip(news, passages, strict=True)
        ]
        made = {each.id: each for each in read_codings.some(act.connection, ids)}
    return tuple(made[coding_id] for coding_id in ids)


def change_passage(
    history: History,
    setting: Setting,
    transcript: OpenTranscript,
    code: Code,
    done: Coding,
    *,
    span: Span,
) -> Coding:
    """Let a coding reach over other words; memos, doubt and identity stay with it."""
    passage = _passage(transcript, span)
    if transcript.codable(passage) != (passage,):
        raise Refused(
            "A passage cannot reach over a speaker label or other words that nobody says.",
            "Code what stands behind it as a passage of its own.",
        )
    label = f"{code.name} now on {unit_words(transcript, passage)}"
    with history.act(setting.coder.id, label) as act:
        act.place = Place(done.transcript_id, passage.start, passage.end)
        _must_be_free(act, transcript, done, code, passage)
        if act.change(
            coding,
            done.id,
            start=passage.start,
            stop=passage.end,
            quote=transcript.quote(passage),
        ):
            _end_decisions(act, setting, transcript, passage)
        changed = read_codings.one(act.connection, done.id)
    if changed is None:
        raise LookupError("a coding vanished while it was changed")
    return changed


def change_code_of(
    history: History, setting: Setting, transcript: OpenTranscript, done: Coding, codes: Replaced
) -> Coding:
    """Give a passage another code instead of the one it has; its memos stay with it."""
    _must_be_a_code(codes.new)
    label = f"{codes.old.name} changed to {codes.new.name} on {unit_words(transcript, done.span)}"
    with history.act(setting.coder.id, label) as act:
        act.place = Place(done.transcript_id, done.start, done.end)
        _must_be_free(act, transcript, done, codes.new, done.span)
        version = setting.codebook_version_id
        if codes.new.id != done.code_id:
            act.change(coding, done.id, code_id=codes.new.id, codebook_version_id=version)
        changed = read_codings.one(act.connection, done.id)
    if changed is None:
        raise LookupError("a coding vanished while it was changed")
    return changed


def remove_coding(
    history: History, coder: Coder, transcript: OpenTranscript, code: Code, done: Coding
) -> None:
    """Take a code from a passage, with the memos on that coding."""
    label = f"{code.name} removed from {unit_words(transcript, done.span)}"
    with history.act(coder.id, label) as act:
        act.place = Place(done.transcript_id, done.start, done.end)
        remove_memos(act, [done.uuid])
        act.remove(coding, done.id)


def remove_codings(
    history: History, coder: Coder, transcript: OpenTranscript, code: Code, done: Sequence[Coding]
) -> None:
    """Take a code from several passages of a transcript as one act."""
    whole = Span(done[0].start, done[-1].end)
    label = f"{code.name} removed from {unit_words(transcript, whole)}"
    with history.act(coder.id, label) as act:
        act.place = Place(transcript.info.id, whole.start, whole.end)
        remove_memos(act, [each.uuid for each in done])
        for each in done:
            act.remove(coding, each.id)


def set_unsure(
    history: History,
    coder: Coder,
    transcript: OpenTranscript,
    code: Code,
    done: Coding,
    *,
    unsure: bool,
) -> None:
    """Mark a coding as unsure, or as sure."""
    where = unit_words(transcript, done.span)
    label = f"{code.name} on {where} marked {'unsure' if unsure else 'sure'}"
    with history.act(coder.id, label) as act:
        act.place = Place(done.transcript_id, done.start, done.end)
        act.change(coding, done.id, unsure=unsure)


def write_memo(history: History, coder: Coder, target: MemoTarget, body: str) -> Memo | None:
    """Write the coder's memo on a thing; an empty body removes it."""
    body = body.strip()
    with history.act(coder.id, "Memo written" if body else "Memo removed") as act:
        standing = _own_memo(act, coder, target)
        if standing is None and body:
            _add_memo(act, coder, target, body)
        elif standing is not None and body:
            act.change(memo, standing.id, body=body)
        elif standing is not None:
            act.remove(memo, standing.id)
        if target.on == "coding":
            _at_coding(act, target.uuid)
        return _own_memo(act, coder, target)


def decide_nothing(
    history: History, setting: Setting, transcript: OpenTranscript, span: Span, level: Level
) -> None:
    """Record that the coder looked at these units and that no code applies."""
    units = transcript.spans(level)
    chosen = [units[number] for number in units.touching(span)]
    if not chosen:
        raise Refused("There is no codable text here.", "Choose a sentence of a speaker.")
    label = f"Nothing applies to {unit_words(transcript, span)}"
    with history.act(setting.coder.id, label) as act:
        act.place = Place(transcript.info.id, chosen[0].start, chosen[-1].end)
        whole = Span(chosen[0].start, chosen[-1].end)
        if _own_codings(act, setting, transcript, whole):
            raise Refused(
                f"There are codes on {unit_words(transcript, span)}.",
                "Remove them first, or leave it as it is: a coded unit is decided.",
            )
        standing = set(_decisions(act, setting, transcript, whole))
        for unit in chosen:
            if (unit.start, unit.end) not in {(start, stop) for _, start, stop in standing}:
                _decide(act, setting, transcript, unit, level)


def withdraw_decision(
    history: History, setting: Setting, transcript: OpenTranscript, span: Span
) -> None:
    """Take back the coder's decisions that nothing applies inside `span`."""
    label = f"Decision withdrawn on {unit_words(transcript, span)}"
    with history.act(setting.coder.id, label) as act:
        act.place = Place(transcript.info.id, span.start, span.end)
        for decision_id, _, _ in _decisions(act, setting, transcript, span):
            act.remove(decision, decision_id)


def must_be_codable(transcript: OpenTranscript, new: NewCoding) -> None:
    """Raise `Refused` where a coding could not be applied: a group, or no codable text."""
    _must_be_a_code(new.code)
    _passage(transcript, new.span)


def unit_words(transcript: OpenTranscript, span: Span) -> str:
    """How the window names a passage: "sentence 11", "sentences 11 to 13"."""
    numbers = transcript.spans("sentence").touching(span)
    if not numbers:
        return "a passage"
    if len(numbers) == 1:
        return f"sentence {numbers[0] + 1}"
    return f"sentences {numbers[0] + 1} to {numbers[-1] + 1}"


def remove_memos(act: Act, on_uuids: Sequence[UUID]) -> None:
    """Remove all memos on things that are about to go."""
    for start in range(0, len(on_uuids), 500):
        query = sa.select(memo.c.id).where(
            memo.c.on_uuid.in_(on_uuids[start : start + 500]), memo.c.removed.is_(sa.false())
        )
        for memo_id in act.connection.execute(query).scalars().all():
            act.remove(memo, memo_id)


def _passage(transcript: OpenTranscript, span: Span) -> Span:
    """The span without white space at its edges; `Refused` outside codable text."""
    if span.end > transcript.info.length:
        raise Refused(
            f"The passage ends at {span.end}, and the transcript has only "
            f"{transcript.info.length} characters.",
            "Offsets count Unicode characters from 0; check where the numbers come from.",
        )
    words = transcript.text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - (len(words) - len(words.rstrip()))
    if start >= end:
        raise Refused("The passage is empty.", "Choose at least one word.")
    turns = transcript.spans("turn")
    first, last = turns.at(start), turns.at(end - 1)
    if first is None or last is None:
        raise Refused(_NOTHING_SAID, "Choose words that somebody says.")
    return Span(start, end)


_NOTHING_SAID = "This is not codable text: title, dates, notes and speaker labels carry no codes."


def _must_be_free(
    act: Act, transcript: OpenTranscript, done: Coding, code: Code, passage: Span
) -> None:
    """`Refused` where the same coder has another coding with this code on just this passage."""
    standing = read_codings.on_passage(
        act.connection,
        text_version_id=done.text_version_id,
        round_id=done.round_id,
        coder_id=done.coder_id,
        code_id=code.id,
        start=passage.start,
        stop=passage.end,
    )
    if standing is not None and standing.id != done.id:
        where = unit_words(transcript, passage)
        raise Refused(
            f"{code.name} stands on this passage of {where} already.",
            "Remove one of the two: equal codings would count twice.",
        )


def _end_decisions(act: Act, setting: Setting, transcript: OpenTranscript, span: Span) -> None:
    """A coded unit is no longer one to which nothing applies."""
    for decision_id, _, _ in _decisions(act, setting, transcript, span):
        act.remove(decision, decision_id)


def _must_be_a_code(code: Code) -> None:
    if code.is_group:
        raise Refused(f"“{code.name}” is a group.", "Choose one of the codes in it.")


def _apply(
    act: Act, setting: Setting, transcript: OpenTranscript, new: NewCoding, passage: Span
) -> int:
    _must_be_a_code(new.code)
    key = {
        "text_version_id": transcript.info.text_version_id,
        "round_id": setting.round_id,
        "coder_id": setting.coder.id,
        "code_id": new.code.id,
        "start": passage.start,
        "stop": passage.end,
    }
    standing = read_codings.on_passage(act.connection, **key)
    if standing is not None:
        return standing.id
    _end_decisions(act, setting, transcript, passage)
    coding_id = act.insert(
        coding,
        **key,
        transcript_id=transcript.info.id,
        codebook_version_id=setting.codebook_version_id,
        quote=transcript.quote(passage),
        unsure=new.unsure,
        found_by=new.found_by,
        **({"created_at": new.created_at} if new.created_at else {}),
    )
    if new.memo.strip():
        uuid = act.row(coding, coding_id)["uuid"]
        _add_memo(act, setting.coder, MemoTarget("coding", uuid), new.memo.strip())
    return coding_id


def _add_memo(act: Act, coder: Coder, target: MemoTarget, body: str) -> None:
    act.insert(
        memo,
        on_kind=target.on,
        on_uuid=target.uuid,
        coder_id=coder.id,
        body=body,
        start=target.span.start if target.span else None,
        stop=target.span.end if target.span else None,
    )


def _own_memo(act: Act, coder: Coder, target: MemoTarget) -> Memo | None:
    for found in read_codings.memos(act.connection, target.on, target.uuid):
        where = None if found.start is None or found.end is None else Span(found.start, found.end)
        if found.coder_id == coder.id and where == target.span:
            return found
    return None


def _at_coding(act: Act, uuid: UUID) -> None:
    """Say where a memo on a coding stands, so that the view shows it and undo goes there."""
    row = act.connection.execute(sa.select(coding).where(coding.c.uuid == uuid)).one_or_none()
    if row is None:
        raise NotFound("The coding this memo belongs to is gone.", "")
    act.place = Place(row.transcript_id, row.start, row.stop)
    act.touched["codings_in"].add(row.transcript_id)


def _decisions(
    act: Act, setting: Setting, transcript: OpenTranscript, span: Span
) -> list[tuple[int, int, int]]:
    """(id, start, stop) of the coder's decisions that touch a passage."""
    rows = act.connection.execute(
        sa.select(decision.c.id, decision.c.start, decision.c.stop).where(
            decision.c.removed.is_(sa.false()),
            decision.c.text_version_id == transcript.info.text_version_id,
            decision.c.round_id == setting.round_id,
            decision.c.coder_id == setting.coder.id,
            decision.c.start < span.end,
            decision.c.stop > span.start,
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _own_codings(act: Act, setting: Setting, transcript: OpenTranscript, span: Span) -> list[int]:
    rows = act.connection.execute(
        sa.select(coding.c.id).where(
            coding.c.removed.is_(sa.false()),
            coding.c.text_version_id == transcript.info.text_version_id,
            coding.c.round_id == setting.round_id,
            coding.c.coder_id == setting.coder.id,
            coding.c.start < span.end,
            coding.c.stop > span.start,
        )
    )
    return list(rows.scalars())


def _decide(
    act: Act, setting: Setting, transcript: OpenTranscript, unit: Span, level: Level
) -> None:
    act.insert(
        decision,
        transcript_id=transcript.info.id,
        text_version_id=transcript.info.text_version_id,
        round_id=setting.round_id,
        coder_id=setting.coder.id,
        level=level,
        start=unit.start,
        stop=unit.end,
        kind="nothing",
    )
