"""Which acts correct a text, and what of what stands on it should somebody look at?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.errors import NotFound, Progress, Refused, no_progress
from annotator.model.corrections import Carried, Correction, CorrectionReport, TextVersion
from annotator.model.shape import shape_of
from annotator.model.spans import Span
from annotator.model.text_map import TextMap, changes_between
from annotator.project.acting import Acting
from annotator.store import read_corrections, read_division

if TYPE_CHECKING:
    from annotator.model.transcript import Metadata, OpenTranscript

_FOLLOWING = ("title", "byline", "note", "place")
"""Fields of the metadata that follow the words they were read from."""


class PlannedCorrection(Struct, frozen=True):
    """A correction that was worked out and not made."""

    correction: Correction
    metadata: Metadata
    report: CorrectionReport
    old_text: str

    @property
    def new_text(self) -> str:
        return self.correction.shape.text


class CorrectingActs(Acting):
    """Texts are never changed: a correction is a new text, and what stands on the old goes over."""

    def plan_correction(
        self, transcript: int | str, text: str, *, note: str = ""
    ) -> PlannedCorrection:
        """What correcting a text would do to it and to what stands on it; nothing is written."""
        from annotator.operations import correcting

        before = self.whole_transcript(transcript)
        correction, metadata = self._correction(before, text, note)
        report = self._ask(correcting.foresee_correction, before, correction)
        return PlannedCorrection(correction, metadata, report, before.text)

    def correct_text(
        self,
        transcript: int | str,
        text: str,
        *,
        note: str = "",
        progress: Progress = no_progress,
    ) -> CorrectionReport:
        """Put a corrected text in the place of the one that is read now, as one act.

        Every coding goes over to it; those whose words the correction touched are listed by
        `to_look_at`. Of a coding without a word left nothing is carried: it stays on the text
        before, which stays readable. After a backup where anything is coded.
        """
        from annotator.operations import correcting

        self._must_have("transcripts")
        before = self.whole_transcript(transcript)
        correction, metadata = self._correction(before, text, note)
        self._backup_before_bulk()
        return correcting.correct_text(
            self._history,
            self.coder,
            before,
            correction,
            metadata=metadata if metadata != before.info.metadata else None,
            progress=progress,
        )

    def text_in_file(self, path: str | os.PathLike[str]) -> str:
        """The text of a file as it would come in, for a correction. Raises `UserError`."""
        from annotator.transcripts import read

        return read(Path(path)).text

    def text_versions(self, transcript: int | str) -> tuple[TextVersion, ...]:
        """The states of a text, the newest first."""
        return self._ask(read_corrections.versions, self._transcript_id(transcript))

    def text_of_version(self, version_id: int) -> str:
        """The text of one version, as it was read then."""
        found = self._ask(read_corrections.body, version_id)
        if found is None:
            raise NotFound("There is no such state of the text.", "")
        return found

    def to_look_at(
        self, transcript: int | str | None = None, *, everybody: bool = False
    ) -> tuple[Carried, ...]:
        """Codings that corrections touched and nobody has looked at since: of the coder at work.

        With `everybody` those of all coders, for whoever may see them.
        """
        if everybody:
            self._must_have("others")
        return self._ask(
            read_corrections.to_look_at,
            transcript_id=None if transcript is None else self._transcript_id(transcript),
            coder_id=None if everybody else self.coder.id,
            waiting=True,
        )

    def looked_at(self, carried_ids: Sequence[int]) -> None:
        """Say that these codings were looked at after a correction and are right."""
        from annotator.operations import correcting

        correcting.look_at(self._history, self.coder, carried_ids)

    def _correction(
        self, before: OpenTranscript, text: str, note: str
    ) -> tuple[Correction, Metadata]:
        from annotator.transcripts.carrying import carried
        from annotator.transcripts.normalising import has_words, normalised

        text, _ = normalised(text)
        if text == before.text:
            raise Refused("The text is the same as before.", "Nothing was changed.")
        if not has_words(text):
            raise Refused("Nothing would be left of the text.", "Remove the transcript instead.")
        changes = changes_between(before.text, text)
        where = TextMap(changes)
        frozen = bool(self._ask(read_division.why_frozen, before.info.id))
        found = carried(shape_of(before), text, where, frozen=frozen)
        metadata = _followed(before, text, where)
        return Correction(found.shape, changes, found.sentences, note), metadata


def _followed(before: OpenTranscript, text: str, where: TextMap) -> Metadata:
    """What the transcript says of itself, where it stands in other words in the text now."""
    metadata = before.info.metadata
    for field in before.header:
        if field.kind not in _FOLLOWING:
            continue
        said = getattr(metadata, field.kind)
        words = before.text[field.start : field.end]
        at = words.find(said) if said else -1
        if at < 0:
            continue
        new = where.span(Span(field.start + at, field.start + at + len(said)))
        now = "" if new is None else text[new.start : new.end].strip()
        if now and now != said and "\n" not in now:
            metadata = metadata.with_fields({field.kind: now})
    return metadata
