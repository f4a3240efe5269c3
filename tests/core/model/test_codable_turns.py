"""What may be coded in a round has units, and nothing else has."""

from __future__ import annotations

from pathlib import Path

import pytest

import annotator
from annotator.model.codable_turns import Scope, answers
from annotator.model.transcript import OpenTranscript

QUESTIONS = """Mr. Smith: A statement first. It is long.

Question: What about China?

Mr. Smith: China is far. It is large.

Reporter: And costs?

Ms. Jones: Costs are shared.
"""

UNLABELLED = """Mr. Smith: Welcome.

Ms. Jones: What about China?

Mr. Smith: China is far.
"""


@pytest.fixture
def opened(tmp_path: Path) -> OpenTranscript:
    return read(tmp_path, QUESTIONS)


def read(folder: Path, text: str) -> OpenTranscript:
    (folder / "q.txt").write_text(text, encoding="utf-8")
    with annotator.create(folder / "q.annotator", coder="a") as project:
        project.import_transcripts([folder / "q.txt"])
        return project.transcript("D1")


def said(transcript: OpenTranscript) -> list[str]:
    return [transcript.quote(span) for span in transcript.spans("sentence")]


def test_answers_alone(opened: OpenTranscript) -> None:
    limited = Scope("answers").limited(opened)
    assert said(limited) == ["China is far.", "It is large.", "Costs are shared."]
    assert limited.text == opened.text
    assert limited.turns == opened.turns


def test_without_labels_a_question_mark_asks(tmp_path: Path) -> None:
    opened = read(tmp_path, UNLABELLED)
    assert [turn.speaker for turn in answers(opened.turns, opened.text)] == ["Mr. Smith"]


def test_chosen_persons(opened: OpenTranscript) -> None:
    assert said(Scope("persons", ("ms. jones",)).limited(opened)) == ["Costs are shared."]


def test_a_stretch(opened: OpenTranscript) -> None:
    at = opened.text.index("China is far")
    assert said(Scope(stretches=((at, at + 5),)).limited(opened)) == ["China is far."]


def test_everything(opened: OpenTranscript) -> None:
    assert Scope().limited(opened) is opened
    assert Scope().is_everything
