"""What does the view show of a transcript? A heading per turn and a block per paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from annotator.model.spans import Span, SpanRow
from annotator_ui.transcript_view.offsets import Offsets, holds_right_to_left, units_of

if TYPE_CHECKING:
    from annotator.model.transcript import HeaderField, OpenTranscript, Turn
    from annotator_ui.transcript_view.offsets import Numbers

HEADING = 1
PARAGRAPH = 0
NOTE = 2
"""Words between the paragraphs that nobody says: applause, a time mark, a heading."""
_SAID_BY_NOBODY = frozenset({"stage", "time", "heading", "note"})
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


_NONE = np.zeros(0, np.int64)


class Display(Struct, frozen=True):
    """One transcript as a row of blocks, ready for a document of Qt."""

    text: str
    """The blocks, joined by line feeds."""
    kinds: bytes
    """HEADING, NOTE or PARAGRAPH, one per block."""
    offsets: Offsets
    name_units: Mapping[int, int] = field(default_factory=dict)
    """For each heading block, how many units the speaker's name takes; the role follows."""
    right_to_left: bool = False
    """Whether any line may hold right-to-left words."""

    dimmed: tuple[Numbers, Numbers] = field(default_factory=lambda: (_NONE, _NONE))
    """First and last positions of words inside paragraphs that carry no codes."""

    def heading_over(self, block: int) -> int | None:
        """The number of the heading block under which a block stands, itself included."""
        found = self.kinds.rfind(bytes([HEADING]), 0, block + 1)
        return None if found < 0 else found


class _Inset(Struct, frozen=True):
    """A block that is no paragraph: where it stands, and its words in two parts."""

    kind: int
    order: int
    offset: int
    name: str
    role: str = ""


def display_of(transcript: OpenTranscript) -> Display:
    """Lay out the blocks of a transcript; costs one pass over the text."""
    text = transcript.text
    paragraphs = _paragraphs(transcript)
    starts, ends = _columns(paragraphs)
    between, within = _said_by_nobody(transcript, paragraphs)
    insets = sorted([*_headings(transcript), *between], key=lambda each: each.order)
    places = np.array([each.offset for each in insets], np.int64)
    before = np.searchsorted(starts, places, side="left")
    pieces = _pieces(text, starts, ends, [(each.name, each.role) for each in insets], before)
    lengths = {words: units_of(words) for words in {each.name + each.role for each in insets}}
    inset_units = np.array([lengths[each.name + each.role] for each in insets], np.int64)
    rows = before + np.arange(len(insets))
    kinds = np.zeros(len(pieces), np.uint8)
    kinds[rows] = [each.kind for each in insets]
    offsets = Offsets(
        text,
        np.insert(starts, before, places),
        np.insert(ends, before, places),
        np.insert(np.zeros(len(starts), np.int64), before, inset_units),
    )
    return Display(
        text="\n".join(pieces),
        kinds=kinds.tobytes(),
        offsets=offsets,
        name_units={
            int(row): units_of(each.name)
            for row, each in zip(rows, insets, strict=True)
            if each.kind == HEADING
        },
        right_to_left=holds_right_to_left(text),
        dimmed=(
            offsets.starts_to_positions(np.array([each.start for each in within], np.int64)),
            offsets.ends_to_positions(np.array([each.end for each in within], np.int64)),
        ),
    )


def _headings(transcript: OpenTranscript) -> list[_Inset]:
    said: dict[tuple[str, str, str], tuple[str, str]] = {}
    return [
        _Inset(HEADING, turn.start, turn.text_start, *_heading(turn, said))
        for turn in transcript.turns
        if turn.speaker or turn.label
    ]


def _said_by_nobody(
    transcript: OpenTranscript, paragraphs: SpanRow
) -> tuple[list[_Inset], list[HeaderField]]:
    """What stands between paragraphs, as blocks of its own, and what stands inside them."""
    first = transcript.turns[0].text_start if transcript.turns else 0
    between, within = [], []
    for each in transcript.header:
        if each.kind not in _SAID_BY_NOBODY or each.start < first:
            continue
        if paragraphs.touching(Span(each.start, each.end)):
            within.append(each)
            continue
        words = _tame(" ".join(transcript.text[each.start : each.end].split()))
        if words:
            between.append(_Inset(NOTE, each.start, each.start, words))
    return between, within


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
