"""Acts that put codes in order, take one apart, and quote passages as examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from msgspec.structs import replace

from annotator.errors import Progress, Refused, no_progress
from annotator.model.code_ids import key_of
from annotator.operations.code_fields import found_code
from annotator.operations.codebook import insert_code
from annotator.operations.versions import codebook_act
from annotator.store import read_codebook, read_transcripts
from annotator.store.schema import code, coding, coding_field

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.codebook import Code, CodeDraft, SortBy
    from annotator.model.people import Coder
    from annotator.model.spans import Span
    from annotator.model.transcript import OpenTranscript, TranscriptInfo

_ORDER_WORDS: Mapping[SortBy, str] = {
    "name": "by name",
    "code_id": "by id",
    "number": "by number",
    "uses": "by use",
}
_LEAST_QUOTE = 12
"""Shorter words stand in many places and point to none."""
_AT_ONCE = 500


def sort_codes(
    history: History,
    coder: Coder,
    parent_id: int | None,
    order: SortBy,
    *,
    uses: Mapping[int, int],
) -> None:
    """Put the codes of a group in order; groups among them stay before the codes.

    By use, the most used first; without a number, last.
    """
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        parent = None if parent_id is None else found_code(book, parent_id)
        where = f"“{parent.name}”" if parent is not None else "The codebook"
        act.label = f"{where} sorted {_ORDER_WORDS[order]}"
        keys: Mapping[SortBy, Callable[[Code], Any]] = {
            "name": lambda each: key_of(each.name),
            "code_id": lambda each: key_of(each.code_id),
            "number": lambda each: (each.number is None, each.number or 0),
            "uses": lambda each: -uses.get(each.id, 0),
        }
        family = sorted(
            book.children(parent_id), key=lambda each: (not each.is_group, keys[order](each))
        )
        for number, each in enumerate(family):
            act.change(code, each.id, position=number)


def split_code(
    history: History,
    coder: Coder,
    code_id: int,
    draft: CodeDraft,
    coding_ids: Sequence[int],
) -> Code:
    """Make a new code beside another one and give it some of the other's codings.

    Codings of all coders and rounds may be meant. The new code has fields of the same names, and
    what was said in them goes along.
    """
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        source = found_code(book, code_id)
        if source.is_group:
            raise Refused(f"“{source.name}” is a group.", "Split one of the codes in it.")
        act.label = f"“{draft.name.strip()}” split from “{source.name}”"
        fields = tuple(each.draft for each in book.own_fields(code_id))
        made = insert_code(act, replace(draft, is_group=False, fields=fields))
        _put_behind(act, made, source)
        act.change_many(coding, _of_code(act, coding_ids, code_id), code_id=made.id)
        now = read_codebook.codebook(act.connection)
        for old, new in zip(book.own_fields(code_id), now.own_fields(made.id), strict=True):
            act.change_many(coding_field, _values(act, coding_ids, old.id), code_field_id=new.id)
        return found_code(now, made.id)


def quote_example(
    history: History,
    coder: Coder,
    code_id: int,
    transcript: OpenTranscript,
    span: Span,
    *,
    counter: bool,
) -> Code:
    """Make a passage the example of a code, or its counter-example, with a link to the place.

    An example that was written by hand stays before it.
    """
    name = "counter_example" if counter else "example"
    with codebook_act(history, coder, "") as act:
        standing = found_code(read_codebook.codebook(act.connection), code_id)
        kind = "Counter-example" if counter else "Example"
        act.label = f"{kind} of “{standing.name}” quoted"
        quote = transcript.quote(span).strip()
        if not quote:
            raise Refused("There are no words to quote.", "Choose words that somebody says.")
        text, link = getattr(standing, name), getattr(standing, f"{name}_at")
        quoted = f"“{' '.join(quote.split())}”"
        by_hand = text if link is None or link.quote not in text else ""
        words = f"{by_hand}\n{quoted}" if by_hand else quoted
        at = _link(transcript.info, span.start, span.end, " ".join(quote.split()))
        act.change(code, code_id, **{name: words, f"{name}_at": at})
        return found_code(read_codebook.codebook(act.connection), code_id)


def link_examples(history: History, coder: Coder, *, progress: Progress = no_progress) -> int:
    """Link every example that stands word for word in a transcript to its place; how many."""
    with codebook_act(history, coder, "") as act:
        book = read_codebook.codebook(act.connection)
        wanted: dict[tuple[int, str], str] = {}
        for each in book.codes:
            for name in ("example", "counter_example"):
                words = quoted_words(getattr(each, name))
                if getattr(each, f"{name}_at") is None and len(words) >= _LEAST_QUOTE:
                    wanted[each.id, name] = words
        infos = read_transcripts.transcript_infos(act.connection)
        found = 0
        for number, (info, body) in enumerate(read_transcripts.bodies(act.connection, infos)):
            progress(number, len(infos), "Looking for examples")
            for (code_id, name), words in list(wanted.items()):
                start = body.find(words)
                if start >= 0:
                    at = _link(info, start, start + len(words), words)
                    act.change(code, code_id, **{f"{name}_at": at})
                    del wanted[code_id, name]
                    found += 1
        act.label = "One example linked" if found == 1 else f"{found} examples linked"
        progress(len(infos), len(infos), "")
        return found


def quoted_words(example: str) -> str:
    """The words of an example that are quoted: between its quotation marks, else all of it."""
    for opening, closing in (("“", "”"), ("„", "“"), ("«", "»"), ('"', '"')):
        first = example.find(opening)
        last = example.find(closing, first + 1)
        if 0 <= first < last:
            return example[first + 1 : last].strip()
    return example.strip()


def _link(info: TranscriptInfo, start: int, end: int, quote: str) -> dict[str, Any]:
    return {"transcript": info.uuid.hex, "start": start, "stop": end, "quote": quote}


def _put_behind(act: Act, made: Code, source: Code) -> None:
    """Let a code stand right after another one."""
    book = read_codebook.codebook(act.connection)
    if made.parent_id != source.parent_id:
        return
    family = [each for each in book.children(source.parent_id) if each.id != made.id]
    family.insert(family.index(found_code(book, source.id)) + 1, made)
    for number, each in enumerate(family):
        act.change(code, each.id, position=number)


def _of_code(act: Act, coding_ids: Sequence[int], code_id: int) -> list[int]:
    """Those of the codings that have the code."""
    found: list[int] = []
    for first in range(0, len(coding_ids), _AT_ONCE):
        query = sa.select(coding.c.id).where(
            coding.c.id.in_(coding_ids[first : first + _AT_ONCE]),
            coding.c.code_id == code_id,
            coding.c.removed.is_(sa.false()),
        )
        found.extend(act.connection.execute(query).scalars())
    if len(found) < len(set(coding_ids)):
        raise Refused(
            "Some of these passages do not have the code any more.", "Look at the list again."
        )
    return found


def _values(act: Act, coding_ids: Sequence[int], field_id: int) -> list[int]:
    found: list[int] = []
    for first in range(0, len(coding_ids), _AT_ONCE):
        query = sa.select(coding_field.c.id).where(
            coding_field.c.coding_id.in_(coding_ids[first : first + _AT_ONCE]),
            coding_field.c.code_field_id == field_id,
            coding_field.c.removed.is_(sa.false()),
        )
        found.extend(act.connection.execute(query).scalars())
    return found
