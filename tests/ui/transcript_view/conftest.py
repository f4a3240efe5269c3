"""What do the tests of the view build on? Transcripts cut by hand, and a view that shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from annotator.model.coding import CodingColumns
from annotator.model.spans import Span, SpanRow
from annotator.model.transcript import (
    Metadata,
    OpenTranscript,
    Source,
    TranscriptInfo,
    Turn,
    Units,
)
from annotator_ui.theme import code_shade, load_fonts, theme_named
from annotator_ui.transcript_view import CodeStyle, TranscriptView

Turns = Sequence[tuple[str, str, Sequence[str]]]
"""Speaker, role, and the paragraphs they say; sentences end with a full stop and a space."""
Build = Callable[[Turns], OpenTranscript]

SAMPLE: Turns = (
    (
        "Jens Stoltenberg",
        "NATO Secretary General",
        (
            "Welcome back to NATO. It is always a pleasure to have you here.",
            (
                "Today, Ministers will address many issues. We see attacks. Fighting continues. "
                "And that makes it even more important, as Allies know, to support Ukraine."
            ),
            "We will address China, the Western Balkans, and also how to work.",
        ),
    ),
    (
        "Antony Blinken",
        "US Secretary of State",
        (
            "Thank you very, very much. It is good to be back in Belgium.",
            "We have a lot of work to do. Thank you.",
        ),
    ),
)
FILLS = {1: "#C99700", 2: "#B4552D", 3: "#2D6FB4", 4: "#2F7F6F"}
NAMES = {1: "Support for Ukraine", 2: "Russian aggression", 3: "Burden sharing", 4: "Unity"}


@pytest.fixture
def build() -> Build:
    return build_transcript


@pytest.fixture
def sample() -> OpenTranscript:
    return build_transcript(SAMPLE)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., TranscriptView]:
    """A shown view with four codes, 785 pixels wide as in the window."""

    def make(transcript: OpenTranscript | None, *, width: int = 785) -> TranscriptView:
        load_fonts()
        view = TranscriptView()
        qtbot.addWidget(view)
        view.resize(width, 600)
        theme = theme_named("light")
        view.set_theme(theme)
        view.set_codes({id_: CodeStyle(NAMES[id_], code_shade(FILLS[id_], theme)) for id_ in FILLS})
        view.show_transcript(transcript)
        with qtbot.waitExposed(view):
            view.show()
        return view

    return make


def columns(*codings: tuple[int, int, int, int], unsure: Sequence[int] = ()) -> CodingColumns:
    """Codings given as id, start, end, code id."""
    rows = sorted(codings, key=lambda row: (row[1], -row[2]))
    return CodingColumns(
        ids=tuple(row[0] for row in rows),
        starts=tuple(row[1] for row in rows),
        ends=tuple(row[2] for row in rows),
        code_ids=tuple(row[3] for row in rows),
        coder_ids=(1,) * len(rows),
        unsure=tuple(row[0] in unsure for row in rows),
    )


@pytest.fixture
def coded() -> Callable[..., CodingColumns]:
    return columns


def build_transcript(turns: Turns) -> OpenTranscript:
    """A text with a title, a label before each turn, and blank lines between the paragraphs."""
    text = "Joint statements\n\n(As delivered)\n\n"
    made, paragraphs, sentences = [], [], []
    for speaker, role, said in turns:
        label = f"{role} {speaker}".strip()
        start = len(text)
        text += f"{label}: " if label else ""
        text_start = len(text)
        for paragraph in said:
            span = Span(len(text), len(text) + len(paragraph))
            paragraphs.append(span)
            sentences += _sentences(paragraph, span.start)
            text += paragraph + "\n\n"
        made.append(Turn(label, speaker, role, start, text_start, len(text)))
    units = (
        Units("sentence", SpanRow(sentences), "test", "1"),
        Units("paragraph", SpanRow(paragraphs), "test", "1"),
        Units("turn", SpanRow(Span(turn.text_start, turn.end) for turn in made), "test", "1"),
    )
    info = TranscriptInfo(
        1, UUID(int=1), "D1", Metadata(title="Joint statements"), 1, "", len(text), (), len(made),
        len(paragraphs), len(sentences), 0, "a.txt", "",
    )  # fmt: skip
    return OpenTranscript(info, text, tuple(made), units, (), Source())


def _sentences(paragraph: str, at: int) -> list[Span]:
    ends = [found.start() + 1 for found in re.finditer(r"\.(?= )", paragraph)] + [len(paragraph)]
    starts = [0] + [end + 1 for end in ends[:-1]]
    return [
        Span(at + start, at + end) for start, end in zip(starts, ends, strict=True) if end > start
    ]
