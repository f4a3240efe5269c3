"""What stands in one row of each sheet? The fields are named and ordered as the columns."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from annotator.model.code_notation import written_fields, written_rules
from annotator.model.versions import own_rules
from annotator.reports.cells import full_date, moment

if TYPE_CHECKING:
    from annotator.model.codebook import Code, Codebook, CodebookVersion
    from annotator.model.coding import Coding, Memo, MemoOn
    from annotator.model.people import Coder, Round
    from annotator.model.spans import Span, SpanRow
    from annotator.model.transcript import OpenTranscript, TranscriptInfo, Turn

CONTEXT = 120
"""Code points before and after a passage, at most."""

PATH_SEPARATOR = " > "


class SegmentRow(Struct, frozen=True):
    """One coding: where it stands, what it says, who made it."""

    coding_id: int
    doc_id: str
    doc_title: str
    doc_date: date | None
    doc_date_text: str
    doc_type: str
    speaker: str
    speaker_role: str
    turn: int | None
    paragraph: int | None
    sentence_first: int | None
    sentence_last: int | None
    char_start: int
    char_stop: int
    code_id: str
    code_num: int | None
    code_name: str
    group: str
    coder_id: str
    round: str
    codebook_version: str
    certainty: Literal["sure", "unsure"]
    is_gold: int
    segment: str
    context_before: str
    context_after: str
    created_at: datetime | None
    text_sha256: str
    coding_uuid: str


class CodebookRow(Struct, frozen=True):
    """One code or group."""

    code_id: str
    code_num: int | None
    group: str
    path: str
    name: str
    brief_definition: str
    full_definition: str
    use_when: str
    dont_use_when: str
    example: str
    counter_example: str
    key: str
    color: str
    version: str
    changed_on: date | None
    n_codings: int | None
    n_docs: int | None
    n_coders: int | None
    kind: Literal["code", "group"]
    memo: str
    fields: str
    code_rules: str
    code_uuid: str


class DocumentRow(Struct, frozen=True):
    """One transcript."""

    doc_id: str
    doc_title: str
    doc_date: date | None
    doc_date_text: str
    doc_type: str
    byline: str
    last_updated: str
    place: str
    source: str
    note: str
    language: str
    speakers: str
    n_turns: int
    n_paragraphs: int
    n_sentences: int
    n_chars: int
    n_codings: int
    file_name: str
    imported_at: datetime | None
    text_sha256: str
    doc_uuid: str


class MemoRow(Struct, frozen=True):
    """One memo and what it is about; which of the ids are filled depends on that."""

    memo_on: MemoOn
    doc_id: str
    code_id: str
    coding_id: int | None
    char_start: int | None
    char_stop: int | None
    coder_id: str
    memo: str
    created_at: datetime | None
    changed_at: datetime | None
    memo_uuid: str


class LogRow(Struct, frozen=True):
    """One change of the codebook."""

    changed_at: datetime | None
    coder_id: str
    act: str
    """In words: "Change code UKR"."""
    code_id: str
    field: str
    """The column of the codebook sheet that changed; empty where a whole code came or went."""
    before: str
    after: str
    codebook_version: str


class UnitRow(Struct, frozen=True):
    """One sentence (or paragraph, or turn) of one transcript."""

    unit_id: str
    doc_id: str
    unit: int
    turn: int | None
    paragraph: int | None
    speaker: str
    speaker_role: str
    char_start: int
    char_stop: int
    text: str
    text_sha256: str


class CodeUse(Struct, frozen=True):
    """How much a code was used, and when it last changed (UTC, ISO; empty where unknown)."""

    n_codings: int = 0
    n_docs: int = 0
    n_coders: int = 0
    changed_at: str = ""


class Names(Struct, frozen=True):
    """What local ids stand for: made once, asked for every coding."""

    codes: Mapping[int, Code]
    coders: Mapping[int, Coder]
    rounds: Mapping[int, Round]
    versions: Mapping[int, CodebookVersion]

    @classmethod
    def of(
        cls,
        codebook: Codebook,
        coders: Iterable[Coder],
        rounds: Iterable[Round],
        versions: Iterable[CodebookVersion] = (),
    ) -> Names:
        """`versions` are the frozen ones; the codebook's own is added."""
        return cls(
            codes={code.id: code for code in codebook.codes},
            coders={coder.id: coder for coder in coders},
            rounds={each.id: each for each in rounds},
            versions={version.id: version for version in (*versions, codebook.version)},
        )

    def group(self, code: Code) -> str:
        """The name of the group that a code stands in, empty at the top."""
        parent = None if code.parent_id is None else self.codes.get(code.parent_id)
        return "" if parent is None else parent.name

    def path(self, code: Code) -> str:
        """The names from the top group down to the code itself."""
        names = [code.name]
        at: Code | None = code
        while at is not None and at.parent_id is not None and len(names) <= len(self.codes):
            at = self.codes.get(at.parent_id)
            names += [at.name] if at is not None else []
        return PATH_SEPARATOR.join(reversed(names))


def segment_rows(
    transcript: OpenTranscript, codings: Iterable[Coding], names: Names
) -> Iterator[SegmentRow]:
    """The rows of one transcript's codings, in the order in which the codings come."""
    for coding in codings:
        code = names.codes[coding.code_id]
        yield segment_row(
            transcript,
            coding,
            code=code,
            group=names.group(code),
            coder=names.coders[coding.coder_id],
            in_round=names.rounds[coding.round_id],
            version=names.versions[coding.codebook_version_id],
        )


def segment_row(
    transcript: OpenTranscript,
    coding: Coding,
    *,
    code: Code,
    group: str,
    coder: Coder,
    in_round: Round,
    version: CodebookVersion,
) -> SegmentRow:
    """The row of one coding. Turn, paragraph and speaker are those where the passage starts."""
    info = transcript.info
    metadata = info.metadata
    turn = turn_at(transcript.turns, coding.start)
    speaking = None if turn is None else transcript.turns[turn]
    sentences = transcript.spans("sentence").touching(coding.span)
    before, after = context(transcript, coding.span)
    return SegmentRow(
        coding_id=coding.id,
        doc_id=info.doc_id,
        doc_title=metadata.title,
        doc_date=full_date(metadata.date),
        doc_date_text=partial_date(metadata.date),
        doc_type=metadata.kind,
        speaker="" if speaking is None else speaking.speaker,
        speaker_role="" if speaking is None else speaking.role,
        turn=_counted(turn),
        paragraph=_counted(_first_touched(transcript.spans("paragraph"), coding.span)),
        sentence_first=sentences[0] + 1 if sentences else None,
        sentence_last=sentences[-1] + 1 if sentences else None,
        char_start=coding.start,
        char_stop=coding.end,
        code_id=code.code_id,
        code_num=code.number,
        code_name=code.name,
        group=group,
        coder_id=coder.coder_id,
        round=in_round.name,
        codebook_version=version.name,
        certainty="unsure" if coding.unsure else "sure",
        is_gold=int(in_round.purpose == "consensus"),
        segment=coding.quote,
        context_before=before,
        context_after=after,
        created_at=moment(coding.created_at),
        text_sha256=info.text_sha256,
        coding_uuid=str(coding.uuid),
    )


def turn_at(turns: tuple[Turn, ...], position: int) -> int | None:
    """The number (from 0) of the turn that a code point belongs to, its label included."""
    index = bisect_right(turns, position, key=lambda turn: turn.start) - 1
    return index if index >= 0 and position < turns[index].end else None


def context(transcript: OpenTranscript, passage: Span) -> tuple[str, str]:
    """What the same speaker says right before and right after: whole words, `CONTEXT` at most.

    It ends where the turn's words end, so that no speaker label and no header gets in.
    """
    text, turns = transcript.text, transcript.turns
    first, last = turn_at(turns, passage.start), turn_at(turns, max(passage.start, passage.end - 1))
    low = passage.start if first is None else min(turns[first].text_start, passage.start)
    high = passage.end if last is None else max(turns[last].end, passage.end)
    before = text[max(low, passage.start - CONTEXT) : passage.start]
    after = text[passage.end : min(high, passage.end + CONTEXT)]
    if passage.start - CONTEXT > low:
        before = _without_first_word(before)
    if passage.end + CONTEXT < high:
        after = _without_first_word(after[::-1])[::-1]
    return before.strip(), after.strip()


def partial_date(text: str) -> str:
    """The date as text where it cannot be a date cell, else nothing."""
    return "" if full_date(text) is not None else text


def codebook_rows(codebook: Codebook, uses: Mapping[int, CodeUse] | None) -> Iterator[CodebookRow]:
    """The codes in tree order; without `uses` the counts and dates stay blank."""
    names = Names.of(codebook, (), ())
    twice = _paths_of_several_groups(codebook)
    for code in codebook.codes:
        use = None if uses is None else uses.get(code.id, CodeUse())
        counted = None if code.is_group else use
        changed = moment(use.changed_at) if use is not None else None
        yield CodebookRow(
            code_id=code.code_id,
            code_num=code.number,
            group=_told_group(codebook, code, twice),
            path=names.path(code),
            name=code.name,
            brief_definition=code.brief,
            full_definition=code.full,
            use_when=code.use_when,
            dont_use_when=code.dont_use_when,
            example=code.example,
            counter_example=code.counter_example,
            key=code.key,
            color=code.color,
            version=codebook.version.name,
            changed_on=None if changed is None else changed.astimezone().date(),
            n_codings=None if counted is None else counted.n_codings,
            n_docs=None if counted is None else counted.n_docs,
            n_coders=None if counted is None else counted.n_coders,
            kind="group" if code.is_group else "code",
            memo=code.memo,
            fields=written_fields(each.draft for each in codebook.own_fields(code.id)),
            code_rules=written_rules(own_rules(codebook, code)),
            code_uuid=str(code.uuid),
        )


def _paths_of_several_groups(codebook: Codebook) -> frozenset[tuple[str, ...]]:
    paths = Counter(codebook.path(code) for code in codebook.codes if code.is_group)
    return frozenset(path for path, number in paths.items() if number > 1)


def _told_group(codebook: Codebook, code: Code, twice: Container[tuple[str, ...]]) -> str:
    """The name of its group; the id where siblings of that group have the same name."""
    parent = None if code.parent_id is None else codebook.by_id(code.parent_id)
    if parent is None:
        return ""
    return parent.code_id if codebook.path(parent) in twice else parent.name


def document_row(info: TranscriptInfo) -> DocumentRow:
    """The row of one transcript."""
    metadata = info.metadata
    return DocumentRow(
        doc_id=info.doc_id,
        doc_title=metadata.title,
        doc_date=full_date(metadata.date),
        doc_date_text=partial_date(metadata.date),
        doc_type=metadata.kind,
        byline=metadata.byline,
        last_updated=metadata.last_updated,
        place=metadata.place,
        source=metadata.source,
        note=metadata.note,
        language=metadata.language,
        speakers="; ".join(_speaker_and_role(*each) for each in info.speakers),
        n_turns=info.n_turns,
        n_paragraphs=info.n_paragraphs,
        n_sentences=info.n_sentences,
        n_chars=info.length,
        n_codings=info.n_codings,
        file_name=info.source_name,
        imported_at=moment(info.imported_at),
        text_sha256=info.text_sha256,
        doc_uuid=str(info.uuid),
    )


def memo_row(
    memo: Memo, *, coder_id: str, doc_id: str = "", code_id: str = "", coding: Coding | None = None
) -> MemoRow:
    """The row of one memo; the caller says which transcript, code or coding it is about."""
    return MemoRow(
        memo_on=memo.on,
        doc_id=doc_id,
        code_id=code_id,
        coding_id=None if coding is None else coding.id,
        char_start=memo.start if coding is None else coding.start,
        char_stop=memo.end if coding is None else coding.end,
        coder_id=coder_id,
        memo=memo.body,
        created_at=moment(memo.created_at),
        changed_at=moment(memo.changed_at),
        memo_uuid=str(memo.uuid),
    )


def unit_rows(
    transcript: OpenTranscript, level: Literal["sentence", "paragraph", "turn"] = "sentence"
) -> Iterator[UnitRow]:
    """The units of one transcript in the order of the text."""
    info = transcript.info
    paragraphs = transcript.spans("paragraph")
    for number, span in enumerate(transcript.spans(level), 1):
        turn = turn_at(transcript.turns, span.start)
        speaking = None if turn is None else transcript.turns[turn]
        yield UnitRow(
            unit_id=f"{info.doc_id}:{number}",
            doc_id=info.doc_id,
            unit=number,
            turn=_counted(turn),
            paragraph=_counted(_first_touched(paragraphs, span)),
            speaker="" if speaking is None else speaking.speaker,
            speaker_role="" if speaking is None else speaking.role,
            char_start=span.start,
            char_stop=span.end,
            text=transcript.quote(span),
            text_sha256=info.text_sha256,
        )


def _first_touched(spans: SpanRow, passage: Span) -> int | None:
    touched = spans.touching(passage)
    return touched[0] if touched else None


def _counted(index: int | None) -> int | None:
    return None if index is None else index + 1


def _without_first_word(text: str) -> str:
    """Drop the word that the edge of the window may have cut; keep one that fills the window."""
    for position, character in enumerate(text):
        if character.isspace():
            return text[position:]
    return text


def _speaker_and_role(speaker: str, role: str) -> str:
    return f"{speaker} ({role})" if role else speaker
