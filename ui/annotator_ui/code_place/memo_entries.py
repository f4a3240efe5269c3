"""What is every memo about, in words, and where does one go to see it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from annotator.model.spans import Span
from annotator_ui.code_place.memo_field import MemoTarget
from annotator_ui.item_models.dates import moment_words
from annotator_ui.item_models.transcript_list import shown_title

if TYPE_CHECKING:
    from annotator.model.coding import Memo
    from annotator.model.people import Coder
    from annotator.project import Project


class MemoEntry(Struct, frozen=True):
    """A memo, or the place for one, in a list."""

    target: MemoTarget
    about: str
    """"Burden sharing · Joint statements", "Code Burden sharing", "The project"."""
    quote: str = ""
    """The passage, where the memo is on one."""
    body: str = ""
    changed_at: str = ""
    signed: str = ""
    """Who wrote it and when; "" for one that is not written yet."""
    transcript_id: int | None = None
    span: Span | None = None


def entries(project: Project) -> list[MemoEntry]:
    """The current coder's memos, the last changed first; nobody else's."""
    own = [memo for memo in project.memos() if memo.coder_id == project.coder.id]
    found = (_entry(project, memo) for memo in own)
    return sorted(
        (each for each in found if each is not None), key=lambda each: each.changed_at, reverse=True
    )


def project_entry(project: Project) -> MemoEntry:
    """The memo on the project, or the place for it."""
    target = MemoTarget("project", project.uuid)
    return _with_own_memo(project, MemoEntry(target, "The project"))


def code_entry(project: Project, code_id: int) -> MemoEntry:
    """The memo on a code, or the place for it."""
    code = project.code(code_id)
    return _with_own_memo(project, MemoEntry(MemoTarget("code", code.uuid), f"Code {code.name}"))


def transcript_entry(project: Project, transcript_id: int) -> MemoEntry:
    """The memo on a whole transcript, or the place for it."""
    info = project.info(transcript_id)
    target = MemoTarget("transcript", info.uuid)
    about = f"Transcript {shown_title(info)}"
    return _with_own_memo(project, MemoEntry(target, about, transcript_id=transcript_id))


def signature(coder: Coder, memo: Memo) -> str:
    """Say "Ana Lima · 28 Nov 2026, 16:04", and where it was changed later when it was begun."""
    written, changed = moment_words(memo.created_at), moment_words(memo.changed_at)
    name = coder.name or coder.coder_id
    return f"{name} · {changed}" if written == changed else f"{name} · {changed}, begun {written}"


def matching(shown: Iterable[MemoEntry], typed: str) -> list[MemoEntry]:
    """Those that hold every word typed, in the memo, the passage or what it is about."""
    words = typed.casefold().split()
    return [
        each
        for each in shown
        if all(word in f"{each.about} {each.quote} {each.body}".casefold() for word in words)
    ]


def _with_own_memo(project: Project, place: MemoEntry) -> MemoEntry:
    found = project.memos(place.target.on, place.target.uuid)
    own = next((memo for memo in found if memo.coder_id == project.coder.id), None)
    return place if own is None else _filled(project, place, own)


def _filled(project: Project, place: MemoEntry, memo: Memo) -> MemoEntry:
    signed = signature(project.coder, memo)
    return replace(place, body=memo.body, changed_at=memo.changed_at, signed=signed)


def _entry(project: Project, memo: Memo) -> MemoEntry | None:
    """None where what it was on is gone."""
    target = MemoTarget(memo.on, memo.on_uuid, memo.start, memo.end)
    made = _filled(project, MemoEntry(target, "The project"), memo)
    if memo.on == "project":
        return made
    if memo.on == "code":
        codes = (code for code in project.codebook().codes if code.uuid == memo.on_uuid)
        code = next(codes, None)
        return None if code is None else replace(made, about=f"Code {code.name}")
    if memo.on == "coding":
        return _on_coding(project, made)
    return _on_transcript(project, made)


def _on_coding(project: Project, made: MemoEntry) -> MemoEntry | None:
    coding = project.coding_with(made.target.uuid)
    if coding is None:
        return None
    code, info = project.code(coding.code_id), project.info(coding.transcript_id)
    about = f"{code.name} · {shown_title(info)}"
    return replace(made, about=about, quote=coding.quote, transcript_id=info.id, span=coding.span)


def _on_transcript(project: Project, made: MemoEntry) -> MemoEntry | None:
    infos = (info for info in project.transcripts() if info.uuid == made.target.uuid)
    info = next(infos, None)
    if info is None:
        return None
    start, end = made.target.start, made.target.end
    if start is None or end is None:
        return replace(made, about=f"Transcript {shown_title(info)}", transcript_id=info.id)
    span = Span(start, end)
    quote = project.transcript(info.id).quote(span)
    about = f"Passage · {shown_title(info)}"
    return replace(made, about=about, quote=quote, transcript_id=info.id, span=span)
