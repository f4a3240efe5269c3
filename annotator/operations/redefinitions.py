"""Acts on what a change of a definition means, and on the passages it sends back to coders."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct

from annotator.errors import NotFound, Progress, Refused, no_progress
from annotator.model.rechecks import MEANINGS, Meaning, Redefinition, Why, Wider
from annotator.model.spans import Span, SpanRow
from annotator.model.versions import DEFINITION
from annotator.operations.versions import open_version
from annotator.store import read_codebook, read_codings, read_rechecks, read_transcripts
from annotator.store.schema import recheck, redefinition

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.codebook import Code, Codebook
    from annotator.model.people import Coder

_AT_ONCE = 1000

Work = tuple[int, int, int]
"""Text version, round and coder: one coder's work on one text."""


class Found(Struct, frozen=True):
    """A passage that one coder is to look at again."""

    transcript_id: int
    work: Work
    span: Span
    why: Why
    coding_uuid: UUID | None = None


def note_change(act: Act, before: Code, after: Code) -> None:
    """Keep what a definition said before, where codings were made under it.

    Nobody has said yet what the change means; a definition that is as it was needs no word.
    """
    open_row = read_rechecks.open_on(act.connection, after.id)
    if open_row is None and not read_rechecks.has_codings(act.connection, after.id):
        return
    first = dict(open_row.changed) if open_row is not None else {}
    for name in DEFINITION:
        old = first[name][0] if name in first else getattr(before, name)
        new = getattr(after, name)
        if old == new:
            first.pop(name, None)
        else:
            first[name] = (old, new)
    changed = {name: list(texts) for name, texts in first.items()}
    if open_row is None and changed:
        version = open_version(act)
        act.insert(redefinition, code_id=after.id, codebook_version_id=version, changed=changed)
    elif open_row is not None and changed:
        act.change(redefinition, open_row.id, changed=changed)
    elif open_row is not None:
        act.remove(redefinition, open_row.id)


def say_what_it_means(
    history: History,
    coder: Coder,
    redefinition_id: int,
    meaning: Meaning,
    *,
    note: str = "",
    wider: Wider | None = None,
    progress: Progress = no_progress,
) -> int:
    """Say what a change means, and put into queues what is to be looked at again.

    narrower: every coding of the code made before the change. wider: what `wider` finds of every
    coder's own work. Returns how many passages wait now.
    """
    if meaning not in MEANINGS:
        raise Refused("A change is narrower, wider, both or only wording.", "Choose one of these.")
    with history.act(coder.id, "") as act:
        asked = _found(act, redefinition_id)
        book = read_codebook.codebook(act.connection)
        code = book.by_id(asked.code_id)
        name = code.name if code is not None else ""
        act.label = f"“{name}” {'only worded otherwise' if meaning == 'wording' else meaning}"
        if asked.meaning:
            raise Refused(
                "Somebody has said already what this change means.", "Undo takes that back."
            )
        where = None if wider is None else _written(wider)
        act.change(redefinition, redefinition_id, meaning=meaning, note=note.strip(), asked=where)
        found: list[Found] = []
        if meaning in {"narrower", "both"}:
            found += _coded(act, asked)
        if meaning in {"wider", "both"} and wider is not None:
            found += _may_belong(act, asked, wider, progress)
        return _put_down(act, redefinition_id, _each_once(found), progress)


def forget_code(act: Act, code_ids: Sequence[int]) -> None:
    """What changes of these codes meant, and what waits because of them, goes with the codes."""
    gone = sa.select(redefinition.c.id).where(
        redefinition.c.code_id.in_(code_ids), redefinition.c.removed.is_(sa.false())
    )
    ids = act.connection.execute(gone).scalars().all()
    waiting = sa.select(recheck.c.id).where(
        recheck.c.redefinition_id.in_(ids), recheck.c.removed.is_(sa.false())
    )
    act.remove_many(recheck, act.connection.execute(waiting).scalars().all())
    act.remove_many(redefinition, ids)


def neighbours(book: Codebook, code: Code, texts: Iterable[str]) -> tuple[Code, ...]:
    """The codes that texts name by short label or name; what one is told to use instead."""
    said = "\n".join(texts)
    found = []
    for other in book.codes:
        if other.is_group or other.id == code.id:
            continue
        label = re.escape(other.code_id)
        if re.search(rf"(?<!\w){label}(?!\w)", said) or (
            len(other.name) > 3
            and re.search(rf"(?<!\w){re.escape(other.name)}(?!\w)", said, re.IGNORECASE)
        ):
            found.append(other)
    return tuple(found)


def _coded(act: Act, asked: Redefinition) -> Iterator[Found]:
    for row in read_rechecks.codings_of(act.connection, asked.code_id):
        later = row.codebook_version_id == asked.codebook_version_id
        if later and row.created_at >= asked.changed_at:
            continue
        work = (row.text_version_id, row.round_id, row.coder_id)
        yield Found(row.transcript_id, work, Span(row.start, row.stop), "coded", row.uuid)


def _may_belong(act: Act, asked: Redefinition, wider: Wider, progress: Progress) -> Iterator[Found]:
    has_code: defaultdict[Work, list[Span]] = defaultdict(list)
    for row in read_rechecks.codings_of(act.connection, asked.code_id):
        work = (row.text_version_id, row.round_id, row.coder_id)
        has_code[work].append(Span(row.start, row.stop))
    for each in _in_question(act, asked, wider, progress):
        if not any(span.overlaps(each.span) for span in has_code.get(each.work, ())):
            yield each


def _in_question(
    act: Act, asked: Redefinition, wider: Wider, progress: Progress
) -> Iterator[Found]:
    for code_id in wider.neighbours:
        if code_id == asked.code_id:
            continue
        for row in read_rechecks.codings_of(act.connection, code_id):
            work = (row.text_version_id, row.round_id, row.coder_id)
            yield Found(row.transcript_id, work, Span(row.start, row.stop), "neighbour", row.uuid)
    if wider.hits or wider.sample:
        yield from _without_code(act, wider, progress)


def _without_code(act: Act, wider: Wider, progress: Progress) -> Iterator[Found]:
    """Sentences that a search found, and some that carry no code, of everybody who was there."""
    by_text: defaultdict[tuple[int, int], list[Work]] = defaultdict(list)
    for transcript_id, version, in_round, who in read_rechecks.workers(act.connection):
        by_text[transcript_id, version].append((version, in_round, who))
    pool: defaultdict[int, list[Found]] = defaultdict(list)
    for number, ((transcript_id, version), works) in enumerate(by_text.items()):
        progress(number, len(by_text), "Looking for passages")
        sentences = read_transcripts.unit_row(act.connection, version, "sentence")
        hit = _units(sentences, wider.hits.get(transcript_id, ()))
        for work in works:
            for span in hit:
                yield Found(transcript_id, work, span, "search")
            if wider.sample:
                free = _uncoded(act, work, sentences)
                pool[work[2]] += [Found(transcript_id, work, span, "sample") for span in free]
    draw = random.Random(wider.seed)  # noqa: S311 - a sample to be drawn again, not a secret
    for who in sorted(pool):
        yield from draw.sample(pool[who], min(wider.sample, len(pool[who])))


def _units(sentences: SpanRow, hits: Sequence[Span]) -> list[Span]:
    """The sentences that hits touch, each once."""
    numbers = sorted({number for hit in hits for number in sentences.touching(hit)})
    return [sentences[number] for number in numbers]


def _uncoded(act: Act, work: Work, sentences: SpanRow) -> list[Span]:
    version, in_round, who = work
    if not len(sentences):
        return []
    whole = Span(sentences[0].start, sentences[len(sentences) - 1].end)
    coded = read_codings.touching(act.connection, version, whole, coder_id=who, round_id=in_round)
    taken = {number for span in coded for number in sentences.touching(span)}
    return [sentences[number] for number in range(len(sentences)) if number not in taken]


def _each_once(found: Iterable[Found]) -> list[Found]:
    """Passages without those that stand in the list already, for the same coder."""
    once: dict[tuple[Any, ...], Found] = {}
    for each in found:
        once.setdefault((each.work, each.span, each.coding_uuid), each)
    spans = {(each.work, each.span) for each in once.values() if each.coding_uuid is not None}
    return [
        each
        for each in once.values()
        if each.coding_uuid is not None or (each.work, each.span) not in spans
    ]


def _put_down(act: Act, redefinition_id: int, found: Sequence[Found], progress: Progress) -> int:
    for first in range(0, len(found), _AT_ONCE):
        progress(first, len(found), "Putting into queues")
        act.insert_many(
            recheck,
            [
                {
                    "redefinition_id": redefinition_id,
                    "text_version_id": each.work[0],
                    "round_id": each.work[1],
                    "coder_id": each.work[2],
                    "transcript_id": each.transcript_id,
                    "coding_uuid": each.coding_uuid,
                    "start": each.span.start,
                    "stop": each.span.end,
                    "why": each.why,
                }
                for each in found[first : first + _AT_ONCE]
            ],
        )
    progress(len(found), len(found), "")
    return len(found)


def _written(wider: Wider) -> Mapping[str, Any]:
    return {
        "neighbours": list(wider.neighbours),
        "words": wider.words,
        "sample": wider.sample,
        "seed": wider.seed,
    }


def _found(act: Act, redefinition_id: int) -> Redefinition:
    for each in read_rechecks.redefinitions(act.connection):
        if each.id == redefinition_id:
            return each
    raise NotFound("This change of a definition is no longer there.", "It may have been undone.")
