"""Which codings are shown, and what stands out besides them? The reader's choice for now."""

from __future__ import annotations

from msgspec import Struct


class Shown(Struct, frozen=True):
    """What is shown of the codings of a transcript; all of it unless something was chosen."""

    codes: frozenset[int] | None = None
    """Only codings with these codes; None for all."""
    coder: int | None = None
    """Only codings of this coder; None for those of everybody that the view was given."""
    unsure_only: bool = False
    fade_coded: bool = False
    """Coded and decided words step back, so that what is left to do stands out."""
    patterns: bool = False
    """Each code has a pattern as well as a colour."""

    @property
    def hides(self) -> bool:
        """Whether some codings may be out of sight."""
        return self.codes is not None or self.coder is not None or self.unsure_only
