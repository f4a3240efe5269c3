"""Which acts bring transcripts in, change and remove them?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.errors import Progress, no_progress
from annotator.operations import transcripts as transcript_acts
from annotator.operations.arriving import Waiting
from annotator.project.acting import Acting
from annotator.store import read_people, read_persons, read_transcripts

if TYPE_CHECKING:
    from annotator.exchange.import_plan import Entry, ImportPlan
    from annotator.exchange.import_reading import Known
    from annotator.exchange.import_report import ImportReport
    from annotator.model.people import LabelChoice
    from annotator.model.transcript import Metadata, Transcript
    from annotator.transcripts import Refusal
    from annotator.transcripts.surveys import Survey


class TranscriptActs(Acting):
    """Transcripts and what is known about them."""

    def import_transcripts(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        progress: Progress = no_progress,
    ) -> ImportReport:
        """Read files and add what they hold, as one act; files that cannot be read are listed.

        A text that is in the project already is refused. Cancelling leaves nothing behind.
        """
        from annotator.exchange import carrying_out

        self._must_have("transcripts")

        files = [Path(path) for path in paths]
        standing = self._ask(read_transcripts.text_hashes)
        with Waiting() as waiting:
            refused = carrying_out.put_down(files, waiting, standing=standing, progress=progress)
            ids = self._add_waiting(waiting, (), progress)
        return self._report(ids, refused)

    def plan_import(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        columns: Mapping[str, str] | Sequence[tuple[str, str]] = (),
        progress: Progress = no_progress,
    ) -> ImportPlan:
        """Say what files, folders and archives would become; nothing is written.

        A file that cannot be read is an entry of the plan with its reason, and stops no other.
        `columns` says of tables of texts which column is for what: {"text": "body"}, or pairs
        where several columns are a "variable" or "left out"; for the rest, and where it says
        nothing, what was said of such a table before or the names of the columns tell.
        """
        from annotator.exchange.import_reading import plan_of

        said = tuple(columns.items()) if isinstance(columns, Mapping) else tuple(columns)
        chosen = [Path(path) for path in paths]
        return plan_of(chosen, self._known(), columns=said, progress=progress)

    def plan_columns(
        self,
        plan: ImportPlan,
        entry_id: int,
        columns: Sequence[tuple[str, str]],
        *,
        progress: Progress = no_progress,
    ) -> ImportPlan:
        """A plan with one table read again, its columns for what (use, column) says.

        The ids of the entries are new, for the table may hold other transcripts then.
        """
        from annotator.exchange.import_reading import with_columns

        return with_columns(plan, entry_id, columns, self._known(), progress=progress)

    def preview(self, entry: Entry) -> tuple[Survey, Transcript]:
        """One transcript of a plan read again under its present decisions, text included."""
        from annotator.exchange.import_reading import read_entry

        return read_entry(entry)

    def carry_out(self, plan: ImportPlan, *, progress: Progress = no_progress) -> ImportReport:
        """Add what a plan decided, as one act; cancelling leaves nothing behind.

        The files are read again one by one before anything is written, so that others can write
        meanwhile. What is refused by the plan, or by now, is in the report.
        """
        from annotator.exchange import carrying_out

        self._must_have("transcripts")

        with Waiting() as waiting:
            came, gone = carrying_out.put_down_plan(plan, waiting, progress)
            ids = self._add_waiting(waiting, carrying_out.kept_choices(plan), progress)
        entries = list(zip(ids, came, strict=True))
        asked = tuple(
            (transcript_id, tuple(one.sentence for one in entry.questions))
            for transcript_id, entry in entries
            if entry.questions
        )
        noted = tuple(
            (transcript_id, entry.survey.flags)
            for transcript_id, entry in entries
            if entry.survey is not None and entry.survey.flags
        )
        report = self._report(ids, [*carrying_out.refused_in(plan), *gone])
        return replace(report, to_look_at=asked, noted=noted, skipped=carrying_out.skipped_in(plan))

    def change_transcript(
        self, transcript_id: int, metadata: Metadata, *, doc_id: str | None = None
    ) -> None:
        self._must_have("transcripts")
        info = self.info(transcript_id)
        wanted = info.doc_id if doc_id is None else doc_id
        transcript_acts.change_transcript(self._history, self.coder, info, metadata, wanted)

    def remove_transcript(self, transcript_id: int) -> int:
        """Remove a transcript with its codings; returns how many codings went.

        Where there are codings, after a backup.
        """
        self._must_have("transcripts")
        info = self.info(transcript_id)
        if info.n_codings:
            self.backup()
        return transcript_acts.remove_transcript(self._history, self.coder, info)

    def _known(self) -> Known:
        from annotator.exchange.carrying_out import choices_of, columns_of
        from annotator.exchange.import_reading import Known, Standing

        exact, folded = self._ask(read_transcripts.standing_texts)
        kept = self._ask(read_people.label_choices)
        return Known(
            Standing(exact, folded),
            choices_of(kept, self._ask(read_persons.labels_now)),
            columns_of(kept),
        )

    def _add_waiting(
        self, waiting: Waiting, choices: Sequence[LabelChoice], progress: Progress
    ) -> list[int]:
        if not len(waiting):
            return []
        return transcript_acts.add_transcripts(
            self._history, self.coder, waiting, choices=choices, progress=progress
        )

    def _report(self, ids: Sequence[int], refused: Sequence[Refusal]) -> ImportReport:
        from annotator.exchange.import_report import ImportReport

        wanted = frozenset(ids)
        infos = tuple(info for info in self.transcripts() if info.id in wanted) if ids else ()
        return ImportReport(infos, tuple(refused))
