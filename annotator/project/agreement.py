"""How well do coders agree, and where do they not?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.project.questions import Questions

if TYPE_CHECKING:
    from annotator.reliability.choice import Choice, CodeLevel, Unit, Work
    from annotator.reliability.panel import Panel
    from annotator.reliability.projection import Rule
    from annotator.reports.comparison import Prepared
    from annotator.reports.passages import PassageRow


class Agreement(Questions):
    """Questions about agreement."""

    def reliability(
        self,
        *,
        round: str | None = None,  # noqa: A002 - the word for it everywhere
        unit: Unit = "sentence",
        coders: Sequence[str] | None = None,
        codes: Sequence[str] | None = None,
        transcripts: Sequence[str] | None = None,
        level: CodeLevel = "code",
        rule: Rule = "half",
        work: Work | None = None,
        indicative: bool = False,
        seed: int = 1,
        resamples: int = 1000,
    ) -> Panel:
        """How well coders agree, code by code; see `Choice` for what None means.

        Coders, codes, transcripts and the round go by short label or name. A figure that cannot
        be computed is None and says why.
        """
        from annotator.reliability.choice import Choice

        return self.compared(Choice(
            round, unit, _tuple(coders), _tuple(codes), _tuple(transcripts), level, rule, work,
            indicative, seed, resamples,
        ))  # fmt: skip

    def compared(self, choice: Choice) -> Panel:
        """The same as `reliability`, for a choice that was kept."""
        from annotator.reliability.panel import panel_of
        from annotator.reports.comparison import compare

        return panel_of(self._ask(compare, choice, self._kept_for_comparing()).compared)

    def disagreements(
        self, choice: Choice | None = None, *, code: str | None = None, agreed: bool = False
    ) -> tuple[PassageRow, ...]:
        """The passages behind the figures, with what each coder gave them, sorted by kind.

        `code` is the short label of one code; with `agreed`, where all gave the code.
        """
        from annotator.reliability.choice import Choice
        from annotator.reports.comparison import compare
        from annotator.reports.passages import passages_behind

        with self._store.reading() as connection:
            found = compare(connection, choice or Choice(), self._kept_for_comparing())
            return tuple(passages_behind(connection, found, code=code, agreed=agreed))

    def export_reliability(
        self, path: str | os.PathLike[str], choice: Choice | None = None
    ) -> tuple[Path, ...]:
        """Write agreement as the ending says: .docx, .tex and .md for a paper, .json for programs.

        The table carries the sentence for the methods section. Returns the files written.
        """
        from annotator.reliability.choice import Choice
        from annotator.reports.reliability_file import write_panel

        return (write_panel(Path(path), self.compared(choice or Choice())),)

    def _kept_for_comparing(self) -> Prepared:
        from annotator.reports.comparison import Prepared

        if self._prepared is None:
            self._prepared = Prepared()
        return self._prepared


def _tuple(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
