"""What about a codebook takes a moment to read in a large project?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from annotator.model.codebook_hints import Hint
    from annotator.model.rechecks import RecheckProgress
    from annotator.project import Project


class Numbers(Struct, frozen=True):
    """Counts of codings, hints and how far the queues are."""

    counts: dict[int, int]
    """Codings by code, in all rounds."""
    hints: tuple[Hint, ...]
    by_version: dict[int, int]
    progress: tuple[RecheckProgress, ...]
    coders: dict[int, str]

    def of(self, code_id: int) -> int:
        """How many codings a code has."""
        return self.counts.get(code_id, 0)

    def hint_of_codes(self) -> dict[int, str]:
        """The most urgent hint of each code that needs a look, in a few words."""
        found: dict[int, str] = {}
        for hint in self.hints:
            if hint.needs_a_look:
                for code_id in hint.code_ids:
                    found.setdefault(code_id, hint.detail or _of_one(hint))
        return found


NO_NUMBERS = Numbers({}, (), {}, (), {})
"""Before they are read."""


def read_numbers(project: Project) -> Numbers:
    """Read beside the window: counts of a million codings take a moment."""
    return Numbers(
        project.code_counts(round_id=None),
        project.codebook_hints(),
        project.codings_by_version(),
        project.recheck_progress(),
        {coder.id: coder.name for coder in project.coders()},
    )


def _of_one(hint: Hint) -> str:
    """What a hint says of one of its codes: "Without example"."""
    return hint.words.partition(" ")[2].partition(" ")[2].capitalize() or hint.words
