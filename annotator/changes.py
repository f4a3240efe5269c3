"""What changed, and who wants to know?"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field


class Place(Struct, frozen=True):
    """Where an act happened, so that a cursor can go there."""

    transcript_id: int
    start: int
    end: int


class Changes(Struct, frozen=True):
    """What one act touched, by local ids; empty sets mean that kind was left alone."""

    label: str = ""
    """The act in words, as the status line says it: "Burden sharing on sentence 11"."""
    transcripts: frozenset[int] = frozenset()
    """Transcripts whose list entry changed (added, removed, renamed, metadata)."""
    codes: frozenset[int] = frozenset()
    """Codes that came, went or changed, in their fields and rules too."""
    versions: frozenset[int] = frozenset()
    """Versions of the codebook that were begun, frozen or called otherwise."""
    codings_in: frozenset[int] = frozenset()
    """Transcripts whose codings, decisions or memos changed."""
    codings: frozenset[int] = frozenset()
    """The codings that were made, changed or removed."""
    coders: frozenset[int] = frozenset()
    rounds: frozenset[int] = frozenset()
    """Rounds that came, went or changed; one of them may be at work now."""
    memos: bool = False
    rechecks: bool = False
    """Passages to look at again came, went or were decided."""
    persons: bool = False
    """The register of persons is not as it was."""
    place: Place | None = None
    undone: bool = False
    """The act was taken back (or, with `redone`, done again)."""
    redone: bool = False


Listener = Callable[[Changes], None]


class Notifier(Struct):
    """Tells listeners about changes, on the thread that made them, in the order they joined."""

    _listeners: list[Listener] = field(default_factory=list)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the returned function takes it out again."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)
