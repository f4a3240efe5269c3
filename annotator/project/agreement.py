"""How well do coders agree, and where do they not?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.errors import Progress, no_progress
from annotator.project.questions import Questions
from annotator.store import read_round
from annotator.store.copying import undisturbed
from annotator.store.lens import put_on

if TYPE_CHECKING:
    import sqlalchemy as sa

    from annotator.reliability.choice import Choice, CodeLevel, Unit, Work
    from annotator.reliability.panel import Panel
    from annotator.reliability.projection import Rule
    from annotator.reliability.sample_size import SampleSize
    from annotator.reports.agreement_folder import FolderReport
    from annotator.reports.comparison import Comparison
    from annotator.reports.passages import Behind, PassageRow, Passages
    from annotator.reports.prepared import Prepared
    from annotator.reports.study_parts import By, Drift, Part


class Agreement(Questions):
    """Questions about agreement."""

    other_words: Callable[[str], str] | None = None
    """What stands for names here, where this is a project for others."""

    def can_compare(self) -> bool:
        """Whether two coders worked in one round: with one alone there is nothing to compare."""
        return self._ask(read_round.two_coders_in_one_round)

    def reliability(
        self,
        *,
        round: str | None = None,  # noqa: A002 - the word for it everywhere
        unit: Unit = "sentence",
        coders: Sequence[str] | None = None,
        codes: Sequence[str] | None = None,
        transcripts: Sequence[str] | None = None,
        since: str = "",
        until: str = "",
        speakers: Sequence[str] | None = None,
        roles: Sequence[str] | None = None,
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
            round, unit, _tuple(coders), _tuple(codes), _tuple(transcripts), since, until,
            _tuple(speakers), _tuple(roles), level, rule, work, indicative, seed, resamples,
        ))  # fmt: skip

    def compared(self, choice: Choice) -> Panel:
        """The same as `reliability`, for a choice that was kept."""
        from annotator.reliability.making_panels import panel_of

        with self._comparing(choice) as (_, found):
            return panel_of(found.compared)

    def passages(
        self, choice: Choice, behind: Behind, *, first: int = 0, most: int | None = None
    ) -> Passages:
        """The units behind a figure, with what each coder gave them; see `Behind`.

        `first` and `most` name a part of them, so that nobody waits for thousands.
        """
        from annotator.reports.passages import passages_behind

        with self._comparing(choice) as (connection, found):
            return passages_behind(connection, found, behind, first=first, most=most)

    def reliability_by(self, by: By, choice: Choice | None = None) -> tuple[Part, ...]:
        """How well coders agree on what each speaker, role, transcript or date holds."""
        from annotator.reliability.choice import Choice
        from annotator.reports.study_parts import parts_by

        with self._comparing(choice or Choice()) as (_, found):
            return parts_by(found, by)

    def drift(self, choice: Choice | None = None) -> Drift:
        """How agreement went from round to round, and within the round as the work went on."""
        from annotator.reliability.choice import Choice
        from annotator.reports.study_parts import drift

        chosen = choice or Choice()
        with self._comparing(chosen) as (connection, found):
            return drift(connection, found, chosen, self._kept_for_comparing())

    def sample_sizes(
        self,
        choice: Choice | None = None,
        *,
        within: float = 0.1,
        progress: Progress = no_progress,
    ) -> tuple[SampleSize, ...]:
        """For each code, how many transcripts it takes to know its alpha as near as `within`.

        By simulation from what was coded; see `annotator.reliability.sample_size`. Codes go by
        their short labels.
        """
        from annotator.reliability.choice import Choice
        from annotator.reliability.sample_size import sample_sizes

        chosen = choice or Choice()
        with self._comparing(chosen) as (_, found):
            presence, names = found.compared.presence, found.compared.names
        labels = {name.id: name.code_id for name in names}
        sizes = sample_sizes(presence, within=within, seed=chosen.seed, progress=progress)
        return tuple(replace(one, code=labels[int(str(one.code))]) for one in sizes)

    def disagreements(
        self, choice: Choice | None = None, *, code: str | None = None, agreed: bool = False
    ) -> tuple[PassageRow, ...]:
        """All units on which coders differ, sorted by kind; `agreed`: on which all gave the code.

        `code` is the short label of one code.
        """
        from annotator.reliability.choice import Choice
        from annotator.reports.passages import Behind

        behind = Behind(code, "agreed" if agreed else "disagreed")
        return self.passages(choice or Choice(), behind).rows

    def export_reliability(
        self, path: str | os.PathLike[str], choice: Choice | None = None
    ) -> tuple[Path, ...]:
        """Write agreement as the ending says: .docx, .tex and .md for a paper, .json for programs.

        The table carries the sentence for the methods section. Without an ending it is a folder
        with everything that others need to recompute it; see `write_folder`. Returns the files
        written.
        """
        from annotator.reliability.choice import Choice
        from annotator.reports.reliability_file import write_panel

        target = Path(path)
        if not target.suffix:
            return self.export_reliability_folder(target, choice).files
        return (write_panel(target, self.compared(self._as_said_here(choice or Choice()))),)

    def export_reliability_folder(
        self,
        path: str | os.PathLike[str],
        choice: Choice | None = None,
        *,
        hide_coders: bool = False,
        progress: Progress = no_progress,
    ) -> FolderReport:
        """Write units, figures and scripts that recompute them into a new folder.

        With `hide_coders` they are called coder_1 to coder_n.
        """
        from annotator.reliability.choice import Choice
        from annotator.reports.agreement_folder import write_folder

        seen = self._lens(hide_names=hide_coders)
        with undisturbed(self._store) as apart, apart.reading() as connection:
            put_on(connection, seen)
            return write_folder(
                Path(path), connection, self._as_said_here(choice or Choice()),
                self._kept_for_comparing(),
                progress=progress,
            )  # fmt: skip

    def _as_said_here(self, choice: Choice) -> Choice:
        """A choice made in the project itself, where other names stand in this one."""
        said = self.other_words
        if said is None:
            return choice

        def renamed(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
            return None if names is None else tuple(map(said, names))

        return replace(
            choice,
            round=None if choice.round is None else said(choice.round),
            coders=renamed(choice.coders),
            codes=renamed(choice.codes),
            transcripts=renamed(choice.transcripts),
            speakers=renamed(choice.speakers),
            roles=renamed(choice.roles),
        )

    @contextmanager
    def _comparing(self, choice: Choice) -> Iterator[tuple[sa.Connection, Comparison]]:
        """What is compared, and a connection that sees the same state of the project."""
        from annotator.reports.comparison import compare

        kept = self._kept_for_comparing()
        with self._reading() as connection:
            yield connection, compare(connection, choice, kept)

    def _kept_for_comparing(self) -> Prepared:
        from annotator.reports.prepared import Prepared

        if self._prepared is None:
            self._prepared = Prepared()
        return self._prepared


def _tuple(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
