"""The act that corrects a text: what stands on it goes over to the new words.

The text before stays as it is. Codings of which no word is left stay on it; whatever the
correction touched is put down, so that its coder can look at it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from msgspec.structs import astuple

from annotator.changes import Place
from annotator.errors import NotFound, Progress, Refused, no_progress
from annotator.model.code_ids import key_of
from annotator.model.corrections import Correction, CorrectionReport
from annotator.model.text_map import Chain, TextMap
from annotator.operations.arriving import speakers
from annotator.operations.taking_over import (
    Counts,
    Hand,
    Way,
    foresee,
    take_over,
    take_over_notes,
)
from annotator.store import read_corrections, read_persons, read_transcripts, texts
from annotator.store.schema import carried, text_version, transcript, turn, unit_boundaries

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.people import Coder
    from annotator.model.transcript import Metadata, OpenTranscript

_KEPT_OF_VERSION = (
    "source_name", "source_sha256", "encoding", "encoding_certain", "normalised", "flags",
)  # fmt: skip


def correct_text(
    history: History,
    coder: Coder,
    before: OpenTranscript,
    correction: Correction,
    *,
    metadata: Metadata | None = None,
    progress: Progress = no_progress,
) -> CorrectionReport:
    """Put a corrected text in the place of the one that is read now; everything goes over to it.

    `metadata`, where given, is what the corrected text says of itself.
    """
    info = before.info
    title = info.metadata.title or info.doc_id
    with history.act(coder.id, f"Text of “{title}” corrected") as act:
        version_id = _new_version(act, before, correction)
        first = correction.changes[0].new_start if correction.changes else 0
        act.place = Place(info.id, first, first)
        if metadata is not None:
            act.change(transcript, info.id, **read_transcripts.metadata_columns(metadata))
        way = _way(before, correction, version_id)
        counts = take_over(Hand(act), way, progress=progress)
        take_over_notes(act, way, info.uuid)
        return _report(correction, counts)


def foresee_correction(
    connection: sa.Connection, before: OpenTranscript, correction: Correction
) -> CorrectionReport:
    """What `correct_text` would do; nothing is written."""
    way = _way(before, correction, before.info.text_version_id)
    return _report(correction, foresee(connection, way))


def look_at(history: History, coder: Coder, carried_ids: Sequence[int]) -> None:
    """Say that codings which a correction touched were looked at and are right."""
    words = "One passage" if len(carried_ids) == 1 else f"{len(carried_ids)} passages"
    with history.act(coder.id, f"{words} looked at after a correction") as act:
        for row_id in carried_ids:
            row = act.row(carried, row_id)
            if row["removed"]:
                raise NotFound("This passage is no longer to be looked at.", "")
            if row["coder_id"] != coder.id:
                raise Refused("This passage is another coder's.", "Its coder looks at it.")
            act.change(carried, row_id, looked_at=act.now)


def _new_version(act: Act, before: OpenTranscript, correction: Correction) -> int:
    """The row of the corrected text with its turns and units."""
    shape = correction.shape
    sha256 = hashlib.sha256(shape.text.encode("utf-8")).hexdigest()
    texts.keep(act.connection, {sha256: shape.text})
    old = read_corrections.row(act.connection, before.info.text_version_id)
    numbers = read_corrections.numbers(act.connection, before.info.id)
    version_id = act.insert(
        text_version,
        **{name: getattr(old, name) for name in _KEPT_OF_VERSION},
        transcript_id=before.info.id,
        number=max(numbers) + 1,
        sha256=sha256,
        length=len(shape.text),
        header=[[field.kind, field.start, field.end] for field in shape.header],
        speakers=[list(pair) for pair in speakers(shape.turns)],
        n_turns=len(shape.turns),
        n_paragraphs=len(shape.spans("paragraph")),
        n_sentences=len(shape.spans("sentence")),
        note=correction.note.strip(),
        changes=[list(astuple(change)) for change in correction.changes],
    )
    persons = read_persons.ids_by_name(act.connection)
    act.insert_parts(
        turn,
        [
            {
                "text_version_id": version_id,
                "number": number,
                "label": one.label,
                "speaker": one.speaker,
                "role": one.role,
                "start": one.start,
                "text_start": one.text_start,
                "stop": one.end,
                "person_id": persons.get(key_of(one.speaker)),
            }
            for number, one in enumerate(shape.turns, start=1)
        ],
    )
    act.insert_parts(
        unit_boundaries,
        [
            {
                "text_version_id": version_id,
                "level": units.level,
                "segmenter": units.segmenter,
                "segmenter_version": units.version,
                "packed": units.spans.packed(),
            }
            for units in shape.units
        ],
    )
    return version_id


def _way(before: OpenTranscript, correction: Correction, version_id: int) -> Way:
    return Way(
        before.info.id, before.info.text_version_id, version_id, correction.shape.text,
        Chain([TextMap(correction.changes)]), dict(correction.sentences).get,
    )  # fmt: skip


def _report(correction: Correction, counts: Counts) -> CorrectionReport:
    return CorrectionReport(
        correction.changes,
        counts.carried,
        counts.touched,
        counts.gone,
        counts.joined,
        counts.decisions_gone,
    )
