"""What does a project hand over to other programs?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import Progress, no_progress
from annotator.project.agreement import Agreement
from annotator.store.copying import undisturbed

if TYPE_CHECKING:
    from annotator.reports.content import ExportReport
    from annotator.reports.project_frames import ProjectFrames


class HandingOver(Agreement):
    """Workbooks and frames."""

    @property
    def frames(self) -> ProjectFrames:
        """The project's data as pandas frames: segments, units, documents, codebook, memos."""
        from annotator.reports.project_frames import ProjectFrames

        return ProjectFrames(self._store)

    def export_workbook(
        self, path: str | os.PathLike[str], *, progress: Progress = no_progress
    ) -> ExportReport:
        """Write the Excel workbook: one state of the project, whatever is coded meanwhile."""
        from annotator.reports.gathering import gather_checked
        from annotator.reports.workbook import write_workbook

        with undisturbed(self._store) as apart, apart.reading() as connection:
            content = gather_checked(connection)
            if len(content.coders) > 1 and content.n_segments:  # NumPy comes with it
                from annotator.reports.agreement_sheets import with_agreement

                content = with_agreement(connection, content, self._kept_for_comparing())
            return write_workbook(Path(path), content, progress=progress)
