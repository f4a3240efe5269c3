"""What does a project hand over to other programs?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa
from msgspec.structs import replace

from annotator.errors import Progress, Refused, no_progress
from annotator.model.stand_ins import StandIns
from annotator.project.agreement import Agreement
from annotator.store import read_people, read_round, read_stand_ins
from annotator.store.copying import undisturbed
from annotator.store.lens import put_on
from annotator.store.plan_deviations import deviations_of

if TYPE_CHECKING:
    from annotator.reports.content import ExportReport
    from annotator.reports.project_frames import ProjectFrames


class HandingOver(Agreement):
    """Workbooks and frames."""

    @contextmanager
    def for_others(self, *, other_names: bool = True, hide_coders: bool = False) -> Iterator[Self]:
        """The project as others may see it, to read and to export whatever an export can be.

        With `other_names` what stands for names (`set_stand_ins`) is in every text, title, memo
        and definition, and in the register of persons; passages keep their ids and stand on the
        same words, and names of imported files are gone. With `hide_coders` coders are coder_1 to
        coder_n. `Refused` where no name is on the list.
        """
        from annotator.store.disguised_copies import disguised_copy

        rows = self._ask(read_stand_ins.rows) if other_names else {}
        if other_names and not rows:
            raise Refused(
                "No name is on the list of what stands for names.", "Write the list first."
            )
        names = {name: stands for name, (_, stands) in rows.items()}
        with disguised_copy(self._store, names, hide_coders=hide_coders) as apart:
            dressed = type(self)(apart)
            coders = {each.id: each for each in dressed.coders()}
            dressed.coder = coders[self.coder.id]
            if hide_coders:
                names |= {each.coder_id: coders[each.id].coder_id for each in self.coders()}
            dressed.other_words = StandIns(names).in_words
            yield dressed

    @property
    def frames(self) -> ProjectFrames:
        """The project's data as pandas frames: segments, units, documents, codebook, memos."""
        return self.frames_with()

    def frames_with(self, *, hide_coders: bool = False) -> ProjectFrames:
        """The same, with coder_1 to coder_n for the names of coders where that is asked for."""
        from annotator.reports.project_frames import ProjectFrames

        return ProjectFrames(self._store, self._lens(hide_names=hide_coders))

    def export_workbook(
        self,
        path: str | os.PathLike[str],
        *,
        hide_coders: bool = False,
        progress: Progress = no_progress,
    ) -> ExportReport:
        """Write the Excel workbook: one state of the project, whatever is coded meanwhile.

        With `hide_coders` they are called coder_1 to coder_n. What others coded in a round in
        which one still codes blind is left out, and the notes say so.
        """
        from annotator.reports.gathering import gather_checked
        from annotator.reports.workbook import write_workbook

        seen = self._lens(hide_names=hide_coders)
        with undisturbed(self._store) as apart, apart.reading_once() as connection:
            put_on(connection, seen)
            content = gather_checked(connection)
            content = replace(
                content, notes=(*content.notes, *self._blind_notes(), *_deviations(connection))
            )
            if _several_worked(connection):  # NumPy comes with it
                from annotator.reports.agreement_sheets import with_agreement

                content = with_agreement(connection, content, progress)
            return write_workbook(Path(path), content, progress=progress)

    def _blind_notes(self) -> Iterator[str]:
        for each in self.blind_rounds():
            yield (
                f"What others coded in {each.name} is left out: {self.coder.coder_id} codes there "
                "blind until all of their part is accepted."
            )


def _deviations(connection: sa.Connection) -> Iterator[str]:
    """Where rounds are not as their frozen plans say."""
    for each in read_people.rounds(connection):
        for told in deviations_of(connection, each):
            yield f"Deviation from the plan of {each.name}: {told}"


def _several_worked(connection: sa.Connection) -> bool:
    """Whether two coders did anything in one round."""
    return any(len(who) > 1 for who in read_round.coders_by_round(connection).values())
