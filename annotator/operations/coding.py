"""Acts on passages: give and remove codes, mark doubt, decide that nothing fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.changes import Place
from annotator.errors import Progress, Refused, no_progress
from annotator.model.spans import Span
from annotator.operations.field_values import carry_over, remove_with_all, write_values
from annotator.operations.memos import MemoTarget, add_memo
from annotator.operations.people import coder_called, round_called
from annotator.store import read_codebook, read_codings, read_decisions
from annotator.store.schema import coding, decision

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.codebook import Code
    from annotator.model.coding import Coding, Decision
    from annotator.model.people import Coder
    from annotator.model.transcript import Level, OpenTranscript


class Setting(Struct, frozen=True):
    """Under what circumstances a coder works now."""

    coder: Coder
    round_id: int
    codebook_version_id: int


class NewCoding(Struct, frozen=True):
    """A coding to be made: `span` in code points of the transcript it is applied to."""

    code: Code
    span: Span
    unsure: bool = False
    memo: str = ""
    created_at: str = ""
    """UTC, ISO; empty for now."""
    found_by: str = ""
    """The words of the search that proposed the passage."""
    values: Mapping[int, str] = field(default_factory=dict)
    """What is said in the fields of the code, by the id of the field."""


class Replaced(Struct, frozen=True):
    """The code a coding has, and the one it is to have."""

    old: Code
    new: Code


class Batch(Struct, frozen=True):
    """Codings to be made on one transcript, and whose they are.

    Empty names stand for the coder and the round at work; names the project does not know yet
    come into it with the act.
    """

    transcript: OpenTranscript
    news: Sequence[NewCoding]
    coder: str = ""
    in_round: str = ""


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
    setting: Setting,
    label: str,
    batches: Iterable[Batch],
    *,
    progress: Progress = no_progress,
) -> int:
    """Apply many codings, of several coders and transcripts, as one act; how many were new."""
    batches = list(batches)
    done, total = 0, sum(len(batch.news) for batch in batches)
    with history.act(setting.coder.id, label) as act:
        for batch in batches:
            theirs = _setting_of(act, setting, batch)
            for new in batch.news:
                progress(done, total, "Applying codings")
                _apply(act, theirs, batch.transcript, new, _passage(batch.transcript, new.span))
                done += 1
        progress(total, total, "Applying codings")
        return sum(1 for image in act.images if image.table == "coding" and image.before is None)


def _setting_of(act: Act, setting: Setting, batch: Batch) -> Setting:
    if batch.coder:
        setting = replace(setting, coder=coder_called(act, batch.coder))
    if batch.in_round:
        setting = replace(setting, round_id=round_called(act, batch.in_round).id)
    return setting


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
        exchange_code(act, setting, done, codes.new)
        changed = read_codings.one(act.connection, done.id)
    if changed is None:
        raise LookupError("a coding vanished while it was changed")
    return changed


def exchange_code(act: Act, setting: Setting, done: Coding, code: Code) -> None:
    """Give a coding another code within an act; where an equal one stands, that one is enough."""
    if code.id == done.code_id:
        return
    _must_be_a_code(code)
    key = {name: getattr(done, name) for name in ("text_version_id", "round_id", "coder_id")}
    standing = read_codings.on_passage(
        act.connection, **key, code_id=code.id, start=done.start, stop=done.end
    )
    if standing is not None:
        remove_with_all(act, [(done.id, done.uuid)])
        return
    version = setting.codebook_version_id
    act.change(coding, done.id, code_id=code.id, codebook_version_id=version)
    book = read_codebook.codebook(act.connection)
    old = book.by_id(done.code_id)
    if old is not None:
        carry_over(act, done.id, book, old, code)


def give_code(act: Act, setting: Setting, transcript: OpenTranscript, new: NewCoding) -> int:
    """Give a passage a code within an act; the id of the coding that says so."""
    return _apply(act, setting, transcript, new, _passage(transcript, new.span))


def remove_coding(
    history: History, coder: Coder, transcript: OpenTranscript, code: Code, done: Coding
) -> None:
    """Take a code from a passage, with the memos on that coding."""
    label = f"{code.name} removed from {unit_words(transcript, done.span)}"
    with history.act(coder.id, label) as act:
        act.place = Place(done.transcript_id, done.start, done.end)
        remove_with_all(act, [(done.id, done.uuid)])


def remove_codings(
    history: History, coder: Coder, transcript: OpenTranscript, code: Code, done: Sequence[Coding]
) -> None:
    """Take a code from several passages of a transcript as one act."""
    whole = Span(done[0].start, done[-1].end)
    label = f"{code.name} removed from {unit_words(transcript, whole)}"
    with history.act(coder.id, label) as act:
        act.place = Place(transcript.info.id, whole.start, whole.end)
        remove_with_all(act, [(each.id, each.uuid) for each in done])


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
        if _codings(act, setting, transcript, whole):
            raise Refused(
                f"There are codes on {unit_words(transcript, span)}.",
                "Remove them first, or leave it as it is: a coded unit is decided.",
            )
        standing = {each.span for each in _decisions(act, setting, transcript, whole)}
        decide(act, setting, transcript, level, [u for u in chosen if u not in standing])


def withdraw_decision(
    history: History, setting: Setting, transcript: OpenTranscript, span: Span
) -> None:
    """Take back the coder's decisions that nothing applies inside `span`."""
    label = f"Decision withdrawn on {unit_words(transcript, span)}"
    with history.act(setting.coder.id, label) as act:
        act.place = Place(transcript.info.id, span.start, span.end)
        _end_decisions(act, setting, transcript, span)


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
    if standing not in {None, done.id}:
        where = unit_words(transcript, passage)
        raise Refused(
            f"{code.name} stands on this passage of {where} already.",
            "Remove one of the two: equal codings would count twice.",
        )


def _end_decisions(act: Act, setting: Setting, transcript: OpenTranscript, span: Span) -> None:
    """Remove the coder's decisions that touch a passage: a coded unit is not nothing."""
    for found in _decisions(act, setting, transcript, span):
        act.remove(decision, found.id)


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
        _say(act, standing, new)
        return standing
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
        add_memo(act, setting.coder, MemoTarget("coding", uuid), new.memo.strip())
    _say(act, coding_id, new)
    return coding_id


def _say(act: Act, coding_id: int, new: NewCoding) -> None:
    """Fill in the fields of a coding, where anything is said."""
    if new.values:
        book = read_codebook.codebook(act.connection)
        write_values(act, coding_id, new.values, book.fields_of(new.code))


def _decisions(
    act: Act, setting: Setting, transcript: OpenTranscript, span: Span
) -> tuple[Decision, ...]:
    return read_decisions.touching(
        act.connection,
        transcript.info.text_version_id,
        span,
        coder_id=setting.coder.id,
        round_id=setting.round_id,
    )


def _codings(act: Act, setting: Setting, transcript: OpenTranscript, span: Span) -> list[Span]:
    return read_codings.touching(
        act.connection,
        transcript.info.text_version_id,
        span,
        coder_id=setting.coder.id,
        round_id=setting.round_id,
    )


def decide(
    act: Act,
    setting: Setting,
    transcript: OpenTranscript,
    level: Level,
    units: Iterable[Span],
    *,
    kind: Literal["nothing", "finishing"] = "nothing",
) -> None:
    """Write down that nothing applies to these units."""
    act.insert_many(
        decision,
        [
            {
                "transcript_id": transcript.info.id,
                "text_version_id": transcript.info.text_version_id,
                "round_id": setting.round_id,
                "coder_id": setting.coder.id,
                "level": level,
                "start": unit.start,
                "stop": unit.end,
                "kind": kind,
            }
            for unit in units
        ],
    )
