"""What does the status line say about the unit under the cursor and the keys that matter now?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from annotator_ui.code_place.inspector_feed import turn_at, unit_heading

if TYPE_CHECKING:
    from annotator_ui.code_place.coding_loop import CodingLoop
    from annotator_ui.transcript_view import TranscriptView

_KEYS: Final = (("↓", "next"), ("Tab", "narrow"), ("0", "nothing"), ("?", "unsure"))
_KEYS_FINISHED: Final = (("↓", "next"), ("Ctrl M", "memo"), ("Ctrl End", "reopen"))
_KEYS_SEALED: Final = _KEYS_FINISHED[:2]


class StatusInfo(Struct, frozen=True):
    """`unit` is "Sentence 11 of 33 · Jens Stoltenberg"; `keys` are (key cap, what it does)."""

    unit: str
    keys: tuple[tuple[str, str], ...]


def status_of(loop: CodingLoop, view: TranscriptView) -> StatusInfo:
    """Unit, speaker, what is decided and what is to go; nothing without a transcript."""
    transcript, span = loop.transcript, view.selection()
    if transcript is None or span is None or loop.units is None:
        return StatusInfo("", ())
    _, total = view.unit_number()
    turn, progress = turn_at(transcript, span.start), loop.units.progress()
    pieces = [f"{unit_heading(transcript, span)} of {total:,}"]
    if turn is not None and (turn.speaker or turn.label):
        pieces.append(turn.speaker or turn.label)
    to_go = progress.sentences - progress.decided
    decided = f"{progress.decided:,} decided, {to_go:,} to go"
    if loop.finished is None:
        return StatusInfo(" · ".join((*pieces, decided)), _KEYS)
    keys = _KEYS_SEALED if loop.finished.sealed_at else _KEYS_FINISHED
    return StatusInfo(" · ".join((*pieces, "finished")), keys)
