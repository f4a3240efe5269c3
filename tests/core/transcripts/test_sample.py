"""Is the shipped press point read to the character?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import annotator_resources
from annotator.model.transcript import Transcript
from annotator.transcripts import read

SAMPLE = Path(annotator_resources.__file__).parent / "sample" / "nato_2023-11-28.txt"


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        Path(__file__).with_name("expected_sample.json").read_text("utf-8")
    )
    return loaded


@pytest.fixture(scope="module")
def sample() -> Transcript:
    return read(SAMPLE)


def test_text_is_unchanged(sample: Transcript, expected: dict[str, Any]) -> None:
    assert sample.text == SAMPLE.read_bytes().decode("utf-8")
    assert len(sample.text) == expected["length"]
    assert sample.source.sha256 == expected["sha256"]
    assert sample.source.encoding == "utf-8"
    assert sample.source.encoding_certain
    assert sample.source.normalised == ()
    assert sample.source.flags == ()
    assert sample.source.name == SAMPLE.name


def test_metadata(sample: Transcript, expected: dict[str, Any]) -> None:
    assert sample.title == expected["title"]
    assert sample.date == expected["date"]
    assert sample.note == expected["note"]
    assert sample.metadata.byline == expected["byline"]
    assert sample.metadata.last_updated == expected["last_updated"]


def test_turns(sample: Transcript, expected: dict[str, Any]) -> None:
    turns = [[t.label, t.speaker, t.role, t.start, t.text_start, t.end] for t in sample.turns]
    assert turns == expected["turns"]


def test_sentences_with_their_turn_and_paragraph(
    sample: Transcript, expected: dict[str, Any]
) -> None:
    paragraphs = sample.spans("paragraph")
    turns = sample.spans("turn")
    found = []
    for sentence in sample.spans("sentence"):
        turn, paragraph = turns.at(sentence.start), paragraphs.at(sentence.start)
        assert turn is not None
        assert paragraph is not None
        found.append([turn + 1, paragraph + 1, sentence.start, sentence.end])
    assert found == expected["sentences"]


def test_nine_paragraphs_and_two_turn_units(sample: Transcript) -> None:
    assert len(sample.spans("paragraph")) == 9
    assert [(s.start, s.end) for s in sample.spans("turn")] == [(224, 1637), (1678, 3610)]
    assert [units.level for units in sample.units] == ["sentence", "paragraph", "turn"]


def test_header_holds_what_cannot_be_coded(sample: Transcript) -> None:
    header = [(field.kind, sample.text[field.start : field.end]) for field in sample.header]
    assert header == [
        ("title", "Joint statements"),
        ("byline", sample.metadata.byline),
        ("date", "• 28 Nov. 2023 -"),
        ("furniture", "• |"),
        ("last_updated", "• Last updated: 28 Nov. 2023 16:04"),
        ("note", "(As delivered)"),
        ("label", "NATO Secretary General Jens Stoltenberg:"),
        ("label", "US Secretary of State Antony Blinken:"),
    ]
