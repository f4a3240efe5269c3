"""What do loop and inspector ask of the view of the text?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from annotator.model.spans import Span


class Cursor(Protocol):
    """Where a person is, and what lies under it."""

    def selection(self) -> Span | None: ...
    def codings_at_cursor(self) -> tuple[int, ...]: ...
    def others_at_cursor(self) -> tuple[str, ...]: ...
    def go_to(self, span: Span) -> None: ...
