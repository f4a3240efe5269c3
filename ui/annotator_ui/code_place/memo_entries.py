"""What is every memo about, in words, and where does one go to see it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.coding import Memo
from annotator.model.spans import Span
from annotator.project import Project
from annotator_ui.code_place.memo_field import MemoTarget
from annotator_ui.item_models.transcript_list import shown_title


@dataclass(frozen=True, slots=True)
class MemoEntry:
    """A memo, or the place for one, in a list."""

    target: MemoTarget
    about: str
    """"Burden sharing · Joint statements", "Code Burden sharing", "The project"."""
    quote: str = ""
    """The passage, where the memo is on one."""
    body: str = ""
    changed_at: str = ""
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
    return MemoEntry(target, "The project", body=_own_body(project, target))


def code_entry(project: Project, code_id: int) -> MemoEntry:
    """The memo on a code, or the place for it."""
    code = project.code(code_id)
    target = MemoTarget("code", code.uuid)
    return MemoEntry(target, f"Code {code.name}", body=_own_body(project, target))


def matching(shown: Iterable[MemoEntry], typed: str) -> list[MemoEntry]:
    """Those that hold every word typed, in the memo, the passage or what it is about."""
    words = typed.casefold().split()
    return [
        each
        for each in shown
        if all(word in f"{each.about} {each.quote} {each.body}".casefold() for word in words)
    ]


def _own_body(project: Project, target: MemoTarget) -> str:
    found = project.memos(target.on, target.uuid)
    return next((m.body for m in found if m.coder_id == project.coder.id), "")


def _entry(project: Project, memo: Memo) -> MemoEntry | None:
    """None where what it was on is gone."""
    target = MemoTarget(memo.on, memo.on_uuid, memo.start, memo.end)
    made = MemoEntry(target, "The project", body=memo.body, changed_at=memo.changed_at)
    if memo.on == "project":
        return made
    if memo.on == "code":
        codes = (code for code in project.codebook().codes if code.uuid == memo.on_uuid)
        code = next(codes, None)
        return None if code is None else _about(made, f"Code {code.name}")
    if memo.on == "coding":
        return _on_coding(project, made)
    return _on_transcript(project, made)


def _on_coding(project: Project, made: MemoEntry) -> MemoEntry | None:
    coding = project.coding_with(made.target.uuid)
    if coding is None:
        return None
    code, info = project.code(coding.code_id), project.info(coding.transcript_id)
    about = f"{code.name} · {shown_title(info)}"
    return _about(made, about, coding.quote, info.id, coding.span)


def _on_transcript(project: Project, made: MemoEntry) -> MemoEntry | None:
    infos = (info for info in project.transcripts() if info.uuid == made.target.uuid)
    info = next(infos, None)
    if info is None:
        return None
    start, end = made.target.start, made.target.end
    if start is None or end is None:
        return _about(made, f"Transcript {shown_title(info)}", "", info.id)
    span = Span(start, end)
    quote = project.transcript(info.id).quote(span)
    return _about(made, f"Passage · {shown_title(info)}", quote, info.id, span)


def _about(
    made: MemoEntry,
    about: str,
    quote: str = "",
    transcript_id: int | None = None,
    span: Span | None = None,
) -> MemoEntry:
    return MemoEntry(made.target, about, quote, made.body, made.changed_at, transcript_id, span)
