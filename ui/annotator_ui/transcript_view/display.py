"""What does the view show of a transcript? A heading per turn and a block per paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from annotator.model.spans import Span, SpanRow
from annotator.model.transcript import OpenTranscript, Turn
from annotator_ui.transcript_view.offsets import (
    Numbers,
    Offsets,
    holds_right_to_left,
    units_of,
)

HEADING = 1
PARAGRAPH = 0
ROLE_GAP = "  "

# Qt would start a new line or block at these, or draw an object: a one-unit stand-in is shown.
_STAND_INS: Mapping[str, str] = {
    "\n": " ",
    "\r": " ",
    "\x0b": " ",
    "\x0c": " ",
    "\x85": " ",
    "\u2028": " ",
    "\u2029": " ",
    "\ufdd0": "\ufffd",
    "\ufdd1": "\ufffd",
    "\ufffc": "\ufffd",
}


@dataclass(frozen=True, slots=True)
class Display:
    """One transcript as a row of blocks, ready for a document of Qt."""

    text: str
    """The blocks, joined by line feeds."""
    kinds: bytes
    """HEADING or PARAGRAPH, one per block."""
    offsets: Offsets
    name_units: Mapping[int, int] = field(default_factory=dict)
    """For each heading block, how many units the speaker's name takes; the role follows."""
    right_to_left: bool = False
    """Whether any line may hold right-to-left words."""


def display_of(transcript: OpenTranscript) -> Display:
    """Lay out the blocks of a transcript; costs one pass over the text."""
    text = transcript.text
    starts, ends = _columns(_paragraphs(transcript))
    turns = [turn for turn in transcript.turns if turn.speaker or turn.label]
    turn_starts = np.array([turn.text_start for turn in turns], np.int64)
    before = np.searchsorted(starts, turn_starts, side="left")
    said: dict[tuple[str, str, str], tuple[str, str]] = {}
    headings = [_heading(turn, said) for turn in turns]
    pieces = _pieces(text, starts, ends, headings, before)
    lengths = {heading: units_of(heading[0] + heading[1]) for heading in said.values()}
    heading_units = np.array([lengths[heading] for heading in headings], np.int64)
    rows = before + np.arange(len(turns))
    kinds = np.zeros(len(pieces), np.uint8)
    kinds[rows] = HEADING
    return Display(
        text="\n".join(pieces),
        kinds=kinds.tobytes(),
        offsets=Offsets(
            text,
            np.insert(starts, before, turn_starts),
            np.insert(ends, before, turn_starts),
            np.insert(np.zeros(len(starts), np.int64), before, heading_units),
        ),
        name_units={
            int(row): units_of(name) for row, (name, _) in zip(rows, headings, strict=True)
        },
        right_to_left=holds_right_to_left(text),
    )


def _paragraphs(transcript: OpenTranscript) -> SpanRow:
    """The paragraphs, or the coarser units where a transcript was not cut that far."""
    for level in ("paragraph", "turn"):
        row = transcript.spans(level)
        if len(row):
            return row
    return SpanRow([Span(0, len(transcript.text))])


def _columns(row: SpanRow) -> tuple[Numbers, Numbers]:
    packed = np.frombuffer(row.packed(), np.dtype("<u4")).astype(np.int64)
    half = len(packed) // 2
    return packed[:half], packed[half:]


def _pieces(
    text: str, starts: Numbers, ends: Numbers, headings: list[tuple[str, str]], before: Numbers
) -> list[str]:
    pieces = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    found = [mark for mark in _STAND_INS if mark != "\n" and mark in text]
    for mark in found:
        pieces = [piece.replace(mark, _STAND_INS[mark]) for piece in pieces]
    pieces = [piece.replace("\n", " ") if "\n" in piece else piece for piece in pieces]
    merged: list[str] = []
    last = 0
    for at, (name, role) in zip(before.tolist(), headings, strict=True):
        merged += pieces[last:at]
        merged.append(name + role)
        last = at
    return merged + pieces[last:]


def _heading(turn: Turn, said: dict[tuple[str, str, str], tuple[str, str]]) -> tuple[str, str]:
    """The speaker's name, and the role with the gap before it, on one line.

    `said` remembers what was made: a long transcript has thousands of turns and few speakers.
    """
    key = (turn.speaker, turn.label, turn.role)
    made = said.get(key)
    if made is None:
        name = " ".join((turn.speaker or turn.label).split()) or "?"
        role = " ".join(turn.role.split()) if turn.speaker else ""
        made = said[key] = (_tame(name), _tame(ROLE_GAP + role if role else ""))
    return made


def _tame(words: str) -> str:
    return "".join(_STAND_INS.get(mark, mark) for mark in words)
