"""What did a correction of a text change, and what of it should somebody look at?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from annotator.model.shape import Shape
    from annotator.model.spans import Span
    from annotator.model.text_map import Change

What = Literal["other words", "gone", "same as another"]
"""Why a coding is to be looked at: its words changed, none of them is left, or it came to say the
same as another one of its coder and was made one with it."""

WHAT_IN_WORDS: dict[What, str] = {
    "other words": "The words under it changed",
    "gone": "Its words are gone",
    "same as another": "It says the same as another one now",
}


class Correction(Struct, frozen=True):
    """A corrected text, divided, with the changes that lead to it from the text before."""

    shape: Shape
    changes: tuple[Change, ...]
    sentences: tuple[tuple[Span, Span], ...]
    """(before, after) of every sentence that is left: decisions follow it."""
    note: str = ""
    """Why the text was corrected."""


class Carried(Struct, frozen=True):
    """A coding that a correction touched, as it stood before and as it stands now."""

    id: int
    transcript_id: int
    coder_id: int
    round_id: int
    code_id: int | None
    """None where the coding itself is no longer there."""
    coding_id: int | None
    what: What
    start: int
    end: int
    quote: str
    """In the text before."""
    now_start: int | None
    now_end: int | None
    now_quote: str
    """In the text that is read now; empty where nothing is left."""
    looked_at: str
    """When somebody looked at it; empty while it waits."""


class CorrectionReport(Struct, frozen=True):
    """What a correction does, or did, to what stands on the text."""

    changes: tuple[Change, ...]
    carried: int
    """Codings that went over to the corrected text."""
    touched: int
    """Those of them whose words changed."""
    gone: int
    """Codings of which no word is left; they stay with the text before."""
    joined: int
    """Codings that came to say the same as another."""
    decisions_gone: int
    """Decisions on sentences of which nothing is left."""


class TextVersion(Struct, frozen=True):
    """One state of a transcript's text."""

    id: int
    number: int
    """From 1, the text that was imported."""
    length: int
    at: str
    by: int | None
    note: str
    changes: tuple[Change, ...]
    """Where it differs from the one before."""
    is_current: bool
