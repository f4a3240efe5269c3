"""What came back and could not stand: what a person looks at."""

from __future__ import annotations

from msgspec import Struct


class PutAside(Struct, frozen=True):
    """A row that is kept beside the project's work."""

    what: str
    """coding, decision, finished, memo, question …"""
    coder: str
    round: str
    transcript: str
    """Its label; empty where it is not in the project."""
    code: str
    words: str
    """The passage, or what was written."""
    why: str
    decided_at: str
    """UTC, ISO."""
