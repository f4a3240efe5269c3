"""Do the rows of a table of codings fit a project, and whose are they?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotator.errors import NotFound, Refused, UserError
from annotator.exchange.codings_table import CodingDraft
from annotator.model.codebook import Code
from annotator.model.spans import Span
from annotator.model.transcript import OpenTranscript
from annotator.operations.coding import NewCoding, must_be_codable

Sorted = dict[tuple[int, str, str], list[NewCoding]]
"""New codings by transcript id, coder and round as the table names them."""


def sorted_out(
    drafts: Sequence[CodingDraft],
    table: str,
    *,
    transcript: Callable[[str], OpenTranscript],
    code: Callable[[str], Code],
) -> Sorted:
    """The codings of a table, each checked against text and codebook; refused whole, by row."""
    found: Sorted = {}
    for draft in drafts:
        try:
            opened = transcript(draft.doc_id)
            new = _new(draft, opened, code(draft.code_id))
        except UserError as error:
            kind = NotFound if isinstance(error, NotFound) else Refused
            words = f"{table}, row {draft.row}: {error.message}"
            raise kind(words, f"{error.hint} Nothing was applied.".strip()) from error
        found.setdefault((opened.info.id, draft.coder_id, draft.round), []).append(new)
    return found


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
