"""What of a project is compared, and who judged what of it? From the project file to a panel."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import chain
from typing import TypeVar

import numpy as np
import sqlalchemy as sa

from annotator.errors import NotFound
from annotator.model.codebook import Code, Codebook
from annotator.model.people import Coder, Round
from annotator.model.spans import Span, SpanRow
from annotator.model.transcript import Level, OpenTranscript, TranscriptInfo
from annotator.reliability.arrays import IntArray
from annotator.reliability.boundaries import boundaries_apart
from annotator.reliability.choice import Choice, Unit, Work
from annotator.reliability.codable import CodableText, codable_text
from annotator.reliability.marks import MarkTable
from annotator.reliability.panel import CodeName, Compared
from annotator.reliability.presence import Presence, presence_of
from annotator.reliability.projection import (
    RULES,
    CodedText,
    CodedUnits,
    Rule,
    characters_coded,
    units_coded,
)
from annotator.store import read_codebook, read_people, read_round, read_transcripts

KEPT_TEXTS = 1000

_PART_LEVEL: dict[Unit, Level] = {
    "sentence": "paragraph",
    "character": "paragraph",
    "paragraph": "turn",
    "turn": "turn",
    "transcript": "turn",
}


@dataclass(frozen=True, slots=True, eq=False)
class PreparedText:
    """One text cut into units of one kind, and the part each unit stands in."""

    codable: CodableText
    parts: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Projected:
    """One transcript under one rule."""

    coded: CodedUnits
    boundary: IntArray
    """Shape (cells, 2): code and unit where only the boundary differs."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Everything a panel and the passages behind it are made of."""

    compared: Compared
    infos: tuple[TranscriptInfo, ...]
    """In the order of the documents of the presence."""
    coders: tuple[Coder, ...]
    codebook: Codebook
    round: Round
    transcripts: tuple[Projected, ...]


@dataclass(slots=True)
class Prepared:
    """What is kept between questions: texts never change, and most transcripts did not."""

    turn: AbstractContextManager[object] = field(default_factory=threading.Lock)
    """Held by whoever compares, on any thread."""
    texts: OrderedDict[tuple[int, Unit], PreparedText] = field(default_factory=OrderedDict)
    projected: dict[tuple[Hashable, Unit, Rule], tuple[object, Projected]] = field(
        default_factory=dict
    )

    def text(
        self, unit: Unit, info: TranscriptInfo, read: Callable[[TranscriptInfo], OpenTranscript]
    ) -> PreparedText:
        key = (info.text_version_id, unit)
        if key not in self.texts:
            self.texts[key] = _prepared(read(info), unit)
            while len(self.texts) > KEPT_TEXTS:
                self.texts.popitem(last=False)
        return self.texts[key]

    def projection(
        self, document: CodedText, codes: tuple[int, ...], unit: Unit, rule: Rule
    ) -> Projected:
        """One transcript under one rule, anew only where something of it changed."""
        key = (document.document, unit, rule)
        state = (codes, _state_of(document))
        known = self.projected.get(key)
        if known is None or known[0] != state:
            known = (state, _projected(document, codes, unit, rule))
            self.projected[key] = known
        # what was judged may have changed without any coding
        coded = replace(known[1].coded, source=document)
        return replace(known[1], coded=coded)


def compare(connection: sa.Connection, choice: Choice, prepared: Prepared) -> Comparison:
    """Read one state of the project and project it as chosen; UserError for unknown names."""
    everyone = read_people.coders(connection)
    book = read_codebook.codebook(connection)
    every_info = read_transcripts.transcript_infos(connection)
    infos = _chosen(every_info, choice.transcripts, _names_of_transcript, "transcript")
    in_round, present = _round(connection, choice.round)
    coders = _chosen(everyone, choice.coders, lambda who: (who.coder_id, who.name), "coder")
    if choice.coders is None:
        coders = tuple(who for who in coders if who.id in present)
    names, moved = _codes(book, choice)
    done = _Done.read(connection, in_round.id, infos)
    work = choice.work or done.work([who.id for who in coders])
    choice = replace(choice, round=in_round.name, work=work)
    documents, kept = [], []
    for info in infos:
        text = prepared.text(
            choice.unit, info, lambda one: read_transcripts.open_transcript(connection, one)
        )
        document = done.document(info, text, [who.id for who in coders], work, moved)
        if document is not None:
            documents.append(document)
            kept.append(info)
    ids = tuple(name.id for name in names)
    rules: list[Rule] = [choice.rule]
    if choice.unit != "character":
        rules += [rule for rule in RULES if rule != choice.rule]
    views = {
        rule: [prepared.projection(one, ids, choice.unit, rule) for one in documents]
        for rule in rules
    }
    transcripts = tuple(views[choice.rule])
    presences = {rule: _presence(view, ids, coders) for rule, view in views.items()}
    presence = presences.pop(choice.rule)
    if not choice.indicative:
        presence = replace(presence, has_parts=False)
    compared = Compared(
        choice, presence, presences,
        boundary=_boundaries(transcripts, len(ids)),
        uncounted=_uncounted(transcripts, ids),
        names=names,
        coders=tuple(who.coder_id for who in coders),
        transcripts=tuple(info.doc_id for info in kept),
        n_codings=sum(len(one.coded.source.marks) - one.coded.left_out for one in transcripts),
        drafts=done.has_drafts(kept, documents),
        codebook_version=book.version.name,
        corpus=len(every_info),
    )  # fmt: skip
    return Comparison(compared, tuple(kept), coders, book, in_round, transcripts)


@dataclass(frozen=True, slots=True, eq=False)
class _Done:
    """What was done in one round, by transcript, on the texts as they stand now."""

    codings: Mapping[int, IntArray]
    """By transcript, shape (codings, 4): coder, code, start, end."""
    decisions: Mapping[int, IntArray]
    """By transcript, shape (decisions, 4): coder, start, end, 1 where by finishing."""
    finished: Mapping[int, frozenset[int]]

    @classmethod
    def read(
        cls, connection: sa.Connection, round_id: int, infos: Sequence[TranscriptInfo]
    ) -> _Done:
        versions = [info.text_version_id for info in infos]
        marks: dict[int, set[int]] = {}
        for transcript, version, coder in read_round.finished_marks(connection, round_id):
            if version in versions:
                marks.setdefault(transcript, set()).add(coder)
        return cls(
            _by_transcript(read_round.codings(connection, round_id), versions),
            _by_transcript(read_round.decisions(connection, round_id), versions),
            {transcript: frozenset(coders) for transcript, coders in marks.items()},
        )

    def work(self, coders: Collection[int]) -> Work:
        """Finished work where two coders finished the same transcript, else drafts."""
        both = any(len(done.intersection(coders)) >= 2 for done in self.finished.values())
        return "finished" if both else "drafts"

    def has_drafts(self, infos: Iterable[TranscriptInfo], documents: Iterable[CodedText]) -> bool:
        """Whether anyone compared has not finished."""
        return any(
            coder not in self.finished.get(info.id, ())
            for info, document in zip(infos, documents, strict=True)
            for coder in document.coders
        )

    def document(
        self,
        info: TranscriptInfo,
        text: PreparedText,
        coders: Sequence[int],
        work: Work,
        moved: Mapping[int, int],
    ) -> CodedText | None:
        """One transcript as it is compared; None where nobody's work on it counts."""
        done = self.finished.get(info.id, frozenset())
        rows = self.codings.get(info.id, _NO_ROWS)
        decided = self.decisions.get(info.id, _NO_ROWS)
        began = set(rows[:, 0].tolist()) | set(decided[:, 0].tolist()) | done
        counted = done if work == "finished" else began
        own = [coder for coder in coders if coder in counted]
        if not own:
            return None
        unfinished = [coder for coder in own if coder not in done] if work == "drafts" else []
        return CodedText(
            info.id, text.codable, own, _marks(rows, moved), text.parts,
            by_finishing={coder: _finishing(decided, coder) for coder in own},
            undecided={
                coder: _undecided(text.codable, rows, decided, coder) for coder in unfinished
            },
        )  # fmt: skip


_NO_ROWS: IntArray = np.zeros((0, 4), dtype=np.int64)


def _by_transcript(
    rows: Iterable[tuple[int, ...]], versions: Collection[int]
) -> dict[int, IntArray]:
    """Rows of transcript, text version and four more, on the texts as they stand now."""
    table = np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, 6)
    table = table[np.isin(table[:, 1], np.array(list(versions), dtype=np.int64))]
    found, first = np.unique(table[:, 0], return_index=True)
    pieces = np.split(table[:, 2:], first[1:]) if len(found) else []
    return dict(zip(found.tolist(), pieces, strict=True))


def _marks(rows: IntArray, moved: Mapping[int, int]) -> MarkTable:
    code = rows[:, 1]
    if moved:
        found, at = np.unique(code, return_inverse=True)
        code = np.array([moved.get(one, one) for one in found.tolist()], dtype=np.int64)[at]
    return MarkTable(rows[:, 0], code, rows[:, 2], rows[:, 3])


def _finishing(decided: IntArray, coder: int) -> IntArray:
    own: IntArray = decided[(decided[:, 0] == coder) & (decided[:, 3] == 1), 1:3]
    return own


def _undecided(text: CodableText, rows: IntArray, decided: IntArray, coder: int) -> IntArray:
    """Units that the coder neither touched with a code nor decided to leave without one."""
    mine = rows[rows[:, 0] == coder]
    nothing = decided[decided[:, 0] == coder]
    starts, ends = text.trimmed(mine[:, 2], mine[:, 3])
    some = starts < ends
    starts = np.concatenate([starts[some], nothing[:, 1]])
    ends = np.concatenate([ends[some], nothing[:, 2]])
    first = np.searchsorted(text.ends, starts, side="right")
    last = np.searchsorted(text.starts, ends, side="left")
    change = np.zeros(text.n_units + 1, dtype=np.int64)
    np.add.at(change, first, 1)
    np.add.at(change, np.maximum(last, first), -1)
    untouched = np.cumsum(change[:-1]) == 0
    bounds: IntArray = np.stack([text.starts, text.ends], axis=1)[untouched]
    return bounds


def _prepared(opened: OpenTranscript, unit: Unit) -> PreparedText:
    sentences = opened.spans("sentence")
    units = sentences
    if unit in {"paragraph", "turn"}:
        units = opened.spans("paragraph" if unit == "paragraph" else "turn")
    elif unit == "transcript" and len(sentences):
        units = SpanRow([Span(sentences[0].start, sentences[len(sentences) - 1].end)])
    starts = np.array([span.start for span in units], dtype=np.int64)
    above = np.array([span.start for span in opened.spans(_PART_LEVEL[unit])], dtype=np.int64)
    parts = np.maximum(np.searchsorted(above, starts, side="right") - 1, 0)
    return PreparedText(codable_text(opened.text, units), parts)


def _projected(document: CodedText, codes: tuple[int, ...], unit: Unit, rule: Rule) -> Projected:
    if unit == "character":
        return Projected(characters_coded(document, codes), np.zeros((0, 2), dtype=np.int64))
    coded = units_coded(document, codes, rule=rule)
    return Projected(coded, boundaries_apart(coded))


def _state_of(document: CodedText) -> object:
    """Equal where the projection is equal."""
    marks = document.marks
    if not isinstance(marks, MarkTable):
        return tuple(marks)
    digest = blake2b(digest_size=16)
    for column in (marks.coder, marks.code, marks.start, marks.end):
        digest.update(np.ascontiguousarray(column).data)
    return id(document.text), tuple(document.coders), len(marks), digest.digest()


def _presence(
    views: Sequence[Projected], codes: tuple[int, ...], coders: Sequence[Coder]
) -> Presence:
    """All transcripts as one table with all coders in their order, those without work too."""
    whole = presence_of([view.coded for view in views], codes=codes)
    ids = tuple(who.id for who in coders)
    place = {coder: number for number, coder in enumerate(whole.coders)}
    judged = np.zeros((whole.n_units, len(ids)), dtype=np.bool_)
    finishing = np.zeros_like(judged)
    moved = np.zeros(max(len(whole.coders), 1), dtype=np.int64)
    for number, coder in enumerate(ids):
        if coder in place:
            judged[:, number] = whole.judged[:, place[coder]]
            finishing[:, number] = whole.finishing[:, place[coder]]
            moved[place[coder]] = number
    return replace(
        whole, coders=ids, judged=judged, finishing=finishing, coder=moved[whole.coder],
        unknown=frozenset((code, int(moved[who]), at) for code, who, at in whole.unknown),
    )  # fmt: skip


def _boundaries(views: Sequence[Projected], n_codes: int) -> IntArray:
    codes = np.concatenate([np.zeros(0, np.int64), *(view.boundary[:, 0] for view in views)])
    return np.bincount(codes, minlength=n_codes)


def _uncounted(views: Sequence[Projected], codes: tuple[int, ...]) -> IntArray:
    place = {code: number for number, code in enumerate(codes)}
    found = np.zeros(len(codes), dtype=np.int64)
    for view in views:
        marks = view.coded.source.marks
        for row in view.coded.uncounted:
            if isinstance(marks, MarkTable):
                found[place[int(marks.code[row])]] += 1
    return found


def _round(connection: sa.Connection, wanted: str | None) -> tuple[Round, set[int]]:
    """The round asked for, or the newest in which two coders worked; and who did."""
    rounds = read_people.rounds(connection)
    present = read_round.coders_by_round(connection)
    if wanted is not None:
        for one in rounds:
            if one.name.casefold() == wanted.casefold():
                return one, present.get(one.id, set())
        raise NotFound(
            f"There is no round called “{wanted}”.",
            f"There are: {', '.join(one.name for one in rounds)}.",
        )
    shared = [one for one in rounds if len(present.get(one.id, ())) >= 2]
    found = (shared or [one for one in rounds if present.get(one.id)] or list(rounds))[-1]
    return found, present.get(found.id, set())


def _codes(book: Codebook, choice: Choice) -> tuple[tuple[CodeName, ...], dict[int, int]]:
    """The codes to compare, and which stands for which where groups stand for their codes."""
    plain = [code for code in book.codes if not code.is_group]
    wanted = _chosen(
        tuple(plain if choice.level == "code" else book.codes), choice.codes,
        lambda code: (code.code_id, code.name), "code",
    )  # fmt: skip
    if choice.level == "code":
        return tuple(map(_code_name, wanted)), {}
    by_id = {code.id: code for code in book.codes}
    moved: dict[int, int] = {}
    parents: dict[int, Code] = {}
    for code in plain:
        parent = by_id.get(code.parent_id) if code.parent_id is not None else None
        target = parent or code
        if target in wanted or code in wanted:
            moved[code.id] = target.id
            parents[target.id] = target
    return tuple(_code_name(code) for code in book.codes if code.id in parents), moved


def _code_name(code: Code) -> CodeName:
    return CodeName(code.id, code.code_id, code.name, code.color, code.key)


Named = TypeVar("Named")


def _chosen(
    things: tuple[Named, ...],
    wanted: Sequence[str] | None,
    names: Callable[[Named], tuple[str, ...]],
    what: str,
) -> tuple[Named, ...]:
    """Those whose short label or name was asked for; all where nothing was."""
    if wanted is None:
        return things
    found = []
    for name in wanted:
        folded = name.casefold()
        fits = [one for one in things if folded in {each.casefold() for each in names(one)}]
        if not fits:
            known = ", ".join(names(one)[0] for one in things[:12])
            raise NotFound(f"There is no {what} called “{name}”.", f"There are: {known}.")
        found += fits
    return tuple(one for one in things if one in found)


def _names_of_transcript(info: TranscriptInfo) -> tuple[str, ...]:
    return info.doc_id, info.metadata.title
