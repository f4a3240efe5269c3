"""A transcript, a codebook and a workbook's content for the tests of the reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

import annotator
from annotator.model.code_fields import FieldDraft, Point
from annotator.model.code_rules import RuleDraft
from annotator.model.codebook import Code, Codebook, CodebookVersion, CodeDraft
from annotator.model.coding import Coding
from annotator.model.people import Coder, Round
from annotator.model.spans import Span, SpanRow
from annotator.model.transcript import (
    Metadata,
    OpenTranscript,
    Source,
    TranscriptInfo,
    Turn,
    Units,
)
from annotator.project import Project
from annotator.reports.content import WorkbookContent
from annotator.reports.rows import CodeUse, LogRow, MemoRow, Names, SegmentRow, segment_rows

TEXT = "Title\n\nAnna: Good day 😀. We will stay.\n\nBen: Why? Costs are\nshared."

TALK = (
    "Joint statement\n\nAnna: One two three. Four five six. Seven eight nine.\n\n"
    "Ben: Ten. Eleven.\n"
)


@pytest.fixture
def transcript() -> OpenTranscript:
    """Two turns, two paragraphs, four sentences; an emoji before the second sentence."""
    sentences = SpanRow(
        Span(TEXT.index(words), TEXT.index(words) + len(words))
        for words in ("Good day 😀.", "We will stay.", "Why?", "Costs are\nshared.")
    )
    anna, ben = TEXT.index("Anna"), TEXT.index("Ben")
    turns = (
        Turn("Anna", "Anna", "Minister", anna, anna + 6, ben),
        Turn("Ben", "Ben", "", ben, ben + 5, len(TEXT)),
    )
    paragraphs = SpanRow((Span(anna + 6, ben - 2), Span(ben + 5, len(TEXT))))
    info = TranscriptInfo(
        id=1,
        uuid=UUID(int=1),
        doc_id="D1",
        metadata=Metadata(title="=Title", date="2023-11-28", kind="debate"),
        text_version_id=1,
        text_sha256="ab" * 32,
        length=len(TEXT),
        speakers=(("Anna", "Minister"), ("Ben", "")),
        n_turns=2,
        n_paragraphs=2,
        n_sentences=4,
        n_codings=1,
        source_name="a.txt",
        imported_at="2026-03-01T10:00:00.000Z",
    )
    units = (Units("sentence", sentences, "s", "1"), Units("paragraph", paragraphs, "s", "1"))
    return OpenTranscript(info, TEXT, turns, units, (), Source())


@pytest.fixture
def names() -> Names:
    """A group with one code, one coder, one round."""
    version = CodebookVersion(1, UUID(int=90), "1.0", "", "")
    group = make_code(1, "G", "Theatres", is_group=True)
    code = replace(make_code(2, "UKR", "Ukraine"), parent_id=1, number=101, color="#2D6FB4")
    coder = Coder(1, UUID(int=80), "coder_a", "Coder A", "CA", "", "coder")
    return Names.of(
        Codebook((group, code), version), (coder,), (Round(1, UUID(int=70), "main", "", False),)
    )


@pytest.fixture
def coding_of(transcript: OpenTranscript) -> Callable[[str], Coding]:
    """A coding on the first place where some words stand."""

    def make(words: str) -> Coding:
        start = transcript.text.index(words)
        return Coding(
            id=5,
            uuid=UUID(int=5),
            transcript_id=1,
            text_version_id=1,
            code_id=2,
            coder_id=1,
            round_id=1,
            codebook_version_id=1,
            start=start,
            end=start + len(words),
            quote=words,
            unsure=True,
            created_at="2026-03-01T10:00:00.250Z",
            changed_at="2026-03-01T10:00:00.250Z",
        )

    return make


@pytest.fixture
def row(transcript: OpenTranscript, names: Names, coding_of: Callable[[str], Coding]) -> SegmentRow:
    """The row of a coding on "We will stay."."""
    return next(segment_rows(transcript, [coding_of("We will stay.")], names))


@pytest.fixture
def content(transcript: OpenTranscript, names: Names, row: SegmentRow) -> WorkbookContent:
    """One transcript, two codes, one coding, one memo, one change of the codebook."""
    at = datetime(2026, 3, 1, 10, tzinfo=UTC)
    memo = MemoRow("coding", "D1", "UKR", 5, 1, 2, "coder_a", "Why?\n-1", at, at, "u")
    change = LogRow(at, "coder_a", "Change code", "UKR", "name", "=old", "Ukraine", "1.0")
    return WorkbookContent(
        project="Sample",
        created_at="2026-03-01T09:00:00.000Z",
        coders=tuple(names.coders.values()),
        rounds=tuple(names.rounds.values()),
        codebook=Codebook(tuple(names.codes.values()), names.versions[1]),
        code_uses={2: CodeUse(1, 1, 1, "2026-03-01T09:30:00.000Z")},
        transcripts=(transcript.info,),
        segments=(row,),
        n_segments=1,
        memos=(memo,),
        n_memos=1,
        log=(change,),
        n_log=1,
    )


def make_code(number: int, code_id: str, name: str, *, is_group: bool = False) -> Code:
    return Code(
        id=number,
        uuid=UUID(int=number),
        code_id=code_id,
        name=name,
        parent_id=None,
        is_group=is_group,
        position=number,
        number=None,
        key="",
        color="",
        brief="",
        full="",
        use_when="",
        dont_use_when="",
        example="",
        counter_example="",
        memo="",
    )


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """One transcript of five sentences, two codes in a group and one beside it."""
    source = tmp_path / "talk.txt"
    source.write_text(TALK, encoding="utf-8")
    with annotator.create(tmp_path / "study.annotator", coder="a") as project:
        project.import_transcripts([source])
        project.add_codes(
            [
                CodeDraft("G", "Group", is_group=True),
                CodeDraft("X", "Ex", parent="G"),
                CodeDraft("Y", "Why", parent="G"),
                CodeDraft("Z", "Zed"),
            ]
        )
        yield project


def code(project: Project, coder: str, words: str, code: str) -> None:
    project.use_coder(coder)
    start = TALK.index(words)
    project.apply_coding("D1", start, start + len(words), code)


@pytest.fixture
def stances(study: Project) -> Project:
    """X with a stance from -1 to 1; the codes of the group exclude each other."""
    points = tuple(Point(value) for value in ("-1", "0", "1"))
    stance = FieldDraft("stance", "scale", "interval", points=points)
    book = study.codebook()
    x = next(one for one in book.codes if one.code_id == "X")
    study.change_code(x.id, CodeDraft("X", "Ex", parent="G", fields=(stance,)))
    group = next(one for one in book.codes if one.code_id == "G")
    rules = (RuleDraft("exclusive", strict=False),)
    study.change_code(group.id, CodeDraft("G", "Group", is_group=True, rules=rules))
    said = {"a": ("-1", "0", "1", ""), "b": ("-1", "1", "1", "1")}
    words = ("One two three.", "Four five six.", "Seven eight nine.", "Ten.")
    for who, values in said.items():
        study.use_coder(who)
        for passage, value in zip(words, values, strict=True):
            start = TALK.index(passage)
            fields = {"stance": value} if value else None
            study.apply_coding("D1", start, start + len(passage), "X", fields=fields)
    study.apply_coding("D1", TALK.index("Eleven"), TALK.index("Eleven") + 7, "Y")
    return study
