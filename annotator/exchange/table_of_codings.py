"""Do the rows of a table of codings fit a project, and whose are they?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.errors import NotFound, Progress, Refused, UserError, no_progress
from annotator.model.spans import Span
from annotator.operations.coding import NewCoding, must_be_codable

if TYPE_CHECKING:
    from annotator.exchange.codings_table import CodingDraft
    from annotator.model.codebook import Code
    from annotator.model.transcript import OpenTranscript

Sorted = dict[tuple[int, str, str], list[NewCoding]]
"""New codings by transcript id, coder and round as the table names them."""


def sorted_out(
    drafts: Sequence[CodingDraft],
    table: str,
    *,
    transcript: Callable[[str], OpenTranscript],
    code: Callable[[str], Code],
    progress: Progress = no_progress,
) -> Sorted:
    """The codings of a table, each checked against text and codebook; refused whole, by row.

    Transcript by transcript, as each has its text to be read; rows that say the same count once.
    """
    found: Sorted = {}
    seen: set[tuple[object, ...]] = set()
    named, opened_at = lru_cache(maxsize=None)(code), lru_cache(maxsize=1)(transcript)
    for number, draft in enumerate(_by_transcript(drafts)):
        progress(number, len(drafts), "Checking codings")
        says = (draft.doc_id, draft.coder_id, draft.round, draft.code_id, draft.start, draft.end)
        if says in seen and not draft.quote:
            continue
        try:
            opened = opened_at(draft.doc_id)
            new = _new(draft, opened, named(draft.code_id))
        except UserError as error:
            kind = NotFound if isinstance(error, NotFound) else Refused
            words = f"{table}, row {draft.row}: {error.message}"
            raise kind(words, f"{error.hint} Nothing was applied.".strip()) from error
        if says not in seen:
            seen.add(says)
            found.setdefault((opened.info.id, draft.coder_id, draft.round), []).append(new)
    return found


def _by_transcript(drafts: Sequence[CodingDraft]) -> Iterator[CodingDraft]:
    groups: dict[str, list[CodingDraft]] = {}
    for draft in drafts:
        groups.setdefault(draft.doc_id, []).append(draft)
    return (draft for group in groups.values() for draft in group)


def _new(draft: CodingDraft, opened: OpenTranscript, code: Code) -> NewCoding:
    span = Span(draft.start, draft.end)
    if draft.quote and opened.quote(span) != draft.quote:
        raise Refused(
            "the passage does not stand at these offsets.",
            "Offsets count Unicode characters of the transcript from 0.",
        )
    new = NewCoding(code, span, draft.unsure, draft.memo, draft.created_at)
    must_be_codable(opened, new)
    return new
