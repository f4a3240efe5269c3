"""What is left for a coder, and what did they want to look at again?"""

from __future__ import annotations

from typing import Literal, NamedTuple

Worklist = Literal["left", "unsure", "memo"]
"""What has no decision yet; what one is unsure about; what one wrote a memo on."""
WORKLISTS: tuple[Worklist, ...] = ("left", "unsure", "memo")


class WorkItem(NamedTuple):
    """A passage to go to, in code points; a whole transcript is 0 to 0."""

    transcript_id: int
    start: int
    end: int
